"""Fields of definition: primitive elements of the fields that symmetric expressions in roots generate.

Contents: :data:`Shape`, :class:`PrimitiveElement`, :func:`primitive_element`; :func:`coefficient_field`.

A *shape* is all roots of one irreducible polynomial, in canonical order, with a label 0, 1, … for each. The Galois
group permutes the roots; what keeps all labels fixes the field that belongs to the shapes, and conversely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import lcm, prod
from typing import Any, NamedTuple, TypeAlias, TypeVar

from flint import acb, acb_poly, ctx, fmpz_poly

from symlcn.algebra.arrangements import arrangements, count_arrangements, labels_of
from symlcn.algebra.balls import bit_size
from symlcn.algebra.complexroots import AlgebraicNumber, Root, complex_roots, precisions, profile_of
from symlcn.errors import ArithmeticGuardError, LimitError

__all__ = ["PrimitiveElement", "Shape", "coefficient_field", "primitive_element"]

MAX_SUBSETS = 400
MARGIN = 128
MAX_SIZE = 13_000
"""Bits of the coefficients of a resolvent up to which it is looked for; checkers read no more than 4000 digits."""

T = TypeVar("T")
Shape: TypeAlias = tuple[tuple[AlgebraicNumber, ...], tuple[int, ...]]
"""The roots of an irreducible polynomial in canonical order, and a label of each."""


MAX_MULTIPLIER = 10**6
"""Integers c up to which a primitive element is looked for, of which all but few make one."""


class PrimitiveElement(NamedTuple):
    """A generator of the field that belongs to shapes, and how it is made.

    Attributes
    ----------
    number : AlgebraicNumber
        0 if the field is Q.
    multiplier : int
        c in the expression of :func:`primitive_element`.
    resolvent : tuple of int
        The monic polynomial with the roots t_1, …, t_N, from degree 0; its factor that vanishes at `number` is simple.
    bits : int
        Bits of the roots that determine the resolvent, with a margin.
    """

    number: AlgebraicNumber
    multiplier: int
    resolvent: tuple[int, ...]
    bits: int


def primitive_element(shapes: Sequence[Shape]) -> PrimitiveElement | None:
    """A primitive element of the field that belongs to shapes with labels that are not constant.

    Returns
    -------
    PrimitiveElement or None
        None if there are more than 400 rearrangements of the labels, or coefficients of 13000 bits are too short for
        their resolvent; then nothing is claimed.

    Notes
    -----
    Let S_1, …, S_N be the rearrangements of the labels m, S_1 the given one, n the number of all roots, A a common
    multiple of the leading coefficients, c an integer, and t_i = Σ_k c^(k−1) Σ_r m_i(r)·(A·r)^k, 1 ≤ k ≤ n. The Galois
    group permutes the S_i, and the t_i are algebraic integers, so ∏ (X − t_i) has integer coefficients: balls
    determine it. If its irreducible factor that vanishes at t_1 is simple, t_i = t_1 only for i = 1, so what fixes
    t_1 fixes S_1, and conversely: t_1 generates the field. Otherwise another c is tried; as n power sums determine
    the labels of n distinct nonzero numbers, all but finitely many c do.

    Examples
    --------
    >>> numbers = tuple(root.number for root in complex_roots((1, 0, 0, 0, 1)))
    >>> primitive_element([(numbers, (1, 1, 0, 0))]).number.minpoly
    (-2, 0, 1)
    """
    if prod(count_arrangements(marks) for _, marks in shapes) > MAX_SUBSETS:
        return None
    if not shapes:
        return PrimitiveElement(complex_roots((0, 1))[0].number, 0, (0, 1), MARGIN)
    for point in _multipliers():
        needed = _bits(shapes, point)
        if needed > MAX_SIZE:
            return None

        def may_vanish(candidate: tuple[fmpz_poly, int], bits: int, at: int = point) -> bool:
            return bool(candidate[0](_conjugates(shapes, at, bits)[0]).contains(0))

        def may_be(number: AlgebraicNumber, bits: int, at: int = point) -> bool:
            return bool(number.enclosure(bits).overlaps(_conjugates(shapes, at, bits)[0]))

        whole = _characteristic(shapes, point, needed // 2)
        minpoly, power = _decide(whole.factor()[1], may_vanish)
        if power == 1:
            numbers = [root.number for root in complex_roots([int(c) for c in minpoly.coeffs()])]
            own, coefficients = _decide(numbers, may_be), tuple(map(int, whole.coeffs()))
            return PrimitiveElement(own, point, coefficients, needed)
    raise LimitError(f"no integer up to {MAX_MULTIPLIER} makes a primitive element")


def _multipliers() -> Iterator[int]:
    """0, 1, −1, 2, −2, …"""
    yield 0
    for c in range(1, MAX_MULTIPLIER):
        yield c
        yield -c


def _bits(shapes: Sequence[Shape], point: int) -> int:
    """Bits that determine the coefficients of the monic polynomial with the conjugates as roots, with a margin."""
    for bits in precisions(64):
        with ctx.workprec(bits):
            values = _conjugates(shapes, point, bits)
            if all(value.is_finite() for value in values):
                sizes = [max(bit_size(value), 0) + 1 for value in values]
                return sum(sizes) + 2 * max(sizes) + MARGIN
    raise LimitError("the conjugates of a coefficient field are not bounded at 2^18 bits")


def coefficient_field(roots: Sequence[Root], members: Mapping[int, int]) -> AlgebraicNumber | None:
    """A primitive element of the field that the coefficients of the monic polynomial with given roots generate.

    Its `degree` is the degree of that field over Q; it is 0, of degree 1, when the polynomial is rational.
    Parameters and exceptions as for :func:`monic`.

    Returns
    -------
    AlgebraicNumber or None
        None if more than 400 multisets look the same over Q, that is, have the same multiplicities among the
        roots of each irreducible factor up to order; then nothing is claimed.

    Notes
    -----
    See :func:`primitive_element`. The multiplicities are replaced, factor by factor and injectively, by small ones,
    which changes no stabiliser.

    Examples
    --------
    >>> roots = complex_roots((1, 0, 0, 0, 1))
    >>> [coefficient_field(roots, {0: 1, i: 1}).minpoly for i in (1, 2, 3)]
    [(-2, 0, 1), (2, 0, 1), (8, 4, 1)]
    """
    labels = {f: labels_of(m) for f, m in profile_of(roots, members).items() if len(set(m)) > 1}
    shapes = [(tuple(r.number for r in roots if r.number.minpoly == f), marks) for f, marks in labels.items()]
    if len(shapes) == 1 and sum(shapes[0][1]) == 1:
        return shapes[0][0][shapes[0][1].index(1)]
    found = primitive_element(shapes)
    return None if found is None else found.number


def _decide(candidates: Iterable[T], possible: Callable[[T, int], bool]) -> T:
    """The candidate that remains possible at every precision, where algebra says that there is exactly one."""
    remaining = list(candidates)
    for bits in precisions(64):
        with ctx.workprec(bits):
            remaining = [candidate for candidate in remaining if possible(candidate, bits)]
        if not remaining:
            raise ArithmeticGuardError("every candidate was excluded, though one is right")
        if len(remaining) == 1:
            return remaining[0]
    raise LimitError(f"{len(remaining)} candidates are left at 2^18 bits")


def _conjugates(shapes: Sequence[Shape], point: int, bits: int) -> list[Any]:
    """Balls around Σ_k c^(k−1) Σ_r (A·r)^k for all rearrangements of all factors, the given one first."""
    size = sum(len(marks) for _, marks in shapes)
    scale = lcm(*(numbers[0].minpoly[-1] for numbers, _ in shapes))
    form = fmpz_poly([0, *(point**k for k in range(size))])
    values: list[list[Any]] = []
    for numbers, marks in shapes:
        images = [form(scale * number.enclosure(bits)) for number in numbers]
        sums = (sum((m * z for m, z in zip(a, images, strict=True) if m), start=acb(0)) for a in arrangements(marks))
        values.append(list(sums))
    return [sum(choice, start=acb(0)) for choice in product(*values)]


def _characteristic(shapes: Sequence[Shape], point: int, start: int) -> fmpz_poly:
    """The product of X − t over these t, an integer polynomial determined by balls of so many bits, or more."""
    for bits in precisions(start):
        with ctx.workprec(bits):
            found = acb_poly.from_roots(_conjugates(shapes, point, bits)).unique_fmpz_poly()
        if found is not None:
            return found
    raise LimitError("the conjugates of a coefficient field are not determined at 2^18 bits")
