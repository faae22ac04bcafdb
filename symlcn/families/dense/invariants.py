"""Invariants of fully connected networks as a caller gives them.

Contents: :func:`as_symmetric`, :func:`checked_invariants`, :func:`is_compared`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from symlcn.algebra.matrices import Rows
from symlcn.errors import ParseError
from symlcn.families.dense.network import Dense
from symlcn.families.dense.spectra import is_attained
from symlcn.families.dense.symmetric import checked_symmetric, symmetric_matrices

__all__ = ["as_symmetric", "checked_invariants", "is_compared"]

MAX_COMPARED = 24
"""Eigenvalues of so many hidden coordinates are compared."""


def as_symmetric(value: object, network: Dense) -> tuple[Rows, ...] | None:
    """The symmetric matrices D_1, …, D_{L−1} that a caller means; None for all of them.

    Parameters
    ----------
    value : None, number, sequence or str
        As for :func:`symlcn.families.dense.symmetric.symmetric_matrices`.
    network : Dense

    Raises
    ------
    ParseError
        Naming what cannot be read, is not exact, or does not fit the widths.

    Examples
    --------
    >>> as_symmetric("1,2", Dense((2, 1, 1, 2))) == as_symmetric([1, 2], Dense((2, 1, 1, 2)))
    True
    >>> as_symmetric('[[[1, "1/2"], ["1/2", 3]]]', Dense((2, 2, 2)))[0][0]
    (Fraction(1, 1), Fraction(1, 2))
    """
    return symmetric_matrices(value, network.widths[1:-1], partial(checked_invariants, network))


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
    sides = list(zip(network.widths, network.widths[2:], strict=False))
    result = checked_symmetric(invariants, network.widths[1:-1], sides, ("width", "width"))
    if is_compared(network) and not is_attained(network.widths, result):
        raise ParseError("delta", "no real parameters of these widths have these invariants")
    return result


def is_compared(network: Dense) -> bool:
    """Whether it is decided for three layers that there are real parameters."""
    return network.depth == 3 and sum(network.widths[1:-1]) <= MAX_COMPARED
