"""Two real points of a fiber, not both rational, at every δ at once: where their NTKs agree.

Contents: :class:`Irrational`.

With the end-to-end filter fixed, n_l·N_l depends only on the filter of layer l up to a scalar, on its size and
exponents. So K is the sum over *kinds* of layers of (Σ 1/ρ_l)·n·N, up to one factor. If one N for each kind of both
points are linearly independent, K = K' exactly where Σ 1/ρ_l = Σ 1/ρ'_l for every kind. Balls show independence.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod
from typing import Any

from flint import acb, arb, arb_mat, ctx

from symlcn.algebra.balls import bit_size
from symlcn.fiber.comparison.everydelta import Verdict, cycles_of, locus_forms
from symlcn.fiber.exact.elimination import pivoted
from symlcn.fiber.exact.enclosures import enclose, spare_bits
from symlcn.fiber.points import Point
from symlcn.network.architecture import Architecture
from symlcn.network.filters import FilterLike
from symlcn.network.jacobian import few_places

__all__ = ["Irrational"]

MAX_ENTRIES = 64
"""Length of the end-to-end filter up to which all entries of the N_l are looked at; beyond, the first rows."""

PRECISIONS = (256, 1024, 4096)
"""Bits that are tried to show independence, one after the other."""

FULL = 1
"""Number of precisions at which all entries are looked at, where a few do not decide."""

UNDECIDED = Verdict("undecided")


class Irrational:
    """Compares NTKs at points over one end-to-end filter for all δ at once.

    Parameters
    ----------
    architecture : Architecture
    tensor : filter
        The end-to-end filter.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> for notation, u in (("k2 k2", (-2, 0, 1)), ("k3 k3", (2, 0, -4, 0, 1))):
    ...     network = parse_architecture(notation)
    ...     first, second, *_ = geometric_points(network, u, "R")
    ...     verdict = Irrational(network, u).compare(first, second)
    ...     print(verdict.kind, verdict.forms, len(verdict.places))
    locus ((1,),) 2
    different () 4
    """

    def __init__(self, architecture: Architecture, tensor: FilterLike) -> None:
        self.architecture, self.tensor = architecture, tensor
        self._grams: dict[tuple[Any, int], Any] = {}
        self._spare = 0

    def compare(self, left: Point, right: Point) -> Verdict:
        """Compare the NTKs of two different real points.

        Returns
        -------
        Verdict
            ``"different"`` if some kind of layer is at one point only; ``"locus"`` if a permutation of interchangeable
            layers, each alone of its kind among those moved, leads from one to the other; else undecided, also where
            independence is not shown. `places` are entries at which the N are independent, `bits` show it.
        """
        merged: dict[Any, tuple[list[int], list[int]]] = {}
        for side, point in enumerate((left, right)):
            for layer, kind in enumerate(_kinds(self.architecture, point)):
                merged.setdefault(kind, ([], []))[side].append(layer)
        forms: tuple[tuple[int, ...], ...] = ()
        if all(one and other for one, other in merged.values()):
            target = _moved(list(merged.values()))
            if not target:
                return UNDECIDED
            forms = locus_forms(self.architecture, cycles_of(target))
        few = few_places(self.architecture)
        trials = [*((bits, few) for bits in PRECISIONS), *((bits, None) for bits in PRECISIONS[:FULL])]
        for precision, places in trials:
            matrices = [self._gram(kind, (left, right), precision) for kind in merged]
            independent = None if None in matrices else _independent(matrices, precision, places)
            if independent is not None:
                entries, bits, small = independent
                spare, kind = self._spare + small, "locus" if forms else "different"
                return Verdict(kind, forms, entries, (), bits + self._spare, spare)
        return UNDECIDED

    def _gram(self, kind: Any, points: Sequence[Point], bits: int) -> Any:
        """N in balls for a kind of layer of one of the points, up to a factor; None if it is not enclosed."""
        if (kind, bits) not in self._grams:
            zeros = [Fraction(0)] * (len(self.architecture.layers) - 1)
            for point in points:
                enclosed = enclose(self.architecture, self.tensor, point, zeros, bits)
                if enclosed is not None:
                    self._spare = max(self._spare, spare_bits(point, enclosed))
                with ctx.workprec(2 * bits):
                    rows = [None] * len(zeros) + [None] if enclosed is None else enclosed.rows()
                    for own, factor in zip(_kinds(self.architecture, point), rows, strict=True):
                        self._grams.setdefault((own, bits), None if factor is None else _product(factor))
        return self._grams[kind, bits]


def _kinds(architecture: Architecture, point: Point) -> list[Any]:
    """What the layers of a point are up to scalars, equal where n_l·N_l is equal."""
    groups = {layer: group for group in architecture.interchangeable for layer in group}
    return [
        (groups.get(layer, layer), frozenset(point.products[layer])) if shape.active else ()
        for layer, shape in enumerate(architecture.layers)
    ]


def _moved(kinds: Sequence[tuple[list[int], list[int]]]) -> dict[int, int] | None:
    """Where layers go if each that moves is the only one of its kind that does; None else."""
    target: dict[int, int] = {}
    for one, other in kinds:
        leaving, coming = sorted(set(one) - set(other)), sorted(set(other) - set(one))
        if len(one) != len(other) or len(leaving) > 1:
            return None
        target.update(zip(leaving, coming, strict=True))
    return target


def _independent(
    matrices: Sequence[Any], precision: int, few: Sequence[int] | None
) -> tuple[tuple[tuple[int, int], ...], int, int] | None:
    """Entries at which matrices are independent, bits that show it, and those of them that are for small entries.

    Only entries in a few rows and columns are looked at, if some are given.
    """
    with ctx.workprec(2 * precision):
        size = matrices[0].nrows(), matrices[0].ncols()
        rows_, columns = (range(n) if few is None else [k for k in few if k < n] for n in size)
        places = [(i, j) for i in rows_ for j in columns if j >= i and not all(m[i, j].is_zero() for m in matrices)]
        if len(places) < len(matrices):
            return None
        rows = [[acb(matrix[place]) for place in places] for matrix in matrices]
        chosen = pivoted([list(row) for row in rows], len(rows))[1]
        if len(chosen) < len(rows):
            return None
        minor = [[row[column].real for row in rows] for column in chosen]
        largest = [max(map(bit_size, column)) for column in minor]
        balanced = [[c * arb(2) ** -top for c in column] for column, top in zip(minor, largest, strict=True)]
        determinant = arb_mat(balanced).det()
        if determinant.contains(0):
            return None
        sizes = [sum(map(abs, row), start=arb(0)) for row in zip(*balanced, strict=True)]
        lost = bit_size(prod(sizes, start=arb(1)) / determinant)
    small = max(0, *(-top for top in largest))
    return tuple(places[column] for column in chosen), precision + max(lost, 0) + small, small


def _product(factor: Any) -> Any:
    """N = M·Mᵀ from Mᵀ, or its first row where N is long."""
    if factor.ncols() > MAX_ENTRIES:
        return arb_mat([[factor[k, 0] for k in range(factor.nrows())]]) * factor
    return factor.transpose() * factor
