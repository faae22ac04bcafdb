"""Benchmark of fibers: ratios to FLINT's full factorization and to sympy, in one run. Not a test; nothing is asserted.

Run from the root of the repository: ``make bench``. sympy runs on Python ground types and is given up after 60 s.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import prod

from flint import fmpq, fmpq_poly, fmpz_poly

from symlcn.algebra.exact import fraction_of
from symlcn.algebra.polynomials import factor
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.families.polynomial.expansion import Monomial
from symlcn.families.polynomial.runcores import peel
from symlcn.fiber.evidence.document import fiber_json
from symlcn.fiber.fiber import fiber
from symlcn.fiber.overq import rational_fiber
from symlcn.fiber.points import count_points, geometric_points, leaves, points_over
from symlcn.network.architecture import Architecture, parse_architecture
from symlcn.network.filters import Filter, end_to_end, end_to_end_filter
from symlcn.network.notation import parse_network
from symlcn.network.ntk import difference, ntk
from symlcn.network.zoo import skeleton
from tests.support import slow

NETWORKS = {
    "k3x3s2, 5 layers (side 63)": "k3x3s2 " * 5,
    "AlexNet convolutions (side 107)": "k11x11s4 k5x5s2 k3x3s2 k3x3 k3x3",
    "AlexNet with pooling (side 195)": skeleton("alexnet").notation,
}


def seconds(work: Callable[[], object], repeat: int = 3) -> float:
    """Least of several times."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def random_filters(architecture: Architecture, seed: int = 1) -> list[Filter]:
    """Random integer filters without zeros."""
    source = random.Random(seed)
    return [
        slow.nested(
            {index: source.choice((-1, 1)) * source.randint(1, 9) for index in product(*map(range, layer.size))},
            layer.size,
        )
        for layer in architecture.layers
    ]


def sympy_seconds(terms: str, limit: float = 60) -> float | None:
    """Time of sympy's factor_list in a process of its own; None beyond the limit."""
    script = (
        "import sys, time, sympy; x, y = sympy.symbols('x y'); "
        "terms = eval(sys.stdin.read()); p = sympy.Poly.from_dict(terms, x, y); "
        "start = time.perf_counter(); p.factor_list(); print(time.perf_counter() - start)"
    )
    try:
        result = subprocess.run(
            [sys.executable, "-c", script],
            input=terms,
            capture_output=True,
            text=True,
            timeout=limit,
            env={"SYMPY_GROUND_TYPES": "python"},
            check=True,
        )
    except subprocess.TimeoutExpired:
        return None
    return float(result.stdout)


def rational() -> None:
    """Rational fibers against complete factorization."""
    print(f"{'rational fiber':36}{'seconds':>10}{'FLINT factor':>14}{'ratio':>8}")
    for name, notation in NETWORKS.items():
        architecture = parse_architecture(notation)
        filters = random_filters(architecture)
        u, polynomial = end_to_end_filter(architecture, filters), end_to_end(architecture, filters)
        own = seconds(lambda a=architecture, u=u: rational_fiber(a, u))  # type: ignore[misc]
        full = seconds(lambda p=polynomial: factor(p), 1)  # type: ignore[misc]
        print(f"{name:36}{own:10.3f}{full:14.3f}{own / full:8.3f}")
        if name.startswith("k3x3s2"):
            slow_time = sympy_seconds(repr({i: int(c) for i, c in polynomial.terms()}))
            bound = f"{slow_time / own:.0f}" if slow_time else f"over {60 / own:.0f}"
            print(f"{'':36}sympy.factor_list takes {bound} times as long")


def others() -> None:
    """Complex points, comparison at N = 400, and time for each of many points."""
    wav2vec = parse_architecture(skeleton("wav2vec2").notation)
    filters = random_filters(wav2vec)
    u = end_to_end_filter(wav2vec, filters)
    print(f"\nwav2vec2, all numbers of points (target 1 s): {seconds(lambda: count_points(wav2vec, u)):.3f} s")
    left, right = ntk(wav2vec, filters, [1] * 6), ntk(wav2vec, filters, [2] * 6)
    print(f"K at N = 400: made in {seconds(lambda: ntk(wav2vec, filters, [1] * 6)):.3f} s, ", end="")
    print(f"compared in {seconds(lambda: difference(left, right)):.3f} s (target 0.2 s)")
    for half in (4, 5, 6):
        network, polynomial = parse_architecture(f"k{half + 1} k{half + 1}"), [1]
        for root in range(1, 2 * half + 1):
            polynomial = [a - root * b for a, b in zip([0, *polynomial], [*polynomial, 0], strict=True)]
        found = geometric_points(network, tuple(polynomial), "C")
        time_ = seconds(lambda n=network, p=tuple(polynomial): rational_fiber(n, p))  # type: ignore[misc]
        print(f"C({2 * half}, {half}) = {len(found)} points over Q: {time_ / len(found) * 1e6:.0f} µs for each")


