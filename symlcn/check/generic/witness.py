"""The witness: its fiber over C is known completely, and J has full rank at every point of it.

Contents: :func:`check_witness`, :func:`axis_line`.

Every filter is a product of polynomials that stay irreducible when x ** e is put in for X (over Q in axis layers,
over C in layers with more active directions), and no two of them inside one class or block are proportional.
"""

from __future__ import annotations

from math import gcd

from ..core.arithmetic import Filter, deflate, times
from ..core.limits import MAX_PRIME, Work
from ..core.outcome import Rejected
from ..core.reading import choice, exact, integer, integer_filter, json_list, json_object
from ..network.architecture import Architecture

WITNESS_KEYS = {  # by kind, in the order of 0, 1, and more active directions
    "scalar": ("kind", "filter"),
    "axis": ("kind", "filter", "factors"),
    "irreducible": ("kind", "filter", "monic", "divisor", "root"),
}


def axis_line(entries: Filter, size: tuple[int, ...], direction: int) -> list[int]:
    """The filter polynomial restricted to an axis, as a polynomial in X_direction."""
    before, after = (0,) * direction, (0,) * (len(size) - direction - 1)
    return [entries.get((*before, k, *after), 0) for k in range(size[direction])]


def _check_factor(value: object, where: str, work: Work) -> tuple[int, ...]:
    """Establishes that f(x^e) is irreducible over Q for every e, and that f'(0)/f(0) > 0."""
    item = json_object(value, "coefficients prime", where)
    place = f"{where}.coefficients"
    f = [exact(c, place, (i,)) for i, c in enumerate(json_list(item["coefficients"], place))]
    q = integer(item["prime"], f"{where}.prime", 2, MAX_PRIME)
    if len(f) < 2 or f[-1] != 1:
        raise Rejected(place, "a factor must be monic of degree at least 1")
    if not work.is_prime(q):
        raise Rejected(f"{where}.prime", f"{q} is not prime")
    if any(c % q for c in f[:-1]) or f[0] % (q * q) == 0:
        raise Rejected(place, f"the factor is not Eisenstein at {q}")
    if f[0] * f[1] <= 0:
        raise Rejected(place, "constant and linear coefficient must have the same sign and not be 0")
    return tuple(f)


def _check_product(line: list[int], value: object, where: str, work: Work) -> list[tuple[int, ...]]:
    """Establishes that an axis filter is the product of its listed irreducible factors; returns these."""
    place = f"{where}.factors"
    factors = [_check_factor(f, f"{place}[{i}]", work) for i, f in enumerate(json_list(value, place))]
    if sum(len(f) - 1 for f in factors) != len(line) - 1:
        raise Rejected(place, f"the degrees of the factors do not add up to {len(line) - 1}")
    product = [1]
    for f in sorted(factors, key=len):
        product = times(product, list(f), work)
    if product != line:
        raise Rejected(f"{where}.filter", "is not the product of the factors")
    return factors


def _check_irreducible(entries: Filter, size: tuple[int, ...], item: dict[str, object], where: str, work: Work) -> None:
    """Establishes that P(x^e) is irreducible over C, of full degree, and in no ring of larger exponents.

    As a polynomial in x_a it is monic and Eisenstein at x_b - z, where z is a root of x_b ** e = root.
    """
    a = integer(item["monic"], f"{where}.monic", 0, len(size) - 1)
    b = integer(item["divisor"], f"{where}.divisor", 0, len(size) - 1)
    root, place, top = exact(item["root"], f"{where}.root"), f"{where}.filter", size[a] - 1
    if a == b or size[a] == 1 or size[b] == 1:
        raise Rejected(f"{where}.divisor", "monic and divisor must be two different active directions")
    if root == 0:
        raise Rejected(f"{where}.root", "must not be 0")
    corner = tuple(top if d == a else 0 for d in range(len(size)))
    if entries.get(corner) != 1 or any(index[a] == top and index != corner for index in entries):
        raise Rejected(place, f"the highest slice in direction {a} is not the constant 1")
    lines: dict[tuple[int, ...], list[int]] = {}
    for index, c in entries.items():
        if index[a] < top:
            lines.setdefault((*index[:b], 0, *index[b + 1 :]), [0] * size[b])[index[b]] = c
    simple = False
    for index, line in lines.items():
        quotient = deflate(line, root, work)
        if quotient is None:
            raise Rejected(place, f"slice {index[a]} in direction {a} does not vanish at the root")
        simple = simple or (index[a] == 0 and deflate(quotient, root, work) is None)
    if not simple:
        raise Rejected(place, f"the root is not a simple root of slice 0 in direction {a}")
    for d in (d for d, k in enumerate(size) if k > 1):
        indices = {index[d] for index in entries}
        if max(indices) != size[d] - 1:
            raise Rejected(place, f"is not of full degree in direction {d}")
        if gcd(*indices) != 1:
            raise Rejected(place, f"the indices in direction {d} have a common divisor")


def check_witness(architecture: Architecture, value: object, work: Work) -> list[Filter]:
    """Establishes the complete fiber of the witness, of as many points as the degree, all of full rank."""
    filters: list[Filter] = []
    seen: set[object] = set()
    for layer, entry in enumerate(json_list(value, "evidence.witness", len(architecture.sizes))):
        where, size = f"evidence.witness[{layer}]", architecture.sizes[layer]
        active = architecture.active[layer]
        kind = choice(entry.get("kind") if isinstance(entry, dict) else entry, tuple(WITNESS_KEYS), f"{where}.kind")
        item = json_object(entry, " ".join(WITNESS_KEYS[kind]), where)
        if kind != tuple(WITNESS_KEYS)[min(len(active), 2)]:
            raise Rejected(f"{where}.kind", f"is not that of a layer with {len(active)} active directions")
        entries = integer_filter(item["filter"], size, f"{where}.filter")
        filters.append(entries)
        marks: list[object] = []
        if kind == "scalar" and not entries:
            raise Rejected(f"{where}.filter", "is 0")
        if kind == "axis":
            line, block = axis_line(entries, size, active[0]), architecture.exponents[layer][active[0]]
            marks = [(active[0], block, f) for f in _check_product(line, item["factors"], where, work)]
        if kind == "irreducible":
            _check_irreducible(entries, size, item, where, work)
            sign = 1 if entries[min(entries)] > 0 else -1  # an entry is 1: proportional means equal up to sign
            terms = frozenset((index, sign * c) for index, c in entries.items())
            marks = [(architecture.space(layer), terms)]
        for mark in marks:
            if mark in seen:
                raise Rejected(f"{where}.filter", "has a factor in common with a layer of its class or block")
            seen.add(mark)
    return filters
