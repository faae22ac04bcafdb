"""A motion of filters over one U that need not be along an orbit: it keeps the invariants, and moves the NTK.

Contents: :class:`FiberMotion`, :func:`find_fiber_motion`, :func:`motion_across`.

Theorem. Let rank J at θ be an upper bound of the dimension of the closure of all U, W_1, …, W_{L−1}, each as a matrix
with a row for each output channel, have full row rank, and J·v = 0, Ḋ(v) = 0, K̇(v) ≠ 0. Then K is not constant on the
parameters with this U and these invariants.
Proof. The rank of J is the largest one at θ, so it is constant near θ, and the filters over U near θ are a manifold
with the tangent space ker J. It contains the tangent vectors of the orbit, which Ḋ maps onto all tuples of symmetric
matrices (:mod:`symlcn.families.multichannel.orbitmotion`). So the filters over U that have these invariants are near θ
a manifold with the tangent space ker J ∩ ker Ḋ (implicit function theorem), and K moves along a curve in it. ∎

Without the rank it is false: for one channel, P_1 = (1, 2, 1), P_2 = (1, 1) and v = ((−1, 0, 1), (1, −1)) it is
J·v = 0, Ḋ(v) = 0 and K̇(v) ≠ 0, where K is constant: (1 + x)³ has one factorization up to a scalar.

The bounds are those by merging layers: all layers between cuts become one. With all cuts that is parameters − dim G for
a concise network, with none the number of entries of U. Where all D_l are scalar matrices and the generic fiber has
positive excess, this is what moves K; motions along orbits do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import gcd
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.echelon import kernel_vectors, rank_modulo
from symlcn.algebra.exact import CHECK_PRIME
from symlcn.algebra.matrices import Rows, entries, fmpq_of, matrix, reduced_lattice
from symlcn.errors import brief
from symlcn.families.hiddenmotions import gram_slopes
from symlcn.families.multichannel.chain import chain_of
from symlcn.families.multichannel.channelmap import ChannelFilters, filters_of, slices
from symlcn.families.multichannel.counterexample.indefinitepoints import points_at
from symlcn.families.multichannel.derivation import least_cuts
from symlcn.families.multichannel.orbitmotion import MAX_COMPARED, has_full_rows
from symlcn.network.channelarchitecture import ChannelArchitecture

__all__ = ["FiberMotion", "find_fiber_motion", "motion_across"]

MAX_PARAMETERS = 150
MAX_SIZE = 20_000
"""Parameters times entries of U."""
TRIED = 6
MAX_DIRECTIONS = 30
"""So many tangent vectors are combined."""


@dataclass(frozen=True, slots=True)
class FiberMotion:
    """Filters, and a tangent vector of a motion.

    Attributes
    ----------
    given, velocities : ChannelFilters
        θ and v.
    cuts : tuple of int
        Between the layers that are merged.
    index : tuple of (int, int)
        An entry of K that moves.
    velocity : Fraction
        Its velocity.
    """

    __repr__ = brief

    given: ChannelFilters
    velocities: ChannelFilters
    cuts: tuple[int, ...]
    index: tuple[int, int]
    velocity: Fraction


def find_fiber_motion(given: ChannelFilters) -> FiberMotion | None:
    """A motion at given filters; None if the theorem does not apply, or none is found.

    Examples
    --------
    >>> from symlcn.families.multichannel.counterexample.indefinitepoints import points_at
    >>> from symlcn.network.notation import parse_network
    >>> scalar = ((Fraction(3), Fraction(0)), (Fraction(0), Fraction(3)))
    >>> found = find_fiber_motion(next(points_at(parse_network("k2c2 k2"), (scalar,))))
    >>> found.cuts, found.velocity != 0
    ((), True)
    """
    network, chain = given.network, chain_of(given.network)
    cuts = least_cuts(chain)
    if cuts is None or network.parameters > MAX_PARAMETERS or network.parameters * given.ambient > MAX_SIZE:
        return None
    jacobian = _beside(_blocks(given, given.ambient))
    if not has_full_rows(given) or rank_modulo(_integers(jacobian), CHECK_PRIME) < chain.merged_bound(cuts):
        return None
    for v in _still(given, jacobian):
        for i, row in enumerate(entries(_kernel_velocities(given, v))):
            j = next((j for j in range(i, len(row)) if row[j]), None)
            if j is not None:
                return FiberMotion(given, v, cuts, (i, j), row[j])
    return None


def motion_across(network: ChannelArchitecture, invariants: tuple[Rows, ...]) -> FiberMotion | None:
    """A motion at rational filters with given invariants, scalar or not; None if none is found.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> balanced = ((Fraction(0), Fraction(0)), (Fraction(0), Fraction(0)))
    >>> motion_across(parse_network("k2c2 k2c2 k2"), (balanced, balanced)).given.invariants == (balanced, balanced)
    True
    """
    motions = (find_fiber_motion(point) for point in islice(points_at(network, invariants), TRIED))
    return next((motion for motion in motions if motion is not None), None)


def _beside(blocks: Sequence[Any]) -> Any:
    """Matrices of equally many rows as one."""
    return fmpq_mat([[c for part in parts for c in part] for parts in zip(*(b.tolist() for b in blocks), strict=True)])


def _integers(whole: Any) -> list[list[Any]]:
    found: list[list[Any]] = whole.numer_denom()[0].tolist()
    return found


def _still(given: ChannelFilters, jacobian: Any) -> Iterator[ChannelFilters]:
    """Small v with J·v = 0 and Ḋ(v) = 0: entries of all W_l[j], one after the other, row-major."""
    layers = [slices(own) for own in given.filters]
    rates = matrix(gram_slopes(layers)).transpose()
    whole = fmpq_mat([*jacobian.tolist(), *rates.tolist()]).numer_denom()[0]
    rows = sorted(kernel_vectors(whole), key=lambda row: max(map(abs, row)))[:MAX_DIRECTIONS]
    for row in reduced_lattice(rows) if rows else []:
        content = gcd(*row)
        numbers = iter([c // content for c in row])
        parts = [
            [fmpq_mat(w.nrows(), w.ncols(), [next(numbers) for _ in range(w.nrows() * w.ncols())]) for w in layer]
            for layer in layers
        ]
        yield filters_of(given.network, parts)


def _kernel_velocities(given: ChannelFilters, velocities: ChannelFilters) -> Any:
    """K̇ between the first entries of U: the derivatives by a layer move with each of the others."""
    count = min(given.ambient, MAX_COMPARED)
    own = _blocks(given, count)
    moving: list[Any] = [block * 0 for block in own]
    for i in range(len(own)):
        filters = (*given.filters[:i], velocities.filters[i], *given.filters[i + 1 :])
        for l, block in enumerate(_blocks(ChannelFilters(given.network, filters), count)):
            if l != i:
                moving[l] += block
    half = sum((m * b.transpose() for m, b in zip(moving, own, strict=True)), fmpq_mat(count, count))
    return half + half.transpose()


def _blocks(given: ChannelFilters, count: int) -> list[Any]:
    return [fmpq_mat(b) * fmpq_of(c) for b, c in zip(given.jacobians(count), given.scales, strict=True)]
