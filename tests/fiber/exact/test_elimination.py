"""The rank of the Jacobian at irrational points, against exact linear algebra over a number field in sympy."""

import pytest
import sympy
from sympy.polys.matrices import DomainMatrix

from symlcn.fiber.exact.elimination import eliminate
from symlcn.fiber.points import exact_filters, geometric_points
from symlcn.fiber.smoothness.smooth import rank_over_smooth
from symlcn.network.architecture import parse_architecture
from symlcn.network.ntk import jacobian_rank

x = sympy.symbols("x")


def exact_rank(polynomials, degrees, exponents, field):
    """The rank over a number field of the products of all but one polynomial with the monomials of that one."""
    rows = []
    length = sum(m * e for m, e in zip(degrees, exponents, strict=True)) + 1
    for layer, (m, e) in enumerate(zip(degrees, exponents, strict=True)):
        others = sympy.Mul(*(p for n, p in enumerate(polynomials) if n != layer))
        for k in range(m + 1):
            product = sympy.Poly(sympy.expand(others * x ** (k * e)), x, extension=field)
            coefficients = product.all_coeffs()[::-1]
            rows.append([*coefficients, *[0] * (length - len(coefficients))])
    ring = sympy.QQ.algebraic_field(field)
    return DomainMatrix(
        [[ring.from_sympy(sympy.sympify(c)) for c in row] for row in rows], (len(rows), length), ring
    ).rank()


@pytest.mark.parametrize(
    ("notation", "tensor", "polynomials", "degrees", "exponents", "root"),
    [
        # X = x²: (X − √2)(X + √2)·… with a factor common to both layers
        (
            "k3s2 k4",
            (4, 0, 0, 0, -4, 0, 0, 0, 1),
            (x**2 - sympy.sqrt(2), (x**4 - 2) * (x**2 + sympy.sqrt(2))),
            (2, 3),
            (1, 2),
            2,
        ),
        (
            "k3s2 k2",
            (1, 0, -3, 0, 1),
            (x**2 - (3 + sympy.sqrt(5)) / 2, x**2 - (3 - sympy.sqrt(5)) / 2),
            (2, 1),
            (1, 2),
            5,
        ),
        # a double root that no layer shares with another one, and one that all do
        ("k3 k3", (4, 0, -4, 0, 1), ((x - sympy.sqrt(2)) ** 2, (x + sympy.sqrt(2)) ** 2), (2, 2), (1, 1), 2),
    ],
)
def test_ranks_over_square_roots(notation, tensor, polynomials, degrees, exponents, root):
    architecture = parse_architecture(notation)
    ranks = {
        eliminate(architecture, p).rank for p in geometric_points(architecture, tensor, "R") if p.rational(0) is None
    }
    assert exact_rank(polynomials, degrees, exponents, sympy.sqrt(root)) in ranks
    assert len(ranks) == 1


@pytest.mark.parametrize(
    ("notation", "tensor"),
    [
        ("k2 k2", (1, 2, 1)),
        ("k3 k3", (4, 0, -4, 0, 1)),
        ("k2 k2 k2", (1, 3, 3, 1)),
        ("k3 k2", (0, -1, 0, 1)),
        ("k3s2 k3s2 k2", (0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0)),
        ("k2x2 k2x2", ((0, 0, 1), (0, 0, 0), (-2, 0, 0))),
        ("k2x2 k2x2", ((1, 2, 1), (2, 9, 7), (1, 7, 10))),
        ("k3s2 k2", (1, 0, 2, 0, 1)),
    ],
)
def test_ranks_agree_with_those_that_are_known_otherwise(notation, tensor):
    architecture = parse_architecture(notation)
    points = geometric_points(architecture, tensor, "C")
    assert points
    for point in points:
        filters = exact_filters(architecture, tensor, point)
        found = eliminate(architecture, point)
        assert len(found.rows) == len(set(found.rows)) == len(set(found.columns))
        expected = rank_over_smooth(architecture, point) if filters is None else jacobian_rank(architecture, filters)
        assert found.rank == expected
