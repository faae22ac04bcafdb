"""The point of an orbit with a scalar invariant, for two layers: exact where square roots suffice.

Contents: :class:`ScalarPoint`, :func:`scalar_point`.

Let S = Σ_j W_1[j]·W_1[j]ᵀ and A = Σ_j W_2[j]ᵀ·W_2[j], both positive definite. The filters (g·W_1, W_2·g⁻¹) have the
invariant d·I iff H = gᵀg satisfies

    A − H·S·H = d·H.

So Y = H·S has Y² + d·Y = A·S, whose eigenvalues are positive, and Y = N^{1/2} − d/2 with N = A·S + d²/4 and its root
with positive eigenvalues: there is one such H, and it is symmetric and positive definite. All other points of the orbit
with this invariant have orthogonal multiples of g, the same H and the same NTK

    K = J_1·(H⁻¹ ⊗ 1)·J_1ᵀ + J_2·(1 ⊗ H)·J_2ᵀ,

J at the given filters, by the theorem on scalar invariants. For a hidden width of 1, N is a number. For 2, with
σ² = det N and τ² = tr N + 2σ, N^{1/2} = (N + σ)/τ by the equation of Cayley and Hamilton; all is in Q(τ).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any, NamedTuple

from flint import fmpq_mat, fmpq_poly

from symlcn.algebra.exact import fraction_of
from symlcn.algebra.matrices import fmpq_of
from symlcn.algebra.realnumbers import Number, evaluate, root_above
from symlcn.errors import LimitError, brief
from symlcn.families.multichannel.channelmap import ChannelFilters, slices

__all__ = ["MAX_WIDTH", "Element", "ScalarPoint", "scalar_point"]

Element = tuple[Fraction, ...]
"""A number of Q(t): its coefficients in t; one if t is rational."""
MAX_WIDTH = 2
MAX_ROWS = 60
"""Rows of K up to which it is written."""


@dataclass(frozen=True, slots=True)
class ScalarPoint:
    """H = gᵀg for the g that lead to the invariant d·I, and the NTK there.

    Attributes
    ----------
    d : Fraction
    t : Fraction or RealAlgebraic
        What generates the field of all entries.
    gram, inverse : tuple of tuples of Element
        H and H⁻¹.
    kernel : tuple of tuples of Element, or None
        K; None beyond 60 rows.
    """

    __repr__ = brief

    d: Fraction
    t: Number
    gram: tuple[tuple[Element, ...], ...]
    inverse: tuple[tuple[Element, ...], ...]
    kernel: tuple[tuple[Element, ...], ...] | None


def scalar_point(found: ChannelFilters, d: Fraction) -> ScalarPoint:
    """The point with the invariant d·I on the orbit of stable filters of two layers.

    Raises
    ------
    LimitError
        If there are more than two layers, or the hidden width is over 2: roots of higher degree are needed; or if the
        filters are not stable, so that there may be no such point.

    Examples
    --------
    >>> from symlcn.families.multichannel.channelmap import as_channel_filters
    >>> from symlcn.network.notation import parse_network
    >>> filters = as_channel_filters([[[[1, 0]], [[0, 2]]], [[[1, 0], [0, 1]]]], parse_network("k2c2 k2"))
    >>> point = scalar_point(filters, Fraction(0))
    >>> point.t, [[str(c) for (c,) in row] for row in point.gram]
    (Fraction(3, 1), [['1', '0'], ['0', '1/2']])
    """
    if len(found.network) != 2:
        raise LimitError("a point with scalar invariants is written for two layers only")
    width = found.network.channels[1]
    if width > MAX_WIDTH:
        raise LimitError(f"a point with scalar invariants needs roots of higher degree for hidden width {width}")
    first, second = (slices(own) for own in found.filters)
    s, a = _total([w * w.transpose() for w in first]), _total([w.transpose() * w for w in second])
    if not s.det() or not a.det():
        raise LimitError("the coefficients of a layer do not have full rank, so there may be none")
    root = _root(a * s + _diagonal(width, d * d / 4), width)
    root.coefficients[0] += _diagonal(width, -d / 2)
    gram = [c * s.inv() for c in root.coefficients]
    inverse = _inverted(gram, root.t)
    return ScalarPoint(d, root.t, _elements(gram), _elements(inverse), _kernel(found, gram, inverse))


class _Root(NamedTuple):
    """t, and the coefficients in t of a matrix."""

    t: Number
    coefficients: list[Any]


def _total(parts: list[Any]) -> Any:
    return sum(parts[1:], parts[0])


def _diagonal(width: int, value: Fraction) -> Any:
    return fmpq_mat(width, width, [fmpq_of(value if i == j else 0) for i in range(width) for j in range(width)])


def _root(n: Any, width: int) -> _Root:
    """N^{1/2}, for N with positive eigenvalues."""
    if width == 1:
        t = root_above((-fraction_of(n[0, 0]), 0, 1), Fraction(0))
        return _Root(
            t, [_diagonal(1, t)] if isinstance(t, Fraction) else [_diagonal(1, Fraction(0)), _diagonal(1, Fraction(1))]
        )
    trace, det = fraction_of(n[0, 0] + n[1, 1]), fraction_of(n.det())
    equation = (trace**2 - 4 * det, 0, -2 * trace, 0, 1)
    t = root_above(equation, _between(equation, trace))
    inverse = _inverse(fmpq_poly([0, 1]), t)
    sigma = fmpq_poly([fmpq_of(-trace / 2), 0, fmpq_of(Fraction(1, 2))])
    ones = _reduced(inverse * sigma, t)
    return _Root(
        t, [n * a + _diagonal(2, fraction_of(b)) for a, b in zip(_listed(inverse, t), _listed(ones, t), strict=True)]
    )


def _between(equation: tuple[Fraction | int, ...], trace: Fraction) -> Fraction:
    """A number that only the largest root exceeds: near the root of the trace, where the equation is negative."""
    scale = 2
    while True:
        near = Fraction(isqrt(trace.numerator * scale**2 // trace.denominator), scale)
        if evaluate(equation, near) < 0:
            return near
        scale *= scale


def _modulus(t: Number) -> Any:
    coefficients = (-t, 1) if isinstance(t, Fraction) else t.minpoly
    return fmpq_poly([fmpq_of(c) for c in coefficients])


def _reduced(value: Any, t: Number) -> Any:
    return value % _modulus(t)


def _inverse(value: Any, t: Number) -> Any:
    """1/value in Q(t), by the extended algorithm of Euclid."""
    one, left, _ = value.xgcd(_modulus(t))
    return _reduced(left * (1 / one[0]), t)


def _listed(value: Any, t: Number) -> list[Any]:
    return [value[k] for k in range(_modulus(t).degree())]


def _elements(coefficients: list[Any]) -> tuple[tuple[Element, ...], ...]:
    rows, columns = coefficients[0].nrows(), coefficients[0].ncols()
    return tuple(tuple(tuple(fraction_of(c[i, j]) for c in coefficients) for j in range(columns)) for i in range(rows))


def _kernel(found: ChannelFilters, gram: list[Any], inverse: list[Any]) -> tuple[tuple[Element, ...], ...] | None:
    """K at the point; None if it is large."""
    if found.ambient > MAX_ROWS:
        return None
    first, second = (
        fmpq_mat(block) * fmpq_of(scale) for scale, block in zip(found.scales, found.jacobians(), strict=True)
    )
    inputs = found.network.channels[0]
    total = []
    for own, inverted in zip(gram, inverse, strict=True):
        left = first * _spread(inverted, first.ncols(), inputs) * first.transpose()
        total.append(left + second * _spread(own, second.ncols(), 1) * second.transpose())
    return _elements(total)


def _spread(block: Any, size: int, inner: int) -> Any:
    """The matrix 1 ⊗ block ⊗ 1 of a size, where the last factor has `inner` rows."""
    width = block.nrows()
    found = fmpq_mat(size, size)
    for start in range(0, size, width * inner):
        for i in range(width):
            for j in range(width):
                for k in range(inner):
                    found[start + i * inner + k, start + j * inner + k] = block[i, j]
    return found


def _inverted(gram: list[Any], t: Number) -> list[Any]:
    """H⁻¹, for H of one or two rows."""
    width = gram[0].nrows()
    entry = [[fmpq_poly([c[i, j] for c in gram]) for j in range(width)] for i in range(width)]
    if width == 1:
        adjugate, det = [[fmpq_poly([1])]], entry[0][0]
    else:
        (a, b), (c, e) = entry
        adjugate, det = [[e, -b], [-c, a]], _reduced(a * e - b * c, t)
    inverse = _inverse(det, t)
    found = [[_listed(_reduced(x * inverse, t), t) for x in row] for row in adjugate]
    return [fmpq_mat([[x[k] for x in row] for row in found]) for k in range(len(gram))]
