"""symlcn.geometry.strata: the theorem against the fiber machinery and Macaulay2, numbers against trying all cases."""

from itertools import combinations, product
from pathlib import Path

import networkx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.errors import LimitError
from symlcn.fiber.overq import rational_fiber
from symlcn.fiber.points import count_points
from symlcn.fiber.smoothness.smooth import smoothness
from symlcn.geometry.strata.exchanges import exchanges
from symlcn.geometry.strata.poset import is_nested, reduced, strata
from symlcn.geometry.strata.realroots import real_preimages
from symlcn.network.architecture import Architecture, Layer, parse_architecture
from tests.support import slow

VECTORS = Path(__file__).parents[2] / "vectors" / "strata.txt"
LINES = [line.split("|") for line in VECTORS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
NESTED = [
    "k3s2 k2", "k3s2 k3", "k5s2 k2", "k4s3 k3", "k3s3 k4s2 k2", "k3s2 k3s2 k2", "k5s2 k3s2 k2", "k7s2 k3s5 k2",
    "k9s4 k3",
    "k3 k2d2", "k2d2 k3", "k5 k3d2 k2d8", "k4d3 k5 k2d6", "k2s2 k2", "k3 k2", "k3 k2s2 k2", "k1 k3s2 k2", "k1",
]  # fmt: skip


def find(notation):
    return strata(parse_architecture(notation))


def filter_of(exponents, factors):
    """∏ over layers of ∏ (X_l − s), or X_l² + X_l + s for conjugate roots, as a tuple, by the slow path."""
    total = {(0,): 1}
    for exponent, roots in zip(exponents, factors, strict=True):
        for root in roots:
            if isinstance(root, tuple):
                line = {(0,): root[0], (exponent,): 1, (2 * exponent,): 1}
            else:
                line = {(0,): -root, (exponent,): 1}
            total = slow.multiply(total, line)
    size = max(index[0] for index in total) + 1
    return tuple(total.get((k,), 0) for k in range(size))


def test_example_16():
    open_stratum, line = find("k3s2 k2").strata
    assert (open_stratum.degrees, open_stratum.dimension, open_stratum.image_degree) == ((2, 1), 4, 3)
    assert (line.degrees, line.dimension, line.image_degree, line.preimages, line.rank) == ((0, 2), 3, 1, 2, 4)
    assert line.filter[1] == line.filter[3] == 0


def test_over_the_reals_points_of_a_stratum_may_lie_outside():
    network = parse_architecture("k3s2 k2")
    assert find("k3s2 k2").strata[1].real_preimages == (0, 2)
    inside, outside = count_points(network, (1, 0, 3, 0, 1)), count_points(network, (1, 0, 1, 0, 1))
    assert (inside.real, inside.complex) == (2, 2)  # C² > 4AE
    assert (outside.real, outside.complex) == (0, 2)  # C² < 4AE


def test_at_special_points_of_a_stratum_the_rank_drops():
    found = smoothness(parse_architecture("k3s2 k2"), (1, 0, 2, 0, 1))
    assert (found.smooth, found.rank) == (False, 3)


@pytest.mark.parametrize("notation", NESTED)
def test_the_first_sample_point_is_smooth_and_all_others_are_singular(notation):
    found = find(notation)
    for number, stratum in enumerate(found.strata):
        assert smoothness(found.reduced, stratum.filter).smooth is (number == 0), stratum.degrees


@pytest.mark.parametrize("notation", NESTED)
def test_sample_points_have_the_claimed_preimages(notation):
    found = find(notation)
    for stratum in found.strata:
        assert filter_of([e[0] for e in found.reduced.exponents], stratum.roots) == stratum.filter
        assert stratum.counts.complex == stratum.preimages
        points = rational_fiber(found.reduced, stratum.filter)
        assert len(points) == stratum.counts.rational
        assert (stratum.preimage is None) == (not points)
        for point in points:
            filters = [{(k,): int(c) for k, c in enumerate(w)} for w in point]
            assert slow.jacobian_rank(found.reduced, filters) == stratum.rank


def all_degrees(exponents, total):
    """All m' with Σ e_l m'_l = total."""
    everything = product(*(range(total // e + 1) for e in exponents))
    return [ms for ms in everything if sum(e * m for e, m in zip(exponents, ms, strict=True)) == total]


SMALL = [
    "k3s2 k2", "k4s2 k2", "k3s2 k3", "k4s3 k2", "k3s2 k2s2 k2", "k3s2 k3s2 k2", "k5 k2d2", "k2d2 k3", "k2s2 k3s2 k2",
    "k4s2 k1s2 k2",
]  # fmt: skip


@pytest.mark.parametrize("notation", SMALL)
def test_the_inclusions_are_those_that_factoring_generic_points_shows(notation):
    """For all degrees of the right total: a generic point has preimages over C exactly if the theorem says so."""
    found = find(notation)
    exponents = [e[0] for e in found.reduced.exponents]
    total = found.reduced.end_to_end_size[0] - 1
    listed = {stratum.degrees for stratum in found.strata}
    primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]
    for degrees in all_degrees(exponents, total):
        source = iter(primes)
        u = filter_of(exponents, [[next(source) for _ in range(m)] for m in degrees])
        assert (count_points(found.reduced, u).complex > 0) == (degrees in listed), degrees


@pytest.mark.parametrize("notation", SMALL)
def test_the_order_is_that_of_containment_and_covers_generate_it(notation):
    found = find(notation)
    order = networkx.DiGraph(found.covers)
    order.add_nodes_from(range(len(found.strata)))
    closure = networkx.transitive_closure_dag(order)
    dilations = [layer.dilation for layer in found.reduced.layers]
    for i, j in product(range(len(found.strata)), repeat=2):
        above, below = found.strata[i], found.strata[j]
        own = Architecture(tuple(Layer((m + 1,), (), d) for m, d in zip(above.degrees, dilations, strict=True)))
        inside = count_points(own, below.filter).complex > 0
        assert inside == (i == j or closure.has_edge(i, j)), (above.degrees, below.degrees)
    assert networkx.transitive_reduction(closure).edges() == order.edges()


def test_dimensions_drop_along_covers_and_degrees_are_multinomial():
    found = find("k5s2 k3s2 k2")
    assert [s.image_degree for s in found.strata] == [105, 15, 60, 30, 5, 6, 1]
    assert [s.preimages for s in found.strata] == [1, 2, 3, 6, 6, 12, 18]
    assert found.covers == ((0, 1), (0, 2), (1, 3), (2, 3), (2, 4), (3, 5), (4, 5), (5, 6))
    assert all(found.strata[i].dimension > found.strata[j].dimension for i, j in found.covers)


def components(notation):
    """Dimension and degree of the largest strata, or loci, below M, and of the vertex if there are none."""
    network = parse_architecture(notation)
    if not is_nested(reduced(network)):
        return None
    found = strata(network)
    top = [found.strata[j] for i, j in found.covers if i == 0]
    return sorted(f"{s.dimension}:{s.image_degree}" for s in top) or ["0:1"] * found.vertex_singular


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_singular_loci_agree_with_macaulay2(line):
    """Strata covered by the open one are the components; of exchange loci the dimensions of components are known."""
    notation, expected = line[0], line[1].split()
    found = components(notation)
    if found is not None:
        assert found == expected
        return
    loci = exchanges(parse_architecture(notation), 9)
    assert loci.complete
    dimensions = {locus.dimension for locus in loci.loci} or {0}
    assert {int(text.split(":")[0]) for text in expected} <= dimensions
    assert max(int(text.split(":")[0]) for text in expected) == max(dimensions)


def test_the_table_of_singular_loci_is_there():
    assert len(LINES) >= 10
    assert sum("x" in notation for notation, _ in LINES) >= 3


@pytest.mark.parametrize(
    ("exponents", "taken", "given_"),
    [((1, 2), (2, 1), (0, 2)), ((1, 3), (3, 1), (0, 2)), ((1, 2, 4), (2, 2, 1), (0, 1, 2)),
     ((1, 2, 4), (4, 2, 1), (0, 0, 3)),
     ((1, 2, 6), (2, 3, 1), (2, 0, 2)), ((1, 4), (4, 1), (0, 2))],
)  # fmt: skip
def test_numbers_of_real_preimages_are_those_of_factored_points(exponents, taken, given_):
    """Every combination of positive, negative and conjugate roots, factored; the smallest exponent's do not matter."""
    network = Architecture(tuple(Layer((m + 1,), (), (e,)) for m, e in zip(taken, exponents, strict=True)))
    found = set()
    for kinds in product(*(list(signs(m)) for m in given_)):
        source = iter([2, 3, 5, 7, 11, 13, 17, 19, 23])
        factors = [[sign * next(source) if sign else (next(source),) for sign in kind] for kind in kinds]
        found.add(count_points(network, filter_of(exponents, factors)).real)
    assert real_preimages(exponents, taken, given_) == tuple(sorted(found))


def signs(degree):
    """1 for a positive root, −1 for a negative one, 0 for a conjugate pair."""
    for pairs in range(degree // 2 + 1):
        for positive in range(degree - 2 * pairs + 1):
            yield (*([1] * positive), *([-1] * (degree - 2 * pairs - positive)), *([0] * pairs))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from([2, 3, 4])), min_size=1, max_size=3))
def test_laws(layers):
    network = parse_architecture(" ".join(f"k{m + 1}s{s}" for m, s in layers))
    found = strata(network)
    assert found.reduced.end_to_end_size == network.end_to_end_size
    exponents = [e[0] for e in found.reduced.exponents]
    total = network.end_to_end_size[0] - 1
    assert found.strata[0].degrees == tuple(layer.degrees[0] for layer in found.reduced.layers)
    for stratum in found.strata:
        assert sum(e * m for e, m in zip(exponents, stratum.degrees, strict=True)) == total
        assert stratum.dimension == sum(stratum.degrees) + 1
        assert stratum.rank == found.strata[0].dimension
        assert (stratum.preimages > 1) == (stratum is not found.strata[0])
        if stratum.real_preimages is not None:
            assert all(0 <= n <= stratum.preimages and n % 2 == stratum.preimages % 2 for n in stratum.real_preimages)
            assert max(stratum.real_preimages) <= stratum.preimages
    assert len({stratum.degrees for stratum in found.strata}) == len(found.strata)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=3), st.integers(1, 3))
