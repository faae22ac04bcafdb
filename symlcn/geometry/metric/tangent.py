"""The parts of which the metric consists, and arithmetic in Q(t) for them.

Contents: :class:`Piece`, :func:`piece_of`, :func:`basis_of`, :func:`independent_rows`, :func:`blocks_of`,
:func:`columns_of`, :func:`integral`, :func:`times`; in Q(t): :func:`rho_of`, :func:`inverse_element`,
:func:`polynomial_of`, :func:`element_of`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm, prod
from typing import Any

from flint import fmpq, fmpq_mat, fmpq_poly, fmpz_mat

from symlcn.algebra.echelon import modulo, pivots
from symlcn.algebra.exact import LARGE_PRIME, fraction_of
from symlcn.algebra.matrices import fmpq_of
from symlcn.algebra.realnumbers import RealAlgebraic
from symlcn.errors import ArithmeticGuardError
from symlcn.network.architecture import Architecture
from symlcn.network.filters import Filter, end_to_end_filter, flat, squared_norm
from symlcn.network.ntk import Element, jacobian
from symlcn.network.scaling import Scaling

__all__ = [
    "Piece",
    "basis_of",
    "blocks_of",
    "columns_of",
    "element_of",
    "independent_rows",
    "integral",
    "inverse_element",
    "piece_of",
    "polynomial_of",
    "rho_of",
    "times",
]


MAX_LISTED = 60
"""Number of vectors of a layer up to which they are written out."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The metric on V_l, in the basis J(y_1), J(y_2), … where y_i ⊥ w_l.

    For an entry p of the filter other than 0 and all others i, the y are (w[p]·e_i − w[i]·e_p) in lowest terms; they
    are independent, so that their Gram matrix is positive definite.

    Attributes
    ----------
    layer : int
    weight : tuple of Fraction
        ρ_l/n_l, as coefficients in t.
    pivot : int
        p, row-major.
    rank : int
        How many y there are.
    preimages : tuple of tuple of int
        The y_i, row-major; empty if there are more than 60.
    gram : tuple of tuple of int
        ⟨y_i, y_j⟩: the metric is weight·gram. Empty with the preimages.
    minors : tuple of int
        The leading principal minors of gram, all positive. Empty with the preimages.
    """

    layer: int
    weight: Element
    pivot: int
    rank: int
    preimages: tuple[tuple[int, ...], ...] = ()
    gram: tuple[tuple[int, ...], ...] = ()
    minors: tuple[int, ...] = ()


def piece_of(layer: int, tensor: Filter, rho: Element) -> Piece:
    """A basis of the orthogonal complement of a filter, each vector with at most two nonzero entries."""
    norm = squared_norm(tensor)
    entries = list(flat(tensor))
    common = lcm(*(Fraction(c).denominator for c in entries))
    integral = [int(c * common) for c in entries]
    pivot = min((i for i, c in enumerate(integral) if c), key=lambda i: abs(integral[i]))
    weight = tuple(c / norm for c in rho)
    if len(integral) - 1 > MAX_LISTED:
        return Piece(layer, weight, pivot, len(integral) - 1)
    preimages = []
    for place, entry in enumerate(integral):
        if place != pivot:
            divisor = gcd(entry, integral[pivot])
            vector = [0] * len(integral)
            vector[place], vector[pivot] = integral[pivot] // divisor, -entry // divisor
            preimages.append(tuple(vector))
    gram = tuple(tuple(sum(a * b for a, b in zip(x, y, strict=True)) for y in preimages) for x in preimages)
    minors = tuple(int(fmpz_mat([row[:k] for row in gram[:k]]).det()) for k in range(1, len(gram) + 1))
    if any(minor <= 0 for minor in minors):
        raise ArithmeticGuardError(f"the metric on the tangent vectors of layer {layer + 1} is not positive definite")
    return Piece(layer, weight, pivot, len(preimages), tuple(preimages), gram, minors)


def rho_of(scaling: Scaling, layer: int) -> Element:
    """ρ_l = t + Δ_l as coefficients in t."""
    t, shift = scaling.t, scaling.shifts[layer]
    if isinstance(t, Fraction):
        return (t + shift,)
    return (shift, Fraction(1), *(Fraction(0),) * (len(t.minpoly) - 3))


def inverse_element(element: Element, scaling: Scaling) -> Element:
    """The inverse in Q(t)."""
    if not isinstance(scaling.t, RealAlgebraic):
        return (1 / element[0],)
    modulus = fmpq_poly(list(scaling.t.minpoly))
    unit, inverse, _ = polynomial_of(element).xgcd(modulus)
    if unit != 1:
        raise ArithmeticGuardError("an element of Q(t) has no inverse")
    return element_of(inverse % modulus, len(element))


def polynomial_of(element: Element) -> Any:
    """An element of Q(t) as a polynomial in t."""
    return fmpq_poly([fmpq_of(c) for c in element])


def element_of(polynomial: Any, degree: int) -> Element:
    """The element of Q(t), t of the given degree, of a polynomial of lower degree."""
    coefficients = [fraction_of(c) for c in polynomial.coeffs()]
    return tuple(coefficients) + (Fraction(0),) * (degree - len(coefficients))


def integral(filters: Sequence[Filter]) -> tuple[list[Filter], list[int]]:
    """Filters as integer ones over denominators."""
    denominators = [lcm(*(Fraction(c).denominator for c in flat(tensor))) for tensor in filters]
    return [times(tensor, d) for tensor, d in zip(filters, denominators, strict=True)], denominators


def times(tensor: Any, factor: Fraction | int) -> Any:
    """A multiple of a tensor."""
    return tuple(times(part, factor) for part in tensor) if isinstance(tensor, tuple) else Fraction(tensor * factor)


def basis_of(architecture: Architecture, filters: Sequence[Filter], pieces: Sequence[Piece]) -> Any:
    """u and the J(y) of the pieces, as columns."""
    integers, denominators = integral(filters)
    blocks, whole = jacobian(architecture, integers), prod(denominators)
    rows = [[fmpq_of(c) for c in flat(end_to_end_filter(architecture, filters))]]
    for piece in pieces:
        images = fmpq_mat(fmpz_mat([list(y) for y in piece.preimages]) * blocks[piece.layer])
        rows += (images * fmpq(denominators[piece.layer], whole)).tolist()
    return fmpq_mat(rows).transpose()


def independent_rows(basis: Any) -> list[int]:
    """As many rows, the first that do, as there are columns, independent modulo a prime."""
    columns = []
    for j in range(basis.ncols()):
        entries = [basis[i, j] for i in range(basis.nrows())]
        columns.append([int(c.numerator) * pow(int(c.denominator), -1, LARGE_PRIME) for c in entries])
    rows = pivots(modulo(columns, LARGE_PRIME))
    if len(rows) < len(columns):
        raise ArithmeticGuardError(
            f"the tangent vectors have rank {len(rows)} modulo {LARGE_PRIME}, not {len(columns)}"
        )
    return rows


def blocks_of(length: Element, pieces: Sequence[Piece]) -> Iterator[tuple[Element, range, Any]]:
    """For u and each piece: the weight, the columns of the basis, and the integer matrix."""
    yield length, range(1), fmpz_mat([[1]])
    start = 1
    for piece in pieces:
        stop = start + len(piece.preimages)
        yield piece.weight, range(start, stop), fmpz_mat([list(row) for row in piece.gram])
        start = stop


def columns_of(matrix: Any, columns: range) -> Any:
    """Some columns of a matrix over Q."""
    return fmpq_mat([[matrix[i, j] for j in columns] for i in range(matrix.nrows())])
