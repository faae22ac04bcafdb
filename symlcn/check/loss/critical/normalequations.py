"""The equations for critical points that are left when one filter is eliminated by its normal equations.

Contents: :class:`Equations`, :func:`read_charts`, :func:`dual_of`, :func:`unknowns_of`, :func:`check_parameter`,
:func:`equations_of`, :func:`turned_charts`, :func:`moved`.

Notation: that of completeness.py.
"""

from __future__ import annotations

from itertools import product as cartesian
from typing import NamedTuple

from ...algebra.echelon import determinant
from ...core.arithmetic import Filter, sparse_product
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import json_list
from ...network.architecture import Architecture
from ..risk import Loss
from .plane import combined, derivative, divided_by, minors
from .verification import Forms, places_of, polynomial

MAX_ORDER = 4  # entries of the filter that is eliminated
INVERTIBLE = "expected an invertible matrix, or nothing for the filter eliminated"
Chart = list[list[int]]


class Equations(NamedTuple):
    """G, b and F in a chart."""

    gram: list[list[Filter]]
    moments: list[Filter]
    system: list[Filter]


def read_charts(architecture: Architecture, value: object, where: str, work: Work) -> list[Chart]:
    """For each layer an invertible matrix; [] for the one that is eliminated."""
    charts: list[Chart] = []
    for l, entry in enumerate(json_list(value, where, len(architecture.sizes))):
        rows = json_list(entry, f"{where}[{l}]")
        size = len(places_of(architecture)[l])
        chart = [polynomial(row, f"{where}[{l}][{i}]", size) for i, row in enumerate(rows)]
        if chart and (len(chart) != size or any(len(row) != size for row in chart)):
            raise Malformed(f"{where}[{l}]", INVERTIBLE)
        charts.append(chart)
    gone = [l for l, chart in enumerate(charts) if not chart]
    if len(gone) != 1 or sum(len(chart) - 1 for chart in charts if chart) not in (1, 2):
        raise Malformed(where, "expected charts with one or two unknowns for all filters but one")
    if len(places_of(architecture)[gone[0]]) > MAX_ORDER:
        raise Malformed(where, f"more than {MAX_ORDER} entries of the filter that is eliminated")
    for l, chart in enumerate(charts):
        if determinant(chart, work) == 0:
            raise Malformed(f"{where}[{l}]", INVERTIBLE)
    return charts


def dual_of(chart: Chart, work: Work) -> list[list[int]]:
    """Linear forms whose values at sum x_i row_i are x_0, x_1, ..., times one number."""
    size = range(len(chart))
    return [
        [
            (-1) ** (i + j)
            * determinant([[c for n, c in enumerate(row) if n != j] for m, row in enumerate(chart) if m != i], work)
            for j in size
        ]
        for i in size
    ]


def unknowns_of(duals: list[list[list[int]]]) -> list[tuple[int, list[int], list[int]]]:
    """For x and y the layer, and the linear forms of which it is the quotient."""
    return [(l, dual[i], dual[0]) for l, dual in enumerate(duals) for i in range(1, len(dual))]


def check_parameter(duals: list[list[list[int]]], forms: list[Forms | None], slope: int) -> None:
    """Establishes that the parameter a of the orbits is x + k y."""
    expected: dict[int, tuple[list[int], list[int]]] = {}
    for (l, above, below), factor in zip(unknowns_of(duals), (1, slope), strict=False):
        known = expected.get(l, ([0] * len(above), below))[0]
        expected[l] = ([a + factor * c for a, c in zip(known, above, strict=True)], below)
    for l, form in enumerate(forms):
        if (form is None) != (l not in expected):
            raise Rejected(f"evidence.parameter[{l}]", "is not that of the elimination")
        if form is not None:
            left, right = [*form[0], *form[1]], [*expected[l][0], *expected[l][1]]
            if any(a * d != b * c for (a, c), (b, d) in cartesian(zip(left, right, strict=True), repeat=2)):
                raise Rejected(f"evidence.parameter[{l}]", "is not that of the elimination")


