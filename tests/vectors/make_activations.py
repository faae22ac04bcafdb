"""Make activations.txt: networks with activations, by Gröbner bases of Singular and by ranks, as independent systems.

Run from the root of the project: python -m tests.vectors.make_activations > tests/vectors/activations.txt
It needs Singular (Debian package singular-ui) on the path; the tests only read the file. Random numbers are seeded.

All is computed modulo the prime 32003 at random data: numbers of points over a closure of the field, with multiplicity.
A line holds, separated by bars: the notation; the number of points of ∏P^{K_l−1} over a function of random filters; the
number of critical points of a random quadratic loss (f − u)ᵀA(f − u) in parameter space with f ≠ 0, modulo scalings,
− if it was not finished; and the values at 1, 2, … of the Hilbert function of the closure of all functions, −
where they were not computed.

For the critical points the loss on a line c·f is c²q − 2cℓ with random q = Σ a·(linear form)² and ℓ; the equations are
c·∂q = 2∂ℓ and c·q = ℓ on random affine charts ⟨a_l, w_l⟩ = 1 of all layers. The Hilbert function at m is the rank of
all monomials of degree m in the coefficients of f at random filters, in as many of these as there are polynomials of
degree m·D_l in the filters, and ten more.
"""

import random
import subprocess
import sys
from functools import reduce
from itertools import combinations_with_replacement
from math import comb, prod

import flint

from symlcn.network.notation import parse_network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from tests.support.slowactivations import expanded

PRIME = 32003
SECONDS = 300
COLUMNS = 4000
NOTATIONS = (
    "k2 r2 k2", "k2 r3 k2", "k2 r4 k2", "k3 r2 k2", "k2 r2 k3", "k3 r2 k3", "k3 r3 k2", "k3s2 r2 k2", "k2s2 r2 k2",
    "k3 r2 k2d3", "k2 r2 k2 r2 k2", "k2x1 r2 k1x2", "k3x1 r2 k1x2",
    "k2 k2 r2 k2", "k2 r2 k2 k2", "k3 k2 r2 k2", "k2 r2 k3 k2", "k2 k2 r2 k2 k2", "k2 r2 k3s2 k2", "k3s2 k2 r2 k2",
    "k4 k2 r2 k2",
)  # fmt: skip


class Unknown:
    """Filters with unknown entries, and one more unknown, c, modulo the prime."""

    def __init__(self, network: PolynomialArchitecture) -> None:
        counts = [layer.parameters for layer in network.architecture]
        self.names = [f"w{l}_{j}" for l, count in enumerate(counts) for j in range(count)]
        *entries, self.c = flint.fmpz_mod_mpoly_ctx.get([*self.names, "c"], PRIME, "degrevlex").gens()
        unknown = iter(entries)
        self.filters = [[next(unknown) for _ in range(count)] for count in counts]

    def combined(self, factors: list[int], values: list) -> object:
        return sum((a * value for a, value in zip(factors, values, strict=True)), 0 * self.c)


def numbers(source: random.Random, count: int) -> list[int]:
    return [source.randrange(1, PRIME) for _ in range(count)]


def counted(names: list[str], equations: list[object]) -> str:
    """The dimension of the ring modulo the equations."""
    program = f"ring R={PRIME},({','.join(names)}),dp; ideal I={','.join(map(str, equations))};"
    program += " ideal G=std(I); print(vdim(G)); quit;"
    try:
        run = subprocess.run(
            ["Singular", "-q"], input=program, capture_output=True, text=True, check=True, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return "−"
    return run.stdout.split()[-1]


def preimages(network: PolynomialArchitecture, source: random.Random) -> str:
    ring = Unknown(network)
    target = expanded(network, [numbers(source, len(own)) for own in ring.filters], PRIME)
    equations = [c - target.get(key, 0) for key, c in expanded(network, ring.filters).items()]
    for own in ring.filters[:-1]:
        equations.append(ring.combined(numbers(source, len(own)), own) - 1)
    return counted(ring.names, equations)


def critical(network: PolynomialArchitecture, source: random.Random) -> str:
    ring = Unknown(network)
    values = list(expanded(network, ring.filters).values())
    forms = [ring.combined(numbers(source, len(values)), values) for _ in values]
    q = ring.combined(numbers(source, len(forms)), [form * form for form in forms])
    linear = ring.combined(numbers(source, len(values)), values)
    equations, place = [ring.c * q - linear], 0
    for own in ring.filters:
        chart = numbers(source, len(own))
        equations.append(ring.combined(chart, own) - 1)
        slopes = [ring.c * q.derivative(n) - 2 * linear.derivative(n) for n in range(place, place + len(own))]
        # in the directions that do not leave the chart
        equations += [chart[0] * slope - a * slopes[0] for a, slope in zip(chart[1:], slopes[1:], strict=True)]
        place += len(own)
    return counted([*ring.names, "c"], equations)


def hilbert(network: PolynomialArchitecture, source: random.Random) -> str:
    counts = [layer.parameters for layer in network.architecture]
    support = sorted(expanded(network, [[1] * count for count in counts]))
    found = []
    for degree in range(1, 9):
        if comb(len(support) + degree - 1, degree) > COLUMNS:
            break
        rows = prod(comb(k - 1 + degree * d, k - 1) for k, d in zip(counts, network.degrees, strict=True)) + 10
        table = []
        for _ in range(rows):
            f = expanded(network, [numbers(source, count) for count in counts], PRIME)
            values = [f.get(key, 0) for key in support]
            table.append([product_of(own) for own in combinations_with_replacement(values, degree)])
        found.append(flint.nmod_mat(table, PRIME).rank())
    return " ".join(map(str, found)) if len(found) > 1 else "−"


def product_of(values: tuple[int, ...]) -> int:
    return reduce(lambda a, b: a * b % PRIME, values)


def main(chosen: tuple[str, ...]) -> None:
    """Print the file, or the lines of the architectures chosen."""
    run = subprocess.run(["Singular", "--version"], capture_output=True, text=True, check=True)
    version = next(line for line in run.stdout.splitlines() if "version" in line).split("version")[1].split()[0]
    print(f"# Singular {version}, python-flint {flint.__version__}, by make_activations.py, modulo {PRIME}")
    print("# notation|points over a function|critical points|Hilbert function at 1, 2, …")
    for notation in chosen or NOTATIONS:
        network = parse_network(notation)
        source = random.Random(notation)
        columns = [preimages(network, source), critical(network, source), hilbert(network, source)]
        print("|".join([notation, *columns]), flush=True)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
