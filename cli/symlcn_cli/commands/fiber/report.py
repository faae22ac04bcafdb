"""A fiber in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from symlcn.algebra.exact import rational_text
from symlcn.answer import Answer
from symlcn.certificates.envelope import dumps
from symlcn.errors import LimitError
from symlcn.network.architecture import size_text
from symlcn.network.filters import squared_norm
from symlcn_cli.shared.running import asking
from symlcn_cli.words.words import (
    conditional,
    form_text,
    polynomial_text,
    root_text,
    scaled_square,
    scaling_text,
    tensor_text,
)

if TYPE_CHECKING:
    from symlcn.algebra.complexroots import AlgebraicNumber
    from symlcn.fiber.fiber import Fiber, ScaledPoint
    from symlcn_cli.pages.model import Document

MAX_SHOWN_POINTS = 40
DIGITS = 12


def entries(answer: Answer[Fiber], file: str | None) -> list[tuple[str, str]]:
    """The points, how many there are, smooth or singular, and which share an NTK; on what its certificate rests, or why
    it shows nothing."""
    found = answer.known
    unproved = answer.sealed is not None and answer.certificate()["evidence"] is None
    architecture, counts = found.architecture, found.counts
    size = size_text(architecture.end_to_end_size)
    asked = "every δ" if found.delta is None else f"δ = ({', '.join(map(rational_text, found.delta))})"
    parts = [
        ("Architecture", f"{architecture}   (end-to-end size {size})"),
        (
            "Filter",
            f"u = {tensor_text(found.tensor)}" if architecture.ambient <= 60 else f"{architecture.ambient} entries",
        ),
        (
            "Points",
            f"{counts.rational} over Q, {counts.real} over R, {counts.complex} over C. {_empty(found)}".rstrip(),
        ),
        ("Place", f"{_smooth(found)}: {found.smooth.reason}."),
    ]
    for index, point in enumerate(found.points[:MAX_SHOWN_POINTS]):
        parts.append((f"Point {index}", _point_text(found, point)))
    if len(found.points) > MAX_SHOWN_POINTS:
        parts.append(("", f"({len(found.points) - MAX_SHOWN_POINTS} more; --json lists them)"))
    for name, point in zip(("A point", "Another"), found.sample, strict=False):
        parts.append((name, _point_text(found, point)))
    parts.append(("NTK", conditional(_classes(found, asked), answer.assumptions)))
    if file is not None and unproved:
        parts.append(("Certificate", f"{file}   (shows nothing: {answer.reason})"))
    elif file is not None:
        parts.append(("Certificate", f"{file}   (accepted by the independent checker)"))
    return parts


def page(answer: Answer[Fiber], file: str | None, source: str | None) -> Document:
    """A page with pictures."""
    from symlcn_cli.commands.fiber.page import fiber_document

    found = answer.known
    shown = None if answer.sealed is None or answer.certificate()["evidence"] is None else file
    about = answer.about
    made = source or asking(answer, "fiber", "--filter", dumps(about["filter"]).strip(), "--field", about["field"])
    return fiber_document(found, shown, made, answer.assumptions)


def _empty(found: Fiber) -> str:
    if found.points or found.limit:
        return ""
    if found.counts.complex == 0:
        return " It is not in the image, over any field."
    field = "R" if found.counts.real else "C"
    return f" The fiber over {found.field} is empty; over {field} it is not."


def _smooth(found: Fiber) -> str:
    if found.smooth.smooth is None:
        return "Neither smooth nor singular" if found.counts.complex == 0 else "Undecided"
    return f"{'Smooth' if found.smooth.smooth else 'Singular'} point of the closure of the neuromanifold"


def _point_text(found: Fiber, point: ScaledPoint) -> str:
    lines = []
    for layer in range(len(found.architecture.layers)):
        if point.filters is not None:
            lines.append(f"w_{layer + 1} = {tensor_text(point.filters[layer])}")
            continue
        polynomial = _approximate(found, point, layer)
        numbers = "; ".join(_roots_text(list(own)) for _, own in groupby(point.point.field(layer), lambda n: n.minpoly))
        lines.append(f"w_{layer + 1} ≈ {polynomial}" + (f" over Q({numbers})" if numbers else ""))
    if point.factor is not None and point.factor != 1:
        lines.append(f"u is {rational_text(point.factor)} times their product")
    if point.rank is not None:
        full = found.architecture.rank
        lines.append(f"J has rank {point.rank}" + (", full" if point.rank == full else f" instead of {full}"))
    lines += _scaled_lines(found, point)
    return "\n".join(lines)


def _roots_text(numbers: Sequence[AlgebraicNumber]) -> str:
    """Some roots of one polynomial."""
    from symlcn.certificates.algebraicvalues import number_text

    values = ", ".join(number_text(n, DIGITS) for n in numbers)
    places = ", ".join(str(n.position) for n in numbers)
    return f"{values}, root{'s' * (len(numbers) > 1)} {places} of {polynomial_text(numbers[0].minpoly, 'z')}"


def _scaled_lines(found: Fiber, point: ScaledPoint) -> list[str]:
    """ρ, the choices of signs, and the filters scaled to δ."""
    signs = 2 ** (len(found.architecture.layers) - 1)
    choices = f"{signs} choice{'s' if signs > 1 else ''} of signs"
    if point.scaling is None:
        from symlcn.fiber.evidence.pointjson import rho_text

        try:
            rho = rho_text(found, point, DIGITS)
        except LimitError as error:
            return [f"scaled: not computed: {error}"]
        if not rho:
            return []
        return [f"scaled: ρ ≈ ({', '.join(rho)}); {choices}", "filters scaled: ±√ρ_l·w_l/‖w_l‖"]
    lines = [f"scaled: {scaling_text(point.scaling)}; {choices}"]
    if point.filters is None or point.factor is None:
        return [*lines, "filters scaled: ±√ρ_l·w_l/‖w_l‖"]
    norms = [squared_norm(filter_) for filter_ in point.filters]
    squares = [scaled_square(point.scaling, layer, norm) for layer, norm in enumerate(norms)]
    sign = "−" if point.factor < 0 else "+"
    terms = (f"{root_text(square)}·w_{layer}" for layer, square in enumerate(squares, start=1))
    scaled = ", ".join(term.removeprefix("1·") for term in terms)
    return [*lines, f"filters scaled: {scaled}, up to signs whose product is {sign}"]


def _approximate(found: Fiber, point: ScaledPoint, layer: int) -> str:
    """The entries of an irrational filter, to a few digits."""
    size = found.architecture.layers[layer].size
    balls = point.point.enclosure(layer)

    def level(prefix: tuple[int, ...]) -> str:
        if len(prefix) < len(size):
            return "(" + ", ".join(level((*prefix, k)) for k in range(size[len(prefix)])) + ")"
        ball = balls.get(prefix)
        if ball is None:
            return "0"
        return _complex_text(ball)

    return level(())


def _complex_text(ball: Any) -> str:
    """A few digits of a number; parts that may be 0 are left out."""
    parts = [(part, unit) for part, unit in ((ball.real, ""), (ball.imag, "i")) if not part.contains(0)]
    if not parts:
        return "0"
    text = "".join(("" if part < 0 else "+") + part.str(8, radius=False) + unit for part, unit in parts)
    return text.removeprefix("+")


def _pair_lines(found: Fiber) -> list[str]:
    """Where two real points have the same NTK, in words; pairs that differ for every δ are summed up."""
    lines = [
        f"Points {i} and {j} have the same NTK exactly when {' and '.join(map(form_text, verdict.forms))}."
        for i, j, verdict in found.pairs
        if verdict.kind == "locus"
    ]
    different = [f"{i} and {j}" for i, j, verdict in found.pairs if verdict.kind == "different"]
    if different:
        shown = ", ".join(different[:MAX_SHOWN_POINTS])
        lines.append(f"Different for every δ: {shown}" + (", …" if len(different) > MAX_SHOWN_POINTS else "") + ".")
    return lines


def _classes(found: Fiber, asked: str) -> str:
    claim = "REFUTED as a claim about every δ" if found.delta is None else "REFUTED"
    if found.sample:
        return f"{claim}: of {found.counts.real} real points, too many to be listed, the two above have different NTKs."
    if found.classes is None:
        return f"UNDECIDED: {found.reason}."
    if found.classes.pair is not None:
        i, j = (found.real[index] for index in found.classes.pair)
        return f"{claim}: the points {i} and {j} have different NTKs; not all pairs of points were decided."
    if found.classes.classes is None:
        return f"UNDECIDED for {asked}: {found.reason}."
    if found.status == "undecided":
        shared = f" The real points listed share their NTK for {asked}." if len(found.real) > 1 else ""
        return f"UNDECIDED: {found.reason}; --field R lists all.{shared}"
    if not found.counts.real:
        return "PROVED, of nothing: there is no real point at all over u, so no real parameters to compare."
    groups = ["{" + ", ".join(str(found.real[i]) for i in group) + "}" for group in found.classes.classes]
    who = "the only real point has one NTK" if found.counts.real == 1 else "all real points share their NTK"
    if len(groups) <= 1:
        return f"PROVED: {who} for {asked}."
    if found.delta is None:
        return "\n".join(
            [f"{claim}: classes of real points that share it are {', '.join(groups)}.", *_pair_lines(found)]
        )
    points = "real points listed" if len(found.real) < found.counts.real else "real points"
    return f"{claim}: the {points} have {len(groups)} different NTKs for {asked}: {', '.join(groups)}."
