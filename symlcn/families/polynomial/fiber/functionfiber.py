"""The fiber over a function of a network with monomial activations, scaled to invariants, NTKs compared.

Contents: :class:`Given`, :class:`Outside`, :class:`PolynomialFiber`, :func:`polynomial_fiber`,
:func:`peeled_filters`, :func:`run_tensor`.

By :mod:`symlcn.families.polynomial.runcores` the parameters over f ≠ 0 are, up to scalings, those whose runs have
products T^{b_i}·Q̃_i: the disjoint union, over the shift vectors (b_i) with Σ b_i = m, of the products of the fibers of
the runs, which are linear networks. So everything is decided there. f lies in X, the closure of the functions of the
network, exactly when f = c·T^m of the function of the cores and some shift vector has complex points.

Smooth points. Merging each run to one layer gives a finite birational map from the product of the closures X_i of the
images of the runs to X, which is unramified. So f is a smooth point exactly when one shift vector alone has all
T^{b_i}Q̃_i in the X_i, and these are smooth points of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, ClassVar, NamedTuple

from symlcn.algebra.polynomials import Exponents
from symlcn.errors import LimitError, brief
from symlcn.families.polynomial.expansion import Function, Monomial, Operator, expanded, run_operators, run_steps
from symlcn.families.polynomial.fiber.networkpoints import NetworkPoint, RunFiber
from symlcn.families.polynomial.fiber.samentk import Compared, compared
from symlcn.families.polynomial.runcores import Failure, Peeled, core, peel_function
from symlcn.families.polynomial.shiftvectors import shift_vectors
from symlcn.families.polynomial.weightedscaling import WeightedScaling, is_weighted_solvable, solve_weighted
from symlcn.fiber.fiber import fiber
from symlcn.fiber.points import Counts
from symlcn.network.filters import Filter, squared_norm, tensor_of
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.progress import progress

__all__ = ["Given", "Outside", "PolynomialFiber", "peeled_filters", "polynomial_fiber", "run_tensor"]

MAX_LISTED = 1000
"""Number of points up to which they are listed."""


class Given(NamedTuple):
    """The function that a fiber lies over: as a polynomial, or by filters of the network.

    Attributes
    ----------
    function : Function or None
    filters : tuple of filters or None
    """

    function: Function | None
    filters: tuple[Filter, ...] | None = None


class Outside(NamedTuple):
    """Why a function is not in the closure X of those of the network.

    Attributes
    ----------
    step : str
        ``"power"``: x_m^R does not occur, for the least position m of f. ``"division"``: a core of a run does not come
        out. ``"shift"``: no shift vector fits. ``"difference"``: the function of the cores has another coefficient.
        ``"run"``: for no shift vector do the runs have the products, over C.
    run : int or None
        The run whose core does not come out.
    position : tuple of int or None
        m, where its power does not occur.
    monomial : Monomial or None
        That of the coefficient that differs.
    """

    step: str
    run: int | None = None
    position: Exponents | None = None
    monomial: Monomial | None = None


@dataclass(frozen=True, slots=True)
class PolynomialFiber:
    """The fiber over a function.

    Attributes
    ----------
    architecture : PolynomialArchitecture
    given : Given
    delta : tuple of Fraction, or None
        The invariants, or None for every δ.
    field : str
        The field of the points that are listed: ``"Q"``, ``"R"`` or ``"C"``.
    peeled : Peeled or None
        m, c and the cores, if there are some.
    outside : Outside or None
        Why the function is not in X, if it is not.
    shifts : tuple of tuple of positions
        The shift vectors for which products fit into the boxes of the runs.
    runs : tuple of RunFiber
        The fibers of the runs, each once.
    parts : tuple of tuple of int
        For each shift vector and run the number of its fiber.
    counts : Counts
    smooth : bool or None
        None outside X, and where it is not decided.
    points : tuple of NetworkPoint
    compared : Compared
        Which real points share their NTK.
    limit : str or None
        Why the points are not listed.
    """

    __repr__ = brief

    hypotheses: ClassVar[tuple[str, ...]] = ()
    architecture: PolynomialArchitecture
    given: Given
    delta: tuple[Fraction, ...] | None
    field: str
    peeled: Peeled | None
    outside: Outside | None
    shifts: tuple[tuple[Exponents, ...], ...]
    runs: tuple[RunFiber, ...]
    parts: tuple[tuple[int, ...], ...]
    counts: Counts
    smooth: bool | None
    points: tuple[NetworkPoint, ...]
    compared: Compared
    limit: str | None = None

    @property
    def real(self) -> tuple[int, ...]:
        """Which of the listed points are real."""
        return tuple(n for n, point in enumerate(self.points) if point.real)

    @property
    def status(self) -> str:
        """Whether all real points have the same NTK: proved (also if there are none), refuted or undecided."""
        if self.compared.differ:
            return "refuted"
        return "proved" if self.reason is None else "undecided"

    @property
    def reason(self) -> str | None:
        """Why it is undecided, otherwise None."""
        if self.compared.differ or self.counts.real <= 1:
            return None
        if self.limit is not None:
            return self.limit
        if self.compared.limit is not None:
            return self.compared.limit
        if self.compared.classes is None:
            return "neither separated nor identified are some of the points"
        if len(self.real) < self.counts.real:
            return f"{len(self.real)} of {self.counts.real} real points listed"
        return None


def polynomial_fiber(
    network: PolynomialArchitecture, given: Given, delta: Sequence[Fraction] | None = None, field: str = "R"
) -> PolynomialFiber:
    """All points of the fiber over a function ≠ 0 in a field, and which of them share their NTK.

    Parameters
    ----------
    network : PolynomialArchitecture
    given : Given
        The function, homogeneous of degree R with positions of the network; or filters ≠ 0.
    delta : sequence of Fraction, optional
        The invariants δ_l = ‖w_l‖² − r_l‖w_{l+1}‖²; None compares NTKs as functions of δ.
    field : str
        ``"Q"``, ``"R"`` or ``"C"``: the points to list.

    Raises
    ------
    LimitError
        If the function of the cores, or a fiber of a run, is too large.

    Examples
    --------
    At x_1² two preimages meet, whose NTKs differ for every δ:

    >>> from symlcn.network.notation import parse_network
    >>> found = polynomial_fiber(parse_network("k2 r2 k2"), Given({(((1,), 2),): Fraction(1)}))
    >>> found.counts, found.smooth, found.status, found.shifts
    (Counts(rational=2, real=2, complex=2), False, 'refuted', (((0,), (1,)), ((1,), (0,))))
    """
    asked = None if delta is None else tuple(delta)
    activations = [power for power in network.activations if power > 1]
    peeled, outside, shifts = _peeled(network, given, activations)
    if peeled is None or outside is not None:
        return _empty(network, given, asked, field, peeled, outside)
    runs, parts = _run_fibers(network, peeled.cores, shifts, field)
    counts = _counts(runs, parts)
    if not counts.complex:
        return _empty(network, given, asked, field, peeled, Outside("run"), shifts, runs, parts)
    smooth = _smooth(runs, parts)
    limit, points = None, tuple[NetworkPoint, ...]()
    try:
        points = tuple(_points(network, peeled, runs, parts, asked))
    except LimitError as error:
        limit = str(error)
    if limit is None:
        found = compared(network, peeled, runs, parts, points, asked)
    else:
        found = Compared(None, network.fully_nonlinear and counts.real > 1)
    return PolynomialFiber(
        network, given, asked, field, peeled, None, shifts, runs, parts, counts, smooth, points, found, limit
    )


def _empty(
    network: PolynomialArchitecture,
    given: Given,
    delta: tuple[Fraction, ...] | None,
    field: str,
    peeled: Peeled | None,
    outside: Outside | None,
    shifts: tuple[tuple[Exponents, ...], ...] = (),
    runs: tuple[RunFiber, ...] = (),
    parts: tuple[tuple[int, ...], ...] = (),
) -> PolynomialFiber:
    """The empty fiber over a function that is not in X."""
    none = Counts(0, 0, 0)
    return PolynomialFiber(
        network, given, delta, field, peeled, outside, shifts, runs, parts, none, None, (), Compared(())
    )


def _peeled(
    network: PolynomialArchitecture, given: Given, activations: Sequence[int]
) -> tuple[Peeled | None, Outside | None, tuple[tuple[Exponents, ...], ...]]:
    """The cores and all shift vectors, or why the function is not in X."""
    if given.filters is not None:
        peeled = peeled_filters(network, given.filters)
        return peeled, None, shift_vectors(network, peeled.cores, peeled.shift)
    function = given.function or {}
    progress("peeling the function")
    found = peel_function(function, activations)
    if isinstance(found, Failure):
        return None, Outside(found.step, found.run, found.position), ()
    shifts = shift_vectors(network, found.cores, found.shift)
    if not shifts:
        return found, Outside("shift"), ()
    progress("multiplying the cores out")
    monomial = _difference(function, found, activations)
    return found, None if monomial is None else Outside("difference", monomial=monomial), shifts


def peeled_filters(network: PolynomialArchitecture, filters: Sequence[Filter]) -> Peeled:
    """m, c and the cores of the function of filters ≠ 0.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> found = peeled_filters(parse_network("k2 r2 k2"), [(0, 3), (2, 4)])
    >>> found.shift, found.constant, found.cores[1]
    ((1,), Fraction(18, 1), {(0,): Fraction(1, 1), (1,): Fraction(2, 1)})
    """
    found = [core(operator) for operator in run_operators(network, filters)]
    shift = tuple(map(sum, zip(*(least for least, _, _ in found), strict=True)))
    degrees = [network.degrees[run.start] for run in network.runs]
    constant = prod((first**degree for (_, first, _), degree in zip(found, degrees, strict=True)), start=Fraction(1))
    return Peeled(shift, constant, tuple(own for _, _, own in found))


def _difference(function: Function, peeled: Peeled, activations: Sequence[int]) -> Monomial | None:
    """The first monomial whose coefficient is not that of c·T^m of the function of the cores; None if all are."""
    made = {
        tuple((tuple(map(int.__add__, p, peeled.shift)), power) for p, power in monomial): c * peeled.constant
        for monomial, c in expanded(peeled.cores, activations).items()
    }
    others = sorted(made.keys() | function.keys())
    return next((monomial for monomial in others if made.get(monomial) != function.get(monomial)), None)


def run_tensor(network: PolynomialArchitecture, run: int, own: Operator, shift: Exponents) -> Filter:
    """T^b·Q̃ as an end-to-end filter of a run.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> run_tensor(parse_network("k2s2 r2 k3"), 1, {(0,): Fraction(1), (2,): Fraction(5)}, (2,))
    (Fraction(0, 1), Fraction(1, 1), Fraction(5, 1))
    """
    step, size = run_steps(network)[run], network.runs[run].architecture.end_to_end_size
    entries = {tuple((i + b) // s for i, b, s in zip(a, shift, step, strict=True)): c for a, c in own.items()}
    return tensor_of(size, entries)


def _run_fibers(
    network: PolynomialArchitecture,
    cores: Sequence[Operator],
    shifts: Sequence[tuple[Exponents, ...]],
    field: str,
) -> tuple[tuple[RunFiber, ...], tuple[tuple[int, ...], ...]]:
    """The fibers of runs that are needed, and for each shift vector their numbers."""
    wanted = sorted({(run, b) for vector in shifts for run, b in enumerate(vector)})
    found = []
    for number, (run, b) in enumerate(wanted):
        progress("fibers of runs", number, len(wanted))
        tensor = run_tensor(network, run, cores[run], b)
        found.append(RunFiber(run, b, fiber(network.runs[run].architecture, tensor, None, field, compare=False)))
    numbers = {key: number for number, key in enumerate(wanted)}
    return tuple(found), tuple(tuple(numbers[run, b] for run, b in enumerate(vector)) for vector in shifts)


def _counts(runs: Sequence[RunFiber], parts: Sequence[Sequence[int]]) -> Counts:
    """The sums over shift vectors of products over runs."""
    own = [runs[number].fiber.counts for number in range(len(runs))]
    return Counts(
        sum(prod(own[n].rational for n in part) for part in parts),
        sum(prod(own[n].real for n in part) for part in parts),
        sum(prod(own[n].complex for n in part) for part in parts),
    )


def _smooth(runs: Sequence[RunFiber], parts: Sequence[Sequence[int]]) -> bool | None:
    """Whether one shift vector alone has points over C, which lie over smooth points of the closures of all runs."""
    present = [part for part in parts if all(runs[n].fiber.counts.complex for n in part)]
    if len(present) > 1:
        return False
    found = [runs[n].fiber.smooth.smooth for n in present[0]]
    return False if False in found else None if None in found else True


def _points(
    network: PolynomialArchitecture,
    peeled: Peeled,
    runs: Sequence[RunFiber],
    parts: Sequence[Sequence[int]],
    delta: Sequence[Fraction] | None,
) -> Iterator[NetworkPoint]:
    limits = [own.fiber.limit for own in runs if own.fiber.limit is not None]
    if limits:
        raise LimitError(f"in a run {limits[0]}")
    number = sum(prod(len(runs[n].fiber.points) for n in part) for part in parts)
    if number > MAX_LISTED:
        raise LimitError(f"{number} points, too many to be listed")
    degrees = [network.degrees[run.start] for run in network.runs]
    for shift, part in enumerate(parts):
        for chosen in product(*(range(len(runs[n].fiber.points)) for n in part)):
            own = [runs[n].fiber.points[k] for n, k in zip(part, chosen, strict=True)]
            factor: Any = peeled.constant
            filters: list[Filter] | None = []
            for point, degree in zip(own, degrees, strict=True):
                if point.filters is None or point.factor is None or filters is None:
                    filters = factor = None
                    break
                filters += point.filters
                factor *= point.factor**degree
            real = all(point.point.real or point.filters is not None for point in own)
            scaling = None if filters is None or delta is None else _scaled(network, filters, factor, delta)
            yield NetworkPoint(shift, chosen, None if filters is None else tuple(filters), factor, real, scaling)


def _scaled(
    network: PolynomialArchitecture, filters: Sequence[Filter], factor: Fraction, delta: Sequence[Fraction]
) -> WeightedScaling | None:
    norms = [squared_norm(filter_) for filter_ in filters]
    if not is_weighted_solvable(network.degrees, norms, delta, factor):
        return None
    return solve_weighted(network.degrees, norms, delta, factor)
