"""A metric in words."""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.algebra.exact import rational_text
from symlcn.algebra.sparse import Terms, text
from symlcn.answer import Answer
from symlcn.geometry.equations.equations import variable_names
from symlcn.geometry.metric.comparison import Comparison
from symlcn.geometry.metric.functionfield import SymbolicMetric
from symlcn.geometry.metric.metric import Metric, Piece
from symlcn.geometry.metric.question import Pushed
from symlcn.network.architecture import Architecture
from symlcn.network.ntk import Element
from symlcn_cli.commands.metric.sheetreport import sheet_sections, short_text
from symlcn_cli.words.entries import MAX_SHOWN, filter_text, formula_text
from symlcn_cli.words.words import conditional, element_text, numbered, scaling_text, tensor_text

MAX_ROWS = 6
MAX_LAYERS_SHOWN = 12


def entries(answer: Answer[Pushed | SymbolicMetric], _file: str | None) -> list[tuple[str, str]]:
    """The metric at a filter, or why there is none, under what its certificate assumes; or the formulas."""
    found = answer.known
    network = found.architecture
    if isinstance(found, SymbolicMetric):
        return _symbolic(found) if found.reason is None else _nothing(network, found.reason)
    if found.metric.reason is not None:
        return _nothing(network, found.metric.reason)
    shown = tensor_text(found.tensor) if network.ambient <= 50 else f"a filter with {network.ambient} entries"
    return [
        ("Architecture", str(network)),
        ("Filter", f"u = {shown}"),
        *_at_filter(found.metric, found.comparison or found.doubt, answer.assumptions),
    ]


def _nothing(architecture: Architecture, reason: str) -> list[tuple[str, str]]:
    return [("Architecture", str(architecture)), ("Answer", f"UNDECIDED: {reason}. Nothing is claimed.")]


def _at_filter(found: Metric, comparison: Comparison | str | None, assumptions: Sequence[str]) -> list[tuple[str, str]]:
    """`comparison` is with the metric at other invariants, or why that was not decided."""
    network, rank = found.architecture, found.architecture.rank
    compared = [] if comparison is None else [("Comparison", _comparison(found, comparison))]
    if found.sheet is not None:
        return sheet_sections(found, found.sheet, assumptions) + compared
    if found.obstruction is not None or found.scaling is None:
        why = found.obstruction.why if found.obstruction else ""
        return [("Answer", conditional(f"REFUTED: there is no metric here: {why}.", assumptions))]
    answer = f"PROVED: the metric g on the tangent space T, of dimension {rank}. It is positive definite."
    sections = [
        ("Answer", conditional(answer, assumptions)),
        ("Invariants", f"δ = ({', '.join(map(rational_text, found.delta))})"),
        ("Scaling", scaling_text(found.scaling)),
        ("Tangent", "\n".join(_basis(found))),
        ("Metric", "\n".join(_form(found))),
        *compared,
    ]
    if network.ambient <= MAX_ROWS and rank <= MAX_ROWS:
        sections += [("K", _matrix(found.kernel().matrix())), ("K⁺", _matrix(found.pseudoinverse()))]
    evidence = (
        f"{_evidence(found)} u is a smooth point: {_smooth(found)}. The independent checker accepted the "
        "certificate, which has the whole fiber; --json prints it."
    )
    return [*sections, ("Evidence", evidence)]


def _evidence(found: Metric) -> str:
    if found.dual:
        return (
            "The pushforward along the parameters with these invariants and vᵀK⁺v' from solutions of K z = v were "
            "compared exactly, and are equal."
        )
    return "J has full rank at the filters, as the fiber shows; so the pushforward is vᵀK⁺v' (Lemma 5)."


def _comparison(found: Metric, other: Comparison | str) -> str:
    if isinstance(other, str):
        return f"UNDECIDED: {other}."
    layer, (sign, opposite) = other.layer + 1, ("below", "above") if other.grows else ("above", "below")
    here, delta = (", ".join(map(rational_text, own)) for own in (found.delta, other.delta))
    bound = rational_text(other.between)
    return (
        f"PROVED: the metric of the same filters at δ = ({delta}) is another one.\n"
        f"There {scaling_text(other.scaling)}\n"
        f"On layer {layer} the metric is ρ_{layer} times a form that does not depend on δ, and ρ_{layer} is {sign} "
        f"{bound} at δ = ({here}) and {opposite} {bound} at δ = ({delta})."
    )


def _smooth(found: Metric) -> str:
    return found.fiber.smooth.reason if found.fiber else ""


def _basis(found: Metric) -> list[str]:
    lines = [
        "T is the orthogonal sum of R·u and, for each layer l, of the products of the other filters with y ⊥ w_l. "
        "Filters, of which the product is u:"
    ]
    for layer, tensor in enumerate(found.filters[:MAX_LAYERS_SHOWN], start=1):
        lines.append(f"  w_{layer} = {short_text(tensor_text(tensor))}")
    if len(found.filters) > MAX_LAYERS_SHOWN:
        lines.append(f"  … {len(found.filters)} layers")
    if found.architecture.ambient <= 2 * MAX_ROWS and found.architecture.rank <= 2 * MAX_ROWS:
        basis = found.basis()
        lines.append("Basis of T:")
        rows = list(zip(*basis.tolist(), strict=True))
        named = [(piece.layer + 1, y) for piece in found.pieces for y in piece.preimages]
        labels = ["u", *(f"layer {layer}, y = {_vector(y)}" for layer, y in named)]
        lines += [f"  ({', '.join(map(str, row))})   {label}" for row, label in zip(rows, labels, strict=True)]
    return lines


