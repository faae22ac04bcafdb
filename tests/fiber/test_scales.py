"""Fibers at all scales: u → c·u, x → λx, large and small δ, roots that nearly collide: counts and status remain."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from symlcn import fiber, parse_architecture
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.fiber.evidence.document import fiber_json

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


BASES = [
    ("k2 k2", (-2, 0, 1)),
    ("k3 k2", (0, -1, 0, 1)),
    ("k3 k2", (-2, 0, 0, 1)),
    ("k3 k3", (2, 0, -4, 0, 1)),
    ("k3s2 k2", (1, 0, -3, 0, 1)),
    ("k2 k2 k2", (6, -11, 6, -1)),
    ("k3 k2d2", (1, 0, -2, 0, 1)),
]
SIZES = (1, 20, 90)


@pytest.mark.parametrize("seed", range(12))
def test_multiples_of_a_filter_have_the_same_fiber(seed):
    """Filters times s have u times s^L and δ times s², and the same points share their NTK."""
    draw = random.Random(seed)
    notation, u = draw.choice(BASES)
    depth = len(notation.split())
    s = draw.choice((TEN, 1 / TEN, Fraction(3, 7))) ** draw.choice(SIZES)
    delta = draw.choice((None, *([n] * (depth - 1) for n in (0, 1, -3))))
    multiple = None if delta is None else [d * s * s for d in delta]
    assert answer(notation, scaled(u, s**depth), multiple) == answer(notation, u, delta)


@pytest.mark.parametrize("seed", range(12))
def test_stretching_the_variable_keeps_the_points(seed):
    """p(λx) has the roots of p over λ; norms change, and with them at a given δ perhaps the classes."""
    draw = random.Random(100 + seed)
    notation, u = draw.choice(BASES)
    stretch = draw.choice((TEN, 1 / TEN, Fraction(3, 7))) ** draw.choice(SIZES)
    delta = draw.choice((None, [0] * (len(notation.split()) - 1)))
    found, expected = answer(notation, scaled(u, 1, stretch), delta), answer(notation, u, delta)
    assert found[0] == expected[0]
    assert found[1] != "undecided"
    assert delta is not None or found == expected


@pytest.mark.parametrize("seed", range(10))
def test_roots_that_nearly_collide_are_told_apart(seed):
    """(x − 1)² ± ε with other rational roots: as for a large ε."""
    draw = random.Random(200 + seed)
    notation = draw.choice(("k3 k2", "k3 k3", "k2 k2 k2", "k4 k2"))
    degree = sum(int(token[1:]) - 1 for token in notation.split())
    rest = [(-root, 1) for root in draw.sample((2, 3, 5, -1, -2, 7), degree - 2)]
    sign, delta = draw.choice((2, -1)), draw.choice((None, 0, 2))
    asked = None if delta is None else [delta] * (len(notation.split()) - 1)
    near, far = (product((1 - sign * e, -2, 1), *rest) for e in (1 / TEN ** draw.choice((10, 60, 150)), Fraction(1, 4)))
    found, expected = answer(notation, near, asked), answer(notation, far, asked)
    assert found[:2] == expected[:2]


@pytest.mark.parametrize("exponent", [40, -40, 300, -300])
def test_any_delta_has_an_answer(exponent):
    for sign in (1, -1):
        assert answer("k3 k2", (0, -1, 0, 1), [sign * TEN**exponent])[:2] == ((3, 3, 3), "refuted")
        assert answer("k2 k2", (-2, 0, 1), [sign * TEN**exponent])[:2] == ((0, 2, 2), "refuted")


def test_small_roots_that_nearly_collide_of_a_large_filter():
    """All scales at once: NTKs at invariants that are small for u hardly differ."""
    u = product((1 - 2 / TEN**150, -2, 1), (-2, 1), (-3, 1))
    assert answer("k3 k3", scaled(u, TEN**150, TEN**150)) == answer("k3 k3", u)
