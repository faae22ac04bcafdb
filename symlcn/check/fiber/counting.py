"""How many points the fiber has over a field, without listing them.

Contents: :func:`count_points`, :func:`orbit_of`.

Atoms that occur together in some piece form clusters. The ways to use up the supply of a cluster are counted by the
degrees that they give to the layers; the product of these generating functions over all clusters has the number of
choices of a leaf as its coefficient at the degrees that the layers have.
"""

from __future__ import annotations

from collections import Counter
from math import factorial, prod

from ..algebra.factors import Atom
from ..core.limits import MAX_TERMS, Work
from ..core.outcome import Malformed
from ..network.architecture import Architecture
from .assignment import Choice, Slot
from .leaves import Leaf
from .parts import Parts

Series = dict[tuple[int, ...], int]
Move = tuple[tuple[int, ...], dict[Atom, int]]  # the degrees that a piece gives to the layers, and what it takes
Moves = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]  # the same, without names of atoms
Shape = tuple[tuple[int, ...], Moves]
States = dict[tuple[tuple[int, ...], tuple[int, ...]], int]  # ways by what is left and the degrees given


def count_points(slots: list[Slot], parts: Parts, field: str, work: Work) -> int:
    """The number of points over Q, R or C."""
    if any(slot.leaf is None and slot.alone is None for slot in slots):
        return 0
    return prod(_ways(leaf, [slot for slot in slots if slot.leaf is leaf], field, work) for leaf in parts.leaves)


def _ways(leaf: Leaf, slots: list[Slot], field: str, work: Work) -> int:
    """The number of choices in one leaf."""
    target = tuple(m for slot in slots for m in slot.degree)
    series: Series = {(0,) * len(target): 1}
    moves = _moves(leaf, slots, field, work)
    known: dict[Shape, Series] = {}
    for atoms, own in _clusters(leaf, moves, work):
        shape = _shape(leaf, atoms, own, work)
        if shape not in known:
            known[shape] = _use_up(shape, target, work)
        series = _times(series, known[shape], target, work)
    return series.get(target, 0)


def _moves(leaf: Leaf, slots: list[Slot], field: str, work: Work) -> list[Move]:
    """For each layer, the products of pieces that are irreducible over the field."""
    moves = []
    before, total = 0, sum(len(slot.degree) for slot in slots)
    for slot in slots:
        for family in leaf.families[slot.ring]:
            for orbit in family.orbits(field):
                work.spend(total)
                degree = [len(orbit) * n for n in family.degree]
                takes: dict[Atom, int] = {}
                for k in orbit:
                    for atom, amount in family.takes[k].items():
                        takes[atom] = takes.get(atom, 0) + amount
                moves.append(((*[0] * before, *degree, *[0] * (total - before - len(degree))), takes))
        before += len(slot.degree)
    return moves


def _clusters(leaf: Leaf, moves: list[Move], work: Work) -> list[tuple[list[Atom], list[Move]]]:
    """The atoms of which there are some, and the moves, that hang together."""
    leader = {atom: atom for atom in leaf.supply}

    def find(atom: Atom) -> Atom:
        while leader[atom] != atom:
            leader[atom] = atom = leader[leader[atom]]
        return atom

    for _, takes in moves:
        first, *others = takes
        work.spend(10 * len(takes))
        for atom in others:
            leader[find(atom)] = find(first)
    members: dict[Atom, tuple[list[Atom], list[Move]]] = {}
    for atom, amount in leaf.supply.items():
        if amount:
            members.setdefault(find(atom), ([], []))[0].append(atom)
    for move in moves:
        members[find(next(iter(move[1])))][1].append(move)
    return list(members.values())


