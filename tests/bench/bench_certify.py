"""Benchmark of certify and check: ratios to named baselines, measured in one run. Not a test; nothing is asserted.

Run from the root of the repository: ``make bench``.

Whole processes are compared with bare imports in the same environment; work in this process is compared with
one product of two dense integer polynomials of 32x32 terms by FLINT, a fixed amount of exact arithmetic.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import flint

import symlcn
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.generic.certify import certify
from symlcn.generic.document import to_json
from symlcn.network.architecture import parse_architecture
from symlcn.network.zoo import CORES, ZOO, skeleton

ROOT = Path(__file__).resolve().parents[2]
FIBER = "fiber k3 k2 --filter 0,-1,0,1 --balanced"
DOUBLING = [2**n for n in range(10)] * 2
TARGETS = {
    "wav2vec2 (end-to-end 400)": (skeleton("wav2vec2").notation, 0.02),
    "k3x3, 3 layers": ("k3x3 " * 3, 0.02),
    "AlexNet skeleton (side 195)": (skeleton("alexnet").notation, 1.0),
    "k3x3, 13 layers": ("k3x3 " * 13, 1.0),
    "k2d1 ... k2d512 twice (20 layers)": (" ".join(f"k2d{d}" for d in DOUBLING), 1.0),
    "k3d1 ... k3d512 twice (20 layers)": (" ".join(f"k3d{d}" for d in DOUBLING), 1.0),
}


def best(work: Callable[[], object], repeat: int = 15) -> float:
    """Least of several times, in seconds."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def process(*words: str) -> Callable[[], object]:
    """A whole process with its output thrown away."""
    return lambda: subprocess.run(words, stdout=subprocess.DEVNULL, check=False)


def whole_processes() -> None:
    """The start-up targets, in an environment with a plain installation."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python, symlcn = f"{folder}/bin/python", f"{folder}/bin/symlcn"
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(ROOT)], check=True, stderr=subprocess.DEVNULL)
        file = f"{folder}/c.json"
        subprocess.run([symlcn, "certify", "k3s2", "k2", "-q", "--certificate", file], check=True)
        rows = [
            ("help", [symlcn, "--help"], "import click", 1.3),
            ("certify k3s2 k2", [symlcn, "certify", "k3s2", "k2"], "import click", 1.3),
            ("fiber k3 k2", [symlcn, *FIBER.split()], "import flint, click", 1.6),
            ("check its certificate", [symlcn, "check", file], "pass", 3),
        ]
        print(f"{'whole process':38}{'seconds':>10}{'baseline':>26}{'ratio':>8}{'target':>8}")
        for name, command, baseline, target in rows:
            own, base = best(process(*command)), best(process(python, "-c", baseline))
            print(f"{name:38}{own:10.4f}{f'{baseline}: {base:.4f}':>26}{own / base:8.2f}{target:8}")


def in_process() -> None:
    """Certificates made, serialised and checked."""
    ring = flint.fmpz_mpoly_ctx.get(["x", "y"], "lex")
    dense = ring.from_dict({(i, j): 1 + i * j for i in range(32) for j in range(32)})
    base = best(lambda: dense * dense)
    print(f"\n{'in process':38}{'certify':>10}{'/ product':>10}{'target s':>10}{'check':>10}{'bytes':>10}")
    for name, (notation, target) in TARGETS.items():
        architecture = parse_architecture(notation)
        text = dumps(to_json(certify(architecture)))
        own = best(lambda architecture=architecture: dumps(to_json(certify(architecture))))  # type: ignore[misc]
        checked = best(lambda text=text: check_text(text))  # type: ignore[misc]
        print(f"{name:38}{own:10.5f}{own / base:10.2f}{target:10}{checked:10.5f}{len(text):10}")
    print(f"baseline: one dense FLINT product, {base:.5f} s")


def growth() -> None:
    """Time over 2, 4, ..., 128 layers of k3x3, and the exponent of its growth in the size of the witness."""
    points = []
    print(f"\n{'layers of k3x3':38}{'certify':>10}{'witness bytes':>15}")
    for layers in (2, 4, 8, 16, 32, 64, 128):
        architecture = parse_architecture("k3x3 " * layers)
        own = best(lambda architecture=architecture: dumps(to_json(certify(architecture))))  # type: ignore[misc]
        size = len(json.dumps(to_json(certify(architecture))["evidence"]["witness"]))
        points.append((math.log(size), math.log(own)))
        print(f"{layers:<38}{own:10.5f}{size:15}")
    for label, chosen in (("2 to 32", points[:5]), ("2 to 128", points)):
        mean = [sum(column) / len(chosen) for column in zip(*chosen, strict=True)]
        slope = sum((x - mean[0]) * (y - mean[1]) for x, y in chosen) / sum((x - mean[0]) ** 2 for x, _ in chosen)
        print(f"exponent over {label} layers: {slope:.2f}")


def zoo() -> None:
    """The largest certificate of the zoo."""
    texts = {member.name: dumps(to_json(certify(parse_architecture(member.notation)))) for member in ZOO}
    name = max(texts, key=lambda name: len(texts[name]))
    checked = best(lambda: check_text(texts[name]))
    print(f"\nlargest of {len(ZOO)} zoo members: {name}, {len(texts[name])} bytes, checked in {checked:.4f} s")


def channels() -> None:
    """Each network of the zoo with channels: the answer and its check, 2 s wanted."""
    print(f"\n{'with channels':38}{'certify':>10}{'of it check':>12}{'bytes':>10}")
    for member in CORES:
        start = time.process_time()
        answer = symlcn.certify(member.notation)
        own = time.process_time() - start
        text = answer.render("json")
        start = time.process_time()
        check_text(text)
        print(f"{member.name:38}{own:10.4f}{time.process_time() - start:12.4f}{len(text):10}")


if __name__ == "__main__":
    whole_processes()
    in_process()
    growth()
    zoo()
    channels()
