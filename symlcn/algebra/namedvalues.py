"""Formulas that a result consists of, by name: what other computer algebra systems are told.

Contents: :class:`Formulas`, :class:`Ratio`, :class:`Generator`; :data:`Value`, :data:`Sum`.

A polynomial is a mapping from monomials to rational coefficients, as in :mod:`symlcn.algebra.sparse`: a monomial is the
increasing tuple of the numbers of its factors, which are the variables and after them the generator of a field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from symlcn.algebra.complexroots import AlgebraicNumber
from symlcn.algebra.realnumbers import RealAlgebraic

__all__ = ["Formulas", "Generator", "Ratio", "Sum", "Value", "constant_tensor", "in_generator"]

Sum: TypeAlias = Mapping[tuple[int, ...], int | Fraction]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient of two polynomials."""

    above: Sum
    below: Sum


class Generator(NamedTuple):
    """An irrational number in which values are written, and its name."""

    name: str
    number: RealAlgebraic | AlgebraicNumber


Value: TypeAlias = "Sum | Ratio | tuple[Any, ...] | list[Any]"
"""A polynomial or quotient; a vector, matrix or tensor as nested tuples of polynomials; a list of values."""


class Formulas(NamedTuple):
    """Named values in one ring.

    Attributes
    ----------
    variables : tuple of str
        Names such as u_0 or w_1_0, which are identifiers and no constants in any system.
    values : tuple of (str, Value)
        In an order in which none comes before what it needs.
    generators : tuple of Generator
        The irrational numbers that occur, numbered after the variables.
    notes : tuple of str
        What has to be said of the values, one line each.
    """

    variables: tuple[str, ...]
    values: tuple[tuple[str, Value], ...]
    generators: tuple[Generator, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Of the variables and the generators, as monomials number them."""
        return (*self.variables, *(own.name for own in self.generators))


def in_generator(coefficients: Sequence[int | Fraction], number: int = 0) -> Sum:
    """An element of Q(t), from its coefficients in t from degree 0.

    Examples
    --------
    >>> in_generator((Fraction(1, 2), 0, 3))
    {(): Fraction(1, 2), (0, 0): 3}
    """
    return {(number,) * power: c for power, c in enumerate(coefficients) if c}


def constant_tensor(tensor: Any) -> Any:
    """A tensor of rational numbers as one of polynomials.

    Examples
    --------
    >>> constant_tensor((1, 0))
    ({(): 1}, {})
    """
    return tuple(map(constant_tensor, tensor)) if isinstance(tensor, Sequence) else in_generator((tensor,))
