"""Certificates of networks with groups of channels: one end-to-end filter, the same invariants, different NTKs."""

from tests.corpus.tampering import GONE, Part

VALID = {
    "pair": "counterexample c2 k1c2 k2c2g2 k1c2",
    "two-directions": "counterexample c3 k2x2c4 k2x1c4g4 k1x1s2c2",
    "grouped-ends": "counterexample c4 k1c4g2 k3c4g4 k1c4g2",
    "strided": "counterexample c2 k1c3 k2s2c3g3 k1c2",
    "deep": "counterexample c2 k1c2 k2c2g2 k1c2 k2c2g2 k1c2",
    "undecided": "counterexample c2 k2c2g2 k1c2",
}

INVALID = {
    "delta": ("pair", {"delta[0][0][0]": "1"}),
    "delta-outside-of-cells": ("pair", {"delta[0][0][1]": "1"}),
    "filter": ("pair", {"filter[1][0][1]": "1"}),
    "pair-equal": (
        "pair",
        {"pair[1]": Part("pair", "pair[0]"), "ntk_difference.values[1]": Part("pair", "ntk_difference.values[0]")},
    ),
    "pair-exchanged": ("pair", {"pair": [Part("pair", "pair[1]"), Part("pair", "pair[0]")]}),
    "pair-other-product": ("pair", {"pair[1].filters[1][0][0][1]": "7"}),
    "pair-other-invariants": ("pair", {"pair[1].filters[0][0][1][0]": "1"}),
    "values-equal": ("pair", {"ntk_difference.values[1]": Part("pair", "ntk_difference.values[0]")}),
    "values-at-another-entry": ("pair", {"ntk_difference.index": [0, 4]}),
    "notation": ("pair", {"architecture.notation": "c2 k1c2 k2c2g2s2 k1c2"}),
}

MALFORMED = {
    "delta-null": ("pair", {"delta": None}),
    "delta-numbers": ("pair", {"delta": ["0", "0"]}),
    "delta-size": ("pair", {"delta": [[["1"]], [["1"]]]}),
    "delta-while-undecided": ("undecided", {"delta": [[["0", "0"], ["0", "0"]]]}),
    "filter-null": ("pair", {"filter": None}),
    "filter-missing": ("pair", {"filter": GONE}),
    "pair-of-one": ("pair", {"pair": [Part("pair", "pair[0]")]}),
    "filters-of-all-inputs": ("pair", {"pair[0].filters[1]": [[["1", "0"], ["0", "0"]], [["0", "0"], ["0", "2"]]]}),
    "values-number": ("pair", {"ntk_difference.values[0]": 10}),
    "index-beyond": ("pair", {"ntk_difference.index": [0, 8]}),
    "pair-while-undecided": ("undecided", {"pair": Part("pair", "pair")}),
    "status-proved": ("pair", {"status": "proved"}),
}
