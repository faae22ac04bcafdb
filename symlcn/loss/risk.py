"""The square loss of a linear convolutional network, as a quadratic form in the end-to-end filter, exactly.

Contents: :class:`Risk`, :func:`quadratic_risk`, :func:`semidefinite_risk`, :func:`risk_of_data`, :func:`risk_of`,
:func:`risk_json`.

For signals x and targets y the network computes y_i = Σ_j u[j]·x_{i⊙s+j}, where s is the product of all strides and i
runs over all positions at which the filter lies inside the signal. The loss is the **sum** of the squares of all
differences, over positions and signals: no mean, no factor 1/2. With the patches p of the signals (their parts of the
size of u) and the outputs z that belong to them it is

    ℓ(u) = Σ (⟨p, u⟩ − z)² = (u − u*)ᵀ A (u − u*) + ℓ(u*),   A = Σ p·pᵀ,   A·u* = Σ z·p.

Vectors hold the entries of filters, row-major. Reference: the loss of section 2.2 of Achour, Kohn, Rauhut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product as cartesian
from math import prod
from typing import Any

from symlcn.algebra.echelon import pivots
from symlcn.algebra.exact import Json, exact, exact_numbers, fraction_of, rationals_json
from symlcn.algebra.matrices import column
from symlcn.algebra.matrices import matrix as flint_matrix
from symlcn.algebra.polynomials import Exponents
from symlcn.errors import LimitError, ParseError, brief
from symlcn.loss.data import Parts
from symlcn.network.architecture import Architecture, size_text
from symlcn.network.filters import Filter, FilterLike, filter_size, flat, normalize_filter

__all__ = ["Risk", "quadratic_risk", "risk_json", "risk_of", "risk_of_data", "semidefinite_risk"]

MAX_AMBIENT = 200
"""Number N of entries of u up to which the N×N matrix A is solved exactly."""
MAX_PATCHES = 4_000_000
"""Number of entries of all patches up to which A is formed."""

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Risk:
    """A loss ℓ(u) = (u − u*)ᵀ A (u − u*) + ℓ(u*) with a rational matrix A, positive definite unless said otherwise.

    Attributes
    ----------
    architecture : Architecture
    matrix : fmpq_mat
        A, of shape N×N.
    target : tuple of Fraction
        u*, the only minimum in the space of all filters if A is definite; it need not lie in the neuromanifold.
    least : Fraction
        ℓ(u*).
    """

    __repr__ = brief

    architecture: Architecture
    matrix: Any
    target: Vector
    least: Fraction

    @property
    def definite(self) -> bool:
        """Whether N is at most 200 and A, which is positive semidefinite, is definite."""
        return self.architecture.ambient <= MAX_AMBIENT and self.matrix.rank() == self.architecture.ambient

    def gradient(self, filter: Sequence[Fraction | int]) -> Vector:
        """∇ℓ(u) = 2·A·(u − u*), exactly."""
        return tuple(2 * fraction_of(entry) for entry in (self.matrix * self._step(filter)).entries())

    def _step(self, filter: Sequence[Fraction | int]) -> Any:
        return column([a - b for a, b in zip(exact_numbers(filter, "filter"), self.target, strict=True)])


def quadratic_risk(
    architecture: Architecture, matrix: Sequence[Sequence[Fraction]], target: FilterLike, least: Fraction = Fraction(0)
) -> Risk:
    """The loss (u − u*)ᵀ A (u − u*) + ℓ(u*) for a given A and u*.

    Parameters
    ----------
    architecture : Architecture
    matrix : sequence of rows of Fraction
        A: symmetric, positive definite, of shape N×N; rows and columns are the entries of u, row-major.
    target : nested tensor of Fraction
        u*, of the size of the end-to-end filter.
    least : Fraction, optional
        ℓ(u*).

    Raises
    ------
    ParseError
        If a shape does not fit, A is not symmetric, is singular, or is not positive definite.
    LimitError
        If N exceeds 200.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> risk = quadratic_risk(parse_architecture("k2 k1"), [[2, 1], [1, 2]], (1, 0))
    >>> print(*risk.gradient((1, 1)))
    2 4
    """
    _check_ambient(architecture)
    rows, entries = _symmetric(architecture, matrix, target)
    form = flint_matrix(rows)
    _check_rank(form, "A")
    _check_definite(form)
    return Risk(architecture, form, tuple(flat(entries)), exact(least, "least"))


def _symmetric(
    architecture: Architecture, matrix: Sequence[Sequence[Fraction]], target: FilterLike
) -> tuple[list[tuple[Fraction, ...]], Filter]:
    """The rows of A, of the right size and symmetric, and a target of the right size."""
    size = architecture.end_to_end_size
    entries = normalize_filter(target, architecture.dimension, "target")
    if filter_size(entries, architecture.dimension) != size:
        raise ParseError(
            "target", f"it is not of the size {size_text(size)} of the end-to-end filter of '{architecture}'"
        )
    rows = [exact_numbers(row, f"A[{i}]") for i, row in enumerate(matrix)]
    if len(rows) != architecture.ambient or any(len(row) != architecture.ambient for row in rows):
        raise ParseError("A", f"not a square matrix of {architecture.ambient} rows, one for each entry of the filter")
    if any(rows[i][j] != rows[j][i] for i in range(len(rows)) for j in range(i)):
        raise ParseError("A", "not symmetric")
    return rows, entries


def semidefinite_risk(architecture: Architecture, matrix: Sequence[Sequence[Fraction]], target: FilterLike) -> Risk:
    """The loss (u − u*)ᵀ A (u − u*) for a given A, which may be singular, and one of its minima u*.

    Parameters
    ----------
    architecture : Architecture
    matrix : sequence of rows of Fraction
        A: symmetric, positive semidefinite, of shape N×N.
    target : nested tensor of Fraction
        u*, where the loss is 0.

    Raises
    ------
    ParseError
        As :func:`quadratic_risk`, but for singular A.
    LimitError
        If N exceeds 200 and A is not diagonally dominant, which shows that it is semidefinite.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> risk = semidefinite_risk(parse_architecture("k2 k1"), [[1, 1], [1, 1]], (1, 0))
    >>> print(*risk.gradient((1, 1)))
    2 2
    """
    rows, entries = _symmetric(architecture, matrix, target)
    form = flint_matrix(rows)
    if not all(2 * row[i] >= sum(abs(c) for c in row if c) for i, row in enumerate(rows)):
        if architecture.ambient > MAX_AMBIENT:
            problem = "which is examined only if it is diagonally dominant; give inputs and outputs instead"
            raise LimitError(f"a matrix A of {architecture.ambient} rows, more than {MAX_AMBIENT}, {problem}")
        chosen = pivots(form)
        if chosen:  # independent rows of a symmetric matrix: it is congruent to this part of it
            _check_definite(flint_matrix([[rows[i][j] for j in chosen] for i in chosen]))
    return Risk(architecture, form, tuple(flat(entries)), Fraction(0))


def _check_ambient(architecture: Architecture) -> None:
    if architecture.ambient > MAX_AMBIENT:
        raise LimitError(
            f"the end-to-end filter has {architecture.ambient} entries; at most {MAX_AMBIENT} are solved for"
        )


def _check_rank(form: Any, place: str) -> None:
    rank = form.rank()
    if rank < form.nrows():
        problem = f"singular data: the matrix A of the loss has rank {rank} of {form.nrows()}, so u* is not unique"
        raise ParseError(place, problem)


def _check_definite(form: Any) -> None:
    """A symmetric matrix has real eigenvalues only: all are positive iff its characteristic polynomial alternates."""
    coefficients = list(reversed(form.charpoly().coeffs()))
    if any(c == 0 or (c > 0) == bool(index % 2) for index, c in enumerate(coefficients)):
        raise ParseError("A", "not positive definite, so it belongs to no square loss")


def risk_of_data(architecture: Architecture, inputs: Sequence[FilterLike], outputs: Sequence[FilterLike]) -> Risk:
    """The sum of squares of what a network makes of signals less what it should make, as a quadratic form.

    Parameters
    ----------
    architecture : Architecture
    inputs : sequence of nested tensors of Fraction
        Signals x, each at least of the size k of the end-to-end filter; their sizes may differ.
    outputs : sequence of nested tensors of Fraction
        As many signals y; in each direction ⌊(n − k)/s⌋ + 1 entries where x has n.

    Raises
    ------
    ParseError
        If numbers or sizes do not fit, or the data are singular: A does not have full rank.
    LimitError
        If there are more than 200 entries of u, or more than 4·10^6 of all patches.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> risk = risk_of_data(parse_architecture("k2s2 k1"), [(1, 0, 1, 1, 5)], [(3, 2)])
    >>> risk.matrix.tolist(), [str(value) for value in risk.target], risk.least
    ([[2, 1], [1, 1]], ['3', '-1'], Fraction(0, 1))
    """
    _check_ambient(architecture)
    if len(inputs) != len(outputs) or not inputs:
        raise ParseError("data", f"{len(inputs)} inputs and {len(outputs)} outputs; give as many of both, at least one")
    listed: list[list[Fraction]] = []
    wanted: list[Fraction] = []
    for index, pair in enumerate(zip(inputs, outputs, strict=True)):
        places = (f"input {index}", f"output {index}")
        signal, output = (normalize_filter(x, architecture.dimension, y) for x, y in zip(pair, places, strict=True))
        listed += patches(architecture, signal, output, index, MAX_PATCHES - len(listed) * architecture.ambient)
        wanted += flat(output)
    rows, values = flint_matrix(listed), column(wanted)
    form, moment = rows.transpose() * rows, rows.transpose() * values
    _check_rank(form, "data")
    target = form.solve(moment)
    least = (values.transpose() * values - moment.transpose() * target)[0, 0]
    return Risk(architecture, form, tuple(map(fraction_of, target.entries())), fraction_of(least))


def total_stride(architecture: Architecture) -> Exponents:
    """The product of all strides, the steps of the filter along a signal."""
    return tuple(prod(steps) for steps in zip(*(layer.stride for layer in architecture.layers), strict=True))


def output_counts(architecture: Architecture, signal: FilterLike, output: FilterLike, index: int) -> Exponents:
    """The size of what the network makes of a signal, which the output must have; raises ParseError if not."""
    dimension, size = architecture.dimension, architecture.end_to_end_size
    given = filter_size(signal, dimension, f"input {index}")
    if any(n < k for n, k in zip(given, size, strict=True)):
        raise ParseError(
            f"input {index}", f"of size {size_text(given)}, smaller than the filter of size {size_text(size)}"
        )
    counts = tuple((n - k) // s + 1 for n, k, s in zip(given, size, total_stride(architecture), strict=True))
    found = filter_size(output, dimension, f"output {index}")
    if found != counts:
        problem = f"of size {size_text(found)}, but the network makes one of size {size_text(counts)} of input {index}"
        raise ParseError(f"output {index}", problem)
    return counts


def patches(
    architecture: Architecture, signal: FilterLike, output: FilterLike, index: int, most: int
) -> list[list[Fraction]]:
    """The parts of a signal on which the filter lies, in the order of the outputs."""
    counts = output_counts(architecture, signal, output, index)
    if prod(counts) * architecture.ambient > most:
        raise LimitError(f"the data have more than {MAX_PATCHES} entries in all patches")
    corners = cartesian(*(range(0, n * s, s) for n, s in zip(counts, total_stride(architecture), strict=True)))
    return [list(_window(signal, corner, architecture.end_to_end_size)) for corner in corners]


def _window(signal: Any, corner: Exponents, size: Exponents) -> Iterator[Fraction]:
    if not corner:
        yield signal
        return
    for part in signal[corner[0] : corner[0] + size[0]]:
        yield from _window(part, corner[1:], size[1:])


def risk_of(architecture: Architecture, parts: Parts) -> Risk:
    """The loss of data, or of a quadratic form.

    Parameters
    ----------
    architecture : Architecture
    parts : dict
        ``inputs`` and ``outputs``, or ``A`` and ``target``, as :mod:`symlcn.loss.data` reads them.

    Raises
    ------
    ParseError, LimitError
        As :func:`risk_of_data` and :func:`quadratic_risk`.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> risk_of(parse_architecture("k2"), {"A": [["1/2", 0], [0, 1]], "target": [1, 2]}).target
    (Fraction(1, 1), Fraction(2, 1))
    """
    if "A" in parts:
        return quadratic_risk(architecture, parts["A"], parts["target"])
    return risk_of_data(architecture, parts["inputs"], parts["outputs"])


def risk_json(risk: Risk) -> Json:
    """The loss as a JSON object: A and u* as rational strings. ℓ(u*) is left out, as no gradient depends on it."""
    return {
        "loss": "sum of squares",
        "A": [list(map(str, row)) for row in risk.matrix.table()],
        "target": rationals_json(risk.target),
    }
