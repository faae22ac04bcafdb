"""Certificates of fibers: accepted by the checker and valid under the schema; tampered twins are not accepted."""

import json
import random
from itertools import product

import pytest
from flint import nmod_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.algebra.echelon import pivots
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.fiber.assignment import assignments
from symlcn.fiber.evidence.document import fiber_json
from symlcn.fiber.fiber import fiber
from symlcn.fiber.points import leaves as fiber_leaves
from symlcn.fiber.smoothness.residues import full_rank_modulo
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter
from symlcn.network.ntk import jacobian
from tests.support import slow
from tests.support.damage import at, changed, leaves, nothing, replaced, sealed, without
from tests.support.schemas import validate
from tests.support.strategies import architectures


def accepted(architecture, tensor, delta=None, field="R"):
    """The certificate of a fiber, valid under the schema and accepted by the checker."""
    text = dumps(fiber_json(fiber(architecture, tensor, delta, field)))
    document = json.loads(text)
    validate(document)
    outcome = check_text(text)
    assert outcome.verdict == "accepted", outcome
    return document


SQUARE_ROOT = ((0, 0, 1), (0, 0, 0), (-2, 0, 0))  # x² − 2y²
CASES = [
    ("k3 k2", (0, -1, 0, 1), [0], "R"),
    ("k3 k2", (-2, 0, 0, 1), [0], "R"),
    ("k3 k2", (-2, 0, 0, 1), [3], "C"),
    ("k3 k2", (-2, 0, 0, 1), None, "Q"),
    ("k3 k2", (0, 0, 0, 1), [1], "R"),
    ("k3 k2", (0, 1, 0, 0), [1], "C"),
    ("k2 k2", (1, 2, 1), [0], "R"),
    ("k2 k2", (1, 0, 1), [0], "C"),
    ("k2 k2 k2", (-6, 11, -6, 1), [0, 0], "R"),
    ("k3 k3", (1, 0, 0, 0, 1), [1], "R"),
    ("k3 k3", (9, 0, 2, 0, 1), [1], "C"),
    ("k3s2 k2", (4, 8, 17, 10, 15), [0], "R"),
    ("k3s2 k2", (0, 0, 1, 0, 0), [0], "R"),
    ("k3s2 k2", (1, 0, 0, 0, -1), [0], "R"),
    ("k3s2 k2", (1, 0, 0, 0, -1), None, "R"),
    ("k3 k2", (0, -1, 0, 1), None, "R"),
    ("k2x2 k2x2", ((1, 2, 1), (2, 9, 7), (1, 7, 10)), None, "R"),
    ("k2 k1 k2 k2", (6, 11, 6, 1), None, "Q"),
    ("k3s2 k2", (1, 0, 2, 0, 1), [0], "R"),
    ("k3s2 k2", (1, 1, 1, 1, 2), [0], "R"),
    ("k3s2 k2", (-2, 0, 0, 0, 1), [5], "C"),
    ("k2x2 k2x2", ((1, 2, 1), (2, 9, 7), (1, 7, 10)), [21], "R"),
    ("k2x2 k2x2", ((1, 2, 1), (2, 9, 7), (1, 7, 10)), [0], "R"),
    ("k2x2 k2x2", ((1, 2, 1), (2, 4, 2), (1, 2, 1)), [0], "R"),
    ("k2x2 k2x2", SQUARE_ROOT, [1], "C"),
    ("k2x2 k2x2", SQUARE_ROOT, [0], "R"),
    ("k3 k2d2 k2d3", (1, 0, 0, 0, 0, 0, 0, -1), None, "C"),
    ("k2 k2d2 k2d3", (-1, 1, 1, 0, -1, -1, 1), [0, 0], "C"),
    ("k1 k3 k1", (1, 5, 6), [1, -1], "R"),
    ("k1", (5,), [], "R"),
    ("k3x1 k1x3", ((1, 2, 3), (2, 4, 6), (5, 10, 15)), [0], "R"),
]
IDS = [f"{notation} {tensor} {delta} {field}" for notation, tensor, delta, field in CASES]


