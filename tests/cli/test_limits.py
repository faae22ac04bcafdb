"""Limits of time and memory: every command answers "undecided", in words or as one JSON object, whenever one is hit."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from symlcn import worker
from symlcn.errors import LimitError, ParseError, SymlcnError
from symlcn.progress import listening
from symlcn.worker import run_limited
from symlcn_cli.main import main

DATA = '{"A": [[2,1,0],[1,2,1],[0,1,2]], "target": [1,2,3]}'
COMMANDS = {
    "certify": ["certify", "k3 k2"],
    "certify --relu": ["certify", "k3s2 k2", "--relu"],
    "fiber": ["fiber", "k3 k2", "--filter", "0,-1,0,1"],
    "counterexample": ["counterexample", "k3 k2"],
    "ntk": ["ntk", "k3 k2", "--filters", "[[1,2,3],[1,2]]"],
    "metric": ["metric", "k3s2 k2"],
    "inverse": ["inverse", "k3s2 k2"],
    "strata": ["strata", "k3s3 k4s2 k2"],
    "equations": ["equations", "k3s2 k2"],
    "dense": ["dense", "2", "2", "2", "--balanced"],
    "flow": ["flow", "k2 k2", "--data", DATA, "--from", "[[1,2],[2,1]]", "--from", "[[2,1],[1,2]]", "--exact"],
    "flow --landscape": ["flow", "k2 k2", "--data", DATA, "--landscape"],
    "invariants": ["invariants", "k3 k2", "--filters", "[[1,2,3],[1,2]]"],
    "table1": ["table1"],
    "prove": ["prove", "k3s2 k2", "-o", "p.md"],
    "proof check": ["proof", "check", "slice"],
    "check": ["check", "c.json"],
}


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command line in this process, in a folder with a certificate: exit code, standard output and error."""
    monkeypatch.chdir(tmp_path)
    main(["certify", "k3s2 k2", "--certificate", "c.json", "-q"])
    capsys.readouterr()

    def call(*words):
        code = main(list(words))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("limit", [("--memory-limit", "20M"), ("--time-limit", "0.001")], ids=["memory", "time"])
def test_every_command_is_undecided_where_a_limit_is_hit(run, command, limit):
    code, out, err = run(*COMMANDS[command], *limit)
    said = " ".join((out + err).split())
    assert code == 30
    assert "undecided" in said.lower()
    assert f"the {limit[0][2:].replace('-', ' ')} of" in said
    assert "Traceback" not in said
    assert len(out + err) < 1500


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_prints_one_object_where_a_limit_is_hit(run, command):
    code, out, _ = run(*COMMANDS[command], "--time-limit", "0.001", "--json")
    found = json.loads(out)
    assert code == 30
    reason = found["checked"][0]["message"] if command == "check" else found["reason"]
    assert reason == "the time limit of 0.001 s was reached"
    assert (found["checked"][0]["verdict"] if command == "check" else found["status"]) == "undecided"


@pytest.mark.parametrize("limit", [1, 2**20, 30 * 2**20, 45 * 2**20])
def test_a_memory_limit_below_what_imports_take_is_a_limit(limit):
    with pytest.raises(LimitError, match="memory limit"):
        run_limited(_imports, (), 60, limit)


def test_a_process_that_dies_at_the_start_is_a_limit(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    with pytest.raises(LimitError, match="no working process could be started"):
        run_limited(divmod, (7, 2), None, None)


@pytest.mark.parametrize("limit", [None, 2**33])
@pytest.mark.parametrize("work", [os.abort, os._exit])
def test_a_process_that_dies_is_a_limit(work, limit):
    with pytest.raises(LimitError, match="the working process died"):
        run_limited(work, (0,) if work is os._exit else (), None, limit)


@pytest.fixture
def no_processes(monkeypatch):
    """A system such as a browser, where a process cannot be started."""

    def refuse(*_, **__):
        raise OSError("emscripten does not support processes, nor threads.")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.setattr(os, "fork", refuse)
    monkeypatch.setattr(worker, "Thread", refuse)
    monkeypatch.setattr(sys, "platform", "emscripten")


@pytest.mark.parametrize("limit", [("--memory-limit", "20M"), ("--time-limit", "5")], ids=["memory", "time"])
@pytest.mark.parametrize("command", ["certify", "check"])
def test_limits_are_refused_where_there_are_no_processes(run, no_processes, command, limit):
    line = "symlcn: limits need processes, which this system does not have; ask without them\n"
    with listening(lambda *_: None):
        assert run(*COMMANDS[command], *limit) == (2, "", line)
    with pytest.raises(SymlcnError, match="limits need processes") as raised:
        run_limited(divmod, (7, 2), 5, None)
    assert not isinstance(raised.value, LimitError)


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])
def test_certificates_are_checked_where_there_are_no_processes(run, no_processes, form):
    code, out, err = run("check", "c.json", *form)
    assert (code, err) == (0, "")
    assert "accepted" in out


def test_what_is_printed_in_the_worker_does_not_come_between():
    assert run_limited(print, ("words",), None, None) is None


def test_errors_of_the_work_itself_come_through_whatever_the_limit():
    for limit in (None, 2**33):
        with pytest.raises(ParseError, match="layer 1, 'q'"):
            run_limited(_wrong, (), None, limit)
        with pytest.raises(ZeroDivisionError):
            run_limited(divmod, (1, 0), None, limit)


def test_a_result_that_cannot_be_sent_is_an_error():
    with pytest.raises(RuntimeError, match="function"):
        run_limited(_unsendable, (), None, None)


def test_the_peak_is_known_in_bytes():
    assert 2**20 < worker.peak() < 2**50


def test_a_script_without_a_guard_can_use_limits(tmp_path):
    """The worker does not run the main program again."""
    script = tmp_path / "script.py"
    script.write_text("from symlcn.worker import run_limited\nprint(run_limited(divmod, (7, 2), 60, None))\n")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("(3, 1)\n", "")


def test_standard_input_is_checked_under_a_limit(run, monkeypatch):
    with open("c.json", "rb") as file:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read()), encoding="utf-8"))
    code, out, _ = run("check", "-", "--time-limit", "60")
    assert (code, out[:12]) == (0, "-: accepted:")


def _imports():
    import flint  # noqa: F401
    import networkx  # noqa: F401
    import sympy  # noqa: F401


def _wrong():
    raise ParseError("layer 1, 'q'", "a layer begins with k")


def _unsendable():
    return lambda: None
