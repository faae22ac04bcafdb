"""Counterexamples: theory's values, smallest first, certificates that are accepted and tampered twins that are not."""

import json
from fractions import Fraction
from functools import cache
from importlib import import_module
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.counterexample import candidates, differing
from symlcn.counterexample.document import counterexample_json
from symlcn.counterexample.find import CounterexampleResult, find_counterexample
from symlcn.counterexample.search import MAX_HEIGHT
from symlcn.generic.certify import Certificate
from symlcn.network.architecture import parse_architecture
from symlcn.network.classify import classify
from symlcn.network.ntk import difference, ntk
from tests.support import slow
from tests.support.damage import at, changed, containers, leaves, replaced, sealed, without
from tests.support.schemas import validate
from tests.support.strategies import architectures, rationals

check = import_module("symlcn.check")

CASES = [
    ("k3 k2", [0], {}),
    ("k3 k2", None, {}),
    ("k3 k2", [Fraction(-7, 3)], {}),
    ("k3 k2", None, {"rational": True}),
    ("k3 k2", None, {"all_delta": True}),
    ("k2x2 k2x2", [21], {}),
    ("k2x2 k2x2", [21], {"rational": True}),
    ("k2x2 k2x2", None, {}),
    ("k2 k2", None, {}),
    ("k2 k2 k2 k2", [0, 0, 1], {}),
    ("k3 k3", [1], {}),
    ("k4 k3", [0], {}),
    ("k2 k2d2 k2 k2d2", [1, -1, 2], {}),
    ("k1x1 k3x1 k1x1 k2x1 k2x2s2", [1, 2, 3, 4], {}),
    ("k3s2 k2 k3 k2d2", None, {}),
]
IDS = [f"{notation} {delta} {options}" for notation, delta, options in CASES]


def found(notation, delta=None, **options):
    result = find_counterexample(parse_architecture(notation), delta, **options)
    assert isinstance(result, CounterexampleResult)
    return result


@cache
def _searched(notation, delta, options):
    return found(notation, delta, **dict(options))


def once(notation, delta, options):
    """The same, searched for once."""
    return _searched(notation, None if delta is None else tuple(delta), tuple(options.items()))


def accepted(result):
    """The certificate as JSON, validated against the schema and accepted by the checker."""
    document = counterexample_json(result)
    validate(document)
    outcome = check_text(dumps(document))
    assert outcome.verdict == "accepted", outcome.message
    return document


def tensor(nested, prefix=()):
    """A nested tensor as the dict that the slow paths take."""
    if isinstance(nested, tuple):
        return {k: v for n, part in enumerate(nested) for k, v in tensor(part, (*prefix, n)).items()}
    return {prefix: nested}


@pytest.mark.parametrize(("notation", "delta", "options"), CASES, ids=IDS)
def test_every_pair_is_accepted_and_of_full_rank(notation, delta, options):
    result = once(notation, delta, options)
    document = accepted(result)
    assert document["status"] == "refuted"
    assert result.pair.smallest
    for point in result.pair.points:
        assert slow.jacobian_rank(result.architecture, [tensor(w) for w in point.filters]) == result.architecture.rank
    assert result.pair.points[0].filters != result.pair.points[1].filters
    assert (result.delta is None) == (result.pair.separation is not None)


@pytest.mark.parametrize(("notation", "delta", "options"), CASES, ids=IDS)
def test_the_same_question_gives_the_same_bytes(notation, delta, options):
    results = once(notation, delta, options), found(notation, delta, **options)
    first, second = (dumps(counterexample_json(result)) for result in results)
    assert first == second


@pytest.mark.parametrize(("notation", "delta", "options"), CASES, ids=IDS)
def test_other_paths_see_the_same_difference(notation, delta, options):
    result = once(notation, delta, options)
    for some in [result.delta] if result.delta is not None else [[0], [5], [Fraction(-1, 3)]]:
        deltas = (
            some if len(some) == len(result.architecture.layers) - 1 else some * (len(result.architecture.layers) - 1)
        )
        kernels = [ntk(result.architecture, point.filters, deltas) for point in result.pair.points]
        assert difference(*kernels) is not None
        if result.delta is not None:
            assert tuple(kernel.entry(*result.pair.index) for kernel in kernels) == result.pair.values


