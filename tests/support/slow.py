"""Slow, independent paths: nothing here uses the methods that it is compared with.

Polynomials are dicts from exponent tuples to integers; matrices are dicts from pairs of exponent tuples to integers.
"""

from collections import Counter
from fractions import Fraction
from itertools import product
from math import comb, prod

import flint

from symlcn.network.architecture import Architecture

Polynomial = dict[tuple[int, ...], int]
Tensor = dict[tuple[int, ...], int]


def exponents(architecture: Architecture) -> list[tuple[int, ...]]:
    """The definition: products of the strides before, times the dilation."""
    result = []
    for index, layer in enumerate(architecture.layers):
        exponent = list(layer.dilation)
        for before in architecture.layers[:index]:
            exponent = [e * s for e, s in zip(exponent, before.stride, strict=True)]
        result.append(tuple(exponent))
    return result


def nested(tensor: Tensor, size: tuple[int, ...], prefix: tuple[int, ...] = ()):
    """A tensor as nested tuples."""
    if len(prefix) == len(size):
        return tensor.get(prefix, 0)
    return tuple(nested(tensor, size, (*prefix, k)) for k in range(size[len(prefix)]))


def layer_polynomials(architecture: Architecture, filters: list[Tensor]) -> list[Polynomial]:
    return [
        {tuple(i * e for i, e in zip(index, exponent, strict=True)): value for index, value in tensor.items() if value}
        for tensor, exponent in zip(filters, exponents(architecture), strict=True)
    ]


def multiply(left: Polynomial, right: Polynomial) -> Polynomial:
    result: Counter[tuple[int, ...]] = Counter()
    for i, x in left.items():
        for j, y in right.items():
            result[tuple(a + b for a, b in zip(i, j, strict=True))] += x * y
    return {index: value for index, value in result.items() if value}


def multiply_all(polynomials: list[Polynomial], dimension: int) -> Polynomial:
    result: Polynomial = {(0,) * dimension: 1}
    for polynomial in polynomials:
        result = multiply(result, polynomial)
    return result


def jacobian_blocks(architecture: Architecture, filters: list[Tensor]) -> list[list[Polynomial]]:
    """For each layer the columns of M_l: the product of the other filters, shifted to each monomial of the layer."""
    polynomials = layer_polynomials(architecture, filters)
    blocks = []
    for index, (layer, exponent) in enumerate(zip(architecture.layers, exponents(architecture), strict=True)):
        others = multiply_all(polynomials[:index] + polynomials[index + 1 :], architecture.dimension)
        shifts = [
            tuple(j * e for j, e in zip(position, exponent, strict=True))
            for position in product(*map(range, layer.size))
        ]
        blocks.append([multiply(others, {shift: 1}) for shift in shifts])
    return blocks


def gram_matrices(architecture: Architecture, filters: list[Tensor]) -> list[dict]:
    """N_l = M_l M_lᵀ in full, from the columns."""
    result = []
    for columns in jacobian_blocks(architecture, filters):
        matrix: Counter = Counter()
        for column in columns:
            for (p, x), (q, y) in product(column.items(), repeat=2):
                matrix[p, q] += x * y
        result.append(dict(matrix))
    return result


def jacobian_rank(architecture: Architecture, filters: list[Tensor]) -> int:
    """Rank over Q by exact elimination."""
    columns = [column for block in jacobian_blocks(architecture, filters) for column in block]
    support = sorted({index for column in columns for index in column})
    return flint.fmpz_mat([[column.get(index, 0) for index in support] for column in columns]).rank()


def ntk(architecture: Architecture, filters: list[Tensor], rho: list[Fraction]) -> dict:
    """K = Σ (n_l/ρ_l) N_l for rational ρ, entries that vanish left out."""
    total: Counter = Counter()
    for tensor, matrix, r in zip(filters, gram_matrices(architecture, filters), rho, strict=True):
        weight = Fraction(sum(v * v for v in tensor.values())) / r
        for position, value in matrix.items():
            total[position] += weight * value
    return {position: value for position, value in total.items() if value}


