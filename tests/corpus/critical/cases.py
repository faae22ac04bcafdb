"""Certificates of the critical points of a square loss."""

from tests.corpus.tampering import GONE, Part

LOSS = """ --landscape --data '{"A": [[2,1,0],[1,2,1],[0,1,2]], "target": [1,2,3]}'"""
EYE = """ --landscape --data '{"A": [[1,0,0],[0,1,0],[0,0,1]], "target": [%s]}'"""
FOUR, FIVE, SIX = (",".join(str([int(i == j) for j in range(n)]) for i in range(n)) for n in (4, 5, 6))
EYE_5 = f""" --landscape --data '{{{{"A": [{FIVE}], "target": [%s]}}}}'""".replace("{{", "{").replace("}}", "}")
SIGNALS = """ --landscape --data '{"inputs": [[1,0,0,1,0,-1,0,0,1,1]], "outputs": [[3,1,-4,0,2,1,3]]}'"""

VALID = {
    "all": f"flow k2 k2{LOSS}",
    "all-of-signals": f"flow k3 k2{SIGNALS}",
    "scalar-layer": f"flow k2 k1 k2{LOSS}",
    "flat-at-a-zero-filter": "flow k2 k1 k2" + EYE % "1,-2,4",
    "special-data": "flow k2 k2" + EYE % "1,0,1",
    "one-layer": f"flow k3{LOSS}",
    "one-number": """flow k1 k1 --landscape --data '{"A": [[2]], "target": [1]}'""",
    "strides": "flow k3s2 k2" + EYE_5 % "1,2,3,1,1",
    "singular-points": "flow k3s2 k2" + EYE_5 % "1,0,0,0,-1",
    "two-rings": "flow k2 k2d3" + EYE_5 % "1,2,3,1,1",
    "two-directions": f"""flow k2x2 k2x1 --landscape --data '{{"A": [{SIX}], "target": [[1,2],[3,1],[1,1]]}}'""",
    "infinitely-many": f"""flow k2 k2 k2 --landscape --data '{{"A": [{FOUR}], "target": [1,0,0,0]}}'""",
    "two-unknowns": f"""flow k2 k2 k2 --landscape --data '{{"A": [{FOUR}], "target": [1,3,3,1]}}'""",
    "undecided": f"""flow k2 k2 k2 k2 --landscape --data '{{"A": [{FIVE}], "target": [1,-2,4,1,3]}}'""",
    "undecided-nothing": f"""flow k2 k2 k2 k2 --landscape --data '{{"A": [{FIVE}], "target": [1,1,1,1,1]}}'""",
    "some": ("all", {"result.complete": False}),
}

ORBIT = "evidence.orbits[1]"
REAL = "result.orbits[1].real"

INVALID = {
    "point-left-out": ("all", {"result.orbits[0]": GONE, "evidence.orbits[0]": GONE, "result.number": "4"}),
    "number": ("all", {"result.number": "5"}),
    "generic": ("all", {"result.generic": "7"}),
    "real": ("all", {"result.real": 4}),
    "real-point-left-out": ("all", {f"{REAL}[1]": GONE, "result.real": 1}),
    "interval-without-root": ("all", {f"{REAL}[0].interval": ["-2", "-1"]}),
    "interval-with-two-roots": ("all", {f"{REAL}[0].interval": ["-10", "10"]}),
    "index": ("all", {f"{REAL}[1].index": 1}),
    "minimum": ("all", {f"{REAL}[0].index": 0}),
    "place": ("all", {"result.orbits[1].place": "critical"}),
    "place-noncritical": ("all", {"result.orbits[0].place": "noncritical"}),
    "orbit-twice": (
        "all",
        {
            "evidence.orbits[1]": Part("all", "evidence.orbits[0]"),
            "result.orbits[1]": Part("all", "result.orbits[0]"),
            "result.number": "4",
            "result.real": 0,
        },
    ),
    "minpoly": ("all", {f"{ORBIT}.minpoly": ["-3", "-4", "-3", "-2", "3"]}),
    "minpoly-with-a-square": ("one-layer", {"evidence.orbits[0].minpoly": ["0", "0", "1"]}),
    "filters": ("all", {f"{ORBIT}.filters[0][0]": ["0", "0", "0", "3"]}),
    "filter-zero": ("one-number", {"evidence.orbits[0].filters[0]": [["0"]]}),
    "parameter": ("all", {"evidence.parameter[1].numerator": ["1", "1"]}),
    "zero-filters-strict": ("flat-at-a-zero-filter", {"result.zero_filters[1].strict": True}),
    "zero-filters-kernel": (
        "flat-at-a-zero-filter",
        {"result.zero_filters[1].kernels[0].basis": [["2", "2"]]},
    ),
    "excluded-left-out": ("flat-at-a-zero-filter", {"evidence.elimination.excluded": []}),
    "multiplicity": ("flat-at-a-zero-filter", {"evidence.elimination.orbits[0].multiplicity": 2}),
    "smooth-claimed": ("singular-points", {"result.orbits[0].place": "noncritical"}),
    "complete-of-infinitely-many": ("infinitely-many", {"result.complete": True}),
    "two-unknowns-excluded-left-out": ("two-unknowns", {"evidence.elimination.excluded[0]": GONE}),
    "prime-composite": ("all", {"evidence.prime": 999999935}),
    "risk": ("all", {"risk.target": ["1", "2", "4"]}),
    "risk-singular": ("all", {"risk.A": [["1", "1", "0"], ["1", "1", "0"], ["0", "0", "1"]]}),
    "complete-of-fewer": ("flat-at-a-zero-filter", {"evidence.elimination": None}),
    "notation": ("all", {"architecture.notation": "k2 k3"}),
    "hypothesis-dropped": ("all", {"hypotheses": []}),
    "undecided-lists-zero-filters": ("undecided", {"result.zero_filters[0].strict": False}),
}

MALFORMED = {
    "zero-filters-kernel-left-out": ("flat-at-a-zero-filter", {"result.zero_filters[1].kernels[1]": GONE}),
    "zero-filters-left-out": ("all", {"result.zero_filters[2]": GONE}),
    "real-points-of-complex": ("all", {"result.orbits[0].real": Part("all", REAL)}),
    "delta": ("all", {"delta": ["0"]}),
    "status-refuted": ("all", {"status": "refuted"}),
    "complete-number": ("all", {"result.complete": 1}),
    "place-unknown": ("all", {"result.orbits[1].place": "saddle"}),
    "index-string": ("all", {f"{REAL}[0].index": "1"}),
    "orbits-unequal": ("all", {"result.orbits[1]": GONE}),
    "elimination-while-incomplete": (
        "flat-at-a-zero-filter",
        {"result.complete": False},
    ),
    "point-while-undecided": ("undecided", {"result.number": "1"}),
    "target-size": ("all", {"risk.target": ["1", "2"]}),
    "evidence-unknown-key": ("all", {"evidence.oracle": "yes"}),
    "interval-decimal": ("all", {f"{REAL}[0].interval": ["-0.8", "-0.7"]}),
}
