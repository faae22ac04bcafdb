"""The forms of low degree that vanish on the neuromanifold, and which of them generate the others.

Contents: :class:`Equations`, :func:`equations`, :func:`variable_names`.

Notation as in :mod:`symlcn.algebra.forms`. The entries u_i of the end-to-end filter are variables, numbered row-major;
the weight of u_i is its index: rescaling x_d multiplies u_i by a power of the scale. What is substituted for u is the
generic product.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import product as cartesian
from typing import ClassVar

from symlcn.algebra.forms import Degree, Form, check_degree, check_monomials, vanishing_forms
from symlcn.algebra.namedvalues import Formulas
from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.sparse import entry_names
from symlcn.algebra.sympyvalues import Named
from symlcn.errors import LimitError, brief
from symlcn.geometry.support import named_cells
from symlcn.network.architecture import Architecture

__all__ = ["Equations", "equations", "variable_names"]

MAX_TERMS = 2_000_000
"""Terms of the generic product."""


@dataclass(frozen=True, slots=True)
class Equations(Named):
    """All forms up to a degree that vanish on the neuromanifold.

    Attributes
    ----------
    architecture : Architecture
    degrees : tuple of Degree
        For the degrees 1, …, g.
    generators : tuple of Form
        Minimal generators, by degree, then by weight: every form up to degree g that vanishes on M is a combination of
        them with polynomial coefficients, and none of them is one of the others. Nothing is said of
        higher degrees, where further generators may be needed.
    forms : tuple of Form
        For each degree and weight the reduced basis: the first monomial of each form occurs in no other.
    """

    __repr__ = brief

    hypotheses: ClassVar[tuple[str, ...]] = ()  # what is said holds without any
    architecture: Architecture
    degrees: tuple[Degree, ...]
    generators: tuple[Form, ...]
    forms: tuple[Form, ...]

    def formulas(self, every: bool = False) -> Formulas:
        """The generators as ``equations``, or a basis of all forms."""
        listed = self.forms if every else self.generators
        kind = "a basis of all forms" if every else "minimal generators of the forms"
        note = f"equations: {kind} of degree up to {len(self.degrees)} that vanish on the neuromanifold"
        values = (("equations", [dict(own.terms) for own in listed]),)
        return Formulas(variable_names(self.architecture), values, notes=(note,))


def equations(architecture: Architecture, degree: int) -> Equations:
    """All forms of degree 1, …, g that vanish on M, over Q, with minimal generators among them.

    M is irreducible and defined over Q, and the real image is dense in its Zariski closure: forms over R or C that
    vanish on M are combinations of these.

    Parameters
    ----------
    architecture : Architecture
    degree : int
        The largest degree g, at least 1.

    Returns
    -------
    Equations
        Every form is proved to vanish by expanding the substitution of the generic product over Z, and to be complete.

    Raises
    ------
    ParseError
        If the degree is not a positive integer.
    LimitError
        If there are more than 100000 monomials of a degree, or expanding one takes more than 2000000 terms.
    ArithmeticGuardError
        If relations modulo 2^61 − 1 could not be lifted to Q: nothing is concluded.

    Examples
    --------
    The cubic of Ex. 15:

    >>> from symlcn.algebra.forms import form_text
    >>> from symlcn.network.architecture import parse_architecture
    >>> network = parse_architecture("k3s2 k2")
    >>> found = equations(network, 3)
    >>> [form_text(form, variable_names(network)) for form in found.generators]
    ['u_0*u_3^2 + u_1^2*u_4 - u_1*u_2*u_3']
    >>> [(d.degree, d.forms, d.generators, d.hilbert) for d in found.degrees]
    [(1, 0, 0, 5), (2, 0, 0, 15), (3, 1, 1, 34)]
    """
    degree = check_degree(degree)
    check_monomials(architecture.ambient, degree)
    weights = list(cartesian(*map(range, architecture.end_to_end_size)))
    images = [dict.fromkeys(terms, 1) for terms in _generic_product(architecture)]
    return Equations(architecture, *vanishing_forms(weights, images, architecture.parameters, degree))


def variable_names(architecture: Architecture) -> tuple[str, ...]:
    """Names of the entries of u, row-major: u_3 or u_0_2, which are no constants in any computer algebra system.

    Of more than 400000 entries only those that are not always 0 are named.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> variable_names(parse_architecture("k2x2"))
    ('u_0_0', 'u_0_1', 'u_1_0', 'u_1_1')
    """
    return tuple(entry_names("u", named_cells(architecture)))


def _generic_product(architecture: Architecture) -> list[list[tuple[int, ...]]]:
    """For each entry of u its terms, each the numbers of the filter entries, one per layer, that are multiplied."""
    entries: dict[Exponents, list[tuple[int, ...]]] = {(0,) * architecture.dimension: [()]}
    count = 0
    for layer, exponent in zip(architecture.layers, architecture.exponents, strict=True):
        grown: dict[Exponents, list[tuple[int, ...]]] = defaultdict(list)
        for index in cartesian(*map(range, layer.size)):
            for position, terms in entries.items():
                moved = tuple(p + i * e for p, i, e in zip(position, index, exponent, strict=True))
                grown[moved] += [(*term, count) for term in terms]
            count += 1
        if sum(map(len, grown.values())) > MAX_TERMS:
            raise LimitError(f"the generic product has more than {MAX_TERMS} terms")
        entries = grown
    return [entries.get(index, []) for index in cartesian(*map(range, architecture.end_to_end_size))]
