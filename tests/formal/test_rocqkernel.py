"""Pairs before the kernel of Rocq: accepted where they are right, refused where anything in them is changed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import symlcn
from symlcn.errors import LimitError, ParseError
from symlcn.formal import rocqkernel
from symlcn.formal.rocqkernel import SOURCES, NotInstalledError, judge, library
from symlcn.formal.theorem import CLOSED, IMPORTS, REAL_AXIOMS, rocq_theorem
from symlcn_cli.main import main

rocq = pytest.mark.skipif(shutil.which("coqc") is None, reason="Rocq is not installed (coqc)")

RATIONAL = [
    ("k2x2 k2x2", [21]),
    ("k2x2 k2x2", [-21]),
    ("k3 k2", [0]),
    ("k2 k2", [3]),
    ("k3d2 k2d2", [0]),
    ("k2x2 k3x3 k2x2", [1, 2]),
    ("k2x2x2 k2x2x2", [3]),
    ("k2 k2 k2", [1, 1]),
]
"""Asked with rational=True."""
REAL = [
    ("k3 k2", [4]),
    ("k3 k2", [0]),
    ("k2 k2", [1]),
    ("k3 k3", [2]),
    ("k2x2 k2x2", [1]),
    ("k2x3 k2x3", [-5]),
    ("k3s2 k2 k2", [1, 2]),
    ("k3 k2 k2", ["1/2", "-3"]),
    ("k2d3 k3d3", [7]),
    ("k2x2s2 k2x2 k2x2", [0, 1]),
    ("k1x3 k2x2 k1x2", [1, 1]),
    ("k2x2x2 k2x2x2", [1]),
    ("k3x3 k3x3 k3x3", [1, 2]),
]
DENSE = [((2, 2, 2), None), ((2, 2, 2), [[[1, 1], [1, 3]]]), ((3, 2, 3), None), ((2, 2, 2, 2), None), ((1, 2, 2), None)]


def certificates():
    """Of all of them that have a pair, with what they are."""
    asked = [(f"{a} {d} rational", symlcn.counterexample(a, d, rational=True)) for a, d in RATIONAL]
    asked += [(f"{a} {d}", symlcn.counterexample(a, d)) for a, d in REAL]
    asked += [(f"dense {w}", symlcn.dense(w, d)) for w, d in DENSE]
    found = [(name, answer.certificate()) for name, answer in asked]
    return [(name, c) for name, c in found if c["status"] == "refuted" and "motion" not in (c.get("evidence") or {})]


def test_the_library_is_sources_alone():
    """What Rocq makes of them is made anew, so that no file can stand for it."""
    folder = Path(rocqkernel.__file__).parent / "rocq"
    kept = subprocess.run(["git", "ls-files"], cwd=folder, capture_output=True, text=True, check=False).stdout.split()
    sources = {f"{name}.v" for name in SOURCES}
    assert {path.name for path in folder.glob("*.v")} == sources
    assert set(kept) <= sources


@pytest.fixture(scope="module")
def theorems():
    return [(name, rocq_theorem(certificate)) for name, certificate in certificates()]


def compiled(folder, name, text):
    (folder / f"{name}.v").write_text(text)
    command = ["coqc", "-q", "-Q", str(library()), "symlcn", "-Q", ".", "pairs", f"{name}.v"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def modules(bodies):
    return "\n".join([IMPORTS, *(f"Module P{n}.\n{body}\nEnd P{n}.\n" for n, body in enumerate(bodies))])


@rocq
def test_the_kernel_accepts_all_pairs_and_coqchk_the_whole(theorems, tmp_path):
    assert len(theorems) >= 20
    assert {theorem.rational for _, theorem in theorems} == {True, False}
    bodies = [f"{theorem.body}\nPrint Assumptions pair." for _, theorem in theorems]
    done = compiled(tmp_path, "all", modules(bodies))
    assert not done.returncode, done.stderr
    printed = re.split(rf"(?=Axioms:)|(?={CLOSED})", done.stdout)[1:]
    for (name, theorem), text in zip(theorems, printed, strict=True):
        names = set(re.findall(r"(?m)^([A-Za-z][\w.]*)", text.removeprefix("Axioms:")))
        assert text.strip() == CLOSED if theorem.rational else names == REAL_AXIOMS, name
    ours = [word for name in (*(f"symlcn.{name}" for name in SOURCES), "pairs.all") for word in ("-norec", name)]
    command = ["coqchk", "-silent", "-Q", str(library()), "symlcn", "-Q", ".", "pairs", *ours]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert not checked.returncode, checked.stderr


RATIONAL_CHANGES = {
    "an entry of a filter": ("[1; 3; 3; 3]", "[1; 3; 3; 4]"),
    "its sign": ("[1; 3; 3; 3]", "[-1; 3; 3; 3]"),
    "the order of entries": ("[1; 1; 1; 2]", "[2; 1; 1; 1]"),
    "an entry too many": ("[1; 1; 1; 2]", "[1; 1; 1; 2; 0]"),
    "a layer too few": ("[ [1; 3; 3; 3]\n  ; [1; 1; 1; 2] ]", "[ [1; 3; 3; 3] ]"),
    "a stride": ("Layer [2; 2] [1; 1] [1; 1]\n", "Layer [2; 2] [2; 1] [1; 1]\n"),
    "a dilation": ("Layer [2; 2] [1; 1] [1; 1] ]", "Layer [2; 2] [1; 1] [1; 2] ]"),
    "the end-to-end filter": ("[1; 4; 3; 4; 11; 9; 3; 9; 6]", "[1; 4; 3; 4; 11; 9; 3; 9; 7]"),
    "the invariants": ("delta : list Q := [21]", "delta : list Q := [22]"),
    "a ratio": ("c' : list Q := [2; 1#2]", "c' : list Q := [2; 1#3]"),
    "ratios with the same product": ("c' : list Q := [2; 1#2]", "c' : list Q := [4; 1#4]"),
    "a place outside": ("u delta 0 0", "u delta 0 9"),
}
REAL_CHANGES = {
    "an entry of a filter": ("[1; 0; -1]", "[1; 0; -2]"),
    "the equation of t": ("[-10; 4; 1]", "[-10; 5; 1]"),
    "bounds without t": ("(Isolated [-10; 4; 1] ", "(Isolated [-10; 4; 1] 2 3) (* "),
    "bounds too wide": ("(Isolated [-10; 4; 1] ", "(Isolated [-10; 4; 1] (-100) 100) (* "),
    "a square": ("[ [2; 1#2]", "[ [2; 1#3]"),
    "squares without their product": ("; [0; 1#5] ]", "; [0; 1#6] ]"),
    "a square too few": ("[ [2; 1#2]\n  ; [0; 1#5] ]", "[ [2; 1#2] ]"),
    "the factor": ("\n  1\n", "\n  2\n"),
    "the invariants": ("delta : list Q := [4]", "delta : list Q := [5]"),
}


@rocq
def test_the_kernel_refuses_what_is_changed(tmp_path):
    """``Fail Qed`` is an error where the kernel accepts the proof."""
    bodies = []
    for certificate, changes in (
        (symlcn.counterexample("k2x2 k2x2", [21], rational=True).certificate(), RATIONAL_CHANGES),
        (symlcn.counterexample("k3 k2", [4]).certificate(), REAL_CHANGES),
    ):
        body = rocq_theorem(certificate).body
        for name, (old, new) in changes.items():
            assert old in body, name
            changed = body.replace(old, new, 1)
            if new.endswith("(* "):
                changed = re.sub(r"\(\* .*\n", "\n", changed, count=1)
            bodies.append(changed)
        start = body.index("Theorem")
        bodies.append(body[:start] + re.sub(r"([csw])'", r"\1", body[start:]))  # both sides the same
    assert len(bodies) >= 12
    done = compiled(tmp_path, "refused", modules([body.replace("Qed.", "Fail Qed. Abort.") for body in bodies]))
    assert not done.returncode, done.stderr


@rocq
def test_judgements_of_certificates():
    certificate = symlcn.counterexample("k2x2 k2x2", [21], rational=True).certificate()
    assert judge(certificate).message.endswith("over Q; the theorem is closed, it assumes nothing")
    real = judge(symlcn.counterexample("k3 k2", [4]).certificate())
    assert real.accepted
    assert "over R" in real.message
    certificate["filter"][0][0] = "2"
    assert not judge(certificate).accepted
    with pytest.raises(LimitError, match=r"the time limit of 0\.01 s was reached in Rocq"):
        judge(symlcn.counterexample("k3 k2", [4]).certificate(), 0.01)


def test_what_has_no_theorem():
    with pytest.raises(ParseError, match="a certificate of kind architecture has no pair for Rocq"):
        rocq_theorem(symlcn.certify("k3s2 k2").certificate())
    with pytest.raises(ParseError, match="a pair for every δ has no scaled filters; give --delta or --balanced"):
        rocq_theorem(symlcn.counterexample("k3 k2", all_delta=True).certificate())


def test_texts_of_a_certificate_are_not_written_as_they_are():
    """They could end a comment and say something else to Rocq."""
    certificate = symlcn.dense((2, 2, 2)).certificate()
    certificate["architecture"]["notation"] = "2 2 2 *) Axiom a : False. (*"
    assert "Axiom" not in rocq_theorem(certificate).text
    certificate["evidence"]["ntk_difference"]["values"][0] = "1 *) Axiom a : False. (*"
    with pytest.raises(ValueError, match="Invalid literal for Fraction"):
        rocq_theorem(certificate)


def test_without_rocq(monkeypatch, tmp_path, capsys):
    certificate = symlcn.counterexample("k3 k2", [4])
    certificate.save(tmp_path / "c.json")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotInstalledError, match="there is no coqc"):
        judge(certificate.certificate())
    assert main(["check", str(tmp_path / "c.json"), "--kernel"]) == 30
    assert "c.json: undecided: Rocq is not installed: there is no coqc" in capsys.readouterr().out


@rocq
def test_check_with_the_kernel(tmp_path, capsys):
    symlcn.dense((2, 2, 2)).save(tmp_path / "dense.json")
    symlcn.certify("k3s2 k2").save(tmp_path / "architecture.json")
    assert main(["check", "--kernel", str(tmp_path / "dense.json")]) == 0
    assert "dense.json: accepted: the kernel of Rocq accepted the pair over Q" in capsys.readouterr().out
    assert main(["check", "--kernel", str(tmp_path / "architecture.json")]) == 30
    assert "undecided: a certificate of kind architecture has no pair for Rocq" in capsys.readouterr().out


def test_files_for_rocq(tmp_path, capsys):
    file = tmp_path / "pair.v"
    assert main(["counterexample", "k2x2", "k2x2", "--delta", "21", "--rational", "--rocq", str(file), "-q"]) == 10
    assert file.read_text().endswith("Print Assumptions pair.\n")
    assert main(["dense", "2", "2", "2", "--rocq", str(tmp_path / "dense.v"), "-q"]) == 10
    assert "dense_counterexample Qc_ops n" in (tmp_path / "dense.v").read_text()
    assert main(["counterexample", "k3s2", "k2", "--rocq", str(tmp_path / "none.v"), "-q"]) == 0
    assert "none.v is not written: there is no pair" in capsys.readouterr().err
    assert not (tmp_path / "none.v").exists()
    assert main(["counterexample", "k3", "k2", "--rocq", "-"]) == 2
    assert main(["counterexample", "k3", "k2", "--rocq", str(file), "--certificate", str(file)]) == 2
    assert "--rocq: it is the same file as --certificate; name two" in capsys.readouterr().err
