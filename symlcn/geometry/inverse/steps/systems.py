"""Linear equations for tensors, with the entries of u and of what is given as coefficients.

Contents: :class:`Term`, :class:`System`, :class:`Kernel`.

An equation says that a sum of products of polynomials is 0, in each of which one factor is known and one is unknown;
it has a row for each monomial. If the kernel of such a system is a line, the maximal minors of all rows, with signs,
span it: formulas for the unknown tensors, up to a scalar, that need not be expanded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import prod
from typing import TypeAlias

from flint import nmod_mat

from symlcn.algebra.echelon import kernel_vectors, pivots
from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.sparse import Family, Terms, cells, constant, plus, value

__all__ = ["Kernel", "System", "Term"]

Row: TypeAlias = tuple[int, Exponents]
"""An equation and a monomial."""


@dataclass(frozen=True, slots=True)
class Term:
    """A product ±f·g of a known f with an unknown g; with a direction d it is ±(f·∂_d g − g·∂_d f).

    Attributes
    ----------
    known : dict
        The coefficients of f.
    block : int
        The number of g.
    sign : int
    direction : int or None
    """

    known: Family
    block: int
    sign: int = 1
    direction: int | None = None


@dataclass(frozen=True, slots=True)
class Kernel:
    """The kernel of a system modulo a prime.

    Attributes
    ----------
    basis : tuple of tuple of int
    rows : tuple of int
        The first rows that span the space of all rows.
    """

    basis: tuple[tuple[int, ...], ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class System:
    """Equations for the entries of some unknown tensors.

    Attributes
    ----------
    blocks : tuple of tuple of int
        The sizes of the tensors; a column for each of their entries, row-major, one tensor after the other.
    equations : tuple of tuple of Term
        Sums that are 0.
    zeros : tuple of int
        Columns of unknowns that are 0: further rows.
    """

    blocks: tuple[Exponents, ...]
    equations: tuple[tuple[Term, ...], ...]
    zeros: tuple[int, ...] = ()

    @property
    def columns(self) -> int:
        """The number of unknowns."""
        return sum(map(prod, self.blocks))

    @property
    def products(self) -> int:
        """The number of products of a known and an unknown coefficient: the work that the matrix is."""
        return sum(
            sum(map(len, term.known.values())) * prod(self.blocks[term.block])
            for equation in self.equations
            for term in equation
        )

    def matrix(self) -> list[dict[int, Terms]]:
        """The rows, by equations, then by monomials, then those of `zeros`: the nonzero entries by their columns.

        Examples
        --------
        v_0·h_1 = v_1·h_0 for constants h_0 and h_1:

        >>> from symlcn.algebra.sparse import variable
        >>> left, right = ({(n,): variable(k + n) for n in range(2)} for k in (0, 2))
        >>> System(((1,), (1,)), ((Term(left, 1), Term(right, 0, -1)),)).matrix()
        [{0: {(2,): -1}, 1: {(0,): 1}}, {0: {(3,): -1}, 1: {(1,): 1}}]
        """
        rows: dict[Row, dict[int, Terms]] = {}
        for row, column, term, index, factor in self._entries():
            entries = rows.setdefault(row, {})
            entries[column] = plus(entries.get(column, {}), term.known[index], factor)
        found = [{column: terms for column, terms in sorted(rows[row].items()) if terms} for row in sorted(rows)]
        return [*found, *({column: constant(1)} for column in self.zeros)]

    def kernel(self, point: Sequence[int], prime: int) -> Kernel:
        """The kernel where the variables have these values modulo a prime."""
        values = {
            id(term): {index: int(value(terms, point, prime)) for index, terms in term.known.items()}
            for equation in self.equations
            for term in equation
        }
        rows: dict[Row, dict[int, int]] = {}
        for row, column, term, index, factor in self._entries():
            entries = rows.setdefault(row, {})
            entries[column] = entries.get(column, 0) + factor * values[id(term)][index]
        listed = [*(rows[row] for row in sorted(rows)), *({column: 1} for column in self.zeros)]
        matrix = nmod_mat(max(len(listed), 1), self.columns, prime)
        for n, entries in enumerate(listed):
            for column, entry in entries.items():
                matrix[n, column] = entry % prime
        return Kernel(tuple(map(tuple, kernel_vectors(matrix))), tuple(pivots(matrix.transpose())))

    def _entries(self) -> Iterator[tuple[Row, int, Term, Exponents, int]]:
        """What each known coefficient adds to which entry: row, column, term, coefficient, factor."""
        starts = [0, *accumulate(map(prod, self.blocks))]
        for number, equation in enumerate(self.equations):
            for term in equation:
                d = term.direction
                for column, cell in enumerate(cells(self.blocks[term.block]), starts[term.block]):
                    for index in term.known:
                        place = tuple(map(sum, zip(cell, index, strict=True)))
                        factor = term.sign
                        if d is not None:
                            factor *= cell[d] - index[d]
                            place = (*place[:d], place[d] - 1, *place[d + 1 :])
                        if factor:
                            yield (number, place), column, term, index, factor
