"""Certificates of fully connected networks: is the NTK a function of the product W?"""

from tests.corpus.tampering import Part

VALID = {
    "pair": "dense 2 2 2 --delta generic",
    "pair-prescribed": "dense 3 3 3 --delta '[[[1,2,0],[2,5,1],[0,1,1]]]'",
    "pair-rectangular": "dense 3 2 4 2",
    "pair-square-roots": "dense 2 2 2 2 --delta '[[[0,1],[1,3]],[[1,0],[0,2]]]'",
    "motion": "dense 3 3 3 3 3 --delta "
    "'[[[1,2,0],[2,0,1],[0,1,3]],[[2,0,1],[0,1,5],[1,5,0]],[[0,1,0],[1,1,2],[0,2,7]]]'",
    "near": "dense 1 2 2 1 --delta '[[[1,0],[0,2]],[[1,0],[0,-3]]]'",
    "scalar": "dense 2 2 2 --delta 3",
    "scalar-balanced": "dense 3 3 3 --balanced",
    "scalar-rectangular": "dense 3 2 3 2 --balanced",
    "scalars": "dense 3 3 3 3 --delta 1,-1",
    "hidden-width-1": "dense 2 1 2",
    "trace": "dense 1 2 1 --delta '[[[1,0],[0,-2]]]'",
    "trace-between": "dense 1 3 1 2",
    "one-layer": "dense 2 2",
    "undecided": (
        "pair",
        {"status": "undecided", "reason": "no pair was found", "result": None, "evidence": None},
    ),
}

IDENTITY = [["1", "0"], ["0", "1"]]
SAMPLE = "evidence.samples[0]"

INVALID = {
    "status-proved": ("pair", {"status": "proved", "result": Part("scalar", "result"), "evidence": {"samples": []}}),
    "rank": ("pair", {"result.rank": 1}),
    "pair-equal": (
        "pair",
        {"evidence.pair": [Part("pair", "evidence.pair[0]")] * 2, "evidence.ntk_difference.values": ["17/4", "17/4"]},
    ),
    "pair-other-product": ("pair", {"evidence.pair[1][1]": IDENTITY}),
    "pair-other-invariants": (
        "pair",
        {"evidence.pair[1]": [[["1", "0"], ["0", "1"]], [["1", "0"], ["0", "1"]]]},
    ),
    "pair-of-another-delta": ("pair", {"delta": [[["1", "0"], ["0", "2"]]]}),
    "pair-values-equal": ("pair", {"evidence.ntk_difference.values": ["17/4", "17/4"]}),
    "pair-values-exchanged": ("pair", {"evidence.ntk_difference.values": ["281/100", "17/4"]}),
    "pair-at-another-entry": ("pair", {"evidence.ntk_difference.index": [3, 3]}),
    "pair-rank-not-the-largest": (
        "pair",
        {"result.rank": 0, "evidence.pair[0]": [[["0", "0"]] * 2] * 2, "evidence.pair[1]": [[["0", "0"]] * 2] * 2},
    ),
    "root-of-a-square": ("pair-square-roots", {"evidence.pair[1][0].right": ["4", "237"]}),
    "root-left-out": ("pair-square-roots", {"evidence.pair[1][2].left": ["1", "1"]}),
    "motion-prime": ("motion", {"evidence.motion.prime": 15}),
    "motion-of-nothing": ("motion", {"evidence.motion.ntk_velocity.value": "0"}),
    "motion-parameters": ("motion", {"evidence.motion.parameters[0][0][0]": "7"}),
    "motion-of-the-invariants": ("motion", {"evidence.motion.directions[0][0][0]": "7"}),
    "near-radius": ("near", {"evidence.near.radius": "1"}),
    "near-radius-negative": ("near", {"evidence.near.radius": "-1/4"}),
    "near-parameters": ("near", {"evidence.near.parameters[0]": [["1"], ["1"]]}),
    "near-direction": ("near", {"evidence.near.directions[0]": Part("near", "evidence.near.directions[1]")}),
    "near-of-another-delta": ("near", {"delta[1]": [["1", "0"], ["0", "-4"]]}),
    "near-rank": ("near", {"evidence.near.left": [["0"]]}),
    "delta-not-symmetric": ("pair-prescribed", {"delta[0][0][1]": "3"}),
    "theorem-other": ("scalar", {"result.theorem": "trace"}),
    "theorem-not-for-all-delta": ("scalar", {"delta": None}),
    "theorem-not-scalar": ("scalar", {"delta": [[["3", "0"], ["0", "4"]]]}),
    "trace-not-attained": ("trace", {"delta": [[["1", "0"], ["0", "2"]]]}),
    "trace-wide": ("trace-between", {"architecture": {"notation": "2 3 1 2", "widths": [2, 3, 1, 2]}}),
    "ranks-left-out": ("scalar", {"result.ranks": [1, 2]}),
    "sample-of-another-width": ("scalar-rectangular", {"result.ranks": [0, 1]}),
    "delta-not-attained": ("trace-between", {"delta": [[["1", "0", "0"], ["0", "1", "0"], ["0", "0", "1"]], [["1"]]]}),
    "orbits": ("scalar", {"result.orbits": [0, 2]}),
    "sample-not-orthogonal": ("scalar", {f"{SAMPLE}.orthogonal": [[["3/5", "4/5"], ["4/5", "3/5"]]]}),
    "sample-image": ("scalar", {f"{SAMPLE}.image": Part("scalar", f"{SAMPLE}.parameters")}),
    "sample-of-another-delta": ("scalar", {f"{SAMPLE}.parameters[1]": IDENTITY, f"{SAMPLE}.image[1]": IDENTITY}),
    "notation": ("pair", {"architecture.notation": "2 2"}),
    "hypothesis-dropped": ("hidden-width-1", {"hypotheses": []}),
}

MALFORMED = {
    "rank-not-attained": ("scalar-rectangular", {"result.rank": 3}),
    "ntk-independent": ("pair", {"result.ntk": "independent"}),
    "theorem-unknown": ("scalar", {"result.theorem": "folklore"}),
    "evidence-missing": ("pair", {"evidence": None}),
    "motion-without-delta": ("motion", {"delta": None}),
    "evidence-unknown": ("pair", {"evidence": {"oracle": "yes"}}),
    "near-without-delta": ("near", {"delta": None}),
    "one-parameter": ("pair", {"evidence.pair": [Part("pair", "evidence.pair[0]")]}),
    "matrix-size": ("pair", {"evidence.pair[0][0]": [["2", "0"]]}),
    "matrix-entry-number": ("pair", {"evidence.pair[0][0][0][0]": 2}),
    "matrix-entry-decimal": ("pair", {"evidence.pair[0][0][0][0]": "2.0"}),
    "width-zero": ("pair", {"architecture.widths": [2, 0, 2]}),
    "width-float": ("pair", {"architecture.widths": [2, 2.0, 2]}),
    "one-width": ("pair", {"architecture.widths": [2]}),
    "index-outside": ("pair", {"evidence.ntk_difference.index": [4, 0]}),
    "result-while-undecided": ("undecided", {"result": Part("pair", "result")}),
}
