"""Certificates of metrics on the functions of networks with activations, at filters."""

from tests.corpus.tampering import Part

VALID = {
    "smooth": "metric k3 r2 k2 --filters '[[1,2,3],[4,5]]' --balanced",
    "rational": "metric k2 r2 k2 --filters '[[1,2],[4,5]]' --delta=-77",
    "singular": "metric k2 r2 k2 --filters '[[0,1],[1,0]]' --delta=-1",
    "run": "metric k2 k2 r2 k2 --filters '[[1,2],[1,1],[1,1]]' --delta 3,-2",
    "two-directions": "metric k2x2 r3 k1x2 --filters '[[[1,2],[0,1]],[[1,\"1/2\"]]]' --delta 1",
    "by-function": "metric k2 r2 k2 --filter '4x_0^2 + 16x_0*x_1 + 21x_1^2 + 20x_1*x_2 + 20x_2^2' --balanced",
    "scalar-layer": "metric k2 r2 k1 --filters '[[1,2],[3]]' --balanced",
    "deficient": "metric k2 k2 r2 k2 --filters '[[1,1],[1,1],[1,1]]' --delta 3,-2",
    "undecided": "metric k2 r2 k2 --filter x_1^2 --balanced",
}

INVALID = {
    "filters": ("smooth", {"filter.filters[0]": ["1", "2", "4"]}),
    "filters-not-primitive": ("smooth", {"filter.filters[0]": ["2", "4", "6"]}),
    "filters-zero": ("smooth", {"filter.filters[1]": ["0", "0"]}),
    "filters-by-two": ("rational", {"filter.filters[1]": ["8", "10"]}),
    "delta": ("rational", {"delta": ["-76"]}),
    "t": ("rational", {"result.t": "40"}),
    "rho": ("rational", {"result.rho[0]": "6"}),
    "interval": ("smooth", {"result.t.interval": ["14", "15"]}),
    "only": ("singular", {"result.only": True}),
    "only-of-a-run": ("run", {"result.only": True}),
    "inverse-length": ("rational", {"result.inverse_length": "1"}),
    "inverse-length-linear": ("smooth", {"result.inverse_length.terms": [["3/2", "0"]]}),
    "weight": ("smooth", {"result.pieces[0].weight": ["0", "1/14"]}),
    "weight-rational": ("rational", {"result.pieces[0].weight": "2"}),
    "preimage": ("smooth", {"result.pieces[0].preimages[0]": ["-2", "1", "1"]}),
    "preimages-dependent": (
        "smooth",
        {
            "result.pieces[0].preimages": [Part("smooth", "result.pieces[0].preimages[0]")] * 2,
            "result.pieces[0].gram": [["5", "5"], ["5", "5"]],
        },
    ),
    "gram": ("smooth", {"result.pieces[1].gram": [["40"]]}),
    "rank-of-others": ("run", {"filter.filters[1]": ["1", "2"]}),
    "activation": ("rational", {"architecture.activations": [3], "architecture.notation": "k2 r3 k2"}),
}

MALFORMED = {
    "status-refuted": ("rational", {"status": "refuted"}),
    "delta-null": ("rational", {"delta": None}),
    "filter-null": ("rational", {"filter": None}),
    "filter-by-monomials": ("rational", {"filter": Part("undecided", "filter")}),
    "only-number": ("rational", {"result.only": 1}),
    "layer": ("smooth", {"result.pieces[1].layer": 0}),
    "piece-left-out": ("rational", {"result.pieces": [Part("rational", "result.pieces[0]")]}),
    "preimages-left-out": ("smooth", {"result.pieces[0].preimages": [["-2", "1", "0"]]}),
    "rank": ("run", {"evidence.ranks[0].rows": [0, 1], "evidence.ranks[0].columns": [0, 1]}),
    "rank-null": ("run", {"evidence.ranks[0]": None}),
    "rank-of-one-layer": ("run", {"evidence.ranks": [Part("run", "evidence.ranks[0]")] * 2}),
    "result-while-undecided": ("undecided", {"result": Part("rational", "result")}),
    "filter-while-undecided": ("undecided", {"filter": [[[[[3], 2]], "1"]]}),
}
