"""An answer about a network with activations as a formula."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symlcn.algebra.typeset import element, lines, rational, tensor, vector
from symlcn.answer import Answer
from symlcn.families.polynomial.certify.composition import Composition
from symlcn.families.polynomial.certify.judge import NetworkCertificate
from symlcn.families.polynomial.certify.networkpair import NetworkPair
from symlcn.families.polynomial.weightedscaling import WeightedSum
from symlcn.generic.document import filter_json


def latex(answer: Answer[NetworkCertificate]) -> str | None:
    """The generic fiber, what it says of the NTK K(w), and the pair that refutes; None if nothing is proved."""
    found = answer.known
    c = found.composition
    if c is None:
        return None
    ambient = rf"\text{{ in }}\mathbb{{R}}^{{{c.ambient}}}" if c.ambient is not None else ""
    parts = [(r"\deg \pi", f"= {c.degree}")] if c.degree is not None else []
    parts += [(r"\dim M", f"= {c.dimension}{ambient}"), _claim(c)]
    if found.counterexample is not None:
        parts += _pair(found.counterexample)
    return lines(parts)


def _claim(c: Composition) -> tuple[str, str]:
    """What K does at real w and w' over one function with the same invariants."""
    real = r"\text{real }w, w'\text{ over }f\text{ with invariants }\delta"
    if c.ntk == "dependent":
        return r"K(w) \ne K(w')", rf"\text{{ for every }}\delta\text{{ and }}f\text{{ in an open set, at some }}{real}"
    normal = rf"\text{{ for all {'' if c.smooth else 'normal '}}}f \ne 0\text{{ and all }}{real}"
    if c.ntk == "independent":
        return "K(w) = K(w')", rf"{normal}\text{{, for every }}\delta"
    forms = (" + ".join(rf"\delta_{{{n}}}" for n, on in enumerate(form, 1) if on) for form in c.delta_locus or ())
    return "K(w) = K(w')", rf"{normal}\text{{, exactly if }}{', '.join(f'{form} = 0' for form in forms)}"


def _pair(found: NetworkPair) -> Iterator[tuple[str, str]]:
    """The filters of w and w', their squared norms at δ, and K(e_0, e_0) at both."""
    first, second = found.pair
    for l, layer in enumerate(first.filters, 1):
        yield f"w_{{{l}}}", f"= {tensor(_entries(filter_json(layer)))}"
    for l in found.layers:
        yield f"w'_{{{l + 1}}}", f"= {tensor(_entries(filter_json(second.filters[l])))}"
    if found.delta is not None:
        yield r"\delta", f"= {vector(map(rational, found.delta))}"
    for mark, point in zip(("", "'"), found.pair, strict=True):
        if point.scaling is not None:
            yield rf"w{mark}\text{{ scaled: }}", point.scaling.latex()
    for mark, corner in zip(("", "'"), found.corner or (), strict=False):
        yield f"K{mark}(e_0, e_0)", f"= {_sum(corner)}"


def _sum(value: WeightedSum) -> str:
    if value.value is not None:
        return rational(value.value)
    return " + ".join(rf"\frac{{{rational(a)}}}{{{element((shift, 1))}}}" for a, shift in value.terms)


def _entries(value: Any) -> Any:
    return int(value) if isinstance(value, str) else [_entries(part) for part in value]
