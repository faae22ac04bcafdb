"""What a command does not load: start-up is most of the time that small questions take."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

ATLAS = {"duckdb", "pyarrow", "pebble", "distributed", "pandas", "sqlite3"}
LIBRARIES = {"sympy", "numpy", "networkx", "matplotlib", "pydot", "symlcn_proofs", *ATLAS}
READS = {"json", "fractions", "decimal", "hashlib", "dataclasses", "shlex", "tempfile", "difflib"}
REFUTES = {"symlcn.generic.refutation", "symlcn.network.scaling", "symlcn.algebra.realnumbers"}
PAGES = {"symlcn_cli.pages.model", "symlcn_cli.pages.inhtml", "symlcn_cli.commands.prove.proofdocument"}
WORKER = {"subprocess", "pickle", "tempfile", "symlcn.worker", "symlcn.check.core.wall"}
LIGHT = {"flint", "symlcn.network.zoo", "shlex", "difflib", *LIBRARIES, *WORKER}
IRRATIONAL = {
    "symlcn.algebra.fields",
    "symlcn.algebra.irreducible.proofs",
    "symlcn.fiber.comparison.equality",
    "symlcn.fiber.comparison.proportional",
    "symlcn.fiber.exact.conjugates",
    "symlcn.fiber.exact.elimination",
    "symlcn.fiber.exact.resolvents",
    "symlcn.fiber.smoothness.residues",
    "symlcn.certificates.algebraicvalues",
}
EVERY = {
    "symlcn.algebra.fields",
    "symlcn.certificates.algebraicvalues",
    "symlcn.fiber.comparison.proportional",
    "symlcn.fiber.exact.conjugates",
    "symlcn.fiber.exact.elimination",
}  # loaded where NTKs are compared at every δ
SEVERAL = {"symlcn.algebra.overc", "symlcn.algebra.traces", "symlcn.fiber.covering", "random"}
FIBER = "fiber k3 k2 --filter 0,-1,0,1"

UNUSED = {
    "--help": LIGHT | READS | {"symlcn.answer", "symlcn.check"},
    "zoo": (LIGHT | READS | {"symlcn.answer", "symlcn.check"}) - {"symlcn.network.zoo"},
    "certify --help": LIGHT | READS | {"symlcn.answer", "symlcn.check"},
    "fiber --help": LIGHT | READS | {"symlcn.answer", "symlcn.check"},
    "atlas --help": LIGHT | READS | {"symlcn.answer", "symlcn.check", "symlcn.atlas"},
    "atlas run --help": LIGHT | READS | {"symlcn.answer", "symlcn.check", "symlcn.atlas"},
    "check c.json": (LIGHT | READS | {"click", "symlcn.answer"}) - {"json", "hashlib", "symlcn.check.core.wall"},
    "certify k3s2 k2": LIGHT | REFUTES | PAGES,
    "certify k3s2 k2 --json": LIGHT | REFUTES | PAGES | {"textwrap", "symlcn_cli.words.words"},
    "certify k3 k2": LIGHT | PAGES | {"symlcn.network.ntk"},
    "prove k3s2 k2": LIGHT - {"shlex"} | REFUTES,
    FIBER: LIBRARIES | PAGES | WORKER | SEVERAL | IRRATIONAL - EVERY,
    f"{FIBER} --balanced": LIBRARIES | PAGES | WORKER | SEVERAL | IRRATIONAL | {"hashlib", "symlcn.check"},
}


PROGRAM = f"""
import sys
sys.path[:] = {sys.path!r}
from symlcn_cli.main import main
main(sys.argv[1:])
sys.stderr.write("\\n".join(sys.modules))
"""


@pytest.mark.parametrize("words", UNUSED)
def test_what_is_not_needed_is_not_loaded(run, words):
    run("certify", "k3s2", "k2", "-q", "--certificate", "c.json")
    done = subprocess.run(
        [sys.executable, "-S", "-c", PROGRAM, *words.split()], capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.split("\n"))
    assert "symlcn_cli.main" in loaded
    assert sorted(loaded & UNUSED[words]) == []


def test_the_names_are_those_of_modules():
    assert [name for name in set().union(*UNUSED.values()) if find_spec(name) is None] == []
