"""Is the NTK of a network with one ReLU a function of the network's function and invariants?

Contents: :class:`Separation`, :func:`separate`, :class:`ReluResult`, :func:`judge_convolutional`, :func:`judge_dense`.

Convolutional: proved by the theorem on kinks (:mod:`symlcn.families.relu.twolayer`) for filters that cannot be shifted,
trivially: there is one parameter for each such function, not 0, and invariant. As evidence, the parameters that the
linear network does not tell apart (opposite signs; interchangeable layers swapped; one root exchanged inside an axis
block) are separated by exact inputs. Where the sizes admit a shift, an exact pair shows that the hypothesis is needed
(:mod:`symlcn.families.relu.shifts`); where they do not, no filter is excepted.

Fully connected, without biases: with all widths ≥ 2 refuted by the pair of Ex. 20 with Q the exchange of two
coordinates, W_1 = diag(2, 1)·Q and W_2 = Qᵀ·diag(1/2, 1). Both compute relu itself in those coordinates, on all inputs;
all of D_1, hence the conserved part, is equal; on positive inputs both NTKs are those of the linear network, and they
differ. Two hidden neurons exchange their functions there and keep their invariants; so they do in the pairs for other
widths: with one output W_2 = (1/2, 1) on both sides, f = relu(x_1) + relu(x_2), and with one input W_1 = (2, −1) and
(−2, 1), W_2 = (1/2, 1) on both sides, f = |x|. With one hidden neuron f = w_2·relu(w_1·x) ≠ 0 determines (w_1, w_2) up
to (c·w_1, w_2/c), c > 0 (its kink and slopes), and the invariant determines c, so the NTK is a function of both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count, product
from random import Random
from typing import Any

from symlcn.algebra.matrices import embedded, matrix
from symlcn.algebra.polynomials import Polynomial
from symlcn.answer import Status
from symlcn.certificates.hypotheses import NONZERO_FUNCTION
from symlcn.errors import LimitError, brief
from symlcn.families.dense.pairs.choose import Pair
from symlcn.families.relu.dense import ReluDense
from symlcn.families.relu.shifts import ShiftedPair, hypotheses, shifted_pair
from symlcn.families.relu.twolayer import Filters, ReluConvolutional
from symlcn.families.verdict import Judged, Verdict
from symlcn.network.architecture import Architecture
from symlcn.network.filters import Filter, FilterLike, normalize_filter, polynomial_to_filter, tensor_of

__all__ = ["DenseReluResult", "ReluResult", "Separation", "judge_convolutional", "judge_dense", "separate"]

MAX_DRAWS = 2000
MAX_AMBIENT = 100_000
"""Number of entries of an input up to which inputs are drawn."""


@dataclass(frozen=True, slots=True)
class Separation:
    """Two parameters, an input, and the different values of the two functions there.

    Attributes
    ----------
    move : str
        How the second parameter comes from the first: ``"sign"``, ``"swap"``, ``"exchange"``, or ``""``.
    parameters : tuple of two pairs of filters
    input : nested tuples of Fraction
    values : tuple of Fraction
    """

    __repr__ = brief

    move: str
    parameters: tuple[Filters, Filters]
    input: Filter
    values: tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class ReluResult(Judged):
    """The answer for a shallow ReLU CNN.

    Attributes
    ----------
    network : ReluConvolutional
    verdict : Verdict
    separations : tuple of Separation
    region : nested tuples of Fraction
        An input at which all hidden values of the first parameter of the first separation are 1.
    exception : ShiftedPair or None
        Shifted filters with the same function and invariant and different NTKs; None if no shift fits the sizes.
    """

    __repr__ = brief

    network: ReluConvolutional
    verdict: Verdict
    separations: tuple[Separation, ...]
    region: Filter
    exception: ShiftedPair | None


@dataclass(frozen=True, slots=True)
class DenseReluResult(Judged):
    """The answer for a shallow ReLU MLP.

    Attributes
    ----------
    network : ReluDense
    verdict : Verdict
    input : tuple of int, or None
        When refuted: a positive input x with different NTKs Θ(x, x).
    values : tuple of Fraction, or None
        Their entries at (0, 0).
    """

    __repr__ = brief

    network: ReluDense
    verdict: Verdict
    input: tuple[int, ...] | None = None
    values: tuple[Fraction, Fraction] | None = None


def separate(
    network: ReluConvolutional, left: Sequence[FilterLike], right: Sequence[FilterLike], move: str = ""
) -> Separation | None:
    """An input at which two parameters compute different values; None if they compute the same function, by the
    theorem.

    Raises
    ------
    ParseError
        If the filters do not fit.
    LimitError
        If the functions differ and no input was found, or inputs are too large to be drawn.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> network = ReluConvolutional(parse_architecture("k2 k2"))
    >>> separate(network, [(1, 2), (3, 4)], [(2, 4), (Fraction(3, 2), 2)]) is None
    True
    >>> found = separate(network, [(1, 2), (3, 4)], [(3, 4), (1, 2)])
    >>> found.values[0] != found.values[1]
    True
    """
    if network.parametrization(left) == network.parametrization(right):
        return None
    dimension = network.architecture.dimension
    sides = [tuple(normalize_filter(w, dimension) for w in side) for side in (left, right)]
    for tensor in _inputs(network, sides):
        first, second = (network.evaluate(side, tensor) for side in sides)
        if first != second:
            return Separation(move, (sides[0], sides[1]), tensor, (first, second))
    raise LimitError("the functions differ, but no input at which they do was found")


def _inputs(network: ReluConvolutional, sides: Sequence[Filters]) -> Iterator[Filter]:
    """Inputs at which few hidden values are positive, then random ones from a fixed seed."""
    if network.architecture.ambient > MAX_AMBIENT:
        raise LimitError(f"inputs of {network.architecture.ambient} entries; at most {MAX_AMBIENT} are drawn")
    size = network.architecture.end_to_end_size
    for side in sides:
        if network.parametrization(side):
            ones = dict.fromkeys(product(*map(range, network.architecture.layers[1].size)), 1)
            yield network.preimage(side, ones)
            yield network.preimage(side, dict(list(ones.items())[:1]))
    random = Random(5)
    places = list(product(*map(range, size)))
    for _ in range(MAX_DRAWS):
        yield tensor_of(size, {place: Fraction(random.randint(-3, 3)) for place in places})


def judge_convolutional(architecture: Architecture) -> ReluResult:
    """The answer for a stack of two convolutional layers with a ReLU between them.

    Raises
    ------
    ParseError
        If there are not two layers.
    LimitError
        If the filters are too large.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> found = judge_convolutional(parse_architecture("k2x2 k2x2"))
    >>> found.status, [separation.move for separation in found.separations]
    (Status.PROVED, ['sign', 'swap', 'swap and sign'])
    """
    network = ReluConvolutional(architecture)
    found = []
    for move, left, right in _candidates(architecture):
        opposite = tuple(_negated(w) for w in right)
        if not move:
            found.append(separate(network, left, opposite, "sign"))
        else:
            found.append(separate(network, left, right, move))
            found.append(separate(network, left, opposite, f"{move} and sign"))
    separations = tuple(separation for separation in found if separation is not None)
    if len(separations) < len(found):
        raise LimitError("two candidates compute the same function, against the theorem")
    ones = dict.fromkeys(product(*map(range, architecture.layers[1].size)), 1)
    region = network.preimage(separations[0].parameters[0], ones)
    verdict = Verdict(Status.PROVED, "for all invariants", hypotheses=hypotheses(architecture))
    return ReluResult(network, verdict, separations, region, shifted_pair(architecture))


def _candidates(architecture: Architecture) -> Iterator[tuple[str, Filters, Filters]]:
    """Filters without zeros with themselves; then filters that the linear network does not tell apart."""
    sizes = [layer.size for layer in architecture.layers]
    plain = _counted(sizes[0], 1), _counted(sizes[1], 2)
    yield "", plain, plain
    if any({0, 1} <= set(group) for group in architecture.classes):
        yield "swap", plain, (plain[1], plain[0])
    for block in architecture.blocks:
        if {0, 1} <= set(block.layers):
            yield _exchanged(architecture, block.direction, block.degrees)


def _counted(size: Sequence[int], start: int) -> Filter:
    """The filter with entries start, start + 1, …, row-major."""
    places = product(*map(range, size))
    return tensor_of(tuple(size), {place: Fraction(start + n) for n, place in enumerate(places)})


def _exchanged(architecture: Architecture, direction: int, degrees: Sequence[int]) -> tuple[str, Filters, Filters]:
    """P_1 = a·b and P_2 = c·d become a·c and b·d, with b = X + 1, c = X − 1, a = X^m + 2, d = X^n + 3."""
    dimension = architecture.dimension

    def binomial(degree: int, constant: int) -> Polynomial:
        power = tuple(degree if d == direction else 0 for d in range(dimension))
        if degree == 0:
            return Polynomial.constant(dimension, 1)
        return Polynomial(dimension, {power: 1, (0,) * dimension: constant})

    b, c = binomial(1, 1), binomial(1, -1)
    a, d = binomial(degrees[0] - 1, 2), binomial(degrees[1] - 1, 3)
    ones, sizes = (1,) * dimension, [layer.size for layer in architecture.layers]

    def filters(first: Polynomial, second: Polynomial) -> Filters:
        return polynomial_to_filter(first, sizes[0], ones), polynomial_to_filter(second, sizes[1], ones)

    return "exchange", filters(a * b, c * d), filters(a * c, b * d)


def _negated(tensor: Any) -> Any:
    return tuple(_negated(part) for part in tensor) if isinstance(tensor, tuple) else -tensor


def judge_dense(network: ReluDense) -> DenseReluResult:
    """The answer for two fully connected layers with a ReLU between them.

    The NTKs of the pair differ at the input (t, 1, …, 1), t ≥ 2, but for at most one t: their entries are different
    polynomials in t².

    Examples
    --------
    >>> found = judge_dense(ReluDense((2, 2, 2)))
    >>> found.status, found.input, found.values
    (Status.REFUTED, (2, 1), (Fraction(73, 4), Fraction(13, 1)))
    """
    if network.widths[1] == 1:
        return DenseReluResult(network, Verdict(Status.PROVED, "for all invariants", hypotheses=(NONZERO_FUNCTION,)))
    pair = _exchange_pair(network)
    vectors = ((top, *[1] * (network.widths[0] - 1)) for top in count(2))
    values = ((vector, [network.kernel(side, vector, vector)[0][0] for side in pair]) for vector in vectors)
    vector, (first, second) = next((vector, both) for vector, both in values if both[0] != both[1])
    scope = "for two parameters with the same function on all inputs, at positive inputs"
    return DenseReluResult(network, Verdict(Status.REFUTED, scope, None, pair), vector, (first, second))


def _exchange_pair(network: ReluDense) -> Pair:
    """The pair of Ex. 20, with Q the exchange of the first two coordinates; ones continue the diagonals.

    With one input or one output two hidden neurons with the second layer (1/2, 1) exchange their functions.
    """
    first, hidden, last = network.widths
    if min(first, last) == 1:
        rows = ([[2], [-1]], [[-2], [1]]) if first == 1 else ([[2, 0], [0, 1]], [[0, 2], [1, 0]])
        second = embedded(matrix([[Fraction(1, 2), 1]]), last, hidden)
        plain, other = ((embedded(matrix(block), hidden, first), second) for block in rows)
        return plain, other
    rank = min(network.widths)
    low, high, turn = (
        embedded(block, rank, rank, unit=True)
        for block in (matrix([[2]]), matrix([[Fraction(1, 2)]]), matrix([[0, 1], [1, 0]]))
    )
    plain = embedded(low, hidden, first), embedded(high, last, hidden)
    return plain, (embedded(low * turn, hidden, first), embedded(turn * high, last, hidden))
