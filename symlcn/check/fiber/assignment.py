"""Points of the fiber: for each layer, how often it takes each piece.

Contents: :class:`Slot`, :func:`slots_of`, :func:`read_choices`, :func:`is_over`, :func:`rational_filter_of`.

A choice of a layer has, for each family of its ring, the counts of the family's factors over C; it is None for a
scalar layer, and for a layer alone in its part. A point is over a field if and only if conjugates over that field
have equal counts.
"""

from __future__ import annotations

from ..algebra.factors import Atom
from ..algebra.multivariate import product
from ..core.arithmetic import Filter
from ..core.limits import MAX_EXTENT, Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import integer, json_list
from ..network.architecture import Architecture
from .leaves import Leaf
from .parts import Parts

Choice = tuple[tuple[int, ...], ...] | None


class Slot:
    """A layer, or the layers of an axis block as one: its leaf, if any, and its ring, degree and size.

    ``degree`` is that of what it takes in its leaf, and ``frame``, unless None, makes its polynomial of that; ``alone``
    is the polynomial of a layer without leaf, None if there is none.
    """

    __slots__ = ("alone", "degree", "frame", "leaf", "members", "ring", "size")

    def __init__(self, members: list[int], architecture: Architecture, parts: Parts) -> None:
        self.members = members
        sizes = [architecture.sizes[l] for l in members]
        self.degree = tuple(sum(k - 1 for k in column) for column in zip(*sizes, strict=True))
        self.size = tuple(m + 1 for m in self.degree)
        self.alone: Filter | None = {(0,) * len(self.size): 1}
        self.leaf: Leaf | None = None
        self.ring: tuple[int, ...] = ()
        if members[0] in parts.alone:
            self.alone = parts.alone[members[0]]
        for leaf in parts.leaves:
            if members[0] in leaf.layers:
                self.leaf, self.ring = leaf, leaf.layers[members[0]][0]
                self.degree = tuple(map(sum, zip(*(leaf.layers[l][1] for l in members), strict=True)))
        self.frame = parts.frames.get(members[0])

    def exact(self, powers: list[tuple[Filter, int]], work: Work) -> Filter:
        """The polynomial in the X_d of a layer that takes powers of polynomials over Q; without leaf, its own."""
        if self.leaf is None:
            return self.alone or {}
        f = product(powers, len(self.size), work)
        return f if self.frame is None else self.frame.around(f, work)


def slots_of(architecture: Architecture, parts: Parts, merged: bool) -> list[Slot]:
    """The layers in order; merged: with those of each axis block as one, at the place of the first."""
    blocks = {l: block for block in architecture.blocks.values() for l in block} if merged else {}
    groups = [blocks.get(l, [l]) for l in range(len(architecture.sizes))]
    return [Slot(group, architecture, parts) for l, group in enumerate(groups) if group[0] == l]


def read_choices(slots: list[Slot], parts: Parts, value: object, where: str, work: Work) -> list[Choice]:
    """Establishes a point over C: pieces of the right degrees that use up the supply of each leaf."""
    left = [dict(leaf.supply) for leaf in parts.leaves]
    work.spend(10 * len(slots) + sum(map(len, left)))
    choices: list[Choice] = []
    for n, (slot, entry) in enumerate(zip(slots, json_list(value, where, len(slots)), strict=True)):
        place = f"{where}[{n}]"
        if slot.leaf is None:
            if entry is not None:
                raise Malformed(place, "must be null for a layer without choice")
            if slot.alone is None:
                raise Rejected(place, "the layer has no filter")
            choices.append(None)
        else:
            choices.append(_read_choice(slot, slot.leaf, entry, left[parts.leaves.index(slot.leaf)], place, work))
    if any(amount for supply in left for amount in supply.values()):
        raise Rejected(where, "does not use up the polynomial")
    return choices


def _read_choice(slot: Slot, leaf: Leaf, value: object, left: dict[Atom, int], where: str, work: Work) -> Choice:
    """Takes the pieces of one layer from what is left."""
    references, families = leaf.references(slot.ring), leaf.families[slot.ring]
    counts = [[0] * len(family.mates) for family in families]
    degree = [0] * len(slot.degree)
    work.spend(5 * len(references))
    for n, entry in enumerate(json_list(value, where)):
        place = f"{where}[{n}]"
        found = json_list(entry, place)
        count = integer(found[-1] if found else None, place, 1, MAX_EXTENT)
        if any(type(part) not in (str, int) for part in found):
            raise Malformed(place, "expected a reference to a piece, and how often it is taken")
        family, k = references.get(tuple(found[:-1]), (-1, 0))
        if family < 0 or counts[family][k]:
            raise Rejected(place, "is not a piece of the layer, or was listed before")
        counts[family][k] = count
        work.spend(20 + 5 * len(families[family].takes[k]))
        for atom, amount in families[family].takes[k].items():
            left[atom] -= count * amount
            if left[atom] < 0:
                raise Rejected(place, "is taken more often than it is there")
        degree = [a + count * b for a, b in zip(degree, families[family].degree, strict=True)]
    if degree != list(slot.degree):
        raise Rejected(where, f"has degree {degree}, should have {list(slot.degree)}")
    return tuple(map(tuple, counts))


def is_over(field: str, slot: Slot, choice: Choice) -> bool:
    """Whether the filter of a layer is over a field, Q or R or C, up to a factor."""
    if slot.leaf is None or choice is None:
        return True
    return all(
        len({counts[k] for k in orbit}) == 1
        for family, counts in zip(slot.leaf.families[slot.ring], choice, strict=True)
        for orbit in family.orbits(field)
    )


def rational_filter_of(slot: Slot, choice: Choice, work: Work) -> Filter:
    """The primitive filter, first entry positive, of a layer whose choice is over Q."""
    families = slot.leaf.families[slot.ring] if slot.leaf else []
    powers = [(family.polynomial, counts[0]) for family, counts in zip(families, choice or (), strict=True)]
    f = slot.exact(powers, work)
    return f if f[min(f)] > 0 else {index: -c for index, c in f.items()}
