"""The invariants that a question about a network with channels is asked at: scalar ones by numbers, others as matrices.

Contents: :data:`Invariants`, :func:`as_given_invariants`, :func:`scalar_invariants`, :func:`invariants_json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeGuard

from flint import fmpq_mat

from symlcn.algebra.exact import rationals_json
from symlcn.algebra.matrices import Rows, scalar_value
from symlcn.certificates.values import tensor_json
from symlcn.families.multichannel.counterexample.judge import as_channel_invariants
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.inputs import as_invariants, as_tensor

__all__ = ["Invariants", "as_given_invariants", "invariants_json", "scalar_invariants"]

Invariants = tuple[Fraction, ...] | tuple[Rows, ...] | None
"""The numbers d_l of D_l = d_l·I; or matrices D_l, not all scalar; None for all invariants."""


def as_given_invariants(value: Any, network: ChannelArchitecture) -> Invariants:
    """The invariants that a caller gives.

    Parameters
    ----------
    value : None, str or sequence
        As for :func:`~symlcn.network.inputs.as_invariants`, or symmetric matrices as for
        :func:`~symlcn.families.multichannel.counterexample.judge.as_channel_invariants`.
    network : ChannelArchitecture

    Raises
    ------
    ParseError
        If they cannot be read, are not exact or do not fit, or no real parameters have them.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> network = parse_network("k2c2 k2")
    >>> as_given_invariants("[[[3, 0], [0, 3]]]", network), as_given_invariants("3", network)
    ((Fraction(3, 1),), (Fraction(3, 1),))
    >>> as_given_invariants("[[[3, 1], [1, 3]]]", network)[0][0]
    (Fraction(3, 1), Fraction(1, 1))
    """
    listed = not isinstance(value, str) or "[" in value or value.endswith(".json")
    given = as_tensor(value, "delta") if listed else value
    if not isinstance(given, Sequence) or not any(_is_matrix(part) for part in given):
        return as_invariants(given, network)
    matrices = as_channel_invariants(given, network) or ()
    numbers = tuple(d for d in map(scalar_value, matrices) if d is not None)
    return numbers if len(numbers) == len(matrices) else matrices


def _is_matrix(value: object) -> bool:
    return isinstance(value, Sequence | fmpq_mat) and not isinstance(value, str)


def _are_numbers(delta: Invariants) -> TypeGuard[tuple[Fraction, ...]]:
    return delta is not None and all(isinstance(d, Fraction) for d in delta)


def scalar_invariants(delta: Invariants) -> tuple[Fraction, ...] | None:
    """The numbers d_l where D_l = d_l·I was asked about, else None."""
    return delta if _are_numbers(delta) else None


def invariants_json(delta: Invariants) -> Any:
    """A list of numbers, or of matrices as lists of rows.

    Examples
    --------
    >>> invariants_json((Fraction(1, 2),)), invariants_json((((Fraction(1), Fraction(0)), (Fraction(0), Fraction(2))),))
    (['1/2'], [[['1', '0'], ['0', '2']]])
    """
    if delta is None or _are_numbers(delta):
        return rationals_json(delta)
    return [tensor_json(rows) for rows in delta]
