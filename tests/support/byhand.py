"""Certificates of architectures written by hand; nothing here comes from the library.

Contents: :func:`sealed`, :func:`certificate` and its parts, examples, :data:`NORMAL`, :data:`OPEN`, :data:`CLAIMS`.
"""

import hashlib
import json

HEX = "0" * 64


def sealed(body):
    """The JSON text of a certificate, with its digest recomputed."""
    body = {**body, "digest": "sha256:" + HEX, "tool": body.get("tool", {"name": "by hand"})}
    core = {key: value for key, value in body.items() if key not in ("digest", "tool")}
    text = json.dumps(core, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    body["digest"] = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    return json.dumps(body)


def certificate(notation, layers, delta, status, result, evidence, **changes):
    keys = (
        "degree birational birational_up_to_layer_order interchangeable dimension ambient image_degree"
        " ntk delta_locus blocks"
    )
    agree = status == "proved" or (delta is None and result is not None and result[7] == "independent-on-locus")
    return {
        "format": "symlcn-certificate",
        "version": 2,
        "kind": "architecture",
        "architecture": {
            "notation": notation,
            "dimension": len(layers[0][0]),
            "layers": [{"size": k, "stride": s, "dilation": d} for k, s, d in layers],
        },
        "delta": delta,
        "status": status,
        "reason": None,
        "result": result and dict(zip(keys.split(), result, strict=True)),
        "evidence": evidence and dict(zip(("witness", "exchange", "counterexample"), evidence, strict=True)),
        "hypotheses": [NORMAL.removeprefix("if ")] if agree else [],
        "assumptions": [],
        **changes,
    }


def factor(prime, *coefficients):
    return {"coefficients": list(coefficients), "prime": prime}


def axis(entries, *factors):
    return {"kind": "axis", "filter": entries, "factors": list(factors)}


def linear(c, prime=None):
    return axis([str(c), "1"], factor(prime or c, str(c), "1"))


def irreducible(entries, root, monic=0, divisor=1):
    return {"kind": "irreducible", "filter": entries, "monic": monic, "divisor": divisor, "root": root}


def layer(*size, s=None, d=None):
    return list(size), s or [1] * len(size), d or [1] * len(size)


def strided():
    """k3s2 k2: birational."""
    witness = [axis(["2", "2", "1"], factor(2, "2", "2", "1")), linear(3)]
    result = ("1", True, True, [], 4, 5, "3", "independent", [], [])
    return certificate("k3s2 k2", [layer(3, s=[2]), layer(2)], None, "proved", result, (witness, None, None))


def planar():
    """k2x2 k2x2 without delta: the swap of theory's w_1, w_2 at delta = 21."""
    one, two = [["1", "1"], ["1", "5"]], [["1", "1"], ["1", "2"]]
    counterexample = {
        "delta": ["21"],
        "layers": [0, 1],
        "pair": [
            {"filters": [one, two], "t": "7", "rho": ["28", "7"]},
            {"filters": [two, one], "t": "7", "rho": ["28", "7"]},
        ],
        "ntk_difference": {"index": [0, 0], "values": ["2", "17/4"]},
    }
    witness = [irreducible([["2", "1"], ["1", "0"]], "-2"), irreducible([["3", "1"], ["1", "0"]], "-3")]
    result = ("2", False, True, [[0, 1]], 7, 9, "10", "independent-on-locus", [[1]], [])
    return certificate(
        "k2x2 k2x2", [layer(2, 2), layer(2, 2)], None, "refuted", result, (witness, None, counterexample)
    )


QUADRATIC = factor(2, "2", "1"), factor(3, "3", "1")


def block(layers, degrees, points, exponent=1):
    rows = [{"real_roots": sum(degrees) - 2 * c, "points": n} for c, n in enumerate(points)]
    return {"layers": layers, "direction": 0, "exponent": exponent, "degrees": degrees, "real_points": rows}


def exchanged(delta=None, t=(None, None), rho=(None, None)):
    """k3 k2: (X+2)(X+3), X+5 against (X+3)(X+5), X+2."""
    witness = [axis(["6", "5", "1"], *QUADRATIC), linear(5)]
    exchange = {"layers": [0, 1], "filters": [["15", "8", "1"], ["2", "1"]], "root": "-3"}
    counterexample = {
        "delta": delta,
        "layers": [0, 1],
        "pair": [
            {"filters": [["6", "5", "1"], ["5", "1"]], "t": t[0], "rho": rho[0]},
            {"filters": [["15", "8", "1"], ["2", "1"]], "t": t[1], "rho": rho[1]},
        ],
        "ntk_difference": None,
    }
    blocks = [block([0, 1], [2, 1], ["3", "1"])]
    result = ("3", False, False, [], 4, 4, "1", "dependent", None, blocks)
    return certificate("k3 k2", [layer(3), layer(2)], delta, "refuted", result, (witness, exchange, counterexample))


def exchanged_balanced():
    """The same at delta = 0: t = sqrt(62 * 26) and sqrt(290 * 5)."""
    t = (
        {"minpoly": ["-1612", "0", "1"], "interval": ["40", "41"], "approx": "40.14971980"},
        {"minpoly": ["-1450", "0", "1"], "interval": ["38", "77/2"], "approx": "3.8078865529319543e+1"},
    )
    return exchanged(["0"], t, ([["0", "1"]] * 2, [["0", "1"], ["0", "1"]]))


PAIR_RESULT = ("2", False, True, [[0, 1]], 3, 3, "1", "independent-on-locus", [[1]])
PAIR_BLOCKS = [block([0, 1], [1, 1], ["2", "0"])]


def pair_on_locus():
    """k2 k2, balanced."""
    return certificate(
        "k2 k2",
        [layer(2), layer(2)],
        ["0"],
        "proved",
        (*PAIR_RESULT, PAIR_BLOCKS),
        ([linear(2), linear(3)], None, None),
    )


def pair_irrational():
    """k2 k2 at delta = 1: t (t + 1) = 50."""
    t = {"minpoly": ["-50", "1", "1"], "interval": ["6", "7"], "approx": "6.588723439378913"}
    rho = [["1", "1"], ["0", "1"]]
    counterexample = {
        "delta": ["1"],
        "layers": [0, 1],
        "pair": [
            {"filters": [["2", "1"], ["3", "1"]], "t": t, "rho": rho},
            {"filters": [["3", "1"], ["2", "1"]], "t": t, "rho": rho},
        ],
        "ntk_difference": {"index": [0, 0], "values": [["4/5", "17/10"], ["9/10", "17/10"]]},
    }
    return certificate(
        "k2 k2",
        [layer(2), layer(2)],
        ["1"],
        "refuted",
        (*PAIR_RESULT, PAIR_BLOCKS),
        ([linear(2), linear(3)], None, counterexample),
    )


def scalar_between():
    """k2 k1 k2 at delta = (2/3, -2/3): the row of the locus spans the scalar."""
    result = ("2", False, True, [[0, 2]], 3, 3, "1", "independent-on-locus", [[1, 1]])
    witness = [linear(2), {"kind": "scalar", "filter": ["-4"]}, linear(3)]
    return certificate(
        "k2 k1 k2",
        [layer(2), layer(1), layer(2)],
        ["2/3", "-2/3"],
        "proved",
        (*result, [block([0, 2], [1, 1], ["2", "0"])]),
        (witness, None, None),
    )


def dilated_exchange():
    """k3d2 k2 k2d2: a block of exponent 2 with a layer of exponent 1 outside."""
    body = exchanged()
    body["architecture"]["notation"] = "k3d2 k2 k2d2"
    layers = body["architecture"]["layers"]
    layers[0]["dilation"], layers[1]["dilation"] = [2], [2]
    layers.insert(1, {"size": [2], "stride": [1], "dilation": [1]})
    body["result"].update(dimension=5, ambient=8, image_degree="4")
    body["result"]["blocks"] = [block([0, 2], [2, 1], ["3", "1"], exponent=2)]
    evidence = body["evidence"]
    evidence["witness"].insert(1, linear(7))
    evidence["exchange"]["layers"] = evidence["counterexample"]["layers"] = [0, 2]
    for point in evidence["counterexample"]["pair"]:
        point["filters"].insert(1, ["7", "1"])
    return body


def mixed():
    """k1x3s1x2 k2x2 k3x1d2: an axis layer in each direction and a planar one."""
    witness = [
        axis([["3", "3", "1"]], factor(3, "3", "3", "1")),
        irreducible([["2", "1"], ["1", "0"]], "-2", monic=0, divisor=1),
        axis([["10"], ["7"], ["1"]], factor(2, "2", "1"), factor(5, "5", "1")),
    ]
    result = ("1", True, True, [], 8, 6 * 5, "210", "independent", [], [])
    layers = [layer(1, 3, s=[1, 2]), layer(2, 2), layer(3, 1, d=[2, 2])]
    return certificate("k1x3s1x2 k2x2 k3x1d2", layers, None, "proved", result, (witness, None, None))


def undecided():
    body = certificate("k9x9", [layer(9, 9)], [], "undecided", None, None, reason="time limit")
    return {**body, "evidence": {}}


NORMAL = (
    "if the end-to-end filter is not 0 and is a normal point (for example a smooth point) of the closure of the "
    "neuromanifold"
)
OPEN = "over an open set of filters; a pair over a smooth point"
CLAIMS = {  # the pair of planar is not over the witness
    strided: f"k3s2 k2: degree 1, NTK independent for every δ, {NORMAL}: proved",
    planar: f"k2x2 k2x2: degree 2, NTK independent exactly on the δ-locus, not for every δ, {NORMAL}: refuted",
    exchanged: f"k3 k2: degree 3, NTK dependent for every δ {OPEN}: refuted",
    exchanged_balanced: f"k3 k2: degree 3, NTK dependent for every δ {OPEN}: refuted",
    pair_on_locus: f"k2 k2: degree 2, NTK independent for the given δ, which is on the δ-locus, {NORMAL}: proved",
    pair_irrational: f"k2 k2: degree 2, NTK dependent for the given δ, which is off the δ-locus, {OPEN}: refuted",
    scalar_between: f"k2 k1 k2: degree 2, NTK independent for the given δ, which is on the δ-locus, {NORMAL}: proved",
    dilated_exchange: f"k3d2 k2 k2d2: degree 3, NTK dependent for every δ {OPEN}: refuted",
    mixed: f"k1x3s1x2 k2x2 k3x1d2: degree 1, NTK independent for every δ, {NORMAL}: proved",
    undecided: "k9x9: undecided: nothing is claimed",
}
