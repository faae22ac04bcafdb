"""Completion: what bash makes of its script on a terminal, and what all shells are told."""

import os
import pty
import select
import shutil
import subprocess
import sys
import time

import pytest

from symlcn_cli.commands.completion.command import command
from symlcn_cli.commands.completion.shells import SHELLS, VARIABLE
from tests.cli.test_main import COMMAND, ENVIRONMENT

BASH = shutil.which("bash")


class Terminal:
    """Bash with the script, on a terminal, in a folder with some files."""

    def __init__(self, folder):
        program = folder / "symlcn"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m symlcn_cli.main "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        (folder / "network.json").touch()
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            path = f"{folder}{os.pathsep}{os.environ['PATH']}"
            environment = {**ENVIRONMENT, "PATH": path, "TERM": "dumb", "INPUTRC": os.devnull, "PS1": "> "}
            os.execve(BASH, ["bash", "--norc", "--noprofile", "-i"], environment)
        self.type('bind "set bell-style none"; eval "$(symlcn completion bash)"; echo re""ady\n', "ready")

    def type(self, keys, wanted):
        """Press keys until the terminal shows what is wanted; what it shows."""
        os.write(self.end, keys.encode())
        deadline, shown = time.monotonic() + 60, ""
        while wanted not in shown and time.monotonic() < deadline:
            if select.select([self.end], [], [], 0.1)[0]:
                shown += os.read(self.end, 4096).decode()
        os.write(self.end, b"\x15")  # the line is not run
        return shown

    def close(self):
        os.write(self.end, b"\x15exit\n")
        os.waitpid(self.pid, 0)
        os.close(self.end)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory):
    found = Terminal(tmp_path_factory.mktemp("completion"))
    yield found
    found.close()


@pytest.mark.skipif(BASH is None, reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("symlcn cert", "symlcn certify "),
        ("symlcn certify @sampl", "symlcn certify @samplecnn "),
        ("symlcn certify k3 --rel", "symlcn certify k3 --relu "),
        ("symlcn certify netw", "symlcn certify network.json "),
        ("symlcn check netw", "symlcn check network.json "),
        ("symlcn proof show scal", "symlcn proof show scalings "),
        ("symlcn zoo sampl", "symlcn zoo samplecnn "),
        ("symlcn fiber k3 --filter netw", "symlcn fiber k3 --filter network.json "),
    ],
)
def test_bash_completes(terminal, typed, completed):
    assert completed in terminal.type(f"{typed}\t", completed)


@pytest.mark.skipif(BASH is None, reason="needs bash")
def test_bash_lists_commands_and_networks(terminal):
    shown = terminal.type("symlcn \t\t", "zoo")
    assert "certify" in shown
    assert "counterexample" in shown
    assert "@alexnet" in terminal.type("symlcn certify @\t\t", "@alexnet")


ASKED = {
    "bash": {"COMP_LINE": "symlcn certify @wav"},
    "fish": {"COMP_WORDS": "symlcn certify", "COMP_CWORD": "@wav"},
    "zsh": {"COMP_WORDS": "symlcn certify @wav", "COMP_CWORD": "2"},
}


@pytest.mark.parametrize("shell", SHELLS)
def test_all_shells_are_told_the_same_networks(shell):
    environment = {**ENVIRONMENT, **ASKED[shell], VARIABLE: f"{shell}_complete"}
    result = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert "plain" in result.stdout
    assert "@wav2vec2" in result.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_scripts_ask_this_program(run, shell):
    code, out, err = run("completion", shell)
    assert (code, err) == (0, "")
    assert f"{VARIABLE}={shell}_complete" in out
    run("completion", shell, "-o", "script")
    with open("script", encoding="utf-8") as file:
        assert file.read() == out


def test_the_shells_are_those_of_the_command(run, monkeypatch):
    assert list(command.params[0].type.choices) == list(SHELLS)
    monkeypatch.setenv(VARIABLE, "nonsense")
    assert run()[::2] == (2, f"symlcn: {VARIABLE}: 'nonsense' is no instruction such as bash_complete\n")
