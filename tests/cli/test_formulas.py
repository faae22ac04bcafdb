"""Formulas of answers and objects: LaTeX that compiles, MathML that is complete, and the numbers that are in them."""

import re
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import symlcn
from symlcn.algebra import typeset
from symlcn.algebra.complexroots import complex_roots
from symlcn.algebra.polynomials import Polynomial
from symlcn.algebra.realnumbers import evaluate
from symlcn.errors import LimitError
from tests.support.pages import checked_page
from tests.support.strategies import architectures, rationals

TWO = symlcn.Architecture("k3 k2")
ROOTS = {"real": (-2, 0, 0, 1), "imaginary": (1, 0, 1), "near": (1, 10**6, 10**12 + 1), "many": (-1, -1, 0, 0, 0, 1)}


@cache
def some_ntk():
    return symlcn.ntk("k3s2 k2", [(1, 2, 3), (4, 5)], [0])


OBJECTS = {
    "one direction": lambda: symlcn.Architecture("k3s2 k2"),
    "two directions": lambda: symlcn.Architecture("k3x3s2 k3x3"),
    "four directions": lambda: symlcn.Architecture("k2x2x2x2s3 k1x1x1x1"),
    "polynomial": lambda: Polynomial(2, {(2, 0): 1, (1, 3): -2, (0, 1): Fraction(-1, 2)}),
    "zero": lambda: Polynomial(1, {}),
    **{
        f"{name} root {n}": lambda number=root.number: number
        for name, p in ROOTS.items()
        for n, root in enumerate(complex_roots(p))
    },
    "t": lambda: some_ntk().scaling.t,
    "scaling": lambda: some_ntk().scaling,
    "rational scaling": lambda: symlcn.ntk(TWO, [(-1, 0, 1), (0, 1)]).scaling,
    "ntk": lambda: some_ntk().kernel,
    "wide ntk": lambda: symlcn.ntk("k2 k10", [(1, 2), [*range(1, 11)]]).kernel,
    "generic ntk": lambda: symlcn.ntk("k3s2 k2"),
    "generic ntk, some entries": lambda: symlcn.ntk("k2x2 k1x2", places=[(0, 0), (0, 1)]),
    "independent": lambda: symlcn.certify("k3s2 k2"),
    "locus": lambda: symlcn.certify("k2x2 k2x2"),
    "locus, on it": lambda: symlcn.certify("k2x2 k2x2 k3x3 k3x3", [0, 1, 0]),
    "off the locus": lambda: symlcn.certify("k2x2 k2x2", [21]),
    "dependent": lambda: symlcn.certify(TWO),
    "dependent at δ": lambda: symlcn.certify(TWO, ["5/3"]),
    "channels": lambda: symlcn.certify("c3 k3x3s2c6 k3x3c4 k3x3c4"),
    "channels, many orbits": lambda: symlcn.certify("c2 k2c2 k2c2", "balanced"),
    "channels, infinitely many orbits": lambda: symlcn.certify("k2c2 k2"),
    "channels, not concise": lambda: symlcn.certify("c3 k1x1c64 k3x3c5 k1x1c5 k1x1c5 k1x1c5 k1x1c5", "balanced"),
    "hidden channels 1": lambda: symlcn.certify("k2 k2 k2c2", "0,3"),
    "a layer with channels": lambda: symlcn.certify("c3 k5c2"),
    "nothing known": lambda: symlcn.certify(TWO, time_limit=0.001),
    "pair": lambda: symlcn.counterexample("k2x2 k2x2", [21]),
    "rational pair": lambda: symlcn.counterexample("k2x2x1 k2x2x1", [21], rational=True),
    "pair for every δ": lambda: symlcn.counterexample(TWO, all_delta=True),
    "no pair": lambda: symlcn.counterexample("k3s2 k2"),
    "fiber": lambda: symlcn.fiber(TWO, [0, -1, 0, 1]),
    "scaled fiber": lambda: symlcn.fiber(TWO, [0, -1, 0, 1], [0]),
    "irrational fiber": lambda: symlcn.fiber(TWO, [-2, 0, 0, 1], [0], "C"),
    "point": lambda: symlcn.fiber(TWO, [0, -1, 0, 1], [0]).points[0],
    "irrational point": lambda: symlcn.fiber(TWO, [-2, 0, 0, 1], [0]).points[0],
    "parameters of a pair": lambda: symlcn.counterexample(TWO, [1]).pair.points[1],
    "irrational fiber in two directions": lambda: symlcn.fiber("k2x2 k1x2", [[-2, 0, 1], [0, 0, 0]], None, "C"),
    "empty fiber": lambda: symlcn.fiber("k2x2 k2x2", [[1, 0, 0], [0, 0, 0], [0, 0, 5]]),
    "entries": lambda: symlcn.ntk("k3s2 k2", [(1, 2, 3), (4, 5)], [0], places=[(0, 0), (1, 2)]),
    "metric": lambda: symlcn.metric("k3s2 k2", "4,8,17,10,15", [0]),
    "metric as formulas": lambda: symlcn.metric("k3s2 k2"),
    "no metric": lambda: symlcn.metric("k3s2 k2", [0, 0, 1, 0, 0], "balanced"),
    "metric of a sheet": lambda: symlcn.metric(TWO, "-2,0,0,1", "3"),
    "charts": lambda: symlcn.inverse("k3s2 k2"),
    "covers": lambda: symlcn.inverse("k3s2 k2", every=True),
    "charts with given ones": lambda: symlcn.inverse("k3s3 k3s2 k2"),
    "kernels": lambda: symlcn.inverse("k2x2 k3x2"),
    "equations": lambda: symlcn.equations("k3s2 k2"),
    "no equations": lambda: symlcn.equations("k2 k2"),
    "strata": lambda: symlcn.strata("k3s2 k2"),
    "exchanges": lambda: symlcn.strata("k2x2 k3x2", 1),
    "dense": lambda: symlcn.dense("2 2 2", [[[1, 2], [2, 5]]]),
    "dense with roots": lambda: symlcn.dense("2 2 2 2", [[[2, 0], [0, 3]], [[1, 1], [1, 4]]]),
    "dense, proved": lambda: symlcn.dense("2 2 2", "balanced"),
    "dense with activations": lambda: symlcn.dense("2 r3 2 1", [[97, -167]]),
    "dense with activations and roots": lambda: symlcn.dense("2 r2 2 2", [[3, 1]]),
    "dense with activations, proved": lambda: symlcn.dense("2 r3 2 1", 5),
    "relu": lambda: symlcn.relu("2 3 2"),
    "invariants": lambda: symlcn.invariants("k3 k2 k1"),
    "invariants of filters": lambda: symlcn.invariants("k3 k2", [(1, 2, 3), (4, "1/2")]),
    "invariants of matrices": lambda: symlcn.invariants("2 2 2"),
}


