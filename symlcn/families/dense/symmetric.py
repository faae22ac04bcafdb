"""Symmetric matrices D_1, …, D_{L−1} as a caller gives them: the invariants of networks with several channels.

Contents: :func:`symmetric_matrices`, :func:`checked_symmetric`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.exact import exact, exact_numbers
from symlcn.algebra.matrices import Rows, entries
from symlcn.errors import ParseError, counted
from symlcn.families.dense.network import inertia
from symlcn.network.inputs import as_tensor

__all__ = ["checked_symmetric", "symmetric_matrices"]


def symmetric_matrices(
    value: object, hidden: Sequence[int], checked: Callable[[Sequence[Any]], tuple[Rows, ...]]
) -> tuple[Rows, ...] | None:
    """The symmetric matrices that a caller means; None for all of them.

    Parameters
    ----------
    value : None, number, sequence or str
        None or ``"generic"``: all; ``"balanced"``: zeros; a number d: D_l = d·I; numbers d_1, …, d_{L−1}: D_l = d_l·I;
        symmetric matrices, rows of exact numbers or fmpq_mat; the same as text, ``"1,2"`` or JSON, or in a file.
    hidden : sequence of int
        Their sizes.
    checked : callable
        What reads them where they are given as matrices.

    Raises
    ------
    ParseError
        Naming what cannot be read, is not exact, or does not fit.

    Examples
    --------
    >>> symmetric_matrices(3, (2,), tuple)
    (((Fraction(3, 1), Fraction(0, 1)), (Fraction(0, 1), Fraction(3, 1))),)
    """
    if value is None or (isinstance(value, str) and value.strip() == "generic"):
        return None
    if isinstance(value, str) and value.strip() == "balanced":
        value = 0 if hidden else ()
    given = as_tensor(value, "delta")
    if isinstance(given, Sequence) and any(_is_matrix(part) for part in given):
        return checked(given)
    numbers = exact_numbers(given, "delta") if isinstance(given, Iterable) else (exact(given, "delta"),)
    if len(numbers) != len(hidden) and not (hidden and len(numbers) == 1):
        raise ParseError("delta", f"{counted(len(numbers), 'number')} given for {counted(len(hidden), 'hidden layer')}")
    each = numbers if len(numbers) == len(hidden) else numbers * len(hidden)
    return tuple(_scalar(d, n) for d, n in zip(each, hidden, strict=True))


def _is_matrix(value: object) -> bool:
    return isinstance(value, Sequence | fmpq_mat) and not isinstance(value, str | bytes)


def _scalar(value: Fraction, size: int) -> Rows:
    return tuple(tuple(value if i == j else Fraction(0) for j in range(size)) for i in range(size))


def checked_symmetric(
    invariants: Sequence[Any], hidden: Sequence[int], sides: Sequence[tuple[int, int]], words: tuple[str, str]
) -> tuple[Rows, ...]:
    """Symmetric matrices of these sizes with no more eigenvalues of one sign than the sides allow.

    D is a Gram matrix of the layer after, of which that of the layer before is subtracted: it has at most as many
    positive and negative eigenvalues as these have coordinates. For two layers this suffices: split D into its positive
    and its negative part.

    Parameters
    ----------
    invariants : sequence
        One matrix for each hidden layer: rows of exact numbers, or an fmpq_mat.
    hidden : sequence of int
    sides : sequence of (int, int)
        The numbers of coordinates before and after each.
    words : tuple of str
        What messages call a size, and the number of coordinates: ``("width", "width")``.

    Raises
    ------
    ParseError
        Naming the matrix: it does not fit, is not symmetric or not exact, or no real parameters have it.

    Examples
    --------
    >>> checked_symmetric([[[1, 2], [0, 2]]], (2,), [(2, 1)], ("width", "width"))
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: delta, D_1: not symmetric
    """
    if len(invariants) != len(hidden):
        raise ParseError("delta", f"matrices given: {len(invariants)}; hidden layers: {len(hidden)}; give one for each")
    result = []
    for index, (value, size, (below, above)) in enumerate(zip(invariants, hidden, sides, strict=True)):
        place = f"delta, D_{index + 1}"
        value = entries(value) if isinstance(value, fmpq_mat) else value
        square = isinstance(value, Sequence) and len(value) == size
        if not square or any(not isinstance(row, Sequence) or len(row) != size for row in value):
            raise ParseError(place, f"not {size} rows of {size} numbers, the {words[0]} of its hidden layer")
        rows = tuple(exact_numbers(row, f"{place}, row {i}") for i, row in enumerate(value))
        if any(rows[i][j] != rows[j][i] for i in range(size) for j in range(i)):
            raise ParseError(place, "not symmetric")
        _check_inertia(rows, below, above, place, words[1])
        result.append(rows)
    return tuple(result)


def _check_inertia(rows: Rows, below: int, above: int, place: str, width: str) -> None:
    positive, negative = inertia(rows)
    for count, sign, size, which in ((positive, "positive", above, "after"), (negative, "negative", below, "before")):
        if count > size:
            raise ParseError(
                place,
                f"{count} {sign} eigenvalues where the {width} {which} it is {size}: no real parameters attain it",
            )
