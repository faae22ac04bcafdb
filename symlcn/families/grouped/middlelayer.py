"""Three layers, of which the middle one has groups: when its groups are determined up to order.

Contents: :func:`middle_theorem`, :data:`MIDDLE`.

U = Σ_t W_t·G_t·V_t over the g groups of the middle layer, of sizes b × a with K polynomials' coefficients each. In
directions in which monomials of an end layer do not overlap with the others they are channels under another name; an
end layer is *constant* if nothing else is left. All is over C, for generic filters.

- ``"blocks"``: constant ends, c_1 ≤ c_0, c_2 ≤ c_3. Then U gives the tuple of K matrices diag(G_t) up to equivalence, a
  representation of the Kronecker quiver with K arrows, and its decomposition into indecomposable ones is unique (Krull,
  Schmidt). Generic ones of dimensions (a, b) are stable, and without maps between each other, if a² + b² ≤ K·a·b and
  K > 2, or if a = b = 1 and K = 2 (Kac, Schofield; King).
- ``"span"``, depthwise: the last layer is constant and n = c_2 ≤ c_3, so that U gives the span of the n products p·v of
  the middle with the first layer. They are generic points of the variety X of such products, and the span meets it in
  no others if n is at most the codimension (trisecant lemma). Likewise for the transposed product, and for the span of
  the n filters' cofactors if both ends are constant and n ≤ K.
- ``"rank-one terms"``, depthwise: constant ends, min(n, c_0) + min(n, K) + min(n, c_3) ≥ 2n + 2 (Kruskal).
"""

from __future__ import annotations

from symlcn.families.grouped.groupedchain import GroupedChain
from symlcn.families.multichannel.chain import Chain

__all__ = ["MIDDLE", "middle_theorem"]

MIDDLE = ("blocks", "span", "rank-one terms")
"""The theorems, in the order in which they are tried."""


def middle_theorem(network: GroupedChain) -> str | None:
    """The theorem by which the generic fiber is one orbit, up to the order of groups; None if none applies.

    Examples
    --------
    >>> from symlcn.families.grouped.groupedchain import grouped_chain
    >>> from symlcn.network.notation import parse_network
    >>> for text in ("c256 k1x1c128 k3x3c128g32 k1x1c256", "c3 k3x3c32 k3x3c32g32 k1x1c64",
    ...              "c2 k1c3 k3c3g3 k1c2"):
    ...     print(middle_theorem(grouped_chain(parse_network(text))))
    blocks
    span
    None
    """
    if len(network) != 3 or network.groups[0] != 1 or network.groups[2] != 1 or network.groups[1] == 1:
        return None
    chain = named(network.chain)
    for name, holds in zip(MIDDLE, (_blocks, _span, _rank_one_terms), strict=True):
        if holds(chain, network.groups[1]):
            return name
    return None


def named(chain: Chain) -> Chain:
    """With monomials of end layers that do not overlap with others as channels."""
    while True:
        following = chain.relabelled()
        if following is chain:
            return chain
        chain = following


def _constant_ends(chain: Chain) -> bool:
    return chain.counts[0] == chain.counts[2] == 1


def _blocks(chain: Chain, g: int) -> bool:
    first, c, d, last = chain.channels
    a, b, k = c // g, d // g, chain.counts[1]
    if not _constant_ends(chain) or c > first or d > last:
        return False
    return (a == b == 1 and k == 2) or (k > 2 and a * a + b * b <= k * a * b)


def _depthwise(chain: Chain, g: int) -> bool:
    return chain.channels[1] == chain.channels[2] == g


def _span(chain: Chain, g: int) -> bool:
    if not _depthwise(chain, g):
        return False
    if _constant_ends(chain) and g <= min(chain.counts[1], (chain.channels[0] - 1) * (chain.channels[3] - 1)):
        return True
    return any(
        form.counts[2] == 1 and g <= min(form.channels[3], _codimension(form)) for form in (chain, chain.reversed)
    )


def _codimension(chain: Chain) -> int:
    """That of the products of a polynomial of the middle layer and a row of the first, in their span."""
    inputs = chain.channels[0]
    if inputs == 1:
        return 0
    return inputs * chain.support(0, 2) - (inputs * chain.counts[0] + chain.counts[1] - 1)


def _rank_one_terms(chain: Chain, g: int) -> bool:
    if not _depthwise(chain, g) or not _constant_ends(chain):
        return False
    return sum(min(g, n) for n in (chain.channels[0], chain.counts[1], chain.channels[3])) >= 2 * g + 2
