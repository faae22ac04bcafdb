"""The store of an atlas: a folder with what is done, in SQLite, and all rows, in closed files of Parquet.

Contents: :func:`writing`, :func:`reading`, :class:`Store`, :class:`Run`.

A piece is done when its line is in ``work.sqlite``. Before that its shard is complete: written under another name,
brought to the disk, and renamed. So a run may be killed at any moment; what it leaves of shards that are in no line is
removed by the next one, and no shard is changed ever after. One run writes at a time; it holds ``lock.sqlite``.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import NamedTuple

from symlcn.atlas.examine import Depth
from symlcn.atlas.piece import Piece, Shard
from symlcn.errors import ParseError, SymlcnError, shown
from symlcn.version import __version__

__all__ = ["Run", "Store", "reading", "writing"]

SCHEMA = 1
WORK, LOCK, SHARDS = "work.sqlite", "lock.sqlite", "shards"
PATIENCE = 60.0
"""Seconds for which one waits for a line that another process is writing."""

TABLES = f"""
BEGIN IMMEDIATE;
CREATE TABLE runs (
    number INTEGER PRIMARY KEY, family TEXT NOT NULL, evidence TEXT NOT NULL, probe INTEGER NOT NULL,
    seed INTEGER NOT NULL, version TEXT NOT NULL, total INTEGER NOT NULL, before INTEGER NOT NULL, began REAL NOT NULL,
    ended REAL, outcome TEXT
);
CREATE TABLE pieces (
    part TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, evidence TEXT NOT NULL, probe INTEGER NOT NULL,
    seed INTEGER NOT NULL, version TEXT NOT NULL, shard INTEGER NOT NULL UNIQUE, undecided INTEGER NOT NULL,
    contradictions INTEGER NOT NULL, seconds REAL NOT NULL, run INTEGER NOT NULL, kept REAL NOT NULL,
    PRIMARY KEY (part, start, stop, evidence, probe, seed, version)
);
PRAGMA user_version = {SCHEMA};
COMMIT;
"""


class Run(NamedTuple):
    """One run, as far as it came.

    Attributes
    ----------
    number : int
    family : str
        As JSON.
    evidence, probe, seed, version
        How closely networks were looked at, and by which version of symlcn.
    total, done, made : int
        Networks of the family; those of them that are in the store; those that this run examined.
    undecided, contradictions : int
        Of those that it examined.
    began, last : float
        When it began, and kept the last piece, in seconds since 1970.
    ended : float or None
        None if it is running, or was killed.
    outcome : str or None
        ``"finished"``, ``"interrupted"``, or what went wrong.
    """

    number: int
    family: str
    evidence: str
    probe: int
    seed: int
    version: str
    total: int
    done: int
    made: int
    undecided: int
    contradictions: int
    began: float
    last: float
    ended: float | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Store:
    """A store that :func:`reading` or :func:`writing` gives.

    Attributes
    ----------
    folder : Path
    """

    folder: Path
    _work: sqlite3.Connection

    def shards(self) -> list[Path]:
        """The files of all pieces that are done."""
        numbers = self._work.execute("SELECT shard FROM pieces ORDER BY shard")
        return [self._shard(number) for (number,) in numbers]

    def runs(self) -> list[Run]:
        """All runs, the oldest first."""
        found = self._work.execute(
            "SELECT number, family, runs.evidence, runs.probe, runs.seed, runs.version, total, "
            "before + IFNULL(SUM(stop - start), 0), IFNULL(SUM(stop - start), 0), IFNULL(SUM(undecided), 0), "
            "IFNULL(SUM(contradictions), 0), began, IFNULL(MAX(kept), began), ended, outcome "
            "FROM runs LEFT JOIN pieces ON run = number GROUP BY number ORDER BY number"
        )
        return [Run(*row) for row in found]

    @property
    def busy(self) -> bool:
        """Whether a run is writing."""
        try:
            with closing(sqlite3.connect(_uri(self.folder / LOCK), timeout=0, uri=True)) as lock:
                lock.execute("PRAGMA user_version")
        except sqlite3.OperationalError:
            return (self.folder / LOCK).exists()
        return False

    def done(self, part: str, depth: Depth) -> list[tuple[int, int]]:
        """The numbers of a part that are done as closely as that, by this version: ranges that do not meet."""
        ranges = self._work.execute(
            "SELECT start, stop FROM pieces WHERE part = ? AND version = ? AND (evidence = ? OR ? = 'none') "
            "AND (probe >= ? AND seed = ? OR ? = 0) ORDER BY start",
            (part, __version__, depth.evidence, depth.evidence, depth.probe, depth.seed, depth.probe),
        )
        found: list[tuple[int, int]] = []
        for start, stop in ranges:
            if found and start <= found[-1][1]:
                found[-1] = found[-1][0], max(stop, found[-1][1])
            else:
                found.append((start, stop))
        return found

    def begin(self, family: str, depth: Depth, total: int, before: int) -> int:
        """Note that a run begins, and give its number."""
        values = (family, depth.evidence, depth.probe, depth.seed, __version__, total, before, time())
        with _told(self.folder), self._work:
            cursor = self._work.execute(
                "INSERT INTO runs (family, evidence, probe, seed, version, total, before, began) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
        return int(cursor.lastrowid or 0)

    def end(self, run: int, outcome: str) -> None:
        """Note how a run ended."""
        with _told(self.folder), self._work:
            self._work.execute("UPDATE runs SET ended = ?, outcome = ? WHERE number = ?", (time(), outcome, run))

    def next_number(self) -> int:
        """A number such that it and all larger ones are those of no shard."""
        (number,) = self._work.execute("SELECT IFNULL(MAX(shard), 0) + 1 FROM pieces").fetchone()
        return int(number)

    def keep(self, run: int, piece: Piece, shard: Shard) -> None:
        """Keep the shard of a piece, so that the piece is done."""
        depth = piece.depth
        line = (piece.part.key, piece.start, piece.stop, depth.evidence, depth.probe, depth.seed, piece.version)
        with _told(self.folder), self._work:
            _write(self._shard(piece.number), shard.data)
            self._work.execute(
                "INSERT INTO pieces VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*line, piece.number, *shard[1:], run, time()),
            )

    def _shard(self, number: int) -> Path:
        return self.folder / SHARDS / f"{number:06}.parquet"

    def tidy(self) -> None:
        """Remove shards of no piece, and pieces whose shards somebody removed."""
        known = {path.name: path for path in self.shards()}
        there = {*os.listdir(self.folder / SHARDS)}
        for name in there - set(known):
            os.unlink(self.folder / SHARDS / name)
        with self._work:
            for name in set(known) - there:
                self._work.execute("DELETE FROM pieces WHERE shard = ?", (int(name.partition(".")[0]),))


def _write(path: Path, data: bytes) -> None:
    """Write a file that is there as a whole, or not at all, and brought to the disk."""
    part = path.with_suffix(".part")
    try:
        with open(part, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def writing(folder: str | os.PathLike[str]) -> Iterator[Store]:
    """The store in a folder, which is made if need be, for one run.

    Raises
    ------
    ParseError
        If the folder holds other things, or a store of a newer version.
    SymlcnError
        If another run is writing, or the disk refuses something. What is done is kept.
    """
    path = Path(folder)
    with ExitStack() as stack:
        with _told(path):
            _claim(path)
            _lock(stack.enter_context(closing(sqlite3.connect(path / LOCK, timeout=1, isolation_level=None))), path)
            work = stack.enter_context(closing(sqlite3.connect(path / WORK, timeout=PATIENCE)))
            work.execute("PRAGMA journal_mode = WAL")
            work.execute("PRAGMA synchronous = FULL")
            if not _schema(work, path):
                work.executescript(TABLES)
            store = Store(path, work)
            store.tidy()
        yield store


@contextmanager
def reading(folder: str | os.PathLike[str]) -> Iterator[Store]:
    """The store in a folder, as it is now; a run may be writing to it.

    Raises
    ------
    ParseError
        If there is none, or one of a newer version.
    """
    path = Path(folder)
    if not (path / WORK).is_file():
        raise ParseError(f"store {_name(path)}", f"there is no atlas: it has no {WORK}; symlcn atlas run makes one")
    with ExitStack() as stack:
        with _told(path):
            work = stack.enter_context(closing(sqlite3.connect(_uri(path / WORK), timeout=PATIENCE, uri=True)))
            if not _schema(work, path):
                raise ParseError(f"store {_name(path)}", "there is no atlas yet: a run was killed as it began")
        yield Store(path, work)


def _uri(path: Path) -> str:
    """To read a file of SQLite; where nothing can be written, and nobody writes, without a file beside it."""
    still = not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
    return f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if still else ''}"


def _lock(lock: sqlite3.Connection, path: Path) -> None:
    """Hold the lock until the connection is closed, or the process is no more."""
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise SymlcnError(f"store {_name(path)}: another run writes to it; wait, or give another folder") from None


def _name(path: Path) -> str:
    return shown(str(path))


def _claim(path: Path) -> None:
    """Make the folder of a store, unless it is there."""
    path.mkdir(parents=True, exist_ok=True)
    others = [name for name in sorted(os.listdir(path)) if not name.startswith((WORK, LOCK, SHARDS))]
    if others and not (path / WORK).exists():
        problem = f"it holds {shown(others[0], 40)} and no atlas; give an empty folder, or a new one"
        raise ParseError(f"store {_name(path)}", problem)
    (path / SHARDS).mkdir(exist_ok=True)


def _schema(work: sqlite3.Connection, path: Path) -> bool:
    """Whether there is one; it is that of this version."""
    (found,) = work.execute("PRAGMA user_version").fetchone()
    if found > SCHEMA:
        problem = f"it has schema {found}, and symlcn {__version__} knows {SCHEMA}; use the symlcn that made it"
        raise ParseError(f"store {_name(path)}", problem)
    return bool(found)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the disk or SQLite refuses, in one line."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SymlcnError(f"store {_name(path)}: {words}; what is done is kept; the next run goes on there") from None


def ranges_left(done: Iterable[tuple[int, int]], pieces: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of ranges in increasing order those that are not within ones that are done.

    Examples
    --------
    >>> list(ranges_left([(0, 4), (6, 9)], [(0, 3), (3, 6), (6, 9)]))
    [(3, 6)]
    """
    covering = iter(done)
    start, stop = next(covering, (0, 0))
    for piece in pieces:
        while stop <= piece[0] and (after := next(covering, None)) is not None:
            start, stop = after
        if not (start <= piece[0] and piece[1] <= stop):
            yield piece
