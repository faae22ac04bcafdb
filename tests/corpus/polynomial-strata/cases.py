"""Certificates of singular points of networks with activations."""

from tests.corpus.tampering import GONE, Part

VALID = {
    "chain": "strata k3 r2 k3",
    "three-layers": "strata k2 r3 k2 r2 k2",
    "planes": "strata k2x2 r2 k2x2",
    "strides": "strata k3s2 r2 k2",
    "smooth": "strata k2s2 r2 k2",
    "linear": "strata k1 r2 k3",
    "too-many": "strata k3x3 r2 k3x3 r2 k3x3 r2 k3x3",
    "runs": "strata k3 k3 r2 k3",
    "runs-none": "strata k2s2 k2s2 r2 k2",
    "undecided": (
        "chain",
        {"status": "undecided", "reason": "the time limit of 1 s was reached", "result": None},
    ),
}

FIRST, LOCUS, NEXT = "result.strata[0]", "result.strata[1]", "result.strata[2]"

INVALID = {
    "locus-left-out": ("chain", {"result.strata[2]": GONE, "result.covers": [[0, 1]]}),
    "locus-twice": ("chain", {"result.strata[2]": Part("chain", LOCUS)}),
    "locus-other-signs": ("planes", {"result.strata[2]": Part("planes", LOCUS), f"{NEXT}.shift": [[0, 1], [0, -1]]}),
    "order": ("chain", {LOCUS: Part("chain", "result.strata[2]"), "result.strata[2]": Part("chain", LOCUS)}),
    "first-is-not-all": ("chain", {"result.strata[0]": Part("chain", LOCUS)}),
    "zero-again": ("smooth", {"result.strata": [Part("smooth", FIRST), Part("smooth", FIRST)]}),
    "sizes": ("chain", {f"{LOCUS}.sizes": [[2], [1]]}),
    "shift-unbalanced": ("chain", {f"{LOCUS}.shift": [[1], [1]]}),
    "shift-of-another-locus": ("chain", {f"{LOCUS}.shift": [[2], [-2]]}),
    "offset": ("chain", {f"{LOCUS}.offset": [0]}),
    "dimension": ("chain", {f"{LOCUS}.dimension": 4}),
    "image-degree": ("chain", {f"{LOCUS}.image_degree": "2"}),
    "preimages": ("chain", {f"{LOCUS}.preimages": "3"}),
    "inclusion-left-out": ("chain", {"result.covers": [[0, 1]]}),
    "inclusion-not-direct": ("chain", {"result.covers": [[0, 1], [0, 2], [1, 2]]}),
    "complete": ("too-many", {"result.complete": True}),
    "incomplete": ("chain", {"result.complete": False}),
    "complete-runs": ("runs", {"result.complete": True}),
    "smooth": ("chain", {"result.smooth": True}),
    "not-smooth": ("smooth", {"result.smooth": False}),
    "smooth-unlisted": ("too-many", {"result.smooth": True}),
    "singular-dimension": ("chain", {"result.singular_dimension": 2}),
    "singular-dimension-unlisted": ("too-many", {"result.singular_dimension": 28}),
    "vertex-singular": ("linear", {"result.vertex_singular": True}),
    "vertex-not-singular": ("chain", {"result.vertex_singular": False}),
    "no-run-moves": ("runs", {f"{LOCUS}.shift": [[1], [-1], [0]], f"{LOCUS}.sizes": [[2], [2], [3]]}),
    "notation": ("chain", {"architecture.notation": "k3 r2 k2"}),
    "activations": ("chain", {"architecture.activations": [3]}),
}  # fmt: skip

MALFORMED = {
    "delta": ("chain", {"delta": ["0"]}),
    "status-refuted": ("chain", {"status": "refuted"}),
    "form": ("chain", {"result.form": "poset"}),
    "result-missing": ("chain", {"result": None}),
    "result-while-undecided": ("undecided", {"result": Part("chain", "result")}),
    "evidence": ("chain", {"evidence": {}}),
    "activations-all-one": ("chain", {"architecture.activations": [1]}),
    "shift-too-large": ("chain", {f"{LOCUS}.shift": [[3], [-3]]}),
    "shift-string": ("chain", {f"{LOCUS}.shift": [["1"], ["-1"]]}),
    "shift-short": ("chain", {f"{LOCUS}.shift": [[1]]}),
    "no-loci": ("chain", {"result.strata": []}),
    "loci-of-runs-left-out": ("runs", {"result.strata": None}),
    "key-of-a-locus": ("chain", {f"{LOCUS}.rank": 3}),
    "covers-object": ("chain", {"result.covers": {}}),
    "smooth-string": ("chain", {"result.smooth": "no"}),
    "image-degree-unknown": ("runs", {f"{LOCUS}.image_degree": "2"}),
    "preimages-unknown": ("runs", {f"{LOCUS}.preimages": "2"}),
    "inclusions-unknown": ("runs", {"result.covers": [[0, 1]]}),
    "singular-dimension-unknown": ("runs", {"result.singular_dimension": 3}),
    "vertex-unknown": ("runs", {"result.vertex_singular": True}),
}
