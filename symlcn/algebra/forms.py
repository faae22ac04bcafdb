"""The forms of low degree that vanish on the image of a polynomial map, and which of them generate the others.

Contents: :class:`Form`, :class:`Degree`, :func:`vanishing_forms`, :func:`check_degree`,
:func:`check_monomials`, :func:`form_text`.

Notation. The coordinates of the image are variables, numbered; a monomial is the increasing tuple of the numbers of its
factors, so that u_0·u_3² is (0, 3, 3). Monomials of one degree are ordered lexicographically, u_0 counting most:
increasing tuples are decreasing monomials. A *form* is a homogeneous polynomial. Each variable has a *weight*, a vector
of integers, such that the image is kept by u_i ↦ t^{weight_i}·u_i for all t ≠ 0: so the forms that vanish on it are
sums of such whose monomials have one weight, which are found one weight at a time.

The forms of one weight that vanish are the linear relations among its monomials after substitution of the map for u.
They are found modulo a prime from values at points, lifted to Q, and proved by expanding the substitution over Z.
Relations modulo a prime are at least as many as over Q, so if that many are proved they are all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations_with_replacement
from math import comb, gcd, isqrt, lcm, prod
from typing import TypeAlias

from flint import fmpz_mat

from symlcn.algebra.echelon import echelon, modulo, pivots
from symlcn.algebra.exact import LARGE_PRIME, integer
from symlcn.algebra.polynomials import Exponents
from symlcn.errors import ArithmeticGuardError, LimitError, ParseError, brief, shown
from symlcn.progress import progress

__all__ = ["Degree", "Form", "check_degree", "check_monomials", "form_text", "vanishing_forms"]

MAX_MONOMIALS = 100_000
"""Monomials of one degree in the variables up to which forms are looked for."""
MAX_TERMS = 2_000_000
"""Terms of the expansion of one monomial in the variables."""
MAX_STEPS = 80_000_000
"""Steps of elimination of the values at points, for one degree; the checker makes about half as many in all."""
MAX_VALUES = 50_000_000
"""Values of monomials at points, over all weights of one degree."""

Monomial: TypeAlias = tuple[int, ...]
Sum: TypeAlias = Mapping[Monomial, int]


@dataclass(frozen=True, slots=True)
class Form:
    """A form with integer coefficients that vanishes on the image of a polynomial map.

    Attributes
    ----------
    degree : int
    weight : tuple of int
        Sum of the weights of the factors of each monomial.
    terms : tuple of (tuple of int, int)
        Monomials, decreasing, with coprime coefficients, the first one positive.
    """

    __repr__ = brief

    degree: int
    weight: Exponents
    terms: tuple[tuple[Monomial, int], ...]


@dataclass(frozen=True, slots=True)
class Degree:
    """What is known of one degree.

    Attributes
    ----------
    degree : int
    forms : int
        Dimension of the space of forms of this degree that vanish.
    generators : int
        How many of them are needed besides multiples of forms of lower degree.
    hilbert : int
        Value of the Hilbert function: dimension of the space of all forms less that of those that vanish.
    """

    __repr__ = brief

    degree: int
    forms: int
    generators: int
    hilbert: int


def check_degree(degree: object) -> int:
    """The degree; raises ParseError unless it is a positive integer."""
    number = integer(degree)
    if number is None or number < 1:
        raise ParseError("degree", f"{shown(degree, 40)} is not a positive integer")
    return number


def check_monomials(variables: int, degree: int) -> None:
    """Raise LimitError if there are more than 100000 monomials of a degree."""
    count = comb(variables - 1 + degree, degree)
    if count > MAX_MONOMIALS:
        raise LimitError(f"{count} monomials of degree {degree} in {variables} variables, over {MAX_MONOMIALS}")


def vanishing_forms(
    weights: Sequence[Exponents], images: Sequence[Sum], parameters: int, degree: int
) -> tuple[tuple[Degree, ...], tuple[Form, ...], tuple[Form, ...]]:
    """All forms of degree 1, …, g that vanish on the image, over Q, and minimal generators among them.

    Parameters
    ----------
    weights : sequence of tuple of int
        Those of the variables.
    images : sequence of mapping
        The coordinates of the map, polynomials over Z in the parameters, homogeneous of one degree.
    parameters : int
        How many there are.
    degree : int
        g ≥ 1.

    Returns
    -------
    degrees : tuple of Degree
    generators : tuple of Form
        By degree, then by weight.
    forms : tuple of Form
        For each degree and weight the reduced basis: the first monomial of each form occurs in no other.

    Raises
    ------
    LimitError
        If there are more than 100000 monomials of a degree, or expanding one takes more than 2000000 terms.
    ArithmeticGuardError
        If relations modulo 2^61 − 1 could not be lifted to Q: nothing is concluded.

    Examples
    --------
    >>> degrees, generators, _ = vanishing_forms([(0,), (1,), (2,)], [{(0, 0): 1}, {(0, 1): 1}, {(1, 1): 1}], 2, 2)
    >>> degrees[1].forms, generators[0].terms
    (1, (((0, 2), 1), ((1, 1), -1)))
    """
    ring = _Ring(weights, images, parameters, degree)
    lower: dict[Exponents, tuple[Form, ...]] = {}
    degrees, generators, forms = [], list[Form](), list[Form]()
    for g in range(1, degree + 1):
        progress("degrees of forms", g, degree)
        pieces = ring.pieces(g)
        found = {weight: ring.vanishing(g, weight, pieces[weight]) for weight in sorted(pieces)}
        new = [form for weight in found for form in ring.new(found[weight], lower)]
        count = sum(map(len, found.values()))
        degrees.append(Degree(g, count, len(new), comb(len(weights) - 1 + g, g) - count))
        generators += new
        forms += [form for weight in found for form in found[weight]]
        lower = found
    return tuple(degrees), tuple(generators), tuple(forms)


def form_text(form: Form, names: Sequence[str]) -> str:
    """A form as text that computer algebra systems read."""
    text = ""
    for monomial, coefficient in form.terms:
        powers = [(names[i], monomial.count(i)) for i in sorted(set(monomial))]
        factors = "*".join(name if power == 1 else f"{name}^{power}" for name, power in powers)
        size = "" if abs(coefficient) == 1 else f"{abs(coefficient)}*"
        sign = ("-" if coefficient < 0 else "") if not text else (" - " if coefficient < 0 else " + ")
        text += f"{sign}{size}{factors}"
    return text


class _Ring:
    """The monomials in the variables, and the substitution of the images for them."""

    def __init__(self, weights: Sequence[Exponents], images: Sequence[Sum], parameters: int, degree: int) -> None:
        self.ambient, self.weights, self.images, self.parameters = len(weights), weights, images, parameters
        check_monomials(self.ambient, degree)
        self.pieces(degree)  # the largest ones: refused before anything is done
        most = max((term.count(k) for image in images for term in image for k in {*term}), default=0)
        self.bits = (most * degree).bit_length()
        self.points: list[list[int]] = []

    def pieces(self, degree: int) -> dict[Exponents, list[Monomial]]:
        """The monomials of a degree by weight, decreasing."""
        result: dict[Exponents, list[Monomial]] = defaultdict(list)
        for monomial in combinations_with_replacement(range(self.ambient), degree):
            result[tuple(map(sum, zip(*(self.weights[i] for i in monomial), strict=True)))].append(monomial)
        if sum(len(piece) ** 2 for piece in result.values()) > MAX_VALUES:
            raise LimitError(
                f"the monomials of degree {degree} have more than {MAX_VALUES} values at the points needed"
            )
        steps = sum(len(piece) ** 3 for piece in result.values()) // 2
        if steps > MAX_STEPS:
            raise LimitError(f"the monomials of degree {degree} take {steps} steps of elimination, over {MAX_STEPS}")
        return result

    def vanishing(self, degree: int, weight: Exponents, piece: Sequence[Monomial]) -> tuple[Form, ...]:
        """The reduced basis of the forms of a weight that vanish, proved and complete."""
        relations = _relations([[_value(monomial, point) for monomial in piece] for point in self._points(len(piece))])
        forms = []
        for relation in relations:
            terms = [(piece[place], coefficient) for place, coefficient in sorted(_lifted(relation).items())]
            form = Form(degree, weight, tuple(terms))
            if not self.vanishes(form):
                raise ArithmeticGuardError(
                    f"a form of degree {degree} vanishes at the points modulo {LARGE_PRIME} only"
                )
            forms.append(form)
        return tuple(forms)

    def vanishes(self, form: Form) -> bool:
        """Whether a form becomes 0 over Z when the images are substituted for the variables."""
        total: dict[int, int] = defaultdict(int)
        for monomial, coefficient in form.terms:
            if prod(len(self.images[i]) for i in monomial) > MAX_TERMS:
                raise LimitError(f"a monomial expands to more than {MAX_TERMS} terms")
            expansion = {0: coefficient}
            for i in monomial:
                factor = [(sum(1 << self.bits * k for k in term), c) for term, c in self.images[i].items()]
                grown: dict[int, int] = defaultdict(int)
                for packed, value in expansion.items():
                    for step, c in factor:
                        grown[packed + step] += value * c
                expansion = grown
            for packed, value in expansion.items():
                total[packed] += value
        return not any(total.values())

    def new(self, forms: Sequence[Form], lower: Mapping[Exponents, Sequence[Form]]) -> list[Form]:
        """The forms of one weight, in order, that are not combinations of multiples of lower ones and earlier forms."""
        if not forms:
            return []
        leading = [form.terms[0][0] for form in forms]
        place = {monomial: row for row, monomial in enumerate(leading)}
        columns = []
        for i, index in enumerate(self.weights):
            rest = tuple(w - j for w, j in zip(forms[0].weight, index, strict=True))
            for form in lower.get(rest, ()):
                column = [0] * len(forms)
                for monomial, coefficient in form.terms:
                    row = place.get(tuple(sorted((*monomial, i))))
                    if row is not None:
                        column[row] = coefficient
                columns.append(column)
        known = len(columns)
        columns += [[form.terms[0][1] * (row == n) for row in range(len(forms))] for n, form in enumerate(forms)]
        return [forms[n - known] for n in _independent(columns) if n >= known]

    def _points(self, count: int) -> Iterable[list[int]]:
        """The values of the images at the first sample points."""
        while len(self.points) < count:
            number = len(self.points)
            values = [_sample_value(number, k) for k in range(self.parameters)]
            self.points.append(
                [
                    sum(c * prod(values[k] for k in term) for term, c in image.items()) % LARGE_PRIME
                    for image in self.images
                ]
            )
        return self.points[:count]


def _sample_value(point: int, parameter: int) -> int:
    """An entry of the filters at a sample point: a fixed pseudo-random number, nothing rests on its being random."""
    digest = sha256(f"symlcn equations {point} {parameter}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % LARGE_PRIME


def _value(monomial: Monomial, point: Sequence[int]) -> int:
    value = 1
    for i in monomial:
        value = value * point[i] % LARGE_PRIME
    return value


def _relations(rows: Sequence[Sequence[int]]) -> list[dict[int, int]]:
    """The reduced relations among columns modulo the prime: each is 1 at its first place, which occurs in no other."""
    width = len(rows[0])
    reduced, columns = echelon(modulo(map(reversed, rows), LARGE_PRIME))
    free = sorted(set(range(width)) - set(columns), reverse=True)
    result = []
    for column in free:
        relation = {width - 1 - column: 1}
        for row, pivot in enumerate(columns):
            value = int(reduced[row, column])
            if value:
                relation[width - 1 - pivot] = -value % LARGE_PRIME
        result.append(relation)
    return result


def _independent(columns: Sequence[Sequence[int]]) -> list[int]:
    """The places of the columns over Q that are not combinations of earlier ones."""
    return pivots(fmpz_mat([list(row) for row in zip(*columns, strict=True)]))


def _lifted(relation: Mapping[int, int]) -> dict[int, int]:
    """The relation over Z, with coprime coefficients, of which this is the reduction with first coefficient 1."""
    fractions = {place: _fraction(value) for place, value in relation.items()}
    common = lcm(*(below for _, below in fractions.values()))
    scaled = {place: above * (common // below) for place, (above, below) in fractions.items()}
    divisor = gcd(*scaled.values())
    return {place: value // divisor for place, value in scaled.items()}


def _fraction(value: int) -> tuple[int, int]:
    """The fraction p/q with the given value modulo the prime and |p|, q up to the root of half the prime."""
    bound = isqrt(LARGE_PRIME // 2)
    above, below = (LARGE_PRIME, value), (0, 1)
    while above[1] > bound:
        quotient = above[0] // above[1]
        above = above[1], above[0] - quotient * above[1]
        below = below[1], below[0] - quotient * below[1]
    if abs(below[1]) > bound:
        raise ArithmeticGuardError(f"a coefficient modulo {LARGE_PRIME} is not that of a small fraction")
    return (above[1], below[1]) if below[1] > 0 else (-above[1], -below[1])
