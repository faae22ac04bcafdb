"""Rearrangements of labels, such as how often conjugate roots are taken.

Contents: :func:`labels_of`, :func:`count_arrangements`, :func:`arrangements`.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import comb, prod

__all__ = ["arrangements", "count_arrangements", "labels_of"]


def labels_of(values: tuple[int, ...]) -> tuple[int, ...]:
    """Other values, equal where these are: 0 for the most frequent one, then 1, 2, …

    Examples
    --------
    >>> labels_of((5, 0, 3, 0))
    (2, 0, 1, 0)
    """
    frequency = Counter(values)
    ranked = sorted(frequency, key=lambda m: (-frequency[m], m))
    return tuple(ranked.index(m) for m in values)


def count_arrangements(labels: tuple[int, ...]) -> int:
    """The number of distinct rearrangements.

    Examples
    --------
    >>> count_arrangements((0, 0, 1)), count_arrangements((0, 1, 2))
    (3, 6)
    """
    frequency = Counter(labels)
    return prod(comb(sum(frequency[k] for k in range(label + 1)), frequency[label]) for label in frequency)


def arrangements(labels: tuple[int, ...]) -> list[tuple[int, ...]]:
    """All distinct rearrangements of labels 0, 1, …, the given one first.

    Examples
    --------
    >>> arrangements((0, 1, 0))
    [(0, 1, 0), (1, 0, 0), (0, 0, 1)]
    """
    found: list[tuple[int, ...]] = [(0,) * len(labels)]
    for label, size in Counter(filter(None, labels)).items():
        found = [
            tuple(label if i in chosen else old for i, old in enumerate(arrangement))
            for arrangement in found
            for chosen in combinations([i for i, old in enumerate(arrangement) if old == 0], size)
        ]
    return [labels, *(arrangement for arrangement in found if arrangement != labels)]
