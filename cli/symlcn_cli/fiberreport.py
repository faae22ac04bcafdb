"""A fiber in words and as JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symlcn.fiber import Fiber, ScaledPoint
from symlcn.roots import AlgebraicNumber
from symlcn.serial import (
    Json,
    architecture_json,
    integer_text,
    number_json,
    rational_text,
    rationals_json,
    rho_json,
    tool_json,
)
from symlcn_cli.ntkreport import tensor_json, tensor_text
from symlcn_cli.report import form_text, scaling_text, section

MAX_SHOWN_POINTS = 40
DIGITS = 12


def fiber_json(found: Fiber) -> Json:
    """The fiber as a JSON object."""
    classes = None
    if found.classes is not None and found.classes.classes is not None:
        classes = [[found.real[index] for index in group] for group in found.classes.classes]
    return {
        "format": "symlcn-fiber",
        "version": 1,
        "kind": "fiber",
        "architecture": architecture_json(found.architecture),
        "delta": rationals_json(found.delta),
        "filter": tensor_json(found.tensor),
        "field": found.field,
        "points": [_point_json(found, point) for point in found.points],
        "counts": {"Q": found.counts.rational, "R": found.counts.real, "C": found.counts.complex},
        "smooth": found.smooth.smooth,
        "smooth_reason": found.smooth.reason,
        "ntk_classes": classes,
        "pairs": [
            {"points": [i, j], "kind": verdict.kind, "forms": [list(form) for form in verdict.forms]}
            for i, j, verdict in found.pairs
        ],
        "status": found.status,
        "tool": tool_json(),
    }


def _point_json(found: Fiber, point: ScaledPoint) -> Json:
    if point.filters is None or point.factor is None:
        layers = range(len(found.architecture.layers))
        numbers = sorted(
            {number for layer in layers for number in point.point.field(layer)},
            key=lambda n: (n.degree, n.minpoly, n.position),
        )
        return {
            "filters": [_layer_json(found, point, layer) for layer in layers],
            "factor": None,
            "field": {"generators": [algebraic_json(number) for number in numbers]},
            "rank": None,
            "t": None,
            "rho": None,
        }
    return {
        "filters": [tensor_json(filter_) for filter_ in point.filters],
        "factor": rational_text(point.factor),
        "field": "Q",
        "rank": point.rank,
        "t": point.scaling and number_json(point.scaling.t),
        "rho": point.scaling and rho_json(point.scaling),
    }


def _layer_json(found: Fiber, point: ScaledPoint, layer: int) -> Any:
    """Enclosures of the entries of an irrational filter, up to a scalar: [lower, upper], or re and im."""
    size = found.architecture.layers[layer].size
    balls = point.point.enclosure(layer)

    def level(prefix: tuple[int, ...]) -> Any:
        if len(prefix) < len(size):
            return [level((*prefix, k)) for k in range(size[len(prefix)])]
        ball = balls.get(prefix)
        if ball is None:
            return ["0", "0"]
        if ball.imag.is_zero():
            return _bounds(ball.real)
        return {"re": _bounds(ball.real), "im": _bounds(ball.imag)}

    return {"enclosure": level(())}


def _bounds(ball: Any) -> list[str]:
    """Rational bounds of a real ball."""
    bounds = []
    for end in (ball.lower(), ball.upper()):
        mantissa, exponent = end.man_exp()
        bounds.append(rational_text(Fraction(int(mantissa)) * Fraction(2) ** int(exponent)))
    return bounds


def algebraic_json(number: AlgebraicNumber) -> Json:
    """Minimal polynomial, a rectangle (an interval if real) around this root and no other, and an approximation."""
    box = [rational_text(bound) for bound in number.box]
    place = {"interval": box[:2]} if number.real else {"re": box[:2], "im": box[2:]}
    return {"minpoly": [integer_text(c) for c in number.minpoly], **place, "approx": number_text(number)}


def number_text(number: AlgebraicNumber) -> str:
    """A decimal approximation."""
    ball = number.enclosure(64)
    real = ball.real.str(DIGITS, radius=False)
    if number.real:
        return str(real)
    imaginary = ball.imag.str(DIGITS, radius=False)
    return f"{real}{'' if imaginary.startswith('-') else '+'}{imaginary}i"


def fiber_report(found: Fiber) -> str:
    """The points, how many there are, smooth or singular, and which share an NTK."""
    architecture, counts = found.architecture, found.counts
    size = "x".join(map(str, architecture.end_to_end_size))
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
    parts.append(("NTK", _classes(found, asked)))
    return "".join(section(label, text) for label, text in parts)


def _empty(found: Fiber) -> str:
    if found.points:
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
            lines.append(f"w_{layer} = {tensor_text(point.filters[layer])}")
            continue
        polynomial = _approximate(found, point, layer)
        numbers = ", ".join(f"{number_text(n)}, root {n.position} of {_minpoly(n)}" for n in point.point.field(layer))
        lines.append(f"w_{layer} ≈ {polynomial}" + (f" over Q({numbers})" if numbers else ""))
    if point.factor is not None and point.factor != 1:
        lines.append(f"u is {rational_text(point.factor)} times their product")
    if point.rank is not None:
        full = found.architecture.rank
        lines.append(f"J has rank {point.rank}" + (", full" if point.rank == full else f" instead of {full}"))
    if point.scaling is not None:
        signs = 2 ** (len(found.architecture.layers) - 1)
        lines.append(f"scaled: {scaling_text(point.scaling)}; {signs} choice{'s' if signs > 1 else ''} of signs")
    return "\n".join(lines)


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
        real = "0" if ball.real.contains(0) else str(ball.real.str(8, radius=False))
        return real if ball.imag.is_zero() else f"{real} + {ball.imag.str(8, radius=False)}i"

    return level(())


def _minpoly(number: AlgebraicNumber) -> str:
    terms = [f"{c}·z^{k}" if k else str(c) for k, c in enumerate(number.minpoly) if c]
    return " + ".join(reversed(terms)).replace("+ -", "− ").replace("1·z", "z")


def _pair_lines(found: Fiber) -> list[str]:
    """Where two rational points have the same NTK, in words; pairs that differ for every δ are summed up."""
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
    if found.classes is None:
        return "Not compared: too many points, or too large a filter."
    if not found.real:
        return "No real points are listed."
    if found.classes.classes is None:
        pairs = ", ".join(f"{found.real[i]} and {found.real[j]}" for i, j in found.classes.undecided[:10])
        return f"UNDECIDED for {asked}: neither separated nor identified are the points {pairs}."
    groups = ["{" + ", ".join(str(found.real[i]) for i in group) + "}" for group in found.classes.classes]
    who = "the only real point has one NTK" if len(found.real) == 1 else "the real points listed share their NTK"
    if len(groups) == 1:
        return f"PROVED: {who} for {asked}."
    if found.delta is None:
        claim = f"REFUTED as a claim about every δ: classes of real points that share it are {', '.join(groups)}."
        return "\n".join([claim, *_pair_lines(found)])
    return f"REFUTED: the real points listed have {len(groups)} different NTKs for {asked}: {', '.join(groups)}."