@pytest.mark.parametrize(
    ("notation", "delta", "options"),
    [("k2x2 k2x2", [21], {"rational": True}), ("k3 k2", None, {"rational": True}), ("k2x2 k2x2", None, {}),
     ("k2 k2", None, {}), ("k2x1 k2x2 k2x2", None, {})],
)  # fmt: skip
def test_rational_entries_agree_with_slow_recomputation(notation, delta, options):
    result = once(notation, delta, options)
    size = result.architecture.end_to_end_size
    places = list(product(*map(range, size)))
    row, column = (places[n] for n in result.pair.index)
    for point, value in zip(result.pair.points, result.pair.values, strict=True):
        rho = [point.scaling.t + shift for shift in point.scaling.shifts]
        assert [a - b for a, b in pairwise(rho)] == list(result.delta)
        kernel = slow.ntk(result.architecture, [tensor(w) for w in point.filters], rho)
        assert value == (kernel.get((row, column), 0),)


def test_the_rational_pair_of_the_theory():
    pair = once("k2x2 k2x2", [21], {"rational": True}).pair
    assert pair.height == 3
    assert [point.ratios for point in pair.points] == [(1, 1), (2, Fraction(1, 2))]
    assert [point.scaling.t for point in pair.points] == [7, 7]
    assert (pair.index, pair.values) == ((0, 0), ((2,), (Fraction(17, 4),)))
    document = accepted(once("k2x2 k2x2", [21], {"rational": True}))
    assert document["pair"][1]["scaled_filters"] == [[["2", "2"], ["2", "4"]], [["1/2", "3/2"], ["3/2", "3/2"]]]


def by_hand(first, second, t, values, delta="21"):
    """A certificate for k2x2 k2x2 written by hand."""
    architecture = {
        "notation": "k2x2 k2x2",
        "dimension": 2,
        "layers": [{"size": [2, 2], "stride": [1, 1], "dilation": [1, 1]}] * 2,
    }
    point = {"factor": "1", "t": t, "rho": [str(int(t) + int(delta)), t]}
    return {
        "format": "symlcn-certificate", "version": 2, "kind": "counterexample", "architecture": architecture,
        "delta": [delta], "status": "refuted", "reason": None,
        "filter": [["1", "2", "1"], ["2", "9", "7"], ["1", "7", "10"]],
        "pair": [{"filters": [first, second], **point}, {"filters": [second, first], **point}],
        "ntk_difference": {"index": [0, 0], "values": values}, "separation": None, "assumptions": [], "hypotheses": [],
        "digest": "", "tool": {},
    }  # fmt: skip


def test_the_counterexample_of_the_theory_is_accepted():
    one, two = [["1", "1"], ["1", "5"]], [["1", "1"], ["1", "2"]]
    document = by_hand(one, two, "7", ["2", "17/4"])
    assert check_text(sealed(document)).verdict == "accepted"
    document["pair"][1] = {**document["pair"][1], "factor": "-1"}
    assert "product" in check_text(sealed(document)).message
    document["pair"][1]["filters"] = [two, [["-1", "-1"], ["-1", "-5"]]]
    assert check_text(sealed(document)).verdict == "accepted"
    document["filter"] = [[str(Fraction(c) / 3) for c in map(int, row)] for row in document["filter"]]
    assert "product" in check_text(sealed(document)).message


def test_a_factor_takes_part_in_norms_and_ntk():
    """u/3 with δ = 0: ρ² = n_0·n_1/9."""
    one, two = [["2", "0"], ["0", "1"]], [["1", "0"], ["0", "-2"]]
    document = by_hand(one, two, "1", ["1", "1"], "0")
    document["filter"] = [["2/5", "0", "0"], ["0", "-3/5", "0"], ["0", "0", "-2/5"]]
    for point in document["pair"]:
        point["factor"] = "1/5"
    values = ["1/5", "1/5"]
    document["ntk_difference"]["values"] = values
    assert check_text(sealed(document)).message.startswith("ntk_difference.values[0]: is not")
    document["ntk_difference"]["values"] = ["1", "1"]
    message = check_text(sealed(document)).message
    assert message.startswith("ntk_difference.values: are equal")


