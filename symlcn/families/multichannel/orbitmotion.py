"""A motion along an orbit of a network with channels: it keeps U and the invariants, and moves the NTK.

Contents: :class:`OrbitMotion`, :func:`find_orbit_motion`, :func:`has_full_rows`, :func:`derivatives`.

Invertible g_l act by W_l ↦ g_l·W_l·g_{l−1}⁻¹ and keep U: velocities are those of :mod:`symlcn.families.hiddenmotions`,
with derivatives of U as in :mod:`symlcn.families.multichannel.channelmap`.

Theorem. Let W_1, …, W_{L−1}, each as a matrix with a row for each output channel, have full row rank, and let Ḋ = 0 and
K̇ ≠ 0. Then K is not constant on the parameters with this U and these invariants.
Proof. For symmetric X it is Σ_l tr(X_l·Ḋ_l) = −2·Σ_l ‖Ẇ_l‖². If all Ẇ_l are 0, then X_1·W_1[j] = 0 for all j, so
X_1 = 0, then X_2·W_2[j] = W_2[j]·X_1 = 0, so X_2 = 0, and so on. So X ↦ Ḋ is injective on symmetric X, hence onto all
tuples of symmetric matrices, and the g that keep all D_l are near 1 a manifold, whose tangent vectors are the X with
Ḋ = 0 (implicit function theorem). K moves along a curve in it. ∎
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.echelon import rank_modulo
from symlcn.algebra.exact import CHECK_PRIME
from symlcn.algebra.matrices import fmpq_of
from symlcn.errors import brief
from symlcn.families.hiddenmotions import Block, first_moving, still_directions
from symlcn.families.multichannel.channelmap import MAX_JACOBIAN, ChannelFilters, slices

__all__ = ["OrbitMotion", "derivatives", "find_orbit_motion", "has_full_rows"]

MAX_UNKNOWNS = 150
"""Entries of all X_l."""
MAX_COMPARED = 40
"""Entries of U whose rows of K are looked at."""


@dataclass(frozen=True, slots=True)
class OrbitMotion:
    """Parameters, and the tangent vectors of a motion.

    Attributes
    ----------
    given : ChannelFilters
    directions : tuple
        X_1, …, X_{L−1} as fmpq_mat.
    index : tuple of (int, int)
        An entry of K that moves.
    velocity : Fraction
        Its velocity.
    """

    __repr__ = brief

    given: ChannelFilters
    directions: tuple[Any, ...]
    index: tuple[int, int]
    velocity: Fraction


def find_orbit_motion(given: ChannelFilters) -> OrbitMotion | None:
    """A motion at given filters, with small directions; None if the theorem does not apply, or none is found.

    Examples
    --------
    >>> from symlcn.families.multichannel.channelmap import as_channel_filters
    >>> from symlcn.network.notation import parse_network
    >>> filters = [[[0, 0], [2, 3]], [[-3, -2], [2, 3]]], [[[-2, -1], [3, -1]], [[-2, 2], [-2, -1]]]
    >>> found = find_orbit_motion(as_channel_filters(filters, parse_network("c2 k2s2c2 k2c2")))
    >>> found.velocity != 0, found.index
    (True, (0, 0))
    """
    hidden = given.network.channels[1:-1]
    if not hidden or sum(n * n for n in hidden) > MAX_UNKNOWNS or not has_full_rows(given):
        return None
    blocks = derivatives(given)
    for directions in still_directions([slices(own) for own in given.filters], hidden):
        found = first_moving(blocks, directions)
        if found is not None:
            return OrbitMotion(given, directions, *found)
    return None


def has_full_rows(given: ChannelFilters) -> bool:
    """Whether all layers but the last have full row rank, as is seen modulo a prime.

    Examples
    --------
    >>> from symlcn.families.multichannel.channelmap import as_channel_filters
    >>> from symlcn.network.notation import parse_network
    >>> has_full_rows(as_channel_filters([[[[1, 2]], [[2, 4]]], [[[5], [6]]]], parse_network("k2c2 k1")))
    False
    """
    for layer, n in zip(given.layers[:-1], given.network.channels[1:-1], strict=True):
        places = sorted({(b, p) for row in layer.rows.values() for b, f in row.items() for p in f})
        rows = [[row.get(b, {}).get(p, 0) for b, p in places] for row in layer.rows.values()]
        if len(rows) < n or rank_modulo(rows, CHECK_PRIME) < n:
            return False
    return True


def derivatives(given: ChannelFilters, most: int = MAX_COMPARED) -> list[Block]:
    """Those of the first entries of U by all layers.

    Examples
    --------
    >>> from symlcn.families.multichannel.channelmap import as_channel_filters
    >>> from symlcn.network.notation import parse_network
    >>> given = as_channel_filters([[[[1, 2]], [[3, 4]]], [[[5], [6]]]], parse_network("k2c2 k1"))
    >>> [block.matrix.tolist() for block in derivatives(given)]
    [[[5, 6, 0, 0], [0, 0, 5, 6]], [[1, 3], [2, 4]]]
    """
    count = max(1, min(given.ambient, most, MAX_JACOBIAN // given.network.parameters))
    blocks = []
    for l, (own, scale) in enumerate(zip(given.jacobians(count), given.scales, strict=True)):
        plain = fmpq_mat(own) * fmpq_of(scale)
        blocks.append(Block(given.network.channels[l + 1], given.network.channels[l], plain, plain))
    return blocks
