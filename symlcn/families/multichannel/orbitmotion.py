"""A motion along an orbit of a network with channels: it keeps U and the invariants, and moves the NTK.

Contents: :class:`OrbitMotion`, :func:`find_orbit_motion`, :func:`invariant_velocities`, :func:`kernel_velocity`.

Invertible g_l act by W_l ↦ g_l·W_l·g_{l−1}⁻¹ and keep U. With g_l = 1 + t·X_l + … the velocities at t = 0 are
Ẇ_l = X_l·W_l − W_l·X_{l−1}, X_0 = X_L = 0. Those of the invariants are Ḋ_l = Y_l + Y_lᵀ with
Y_l = Σ_j W_{l+1}[j]ᵀẆ_{l+1}[j] − Σ_j Ẇ_l[j]·W_l[j]ᵀ; and with S_l = X_l + X_lᵀ an entry of K has the velocity
K̇(n, m) = Σ_l Σ_j ⟨R_{l,j}(n), R_{l,j}(m)·S_{l−1} − S_l·R_{l,j}(m)⟩, where R(n), R(m) are the derivatives of two entries
of U as in :mod:`symlcn.families.multichannel.channelmap`: A_l and B_{l−1} become A_l·g_l⁻¹ and g_{l−1}·B_{l−1}.

Theorem. Let W_1, …, W_{L−1}, each as a matrix with a row for each output channel, have full row rank, and let Ḋ = 0 and
K̇ ≠ 0. Then K is not constant on the parameters with this U and these invariants.
Proof. For symmetric X it is Σ_l tr(X_l·Ḋ_l) = −2·Σ_l ‖Ẇ_l‖². If all Ẇ_l are 0, then X_1·W_1[j] = 0 for all j, so
X_1 = 0, then X_2·W_2[j] = W_2[j]·X_1 = 0, so X_2 = 0, and so on. So X ↦ Ḋ is injective on symmetric X, hence onto all
tuples of symmetric matrices, and the g that keep all D_l are near 1 a manifold, whose tangent vectors are the X with
Ḋ = 0 (implicit function theorem). K moves along a curve in it. ∎
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.echelon import kernel_vectors, rank_modulo
from symlcn.algebra.exact import CHECK_PRIME, fraction_of
from symlcn.algebra.matrices import entries, matrix, reduced_lattice
from symlcn.errors import brief
from symlcn.families.multichannel.channelmap import ChannelFilters, slices

__all__ = ["OrbitMotion", "find_orbit_motion", "invariant_velocities", "kernel_velocity"]

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
    >>> found.velocity != 0, invariant_velocities(found.given, found.directions)[0].tolist()
    (True, [[0, 0], [0, 0]])
    """
    hidden = given.network.channels[1:-1]
    if not hidden or sum(n * n for n in hidden) > MAX_UNKNOWNS or not _full_rows(given):
        return None
    columns = []
    for l, n in enumerate(hidden):
        for k in range(n * n):
            own = [fmpq_mat(m, m) for m in hidden]
            own[l][divmod(k, n)] = 1
            rates = map(entries, invariant_velocities(given, own))
            columns.append([c for rows in rates for i, row in enumerate(rows) for c in row[i:]])
    common = lcm(*(c.denominator for column in columns for c in column))
    whole: Any = matrix([[c * common for c in column] for column in columns]).transpose().numer_denom()[0]
    rows = kernel_vectors(whole)
    derivatives = [given.derivative(n) for n in range(min(given.ambient, MAX_COMPARED))]
    for row in reduced_lattice(rows) if rows else []:
        content = gcd(*row)
        directions = _directions(hidden, [c // content for c in row])
        for i, first in enumerate(derivatives):
            for j, second in enumerate(derivatives[i:], i):
                velocity = kernel_velocity(given, directions, first, second)
                if velocity:
                    return OrbitMotion(given, directions, (i, j), velocity)
    return None


def _full_rows(given: ChannelFilters) -> bool:
    """Whether the theorem's hypothesis is seen modulo a prime."""
    for layer, n in zip(given.layers[:-1], given.network.channels[1:-1], strict=True):
        places = sorted({(b, p) for row in layer.rows.values() for b, f in row.items() for p in f})
        rows = [[row.get(b, {}).get(p, 0) for b, p in places] for row in layer.rows.values()]
        if len(rows) < n or rank_modulo(rows, CHECK_PRIME) < n:
            return False
    return True


def _directions(hidden: Sequence[int], numbers: Sequence[int]) -> tuple[Any, ...]:
    found, start = [], 0
    for n in hidden:
        found.append(matrix([numbers[start + i * n : start + (i + 1) * n] for i in range(n)]))
        start += n * n
    return tuple(found)


def invariant_velocities(given: ChannelFilters, directions: Sequence[Any]) -> list[Any]:
    """Ḋ_1, …, Ḋ_{L−1} as fmpq_mat."""
    layers = [slices(own) for own in given.filters]
    last = len(layers) - 1
    moved = []
    for l, own in enumerate(layers):
        velocities = [w * 0 if l == last else directions[l] * w for w in own]
        if l > 0:
            velocities = [v - w * directions[l - 1] for v, w in zip(velocities, own, strict=True)]
        moved.append(velocities)
    found = []
    for l, x in enumerate(directions):
        total = x * 0
        for w, v in zip(layers[l + 1], moved[l + 1], strict=True):
            total += w.transpose() * v
        for w, v in zip(layers[l], moved[l], strict=True):
            total -= v * w.transpose()
        found.append(total + total.transpose())
    return found


def kernel_velocity(given: ChannelFilters, directions: Sequence[Any], first: Any, second: Any) -> Fraction:
    """The velocity of an entry of K, from the derivatives of the two entries of U."""
    twice = [None, *(x + x.transpose() for x in directions), None]
    total = Fraction(0)
    for l, (scale, left, right) in enumerate(zip(given.scales, first, second, strict=True)):
        below, above = twice[l], twice[l + 1]
        value: Any = 0
        for f, g in zip(left, right, strict=True):
            for (a, b), x in f.items():
                for (c, e), y in g.items():
                    if a == c and below is not None:
                        value += x * y * below[e, b]
                    if b == e and above is not None:
                        value -= x * y * above[a, c]
        total += scale**2 * fraction_of(value) if value else 0
    return total
