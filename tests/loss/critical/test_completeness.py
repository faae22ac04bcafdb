"""All complex critical points for special data: an exact resultant, every root of which is accounted for."""

import copy
import random
from fractions import Fraction
from functools import cache

import pytest
from flint import fmpz_poly
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.certificates.values import architecture_json
from symlcn.check import check_text
from symlcn.check.core.limits import MAX_WORK, Work
from symlcn.check.core.outcome import Malformed
from symlcn.check.loss.critical.normalequations import read_charts
from symlcn.check.loss.critical.plane import combined, divided_by, line_of, resultant
from symlcn.check.network.architecture import check_architecture
from symlcn.loss.critical.completeness import complete
from symlcn.loss.critical.critical import critical_points
from symlcn.loss.critical.document import critical_json
from symlcn.loss.critical.twounknowns import solve_two
from symlcn.loss.landscape import parameter_gradient
from symlcn.loss.risk import quadratic_risk
from symlcn.network.architecture import parse_architecture
from tests.support.damage import at, sealed


def diagonal(*entries):
    return [[value * int(i == j) for j in range(len(entries))] for i, value in enumerate(entries)]


SPECIAL = {  # architecture, A, u*, number of different points, multiplicities other than 1
    "a tensor of rank one": ("k2s2 k2s2 k2", diagonal(*[1] * 8), (3, 1, 4, -5, 2, 7, 1, 1), 6, []),
    "a diagonal": ("k2 k2 k2", diagonal(3, 1, 1, 3), (3, 1, 4, -5), 18, []),
    "a cube": ("k2 k2 k2", diagonal(1, 1, 1, 1), (1, 3, 3, 1), 22, [13]),
    "sparse": ("k2 k2s2 k2", diagonal(1, 1, 1, 1, 1), (1, 0, 0, 0, 1), 22, [3] * 6),
}


def risk_of(name):
    text, matrix, target, *_ = SPECIAL[name]
    return quadratic_risk(parse_architecture(text), matrix, target)


@cache
def found_for(name):
    return critical_points(risk_of(name))


@cache
def honest(name):
    return critical_json(risk_of(name), found_for(name))


@pytest.mark.parametrize("name", SPECIAL)
def test_special_data_have_fewer_points_and_these_are_all(name):
    *_, number, multiple = SPECIAL[name]
    found = found_for(name)
    assert (found.number, found.proof, found.reason, found.real_complete) == (number, "elimination", None, True)
    powers = [orbit.multiplicity for orbit in found.orbits for _ in range(orbit.degree)]
    assert sorted(power for power in powers if power > 1) == multiple
    assert sum(powers) <= found.generic
    outcome = check_text(sealed(honest(name)))
    assert outcome.verdict == "accepted", outcome
    assert f": all critical points up to rescaling of filters: {number} over C" in outcome.claim


def test_primes_below_words_of_32_bits_find_the_same(monkeypatch):
    wanted = honest("a diagonal")
    for module in ("twounknowns", "commonroots"):
        monkeypatch.setattr(f"symlcn.loss.critical.{module}.WORD_PRIME", 2**31 - 1)
    assert critical_json(risk_of("a diagonal"), critical_points(risk_of("a diagonal"))) == wanted


def test_newton_finds_no_other_points_of_a_tensor():
    """Independent: singular vector tuples by alternating contractions from random complex starts are those listed."""
    import numpy

    tensor = numpy.array([3, 1, 4, -5, 2, 7, 1, 1], dtype=float).reshape(2, 2, 2).transpose(2, 1, 0)
    risks, draw = set(), numpy.random.default_rng(2)
    for _ in range(60):
        z = draw.normal(size=6) + 1j * draw.normal(size=6)
        for _ in range(60):

            def slope(z):
                x, y, w = z[:2], z[2:4], z[4:]
                a = numpy.einsum("ijk,j,k", tensor, y, w) - (y @ y) * (w @ w) * x
                b = numpy.einsum("ijk,i,k", tensor, x, w) - (x @ x) * (w @ w) * y
                c = numpy.einsum("ijk,i,j", tensor, x, y) - (x @ x) * (y @ y) * w
                return numpy.concatenate([a, b, c])

            jacobian = numpy.array([(slope(z + 1e-7 * e) - slope(z - 1e-7 * e)) / 2e-7 for e in numpy.eye(6)]).T
            z = z - numpy.linalg.lstsq(jacobian, slope(z), rcond=None)[0]
        x, y, w = z[:2], z[2:4], z[4:]
        if abs(slope(z)).max() < 1e-8 and min(abs(x @ x), abs(y @ y), abs(w @ w)) > 1e-3:
            value = 106 - (x @ x) * (y @ y) * (w @ w)
            risks.add((round(value.real, 4), round(value.imag, 4)))
    from symlcn.loss.critical.places import real_points

    listed = {(round(float(sum(point.risk) / 2), 4), 0.0) for point in real_points(found_for("a tensor of rank one"))}
    assert len(listed) == 6
    assert len(risks) >= 3
    assert {(value, abs(rest)) for value, rest in risks} <= listed


