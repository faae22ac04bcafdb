"""All critical points where one unknown is left after elimination, for any data.

Contents: :func:`solve_one`, :class:`Solved`, :class:`Zero`, :class:`NumberField`, :func:`as_flint`.

Everything is decided over Q: F is factored, and where an irreducible factor of D makes the normal equations singular
they are solved in its number field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq_poly, fmpz_poly

from symlcn.algebra.polynomials import Polynomial
from symlcn.errors import LimitError
from symlcn.loss.critical.normalequations import Chart, Reduction, derivative, reduction
from symlcn.loss.risk import Risk

__all__ = ["NumberField", "Solved", "Zero", "as_flint", "solve_one"]

Rows = list[list[Any]]


MAX_SHIFTS = 1000
"""Charts that are tried, of which all but finitely many do."""


@dataclass(frozen=True, slots=True, eq=False)
class Zero:
    """A factor of the eliminating polynomial, and the point of Q[a]/(f) that belongs to it.

    Attributes
    ----------
    factor : fmpz_poly
        f, irreducible over Q and primitive.
    unknowns : tuple of fmpq_poly
        The unknowns x of the reduction, modulo f.
    filters : tuple of tuples of fmpq_poly
        For each layer the entries of its filter, row-major, modulo f, up to a common factor.
    multiplicity : int
        As a zero of F.
    """

    factor: Any
    unknowns: tuple[Any, ...]
    filters: tuple[tuple[Any, ...], ...]
    multiplicity: int


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Critical points without a zero filter.

    Attributes
    ----------
    reduction : Reduction
    parameter : tuple of int
        The parameter a of all factors is the sum of the unknowns with these coefficients.
    zeros : tuple of Zero
        Those at which the normal equations are regular, with different factors.
    singular : int
        The number of all others.
    infinite : bool
        Whether there are infinitely many in all; then `zeros` is empty.
    """

    reduction: Reduction
    parameter: tuple[int, ...]
    zeros: tuple[Zero, ...]
    singular: int
    infinite: bool


def as_flint(polynomial: Polynomial) -> Any:
    """A polynomial in one variable, with integer coefficients, as one of FLINT.

    Examples
    --------
    >>> as_flint(Polynomial(1, {(2,): 3, (0,): 1}))
    3*x^2 + 1
    """
    coefficients = [0] * (1 + max((exponents[0] for exponents, _ in polynomial.terms()), default=0))
    for exponents, coefficient in polynomial.terms():
        coefficients[exponents[0]] = int(coefficient)
    return fmpz_poly(coefficients)


def solve_one(risk: Risk) -> Solved:
    """All critical points of the risk of a network in which all layers but one have one entry, or all but two, one
    of these having two entries.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.risk import quadratic_risk
    >>> identity = [[int(i == j) for j in range(5)] for i in range(5)]
    >>> found = solve_one(quadratic_risk(parse_architecture("k2 k2d3"), identity, (1, 2, 0, 3, 5)))  # a 2x2 matrix
    >>> [zero.factor for zero in found.zeros], found.singular, found.infinite
    ([13*x^2 + (-29)*x + (-13)], 0, False)
    """
    own = _finite_reduction(risk)
    determinant, numerators = as_flint(own.determinant), [as_flint(v) for v in own.numerators]
    if not own.system:
        values = [fmpq_poly(v) for v in numerators]
        zeros = [_zero(own, fmpz_poly([0, 1]), values, 1)] if any(values) else []
        return Solved(own, (), tuple(zeros), 0, False)
    system = as_flint(own.system[0])
    if system == 0 and any(numerators):
        return Solved(own, (1,), (), 0, True)
    singular = 0
    for factor, _ in determinant.factor()[1]:
        points = _singular_points(own, factor)
        if points is None:
            return Solved(own, (1,), (), 0, True)
        singular += points * int(factor.degree())
    zeros = []
    for factor, power in system.factor()[1] if system != 0 else ():
        values = [fmpq_poly(v) % fmpq_poly(factor) for v in numerators]
        if determinant % factor != 0 and any(values):
            zeros.append(_zero(own, factor, values, int(power)))
    return Solved(own, (1,), tuple(zeros), singular, False)


