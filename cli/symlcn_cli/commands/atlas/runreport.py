"""Runs of an atlas in words.

Contents: :func:`run_text`, :func:`status_text`, :func:`status_json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from symlcn.algebra.exact import Json
from symlcn.atlas.atlas import Standing
from symlcn.atlas.run import Summary
from symlcn.atlas.store import Run
from symlcn.errors import counted
from symlcn_cli.commands.atlas.report import ALARM, family_words
from symlcn_cli.pages.interminal import section
from symlcn_cli.shared.waiting import span

__all__ = ["run_text", "status_json", "status_text"]

DEPTHS = {"none": "without evidence", "witness": "a certificate for each, checked"}


def run_text(folder: str, done: Summary, columns: int | None = None) -> str:
    """What a run did."""
    before = done.done - done.made
    networks = f"{done.done:,} of {done.total:,} are in {folder}: {done.made:,} examined now, {before:,} before."
    parts = [section("Networks", networks, columns=columns)]
    if done.undecided:
        words = f"{done.undecided:,} of those examined now; symlcn atlas status says why."
        parts.append(section("Undecided", words, columns=columns))
    if done.contradictions:
        words = (
            f"{counted(done.contradictions, 'network')} did not agree with the theory; symlcn atlas status shows which."
        )
        parts.append(section(ALARM, words, columns=columns))
    return "".join(parts)


def status_text(standing: Standing, columns: int | None = None) -> str:
    """How far an atlas is."""
    return "".join(section(label, words, columns=columns) for label, words in _entries(standing))


def _entries(standing: Standing) -> Iterator[tuple[str, str]]:
    if standing.contradicted:
        listed = "".join(f"\n  {each.architecture}: {each.found[:300]}" for each in standing.contradictions)
        words = f"{counted(standing.contradicted, 'network')} did not agree with the theory:"
        yield ALARM, f"{words}{listed}"
    files = counted(standing.shards, "file")
    yield "Store", f"{standing.folder}: {standing.rows:,} networks, each counted once, in {files}"
    for run in standing.runs:
        busy = standing.busy and run is standing.runs[-1]
        yield f"Run {run.number}", f"{_asked(run)}\n{_progress(run, busy)}"
    if standing.undecided:
        reasons = "".join(f"\n  {each.rows:,}: {each.words}, such as {each.architecture}" for each in standing.reasons)
        yield "Undecided", f"{standing.undecided:,}, by reasons, numbers in them aside:{reasons}"
    else:
        yield "Undecided", "none"
    if not standing.contradicted and any(run.probe for run in standing.runs):
        yield "Probes", "no network contradicted the theory"


def _asked(run: Run) -> str:
    probes = f", {counted(run.probe, 'probe')} each" if run.probe else ""
    return f"{family_words(json.loads(run.family))}; {DEPTHS[run.evidence]}{probes}; symlcn {run.version}"


def _progress(run: Run, busy: bool) -> str:
    """How far a run is or came, how fast, and how long it will take."""
    seconds = run.last - run.began
    rate = run.made / seconds if seconds > 0 and run.made else 0.0
    speed = f" in {span(seconds)} ({rate:,.0f}/s)" if rate else ""
    before = f", {run.done - run.made:,} were there" if run.done > run.made else ""
    made = f"{run.done:,} of {run.total:,} networks: {run.made:,} examined{speed}{before}"
    if busy:
        left = f", {span((run.total - run.done) / rate)} left" if rate else ""
        return f"running: {made}{left}"
    if run.outcome == "finished":
        return f"finished: {made}"
    return f"{run.outcome or 'killed'}: {made}; the same command goes on there"


def status_json(standing: Standing) -> Json:
    """The same as JSON; times are whole seconds since 1970."""
    return {
        "store": standing.folder,
        "busy": standing.busy,
        "rows": standing.rows,
        "undecided": standing.undecided,
        "reasons": [reason._asdict() for reason in standing.reasons],
        "contradicted": standing.contradicted,
        "contradictions": [each._asdict() for each in standing.contradictions],
        "runs": [_run_json(run) for run in standing.runs],
    }


def _run_json(run: Run) -> Json:
    ended = None if run.ended is None else int(run.ended)
    times = {"began": int(run.began), "last": int(run.last), "ended": ended}
    return {**run._asdict(), **times, "family": json.loads(run.family)}
