"""Formulas for filters in the entries of u and of filters that are known already.

Contents: :func:`triangular`.

Let V = Q(x^e)·H be known. If Q is known up to a scalar, H = V·Q^{-1} is a product of power series around a corner,
where the entry of Q is not 0; each entry of H may be taken from another corner, the nearest, which keeps it short.
If Q is not given by small minors in V, it is put together of rows and a column
(:mod:`symlcn.geometry.inverse.closed.rows`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product as cartesian
from typing import TypeAlias

from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.series import cleared, inverse_series, truncated
from symlcn.algebra.sparse import Family, Terms, cells, constant, plus, times
from symlcn.errors import LimitError
from symlcn.geometry.inverse.charts import Formula, length
from symlcn.geometry.inverse.closed.peeling import Shape, divisor_formulas
from symlcn.geometry.inverse.closed.rows import Rows
from symlcn.geometry.inverse.closed.setting import Given, Setting

__all__ = ["triangular"]

MAX_LISTED = 1000
"""Terms of a chart up to which it is listed besides the shortest."""

Corner: TypeAlias = tuple[bool, ...]


def triangular(setting: Setting, order: Sequence[int]) -> None:
    """Adds charts of the groups that have none, as far as they are found.

    Parameters
    ----------
    setting : Setting
    order : sequence of int
        The groups, each after all whose rings it contains.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.geometry.inverse.inverse import inverse
    >>> found = inverse(parse_architecture("k4x4s2 k3x3"))
    >>> found.status, {chart.given for chart in found.groups[0].charts}
    ('proved', {((1, 0),)})
    """
    for place, number in enumerate(order):
        if setting.charts.get(number):
            continue
        known = [other for other in order if setting.charts.get(other)]
        if len(known) == len(order) - 1:
            setting.charts[number] = _quotient_charts(setting, number, known)
        elif set(known) >= set(order[:place]):
            setting.charts[number] = _divisor_charts(setting, number, order[:place])
        else:
            return


def _quotient_charts(setting: Setting, number: int, known: Sequence[int]) -> list[Formula]:
    """Charts of the last filter, u divided by all others: each entry from its nearest corner, or all from one."""
    given = [(other, 0) for other in known]
    size = setting.architecture.layers[number].size
    exponent = setting.architecture.exponents[number]
    whole = tuple((k - 1) * e + 1 for k, e in zip(size, exponent, strict=True))
    corners = list(cartesian(*((False, True) if n > 1 else (False,) for n in whole)))
    found: list[Formula] = []
    for corner in (None, *corners):
        try:
            family = _quotient(setting, given, whole, corner, exponent)
        except LimitError:
            continue
        formula = cleared(
            [family.get(tuple(i * e for i, e in zip(cell, exponent, strict=True)), {}) for cell in cells(size)]
        )
        if found and sum(map(len, formula)) > MAX_LISTED:
            continue
        chart = setting.chart(formula, number, given)
        if chart is not None and all(chart.entries != other.entries for other in found):
            found.append(chart)
    return sorted(found, key=length)


def _quotient(
    setting: Setting, given: Sequence[Given], whole: Exponents, corner: Corner | None, step: Exponents
) -> Family:
    """u divided by filters that are given, at the multiples of a step: with inverses of variables."""
    family: Family = {}
    series: dict[Corner, Family] = {}
    ambient = setting.architecture.end_to_end_size
    for index in cells(whole):
        if any(i % e for i, e in zip(index, step, strict=True)):
            continue
        near = corner or tuple(2 * i >= n and n > 1 for i, n in zip(index, whole, strict=True))
        if corner is None and near not in series:
            bound = tuple((n + 1) // 2 for n in whole)
            series[near] = _inverses(setting, given, near, bound)
        elif near not in series:
            series[near] = _inverses(setting, given, near, whole)
        total: Terms = {}
        for shift, inverse in series[near].items():
            place = tuple(
                n - 1 - (m - 1 - i - s) if far else i - s
                for i, s, n, m, far in zip(index, shift, ambient, whole, near, strict=True)
            )
            if place in setting.tensor:
                total = plus(total, times(setting.tensor[place], inverse))
        family[index] = total
    return family


def _inverses(setting: Setting, given: Sequence[Given], corner: Corner, bound: Exponents) -> Family:
    """The inverse of the product of filters as a power series around a corner."""
    result: Family = {(0,) * len(bound): constant(1)}
    for (number, _), block in zip(given, setting.numbers(given), strict=True):
        layer, exponent = setting.architecture.layers[number], setting.architecture.exponents[number]
        entries: dict[Exponents, int] = {}
        for place, cell in enumerate(cells(layer.size)):
            sides = zip(cell, layer.size, exponent, corner, strict=True)
            entries[tuple((k - 1 - i if far else i) * e for i, k, e, far in sides)] = block[place]
        result = truncated(result, inverse_series(entries, bound), bound)
    return result


def _divisor_charts(setting: Setting, number: int, inner: Sequence[int]) -> list[Formula]:
    """Charts of a filter from u divided by those with smaller rings: in one step, or else by rows and a column."""
    given = [(other, 0) for other in inner]
    try:
        shape, tensor = _remaining(setting, number, given)
    except LimitError:
        return []
    formulas = divisor_formulas(tensor, shape, setting.point(given)) if given else []
    charts = [setting.chart(formula, number, given) for formula in formulas]
    found = sorted((chart for chart in charts if chart is not None), key=length)
    active = [d for d, k in enumerate(shape.divisor) if k > 1]
    if not found and len(active) == 2:
        for y, x in (active, active[::-1]):
            found = Rows(setting, number, tuple(given), tensor, shape, x, y).charts()
            if found:
                break
    return found


def _remaining(setting: Setting, number: int, given: Sequence[Given]) -> tuple[Shape, Family]:
    """u divided by what is given, over a monomial, and the sizes in it."""
    architecture = setting.architecture
    whole = architecture.end_to_end_size
    for other, _ in given:
        layer, exponent = architecture.layers[other], architecture.exponents[other]
        whole = tuple(n - (k - 1) * e for n, k, e in zip(whole, layer.size, exponent, strict=True))
    layer, exponent = architecture.layers[number], architecture.exponents[number]
    ring = tuple(e if k > 1 else n for e, k, n in zip(exponent, layer.size, whole, strict=True))
    tensor = setting.tensor
    if given:
        family = _quotient(setting, given, whole, None, (1,) * len(whole))
        family = {index: terms for index, terms in family.items() if terms}
        tensor = dict(zip(family, cleared(list(family.values())), strict=True))
    return Shape(whole, ring, layer.size), tensor
