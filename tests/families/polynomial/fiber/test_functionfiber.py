"""Fibers over functions of networks with activations: worked examples, and laws at random filters."""

from fractions import Fraction
from itertools import product
from math import comb, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.errors import ParseError
from symlcn.families.polynomial.expansion import expanded, layer_operators, scaled_function
from symlcn.families.polynomial.fiber.functionfiber import Given, polynomial_fiber
from symlcn.families.polynomial.gradients import coefficient_gradient
from symlcn.network.notation import parse_network
from tests.support.strategies import activated, nonzero_filters

SAME = [(0, 12), (15, 0), (20, 0), (12, 0), (0, 15), (0, 20)]
OTHER = [(12, 0), (0, 15), (0, 20), (0, 12), (15, 0), (20, 0)]
EQUAL = (-81, -175, 112, -81, -175)


def found(text, filters=None, function=None, delta=None, field="R"):
    answer = symlcn.fiber(text, function, delta, field, filters)
    assert symlcn.check(answer).verdict == "accepted"
    return answer


def kernel(network, filters):
    """K by the columns of the Jacobian, at filters that are scaled already."""
    columns = coefficient_gradient(network, [[int(c) for c in w] for w in filters])
    total = {}
    for column in (column for layer in columns for column in layer):
        for (m, a), (n, b) in product(column.items(), repeat=2):
            total[m, n] = total.get((m, n), 0) + a * b
    return {place: c for place, c in total.items() if c}


def test_one_point_for_generic_filters():
    answer = found("k3 r2 k2", [(1, 2, 3), (4, 5)])
    assert (answer.counts, answer.smooth, answer.status) == ((1, 1, 1), True, "proved")
    assert answer.points[0].filters == ((1, 2, 3), (4, 5))


def test_two_preimages_of_the_singular_point():
    answer = found("k2 r2 k2", function={"x_1^2": 1})
    assert (answer.counts, answer.smooth, answer.status) == ((2, 2, 2), False, "refuted")
    filters = [point.filters for point in answer.points]
    assert filters == [((1, 0), (0, 1)), ((0, 1), (1, 0))]
    network = parse_network("k2 r2 k2")
    one, other = kernel(network, filters[1]), kernel(network, filters[0])
    difference = {p: one.get(p, 0) - other.get(p, 0) for p in one.keys() | other.keys()}
    diagonal = {((0, 0), (0, 0)): -1, ((0, 1), (0, 1)): 4, ((1, 2), (1, 2)): -4, ((2, 2), (2, 2)): 1}
    assert {p: c for p, c in difference.items() if c} == diagonal


@pytest.mark.parametrize(("delta", "classes"), [((-15, 16), [[0], [1]]), ((0, 16), [[0, 1]]), (None, [[0], [1]])])
def test_a_swap_in_a_run(delta, classes):
    answer = found("k2 k2 r2 k2", [(1, 2), (4, 2), (1, 1)], delta=delta)
    assert answer.counts == (2, 2, 2)
    assert answer.certificate()["ntk_classes"] == classes


def test_an_exchange_in_a_run():
    answer = found("k3 k2 r2 k2", [(6, 5, 1), (5, 1), (1, 2)])
    assert (answer.counts, answer.status, answer.smooth) == ((3, 3, 3), "refuted", True)
    assert ((15, 8, 1), (2, 1), (1, 2)) in [point.filters for point in answer.points]