@cache
def made(name):
    return OBJECTS[name]()


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
def test_all_formulas_compile(tmp_path):
    shown = [part for value in map(made, OBJECTS) for part in (value._repr_latex_(), rf"\[ {value.latex()} \]")]
    page = r"\usepackage[paperwidth=90cm,paperheight=90cm]{geometry}\begin{document}"
    text = rf"\documentclass{{article}}\usepackage{{amsmath,amssymb}}{page}" + "\n\n".join(shown) + r"\end{document}"
    assert text.isascii()
    (tmp_path / "all.tex").write_text(text, encoding="ascii")
    done = subprocess.run(["pdflatex", "-halt-on-error", "all.tex"], cwd=tmp_path, stdout=-1, stdin=-3, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_no_command_is_used_that_mathjax_lacks():
    """MathJax 3 with its package ams converted all of these without an error; it has no allowbreak, for example."""
    used = {word for value in map(made, OBJECTS) for word in re.findall(r"\\([A-Za-z]+|.)", value.latex())}
    assert used <= set(
        r"Delta alpha approx aligned array begin cdot cdots deg delta dim dots end frac infty langle le left mapsto "
        r"mathbb max mu ne pi pmatrix prod propto quad rangle right lVert rVert rho sqrt sum text tfrac theta times to "
        r"top \ , _ &".split()
    ) | {" "}


@pytest.mark.parametrize("name", OBJECTS)
def test_a_formula_is_complete_mathml_for_notebooks_and_names_no_program(name):
    value = made(name)
    assert value._repr_latex_() == rf"$\displaystyle {value.latex()}$"
    html = value._repr_html_()
    checked_page(html)
    assert "\\" not in re.sub(r"<pre.*</pre>", "", html, flags=re.DOTALL)
    assert not re.search("CRootOf|RootOf|Fraction|ldots", value.latex())


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("one direction", [r"\mathbb{R}^{3} \times \mathbb{R}^{2} \to \mathbb{R}^{5}", r"w_{1}(x) \cdot w_{2}(x^{2})"]),
        ("real root 0", [r"z \approx 1.2599\text{, the root of }z^{3} - 2\text{ in }(1.2, 1.3)"]),
        ("independent", [r"\deg \pi & = 1 \\ \dim M & = 4\text{ in }\mathbb{R}^{5}", "K(w) = K(w')"]),
        ("locus, on it", [r"\deg \pi & = 4 ", r"exactly if }\delta_{1} = 0, \delta_{3} = 0"]),
        # t² + 21t − 66 = t(t + 21) − 6·11 for the witness x + y + 2, x + y + 3; K(0,0) = 54/(t + 21) + 44/t for w
        ("off the locus", [r"t^{2} + 21t - 66\text{ in }(\tfrac{11}{4}, 3)", r"K_{0,0} & = \tfrac{49}{33}t + 14"]),
        ("dependent", [r"K(w) \ne K(w') & \text{ for every }\delta"]),
        (
            "channels",
            [r"U & = P_{3} P_{2} P_{1}", r"G & = \text{GL}(6) \times \text{GL}(4)", r"over generic }U & = 1 \\"],
        ),
        ("channels", [r"\dim M & = 470\text{ in }\mathbb{R}^{1452}", r"K(\theta) = K(\theta') & ", "D_{l} = d_{l} I"]),
        ("channels", [r"K(\theta) \ne K(\theta') & "]),
        ("channels, many orbits", [r"over generic }U & = 6 \\"]),
        ("channels, infinitely many orbits", [r"U & = \infty", r"their family} & = 1 \\"]),
        ("channels, not concise", [r"= (3, 3, 5, 5, 5, 5, 5)\text{ have the same }U", r"\text{ with }D_{l} = 0"]),
        ("hidden channels 1", [r"with the same }D_{l}, D_{1} = 0"]),
        ("nothing known", [r"\text{certify k3 k2: undecided}"]),
        ("no pair", [r"\text{counterexample k3s2 k2: proved}"]),
        ("fiber", [r"3\text{ over }\mathbb{R}", r"w_{1} = (1, 0, -1)", r"u = -\mu(w)"]),
        ("irrational fiber", [r"w_{2} = (-\alpha, 1)", r"\alpha^{3} - 2\text{ in }(1.2, 1.3)"]),
        ("point", [r"w_{1} = (1, 0, -1),\quad w_{2} = (0, 1),\quad \rho = (t, t)", r"t^{2} - 2\text{ in }"]),
        ("irrational point", [r"w_{2} = (-\alpha, 1)", r"the root of }\alpha^{3} - 2\text{ in }(1.2, 1.3)"]),
        ("parameters of a pair", [r"w_{1} = (1, 1, -2),\quad w_{2} = (1, 1),\quad \rho = (4, 3)"]),
        ("entries", [r"\begin{aligned} K_{0,0} & = \tfrac{265}{574}t \\", r"t^{2} - 574\text{ in }"]),
        ("metric", [r"g(v, v') & = v^{\top} K^{+} v'", r"t^{2} - 574\text{ in }"]),
        ("metric as formulas", [r"w_{1} & = (u_{0}u_{3}, u_{1}u_{3}, u_{1}u_{4})", r"c & = \frac{1}{u_{1}u_{3}}"]),
        ("charts", [r"w_{2} & \propto (u_{1}, u_{3})\text{ where not }0"]),
        ("equations", ["u_{0}u_{3}^{2} + u_{1}^{2}u_{4} - u_{1}u_{2}u_{3} & = 0"]),
        # Ex. 16 of the paper: two strata, the filters with B = D = 0 have two preimages
        ("strata", [r"m = (2, 1) & \text{: }\dim = 4", r"m = (0, 2) & \text{: }\dim = 3,\ \deg = 1,\ 2\text{ preim"]),
        ("dense with roots", [r"\text{diag}(\sqrt{2}, 1)", "W & = W_{3} W_{2} W_{1} = W'_{3} W'_{2} W'_{1}"]),
        ("dense, proved", [r"\text{dense 2 2 2: proved}"]),
        ("dense with activations", [r"\delta_{1} & = (97, -167)", r"K'((1, 0), (1, 0))_{0,0} & = 1137385"]),
        ("dense with activations and roots", [r"\text{diag}(\sqrt{"]),
        ("invariants", [r"\delta_{2} & = \lVert w_{2} \rVert^{2} - \lVert w_{3} \rVert^{2}"]),
        ("invariants of filters", [r"\rVert^{2} = -\tfrac{9}{4}"]),  # 1 + 4 + 9 − 16 − 1/4
        ("no equations", [r"u = (u_{0}, u_{1}, u_{2})\text{: no form of degree at most 3 vanishes}"]),
    ],
)
def test_a_formula_says(name, parts):
    for part in parts:
        assert part in made(name).latex()


