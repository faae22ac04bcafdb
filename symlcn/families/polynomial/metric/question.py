"""The question ``symlcn metric`` of networks with activations.

Contents: :func:`metric`, :data:`POLYNOMIAL_METRIC`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Unpack

from symlcn.algebra.exact import rationals_json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.errors import LimitError, ParseError
from symlcn.families.polynomial.fiber.document import given_json
from symlcn.families.polynomial.fiber.functionfiber import Given, polynomial_fiber
from symlcn.families.polynomial.fiber.functioninput import as_given
from symlcn.families.polynomial.metric.branchmetric import BranchMetric, branch_metric
from symlcn.families.polynomial.metric.document import branch_json
from symlcn.network.filters import Filter
from symlcn.network.inputs import as_invariants
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["POLYNOMIAL_METRIC", "metric"]


def _decide(network: PolynomialArchitecture, given: Given, delta: tuple[Fraction, ...]) -> BranchMetric:
    filters = given.filters or _preimage(network, given, delta)
    return branch_metric(network, filters, delta)


def _preimage(network: PolynomialArchitecture, given: Given, delta: tuple[Fraction, ...]) -> tuple[Filter, ...]:
    """The filters over a function, if they are rational, and all real ones share their NTK at a smooth point."""
    found = polynomial_fiber(network, given, delta)
    if found.outside is not None or not found.points:
        raise LimitError("f is not the function of real filters: see symlcn fiber")
    if found.smooth is not True:
        raise LimitError(
            "f is a singular point, or it is not decided: give filters, for the metric of the branch there"
        )
    if len(found.points) > 1 and found.status != "proved":
        raise LimitError("real filters over f have different NTKs, or that is not decided: give some")
    point = next((point for point in found.points if point.filters is not None), None)
    if point is None or point.filters is None or point.factor is None:
        raise LimitError("no filters over f are rational; metrics of others are not computed")
    return (*point.filters[:-1], _multiple(point.filters[-1], point.factor))


def _multiple(tensor: Any, factor: Fraction) -> Any:
    return tuple(_multiple(part, factor) for part in tensor) if isinstance(tensor, tuple) else Fraction(tensor * factor)


POLYNOMIAL_METRIC: Question[BranchMetric] = Question(
    "metric", "polynomial-metric", _decide, branch_json, family="polynomial"
)


def metric(
    network: PolynomialArchitecture,
    filter: Any = None,
    delta: Any = None,
    *,
    filters: Any = None,
    point: int | None = None,
    compare: Any = None,
    **running: Unpack[Running],
) -> Answer[BranchMetric]:
    """The metric at a function of a network with activations, or along the branch through filters.

    As :func:`symlcn.metric`, which asks this; with δ and either a function or filters.

    Raises
    ------
    ParseError
        If something cannot be read or is not exact, or is missing.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.metric("k3 r2 k2", delta="balanced", filters=[(1, 2, 3), (4, 5)])
    >>> answer.status, answer.only, answer.inverse_length.approx(8)
    (Status.PROVED, True, '0.23775406')
    """
    if point is not None or compare is not None:
        name = "point" if point is not None else "compare"
        raise ParseError(name, "with activations the metric is computed at filters or a function, and at one δ")
    asked = as_invariants(delta, network)
    if asked is None or (filter is None and filters is None):
        raise ParseError("delta" if asked is None else "filters", "with activations give both δ, and f or filters")
    given = as_given(filter, filters, network)
    about = {"architecture": architecture_json(network), "delta": rationals_json(asked), "filter": given_json(given)}
    return answered(POLYNOMIAL_METRIC, (network, given, asked), about, **running)