def factor(polynomial: Polynomial, dimension: int) -> Counter:
    """Irreducible factors over Q with multiplicity, primitive with positive leading coefficient, as frozen terms."""
    context = flint.fmpz_mpoly_ctx.get([f"x{d}" for d in range(dimension)], "lex")
    result: Counter = Counter()
    for irreducible, multiplicity in context.from_dict(polynomial).factor()[1]:
        result[frozenset((tuple(map(int, i)), int(c)) for i, c in irreducible.to_dict().items())] += int(multiplicity)
    return result


def compositions(total: int, parts: int):
    """All ways to write a number as an ordered sum of nonnegative parts."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in compositions(total - first, parts - 1):
            yield (first, *rest)


def in_ring(factors, powers: list[int], exponent: tuple[int, ...], dimension: int) -> bool:
    """Whether the product of the factors to these powers has all exponents divisible."""
    chosen = [dict(terms) for (terms, _), power in zip(factors, powers, strict=True) for _ in range(power)]
    value = multiply_all(chosen, dimension)
    return all(i % e == 0 for index in value for i, e in zip(index, exponent, strict=True))


def count_rational_factorizations(
    architecture: Architecture, filters: list[Tensor], most: int | None = None
) -> int | None:
    """Points over Q of the projective fiber of the product: factor u completely, try all assignments to layers.

    A factor fits a layer if the multidegrees add up to the layer's exactly and the product of what the layer takes has
    all exponents divisible by the layer's. Multihomogeneous: y_d, the point at infinity, is one more factor, which
    changes a degree and nothing else; a layer takes it in multiples of its exponent. None if there are more than `most`
    ways to try.
    """
    dimension = architecture.dimension
    u = multiply_all(layer_polynomials(architecture, filters), dimension)
    own = exponents(architecture)
    size = [
        1 + sum((layer.size[d] - 1) * e[d] for layer, e in zip(architecture.layers, own, strict=True))
        for d in range(dimension)
    ]
    factors = [(terms, power, None) for terms, power in factor(u, dimension).items()]
    for d in range(dimension):
        missing = size[d] - 1 - max(index[d] for index in u)
        if missing:
            factors.append((frozenset({((0,) * dimension, 1)}), missing, d))
    degrees = [
        tuple(1 if d == end else 0 for d in range(dimension))
        if end is not None
        else tuple(max(index[d] for index, _ in terms) for d in range(dimension))
        for terms, _, end in factors
    ]
    wanted = tuple(
        tuple((k - 1) * e for k, e in zip(layer.size, exponent, strict=True))
        for layer, exponent in zip(architecture.layers, own, strict=True)
    )

    if most is not None and prod(comb(power + len(own) - 1, power) for _, power, _ in factors) > most:
        return None

    def legal(layer: int, powers: list[int]) -> bool:
        exponent = own[layer]
        at_infinity = all(
            power % exponent[end] == 0 for (_, _, end), power in zip(factors, powers, strict=True) if end is not None
        )
        return at_infinity and in_ring([(terms, power) for terms, power, _ in factors], powers, exponent, dimension)

    def assignments(number: int, room: tuple[tuple[int, ...], ...]):
        if number == len(factors):
            if not any(any(r) for r in room):
                yield ()
            return
        for split in compositions(factors[number][1], len(room)):
            rest = tuple(
                tuple(r - n * g for r, g in zip(rs, degrees[number], strict=True))
                for rs, n in zip(room, split, strict=True)
            )
            if all(r >= 0 for rs in rest for r in rs):
                for later in assignments(number + 1, rest):
                    yield (split, *later)

    return sum(
        all(legal(layer, [split[layer] for split in assignment]) for layer in range(len(wanted)))
        for assignment in assignments(0, wanted)
    )
