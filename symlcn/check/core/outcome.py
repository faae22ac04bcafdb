"""What the checker says of a certificate, what a certificate states, and the two ways in which checking ends early.

Contents: :class:`Outcome`, :class:`Statement`, :data:`NOTHING`, :class:`Malformed`, :class:`Rejected`,
:class:`Imprecise`, :func:`shown`, :func:`unforeseen`.
"""

from __future__ import annotations

from types import TracebackType

_LONGEST = 40  # digits of a number that messages print
_MOST = 20  # numbers of a list that messages print


class Outcome:
    """What the checker says of one certificate.

    Attributes
    ----------
    verdict : str
        "accepted", "rejected" or "malformed".
    message : str
        The claim when accepted; otherwise the place in the certificate and what is wrong there.
    claim : str
        One plain sentence on what has been established; empty unless accepted.
    imprecise : bool
        Whether it is rejected since enclosures are too wide; with more bits it may be accepted.
    """

    __slots__ = ("claim", "imprecise", "message", "verdict")

    def __init__(self, verdict: str, message: str, claim: str = "", *, imprecise: bool = False) -> None:
        self.verdict = verdict
        self.message = message
        self.claim = claim
        self.imprecise = imprecise

    def __repr__(self) -> str:
        return f"Outcome({self.verdict!r}, {self.message!r})"


class Statement:
    """What a kind of certificate establishes. It says nothing of status and assumptions: see certificate.py.

    Attributes
    ----------
    text : str
        One sentence.
    hypotheses : tuple of str
        Sentences: the conditions under which it holds, beyond what it says itself.
    also : str
        What holds without these conditions; may be empty.
    subject : str
        The network it is about; empty for the notation of the architecture.
    """

    __slots__ = ("also", "hypotheses", "subject", "text")

    def __init__(self, text: str, hypotheses: tuple[str, ...] = (), subject: str = "", also: str = "") -> None:
        self.text = text
        self.hypotheses = hypotheses
        self.also = also
        self.subject = subject


NOTHING = "nothing is claimed"


class Malformed(Exception):
    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")


class Rejected(Exception):
    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")


class Imprecise(Rejected):
    """Rejected since enclosures are too wide: where what is claimed is true, more bits would show it."""


def shown(value: int | list[int] | tuple[int, ...]) -> str:
    """A number or numbers of any size in a message: CPython refuses to print integers of more than 4300 digits.

    Examples
    --------
    >>> shown(12), shown((3, 4)), shown(10**9999)
    ('12', '(3, 4)', 'about 2^33215')
    >>> shown([7] * 50)
    '[7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, ...]'
    """
    if isinstance(value, int):
        if abs(value) < 10**_LONGEST:
            return str(value)
        return f"about {'-' * (value < 0)}2^{value.bit_length() - 1}"
    entries = [shown(n) for n in value[:_MOST]] + ["..."] * (len(value) > _MOST)
    text = ", ".join(entries)
    return f"[{text}]" if isinstance(value, list) else f"({text}{',' * (len(value) == 1)})"


def unforeseen(error: Exception, value: object) -> Malformed:
    """What is said where checking a JSON value fails in a way that no module foresees: the place and the module."""
    where, module = "certificate", ""
    kind = value.get("kind") if isinstance(value, dict) else None
    name = ascii(kind[:20]) if isinstance(kind, str) else "unknown"
    checker = __name__.removesuffix("core.outcome")
    step: TracebackType | None = error.__traceback__
    while step is not None:
        running = str(step.tb_frame.f_globals.get("__name__"))
        if running.startswith(checker):
            module = running.removeprefix(checker)
            known = step.tb_frame.f_locals
            place = known.get("place", known.get("where"))
            where = place if isinstance(place, str) and place else where
        step = step.tb_next
    text = ascii(str(error)[:100])[1:-1]
    return Malformed(where, f"cannot be checked: {type(error).__name__}: {text} (kind {name}, module {module})")
