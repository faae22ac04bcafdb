"""Proofs about networks with channels: numbers against the certificate, sound pages, LaTeX that compiles."""

import re
from functools import cache
from math import comb

import pytest

import symlcn
from symlcn.families.multichannel.closedforms import FORMS
from symlcn.network.zoo import CORES
from symlcn_cli.commands.certify.multichannel.theoremtexts import STATEMENTS
from symlcn_cli.main import main
from symlcn_cli.shared.running import PAGES
from tests.cli.commands.prove.test_prove import PDFLATEX, compile_
from tests.support.pages import checked_page

SMALL = {  # a network for each theorem, and the words in which its numbers are applied
    "c2 k2c2 k2c2": "layers 1, 2: $`(2 + 2)! / (2! \\cdot 2!)`$. Orbits: $`6`$.",
    "k3s2c2 k2c2": "$`c = 2`$, $`n = 2`$ and $`\\Delta = 1`$, so the number is $`(1 + 2)! / (1! \\cdot 2!)`$.",
    "k2c2 k2": "$`\\dim M \\le 3`$, and the parameters less $`\\dim G`$ are $`8 - 4 = 4`$.",
    "c2 k3 k2c2": "no layer is a polynomial: one orbit",
    "k2 k3 k2c2": "the degree of k2 k3 is $`3`$",
    "k4c2 k2c4": "$`r = 2`$ lies between $`n = 1`$ and $`c_2 = 4`$. The Jacobian has the rank $`24 - 4 = 20`$",
    "k2x3c2 k2x3c3": "$`c = 2 > n = 1`$, and $`\\sum_j d_j = (1, 2) \\le (1, 2)`$",
    "k2x2c2 k2x1c3 k1x2c3": "The Jacobian has the rank $`38 - 13 = 25`$ of all parameters less $`\\dim G`$",
    "c2 k2x2c3 k2x2c3": "The first layer is determined",
    "c3 k3x3s2c6 k3x3c4 k3x3c4": "(R2) $`B'`$ has the rank $`2`$ at $`X = (5, 25)`$",
    "c64 k3x3s2c128 k3x3c128": "(R3) $`n = 256 > 128`$",
    "c3 k1x1c64 k3x3c5": "By the normal form it is layer 2 with channels $`(3, 15)`$",
    "k3c2 k3c3": "the excess is at least $`5`$",
}
CASES = [pytest.param(notation, id=notation) for notation in SMALL]
CASES += [pytest.param(member.notation, id=member.name) for member in CORES]


@cache
def answer(notation, delta=None):
    return symlcn.certify(notation, delta)


def proof(notation, form="md", delta=None):
    return answer(notation, delta).render(PAGES[form], None, "symlcn prove")


@pytest.mark.parametrize("notation", SMALL)
def test_the_theorem_is_applied_with_these_numbers(notation):
    assert SMALL[notation] in proof(notation)


def test_every_theorem_is_stated_where_it_is_used():
    names = {"one layer", *FORMS, "saturated", "first layer", "last layer", "rank", "merged", "syzygies"}
    assert set(STATEMENTS) == names | {"normal form", "scaling", "two layers by rank", "two layers beyond"}
    for notation in SMALL:
        text = proof(notation)
        for step in answer(notation).derivation.steps:
            assert f"**{STATEMENTS[step.theorem][0]}**" in text
        assert len(re.findall(r"^\d+\. \*\*Layers? [\d, and to]+\.\*\*", text, re.M)) == len(
            answer(notation).derivation.steps
        )


@pytest.mark.parametrize("notation", CASES)
def test_claims_are_those_of_the_certificate(notation):
    result = answer(notation).certificate()["result"]
    claim = proof(notation).split("## The network")[0]
    dimension = result["dimension"]
    said = "has at most the dimension" if dimension is None else "has the dimension"
    assert f"{said} $`{dimension or result['bound']}`$ in $`\\mathbb{{R}}^{{{result['ambient']}}}`$" in claim
    assert ("It is concise" in claim) == result["concise"]
    assert ("infinitely many" in claim) == (result["finite"] is False)
    if result["orbits"] is not None:
        assert f"consists of $`{result['orbits']}`$ orbit" in claim
    assert ("have the same NTK" in claim) == (result["orbits"] == "1")
    assert ("two of them have different NTKs" in claim) == (result["dependent"] is not None)
    assert f"is {answer(notation).status}" in claim


