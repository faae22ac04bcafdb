"""Pairs of parameter tuples of a network with monomial activations: one f, one δ, different NTKs.

Contents: :class:`PolynomialPair`, :class:`TupleOfPair`, :class:`PairFound`, :func:`value_at`, :func:`told_apart`.

How they are found is said in :mod:`symlcn.families.polynomial.counterexample.networksearch` and
:mod:`symlcn.families.polynomial.counterexample.singularpair`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from symlcn.algebra.polynomials import Exponents
from symlcn.counterexample.candidates import Flat
from symlcn.counterexample.differing import squared_norm
from symlcn.counterexample.pair import Separation
from symlcn.errors import brief
from symlcn.families.polynomial.expansion import Function
from symlcn.families.polynomial.gradients import gradient_at
from symlcn.families.polynomial.weightedscaling import WeightedScaling, WeightedSum
from symlcn.network.filters import Filter
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["PairFound", "Point", "PolynomialPair", "TupleOfPair", "told_apart", "value_at"]

Point = dict[Exponents, int]
"""An input, by the positions of its entries other than 0."""


@dataclass(frozen=True, slots=True)
class TupleOfPair:
    """A parameter tuple of a pair.

    Attributes
    ----------
    filters : tuple of nested tuples of int
        Primitive integer filters w_l; f is the factor of the pair times μ(w).
    scaling : WeightedScaling or None
        ρ_l = D_l·(t + Δ_l), the squared norms after scaling to the invariants; None for every δ.
    ratios : tuple of Fraction, or None
        Factors λ_l with λ_l²·n_l = ρ_l and ∏λ_l^{D_l} the factor of the pair, where rational ones were asked for.
    """

    __repr__ = brief

    filters: tuple[Filter, ...]
    scaling: WeightedScaling | None
    ratios: tuple[Fraction, ...] | None = None


@dataclass(frozen=True, slots=True)
class PolynomialPair:
    """Two parameter tuples with the same function f, the same invariants and different NTKs.

    Attributes
    ----------
    layers : tuple of int
        The layers in which they differ.
    move : str
        ``"swap"`` or ``"exchange"`` of a root, in a run; or ``"shift"``, over a singular f.
    height : int
        Largest absolute value of an entry of the filters in which they differ.
    smallest : bool
        Whether the height is the smallest in the family searched.
    points : tuple of TupleOfPair
    function : Function or None
        f, if it has few monomials.
    point : Point or None
        An input x at which K(x, x) is different; None for every δ.
    values : tuple of WeightedSum, or None
        K(x, x) for both.
    run : int or None
        The run of the separating matrix.
    separation : Separation or None
        A matrix on the end-to-end filter of the run, present exactly for every δ.
    factor : Fraction
        f divided by μ(w), at both.
    """

    __repr__ = brief

    layers: tuple[int, ...]
    move: str
    height: int
    smallest: bool
    points: tuple[TupleOfPair, TupleOfPair]
    function: Function | None
    point: Point | None = None
    values: tuple[WeightedSum, WeightedSum] | None = None
    run: int | None = None
    separation: Separation | None = None
    factor: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class PairFound:
    """What a search found.

    Attributes
    ----------
    network : PolynomialArchitecture
    delta : tuple of Fraction, or None
        The invariants of the pair; None for every δ, or if none were asked for and nothing was found.
    pair : PolynomialPair or None
    reason : str or None
        Why there is no pair.
    """

    __repr__ = brief

    hypotheses: ClassVar[tuple[str, ...]] = ()  # what is said holds without any
    network: PolynomialArchitecture
    delta: tuple[Fraction, ...] | None
    pair: PolynomialPair | None
    reason: str | None = None

    @property
    def status(self) -> str:
        """``"refuted"`` if there is a pair, else ``"undecided"``."""
        return "undecided" if self.pair is None else "refuted"


def value_at(
    network: PolynomialArchitecture,
    flats: Sequence[Flat],
    scaling: WeightedScaling,
    point: Point,
    factor: Fraction = Fraction(1),
) -> WeightedSum:
    """K(x, x) = Σ_l factor²·n_l·‖∂f/∂w_l(x)‖²/ρ_l, where the derivatives are those of μ at the unscaled filters.

    Examples
    --------
    >>> from symlcn.families.polynomial.weightedscaling import solve_weighted
    >>> from symlcn.network.notation import parse_network
    >>> balanced = solve_weighted((2, 1), (14, 41), [Fraction(0)])
    >>> value_at(parse_network("k3 r2 k2"), [(1, 2, 3), (4, 5)], balanced, {(0,): 1}).terms
    ((Fraction(489, 1), Fraction(0, 1)),)
    """
    parts = gradient_at(network, flats, point).parts
    return scaling.over(
        [factor**2 * squared_norm(own) * squared_norm(part) for own, part in zip(flats, parts, strict=True)]
    )


def told_apart(first: WeightedSum, second: WeightedSum) -> bool:
    """Whether two numbers are seen to be different: as rational numbers, or by enclosures."""
    if first == second:
        return False
    if first.value is not None and second.value is not None:
        return first.value != second.value
    for bits in (32, 64, 128, 256):
        (a, b), (c, d) = (own.enclosure(Fraction(1, 1 << bits)) for own in (first, second))
        if b < c or d < a:
            return True
    return False
