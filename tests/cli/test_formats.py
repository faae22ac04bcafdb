"""Formulas for other systems, read back by other means than wrote them: the same as those of ``to_sympy``."""

import contextlib
import io
import json
import re
import shlex
import subprocess
import sys

import pytest
import sympy

import symlcn
from symlcn.algebra.sympyvalues import number_in_sympy
from symlcn.errors import SymlcnError
from symlcn_cli.main import main

CASES = {
    "ntk k3s2 k2": lambda: symlcn.ntk("k3s2 k2"),
    "ntk k2x2 k1x2": lambda: symlcn.ntk("k2x2 k1x2"),
    "ntk k2x2x1 k1x1x2": lambda: symlcn.ntk("k2x2x1 k1x1x2"),
    "ntk k3 k12 --entry 0,1 --entry 13,13": lambda: symlcn.ntk("k3 k12", places=[(0, 1), (13, 13)]),
    "ntk k3s2 k2 --filters '[[1,2,3],[4,\"5/2\"]]'": lambda: symlcn.ntk("k3s2 k2", [(1, 2, 3), (4, "5/2")]),
    "ntk k2x2 k2x2 --filters '[[[2,1],[1,0]],[[3,1],[1,0]]]' --delta 21": lambda: symlcn.ntk(
        "k2x2 k2x2", [((2, 1), (1, 0)), ((3, 1), (1, 0))], [21]
    ),
    "equations k3s2 k2": lambda: symlcn.equations("k3s2 k2"),
    "equations k3s2 k2 --degree 4 --all": lambda: symlcn.equations("k3s2 k2", 4, every=True),
    "equations k2x1 k1x2 --degree 2": lambda: symlcn.equations("k2x1 k1x2", 2),
    "equations k3 k2": lambda: symlcn.equations("k3 k2"),
    "inverse k3s2 k2": lambda: symlcn.inverse("k3s2 k2"),
    "inverse k3 k2": lambda: symlcn.inverse("k3 k2"),
    "inverse k5x5s2 k3x3": lambda: symlcn.inverse("k5x5s2 k3x3"),
    "metric k3s2 k2": lambda: symlcn.metric("k3s2 k2"),
    "metric k3s2 k2 --filter 4,8,17,10,15 --delta 0": lambda: symlcn.metric("k3s2 k2", "4,8,17,10,15", [0]),
    "metric k2 k1 --filter 3,4 --delta 0": lambda: symlcn.metric("k2 k1", "3,4", [0]),
    "metric k3 k2 --filter=-2,0,0,1 --delta 3": lambda: symlcn.metric("k3 k2", "-2,0,0,1", [3]),
}


def run(words):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(shlex.split(words))
    return code, out.getvalue(), err.getvalue()


def from_sympy(text, _found):
    names = {}
    exec(text, names)
    return names


class SageRing:
    """What the printed programs ask of a ring of Sage."""

    def __init__(self, names):
        self.names = names

    def gens(self):
        return tuple(map(sympy.Symbol, self.names))

    def gen(self):
        return self.names


def from_sage(text, found):
    """The program is Python: it runs where the few functions of Sage that it calls are those of sympy."""
    own = {}

    def number_field(minpoly, name):
        (generator,) = found.formulas().generators
        assert (generator.name, sympy.Poly(minpoly).all_coeffs()) == (name, list(reversed(generator.number.minpoly)))
        return SageRing(root_of(found))

    names = {
        "QQ": sympy.Integer,
        "PolynomialRing": lambda _field, names: SageRing(names),
        "NumberField": number_field,
        "polygen": lambda _field, name: sympy.Symbol(name),
        "vector": lambda _ring, entries: sympy.Matrix(entries),
        "matrix": lambda _ring, rows: sympy.Matrix(rows),
    }
    exec(text, names, own)
    return own


def from_macaulay2(text, found):
    """By its syntax: braces, indexed variables, and a ring, which is only read for its variables."""
    ring = re.search(r"^R = (?:toField\()?QQ(?:\[(.*?)\](?:/\((.*)\)\))?)?$", text, re.MULTILINE)
    assert ring, text
    lines = [line for line in text.replace("--", "#").splitlines() if not line.startswith("R = ")]
    names = {"matrix": lambda _ring, rows: sympy.Matrix(rows), "R": None, "Rational": sympy.Rational}
    for name in re.findall(r"\w+_\([\d,]+\)|\w+", ring[1] or ""):
        names[python_name(name)] = sympy.Symbol(python_name(name)) if ring[2] is None else root_of(found)
    program = python_name("\n".join(lines)).translate(str.maketrans("{}", "[]")).replace("^", "**")
    own = {}
    exec(re.sub(r"\b(\d+)/(\d+)\b", r"Rational(\1, \2)", program), names, own)
    return own