def test_is_nested_is_division_in_some_order(dilations, size):
    assume(len(set(dilations)) == len(dilations))
    network = reduced(parse_architecture(" ".join(f"k{size + 1}d{d}" for d in dilations)))
    pairs = combinations(dilations, 2)
    assert is_nested(network) == all(a % b == 0 or b % a == 0 for a, b in pairs)


def test_wav2vec2():
    found = find("k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2")
    assert len(found.strata) == 48
    assert all(stratum.real_preimages is not None for stratum in found.strata)


def test_blocks_are_merged_and_scalar_layers_dropped():
    found = find("k3 k2s2 k1 k3 k2")
    assert str(found.reduced) == "k4 k4d2"
    assert [s.degrees for s in found.strata] == [(3, 3), (1, 4)]


def test_linear_neuromanifolds_have_no_singular_point():
    assert find("k3 k2").vertex_singular is False
    assert find("k2s2 k2").vertex_singular is True


def test_what_is_not_nested_is_refused():
    with pytest.raises(ValueError, match="divide each other"):
        find("k2d2 k2d3")
    with pytest.raises(ValueError, match="one direction"):
        find("k2x2 k2x2")


def test_too_many_strata_are_refused():
    with pytest.raises(LimitError, match="more than 500 strata"):
        find("k99s2 k99s2 k99s2 k99")


