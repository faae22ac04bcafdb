"""The point of an orbit with scalar invariants, enclosed: rational matrices near it, and how near, by convexity.

Contents: :class:`EnclosedPoint`, :func:`enclosed_point`.

For symmetric Y = (Y_1, …, Y_{L−1}) let Y·θ consist of the Y_l·W_l[j] − W_l[j]·Y_{l−1}, Y_0 = Y_L = 0; |Y|² is the sum
of the squares of all entries. The function f(Y) = ‖exp(Y)·θ‖² + 2·Σ d_l·tr Y_l is convex on lines; its derivative at
0 along Y is −2⟨D(θ) − d, Y⟩, and its second derivative at sY is 4‖exp(sY)·Y·θ‖², where exp(sY) multiplies no vector
by less than e^{−2s|Y|}. Let ε = |D(θ) − d|, λ > 0 with ‖Y·θ‖² ≥ λ|Y|² for all Y, and ε < λr with r ≤ 1/4. On the
sphere |Y| = r the derivative of f along Y/|Y| is at least −2ε + λ(1 − e^{−4r}) ≥ −2ε + 2λr > 0. So f has a minimum
inside, and all points where it is stationary, those with D = d, are there. If there were two, f were constant on the
line of H through both, which is not bounded. So there is one H with D_l = d_l·I.

With θ = g·W, H° = gᵀg and H = gᵀ·exp(2Y)·g:  |H − H°|_ij ≤ (e^{2r} − 1)·|g·e_i|·|g·e_j| ≤ 2r(H°_ii + H°_jj). With
R_{l,j} at θ the NTK there is K = Σ ⟨R_{l,j}, exp(−2Y_l)·R_{l,j}·exp(2Y_{l−1})⟩; so |K − K°|_mn ≤ 4r(K°_mm + K°_nn),
as e^{4r} − 1 ≤ 8r.

g is found by Newton's method, in rounded numbers; all inequalities are between rational ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.exact import fraction_of
from symlcn.algebra.matrices import Rows, diagonalized, entries, fmpq_of, identity, matrix
from symlcn.errors import LimitError, brief
from symlcn.families.hiddenmotions import gram_differences, moved
from symlcn.families.multichannel.channelmap import ChannelFilters, slices
from symlcn.families.nearpoints import shortened

__all__ = ["EnclosedPoint", "enclosed_point"]

MAX_DIRECTIONS = 45
"""Entries of all Y_l on and above the diagonals."""
MAX_PARAMETERS = 400
MAX_ROWS = 12
"""Rows of K up to which it is enclosed."""
MAX_STEPS = 80
ROUGH_BITS, BITS = 40, 100
"""Of the matrices, where the steps are long, and then."""
SCALE = 2**60
"""By which the quadratic form is multiplied before its entries are rounded."""
DIGITS = 12
"""Of the largest entry of what is enclosed."""


@dataclass(frozen=True, slots=True)
class EnclosedPoint:
    """H_1, …, H_{L−1}, and the NTK, at the point of an orbit with scalar invariants.

    Attributes
    ----------
    matrices : tuple of Rows
        g_1, …, g_{L−1}.
    bound : Fraction
        λ.
    radius : Fraction
        r.
    grams : tuple of Rows
        Decimal numbers near the entries of the H_l.
    kernel : Rows or None
        The same for K; None beyond 12 rows.
    error, kernel_error : Fraction or None
        By how much the entries of the H_l differ at most, and those of K.
    """

    __repr__ = brief

    matrices: tuple[Rows, ...]
    bound: Fraction
    radius: Fraction
    grams: tuple[Rows, ...]
    kernel: Rows | None
    error: Fraction
    kernel_error: Fraction | None


def enclosed_point(found: ChannelFilters, d: Sequence[Fraction]) -> EnclosedPoint:
    """The point with the invariants d_l·I on the orbit of filters.

    Raises
    ------
    LimitError
        If there are more than 400 parameters, or 45 entries of H on and above the diagonals; or if none is found, as
        where filters are not stable.

    Examples
    --------
    >>> from symlcn.families.multichannel.channelmap import as_channel_filters
    >>> from symlcn.network.notation import parse_network
    >>> filters = as_channel_filters([[[[1, 0]], [[0, 2]]], [[[1, 0], [0, 1]]]], parse_network("k2c2 k2"))
    >>> point = enclosed_point(filters, [Fraction(0)])
    >>> [[str(c) for c in row] for row in point.grams[0]], str(point.error)
    ([['1', '0'], ['0', '1/2']], '1/100000000000')
    """
    hidden = found.network.channels[1:-1]
    if found.network.parameters > MAX_PARAMETERS or sum(n * (n + 1) // 2 for n in hidden) > MAX_DIRECTIONS:
        raise LimitError("the network is too large for it to be enclosed")
    layers, basis = [slices(own) for own in found.filters], list(_basis(hidden))
    acting = _acting(layers, d, basis)
    if acting is None:
        raise LimitError("it is not found by Newton's method, as where there is none")
    theta = found.acted(acting)
    point = [slices(own) for own in theta.filters]
    form, bound = _form(point, basis), Fraction(1)
    while not _positive(form, bound, basis):
        bound /= 2
        if bound < Fraction(1, 2**40):
            raise LimitError("its distance is not bounded, as where there is none")
    square = sum((c * c for rest in _rests(point, d) for row in entries(rest) for c in row), Fraction(0))
    radius = Fraction(1, 4)
    while radius > Fraction(1, 2**BITS) and square < (bound * radius / 2) ** 2:
        radius /= 2
    if not square < (bound * radius) ** 2 or radius > Fraction(1, 2**45):
        raise LimitError("its distance is not bounded well enough")
    grams = [entries(g.transpose() * g) for g in acting]
    shown, error = _rounded(grams, 2 * radius)
    matrices = tuple(entries(g) for g in acting)
    if found.ambient > MAX_ROWS:
        return EnclosedPoint(matrices, bound, radius, shown, None, error, None)
    (kernel,), wide = _rounded([entries(theta.kernel)], 4 * radius)
    return EnclosedPoint(matrices, bound, radius, shown, kernel, error, wide)


def _basis(hidden: Sequence[int]) -> Iterator[tuple[list[Any], int]]:
    """Symmetric matrices Y with one entry 1, or two, and |Y|²."""
    for l, n in enumerate(hidden):
        for a in range(n):
            for b in range(a, n):
                direction = [fmpq_mat(m, m) for m in hidden]
                direction[l][a, b] = direction[l][b, a] = 1
                yield direction, 1 + (a != b)


Basis = list[tuple[list[Any], int]]


def _rests(layers: Sequence[Sequence[Any]], d: Sequence[Fraction]) -> list[Any]:
    """The D_l − d_l·I."""
    return [own - identity(own.nrows()) * fmpq_of(c) for own, c in zip(gram_differences(layers), d, strict=True)]


def _form(layers: Sequence[Sequence[Any]], basis: Basis) -> Any:
    """The ⟨Y·θ, Y'·θ⟩ of a basis."""
    rows = fmpq_mat([[c for own in moved(layers, y) for w in own for c in w.entries()] for y, _ in basis])
    return rows * rows.transpose()


