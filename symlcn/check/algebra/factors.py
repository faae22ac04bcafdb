"""Polynomials irreducible over Q, each with its factors over C.

Contents: :class:`Family`, :func:`univariate_family`.

The factors of a family over C are conjugate over Q; they are numbered like the roots of its minimal polynomial, which
for a polynomial in one variable is the polynomial itself. An atom is a root of the filter polynomial, or a factor of
it over C with two or more variables, or 0 or infinity in one direction.
"""

from __future__ import annotations

from math import gcd

from ..core.arithmetic import Filter
from ..core.limits import Work
from ..core.outcome import Rejected
from ..core.reading import exact, integer, json_list
from .discs import Disc, conjugates, read_discs
from .multivariate import degrees

Atom = tuple[str, int, int]
Terms = list[tuple[tuple[int, ...], tuple[list[int], int]]]  # index and coefficient, a polynomial over Q in a root


class Family:
    """A polynomial irreducible over Q, and its factors over C, which are what layers are made of.

    ``name`` refers to it, ``takes`` lists for each factor over C the atoms that it consists of and how often,
    ``degree`` is that of one factor over C, ``mates`` has the complex conjugate of each factor. ``minpoly`` is None
    when there is one factor over C, unless that is X - s; ``discs`` enclose the roots of minpoly. Where there are
    several factors in several variables, ``terms`` are those of the one that belongs to a root.
    """

    __slots__ = ("degree", "direction", "discs", "mates", "minpoly", "name", "polynomial", "takes", "terms")

    def __init__(
        self, name: tuple[str, int], polynomial: Filter, direction: int | None, discs: list[Disc], mates: list[int]
    ) -> None:
        self.name, self.polynomial, self.direction = name, polynomial, direction
        self.discs, self.mates = discs, mates
        self.minpoly: list[int] | None = None
        self.terms: Terms = []
        self.takes: list[dict[Atom, int]] = [{} for _ in mates]
        self.degree = tuple(n // len(mates) for n in degrees(polynomial))

    def references(self, doubled: bool) -> list[tuple[object, ...]]:
        """What choices call the factors over C; the direction is named where two families go by the same name."""
        if self.name[0] in ("zero", "infinity"):
            return [self.name]
        return [(*self.name, k, self.direction) if doubled else (*self.name, k) for k in range(len(self.mates))]

    def orbits(self, field: str) -> list[list[int]]:
        """The factors over C that make up each factor over the field Q, R or C."""
        if field == "Q":
            return [list(range(len(self.mates)))]
        if field == "C":
            return [[k] for k in range(len(self.mates))]
        return [sorted({k, mate}) for k, mate in enumerate(self.mates) if k <= mate]


def univariate_family(item: dict[str, object], name: tuple[str, int], dimension: int, where: str, work: Work) -> Family:
    """A polynomial in one variable with its roots."""
    direction, place = integer(item["direction"], f"{where}.direction", 0, dimension - 1), f"{where}.coefficients"
    line = [exact(c, f"{place}[{i}]") for i, c in enumerate(json_list(item["coefficients"], place))]
    if len(line) < 2 or line[0] == 0 or line[-1] <= 0 or gcd(*line) != 1:
        raise Rejected(place, "must be primitive of degree at least 1, with c_0 other than 0 and the last one positive")
    discs = read_discs(item["roots"], line, f"{where}.roots", work)
    f = {tuple(i if d == direction else 0 for d in range(dimension)): c for i, c in enumerate(line) if c}
    family = Family(name, f, direction, discs, conjugates(discs, f"{where}.roots", work))
    family.minpoly = line
    return family
