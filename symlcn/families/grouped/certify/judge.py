"""The generic fiber and the NTK of a network with channels in groups: proved, refuted, or undecided.

Contents: :class:`GroupedResult`, :class:`Part`, :func:`judge`.

G is the group of invertible matrices of hidden channels that keep U and the zeros of the layers: block diagonal by
cells, with permutations. Two real points of one orbit of block diagonal matrices whose invariants on cells are numbers
d·I differ by orthogonal ones, which keep K; permutations keep K, too, and the invariants where these are the same
number for all channels of a layer. So where the generic fiber is one orbit, K is a function of U for D_l = d_l·I; for
all D if all cells are single channels, and nothing is permuted.

If hidden channels i, j before and after a depthwise layer with K > 1 can be exchanged, K depends on the parameters for
generic invariants: with W' the filters with i and j exchanged, rescaled to the invariants of W, K(W) − K(W') is an
analytic function on a connected set up to signs, and not 0 at filters that are 0 but on these channels, where the
layers are (2, 1), (1, x), (1, 1) (see :mod:`symlcn.families.grouped.channelexchange`). This is for cells of single
channels, where rescaling one layer leaves the others' invariants to positive numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

from symlcn.answer import Status
from symlcn.certificates.hypotheses import GENERIC
from symlcn.errors import brief
from symlcn.families.grouped.channelexchange import exchangeable_layer
from symlcn.families.grouped.groupedchain import GroupedChain, grouped_chain
from symlcn.families.grouped.groupedsteps import Piece, Reduction, reduce_groups
from symlcn.families.multichannel.certify import judge as channels
from symlcn.families.multichannel.certify.judge import MultichannelResult
from symlcn.generic.certify import Certificate, certify
from symlcn.network.architecture import Architecture, Layer
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.groupedarchitecture import GroupedArchitecture

__all__ = ["GroupedResult", "Part", "judge"]

MAX_BITS = 10_000
"""Of the number of orbits of all pieces."""


class Part(NamedTuple):
    """So many independent copies of a network without groups, and what is known of it."""

    number: int
    found: MultichannelResult | Certificate

    @property
    def orbits(self) -> int | None:
        """Over its generic product."""
        if isinstance(self.found, MultichannelResult):
            return self.found.orbits
        return None if self.found.classification is None else self.found.classification.degree

    @property
    def finite(self) -> bool | None:
        """Whether these are finitely many."""
        return self.found.derivation.finite if isinstance(self.found, MultichannelResult) else True

    @property
    def degree(self) -> int | None:
        """Where orbits are points, their number."""
        return self.found.degree if isinstance(self.found, MultichannelResult) else self.orbits

    @property
    def dimension(self) -> int | None:
        """Of the closure of its products, if proved."""
        if isinstance(self.found, MultichannelResult):
            return self.found.dimension
        return None if self.found.classification is None else self.found.classification.dimension

    @property
    def ntk(self) -> str | None:
        """For which invariants the NTK of the network is a function of its product."""
        if isinstance(self.found, MultichannelResult):
            return self.found.ntk
        return None if self.found.classification is None else self.found.classification.ntk

    @property
    def status(self) -> str:
        """Of the network, asked the same question."""
        return str(self.found.status)

    @property
    def concise(self) -> bool:
        """Whether all invariants occur over a generic product."""
        return self.found.concise if isinstance(self.found, MultichannelResult) else True


@dataclass(frozen=True, slots=True)
class GroupedResult:
    """What is proved of a network with channels in groups.

    Attributes
    ----------
    network : GroupedArchitecture
    delta : tuple of Fraction, or None
        The numbers d_l of the invariants D_l = d_l·I asked about; None for all invariants at once.
    status : Status
    reason : str or None
        Why it is undecided.
    reduced : GroupedChain
        With the same products, without hidden channels that cannot matter, as far as these are in no groups.
    reduction : Reduction
        To networks without groups.
    parts : tuple of Part
        These networks; their NTKs are asked about where that of the network is made of them, and otherwise at D = 0.
    exchange : int or None
        A depthwise layer two of whose channels can be exchanged, where all cells are single channels.
    """

    __repr__ = brief

    network: GroupedArchitecture
    delta: tuple[Fraction, ...] | None
    status: Status
    reason: str | None
    reduced: GroupedChain
    reduction: Reduction
    parts: tuple[Part, ...]
    exchange: int | None

    @property
    def concise(self) -> bool:
        """Whether all hidden channels matter."""
        return self.reduced.channels == self.network.channels and self.reduced.is_concise

    @property
    def finite(self) -> bool | None:
        """Whether the generic fiber is finitely many orbits."""
        known = [part.finite for part in self.parts]
        if self.reduction.settled is not True or False in known:
            return False if self.reduction.settled is False or False in known else None
        return None if None in known else True

    @property
    def orbits(self) -> int | None:
        """The number of closed orbits of G over a generic U, if that is finite and known."""
        return self._product([part.orbits for part in self.parts]) if self.finite else None

    def _product(self, numbers: Sequence[int | None]) -> int | None:
        known = [n for n in numbers if n is not None]
        sizes = sum(part.number * (n.bit_length() - 1) for part, n in zip(self.parts, known, strict=False))
        if len(known) < len(numbers) or sizes > MAX_BITS:
            return None
        return reduce(lambda found, pair: found * pair[1] ** pair[0].number, zip(self.parts, known, strict=True), 1)

    @property
    def single(self) -> bool:
        """Whether all cells are single channels, which invertible matrices only rescale."""
        return all(max(self.reduced.cells(l)) == 1 for l in range(1, len(self.network)))

    @property
    def degree(self) -> int | None:
        """The number of orbits where these are points up to scaling."""
        return self.orbits if self.single and not self.reduction.permuted else None

    @property
    def excess(self) -> int | None:
        """Dimensions of the family of orbits of the reduced network over a generic U, if proved."""
        if not self.reduced.is_concise or self.dimension is None:
            return 0 if self.finite else None
        return self.reduced.parameters - self.reduced.group - self.dimension

    @property
    def bound(self) -> int:
        """An upper bound of the dimension of the closure of the set of all U, as a cone."""
        free = self.reduced.parameters - self.reduced.group * self.reduced.is_concise
        return min(free, self.ambient) if self.dimension is None else self.dimension

    @property
    def dimension(self) -> int | None:
        """That of the closure of the set of all U, as a cone, if proved."""
        if self.reduction.pure and self.parts:
            known = [part.number * part.dimension for part in self.parts if part.dimension is not None]
            return sum(known) if len(known) == len(self.parts) else None
        return self.reduced.parameters - self.reduced.group if self.finite else None

    @property
    def ambient(self) -> int:
        """The number of entries of U, those that are always 0 included."""
        return self.network.ambient

    @property
    def ntk(self) -> str | None:
        """As for networks with channels; ``"dependent"`` where it is so for every δ."""
        if self.reduction.pure:
            known = [part.ntk for part in self.parts]
            for value in ("dependent", None, "independent-on-locus"):
                if value in known:
                    return value if self.attained else None
            return "independent"
        if self.orbits != 1 or not self.concise:
            return None
        if self.single and not self.reduction.permuted:
            return "independent"
        return "independent-on-locus" if self.exchange is not None else None

    @property
    def locus(self) -> tuple[tuple[int, ...], ...] | None:
        """Forms in δ that vanish exactly where K is a function of U, for copies of one network of one channel."""
        if self.ntk == "independent":
            return ()
        return self._line.classification.delta_locus if self._line is not None and self._line.classification else None

    @property
    def interchangeable(self) -> tuple[tuple[int, ...], ...]:
        """Of copies of a network of one channel, groups of layers that are polynomials of the same space."""
        return self._line.classification.interchangeable if self._line is not None and self._line.classification else ()

    @property
    def _line(self) -> Certificate | None:
        if not self.reduction.pure or len(self.parts) != 1 or isinstance(self.parts[0].found, MultichannelResult):
            return None
        return self.parts[0].found

    @property
    def dependent(self) -> str | None:
        """For which invariants the NTK is shown to depend on the parameters."""
        if self.reduction.pure and self.attained and any(part.status == "refuted" for part in self.parts):
            return "generic invariants" if self.delta is None else "the given invariants"
        return "generic invariants" if self.exchange is not None else None

    @property
    def attained(self) -> bool:
        """Whether parameters of the parts are known to have all invariants asked about, whatever these are."""
        return all(part.concise for part in self.parts) or (self.delta is not None and not any(self.delta))

    @property
    def local(self) -> bool:
        """Whether it is refuted over an open set of products alone: by parts of one channel, with pairs over such."""
        refuted = [part for part in self.parts if part.status == "refuted"] if self.reduction.pure else []
        return bool(refuted) and not any(isinstance(part.found, MultichannelResult) for part in refuted)

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """The conditions under which the answer holds."""
        return () if self.status is Status.UNDECIDED or (self.status is Status.REFUTED and self.local) else (GENERIC,)


def judge(network: GroupedArchitecture, delta: tuple[Fraction, ...] | None = None) -> GroupedResult:
    """Decide as far as the theorems go.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> for text in ("c64 k3x3c64g64 k1x1c128", "c8 k1x1c8 k3x3c8g8 k1x1c8", "c16 k1x1c96 k3x3c96g96 k1x1c24"):
    ...     found = judge(parse_network(text))
    ...     print(found.status, found.orbits, found.ntk)
    proved 1 independent
    refuted 1 independent-on-locus
    refuted None None
    """
    whole = grouped_chain(network)
    reduction = reduce_groups(whole)
    parts = tuple(Part(piece.number, _judged(piece, _asked(piece, delta, reduction))) for piece in reduction.pieces)
    single = all(max(whole.cells(l)) == 1 for l in range(1, len(network)))
    exchange = exchangeable_layer(whole) if single else None
    found = GroupedResult(network, delta, Status.UNDECIDED, "", whole.reduced, reduction, parts, exchange)
    status, reason = _answer(found)
    return GroupedResult(network, delta, status, reason, whole.reduced, reduction, parts, exchange)


def _asked(piece: Piece, delta: tuple[Fraction, ...] | None, reduction: Reduction) -> tuple[Fraction, ...] | None:
    """The invariants of a piece; 0 where its NTK does not matter."""
    if not reduction.pure:
        return (Fraction(0),) * (len(piece.chain) - 1)
    return delta


def _judged(piece: Piece, delta: tuple[Fraction, ...] | None) -> MultichannelResult | Certificate:
    chain = piece.chain
    stack = Architecture([Layer(size, (), e) for size, e in zip(chain.sizes, chain.exponents, strict=True)])
    if set(chain.channels) == {1}:
        return certify(stack, delta)
    return channels.judge(ChannelArchitecture(stack, chain.channels), delta)


def _answer(found: GroupedResult) -> tuple[Status, str | None]:
    one = found.orbits == 1
    if found.reduction.pure:
        statuses = [part.status for part in found.parts]
        if "refuted" in statuses and found.attained:
            return Status.REFUTED, None
        if "refuted" in statuses:
            few = "the NTK of a part depends on the parameters, but another part is not concise"
            return Status.UNDECIDED, f"{few}, so that parameters with these invariants need not exist"
        if "undecided" not in statuses:
            return Status.PROVED, None
        return Status.UNDECIDED, next(str(part.found.reason) for part in found.parts if part.status == "undecided")
    asked = found.delta
    if one and asked is not None and (found.concise or not any(asked)):
        return Status.PROVED, None
    if one and asked is None and found.ntk == "independent":
        return Status.PROVED, None
    if asked is None and found.dependent is not None:
        return Status.REFUTED, None
    if one and not found.concise:
        only = "hidden channels are left out in the reduced network, so that only D = 0 is covered"
        return Status.UNDECIDED, f"{only}, where the NTK is a function of the end-to-end filter"
    if one:
        scalar = "it is proved where all D_l are scalar matrices"
        return Status.UNDECIDED, f"{scalar}; that the NTK depends on the parameters elsewhere is not shown"
    if found.finite is None:
        return Status.UNDECIDED, "no theorem that is implemented decides how many orbits the generic fiber has"
    which = "several orbits" if found.finite else "infinitely many orbits"
    return Status.UNDECIDED, f"the generic fiber has {which}; NTKs on them are not compared"
