"""The metric along branches, against the equations of Moore and Penrose and the slice of given invariants."""

from fractions import Fraction
from math import prod

import pytest
from flint import fmpq, fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.errors import LimitError, ParseError, ZeroPolynomialError
from symlcn.families.polynomial.metric.branchmetric import branch_metric
from symlcn.families.polynomial.ntk.gradientkernel import kernel_on_monomials
from symlcn.network.filters import flat
from symlcn.network.notation import parse_network
from tests.support import slowactivations as slow
from tests.support.strategies import activated, nonzero_filters


def exact(rows):
    return fmpq_mat([[fmpq(c.numerator, c.denominator) for (c,) in row] for row in rows])


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_it_is_the_pseudoinverse_of_k(data):
    network = data.draw(activated(max_layers=3, max_degree=4))
    filters = data.draw(nonzero_filters(network))
    delta = kernel_on_monomials(network, filters).invariants
    found = branch_metric(network, filters, delta)
    if found.deficient is not None:
        return
    kernel, plus = exact(found.kernel().matrix()), exact(found.pseudoinverse())
    assert kernel.rank() == network.rank
    assert kernel * plus * kernel == kernel
    assert plus * kernel * plus == plus
    assert kernel * plus == (kernel * plus).transpose()
    assert plus == plus.transpose()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_rank_is_that_of_the_definition(data):
    network = data.draw(activated(max_layers=3, max_degree=4))
    filters = data.draw(nonzero_filters(network))
    flats = [[int(c) for c in flat(own)] for own in filters]
    columns = [own for layer in slow.derivatives(network, flats) for own in layer]
    monomials = sorted({m for own in columns for m in own})
    rank = fmpq_mat([[fmpq(own.get(m, 0)) for m in monomials] for own in columns]).rank()
    found = branch_metric(network, filters, [0] * (len(network) - 1))
    assert (found.deficient is None) == (rank == network.rank)
    if network.fully_nonlinear:
        assert found.deficient is None


def test_the_worked_example():
    found = branch_metric(parse_network("k3 r2 k2"), [(1, 2, 3), (4, 5)], [0])
    assert found.only
    assert found.inverse_length.terms == ((3, 0),)
    assert [piece.weight for piece in found.pieces] == [(0, Fraction(1, 7)), (0, Fraction(1, 41))]
    assert found.pieces[0].gram == ((5, 6), (6, 10))


def test_k_times_its_pseudoinverse_over_a_number_field():
    found = branch_metric(parse_network("k2 r2 k1"), [(1, 2), (1,)], [0])
    values = found.to_sympy()
    difference = values["K"] * values["K_plus"] * values["K"] - values["K"]
    assert all(abs(entry.evalf(40)) < 1e-30 for entry in difference)


def test_the_slice_of_the_invariants():
    """dδ_l vanishes on the vectors to which J is restricted: all ⟨w_l, ẇ_l⟩/D_l are equal there."""
    network = parse_network("k2 r2 k3 r3 k2")
    filters = [(1, 2), (1, 0, -1), (3, 1)]
    norms = [sum(c * c for c in own) for own in filters]
    degrees = network.degrees
    tangent = [[Fraction(d * c, n) for c in own] for d, n, own in zip(degrees, norms, filters, strict=True)]
    inner = [sum(a * b for a, b in zip(x, own, strict=True)) for x, own in zip(tangent, filters, strict=True)]
    assert [inner[l] - r * inner[l + 1] for l, r in enumerate(network.activations)] == [0, 0]
    columns = slow.derivatives(network, filters)
    image = {}
    for own, x in zip(columns, tangent, strict=True):
        for column, c in zip(own, x, strict=True):
            for m, v in column.items():
                image[m] = image.get(m, 0) + c * v
    total = sum(Fraction(d * d, n) for d, n in zip(degrees, norms, strict=True))
    assert {m: c for m, c in image.items() if c} == {m: total * c for m, c in slow.expanded(network, filters).items()}
    found = branch_metric(network, filters, [n - r * m for n, m, r in zip(norms, norms[1:], (2, 3), strict=False)])
    assert found.inverse_length.value == total


@pytest.mark.parametrize(
    ("notation", "filters", "only"),
    [
        ("k2 r2 k2", [(0, 1), (1, 0)], False),
        ("k2 r2 k2", [(0, 1), (1, 1)], True),
        ("k2s2 r2 k2", [(0, 1), (1, 0)], True),
        ("k2 k2 r2 k2", [(1, 2), (1, 1), (1, 1)], False),
    ],
)
def test_whether_there_are_others(notation, filters, only):
    assert branch_metric(parse_network(notation), filters, [0] * (len(filters) - 1)).only == only


def test_a_metric_at_a_function():
    function = "4x_0^2 + 16x_0*x_1 + 21x_1^2 + 20x_1*x_2 + 20x_2^2"
    answer = symlcn.metric("k2 r2 k2", function, [-77])
    assert answer.status == "proved"
    assert answer.filters == ((1, 2), (4, 5))
    assert answer.scaling.t == 41
    balanced = symlcn.metric("k2 r2 k2", filters=[(2, 4), (1, "5/4")], delta="balanced")
    assert prod(d * d for d in balanced.scaling.degrees) == 4
    assert balanced.factor == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"filter": "x_1^2", "delta": [0]}, "singular point"),
        ({"filter": "x_0^2 + x_2^2", "delta": [0]}, "not the function of real filters"),
        ({"filters": [(1,) * 70, (1, 1)], "delta": [0]}, "more than 61 parameters"),
    ],
)
def test_what_is_undecided(arguments, reason):
    notation = "k70 r2 k2" if "filters" in arguments else "k2 r2 k2"
    answer = symlcn.metric(notation, **arguments)
    assert answer.status == "undecided"
    assert reason in answer.reason


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "delta: with activations give both"),
        ({"delta": [0]}, "filters: with activations give both"),
        ({"delta": [0], "filters": [(1, 2), (3, 4)], "compare": [1]}, "compare: with activations"),
        ({"delta": [0], "filters": [(1, 2), (0, 0)]}, "filter 2: it is 0"),
    ],
)
def test_what_is_wrong_is_said(arguments, message):
    with pytest.raises(ParseError, match=message):
        symlcn.metric("k2 r2 k2", **arguments)


def test_limits():
    with pytest.raises(ZeroPolynomialError, match="filter 1 is zero"):
        branch_metric(parse_network("k2 r2 k2"), [(0, 0), (1, 1)], [0])
    with pytest.raises(LimitError, match="too large to be solved"):
        branch_metric(parse_network("k2 r999999 k2"), [(1, 2), (1, 1)], [1])


@pytest.mark.parametrize("form", ["text", "html", "latex", "markdown", "json", "formula", "sympy", "macaulay2", "sage"])
def test_all_forms(form):
    assert symlcn.metric("k2 r2 k2", filters=[(1, 2), (4, 5)], delta=[0]).render(form)