def _positive(form: Any, bound: Fraction, basis: Basis) -> bool:
    """Whether ‖Y·θ‖² ≥ λ|Y|², shown for rounded multiples of the entries, of which the checker takes the same."""
    rows = [[_nearest(fraction_of(c) * SCALE) for c in row] for row in form.tolist()]
    for n, (_, weight) in enumerate(basis):
        rows[n][n] -= weight * (len(basis) + -(-bound * SCALE // 1))
    return diagonalized(matrix(rows)) is not None


def _nearest(value: Fraction) -> int:
    return int((value + Fraction(1, 2)) // 1)


def _acting(layers: Sequence[Sequence[Any]], d: Sequence[Fraction], basis: Basis) -> list[Any] | None:
    """g with D(g·W) nearly d; None if Newton's method does not find it."""
    hidden = [y.nrows() for y in basis[0][0]]
    acting, bits = [identity(n) for n in hidden], ROUGH_BITS
    for _ in range(MAX_STEPS):
        inverses = [g.inv() for g in acting]
        point = [shortened([_acted(w, acting, inverses, l) for w in own], BITS) for l, own in enumerate(layers)]
        rests = _rests(point, d)
        form = shortened([_form(point, basis)], BITS)[0]
        right = fmpq_mat([[sum(_inner(*pair) for pair in zip(y, rests, strict=True))] for y, _ in basis])
        if form.det() == 0:
            return None
        solved = form.solve(right)
        step = [fmpq_mat(n, n) for n in hidden]
        for n, (own, _) in enumerate(basis):
            step = [s + own_l * (solved[n, 0] / 2) for s, own_l in zip(step, own, strict=True)]
        size = max(abs(fraction_of(c)) for s in step for c in s.entries())
        if size < Fraction(1, 2**70):
            return acting if bits == BITS else None
        if size < Fraction(1, 2**12):
            bits = BITS
        factor = min(Fraction(1), Fraction(1, 2) / size)
        for l, s in enumerate(shortened(step, bits)):
            y = s * fmpq_of(factor)
            acting[l] = shortened([(identity(hidden[l]) + y + y * y / 2) * acting[l]], bits)[0]
            if acting[l].det() == 0:
                return None
    return None


def _inner(left: Any, right: Any) -> Any:
    return sum(x * y for x, y in zip(left.entries(), right.entries(), strict=True))


def _acted(w: Any, acting: Sequence[Any], inverses: Sequence[Any], layer: int) -> Any:
    if layer < len(acting):
        w = acting[layer] * w
    return w * inverses[layer - 1] if layer else w


def _rounded(tables: Sequence[Rows], factor: Fraction) -> tuple[tuple[Rows, ...], Fraction]:
    """Decimal numbers near the entries of matrices, which are exact up to a factor times two on the diagonal."""
    largest = max(row[n] for rows in tables for n, row in enumerate(rows))
    error = Fraction(1)
    while error * 10 ** (DIGITS - 1) > largest:
        error /= 10
    while error * 10**DIGITS <= largest:
        error *= 10
    found = tuple(tuple(tuple(_nearest(c / error) * error for c in row) for row in rows) for rows in tables)
    if factor * 2 * largest > error / 2:
        raise LimitError("its distance is not bounded well enough")
    return found, error
