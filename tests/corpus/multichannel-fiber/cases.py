"""Certificates of fibers of networks with channels: one orbit, its filters and its point with a scalar invariant."""

from tests.corpus.tampering import GONE

PAIR = "[[[[-2,6]],[[-3,-1]]],[[[1,2],[-4,2]]]]"
SQUARE = "[[[[6,2],[-2,4]],[[-1,-2],[-3,1]]],[[[3,2],[-4,-2]],[[-2,-1],[-6,-4]]]]"
PLANE = (
    "[[[[[1,2],[0,1]]],[[[3,1],[1,-1]]]],"
    "[[[[1,0],[2,1]],[[0,1],[1,1]]],[[[1,1],[0,2]],[[2,0],[1,1]]],[[[0,1],[1,0]],[[1,0],[0,3]]]]]"
)
DEEP = "[[[[1,2]],[[3,-1]]],[[[1,0],[2,1]],[[1,1],[0,1]]],[[[1,2],[0,1]],[[2,1],[1,0]],[[1,0],[1,1]]]]"
COLUMNS = "[[[[1,2,0],[3,1,1]],[[2,1,1],[0,1,2]]],[[[1,0],[2,1]],[[1,1],[0,2]],[[2,0],[1,1]]]]"
MIDDLE = (
    "[[[[1,2,0]],[[0,1,1]],[[2,1,3]]],[[[1,0],[2,1],[0,1]],[[1,1],[0,2],[1,0]]],"
    "[[[1,0],[2,1]],[[1,1],[0,2]],[[2,0],[1,1]]]]"
)

VALID = {
    "every-scalar": f"fiber k2s2c2 k2 --filters {PAIR}",
    "balanced": f"fiber k2s2c2 k2 --filters {PAIR} --balanced",
    "rational": "fiber k2s2c2 k2 --filters [[[[1,0]],[[0,2]]],[[[1,0],[0,1]]]] --balanced",
    "square": f"fiber c2 k2s2c2 k2c2 --filters {SQUARE} --delta 1/2",
    "width-1": "fiber c2 k2 k2c2 --filters [[[[1,2],[3,5]]],[[[1,1]],[[2,-1]]]] --delta=-3",
    "two-directions": f"fiber k2x2s2c2 k2x2c3 --filters {PLANE} --delta 1",
    "three-layers": f"fiber k2s2c2 k2s2c2 k2c3 --filters {DEEP} --balanced",
    "enclosed": f"fiber k2s2c2 k2s2c2 k2c3 --filters {DEEP} --delta 1,-2",
    "enclosed-ntk": "fiber k3s3c3 k2c2 --filter [[[1,2,0,3,1,4]],[[1,2,2,3,1,1]]] --balanced",
    "one-layer": "fiber c2 k2c2 --filters [[[[1,2],[3,4]],[[5,6],[7,8]]]]",
    "end-to-end": "fiber k2s2c2 k2 --filter 10x^3-10x^2+10x+10 --balanced",
    "columns": f"fiber c2 k3c2 k2c3 --filters {COLUMNS}",
    "middle-cut": f"fiber k3s3c3 k2c2 k2c3 --filters {MIDDLE}",
    "none-rank": "fiber c2 k2 k2c2 --filter [[[1,1,0],[-1,1,0]],[[0,0,1],[0,1,0]]]",
    "none-rows": "fiber c2 k2c2 k2s2c4 --filter "
    "[[[1,0,2],[0,1,0]],[[1,1,0],[0,0,1]],[[0,1,0],[1,0,0]],[[1,0,0],[0,0,2]]]",
    "none-other": "fiber c2 k2 k2c2 --filter [[[1,0,1],[-1,0,2]],[[1,0,1],[-1,0,2]]]",
    "none-support": "fiber k1c2 k2d2 --filter 1,1,2",
    "undecided": f"fiber c2 k2c2 k2c2 --filters {SQUARE}",
}

CUT = "evidence.cuts[0]"
POINT = "result.point"
NEAR = "result.enclosure"

