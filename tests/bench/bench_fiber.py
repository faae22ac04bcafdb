"""Benchmark of fibers: ratios to FLINT's full factorization and to sympy, in one run. Not a test; nothing is asserted.

Run from the root of the repository: ``make bench``. sympy runs on Python ground types and is given up after 60 s.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import product

from symlcn.architecture import Architecture, parse_architecture
from symlcn.filters import Filter, end_to_end, end_to_end_filter
from symlcn.ntk import difference, ntk
from symlcn.points import count_points, geometric_points
from symlcn.rational import rational_fiber
from symlcn.rings import factor
from symlcn.zoo import skeleton
from tests import slow

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


if __name__ == "__main__":
    rational()
    others()
