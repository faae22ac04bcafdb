"""What all families of networks have in common: five questions, asked in the same words.

Contents: :class:`Family`, :class:`Verdict`.

A family has parameters θ, a parametrization map μ, invariants δ that gradient flow keeps for every loss, and an NTK K.
The question about a family is whether K is a function of μ(θ) and δ alone. Implementations:
:class:`symlcn.networks.convolutional.Convolutional`, :class:`symlcn.networks.dense.Dense`,
:class:`symlcn.networks.relu.ReluConvolutional`, :class:`symlcn.networks.reludense.ReluDense`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from symlcn.errors import SymlcnError, shown

__all__ = ["Family", "Verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the NTK is a function of the network's function and the invariants.

    Attributes
    ----------
    status : str
        ``"proved"`` (it is), ``"refuted"`` (an exact pair or a curve of parameters shows that it is not), or
        ``"undecided"``.
    scope : str
        For which functions and invariants, in words.
    reason : str or None
        Why it is undecided.
    pair : tuple of two parameters, or None
        When refuted: equal functions, equal invariants, different NTKs; None where such parameters are irrational.
    hypotheses : tuple of str
        The conditions under which it is proved, beyond the invariants.
    """

    status: str
    scope: str
    reason: str | None = None
    pair: tuple[Any, Any] | None = None
    hypotheses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.status not in ("proved", "refuted", "undecided") or (self.status == "undecided") == (
            self.reason is None
        ):
            raise SymlcnError(f"not a verdict: {shown(self.status)} for the reason {shown(self.reason)}")


@runtime_checkable
class Family(Protocol):
    """A family of networks with fixed shape; parameters are tuples of exact rational tensors."""

    def parametrization(self, parameters: Any) -> Any:
        """What the network computes: an exact value, equal for equal functions."""

    def invariants(self, parameters: Any) -> Any:
        """What gradient flow keeps for every loss: an exact value."""

    def ntk(self, parameters: Any) -> Any:
        """The NTK at these parameters: an exact value, equal for equal NTKs."""

    def fiber(self, parameters: Any) -> tuple[Any, ...]:
        """Exact parameters with the function and the invariants of the given ones, which come first.

        A sample where there are infinitely many or where some are irrational; never claimed to be complete.
        """

    def verdict(self, invariants: Any = None) -> Verdict:
        """Whether the NTK is a function of the function for given invariants; None: for every value of them."""
