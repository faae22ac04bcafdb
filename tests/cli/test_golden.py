"""Frozen outputs: each command line of golden/commands.toml prints, byte for byte, what it printed when it was frozen.

After a change that is meant, ``python -m tests.golden.transcripts`` writes the transcripts anew.
"""

import pytest

from tests.golden.transcripts import CASES, HERE, first_difference, stored, transcript


@pytest.mark.parametrize("name", CASES)
def test_the_program_prints_what_it_printed(name):
    expected, found = stored(name).read_text(encoding="utf-8"), transcript(name)
    assert found == expected, first_difference(expected, found)


def test_every_transcript_has_its_command():
    assert {str(path.relative_to(HERE).with_suffix("")) for path in HERE.glob("*/*.txt")} == set(CASES)
