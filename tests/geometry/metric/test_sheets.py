"""Metrics on sheets through irrational filters: values by hand, against K⁺ in floating point, forged certificates."""

from fractions import Fraction
from itertools import pairwise
from math import prod

import numpy as np
import pytest

from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import LimitError, ParseError
from symlcn.geometry.metric.document import metric_json
from symlcn.geometry.metric.metric import metric
from symlcn.network.architecture import parse_architecture
from tests.support.damage import at, changed, leaves, replaced, sealed

CUBE_ROOT = ("k3 k2", (-2, 0, 0, 1), [3], None)
CASES = {
    "one real root of three": CUBE_ROOT,
    "three real roots": ("k3 k2", (1, -3, 0, 1), [0], 1),
    "two square roots": ("k3 k3", (6, 0, -5, 0, 1), [0], 2),
    "a degree of six": ("k3 k3", (-1, -1, 0, 0, 1), [1], 0),
    "a degree of ten": ("k4 k3", (-2, 0, 0, 0, 0, 1), [Fraction(1, 2)], 0),
    "beside points of low rank": ("k4 k3", (6, -14, 7, 5, -5, 1), [0], 3),
    "interchangeable": ("k2 k2", (-2, 0, 1), [0], None),
    "a multiple, and a scalar layer": ("k3 k1 k2", (-6, 0, 0, 3), [1, -2], None),
    "two directions": ("k2x2 k2x2", ((1, 0, -2), (2, 0, 0), (1, 0, 0)), [0], None),
}


def found(name):
    notation, u, delta, point = CASES[name]
    return metric(parse_architecture(notation), u, delta, point=point)


def values(sheet):
    """The filters, their squared norms and the ρ_l in floating point."""
    ball = sheet.number.enclosure(100).real
    alpha = float(ball.mid())

    def at_alpha(element):
        return sum(float(Fraction(int(c.p), int(c.q))) * alpha**k for k, c in enumerate(element.coeffs()))

    t = float(sum(sheet.interval) / 2)
    filters = [np.array([at_alpha(entry) for entry in own]) for own in sheet.filters]
    return filters, [at_alpha(norm) for norm in sheet.norms], [t + float(shift) for shift in sheet.shifts]


def slow_jacobian(network, filters):
    """Blocks of J at filters in floating point: products by the other filters, entry by entry."""
    size = network.end_to_end_size
    blocks = []
    for l, layer in enumerate(network.layers):
        block = np.zeros((network.ambient, prod(layer.size)))
        others = {(0,) * network.dimension: 1.0}
        for m, other in enumerate(network.layers):
            if m == l:
                continue
            grown = {}
            for place, value in others.items():
                for n, index in enumerate(np.ndindex(*other.size)):
                    moved = tuple(p + i * e for p, i, e in zip(place, index, network.exponents[m], strict=True))
                    grown[moved] = grown.get(moved, 0) + value * filters[m][n]
            others = grown
        for n, index in enumerate(np.ndindex(*layer.size)):
            for place, value in others.items():
                moved = tuple(p + i * e for p, i, e in zip(place, index, network.exponents[l], strict=True))
                block[np.ravel_multi_index(moved, size), n] += value
        blocks.append(block)
    return blocks


@pytest.mark.parametrize("name", CASES)
def test_the_form_is_the_pseudoinverse_of_the_ntk(name):
    """K from the filters scaled to δ, and vᵀK⁺v' by numpy, against 1/Σ(1/ρ) and ρ/n·⟨y, y'⟩."""
    result = found(name)
    network = result.architecture
    filters, norms, rho = values(result.sheet)
    assert norms == pytest.approx([float(w @ w) for w in filters])
    assert prod(rho) == pytest.approx(prod(norms))
    delta = [a - b for a, b in pairwise(rho)]
    assert delta == pytest.approx([float(d) for d in CASES[name][2]])
    blocks = slow_jacobian(network, filters)
    u = np.array([float(c) for c in np.array(result.tensor, dtype=object).ravel()])
    assert all(block @ w == pytest.approx(u) for block, w in zip(blocks, filters, strict=True))
    kernel = sum(n / r * block @ block.T for n, r, block in zip(norms, rho, blocks, strict=True))
    inverse = np.linalg.pinv(kernel, rcond=1e-9)
    vectors, form = [u], [[1 / sum(1 / r for r in rho)]]
    for l, (w, block) in enumerate(zip(filters, blocks, strict=True)):
        pivot = result.sheet.pivots[l]
        basis = [w[pivot] * np.eye(len(w))[i] - w[i] * np.eye(len(w))[pivot] for i in range(len(w)) if i != pivot]
        assert all(abs(y @ w) < 1e-9 for y in basis)
        start = len(vectors)
        vectors += [block @ y for y in basis]
        form = [row + [0.0] * len(basis) for row in form]
        form += [[0.0] * start + [rho[l] / norms[l] * float(x @ y) for y in basis] for x in basis]
    assert len(vectors) == network.rank
    stacked = np.array(vectors)
    assert stacked @ inverse @ stacked.T == pytest.approx(np.array(form), abs=1e-6)


