"""The chain of a network that branches: among all paths from its inputs, one with the most convolutions.

Contents: :class:`Node`, :func:`longest_chain`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from symlcn.errors import ParseError, shown

__all__ = ["Node", "longest_chain"]

MAX_NODES = 100_000


@dataclass(frozen=True, slots=True)
class Node:
    """An operation: the nodes before it, by number, and whether it counts."""

    before: tuple[int, ...]
    counts: bool


def longest_chain(nodes: Sequence[Node], place: str) -> list[int]:
    """The numbers of the nodes on a path with the most nodes that count; of these the longest, of these the first.

    Raises
    ------
    ParseError
        If the nodes form a cycle, or are too many.

    Examples
    --------
    >>> longest_chain([Node((), False), Node((0,), True), Node((1,), True), Node((0,), True), Node((2, 3), False)], "m")
    [0, 1, 2, 4]
    """
    if len(nodes) > MAX_NODES:
        raise ParseError(place, f"more than {MAX_NODES} operations")
    try:
        order = list(TopologicalSorter({n: node.before for n, node in enumerate(nodes)}).static_order())
    except CycleError as error:
        raise ParseError(place, f"its operations form a cycle, through number {shown(error.args[1][0])}") from None
    best: dict[int, tuple[int, int, int | None]] = {}
    for n in order:
        found = ((best[b][0], best[b][1], -b) for b in nodes[n].before)
        counted, length, last = max(found, default=(0, 0, None))
        best[n] = (counted + nodes[n].counts, length + 1, None if last is None else -last)
    if not best:
        return []
    place_now: int | None = max(best, key=lambda n: (*best[n][:2], -n))
    chain = []
    while place_now is not None:
        chain.append(place_now)
        place_now = best[place_now][2]
    return chain[::-1]
