"""Certificates of two parameters with one end-to-end filter, one δ and different NTKs."""

from tests.corpus.tampering import Part

VALID = {
    "exchange": "counterexample k3 k2 --balanced",
    "exchange-every-delta": "counterexample k3 k2",
    "exchange-rational": "counterexample k3 k2 --delta 3 --rational",
    "swap": "counterexample k2x2 k2x2",
    "swap-rational": "counterexample k2x2 k2x2 --delta 21 --rational",
    "swap-irrational": "counterexample k2x2 k2x2 --delta 21",
    "two-layers": "counterexample k2 k2",
    "two-classes": "counterexample k2 k2d2 k2 k2d2",
    "two-directions-every-delta": "counterexample k3x1 k2x1",
    "four-every-delta": "counterexample k4 k2 --all-delta",
    "undecided": (
        "two-layers",
        {
            "status": "undecided",
            "reason": "no pair was found with entries up to 12",
            "filter": None,
            "pair": [],
            "ntk_difference": None,
        },
    ),
}

ZERO = {"entries": [], "products": [["0", "0"], ["0", "0"]]}

INVALID = {
    "filter": ("two-layers", {"filter": ["1", "3", "3"]}),
    "filter-zero": ("two-layers", {"filter": ["0", "0", "0"]}),
    "pair-equal": ("two-layers", {"pair": [Part("two-layers", "pair[0]")] * 2, "ntk_difference.values": ["2", "2"]}),
    "pair-up-to-signs": (
        "two-layers",
        {"pair[1].filters": [["-1", "-2"], ["-1", "-1"]], "ntk_difference.values": ["2", "2"]},
    ),
    "pair-other-product": ("two-layers", {"pair[1].filters": [["1", "1"], ["1", "3"]]}),
    "factor": ("two-layers", {"pair[0].factor": "2"}),
    "factor-zero": ("two-layers", {"pair[0].factor": "0"}),
    "rho-exchanged": ("two-layers", {"pair[0].rho": ["2", "5"]}),
    "rho-other-delta": ("two-layers", {"pair[0].rho": ["6", "3"]}),
    "t": ("two-layers", {"pair[0].t": "3"}),
    "t-negative": ("two-layers", {"pair[0].t": "-5"}),
    "minpoly": ("exchange", {"pair[0].t.minpoly": ["-11", "0", "1"]}),
    "minpoly-reducible": ("exchange", {"pair[0].t.minpoly": ["-100", "0", "0", "0", "1"]}),
    "interval-without-root": ("exchange", {"pair[0].t.interval": ["4", "5"]}),
    "interval-with-two-roots": ("exchange", {"pair[0].t.interval": ["-4", "4"]}),
    "delta-of-another": ("two-layers", {"delta": ["2"]}),
    "delta-equal": ("swap", {"delta": ["0"]}),
    "values-equal": ("two-layers", {"ntk_difference.values": ["2", "2"]}),
    "values-exchanged": ("two-layers", {"ntk_difference.values": ["29/10", "2"]}),
    "values-at-another-entry": ("two-layers", {"ntk_difference.index": [2, 2]}),
    "scaled-filters": ("exchange-rational", {"pair[0].scaled_filters[1]": ["61/25", "61/25"]}),
    "separation-product": ("exchange-every-delta", {"separation.products[1]": ["2", "0"]}),
    "separation-sign": (
        "exchange-every-delta",
        {
            "pair": [Part("exchange-every-delta", "pair[0]")] * 2,
            "separation.products": [Part("exchange-every-delta", "separation.products[0]")] * 2,
        },
    ),
    "separation-of-nothing": ("exchange-every-delta", {"separation": ZERO}),
    "separation-entry": ("exchange-every-delta", {"separation.entries[0].value": "1"}),
    "notation": ("swap", {"architecture.notation": "k2x2 k2x2 k1x1"}),
}

MALFORMED = {
    "status-proved": ("swap", {"status": "proved"}),
    "one-parameter": ("swap", {"pair": [Part("swap", "pair[0]")]}),
    "delta-null": ("swap", {"delta": None}),
    "separation-with-delta": ("swap", {"separation": ZERO}),
    "values-number": ("two-layers", {"ntk_difference.values[0]": 2}),
    "values-decimal": ("two-layers", {"ntk_difference.values[1]": "2.9"}),
    "factor-not-reduced": ("two-layers", {"pair[0].factor": "2/2"}),
    "factor-unknown-key": ("two-layers", {"pair[0].sign": "1"}),
    "index-outside": ("two-layers", {"ntk_difference.index": [0, 3]}),
    "entries-not-increasing": (
        "exchange-every-delta",
        {"separation.entries": [{"index": [1, 0], "value": "2"}]},
    ),
    "filter-size": ("swap", {"filter": ["1", "1", "0"]}),
    "pair-while-undecided": ("undecided", {"pair": Part("two-layers", "pair")}),
}
