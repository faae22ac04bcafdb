"""Certificates of the velocities with which gradient flow moves the function of a network with activations."""

from tests.corpus.tampering import GONE, Part

DATA = """ --exact --data '{"inputs": [[1,0,0,1,0,-1]], "outputs": [[3,1,-4]]}'"""
SHORT = """ --exact --data '{"inputs": [[1,1,0]], "outputs": [["1/2"]]}'"""
PLANE = """ --exact --data '{"inputs": [[[1,0,2],[0,1,0],[3,0,1]]], "outputs": [[[5,"1/2"]]]}'"""
BLIND = """ --exact --data '{"inputs": [[0,0,0,1]], "outputs": [[3]]}'"""
SHIFTS = " --from [[0,2,3],[4,0]] --from [[2,3,0],[0,4]]"
SWAP = " --from [[1,2],[4,2],[1,1]] --from [[2,1],[2,4],[1,1]]"

VALID = {
    "every": f"flow k3 r2 k2{DATA} --from [[1,2,3],[4,5]] --balanced",
    "every-as-they-are": f"flow k3 r2 k2{DATA} --from [[1,2,3],[4,5]] --from [[-1,-2,-3],[4,5]]",
    "every-cubic": f"flow k2s2 r3 k2{DATA.replace(',1,-4]', ',1]')} --from [[1,2],[4,5]] --delta 1/2",
    "different": f"flow k3 r2 k2{DATA} --from [[0,2,3],[4,0]] --from [[2,3,0],[0,4]] --balanced",
    "different-as-they-are": f"flow k2 r2 k2{SHORT} --from [[0,1],[1,0]] --from [[1,0],[0,1]]",
    "swap": f"flow k2 k2 r2 k2{DATA}{SWAP}",
    "swap-on-the-locus": f"flow k2 k2 r2 k2{DATA}{SWAP} --delta 0,1",
    "exchange": f"flow k3 k2 r2 k2{DATA.replace(',1,-4]', ',1]')} --from [[6,5,1],[5,1],[1,2]] "
    "--from [[15,8,1],[2,1],[1,2]] --delta 1,1",
    "equal-different-ntks": f"flow k3 r2 k2{BLIND}{SHIFTS.replace('2,3', '2,0')} --balanced",
    "two-directions": f"flow k2x2 r2 k2x1{PLANE} --from [[[1,2],[0,1]],[[1],[2]]] --delta 1",
    "one-point": f"flow k2 k2 r2 k2{DATA} --from [[1,2],[4,2],[1,1]] --balanced",
}

_VALUES = "difference.values"

INVALID = {
    "status-refuted": (
        "every-as-they-are",
        {
            "status": "refuted",
            "every": False,
            "difference": {
                "starts": [0, 1],
                "monomials": [[[[0], 2]]],
                "values": [Part("every-as-they-are", "starts[0].velocity[2][1]")] * 2,
            },
        },
    ),
    "status-proved": ("swap", {"status": "proved", "difference": None}),
    "every-of-shifts": ("different", {"status": "proved", "difference": None, "starts[1]": GONE, "every": True}),
    "every-of-a-run": ("one-point", {"status": "proved", "reason": None, "every": True}),
    "one-point-proved": ("one-point", {"status": "proved", "reason": None}),
    "one-start": ("swap-on-the-locus", {"starts[1]": GONE}),
    "filter": ("every", {"filter[2][1]": "5"}),
    "monomial-degree": ("every", {"filter[0][0]": [[[0], 1]]}),
    "filter-shorter": ("every", {"filter[8]": GONE}),
    "filter-of-another-start": ("swap", {"starts[1].filters[2]": ["1", "2"]}),
    "filter-zero": ("swap", {"starts[1].filters[2]": ["0", "0"]}),
    "gradient": ("every", {"gradient[1]": "5"}),
    "risk": ("every", {"risk.outputs": [["3", "1", "4"]]}),
    "risk-size": ("every", {"risk.outputs": [["3", "1"]]}),
    "slopes": ("every", {"starts[0].slopes[1][1]": "5"}),
    "velocity": ("every", {"starts[0].velocity[3][1][0]": "5"}),
    "velocity-elsewhere": ("every", {"starts[0].velocity[3][0]": [[[2], 1], [[3], 1]]}),
    "t": ("every-as-they-are", {"starts[0].t": "40"}),
    "rho": ("every-as-they-are", {"starts[0].rho": ["14", "42"]}),
    "delta": ("every-as-they-are", {"delta": ["1"]}),
    "interval-of-another-root": ("every", {"starts[0].t.interval": ["13", "14"]}),
    "interval-too-wide": ("different", {"starts[0].t.interval": ["1", "100"]}),
    "difference-of-one-start": ("different", {"difference.starts": [0, 0]}),
    "difference-of-equals": (
        "different",
        {"difference.starts": [0, 0], f"{_VALUES}[1]": Part("different", f"{_VALUES}[0]")},
    ),
    "difference-exchanged": (
        "different",
        {_VALUES: [Part("different", f"{_VALUES}[1]"), Part("different", f"{_VALUES}[0]")]},
    ),
    "difference-elsewhere": ("different", {"difference.monomials": [[[[3], 2]]]}),
    "one-ntk-claimed": ("equal-different-ntks", {"ntk_difference": None}),
    "ntk-values": ("equal-different-ntks", {"ntk_difference.values[0]": ["1", "1"]}),
    "ntk-difference-of-one-start": (
        "equal-different-ntks",
        {
            "ntk_difference.starts": [0, 0],
            "ntk_difference.values[1]": Part("equal-different-ntks", "ntk_difference.values[0]"),
        },
    ),
    "notation": ("every", {"architecture.notation": "k3 r3 k2"}),
}

MALFORMED = {
    "delta-null": ("every", {"delta": None}),
    "difference-while-proved": ("swap-on-the-locus", {"difference": Part("swap", "difference")}),
    "difference-missing": ("swap", {"difference": None}),
    "ntk-difference-of-every": ("every", {"ntk_difference": Part("equal-different-ntks", "ntk_difference")}),
    "ntk-difference-while-refuted": ("swap", {"ntk_difference": Part("equal-different-ntks", "ntk_difference")}),
    "every-refuted": ("swap", {"every": True}),
    "every-number": ("every", {"every": 1}),
    "no-start": ("every", {"starts": []}),
    "slopes-size": ("every", {"starts[0].slopes[0]": ["1", "2"]}),
    "velocity-size": ("every", {"starts[0].velocity[8]": GONE}),
    "velocity-number": ("every", {"starts[0].velocity[0][1][0]": 5}),
    "monomial-outside": ("every", {"filter[8][0]": [[[4], 2]]}),
    "loss-unknown": ("every", {"risk.loss": "cross entropy"}),
    "loss-quadratic": ("every", {"risk": {"loss": "sum of squares", "A": [["1"]], "target": ["1"]}}),
    "start-unknown-key": ("every", {"starts[0].time": "1"}),
    "without-activation": ("every", {"architecture.activations": [1]}),
    "gradient-float": ("every", {"gradient": [10.0, 12.0, 2.0]}),
}