def test_different_shifts_with_equal_ntks():
    """For runs of several layers different shifts may have one NTK, as 1/144 = 1/225 + 1/400."""
    answer = found("k2 k2 k2 r2 k2 k2 k2", SAME, delta=EQUAL)
    network = parse_network("k2 k2 k2 r2 k2 k2 k2")
    assert kernel(network, SAME) == kernel(network, OTHER)
    signs = [tuple(tuple(c // max(w) for c in w) for w in filters) for filters in (SAME, OTHER)]
    places = [n for n, point in enumerate(answer.points) if point.filters in signs]
    assert [answer.points[n].shift for n in places] == [1, 2]
    assert list(map(len, answer.compared.classes)).count(2) == 1
    assert tuple(places) in answer.compared.classes
    assert answer.status == "refuted"


@pytest.mark.parametrize(
    ("text", "function", "step"),
    [
        ("k2 r2 k2", {"x_0 x_1": 1}, "power"),
        ("k2 r2 k2", {"x_0^2": 1, "x_0 x_1": 4, "x_1^2": 9, "x_2^2": 5}, "division"),
        ("k2 r2 k3", {"x_0^2": 1, "x_0 x_2": 2, "x_2^2": 1}, "shift"),
        ("k2 r2 k2", {"x_0^2": 1, "x_0 x_1": 2, "x_1^2": 2, "x_2^2": 1}, "difference"),
        ("k2 k1 k2s2 r2 k1 k2", {"x_0^2": 1, "x_2^2": 0}, None),
    ],
)
def test_what_is_outside_is_said_why(text, function, step):
    answer = found(text, function=function)
    assert (answer.outside and answer.outside.step) == step
    if step is not None:
        assert (answer.counts, answer.smooth, answer.status, answer.points) == ((0, 0, 0), None, "proved", ())


def test_squares_that_run_filters_do_not_reach():
    """A polynomial that is no product of filters with strides: over no field."""
    answer = found("k2s2 k2 r2 k1", function="(x_0 + x_1 + x_3)^2")
    assert answer.outside.step == "run"


def test_points_that_are_not_rational():
    answer = found("k3 r2 k3 k2", [(1, 0, 0), (1, 0, -2), (0, 1)])
    assert answer.counts == (2, 6, 6)
    assert [point.filters is None for point in answer.points] == [False, True, True] * 2
    assert len(answer.compared.classes) == 6


def test_irrational_points_in_another_order():
    """Over x^2 - 2 the factors may be exchanged."""
    assert found("k2 k2 r2 k2", function=quadric(), delta=(0, 0)).compared.classes == ((0, 1),)
    assert found("k2 k2 r2 k2", function=quadric(), delta=(1, 0)).compared.classes == ((0,), (1,))


def quadric():
    """f with the run x^2 - 2, whose filters are not rational."""
    return "(x_0 - 2x_2)^2 + 3*(x_1 - 2x_3)^2"


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_laws(data):
    """The fiber has the point that made it; all points have the function; the given form does not matter."""
    network = data.draw(activated(max_layers=3))
    filters = data.draw(nonzero_filters(network))
    function = expanded(layer_operators(network, filters), network.activations)
    answer = polynomial_fiber(network, Given(function), field="Q")
    again = polynomial_fiber(network, Given(None, filters), field="Q")
    assert (answer.peeled, answer.counts, answer.smooth) == (again.peeled, again.counts, again.smooth)
    assert answer.counts.rational == len(answer.points) >= 1
    for point in answer.points:
        made = expanded(layer_operators(network, point.filters), network.activations)
        assert scaled_function(made, point.factor) == function
    tensors = [tuple(map(tuple, point.filters)) for point in answer.points]
    assert len(set(tensors)) == len(tensors)
    assert primitive(network, filters) in [primitive(network, point.filters) for point in answer.points]
    if network.fully_nonlinear:
        assert set(answer.counts) == {len(answer.shifts)}
        assert answer.smooth is (len(answer.shifts) == 1)


def primitive(network, filters):
    """Filters up to factors: divided by their first entries that are not 0."""
    from symlcn.network.filters import primitive_filter

    return [primitive_filter(w, network.dimension)[1] for w in filters]


def test_degrees_too_high_to_expand_are_no_obstacle_to_filters():
    answer = found("k3 r9 k3 r9 k3 r9 k2", [(1, 2, 3), (1, 1, 2), (1, 0, 1), (2, 3)])
    assert answer.counts == (1, 1, 1)
    assert prod((9, 9, 9)) == answer.architecture.degree


def test_scalings():
    answer = found("k3 r2 k2", [(1, 2, 3), (4, 5)], delta="balanced")
    scaling = answer.points[0].scaling
    assert scaling.constant == 14**2 * 41
    assert scaling.degrees == (2, 1)
    assert scaling.constant / prod(d**d for d in scaling.degrees) == Fraction(2009)


def test_points_that_are_too_many_to_be_listed():
    """Any two preimages of a fully nonlinear network have different NTKs, listed or not."""
    answer = found("k60 r2 k60 r2 k60", function="x_90^4")
    number = comb(92, 2) - 3 * comb(32, 2)  # of three numbers from 0 to 59 with sum 90
    assert (answer.counts.complex, answer.points, answer.status) == (number, (), "refuted")
    assert answer.certificate()["points"] is None
    assert "any two" in str(answer)


def test_points_in_any_order_of_layers():
    """4! times 3! orders of layers share their NTK where ρ is constant on runs, else not."""
    filters = [(1, n) for n in range(1, 8)]
    answer = found("k2 k2 k2 k2 r2 k2 k2 k2", filters, delta=(0, 0, 0, 5, 0, 0))
    assert (answer.counts.real, answer.status) == (144, "proved")
    assert len(answer.compared.classes) == 1
    answer = found("k2 k2 k2 k2 r2 k2 k2 k2", filters, delta=(0, 0, 1, 5, 0, 0))
    assert list(map(len, answer.compared.classes)) == [36] * 4


def test_filters_name_the_fiber_of_linear_networks_too():
    assert symlcn.fiber("k3 k2", filters=[(1, 2, 1), (1, 3)]).counts == symlcn.fiber("k3 k2", (1, 5, 7, 3)).counts
    with pytest.raises(ParseError, match=r"not both"):
        symlcn.fiber("k3 k2", (1, 5, 7, 3), filters=[(1, 2, 1), (1, 3)])


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"x_0^3": 1}, r"its degree is 3"),
        ({"x_0*x_3": 1}, r"with 0 ≤ p < 3 only"),
        ({"y_0^2": 1}, r"no power of an input"),
        ({"x_0^2": 0.5}, r"is a float"),
        ({"x_0^2": 1, "x_0*x_0": 2}, r"given twice"),
        ({}, r"the function is 0"),
        ([[[[0], 2]], 1], r"no pair of a monomial"),
        (7, r"no function"),
        ("no-such-file", r"No such file"),
        (None, r"give a function, or filters"),
    ],
)
def test_what_is_no_function_is_refused(value, problem):
    with pytest.raises(ParseError, match=problem):
        symlcn.fiber("k2 r2 k2", value)


def test_forms_of_a_function():
    forms = [{"x_0^2": 4, "x_0*x_1": "1/2"}, '{"x_0^2": 4, "x_1*x_0": "1/2"}', "4x_0^2 + x_0*x_1/2"]
    forms += [[[[[[0], 2]], "4"], [[[[0], 1], [[1], 1]], "1/2"]], [[[(0, 2)], 4], [[(0, 1), (1, 1)], Fraction(1, 2)]]]
    given = [symlcn.fiber("k2 r2 k2", form).given.function for form in forms]
    assert given == [given[0]] * len(forms)
