"""A counterexample of a network with activations as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.typeset import decimal, lines, named, power, rational, tensor, total, vector
from symlcn.answer import Answer
from symlcn.families.polynomial.counterexample.networkpairs import PairFound, Point, PolynomialPair
from symlcn.families.polynomial.counterexample.question import PairFinding
from symlcn.families.polynomial.ntk.gradientkernel import position_name
from symlcn.families.polynomial.weightedscaling import WeightedSum

MAX_TERMS = 40


def latex(answer: Answer[PairFinding]) -> str | None:
    """The filters of both, f, their squared norms at δ, and K(x, x) at both; None if there is no pair."""
    found = answer.known.found
    if not isinstance(found, PairFound) or found.pair is None:
        return None
    return lines(_lines(found, found.pair))


def _lines(found: PairFound, pair: PolynomialPair) -> Iterator[tuple[str, str]]:
    first, second = pair.points
    for l, own in enumerate(first.filters, 1):
        yield f"w_{{{l}}}", f"= {tensor(own)}"
    for l in pair.layers:
        yield f"w'_{{{l + 1}}}", f"= {tensor(second.filters[l])}"
    products = " = ".join(total([(pair.factor, rf"\mu({w})")]) for w in ("w", "w'"))
    function = pair.function
    if function is not None and len(function) <= MAX_TERMS:
        terms = ((c, "".join(power(named(position_name(p)), k) for p, k in m)) for m, c in function.items())
        products += f" = {total(terms)}"
    yield "f", f"= {products}"
    if found.delta is not None:
        yield r"\delta", f"= {vector(map(rational, found.delta))}"
    for mark, point in zip(("", "'"), pair.points, strict=True):
        if point.scaling is not None:
            yield rf"w{mark}\text{{ scaled: }}", point.scaling.latex()
    if pair.values is not None and pair.point is not None:
        yield "x", f"= {_point(pair.point)}"
        for mark, value in zip(("", "'"), pair.values, strict=True):
            yield f"K{mark}(x, x)", _value(value)
    if pair.separation is not None:
        entries = ", ".join(rf"S_{{{i},{j}}} = {value}" for (i, j), value in pair.separation.entries)
        yield r"\langle S, G - G' \rangle", rf"> 0\text{{ in run {_run(pair)}, for every }}\delta,\ {entries}"


def _run(pair: PolynomialPair) -> int:
    return 1 + (pair.run or 0)


def _point(point: Point) -> str:
    return total((x, "e_{" + ",".join(map(str, position)) + "}") for position, x in point.items())


def _value(value: WeightedSum) -> str:
    exact = value.value
    return rf"\approx {decimal(value.approx(12))}" if exact is None else f"= {rational(exact)}"
