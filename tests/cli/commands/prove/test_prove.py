"""Proofs and fiber reports: numbers against the certificate, escaping, width in a browser, LaTeX that compiles."""

import html
import json
import re
import shutil
import subprocess
import sys
from functools import cache
from itertools import product

import pytest

import symlcn
from symlcn.errors import LimitError
from symlcn.fiber.fiber import fiber
from symlcn.generic.certify import certify
from symlcn.generic.document import to_json
from symlcn.network.architecture import parse_architecture
from symlcn.network.ntk import gram_matrices
from symlcn.network.zoo import CORES, ZOO
from symlcn_cli.commands.fiber.factorgraph import factor_graph
from symlcn_cli.commands.fiber.page import fiber_page
from symlcn_cli.commands.fiber.pictures import graph_svg
from symlcn_cli.pages.formulas import integer, polynomial, vector, window
from symlcn_cli.pages.mathml import mathml
from symlcn_cli.pages.model import Code, Math, text
from symlcn_cli.pages.page import page
from symlcn_cli.shared.running import PAGES
from tests.support.browser import CHROMIUM
from tests.support.pages import checked_page

FORMS = ("md", "tex", "html")
SMALL = [("k3 k2", None), ("k3 k2", [0]), ("k2 k2", [1]), ("k2x2 k2x2", [21]), ("k2x2 k2x2", [0]), ("k3", None)]
SMALL += [("k1 k1", None), ("k3x1 k1x3", None), ("k2x2x2x2 k2x2x2x2", None), ("k2 k2d2 k2 k2d2", [1, 2, 3])]
CASES = [pytest.param(member.notation, None, id=member.name) for member in ZOO]
CASES += [pytest.param(notation, delta, id=f"{notation} {delta}") for notation, delta in SMALL]
HOSTILE = "</code><script>alert(1)</script>`$x_1$|\\&%#{}~^\x07\n é 中"
PDFLATEX = shutil.which("pdflatex")


@cache
def answer(notation, delta):
    return symlcn.certify(notation, delta)


def proof(notation, delta, form, source="symlcn prove"):
    return answer(notation, None if delta is None else tuple(delta)).render(PAGES[form], None, source)


# The numbers


def value_of(latex, point):
    """The value of a polynomial that was written as LaTeX; `point` gives the variables, and c_l if it occurs."""
    code = re.sub(r"\^\{(\d+)\}", r"**\1", latex.replace("`$ $`", " "))
    code = re.sub(r"x_\{(\d)\}", r"x\1", code).strip()
    code = re.sub(r"(?<=[\w)])\s*(?=[a-z(])|(?<=\))\s*(?=\w)", "*", code)
    return eval(code, {"__builtins__": {}}, point)  # the text of our own formulas


def filter_value(nested, exponent, values):
    """The same polynomial from the certificate."""
    if isinstance(nested, str):
        return int(nested)
    return sum(
        filter_value(part, exponent[1:], values[1:]) * values[0] ** (k * exponent[0]) for k, part in enumerate(nested)
    )


def witness_of(markdown):
    """The witness filters in the text: layer (from 1) to the formula and its number c."""
    section = markdown.split("### The witness")[1].split("### Its fiber")[0]
    found = {}
    for match in re.finditer(r"^- \$`P_\{(\d+)\} = (.*?)`\$, with", section, re.MULTILINE):
        found[int(match[1])] = match[2], None
    for match in re.finditer(
        r"^- Layers? ([^:]*): \$`P_\{(?:l|\d+)\} = (.*?)`\$; (?:\$`c_l = ([^$]*(?:`\$ \$`[^$]*)*)`\$; )?in",
        section,
        re.M,
    ):
        layers = [int(n) for n in re.findall(r"\d+", match[1])]
        constants = [int(n) for n in re.findall(r"\d+", match[3] or "")] or [None] * len(layers)
        assert len(constants) == len(layers)
        found |= {l: (match[2], c) for l, c in zip(layers, constants, strict=True)}
    return found


