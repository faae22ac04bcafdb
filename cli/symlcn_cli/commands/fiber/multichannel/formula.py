"""A fiber of a network with channels as a formula."""

from __future__ import annotations

from fractions import Fraction

from symlcn.algebra.typeset import element, lines, matrix
from symlcn.answer import Answer
from symlcn.families.multichannel.fiber.judge import ChannelFiber
from symlcn_cli.words.channels import filters_latex


def latex(answer: Answer[ChannelFiber]) -> str | None:
    """The filters, and H, t, and K if it is small, of the point with scalar invariants; None if there are none."""
    filters, point = answer.known.filters, answer.known.point
    if filters is None:
        return None
    parts = list(filters_latex(filters.filters))
    if point is None:
        return lines(parts)
    parts.append(("H", f"= {matrix([[element(value) for value in row] for row in point.gram])}"))
    if not isinstance(point.t, Fraction):
        left, _, right = point.t.latex().partition(r" \approx ")
        parts.append((left, rf"\approx {right}"))
    if point.kernel is not None:
        parts.append(("K", f"= {matrix([[element(value) for value in row] for row in point.kernel])}"))
    return lines(parts)
