"""Certificates of the factorizations of one end-to-end filter, with each kind of evidence of irreducibility."""

from fractions import Fraction
from math import e, pi

from tests.corpus.tampering import GONE, Part
from tests.support import fibers

FACTOR = "evidence.fiber.leaf.factors[0]"
OVER_Q = f"{FACTOR}.irreducible"
SECOND = "evidence.fiber.leaf.factors[1]"
OVER_C = f"{SECOND}.absolute.proof"
SHEET = f"{FACTOR}.absolute"
POINT = "points[0]"
OUTSIDE = "it is outside the image, also over C"
IRREDUCIBLE = "factor 0 of the part of the layers 1, 2: irreducible over %s"

PRODUCT = "[[1,1,1,1],[1,0,1,0],[1,1,0,0],[1,0,0,0]]"  # of the conic x^2 + y^2 + 1 and of x + y + 1
CIRCLE = "[[-1,-1,1,1],[-1,0,1,0],[1,1,0,0],[1,0,0,0]]"  # of x^2 + y^2 - 1 and of x + y + 1
CUBIC = "[[1,1,1,1],[1,1,0,0],[1,0,0,0],[1,0,0,0]]"
ZEROS = ",".join(["[0,0,0]"] * 3)
COVERED = [[0] * 9 for _ in range(9)]  # (x^4 - 2 y^4) (x^4 - 3 y^4)
COVERED[8][0], COVERED[4][4], COVERED[0][8] = 1, -5, 6
HIGH = [[0] * 4 for _ in range(27)]  # (y^2 - x^25 - 2) (x + y + 1)
for (i, j), c in {(0, 2): 1, (25, 0): -1, (0, 0): -2}.items():
    for a, b in ((1, 0), (0, 1), (0, 0)):
        HIGH[i + a][j + b] += c


def assumed():
    """k201 k2 at x^201 - 2 over Q, whose irreducibility is assumed: no point."""
    places = [2 ** (1 / 201) * e ** (2j * pi * k / 201) for k in range(201)]
    rounded = [(Fraction(round(z.real * 10**9), 10**9), Fraction(round(z.imag * 10**9), 10**9)) for z in places]
    pairs = [(re, sign * im, Fraction(1, 10**5)) for re, im in sorted(rounded[1:101]) for sign in (1, -1)]
    network = fibers.Network("k201 k2", fibers.layer(201), fibers.layer(2))
    u = [-2, *[0] * 200, 1]
    factor = fibers.univariate(u, proof=fibers.ASSUMED, roots=[(*rounded[0], Fraction(1, 10**5)), *pairs])
    fiber = fibers.node(u, factors=[factor])
    said = {"assumptions": [IRREDUCIBLE % "Q"], "reason": "0 of 1 real points listed"}
    return fibers.certificate(network, u, None, fiber, [], [], (0, 1, 201), (None, None), [], "undecided", **said)


LIFTED = {"kind": "lifting", "prime": 5, "power": 6, "factors": [["9777", "0", "1"], ["5838", "0", "1"]]}
IRREDUCIBLE_MODULO = {"kind": "lifting", "prime": 7, "power": 1, "factors": [["5", "0", "0", "1"]]}  # x^3 - 2
REDUCTION = {  # of x^2 + y^2 + 1
    "kind": "reduction",
    "prime": 3,
    "root": None,
    "direction": 0,
    "lines": [{"values": [0, 0], "factors": [["1", "0", "1"]]}],
    "content": [None, [0, 0]],
    "point": [1, 1],
    "shear": None,
}
SHEARED = {  # of 2 x^2 + 2 x y + y^2 + 1
    **REDUCTION,
    "prime": 7,
    "lines": [{"values": [0, 0], "factors": [["4", "0", "1"]]}],
    "point": [2, 2],
    "shear": [0, 1],
}
TWO_LINES = {  # of x^4 + x y^3 + y + 1: 2 + 2 and 1 + 3
    **REDUCTION,
    "prime": 5,
    "lines": [
        {"values": [0, 0], "factors": [["2", "0", "1"], ["3", "0", "1"]]},
        {"values": [0, 1], "factors": [["3", "1"], ["4", "4", "2", "1"]]},
    ],
    "point": [2, 1],
}
RESIDUES = {
    "residues": [3, 4],
    "filters": None,
    "point": Part("conjugate-factors", "evidence.smooth.point"),
    "rank": {"prime": 7, "rows": [0, 1, 2, 3, 4, 5, 7], "columns": [1, 2, 3, 4, 5, 6, 7], "kernel": []},
}
NOT_LISTED = {
    "points": None,
    "ntk_classes": None,
    "pairs": None,
    **{f"evidence.{key}": None for key in ("fields", "resolvents", "scalings", "ranks", "pairs")},
}

