"""What must be believed: the code of the checker that each kind of certificate reaches, read off the syntax trees.

Contents: :func:`core`, :func:`extras_of`, :func:`beyond`, :func:`code_lines`, :func:`loads`, :func:`frame`,
:func:`computed`.

Imports in functions count. Lines of code are those that are not blank, and no part of a comment or docstring.
``python -m tests.support.closures`` writes the tables of the checker's README anew.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cache

import networkx

from symlcn.check.certificate import KINDS, NESTED
from symlcn.check.core.extras import EXTRAS
from tests.support.sources import ROOT, written

CHECKER = "symlcn.check"
README = ROOT / "symlcn/check/README.md"
FLOORS = ("core", "algebra", "network")


@cache
def reached(module: str) -> frozenset[str]:
    """A module of the checker and all that it imports of it, directly or not."""
    graph = networkx.DiGraph((a, b) for a, b in written().arrows if b.startswith(f"{CHECKER}."))
    graph.add_node(f"{CHECKER}.{module}")
    return frozenset({f"{CHECKER}.{module}"} | networkx.descendants(graph, f"{CHECKER}.{module}"))


def frame() -> frozenset[str]:
    """What reads every certificate, whatever its kind."""
    return reached("__init__") | reached("__main__")


def core(kind: str) -> frozenset[str]:
    """What a kind reaches, and the kinds inside it: enough for certificates without the evidence of an extra."""
    return reached(KINDS[kind][2]).union(*map(core, NESTED.get(kind, "").split()))


def extras_of(kind: str) -> list[str]:
    """The extras that certificates of a kind may need, in the order of the table."""
    found: set[str] = set()
    while more := loads(core(kind).union(*(reached(EXTRAS[name][2]) for name in found))) - found:
        found |= more
    return [name for name in EXTRAS if name in found]


def loads(modules: Iterable[str]) -> set[str]:
    """The extras that modules load."""
    return {name for module in modules for name in named_extras(module)}


def named_extras(module: str) -> list[str]:
    """The extras that a module loads, as often as it does."""
    names = [call.args[0] for call in calls_of_extra(module)]
    return [name.value for name in names if isinstance(name, ast.Constant) and isinstance(name.value, str)]


def calls_of_extra(module: str) -> list[ast.Call]:
    """The calls by which a module loads extras."""
    calls = [node for node in ast.walk(written().trees[module]) if isinstance(node, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "extra"]


def beyond(kind: str, name: str) -> frozenset[str]:
    """What an extra needs beyond the core of a kind."""
    return reached(EXTRAS[name][2]) - core(kind)


@cache
def code_lines(module: str) -> int:
    """The lines of code of a module."""
    lines = (ROOT / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8").splitlines()
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    nodes = [node for node in ast.walk(written().trees[module]) if isinstance(node, documented)]
    texts = [node.body[0] for node in nodes if ast.get_docstring(node, clean=False) is not None]
    skipped = {n for text in texts for n in range(text.lineno, (text.end_lineno or 0) + 1)}
    return sum(n not in skipped and line.strip()[:1] not in ("", "#") for n, line in enumerate(lines, 1))


def total(modules: Iterable[str]) -> int:
    return sum(map(code_lines, modules))


def in_order(modules: Iterable[str]) -> list[str]:
    """In an order in which each module comes after those that it imports, lower folders first; empty ones left out."""
    chosen = {module for module in modules if code_lines(module)}
    graph = networkx.DiGraph((b, a) for a, b in written().arrows if a in chosen and b in chosen)
    graph.add_nodes_from(chosen)
    return list(networkx.lexicographical_topological_sort(graph, key=_floor))


def _floor(module: str) -> tuple[int, str]:
    folder = module.split(".")[2]
    return FLOORS.index(folder) if folder in FLOORS else len(FLOORS), module


def _files(modules: Iterable[str]) -> str:
    named = ((module.removeprefix(f"{CHECKER}.").replace(".", "/"), code_lines(module)) for module in in_order(modules))
    return ", ".join(f"`{name}` {count}" for name, count in named)


def _first_line(module: str) -> str:
    text = (ast.get_docstring(written().trees[f"{CHECKER}.{module}"]) or "").split("\n")[0]
    return text.removesuffix(".")


def computed(subject: str) -> str:
    """What stands in the README between the marks of a subject: ``all``, ``frame`` or a kind."""
    if subject == "all":
        rows = [f"| {kind} | {total(core(kind))} | {total(core(kind) | frame())} |" for kind in KINDS]
        return "\n".join(["| kind | core | with the frame |", "|---|---|---|", *rows, ""])
    if subject == "frame":
        return f"{total(frame())} lines: {_files(frame())}.\n"
    lines = [f"Core, {total(core(subject))} lines; beyond the frame {_files(core(subject) - frame())}.\n"]
    if names := extras_of(subject):
        lines += ["| extra | for | lines more | what it shows | files |", "|---|---|---|---|---|"]
        for name in names:
            kind, place, module = EXTRAS[name]
            where = place if kind == subject else f"{place} of {kind}"
            more = beyond(subject, name)
            lines.append(f"| {name} | {where} | {total(more)} | {_first_line(module)} | {_files(more)} |")
        lines.append("")
    return "\n".join(lines)


def rewritten(text: str) -> str:
    """The README with what is computed in its places."""
    return re.sub(
        r"(<!-- computed: ([\w-]+) -->\n).*?(<!-- end -->)",
        lambda found: f"{found[1]}\n{computed(found[2])}\n{found[3]}",
        text,
        flags=re.DOTALL,
    )


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
