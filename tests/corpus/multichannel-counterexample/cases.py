"""Certificates of networks with channels: one end-to-end filter, one tuple of invariants, different NTKs."""

from tests.corpus.tampering import GONE, Part

VALID = {
    "pair": "counterexample c2 k2s2c2 k2c2",
    "pair-one-input": "counterexample k2c2 k2",
    "pair-three-layers": "counterexample k2c2 k2c2 k2",
    "pair-two-directions": "counterexample c2 k2x2s2c2 k2x1c2",
    "pair-dense": "counterexample c2 k1c2 k1c2",
    "motion": """counterexample c2 k2s2c2 k2c2 --delta '[[[0,1000001],[1000001,0]]]'""",
    "pair-prescribed": """counterexample c2 k2s2c2 k2c2 --delta '[[[0,1],[1,0]]]'""",
    "motion-near": """counterexample k2c2 k2c2 k2 --delta '[[[1,0],[0,-70001]],[[0,"1/2"],["1/2",3]]]'""",
    "motion-dense": """counterexample c2 k1c2 k1c2 k1c2 --delta '[[[1,0],[0,-7]],[[0,1],[1,3]]]'""",
    "motion-over-one-filter": "counterexample k2c2 k2 --balanced",
    "motion-over-one-filter-scalar": "counterexample c2 k2c3 k2c2 --delta -3/2",
    "motion-three-layers": "counterexample c2 k1c2 k1c2 k1c2",
    "pair-scalar": "counterexample c2 k2c2 k2c2 --balanced",
    "undecided": "counterexample c2 k2x2c2 k2x2c2 --balanced",
    "undecided-hidden-one": "counterexample c2 k2 k2c2",
}

INVALID = {
    "delta": ("pair", {"delta[0][0][0]": "1"}),
    "delta-not-symmetric": ("pair", {"delta[0][0][1]": "1"}),
    "filter": ("pair", {"filter[1][0][3]": "1"}),
    "filter-scaled": ("pair-one-input", {"filter": [[["0", "0", "0"]]]}),
    "pair-equal": (
        "pair",
        {"pair[1]": Part("pair", "pair[0]"), "ntk_difference.values[1]": Part("pair", "ntk_difference.values[0]")},
    ),
    "pair-exchanged": ("pair", {"pair": [Part("pair", "pair[1]"), Part("pair", "pair[0]")]}),
    "pair-other-product": ("pair", {"pair[1].filters[1][0][0][0]": "1"}),
    "pair-other-invariants": (
        "pair-dense",
        {
            "pair[1].filters": [
                [[["8"], ["0"]], [["0"], ["1/2"]]],
                [[["1/8"], ["0"]], [["0"], ["2"]]],
            ],
            "pair[0].filters": [[[["1"], ["0"]], [["0"], ["1"]]], [[["1"], ["0"]], [["0"], ["1"]]]],
            "filter": [[["1"], ["0"]], [["0"], ["1"]]],
            "delta": [[["0", "0"], ["0", "0"]]],
        },
    ),
    "values-equal": ("pair", {"ntk_difference.values[1]": Part("pair", "ntk_difference.values[0]")}),
    "values-exchanged": (
        "pair",
        {
            "ntk_difference.values": [
                Part("pair", "ntk_difference.values[1]"),
                Part("pair", "ntk_difference.values[0]"),
            ]
        },
    ),
    "values-at-another-entry": ("pair", {"ntk_difference.index": [0, 4]}),
    "motion-delta": ("motion", {"delta[0][0][0]": "2"}),
    "motion-filters": ("motion", {"motion.filters[0][0][0][0]": "7"}),
    "motion-directions": ("motion", {"motion.directions[0][0][0]": "1"}),
    "motion-of-nothing": ("motion", {"motion.directions": [[["0", "0"], ["0", "0"]]]}),
    "motion-velocity": ("motion", {"motion.ntk_velocity.value": "1"}),
    "motion-velocity-zero": (
        "motion",
        {"motion.directions": [[["0", "0"], ["0", "0"]]], "motion.ntk_velocity.value": "0"},
    ),
    "motion-index": ("motion", {"motion.ntk_velocity.index": [0, 1]}),
    "motion-prime-composite": ("motion", {"motion.prime": 1000001}),
    "motion-low-rank": (
        "motion",
        {
            "delta": [[["0", "0"], ["0", "0"]]],
            "motion.filters": [
                [[["1", "0"], ["0", "0"]], [["0"] * 2] * 2],
                [[["1", "0"], ["0", "0"]], [["0"] * 2] * 2],
            ],
            "motion.directions": [[["0", "0"], ["0", "1"]]],
        },
    ),
    "near-radius": ("motion-near", {"motion.radius": "1/10000000000000000000000000000000000000000"}),
    "near-radius-wide": ("motion-near", {"motion.radius": "1/10"}),
    "near-radius-zero": ("motion-near", {"motion.radius": "0"}),
    "near-scale": ("motion-near", {"motion.scale": "-1"}),
    "near-directions": ("motion-near", {"motion.directions[0][0][0][0]": "7"}),
    "near-index": ("motion-near", {"motion.index": [2, 2]}),
    "near-filters": ("motion-near", {"motion.filters[0][0][0][0]": "1"}),
    "near-delta": ("motion-near", {"delta[0][0][0]": "2"}),
    "fiber-delta": ("motion-over-one-filter", {"delta[0][0][0]": "2"}),
    "fiber-filters": ("motion-over-one-filter", {"motion.filters[0][0][0][0]": "7"}),
    "fiber-velocities": ("motion-over-one-filter", {"motion.velocities[0][0][0][0]": "7"}),
    "fiber-velocities-zero": (
        "motion-over-one-filter",
        {
            "motion.velocities": [[[["0", "0"]], [["0", "0"]]], [[["0", "0"], ["0", "0"]]]],
            "motion.ntk_velocity.value": "0",
        },
    ),
    "fiber-cuts": ("motion-over-one-filter", {"motion.cuts": [1]}),
    "fiber-prime-composite": ("motion-over-one-filter", {"motion.prime": 1000001}),
    "fiber-velocity": ("motion-over-one-filter", {"motion.ntk_velocity.value": "1"}),
    "fiber-index": ("motion-over-one-filter", {"motion.ntk_velocity.index": [0, 1]}),
    "notation": ("pair", {"architecture.notation": "c2 k2c2 k2c2"}),
}