def brute_force(architecture, height, delta):
    """Whether any two coprime factorizations of full degree, entries up to the height, have different NTKs."""
    sizes = [layer.size[0] for layer in architecture.layers]
    values = range(-height, height + 1)
    filters = [[w for w in product(values, repeat=k) if w[0] > 0 and w[-1] != 0 and tensor_gcd(w) == 1] for k in sizes]
    by_product = {}
    for pair in product(*filters):
        u = slow.multiply_all(slow.layer_polynomials(architecture, [tensor(w) for w in pair]), 1)
        by_product.setdefault(tuple(sorted(u.items())), []).append(pair)
    for pairs in by_product.values():
        pairs = [p for p in pairs if slow.jacobian_rank(architecture, [tensor(w) for w in p]) == architecture.rank]
        kernels = [ntk(architecture, p, delta) for p in pairs]
        if any(difference(kernels[0], other) for other in kernels[1:]):
            return True
    return False


def tensor_gcd(values):
    from math import gcd

    return gcd(*values)


@pytest.mark.parametrize(("notation", "delta"), [("k3 k2", [0]), ("k3 k2", [2]), ("k2 k2", [1]), ("k3 k3", [1])])
def test_the_height_is_the_smallest_there_is(notation, delta):
    architecture = parse_architecture(notation)
    height = found(notation, delta).pair.height
    assert brute_force(architecture, height, delta)
    assert height == 1 or not brute_force(architecture, height - 1, delta)


@given(architectures(max_layers=4), st.data())
@settings(max_examples=40)
def test_every_architecture_gets_an_accepted_answer(architecture, data):
    depth = len(architecture.layers)
    delta = data.draw(st.none() | st.lists(rationals, min_size=depth - 1, max_size=depth - 1))
    result = find_counterexample(architecture, delta, height=4)
    if isinstance(result, CounterexampleResult):
        accepted(result)
        assert result.status == "refuted"
    assert (result.status == "proved") == classify(architecture).independent_at(delta)


def test_heights_of_small_pairs():
    heights = [once(notation, delta, options).pair.height for notation, delta, options in CASES[:8]]
    assert heights == [2, 3, 2, 2, 3, 1, 3, 1]


@pytest.mark.parametrize("notation", ["k10 k10", "k100 k2", "k3 " * 8, "k3x3 " * 10, "k11x11 k11x11", "k2 " * 12])
def test_larger_architectures(notation):
    assert accepted(found(notation))["status"] == "refuted"


def test_the_witness_serves_where_the_search_finds_nothing():
    result = found("k3 k2", None, height=1)
    assert not result.pair.smallest
    assert result.pair.points[0].filters == ((6, 5, 1), (5, 1))
    assert accepted(result)["status"] == "refuted"


@pytest.mark.parametrize(
    ("notation", "delta", "options", "asked"),
    [
        ("k3s2 k2", None, {}, None),
        ("k3s2 k2", [5], {}, (5,)),
        ("k2x2 k2x2", [0], {"rational": True}, (0,)),
        ("k2x2 k2x2", None, {"all_delta": True}, (0,)),
        ("k3s2 k2", None, {"all_delta": True}, (0,)),
        ("k5", None, {}, None),
    ],
)
def test_a_proof_where_there_is_none(notation, delta, options, asked):
    result = find_counterexample(parse_architecture(notation), delta, **options)
    assert isinstance(result, Certificate)
    assert (result.status, result.delta) == ("proved", asked)


def test_undecided_is_said_and_accepted(monkeypatch):
    hard = ("k1 k2 k1 k2", [Fraction(1, 3), Fraction(-12, 5), Fraction(-7, 3)])
    result = found(*hard, rational=True, height=1)
    assert accepted(result)["status"] == "undecided"
    assert result.reason.startswith(
        "no rational pair with height ≤ 1 in the family that is searched, and the construction of one fails: "
    )
    monkeypatch.setattr(candidates, "MAX_CANDIDATES", 1000)
    assert "after 1000 candidates" in accepted(found(*hard, rational=True))["reason"]
    assert found("k3 k2").pair is not None
    assert "entries" in accepted(found("k3 k2d100000 k2d100000 k2"))["reason"]
    assert found("k3 k2", [Fraction(1, 3**100000)]).reason == "the scaling equation is too large to be solved"


