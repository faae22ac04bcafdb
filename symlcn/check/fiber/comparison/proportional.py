"""For two real points of a fiber that are not both rational, the invariants at which their NTKs agree.

Contents: :func:`moved_layers`.

For filters with product u, the matrix c^2 n_l N_l of a layer depends only on its filter up to factors, its size and
its exponents: it is the same for the layers of one class, of both points together. A class has all scalar layers; or
layers that are interchangeable, or the same, and have equal choices. With such a matrix G of each class, K - K' is the
sum of (sum_left 1/rho_l - sum_right 1/rho'_l) G over the classes. If these matrices are linearly independent, K = K'
exactly where all these differences are 0. That is nowhere if a class has layers of one point only, as rho is positive.
If each class has as many layers of one point as of the other, the products of all squared norms agree, so t = t' at
every delta, and layers that a class has of both points cancel. What is left is a permutation of layers, if there is
only one layer of each point in each class, and K = K' exactly where rho is constant on its cycles.
"""

from __future__ import annotations

from itertools import product
from math import prod

from ...algebra.echelon import determinant
from ...core.limits import MAX_PRECISION, Work
from ...core.outcome import Imprecise, Rejected
from ...core.reading import integer, json_list, json_object, layer_pair
from ...network.architecture import Architecture
from ..exact.enclosures import enclosed
from ..points import Point

Class = tuple[list[int], list[int]]  # layers of the left point, and of the right one


def moved_layers(
    architecture: Architecture, pair: tuple[Point, Point], value: object, where: str, work: Work
) -> dict[int, int] | None:
    """Establishes where the NTKs of two points agree: for no delta (None), or where rho_l = rho_m for each l: m."""
    classes = _classes(architecture, pair)
    _check_independent(architecture, pair, classes, value, where, work)
    if any(not left or not right for left, right in classes):
        return None
    moved: dict[int, int] = {}
    for left, right in classes:
        sources, targets = [l for l in left if l not in right], [l for l in right if l not in left]
        if len(left) != len(right) or len(sources) > 1:
            raise Rejected(where, "does not show where the NTKs agree: a class has several layers that do not cancel")
        moved.update(zip(sources, targets, strict=True))
    return moved


def _classes(architecture: Architecture, pair: tuple[Point, Point]) -> list[Class]:
    """The classes of the layers of two points."""
    group = {l: n for n, members in enumerate(architecture.groups) for l in members}
    classes: dict[object, Class] = {}
    for side, point in enumerate(pair):
        for l, choice in enumerate(point.choices):
            key = (group.get(l, -1 - l), choice) if architecture.active[l] else None
            classes.setdefault(key, ([], []))[side].append(l)
    return list(classes.values())


def _check_independent(
    architecture: Architecture,
    pair: tuple[Point, Point],
    classes: list[Class],
    value: object,
    where: str,
    work: Work,
) -> None:
    """Establishes that N_l of one layer of each class are linearly independent, by their entries at some places."""
    item, extents = json_object(value, "bits places", where), architecture.extents()
    bits = integer(item["bits"], f"{where}.bits", 64, MAX_PRECISION)
    found = json_list(item["places"], f"{where}.places", len(classes))
    entries = [layer_pair(entry, prod(extents), f"{where}.places[{n}]") for n, entry in enumerate(found)]
    work.spend(prod(extents))
    places = list(product(*map(range, extents)))
    balanced = [(0, 1)] * (len(architecture.sizes) - 1)
    points = [enclosed(point, balanced, bits, where, work) for point in pair]
    columns = [[point.grams(architecture, places[a], places[b]) for a, b in entries] for point in points]
    middle, spread = [], []
    for left, right in classes:
        side, l = (0, left[0]) if left else (1, right[0])
        row = [column[l] for column in columns[side]]
        middle.append([low + high for low, high in row])
        spread.append([high - low for low, high in row])
    work.spend(10 * len(classes) ** 2, bits * len(classes), bits * len(classes))
    _balance(middle, spread)
    least = prod(sum(map(abs, row)) for row in middle)
    most = prod(sum(map(abs, row)) + sum(other) for row, other in zip(middle, spread, strict=True))
    if abs(determinant(middle, work)) <= most - least:  # the determinant is multilinear in the rows
        raise Imprecise(f"{where}.places", "do not show independence: their determinant may be 0")


def _balance(middle: list[list[int]], spread: list[list[int]]) -> None:
    """Multiplies columns by powers of 2 so that their largest entries are about equal: independence stays as it is."""
    lengths = [max(abs(c).bit_length() for c in column) for column in zip(*middle, strict=True)]
    for row in (*middle, *spread):
        row[:] = [c << (max(lengths) - length) for c, length in zip(row, lengths, strict=True)]
