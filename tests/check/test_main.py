"""The checker as a program: exit codes, files, streams, interruption, and that it runs alone."""

import io
import os
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.support.byhand import CLAIMS, planar, sealed, strided

check = import_module("symlcn.check")

FOLDER = Path(check.__file__).parent


def test_main(tmp_path, capsys, monkeypatch):
    good, bad, junk = tmp_path / "good", tmp_path / "bad", tmp_path / "junk\n"
    good.write_text(sealed(strided()), encoding="utf-8")
    bad.write_text(sealed({**strided(), "assumptions": [""]}), encoding="utf-8")
    junk.write_bytes(b"\x00")
    assert check.main([str(good)]) == 0
    assert capsys.readouterr().out == f"{good}: accepted: {CLAIMS[strided]}\n"
    assert check.main([str(good), str(bad), str(junk)]) == 40
    assert [line.split(": ")[1] for line in capsys.readouterr().out.splitlines()] == [
        "accepted",
        "rejected",
        "malformed",
    ]
    assert check.main([str(good), str(junk)]) == 2
    assert check.main([str(tmp_path)]) == 2
    assert check.main([str(tmp_path / "absent")]) == 2
    assert check.main(["a\0b"]) == 2
    capsys.readouterr()
    assert check.main([]) == 2
    assert "usage" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sealed(planar()).encode())))
    assert check.main(["-"]) == 0


def test_interrupt(monkeypatch):
    def interrupt(path):
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "check_file", interrupt)
    assert check.main(["file"]) == 130


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_verdicts_that_cannot_be_written(tmp_path):
    path = tmp_path / "certificate.json"
    path.write_text(sealed(strided()), encoding="utf-8")
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-I", str(FOLDER), str(path)], stdout=full, stderr=-1, check=False)
    assert (done.returncode, done.stderr) == (2, b"")


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs /dev/zero")
def test_endless_input():
    assert "more than" in check.check_file("/dev/zero").message


def two_points():
    """Kind "counterexample": the pair of planar()."""
    body = planar()
    counterexample = body.pop("evidence")["counterexample"]
    del body["result"]
    pair = [{**point, "factor": "1"} for point in counterexample["pair"]]
    product = [["1", "2", "1"], ["2", "9", "7"], ["1", "7", "10"]]
    difference = counterexample["ntk_difference"]
    own = {"filter": product, "pair": pair, "ntk_difference": difference, "separation": None}
    return {**body, "kind": "counterexample", "delta": ["21"], "hypotheses": [], **own}


def test_runs_alone(tmp_path):
    """Isolated, optimised, as a module, as a copy of the folder, in an ASCII terminal, from another directory."""
    copied = shutil.copytree(FOLDER, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("__pycache__"))
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(FOLDER.parents[1])}
    pair = "k2x2 k2x2: two parameters with the same end-to-end filter, the same δ, and different NTKs: refuted"
    for make, claim in ((strided, CLAIMS[strided]), (two_points, pair)):
        (tmp_path / "certificate.json").write_text(sealed(make()), encoding="utf-8")
        for words in (["-I", FOLDER], ["-O", FOLDER], ["-m", "symlcn.check"], ["-I", "-S", copied]):
            done = subprocess.run(
                [sys.executable, *map(str, words), "certificate.json"],
                capture_output=True,
                env=environment,
                cwd=tmp_path,
                check=False,
            )
            assert (done.returncode, done.stderr) == (0, b"")
            said = done.stdout.decode().replace("\\u03b4", "δ")  # -I takes no notice of PYTHONIOENCODING
            assert said.splitlines() == [f"certificate.json: accepted: {claim}"]


def test_loads_only_what_it_needs(tmp_path):
    """Nothing of symlcn, no module under a top-level name, no other kind, and nothing that costs time to import."""
    path = tmp_path / "certificate.json"
    path.write_text(sealed(strided()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-v", str(FOLDER), str(path)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    loaded = set(re.findall("^import '(.+?)' #", done.stderr, re.MULTILINE))
    modules = {file.stem for file in FOLDER.rglob("*.py") if file.stem not in ("__init__", "__main__")}
    assert {"_check.certificate", "_check.generic.certify"} <= loaded
    assert not loaded & (modules | {"_check.counterexample.find", "_check.network.parameter"})
    assert not loaded & set("argparse dataclasses typing pathlib fractions decimal symlcn".split())
