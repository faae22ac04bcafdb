"""An answer about a network with activations in words.

Contents: :func:`entries`, :func:`page`, :func:`run_lines`, :func:`pair_lines`, :func:`sum_text`, :func:`weighted_text`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from symlcn.algebra.exact import rational_text
from symlcn.errors import counted
from symlcn_cli.commands.certify.report import filter_lines, number_text, real_points_text
from symlcn_cli.shared.running import asking
from symlcn_cli.words.words import element_text, form_text, listed, numbered, polynomial_text, recheck

if TYPE_CHECKING:
    from symlcn.answer import Answer
    from symlcn.families.polynomial.certify.composition import Composition
    from symlcn.families.polynomial.certify.judge import NetworkCertificate
    from symlcn.families.polynomial.certify.networkpair import NetworkPair
    from symlcn.families.polynomial.weightedscaling import WeightedScaling, WeightedSum
    from symlcn_cli.pages.model import Document

NORMAL = "every nonzero function that is a normal point of the closure of the neuromanifold, for example a smooth one"
MAX_EQUATION = 120
MAX_RUNS = 12


def entries(answer: Answer[NetworkCertificate], file: str | None) -> list[tuple[str, str]]:
    """The answer, for which δ, why, and what the evidence is."""
    return network_entries(answer.known, file)


def network_entries(found: NetworkCertificate, file: str | None) -> list[tuple[str, str]]:
    """The same, of a certificate that another question gives as its answer."""
    sections = [
        ("Architecture", _title(found)),
        ("Question", _question(found)),
        ("Answer", _answer(found)),
    ]
    if found.composition is not None:
        sections += [
            ("Reason", _reason(found.composition)),
            ("Runs", "\n".join(run_lines(found))),
            ("Fiber", _fiber(found.composition)),
            ("Neuromanifold", _neuromanifold(found.composition)),
            ("Evidence", _evidence(found)),
        ]
        if found.counterexample is not None:
            sections.append(("Pair", "\n".join(pair_lines(found, found.counterexample))))
    return sections + recheck(file)


def page(answer: Answer[NetworkCertificate], _file: str | None, source: str | None) -> Document | None:
    """A complete proof; None if nothing is proved."""
    from symlcn_cli.commands.certify.polynomial.networkproof import network_proof

    found = answer.known
    if found.composition is None:
        return None
    made = source or asking(answer, "prove", "-o", "proof.html")
    words = run_lines(found), pair_lines(found, found.counterexample) if found.counterexample else []
    return network_proof(found, found.composition, words, answer.certificate()["digest"], made)


def _title(found: NetworkCertificate) -> str:
    network = found.network
    counts = [counted(len(network), "layer"), counted(network.parameters, "parameter")]
    return f"{network}   ({', '.join(counts)}, degree {network.degree} in the inputs)"


def _question(found: NetworkCertificate) -> str:
    text = (
        "Do all real parameters with the same function f and the same invariants "
        "δ_l = ‖w_l‖² − r_l·‖w_{l+1}‖² have the same NTK"
    )
    if found.delta is None:
        return f"{text}, for every δ?"
    return f"{text}, for δ = ({', '.join(map(rational_text, found.delta))})?"


def _answer(found: NetworkCertificate) -> str:
    c = found.composition
    if c is None:
        return f"UNDECIDED: {found.reason}. Nothing is claimed."
    where = "every nonzero function" if c.smooth else NORMAL
    if found.status == "proved":
        which = "for every δ" if c.ntk == "independent" else "for this δ"
        generic = "" if c.smooth else "; so over generic ones"
        return f"PROVED: yes, {which}, over {where}{generic}.{_at_singular(c)}"
    if c.ntk == "dependent":
        return "REFUTED: no, and for no δ: the NTK depends on the parameters over an open set of functions, whatever δ."
    condition = " and ".join(form_text(form) for form in c.delta_locus or ())
    scope = "as a claim about every δ" if found.delta is None else "for this δ"
    return (
        f"REFUTED {scope}. Over {where}, it is true exactly when {condition}; for all other δ it fails over an open "
        "set of functions."
    )


def _at_singular(c: Composition) -> str:
    if not c.fully_nonlinear or c.smooth:
        return ""
    return " Over each singular function other than 0 it fails, for every δ."


def _reason(c: Composition) -> str:
    peeling = (
        "Peeling: for r ≥ 2, P(T)·G^r = P'(T)·G'^r implies that G' is a multiple of a shift of G. So f determines the "
        "end-to-end filters of the runs, the stacks of layers without an activation between them, up to shifts and "
        "scalings"
    )
    if c.fully_nonlinear:
        single = (
            "each run is one layer, and f determines all filters up to scalings, unless a shift of them fits into "
            "their boxes, which is where f is singular; δ fixes the scalings up to signs, which the NTK does not see."
        )
        return f"{peeling}. Here {single}"
    theorem = {
        "independent": "every run is birational, so the filters are determined up to scalings, which δ fixes up to "
        "signs, and these the NTK does not see.",
        "independent-on-locus": "over a generic f only interchangeable layers of a run may be permuted. That keeps the "
        "NTK if the permuted layers have equal norms after scaling, ρ_i = ρ_j, and changes it otherwise.",
        "dependent": "in a run layers on one axis exchange roots. A matrix that separates the NTKs of the run for "
        "every δ lifts to the network, whatever the other filters are.",
    }
    return f"{peeling}; over a generic f its fiber is the product of those of the runs. Here {theorem[c.ntk]}"


def run_lines(found: NetworkCertificate) -> list[str]:
    """Each run with its layers, and what is known of it."""
    lines = []
    for n, (run, own) in enumerate(zip(found.network.runs, found.runs, strict=True), 1):
        several = run.stop > run.start + 1
        where = f"layers {run.start + 1} to {run.stop}" if several else f"layer {run.stop}"
        c = own.classification
        said = f"undecided: {own.reason}" if c is None else f"degree {number_text(c.degree)}, NTK {_ntk(c.ntk)}"
        lines.append(f"{n}: {own.architecture} ({where}): {said}")
    hidden = len(lines) - MAX_RUNS
    return [*lines[:MAX_RUNS], *[f"… ({hidden} more, in the certificate)"] * (hidden > 0)]


def _ntk(word: str) -> str:
    return {"independent-on-locus": "independent on its δ-locus"}.get(word, f"{word} for every δ")


def _fiber(c: Composition) -> str:
    kind = "birational" if c.birational else "up to layer order" if c.birational_up_to_layer_order else "not one orbit"
    if c.degree is None:
        lines = ["The degree of π is not determined, as that of a run is not."]
    else:
        degree = number_text(c.degree)
        lines = [f"π has degree {degree} ({kind}): the number of complex points of the generic projective fiber."]
    if c.interchangeable:
        groups = "; ".join(", ".join(map(str, numbered(group))) for group in c.interchangeable)
        lines.append(f"Interchangeable layers: {groups}.")
    lines += [real_points_text(block.layers, block.degrees) for block in c.blocks]
    return "\n".join(lines)


def _neuromanifold(c: Composition) -> str:
    monomials = "" if c.ambient is None else f"; generic f have {c.ambient} monomials"
    lines = [f"Dimension {c.dimension} as a cone{monomials}."]
    if c.image_degree is not None:
        lines.append(f"Its closure X in projective space has degree {number_text(c.image_degree)}.")
    if c.fully_nonlinear:
        lines.append(_singular(c.singular_dimension))
    if c.critical_points is not None:
        lines.append(
            f"A generic quadratic loss has {number_text(c.critical_points)} complex critical points with f ≠ 0, in "
            "parameters up to scalings, with multiplicity."
        )
    return "\n".join(lines)


def _singular(dimension: int | None) -> str:
    if dimension is None:
        return (
            "X is the image of a product of projective spaces; its singular locus was not searched for, at this size."
        )
    if dimension < 0:
        return "X is smooth."
    return f"The singular points of X, where filters have shifts that fit, have dimension {dimension + 1} as a cone."


def _evidence(found: NetworkCertificate) -> str:
    witness = [layer for run in found.runs for layer in run.witness]
    lines = [
        "A certificate of each run, whose witness filters have a completely known complex fiber. The composition is "
        "recomputed. No assumptions.",
        *filter_lines("w", witness),
        "The independent checker accepted this certificate.",
    ]
    return "\n".join(lines)


def pair_lines(found: NetworkCertificate, pair: NetworkPair) -> list[str]:
    """The two parameters, their scalings and NTKs."""
    i, j = numbered(pair.layers)
    first, second = pair.pair
    changed = filter_lines("w'", [second.filters[l] for l in pair.layers], pair.layers)
    exchange = found.runs[pair.run].exchange
    if exchange is not None:
        lines = [
            f"w, and w' which differs in layers {i} and {j} of run {pair.run + 1}: these exchange a root, so the "
            "function is the same, and the NTKs differ for every δ.",
            *changed,
        ]
    else:
        lines = [f"w, and w' which is w with layers {i} and {j} swapped: the same function.", *changed]
    if pair.delta is not None:
        lines.append(
            f"Both have δ = ({listed(map(rational_text, pair.delta))}) after scaling each layer l to squared norm ρ_l, "
            "that is by ±√(ρ_l/n_l):"
        )
        for name, point in zip(("w ", "w'"), pair.pair, strict=True):
            if point.scaling is not None:
                norms = listed(layer.norm for layer in point.filters)
                lines.append(f"  {name}: n = ({norms}), {weighted_text(point.scaling)}")
        if first.scaling is None:
            lines.append("  (it exists and is unique; the equation for it is not solved at this size)")
    for mark, corner in zip(("", "'"), pair.corner or (), strict=False):
        lines.append(f"K{mark}(e_0, e_0) = {sum_text(corner)}")
    if pair.corner is not None:
        lines.append("They differ; e_0 is the input that is 1 at position 0 and 0 elsewhere.")
    return lines


def weighted_text(scaling: WeightedScaling) -> str:
    """ρ in terms of t, and t by the equation that is kept as a product."""
    pairs = list(zip(scaling.degrees, scaling.shifts, strict=True))
    if scaling.t is not None:
        return f"ρ = ({listed(rational_text(d * (scaling.t + shift)) for d, shift in pairs)})"
    texts = [polynomial_text((d * shift, d)) for d, shift in pairs]
    equation = f"{_product(zip(texts, scaling.degrees, strict=True))} = {rational_text(scaling.constant)}"
    if len(equation) > MAX_EQUATION:
        equation = "the scaling equation"
    return f"ρ = ({listed(texts)}) with t = {scaling.approx(12)}…, the root of {equation} at which all ρ_l > 0"


def _product(factors: Iterable[tuple[str, int]]) -> str:
    parts = ((text if text == "t" else f"({text})", power) for text, power in factors)
    return "·".join(text if power == 1 else f"{text}^{power}" for text, power in parts)


def sum_text(value: WeightedSum) -> str:
    """A number ∑ a/(t + Δ), with an approximation."""
    if value.value is not None:
        return element_text((value.value,))
    parts = ((rational_text(a), f"({polynomial_text((shift, 1))})" if shift else "t") for a, shift in value.terms)
    return f"{' + '.join(map('/'.join, parts))} = {value.approx(12)}…"