MALFORMED = {
    "delta-null": ("pair", {"delta": None}),
    "delta-numbers": ("pair", {"delta": ["0"]}),
    "delta-size": ("pair", {"delta": [[["1"]]]}),
    "filter-missing": ("pair", {"filter": GONE}),
    "filter-null": ("pair", {"filter": None}),
    "filter-size": ("pair", {"filter": [[["1"]]]}),
    "pair-of-one": ("pair", {"pair": [Part("pair", "pair[0]")]}),
    "pair-filters-size": ("pair", {"pair[0].filters[0][0][0]": ["1"]}),
    "pair-layer-missing": ("pair", {"pair[0].filters[1]": GONE}),
    "values-number": ("pair", {"ntk_difference.values[0]": 25}),
    "index-beyond": ("pair", {"ntk_difference.index": [0, 16]}),
    "pair-beside-motion": ("motion", {"pair": [Part("pair", "pair[0]"), Part("pair", "pair[1]")]}),
    "motion-directions-size": ("motion", {"motion.directions": [[["1"]]]}),
    "motion-without-prime": ("motion", {"motion.prime": GONE}),
    "motion-unknown-key": ("motion", {"motion.oracle": "yes"}),
    "near-without-scale": ("motion-near", {"motion.scale": GONE}),
    "near-directions-few": ("motion-near", {"motion.directions[0]": GONE}),
    "near-and-prime": ("motion-near", {"motion.prime": 1000003}),
    "fiber-cuts-beyond": ("motion-over-one-filter", {"motion.cuts": [2]}),
    "fiber-velocities-size": ("motion-over-one-filter", {"motion.velocities[0]": GONE}),
    "pair-while-undecided": ("undecided", {"pair": Part("pair", "pair")}),
    "status-proved": ("pair", {"status": "proved"}),
    "channels-one": ("pair", {"architecture.channels": [1, 1, 1], "architecture.notation": "k2s2 k2"}),
    "channels-missing": ("pair", {"architecture.channels": GONE}),
}
