"""All complex critical points of small networks: numbers, substitution, real points, special data, certificates."""

import copy
import dataclasses
import random
from fractions import Fraction
from functools import cache

import numpy
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from symlcn.algebra.complexroots import complex_roots
from symlcn.algebra.exact import fraction_of
from symlcn.check import check_text
from symlcn.check.algebra.sturm import real_roots as count_real_roots
from symlcn.check.core.limits import Work
from symlcn.loss.critical.critical import critical_points
from symlcn.loss.critical.document import critical_json
from symlcn.loss.critical.places import real_points
from symlcn.loss.critical.realcount import has_all_real_points
from symlcn.loss.critical.twounknowns import solve_two
from symlcn.loss.landscape import hessian_form
from symlcn.loss.risk import quadratic_risk
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import nested
from tests.loss.test_landscape import form, tensor
from tests.support.damage import at, sealed, verdicts_on_changes, verdicts_on_removals

NUMBERS = {  # generic Euclidean distance degrees of Segre varieties
    "k1": 1,
    "k3": 1,
    "k2 k2": 6,
    "k2x1 k1x2": 6,
    "k2 k1 k2": 6,
    "k3 k2": 10,
    "k3s2 k2": 10,
    "k2 k3": 10,
    "k2 k2d3": 6,
    "k2x2 k2x1": 14,
    "k2 k8": 30,
    "k2 k2 k2": 34,
    "k3 k3": 39,
    "k3s2 k3": 39,
}


def identity(size):
    return [[int(i == j) for j in range(size)] for i in range(size)]


def some_risk(text, matrix=form):
    network = parse_architecture(text)
    target = [3, -1, 4, 1, -5, 9, 2, 6, -5, 3][: network.ambient]
    return quadratic_risk(network, matrix(network.ambient), tensor(target, network.end_to_end_size))


@cache
def points_of(text, matrix=form):
    """The critical points of that risk."""
    return critical_points(some_risk(text, matrix))


@pytest.mark.parametrize("text", NUMBERS)
def test_as_many_points_as_the_euclidean_distance_degree(text):
    points = points_of(text)
    assert (points.generic, points.number, points.proof, points.unlisted) == (NUMBERS[text],) * 2 + ("count", 0)
    assert sum(orbit.degree for orbit in points.orbits) == NUMBERS[text]
    assert all(orbit.nondegenerate and orbit.multiplicity == 1 for orbit in points.orbits)


def symbolic_product(network, filters):
    """The end-to-end filter by the definition, as expressions."""
    total = {(0,) * network.dimension: sympy.Integer(1)}
    for layer, exponent, entries in zip(network.layers, network.exponents, filters, strict=True):
        after = {}
        for i, a in total.items():
            for j, b in zip(numpy.ndindex(*layer.size), entries, strict=True):
                place = tuple(x + y * e for x, y, e in zip(i, j, exponent, strict=True))
                after[place] = after.get(place, 0) + a * b
        total = after
    return [total.get(index, 0) for index in numpy.ndindex(*network.end_to_end_size)]


def symbolic_risk(risk, u):
    step = [a - sympy.Rational(str(b)) for a, b in zip(u, risk.target, strict=True)]
    table = [[sympy.Rational(str(fraction_of(value))) for value in row] for row in risk.matrix.table()]
    return sum(a * m * b for a, row in zip(step, table, strict=True) for m, b in zip(row, step, strict=True))


@pytest.mark.parametrize("text", ["k2 k2", "k3s2 k2", "k2x1 k1x2", "k2 k1 k2"])
def test_substituted_into_derivatives_by_sympy_they_are_zeros(text):
    """Independent: the risk as an expression in all entries, differentiated; filters put in modulo f."""
    network = parse_architecture(text)
    risk = some_risk(text, identity)
    names = [sympy.symbols(f"w{l}_:{layer.parameters}") for l, layer in enumerate(network.layers)]
    loss = symbolic_risk(risk, symbolic_product(network, names))
    slopes = [sympy.diff(loss, name) for own in names for name in own]
    a, c = sympy.symbols("a c")
    for orbit in points_of(text, identity).orbits:
        f = sympy.Poly(orbit.minpoly[::-1], a)
        filters = [[sympy.Poly(entry[::-1] or [0], a).as_expr() for entry in entries] for entries in orbit.filters]
        along = sympy.Poly(symbolic_risk(risk, [c * x for x in symbolic_product(network, filters)]), c)
        square, linear, _ = along.all_coeffs()
        factor = sympy.invert(sympy.rem(sympy.Poly(2 * square, a), f), f) * sympy.Poly(-linear, a)
        filters[-1] = [sympy.rem(sympy.Poly(x, a) * factor, f).as_expr() for x in filters[-1]]
        values = dict(zip((name for own in names for name in own), (x for own in filters for x in own), strict=True))
        for slope in slopes:
            assert sympy.rem(sympy.Poly(slope.subs(values), a), f).is_zero
        assert not all(sympy.rem(sympy.Poly(x, a), f).is_zero for x in filters[-1])


