"""Reports on a terminal: as wide as it is, labels in bold, the verdict in its colour; elsewhere as they always are."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

import pytest

from tests.cli.test_main import COMMAND, ENVIRONMENT

PLAIN = {name: value for name, value in ENVIRONMENT.items() if name not in ("COLUMNS", "NO_COLOR", "TERM")}


def on_terminal(words, columns, **environment):
    """What a command line writes to a terminal of a width."""
    own, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen([*COMMAND, *words], env={**PLAIN, **environment}, stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(own, 4096):
            shown += part
    except OSError:  # the other end is closed
        pass
    assert process.communicate()[1] == b""
    os.close(own)
    return shown.decode().replace("\r\n", "\n")


def without_colour(text):
    return re.sub(r"\x1b\[\d*m", "", text)


@pytest.mark.parametrize("limits", [[], ["--time-limit", "300"]])
def test_a_report_is_as_wide_as_the_terminal_and_says_the_same(limits):
    words = ["certify", "k2x2 k2x2", *limits]
    plain = subprocess.run([*COMMAND, *words], env=PLAIN, capture_output=True, text=True, check=False).stdout
    assert 86 < max(map(len, plain.splitlines())) <= 100
    for columns in (60, 90):
        shown = on_terminal(words, columns, TERM="xterm")
        assert "\x1b[1mArchitecture\x1b[0m  k2x2 k2x2" in shown
        assert shown.count("\x1b[31m\x1b[1mREFUTED\x1b[0m") == 1
        lines = without_colour(shown).splitlines()
        assert columns - 20 < max(map(len, lines)) <= columns
        assert " ".join(without_colour(shown).split()) == " ".join(plain.split())


def test_colour_and_width_are_what_the_environment_says():
    words = ["certify", "k3s2 k2"]
    for environment in ({"NO_COLOR": "1", "TERM": "xterm"}, {"TERM": "dumb"}):
        assert "\x1b" not in on_terminal(words, 80, **environment)
    assert "\x1b[32m\x1b[1mPROVED" in on_terminal(words, 80, TERM="xterm")
    assert max(map(len, on_terminal(words, 80, TERM="dumb", COLUMNS="50").splitlines())) <= 50
    assert "\x1b" not in on_terminal([*words, "--json"], 80, TERM="xterm")


@pytest.mark.parametrize("words", [["zoo", "lenet5"], ["proof", "show", "scalings"]])
def test_other_texts_fit_too(words):
    prose = [line for line in on_terminal(words, 70, TERM="dumb").splitlines() if not line.startswith("    ")]
    assert 50 < max(map(len, prose)) <= 70
