"""Fibers where one layer takes what the others leave, or nothing can be factored: counts, filters, certificates."""

import json
from collections import Counter
from itertools import product
from math import comb, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.fiber.assignment import Piece, assignments, count_assignments
from symlcn.fiber.evidence.document import fiber_json
from symlcn.fiber.fiber import fiber
from symlcn.fiber.overq import rational_fiber
from symlcn.fiber.parts import Problem, decompose
from symlcn.fiber.points import Counts, count_points, geometric_points
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter
from tests.support import slow
from tests.support.damage import at, replaced, sealed, without
from tests.support.schemas import validate


def times(*factors):
    """The product of polynomials in one variable, from degree 0."""
    result = (1,)
    for f in factors:
        result = tuple(
            sum(result[i] * f[k - i] for i in range(len(result)) if 0 <= k - i < len(f))
            for k in range(len(result) + len(f) - 1)
        )
    return result


def binomial(n, a):
    """x^n + a."""
    return (a, *[0] * (n - 1), 1)


def certified(notation, tensor, delta=None, field="R"):
    """An accepted certificate, valid under the schema."""
    text = dumps(fiber_json(fiber(parse_architecture(notation), tensor, delta, field)))
    outcome = check_text(text)
    assert outcome.verdict == "accepted", outcome
    validate(json.loads(text))
    return json.loads(text)


@pytest.mark.parametrize("s", [2, 20, 37, 143, 500])
def test_one_of_two_roots_in_x_to_the_s(s):
    """(x^s + 1)(x^s + 2) in layers of degrees s and 1, the latter in x^s: which of the two it takes."""
    network, u = parse_architecture(f"k{s + 1}s{s} k2"), times(binomial(s, 1), binomial(s, 2))
    assert count_points(network, u) == Counts(2, 2, 2)
    assert {point[1] for point in rational_fiber(network, u)} == {(1, 1), (2, 1)}


@pytest.mark.parametrize("s", [20, 37])
def test_its_certificate_knows_nothing_of_the_roots_in_x(s):
    document = certified(f"k{s + 1}s{s} k2", times(binomial(s, 1), binomial(s, 2)), [0])
    assert [document[key] for key in ("counts", "status", "smooth")] == [{"Q": 2, "R": 2, "C": 2}, "refuted", False]
    assert (document["assumptions"], [point["rank"] for point in document["points"]]) == ([], [s + 2] * 2)
    assert len(json.dumps(document["evidence"]["fiber"])) < 2000


@pytest.mark.parametrize("delta", [None, [0]])
def test_long_filters_are_compared_at_few_places(delta):
    """N = 1001: no matrix with so many rows is formed."""
    document = certified("k501s500 k2", times(binomial(500, 1), binomial(500, 2)), delta)
    assert (document["status"], document["counts"]) == ("refuted", {"Q": 2, "R": 2, "C": 2})
    assert len(json.dumps(document)) < 20_000


def test_seven_roots():
    """x^259 + 1 = X^7 + 1 with X = x^37."""
    assert certified("k223s37 k2", binomial(259, 1))["counts"] == {"Q": 1, "R": 1, "C": 7}
    (point,) = geometric_points(parse_architecture("k223s37 k2"), binomial(259, 1), "R")
    assert point.rational(0).degrees() == (222,)
    assert len(point.rational(0)) == 7


@settings(max_examples=25)
@given(st.lists(st.sampled_from([-2, -1, 0, 1, 3, None]), min_size=1, max_size=5), st.integers(2, 13), st.data())
def test_multisets_of_roots_in_x_to_the_s(roots, s, data):
    """With h(x)·∏(x^s − a): the last layer takes a multiset of its own size of the a, infinity (None) among them."""
    degree = data.draw(st.integers(1, len(roots)))
    h = data.draw(st.sampled_from([(1,), (5, 1), (7, 3, 2)]))
    finite = [a for a in roots if a is not None]
    whole = times(h, *(binomial(s, -a) for a in finite))
    u = whole + (0,) * (s * (len(roots) - len(finite)))
    notation = f"k{len(u) - s * degree}s{s} k{degree + 1}"
    expected = len({tuple(sorted(map(str, c))) for c in product(roots, repeat=degree) if fits(c, roots)})
    assert count_points(parse_architecture(notation), u) == Counts(*[expected] * 3)


