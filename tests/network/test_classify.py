"""The classification against the values of the theory, and against exhaustive search."""

import random
from collections import Counter
from fractions import Fraction
from itertools import product
from math import factorial, prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.network.architecture import parse_architecture
from symlcn.network.classify import classify, real_points
from tests.support import slow
from tests.support.strategies import architectures

# Architecture rows of the table of values: degree of π, degree of the image (None: not in the table), NTK, δ-locus.
# The image degrees 3, 10, 30, 56 agree with the numerical implicitization of Macaulay2.
TABLE = [
    ("k3s2 k2", 1, 3, "independent", ()),
    ("k3 k2", 3, 1, "dependent", None),
    ("k2 k2", 2, 1, "independent-on-locus", ((1,),)),
    ("k2x2 k2x2", 2, 10, "independent-on-locus", ((1,),)),
    ("k2x2 k3x2", 1, 56, "independent", ()),
    ("k3s2 k3s2 k2", 1, 30, "independent", ()),
    ("k3x3 k3x3 k3x3", 6, None, "independent-on-locus", ((1, 0), (0, 1))),
    ("k3x3s2 k3x3s2 k3x3", 1, None, "independent", ()),
    ("k3x1 k1x3", 1, None, "independent", ()),
    ("k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2", 1, None, "independent", ()),
    ("k2 k2d2 k2d4 k2d8", 1, None, "independent", ()),
    ("k2 k2d2 k2 k2d2", 4, None, "independent-on-locus", ((1, 1, 0), (0, 1, 1))),
    ("k3 k3", 6, None, "dependent", None),
]


@pytest.mark.parametrize(("notation", "degree", "image_degree", "ntk", "locus"), TABLE)
def test_values_of_the_theory(notation, degree, image_degree, ntk, locus):
    c = classify(parse_architecture(notation))
    assert (c.degree, c.ntk, c.delta_locus) == (degree, ntk, locus)
    assert image_degree is None or c.image_degree == image_degree
    assert c.birational == (degree == 1)
    assert c.birational_up_to_layer_order == (ntk != "dependent")


def test_dimension_and_ambient_of_the_running_example_and_of_wav2vec():
    c = classify(parse_architecture("k3s2 k2"))
    assert (c.dimension, c.ambient) == (4, 5)
    assert classify(parse_architecture("k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2")).ambient == 400


@pytest.mark.parametrize(
    ("notation", "groups"),
    [("k3 k2 k3", ((0, 2),)), ("k2 k2d2 k2 k2d2", ((0, 2), (1, 3))), ("k1 k2 k1", ()), ("k2x2s2x1 k2x2", ())],
)
def test_interchangeable_groups(notation, groups):
    assert classify(parse_architecture(notation)).interchangeable == groups


def test_strides_in_inactive_directions_do_not_separate_layers():
    assert classify(parse_architecture("k3x1s1x2 k2x1")).degree == 3
    assert classify(parse_architecture("k3x1s2x1 k2x1")).degree == 1


def rational_point(architecture, seed):
    """Random filters that split as far as they split over C: axis filters into linear factors over Q."""
    source = random.Random(seed)
    primes = [p for p in range(2, 1000) if all(p % q for q in range(2, p))]
    source.shuffle(primes)
    filters = []
    for layer in architecture.layers:
        if len(layer.active) == 1:
            (direction,) = layer.active
            coefficients = {0: 1}
            for _ in range(layer.size[direction] - 1):
                a, b = primes.pop(), primes.pop()
                step = Counter()
                for power, value in coefficients.items():
                    step[power] += b * value
                    step[power + 1] += a * value
                coefficients = step
            filters.append(
                {tuple(p * (d == direction) for d in range(architecture.dimension)): v for p, v in coefficients.items()}
            )
        else:
            filters.append(
                {index: source.choice((-1, 1)) * source.randint(1, 99) for index in product(*map(range, layer.size))}
            )
    return filters


@settings(max_examples=150)
@given(architectures(max_layers=4, max_size=3, max_step=3, max_dimension=3), st.integers(0, 10**6))
def test_degree_equals_an_exhaustive_count_at_a_random_rational_point(architecture, seed):
    assume(prod(architecture.end_to_end_size) <= 1500)
    assume(architecture.parameters <= 60)
    filters = rational_point(architecture, seed)
    assert slow.count_rational_factorizations(architecture, filters) == classify(architecture).degree


@pytest.mark.parametrize(
    "notation",
    ["k3 k3", "k2 k2 k2", "k3 k2d2 k2 k2d2", "k2d2 k2d3 k2d6", "k3d2 k2d4", "k2x2 k2x2 k2x2", "k2x2 k2x1 k1x2 k3x1",
     "k2x2s2 k2x2 k2x2", "k2x3 k3x2 k2x3", "k2x2x2 k2x2x2", "k3x1x1 k1x2x1 k1x1x2 k2x1x1", "k5 k2", "k2x2d2x1 k2x2"],
)  # fmt: skip
def test_degree_equals_an_exhaustive_count_for_chosen_architectures(notation):
    architecture = parse_architecture(notation)
    filters = rational_point(architecture, 7)
    assert slow.count_rational_factorizations(architecture, filters) == classify(architecture).degree


def distributions(roots, pairs, degrees):
    """Count by trying: each real root and each conjugate pair goes to one layer, degrees must come out."""
    count = 0
    for choice in product(range(len(degrees)), repeat=roots + pairs):
        got = [0] * len(degrees)
        for number, layer in enumerate(choice):
            got[layer] += 1 if number < roots else 2
        count += got == list(degrees)
    return count


@given(st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_real_points_equal_a_count_by_trying(degrees):
    assume(sum(degrees) <= 7)
    total = sum(degrees)
    expected = tuple((total - 2 * c, distributions(total - 2 * c, c, degrees)) for c in range(total // 2 + 1))
    assert real_points(degrees) == expected


def test_real_points_with_real_roots_only_are_the_complex_ones():
    assert real_points((3, 2, 2))[0] == (7, factorial(7) // (6 * 2 * 2))
    assert real_points((129,)) is None


@given(architectures(max_layers=5), st.data())
def test_the_locus_is_where_interchangeable_layers_have_equal_scaled_norms(architecture, data):
    c = classify(architecture)
    count = len(architecture.layers) - 1
    delta = data.draw(
        st.lists(st.sampled_from([Fraction(0), Fraction(1), Fraction(-1)]), min_size=count, max_size=count)
    )
    norms = [sum(delta[l:]) for l in range(len(architecture.layers))]
    equal = all(norms[i] == norms[group[0]] for group in c.interchangeable for i in group)
    assert c.independent_at(delta) == (equal and c.ntk != "dependent")
    assert c.independent_at(None) == (c.degree == 1)
