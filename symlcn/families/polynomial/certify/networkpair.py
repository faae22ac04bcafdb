"""Two parameter tuples of a network with activations: the same function, the same invariants, different NTKs.

Contents: :class:`NetworkPair`, :class:`ScaledFilters`, :func:`lifted`.

One run makes the difference. If two of its layers exchange a root, S = e_0·vᵀ + v·e_0ᵀ separates the NTKs of the run
for every δ, and vᵀQ = 0 for its end-to-end filter Q, as its filter of layer i vanishes at the root. So S is a sum of
products φ·ψ with φ(Q) = 0; extended by 0 on the images of the other runs, φ vanishes on f, and the lifted S separates
the NTKs of the network for every δ: it is 0 on what all layers but i contribute.

If two layers i and j of a run are swapped, D_i = D_j, so ∏ n_l^{D_l} stays and t with it, and

    K(e_0, e_0) − K'(e_0, e_0) = f(e_0)²·D²·(1/ρ_i − 1/ρ_j)·(n_i/w_i[0]² − n_j/w_j[0]²).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import NamedTuple

from symlcn.errors import brief
from symlcn.families.polynomial.certify.composition import Composition
from symlcn.families.polynomial.weightedscaling import (
    WeightedScaling,
    WeightedSum,
    corner_sum,
    is_weighted_solvable,
    solve_weighted,
    weighted_shifts,
)
from symlcn.generic.certify import Certificate
from symlcn.generic.witness import Exchange, WitnessLayer
from symlcn.network.architecture import Layer
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["NetworkPair", "ScaledFilters", "lifted"]

Filters = tuple[WitnessLayer, ...]


class ScaledFilters(NamedTuple):
    """Integer filters and, if invariants are given and it is computed, the scaling that attains them."""

    filters: Filters
    scaling: WeightedScaling | None

    def __repr__(self) -> str:
        return brief(self)


class NetworkPair(NamedTuple):
    """Two parameter tuples with the same function, the same invariants and different NTKs.

    Attributes
    ----------
    delta : tuple of Fraction, or None
        The invariants of both; None if the NTKs differ for every δ.
    run : int
        The run that makes the difference.
    layers : tuple of int
        The two layers of the network in which the tuples differ: they are swapped, or exchange a root.
    pair : tuple of ScaledFilters
    corner : tuple of WeightedSum, or None
        K(e_0, e_0) for both, where layers are swapped and the scaling is computed.
    """

    delta: tuple[Fraction, ...] | None
    run: int
    layers: tuple[int, int]
    pair: tuple[ScaledFilters, ScaledFilters]
    corner: tuple[WeightedSum, WeightedSum] | None

    def __repr__(self) -> str:
        return brief(self)


def lifted(
    network: PolynomialArchitecture,
    asked: tuple[Fraction, ...] | None,
    runs: Sequence[Certificate],
    composition: Composition,
) -> NetworkPair:
    """The pair that shows that the NTK is not determined by f and δ, or not for every δ."""
    filters = tuple(layer for run in runs for layer in (run.witness or map(_unit, run.architecture.layers)))
    for number, run in enumerate(runs):
        if run.exchange is not None:
            return _exchanged(network, asked, filters, number, run.exchange)
    return _swapped(network, asked, filters, composition)


def _unit(layer: Layer) -> WitnessLayer:
    """The filter with the entry 1 at index 0, for a run without a witness."""
    return WitnessLayer(layer, {(0,) * layer.dimension: 1})


def _exchanged(
    network: PolynomialArchitecture,
    asked: tuple[Fraction, ...] | None,
    filters: Filters,
    number: int,
    exchange: Exchange,
) -> NetworkPair:
    start = network.runs[number].start
    i, j = (start + l for l in exchange.layers)
    other = _replaced(filters, dict(zip((i, j), exchange.filters, strict=True)))
    first, second = (ScaledFilters(own, _scaling(network, own, asked)) for own in (filters, other))
    return NetworkPair(asked, number, (i, j), (first, second), None)


def _swapped(
    network: PolynomialArchitecture, asked: tuple[Fraction, ...] | None, filters: Filters, composition: Composition
) -> NetworkPair:
    """Swap two layers with ρ_i ≠ ρ_j; the invariants of the witnesses themselves serve when none are asked."""
    norms = [layer.norm for layer in filters]
    own = tuple(Fraction(n - r * m) for (n, m), r in zip(pairwise(norms), network.activations, strict=True))
    delta = own if asked is None else asked
    offsets = weighted_shifts(network.degrees, delta)
    i, j = next((i, j) for group in composition.interchangeable for i, j in pairwise(group) if offsets[i] != offsets[j])
    number = next(n for n, (_, stop) in enumerate(composition.runs) if i < stop)
    other = _replaced(filters, {i: filters[j], j: filters[i]})
    scaling = _scaling(network, filters, delta)
    first, second = (ScaledFilters(own, scaling) for own in (filters, other))
    if scaling is None:
        return NetworkPair(delta, number, (i, j), (first, second), None)
    return NetworkPair(delta, number, (i, j), (first, second), (_corner(first), _corner(second)))


def _corner(point: ScaledFilters) -> WeightedSum:
    scaling, constants = point.scaling, [layer.constant for layer in point.filters]
    if scaling is None:
        raise ValueError("the filters are not scaled")
    value = prod(c**d for c, d in zip(constants, scaling.degrees, strict=True))
    return corner_sum([layer.norm for layer in point.filters], constants, scaling, Fraction(value))


def _scaling(
    network: PolynomialArchitecture, filters: Filters, delta: tuple[Fraction, ...] | None
) -> WeightedScaling | None:
    norms = [layer.norm for layer in filters]
    if delta is None or not is_weighted_solvable(network.degrees, norms, delta):
        return None
    return solve_weighted(network.degrees, norms, delta)


def _replaced(filters: Filters, new: dict[int, WitnessLayer]) -> Filters:
    return tuple(new.get(index, layer) for index, layer in enumerate(filters))
