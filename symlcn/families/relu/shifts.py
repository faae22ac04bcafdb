"""Shifts of two convolutional filters with a ReLU between them: the exceptions to "one parameter for each function".

Contents: :class:`Shift`, :class:`ShiftedPair`, :func:`shifts`, :func:`shifted_pair`, :func:`hypotheses`.

A shift by v replaces P_1, P_2 by x^{−v⊙e_2}·P_1 and x^{v⊙e_2}·P_2 (:mod:`symlcn.families.relu.twolayer`). It acts in
each direction by itself, so there is one iff there is one along a single direction d. There v·e_2 must be a multiple of
e_1, hence a multiple of m = lcm(e_1, e_2), and a nonzero term of either filter moves by m at least. So a direction
admits shifts iff m ≤ (k_1 − 1)·e_1 and m ≤ (k_2 − 1)·e_2; without dilations: iff k_2 ≥ 2 and the stride is less than
k_1, so that windows overlap. Otherwise no filters can be shifted.

*Where a direction admits shifts, the NTK is not a function of f and δ.* Let P_1 = a and P_2 = b·x_d^m with a, b > 0,
and shift: P'_1 = a·x_d^m, P'_2 = b. Then f(x) = f'(x) = a·b·relu(x[m]), δ = a² − b² for both, and where all entries of
x are positive

    Θ(x, x)   = b²·Σ_{i in G_1} x[i + m]² + a²·Σ_{j in G_2} x[j]²
    Θ'(x, x)  = b²·Σ_{i in G_1} x[i]² + a²·Σ_{j in G_2} x[j + m]²

with the sets G_1, G_2 of exponents of the two filters. Written as polynomials, with monomials for the x[i]², they
differ by (x_d^m − 1)·(b²·G_1 − a²·G_2), which is 0 only if b²·G_1 = a²·G_2. So a = b = 1 will do unless G_1 = G_2, that
is unless the layers are interchangeable, and a = 1, b = 2 does then.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import gcd

from symlcn.certificates.hypotheses import NONZERO_FUNCTION
from symlcn.network.architecture import Architecture
from symlcn.network.filters import Filter, tensor_of

__all__ = ["Shift", "ShiftedPair", "hypotheses", "shifted_pair", "shifts"]


@dataclass(frozen=True, slots=True)
class Shift:
    """The least shift along a direction.

    Attributes
    ----------
    direction : int
    steps : tuple of int
        By how many places the nonzero entries of the first and of the second filter move, in opposite senses.
    """

    direction: int
    steps: tuple[int, int]

    def __str__(self) -> str:
        return f"({', '.join(map(str, self.steps))}) along direction {self.direction}"


@dataclass(frozen=True, slots=True)
class ShiftedPair:
    """Two parameters with the same function on all inputs and the same δ, and an input at which their NTKs differ.

    Attributes
    ----------
    shifts : tuple of Shift
        All that there are, this one first.
    parameters : tuple of two pairs of filters
    delta : Fraction
        ‖w_1‖² − ‖w_2‖², of both.
    input : nested tuples of Fraction
        With positive entries.
    values : tuple of Fraction
        Θ(x, x) of both at the input.
    """

    shifts: tuple[Shift, ...]
    parameters: tuple[tuple[Filter, Filter], tuple[Filter, Filter]]
    delta: Fraction
    input: Filter
    values: tuple[Fraction, Fraction]

    @property
    def shift(self) -> Shift:
        """The one that moves these parameters to each other."""
        return self.shifts[0]


def shifts(architecture: Architecture) -> tuple[Shift, ...]:
    """The directions along which filters of two layers can be shifted.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> shifts(parse_architecture("k3s2 k2"))
    (Shift(direction=0, steps=(2, 1)),)
    >>> shifts(parse_architecture("k3s3 k2"))
    ()
    """
    found = []
    sizes = [layer.size for layer in architecture.layers]
    for d, (p, q) in enumerate(zip(*architecture.exponents, strict=True)):
        common = gcd(p, q)
        steps = q // common, p // common
        if all(step < size[d] for step, size in zip(steps, sizes, strict=True)):
            found.append(Shift(d, steps))
    return tuple(found)


def hypotheses(architecture: Architecture) -> tuple[str, ...]:
    """Under which a function and δ have one parameter, by the theorem on kinks: in words, the checker's.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> hypotheses(parse_architecture("k3s3 k2"))
    ('the function is not 0',)
    """
    found = shifts(architecture)
    if not found:
        return (NONZERO_FUNCTION,)
    if architecture.dimension == 1:
        example = "the first and the last entry of w_1 are not 0"
    else:
        directions = ", ".join(str(shift.direction) for shift in found)
        example = f"w_1 is not 0 on its first and last slice in the directions {directions}"
    return NONZERO_FUNCTION, f"no shift of the filters fits into their sizes (for example, {example})"


def shifted_pair(architecture: Architecture) -> ShiftedPair | None:
    """Filters that a shift moves to others with the same function and δ and another NTK; None if no shift fits.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> found = shifted_pair(parse_architecture("k3s2 k2"))
    >>> [[[int(c) for c in w] for w in side] for side in found.parameters]
    [[[1, 0, 0], [0, 1]], [[0, 0, 1], [1, 0]]]
    >>> [int(c) for c in found.input], [int(value) for value in found.values]
    ([1, 2, 1, 1, 1], [5, 8])
    >>> shifted_pair(parse_architecture("k3s3 k2")) is None
    True
    """
    found = shifts(architecture)
    if not found:
        return None
    shift = found[0]
    first, second = architecture.layers
    last = Fraction(2 if architecture.interchangeable else 1)
    zero = (0,) * architecture.dimension

    def moved(steps: int) -> tuple[int, ...]:
        return tuple(steps if d == shift.direction else 0 for d in range(architecture.dimension))

    plain = tensor_of(first.size, {zero: Fraction(1)}), tensor_of(second.size, {moved(shift.steps[1]): last})
    other = tensor_of(first.size, {moved(shift.steps[0]): Fraction(1)}), tensor_of(second.size, {zero: last})
    squares = [_squares(architecture, shift, last, layer) for layer in (0, 1)]
    place = min(i for i in set(squares[0]) | set(squares[1]) if squares[0][i] != squares[1][i])
    size = architecture.end_to_end_size
    x = {i: Fraction(2 if i == place else 1) for i in product(*map(range, size))}
    values = [sum((c * x[i] ** 2 for i, c in side.items()), Fraction(0)) for side in squares]
    return ShiftedPair(found, (plain, other), 1 - last**2, tensor_of(size, x), (values[0], values[1]))


def _squares(architecture: Architecture, shift: Shift, last: Fraction, moved: int) -> Counter[tuple[int, ...]]:
    """The coefficients of the x[i]² in Θ(x, x) for positive x, where the terms of the gradient by a layer are moved."""
    move = shift.steps[0] * architecture.exponents[0][shift.direction]
    total: Counter[tuple[int, ...]] = Counter()
    for n, (layer, exponent) in enumerate(zip(architecture.layers, architecture.exponents, strict=True)):
        weight = 1 if n else int(last**2)
        for index in product(*map(range, layer.size)):
            place = [i * e for i, e in zip(index, exponent, strict=True)]
            place[shift.direction] += move * (n == moved)
            total[tuple(place)] += weight
    return total
