"""The checker of fibers, on certificates built by hand; nothing here comes from the library."""

import json
import random
from collections import Counter
from fractions import Fraction
from itertools import product
from math import isqrt, prod
from operator import add, ge, sub
from types import SimpleNamespace

import pytest

from symlcn.check import check_text
from symlcn.check.algebra.factors import Family
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Rejected
from symlcn.check.core.reading import approximation
from symlcn.check.fiber.counting import count_points
from symlcn.check.fiber.exact.enclosures import Enclosure, approximates
from symlcn.check.fiber.leaves import Leaf
from symlcn.check.network.architecture import Architecture
from tests.support.damage import at, replaced, sealed, without
from tests.support.fibers import (
    PAIR,
    PLANAR,
    STRIDED,
    Network,
    assumed,
    bound,
    certificate,
    check_accepted,
    check_refused,
    complex_cube_roots,
    conjugate_factors,
    damaged,
    double_root,
    double_root_unsure,
    entries,
    layer,
    mixed,
    no_rational_point,
    node,
    ntk,
    one_pair,
    piece,
    planar,
    plane_orbit,
    plane_relation,
    rational_point,
    real_cube_root,
    real_roots_of_squares,
    shortened,
    singular,
    six_points,
    split_point,
    three_roots,
    two_rings,
    univariate,
    unlisted,
    verdict,
)

HONEST = {
    "three roots": (
        three_roots,
        "3 over Q, 3 over R, 3 over C; smooth, 3 real points with 3 NTKs at the given δ: refuted",
    ),
    "cube root, R": (
        real_cube_root,
        "0 over Q, 1 over R, 3 over C; smooth, 1 real point with 1 NTK at the given δ: proved",
    ),
    "cube root, Q": (no_rational_point, "3 over C; smooth, 0 of 1 real points listed: undecided"),
    "cube root, C": (complex_cube_roots, "smooth, 1 real point with 1 NTK at the given δ: proved"),
    "split": (split_point, "1 over C; smooth, 1 real point with 1 NTK for every δ: proved"),
    "singular": (singular, "2 over C; singular, 2 real points with 2 NTKs at the given δ: refuted"),
    "double root": (double_root, "smooth, 1 real point with 1 NTK for every δ: proved"),
    "double root, unsure": (double_root_unsure, "1 over C; 1 real point with 1 NTK for every δ: proved"),
    "planar": (planar, "smooth, 2 real points with 2 NTKs at the given δ: refuted"),
    "planar, balanced": (
        lambda: planar(("0",), ((0, 1),), "proved"),
        "2 real points with 1 NTK at the given δ: proved",
    ),
    "planar, every delta": (lambda: planar(None), "2 real points with 2 NTKs as functions of δ: refuted"),
    "six points": (six_points, "6 over C; smooth, 6 real points with 3 NTKs at the given δ: refuted"),
    "two rings": (two_rings, "1 over C; smooth, 1 real point with 1 NTK for every δ: proved"),
    "unlisted": (unlisted, "smooth, no points listed: undecided"),
    "one pair": (one_pair, "two real points with NTKs that differ at the given δ: refuted"),
}


@pytest.mark.parametrize("name", HONEST)
def test_accepts_what_is_true(name):
    check_accepted(*HONEST[name])


# ---- more of the mathematics ----------------------------------------------------------------------------------------


def test_conjugate_factors_over_the_reals():
    assert verdict(conjugate_factors()).claim.endswith(
        "0 over Q, 2 over R, 2 over C; 2 real points with 1 NTK at the given δ: proved"
    )
    assert verdict(conjugate_factors(assume=True)).message.endswith(
        "must be proved, not assumed: the number of factors modulo 101 is 1, no more than 16"
    )


SPECIAL = {
    "orbit in the plane": plane_orbit,
    "relation in the plane": plane_relation,
    "mixed ring": mixed,
    "conjugate factors": conjugate_factors,
    "roots of squares": real_roots_of_squares,
}


@pytest.mark.parametrize("name", SPECIAL)
def test_accepts_special_fibers(name):
    assert verdict(SPECIAL[name]()).verdict == "accepted", verdict(SPECIAL[name]())


def test_a_reference_that_means_two_pieces_is_rejected():
    assert "points[0][0]" in verdict(mixed(named=False)).message