def test_the_polynomial_of_two_double_filters_is_that_of_sympy():
    """k2 k2 with A = I: Jᵀ(u − u*) = 0 solved by a Gröbner basis of SymPy over Q."""
    x, y, c = sympy.symbols("x y c")
    u = (c, c * (x + y), c * x * y)
    h = [p - q for p, q in zip(u, (2, 1, -3), strict=True)]
    equations = [h[0] + y * h[1], h[1] + y * h[2], h[0] + x * h[1], h[1] + x * h[2]]  # w_1 = (1, x), w_2 = (1, y)
    last = sympy.Poly(sympy.groebner(equations, c, y, x, order="lex").exprs[-1], x)
    points = critical_points(quadratic_risk(parse_architecture("k2 k2"), identity(3), (2, 1, -3)))
    assert last.degree() == points.number == 6
    own = {sympy.Poly(orbit.minpoly[::-1], x) for orbit in points.orbits}
    assert own == {factor for factor, _ in last.factor_list()[1]}


def test_orbits_of_the_factorizations_of_the_minimum():
    """u* = (1 + x)(1 + 2x)(1 + 3x): six rational points of risk 0; 28 others (theory of the tangent developable)."""
    points = critical_points(quadratic_risk(parse_architecture("k2 k2 k2"), identity(4), (1, 6, 11, 6)))
    rational = [orbit for orbit in points.orbits if orbit.degree == 1]
    found = set()
    for orbit in rational:
        slopes = [Fraction((right or (0,))[0], left[0]) for left, right in orbit.filters]
        found.add(tuple(slopes))
    assert {s for s in found if sorted(s) == [1, 2, 3]} == {
        (i, j, k) for i in (1, 2, 3) for j in (1, 2, 3) for k in (1, 2, 3) if {i, j, k} == {1, 2, 3}
    }
    least = [point for point in real_points(points) if point.least]
    assert (points.number, len(least)) == (34, 6)
    assert all(point.index == 0 and point.risk[0] <= 0 <= point.risk[1] for point in least)


def rational_filters(risk, point):
    """A real point in fractions, to some 30 digits."""
    values = [[Fraction(str(c.mid().str(40, radius=False))) for c in own] for own in point.filters]
    return [nested(own, layer.size) for own, layer in zip(values, risk.architecture.layers, strict=True)]


@pytest.mark.parametrize(
    ("text", "matrix"),
    [
        ("k2 k2", form),
        ("k3s2 k2", form),
        ("k3 k2", identity),
        ("k2x2 k1x2", form),
        ("k2 k2 k2", identity),
        ("k3 k3", identity),
    ],
)
def test_index_of_real_points_is_that_of_the_full_hessian(text, matrix):
    """Independent: the Hessian over all parameters, entry by entry, and its eigenvalues in floating point."""
    risk = some_risk(text, matrix)
    network = risk.architecture
    units = []
    for l, layer in enumerate(network.layers):
        for k in range(layer.parameters):
            own = [[Fraction(int((m, n) == (l, k))) for n in range(o.parameters)] for m, o in enumerate(network.layers)]
            units.append([nested(values, o.size) for values, o in zip(own, network.layers, strict=True)])

    def added(x, y):
        return tuple(added(a, b) for a, b in zip(x, y, strict=True)) if isinstance(x, tuple | list) else x + y

    for point in real_points(points_of(text, matrix)):
        filters = rational_filters(risk, point)
        pure = [hessian_form(risk, filters, unit) for unit in units]
        matrix_ = numpy.zeros((len(units),) * 2)
        for i, x in enumerate(units):
            for j in range(i + 1):
                both = hessian_form(risk, filters, added(tuple(x), tuple(units[j])))
                matrix_[i, j] = matrix_[j, i] = float(both - pure[i] - pure[j]) / 2
        values = numpy.linalg.eigvalsh(matrix_)
        small = 1e-9 * abs(values).max()
        assert sum(abs(values) < small) == len(network.layers) - 1
        assert sum(values < -small) == point.index


