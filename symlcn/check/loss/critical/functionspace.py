"""The end-to-end filter of a critical point: a smooth point of the neuromanifold? is the loss critical on it there?

Contents: :func:`place_of_filter`, :func:`coprime`, :func:`vanish_nowhere`.

Let X be the Zariski closure of the neuromanifold: the image of the map in which the layers of each axis block are
merged into one filter, their product, since over C a polynomial in one variable is a product of linear ones. Take a
merged axis filter w and the product q of all others. The largest divisor of u = w q in the ring of w, the polynomials
in x_d ** e, is w times the greatest common divisor of the polyphase components of q for that ring. Is that 1, then
every other point over u has a multiple of w in its place, and so has every vector y in the kernel of the Jacobian,
since w divides y q. So if axis filters can be taken away one after the other in this manner until at most one filter
is left, u has one point in the merged fiber, with a Jacobian of full rank: it is a smooth point of X (Zariski's main
theorem), and T_u X is the sum of the spaces of products q y, y a polynomial of the space of w, over all filters w.

If there are two filters w and q only, and q = (X - r) g for a root r, at infinity perhaps, of the ring of w, in which q
is free (its exponent in that direction divides e), let s be a root of w. Then g (X - s) and w (X - r)/(X - s) are
another point over u, or, if r = s, (g, - w/(X - s)) is in the kernel of the Jacobian: u is a singular point of X.
"""

from __future__ import annotations

from itertools import product as cartesian
from math import prod
from typing import NamedTuple

from ...algebra.elements import Element, Field
from ...core.arithmetic import divides, trimmed
from ...core.limits import Work
from ...network.architecture import Architecture
from .hessian import Critical
from .valuerings import IntegerRing, ModularRing, Poly, Ring, everywhere, product


class _Block(NamedTuple):
    """A merged filter: its layers, the places of its monomials, and direction and exponent of an axis filter."""

    layers: list[int]
    places: list[int]
    axis: tuple[int, int] | None


def place_of_filter(architecture: Architecture, point: Critical, prime: int, work: Work) -> str:
    """What is shown of u: "critical" or "noncritical" if it is smooth and one of the two holds, "singular", or not."""
    blocks = _blocks(architecture, point)
    ring = ModularRing(point.f, prime, work)
    if not everywhere(ring, lambda ring: _is_smooth(architecture, ring, point, blocks)):
        return "singular" if _is_singular(architecture, ring, point, blocks) else "undecided"
    if everywhere(ring, lambda ring: vanish_nowhere(ring, _slopes(ring, point, blocks))):
        return "noncritical"
    slopes = _slopes(IntegerRing(work), point, blocks)
    return "critical" if all(divides(point.f, slope, work) for slope in slopes) else "undecided"


def _steps(architecture: Architecture) -> list[int]:
    extents = architecture.extents()
    return [prod(extents[d + 1 :]) for d in range(len(extents))]


def _blocks(architecture: Architecture, point: Critical) -> list[_Block]:
    steps, found = _steps(architecture), []
    for (d, e), layers in architecture.blocks.items():
        degree = sum(architecture.sizes[l][d] - 1 for l in layers)
        found.append(_Block(layers, [j * e * steps[d] for j in range(degree + 1)], (d, e)))
    several = [l for l, active in enumerate(architecture.active) if len(active) > 1]
    return [*found, *(_Block([l], point.places[l], None) for l in several)] or [_Block([], [0], None)]


def _others(blocks: list[_Block], own: _Block) -> list[int]:
    return [l for block in blocks if block is not own for l in block.layers]


def _is_smooth(architecture: Architecture, ring: ModularRing, point: Critical, blocks: list[_Block]) -> bool:
    entries = [[ring.element(c) for c in own] for own in point.filters]
    left = list(blocks)
    while len(left) > 1:
        for own in left:
            layers = _others(left, own)
            rest = product(ring, [entries[l] for l in layers], [point.places[l] for l in layers])
            if own.axis and coprime(ring, _components(architecture, rest, layers, own.axis)):
                left.remove(own)
                break
        else:
            return False
    return True


