"""Certify a network with activations: its generic fiber, and whether the NTK depends on the parameters.

Contents: :func:`judged`, :class:`NetworkCertificate`.

Each run is certified as the linear network that it is, and the answers are composed, see
:mod:`symlcn.families.polynomial.certify.composition`. No function is multiplied out: that costs no more than its runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from symlcn.algebra.exact import exact_invariants
from symlcn.certificates.hypotheses import NONZERO_FUNCTION, NORMAL_FUNCTION
from symlcn.errors import brief
from symlcn.families.polynomial.certify.composition import Composition, composed
from symlcn.generic.certify import Certificate, certify
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

if TYPE_CHECKING:
    from symlcn.families.polynomial.certify.networkpair import NetworkPair

__all__ = ["NetworkCertificate", "judged"]


class NetworkCertificate(NamedTuple):
    """The answer to the question whether the NTK is parameter-independent, with evidence.

    Attributes
    ----------
    network : PolynomialArchitecture
    delta : tuple of Fraction, or None
        The invariants δ_l = ‖w_l‖² − r_l‖w_{l+1}‖² asked about; None for every δ at once.
    status : str
        ``"proved"``, ``"refuted"`` or ``"undecided"``.
    reason : str or None
        Why it is undecided.
    composition : Composition or None
        None if undecided.
    runs : tuple of Certificate
        Those of the runs as linear networks, for every δ.
    counterexample : NetworkPair or None
        Present exactly when refuted.
    """

    network: PolynomialArchitecture
    delta: tuple[Fraction, ...] | None
    status: str
    reason: str | None = None
    composition: Composition | None = None
    runs: tuple[Certificate, ...] = ()
    counterexample: NetworkPair | None = None

    def __repr__(self) -> str:
        return brief(self)

    @property
    def classification(self) -> Composition | None:
        """The composition, which says of these networks what the classification says of linear ones."""
        return self.composition

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """The conditions under which the answer holds: where NTKs are said to agree."""
        c = self.composition
        if c is None or (self.status == "refuted" and (self.delta is not None or c.ntk == "dependent")):
            return ()
        return (NONZERO_FUNCTION if c.smooth else NORMAL_FUNCTION,)


def judged(network: PolynomialArchitecture, delta: Sequence[Fraction | int] | None = None) -> NetworkCertificate:
    """Prove or refute that the NTK is parameter-independent, with evidence for the whole classification.

    Parameters
    ----------
    network : PolynomialArchitecture
    delta : sequence of Fraction or int, optional
        The L − 1 invariants; None asks about every δ at once.

    Returns
    -------
    NetworkCertificate
        Proved: over every nonzero real function f that is a normal point of the closure of the neuromanifold, all real
        parameters with invariants δ have the same NTK; of f without real parameters that says nothing. Refuted: over a
        nonempty open set of functions they do not. If an activation separates all layers, the NTK is moreover not
        determined over any singular f. Undecided only when a stated limit is hit for a run, and no other refutes.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> [judged(parse_network(words)).status for words in ("k3 r2 k2", "k3 k2 r2 k2")]
    ['proved', 'refuted']
    """
    asked = None if delta is None else exact_invariants(delta, len(network))
    known: dict[str, Certificate] = {}
    for run in network.runs:
        if str(run.architecture) not in known:
            known[str(run.architecture)] = certify(run.architecture)
    runs = tuple(known[str(run.architecture)] for run in network.runs)
    open_runs = [n for n, run in enumerate(runs) if run.classification is None]
    if open_runs and all(run.exchange is None for run in runs):
        first = runs[open_runs[0]]
        reason = f"run {open_runs[0] + 1}, {first.architecture}: {first.reason}"
        return NetworkCertificate(network, asked, "undecided", reason)
    composition = composed(network, [run.classification is not None for run in runs])
    if composition.independent_at(asked):
        return NetworkCertificate(network, asked, "proved", None, composition, runs)
    from symlcn.families.polynomial.certify.networkpair import lifted

    pair = lifted(network, asked, runs, composition)
    return NetworkCertificate(network, asked, "refuted", None, composition, runs, pair)
