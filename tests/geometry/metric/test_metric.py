"""The metric: values of the theory, the pushforward against K⁺ by sympy, formulas against numbers, certificates."""

import copy
import random
from fractions import Fraction
from itertools import product
from math import prod

import pytest
import sympy
from flint import fmpq, fmpq_mat
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.algebra.realnumbers import RealAlgebraic, value_at
from symlcn.algebra.sparse import text, value
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import LimitError, ParseError
from symlcn.fiber.fiber import fiber
from symlcn.geometry.inverse.document import inverse_json
from symlcn.geometry.inverse.inverse import inverse
from symlcn.geometry.metric.document import metric_json, symbolic_json
from symlcn.geometry.metric.functionfield import symbolic_metric
from symlcn.geometry.metric.metric import metric
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter, flat, squared_norm
from symlcn.network.ntk import ntk
from tests.check.test_tampering import still_true
from tests.geometry.inverse.test_inverse import tensors
from tests.support.damage import at, changed, leaves, nothing, replaced, sealed
from tests.support.strategies import architectures

RUNNING = parse_architecture("k3s2 k2")
U = (4, 8, 17, 10, 15)
BIRATIONAL = ["k3s2 k2", "k3s2 k2 k1", "k2 k2d2 k2d4", "k3x1 k1x3", "k2x2s2 k2x2", "k2x2 k2x1", "k3"]


def rational_matrix(matrix):
    """A matrix over Q(t) with t rational as an fmpq_mat."""
    return fmpq_mat([[fmpq(entry[0].numerator, entry[0].denominator) for entry in row] for row in matrix])


def form(found):
    """The d×d matrix of g in the basis of the tangent space, entries as coefficients in t: |u|², then the pieces."""
    zero = (Fraction(0),) * len(found.length)
    size = 1 + sum(piece.rank for piece in found.pieces)
    rows = [[zero] * size for _ in range(size)]
    rows[0][0] = found.length
    start = 1
    for piece in found.pieces:
        for i, row in enumerate(piece.gram):
            for j, entry in enumerate(row):
                rows[start + i][start + j] = tuple(entry * c for c in piece.weight)
        start += len(piece.preimages)
    return rows


def rational_delta(network, filters):
    """Invariants at which nothing has to be scaled, so that t is rational."""
    norms = [squared_norm(tensor) for tensor in filters]
    return [norms[l] - norms[l + 1] for l in range(len(norms) - 1)]


def test_the_running_example_at_two_deltas_has_two_metrics():
    """Ex. 17. Balanced: ρ = (√574, √574); δ = −27 scales nothing: ρ = (14, 41). Basis u, two vectors, one vector."""
    balanced, own = metric(RUNNING, U, [0]), metric(RUNNING, U, [-27])
    assert balanced.scaling.t.minpoly == (-574, 0, 1)
    assert own.scaling.t == 41
    assert rational_matrix(form(own)) == fmpq_mat(
        [[fmpq(14 * 41, 55), 0, 0, 0], [0, 5, 6, 0], [0, 6, 10, 0], [0, 0, 0, 41]]
    )
    half, fourteenth = Fraction(1, 2), Fraction(1, 14)
    assert [row[:3] for row in form(balanced)[:3]] == [
        [(0, half), (0, 0), (0, 0)],
        [(0, 0), (0, 5 * fourteenth), (0, 6 * fourteenth)],
        [(0, 0), (0, 6 * fourteenth), (0, 10 * fourteenth)],
    ]
    assert balanced.basis() == own.basis()


@pytest.mark.parametrize("notation", BIRATIONAL)
def test_the_form_is_the_pseudoinverse_of_the_ntk(notation):
    """Independent: K in full, its Moore–Penrose inverse by the four equations, and Vᵀ K⁺ V."""
    network = parse_architecture(notation)
    source = random.Random(notation)
    filters = tensors(network, source, 4)
    delta = rational_delta(network, filters)
    found = metric(network, end_to_end_filter(network, filters), delta)
    assert found.status == "proved"
    kernel = rational_matrix(ntk(network, filters, None).matrix())
    inverse_, basis = rational_matrix(found.pseudoinverse()), found.basis()
    assert kernel * inverse_ * kernel == kernel
    assert inverse_ * kernel * inverse_ == inverse_
    assert (kernel * inverse_).transpose() == kernel * inverse_
    assert inverse_.transpose() == inverse_
    assert basis.transpose() * inverse_ * basis == rational_matrix(form(found))
    assert basis.ncols() == basis.rank() == kernel.rank() == network.rank


