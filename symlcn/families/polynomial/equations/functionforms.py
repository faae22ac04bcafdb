"""The forms of low degree that vanish on the functions of a network with activations.

Contents: :class:`FunctionEquations`, :func:`function_equations`, :func:`coefficient_name`.

Notation as in :mod:`symlcn.algebra.forms`. The coefficients c_m of f, m the monomials in the inputs that occur for
generic filters, are variables, in increasing order of m. The weight of c_m is the sum of the positions of the factors
of m: x_p ↦ t^p·x_p makes functions of the network from such. All other coefficients are 0 on the closure X of the
functions, which these equations leave out.

If an activation separates all layers, a real point of X is the function of real filters: these are determined by it up
to scaling and shifts, by formulas over the field of its coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from symlcn.algebra.forms import Degree, Form, check_monomials, vanishing_forms
from symlcn.algebra.namedvalues import Formulas
from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.sympyvalues import Named
from symlcn.answer import Status
from symlcn.errors import LimitError, brief
from symlcn.families.polynomial.expansion import Monomial
from symlcn.families.polynomial.genericfunction import generic_function
from symlcn.families.polynomial.gradients import monomial_of
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["FunctionEquations", "coefficient_name", "function_equations"]

NOT_SEPARATED = "real points are described only where an activation separates all layers"


@dataclass(frozen=True, slots=True)
class FunctionEquations(Named):
    """All forms up to a degree that vanish on the functions.

    Attributes
    ----------
    architecture : PolynomialArchitecture
    monomials : tuple
        Those that occur in f for generic filters, in increasing order: pairs of a position and a power.
    degrees : tuple of Degree
        For the degrees 1, …, g.
    generators : tuple of Form
        Minimal generators, by degree, then by weight. Nothing is said of higher degrees.
    forms : tuple of Form
        For each degree and weight the reduced basis.
    real : bool
        Whether all real points of the closure are known to be functions of real filters, where this was asked.
    reason : str or None
        Why this is not known, where it was asked.
    every : bool
        Whether a report lists a basis of all forms, not only generators.
    """

    __repr__ = brief

    hypotheses: ClassVar[tuple[str, ...]] = ()  # what is said holds without any
    architecture: PolynomialArchitecture
    monomials: tuple[Monomial, ...]
    degrees: tuple[Degree, ...]
    generators: tuple[Form, ...]
    forms: tuple[Form, ...]
    real: bool = False
    reason: str | None = None
    every: bool = False

    @property
    def status(self) -> Status:
        """Undecided where the real points were asked for and are not known."""
        return Status.PROVED if self.reason is None else Status.UNDECIDED

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the coefficients c_m."""
        return tuple(map(coefficient_name, self.monomials))

    def formulas(self) -> Formulas:
        """The generators as ``equations``, or the basis of all forms that a report lists."""
        listed = self.forms if self.every else self.generators
        kind = "a basis of all forms" if self.every else "minimal generators of the forms"
        note = f"equations: {kind} of degree up to {len(self.degrees)} that vanish on the functions"
        return Formulas(self.variables, (("equations", [dict(own.terms) for own in listed]),), notes=(note,))


def coefficient_name(monomial: Monomial) -> str:
    """The name of a coefficient, by the positions of the factors of its monomial.

    Examples
    --------
    >>> coefficient_name((((0,), 1), ((2,), 2))), coefficient_name((((0, 1), 2),))
    ('c_0_2_2', 'c_0_1__0_1')
    """
    factors = [position for position, power in monomial for _ in range(power)]
    return "c_" + ("_" if len(factors[0]) == 1 else "__").join("_".join(map(str, p)) for p in factors)


def function_equations(
    network: PolynomialArchitecture, degree: int, real: bool = False, every: bool = False
) -> FunctionEquations:
    """All forms of degree 1, …, g that vanish on the functions, over Q, with minimal generators among them.

    Raises
    ------
    LimitError
        If f has too many terms, or there are too many monomials of a degree in its coefficients.
    ArithmeticGuardError
        If relations modulo a prime could not be lifted to Q: nothing is concluded.

    Examples
    --------
    >>> from symlcn.algebra.forms import form_text
    >>> from symlcn.network.notation import parse_network
    >>> found = function_equations(parse_network("k2 r2 k2"), 2)
    >>> [form_text(form, found.variables) for form in found.generators]
    ['4*c_0_0*c_2_2 - c_0_1*c_1_2']
    """
    function = generic_function(network, _too_large)
    check_monomials(len(function), degree)
    monomials = tuple(monomial_of(network, own) for own in function)
    found = vanishing_forms(list(map(_weight, monomials)), list(function.values()), network.parameters, degree)
    known = real and network.fully_nonlinear
    return FunctionEquations(network, monomials, *found, known, NOT_SEPARATED if real and not known else None, every)


def _too_large() -> LimitError:
    return LimitError("the function of generic filters has too many products of terms")


def _weight(monomial: Monomial) -> Exponents:
    """The sum of the positions of the factors."""
    return tuple(map(sum, zip(*([power * p for p in position] for position, power in monomial), strict=True)))