def fits(chosen, roots):
    return all(chosen.count(a) <= roots.count(a) for a in chosen)


@pytest.mark.parametrize(
    ("notation", "tensor", "expected"),
    [
        # layers of exponents 1, 3, 15; x^3 = X: the last takes X^5 + 1 or X^5 + 2, the second one of the 6 other roots
        ("k16s3 k2s5 k2", times(binomial(15, 1), binomial(15, 2), (-3, 0, 0, 1)), Counts(3, 4, 12)),
        # exponents 1, 4, 6: each of the others takes a root in x^4 and x^6 at once, or none does
        ("k25 k2d4 k2d6", times(binomial(12, -1), binomial(12, -4), binomial(10, 2)), None),
        # k3-ended: 2 of 4 roots in x^11
        ("k23s11 k3", times(*(binomial(11, a) for a in (1, 2, 3, 4))), Counts(6, 6, 6)),
        ("k23s11 k3", binomial(44, 1), Counts(0, 2, comb(4, 2))),
    ],
)
def test_relatives(notation, tensor, expected):
    network = parse_architecture(notation)
    found = count_points(network, tensor)
    if expected is None:
        assert found.complex == len(geometric_points(network, tensor, "C")) > 0
    else:
        assert found == expected
    certified(notation, tensor, None)


def test_axis_layers_take_their_roots_from_the_content():
    """(x + y + 1)(y^13 − 1)(y^13 + 2): k2x14 takes what k1x2 with exponent 13 leaves."""
    first, second = (x_and_y(13, -1), [[2, 1]]), (x_and_y(13, 2), [[-1, 1]])
    network = parse_architecture("k2x15s1x13 k1x2")
    u = end_to_end_filter(network, list(first))
    assert u == end_to_end_filter(network, list(second))
    assert count_points(network, u) == Counts(2, 2, 2)
    document = certified("k2x15s1x13 k1x2", u)
    assert {point["rank"] for point in document["points"]} == {network.rank}


def x_and_y(n, a):
    """(x + y + 1)(y^n + a) in the size 2 × (n + 2)."""
    line = binomial(n, a)
    return [list(times((1, 1), line)), [*line, 0]]


def test_a_layer_takes_the_rest_of_what_another_one_takes_the_rest_of():
    """In x², y³ the first layer takes the rest, none of it in y; then the third one has the largest ring."""
    network = parse_architecture("k3x2 k2x1d2x1 k2x2d2x3")
    r, a, b = [[5, 5], [0, 0], [1, 1]], [[3], [1]], [[7, 7], [1, 1]]  # (x² + 5)(y + 1), X + 3, (X + 7)(Y + 1)
    u = end_to_end_filter(network, [r, a, b])
    assert count_points(network, u) == Counts(6, 6, 6)
    document = certified("k3x2 k2x1d2x1 k2x2d2x3", u)
    outer = document["evidence"]["fiber"]["split"]
    assert (outer["remainder"], outer["group"]["split"]["remainder"]) == (0, 2)
    assert len({json.dumps(point["filters"]) for point in document["points"]}) == 6


@pytest.mark.parametrize(
    ("notation", "tensor"),
    [("k38s37 k2", tuple(range(1, 76))), ("k3s2 k2", (1, 1, 1, 1, 2)), ("k3s2 k2s2 k2", (1,) * 9)],
)
def test_no_factorization_is_seen_from_one_gcd(notation, tensor):
    network = parse_architecture(notation)
    split = decompose(network, tensor)
    assert isinstance(split.group, Problem)
    assert not split.group.possible
    document = certified(notation, tensor)
    assert (document["counts"], document["smooth"]) == ({"Q": 0, "R": 0, "C": 0}, None)
    for key in "QRC":
        assert check_text(sealed(replaced(document, ("counts", key), 1))).verdict == "rejected"