INVALID = {
    "filters-other": ("balanced", {"filters[0][0][0][0]": "2"}),
    "filter-other": ("balanced", {"filter[0][0][3]": "11"}),
    "undecided-as-proved": (
        "undecided",
        {
            "status": "proved",
            "reason": None,
            "result": {"orbits": "1", "point": None, "enclosure": None},
            "evidence": {"prime": 32749, "cuts": [{"cut": 1, "side": "before", "points": [[2], [3]]}]},
        },
    ),
    "none-as-one": ("none-rank", {"result.orbits": "1"}),
    "one-as-none": ("end-to-end", {"result.orbits": "0", "filters": None, "result.point": None}),
    "filters-of-none": ("columns", {"result.orbits": "0"}),
    "cut-missing": ("three-layers", {"evidence.cuts[1]": GONE}),
    "cut-twice": ("balanced", {"evidence.cuts": [{"cut": 1, "side": "before", "points": [[2]]}] * 2}),
    "side-without-rank": ("columns", {f"{CUT}.side": "before"}),
    "point-without-rank": ("balanced", {f"{CUT}.points": [[1]], "evidence.prime": 2}),
    "points-too-few": ("columns", {f"{CUT}.points": [[2]]}),
    "points-none": ("columns", {f"{CUT}.points": []}),
    "support-with-cuts": ("none-support", {"evidence.cuts": [{"cut": 1, "side": "before", "points": [[2]]}]}),
    "prime": ("balanced", {"evidence.prime": 4}),
    "gram": ("balanced", {f"{POINT}.gram[0][0]": ["0", "1/81"]}),
    "gram-unsymmetric": ("balanced", {f"{POINT}.gram[0][1]": ["1"]}),
    "gram-negative": (
        "rational",
        {f"{POINT}.gram": [["-1", "0"], ["0", "-1/2"]], f"{POINT}.inverse": [["-1", "0"], ["0", "-2"]]},
    ),
    "inverse": ("balanced", {f"{POINT}.inverse[0][0]": ["1"]}),
    "delta": ("balanced", {"delta": ["1"]}),
    "ntk": ("balanced", {f"{POINT}.ntk[1][2]": ["0", "1"]}),
    "t": ("balanced", {f"{POINT}.t.approx": "28.3"}),
    "t-interval": ("balanced", {f"{POINT}.t.interval": ["29", "30"]}),
    "minpoly": ("balanced", {f"{POINT}.t.minpoly": ["-801", "0", "1"]}),
    "point-at-every-invariant": ("balanced", {"delta": None}),
    "point-of-three": (
        "three-layers",
        {"result.point": {"t": "1", "gram": [["1"]], "inverse": [["1"]], "ntk": None}},
    ),
    "enclosed-at-every-invariant": ("enclosed", {"delta": None}),
    "enclosed-of-none": ("none-rank", {"delta": ["0"], "result.enclosure": {}}),
    "matrices": ("enclosed", {f"{NEAR}.matrices[0][0][0]": "1"}),
    "matrices-singular": ("enclosed", {f"{NEAR}.matrices[0]": [["1", "1"], ["1", "1"]]}),
    "bound": ("enclosed", {f"{NEAR}.bound": "1000"}),
    "bound-zero": ("enclosed", {f"{NEAR}.bound": "0"}),
    "radius": ("enclosed", {f"{NEAR}.radius": "1/1000000000000000000000000000000000000000000000"}),
    "radius-large": ("enclosed", {f"{NEAR}.radius": "1/3"}),
    "delta-enclosed": ("enclosed", {"delta": ["1", "-1"]}),
    "grams": ("enclosed", {f"{NEAR}.grams[1][0][1]": "1/3"}),
    "error": ("enclosed", {f"{NEAR}.error": "1/1000000000000000"}),
    "ntk-enclosed": ("enclosed-ntk", {f"{NEAR}.ntk[3][7]": "1/10"}),
    "ntk-error": ("enclosed-ntk", {f"{NEAR}.ntk_error": "1/1000000000000000"}),
    "ntk-error-alone": ("enclosed", {f"{NEAR}.ntk_error": "1"}),
    "notation": ("balanced", {"architecture.notation": "k2s2c2 k2c2"}),
}

MALFORMED = {
    "orbits": ("balanced", {"result.orbits": "2"}),
    "cut-of-no-side": ("balanced", {f"{CUT}.side": GONE}),
    "cut-beyond": ("balanced", {f"{CUT}.cut": 2}),
    "side-unknown": ("balanced", {f"{CUT}.side": "left"}),
    "point-of-more": ("balanced", {f"{CUT}.points": [[5, 25]]}),
    "matrices-size": ("enclosed", {f"{NEAR}.matrices": []}),
    "grams-size": ("enclosed", {f"{NEAR}.grams[0]": []}),
    "ntk-enclosed-size": ("enclosed-ntk", {f"{NEAR}.ntk": []}),
    "gram-size": ("balanced", {f"{POINT}.gram": [[["1"]]]}),
    "gram-entry": ("balanced", {f"{POINT}.gram[0][0]": "x"}),
    "ntk-size": ("balanced", {f"{POINT}.ntk": []}),
    "filters-size": ("balanced", {"filters[0][0][0]": ["1"]}),
    "filters-channels": ("balanced", {"filters[0]": []}),
    "claims-when-undecided": ("undecided", {"result": {"orbits": "1", "point": None, "enclosure": None}}),
}
