"""The NTK of given rational filters, exactly, and its comparison at two parameter tuples.

Contents: :class:`Ntk`, :class:`Difference`, :func:`jacobian`, :func:`gram_matrices`, :func:`ntk`,
:func:`difference`, :func:`relations`.

J = [J_1 | … | J_L] is the Jacobian of the parametrization map, K = J Jᵀ. For primitive integer filters w_l with
w = c·∏w_l, squared norms n_l and M_l the multiplication by ∏_{m≠l} P_m, restricted to the monomials of layer l,
K = c²·Σ_l (n_l/ρ_l)·N_l with N_l = M_l M_lᵀ, where ρ_l are the squared norms of the actual filters (Obs. 3 of Achour,
Kohn, Rauhut). Rows and columns are the entries of the end-to-end filter, row-major.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import lcm, prod
from typing import Any, TypeVar

from flint import fmpq, fmpq_mat, fmpz_mat

from symlcn.algebra import typeset
from symlcn.algebra.echelon import orthogonal_vectors, rank_modulo
from symlcn.algebra.exact import LARGE_PRIME, exact_invariants, fraction_of
from symlcn.algebra.matrices import fmpq_of
from symlcn.algebra.namedvalues import Formulas, Generator, in_generator
from symlcn.algebra.realnumbers import RealAlgebraic, enclosure_at, same_number, value_at
from symlcn.algebra.sympyvalues import Named
from symlcn.errors import LimitError, ZeroPolynomialError
from symlcn.network.architecture import Architecture
from symlcn.network.filters import FilterLike, layer_polynomials, primitive_filter, squared_norm
from symlcn.network.jacobian import Block, blocks
from symlcn.network.scaling import Scaling, shifts, solve_scaling

__all__ = [
    "Difference",
    "Ntk",
    "difference",
    "gram_matrices",
    "jacobian",
    "jacobian_rank",
    "ntk",
    "relations",
]

MAX_AMBIENT = 2000
"""Number N of entries of the end-to-end filter up to which N×N matrices are formed."""
MAX_TYPESET = 100
"""Number N up to which a matrix is typeset."""
MAX_JACOBIAN = 8_000_000
"""Number of entries up to which a Jacobian is formed."""

Element = tuple[Fraction, ...]
T = TypeVar("T")


@dataclass(frozen=True, eq=False, repr=False)
class Ntk(Named, typeset.Typeset):
    """An NTK K = Σ_l c_l N_l with weights c_l in Q(t) and N_l = M_l M_lᵀ, expanded only where that is asked for.

    Attributes
    ----------
    scaling : Scaling
        The number t and the shifts Δ_l, so that ρ_l = t + Δ_l.
    weights : tuple of tuple of Fraction
        For each layer c_l = c²·n_l/ρ_l, as coefficients in t from degree 0, fewer than the degree of t.
    blocks : tuple of Block
        The integer matrices M_l of the primitive integer filters, as shifts of the products q_l of the other filters.
    """

    scaling: Scaling
    weights: tuple[Element, ...]
    blocks: tuple[Block, ...]

    @property
    def size(self) -> int:
        """N, the number of rows."""
        return self.blocks[0].width

    @cached_property
    def matrices(self) -> tuple[Any, ...]:
        """The N×N matrices N_l, as ``fmpz_mat``.

        Raises
        ------
        LimitError
            If N exceeds 2000.
        """
        _check_ambient(self.size)
        return tuple(block.gram() for block in self.blocks)

    def entry(self, row: int, column: int) -> Element:
        """An entry of K, as coefficients in t."""
        return self._combined([block.entry(row, column) for block in self.blocks])

    def trace(self) -> Element:
        """The trace of K, as coefficients in t."""
        return self._combined([block.trace for block in self.blocks])

    def _combined(self, values: Sequence[int]) -> Element:
        terms = zip(self.weights, values, strict=True)
        return _combine([tuple(value * c for c in weight) for weight, value in terms])

    def _columns(self) -> list[tuple[Fraction, ...]]:
        """For each power of t its coefficients in the weights."""
        return list(zip(*self.weights, strict=True))

    def coefficients(self) -> list[Any]:
        """K as coefficients in t from degree 0: N×N matrices ``fmpq_mat``. Raises as :attr:`matrices`.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> ntk(parse_architecture("k2 k1"), [(1, 1), (1,)], [0]).coefficients()[1].tolist()
        [[3/2, 1/2], [1/2, 3/2]]
        """
        matrices, result = self.matrices, []
        for column in self._columns():
            common = lcm(*(c.denominator for c in column))
            total = fmpz_mat(self.size, self.size)
            for c, matrix in zip(column, matrices, strict=True):
                total += matrix * int(c * common)
            result.append(fmpq_mat(total) / common)
        return result

    def images(self, vector: Sequence[Fraction]) -> list[list[Fraction]]:
        """N_l h for each layer and a rational vector. No N×N matrix is formed.

        Raises
        ------
        LimitError
            If N exceeds 2^24.
        """
        exact = [fmpq_of(c) for c in vector]
        images = [block.apply(block.apply_transposed(exact)) for block in self.blocks]
        return [[fraction_of(c) for c in image] for image in images]

    def rows(self, convert: Callable[[Any], T]) -> list[list[tuple[T, ...]]]:
        """All entries of K, as coefficients in t of which each is an ``fmpq`` that is converted.

        Symmetric entries are the same object. Raises as :attr:`matrices`.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> ntk(parse_architecture("k2 k1"), [(1, 1), (1,)], [0]).rows(str)
        [[('0', '3/2'), ('0', '1/2')], [('0', '1/2'), ('0', '3/2')]]
        """
        size, zero = self.size, convert(fmpq(0))
        parts = [
            part.entries() if any(c) else None for part, c in zip(self.coefficients(), self._columns(), strict=True)
        ]
        result: list[list[tuple[T, ...]]] = [[()] * size for _ in range(size)]
        for row in range(size):
            start, stop = row * size + row, (row + 1) * size
            columns = [[zero] * (size - row) if part is None else map(convert, part[start:stop]) for part in parts]
            for column, entry in enumerate(zip(*columns, strict=True), start=row):
                result[row][column] = result[column][row] = entry
        return result

    def matrix(self) -> list[list[Element]]:
        """All entries of K, as coefficients in t. Raises as :attr:`matrices`."""
        return self.rows(lambda c: fraction_of(c))

    def formulas(self) -> Formulas:
        """K, in t. Raises as :attr:`matrices`.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> ntk(parse_architecture("k2 k1"), [(1, 1), (1,)], [0]).to_sympy()["K"][0, 1]
        sqrt(2)/2
        """
        t = self.scaling.t
        generators = () if isinstance(t, Fraction) else (Generator("t", t),)
        return Formulas((), (("K", tuple(tuple(map(in_generator, row)) for row in self.matrix())),), generators)

    def latex(self) -> str:
        """All entries of K, and t beside them where it occurs.

        Raises
        ------
        LimitError
            If N exceeds 100.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> print(ntk(parse_architecture("k2 k1"), [(3, 4), (1,)]).latex())
        K = \\begin{pmatrix} 10 & 12 \\\\ 12 & 17 \\end{pmatrix}
        """
        if self.size > MAX_TYPESET:
            raise LimitError(f"an NTK of {self.size} rows; at most {MAX_TYPESET} are typeset")
        shown = f"K = {typeset.matrix(map(typeset.element, row) for row in self.matrix())}"
        t = self.scaling.t
        return rf"{shown},\quad {t.latex()}" if isinstance(t, RealAlgebraic) else shown

    def __repr__(self) -> str:
        degree = len(self.weights[0])
        return f"<Ntk of {self.size} rows over {'Q' if degree == 1 else f'Q(t), t of degree {degree}'}>"


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two NTKs differ, and their entries there.

    Attributes
    ----------
    index : tuple of int
        Row and column.
    values : tuple of (tuple of Fraction)
        The two different entries, each as coefficients in its own t.
    """

    index: tuple[int, int]
    values: tuple[Element, Element]


