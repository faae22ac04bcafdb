"""An answer about a network with channels as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.exact import integer_text
from symlcn.algebra.typeset import lines, vector
from symlcn.answer import Answer
from symlcn.families.multichannel.certify.judge import MultichannelResult

FIBER = r"\text{orbits of }G\text{ over generic }U"
MAX_SHOWN = 4
"""Layers up to which all factors of U, and of G, are written."""


def latex(answer: Answer[MultichannelResult]) -> str:
    """U, the generic fiber, the invariants, and what is proved of the NTK K at parameters θ and θ' over one U."""
    return lines(_lines(answer.known))


def _lines(found: MultichannelResult) -> Iterator[tuple[str, str]]:
    depth = len(found.network)
    factors = [f"P_{{{l}}}" for l in range(depth, 0, -1)]
    product = " ".join(factors) if depth <= MAX_SHOWN else rf"{factors[0]} \cdots {factors[-1]}"
    yield "U", rf"= {product},\quad P_{{l}} = \sum_{{j}} W_{{l}}[j] x^{{j e_{{l}}}}"
    if not found.concise:
        channels = vector(map(str, found.reduced.channels))
        yield rf"(c_{{0}}, \dots, c_{{{depth}}})", rf"= {channels}\text{{ have the same }}U"
    yield from _fiber(found)
    if depth > 1:
        yield "D_{l}", r"= \sum_{j} W_{l+1}[j]^{\top} W_{l+1}[j] - \sum_{j} W_{l}[j] W_{l}[j]^{\top}"
    yield from _claims(found)


def _fiber(found: MultichannelResult) -> Iterator[tuple[str, str]]:
    hidden = found.reduced.channels[1:-1]
    if hidden:
        own = r" \times ".join(rf"\text{{GL}}({c})" for c in hidden)
        yield "G", f"= {own}" if len(hidden) <= MAX_SHOWN else r"= \prod_{l} \text{GL}(c_{l})"
    finite = found.derivation.finite
    if found.orbits is not None:
        yield FIBER, f"= {integer_text(found.orbits)}"
    elif finite is not None:
        yield FIBER, r"< \infty" if finite else r"= \infty"
    if found.excess:
        yield r"\text{dimension of their family}", f"= {found.excess}"
    sign, dimension = (r"\le", found.bound) if found.dimension is None else ("=", found.dimension)
    yield r"\dim M", rf"{sign} {dimension}\text{{ in }}\mathbb{{R}}^{{{found.ambient}}}"


def _claims(found: MultichannelResult) -> Iterator[tuple[str, str]]:
    """What K does at real parameters over one generic U with the same invariants."""
    same, where = r"K(\theta) = K(\theta')", r"\text{ for real }\theta, \theta'\text{ over one generic }U"
    if found.orbits == 1 and found.points:
        yield same, rf"{where}\text{{ with the same }}D_{{l}}"
    elif found.orbits == 1:
        scalar = "d_{l} I" if found.concise else "0"
        yield same, rf"{where}\text{{ with }}D_{{l}} = {scalar}"
    elif found.locus:
        forms = (" + ".join(f"D_{{{l}}}" for l, on in enumerate(form, 1) if on) for form in found.locus)
        yield same, rf"{where}\text{{ with the same }}D_{{l}}, {', '.join(f'{form} = 0' for form in forms)}"
    if found.dependent is not None:
        invariants = rf"\text{{ with the same }}D_{{l}}\text{{, for {found.dependent}}}"
        yield (
            r"K(\theta) \ne K(\theta')",
            rf"\text{{ at some real }}\theta, \theta'\text{{ over one generic }}U{invariants}",
        )
