"""An answer about another activation, or biases, as a formula."""

from __future__ import annotations

from symlcn.answer import Answer
from symlcn.families.polynomial.activation.identified import Identified


def latex(answer: Answer[Identified]) -> str | None:
    """What determines the NTK; None where nothing is said."""
    if answer.known.reason is not None:
        return None
    return "K = K(f)" if answer.known.activation is not None else r"K = K(f, \delta)"