VALID = {
    # real points and their NTKs
    "three-roots": "fiber k3 k2 --filter 0,-1,0,1 --balanced",
    "three-roots-every-delta": "fiber k3 k2 --filter 0,-1,0,1",
    "double-root": "fiber k2 k2 --filter 1,-2,1",
    "two-roots": "fiber k2 k2 --filter 2,-3,1 --delta 1",
    "no-real-point": "fiber k2 k2 --filter 1,0,1 --balanced",
    "square-root": "fiber k2 k2 --filter=-2,0,1 --balanced",
    "square-root-every-delta": "fiber k2 k2 --filter=-2,0,1",
    "cube-root": "fiber k3 k2 --filter=-2,0,0,1 --delta 3",
    "cube-root-over-c": "fiber k3 k2 --filter=-2,0,0,1 --field C",
    "six-irrational": "fiber k3 k3 --filter 2,0,-4,0,1 --balanced",
    "swap": "fiber k2x2 k2x2 --filter [[1,2,1],[2,9,7],[1,7,10]] --delta 21",
    "swap-every-delta": "fiber k2x2 k2x2 --filter [[1,2,1],[2,9,7],[1,7,10]]",
    "conjugate-factors": "fiber k2x2 k2x2 --filter [[0,0,-2],[0,0,0],[1,0,0]] --balanced",
    "conjugate-factors-reduction": "fiber k3x3 k3x3 "
    "--filter [[1,0,0,0,-2],[0,0,0,0,0],[2,0,0,0,0],[0,0,0,0,0],[1,0,0,0,0]]",
    "quartic-square": "fiber k4 k2 --filter 4,0,-4,0,1",
    "equal": "fiber k2 k4 k3 --filter 0,0,0,1,0,0,0 --balanced",
    "equal-irrational": f"fiber k2x1 k4x1 k3x1 k1x2 k1x2 --filter [{ZEROS},[-2,0,1],{ZEROS}] --balanced",
    "not-compared": (
        "three-roots",
        {"status": "undecided", "reason": "not compared", "ntk_classes": None, "evidence.ntk": None},
    ),
    "outside": "fiber k2x2 k2x2 --filter [[1,0,1],[0,0,0],[1,0,0]]",
    "two-of-three": ("three-roots", {"ntk_classes": None, "evidence.ntk.pair": [0, 2]}),
    "not-listed": (
        "three-roots",
        {**NOT_LISTED, "evidence.points": None, "evidence.ntk": None, "status": "undecided", "reason": "too many"},
    ),
    "two-not-listed": (
        "three-roots",
        {
            **NOT_LISTED,
            "evidence.points": [Part("three-roots", f"evidence.points[{n}]") for n in (0, 1)],
            "evidence.ntk.indices": [[0, 0]],
            "evidence.ntk.pair": [0, 1],
        },
    ),
    "undecided": (
        "three-roots",
        {
            **dict.fromkeys(("points", "smooth", "smooth_reason", "ntk_classes", "pairs", "evidence")),
            "status": "undecided",
            "reason": "the time limit of 1 s was reached",
            "counts": {"Q": None, "R": None, "C": None},
        },
    ),
    # splits, and smooth or singular points
    "split": "fiber k3s2 k2 --filter 4,8,17,10,15",
    "split-low-rank": "fiber k3s2 k2 --filter 1,0,2,0,1",
    "split-two-points": "fiber k3s2 k2 --filter 0,0,1,0,0 --balanced",
    "split-no-real-point": "fiber k3s2 k2 --filter 1,0,1,0,1",
    "split-common-factor": (
        "split-low-rank",
        {
            "smooth_reason": "one point, where two filters have a common factor: the Jacobian of the merged map has no "
            "full rank",
            "evidence.smooth.filters": None,
            "evidence.smooth.rank": {"kind": "common", "layers": [0, 1]},
        },
    ),
    "split-several": "fiber k2d2 k2 k2 --filter=-2,0,1,0,0",
    "split-golden": "fiber k3s2 k2 --filter 1,0,-3,0,1 --delta 1",
    "split-two-rings": "fiber k2d2 k2d3 --filter 1,0,-1,-1,0,1",
    "split-two-directions": "fiber k2x2d2 k2x2 --filter [[0,0,-1,-1],[0,0,-1,0],[1,1,0,0],[1,0,0,0]]",
    "separable": "fiber k2x1 k1x2 --filter [[0,0],[0,1]]",
    "scalar-layers": "fiber k1 k1 --filter 3",
    "smooth-by-elimination": (
        "conjugate-factors",
        {"evidence.smooth.rank": {"rows": [7, 3, 6, 2, 5, 4, 0], "columns": [5, 7, 4, 6, 2, 1, 3]}},
    ),
    "smooth-by-residues": ("conjugate-factors", {"evidence.smooth": RESIDUES}),
    "low-rank-irrational": (
        "quartic-square",
        {
            "smooth": None,
            "smooth_reason": "not decided",
            "evidence.smooth": None,
            "evidence.ranks": [{"rows": [5, 4, 0, 3], "columns": [1, 0, 2, 3]}] * 2,
        },
    ),
    # leaves with several rings, each with its pieces
    "rings-covered": f"fiber k3x3d2 k3x3 k3x3 --filter {str(COVERED).replace(' ', '')} --balanced --field Q",
    # the same by hand
    "rings": fibers.two_rings,
    "rings-orbit": fibers.plane_orbit,
    "rings-relation": fibers.plane_relation,
    "rings-mixed": fibers.mixed,
    "rings-of-squares": fibers.real_roots_of_squares,
    "rings-of-monomials": fibers.singular,
    "rank-modulo-a-prime": fibers.double_root_unsure,
    "six-rational": fibers.six_points,
    # irreducible over Q
    "newton": "fiber k3 k2 --filter=-2,0,0,1 --field Q",
    "irreducible-modulo-a-prime": ("newton", {OVER_Q: IRREDUCIBLE_MODULO}),
    "newton-shifted": "fiber k3 k3 --filter 1,0,-10,0,1 --field Q",
    "lifting": ("newton-shifted", {OVER_Q: LIFTED}),
    "fifth-roots-of-unity": "fiber k3 k3 --filter 1,1,1,1,1 --field Q",
    "cyclotomic": ("fifth-roots-of-unity", {OVER_Q: {"kind": "cyclotomic", "order": 5}}),
    "lifting-many": "fiber k5 k4 --filter 3,-1,0,2,0,0,5,2 --field Q",
    "assumed": assumed,
    # irreducible over C
    "conic": f"fiber k3x3 k2x2 --filter {PRODUCT}",
    "reduction": ("conic", {OVER_C: REDUCTION}),
    "reduction-sheared": ("conic", {OVER_C: SHEARED}),
    "circle": f"fiber k3x3 k2x2 --filter {CIRCLE}",
    "cubic": f"fiber k3x3 k2x2 --filter {CUBIC}",
    "quartic": "fiber k5x4 k2x2 --filter [[1,2,1,0,0],[1,1,0,1,1],[0,0,0,1,0],[0,0,0,0,0],[1,1,0,0,0],[1,0,0,0,0]]",
    "reduction-two-lines": ("quartic", {OVER_C: TWO_LINES}),
    "simplex": "fiber k3x2 k2x2 --filter [[2,0,0],[0,1,0],[0,0,1],[1,0,0]]",
    "simplex-high": f"fiber k26x3 k2x2 --filter {str(HIGH).replace(' ', '')}",
    "assumed-over-c": (
        "simplex-high",
        {OVER_C: {"kind": "assumed"}, "assumptions": ["factor 1 of the part of the layers 1, 2: irreducible over C"]},
    ),
}

