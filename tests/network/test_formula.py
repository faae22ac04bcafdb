"""Filters written as polynomials: what sympy reads, and messages that point at the mistake."""

import json
import os
import re

import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

import symlcn
from symlcn.errors import ParseError
from symlcn.network.formula import is_formula, read_formula

SIZE = (9, 9)


atoms = st.sampled_from(["x", "y", "x^2", "3", "1/2", "7*x*y/4", "0", "y^3"])
texts = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " - ", "-"]), inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]})*({pair[1]})"),
        st.tuples(inner, st.integers(0, 2)).map(lambda pair: f"({pair[0]})^{pair[1]}"),
        inner.map("(-({})/3)".format),
        inner.map("({})/(3*2^2)".format),
    ),
    max_leaves=4,
)


@given(texts)
def test_what_is_written_is_what_sympy_reads(text):
    wanted = sympy.Poly(sympy.sympify(text), sympy.symbols("x y"))
    assume(max(wanted.degree_list(), default=0) < 9)
    try:
        found = read_formula(text, SIZE)
    except ParseError as error:
        degree = re.fullmatch(r"filter: degree (\d+) in [xy], but .* at most degree 8", str(error))
        assume(degree is None)  # of a factor, before terms cancel
        raise
    assert found == tuple(tuple(wanted.coeff_monomial((i, j)) for j in range(SIZE[1])) for i in range(SIZE[0]))


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("x^3 - x", [0, -1, 0, 1]),
        ("−x^3 + 2·x", [0, 2, 0, -1]),
        ("(x - 1)(x + 1)x", [0, -1, 0, 1]),
        ("2x**3/4", [0, 0, 0, "1/2"]),
        ("x_1^2 + x_{1}", [0, 1, 1, 0]),
        ("x^9 - x^9 + 1", [1, 0, 0, 0]),
        ("7", [7, 0, 0, 0]),
        ("1/10^3 + x/(2*3)", ["1/1000", "1/6", 0, 0]),
        ("x^2/2x", [0, 0, 0, "1/2"]),
    ],
)
def test_forms_in_one_direction(text, entries):
    assert read_formula(text, (4,)) == tuple(sympy.Rational(entry) for entry in entries)


def test_entries_are_by_powers_of_x_then_y():
    assert read_formula("x^2*y + 5", (3, 2)) == ((5, 0), (0, 0), (0, 1))
    assert read_formula("x_4", (1, 1, 1, 2)) == ((((0, 1),),),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x^3 - 0.5x", "filter, column 8: floats are not exact; write a quotient such as 1/2"),
        ("x^3 + w", "column 7: 'w' is out of place"),
        ("x*y", "column 3: there is no variable y in 1 direction; write x"),
        ("x^", "column 3: an exponent is missing at the end"),
        ("x^-1", "column 3: an exponent is missing before '-'"),
        ("x +", "column 4: a number, a variable or ( is missing at the end"),
        ("(x", "column 3: ) is missing at the end"),
        ("x)", "column 2: +, -, * or / is missing before ')'"),
        ("x 3", "column 3: +, -, * or / is missing before '3'"),
        ("1/x", "column 3: a polynomial to divide by; divide by numbers"),
        ("x/", "column 3: a number, a variable or ( is missing at the end"),
        ("x/0", "column 3: division by 0"),
        ("x/(2 - 2)", "column 3: division by 0"),
        ("x^4", "filter: degree 4 in x, but a filter of size 4 has at most degree 3"),
        ("(x+1)^999999999", "degree 999999999 in x"),
        ("9^9999999 x", "column 1: too large a power"),
        ("(" * 60 + "x", "parentheses in each other"),
        ("x" + "1" * 2000, "more than 1000 digits"),
        ("٣x", "column 1: '\\u0663' is out of place"),
    ],
)
def test_mistakes_are_named_with_their_column(text, said):
    assert is_formula(text)
    with pytest.raises(ParseError) as error:
        read_formula(text, (4,))
    assert said in str(error.value)


def test_names_of_files_are_no_formulas():
    for name in ("x.json", "filter.txt", "./x", "/tmp/x", "~/x", "u", "1,2", "1,x", "max"):
        assert not is_formula(name)


def test_python_and_the_command_line_take_polynomials_and_files_first(run):
    answer = symlcn.fiber("k3 k2", "x^3 - x")
    assert answer.about["filter"] == ["0", "-1", "0", "1"]
    assert run("fiber", "k3 k2", "--filter", "x^3 - x", "--json") == run(
        "fiber", "k3 k2", "--filter", "0,-1,0,1", "--json"
    )
    words = ("metric", "k3s2 k2", "--balanced", "--json", "--filter")
    assert run(*words, "15x^4 + 10x^3 + 17x^2 + 8x + 4") == run(*words, "4,8,17,10,15")
    with open("x", "w", encoding="utf-8") as file:
        file.write("x^3 - 4x\n")
    code, out, _ = run("fiber", "k3 k2", "--filter", "x", "--json")
    assert (code, json.loads(out)["filter"]) == (10, ["0", "-4", "0", "1"])
    os.remove("x")
    code, _, err = run("fiber", "k3 k2", "--filter", "missing.json")
    assert (code, "a polynomial such as x^3 - x" in err) == (2, True)
