"""Counterexamples as JSON objects of format ``symlcn-certificate``, version 2, kind ``counterexample``.

Contents: :func:`counterexample_json`, :func:`separation_json`.
"""

from __future__ import annotations

from fractions import Fraction

from symlcn.algebra.exact import Json, integer_text, rational_text, rationals_json
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, element_json, number_json, rho_json, tensor_json
from symlcn.counterexample.find import CounterexampleResult, Point, Separation

__all__ = ["counterexample_json", "separation_json"]


def counterexample_json(result: CounterexampleResult) -> Json:
    """What a search for a counterexample found, as a JSON object of format ``symlcn-certificate``, version 2.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.counterexample.find import find_counterexample
    >>> counterexample_json(find_counterexample(parse_architecture("k2 k2")))["ntk_difference"]["index"]
    [0, 0]
    """
    pair = result.pair
    difference = None
    if pair is not None and pair.index is not None and pair.values is not None:
        difference = {"index": list(pair.index), "values": [element_json(value) for value in pair.values]}
    own = {
        "filter": pair and tensor_json(pair.filter),
        "pair": [_point(point, pair.factor) for point in pair.points] if pair else [],
        "ntk_difference": difference,
        "separation": pair and pair.separation and separation_json(pair.separation),
    }
    about = architecture_json(result.architecture)
    delta, reason = rationals_json(result.delta), result.reason
    return sealed("counterexample", about, result.status, own, delta=delta, reason=reason)


def _point(point: Point, factor: Fraction) -> Json:
    item = {
        "filters": [tensor_json(tensor) for tensor in point.filters],
        "factor": rational_text(factor),
        "t": point.scaling and number_json(point.scaling.t),
        "rho": point.scaling and rho_json(point.scaling),
    }
    if point.ratios is not None:
        scaled = zip(point.filters, point.ratios, strict=True)
        item["scaled_filters"] = [tensor_json(tensor, ratio) for tensor, ratio in scaled]
    return item


def separation_json(separation: Separation) -> Json:
    """The matrix and its inner products."""
    return {
        "entries": [{"index": list(index), "value": integer_text(value)} for index, value in separation.entries],
        "products": [[integer_text(value) for value in row] for row in separation.products],
    }
