"""Equal NTKs at two real points that no permutation relates, by enclosures and integrality.

Contents: :func:`check_equal`.

With nu = c^2 prod n_l = prod rho_l, an entry of nu K is the sum over l of c^2 n_l N_l prod_{m != l} rho_m, L terms. The
house of c^2 n_l N_l is that of nu, as an entry of N_l is a sum of products of two coefficients of the product of the
other filters; that of prod_{m != l} rho_m is a power of that of rho. E = nu nu' (K - K') has at most one conjugate for
each arrangement of both points together and each root of both equations of t. So small enclosures show E = 0; see
houses.py. For every conjugate rho_l is z + Delta_l with some root z of the equation that belongs to the arrangement.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations_with_replacement, product

from ...core.arithmetic import Rational, multiply_all
from ...core.limits import Work
from ...core.outcome import Imprecise, Rejected
from ...core.ratio import Ratio
from ...network.architecture import Architecture
from ...network.scaling import shifts_of
from ..assignment import Slot
from ..exact.conjugates import Conjugates
from ..exact.enclosures import Enclosure
from ..exact.houses import House, least, product_house, rho_house
from ..points import Point
from .classes import WHERE, Comparison

MAX_AMBIENT = 128


def check_equal(
    architecture: Architecture,
    over: tuple[list[Slot], Rational],
    comparison: Comparison,
    points: list[Point],
    enclosure: Callable[[int], Enclosure],
    work: Work,
) -> None:
    """Establishes that the NTKs at pairs of real points are equal, entry by entry."""
    conjugates = Conjugates(*over, work)
    for n, (i, j) in enumerate(comparison.equal):
        pair, enclosures = (points[i], points[j]), (enclosure(i), enclosure(j))
        _check_pair(architecture, conjugates, comparison.delta, pair, enclosures, f"{WHERE}.equal[{n}]")


def _check_pair(
    architecture: Architecture,
    conjugates: Conjugates,
    delta: list[Rational],
    points: tuple[Point, Point],
    enclosures: tuple[Enclosure, Enclosure],
    where: str,
) -> None:
    """Establishes that the NTKs at two real points are equal, entry by entry."""
    places = list(product(*map(range, architecture.extents())))
    if len(places) > MAX_AMBIENT:
        raise Rejected(where, f"the end-to-end filter has more than {MAX_AMBIENT} entries")
    threshold = _threshold(conjugates, delta, points)
    unit = 1 << enclosures[0].bits
    for a, b in combinations_with_replacement(places, 2):
        (low, high), (below, above) = (enclosure.entry(architecture, a, b) for enclosure in enclosures)
        difference = max(high - below, above - low)
        conjugates.work.spend(10, difference.bit_length() + unit.bit_length(), threshold.denominator.bit_length())
        if difference * threshold.denominator >= threshold.numerator * unit:
            raise Imprecise(where, f"the NTKs are not shown to be equal with {enclosures[0].bits} bits")


def _threshold(conjugates: Conjugates, delta: list[Rational], points: tuple[Point, Point]) -> Ratio:
    """What the absolute value of an entry of K - K' is at least, unless it is 0."""
    depth = len(delta) + 1
    shifts, common = shifts_of(delta, conjugates.work)
    left, right = (product_house(conjugates, point.choices) for point in points)
    count = conjugates.count(*(point.choices for point in points)) * depth**2
    scalings = rho_house(left, shifts, common), rho_house(right, shifts, common)
    house = _difference_house(left, right, scalings, depth)
    return least(house, count, conjugates.work) / (left.bound * right.bound)


def _difference_house(left: House, right: House, scalings: tuple[House, House], depth: int) -> House:
    """The house of nu nu' (K - K'), given those of nu, nu' and of both rho."""
    powers, both, work = [rho.power(depth - 1) for rho in scalings], left.times(right), left.bound.work
    denominator = multiply_all([both.denominator, *(power.denominator for power in powers)], work)
    return House(denominator, Ratio(depth, 1, work) * both.bound * (powers[0].bound + powers[1].bound))
