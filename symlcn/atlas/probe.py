"""Fibers over chosen filters, compared with what the theorems say: a search for counterexamples to them.

Contents: :func:`probe`, :class:`Contradiction`.

Let d be the degree of an architecture of one channel, and u the product of chosen filters w, special ones included. It
is claimed (docs/theory.md, and the lesson ``classification``):

- ``point``: w is a point of the fiber over u, and listed with the rank of the Jacobian there;
- ``rank``: no point has a larger rank than the dimension;
- ``at least``: if all complex points have that rank, there are at least d. The length of a fiber of a finite map is
  upper semicontinuous, and such a fiber is reduced;
- ``at most``: over a smooth u there are at most d complex points, and d exactly if all have that rank. The map is flat
  there, since it is finite and its source is smooth;
- ``orbit``: over a smooth u, where the map is birational up to the order of layers, the complex points are w with
  interchangeable layers in all orders;
- ``ntk``: then all real points have one NTK at invariants on the δ-locus;
- ``real``: over a smooth u with d complex points the number of real ones is that of the real roots of the blocks.

The theorems claim ``orbit`` and ``ntk`` over all normal u; of these the smooth ones are found.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from hashlib import sha256
from itertools import pairwise, product
from math import factorial, prod
from typing import Any

from flint import fmpz_poly

from symlcn.algebra.exact import Json, rationals_json
from symlcn.certificates.values import tensor_json
from symlcn.errors import LimitError, brief
from symlcn.fiber.fiber import Fiber
from symlcn.fiber.fiber import fiber as fiber_over
from symlcn.fiber.question import fiber as asked_fiber
from symlcn.network.architecture import Architecture
from symlcn.network.classify import Classification, classify, real_points
from symlcn.network.filters import Filter, end_to_end_filter, flat, nested, primitive_filter
from symlcn.network.ntk import jacobian_rank

__all__ = ["Contradiction", "probe"]

MAX_DEGREE = 60
"""Of networks that are probed."""
MAX_AMBIENT = 1000
"""Number of entries of u up to which a network is probed."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fiber that is not as the theorems say.

    Attributes
    ----------
    claim : str
        One of those above.
    filters : tuple of filters
        Those that were chosen.
    delta : tuple of Fraction
    expected, found : str
    """

    __repr__ = brief

    claim: str
    filters: tuple[Filter, ...]
    delta: tuple[Fraction, ...]
    expected: str
    found: str

    def json(self, architecture: Architecture) -> Json:
        """With the certificate of the fiber, or why there is none."""
        answer = asked_fiber(architecture, filters=self.filters, delta=self.delta, field="C")
        return {
            "claim": self.claim,
            "filters": [tensor_json(own) for own in self.filters],
            "delta": rationals_json(self.delta),
            "expected": self.expected,
            "found": self.found,
            "certificate": answer.sealed,
            "reason": answer.reason,
        }


def probe(architecture: Architecture, number: int, seed: int = 0) -> tuple[int, list[Contradiction]]:
    """How many of so many fibers were compared with the theory, and what is not as that says.

    Filters are drawn by the seed, the network and the number of the probe. A fiber that exceeds a limit is not counted;
    networks with large degrees or filters are not probed.

    Examples
    --------
    >>> probe(Architecture("k3s2 k2"), 7)
    (7, [])
    """
    theory = classify(architecture)
    if theory.degree > MAX_DEGREE or theory.ambient > MAX_AMBIENT:
        return 0, []
    compared, problems = 0, list[Contradiction]()
    for n in range(number):
        draw = random.Random(int.from_bytes(sha256(f"{seed} {n} {architecture}".encode()).digest(), "big"))
        filters = KINDS[n % len(KINDS)](architecture, draw)
        delta = _on_locus(architecture, draw) if n % 2 else (Fraction(0),) * (len(architecture) - 1)
        agree = theory.independent_at(delta)
        try:
            found = fiber_over(architecture, end_to_end_filter(architecture, filters), delta, "C", compare=agree)
        except LimitError:
            continue
        compared += 1
        problems += [
            Contradiction(claim, filters, delta, str(expected), str(seen))
            for claim, expected, seen in _claims(architecture, theory, filters, found, agree)
            if expected != seen
        ]
    return compared, problems


def _claims(
    architecture: Architecture, theory: Classification, filters: Sequence[Filter], found: Fiber, agree: bool
) -> Iterator[tuple[str, Any, Any]]:
    """What is claimed of a fiber: a name, what is expected, and what was found."""
    d, dimension, number, smooth = theory.degree, theory.dimension, found.counts.complex, found.smooth.smooth
    own = tuple(primitive_filter(filter_, architecture.dimension)[1] for filter_ in filters)
    ranks = [point.rank for point in found.points]
    known = found.limit is None and None not in ranks
    if known:
        here = jacobian_rank(architecture, own)
        yield "point", [here], [point.rank for point in found.points if point.filters == own]
        yield "rank", True, max(map(int, filter(None, ranks))) <= dimension
        full = set(ranks) == {dimension}
        yield "at least", True, not full or number >= d
        if smooth:
            yield "at most", full, number == d
    if not smooth:
        return
    yield "at most", True, number <= d
    if theory.birational_up_to_layer_order:
        yield "orbit", _orders(theory, own), number
        if found.limit is None:
            yield "orbit", {_sorted(theory, own)}, {_sorted(theory, point.filters) for point in found.points}
    if agree:
        yield "ntk", False, found.status == "refuted"
    if number == d:
        yield "real", _real_number(architecture, own), found.counts.real


def _orders(theory: Classification, filters: Sequence[Filter]) -> int:
    """In how many ways interchangeable layers can be ordered, equal ones together."""
    found = 1
    for group in theory.interchangeable:
        found *= factorial(len(group)) // prod(map(factorial, Counter(filters[l] for l in group).values()))
    return found


def _sorted(theory: Classification, filters: Sequence[Filter] | None) -> tuple[Filter, ...] | None:
    """The filters with those of interchangeable layers in an order of their own."""
    if filters is None:
        return None
    found = list(filters)
    for group in theory.interchangeable:
        for l, own in zip(group, sorted((filters[l] for l in group), key=str), strict=True):
            found[l] = own
    return tuple(found)


def _real_number(architecture: Architecture, filters: Sequence[Filter]) -> int:
    """The number of real points, where all are distinct: orders inside classes, and real distributions of roots."""
    found = prod(factorial(len(group)) for group in architecture.classes)
    for block in architecture.blocks:
        listed = dict(real_points(block.degrees) or ()) if len(block.layers) > 1 else None
        if listed is not None:
            found *= listed.get(sum(_real_roots([int(c) for c in flat(filters[l])]) for l in block.layers), 0)
    return found


def _real_roots(coefficients: Sequence[int]) -> int:
    """The number of different real roots, where a polynomial of less degree has one at infinity."""
    roots: Any = fmpz_poly(list(coefficients)).complex_roots() if any(coefficients[1:]) else []
    return len([root for root, _ in roots if root.imag == 0]) + (coefficients[-1] == 0)


def _on_locus(architecture: Architecture, draw: random.Random) -> tuple[Fraction, ...]:
    """Invariants of filters of which interchangeable ones have equal norms."""
    norms = [Fraction(draw.randint(1, 9), draw.randint(1, 3)) for _ in architecture]
    for first, *others in architecture.interchangeable:
        for l in others:
            norms[l] = norms[first]
    return tuple(before - after for before, after in pairwise(norms))


def _drawn(architecture: Architecture, draw: random.Random, values: Sequence[int]) -> tuple[Filter, ...]:
    """Filters whose entries are drawn from values, none of them 0."""
    found = []
    for layer in architecture:
        entries = [draw.choice(values) for _ in range(layer.parameters)]
        if not any(entries):
            entries[draw.randrange(len(entries))] = 1
        found.append(nested(entries, layer.size))
    return tuple(found)


def _equal(architecture: Architecture, draw: random.Random) -> tuple[Filter, ...]:
    """Interchangeable layers have one filter."""
    found = list(_drawn(architecture, draw, range(-3, 4)))
    for first, *others in architecture.interchangeable:
        for l in others:
            found[l] = found[first]
    return tuple(found)


def _palindromes(architecture: Architecture, draw: random.Random) -> tuple[Filter, ...]:
    """Filters that are the same from behind, up to a sign."""
    found = []
    for layer, own in zip(architecture, _drawn(architecture, draw, range(-2, 4)), strict=True):
        entries, sign = list(flat(own)), draw.choice((1, -1))
        both = [a + sign * b for a, b in zip(entries, reversed(entries), strict=True)]
        found.append(nested(both if any(both) else entries, layer.size))
    return tuple(found)


def _products(architecture: Architecture, draw: random.Random) -> tuple[Filter, ...]:
    """Products of polynomials in one variable each, whose roots are few numbers, 0 and infinity among them."""
    found = []
    for layer in architecture:
        lines = []
        for k in layer.size:
            line = [1]
            for a, b in (draw.choice(FACTORS) for _ in range(k - 1)):
                line = [a * x + b * y for x, y in zip([*line, 0], [0, *line], strict=True)]
            lines.append(line)
        found.append(nested([prod(entries) for entries in product(*lines)], layer.size))
    return tuple(found)


FACTORS = ((1, 1), (1, -1), (1, -1), (2, 1), (1, 2), (0, 1), (1, 0))
"""Linear polynomials; (0, 1) is the variable and (1, 0) the factor at infinity."""

KINDS: tuple[Callable[[Architecture, random.Random], tuple[Filter, ...]], ...] = (
    partial(_drawn, values=(-3, -2, -1, 1, 2, 3)),
    _equal,
    _products,
    partial(_drawn, values=(-1, 0, 0, 1)),
    _palindromes,
    partial(_drawn, values=range(-9, 10)),
    partial(_drawn, values=(0, 0, 0, 1)),
)
"""Ways to choose filters, in turn."""
