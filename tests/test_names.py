"""The public names: seen by people, by editors and by type checkers, and loaded on first use only."""

import ast
import inspect
import pydoc
import re
import subprocess
import sys
from pathlib import Path

import pytest

import symlcn

HEAVY = ("flint", "sympy", "networkx", "numpy", "matplotlib", "symlcn.answer", "symlcn.network", "symlcn_cli")
FUNCTIONS = [name for name in symlcn.__all__ if inspect.isfunction(getattr(symlcn, name))]
QUESTIONS = [name for name in FUNCTIONS if "Answer[" in str(inspect.signature(getattr(symlcn, name)).return_annotation)]


def test_the_names_are_listed_and_nothing_else_is():
    assert [name for name in dir(symlcn) if not name.startswith("__")] == [
        name for name in symlcn.__all__ if not name.startswith("__")
    ]
    for name in symlcn.__all__:
        assert getattr(symlcn, name) is not None
    with pytest.raises(AttributeError, match="module 'symlcn' has no attribute 'nothing'"):
        symlcn.nothing  # noqa: B018


def test_python_is_told_what_suggests_the_name_that_is_meant():
    answer = symlcn.certify("k2 k2")
    for owner, word, problem in (
        (symlcn, "certfy", "module 'symlcn' has no"),
        (answer, "clasification", "an answer of symlcn.certify has no clasification"),
    ):
        with pytest.raises(AttributeError, match=problem) as missing:
            getattr(owner, word)
        assert (missing.value.name, missing.value.obj) == (word, owner)


def test_editors_and_type_checkers_are_shown_the_same_names():
    """In the branch that only they take."""
    tree = ast.parse(Path(symlcn.__file__).read_text("utf-8"))
    branch = next(node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    shown = {alias.name: node.module for node in branch.body for alias in node.names}
    assert sorted([*shown, "__version__"]) == sorted(symlcn.__all__)
    for name, home in shown.items():
        assert getattr(sys.modules[home], name) is getattr(symlcn, name)


def test_help_has_a_word_on_every_name():
    listed = symlcn.__doc__.partition("Questions")[2]
    for name in symlcn.__all__:
        assert name == "__version__" or re.search(rf"^    (\w+, )*{name}\b", listed, re.MULTILINE), name
    assert pydoc.plain(pydoc.render_doc(symlcn)).startswith("Python Library Documentation: package symlcn")


@pytest.mark.parametrize("name", QUESTIONS)
def test_help_on_a_question_says_what_it_takes_gives_and_refuses(name):
    ask = getattr(symlcn, name)
    text = inspect.getdoc(ask)
    for part in ("Parameters", "Returns", "Raises", "Examples"):
        assert f"\n{part}\n{'-' * len(part)}\n" in text, part
    for parameter in inspect.signature(ask).parameters.values():
        assert re.search(rf"^(\w+, )*(\*\*)?{parameter.name}\b(, \w+)*( :|$)", text, re.MULTILINE), parameter.name
        assert parameter.annotation != ("Any" if parameter.name == "architecture" else parameter.empty)


def test_importing_the_package_loads_nothing():
    code = f"import sys, symlcn; dir(symlcn); print([m for m in sys.modules if m.startswith({HEAVY})])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_question_keeps_its_name_when_a_folder_of_that_name_is_loaded():
    code = (
        "import symlcn.fiber.question, symlcn.counterexample.find, symlcn; print(symlcn.fiber, symlcn.counterexample)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.count("<function ") == 2


def test_every_function_of_an_architecture_takes_notation_and_names_of_the_zoo():
    assert symlcn.classify("@wavenet") == symlcn.classify(symlcn.read_architecture("@wavenet"))
    assert symlcn.classify("k3 k2").degree == 3
    assert symlcn.find_counterexample(["k3", 2]).pair == symlcn.find_counterexample("k3 k2").pair
