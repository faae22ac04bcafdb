"""Certificates of two parameters of a network with activations, with one function, one δ and different NTKs."""

from tests.corpus.tampering import Part

VALID = {
    "swap": "counterexample k2 k2 r2 k2",
    "swap-irrational": "counterexample k2 k2 r2 k2 --delta 3,1",
    "swap-rational": "counterexample k2 k2 r2 k2 --delta=-15,16 --rational",
    "swap-in-the-last-run": "counterexample k2 r3 k2 k2",
    "two-directions": "counterexample k2x2 k2x2 r2 k2x2 --delta 21,0",
    "exchange": "counterexample k3 k2 r2 k2 --balanced",
    "exchange-every-delta": "counterexample k3 k2 r2 k2",
    "exchange-in-a-later-run": "counterexample k2 r2 k3 k2 r3 k2",
    "exchange-rational": "counterexample k3 k2 r2 k2 --rational",
    "two-runs-every-delta": "counterexample k3 k2 r2 k3 k2",
    "two-directions-every-delta": "counterexample k1x2 r2 k3x1 k2x1",
    "singular": "counterexample k2 r2 k2 --singular",
    "singular-scaled": "counterexample k3 r2 k2 r3 k2d2 --singular --delta 1,2",
    "singular-0-at-irrational-norms": "counterexample k2 r2 k2 --singular --delta 0",
    "large-activation": "counterexample k2 k2 r99 k1",
    "undecided": (
        "swap",
        {
            "status": "undecided",
            "reason": "no pair was found with entries up to 12",
            "filter": None,
            "pair": [],
            "ntk_difference": None,
        },
    ),
}

ZERO = {"run": 0, "matrix": {"entries": [], "products": [["0", "0"], ["0", "0"]]}}
EVERY = "exchange-every-delta"

INVALID = {
    "filter": ("swap", {"filter[0][1]": "2"}),
    "filter-monomial": ("singular", {"filter": [[[[[2], 2]], "1"]]}),
    "filter-degree": ("singular", {"filter": [[[[[1], 1]], "1"]]}),
    "pair-equal": ("swap", {"pair": [Part("swap", "pair[0]")] * 2, "ntk_difference.values": ["9", "9"]}),
    "pair-of-another-run": ("swap", {"pair[1].filters": [["1", "1"], ["1", "3"], ["1", "1"]]}),
    "pair-across-the-activation": ("swap", {"pair[1].filters": [["1", "1"], ["1", "1"], ["1", "2"]]}),
    "pair-of-another-filter": (EVERY, {"pair[1].filters[1]": ["1", "2"]}),
    "pair-of-a-multiple": (EVERY, {"pair[1].factor": "1/2"}),
    "pair-of-another-factor": ("swap", {"pair[1].factor": "1/2"}),
    "pair-of-another-sign": ("swap-in-the-last-run", {"pair[1].factor": "-1"}),
    "pair-of-another-shift": (
        "singular",
        {"pair[1].filters": [["0", "1"], ["0", "1"]]},
    ),
    "pair-not-primitive": ("swap", {"pair[0].filters[2]": ["2", "2"]}),
    "pair-zero": ("swap", {"pair[0].filters[2]": ["0", "0"]}),
    "factor": ("swap", {"pair[0].factor": "2"}),
    "factor-zero": ("swap", {"pair[0].factor": "0"}),
    "rho": ("swap", {"pair[0].rho": ["2", "5", "2"]}),
    "t": ("swap", {"pair[0].t": "3"}),
    "t-negative": ("swap", {"pair[0].t": "-5"}),
    "interval": ("swap-irrational", {"pair[0].t.interval": ["4", "5"]}),
    "delta-of-another": ("swap", {"delta": ["3", "-1"]}),
    "delta-linear": ("swap", {"delta": ["3", "0"]}),
    "values-equal": ("swap", {"ntk_difference.values": ["9", "9"]}),
    "values-of-irrational": (
        "swap-irrational",
        {"ntk_difference.values[1]": Part("swap-irrational", "ntk_difference.values[0]")},
    ),
    "values-not-0": ("singular-0-at-irrational-norms", {"ntk_difference.values[1]": "1"}),
    "values-at-another-input": ("swap", {"ntk_difference.input": [[[1], "1"]]}),
    "values-at-a-multiple": ("swap", {"ntk_difference.input": [[[0], "2"]]}),
    "scaled-filters": ("swap-rational", {"pair[0].scaled_filters[1]": ["1", "2"]}),
    "scaled-filters-signs": (
        "swap-rational",
        {"pair[0].scaled_filters[2]": ["-1", "-1"]},
    ),
    "separation-product": (EVERY, {"separation.matrix.products[1][0]": "-3"}),
    "separation-run": ("two-runs-every-delta", {"separation.run": 1}),
    "separation-sign": (
        EVERY,
        {
            "pair": [Part(EVERY, "pair[0]")] * 2,
            "separation.matrix.products": [Part(EVERY, "separation.matrix.products[0]")] * 2,
        },
    ),
    "separation-of-nothing": (EVERY, {"separation": ZERO}),
    "separation-does-not-lift": (
        EVERY,
        {
            "separation.matrix.entries": [
                {"index": [0, 0], "value": "2"},
                {"index": [0, 1], "value": "-2"},
                {"index": [0, 2], "value": "4"},
            ]
        },
    ),
    "separation-over-a-shift": (
        "singular",
        {
            "delta": None,
            "ntk_difference": None,
            "pair[0].t": None,
            "pair[0].rho": None,
            "pair[1].t": None,
            "pair[1].rho": None,
            "separation": ZERO,
        },
    ),
    "notation": ("swap", {"architecture.notation": "k2 k2 r2 k2 k1"}),
    "activation": ("swap", {"architecture.activations": [1, 3], "architecture.notation": "k2 k2 r3 k2"}),
}

MALFORMED = {
    "status-proved": ("swap", {"status": "proved"}),
    "one-parameter": ("swap", {"pair": [Part("swap", "pair[0]")]}),
    "delta-null": ("swap", {"delta": None}),
    "separation-with-delta": ("swap", {"separation": ZERO}),
    "difference-without-delta": (EVERY, {"ntk_difference": Part("swap", "ntk_difference")}),
    "values-number": ("swap", {"ntk_difference.values[0]": 2}),
    "values-without-terms": (
        "singular-0-at-irrational-norms",
        {"ntk_difference.values[1]": {"terms": [], "approx": "0"}},
    ),
    "values-decimal": ("swap", {"ntk_difference.values[1]": "12.6"}),
    "factor-not-reduced": ("swap", {"pair[0].factor": "2/2"}),
    "factor-unknown-key": ("swap", {"pair[0].sign": "1"}),
    "input-outside": ("swap", {"ntk_difference.input": [[[4], "1"]]}),
    "input-twice": ("swap", {"ntk_difference.input": [[[0], "1"], [[0], "1"]]}),
    "input-zero": ("swap", {"ntk_difference.input": [[[0], "0"]]}),
    "separation-run": (EVERY, {"separation.run": 2}),
    "separation-run-of-fewer-entries": ("exchange-in-a-later-run", {"separation.run": 0}),
    "filter-empty": ("swap", {"filter": []}),
    "activations-none": ("swap", {"architecture.activations": [1, 1], "architecture.notation": "k2 k2 k2"}),
    "pair-while-undecided": ("undecided", {"pair": Part("swap", "pair")}),
}
