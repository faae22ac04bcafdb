"""Answers as rows of a table.

Contents: :func:`table`, :func:`record`, :data:`Record`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TypeAlias

from symlcn.answer import Answer
from symlcn.errors import ParseError, shown

__all__ = ["Record", "record", "table"]

Value: TypeAlias = str | int | bool | None
Record: TypeAlias = dict[str, Value]

CLASSIFIED = ("degree", "birational", "ntk", "dimension", "ambient", "image_degree")
"""Fields of a classification that are columns under their names."""
COUNTED = ("rational", "real", "complex")
"""The points of a fiber over Q, R and C."""


def table(answers: Iterable[Answer[Any]]) -> list[Record]:
    """Answers as records, one for each, that pandas and csv take: ``pandas.DataFrame(symlcn.table(answers))``.

    Parameters
    ----------
    answers : iterable of Answer
        To any questions; a generator is read as it goes, and no answer is kept.

    Returns
    -------
    list of dict
        All with the same keys, of strings, integers, booleans and None where it does not apply or is not known:

        `architecture`, `question`, `delta` (``"1,-2/3"``; None for every δ), `status`, `reason`, `assumptions` (how
        many the certificate leaves to be believed), `layers` (how many);

        of the classification of `certify`, proved by its certificate: `degree`, `birational`, `ntk`, `delta_locus`
        (``"δ_1 = 0, δ_2 + δ_3 = 0"``, empty if the NTK is determined for every δ, None if for none), `dimension`,
        `ambient`, `image_degree`, `interchangeable` (``"0,2"``: layers from 0, groups separated by semicolons);

        of a fiber, under its assumptions: `rational`, `real`, `complex`, the numbers of points over Q, R and C, and
        `smooth`.

    Raises
    ------
    ParseError
        If something is no answer.

    Examples
    --------
    >>> import symlcn
    >>> family = symlcn.architectures(layers=2, size=(2, 3), stride=(1, 2), up_to="order")
    >>> rows = table(symlcn.certify(one) for one in family)
    >>> [(row["architecture"], row["status"], row["degree"]) for row in rows if row["ntk"] == "independent"]
    [('k2s2 k2', 'proved', 1), ('k2s2 k3', 'proved', 1), ('k3s2 k2', 'proved', 1), ('k3s2 k3', 'proved', 1)]
    """
    if isinstance(answers, Answer):
        raise ParseError("answers", "one answer is no table; give a list, [answer]")
    return [record(answer, f"answer {number}") for number, answer in enumerate(answers)]


def record(answer: Answer[Any], place: str = "answer") -> Record:
    """One row of :func:`table`."""
    if not isinstance(answer, Answer):
        raise ParseError(place, f"{shown(answer, 40)} is no answer; give what symlcn.certify returns, for example")
    about = answer.about
    layers = about.get("architecture", {}).get("layers")
    return {
        "architecture": answer.subject,
        "question": answer.question.name,
        "delta": _delta(about.get("delta")),
        "status": answer.status.value,
        "reason": answer.reason,
        "assumptions": len(answer.assumptions),
        "layers": None if layers is None else len(layers),
        **_classified(_proved(answer)),
        **_counted(answer.result),
    }


def _delta(values: Any) -> str | None:
    """Numbers separated by commas; matrices, of dense networks, as JSON."""
    if values is None or isinstance(values, str):
        return values
    return _joined(values) if all(isinstance(value, str) for value in values) else json.dumps(values)


def _joined(values: Iterable[Any]) -> str:
    return ",".join(map(str, values))


def _proved(answer: Answer[Any]) -> Any:
    """What has the classification: a part of the result of `certify`, or for networks with channels all of it."""
    found = answer.result
    own = found if answer.question.family == "multichannel" and answer.question.name == "certify" else None
    return getattr(found, "classification", own)


def _classified(found: Any) -> Record:
    """The classification that a certificate proves."""
    columns: Record = {name: getattr(found, name, None) for name in CLASSIFIED}
    forms, layers = getattr(found, "delta_locus", None), getattr(found, "interchangeable", None)
    locus = None if forms is None else ", ".join(map(_form, forms))
    groups = None if layers is None else "; ".join(map(_joined, layers))
    return {**columns, "delta_locus": locus, "interchangeable": groups}


def _form(form: Iterable[int]) -> str:
    return " + ".join(f"δ_{number}" for number, on in enumerate(form, start=1) if on) + " = 0"


def _counted(found: Any) -> Record:
    """The points of a fiber."""
    counts, smooth = getattr(found, "counts", None), getattr(found, "smooth", None)
    return {**{name: getattr(counts, name, None) for name in COUNTED}, "smooth": getattr(smooth, "smooth", None)}
