"""Counterexamples for networks with channels in groups as JSON, of kind ``grouped-counterexample``.

Contents: :func:`grouped_finding_json`.

``delta`` is the list of the matrices D_l of the parameters, 0 outside of cells. Filters are nested: output, input of
its group, position. Entries of U are numbered by output, input and position, row-major.
"""

from __future__ import annotations

from symlcn.algebra.exact import Json, rational_text
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.families.grouped.counterexample.judge import GroupedFinding

__all__ = ["grouped_finding_json"]


def grouped_finding_json(found: GroupedFinding) -> Json:
    """The certificate.

    Examples
    --------
    >>> from symlcn.families.grouped.counterexample.judge import judge
    >>> from symlcn.network.notation import parse_network
    >>> grouped_finding_json(judge(parse_network("c2 k1c2 k3c2g2 k1c2")))["ntk_difference"]
    {'index': [0, 0], 'values': ['10', '13']}
    """
    own: Json = {}
    if found.pair is not None:
        own = {
            "filter": tensor_json(found.pair.sides[0].product),
            "pair": [{"filters": [tensor_json(layer) for layer in side.filters]} for side in found.pair.sides],
            "ntk_difference": {
                "index": list(found.pair.place),
                "values": [rational_text(value) for value in found.pair.values],
            },
        }
    delta = None if found.invariants is None else [tensor_json(rows) for rows in found.invariants]
    kind = "grouped-counterexample"
    return sealed(kind, architecture_json(found.network), found.status, own, delta=delta, reason=found.reason)
