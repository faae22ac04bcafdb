"""An NTK as a formula."""

from __future__ import annotations

from symlcn.algebra.realnumbers import RealAlgebraic
from symlcn.algebra.typeset import element, lines
from symlcn.answer import Answer
from symlcn.generic.kernel import Kernel


def latex(answer: Answer[Kernel]) -> str:
    """All entries of K, or those that were asked for, and t beside them where it occurs."""
    found = answer.known
    if not found.places:
        return found.kernel.latex()
    parts = [(f"K_{{{i},{j}}}", f"= {element(found.kernel.entry(i, j))}") for i, j in found.places]
    t = found.kernel.scaling.t
    return lines(parts) + (rf",\quad {t.latex()}" if isinstance(t, RealAlgebraic) else "")
