"""The checker never falls over: whatever a file holds there is a verdict, soon and in little memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from symlcn import check
from symlcn.check import certificate, reading
from symlcn.check.outcome import Malformed, Outcome, unforeseen
from symlcn.check.wall import walled
from tests.damage import sealed

FOLDER = Path(check.__file__).parent
NO_LAYER = {"notation": "", "dimension": 1, "layers": []}


def stack(*layers):
    """A stack in one direction, given by size, stride and dilation of its layers."""
    words = []
    for size, stride, dilation in layers:
        words.append(f"k{size}" + f"s{stride}" * (stride > 1) + f"d{dilation}" * (dilation > 1))
    listed = [{"size": [k], "stride": [s], "dilation": [d]} for k, s, d in layers]
    return {"notation": " ".join(words), "dimension": 1, "layers": listed}


def body(kind, architecture, **fields):
    """A certificate with the given fields, all others null."""
    own, _, _ = certificate.KINDS[kind]
    keys = f"format version kind architecture delta status reason {own} assumptions".split()
    head = {"format": "symlcn-certificate", "version": 1, "kind": kind, "architecture": architecture}
    return {**dict.fromkeys(keys), **head, "status": "proved", "assumptions": [], **fields, "digest": "", "tool": {}}


def verdict(document):
    return check.check_text(sealed(document))


def test_a_failure_that_no_module_foresees_is_malformed(monkeypatch, tmp_path, capsys):
    def fails(value):
        where = "architecture.layers[3]"
        raise ZeroDivisionError(f"division by zero in {where[:12]}")

    monkeypatch.setattr(certificate, "check_architecture", fails)
    files = [tmp_path / name for name in ("first.json", "second.json")]
    files[0].write_text(sealed(body("strata", NO_LAYER)), encoding="utf-8")
    files[1].write_text("[]", encoding="utf-8")
    assert check.main(list(map(str, files))) == 2
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith(
        "malformed: certificate: cannot be checked: ZeroDivisionError: division by zero in architecture"
        " (kind 'strata', module certificate)"
    )
    assert second.endswith("malformed: certificate: expected an object, found a list")


def test_the_place_of_an_unforeseen_failure():
    try:
        reading.integer_filter([1, 2], None, "result.groups[2]")
    except TypeError as error:
        found = str(unforeseen(error, {"kind": 10**5000}))
    assert found.startswith("result.groups[2]: cannot be checked: TypeError: ")
    assert found.endswith("(kind unknown, module reading)")


@pytest.mark.parametrize("nested", [lambda n: "[" * n + "]" * n, lambda n: '{"a":' * n + "1" + "}" * n])
def test_nesting(nested):
    assert reading.parse(nested(500)) is not None
    for depth in (501, 990, 5000, 10**5):
        with pytest.raises(Malformed, match=r"^certificate: nested "):
            reading.parse(nested(depth))


def test_extents_of_many_digits_are_named():
    """The filter has 1 + 10^5400 entries."""
    architecture = stack(*[(1, 10**9, 1)] * 600, (2, 1, 1))
    found = verdict(body("metric", architecture, filter=["1", "2"], delta=["0"] * 600, status="undecided", reason="?"))
    assert found.verdict == "malformed"
    assert "about 2^17938" in found.message


def test_the_wall(capfd):
    assert repr(walled(lambda path: Outcome("accepted", path, "δ\0\ud800"), "x")) == "Outcome('accepted', 'x')"
    assert walled(lambda path: Outcome("accepted", path, "δ\0\ud800"), "x").claim == "δ\0\ud800"
    for fatal in (lambda path: os._exit(0), lambda path: os.kill(os.getpid(), 9), lambda path: sys.exit(3)):
        assert walled(fatal, "x").message == "certificate: takes more than 60 s or 2 GB to check"
    assert walled(lambda path: Outcome("accepted", "", str(len(bytes(3 * 10**9)))), "x").verdict == "malformed"
    assert capfd.readouterr() == ("", "")


def test_the_wall_stops_what_runs_for_too_long(monkeypatch):
    def endless(path):
        while True:
            pass

    monkeypatch.setattr("symlcn.check.wall.MAX_SECONDS", 1)
    assert walled(endless, "x").message == "certificate: takes more than 1 s or 2 GB to check"


def test_files_after_one_that_ends_the_process(tmp_path):
    """A checker whose architecture reader aborts."""
    code = (
        "import os, sys; sys.path.insert(0, sys.argv.pop(1)); import check; from check import certificate\n"
        "certificate.check_architecture = lambda value: os.abort()\n"
        "sys.exit(check.main(walls=True))"
    )
    files = [tmp_path / name for name in ("first.json", "second.json")]
    files[0].write_text(sealed(body("strata", NO_LAYER)), encoding="utf-8")
    files[1].write_text("[]", encoding="utf-8")
    words = [sys.executable, "-I", "-c", code, str(FOLDER.parent), *map(str, files)]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", cwd=tmp_path, check=False)
    assert done.returncode == 2
    assert [line.partition(": ")[2] for line in done.stdout.splitlines()] == [
        "malformed: certificate: takes more than 60 s or 2 GB to check",
        "malformed: certificate: expected an object, found a list",
    ]