@pytest.mark.parametrize("notation", CASES)
def test_the_inequalities_are_those_of_the_channels(notation):
    network, reduced = answer(notation).network, answer(notation).reduced
    c = network.channels
    k = [layer.parameters for layer in network.architecture]
    rows = re.findall(r"^\| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", proof(notation), re.M)
    expected = [(l, c[l], k[l - 1] * c[l - 1], k[l] * c[l + 1], reduced.channels[l]) for l in range(1, len(k))]
    assert [tuple(map(int, row)) for row in rows] == expected


def test_factorials_are_the_number_of_orbits():
    """(4 + 2)!/(4!·2!), the choice of roots of the first layer."""
    text = proof("c2 k3c2 k2c2")
    assert "(4 + 2)! / (4! \\cdot 2!)" in text
    assert f"consists of $`{comb(6, 2)}`$ orbits" in text


def test_scalar_invariants_are_proved_and_reduced_networks_at_0_alone():
    assert "asked for $`D_l = d_l I`$ with $`d = (0)`$, and is proved." in proof("c2 k2x2c3 k2x2c3", delta=(0,))
    text = proof("c3 k1x1c64 k3x3c5")
    assert "For $`D_l = 0`$ and real" in text
    assert "For all scalar invariants" not in text
    assert "For other invariants nothing is said." in text


def test_the_motion_is_that_of_the_certificate():
    found = answer("c2 k1c2 k1c2 k1c2").dependence.motion
    i, j = found.index
    assert f"K({i},{j}) = {found.velocity} \\ne 0" in proof("c2 k1c2 k1c2 k1c2")


@pytest.mark.parametrize(("notation", "blocks"), [("c2 k2x2c3 k2x2c3", False), ("c2 k2c2 k2c2", True)])
def test_all_invariants_that_are_not_scalar_are_shown_at_filters_of_the_certificate(notation, blocks):
    text, found = proof(notation), answer(notation).dependence
    assert "For all invariants of which some $`D_l`$ is not a scalar matrix, and real" in text
    assert f"{len(found.entries)} entries of $`K`$ are linearly independent as forms" in text
    assert ("(Lemma 9.)" in text) == blocks
    assert "(Theorem H.)" in text


@pytest.mark.parametrize("notation", CASES)
def test_pages_are_sound_and_formulas_short(notation):
    words = checked_page(proof(notation, "html"))
    assert not re.search(r"\\[a-z]+|\$", words.split("@media (max-width")[-1])
    markdown = proof(notation)
    outside = re.sub(r"```math\n.*?\n```|\$`[^`]*`\$", "", markdown, flags=re.DOTALL)
    assert "$" not in outside
    assert max(map(len, re.findall(r"\$`([^`]*)`\$", markdown))) <= 130


@pytest.mark.skipif(PDFLATEX is None, reason="the LaTeX test needs pdflatex: apt-get install texlive-latex-base")
@pytest.mark.parametrize("notation", ["c3 k3x3s2c6 k3x3c4 k3x3c4", "k2 k3 k2c2", "c3 k1x1c64 k3x3c5"])
def test_latex_compiles_without_overfull_boxes(tmp_path, notation):
    log = compile_(tmp_path, proof(notation, "tex"))
    assert not re.search(r"Overfull|LaTeX Warning|Missing character", log)


def test_the_command_writes_what_is_proved_though_it_is_undecided(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["prove", "k2", "k3", "k2c2", "-o", "proof.md"]) == 30
    assert capsys.readouterr().err.startswith("symlcn: undecided, only a part is proved: the generic fiber has several")
    assert "consists of $`3`$ orbits" in (tmp_path / "proof.md").read_text("utf-8")
    assert main(["prove", "c2", "k2x2c3", "k2x2c3", "--balanced", "-o", "other.md"]) == 0
    assert main(["prove", "k2", "k3", "k2c2", "-o", "no.md", "--time-limit", "0.001"]) == 30
    assert "nothing is proved" in capsys.readouterr().err
    assert not (tmp_path / "no.md").exists()
