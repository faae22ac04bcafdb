"""The pair of a counterexample certificate, in the form in which Rocq computes with it.

Contents: :class:`Side`, :class:`Pair`, :func:`rocq_pair`.

Filters become integer filters w_l, the denominators of each layer in one. The parameters are λ_l·w_l, with ∏λ_l = c and
λ_l² = r_l, numbers of Q(t); K = Σ_l (∏_{m≠l} r_m)·M_l M_lᵀ, where M_l is the part of the Jacobian of the w_l that
belongs to layer l. Where all λ_l are rational, both sides are rational; else bounds of t are found that separate the
two entries of K and show that r_2, …, r_L are positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from math import lcm
from typing import Any

from symlcn.algebra.exact import Json
from symlcn.algebra.realnumbers import Number, RealAlgebraic, enclosure_at
from symlcn.errors import LimitError, ParseError, brief
from symlcn.network.architecture import Architecture
from symlcn.network.filters import nested
from symlcn.network.jacobian import blocks

__all__ = ["Element", "Pair", "Side", "rocq_pair"]

Element = tuple[Fraction, ...]
"""A number of Q(t): its coefficients, that of t^0 first."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two tuples of filters.

    Attributes
    ----------
    filters : tuple of tuple of int
        w_1, …, w_L, row-major.
    factor : Fraction
        c = ∏λ_l.
    t : Fraction or RealAlgebraic
    lower, upper : Fraction
        Bounds of t.
    squares : tuple of Element
        r_1, …, r_L.
    ratios : tuple of Fraction, or None
        λ_1, …, λ_L, if all are rational.
    """

    __repr__ = brief

    filters: tuple[tuple[int, ...], ...]
    factor: Fraction
    t: Number
    lower: Fraction
    upper: Fraction
    squares: tuple[Element, ...]
    ratios: tuple[Fraction, ...] | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides, what they have in common, and where their NTKs differ.

    Attributes
    ----------
    architecture : Architecture
    sides : (Side, Side)
    product : tuple of Fraction
        The end-to-end filter, row-major.
    delta : tuple of Fraction
    index : (int, int)
        Row and column of K.
    values : (Element, Element)
        The entries of K there.
    """

    __repr__ = brief

    architecture: Architecture
    sides: tuple[Side, Side]
    product: tuple[Fraction, ...]
    delta: tuple[Fraction, ...]
    index: tuple[int, int]
    values: tuple[Element, Element]

    @property
    def rational(self) -> bool:
        """Whether all parameters are rational."""
        return all(side.ratios is not None for side in self.sides)


def rocq_pair(certificate: Json) -> Pair:
    """The pair of a certificate of kind ``counterexample`` that the checker accepted.

    Raises
    ------
    ParseError
        If it is of another kind, or its pair is one for every δ, so that nothing is scaled.
    LimitError
        If 2^18 bits of t do not separate the entries of K.

    Examples
    --------
    >>> import symlcn
    >>> pair = rocq_pair(symlcn.counterexample("k3 k2", [4]).certificate())
    >>> pair.rational, pair.sides[0].squares, pair.sides[0].t.minpoly
    (False, ((Fraction(2, 1), Fraction(1, 2)), (Fraction(0, 1), Fraction(1, 5))), (-10, 4, 1))
    """
    if certificate["kind"] != "counterexample" or not certificate["pair"]:
        problem = f"a certificate of kind {certificate['kind']} has no pair for Rocq"
        raise ParseError("rocq", f"{problem}; pairs of symlcn counterexample for one channel have")
    if certificate["delta"] is None or any(point["rho"] is None for point in certificate["pair"]):
        raise ParseError("rocq", "a pair for every δ has no scaled filters; give --delta or --balanced")
    architecture = Architecture(certificate["architecture"]["notation"])
    product = tuple(_entries(certificate["filter"]))
    delta = tuple(map(Fraction, certificate["delta"]))
    first, second = (_side(point) for point in certificate["pair"])
    row, column = map(int, certificate["ntk_difference"]["index"])
    parts = [_parts(architecture, side, row, column) for side in (first, second)]
    entries = [_entry(side, own) for side, own in zip((first, second), parts, strict=True)]
    for bits in (2**n for n in range(3, 19)):
        sides = tuple(_narrowed(side, bits) for side in (first, second))
        bounds = [enclosure_at(e, s.t, Fraction(1, 2**bits)) for e, s in zip(entries, sides, strict=True)]
        if _apart(*bounds) and all(_positive(side, bits) for side in sides):
            values = tuple(_element(value) for value in certificate["ntk_difference"]["values"])
            return Pair(architecture, sides, product, delta, (row, column), values)  # type: ignore[arg-type]
    raise LimitError("2^18 bits of t do not separate the entries of the NTK")


