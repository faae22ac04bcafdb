"""Refutations of parameter independence: two parameter tuples over one end-to-end filter, with different NTKs.

Contents: :class:`Counterexample`, :class:`Parameters`, :func:`swapped`, :func:`exchanged`.

Both begin with the witness of :mod:`symlcn.generic.witness`: two interchangeable layers are swapped, or two layers of
an axis block exchange a root.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from symlcn.errors import brief
from symlcn.generic.witness import Exchange, WitnessLayer
from symlcn.network.architecture import Architecture
from symlcn.network.corner import corner_entry
from symlcn.network.scaling import Scaling, is_solvable, shifts, solve_scaling

__all__ = ["Counterexample", "Parameters", "exchanged", "swapped"]


class Parameters(NamedTuple):
    """A parameter tuple: unscaled filters and, if invariants are given, the scaling that attains them.

    Attributes
    ----------
    filters : tuple of WitnessLayer
        Integer filters w_l.
    scaling : Scaling or None
        ρ_l = t + Δ_l; the scaled filters are ±√(ρ_l/n_l)·w_l. None stands for every δ, or for a scaling that exists
        by Prop. 2 and was not computed, for many layers or large invariants.
    """

    filters: tuple[WitnessLayer, ...]
    scaling: Scaling | None

    def __repr__(self) -> str:
        return brief(self)


class Counterexample(NamedTuple):
    """Two parameter tuples with the same end-to-end filter, the same invariants and different NTKs.

    Attributes
    ----------
    delta : tuple of Fraction, or None
        The invariants of both; None if the NTKs differ for every δ.
    layers : tuple of int
        The two layers in which the tuples differ: they are swapped, or exchange a root.
    pair : tuple of Parameters
    corner : tuple of (tuple of Fraction), or None
        K(0, 0) for both, in Q(t), where layers are swapped and the scaling is computed. None where they exchange a
        root: then the matrix S of the exchange shows the difference.
    """

    delta: tuple[Fraction, ...] | None
    layers: tuple[int, int]
    pair: tuple[Parameters, Parameters]
    corner: tuple[tuple[Fraction, ...], tuple[Fraction, ...]] | None

    def __repr__(self) -> str:
        return brief(self)


def exchanged(
    delta: tuple[Fraction, ...] | None, witness: tuple[WitnessLayer, ...], exchange: Exchange
) -> Counterexample:
    """The witness and its exchange, scaled to δ; unscaled if every δ is asked about."""
    other = _replaced(witness, dict(zip(exchange.layers, exchange.filters, strict=True)))
    solved = delta if delta is not None and is_solvable(delta) else None
    first, second = (
        Parameters(filters, None if solved is None else solve_scaling(_norms(filters), solved))
        for filters in (witness, other)
    )
    return Counterexample(delta, exchange.layers, (first, second), None)


def swapped(
    architecture: Architecture, asked: tuple[Fraction, ...] | None, witness: tuple[WitnessLayer, ...]
) -> Counterexample:
    """Swap two interchangeable layers with ρ_i ≠ ρ_j; the witness's own invariants serve when none are asked."""
    norms = _norms(witness)
    delta = asked if asked is not None else tuple(Fraction(n - m) for n, m in pairwise(norms))
    offsets = shifts(delta)
    i, j = next(
        (i, j) for group in architecture.interchangeable for i, j in pairwise(group) if offsets[i] != offsets[j]
    )
    other = _replaced(witness, {i: witness[j], j: witness[i]})
    if not is_solvable(delta):
        return Counterexample(delta, (i, j), (Parameters(witness, None), Parameters(other, None)), None)
    scaling = Scaling(Fraction(norms[-1]), offsets) if asked is None else solve_scaling(norms, delta)
    first, second = (Parameters(filters, scaling) for filters in (witness, other))
    before, after = (
        corner_entry(_norms(filters), [layer.constant for layer in filters], scaling) for filters in (witness, other)
    )
    return Counterexample(delta, (i, j), (first, second), (before, after))


def _replaced(witness: Sequence[WitnessLayer], new: dict[int, WitnessLayer]) -> tuple[WitnessLayer, ...]:
    return tuple(new.get(index, layer) for index, layer in enumerate(witness))


def _norms(filters: Sequence[WitnessLayer]) -> list[int]:
    return [layer.norm for layer in filters]
