"""Generators of a field that a point that is not rational is defined over.

Contents: :class:`Shape`, :func:`shapes_of`, :func:`check_generators`.

*Field of definition.* Automorphisms of C act on points; the numbers fixed by all those that fix a point are its field
of definition. An automorphism permutes the factors over C of a family as it permutes the roots of the minimal
polynomial, like which they are numbered, and different factors over C have no common divisor. So it fixes all filters,
up to factors, if and only if no root is mapped to one of another *colour*: how often each layer takes the factor of
that number, of each of its families with that minimal polynomial. Only *shapes* matter: minimal polynomials whose roots
do not all have one colour. So the roots whose colour is not the usual one of their shape generate a field that contains
the field of definition; it is larger where other automorphisms fix the point while they move these roots.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from ...algebra.discs import Disc
from ...core.limits import Work
from ...core.outcome import Imprecise, Rejected
from ...core.reading import json_list
from ..assignment import Choice
from .conjugates import Colour, Conjugates
from .irrational import is_root, read_number


class Shape(NamedTuple):
    """A minimal polynomial, discs around its roots, and their colours, which are not all equal."""

    minpoly: list[int]
    discs: list[Disc]
    colours: list[Colour]


def shapes_of(conjugates: Conjugates, choices: list[Choice]) -> list[Shape]:
    """The minimal polynomials whose roots a point tells apart; roots are in the order of the first family with them."""
    shapes = []
    for family, colours in conjugates.coloured(choices):
        if family.minpoly is not None and len(set(colours)) > 1:
            shapes.append(Shape(family.minpoly, family.discs, colours))
    return shapes


def check_generators(value: object, shapes: list[Shape], where: str, work: Work) -> None:
    """Establishes that the numbers are the roots without the usual colour, each once.

    Usual is the colour of most roots of the shape; among several such colours, that of the first root which has one.
    """
    numbers = [read_number(entry, f"{where}[{n}]") for n, entry in enumerate(json_list(value, where))]
    used = set()
    for shape in shapes:
        usual = Counter(shape.colours).most_common(1)[0][0]
        for k, colour in enumerate(shape.colours):
            if colour == usual:
                continue
            work.spend((20 + len(numbers)) * (20 + len(shape.discs)))
            matching = [n for n, number in enumerate(numbers) if is_root(number, shape.minpoly, shape.discs, k)]
            if len(matching) != 1:
                raise Imprecise(where, f"lists a number {len(matching)} times that should be there once")
            used.update(matching)
    if len(used) < len(numbers):
        raise Rejected(where, "has a number that is not needed")