def _shape(leaf: Leaf, atoms: list[Atom], moves: list[Move], work: Work) -> Shape:
    """A cluster without the names of its atoms: what there is of each, and the moves. Atoms alike count as one."""
    work.spend(5 * len(atoms) * (1 + len(moves)))
    columns = {(leaf.supply[atom], *(takes.get(atom, 0) for _, takes in moves)) for atom in atoms}
    supply, *taken = zip(*sorted(columns), strict=True)
    return supply, tuple((degree, row) for (degree, _), row in zip(moves, taken, strict=True))


def _use_up(shape: Shape, target: tuple[int, ...], work: Work) -> Series:
    """The ways to use up a cluster, by the degrees given to the layers.

    First the moves that take several atoms, then for each atom those that take no other.
    """
    supply, moves = shape
    several: Moves = tuple(move for move in moves if sum(map(bool, move[1])) > 1)
    single: list[Moves] = [
        tuple((degree, (takes[a],)) for degree, takes in moves if takes[a] and sum(map(bool, takes)) == 1)
        for a in range(len(supply))
    ]
    closing = {a: n for n, (_, takes) in enumerate(several) for a, own in enumerate(single) if takes[a] and not own}
    start: States = {(supply, (0,) * len(target)): 1}
    total: Series = {}
    for (left, given), ways in _moved(start, several, closing, target, work).items():
        series, alike = {given: ways}, Counter(zip(left, single, strict=True))
        for (amount, own), times in alike.items():
            one: States = {((amount,), (0,) * len(target)): 1}
            last = _moved(one, own, {0: len(own) - 1}, target, work)
            factor = {reached: n for ((rest,), reached), n in last.items() if rest == 0}
            series = _times(series, _power(factor, times, target, work), target, work)
        for reached, n in series.items():
            total[reached] = total.get(reached, 0) + n
    return total


def _moved(states: States, moves: Moves, closing: dict[int, int], target: tuple[int, ...], work: Work) -> States:
    """What is left of the atoms, and the degrees given, after any number of each move.

    ``closing`` tells for some atoms the move after which nothing may be left of them.
    """
    for number, (degree, takes) in enumerate(moves):
        done = [a for a, n in closing.items() if n == number]
        after: States = {}
        for (left, given), ways in states.items():
            while min(left) >= 0 and all(map(int.__le__, given, target)):
                work.spend(20 + len(left) + len(given), ways.bit_length(), 1)
                if not any(left[a] for a in done):
                    after[left, given] = after.get((left, given), 0) + ways
                left = tuple(map(int.__sub__, left, takes))
                given = tuple(map(int.__add__, given, degree))
            _limit(len(after))
        states = after
    return states


def _power(f: Series, exponent: int, target: tuple[int, ...], work: Work) -> Series:
    result: Series = {(0,) * len(target): 1}
    for bit in bin(exponent)[2:]:
        result = _times(result, result, target, work)
        if bit == "1":
            result = _times(result, f, target, work)
    return result


def _times(f: Series, g: Series, target: tuple[int, ...], work: Work) -> Series:
    """The product of two generating functions, without what exceeds the target."""
    product: Series = {}
    work.spend(len(f) * len(g) * (10 + len(target)), sum(map(int.bit_length, f.values())), len(g))
    for left, a in f.items():
        for right, b in g.items():
            given = tuple(map(int.__add__, left, right))
            if all(map(int.__le__, given, target)):
                product[given] = product.get(given, 0) + a * b
    _limit(len(product))
    return product


def _limit(count: int) -> None:
    if count > MAX_TERMS:
        raise Malformed("certificate", f"counting needs more than {MAX_TERMS} terms")


def orbit_of(architecture: Architecture, slots: list[Slot], choices: list[Choice]) -> int:
    """The number of points that differ from a point by a permutation inside each class."""
    chosen = {slot.members[0]: choice for slot, choice in zip(slots, choices, strict=True)}
    orbit = 1
    for members in architecture.classes:
        own = [chosen[l] for l in members]
        orbit *= factorial(len(own)) // prod(factorial(own.count(choice)) for choice in set(own))
    return orbit
