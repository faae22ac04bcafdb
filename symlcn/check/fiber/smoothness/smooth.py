"""Smooth or singular points of the closure of the neuromanifold, and the rank of J over a smooth point.

Contents: :func:`check_smooth`, :func:`rank_over_smooth`.

The layers of each axis block are merged into one, which holds their product; the merged map is birational up to
permutations inside classes. Its image, and so the closure, is smooth at u other than 0 if and only if the points
over u form one orbit of these permutations and J of the merged map has full rank there. That is seen from common
factors of the filters, see coprime.py, or by the rank; if the point is not rational, this is shown by elimination on
enclosures, see elimination.py, or modulo a prime, see residues.py. The reason in words is made again from what is
shown; where it is not decided whether the point is smooth, the reason is free text, which claims nothing.
"""

from __future__ import annotations

from math import prod

from ...core.arithmetic import Rational
from ...core.extras import extra
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import check_reason, integer_filter, json_list, json_object, string
from ...network.architecture import Architecture
from ..assignment import Choice, Slot, is_over, rational_filter_of, read_choices, slots_of
from ..coprime import check_structure, has_structure
from ..counting import count_points, orbit_of
from ..parts import Parts

OUTSIDE = "it is outside the image, also over C"
COMMON = "one point, where two filters have a common factor: the Jacobian of the merged map has no full rank"


def check_smooth(
    architecture: Architecture, parts: Parts, item: dict[str, object], value: object, lead: Rational, work: Work
) -> bool | None:
    """Establishes whether the filter is a smooth point, and that the reason is so; None when nothing is claimed."""
    where, claimed = "evidence.smooth", item["smooth"]
    reason = string(item["smooth_reason"], "smooth_reason")
    if claimed is None:
        if value is not None:
            raise Malformed(where, "must be null where smooth is")
        outside = count_points(slots_of(architecture, parts, merged=True), parts, "C", work) == 0
        if outside != (reason == OUTSIDE):
            raise Rejected("smooth_reason", f"should be {OUTSIDE!r}" if outside else "is not so")
        check_reason(reason, "undecided", "smooth_reason")
        return None
    if not isinstance(claimed, bool):
        raise Malformed("smooth", "expected true, false or null")
    full, expected = _shown(architecture, parts, value, claimed, lead, where, work)
    if full != claimed:
        raise Rejected("smooth", f"should be {str(full).lower()}")
    if reason != expected:
        raise Rejected("smooth_reason", f"should be {expected!r}")
    return full


def _shown(
    architecture: Architecture, parts: Parts, value: object, claimed: bool, lead: Rational, where: str, work: Work
) -> tuple[bool, str]:
    """Establishes whether the filter is a smooth point; the reason in words."""
    evidence = json_object(value, "point filters residues rank", where)
    slots = slots_of(architecture, parts, merged=True)
    choices = read_choices(slots, parts, evidence["point"], f"{where}.point", work)
    orbit, points = orbit_of(architecture, slots, choices), count_points(slots, parts, "C", work)
    merged = _merged(architecture, slots)
    if evidence["residues"] is not None:
        if points != orbit or evidence["filters"] is not None or not claimed:
            raise Rejected(where, "residues are for one point up to permutation, not rational, that is smooth")
        extra("residues").check_full_rank(merged, slots, choices, evidence, where, work)
        return _by_rank(merged, merged.full_rank())
    if evidence["filters"] is None and evidence["rank"] is None:
        if claimed or points <= orbit:
            raise Rejected(where, f"{points} points over C, {orbit} in one orbit, do not show it")
        several = ", in several orbits of interchangeable layers" if architecture.classes else ""
        return False, f"{points} points over C under the merged map{several}"
    if points != orbit:
        counts = f"{points} points over C, {orbit} in one orbit"
        raise Rejected(where, f"filters and rank must be null, as there are {counts}")
    if has_structure(evidence["rank"]):
        if evidence["filters"] is not None:
            raise Malformed(f"{where}.filters", "must be null where factors show the rank")
        if check_structure(slots, choices, evidence["rank"], f"{where}.rank", work):
            return _by_rank(merged, merged.full_rank())
        return False, COMMON
    if all(is_over("Q", slot, choice) for slot, choice in zip(slots, choices, strict=True)):
        return _by_rank(merged, _rank_of(slots, choices, merged, evidence, where, work))
    if evidence["filters"] is not None:
        raise Malformed(f"{where}.filters", "must be null where the point is not rational")
    check = extra("enclosed rank").check_rank_enclosed
    return _by_rank(merged, check(merged, slots, lead, choices, evidence["rank"], f"{where}.rank", work))


def _by_rank(merged: Architecture, rank: int) -> tuple[bool, str]:
    full = merged.full_rank()
    if rank == full:
        return True, f"one point over C up to layer order, and the Jacobian has full rank {rank} there"
    return False, f"one point, where the Jacobian of the merged map has rank {rank} instead of {full}"


def _rank_of(
    slots: list[Slot], choices: list[Choice], merged: Architecture, evidence: dict[str, object], where: str, work: Work
) -> int:
    """Establishes the rank of J of the merged map at the one point up to permutation, which is rational."""
    filters = []
    found = json_list(evidence["filters"], f"{where}.filters", len(slots))
    for n, (slot, choice) in enumerate(zip(slots, choices, strict=True)):
        place = f"{where}.filters[{n}]"
        entries = integer_filter(found[n], slot.size, place)
        if entries != rational_filter_of(slot, choice, work):
            raise Rejected(place, "is not the primitive filter of the point, with a positive first entry")
        filters.append(entries)
    rank: int = extra("rank").check_rank(merged, filters, evidence["rank"], f"{where}.rank", work)
    return rank


def _merged(architecture: Architecture, slots: list[Slot]) -> Architecture:
    """The architecture whose layers are the slots, with strides 1 and exponents as dilations."""
    layers = []
    for slot in slots:
        exponents = zip(architecture.exponents[slot.members[0]], slot.size, strict=True)
        exponent = tuple(e if k > 1 else 1 for e, k in exponents)
        layers.append({"size": slot.size, "stride": (1,) * architecture.dimension, "dilation": exponent})
    return Architecture(layers)


def rank_over_smooth(architecture: Architecture, slots: list[Slot], choices: list[Choice]) -> int:
    """The rank of J at a point over a smooth point.

    The image of J is that of the merged J, restricted to what the layers of each block reach: the multiples of the
    product of the block divided by the least common multiple of its polynomials.
    """
    rank = 1 - len(slots) + sum(len(block) - 1 for block in architecture.blocks.values())
    blocks = {l: block for block in architecture.blocks.values() for l in block}
    for l, (slot, choice) in enumerate(zip(slots, choices, strict=True)):
        block = blocks.get(l, [l])
        if l != block[0]:
            continue
        if len(block) == 1 or slot.leaf is None or choice is None:
            rank += prod(slot.size)
        else:
            counts = [[n for family in choices[other] or () for n in family] for other in block]
            rank += 1 + sum(map(max, zip(*counts, strict=True)))
    return rank
