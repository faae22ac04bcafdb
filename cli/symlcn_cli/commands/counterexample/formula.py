"""A counterexample as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.typeset import element, lines, rational, tensor, total, vector
from symlcn.answer import Answer
from symlcn.counterexample.pair import CounterexampleResult, Pair
from symlcn.counterexample.question import Finding


def latex(answer: Answer[Finding]) -> str | None:
    """The filters of both, u, their squared norms at δ, and an entry of K at both; None if there is no pair."""
    found = answer.known.found
    if not isinstance(found, CounterexampleResult) or found.pair is None:
        return None
    return lines(_lines(found, found.pair))


def _lines(found: CounterexampleResult, pair: Pair) -> Iterator[tuple[str, str]]:
    first, second = pair.points
    for l, own in enumerate(first.filters, 1):
        yield f"w_{{{l}}}", f"= {tensor(own)}"
    for l in sorted(pair.layers):
        yield f"w'_{{{l + 1}}}", f"= {tensor(second.filters[l])}"
    products = [total([(pair.factor, rf"\mu({w})")]) for w in ("w", "w'")]
    yield "u", f"= {' = '.join(products)} = {tensor(pair.filter)}"
    if found.delta is not None:
        yield r"\delta", f"= {vector(map(rational, found.delta))}"
    for mark, point in zip(("", "'"), pair.points, strict=True):
        if point.scaling is not None:
            yield rf"w{mark}\text{{ scaled: }}", point.scaling.latex()
    if pair.index is not None and pair.values is not None:
        for mark, value in zip(("", "'"), pair.values, strict=True):
            yield f"K{mark}_{{{pair.index[0]},{pair.index[1]}}}", f"= {element(value)}"
    if pair.separation is not None:
        entries = ", ".join(rf"S_{{{i},{j}}} = {value}" for (i, j), value in pair.separation.entries)
        yield r"\langle S, K - K' \rangle", rf"> 0\text{{ for every }}\delta,\ {entries}"
