"""Results in plain words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from fractions import Fraction

from symlcn.algebra.exact import integer_text, rational_text
from symlcn.algebra.realnumbers import enclosure_at
from symlcn.algebra.squares import rational_root
from symlcn.generic.certify import Certificate, Counterexample
from symlcn.generic.witness import Exchange, WitnessLayer
from symlcn.network.architecture import Architecture
from symlcn.network.classify import Classification, real_points
from symlcn.network.scaling import Scaling
from symlcn.network.zoo import Skeleton

WIDTH = 100
MARGIN = 14
MAX_SHOWN_ENTRIES = 60
MAX_SHOWN_LAYERS = 12

PAPER = "Achour, Kohn, Rauhut"
NORMAL = "every nonzero end-to-end filter at which the closure of the neuromanifold is normal, for example smooth"
SMOOTH = "It is a smooth point of the closure of the neuromanifold."


def certificate_report(certificate: Certificate, certificate_file: str | None) -> str:
    """The answer, for which δ, why, and what the evidence is."""
    architecture = certificate.architecture
    sections = [_title(architecture), ("Question", _question(certificate.delta)), ("Answer", _answer(certificate))]
    if certificate.classification is not None:
        sections += [
            ("Reason", _reason(certificate.classification)),
            ("Fiber", _fiber(architecture, certificate.classification)),
            ("Evidence", _evidence(certificate)),
        ]
        if certificate.counterexample is not None:
            sections += _counterexample(certificate, certificate.counterexample)
    if certificate_file is not None:
        sections.append(("File", f"{certificate_file}; re-check it with: symlcn check {certificate_file}"))
    return "".join(section(label, text) for label, text in sections)


def zoo_report(members: Sequence[Skeleton], full: bool) -> str:
    """A line for each skeleton, or everything about each."""
    if not full:
        width = max(len(member.name) for member in members)
        return "".join(
            f"@{member.name:<{width}}  {member.title}\n{'':{width + 3}}{member.notation}\n" for member in members
        )
    return "".join(
        section(label, text)
        for member in members
        for label, text in (
            (f"@{member.name}", member.title),
            ("Layers", member.notation),
            ("Source", member.reference + (f" {member.url}" if member.url else "")),
            ("Note", member.note),
        )
    )


def section(label: str, text: str) -> str:
    """A label in the margin and wrapped paragraphs; a paragraph that starts with spaces stays indented."""
    lines = []
    for paragraph in text.split("\n"):
        if paragraph.startswith("["):
            lines.append(paragraph)  # a row of a matrix
            continue
        indent = " " * (len(paragraph) - len(paragraph.lstrip()) + 2) if paragraph.startswith(" ") else ""
        lines += textwrap.wrap(
            paragraph, WIDTH - MARGIN, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
    return "".join(f"{label if number == 0 else '':<{MARGIN}}{line}\n" for number, line in enumerate(lines))


def _title(architecture: Architecture) -> tuple[str, str]:
    layers, size = len(architecture.layers), "x".join(map(str, architecture.end_to_end_size))
    counts = f"{_count(layers, 'layer')}, {_count(architecture.parameters, 'parameter')}"
    return "Architecture", f"{architecture}   ({counts}, end-to-end size {size})"


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


def conditional(answer: str, assumptions: Sequence[str]) -> str:
    """An answer that starts with PROVED or REFUTED, with the assumptions on which its certificate rests.

    Examples
    --------
    >>> conditional("PROVED: yes.", ["factor 0: irreducible over C"])
    'PROVED under 1 assumption (factor 0: irreducible over C): yes.'
    """
    if not assumptions:
        return answer
    number = "1 assumption" if len(assumptions) == 1 else f"{len(assumptions)} assumptions"
    more = "; …" if len(assumptions) > 1 else ""
    word, rest = answer.split(maxsplit=1) if " " in answer else (answer, "")
    colon = ":" if word.endswith(":") else ""
    return f"{word.removesuffix(':')} under {number} ({assumptions[0]}{more}){colon} {rest}".rstrip()


def form_text(form: Sequence[int]) -> str:
    """A linear form in δ that vanishes."""
    return " + ".join(f"δ_{index}" for index, on in enumerate(form, start=1) if on) + " = 0"


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
        f"π has degree {_number(c.degree)} ({kind}): the number of complex points of the generic projective fiber."
    ]
    if c.interchangeable:
        groups = "; ".join(", ".join(map(str, group)) for group in c.interchangeable)
        lines.append(f"Interchangeable layers (counted from 0): {groups}.")
    for block in architecture.blocks:
        if len(block.layers) > 1:
            lines.append(_real_points(block.layers, block.degrees))
    lines.append(
        f"The neuromanifold has dimension {c.dimension} in R^{c.ambient}; its projective closure has degree "
        f"{_number(c.image_degree)}."
    )
    return "\n".join(lines)


def _real_points(layers: Sequence[int], degrees: Sequence[int]) -> str:
    numbers = real_points(degrees)
    where = f"Layers {_list(layers)} share the {sum(degrees)} roots of their product"
    if numbers is None:
        return f"{where}; the numbers of real distributions are not listed beyond 128 roots."
    listed = ", ".join(f"{_number(points)} if {roots} are real" for roots, points in numbers if points)
    outside = "" if all(points for _, points in numbers) else "; other products lie outside the neuromanifold"
    return f"{where}. Real ways to share them: {listed}{outside}."


def _list(items: Iterable[object], limit: int = 12) -> str:
    items = list(items)
    return ", ".join(map(str, items[:limit])) + (f", … ({len(items)} in all)" if len(items) > limit else "")


def _number(n: int) -> str:
    text = integer_text(n)
    return text if len(text) <= 60 else f"{text[:20]}…{text[-20:]} ({len(text)} digits)"


def _evidence(certificate: Certificate) -> str:
    witness = certificate.witness
    largest = max(abs(value) for layer in witness for value in layer.entries.values())
    lines = [
        f"Integer witness filters (largest entry {_number(largest)}) whose product has a completely known complex "
        "fiber, every point of full rank: factors irreducible by Eisenstein's criterion, checked entry by entry. No "
        "assumptions.",
        *_filters("w", witness),
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
    i, j = exchange.layers
    (direction,) = architecture.layers[i].active
    step = architecture.exponents[i][direction]
    axis = "" if architecture.dimension == 1 else f" along direction {direction}"
    position = "position k" if step == 1 else f"position {step}k"
    return [
        f"Layers {i} and {j} exchange a root:",
        *_filters("w'", exchange.filters, exchange.layers),
        "One matrix separates the NTKs for every δ: S = e_0·vᵀ + v·e_0ᵀ where v has the entries "
        f"({exchange.root})^k at {position}{axis}, k = 0, 1, …. ⟨S, N_l⟩ = 2·(row 0 of N_l)·v is 0 for all layers l "
        f"but {i}, since {exchange.root} is a root of w_{i} and w'_{i}; ⟨S, N_{i}⟩ and ⟨S, N'_{i}⟩ have opposite "
        "signs, so have ⟨S, K⟩ and ⟨S, K'⟩.",
    ]


def _filters(name: str, filters: Sequence[WitnessLayer], indices: Sequence[int] | None = None) -> list[str]:
    labels = range(len(filters)) if indices is None else indices
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
    i, j = pair.layers
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
            f"Both have δ = ({_list(map(rational_text, pair.delta))}) after scaling each layer l to squared norm ρ_l, "
            "that is by ±√(ρ_l/n_l):"
        )
        for name, parameters in zip(("w ", "w'"), pair.pair, strict=True):
            if parameters.scaling is not None:
                norms = _list(layer.norm for layer in parameters.filters)
                lines.append(f"  {name}: n = ({norms}), {scaling_text(parameters.scaling)}")
        if pair.pair[0].scaling is None:
            lines.append("  (it exists by Prop. 2; the equation for it is not solved at this size)")
    if pair.corner is not None:
        first, second = pair.corner
        difference = tuple(a - b for a, b in zip(first, second, strict=True))
        lines.append(f"K(0,0) = {element_text(first)}\nK'(0,0) = {element_text(second)}")
        lines.append(f"K(0,0) − K'(0,0) = {element_text(difference)} ≠ 0")
    return [("Pair", "\n".join(lines))]


def scaling_text(scaling: Scaling) -> str:
    """ρ in terms of t, and t as a root."""
    t = scaling.t
    if isinstance(t, Fraction):
        return f"ρ = ({_list(rational_text(t + shift) for shift in scaling.shifts)})"
    degree = len(t.minpoly) - 1
    equation = polynomial_text(t.minpoly) if degree <= 6 else f"a polynomial of degree {degree}"
    rho = _list(polynomial_text((shift, 1)) for shift in scaling.shifts)
    interval = f"({rational_text(t.lower)}, {rational_text(t.upper)})"
    return f"ρ = ({rho}) with t = {t.approx(12)}…, the root of {equation} in {interval}"


def scaled_square(scaling: Scaling, layer: int, norm: Fraction) -> Sequence[Fraction]:
    """ρ_l/n_l, the square of the factor of a filter, as a polynomial in t."""
    if isinstance(scaling.t, Fraction):
        return ((scaling.t + scaling.shifts[layer]) / norm,)
    return (scaling.shifts[layer] / norm, 1 / norm)


def root_text(square: Sequence[Fraction]) -> str:
    """The square root of a positive number that is a polynomial in t; rational where it is."""
    if len(square) == 1:
        root = rational_root(square[0])
        if root is not None:
            return rational_text(root)
    text = polynomial_text(square)
    return f"√{text}" if text.isalnum() else f"√({text})"


def polynomial_text(coefficients: Sequence[Fraction | int], name: str = "t") -> str:
    """A polynomial in one variable, highest degree first; coefficients from degree 0."""
    terms = []
    for power, coefficient in reversed(list(enumerate(coefficients))):
        if coefficient:
            variable = "" if power == 0 else name if power == 1 else f"{name}^{power}"
            size = rational_text(abs(Fraction(coefficient)))
            body = variable if size == "1" and variable else f"{size}·{variable}" if variable else size
            terms.append(("−" if coefficient < 0 else "+", body))
    if not terms:
        return "0"
    (sign, body), *rest = terms
    return ("−" if sign == "−" else "") + body + "".join(f" {sign} {body}" for sign, body in rest)


def element_text(value: Sequence[Fraction]) -> str:
    """An element of Q(t), written out when short."""
    text = polynomial_text(value)
    return text if len(text) <= 200 else "an element of Q(t), written out in the certificate"


def about_text(value: Sequence[Fraction], scaling: Scaling, more: str = "") -> str:
    """A decimal approximation of an irrational element of Q(t), for the reader, and what follows it."""
    if isinstance(scaling.t, Fraction) or not any(value[1:]):
        return ""
    low, high = enclosure_at(value, scaling.t, Fraction(1, 2**200))
    try:
        return f" ≈ {float((low + high) / 2):.9g}{more}"
    except OverflowError:
        return more
