"""The source files as syntax trees, and what they import: no module is imported to learn that.

Contents: :func:`read_sources`, :func:`written`, :class:`Sources`, :func:`floors`, :func:`circles`.

A package is named ``folder.__init__`` here, so that every module stands in the folder that its name says.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path

import networkx

ROOT = Path(__file__).parents[2]
PACKAGES = ("symlcn", "cli/symlcn_cli", "proofs/symlcn_proofs")
Arrow = tuple[str, str]


def read_sources(root: Path = ROOT) -> Sources:
    """All modules of the three packages below a folder."""
    found = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            name = ".".join(path.relative_to((root / package).parent).with_suffix("").parts)
            found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return Sources(found)


@cache
def written() -> Sources:
    """All modules as they are now, read once."""
    return read_sources()


class Sources:
    """Modules by name, each a syntax tree."""

    def __init__(self, trees: dict[str, ast.Module]) -> None:
        self.trees = trees

    def under(self, folder: str) -> Iterator[str]:
        """The modules in a folder and in those below it."""
        return (name for name in self.trees if name.startswith(f"{folder}."))

    @cached_property
    def folders(self) -> set[str]:
        """All folders, those that hold folders only among them."""
        return {name[:i] for name in self.trees for i, character in enumerate(name) if character == "."}

    @cached_property
    def imports(self) -> dict[str, list[tuple[str, str, int]]]:
        """What each module imports, wherever in it: module, name in it or "", number of dots."""
        return {name: list(self._imports(name, tree)) for name, tree in self.trees.items()}

    @cached_property
    def arrows(self) -> set[Arrow]:
        """From each module to those of these packages that it imports."""
        found = {(name, module) for name, items in self.imports.items() for module, _, _ in items}
        return {(one, other) for one, other in found if other in self.trees and one != other}

    def between(self, folder: str) -> set[Arrow]:
        """The arrows between the children of a folder: its files, and its folders, each as one."""

        def child(name: str) -> str:
            return name.removeprefix(f"{folder}.").split(".")[0]

        inside = set(self.under(folder))
        found = {(child(one), child(other)) for one, other in self.arrows if {one, other} <= inside}
        return {(one, other) for one, other in found if one != other}

    def _imports(self, name: str, tree: ast.Module) -> Iterator[tuple[str, str, int]]:
        for module, thing, level in written_imports(tree):
            home = ".".join([*name.split(".")[:-level], *([module] if module else [])]) if level else module
            inner = self._module(f"{home}.{thing}")
            yield (inner, "", level) if inner in self.trees else (self._module(home), thing, level)

    def _module(self, dotted: str) -> str:
        package = f"{dotted}.__init__"
        return package if package in self.trees else dotted


@cache
def written_imports(tree: ast.Module) -> list[tuple[str, str, int]]:
    """Module, name in it or "", and number of dots of all import statements, as they are written."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, "", 0) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node.module or "", alias.name, node.level) for alias in node.names]
    return found


def circles(arrows: Iterable[Arrow]) -> list[set[str]]:
    """What imports each other, directly or not."""
    return [found for found in networkx.strongly_connected_components(networkx.DiGraph(arrows)) if len(found) > 1]


def floors(arrows: Iterable[Arrow]) -> int:
    """The most that stand on each other, where there is no circle."""
    return int(networkx.dag_longest_path_length(networkx.DiGraph(arrows))) + 1
