"""Certificates of the velocities with which gradient flow moves the end-to-end filter."""

from tests.corpus.tampering import GONE, Part

LOSS = """ --exact --data '{"A": [[2,1,0],[1,2,1],[0,1,2]], "target": [1,2,3]}'"""
DATA = """ --exact --data '{"inputs": [[1,0,0,1,0,-1,0,0,1,1]], "outputs": [[3,1,-4,0,2,1,3]]}'"""
SIGNALS = """ --exact --data '{"inputs": [[1,0,-1,1]], "outputs": [[3]]}'"""
FORM = """ --exact --data '{"A": [[2,1,0,0],[1,2,1,0],[0,1,2,1],[0,0,1,2]], "target": [1,2,3,4]}'"""
LEAST = """ --exact --data '{"A": [[1,0,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1]], "target": [0,-1,0,1]}'"""
PLANE = """ --exact --data '{"inputs": [[[1,0,2],[0,1,0],[3,0,1]]], "outputs": [[[5]]]}'"""
ROOTS = " --from [[0,-1,1],[1,1]] --from [[-1,0,1],[0,1]]"
ONE = """ --exact --data '{"A": [[2]], "target": [1]}'"""
SWAP = " --from [[[[1,1],[1,0]],[[1,0],[0,1]]],[[[1,0],[0,1]],[[1,1],[1,0]]]]"

VALID = {
    "equal": f"flow k2 k2{LOSS} --from [[1,2],[2,1]] --from [[2,1],[1,2]] --balanced",
    "equal-irrational": f"""flow k2 k2{LOSS} --from [[1,2],[3,5]] --from '[["3/2","5/2"],[2,4]]' --balanced""",
    "equal-different-ntks": f"flow k3 k2{LEAST}{ROOTS} --balanced",
    "different": f"flow k2 k2{LOSS} --from [[1,2],[3,5]] --from [[3,5],[1,2]] --delta 3",
    "different-data": f"flow k3 k2{DATA}{ROOTS} --balanced",
    "different-signals": f"flow k3 k2{SIGNALS}{ROOTS} --balanced",
    "different-form": f"flow k3 k2{FORM}{ROOTS} --balanced",
    "different-as-they-are": f"flow k2 k2{LOSS} --from [[2,1],[2,2]] --from [[2,2],[2,1]] --delta=-3",
    "two-directions": f"flow k2x2 k2x2{PLANE} --from [[[1,1],[1,0]],[[1,0],[0,1]]] "
    "--from [[[1,0],[0,1]],[[1,1],[1,0]]] --delta 1",
    "one-point": f"flow k2 k2{LOSS} --from [[1,2],[3,5]] --from [[1,2],[3,5]]",
    "scalar-layers": f"flow k1 k1{ONE} --from [[1],[2]] --from [[2],[1]] --balanced",
}

INVALID = {
    "status-refuted": (
        "equal",
        {"status": "refuted", "difference": {"starts": [0, 1], "index": [0], "values": ["-98", "-98"]}},
    ),
    "status-proved": ("different", {"status": "proved", "difference": None}),
    "one-point-proved": ("one-point", {"status": "proved", "reason": None}),
    "one-start": ("equal", {"starts[1]": GONE}),
    "filter": ("equal", {"filter": ["2", "5", "3"]}),
    "filter-of-another-start": ("equal", {"starts[1].filters": [["2", "1"], ["1", "3"]]}),
    "gradient": ("equal", {"gradient": ["10", "12", "3"]}),
    "gradient-of-signals": ("different-signals", {"gradient": ["-4", "0", "4", "-5"]}),
    "risk": ("equal", {"risk.target": ["1", "2", "4"]}),
    "risk-not-symmetric": ("equal", {"risk.A": [["2", "1", "0"], ["0", "2", "1"], ["0", "1", "2"]]}),
    "risk-indefinite": ("equal", {"risk.A": [["2", "3", "0"], ["3", "2", "1"], ["0", "1", "2"]]}),
    "velocity": ("equal", {"starts[0].velocity": ["-98", "-168", "-57"]}),
    "velocity-zero": ("equal", {"starts[0].velocity": ["0", "0", "0"]}),
    "t": ("equal", {"starts[0].t": "4"}),
    "rho": ("equal", {"starts[0].rho": ["5", "6"]}),
    "delta": ("equal", {"delta": ["1"]}),
    "interval-without-root": ("different", {"starts[0].t.interval": ["12", "13"]}),
    "minpoly": ("different", {"starts[0].t.minpoly": ["-171", "3", "1"]}),
    "difference-of-equal-entries": ("different", {"difference.starts": [0, 0]}),
    "difference-values-equal": (
        "different",
        {"difference.starts": [0, 0], "difference.values[1]": Part("different", "difference.values[0]")},
    ),
    "difference-values-exchanged": (
        "different",
        {
            "difference.values": [
                Part("different", "difference.values[1]"),
                Part("different", "difference.values[0]"),
            ],
        },
    ),
    "difference-elsewhere": ("different", {"difference.index": [1]}),
    "one-ntk-claimed": ("equal-different-ntks", {"ntk_difference": None}),
    "ntk-values-equal": (
        "equal-different-ntks",
        {
            "ntk_difference.starts": [0, 0],
            "ntk_difference.values[1]": Part("equal-different-ntks", "ntk_difference.values[0]"),
        },
    ),
    "ntk-difference-of-one-start": (
        "equal",
        {"ntk_difference": {"starts": [0, 0], "index": [0, 0], "values": ["25", "25"]}},
    ),
    "ntk-difference-of-equals": (
        "equal",
        {"ntk_difference": {"starts": [0, 1], "index": [0, 0], "values": ["5", "5"]}},
    ),
    "notation": ("equal", {"architecture.notation": "k2 k3"}),
}

MALFORMED = {
    "delta-null": ("equal", {"delta": None}),
    "difference-while-proved": ("equal", {"difference": Part("different", "difference")}),
    "difference-missing": ("different", {"difference": None}),
    "no-start": ("equal", {"starts": []}),
    "velocity-size": ("equal", {"starts[0].velocity": ["-98", "-168"]}),
    "velocity-number": ("equal", {"starts[0].velocity[0]": -98}),
    "loss-unknown": ("equal", {"risk.loss": "cross entropy"}),
    "start-unknown-key": ("equal", {"starts[0].time": "1"}),
    "index-outside": ("different", {"difference.index": [3]}),
    "gradient-float": ("equal", {"gradient": [10.0, 12.0, 2.0]}),
    "ntk-difference-while-refuted": ("different", {"ntk_difference": Part("equal-different-ntks", "ntk_difference")}),
}
