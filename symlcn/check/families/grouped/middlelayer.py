"""Three layers, the middle one in g > 1 groups: theorems by which its groups are determined up to order.

Contents: :func:`check_middle`, :data:`MIDDLE`.

U is the sum over the groups of W_t G_t V_t. In directions in which monomials of an end layer do not overlap with the
others they are channels under another name; an end is constant if no direction is left. Theorems, for generic filters:

- "blocks": ends are constant, c_1 <= c_0, c_2 <= c_3, groups b x a with K positions, and K > 2 and a^2 + b^2 <= K a b,
  or K = 2 and a = b = 1. U gives a representation of the quiver with K arrows up to isomorphism, whose decomposition is
  unique (Krull, Schmidt); generic ones of dimensions (a, b) are stable (Kac, Schofield, King).
- "span": the middle is depthwise, an end is constant, with n <= its outer channels, so that the span of the n products
  of the other two is known; these are generic points of an irreducible variety, which meets the span in no others if n
  is at most its codimension (trisecant lemma). Or both ends are constant, n <= K, n <= (c_0 - 1)(c_3 - 1).
- "rank-one terms": the middle is depthwise, ends are constant, min(n, c_0) + min(n, K) + min(n, c_3) >= 2 n + 2
  (Kruskal).
"""

from __future__ import annotations

from ...core.limits import Work
from ...core.outcome import Rejected
from ..multichannel.chain import Chain
from .groupedchain import GroupedChain

MIDDLE = ("blocks", "span", "rank-one terms")


def check_middle(theorem: str, network: GroupedChain, where: str, work: Work) -> None:
    """Establishes that a theorem applies."""
    g = network.groups[1] if len(network) == 3 and network.groups[0] == network.groups[2] == 1 else 1
    if g == 1:
        raise Rejected(where, "are not three layers with groups in the middle one alone")
    chain, following = network.chain, network.chain.relabelled(work)
    while following is not chain:
        chain, following = following, following.relabelled(work)
    first, c, d, last = chain.channels
    before, k, after = chain.counts()
    constant, depthwise = before == after == 1, c == d == g
    if theorem == "blocks":
        a, b = c // g, d // g
        holds = constant and c <= first and d <= last
        holds = holds and ((k > 2 and a * a + b * b <= k * a * b) or (k == 2 and a == b == 1))
    elif theorem == "span":
        holds = depthwise and (
            (constant and g <= min(k, (first - 1) * (last - 1)))
            or any(_spanned(form, g, work) for form in (chain, chain.turned()))
        )
    else:
        holds = depthwise and constant and min(g, first) + min(g, k) + min(g, last) >= 2 * g + 2
    if not holds:
        raise Rejected(where, f"the theorem {theorem!r} does not apply")


def _spanned(chain: Chain, n: int, work: Work) -> bool:
    """Whether the last layer is constant, with n <= c_3, and n is at most the codimension of the products."""
    inputs, (before, k, after) = chain.channels[0], chain.counts()
    if after > 1 or n > chain.channels[3] or inputs == 1:
        return False
    return n <= inputs * chain.support(0, 2, work) - (inputs * before + k - 1)
