"""Filters as kernels of matrices: exact kernels at random filters, smooth points of small cases, forgeries."""

import json
import random
import re
from fractions import Fraction
from importlib import import_module
from itertools import product
from math import prod

import pytest
from flint import nmod_mat
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.algebra.sparse import value
from symlcn.certificates.hypotheses import SMOOTH
from symlcn.check import check_text
from symlcn.check.algebra.echelon import kernel_modulo
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Outcome
from symlcn.errors import LimitError
from symlcn.fiber.smoothness.smooth import smoothness
from symlcn.geometry.inverse.document import inverse_json
from symlcn.geometry.inverse.inverse import Group, Inverse, group_layers, inverse
from symlcn.geometry.inverse.question import inverse as question
from symlcn.geometry.inverse.steps.determinantal import peeling_steps, quotient_step
from symlcn.geometry.inverse.steps.scene import set_scene
from symlcn.geometry.inverse.steps.stepwise import is_chain, stepwise
from symlcn.network.architecture import Architecture, Layer, parse_architecture
from symlcn.network.classify import classify
from symlcn.network.filters import end_to_end_filter, flat
from tests.geometry.inverse.test_inverse import proportional, tensors
from tests.support.damage import at, changed, leaves, replaced, sealed
from tests.support.strategies import architectures


def line(rows, columns):
    """What spans the kernel of a rational matrix, by elimination; None if that is not a line."""
    echelon = []
    for entries in rows:
        row = [Fraction(entries.get(column, 0)) for column in range(columns)]
        for pivot, other in echelon:
            if row[pivot]:
                row = [a - row[pivot] * b for a, b in zip(row, other, strict=True)]
        pivot = next((column for column in range(columns) if row[column]), None)
        if pivot is not None:
            row = [a / row[pivot] for a in row]
            echelon = [(k, [a - other[pivot] * b for a, b in zip(other, row, strict=True)]) for k, other in echelon] + [
                (pivot, row)
            ]
    if len(echelon) != columns - 1:
        return None
    (free,) = set(range(columns)) - {pivot for pivot, _ in echelon}
    vector = [Fraction(int(column == free)) for column in range(columns)]
    for pivot, row in echelon:
        vector[pivot] = -row[free]
    return vector


@settings(max_examples=60)
@given(st.sampled_from([2, 3, 65537, 999999937]), st.integers(1, 12), st.integers(0, 14), st.integers(0, 10**6))
def test_the_kernel_of_the_checker_agrees_with_flint(p, columns, count, seed):
    source = random.Random(seed)
    rows = [[source.choice((0, p - 1, source.randrange(p))) for _ in range(columns)] for _ in range(count)]
    found = kernel_modulo([dict(enumerate(row)) for row in rows], columns, p, Work())
    rank = nmod_mat(max(count, 1), columns, [c for row in rows for c in row] or [0] * columns, p).rank()
    assert (found is not None) == (rank == columns - 1)
    if found is not None:
        assert any(found)
        assert all(sum(c * v for c, v in zip(row, found, strict=True)) % p == 0 for row in rows)


def test_slots_do_not_overflow():
    """Each row needs all multiples, as large as can be."""
    p, n = 999999937, 70
    rows = [{k: p - 1 if k > i else 1 for k in range(i, n)} for i in range(n - 2)]
    rows.append(dict.fromkeys(range(n), p - 1))
    found = kernel_modulo(rows, n, p, Work())
    assert found is not None
    assert all(sum(c * found[k] for k, c in row.items()) % p == 0 for row in rows)


def tensor_of(network, members, filters):
    """The product of filters in one ring."""
    parts = Architecture(tuple(Layer(network.layers[n].size, (), (1,) * network.dimension) for n in members))
    return list(flat(end_to_end_filter(parts, [filters[n] for n in members])))