SQUARE = {  # x^2 - 1, said to be irreducible
    "direction": 0,
    "coefficients": ["-1", "0", "1"],
    "multiplicity": 1,
    "irreducible": {"kind": "lifting", "prime": 3, "power": 6, "factors": [["728", "1"], ["1", "1"]]},
    "roots": [["-1", "0", "1/1000"], ["1", "0", "1/1000"]],
}
LEAF = "evidence.fiber.leaf.factors"
SPLIT = "evidence.fiber.split"
RING = "evidence.fiber.leaf.rings"

INVALID = {
    "choice-unknown": ("three-roots", {"evidence.points[0][0]": [["pole", 0, 2]]}),
    # what is claimed
    "status-proved": ("three-roots", {"status": "proved"}),
    "status-refuted": ("square-root", {"status": "refuted"}),
    "status-undecided": ("three-roots", {"status": "undecided", "reason": "not known"}),
    "status-proved-of-one-of-six": ("newton-shifted", {"status": "proved", "reason": None}),
    "counts-q": ("three-roots", {"counts.Q": 2}),
    "counts-r": ("no-real-point", {"counts.R": 2}),
    "counts-c": ("three-roots", {"counts.C": 4}),
    "filter": ("three-roots", {"filter": ["0", "-1", "0", "2"]}),
    "filter-zero": ("three-roots", {"filter": ["0", "0", "0", "0"]}),
    "field": ("cube-root", {"field": "C"}),
    "point-left-out": ("three-roots", {"points[2]": GONE, "evidence.points[2]": GONE, "evidence.fields[2]": GONE,
                                       "evidence.scalings[2]": GONE, "evidence.ranks[2]": GONE,
                                       "ntk_classes": [[0], [1]]}),
    "point-twice": ("three-roots", {"points[1]": Part("three-roots", "points[0]"),
                                    "evidence.points[1]": Part("three-roots", "evidence.points[0]")}),
    "point-filter": ("three-roots", {f"{POINT}.filters[0]": ["1", "0", "1"]}),
    "point-sign": ("three-roots", {f"{POINT}.filters": [["-1", "0", "1"], ["0", "1"]], f"{POINT}.factor": "1"}),
    "point-factor": ("three-roots", {f"{POINT}.factor": "1"}),
    "point-field": ("three-roots", {f"{POINT}.field": "R"}),
    "point-rank": ("three-roots", {f"{POINT}.rank": 3}),
    "point-rank-unknown": ("three-roots", {f"{POINT}.rank": None}),
    "choice-of-another-point": ("three-roots", {"evidence.points[0]": Part("three-roots", "evidence.points[1]")}),
    "choice-of-another-degree": ("three-roots", {"evidence.points[0][0]": [["root", 0, 0, 1]]}),
    "t": ("three-roots", {"points[1].t": "3"}),
    "rho": ("three-roots", {"points[1].rho": ["2", "3"]}),
    "t-negative": ("three-roots", {"points[1].t": "-2"}),
    "delta": ("three-roots", {"delta": ["1"]}),
    "interval-without-root": ("three-roots", {f"{POINT}.t.interval": ["1", "5/4"]}),
    "minpoly": ("three-roots", {f"{POINT}.t.minpoly": ["-3", "0", "1"]}),
    # NTKs
    "classes-merged": ("three-roots", {"ntk_classes": [[0, 1], [2]]}),
    "classes-all-one": ("two-roots", {"ntk_classes": [[0, 1]], "status": "proved", "evidence.ntk.indices": []}),
    "classes-split": ("square-root", {"ntk_classes": [[0], [1]], "status": "refuted",
                                      "evidence.ntk.indices": [[0, 0]]}),
    "classes-not-all-points": ("three-roots", {"ntk_classes": [[0], [1]]}),
    "ntk-entry-that-agrees": ("three-roots", {"evidence.ntk.indices": [[0, 3]]}),
    "ntk-other-delta": ("three-roots", {"evidence.ntk.delta": ["1"]}),
    "pair-of-one-point": ("two-of-three", {"evidence.ntk.pair": [0, 0]}),
    "pair-at-an-entry-that-agrees": ("two-not-listed", {"evidence.ntk.indices": [[0, 3]]}),
    "two-not-listed-equal": ("two-not-listed", {"evidence.points[1]": Part("three-roots", "evidence.points[0]")}),
    "equal-called-different": ("equal", {"ntk_classes": [[0], [1], [2], [3], [4], [5]], "evidence.ntk.equal": []}),
    "equal-not-shown": ("equal", {"evidence.ntk.equal": []}),
    "equal-of-different": ("three-roots", {"evidence.ntk.equal": [[0, 1]]}),
    "locus-called-different": ("square-root-every-delta", {"pairs[0].kind": "different", "pairs[0].forms": []}),
    "locus-other-form": ("square-root-every-delta", {"pairs[0].forms": [[0]]}),
    "different-called-locus": ("three-roots-every-delta", {"pairs[0]": {"points": [0, 1], "kind": "locus",
                                                                        "forms": [[1]]}}),
    "separation-product": ("three-roots-every-delta", {"evidence.pairs[0].products[0]": ["3", "0"]}),
    "independence-at-one-place": ("square-root-every-delta", {"evidence.pairs[0].places": [[1, 1], [1, 1]]}),
    # smooth or singular
    "singular": ("three-roots", {"smooth": False}),
    "smooth": ("split-two-points", {"smooth": True}),
    "smooth-low-rank": ("split-low-rank", {"smooth": True}),
    "smooth-reason": ("three-roots", {"smooth_reason": "because it is so"}),
    "smooth-where-nothing-is-shown": ("rank-modulo-a-prime", {"smooth_reason": OUTSIDE}),
    "outside-left-out": ("outside", {"smooth_reason": "not decided"}),
    "coprime-with-a-common-factor": ("split-low-rank", {"evidence.ranks[0]": {"kind": "coprime"}}),
    "common-factor": ("split-two-points", {"evidence.ranks[0]": {"kind": "common", "layers": [0, 1]}}),
    "rank-of-a-minor-only": ("split-several", {"points[0].rank": 5}),
    "smooth-reason-of-a-rank": ("split-common-factor", {"smooth_reason": Part("split-low-rank", "smooth_reason")}),
    "rank-minor": ("split-low-rank", {"evidence.ranks[0].columns": [0, 1, 3]}),
    "rank-kernel": ("split-low-rank", {"evidence.ranks[0].kernel[0]": ["1", "0", "0", "1", "0"]}),
    "rank-kernel-too-small": ("rank-modulo-a-prime", {"evidence.ranks[0].kernel": [["1", "0", "-1", "0"]] * 2}),
    "rank-prime-composite": ("split-low-rank", {"evidence.ranks[0].prime": 999999935}),
    "elimination-pivot": ("smooth-by-elimination", {"evidence.smooth.rank": {
        "rows": [7, 3, 6, 2, 5, 4, 1], "columns": [5, 7, 4, 6, 2, 1, 3]}}),
    "elimination-stops-early": ("low-rank-irrational", {"evidence.ranks": [
        {"rows": [5, 4, 0], "columns": [1, 0, 2]}] * 2}),
    "residues-no-roots": ("smooth-by-residues", {"evidence.smooth.residues": [3, 5]}),
    "residues-equal": ("smooth-by-residues", {"evidence.smooth.residues": [3, 3]}),
    # the fiber over C
    "factor-left-out": ("three-roots", {f"{LEAF}[1]": GONE}),
    "factor-twice": ("three-roots", {f"{LEAF}[1]": Part("three-roots", FACTOR)}),
    "factor-replaced": ("three-roots", {f"{LEAF}[1].coefficients": ["2", "1"]}),
    "factor-not-primitive": ("three-roots", {f"{LEAF}[1].coefficients": ["2", "2"]}),
    "factor-multiplicity": ("double-root", {f"{FACTOR}.multiplicity": 1}),
    "factor-direction": ("swap", {f"{FACTOR}.polynomial": [["1", "1"], ["1", "3"]]}),
    "polynomial": ("three-roots", {"evidence.fiber.polynomial": ["0", "-1", "0", "2"]}),
    "split-group": ("split", {f"{SPLIT}.group.polynomial": ["4", "7"]}),
    "split-layers": ("split", {f"{SPLIT}.layers": [0]}),
    "split-ring": ("split", {f"{SPLIT}.ring": [1]}),
    "split-bound-prime": ("split", {f"{SPLIT}.bounds[0].prime": 10005}),
    "split-rest": ("split", {f"{SPLIT}.rest.polynomial": ["1", "2", "4"]}),
    "ring-left-out": ("rings", {f"{RING}[1]": GONE}),
    "ring-twice": ("rings", {f"{RING}[1]": Part("rings", f"{RING}[0]")}),
    "ring-piece-left-out": ("rings", {f"{RING}[0].pieces": []}),
    "ring-piece-factors": ("rings", {f"{RING}[0].pieces[0].factors": [0]}),
    "ring-piece-other": ("rings", {f"{RING}[0].pieces[0].coefficients": ["-2", "1"]}),
    "ring-orbit-factors": ("rings-orbit", {f"{RING}[0].pieces[0].factors": [0, 2]}),
    "ring-orbit-relation": ("rings-relation", {f"{RING}[0].pieces[0].over": [[[0, 0], [0, 0]]]}),
    "ring-covering": ("rings-covered", {f"{RING}[0].pieces[0].line.values": [0, 0]}),
    "ring-covering-exchanged": ("rings-covered", {f"{RING}[0].pieces[0].over": [
        Part("rings-covered", f"{RING}[0].pieces[0].over[{n}]") for n in (1, 0)]}),
    "ring-over-left-out": ("rings-covered", {f"{RING}[0].pieces[0].over": None}),
    "ring-roots": ("rings-of-squares", {f"{RING}[0].pieces[0].roots": [["-3/2", "0", "1/100"], ["3/2", "0", "1/100"]]}),
    # roots, enclosures and fields
    "disc-without-a-root": ("square-root", {f"{FACTOR}.roots[0]": ["-1", "0", "1/10"]}),
    "discs-that-meet": ("square-root", {f"{FACTOR}.roots[0]": ["-1", "0", "3"]}),
    "disc-twice": ("square-root", {f"{FACTOR}.roots[0]": Part("square-root", f"{FACTOR}.roots[1]")}),
    "discs-exchanged": ("square-root", {f"{FACTOR}.roots": [Part("square-root", f"{FACTOR}.roots[{n}]")
                                                            for n in (1, 0)]}),
    "disc-without-radius": ("square-root", {f"{FACTOR}.roots[0][2]": "0"}),
    "enclosure": ("square-root", {f"{POINT}.filters[0].enclosure[0]": ["1", "2"]}),
    "generator-minpoly": ("square-root", {f"{POINT}.field.generators[0].minpoly": ["-3", "0", "1"]}),
    "generator-interval": ("square-root", {f"{POINT}.field.generators[0].interval": ["3", "4"]}),
    "generator-left-out": ("square-root", {f"{POINT}.field.generators": []}),
    "generator-approx": ("square-root", {f"{POINT}.field.generators[0].approx": "1.5"}),
    "primitive-minpoly": ("six-irrational", {f"{POINT}.field.primitive.minpoly": ["-3", "0", "1"]}),
    "resolvent": ("square-root", {"evidence.resolvents[0].coefficients": ["81", "-19", "1"]}),
    "resolvent-denominator": ("square-root", {"evidence.resolvents[0].denominator": "2"}),
    "resolvent-not-used": ("square-root", {"evidence.resolvents": [Part("square-root", "evidence.resolvents[0]")] * 2}),
    "t-irrational": ("cube-root", {f"{POINT}.t.interval": ["3", "4"]}),
    "t-of-another-root": ("square-root", {f"{POINT}.t": "-3", f"{POINT}.rho": ["-3", "-3"]}),
    # irreducible over Q
    "linear": ("three-roots", {LEAF: [{**SQUARE, "irreducible": {"kind": "linear"}}]}),
    "newton": ("newton", {f"{OVER_Q}.prime": 3}),
    "newton-shift": ("newton", {f"{OVER_Q}.shift": "1"}),
    "newton-composite": ("newton", {f"{OVER_Q}.prime": 4}),
    "modulo-reducible": ("irreducible-modulo-a-prime", {OVER_Q: {
        **IRREDUCIBLE_MODULO, "prime": 5, "factors": [["3", "0", "0", "1"]]}}),
    "modulo-none": ("irreducible-modulo-a-prime", {f"{OVER_Q}.factors": []}),
    "modulo-composite": ("irreducible-modulo-a-prime", {OVER_Q: {
        **IRREDUCIBLE_MODULO, "prime": 9, "factors": [["7", "0", "0", "1"]]}}),
    "modulo-not-squarefree": ("irreducible-modulo-a-prime", {OVER_Q: {
        **IRREDUCIBLE_MODULO, "prime": 2, "factors": [["0", "1"]] * 3}}),
    "modulo-another-polynomial": ("irreducible-modulo-a-prime", {f"{OVER_Q}.factors": [["4", "0", "0", "1"]]}),
    "lifting-of-two-factors": ("three-roots", {LEAF: [SQUARE]}),
    "lifting": ("lifting", {OVER_Q: {**LIFTED, "power": 1, "factors": [["2", "0", "1"], ["3", "0", "1"]]}}),
    "lifting-product": ("lifting", {f"{OVER_Q}.factors[0]": ["9778", "0", "1"]}),
    "lifting-one-factor": ("lifting", {f"{OVER_Q}.factors[1]": GONE}),
    "lifting-factors-multiplied": ("lifting", {OVER_Q: {**LIFTED, "power": 1, "factors": [["1", "0", "0", "0", "1"]]}}),
    "lifting-not-reduced": ("lifting", {f"{OVER_Q}.factors[0]": ["25402", "0", "1"]}),
    "lifting-not-monic": ("lifting", {f"{OVER_Q}.factors[0]": ["9777", "0", "2"]}),
    "cyclotomic": ("cyclotomic", {f"{OVER_Q}.order": 10}),
    "assumed-small": ("newton", {OVER_Q: {"kind": "assumed"}, "assumptions": [IRREDUCIBLE % "Q"]}),
    "assumed-reducible": ("three-roots", {LEAF: [{**SQUARE, "irreducible": {"kind": "assumed"}}],
                                          "assumptions": [IRREDUCIBLE % "Q"]}),
    "assumption-dropped": ("assumed", {"assumptions": []}),
    "assumption-of-another": ("assumed-over-c", {"assumptions": [IRREDUCIBLE % "C"]}),
    # irreducible over C
    "simplex-common-divisor": ("conic", {OVER_C: {"kind": "simplex", "vertices": [[0, 0], [0, 2], [2, 0]]}}),
    "simplex-outside": ("simplex-high", {f"{OVER_C}.vertices": [[0, 2], [25, 0]]}),
    "simplex-no-vertex": ("simplex-high", {f"{OVER_C}.vertices": [[0, 0], [0, 1], [25, 0]]}),
    "reduction-no-zero": ("reduction", {f"{OVER_C}.point": [0, 0]}),
    "reduction-reducible-line": ("reduction", {f"{OVER_C}.lines[0]": {
        "values": [0, 1], "factors": [["1", "1"], ["2", "1"]]}}),
    "reduction-line-as-a-factor": ("reduction", {f"{OVER_C}.lines[0]": {
        "values": [0, 1], "factors": [["2", "0", "1"]]}}),
    "reduction-line-of-another": ("reduction", {f"{OVER_C}.lines[0].values": [0, 1]}),
    "reduction-no-lines": ("reduction", {f"{OVER_C}.lines": []}),
    "reduction-one-line": ("reduction-two-lines", {f"{OVER_C}.lines[1]": GONE}),
    "reduction-the-other-line": ("reduction-two-lines", {f"{OVER_C}.lines[0]": GONE}),
    "reduction-direction": ("reduction-two-lines", {f"{OVER_C}.direction": 1, f"{OVER_C}.content": [[0, 0], None]}),
    "reduction-square": ("circle", {OVER_C: {
        **REDUCTION, "prime": 2, "lines": [{"values": [0, 0], "factors": [["1", "1"]] * 2}]}}),
    "reduction-content": ("swap", {OVER_C: {
        **REDUCTION, "prime": 2, "lines": [{"values": [0, 0], "factors": [["1", "1"]]}]}}),
    "reduction-degree-drops": ("swap", {OVER_C: {
        **REDUCTION, "prime": 7, "lines": [{"values": [0, 4], "factors": [["0", "1"]]}]}}),
    "reduction-composite": ("conic", {OVER_C: {**REDUCTION, "prime": 9}}),
    "reduction-shear": ("reduction-sheared", {f"{OVER_C}.shear": [0, 0]}),
    "reduction-shear-left-out": ("reduction-sheared", {f"{OVER_C}.shear": None}),
    "reduction-of-two-lines": ("conjugate-factors", {SHEET: {  # they meet in the point
        "minpoly": None, "irreducible": None, "roots": [], "terms": None, "proof": {
            **REDUCTION, "lines": [{"values": [0, 1], "factors": [["1", "0", "1"]]}], "point": [0, 0]}}}),
    "reduction-root": ("conjugate-factors-reduction", {f"{SHEET}.proof.root": "39"}),
    "assumed-low-degree": ("conic", {OVER_C: {"kind": "assumed"}, "assumptions": [
        "factor 1 of the part of the layers 1, 2: irreducible over C"]}),
    "assumption-over-c-dropped": ("assumed-over-c", {"assumptions": []}),
    "sheet-minpoly": ("conjugate-factors", {f"{SHEET}.minpoly": ["-3", "0", "1"]}),
    "sheet-minpoly-reducible": ("conjugate-factors", {f"{SHEET}.minpoly": ["-4", "0", "1"], f"{SHEET}.roots": [
        ["-2", "0", "1/1000"], ["2", "0", "1/1000"]]}),
    "sheet-terms": ("conjugate-factors", {f"{SHEET}.terms[1]": [[0, 1], ["0", "2"]]}),
    "sheet-over-q": ("conjugate-factors", {f"{SHEET}.terms[1]": [[0, 1], ["1"]]}),
    "sheet-assumed": ("conjugate-factors", {f"{SHEET}.irreducible": {"kind": "assumed"}}),
    "sheet-simplex": ("conjugate-factors", {f"{SHEET}.proof.vertices": [[0, 0], [1, 0]]}),
    "notation": ("three-roots", {"architecture.notation": "k2 k3"}),
}  # fmt: skip

