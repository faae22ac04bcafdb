"""Answers as rows of a table."""

import csv
import io
from collections import Counter

import pytest

import symlcn
from symlcn.errors import ParseError

ANSWERS = {
    "independent": lambda: symlcn.certify("k3s2 k2"),
    "locus": lambda: symlcn.certify("k2x2 k2x2 k3x3 k3x3", ["1/2", 0, -3]),
    "limit": lambda: symlcn.certify("k3 k2", time_limit=0.001),
    "fiber": lambda: symlcn.fiber("k3 k2", [-2, 0, 0, 1], "balanced"),
    "none": lambda: symlcn.counterexample("k3s2 k2"),
    "pair": lambda: symlcn.counterexample("k3 k2", [1]),
    "dense": lambda: symlcn.dense("2 2 2", [[[1, 2], [2, 5]]]),
    "metric": lambda: symlcn.metric("k3s2 k2"),
    "table": lambda: symlcn.table1(drawn=0),
}


@pytest.fixture(scope="module")
def rows():
    return dict(zip(ANSWERS, symlcn.table(ask() for ask in ANSWERS.values()), strict=True))


def test_all_rows_have_the_same_flat_columns(rows):
    (columns,) = {tuple(row) for row in rows.values()}
    assert all(isinstance(value, str | int | bool | None) for row in rows.values() for value in row.values())
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows.values())
    again = list(csv.DictReader(io.StringIO(text.getvalue())))
    assert [row["architecture"] for row in again] == [row["architecture"] for row in rows.values()]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("independent", {"architecture": "k3s2 k2", "question": "certify", "delta": None, "status": "proved"}),
        ("independent", {"reason": None, "assumptions": 0, "layers": 2, "degree": 1, "birational": True}),
        ("independent", {"ntk": "independent", "delta_locus": "", "interchangeable": "", "dimension": 4, "ambient": 5}),
        ("locus", {"delta": "1/2,0,-3", "status": "refuted", "delta_locus": "δ_1 = 0, δ_3 = 0"}),
        ("locus", {"degree": 4, "interchangeable": "0,1; 2,3", "ntk": "independent-on-locus"}),
        ("limit", {"status": "undecided", "reason": "the time limit of 0.001 s was reached", "degree": None}),
        ("fiber", {"delta": "0", "rational": 0, "real": 1, "complex": 3, "smooth": True, "degree": None}),
        ("none", {"question": "counterexample", "status": "proved", "degree": 1}),
        ("pair", {"status": "refuted", "degree": None, "rational": None}),
        ("dense", {"architecture": "2 2 2", "layers": None, "delta": '[[["1", "2"], ["2", "5"]]]'}),
        ("metric", {"status": "proved", "question": "metric", "degree": None}),
        ("table", {"architecture": "1", "question": "table1", "delta": None}),
    ],
)
def test_a_row_says(rows, name, expected):
    assert {column: rows[name][column] for column in expected} == expected


def test_pandas_takes_the_table(rows):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(list(rows.values()))
    assert Counter(frame["status"]) == Counter(row["status"] for row in rows.values())
    assert frame[frame.ntk == "independent"].architecture.tolist() == ["k3s2 k2", "k3s2 k2"]


def test_answers_are_read_as_they_come():
    asked = []

    def stream():
        for one in symlcn.architectures(layers=2, size=(2, 3), stride=1, up_to="order"):
            asked.append(str(one))
            yield symlcn.certify(one)

    assert [row["architecture"] for row in symlcn.table(stream())] == asked == ["k2 k2", "k2 k3", "k3 k3"]
    assert symlcn.table([]) == []


def test_what_is_no_answer_is_named():
    with pytest.raises(ParseError, match=r"^answer 1: k3 k2 is no answer; give what symlcn\.certify returns"):
        symlcn.table([symlcn.certify("k2"), symlcn.Architecture("k3 k2")])
    with pytest.raises(ParseError, match=r"^answers: one answer is no table; give a list"):
        symlcn.table(symlcn.certify("k2"))
