"""Answers on fully connected networks, and on networks with a ReLU, in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_UP, Context, Decimal
from fractions import Fraction
from typing import Any

from symlcn.algebra.exact import rational_text
from symlcn.algebra.matrices import Rows, entries, scalar_value
from symlcn.algebra.rootmatrix import RootMatrix
from symlcn.families.dense.judge import DenseResult
from symlcn.families.dense.motion import Motion
from symlcn.families.dense.network import Dense
from symlcn.families.relu.judge import DenseReluResult, ReluResult
from symlcn.families.relu.shifts import ShiftedPair
from symlcn.network.architecture import Architecture
from symlcn_cli.pages.interminal import section
from symlcn_cli.words.words import tensor_text

MAX_SHOWN = 8
MAX_TEXT = 300
ACCEPTED = "The independent checker accepted this certificate"
PAPER = "Achour, Kohn, Rauhut"


def network_report(found: DenseResult | ReluResult | DenseReluResult, certificate_file: str | None = None) -> str:
    """The question, the answer, why, and the evidence."""
    if isinstance(found, DenseResult):
        sections = _dense(found)
    elif isinstance(found, ReluResult):
        sections = _convolutional(found)
    else:
        sections = _dense_relu(found)
    if certificate_file is not None:
        sections.append(("File", f"{certificate_file}; re-check it with: symlcn check {certificate_file}"))
    return "".join(section(label, text) for label, text in sections)


def undecided_report(network: Dense | Architecture, reason: str) -> str:
    """That nothing is claimed, and why."""
    return section("Network", str(network)) + section("Answer", f"UNDECIDED: {reason}. Nothing is claimed.")


def _dense(found: DenseResult) -> list[tuple[str, str]]:
    network = found.network
    asked = "all invariants" if found.invariants is None else "these invariants"
    sections = [("Network", f"fully connected, widths {network}   (W is {network.widths[-1]}x{network.widths[0]})")]
    if found.invariants:
        sections.append(("Invariants", "\n".join(_invariants(found.invariants))))
    question = f"Is the NTK a function of the product W = W_{network.depth}⋯W_1, for {asked}?"
    sections.append(("Question", question if network.depth > 1 else "Is the NTK a function of W = W_1?"))
    if found.status == "undecided":
        return [*sections, ("Answer", f"UNDECIDED: {found.verdict.reason}. Nothing is claimed.")]
    if found.status == "proved":
        return [*sections, ("Answer", f"PROVED: yes, {found.verdict.scope}."), *_proof(found)]
    if found.motion is not None or found.near is not None:
        sections.append(("Answer", f"REFUTED {found.verdict.scope}: along a curve the NTK changes."))
        return sections + (_motion(found.motion) if found.motion is not None else _near(found))
    sections.append(("Answer", f"REFUTED {found.verdict.scope}: an exact pair."))
    return sections + _pair(found)


def _invariants(invariants: Sequence[Rows]) -> list[str]:
    lines = []
    for index, rows in enumerate(invariants):
        value = scalar_value(rows)
        shown = _matrix(rows) if value is None else f"{rational_text(value)}·I"
        lines.append(f"D_{index + 1} = W_{index + 2}ᵀW_{index + 2} − W_{index + 1}W_{index + 1}ᵀ = {shown}")
    return lines


def _matrix(rows: Rows) -> str:
    text = tensor_text(rows)
    small = max(len(rows), len(rows[0])) <= MAX_SHOWN and len(text) <= MAX_TEXT
    return text if small else f"({len(rows)}x{len(rows[0])} entries, in the certificate)"


def _layers(name: str, layers: Sequence[Any]) -> list[str]:
    return [f"  {name}_{index + 1} = {_layer(layer)}" for index, layer in enumerate(layers)]


def _layer(layer: Any) -> str:
    if not isinstance(layer, RootMatrix):
        return _matrix(entries(layer))
    parts = [_roots(layer.left), _matrix(entries(layer.core)), _roots(layer.right)]
    return "·".join(part for part in parts if part)


def _roots(numbers: Sequence[Fraction]) -> str:
    """diag(√c), nothing for the identity."""
    shown = ", ".join(
        "1" if n == 1 else f"√{rational_text(n)}" if n.denominator == 1 else f"√({rational_text(n)})" for n in numbers
    )
    if {*numbers} == {1}:
        return ""
    return f"diag({shown})" if len(numbers) <= MAX_SHOWN and len(shown) <= MAX_TEXT else "diag(√…)"


def _proof(found: DenseResult) -> list[tuple[str, str]]:
    network = found.network
    if found.theorem == "trace":
        why = (
            "Widths 1 n 1: W_1 = u is a column, W_2 = vᵀ a row, K = |u|² + |v|², and K² = 2·tr D² + 4W² − (tr D)², "
            "for every D, scalar or not."
        )
        if network.depth > 2:
            why = (
                "Each hidden layer of width > 1 is between two of width 1. With t = |W_1|² all |W_l|² are t + const., "
                "and for such a layer (W_(l+1)·W_l)² = (|W_l|⁴ + |W_(l+1)|⁴ − tr D_l²)/2. The product |W|² of these "
                "and of the other |W_l|² grows with t. So W determines t, and with its directions all of K."
            )
        return [("Reason", why), ("Evidence", f"{ACCEPTED}; it takes the theorem on trust.")]
    if network.depth == 1:
        return [("Reason", "One layer: the NTK is the identity."), ("Evidence", f"{ACCEPTED}.")]
    why = (
        "Every D_l is a scalar matrix d_l·I. Then WᵀW = F(X) for X = W_1ᵀW_1 and F(x) = ∏(x + d_1 + … + d_{l−1}), "
        "which grows where it matters; so W determines X, likewise W_L·W_Lᵀ, and K is a function of the two."
    )
    sections = [("Reason", f"{why} This contains the balanced case, Thm. 14 of {PAPER}.")]
    if found.orbits:
        hidden = " × ".join(f"O({n})" for n in network.widths[1:-1])
        ranks = ", ".join(map(str, found.orbits))
        sections.append(("Fiber", f"For W of rank {ranks} these parameters over W are one orbit of {hidden}."))
    count = len(found.samples)
    seen = f", and verified it on {count} exact sample{'s' * (count != 1)} of an orbit" if count else ""
    sections.append(("Evidence", f"{ACCEPTED}; it takes the theorem on trust, verified its hypotheses{seen}."))
    return sections


def _motion(motion: Motion) -> list[tuple[str, str]]:
    """Parameters, directions, and what moves."""
    lines, depth = [], len(motion.parameters)
    for index, layer in enumerate(motion.parameters):
        left = _roots(motion.rows) if index == depth - 1 else ""
        right = _roots(motion.columns) if index == 0 else ""
        lines.append(f"  W_{index + 1} = " + "·".join(part for part in (left, _matrix(entries(layer)), right) if part))
    directions = [f"  X_{index + 1} = {_matrix(entries(x))}" for index, x in enumerate(motion.directions)]
    i, j = motion.index
    why = (
        "Invertible matrices g_l of the hidden layers act by W_l ↦ g_l·W_l·g_(l−1)⁻¹ and keep W. The velocities of the "
        "invariants, as functions of g at 1, are onto; so the g that keep all D_l form a manifold near 1 (implicit "
        f"function theorem), with X as a tangent vector. Along it K({i},{j}) has a velocity other than 0: W and all "
        "D_l stay, K does not. No second parameter is written down."
    )
    return [
        ("Parameters", "\n".join(lines)),
        ("Directions", "\n".join(directions)),
        ("Reason", why),
        ("Evidence", f"{ACCEPTED}."),
    ]


def _near(found: DenseResult) -> list[tuple[str, str]]:
    """Parameters near real ones, and what is known there."""
    near = found.near
    if near is None:
        return []
    lines = [f"  W_{index + 1} ≈ {_rounded(entries(layer))}" for index, layer in enumerate(near.parameters)]
    radius = Context(prec=2, rounding=ROUND_UP).divide(*map(Decimal, near.radius.as_integer_ratio()))
    i, j = near.index
    exist = (
        "The certificate has rational parameters, rounded here. Real ones with exactly these invariants exist within "
        f"{radius} of them, entry by entry (Brouwer's theorem). They are not written down."
    )
    why = (
        "Invertible matrices g_l of the hidden layers act by W_l ↦ g_l·W_l·g_(l−1)⁻¹ and keep W. At all parameters "
        f"so near, the velocities of the invariants and of K({i},{j}), as functions of g at 1, are together onto. So "
        "at the real ones with these invariants the g that keep all D_l form a manifold near 1 (implicit function "
        f"theorem) on which K({i},{j}) is not constant: W and all D_l stay, K does not."
    )
    return [("Parameters", "\n".join(lines)), ("Exist", exist), ("Reason", why), ("Evidence", f"{ACCEPTED}.")]


def _rounded(rows: Rows) -> str:
    """A matrix in decimals, if it is small."""
    if max(len(rows), len(rows[0])) > MAX_SHOWN:
        return _matrix(rows)
    divide = Context(prec=6).divide
    lines = [", ".join(str(divide(*map(Decimal, c.as_integer_ratio()))) for c in row) for row in rows]
    return "[" + ", ".join(f"[{line}]" for line in lines) + "]"


def _pair(found: DenseResult) -> list[tuple[str, str]]:
    network, pair = found.network, found.verdict.pair
    if pair is None or found.index is None or found.values is None:
        return []
    lines = [*_layers("W", pair[0]), "and W' with", *_layers("W'", pair[1])]
    sections = [("Pair", "\n".join(lines))]
    if isinstance(pair[0][0], RootMatrix):
        sections.append(("Product", "W = W' and all invariants are equal; entries are rational up to square roots."))
    else:
        sections.append(("Product", f"W = {_matrix(network.parametrization(pair[0]))}, for both"))
    if not found.invariants:
        sections.append(("Invariants", "\n".join([*_invariants(network.invariants(pair[0])), "for both"])))
    (i, j), (first, second) = found.index, found.values
    entry = f"K({i},{j}) = {rational_text(first)}, K'({i},{j}) = {rational_text(second)}"
    if len(entry) > MAX_TEXT:
        entry = f"K({i},{j}) ≠ K'({i},{j}), two large numbers in the certificate"
    sections.append(("NTK", f"{entry}\nRows and columns are the entries of W in row-major order, from 0."))
    if found.invariants is None:
        text = "The pair has invariants of its own. That the NTK depends on the parameters for almost all invariants"
        sections.append(("Not claimed", f"{text} is the paper's Remark 1; --delta asks about given ones."))
    sections.append(("Evidence", f"No theorem is used. {ACCEPTED}."))
    return sections


def _convolutional(found: ReluResult) -> list[tuple[str, str]]:
    sections = [
        ("Network", f"{found.network.architecture}, with a ReLU between the two layers"),
        ("Question", "Is the NTK a function of the network's function on all inputs and of δ, for every δ?"),
        ("Answer", _kinks_answer(found)),
        (
            "Reason",
            "The kinks of a function that is not 0 show the first filter up to a shift and a factor, its odd part the "
            "sign of the factor, and δ its size. So layers cannot be swapped, roots not be exchanged and signs not be "
            "changed.",
        ),
    ]
    if found.exception is None:
        text = "None but the function 0. A shift moves the nonzero entries of the first filter by a multiple of both "
        text += "exponents along a direction and those of the second back; such a step fits into no filter here."
        sections.append(("Except", text))
    else:
        sections.append(("Except", _exception(found.exception)))
    lines = []
    for separation in found.separations:
        first, second = separation.values
        lines.append(f"{separation.move}: f = {rational_text(first)} and f' = {rational_text(second)} at one input:")
        for name, filters in zip(("w", "w'"), separation.parameters, strict=True):
            lines += [f"  {name}_{index} = {_tensor(w)}" for index, w in enumerate(filters)]
        lines.append(f"  x = {_tensor(separation.input)}")
    lines.append("The linear networks of w and w' have the same end-to-end filter each time.")
    sections.append(("Separation", "\n".join(lines)))
    sections.append(
        ("Region", f"All hidden values are 1 at x = {_tensor(found.region)}, with w as above; near it f is linear.")
    )
    sections.append(("Evidence", f"{ACCEPTED}; it takes the theorem on kinks on trust and evaluated the functions."))
    return sections


def _kinks_answer(found: ReluResult) -> str:
    if found.exception is None:
        return "PROVED: yes, trivially: there is one parameter for each function that is not 0 and each δ."
    return (
        "PROVED for functions that are not 0 and filters that no shift fits, such as those without zero entries: yes, "
        "trivially: there is one such parameter for each function and δ. FALSE in general: filters that can be shifted "
        "are excepted, and the pair below has one function, one δ and two NTKs."
    )


def _exception(pair: ShiftedPair) -> str:
    first, second = map(rational_text, pair.values)
    steps = ", ".join(map(str, pair.shifts))
    lines = [
        "The function 0, and filters that can be shifted: the nonzero entries of the first move and those of the "
        f"second move back, by the same multiple of {steps}, and stay inside. One function on all inputs, δ = "
        f"{rational_text(pair.delta)}, two NTKs:"
    ]
    for name, filters in zip(("w", "w'"), pair.parameters, strict=True):
        lines += [f"  {name}_{index} = {_tensor(w)}" for index, w in enumerate(filters)]
    lines.append(f"Θ(x, x) = {first} and Θ'(x, x) = {second} at x = {_tensor(pair.input)}")
    return "\n".join(lines)


def _tensor(tensor: Any) -> str:
    text = tensor_text(tensor)
    return text if len(text) <= MAX_TEXT else "(large, in the certificate)"


def _dense_relu(found: DenseReluResult) -> list[tuple[str, str]]:
    network, verdict = found.network, found.verdict
    sections = [
        ("Network", f"fully connected, widths {network}, with a ReLU between the two layers"),
        ("Question", "Is the NTK a function of the network's function and of the invariants, for all invariants?"),
    ]
    if found.status == "undecided":
        return [*sections, ("Answer", f"UNDECIDED: {verdict.reason}. Nothing is claimed.")]
    if found.status == "proved":
        why = "One hidden neuron: the kink and the slopes of f show its parameters up to a positive factor."
        return [
            *sections,
            ("Answer", f"PROVED: yes, if {' and '.join(found.hypotheses)}, {verdict.scope}."),
            ("Reason", why),
            ("Evidence", f"{ACCEPTED}; it takes this argument on trust."),
        ]
    sections.append(("Answer", f"REFUTED {verdict.scope}: an exact pair."))
    if verdict.pair is None or found.values is None:
        return sections
    lines = [*_layers("W", verdict.pair[0]), "and W' with", *_layers("W'", verdict.pair[1])]
    kept = ", ".join(map(rational_text, network.invariants(verdict.pair[0])))
    first, second = map(rational_text, found.values)
    return [
        *sections,
        ("Pair", "\n".join(lines)),
        ("Function", "the same on all inputs: rows of W_1 in one direction, with the columns of W_2, add up alike"),
        ("Invariants", f"|column i of W_2|² − |row i of W_1|² = {kept}, for both; so are all of W_2ᵀW_2 − W_1W_1ᵀ"),
        ("NTK", f"at x = {tuple(found.input or ())}: entry (0,0) of Θ(x, x) is {first} and {second}"),
        ("Evidence", f"No theorem is used. {ACCEPTED}."),
    ]
