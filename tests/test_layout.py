"""The layout, read off the syntax trees: which folder may import which, and what has one home only.

Imports in functions and under TYPE_CHECKING count. Each rule gives the places that break it. The second half of this
file breaks each rule, in a copy of the tree, and expects to be told.
"""

import ast
import shutil
import sys
from collections import defaultdict
from functools import cache

import pytest

from tests.support.sources import ROOT, Sources, circles, floors, read_sources, written

BELOW = {
    "errors": "",
    "version": "",
    "check": "",
    "progress": "",
    "worker": "errors progress",
    "algebra": "errors progress",
    "network": "algebra",
    "certificates": "network version",
    "answer": "certificates worker",
    "records": "answer",
    "formal": "certificates",
    "generic": "answer",
    "fiber": "answer",
    "loss": "answer",
    "counterexample": "generic",
    "geometry": "fiber generic",
    "families": "counterexample geometry loss",
    "table1": "families generic",
    "atlas": "records table1",
}
"""What is just below each folder of symlcn. It may import this, and all that is below this."""
CHECKED = ("symlcn.answer", "symlcn_cli", "symlcn_proofs")
"""Who may import the checker."""
CHECKER_BELOW = {
    "core": "",
    "algebra": "core",
    "network": "algebra",
    "geometry": "network fiber",
    "families": "network fiber",
}
"""The same for the folders of the checker; what is not here is a kind, and stands on network."""
ROLES = {"__init__", "__main__", "command", "document", "formula", "judge", "page", "picture", "question", "report"}
"""Names that say what part a module plays in its folder, and so repeat."""
WRITERS = ("text", "json", "names")
FLOORS, FOLDERS = 10, 16


def everything_below(table, folder):
    """The folders that a folder may import."""
    direct = table[folder].split()
    return set(direct).union(*(everything_below(table, other) for other in direct))


def wrong_arrows(sources, folder, allowed):
    """The imports between the children of a folder that are not allowed."""
    inside = [(a, b) for a, b in sources.arrows if a.startswith(f"{folder}.") and b.startswith(f"{folder}.")]
    depth = folder.count(".") + 1
    return sorted(
        f"{a} imports {b}"
        for a, b in inside
        if a.split(".")[depth] != b.split(".")[depth] and b.split(".")[depth] not in allowed(a.split(".")[depth])
    )


def no_circle_of_modules(sources):
    return [f"circle: {' '.join(sorted(circle))}" for circle in circles(sources.arrows)]


def no_circle_among_children(sources):
    found = {folder: circles(sources.between(folder)) for folder in sources.folders}
    return [f"circle in {folder}: {' '.join(sorted(circle))}" for folder in found for circle in found[folder]]


def few_floors(sources):
    arrows = {folder: sources.between(folder) for folder in sources.folders}
    return [f"{folder} is high" for folder in arrows if not circles(arrows[folder]) and floors(arrows[folder]) > FLOORS]


def few_folders(sources):
    top = {name.split(".")[1] for name in sources.folders if name.startswith("symlcn.")}
    return [f"many folders: {' '.join(sorted(top))}"] if len(top) > FOLDERS else []


def folders_import_those_below(sources):
    def allowed(folder):
        return BELOW if folder == "__init__" else everything_below(BELOW, folder) | {"check"}

    known = {name.split(".")[1] for name in sources.under("symlcn")} - {"__init__"}
    return [f"{folder} has no place" for folder in known - set(BELOW)] or wrong_arrows(sources, "symlcn", allowed)


def few_import_the_checker(sources):
    return [
        f"{a} imports {b}"
        for a, b in sorted(sources.arrows)
        if b.startswith("symlcn.check.")
        and not f"{a}.".startswith(tuple(f"{who}." for who in ("symlcn.check", *CHECKED)))
    ]


