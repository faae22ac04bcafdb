"""Division of a generic end-to-end filter by polyphase null vectors, in formulas.

Contents: :func:`divisor_formulas`, :func:`choices`, :func:`combined`, :func:`shifted`, :func:`quotient_formulas`,
:func:`null_vectors`, :func:`other_factor`, :func:`sample`, :class:`Shape`.

Let V = Q(x^e)·H, of which all coefficients of V are known and Q is the product of all layers in the ring Q[x^e]. The
polyphase components of V are v_r = Q·h_r. If some combination Σ c_{r,j} X^j h_r is a monomial X^b, then Σ c_{r,j} X^j
v_r = X^b·Q, and c is a null vector of the matrix of coefficients outside the window b + (size of Q): it, hence Q, is
given by minors in the coefficients of V. Where some h_r is a constant, v_r itself is Q up to a scalar. Given Q, each
h_r is the solution of a linear system, by Cramer's rule. In one direction the syzygies v_r h_s = v_s h_r determine H
directly, wherever the h_r have no common factor.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from itertools import product as cartesian
from math import comb, prod
from typing import Any

from symlcn.algebra.echelon import kernel_vectors, modulo, pivots
from symlcn.algebra.exact import LARGE_PRIME
from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.sparse import Family, Terms, cancelled, cells, determinant, times, value
from symlcn.errors import LimitError

__all__ = [
    "PATTERNS",
    "Shape",
    "choices",
    "combined",
    "divisor_formulas",
    "null_vectors",
    "other_factor",
    "quotient_formulas",
    "sample",
    "shifted",
]

MAX_MULTIPLIER = 3
"""Largest degree of the multipliers X^j."""
MAX_ROWS = 2000
MAX_MINOR = 5
MAX_COMPONENT = 8
MAX_FORMULAS = 4
MAX_SUBSETS = 2000
PATTERNS = ("ends", "low", "high")
"""Which equations a quotient is taken from: at both ends of each direction, the lowest, or the highest."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes in V = Q(x^e)·H.

    Attributes
    ----------
    whole : tuple of int
        The size of V.
    ring : tuple of int
        The exponent e, beyond the degree of V where Q is not active.
    divisor : tuple of int
        The size of Q.
    """

    whole: Exponents
    ring: Exponents
    divisor: Exponents

    @property
    def quotient(self) -> Exponents:
        """The size of H."""
        return tuple(n - (k - 1) * e for n, k, e in zip(self.whole, self.divisor, self.ring, strict=True))

    def residues(self) -> list[Exponents]:
        """The r for which h_r is not 0, increasing."""
        return list(cartesian(*(range(min(e, n)) for e, n in zip(self.ring, self.quotient, strict=True))))

    def length(self, residue: Exponents, size: Exponents) -> Exponents:
        """The size of the polyphase component of a tensor."""
        return tuple((n - 1 - r) // e + 1 for n, r, e in zip(size, residue, self.ring, strict=True))

    def component(self, tensor: Mapping[Exponents, Any], residue: Exponents) -> dict[Exponents, Any]:
        """A polyphase component: what is missing is 0."""
        found = {}
        for index in cells(self.length(residue, self.whole)):
            place = tuple(r + i * e for r, i, e in zip(residue, index, self.ring, strict=True))
            if place in tensor:
                found[index] = tensor[place]
        return found


def _moved(index: Exponents, shift: Exponents, sign: int = 1) -> Exponents:
    return tuple(i + sign * s for i, s in zip(index, shift, strict=True))


def divisor_formulas(tensor: Family, shape: Shape, point: Sequence[int]) -> list[tuple[Terms, ...]]:
    """Formulas for the entries of Q up to a scalar, at most four, the simplest multipliers first.

    Parameters
    ----------
    tensor : dict
        V, in terms of the entries of u.
    shape : Shape
    point : sequence of int
        The entries, modulo 2^61 − 1, of a pseudo-random u in the image: where the combinations are found. What is found
        is a guess until it is composed with the parametrization map.

    Returns
    -------
    list of tuple of Terms
        Row-major; empty if multipliers of degree up to 3 and minors up to 5 rows do not give any.
    """
    found: list[tuple[Terms, ...]] = []
    reached = 0
    for degree, rows, columns, window in choices(tensor, shape, point):
        if found and degree > reached:
            break
        reached = degree
        try:
            places = [_moved(cell, window) for cell in cells(shape.divisor)]
            formula = combined([shifted(tensor, shape, row) for row in rows], columns, places)
        except LimitError:
            continue
        if any(formula) and (simple := cancelled(formula)) not in found:
            found.append(simple)
        if len(found) == MAX_FORMULAS:
            break
    return found


def choices(
    tensor: Family, shape: Shape, point: Sequence[int]
) -> Iterator[tuple[int, list[tuple[Exponents, Exponents]], list[Exponents], Exponents]]:
    """Multiples X^j v_r of which a combination is a multiple of X^b·Q: the bound on j, the (r, j), columns, and b.

    The combination is that of :func:`combined`: it vanishes in the columns.
    """
    numbers = {index: int(value(terms, point, LARGE_PRIME)) for index, terms in tensor.items()}
    for degree in range(MAX_MULTIPLIER + 1):
        rows = _rows(shape, degree)
        if len(rows) > MAX_ROWS:
            return
        values = [shifted(numbers, shape, row) for row in rows]
        for window in _windows(shape, rows):
            chosen = _combination(values, shape, window)
            if chosen is not None and len(chosen[0]) <= MAX_MINOR:
                yield degree, [rows[n] for n in chosen[0]], chosen[1], window


def _rows(shape: Shape, degree: int) -> list[tuple[Exponents, Exponents]]:
    """Pairs (r, j): multiples X^j v_r, those with few entries first."""
    quotient = shape.quotient
    pairs = [(r, j) for r in shape.residues() for j in cartesian(*(range(degree * (k > 1) + 1) for k in shape.divisor))]
    return sorted(pairs, key=lambda pair: (prod(shape.length(pair[0], quotient)), sum(pair[1]), pair))


def shifted(tensor: Mapping[Exponents, Any], shape: Shape, row: tuple[Exponents, Exponents]) -> dict[Exponents, Any]:
    """The multiple X^j v_r."""
    residue, multiplier = row
    return {_moved(index, multiplier): entry for index, entry in shape.component(tensor, residue).items()}


def _windows(shape: Shape, rows: Sequence[tuple[Exponents, Exponents]]) -> list[Exponents]:
    """The b for which X^b can be a combination of the X^j h_r."""
    quotient = shape.quotient
    return sorted({_moved(i, j) for r, j in rows for i in cells(shape.length(r, quotient))}, key=lambda b: (sum(b), b))


def _combination(
    values: Sequence[Mapping[Exponents, int]], shape: Shape, window: Exponents
) -> tuple[list[int], list[Exponents]] | None:
    """Rows, each needed, of which a combination is X^b·Q, and the columns of a minor that gives its coefficients."""
    inside = {_moved(index, window) for index in cells(shape.divisor)}

    def kernel(rows: Sequence[int]) -> tuple[list[Exponents], list[list[int]]]:
        columns = sorted({index for n in rows for index in values[n]} - inside)
        entries = [[values[n].get(index, 0) for n in rows] for index in columns]
        return columns, kernel_vectors(modulo(entries or [[0] * len(rows)], LARGE_PRIME))

    def reaches(rows: Sequence[int]) -> bool:
        return any(
            sum(c * values[n].get(index, 0) for c, n in zip(vector, rows, strict=True)) % LARGE_PRIME
            for vector in kernel(rows)[1]
            for index in inside
        )

    rows = list(range(len(values)))
    single = next((n for n in rows if values[n].keys() <= inside and values[n]), None)
    if single is not None:
        return [single], []
    rows = rows[: 6 * MAX_MINOR]
    if not reaches(rows):
        return None
    for n in reversed(rows):
        fewer = [m for m in rows if m != n]
        if fewer and reaches(fewer):
            rows = fewer
    columns, _ = kernel(rows)
    places = pivots(modulo(([values[n].get(index, 0) for index in columns] for n in rows), LARGE_PRIME))
    return (rows, [columns[k] for k in places]) if len(places) == len(rows) - 1 else None


def combined(
    rows: Sequence[Mapping[Exponents, Terms]], columns: Sequence[Exponents], places: Iterable[Exponents]
) -> list[Terms]:
    """Entries of the combination of the rows that vanishes in the columns: minors of these and one more."""
    return [determinant([[row.get(index, {}) for index in (*columns, place)] for row in rows]) for place in places]


def quotient_formulas(tensor: Family, shape: Shape, divisor: Sequence[Terms], pattern: str) -> Family | None:
    """A formula for H up to a scalar from V and Q, by Cramer's rule for each h_r; None if a determinant is 0.

    Parameters
    ----------
    tensor : dict
    shape : Shape
    divisor : sequence of Terms
        Q, row-major.
    pattern : str
        One of :data:`PATTERNS`.

    Raises
    ------
    LimitError
        If an h_r has more than 8 entries.
    """
    known = dict(zip(cells(shape.divisor), divisor, strict=True))
    parts: dict[Exponents, tuple[list[Terms], Exponents]] = {}
    below: dict[Exponents, Terms] = {}
    for residue in shape.residues():
        size = shape.length(residue, shape.quotient)
        if prod(size) > MAX_COMPONENT:
            raise LimitError(f"a polyphase component with {prod(size)} entries, over {MAX_COMPONENT}, is divided")
        rows = [_equation(cell, size, shape.divisor, pattern) for cell in cells(size)]
        matrix = [[known.get(_moved(row, cell, -1), {}) for cell in cells(size)] for row in rows]
        below[size] = determinant(matrix)
        if not below[size]:
            return None
        component = shape.component(tensor, residue)
        right = [component.get(row, {}) for row in rows]
        parts[residue] = [_with_column(matrix, n, right) for n in range(len(rows))], size
    return _assembled(parts, below, shape)


def _equation(cell: Exponents, size: Exponents, divisor: Exponents, pattern: str) -> Exponents:
    """The coefficient of Q·h_r in which an entry of h_r is looked for."""
    top = [pattern == "high" or (pattern == "ends" and 2 * i >= n and n > 1) for i, n in zip(cell, size, strict=True)]
    return tuple(i + (k - 1) * high for i, k, high in zip(cell, divisor, top, strict=True))


def _with_column(matrix: Sequence[Sequence[Terms]], place: int, column: Sequence[Terms]) -> Terms:
    return determinant([[*row[:place], new, *row[place + 1 :]] for row, new in zip(matrix, column, strict=True)])


def _assembled(
    parts: Mapping[Exponents, tuple[list[Terms], Exponents]], below: Mapping[Exponents, Terms], shape: Shape
) -> Family:
    """H over a common denominator, from its polyphase components over their own."""
    entries: Family = {}
    for residue, (numerators, size) in parts.items():
        others = [other for length, other in below.items() if length != size and other != below[size]]
        unique = [other for n, other in enumerate(others) if other not in others[:n]]
        for cell, numerator in zip(cells(size), numerators, strict=True):
            for other in unique:
                numerator = times(numerator, other)
            if numerator:
                place = tuple(r + i * e for r, i, e in zip(residue, cell, shape.ring, strict=True))
                entries[place] = numerator
    return dict(zip(entries, cancelled(list(entries.values())), strict=True))


def null_vectors(tensor: Family, shape: Shape) -> Iterator[tuple[Terms, ...]]:
    """In one direction: H by all maximal minors of the syzygies v_r h_s = v_s h_r, where that many are not too many.

    Wherever the h_r have no common factor, points at infinity included, the syzygies have one solution up to a scalar,
    so that one of these vectors is not 0 there.

    Raises
    ------
    LimitError
        If H has more than 6 entries or there are more than 2000 choices of rows.
    """
    (size,) = shape.quotient
    rows = _syzygies(tensor, shape)
    if size - 1 > MAX_MINOR or comb(len(rows), size - 1) > MAX_SUBSETS:
        raise LimitError(f"{comb(len(rows), size - 1)} minors of {size - 1} rows are too many for all charts")
    for chosen in combinations(rows, size - 1):
        minors = [determinant([[*row[:n], *row[n + 1 :]] for row in chosen]) for n in range(size)]
        signed = [{m: (-c if n % 2 else c) for m, c in minor.items()} for n, minor in enumerate(minors)]
        if any(signed):
            yield cancelled(signed)


def _syzygies(tensor: Family, shape: Shape) -> list[list[Terms]]:
    """The equations v_r h_s − v_s h_r = 0 in the entries of H."""
    (size,), (step,) = shape.quotient, shape.ring
    rows = []
    for r, s in combinations(shape.residues(), 2):
        left, right = shape.component(tensor, r), shape.component(tensor, s)
        top = max(shape.length(r, shape.whole)[0], shape.length(s, shape.whole)[0]) + -(-size // step)
        for degree in range(top):
            row: list[Terms] = []
            for place in range(size):
                index, residue = divmod(place, step)
                if residue == s[0]:
                    row.append(left.get((degree - index,), {}))
                elif residue == r[0]:
                    row.append({m: -c for m, c in right.get((degree - index,), {}).items()})
                else:
                    row.append({})
            if any(row):
                rows.append(row)
    return rows


def other_factor(tensor: Family, shape: Shape, quotient: Sequence[Terms]) -> Iterator[tuple[Terms, ...]]:
    """In one direction: Q from V and H, by Cramer's rule for all choices of equations.

    Raises
    ------
    LimitError
        If Q has more than 5 entries or there are more than 2000 choices.
    """
    (length,), (step,), (whole,) = shape.divisor, shape.ring, shape.whole
    if length > MAX_MINOR or comb(whole, length) > MAX_SUBSETS:
        raise LimitError(f"{comb(whole, length)} choices of {length} equations are too many for all charts")
    for rows in combinations(range(whole), length):
        matrix = [
            [quotient[row - n * step] if 0 <= row - n * step < len(quotient) else {} for n in range(length)]
            for row in rows
        ]
        if determinant(matrix):
            solution = [_with_column(matrix, n, [tensor.get((row,), {}) for row in rows]) for n in range(length)]
            if any(solution):
                yield cancelled(solution)


def sample(products: Sequence[Terms], parameters: int) -> list[int]:
    """The entries, modulo 2^61 − 1, of the product of pseudo-random filters with a fixed seed."""
    source = random.Random(parameters)
    point = [source.randrange(1, LARGE_PRIME) for _ in range(parameters)]
    return [int(value(terms, point, LARGE_PRIME)) for terms in products]