@settings(max_examples=30)
@given(st.integers(2, 4), st.integers(1, 2), st.integers(2, 3), st.integers(0, 10**6))
def test_rational_points_are_those_of_complete_factorization(s, k, m, seed):
    """Products of few factors, so that layers can exchange them."""
    exchanged = [{(0,): (-1) ** (seed >> n & 1), (k,): 1} for n in range(2)]
    first = slow.multiply({(i * s,): c for (i,), c in exchanged[0].items()}, {(0,): 1, (1,): seed % 3, (2,): 1})
    second = exchanged[1] if m > k else {(0,): 1, (m - 1,): 2}
    network = parse_architecture(f"k{k * s + 3}s{s} k{max(second)[0] + 1}")
    expected = slow.count_rational_factorizations(network, [first, second])
    sizes = [layer.size for layer in network.layers]
    u = end_to_end_filter(network, [slow.nested(first, sizes[0]), slow.nested(second, sizes[1])])
    assert len(rational_fiber(network, u)) == count_points(network, u).rational == expected


SPLIT = ("evidence", "fiber", "split")
WHOLE = {"factors": [], "rings": []}


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("remainder", 1, "must be the one layer that is not listed"),
        ("remainder", None, "is not of the wanted degree in direction 0"),
        ("layers", [0], "does not divide the exponents of the layers"),
        ("rest", {"polynomial": ["1"], "split": None, "leaf": WHOLE}, "must have neither split nor leaf"),
        ("bounds", [None], "expected an object"),
        ("ring", [1], "do not add up"),
    ],
)
def test_a_remainder_that_is_none_is_noticed(path, value, message):
    honest = certified("k3s2 k2", (0, 0, 1, 0, 0), [0])
    place = (*SPLIT, path)
    damaged = without(honest, place) if value is None else replaced(honest, place, value)
    outcome = check_text(sealed(damaged))
    assert outcome.verdict != "accepted"
    assert message in outcome.message


def test_a_layer_in_a_smaller_ring_does_not_take_the_rest():
    """k2d2 k2d3: neither ring is in the other one."""
    honest = certified("k3s2 k2", (0, 0, 1, 0, 0), [0])
    layers = honest["architecture"]["layers"]
    for dilation in (2, 3):
        damaged = replaced(honest, ("architecture", "layers"), [{**layers[0], "dilation": [dilation]}, layers[1]])
        assert check_text(sealed(damaged)).verdict != "accepted"


RANK = ("evidence", "smooth", "rank")


def test_common_factors_show_that_the_rank_is_not_full():
    singular = certified("k3s2 k2", (1, 0, 2, 0, 1), [0])  # (x² + 1)(X + 1)
    assert len(at(singular, RANK)["rows"]) == 3
    reason = "one point, where two filters have a common factor: the Jacobian of the merged map has no full rank"
    by_factors = {**replaced(singular, ("evidence", "smooth", "filters"), None), "smooth_reason": reason}
    common = replaced(by_factors, RANK, {"kind": "common", "layers": [0, 1]})
    assert check_text(sealed(common)).verdict == "accepted"
    coprime = replaced(by_factors, RANK, {"kind": "coprime"})
    assert "choices[0] and choices[1] have a common factor" in check_text(sealed({**coprime, "smooth": True})).message


