"""What an atlas finds out about one network.

Contents: :class:`Depth`, :func:`examine`, :func:`undecided`.

The question is whether the NTK is parameter-independent for every δ, as :func:`symlcn.certify` asks it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

from symlcn.algebra.exact import integer_text
from symlcn.answer import Answer, Status
from symlcn.atlas.record import Record
from symlcn.errors import ParseError, brief, shown
from symlcn.families.multichannel.certify.judge import MultichannelResult, judge
from symlcn.families.polynomial.certify.composition import Composition, composed
from symlcn.generic.question import certify
from symlcn.network.architecture import Architecture
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.classify import Classification, classify
from symlcn.network.groupedarchitecture import GroupedArchitecture
from symlcn.network.notation import Network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.network.reluarchitecture import ReluArchitecture
from symlcn.progress import listening
from symlcn.version import __version__

__all__ = ["Depth", "examine", "undecided"]

EVIDENCE = ("none", "witness")

Covered: TypeAlias = Architecture | ChannelArchitecture | PolynomialArchitecture
Found: TypeAlias = Classification | Composition | MultichannelResult


@dataclass(frozen=True, slots=True)
class Depth:
    """How closely networks are looked at.

    Attributes
    ----------
    evidence : str
        ``"none"``: what the theorems say of the structure of a network; ``"witness"``: a certificate that the
        independent checker accepted.
    probe : int
        So many fibers over chosen filters of a linear network of one channel are compared with the theory.
    seed : int
        Of the choice.
    """

    __repr__ = brief

    evidence: str = "none"
    probe: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        if self.evidence not in EVIDENCE:
            raise ParseError("evidence", f"{shown(self.evidence, 40)} is none of {', '.join(EVIDENCE)}")
        if type(self.probe) is not int or self.probe < 0:
            raise ParseError("probe", f"{shown(self.probe, 40)} is not a number of fibers")


def examine(network: Network, depth: Depth = Depth()) -> Record:
    """The row of a network in canonical form.

    Raises
    ------
    SelfCheckError
        If the independent checker rejects a certificate: a bug, and nothing is known.
    ParseError
        If the network has a ReLU, or channels in groups.

    Examples
    --------
    >>> row = examine(Architecture("k2x2 k2x2"))
    >>> row.status, row.degree, row.ntk, row.delta_locus, row.evidence
    ('refuted', '2', 'independent-on-locus', '[[1]]', 'none')
    """
    network = _covered(network)
    text: str | None = None
    if depth.evidence == "none":
        status, reason, found = _told(network)
    else:
        with listening(_unheard):
            answer: Answer[Any] = certify(network)
        status, reason, text = answer.status, answer.reason, answer.sealed
        found = getattr(answer.result, "classification", answer.result)
    evidence = "none" if text is None else "checked"
    probes = _probed(network, depth) if depth.probe and isinstance(network, Architecture) else (0, None)
    parts = _shape(network), (status.value, reason), _found(found), (evidence, text, *probes, __version__)
    return Record._make(chain(*parts))


def _probed(network: Architecture, depth: Depth) -> tuple[int, str | None]:
    """The fields `probes` and `contradictions`."""
    from symlcn.atlas.probe import probe

    with listening(_unheard):
        number, found = probe(network, depth.probe, depth.seed)
        return number, json.dumps([problem.json(network) for problem in found]) if found else None


def _unheard(_words: str, _done: int | None, _total: int | None) -> None:
    """What is told of single networks is not told on."""


def undecided(network: Network, reason: str) -> Record:
    """The row of a network that was given up.

    Examples
    --------
    >>> row = undecided(Architecture("k3 k2"), "the time limit of 1 s was reached")
    >>> row.architecture, row.status, row.degree, row.evidence
    ('k3 k2', 'undecided', None, 'none')
    """
    parts = (
        _shape(_covered(network)),
        (Status.UNDECIDED.value, reason),
        _found(None),
        ("none", None, 0, None, __version__),
    )
    return Record._make(chain(*parts))


def _covered(network: Network) -> Covered:
    if isinstance(network, ReluArchitecture | GroupedArchitecture):
        what = "a ReLU" if isinstance(network, ReluArchitecture) else "groups of channels"
        raise ParseError(str(network)[:80], f"the atlas does not cover networks with {what}")
    return network


def _told(network: Covered) -> tuple[Status, str | None, Found | None]:
    """What theorems say, without evidence for this network."""
    if isinstance(network, ChannelArchitecture):
        judged = judge(network)
        return judged.status, judged.reason, judged
    found = classify(network) if isinstance(network, Architecture) else composed(network)
    return Status.PROVED if found.independent_at(None) else Status.REFUTED, None, found


def _shape(network: Covered) -> tuple[str, str, int, int, int, bool, bool, int, int]:
    """The fields from `architecture` to `axis_layers`."""
    plain = network if isinstance(network, Architecture) else network.architecture
    return (
        str(network),
        "linear" if plain is network else "channels" if isinstance(network, ChannelArchitecture) else "activations",
        plain.dimension,
        len(plain),
        network.parameters,
        any(max(layer.stride) > 1 for layer in plain.layers),
        any(max(layer.dilation) > 1 for layer in plain.layers),
        max(network.channels) if isinstance(network, ChannelArchitecture) else 1,
        sum(len(layer.active) == 1 for layer in plain.layers),
    )


def _found(found: Found | None) -> tuple[Any, ...]:
    """The fields from `degree` to `image_degree`."""
    if found is None:
        return (None,) * 11
    own: tuple[Any, ...]
    locus: Sequence[Sequence[int]] | None
    if isinstance(found, MultichannelResult):
        own = _text(found.orbits), found.excess, found.concise, None if found.degree is None else found.degree == 1
        locus, image_degree = () if found.ntk == "independent" else None, None
    else:
        own, locus, image_degree = (None, None, None, found.birational), found.delta_locus, found.image_degree
    return (
        _text(found.degree),
        *own,
        found.ntk,
        None if locus is None else _json(locus),
        _json(found.interchangeable),
        found.dimension,
        _text(found.ambient),
        _text(image_degree),
    )


def _json(lists: Sequence[Sequence[int]]) -> str:
    return json.dumps(lists) if lists else "[]"


def _text(number: int | None) -> str | None:
    return None if number is None else integer_text(number)