def test_generic_data_are_complete_in_both_ways():
    """The count of a Chern number and elimination agree."""
    risk = quadratic_risk(parse_architecture("k2 k2 k2"), diagonal(1, 1, 1, 1), (1, 2, 3, 5))
    found = complete(solve_two(risk, 34))
    assert sum(zero.factor.degree() for zero in found.zeros) == critical_points(risk).number == 34


@settings(max_examples=3)
@given(st.lists(st.integers(-3, 3), min_size=8, max_size=8).filter(any))
def test_tensors_of_format_two_have_at_most_six_points(target):
    """Friedland and Ottaviani: 6 singular vector tuples of a generic 2x2x2 tensor; or the reason is given."""
    risk = quadratic_risk(parse_architecture("k2 k2d2 k2d4"), diagonal(*[1] * 8), tuple(target))
    found = critical_points(risk)
    if found.number is None:
        assert found.infinite or found.reason
        return
    assert sum(orbit.degree * orbit.multiplicity for orbit in found.orbits) <= 6
    assert check_text(sealed(critical_json(risk, found))).verdict == "accepted"


def test_rational_points_listed_are_critical():
    """Independent: the gradient over parameters at the rational point of multiplicity 13, over u* = (1 + x)³."""
    (orbit,) = [orbit for orbit in found_for("a cube").orbits if orbit.multiplicity == 13]
    filters = [[Fraction((entry or (0,))[0]) for entry in own] for own in orbit.filters]
    assert [w[1] / w[0] for w in filters] == [1, 1, 1]
    filters[0] = [1 / (filters[1][0] * filters[2][0]) for _ in range(2)]
    assert not any(any(part) for part in parameter_gradient(risk_of("a cube"), [tuple(w) for w in filters]))


@pytest.mark.parametrize(
    ("text", "target", "reason"),
    [
        ("k2 k2 k2", (1, 0, 0, 0), "the eliminated equations have a curve in common"),
        ("k2 k2s2 k2", (1, 2, 3, 2, 1), "the normal equations are singular at a point that is or may be critical"),
    ],
)
def test_what_is_not_decided_is_said(text, target, reason):
    points = critical_points(quadratic_risk(parse_architecture(text), diagonal(*[1] * len(target)), target))
    assert points.number is None
    assert points.reason.endswith(f"others are not excluded: {reason}")


ONE = [  # with one unknown: 2x2 matrices of rank 1, filters that share a root
    ("k2 k2d3", (1, 2, 0, 3, 5), 2),
    ("k3s2 k2", (0, -1, -1, -1, 1), 8),
    ("k3 k2", (0, 0, 1, -1), 8),
    ("k2 k2", (0, 0, 1), 3),
    ("k2x2 k2x1", ((1, 0), (0, 1), (1, 1)), None),
]


@pytest.mark.parametrize(("text", "target", "number"), ONE)
def test_one_unknown_is_certified_too(text, target, number):
    network = parse_architecture(text)
    risk = quadratic_risk(network, diagonal(*[1] * network.ambient), target)
    points = critical_points(risk)
    assert number is None or points.number == number < points.generic
    document = critical_json(risk, points)
    assert document["evidence"]["elimination"] is not None
    assert (
        f": all critical points up to rescaling of filters: {points.number} over C"
        in check_text(sealed(document)).claim
    )
    excluded = document["evidence"]["elimination"]["excluded"]
    document["evidence"]["elimination"]["excluded"] = excluded[1:]
    assert (check_text(sealed(document)).verdict == "rejected") == bool(excluded)


def edited(name, *edits):
    document = copy.deepcopy(honest(name))
    for path, value in edits:
        at(document, path[:-1])[path[-1]] = value(at(document, path)) if callable(value) else value
    return sealed(document)


PLACE = ("evidence", "elimination")


def without_orbit(name):
    """One orbit less, called excluded."""
    document = copy.deepcopy(honest(name))
    gone = document["evidence"]["orbits"].pop()
    document["result"]["orbits"].pop()
    document["result"]["number"] = str(int(document["result"]["number"]) - len(gone["minpoly"]) + 1)
    document["result"]["real"] = sum(len(orbit["real"]) for orbit in document["result"]["orbits"])
    document["evidence"]["elimination"]["orbits"].pop()
    return document, gone


