"""A counterexample in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symlcn.algebra.exact import rational_text
from symlcn.answer import Answer
from symlcn.counterexample.pair import CounterexampleResult, Pair, Point
from symlcn.counterexample.question import Finding
from symlcn.generic.certify import Certificate
from symlcn.network.architecture import size_text
from symlcn.network.filters import Filter
from symlcn_cli.commands.certify.report import certificate_entries
from symlcn_cli.words.words import about_text, element_text, numbered, recheck, scaling_text, tensor_text

MAX_SHOWN = 60


def entries(answer: Answer[Finding], file: str | None) -> list[tuple[str, str]]:
    """The pair, or why there is none."""
    found, every = answer.known.found, answer.known.all_delta
    if isinstance(found, Certificate):
        return [("Found", _none(found, every)), *certificate_entries(found, file)]
    size = size_text(found.architecture.end_to_end_size)
    sections = [("Architecture", f"{found.architecture}   (end-to-end size {size})")]
    sections.append(("Question", _question(found, every)))
    if found.pair is None:
        sections.append(("Answer", f"UNDECIDED: {found.reason}. The certificate claims nothing."))
    else:
        sections += _pair(found, found.pair)
    return sections + recheck(file)


def _none(certificate: Certificate, every: bool) -> str:
    if certificate.status != "proved":
        return "nothing, and nothing is claimed."
    if every:
        return (
            "No pair has different NTKs for every δ over a nonzero end-to-end filter at which the closure of the "
            "neuromanifold is normal, for example smooth: for δ = 0 the NTK is independent of the parameters, which is "
            "certified here."
        )
    return (
        "No counterexample exists over a nonzero end-to-end filter at which the closure of the neuromanifold is "
        "normal, for example smooth: the NTK is independent of the parameters, which is certified here."
    )


def _question(result: CounterexampleResult, every: bool) -> str:
    text = "Are there two real parameters with the same end-to-end filter, the same invariants δ, and different NTKs"
    if every or (result.pair is not None and result.pair.separation is not None):
        return f"{text}, for every δ?"
    return f"{text}?" if result.delta is None else f"{text}, for δ = {_vector(result.delta)}?"


def _pair(result: CounterexampleResult, pair: Pair) -> list[tuple[str, str]]:
    i, j = numbered(pair.layers)
    scope = "for every δ" if pair.separation else "for this δ"
    change = "swapped" if pair.move == "swap" else "changed by an exchange of one root between them"
    smallest = (
        "It is the smallest of the pairs that are searched."
        if pair.smallest
        else "It is not claimed to be the smallest."
    )
    sections = [
        (
            "Answer",
            f"FOUND: yes, {scope}, and so it is over an open set of end-to-end filters. The pair has "
            f"height {pair.height}, the largest entry of the filters in which it differs. {smallest}",
        ),
        ("Pair", "\n".join([f"w, and w' which is w with layers {i} and {j} {change}:", *_filters(pair)])),
        ("Product", f"u{_factored(pair)} = {tensor_or_count(pair.filter)}"),
        ("Place", _place(result)),
    ]
    if result.delta is not None:
        sections.append(("Scaling", "\n".join(_scalings(result.delta, pair))))
    sections.append(("NTK", "\n".join(_difference(pair))))
    sections.append(("Evidence", "No assumptions. The independent checker accepted this certificate."))
    return sections


def _place(result: CounterexampleResult) -> str:
    if result.smooth:
        return "u is a smooth point of the closure of the neuromanifold, which is the whole space, by its dimension."
    return f"Not examined: whether u is a smooth point is decided by symlcn fiber {result.architecture} --filter U."


def _names(pair: Pair) -> list[tuple[str, Point]]:
    return list(zip(("w", "w'"), pair.points, strict=True))


def _filters(pair: Pair) -> list[str]:
    lines = []
    for name, point in _names(pair):
        shown = range(len(point.filters)) if name == "w" else sorted(pair.layers)
        lines += [f"  {name}_{layer + 1} = {tensor_or_count(point.filters[layer])}" for layer in shown]
    return lines


def _factored(pair: Pair) -> str:
    """The product as a multiple of that of the filters, where it is not that itself."""
    last = len(pair.points[0].filters)
    return "" if pair.factor == 1 else f" = {rational_text(pair.factor)} · w_1 ⋯ w_{last}"


def tensor_or_count(tensor: Filter, ratio: Fraction = Fraction(1)) -> str:
    """A multiple of a filter, if it is small."""
    count, part = 1, tensor
    while isinstance(part, tuple):
        count, part = count * len(part), part[0]
    return tensor_text(_scaled(tensor, ratio)) if count <= MAX_SHOWN else f"({count} entries, in the certificate)"


def _scaled(tensor: Filter, ratio: Fraction) -> Filter:
    return tuple(_scaled(part, ratio) for part in tensor) if isinstance(tensor, tuple) else Fraction(tensor) * ratio


def _vector(values: Sequence[Fraction]) -> str:
    return f"({', '.join(map(rational_text, values))})"


def _scalings(delta: Sequence[Fraction], pair: Pair) -> list[str]:
    lines = [
        f"Both have δ = {_vector(delta)} after scaling each layer l to squared norm ρ_l, that is by ±√(ρ_l/‖w_l‖²):"
    ]
    for name, point in _names(pair):
        if point.scaling is not None:
            lines.append(f"  {name}: {scaling_text(point.scaling)}")
    for name, point in _names(pair):
        if point.ratios is not None:
            lines.append(f"  {name}: rational, by the factors {_vector(point.ratios)}:")
            for layer, (tensor, ratio) in enumerate(zip(point.filters, point.ratios, strict=True)):
                lines.append(f"    {tensor_or_count(tensor, ratio)}" + ("" if layer else "   (layer 1 first)"))
    return lines


def _difference(pair: Pair) -> list[str]:
    if pair.separation is not None:
        first, second = (_vector([Fraction(n) for n in row]) for row in pair.separation.products)
        rows = [f"S[{i}, {j}] = {value}" for (i, j), value in pair.separation.entries]
        shown = ", ".join(rows) if len(rows) <= 12 and len(", ".join(rows)) < 400 else f"{len(rows)} entries"
        return [
            "One symmetric matrix S separates the NTKs K = Σ a_l·N_l, K' = Σ a'_l·N'_l with weights a_l, a'_l > 0, "
            "whatever δ is:",
            f"  S: {shown} on and above the diagonal",
            f"  ⟨S, N_l⟩ = {first}, never negative",
            f"  ⟨S, N'_l⟩ = {second}, never positive",
            "So ⟨S, K − K'⟩ > 0 for every δ.",
        ]
    lines = []
    for name, point, value in zip(("K ", "K'"), pair.points, pair.values or (), strict=True):
        if pair.index is not None and point.scaling is not None:
            about = about_text(value, point.scaling, ", with its own t")
            lines.append(f"{name}({pair.index[0]},{pair.index[1]}) = {element_text(value)}{about}")
    lines.append("Rows and columns are the entries of u in row-major order, from 0.")
    return lines
