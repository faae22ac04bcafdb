"""Shift loci as a list of formulas."""

from __future__ import annotations

from symlcn.algebra.typeset import lines, vector
from symlcn.answer import Answer
from symlcn.families.polynomial.strata.shiftloci import ShiftLoci
from symlcn.network.architecture import size_text


def latex(answer: Answer[ShiftLoci]) -> str | None:
    """For each locus its sizes, the dimension as a cone, and where they are known the degree and the preimages of a
    generic point; None if loci are not listed."""
    found = answer.known
    if found.loci is None:
        return None
    return lines(
        (
            f"k = {vector(size_text(size).replace('x', chr(92) + 'times ') for size in own.sizes)}",
            rf"\text{{: }}\dim = {own.dimension}"
            + (
                ""
                if own.preimages is None
                else rf",\ \deg = {own.image_degree},\ "
                rf"{own.preimages}\text{{ preimage{'s' * (own.preimages != 1)} up to scaling}}"
            ),
        )
        for own in found.loci
    )