@pytest.mark.parametrize(
    ("notation", "reason"),
    [
        ("k7201 k7201d15", "a sample point would have 14400 roots, more than 1200"),
        ("k2d1000000 k2", "an end-to-end filter with 1000002 entries, more than 1000000"),
        ("k1150 k8d100", "sample points of 12 strata would have about"),
    ],
)
def test_what_is_too_long_is_refused_before_it_is_made(notation, reason):
    with pytest.raises(LimitError, match=reason):
        strata(parse_architecture(notation))


def test_sample_points_of_large_filters_are_refused_before_they_are_made():
    """10^4 times 10^4 products of entries for each of two preimages of five loci, and those of 1 with one filter."""
    with pytest.raises(LimitError, match="sample points of 5 loci take 1000100000 products of entries"):
        exchanges(parse_architecture("k100x100s2 k100x100"))


def test_real_preimages_are_counted_while_there_are_few_cases(monkeypatch):
    whole = strata(parse_architecture("k5s2 k5s2 k5"))
    assert all(stratum.real_preimages is not None for stratum in whole.strata)
    monkeypatch.setattr("symlcn.geometry.strata.poset.MAX_CASES", 60)
    some = strata(parse_architecture("k5s2 k5s2 k5"))
    known = [stratum.real_preimages for stratum in some.strata]
    assert known[0] == (1,)
    assert None in known
    for one, other in zip(known, whole.strata, strict=True):
        assert one in (None, other.real_preimages)
    assert [s.preimages for s in some.strata] == [s.preimages for s in whole.strata]
