"""Runs that are killed, interrupted and taken up again, over the same and over other ranges."""

import json
import os
import random
import signal
import subprocess
import sys
from time import monotonic, sleep

import pytest

from symlcn.atlas.networkfamily import box, family_from, listing
from symlcn.atlas.run import run
from symlcn.atlas.store import reading
from symlcn.errors import ParseError, SymlcnError
from symlcn.progress import listening
from tests.atlas.hooks import FAMILY, children, difficult, rows, shards
from tests.support.sources import ROOT

pytest.importorskip("pyarrow")
pytest.importorskip("pebble")

TOTAL = 550


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A run that nobody disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    assert run(FAMILY, folder, workers=0, piece=8)[:5] == (TOTAL, TOTAL, TOTAL, 0, 0)
    return folder


def started(folder, workers, hook="slow"):
    """A run in a process of its own, in which each network takes its time."""
    command = [sys.executable, "-m", "tests.atlas.hooks", str(folder), str(workers), hook]
    path = os.pathsep.join([str(ROOT), *sys.path])
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def when(condition):
    """Wait for something that comes within a minute."""
    since = monotonic()
    while not condition():
        assert monotonic() - since < 60
        sleep(0.01)


def kept(folder):
    return len(os.listdir(folder / "shards")) if (folder / "shards").exists() else 0


def done(folder):
    with reading(folder) as store:
        return store.runs()[-1].done


def kill_in_the_middle(folder, workers, chance):
    """Start a run, kill it after a while, and wait until its processes are gone."""
    enough = kept(folder) + chance.randrange(1, 15)
    with started(folder, workers) as process:
        when(lambda: kept(folder) >= enough or process.poll() is not None)
        sleep(chance.random() / 20)
        own = children(process.pid)
        process.kill()
    when(lambda: not any(os.path.exists(f"/proc/{one}") for one in own))


@pytest.mark.parametrize("workers", [0, 2])
def test_a_run_that_is_killed_again_and_again_ends_as_if_it_had_not_been(tmp_path, whole, workers):
    chance, folder, before = random.Random(workers), tmp_path / "atlas", {}
    for _ in range(4 if workers == 0 else 2):
        kill_in_the_middle(folder, workers, chance)
        now = shards(folder)
        assert before.items() <= now.items()
        before = now
    finished = done(folder)
    assert 0 < finished < TOTAL
    ended = run(FAMILY, folder, workers=0, piece=8)
    assert (ended.done, ended.made) == (TOTAL, TOTAL - finished)
    assert before.items() <= shards(folder).items()
    assert rows(folder) == rows(whole)


def test_undisturbed_runs_make_the_same_files(tmp_path, whole):
    assert run(FAMILY, tmp_path, workers=2, piece=8).made == TOTAL
    assert shards(tmp_path) == shards(whole)


def test_an_interrupted_run_keeps_what_is_done(tmp_path, whole):
    process = started(tmp_path / "atlas", 1)
    with process:
        when(lambda: kept(tmp_path / "atlas") > 3)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGINT
    assert told.endswith(b"KeyboardInterrupt\n")
    with reading(tmp_path / "atlas") as store:
        (own,) = store.runs()
        assert (own.outcome, own.ended >= own.last >= own.began) == ("interrupted", True)
        assert 0 < own.done < TOTAL
        assert own.done == sum(1 for _ in rows(tmp_path / "atlas"))
    assert {*rows(tmp_path / "atlas")} <= {*rows(whole)}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere such a process is left")
def test_a_process_that_hangs_ends_with_the_run_that_is_killed(tmp_path):
    with started(tmp_path / "atlas", 1, "stuck") as process:
        when(lambda: kept(tmp_path / "atlas") == 1)
        own = children(process.pid)
        sleep(0.5)
        process.kill()
    when(lambda: not any(os.path.exists(f"/proc/{one}") for one in own))


