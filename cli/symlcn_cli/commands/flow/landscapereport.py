"""The landscape of the loss in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.algebra.exact import Json, rational_text
from symlcn.certificates.envelope import tool_json
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.loss.critical.document import zero_json
from symlcn.loss.critical.zerofilters import MAX_LAYERS
from symlcn.loss.risk import risk_json
from symlcn.loss.survey import Survey, Surveyed
from symlcn_cli.commands.flow.criticalreport import places_text, points_json, points_text
from symlcn_cli.commands.flow.report import risk_text
from symlcn_cli.pages.interminal import section
from symlcn_cli.words.words import tensor_text


def landscape_json(survey: Survey) -> Json:
    """The landscape as a JSON object, all numbers exact."""
    return {
        "format": "symlcn-landscape",
        "version": 1,
        "kind": "landscape",
        "architecture": architecture_json(survey.risk.architecture),
        "risk": {**risk_json(survey.risk), "least": rational_text(survey.risk.least)},
        "given": [_point_json(point) for point in survey.given],
        "zero_filter_points": [_point_json(point) for point in survey.found],
        "zero_filters": [zero_json(case) for case in survey.zero],
        "complex_critical_points": points_json(survey.points, survey.real),
        "tool": tool_json(),
    }


def _point_json(point: Surveyed) -> Json:
    saddle = point.saddle
    return {
        "filters": [tensor_json(tensor) for tensor in point.filters],
        "critical": point.critical,
        "zero_filter": point.zero,
        "negative_direction": None
        if saddle is None
        else {"direction": [tensor_json(t) for t in saddle.direction], "curvature": rational_text(saddle.curvature)},
    }


def landscape_report(survey: Survey, certificate_file: str | None = None) -> str:
    """The loss, the points given, those with a zero filter, and the others."""
    size = "x".join(map(str, survey.risk.architecture.end_to_end_size))
    text = section("Architecture", f"{survey.risk.architecture}   (end-to-end size {size})")
    text += section("Loss", risk_text(survey.risk))
    if survey.given:
        text += section("Given", "\n".join(map(_point_text, survey.given)))
    found = "\n".join(map(_point_text, survey.found))
    if not found and len(survey.risk.architecture.layers) == 2:  # with more layers the search is not complete
        found = "There is no critical point with exactly one zero filter."
    text += section("Zero filters", f"{found}\n{_zero_text(survey)}".strip())
    found, real = points_text(survey.points, survey.real)
    text += section("Critical", found)
    if real:
        text += section("Real", real)
    place, metric = places_text(survey.points, survey.real)
    text += section("Filters", place) if place else ""
    text += section("Metric", metric) if metric else ""
    if certificate_file is not None:
        text += section("File", f"{certificate_file}; re-check it with: symlcn check {certificate_file}")
    return text


def _zero_text(survey: Survey) -> str:
    """Whether all critical points with a zero filter are strict saddles."""
    lines, depth = [], len(survey.risk.architecture.layers)
    if not survey.zero:
        return f"More than {MAX_LAYERS} layers: not decided whether all points with a zero filter are strict saddles."
    if depth == 1:
        if not survey.zero[0].strict:
            return "The zero filter is the minimum."
        return "The zero filter is not critical."
    if all(case.strict for case in survey.zero):
        lines.append("All critical points with one or two zero filters are strict saddles.")
    for case in survey.zero:
        where = " and ".join(f"w_{layer}" for layer in case.zero)
        if case.strict is None:
            lines.append(f"With {where} zero and no others it is not decided: a map of products is not injective.")
        elif not case.strict:
            spans = " and ".join(
                f"w_{layer} in the span of {', '.join(f'({_entries(vector)})' for vector in basis)}"
                for layer, basis in case.kernels
            )
            no = f"With {where} zero and no others the Hessian has no negative direction"
            exactly = f"{no} exactly at the points with {spans}; at all other critical points it has one."
            lines.append(exactly if spans else f"{no} at any critical point.")
    if lines and any(case.strict for case in survey.zero) and not all(case.strict for case in survey.zero):
        lines.append("With other sets of one or two zero filters all critical points are strict saddles.")
    if depth > 2:
        lines.append("Where three filters are zero the Hessian is 0.")
    return "\n".join(lines)


def _entries(vector: Sequence[int]) -> str:
    return ", ".join(map(str, vector))


def _point_text(point: Surveyed) -> str:
    text = f"w = {', '.join(map(tensor_text, point.filters))}: "
    if not point.critical:
        return text + "not critical"
    if not point.zero:
        return text + "critical, no zero filter"
    if point.saddle is None:
        return text + "critical; the Hessian is positive semidefinite, so it shows no strict saddle"
    direction = ", ".join(map(tensor_text, point.saddle.direction))
    return text + f"a strict saddle: second derivative {rational_text(point.saddle.curvature)} along w' = {direction}"
