"""The field of definition of a point that is not rational: one number that generates it.

Contents: :func:`check_primitive`.

The field of definition and shapes are those of generators.py. In each shape labels, which are integers, stand for the
colours. An arrangement hands out the labels of each shape, each as often as it is there, to the roots of that shape in
some way. With n roots r in all, an integer c, and A the least common multiple of the leading coefficients of the
shapes, it has a number

    t = sum over k = 1..n of c^(k-1) * (sum over all roots r of label(r) * (A r)^k)        where 0^0 = 1.

Automorphisms permute the arrangements, and their numbers in the same way. As the A r are algebraic integers, the
product of all X - t, the *resolvent*, has integers as coefficients, which enclosures tell. Let s be the number of the
point's own arrangement, and a simple root of the resolvent. An automorphism that fixes s then fixes the arrangement,
as it would otherwise map it to another one with the same number; one that fixes the arrangement fixes s. So Q(s) is
the field of definition. It is shown that m, irreducible over Q, divides the resolvent, and that the quotient is not 0
at s. So m(s) = 0, m is the minimal polynomial of s up to a factor, and s is a simple root of m and of the resolvent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from math import factorial, gcd, lcm, prod

from ...algebra.discs import Disc, add, expand, meeting, meets, multiply, read_discs
from ...algebra.irreducible.proofs import check_irreducible
from ...algebra.numberfield import enclosure
from ...core.arithmetic import quotient, total_bits
from ...core.limits import MAX_EXTENT, Work
from ...core.outcome import Imprecise, Rejected
from ...core.reading import exact, integer, json_list, json_object
from .generators import Shape
from .irrational import is_root, read_number

_MAX_ARRANGEMENTS = 64


def check_primitive(value: object, evidence: object, shapes: list[Shape], where: str, place: str, work: Work) -> None:
    """Establishes that a number is that of the point's own arrangement, a simple root of the resolvent."""
    item = json_object(evidence, "shapes multiplier resolvent irreducible roots", place)
    labels = _read_labels(item["shapes"], shapes, f"{place}.shapes")
    numbers = _numbers(shapes, labels, exact(item["multiplier"], f"{place}.multiplier"), place, work)
    resolvent = _read_resolvent(item["resolvent"], numbers, f"{place}.resolvent", work)
    primitive = read_number(value, where)
    m = primitive[0]
    if len(m) < 2 or m[-1] <= 0 or gcd(*m) != 1:
        raise Rejected(f"{where}.minpoly", "must be primitive of degree at least 1, its last coefficient positive")
    rest = quotient(m, resolvent, work)
    if rest is None:
        raise Rejected(f"{where}.minpoly", "does not divide the resolvent")
    if meets(enclosure((rest, 1), numbers[0], work), Disc(0, 0, 0, 1)):
        raise Imprecise(f"{where}.minpoly", "the rest of the resolvent may be 0 at the number of the point")
    discs = read_discs(item["roots"], m, f"{place}.roots", work)
    if not check_irreducible(item["irreducible"], m, discs, f"{place}.irreducible", work):
        raise Rejected(f"{place}.irreducible", "must not be assumed")
    near = meeting(numbers[0], discs, work)
    if len(near) != 1:
        raise Imprecise(f"{place}.roots", f"{len(near)} of them may have the number of the point")
    if not is_root(primitive, m, discs, near[0]):
        raise Imprecise(where, "is not shown to be the number of the point")


