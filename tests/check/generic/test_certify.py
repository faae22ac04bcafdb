"""The checker of architectures, on certificates written by hand; nothing here comes from the library."""

import copy
import json
import math
from importlib import import_module

import pytest

from symlcn.check.core import arithmetic
from symlcn.check.core.arithmetic import LARGE_PRIME
from symlcn.check.core.limits import Work
from symlcn.check.core.recomputed import decimal
from symlcn.check.generic.exchange import _residue
from symlcn.check.network.classify import _real_points, multinomial
from tests.support.byhand import (
    CLAIMS,
    HEX,
    NORMAL,
    QUADRATIC,
    axis,
    block,
    certificate,
    dilated_exchange,
    exchanged,
    exchanged_balanced,
    factor,
    irreducible,
    layer,
    linear,
    pair_irrational,
    pair_on_locus,
    planar,
    scalar_between,
    sealed,
    strided,
    undecided,
)

check = import_module("symlcn.check")


@pytest.mark.parametrize("make", CLAIMS, ids=lambda make: make.__name__)
def test_accepted(make):
    outcome = check.check_text(sealed(make()))
    assert (outcome.verdict, outcome.claim) == ("accepted", CLAIMS[make])
    assert outcome.message == outcome.claim


def at(body, path):
    """The container and last key of a dotted path such as evidence.witness.0.filter."""
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in parents:
        body = body[part]
    return body, last


