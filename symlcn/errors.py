"""The exceptions of symlcn.

One tree, so that ``except SymlcnError`` catches everything the library raises on purpose.
Malformed is not invalid: what cannot be read raises :class:`ParseError`, what was read and is wrong
raises something else.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = [
    "ArithmeticGuardError",
    "LimitError",
    "NotDivisibleError",
    "OutsideTheoryWarning",
    "ParseError",
    "RingMismatchError",
    "SymlcnError",
    "ZeroPolynomialError",
    "brief",
    "close_names",
    "counted",
    "not_installed",
    "shown",
]


MAX_BRIEF = 80
"""Characters up to which :func:`brief` writes what a field holds."""


def shown(value: object, limit: int = 80) -> str:
    """A piece of input for an error message: one line of printable ASCII of bounded length.

    Examples
    --------
    >>> print(shown("k٣"), "and", shown(10**5000))
    'k\\u0663' and a number too large to print
    """
    if isinstance(value, str):
        return ascii(value if len(value) <= limit else value[:limit] + "...")
    try:
        text = str(value).encode("ascii", "backslashreplace").decode()
    except ValueError:
        return "a number too large to print"
    return text if len(text) <= limit else text[:limit] + "..."


def counted(number: int, word: str) -> str:
    """A number of things in words.

    Examples
    --------
    >>> counted(1, "layer"), counted(2, "layer")
    ('1 layer', '2 layers')
    """
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def brief(result: Any) -> str:
    """The ``repr`` of a result: its fields that are there, those that are long by what they hold.

    Examples
    --------
    >>> import symlcn
    >>> symlcn.inverse("k3s2 k2").result
    Inverse(architecture=Architecture('k3s2 k2'), groups=<2 Group>, covers=False, witness=(), every=False)
    """
    from dataclasses import fields

    names = getattr(result, "_fields", None) or [own.name for own in fields(result) if own.repr]
    values = ((name, getattr(result, name)) for name in names)
    there = [f"{name}={_brief(value)}" for name, value in values if value is not None]
    return f"{type(result).__name__}({', '.join(there)})"


def _brief(value: Any) -> str:
    held = len(value) if isinstance(value, tuple | list | dict) and not hasattr(value, "_fields") else 0
    try:
        text = repr(value) if held <= MAX_BRIEF else ""
    except ValueError:  # an integer of too many digits
        text = ""
    if isinstance(value, str) or 0 < len(text) <= MAX_BRIEF:
        return text
    kinds = {type(part).__name__ for part in value} if held else {type(value).__name__}
    return f"<{f'{held} ' if held else ''}{kinds.pop() if len(kinds) == 1 else 'values'}>"


def close_names(word: str, names: Iterable[str]) -> str:
    """The end of a message about a name that is misspelt: the names that are close to it; nothing if there are none.

    Examples
    --------
    >>> print(f"there is no such command{close_names('Certfy', ['certify', 'check'])}")
    there is no such command; did you mean certify?
    """
    from difflib import get_close_matches

    known = [*names]
    close = [word.lower()] if word.lower() in known else get_close_matches(word.lower(), known)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def not_installed(package: str, extra: str = "plot") -> str:
    """What is missing, and how to have it, from a package index and in a clone.

    Examples
    --------
    >>> print(not_installed("matplotlib"))
    it needs matplotlib, which is not installed: pip install 'symlcn[plot]' or, in a clone, pip install '.[plot]'
    """
    where = f"pip install 'symlcn[{extra}]' or, in a clone, pip install '.[{extra}]'"
    return f"it needs {package}, which is not installed: {where}"


class SymlcnError(Exception):
    """Base class of all exceptions that symlcn raises on purpose."""


class ParseError(SymlcnError, ValueError):
    """An input could not be read: unknown notation, wrong shape, a float, a number out of range.

    Parameters
    ----------
    place : str
        Where the problem is, for instance ``"layer 2, 'k3q2'"``.
    problem : str
        What is wrong and what would be right.

    Examples
    --------
    >>> str(ParseError("layer 1, 'k0'", "a size must be at least 1"))
    "layer 1, 'k0': a size must be at least 1"
    """

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(place, problem)
        self.place = place
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


class OutsideTheoryWarning(UserWarning):
    """A model of another program was read, and what of it lies outside the theory was left out: the text says what."""


class LimitError(SymlcnError):
    """A time or memory limit ended a computation: the answer is undecided, never wrong."""


class ArithmeticGuardError(SymlcnError, ArithmeticError):
    """An exact operation returned something that fails its own verification; nothing is concluded."""


class RingMismatchError(SymlcnError, TypeError):
    """Polynomials of different dimension, or a polynomial and a number, were compared or combined."""


class ZeroPolynomialError(SymlcnError, ValueError):
    """The zero polynomial was given where only nonzero ones have an answer."""


class NotDivisibleError(SymlcnError, ArithmeticError):
    """An exact division leaves a remainder; `dividend` and `divisor` are attributes."""

    def __init__(self, dividend: object, divisor: object) -> None:
        super().__init__(dividend, divisor)
        self.dividend = dividend
        self.divisor = divisor

    def __str__(self) -> str:
        return f"{shown(self.divisor)} does not divide {shown(self.dividend)} over Q"
