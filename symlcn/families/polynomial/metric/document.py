"""Metrics of networks with activations as JSON of kind ``polynomial-metric``.

Contents: :func:`branch_json`.
"""

from __future__ import annotations

from fractions import Fraction

from symlcn.algebra.exact import Json, rationals_json
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, element_json, tensor_json
from symlcn.families.polynomial.document import sum_json, weighted_json
from symlcn.families.polynomial.metric.branchmetric import BranchMetric
from symlcn.fiber.evidence.document import rank_json
from symlcn.geometry.metric.tangent import Piece

__all__ = ["branch_json"]

FINE = Fraction(1, 2**40)


def branch_json(found: BranchMetric, finer: int = 1) -> Json:
    """The metric along the branch through filters, as a JSON object of format ``symlcn-certificate``.

    Examples
    --------
    >>> from symlcn.families.polynomial.metric.branchmetric import branch_metric
    >>> from symlcn.network.notation import parse_network
    >>> branch_json(branch_metric(parse_network("k2 r2 k1"), [(1, 2), (1,)], [3]))["result"]["inverse_length"]
    '9/5'
    """
    own: Json = {"filter": {"filters": [tensor_json(tensor, factor) for tensor, factor in _given(found)]}}
    if found.deficient is None:
        runs = [found.filters[run.start : run.stop] for run in found.network.runs]
        pairs = list(zip(found.network.runs, runs, strict=True))
        own["result"] = {
            **weighted_json(found.scaling.refined(FINE**finer)),
            "only": found.only,
            "inverse_length": sum_json(found.inverse_length),
            "pieces": [_piece(piece) for piece in found.pieces],
        }
        several = [(run.architecture, own) for run, own in pairs if len(own) > 1]
        ranks = [rank_json(architecture, own, architecture.rank) for architecture, own in several]
        own["evidence"] = {"ranks": ranks}
    about, delta = architecture_json(found.network), rationals_json(found.delta)
    return sealed("polynomial-metric", about, found.status, own, delta=delta, reason=found.reason)


def _given(found: BranchMetric) -> list[tuple[object, Fraction]]:
    """Filters of the function f: the last one takes the factor."""
    one = Fraction(1)
    return [*((tensor, one) for tensor in found.filters[:-1]), (found.filters[-1], found.factor)]


def _piece(piece: Piece) -> Json:
    return {
        "layer": piece.layer,
        "weight": element_json(piece.weight),
        "preimages": [[str(c) for c in y] for y in piece.preimages],
        "gram": [[str(c) for c in row] for row in piece.gram],
    }
