"""A piece of a run: networks of a part that one worker examines, and the shard that their rows make.

Contents: :class:`Piece`, :class:`Shard`; :func:`examined`, :func:`examined_apart`, :func:`examined_alone`,
:func:`given_up`, :func:`joined`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from time import process_time
from typing import Any, NamedTuple, TypeAlias

from symlcn.atlas.examine import Depth, undecided
from symlcn.atlas.mark import Mark, end_with_parent, new_mark
from symlcn.atlas.networkfamily import Part
from symlcn.atlas.record import Record, batch
from symlcn.errors import SymlcnError, brief
from symlcn.network.notation import Network
from symlcn.version import __version__
from symlcn.worker import peak, run_limited

__all__ = ["Examine", "Piece", "Shard", "examined", "examined_alone", "examined_apart", "given_up", "joined"]

Examine: TypeAlias = Callable[[Network, Depth], Record]

BATCH = 2**12
"""So many rows are Python's at a time; as columns they take less."""
FEW_VALUES = [*Record._fields[1:11], *Record._fields[12:17], "evidence", "probes", "version"]
"""Columns that hold the same few values again and again."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Networks of a part by their numbers, and what is asked of each.

    Attributes
    ----------
    part : Part
    start, stop : int
        The first number, and the one after the last.
    depth : Depth
    examine : callable
        Importable by name, as all of this is sent to other processes.
    number : int
        Of its shard.
    time_limit : float or None
        Seconds for one network.
    memory_limit : int or None
        Bytes that a process may take for one network.
    version : str
        The version of symlcn that is to examine it.
    """

    __repr__ = brief

    part: Part
    start: int
    stop: int
    depth: Depth
    examine: Examine
    number: int = 0
    time_limit: float | None = None
    memory_limit: int | None = None
    version: str = __version__

    def within(self, start: int, stop: int) -> Piece:
        """Some of its networks."""
        return replace(self, start=start, stop=stop)


class Shard(NamedTuple):
    """The rows of a piece.

    Attributes
    ----------
    data : bytes
        A file of Parquet.
    undecided, contradictions : int
        How many rows are undecided, how many contradict the theory.
    seconds : float
        Of a processor that examining them took.
    """

    data: bytes
    undecided: int
    contradictions: int
    seconds: float


def examined(piece: Piece, mark: Mark) -> Shard:
    """Examine all networks of a piece, marking which one it is at.

    Raises
    ------
    SymlcnError
        If this is another version of symlcn than the one that is asked for.
    MemoryError
        Of a network; with a limit of memory other exceptions, too. Otherwise they are why it is undecided.
    """
    if piece.version != __version__:
        raise SymlcnError(f"a worker has symlcn {__version__}, and the run {piece.version}; install the same")
    began = process_time()
    with mark.writing(piece.time_limit) as at, _memory(piece.memory_limit):
        rows, batches = _rows(piece, at), []
        while records := list(islice(rows, BATCH)):
            batches.append(batch(records))
    return _shard(batches, process_time() - began)


def examined_apart(piece: Piece, mark: Mark) -> Shard:
    """The same in a new process."""
    shard: Shard = run_limited(_ending, (examined, piece, mark), None, None)
    return shard


def examined_alone(piece: Piece) -> Shard:
    """Examine the one network of a piece in a new process; if that fails, it is undecided."""
    began = process_time()
    with new_mark() as mark:
        try:
            record = run_limited(_ending, (_only, piece, mark), None, piece.memory_limit)
        except Exception as error:
            return given_up(piece, mark.late(piece.time_limit) or _words(error))
    return _shard([batch([record])], process_time() - began)


def given_up(piece: Piece, reason: str) -> Shard:
    """The shard of networks that are undecided."""
    networks = piece.part.networks(piece.start, piece.stop)
    return _shard([batch(undecided(network, reason) for network in networks)], 0.0)


def joined(shards: Iterable[Shard]) -> Shard:
    """The shard of a piece from those of the pieces that it was divided into."""
    from pyarrow import parquet

    shards = list(shards)
    tables = [parquet.read_table(BytesIO(shard.data)) for shard in shards]
    batches = [one for table in tables for one in table.to_batches()]
    return _shard(batches, sum(shard.seconds for shard in shards))


def _ending(work: Callable[..., Any], *arguments: Any) -> Any:
    end_with_parent()
    return work(*arguments)


def _only(piece: Piece, mark: Mark) -> Record:
    with mark.writing(piece.time_limit) as at:
        (record,) = _rows(piece, at)
    return record


def _rows(piece: Piece, at: Callable[[int], None]) -> Iterator[Record]:
    examine, depth = piece.examine, piece.depth
    for number, network in enumerate(piece.part.networks(piece.start, piece.stop), piece.start):
        at(number)
        try:
            yield examine(network, depth)
        except MemoryError:
            raise
        except Exception as error:
            if piece.memory_limit is not None and not isinstance(error, SymlcnError):
                raise  # what fails near the limit may fail for it
            yield undecided(network, _words(error))


def _words(error: Exception) -> str:
    return str(error) if isinstance(error, SymlcnError) else f"{type(error).__name__}: {error}"[:500]


def _shard(batches: list[Any], seconds: float) -> Shard:
    import pyarrow
    from pyarrow import compute, parquet

    table = pyarrow.Table.from_batches(batches).combine_chunks()
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd", use_dictionary=FEW_VALUES)
    undecided = compute.sum(compute.equal(table["status"], "undecided")).as_py() or 0
    contradictions = table.num_rows - table["contradictions"].null_count
    return Shard(sink.getvalue().to_pybytes(), undecided, contradictions, seconds)


@contextmanager
def _memory(limit: int | None) -> Iterator[None]:
    """In the block the process may take so many bytes beyond the most that it ever had."""
    if limit is None:
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    most = sys.maxsize if before[1] == resource.RLIM_INFINITY else before[1]
    resource.setrlimit(resource.RLIMIT_AS, (min(peak() + limit, most), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