def _apart(first: tuple[Fraction, Fraction], second: tuple[Fraction, Fraction]) -> bool:
    return first[1] < second[0] or second[1] < first[0]


def _positive(side: Side, bits: int) -> bool:
    return all(enclosure_at(r, side.t, Fraction(1, 2**bits))[0] > 0 for r in side.squares[1:])


def _entries(tensor: Any) -> list[Fraction]:
    """Rationals in nested lists, row-major."""
    return [Fraction(tensor)] if isinstance(tensor, str) else [c for part in tensor for c in _entries(part)]


def _element(value: str | Sequence[str]) -> Element:
    return tuple(map(Fraction, (value,) if isinstance(value, str) else value))


def _number(value: Any) -> Number:
    if isinstance(value, str):
        return Fraction(value)
    lower, upper = map(Fraction, value["interval"])
    return RealAlgebraic(tuple(map(int, value["minpoly"])), lower, upper)


def _side(point: Json) -> Side:
    filters, factor = [], Fraction(point["factor"])
    for tensor in point["filters"]:
        entries = _entries(tensor)
        common = lcm(*(c.denominator for c in entries))
        filters.append(tuple(int(c * common) for c in entries))
        factor /= common
    norms = [sum(c * c for c in own) for own in filters]
    squares = tuple(tuple(c / n for c in _element(rho)) for rho, n in zip(point["rho"], norms, strict=True))
    ratios = None
    if "scaled_filters" in point:
        scaled = map(_entries, point["scaled_filters"])
        ratios = tuple(
            next(c / n for c, n in zip(own, integers, strict=True) if n)
            for own, integers in zip(scaled, filters, strict=True)
        )
    t = _number(point["t"])
    return Side(tuple(filters), factor, t, Fraction(0), Fraction(0), squares, ratios)


def _narrowed(side: Side, bits: int) -> Side:
    """With bounds of t to this relative width."""
    lower, upper = enclosure_at((Fraction(0), Fraction(1)), side.t, Fraction(1, 2**bits))
    return Side(side.filters, side.factor, side.t, lower, upper, side.squares, side.ratios)


def _parts(architecture: Architecture, side: Side, row: int, column: int) -> list[int]:
    """The entries of M_l M_lᵀ."""
    tensors = [nested(own, layer.size) for own, layer in zip(side.filters, architecture, strict=True)]
    return [block.entry(row, column) for block in blocks(architecture, tensors)]


def _entry(side: Side, parts: Sequence[int]) -> Element:
    """The entry of K as a polynomial in t, not reduced: as it is computed in Rocq."""
    total: list[Fraction] = []
    for l, part in enumerate(parts):
        term = [Fraction(part)]
        for other in (*side.squares[:l], *side.squares[l + 1 :]):
            grown = [Fraction(0)] * (len(term) + len(other) - 1)
            for i, a in enumerate(term):
                for j, b in enumerate(other):
                    grown[i + j] += a * b
            term = grown
        total = [a + b for a, b in zip_longest(total, term, fillvalue=Fraction(0))]
    return tuple(total)
