"""The NTK of a network with monomial activations as a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symlcn.algebra.realnumbers import RealAlgebraic
from symlcn.algebra.typeset import element, formula, lines, matrix, named, power, rational, total, vector
from symlcn.answer import Answer
from symlcn.errors import LimitError
from symlcn.families.polynomial.expansion import Monomial
from symlcn.families.polynomial.ntk.generickernel import GenericKernel
from symlcn.families.polynomial.ntk.gradientkernel import GradientKernel, position_name

MAX_TYPESET = 100


def latex(answer: Answer[GradientKernel | GenericKernel]) -> str:
    """f, all entries of K or those that were asked for, and t beside them where it occurs; of generic filters N_l."""
    found = answer.known
    if found.size > MAX_TYPESET and not found.places:
        raise LimitError(f"an NTK of {found.size} rows; at most {MAX_TYPESET} are typeset")
    parts = _generic(found) if isinstance(found, GenericKernel) else _given(found)
    return lines(parts)


def _given(found: GradientKernel) -> Iterator[tuple[str, str]]:
    if found.monomials:
        yield "f", f"= {total((c, monomial(m)) for m, c in found.function.items())}"
        yield "m", f"= {vector(map(monomial, found.monomials))}"
    else:
        yield "f", f"= {vector(map(rational, found.values))}"
    t = found.scaling.t
    about = rf",\quad {t.latex()}" if isinstance(t, RealAlgebraic) else ""
    for i, j in found.places:
        yield f"K_{{{i},{j}}}", f"= {element(found.entry(i, j))}{about}"
    if not found.places:
        yield "K", f"= {matrix(map(element, row) for row in found.matrix())}{about}"


def _generic(found: GenericKernel) -> Iterator[tuple[str, str]]:
    names = found.names
    layers = range(1, len(found.columns) + 1)
    for l in layers:
        yield f"w_{{{l}}}", f"= {vector(map(named, found.names_of(l - 1)))}"
    yield "m", f"= {vector(map(monomial, found.monomials))}"
    yield "f", f"= {_sum([formula(c, names) for c in found.product])}"
    for i, j in found.places:
        yield f"K_{{{i},{j}}}", f"= {formula(found.entry(i, j), names)}"
    if not found.places:
        for l in layers:
            yield f"N_{{{l}}}", f"= {matrix([formula(entry, names) for entry in row] for row in found.gram(l - 1))}"
        yield "K", f"= {' + '.join(f'N_{{{l}}}' for l in layers)}"


def _sum(coefficients: Sequence[str]) -> str:
    """The sum of the monomials with coefficients that are formulas."""
    return " + ".join(f"({c})\\,m_{{{n}}}" for n, c in enumerate(coefficients))


def monomial(factors: Monomial) -> str:
    """A monomial in the inputs."""
    return "".join(power(named(position_name(p)), k) for p, k in factors)
