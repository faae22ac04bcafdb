"""Certify an architecture: its generic fiber, and whether the NTK depends on the parameters.

Contents: :func:`certify`, :class:`Certificate`.

The classification of :mod:`symlcn.network.classify` is proved for the given architecture by the witness of
:mod:`symlcn.generic.witness`; a refuted claim comes with two parameter tuples that have the same end-to-end filter, the
same invariants and different NTKs, of :mod:`symlcn.generic.refutation`. :mod:`symlcn.generic.document` writes all of it
as JSON for the independent checker.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from symlcn.algebra.exact import exact_invariants
from symlcn.certificates.hypotheses import NORMAL
from symlcn.errors import LimitError, brief
from symlcn.generic.witness import Exchange, WitnessLayer, build_witness
from symlcn.network.architecture import Architecture
from symlcn.network.classify import Classification, classify

if TYPE_CHECKING:
    from symlcn.generic.refutation import Counterexample

__all__ = ["Certificate", "certify", "undecided"]


class Certificate(NamedTuple):
    """The answer to the question whether the NTK is parameter-independent, with evidence.

    Attributes
    ----------
    architecture : Architecture
    delta : tuple of Fraction, or None
        The invariants asked about; None for every δ at once.
    status : str
        ``"proved"``, ``"refuted"`` or ``"undecided"``.
    reason : str or None
        Why it is undecided.
    classification : Classification or None
        None if undecided.
    witness : tuple of WitnessLayer
    exchange : Exchange or None
        Present exactly when the NTK depends on the parameters for every δ.
    counterexample : Counterexample or None
        Present exactly when refuted.
    """

    architecture: Architecture
    delta: tuple[Fraction, ...] | None
    status: str
    reason: str | None = None
    classification: Classification | None = None
    witness: tuple[WitnessLayer, ...] = ()
    exchange: Exchange | None = None
    counterexample: Counterexample | None = None

    def __repr__(self) -> str:
        return brief(self)

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """The conditions under which the answer holds: where NTKs are said to agree."""
        on_locus = self.status == "refuted" and self.delta is None and self.exchange is None
        return (NORMAL,) if self.status == "proved" or on_locus else ()


def undecided(architecture: Architecture, delta: tuple[Fraction, ...] | None, reason: str) -> Certificate:
    """A certificate that claims nothing and says why."""
    return Certificate(architecture, delta, "undecided", reason)


def certify(architecture: Architecture, delta: Sequence[Fraction | int] | None = None) -> Certificate:
    """Prove or refute that the NTK is parameter-independent, with evidence for the whole classification.

    Parameters
    ----------
    architecture : Architecture
        Any single-channel stack, any dimension, strides and dilations.
    delta : sequence of Fraction or int, optional
        The L − 1 invariants δ_l = ‖w_l‖² − ‖w_{l+1}‖²; None asks about every δ at once.

    Returns
    -------
    Certificate
        Proved: over every nonzero real end-to-end filter that is a normal point of the Zariski closure of the
        neuromanifold, for example a smooth one (all but a proper algebraic subset are), all real parameters with
        invariants δ have the same NTK. Refuted: on a nonempty open set of filters they do not, and the pair lies over
        a smooth point. Nothing is claimed of other filters. Undecided only when a stated limit is hit.

    Raises
    ------
    ValueError
        If the number of invariants is not L − 1.

    Notes
    -----
    Birational: Thm. 4 and Thm. 13 of Achour, Kohn, Rauhut in the cases they treat. With interchangeable layers the
    printed Thm. 13 holds on the δ-locus and fails off it. From generic to normal filters: Zariski's main theorem, see
    ``proofs/symlcn_proofs/classification.md``.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> certify(parse_architecture("k3s2 k2")).status
    'proved'
    >>> certify(parse_architecture("k2x2 k2x2")).status
    'refuted'
    >>> certify(parse_architecture("k2x2 k2x2"), [0]).status
    'proved'
    """
    asked = None if delta is None else exact_invariants(delta, len(architecture.layers))
    classification = classify(architecture)
    try:
        witness, exchange = build_witness(architecture)
    except LimitError as error:
        return undecided(architecture, asked, str(error))
    if classification.independent_at(asked):
        return Certificate(architecture, asked, "proved", None, classification, witness, exchange)
    from symlcn.generic.refutation import exchanged, swapped

    if exchange is None:
        counterexample = swapped(architecture, asked, witness)
    else:
        counterexample = exchanged(asked, witness, exchange)
    return Certificate(architecture, asked, "refuted", None, classification, witness, exchange, counterexample)
