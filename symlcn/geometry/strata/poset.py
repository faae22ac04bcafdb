"""The singular locus of the neuromanifold in one direction as a poset of strata.

Contents: :class:`Stratum`, :class:`Strata`, :func:`strata`, :func:`reduced`, :func:`is_nested`.

Let layer l have degree m_l = k_l − 1 and exponent e_l, where the exponents are distinct and divide each other in some
order (strides greater than 1 in one direction, or such dilations). For degrees m' with Σ e_l m'_l = Σ e_l m_l let
M_{m'} be the set of products over C of forms of degree m'_l in x^{e_l}: closed and irreducible, of dimension Σ m'_l +
1 as a cone. It lies in M_m exactly when

    Σ_{e_i ≥ e_l} e_i m'_i  ≥  Σ_{e_i ≥ e_l} e_i m_i      for every l,

and the singular points of M_m are 0, unless M_m is linear, and the points of all M_{m'} in M_m with m' ≠ m (Kohn,
Montúfar, Shahverdi, Trager 2024, Thm. 2.9). The *stratum* m' is M_{m'} without the smaller ones.

A generic point of M_{m'} has Σ m'_l distinct roots in the variables X_l = x^{e_l}. Let the exponents increase with l.
A factor for layer L takes m_L of the n_L = m'_L roots in X_L; each one left becomes e_L/e_{L−1} roots in X_{L−1},
which with the m'_{L−1} there are n_{L−1}; and so on: the number of preimages over C is ∏ binom(n_l, m_l). All roots
in x are distinct, so the filters of a preimage are coprime and J has full rank there: branches of M_m cross. Where
roots coincide the rank may be lower.

Notation: as in :mod:`symlcn.network.architecture`; all is meant over C unless another field is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import comb, prod
from typing import Any, ClassVar

from symlcn.errors import ArithmeticGuardError, LimitError, brief
from symlcn.fiber.overq import rational_fiber
from symlcn.fiber.points import Counts, count_points
from symlcn.geometry.strata.realroots import number_of_cases, real_preimages
from symlcn.network.architecture import Architecture, Layer
from symlcn.network.classify import classify
from symlcn.network.filters import Filter, end_to_end_filter
from symlcn.network.ntk import jacobian_rank

__all__ = ["Strata", "Stratum", "is_nested", "reduced", "strata"]

MAX_STRATA = 500
"""Number of strata up to which they are listed."""
MAX_ROOTS = 1200
"""Number of roots of a sample point; more of them multiply to more than 4000 digits."""
MAX_ENTRIES = 10**6
"""Entries of the end-to-end filter, as many as the checker reads."""
MAX_DIGITS = 8 * 10**6
"""Digits of all sample points together, roughly."""
MAX_CASES = 50_000
"""Cases of signs of roots, over all strata, up to which real preimages are counted."""
MAX_COUNTED = 100
"""Number of preimages, and entries of u, up to which a sample point is also factored."""
MAX_POWER = 12
"""Roots of sample points are powers t^e, so that factors of X − t^e are rational, for e up to this."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """The degrees m' of a stratum, and what is known of its generic points and of one rational point.

    Attributes
    ----------
    degrees : tuple of int
        m', one for each layer of the reduced architecture.
    dimension : int
        Σ m'_l + 1, as a cone.
    image_degree : int
        Degree of the projective closure.
    preimages : int
        Number of preimages over C of a generic point, up to scaling.
    real_preimages : tuple of int, or None
        The numbers of real ones that occur over real generic points of the closure; 0 says that some of these are not
        products of real filters. None if there are too many cases, together with the strata before.
    rank : int
        Rank of J at each preimage of a generic point.
    roots : tuple of tuple of int
        For each layer the m'_l roots s > 0 in X_l of a filter ∏ (X_l − s).
    filter : filter
        Their product, the sample point u, a generic one: it has that many preimages, and J has that rank there.
    preimage : tuple of filters, or None
        The first rational preimage of u, with primitive integer filters of the sizes of the reduced architecture;
        None if there is none, or u was not factored.
    counts : Counts or None
        The preimages of u over Q, R and C as found by factoring it; None if it was not factored.
    """

    __repr__ = brief

    degrees: tuple[int, ...]
    dimension: int
    image_degree: int
    preimages: int
    real_preimages: tuple[int, ...] | None
    rank: int
    roots: tuple[tuple[int, ...], ...]
    filter: Filter
    preimage: tuple[Filter, ...] | None
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class Strata:
    """The strata of M, the open one first.

    Attributes
    ----------
    architecture : Architecture
    reduced : Architecture
        Without scalar layers, layers of equal exponent merged, exponents as dilations. It has the same M over C; what
        is said of preimages and ranks is meant for its parametrization map.
    strata : tuple of Stratum
        By decreasing dimension, then by decreasing degrees. The first is M itself, all others are singular.
    covers : tuple of (int, int)
        The Hasse diagram: pairs (i, j) such that the closure of stratum j lies in that of i with none between.
    vertex_singular : bool
        Whether the point 0 of the cone is singular: exactly if M is not linear.
    """

    __repr__ = brief

    hypotheses: ClassVar[tuple[str, ...]] = ()  # what is said holds without any
    architecture: Architecture
    reduced: Architecture
    strata: tuple[Stratum, ...]
    covers: tuple[tuple[int, int], ...]
    vertex_singular: bool


def strata(architecture: Architecture) -> Strata:
    """The singular locus of the complex neuromanifold in one direction with nested exponents, as a poset.

    Every stratum is shown at a sample point: an integer filter whose preimages are counted by the formula, and also by
    factoring it where this is small.

    Parameters
    ----------
    architecture : Architecture
        One direction; the exponents of the layers that are not scalar divide each other in some order.

    Raises
    ------
    ValueError
        If there are more directions, or exponents that do not divide each other: see
        :func:`symlcn.geometry.strata.exchanges.exchanges`.
    LimitError
        If there are more than 500 strata, or their sample points are too long.
    ArithmeticGuardError
        If factoring a sample point gives other numbers than the formula.

    Examples
    --------
    Ex. 16: the filters with B = D = 0, of which those with C² < 4AE are not products of real filters.

    >>> from symlcn.network.architecture import parse_architecture
    >>> found = strata(parse_architecture("k3s2 k2"))
    >>> [(s.degrees, s.dimension, s.image_degree, s.preimages, s.real_preimages, s.rank) for s in found.strata]
    [((2, 1), 4, 3, 1, (1,), 4), ((0, 2), 3, 1, 2, (0, 2), 4)]
    >>> found.covers
    ((0, 1),)
    """
    small = reduced(architecture)
    if not is_nested(small):
        raise ValueError("strata are those of one direction with exponents that divide each other")
    found = sorted(_degrees(small), key=lambda degrees: (-sum(degrees), tuple(-m for m in degrees)))
    _check_size(small, found)
    reals = _real_preimages(small, found)
    result = tuple(_stratum(small, degrees, real) for degrees, real in zip(found, reals, strict=True))
    return Strata(architecture, small, result, _covers(small, found), result[0].image_degree > 1)


def reduced(architecture: Architecture) -> Architecture:
    """The architecture with axis blocks merged and without scalar layers: the same neuromanifold over C.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> str(reduced(parse_architecture("k3 k2s2 k1 k2")))
    'k4 k2d2'
    """
    merged = architecture.merged()
    return Architecture(tuple(layer for layer in merged.layers if layer.active) or merged.layers[:1])


def is_nested(architecture: Architecture) -> bool:
    """Whether a reduced architecture has one direction, and exponents that divide each other in some order.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> is_nested(parse_architecture("k3 k2d2")), is_nested(parse_architecture("k3d2 k2d3"))
    (True, False)
    """
    exponents = sorted(exponent[0] for exponent in architecture.exponents)
    return architecture.dimension == 1 and all(b % a == 0 for a, b in pairwise(exponents))


def _chain(architecture: Architecture) -> list[tuple[int, int, int]]:
    """Exponent, degree and number of each layer, by increasing exponent."""
    layers = zip(architecture.exponents, architecture.layers, strict=True)
    return sorted((exponent[0], layer.degrees[0], number) for number, (exponent, layer) in enumerate(layers))


def _tails(architecture: Architecture, degrees: Sequence[int]) -> tuple[int, ...]:
    """Σ_{e_i ≥ e_l} e_i m_i by increasing exponent e_l."""
    tails = [0]
    for exponent, _, number in reversed(_chain(architecture)):
        tails.append(tails[-1] + exponent * degrees[number])
    return tuple(reversed(tails[1:]))


def _degrees(architecture: Architecture) -> list[tuple[int, ...]]:
    """All m' whose stratum lies in M."""
    chain = _chain(architecture)
    least = _tails(architecture, [layer.degrees[0] for layer in architecture.layers])

    def tails(level: int, tail: int) -> Iterator[tuple[int, ...]]:
        if level == len(chain):
            yield (tail,)
            return
        for below in range(least[level], tail + 1, chain[level][0]):
            yield from ((tail, *rest) for rest in tails(level + 1, below))

    result: list[tuple[int, ...]] = []
    for found in tails(1, least[0]):
        if len(result) == MAX_STRATA:
            raise LimitError(f"there are more than {MAX_STRATA} strata")
        own = [0] * len(chain)
        for (exponent, _, number), (tail, below) in zip(chain, pairwise((*found, 0)), strict=True):
            own[number] = (tail - below) // exponent
        result.append(tuple(own))
    return result


