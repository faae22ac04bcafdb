"""What an atlas holds: how far it is, and its rows.

Contents: :func:`open_atlas`, :class:`Atlas`, :class:`Rows`, :class:`Standing`; :data:`KINDS`.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from typing import Any

from symlcn.atlas.problems import Contradiction, Reason, contradictions, reasons
from symlcn.atlas.querying import TABLE, connected, problem_of, selected
from symlcn.atlas.record import COLUMNS
from symlcn.atlas.store import Run, reading
from symlcn.errors import ParseError, SymlcnError, brief, close_names, shown

__all__ = ["KINDS", "Atlas", "Rows", "Standing", "open_atlas"]

KINDS = {column.name: column.kind for column in COLUMNS}
"""The columns, and what kind of values each has."""
SHOWN = tuple(name for name in KINDS if name != "certificate")
"""The columns of an answer, where none are named."""
ORDER = ("directions", "layers", "architecture")
"""The order of rows, where none is named."""


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """Rows of an atlas: what :meth:`Atlas.query` found, read when it is asked for.

    Attributes
    ----------
    columns : tuple of str
        The names of the columns.
    count : int
        How many rows there are.
    found : int
        How many there would be without a limit.
    """

    columns: tuple[str, ...]
    count: int
    found: int
    _relation: Any

    def __repr__(self) -> str:
        return f"Rows({self.count} of {self.found}, {', '.join(self.columns)})"

    def records(self) -> list[Any]:
        """The rows as named tuples; integers of any size are numbers, JSON is text.

        Returns
        -------
        list of NamedTuple
        """
        row: Any = namedtuple("Row", self.columns)  # type: ignore[misc]
        exact = [KINDS[name] == "exact" for name in self.columns]
        if not any(exact):
            return [row(*values) for values in self._relation.fetchall()]
        return [
            row(
                *(
                    int(value) if whole and value is not None else value
                    for whole, value in zip(exact, values, strict=True)
                )
            )
            for values in self._relation.fetchall()
        ]

    @property
    def schema(self) -> Any:
        """The columns as a schema of Arrow."""
        return self._relation.limit(0).to_arrow_table().schema

    def batches(self, size: int = 10_000) -> Iterator[Any]:
        """The rows as batches of Arrow, one after the other, so that not all need be in memory at once."""
        yield from self._relation.to_arrow_reader(size)

    def arrow(self) -> Any:
        """The rows as a table of Arrow; integers of any size are text, as they are in the store.

        Returns
        -------
        pyarrow.Table
        """
        return self._relation.to_arrow_table()

    def pandas(self) -> Any:
        """The rows as a data frame, with the columns of :meth:`arrow`.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        SymlcnError
            If pandas is not installed.
        """
        try:
            return self.arrow().to_pandas()
        except ImportError:
            raise SymlcnError("pandas: it is not installed: pip install pandas; or take arrow()") from None


@dataclass(frozen=True, slots=True, repr=False)
class Standing:
    """How far an atlas is.

    Attributes
    ----------
    folder : str
    runs : tuple of Run
        All runs, the oldest first.
    busy : bool
        Whether the last one is writing.
    shards, rows : int
        Files, and networks in them, each counted once.
    undecided, contradicted : int
        Of these.
    reasons : tuple of Reason
        Why rows are undecided, the most frequent first.
    contradictions : tuple of Contradiction
        The first rows that do not agree with the theory.
    """

    folder: str
    runs: tuple[Run, ...]
    busy: bool
    shards: int
    rows: int
    undecided: int
    contradicted: int
    reasons: tuple[Reason, ...]
    contradictions: tuple[Contradiction, ...]

    __repr__ = brief


@dataclass(frozen=True, slots=True, repr=False)
class Atlas:
    """The rows that runs have kept in a folder, as they are when it is opened.

    Attributes
    ----------
    folder : str
    runs : tuple of Run
        All runs, the oldest first.
    busy : bool
        Whether one of them is writing.
    shards : int
        How many files the rows are in.
    connection : duckdb.DuckDBPyConnection
        To the table ``atlas``.
    """

    folder: str
    runs: tuple[Run, ...]
    busy: bool
    shards: int
    connection: Any

    def __repr__(self) -> str:
        return f"Atlas({self.folder!r})"

    def select(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement of SQL about the table ``atlas``, which the caller has written."""
        rows: list[tuple[Any, ...]] = self.connection.execute(statement).fetchall()
        return rows

    def status(self) -> Standing:
        """How far it is, what is undecided and why, and what contradicts the theory.

        Returns
        -------
        Standing
        """
        ((rows, undecided, contradicted),) = self.select(
            f"select count(*), count(*) filter (status = 'undecided'), count(contradictions) from {TABLE}"
        )
        counts = self.shards, rows, undecided, contradicted
        found = reasons(self.connection), contradictions(self.connection)
        return Standing(self.folder, self.runs, self.busy, *counts, *found)

    def query(
        self,
        where: str | None = None,
        columns: Sequence[str] | None = None,
        order: str | None = None,
        limit: int | None = None,
    ) -> Rows:
        """The rows for which an expression is true.

        Parameters
        ----------
        where : str, optional
            An expression in the SQL of DuckDB over the columns, such as ``"degree > 1 and ntk = 'dependent'"``; all
            rows if left out. Integers of any size are compared, added and subtracted exactly. The table itself is
            called ``atlas``; nothing else can be read.
        columns : sequence of str, optional
            Their names; all but `certificate` if left out.
        order : str, optional
            Columns, each with ``desc`` behind it or not: ``"degree desc, layers"``; equal rows follow by architecture.
            By directions, layers and architecture if left out.
        limit : int, optional
            At most so many rows.

        Returns
        -------
        Rows

        Raises
        ------
        ParseError
            If it is no expression over the columns, or a column does not exist.
        """
        import duckdb

        names = SHOWN if columns is None else tuple(_column("columns", name) for name in columns)
        if not names or len(set(names)) < len(names):
            raise ParseError("columns", "name at least one, and none twice")
        sorting = _sorting(order)
        if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
            raise ParseError("limit", f"{shown(limit, 40)} is not a number of rows, 0 or more")
        relation = selected(self.connection, where)
        try:
            ((found,),) = relation.aggregate("count(*)").fetchall()
        except duckdb.Error as error:
            raise ParseError("where", problem_of(error)) from None
        relation = relation.order(sorting)
        count = found if limit is None else min(found, limit)
        relation = relation if limit is None else relation.limit(limit)
        exact = (f"cast({name} as varchar) as {name}" if KINDS[name] == "exact" else name for name in names)
        return Rows(names, count, found, relation.project(", ".join(exact)))


