"""What is left of a fiber where evidence for a part of it is not found, or is more than the checker takes.

Contents: :func:`weaker_fibers`.

Counts and where possible points stay; what is said of fields, ranks and t, or of NTKs, is taken back, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from symlcn.fiber.comparison.classes import Classes
from symlcn.fiber.comparison.everydelta import Verdict
from symlcn.fiber.fiber import Fiber, ScaledPoint
from symlcn.fiber.smoothness.smooth import Smoothness

__all__ = ["weaker_fibers"]


def weaker_fibers(found: Fiber, why: Callable[[], str]) -> Iterator[Fiber]:
    """The fiber itself, then without what is hard to show, each time less, down to the counts.

    Parameters
    ----------
    found : Fiber
    why : callable
        The reason, in words; asked when the first fiber that says less is made.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.fiber import fiber
    >>> found = fiber(parse_architecture("k3 k2"), (0, -1, 0, 1), [0])
    >>> [(f.status, f.reason, len(f.points)) for f in weaker_fibers(found, lambda: "no time")]
    [('refuted', None, 3), ('refuted', None, 3), ('undecided', 'no time', 3), ('undecided', 'no time', 0)]
    """
    yield found
    plain = _without_details(found)
    if plain != found:
        yield plain
    classes = found.classes
    if classes is not None and classes.classes is not None and len(classes.classes) > 1:
        pair = Classes(None, (), True, (classes.classes[0][0], classes.classes[1][0]))
        yield replace(plain, classes=pair, pairs=_undecided(found))
    if classes is not None and found.real:
        yield replace(found, classes=None, pairs=_undecided(found), uncompared=why())
        if plain != found:
            yield replace(plain, classes=None, pairs=_undecided(found), uncompared=why())
    if found.points or found.sample:
        place = Smoothness(None, why()) if found.smooth.elimination is not None else found.smooth
        limit = found.limit or why()
        yield replace(found, points=(), real=(), classes=None, pairs=(), limit=limit, sample=(), smooth=place)


def _without_details(found: Fiber) -> Fiber:
    """Without exact t, fields of definition, and ranks and verdicts that rest on enclosures."""
    bits = any(verdict.bits for _, _, verdict in found.pairs)
    pairs = tuple((i, j, Verdict("undecided") if v.bits else v) for i, j, v in found.pairs) if bits else found.pairs
    return replace(found, points=tuple(map(_plain, found.points)), pairs=pairs)


def _plain(point: ScaledPoint) -> ScaledPoint:
    if point.filters is not None:
        return point
    rank = None if point.elimination is not None else point.rank
    return replace(point, scaling=None, resolvent=None, primitive=None, elimination=None, rank=rank)


def _undecided(found: Fiber) -> tuple[tuple[int, int, Verdict], ...]:
    return tuple((i, j, Verdict("undecided")) for i, j, _ in found.pairs)
