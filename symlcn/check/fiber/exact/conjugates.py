"""The arrangements of a point that is not rational, among which are its conjugates.

Contents: :class:`Conjugates`.

The entries of normalised filters (irrational.py) are polynomials over Q in roots of minimal polynomials of families.
Automorphisms of the field of all these roots permute the roots of each polynomial. So the conjugates of a number that a
formula makes of a point are among those that it makes of the arrangements of the point: the same choices with the
roots of each polynomial permuted, which need not be points of the fiber. The colour of a root is how often each layer
takes the factors over C that belong to it; roots of one colour can be exchanged without effect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from math import factorial, prod

from ...algebra.discs import meeting
from ...algebra.factors import Family
from ...core.arithmetic import Rational
from ...core.limits import Work
from ..assignment import Choice, Slot

Colour = tuple[int, ...]
Use = tuple[int, int, list[int]]  # a layer, a family of it, and the number that each root has there


class Conjugates:
    """The arrangements of points of some layers; ``lead`` is the last entry of the end-to-end filter that is not 0."""

    __slots__ = ("_uses", "lead", "slots", "work")

    def __init__(self, slots: list[Slot], lead: Rational, work: Work) -> None:
        self.slots, self.lead, self.work = slots, lead, work
        self._uses: list[list[Use]] | None = None

    def uses(self) -> list[list[Use]]:
        """For each minimal polynomial of degree 2 and more, where its roots are used.

        Families of equal polynomials whose discs do not tell which roots are the same are kept apart: that makes for
        more arrangements, all those that are needed among them.
        """
        if self._uses is None:
            found: dict[tuple[int, ...], list[tuple[Family, list[Use]]]] = {}
            for l, slot in enumerate(self.slots):
                for j, family in enumerate(slot.leaf.families[slot.ring] if slot.leaf else []):
                    if family.minpoly is None or len(family.minpoly) < 3:
                        continue
                    known = found.setdefault(tuple(family.minpoly), [])
                    for first, uses in known:
                        if numbers := _same_roots(first, family, self.work):
                            uses.append((l, j, numbers))
                            break
                    else:
                        known.append((family, [(l, j, list(range(len(family.discs))))]))
            self._uses = [uses for known in found.values() for _, uses in known]
        return self._uses

    def coloured(self, choices: list[Choice]) -> Iterator[tuple[Family, list[Colour]]]:
        """The first family of each minimal polynomial of degree 2 and more, and the colours of its roots at a point."""
        for uses in self.uses():
            (l, j, _), *_ = uses
            leaf = self.slots[l].leaf
            if leaf is not None:
                yield leaf.families[self.slots[l].ring][j], _colours(uses, choices)

    def count(self, *points: list[Choice]) -> int:
        """The number of arrangements of one point, or of several points together."""
        total = 1
        for uses in self.uses():
            colours = Counter(zip(*(_colours(uses, choices) for choices in points), strict=True))
            size = sum(colours.values())
            self.work.spend(10 * len(points) * len(uses) * size, size, size)
            total *= factorial(size) // prod(map(factorial, colours.values()))
        return total

    def arrangements(self, choices: list[Choice]) -> Iterator[list[Choice]]:
        """All arrangements of a point, which should be few; points with the same ones have the same first one."""
        orders = (_orders(_colours(uses, choices)) for uses in self.uses())
        for order in product(*orders):
            arranged = [None if choice is None else list(map(list, choice)) for choice in choices]
            for uses, colours in zip(self.uses(), order, strict=True):
                self.work.spend(10 * len(uses) * len(colours))
                for k, colour in enumerate(colours):
                    for (l, j, numbers), count in zip(uses, colour, strict=True):
                        if own := arranged[l]:
                            own[j][numbers[k]] = count
            yield [None if own is None else tuple(map(tuple, own)) for own in arranged]


def _same_roots(first: Family, family: Family, work: Work) -> list[int]:
    """For each root of the first family its number in the other one; empty if the discs do not tell."""
    if first is family:
        return list(range(len(first.discs)))
    near = [meeting(root, family.discs, work) for root in first.discs]
    return [k for (k,) in near] if all(len(numbers) == 1 for numbers in near) else []


def _colours(uses: list[Use], choices: list[Choice]) -> list[Colour]:
    """The colour of each root of a minimal polynomial."""
    columns = [[(choices[l] or ())[j][k] for k in numbers] for l, j, numbers in uses]
    return list(zip(*columns, strict=True))


def _orders(colours: list[Colour]) -> Iterator[tuple[Colour, ...]]:
    """All different orders of a list, increasing."""
    order = sorted(colours)
    while True:
        yield tuple(order)
        i = next((i for i in range(len(order) - 2, -1, -1) if order[i] < order[i + 1]), None)
        if i is None:
            return
        j = next(j for j in range(len(order) - 1, i, -1) if order[i] < order[j])
        order[i], order[j] = order[j], order[i]
        order[i + 1 :] = reversed(order[i + 1 :])
