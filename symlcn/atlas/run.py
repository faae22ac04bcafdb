"""A run: the networks of a family that are not in a store yet are examined, and their rows are kept there.

Contents: :func:`run`, :class:`Summary`.
"""

from __future__ import annotations

import json
import os
from contextlib import closing, suppress
from functools import partial
from time import monotonic
from typing import NamedTuple

from symlcn.algebra.exact import integer
from symlcn.answer import limits
from symlcn.atlas.engines import Engine, here, in_processes, on_cluster
from symlcn.atlas.examine import Depth, examine
from symlcn.atlas.networkfamily import Family, Part, family_json
from symlcn.atlas.piece import Examine, Piece
from symlcn.atlas.store import Store, ranges_left, writing
from symlcn.errors import ParseError, SymlcnError, not_installed, shown
from symlcn.network.architecture import counting_number
from symlcn.progress import progress

__all__ = ["Summary", "run"]

SIZES = {"none": (2**13, 2**17), "witness": (2**10, 2**14), "probe": (2**4, 2**8)}
"""The least and the most networks of a piece: the least take about a second."""
PIECES = 1000
"""A part is divided into about so many pieces, within these bounds."""
MAX_WORKERS = 1024
WORDS = "examining networks"


class Summary(NamedTuple):
    """What a run did.

    Attributes
    ----------
    total, done, made : int
        Networks of the family; those of them that are in the store; those that this run examined.
    undecided, contradictions : int
        Of those that it examined.
    seconds : float
        How long it took.
    """

    total: int
    done: int
    made: int
    undecided: int
    contradictions: int
    seconds: float


def run(
    family: Family,
    store: str | os.PathLike[str],
    *,
    evidence: str = "none",
    probe: int = 0,
    seed: int = 0,
    workers: int | None = None,
    dask: str | None = None,
    time_limit: float | None = None,
    memory_limit: int | None = None,
    piece: int | None = None,
    examine: Examine = examine,
) -> Summary:
    """Examine the networks of a family, and keep their rows in a store.

    What is in the store already, from an earlier run that ended in whatever way or from one over other ranges, is not
    done again. Rows are the same wherever they are made. Workers start as new processes: a script that calls this needs
    ``if __name__ == "__main__":``.

    Parameters
    ----------
    family : Family
        From :func:`symlcn.atlas.box`, :func:`symlcn.atlas.listing` or :func:`symlcn.atlas.sample`.
    store : path
        A folder, which is made if it is not there.
    evidence, probe, seed
        How closely networks are looked at, see :class:`symlcn.atlas.examine.Depth`.
    workers : int, optional
        So many processes; by default one for each processor. With 0 the work is done in this one, without limits.
    dask : str, optional
        The address of the scheduler of a Dask cluster that does the work, ``"tcp://host:8786"``.
    time_limit : float, optional
        Seconds for one network, which is undecided beyond.
    memory_limit : int, optional
        Bytes for one network.
    piece : int, optional
        So many networks are examined before their rows are kept; by default more, the less is done with each.
    examine : callable
        What is done with one network; importable by name.

    Returns
    -------
    Summary

    Raises
    ------
    ParseError
        If an argument is wrong, or the folder holds something else.
    SymlcnError
        If another run is writing to the store, the disk is full, or workers do not start. What is done is kept.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from symlcn.atlas.networkfamily import box
    >>> family = box(layers=(2, 3), size=(2, 3))
    >>> with TemporaryDirectory() as folder:
    ...     print(run(family, folder, workers=0)[:3], run(family, folder, workers=0)[:3])
    (40, 40, 40) (40, 40, 0)
    """
    began = monotonic()
    _need_arrow()
    depth = Depth(evidence, probe, seed)
    limited = limits({"time_limit": time_limit, "memory_limit": memory_limit})
    engine = _engine(workers, dask, limited != (None, None))
    size = None if piece is None else counting_number("piece", piece, 10**6)
    parts = family.parts()
    with writing(store) as kept:
        plan = [(part, *_plan(kept, part, depth, size)) for part in parts]
        total, done = sum(part.count for part, _, _ in plan), sum(before for _, before, _ in plan)
        number = kept.begin(json.dumps(family_json(family)), depth, total, done)
        made = undecided = contradictions = 0

        left = ((part, *one) for part, _, ranges in plan for one in ranges)
        pieces = (Piece(*one, depth, examine, n, *limited) for n, one in enumerate(left, kept.next_number()))
        outcome = "interrupted"
        try:
            with closing(engine(pieces)) as shards:
                progress(WORDS, done, total)
                for own, shard in shards:
                    kept.keep(number, own, shard)
                    made += own.stop - own.start
                    undecided += shard.undecided
                    contradictions += shard.contradictions
                    progress(WORDS, done + made, total)
            outcome = "finished"
        except OSError as error:  # of marks: the store tells its own
            outcome = f"workers: {error.strerror or error}; what is done is kept; the next run goes on there"
            raise SymlcnError(outcome) from None
        except Exception as error:
            outcome = str(error)
            raise
        finally:
            with suppress(SymlcnError):  # the disk may be full
                kept.end(number, outcome)
    return Summary(total, done + made, made, undecided, contradictions, monotonic() - began)


def _need_arrow() -> None:
    """Say what is missing before anything is made."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise SymlcnError(f"atlas: {not_installed('pyarrow', 'atlas')}") from None


def _plan(store: Store, part: Part, depth: Depth, own: int | None) -> tuple[int, list[tuple[int, int]]]:
    """How many networks of a part are done, and the ranges that are left, which depend on nothing else."""
    least, most = SIZES["probe" if depth.probe else depth.evidence]
    size = own or max(least, min(most, -(-part.count // PIECES)))
    ranges = [(start, min(start + size, part.count)) for start in range(0, part.count, size)]
    left = list(ranges_left(store.done(part.key, depth), ranges))
    return part.count - sum(stop - start for start, stop in left), left


def _engine(workers: int | None, dask: str | None, limited: bool) -> Engine:
    if dask is not None:
        if workers is not None:
            raise ParseError("workers", "those of a Dask cluster are its own; leave it out")
        return partial(on_cluster, address=dask)
    if workers is None:
        workers = os.cpu_count() or 1
    number = None if isinstance(workers, bool) else integer(workers)
    if number is None or not 0 <= number <= MAX_WORKERS:
        raise ParseError("workers", f"{shown(workers, 40)} is not an integer from 0 to {MAX_WORKERS}")
    if number == 0 and limited:
        raise ParseError("workers", "limits need processes that can be killed; give at least 1")
    return partial(in_processes, workers=number) if number else here