def strides() -> None:
    """Layers that take what others leave: all numbers of points against FLINT's factors of u, and its roots in x."""
    head = (("seconds", 10), ("certified", 11), ("FLINT factor", 14), ("and roots", 11), ("ratio", 8))
    print(f"\n{'one layer takes the rest':36}" + "".join(f"{name:>{width}}" for name, width in head))
    for s in (20, 37, 100, 500):
        network = parse_architecture(f"k{s + 1}s{s} k2")
        u = fmpz_poly([1, *[0] * (s - 1), 1]) * fmpz_poly([2, *[0] * (s - 1), 1])
        tensor = tuple(map(int, u.coeffs()))
        own = seconds(lambda n=network, t=tensor: count_points(n, t))  # type: ignore[misc]
        certified = seconds(lambda n=network, t=tensor: check_text(dumps(fiber_json(fiber(n, t)))), 1)  # type: ignore[misc]
        full, roots = seconds(u.factor, 1), seconds(u.complex_roots, 1)
        print(f"{network!s:36}{own:10.4f}{certified:11.3f}{full:14.4f}{roots:11.3f}{own / (full + roots):8.3f}")


def many() -> None:
    """Counts, and two points with different NTKs, where not all are listed: against listing all roots' subsets."""
    minpoly = "46225,0,-5596840,0,13950764,0,-7453176,0,1513334,0,-141912,0,6476,0,-136,0,1"
    network, u = parse_architecture("k9 k9"), tuple(map(int, minpoly.split(",")))
    parts = leaves(network, u)
    listed = seconds(lambda: points_over(network, parts, "R"), 1)
    own = seconds(lambda: check_text(dumps(fiber_json(fiber(network, u)))), 1)
    print(f"\nC(16, 8) = 12870 real points in degree 16: counted, refuted and certified in {own:.2f} s, ", end="")
    print(f"{own / listed:.2f} of the time to list them without comparing")


def peeling() -> None:
    """Cores of a network with activations from coefficients on planes alone: against squares of polynomials in y."""
    source, power = random.Random(1), [2, 2, 2]
    network = parse_network("k100 r2 k101 r2 k101 r2 k101")
    sizes = [layer.parameters for layer in network.architecture]
    cores = [[Fraction(1), *(Fraction(source.choice((-2, -1, 1, 2))) for _ in range(k - 1))] for k in sizes]
    planes = on_planes(cores, power)
    positions = [(p,) for p in range(network.architecture.ambient)]
    own = seconds(lambda: peel(lambda monomial: planes.get(monomial, Fraction(0)), positions, power))
    found = peel(lambda monomial: planes.get(monomial, Fraction(0)), positions, power)
    if [list(core.values()) for core in getattr(found, "cores", ())] != cores:
        raise ArithmeticError("other cores are found")
    outputs = [fmpq_poly([1, *(number(planes[(*rest(k), ((p,), k))]) for k in range(1, 9))]) for (p,) in positions[1:]]
    squares = seconds(lambda: [output * output for output in outputs])
    print(
        f"\nN = {len(positions)}, R = 8, {len(planes)} coefficients known: peeled in {own:.3f} s (target 1 s), ", end=""
    )
    print(f"{own / squares:.1f} times as long as FLINT squares f on all planes")


def rest(k: int, total: int = 8) -> tuple[tuple[tuple[int, ...], int], ...]:
    """The power of x_0 beside x_p^k."""
    return (((0,), total - k),) if k < total else ()


def number(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def on_planes(cores: list[list[Fraction]], power: list[int]) -> dict[Monomial, Fraction]:
    """The coefficients that peeling reads, from the outputs of layers on the planes x_0 = 1, x_p = y."""
    total, size, one = prod(power), 1 + sum(len(core) - 1 for core in cores), fmpq_poly([1])
    outputs, phi, degree = [one] * size, [Fraction(1)] + [Fraction(0)] * (size - 1), 1
    found: dict[Monomial, Fraction] = {(((0,), total),): Fraction(1)}
    for core, before in zip(cores, [1, *power], strict=True):
        degree *= before
        psi = [sum((c * phi[p - q] for q, c in enumerate(core) if q <= p), start=Fraction(0)) for p in range(size)]
        for p in range(1, size):
            step = psi[p] - phi[p]
            outputs[p] = outputs[p] ** before + fmpq_poly([0] * degree + [number(step)])
        phi = [c ** power[len(power) - 1] for c in psi]
    for p in range(1, size):
        for k in range(1, total + 1):
            found[(*rest(k, total), ((p,), k))] = fraction_of(outputs[p][k])
    return found


if __name__ == "__main__":
    rational()
    others()
    strides()
    many()
    peeling()
