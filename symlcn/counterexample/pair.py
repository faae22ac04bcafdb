"""Pairs of parameter tuples with the same end-to-end filter, the same invariants and different NTKs.

Contents: :class:`Point`, :class:`Separation`, :class:`Pair`, :class:`CounterexampleResult`.

How they are found is said in :mod:`symlcn.counterexample.find`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, TypeAlias

from symlcn.algebra import typeset
from symlcn.errors import brief
from symlcn.network.architecture import Architecture
from symlcn.network.filters import Filter
from symlcn.network.scaling import Scaling

__all__ = ["CounterexampleResult", "Element", "Pair", "Point", "Separation"]

Element: TypeAlias = tuple[Fraction, ...]
"""An element of Q(t), as coefficients in t from degree 0."""


@dataclass(frozen=True, slots=True)
class Point(typeset.Typeset):
    """A parameter tuple of a pair.

    Attributes
    ----------
    filters : tuple of nested tuples of int
        Primitive integer filters w_l; their product times the factor of the pair is the end-to-end filter.
    scaling : Scaling or None
        ρ_l = t + Δ_l, the squared norms after scaling to the invariants; None for every δ.
    ratios : tuple of Fraction, or None
        Factors λ_l with λ_l²·n_l = ρ_l whose product is the factor of the pair, where rational ones were asked for.
    """

    __repr__ = brief

    filters: tuple[Filter, ...]
    scaling: Scaling | None
    ratios: tuple[Fraction, ...] | None = None

    def latex(self) -> str:
        """The filters, and the squared norms to which they are scaled.

        Examples
        --------
        >>> print(Point(((1, 0, -1), (1, 2)), None).latex())
        w_{1} = (1, 0, -1),\\quad w_{2} = (1, 2)
        """
        return r",\quad ".join(typeset.parameters(self.filters, self.scaling))


@dataclass(frozen=True, slots=True)
class Separation:
    """A symmetric integer matrix S that separates two NTKs for every δ.

    Attributes
    ----------
    entries : tuple of ((int, int), int)
        Nonzero entries on and above the diagonal.
    products : tuple of tuple of int
        ⟨S, N_l⟩ ≥ 0 for all l at the first tuple, ⟨S, N_l⟩ ≤ 0 for all l at the second, not all 0.
    """

    __repr__ = brief

    entries: tuple[tuple[tuple[int, int], int], ...]
    products: tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parameter tuples with the same end-to-end filter, the same invariants and different NTKs.

    Attributes
    ----------
    layers : tuple of int
        The two layers in which they differ.
    move : str
        ``"swap"`` or ``"exchange"``.
    height : int
        Largest absolute value of an entry of the filters in which they differ.
    smallest : bool
        Whether the height is the smallest in the family searched; False for a pair that was constructed.
    filter : nested tuples of int or Fraction
        The end-to-end filter.
    points : tuple of Point
    index : tuple of int, or None
        Row and column at which the NTKs differ; None for every δ.
    values : tuple of (tuple of Fraction), or None
        Their entries there, each as coefficients in its own t.
    separation : Separation or None
        Present exactly for every δ.
    factor : Fraction
        The end-to-end filter divided by ∏w_l, at both points: 1 unless the pair was constructed.
    """

    __repr__ = brief

    layers: tuple[int, int]
    move: str
    height: int
    smallest: bool
    filter: Filter
    points: tuple[Point, Point]
    index: tuple[int, int] | None = None
    values: tuple[Element, Element] | None = None
    separation: Separation | None = None
    factor: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class CounterexampleResult:
    """What a search found.

    Attributes
    ----------
    architecture : Architecture
    delta : tuple of Fraction, or None
        The invariants of the pair; None for every δ, or if none were asked for and nothing was found.
    pair : Pair or None
    reason : str or None
        Why there is no pair.
    """

    __repr__ = brief

    hypotheses: ClassVar[tuple[str, ...]] = ()  # what is said holds without any
    architecture: Architecture
    delta: tuple[Fraction, ...] | None
    pair: Pair | None
    reason: str | None = None

    @property
    def status(self) -> str:
        """``"refuted"`` if there is a pair, else ``"undecided"``."""
        return "undecided" if self.pair is None else "refuted"

    @property
    def smooth(self) -> bool:
        """Whether the product is seen to be a smooth point of the closure of the neuromanifold, as all points are.

        That is so where the closure is the whole space, by its dimension. False: it was not examined.
        """
        return self.architecture.rank == self.architecture.ambient
