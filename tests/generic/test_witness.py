"""Witnesses against slow, independent computations: factorization, exact ranks, full NTK matrices."""

from fractions import Fraction
from itertools import pairwise
from math import gcd, prod

import flint
import pytest
from hypothesis import assume, given, settings

from symlcn.algebra.polynomials import Polynomial
from symlcn.fiber.smoothness.smooth import smoothness
from symlcn.generic.certify import certify
from symlcn.generic.witness import build_witness
from symlcn.network.architecture import parse_architecture
from symlcn.network.classify import classify
from symlcn.network.filters import end_to_end_filter, polynomial_to_filter
from tests.support import slow
from tests.support.strategies import architectures

DEPENDENT = [
    "k3 k2",
    "k3 k3",
    "k3 k3 k2",
    "k3s2 k2 k3",
    "k3x1 k1x3 k2x2 k2x1",
    "k3d2 k2d3 k4d2",
    "k4 k2 k2d2 k3d3",
    "k2x2 k4x1s2x1 k3x1 k1x1 k2x1",
    "k1 k3 k2 k1",
    "k1x3s2 k2x2 k1x4 k1x2",
    "k2 k3 k2 k3 k2d2 k3d2",
]


def tensors(layers):
    return [layer.entries for layer in layers]


@pytest.mark.parametrize(
    "text", ["k3s2 k2", "k3 k3", "k2x2 k2x2", "k2 k2d2 k2 k2d2", "k3x1 k2x1 k2x2 k2x2", "k2x2 k1x1 k2x1"]
)
def test_the_witness_is_a_smooth_point(text):
    """Against the complete fiber under the merged map, by factoring, and the rank of its Jacobian."""
    architecture = parse_architecture(text)
    ones = (1,) * architecture.dimension
    filters = [
        polynomial_to_filter(Polynomial(architecture.dimension, found.entries), found.layer.size, ones)
        for found in build_witness(architecture)[0]
    ]
    assert smoothness(architecture, end_to_end_filter(architecture, filters)).smooth is True


@settings(max_examples=60)
@given(architectures(max_layers=4, max_size=3))
def test_factors_of_the_witness_product_are_those_that_are_listed(architecture):
    """FLINT's complete factorization of u over Q finds the listed factors, in the variables x, and nothing else."""
    assume(prod(architecture.end_to_end_size) <= 3000)
    witness, _ = build_witness(architecture)
    u = slow.multiply_all(slow.layer_polynomials(architecture, tensors(witness)), architecture.dimension)
    expected = []
    for layer, exponent in zip(witness, slow.exponents(architecture), strict=True):
        if layer.eisenstein is not None:
            index_value = layer.entries.items()
            expected.append({tuple(i * e for i, e in zip(index, exponent, strict=True)): v for index, v in index_value})
        for factor in layer.factors:
            (d,) = layer.layer.active
            expected.append(
                {
                    tuple(
                        power * exponent[d] if direction == d else 0 for direction in range(architecture.dimension)
                    ): c
                    for power, c in enumerate(factor.coefficients)
                    if c
                }
            )
    assert slow.factor(u, architecture.dimension) == {frozenset(polynomial.items()): 1 for polynomial in expected}


@pytest.mark.parametrize("exponents", [(1, 1), (2, 2), (1, 3), (4, 6)])
@pytest.mark.parametrize("size", ["k2x2", "k3x3", "k2x5", "k5x2", "k4x3"])
def test_witness_polynomials_stay_irreducible_modulo_primes_in_extension_fields(size, exponents):
    """Absolute irreducibility by another criterion: irreducible over F_p and over F_{p²} for one of a few primes.

    A polynomial that is irreducible over Q and splits over C splits over a number field; for a prime where the
    reduction stays irreducible over F_{p^k} with k the least prime divisor of a degree, that is impossible. Checked
    here for all prime divisors of the degrees, which is the criterion: the number of absolute factors divides the
    greatest common divisor of the degrees. The polynomials are monic in the first variable.
    """
    layer = parse_architecture(f"{size}d{exponents[0]}x{exponents[1]}")
    (witness,), _ = build_witness(layer)
    polynomial = slow.layer_polynomials(layer, [witness.entries])[0]
    degrees = [max(index[d] for index in polynomial) for d in range(2)]
    common = gcd(*degrees)
    for k in [q for q in range(2, common + 1) if common % q == 0 and all(q % r for r in range(2, q))]:
        assert any(irreducible_over_extension(polynomial, p, k) for p in (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41))


def irreducible_over_extension(polynomial, p, k):
    """Whether a bivariate polynomial has no factor over F_{p^k}: by a substitution y = a that keeps it irreducible."""
    field = flint.fq_default_ctx(p, k)
    ring = flint.fq_default_poly_ctx(field)
    degree = max(i for i, _ in polynomial)
    for a in [field.gen() ** n for n in range(1, 60)]:
        coefficients = [field(0)] * (degree + 1)
        for (i, j), c in polynomial.items():
            coefficients[i] = coefficients[i] + field(c % p) * a**j
        value = ring(coefficients)
        if value.degree() == degree and len(value.factor()[1]) == 1 and value.factor()[1][0][1] == 1:
            return True
    return False