@pytest.mark.parametrize("bits", [128, 4096])
def test_equality_is_not_assumed(bits):
    """The points 1 and -1 of k3 k2 at x^3 - x have equal entries at (0, 0), but different NTKs."""
    document = {**three_roots(), "ntk_classes": [[0, 1], [2]]}
    document["evidence"]["ntk"] = {**ntk([0], [[0, 0]], bits), "equal": [[0, 1]]}
    assert verdict(document).message == f"evidence.ntk.equal[0]: the NTKs are not shown to be equal with {bits} bits"
    document["assumptions"] = ["points 0 and 1: equal NTKs"]
    assert verdict(document).verdict == "rejected"


# ---- counting -------------------------------------------------------------------------------------------------------


def supplied(rng):
    """A leaf in one variable with random rings, families and supply, and random layers."""
    sizes = [rng.choice([1, 1, 2, 3]) for _ in range(rng.randint(1, 3))]
    supply, factors = {}, []
    for j, size in enumerate(sizes):
        amount = rng.randint(1, 2)
        mates = list(range(size))
        if size > 1 and rng.random() < 0.6:
            mates[-2:] = [size - 1, size - 2]
        family = Family(("root", j), {(size,): 1, (0,): 1}, 0, [], mates)
        family.takes = [{("root", j, k): 1} for k in range(size)]
        factors.append(family)
        supply.update({("root", j, k): amount for k in range(size)})
    orbits = []
    if rng.random() < 0.7 and len(factors) > 1 and sizes[0] == sizes[1] and factors[0].mates == factors[1].mates:
        orbit = Family(("root", 0), {(sizes[0],): 1, (0,): 1}, 0, [], factors[0].mates)
        orbit.takes = [{("root", 0, k): 1, ("root", 1, k): 1} for k in range(sizes[0])]
        orbits.append(orbit)
    for name in ("zero", "infinity"):
        supply[name, 0, 0] = rng.randint(0, 2)
        if supply[name, 0, 0]:
            for e, families in ((1, factors), (2, orbits)):
                end = Family((name, 0), {(1,): 1}, 0, [], [0])
                end.takes = [{(name, 0, 0): e}]
                families.append(end)
    total, layers, degrees = sum(supply.values()), {}, []
    for l in range(rng.randint(1, 3)):
        e = rng.choice([1, 2])
        degrees.append(rng.randint(0, total // e))
        total -= e * degrees[-1]
        layers[l] = ((e,), (degrees[-1],))
    layers[len(layers)] = ((1,), (total,))
    leaf = Leaf(layers, supply)
    leaf.families = {(1,): factors, (2,): orbits}
    return leaf


def choices_of(leaf, ring, degree, field):
    """All choices of a layer of this degree, by what they take of each atom: how many there are."""
    atoms = list(leaf.supply)
    found = Counter({(0, (0,) * len(atoms)): 1})
    for family in leaf.families[ring]:
        for orbit in family.orbits(field):
            step = [sum(family.takes[k].get(atom, 0) for k in orbit) for atom in atoms]
            more = Counter()
            for (given, taken), number in found.items():
                while given <= degree:
                    more[given, taken] += number
                    given, taken = given + len(orbit), tuple(map(add, taken, step))
            found = more
    return [(taken, number) for (given, taken), number in found.items() if given == degree]


def slow_count(leaf, field):
    """The number of ways to use up the supply, layer by layer."""
    options = [choices_of(leaf, ring, degree[0], field) for ring, degree in leaf.layers.values()]

    def points(l, left):
        if l == len(options):
            return not any(left)
        return sum(
            number * points(l + 1, tuple(map(sub, left, taken)))
            for taken, number in options[l]
            if all(map(ge, left, taken))
        )

    return points(0, tuple(leaf.supply.values()))


def fast_count(leaf, field):
    slots = [SimpleNamespace(leaf=leaf, ring=r, degree=m, alone=None) for r, m in leaf.layers.values()]
    return count_points(slots, SimpleNamespace(leaves=[leaf]), field, Work())


@pytest.mark.parametrize("field", "QRC")
def test_counting_agrees_with_listing(field):
    rng, seen = random.Random(f"counting {field}"), set()
    for _ in range(150):
        leaf = supplied(rng)
        expected = slow_count(leaf, field)
        assert fast_count(leaf, field) == expected
        seen.add(expected)
    assert len(seen) > 6


def test_counting_many_points():
    leaf = Leaf({0: ((1,), (32,)), 1: ((1,), (32,))}, {("root", j, 0): 1 for j in range(64)})
    leaf.families[1,] = []
    for j in range(64):
        family = Family(("root", j), {(1,): 1, (0,): -1}, 0, [], [0])
        family.takes = [{("root", j, 0): 1}]
        leaf.families[1,].append(family)
    work = Work()
    slots = [SimpleNamespace(leaf=leaf, ring=r, degree=m, alone=None) for r, m in leaf.layers.values()]
    assert count_points(slots, SimpleNamespace(leaves=[leaf]), "C", work) == 1832624140942590534
    assert work.left > 4.9 * 10**7


# ---- enclosures -----------------------------------------------------------------------------------------------------


def enclosed(network, filters, factor, delta, bits=200):
    scaled = [{i: (int(c) << bits, int(c) << bits) for i, c in entries(w).items()} for w in filters]
    numbers = [(x.numerator, x.denominator) for x in map(Fraction, delta)]
    return Enclosure(scaled, (factor.numerator, factor.denominator), numbers, bits, "here", Work())


def model(network):
    """The architecture as the checker has it."""
    return Architecture([{key: tuple(x) for key, x in layer.items()} for layer in network.layers])


def contains(interval, value, bits=200):
    low, high = (Fraction(end, 2**bits) for end in interval)
    return low <= value <= high and high - low < Fraction(1, 2 ** (bits // 2))


def test_entries_of_the_ntk():
    """The worked values of the theory: k3s2 k2 at 1 - x^4 and x^2, k2x2 k2x2 at delta 21."""
    one, filters = Fraction(1), ([[1, 0, 1], [1, -1]], [[1, 0, -1], [1, 1]])
    found = [enclosed(STRIDED, list(w), one, [0]) for w in filters]
    for a, b in product(range(5), repeat=2):
        low, high = (point.entry(model(STRIDED), (a,), (b,)) for point in found)
        assert contains((low[0] - high[1], low[1] - high[0]), -2 if {a, b} == {1, 3} else 0)
    found = [enclosed(STRIDED, w, one, [0]) for w in ([[1, 0, 0], [0, 1]], [[0, 0, 1], [1, 0]])]
    for a, difference in enumerate([0, -1, 0, 1, 0]):
        low, high = (point.entry(model(STRIDED), (a,), (a,)) for point in found)
        assert contains((low[0] - high[1], low[1] - high[0]), difference)
    pair = [[[1, 1], [1, 5]], [[1, 1], [1, 2]]]
    low, high = (enclosed(PLANAR, w, one, [21]).entry(model(PLANAR), (0, 0), (0, 0)) for w in (pair, pair[::-1]))
    assert contains((low[0] - high[1], low[1] - high[0]), Fraction(-9, 4))


def test_scaling_is_enclosed():
    rng = random.Random("scaling")
    network = Network("k2 k2 k2", layer(2), layer(2), layer(2))
    for _ in range(200):
        filters = [[rng.randint(1, 50), rng.randint(-50, 50)] for _ in range(3)]
        factor = Fraction(rng.randint(1, 9), rng.randint(1, 90))
        delta = [Fraction(rng.randint(-9, 9), rng.randint(1, 9)) for _ in range(2)]
        shifts = [delta[0] + delta[1], delta[1], 0]
        point = enclosed(network, filters, factor, delta)
        value = factor**2 * prod(sum(c * c for c in w) for w in filters)
        low, high = (Fraction(end, 2**200) for end in point.t)
        assert -min(shifts) - Fraction(1, 2**199) < low < high < low + Fraction(1, 2**180)
        assert prod(low + s for s in shifts) <= value <= prod(high + s for s in shifts)
        for shift, (below, above) in zip(shifts, point.rho, strict=True):
            assert Fraction(below, 2**200) <= low + shift < high + shift <= Fraction(above, 2**200)


def test_rho_needs_bits():
    small = Fraction(1, 10**30)
    with pytest.raises(Rejected, match="64 bits are too few"):
        enclosed(PAIR, [[1, 1], [1, 2]], small, [1], bits=64)
    assert enclosed(PAIR, [[1, 1], [1, 2]], small, [1], bits=512).rho[1][0] > 0


@pytest.mark.parametrize(
    ("text", "fits"),
    [("1.4142135623", True), ("1.414213559", False), ("1.414213564", True), ("-1.4142135623", False), ("1e0", False)],
)
def test_decimals_are_near(text, fits):
    root = isqrt(2 << 200)
    assert approximates(approximation(text, "here"), (root, root + 1), 1 << 100) == fits


# ---- tampering ------------------------------------------------------------------------------------------------------


def exchanged(document, path, other):
    first, second = at(document, path), at(document, other)
    return replaced(replaced(document, path, second), other, first)


def drop_point():
    document = three_roots()
    keys = ("points", "fields", "ranks", "scalings")
    for path in (("points", 2), ("ntk_classes", 2), *(("evidence", key, 2) for key in keys)):
        document = without(document, path)
    return document


def repeat_point():
    document = three_roots()
    for path in (("points",), ("evidence", "points")):
        at(document, path)[2] = at(document, path)[1]
    return document


def other_divisor():
    """k3s2 k2 at (1 - x^2)(1 - 4x^2) as if 1 - x^2 were the largest divisor in x^2: one of the points is lost."""
    u, filters = [1, 0, -5, 0, 4], [[1, 0, -4], [1, -1]]
    split = {"layers": [1], "ring": [2], "bounds": [bound(7, 0)], "group": node([1, -1]), "rest": node([1, 0, -4])}
    points = [rational_point(STRIDED, u, filters, None)]
    fiber = node(u, split=split)
    return certificate(STRIDED, u, None, fiber, points, [[None, None]], (1, 1, 1), (None, None), [[0]], "proved")


def missing_piece():
    """The ring of exponent 2 without its piece: as if there were no point."""
    document = two_rings()
    at(document, ("evidence", "fiber", "leaf", "rings", 0))["pieces"] = []
    document["smooth"] = document["evidence"]["smooth"] = None
    for place in (document, document["evidence"]):
        place["points"] = []
    document.update(counts={"Q": 0, "R": 0, "C": 0}, ntk_classes=[])
    document["evidence"].update(fields=[], ranks=[])
    return document


def missing_plane_piece():
    document = plane_orbit()
    at(document, ("evidence", "fiber", "leaf", "rings", 0))["pieces"] = []
    return document


def singular_by_count():
    """The smooth point of k3 k2 called singular: there are three points, but one after merging."""
    document = {**three_roots(), "smooth": False}
    document["evidence"]["smooth"].update(filters=None, rank=None)
    return document


FACTOR = ("evidence", "fiber", "leaf", "factors")
TAMPERED = {
    "a point dropped": (drop_point, "points: are 2, but there are 3 over Q"),
    "a point repeated": (repeat_point, "evidence.points[2]: was listed before"),
    "another field": (lambda: {**real_cube_root(), "field": "C"}, "points: are 1, but there are 3 over C"),
    "points that are not over the field": (
        lambda: {**complex_cube_roots(), "field": "R"}, "evidence.points[1]: is not over the field"),
    "the choices of two points exchanged": (
        lambda: exchanged(three_roots(), ("evidence", "points", 0), ("evidence", "points", 2)), "points[0].filters[0]"),
    "rho of two layers exchanged": (
        lambda: exchanged(planar(), ("points", 0, "rho", 0), ("points", 0, "rho", 1)), "points[0].rho[0]"),
    "t that is too small": (
        lambda: replaced(real_cube_root(), ("points", 0, "t", "interval"), ["0", "3"]), "points[0].t.interval"),
    "t of other invariants": (lambda: real_cube_root(delta="1"), "points[0].t.interval"),
    "counts over R": (lambda: replaced(real_cube_root(), ("counts", "R"), 3), "counts.R: should be 1"),
    "all in one class": (
        lambda: {**three_roots(), "ntk_classes": [[0, 1, 2]], "status": "proved"}, "ntk_classes[0]: has points"),
    "classes by a permutation that changes rho": (
        lambda: {**planar(classes=((0, 1),), status="proved")}, "ntk_classes[0]: has points that are not related"),
    "classes by a permutation, for every delta": (
        lambda: planar(None, classes=((0, 1),), status="proved"), "ntk_classes[0]: has points that are not related"),
    "more classes than there are": (
        lambda: {**six_points(), "ntk_classes": [[0], [1, 4], [2, 3], [5]]}, "the NTKs at the points 0 and 5 apart"),
    "classes without all points": (lambda: {**six_points(), "ntk_classes": [[0, 5], [1, 4]]}, "ntk_classes: must be"),
    "classes that were not compared": (
        lambda: replaced(three_roots(), ("evidence", "ntk"), None), "evidence.ntk: must be given"),
    "entries that are equal": (
        lambda: replaced(three_roots(), ("evidence", "ntk", "indices"), [[0, 0]]), "points 0 and 1 apart"),
    "other invariants for the comparison": (
        lambda: replaced(planar(), ("evidence", "ntk", "delta"), ["22"]), "evidence.ntk.delta"),
    "status": (lambda: {**three_roots(), "status": "proved"}, "status: should be refuted"),
    "undecided though compared": (
        lambda: {**three_roots(), "status": "undecided", "reason": "none"}, "status: should be refuted"),
    "a smooth point called singular": (singular_by_count, "1 points over C, 1 in one"),
    "a singular point called smooth": (lambda: {**singular(), "smooth": True}, "evidence.smooth: 2 points over C"),
    "smooth, of full rank, called singular": (lambda: {**three_roots(), "smooth": False}, "smooth: should be true"),
    "a rank over a smooth point": (
        lambda: replaced(double_root(), ("points", 0, "rank"), 3), "points[0].rank: should be 2"),
    "a rank by a minor": (
        lambda: replaced(double_root_unsure(), ("points", 0, "rank"), 3), "points[0].rank: should be 2"),
    "a rank without kernel": (
        lambda: replaced(double_root_unsure(), ("evidence", "ranks", 0, "kernel"), []), "expected 2 entries"),
    "a kernel vector twice": (
        lambda: replaced(double_root_unsure(), ("evidence", "ranks", 0, "kernel", 1), ["1", "0", "-1", "0"]),
        "is linearly dependent"),
    "a minor that is 0": (
        lambda: replaced(singular(), ("evidence", "ranks", 0, "columns"), [0, 1, 2, 3]), "the minor is 0"),
    "a multiplicity": (lambda: replaced(double_root(), (*FACTOR, 0, "multiplicity"), 1), "the degrees in direction 0"),
    "a factor twice": (
        lambda: replaced(double_root(), (*FACTOR,), [univariate([-1, 1])] * 2), "is the same as a factor before"),
    "a wrong factor": (lambda: replaced(three_roots(), (*FACTOR, 1), univariate([2, 1])), "do not multiply"),
    "a missing piece": (missing_piece, "rings[0].primes[0]: does not show"),
    "a missing piece in the plane": (missing_plane_piece, "rings[0].bounds[0]: the common divisor is not shown"),
    "a missing ring": (lambda: without(two_rings(), ("evidence", "fiber", "leaf", "rings", 1)), "a ring with"),
    "a piece of other factors": (
        lambda: replaced(
            two_rings(), ("evidence", "fiber", "leaf", "rings", 0, "pieces", 0, "factors"), [0]), "do not add up"),
    "factors in two pieces": (
        lambda: replaced(
            two_rings(), ("evidence", "fiber", "leaf", "rings", 0, "pieces"), [piece([-1, 1], [0, 1])] * 2),
        "that no other piece has"),
    "a divisor that is not the largest": (other_divisor, "split.bounds[0]: the common divisor is not shown"),
    "a split of a block": (
        lambda: replaced(
            three_roots(), ("evidence", "fiber"),
            node([0, -1, 0, 1], split={"layers": [1], "ring": [1], "bounds": [bound(5, 0)], "group": node([-1, 1]),
                                       "rest": node([0, 1, 1])})), "separate layers of an axis block"),
    "a ring that does not fit": (
        lambda: replaced(split_point(), ("evidence", "fiber", "split", "ring"), [3]), "does not divide the exponents"),
    "a node that is not the filter": (
        lambda: replaced(split_point(), ("filter", 0), "5"), "evidence.fiber.polynomial: is not a multiple"),
    "nothing where there is a choice": (
        lambda: replaced(three_roots(), ("evidence", "fiber", "leaf"), None), "null though there are several layers"),
    "an assumption where a proof must be given": (assumed, "the number of factors modulo 103 is 1, no more than 16"),
    "an assumption that is not needed": (
        lambda: {**three_roots(), "assumptions": ["points 0 and 1: equal NTKs"]}, "assumptions: are not the 0"),
    "a line where there is nothing to tell apart": (
        lambda: replaced(plane_relation(), ("evidence", "fiber", "leaf", "rings", 0, "pieces", 0, "line"),
                         {"direction": 0, "values": [0, 1]}), "line: must be null"),
    "a relation left out": (
        lambda: replaced(plane_relation(), ("evidence", "fiber", "leaf", "rings", 0, "pieces", 0, "over"), None),
        "over: must be given"),
    "an interval beside the entry": (
        lambda: replaced(real_cube_root(), ("points", 0, "filters", 1, "enclosure", 0), ["-1", "0"]), "enclosure[0]"),
    "an interval that is too narrow": (
        lambda: replaced(real_cube_root(), ("points", 0, "filters", 0, "enclosure", 2), ["2", "3"]), "enclosure[2]"),
    "a field without generators": (
        lambda: replaced(real_cube_root(), ("points", 0, "field", "generators"), []), "should be there once"),
    "a generator too many": (
        lambda: replaced(complex_cube_roots(), ("points", 1, "field", "generators"), [
            complex_cube_roots()["points"][n]["field"]["generators"][0] for n in (0, 1)]), "that is not needed"),
    "the generator of another point": (
        lambda: exchanged(complex_cube_roots(), ("points", 1, "field"), ("points", 2, "field")), "there once"),
    "a filter over a point that is not rational": (
        lambda: replaced(real_cube_root(), ("points", 0, "filters", 1), ["1", "-1"]), "expected an object"),
    "discs exchanged": (
        lambda: exchanged(real_cube_root(), (*FACTOR, 0, "roots", 0), (*FACTOR, 0, "roots", 1)), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_rejects_what_is_false(name):
    check_refused(*TAMPERED[name])


# Other values of these, where they are accepted, show the same.
FREE = {"tool", "digest", "reason"} | {
    "prime", "power", "values", "rows", "columns", "bits", "indices", "roots", "interval", "re", "im", "enclosure",
    "content", "point", "approx", "shift",
}  # fmt: skip


UNSAID = {("unlisted", "delta"), ("one pair", "pair")}  # nothing is said of delta; any two of the points differ


@pytest.mark.parametrize("name", [*HONEST, *SPECIAL])
def test_no_damage_is_accepted_or_crashes(name):
    honest = HONEST[name][0]() if name in HONEST else SPECIAL[name]()
    assert verdict(honest).verdict == "accepted"
    tried = 0
    for path, document in damaged(honest):
        silent = {("smooth_reason",): honest["smooth"] is None, ("ntk_classes",): honest["status"] == "undecided"}
        free = (
            silent.get(path, False)
            or FREE.intersection(path)
            or path[:3] == ("evidence", "ntk", "delta")
            or (name, *path[-2:-1]) in UNSAID
        )
        outcome = verdict(document)
        tried += 1
        assert free or outcome.verdict != "accepted", (path, at(document, path))
    assert tried > 300


@pytest.mark.parametrize("name", [*HONEST, *SPECIAL])
def test_no_removal_is_accepted_or_crashes(name):
    for path, document in shortened(HONEST[name][0]() if name in HONEST else SPECIAL[name]()):
        assert verdict(document).verdict != "accepted" or FREE.intersection(path), path


def test_damage_without_a_new_digest_is_noticed():
    document = json.loads(sealed(three_roots()))
    assert check_text(json.dumps({**document, "smooth_reason": "other words"})).verdict == "rejected"


def test_splits_that_are_nested_too_deeply():
    innermost = node([4, 5])
    for _ in range(230):
        split = {"layers": [1], "ring": [1], "bounds": [bound(7, 0)], "group": innermost, "rest": None}
        innermost = node([4, 5], split=split)
    document = split_point()
    document["evidence"]["fiber"]["split"]["group"] = innermost
    assert verdict(document).verdict in ("rejected", "malformed")
