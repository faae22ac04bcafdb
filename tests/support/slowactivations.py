"""Networks with monomial activations by their definition: slow, independent of the program.

A filter is a flat list, row-major. A polynomial in the inputs is a dict from monomials to coefficients; a monomial is
the sorted tuple of its positions, each as often as its power. Coefficients are of any ring; with a modulus they are
integers modulo it.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from tests.support.slow import exponents

Position = tuple[int, ...]


def indices(network: PolynomialArchitecture) -> list[list[Position]]:
    """Of the entries of each filter."""
    return [list(product(*map(range, layer.size))) for layer in network.architecture]


def operators(network: PolynomialArchitecture, filters) -> list[dict[Position, object]]:
    """The filters as operators: shifts of inputs, with coefficients."""
    found = []
    for own, entries, exponent in zip(filters, indices(network), exponents(network.architecture), strict=True):
        places = [tuple(i * e for i, e in zip(index, exponent, strict=True)) for index in entries]
        found.append({place: c for place, c in zip(places, own, strict=True) if c != 0})
    return found


def reduced(polynomial, modulus=0):
    """Without zeros, modulo the modulus if it is not 0."""
    values = {key: c % modulus if modulus else c for key, c in polynomial.items()}
    return {key: c for key, c in values.items() if c != 0}


def moved(operator, polynomial, modulus=0):
    """P(T)·G: each shift moves all positions."""
    total = defaultdict(int)
    for shift, c in operator.items():
        for monomial, v in polynomial.items():
            total[tuple(tuple(map(sum, zip(p, shift, strict=True))) for p in monomial)] += c * v
    return reduced(total, modulus)


def multiplied(left, right, modulus=0):
    total = defaultdict(int)
    for a, u in left.items():
        for b, v in right.items():
            total[tuple(sorted(a + b))] += u * v
    return reduced(total, modulus)


def power(polynomial, exponent, modulus=0):
    result = polynomial
    for _ in range(exponent - 1):
        result = multiplied(result, polynomial, modulus)
    return result


def expanded(network: PolynomialArchitecture, filters, modulus=0):
    """f = F_L, from F_0 = x_0 and F_l = P_l(T)·(F_{l−1})^{r_{l−1}}."""
    found = {((0,) * network.dimension,): 1}
    for operator, r in zip(operators(network, filters), (1, *network.activations), strict=True):
        found = moved(operator, power(found, r, modulus), modulus)
    return found


def derivatives(network: PolynomialArchitecture, filters, modulus=0):
    """For each layer the derivatives of f by the entries of its filter: the columns of J_l, as polynomials."""
    found = []
    rows = list(zip(operators(network, filters), (1, *network.activations), strict=True))
    for layer, entries in enumerate(indices(network)):
        own = []
        for n in range(len(entries)):
            unit = [[int(i == n) for i in range(len(entries))] if l == layer else w for l, w in enumerate(filters)]
            change, value, slope = operators(network, unit)[layer], {((0,) * network.dimension,): 1}, {}
            for l, (operator, r) in enumerate(rows):
                lower = power(value, r - 1, modulus) if r > 1 else {(): 1}
                slope = {key: r * c for key, c in multiplied(lower, slope, modulus).items()}
                value = power(value, r, modulus)
                slope = moved(change if l == layer else operator, value if l == layer else slope, modulus)
                value = moved(operator, value, modulus)
            own.append(reduced(slope, modulus))
        found.append(own)
    return found


def value(polynomial, inputs):
    """At inputs given as a dict from positions; what is not in it is 0."""
    total = 0
    for monomial, c in polynomial.items():
        for position in monomial:
            c = c * inputs.get(position, 0)
        total = total + c
    return total


def kernel(network: PolynomialArchitecture, filters, weights=None):
    """K = Σ weight_l·J_l J_lᵀ on pairs of monomials, sorted; all weights are 1 if none are given."""
    total = defaultdict(int)
    columns = derivatives(network, filters)
    for own, weight in zip(columns, weights or [1] * len(columns), strict=True):
        for column in own:
            for a, u in column.items():
                for b, v in column.items():
                    total[a, b] += weight * u * v
    return reduced(total)


def points_modulo(size: int, prime: int) -> Iterator[tuple[int, ...]]:
    """Representatives of the points of a projective space over the integers modulo a prime: the first entry is 1."""
    for before in range(size):
        for rest in product(range(prime), repeat=size - before - 1):
            yield (0,) * before + (1, *rest)


def cores(network: PolynomialArchitecture, filters, modulus: int):
    """Of the product of each run: its least shift, and the product moved to 0 with leading coefficient 1."""
    found, operator = [], operators(network, filters)
    for run in network.runs:
        total = {((0,) * network.dimension,): 1}
        for own in operator[run.start : run.stop]:
            total = moved(own, total, modulus)
        least = min(total)[0]
        inverse = pow(total[least,], -1, modulus)
        core = sorted(
            (tuple(p - q for p, q in zip(place, least, strict=True)), c * inverse % modulus)
            for (place,), c in total.items()
        )
        found.append((least, tuple(core)))
    return found


def fibers_modulo(network: PolynomialArchitecture, prime: int):
    """All points of ∏P^{K_l−1} modulo a prime, by their function up to a factor."""
    found = defaultdict(list)
    layers = [list(points_modulo(len(entries), prime)) for entries in indices(network)]
    for filters in product(*layers):
        function = expanded(network, filters, prime)
        inverse = pow(function[min(function)], -1, prime)
        found[frozenset((key, c * inverse % prime) for key, c in function.items())].append(filters)
    return dict(found)


def by_cores(network: PolynomialArchitecture, prime: int):
    """The same points, by the sum of the shifts and the cores of the runs."""
    found = defaultdict(list)
    layers = [list(points_modulo(len(entries), prime)) for entries in indices(network)]
    for filters in product(*layers):
        own = cores(network, filters, prime)
        total = tuple(map(sum, zip(*(least for least, _ in own), strict=True)))
        found[total, tuple(core for _, core in own)].append(filters)
    return dict(found)
