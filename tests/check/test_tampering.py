"""Damaged certificates are never accepted, even with a digest that fits."""

import json
from fractions import Fraction

import pytest

from symlcn.check import check_text
from tests.support.damage import at, certificate, changed, containers, leaves, replaced, sealed, without

BASES = [
    ("k3s2 k2", None),
    ("k2x2 k2x2", None),
    ("k2x2 k2x2", [21]),
    ("k2x2 k2x2", [0]),
    ("k3 k2", None),
    ("k3 k2", [Fraction(1, 2)]),
    ("k2 k2", [0]),
    ("k2 k2d2 k2 k2d2", [1, -1, 2]),
    ("k2x2x2s2 k3x1x1 k2x1x1 k1x1x1 k3x2x3", None),
]
IDS = [f"{notation} {delta}" for notation, delta in BASES]


def still_true(document, path):
    """An interval may be another one that isolates the same root: that is no damage."""
    if "interval" not in path:
        return False
    t = at(document, path[: path.index("interval")])
    lower, upper = map(Fraction, t["interval"])
    values = [sum(int(c) * x**k for k, c in enumerate(t["minpoly"])) for x in (lower, upper)]
    return 0 <= lower < upper and values[0] * values[1] < 0


@pytest.mark.parametrize(("notation", "delta"), BASES, ids=IDS)
def test_no_change_of_any_single_value_is_accepted(notation, delta):
    honest = certificate(notation, delta)
    assert check_text(sealed(honest)).verdict == "accepted"
    kinds = set()
    for path in leaves(honest):
        if path[0] in ("tool", "digest"):
            continue
        for value in changed(at(honest, path)):
            damaged = replaced(honest, path, value)
            outcome = check_text(sealed(damaged))
            assert outcome.verdict != "accepted" or still_true(damaged, path), (path, value)
            kinds.add(tuple(key for key in path if isinstance(key, str)))
    assert len(kinds) >= 20


@pytest.mark.parametrize(("notation", "delta"), BASES, ids=IDS)
def test_no_removal_of_anything_is_accepted(notation, delta):
    honest = certificate(notation, delta)
    for path in containers(honest):
        if path[:1] == ("tool",):
            continue
        part = at(honest, path)
        for key in part if isinstance(part, dict) else range(len(part)):
            if (*path, key) not in {("tool",), ("digest",), ("hypotheses",)}:
                assert check_text(sealed(without(honest, (*path, key)))).verdict != "accepted", (*path, key)


@pytest.mark.parametrize(("notation", "delta"), BASES, ids=IDS)
def test_any_change_without_a_new_digest_is_noticed(notation, delta):
    honest = certificate(notation, delta)
    for path in leaves(honest):
        if path[0] != "tool":
            value = changed(at(honest, path))[0]
            assert check_text(json.dumps(replaced(honest, path, value))).verdict != "accepted", path
