"""Gradient flow from parameters over one function of a network with monomial activations: the exact initial velocities.

Contents: :class:`FunctionStart`, :class:`FunctionDifference`, :class:`FunctionVelocities`, :func:`function_velocities`.

Gradient flow w' = −∇L(w) on parameters, L = ℓ∘μ, moves the filters with −J_lᵀ∇ℓ(f) and the function with the velocity
f' = −K∇ℓ(f), K = Σ J_l J_lᵀ. It keeps δ_l = ‖w_l‖² − r_l‖w_{l+1}‖²: as J_l w_l = D_l·f, the derivative of ‖w_l‖² is
−2·D_l·⟨f, ∇ℓ⟩. Scaled to the squared norms ρ_l the filters are λ_l·w_l with λ_l² = ρ_l/n_l, and J_l there is λ_l⁻¹
times J_l at w. So the filters move with −λ_l⁻¹·J_lᵀ∇ℓ, and f' = Σ_l a_l/ρ_l with a_l = −n_l·J_l J_lᵀ∇ℓ at w, which are
polynomials with rational coefficients.

Two numbers Σ a_l/ρ_l are compared without the field of t. Parameters over f with the same ∏ n_l^{D_l} have the same t
(:mod:`symlcn.families.polynomial.weightedscaling`); then the numbers are equal if the differences of the a_l/D_l,
summed over layers with the same Δ_l, are all 0. Enclosures of t show numbers to be different.

If an activation separates any two layers and no other shifts of the filters fit, all parameters over f are multiples of
these filters (:mod:`symlcn.families.polynomial.runcores`): then f and δ determine K, whatever the loss is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise
from typing import Any, ClassVar, NamedTuple, TypeAlias

from symlcn.algebra.exact import rational_text
from symlcn.algebra.sparse import Terms
from symlcn.errors import LimitError, ParseError, brief
from symlcn.families.polynomial.expansion import Function, Monomial, run_operators
from symlcn.families.polynomial.flow.functionloss import FunctionLoss, Integral, integral
from symlcn.families.polynomial.gradients import coefficient_gradient, monomial_of
from symlcn.families.polynomial.ntk.gradientkernel import monomial_text
from symlcn.families.polynomial.runcores import core
from symlcn.families.polynomial.shiftvectors import count_shift_vectors
from symlcn.families.polynomial.weightedscaling import (
    WeightedScaling,
    is_weighted_solvable,
    solve_weighted,
)
from symlcn.loss.risk import Vector
from symlcn.network.filters import FilterLike, flat, normalize_filters, primitive_filter, squared_norm
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["FunctionDifference", "FunctionStart", "FunctionVelocities", "function_velocities"]

MAX_PAIRS = 200_000
"""Number of pairs of monomials up to which two NTKs are compared."""
Rows: TypeAlias = dict[Monomial, list[list[Fraction]]]
"""For each monomial and layer the derivatives of its coefficient by the entries of the filter."""
FINEST = Fraction(1, 2**600)
"""Relative width of enclosures of the ρ_l at which numbers that are not told apart are left alone."""


@dataclass(frozen=True, slots=True, eq=False)
class FunctionStart:
    """A parameter tuple from which the flow starts.

    Attributes
    ----------
    filters : tuple of nested tuples of Fraction
        The filters w_l as they were given; scaled to δ, filter l has the squared norm ρ_l of `scaling` and its sign.
    scaling : WeightedScaling
    slopes : tuple of tuple of Fraction
        For each layer −J_lᵀ∇ℓ at the filters as they were given, row-major: scaled, they move with λ_l⁻¹ times this.
    velocity : dict
        f' by its monomials in increasing order: for each the a_1, …, a_L of Σ a_l/ρ_l, not all 0.
    """

    __repr__ = brief

    filters: tuple[Any, ...]
    scaling: WeightedScaling
    slopes: tuple[Vector, ...]
    velocity: Mapping[Monomial, Vector]


class FunctionDifference(NamedTuple):
    """Two starts whose velocities, or NTKs, differ, and where.

    Attributes
    ----------
    starts : tuple of int
        Their indices.
    monomials : tuple of Monomial
        The coefficient of f; row and column of the NTK.
    values : tuple of tuple of Fraction
        For each start the a_1, …, a_L of the entry Σ a_l/ρ_l.
    """

    starts: tuple[int, int]
    monomials: tuple[Monomial, ...]
    values: tuple[Vector, Vector]


@dataclass(frozen=True, slots=True, eq=False)
class FunctionVelocities:
    """The initial velocities at parameters over one function, and whether they agree.

    Attributes
    ----------
    loss : FunctionLoss
    delta : tuple of Fraction
        The invariants that all starts share.
    function : dict
        The function f that all starts share, by its monomials.
    gradient : tuple of Fraction
        ∇ℓ by the values of f: 2·(f(x_i) − z_i) for all outputs of all signals.
    starts : tuple of FunctionStart
    difference : FunctionDifference or None
        Where the velocity of a start differs from that of the first one.
    ntk_difference : FunctionDifference or None
        Where all velocities are equal, but the NTK of a start differs from that of the first one.
    every : bool
        Whether it is shown that all parameters over f are multiples of the filters of the first start.
    close : bool
        Whether two velocities were neither shown to be equal nor told apart.
    """

    __repr__ = brief

    hypotheses: ClassVar[tuple[str, ...]] = ()  # what is said holds without any
    loss: FunctionLoss
    delta: Vector
    function: Function
    gradient: Vector
    starts: tuple[FunctionStart, ...]
    difference: FunctionDifference | None
    ntk_difference: FunctionDifference | None
    every: bool
    close: bool = False

    @property
    def network(self) -> PolynomialArchitecture:
        """The network of the loss."""
        return self.loss.network

    @property
    def points(self) -> int:
        """How many of the starts are different up to scalars of their filters."""
        dimension = self.network.dimension
        return len({tuple(primitive_filter(w, dimension)[1] for w in start.filters) for start in self.starts})

    @property
    def status(self) -> str:
        """``"refuted"`` if two velocities differ; ``"proved"`` if all of one point over f, or of several, are equal."""
        if self.difference is not None:
            return "refuted"
        return "proved" if not self.close and (self.every or self.points > 1) else "undecided"

    @property
    def reason(self) -> str | None:
        """Why `status` is ``"undecided"``."""
        if self.status != "undecided":
            return None
        if self.close:
            return "velocities at different numbers t are too close to be told apart, and are not shown to be equal"
        one = (
            "there is one start only" if len(self.starts) == 1 else "all starts are one point, up to scalars of filters"
        )
        return f"{one}: two different parameters over f are needed for a comparison"


def function_velocities(
    loss: FunctionLoss, tuples: Sequence[Sequence[FilterLike]], delta: Sequence[Fraction] | None = None
) -> FunctionVelocities:
    """The velocities −K∇ℓ(f) of the function at parameters that share f and δ, compared exactly.

    Parameters
    ----------
    loss : FunctionLoss
        The loss, with its network.
    tuples : sequence of sequences of tensors of Fraction
        One or more parameter tuples: a nonzero filter for each layer.
    delta : sequence of Fraction, optional
        The L − 1 invariants to rescale each tuple to. None takes the filters as they are, which must share them then.

    Raises
    ------
    ParseError
        If filters do not fit the layers or are zero, or tuples do not share f or δ: the message says which and where.
    LimitError
        If f has too many monomials, or numbers are too large.

    Examples
    --------
    Over x_1² there are two parameters of k2 r2 k2, shifts of each other.

    >>> from symlcn.families.polynomial.flow.functionloss import function_loss
    >>> from symlcn.network.notation import parse_network
    >>> network = parse_network("k2 r2 k2")
    >>> loss = function_loss(network, {"inputs": [(1, 1, 0)], "outputs": [(0,)]})
    >>> found = function_velocities(loss, [[(0, 1), (1, 0)], [(1, 0), (0, 1)]])
    >>> found.status, found.difference.monomials, [[str(a) for a in value] for value in found.difference.values]
    ('refuted', ((((0,), 1), ((1,), 1)),), [['-8', '0'], ['0', '0']])
    """
    network = loss.network
    given = [_nonzero(network, index, filters) for index, filters in enumerate(tuples)]
    if not given:
        raise ParseError("initial parameters", "none given")
    jacobians = [_Jacobian(network, filters) for filters in given]
    functions = [jacobian.function for jacobian in jacobians]
    _check_shared_function(functions)
    shared = _shared_invariants(network, given) if delta is None else tuple(delta)
    starts, gradient = list[FunctionStart](), tuple[Fraction, ...]()
    for filters, jacobian in zip(given, jacobians, strict=True):
        gradient, slopes = loss.slopes(jacobian.integral)
        scaling = _scaled(network, filters, shared)
        down = tuple(tuple(-c for c in own) for own in slopes)
        starts.append(FunctionStart(filters, scaling, down, jacobian.velocity(down)))
    found, close = None, False
    zero = (Fraction(0),) * len(network)
    for other in range(1, len(starts)):
        pair = starts[0], starts[other]
        places = sorted(pair[0].velocity.keys() | pair[1].velocity.keys())
        values = (((m,), tuple(start.velocity.get(m, zero) for start in pair)) for m in places)
        found, unsure = _different(pair, (0, other), values)
        close = close or unsure
        if found is not None:
            break
    kernels = _different_kernels(starts, jacobians) if found is None and not close else None
    every = _is_only_point(network, given[0])
    return FunctionVelocities(loss, shared, functions[0], gradient, tuple(starts), found, kernels, every, close)


class _Jacobian:
    """The columns of the J_l at filters, as rows: for each monomial the derivatives of its coefficient."""

    def __init__(self, network: PolynomialArchitecture, filters: tuple[Any, ...]) -> None:
        self.network, self.norms = network, [squared_norm(w) for w in filters]
        self.integral: Integral = integral(network, filters)
        self.columns: list[list[Terms]] = coefficient_gradient(network, self.integral.filters)

    @property
    def function(self) -> Function:
        """f, which is linear in the last filter."""
        pairs = zip(self.integral.filters[-1], self.columns[-1], strict=True)
        total = _sum((Fraction(c, self.integral.whole), column) for c, column in pairs)
        return self._named(total)

    def velocity(self, slopes: Sequence[Vector]) -> dict[Monomial, Vector]:
        """For each monomial the n_l·J_l·slopes_l."""
        images = []
        for l, (n, own, columns) in enumerate(zip(self.norms, slopes, self.columns, strict=True)):
            factor = n * self.integral.slope(l)
            images.append(self._named(_sum((factor * c, column) for c, column in zip(own, columns, strict=True))))
        places = sorted(set().union(*images))
        return {m: tuple(image.get(m, Fraction(0)) for image in images) for m in places}

    def entries(self) -> Rows:
        """For each monomial and layer the derivatives of its coefficient by the entries of the filter."""
        rows: Rows = {}
        for l, columns in enumerate(self.columns):
            scale = self.integral.slope(l)
            for n, column in enumerate(columns):
                for m, c in self._named(column).items():
                    row = rows.setdefault(m, [[Fraction(0)] * len(own) for own in self.columns])
                    row[l][n] = c * scale
        return rows

    def _named(self, terms: Mapping[tuple[int, ...], Fraction | int]) -> Function:
        return dict(sorted((monomial_of(self.network, m), Fraction(c)) for m, c in terms.items() if c))


def _sum(parts: Iterator[tuple[Fraction, Terms]]) -> dict[tuple[int, ...], Fraction]:
    total: dict[tuple[int, ...], Fraction] = {}
    for factor, terms in parts:
        for m, c in terms.items() if factor else ():
            total[m] = total.get(m, Fraction(0)) + factor * c
    return total


def _nonzero(network: PolynomialArchitecture, index: int, filters: Sequence[FilterLike]) -> tuple[Any, ...]:
    given = normalize_filters(network.architecture, filters)
    for number, tensor in enumerate(given, start=1):
        if not any(flat(tensor)):
            place = f"initial parameters, start {index + 1}, filter {number}"
            raise ParseError(place, "it is zero; filters must be nonzero")
    return given


def _check_shared_function(functions: Sequence[Function]) -> None:
    first = functions[0]
    for number, own in enumerate(functions[1:], start=2):
        for monomial in sorted(first.keys() | own.keys()):
            a, b = (found.get(monomial, Fraction(0)) for found in (first, own))
            if a != b:
                values = f"the coefficient of {monomial_text(monomial)} is {rational_text(a)} and {rational_text(b)}"
                raise ParseError("initial parameters", f"starts 1 and {number} have different functions: {values}")


def _shared_invariants(network: PolynomialArchitecture, given: Sequence[tuple[Any, ...]]) -> Vector:
    found = []
    for filters in given:
        pairs = pairwise(squared_norm(w) for w in filters)
        found.append(tuple(a - r * b for (a, b), r in zip(pairs, network.activations, strict=True)))
    for number, own in enumerate(found[1:], start=2):
        for l, (a, b) in enumerate(zip(found[0], own, strict=True), start=1):
            if a != b:
                problem = f"starts 1 and {number} have different invariants: δ_{l} is {rational_text(a)} and "
                advice = "; --delta or --balanced scales them to common ones"
                raise ParseError("initial parameters", f"{problem}{rational_text(b)}{advice}")
    return found[0]


def _scaled(network: PolynomialArchitecture, filters: Sequence[Any], delta: Vector) -> WeightedScaling:
    norms = [squared_norm(w) for w in filters]
    if not is_weighted_solvable(network.degrees, norms, delta):
        raise LimitError("the numbers in the scaling equation are too large")
    return solve_weighted(network.degrees, norms, delta)


def _is_only_point(network: PolynomialArchitecture, filters: Sequence[Any]) -> bool:
    """Whether all parameters over the function of filters are multiples of these, by the shifts that fit."""
    if not network.fully_nonlinear:
        return False
    peeled = [core(operator) for operator in run_operators(network, filters)]
    total = tuple(map(sum, zip(*(shift for shift, _, _ in peeled), strict=True)))
    return count_shift_vectors(network, [own for _, _, own in peeled], total) == 1


def _different(
    pair: tuple[FunctionStart, FunctionStart],
    numbers: tuple[int, int],
    places: Iterator[tuple[tuple[Monomial, ...], tuple[Vector, ...]]],
) -> tuple[FunctionDifference | None, bool]:
    """The first place at which two entries are told apart; and whether entries before are not shown to be equal."""
    compare, unsure = _comparison(pair), False
    for monomials, (a, b) in places:
        equal = compare(a, b)
        if equal is False:
            return FunctionDifference(numbers, monomials, (a, b)), unsure
        unsure = unsure or equal is None
    return None, unsure


def _comparison(pair: tuple[FunctionStart, FunctionStart]) -> Callable[[Vector, Vector], bool | None]:
    """Whether Σ a_l/ρ_l at the one start is Σ b_l/ρ_l at the other; None if that is not found out."""
    left, right = (start.scaling for start in pair)
    same = left.constant == right.constant

    def equal(a: Vector, b: Vector) -> bool | None:
        first, second = left.over(a), right.over(b)
        if same:
            first, second = left.over([x - y for x, y in zip(a, b, strict=True)]), left.over([Fraction(0)] * len(a))
            if not first.terms:
                return True
        if first.value is not None and second.value is not None:
            return first.value == second.value
        width = Fraction(1, 2**20)
        while width >= FINEST:
            (low, high), (bottom, top) = first.enclosure(width), second.enclosure(width)
            if high < bottom or top < low:
                return False
            if low == high == bottom == top:
                return True
            width **= 2
        return None

    return equal


def _different_kernels(starts: Sequence[FunctionStart], jacobians: Sequence[_Jacobian]) -> FunctionDifference | None:
    """Where the NTK of a start differs from that of the first one; None if all are shown to be equal."""
    rows = [jacobian.entries() for jacobian in jacobians]
    for other in range(1, len(starts)):
        if starts[other].filters == starts[0].filters:
            continue
        monomials = sorted(rows[0].keys() | rows[other].keys())
        if len(monomials) * (len(monomials) + 1) // 2 > MAX_PAIRS:
            raise LimitError(f"the NTKs on {len(monomials)} monomials are too large to be compared")
        own = tuple((rows[n], jacobians[n].norms) for n in (0, other))
        places = (
            ((m, k), tuple(_gram(table, norms, m, k) for table, norms in own))
            for m, k in combinations_with_replacement(monomials, 2)
        )
        found, unsure = _different((starts[0], starts[other]), (0, other), places)
        if found is not None:
            return found
        if unsure:
            raise LimitError("NTKs at different numbers t are too close to be told apart")
    return None


def _gram(table: Rows, norms: Sequence[Fraction], m: Monomial, k: Monomial) -> Vector:
    """The n_l·N_l at two monomials."""
    if m not in table or k not in table:
        return (Fraction(0),) * len(norms)
    rows = zip(norms, table[m], table[k], strict=True)
    return tuple(n * sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0)) for n, a, b in rows)
