"""Table 1, recomputed: for which invariants the NTK of a network is independent of the parameters.

Contents: :class:`Entry`, :class:`Representative`, :class:`Line`, :func:`compute`.

Each network of :mod:`symlcn.table1.tablerows` is asked up to four questions, each of which gets a certificate:

- ``"every"``: is the NTK a function of the network's function, whatever the invariants?
- ``"balanced"``: and if all of them are 0?
- ``"matched"``: and at invariants that are drawn so that interchangeable layers have equal norms ρ_l (convolutions: a
  point of the δ-locus), or that D_l = d_l·I (fully connected, with channels), or δ is constant on each hidden layer
  (with activations)?
- ``"other"``: and at invariants drawn without such a condition, so that all ρ_l differ (convolutions), or those of all
  neurons of a layer (with activations), or at those of an exact pair, not all scalar matrices (fully connected)?

Answers are read off the certificates and nowhere else. For a convolutional network they have to agree with what each
of its certificates says of all δ at once; that a fully connected network is dependent is a claim about the invariants
of its pairs only. One with channels has a certificate of its orbits, which says yes at scalar invariants if there is
one, and no at generic invariants; and where there are several, exact pairs, or motions, at scalar invariants. What
holds for all networks of a row, beyond the representatives, is a theorem that
:attr:`symlcn.table1.tablerow.Row.theorems` names.

References: Achour, Kohn, Rauhut, Table 1, Thm. 4, Thm. 13, Thm. 14.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

from symlcn.algebra.exact import Json
from symlcn.algebra.matrices import Rows
from symlcn.answer import Status
from symlcn.errors import SymlcnError, brief
from symlcn.families.dense.document import dense_json
from symlcn.families.dense.judge import judge
from symlcn.families.dense.network import Dense
from symlcn.families.densepolynomial.document import dense_polynomial_json
from symlcn.families.densepolynomial.judge import judge as judge_powers
from symlcn.families.densepolynomial.powernetwork import DensePolynomial, Invariants
from symlcn.families.multichannel.certify.document import multichannel_json
from symlcn.families.multichannel.certify.judge import judge as judge_channels
from symlcn.families.multichannel.counterexample.document import channel_finding_json
from symlcn.families.multichannel.counterexample.judge import judge as pair_of_channels
from symlcn.families.polynomial.certify.document import network_json
from symlcn.families.polynomial.certify.judge import judged
from symlcn.generic.certify import certify
from symlcn.generic.document import to_json
from symlcn.network.architecture import Architecture
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.progress import progress
from symlcn.table1 import DRAWN, SEED
from symlcn.table1.tablenetworks import Network
from symlcn.table1.tablerow import Row, representatives
from symlcn.table1.tablerows import ROWS

__all__ = ["Entry", "Line", "Representative", "compute"]

MAX_SCALAR = 3

_CHANNELS: dict[tuple[str, ...], str] = {
    ("refuted", "proved", "proved"): "independent-if-scalar",
    ("refuted", "refuted", "refuted"): "dependent-by-pairs",
}

_ANSWERS: dict[tuple[str, ...], str] = {
    ("proved", "proved", "proved", "proved"): "independent",
    ("refuted", "proved", "proved", "refuted"): "independent-on-locus",
    ("refuted", "refuted", "refuted", "refuted"): "dependent",
}

_COMPARED = {
    ("independent", "independent"): "agrees",
    ("independent", "independent-on-locus"): "corrects",
    ("balanced", "independent-if-scalar"): "extends",
    ("balanced", "independent"): "extends",
    ("dependent", "dependent"): "agrees",
    ("dependent", "independent-on-locus"): "extends",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A question about one network, and the certificate of the answer."""

    __repr__ = brief

    question: str
    document: Json

    @property
    def status(self) -> str:
        """``"proved"``, ``"refuted"`` or ``"undecided"``, as the certificate says."""
        return str(self.document["status"])


