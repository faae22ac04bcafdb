"""What a network with monomial activations computes: its polynomial f, values of f, and f on planes.

Contents: :data:`Operator`, :data:`Monomial`, :data:`Function`, :func:`layer_operators`, :func:`run_operators`,
:func:`run_steps`, :func:`expanded`, :func:`value`, :func:`plane`, :func:`scaled_function`.

Notation. T^a maps x_p to x_{p+a}. A filter of a layer is the operator P(T) = Σ_j w[j] T^{j⊙e} with its exponent e, and
f = F_n with F_0 = x_0 and F_i = P_i(T)·(F_{i−1})^{r_{i−1}}, r_0 = 1. The P_i may be those of layers, with r_i = 1 where
no activation follows, or the products Q_i of runs. Exponents may be negative.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm, prod
from typing import Any, TypeAlias

from flint import fmpq, fmpq_poly

from symlcn.algebra.exact import fraction_of
from symlcn.algebra.polynomials import Exponents, Polynomial
from symlcn.algebra.sparse import Terms, constant, times
from symlcn.errors import LimitError
from symlcn.network.filters import FilterLike, layer_polynomials
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = [
    "Function",
    "Monomial",
    "Operator",
    "expanded",
    "layer_operators",
    "plane",
    "run_operators",
    "run_steps",
    "scaled_function",
    "value",
]

MAX_FACTORS = 20_000_000
"""Bound on the products of two terms in an expansion, each times its degree."""

MAX_DEGREE = 10_000
"""Bound on the degree R of what is expanded, or restricted to a plane."""

Operator: TypeAlias = Mapping[Exponents, Fraction]
"""Σ c_a T^a, as nonzero coefficients by exponents."""
Monomial: TypeAlias = tuple[tuple[Exponents, int], ...]
"""Pairs of a position and a power ≥ 1, by increasing positions."""
Function: TypeAlias = dict[Monomial, Fraction]
"""A polynomial in the inputs, as nonzero coefficients by monomials."""


def run_steps(network: PolynomialArchitecture) -> tuple[Exponents, ...]:
    """The product of all strides before each run: its exponents are multiples of it.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> run_steps(parse_network("k3s2 k2 r2 k2"))
    ((1,), (2,))
    """
    layers = network.architecture.layers
    return tuple(
        tuple(prod(layer.stride[d] for layer in layers[: run.start]) for d in range(network.dimension))
        for run in network.runs
    )


def layer_operators(network: PolynomialArchitecture, filters: Sequence[FilterLike]) -> tuple[Operator, ...]:
    """The operators P_1, …, P_L of filters.

    Raises
    ------
    ParseError
        If the number of filters or the size of one does not fit, or an entry is not exact.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> layer_operators(parse_network("k2s2 r2 k2"), [(1, 2), (0, 3)])[1]
    {(2,): Fraction(3, 1)}
    """
    return tuple(_operator(polynomial) for polynomial in layer_polynomials(network.architecture, filters))


def run_operators(network: PolynomialArchitecture, filters: Sequence[FilterLike]) -> tuple[Operator, ...]:
    """The products Q_1, …, Q_n of the operators of each run; raises as :func:`layer_operators`.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> run_operators(parse_network("k2 k2 r2 k2"), [(1, 2), (1, -2), (1, 1)])[0]
    {(2,): Fraction(-4, 1), (0,): Fraction(1, 1)}
    """
    factors = layer_polynomials(network.architecture, filters)
    one = Polynomial.constant(network.dimension, 1)
    return tuple(_operator(prod(factors[run.start : run.stop], start=one)) for run in network.runs)


def _operator(polynomial: Polynomial) -> dict[Exponents, Fraction]:
    return dict(polynomial.terms())


def scaled_function(function: Mapping[Monomial, Fraction], factor: Fraction) -> Function:
    """The function times a number ≠ 0."""
    return {monomial: factor * c for monomial, c in function.items()}


def expanded(operators: Sequence[Operator], activations: Sequence[int]) -> Function:
    """f as a polynomial, its monomials in increasing order.

    Parameters
    ----------
    operators : sequence of Operator
        P_1, …, P_n.
    activations : sequence of int
        r_1, …, r_{n−1}.

    Raises
    ------
    LimitError
        If f has too large a degree, or takes too many products of terms.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> network = parse_network("k2 r2 k2")
    >>> expanded(layer_operators(network, [(1, 2), (0, 3)]), network.activations)
    {(((1,), 1), ((2,), 1)): Fraction(12, 1), (((1,), 2),): Fraction(3, 1), (((2,), 2),): Fraction(12, 1)}
    """
    if not all(operators):
        return {}
    _check_degree(prod(activations))
    least, most = _hull(operators, len(next(iter(operators[0]))))
    widths = [m - n + 1 for n, m in zip(least, most, strict=True)]
    weights = [prod(widths[d + 1 :]) for d in range(len(widths))]

    def number(position: Exponents) -> int:
        return sum(map(int.__mul__, position, weights))

    origin = -number(least)
    function: Terms = {(origin,): 1}
    denominator, work = 1, 0
    for operator, power in zip(operators, (1, *activations), strict=True):
        function, work = _power(function, power, work)
        common = lcm(*(c.denominator for c in operator.values()))
        shifted = {number(a): int(c * common) for a, c in operator.items()}
        work = _spend(work, len(shifted) * len(function), len(next(iter(function), ())))
        function = _applied(shifted, function)
        denominator = denominator**power * common

    def position(place: int) -> Exponents:
        indices = []
        for weight, start in zip(weights, least, strict=True):
            index, place = divmod(place, weight)
            indices.append(index + start)
        return tuple(indices)

    names = {place: position(place) for monomial in function for place in monomial}
    found = ((_gathered(monomial, names), Fraction(c, denominator)) for monomial, c in function.items())
    return dict(sorted(found))


def _hull(operators: Sequence[Operator], dimension: int) -> tuple[Exponents, Exponents]:
    """The least and the largest coordinates in each direction of sums of exponents of some of the operators."""
    lows = (sum(min(0, *(a[d] for a in operator)) for operator in operators) for d in range(dimension))
    highs = (sum(max(0, *(a[d] for a in operator)) for operator in operators) for d in range(dimension))
    return tuple(lows), tuple(highs)


def _check_degree(degree: int) -> None:
    if degree > MAX_DEGREE:
        raise LimitError(f"the network has degree {degree} in its inputs; only up to {MAX_DEGREE} is it multiplied out")


def _spend(work: int, products: int, degree: int) -> int:
    work += products * max(degree, 1)
    if work > MAX_FACTORS:
        raise LimitError("the network has too many monomials to be multiplied out")
    return work


def _power(function: Terms, power: int, work: int) -> tuple[Terms, int]:
    """A power, by squaring where there is one term, else one factor after the other."""
    if len(function) <= 1:
        return {monomial * power: c**power for monomial, c in function.items()}, work
    result = constant(1)
    for _ in range(power):
        products = len(result) * len(function)
        work = _spend(work, products, len(next(iter(result))) + len(next(iter(function))))
        result = times(result, function, limit=products)
    return result, work


def _applied(shifts: Mapping[int, int], function: Terms) -> Terms:
    """Σ c·T^a of a function, a the number that T^a adds to those of positions."""
    result: Terms = {}
    for shift, factor in shifts.items():
        for monomial, c in function.items():
            moved = tuple(place + shift for place in monomial)
            result[moved] = result.get(moved, 0) + factor * c
    return {monomial: c for monomial, c in result.items() if c}


def _gathered(monomial: Sequence[int], names: Mapping[int, Exponents]) -> Monomial:
    """A monomial with powers from one with repeated factors."""
    return tuple((names[place], monomial.count(place)) for place in dict.fromkeys(monomial))


def value(operators: Sequence[Operator], activations: Sequence[int], inputs: Mapping[Exponents, Fraction]) -> Fraction:
    """f at an input, which is 0 where it is not given.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> network = parse_network("k3 r2 k2")
    >>> value(layer_operators(network, [(1, 2, 3), (4, 5)]), network.activations, {(0,): 1, (1,): 1})
    Fraction(41, 1)
    """
    return Fraction(_propagated(operators, activations, inputs, Fraction) or 0)


def plane(operators: Sequence[Operator], activations: Sequence[int], position: Exponents) -> tuple[Fraction, ...]:
    """The coefficients of x_0^{R−k}·x_p^k, k = 0, …, R, of f on the plane span(e_0, e_p), p ≠ 0; without expansion.

    Raises
    ------
    LimitError
        If the degree R is too large.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> network = parse_network("k3 r2 k2")
    >>> plane(layer_operators(network, [(1, 2, 3), (4, 5)]), network.activations, (1,))
    (Fraction(4, 1), Fraction(16, 1), Fraction(21, 1))
    """
    degree = prod(activations)
    _check_degree(degree)
    inputs = {(0,) * len(position): fmpq_poly([1]), position: fmpq_poly([0, 1])}
    found = _propagated(operators, activations, inputs, lambda c: fmpq(c.numerator, c.denominator))
    return tuple(fraction_of(fmpq_poly(found or 0)[k]) for k in range(degree + 1))


def _propagated(
    operators: Sequence[Operator],
    activations: Sequence[int],
    inputs: Mapping[Exponents, Any],
    number: Callable[[Any], Any],
) -> Any:
    """f at inputs in a ring, from those places alone where something is not 0; None if f is 0 there."""
    layer = {position: entry for position, entry in inputs.items() if entry}
    if not all(operators):
        return None
    for n, (operator, power) in enumerate(zip(operators, (1, *activations), strict=True), 1):
        least, most = _hull(operators[n:], len(next(iter(operator))))
        own = [(a, number(c)) for a, c in operator.items()]
        after: dict[Exponents, Any] = {}
        for position, entry in layer.items():
            raised = entry**power
            for a, c in own:
                place = tuple(map(int.__sub__, position, a))
                if all(low <= i <= high for i, low, high in zip(place, least, most, strict=True)):
                    after[place] = after[place] + c * raised if place in after else c * raised
        layer = {position: entry for position, entry in after.items() if entry}
    return next(iter(layer.values()), None)
