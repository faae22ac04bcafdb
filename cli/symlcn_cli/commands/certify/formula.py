"""An answer about an architecture as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.typeset import element, lines, polynomial, rational, variables, vector
from symlcn.answer import Answer
from symlcn.generic.certify import Certificate
from symlcn.generic.refutation import Counterexample
from symlcn.generic.witness import WitnessLayer
from symlcn.network.classify import Classification


def latex(answer: Answer[Certificate]) -> str | None:
    """The generic fiber, what it says of the NTK K(w), and the pair that refutes; None if nothing is proved."""
    found, c = answer.known, answer.known.classification
    if c is None:
        return None
    parts = [
        (r"\deg \pi", f"= {c.degree}"),
        (r"\dim M", rf"= {c.dimension}\text{{ in }}\mathbb{{R}}^{{{c.ambient}}}"),
        _claim(c),
    ]
    if found.counterexample is not None:
        parts += _pair(found, found.counterexample)
    return lines(parts)


def _claim(c: Classification) -> tuple[str, str]:
    """What K does at real w and w' over one filter with the same invariants."""
    real = r"\text{real }w, w'\text{ over }u\text{ with invariants }\delta"
    if c.ntk == "dependent":
        return r"K(w) \ne K(w')", rf"\text{{ for every }}\delta\text{{ and }}u\text{{ in an open set, at some }}{real}"
    normal = rf"\text{{ for all normal }}u \ne 0\text{{ and all }}{real}"
    if c.ntk == "independent":
        return "K(w) = K(w')", rf"{normal}\text{{, for every }}\delta"
    forms = (" + ".join(rf"\delta_{{{n}}}" for n, on in enumerate(form, 1) if on) for form in c.delta_locus or ())
    return "K(w) = K(w')", rf"{normal}\text{{, exactly if }}{', '.join(f'{form} = 0' for form in forms)}"


def _pair(found: Certificate, pair: Counterexample) -> Iterator[tuple[str, str]]:
    """The filters of w and w', their squared norms at δ, and K(0, 0) at both."""
    exponents, names = found.architecture.exponents, variables(found.architecture.dimension)
    first, second = pair.pair
    for l, layer in enumerate(first.filters, 1):
        yield f"P_{{{l}}}", f"= {_polynomial(layer, exponents[l - 1], names)}"
    for l in pair.layers:
        yield f"P'_{{{l + 1}}}", f"= {_polynomial(second.filters[l], exponents[l], names)}"
    if pair.delta is not None:
        yield r"\delta", f"= {vector(map(rational, pair.delta))}"
    for mark, parameters in zip(("", "'"), pair.pair, strict=True):
        if parameters.scaling is not None:
            yield rf"w{mark}\text{{ scaled: }}", parameters.scaling.latex()
    if pair.corner is not None:
        for mark, entry in zip(("", "'"), pair.corner, strict=True):
            yield f"K{mark}_{{0,0}}", f"= {element(entry)}"


def _polynomial(layer: WitnessLayer, exponent: tuple[int, ...], names: tuple[str, ...]) -> str:
    terms = {tuple(k * e for k, e in zip(index, exponent, strict=True)): c for index, c in layer.entries.items()}
    return polynomial(terms, names)
