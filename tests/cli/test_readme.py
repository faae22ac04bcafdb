"""The README shows what the program prints: every console block is run and compared."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import symlcn

ROOT = Path(symlcn.__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ (.*?)\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize(("command", "shown"), BLOCKS, ids=[command for command, _ in BLOCKS])
def test_console_blocks_are_what_the_program_prints(tmp_path, command, shown):
    program = tmp_path / "bin" / "symlcn"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m symlcn_cli.main "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(program.parent), os.environ["PATH"]]),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "cli")]),
    }
    result = subprocess.run(
        command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert result.stderr == ""
    assert result.stdout == shown


def test_the_readme_begins_with_the_two_make_targets_and_shows_all_uses():
    assert README.index("make demo") < README.index("make test") < README.index("```")
    assert len(BLOCKS) >= 5
