"""Critical points of the parametrized risk, with the filter of one layer eliminated by the normal equations.

Contents: :class:`Reduction`, :func:`reduction`, :func:`offsets`, :func:`integral`, :func:`cramer`,
:func:`derivative`,
:func:`values_at`.

Let M(x) be the matrix of multiplication by the product of all filters but that of one layer, these filters being given
in affine charts, w = row_0 + Σ x_i·row_i. In the filter v of that layer the risk is quadratic. Where the determinant D
of G = MᵀAM is not 0 it is critical in v for v = G⁻¹·b only, b = MᵀA·u*, and what is left is R(x) = −bᵀG⁻¹b. With
V = D·v, which is polynomial (Cramer),

    F_i := D²·∂R/∂x_i = Vᵀ (∂_i G) V − 2·D·(∂_i b)ᵀ V.

So the critical points of the risk with D ≠ 0 and v ≠ 0, up to rescaling the filters, are the zeros x of all F_i with
D ≠ 0 and V ≠ 0. Such a point is nondegenerate exactly when the Jacobian matrix of F is regular there. For real x all of
them have D > 0, if no filter is zero: A is positive definite and M injective.

One layer of K entries eliminated and one unknown left, F is a binary form of degree 4K − 2 in (1, x), and D of
degree 2K; in this chart all zeros are finite exactly when F and D have these degrees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product as cartesian
from math import lcm, prod
from typing import Any

from symlcn.algebra.exact import fraction_of
from symlcn.algebra.matrices import column
from symlcn.algebra.polynomials import Polynomial
from symlcn.loss.risk import Risk
from symlcn.network.architecture import Architecture

__all__ = ["Chart", "Reduction", "cramer", "derivative", "integral", "offsets", "reduction", "values_at"]

Chart = tuple[tuple[int, ...], ...]
Sparse = dict[int, Polynomial]


@dataclass(frozen=True, slots=True, eq=False)
class Reduction:
    """The equations F = 0 for the unknowns x of all layers but one.

    Attributes
    ----------
    risk : Risk
    layer : int
        Whose filter is eliminated: the first of most entries.
    charts : tuple of Chart
        For each other layer the rows row_0, row_1, …, an invertible integer matrix; () for the eliminated one.
    gram : tuple of tuples of Polynomial
        G times a positive integer, in as many variables as there are unknowns (one, if there are none).
    moments : tuple of Polynomial
        b times the same integer.
    determinant : Polynomial
        D, its determinant.
    numerators : tuple of Polynomial
        V.
    system : tuple of Polynomial
        F, one for each unknown.
    """

    risk: Risk
    layer: int
    charts: tuple[Chart, ...]
    gram: tuple[tuple[Polynomial, ...], ...]
    moments: tuple[Polynomial, ...]
    determinant: Polynomial
    numerators: tuple[Polynomial, ...]
    system: tuple[Polynomial, ...]

    def filters(self, one: Any, values: Sequence[Any], eliminated: Sequence[Any]) -> tuple[tuple[Any, ...], ...]:
        """All filters times `one`, from the unknowns times `one` and the eliminated filter."""
        unknowns = iter(values)
        found = []
        for layer, chart in enumerate(self.charts):
            if layer == self.layer:
                found.append(tuple(eliminated))
                continue
            own = [one, *(next(unknowns) for _ in chart[1:])]
            found.append(tuple(sum((c * x for c, x in zip(row, own, strict=True)), 0 * one) for row in _columns(chart)))
        return tuple(found)


def _columns(chart: Chart) -> Iterator[tuple[int, ...]]:
    return zip(*chart, strict=True)


def offsets(architecture: Architecture) -> list[list[int]]:
    """For each layer the row-major positions in u of the monomials of its filter.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> offsets(parse_architecture("k3s2 k2"))
    [[0, 1, 2], [0, 2]]
    """
    ambient = architecture.end_to_end_size
    strides = [prod(ambient[d + 1 :]) for d in range(len(ambient))]
    found = []
    for layer, exponent in zip(architecture.layers, architecture.exponents, strict=True):
        steps = [e * s for e, s in zip(exponent, strides, strict=True)]
        indices = cartesian(*map(range, layer.size))
        found.append([sum(j * step for j, step in zip(index, steps, strict=True)) for index in indices])
    return found


def eliminated_layer(architecture: Architecture) -> int:
    """The first layer of most entries."""
    sizes = [prod(layer.size) for layer in architecture.layers]
    return sizes.index(max(sizes))


def reduction(risk: Risk, charts: Callable[[int], Chart]) -> Reduction:
    """Eliminate the filter of the largest layer.

    Parameters
    ----------
    risk : Risk
    charts : callable
        The chart for a filter of given number of entries.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.risk import quadratic_risk
    >>> risk = quadratic_risk(parse_architecture("k2 k2"), [[1, 0, 0], [0, 1, 0], [0, 0, 1]], (2, 1, -3))
    >>> found = reduction(risk, lambda size: ((1, 0), (0, 1)))
    >>> print(found.determinant, "|", found.system[0].degrees())
    x^4 + x^2 + 1 | (6,)
    """
    places = offsets(risk.architecture)
    layer = eliminated_layer(risk.architecture)
    rows = tuple(() if l == layer else charts(len(own)) for l, own in enumerate(places))
    count = sum(len(chart) - 1 for chart in rows if chart)
    dimension = max(count, 1)
    units = [tuple(int(i == j) for j in range(dimension)) for i in range(count)]
    zero, one = Polynomial(dimension, {}), Polynomial.constant(dimension, 1)
    unknowns = iter([Polynomial(dimension, {unit: 1}) for unit in units])
    others: Sparse = {0: one}
    for own, chart in zip(places, rows, strict=True):
        if chart:
            values = [one, *(next(unknowns) for _ in chart[1:])]
            entries = [sum((x * c for c, x in zip(row, values, strict=True)), zero) for row in zip(*chart, strict=True)]
            others = _product(others, dict(zip(own, entries, strict=True)), zero)
    gram, moments = _normal_equations(risk, others, places[layer], zero)
    determinant, numerators = cramer(gram, moments, one, zero)
    system = tuple(
        _sum((a * b * derivative(g, i) for a, row in zip(numerators, gram, strict=True)
              for b, g in zip(numerators, row, strict=True)), zero)
        - 2 * determinant * _sum((derivative(b, i) * v for b, v in zip(moments, numerators, strict=True)), zero)
        for i in range(count)
    )  # fmt: skip
    return Reduction(risk, layer, rows, tuple(map(tuple, gram)), tuple(moments), determinant, numerators, system)


def _sum(parts: Any, zero: Polynomial) -> Polynomial:
    return sum(parts, zero)


def _product(left: Sparse, right: Sparse, zero: Polynomial) -> Sparse:
    total: Sparse = {}
    for i, a in left.items():
        for j, b in right.items():
            total[i + j] = total.get(i + j, zero) + a * b
    return total


def integral(risk: Risk) -> tuple[list[list[int]], list[int]]:
    """A and A·u* times one positive integer that makes both integral."""
    table = [[fraction_of(value) for value in row] for row in risk.matrix.table()]
    moment = [fraction_of(value) for value in (risk.matrix * column(risk.target)).entries()]
    whole = lcm(*(value.denominator for row in [*table, moment] for value in row))
    return [[int(value * whole) for value in row] for row in table], [int(value * whole) for value in moment]


def _normal_equations(
    risk: Risk, others: Sparse, own: Sequence[int], zero: Polynomial
) -> tuple[list[list[Polynomial]], list[Polynomial]]:
    """G and b, times an integer."""
    form, moment = integral(risk)
    images = [[_sum((p * row[s + j] for j, p in others.items()), zero) for row in form] for s in own]
    gram = [[_sum((p * image[s + j] for j, p in others.items()), zero) for image in images] for s in own]
    return gram, [_sum((p * moment[s + j] for j, p in others.items()), zero) for s in own]


def cramer(
    gram: Sequence[Sequence[Polynomial]], moments: Sequence[Polynomial], one: Polynomial, zero: Polynomial
) -> tuple[Polynomial, tuple[Polynomial, ...]]:
    """det G and det G · G⁻¹b by elimination without fractions (Bareiss); leading minors of G are not 0."""
    rows = [[*row, moment] for row, moment in zip(gram, moments, strict=True)]
    size, last = len(rows), one
    for k in range(size - 1):
        for i in range(k + 1, size):
            for j in range(k + 1, size + 1):
                rows[i][j] = (rows[i][j] * rows[k][k] - rows[i][k] * rows[k][j]).divide_exact(last)
        last = rows[k][k]
    determinant = rows[-1][size - 1]
    found: dict[int, Polynomial] = {}
    for i in reversed(range(size)):
        known = _sum((rows[i][j] * found[j] for j in range(i + 1, size)), zero)
        found[i] = (determinant * rows[i][size] - known).divide_exact(rows[i][i])
    return determinant, tuple(found[i] for i in range(size))


def derivative(polynomial: Polynomial, direction: int) -> Polynomial:
    """The partial derivative in one direction."""
    terms = {}
    for exponents, coefficient in polynomial.terms():
        if exponents[direction]:
            lowered = tuple(e - (d == direction) for d, e in enumerate(exponents))
            terms[lowered] = coefficient * exponents[direction]
    return Polynomial(polynomial.dimension, terms)


def values_at(polynomial: Polynomial, values: Sequence[Any], modulus: Any, constant: Callable[[int], Any]) -> Any:
    """The value of a polynomial with integer coefficients at elements of a ring of polynomials modulo one of them.

    Parameters
    ----------
    polynomial : Polynomial
    values : sequence of univariate polynomials of FLINT
        One or two, for all variables.
    modulus : univariate polynomial of FLINT
    constant : callable
        The constant polynomial of an integer, in the same ring.
    """
    *first, last = values
    degree = polynomial.degrees()[-1] if polynomial else 0
    powers = [constant(1) % modulus]
    for _ in range(degree):
        powers.append(powers[-1] * last % modulus)
    rows: dict[int, Any] = {}
    for exponents, coefficient in polynomial.terms():
        *outer, inner = exponents
        place = outer[0] if outer else 0
        rows[place] = rows.get(place, constant(0)) + powers[inner] * int(coefficient)
    total = constant(0)
    for place in range(max(rows, default=0), -1, -1):
        total = rows.get(place, constant(0)) + (total * first[0] % modulus if first else constant(0))
    return total % modulus