W, X, C = "evidence.witness", "evidence.exchange", "evidence.counterexample"
PAIR = [{"filters": [["2", "1"], ["2", "1"]], "t": "5", "rho": ["6", "5"]}] * 2
SIGN_TWINS = [  # P and -P, both of the required shape
    irreducible([["3", "-1"], ["1", "0"]], "3", monic=0, divisor=1),
    irreducible([["-3", "1"], ["-1", "0"]], "-3", monic=1, divisor=0),
]
# name: base, {path: new value}, verdict, place
CORRUPTIONS = {
    # the frame
    "version": (strided, {"version": 3}, "malformed", "version: expected an integer from 2 to 2"),
    "version 1": (
        strided,
        {"version": 1},
        "malformed",
        "version: version 1 was written by symlcn 0.1; make the certificate anew",
    ),
    "version true": (strided, {"version": True}, "malformed", "version"),
    "kind": (strided, {"kind": "fibre"}, "malformed", "kind"),
    "extra key": (strided, {"result.notes": ""}, "malformed", "result"),
    "tool": (strided, {"tool": []}, "malformed", "tool"),
    "reason": (strided, {"reason": "because"}, "malformed", "reason"),
    "no reason": (undecided, {"reason": ""}, "malformed", "reason"),
    "undecided with evidence": (undecided, {"evidence": {"witness": []}}, "malformed", "evidence"),
    "assumptions": (strided, {"assumptions": ["factors are irreducible"]}, "rejected", "assumptions"),
    "no hypotheses": (strided, {"hypotheses": []}, "rejected", "hypotheses: are not the 1 under which"),
    "other hypotheses": (strided, {"hypotheses": ["u is not 0"]}, "rejected", "hypotheses: are not the 1 under which"),
    "hypotheses of nothing": (undecided, {"hypotheses": [NORMAL[3:]]}, "rejected", "hypotheses: are not the 0"),
    "hypotheses, not a list": (strided, {"hypotheses": None}, "malformed", "hypotheses: expected a list"),
    "long reason": (undecided, {"reason": "x" * 2001}, "malformed", "reason: expected 1 to 2000 characters"),
    # the architecture
    "notation": (strided, {"architecture.notation": "k3s2  k2"}, "rejected", "architecture.notation"),
    "other stride": (
        strided,
        {"architecture.layers.0.stride": [1], "architecture.notation": "k3 k2"},
        "rejected",
        "result.degree",
    ),
    "size 0": (strided, {"architecture.layers.0.size": [0]}, "malformed", "architecture.layers[0].size[0]"),
    "size true": (strided, {"architecture.layers.0.size": [True]}, "malformed", "architecture.layers[0].size[0]"),
    "size 1.0": (strided, {"architecture.layers.0.size": [3.0]}, "malformed", "architecture.layers[0].size[0]"),
    "two directions": (strided, {"architecture.layers.1.size": [2, 1]}, "malformed", "architecture.layers[1].size"),
    # the result
    "degree": (planar, {"result.degree": "1"}, "rejected", "result.degree"),
    "degree 02": (planar, {"result.degree": "02"}, "malformed", "result.degree"),
    "birational": (planar, {"result.birational": True}, "rejected", "result.birational"),
    "birational 0": (planar, {"result.birational": 0}, "malformed", "result.birational"),
    "layer order": (
        exchanged,
        {"result.birational_up_to_layer_order": True},
        "rejected",
        "result.birational_up_to_layer_order",
    ),
    "interchangeable": (planar, {"result.interchangeable": []}, "rejected", "result.interchangeable"),
    "group": (planar, {"result.interchangeable": [[1, 0]]}, "rejected", "result.interchangeable[0][0]"),
    "dimension": (strided, {"result.dimension": 5}, "rejected", "result.dimension"),
    "ambient": (strided, {"result.ambient": 4}, "rejected", "result.ambient"),
    "image degree": (planar, {"result.image_degree": "20"}, "rejected", "result.image_degree"),
    "ntk": (exchanged, {"result.ntk": "independent"}, "rejected", "result.ntk"),
    "ntk word": (exchanged, {"result.ntk": "unknown"}, "malformed", "result.ntk"),
    "locus": (scalar_between, {"result.delta_locus": [[1, 0]]}, "rejected", "result.delta_locus[0][1]"),
    "locus null": (planar, {"result.delta_locus": None}, "rejected", "result.delta_locus"),
    "locus given": (exchanged, {"result.delta_locus": []}, "rejected", "result.delta_locus"),
    "real points": (
        exchanged,
        {"result.blocks.0.real_points.1.points": "3"},
        "rejected",
        "result.blocks[0].real_points[1].points",
    ),
    "block": (exchanged, {"result.blocks": []}, "rejected", "result.blocks"),
    # status
    "proved": (planar, {"status": "proved"}, "rejected", "status"),
    "refuted": (strided, {"status": "refuted"}, "rejected", "status"),
    "off locus": (pair_on_locus, {"delta": ["1/7"]}, "rejected", "status"),
    "on locus": (pair_irrational, {"delta": ["0"]}, "rejected", "status"),
    "delta 2/4": (pair_irrational, {"delta": ["2/4"]}, "malformed", "delta[0]"),
    "delta length": (pair_irrational, {"delta": ["1", "1"]}, "malformed", "delta"),
    # axis witnesses
    "reducible factor": (
        strided,
        {f"{W}.0.filter": ["2", "3", "1"], f"{W}.0.factors": [factor(2, "2", "3", "1")]},
        "rejected",
        f"{W}[0].factors[0].coefficients: the factor is not Eisenstein",
    ),
    "square": (
        strided,
        {f"{W}.0.filter": ["4", "4", "1"], f"{W}.0.factors": [factor(2, "2", "1"), factor(2, "2", "1")]},
        "rejected",
        f"{W}[0].filter: has a factor in common",
    ),
    "q squared": (strided, {f"{W}.1": linear(4, 2)}, "rejected", f"{W}[1].factors[0].coefficients"),
    "prime 6": (strided, {f"{W}.1": linear(6)}, "rejected", f"{W}[1].factors[0].prime"),
    "prime 1": (strided, {f"{W}.1": linear(3, 1)}, "malformed", f"{W}[1].factors[0].prime"),
    "negative root ratio": (strided, {f"{W}.1": linear(-3, 3)}, "rejected", f"{W}[1].factors[0].coefficients"),
    "no linear term": (
        strided,
        {f"{W}.0.filter": ["2", "0", "1"], f"{W}.0.factors": [factor(2, "2", "0", "1")]},
        "rejected",
        f"{W}[0].factors[0].coefficients",
    ),
    "not monic": (strided, {f"{W}.1": axis(["3", "2"], factor(3, "3", "2"))}, "rejected", f"{W}[1].factors[0]"),
    "constant factor": (strided, {f"{W}.1.factors": [factor(3, "1")]}, "rejected", f"{W}[1].factors[0]"),
    "product": (strided, {f"{W}.1.filter": ["9", "1"]}, "rejected", f"{W}[1].filter"),
    "no factors": (strided, {f"{W}.1.factors": []}, "rejected", f"{W}[1].factors"),
    "common factor": (pair_on_locus, {f"{W}.1": linear(2)}, "rejected", f"{W}[1].filter"),
    "filter size": (strided, {f"{W}.1.filter": ["3", "1", "0"]}, "malformed", f"{W}[1].filter"),
    "filter number": (strided, {f"{W}.1.filter": [3, "1"]}, "malformed", f"{W}[1].filter[0]"),
    "filter depth": (planar, {f"{W}.1.filter": ["3", "1"]}, "malformed", f"{W}[1].filter[0]"),
    "witness count": (strided, {f"{W}": []}, "malformed", f"{W}"),
    "scalar zero": (scalar_between, {f"{W}.1.filter": ["0"]}, "rejected", f"{W}[1].filter"),
    "wrong kind": (strided, {f"{W}.1": {"kind": "scalar", "filter": ["3", "1"]}}, "rejected", f"{W}[1].kind"),
    "no kind": (strided, {f"{W}.1.kind": "dense"}, "malformed", f"{W}[1].kind"),
    # multi-directional witnesses
    "root": (planar, {f"{W}.0.root": "-1"}, "rejected", f"{W}[0].filter: slice 0"),
    "root 0": (
        planar,
        {f"{W}.0": irreducible([["0", "1"], ["1", "0"]], "0")},
        "rejected",
        f"{W}[0].root",
    ),
    "monic twice": (planar, {f"{W}.0.divisor": 0}, "rejected", f"{W}[0].divisor"),
    "monic out of range": (planar, {f"{W}.0.monic": 2}, "malformed", f"{W}[0].monic"),
    "highest slice": (planar, {f"{W}.0.filter": [["2", "1"], ["1", "1"]]}, "rejected", f"{W}[0].filter: the highest"),
    "zero slice": (planar, {f"{W}.0.filter": [["0", "0"], ["1", "0"]]}, "rejected", f"{W}[0].filter"),
    "proportional": (planar, {f"{W}.1": irreducible([["2", "1"], ["1", "0"]], "-2")}, "rejected", f"{W}[1].filter"),
    "proportional, sign": (
        planar,
        {f"{W}.0": SIGN_TWINS[0], f"{W}.1": SIGN_TWINS[1]},
        "rejected",
        f"{W}[1].filter: has a factor in common",
    ),
    "equal ratios": (
        planar,
        {f"{W}.1": irreducible([["-2", "1"], ["1", "0"]], "2")},
        "rejected",
        f"{W}[1]: n_l / w_l[0]^2",
    ),
    # exchange
    "no exchange": (exchanged, {f"{X}": None}, "rejected", f"{X}"),
    "exchange product": (exchanged, {f"{X}.filters.1": ["3", "1"]}, "rejected", f"{X}.filters"),
    "exchange root": (exchanged, {f"{X}.root": "-2"}, "rejected", f"{X}.root"),
    "exchange same sign": (
        exchanged,
        {f"{X}.filters": [["6", "5", "1"], ["5", "1"]]},
        "rejected",
        f"{X}.filters",
    ),
    "exchange layers": (exchanged, {f"{X}.layers": [0, 0]}, "malformed", f"{X}.filters[1]"),
    "exchange range": (exchanged, {f"{X}.layers": [0, 2]}, "malformed", f"{X}.layers[1]"),
    "exchange outside block": (dilated_exchange, {f"{X}.layers": [0, 1]}, "rejected", f"{X}.layers"),
    "unneeded exchange": (strided, {f"{X}": exchanged()["evidence"]["exchange"]}, "rejected", f"{X}"),
    # counterexample
    "no counterexample": (planar, {f"{C}": None}, "rejected", f"{C}"),
    "unneeded counterexample": (strided, {f"{C}": planar()["evidence"]["counterexample"]}, "rejected", f"{C}"),
    "counterexample delta": (pair_irrational, {f"{C}.delta": ["2"]}, "rejected", f"{C}.delta"),
    "counterexample without delta": (planar, {f"{C}.delta": None}, "rejected", f"{C}.delta"),
    "on the locus": (planar, {f"{C}.delta": ["0"]}, "rejected", f"{C}.layers"),
    "same layer": (planar, {f"{C}.layers": [1, 1]}, "rejected", f"{C}.layers"),
    "t": (planar, {f"{C}.pair.0.t": "8"}, "rejected", f"{C}.pair[0].t"),
    "other root": (
        planar,
        {f"{C}.pair.0.t": "-28", f"{C}.pair.1.t": "-28"},
        "rejected",
        f"{C}.pair[0].t",
    ),
    "rho": (planar, {f"{C}.pair.1.rho": ["28", "8"]}, "rejected", f"{C}.pair[1].rho[1]"),
    "not swapped": (
        planar,
        {f"{C}.pair.1.filters": [[["1", "1"], ["1", "5"]], [["1", "1"], ["1", "2"]]]},
        "rejected",
        f"{C}.pair[1].filters",
    ),
    "value": (planar, {f"{C}.ntk_difference.values": ["2", "4"]}, "rejected", f"{C}.ntk_difference.values[1]"),
    "index": (planar, {f"{C}.ntk_difference.index": [0, 1]}, "rejected", f"{C}.ntk_difference.index"),
    "no value": (planar, {f"{C}.ntk_difference": None}, "malformed", f"{C}.ntk_difference"),
    "equal NTKs": (pair_irrational, {f"{C}.pair": PAIR}, "rejected", f"{C}.pair[0].filters"),
    "minpoly": (
        pair_irrational,
        {f"{C}.pair.0.t.minpoly": ["-51", "1", "1"]},
        "rejected",
        f"{C}.pair[0].t.minpoly",
    ),
    "minpoly content": (
        pair_irrational,
        {f"{C}.pair.0.t.minpoly": ["-100", "2", "2"]},
        "rejected",
        f"{C}.pair[0].t.minpoly",
    ),
    "minpoly degree": (pair_irrational, {f"{C}.pair.0.t.minpoly": ["-5", "1"]}, "malformed", f"{C}.pair[0].t.minpoly"),
    "negative root": (
        pair_irrational,
        {f"{C}.pair.0.t.interval": ["-8", "-7"]},
        "rejected",
        f"{C}.pair[0].t.interval",
    ),
    "no sign change": (
        pair_irrational,
        {f"{C}.pair.0.t.interval": ["7", "8"]},
        "rejected",
        f"{C}.pair[0].t.interval",
    ),
    "approx": (pair_irrational, {f"{C}.pair.0.t.approx": "6.5887"}, "rejected", f"{C}.pair[0].t.approx"),
    "approx of the other root": (
        pair_irrational,
        {f"{C}.pair.0.t.approx": "-7.588723439378913"},
        "rejected",
        f"{C}.pair[0].t.approx",
    ),
    "approx number": (
        pair_irrational,
        {f"{C}.pair.0.t.approx": 6.588723439378913},
        "malformed",
        f"{C}.pair[0].t.approx",
    ),
    "irrational rho": (
        pair_irrational,
        {f"{C}.pair.0.rho.0": ["0", "1"]},
        "rejected",
        f"{C}.pair[0].rho[0]",
    ),
    "long rho": (pair_irrational, {f"{C}.pair.0.rho.0": ["1", "1", "0"]}, "malformed", f"{C}.pair[0].rho[0]"),
    "irrational value": (
        pair_irrational,
        {f"{C}.ntk_difference.values.1": ["9/10", "17/11"]},
        "rejected",
        f"{C}.ntk_difference.values[1]",
    ),
    "t of the second": (
        exchanged_balanced,
        {f"{C}.pair.1.t": exchanged_balanced()["evidence"]["counterexample"]["pair"][0]["t"]},
        "rejected",
        f"{C}.pair[1].t.minpoly",
    ),
    "witness of the pair": (
        exchanged,
        {f"{C}.pair.0.filters.1": ["7", "1"]},
        "rejected",
        f"{C}.pair[0].filters",
    ),
    "scaling without delta": (exchanged, {f"{C}.pair.0.t": "1"}, "malformed", f"{C}.pair[0]"),
    "difference of an exchange": (
        exchanged,
        {f"{C}.ntk_difference": {"index": [0, 0], "values": ["1", "2"]}},
        "malformed",
        f"{C}.ntk_difference",
    ),
}


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_corrupted(name):
    make, changes, verdict, place = CORRUPTIONS[name]
    body = copy.deepcopy(make())
    for path, value in changes.items():
        container, last = at(body, path)
        container[last] = value
    outcome = check.check_text(sealed(body))
    assert outcome.verdict == verdict
    assert outcome.message.startswith(place)
    assert outcome.claim == ""


