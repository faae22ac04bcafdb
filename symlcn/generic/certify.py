"""Certify an architecture: its generic fiber, and whether the NTK depends on the parameters.

Contents: :func:`certify`, :class:`Certificate`, :class:`Counterexample`, :class:`Parameters`.

The classification of :mod:`symlcn.network.classify` is proved for the given architecture by the witness of
:mod:`symlcn.generic.witness`; a refuted claim comes with two parameter tuples that have the same end-to-end filter, the
same invariants and different NTKs. :mod:`symlcn.generic.document` writes all of it as JSON for the independent checker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from symlcn.algebra.exact import exact_invariants
from symlcn.certificates.hypotheses import NORMAL
from symlcn.errors import LimitError
from symlcn.generic.witness import Exchange, WitnessLayer, build_witness
from symlcn.network.architecture import Architecture
from symlcn.network.classify import Classification, classify
from symlcn.network.corner import corner_entry
from symlcn.network.scaling import Scaling, is_solvable, shifts, solve_scaling

__all__ = ["Certificate", "Counterexample", "Parameters", "certify", "undecided"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """A parameter tuple: unscaled filters and, if invariants are given, the scaling that attains them.

    Attributes
    ----------
    filters : tuple of WitnessLayer
        Integer filters w_l.
    scaling : Scaling or None
        ρ_l = t + Δ_l; the scaled filters are ±√(ρ_l/n_l)·w_l. None stands for every δ, or for a scaling that exists
        by Prop. 2 and was not computed, for many layers or large invariants.
    """

    filters: tuple[WitnessLayer, ...]
    scaling: Scaling | None


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Two parameter tuples with the same end-to-end filter, the same invariants and different NTKs.

    Attributes
    ----------
    delta : tuple of Fraction, or None
        The invariants of both; None if the NTKs differ for every δ.
    layers : tuple of int
        The two layers in which the tuples differ: they are swapped, or exchange a root.
    pair : tuple of Parameters
    corner : tuple of (tuple of Fraction), or None
        K(0, 0) for both, in Q(t), where layers are swapped and the scaling is computed. None where they exchange a
        root: then the matrix S of the exchange shows the difference.
    """

    delta: tuple[Fraction, ...] | None
    layers: tuple[int, int]
    pair: tuple[Parameters, Parameters]
    corner: tuple[tuple[Fraction, ...], tuple[Fraction, ...]] | None


@dataclass(frozen=True, slots=True)
class Certificate:
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
    if exchange is None:
        counterexample = _swapped(architecture, asked, witness)
    else:
        counterexample = _exchanged(asked, witness, exchange)
    return Certificate(architecture, asked, "refuted", None, classification, witness, exchange, counterexample)


def _replaced(witness: Sequence[WitnessLayer], new: dict[int, WitnessLayer]) -> tuple[WitnessLayer, ...]:
    return tuple(new.get(index, layer) for index, layer in enumerate(witness))


def _norms(filters: Sequence[WitnessLayer]) -> list[int]:
    return [layer.norm for layer in filters]


def _exchanged(
    delta: tuple[Fraction, ...] | None, witness: tuple[WitnessLayer, ...], exchange: Exchange
) -> Counterexample:
    """The witness and its exchange, scaled to δ; unscaled if every δ is asked about."""
    other = _replaced(witness, dict(zip(exchange.layers, exchange.filters, strict=True)))
    solved = delta if delta is not None and is_solvable(delta) else None
    first, second = (
        Parameters(filters, None if solved is None else solve_scaling(_norms(filters), solved))
        for filters in (witness, other)
    )
    return Counterexample(delta, exchange.layers, (first, second), None)


def _swapped(
    architecture: Architecture, asked: tuple[Fraction, ...] | None, witness: tuple[WitnessLayer, ...]
) -> Counterexample:
    """Swap two interchangeable layers with ρ_i ≠ ρ_j; the witness's own invariants serve when none are asked."""
    norms = _norms(witness)
    delta = asked if asked is not None else tuple(Fraction(n - m) for n, m in pairwise(norms))
    offsets = shifts(delta)
    i, j = next(
        (i, j) for group in architecture.interchangeable for i, j in pairwise(group) if offsets[i] != offsets[j]
    )
    other = _replaced(witness, {i: witness[j], j: witness[i]})
    if not is_solvable(delta):
        return Counterexample(delta, (i, j), (Parameters(witness, None), Parameters(other, None)), None)
    scaling = Scaling(Fraction(norms[-1]), offsets) if asked is None else solve_scaling(norms, delta)
    first, second = (Parameters(filters, scaling) for filters in (witness, other))
    before, after = (
        corner_entry(_norms(filters), [layer.constant for layer in filters], scaling) for filters in (witness, other)
    )
    return Counterexample(delta, (i, j), (first, second), (before, after))
