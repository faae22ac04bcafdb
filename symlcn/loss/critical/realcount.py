"""Whether no real critical point is missing, where two unknowns are left after elimination.

Contents: :func:`has_all_real_points`.

At real points without a zero filter D > 0, so all of them are zeros of F, or lie outside of the affine chart. Let
R(a) be the resultant of F_1 and F_2 in y, where x = a − k·y, for some k; neither loses its degree in y. A zero (x, y)
gives the root x + k·y of R, and a simple root comes from one zero only. So if all real roots of R are simple, and as
many as there are real points listed, then there are no others in the chart. If the eliminated filter has two entries,
the zeros of b, where it is zero, are zeros of F too: they are counted in the same way, by the resultant of the two
entries of b. Outside of the chart charts with the rows in another order are used, and what is left is one unknown, or
none.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symlcn.algebra.complexroots import complex_roots
from symlcn.algebra.polynomials import Polynomial, factor, gcd, resultant
from symlcn.loss.critical.completeness import outside, substituted
from symlcn.loss.critical.normalequations import Reduction
from symlcn.loss.critical.oneunknown import Solved
from symlcn.loss.critical.twounknowns import coprime_system

__all__ = ["has_all_real_points"]

SLOPES = range(2, 9)


def has_all_real_points(solved: Solved) -> bool:
    """Whether it is shown that all real critical points without a zero filter are among those listed.

    Parameters
    ----------
    solved : Solved
        With two unknowns.

    Returns
    -------
    bool
        False claims nothing.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.risk import quadratic_risk
    >>> from symlcn.loss.critical.twounknowns import solve_two
    >>> identity = [[int(i == j) for j in range(7)] for i in range(7)]
    >>> found = solve_two(quadratic_risk(parse_architecture("k3s2 k3"), identity, (3, -1, 4, 1, -5, 9, 2)), 39)
    >>> sum(zero.factor.degree() for zero in found.zeros), has_all_real_points(found)
    (23, True)
    """
    own = solved.reduction
    system = coprime_system(own)
    if len(own.system) != 2 or system is None or any(p.is_constant() for p in system):
        return False
    lost = gcd(own.system)
    if not all(part.divides(own.determinant) for part, _ in factor(lost).factors):
        return False
    listed = sum(_real_roots([Fraction(int(c)) for c in zero.factor.coeffs()])[0] for zero in solved.zeros)
    inside = any(_has_simple_roots(own, system, slope, listed) for slope in SLOPES)
    return inside and not any(_may_vanish(part) for part in outside(own))


def _real_roots(coefficients: list[Fraction]) -> tuple[int, bool]:
    """The number of different real roots, and whether all are simple."""
    real = [root for root in complex_roots(coefficients) if root.number.real]
    return len(real), all(root.multiplicity == 1 for root in real)


def _has_simple_roots(own: Reduction, system: Sequence[Polynomial], slope: int, count: int) -> bool:
    """Whether the resultant has so many real roots beside those of zero filters, all simple."""
    found = _simple_roots(system, slope)
    zeros = _simple_roots(own.moments, slope) if len(own.moments) == 2 else 0
    return found is not None and zeros is not None and found == count + zeros


def _simple_roots(system: Sequence[Polynomial], slope: int) -> int | None:
    """The number of real roots of the resultant; None if they are not all simple, or a degree may drop."""
    lines = [substituted(p, slope) for p in system]
    for line in lines:
        degree = line.degrees()[1] if line else 0
        if degree == 0 or any(j == degree and i > 0 for (i, j), _ in line.terms()):
            return None
    eliminant = resultant(lines[0], lines[1], 1)
    count, simple = _real_roots(_coefficients(eliminant, 0)) if eliminant else (0, False)
    return count if simple else None


def _coefficients(polynomial: Polynomial, direction: int) -> list[Fraction]:
    """Those of a polynomial in one of the variables, from degree 0."""
    terms = {exponents[direction]: c for exponents, c in polynomial.terms()}
    return [terms.get(i, Fraction(0)) for i in range(max(terms, default=0) + 1)]


def _may_vanish(system: tuple[Polynomial, ...]) -> bool:
    """Whether polynomials in one unknown, or none, have a real zero in common."""
    if not any(system):
        return True
    common = gcd(system)
    if common.is_constant():
        return False
    direction = next(d for d, degree in enumerate(common.degrees()) if degree)
    return _real_roots(_coefficients(common, direction))[0] > 0
