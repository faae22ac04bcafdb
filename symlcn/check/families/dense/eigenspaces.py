"""Dense networks with scalar invariants: dimensions of the common eigenspaces, for each rank of the product.

Contents: :func:`rank_classes`.

Widths n_0, ..., n_L; W_{l+1}^T W_{l+1} - W_l W_l^T = d_l I; p_l = d_1 + ... + d_{l-1}. The theorem used is this. The
matrices H_0 = W_1^T W_1 and H_l = W_l W_l^T - p_l satisfy H_l W_l = W_l H_{l-1}. On their eigenspaces V_l(x), of
dimension n_l(x), the map W_l: V_{l-1}(x) -> V_l(x) is a root of x + p_l times an isometry onto if x + p_l > 0, it is 0
if x + p_l = 0, and both spaces are 0 if x + p_l < 0. The null space of W is the sum of the V_0(x) with x in P =
{-p_l}, that of W^T the sum of the V_L(x), and W^T W = F(H_0) with F growing beyond max(-p_l). So W determines H_0 and
H_L, and with them the NTK, if each of the two null spaces must be one eigenspace to one and the same x, for all
possible dimensions; and if these are unique, all parameters over W form one orbit of the orthogonal groups of the
hidden layers.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...core.limits import Work


def rank_classes(widths: list[int], p: list[int], work: Work) -> dict[int, tuple[bool, bool]]:
    """For each rank that W can have: whether W determines the NTK, and whether there is one orbit. p may be scaled."""
    found = {}
    for rank in range(min(widths) + 1):
        tables = list(_tables([n - rank for n in widths], p, work))
        if tables:
            ends = [{x for table in tables for x, count in table[end].items() if count} for end in (0, -1)]
            single = all(len(end) < 2 for end in ends)
            found[rank] = single, single and len(tables) == 1
    return found


def _tables(sizes: list[int], p: list[int], work: Work) -> Iterator[list[dict[int, int]]]:
    """All dimensions n_l(x) for x in P that add up to the sizes and obey the rules."""
    eigenvalues = [-value for l, value in enumerate(p) if all(value < earlier for earlier in p[:l])]  # others are 0
    for start in _splittings(sizes[0], len(eigenvalues), work):
        table = [dict(zip(eigenvalues, start, strict=True))]
        for value, size in zip(p, sizes[1:], strict=True):
            work.spend(10 * len(p))
            last = table[-1]
            if any(count for x, count in last.items() if x + value < 0):
                break
            kept = {x: count for x, count in last.items() if x + value > 0}
            kept[-value] = size - sum(kept.values())
            if kept[-value] < 0:
                break
            table.append(kept)
        else:
            yield table


def _splittings(total: int, parts: int, work: Work) -> Iterator[list[int]]:
    """All ways to write a number as an ordered sum, increasing."""
    found = [0] * (parts - 1) + [total]
    while True:
        work.spend(parts)
        yield list(found)
        last = next((n for n in range(parts - 1, 0, -1) if found[n]), 0)
        if last == 0:
            return
        left = found[last] - 1
        found[last - 1] += 1
        found[last] = 0
        found[-1] = left