READERS = {"sympy": from_sympy, "sage": from_sage, "macaulay2": from_macaulay2}


def python_name(text):
    return re.sub(r"_\(([\d,]+)\)", lambda found: "_" + found[1].replace(",", "_"), text)


def root_of(found):
    (generator,) = found.formulas().generators
    return number_in_sympy(generator.number)


def same(left, right):
    if isinstance(right, list) or isinstance(left, list):
        right = right.tolist() if hasattr(right, "tolist") else right
        return len(left) == len(right) and all(map(same, left, right))
    if hasattr(right, "shape"):
        return left.shape == right.shape and all(map(same, sympy.flatten(left.tolist()), sympy.flatten(right.tolist())))
    difference = sympy.expand(left - right)
    return difference == 0 or sympy.simplify(difference) == 0


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("words", CASES)
def test_what_is_printed_means_the_same(words, form):
    code, text, err = run(f"{words} --format {form}")
    assert (code, err) == (0, "")
    answer = CASES[words]()
    wanted = answer.to_sympy()
    found = READERS[form](text, answer.known)
    assert wanted, words
    for name, value in wanted.items():
        assert same(found[name if form != "macaulay2" else macaulay2_name(name)], value), name


def macaulay2_name(name):
    return name if all(part.isdigit() for part in name.split("_")[1:]) else name.replace("_", "")


@pytest.mark.parametrize("words", CASES)
def test_latex_is_that_of_the_answer(words):
    assert run(f"{words} --format latex") == (0, CASES[words]().latex() + "\n", "")


@pytest.mark.parametrize("words", ["ntk k3s2 k2", "equations k3s2 k2", "inverse k3s2 k2", "metric k3s2 k2"])
def test_json_is_one_object_by_either_option(words):
    code, text, err = run(f"{words} --format json")
    assert (code, text, err) == run(f"{words} --json")
    assert json.loads(text)["kind"] == words.split()[0]
    assert text.count("\n") == 1
    assert run(f"{words} --format text") == run(words)
    assert run(f"{words} --json --format json")[1] == text


@pytest.mark.parametrize("form", ["text", "latex", "sympy", "macaulay2", "sage"])
def test_two_forms_are_refused(form):
    code, text, err = run(f"ntk k3s2 k2 --json --format {form}")
    assert (code, text) == (2, "")
    assert f"--json and --format {form} are two forms of the output; give one of them" in err


@pytest.mark.parametrize("form", ["sympy", "macaulay2", "sage", "latex"])
def test_what_is_undecided_is_no_program(form):
    code, text, err = run(f"ntk k3x3 k3x3 k3x3 --format {form}")
    assert (code, text) == (30, "")
    assert err.startswith("symlcn: undecided: a symbolic NTK of 177147 products of terms, over 50000")


def test_formulas_that_are_not_there_are_a_comment():
    code, text, _ = run("metric k2x2 k3x2 --format sage")
    assert code == 30
    assert text.splitlines()[1].startswith("# undecided: the formulas for layers 1 and 2 are kernels")
    assert "=" not in text


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("ntk k3 k2 --delta 0", "--delta is about given filters; give --filters"),
        ("ntk k3 k2 --balanced", "--balanced is about given filters; give --filters"),
        ("ntk k3 k2 --from-float", "--from-float is about given filters; give --filters"),
        ("ntk k3 k2 --format maple", "'maple' is not one of"),
    ],
)
def test_what_does_not_go_together_is_told(words, problem):
    code, text, err = run(words)
    assert (code, text) == (2, "")
    assert problem in err


@pytest.mark.parametrize("form", ["text", "latex", "macaulay2", "sage"])
def test_sympy_is_imported_for_no_other_system(form):
    words = ["metric", "k3s2", "k2", "--filter", "4,8,17,10,15", "--delta", "0", "--format", form]
    code = f"import sys; from symlcn_cli.main import main; main({words}); sys.exit('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL).returncode == 0


def test_other_answers_have_no_such_form():
    with pytest.raises(SymlcnError, match="no form 'sage'; there are text, html, latex, markdown"):
        symlcn.certify("k3s2 k2").render("sage")
