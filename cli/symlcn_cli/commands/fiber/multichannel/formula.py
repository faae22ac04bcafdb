"""A fiber of a network with channels as a formula."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symlcn.algebra.matrices import Rows
from symlcn.algebra.typeset import element, lines, matrix
from symlcn.answer import Answer
from symlcn.families.multichannel.fiber.enclosedpoint import EnclosedPoint
from symlcn.families.multichannel.fiber.judge import ChannelFiber
from symlcn_cli.words.channels import exponent, filters_latex, rounded_text


def latex(answer: Answer[ChannelFiber]) -> str | None:
    """The filters, and H, t, and K if it is small, of the point with scalar invariants; None if there are none."""
    filters, point = answer.known.filters, answer.known.point
    if filters is None:
        return None
    parts = list(filters_latex(filters.filters))
    if answer.known.enclosure is not None:
        return lines([*parts, *_enclosed(answer.known.enclosure)])
    if point is None:
        return lines(parts)
    parts.append(("H", f"= {matrix([[element(value) for value in row] for row in point.gram])}"))
    if not isinstance(point.t, Fraction):
        left, _, right = point.t.latex().partition(r" \approx ")
        parts.append((left, rf"\approx {right}"))
    if point.kernel is not None:
        parts.append(("K", f"= {matrix([[element(value) for value in row] for row in point.kernel])}"))
    return lines(parts)


def _enclosed(found: EnclosedPoint) -> Iterator[tuple[str, str]]:
    """The H_l, and K if it is small, up to what is shown."""
    for l, rows in enumerate(found.grams, 1):
        name = "H" if len(found.grams) == 1 else f"H_{{{l}}}"
        yield name, rf"\approx {_decimals(rows, found.error)}, \quad \text{{up to }} 10^{{{exponent(found.error)}}}"
    if found.kernel is not None and found.kernel_error is not None:
        bound = rf"\quad \text{{up to }} 10^{{{exponent(found.kernel_error)}}}"
        yield "K", rf"\approx {_decimals(found.kernel, found.kernel_error)}, {bound}"


def _decimals(rows: Rows, error: Fraction) -> str:
    return matrix([[rounded_text(c, error) for c in row] for row in rows])