@pytest.mark.parametrize(("notation", "delta"), CASES)
def test_the_witness_and_the_counterexample_are_those_of_the_certificate(notation, delta):
    architecture = parse_architecture(notation)
    document = to_json(certify(architecture, delta))
    markdown = proof(notation, delta, "md")
    point = {name: number for name, number in zip("xyz", (3, 2, 5), strict=True)}
    point |= {f"x{d}": d + 1 for d in range(1, 5)}
    values = (3, 2, 5) if architecture.dimension <= 3 else (2, 3, 4, 5)
    shown = witness_of(markdown)
    for l, (layer, item, exponent) in enumerate(
        zip(architecture.layers, document["evidence"]["witness"], architecture.exponents, strict=True), start=1
    ):
        if layer.active:
            formula, c = shown[l]
            latex = formula.replace("c_l", str(c))
            assert value_of(latex, point) == filter_value(item["filter"], exponent, values)
    pair = document["evidence"]["counterexample"]
    assert (pair is None) == ("## The counterexample" not in markdown)
    if pair is not None:
        section = markdown.split("## The counterexample")[1]
        for mark, parameters in zip(("", "'"), pair["pair"], strict=True):
            for l in pair["layers"]:
                formula = re.search(rf"> \$`P{mark}_\{{{l + 1}\}} = (.*)`\$", section)[1]
                exact = filter_value(parameters["filters"][l], architecture.exponents[l], values)
                assert r"\cdots" in formula or value_of(formula, point) == exact


@pytest.mark.parametrize(("notation", "delta"), CASES)
def test_the_claims_have_the_numbers_of_the_certificate(notation, delta):
    certificate = certify(parse_architecture(notation), delta)
    result = to_json(certificate)["result"]
    claim = proof(notation, delta, "md").split("## The network")[0]
    assert f"dimension $`{result['dimension']}`$ in $`\\mathbb{{R}}^{{{result['ambient']}}}`$" in claim
    assert f"has degree $`{integer(int(result['image_degree']))}`$" in claim
    if result["birational"]:
        assert "birational onto its image" in claim
    else:
        assert f"{integer(int(result['degree']))}`$ points" in claim
    for forms in [result["delta_locus"]] if result["ntk"] == "independent-on-locus" else []:
        for coefficients in forms[:39]:
            first = next(n for n, on in enumerate(coefficients, start=1) if on)
            assert f"\\delta_{{{first}}}" in claim
    if delta is not None and result["ntk"] == "independent-on-locus":
        assert ("are of this kind" in claim) == (certificate.status == "proved")