def checker_folders_import_those_below(sources):
    kinds = {name.split(".")[2] for name in sources.folders if name.startswith("symlcn.check.")}
    files = {name.split(".")[2] for name in sources.under("symlcn.check") if name.count(".") == 2}
    table = {kind: "network" for kind in kinds} | CHECKER_BELOW

    def allowed(child):
        return kinds | files if child in files else everything_below(table, child)

    return wrong_arrows(sources, "symlcn.check", allowed)


def the_checker_is_alone(sources):
    return [
        f"{name} imports {module}"
        for name in sources.under("symlcn.check")
        for module, _, level in sources.imports[name]
        if (not level and module.split(".")[0] not in sys.stdlib_module_names)
        or (level and not module.startswith("symlcn.check."))
    ]


def checker_folders_have_twins(sources):
    return [
        f"{folder} has no twin"
        for folder in sorted(sources.folders)
        if folder.startswith("symlcn.check.") and folder != "symlcn.check.core"
        if folder.replace("symlcn.check.", "symlcn.") not in sources.folders
    ]


def only_twins_share_a_name(sources):
    places = defaultdict(set)
    for name in sources.trees:
        places[name.rpartition(".")[2]].add(name.replace("symlcn.check.", "symlcn."))
    return [
        f"{name}: {' '.join(sorted(places[name]))}"
        for name in sorted(places)
        if len(places[name]) > 1 and name not in ROLES
    ]


def no_name_of_the_standard_library(sources):
    return [name for name in sources.trees if name.rpartition(".")[2] in sys.stdlib_module_names]