@pytest.mark.parametrize(("notation", "tensor", "delta", "field"), CASES, ids=IDS)
def test_certificates_of_known_fibers_are_accepted_without_assumptions(notation, tensor, delta, field):
    document = accepted(parse_architecture(notation), tensor, delta, field)
    assert document["assumptions"] == []
    assert len(document["points"]) == document["counts"][field]


CLAIMS = ("architecture", "delta", "status", "filter", "field", "points", "counts", "smooth", "ntk_classes", "pairs")


def is_bound(path):
    """Bounds may be changed and stay true."""
    return any(key in ("interval", "re", "im", "approx", "enclosure") for key in path)


@pytest.mark.parametrize(("notation", "tensor", "delta", "field"), CASES, ids=IDS)
def test_no_other_claim_is_accepted(notation, tensor, delta, field):
    honest = accepted(parse_architecture(notation), tensor, delta, field)
    tried = 0
    for path in leaves(honest):
        if path[0] in CLAIMS and not is_bound(path):
            for value in changed(at(honest, path)):
                less = honest["status"] == "undecided" and (path, value) == (("ntk_classes",), None)
                assert less or check_text(sealed(replaced(honest, path, value))).verdict != "accepted", (path, value)
                tried += 1
    assert tried > 20


def test_a_point_with_conjugate_filters_is_smooth_and_other_residues_are_not_accepted():
    """x² − 2y², x³ − 2y³ and a product with a rational cofactor: the conjugates lie in interchangeable layers."""
    cube = [[[0] * 4 for _ in range(4)] for _ in range(2)]
    cube[0][0][3], cube[0][3][0] = -2, 1
    for notation, tensor in [("k2x2 k2x2", SQUARE_ROOT), ("k2x2 k2x2 k2x2", tuple(map(tuple, cube[0])))]:
        architecture = parse_architecture(notation)
        document = accepted(architecture, tensor, None, "C")
        assert document["smooth"] is True
        assert {point["rank"] for point in document["points"]} == {architecture.rank}
        assert at(document, ("evidence", "smooth", "rank")) == {"kind": "coprime"}
        document = replaced(document, ("evidence", "smooth"), by_residues(architecture, tensor, document))
        assert check_text(sealed(document)).verdict == "accepted"
        residues = ("evidence", "smooth", "residues")
        roots = at(document, residues)
        for value in (None, roots[:-1], [roots[0]] * len(roots), [n + 1 for n in roots], [*roots, 5]):
            assert check_text(sealed(replaced(document, residues, value))).verdict != "accepted"
        assert check_text(sealed({**document, "smooth": False})).verdict != "accepted"
        assert check_text(sealed(replaced(document, residues, roots[::-1]))).verdict == "accepted"


def by_residues(architecture, tensor, document):
    """The evidence that the only point up to order is smooth, by the rank modulo a prime."""
    (leaf,) = fiber_leaves(architecture, tensor)
    found = full_rank_modulo(architecture, next(assignments(leaf.problem.degrees, leaf.over_c, leaf.supply)))
    rows = [[int(c) for c in row] for block in jacobian(architecture, found.filters) for row in block.tolist()]
    modulo = nmod_mat([[c % found.prime for c in row] for row in rows], found.prime)
    rank = {"prime": found.prime, "rows": pivots(modulo.transpose()), "columns": pivots(modulo), "kernel": []}
    return {**document["evidence"]["smooth"], "residues": list(found.roots), "rank": rank}


def swapped(document, first, second):
    """The same with two parts exchanged."""
    return replaced(replaced(document, first, at(document, second)), second, at(document, first))


THREE = ("k3 k2", (0, -1, 0, 1), [1], "R")


def three_points():
    notation, tensor, delta, field = THREE
    return accepted(parse_architecture(notation), tensor, delta, field)


def test_a_dropped_point_is_noticed():
    honest = three_points()
    for index in range(3):
        damaged = without(honest, ("points", index))
        for key in ("points", "fields", "scalings", "ranks"):
            damaged = without(damaged, ("evidence", key, index))
        damaged["ntk_classes"] = [[0], [1]]
        for counts in (honest["counts"], {"Q": 2, "R": 2, "C": 2}):
            outcome = check_text(sealed({**damaged, "counts": counts}))
            assert outcome.verdict == "rejected", outcome


