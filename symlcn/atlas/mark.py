"""What a worker leaves behind in case it dies: a mark in a file, which network it was at and since when.

Contents: :class:`Mark`, :func:`new_mark`, :func:`end_with_parent`.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from tempfile import NamedTemporaryFile
from threading import Thread
from time import monotonic, sleep

__all__ = ["Mark", "end_with_parent", "new_mark"]

FORM = Struct("<qqd")
"""The process, the number of the network, and since when."""
PR_SET_PDEATHSIG = 1
"""From ``linux/prctl.h``."""
NOWHERE = -1
"""The number of no network."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A small file on this machine, in which one process writes and another one reads.

    Attributes
    ----------
    file : str
    """

    file: str

    @contextmanager
    def writing(self, limit: float | None) -> Iterator[Callable[[int], None]]:
        """What marks the network that this process is at; if it is at one for longer than the limit it is ended.

        By the system, as compiled libraries notice nothing else.
        """
        with open(self.file, "r+b") as file, mmap.mmap(file.fileno(), FORM.size) as view:
            write, now, process = FORM.pack_into, monotonic, os.getpid()

            def at(number: int) -> None:
                write(view, 0, process, number, now())
                if limit is not None:
                    signal.setitimer(signal.ITIMER_REAL, limit)

            try:
                yield at
                at(NOWHERE)
            finally:
                if limit is not None:
                    signal.setitimer(signal.ITIMER_REAL, 0)

    def read(self) -> tuple[int, int, float]:
        """The process, the number of the network, and since when."""
        process, number, since = FORM.unpack(Path(self.file).read_bytes())
        return process, number, since

    @property
    def number(self) -> int | None:
        """The number of the network that the worker was at; None if it was at none."""
        number = self.read()[1]
        return None if number == NOWHERE else number

    def late(self, limit: float | None) -> str | None:
        """Words on the time limit, if the worker is at the network for so long."""
        _, number, since = self.read()
        if limit is None or number == NOWHERE or monotonic() - since < limit:
            return None
        return f"the time limit of {limit:g} s was reached"

    @property
    def gone(self) -> bool:
        """Whether there was a worker, and it is no more."""
        process = self.read()[0]
        try:
            if process:
                os.kill(process, 0)
        except ProcessLookupError:
            return True
        return False


@contextmanager
def new_mark() -> Iterator[Mark]:
    """A mark for the time of the block.

    Examples
    --------
    >>> with new_mark() as mark:
    ...     print(mark.number, mark.gone, mark.late(1))
    None False None
    """
    with NamedTemporaryFile(prefix="symlcn-") as file:
        file.write(FORM.pack(0, NOWHERE, 0.0))
        file.flush()
        yield Mark(file.name)


def end_with_parent() -> None:
    """Have this process end when the one that started it is gone, even if that was killed.

    A thread looks after it. Compiled work may keep all threads waiting, but Linux ends the process even then.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