@pytest.mark.parametrize("text", ["k3 k2", "k3s2 k2", "k2 k2 k2", "k3s2 k3", "k2 k2d2 k2d4"])
def test_descent_ends_in_the_minima_listed(text):
    """Independent: numeric minimisation from random starts ends in risks of local minima, the least in that listed."""
    risk = some_risk(text, identity)
    network = risk.architecture
    target = numpy.array([float(v) for v in risk.target])
    cuts = numpy.cumsum([layer.parameters for layer in network.layers])[:-1]

    def value(parameters):
        u = numpy.array([1.0])
        for own, (exponent,) in zip(numpy.split(parameters, cuts), network.exponents, strict=True):
            spread = numpy.zeros((len(own) - 1) * exponent + 1)
            spread[::exponent] = own
            u = numpy.convolve(u, spread)
        return float(((u - target) ** 2).sum())

    draw = numpy.random.default_rng(1)
    runs = [minimize(value, draw.normal(size=network.parameters), tol=1e-12) for _ in range(25)]
    ends = [run.fun for run in runs if abs(run.jac).max() < 1e-3]  # the others stopped for lack of precision
    assert len(ends) > 15
    minima = [point for point in real_points(points_of(text, identity)) if point.index == 0]
    for end in ends:
        assert min(abs(end - float(point.risk[0])) for point in minima) < 1e-5 * max(1, end)
    assert min(ends) == pytest.approx(float(next(point for point in minima if point.least).risk[0]), abs=1e-5)


@given(st.lists(st.integers(-4, 4), min_size=5, max_size=5).filter(any), st.integers(1, 6))
@settings(max_examples=30)
def test_one_unknown_is_complete_for_all_data(target, seed):
    """The number is always decided, and with multiplicity it does not exceed that of generic data."""
    points = critical_points(quadratic_risk(parse_architecture("k2 k2d3"), form(5, seed), tuple(target)))
    assert points.infinite or points.proof in ("count", "elimination")
    if points.number is not None:
        assert sum(o.degree * o.multiplicity for o in points.orbits) + points.unlisted <= points.generic


SPECIAL = [  # 2x2 matrices u of rank 1 nearest to u*, A = I: singular vectors
    ("k2 k2d3", (1, 2, 0, 3, 5), 2),
    ("k2 k2d3", (1, 0, 0, 0, 2), 2),
    ("k2 k2d3", (1, 0, 0, 0, 1), None),
    ("k2 k2d3", (0, 0, 3, 0, 0), None),
    ("k3", (0, 0, 0), 0),
    ("k2 k2", (0, 0, 0), 0),
]


@pytest.mark.parametrize(("text", "target", "number"), SPECIAL)
def test_special_data_are_counted_by_elimination(text, target, number):
    network = parse_architecture(text)
    points = critical_points(quadratic_risk(network, identity(network.ambient), target))
    assert points.number == number
    assert points.infinite == (number is None)
    assert points.proof == (None if number is None else "elimination")


