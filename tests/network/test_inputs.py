"""Reading numbers, files and architectures: what is right is read, everything else is named and refused."""

import json
import os
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symlcn.errors import ParseError
from symlcn.network.architecture import parse_architecture
from symlcn.network.inputs import read_architecture, read_delta, read_rational
from symlcn.network.readers.files import MAX_BYTES, load_json, read_bounded
from tests.support.strategies import architectures, rationals


@given(rationals)
def test_rationals_are_read_back(value):
    assert read_rational(str(value)) == value


@pytest.mark.parametrize(("text", "value"), [("4/6", Fraction(2, 3)), ("-0", Fraction(0)), (" 7 ", Fraction(7))])
def test_rationals_need_not_be_in_lowest_terms(text, value):
    assert read_rational(text) == value


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not an exact rational"),
        ("0.5", "write 1/2"),
        ("-2.25", "write -9/4"),
        (".5", "write 1/2"),
        ("1e5", "not an exact rational"),
        ("1e9999999", "not an exact rational"),
        ("nan", "not an exact rational"),
        ("inf", "not an exact rational"),
        ("1/0", "denominator 0"),
        ("1/-2", "not an exact rational"),
        ("1//2", "not an exact rational"),
        ("+1", "not an exact rational"),
        ("1_000", "not an exact rational"),
        ("٣", "not an exact rational"),
        ("½", "not an exact rational"),
        ("9" * 1001, "more than 1000 digits"),
    ],
)
def test_anything_but_an_exact_rational_is_refused(text, problem):
    with pytest.raises(ParseError) as error:
        read_rational(text, "delta, number 0")
    assert problem in str(error.value)
    assert str(error.value).startswith("delta, number 0: ")
    assert len(str(error.value)) < 200


@pytest.mark.parametrize("text", ["", "1", "1,2,3", "1,,2"])
def test_delta_of_the_wrong_length_says_how_many_are_needed(text):
    with pytest.raises(ParseError, match=r"delta"):
        read_delta(text, parse_architecture("k2 k2 k2"))


def test_delta_of_a_single_layer_is_empty():
    assert read_delta("", parse_architecture("k2")) == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"a": 1, "a": 1}', "stands twice"),
        ("[NaN]", "not an exact number"),
        ("[Infinity]", "not an exact number"),
        ("[1.5]", "not an exact number"),
        ("[1e999]", "not an exact number"),
        ("[" + "9" * 1001 + "]", "more than 1000 digits"),
        ("[" * 100_000, "nested too deeply"),
        ("{", "not JSON"),
        ("", "not JSON"),
    ],
)
def test_json_is_strict(text, problem):
    with pytest.raises(ParseError, match=problem):
        load_json(text, "input")


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


