"""What of the rows of an atlas is undecided, and what contradicts the theory.

Contents: :func:`reasons`, :func:`contradictions`, :class:`Reason`, :class:`Contradiction`; :data:`LISTED`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from symlcn.atlas.querying import TABLE

__all__ = ["LISTED", "Contradiction", "Reason", "contradictions", "reasons"]

LISTED = 10
"""How many are named of what there may be many."""


class Reason(NamedTuple):
    """Why rows are undecided: the words of one, of how many they are but for numbers in them, and which one."""

    words: str
    rows: int
    architecture: str


class Contradiction(NamedTuple):
    """A row that does not agree with the theory, and what does not, as JSON."""

    architecture: str
    found: str


def reasons(connection: Any) -> tuple[Reason, ...]:
    """Why rows are undecided, the most frequent first."""
    first = "(parameters, architecture)"
    rows = connection.execute(
        f"select min_by(words, {first}), count(*) as number, min_by(architecture, {first}) from "
        f"(select *, coalesce(reason, 'no reason is given') as words from {TABLE} where status = 'undecided') "
        f"group by regexp_replace(words, '[0-9]+', '0', 'g') order by number desc, 1 limit {LISTED}"
    )
    return tuple(Reason(*row) for row in rows.fetchall())


def contradictions(connection: Any) -> tuple[Contradiction, ...]:
    """The first rows that do not agree with the theory."""
    rows = connection.execute(
        f"select architecture, contradictions from {TABLE} where contradictions is not null "
        f"order by directions, layers, architecture limit {LISTED}"
    )
    return tuple(Contradiction(*row) for row in rows.fetchall())
