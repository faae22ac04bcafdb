"""A metric on a sheet through irrational filters, in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symlcn.algebra.exact import fraction_of, rational_text
from symlcn.certificates.algebraicvalues import number_text
from symlcn.geometry.metric.metric import Metric
from symlcn.geometry.metric.sheets import Sheet
from symlcn_cli.words.entries import MAX_SHOWN
from symlcn_cli.words.words import conditional, numbered, polynomial_text


def sheet_sections(found: Metric, own: Sheet, assumptions: Sequence[str]) -> list[tuple[str, str]]:
    """The metric where the filters are over Q(α): in Q(α)(t)."""
    answer = (
        f"PROVED: the metric g on the tangent space T, of dimension {found.architecture.rank}. It is positive definite."
    )
    smooth = found.fiber.smooth.reason if found.fiber else ""
    layers = numbered(range(len(own.filters)))
    filters = [short_text("(" + ", ".join(map(_in_alpha, entries)) + ")") for entries in own.filters]
    sides = "·".join(_shifted(shift) for shift in own.shifts)
    return [
        ("Answer", conditional(answer, assumptions)),
        ("Invariants", f"δ = ({', '.join(map(rational_text, found.delta))})"),
        (
            "Field",
            f"Q(α), α = {number_text(own.number)}… a root of {short_text(polynomial_text(own.number.minpoly, 'z'))}",
        ),
        ("Filters", "\n".join(f"w_{l} = {w}" for l, w in zip(layers, filters, strict=True)) + "\nTheir product is u."),
        ("Norms", "\n".join(f"n_{l} = {short_text(_in_alpha(n))}" for l, n in zip(layers, own.norms, strict=True))),
        (
            "Scaling",
            f"ρ = ({', '.join(polynomial_text((shift, 1)) for shift in own.shifts)}) with t = {own.approx(12)}…, the "
            f"only number beyond max(−Δ_l) with {sides} = {'·'.join(f'n_{l}' for l in layers)}",
        ),
        (
            "Metric",
            "T is the orthogonal sum of R·u, where g(u, u) = 1/Σ(1/ρ_l), and for each layer l of the vectors "
            "y·∏_{m≠l} w_m with y ⊥ w_l, where g(v, v') = (ρ_l/n_l)·⟨y, y'⟩. It is vᵀK⁺v' (Lemma 5).",
        ),
        (
            "Evidence",
            "The filters were multiplied modulo the polynomial of α. J has full rank at this point of the fiber. "
            f"u is a smooth point: {smooth}. The independent checker accepted the certificate, which has the whole "
            "fiber; --json prints it.",
        ),
    ]


def _in_alpha(element: Any) -> str:
    return polynomial_text([fraction_of(c) for c in element.coeffs()], "α")


def _shifted(shift: Fraction) -> str:
    return f"({polynomial_text((shift, 1))})" if shift else "t"


def short_text(body: str) -> str:
    """What fits on a few lines."""
    return body if len(body) <= MAX_SHOWN else body[:MAX_SHOWN] + "…"