def _form(found: Metric) -> list[str]:
    lines = [f"g(u, u) = 1/Σ(1/ρ_l) = {element_text(found.length)}"]
    for piece in found.pieces[:MAX_LAYERS_SHOWN]:
        layer = piece.layer + 1
        lines.append(f"on layer {layer}: ρ_{layer}/n_{layer} = {element_text(piece.weight)} times")
        lines += _gram(piece)
    if len(found.pieces) > MAX_LAYERS_SHOWN:
        lines.append(f"… {len(found.pieces)} layers; --json has all")
    return lines


def _gram(piece: Piece) -> list[str]:
    if not piece.gram:
        entry = f"w[{piece.pivot}]"
        return [
            f"  ⟨y, y'⟩ for the {piece.rank} vectors ({entry}·e_i − w[i]·e_{piece.pivot}) in lowest terms, row-major"
        ]
    if len(piece.gram) > MAX_ROWS:
        return [f"  an integer matrix of {len(piece.gram)} rows; --json has it"]
    return [f"[{'  '.join(map(str, row))}]" for row in piece.gram]


def _vector(y: Sequence[int]) -> str:
    return "(" + ", ".join(map(str, y)) + ")"


def _matrix(matrix: Sequence[Sequence[Element]]) -> str:
    texts = [[element_text(entry) for entry in row] for row in matrix]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    return "\n".join(
        "[" + "  ".join(f"{entry:>{width}}" for entry, width in zip(row, widths, strict=True)) + "]" for row in texts
    )


def _symbolic(found: SymbolicMetric) -> list[tuple[str, str]]:
    """The formulas."""
    names = variable_names(found.architecture)
    depth = len(found.filters)
    above, below = (text(part, names) for part in found.factor)
    square = f"({above})²/({below})²"
    layers = numbered(range(depth))
    return [
        ("Architecture", str(found.architecture)),
        ("Filter", filter_text(found.architecture, names)),
        ("Filters", "\n".join(f"w_{l} = {formula_text(w, names)}" for l, w in zip(layers, found.filters, strict=True))),
        ("Scalar", f"u = c·{'·'.join(f'w_{l}' for l in layers)} with c = ({above})/({below})"),
        ("Norms", "\n".join(f"n_{l} = {_polynomial(n, names)}" for l, n in zip(layers, found.norms, strict=True))),
        (
            "Scaling",
            "ρ_l = t + Δ_l, Δ_l is the sum of the invariants δ from layer l on; t is the root beyond max(−Δ_l) of\n"
            + "·".join(f"(t + Δ_{l})" if l < depth else "t" for l in layers)
            + f" = {short_text(square)}·"
            + "·".join(f"n_{l}" for l in layers),
        ),
        ("NTK", "\n".join(_ntk(found, names))),
        (
            "Metric",
            "T is the orthogonal sum of R·u, where g(u, u) = 1/Σ(1/ρ_l), and for each layer l of the vectors "
            "c·y·∏_{m≠l} w_m with y ⊥ w_l, where g(v, v') = (ρ_l/n_l)·⟨y, y'⟩. It is vᵀK⁺v'.",
        ),
        ("Domain", _domain(below)),
        (
            "Evidence",
            "The filters were composed with the parametrization map and expanded over Z. "
            + "K was compared with the NTK of exact random filters. " * bool(found.grams)
            + "No assumptions. The independent checker accepted this certificate; --json prints it.",
        ),
    ]


def _domain(below: str) -> str:
    """Where the formulas are defined: as F_l(μ(w)) = θ_l·w_l, all θ_l are other than 0 there."""
    where = "" if below == "1" else f" and {short_text(below)} ≠ 0"
    return (
        f"The formulas hold at every u of the neuromanifold with u ≠ 0{where}. There no w_l is 0, they are, up to "
        "scalars, the only filters over u, also over C, J has full rank and u is a smooth point. That all smooth "
        "points are of this kind is not claimed."
    )


def _polynomial(terms: Terms, names: Sequence[str]) -> str:
    body = text(terms, names)
    return body if len(body) <= MAX_SHOWN else f"a polynomial with {len(terms)} terms; --json has it"


def _ntk(found: SymbolicMetric, names: Sequence[str]) -> list[str]:
    lines = ["K = " + " + ".join(f"c²·n_{l}/ρ_{l}·N_{l}" for l in numbered(range(len(found.filters))))]
    if not found.grams or found.architecture.ambient > MAX_ROWS:
        return [
            *lines,
            "N_l = M_l M_lᵀ, M_l being the multiplication by the other filters"
            + "; --json has them" * bool(found.grams),
        ]
    for l, gram in enumerate(found.grams, start=1):
        rows = [[text(entry, names) for entry in row] for row in gram]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines.append(f"N_{l} =")
        lines += [
            "[" + "  ".join(f"{entry:>{width}}" for entry, width in zip(row, widths, strict=True)) + "]" for row in rows
        ]
    return lines
