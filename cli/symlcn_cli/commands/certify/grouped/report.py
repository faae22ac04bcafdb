"""An answer about a network with channels in groups in words.

Contents: :func:`entries`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symlcn.algebra.exact import integer_text, rational_text
from symlcn.answer import Answer, Status
from symlcn.families.grouped.certify.judge import GroupedResult, Part
from symlcn.families.grouped.groupedsteps import Step
from symlcn.families.multichannel.certify.judge import MultichannelResult
from symlcn_cli.words.words import listed, numbered, recheck

GENERIC = "real end-to-end filters outside a proper algebraic subset of the closure of the neuromanifold"
THEOREMS = {
    "copies": "independent copies of one network, as all groups have a common divisor",
    "cells": "independent networks, one for each set of channels in one group of both layers",
    "constant layer": "square, of size 1 and without groups: absorbed by the layer beside it",
    "first layer depthwise": "depthwise: the greatest common divisor of each column of U, and so determined",
    "last layer depthwise": "depthwise: the greatest common divisor of each row of U, and so determined",
    "too many parameters": "more parameters, less dim G, than entries of their product: infinitely many orbits",
    "blocks": "the groups are the indecomposable parts of a representation, and so determined up to order",
    "span": "the channels are the only decomposable elements of a space that U gives (trisecant lemma)",
    "rank-one terms": "the channels are the terms of a tensor of rank that is small enough (Kruskal)",
    "one layer": "one layer, which is U",
    "no groups": "a network without groups is left",
}


def entries(answer: Answer[GroupedResult], file: str | None) -> list[tuple[str, str]]:
    """The question, the answer, the fiber and how it is reduced, the NTK, the evidence."""
    found = answer.known
    network, depth = found.network, len(found.network)
    title = f"{network}   ({depth} layer{'s' * (depth > 1)}, {network.parameters} parameters)"
    sections = [("Architecture", title), ("Question", _question(found.delta)), ("Answer", _answer(found))]
    sections += [("Channels", _channels(found)), ("Fiber", _fiber(found))]
    if found.reduction.steps:
        lines = [*map(_step, found.reduction.steps), *map(_part, found.parts)]
        sections.append(("Derivation", "\n".join(lines)))
    if found.exchange is not None:
        sections.append(("NTK", _exchange(found.exchange)))
    trust = "it takes the theorems on trust, and verified their hypotheses for these numbers"
    sections.append(("Evidence", f"The independent checker accepted this certificate; {trust}."))
    return [*sections, *recheck(file)]


def _question(delta: Sequence[Fraction] | None) -> str:
    text = "Do all real parameters with the same end-to-end filter and the same invariants have the same NTK"
    if delta is None:
        return f"{text}, for all invariants?"
    if not any(delta):
        return f"{text}, for D_l = 0?" if delta else f"{text}?"
    return f"{text}, for D_l = d_l·I with d = ({listed(map(rational_text, delta))})?"


def _answer(found: GroupedResult) -> str:
    if found.status is Status.PROVED:
        return f"PROVED: yes, for {GENERIC}."
    if found.status is Status.REFUTED and found.delta is None:
        same = " Where they are one number for all channels of each hidden layer it is proved: yes."
        where = "an open set of end-to-end filters" if found.local else GENERIC
        return f"REFUTED: no, for generic invariants, and {where}.{same if found.orbits == 1 and found.concise else ''}"
    if found.status is Status.REFUTED:
        return f"REFUTED: no, for {'an open set of end-to-end filters' if found.local else GENERIC}."
    return f"UNDECIDED: {found.reason}."


def _channels(found: GroupedResult) -> str:
    if found.concise:
        return "The network is concise: no hidden channels are more than those beside them can see."
    own, reduced = found.network.channels, found.reduced.channels
    if own == reduced:
        return "Not concise: in one group of both layers there are more hidden channels than those beside them can see."
    wasted = [f"hidden layer {l}: {reduced[l]} of {own[l]}" for l in range(1, len(own) - 1) if reduced[l] < own[l]]
    return (
        f"Not concise. The same end-to-end filters have the channels {', '.join(map(str, reduced))} "
        f"(suffice in {'; '.join(wasted)}). What is said of the fiber is about closed orbits, those of this network."
    )


def _fiber(found: GroupedResult) -> str:
    group = "G, invertible matrices of hidden channels in one group of both layers"
    if found.reduction.permuted:
        group += ", and permutations of groups"
    if found.finite is None:
        lines = ["How many orbits of G the generic fiber has is not decided."]
    elif found.orbits is not None:
        text = integer_text(found.orbits)
        number = text if len(text) <= 60 else f"{text[:20]}…{text[-20:]} ({len(text)} digits)"
        lines = [f"The generic complex fiber is {number} orbit{'s' * (found.orbits > 1)} of {group}."]
    else:
        which = "finitely many orbits" if found.finite else "infinitely many orbits"
        excess = f", a family of dimension {found.excess}" if found.excess else ""
        lines = [f"The generic complex fiber is {which} of {group}{excess}."]
    least = f"dimension {found.dimension}" if found.dimension is not None else f"at most dimension {found.bound}"
    return "\n".join([*lines, f"The neuromanifold has {least} in R^{found.ambient}."])


def _step(step: Step) -> str:
    places = numbered(step.layers) if step.layer is None else numbered([step.layer])
    return f"Layer{'s' * (len(places) > 1)} {listed(places)}: {THEOREMS[step.theorem]}."


def _part(part: Part) -> str:
    network = part.found.network if isinstance(part.found, MultichannelResult) else part.found.architecture
    copies = f"{part.number} times " if part.number > 1 else ""
    if part.orbits is None:
        return f"{copies}{network}: infinitely many orbits, or a number that is not decided."
    return f"{copies}{network}: {integer_text(part.orbits)} orbit{'s' * (part.orbits > 1)}."


def _exchange(layer: int) -> str:
    return (
        f"At generic invariants two channels of layer {layer + 1} can be exchanged and rescaled to the same "
        "invariants: U stays, and K does not (symlcn counterexample writes such a pair)."
    )
