"""Whether all complex critical points are listed, for special data too, where one or two unknowns are left.

Contents: :class:`Excluded`, :class:`Completed`, :func:`complete`, :func:`content_of`,
:func:`substituted`, :func:`outside`.

Divide G by the greatest common divisor q of its entries, and let V and q·D be the numerators and the denominator of
G⁻¹b by Cramer's rule for G/q. At every critical point with v ≠ 0 the polynomials F_i = Vᵀ(∂_i G)V − 2·q·D·(∂_i b)ᵀV
vanish: where det G ≠ 0 they are multiples of the derivatives of R, and where det G = 0 a solution of Gv = b requires V
= 0 and q·D = 0. In one chart, with x = a − k·y, let R(a) be the resultant of F_1 and F_2 in y, neither of which loses
its degree. Every critical point in the chart gives a root of R. So R is factored, and for each factor g, unless it is
that of critical points listed, the zero (x, y) over a root of g is found, the only one as a gcd over Q[a]/(g) shows,
and (Gv = b, vᵀ(∂_i G)v = 2(∂_i b)ᵀv) is solved there: either there is no solution, or v = 0 is the only one, or the
point is one more critical point, a degenerate one. Where that leaves a question nothing is claimed. Outside of the
chart F_1 and F_2, in other charts, have no zero in common. With one unknown R is F_1 itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flint import fmpq_poly, fmpz_poly

from symlcn.algebra.polynomials import Polynomial, gcd, resultant
from symlcn.loss.critical.commonroots import Line, common_root, is_only_root
from symlcn.loss.critical.normalequations import Chart, Reduction, cramer, derivative, reduction, values_at
from symlcn.loss.critical.oneunknown import NumberField, Solved, Zero, as_flint

__all__ = ["Completed", "Excluded", "complete", "content_of", "outside", "substituted"]

SLOPES = (3, 5, 7)
SINGULAR = "the normal equations are singular at a point that is or may be critical"
COLLISION = "the eliminated equations have several zeros over one root"
MAX_FILTER = 4
"""Entries of the eliminated filter up to which this is tried, as does the checker."""


@dataclass(frozen=True, slots=True, eq=False)
class Excluded:
    """Zeros of F that are no critical points without a zero filter.

    Attributes
    ----------
    factor : fmpz_poly
        g, irreducible: one zero for each root a.
    root : fmpq_poly
        y, modulo g.
    multiplicity : int
        Of g in R.
    rank : int
        That of G at the zero; if G is regular there, b = 0.
    """

    factor: Any
    root: Any
    multiplicity: int
    rank: int


@dataclass(frozen=True, slots=True, eq=False)
class Completed:
    """A proof that certain critical points are all.

    Attributes
    ----------
    reduction : Reduction
    slope : int
        k.
    zeros : tuple of Zero
        All critical points, with their multiplicities as zeros of F; G is regular there.
    roots : tuple of fmpq_poly
        y at each of them.
    excluded : tuple of Excluded
    """

    reduction: Reduction
    slope: int
    zeros: tuple[Zero, ...]
    roots: tuple[Any, ...]
    excluded: tuple[Excluded, ...]


def content_of(own: Reduction) -> Polynomial:
    """The greatest common divisor of the entries of G."""
    return gcd(entry for row in own.gram for entry in row)


def _primitive_system(own: Reduction) -> tuple[Polynomial, ...]:
    """F after division of G by the greatest common divisor of its entries."""
    content = content_of(own)
    if content.is_constant():
        return own.system
    gram = [[entry.divide_exact(content) for entry in row] for row in own.gram]
    dimension = own.determinant.dimension
    one, zero = Polynomial.constant(dimension, 1), Polynomial(dimension, {})
    determinant, numerators = cramer(gram, own.moments, one, zero)
    found = []
    for i in range(len(own.system)):
        square = sum((numerators[j] * numerators[l] * derivative(g, i)
                      for j, row in enumerate(own.gram) for l, g in enumerate(row)), zero)  # fmt: skip
        mixed = sum((derivative(b, i) * v for b, v in zip(own.moments, numerators, strict=True)), zero)
        found.append(square - 2 * content * determinant * mixed)
    return tuple(found)


def complete(solved: Solved) -> Completed | str:
    """All critical points without a zero filter, if it can be shown that there are no others.

    Parameters
    ----------
    solved : Solved
        Critical points, with one or two unknowns; those found already need not be found again.

    Returns
    -------
    Completed or str
        A string says why nothing is claimed. What is claimed rests on FLINT's resultants and factors over Q.

    Examples
    --------
    Rank one approximations of a 2x2x2 tensor: 6 instead of 34.

    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.risk import quadratic_risk
    >>> from symlcn.loss.critical.twounknowns import solve_two
    >>> identity = [[int(i == j) for j in range(8)] for i in range(8)]
    >>> risk = quadratic_risk(parse_architecture("k2 k2d2 k2d4"), identity, (3, 1, 4, -5, 2, 7, 1, 1))
    >>> found = complete(solve_two(risk, 34))
    >>> sum(zero.factor.degree() for zero in found.zeros), sum(e.factor.degree() for e in found.excluded)
    (6, 14)
    """
    own = solved.reduction
    if len(own.moments) > MAX_FILTER:
        return f"the largest filter has more than {MAX_FILTER} entries"
    system = _primitive_system(own)
    if len(system) == 1:
        return _complete_one(own, system[0])
    if any(p.is_constant() for p in system) or not gcd(system).is_constant():
        return "the eliminated equations have a curve in common"
    if any(map(_may_vanish, outside(own))):
        return "zeros at infinity are not excluded"
    given = solved.parameter[1] if len(solved.parameter) == 2 else None
    for slope in SLOPES if given is None else (given, *SLOPES):
        known = solved.zeros if slope == given else ()
        lines = [_line(p, slope) for p in system]
        if all(len(line) > 1 and line[-1].degree() == 0 for line in lines):
            found = _completed(own, lines, known, _eliminant(system, slope), slope)
            if found != COLLISION:
                return found
    return COLLISION


def _complete_one(own: Reduction, equation: Polynomial) -> Completed | str:
    """The zeros of F where there is one unknown."""
    if not equation:
        return "the eliminated equation vanishes everywhere"
    if any(map(_may_vanish, outside(own))):
        return "zeros at infinity are not excluded"
    zeros, excluded = list[Zero](), list[Excluded]()
    for factor, multiplicity in as_flint(equation).factor()[1]:
        factor = _primitive(factor)
        found = _examined(own, factor, fmpq_poly([0]), 0, int(multiplicity))
        if found is None:
            return SINGULAR
        if isinstance(found, Zero):
            zeros.append(found)
        else:
            excluded.append(found)
    return Completed(own, 0, tuple(zeros), tuple(fmpq_poly([0]) for _ in zeros), tuple(excluded))


def _completed(
    own: Reduction, lines: Sequence[Line], known: Sequence[Zero], eliminant: Any, slope: int
) -> Completed | str:
    """Examine the zeros of F over each factor of the eliminant."""
    listed = {tuple(map(int, _primitive(zero.factor).coeffs())): zero for zero in known}
    zeros, roots, excluded = list[Zero](), list[Any](), list[Excluded]()
    for factor, multiplicity in eliminant.factor()[1]:
        factor = _primitive(factor)
        zero = listed.get(tuple(map(int, factor.coeffs())))
        root = zero.unknowns[1] if zero is not None else common_root(lines, factor)
        if root is None or (multiplicity > 1 and not is_only_root(lines, factor, root)):
            return COLLISION
        found = _examined(own, factor, root, slope, int(multiplicity))
        if found is None:
            return SINGULAR
        if isinstance(found, Zero):
            zeros.append(found)
            roots.append(root)
        else:
            excluded.append(found)
    return Completed(own, slope, tuple(zeros), tuple(roots), tuple(excluded))


def _primitive(factor: Any) -> Any:
    return factor if factor[factor.degree()] > 0 else -factor


def substituted(polynomial: Polynomial, slope: int) -> Polynomial:
    """At x = a − k·y."""
    x, y = Polynomial(2, {(1, 0): 1, (0, 1): -slope}), Polynomial(2, {(0, 1): 1})
    return sum((x**i * y**j * c for (i, j), c in polynomial.terms()), Polynomial(2, {}))


def _line(polynomial: Polynomial, slope: int) -> Line:
    """The coefficients of powers of y, polynomials in a, at x = a − k·y."""
    terms: dict[int, dict[int, int]] = {}
    for (i, j), c in substituted(polynomial, slope).terms():
        terms.setdefault(j, {})[i] = int(c)
    rows = [terms.get(j, {}) for j in range(max(terms, default=-1) + 1)]
    return [fmpz_poly([row.get(i, 0) for i in range(max(row, default=-1) + 1)]) for row in rows]


def _eliminant(system: Sequence[Polynomial], slope: int) -> Any:
    first, second = (substituted(p, slope) for p in system)
    found = resultant(first, second, 1)
    terms = {i: c for (i, _), c in found.terms()}
    return fmpz_poly([int(terms.get(i, 0)) for i in range(max(terms, default=-1) + 1)])


def outside(own: Reduction) -> Iterator[tuple[Polynomial, ...]]:
    """F in one unknown, or none, for the points outside of the affine chart."""
    charts = [chart for chart in own.charts if len(chart) > 1]
    if len(own.system) == 1:
        yield _restricted(own, [charts[0][::-1]], {0: 0})
        return
    if len(charts) == 1:
        first, second, third = charts[0]
        yield _restricted(own, [(second, third, first)], {1: 0})
        yield _restricted(own, [(third, second, first)], {0: 0, 1: 0})
        return
    (first, second), other = charts
    turned, back = (second, first), (other[1], other[0])
    yield _restricted(own, [turned, other], {0: 0})
    yield _restricted(own, [(first, second), back], {1: 0})
    yield _restricted(own, [turned, back], {0: 0, 1: 0})


def _restricted(own: Reduction, charts: list[Chart], values: dict[int, int]) -> tuple[Polynomial, ...]:
    left = iter(charts)
    found = reduction(own.risk, lambda size: ((1,),) if size == 1 else next(left))
    return tuple(p.substitute(values) for p in _primitive_system(found))


def _may_vanish(system: tuple[Polynomial, ...]) -> bool:
    return not any(system) or not gcd(system).is_constant()


def _examined(own: Reduction, factor: Any, root: Any, slope: int, multiplicity: int) -> Zero | Excluded | None:
    """Solve for v at a zero of F."""
    modulus = fmpq_poly(factor)
    field = NumberField(modulus)
    unknowns = ((fmpq_poly([0, 1]) - slope * root) % modulus, root % modulus)[: len(own.system)]
    at = partial(values_at, values=unknowns, modulus=modulus, constant=lambda value: fmpq_poly([value]))
    gram, moments = [list(map(at, row)) for row in own.gram], list(map(at, own.moments))
    rank = field.rank(gram)
    solved = field.solve(gram, moments)
    if solved is None:
        return Excluded(factor, root, multiplicity, rank)
    start, kernel = solved
    if not kernel:
        if not any(moments):
            return Excluded(factor, root, multiplicity, rank)
        filters = own.filters(fmpq_poly([1]), unknowns, start)
        return Zero(factor, unknowns, filters, multiplicity)
    if len(kernel) > 1 or len(unknowns) == 1:
        return None
    quadratics = []
    for i in (0, 1):
        slopes = [[at(derivative(g, i)) for g in row] for row in own.gram]
        changes = [at(derivative(b, i)) for b in own.moments]
        image = [field.inner(row, kernel[0]) for row in slopes]
        square, mixed = field.inner(kernel[0], image), 2 * (field.inner(start, image) - field.inner(changes, kernel[0]))
        constant_term = field.inner(start, [field.inner(row, start) for row in slopes]) - 2 * field.inner(
            changes, start
        )
        quadratics.append([constant_term % modulus, mixed % modulus, square % modulus])
    return Excluded(factor, root, multiplicity, rank) if _have_no_common_root(quadratics, modulus) else None


def _have_no_common_root(quadratics: Sequence[Sequence[Any]], modulus: Any) -> bool:
    """Whether two polynomials of degree at most 2 have no common root, infinity included: their resultant is not 0."""
    (c, b, a), (z, y, x) = quadratics
    outer, first, last = (a * z - c * x) % modulus, (a * y - b * x) % modulus, (b * z - c * y) % modulus
    return bool((outer * outer - first * last) % modulus != 0)
