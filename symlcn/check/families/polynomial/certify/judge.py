"""Kind "polynomial": the generic fiber of a network with activations x -> x**r, and whether its NTK is determined.

Contents: :func:`check`.

"accepted" means that ``result`` is right for a generic function f of the network, and so is ``status``: NTKs that are
said to agree do so over every f other than 0 at which the closure X of the neuromanifold is normal, and NTKs that are
said to differ do so over an open set of functions. The evidence is a certificate of each run as a linear network,
checked as such, and for what is refuted two tuples of filters. Theorems used, beyond those on runs:

(1) Peeling (composition.py): the fiber over any f is the union over all vectors of shifts of the products of the fibers
of the runs. Hence prod X_i -> X, X_i the closures of the runs, is finite, birational, and unramified, as the kernel of
the differential of f by the run filters Q_i consists of the (c_i Q_i) with sum c_i D_i = 0.

(2) Zariski's main theorem: where the generic fiber is one orbit of permutations inside runs, so is that over every
normal point of X. If all layers are separated by activations, X is normal at f exactly where f has one preimage,
exactly where it is smooth; at a singular point two preimages that are shifts of each other have NTKs with different
images, so they differ for every delta.

(3) A symmetric S that separates two NTKs of a run for every delta, and has Q^T S Q = 0, lifts to the network.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import cast

from ....core.arithmetic import Rational, over_common
from ....core.extras import extra
from ....core.limits import Work
from ....core.outcome import Rejected, Statement
from ....core.reading import check_nothing, choice, integer_filter, json_list, json_object
from ....core.recomputed import compare
from ....network.architecture import Architecture, check_layers
from ....network.classify import NTK
from ....network.furtherarchitectures import PolynomialArchitecture
from .composition import Composition, composed
from .planes import check_planes

NONZERO = "the function is not 0"
NORMAL = "the function is not 0 and is a normal point (for example a smooth point) of the closure of the neuromanifold"
Nested = Callable[[object, str], dict[str, object]]


def check(
    architecture: PolynomialArchitecture,
    item: dict[str, object],
    delta: list[Rational] | None,
    status: str,
    work: Work,
    nested: Nested,
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; `nested` checks the certificate of a run."""
    if status == "undecided":
        return check_nothing(item, "result evidence")
    evidence = json_object(item["evidence"], "runs counterexample", "evidence")
    runs = _runs(architecture, item["architecture"])
    found = json_list(evidence["runs"], "evidence.runs", len(runs))
    certificates = _nested(found, nested)
    for n, (run, certificate) in enumerate(zip(runs, certificates, strict=True)):
        _check_run(run, certificate, f"evidence.runs[{n}]")
    known = [certificate["status"] != "undecided" for certificate in certificates]
    if all(known):
        _guard(architecture, item["architecture"], certificates, work)
    composition = composed(architecture, runs, known, work)
    choice(json_object(item["result"], " ".join(composition.result), "result")["ntk"], NTK, "result.ntk")
    compare(item["result"], composition.result, "result")
    words = _check_status(composition, known, delta, status, work)
    if (evidence["counterexample"] is None) == (status == "refuted"):
        raise Rejected("evidence.counterexample", "must be given" if status == "refuted" else "must be null")
    if status == "refuted":
        extra("network pair").check_pair(
            architecture, evidence["counterexample"], delta, certificates, composition, work
        )
    return _statement(composition, words, status, delta)


def _nested(found: list[object], nested: Nested) -> list[dict[str, object]]:
    """The certificates of the runs, each of which is checked once: equal runs have the same."""
    checked: dict[str, dict[str, object]] = {}
    texts = [json.dumps(value) for value in found]
    for n, text in enumerate(texts):
        if text not in checked:
            checked[text] = nested(found[n], f"evidence.runs[{n}]")
    return [checked[text] for text in texts]


def _runs(architecture: PolynomialArchitecture, value: object) -> list[Architecture]:
    """The runs as linear networks."""
    item = cast("dict[str, object]", value)
    layers = cast("list[object]", item["layers"])
    return [check_layers({**item, "layers": layers[start:stop]}) for start, stop in architecture.runs]


def _guard(
    architecture: PolynomialArchitecture, value: object, certificates: list[dict[str, object]], work: Work
) -> None:
    """Compares the network at its witnesses with what its runs say."""
    filters = []
    for (start, _), certificate in zip(architecture.runs, certificates, strict=True):
        witness = cast("list[dict[str, object]]", cast("dict[str, object]", certificate["evidence"])["witness"])
        for l, layer in enumerate(witness, start):
            filters.append(integer_filter(layer["filter"], architecture.stack.sizes[l], "evidence.runs"))
    layers = cast("list[dict[str, tuple[int, ...]]]", cast("dict[str, object]", value)["layers"])
    check_planes(architecture, layers, filters, work)


def _check_run(run: Architecture, certificate: dict[str, object], where: str) -> None:
    """Establishes that a certificate is one of this run, for every delta."""
    stack = cast("dict[str, object]", certificate["architecture"])
    if stack["notation"] != run.notation:
        raise Rejected(f"{where}.architecture", "is not that of the layers of the run")
    if certificate["delta"] is not None:
        raise Rejected(f"{where}.delta", "must be null: what is used of a run holds for every delta")


def _check_status(
    composition: Composition, known: list[bool], delta: list[Rational] | None, status: str, work: Work
) -> str:
    """Establishes that status answers whether the NTK is independent at delta; returns the answer in words."""
    ntk = composition.result["ntk"]
    shown = not all(known) and not any(k and own == NTK[2] for k, own in zip(known, composition.ntk, strict=True))
    if shown:
        raise Rejected("status", "should be undecided, as a run is, and no other is shown to be dependent")
    if ntk == NTK[0]:
        expected, words = "proved", "NTK independent for every δ"
    elif ntk == NTK[2]:
        expected, words = "refuted", "NTK dependent for every δ over an open set of functions"
    elif delta is None:
        expected, words = "refuted", "NTK independent exactly on the δ-locus, not for every δ"
    elif _on_locus(cast("list[list[int]]", composition.result["delta_locus"]), delta, work):
        expected, words = "proved", "NTK independent for the given δ, which is on the δ-locus"
    else:
        expected = "refuted"
        words = "NTK dependent for the given δ, which is off the δ-locus, over an open set of functions"
    if status != expected:
        raise Rejected("status", f"should be {expected}")
    return words


def _on_locus(forms: list[list[int]], delta: list[Rational], work: Work) -> bool:
    numerators, common = over_common(delta, work)
    work.spend(len(forms) * len(numerators) * (2 + common.bit_length() // 64))
    return all(sum(p for p, on in zip(numerators, form, strict=True) if on) == 0 for form in forms)


def _statement(composition: Composition, words: str, status: str, delta: list[Rational] | None) -> Statement:
    result, degree = composition.result, composition.result["degree"]
    size = "not determined" if degree is None else degree if len(str(degree)) <= 40 else f"of {len(str(degree))} digits"
    agree = status == "proved" or (delta is None and result["ntk"] == NTK[1])
    also = ""
    if result["fully_nonlinear"] and not result["smooth"]:
        also = "over singular functions other than 0 NTK dependent for every δ"
    elif status == "refuted" and degree is not None:
        also = "a pair over a smooth point"
    hypothesis = NONZERO if result["smooth"] else NORMAL
    return Statement(f"degree {size}, {words}", (hypothesis,) if agree else (), also=also)
