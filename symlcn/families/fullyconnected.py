"""The question ``symlcn dense`` for all fully connected networks: linear ones, and those with monomial activations.

Contents: :func:`dense`.
"""

from __future__ import annotations

from typing import Any, Unpack

from symlcn.answer import Answer, Running
from symlcn.families.dense.judge import DenseResult
from symlcn.families.dense.question import dense as dense_linear
from symlcn.families.densepolynomial.judge import DensePolynomialResult
from symlcn.families.densepolynomial.powernetwork import names_activations
from symlcn.families.densepolynomial.question import dense as dense_polynomial

__all__ = ["dense"]


def dense(
    network: Any, delta: Any = None, **running: Unpack[Running]
) -> Answer[DenseResult] | Answer[DensePolynomialResult]:
    """Is the NTK of a fully connected network a function of its function and the invariants?

    Parameters
    ----------
    network : Dense, DensePolynomial, str or sequence
        Widths, input width first: ``"3 2 3"`` or ``(3, 2, 3)``, a linear network, whose function is its product W =
        W_L⋯W_1; or with the activation x ↦ x^r after each hidden layer, ``"2 r3 2 1"`` or ``[2, "r3", 2, 1]``.
    delta : number, sequence or str, optional
        The invariants: one number, one for each hidden layer, or ``"balanced"`` for zeros. Linear networks have
        D_l = W_{l+1}ᵀW_{l+1} − W_l·W_lᵀ, a number d stands for d·I, and symmetric matrices may be given; others have
        δ_{l,a} = ‖row a of W_l‖² − r_l·‖column a of W_{l+1}‖² for each neuron, and lists of numbers may be given. All
        of them if left out, or ``"generic"``.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.families.dense.judge.DenseResult`, or a
        :class:`~symlcn.families.densepolynomial.judge.DensePolynomialResult`. For linear networks the question is asked
        at products W of the largest rank. Proved by a theorem, whose hypotheses the checker verifies; refuted by an
        exact pair, by a motion of parameters or by a rank, at these invariants, or at some where none are given.

    Raises
    ------
    ParseError
        If something cannot be read or is not exact, or it is known that no real parameters have these invariants.

    References
    ----------
    Achour, Kohn, Rauhut, arXiv:2507.06367, Theorem 14 and Example 20; the lessons ``dense`` and ``neurons``.

    Examples
    --------
    >>> dense("2 2 2").status, dense((3, 3, 3, 3), "balanced").ranks
    (Status.REFUTED, (0, 1, 2, 3))
    >>> dense("2 r3 2 1").ntk, dense([2, "r3", 2, 1], 5).status
    ('independent-on-locus', Status.PROVED)
    """
    if names_activations(network):
        return dense_polynomial(network, delta, **running)
    return dense_linear(network, delta, **running)
