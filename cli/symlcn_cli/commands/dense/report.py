"""Answers on fully connected networks in words."""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.algebra import matrices
from symlcn.algebra.exact import rational_text
from symlcn.algebra.matrices import Rows, scalar_value
from symlcn.algebra.rootmatrix import RootMatrix
from symlcn.answer import Answer
from symlcn.families.dense.judge import DenseResult
from symlcn.families.dense.motion import Motion
from symlcn_cli.words.matrixtext import MAX_SHOWN, MAX_TEXT, layers_text, matrix_text, roots_text
from symlcn_cli.words.words import radius_text, recheck, rounded_text

SUBJECT = "Network"
ACCEPTED = "The independent checker accepted this certificate"
PAPER = "Achour, Kohn, Rauhut"


def entries(answer: Answer[DenseResult], file: str | None) -> list[tuple[str, str]]:
    """The question, the answer, why, and the evidence."""
    return _dense(answer.known) + recheck(file)


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
        shown = matrix_text(rows) if value is None else f"{rational_text(value)}·I"
        lines.append(f"D_{index + 1} = W_{index + 2}ᵀW_{index + 2} − W_{index + 1}W_{index + 1}ᵀ = {shown}")
    return lines


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
        left = roots_text(motion.rows) if index == depth - 1 else ""
        right = roots_text(motion.columns) if index == 0 else ""
        lines.append(f"  W_{index + 1} = " + "·".join(part for part in (left, matrix_text(layer), right) if part))
    directions = [f"  X_{index + 1} = {matrix_text(x)}" for index, x in enumerate(motion.directions)]
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
    lines = [f"  W_{index + 1} ≈ {_rounded(matrices.entries(layer))}" for index, layer in enumerate(near.parameters)]
    i, j = near.index
    exist = (
        "The certificate has rational parameters, rounded here. Real ones with exactly these invariants exist within "
        f"{radius_text(near.radius)} of them, entry by entry (Brouwer's theorem). They are not written down."
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
        return matrix_text(rows)
    return rounded_text(rows)


def _pair(found: DenseResult) -> list[tuple[str, str]]:
    network, pair = found.network, found.verdict.pair
    if pair is None or found.index is None or found.values is None:
        return []
    lines = [*layers_text("W", pair[0]), "and W' with", *layers_text("W'", pair[1])]
    sections = [("Pair", "\n".join(lines))]
    if isinstance(pair[0][0], RootMatrix):
        sections.append(("Product", "W = W' and all invariants are equal; entries are rational up to square roots."))
    else:
        sections.append(("Product", f"W = {matrix_text(network.parametrization(pair[0]))}, for both"))
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
