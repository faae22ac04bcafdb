"""The generic fiber and the NTK of a network with channels: proved, refuted, or undecided.

Contents: :class:`MultichannelResult`, :func:`judge`.

The invariants are D_l = Σ_j W_{l+1}[j]ᵀW_{l+1}[j] − Σ_j W_l[j]W_l[j]ᵀ, symmetric c_l × c_l matrices, and G is as in
:mod:`symlcn.families.multichannel.chain`. Any two real points of one G(R)-orbit with the same scalar invariants D_l =
d_l·I differ by orthogonal matrices: with g = k·exp(X), X symmetric, the function f(t) = ½‖exp(tX)θ‖² is convex with
equal derivatives −Σ tr(X_l·D_l) at 0 and 1, so X moves nothing. Orthogonal matrices keep K. So where all parameters
over U are one orbit, K is a function of U for scalar D_l; a hidden layer of one channel has no other invariants.
Where all hidden channels are 1 and the orbits over U are exchanged by permutations of interchangeable layers, K is a
function of U for invariants that give these equal norms: such a permutation then keeps K and the invariants. For
invariants that are not all scalar see :mod:`symlcn.families.multichannel.certify.dependence`.

A network that is not concise has the same products as its reduced one; where that has one orbit, the parameters over
generic U with D = 0, which lie on closed orbits (Kempf, Ness), are one orbit of orthogonal matrices, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from symlcn.answer import Status
from symlcn.certificates.hypotheses import GENERIC
from symlcn.errors import LimitError, brief
from symlcn.families.multichannel.basepoint import BasePoint, base_points, jacobian_size
from symlcn.families.multichannel.certify.dependence import Dependence, find_dependence
from symlcn.families.multichannel.certify.giveninvariants import Invariants, scalar_invariants
from symlcn.families.multichannel.chain import Chain, chain_of
from symlcn.families.multichannel.closedforms import scalar_layers
from symlcn.families.multichannel.derivation import Derivation, derive
from symlcn.families.multichannel.orbitseparation import Separation
from symlcn.families.multichannel.tangents import jacobian_rank
from symlcn.network.architecture import Architecture
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.classify import classify

__all__ = ["MultichannelResult", "judge"]

MAX_EXACT = 250_000
"""Entries of the Jacobian up to which the dimension is found where the number of orbits is infinite."""


@dataclass(frozen=True, slots=True)
class MultichannelResult:
    """What is proved of a network with channels.

    Attributes
    ----------
    network : ChannelArchitecture
    delta : tuple of Fraction, tuple of rows, or None
        The invariants asked about: the numbers d_l of D_l = d_l·I, or matrices D_l, not all scalar; None for all
        invariants at once.
    status : Status
    reason : str or None
        Why it is undecided.
    reduced : Chain
        The concise network with the same products; the network itself if that is concise.
    derivation : Derivation
        Of the number of orbits.
    bound : int
        An upper bound of the dimension of the closure of the set of all U.
    attained : BasePoint or None
        A point of the reduced network at which the Jacobian has that rank, where the number of orbits is infinite.
    dependence : Dependence or None
        Evidence that the NTK depends on the parameters for invariants that are not scalar matrices.
    """

    __repr__ = brief

    network: ChannelArchitecture
    delta: Invariants
    status: Status
    reason: str | None
    reduced: Chain
    derivation: Derivation
    bound: int
    attained: BasePoint | None = None
    dependence: Dependence | None = None

    @property
    def numbers(self) -> tuple[Fraction, ...] | None:
        """The numbers d_l, if scalar invariants were asked about."""
        return scalar_invariants(self.delta)

    @property
    def concise(self) -> bool:
        """Whether all hidden channels matter."""
        return self.reduced.channels == self.network.channels

    @property
    def orbits(self) -> int | None:
        """The number of closed orbits over a generic U, if that is finite and known."""
        return self.derivation.orbits

    @property
    def excess(self) -> int | None:
        """Dimensions of the family of orbits of the reduced network over a generic U, if proved."""
        dimension = self.dimension
        return None if dimension is None else self.reduced.parameters - self.reduced.group - dimension

    @property
    def dimension(self) -> int | None:
        """That of the closure of the set of all U, as a cone, if proved."""
        return self.bound if self.derivation.finite or self.attained is not None else None

    @property
    def ambient(self) -> int:
        """The number of entries of U."""
        channels = self.network.channels
        return channels[0] * channels[-1] * prod(self.network.architecture.end_to_end_size)

    @property
    def points(self) -> bool:
        """Whether orbits are points up to scaling: all hidden channels are 1."""
        return set(self.network.channels[1:-1]) <= {1}

    @property
    def degree(self) -> int | None:
        """The number of orbits where these are points."""
        return self.orbits if self.points else None

    @property
    def interchangeable(self) -> tuple[tuple[int, ...], ...]:
        """Where all hidden channels are 1, groups of layers that are polynomials of the same space."""
        inner = self._inner
        start = int(self.network.channels[0] > 1)
        return () if inner is None else tuple(tuple(n + start for n in group) for group in inner.interchangeable)

    @property
    def locus(self) -> tuple[tuple[int, ...], ...] | None:
        """Forms in δ that vanish where layers that exchange orbits have equal norms; None if more than they do that."""
        if self._inner is None or self.orbits is None:
            return None
        forms = classify(self._inner).delta_locus
        start = int(self.network.channels[0] > 1)
        rest = len(self.network) - start - len(self._inner)
        return None if forms is None else tuple((0,) * start + form + (0,) * rest for form in forms)

    @property
    def _inner(self) -> Architecture | None:
        return scalar_layers(self.reduced) if self.points else None

    @property
    def ntk(self) -> str | None:
        """``"independent"`` for all invariants; ``"independent-on-locus"`` for scalar ones, and dependent for others.

        For which others :attr:`dependent` says. None where it is not known for scalar invariants.
        """
        if self.points and self.orbits == 1:
            return "independent"
        return "independent-on-locus" if self.dependence is not None and self.orbits == 1 else None

    @property
    def dependent(self) -> str | None:
        """The invariants for which the NTK depends on the parameters; None if not known.

        ``"all that are not scalar"``, that is all of which some D_l is no scalar matrix, or ``"generic invariants"``.
        """
        if self.dependence is None:
            return None
        return "all that are not scalar" if isinstance(self.dependence, Separation) else "generic invariants"

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """The conditions under which the answer holds."""
        return () if self.status is Status.UNDECIDED and self.dependence is None else (GENERIC,)


def judge(network: ChannelArchitecture, delta: Invariants = None) -> MultichannelResult:
    """Decide as far as the theorems go.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from symlcn.network.notation import parse_network
    >>> block = parse_network("c64 k3x3c64 k3x3c64")
    >>> found = judge(block, (Fraction(0),))
    >>> found.status, found.orbits, found.excess, found.concise
    (Status.PROVED, 1, 0, True)
    >>> judge(block).status, judge(block).ntk, judge(block).dependent
    (Status.REFUTED, 'independent-on-locus', 'all that are not scalar')
    """
    chain = chain_of(network)
    reduced = chain.reduced
    try:
        derivation, limit = derive(reduced), ""
    except LimitError as error:
        derivation, limit = Derivation(), str(error)
    bound, attained = _dimension(reduced, derivation)
    found = MultichannelResult(network, delta, Status.UNDECIDED, "", reduced, derivation, bound, attained)
    status, reason, dependence = _answer(found, limit)
    return MultichannelResult(network, delta, status, reason, reduced, derivation, bound, attained, dependence)


def _form(values: Sequence[Fraction], form: Sequence[int]) -> Fraction:
    return sum((value for value, on in zip(values, form, strict=True) if on), Fraction(0))


def _dimension(reduced: Chain, derivation: Derivation) -> tuple[int, BasePoint | None]:
    """An upper bound of the dimension, and where it is attained."""
    bound = reduced.parameters - reduced.group
    if derivation.finite is not False or derivation.steps[0].theorem != "merged":
        return bound, None
    bound = reduced.merged_bound(derivation.steps[0].merged)
    if jacobian_size(reduced) <= MAX_EXACT:
        for point in base_points(reduced, MAX_EXACT):
            if point.chain == reduced and jacobian_rank(point) == bound:
                return bound, point
    return bound, None


def _answer(found: MultichannelResult, limit: str) -> tuple[Status, str | None, Dependence | None]:
    orbits, numbers = found.orbits, found.numbers
    if orbits == 1 and found.concise and (numbers is not None or found.points):
        return Status.PROVED, None, None
    if orbits == 1 and not found.concise and numbers is not None and not any(numbers):
        return Status.PROVED, None, None
    locus = found.locus
    if locus is not None and numbers is not None and not any(_form(numbers, form) for form in locus):
        return Status.PROVED, None, None
    if numbers is None and found.concise and not found.points:
        dependence = find_dependence(found.network, found.reduced)
        if dependence is not None and (found.delta is None or isinstance(dependence, Separation)):
            return Status.REFUTED, None, dependence
        if dependence is not None:
            generic = "the NTK depends on the parameters for generic invariants"
            return Status.UNDECIDED, f"{generic}; that it does for the given ones is not shown", dependence
    if orbits == 1 and not found.concise:
        only = "hidden channels are left out in the reduced network, so that only D = 0 is covered"
        return Status.UNDECIDED, f"{only}, where the NTK is a function of the end-to-end filter", None
    if orbits == 1:
        scalar = "it is proved where all D_l are scalar matrices"
        return Status.UNDECIDED, f"{scalar}; that the NTK depends on the parameters elsewhere is not shown", None
    if limit:
        return Status.UNDECIDED, limit, None
    if found.derivation.finite is None:
        return Status.UNDECIDED, "no theorem that is implemented decides how many orbits the generic fiber has", None
    if locus is not None:
        condition = "interchangeable layers have equal norms"
        shown = "that the NTK depends on the parameters for others is not shown"
        return Status.UNDECIDED, f"it is proved for invariants by which {condition}; {shown}", None
    which = "infinitely many orbits" if found.derivation.finite is False else "several orbits"
    if found.derivation.finite and orbits is None:
        which = "finitely many orbits, whose number is not decided"
    return Status.UNDECIDED, f"the generic fiber has {which}; NTKs on them are not compared", None
