"""The question ``symlcn table1``: for which invariants is the NTK independent of the parameters, for whole families?

Contents: :func:`table1`, :class:`Recomputed`, :func:`table_json`, :data:`TABLE1`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Unpack

from symlcn.algebra.exact import Json
from symlcn.answer import Answer, Question, Running, accepted, answered
from symlcn.certificates.envelope import tool_json
from symlcn.errors import ParseError, brief, shown
from symlcn.table1 import DRAWN, MAX_DRAWN, MAX_SEED, SEED
from symlcn.table1 import compute as home
from symlcn.table1.compute import Line

__all__ = ["QUESTIONS", "TABLE1", "Recomputed", "table1", "table_json"]

QUESTIONS = ("every", "balanced", "matched", "other")


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The table; the independent checker accepted all its certificates.

    Attributes
    ----------
    lines : tuple of Line
    seed, drawn : int
        Of the random networks, and how many in each row.
    """

    __repr__ = brief

    lines: tuple[Line, ...]
    seed: int
    drawn: int

    @property
    def status(self) -> str:
        """``"proved"`` if every row has an answer, else ``"undecided"``."""
        return "undecided" if self._open else "proved"

    @property
    def reason(self) -> str | None:
        """Why it is undecided."""
        return f"no answer that all networks share in rows {', '.join(self._open)}" if self._open else None

    @property
    def _open(self) -> list[str]:
        return [str(number) for number, line in enumerate(self.lines, start=1) if line.answer == "undecided"]

    def certificates(self) -> Iterator[tuple[str, Json]]:
        """All certificates, each with a name that no other one has."""
        for line in self.lines:
            yield from line.certificates()


def _decide(seed: int, drawn: int) -> Recomputed:
    found = Recomputed(home.compute(seed, drawn), seed, drawn)
    for _, document in found.certificates():
        _check(document)
    return found


def _check(document: Json) -> None:
    accepted(lambda _finer: document)


def table_json(found: Recomputed, _certificate: Json | None = None) -> Json:
    """The table as one JSON object, with all certificates.

    Examples
    --------
    >>> document = table_json(Recomputed(home.compute(drawn=0), 1, 0))
    >>> document["status"], document["rows"][3]["cells"]["every"], document["rows"][3]["answer"]
    ('proved', 'proved', 'independent')
    """
    return {
        "table": "1",
        "seed": found.seed,
        "drawn": found.drawn,
        "status": found.status,
        "rows": [_row_json(line) for line in found.lines],
        "tool": {**tool_json(), "seed": found.seed},
    }


def _row_json(line: Line) -> Json:
    row, names = line.row, line.certificates()
    return {
        "key": row.key,
        "networks": row.title,
        "family": row.family,
        "cells": {question: line.cell(question) for question in QUESTIONS},
        "answer": line.answer,
        "printed": row.printed,
        "compared": line.compared,
        "theorems": list(row.theorems),
        "representatives": [
            {
                "notation": str(representative.network),
                "drawn": representative.drawn,
                "answer": representative.answer,
                "entries": [
                    {
                        "question": entry.question,
                        "status": entry.status,
                        "name": next(names)[0],
                        "certificate": entry.document,
                    }
                    for entry in representative.entries
                ],
            }
            for representative in line.representatives
        ],
    }


TABLE1: Question[Recomputed] = Question("table1", None, _decide, shown=table_json)


def table1(seed: int = SEED, drawn: int = DRAWN, **running: Unpack[Running]) -> Answer[Recomputed]:
    """The paper's Table 1, recomputed: for which invariants the NTK is independent of the parameters.

    Parameters
    ----------
    seed : int
        Of the random networks and invariants.
    drawn : int
        Random networks in each row, at most 10, besides its examples.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        Its result is a :class:`Recomputed`, with `lines` and ``certificates()``: there is one for each network and
        column, and none of the table. Undecided where the networks of a row differ.

    Raises
    ------
    ParseError
        If a number is none, or too large.

    References
    ----------
    Achour, Kohn, Rauhut, arXiv:2507.06367, Table 1.

    Examples
    --------
    >>> answer = table1(drawn=0)
    >>> answer.status, answer.lines[7].row.key, answer.lines[7].answer
    (Status.PROVED, 'broad-equal', 'independent-on-locus')
    """
    for name, value, most in (("seed", seed, MAX_SEED), ("drawn", drawn, MAX_DRAWN)):
        if type(value) is not int or not 0 <= value <= most:
            raise ParseError(name, f"{shown(value, 40)} is not an integer from 0 to {most}")
    return answered(TABLE1, (seed, drawn), {"table": "1", "seed": seed, "drawn": drawn}, **running)
