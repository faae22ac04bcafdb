"""Points with scalar invariants, enclosed: against the definition in floating point, and exact ones."""

from fractions import Fraction
from math import sqrt

import pytest

import symlcn
from symlcn.errors import LimitError
from symlcn.families.multichannel.channelmap import as_channel_filters, layer_shapes
from symlcn.families.multichannel.fiber.enclosedpoint import enclosed_point
from symlcn.network.notation import parse_network
from tests.support.slowchannels import slow_channel_ntk, slow_invariants

DEEP = [
    [[[1, 2]], [[3, -1]]],
    [[[1, 0], [2, 1]], [[1, 1], [0, 1]]],
    [[[1, 2], [0, 1]], [[2, 1], [1, 0]], [[1, 0], [1, 1]]],
]
WIDE = [[[[1, 2, 0]], [[3, -1, 1]], [[1, 1, 1]]], [[[1, 2], [0, 1], [2, 1]], [[3, -1], [1, 1], [0, 2]]]]
LONG = [[[[1], [0]], [[1], [2]]], [[[1, 0], [2, 1]], [[1, 1], [0, 1]]], [[[1], [2]], [[3], [1]]], [[[1, 1], [0, 3]]]]


def cholesky(rows):
    """A lower triangular matrix r with r·rᵀ = h."""
    size = len(rows)
    root = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = float(rows[i][j]) - sum(root[i][k] * root[j][k] for k in range(j))
            root[i][j] = sqrt(rest) if i == j else rest / root[j][j]
    return root


def inverse(lower):
    size = len(lower)
    found = [[0.0] * size for _ in range(size)]
    for j in range(size):
        for i in range(size):
            found[i][j] = (float(i == j) - sum(lower[i][k] * found[k][j] for k in range(i))) / lower[i][i]
    return found


def acted(filters, grams):
    """g_l·W_l·g_{l−1}⁻¹ in floating point, g_l = rᵀ with r·rᵀ = H_l, of one direction."""
    roots = [cholesky(rows) for rows in grams]
    found = []
    for l, layer in enumerate(filters):
        outputs, inputs, size = len(layer), len(layer[0]), len(layer[0][0])
        left = [list(row) for row in zip(*roots[l], strict=True)] if l < len(roots) else None
        right = [list(row) for row in zip(*inverse(roots[l - 1]), strict=True)] if l else None
        new = []
        for a in range(outputs):
            row = []
            for b in range(inputs):
                entry = []
                for j in range(size):
                    total = 0.0
                    for p in range(outputs):
                        for q in range(inputs):
                            x = left[a][p] if left else float(a == p)
                            y = right[q][b] if right else float(q == b)
                            total += x * float(layer[p][q][j]) * y
                    entry.append(total)
                row.append(tuple(entry))
            new.append(tuple(row))
        found.append(tuple(new))
    return tuple(found)


@pytest.mark.parametrize(
    ("text", "filters", "delta"),
    [
        ("k2s2c2 k2s2c2 k2c3", DEEP, [0, 0]),
        ("k2s2c2 k2s2c2 k2c3", DEEP, ["1", "-5/2"]),
        ("k3s3c3 k2c2", WIDE, [0]),
        ("k3s3c3 k2c2", WIDE, ["-7"]),
        ("c2 k1c2 k2c2 k1c2 k2", LONG, [0, 1, -1]),
    ],
)
def test_the_point_has_the_invariants_and_the_ntk(text, filters, delta):
    network = parse_network(text)
    found = enclosed_point(as_channel_filters(filters, network), [Fraction(d) for d in delta])
    point = acted(filters, found.grams)
    for rows, d in zip(slow_invariants(point), delta, strict=True):
        for a, row in enumerate(rows):
            for b, value in enumerate(row):
                assert value == pytest.approx(float(Fraction(d)) * (a == b), abs=1e-8)
    if found.kernel is not None:
        expected = slow_channel_ntk(network, point)
        for row, other in zip(found.kernel, expected, strict=True):
            assert [float(c) for c in row] == pytest.approx(other, abs=1e-8)


def test_exact_points_are_enclosed():
    """For two layers of width 2: H and K in Q(t)."""
    filters = [[[[-2, 6]], [[-3, -1]]], [[[1, 2], [-4, 2]]]]
    exact = symlcn.fiber("k2s2c2 k2", filters=filters, delta=["3/2"]).point
    found = enclosed_point(as_channel_filters(filters, parse_network("k2s2c2 k2")), [Fraction(3, 2)])
    t = float(exact.t.approx(20))
    pairs = ((exact.gram, found.grams[0], found.error), (exact.kernel, found.kernel, found.kernel_error))
    for rows, decimals, error in pairs:
        for row, other in zip(rows, decimals, strict=True):
            for element, near in zip(row, other, strict=True):
                value = sum(float(c) * t**n for n, c in enumerate(element))
                assert abs(value - float(near)) <= float(error) + 1e-12
                assert (near / error).denominator == 1


def test_another_point_of_the_orbit_has_the_same_ntk():
    network = parse_network("k3s3c3 k2c2")
    filters = as_channel_filters(WIDE, network)
    other = symlcn.fiber(network, filters.product, "balanced")
    assert other.filters != filters
    one = symlcn.fiber(network, filters=WIDE, delta="balanced").enclosure
    assert all(
        abs(x - y) <= one.kernel_error + other.enclosure.kernel_error
        for row, line in zip(one.kernel, other.enclosure.kernel, strict=True)
        for x, y in zip(row, line, strict=True)
    )
    assert "H = [[" in other.proof()
    assert r"\text{up to } 10^{-11}" in other.latex()
    assert other.certificate()["result"]["point"] is None


def test_what_is_not_found():
    """Where coefficients of a layer do not have full rank there is no balanced point, or many."""
    network = parse_network("k2s2c3 k3")
    with pytest.raises(LimitError):
        enclosed_point(
            as_channel_filters([[[[1, 2]], [[3, 1]], [[1, 0]]], [[[1, 2, 0], [0, 1, 1], [2, 2, 1]]]], network),
            [Fraction(0)],
        )
    network = parse_network("c10 k1c10 k1c10")
    wide = as_channel_filters([[[[1]] * 10] * 10] * 2, network)
    assert [shape[:2] for shape in layer_shapes(network)] == [(10, 10)] * 2
    with pytest.raises(LimitError, match="too large"):
        enclosed_point(wide, [Fraction(0)])
