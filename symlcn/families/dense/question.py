"""The question ``symlcn dense``: is the NTK of a fully connected network a function of its product?

Contents: :func:`dense`, :func:`as_dense`, :func:`are_widths`, :data:`DENSE`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Unpack

from symlcn.algebra.exact import Json, integer
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import tensor_json
from symlcn.errors import ParseError, shown
from symlcn.families.dense.document import dense_json, widths_json
from symlcn.families.dense.invariants import as_symmetric
from symlcn.families.dense.judge import DenseResult, judge
from symlcn.families.dense.network import Dense
from symlcn.network.inputs import read_widths

__all__ = ["DENSE", "are_widths", "as_dense", "dense"]


def as_dense(value: Dense | str | Iterable[int]) -> Dense:
    """The fully connected network that a caller means.

    Parameters
    ----------
    value : Dense, str or sequence of int
        The widths, input width first: ``"3 2 3"`` or ``(3, 2, 3)``.

    Raises
    ------
    ParseError
        If it cannot be read, or a width is not from 1 to 256.

    Examples
    --------
    >>> as_dense("3 2 3") == as_dense([3, 2, 3]) == Dense((3, 2, 3))
    True
    """
    if isinstance(value, Dense):
        return value
    if isinstance(value, str):
        return Dense(read_widths(value))
    if not isinstance(value, Iterable) or isinstance(value, bytes | Mapping):
        raise ParseError("widths", f'{shown(value, 40)} is no list of widths; write "3 2 3" or (3, 2, 3)')
    return Dense(tuple(value))


def are_widths(value: object) -> bool:
    """Whether a caller means a fully connected network: widths, which are numbers, and no architecture.

    Examples
    --------
    >>> are_widths("3 2 3"), are_widths((3, 2, 3)), are_widths("k3 k2"), are_widths(["k3", "k2"])
    (True, True, False, False)
    """
    parts = value.split() if isinstance(value, str) else value
    return isinstance(value, Dense) or (isinstance(parts, list | tuple) and bool(parts) and all(map(_is_number, parts)))


def _is_number(part: object) -> bool:
    return integer(part) is not None or (isinstance(part, str) and part.isdigit())


def _document(found: DenseResult, _finer: int) -> Json:
    return dense_json(found)


DENSE: Question[DenseResult] = Question("dense", "dense", judge, _document)


def dense(widths: Any, delta: Any = None, **running: Unpack[Running]) -> Answer[DenseResult]:
    """Is the NTK of a fully connected linear network a function of its product W = W_L⋯W_1?

    Parameters
    ----------
    widths : Dense, str or sequence of int
        Input width first: ``"3 2 3"`` or ``(3, 2, 3)``.
    delta : number, sequence or str, optional
        The invariants D_l = W_{l+1}ᵀW_{l+1} − W_l·W_lᵀ: one number d for D_l = d·I, numbers d_1, d_2, … for
        D_l = d_l·I, symmetric matrices, or ``"balanced"`` for zeros. All of them if left out, or ``"generic"``.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.families.dense.judge.DenseResult`; the question is asked at products W of the
        largest rank. Proved by a theorem, whose hypotheses the checker verifies; refuted by an exact pair or by a
        motion of parameters, at these invariants, or at some where none are given. That the NTK then depends on the
        parameters for almost all invariants is not claimed.

    Raises
    ------
    ParseError
        If something cannot be read or is not exact, or it is known that no real parameters have these invariants.

    References
    ----------
    Achour, Kohn, Rauhut, arXiv:2507.06367, Theorem 14 and Example 20; the lesson ``dense``.

    Examples
    --------
    >>> answer = dense("2 2 2")
    >>> answer.status, answer.index, [str(value) for value in answer.values]
    (Status.REFUTED, (0, 0), ['17/4', '281/100'])
    >>> dense((3, 3, 3, 3), "balanced").ranks
    (0, 1, 2, 3)
    """
    network = as_dense(widths)
    asked = as_symmetric(delta, network)
    given = None if asked is None else [tensor_json(rows) for rows in asked]
    return answered(DENSE, (network, asked), {"architecture": widths_json(network), "delta": given}, **running)
