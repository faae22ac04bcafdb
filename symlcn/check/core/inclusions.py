"""The Hasse diagram of sets ordered by inclusion.

Contents: :func:`covers`.
"""

from __future__ import annotations


def covers(below: list[int]) -> list[object]:
    """Pairs [i, j] of which j is below i and none between, where bit j of below[i] says whether j is below i."""
    pairs: list[object] = []
    for i, under in enumerate(below):
        members = [j for j in range(len(below)) if under >> j & 1]
        further = 0
        for j in members:
            further |= below[j]
        pairs += [[i, j] for j in members if not further >> j & 1]
    return pairs
