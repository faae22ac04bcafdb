"""Frozen outputs: each command line of golden/commands.toml prints, byte for byte, what it printed when it was frozen.

After a change that is meant, ``python -m tests.golden.transcripts`` writes the transcripts anew.
"""

import re
from pathlib import Path

import pytest

from tests.golden.transcripts import CASES, HERE, first_difference, stored, transcript

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_the_program_prints_what_it_printed(name):
    expected, found = stored(name).read_text(encoding="utf-8"), transcript(name)
    assert found == expected, first_difference(expected, found)


def test_every_transcript_has_its_command():
    assert {str(path.relative_to(HERE).with_suffix("")) for path in HERE.glob("*/*.txt")} == set(CASES)


def test_every_command_of_the_readme_is_frozen():
    frozen = [f"symlcn {plain(line)}" for lines in CASES.values() for line in lines]
    blocks = re.findall(r"^\$ (.*)$", README, re.MULTILINE)
    shown = [part.split(" | ")[0] for block in blocks for part in block.split(" && ")]
    named = [part for part in re.findall(r"`(symlcn [^`]*)`", README) if not re.search(r"\b[A-Z]+\b|\|", part)]
    assert shown
    assert named
    for part in shown + named:
        assert any(line.startswith(plain(part)) for line in frozen), part


def plain(line):
    """A command line without quotes, which the README sets in other places, and line breaks."""
    return " ".join(re.sub("['\"]", "", line).split())
