"""Benchmark of NTKs, velocities and metrics of long filters. Not a test; nothing is asserted.

Run from the root of the repository: ``make bench``. The baseline expands K = Σ c_l N_l entry by entry in Fractions, N_l
being products of numpy arrays of Python integers; it does so for some rows, and their time is multiplied.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.geometry.metric.document import metric_json
from symlcn.geometry.metric.metric import metric
from symlcn.loss.flow.velocities import initial_velocities
from symlcn.loss.signals import data_risk
from symlcn.network.architecture import Architecture, parse_architecture
from symlcn.network.filters import Filter, end_to_end_filter
from symlcn.network.ntk import Ntk, jacobian, ntk
from symlcn.network.zoo import skeleton
from tests.bench.bench_fiber import random_filters

NETWORKS = {
    "wav2vec2 (N = 400)": skeleton("wav2vec2").notation,
    "k33s33 k31 (N = 1023)": "k33s33 k31",
    "k501 k500 (N = 1000)": "k501 k500",
    "k32x32 k1x1 (N = 1024)": "k32x32 k1x1",
}
ROWS = 8
METRICS = {"k33s33 k31 (N = 1023)": "k33s33 k31", "k9x9s8 k4x4 (N = 1089)": "k9x9s8 k4x4", **NETWORKS}


def seconds(work: Callable[[], object]) -> float:
    """CPU time of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def naive_seconds(architecture: Architecture, filters: list[Filter], kernel: Ntk) -> float:
    """Time of all entries of K, of which a few rows are made from the Jacobian as arrays of Python integers."""
    blocks = [
        np.vectorize(int, otypes=[object])(np.array(m.tolist(), dtype=object)) for m in jacobian(architecture, filters)
    ]

    def rows() -> None:
        grams = [block.T[:ROWS] @ block for block in blocks]
        for i in range(ROWS):
            for j in range(architecture.ambient):
                values = [gram[i, j] for gram in grams]
                powers = zip(*kernel.weights, strict=True)
                [str(sum((c * v for c, v in zip(own, values, strict=True)), Fraction(0))) for own in powers]

    return seconds(rows) * architecture.ambient / ROWS


def kernels() -> None:
    """All entries of K as text at δ = 0, and the N_l·h, which forms no matrix."""
    print(f"{'K, all entries as JSON':28}{'seconds':>10}{'naive':>10}{'ratio':>8}{'N_l·h':>10}{'ratio':>10}")
    for name, notation in NETWORKS.items():
        architecture = parse_architecture(notation)
        filters = random_filters(architecture)
        delta = [Fraction(0)] * (len(filters) - 1)
        vector = [Fraction(n % 7 - 3, n % 3 + 1) for n in range(architecture.ambient)]
        own = seconds(lambda a=architecture, w=filters, d=delta: json.dumps(ntk(a, w, d).rows(str)))  # type: ignore[misc]
        fast = seconds(lambda a=architecture, w=filters, d=delta, h=vector: ntk(a, w, d).images(h))  # type: ignore[misc]
        slow = naive_seconds(architecture, filters, ntk(architecture, filters, delta))
        print(f"{name:28}{own:10.2f}{slow:10.1f}{own / slow:8.3f}{fast:10.3f}{fast / slow:10.5f}")


def metrics() -> None:
    """The metric with its certificate, made and checked."""
    print(f"\n{'metric, δ = 0':28}{'made':>10}{'checked':>10}")
    for name, notation in METRICS.items():
        architecture = parse_architecture(notation)
        if architecture.rank > 400:
            continue
        filters = random_filters(architecture)
        u, delta = end_to_end_filter(architecture, filters), [Fraction(0)] * (len(filters) - 1)
        start = time.process_time()
        text = dumps(metric_json(metric(architecture, u, delta, filters), True))
        made = time.process_time() - start
        checked = seconds(lambda t=text: check_text(t))  # type: ignore[misc]
        print(f"{name:28}{made:10.2f}{checked:10.2f}")


def flows() -> None:
    """Velocities of two points over one filter of 1000 entries, from signals."""
    network = parse_architecture("k501 k500")
    first, second = ([n % 5 - 2 or 1 for n in range(length)] for length in (500, 499))

    def times(f: list[int], root: int) -> list[int]:
        return [a - root * b for a, b in zip([0, *f], [*f, 0], strict=True)]

    pairs = [[times(first, 1), times(second, -2)], [times(first, -2), times(second, 1)]]
    risk = data_risk(network, [[n * n % 11 - 5 for n in range(1100)]], [[n % 3 for n in range(101)]])
    spent = seconds(lambda: initial_velocities(risk, pairs, [Fraction(0)]))
    print(f"\nvelocities of two points of k501 k500, 101 patches: {spent:.2f} s")


if __name__ == "__main__":
    kernels()
    metrics()
    flows()
