"""Fibers at all scales: u → c·u, x → λx, large and small δ, roots that nearly collide: counts and status remain."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symlcn import fiber, parse_architecture
from symlcn.check import check_text
from symlcn.fibercertificate import fiber_json
from symlcn.serial import dumps

TEN = Fraction(10)


def product(*factors):
    """The product of polynomials with rational coefficients, from degree 0."""
    result = [Fraction(1)]
    for factor in factors:
        result = [
            sum((result[i] * factor[k - i] for i in range(len(result)) if 0 <= k - i < len(factor)), Fraction(0))
            for k in range(len(result) + len(factor) - 1)
        ]
    return tuple(result)


def scaled(u, factor=1, stretch=1):
    """The filter of factor·p(stretch·x)."""
    return tuple(Fraction(factor) * Fraction(stretch) ** k * c for k, c in enumerate(u))


def answer(notation, u, delta=None, field="R"):
    """Counts, status and classes of a fiber, after its certificate was accepted."""
    found = fiber(parse_architecture(notation), u, delta, field)
    outcome = check_text(dumps(fiber_json(found)))
    assert outcome.verdict == "accepted", outcome.message[:300]
    counts = (found.counts.rational, found.counts.real, found.counts.complex)
    sizes = None if found.classes is None or found.classes.classes is None else sorted(map(len, found.classes.classes))
    return counts, found.status, sizes


EXAMPLES = {
    "roots p and 2p, p = 10^60": ("k2 k2", (2 / TEN**120, -3 / TEN**60, 1), None, (2, 2, 2), "refuted"),
    "delta = 10^88": ("k2 k2", (2, -3, 1), [TEN**88], (2, 2, 2), "refuted"),
    "delta = -10^30": ("k2 k2", (2, -3, 1), [-(TEN**30)], (2, 2, 2), "refuted"),
    "delta = -10^300": ("k2 k2", (2, -3, 1), [-(TEN**300)], (2, 2, 2), "refuted"),
    "balanced, u small": ("k3 k2", (0, -1 / TEN**50, 0, 1 / TEN**50), [0], (3, 3, 3), "refuted"),
    "conjugate roots near the real axis": (
        "k3 k2", product((1 + 1 / TEN**200, -2, 1), (-2, 1)), None, (1, 1, 3), "proved"),
    "real roots near each other": ("k3 k2", product((1 - 2 / TEN**200, -2, 1), (-2, 1)), None, (1, 3, 3), "refuted"),
    "1 + 10^240 x^4": ("k3 k3", (1, 0, 0, 0, TEN**240), None, (0, 2, 6), "refuted"),
    "-2 + 10^280 x^8": ("k5 k5", (-2, 0, 0, 0, 0, 0, 0, 0, TEN**280), None, (0, 6, 70), "refuted"),
}  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples(example):
    notation, u, delta, counts, status = EXAMPLES[example]
    assert answer(notation, u, delta)[:2] == (counts, status)
