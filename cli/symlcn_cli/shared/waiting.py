"""What work that takes over a second is at, in one line on standard error, on a terminal only.

Contents: :func:`waiting`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from time import monotonic

from symlcn.progress import listening

__all__ = ["waiting"]

PATIENCE = 1.0
"""Seconds before anything is shown."""
INTERVAL = 0.25


class Line:
    """The line, written anew by a thread of its own until it is over."""

    def __init__(self) -> None:
        self.state: tuple[str, int | None, int | None] = ("working", None, None)
        self.begun, self.shown = monotonic(), False
        self.lock, self.over = Lock(), Event()
        self.thread = Thread(target=self.run, daemon=True)

    def tell(self, words: str, done: int | None = None, total: int | None = None) -> None:
        """Take note; without words the line is removed at once."""
        self.state = words, done, total
        if not words:
            self.remove()

    def text(self) -> str:
        """What is being done, how much of it, and for how long."""
        from shutil import get_terminal_size

        words, done, total = self.state
        much = "" if done is None else f": {done}" if total is None else f": {done} of {total}"
        text = f"symlcn: {words}{much} ({monotonic() - self.begun:.0f} s)"
        return text[: max(get_terminal_size().columns - 1, 20)]

    def run(self) -> None:
        """Write the line after a second, then four times a second."""
        pause = PATIENCE
        while not self.over.wait(pause):
            pause = INTERVAL
            with self.lock:
                if self.state[0] and not self.over.is_set():
                    sys.stderr.write(f"\r\x1b[K{self.text()}")
                    sys.stderr.flush()
                    self.shown = True

    def remove(self) -> None:
        """Leave the terminal as if nothing had been written."""
        with self.lock:
            if self.shown:
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()
            self.shown = False


@contextmanager
def waiting(quiet: bool) -> Iterator[None]:
    """Show what the block is at, if it takes over a second, unless all is to be quiet."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    line = Line()
    line.thread.start()
    try:
        with listening(line.tell):
            yield
    finally:
        line.over.set()
        line.remove()
