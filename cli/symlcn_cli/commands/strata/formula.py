"""Strata as a list of formulas."""

from __future__ import annotations

from symlcn.algebra.typeset import lines, vector
from symlcn.answer import Answer
from symlcn.geometry.strata.exchanges import Exchanges
from symlcn.geometry.strata.poset import Strata


def latex(answer: Answer[Strata | Exchanges]) -> str | None:
    """For each stratum its degrees m, the dimension as a cone, the degree, and the number of preimages of a generic
    point over C; None of exchange loci."""
    found = answer.known
    if isinstance(found, Exchanges):
        return None
    return lines(
        (
            f"m = {vector(map(str, own.degrees))}",
            rf"\text{{: }}\dim = {own.dimension},\ \deg = {own.image_degree},\ "
            rf"{own.preimages}\text{{ preimage{'s' * (own.preimages != 1)} over }}\mathbb{{C}}\text{{ up to scaling}}",
        )
        for own in found.strata
    )