def test_an_irrational_metric_agrees_with_sympy():
    """√574 in closed form: the slice's tangent vectors, from the definition, have the inner products of g."""
    found = metric(RUNNING, U, [0])
    root = sympy.sqrt(574)
    lengths = [sympy.sqrt(root / 14), sympy.sqrt(root / 41)]
    w = [sympy.Matrix([1, 2, 3]) * lengths[0], sympy.Matrix([4, 5]) * lengths[1]]
    columns = [[w[1][0], 0, w[1][1], 0, 0], [0, w[1][0], 0, w[1][1], 0], [0, 0, w[1][0], 0, w[1][1]]]
    columns += [[*w[0], 0, 0], [0, 0, *w[0]]]
    jacobian = sympy.Matrix(columns).T
    equal = sympy.Matrix([[*w[0], *(-w[1])]])
    basis = found.basis()
    preimages = []
    for column in range(4):
        target = sympy.Matrix([sympy.Rational(int(basis[i, column].p), int(basis[i, column].q)) for i in range(5)])
        system = jacobian.col_join(equal)
        unknown = sympy.symbols("x:5")
        (solution,) = sympy.linsolve((system, target.col_join(sympy.Matrix([0]))), *unknown)
        preimages.append(sympy.Matrix(solution))
    for i, j in product(range(4), repeat=2):
        expected = sum(c * root**k for k, c in enumerate(form(found)[i][j]))
        assert sympy.simplify(preimages[i].dot(preimages[j]) - expected) == 0


@pytest.mark.parametrize(
    ("u", "kind", "why"),
    [
        ((0, 0, 1, 0, 0), "singular", "2 points over C"),
        ((1, 0, 0, 0, -1), "singular", "2 points over C"),
        ((1, 0, 2, 0, 1), "singular", "rank 3 instead of 4"),
        ((-2, 0, 0, 0, 1), "singular", "2 points over C"),
        ((1, 0, 1, 0, 1), "outside", "no real filters"),
        ((1, 1, 1, 1, 2), "outside", "not in the neuromanifold"),
    ],
)
def test_where_there_is_no_metric_the_reason_is_given(u, kind, why):
    found = metric(RUNNING, u, [0])
    assert (found.status, found.obstruction.kind) == ("refuted", kind)
    assert why in found.obstruction.why
    assert check_text(dumps(metric_json(found))).verdict == "accepted"


def test_where_ntks_differ_each_sheet_has_its_metric():
    network, u = parse_architecture("k3 k2"), (0, -1, 0, 1)
    assert "different NTKs" in metric(network, u, [0]).obstruction.why
    sheets = [metric(network, u, [0], w) for w in ([(0, -1, 1), (1, 1)], [(0, 2, 2), (-1, 1)], [(-1, 0, 1), (0, 1)])]
    assert [sheet.status for sheet in sheets] == ["proved"] * 3
    assert [isinstance(sheet.scaling.t, RealAlgebraic) for sheet in sheets] == [False, False, True]
    assert sheets[0].length == sheets[1].length == (1,)
    for sheet in sheets:
        assert check_text(dumps(metric_json(sheet, sheet=True))).verdict == "accepted"
    with pytest.raises(ParseError, match="not the filter u"):
        metric(network, u, [0], [(1, 1, 1), (1, 1)])


def test_degenerate_points_of_smooth_filters():
    network = parse_architecture("k2 k2")
    assert "common root" in metric(network, (1, 2, 1), [0]).obstruction.why
    assert "no real filters" in metric(network, (1, 0, 1), [0]).obstruction.why
    assert metric(network, (-2, 0, 1), [0]).sheet.number.minpoly == (-2, 0, 1)
    assert metric(network, (2, 3, 1), [0]).status == "proved"
    assert "different NTKs" in metric(network, (2, 3, 1), [5]).obstruction.why


def test_a_long_filter_takes_no_longer_than_its_evidence():
    network = parse_architecture("k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2")
    u = end_to_end_filter(network, tensors(network, random.Random(0)))
    found = metric(network, u, [1, 0, 0, 0, 0, 0])
    document = metric_json(found)
    assert (found.status, len(found.places), len(found.pieces)) == ("proved", 20, 7)
    assert document["result"]["ntk"] is document["result"]["pseudoinverse"] is None
    assert check_text(dumps(document)).verdict == "accepted"


def test_a_neuromanifold_of_large_dimension_is_refused():
    network = parse_architecture("k1001s1000 k1001")
    with pytest.raises(LimitError, match="dimension 2001"):
        metric(network, [1], [0])
    with pytest.raises(LimitError, match="1000001 entries"):
        metric(parse_architecture("k2d999999 k2"), [1], [0])