def test_bad_arguments():
    architecture = parse_architecture("k3 k2")
    for arguments, options in [
        (([1, 2],), {}), ((None,), {"height": 0}), ((None,), {"height": MAX_HEIGHT + 1}),
        (([1],), {"all_delta": True}), ((None,), {"all_delta": True, "rational": True}),
    ]:  # fmt: skip
        with pytest.raises(ValueError, match=r"2 layers have 1 invariant|height|every δ"):
            find_counterexample(architecture, *arguments, **options)


# Tampering.

TAMPERED = [CASES[n] for n in (0, 1, 5, 6, 7, 12, 13)]


def still_true(document, path):
    """An interval may be another one that isolates the same root."""
    if "interval" not in path:
        return False
    t = at(document, path[: path.index("interval")])
    lower, upper = map(Fraction, t["interval"])
    values = [sum(int(c) * x**k for k, c in enumerate(t["minpoly"])) for x in (lower, upper)]
    return 0 <= lower < upper and values[0] * values[1] < 0


@pytest.mark.parametrize(("notation", "delta", "options"), TAMPERED)
def test_no_change_of_any_single_value_is_accepted(notation, delta, options):
    honest = counterexample_json(once(notation, delta, options))
    assert check_text(sealed(honest)).verdict == "accepted"
    for path in leaves(honest):
        if path[0] in ("tool", "digest"):
            continue
        for value in (value for value in changed(at(honest, path)) if value != at(honest, path)):
            damaged = replaced(honest, path, value)
            outcome = check_text(sealed(damaged))
            assert outcome.verdict != "accepted" or still_true(damaged, path), (path, value)
            assert check_text(json.dumps(damaged)).verdict != "accepted"


@pytest.mark.parametrize(("notation", "delta", "options"), TAMPERED)
def test_no_removal_of_anything_is_accepted(notation, delta, options):
    honest = counterexample_json(once(notation, delta, options))
    for path in containers(honest):
        part = at(honest, path)
        for key in part if isinstance(part, dict) else range(len(part)):
            if "values" in path and part[key] == "0" and key == len(part) - 1:
                continue  # a coefficient 0 of the highest power may be left out
            if (*path, key) not in {("tool",), ("digest",), ("hypotheses",)} and path[:1] != ("tool",):
                assert check_text(sealed(without(honest, (*path, key)))).verdict != "accepted", (*path, key)


JUNK = [None, True, 1, -1, 1.5, "", "x", "1/0", "01", "9" * 5000, [], {}, [[]], ["0"], {"a": 1}]


@pytest.mark.parametrize(("notation", "delta", "options"), TAMPERED[:4])
def test_junk_anywhere_is_refused_and_never_crashes(notation, delta, options):
    honest = counterexample_json(once(notation, delta, options))
    for path in [*leaves(honest), *containers(honest)]:
        if path and path[0] not in ("tool", "digest"):
            for junk in JUNK:
                damaged = replaced(honest, path, junk)
                same = at(honest, path) == junk and type(at(honest, path)) is type(junk)
                verdict = check_text(sealed(damaged)).verdict
                assert verdict != "accepted" or same or still_true(damaged, path), (path, junk)


