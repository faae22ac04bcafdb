"""Points that are not rational: enclosures of their filters, and algebraic numbers.

Contents: :func:`enclose_filter`, :func:`enclose_filters`, :func:`set_factor`, :func:`disc_product`,
:func:`check_enclosure`, :func:`read_number`, :func:`is_root`.

A filter over such a point is normalised so that its entry at the lexicographically largest index, among those that
are not 0, is 1.
"""

from __future__ import annotations

from itertools import product
from math import gcd, prod

from ...algebra.discs import Disc, add, multiply
from ...algebra.factors import Family
from ...core.arithmetic import Filter, Rational, multiply_all
from ...core.limits import Work
from ...core.outcome import Imprecise, Malformed
from ...core.reading import approximation, exact, json_list, json_object, rationals, string
from ..assignment import Choice, Slot, is_over, rational_filter_of
from ..points import Discs, Point

Box = tuple[tuple[Rational, Rational], ...]  # of the real, and for a number that is not real of the imaginary part
Number = tuple[list[int], Box, tuple[Rational, Rational]]


def enclose_filter(slot: Slot, choice: Choice, work: Work) -> Discs:
    """The normalised filter of a layer, each entry enclosed by a disc."""
    families = slot.leaf.families[slot.ring] if slot.leaf else []
    common = [(family.polynomial, min(counts)) for family, counts in zip(families, choice or (), strict=True)]
    exact_part = slot.exact(common, work)
    lead = exact_part[max(exact_part)]
    result = {index: Disc(c if lead > 0 else -c, 0, 0, abs(lead)) for index, c in exact_part.items()}
    for family, counts in zip(families, choice or (), strict=True):
        for k, count in enumerate(counts):
            for _ in range(count - min(counts)):
                factor = _factor(family, k, work)
                if slot.frame is not None:
                    factor = {tuple(map(int.__mul__, i, slot.frame.steps)): c for i, c in factor.items()}
                result = disc_product(result, factor, work)
    return result


def enclose_filters(point: Point, slots: list[Slot], u: tuple[Filter, int], work: Work) -> None:
    """The filters of a point of which nothing is claimed: primitive if they are rational, else in discs."""
    for l, (slot, choice) in enumerate(zip(slots, point.choices, strict=True)):
        if is_over("Q", slot, choice):
            point.filters[l] = rational_filter_of(slot, choice, work)
        else:
            point.enclosures[l] = enclose_filter(slot, choice, work)
    set_factor(point, u, work)