@pytest.mark.parametrize(
    ("diagonal", "target", "number", "unlisted"),
    [
        ((1, 1, 1, 2), ((0, 0), (1, 3)), 5, 4),
        ((1, 1, 2, 2), ((0, 0), (1, 3)), 1, 0),
    ],
)
def test_points_with_singular_normal_equations_are_counted(diagonal, target, number, unlisted):
    """k2x1 k1x2, w_2 = (1, x): where G = diag(1 + x², 1 + 2x²) and b = (0, 1 + 3x) there are two points over each
    x = ±i, and one where R = −b²/(1 + 2x²) has a critical point with b ≠ 0.

    Independent: a Gröbner basis of SymPy with v unnormalised, and the monomials that no leading monomial divides.
    """
    matrix = [[diagonal[i] * int(i == j) for j in range(4)] for i in range(4)]
    risk = quadratic_risk(parse_architecture("k2x1 k1x2"), matrix, target)
    points = critical_points(risk)
    x, v, w, t = unknowns = sympy.symbols("x v w t")
    loss = symbolic_risk(risk, [v, v * x, w, w * x])
    equations = [*(sympy.diff(loss, name) for name in (x, v, w)), t * (7 * v + w) - 1]
    basis = sympy.groebner(equations, *unknowns, order="grevlex")
    leading = [sympy.Poly(p, *unknowns).monoms(order="grevlex")[0] for p in basis.exprs]
    standard = [
        m for m in numpy.ndindex(6, 6, 6, 6) if not any(all(a >= b for a, b in zip(m, l, strict=True)) for l in leading)
    ]
    assert len(standard) == points.number == number
    assert (points.generic, points.proof, points.unlisted) == (6, "elimination", unlisted)


def test_two_unknowns_at_special_data():
    """k3s2 k3 with A = I: 23 critical points instead of 39."""
    risk, points = some_risk("k3s2 k3", identity), points_of("k3s2 k3", identity)
    assert (points.generic, points.number, points.proof, points.infinite) == (39, 23, "elimination", False)
    assert points.real_complete
    real = real_points(points)
    assert sum(bool(point.least) for point in real) == 1
    assert "23 over C, 5 over R" in check_text(sealed(critical_json(risk, points, real))).claim


def test_a_missing_real_orbit_is_noticed():
    risk = some_risk("k2 k2 k2", identity)
    solved = solve_two(risk, 34)
    assert has_all_real_points(solved)
    for place, zero in enumerate(solved.zeros[:2]):
        real = any(root.number.real for root in complex_roots([int(c) for c in zero.factor.coeffs()]))
        fewer_ = dataclasses.replace(solved, zeros=solved.zeros[:place] + solved.zeros[place + 1 :])
        assert has_all_real_points(fewer_) == (not real)


def test_degenerate_real_points_leave_completeness_open():
    """u* = y³ has one factorization, at which the Jacobian drops rank: R has multiple real roots."""
    points = critical_points(quadratic_risk(parse_architecture("k2 k2 k2"), identity(4), (1, 0, 0, 0)))
    assert (points.number, points.real_complete) == (None, False)
    assert all(point.least is None for point in real_points(points))


def test_larger_networks_are_left_undecided():
    points = critical_points(some_risk("k2x2 k2x2", identity))
    assert (points.generic, points.number, points.orbits) == (284, None, ())
    assert "3 unknowns" in points.reason
    points = critical_points(some_risk("k2 k2 k3", identity))
    assert "there are 100 points" in points.reason


BASES = {
    text: critical_json(some_risk(text, identity), points_of(text, identity))
    for text in ("k2 k2", "k3s2 k2", "k2 k1 k2", "k2 k2d3", "k3")
}


@pytest.mark.parametrize("text", ["k2 k2", "k3 k2", "k3s2 k2", "k2x2 k2x1", "k2 k8", "k2 k2 k2", "k3 k3", "k3"])
def test_certificates_are_accepted_and_complete(text):
    matrix = identity if text == "k3 k3" else form
    points = points_of(text, matrix)
    document = critical_json(some_risk(text, matrix), points)
    outcome = check_text(sealed(document))
    assert outcome.verdict == "accepted", outcome
    assert document["result"]["complete"]
    assert f"all critical points up to rescaling of filters: {NUMBERS[text]} over C" in outcome.claim
    assert document["result"]["real"] == len(real_points(points))


def still_true(text, path, value):
    """What is weaker is true, and so are other data at entries that u does not have, and multiples of one number."""
    weaker = path == ("result", "complete") and value is False
    scalar = text == "k3" or (text == "k2 k1 k2" and path[3:5] == ("filters", 1))
    unseen = text == "k2 k2d3" and path in {("risk", "A", 2, 2), ("risk", "target", 2)}
    free = {"prime", "pivots", "interval"} & set(path)  # other intervals around the same root
    return weaker or scalar or unseen or bool(free)


