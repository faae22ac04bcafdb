"""Engines with networks that hang, crash and exhaust the memory, and with workers that are killed."""

from dataclasses import replace
from itertools import pairwise
from multiprocessing import active_children
from time import sleep
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.atlas.engines import here, in_processes, settled
from symlcn.atlas.examine import Depth, examine, undecided
from symlcn.atlas.piece import Piece, examined
from symlcn.errors import LimitError, SymlcnError
from tests.atlas.hooks import FAMILY, TROUBLE, difficult, killed_once, troubled

parquet = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("pebble")

PART = FAMILY.parts()[0]


def piece(start=0, stop=PART.count, hook=examine, **limits):
    return Piece(PART, start, stop, Depth(), hook, **limits)


def rows(shard):
    from io import BytesIO

    return parquet.read_table(BytesIO(shard.data)).to_pylist()


def reasons(shard):
    return {row["architecture"]: row["reason"] for row in rows(shard) if row["status"] == "undecided"}


@settings(max_examples=15)
@given(st.sets(st.integers(0, PART.count - 1), max_size=5), st.sets(st.integers(0, PART.count), max_size=2))
def test_workers_may_die_anywhere_and_nothing_changes(deaths, early):
    """Each of the deaths happens once, at a network or before one."""
    whole = examined(piece(), NoMark())
    deaths, early = set(deaths), set(early)

    def call(own, mark):
        with mark.writing(None) as at:
            if own.start in early:
                early.discard(own.start)
                raise LimitError("killed")
            for number in sorted(deaths):
                if own.start <= number < own.stop:
                    at(number)
                    deaths.discard(number)
                    raise LimitError("killed")
        return examined(own, mark)

    with patch("symlcn.atlas.engines.examined_alone", lambda own: examined(own, NoMark())):
        assert settled(call, piece())._replace(seconds=0) == whole._replace(seconds=0)


def test_a_network_at_which_a_worker_died_has_a_second_chance_of_its_own():
    died = []

    def call(own, mark):
        with mark.writing(None) as at:
            if not died:
                at(3)
                died.append(own)
                raise LimitError("killed")
        return examined(own, mark)

    assert rows(settled(call, piece())) == rows(examined(piece(), NoMark()))


def test_workers_that_never_begin_are_told_in_one_line():
    def call(own, mark):
        raise LimitError("no working process could be started")

    with pytest.raises(SymlcnError, match=r"^workers die before they begin \(no working.*\); a script .*__main__"):
        settled(call, piece())


def test_another_version_of_symlcn_is_refused():
    with pytest.raises(SymlcnError, match=r"^a worker has symlcn \S+, and the run 0\.0\.7; install the same$"):
        settled(examined, replace(piece(), version="0.0.7"))


def test_how_many_rows_are_made_columns_at_a_time_changes_nothing(monkeypatch):
    whole = examined(piece(), NoMark())
    monkeypatch.setattr("symlcn.atlas.piece.BATCH", 7)
    assert examined(piece(), NoMark()).data == whole.data


def test_trouble_costs_the_network_alone():
    """In processes: as many reasons as there are troubles, and all other rows as if there were none."""
    own = piece(hook=troubled, time_limit=4, memory_limit=2**29)
    ((back, shard),) = in_processes([own], 1)
    found = reasons(shard)
    assert back == own
    assert shard.undecided == len(found)
    assert found == {
        "k2 k4": "the time limit of 4 s was reached",
        "k3 k3": "the working process died, at the memory limit of 536870912 bytes or by a crash of a library",
        "k4 k2": "the working process died, at the memory limit of 536870912 bytes or by a crash of a library",
        "k5 k2": "the memory limit of 536870912 bytes was reached",
        "k6 k6": "RuntimeError: nobody thought of it",
    }
    assert set(found) | {"k2 k2 k2"} == set(TROUBLE)
    networks = [str(network) for network in PART.networks(0, PART.count)]
    assert [row["architecture"] for row in rows(shard)] == networks
    expected = [row for row in rows(examined(piece(), NoMark())) if row["architecture"] not in found]
    assert [row for row in rows(shard) if row["architecture"] not in found] == expected


def test_here_a_network_that_crashes_would_end_the_run_and_others_are_undecided_with_the_same_words():
    part = FAMILY.parts()[1]
    ((_, shard),) = here([Piece(part, 0, 2, Depth(), difficult)])
    assert reasons(shard) == {"k2 k2 k2": "a guard foresees that this takes too long"}
    assert rows(shard)[0] == undecided(next(part.networks(0, 1)), reasons(shard)["k2 k2 k2"])._asdict()


def test_shards_are_the_same_here_and_in_two_processes():
    pieces = [piece(start, stop) for start, stop in pairwise(range(0, PART.count + 1, 5))]

    def data(found):
        return {own.start: shard.data for own, shard in found}

    assert data(here(pieces)) == data(in_processes(pieces, 2))


def test_a_worker_that_is_killed_at_its_work_costs_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("SYMLCN_TEST_KILLED", str(tmp_path / "killed"))
    pieces = [piece(start, start + 5, killed_once) for start in (0, 5, 10)]
    found = dict(in_processes(pieces, 1))
    assert (tmp_path / "killed").exists()
    assert [row for own in pieces for row in rows(found[own])] == rows(examined(piece(0, 15), NoMark()))


def test_a_generator_that_is_closed_ends_its_processes():
    shards = in_processes([piece(n, n + 1) for n in range(20)], 2)
    next(shards)
    assert active_children()
    shards.close()
    for _ in range(200):
        if not active_children():
            return
        sleep(0.1)
    raise AssertionError("a process is left")


class NoMark:
    """Of a worker that nobody looks after."""

    def writing(self, limit):
        from contextlib import nullcontext

        return nullcontext(lambda number: None)
