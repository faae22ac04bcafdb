"""Gradients of the function of a network with monomial activations: at inputs, and by monomials.

Contents: :class:`Gradient`, :func:`gradient_at`, :func:`coefficient_gradient`, :func:`windows`, :func:`positions_of`.

Notation as in :mod:`symlcn.families.polynomial.expansion`. The gradient ∇f(x) has one entry for each entry of a filter,
layer by layer and row-major, and f(x) is D_l⁻¹ times the inner product of its part for layer l with w_l (Euler). The
rows of the Jacobian J are the coefficients of monomials instead: ∇f(x) = Jᵀm(x), m(x) the values of the monomials.

At an input the values of all layers are propagated from what is not 0, and derivatives backwards; nothing is multiplied
out. So the cost is that of the network on one input, times the length of numbers, which is bounded beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from operator import mul
from typing import NamedTuple, TypeAlias

from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.sparse import Terms, cells, constant, plus, times
from symlcn.errors import LimitError, ParseError
from symlcn.families.polynomial.expansion import Monomial
from symlcn.network.architecture import size_text
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["Flat", "Gradient", "coefficient_gradient", "gradient_at", "monomial_of", "positions_of", "windows"]

MAX_STEPS = 5_000_000
"""Bound on the products of an entry of a filter and a value of a layer, for one input."""
MAX_BITS = 400_000_000
"""Bound on these, each times the bits of the value."""
MAX_PRODUCTS = 300_000
"""Bound on the products of terms for the gradient by monomials."""

Flat: TypeAlias = Sequence[int]
"""The entries of a filter, row-major."""


class Gradient(NamedTuple):
    """The value f(x) and the gradient there, for each layer the derivatives by the entries of its filter, row-major."""

    value: int
    parts: tuple[tuple[int, ...], ...]


def positions_of(network: PolynomialArchitecture) -> list[list[tuple[Exponents, int]]]:
    """For each layer what its entries move by: j⊙e_l for all j, row-major, numbered.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> positions_of(parse_network("k2s2 r2 k2"))
    [[((0,), 0), ((1,), 1)], [((0,), 0), ((2,), 1)]]
    """
    stack = network.architecture
    return [
        [(tuple(map(mul, cell, exponent)), n) for n, cell in enumerate(cells(layer.size))]
        for layer, exponent in zip(stack, stack.exponents, strict=True)
    ]


def _needed(network: PolynomialArchitecture) -> list[set[Exponents]]:
    """The places of the outputs of the layers 0, …, L on which output 0 depends; those of layer 0 are inputs."""
    found: list[set[Exponents]] = [{(0,) * network.dimension}]
    steps = 0
    for layer in reversed(positions_of(network)):
        steps += len(layer) * len(found[-1])
        if steps > MAX_STEPS:
            raise LimitError(f"the network takes more than {MAX_STEPS} multiplications for one output")
        found.append({tuple(map(sum, zip(q, a, strict=True))) for q in found[-1] for a, _ in layer})
    return found[::-1]


def gradient_at(network: PolynomialArchitecture, filters: Sequence[Flat], point: Mapping[Exponents, int]) -> Gradient:
    """f and its gradient at an integer input, which is 0 where it is not given.

    Parameters
    ----------
    network : PolynomialArchitecture
    filters : sequence of sequences of int
        For each layer the entries of its filter, row-major.
    point : mapping
        Entries of the input by their positions.

    Raises
    ------
    LimitError
        If the network is too large, or numbers become too long.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> gradient_at(parse_network("k3 r2 k2"), [(1, 2, 3), (4, 5)], {(0,): 1})
    Gradient(value=4, parts=((8, 0, 0), (1, 0)))
    """
    places, needed = positions_of(network), _needed(network)
    powers = (1, *network.activations)
    _check_length(network, filters, point, needed)
    layers = [{q: x for q, x in point.items() if x and q in needed[0]}]
    for positions, flat, power, wanted in zip(places, filters, powers, needed[1:], strict=True):
        after: dict[Exponents, int] = {}
        own = [(a, flat[n]) for a, n in positions if flat[n]]
        for p, x in layers[-1].items():
            raised = x**power
            for a, c in own:
                q = tuple(map(int.__sub__, p, a))
                if q in wanted:
                    after[q] = after.get(q, 0) + c * raised
        layers.append({q: x for q, x in after.items() if x})
    origin = (0,) * network.dimension
    backward, parts = {origin: 1}, []
    for l in range(len(network) - 1, -1, -1):
        inputs, power, flat = layers[l], powers[l], filters[l]
        part, before = [0] * len(flat), dict[Exponents, int]()
        for q, g in backward.items():
            for a, n in places[l]:
                p = tuple(map(sum, zip(q, a, strict=True)))
                if x := inputs.get(p, 0):
                    part[n] += g * x**power
                if flat[n] and (x or power == 1):
                    before[p] = before.get(p, 0) + g * flat[n]
        parts.append(tuple(part))
        backward = {p: g * power * inputs[p] ** (power - 1) if power > 1 else g for p, g in before.items() if g}
    return Gradient(layers[-1].get(origin, 0), tuple(reversed(parts)))


def _check_length(
    network: PolynomialArchitecture,
    filters: Sequence[Flat],
    point: Mapping[Exponents, int],
    needed: Sequence[set[Exponents]],
) -> None:
    """Bound the bits of all values: those of layer l are at most ∑|w_l| times a power of those before."""
    bits = max((abs(x).bit_length() for x in point.values()), default=0)
    total = 0
    for flat, power, places in zip(filters, (1, *network.activations), needed[1:], strict=True):
        bits = power * bits + sum(map(abs, flat)).bit_length()
        total += bits * len(flat) * len(places)
    if total > MAX_BITS:
        raise LimitError(f"numbers become too long: the network has degree {network.degree} in its inputs")


def windows(
    network: PolynomialArchitecture, value: Mapping[Exponents, Fraction], size: Exponents, place: str
) -> list[dict[Exponents, Fraction]]:
    """What each output sees of an input of some size: output i is f at the input moved by i⊙s_1⊙…⊙s_L.

    Raises
    ------
    ParseError
        If the input is smaller than what one output sees.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> windows(parse_network("k2 r2 k2s2"), {(2,): 7}, (5,), "input 1")
    [{(2,): 7}, {(0,): 7}]
    """
    stack = network.architecture
    field = stack.end_to_end_size
    if any(n < k for n, k in zip(size, field, strict=True)):
        problem = f"size {size_text(size)}; an output sees {size_text(field)} entries, so give at least these"
        raise ParseError(place, problem)
    strides = [prod(layer.stride[d] for layer in stack) for d in range(network.dimension)]
    counts = [(n - k) // s + 1 for n, k, s in zip(size, field, strides, strict=True)]
    if prod(counts) > MAX_STEPS:
        raise LimitError(f"{prod(counts)} outputs of one input")
    found = []
    for output in product(*map(range, counts)):
        moved = ((tuple(p - i * s for p, i, s in zip(q, output, strides, strict=True)), x) for q, x in value.items())
        found.append({q: x for q, x in moved if all(0 <= p < k for p, k in zip(q, field, strict=True))})
    return found


def _numbers(network: PolynomialArchitecture) -> list[list[tuple[int, int]]]:
    """The positions of :func:`positions_of` as numbers of cells of the field that f sees, row-major."""
    size = network.architecture.end_to_end_size
    weights = [prod(size[d + 1 :]) for d in range(len(size))]
    return [[(sum(map(mul, a, weights)), n) for a, n in layer] for layer in positions_of(network)]


def monomial_of(network: PolynomialArchitecture, factors: Sequence[int]) -> Monomial:
    """A monomial by positions and powers, from the increasing numbers of cells of its factors.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> monomial_of(parse_network("k2 r3 k2"), (0, 2, 2))
    (((0,), 1), ((2,), 2))
    """
    size = network.architecture.end_to_end_size
    found = []
    for number in dict.fromkeys(factors):
        index, rest = [], number
        for extent in reversed(size):
            rest, k = divmod(rest, extent)
            index.append(k)
        found.append((tuple(reversed(index)), factors.count(number)))
    return tuple(found)


class _Budget:
    """The products of terms that are still taken."""

    def __init__(self) -> None:
        self.left = MAX_PRODUCTS

    def times(self, left: Terms, right: Terms) -> Terms:
        self.left -= len(left) * len(right) * (1 + sum(len(next(iter(terms), ())) for terms in (left, right)) // 8)
        if self.left < 0:
            raise LimitError("the network has too many monomials for its NTK by monomials")
        return times(left, right, limit=MAX_PRODUCTS)

    def power(self, terms: Terms, exponent: int) -> Terms:
        if len(terms) == 1:
            ((monomial, c),) = terms.items()
            return {monomial * exponent: c**exponent} if exponent * len(monomial) <= MAX_PRODUCTS else self._none()
        result = constant(1)
        for _ in range(exponent):
            result = self.times(result, terms)
        return result

    def applied(self, shifts: Iterable[tuple[int, int]], terms: Terms) -> Terms:
        """Σ c·T^a of a polynomial, for pairs of a number to be added to those of cells and c."""
        total: Terms = {}
        for a, c in shifts:
            self.left -= len(terms)
            total = plus(total, {tuple(p + a for p in monomial): x for monomial, x in terms.items()}, c)
        return total

    def _none(self) -> Terms:
        raise LimitError("the network has too large a degree for its NTK by monomials")


def coefficient_gradient(network: PolynomialArchitecture, filters: Sequence[Flat]) -> list[list[Terms]]:
    """The columns of the Jacobian: for each layer and entry the derivative of f, as a polynomial in the inputs.

    A monomial is the increasing tuple of the numbers of the cells that its factors are in, row-major in the field that
    f sees, as :mod:`symlcn.algebra.sparse` has it.

    Raises
    ------
    LimitError
        If too many products of terms are needed.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> coefficient_gradient(parse_network("k2 r2 k2"), [(0, 1), (1, 0)])
    [[{(0, 1): 2}, {(1, 1): 2}], [{(1, 1): 1}, {(2, 2): 1}]]
    """
    if network.degree > MAX_PRODUCTS:
        raise LimitError("the network has too large a degree for its NTK by monomials")
    numbers, budget = _numbers(network), _Budget()
    powers = (1, *network.activations)
    raised: list[Terms] = []
    slopes: list[Terms] = []
    function: Terms = {(0,): 1}
    for positions, flat, power in zip(numbers, filters, powers, strict=True):
        below = budget.power(function, power - 1)
        slopes.append({monomial: power * c for monomial, c in below.items()})
        raised.append(budget.times(below, function))
        function = budget.applied(((a, flat[n]) for a, n in positions if flat[n]), raised[-1])
    columns: list[list[Terms]] = []
    for l, positions in enumerate(numbers):
        own = []
        for a, _ in positions:
            tangent = budget.applied([(a, 1)], raised[l])
            for m in range(l + 1, len(network)):
                inner = tangent if powers[m] == 1 else budget.times(slopes[m], tangent)
                tangent = budget.applied(((b, filters[m][n]) for b, n in numbers[m] if filters[m][n]), inner)
            own.append(tangent)
        columns.append(own)
    return columns