def _combine(elements: Sequence[Element]) -> Element:
    return tuple(sum(column, Fraction(0)) for column in zip(*elements, strict=True))


def gram_matrices(architecture: Architecture, filters: Sequence[FilterLike]) -> tuple[Any, ...]:
    """N_l = M_l M_lᵀ for integer filters.

    Parameters
    ----------
    architecture : Architecture
    filters : sequence of tensors
        One for each layer, of its size, with integer entries.

    Returns
    -------
    tuple of fmpz_mat
        Symmetric N×N matrices, exact.

    Raises
    ------
    ParseError
        If the filters do not have the sizes of the layers.
    LimitError
        If N exceeds 2000.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> [matrix.tolist() for matrix in gram_matrices(parse_architecture("k2 k1"), [(1, 2), (3,)])]
    [[[9, 0], [0, 9]], [[1, 2], [2, 4]]]
    """
    _check_ambient(architecture.ambient)
    return tuple(block.gram() for block in blocks(architecture, filters))


def _check_ambient(size: int) -> None:
    if size > MAX_AMBIENT:
        raise LimitError(f"an NTK of {size} rows; at most {MAX_AMBIENT} are formed")


def jacobian(architecture: Architecture, filters: Sequence[FilterLike]) -> tuple[Any, ...]:
    """The transposes of the blocks J_l = M_l of the Jacobian of the parametrization map, for integer filters.

    Returns
    -------
    tuple of fmpz_mat
        Of shape K_l×N: one row for each entry of the filter of layer l, row-major.

    Raises
    ------
    ParseError, LimitError
        As for :func:`gram_matrices`.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> [block.tolist() for block in jacobian(parse_architecture("k2 k1"), [(1, 2), (3,)])]
    [[[3, 0], [0, 3]], [[1, 2]]]
    """
    if architecture.parameters * architecture.ambient > MAX_JACOBIAN:
        raise LimitError(f"a Jacobian of {architecture.parameters} by {architecture.ambient} entries is too large")
    return tuple(block.transposed_matrix() for block in blocks(architecture, filters))


