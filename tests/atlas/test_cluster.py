"""A Dask cluster of several processes on this machine, one of which is killed in the middle."""

import os
import signal
from itertools import pairwise

import pytest

from symlcn.atlas.engines import here, on_cluster
from symlcn.atlas.examine import Depth
from symlcn.atlas.piece import Piece
from symlcn.errors import SymlcnError
from tests.atlas.hooks import FAMILY, difficult

distributed = pytest.importorskip("distributed")
pytest.importorskip("pyarrow")

PART = FAMILY.parts()[1]


def test_shards_are_the_same_though_a_machine_is_lost():
    cuts = [0, 1, 250, PART.count]
    pieces = [Piece(PART, *ends, Depth(), difficult, n) for n, ends in enumerate(pairwise(cuts))]
    expected = {own.number: shard.data for own, shard in here(pieces)}
    quiet = {"silence_logs": 50, "dashboard_address": None}
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, **quiet) as cluster:
        shards = on_cluster(pieces, cluster.scheduler_address)
        own, shard = next(shards)
        found = {own.number: shard.data}
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        found |= {own.number: shard.data for own, shard in shards}
    assert found == expected


def test_a_scheduler_that_is_not_there_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr("symlcn.atlas.engines.REACHED", "1s")
    with pytest.raises(SymlcnError, match=r"^Dask scheduler tcp://127\.0\.0\.1:1: it is not reached") as told:
        list(on_cluster([], "tcp://127.0.0.1:1"))
    assert "\n" not in str(told.value)
