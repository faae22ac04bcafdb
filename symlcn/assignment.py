"""Distributing irreducible factors over layers: the combinatorial half of a fiber.

Contents: :class:`Piece`, :func:`assignments`.

An end-to-end filter is a product of *atoms*, irreducible over some field, each with a multiplicity: its supply. What is
irreducible in the ring of a layer is a *piece*: it takes a number of atoms and has a degree there. A factorization
gives each layer pieces of exactly its multidegree within the supply.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Piece", "assignments"]

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
