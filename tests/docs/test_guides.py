"""README and site show what the program prints: every console block is run and compared."""

import re

import pytest

import symlcn
from docs.tools.zoo import zoo_table
from tests.golden.transcripts import CASES
from tests.support.guides import ROOT, blocks, commands, printed

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = blocks()


@pytest.mark.parametrize(("page", "command", "shown"), BLOCKS, ids=[f"{page}: {line}" for page, line, _ in BLOCKS])
def test_console_blocks_are_what_the_program_prints(tmp_path, page, command, shown):
    assert printed(command, tmp_path) == (shown, "")


def test_every_command_that_is_named_is_run_somewhere():
    shown, named = commands()
    run = [*map(plain, shown), *(f"symlcn {plain(line)}" for lines in CASES.values() for line in lines)]
    assert named
    assert [part for part in named if not any(line.startswith(plain(part)) for line in run)] == []


def plain(line):
    """A command line without quotes, which pages set in other places, and line breaks."""
    return " ".join(line.replace("'", "").replace('"', "").split())


def test_the_readme_is_short_and_begins_with_the_two_make_targets():
    assert len(README.splitlines()) < 150
    assert README.index("make demo") < README.index("make test") < README.index("```")


def test_the_links_of_the_readme_lead_to_files():
    links = [link for link in re.findall(r"\]\(([^)]*)\)", README) if "://" not in link]
    assert len(links) > 10
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_what_is_cited_is_this_version():
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {symlcn.__version__}\n" in cited
    for page in (README, (ROOT / "docs/howto/cite.md").read_text(encoding="utf-8")):
        assert f"version {symlcn.__version__}, 2026" in page


def test_the_readme_has_the_verdicts_of_the_zoo():
    assert zoo_table() in README
