"""Equations of functions as JSON objects of format ``symlcn-certificate``, kind ``polynomial-equations``.

Contents: :func:`function_equations_json`.
"""

from __future__ import annotations

from symlcn.algebra.exact import CHECK_PRIME, Json, integer_text
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, form_json
from symlcn.families.polynomial.equations.functionforms import FunctionEquations

__all__ = ["function_equations_json"]


def function_equations_json(found: FunctionEquations, _finer: int = 1) -> Json:
    """The certificate of the forms that vanish on the functions.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> from symlcn.families.polynomial.equations.functionforms import function_equations
    >>> found = function_equations(parse_network("k2 r2 k2"), 2)
    >>> function_equations_json(found)["result"]["generators"][0]["terms"]
    [[[0, 4], '4'], [[1, 3], '-1']]
    """
    result = {
        "degree": len(found.degrees),
        "monomials": [[[list(position), power] for position, power in monomial] for monomial in found.monomials],
        "degrees": [
            {"degree": d.degree, "forms": d.forms, "generators": d.generators, "hilbert": integer_text(d.hilbert)}
            for d in found.degrees
        ],
        "generators": list(map(form_json, found.generators)),
        "real": {"form": "all"} if found.real else None,
    }
    own = {"result": result, "evidence": {"prime": CHECK_PRIME}}
    about = architecture_json(found.architecture)
    return sealed("polynomial-equations", about, str(found.status), own, reason=found.reason)