def read(latex):
    """A sum of multiples of powers of t, as coefficients by exponents."""
    found = {}
    plain = re.sub(r"\\tfrac\{(\d+)\}\{(\d+)\}", r"\1/\2", latex).replace(" ", "")
    for sign, size, variable, power in re.findall(r"([+-]?)([\d/]*)(t?)(?:\^\{(\d+)\})?", plain):
        if size or variable:
            found[int(power or bool(variable))] = Fraction(f"{sign}{size or 1}")
    return {k: c for k, c in found.items() if c}


@given(st.lists(rationals, max_size=5))
def test_an_element_is_written_in_full(coefficients):
    assert read(typeset.element(coefficients)) == {k: c for k, c in enumerate(coefficients) if c}


def test_a_matrix_is_written_in_full():
    body = re.search(r"\\begin\{pmatrix\} (.*) \\end\{pmatrix\}", some_ntk().latex())[1]
    rows = [[read(entry) for entry in row.split(" & ")] for row in body.split(r" \\ ")]
    assert rows == [[{k: c for k, c in enumerate(entry) if c} for entry in row] for row in some_ntk().matrix()]


@pytest.mark.parametrize("minpoly", ROOTS.values())
def test_an_interval_that_is_shown_isolates_the_root(minpoly):
    boxes = []
    for root in complex_roots(minpoly):
        ends = [Fraction(end) for end in re.findall(r"-?\d+\.\d+", root.number.latex().partition("text{ in }")[2])]
        assert len(ends) == (2 if root.number.real else 4)
        own = root.number.box
        assert all(ends[k] < own[k] <= own[k + 1] < ends[k + 1] for k in range(0, len(ends), 2))
        boxes.append((*ends, *(Fraction(-1, 100), Fraction(1, 100))) if root.number.real else ends)
        if root.number.real:
            assert evaluate(minpoly, ends[0]) * evaluate(minpoly, ends[1]) < 0
    for n, (a, b, c, d) in enumerate(boxes):
        for other in (root.number.box for m, root in enumerate(complex_roots(minpoly)) if m != n):
            assert b < other[0] or other[1] < a or d < other[2] or other[3] < c


