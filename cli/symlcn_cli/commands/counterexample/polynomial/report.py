"""A counterexample of a network with activations in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symlcn.algebra.exact import rational_text
from symlcn.answer import Answer
from symlcn.families.polynomial.certify.judge import NetworkCertificate
from symlcn.families.polynomial.counterexample.networkpairs import PairFound, Point, PolynomialPair, TupleOfPair
from symlcn.families.polynomial.counterexample.question import PairFinding
from symlcn_cli.commands.certify.polynomial.report import network_entries, sum_text, weighted_text
from symlcn_cli.commands.counterexample.report import tensor_or_count
from symlcn_cli.commands.ntk.polynomial.report import about, function_text
from symlcn_cli.words.words import numbered, recheck

MOVES = {
    "swap": "swapped",
    "exchange": "changed by an exchange of one root between them",
    "shift": "shifted, such that all shifts together are 0",
}


def entries(answer: Answer[PairFinding], file: str | None) -> list[tuple[str, str]]:
    """The pair, or why there is none."""
    finding = answer.known
    found = finding.found
    if isinstance(found, NetworkCertificate):
        return [("Found", _none(found, finding)), *network_entries(found, file)]
    sections = [("Architecture", about(found.network)), ("Question", _question(found, finding))]
    if found.pair is None:
        sections.append(("Answer", f"UNDECIDED: {found.reason}. The certificate claims nothing."))
    else:
        sections += _pair(found, found.pair)
    return sections + recheck(file)


def _none(certificate: NetworkCertificate, finding: PairFinding) -> str:
    """What is said, honestly, of singular functions too."""
    if certificate.status != "proved":
        return "nothing, and nothing is claimed." if certificate.status == "undecided" else "no pair over a singular f."
    composition = certificate.composition
    if composition is not None and composition.smooth:
        return (
            "No counterexample exists over a nonzero function: the closure of the neuromanifold has no singular point "
            "but 0, and the NTK is independent of the parameters, which is certified here."
        )
    where = (
        "over a nonzero function f at which the closure of the neuromanifold is normal, for example smooth: "
        f"{'for δ = 0 ' if finding.all_delta else ''}the NTK is independent of the parameters, which is certified here."
    )
    if finding.all_delta:
        return f"No pair has different NTKs for every δ {where}"
    singular = (
        " Over singular f there are pairs: --singular finds one."
        if certificate.network.fully_nonlinear
        else " Over singular f there may be pairs: --singular looks for one."
    )
    return f"No counterexample exists {where}{singular}"


def _question(result: PairFound, finding: PairFinding) -> str:
    function = "the same function, a singular one," if finding.singular else "the same function,"
    text = f"Are there two real parameters with {function} the same invariants δ, and different NTKs"
    if finding.all_delta or (result.pair is not None and result.pair.separation is not None):
        return f"{text}, for every δ?"
    return f"{text}?" if result.delta is None else f"{text}, for δ = {_vector(result.delta)}?"


def _pair(result: PairFound, pair: PolynomialPair) -> list[tuple[str, str]]:
    layers = numbered(pair.layers)
    named = f"{', '.join(map(str, layers[:-1]))} and {layers[-1]}"
    scope = "for every δ" if pair.separation else "for this δ"
    sections = [
        ("Answer", f"FOUND: yes, {scope}{_extent(pair)}"),
        ("Pair", "\n".join([f"w, and w' which is w with layers {named} {MOVES[pair.move]}:", *_filters(pair)])),
        ("Function", _function(pair)),
    ]
    if result.delta is not None:
        sections.append(("Scaling", "\n".join(_scalings(result.delta, pair))))
    sections.append(("NTK", "\n".join(_difference(pair))))
    sections.append(("Evidence", "No assumptions. The independent checker accepted this certificate."))
    return sections


def _extent(pair: PolynomialPair) -> str:
    if pair.move == "shift":
        return ", over a function with several preimages that are shifts of each other."
    smallest = (
        "It is the smallest of the pairs that are searched."
        if pair.smallest
        else "It is not claimed to be the smallest."
    )
    return (
        f", and so it is over an open set of functions. The pair has height {pair.height}, the largest entry of the "
        f"filters in which it differs. {smallest}"
    )


def _named(pair: PolynomialPair) -> list[tuple[str, TupleOfPair]]:
    return list(zip(("w", "w'"), pair.points, strict=True))


def _filters(pair: PolynomialPair) -> list[str]:
    lines = []
    for name, point in _named(pair):
        shown = range(len(point.filters)) if name == "w" else pair.layers
        lines += [f"  {name}_{layer + 1} = {tensor_or_count(point.filters[layer])}" for layer in shown]
    return lines


def _function(pair: PolynomialPair) -> str:
    factor = "" if pair.factor == 1 else f"{rational_text(pair.factor)} · "
    if pair.function is None:
        return f"f = {factor}μ(w) = {factor}μ(w') has many monomials"
    return f"f = {factor}μ(w) = {factor}μ(w') = {function_text(pair.function)}"


def _vector(values: Sequence[Fraction]) -> str:
    return f"({', '.join(map(rational_text, values))})"


def _scalings(delta: Sequence[Fraction], pair: PolynomialPair) -> list[str]:
    lines = [
        f"Both have δ = {_vector(delta)} after scaling each layer l to squared norm ρ_l, that is by ±√(ρ_l/‖w_l‖²):"
    ]
    for name, point in _named(pair):
        if point.scaling is not None:
            lines.append(f"  {name}: {weighted_text(point.scaling)}")
    for name, point in _named(pair):
        if point.ratios is not None:
            lines.append(f"  {name}: rational, by the factors {_vector(point.ratios)}:")
            for layer, (tensor, ratio) in enumerate(zip(point.filters, point.ratios, strict=True)):
                lines.append(f"    {tensor_or_count(tensor, ratio)}" + ("" if layer else "   (layer 1 first)"))
    return lines


def _difference(pair: PolynomialPair) -> list[str]:
    if pair.separation is not None:
        first, second = (_vector([Fraction(n) for n in row]) for row in pair.separation.products)
        rows = [f"S[{i}, {j}] = {value}" for (i, j), value in pair.separation.entries]
        shown = ", ".join(rows) if len(rows) <= 12 and len(", ".join(rows)) < 400 else f"{len(rows)} entries"
        return [
            f"One symmetric matrix S on the end-to-end filter Q of run {1 + (pair.run or 0)} separates the NTKs of the "
            "run, with N_l, N'_l for its layers, whatever δ is:",
            f"  S: {shown} on and above the diagonal",
            f"  ⟨S, N_l⟩ = {first}, never negative",
            f"  ⟨S, N'_l⟩ = {second}, never positive",
            "QᵀSQ = 0, so it extends to the network, by 0 on what other runs contribute: K and K' differ for every δ.",
        ]
    lines = [f"At the input x = {_point_text(pair.point or {})}:"]
    for name, value in zip(("K ", "K'"), pair.values or (), strict=True):
        lines.append(f"  {name}(x, x) = {sum_text(value)}")
    return lines


def _point_text(point: Point) -> str:
    parts = []
    for position, x in point.items():
        name = "e_" + (str(position[0]) if len(position) == 1 else f"({','.join(map(str, position))})")
        parts.append(name if x == 1 else f"{x}·{name}")
    return " + ".join(parts)
