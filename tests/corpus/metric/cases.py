"""Certificates of the metric on the neuromanifold."""

from tests.corpus.tampering import GONE, Part

U = "metric k3s2 k2 --filter 4,8,17,10,15 --delta 0"

VALID = {
    "point": "metric k2 k1 --filter 3,4 --balanced",
    "one-number": "metric k1 k1 --filter 3 --balanced",
    "irrational": U,
    "compared": f"{U} --compare 3",
    "not-compared": "metric k3 k2 --filter=-2,0,0,1 --delta 3 --compare 4",
    "irrational-filters": "metric k3 k2 --filter=-2,0,0,1 --delta 3",
    "sheet": "metric k3 k2 --filters [[-1,0,1],[0,1]] --balanced",
    "sheet-of-a-point": "metric k2 k2 --filter 2,-3,1 --point 0 --balanced",
    "two-directions": "metric k2x2s2 k2x1 --filter [[1,2],[3,5],[2,4],[6,10]] --delta 1",
    "none-different-ntks": "metric k3 k2 --filter 0,-1,0,1 --balanced",
    "none-two-points": "metric k3s2 k2 --filter 1,0,0,0,-1 --balanced",
    "none-low-rank": "metric k3s2 k2 --filter 1,0,2,0,1 --balanced",
    "none-outside": "metric k3s2 k2 --filter 1,0,1,0,1 --balanced",
    "formulas": "metric k3s2 k2",
    "formulas-two-directions": "metric k3x1 k1x3",
    "undecided": "metric k2x2 k3x2",
    "older": ("point", {"hypotheses": GONE}),
    "older-formulas": ("formulas", {"hypotheses": GONE}),
}

PIECE = "result.pieces[0]"
FIBER = "evidence.fiber"

INVALID = {
    "status-refuted": (
        "point",
        {"status": "refuted", "result": Part("none-outside", "result"),
         "evidence": {"fiber": Part("point", "evidence.fiber")}},
    ),
    "filter": ("point", {"filter": ["3", "5"]}),
    "filter-zero": ("point", {"filter": ["0", "0"]}),
    "filters": ("point", {"evidence.filters": [["3", "5"], ["1"]]}),
    "rank": ("point", {"result.rank": 1}),
    "length": ("point", {"result.length": "5"}),
    "weight": ("point", {f"{PIECE}.weight": "1/6"}),
    "preimages-not-orthogonal": ("point", {f"{PIECE}.preimages": [["-4", "4"]]}),
    "gram": ("point", {f"{PIECE}.gram": [["26"]]}),
    "minors": ("point", {f"{PIECE}.minors": ["24"]}),
    "ntk": ("point", {"result.ntk[0][0]": "7"}),
    "pseudoinverse": ("point", {"result.pseudoinverse[0][0]": "41/251"}),
    "pseudoinverse-not-symmetric": ("point", {"result.pseudoinverse[0][1]": "6/125"}),
    "pseudoinverse-zero": ("point", {"result.pseudoinverse": [["0", "0"], ["0", "0"]]}),
    "dual": ("point", {"evidence.dual[0]": ["3/25", "3/25"]}),
    "t": ("point", {"evidence.t": "6"}),
    "rho": ("point", {"evidence.rho": ["5", "6"]}),
    "delta": ("point", {"delta": ["1"]}),
    "sheet": ("sheet", {"result.sheet": False}),
    "sheet-without-a-fiber": ("sheet", {"evidence.filters": [["-1", "0", "1"], ["1", "1"]]}),
    "fiber-of-another-filter": ("point", {f"{FIBER}.filter": ["3", "5"]}),
    "fiber-counts": ("point", {f"{FIBER}.counts.C": 2}),
    "fiber-not-smooth": ("none-two-points", {f"{FIBER}.smooth": True}),
    "fiber-missing": ("point", {FIBER: {**dict.fromkeys(
        ("points", "smooth", "smooth_reason", "ntk_classes", "pairs", "evidence")), "status": "undecided",
        "reason": "a limit", "filter": ["3", "4"], "field": "R", "counts": {"Q": None, "R": None, "C": None},
        "assumptions": []}}),
    "comparison-between": ("compared", {"result.comparison.between": "30"}),
    "comparison-same-delta": ("compared", {"result.comparison.delta": ["0"]}),
    "comparison-layer": ("compared", {"result.comparison.layer": 1}),
    "none-of-another-kind": ("none-outside", {"result.kind": "rank"}),
    "none-why": ("none-outside", {"result.why": "because it is so"}),
    "none-where-there-is-one": ("none-different-ntks", {"result.kind": "outside"}),
    "irrational-minpoly": ("irrational", {"evidence.t.minpoly": ["-575", "0", "1"]}),
    "irrational-interval": ("irrational", {"evidence.t.interval": ["24", "25"]}),
    "irrational-filters-norm": ("irrational-filters", {f"{PIECE}.norm": ["1", "2", "2"]}),
    "irrational-filters-minpoly": ("irrational-filters", {"evidence.alpha.minpoly": ["-3", "0", "0", "1"]}),
    "formulas-filter": ("formulas", {"result.filters[1][0]": [[[2], "1"]]}),
    "formulas-factor": ("formulas", {"result.factor": [[[[], "1"]], [[[1, 4], "1"]]]}),
    "formulas-norm": ("formulas", {"result.norms[1]": [[[1, 1], "1"]]}),
    "formulas-gram": ("formulas", {"result.grams[0][0][0]": [[[3, 3], "1"]]}),
    "formulas-variables": ("formulas", {"result.variables": ["A", "B", "C", "D", "F"]}),
    "notation": ("point", {"architecture.notation": "k2 k2"}),
    "hypothesis-dropped": ("formulas", {"hypotheses": []}),
}  # fmt: skip

MALFORMED = {
    "piece-left-out": ("irrational", {"result.pieces[1]": GONE}),
    "delta-null": ("point", {"delta": None}),
    "form-unknown": ("point", {"result.form": "tensor"}),
    "form-none-while-proved": ("point", {"result": Part("none-outside", "result")}),
    "rank-string": ("point", {"result.rank": "2"}),
    "ntk-size": ("point", {"result.ntk": [["34/5"]]}),
    "length-float": ("point", {"result.length": 2.5}),
    "places-not-increasing": ("point", {"evidence.places": [1, 0]}),
    "sheet-number": ("point", {"result.sheet": 0}),
    "kind-unknown": ("none-outside", {"result.kind": "strange"}),
    "delta-of-formulas": ("formulas", {"delta": ["0"]}),
    "comparison-while-undecided": ("not-compared", {"result.comparison": Part("compared", "result.comparison")}),
    "result-while-undecided": ("undecided", {"result": Part("formulas", "result")}),
}
