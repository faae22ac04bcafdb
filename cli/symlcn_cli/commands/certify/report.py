"""An answer about an architecture in words, and as a proof.

Contents: :func:`entries`, :func:`certificate_entries`, :func:`page`; for other networks :func:`number_text`,
:func:`real_points_text`, :func:`filter_lines`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from symlcn.algebra.exact import integer_text, rational_text
from symlcn.answer import Answer
from symlcn.network.architecture import size_text
from symlcn.network.classify import real_points
from symlcn_cli.shared.running import asking
from symlcn_cli.words.words import PAPER, element_text, form_text, listed, numbered, recheck, scaling_text

if TYPE_CHECKING:
    from symlcn.generic.certify import Certificate
    from symlcn.generic.refutation import Counterexample
    from symlcn.generic.witness import Exchange, WitnessLayer
    from symlcn.network.architecture import Architecture
    from symlcn.network.classify import Classification
    from symlcn_cli.pages.model import Document

MAX_SHOWN_ENTRIES = 60
MAX_SHOWN_LAYERS = 12
FEWEST = 3
"""Layers of the smallest skeleton of a published network."""

NORMAL = "every nonzero end-to-end filter at which the closure of the neuromanifold is normal, for example smooth"
SMOOTH = "It is a smooth point of the closure of the neuromanifold."


def entries(answer: Answer[Certificate], file: str | None) -> list[tuple[str, str]]:
    """The answer, for which δ, why, and what the evidence is."""
    return certificate_entries(answer.known, file)


def certificate_entries(certificate: Certificate, file: str | None) -> list[tuple[str, str]]:
    """The same, of a certificate."""
    architecture = certificate.architecture
    sections = [
        _title(architecture),
        *_scope(architecture),
        ("Question", _question(certificate.delta)),
        ("Answer", _answer(certificate)),
    ]
    if certificate.classification is not None:
        sections += [
            ("Reason", _reason(certificate.classification)),
            ("Fiber", _fiber(architecture, certificate.classification)),
            ("Evidence", _evidence(certificate)),
        ]
        if certificate.counterexample is not None:
            sections += _counterexample(certificate, certificate.counterexample)
    return sections + recheck(file)


def page(answer: Answer[Certificate], _file: str | None, source: str | None) -> Document | None:
    """A complete proof; None if nothing is proved."""
    from symlcn_cli.commands.prove.proofdocument import proof_document

    certificate = answer.known
    if certificate.classification is None:
        return None
    made = source or asking(answer, "prove", "-o", "proof.html")
    return proof_document(certificate, certificate.classification, answer.certificate()["digest"], made)


def _title(architecture: Architecture) -> tuple[str, str]:
    layers, size = len(architecture.layers), size_text(architecture.end_to_end_size)
    counts = f"{_count(layers, 'layer')}, {_count(architecture.parameters, 'parameter')}"
    return "Architecture", f"{architecture}   ({counts}, end-to-end size {size})"


def _scope(architecture: Architecture) -> list[tuple[str, str]]:
    """What a published network is taken for."""
    if len(architecture.layers) < FEWEST:
        return []
    from symlcn.network.zoo import SCOPE, published

    found = published(str(architecture))
    if found is None:
        return []
    return [("Scope", f"{found.title}, as {SCOPE}. The verdict is about this skeleton, not the published network.")]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _question(delta: Sequence[Fraction] | None) -> str:
    text = "Do all real parameters with the same end-to-end filter and the same invariants δ have the same NTK"
    if delta is None:
        return f"{text}, for every δ?"
    return f"{text}, for δ = ({', '.join(map(rational_text, delta))})?"


def _answer(certificate: Certificate) -> str:
    if certificate.classification is None:
        return f"UNDECIDED: {certificate.reason}. Nothing is claimed."
    c, asked = certificate.classification, certificate.delta
    if certificate.status == "proved":
        which = "for every δ" if c.ntk == "independent" else "for this δ"
        return f"PROVED: yes, {which}, over {NORMAL}; so over generic ones."
    if c.ntk == "dependent":
        return "REFUTED: no, and for no δ: the NTK depends on the parameters over an open set of filters, whatever δ."
    condition = " and ".join(form_text(form) for form in c.delta_locus or ())
    scope = "as a claim about every δ" if asked is None else "for this δ"
    return (
        f"REFUTED {scope}. Over {NORMAL}, it is true exactly when {condition}; for all other δ it fails over an open "
        "set of filters."
    )


def _reason(c: Classification) -> str:
    if c.ntk == "independent":
        return (
            "Classification theorem, case 1: the parametrization map π is finite and birational, so a generic "
            "end-to-end filter determines its filters up to scaling; by Zariski's main theorem so does every nonzero "
            "one at which the closure is normal. δ fixes the scaling up to signs, which the NTK does not see (contains "
            f"Thm. 4, and Thm. 13 without interchangeable layers, of {PAPER})."
        )
    if c.ntk == "independent-on-locus":
        return (
            "Classification theorem, case 2: the generic fiber is one orbit of permutations of interchangeable layers, "
            "and by Zariski's main theorem so is that over every nonzero filter at which the closure is normal. "
            "A permutation keeps the NTK if the permuted layers have equal norms after scaling, ρ_i = ρ_j, and changes "
            "it otherwise. "
            f"(Thm. 13 of {PAPER} as printed has no such condition.)"
        )
    return (
        "Classification theorem, case 3: layers on one axis exchange roots, which gives factorizations that are not "
        f"permutations of each other (contains Ex. 19 of {PAPER})."
    )


def _fiber(architecture: Architecture, c: Classification) -> str:
    kind = "birational" if c.birational else "up to layer order" if c.birational_up_to_layer_order else "not one orbit"
    lines = [
        f"π has degree {number_text(c.degree)} ({kind}): the number of complex points of the generic projective fiber."
    ]
    if c.interchangeable:
        groups = "; ".join(", ".join(map(str, numbered(group))) for group in c.interchangeable)
        lines.append(f"Interchangeable layers: {groups}.")
    for block in architecture.blocks:
        if len(block.layers) > 1:
            lines.append(real_points_text(block.layers, block.degrees))
    lines.append(
        f"The neuromanifold has dimension {c.dimension} in R^{c.ambient}; its projective closure has degree "
        f"{number_text(c.image_degree)}."
    )
    return "\n".join(lines)


def real_points_text(layers: Sequence[int], degrees: Sequence[int]) -> str:
    """The real ways to share the roots of an axis block."""
    numbers = real_points(degrees)
    where = f"Layers {listed(numbered(layers))} share the {sum(degrees)} roots of their product"
    if numbers is None:
        return f"{where}; the numbers of real distributions are not listed beyond 128 roots."
    possible = [(roots, points) for roots, points in numbers if points]
    ways = ", ".join(f"{number_text(n)} if {roots} {'is' if roots == 1 else 'are'} real" for roots, n in possible)
    outside = "" if all(points for _, points in numbers) else "; other products lie outside the neuromanifold"
    return f"{where}. Real ways to share them: {ways}{outside}."


def number_text(n: int) -> str:
    """A number, of which digits are left out if there are many."""
    text = integer_text(n)
    return text if len(text) <= 60 else f"{text[:20]}…{text[-20:]} ({len(text)} digits)"


def _evidence(certificate: Certificate) -> str:
    witness = certificate.witness
    largest = max(abs(value) for layer in witness for value in layer.entries.values())
    lines = [
        f"Integer witness filters (largest entry {number_text(largest)}) whose product has a completely known complex "
        "fiber, every point of full rank: factors irreducible by Eisenstein's criterion, checked entry by entry. No "
        "assumptions.",
        *filter_lines("w", witness),
    ]
    if certificate.exchange is not None:
        lines += _exchange_evidence(certificate.architecture, certificate.exchange)
    elif certificate.classification is not None and certificate.classification.ntk == "independent-on-locus":
        lines.append(
            "At the witness n_l/w_l[0]² differs between interchangeable layers: a swap changes K(0,0) unless ρ_i = ρ_j."
        )
    lines.append("The independent checker accepted this certificate.")
    return "\n".join(lines)


def _exchange_evidence(architecture: Architecture, exchange: Exchange) -> list[str]:
    first = exchange.layers[0]
    (direction,) = architecture.layers[first].active
    step = architecture.exponents[first][direction]
    i, j = numbered(exchange.layers)
    axis = "" if architecture.dimension == 1 else f" along direction {direction}"
    position = "position k" if step == 1 else f"position {step}k"
    return [
        f"Layers {i} and {j} exchange a root:",
        *filter_lines("w'", exchange.filters, exchange.layers),
        "One matrix separates the NTKs for every δ: S = e_0·vᵀ + v·e_0ᵀ where v has the entries "
        f"({exchange.root})^k at {position}{axis}, k = 0, 1, …. ⟨S, N_l⟩ = 2·(row 0 of N_l)·v is 0 for all layers l "
        f"but {i}, since {exchange.root} is a root of w_{i} and w'_{i}; ⟨S, N_{i}⟩ and ⟨S, N'_{i}⟩ have opposite "
        "signs, so have ⟨S, K⟩ and ⟨S, K'⟩.",
    ]


def filter_lines(name: str, filters: Sequence[WitnessLayer], indices: Sequence[int] | None = None) -> list[str]:
    """Filters by their names, or where they are if they are large."""
    labels = numbered(range(len(filters)) if indices is None else indices)
    if sum(layer.layer.parameters for layer in filters) > MAX_SHOWN_ENTRIES or len(filters) > MAX_SHOWN_LAYERS:
        return [f"({name}: {len(filters)} filters, in the certificate)"]
    return [f"  {name}_{label} = {_tensor(layer)}" for label, layer in zip(labels, filters, strict=True)]


def _tensor(layer: WitnessLayer) -> str:
    def level(prefix: tuple[int, ...]) -> str:
        if len(prefix) == layer.layer.dimension:
            return str(layer.entries.get(prefix, 0))
        return "[" + ", ".join(level((*prefix, n)) for n in range(layer.layer.size[len(prefix)])) + "]"

    return level(())


def _counterexample(certificate: Certificate, pair: Counterexample) -> list[tuple[str, str]]:
    i, j = numbered(pair.layers)
    lines = []
    if certificate.exchange is not None:
        lines.append(
            f"w, and w' which differs in layers {i} and {j}: same end-to-end filter, different NTKs for every δ. "
            f"{SMOOTH}"
        )
    else:
        lines.append(f"w, and w' which is w with layers {i} and {j} swapped: same end-to-end filter. {SMOOTH}")
    if pair.delta is not None:
        lines.append(
            f"Both have δ = ({listed(map(rational_text, pair.delta))}) after scaling each layer l to squared norm ρ_l, "
            "that is by ±√(ρ_l/n_l):"
        )
        for name, parameters in zip(("w ", "w'"), pair.pair, strict=True):
            if parameters.scaling is not None:
                norms = listed(layer.norm for layer in parameters.filters)
                lines.append(f"  {name}: n = ({norms}), {scaling_text(parameters.scaling)}")
        if pair.pair[0].scaling is None:
            lines.append("  (it exists by Prop. 2; the equation for it is not solved at this size)")
    if pair.corner is not None:
        first, second = pair.corner
        difference = tuple(a - b for a, b in zip(first, second, strict=True))
        lines.append(f"K(0,0) = {element_text(first)}\nK'(0,0) = {element_text(second)}")
        lines.append(f"K(0,0) − K'(0,0) = {element_text(difference)} ≠ 0")
    return [("Pair", "\n".join(lines))]
