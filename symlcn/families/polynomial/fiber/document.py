"""Certificates of fibers of networks with activations as JSON.

Contents: :func:`polynomial_fiber_json`, :func:`given_json`.

The format is fixed by ``certificates/schemas/polynomial-fiber.json``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symlcn.algebra.exact import Json, rational_text, rationals_json
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.families.polynomial.document import weighted_json
from symlcn.families.polynomial.fiber.functionfiber import Given, PolynomialFiber
from symlcn.families.polynomial.fiber.functioninput import function_json
from symlcn.families.polynomial.fiber.networkpoints import NetworkPoint, RunFiber
from symlcn.families.polynomial.fiber.samentk import Compared, Difference
from symlcn.fiber.evidence.document import fiber_body

__all__ = ["given_json", "polynomial_fiber_json"]

SPARE = 64
"""Bits of enclosures beyond three times those that separated NTKs."""


def given_json(given: Given) -> Any:
    """A function as :func:`function_json`, or the filters of one."""
    if given.filters is not None:
        return {"filters": [tensor_json(own) for own in given.filters]}
    return function_json(given.function or {})


def polynomial_fiber_json(found: PolynomialFiber, finer: int = 1) -> Json:
    """The fiber as a JSON object of format ``symlcn-certificate``, version 2, with evidence.

    Enclosures have `finer` times the bits that they take by all that is known.

    Raises
    ------
    LimitError
        If no evidence was found for the fiber of a run.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from symlcn.network.notation import parse_network
    >>> from symlcn.families.polynomial.fiber.functionfiber import polynomial_fiber
    >>> given = Given({(((1,), 2),): Fraction(1)})
    >>> document = polynomial_fiber_json(polynomial_fiber(parse_network("k2 r2 k2"), given))
    >>> document["counts"], document["smooth"], document["shifts"], document["assumptions"]
    ({'Q': 2, 'R': 2, 'C': 2}, False, [[[0], [1]], [[1], [0]]], [])
    """
    assumptions: list[str] = []
    runs = []
    for run in found.runs:
        item, rests = _run_json(run, finer)
        runs.append(item)
        assumptions += rests
    own = {
        "filter": given_json(found.given),
        "field": found.field,
        "cores": _cores_json(found),
        "outside": _outside_json(found),
        "shifts": [[list(b) for b in vector] for vector in found.shifts],
        "points": None if found.limit else [_point_json(point) for point in found.points],
        "counts": {"Q": found.counts.rational, "R": found.counts.real, "C": found.counts.complex},
        "smooth": found.smooth,
        "ntk_classes": _classes_json(found),
        "evidence": {"runs": runs, "ntk": _compared_json(found.compared, finer)},
    }
    about, delta = architecture_json(found.architecture), rationals_json(found.delta)
    return sealed(
        "polynomial-fiber", about, found.status, own, delta=delta, reason=found.reason, assumptions=assumptions
    )


def _run_json(own: RunFiber, finer: int) -> tuple[Json, list[str]]:
    """The fiber of a run, with its evidence, and what that rests on."""
    body, assumptions = fiber_body(own.fiber, finer)
    head = {"status": own.fiber.status, "reason": own.fiber.reason}
    fiber = {**head, **body, "assumptions": assumptions}
    return {"run": own.run, "shift": list(own.shift), "fiber": fiber}, assumptions


def _cores_json(found: PolynomialFiber) -> Json | None:
    peeled = found.peeled
    if peeled is None:
        return None
    return {
        "shift": list(peeled.shift),
        "constant": rational_text(peeled.constant),
        "runs": [[[list(a), rational_text(c)] for a, c in own.items()] for own in peeled.cores],
    }


def _outside_json(found: PolynomialFiber) -> Json | None:
    own = found.outside
    if own is None:
        return None
    monomial = None if own.monomial is None else [[list(p), power] for p, power in own.monomial]
    position = None if own.position is None else list(own.position)
    return {"step": own.step, "run": own.run, "position": position, "monomial": monomial}


def _point_json(point: NetworkPoint) -> Json:
    return {
        "shift": point.shift,
        "runs": list(point.chosen),
        "filters": None if point.filters is None else [tensor_json(own) for own in point.filters],
        "factor": None if point.factor is None else rational_text(point.factor),
        **weighted_json(point.scaling),
    }


def _classes_json(found: PolynomialFiber) -> list[list[int]] | None:
    return None if found.compared.classes is None else [list(group) for group in found.compared.classes]


def _compared_json(compared: Compared, finer: int) -> Json | None:
    if not compared.differences and not compared.equal:
        return None
    return {
        "delta": rationals_json(compared.delta),
        "bits": finer * (3 * compared.bits + SPARE),
        "roots": [[n, rational_text(low), rational_text(high)] for n, low, high in compared.roots],
        "different": [_different_json(pair) for pair in compared.differences],
        "equal": [list(pair.points) for pair in compared.equal],
    }


def _different_json(pair: Difference) -> Json:
    entry: Sequence[Any] | None = None if pair.entry is None else [list(e) for e in pair.entry]
    return {"points": list(pair.points), "run": pair.run, "entry": entry}