def test_without_common_factors_the_rank_is_full_and_that_is_said():
    honest = certified("k2x2 k2x2", ((1, 2, 1), (2, 9, 7), (1, 7, 10)))
    assert at(honest, RANK) == {"kind": "coprime"}
    wrong = replaced(honest, RANK, {"kind": "common", "layers": [0, 1]})
    outcome = check_text(sealed({**wrong, "smooth": False}))
    assert "no factor of one of choices[0] and choices[1] that is in both rings divides both" in outcome.message
    assert check_text(sealed({**honest, "smooth": False})).verdict == "rejected"
    for layers in ([1, 0], [0, 0], [0, 2]):
        assert check_text(sealed(replaced(wrong, (*RANK, "layers"), layers))).verdict == "malformed"


@pytest.mark.parametrize(("layers", "rank"), [(3, 21), (4, None)])
def test_conjugate_filters_that_share_a_point_at_infinity(layers, rank):
    """(x² − 2y²)(x + 2y − 6 + 4z), and times x − y + 1: z is infinite in two filters, or three. The rank is computed of
    matrices that are not too large: 24 rows of 64 entries, not 32 of 125."""
    notation = " ".join(["k2x2x2"] * layers)
    factors = (
        {(2, 0, 0): 1, (0, 2, 0): -2},
        {(1, 0, 0): 1, (0, 1, 0): 2, (0, 0, 0): -6, (0, 0, 1): 4},
        {(1, 0, 0): 1, (0, 1, 0): -1, (0, 0, 0): 1},
    )
    u = slow.nested(slow.multiply_all(list(factors[: layers - 1]), 3), (layers + 1,) * 3)
    found = fiber(parse_architecture(notation), u, [0] * (layers - 1))
    number = prod(range(1, layers + 1))
    assert (found.counts, found.smooth.smooth) == (Counts(0, number, number), False)
    assert {point.rank for point in found.points} == {rank}
    document = fiber_json(found)
    assert check_text(dumps(document)).verdict == "accepted"
    assert at(document, RANK).get("kind") == (None if rank else "common")


@pytest.mark.parametrize(
    ("notation", "tensor", "expected"),
    [
        # the last layer takes X + 1 or X + 2 with X = x^s, the first one of the s + 1 roots that are left
        ("k2 k38s37 k2", times(binomial(37, 1), binomial(37, 2), (3, 1)), Counts(3, 4, 76)),
        ("k2 k21s20 k2", times(binomial(20, 1), binomial(20, 2), (3, 1)), Counts(2, 2, 42)),
        ("k3 k5s4 k2", times(binomial(4, 1), binomial(4, 2), (3, 0, 1)), Counts(2, 6, 2 * comb(6, 2))),
    ],
)
def test_orbits_of_many_roots_are_counted_without_their_subsets(notation, tensor, expected):
    assert count_points(parse_architecture(notation), tensor) == expected
    certified(notation, tensor, [0, 0])


@st.composite
def clusters(draw):
    """Layers with pieces that take several atoms, and all single atoms for some of the layers."""
    supply = draw(st.lists(st.integers(1, 2), min_size=2, max_size=5))
    pieces = []
    for _ in range(draw(st.integers(1, 3))):
        own = [{atom: 1} for atom in range(len(supply))] if draw(st.booleans()) else []
        groups = st.sets(st.integers(0, len(supply) - 1), min_size=2)
        own += [dict.fromkeys(sorted(group), 1) for group in draw(st.lists(groups, max_size=2))]
        pieces.append([Piece(n, (len(takes),), tuple(takes.items())) for n, takes in enumerate(own)])
    degrees = draw(st.lists(st.integers(0, 5), min_size=len(pieces), max_size=len(pieces)))
    return [(m,) for m in degrees], pieces, supply


@given(clusters())
def test_counting_is_listing(case):
    degrees, pieces, supply = case
    expected = 0
    for choices in assignments(degrees, pieces, supply):
        taken = Counter()
        for piece, count in (part for choice in choices for part in choice):
            taken.update({atom: count * need for atom, need in piece.takes})
        expected += all(taken[atom] == n for atom, n in enumerate(supply))
    assert count_assignments(degrees, pieces, supply) == expected