def test_a_dimension_of_a_thousand_takes_a_moment():
    network = parse_architecture("k32x32 k1x1")
    document = metric_json(metric(network, [[(7 * i + j * j) % 5 + 1 for i in range(32)] for j in range(32)], [1]))
    assert (document["status"], document["result"]["rank"]) == ("proved", 1024)
    assert check_text(dumps(document)).verdict == "accepted"


def long_one():
    network = parse_architecture("k70s2 k2")
    u = end_to_end_filter(network, [tuple([0, 3, *range(1, 69)]), (2, 1)])
    return metric_json(metric(network, u, [5]))


def test_long_layers_have_a_basis_by_their_pivots():
    """Dimension 71: full rank by the fiber, no dual vectors; the pivot is the entry of least size other than 0."""
    document = long_one()
    assert (document["status"], document["result"]["rank"], document["evidence"]["dual"]) == ("proved", 71, None)
    long, short = document["result"]["pieces"]
    assert (long["pivot"], long["preimages"], short["preimages"]) == (2, None, [["1", "-2"]])
    assert check_text(dumps(document)).verdict == "accepted"


def test_long_layers_have_the_metric_that_is_written_out_for_short_ones(monkeypatch):
    """The same filter with all evidence and without dual vectors: only these are missing."""
    whole = metric_json(metric(RUNNING, U, [3]))
    monkeypatch.setattr("symlcn.geometry.metric.metric.MAX_DUAL", 0)
    monkeypatch.setattr("symlcn.geometry.metric.tangent.MAX_LISTED", 1)
    part = metric_json(metric(RUNNING, U, [3]))
    assert part["result"]["length"] == whole["result"]["length"]
    assert [piece["weight"] for piece in part["result"]["pieces"]] == [p["weight"] for p in whole["result"]["pieces"]]
    assert part["result"]["pieces"][1]["gram"] == whole["result"]["pieces"][1]["gram"]
    assert part["result"]["pieces"][0]["pivot"] == 0
    assert check_text(dumps(part)).verdict == "accepted"


@pytest.mark.parametrize(
    ("path", "value", "verdict", "place"),
    [
        (("result", "pieces", 0, "pivot"), 0, "rejected", "result.pieces[0].pivot"),
        (("result", "pieces", 0, "pivot"), 70, "malformed", "result.pieces[0].pivot"),
        (("result", "pieces", 0, "weight"), ["0", "1"], "rejected", "result.pieces[0].weight"),
        (("result", "pieces", 0, "gram"), [["1"]], "malformed", "result.pieces[0].gram"),
        (("evidence", "places"), [0], "malformed", "evidence.places"),
        (("evidence", "filters", 1), ["1", "2"], "rejected", "evidence.filters"),
        (("evidence", "fiber", "points", 0, "rank"), 70, "rejected", "evidence.fiber"),
        (("result", "rank"), 70, "rejected", "result.rank"),
    ],
)
def test_forged_long_layers(path, value, verdict, place):
    outcome = check_text(sealed(replaced(long_one(), path, value)))
    assert (outcome.verdict, outcome.message.startswith(place)) == (verdict, True), outcome


def test_full_rank_is_that_at_the_filters_named():
    """Evidence of one filter inside a certificate with filters of another point of the same fiber."""
    network = parse_architecture("k3 k2")
    u = (0, -1, 0, 1)
    sheets = [metric_json(metric(network, u, [0], w), sheet=True) for w in ([(0, 1, 1), (-1, 1)], [(0, -1, 1), (1, 1)])]
    bare = [replaced(replaced(sheet, ("evidence", "dual"), None), ("evidence", "places"), None) for sheet in sheets]
    bare = [replaced(replaced(sheet, ("result", "ntk"), None), ("result", "pseudoinverse"), None) for sheet in bare]
    assert [check_text(sealed(sheet)).verdict for sheet in bare] == ["accepted"] * 2
    points = bare[0]["evidence"]["fiber"]["points"]
    assert len([point for point in points if point["rank"] == 4]) == 3


def test_the_product_of_the_filters_is_u():
    """Twice the running example: w_0 = (2,4,6), and the vectors of layer 1 are products by it."""
    document = metric_json(metric(RUNNING, [2 * c for c in U], [0]))
    assert document["evidence"]["filters"] == [["2", "4", "6"], ["4", "5"]]
    assert [piece["weight"] for piece in document["result"]["pieces"]] == [["0", "1/56"], ["0", "1/41"]]
    assert (
        check_text(sealed(replaced(document, ("result", "pieces", 0, "weight"), ["0", "1/14"]))).verdict == "rejected"
    )


