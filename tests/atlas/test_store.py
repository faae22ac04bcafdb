"""The store: one writer, what a killed run leaves, stores that are none or of a newer version, full disks."""

import os
import sqlite3
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symlcn.atlas.examine import Depth, examine
from symlcn.atlas.networkfamily import box
from symlcn.atlas.piece import Piece, Shard
from symlcn.atlas.run import run
from symlcn.atlas.store import ranges_left, reading, writing
from symlcn.errors import ParseError, SymlcnError
from tests.atlas.hooks import rows

pytest.importorskip("pyarrow")

FAMILY = box(layers=2, size=(2, 3))
(PART,) = FAMILY.parts()


TOLD = Depth()


def keep(store, start, stop, depth=TOLD, part=PART):
    number = store.next_number()
    store.keep(store.begin("{}", depth, 1, 0), Piece(part, start, stop, depth, examine, number), Shard(b"x", 1, 0, 0.5))
    return number


def test_what_is_kept_is_found_by_the_next_one(tmp_path):
    with writing(tmp_path / "a" / "b") as store:
        assert store.next_number() == keep(store, 0, 4) == 1
        keep(store, 4, 6)
        keep(store, 7, 8)
    with reading(tmp_path / "a" / "b") as store:
        assert store.done(PART.key, Depth()) == [(0, 6), (7, 8)]
        assert [path.read_bytes() for path in store.shards()] == [b"x"] * 3
        assert [(own.made, own.undecided, own.outcome) for own in store.runs()] == [
            (4, 1, None),
            (2, 1, None),
            (1, 1, None),
        ]


def test_what_was_looked_at_more_closely_is_done(tmp_path):
    with writing(tmp_path) as store:
        keep(store, 0, 1, Depth("none", 0))
        keep(store, 2, 3, Depth("witness", 0))
        keep(store, 4, 5, Depth("none", 3, seed=1))
        keep(store, 6, 7, Depth("witness", 5, seed=1))
        for depth, expected in (
            (Depth(), [(0, 1), (2, 3), (4, 5), (6, 7)]),
            (Depth("witness"), [(2, 3), (6, 7)]),
            (Depth("none", 3, seed=1), [(4, 5), (6, 7)]),
            (Depth("witness", 4, seed=1), [(6, 7)]),
            (Depth("none", 3, seed=2), []),
        ):
            assert store.done(PART.key, depth) == expected
        assert store.done("another part", Depth()) == []
        store._work.execute("UPDATE pieces SET version = '0.0.1'")
        assert store.done(PART.key, Depth()) == []


@given(st.lists(st.integers(1, 5), max_size=12), st.sets(st.integers(0, 40)))
def test_ranges_are_left_that_hold_a_number_that_is_not_done(sizes, numbers):
    pieces, start = [], 0
    for size in sizes:
        pieces.append((start, start + size))
        start += size
    done = [(n, n) for n in sorted(numbers)]
    merged = []
    for n, _ in done:
        if merged and merged[-1][1] == n:
            merged[-1] = merged[-1][0], n + 1
        else:
            merged.append((n, n + 1))
    assert list(ranges_left(merged, pieces)) == [own for own in pieces if not set(range(*own)) <= numbers]


def test_one_run_writes_at_a_time_and_all_may_read(tmp_path):
    with writing(tmp_path) as store:
        keep(store, 0, 4)
        with pytest.raises(SymlcnError, match=r"another run writes to it; wait, or give another folder$"):
            run(FAMILY, tmp_path, workers=0)
        with reading(tmp_path) as reader:
            assert (reader.busy, len(reader.shards())) == (True, 1)
            keep(store, 4, 5)
            assert len(reader.shards()) == 2
    with reading(tmp_path) as reader:
        assert not reader.busy


def test_what_a_killed_run_left_is_removed_and_what_somebody_removed_is_done_again(tmp_path):
    run(FAMILY, tmp_path, workers=0, piece=3)
    before = rows(tmp_path)
    for name in ("000099.parquet", "000099.part"):
        (tmp_path / "shards" / name).write_bytes(b"half")
    (tmp_path / "shards" / "000001.parquet").unlink()
    again = run(FAMILY, tmp_path, workers=0, piece=3)
    assert again.made == 3
    assert rows(tmp_path) == before
    with reading(tmp_path) as store:
        assert sorted(os.listdir(tmp_path / "shards")) == [path.name for path in store.shards()]


def test_a_store_of_a_newer_version_or_none_is_told_in_one_line(tmp_path):
    with pytest.raises(ParseError, match=r"there is no atlas: it has no work\.sqlite; symlcn atlas run makes one$"):
        reading(tmp_path / "none").__enter__()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").touch()
    with pytest.raises(ParseError, match=r"it holds 'thesis\.tex' and no atlas; give an empty folder, or a new one$"):
        writing(tmp_path / "mine").__enter__()
    assert os.listdir(tmp_path / "mine") == ["thesis.tex"]
    with pytest.raises(SymlcnError, match=r"^store '.*': (File exists|Not a directory); what is done is kept"):
        writing(tmp_path / "mine" / "thesis.tex").__enter__()
    with writing(tmp_path / "new"):
        pass
    with sqlite3.connect(tmp_path / "new" / "work.sqlite") as work:
        work.execute("PRAGMA user_version = 2")
    work.close()
    for access in (reading, writing):
        with pytest.raises(ParseError, match=r"it has schema 2, and symlcn \S+ knows 1; use the symlcn that made it$"):
            access(tmp_path / "new").__enter__()
    (tmp_path / "new" / "work.sqlite").write_bytes(b"no database at all" * 100)
    for access in (reading, writing):
        with pytest.raises(SymlcnError, match=r"^store '.*new': file is not a database; what is done is kept"):
            access(tmp_path / "new").__enter__()


FULL = """
import resource, sys
from symlcn.atlas.networkfamily import box
from symlcn.atlas.run import run
from symlcn.errors import SymlcnError
if len(sys.argv) > 2:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    run(box(layers=3, size=(2, 5)), sys.argv[1], workers=0, piece=64)
except SymlcnError as error:
    print(error)
"""


@pytest.mark.parametrize("most", [9_000, 14_000, 40_000])
def test_files_that_may_not_grow_end_the_run_with_a_line_and_lose_nothing(tmp_path, most):
    """Shards, or the database, or its log."""
    pytest.importorskip("resource")
    told = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "atlas"), str(most)], capture_output=True, text=True, check=True
    )
    assert (told.stdout.count("\n"), told.stderr) == (1, "")
    assert "what is done is kept" in told.stdout
    goes_on_where_it_stopped(tmp_path)


def goes_on_where_it_stopped(folder):
    family = box(layers=3, size=(2, 5))
    ended = run(family, folder / "atlas", workers=0, piece=64)
    assert ended.done == ended.total
    run(family, folder / "whole", workers=0, piece=64)
    assert rows(folder / "atlas") == rows(folder / "whole")


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="a small disk is mounted by root on Linux")
def test_a_full_disk_ends_the_run_with_a_line_and_loses_nothing(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=120k", "tmpfs", disk], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        done = [sys.executable, "-c", FULL, str(disk / "atlas")]
        told = subprocess.run(done, capture_output=True, text=True, check=True)
        assert "what is done is kept" in told.stdout
        assert (told.stdout.count("\n"), told.stderr) == (1, "")
        with reading(disk / "atlas") as store:
            assert store.shards()
        subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
        goes_on_where_it_stopped(disk)
    finally:
        subprocess.run(["umount", disk], check=True)