def test_the_cube_root_of_two_by_hand():
    """w_0 = (a², a, 1), w_1 = (−a, 1) with a³ = 2: n_0 = a⁴ + a² + 1 = a² + 2a + 1; t is that of the fiber."""
    sheet = found("one real root of three").sheet
    assert [[str(c) for c in own.coeffs()] for own in sheet.norms] == [["1", "2", "1"], ["1", "0", "1"]]
    polynomial = (-45, 81, -108, -63, 12, 9, 1)
    low, high = (sum(c * t**k for k, c in enumerate(polynomial)) for t in sheet.interval)
    assert low < 0 < high


@pytest.mark.parametrize("name", CASES)
def test_certificates_are_accepted(name):
    outcome = check_text(dumps(metric_json(found(name), sheet=CASES[name][3] is not None)))
    assert outcome.verdict == "accepted", outcome
    where = "at the filter" if CASES[name][3] is None else "on one sheet over the filter"
    assert f"the metric {where} is g = K^+" in outcome.claim


def test_the_sheets_of_different_points_are_different():
    sheets = [metric(parse_architecture("k3 k2"), (1, -3, 0, 1), [0], point=n).sheet for n in range(3)]
    assert len({float(sheet.number.enclosure(60).real.mid()) for sheet in sheets}) == 3
    assert len({sheet.interval for sheet in sheets}) == 3
    with pytest.raises(ParseError, match="numbered 0 to 2"):
        metric(parse_architecture("k3 k2"), (1, -3, 0, 1), [0], point=3)


def test_without_a_point_different_ntks_leave_no_metric():
    assert "different NTKs" in metric(parse_architecture("k3 k2"), (1, -3, 0, 1), [0]).obstruction.why


def test_a_field_that_is_not_found_is_named():
    with pytest.raises(LimitError, match="no number of degree up to 40"):
        metric(parse_architecture("k4 k3 k2"), (7, 1, -3, 2, 0, 1, 1), [1, 2], point=0)


def test_a_point_of_low_rank_has_no_metric_and_is_told_from_others():
    """(x − 1)²(x² − 2)(x − 3): filters of a point of low rank are not told from it."""
    notation, u, delta, _ = CASES["beside points of low rank"]
    assert "no metric is pushed forward" in metric(parse_architecture(notation), u, delta, point=5).reason
    document = metric_json(found("beside points of low rank"), sheet=True)
    other = metric_json(metric(parse_architecture(notation), u, delta, point=4), sheet=True)
    assert check_text(dumps(other)).verdict == "accepted"
    low = document["evidence"]["fiber"]["points"][5]
    assert low["rank"] == 5
    w_0 = [["0", "-3"], ["3", "4"], ["-4", "-1"], ["1"]]  # (x − 1)(x − 3)(x − a)
    w_1 = [["0", "-1"], ["-1", "1"], ["1"]]  # (x − 1)(x + a)
    moved = replaced(document, ("evidence", "filters"), [w_0, w_1])
    outcome = check_text(sealed(moved))
    assert outcome.verdict == "rejected"
    assert outcome.message.startswith("evidence.fiber.points["), outcome


HONEST = metric_json(found("one real root of three"))
ALPHA, T = ("evidence", "alpha"), ("evidence", "t")
FORGED = {
    "another conjugate": ((*ALPHA, "interval"), ["-2", "-1"], "evidence.alpha.interval"),
    "no root": ((*ALPHA, "interval"), ["2", "3"], "evidence.alpha.interval"),
    "another field": ((*ALPHA, "minpoly"), ["-3", "0", "0", "1"], "evidence."),
    "a double root": ((*ALPHA, "minpoly"), ["4", "0", "0", "-4", "0", "0", "1"], "evidence.alpha.minpoly"),
    "another filter": (("evidence", "filters", 0), [["0", "0", "1"], ["0", "1"], ["2"]], "evidence.filters"),
    "another norm": (("result", "pieces", 0, "norm"), ["1", "2", "2"], "result.pieces[0].norm"),
    "an irrational pivot": (("result", "pieces", 1, "pivot"), 0, "result.pieces[1].pivot"),
    "t too small": ((*T, "interval"), ["2", "12/5"], "evidence.t.interval"),
    "t too large": ((*T, "interval"), ["5/2", "3"], "evidence.t.interval"),
    "t at an end": ((*T, "interval"), ["-1", "3"], "evidence.t.interval"),
    "t of other invariants": (("delta",), ["4"], "evidence.fiber"),
    "a lower rank": (("evidence", "fiber", "points", 0, "rank"), 3, "evidence.fiber"),
    "not smooth": (("evidence", "fiber", "smooth"), False, "evidence.fiber"),
    "a dimension too small": (("result", "rank"), 3, "result.rank"),
}


@pytest.mark.parametrize("name", FORGED)
def test_forgeries_are_rejected_for_the_right_reason(name):
    path, value, place = FORGED[name]
    outcome = check_text(sealed(replaced(HONEST, path, value)))
    assert (outcome.verdict, outcome.message.startswith(place)) == ("rejected", True), outcome


def test_no_change_of_any_single_value_is_accepted():
    """But for "sheet", where less is said, and for ends of intervals, which may be others around the same number."""
    for path in leaves(HONEST):
        if path[0] in ("tool", "digest") or path[:2] == ("evidence", "fiber") or path == ("result", "sheet"):
            continue
        for value in changed(at(HONEST, path)):
            outcome = check_text(sealed(replaced(HONEST, path, value)))
            assert outcome.verdict != "accepted" or path[-2] == "interval", (path, value)
