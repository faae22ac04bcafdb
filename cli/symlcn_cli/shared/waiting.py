"""What work that takes over a second is at, in one line on standard error, on a terminal only.

Contents: :func:`waiting`; :func:`lasting`, for what takes minutes or days, also tells what no terminal shows;
:func:`span`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from time import monotonic

from symlcn.progress import listening

__all__ = ["lasting", "span", "waiting"]

PATIENCE = 1.0
"""Seconds before anything is shown."""
INTERVAL = 0.25
PLAIN_PATIENCE, PLAIN_INTERVAL = 60.0, 60.0
"""The same where lines are not written anew."""
BAR = 24
"""Characters of a bar."""


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
        words, done, total = self.state
        much = "" if done is None else f": {done}" if total is None else f": {done} of {total}"
        return self.cut(f"symlcn: {words}{much} ({monotonic() - self.begun:.0f} s)")

    def cut(self, text: str) -> str:
        """As much as the terminal is wide."""
        from shutil import get_terminal_size

        return text[: max(get_terminal_size().columns - 1, 20)]

    def run(self) -> None:
        """Write the line after a second, then four times a second."""
        pause, interval = self.pauses()
        while not self.over.wait(pause):
            pause = interval
            with self.lock:
                if self.state[0] and not self.over.is_set():
                    self.show()

    def pauses(self) -> tuple[float, float]:
        """Seconds before the line is written, and before it is written again."""
        return PATIENCE, INTERVAL

    def show(self) -> None:
        """Write the line in the place of the one before."""
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


class Bar(Line):
    """A line with a bar, the rate since the first thing was done, and the time left."""

    def __init__(self) -> None:
        super().__init__()
        self.first: tuple[float, int] | None = None

    def tell(self, words: str, done: int | None = None, total: int | None = None) -> None:
        """Take note, and of when the first thing was done."""
        if done is not None and self.first is None:
            self.first = monotonic(), done
        super().tell(words, done, total)

    def text(self) -> str:
        """What is being done, how much of it, how fast, and how long it will take."""
        words, done, total = self.state
        if done is None or not total or self.first is None:
            return super().text()
        filled = "#" * (BAR * done // total)
        text = f"symlcn: {words} [{filled:<{BAR}}] {done:,} of {total:,}"
        since, number = self.first
        rate = (done - number) / max(monotonic() - since, 1e-9)
        if rate:
            text += f", {rate:,.0f}/s, {span((total - done) / rate)} left"
        return self.cut(text)


class Plain(Bar):
    """The same in lines that stay, few of them, for a file."""

    def pauses(self) -> tuple[float, float]:
        """Longer ones."""
        return PLAIN_PATIENCE, PLAIN_INTERVAL

    def show(self) -> None:
        """Write a line."""
        sys.stderr.write(f"{self.text()}\n")
        sys.stderr.flush()

    def cut(self, text: str) -> str:
        """The whole line."""
        return text


def span(seconds: float) -> str:
    """A time in words.

    Examples
    --------
    >>> span(59), span(3600), span(100_000)
    ('59 s', '1 h 00 min', '1 d 3 h')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return (
        f"{whole // 3600} h {whole % 3600 // 60:02} min"
        if whole < 86_400
        else f"{whole // 86_400} d {whole % 86_400 // 3600} h"
    )


@contextmanager
def waiting(quiet: bool) -> Iterator[None]:
    """Show what the block is at, if it takes over a second, unless all is to be quiet."""
    with _shown(None if quiet or not _on_terminal() else Line()):
        yield


@contextmanager
def lasting(quiet: bool) -> Iterator[None]:
    """The same for a block that may take long: with a bar on a terminal, in plain lines elsewhere."""
    with _shown(None if quiet or sys.stderr is None else Bar() if _on_terminal() else Plain()):
        yield


def _on_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def _shown(line: Line | None) -> Iterator[None]:
    """Have a line, if there is one, be told what the block is at."""
    if line is None:
        yield
        return
    line.thread.start()
    try:
        with listening(line.tell):
            yield
    finally:
        line.over.set()
        line.remove()