@settings(max_examples=60)
@given(architectures(max_layers=4, max_size=3))
def test_the_jacobian_has_full_rank_at_the_witness_and_after_the_exchange(architecture):
    assume(prod(architecture.end_to_end_size) <= 800)
    assume(architecture.parameters <= 80)
    witness, exchange = build_witness(architecture)
    assert slow.jacobian_rank(architecture, tensors(witness)) == architecture.rank
    if exchange is not None:
        assert slow.jacobian_rank(architecture, tensors(exchanged(witness, exchange))) == architecture.rank


def exchanged(witness, exchange):
    result = list(witness)
    for index, layer in zip(exchange.layers, exchange.filters, strict=True):
        result[index] = layer
    return result


def separation(architecture, exchange, matrix):
    """⟨S, N⟩/2 with S given by the powers of the root in row 0."""
    (direction,) = architecture.layers[exchange.layers[0]].active
    step = slow.exponents(architecture)[exchange.layers[0]][direction]
    origin = (0,) * architecture.dimension
    return sum(
        matrix.get((origin, tuple(k * step if d == direction else 0 for d in range(architecture.dimension))), 0)
        * exchange.root**k
        for k in range(architecture.end_to_end_size[direction] // step + 1)
    )


@pytest.mark.parametrize("notation", DEPENDENT)
def test_one_matrix_separates_all_n_before_and_after_the_exchange(notation):
    architecture = parse_architecture(notation)
    witness, exchange = build_witness(architecture)
    after = tensors(exchanged(witness, exchange))
    polynomials = (slow.layer_polynomials(architecture, filters) for filters in (tensors(witness), after))
    first, second = (slow.multiply_all(p, architecture.dimension) for p in polynomials)
    assert first == second
    before_values, after_values = (
        [separation(architecture, exchange, matrix) for matrix in slow.gram_matrices(architecture, filters)]
        for filters in (tensors(witness), after)
    )
    i = exchange.layers[0]
    assert before_values[i] * after_values[i] < 0
    assert all(v == 0 for values in (before_values, after_values) for l, v in enumerate(values) if l != i)


@settings(max_examples=40)
@given(architectures(max_layers=4, max_size=2, max_dimension=2))
def test_swaps_change_the_full_ntk_exactly_off_the_locus(architecture):
    """Size-2 layers only swap. With the witness's own invariants ρ_l = n_l is rational: both NTKs in full."""
    c = classify(architecture)
    assert c.ntk != "dependent"
    witness, _ = build_witness(architecture)
    rho = [Fraction(layer.norm) for layer in witness]
    for group in c.interchangeable:
        for i, j in pairwise(group):
            swapped = list(witness)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            own = slow.ntk(architecture, tensors(witness), rho)
            assert own != slow.ntk(architecture, tensors(swapped), rho)
            equal = list(rho)
            equal[i] = equal[j]
            assert slow.ntk(architecture, tensors(witness), equal) == slow.ntk(architecture, tensors(swapped), equal)


@pytest.mark.parametrize("notation", ["k2x2 k2x2", "k2 k2", "k2 k2d2 k2 k2d2", "k2x2 k1x1 k2x2"])
def test_the_reported_corner_entries_are_those_of_the_full_matrices(notation):
    architecture = parse_architecture(notation)
    pair = certify(architecture).counterexample
    origin = (0,) * architecture.dimension
    for parameters, corner in zip(pair.pair, pair.corner, strict=True):
        rho = [parameters.scaling.t + shift for shift in parameters.scaling.shifts]
        full = slow.ntk(architecture, tensors(parameters.filters), rho)
        assert corner == (full[origin, origin],)


def test_the_counterexample_of_the_theory_to_the_printed_theorem_13():
    """w_1 = [[1,1],[1,5]], w_2 = [[1,1],[1,2]], w' = (2w_2, w_1/2): same u, δ = 21, K(0,0) − K'(0,0) = −9/4."""
    architecture = parse_architecture("k2x2 k2x2")
    first = {(0, 0): 1, (0, 1): 1, (1, 0): 1, (1, 1): 5}
    second = {(0, 0): 1, (0, 1): 1, (1, 0): 1, (1, 1): 2}
    rho = [Fraction(28), Fraction(7)]
    own, swapped = (slow.ntk(architecture, filters, rho) for filters in ([first, second], [second, first]))
    assert own[(0, 0), (0, 0)] - swapped[(0, 0), (0, 0)] == Fraction(-9, 4)
    assert slow.jacobian_rank(architecture, [first, second]) == 7
