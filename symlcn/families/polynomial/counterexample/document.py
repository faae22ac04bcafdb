"""Counterexamples of networks with activations as JSON of kind ``polynomial-counterexample``.

Contents: :func:`pair_json`.
"""

from __future__ import annotations

from fractions import Fraction

from symlcn.algebra.exact import Json, integer_text, rational_text, rationals_json
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.counterexample.document import separation_json
from symlcn.families.polynomial.counterexample.networkpairs import PairFound, PolynomialPair, TupleOfPair
from symlcn.families.polynomial.document import sum_json, weighted_json
from symlcn.families.polynomial.fiber.functioninput import function_json

__all__ = ["pair_json"]

FINE = Fraction(1, 2**40)


def pair_json(found: PairFound, finer: int = 1) -> Json:
    """What a search for a counterexample found, as a JSON object of format ``symlcn-certificate``.

    Examples
    --------
    >>> from symlcn.families.polynomial.counterexample.singularpair import shifted_pair
    >>> from symlcn.network.notation import parse_network
    >>> pair_json(shifted_pair(parse_network("k2 r2 k2"), None))["ntk_difference"]
    {'input': [[[0], '1']], 'values': ['1', '0']}
    """
    pair = found.pair
    own: Json = {"pair": []}
    if pair is not None:
        own = {
            "filter": None if pair.function is None else function_json(pair.function),
            "pair": [_point(point, pair.factor, finer) for point in pair.points],
            "ntk_difference": _difference(pair),
            "separation": _separation(pair),
        }
    about = architecture_json(found.network)
    delta = rationals_json(found.delta)
    return sealed("polynomial-counterexample", about, found.status, own, delta=delta, reason=found.reason)


def _point(point: TupleOfPair, factor: Fraction, finer: int) -> Json:
    scaling = point.scaling
    item = {
        "filters": [tensor_json(tensor) for tensor in point.filters],
        "factor": rational_text(factor),
        **weighted_json(scaling and scaling.refined(FINE**finer)),
    }
    if point.ratios is not None:
        pairs = zip(point.filters, point.ratios, strict=True)
        item["scaled_filters"] = [tensor_json(tensor, ratio) for tensor, ratio in pairs]
    return item


def _difference(pair: PolynomialPair) -> Json | None:
    if pair.point is None or pair.values is None:
        return None
    point = [[list(position), integer_text(x)] for position, x in sorted(pair.point.items())]
    return {"input": point, "values": [sum_json(value) for value in pair.values]}


def _separation(pair: PolynomialPair) -> Json | None:
    own = pair.separation
    if own is None:
        return None
    return {"run": pair.run, "matrix": separation_json(own)}
