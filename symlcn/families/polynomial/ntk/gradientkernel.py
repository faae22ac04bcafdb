"""The NTK of given filters with monomial activations: as a matrix on monomials, or as a kernel at inputs.

Contents: :class:`GradientKernel`, :func:`kernel_on_monomials`, :func:`kernel_at_inputs`.

J is the Jacobian of the map from filters to f, with one row for each monomial, and K = J Jᵀ. At inputs x, x' the kernel
is K(x, x') = ⟨∇f(x), ∇f(x')⟩ = m(x)ᵀ K m(x'), where m(x) are the values of the monomials: each form determines the
other, and no inner product of functions is chosen. Let w_l be the primitive integer filters, f = c·μ(w), and ρ_l the
squared norms of the actual filters λ_l·w_l with ∏λ_l^{D_l} = c. Since μ is homogeneous of degree D_l in w_l, the
Jacobian for layer l at the actual filters is c·λ_l⁻¹ times that at w. With n_l = ‖w_l‖² and λ_l² = ρ_l/n_l this gives

    K = Σ_l c²·(n_l/ρ_l)·N_l,   N_l = J_l J_lᵀ at w.

Signs drop out, and for given invariants only the ρ_l depend on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm, prod
from typing import Any, TypeAlias

from symlcn.algebra.exact import exact_invariants
from symlcn.algebra.namedvalues import Formulas, Generator, Value, in_generator
from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.sparse import cells, entry_names
from symlcn.algebra.sympyvalues import Named
from symlcn.errors import LimitError, ParseError, ZeroPolynomialError, brief
from symlcn.families.polynomial.expansion import Function, Monomial
from symlcn.families.polynomial.gradients import Flat, coefficient_gradient, gradient_at, monomial_of, windows
from symlcn.network.filters import Filter, flat, primitive_filter, squared_norm
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.network.scaling import Scaling, shifts, solve_scaling

__all__ = [
    "Element",
    "GradientKernel",
    "Input",
    "kernel_at_inputs",
    "kernel_on_monomials",
    "monomial_text",
    "position_name",
]

MAX_ROWS = 500
"""Number of monomials, or of outputs at inputs, up to which K is formed."""
MAX_BITS = 100_000
"""Bits of the factor c."""

Element: TypeAlias = tuple[Fraction, ...]
"""An element of Q(t), as coefficients in t from degree 0."""
Input: TypeAlias = tuple[tuple[Fraction, ...], Exponents]
"""The entries of an input, row-major, and its size."""


@dataclass(frozen=True, slots=True, eq=False)
class GradientKernel(Named):
    """K = Σ_l c_l N_l with weights c_l in Q(t), from the rows of the Jacobian at the primitive integer filters.

    Attributes
    ----------
    network : PolynomialArchitecture
    filters : tuple
        As given, before they are scaled.
    delta : tuple of Fraction or None
        The invariants to which they are scaled; None for the filters as they are.
    scaling : Scaling
        The number t, so that ρ_l = D_l·(t + Δ_l).
    weights : tuple of tuple of Fraction
        For each layer c_l = c²·n_l/ρ_l, as coefficients in t from degree 0.
    factor : Fraction
        c.
    blocks : tuple of list of tuple of int
        For each layer the rows of J_l, each to be divided by the denominator of the row.
    denominators : tuple of int
    monomials : tuple of Monomial
        What the rows stand for; empty if K is asked for at inputs.
    inputs : tuple of (tuple of Fraction, tuple of int)
        Entries and size of each input.
    outputs : tuple of int
        For each row the number of its input, in increasing order.
    values : tuple of Fraction
        f at the rows, where they are inputs, with the factor c.
    places : tuple of (int, int)
        Entries that were asked for; all if there are none.
    """

    __repr__ = brief

    network: PolynomialArchitecture
    filters: tuple[Filter, ...]
    delta: tuple[Fraction, ...] | None
    scaling: Scaling
    weights: tuple[Element, ...]
    factor: Fraction
    blocks: tuple[list[tuple[int, ...]], ...]
    denominators: tuple[int, ...]
    monomials: tuple[Monomial, ...] = ()
    inputs: tuple[Input, ...] = ()
    outputs: tuple[int, ...] = ()
    values: tuple[Fraction, ...] = ()
    places: tuple[tuple[int, int], ...] = ()

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(self.denominators)

    def entry(self, row: int, column: int) -> Element:
        """An entry of K, as coefficients in t.

        Examples
        --------
        >>> from symlcn.network.notation import parse_network
        >>> found = kernel_on_monomials(parse_network("k3 r2 k2"), [(1, 2, 3), (4, 5)], [0])
        >>> [str(c) for c in found.entry(0, 0)], found.scaling.t.minpoly
        (['0', '0', '489/2009'], (-2009, 0, 0, 1))
        """
        common = self.denominators[row] * self.denominators[column]
        grams = [Fraction(sum(map(int.__mul__, own[row], own[column])), common) for own in self.blocks]
        terms = [[gram * c for c in weight] for gram, weight in zip(grams, self.weights, strict=True)]
        return tuple(sum(column, Fraction(0)) for column in zip(*terms, strict=True))

    def matrix(self) -> list[list[Element]]:
        """All entries of K, as coefficients in t; symmetric entries are the same object."""
        size = range(self.size)
        upper = {(i, j): self.entry(i, j) for i in size for j in size[i:]}
        return [[upper[min(i, j), max(i, j)] for j in size] for i in size]

    @property
    def function(self) -> Function:
        """f by its monomials, where the rows are these: it is linear in the last filter, f = c·J_L w_L."""
        own = [int(c) for c in flat(primitive_filter(self.filters[-1], self.network.dimension)[1])]
        sums = (sum(map(int.__mul__, row, own)) for row in self.blocks[-1])
        return {m: self.factor * c for m, c in zip(self.monomials, sums, strict=True) if c}

    @property
    def invariants(self) -> tuple[Fraction, ...]:
        """δ_l = ρ_l − r_l·ρ_{l+1} = D_l·(Δ_l − Δ_{l+1})."""
        pairs = zip(self.network.degrees, pairwise(self.scaling.shifts), strict=False)
        return tuple(degree * (a - b) for degree, (a, b) in pairs)

    def formulas(self) -> Formulas:
        """f, or its values, and K or the entries of K that were asked for, in Q(t)."""
        t = self.scaling.t
        generators = () if isinstance(t, Fraction) else (Generator("t", t),)
        names: tuple[str, ...] = ()
        if self.monomials:
            own = list(cells(self.network.architecture.end_to_end_size))
            names = tuple(entry_names("x", own))
            numbers = {cell: n for n, cell in enumerate(own)}
            terms = {tuple(numbers[p] for p, k in m for _ in range(k)): c for m, c in self.function.items()}
            value: Value = terms
            notes = ["f: the network", f"rows and columns of K: {', '.join(map(monomial_text, self.monomials))}"]
        else:
            value = tuple(in_generator((c,)) for c in self.values)
            notes = ["f: values of the network at the inputs; K: its NTK at pairs of inputs"]
        number = len(names)
        listed: list[tuple[str, Value]] = [
            (f"K_{row}_{column}", in_generator(self.entry(row, column), number)) for row, column in self.places
        ]
        whole: Value = () if listed else tuple(tuple(in_generator(e, number) for e in row) for row in self.matrix())
        return Formulas(names, (("f", value), *(listed or [("K", whole)])), generators, tuple(notes))


def position_name(position: Exponents) -> str:
    """The name of an input, as text and other systems have it."""
    return "_".join(["x", *map(str, position)])


def monomial_text(monomial: Monomial) -> str:
    """A monomial as text that computer algebra systems read.

    Examples
    --------
    >>> monomial_text((((0,), 1), ((2,), 2)))
    'x_0*x_2^2'
    """
    return "*".join(position_name(p) + (f"^{power}" if power > 1 else "") for p, power in monomial)


class _Scaled:
    """Primitive integer filters, their factor c, and the weights c_l."""

    def __init__(
        self, network: PolynomialArchitecture, filters: Sequence[Filter], delta: Sequence[Fraction] | None
    ) -> None:
        parts = [self._primitive(n, own, network.dimension) for n, own in enumerate(filters, 1)]
        degrees = network.degrees
        bits = sum(
            d * (q.numerator.bit_length() + q.denominator.bit_length())
            for d, (q, _) in zip(degrees, parts, strict=True)
            if abs(q) != 1
        )
        if bits > MAX_BITS:
            raise LimitError("f has too long coefficients; divide the filters by their common factors")
        self.filters = [[int(c) for c in flat(own)] for _, own in parts]
        self.factor = prod((q**d for d, (q, _) in zip(degrees, parts, strict=True)), start=Fraction(1))
        norms = [squared_norm(own) for _, own in parts]
        if delta is None:
            own = [q**2 * norm for (q, _), norm in zip(parts, norms, strict=True)]
            found = [a - r * b for (a, b), r in zip(pairwise(own), network.activations, strict=True)]
            self.scaling = Scaling(own[-1], shifts(found, degrees), degrees)
        else:
            self.scaling = solve_scaling(norms, exact_invariants(delta, len(norms)), degrees, self.factor**2)
        inverse = self.scaling.inverse_norms()
        square = self.factor**2
        self.weights = tuple(tuple(square * n * c for c in own) for n, own in zip(norms, inverse, strict=True))

    @staticmethod
    def _primitive(number: int, tensor: Filter, dimension: int) -> tuple[Fraction, Any]:
        try:
            return primitive_filter(tensor, dimension)
        except ZeroPolynomialError:
            raise ZeroPolynomialError(f"filter {number} is zero; filters must be nonzero") from None


def kernel_on_monomials(
    network: PolynomialArchitecture, filters: Sequence[Filter], delta: Sequence[Fraction] | None = None
) -> GradientKernel:
    """K as a matrix on the monomials that occur in its rows, by increasing positions.

    Parameters
    ----------
    network : PolynomialArchitecture
    filters : sequence of tensors of int or Fraction
        One nonzero filter for each layer.
    delta : sequence of Fraction, optional
        The invariants to scale to; None takes the filters as they are.

    Raises
    ------
    ZeroPolynomialError
        If a filter is zero.
    LimitError
        If there are more than 500 monomials, or too many products of terms, or the scaling equation is too large.
    """
    own = _Scaled(network, filters, delta)
    columns = coefficient_gradient(network, own.filters)
    found = {m for layer in columns for terms in layer for m in terms}
    if len(found) > MAX_ROWS:
        raise LimitError(f"an NTK on {len(found)} monomials; at most {MAX_ROWS} are formed: ask for it at inputs")
    rows = sorted(found)
    blocks = tuple([tuple(terms.get(m, 0) for terms in layer) for m in rows] for layer in columns)
    monomials = tuple(monomial_of(network, m) for m in rows)
    given = tuple(filters), None if delta is None else tuple(delta)
    return GradientKernel(
        network, *given, own.scaling, own.weights, own.factor, blocks, (1,) * len(rows), monomials=monomials
    )


def kernel_at_inputs(
    network: PolynomialArchitecture,
    filters: Sequence[Filter],
    inputs: Sequence[Input],
    delta: Sequence[Fraction] | None = None,
) -> GradientKernel:
    """K at all pairs of given inputs, or of outputs where an input is larger than what one output sees.

    Raises
    ------
    ParseError
        If an input is smaller than what one output sees.
    ZeroPolynomialError, LimitError
        As :func:`kernel_on_monomials`; a network may have any number of monomials.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> ones = tuple(map(Fraction, (1, 0, 0, 0, 1)))
    >>> found = kernel_at_inputs(parse_network("k3 r2 k2"), [(1, 2, 3), (4, 5)], [(ones, (5,))])
    >>> found.matrix()
    [[(Fraction(65, 1),), (Fraction(0, 1),)], [(Fraction(0, 1),), (Fraction(981, 1),)]]
    """
    own = _Scaled(network, filters, delta)
    if not inputs:
        raise ParseError("inputs", "there are none; give one at least")
    seen = [
        (number, window)
        for number, (entries, size) in enumerate(inputs)
        for window in windows(network, dict(zip(cells(size), entries, strict=True)), size, f"input {number + 1}")
    ]
    if len(seen) > MAX_ROWS:
        raise LimitError(f"an NTK of {len(seen)} outputs; at most {MAX_ROWS} are formed")
    rows = [_at(network, own.filters, window) for _, window in seen]
    blocks = tuple([parts[l] for _, parts, _ in rows] for l in range(len(network)))
    given = tuple(filters), None if delta is None else tuple(delta)
    return GradientKernel(
        network,
        *given,
        own.scaling,
        own.weights,
        own.factor,
        blocks,
        tuple(common for _, _, common in rows),
        inputs=tuple(inputs),
        outputs=tuple(number for number, _ in seen),
        values=tuple(own.factor * Fraction(value, common) for value, _, common in rows),
    )


def _at(
    network: PolynomialArchitecture, filters: Sequence[Flat], window: Mapping[Exponents, Fraction]
) -> tuple[int, tuple[tuple[int, ...], ...], int]:
    """f and its gradient times a number, and that: f is homogeneous of degree R in the inputs."""
    common = lcm(*(x.denominator for x in window.values()))
    if network.degree * (common - 1).bit_length() > MAX_BITS:
        raise LimitError("inputs have too long denominators for the degree of the network")
    value, parts = gradient_at(network, filters, {p: int(x * common) for p, x in window.items() if x})
    return value, parts, common**network.degree