def _is_singular(architecture: Architecture, ring: ModularRing, point: Critical, blocks: list[_Block]) -> bool:
    """Whether the other one of two filters has, exactly, a divisor in the ring of an axis filter."""
    if len(blocks) != 2:
        return False
    field = Field(point.f, ring.work)
    for own in blocks:
        layers = _others(blocks, own)
        if own.axis and all(own.axis[1] % architecture.exponents[l][own.axis[0]] == 0 for l in layers):
            whole = IntegerRing(ring.work)
            rest = product(whole, [point.filters[l] for l in layers], [point.places[l] for l in layers])
            forms = _components(architecture, rest, layers, own.axis)
            if _share_root(ring, field, [[field.reduced(list(c), 1) for c in form] for form in forms]):
                return True
    return False


def _share_root(ring: ModularRing, field: Field, forms: list[list[Element]]) -> bool:
    """Whether forms have a common zero at every root of f, by pseudo-division; leading coefficients must be units."""
    if not any(form[-1][0] for form in forms):
        return True
    common: list[Element] = []
    for form in forms:
        rest, common = common, _without_zeros(form)
        while rest:
            if not ring.is_unit(rest[-1][0]):
                return False
            common, rest = rest, _pseudo_remainder(field, common, rest)
    return len(common) > 1 and ring.is_unit(common[-1][0])


def _without_zeros(form: list[Element]) -> list[Element]:
    form = list(form)
    while form and not form[-1][0]:
        form.pop()
    return form


def _pseudo_remainder(field: Field, form: list[Element], divisor: list[Element]) -> list[Element]:
    rest = list(form)
    while len(rest) >= len(divisor):
        top, shift = rest.pop(), len(rest) + 1 - len(divisor)
        rest = [field.times(c, divisor[-1]) for c in rest]
        for i, c in enumerate(divisor[:-1]):
            rest[shift + i] = field.minus(rest[shift + i], field.times(top, c))
        rest = _without_zeros(rest)
    return rest


def _components(
    architecture: Architecture, rest: dict[int, Poly], layers: list[int], axis: tuple[int, int]
) -> list[list[Poly]]:
    """The polyphase components of a product of layers for an axis, as forms: the coefficients, from degree 0."""
    (d, e), steps = axis, _steps(architecture)
    sizes = [
        1 + sum((architecture.sizes[l][i] - 1) * architecture.exponents[l][i] for l in layers)
        for i in range(architecture.dimension)
    ]
    found: dict[tuple[int, ...], list[Poly]] = {}
    for index in cartesian(*map(range, sizes)):
        key = tuple(i % e if n == d else i for n, i in enumerate(index))
        found.setdefault(key, []).append(rest.get(sum(i * s for i, s in zip(index, steps, strict=True)), []))
    return list(found.values())


def coprime(ring: ModularRing, forms: list[list[Poly]]) -> bool:
    """Whether forms in two variables have no common zero, at any root of f."""
    if not vanish_nowhere(ring, [form[-1] for form in forms]):
        return False
    common: list[Poly] = []
    for form in forms:
        common, rest = trimmed(form), common
        while rest:
            common, rest = rest, _remainder(ring, common, rest)
    return len(common) == 1 and vanish_nowhere(ring, common)


def _remainder(ring: ModularRing, form: list[Poly], divisor: list[Poly]) -> list[Poly]:
    rest, unit = list(form), ring.inverse(divisor[-1])
    for k in range(len(rest) - len(divisor), -1, -1):
        factor = ring.times(rest[k + len(divisor) - 1], unit)
        for i, c in enumerate(divisor):
            rest[k + i] = ring.minus(rest[k + i], ring.times(factor, c))
    return trimmed(rest[: len(divisor) - 1])


def vanish_nowhere(ring: ModularRing, elements: list[Poly]) -> bool:
    """Whether one of the elements is not 0, at each root of f."""
    found = next((x for x in map(ring.element, elements) if x), None)
    if found is not None:
        ring.inverse(found)
    return found is not None


def _slopes(ring: Ring[Poly], point: Critical, blocks: list[_Block]) -> list[Poly]:
    """The derivatives of the loss, times a number other than 0, by the entries of the merged filters."""
    filters, gradient = (
        [[ring.element(c) for c in own] for own in point.filters],
        list(map(ring.element, point.gradient)),
    )
    found = []
    for own in blocks:
        layers = _others(blocks, own)
        rest = product(ring, [filters[l] for l in layers], [point.places[l] for l in layers])
        for place in own.places:
            slope = ring.zero
            for i, c in rest.items():
                slope = ring.plus(slope, ring.times(c, gradient[i + place]))
            found.append(slope)
    return found