def every_place(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        yield from every_place(part, (*path, key))


@pytest.mark.parametrize("make", CLAIMS, ids=lambda make: make.__name__)
def test_every_value_of_another_type_and_every_missing_key_is_refused(make):
    for path in every_place(make()):
        for junk in (None, True, 7, -1, 1.5, "", "x", [], {}, [[]], "1/0", "-0", 10**3000):
            body = copy.deepcopy(make())
            parent, last = body, path[-1] if path else None
            for part in path[:-1]:
                parent = parent[part]
            if not path or (parent[last] == junk and type(parent[last]) is type(junk)):
                continue
            parent[last] = junk
            right = (make is undecided and path == ("reason",) and junk in ("x", "1/0", "-0")) or (
                make is undecided and path == ("delta",) and junk is None
            )
            assert (check.check_text(sealed(body)).verdict == "accepted") == right, (path, junk)
        if path and isinstance(path[-1], str):
            body = copy.deepcopy(make())
            parent = body
            for part in path[:-1]:
                parent = parent[part]
            del parent[path[-1]]
            assert check.check_text(sealed(body)).verdict == "malformed", path


def test_digest():
    text = sealed(strided())
    body = json.loads(text)
    body["tool"] = {"anything": [1.5, None, {"deep": "é"}]}
    assert check.check_text(json.dumps(body, indent=1)).verdict == "accepted"
    body["digest"] = "sha256:" + HEX
    assert check.check_text(json.dumps(body)).message.startswith("digest")
    body["result"]["degree"] = "2"  # the mathematics speaks first
    assert check.check_text(json.dumps(body)).message.startswith("result.degree")
    body["digest"] = "sha256:" + "A" * 64
    assert check.check_text(json.dumps(body)).verdict == "malformed"


def test_counts():
    work = Work()
    assert multinomial([2, 1, 3], work) == 60
    assert _real_points([2, 2], "place", work) == [
        {"real_roots": 4, "points": "6"},
        {"real_roots": 2, "points": "2"},
        {"real_roots": 0, "points": "2"},
    ]
    assert decimal(10**20000, "place") == "1" + "0" * 20000
    assert [q for q in range(1, 30) if work.is_prime(q)] == [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]


def test_residue():
    # R = (7 + x)(7 - x) = 49 - x^2; modulo x^2 + 3 the constant coefficient is 52
    assert _residue([([7, 1], 1), ([7, -1], 1)], 2, -3, Work()) == 52
    # R = 7 + x^6 = 7 + (x^2)^3
    assert _residue([([7, 1], 6)], 2, -3, Work()) == (7 - 27) % LARGE_PRIME


def test_a_large_certificate_is_fast_enough():
    """k173x173: 29929 entries, nearly all zero."""
    entries = [["0"] * 173 for _ in range(173)]
    entries[172][0], entries[0][0], entries[0][1] = "1", "2", "1"
    entries[1][0], entries[1][1] = "2", "1"
    entries[0][172], entries[0][171] = "1", "2"
    result = ("1", True, True, [], 29929, 29929, "1", "independent", [], [])
    witness = [irreducible(entries, "-2")]
    body = certificate("k173x173", [layer(173, 173)], [], "proved", result, (witness, None, None))
    assert check.check_text(sealed(body)).verdict == "accepted"


def many():
    """65 layers k2 at delta = (1, 0, ..., 0): too many for t and rho to be listed."""
    depth, primes = 65, [q for q in range(2, 400) if all(q % p for p in range(2, q))]
    delta = ["1"] + ["0"] * (depth - 2)
    filters = [[str(q), "1"] for q in primes[:depth]]
    pair = [
        {"filters": filters, "t": None, "rho": None},
        {"filters": [filters[1], filters[0], *filters[2:]], "t": None, "rho": None},
    ]
    counterexample = {"delta": delta, "layers": [0, 1], "pair": pair, "ntk_difference": None}
    degree = str(math.factorial(depth))
    locus = [[int(i == j) for j in range(depth - 1)] for i in range(depth - 1)]
    blocks = [block(list(range(depth)), [1] * depth, [degree] + ["0"] * (depth // 2))]
    result = (
        degree,
        False,
        True,
        [list(range(depth))],
        depth + 1,
        depth + 1,
        "1",
        "independent-on-locus",
        locus,
        blocks,
    )
    witness = [linear(q) for q in primes[:depth]]
    notation = " ".join(["k2"] * depth)
    return certificate(notation, [layer(2)] * depth, delta, "refuted", result, (witness, None, counterexample))


def long_block():
    """k130 k2, both times the factor X^127 + 2X + 2: too many roots for real_points to be listed."""
    body = exchanged()
    tail = ["2", "2", *["0"] * 125, "1"]
    long = [str(c) for c in arithmetic.times([6, 5, 1], list(map(int, tail)), Work())]
    other = [str(c) for c in arithmetic.times([15, 8, 1], list(map(int, tail)), Work())]
    body["architecture"]["notation"] = "k130 k2"
    body["architecture"]["layers"][0]["size"] = [130]
    body["result"].update(degree="130", dimension=131, ambient=131)
    body["result"]["blocks"] = [{**block([0, 1], [129, 1], []), "real_points": None}]
    evidence = body["evidence"]
    evidence["witness"][0] = axis(long, *QUADRATIC, factor(2, *tail))
    evidence["exchange"]["filters"][0] = other
    for point, entries in zip(evidence["counterexample"]["pair"], (long, other), strict=True):
        point["filters"][0] = entries
    return body


def test_what_is_not_listed_when_long():
    outcome = check.check_text(sealed(many()))
    assert outcome.verdict == "accepted"
    assert "degree of 91 digits, NTK dependent for the given δ" in outcome.claim
    body = many()
    body["evidence"]["counterexample"]["pair"][1]["t"] = "1"
    assert check.check_text(sealed(body)).message.startswith("evidence.counterexample.pair[1]: t and rho")
    assert check.check_text(sealed(long_block())).claim.startswith("k130 k2: degree 130, NTK dependent for every δ")
    body = long_block()
    body["result"]["blocks"][0]["real_points"] = []
    assert check.check_text(sealed(body)).message.startswith("result.blocks[0].real_points")


def test_limits():
    body = strided()
    body["architecture"]["layers"] *= 501
    assert "1 to 1000 layers" in check.check_text(sealed(body)).message
    body = strided()
    body["architecture"]["layers"][0]["size"] = [10**6]
    assert "parameters" in check.check_text(sealed(body)).message
    body = strided()
    body["architecture"]["layers"][0]["stride"] = [10**9 + 1]
    assert check.check_text(sealed(body)).verdict == "malformed"
    body = exchanged_balanced()
    body["evidence"]["exchange"]["root"] = "9" * 4000
    assert check.check_text(sealed(body)).verdict == "rejected"
    body["delta"] = body["evidence"]["counterexample"]["delta"] = ["1/" + "7" * 4000]
    assert check.check_text(sealed(body)).verdict == "rejected"
