"""Shift loci as JSON objects of format ``symlcn-certificate``, kind ``polynomial-strata``.

Contents: :func:`shift_loci_json`.
"""

from __future__ import annotations

from symlcn.algebra.exact import Json, integer_text
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json
from symlcn.families.polynomial.strata.shiftloci import ShiftLoci, ShiftLocus

__all__ = ["shift_loci_json"]


def shift_loci_json(found: ShiftLoci, _finer: int = 1) -> Json:
    """The certificate of what :func:`~symlcn.families.polynomial.strata.shiftloci.shift_loci` finds.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> from symlcn.families.polynomial.strata.shiftloci import shift_loci
    >>> shift_loci_json(shift_loci(parse_network("k2 r2 k2")))["result"]["strata"][1]["shift"]
    [[1], [-1]]
    """
    result = {
        "form": "shifts",
        "complete": found.complete,
        "smooth": found.smooth,
        "singular_dimension": found.singular_dimension,
        "vertex_singular": found.vertex_singular,
        "strata": None if found.loci is None else [_locus(own) for own in found.loci],
        "covers": None if found.covers is None else [list(pair) for pair in found.covers],
    }
    return sealed("polynomial-strata", architecture_json(found.architecture), "proved", {"result": result})


def _locus(locus: ShiftLocus) -> Json:
    return {
        "sizes": [list(size) for size in locus.sizes],
        "shift": [list(own) for own in locus.shift],
        "offset": list(locus.offset),
        "dimension": locus.dimension,
        "image_degree": None if locus.image_degree is None else integer_text(locus.image_degree),
        "preimages": None if locus.preimages is None else integer_text(locus.preimages),
    }
