"""That along an orbit the NTK determines the invariants up to orthogonal matrices: they make it depend on parameters.

Contents: :class:`Separation`, :func:`find_separation`, :func:`columns_of`.

At g·θ the NTK is the image of all Z_l = H_l⁻¹ ⊗ H_{l−1}, H_l = g_lᵀg_l, under the linear map

    Z ↦ Σ_l Σ_j Σ R_{l,j}(n)[a, b]·Z_l[a, a'; b, b']·R_{l,j}(m)[a', b'],

where R(n), R(m) are the derivatives of two entries of U as in :mod:`symlcn.families.multichannel.channelmap`, and the
factors of Z at the two ends are multiples of 1. If its kernel is at most a line on Z with symmetric factors at one
point, then over generic U and for each tuple of invariants that are not all scalar K takes infinitely many values
(docs/channels.md, Theorem H).

At n equal blocks of the filters of a base, and further end channels, the entries of Z that belong to two blocks a, a'
on the left and b, b' on the right only meet each other, in the map of the base; the last layer is left out if a ≠ a',
the first one if b ≠ b'. So if the map of the base, on Z with any factors, is injective, then so is that at the blocks;
if its kernel is a line on which neither the first layer's Z nor the last one's is 0, the kernel there is a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from symlcn.algebra.echelon import kernel_vectors, modulo, pivots
from symlcn.errors import brief
from symlcn.families.multichannel.basepoint import PRIME, BasePoint, base_points, multiplied
from symlcn.families.multichannel.chain import Chain

__all__ = ["Separation", "columns_of", "find_separation"]

MAX_SIZE = 3_000_000
"""Products that the matrix of the linear map of a base takes."""
POINTS = 6
"""So many are tried."""
MAX_ENTRIES = 3000
"""Entries of U of a base."""
Derivative = list[list[dict[tuple[int, int], int]]]
"""For each layer and j the entries of R other than 0."""


@dataclass(frozen=True, slots=True)
class Separation:
    """Filters of a base, and entries of K from which all Z but a line can be computed.

    Attributes
    ----------
    base : BasePoint
    entries : tuple of (int, int)
        Numbers of two entries of U, by output, input and monomial, row-major.
    """

    __repr__ = brief

    base: BasePoint
    entries: tuple[tuple[int, int], ...]

    @property
    def channels(self) -> tuple[int, ...]:
        """Those of the base."""
        return self.base.chain.channels


def find_separation(chain: Chain) -> Separation | None:
    """That of a base of a concise chain; None if none is found.

    Examples
    --------
    >>> from symlcn.families.multichannel.chain import chain_of
    >>> from symlcn.network.notation import parse_network
    >>> found = find_separation(chain_of(parse_network("c64 k3x3c64 k3x3c64")))
    >>> found.channels, len(found.entries)
    ((1, 1, 1), 2)
    >>> find_separation(chain_of(parse_network("c2 k1c2 k1c2 k1c2"))) is None
    True
    """

    def size(base: Chain) -> int:
        ends = (1, *base.channels[1:-1], 1)
        squares = [c * c if _is_scaled(base, chain) else c * (c + 1) // 2 for c in ends]
        products = sum(k * (a * b) ** 2 for k, (a, b) in zip(base.counts, pairwise(ends), strict=True))
        return products * sum(a * b for a, b in pairwise(squares))

    for point in islice(base_points(chain, MAX_SIZE, size), POINTS):
        entries = _separating(point, _is_scaled(point.chain, chain))
        if entries is not None:
            return Separation(point, entries)
    return None


def _is_scaled(base: Chain, chain: Chain) -> bool:
    """Whether the hidden channels of the chain are several times those of the base."""
    return base.channels[1:-1] != chain.channels[1:-1]


def columns_of(base: Chain, scaled: bool) -> dict[tuple[int, ...], int]:
    """The entries (l, a, a', b, b') of all Z_l by which it is given, numbered; a = a' = 0, or b = b' = 0, at an end.

    Examples
    --------
    >>> from symlcn.families.multichannel.chain import chain_of
    >>> from symlcn.network.notation import parse_network
    >>> list(columns_of(chain_of(parse_network("k2c2 k2")), scaled=False))
    [(0, 0, 0, 0, 0), (0, 0, 1, 0, 0), (0, 1, 1, 0, 0), (1, 0, 0, 0, 0), (1, 0, 0, 0, 1), (1, 0, 0, 1, 1)]
    """
    ends = (1, *base.channels[1:-1], 1)
    squares = [[(a, b) for a in range(c) for b in range(0 if scaled else a, c)] for c in ends]
    found = ((l, *left, *right) for l in range(len(base)) for left in squares[l + 1] for right in squares[l])
    return {key: n for n, key in enumerate(found)}


def _separating(point: BasePoint, scaled: bool) -> tuple[tuple[int, int], ...] | None:
    """Entries of K by which the kernel is as small as it has to be; None if there are none among those tried."""
    columns = columns_of(point.chain, scaled)
    if point.chain.entries > MAX_ENTRIES:
        return None
    derivatives = list(_derivatives(point))
    kept: list[tuple[int, int]] = []
    rows: list[list[int]] = []
    places = _places(len(derivatives))
    while len(rows) < len(columns):
        more = list(islice(places, 2 * len(columns) + 20))
        tried = kept + more
        rows += [_row(derivatives[n], derivatives[m], columns, scaled) for n, m in more]
        found = pivots(modulo(rows, PRIME).transpose()) if any(map(any, rows)) else []
        stopped = len(found) == len(kept)
        kept, rows = [tried[n] for n in found], [rows[n] for n in found]
        if stopped:
            break
    return tuple(kept) if kept and _suffices(rows, columns, scaled) else None


def _suffices(rows: list[list[int]], columns: dict[tuple[int, ...], int], scaled: bool) -> bool:
    kernel = kernel_vectors(modulo(rows, PRIME))
    if len(kernel) != 1:
        return not kernel
    last = max(key[0] for key in columns)
    met = {key[0] for key, n in columns.items() if kernel[0][n]}
    return not scaled or {0, last} <= met


def _places(count: int) -> Iterator[tuple[int, int]]:
    """Pairs of entries of U: all, or where these are many some, the same ones each time."""
    if count <= 30:
        yield from ((n, m) for n in range(count) for m in range(count))
        return
    state = 20_111
    for _ in range(100_000):
        state = state * 48271 % (2**31 - 1)
        yield state % count, state // count % count


def _derivatives(point: BasePoint) -> Iterator[Derivative]:
    """Of all entries of U."""
    chain, depth = point.chain, len(point.chain)
    after = [point.product(l + 1, depth) for l in range(depth)]
    before = [point.product(0, l) for l in range(depth)]
    shifts, support = [point.codes(l) for l in range(depth)], point.support(0, depth)
    for o in range(chain.channels[-1]):
        for i in range(chain.channels[0]):
            products = []
            for left, right in zip(after, before, strict=True):
                own: dict[tuple[int, int], dict[int, int]] = {}
                for a, f in enumerate(left[o]):
                    for b, line in enumerate(right):
                        multiplied(f, line[i], own.setdefault((a, b), {}))
                products.append(own)
            for code in support:
                yield [
                    [{key: f[code - j] for key, f in own.items() if f.get(code - j)} for j in shift]
                    for own, shift in zip(products, shifts, strict=True)
                ]


def _row(left: Derivative, right: Derivative, columns: dict[tuple[int, ...], int], scaled: bool) -> list[int]:
    """The entry of K as a linear form in the entries of all Z."""
    found, last = [0] * len(columns), len(left) - 1
    for l, (own, other) in enumerate(zip(left, right, strict=True)):
        for f, g in zip(own, other, strict=True):
            for (a, b), x in f.items():
                for (c, d), y in g.items():
                    if (l > 0 or b == d) and (l < last or a == c):
                        outer = (a, c) if l < last else (0, 0)
                        inner = (b, d) if l > 0 else (0, 0)
                        if not scaled:
                            outer, inner = (min(outer), max(outer)), (min(inner), max(inner))
                        found[columns[l, *outer, *inner]] += x * y
    return [c % PRIME for c in found]
