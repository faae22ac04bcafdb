"""Polynomials in several variables with integer coefficients, as the filters are: degrees, products, substitutions.

Contents: :func:`polynomial`, :func:`degrees`, :func:`inflate`, :func:`contract`, :func:`polyphase`, :func:`product`,
:func:`same_up_to_sign`.
"""

from __future__ import annotations

from math import gcd, prod

from ..core.arithmetic import Filter, sparse_product
from ..core.limits import MAX_PARAMETERS, Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import integer_filter


def degrees(f: Filter) -> tuple[int, ...]:
    return tuple(map(max, zip(*f, strict=True)))


def polynomial(value: object, dimension: int, where: str) -> Filter:
    """A primitive polynomial other than 0, written as the nested list of exactly its degrees + 1."""
    size, part = [], value
    for _ in range(dimension):
        if not isinstance(part, list) or not part:
            raise Malformed(where, f"expected nonempty lists nested {dimension} deep")
        size.append(len(part))
        part = part[0]
    if prod(size) > MAX_PARAMETERS:
        raise Malformed(where, f"more than {MAX_PARAMETERS} entries")
    f = integer_filter(value, tuple(size), where)
    if not f or gcd(*f.values()) != 1:
        raise Rejected(where, "is not primitive")
    if degrees(f) != tuple(k - 1 for k in size):
        raise Rejected(where, "has a last slice that is 0")
    return f


def inflate(f: Filter, steps: tuple[int, ...]) -> Filter:
    """f(x ** steps)."""
    return {tuple(i * e for i, e in zip(index, steps, strict=True)): c for index, c in f.items()}


def contract(f: Filter, steps: tuple[int, ...]) -> Filter | None:
    """The g with f = g(x ** steps), free of x_d where steps[d] is 0; None if there is none."""
    if any(i % e if e else i for index in f for i, e in zip(index, steps, strict=True)):
        return None
    return {tuple(i // e if e else 0 for i, e in zip(index, steps, strict=True)): c for index, c in f.items()}


def polyphase(f: Filter, steps: tuple[int, ...]) -> list[Filter]:
    """The components of f over the ring of the x_d ** steps[d]; where that is 0 the ring does not have x_d."""
    parts: dict[tuple[int, ...], Filter] = {}
    for index, c in f.items():
        split = [divmod(i, r) if r else (0, i) for i, r in zip(index, steps, strict=True)]
        parts.setdefault(tuple(i for _, i in split), {})[tuple(i for i, _ in split)] = c
    return list(parts.values())


def product(factors: list[tuple[Filter, int]], dimension: int, work: Work) -> Filter:
    """The product of powers of polynomials."""
    result: Filter = {(0,) * dimension: 1}
    for f, power in factors:
        for _ in range(power):
            result = sparse_product(result, f, work)
    return result


def same_up_to_sign(f: Filter, g: Filter) -> bool:
    return f == g or f == {index: -c for index, c in g.items()}
