"""Engines of a run: they examine pieces, here, in processes of this machine, or on a cluster.

Contents: :func:`here`, :func:`in_processes`, :func:`on_cluster`, :func:`settled`.

All give the same shards. A piece at which a worker dies is divided at the network that the worker was at; this one is
examined once more, alone in a new process, and is undecided if that fails too. So a network that hangs, crashes or
exhausts the memory costs itself alone, and one at which somebody killed the worker costs nothing.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from queue import Queue
from threading import Event, Lock, Thread
from typing import Any, TypeAlias

from symlcn.atlas.mark import Mark, end_with_parent, new_mark
from symlcn.atlas.piece import Piece, Shard, examined, examined_alone, examined_apart, given_up, joined
from symlcn.errors import LimitError, SymlcnError, not_installed

__all__ = ["Engine", "here", "in_processes", "on_cluster", "settled"]

Shards: TypeAlias = Generator[tuple[Piece, Shard], None, None]
Engine: TypeAlias = Callable[[Iterable[Piece]], Shards]
Call: TypeAlias = Callable[[Piece, Mark], Shard]

PAUSE = 1.0
"""Seconds after which one looks whether a process that is silent is there."""
REACHED = "10s"
"""So soon a scheduler answers, if it is there."""
TRIES = 3
"""So many times in a row a worker may die before it is at a network, or a machine with a piece."""


def settled(call: Call, piece: Piece) -> Shard:
    """The shard of a piece, whatever happens to those who are called to examine it.

    Raises
    ------
    SymlcnError
        If workers die before they begin.
    """
    shards: list[Shard] = []
    tries = 0
    while piece.start < piece.stop:
        with new_mark() as mark:
            try:
                shards.append(call(piece, mark))
                break
            except Exception as error:
                number, late = mark.number, mark.late(piece.time_limit)
                tries = tries + 1 if number is None else 0
                if number is None and not _may_try(error, tries):
                    raise
        if number is None:
            continue
        if number > piece.start:
            shards.append(settled(call, piece.within(piece.start, number)))
        own = piece.within(number, number + 1)
        shards.append(examined_alone(own) if late is None else given_up(own, late))
        piece = piece.within(number + 1, piece.stop)
    return shards[0] if len(shards) == 1 else joined(shards)


def _may_try(error: Exception, tries: int) -> bool:
    """Whether a piece is tried again whose worker was at no network: if it died, and not ever again."""
    if not isinstance(error, LimitError | OSError | BrokenProcessPool | MemoryError):
        return False
    if tries < TRIES:
        return True
    hint = "a script that runs an atlas needs the line: if __name__ == '__main__':"
    raise SymlcnError(f"workers die before they begin ({error}); {hint}") from None


def here(pieces: Iterable[Piece]) -> Shards:
    """One piece after the other, in this process."""
    for piece in pieces:
        yield piece, settled(examined, piece)


def in_processes(pieces: Iterable[Piece], workers: int) -> Shards:
    """So many pieces at a time, each in a process that lives on; shards in the order in which they are ready.

    Raises
    ------
    SymlcnError
        If pebble is not installed.
    """
    try:
        import pebble  # noqa: F401
    except ImportError:
        raise SymlcnError(f"workers: {not_installed('pebble', 'atlas')}") from None
    source, lock, over = iter(pieces), Lock(), Event()
    ready: Queue[tuple[Piece, Shard] | BaseException | None] = Queue(workers)
    lanes = [Lane(source, lock, over, ready) for _ in range(workers)]
    for lane in lanes:
        lane.thread.start()
    busy = workers
    try:
        while busy:
            item = ready.get()
            if isinstance(item, BaseException):
                raise item
            if item is None:
                busy -= 1
            else:
                yield item
    finally:
        over.set()
        for lane in lanes:
            lane.end()


class Lane:
    """A thread that gives one piece after the other to a process, which is replaced when it dies."""

    def __init__(self, source: Iterator[Piece], lock: Lock, over: Event, ready: Queue[Any]) -> None:
        self.source, self.lock, self.over, self.ready = source, lock, over, ready
        self.thread = Thread(target=self.run, daemon=True)
        self.pool: Any = None
        self.future: Any = None

    def run(self) -> None:
        """Until there is no piece left, or it is over."""
        if hasattr(signal, "pthread_sigmask"):  # Ctrl-C is for the thread that writes, not for this or its processes
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            while (piece := self.next()) is not None:
                self.tell((piece, settled(self.call, piece)))
            self.tell(None)
        except Over:
            pass
        except BaseException as error:
            self.tell(error)
        finally:
            self.end()

    def next(self) -> Piece | None:
        """The next piece."""
        with self.lock:
            return next(self.source, None)

    def tell(self, item: object) -> None:
        """Hand something on, unless it is over."""
        while not self.over.is_set():
            with suppress(Exception):  # it is full
                self.ready.put(item, timeout=0.2)
                return

    def call(self, piece: Piece, mark: Mark) -> Shard:
        """Have the process examine a piece."""
        from pebble import ProcessPool

        if self.over.is_set():
            raise Over
        if self.pool is None or not self.pool.active:
            self.end()
            self.pool = ProcessPool(max_workers=1, initializer=end_with_parent, context=get_context("spawn"))
        try:
            self.future = self.pool.schedule(examined, (piece, mark))
            while not wait([self.future], PAUSE).done:
                if mark.gone:  # without a word: pebble takes the end of a process without an error for none
                    raise LimitError("the working process ended")
            shard: Shard = self.future.result()
            return shard
        except BaseException:
            self.end()
            if self.over.is_set():
                raise Over from None
            raise

    def end(self) -> None:
        """End the process. What is left of its pool may wait for words that were cut off, and is waited for apart."""
        pool, self.pool = self.pool, None
        if pool is not None:
            self.future.cancel()
            pool.stop()
            Thread(target=pool.join, daemon=True).start()


class Over(BaseException):
    """No shard is wanted any more."""


def settled_apart(piece: Piece) -> Shard:
    """The shard of a piece, on a machine of a cluster: in processes that can be killed."""
    return settled(examined_apart, piece)


def on_cluster(pieces: Iterable[Piece], address: str) -> Shards:
    """Two pieces at a time for each thread of a Dask cluster; shards in the order in which they are ready.

    Raises
    ------
    SymlcnError
        If Dask is not installed, or the scheduler is not reached.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise SymlcnError(f"Dask: {not_installed('distributed', 'dask')}") from None
    try:
        client = Client(address, timeout=REACHED, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SymlcnError(f"Dask scheduler {address}: it is not reached: {str(error)[:200]}") from None
    with client:
        source, tries = iter(pieces), dict[int, int]()
        waiting: dict[Any, Piece] = {}
        done = as_completed(loop=client.loop)

        def submit(piece: Piece) -> None:
            future = client.submit(settled_apart, piece, pure=False)
            waiting[future] = piece
            done.add(future)

        def fill() -> None:
            while len(waiting) < 2 * max(1, sum(client.nthreads().values())):
                piece = next(source, None)
                if piece is None:
                    return
                submit(piece)

        fill()
        for future in done:
            piece = waiting.pop(future)
            try:
                shard = future.result()
            except Exception as error:
                _again(error, piece, tries)
                submit(piece)
                continue
            finally:
                future.release()
            fill()
            yield piece, shard


def _again(error: Exception, piece: Piece, tries: dict[int, int]) -> None:
    """Raise what is no loss of machines; those may be lost a few times with a piece."""
    from distributed.scheduler import KilledWorker

    tries[piece.number] = tries.get(piece.number, 0) + 1
    if not isinstance(error, KilledWorker):
        raise error
    if tries[piece.number] >= TRIES:
        raise SymlcnError(f"Dask: workers die with networks {piece.start} to {piece.stop}: {error}"[:500]) from None
