"""A metric of a network with activations in words."""

from __future__ import annotations

from symlcn.algebra.exact import rational_text
from symlcn.answer import Answer
from symlcn.errors import LimitError
from symlcn.families.polynomial.metric.branchmetric import BranchMetric
from symlcn_cli.commands.certify.polynomial.report import sum_text, weighted_text
from symlcn_cli.commands.ntk.polynomial.report import about, function_text, rows_are
from symlcn_cli.words.matrixtext import kernel_text
from symlcn_cli.words.words import polynomial_text, recheck, tensor_text

MAX_ROWS = 6
MAX_VECTORS = 12
MAX_SHOWN = 400


def entries(answer: Answer[BranchMetric], file: str | None) -> list[tuple[str, str]]:
    """The metric along the branch through filters, or why there is none."""
    found = answer.known
    sections = [
        ("Architecture", about(found.network)),
        ("Filters", "\n".join(f"w_{l} = {_short(tensor_text(own))}" for l, own in enumerate(found.filters, 1))),
    ]
    if found.deficient is not None:
        return [*sections, ("Answer", f"UNDECIDED: {found.reason}. Nothing is claimed.")]
    factor = "" if found.factor == 1 else f"{rational_text(found.factor)} · "
    words = f"PROVED: the metric g on the tangent space T, of dimension {found.network.rank}. It is positive definite."
    sections += [
        ("Answer", f"{words}\n{_where(found)}"),
        ("Invariants", f"δ = ({', '.join(map(rational_text, found.delta))})"),
        ("Scaling", weighted_text(found.scaling)),
        ("Tangent", "\n".join(_basis(found, factor))),
        ("Metric", "\n".join(_form(found))),
    ]
    return [*sections, *_matrices(found), ("Evidence", _evidence(found)), *recheck(file)]


def _short(shown: str) -> str:
    return shown if len(shown) <= MAX_SHOWN else shown[:MAX_SHOWN] + "…"


def _where(found: BranchMetric) -> str:
    if found.only:
        return (
            "f has no other preimage, up to scalings: it is a smooth point of the closure of the neuromanifold, and "
            "all real parameters over it with these invariants have this metric."
        )
    if found.network.fully_nonlinear:
        return (
            "It is the metric of the branch of functions through these filters. f is a singular point: shifts of the "
            "filters have the same function, and their branches have other tangent spaces."
        )
    return "It is the metric of the branch of functions through these filters; other filters over f are not examined."


def _basis(found: BranchMetric, factor: str) -> list[str]:
    lines = [
        "T is the orthogonal sum of R·f and, for each layer l, of the derivatives J_l(y) of f in the directions "
        f"y ⊥ w_l, where f = {factor}μ(w):"
    ]
    for piece in found.pieces:
        shown = ", ".join("[" + ", ".join(map(str, y)) + "]" for y in piece.preimages[:MAX_VECTORS])
        more = ", …" if piece.rank > MAX_VECTORS else ""
        lines.append(f"  layer {piece.layer + 1}: y = {_short(shown)}{more}")
    return lines


def _form(found: BranchMetric) -> list[str]:
    lines = [f"g(f, f) = 1/Σ(D_l²/ρ_l), where the sum is {sum_text(found.inverse_length)}"]
    for piece in found.pieces:
        weight = polynomial_text(piece.weight)
        lines.append(f"layer {piece.layer + 1}: g(J(y), J(y')) = ({weight})·⟨y, y'⟩, which is ρ_l/‖w_l‖²")
    return [*lines, "and 0 between different ones."]


def _matrices(found: BranchMetric) -> list[tuple[str, str]]:
    """K and K⁺, if they are small."""
    try:
        kernel = found.kernel()
        if kernel.size > MAX_ROWS:
            return []
        own, plus = kernel.matrix(), found.pseudoinverse()
    except LimitError:
        return []
    function = f"f = {function_text(kernel.function)}"
    return [("Function", function), ("K", f"{kernel_text(own)}\n{rows_are(kernel)}"), ("K⁺", kernel_text(plus))]


def _evidence(found: BranchMetric) -> str:
    full = "an activation separates all layers" if found.network.fully_nonlinear else "that of each run has"
    return (
        f"J has full rank, as {full}; so the complement of its kernel is the tangent space of the parameters with "
        "these invariants, and g(v, v') = vᵀK⁺v'. No assumptions. The independent checker accepted this certificate."
    )
