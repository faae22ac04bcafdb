"""Benchmark of the atlas: ratios to named baselines, measured in one run. Not a test; nothing is asserted.

Run from the root of the repository: ``make bench``, or ``python -m tests.bench.bench_atlas``.

In one process, the seconds are those of the processor. With workers they are those of the clock, and mean something on
a machine that does nothing else; what the workers took of their processors is beside them.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path

from symlcn.atlas.examine import Depth, examine
from symlcn.atlas.networkfamily import box
from symlcn.atlas.record import batch
from symlcn.atlas.run import run
from symlcn.network.classify import classify

SMALL = {"layers": 5, "size": (1, 5), "stride": (1, 2)}
MEDIUM = {"layers": 5, "size": (1, 6), "stride": (1, 2)}
LARGE = {"layers": (2, 6), "size": (1, 6), "stride": (1, 2)}


def one_process() -> None:
    """Networks in a second of a processor, and what keeping them adds."""
    (part,) = box(**SMALL).parts()
    number = part.count
    deque(part.networks(0, number), 0)  # what is computed once
    base = seconds(map(classify, part.networks(0, number))) / number
    print(f"{'networks that are enumerated, and then':44}{'per s':>10}{'/ classify':>12}{'target':>10}")
    line("classified: the baseline", base, base, "")
    line("nothing", seconds(part.networks(0, number)) / number, base, "")
    rows = seconds(examine(one, Depth()) for one in part.networks(0, number)) / number
    line("made rows, evidence none", rows, base, "20000/s")
    few = number // 20
    line("witness", seconds(examine(one, Depth("witness")) for one in part.networks(0, few)) / few, base, "1500/s")
    with tempfile.TemporaryDirectory() as folder:
        batch([])  # loads pyarrow
        start = time.process_time()
        made = run(box(**SMALL), folder, workers=0).made
        whole = (time.process_time() - start) / made
    line("rows in a store", whole, base, "")
    print(f"with a store {whole / rows:.3f} times without, target 1.25")


def line(name: str, own: float, base: float, target: str) -> None:
    """One line of the table."""
    print(f"{name:44}{1 / own:10.0f}{own / base:12.2f}{target:>10}")


def seconds(work: object) -> float:
    """Of the processor, to go through all of an iterator."""
    start = time.process_time()
    deque(work, 0)  # type: ignore[arg-type]
    return time.process_time() - start


def workers() -> None:
    """One process, Pebble with one worker and with two, by the clock; each in a process of its own."""
    print(f"\n{'a run with its store':44}{'seconds':>10}{'/ here':>12}{'networks s':>12}{'memory MB':>11}")
    found = {number: apart(MEDIUM, number) for number in (0, 1, 2)}
    for number, (clock, processor, memory) in found.items():
        name = f"{number} worker{'' if number == 1 else 's'}" if number else "here (the baseline)"
        print(f"{name:44}{clock:10.2f}{clock / found[0][0]:12.2f}{processor:12.2f}{memory:11.0f}")
    print(f"two workers are {found[1][0] / found[2][0]:.2f} times one, target 1.7; load {os.getloadavg()[0]:.1f}")


def million() -> None:
    """More than a million classifications with their store."""
    clock, processor, memory = apart(LARGE, 2)
    print(f"\n{sum(part.count for part in box(**LARGE).parts())} networks, two workers: {clock:.0f} s by the clock,")
    print(f"{processor:.0f} s of processors for the networks; {memory:.0f} MB at most in all; target 180 s, 500 MB")


def apart(ranges: dict[str, object], number: int) -> tuple[float, float, float]:
    """A run in a new process: its seconds, those of processors for the networks, the most bytes of all together."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen([sys.executable, "-m", __spec__.name, json.dumps(ranges), folder, str(number)])
        memory = 0
        while process.poll() is None:
            memory = max(memory, sum(map(resident, [process.pid, *children(process.pid)])))
            time.sleep(0.2)
        with sqlite3.connect(Path(folder) / "work.sqlite") as work:
            (processor,) = work.execute("SELECT SUM(seconds) FROM pieces").fetchone()
            (clock,) = work.execute("SELECT ended - began FROM runs").fetchone()
        work.close()
    return clock, processor, memory / 2**20


def children(process: int) -> list[int]:
    """The processes that a process started, on Linux."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(word) for task in tasks for word in task.read_text().split()]


def resident(process: int) -> int:
    """Bytes that only this process holds."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(one.split()[1]) * 2**10 for one in lines if one.startswith("Pss:"))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        own = {
            name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(sys.argv[1]).items()
        }
        run(box(**own), sys.argv[2], workers=int(sys.argv[3]))
    else:
        one_process()
        workers()
        million()
