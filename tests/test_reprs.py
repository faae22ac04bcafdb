"""What a result prints for programs fits on a screen, whatever it holds, and so does what is in it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import pytest

import symlcn

MAX_PRINTED = 700
"""Characters: seven lines of a terminal."""

ASKED = {
    "certify": lambda: symlcn.certify("k2x2 k2x2 k2x2", delta=[21, 1]),
    "certify @wavenet3": lambda: symlcn.certify("@wavenet3"),
    "counterexample": lambda: symlcn.counterexample("k4 k3"),
    "dense": lambda: symlcn.dense([2, 2, 2]),
    "dense with activations": lambda: symlcn.dense("2 r3 2 1"),
    "equations": lambda: symlcn.equations("k3s2 k2"),
    "fiber": lambda: symlcn.fiber("k3 k3 k2", "0,1,-1,0,2,0", delta=[1, 2], seal=False),
    "fiber, irrational": lambda: symlcn.fiber("k3 k3", "x^4 - 2", delta="balanced", seal=False),
    "inverse": lambda: symlcn.inverse("k3s2 k2"),
    "metric": lambda: symlcn.metric("k3s2 k2"),
    "ntk": lambda: symlcn.ntk("k5 k5"),
    "strata": lambda: symlcn.strata("k3 k3"),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_results_print_in_a_few_lines(asked: Any) -> None:
    result = asked().known
    names = getattr(result, "_fields", None) or [own.name for own in fields(result)]
    values = [getattr(result, name) for name in names]
    held = [part for value in values if isinstance(value, tuple) for part in value]
    for part in (result, *values, *held):
        if is_dataclass(part) or hasattr(part, "_fields"):
            assert len(repr(part)) < MAX_PRINTED


def test_integers_too_large_to_print_are_named_by_their_type() -> None:
    point = symlcn.fiber("k2 k2", (1, 2, 1)).points[0]
    large = type(point)(point.point, ((10**5000, 1), (1, 1)), point.factor, None, None)
    assert "filters=<2 tuple>, " in repr(large)


def test_irrational_points_say_where_their_filters_are() -> None:
    (point,) = symlcn.fiber("k3 k2", "x^3 - 2").points
    assert ".exact" in repr(point)
    assert point.exact.filters[1] == ({(0,): -1}, {(): 1})
