"""Functions of networks with monomial activations in every form that a caller gives.

Contents: :func:`as_function`, :func:`as_given`, :func:`function_json`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from symlcn.algebra.exact import exact, integer, rational_text
from symlcn.errors import ParseError, shown
from symlcn.families.polynomial.expansion import Function, Monomial
from symlcn.families.polynomial.fiber.functionfiber import Given
from symlcn.network.architecture import size_text
from symlcn.network.filterinputs import as_filters
from symlcn.network.filters import flat
from symlcn.network.formula import is_formula, read_inputs_formula
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.network.readers.files import load_json, read_bounded

__all__ = ["as_function", "as_given", "function_json"]

FORMS = '{"x_0^2": 1, "x_0*x_1": "1/2"}, or give filters'
PLACE = "filter"
MAX_INPUTS = 1000


def as_given(value: Any, filters: Any, network: PolynomialArchitecture) -> Given:
    """The function that a caller gives as a polynomial, or by filters.

    Raises
    ------
    ParseError
        If not one of the two is given, something cannot be read, or the function is 0.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> as_given({"x_0^2": 4}, None, parse_network("k2 r2 k2")).function
    {(((0,), 2),): Fraction(4, 1)}
    """
    if isinstance(value, Mapping) and set(value) == {"filters"}:
        value, filters = None, value["filters"]
    if isinstance(value, str) and filters is None:
        value = _read(value, network)
        if isinstance(value, dict) and set(value) == {"filters"}:
            value, filters = None, value["filters"]
    if (value is None) == (filters is None):
        raise ParseError(PLACE, "give a function, or filters of one, and not both")
    if filters is None:
        return Given(as_function(value, network))
    found = as_filters(filters, network.architecture)
    for number, own in enumerate(found, 1):
        if not any(flat(own)):
            raise ParseError(f"filter {number}", "it is 0, so that the function is 0; give filters other than 0")
    return Given(None, found)


def _read(text: str, network: PolynomialArchitecture) -> Any:
    """JSON, of a text or a file, or a formula."""
    place, source = PLACE, text.strip()
    if is_formula(source) and not source.startswith(("[", "{")) and not os.path.exists(source):
        return _formula(source, network)
    if not source.startswith(("[", "{")):
        if source != "-" and not os.path.exists(source):
            raise ParseError(PLACE, f"No such file as {shown(text)}, and no function; write {FORMS}")
        place = f"{PLACE} in {'standard input' if source == '-' else f'file {shown(source)}'}"
        source = read_bounded(source)
    document = load_json(source, place)
    return document[PLACE] if isinstance(document, dict) and PLACE in document else document


def _formula(text: str, network: PolynomialArchitecture) -> list[Any]:
    """The function that a formula such as ``"4x_0^2 + x_0*x_1"`` means, in one direction."""
    inputs = network.architecture.ambient
    if network.dimension > 1 or inputs > MAX_INPUTS:
        raise ParseError(PLACE, f"formulas are read in one direction and of up to {MAX_INPUTS} inputs; write {FORMS}")
    terms = read_inputs_formula(text, inputs, network.degree, PLACE)
    return [([((p,), n) for p, n in enumerate(powers) if n], c) for powers, c in terms.items()]


def as_function(value: Any, network: PolynomialArchitecture) -> Function:
    """A function, homogeneous of degree R, in the inputs that the network sees.

    Parameters
    ----------
    value : mapping, or sequence of pairs
        Coefficients by monomials: words such as ``"x_0^2*x_3"``, with one number for each direction as in ``"x_0_1"``,
        or pairs of a position and a power.
    network : PolynomialArchitecture

    Raises
    ------
    ParseError
        Naming the monomial and what would be right.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> as_function({"x_0 x_1": 4, "x_1^2": "1/2"}, parse_network("k2 r2 k2"))
    {(((0,), 1), ((1,), 1)): Fraction(4, 1), (((1,), 2),): Fraction(1, 2)}
    """
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, list | tuple):
        pairs = [_pair(item, f"{PLACE}[{n}]") for n, item in enumerate(value)]
    else:
        raise ParseError(PLACE, f"{shown(value, 40)} is no function; write {FORMS}")
    found: Function = {}
    for monomial, coefficient in pairs:
        place = f"{PLACE}, monomial {shown(monomial, 40)}"
        own = _monomial(monomial, network, place)
        if own in found:
            raise ParseError(place, "it is given twice")
        found[own] = exact(coefficient, place)
    found = {monomial: found[monomial] for monomial in sorted(found) if found[monomial]}
    if not found:
        raise ParseError(PLACE, "the function is 0; give one other than 0")
    return found


def _pair(item: Any, place: str) -> tuple[Any, Any]:
    if not isinstance(item, list | tuple) or len(item) != 2:
        raise ParseError(place, "it is no pair of a monomial and its coefficient")
    return item[0], item[1]


def _monomial(value: Any, network: PolynomialArchitecture, place: str) -> Monomial:
    if isinstance(value, str):
        factors = [_factor(word, network.dimension, place) for word in value.replace("*", " ").split()]
    elif isinstance(value, list | tuple):
        factors = [_numbers(_pair(item, place), place) for item in value]
    else:
        raise ParseError(place, 'write it like "x_0^2*x_3", or as pairs of a position and a power')
    powers: dict[tuple[int, ...], int] = {}
    for position, power in factors:
        if len(position) != network.dimension:
            raise ParseError(place, f"a position has {network.dimension} numbers here, as in {_example(network)}")
        powers[position] = powers.get(position, 0) + power
    size = network.architecture.end_to_end_size
    if any(not 0 <= i < k for position in powers for i, k in zip(position, size, strict=True)):
        raise ParseError(place, f"f depends on the inputs x_p with 0 ≤ p < {size_text(size)} only")
    if sum(powers.values()) != network.degree:
        problem = f"its degree is {sum(powers.values())}, but {network} is homogeneous of degree {network.degree}"
        raise ParseError(place, problem)
    return tuple(sorted(powers.items()))


def _example(network: PolynomialArchitecture) -> str:
    return "x_" + "_".join("0" * network.dimension)


def _factor(word: str, dimension: int, place: str) -> tuple[tuple[int, ...], int]:
    name, power, exponent = word.partition("^")
    head, *indices = name.replace("{", "").replace("}", "").split("_")
    numbers = [*indices, *([exponent] if power else [])]
    if head != "x" or not indices or not all(n.isascii() and n.isdigit() and len(n) < 10 for n in numbers):
        raise ParseError(place, f'{shown(word, 40)} is no power of an input; write it like "x_0^2"')
    return tuple(map(int, indices)), int(exponent) if power else 1


def _numbers(pair: tuple[Any, Any], place: str) -> tuple[tuple[int, ...], int]:
    position = pair[0] if isinstance(pair[0], list | tuple) else [pair[0]]
    numbers = [integer(n) for n in (*position, pair[1])]
    found = [n for n in numbers if n is not None]
    if len(found) < len(numbers) or found[-1] < 1:
        raise ParseError(place, "expected pairs of a position, a list of integers, and a power of at least 1")
    return tuple(found[:-1]), found[-1]


def function_json(function: Mapping[Monomial, Fraction]) -> list[Any]:
    """A function as the list of [monomial, coefficient], a monomial the list of [position, power].

    Examples
    --------
    >>> function_json({(((0,), 1), ((2,), 3)): Fraction(1, 2)})
    [[[[[0], 1], [[2], 3]], '1/2']]
    """
    return [
        [[[list(position), power] for position, power in monomial], rational_text(c)]
        for monomial, c in sorted(function.items())
    ]
