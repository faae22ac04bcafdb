"""Is the NTK of a dense network with monomial activations a function of its function f and the invariants δ?

Contents: :class:`DensePolynomialResult`, :func:`judge`.

Let the real parameters over f be one orbit of rescalings and permutations of neurons
(:mod:`symlcn.families.densepolynomial.identifiable`), rows and columns of hidden neurons nonzero.

- Where δ is constant on each hidden layer, K is the same at all parameters over f with these invariants: a permutation
  keeps K and δ, and a rescaling that keeps δ consists of signs (:mod:`symlcn.families.densepolynomial.powernetwork`).
- If moreover the rank of the Jacobian is P − M (:mod:`symlcn.families.densepolynomial.gradientrank`), K takes over f
  and δ as many values as permutations make tuples of δ, ∏ m_l!/∏ (multiplicities)!: the parameters are the π·θ, scaled
  back to δ, hence K is that of θ scaled to π⁻¹δ, different for different tuples. It remembers which neuron of f carries
  which number.

That the NTK is dependent at a δ needs no identifiability: it is shown by that rank for every δ that is not constant on
some hidden layer, or by an exact pair (:mod:`symlcn.families.densepolynomial.neuronexchanges`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import factorial, prod

from symlcn.answer import Status
from symlcn.certificates.hypotheses import GENERIC_PARAMETERS, NONZERO_FUNCTION, SEPARATE_NEURONS
from symlcn.errors import brief
from symlcn.families.densepolynomial.gradientrank import Gradients, independent_gradients, is_separating
from symlcn.families.densepolynomial.identifiable import Identifiability, identifiability
from symlcn.families.densepolynomial.neuronexchanges import NeuronExchange, exchange_at, rational_exchange
from symlcn.families.densepolynomial.neuroninvariants import is_constant, number_of_values
from symlcn.families.densepolynomial.powernetwork import DensePolynomial, Invariants
from symlcn.families.verdict import Judged, Verdict

__all__ = ["DensePolynomialResult", "judge"]


@dataclass(frozen=True, slots=True)
class DensePolynomialResult(Judged):
    """The answer for a dense network with monomial activations.

    Attributes
    ----------
    network : DensePolynomial
    invariants : tuple of tuples of Fraction, or None
        δ for each neuron of each hidden layer; None for all of them.
    verdict : Verdict
    identifiable : Identifiability or None
        Why the parameters over a function are one orbit; None if that is not shown.
    gradients : Gradients or None
        A witness for the rank P − M of the Jacobian.
    exchange : NeuronExchange or None
        An exact pair.
    """

    __repr__ = brief

    network: DensePolynomial
    invariants: Invariants | None
    verdict: Verdict
    identifiable: Identifiability | None = None
    gradients: Gradients | None = None
    exchange: NeuronExchange | None = None

    @property
    def separating(self) -> bool:
        """Whether it is shown that the NTK is dependent at every δ that is not constant on each hidden layer."""
        return self.gradients is not None and is_separating(self.network)

    @property
    def ntk(self) -> str | None:
        """``"independent"``, ``"dependent"``, or ``"independent-on-locus"`` where it is decided for every δ."""
        if self.status is Status.UNDECIDED:
            return None
        if self.status is Status.PROVED:
            return "independent"
        every = self.invariants is None and self.identifiable is not None and self.separating
        return "independent-on-locus" if every else "dependent"

    @property
    def delta_locus(self) -> tuple[int, ...] | None:
        """The hidden layers, from 0, on which δ must be constant, if that is exactly where the NTK is independent."""
        if self.ntk != "independent-on-locus":
            return None
        return tuple(l for l, width in enumerate(self.network.hidden) if width > 1)

    @property
    def dimension(self) -> int | None:
        """That of the set of all functions, P − M, where it is shown."""
        return None if self.gradients is None else self.gradients.rank

    @property
    def ntk_values(self) -> int | None:
        """How many NTKs there are over one f and δ, where it is shown; without given δ, where its numbers differ."""
        if self.status is Status.PROVED:
            return 1
        if self.status is Status.UNDECIDED or self.identifiable is None or not self.separating:
            return None
        if self.invariants is None:
            return prod(map(factorial, self.network.hidden))
        return number_of_values(self.invariants)


def judge(network: DensePolynomial, invariants: Invariants | None = None) -> DensePolynomialResult:
    """Whether K is a function of f and δ; None asks for every value of δ.

    Examples
    --------
    >>> network = DensePolynomial((2, 2, 1), (3,))
    >>> found = judge(network)
    >>> found.status, found.ntk, found.ntk_values, found.dimension
    (Status.REFUTED, 'independent-on-locus', 2, 4)
    >>> judge(network, ((5, 5),)).status, judge(network, ((5, 6),)).status
    (Status.PROVED, Status.REFUTED)
    """
    identifiable, gradients = identifiability(network), independent_gradients(network)
    single = max(network.hidden) == 1
    if identifiable is not None and (single or (invariants is not None and is_constant(invariants))):
        scope = "for every δ" if invariants is None else "at this δ, which is constant on each hidden layer"
        verdict = Verdict(Status.PROVED, scope, hypotheses=_conditions(network, identifiable))
        return DensePolynomialResult(network, invariants, verdict, identifiable, gradients)
    if invariants is not None and is_constant(invariants):
        verdict = Verdict(Status.UNDECIDED, "", _open(network))
        return DensePolynomialResult(network, invariants, verdict, None, gradients)
    exchange = rational_exchange(network) if invariants is None else exchange_at(network, invariants)
    separating = gradients is not None and is_separating(network)
    if exchange is None and not separating:
        reason = "no exact pair was found, nor parameters at which the rank of the Jacobian shows that there is one"
        return DensePolynomialResult(
            network, invariants, Verdict(Status.UNDECIDED, "", reason), identifiable, gradients
        )
    some = "for every δ that is not constant on each hidden layer" if separating else "for some δ"
    scope = some if invariants is None else "at this δ"
    hypotheses = () if identifiable is None else _conditions(network, identifiable, counted=separating)
    verdict = Verdict(Status.REFUTED, scope, None, None if exchange is None else exchange.pair, hypotheses)
    return DensePolynomialResult(network, invariants, verdict, identifiable, gradients, exchange)


def _conditions(network: DensePolynomial, identifiable: Identifiability, counted: bool = False) -> tuple[str, ...]:
    """For which parameters they are one orbit, or NTKs are counted: for that the rank must be P − M, too."""
    if counted or identifiable.theorem == "kruskal":
        return (GENERIC_PARAMETERS,)
    return (NONZERO_FUNCTION,) if max(network.hidden) == 1 else (SEPARATE_NEURONS,)


def _open(network: DensePolynomial) -> str:
    """Why identifiability is not shown."""
    widths, powers = network.widths, network.powers
    if network.depth == 2 and powers == (2,) and widths[-1] == 1:
        return (
            "f is a quadratic form, whose parameters are never one orbit of rescalings and permutations of neurons, so "
            "that δ does not determine them; no pair is searched for at a δ that is constant on each hidden layer"
        )
    if any(above > 1 and below == 1 for below, above in pairwise(widths[:-1])):
        return "behind a layer of width 1 all neurons of a layer have proportional functions, so f has many parameters"
    least = ", ".join(f"r_{l} ≥ {2 * m * (2 * m - 2) + 1}" for l, m in enumerate(network.hidden, 1) if m > 1)
    return (
        f"that the parameters over f are one orbit is shown for {least} (the first hidden layer also where Kruskal's "
        "condition on ranks holds), and not for these powers and widths"
    )
