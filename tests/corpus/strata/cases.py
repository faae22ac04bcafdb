"""Certificates of the singular locus of the neuromanifold."""

from tests.corpus.tampering import GONE, Part

VALID = {
    "poset": "strata k3s2 k2",
    "poset-four": "strata k3s2 k3s2 k2",
    "poset-dilations": "strata k3s3 k4s2 k2",
    "linear": "strata k3 k2",
    "scalar-layers": "strata k1 k1",
    "one-class": "strata k2 k2",
    "exchanges": "strata k2x2 k2x2",
    "exchanges-axes": "strata k7d2 k5d3",
    "exchanges-none": "strata k2d2 k2d3",
    "exchanges-cut": "strata k2x2s2 k2x2s2 k2x2 --limit 1",
    "exchanges-limit": "strata k2x2 k2x2 --limit 0",
    "undecided": (
        "poset",
        {"status": "undecided", "reason": "the time limit of 1 s was reached", "result": None, "evidence": None},
    ),
}

POINT = "evidence.points[1]"

INVALID = {
    "stratum-left-out": ("poset", {"result.strata[1]": GONE, "result.covers": [], "evidence.points[1]": GONE}),
    "open-stratum-left-out": ("poset", {"result.strata[0]": GONE}),
    "degrees": ("poset", {"result.strata[1].degrees": [2, 0]}),
    "dimension": ("poset", {"result.strata[1].dimension": 4}),
    "image-degree": ("poset", {"result.strata[1].image_degree": "2"}),
    "preimages": ("poset", {"result.strata[1].preimages": "1"}),
    "real-preimages": ("poset", {"result.strata[1].real_preimages": ["2"]}),
    "rank": ("poset", {"result.strata[1].rank": 3}),
    "cover-left-out": ("poset", {"result.covers": []}),
    "cover-not-direct": ("poset-four", {"result.covers": [[0, 1], [0, 2], [0, 3], [1, 3], [2, 3]]}),
    "vertex-not-singular": ("poset", {"result.vertex_singular": False}),
    "vertex-singular": ("linear", {"result.vertex_singular": True}),
    "incomplete": ("poset", {"result.complete": False}),
    "reduced": ("poset", {"result.reduced": "k3 k2"}),
    "point-left-out": ("poset", {"evidence.points[1]": GONE}),
    "point-with-equal-roots": ("poset", {f"{POINT}.roots": [[], ["1", "1"]]}),
    "point-with-a-negative-root": ("poset", {f"{POINT}.roots": [[], ["1", "-4"]]}),
    "point-filter": ("poset", {f"{POINT}.filter": ["4", "0", "-5", "0", "2"]}),
    "point-preimage": ("poset", {f"{POINT}.preimage": [["1", "0", "-1"], ["3", "-1"]]}),
    "poset-of-planes": ("exchanges", {"result": Part("linear", "result"), "evidence": Part("linear", "evidence")}),
    "locus-left-out": ("exchanges", {"result.loci[1]": GONE, "evidence.points[1]": GONE}),
    "locus-dimension": ("exchanges", {"result.loci[0].dimension": 6}),
    "locus-codimension": ("exchanges", {"result.loci[0].codimension": 1}),
    "locus-degree": ("exchanges", {"result.loci[0].degree": [1, 0]}),
    "exchange-of-nothing": (
        "exchanges",
        {"evidence.points[0].pair[1]": Part("exchanges", "evidence.points[0].pair[0]")},
    ),
    "exchange-shared": ("exchanges", {"evidence.points[0].shared[0]": [["-16", "4"]]}),
    "exchange-rest": ("exchanges", {"evidence.points[0].rest[0]": [["1"], ["-11"]]}),
    "exchange-filter": ("exchanges", {"evidence.points[0].filter[0][0]": "160"}),
    "coincidence-of-different-filters": (
        "exchanges",
        {"evidence.points[1]": {"filter": Part("exchanges", "evidence.points[0].filter"), "shared": [], "rest": [],
                                "pair": [Part("exchanges", "evidence.points[0].pair[0]")]}},
    ),
    "omitted": ("exchanges-limit", {"result.omitted": "0"}),
    "complete": ("exchanges-cut", {"result.complete": True}),
    "notation": ("poset", {"architecture.notation": "k3 k2"}),
}  # fmt: skip

MALFORMED = {
    "points-exchanged": ("poset", {"evidence.points": [Part("poset", POINT), Part("poset", "evidence.points[0]")]}),
    "delta": ("poset", {"delta": ["0"]}),
    "status-refuted": ("poset", {"status": "refuted"}),
    "form-unknown": ("poset", {"result.form": "tree"}),
    "evidence-missing": ("poset", {"evidence": None}),
    "rank-string": ("poset", {"result.strata[1].rank": "4"}),
    "preimages-number": ("poset", {"result.strata[1].preimages": 2}),
    "root-zero-padded": ("poset", {f"{POINT}.roots": [[], ["01", "4"]]}),
    "point-unknown-key": ("poset", {f"{POINT}.name": "p"}),
    "limit-negative": ("exchanges", {"result.limit": -1}),
    "limit-missing": ("exchanges", {"result.limit": GONE}),
    "result-while-undecided": ("undecided", {"result": Part("poset", "result")}),
}
