"""Distributing irreducible factors over layers: the combinatorial half of a fiber.

Contents: :class:`Piece`, :func:`assignments`, :func:`count_assignments`.

An end-to-end filter is a product of *atoms*, irreducible over some field, each with a multiplicity: its supply. What is
irreducible in the ring of a layer is a *piece*: it takes a number of atoms and has a degree there. A factorization
gives each layer pieces of exactly its multidegree within the supply.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Sized
from typing import Any, NamedTuple

from symlcn.errors import LimitError

__all__ = ["Piece", "assignments", "count_assignments"]

MAX_PIECES = 900
"""Number of pieces of one layer up to which assignments are listed, one nested in the other."""
MAX_TERMS = 200_000

Degree = tuple[int, ...]
Choice = tuple[tuple["Piece", int], ...]
Series = dict[tuple[Degree, ...], int]
"""A generating function: numbers of ways by the degrees that the layers receive."""
States = dict[tuple[tuple[int, ...], tuple[Degree, ...]], int]
"""Numbers of ways by what is left of the atoms and the degrees that the layers have received."""


class Piece(NamedTuple):
    """An irreducible factor in the ring of a layer.

    Attributes
    ----------
    content : object
        What it is, for whoever builds filters from it.
    degree : tuple of int
        Its multidegree in the variables of the layer.
    takes : tuple of (int, int)
        The atoms that it takes, and how many of each.
    """

    content: Any
    degree: Degree
    takes: tuple[tuple[int, int], ...]


def assignments(
    degrees: Sequence[Degree], pieces: Sequence[Sequence[Piece]], supply: Sequence[int]
) -> Iterator[tuple[Choice, ...]]:
    """All ways to give each layer a multiset of its pieces of exactly its degree, within the supply of atoms.

    Parameters
    ----------
    degrees : sequence of tuple of int
        The multidegrees of the layers.
    pieces : sequence of sequences of Piece
        For each layer the pieces in its ring; those of one layer take disjoint atoms.
    supply : sequence of int
        Multiplicities of the atoms.

    Raises
    ------
    LimitError
        If a layer has more than 900 pieces.

    Yields
    ------
    tuple of tuple of (Piece, int)
        For each layer its pieces with multiplicities. Different assignments give different factorizations.

    Examples
    --------
    Three simple roots for a quadratic and a linear layer:

    >>> roots = [Piece(name, (1,), ((atom, 1),)) for atom, name in enumerate("abc")]
    >>> for quadratic, linear in assignments([(2,), (1,)], [roots, roots], [1, 1, 1]):
    ...     print("".join(p.content for p, _ in quadratic), "".join(p.content for p, _ in linear))
    bc a
    ac b
    ab c
    """
    if (most := max(map(len, pieces), default=0)) > MAX_PIECES:
        raise LimitError(f"{most} factors in the ring of one layer; at most {MAX_PIECES} are distributed over layers")
    order = sorted(range(len(degrees)), key=lambda layer: len(pieces[layer]))
    for chosen in _assign(order, degrees, pieces, supply):
        yield tuple(chosen[layer] for layer in range(len(degrees)))


def _assign(
    order: Sequence[int], degrees: Sequence[Degree], pieces: Sequence[Sequence[Piece]], supply: Sequence[int]
) -> Iterator[dict[int, Choice]]:
    if not order:
        yield {}
        return
    layer, *later = order
    for choice, left in _choices(pieces[layer], degrees[layer], supply):
        for rest in _assign(later, degrees, pieces, left):
            yield {layer: choice, **rest}


def _choices(pieces: Sequence[Piece], degree: Degree, supply: Sequence[int]) -> Iterator[tuple[Choice, Sequence[int]]]:
    """All multisets of pieces of an exact degree within a supply, with what is left of it."""
    if not any(degree):
        yield (), supply
        return
    if not pieces or not _reachable(pieces, degree, supply):
        return
    piece, *others = pieces
    yield from _choices(others, degree, supply)
    count, left = 1, list(supply)
    while True:
        degree = tuple(n - m for n, m in zip(degree, piece.degree, strict=True))
        for atom, need in piece.takes:
            left[atom] -= need
        if min(degree) < 0 or any(left[atom] < 0 for atom, _ in piece.takes):
            return
        for choice, rest in _choices(others, degree, tuple(left)):
            yield ((piece, count), *choice), rest
        count += 1


def _reachable(pieces: Sequence[Piece], degree: Degree, supply: Sequence[int]) -> bool:
    """Whether the pieces could have the degree at all, each taken as often as the supply allows."""
    most = [min(supply[atom] // need for atom, need in piece.takes) for piece in pieces]
    totals = (sum(m * piece.degree[d] for m, piece in zip(most, pieces, strict=True)) for d in range(len(degree)))
    return all(total >= n for total, n in zip(totals, degree, strict=True))


def count_assignments(degrees: Sequence[Degree], pieces: Sequence[Sequence[Piece]], supply: Sequence[int]) -> int:
    """The number of assignments that use up the whole supply, without listing them.

    Atoms that occur together in a piece form clusters. For each cluster the ways to use it up are counted by the
    degrees that the layers receive; these generating functions are multiplied, truncated at the degrees of the layers.

    Parameters
    ----------
    degrees, pieces, supply
        As for :func:`assignments`.

    Raises
    ------
    LimitError
        If a generating function has more than 200000 terms.

    Examples
    --------
    64 simple roots for two layers of degree 32:

    >>> from math import comb
    >>> roots = [Piece(n, (1,), ((n, 1),)) for n in range(64)]
    >>> count_assignments([(32,), (32,)], [roots, roots], [1] * 64) == comb(64, 32)
    True
    """
    total = {tuple((0,) * len(degree) for degree in degrees): 1}
    known: dict[Any, Series] = {}
    for cluster in _clusters(pieces, supply):
        local = {atom: place for place, atom in enumerate(cluster)}
        own = tuple(
            tuple(
                (piece.degree, tuple((local[atom], need) for atom, need in piece.takes))
                for piece in layer
                if piece.takes[0][0] in local
            )
            for layer in pieces
        )
        key = own, tuple(supply[atom] for atom in cluster)
        if key not in known:
            known[key] = _ways(degrees, *key)
        total = _truncated_product(total, known[key], degrees)
    return total.get(tuple(degrees), 0)


def _clusters(pieces: Sequence[Sequence[Piece]], supply: Sequence[int]) -> list[tuple[int, ...]]:
    """The atoms in supply, those together that a chain of pieces connects."""
    leader = list(range(len(supply)))

    def find(atom: int) -> int:
        while leader[atom] != atom:
            leader[atom] = atom = leader[leader[atom]]
        return atom

    for layer in pieces:
        for piece in layer:
            first = find(piece.takes[0][0])
            for atom, _ in piece.takes:
                leader[find(atom)] = first
    members: dict[int, list[int]] = {}
    for atom, multiplicity in enumerate(supply):
        if multiplicity:
            members.setdefault(find(atom), []).append(atom)
    return [tuple(cluster) for cluster in members.values()]


def _ways(degrees: Sequence[Degree], pieces: Sequence[Any], supply: tuple[int, ...]) -> Series:
    """How often one cluster is used up completely, by the degrees that the layers receive.

    Atoms that every piece takes equally often count as one. Pieces of several atoms are given out first; then every
    atom is used up on its own.
    """
    moves = [(layer, degree, dict(takes)) for layer, own in enumerate(pieces) for degree, takes in own]
    columns = {(n, *(takes.get(atom, 0) for _, _, takes in moves)) for atom, n in enumerate(supply)}
    left, *rows = zip(*sorted(columns), strict=True)
    nothing = tuple((0,) * len(degree) for degree in degrees)
    states: States = {(left, nothing): 1}
    single: list[list[tuple[tuple[Degree, ...], int]]] = [[] for _ in left]
    for (layer, degree, _), row in zip(moves, rows, strict=True):
        given = (*nothing[:layer], degree, *nothing[layer + 1 :])
        if sum(map(bool, row)) > 1:
            states = _given_out(states, given, row, degrees)
        else:
            atom, need = next((atom, need) for atom, need in enumerate(row) if need)
            single[atom].append((given, need))
    total: Series = {}
    for (rest, given), count in states.items():
        alike = Counter((n, tuple(own)) for n, own in zip(rest, single, strict=True))
        series = {given: count}
        for (n, own), power in alike.items():
            series = _truncated_product(series, _power(_used_up(n, own, nothing, degrees), power, degrees), degrees)
        for key, ways in series.items():
            total[key] = total.get(key, 0) + ways
    return total


def _given_out(states: States, given: tuple[Degree, ...], row: Sequence[int], degrees: Sequence[Degree]) -> States:
    """What is left of the atoms and what the layers have, after any number of one piece."""
    after: States = {}
    for (left, reached), count in states.items():
        while min(left) >= 0 and _fits(reached, degrees):
            after[left, reached] = after.get((left, reached), 0) + count
            left, reached = tuple(map(int.__sub__, left, row)), _sum(reached, given)
    _check_terms(after)
    return after


def _used_up(
    supply: int, moves: Sequence[tuple[tuple[Degree, ...], int]], nothing: tuple[Degree, ...], degrees: Sequence[Degree]
) -> Series:
    """The ways to use up one atom by pieces that take nothing else."""
    states: States = {((supply,), nothing): 1}
    for given, need in moves:
        states = _given_out(states, given, (need,), degrees)
    return {reached: count for ((left,), reached), count in states.items() if left == 0}


def _power(series: Series, power: int, degrees: Sequence[Degree]) -> Series:
    """A power of a generating function."""
    result = {tuple((0,) * len(degree) for degree in degrees): 1}
    while power:
        if power % 2:
            result = _truncated_product(result, series, degrees)
        power //= 2
        series = _truncated_product(series, series, degrees) if power else series
    return result


def _sum(left: tuple[Degree, ...], right: tuple[Degree, ...]) -> tuple[Degree, ...]:
    return tuple(tuple(map(int.__add__, a, b)) for a, b in zip(left, right, strict=True))


def _fits(reached: tuple[Degree, ...], degrees: Sequence[Degree]) -> bool:
    return not any(any(map(int.__gt__, a, b)) for a, b in zip(reached, degrees, strict=True))


def _truncated_product(left: Series, right: Series, degrees: Sequence[Degree]) -> Series:
    result: Series = {}
    for one, count in left.items():
        for other, times in right.items():
            both = _sum(one, other)
            if _fits(both, degrees):
                result[both] = result.get(both, 0) + count * times
        _check_terms(result)
    return result


def _check_terms(terms: Sized) -> None:
    if len(terms) > MAX_TERMS:
        raise LimitError(f"more than {MAX_TERMS} ways to distribute degrees over layers")