@given(architectures())
def test_architectures_are_read_from_words_and_from_one_string(architecture):
    assert read_architecture(str(architecture).split()) == architecture
    assert read_architecture([str(architecture)]) == architecture


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"notation": "k3s2 k2"}'),
        ("a.json", '"k3s2 k2"'),
        ("a.json", '{"layers": [{"size": [3], "stride": [2]}, {"size": [2], "dilation": [1]}]}'),
        (
            "a.json",
            '{"architecture": {"notation": "k3s2 k2", "layers": [{"size": [3], "stride": [2]}, {"size": [2]}]}}',
        ),
        ("a.json", '[{"size": [3], "stride": [2]}, {"size": [2]}]'),
        ("a.toml", 'notation = "k3s2 k2"'),
        ("a.toml", "[[layers]]\nsize = [3]\nstride = [2]\n[[layers]]\nsize = [2]\n"),
        ("a.toml", 'architecture = "k3s2 k2"'),
        ("a.json", '{"layers": [{"size": 3, "stride": 2}, {"size": 2, "dilation": 1}]}'),
        ("a.toml", "[[layers]]\nsize = 3\nstride = 2\n[[layers]]\nsize = 2\n"),
        ("a.txt", "k3s2\nk2\n"),
        ("a.json", '\ufeff{"notation": "k3s2 k2"}'),
    ],
)
def test_architectures_are_read_from_files(tmp_path, name, text):
    assert read_architecture([write(tmp_path, name, text)]) == parse_architecture("k3s2 k2")


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.json", "{}", "no architecture"),
        ("a.json", '{"layers": 3}', "no architecture"),
        ("a.json", '{"layers": []}', "no layer"),
        ("a.json", '{"layers": [3]}', "a layer is"),
        ("a.json", '{"layers": [{"stride": [2]}]}', "a layer is"),
        ("a.json", '{"layers": [{"size": [3], "padding": [2]}]}', "a layer is"),
        ("a.json", '{"layers": [{"size": []}]}', "nor a list of integers"),
        ("a.json", '{"layers": [{"size": 3.5}]}', "not an exact number"),
        ("a.json", '{"layers": [{"size": [0]}]}', "layer 1, size: 0 is not between 1"),
        ("a.json", '{"layers": [{"size": [3], "stride": [true]}]}', "stride: neither an integer"),
        ("a.json", '{"layers": [{"size": [3], "stride": [2, 2]}]}', "stride: 2 numbers where the size has 1"),
        ("a.json", '{"layers": [{"size": ["3"]}]}', "size: neither an integer"),
        ("a.json", '{"layers": [{"size": [1' + "0" * 30 + "]}]}", "a number that large"),
        ("a.json", '{"notation": "k3", "layers": [{"size": [2]}]}', "disagree"),
        ("a.json", '{"notation": 3}', "not a string"),
        ("a.json", '{"notation": "k3q"}', "layer 1, 'k3q'"),
        ("a.toml", "size = [3", "not TOML"),
        ("a.toml", "notation = 'k3'\nnotation = 'k3'", "not TOML"),
        ("a.toml", "[[layers]]\nsize = [3.0]", "not an integer"),
        ("a.toml", "[[layers]]\nsize = [inf]", "not an integer"),
        ("a.toml", "layers = " + "[" * 50_000, "TOML|nested too deeply"),
        ("a.toml", "a." * 20_000 + "b = 1", "more than 64 dots"),
        ("a.toml", "#" * 70_000, "more than 65536 characters"),
        ("a.json", "null", "no architecture"),
        ("a.json", "k3 k2", "not JSON"),
    ],
)
def test_bad_files_are_named_with_the_place(tmp_path, name, text, problem):
    with pytest.raises(ParseError, match=problem) as error:
        read_architecture([write(tmp_path, name, text)])
    assert len(str(error.value)) < 400


def test_files_that_cannot_be_read_are_named(tmp_path):
    big = tmp_path / "big.json"
    with big.open("wb") as file:
        file.truncate(2 * 2**30)
    (tmp_path / "latin.json").write_bytes(b'"k3\xff"')
    os.mkfifo(tmp_path / "pipe.json")
    for name, problem in [
        ("big.json", f"larger than {MAX_BYTES} bytes"),
        ("missing.json", "No such file"),
        ("latin.json", "not UTF-8"),
        ("pipe.json", "not a regular file"),
        (".", "not a regular file"),
        ("nul\0.json", "cannot be read"),
    ]:
        with pytest.raises(ParseError, match=problem):
            read_bounded(str(tmp_path / name))


@pytest.mark.parametrize("name", ["@nothing", "@", "@WAV2VEC2"])
def test_unknown_zoo_names_are_refused(name):
    with pytest.raises(ParseError):
        read_architecture([name])


def test_a_certificate_file_is_an_architecture_file(tmp_path):
    from symlcn.certificates.envelope import dumps
    from symlcn.generic.certify import certify
    from symlcn.generic.document import to_json

    architecture = parse_architecture("k3x3s2 k3x3")
    path = write(tmp_path, "c.json", dumps(to_json(certify(architecture))))
    assert read_architecture([path]) == architecture
    assert json.loads(dumps(to_json(certify(architecture))))["architecture"]["notation"] == "k3x3s2 k3x3"


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_one_line(text):
    assert "\n" not in refusal(text)


def refusal(text):
    """The message with which a notation is refused; empty if it is read, and then printing it reads the same."""
    try:
        architecture = parse_architecture(text)
    except ParseError as error:
        return str(error)
    return "" if parse_architecture(str(architecture)) == architecture else "\n"
