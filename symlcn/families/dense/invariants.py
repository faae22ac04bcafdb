"""Invariants of fully connected networks as a caller gives them.

Contents: :func:`as_symmetric`, :func:`checked_invariants`, :func:`is_compared`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.exact import exact, exact_numbers
from symlcn.algebra.matrices import Rows, entries
from symlcn.errors import ParseError, counted
from symlcn.families.dense.network import Dense, inertia
from symlcn.families.dense.spectra import is_attained
from symlcn.network.inputs import as_tensor

__all__ = ["as_symmetric", "checked_invariants", "is_compared"]

MAX_COMPARED = 24
"""Eigenvalues of so many hidden coordinates are compared."""


def as_symmetric(value: object, network: Dense) -> tuple[Rows, ...] | None:
    """The symmetric matrices D_1, …, D_{L−1} that a caller means; None for all of them.

    Parameters
    ----------
    value : None, number, sequence or str
        None or ``"generic"``: all; ``"balanced"``: zeros; a number d: D_l = d·I; numbers d_1, …, d_{L−1}: D_l = d_l·I;
        symmetric matrices, rows of exact numbers or fmpq_mat; the same as text, ``"1,2"`` or JSON, or in a file.
    network : Dense

    Raises
    ------
    ParseError
        Naming what cannot be read, is not exact, or does not fit the widths.

    Examples
    --------
    >>> as_symmetric("1,2", Dense((2, 1, 1, 2))) == as_symmetric([1, 2], Dense((2, 1, 1, 2)))
    True
    >>> as_symmetric(3, Dense((2, 2, 2)))[0][0]
    (Fraction(3, 1), Fraction(0, 1))
    >>> as_symmetric('[[[1, "1/2"], ["1/2", 3]]]', Dense((2, 2, 2)))[0][0]
    (Fraction(1, 1), Fraction(1, 2))
    """
    hidden = network.widths[1:-1]
    if value is None or (isinstance(value, str) and value.strip() == "generic"):
        return None
    if isinstance(value, str) and value.strip() == "balanced":
        value = 0 if hidden else ()
    given = as_tensor(value, "delta")
    if isinstance(given, Sequence) and any(_is_matrix(part) for part in given):
        return checked_invariants(network, given)
    numbers = exact_numbers(given, "delta") if isinstance(given, Iterable) else (exact(given, "delta"),)
    if len(numbers) != len(hidden) and not (hidden and len(numbers) == 1):
        raise ParseError("delta", f"{counted(len(numbers), 'number')} given for {counted(len(hidden), 'hidden layer')}")
    each = numbers if len(numbers) == len(hidden) else numbers * len(hidden)
    return tuple(_scalar(d, n) for d, n in zip(each, hidden, strict=True))


def _is_matrix(value: object) -> bool:
    return isinstance(value, Sequence | fmpq_mat) and not isinstance(value, str | bytes)


def checked_invariants(network: Dense, invariants: Sequence[Any]) -> tuple[Rows, ...]:
    """Symmetric matrices of the hidden widths that are not known to be those of no real parameters.

    Parameters
    ----------
    network : Dense
    invariants : sequence
        One matrix for each hidden layer: rows of exact numbers, or an fmpq_mat.

    Raises
    ------
    ParseError
        Naming the matrix: it does not fit, is not symmetric or not exact, or no real parameters have it.
    """
    hidden = network.widths[1:-1]
    if len(invariants) != len(hidden):
        raise ParseError("delta", f"matrices given: {len(invariants)}; hidden layers: {len(hidden)}; give one for each")
    result = []
    for index, (value, size) in enumerate(zip(invariants, hidden, strict=True)):
        place = f"delta, D_{index + 1}"
        value = entries(value) if isinstance(value, fmpq_mat) else value
        square = isinstance(value, Sequence) and len(value) == size
        if not square or any(not isinstance(row, Sequence) or len(row) != size for row in value):
            raise ParseError(place, f"not {size} rows of {size} numbers, the width of its hidden layer")
        rows = tuple(exact_numbers(row, f"{place}, row {i}") for i, row in enumerate(value))
        if any(rows[i][j] != rows[j][i] for i in range(size) for j in range(i)):
            raise ParseError(place, "not symmetric")
        _check_inertia(rows, network.widths[index], network.widths[index + 2], place)
        result.append(rows)
    if is_compared(network) and not is_attained(network.widths, result):
        raise ParseError("delta", "no real parameters of these widths have these invariants")
    return tuple(result)


def is_compared(network: Dense) -> bool:
    """Whether it is decided for three layers that there are real parameters."""
    return network.depth == 3 and sum(network.widths[1:-1]) <= MAX_COMPARED


def _check_inertia(rows: Rows, below: int, above: int, place: str) -> None:
    """D = W_{l+1}ᵀW_{l+1} − W_l W_lᵀ has at most n_{l+1} positive and at most n_{l−1} negative eigenvalues.

    For two layers this suffices: split D into its positive and its negative part.
    """
    positive, negative = inertia(rows)
    for count, sign, width, which in ((positive, "positive", above, "after"), (negative, "negative", below, "before")):
        if count > width:
            raise ParseError(
                place, f"{count} {sign} eigenvalues where the width {which} it is {width}: no real parameters attain it"
            )


def _scalar(value: Fraction, size: int) -> Rows:
    return tuple(tuple(value if i == j else Fraction(0) for j in range(size)) for i in range(size))
