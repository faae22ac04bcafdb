"""The charts of an inverse by name, with the names of the entries of the filters that they use.

Contents: :class:`NamedCharts`, :func:`layers_label`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symlcn.algebra.namedvalues import Formulas
from symlcn.algebra.sparse import cells, entry_names
from symlcn.algebra.sympyvalues import Named
from symlcn.geometry.equations.equations import variable_names
from symlcn.geometry.inverse.charts import Formula
from symlcn.network.architecture import Architecture
from symlcn.network.filters import nested

__all__ = ["NamedCharts", "layers_label"]


def layers_label(letter: str, layers: Sequence[int]) -> str:
    """w_1, or w1w2 of several layers: no constants and no products in any computer algebra system.

    Examples
    --------
    >>> layers_label("w", (0,)), layers_label("w", (0, 2))
    ('w_1', 'w1w3')
    """
    if len(layers) == 1:
        return f"{letter}_{layers[0] + 1}"
    return "".join(f"{letter}{layer + 1}" for layer in layers)


class NamedCharts(Named):
    """What has groups of layers with charts: :class:`~symlcn.geometry.inverse.inverse.Inverse`."""

    __slots__ = ()

    architecture: Architecture
    groups: tuple[Any, ...]

    def label(self, number: int, place: int) -> str:
        """What a chart gives where another uses it: w_1, of a part of it v_1_2 for the chart 2 of this filter."""
        group = self.groups[number]
        if group.charts[place].cells is None:
            return layers_label("w", group.layers)
        return f"{layers_label('v', group.layers)}_{place}"

    def chart_names(self, number: int, place: int) -> list[str]:
        """The names of the entries that a chart gives."""
        group = self.groups[number]
        indices = list(cells(group.size))
        chosen = indices if (own := group.charts[place].cells) is None else [indices[n] for n in own]
        return entry_names(self.label(number, place), chosen)

    def given_names(self, chart: Formula) -> list[str]:
        """The names of the entries that a chart uses besides those of u."""
        return [name for one in chart.given for name in self.chart_names(*one)]

    def parameter_names(self) -> list[str]:
        """Names of the entries of all filters: with these θ is written."""
        return [name for own in self.groups for name in entry_names(layers_label("w", own.layers), cells(own.size))]

    def formulas(self) -> Formulas:
        """For each group the list of its charts, w_1 or w1w2 of several layers, and those of parts of filters.

        Any of a list is the filter up to a scalar, where it is not 0.
        """
        variables = list(variable_names(self.architecture))
        own, values, notes = len(variables), list[tuple[str, Any]](), list[str]()
        for number, group in enumerate(self.groups):
            name = layers_label("w", group.layers)
            whole: list[Any] = []
            for place, chart in enumerate(group.charts):
                given = self.given_names(chart)
                variables += [known for known in given if known not in variables]
                numbers = [*range(own), *map(variables.index, given)]
                entries = tuple(
                    {tuple(sorted(numbers[n] for n in monomial)): c for monomial, c in entry.items()}
                    for entry in chart.entries
                )
                if chart.cells is None:
                    whole.append(nested(entries, group.size))
                else:
                    values.append((self.label(number, place), entries))
                    indices = [",".join(map(str, list(cells(group.size))[n])) for n in chart.cells]
                    notes.append(f"{self.label(number, place)}: the entries {' '.join(indices)} of {name}")
            values += [(name, whole)] if whole else []
            notes += [] if whole else [f"{name}: the kernel of a matrix, which --json has"]
        notes.insert(0, "w_1, ...: formulas for a filter, each a multiple of it; w1w2, ...: for products of filters")
        return Formulas(tuple(variables), tuple(values), (), tuple(notes))