@dataclass(frozen=True, slots=True)
class Representative:
    """A network of a row with its entries.

    Attributes
    ----------
    network : Architecture, PolynomialArchitecture, ChannelArchitecture, Dense or DensePolynomial
    drawn : bool
        Whether it was drawn at random.
    entries : tuple of Entry
        One for each question of the row, in the same order.
    """

    __repr__ = brief

    network: Network
    drawn: bool
    entries: tuple[Entry, ...]

    @property
    def answer(self) -> str:
        """``"independent"``, ``"independent-on-locus"``, ``"independent-if-scalar"``, ``"dependent"``; with channels
        ``"dependent-by-pairs"``, at scalar invariants, too; or ``"undecided"``.

        Raises
        ------
        SymlcnError
            If a certificate says something else of all δ at once.
        """
        statuses = [entry.status for entry in self.entries]
        if isinstance(self.network, ChannelArchitecture):
            return _CHANNELS.get(tuple(statuses), "undecided")
        if statuses[0] == "proved":  # for all invariants; what was not asked follows
            statuses += ["proved"] * (4 - len(statuses))
        found = _ANSWERS.get(tuple(statuses), "undecided")
        if isinstance(self.network, Dense):  # pairs at some invariants say nothing of all others
            return {"independent-on-locus": "independent-if-scalar", "dependent": "undecided"}.get(found, found)
        about_all = self.entries[:1] if isinstance(self.network, DensePolynomial) else self.entries
        claims = {entry.document["result"]["ntk"] for entry in about_all if entry.document["result"]}
        if found != "undecided" and claims != {found}:
            raise SymlcnError(f"{self.network}: the answers say {found}, their certificates {sorted(claims)}")
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table with all that was computed."""

    __repr__ = brief

    row: Row
    representatives: tuple[Representative, ...]

    def cell(self, question: str) -> str | None:
        """What all representatives have in common: a status, ``"mixed"``, or None if it was not asked."""
        found = {e.status for r in self.representatives for e in r.entries if e.question == question}
        return (found.pop() if len(found) == 1 else "mixed") if found else None

    @property
    def answer(self) -> str:
        """The answer that all representatives have; ``"undecided"`` if they differ."""
        found = {representative.answer for representative in self.representatives}
        return found.pop() if len(found) == 1 else "undecided"

    @property
    def compared(self) -> str:
        """How the answer stands to the printed one.

        ``"agrees"``; ``"corrects"`` (claimed for more invariants than those for which it holds); ``"extends"`` (holds
        for more); ``"new"`` (nothing printed); ``"undecided"``.
        """
        if self.answer == "undecided":
            return "undecided"
        return "new" if self.row.printed is None else _COMPARED.get((self.row.printed, self.answer), "corrects")

    def certificates(self) -> Iterator[tuple[str, Json]]:
        """All certificates of the line, each with a name that no other certificate of the table has."""
        for number, representative in enumerate(self.representatives):
            for entry in representative.entries:
                yield f"{self.row.key}-{number}-{entry.question}", entry.document


def compute(seed: int = SEED, drawn: int = DRAWN) -> tuple[Line, ...]:
    """Compute the table.

    Parameters
    ----------
    seed : int
        Of the random networks and invariants; a row does not depend on the others.
    drawn : int
        Number of random networks in each row, besides its examples.

    Raises
    ------
    LimitError
        If so many different networks of a row are not found.

    Examples
    --------
    >>> lines = {line.row.key: line for line in compute(drawn=0)}
    >>> lines["broad-equal"].answer, lines["broad-equal"].compared
    ('independent-on-locus', 'corrects')
    >>> [lines["stride-one-pairs"].cell(question) for question in ("every", "balanced", "matched", "other")]
    ['refuted', 'proved', 'proved', 'refuted']
    """
    lines = []
    for number, row in enumerate(ROWS):
        progress("computing rows, each with its certificates", number, len(ROWS))
        lines.append(_line(row, drawn, Random(f"{seed} {row.key}")))
    return tuple(lines)


def _line(row: Row, drawn: int, random: Random) -> Line:
    return Line(
        row,
        tuple(
            Representative(network, new, tuple(_entry(network, question, random) for question in row.questions))
            for network, new in representatives(row, drawn, random)
        ),
    )


def _entry(network: Network, question: str, random: Random) -> Entry:
    if isinstance(network, Dense):
        return Entry(question, dense_json(judge(network, _matrices(network, question, random))))
    if isinstance(network, DensePolynomial):
        return Entry(question, dense_polynomial_json(judge_powers(network, _neurons(network, question, random))))
    if isinstance(network, ChannelArchitecture):
        return Entry(question, _channels_json(network, question, random))
    if isinstance(network, PolynomialArchitecture):
        return Entry(question, network_json(judged(network, _separated(network, question, random))))
    return Entry(question, to_json(certify(network, _delta(network, question, random))))


def _delta(network: Architecture, question: str, random: Random) -> tuple[Fraction, ...] | None:
    """δ_l = ρ_l − ρ_{l+1}, for ρ that are drawn: different, or equal exactly in interchangeable layers."""
    layers = range(len(network.layers))
    if question == "every":
        return None
    if question == "balanced":
        return (Fraction(0),) * (len(layers) - 1)
    first = {l: l for l in layers}
    if question == "matched":
        first |= {l: group[0] for group in network.interchangeable for l in group}
    values = dict(zip(layers, random.sample(range(1, 4 * len(layers) + 1), len(layers)), strict=True))
    return tuple(Fraction(values[first[l]] - values[first[m]]) for l, m in pairwise(layers))


def _separated(network: PolynomialArchitecture, question: str, random: Random) -> tuple[Fraction, ...] | None:
    """δ_l = ρ_l − r_l·ρ_{l+1}, for ρ that are drawn: no layers are interchangeable."""
    if question == "every":
        return None
    if question == "balanced":
        return (Fraction(0),) * (len(network) - 1)
    values = random.sample(range(1, 4 * len(network) + 1), len(network))
    return tuple(Fraction(n - r * m) for (n, m), r in zip(pairwise(values), network.activations, strict=True))


def _matrices(network: Dense, question: str, random: Random) -> tuple[Any, ...] | None:
    """D_1, …, D_{L−1}: zero, scalar, or those of a pair that shows the dependence."""
    if question == "every":
        return None
    if question == "other":
        pair = judge(network).verdict.pair
        return None if pair is None else network.invariants(pair[0])
    hidden = network.widths[1:-1]
    return _scalar_matrices(_scalars(len(hidden), question, random), hidden)


def _scalars(number: int, question: str, random: Random) -> tuple[Fraction, ...]:
    """d_l: all 0, or drawn."""
    numbers = [d for d in range(-MAX_SCALAR, MAX_SCALAR + 1) if d]
    return tuple(Fraction(0 if question == "balanced" else random.choice(numbers)) for _ in range(number))


def _scalar_matrices(values: Sequence[Fraction], sizes: Sequence[int]) -> tuple[Rows, ...]:
    """d_l·I."""
    return tuple(
        tuple(tuple(d if i == j else Fraction(0) for j in range(n)) for i in range(n))
        for d, n in zip(values, sizes, strict=True)
    )


def _channels_json(network: ChannelArchitecture, question: str, random: Random) -> Json:
    """A certificate of orbits, which decides where there is one; else of a pair at scalar invariants."""
    values = None if question == "every" else _scalars(len(network) - 1, question, random)
    found = judge_channels(network, values)
    if values is None or found.status is Status.PROVED:
        return multichannel_json(found)
    return channel_finding_json(pair_of_channels(network, _scalar_matrices(values, network.channels[1:-1])))


def _neurons(network: DensePolynomial, question: str, random: Random) -> Invariants | None:
    """δ for each neuron: zero, constant on each hidden layer, or different there."""
    if question == "every":
        return None
    if question == "balanced":
        return tuple((Fraction(0),) * width for width in network.hidden)
    numbers = [d for d in range(-MAX_SCALAR, MAX_SCALAR + 1) if d]
    if question == "matched":
        return tuple((Fraction(random.choice(numbers)),) * width for width in network.hidden)
    return tuple(tuple(map(Fraction, random.sample(numbers, width))) for width in network.hidden)