def set_factor(point: Point, u: tuple[Filter, int], work: Work) -> None:
    """The factor by which the product of the filters, once they are known, is to be multiplied."""
    numerators, denominator = u
    leads = [entries[max(entries)] for entries in point.filters.values()]
    p, q = numerators[max(numerators)], multiply_all([denominator, *leads], work)
    work.spend(0, 4 * p.bit_length(), q.bit_length())
    point.factor = (p // gcd(p, q), q // gcd(p, q))


def _factor(family: Family, k: int, work: Work) -> Discs:
    """One factor over C of a family, normalised."""
    root, zero = family.discs[k], (0,) * len(family.degree)
    minus, one = Disc(-1, 0, 0, 1), Disc(1, 0, 0, 1)
    if not family.terms:
        return {family.degree: one, zero: multiply(minus, root, work)}
    result = {}
    for index, (numerators, denominator) in family.terms:
        value = Disc(numerators[-1], 0, 0, denominator)
        for c in reversed(numerators[:-1]):
            value = add(multiply(value, root, work), Disc(c, 0, 0, denominator), work)
        result[index] = value
    return result


def disc_product(f: Discs, g: Discs, work: Work) -> Discs:
    """The product of two polynomials whose coefficients are enclosed."""
    result: Discs = {}
    for i, x in f.items():
        for j, y in g.items():
            index, value = tuple(map(int.__add__, i, j)), multiply(x, y, work)
            result[index] = add(result[index], value, work) if index in result else value
    return result


def check_enclosure(value: object, size: tuple[int, ...], real: bool, own: Discs, where: str) -> None:
    """Establishes that the given intervals contain the entries of the filter."""
    place = f"{where}.enclosure"
    nested = json_object(value, "enclosure", where)["enclosure"]
    for index in product(*map(range, size)):
        part, here = nested, place
        for i, k in zip(index, size, strict=True):
            part, here = json_list(part, here, k)[i], f"{here}[{i}]"
        if not _contains(_box(part, real, here), own.get(index, Disc(0, 0, 0, 1))):
            raise Imprecise(here, "is not shown to contain the entry")


def _box(value: object, real: bool, where: str) -> Box:
    """An interval, or intervals of the real and of the imaginary part."""
    if real:
        return (_interval(value, where),)
    item = json_object(value, "re im", where)
    return _interval(item["re"], f"{where}.re"), _interval(item["im"], f"{where}.im")


def _interval(value: object, where: str) -> tuple[Rational, Rational]:
    low, high = rationals(value, where, 2)
    if low[0] * high[1] > high[0] * low[1]:
        raise Malformed(where, "decreases")
    return low, high


def _contains(box: Box, disc: Disc) -> bool:
    """Whether a disc lies inside a box; that of a real number may stick out of the real axis."""
    return all(
        p * disc.scale <= (x - disc.radius) * q and (x + disc.radius) * s <= r * disc.scale
        for ((p, q), (r, s)), x in zip(box, (disc.re, disc.im), strict=False)
    )


def _avoids(box: Box, disc: Disc) -> bool:
    """Whether a disc and a box have no point in common."""
    square, common = 0, prod(q * s for (_, q), (_, s) in box)
    for n, x in enumerate((disc.re, disc.im)):
        (p, q), (r, s) = box[n] if n < len(box) else ((0, 1), (0, 1))
        gap = max(p * disc.scale * common // q - x * common, x * common - r * disc.scale * common // s, 0)
        square += gap * gap
    return square > (disc.radius * common) ** 2


def read_number(value: object, where: str) -> Number:
    real = isinstance(value, dict) and "interval" in value
    item = json_object(value, "minpoly interval approx" if real else "minpoly re im approx", where)
    place = f"{where}.minpoly"
    f = [exact(c, f"{place}[{i}]") for i, c in enumerate(json_list(item["minpoly"], place))]
    box = tuple(_interval(item[key], f"{where}.{key}") for key in (("interval",) if real else ("re", "im")))
    return f, box, _complex(item["approx"], real, f"{where}.approx")


def _complex(value: object, real: bool, where: str) -> tuple[Rational, Rational]:
    """A decimal, or two as in 0.5-1.25i."""
    text = string(value, where)
    if real:
        return approximation(text, where), (0, 1)
    cut = max((n for n, c in enumerate(text) if n and c in "+-" and text[n - 1] != "e"), default=0)
    if not cut or text[-1] != "i":
        raise Malformed(where, "expected a complex number like 0.5-1.25i")
    imaginary = text[cut:-1].removeprefix("+")
    return approximation(text[:cut], where), approximation(imaginary, where)


def is_root(number: Number, minpoly: list[int], discs: list[Disc], k: int) -> bool:
    """Whether a number is the root k of a polynomial with these discs around its roots."""
    f, box, (re, im) = number
    disc, real = discs[k], discs[k].im == 0
    if f != minpoly or real != (len(box) == 1) or not _contains(box, disc):
        return False
    if not all(_avoids(box, other) for m, other in enumerate(discs) if m != k):
        return False
    common = re[1] * im[1]
    square = (disc.re * common - re[0] * im[1] * disc.scale) ** 2 + (disc.im * common - im[0] * re[1] * disc.scale) ** 2
    allowed = (disc.scale + max(abs(disc.re), abs(disc.im)) - disc.radius) - 10**9 * disc.radius
    return allowed >= 0 and 10**18 * square <= (allowed * common) ** 2
