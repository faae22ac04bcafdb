"""A fiber of a network with channels in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symlcn.algebra.exact import rational_text
from symlcn.algebra.matrices import Rows
from symlcn.answer import Answer
from symlcn.families.multichannel.fiber.enclosedpoint import EnclosedPoint
from symlcn.families.multichannel.fiber.judge import ChannelFiber
from symlcn.families.multichannel.fiber.scalarpoint import Element, ScalarPoint
from symlcn.network.scaling import Scaling
from symlcn_cli.words.channels import exponent, filters_text, invariants_text, product_text, rounded_text
from symlcn_cli.words.words import about_text, listed, polynomial_text, recheck

MAX_ENTRIES = 36


def entries(answer: Answer[ChannelFiber], file: str | None) -> list[tuple[str, str]]:
    """The end-to-end filter and filters of it, the orbit, why there is no other, its point with scalar invariants."""
    found = answer.known
    network = found.network
    parts = [
        ("Architecture", f"{network}   ({len(network)} layers, {network.parameters} parameters)"),
        ("End to end", product_text(found.product)),
    ]
    if found.filters is not None:
        parts += [
            ("Filters", "\n".join(filters_text(found.filters.filters))),
            ("Invariants", "\n".join(invariants_text(found.filters.invariants)) or "none: there is one layer"),
        ]
    parts.append(("Answer", _answer(found)))
    if found.status == "proved":
        parts.append(("Reason", _reason(found)))
    if found.point is not None:
        parts.append(("Point", "\n".join(_point(found.point))))
    elif found.enclosure is not None:
        parts.append(("Point", "\n".join(_enclosure(found.enclosure))))
    elif found.without is not None:
        parts.append(("Point", f"not written: {found.without}"))
    return parts + recheck(file)


def _asked(delta: Sequence[Fraction] | None) -> str:
    if delta is None:
        return "the same scalar invariants D_l = d_l·I"
    return f"the invariants D_l = d_l·I, d = ({listed(map(rational_text, delta))}),"


def _answer(found: ChannelFiber) -> str:
    if found.status != "proved":
        return f"UNDECIDED: {found.reason}. Nothing is claimed."
    if found.orbits == 0:
        return (
            "PROVED, of nothing: there are no parameters, real or complex, over this end-to-end filter, so none to "
            "compare."
        )
    group = " × ".join(f"GL({c})" for c in found.network.channels[1:-1])
    orbit = f"one orbit of {group}" if group else "one point"
    return (
        f"PROVED: all parameters over this end-to-end filter, real or complex, are {orbit}. So all real ones with "
        f"{_asked(found.delta)} have one NTK. Nothing is said of other invariants."
    )


def _reason(found: ChannelFiber) -> str:
    if len(found.network) == 1:
        return "There is one layer, which is the end-to-end filter."
    lines = []
    if found.steps:
        sides = {"before": "row spaces", "after": "column spaces"}
        used = " and ".join(dict.fromkeys(sides[step.side] for step in found.steps))
        lines.append(
            f"Factors have the {used} of the matrix of polyphase components of their product; linear equations, solved "
            "modulo a prime, determine them up to invertible matrices."
        )
    if found.orbits == 0:
        return "\n".join([*lines, f"But {found.why}."])
    lines.append(
        "Two real points of one orbit with the same scalar invariants differ by orthogonal matrices, which keep the "
        "NTK: a convex function along exp(tX) has equal slopes at both."
    )
    return "\n".join(lines)


def _point(point: ScalarPoint) -> list[str]:
    scaling = Scaling(point.t, (Fraction(0),))
    lines = [
        f"The filters (g·W_1, W_2·g⁻¹) have the invariant {rational_text(point.d)}·I exactly for g with gᵀg = H, which "
        "is g up to an orthogonal matrix:",
        f"  H = {_rows(point.gram)}",
    ]
    if not isinstance(point.t, Fraction):
        interval = f"({rational_text(point.t.lower)}, {rational_text(point.t.upper)})"
        lines.append(f"  t = {point.t.approx(12)}…, the root of {polynomial_text(point.t.minpoly)} in {interval}")
    if point.kernel is not None and len(point.kernel) ** 2 <= MAX_ENTRIES:
        lines.append(f"  K = {_rows(point.kernel)}")
    elif point.kernel is not None:
        first = point.kernel[0][0]
        lines.append(f"  K(0,0) = {polynomial_text(first)}{about_text(first, scaling)}; --json has all of K")
    return lines


def _enclosure(point: EnclosedPoint) -> list[str]:
    several = len(point.grams) > 1
    which = "g_lᵀg_l = H_l, which are the g_l" if several else "gᵀg = H, which is g"
    lines = [
        f"{'The filters g_l·W_l·g_{l−1}⁻¹ have' if several else 'The filters (g·W_1, W_2·g⁻¹) have'} these invariants "
        f"exactly for {'one tuple' if several else 'g'} with {which} up to {'' if several else 'an '}orthogonal "
        f"{'matrices' if several else 'matrix'}; each entry is known up to 10^{exponent(point.error)}:"
    ]
    for l, rows in enumerate(point.grams, 1):
        lines.append(f"  H{f'_{l}' if several else ''} = {_decimals(rows, point.error)}")
    if point.kernel is not None and point.kernel_error is not None:
        error = point.kernel_error
        if len(point.kernel) ** 2 <= MAX_ENTRIES:
            lines.append(f"  K = {_decimals(point.kernel, error)}, up to 10^{exponent(error)}")
        else:
            first = rounded_text(point.kernel[0][0], error)
            lines.append(f"  K(0,0) = {first}, up to 10^{exponent(error)}; --json has all of K")
    return lines


def _decimals(rows: Rows, error: Fraction) -> str:
    return "[" + ", ".join(f"[{', '.join(rounded_text(c, error) for c in row)}]" for row in rows) + "]"


def _rows(rows: Sequence[Sequence[Element]]) -> str:
    return "[" + ", ".join(f"[{', '.join(map(polynomial_text, row))}]" for row in rows) + "]"