@pytest.mark.parametrize("notation", ["k3s2 k2", "k3s2 k3s2 k2", "k4s2 k3", "k3x1 k1x3", "k2 k1 k2d2", "k3x2s2 k2x2"])
def test_formulas_agree_with_the_ntk_and_the_metric_at_exact_points(notation):
    network = parse_architecture(notation)
    formulas = symbolic_metric(network)
    source = random.Random(notation)
    compared = 0
    for _ in range(3):
        filters = [tuple_times(tensor, Fraction(source.randint(1, 5), 3)) for tensor in tensors(network, source, 5)]
        delta = [Fraction(source.randint(-9, 9), 2) for _ in filters[1:]]
        u = end_to_end_filter(network, filters)
        scaling, matrix = formulas.at(list(flat(u)), delta)
        direct = ntk(network, filters, delta)
        assert scaling == direct.scaling
        assert matrix == direct.matrix()
        found = metric(network, u, delta)
        assert found.status == "proved"
        assert found.kernel().matrix() == matrix
        compared += 1
    assert compared == 3


def tuple_times(tensor, factor):
    return tuple(tuple_times(part, factor) for part in tensor) if isinstance(tensor, tuple) else tensor * factor


def test_formulas_of_the_running_example():
    found = symbolic_metric(RUNNING)
    assert [[text(entry, "ABCDE") for entry in own] for own in found.filters] == [["A*D", "B*D", "B*E"], ["B", "D"]]
    assert [text(part, "ABCDE") for part in found.factor] == ["1", "B*D"]
    assert [text(entry, "ABCDE") for entry in found.grams[0][2]] == ["B*D", "0", "B^2 + D^2", "0", "B*D"]
    with pytest.raises(ValueError, match="outside the domain"):
        found.at((0, 0, 1, 0, 0), [0])


@pytest.mark.parametrize("notation", ["k3s2 k2", "k4s2 k3", "k3x2s2 k2x2"])
def test_where_the_denominator_is_not_zero_the_filters_are_the_only_ones(notation):
    """At points with zeros among the filters: in the domain one complex point, smooth, J of full rank."""
    network = parse_architecture(notation)
    below = symbolic_metric(network).factor[1]
    inside = 0
    for seed in range(12):
        source = random.Random(seed)
        filters = [tensor_of(layer.size, source) for layer in network.layers]
        u = end_to_end_filter(network, filters)
        if any(flat(u)) and value(below, list(flat(u))):
            found = fiber(network, u, None, "C")
            assert (found.counts.complex, found.smooth.smooth, found.points[0].rank) == (1, True, network.rank)
            inside += 1
    assert inside > 0


def tensor_of(size, source):
    return tuple(tensor_of(size[1:], source) for _ in range(size[0])) if size else source.choice((0, 1, 1, 2, -3))


def test_there_are_no_formulas_without_a_rational_inverse():
    assert "not birational" in symbolic_metric(parse_architecture("k2 k2")).reason
    assert "not expanded" in symbolic_metric(parse_architecture("k2x2 k3x2")).reason


def test_the_squared_length_of_u_is_the_harmonic_sum():
    found = metric(parse_architecture("k2 k2d2 k2d4"), (1, 2, 3, 6, 4, 8, 12, 24), [1, 2])
    t = found.scaling.t
    total = sum(1 / float_of(t, shift) for shift in found.scaling.shifts)
    assert abs(float_of_element(found.length, t) * total - 1) < 1e-9


def float_of(t, shift):
    return float(t + shift) if isinstance(t, Fraction) else float(t.approx(20)) + float(shift)


def float_of_element(element, t):
    number = value_at(element, t)
    return float(number) if isinstance(number, Fraction) else float(number.approx(20))


DOCUMENTS = {
    "irrational": lambda: metric_json(metric(RUNNING, U, [0])),
    "rational": lambda: metric_json(metric(RUNNING, (8, 16, 34, 20, 30), [-93])),
    "two points": lambda: metric_json(metric(RUNNING, (1, 0, 0, 0, -1), [0])),
    "larger kernel": lambda: metric_json(metric(RUNNING, (1, 0, 2, 0, 1), [0])),
    "symbolic": lambda: symbolic_json(symbolic_metric(parse_architecture("k2s2 k2"))),
    "inverse": lambda: inverse_json(inverse(RUNNING)),
    "all charts": lambda: inverse_json(inverse(RUNNING, every=True)),
    "undecided": lambda: nothing(
        "metric", RUNNING, "the time limit of 1 s was reached", {"filter": list(map(str, U))}, ["0"]
    ),
}
WORDS = {("reason",), ("result", "why")}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_change_of_any_single_value_is_accepted(name):
    honest = DOCUMENTS[name]()
    assert check_text(sealed(honest)).verdict == "accepted"
    for path in leaves(honest):
        if path[0] in ("tool", "digest") or path in WORDS or path[:2] == ("evidence", "fiber"):
            continue  # changes inside the fiber are tried where fibers are tested
        for new in changed(at(honest, path)):
            damaged = replaced(honest, path, new)
            outcome = check_text(sealed(damaged))
            assert outcome.verdict != "accepted" or harmless(honest, damaged, path), (path, new)


