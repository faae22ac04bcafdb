"""Evidence for which real points of a fiber share an NTK, and the bits that it takes.

Contents: :func:`comparison`, :func:`classes_json`.

Enclosures of the prover are relative to the size of what they enclose; the checker counts bits after the binary point,
of the filters as they are listed. So the bits that it needs depend on how small ρ and the differences of NTKs are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from symlcn.algebra.balls import bit_size
from symlcn.algebra.exact import Json, rationals_json
from symlcn.errors import LimitError
from symlcn.fiber.comparison.classes import Classes, generic_delta, permuted
from symlcn.fiber.comparison.equality import equality_bits
from symlcn.fiber.exact.conjugates import MARGIN
from symlcn.fiber.exact.enclosures import PRECISIONS, Enclosed, Separation, enclose, separating_entry, spare_bits
from symlcn.fiber.exact.resolvents import CHECKED_BITS
from symlcn.fiber.fiber import Fiber
from symlcn.fiber.points import Point

__all__ = ["BITS", "classes_json", "comparison"]

BITS, MAX_BITS = 256, 2**16
"""The bits of the checker where nothing is said of them, and the most that it takes."""

ROUNDING = 64
"""Bits beyond those of what is told apart."""


def comparison(found: Fiber, finer: int = 1) -> tuple[Json | None, int]:
    """Places at which the NTKs of different classes differ, and bits of roots that show it, `finer` times as many.

    Raises
    ------
    LimitError
        If no bits within bounds show it.
    """
    if found.sample:
        pair_only = Classes(None, (), True, (0, 1))
        return comparison(replace(found, points=found.sample, real=(0, 1), classes=pair_only, sample=()), finer)
    if found.classes is None or (found.classes.classes is None and not found.classes.differ):
        return _only_scaled(found, finer), finer * BITS
    delta = generic_delta(found.architecture, found.tensor) if found.delta is None else found.delta
    classes = found.classes.classes
    equal: list[list[int]] = []
    needed, pair = BITS, None
    if classes is not None:
        pairs = list(combinations((group[0] for group in classes), 2))
        equal, needed = _equal_pairs(found, classes, delta)
    else:
        pairs = [pair_ for pair_ in (found.classes.pair,) if pair_ is not None]
    compared = {index for pair_ in pairs for index in pair_} | {found.real.index(n) for pair_ in equal for n in pair_}
    for bits in PRECISIONS:
        balls = _enclosed(found, compared, delta, bits)
        places = None if balls is None else _places(balls, pairs, all_pairs=classes is not None)
        if balls is None or places is None:
            continue
        if classes is None:
            pair = [found.real[index] for index in next(iter(places))]
        spare = max((spare_bits(_point(found, i), ball) for i, ball in balls.items()), default=0)
        gap = max((bit_size(1 / separation.difference) for separation in places.values()), default=0)
        own = max(needed + spare * (needed > BITS), 3 * bits, ROUNDING + spare + max(gap, 0))
        indices = list(dict.fromkeys(separation.place for separation in places.values()))
        bits_of_roots = finer * max(needed, 3 * bits)
        return _item(finer * max(own, _scaled_bits(found)), delta, indices, pair, equal), bits_of_roots
    raise LimitError(f"{PRECISIONS[-1]} bits do not separate NTKs that differ")


def classes_json(found: Fiber) -> list[list[int]] | None:
    """The classes as indices of points."""
    if found.classes is None or found.classes.classes is None:
        return None
    return [[found.real[index] for index in group] for group in found.classes.classes]


def _item(
    bits: int,
    delta: Sequence[Fraction],
    indices: Sequence[tuple[int, int]],
    pair: list[int] | None,
    equal: list[list[int]],
) -> Json:
    if bits > MAX_BITS:
        raise LimitError(f"numbers so small that {bits} bits after the binary point are needed to compare NTKs")
    places = [list(place) for place in indices]
    return {"bits": bits, "delta": rationals_json(delta), "indices": places, "pair": pair, "equal": equal}


def _only_scaled(found: Fiber, finer: int) -> Json | None:
    """No comparison; but the bits at which the checker encloses t and ρ, where they are more than usual."""
    bits = finer * _scaled_bits(found)
    return _item(bits, found.delta, (), None, []) if found.delta is not None and bits > BITS else None


def _scaled_bits(found: Fiber) -> int:
    """Bits at which the checker encloses t and ρ at the points that are not rational well enough."""
    if found.delta is None:
        return 0
    irrational = [index for index, n in enumerate(found.real) if found.points[n].filters is None]
    for bits in PRECISIONS:
        balls = _enclosed(found, irrational, found.delta, bits)
        if balls is not None:
            spare = (spare_bits(_point(found, index), ball) for index, ball in balls.items())
            return max((ROUNDING + CHECKED_BITS + bits_ for bits_ in spare), default=0)
    raise LimitError(f"{PRECISIONS[-1]} bits do not give an enclosure of ρ")


def _point(found: Fiber, index: int) -> Point:
    """A real point by its place among the real ones."""
    return found.points[found.real[index]].point


def _enclosed(found: Fiber, indices: Iterable[int], delta: Sequence[Fraction], bits: int) -> dict[int, Enclosed] | None:
    """Enclosures of some real points; None if the bits do not do."""
    balls = {}
    for index in sorted(indices):
        ball = enclose(found.architecture, found.tensor, _point(found, index), delta, bits)
        if ball is None:
            return None
        balls[index] = ball
    return balls


def _equal_pairs(
    found: Fiber, classes: Sequence[Sequence[int]], delta: Sequence[Fraction]
) -> tuple[list[list[int]], int]:
    """Pairs of points with equal NTKs that no permutation explains, and the bits that show that they are equal."""
    pairs, needed = [], BITS
    for group in classes:
        first, *others = (found.real[index] for index in group)
        for other in others:
            left, right = (found.points[index].point for index in (first, other))
            if permuted(found.architecture, left, right, delta):
                continue
            bits = equality_bits(found.architecture, found.tensor, left, right, delta)
            if bits is None:
                raise LimitError(
                    f"showing that the NTKs at the points {first} and {other} are equal takes too many bits"
                )
            pairs.append([first, other])
            needed = max(needed, bits + MARGIN)
    return sorted(pairs), needed


def _places(
    balls: dict[int, Enclosed], pairs: Sequence[tuple[int, int]], *, all_pairs: bool
) -> dict[tuple[int, int], Separation] | None:
    """Where the NTKs of the pairs differ, or of one pair if not all are asked for; None if the bits do not do."""
    places: dict[tuple[int, int], Separation] = {}
    for i, j in pairs:
        separation = separating_entry(balls[i], balls[j])
        if separation is None and all_pairs:
            return None
        if separation is not None:
            places[i, j] = separation
            if not all_pairs:
                return places
    return places if all_pairs else None