def jacobian_rank(architecture: Architecture, filters: Sequence[FilterLike]) -> int:
    """The rank of the Jacobian at integer filters. Exact: the rank modulo a prime counts only where it is full.

    Raises as :func:`jacobian`.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> network = parse_architecture("k2 k2")
    >>> jacobian_rank(network, [(1, 2), (3, 4)]), jacobian_rank(network, [(1, 2), (1, 2)])
    (3, 2)
    """
    rows = [row for block in jacobian(architecture, filters) for row in block.tolist()]
    if rank_modulo(rows, LARGE_PRIME) == architecture.rank:
        return architecture.rank
    return int(fmpz_mat(rows).rank())


def ntk(
    architecture: Architecture, filters: Sequence[FilterLike], delta: Sequence[Fraction | int] | None = None
) -> Ntk:
    """The NTK at given filters, or at their rescaling to given invariants.

    Parameters
    ----------
    architecture : Architecture
    filters : sequence of tensors of int or Fraction
        One nonzero filter for each layer.
    delta : sequence of Fraction or int, optional
        The L − 1 invariants to rescale to (Prop. 2, Prop. 12): the end-to-end filter stays, signs do not matter. None
        takes the filters as they are.

    Returns
    -------
    Ntk

    Raises
    ------
    ParseError
        If a filter does not have the size of its layer, or an entry is not exact.
    ZeroPolynomialError
        If a filter is zero.
    ValueError
        If the number of invariants is not L − 1.

    Examples
    --------
    Ex. 19: x³ − x as (x² − x)(x + 1) and as (x² − 1)·x, both balanced.

    >>> from symlcn.network.architecture import parse_architecture
    >>> network = parse_architecture("k3 k2")
    >>> first = ntk(network, [(0, -1, 1), (1, 1)], [0])
    >>> last = ntk(network, [(-1, 0, 1), (0, 1)], [0])
    >>> first.entry(0, 0), last.entry(0, 0), last.scaling.t.minpoly
    ((Fraction(1, 1),), (Fraction(0, 1), Fraction(1, 2)), (-2, 0, 1))
    """
    layer_polynomials(architecture, filters)  # names the filter that does not fit its layer
    parts = [_primitive(index, tensor, architecture.dimension) for index, tensor in enumerate(filters)]
    norms = [squared_norm(tensor) for _, tensor in parts]
    square = prod(factor for factor, _ in parts) ** 2
    if delta is None:
        own = [factor**2 * norm for (factor, _), norm in zip(parts, norms, strict=True)]
        scaling = Scaling(own[-1], shifts([a - b for a, b in pairwise(own)]))
    else:
        scaling = solve_scaling([norms[0] * square, *norms[1:]], exact_invariants(delta, len(norms)))
    weights = tuple(
        tuple(square * norm * c for c in inverse) for norm, inverse in zip(norms, scaling.inverse_norms(), strict=True)
    )
    return Ntk(scaling, weights, blocks(architecture, [tensor for _, tensor in parts]))