def _column(place: str, name: object) -> str:
    """The name of a column."""
    if isinstance(name, str) and name in KINDS:
        return name
    close = close_names(name, KINDS) if isinstance(name, str) else ""
    listed = f"; there are {', '.join(KINDS)}"
    raise ParseError(place, f"there is no column {shown(name)}{close or listed}")


def _sorting(order: str | None) -> str:
    """An order in SQL, which leaves no two rows equal."""
    parts = []
    for text in ORDER if order is None else order.split(","):
        name, *words = text.split() or [""]
        if [word.lower() for word in words] not in ([], ["asc"], ["desc"]):
            raise ParseError("order", f"{shown(text.strip())} is not a column, or one with desc behind it")
        parts.append(f"{_column('order', name)} {' '.join(words) or 'asc'} nulls last")
    return ", ".join([*parts, "architecture"])


def open_atlas(folder: str | PathLike[str]) -> Atlas:
    """The atlas in a folder, where :func:`symlcn.atlas.run` keeps one: all rows that are finished by now.

    Parameters
    ----------
    folder : str or path

    Returns
    -------
    Atlas

    Raises
    ------
    ParseError
        If there is no atlas in the folder.
    SymlcnError
        If DuckDB or PyArrow is not installed.
    """
    with reading(folder) as store:
        runs, busy, shards = tuple(store.runs()), store.busy, store.shards()
    return Atlas(fspath(folder), runs, busy, len(shards), connected([str(path) for path in shards]))