def harmless(honest, damaged, path):
    """Changes that leave all claims true: the metric of all parameters as that of one sheet, no entry singled out, no
    claim to cover, another witness or minor."""
    if path == ("result", "sheet"):
        return at(damaged, path) is True
    if path[-1] == "place":
        return at(damaged, path) is None
    if path == ("result", "covers"):
        return at(damaged, path) is False
    if path[:2] == ("result", "witness") or path[-2] == "rows":
        return True  # other evidence, as good
    if path[0] in ("delta", "filter") and honest["status"] == "undecided":
        return True
    return still_true(damaged, path)


FORGED = {
    "the metric of another delta": ("irrational", ("delta",), ["-27"]),
    "no fiber": ("irrational", ("evidence", "fiber"), None),
    "another assumption": ("irrational", ("assumptions",), ["u is a point"]),
    "no K": ("irrational", ("result", "ntk"), None),
    "refuted": ("irrational", ("status",), "refuted"),
    "one point twice": (
        "two points",
        ("evidence", "fiber", "evidence", "points", 1),
        [[["zero", 0, 2]], [["zero", 0, 1]]],
    ),
    "smooth after all": ("larger kernel", ("evidence", "fiber", "smooth"), True),
    "outside though there are filters": ("two points", ("result", "kind"), "outside"),
    "of low rank though it is full": ("two points", ("result", "kind"), "rank"),
    "formulas with a rest": ("inverse", ("result", "groups", 1, "charts", 0, "entries"), [[[[1], "1"]], [[[4], "1"]]]),
    "formulas that vanish": ("inverse", ("result", "groups", 1, "charts", 0, "entries"), [[], []]),
    "coverage that is not shown": ("inverse", ("result", "covers"), True),
    "a chart short": ("inverse", ("result", "groups", 0, "charts"), []),
    "undecided though complete": ("inverse", ("status",), "undecided"),
    "no factor": ("symbolic", ("result", "factor"), [[], [[[], "1"]]]),
    "other formulas": ("symbolic", ("result", "filters", 0), [[[[2], "1"]], [[[2], "1"]]]),
}


@pytest.mark.parametrize("name", FORGED)
def test_plausible_forgeries_are_not_accepted(name):
    base, path, new = FORGED[name]
    outcome = check_text(sealed(replaced(DOCUMENTS[base](), path, new)))
    assert outcome.verdict in {"rejected", "malformed"}


def test_evidence_of_one_filter_does_not_serve_another():
    honest, other = DOCUMENTS["irrational"](), metric_json(metric(RUNNING, (5, 4, 10, 8, 12), [0]))
    for key in ("evidence", "result", "filter"):
        forged = {**copy.deepcopy(honest), key: other[key]}
        assert check_text(sealed(forged)).verdict != "accepted"


def test_parameters_count():
    network = parse_architecture("k2x2s2 k2x2")
    found = metric(network, end_to_end_filter(network, tensors(network, random.Random(3))), [1])
    assert sum(len(piece.gram) for piece in found.pieces) + 1 == network.rank
    assert sum(prod(layer.size) for layer in network.layers) - len(network.layers) + 1 == network.rank
    assert all(minor > 0 for piece in found.pieces for minor in piece.minors)


@settings(max_examples=25)
@given(architectures(max_layers=3, max_size=3, max_step=2, max_dimension=2), st.integers(0, 10**6))
def test_random_architectures_have_a_metric_that_the_checker_accepts(network, seed):
    """Generic filters of any architecture, as they are: K⁺ from all of K, compared with the form along the slice."""
    assume(network.ambient <= 25)
    filters = tensors(network, random.Random(seed), 5)
    delta = rational_delta(network, filters)
    found = metric(network, end_to_end_filter(network, filters), delta, filters)
    assume(found.status == "proved")
    assert check_text(dumps(metric_json(found, sheet=True))).verdict == "accepted"
    kernel, basis = rational_matrix(ntk(network, filters, None).matrix()), found.basis()
    assert kernel == basis * rational_matrix(form(found)).inv() * basis.transpose()