def product_of_groups(network, groups, number, vectors, every=False):
    """The product of the groups with rings in that of a group, in its variables, or of all others in those of u."""
    _, size, exponent = groups[number]
    if every:
        exponent = (1,) * network.dimension
    inside = []
    for other, (_, own, step) in enumerate(groups):
        within = all(k == 1 or (n > 1 and s % e == 0) for k, s, n, e in zip(own, step, size, exponent, strict=True))
        if other != number and (every or within):
            entries = iter(vectors[other])
            stretch = tuple(max(s // e, 1) for s, e in zip(step, exponent, strict=True))

            def nested(shape, entries=entries):
                return next(entries) if not shape else tuple(nested(shape[1:], entries) for _ in range(shape[0]))

            inside.append((Layer(own, (), stretch), nested(own)))
    if not inside:
        return []
    return list(flat(end_to_end_filter(Architecture(tuple(a for a, _ in inside)), [b for _, b in inside])))


def solved(network, found, u, given, source):
    """What each step of each group gives at u, None where it is not defined; `given` has the products of groups."""
    groups = group_layers(network)

    def some():
        return Fraction(source.choice((-1, 1)) * source.randint(1, 9), source.randint(1, 9))

    result = []
    for steps, _ in found:
        vectors = []
        for step in steps:
            point = [Fraction(entry) for entry in u]
            known = True
            for name, k in step.given:
                own = {
                    "group": lambda k=k: given[k],
                    "inner": lambda k=k: product_of_groups(network, groups, k, given),
                    "others": lambda k=k: product_of_groups(network, groups, k, given, every=True),
                    "step": lambda k=k, vectors=vectors: vectors[k],
                }[name]()
                if own is None or not any(own):
                    known = False
                    break
                if name == "step":
                    own = own[: sum(map(prod, steps[k].system.blocks[: steps[k].gives]))]
                scalar = some()
                point += [scalar * entry for entry in own]
            rows = step.system.matrix() if known else []
            numbers = [{column: value(terms, point) for column, terms in row.items()} for row in rows]
            vector = line(numbers, step.system.columns) if known else None
            gives = sum(map(prod, step.system.blocks[: step.gives]))
            vectors.append(vector if vector and any(vector[:gives]) else None)
        result.append(vectors)
    return result


def drawn(notation):
    """A network, its groups, u at random filters, these and their products in each group, and a source of more."""
    network = parse_architecture(notation)
    source = random.Random(notation)
    filters = tensors(network, source)
    u = list(flat(end_to_end_filter(network, filters)))
    return network, group_layers(network), u, filters, products_of(network, filters), source


def products_of(network, filters):
    return [tensor_of(network, members, filters) for members, _, _ in group_layers(network)]


STEPS = [
    "k2x2 k3x2",
    "k2x2 k3x3",
    "k2x3 k3x2",
    "k2x2 k3x2 k2x3",
    "k3x2 k2x2 k2x2",
    "k3x3 k3x3 k2x2",
    "k2x2s2 k2x2 k3x2",
    "k2x2d2 k3x2d2",
    "k2x1x2 k2x1x3",
    "k2x2x2 k3x2x2",
    "k9s2 k6",
    "k10s5 k3s2 k2",
    "k2d2 k2d3 k3",
    "k3x1 k1x3 k2x2",
    "k4x2d2 k4x1s3 k2x2",
    "k3x3x3s2 k2x2x2",
]


@pytest.mark.parametrize("notation", STEPS)
def test_exact_kernels_are_the_filters(notation):
    """At integer filters other than the witness, what is given multiplied by unequal scalars."""
    network, groups, u, filters, known, source = drawn(notation)
    found = stepwise(network, groups, range(len(groups)), False).groups
    seen = 0
    for (members, _, _), own, (steps, parts), vectors in zip(
        groups, known, found, solved(network, found, u, known, source), strict=True
    ):
        place = next(n for n, step in enumerate(steps) if step.kind == "product")
        assert all(vectors)
        assert proportional(vectors[place][: len(own)], own)
        assert sorted(n for part in parts for n in part.layers) in ([], sorted(members))
        for part in parts:
            expected = tensor_of(network, part.layers, filters)
            assert len({network.layers[n].size for n in part.layers}) == 1
            assert proportional(vectors[part.step][: len(expected)], expected)
            seen += 1
    assert (seen > 1) == any(
        len({network.layers[n].size for n in g[0]}) > 1 and sum(k > 1 for k in g[1]) > 1 for g in groups
    )


CHAINS = [
    "k3s2 k2",
    "k2s2 k3",
    "k2s2 k3s2 k2",
    "k4s3 k2s2 k2",
    "k2 k2s2 k3",
    "k3d2 k2d4 k2",
    "k3x1s2x1 k1x2 k2x1",
    "k2 k3",
]


@pytest.mark.parametrize("notation", CHAINS)
def test_with_all_residues_steps_are_defined_exactly_at_smooth_points(notation):
    """Small entries, zeros among them, so that many points are singular; smoothness is found by factoring u."""
    network = parse_architecture(notation)
    groups = group_layers(network)
    assert is_chain(network)
    found = stepwise(network, groups, range(len(groups)), True).groups
    source = random.Random(notation)
    seen = {True: 0, False: 0}
    for _ in range(60):
        filters = []
        for layer in network.layers:
            entries = [source.choice((0, 0, 1, -1, 2)) for _ in range(prod(layer.size))]
            for size in reversed(layer.size):
                entries = [tuple(entries[i : i + size]) for i in range(0, len(entries), size)]
            filters.append(entries[0])
        if not all(any(flat(tensor)) for tensor in filters):
            continue
        tensor = end_to_end_filter(network, filters)
        known = products_of(network, filters)
        vectors = solved(network, found, list(flat(tensor)), known, source)
        defined = all(vector is not None for own in vectors for vector in own)
        smooth = smoothness(network, tensor).smooth
        assert defined == smooth
        seen[smooth] += 1
        for own, (steps, _), vector in zip(known, found, vectors, strict=True):
            given_ = [v for step, v in zip(steps, vector, strict=True) if step.kind == "product" and v is not None]
            assert all(proportional(v[: len(own)], own) for v in given_)
    assert seen[True] > 10
    assert (seen[False] > 3) == (notation not in {"k2s2 k3", "k2 k3"})  # x² divides no first filter of degree 1


def test_exponents_must_divide_each_other_for_that():
    """At x⁷ = x⁴·x³ for exponents 2 and 3, a smooth point, both filters have a factor in the ring of the other."""
    network = parse_architecture("k3d2 k2d3")
    assert not is_chain(network)
    filters = [(0, 0, 1), (0, 1)]
    u = end_to_end_filter(network, filters)
    assert smoothness(network, u).smooth
    found = stepwise(network, group_layers(network), range(2), False).groups
    assert not any(vectors[0] for vectors in solved(network, found, list(flat(u)), filters, random.Random(1)))


@pytest.mark.parametrize("notation", [*CHAINS, "k9s2 k6", "k3s2 k3s2 k3s2 k3", "k4 k4s2 k4"])
def test_covering_is_certified_for_chains(notation):
    found = inverse(parse_architecture(notation), every=True)
    assert (found.status, found.covers) == ("proved", True)
    assert check_text(sealed(inverse_json(found))).verdict == "accepted"


@pytest.mark.parametrize("notation", ["k2d2 k2d3", "k2x2s2 k2x2", "k2x2 k3x2", "k3s2 k2s3 k2d5 k2d2"])
def test_covering_is_not_claimed_elsewhere(notation):
    found = inverse(parse_architecture(notation), every=True)
    assert not found.covers
    document = inverse_json(found)
    assert document["result"]["covers"] is False
    outcome = check_text(sealed(replaced(document, ("result", "covers"), True)))
    assert outcome.verdict == "rejected"
    assert "result.covers" in outcome.message


@pytest.mark.parametrize(
    ("notation", "every"),
    [("k3d2 k2d3", True), ("k3x1d2 k2x1d3 k1x2", True), ("k2x2s2 k2x2", True), ("k3s3 k4s2 k2", False)],
)
def test_full_steps_cover_in_chains_only_and_others_nowhere(notation, every):
    """Steps that hold, with all residues where exponents do not divide each other or layers have two active directions;
    or with few residues in a chain: a claim to cover is rejected."""
    network = parse_architecture(notation)
    groups = group_layers(network)
    scene = set_scene(network, groups)
    own = [
        Group(members, size, exponent, False, (), peeling_steps(scene, number, every))
        for number, (members, size, exponent) in enumerate(groups)
    ]
    for covers in (False, True):
        outcome = check_text(sealed(inverse_json(Inverse(network, tuple(own), covers, None, scene.filters))))
        assert outcome.verdict == ("rejected" if covers else "accepted"), outcome
        assert not covers or "result.covers" in outcome.message


@settings(max_examples=30)
@given(architectures(max_layers=4, max_size=3, max_step=2, max_dimension=3), st.integers(0, 10**6))
def test_steps_are_right_for_random_architectures(network, seed):
    assume(prod(network.end_to_end_size) <= 70)
    groups = group_layers(network)
    found = stepwise(network, groups, range(len(groups)), False)
    source = random.Random(seed)
    filters = tensors(network, source)
    u = list(flat(end_to_end_filter(network, filters)))
    known = products_of(network, filters)
    for own, (steps, parts), vectors in zip(
        known, found.groups, solved(network, found.groups, u, known, source), strict=True
    ):
        pairs = [(own, next(n for n, step in enumerate(steps) if step.kind == "product"))]
        pairs += [(tensor_of(network, part.layers, filters), part.step) for part in parts]
        for expected, place in pairs:
            assert vectors[place] is None or proportional(vectors[place][: len(expected)], expected)
    result = inverse(network, expand=False)
    assert result.status == "proved"
    assert not any(group.charts for group in result.groups)
    assert result.birational == classify(network).birational
    assert check_text(sealed(inverse_json(result))).verdict == "accepted"


@pytest.mark.parametrize(
    ("notation", "birational"),
    [("k2x2 k3x2", True), ("k4x4x4s2 k3x3x3", True), ("k11x11s4 k5x5s2 k3x3", True), ("k5x5s2 k3x3 k3x3 k2x2", False)],
)
def test_what_was_too_large_is_proved_and_accepted(notation, birational):
    found = inverse(parse_architecture(notation))
    assert (found.status, found.birational, found.covers) == ("proved", birational, False)
    assert check_text(sealed(inverse_json(found))).verdict == "accepted"


QUOTIENTS = ["k2d2 k2d3", "k3x1 k1x3", "k3x2d2x1 k2x3d3x1", "k2x2d2 k3x2d2 k2x3d3", "k4 k3d2 k2d3", "k3s2 k2"]


@pytest.mark.parametrize("notation", QUOTIENTS)
def test_one_filter_is_the_quotient_by_all_others(notation):
    network, groups, u, _, known, source = drawn(notation)
    scene = set_scene(network, groups)
    for number, own in enumerate(known):
        step = quotient_step(scene, number)
        found = [((step,) if n == number else (), ()) for n in range(len(groups))]
        (vector,) = solved(network, found, u, known, source)[number]
        assert proportional(vector[: len(own)], own)


def test_a_filter_too_large_for_components_is_a_quotient():
    found = inverse(parse_architecture("k4x6s3x1d1x2 k2x2s2x3 k9x7d2x1"))
    assert [[step.kind for step in group.steps] for group in found.groups] == [
        ["quotient"],
        ["components", "product"],
        [],
    ]
    document = inverse_json(found)
    assert check_text(sealed(document)).verdict == "accepted"
    quotient = at(document, ("result", "groups", 0, "steps"))
    damaged = replaced(document, ("result", "groups", 1, "steps"), quotient)
    assert ".given" in check_text(sealed(damaged)).message
    damaged = replaced(document, ("result", "groups", 1, "steps"), [{**quotient[0], "given": [["others", 1]]}])
    assert "must be proved exactly" in check_text(sealed(damaged)).message  # each of two as a quotient by the other
    damaged = replaced(document, ("result", "covers"), True)
    assert check_text(sealed(damaged)).verdict == "rejected"


def test_interchangeable_layers_stay_together():
    for notation, parts in (("k2x2 k2x2", ()), ("k2x2 k3x2 k2x2", ((1,), (0, 2))), ("k3x3 k2x2 k3x3", ((0, 2), (1,)))):
        found = inverse(parse_architecture(notation))
        assert (found.status, found.birational) == ("proved", False)
        assert tuple(part.layers for part in found.groups[0].parts) == parts
        words = " ".join(str(question(notation)).split())
        assert "only symmetric functions of the filters are rational in u" in words


def test_beyond_the_bounds_nothing_is_said():
    found = inverse(parse_architecture("k11x11 k9x9 k3x3"))
    assert (found.status, found.birational) == ("undecided", True)
    assert "are not separated" in found.reason
    assert all(part.step is None for part in found.groups[0].parts)
    document = inverse_json(found)
    assert check_text(sealed(document)).verdict == "accepted"
    assert check_text(sealed({**document, "status": "proved", "reason": None})).verdict == "rejected"
    with pytest.raises(LimitError, match="too large for a witness"):
        inverse(parse_architecture("k7x7s30 k7x7s30 k7x7"))


def separated():
    return inverse_json(inverse(parse_architecture("k2x2 k3x2")))


def stacked():
    return inverse_json(inverse(parse_architecture("k9s2 k6")))


STEP = ("result", "groups", 0, "steps")
DAMAGE = {
    "an entry of the matrix": (separated, (*STEP, 0, "matrix", 0, 0, 1, 0, 1), "5", "is not the matrix"),
    "a row of the matrix short": (separated, (*STEP, 2, "matrix"), lambda m: m[1:], "is not the matrix"),
    "a row short": (separated, (*STEP, 1, "rows"), lambda rows: rows[1:], "expected 9 entries"),
    "a row twice": (separated, (*STEP, 1, "rows"), lambda rows: [rows[0], *rows[:-1]], "must increase"),
    "rows of lower rank": (separated, (*STEP, 2, "rows"), [0, 1, 2, 3, 4, 5], "not linearly independent"),
    "a row beyond": (separated, (*STEP, 1, "rows", -1), 999, "expected an integer"),
    "rows where there is nothing to show": (separated, (*STEP, 3, "rows"), [0], "must be null"),
    "no rows": (separated, (*STEP, 1, "rows"), None, "expected a list"),
    "no entry 0": (separated, (*STEP, 0, "zeros"), [], "expected 1 entries"),
    "an entry 0 too many": (separated, (*STEP, 1, "zeros"), [0], "expected 0 entries"),
    "the other class": (separated, (*STEP, 1, "layers"), [0], "matrix|given"),
    "the factor of the other class": (separated, (*STEP, 2, "layers"), [0], "are not those of the step before"),
    "one more class": (
        separated,
        STEP,
        lambda steps: [*steps, {**steps[1], "layers": [0], "matrix": None}],
        "or there are no others left",
    ),
    "part of a class": (
        lambda: inverse_json(inverse(parse_architecture("k3x3 k3x3 k2x2"))),
        (*STEP, 1, "layers"),
        [0],
        "are not all layers of one size",
    ),
    "a form for one layer": (
        stacked,
        ("result", "groups", 1, "steps"),
        lambda steps: [*steps, {**steps[1], "kind": "form", "residues": []}],
        "does not have two layers",
    ),
    "all layers": (separated, (*STEP, 1, "layers"), [0, 1], "are not all layers of one size"),
    "no layers": (separated, (*STEP, 1, "layers"), [], "are not all layers of one size"),
    "nothing given": (separated, (*STEP, 2, "given"), [], "given"),
    "numbers as truth values": (separated, (*STEP, 2, "given"), [["step", True]], "is not what a step"),
    "itself given": (separated, (*STEP, 2, "given"), [["step", 2]], "given"),
    "a step short": (separated, STEP, lambda steps: steps[1:], "out of its place"),
    "the first step twice": (separated, STEP, lambda steps: [steps[0], *steps], "out of its place"),
    "the last step short": (separated, STEP, lambda steps: steps[:-1], "expected an integer"),
    "another kind": (separated, (*STEP, 3, "kind"), "factor", "out of its place"),
    "a kind that is none": (separated, (*STEP, 3, "kind"), "guess", "expected components or"),
    "parts exchanged": (
        separated,
        ("result", "groups", 0, "parts"),
        lambda parts: [{**parts[0], "step": parts[1]["step"]}, {**parts[1], "step": parts[0]["step"]}],
        "does not give the product",
    ),
    "a part short": (separated, ("result", "groups", 0, "parts"), lambda parts: parts[:1], "expected 2 entries"),
    "a part twice": (separated, ("result", "groups", 0, "parts"), lambda parts: [parts[0]] * 2, "or listed before"),
    "a part unknown": (separated, ("result", "groups", 0, "parts", 0, "step"), None, "must be proved exactly"),
    "no witness": (separated, ("result", "witness"), None, "expected an object"),
    "a filter that is 0": (
        separated,
        ("result", "witness", "filters", 0),
        [["0", "0"], ["0", "0"]],
        "is 0 modulo 999999937",
    ),
    "filters with a common factor": (
        separated,
        ("result", "witness", "filters"),
        [[["1", "1"], ["1", "2"]], [["1", "1"], ["2", "3"], ["1", "2"]]],
        "not linearly independent",
    ),
    "a prime that is none": (separated, ("result", "witness", "prime"), 999999935, "is not prime"),
    "residues short": (
        stacked,
        ("result", "groups", 1, "steps", 1, "residues"),
        [[0]],
        "are not those of the components",
    ),
    "one component for all": (
        stacked,
        ("result", "groups", 1, "steps", 0),
        lambda step: {**step, "residues": [[0]], "matrix": None},
        "expected 4 entries",
    ),
    "residues beyond": (stacked, ("result", "groups", 1, "steps", 0, "residues"), [[0], [2]], "expected an integer"),
    "residues that decrease": (stacked, ("result", "groups", 1, "steps", 0, "residues"), [[1], [0]], "must increase"),
    "no components": (stacked, ("result", "groups", 1, "steps"), lambda steps: steps[1:], "for which the component"),
    "no product": (stacked, ("result", "groups", 1, "steps"), lambda steps: steps[:1], "must be proved exactly"),
    "a filter in the ring of the other": (
        stacked,
        ("result", "witness", "filters", 0),
        ["1", "0", "2", "0", "3", "0", "4", "0", "5"],
        "not linearly independent",
    ),
    "coverage by few residues": (stacked, ("result", "covers"), True, None),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_to_steps_is_noticed(name):
    make, path, new, words = DAMAGE[name]
    document = make()
    damaged = replaced(document, path, new(at(document, path)) if callable(new) else new)
    outcome = check_text(sealed(damaged))
    if words is None:  # two residues are all there are: true, where the end-to-end filter is a smooth point
        assert outcome.message.startswith("hypotheses")
        assert check_text(sealed({**damaged, "hypotheses": [SMOOTH]})).verdict == "accepted"
        return
    assert outcome.verdict != "accepted"
    assert re.search(words, outcome.message), outcome


def test_no_change_of_any_single_value_of_steps_is_accepted():
    """But of the evidence, which any other witness and minor is as well; of matrices some entries are tried."""
    honest = separated()
    assert check_text(sealed(honest)).verdict == "accepted"
    for number, path in enumerate(leaves(honest)):
        evidence = path[:2] == ("result", "witness") or "rows" in path
        if path[0] in ("tool", "digest", "reason") or evidence or ("matrix" in path and number % 40):
            continue
        for new in changed(at(honest, path)):
            damaged = replaced(honest, path, new)
            outcome = check_text(sealed(damaged))
            assert outcome.verdict != "accepted" or (path[-1] == "place" and new is None), (path, new)


def test_filters_do_not_depend_on_each_other():
    """w_1 as the quotient by w_0, which is given by w_1."""
    document = stacked()
    quotient = {**at(document, ("result", "groups", 0, "steps"))[0], "kind": "quotient", "residues": [], "matrix": None}
    steps = [{**quotient, "given": [["others", 1]]}]
    outcome = check_text(sealed(replaced(document, ("result", "groups", 1, "steps"), steps)))
    assert "must be proved exactly" in outcome.message
    components = inverse_json(inverse(parse_architecture("k9s2 k6")))
    steps = [{**quotient, "given": [["others", 0]]}]
    outcome = check_text(sealed(replaced(components, ("result", "groups", 0, "steps"), steps)))
    assert outcome.verdict == "accepted"


def test_interchangeable_layers_are_not_separated_by_a_forgery():
    """The steps that would separate k2x2 k3x2, for k2x2 k2x2."""
    honest, other = separated(), inverse_json(inverse(parse_architecture("k2x2 k2x2")))
    group = {**at(honest, ("result", "groups", 0)), "charts": at(other, ("result", "groups", 0, "charts"))}
    witness = {"prime": 999999937, "filters": [[["1", "2"], ["3", "5"]], [["2", "7"], ["1", "4"]]]}
    forged = replaced(replaced(other, ("result", "groups", 0), group), ("result", "witness"), witness)
    assert check_text(sealed(forged)).verdict != "accepted"
    for birational, steps in product((True, False), (group["steps"], [])):
        result = {**forged["result"], "birational": birational}
        damaged = replaced({**forged, "result": result}, STEP, steps)
        assert check_text(sealed(damaged)).verdict != "accepted"
    assert check_text(sealed(replaced(other, ("result", "birational"), True))).verdict == "rejected"


@pytest.mark.parametrize("residue", [0, 1, 2])
def test_a_component_that_vanishes_gives_nothing(residue):
    """In x³, P(x²) has the constant components p_0, 0 and p_1: w·0 = λ·0 does not give w."""
    document = inverse_json(inverse(parse_architecture("k2d2 k2d3"), expand=False))
    assert at(document, ("result", "groups", 1, "steps"))[0]["kind"] == "product"
    step = {**at(document, ("result", "groups", 1, "steps", 0)), "residues": [[residue]], "matrix": None}
    damaged = replaced(document, ("result", "groups", 1, "steps"), [step])
    assert check_text(sealed(damaged)).verdict == ("rejected" if residue == 1 else "accepted")
    trivial = {**step, "kind": "components", "rows": [], "given": []}
    for given_ in ([["step", 0]], []):
        damaged = replaced(document, ("result", "groups", 1, "steps"), [trivial, {**step, "given": given_}])
        expected = "accepted" if residue != 1 and given_ else "rejected"
        assert check_text(sealed(damaged)).verdict == expected


def test_a_certificate_of_another_network_is_rejected():
    forged = {**separated(), "architecture": inverse_json(inverse(parse_architecture("k2x2 k3x3")))["architecture"]}
    assert check_text(sealed(forged)).verdict != "accepted"


def test_large_matrices_are_described_and_not_listed():
    document = inverse_json(inverse(parse_architecture("k5x5 k4x4 k2x2")))
    steps = document["result"]["groups"][0]["steps"]
    assert [step["kind"] for step in steps] == ["form", *["multiplier", "factor", "rest"] * 2]
    assert steps[0]["matrix"] is None
    assert check_text(sealed(document)).verdict == "accepted"


@pytest.mark.parametrize("refused", [1, 2])
def test_formulas_too_large_for_the_checker_become_kernels(monkeypatch, refused):
    """As for k6s2 k6s2 k6s3d2, which takes long. If the kernels are too large as well nothing is claimed."""
    tried = []

    def check_some(text):
        tried.append(json.loads(text))
        return check_text(text) if len(tried) > refused else Outcome("malformed", "certificate: too long")

    monkeypatch.setattr(import_module("symlcn.check"), "check_text", check_some)
    answer = question("k3s2 k2")
    assert [bool(document["result"]["groups"][0]["charts"]) for document in tried] == [True, False]
    assert "∝" not in str(answer)
    if refused == 1:
        assert (answer.status, answer.certificate()) == ("proved", tried[1])
        assert "is the kernel of a matrix" in " ".join(str(answer).split())
        return
    assert (answer.status, answer.result, answer.certificate()["result"]) == ("undecided", None, None)
    assert "does not read a certificate so large: certificate: too long. Nothing is claimed." in " ".join(
        str(answer).split()
    )


def test_report_of_kernels():
    words = " ".join(str(question("k3s2 k2", every=True)).split())
    assert "h = (h_0 of size 2, h_1 of size 1): u_r·h_s = u_s·h_r for all r, s (3 unknowns, rank 2)" in words
    assert "[-u_1 0 u_0] [-u_3 -u_1 u_2] [ 0 -u_3 u_4] w_2: w_2·h_r = λ·u_r for all r" in words
    words = " ".join(str(question("k2x2s2 k2x2 k3x2 k2x3")).split())
    assert "f of size 4x5: G·∂_1 f − f·∂_1 G = G·∂_0 g − g·∂_0 G, f[2,4] = 0, f[3,4] = 0" in words
    assert "U': U'·w_3 = λ·G; from here on U is U'" in words
