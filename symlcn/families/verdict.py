"""What is answered for a family of networks: whether its NTK is determined.

Contents: :class:`Verdict`, :class:`Judged`.

A family has parameters θ, a parametrization map μ, invariants δ that gradient flow keeps for every loss, and an NTK K.
The question about a family is whether K is a function of μ(θ) and δ alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symlcn.answer import Status
from symlcn.errors import SymlcnError, brief, shown

__all__ = ["Judged", "Verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the NTK is a function of the network's function and the invariants.

    Attributes
    ----------
    status : Status
        Proved: it is; refuted: an exact pair or a curve of parameters shows that it is not.
    scope : str
        For which functions and invariants, in words.
    reason : str or None
        Why it is undecided.
    pair : tuple of two parameters, or None
        When refuted: equal functions, equal invariants, different NTKs; None where such parameters are irrational.
    hypotheses : tuple of str
        The conditions under which it is proved, beyond the invariants.

    Raises
    ------
    SymlcnError
        If it is undecided without a reason, or has one and is not.
    """

    __repr__ = brief

    status: Status
    scope: str
    reason: str | None = None
    pair: tuple[Any, Any] | None = None
    hypotheses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.status is Status.UNDECIDED) == (self.reason is None):
            raise SymlcnError(f"not a verdict: {self.status} for the reason {shown(self.reason)}")


class Judged:
    """A result with a verdict; what an answer needs of it is that of the verdict."""

    __slots__ = ()
    verdict: Verdict

    @property
    def status(self) -> Status:
        """That of the verdict."""
        return self.verdict.status

    @property
    def reason(self) -> str | None:
        """Why it is undecided."""
        return self.verdict.reason

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """The conditions under which the answer holds."""
        return self.verdict.hypotheses