@pytest.mark.parametrize("text", BASES)
def test_no_change_of_any_single_value_is_accepted(text):
    assert check_text(sealed(BASES[text])).verdict == "accepted"
    for path, value, outcome in verdicts_on_changes(BASES[text]):
        assert outcome.verdict != "accepted" or still_true(text, path, value), (path, value, outcome)


@pytest.mark.parametrize("text", BASES)
def test_no_removal_is_accepted(text):
    """Older certificates have fewer parts; an empty list claims nothing, and coefficients of 0 may be left out."""
    for path, outcome in verdicts_on_removals(BASES[text]):
        newer = path in (("result", "orbits"), ("result", "zero_filters"), ("evidence", "elimination"))
        empty = (text == "k3" and "zero_filters" in path) or (path[2:3] == ("content",) and len(path) == 5)
        assert outcome.verdict != "accepted" or newer or empty, path


def edited(text, *edits):
    document = copy.deepcopy(BASES[text])
    for path, value in edits:
        at(document, path[:-1])[path[-1]] = value
    return document


def fewer(text):
    """The same without the last orbit, and with numbers that fit."""
    document = copy.deepcopy(BASES[text])
    gone = document["evidence"]["orbits"].pop()
    document["result"]["number"] = str(int(document["result"]["number"]) - len(gone["minpoly"]) + 1)
    return document


def twice(text):
    """The last orbit a second time."""
    document = fewer(text)
    document["evidence"]["orbits"] = [*BASES[text]["evidence"]["orbits"][:1]] * 2
    document["result"]["number"] = str(2 * (len(document["evidence"]["orbits"][0]["minpoly"]) - 1))
    return document


WRONG = {
    "completeness of special data": (edited("k2 k2d3", (("evidence", "elimination"), None)), "result.complete"),
    "completeness without an orbit": (fewer("k2 k2"), "result"),
    "an orbit twice": (twice("k2 k2"), "evidence.prime"),
    "points of other data": (edited("k2 k2", (("risk", "target", 0), "7")), "evidence.orbits[0].filters"),
    "another generic number": (edited("k2 k2", (("result", "generic"), "5")), "result.generic"),
    "a loss that is not definite": (edited("k2 k2", (("risk", "A", 0, 0), "-1")), "risk.A"),
    "a zero filter": (
        edited("k2 k2", (("evidence", "orbits", 0, "filters", 1), [["0"], ["0"]])), "evidence.orbits[0].pivots[1]"),
    "a polynomial that is not primitive": (
        edited("k3", (("evidence", "orbits", 0, "minpoly"), ["0", "2"])), "evidence.orbits[0].minpoly"),
    "a parameter that is not that of the filters": (
        edited("k2 k2", (("evidence", "parameter", 1, "numerator"), ["1", "1"])), "evidence.orbits[0]"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_claims_are_rejected_for_the_right_reason(name):
    document, place = WRONG[name]
    outcome = check_text(sealed(document))
    assert outcome.verdict == "rejected", outcome
    assert outcome.message.startswith(place), outcome


def test_a_degenerate_point_is_not_called_nondegenerate():
    """k2 k2: an orbit is nondegenerate exactly where the eliminated equation has a simple zero; both kinds occur."""
    draw = random.Random(3)
    degenerate = []
    for _ in range(100):
        target = tuple(draw.randint(-2, 2) for _ in range(3))
        if not any(target):
            continue
        risk = quadratic_risk(parse_architecture("k2 k2"), form(3, draw.randint(1, 3)), target)
        points = critical_points(risk)
        for orbit in points.orbits:
            assert orbit.nondegenerate == (orbit.multiplicity == 1)
        if any(orbit.multiplicity > 1 for orbit in points.orbits):
            degenerate.append((risk, points))
    assert degenerate
    for risk, points in degenerate:
        document = critical_json(risk, points)
        assert check_text(sealed(document)).verdict == "accepted"
        document["result"]["complete"], document["evidence"]["elimination"] = True, None
        assert "is not shown to consist of nondegenerate points" in check_text(sealed(document)).message


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=9).filter(lambda f: f[-1] != 0))
def test_sturm_counts_the_real_roots(f):
    assert count_real_roots(f, Work()) == sum(root.number.real for root in complex_roots(f))
