"""Rows of an atlas in the forms of ``symlcn atlas query``, written as they are read.

Contents: :func:`written`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO

from symlcn.atlas.atlas import KINDS, Rows
from symlcn.certificates.envelope import Writer, dumps
from symlcn.errors import counted
from symlcn_cli.pages.interminal import section

__all__ = ["written"]

GAP = 2
"""Spaces between columns of a table."""
FIRST = ("architecture", "degree", "ntk", "delta_locus", "orbits", "status", "interchangeable")
"""Columns that are shown before others where not all have room."""


def written(rows: Rows, form: str, width: int | None = None) -> Writer:
    """What writes rows as table, json, csv or parquet; a table in a terminal of that width."""

    def write(file: BinaryIO) -> None:
        if form == "table":
            file.write("".join(_table(rows, width)).encode())
        else:
            FORMS[form](rows, file)

    return write


def _json(rows: Rows, file: BinaryIO) -> None:
    """One object, a line for each row; what is JSON in a column is JSON there, too."""
    nested = [name for name in rows.columns if KINDS[name] == "json"]
    separator = '{"rows": ['
    for batch in rows.batches():
        for row in batch.to_pylist():
            row.update((name, json.loads(row[name])) for name in nested if row[name] is not None)
            file.write(f"{separator}\n{dumps(row)[:-1]}".encode())
            separator = ","
    file.write(b"]}\n" if separator == "," else f"{separator}]}}\n".encode())


def _csv(rows: Rows, file: BinaryIO) -> None:
    """A head, and a line for each row; what does not apply or is not known is empty."""
    import pyarrow
    from pyarrow import csv

    head = pyarrow.Table.from_batches([], rows.schema)
    for number, part in enumerate((head, *rows.batches()) if not rows.count else rows.batches()):
        lines = pyarrow.BufferOutputStream()
        csv.write_csv(part, lines, csv.WriteOptions(include_header=number == 0))
        file.write(lines.getvalue())


def _parquet(rows: Rows, file: BinaryIO) -> None:
    """The columns as they are in the store."""
    from pyarrow import parquet

    with parquet.ParquetWriter(file, rows.schema, compression="zstd") as writer:
        for batch in rows.batches():
            writer.write_batch(batch)


FORMS: Mapping[str, Callable[[Rows, BinaryIO], None]] = {"json": _json, "csv": _csv, "parquet": _parquet}


def _table(rows: Rows, width: int | None) -> Iterator[str]:
    """What all rows have in common, and the other columns side by side: all, or those for which there is room."""
    cells = {name: [_cell(value) for value in values] for name, values in rows.arrow().to_pydict().items()}
    same = [name for name in rows.columns if name != "architecture" and rows.count > 1 and len({*cells[name]}) == 1]
    common = [f"{name} {cells[name][0]}" for name in same if cells[name][0]]
    if common:
        yield section("In all rows", ", ".join(common), columns=width)
    if empty := [name for name in same if not cells[name][0]]:
        yield section("Empty", ", ".join(empty), columns=width)
    yield "\n" if same else ""
    names = [name for name in rows.columns if name not in same]
    widths = {name: max(len(name), *map(len, cells[name]), 0) for name in names}
    shown = names if width is None else _fitting(names, widths, width)
    right = {name for name in shown if KINDS[name] in ("integer", "exact")}
    lines = [shown, ["-" * widths[name] for name in shown], *zip(*(cells[name] for name in shown), strict=True)]
    for line in lines if rows.count else ():
        yield _aligned(line, [(widths[name], name in right) for name in shown])
    if left := [name for name in names if name not in shown]:
        yield "\n" + section("Not shown", f"{', '.join(left)}; --columns chooses", columns=width)
    limited = f" of {rows.found:,}" if rows.count < rows.found else ""
    yield f"{counted(rows.count, 'row') if not limited else f'{rows.count:,}{limited} rows'}\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _fitting(names: Sequence[str], widths: Mapping[str, int], width: int) -> list[str]:
    """As many columns as fit, those first that tell most; at least one."""
    ranked = sorted(names, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))
    room = width + GAP - sum(widths[name] + GAP for name in ranked)
    while len(ranked) > 1 and room < 0:
        room += widths[ranked.pop()] + GAP
    return [name for name in names if name in ranked]


def _aligned(line: Sequence[str], layout: Sequence[tuple[int, bool]]) -> str:
    cells = (
        f"{cell:>{size}}" if right else f"{cell:<{size}}" for cell, (size, right) in zip(line, layout, strict=True)
    )
    return (" " * GAP).join(cells).rstrip() + "\n"
