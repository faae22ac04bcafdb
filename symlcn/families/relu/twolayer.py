"""Two convolutional layers with a ReLU between them.

Contents: :class:`ReluConvolutional`. Fully connected ones: :mod:`symlcn.families.relu.dense`.

f(x)_0 = Σ_j w_2[j]·relu(h_j(x)) with the linear forms h_j(x) = Σ_i w_1[i]·x[i⊙e_1 + j⊙e_2]; all
other outputs are translates. In monomials h_j is x^{j⊙e_2}·P_1. The *shift* of filters by a vector v replaces P_1, P_2
by x^{−v⊙e_2}·P_1 and x^{v⊙e_2}·P_2, where the results are filters of the same sizes:
:mod:`symlcn.families.relu.shifts`.

**Theorem (kinks).** Two parameters with f ≠ 0 compute the same f on all inputs iff they agree up to a shift and the
rescaling (c·w_1, w_2/c) with c > 0. *Proof.* "If": a shift permutes the summands w_2[j]·relu(h_j), and
relu(c·h) = c·relu(h). "Only if", for all filters, with zeros or not:

1. *Forms.* f ≠ 0, so w_1 ≠ 0 and w_2 ≠ 0. Let S be the set of the j with w_2[j] ≠ 0. The forms h_j are not 0, and no
   two are proportional: x^{j⊙e_2}·P_1 and x^{k⊙e_2}·P_1 with j ≠ k have different lowest terms in a monomial order, as
   j⊙e_2 ≠ k⊙e_2. So the hyperplanes h_j = 0 are distinct.
2. *Kinks.* At the points of h_j = 0 where no other form vanishes, which are dense in it, the gradient of f jumps by
   w_2[j]·g on the way to the side g > 0, for g = h_j as for g = −h_j, since relu(−h) = relu(h) − h. Where no h_j with j
   in S vanishes, f is linear nearby. So f determines these hyperplanes and these jumps.
3. *One translation.* Let w' compute f too, with h'_k and S'. By 2 there is a bijection σ: S → S' with
   h'_{σ(j)} = a_j·h_j and a_j ≠ 0: x^{σ(j)⊙e_2}·P'_1 = a_j·x^{j⊙e_2}·P_1. Comparing lowest terms, (σ(j) − j)⊙e_2 is
   the same for all j in S, so σ(j) = j + v for one v. (In a direction in which w_2 has size 1, v is 0.) Dividing,
   x^{v⊙e_2}·P'_1 = a·P_1 with one a = a_j for all j: P'_1 is a shift of a·P_1.
4. *Second filter.* The side h_j > 0 is that of |a|·h_j = ±h'_{j + v}, so the jumps there agree when
   w'_2[j + v]·|a| = w_2[j], for all j in S. All other entries of both filters are 0.
5. *Sign.* f(x) − f(−x) = Σ_j w_2[j]·h_j(x), as relu(h) − relu(−h) = h. In monomials it is P_1P_2 for w; for w' it is
   P'_1P'_2 = a·x^{−v⊙e_2}·P_1·x^{v⊙e_2}·P_2/|a| = ±P_1P_2 with the sign of a. It is not 0, so a > 0. ∎

So zeros of the second filter add nothing: the hyperplanes that are missing are missing for both. The only coincidences
of functions are shifts.

The function ‖w_1‖² − ‖w_2‖² of c is strictly monotone, and gradient flow keeps it (relu is homogeneous of degree 1:
w_l paired with the gradient of f by w_l gives f, for both l). A shift keeps both norms. So there is one parameter for
each f ≠ 0 and δ, up to shifts: no swap of interchangeable layers, no exchange of roots, no change of signs. A shift can
change the NTK.

References: Achour, Kohn, Rauhut, section 5. They exclude dimension 1 with stride 1, which the kinks make unnecessary;
shifts they do not mention.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import gcd, lcm
from typing import Any

from symlcn.algebra.matrices import entries, matrix
from symlcn.errors import ParseError
from symlcn.network.architecture import Architecture, size_text
from symlcn.network.filters import (
    Filter,
    FilterLike,
    filter_size,
    invariants,
    layer_polynomials,
    normalize_filter,
    tensor_of,
)

__all__ = ["Filters", "ReluConvolutional"]

Index = tuple[int, ...]
Sparse = dict[Index, Fraction]
Filters = tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class ReluConvolutional:
    """The family of two convolutional layers with a ReLU between them; one output entry, input of end-to-end size.

    Raises
    ------
    ParseError
        If there are not two layers.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> network = ReluConvolutional(parse_architecture("k2 k2"))
    >>> network.evaluate([(1, 2), (1, -1)], (1, 1, -1)), network.evaluate([(-1, -2), (-1, 1)], (1, 1, -1))
    (Fraction(3, 1), Fraction(1, 1))
    """

    architecture: Architecture

    def __post_init__(self) -> None:
        if len(self.architecture.layers) != 2:
            count = len(self.architecture.layers)
            raise ParseError("architecture", f"{count} layers; with a ReLU only two layers are treated")

    def hidden(self, filters: Sequence[FilterLike], tensor: FilterLike) -> Sparse:
        """h_j(x) for every entry j of the second filter."""
        first, _ = self._sparse(filters)
        value = self._input(tensor)
        e = self.architecture.exponents[1]
        size = self.architecture.layers[1].size
        return {
            j: sum((c * value[_add(i, j, e)] for i, c in first.items()), Fraction(0))
            for j in product(*map(range, size))
        }

    def evaluate(self, filters: Sequence[FilterLike], tensor: FilterLike) -> Fraction:
        """f(x), exactly.

        Raises
        ------
        ParseError
            If a filter or the input does not have its size.
        """
        second = _entries(normalize_filter(filters[1], self.architecture.dimension))
        return sum((second[j] * h for j, h in self.hidden(filters, tensor).items() if h > 0), Fraction(0))

    def parametrization(self, filters: Sequence[FilterLike]) -> tuple[Any, ...]:
        """A value that is equal for two parameters exactly when they compute the same f on all inputs (the theorem).

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> network = ReluConvolutional(parse_architecture("k2 k2"))
        >>> network.parametrization([(1, 0), (0, 2)]) == network.parametrization([(0, 2), (1, 0)])
        True
        >>> network.parametrization([(1, 2), (3, 4)]) == network.parametrization([(3, 4), (1, 2)])
        False
        """
        first, second = self._sparse(filters)
        if not first or not any(second.values()):
            return ()
        e = self.architecture.exponents[1]
        shift = tuple(min(i[d] for i in first) // e[d] for d in range(len(e)))
        content = Fraction(gcd(*(c.numerator for c in first.values())), lcm(*(c.denominator for c in first.values())))
        low = {tuple(a - v * b for a, v, b in zip(i, shift, e, strict=True)): c / content for i, c in first.items()}
        high = {tuple(a + v for a, v in zip(j, shift, strict=True)): c * content for j, c in second.items()}
        return tuple(sorted(low.items())), tuple(sorted(high.items()))

    def invariants(self, filters: Sequence[FilterLike]) -> Fraction:
        """‖w_1‖² − ‖w_2‖²."""
        return invariants(self.architecture, filters)[0]

    def kernel(self, filters: Sequence[FilterLike], left: FilterLike, right: FilterLike) -> Fraction:
        """The NTK Θ(x, y) at two inputs; at a kink the derivative of relu is taken to be 0."""
        gradients = []
        _, second = self._sparse(filters)
        e, (size, _) = self.architecture.exponents, [layer.size for layer in self.architecture.layers]
        for tensor in (left, right):
            value, hidden = self._input(tensor), self.hidden(filters, tensor)
            active = [j for j, h in hidden.items() if h > 0]
            inner = [
                sum((second.get(j, Fraction(0)) * value[_add(_times(i, e[0]), j, e[1])] for j in active), Fraction(0))
                for i in product(*map(range, size))
            ]
            gradients.append(inner + [max(h, Fraction(0)) for h in hidden.values()])
        return sum((a * b for a, b in zip(*gradients, strict=True)), Fraction(0))

    def preimage(self, filters: Sequence[FilterLike], hidden: Mapping[Index, int | Fraction]) -> Filter:
        """An input with given hidden values (0 where none is given); it exists as the forms h_j are independent.

        Raises
        ------
        ParseError
            If the first filter is zero.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> network = ReluConvolutional(parse_architecture("k2 k2"))
        >>> network.preimage([(1, 2), (3, 4)], {(0,): 1, (1,): 1})
        (Fraction(-1, 1), Fraction(1, 1), Fraction(0, 1))
        """
        first, _ = self._sparse(filters)
        if not first:
            raise ParseError("filter 1", "it is zero")
        e, lowest = self.architecture.exponents[1], min(first)
        places = list(product(*map(range, self.architecture.layers[1].size)))
        pivots = {_add(lowest, j, e): n for n, j in enumerate(places)}
        rows = [[Fraction(0)] * len(places) for _ in places]
        for n, j in enumerate(places):
            for i, c in first.items():
                column = pivots.get(_add(i, j, e))
                if column is not None:
                    rows[n][column] = c
        wanted = matrix([[hidden.get(j, 0)] for j in places])
        found = [row[0] for row in entries(matrix(rows).solve(wanted))]
        chosen = dict(zip(pivots, found, strict=True))
        return tensor_of(self.architecture.end_to_end_size, chosen)

    def fiber(self, filters: Sequence[FilterLike]) -> tuple[Filters, ...]:
        """All parameters with the same f ≠ 0 and the same invariant: the given ones and their shifts. This is complete.

        Raises
        ------
        ParseError
            If f is zero, where the fiber is infinite.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> network = ReluConvolutional(parse_architecture("k2 k2"))
        >>> len(network.fiber([(1, 2), (3, 4)])), len(network.fiber([(1, 0), (0, 1)]))
        (1, 2)
        """
        if not self.parametrization(filters):
            raise ParseError("filters", "the function is zero, and its fiber is infinite")
        first, second = self._sparse(filters)
        e, sizes = self.architecture.exponents, [layer.size for layer in self.architecture.layers]
        found: list[Filters] = []
        for v in product(*(range(-k + 1, k) for k in sizes[1])):
            low = {tuple(a - s * b for a, s, b in zip(i, v, e[1], strict=True)): c for i, c in first.items()}
            high = {tuple(map(int.__add__, j, v)): c for j, c in second.items()}
            fits = all(a % b == 0 and 0 <= a // b < k for i in low for a, b, k in zip(i, e[0], sizes[0], strict=True))
            if fits and all(0 <= a < k for j in high for a, k in zip(j, sizes[1], strict=True)):
                inner = {tuple(a // b for a, b in zip(i, e[0], strict=True)): c for i, c in low.items()}
                found.append((tensor_of(sizes[0], inner), tensor_of(sizes[1], high)))
        own = tuple(normalize_filter(w, self.architecture.dimension) for w in filters)
        return own, *(point for point in found if point != own)

    def _sparse(self, filters: Sequence[FilterLike]) -> tuple[Sparse, Sparse]:
        """P_1 as its nonzero terms in x, and the nonzero entries of w_2."""
        layer_polynomials(self.architecture, filters)  # checks the sizes
        first, second = (_entries(normalize_filter(w, self.architecture.dimension)) for w in filters)
        e = self.architecture.exponents[0]
        return {_times(i, e): c for i, c in first.items() if c}, {j: c for j, c in second.items() if c}

    def _input(self, tensor: FilterLike) -> Sparse:
        size = filter_size(tensor, self.architecture.dimension, "input")
        if size != self.architecture.end_to_end_size:
            wanted = size_text(self.architecture.end_to_end_size)
            raise ParseError("input", f"it has size {size_text(size)} where {wanted} is needed")
        return _entries(normalize_filter(tensor, self.architecture.dimension, "input"))


def _times(index: Index, exponent: Index) -> Index:
    return tuple(map(int.__mul__, index, exponent))


def _add(index: Index, j: Index, exponent: Index) -> Index:
    return tuple(a + b * c for a, b, c in zip(index, j, exponent, strict=True))


def _entries(tensor: Any) -> Sparse:
    """All entries by index, row-major."""
    if not isinstance(tensor, tuple):
        return {(): Fraction(tensor)}
    return {(n, *index): value for n, part in enumerate(tensor) for index, value in _entries(part).items()}
