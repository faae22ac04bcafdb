"""The exceptions of symlcn.

One tree, so that ``except SymlcnError`` catches everything the library raises on purpose.
Malformed is not invalid: what cannot be read raises :class:`ParseError`, what was read and is wrong
raises something else.
"""

from __future__ import annotations

__all__ = ["ArithmeticGuardError", "LimitError", "ParseError", "SymlcnError"]


class SymlcnError(Exception):
    """Base class of all exceptions that symlcn raises on purpose."""


class ParseError(SymlcnError, ValueError):
    """An input could not be read: unknown notation, wrong shape, a float, a number out of range.

    Parameters
    ----------
    place : str
        Where the problem is, for instance ``"layer 1, 'k3q2'"``.
    problem : str
        What is wrong and what would be right.

    Examples
    --------
    >>> str(ParseError("layer 0, 'k0'", "a size must be at least 1"))
    "layer 0, 'k0': a size must be at least 1"
    """

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(place, problem)
        self.place = place
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


class LimitError(SymlcnError):
    """A time or memory limit ended a computation: the answer is undecided, never wrong."""


class ArithmeticGuardError(SymlcnError, ArithmeticError):
    """An exact operation returned something that fails its own verification; nothing is concluded."""
