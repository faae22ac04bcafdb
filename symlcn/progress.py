"""What long work is at, told to whoever listens; where nobody does it costs next to nothing.

Contents: :func:`progress`, :func:`listening`, :func:`heard`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

__all__ = ["Listener", "heard", "listening", "progress"]

Listener: TypeAlias = Callable[[str, "int | None", "int | None"], None]
"""Is told what is done, how much of it is, and how much there is, where that is known."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def progress(words: str, done: int | None = None, total: int | None = None) -> None:
    """Say what is being done: "comparing points", 34 of 2100; no words when it is over.

    Examples
    --------
    >>> with listening(print):
    ...     progress("comparing points", 34, 2100)
    comparing points 34 2100
    """
    listener = _listener.get()
    if listener is not None:
        listener(words, done, total)


def heard() -> Listener | None:
    """Who listens; None if nobody does."""
    return _listener.get()


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have a listener be told what is being done in the block, in this thread, also by a process that works for it."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
