"""Charts: formulas for the filter of a group of layers, proved, with the places where they are defined.

Contents: :class:`Formula`, :func:`proved`, :func:`undominated`, :func:`length`, :func:`size_of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from symlcn.algebra.polynomials import MAX_DIMENSION, Polynomial
from symlcn.algebra.sparse import Terms, composed, constant
from symlcn.errors import brief

__all__ = ["Formula", "length", "proved", "size_of", "undominated"]


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A chart: the filter of a group, up to a scalar, as polynomials in the entries of u and of charts that are given.

    Variables are numbered: the entries of u, then the entries of each chart in `given`. In those of each of them F is
    homogeneous, so that it does not matter up to which scalar they are known.

    Attributes
    ----------
    entries : tuple of Terms
        F, row-major; its domain is where F(u) ≠ 0.
    theta : Terms
        θ with F∘μ = θ·w, in the entries of the filters of all groups, numbered one group after the other.
    place : int or None
        An entry of F that vanishes at points of the neuromanifold exactly where F does, None if none is seen to.
    given : tuple of (int, int)
        Charts that are used, each as the number of its group and its number there.
    cells : tuple of int or None
        The entries of the filter that F is proportional to, if these are not all.
    """

    __repr__ = brief

    entries: tuple[Terms, ...]
    theta: Terms
    place: int | None
    given: tuple[tuple[int, int], ...] = ()
    cells: tuple[int, ...] | None = None

    @property
    def denominator(self) -> Terms | None:
        """That entry, without repeated factors if it is a monomial; 1 if F has no zeros; None if there is none."""
        if self.theta.keys() == {()}:
            return constant(1)
        return None if self.place is None else _radical(self.entries[self.place])


def proved(formula: tuple[Terms, ...], products: Sequence[Terms], own: Sequence[Terms]) -> Formula | None:
    """The chart with its θ, or None if the formula composed with μ is not a nonzero multiple of the filter."""
    images = [composed(entry, products) for entry in formula]
    numbers = [next(iter(entry))[0] for entry in own]
    quotients = [_divided(image, number) for image, number in zip(images, numbers, strict=True)]
    theta = quotients[0]
    if not theta or any(quotient != theta for quotient in quotients):
        return None
    place = next((n for n, number in enumerate(numbers) if _divided(theta, number) is not None), None)
    return Formula(formula, theta, place)


def _divided(terms: Terms, number: int) -> Terms | None:
    """The quotient by a variable, None if there is a rest."""
    if any(number not in monomial for monomial in terms):
        return None
    result = {}
    for monomial, coefficient in terms.items():
        place = monomial.index(number)
        result[(*monomial[:place], *monomial[place + 1 :])] = coefficient
    return result


def _radical(terms: Terms) -> Terms:
    """A monomial without repeated factors and coefficient; other polynomials as they are."""
    if len(terms) > 1:
        return terms
    (monomial,) = terms
    return {tuple(sorted(set(monomial))): 1}


def undominated(charts: Sequence[Formula]) -> list[Formula]:
    """Charts whose domains are not seen to lie in that of another that is kept."""
    kept: list[Formula] = []
    for chart in sorted(charts, key=lambda chart: (_size(chart.theta), length(chart))):
        if not any(_vanishes_with(chart.theta, other.theta) for other in kept):
            kept.append(chart)
    return sorted(kept, key=length)


def _size(terms: Terms) -> tuple[int, int]:
    return len({number for monomial in terms for number in monomial}), len(terms)


def _vanishes_with(terms: Terms, other: Terms) -> bool:
    """Whether the factors of `other` that are seen, its variables and what is left, divide `terms`."""
    common = set(next(iter(other))).intersection(*map(set, other))
    rest = _free(other, common)
    if any(number not in monomial for number in common for monomial in terms):
        return False
    return rest.keys() == {()} or _multiple(_free(terms, common), rest)


def _free(terms: Terms, numbers: set[int]) -> Terms:
    """The quotient by the highest powers of variables that divide."""
    for number in numbers:
        while (found := _divided(terms, number)) is not None:
            terms = found
    return terms


def _multiple(terms: Terms, divisor: Terms) -> bool:
    numbers = sorted({number for f in (terms, divisor) for monomial in f for number in monomial})
    if len(numbers) > MAX_DIMENSION:
        return False
    left, right = (
        Polynomial(len(numbers), {tuple(m.count(number) for number in numbers): c for m, c in f.items()})
        for f in (terms, divisor)
    )
    return right.divides(left)


def size_of(formula: Iterable[Terms]) -> int:
    """The number of factors in all monomials."""
    return sum(len(monomial) for entry in formula for monomial in entry)


def length(chart: Formula) -> int:
    """The same for the entries of a chart."""
    return size_of(chart.entries)
