"""The question ``symlcn dense`` for networks with monomial activations, as ``2 r3 2 1``.

Contents: :func:`dense`, :data:`DENSE_POLYNOMIAL`.
"""

from __future__ import annotations

from typing import Any, Unpack

from symlcn.algebra.exact import Json, rational_text
from symlcn.answer import Answer, Question, Running, answered
from symlcn.families.densepolynomial.document import dense_polynomial_json, powers_json
from symlcn.families.densepolynomial.judge import DensePolynomialResult, judge
from symlcn.families.densepolynomial.neuroninvariants import as_neuron_invariants
from symlcn.families.densepolynomial.powernetwork import as_dense_polynomial

__all__ = ["DENSE_POLYNOMIAL", "dense"]


def _document(found: DensePolynomialResult, _finer: int) -> Json:
    return dense_polynomial_json(found)


DENSE_POLYNOMIAL: Question[DensePolynomialResult] = Question(
    "dense", "dense-polynomial", judge, _document, family="densepolynomial"
)


def dense(network: Any, delta: Any = None, **running: Unpack[Running]) -> Answer[DensePolynomialResult]:
    """Is the NTK of a fully connected network with monomial activations a function of its function f and of δ?

    Parameters
    ----------
    network : DensePolynomial, str or sequence
        Widths, and activations between them: ``"2 r3 2 1"`` or ``[2, "r3", 2, 1]``.
    delta : number, sequence or str, optional
        A list of numbers for each hidden layer, one for each neuron; a number for each hidden layer; one number; or
        ``"balanced"`` for zeros. All of them if left out, or ``"generic"``.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.families.densepolynomial.judge.DensePolynomialResult`. Proved where δ is
        constant on each hidden layer and the parameters over a function, generic ones or those without proportional
        neurons as `hypotheses` says, are shown to be one orbit. Refuted by an exact pair, or by a rank.

    Raises
    ------
    ParseError
        If something cannot be read, is not exact, or does not fit.

    References
    ----------
    The lesson ``neurons``.

    Examples
    --------
    >>> answer = dense("2 r3 2 1")
    >>> answer.status, answer.ntk, answer.delta_locus
    (Status.REFUTED, 'independent-on-locus', (0,))
    >>> dense([2, "r3", 2, 1], 5).hypotheses
    ('the parameters are generic, outside a proper algebraic subset',)
    """
    asked = as_dense_polynomial(network)
    kept = as_neuron_invariants(delta, asked)
    given = None if kept is None else [[rational_text(d) for d in own] for own in kept]
    return answered(DENSE_POLYNOMIAL, (asked, kept), {"architecture": powers_json(asked), "delta": given}, **running)