def _finite_reduction(risk: Risk) -> Reduction:
    """A reduction in whose chart no zero of F or D is infinite: all but finitely many charts are such."""
    for shift in range(MAX_SHIFTS):
        charts: dict[int, Chart] = {1: ((1,),), 2: ((1, 0), (shift, 1))}
        found = reduction(risk, charts.__getitem__)
        degree = 2 * len(found.numerators)
        if not found.system or (
            found.determinant.degrees() == (degree,)
            and (not found.system[0] or found.system[0].degrees() == (2 * degree - 2,))
        ):
            return found
    raise LimitError(f"no chart of {MAX_SHIFTS} has no zero at infinity")


def _zero(own: Reduction, factor: Any, values: Sequence[Any], multiplicity: int) -> Zero:
    unknown = fmpq_poly([0, 1]) % fmpq_poly(factor)
    unknowns = (unknown,) if own.system else ()
    return Zero(factor, unknowns, own.filters(fmpq_poly([1]), unknowns, values), multiplicity)


def _singular_points(own: Reduction, factor: Any) -> int | None:
    """The number of critical points with v ≠ 0 over one root of a factor of D; None if they are infinitely many.

    They are the v with Gv = b and q(v) := vᵀG'v − 2b'ᵀv = 0: one equation on an affine space.
    """
    modulus = fmpq_poly(factor)
    field = NumberField(modulus)
    gram, moments = [list(map(field.element, row)) for row in own.gram], list(map(field.element, own.moments))
    slopes = [[field.element(derivative(g, 0)) for g in row] for row in own.gram]
    changes = [field.element(derivative(b, 0)) for b in own.moments]
    solved = field.solve(gram, moments)
    if solved is None:
        return 0
    start, kernel = solved

    def form(left: Sequence[Any], right: Sequence[Any]) -> Any:
        parts = (a * s * b for a, row in zip(left, slopes, strict=True) for b, s in zip(right, row, strict=True))
        return sum(parts, fmpq_poly([0])) % modulus

    def inner(vector: Sequence[Any]) -> Any:
        return sum((c * v for c, v in zip(changes, vector, strict=True)), fmpq_poly([0])) % modulus

    constant = form(start, start) - 2 * inner(start)
    linear = [2 * form(start, k) - 2 * inner(k) for k in kernel]
    squares = [form(k, l) for k in kernel for l in kernel]
    if not any(linear) and not any(squares):
        return 0 if constant != 0 else None
    if len(kernel) > 1:
        return None
    roots = 1
    if squares[0] != 0:
        roots = 1 if (linear[0] * linear[0] - 4 * squares[0] * constant) % modulus == 0 else 2
    return roots - (not any(moments))


class NumberField:
    """Linear algebra over Q[a]/(f), f irreducible."""

    def __init__(self, modulus: Any) -> None:
        self.modulus = modulus

    def element(self, polynomial: Polynomial) -> Any:
        return fmpq_poly(as_flint(polynomial)) % self.modulus

    def solve(self, matrix: Rows, right: Sequence[Any]) -> tuple[list[Any], Rows] | None:
        """A solution and a basis of the kernel; None if there is no solution."""
        rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
        width, pivots = len(right), list[int]()
        for column in range(width + 1):
            pivot = next((i for i in range(len(pivots), width) if rows[i][column] != 0), None)
            if pivot is None:
                continue
            if column == width:
                return None
            place = len(pivots)
            rows[place], rows[pivot] = rows[pivot], rows[place]
            unit = rows[place][column].xgcd(self.modulus)[1]
            rows[place] = [c * unit % self.modulus for c in rows[place]]
            for i, row in enumerate(rows):
                if i != place and row[column] != 0:
                    rows[i] = [(a - row[column] * b) % self.modulus for a, b in zip(row, rows[place], strict=True)]
            pivots.append(column)
        start, kernel = [fmpq_poly([0])] * width, []
        for i, column in enumerate(pivots):
            start[column] = rows[i][width]
        for free in (c for c in range(width) if c not in pivots):
            vector = [fmpq_poly([int(c == free)]) for c in range(width)]
            for i, column in enumerate(pivots):
                vector[column] = -rows[i][free]
            kernel.append(vector)
        return start, kernel

    def inner(self, left: Sequence[Any], right: Sequence[Any]) -> Any:
        """The sum of products of entries."""
        return sum((a * b for a, b in zip(left, right, strict=True)), fmpq_poly([0])) % self.modulus

    def rank(self, matrix: Rows) -> int:
        """The rank of a square matrix."""
        found = self.solve(matrix, [fmpq_poly([0])] * len(matrix))
        return len(matrix) - len(found[1]) if found is not None else 0
