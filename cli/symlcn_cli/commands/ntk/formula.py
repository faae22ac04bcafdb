"""An NTK as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.realnumbers import RealAlgebraic
from symlcn.algebra.typeset import element, formula, lines, matrix, named, vector
from symlcn.answer import Answer
from symlcn.generic.kernel import Kernel
from symlcn.generic.symbolic import SymbolicNtk


def latex(answer: Answer[Kernel | SymbolicNtk]) -> str:
    """All entries of K, or those that were asked for, and t beside them where it occurs; of generic filters the N_l."""
    found = answer.known
    if isinstance(found, SymbolicNtk):
        return lines(_symbolic(found))
    if not found.places:
        return found.kernel.latex()
    parts = [(f"K_{{{i},{j}}}", f"= {element(found.kernel.entry(i, j))}") for i, j in found.places]
    t = found.kernel.scaling.t
    return lines(parts) + (rf",\quad {t.latex()}" if isinstance(t, RealAlgebraic) else "")


def _symbolic(found: SymbolicNtk) -> Iterator[tuple[str, str]]:
    names = found.names
    layers = range(1, len(found.columns) + 1)
    for l in layers:
        yield f"w_{{{l}}}", f"= {vector(map(named, found.names_of(l - 1)))}"
    yield "u", f"= {vector(formula(entry, names) for entry in found.product)}"
    for i, j in found.places:
        yield f"K_{{{i},{j}}}", f"= {formula(found.entry(i, j), names)}"
    if not found.places:
        for l in layers:
            yield f"N_{{{l}}}", f"= {matrix([formula(entry, names) for entry in row] for row in found.gram(l - 1))}"
        yield "K", f"= {' + '.join(f'N_{{{l}}}' for l in layers)}"