def _primitive(index: int, tensor: FilterLike, dimension: int) -> tuple[Fraction, Any]:
    try:
        return primitive_filter(tensor, dimension)
    except ZeroPolynomialError:
        raise ZeroPolynomialError(f"filter {index + 1} is zero; filters must be nonzero") from None


def difference(left: Ntk, right: Ntk) -> Difference | None:
    """An entry in which two NTKs of one architecture differ, or None if they are equal.

    Exact in both directions. All entries are linear in the at most 2L weights, so a few entries decide: as long as
    some combination of the N_l that vanishes at the chosen entries does not vanish everywhere, an entry where it
    does not is compared and added. Two entries differ if their enclosures do, or their minimal polynomials, and are
    equal if they are the same root of the same polynomial.

    Parameters
    ----------
    left, right : Ntk
        NTKs of the same size; their numbers t may be different.

    Returns
    -------
    Difference or None

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> network = parse_architecture("k2x2 k2x2")
    >>> w, v = ((1, 1), (1, 5)), ((1, 1), (1, 2))
    >>> difference(ntk(network, [w, v], [21]), ntk(network, [v, w], [21])).values
    ((Fraction(2, 1),), (Fraction(17, 4),))
    >>> difference(ntk(network, [w, v], [0]), ntk(network, [v, w], [0])) is None
    True
    """
    matrices = [*left.matrices, *(-matrix for matrix in right.matrices)]
    rows: list[list[int]] = []
    vanishing = _identity(len(matrices))
    while vanishing:
        combination = vanishing.pop()
        place = _nonzero_entry(matrices, combination)
        if place is None:
            continue
        if not _equal_at(left, right, place):
            return Difference(place, (left.entry(*place), right.entry(*place)))
        rows.append([int(matrix[place]) for matrix in matrices])
        vanishing = orthogonal_vectors(rows)
    return None


def relations(matrices: Sequence[Any]) -> tuple[list[tuple[int, int]], list[list[int]]]:
    """All linear relations among integer matrices of one shape, and entries that exclude all others.

    Returns
    -------
    places : list of (int, int)
        As many as the rank: a relation among the entries at these places is one among the matrices. For symmetric
        matrices on or above the diagonal.
    vanishing : list of list of int
        A basis of the relations; empty exactly if the matrices are independent.

    Examples
    --------
    >>> from flint import fmpz_mat
    >>> relations([fmpz_mat([[1, 2]]), fmpz_mat([[2, 4]]), fmpz_mat([[0, 1]])])
    ([(0, 1), (0, 0)], [[-2, 1, 0]])
    """
    rows: list[list[int]] = []
    places: list[tuple[int, int]] = []
    vanishing = _identity(len(matrices))
    while True:
        found = [_nonzero_entry(matrices, combination) for combination in vanishing]
        place = next((place for place in found if place is not None), None)
        if place is None:
            return places, vanishing
        places.append(place)
        rows.append([int(matrix[place]) for matrix in matrices])
        vanishing = orthogonal_vectors(rows)


def _identity(size: int) -> list[list[int]]:
    return [[int(i == j) for j in range(size)] for i in reversed(range(size))]


def _nonzero_entry(matrices: Sequence[Any], combination: Sequence[int]) -> tuple[int, int] | None:
    """The first entry, row by row, in which an integer combination of matrices does not vanish."""
    chosen = [(matrix, factor) for matrix, factor in zip(matrices, combination, strict=True) if factor]
    total = chosen[0][0] * chosen[0][1]
    for matrix, factor in chosen[1:]:
        total += matrix * factor
    width = total.ncols()
    position = next((position for position, value in enumerate(total.entries()) if value), None)
    return None if position is None else divmod(position, width)


def _equal_at(left: Ntk, right: Ntk, place: tuple[int, int]) -> bool:
    """Whether two NTKs agree in an entry: enclosures may separate, only algebra may identify."""
    sides = [(side.entry(*place), side.scaling.t) for side in (left, right)]
    first, second = (enclosure_at(element, t, Fraction(1, 2**80)) for element, t in sides)
    if first[1] < second[0] or second[1] < first[0]:
        return False
    return same_number(*(value_at(element, t) for element, t in sides))
