"""Layers whose filters can be moved while their neighbours stay: the excess is positive.

Contents: :func:`moving_layer`, :func:`syzygy_degrees`.

Let B be the product of some layers just before layer l, and B' its c × n polyphase matrix by the exponents of layer l,
with columns of multidegrees d_j. If c > n, the minors of B' of the size of its rank are a row k of polynomials, not 0,
of multidegree at most Σ d_j, with k·B' = 0. If layer l has room for that degree, P_l can be changed by a multiple of k
in any row: that keeps the product, and is no motion by G, as stabilisers are trivial in a concise chain. Likewise for
layers just after layer l, by the transposed product.
"""

from __future__ import annotations

from math import prod

from symlcn.families.multichannel.chain import Chain

__all__ = ["moving_layer", "syzygy_degrees"]

MOST = 4
"""Layers against which one is moved."""


def moving_layer(chain: Chain) -> tuple[int, int] | None:
    """A layer of a concise chain, and the outermost of the layers next to it, for which there are such rows; or None.

    Examples
    --------
    >>> from symlcn.families.multichannel.chain import chain_of
    >>> from symlcn.network.notation import parse_network
    >>> [moving_layer(chain_of(parse_network(text))) for text in ("k2x3c2 k2x3c3", "c3 k2x3c2 k2x3", "k2x2c2 k2x1c2")]
    [(1, 0), (0, 1), None]
    """
    depth = len(chain)
    for layer in range(depth):
        for end in range(layer - 1, max(layer - MOST, 0) - 1, -1):
            if _moves(chain, layer, end):
                return layer, end
        for end in range(layer + 1, min(layer + MOST + 1, depth)):
            if _moves(chain.reversed, depth - 1 - layer, depth - 1 - end):
                return layer, end
    return None


def _moves(chain: Chain, layer: int, start: int) -> bool:
    """Whether layer l moves against those from a start on before it."""
    columns, degrees = syzygy_degrees(chain, layer, start)
    return columns < chain.channels[layer] and all(d < k for d, k in zip(degrees, chain.sizes[layer], strict=True))


def syzygy_degrees(chain: Chain, layer: int, start: int) -> tuple[int, tuple[int, ...]]:
    """The number n of columns of B' by layer l for the layers from a start on before it, and their Σ d_j."""
    lines = []
    for d in chain.directions:
        step = chain.exponents[layer][d]
        classes: dict[int, list[int]] = {}
        for place in chain.line(d, start, layer):
            classes.setdefault(place % step if chain.sizes[layer][d] > 1 else place, []).append(place)
        lines.append([(places[-1] - places[0]) // step for places in classes.values()])
    columns = chain.channels[start] * prod(map(len, lines))
    return columns, tuple(sum(line) * columns // len(line) for line in lines)