@cache
def words_of(tree):
    """All names in a syntax tree by which a program refers to something."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found.add(node.name.rpartition(".")[2])
    return found


def said_outside(sources, homes, is_it):
    return [
        f"{name} says {word}"
        for name, tree in sources.trees.items()
        if name not in homes
        for word in sorted(words_of(tree))
        if is_it(word)
    ]


def multivariate_flint_has_one_home(sources):
    return said_outside(sources, {"symlcn.algebra.polynomials"}, lambda word: "mpoly" in word)


def elimination_has_one_home(sources):
    return said_outside(sources, {"symlcn.algebra.echelon"}, {"rref", "nullspace"}.__contains__)


def sympy_is_imported_late(sources):
    """In functions, when something of it is asked for: that takes longer than most answers."""
    return [
        f"{name} imports sympy at once"
        for name, tree in sources.trees.items()
        for node in tree.body
        if (isinstance(node, ast.Import) and any(part.name.split(".")[0] == "sympy" for part in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sympy")
    ]


def pivots_are_chosen_in_one_place(sources):
    """In the checker, where each search for one gives it the name; but for the ring that has zero divisors."""
    homes = {"symlcn.check.algebra.echelon", "symlcn.check.loss.critical.valuerings"}
    return [
        f"{name} chooses a pivot"
        for name in sources.under("symlcn.check")
        if name not in homes
        for node in ast.walk(sources.trees[name])
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "pivot"
    ]


def the_format_is_written_once(sources):
    places = [
        name
        for name, tree in sources.trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value == "symlcn-certificate"
    ]
    sides = [[name for name in places if name.startswith("symlcn.check.") == checker] for checker in (True, False)]
    return [f"in {' and '.join(side)}" for side in sides if len(side) != 1]


def commands_do_not_import_the_group(sources):
    return [
        f"{a} imports {b}"
        for a, b in sorted(sources.arrows)
        if a.startswith("symlcn_cli.commands.") and b in ("symlcn_cli.app", "symlcn_cli.main")
    ]


def reports_compute_nothing(sources):
    """Beyond what algebra, network and certificates know, they call what writes: text, JSON, names."""
    return [
        f"{name} imports {thing} from {module}"
        for name in sources.trees
        if name.startswith("symlcn_cli.") and name.endswith("report")
        for module, thing, _ in sources.imports[name]
        if module.startswith("symlcn.") and module.split(".")[1] not in ("algebra", "network", "certificates", "errors")
        if thing[:1].islower() and not thing.endswith(WRITERS)
    ]


def only_readers_read(sources):
    """Of what users give; the worker reads its task, the envelope and the store write, answers copy their own, and Rocq
    is given a library."""
    prover = {name: sources.trees[name] for name in sources.under("symlcn") if not name.startswith("symlcn.check.")}
    homes = {"symlcn.answer", "symlcn.certificates.envelope", "symlcn.worker"}
    homes |= {"symlcn.atlas.mark", "symlcn.atlas.store", "symlcn.formal.rocqkernel"}
    homes |= {f"symlcn.network.readers.{name}" for name in ("files", "keras")}
    reading = {"open", "stdin", "loads", "read_text", "read_bytes", "tomllib"}
    return said_outside(Sources(prover), homes, reading.__contains__)


def few_import_by_names_in_strings(sources):
    """Such imports are not seen here: the tables of names, the group of commands, libraries that may be missing."""
    homes = {"symlcn.__init__", "symlcn.algebra.typeset", "symlcn.answer", "symlcn.check.core.extras"}
    homes |= {"symlcn.network.family"}
    homes |= {"symlcn_cli.app", "symlcn_cli.pages.rendering", "symlcn_cli.commands.proof.lessonexport"}
    return said_outside(sources, homes, {"import_module", "__import__"}.__contains__)


RULES = (
    no_circle_of_modules,
    no_circle_among_children,
    few_floors,
    few_folders,
    folders_import_those_below,
    few_import_the_checker,
    checker_folders_import_those_below,
    the_checker_is_alone,
    checker_folders_have_twins,
    only_twins_share_a_name,
    no_name_of_the_standard_library,
    multivariate_flint_has_one_home,
    elimination_has_one_home,
    sympy_is_imported_late,
    pivots_are_chosen_in_one_place,
    only_readers_read,
    the_format_is_written_once,
    commands_do_not_import_the_group,
    reports_compute_nothing,
    few_import_by_names_in_strings,
)


@pytest.mark.parametrize("rule", RULES)
def test_the_tree_keeps_the_rule(rule):
    assert rule(written()) == []


TOWER = {f"symlcn.table1.floor{i}": f"import symlcn.table1.floor{i + 1}" for i in range(11)}
BROAD = {f"symlcn.folder{i}.one": "" for i in range(16)}
LATE = "def late():\n    from {} import {}"
TYPED = "if TYPE_CHECKING:\n    from {} import {}"


@pytest.mark.parametrize(
    ("rule", "planted", "problem"),
    [
        (no_circle_of_modules, {"symlcn.algebra.exact": "import symlcn.algebra.balls"}, "symlcn.algebra.exact "),
        (
            no_circle_among_children,
            {"symlcn.fiber.points": LATE.format("symlcn.fiber.exact.resolvents", "resolvent")},
            "circle in symlcn.fiber: exact points",
        ),
        (few_floors, TOWER, "symlcn.table1 is high"),
        (few_folders, BROAD, "many folders"),
        (folders_import_those_below, {"symlcn.new.one": ""}, "new has no place"),
        (
            folders_import_those_below,
            {"symlcn.network.scaling": TYPED.format("symlcn.fiber.fiber", "Fiber")},
            "symlcn.network.scaling imports symlcn.fiber.fiber",
        ),
        (
            folders_import_those_below,
            {"symlcn.loss.risk": "import symlcn"},
            "symlcn.loss.risk imports symlcn.__init__",
        ),
        (
            few_import_the_checker,
            {"symlcn.fiber.exact.resolvents": LATE.format("symlcn.check.core", "outcome")},
            "symlcn.fiber.exact.resolvents imports symlcn.check.core.outcome",
        ),
        (
            checker_folders_import_those_below,
            {"symlcn.check.core.limits": "from ..algebra.sparse import Sparse"},
            "symlcn.check.core.limits imports symlcn.check.algebra.sparse",
        ),
        (
            checker_folders_import_those_below,
            {"symlcn.check.loss.critical.plane": LATE.format("...fiber", "fiber")},
            "symlcn.check.loss.critical.plane imports symlcn.check.fiber.fiber",
        ),
        (
            checker_folders_import_those_below,
            {"symlcn.check.network.ntk": LATE.format("..", "certificate")},
            "symlcn.check.network.ntk imports symlcn.check.certificate",
        ),
        (the_checker_is_alone, {"symlcn.check.loss.risk": LATE.format("flint", "fmpq")}, "risk imports flint"),
        (
            the_checker_is_alone,
            {"symlcn.check.fiber.exact.definition": "from symlcn.check.core.outcome import Rejected"},
            "definition imports symlcn.check.core.outcome",
        ),
        (
            the_checker_is_alone,
            {"symlcn.check.families.relu.judge": "from ....families.relu import judge as finder"},
            "judge imports symlcn.families.relu.judge",
        ),
        (checker_folders_have_twins, {"symlcn.check.loss.tricks.fast": ""}, "symlcn.check.loss.tricks has no twin"),
        (only_twins_share_a_name, {"symlcn.loss.points": ""}, "points: symlcn.fiber.points symlcn.loss.points"),
        (only_twins_share_a_name, {"symlcn_cli.words.ntk": ""}, "ntk: symlcn.network.ntk symlcn_cli.words.ntk"),
        (no_name_of_the_standard_library, {"symlcn.fiber.copy": ""}, "symlcn.fiber.copy"),
        (
            multivariate_flint_has_one_home,
            {"symlcn.algebra.sparse": LATE.format("flint", "fmpz_mpoly_ctx")},
            "symlcn.algebra.sparse says fmpz_mpoly_ctx",
        ),
        (elimination_has_one_home, {"symlcn.fiber.points": "x.rref()"}, "symlcn.fiber.points says rref"),
        (
            sympy_is_imported_late,
            {"symlcn.algebra.sympyvalues": "from sympy.abc import x"},
            "symlcn.algebra.sympyvalues imports sympy at once",
        ),
        (pivots_are_chosen_in_one_place, {"symlcn.check.fiber.fiber": "pivot = 1"}, "symlcn.check.fiber.fiber chooses"),
        (the_format_is_written_once, {"symlcn.fiber.points": "x = 'symlcn-certificate'"}, "symlcn.fiber.points"),
        (
            commands_do_not_import_the_group,
            {"symlcn_cli.commands.fiber.page": LATE.format("symlcn_cli", "app")},
            "symlcn_cli.commands.fiber.page imports symlcn_cli.app",
        ),
        (
            reports_compute_nothing,
            {"symlcn_cli.commands.strata.report": LATE.format("symlcn.geometry.strata.poset", "strata")},
            "symlcn_cli.commands.strata.report imports strata from symlcn.geometry.strata.poset",
        ),
        (
            few_import_by_names_in_strings,
            {"symlcn.fiber.fiber": LATE.format("importlib", "import_module")},
            "symlcn.fiber.fiber says import_module",
        ),
        (only_readers_read, {"symlcn.network.zoo": "text = open('zoo').read()"}, "symlcn.network.zoo says open"),
        (only_readers_read, {"symlcn.network.inputs": "text = open('zoo').read()"}, "symlcn.network.inputs says open"),
    ],
)
def test_what_breaks_a_rule_is_told(rule, planted, problem):
    trees = dict(written().trees)
    for name, text in planted.items():
        trees[name] = ast.parse(text)
        trees[name].body += written().trees[name].body if name in written().trees else []
    told = set(rule(Sources(trees))) - set(rule(written()))
    assert any(problem in line for line in told), told


def test_files_in_all_folders_are_read(tmp_path):
    shutil.copytree(ROOT / "symlcn/check", tmp_path / "symlcn/check")
    assert set(read_sources(tmp_path).trees) == set(written().under("symlcn.check"))
    with open(tmp_path / "symlcn/check/geometry/inverse/steps/systems.py", "a", encoding="utf-8") as file:
        file.write("\n\ndef planted():\n    import sympy\n")
    assert the_checker_is_alone(read_sources(tmp_path)) == ["symlcn.check.geometry.inverse.steps.systems imports sympy"]
