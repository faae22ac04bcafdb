"""Orbits of critical points: a polynomial f, filters as polynomials in its roots a, and that the points are critical.

Contents: :class:`Orbit`, :func:`polynomial`, :func:`places_of`.
"""

from __future__ import annotations

from itertools import product as cartesian
from math import gcd, prod

from ...algebra.modular import common_divisor, reduced
from ...core.arithmetic import divides, plus, times
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import exact, integer, json_list, json_object
from ...network.architecture import Architecture
from ..risk import Loss
from .hessian import Critical
from .valuerings import IntegerRing, Poly, product

Forms = tuple[list[int], list[int]]


class Orbit:
    """An orbit: f, filters as polynomials in a, and an entry of each that is not 0."""

    __slots__ = ("architecture", "degree", "f", "filters", "pivots", "where")

    def __init__(self, architecture: Architecture, value: object, where: str) -> None:
        item, self.where, self.architecture = json_object(value, "minpoly filters pivots", where), where, architecture
        place = f"{where}.minpoly"
        self.f = polynomial(item["minpoly"], place)
        self.degree = len(self.f) - 1
        if self.degree < 1:
            raise Malformed(place, "expected a polynomial of degree at least 1")
        if self.f[-1] <= 0 or gcd(*self.f) != 1:
            raise Rejected(place, "must be primitive with a positive leading coefficient")
        self.filters: list[list[Poly]] = []
        self.pivots: list[int] = []
        counts = [prod(size) for size in architecture.sizes]
        listed = json_list(item["filters"], f"{where}.filters", len(counts))
        pivots = json_list(item["pivots"], f"{where}.pivots", len(counts))
        for l, (entries, pivot, count) in enumerate(zip(listed, pivots, counts, strict=True)):
            self.filters.append([])
            for i, entry in enumerate(json_list(entries, f"{where}.filters[{l}]", count)):
                place = f"{where}.filters[{l}][{i}]"
                self.filters[-1].append(polynomial(entry, place, self.degree) or [0])
            self.pivots.append(integer(pivot, f"{where}.pivots[{l}]", 0, count - 1))

    def check(self, loss: Loss, forms: list[Forms | None], prime: int, work: Work) -> Critical:
        """Establishes that the points are critical, without a zero filter, and that a is as ``parameter`` says."""
        for l, pivot in enumerate(self.pivots):
            self._require_unit(self.filters[l][pivot], prime, f"{self.where}.pivots[{l}]", work)
        places, ring = places_of(self.architecture), IntegerRing(work)
        alpha, beta, gradient = self._contractions(loss, places, work)
        self._require_unit(alpha, prime, self.where, work)
        self._require_unit(beta, prime, self.where, work)
        for l, own in enumerate(places):
            rest = [m for m in range(len(places)) if m != l]
            others = product(ring, [self.filters[m] for m in rest], [places[m] for m in rest])
            for k, shift in enumerate(own):
                slope = [0]
                for j, entry in others.items():
                    slope = plus(slope, times(entry, gradient[j + shift], work))
                if not divides(self.f, slope, work):
                    raise Rejected(f"{self.where}.filters", f"is not critical: derivative by filters[{l}][{k}]")
        self._check_parameter(forms, prime, work)
        return Critical(self.f, self.filters, self.pivots, places, loss.form.rows, alpha, gradient)

    def _require_unit(self, value: Poly, prime: int, where: str, work: Work) -> None:
        if len(common_divisor(reduced(self.f, prime), reduced(value, prime), prime, work)) != 1:
            raise Rejected(where, "a number is not shown to be different from 0")

    def _contractions(self, loss: Loss, places: list[list[int]], work: Work) -> tuple[Poly, Poly, list[Poly]]:
        """alpha = p^T A u*, beta = p^T A p, alpha A p - beta A u*, with multiples of A and of u*."""
        whole = product(IntegerRing(work), self.filters, places)
        moment = [row[0] for row in loss.moment.rows]
        images = []
        for row in loss.form.rows:
            total = [0]
            for j, p in whole.items():
                total = plus(total, times(p, [row[j]], work))
            images.append(total)
        alpha, beta = [0], [0]
        for j, p in whole.items():
            alpha = plus(alpha, times(p, [moment[j]], work))
            beta = plus(beta, times(p, images[j], work))
        gradient = [
            plus(times(alpha, image, work), times(beta, [-m], work)) for image, m in zip(images, moment, strict=True)
        ]
        return alpha, beta, gradient

    def _check_parameter(self, forms: list[Forms | None], prime: int, work: Work) -> None:
        above, below = [0], [1]
        for form, entries in zip(forms, self.filters, strict=True):
            if form is not None:
                top, bottom = [0], [0]
                for c, d, entry in zip(*form, entries, strict=True):
                    top, bottom = plus(top, times(entry, [c], work)), plus(bottom, times(entry, [d], work))
                above = plus(times(above, bottom, work), times(below, top, work))
                below = times(below, bottom, work)
        self._require_unit(below, prime, self.where, work)
        if not divides(self.f, plus(times([0, 1], below, work), times(above, [-1], work)), work):
            raise Rejected(self.where, "the parameter is not the sum of quotients of linear forms of the filters")


def polynomial(value: object, where: str, most: int | None = None) -> Poly:
    """A list of integers as strings, at most so many."""
    listed = json_list(value, where)
    if most is not None and len(listed) > most:
        raise Malformed(where, f"expected at most {most} coefficients")
    return [exact(c, f"{where}[{i}]") for i, c in enumerate(listed)]


def places_of(architecture: Architecture) -> list[list[int]]:
    """For each layer the places in the end-to-end filter of the monomials of its filter."""
    extents = architecture.extents()
    steps = [prod(extents[d + 1 :]) for d in range(len(extents))]
    return [
        [
            sum(i * e * s for i, e, s in zip(index, exponent, steps, strict=True))
            for index in cartesian(*map(range, size))
        ]
        for size, exponent in zip(architecture.sizes, architecture.exponents, strict=True)
    ]
