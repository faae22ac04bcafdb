"""What tests have workers do with a network, and a run: ``python -m tests.atlas.hooks FOLDER WORKERS HOOK``."""

import os
import signal
import sys
from itertools import count, repeat
from pathlib import Path
from time import sleep

from symlcn.atlas.examine import examine
from symlcn.atlas.networkfamily import box
from symlcn.atlas.run import run
from symlcn.atlas.store import reading
from symlcn.errors import LimitError

FAMILY = box(layers=(2, 3), size=(2, 6))


def hang():
    """In compiled code, which notices nothing but its end."""
    sum(repeat(0))


def crash():
    os.kill(os.getpid(), signal.SIGSEGV)


def leave():
    os._exit(0)


def exhaust():
    """The memory."""
    return [bytearray(2**20) for _ in count()]


def fail():
    raise RuntimeError("nobody thought of it")


def give_up():
    raise LimitError("a guard foresees that this takes too long")


TROUBLE = {"k2 k4": hang, "k3 k3": crash, "k4 k2": leave, "k5 k2": exhaust, "k6 k6": fail, "k2 k2 k2": give_up}
DIFFICULT = {"k3 k3": crash, "k6 k6": fail, "k2 k2 k2": give_up}


def troubled(network, depth):
    """Some networks do what no network should do."""
    TROUBLE.get(str(network), int)()
    return examine(network, depth)


def difficult(network, depth):
    """The same, but for what takes long."""
    DIFFICULT.get(str(network), int)()
    return examine(network, depth)


def stuck(network, depth):
    """At one network, with nothing that would end it."""
    if str(network) == "k3 k3":
        hang()
    return examine(network, depth)


def slow(network, depth):
    sleep(0.003)
    return examine(network, depth)


def killed_once(network, depth):
    """As if somebody killed the worker while it was at that network."""
    flag = Path(os.environ["SYMLCN_TEST_KILLED"])
    if str(network) == "k3 k3" and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return examine(network, depth)


def rows(folder):
    """All rows of a store, sorted."""
    from pyarrow import parquet

    with reading(folder) as store:
        found = [tuple(row.values()) for path in store.shards() for row in parquet.read_table(path).to_pylist()]
    return sorted(found, key=str)


def shards(folder):
    """The files of a store by their names."""
    with reading(folder) as store:
        return {path.name: path.read_bytes() for path in store.shards()}


def children(process):
    """The processes that a process started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == process:
            found.append(int(path.parent.name))
    return found


if __name__ == "__main__":
    hook = {"slow": slow, "stuck": stuck}[sys.argv[3]]
    run(FAMILY, sys.argv[1], workers=int(sys.argv[2]), piece=8, examine=hook)
