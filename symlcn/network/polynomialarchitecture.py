"""Architectures with monomial activations x ↦ x^r between layers.

Contents: :class:`PolynomialArchitecture`, :class:`Run`.

Notation. Layers l = 1, …, L as in :mod:`symlcn.network.architecture`; after layer l < L the activation x ↦ x^{r_l},
r_l = 1 for none. The network is f = F_L, a polynomial in the inputs x_p, with F_0 = x_0 and
F_l = P_l(T)·(F_{l−1})^{r_{l−1}}, where T shifts inputs. It is homogeneous of degree R = ∏ r_l in x, and of degree
D_l = r_l⋯r_{L−1} in the filter w_l. A *run* is a maximal set of consecutive layers without an activation between them:
a linear network of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from typing import NamedTuple, SupportsIndex

from symlcn.errors import ParseError, counted
from symlcn.network.architecture import MAX_NUMBER, Architecture, counting_number

__all__ = ["PolynomialArchitecture", "Run"]


class Run(NamedTuple):
    """Consecutive layers without an activation between them.

    Attributes
    ----------
    start, stop : int
        The layers are those from `start` up to, not including, `stop`, counted from 0.
    architecture : Architecture
        The layers as a linear network of their own, whose exponents begin anew.
    """

    start: int
    stop: int
    architecture: Architecture


@dataclass(frozen=True, slots=True, init=False, repr=False)
class PolynomialArchitecture:
    """A stack of layers with activations x ↦ x^r between some of them.

    Parameters
    ----------
    architecture : Architecture
        The layers alone.
    activations : sequence of int
        r_1, …, r_{L−1}, where r_l follows layer l and 1 stands for none. At least one is larger than 1.

    Raises
    ------
    ParseError
        If their number is not L − 1, or one is not an integer from 1 to 10^9, or all are 1.

    Examples
    --------
    >>> network = PolynomialArchitecture(Architecture("k3s2 k2 k2"), (1, 3))
    >>> print(network), network.degrees, network.degree, [str(run.architecture) for run in network.runs]
    k3s2 k2 r3 k2
    (None, (3, 3, 1), 3, ['k3s2 k2', 'k2'])
    """

    architecture: Architecture
    activations: tuple[int, ...]

    def __init__(self, architecture: Architecture, activations: Iterable[SupportsIndex]) -> None:
        found = tuple(counting_number("activations", r, MAX_NUMBER, "; 2 stands for x ↦ x^2") for r in activations)
        depth = len(architecture)
        if len(found) != depth - 1:
            problem = f"{counted(len(found), 'activation')} for {counted(depth, 'layer')}"
            raise ParseError("activations", f"{problem}; give one after each layer but the last, 1 for none")
        if all(power == 1 for power in found):
            raise ParseError("activations", "none is larger than 1; without activations it is an Architecture")
        if prod(found) > MAX_NUMBER:
            raise ParseError("activations", "their product exceeds 10^9; use smaller or fewer powers")
        object.__setattr__(self, "architecture", architecture)
        object.__setattr__(self, "activations", found)

    def __len__(self) -> int:
        return len(self.architecture)

    @property
    def dimension(self) -> int:
        """Number D of directions."""
        return self.architecture.dimension

    @property
    def parameters(self) -> int:
        """Number ΣK_l of parameters."""
        return self.architecture.parameters

    @property
    def rank(self) -> int:
        """ΣK_l − (L − 1): the largest rank of the Jacobian, and dim X as a cone."""
        return self.architecture.rank

    @property
    def degrees(self) -> tuple[int, ...]:
        """D_l = r_l⋯r_{L−1}: the degree of f in the filter of layer l; D_L = 1."""
        found = [1]
        for power in reversed(self.activations):
            found.append(found[-1] * power)
        return tuple(reversed(found))

    @property
    def degree(self) -> int:
        """R = ∏ r_l: the degree of f in the inputs."""
        return prod(self.activations)

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs, in order of application."""
        ends = [l for l, power in enumerate(self.activations, 1) if power > 1]
        pairs = zip([0, *ends], [*ends, len(self)], strict=True)
        return tuple(Run(start, stop, self.architecture[start:stop]) for start, stop in pairs)

    @property
    def fully_nonlinear(self) -> bool:
        """Whether an activation separates all layers: every run is one layer."""
        return all(power > 1 for power in self.activations)

    def __str__(self) -> str:
        words = []
        for layer, power in zip(self.architecture, (*self.activations, 1), strict=True):
            words += [str(layer)] if power == 1 else [str(layer), f"r{power}"]
        return " ".join(words)

    def __repr__(self) -> str:
        return f"PolynomialArchitecture({self.architecture!r}, {self.activations!r})"
