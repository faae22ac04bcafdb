"""What must be believed: how much code each kind of certificate reaches, and which certificates need an extra."""

import json
import re
import shutil
import sys
from contextlib import contextmanager
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from itertools import count

import pytest

from symlcn.check.certificate import KINDS
from symlcn.check.core.extras import EXTRAS
from tests.support import closures
from tests.support.sources import ROOT, written

LIMITS = {
    "architecture": 920,
    "counterexample": 850,
    "critical": 2400,
    "dense": 1300,
    "dense-polynomial": 900,
    "equations": 1020,
    "fiber": 2500,
    "flow": 1350,
    "grouped": 2600,
    "grouped-counterexample": 1000,
    "inverse": 1450,
    "metric": 3000,
    "polynomial": 1400,
    "multichannel": 1890,
    "multichannel-counterexample": 1000,
    "multichannel-fiber": 1400,
    "polynomial-flow": 1340,
    "polynomial-inverse": 900,
    "polynomial-activation": 1700,
    "polynomial-equations": 1050,
    "polynomial-strata": 900,
    "polynomial-counterexample": 1400,
    "polynomial-metric": 1700,
    "polynomial-fiber": 3760,
    "relu": 1300,
    "strata": 900,
}
"""Lines of code of the core of each kind."""
FRAME = 800
CORPUS = ROOT / "tests/corpus"
CHECKER = ROOT / "symlcn/check"
NUMBERS = count()


@contextmanager
def checker(folder):
    """The checker in a folder, loaded as a package of its own, and the names of its modules that are loaded."""
    name = f"checker{next(NUMBERS)}"
    spec = spec_from_file_location(name, folder / "__init__.py", submodule_search_locations=[str(folder)])
    package = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(package)
    try:
        yield package, lambda: {key.removeprefix(f"{name}.") for key in sys.modules if key.startswith(f"{name}.")}
    finally:
        for key in [key for key in sys.modules if key.partition(".")[0] == name]:
            del sys.modules[key]


def copy_without(folder, modules):
    """A copy of the checker in which some modules are not there."""
    shutil.copytree(CHECKER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for module in modules:
        (folder / f"{module.replace('.', '/')}.py").unlink()
    return folder


def certificates(kind, folder="valid"):
    return sorted((CORPUS / kind / folder).glob("*.json"))


@cache
def extras_used(path):
    """The extras that the whole checker loads for a certificate, which it accepts."""
    with checker(CHECKER) as (package, loaded):
        assert package.check_file(str(path)).verdict == "accepted"
        return frozenset(name for name, (_, _, module) in EXTRAS.items() if module in loaded())


@pytest.mark.parametrize("kind", KINDS)
def test_the_core_of_a_kind_is_small(kind):
    assert closures.total(closures.core(kind)) <= LIMITS[kind]


def test_the_frame_is_small():
    assert closures.total(closures.frame()) <= FRAME


def test_the_readme_of_the_checker_has_the_figures():
    text = closures.README.read_text(encoding="utf-8")
    assert closures.rewritten(text) == text, "python -m tests.support.closures"
    for subject in ("all", "frame", *KINDS):
        assert f"<!-- computed: {subject} -->" in text


def test_lines_of_code_are_counted_without_comments_and_docstrings():
    assert closures.code_lines("symlcn.check.core.__init__") == 0
    assert closures.code_lines("symlcn.check.__main__") == 16


def test_files_that_are_named_in_the_checker_are_there():
    """As that is where a reader is sent to for a proof."""
    names = {path.name for path in CHECKER.rglob("*.py")}
    for path in CHECKER.rglob("*.py"):
        assert set(re.findall(r"\b\w+\.py\b", path.read_text(encoding="utf-8"))) <= names, path


def test_extras_are_named_where_they_are_loaded():
    modules = list(written().under("symlcn.check"))
    assert closures.loads(modules) == set(EXTRAS)
    for module in modules:
        assert len(closures.calls_of_extra(module)) == len(closures.named_extras(module)), f"{module} computes a name"


@pytest.mark.parametrize("name", EXTRAS)
def test_an_extra_is_no_part_of_the_core_of_its_kind(name):
    kind, _, module = EXTRAS[name]
    assert name in closures.extras_of(kind)
    assert f"symlcn.check.{module}" not in closures.core(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_without_extras_exactly_the_certificates_of_the_core_are_accepted(kind, tmp_path):
    missing = {EXTRAS[name][2] for name in closures.extras_of(kind)}
    expected = json.loads((CORPUS / kind / "expected.json").read_text(encoding="utf-8"))["valid"]
    verdicts = set()
    with checker(copy_without(tmp_path / "checker", missing)) as (package, _):
        for path in certificates(kind):
            outcome = package.check_file(str(path))
            verdicts.add(outcome.verdict)
            if extras_used(path):
                assert outcome.verdict == "malformed"
                assert outcome.message.endswith("which is not in this copy of the checker")
            else:
                assert (outcome.verdict, outcome.message) == ("accepted", expected[path.name])
        for path in certificates(kind, "invalid"):
            assert package.check_file(str(path)).verdict != "accepted"
    used = missing and kind != "polynomial-activation"  # it accepts runs of degree 1 only, which need no extra
    assert verdicts == ({"accepted", "malformed"} if used else {"accepted"})


@pytest.mark.parametrize("name", EXTRAS)
def test_a_certificate_that_needs_an_extra_is_refused_without_it(name, tmp_path):
    kind, _, module = EXTRAS[name]
    needing = next(path for path in certificates(kind) if name in extras_used(path))
    with checker(copy_without(tmp_path / "checker", [module])) as (package, _):
        outcome = package.check_file(str(needing))
    assert outcome.verdict == "malformed"
    assert outcome.message.endswith(f"needs the module {module}, which is not in this copy of the checker")


def test_a_kind_that_is_not_there_is_named(tmp_path):
    with checker(copy_without(tmp_path / "checker", ["geometry.strata.strata"])) as (package, _):
        outcome = package.check_file(str(certificates("strata")[0]))
    missing = "kind: needs the module geometry.strata.strata, which is not in this copy of the checker"
    assert (outcome.verdict, outcome.message) == ("malformed", missing)
