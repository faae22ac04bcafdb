"""Rows in Parquet shards as one table for questions in SQL: nothing else can be read, and integers stay exact.

Contents: :func:`connected`, :func:`selected`, :func:`problem_of`; :data:`TABLE`.

DuckDB reads the shards through Arrow; it may open no file itself, but for a folder of its own that it makes and removes
where memory does not suffice, and its settings are locked. Of an architecture that
several runs examined one row is seen: one with contradictions before others, then one whose certificate was checked,
one that is decided, that of the newest version, and that with most probes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from tempfile import gettempdir
from typing import Any
from uuid import uuid4

from symlcn.atlas.record import COLUMNS, schema
from symlcn.errors import ParseError, SymlcnError, not_installed, shown

__all__ = ["TABLE", "connected", "problem_of", "selected"]

TABLE = "atlas"
"""What the table is called in questions."""
EXACT = tuple(column.name for column in COLUMNS if column.kind == "exact")
"""Columns of integers of any size."""
EXAMPLE = "degree > 1 and ntk = 'dependent'"


def connected(shards: Sequence[str]) -> Any:
    """A connection of DuckDB with the rows of these Parquet files as the table ``atlas``.

    Raises
    ------
    SymlcnError
        If a package is not installed.
    ParseError
        If a file cannot be read.
    """
    try:
        import duckdb
        import pyarrow
        from pyarrow import dataset
    except ImportError as error:
        raise SymlcnError(f"atlas: {not_installed(error.name or 'duckdb', 'atlas')}") from None
    try:
        rows = dataset.dataset(list(shards), schema=schema()) if shards else schema().empty_table()
        column = rows.to_table(columns=["version"])["version"] if shards else rows["version"]
    except (pyarrow.ArrowException, OSError) as error:
        raise ParseError("a shard of the atlas", " ".join(str(error).split())[:200]) from None
    settings: Any = {"python_enable_replacements": False, "temp_directory": f"{gettempdir()}/symlcn-{uuid4().hex}"}
    connection = duckdb.connect(config=settings)
    connection.register("shards", rows)
    connection.execute(_view(sorted(column.unique().to_pylist(), key=_numbers)))
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def _numbers(version: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", version)]


def _view(versions: Sequence[str]) -> str:
    """The statement that makes the table, where these are the versions, the newest last."""
    casts = ", ".join(f"cast({name} as bignum) as {name}" for name in EXACT)
    known = ", ".join("'" + version.replace("'", "''") + "'" for version in versions)
    best = ", ".join(
        f"{part} desc"
        for part in (
            "contradictions is not null",
            "evidence = 'checked'",
            "status <> 'undecided'",
            f"list_position([{known}]::varchar[], version)",
            "probes",
        )
    )
    first = f"row_number() over (partition by architecture order by {best}) = 1"
    return f"create view {TABLE} as select * replace ({casts}) from shards qualify {first}"


def selected(connection: Any, where: str | None) -> Any:
    """The rows for which an expression in SQL is true, all if there is none, as a relation of DuckDB.

    Raises
    ------
    ParseError
        If it is no expression over the columns, reads something else, or is not computed in exact numbers.
    """
    import duckdb

    table = connection.table(TABLE)
    if where is None:
        return table
    try:
        found = table.filter(where)
        (plan,) = connection.execute(f"explain (format json) {found.sql_query()}").fetchall()
    except (duckdb.Error, UnicodeError) as error:
        raise ParseError("where", problem_of(error)) from None
    rounded = re.search(r"\bdouble\b", where, re.IGNORECASE) is None and _rounded(plan[1])
    if rounded:
        problem = f"{rounded} would be rounded: compare it with integers, such as 1000, or add and subtract them; "
        problem += f"or say {rounded}::double if that is meant"
        raise ParseError("where", problem)
    return found


def _rounded(plan: str) -> str | None:
    """An exact column of which a plan takes a rounded value."""
    for end in re.finditer(r" AS (DOUBLE|FLOAT)\)", plan):
        start, depth = end.start(), 1
        while depth and start:
            start -= 1
            depth += {")": 1, "(": -1}.get(plan[start], 0)
        for name in EXACT:
            if re.search(rf"\b{name}\b", plan[start : end.start()]):
                return name
    return None


def problem_of(error: Exception) -> str:
    """What DuckDB says is wrong, in one line, with the columns that there are where a name is not known."""
    text = " ".join(str(error).partition("\n\nLINE")[0].split())
    if "Permission Error" in text or "Table with name" in text or "disabled by configuration" in text:
        return f"nothing but the table {TABLE} can be read"
    if missing := re.search(r'Referenced column "(.*?)" not found|does not have a column named "(.*?)"', text):
        names = ", ".join(column.name for column in COLUMNS)
        return f"there is no column {shown(missing[1] or missing[2])}; there are {names}"
    said = re.sub(r"^[\w ]+ Error: ", "", text)
    return f"{shown(said, 200)[1:-1]}; give one expression over the columns, such as {EXAMPLE}"
