"""The landscape of the loss in words.

Contents: :func:`entries`.
"""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.algebra.exact import rational_text
from symlcn.answer import Answer
from symlcn.loss.critical.zerofilters import MAX_LAYERS
from symlcn.loss.survey import Survey, Surveyed
from symlcn.network.architecture import size_text
from symlcn_cli.commands.flow.report import file_entries, risk_text
from symlcn_cli.commands.landscape.criticalreport import places_text, points_text
from symlcn_cli.words.words import numbered, tensor_text


def entries(answer: Answer[Survey], file: str | None) -> list[tuple[str, str]]:
    """The loss, the points given, those with a zero filter, and the others."""
    survey = answer.known
    size = size_text(survey.risk.architecture.end_to_end_size)
    found = "\n".join(map(_point_text, survey.found))
    if not found and len(survey.risk.architecture.layers) == 2:  # with more layers the search is not complete
        found = "There is no critical point with exactly one zero filter."
    points, real = points_text(survey.points, survey.real)
    place, metric = places_text(survey.points, survey.real)
    parts = [
        ("Architecture", f"{survey.risk.architecture}   (end-to-end size {size})"),
        ("Loss", risk_text(survey.risk)),
        ("Given", "\n".join(map(_point_text, survey.given))),
        ("Zero filters", f"{found}\n{_zero_text(survey)}".strip()),
        ("Critical", points),
        ("Real", real),
        ("Filters", place),
        ("Metric", metric),
    ]
    return [(label, words) for label, words in parts if words] + file_entries(answer, file)


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
        where = " and ".join(f"w_{layer}" for layer in numbered(case.zero))
        if case.strict is None:
            lines.append(f"With {where} zero and no others it is not decided: a map of products is not injective.")
        elif not case.strict:
            spans = " and ".join(
                f"w_{layer + 1} in the span of {', '.join(f'({_entries(vector)})' for vector in basis)}"
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