@given(st.lists(st.fractions(-5, 5), min_size=2, max_size=6, unique=True))
def test_numbers_are_told_apart(values):
    zero = Fraction(0)
    for n, value in enumerate(values):
        others = [(o, o, zero, zero) for m, o in enumerate(values) if m != n]
        first, _ = typeset.apart((value, value, zero, zero), others)
        low, high = map(Fraction, first.strip("()").split(", "))
        assert low < value < high
        assert not any(low <= other[0] <= high for other in others)


@given(architectures(max_layers=6))
def test_every_architecture_has_a_formula(architecture):
    assert architecture.latex().count(r"\mathbb{R}") == len(architecture) + 1
    checked_page(architecture._repr_html_())


def test_what_is_too_large_for_a_notebook_is_shown_as_text():
    large = symlcn.ntk("k60 k60", [[1] * 60, [2] * 60])
    with pytest.raises(LimitError, match="an NTK of 119 rows; at most 100 are typeset"):
        large.latex()
    assert large._repr_latex_() is large.kernel._repr_html_() is None
    assert "<details open>" in large._repr_html_()
    assert "<details>" in some_ntk()._repr_html_()
    assert repr(large.kernel) == "<Ntk of 119 rows over Q>"
    assert repr(some_ntk().kernel) == "<Ntk of 5 rows over Q(t), t of degree 2>"
    long = symlcn.Architecture(" ".join(["k1"] * 1000))
    assert long._repr_latex_() is long._repr_html_() is None


def test_what_is_asked_is_escaped():
    asked = replace(made("nothing known"), about={"architecture": {"notation": "<b>&"}}, reason="a < b\x00", _shown={})
    words = asked._repr_html_()
    assert "<code>certify &lt;b&gt;&amp;</code>: UNDECIDED" in words
    assert "a &lt; b\\x00" in words
    checked_page(words)


def test_what_a_certificate_assumes_is_said_beside_the_formula():
    answer = made("fiber")
    assumed = replace(answer, sealed='{"assumptions": ["a", "b"], "evidence": {}}', _shown={})
    assert assumed.latex().endswith(r"\quad \text{under 2 assumptions}")
    assert "REFUTED under 2 assumptions (a; …)" in assumed._repr_html_()


def test_lines_are_aligned_at_their_signs():
    assert typeset.lines([("a", "= 1")]) == "a = 1"
    rows = typeset.lines([("a", "= 1"), ("b", "= 2")])
    assert rows == r"\begin{aligned} a & = 1 \\ b & = 2 \end{aligned}"
    assert all(a < b for a, b in pairwise(rows.index(sign) for sign in ("a &", "b &")))
