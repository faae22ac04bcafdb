"""The functions of a network with activations at which branches of its variety cross: shift loci.

Contents: :class:`ShiftLocus`, :class:`ShiftLoci`, :func:`shift_loci`.

Notation as in :mod:`symlcn.network.polynomialarchitecture`: f is the polynomial of a network, X the closure of all f,
as a cone. Let s_l be vectors with 0 ≤ s_l < k_l, and suppose that in each direction signs ±s_l = a_l exist with
Σ a_l⊙e_l = 0. Filters whose entries outside two boxes of sizes k_l − s_l are 0, at offsets that differ by the a_l, may
be moved from the one to the other: T^{a_l}P_l has the function of P_l, since T^a is an automorphism that commutes with
all operators and powers. The *shift locus* X_s is the set of all functions of such filters: those of the network of
the sizes k_l − s_l, moved by the offset m = ½·Σ s_l⊙e_l.

Theorem (every r_l ≥ 2). The filters over f ≠ 0 are determined up to scaling and such shifts, and the differential of
the projective map is injective. So π: ∏P^{K_l−1} → X is finite, birational and unramified, f ≠ 0 is a smooth point of X
exactly if one point lies over it, and the singular points are those of all X_s, s ≠ 0. (One point and unramified: a
local isomorphism. Smooth: normal, where a finite birational map is an isomorphism by Zariski's main theorem.) As many
smooth branches meet at f as there are points over it.

The function f of filters of full support in boxes of sizes k_l − s_l determines the s_l. Over it are as many points as
vectors p with 0 ≤ p_l ≤ s_l and Σ p_l⊙e_l = m. And X_s lies in X_{s'} exactly if s' ≤ s and some t with 0 ≤ t_l ≤
s_l − s'_l has Σ t_l⊙e_l = ½·Σ (s_l − s'_l)⊙e_l: f is the function of filters in boxes of sizes k_l − s'_l at an offset
of sum m'. All of this is a question for each direction alone.

If some layers are not separated by an activation, π is still finite and birational from ∏X_i, X_i the variety of run i,
and f is smooth exactly if one vector of shifts of its runs' products leads to points of all X_i, and these are
smooth. Then the X_s of which some signs move a run as a whole are sets of singular points: others are not looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import comb, prod
from typing import ClassVar, TypeAlias

from symlcn.algebra.polynomials import Exponents
from symlcn.errors import LimitError, brief
from symlcn.network.architecture import Architecture, Layer
from symlcn.network.filters import Filter
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["ShiftLoci", "ShiftLocus", "shift_loci"]

MAX_LOCI = 500
"""Number of loci up to which they are listed."""
MAX_STEPS = 2_000_000
"""Partial sums of shifts that are gone through, in one direction."""
MAX_PARAMETERS = 3000
"""Parameters up to which degrees of varieties are computed."""

Axis: TypeAlias = tuple[tuple[int, int], ...]
"""The exponent e and the degree k − 1 of each layer in one direction."""
Sums: TypeAlias = dict[tuple[int, tuple[int, ...]], tuple[int, ...]]
"""Shifts of the first layers by their sum, and by the sums in each run."""
Moves: TypeAlias = tuple[tuple[int, ...], bool]
"""Shifts of all layers in one direction, and whether they are known to move a run of several layers, or another one."""


@dataclass(frozen=True, slots=True)
class ShiftLocus:
    """A shift locus X_s, or X itself, and what is known of its generic points.

    Attributes
    ----------
    sizes : tuple of tuple of int
        k_l − s_l.
    shift : tuple of tuple of int
        a_l with |a_l| = s_l and Σ a_l⊙e_l = 0, which moves a run where there are runs of several layers.
    offset : tuple of int
        m: f is T^m of the function of filters of these sizes.
    dimension : int
        As a cone.
    image_degree : int or None
        Degree of the projective variety; None where layers are not separated by activations.
    preimages : int or None
        Number of points over a generic point, and of branches of X there; None as before.
    """

    __repr__ = brief

    sizes: tuple[Exponents, ...]
    shift: tuple[Exponents, ...]
    offset: Exponents
    dimension: int
    image_degree: int | None
    preimages: int | None

    @property
    def pair(self) -> tuple[tuple[Filter, ...], tuple[Filter, ...]]:
        """Two tuples of filters with the same function, a generic one: 1 in boxes and 0 outside, and shifted.

        Examples
        --------
        >>> from symlcn.network.notation import parse_network
        >>> shift_loci(parse_network("k3 r2 k2")).loci[1].pair
        (((1, 1, 0), (0, 1)), ((0, 1, 1), (1, 0)))
        """
        return self._ones(-1), self._ones(1)

    def _ones(self, sign: int) -> tuple[Filter, ...]:
        """Filters that are 1 in the boxes at offsets max(0, ±a)."""
        return tuple(
            _box([k + abs(a) for k, a in zip(size, own, strict=True)], [max(0, sign * a) for a in own], size)
            for size, own in zip(self.sizes, self.shift, strict=True)
        )


@dataclass(frozen=True, slots=True)
class ShiftLoci:
    """X and its shift loci.

    Attributes
    ----------
    architecture : PolynomialArchitecture
    complete : bool
        Whether all singular points but 0 are in the listed loci. If every r_l ≥ 2 and there are at most 500 loci.
    smooth : bool or None
        Whether X has no singular points but 0; None if it is not known.
    singular_dimension : int or None
        Dimension of the singular locus as a cone; None if it is {0}, empty or not known.
    vertex_singular : bool or None
        Whether 0 is a singular point: exactly if X is not a linear space; None if it is not known.
    loci : tuple of ShiftLocus, or None
        X first, then by decreasing dimension. All different if every r_l ≥ 2. None if they are more than 500.
    covers : tuple of (int, int), or None
        Pairs (i, j) such that locus j lies in locus i and in none between; None where it is not known.
    """

    __repr__ = brief

    hypotheses: ClassVar[tuple[str, ...]] = ()  # what is said holds without any
    architecture: PolynomialArchitecture
    complete: bool
    smooth: bool | None
    singular_dimension: int | None
    vertex_singular: bool | None
    loci: tuple[ShiftLocus, ...] | None
    covers: tuple[tuple[int, int], ...] | None


def shift_loci(network: PolynomialArchitecture) -> ShiftLoci:
    """X, its shift loci, and whether it is smooth.

    Raises
    ------
    LimitError
        If there are more than 3000 parameters, too many partial sums of shifts, or, where not every r_l ≥ 2, more than
        500 loci.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> found = shift_loci(parse_network("k3 r2 k2"))
    >>> [(own.sizes, own.dimension, own.preimages) for own in found.loci]
    [(((3,), (2,)), 4, 1), (((2,), (1,)), 2, 2)]
    >>> shift_loci(parse_network("k2s2 r2 k2")).smooth
    True
    """
    if network.parameters > MAX_PARAMETERS:
        raise LimitError(f"{network.parameters} parameters, more than {MAX_PARAMETERS}")
    axes = _axes(network.architecture)
    chosen = _chosen(network, axes)
    loci = None if chosen is None else tuple(_locus(network, axes, shift) for shift in chosen)
    if not network.fully_nonlinear:
        if loci is None:
            raise LimitError(f"there are more than {MAX_LOCI} loci")
        return ShiftLoci(network, False, False if len(loci) > 1 else None, None, None, loci, None)
    least = min((cost for d, axis in enumerate(axes) if (cost := _least_cost(network, axis, d)) is not None), default=0)
    return ShiftLoci(
        architecture=network,
        complete=loci is not None,
        smooth=not least,
        singular_dimension=network.rank - least if least else None,
        vertex_singular=_image_degree(network, network.architecture) != 1,
        loci=loci,
        covers=None if loci is None else _covers(axes, loci),
    )


def _box(whole: Sequence[int], starts: Sequence[int], size: Sequence[int], value: int = 1) -> Filter:
    """The tensor that has a value in a box and is 0 elsewhere."""
    if not whole:
        return value
    inside = range(starts[0], starts[0] + size[0])
    rest = whole[1:], starts[1:], size[1:]
    return tuple(_box(*rest, value if j in inside else 0) for j in range(whole[0]))


def _axes(architecture: Architecture) -> tuple[Axis, ...]:
    layers = list(zip(architecture.layers, architecture.exponents, strict=True))
    return tuple(
        tuple((exponent[d], layer.size[d] - 1) for layer, exponent in layers) for d in range(architecture.dimension)
    )


class _Sums:
    """The sums Σ a_l·e_l over the first layers, by decreasing exponent, that can still become 0."""

    def __init__(self, axis: Axis) -> None:
        self.axis, self.steps = axis, 0
        self.order = sorted(range(len(axis)), key=lambda l: (-axis[l][0], l))
        reach = sum(e * most for e, most in axis)
        levels = [{0}]
        for l in self.order:
            e, most = axis[l]
            reach -= e * most
            levels.append({x for start in levels[-1] for x in self._around(start, l, reach)})
        alive = [{0}]
        for l, level in zip(reversed(self.order), reversed(levels[:-1]), strict=True):
            reach = max(level)
            alive.append({x for end in alive[-1] for x in self._around(end, l, reach) if x in level})
        self.alive = alive[::-1]

    def _around(self, start: int, l: int, reach: int) -> Iterator[int]:
        """start + a·e_l for the shifts a of a layer, of absolute value up to `reach`."""
        e, most = self.axis[l]
        low, high = max(-most, -((reach + start) // e)), min(most, (reach - start) // e)
        self.spend(max(high - low, 0) + 1)
        return (start + a * e for a in range(low, high + 1))

    def spend(self, count: int) -> None:
        self.steps += count
        if self.steps > MAX_STEPS:
            raise LimitError(f"sums of shifts take more than {MAX_STEPS} steps")

    def balanced(self, runs: Sequence[int]) -> list[Moves] | None:
        """For each s ≥ 0 that has signs with Σ ±s_l·e_l = 0 some a_l; None if they are more than 500.

        `runs` says in which run a layer is. Signs that move a run are preferred, if these are not all of one layer.
        """
        separated = len(set(runs)) == len(runs)
        start = (0,) * (0 if separated else len(set(runs)))
        partial: list[tuple[tuple[int, ...], Sums]] = [((), {(0, start): ()})]
        for level, l in enumerate(self.order, 1):
            grown = []
            for sizes, sums in partial:
                self.spend((self.axis[l][1] + 1) * len(sums))
                grown += [
                    ((*sizes, s), after)
                    for s in range(self.axis[l][1] + 1)
                    if (after := self._grown(level, sums, s, runs[l]))
                ]
            if len(grown) > MAX_LOCI:  # each of them is completed in some way
                return None
            partial = grown
        places = sorted(range(len(self.order)), key=self.order.__getitem__)
        found = []
        for _, sums in partial:
            (_, moved), own = max(sums.items(), key=lambda item: any(item[0][1]))
            found.append((tuple(own[n] for n in places), any(moved)))
        return sorted(found)

    def _grown(self, level: int, sums: Sums, s: int, run: int) -> Sums:
        """The sums after one more layer with ±s."""
        e = self.axis[self.order[level - 1]][0]
        after: Sums = {}
        for (x, moved), own in sums.items():
            for a in dict.fromkeys((s, -s)):
                if x + a * e in self.alive[level]:
                    further = (*moved[:run], moved[run] + a * e, *moved[run + 1 :]) if moved else moved
                    after.setdefault((x + a * e, further), (*own, a))
        return after

    def least(self, weights: Sequence[int]) -> int | None:
        """The least Σ weight_l·|a_l| over a ≠ 0 with Σ a_l·e_l = 0; None if there is no such a."""
        costs = {(0, False): 0}
        for level, l in enumerate(self.order, 1):
            e, after = self.axis[l][0], dict[tuple[int, bool], int]()
            for (x, moved), cost in costs.items():
                for y in self._around(x, l, max(self.alive[level])):
                    own = cost + weights[l] * abs(y - x) // e
                    key = y, moved or y != x
                    if y in self.alive[level] and own < after.get(key, own + 1):
                        after[key] = own
            costs = after
        return costs.get((0, True))


def _chosen(network: PolynomialArchitecture, axes: Sequence[Axis]) -> list[tuple[Exponents, ...]] | None:
    """The shifts of the loci, 0 first; None if they are too many."""
    runs = [n for n, run in enumerate(network.runs) for _ in range(run.start, run.stop)]
    columns: list[list[Moves]] = []
    for axis in axes:
        found = _Sums(axis).balanced(runs)
        if found is None or prod((len(own) for own in columns), start=len(found)) > MAX_LOCI:
            return None
        columns.append(found)
    separated = network.fully_nonlinear
    result = []
    for choice in product(*columns):
        shift = tuple(zip(*(own for own, _ in choice), strict=True))
        if (
            separated
            or not any(map(any, shift))
            or (any(moved for _, moved in choice) and _first(network, runs, shift))
        ):
            result.append(shift)
    return sorted(result, key=lambda shift: (-_rank(network, shift), [[abs(a) for a in own] for own in shift], shift))


def _first(network: PolynomialArchitecture, runs: Sequence[int], shift: Sequence[Exponents]) -> bool:
    """Whether |a| decreases among layers of a run with one size and exponent, which may be exchanged."""
    last: dict[object, list[int]] = {}
    for run, layer, exponent, own in zip(
        runs, network.architecture, network.architecture.exponents, shift, strict=True
    ):
        size = [abs(a) for a in own]
        if last.setdefault((run, layer.size, exponent), size) < size:
            return False
        last[run, layer.size, exponent] = size
    return True


def _rank(network: PolynomialArchitecture, shift: Sequence[Exponents]) -> int:
    return sum(map(prod, _sizes(network, shift))) - len(shift) + 1


def _sizes(network: PolynomialArchitecture, shift: Sequence[Exponents]) -> tuple[Exponents, ...]:
    pairs = zip(network.architecture, shift, strict=True)
    return tuple(tuple(k - abs(a) for k, a in zip(layer.size, own, strict=True)) for layer, own in pairs)


def _locus(network: PolynomialArchitecture, axes: Sequence[Axis], shift: tuple[Exponents, ...]) -> ShiftLocus:
    sizes = _sizes(network, shift)
    smaller = Architecture(
        Layer(k, layer.stride, layer.dilation) for k, layer in zip(sizes, network.architecture, strict=True)
    )
    columns = list(zip(*shift, strict=True))
    offset = tuple(
        sum(e * max(a, 0) for (e, _), a in zip(axis, own, strict=True)) for axis, own in zip(axes, columns, strict=True)
    )
    degree = preimages = None
    if network.fully_nonlinear:
        degree = _image_degree(network, smaller)
        exponents = [[e for e, _ in axis] for axis in axes]
        preimages = prod(
            _ways(own, list(map(abs, column)), m) for own, column, m in zip(exponents, columns, offset, strict=True)
        )
    return ShiftLocus(sizes, shift, offset, smaller.rank, degree, preimages)


def _image_degree(network: PolynomialArchitecture, layers: Architecture) -> int:
    """n!·∏ D_l^{K_l − 1}/(K_l − 1)!, n = Σ (K_l − 1): the degree of X, π being birational."""
    found, total = 1, 0
    for layer, degree in zip(layers, network.degrees, strict=True):
        own = layer.parameters - 1
        total += own
        found = found * comb(total, own) * degree**own
    return found


def _ways(exponents: Sequence[int], bounds: Sequence[int], total: int) -> int:
    """The number of vectors p with 0 ≤ p_l ≤ bound_l and Σ p_l·e_l = total."""
    sums, left = {0: 1}, sum(map(int.__mul__, exponents, bounds))
    for e, most in sorted(zip(exponents, bounds, strict=True), reverse=True):
        left -= e * most
        after: dict[int, int] = {}
        for x, ways in sums.items():
            for p in range(max(0, -((x + left - total) // e)), min(most, (total - x) // e) + 1):
                after[x + p * e] = after.get(x + p * e, 0) + ways
        if len(after) > MAX_STEPS // 100:
            raise LimitError(f"sums of shifts take more than {MAX_STEPS} steps")
        sums = after
    return sums.get(total, 0)


def _covers(axes: Sequence[Axis], loci: Sequence[ShiftLocus]) -> tuple[tuple[int, int], ...]:
    """The transitive reduction of the order by inclusion."""
    import networkx

    known: dict[tuple[int, tuple[int, ...]], bool] = {}

    def within(d: int, rest: tuple[int, ...]) -> bool:
        if (d, rest) not in known:
            exponents = [e for e, _ in axes[d]]
            half, odd = divmod(sum(map(int.__mul__, exponents, rest)), 2)
            known[d, rest] = not odd and min(rest) >= 0 and _ways(exponents, rest, half) > 0
        return known[d, rest]

    order: networkx.DiGraph[int] = networkx.DiGraph()
    order.add_nodes_from(range(len(loci)))
    columns = [list(zip(*own.sizes, strict=True)) for own in loci]
    for i, above in enumerate(columns):
        for j, below in enumerate(columns):
            pairs = enumerate(zip(above, below, strict=True))
            if i != j and all(within(d, tuple(map(int.__sub__, k, own))) for d, (k, own) in pairs):
                order.add_edge(i, j)
    return tuple(sorted(networkx.transitive_reduction(order).edges()))


def _least_cost(network: PolynomialArchitecture, axis: Axis, d: int) -> int | None:
    """By how much the dimension of the largest locus of shifts in one direction is smaller; None if there is none."""
    return _Sums(axis).least([layer.parameters // layer.size[d] for layer in network.architecture])