FORGERIES = {
    "the same tuple twice": lambda d: d["pair"].__setitem__(1, d["pair"][0]),
    "equal values": lambda d: d["ntk_difference"].__setitem__("values", d["ntk_difference"]["values"][:1] * 2),
    "another place": lambda d: d["ntk_difference"].__setitem__("index", [0, 1]),
    "a place outside": lambda d: d["ntk_difference"].__setitem__("index", [0, 9]),
    "values exchanged": lambda d: d["ntk_difference"]["values"].reverse(),
    "a pair exchanged": lambda d: d["pair"].reverse(),
    "a claim of every δ": lambda d: d.__setitem__("delta", None),
    "filters that are not primitive": lambda d: d["pair"][0]["filters"].__setitem__(0, [["2", "2"], ["2", "2"]]),
    "a zero filter": lambda d: d["pair"][0]["filters"].__setitem__(0, [["0", "0"], ["0", "0"]]),
    "another architecture": lambda d: d["architecture"]["layers"][0].__setitem__("stride", [2, 2]),
    "scaled filters on one side": lambda d: d["pair"][0].__setitem__("scaled_filters", d["pair"][0]["filters"]),
    "another kind": lambda d: d.__setitem__("kind", "architecture"),
    "proved": lambda d: d.__setitem__("status", "proved"),
    "undecided with a pair": lambda d: d.update(status="undecided", reason="no time"),
    "an assumption": lambda d: d["assumptions"].append("u is irreducible"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_plausible_forgeries_are_not_accepted(name):
    for options in ({}, {"rational": True}):
        document = counterexample_json(once("k2x2 k2x2", [21], options))
        if name == "scaled filters on one side" and options:
            del document["pair"][1]["scaled_filters"]
        else:
            FORGERIES[name](document)
        assert check_text(sealed(document)).verdict in {"rejected", "malformed"}


def test_forged_separations():
    honest = counterexample_json(found("k3 k2"))
    zero = replaced(honest, ("separation", "entries"), [])
    zero["separation"]["products"] = [["0", "0"], ["0", "0"]]
    assert "all 0" in check_text(sealed(zero)).message
    one = replaced(honest, ("separation", "entries"), [{"index": [0, 0], "value": "1"}])
    one["separation"]["products"] = [["1", "4"], ["1", "4"]]
    assert "wrong sign" in check_text(sealed(one)).message
    twice = replaced(honest, ("separation", "entries"), [{"index": [0, 0], "value": "1"}] * 2)
    assert "increase" in check_text(sealed(twice)).message
    below = replaced(honest, ("separation", "entries"), [{"index": [1, 0], "value": "1"}])
    assert "diagonal" in check_text(sealed(below)).message
    mixed = {**honest, "delta": ["0"]}
    assert check_text(sealed(mixed)).verdict != "accepted"


def test_close_values_are_told_apart_or_rejected():
    """Two parameters t of different equations, whose enclosures meet at first."""
    document = counterexample_json(found("k3 k2", [10**9]))
    assert check_text(sealed(document)).verdict == "accepted"
    for point in document["pair"]:
        assert isinstance(point["t"], dict)


def test_work_is_bounded(monkeypatch):
    document = counterexample_json(found("k3x3 k3x3 k3x3"))
    monkeypatch.setattr(check, "MAX_WORK", 1000)
    assert "more arithmetic" in check_text(sealed(document)).message


@pytest.mark.parametrize(("notation", "whole"), [("k3 k2", True), ("k2x2 k2x2", False), ("k2 k2s2 k2", False)])
def test_the_checker_says_smooth_only_where_the_closure_is_the_whole_space(notation, whole):
    """Dimensions 4 of 4, 7 of 9, and 6 − 2 = 4 of 5."""
    found = find_counterexample(parse_architecture(notation), [21] * (notation.count(" ")))
    claim = check_text(dumps(counterexample_json(found))).claim
    assert (found.smooth, "over a smooth point" in claim) == (whole, whole)


lines = st.tuples(st.integers(-3, 3), st.integers(-3, 3)).filter(any)


@given(st.integers(2, 4), st.sampled_from([(1,), (1, 2), (2, -1), (1, 1)]), lines, lines, st.integers(1, 4))
def test_cofactors_are_those_of_small_products(degree, factor, b, c, height):
    """Among all multiples of the factor by filters with at most three entries that are not 0."""
    expected = []
    for small in candidates.small_filters((degree - len(factor) + 1,), height, candidates.Budget(), 3):
        a = multiplied(small, factor)
        top = max(candidates.height_of(multiplied(a, line)) for line in (b, c))
        if top <= height:
            expected.append((a, top))
    assert list(candidates._cofactors(degree, factor, b, c, height, candidates.Budget())) == expected


def multiplied(f, g):
    return tuple(sum(f[i] * g[k - i] for i in range(len(f)) if 0 <= k - i < len(g)) for k in range(len(f) + len(g) - 1))


def test_a_separating_matrix_of_too_many_digits_is_not_made(monkeypatch):
    """The powers of 3 up to 3^4 = 81 have 7 bits."""
    monkeypatch.setattr(candidates, "MAX_CANDIDATES", 0)
    assert accepted(found("k3 k3"))["status"] == "refuted"
    monkeypatch.setattr(differing, "MAX_BITS", 3)
    assert "or has entries of too many digits" in accepted(found("k3 k3"))["reason"]
