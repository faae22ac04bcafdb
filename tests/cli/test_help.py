"""Help: commands in groups with summaries that fit, examples that run, close names for what is misspelt."""

import re
import shlex

import click
import pytest

from symlcn_cli.app import COMMANDS, GROUPS, program
from symlcn_cli.shared.help import command_lines

CONTEXT = click.Context(program, info_name="symlcn")
INNER = {"proof": ["list"], "atlas": ["run"]}
"""Of groups of commands the one whose help is looked at."""
EXAMPLES = [line for name in COMMANDS for line in command_lines(program.get_command(CONTEXT, name))]


def test_the_commands_are_in_groups_with_summaries_of_one_line(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = run("--help")
    assert code == 0
    for heading, commands in GROUPS.items():
        assert f"\n{heading}:\n" in out
        for name, summary in commands.items():
            assert re.search(rf"^  {name} +{re.escape(summary)}$", out, re.MULTILINE), name
    assert "..." not in out.partition("Decide:")[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example(name):
    command = program.get_command(CONTEXT, name)
    parts = list(command.commands.values()) if isinstance(command, click.Group) else [command]
    assert all(any(f"symlcn {name}" in line for line in command_lines(part)) for part in parts)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_run(run, example):
    inner = re.fullmatch(r'eval "\$\((.*)\)"', example)
    for line in (inner[1] if inner else example).split(" && "):
        first, *words = shlex.split(line)
        code, _, err = run(*words)
        assert (first, err) == ("symlcn", "")
        assert code in (0, 10, 30)


@pytest.mark.parametrize("columns", [60, 80, 100, 200])
def test_help_fits_the_terminal_but_for_examples_which_stay_whole(run, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    for name in COMMANDS:
        words = [name, *INNER.get(name, ())]
        _, out, _ = run(*words, "--help")
        body, _, examples = out.partition("Examples:")
        assert max(map(len, body.splitlines())) <= min(columns, 100)
        assert all(line in examples for line in command_lines(program.get_command(CONTEXT, name)) if words == [name])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["certfy", "k3"], "did you mean certify?"),
        (["proof", "lst"], "did you mean list?"),
        (["proof", "show", "scaling"], "did you mean scalings?"),
        (["proof", "show", "qqq"], "symlcn proof list shows all"),
        (["zoo", "alexnt"], "did you mean alexnet"),
        (["certify", "@lenet"], "did you mean lenet5"),
        (["certify", "lenet5"], "did you mean @lenet5?"),
        (["certify", "k3", "AlexNet"], "did you mean @alexnet?"),
        (["fiber", "k3", "--filtr", "1"], "Did you mean"),
    ],
)
def test_misspelt_names_are_told_the_close_ones(run, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_headings_are_bold_on_a_terminal_unless_that_is_not_wanted(monkeypatch):
    command = program.get_command(CONTEXT, "certify")
    with command.make_context("certify", ["k3"], parent=CONTEXT) as context:
        assert "\x1b[1mExamples:\x1b[0m" in context.get_help()
        assert context.color is None
    monkeypatch.setenv("NO_COLOR", "1")
    with command.make_context("certify", ["k3"]) as context:
        assert context.color is False