@pytest.mark.parametrize("notation", ["k3 k2", "k2 k4", "k3 k2 k2d2", "k2x2 k3x1 k2x1", "k3x1s2x1 k1x2 k3x1 k2x1"])
def test_the_matrix_s_separates_as_the_text_says(notation):
    architecture = parse_architecture(notation)
    certificate = certify(architecture)
    markdown = proof(notation, None, "md")
    i = certificate.exchange.layers[0]
    numbers = [
        int(re.search(rf"row 0 of \}} N{mark}_\{{{i + 1}\}}\)(?:`\$ \$`)? = (-?\d+)\.", markdown)[1])
        for mark in ("", "'")
    ]
    assert numbers[0] * numbers[1] < 0
    (direction,) = architecture.layers[i].active
    size, step = architecture.end_to_end_size, architecture.exponents[i][direction]
    places = list(product(*map(range, size)))
    v = [
        certificate.exchange.root ** (p[direction] // step)
        if p[direction] % step == 0 and not any(k for d, k in enumerate(p) if d != direction)
        else 0
        for p in places
    ]
    for number, parameters in zip(numbers, certificate.counterexample.pair, strict=True):
        filters = [nested(layer.layer.size, layer.entries) for layer in parameters.filters]
        for l, matrix in enumerate(gram_matrices(architecture, filters)):
            row = sum(int(matrix[0, k]) * v[k] for k in range(len(places)))
            assert row == (number if l == i else 0)


def nested(size, entries, prefix=()):
    if len(prefix) == len(size):
        return entries.get(prefix, 0)
    return tuple(nested(size, entries, (*prefix, k)) for k in range(size[len(prefix)]))


def test_the_counterexample_at_given_invariants_has_the_values_of_the_certificate():
    markdown = proof("k2x2 k2x2", [21], "md")
    assert "t^{2} + 21 t - 66 = 0" in markdown
    assert r"\rho_{1} - \rho_{2} = 21 \ne 0" in markdown
    assert "(3/2 - 11/9) \\ne 0" in markdown.replace("`$ $`", " ")
    rational = proof("k2x2 k2x2", None, "md")  # at the witness's own invariants: K and K' are matrices of rationals
    values = to_json(certify(parse_architecture("k2x2 k2x2")))["evidence"]["counterexample"]["ntk_difference"]["values"]
    for name, value in zip(("K", "K'"), values, strict=True):
        assert f"> $`{name}(0,0) = {value}`$" in rational
        assert f"{name} = \\begin{{pmatrix}} {value} &" in rational


def test_large_matrices_keep_their_corner_and_fit():
    shown = window(100, lambda i, j: str(1000 * i + j))
    assert shown.startswith(r"\begin{pmatrix} 0 & 1 &")
    assert r"\ddots" in shown
    assert window(2, lambda i, j: str(i + j)) == r"\begin{pmatrix} 0 & 1 \\ 1 & 2 \end{pmatrix}"


def test_long_formulas_are_abbreviated_and_can_be_broken():
    assert len(integer(7**1000)) < 30
    assert integer(10**21) == "1" + "0" * 21
    assert vector([str(n) for n in range(100)]).count(r"\allowbreak") < 30
    assert polynomial({(1, 0): 1, (0, 2): -3}, (2, 1), "xy").replace(r"\allowbreak ", "") == "-3 y^{2} + x^{2}"


# The forms


@pytest.mark.parametrize(("notation", "delta"), CASES)
def test_every_member_has_a_sound_page_and_no_raw_latex_in_it(notation, delta):
    words = checked_page(proof(notation, delta, "html"))
    assert not re.search(r"\\[a-z]+|\$", words.split("@media (max-width")[-1])
    assert "prefers-color-scheme: dark" in words
    assert notation.split()[0] in words


@pytest.mark.parametrize(("notation", "delta"), CASES)
def test_markdown_has_only_formulas_that_code_hosts_take(notation, delta):
    markdown = proof(notation, delta, "md")
    outside = re.sub(r"```math\n.*?\n```|\$`[^`]*`\$", "", markdown, flags=re.DOTALL)
    assert "$" not in outside
    assert max(len(formula) for formula in re.findall(r"\$`([^`]*)`\$", markdown)) <= 130
    for row in re.findall(r"^\|.*\|$", markdown, re.MULTILINE):
        assert row.count("|") == row.count(" | ") + 2


def test_hostile_names_show_as_text(tmp_path):
    page_ = proof("k3 k2", None, "html", HOSTILE)
    assert "<script" not in page_
    assert "</code><script>alert(1)</script>" in checked_page(page_)
    markdown = proof("k3 k2", None, "md", HOSTILE)
    assert "`` </code><script>alert(1)</script>`$x_1$|\\&%#{}~^\\x07\\n é 中 ``" in markdown
    tex = proof("k3 k2", None, "tex", HOSTILE)
    assert r"\textless{}/code\textgreater{}\textless{}script" in tex
    assert "U+4E2D" in tex
    assert "\x07" not in page_ + markdown + tex
    compile_(tmp_path, tex) if PDFLATEX else None


def test_formulas_outside_the_subset_are_refused():
    for latex in (r"\foo", "x^{2", "{x", r"\begin{align} 1 \end{align}", "x & y", "<é>"):
        with pytest.raises(ValueError, match="not a formula"):
            mathml(latex)
    assert mathml(r"\text{<b>}") == "<math><mtext>&lt;b&gt;</mtext></math>"
    assert mathml(r"a \allowbreak + b").count("<math>") == 2
    assert mathml(r"a \allowbreak + b", display=True).count("<math") == 1


def test_templates_need_all_their_parts():
    assert text("a {} $x$", Code("<")) == ("a ", Code("<"), " ", Math("x"))
    for template, parts in (("{}", ()), ("", ("x",)), ("$x", ())):
        with pytest.raises((ValueError, IndexError)):
            text(template, *parts)


def test_a_page_escapes_its_title():
    assert "<title>&lt;b&gt;</title>" in page("<b>", "")


# The browser and LaTeX

HARNESS = """<!DOCTYPE html><meta charset="utf-8"><pre id="out"></pre>%s<script>
window.onload = () => {
  const found = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const root = frame.contentDocument.documentElement, width = root.clientWidth;
    if (root.scrollWidth > width) found.push([frame.title, "page", root.scrollWidth]);
    for (const item of root.querySelectorAll("body *")) {
      const box = item.getBoundingClientRect(), inside = item.closest("svg") !== item && item.closest("svg");
      if (!inside && box.width && (box.right > width + 0.5 || box.left < -0.5))
        found.push([frame.title, item.tagName, item.textContent.slice(0, 50)]);
      if (!inside && getComputedStyle(item).overflowX === "auto" && item.scrollWidth > item.clientWidth + 1)
        found.push([frame.title, "scrolls", item.textContent.slice(0, 50)]);
    }
    if (root.querySelectorAll("math").length === 0) found.push([frame.title, "no formulas"]);
  }
  document.getElementById("out").textContent = "measured " + JSON.stringify(found);
};</script>"""

FIBERS = [
    ("k3 k2", (0, -1, 0, 1), [0], "R"),
    ("k3 k2", (-2, 0, 0, 1), [1], "C"),
    ("k3 k3 k2", (-120, 274, -225, 85, -15, 1), None, "R"),
    ("k3s2 k2", (0, 0, 1, 0, 0), [0], "R"),
    ("k2x2 k2x2", ((0, 0, 1), (0, 0, 0), (-2, 0, 0)), None, "R"),
    ("k3 k2", (1, 0, 0, 1, 0)[:4], None, "Q"),
]


@pytest.fixture(scope="module")
def fiber_pages():
    return [fiber_page(fiber(parse_architecture(n), u, delta, field), None, HOSTILE) for n, u, delta, field in FIBERS]


@pytest.mark.skipif(CHROMIUM is None, reason="the browser test needs chromium: apt-get install chromium")
def test_no_element_is_wider_than_the_page(tmp_path, fiber_pages):
    pages = [(member.name, proof(member.notation, None, "html")) for member in (*ZOO, *CORES)]
    pages += [(f"{notation} {delta}", proof(notation, delta, "html")) for notation, delta in SMALL]
    pages += [(f"fiber {number}", source) for number, source in enumerate(fiber_pages)]
    frames = []
    for number, (name, source) in enumerate(pages):
        open_ = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", source)
        for width in (390, 1200) if number % 9 == 0 else (390,):
            frames.append(
                f'<iframe title="{name}" width="{width}" height="600" srcdoc="{html.escape(open_)}"></iframe>'
            )
    file = tmp_path / "harness.html"
    file.write_text(HARNESS % "".join(frames), encoding="utf-8")
    words = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", "--dump-dom"]
    result = subprocess.run([CHROMIUM, *words, file.as_uri()], capture_output=True, text=True, timeout=120, check=True)
    assert json.loads(html.unescape(re.search(r'id="out">measured (.*?)</pre>', result.stdout)[1])) == []


def compile_(folder, tex):
    """Compile with pdflatex: the log, after a check that there was no error."""
    (folder / "proof.tex").write_text(tex, encoding="utf-8")
    words = [PDFLATEX, "-interaction=nonstopmode", "-halt-on-error", "proof.tex"]
    result = subprocess.run(words, cwd=folder, capture_output=True, timeout=120, check=False)
    log = (folder / "proof.log").read_text(encoding="utf-8", errors="replace")
    assert result.returncode == 0, log[-2000:]
    return log


@pytest.mark.skipif(PDFLATEX is None, reason="the LaTeX test needs pdflatex: apt-get install texlive-latex-base")
@pytest.mark.parametrize("name", ["inception-v3", "paper-theorem-13", "paper-example-19", "wavenet3", "i3d", "lenet5"])
def test_latex_compiles_without_overfull_boxes(tmp_path, name):
    notation = next(member.notation for member in ZOO if member.name == name)
    log = compile_(tmp_path, proof(notation, None, "tex"))
    assert not re.search(r"Overfull|LaTeX Warning|Missing character", log)


# Reports on fibers


def test_fiber_pages_are_sound(fiber_pages):
    for source in fiber_pages:
        words = checked_page(source)
        assert "</code><script>alert(1)</script>" in words
        identifiers = re.findall(r'\bid="([^"]*)"', source)
        assert len(identifiers) == len(set(identifiers))
        assert all(name in identifiers for name in re.findall(r'(?:href="|url\()#([^")]*)', source))
    assert "3 over ℚ, 3 over ℝ, 3 over ℂ" in checked_page(fiber_pages[0])
    assert "3 different NTKs" in checked_page(fiber_pages[0])
    assert fiber_pages[0].count("<figure>") == 2
    assert fiber_pages[4].count("<figure>") == 1  # two directions: no roots, but a graph
    assert "t" in checked_page(fiber_pages[1])


def test_the_roots_in_the_picture_are_those_of_the_points(fiber_pages):
    # a panel for each point, three roots each, drawn as uses of markers beside the legend's
    roots = fiber_pages[0].split("<figure>")[1]
    assert len(re.findall(r'<use [^>]*href="#roots-m[^>]*style="fill: #(?:3b82c4|d9702b)', roots)) == 3 * 3 + 2


def test_a_graph_of_two_points_is_not_cut_to_a_line():
    found = fiber(parse_architecture("k2 k2"), (2, 3, 1), None, "Q")
    drawn = graph_svg(found, factor_graph(found))
    heights = [float(h) for h in re.findall(r'<rect[^>]* height="([^"]+)"', drawn[drawn.index("<clipPath") :])]
    assert min(heights) > 100


def distinct_roots(roots):
    coefficients = [1]
    for root in roots:
        coefficients = [a - root * b for a, b in zip([0, *coefficients], [*coefficients, 0], strict=True)]
    return tuple(coefficients)


@pytest.mark.parametrize(
    ("notation", "roots", "degree"), [("k3 k2", 3, 2), ("k3 k3", 4, 4), ("k2 k2 k2", 3, 3), ("k4 k2 k2", 5, 7)]
)
def test_with_distinct_roots_every_exchange_of_two_is_an_edge(notation, roots, degree):
    found = fiber(parse_architecture(notation), distinct_roots(range(1, roots + 1)), None, "Q")
    graph = factor_graph(found)
    assert {d for _, d in graph.degree()} == {degree}  # the sum over pairs of layers of m_i·m_j


def test_conjugate_roots_are_exchanged_together_over_r():
    network = parse_architecture("k3 k3")
    u = (4, 0, 5, 0, 1)  # (x² + 1)(x² + 4)
    over_r, over_c = (factor_graph(fiber(network, u, None, field)) for field in "RC")
    assert (over_r.number_of_nodes(), over_r.number_of_edges()) == (2, 1)
    assert (over_c.number_of_nodes(), {d for _, d in over_c.degree()}) == (6, {4})


def test_points_at_infinity_take_part_in_exchanges():
    graph = factor_graph(fiber(parse_architecture("k2 k2"), (0, 1, 0), None, "Q"))  # x times the point at infinity
    assert list(graph.edges(data="layers")) == [(0, 1, (0, 1))]
    # three roots and twice the point at infinity, two of these for the first layer: as many edges as single exchanges
    graph = factor_graph(fiber(parse_architecture("k3 k4"), (-6, 11, -6, 1, 0, 0), None, "Q"))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (7, 3 + 3 + 6 + 3)


# The commands


@pytest.mark.parametrize(
    ("words", "code"), [(("k3s2", "k2"), 0), (("k3", "k2"), 10), (("k2x2", "k2x2", "--balanced"), 0)]
)
def test_prove_writes_the_form_that_the_file_name_says(run, tmp_path, words, code):
    starts = {"md": "# The fiber", "tex": "\\documentclass", "html": "<!DOCTYPE html>"}
    for form in FORMS:
        assert run("prove", *words, "-o", f"proof.{form}", "--certificate", "c.json") == (code, "", "")
        assert (tmp_path / f"proof.{form}").read_text(encoding="utf-8").startswith(starts[form])
        digest = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["digest"]
        assert digest.removeprefix("sha256:")[:12] in (tmp_path / f"proof.{form}").read_text(encoding="utf-8")
    printed = run("prove", *words, "--format", "md")
    assert printed[1] == (tmp_path / "proof.md").read_text(encoding="utf-8")
    again = run("prove", *words, "--format", "md")
    assert again == printed


def test_prove_refuses_what_it_cannot_do(run, tmp_path):
    for words in (
        ("k3",),
        ("k3", "-o", "proof.txt"),
        ("k3", "--format", "md", "--json"),
        ("k3 k2", "--delta", "1", "--balanced"),
    ):
        code, out, err = run("prove", *words)
        assert (code, out) == (2, "")
        assert err.startswith("symlcn: ")
    code, out, err = run("prove", "k10x10 " * 1000, "-o", "proof.md", "--time-limit", "0.02")
    assert (code, out) == (30, "")
    assert "undecided" in err
    assert not (tmp_path / "proof.md").exists()


def test_where_no_witness_is_found_there_is_no_proof_in_any_form(run, tmp_path, monkeypatch):
    def none(_architecture):
        raise LimitError("no witness")

    monkeypatch.setattr("symlcn.generic.certify.build_witness", none)
    code, out, err = run("prove", "k3", "k2", "-o", "proof.html", "--certificate", "c.json")
    assert (code, out) == (30, "")
    assert err == "symlcn: undecided, nothing is proved: no witness\n"
    assert not (tmp_path / "proof.html").exists()
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["status"] == "undecided"
    found = symlcn.certify("k3 k2")
    for form in ("text", "html", "latex", "markdown"):
        assert "UNDECIDED: no witness" in found.proof(form)


def test_the_proof_of_an_answer_is_what_the_command_writes(run):
    found = symlcn.certify("k2x2 k2x2", "21")
    words = ("prove", "k2x2", "k2x2", "--delta", "21", "--format")
    for form, own in PAGES.items():
        source = f"symlcn prove k2x2 k2x2 --format {form} --delta=21"
        assert run(*words, form) == (10, found.render(own, None, source), "")
        assert found.proof(own) == found.render(own, None, "symlcn prove k2x2 k2x2 -o proof.html --delta=21")


def test_prove_json_is_the_certificate(run, tmp_path):
    code, out, _ = run("prove", "k3", "k2", "-o", "proof.md", "--json")
    assert (code, json.loads(out)["kind"]) == (10, "architecture")
    assert (tmp_path / "proof.md").exists()


def test_a_file_name_with_tags_shows_as_text(run, tmp_path):
    name = "<script>alert(1)<.json"
    (tmp_path / name).write_text("[0, -1, 0, 1]")
    assert run("fiber", "k3", "k2", "--filter", name, "-o", "report.html") == (10, "", "")
    source = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f"--filter '{name}'" in checked_page(source)
    assert "<script" not in source
    (tmp_path / name).write_text('"k3 k2"')
    assert run("prove", name, "-o", "proof.html") == (10, "", "")
    assert name in checked_page((tmp_path / "proof.html").read_text(encoding="utf-8"))


def test_fiber_pages_keep_certificates_and_json(run, tmp_path):
    words = ("fiber", "k3", "k2", "--filter", "0,-1,0,1", "--balanced", "-o", "report.html")
    assert run(*words, "--certificate", "c.json") == (10, "", "")
    assert "c.json" in checked_page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert run("check", "c.json")[0] == 0
    assert run(*words, "--json") == (10, "", "")
    assert json.loads((tmp_path / "report.html").read_text(encoding="utf-8"))["kind"] == "fiber"
    assert run(*words, "-q") == (10, "", "")
    assert run(*words, "--time-limit", "60") == (10, "", "")


def test_without_matplotlib_the_page_has_no_pictures_and_says_what_to_install(run, monkeypatch, tmp_path):
    monkeypatch.setattr("symlcn_cli.commands.fiber.pictures.find_spec", lambda name: None)
    assert run("fiber", "k3", "k2", "--filter", "0,-1,0,1", "-o", "report.html") == (10, "", "")
    source = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<svg" not in source
    assert "No pictures: it needs matplotlib, which is not installed" in checked_page(source)


def test_prove_is_light():
    program = (
        "import sys; from symlcn_cli.main import main; code = main(['prove', 'k3', 'k2', '-q', '--format', 'md']); "
        "sys.exit(any(name in sys.modules for name in ('matplotlib', 'networkx', 'sympy', 'numpy')) or code != 10)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0
