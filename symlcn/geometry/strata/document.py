"""Strata as JSON objects of format ``symlcn-certificate``, kind ``strata``.

Contents: :func:`strata_json`, :func:`exchanges_json`.
"""

from __future__ import annotations

from symlcn.algebra.exact import Json, integer_text
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.geometry.strata.exchanges import Exchange, Exchanges
from symlcn.geometry.strata.poset import Strata, Stratum

__all__ = ["exchanges_json", "strata_json"]


def strata_json(found: Strata) -> Json:
    """The strata in one direction.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.geometry.strata.poset import strata
    >>> strata_json(strata(parse_architecture("k3s2 k2")))["result"]["strata"][1]["degrees"]
    [0, 2]
    """
    result = {
        "form": "poset",
        "reduced": str(found.reduced),
        "complete": True,
        "vertex_singular": found.vertex_singular,
        "strata": [_stratum(stratum) for stratum in found.strata],
        "covers": [list(cover) for cover in found.covers],
    }
    own = {"result": result, "evidence": {"points": [_point(stratum) for stratum in found.strata]}}
    return sealed("strata", architecture_json(found.architecture), "proved", own)


def exchanges_json(found: Exchanges) -> Json:
    """The exchange loci in any number of directions.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.geometry.strata.exchanges import exchanges
    >>> exchanges_json(exchanges(parse_architecture("k2x2 k2x1")))["result"]["loci"][0]["degree"]
    [1, 0]
    """
    result = {
        "form": "exchanges",
        "reduced": str(found.reduced),
        "complete": found.complete,
        "limit": found.limit,
        "omitted": integer_text(found.omitted),
        "loci": [_locus(locus) for locus in found.loci],
    }
    own = {"result": result, "evidence": {"points": [_sample(locus) for locus in found.loci]}}
    return sealed("strata", architecture_json(found.architecture), "proved", own)


def _stratum(stratum: Stratum) -> Json:
    return {
        "degrees": list(stratum.degrees),
        "dimension": stratum.dimension,
        "image_degree": integer_text(stratum.image_degree),
        "preimages": integer_text(stratum.preimages),
        "real_preimages": None if stratum.real_preimages is None else list(map(integer_text, stratum.real_preimages)),
        "rank": stratum.rank,
    }


def _point(stratum: Stratum) -> Json:
    return {
        "roots": [list(map(integer_text, roots)) for roots in stratum.roots],
        "filter": tensor_json(stratum.filter),
        "preimage": stratum.preimage and [tensor_json(tensor) for tensor in stratum.preimage],
    }


def _locus(locus: Exchange) -> Json:
    return {
        "layers": list(locus.layers),
        "degree": None if locus.degree is None else list(locus.degree),
        "exponent": list(locus.exponent),
        "dimension": locus.dimension,
        "codimension": locus.codimension,
    }


def _sample(locus: Exchange) -> Json:
    return {
        "filter": tensor_json(locus.filter),
        "shared": [tensor_json(tensor) for tensor in locus.shared],
        "rest": [tensor_json(tensor) for tensor in locus.rest],
        "pair": [[tensor_json(tensor) for tensor in filters] for filters in locus.pair],
    }