def double_irrational_root(delta):
    """k3s2 k4 at (x⁴ − 2)²: two points, conjugate over Q(√2), at which both layers have a factor in common."""
    return accepted(parse_architecture("k3s2 k4"), (4, 0, 0, 0, -4, 0, 0, 0, 1), delta, "R")


@pytest.mark.parametrize(
    ("delta", "path", "value"),
    [
        ([0], ("points", 0, "rank"), 6),
        ([0], ("points", 1, "rank"), 4),
        ([0], ("points", 0, "t", "minpoly"), ["-44", "0", "1"]),
        ([0], ("points", 0, "rho"), [["0", "1"], ["1", "1"]]),
        ([0], ("evidence", "resolvents", 0, "coefficients", 0), "1"),
        ([0], ("evidence", "scalings", 0), None),
        (None, ("pairs", 0, "kind"), "locus"),
        (None, ("pairs", 0, "kind"), "undecided"),
        (None, ("evidence", "pairs", 0, "bits"), 63),
    ],
)
def test_false_statements_on_irrational_points_are_noticed(delta, path, value):
    honest = double_irrational_root(delta)
    assert [point["rank"] for point in honest["points"]] == [5, 5]
    damaged = json.loads(json.dumps(honest))
    place = damaged
    for key in path[:-1]:
        place = place[key]
    assert place[path[-1]] != value
    place[path[-1]] = value
    assert check_text(sealed(damaged)).verdict in ("rejected", "malformed")


def test_a_primitive_element_cannot_be_left_out():
    """x⁴ + 1 is a product of two quadratics over Q(√2), with two of its roots each."""
    honest = accepted(parse_architecture("k3 k3"), (1, 0, 0, 0, 1), [0], "R")
    place = ("points", 0, "field", "primitive")
    assert at(honest, place)["minpoly"] == ["-2", "0", "1"]
    assert check_text(sealed(replaced(honest, place, None))).verdict != "accepted"


def test_a_repeated_point_is_noticed():
    honest = three_points()
    for field in ("points", "evidence"):
        damaged = json.loads(json.dumps(honest))
        if field == "evidence":
            damaged["evidence"]["points"][1] = damaged["evidence"]["points"][0]
        damaged["points"][1] = damaged["points"][0]
        assert check_text(sealed(damaged)).verdict == "rejected"


OF_FILTER = {"filter": ["0", "-1", "0", "1"], "field": "R"}
NOTHING = nothing("fiber", parse_architecture("k3 k2"), "out of time", OF_FILTER, ["0"])


def test_a_limit_claims_nothing():
    outcome = check_text(dumps(NOTHING))
    assert (outcome.verdict, outcome.claim) == ("accepted", "k3 k2: undecided: nothing is claimed")
    validate(NOTHING)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("status",), "proved"),
        (("counts", "Q"), 3),
        (("smooth",), True),
        (("points",), []),
        (("ntk_classes",), [[0]]),
        (("reason",), None),
    ],
)
def test_nothing_claimed_has_nothing_in_it(path, value):
    damaged = json.loads(json.dumps(NOTHING))
    place = damaged
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert check_text(sealed(damaged)).verdict == "malformed"


def test_nothing_claimed_assumes_nothing():
    assert check_text(sealed({**NOTHING, "assumptions": ["x"]})).message.startswith("assumptions: are not the 0")


def test_a_wrong_field_is_noticed():
    honest = accepted(parse_architecture("k3 k2"), (-2, 0, 0, 1), [0], "R")
    assert check_text(sealed({**honest, "field": "C"})).verdict == "rejected"
    assert check_text(sealed({**honest, "field": "Q"})).verdict == "rejected"
    other = accepted(parse_architecture("k3 k2"), (-3, 0, 0, 1), [0], "R")
    generators = ("points", 0, "field", "generators")
    for value in ([], at(other, generators), at(honest, generators) + at(other, generators)):
        assert check_text(sealed(replaced(honest, generators, value))).verdict != "accepted"
    assert check_text(sealed(replaced(honest, ("points", 0, "field"), "Q"))).verdict != "accepted"


