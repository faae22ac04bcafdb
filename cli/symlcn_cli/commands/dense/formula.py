"""A pair of parameters of a fully connected network as a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from symlcn.algebra.matrices import entries
from symlcn.algebra.rootmatrix import RootMatrix
from symlcn.algebra.typeset import lines, matrix, rational, vector
from symlcn.answer import Answer
from symlcn.families.dense.judge import DenseResult


def latex(answer: Answer[DenseResult]) -> str | None:
    """The matrices of both, and an entry of K at both; None if there is no pair."""
    found = answer.known
    return None if found.verdict.pair is None else lines(_lines(found, found.verdict.pair))


def _lines(found: DenseResult, pair: tuple[Any, Any]) -> Iterator[tuple[str, str]]:
    for mark, parameters in zip(("", "'"), pair, strict=True):
        for l, own in enumerate(parameters, 1):
            yield f"W{mark}_{{{l}}}", f"= {layer_latex(own)}"
    products = (" ".join(f"W{mark}_{{{l}}}" for l in range(found.network.depth, 0, -1)) for mark in ("", "'"))
    yield "W", f"= {' = '.join(products)}"
    if found.index is not None and found.values is not None:
        for mark, value in zip(("", "'"), found.values, strict=True):
            yield f"K{mark}_{{{found.index[0]},{found.index[1]}}}", f"= {rational(value)}"


def layer_latex(own: Any) -> str:
    """A matrix over Q, or with square roots at its rows and columns."""
    if isinstance(own, RootMatrix):
        return rf"{_roots(own.left)}{layer_latex(own.core)}{_roots(own.right)}"
    rows = own if isinstance(own, Sequence) else entries(own)
    return matrix(map(rational, row) for row in rows)


def _roots(numbers: Sequence[Fraction]) -> str:
    shown = ("1" if n == 1 else rf"\sqrt{{{rational(n)}}}" for n in numbers)
    return "" if {*numbers} == {1} else rf"\text{{diag}}{vector(shown)}"
