"""Equations of the neuromanifold as JSON objects of format ``symlcn-certificate``, kind ``equations``.

Contents: :func:`equations_json`.
"""

from __future__ import annotations

from symlcn.algebra.exact import CHECK_PRIME, Json, integer_text
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, form_json
from symlcn.geometry.equations.equations import Equations, variable_names
from symlcn.geometry.equations.outside import Outside

__all__ = ["equations_json"]


def equations_json(found: Equations, real: Outside | str | None = None, doubt: str | None = None) -> Json:
    """The forms that vanish on the neuromanifold.

    `real` says which real points of the closure lie outside it: as found, or what
    :func:`symlcn.geometry.equations.outside.form_of` says; None where this was not asked, or not answered. `doubt` says
    why it was not: the answer is then undecided, and keeps the forms.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.geometry.equations.equations import equations
    >>> found = equations(parse_architecture("k3s2 k2"), 3)
    >>> equations_json(found)["result"]["generators"][0]["terms"]
    [[[0, 3, 3], '1'], [[1, 1, 4], '1'], [[1, 2, 3], '-1']]
    """
    result = {
        "degree": len(found.degrees),
        "variables": list(variable_names(found.architecture)),
        "degrees": [
            {"degree": d.degree, "forms": d.forms, "generators": d.generators, "hilbert": integer_text(d.hilbert)}
            for d in found.degrees
        ],
        "generators": list(map(form_json, found.generators)),
        "real": _real(real),
    }
    own, status = {"result": result, "evidence": {"prime": CHECK_PRIME}}, "proved" if doubt is None else "undecided"
    return sealed("equations", architecture_json(found.architecture), status, own, reason=doubt)


def _real(found: Outside | str | None) -> Json | None:
    if found is None or isinstance(found, str):
        return None if found is None else {"form": found}
    kinds = [
        {"degrees": list(kind.degrees), "roots": [[part and list(part) for part in case] for case in kind.roots]}
        for kind in found.kinds
    ]
    return {"form": "roots", "exponents": list(found.exponents), "kinds": kinds}
