"""What f says of the filters, as JSON objects of format ``symlcn-certificate``, kind ``polynomial-activation``.

Contents: :func:`identified_json`.
"""

from __future__ import annotations

from symlcn.algebra.exact import Json, rational_text
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json
from symlcn.families.polynomial.activation.identified import Identified

__all__ = ["identified_json"]

NOT_ZERO = "the function is not 0"
NOT_CONSTANT = "the function is not constant"
SHIFTS = "one vector of shifts of the runs of layers fits it (for example, the input at position 0 occurs in it)"
NORMAL = "the products of runs are normal points (for example smooth points) of the closures of their neuromanifolds"


def identified_json(found: Identified, _finer: int = 1) -> Json:
    """The certificate.

    Examples
    --------
    >>> from symlcn.families.polynomial.activation.identified import read_activation, with_activation
    >>> from symlcn.network.architecture import parse_architecture
    >>> found = with_activation(parse_architecture("k3 k2"), read_activation("y^2 + y"))
    >>> identified_json(found)["result"]["order"]
    1
    """
    about = architecture_json(found.architecture)
    if found.reason is not None:
        return sealed("polynomial-activation", about, "undecided", {}, reason=found.reason)
    bias = found.activation is None
    result = {
        "form": "bias" if bias else "activation",
        "activation": None if found.activation is None else [rational_text(c) for c in found.activation],
        "order": found.order,
        "signs": found.signs,
        "ntk": "independent",
        "every_function": found.every,
    }
    conditions = [NOT_CONSTANT if bias else NOT_ZERO]
    conditions += [] if found.every else [SHIFTS]
    conditions += [] if found.architecture.fully_nonlinear else [NORMAL]
    own = {"result": result, "evidence": {"runs": list(found.certificates)} if bias else None}
    return sealed("polynomial-activation", about, "proved", own, hypotheses=conditions)