def test_swapped_squared_norms_are_noticed():
    honest = three_points()
    assert check_text(sealed(swapped(honest, ("points", 0, "rho", 0), ("points", 0, "rho", 1)))).verdict == "rejected"
    irrational = accepted(parse_architecture("k3 k2"), (-2, 0, 0, 1), [3], "R")
    damaged = swapped(irrational, ("points", 0, "rho", 0), ("points", 0, "rho", 1))
    assert check_text(sealed(damaged)).verdict == "rejected"


def test_a_divisor_that_is_not_the_largest_is_noticed():
    """k3s2 k2 at (x² − 1)(x² + 1), divided as if x² + 1 were the whole gcd of the polyphase components."""
    honest = accepted(parse_architecture("k3s2 k2"), (4, 8, 17, 10, 15), [0], "R")
    singular = accepted(parse_architecture("k3s2 k2"), (1, 0, 0, 0, -1), [0], "R")
    forged = {**honest, "filter": singular["filter"]}
    forged["points"] = [singular["points"][0]]
    tree = json.loads(json.dumps(honest["evidence"]["fiber"]))
    tree["polynomial"] = ["-1", "0", "0", "0", "1"]
    tree["split"]["group"]["polynomial"], tree["split"]["rest"]["polynomial"] = ["1", "1"], ["-1", "0", "1"]
    forged["evidence"] = {**honest["evidence"], "fiber": tree, "smooth": None}
    forged["smooth"] = None
    outcome = check_text(sealed(forged))
    assert outcome.verdict == "rejected", outcome
    assert "evidence.fiber" in outcome.message


def random_fiber(seed):
    """An architecture and a filter in its image with small entries, in special position as often as not."""
    source = random.Random(seed)
    notation = source.choice(
        [
            *(
                "k3 k2",
                "k3 k3",
                "k2 k2 k2",
                "k4 k3",
                "k3s2 k2",
                "k3s2 k3s2 k2",
                "k2 k3d2",
                "k2 k2d2 k2d3",
                "k3 k3d2 k2",
            ),
            *("k2x2 k2x2", "k3x2 k2x2", "k2x2s2 k2x2", "k3x1 k2x1 k1x2", "k2x2 k3x1", "k3x3 k2x2", "k3x3s2x1 k2x2"),
            "k2x2x2 k2x1x2",
        ]
    )
    architecture = parse_architecture(notation)
    entries = source.choice([(-1, 0, 1), (-3, -2, -1, 0, 1, 2, 3, 5)])
    filters = []
    for layer in architecture.layers:
        tensor = {index: source.choice(entries) for index in product(*map(range, layer.size))}
        if not any(tensor.values()):
            tensor[(0,) * architecture.dimension] = 1
        filters.append(slow.nested(tensor, layer.size))
    return architecture, end_to_end_filter(architecture, filters), source


def test_random_fibers_hardly_need_assumptions():
    """How often the checker has to take something on trust, over 240 filters with small entries."""
    needed, fibers = {}, 0
    for seed in range(240):
        architecture, tensor, source = random_fiber(seed)
        delta = None if seed % 3 == 0 else [source.randint(-2, 2) for _ in architecture.layers[1:]]
        document = accepted(architecture, tensor, delta, "QRC"[seed % 3])
        fibers += 1
        for assumption in document["assumptions"]:
            kind = assumption.rpartition(": ")[2]
            needed[kind] = needed.get(kind, 0) + 1
    assert (fibers, needed) == (240, {})


@settings(max_examples=15)
@given(architectures(max_layers=3, max_size=3, max_step=3, max_dimension=2), st.integers(0, 10**6))
def test_certificates_of_any_small_stack_are_accepted(architecture, seed):
    source = random.Random(seed)
    filters = []
    for layer in architecture.layers:
        tensor = {index: source.choice((-2, -1, 0, 1, 1, 2)) for index in product(*map(range, layer.size))}
        if not any(tensor.values()):
            tensor[(0,) * architecture.dimension] = 1
        filters.append(slow.nested(tensor, layer.size))
    delta = [source.randint(-2, 2) for _ in architecture.layers[1:]]
    document = accepted(architecture, end_to_end_filter(architecture, filters), delta)
    assert document["counts"]["Q"] >= 1
