"""What is written for users, README and site, and the commands that it shows.

    python -m tests.support.guides

writes what the program prints anew into every console block. What is right is for the other
tests to say; read the diff.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
MADE = ("course", "made")
"""Folders of the site that are made when it is built."""
GUIDES = (ROOT / "README.md", *sorted(p for p in (ROOT / "docs").rglob("*.md") if p.parent.name not in MADE))
BLOCK = re.compile(r"(?<=```console\n\$ )(.*?)\n(.*?)(?=```)", re.DOTALL)


def blocks():
    """Each command with the page that shows it, and what it shows."""
    return [
        (path.relative_to(ROOT).as_posix(), command, shown)
        for path in GUIDES
        for command, shown in BLOCK.findall(path.read_text(encoding="utf-8"))
    ]


def commands():
    """The commands of symlcn that are shown in blocks, and those that are named in sentences."""
    shown = [part for _, line, _ in blocks() for part in re.split(r" \| | && |; ", line) if part.startswith("symlcn ")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in GUIDES)
    named = [part for part in re.findall(r"`(symlcn [^`]*)`", text) if not re.search(r"\b[A-Z]+\b|\||…", part)]
    return shown, named


def printed(command, folder):
    """What a command line prints on standard output and error, run by the shell in a folder."""
    program = Path(folder) / "bin" / "symlcn"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m symlcn_cli.main "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(program.parent), os.environ["PATH"]]),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "cli")]),
    }
    result = subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return result.stdout, result.stderr


def _anew(found):
    with tempfile.TemporaryDirectory() as folder:
        out, err = printed(found[1], folder)
    if err:
        sys.exit(f"{found[1]}\n{err}")
    return f"{found[1]}\n{out}"


if __name__ == "__main__":
    for page in GUIDES:
        page.write_text(BLOCK.sub(_anew, page.read_text(encoding="utf-8")), encoding="utf-8")