def _covers(architecture: Architecture, found: Sequence[tuple[int, ...]]) -> tuple[tuple[int, int], ...]:
    """The transitive reduction of the order by inclusion of closures."""
    import networkx

    tails = [_tails(architecture, degrees) for degrees in found]
    order: networkx.DiGraph[int] = networkx.DiGraph()
    order.add_nodes_from(range(len(found)))
    for i, above in enumerate(tails):
        for j, below in enumerate(tails):
            if i != j and all(a <= b for a, b in zip(above, below, strict=True)):
                order.add_edge(i, j)
    return tuple(sorted(networkx.transitive_reduction(order).edges()))


def _pools(architecture: Architecture, degrees: Sequence[int]) -> list[tuple[int, int]]:
    """The numbers (n_l, m_l) by increasing exponent: m_l of n_l roots in X_l are taken for layer l."""
    pools, left, above = [], 0, 1
    for exponent, own, number in reversed(_chain(architecture)):
        pool = degrees[number] + left * (above // exponent)
        pools.append((pool, own))
        left, above = pool - own, exponent
    return pools[::-1]


def _check_size(architecture: Architecture, found: Sequence[tuple[int, ...]]) -> None:
    """Raise LimitError if sample points of the strata would be too long to be written, or read by the checker."""
    most = max(map(sum, found))
    if most > MAX_ROOTS:
        raise LimitError(f"a sample point would have {most} roots, more than {MAX_ROOTS}")
    ambient = architecture.ambient
    if ambient > MAX_ENTRIES:
        raise LimitError(f"an end-to-end filter with {ambient} entries, more than {MAX_ENTRIES}")
    digits = sum(ambient + min(ambient, prod(m + 1 for m in degrees)) * sum(degrees) for degrees in found)
    if digits > MAX_DIGITS:
        raise LimitError(f"sample points of {len(found)} strata would have about {digits} digits, over {MAX_DIGITS}")


def _real_preimages(architecture: Architecture, found: Sequence[tuple[int, ...]]) -> list[tuple[int, ...] | None]:
    """The numbers of real preimages of the strata, while there are few enough cases."""
    chain = _chain(architecture)
    result: list[tuple[int, ...] | None] = []
    left = MAX_CASES
    for degrees in found:
        taken, given = [m for _, m, _ in chain], [degrees[number] for _, _, number in chain]
        cases = number_of_cases(given) if given != taken else 0
        real = None
        if cases <= left:
            real = real_preimages([exponent for exponent, _, _ in chain], taken, given)
            left -= cases if real is not None else 0
        result.append(real)
    return result


def _stratum(architecture: Architecture, degrees: tuple[int, ...], real: tuple[int, ...] | None) -> Stratum:
    dilations = [layer.dilation for layer in architecture.layers]
    own = Architecture(tuple(Layer((m + 1,), (), d) for m, d in zip(degrees, dilations, strict=True)))
    roots = _sample(architecture, degrees)
    u = end_to_end_filter(own, [_monic(numbers) for numbers in roots])
    preimages = prod(comb(pool, taken) for pool, taken in _pools(architecture, degrees))
    counts, preimage = _factored(architecture, u, preimages, real)
    return Stratum(
        degrees=degrees,
        dimension=own.rank,
        image_degree=classify(own).image_degree,
        preimages=preimages,
        real_preimages=real,
        rank=architecture.rank,
        roots=roots,
        filter=u,
        preimage=preimage,
        counts=counts,
    )


def _sample(architecture: Architecture, degrees: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Positive roots s in X_l for all layers, such that s^{1/e_l} are different numbers."""
    smallest = _chain(architecture)[0][0]
    numbers = _one_and_primes()
    result = []
    for exponent, degree in zip(architecture.exponents, degrees, strict=True):
        power = exponent[0] // smallest
        result.append(tuple(next(numbers) ** (power if power <= MAX_POWER else 1) for _ in range(degree)))
    return tuple(result)


def _monic(roots: Sequence[int]) -> list[int]:
    """The filter ∏ (X − s)."""
    filter_ = [1]
    for root in roots:
        filter_ = [a - root * b for a, b in zip([0, *filter_], [*filter_, 0], strict=True)]
    return filter_


def _one_and_primes() -> Iterator[int]:
    """1, 2, 3, 5, 7, …: no power of one is a power of another, with positive exponents."""
    yield 1
    primes: list[int] = []
    number = 2
    while True:
        if all(number % p for p in primes):
            primes.append(number)
            yield number
        number += 1


def _factored(
    architecture: Architecture, u: Filter, preimages: int, real: tuple[int, ...] | None
) -> tuple[Counts | None, tuple[Filter, ...] | None]:
    """The preimages of a sample point as the fiber machinery finds them, compared with what the formulas say."""
    if preimages > MAX_COUNTED or architecture.ambient > MAX_COUNTED:
        return None, None
    tensor: Any = u
    try:
        counts = count_points(architecture, tensor)
        points = rational_fiber(architecture, tensor)
    except LimitError:
        return None, None
    if counts.complex != preimages or (real is not None and counts.real not in real):
        raise ArithmeticGuardError(
            f"{counts} of a sample point, where {preimages} over C and {real} over R are expected"
        )
    for point in points:
        rank = jacobian_rank(architecture, point)
        if rank != architecture.rank:
            raise ArithmeticGuardError(f"J has rank {rank} at a preimage where {architecture.rank} is expected")
    return counts, points[0] if points else None