def called_excluded(rank):
    document, gone = without_orbit("a tensor of rank one")
    (zero,) = complete(solve_two(risk_of("a tensor of rank one"), 34)).zeros
    root = [str(Fraction(int(c.p), int(c.q))) for c in zero.unknowns[1].coeffs()]
    entry = {"minpoly": gone["minpoly"], "root": root, "multiplicity": 1, "rank": rank}
    document["evidence"]["elimination"]["excluded"].append(entry)
    return sealed(document)


@pytest.mark.parametrize(
    ("forged", "message"),
    [
        (
            lambda: edited("a cube", ((*PLACE, "excluded", 0, "multiplicity"), 2)),
            "are more than the resultant has roots",
        ),
        (lambda: edited("a cube", ((*PLACE, "excluded", 1, "multiplicity"), 3)), "the resultant is not the product"),
        (lambda: edited("a cube", ((*PLACE, "excluded"), lambda e: e[1:])), "the resultant is not the product"),
        (lambda: edited("a cube", ((*PLACE, "excluded"), lambda e: [*e[:-1], e[0]])), "that all roots are different"),
        (lambda: edited("a cube", ((*PLACE, "excluded", 1, "root", 0), "7")), "is not shown to be the only zero"),
        (lambda: edited("a cube", ((*PLACE, "excluded", 0, "root", 0), "7")), "is not a zero"),
        (lambda: edited("a cube", ((*PLACE, "slope"), 4)), "is not that of the elimination"),
        (lambda: edited("a cube", ((*PLACE, "charts", 1, 1, 0), "9")), "is not that of the elimination"),
        (lambda: edited("a cube", ((*PLACE, "charts", 1), [["1", "0"], ["2", "0"]])), "expected an invertible matrix"),
        (lambda: edited("a cube", ((*PLACE, "content"), [["1", "1"]])), "does not divide the normal equations"),
        (lambda: edited("a tensor of rank one", ((*PLACE, "content"), [["1"]])), "evidence.elimination"),
        (
            lambda: edited("a tensor of rank one", ((*PLACE, "excluded", 0, "rank"), 1)),
            "is not shown not to be critical",
        ),
        (lambda: edited("a diagonal", ((*PLACE, "excluded", 1, "rank"), 0)), "is less than the rank"),
        (lambda: edited("a cube", (PLACE, None)), "is not shown to consist of nondegenerate points"),
        (lambda: edited("a tensor of rank one", (PLACE, None)), "fewer points are listed"),
        (lambda: edited("a cube", (("result", "complete"), False)), "must be null where completeness is not claimed"),
        (lambda: sealed(without_orbit("a cube")[0]), "the resultant is not the product"),
        (lambda: called_excluded(2), "may be a critical point"),
        (lambda: called_excluded(1), "is less than the rank"),
    ],
)
def test_wrong_completeness_is_rejected(forged, message):
    outcome = check_text(forged())
    assert outcome.verdict in ("rejected", "malformed")
    assert message in outcome.message


polynomials = st.lists(st.integers(-20, 20), min_size=2, max_size=8).filter(lambda f: f[-1] != 0)


@given(polynomials, polynomials)
def test_the_resultant_of_the_checker_is_that_of_flint(f, g):
    assert resultant(f, g, Work()) == int(fmpz_poly(f).resultant(fmpz_poly(g)))


def test_polynomials_on_lines_and_quotients():
    draw = random.Random(5)
    f, g = ({(i, j): draw.randint(-5, 5) or 1 for i in range(3) for j in range(3)} for _ in range(2))
    for a, y in ((2, 3), (-1, 4)):
        value = sum(c * (a - 7 * y) ** i * y**j for (i, j), c in f.items())
        assert value == sum(c * a**i * y**j for j, row in enumerate(line_of(f, 7, Work())) for i, c in enumerate(row))
    from symlcn.check.core.arithmetic import sparse_product

    product = sparse_product(f, g, Work())
    assert divided_by(product, g, Work()) == f
    assert divided_by(combined(product, {(0, 0): 1}), g, Work()) is None


def test_large_charts_are_refused_before_their_determinant():
    """The expansion of one of 12 rows took many minutes, for which nothing was paid."""
    large, small = (check_architecture(architecture_json(parse_architecture(text))) for text in ("k12 k2", "k2 k2"))
    unit = [[str(int(i == j)) for j in range(12)] for i in range(12)]
    work = Work()
    with pytest.raises(Malformed, match="one or two unknowns"):
        read_charts(large, [unit, []], "charts", work)
    assert MAX_WORK - work.left < 10_000
    with pytest.raises(Malformed, match=r"charts\[1\]: expected an invertible matrix"):
        read_charts(small, [[], [["1", "2"]] * 2], "charts", work)
