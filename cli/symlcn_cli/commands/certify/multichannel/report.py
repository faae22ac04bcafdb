"""An answer about a network with channels in words.

Contents: :func:`entries`, :func:`page`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symlcn.algebra.exact import integer_text, rational_text
from symlcn.answer import Answer, Status
from symlcn.errors import counted
from symlcn.families.multichannel.certify.dependence import Dependence
from symlcn.families.multichannel.certify.judge import MultichannelResult
from symlcn.families.multichannel.derivation import Step
from symlcn.families.multichannel.orbitseparation import Separation
from symlcn.families.multichannel.saturation import Cut
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn_cli.shared.running import asking
from symlcn_cli.words.words import listed, numbered, recheck

if TYPE_CHECKING:
    from symlcn_cli.pages.model import Document

GENERIC = "real end-to-end filters outside a proper algebraic subset of the closure of the neuromanifold"
THEOREMS = {
    "one layer": "one layer, up to invertible matrices: 1 orbit",
    "hidden channels 1": "all hidden channels are 1; polynomials are counted by classes and axis blocks",
    "equal channels": "all channels are equal; only consecutive axis layers of one exponent exchange roots",
    "square run": "square polyphase components in one direction; determinants exchange roots",
    "two layers": "two layers in one direction, one of them with coprime maximal minors",
    "two layers by rank": "two layers in one direction, excess 0 by the rank of the Jacobian: kernels are determined",
    "rank": "excess 0 by the rank of the Jacobian; the number of orbits is not counted",
    "two layers beyond": "two layers in one direction whose kernels can be moved",
}


def entries(answer: Answer[MultichannelResult], file: str | None) -> list[tuple[str, str]]:
    """The question, the answer, the fiber and its derivation, the NTK, the evidence."""
    found = answer.known
    network = found.network
    depth = len(network)
    title = f"{network}   ({depth} layer{'s' * (depth > 1)}, {network.parameters} parameters)"
    sections = [("Architecture", title), ("Question", _question(found)), ("Answer", _answer(found))]
    sections.append(("Channels", _channels(found)))
    sections.append(("Fiber", _fiber(found)))
    if found.derivation.steps:
        sections.append(("Derivation", "\n".join(map(_step, found.derivation.steps))))
    if found.dependence is not None:
        sections.append(("NTK", _dependence(found.dependence)))
    return [*sections, ("Evidence", _evidence(found)), *recheck(file)]


def page(answer: Answer[MultichannelResult], _file: str | None, source: str | None) -> Document:
    """A proof of what is proved, whatever the status is."""
    from symlcn_cli.commands.certify.multichannel.channelproof import channel_proof

    made = source or asking(answer, "prove", "-o", "proof.html")
    return channel_proof(answer.known, answer.certificate()["digest"], made)


def _question(found: MultichannelResult) -> str:
    text = "Do all real parameters with the same end-to-end filter and the same invariants D_l have the same NTK"
    numbers = found.numbers
    if numbers is None:
        return f"{text}, for {'all invariants' if found.delta is None else 'the D_l that were given'}?"
    if not any(numbers):
        return f"{text}, for D_l = 0?" if numbers else f"{text}?"
    return f"{text}, for D_l = d_l·I with d = ({listed(map(rational_text, numbers))})? (Of one channel d_l is −δ_l.)"


def _answer(found: MultichannelResult) -> str:
    if found.status is Status.PROVED:
        return f"PROVED: yes, for {GENERIC}."
    if found.status is Status.REFUTED:
        return f"REFUTED: no, {_where(found)}"
    return f"UNDECIDED: {found.reason}."


def _where(found: MultichannelResult) -> str:
    """For which invariants they have not, and for which they have."""
    if isinstance(found.dependence, Separation) and found.orbits == 1:
        return f"for {GENERIC}. It is yes exactly where all D_l are scalar matrices."
    nothing = " Nothing is said of scalar matrices D_l."
    if isinstance(found.dependence, Separation):
        return f"wherever some D_l is not a scalar matrix, for {GENERIC}.{nothing}"
    scalar = " Where all D_l are scalar matrices it is proved: yes." if found.orbits == 1 else nothing
    return f"for generic invariants, and {GENERIC}.{scalar}"


def _dependence(found: Dependence) -> str:
    base = ", ".join(map(str, found.channels))
    channels = f"filters with channels {base}, blocks of which the network can have"
    if isinstance(found, Separation):
        return (
            f"Along an orbit K is linear in all H_l⁻¹ ⊗ H_{{l−1}}, H_l = g_lᵀg_l. At {channels}, it determines these, "
            f"up to a line at most, by {counted(len(found.entries), 'linear form')}. Where some D_l is not a scalar "
            "matrix there are infinitely many H over U and D."
        )
    i, j = found.motion.index
    part = "" if found.part is None else f" (those of channels {', '.join(map(str, found.part))}, and unit vectors)"
    return f"At {channels}{part}, K({i},{j}) moves along the orbit while U and all D_l stay."


def _channels(found: MultichannelResult) -> str:
    own, reduced = found.network.channels, found.reduced.channels
    if found.concise:
        return "The network is concise: no hidden layer has more channels than its neighbours can see."
    wasted = [f"{reduced[l]} of {own[l]} after layer {l}" for l in range(1, len(own) - 1) if reduced[l] < own[l]]
    return (
        f"Not concise. Of the hidden channels {', '.join(wasted)} suffice: {_reduced(found)} has the same end-to-end "
        "filters. What is said of the fiber is about closed orbits, those of this network."
    )


def _reduced(found: MultichannelResult) -> str:
    """The concise network in notation."""
    stack, channels = found.network.architecture, found.reduced.channels
    return str(ChannelArchitecture(stack, channels) if max(channels) > 1 else stack)


def _fiber(found: MultichannelResult) -> str:
    group = " × ".join(f"GL({c})" for c in found.reduced.channels[1:-1]) or "the trivial group"
    finite, orbits = found.derivation.finite, found.orbits
    if finite is None:
        return "How many orbits of hidden invertible matrices the generic fiber has is not decided."
    if orbits is not None:
        text = integer_text(orbits)
        number = text if len(text) <= 60 else f"{text[:20]}…{text[-20:]} ({len(text)} digits)"
        lines = [f"The generic complex fiber is {number} orbit{'s' * (orbits > 1)} of {group}."]
    elif finite:
        lines = [f"The generic complex fiber is finitely many orbits of {group}; their number is not decided."]
    else:
        excess = "" if found.excess is None else f", a family of dimension {found.excess}"
        lines = [f"The generic complex fiber is infinitely many orbits of {group}{excess}."]
    if found.dimension is not None:
        lines.append(f"The neuromanifold has dimension {found.dimension} in R^{found.ambient}.")
    else:
        lines.append(f"The neuromanifold has at most dimension {found.bound} in R^{found.ambient}.")
    return "\n".join(lines)


def _step(step: Step) -> str:
    places = numbered(step.piece.places)
    where = f"Layers {listed(places)}" if len(places) > 1 else f"Layer {places[0]}"
    normal = step.piece.normal()
    base = step.cut.base if isinstance(step.cut, Cut) else step.base
    at = "" if base is None else f", shown with channels {', '.join(map(str, base.chain.channels))}"
    if step.theorem == "merged":
        kept = [numbered(step.piece.places)[n - 1] for n in step.merged]
        cuts = f"all but those after layers {listed(kept)}" if kept else "all of them"
        needed, bound = step.piece.parameters - step.piece.group, step.piece.merged_bound(step.merged)
        return (
            f"{where}: merging layers, {cuts}, leaves {bound} dimensions, fewer than {needed}, parameters less dim G."
        )
    if step.moving is not None:
        layer, against = (places[n] for n in step.moving)
        return f"{where}: layer {layer} can be moved by syzygies of the layers up to layer {against}, which stay."
    if isinstance(step.cut, Cut):
        side = "earlier" if step.cut.side == "before" else "later"
        after = numbered(normal.places)[step.cut.layer - 1]
        return f"{where}: cut after layer {after}; the {side} layers have full rank outside codimension 2{at}."
    if step.cut is not None:
        end = step.theorem.partition(" ")[0]
        return f"{where}: the {end} layer is determined by tangent spaces{at}."
    orbits = f" Orbits: {integer_text(step.orbits)}." if step.orbits is not None and step.orbits < 10**40 else ""
    return f"{where}: {THEOREMS[step.theorem]}{at}.{orbits if step.theorem != 'one layer' else ''}"


def _evidence(found: MultichannelResult) -> str:
    text = "The independent checker accepted this certificate"
    if not found.derivation.steps:
        return f"{text}; it claims nothing of the number of orbits."
    return f"{text}; it takes the theorems on trust, and verified their hypotheses for these numbers of channels."