def equations_of(architecture: Architecture, loss: Loss, charts: list[Chart], content: Filter, work: Work) -> Equations:
    """G, b and F; the content must divide G."""
    places, variables = places_of(architecture), iter([(1, 0), (0, 1)])
    others: dict[int, Filter] = {0: {(0, 0): 1}}
    own: list[int] = []
    for layer, chart in zip(places, charts, strict=True):
        if not chart:
            own = layer
            continue
        values: list[Filter] = [{(0, 0): 1}]
        for _ in chart[1:]:
            values.append({next(variables): 1})
        after: dict[int, Filter] = {}
        for j, place in enumerate(layer):
            entry: Filter = {}
            for row, unknown in zip(chart, values, strict=True):
                entry = combined(entry, unknown, row[j])
            for i, c in others.items():
                after[i + place] = combined(after.get(i + place, {}), sparse_product(c, entry, work))
        others = after
    form, moment = loss.form, [row[0] * loss.form.denominator for row in loss.moment.rows]
    gram: list[list[Filter]] = [[{} for _ in own] for _ in own]
    moments: list[Filter] = [{} for _ in own]
    for s, shift in enumerate(own):
        for i, p in others.items():
            moments[s] = combined(moments[s], p, moment[i + shift])
            for (t, end), (j, c) in cartesian(enumerate(own), others.items()):
                factor = form.rows[i + shift][j + end] * loss.moment.denominator
                if factor:
                    gram[s][t] = combined(gram[s][t], sparse_product(p, c, work), factor)
    count = sum(len(chart) - 1 for chart in charts if chart)
    return Equations(gram, moments, _system(gram, moments, content, count, work))


def _system(gram: list[list[Filter]], moments: list[Filter], content: Filter, count: int, work: Work) -> list[Filter]:
    """F, one for each unknown."""
    quotients = []
    for row in gram:
        found = [divided_by(entry, content, work) for entry in row]
        if any(entry is None for entry in found):
            raise Rejected("evidence.elimination.content", "does not divide the normal equations")
        quotients.append([entry for entry in found if entry is not None])
    size = range(len(gram))
    (whole,) = minors(quotients, len(gram), work)
    numerators: list[Filter] = []
    for j in size:
        replaced = [[moments[i] if n == j else entry for n, entry in enumerate(row)] for i, row in enumerate(quotients)]
        numerators += minors(replaced, len(gram), work)
    system = []
    for direction in range(count):
        total: Filter = {}
        for i, j in cartesian(size, repeat=2):
            pair = sparse_product(numerators[i], numerators[j], work)
            total = combined(total, sparse_product(pair, derivative(gram[i][j], direction), work))
        for i in size:
            mixed = sparse_product(sparse_product(content, whole, work), derivative(moments[i], direction), work)
            total = combined(total, sparse_product(mixed, numerators[i], work), -2)
        system.append(total)
    return system


def turned_charts(charts: list[Chart]) -> list[tuple[list[Chart], dict[int, int], list[int]]]:
    """Charts with other rows first, unknowns that are 0 there, and how exponents of homogeneous polynomials move."""
    free = [l for l, chart in enumerate(charts) if len(chart) > 1]

    def turned(rows: dict[int, list[int]]) -> list[Chart]:
        return [[chart[i] for i in rows.get(l, range(len(chart)))] for l, chart in enumerate(charts)]

    if len(free) == 1 and len(charts[free[0]]) == 2:
        return [(turned({free[0]: [1, 0]}), {0: 0}, [1, 0])]
    if len(free) == 1:
        (l,) = free
        return [(turned({l: [1, 2, 0]}), {1: 0}, [1, 2, 0]), (turned({l: [2, 1, 0]}), {0: 0, 1: 0}, [2, 1, 0])]
    l, m = free
    return [
        (turned({l: [1, 0]}), {0: 0}, [1, 0]),
        (turned({m: [1, 0]}), {1: 0}, [0, 1]),
        (turned({l: [1, 0], m: [1, 0]}), {0: 0, 1: 0}, [1, 1]),
    ]


def moved(content: Filter, order: list[int]) -> Filter:
    """The content in another chart: homogenized, in three variables or in two pairs."""
    if len(order) == 3:
        degree = max(map(sum, content))
        triples = {(degree - i - j, i, j): c for (i, j), c in content.items()}
        return {(t[order[1]], t[order[2]]): c for t, c in triples.items()}
    degrees = [max(index[d] for index in content) for d in (0, 1)]
    return {(degrees[0] - i if order[0] else i, degrees[1] - j if order[1] else j): c for (i, j), c in content.items()}
