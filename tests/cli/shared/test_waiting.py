"""Progress: one line on standard error of a terminal, gone before anything else is written; never anywhere else."""

import io
import os
import pty
import re
import subprocess
import sys
import time

import pytest

from symlcn.progress import heard, progress
from symlcn_cli.shared import waiting as home
from symlcn_cli.shared.output import emit
from tests.cli.test_main import COMMAND, ENVIRONMENT

SLOW = ["counterexample", "k3 k2 k2", "--delta", "1,2", "--rational", "--height", "5"]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def set_up(monkeypatch):
    """Standard error on a terminal of 60 columns, without patience; no fixture, as pytest sets it after those."""
    found = Terminal()
    monkeypatch.setattr(home.sys, "stderr", found)
    monkeypatch.setattr(home, "PATIENCE", 0.01)
    monkeypatch.setattr(home, "INTERVAL", 0.01)
    monkeypatch.setenv("COLUMNS", "60")
    return found


def seen(terminal, words):
    """Wait until the terminal shows the words."""
    deadline = time.monotonic() + 60
    while re.search(words, terminal.getvalue()) is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_line_says_what_how_much_and_how_long_and_is_removed(monkeypatch, capsys):
    terminal = set_up(monkeypatch)
    with home.waiting(False):
        seen(terminal, r"symlcn: working \(\d+ s\)")
        progress("comparing points", 34, 2100)
        seen(terminal, "\r\x1b\\[Ksymlcn: comparing points: 34 of 2100 \\(\\d+ s\\)")
        progress("x" * 100)
        seen(terminal, f"\r\x1b\\[Ksymlcn: {'x' * 51}")
        assert "x" * 52 not in terminal.getvalue()
        emit("the report\n", None)
        assert terminal.getvalue().endswith("\r\x1b[K")
        assert capsys.readouterr().out == "the report\n"
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert heard() is None


def test_nothing_is_shown_to_the_quiet_nor_to_files_nor_before_its_time(monkeypatch):
    terminal = set_up(monkeypatch)
    with home.waiting(True):
        assert heard() is None
    monkeypatch.setattr(home, "PATIENCE", 60)
    with home.waiting(False):
        progress("comparing points")
    assert terminal.getvalue() == ""
    monkeypatch.setattr(home.sys, "stderr", io.StringIO())
    with home.waiting(False):
        assert heard() is None


@pytest.mark.parametrize("limits", [[], ["--time-limit", "300"]])
def test_on_a_terminal_and_nowhere_else(tmp_path, limits):
    """Also of a process that works within limits; its standard output is that without a terminal."""
    own, theirs = pty.openpty()
    words = [*COMMAND, *SLOW, "--json", *limits]
    script = (
        "import sys; from symlcn_cli.shared import waiting; waiting.PATIENCE = waiting.INTERVAL = 0.01; "
        f"sys.argv[1:] = {words[3:]!r}; from symlcn_cli.main import main; sys.exit(main())"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=theirs, text=True
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(own, 4096):
            shown += part
    except OSError:  # the other end is closed
        pass
    out, _ = process.communicate(timeout=60)
    os.close(own)
    assert re.search(rb"symlcn: (looking for|constructing) a rational pair[^:]*: \d+ of \d+ \(\d+ s\)", shown)
    assert shown.endswith(b"\r\x1b[K")
    plain = subprocess.run(words, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert (plain.stdout, plain.stderr) == (out, "")


def test_a_bar_tells_the_rate_and_the_time_left(monkeypatch, capsys):
    terminal = set_up(monkeypatch)
    monkeypatch.setenv("COLUMNS", "100")
    clock = iter([0.0, 0.0, *[10.0] * 10_000])
    monkeypatch.setattr(home, "monotonic", lambda: next(clock))
    with home.lasting(False):
        progress("examining networks", 1000, 5000)  # of which a thousand were there before
        progress("examining networks", 2000, 5000)
        seen(terminal, r"symlcn: examining networks \[#########               \] 2,000 of 5,000, 100/s, 30 s left")
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_without_a_terminal_there_are_plain_lines_now_and_then(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(home.sys, "stderr", stream)
    monkeypatch.setattr(home, "PLAIN_PATIENCE", 0.01)
    monkeypatch.setattr(home, "PLAIN_INTERVAL", 60.0)
    with home.lasting(False):
        progress("examining networks", 1, 4)
        seen(stream, r"\n")
    assert re.fullmatch(
        r"symlcn: (working \(0 s\)|examining networks \[######                  \] 1 of 4)\n", stream.getvalue()
    )
    with home.lasting(True):
        assert heard() is None
    monkeypatch.setattr(home, "PLAIN_PATIENCE", 60.0)
    with home.lasting(False):
        progress("examining networks", 1, 4)
    assert stream.getvalue().count("\n") == 1
