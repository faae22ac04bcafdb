"""Exact values as those of sympy, and back: the one place that imports sympy, when something of it is asked for.

Contents: :func:`rational_in_sympy`, :func:`sum_in_sympy`, :func:`polynomial_in_sympy`, :func:`tensor_in_sympy`,
:func:`number_in_sympy`, :func:`root_index`, :func:`formulas_in_sympy`, :class:`Named`, :func:`to_sympy`;
:func:`is_polynomial`, :func:`polynomial_terms`.

All goes by dictionaries of monomials: ``sympify`` of a text is a thousand times slower, runs what stands in it, and
takes E, I, N, O, Q and S for constants.

Irrational numbers become roots of their minimal polynomials, ``CRootOf(minpoly, index)``, by square roots where the
degree is 2: expressions, with which all of sympy can be done. For arithmetic in the field take
``QQ.algebraic_field(alpha)`` of the root, and its ``from_sympy``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from symlcn.algebra.complexroots import AlgebraicNumber, precisions
from symlcn.algebra.exact import exact
from symlcn.algebra.namedvalues import Formulas, Ratio, Sum, Value
from symlcn.algebra.polynomials import Exponents, Polynomial, variables
from symlcn.algebra.realnumbers import RealAlgebraic, dyadic
from symlcn.errors import LimitError, ParseError, shown

__all__ = [
    "Named",
    "formulas_in_sympy",
    "is_polynomial",
    "number_in_sympy",
    "polynomial_in_sympy",
    "polynomial_terms",
    "rational_in_sympy",
    "root_index",
    "sum_in_sympy",
    "tensor_in_sympy",
    "to_sympy",
]


def rational_in_sympy(value: int | Fraction) -> Any:
    """A rational number.

    Examples
    --------
    >>> rational_in_sympy(Fraction(-9, 4))
    -9/4
    """
    import sympy

    return sympy.Rational(value.numerator, value.denominator)


def sum_in_sympy(terms: Sum, symbols: Sequence[Any]) -> Any:
    """A polynomial as an expression, each variable replaced by one.

    Examples
    --------
    >>> import sympy
    >>> sum_in_sympy({(0, 1, 1): 3, (): Fraction(1, 2)}, sympy.symbols("u_0 u_1"))
    3*u_0*u_1**2 + 1/2
    """
    import sympy

    return sympy.Add(
        *(
            sympy.Mul(rational_in_sympy(c), *(symbols[n] ** monomial.count(n) for n in sorted(set(monomial))))
            for monomial, c in terms.items()
        )
    )


def polynomial_in_sympy(polynomial: Polynomial) -> Any:
    """A polynomial over Q as a ``Poly`` in x, y, z.

    Examples
    --------
    >>> polynomial_in_sympy(Polynomial(2, {(1, 2): 3, (0, 0): Fraction(1, 2)}))
    Poly(3*x*y**2 + 1/2, x, y, domain='QQ')
    """
    import sympy

    symbols = sympy.symbols(variables(polynomial.dimension))
    terms = {exponents: sympy.QQ(c.numerator, c.denominator) for exponents, c in polynomial.terms()}
    return sympy.Poly.from_dict(terms, *symbols, domain=sympy.QQ)


def tensor_in_sympy(tensor: Any) -> Any:
    """A tensor of expressions: a column in one direction, a matrix in two, an array in more.

    Rational numbers may stand for expressions.

    Examples
    --------
    >>> tensor_in_sympy((1, Fraction(1, 2)))
    Matrix([
    [  1],
    [1/2]])
    """
    import sympy

    def part(value: Any) -> Any:
        if isinstance(value, Sequence):
            return list(map(part, value))
        return rational_in_sympy(value) if isinstance(value, int | Fraction) else value

    if not isinstance(tensor, Sequence):
        return part(tensor)
    deep = isinstance(tensor[0], Sequence) and isinstance(tensor[0][0], Sequence)
    return sympy.ImmutableDenseNDimArray(part(tensor)) if deep else sympy.Matrix(part(tensor))


def number_in_sympy(number: Fraction | RealAlgebraic | AlgebraicNumber) -> Any:
    """A rational or algebraic number: ``CRootOf(minpoly, index)``, or by square roots where the degree is 2.

    Raises
    ------
    LimitError
        If a root is not told from the others at 2^18 bits.

    Examples
    --------
    >>> from symlcn.algebra.complexroots import complex_roots
    >>> [number_in_sympy(root.number) for root in complex_roots((-2, 0, 1))]
    [-sqrt(2), sqrt(2)]
    >>> number_in_sympy(complex_roots((-2, 0, 0, 1))[0].number)
    CRootOf(x**3 - 2, 0)
    """
    import sympy

    if isinstance(number, Fraction) or (isinstance(number, AlgebraicNumber) and number.degree == 1):
        own = number if isinstance(number, Fraction) else Fraction(-number.minpoly[0], number.minpoly[1])
        return rational_in_sympy(own)
    index = root_index(number)
    if len(number.minpoly) > 3:
        return sympy.CRootOf(_minpoly(number), index)
    c, b, a = number.minpoly
    return (-b + (1 if index else -1) * sympy.sqrt(b * b - 4 * a * c)) / (2 * a)


def _minpoly(number: RealAlgebraic | AlgebraicNumber) -> Any:
    import sympy

    return sympy.Poly(list(reversed(number.minpoly)), sympy.Symbol("x"), domain=sympy.ZZ)


def root_index(number: RealAlgebraic | AlgebraicNumber) -> int:
    """The index in sympy of an irrational number among the roots of its minimal polynomial.

    Raises as :func:`number_in_sympy`.

    Examples
    --------
    >>> from symlcn.algebra.complexroots import complex_roots
    >>> [root_index(root.number) for root in complex_roots((-1, -1, 0, 0, 0, 1))]
    [0, 2, 1, 4, 3]
    """
    if isinstance(number, RealAlgebraic):
        return int(_minpoly(number).count_roots(None, rational_in_sympy(number.lower)))
    return number.position if number.real else _index(_minpoly(number), number)


def _index(minpoly: Any, number: AlgebraicNumber) -> int:
    """The index in sympy of a root that is not real: no other lies as near to enclosures of it."""
    import sympy

    left: dict[int, Any] = {index: sympy.CRootOf(minpoly, index, radicals=False) for index in range(minpoly.degree())}
    for bits in precisions(32):
        ball = number.enclosure(bits)
        width = Fraction(1, 2 ** (bits // 2))
        reach = width + max(dyadic(part.rad()) for part in (ball.real, ball.imag))
        middle = dyadic(ball.real.mid()), dyadic(ball.imag.mid())
        for index, root in list(left.items()):
            near = root.eval_rational(rational_in_sympy(width), rational_in_sympy(width)).as_real_imag()
            if any(abs(Fraction(int(a.p), int(a.q)) - b) > reach for a, b in zip(near, middle, strict=True)):
                del left[index]
        if len(left) == 1:
            (found,) = left
            return found
    raise LimitError(f"a root of {shown(minpoly.as_expr(), 40)} is not told from the others")


def to_sympy(value: Any) -> Any:
    """A value of this library in sympy.

    Parameters
    ----------
    value : object
        An answer, or another object with formulas: a dictionary of them by name. A filter, as nested sequences of
        rational numbers: a column in one direction, a matrix in two, an array in more. A
        :class:`~symlcn.algebra.polynomials.Polynomial`: a ``Poly`` in x, y, z. A rational or algebraic number.

    Raises
    ------
    ParseError
        If it is nothing of these.

    Examples
    --------
    >>> to_sympy((1, Fraction(1, 2))).T, to_sympy(Polynomial(1, {(2,): 3}))
    (Matrix([[1, 1/2]]), Poly(3*x**2, x, domain='QQ'))
    """
    if hasattr(value, "to_sympy"):
        return value.to_sympy()
    if isinstance(value, Polynomial):
        return polynomial_in_sympy(value)
    if isinstance(value, RealAlgebraic | AlgebraicNumber):
        return number_in_sympy(value)
    if isinstance(value, list | tuple):
        return tensor_in_sympy(_exact_tensor(value))
    return rational_in_sympy(exact(value, "value"))


def _exact_tensor(value: Any) -> Any:
    return tuple(map(_exact_tensor, value)) if isinstance(value, list | tuple) else exact(value, "value")


def formulas_in_sympy(found: Formulas) -> dict[str, Any]:
    """The values by name, in symbols of the names of the variables; irrational numbers are put in."""
    import sympy

    symbols = [sympy.Symbol(name) for name in found.variables]
    symbols += [number_in_sympy(own.number) for own in found.generators]

    def converted(value: Value) -> Any:
        if isinstance(value, list):
            return list(map(converted, value))
        if isinstance(value, Ratio):
            return sum_in_sympy(value.above, symbols) / sum_in_sympy(value.below, symbols)
        if isinstance(value, tuple):
            return tensor_in_sympy(_mapped(value, symbols))
        return sum_in_sympy(value, symbols)

    return {name: converted(value) for name, value in found.values}


def _mapped(tensor: Any, symbols: Sequence[Any]) -> Any:
    if isinstance(tensor, Mapping):
        return sum_in_sympy(tensor, symbols)
    return [_mapped(part, symbols) for part in tensor]


class Named:
    """What consists of formulas with names."""

    __slots__ = ()

    def formulas(self) -> Formulas:
        """The formulas, as ``--format`` prints them for other computer algebra systems."""
        raise NotImplementedError

    def to_sympy(self) -> dict[str, Any]:
        """The formulas by their names, as expressions, matrices and lists of them in sympy.

        Vectors are columns. Variables are symbols such as ``u_0`` or ``w_1_0``, without assumptions. Irrational numbers
        are put in: roots ``CRootOf(minpoly, index)``, square roots where the degree is 2.
        """
        return formulas_in_sympy(self.formulas())


def is_polynomial(value: object) -> bool:
    """Whether a value is a ``Poly`` or an expression of sympy; it is not imported to find out."""
    if "sympy" not in sys.modules:
        return False
    import sympy

    return isinstance(value, sympy.Poly | sympy.Expr) and not getattr(value, "is_Matrix", False)


def polynomial_terms(value: Any, dimension: int, place: str) -> dict[Exponents, Fraction]:
    """The coefficients of a ``Poly`` or an expression in x, y, z, by exponents.

    Raises
    ------
    ParseError
        If it is no polynomial in these variables over Q; the message says what would be right.

    Examples
    --------
    >>> from sympy.abc import x, y
    >>> polynomial_terms((x + y) ** 2 - 2 * x * y, 2, "filter")
    {(2, 0): Fraction(1, 1), (0, 2): Fraction(1, 1)}
    >>> polynomial_terms(x * y, 1, "filter")
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: filter: 'y' occurs in it; a filter polynomial is one in x over Q
    """
    import sympy

    if isinstance(value, sympy.Poly) and value.domain.characteristic():
        raise ParseError(place, f"it is a polynomial modulo {value.domain.characteristic()}; give one over Q")
    letters = variables(dimension)
    known = {str(symbol): symbol for symbol in value.free_symbols}
    others = sorted(known.keys() - set(letters))
    if others:
        names = " and ".join([", ".join(letters[:-1])] * (dimension > 1) + [letters[-1]])
        raise ParseError(place, f"{shown(others[0], 20)} occurs in it; a filter polynomial is one in {names} over Q")
    floats = {c for c in value.coeffs() if c.is_Float} if isinstance(value, sympy.Poly) else value.atoms(sympy.Float)
    for number in sorted(floats):
        exact(number, place)
    gens = [known.get(letter, sympy.Symbol(letter)) for letter in letters]
    try:
        polynomial = sympy.Poly(value, *gens)
    except sympy.PolynomialError:
        raise ParseError(place, f"{shown(value, 40)} is no polynomial; give one with rational coefficients") from None
    return {
        exponents: _coefficient(c, f"{place}, coefficient of {_monomial(exponents, letters)}")
        for exponents, c in polynomial.terms()
        if c != 0
    }


def _coefficient(value: Any, place: str) -> Fraction:
    if value.is_number and not (value.is_Rational or value.is_Float):
        raise ParseError(place, f"{shown(value, 40)} is not a rational number; give one such as Rational(2, 3)")
    return exact(value, place)


def _monomial(exponents: Exponents, letters: Sequence[str]) -> str:
    powers = [(letter, n) for letter, n in zip(letters, exponents, strict=True) if n]
    return "*".join(letter if n == 1 else f"{letter}**{n}" for letter, n in powers) or "1"
