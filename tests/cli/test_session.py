"""Command lines in a folder of their own, as in a browser."""

import json

import pytest

from symlcn_cli.session import say


def test_a_line_is_split_as_a_shell_does_and_its_certificate_is_a_file():
    said = say("symlcn fiber k3 k2 --filter '0, -1, 0, 1'", {}, "c.json")
    assert (said.code, said.meaning, said.errors) == (10, "refuted", "")
    assert "c.json   (accepted by the independent checker)" in said.output
    assert json.loads(said.files["c.json"])["kind"] == "fiber"


def test_the_name_that_the_line_has_for_the_certificate_counts():
    assert say("certify k3s2 k2 --certificate own.json", {}, "c.json").files.keys() == {"own.json"}


def test_files_are_found_and_only_new_ones_are_told():
    made = say("certify k3s2 k2", {}, "c.json").files
    said = say("check c.json d.json", made | {"d.json": b"[]"}, "c.json")
    assert (said.code, said.meaning, said.files) == (2, "not carried out", {})
    assert [line.split(": ")[1] for line in said.output.splitlines()] == ["accepted", "malformed"]


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("certify k3s2 k2", "proved"),
        ("certify k2x2 k2x2", "refuted"),
        ("zoo", "done"),
        ("ntk k2 k2 --filters [[1,2],[1,2]]", "done"),
        ("prove k3 k2 --format md", "refuted"),
        ("", "not carried out"),
        ("certify 'k3", "not carried out"),
        ("certify k0", "not carried out"),
        ("certify -", "not carried out"),
    ],
)
def test_exit_codes_have_words(line, meaning):
    assert say(line, {}, "c.json").meaning == meaning


def test_answers_have_pages_that_name_the_line():
    page = say("certify k3s2 k2", {}, "c.json").page("symlcn certify k3s2 k2")
    assert "<math" in page
    assert "symlcn certify k3s2 k2" in page
    assert say("zoo", {}, "c.json").page("symlcn zoo") is None


def test_a_listener_is_told_what_is_done():
    told = []
    say("counterexample k3 k2 --rational", {}, "c.json", lambda *words: told.append(words))
    assert any(words for words, _, _ in told)


def test_the_streams_and_the_folder_are_put_back(capsys):
    say("certify k3s2 k2", {}, "c.json")
    print("here")
    assert capsys.readouterr().out == "here\n"