def test_a_run_over_other_ranges_repeats_nothing(tmp_path):
    shallow, deep = box(layers=2, size=(2, 4)), box(layers=(1, 3), size=(2, 4))
    counts = [part.count for part in deep.parts()]
    assert run(shallow, tmp_path, workers=0).made == counts[1]
    ended = run(deep, tmp_path, workers=0)
    assert (ended.total, ended.done, ended.made) == (sum(counts), sum(counts), counts[0] + counts[2])
    assert run(shallow, tmp_path, workers=0)[:3] == (counts[1], counts[1], 0)
    assert len(rows(tmp_path)) == sum(counts)
    with reading(tmp_path) as store:
        assert [(own.total, own.done, own.made, own.outcome) for own in store.runs()] == [
            (counts[1], counts[1], counts[1], "finished"),
            (sum(counts), sum(counts), counts[0] + counts[2], "finished"),
            (counts[1], counts[1], 0, "finished"),
        ]
        assert [family_from(json.loads(own.family)) for own in store.runs()] == [shallow, deep, shallow]


def test_evidence_is_not_made_twice_nor_left_out(tmp_path):
    family = listing(["k3 k2", "k3s2 k2", "c2 k2c3 k2"])
    assert run(family, tmp_path, workers=0).made == 3
    assert run(family, tmp_path, workers=0, evidence="witness").made == 3
    assert run(family, tmp_path, workers=0).made == 0
    found = [(row[0], row[22], row[23] is None) for row in rows(tmp_path)]
    assert {row for row in found if row[1] == "none"} == {(row[0], "none", True) for row in found}
    assert ("k3s2 k2", "checked", False) in found


def test_progress_and_what_is_undecided_are_told(tmp_path):
    told = []
    with listening(lambda *words: told.append(words)):
        ended = run(FAMILY, tmp_path, workers=0, piece=300, examine=difficult_alone)
    assert told == [("examining networks", n, TOTAL) for n in (0, 50, 350, TOTAL)]
    assert (ended.undecided, ended.contradictions) == (2, 0)
    assert {row[0]: row[10] for row in rows(tmp_path) if row[9] == "undecided"} == {
        "k6 k6": "RuntimeError: nobody thought of it",
        "k2 k2 k2": "a guard foresees that this takes too long",
    }


def difficult_alone(network, depth):
    """Without what would end this process."""
    from symlcn.atlas.examine import examine

    return examine(network, depth) if str(network) == "k3 k3" else difficult(network, depth)


def test_what_workers_cannot_write_is_told_in_one_line(tmp_path, monkeypatch):
    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("symlcn.atlas.mark.NamedTemporaryFile", full)
    with pytest.raises(SymlcnError, match=r"^workers: No space left on device; what is done is kept"):
        run(FAMILY, tmp_path, workers=0)
    with reading(tmp_path) as store:
        assert store.runs()[0].outcome.startswith("workers: No space left")


def test_a_broken_family_ends_the_run_with_what_is_wrong(tmp_path):
    class Broken:
        def parts(self):
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match=r"^no$"):
        run(Broken(), tmp_path / "atlas", workers=0)
    assert not (tmp_path / "atlas").exists()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"workers": -1}, r"^workers: -1 is not an integer from 0 to 1024$"),
        ({"workers": True}, r"^workers: True is not an integer from 0 to 1024$"),
        ({"workers": 0, "time_limit": 1}, r"^workers: limits need processes that can be killed; give at least 1$"),
        ({"workers": 1, "dask": "tcp://x:1"}, r"^workers: those of a Dask cluster are its own; leave it out$"),
        ({"time_limit": 0}, r"^time_limit: 0 is not a positive number of seconds"),
        ({"memory_limit": 0}, r"^memory_limit: 0 is not a positive number of bytes"),
        ({"piece": 0}, r"^piece: 0 is not an integer from 1 to 10\^6$"),
        ({"evidence": "all"}, r"^evidence: 'all' is none of"),
    ],
)
def test_wrong_arguments_are_told_before_anything_is_made(tmp_path, options, problem):
    with pytest.raises(ParseError, match=problem):
        run(FAMILY, tmp_path / "atlas", **options)
    assert not (tmp_path / "atlas").exists()


@pytest.mark.parametrize(("module", "options"), [("pebble", {"workers": 1}), ("distributed", {"dask": "tcp://x:1"})])
def test_what_is_not_installed_is_told_in_one_line(tmp_path, monkeypatch, module, options):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(SymlcnError, match=rf"it needs {module}, which is not installed: pip install 'symlcn\[\w+\]'"):
        run(FAMILY, tmp_path / "atlas", **options)
