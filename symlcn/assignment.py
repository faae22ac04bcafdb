"""Distributing irreducible factors over layers: the combinatorial half of a fiber.

Contents: :class:`Piece`, :func:`assignments`, :func:`count_assignments`.

An end-to-end filter is a product of *atoms*, irreducible over some field, each with a multiplicity: its supply. What is
irreducible in the ring of a layer is a *piece*: it takes a number of atoms and has a degree there. A factorization
gives each layer pieces of exactly its multidegree within the supply.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass
from typing import Any

from symlcn.errors import LimitError

__all__ = ["Piece", "assignments", "count_assignments"]

MAX_TERMS = 200_000

Degree = tuple[int, ...]
Choice = tuple[tuple["Piece", int], ...]


@dataclass(frozen=True, slots=True)
class Piece:
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
    known: dict[Any, dict[tuple[Degree, ...], int]] = {}
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


def _ways(degrees: Sequence[Degree], pieces: Sequence[Any], supply: tuple[int, ...]) -> dict[tuple[Degree, ...], int]:
    """How often one cluster is used up completely, by the degrees that the layers receive."""
    states: dict[tuple[tuple[int, ...], tuple[Degree, ...]], int] = {(supply, ()): 1}
    for bound, layer in zip(degrees, pieces, strict=True):
        open_ = {(left, given, (0,) * len(bound)): count for (left, given), count in states.items()}
        for degree, takes in layer:
            after = dict(open_)
            for (left, given, reached), count in open_.items():
                rest, degree_now = list(left), reached
                while True:
                    for atom, need in takes:
                        rest[atom] -= need
                    degree_now = tuple(map(int.__add__, degree_now, degree))
                    if min(rest) < 0 or any(map(int.__gt__, degree_now, bound)):
                        break
                    key = tuple(rest), given, degree_now
                    after[key] = after.get(key, 0) + count
            open_ = after
            _check_terms(open_)
        states = {}
        for (left, given, reached), count in open_.items():
            states[left, (*given, reached)] = states.get((left, (*given, reached)), 0) + count
    return {given: count for (left, given), count in states.items() if not any(left)}


def _truncated_product(
    left: dict[tuple[Degree, ...], int], right: dict[tuple[Degree, ...], int], degrees: Sequence[Degree]
) -> dict[tuple[Degree, ...], int]:
    result: dict[tuple[Degree, ...], int] = {}
    for one, count in left.items():
        for other, times in right.items():
            both = tuple(tuple(map(int.__add__, a, b)) for a, b in zip(one, other, strict=True))
            if not any(any(map(int.__gt__, a, b)) for a, b in zip(both, degrees, strict=True)):
                result[both] = result.get(both, 0) + count * times
        _check_terms(result)
    return result


def _check_terms(terms: Sized) -> None:
    if len(terms) > MAX_TERMS:
        raise LimitError(f"more than {MAX_TERMS} ways to distribute degrees over layers")