def _read_labels(value: object, shapes: list[Shape], where: str) -> list[list[int]]:
    """Establishes for each shape labels that are equal exactly where colours are."""
    labels: dict[int, list[int]] = {}
    for i, entry in enumerate(json_list(value, where)):
        place = f"{where}[{i}]"
        item = json_object(entry, "minpoly labels", place)
        f = [exact(c, f"{place}.minpoly[{k}]") for k, c in enumerate(json_list(item["minpoly"], f"{place}.minpoly"))]
        n = next((n for n, shape in enumerate(shapes) if shape.minpoly == f and n not in labels), None)
        if n is None:
            raise Rejected(f"{place}.minpoly", "does not tell roots apart at the point, or was listed before")
        colours, given = shapes[n].colours, json_list(item["labels"], f"{place}.labels", len(f) - 1)
        labels[n] = [integer(entry, f"{place}.labels[{k}]", 0, MAX_EXTENT) for k, entry in enumerate(given)]
        if not len(set(labels[n])) == len(set(colours)) == len(set(zip(labels[n], colours, strict=True))):
            raise Rejected(f"{place}.labels", "are not equal exactly where layers take the roots equally often")
    if len(labels) < len(shapes):
        raise Rejected(where, f"are {len(labels)}, should be {len(shapes)}")
    return [labels[n] for n in range(len(shapes))]


def _numbers(shapes: list[Shape], labels: list[list[int]], c: int, where: str, work: Work) -> list[Disc]:
    """Encloses the numbers of all arrangements, first that of the point's own."""
    count = prod(factorial(len(line)) // prod(map(factorial, Counter(line).values())) for line in labels)
    if count > _MAX_ARRANGEMENTS:
        raise Rejected(where, f"there are more than {_MAX_ARRANGEMENTS} arrangements")
    lead, n = lcm(*(shape.minpoly[-1] for shape in shapes)), sum(map(len, labels))
    work.spend(10 * count * n, sum(total_bits(shape.minpoly) for shape in shapes), lead.bit_length())
    parts = []
    for shape, own in zip(shapes, labels, strict=True):
        values = [_power_sum(disc, lead, c, n, work) for disc in shape.discs]
        parts.append([_weighted(line, values, work) for line in _arrangements(own)])
    return [_weighted([1] * len(parts), list(numbers), work) for numbers in product(*parts)]


def _arrangements(labels: list[int]) -> Iterator[list[int]]:
    """All different ways to order the labels; first as they are."""
    if not labels:
        yield []
    for first in dict.fromkeys(labels):
        rest = list(labels)
        rest.remove(first)
        for line in _arrangements(rest):
            yield [first, *line]


def _power_sum(root: Disc, lead: int, c: int, n: int, work: Work) -> Disc:
    """The sum of c^(k-1) (lead root)^k over k = 1..n."""
    one = value = Disc(1, 0, 0, 1)
    integral = multiply(root, Disc(lead, 0, 0, 1), work)
    scaled = multiply(integral, Disc(c, 0, 0, 1), work)
    for _ in range(n - 1 if c else 0):
        value = add(multiply(scaled, value, work), one, work)
    return multiply(integral, value, work)


def _weighted(weights: list[int], values: list[Disc], work: Work) -> Disc:
    """The sum of weights times values."""
    total = Disc(0, 0, 0, 1)
    for weight, value in zip(weights, values, strict=True):
        if weight:
            total = add(total, multiply(Disc(weight, 0, 0, 1), value, work), work)
    return total


def _read_resolvent(value: object, numbers: list[Disc], where: str, work: Work) -> list[int]:
    """Establishes that a polynomial, integral as it is, is the product of all X - t."""
    listed = json_list(value, where, len(numbers) + 1)
    f = [exact(c, f"{where}[{i}]") for i, c in enumerate(listed)]
    for i, (c, disc) in enumerate(zip(f, expand(numbers, work), strict=True)):
        work.spend(10, 2 * disc.bits(), disc.bits() + c.bit_length())
        if 2 * disc.radius >= disc.scale:
            raise Imprecise(f"{where}[{i}]", "the roots are not known well enough to tell which integer it is")
        if (c * disc.scale - disc.re) ** 2 + disc.im**2 > disc.radius**2:
            raise Rejected(f"{where}[{i}]", "is not the coefficient of the resolvent")
    return f