MALFORMED = {
    "another-architecture": ("three-roots", {"architecture": Part("split", "architecture")}),
    "enclosure-decreases": ("square-root", {f"{POINT}.filters[0].enclosure[0]": ["-1", "-2"]}),
    "field-unknown": ("three-roots", {"field": "H"}),
    "filter-size": ("three-roots", {"filter": ["0", "-1", "1"]}),
    "filter-decimal": ("three-roots", {"filter": ["0", "-1", "0", "1.0"]}),
    "counts-string": ("three-roots", {"counts.C": "3"}),
    "counts-missing": ("three-roots", {"counts.C": GONE}),
    "proof-unknown": ("newton", {OVER_Q: {"kind": "oracle"}}),
    "proof-fields": ("newton", {OVER_Q: {"kind": "newton", "prime": 2}}),
    "proof-over-c-in-one-variable": ("newton", {OVER_Q: {"kind": "simplex", "vertices": [[0], [3]]}}),
    "proof-of-version-1": ("newton", {OVER_Q: {"kind": "patterns", "primes": [7]}}),
    "proof-over-c-of-version-1": ("conic", {OVER_C: {"kind": "eisenstein", "monic": 0, "at": 1, "root": "1"}}),
    "reduction-without-shear": ("reduction", {f"{OVER_C}.shear": GONE}),
    "reduction-lines": ("reduction", {f"{OVER_C}.lines[0].factors[0]": [1, 0, 1]}),
    "lifting-too-many": ("lifting", {f"{OVER_Q}.factors": [["1", "1"]] * 19}),
    "lifting-power": ("lifting", {f"{OVER_Q}.power": 20001}),
    "simplex-one-vertex": ("simplex-high", {f"{OVER_C}.vertices": [[0, 0]]}),
    "reduction-root-over-q": ("reduction", {f"{OVER_C}.root": "1"}),
    "sheet-of-one": ("conic", {f"{SECOND}.absolute.terms": []}),
    "roots-of-a-linear-factor": ("three-roots", {f"{FACTOR}.roots": [["1", "0", "1/10"]]}),
    "evidence-missing": ("three-roots", {"evidence": None}),
    "evidence-unknown-key": ("three-roots", {"evidence.oracle": "yes"}),
    "smooth-string": ("three-roots", {"smooth": "yes"}),
    "smooth-missing": ("three-roots", {"evidence.smooth": None}),
    "classes-not-increasing": ("six-rational", {"ntk_classes[0]": [5, 0]}),
    "pairs-at-one-delta": ("three-roots", {"pairs": Part("three-roots-every-delta", "pairs")}),
    "pair-not-increasing": ("square-root-every-delta", {"pairs[0].points": [1, 0]}),
    "rank-over-a-smooth-point": ("three-roots", {"evidence.ranks[0]": {"kind": "coprime"}}),
    "split-and-leaf": ("split", {"evidence.fiber.leaf": Part("three-roots", "evidence.fiber.leaf")}),
    "radius-number": ("square-root", {f"{FACTOR}.roots[0][2]": 1}),
    "bits-too-few": ("three-roots", {"evidence.ntk.bits": 8}),
    "points-while-undecided": ("undecided", {"points": []}),
}
