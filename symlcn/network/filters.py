"""Filters as rational tensors and as polynomials; end-to-end filters; polyphase components.

Contents: :func:`normalize_filter`, :func:`filter_size`, :func:`primitive_filter`, :func:`squared_norm`,
:func:`filter_to_polynomial`, :func:`polynomial_to_filter`, :func:`layer_polynomials`, :func:`normalize_filters`,
:func:`invariants`, :func:`end_to_end`, :func:`end_to_end_filter`, :func:`polyphase_components`,
:func:`largest_divisor`, :class:`Ends`, :func:`orders_at_ends`, :func:`flat`, :func:`index_of`,
:func:`tensor_of`, :func:`nested`.

Notation. A *filter* of size k in D directions is a tensor of rational numbers: D levels of nested tuples
or lists, the first direction outermost. In a layer of exponent e its polynomial is Σ_j w[j] x^{j⊙e}, an
element of Q[x_1^{e_1}, …, x_D^{e_D}]. Really this is multihomogeneous of degree (k − 1)⊙e in pairs
(x_d, y_d), with y_d = 1 put in: a polynomial of lower degree is still a legal filter, and has factors y_d,
the points at infinity.

References: Achour, Kohn, Rauhut, *The Riemannian Geometry Associated to Gradient Flows of Linear
Convolutional Networks*, eq. (8), Lemma 9; dilations and polyphase gcds are ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import gcd as integer_gcd
from math import lcm, prod
from typing import Any, NamedTuple, TypeAlias

from symlcn.algebra.exact import exact
from symlcn.algebra.polynomials import Exponents, Polynomial, gcd
from symlcn.errors import LimitError, ParseError, ZeroPolynomialError, counted
from symlcn.network.architecture import Architecture, size_text

__all__ = [
    "Ends",
    "Filter",
    "FilterLike",
    "end_to_end",
    "end_to_end_filter",
    "filter_size",
    "filter_to_polynomial",
    "flat",
    "index_of",
    "invariants",
    "largest_divisor",
    "layer_polynomials",
    "nested",
    "normalize_filter",
    "normalize_filters",
    "orders_at_ends",
    "polynomial_to_filter",
    "polyphase_components",
    "primitive_filter",
    "squared_norm",
    "tensor_of",
]

MAX_ENTRIES = 2**24
FEW = 3
"""Number of polyphase components whose gcd is tried first."""

Filter: TypeAlias = "int | Fraction | tuple[Filter, ...]"
FilterLike: TypeAlias = "int | Fraction | Sequence[FilterLike]"


def normalize_filter(tensor: FilterLike, dimension: int, place: str = "filter") -> Filter:
    """The same rational tensor as nested tuples of Fractions: equal exactly for equal filters, hashable.

    Parameters
    ----------
    tensor : nested tuples or lists of int or Fraction
        Exactly `dimension` levels deep.
    dimension : int
        The number D of directions.
    place : str, optional
        What the message of an error calls the tensor.

    Raises
    ------
    ParseError
        If the nesting is not D levels deep, is ragged or has an empty level, or an entry is neither an int
        nor a Fraction; the message names the entry.
    LimitError
        If there are more than 2^24 entries.

    Examples
    --------
    >>> normalize_filter([1, Fraction(1, 2)], 1)
    (Fraction(1, 1), Fraction(1, 2))
    >>> normalize_filter([[1, 2], [3]], 2)
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: filter[1]: 1 entries where filter[0] has 2; all levels must agree
    """
    size, entries = _flatten(tensor, dimension, place)
    return nested(list(map(Fraction, entries)), size)


def filter_size(tensor: FilterLike, dimension: int, place: str = "filter") -> Exponents:
    """The size k of a filter; raises as :func:`normalize_filter` does.

    Examples
    --------
    >>> filter_size([[1, 2, 3], [4, 5, 6]], 2)
    (2, 3)
    """
    return _flatten(tensor, dimension, place)[0]


def primitive_filter(tensor: FilterLike, dimension: int) -> tuple[Fraction, Filter]:
    """Write a nonzero filter u = c·p with p primitive: coprime integers, the first nonzero one positive.

    "First" is in row-major order, index 0 first. Filters are proportional over Q exactly when their
    primitive filters are equal: this is the canonical representative of a point of P^{K−1}(Q).

    Returns
    -------
    Fraction
        The factor c ≠ 0.
    nested tuples of int
        The primitive filter p.

    Raises
    ------
    ParseError, LimitError
        As for :func:`normalize_filter`.
    ZeroPolynomialError
        If every entry is zero.

    Examples
    --------
    >>> primitive_filter((0, Fraction(-2, 3), 4), 1)
    (Fraction(-2, 3), (0, 1, -6))
    """
    size, entries = _flatten(tensor, dimension, "filter")
    first = next((c for c in entries if c), None)
    if first is None:
        raise ZeroPolynomialError("there is no primitive filter proportional to the zero filter")
    common = lcm(*{c.denominator for c in entries})
    integers = [c.numerator * (common // c.denominator) for c in entries]
    content = integer_gcd(*integers) if first > 0 else -integer_gcd(*integers)
    return Fraction(content, common), nested([c // content for c in integers], size)


def flat(tensor: Any) -> Iterator[Any]:
    """The entries of a tensor, row-major.

    Examples
    --------
    >>> list(flat(((1, 2), (3, 4))))
    [1, 2, 3, 4]
    """
    if isinstance(tensor, Sequence):
        for part in tensor:
            yield from flat(part)
    else:
        yield tensor


def squared_norm(tensor: FilterLike) -> Fraction:
    """The sum of the squares of the entries of a rational tensor.

    Examples
    --------
    >>> squared_norm(((1, 2), (3, Fraction(1, 2))))
    Fraction(57, 4)
    """
    if isinstance(tensor, (int, Fraction)):
        return Fraction(tensor) ** 2
    return sum(map(squared_norm, tensor), Fraction(0))


def filter_to_polynomial(tensor: FilterLike, exponent: Exponents, place: str = "filter") -> Polynomial:
    """The filter polynomial P = Σ_j w[j] x^{j⊙e} over Q in D variables.

    Parameters
    ----------
    tensor : nested tuples or lists of int or Fraction
        D levels deep; zero filters and zero slices are allowed.
    exponent : tuple of D positive int
        The exponent e of the layer; ones to read the filter in X.
    place : str, optional
        What the message of an error calls the tensor.

    Raises
    ------
    ParseError, LimitError
        As for :func:`normalize_filter`, if the exponent is not positive, and if a degree exceeds 2^48.

    Examples
    --------
    >>> print(filter_to_polynomial([[1, 2], [0, -3]], (1, 2)))
    -3*x*y^2 + 2*y^2 + 1
    """
    _check_vector("exponent", exponent, len(exponent), 1)
    size, entries = _flatten(tensor, len(exponent), place)
    return Polynomial.dense(size, exponent, entries)


def polynomial_to_filter(polynomial: Polynomial, size: Exponents, exponent: Exponents) -> Filter:
    """The filter of size k whose polynomial for exponent e is the given one: nested tuples of Fractions.

    A polynomial of lower degree than (k − 1)⊙e is a legal filter: its last slices are zero.

    Raises
    ------
    ParseError
        If a monomial is not x^{j⊙e} with 0 ≤ j < k, or size or exponent are not D positive integers.
    LimitError
        If the filter has more than 2^24 entries.

    Examples
    --------
    >>> p = Polynomial(1, {(2,): 5, (0,): 1})
    >>> polynomial_to_filter(p, (3,), (2,)) == (1, 5, 0)
    True
    >>> polynomial_to_filter(p, (3,), (4,))
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: monomial (2,): it does not occur in a filter of size 3 with exponent 4
    """
    _check_vector("size", size, polynomial.dimension, 1)
    _check_vector("exponent", exponent, polynomial.dimension, 1)
    _check_entries(prod(size))
    entries = [Fraction(0)] * prod(size)
    for monomial, coefficient in polynomial.terms():
        flat = 0
        for power, k, e in zip(monomial, size, exponent, strict=True):
            index, remainder = divmod(power, e)
            if remainder or index >= k:
                problem = f"it does not occur in a filter of size {size_text(size)} with exponent {size_text(exponent)}"
                raise ParseError(f"monomial {monomial}", problem)
            flat = flat * k + index
        entries[flat] = coefficient
    return nested(entries, size)


def layer_polynomials(architecture: Architecture, filters: Sequence[FilterLike]) -> tuple[Polynomial, ...]:
    """The filter polynomials P_1, …, P_L of a network, over Q in x.

    Raises
    ------
    ParseError
        If the number of filters or the size of one does not fit, naming the layer, or an entry is not exact.
    LimitError
        As for :func:`filter_to_polynomial`.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> [str(p) for p in layer_polynomials(parse_architecture("k3s2 k2"), [(1, 2, 3), (4, 5)])]
    ['3*x^2 + 2*x + 1', '5*x^2 + 4']
    """
    layers = architecture.layers
    if len(filters) != len(layers):
        numbers = f"{counted(len(filters), 'filter')} for {counted(len(layers), 'layer')}"
        raise ParseError("filters", f"{numbers}; give one per layer")
    polynomials = []
    for number, (layer, exponent, tensor) in enumerate(zip(layers, architecture.exponents, filters, strict=True), 1):
        place = f"filter {number}"
        size = filter_size(tensor, architecture.dimension, place)
        if size != layer.size:
            raise ParseError(
                place, f"its size is {size_text(size)}, but layer {number}, '{layer}', needs {size_text(layer.size)}"
            )
        polynomials.append(filter_to_polynomial(tensor, exponent, place))
    return tuple(polynomials)


def normalize_filters(architecture: Architecture, filters: Sequence[FilterLike]) -> tuple[Filter, ...]:
    """The same filters as nested tuples of Fractions, of the sizes of the layers; raises as :func:`layer_polynomials`.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> normalize_filters(parse_architecture("k2 k1"), [[1, "1/2"], (3,)])
    ((Fraction(1, 1), Fraction(1, 2)), (Fraction(3, 1),))
    """
    layer_polynomials(architecture, filters)
    named = (f"filter {number}" for number in range(1, len(filters) + 1))
    return tuple(normalize_filter(w, architecture.dimension, place) for w, place in zip(filters, named, strict=True))


def invariants(architecture: Architecture, filters: Sequence[FilterLike]) -> tuple[Fraction, ...]:
    """δ_l = ‖w_l‖² − ‖w_{l+1}‖², which gradient flow keeps for every loss; raises as :func:`layer_polynomials`.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> invariants(parse_architecture("k2 k2"), [(1, 2), (3, 4)])
    (Fraction(-20, 1),)
    """
    return tuple(a - b for a, b in pairwise(map(squared_norm, normalize_filters(architecture, filters))))


def end_to_end(architecture: Architecture, filters: Sequence[FilterLike]) -> Polynomial:
    """The polynomial P_1⋯P_L of the end-to-end filter (eq. (8), Lemma 9); zero if a filter is.

    Raises
    ------
    ParseError, LimitError
        As for :func:`layer_polynomials`.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> print(end_to_end(parse_architecture("k3s2 k2"), [(1, 2, 3), (4, 5)]))
    15*x^4 + 10*x^3 + 17*x^2 + 8*x + 4
    """
    one = Polynomial.constant(architecture.dimension, 1)
    return prod(layer_polynomials(architecture, filters), start=one)


def end_to_end_filter(architecture: Architecture, filters: Sequence[FilterLike]) -> Filter:
    """The end-to-end filter u = μ(w_1, …, w_L), of size k = 1 + Σ_l (k_l − 1)⊙e_l, as nested Fractions.

    Raises
    ------
    ParseError, LimitError
        As for :func:`layer_polynomials`, and if u has more than 2^24 entries.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> end_to_end_filter(parse_architecture("k3s2 k2"), [(1, 2, 3), (4, 5)]) == (4, 8, 17, 10, 15)
    True
    """
    ones = (1,) * architecture.dimension
    return polynomial_to_filter(end_to_end(architecture, filters), architecture.end_to_end_size, ones)


def polyphase_components(polynomial: Polynomial, exponent: Exponents) -> dict[Exponents, Polynomial]:
    """The polyphase components v_r of v = Σ_r x^r v_r(x^e), 0 ≤ r_d < e_d, that are not zero.

    A polynomial Q(x^e) divides v exactly when Q divides every v_r, over Q, R and C alike.

    Returns
    -------
    dict of tuple of int to Polynomial
        v_r, written in X = x^e, by increasing r; empty for v = 0. Write ``v_r.inflate(e)`` for v_r(x^e).

    Raises
    ------
    ParseError
        If the exponent is not a tuple of D positive integers.

    Examples
    --------
    >>> v = filter_to_polynomial((4, 8, 17, 10, 15), (1,))
    >>> {r: str(c) for r, c in polyphase_components(v, (2,)).items()}
    {(0,): '15*x^2 + 17*x + 4', (1,): '10*x + 8'}
    """
    return polynomial.polyphase(exponent)


def largest_divisor(polynomial: Polynomial, exponent: Exponents) -> Polynomial:
    """G(v): the largest divisor of v ≠ 0 in Q[x_1^{e_1}, …, x_D^{e_D}], written in X = x^e and primitive.

    It is the gcd of the polyphase components, and stays the largest over R and C. Every factor of v in that
    ring divides G(v)(x^e), which is ``largest_divisor(v, e).inflate(e)``. Points at infinity do not show in
    it: the multihomogeneous G has order ⌊b_d/e_d⌋ there, where b = ``orders_at_ends(v, n).infinity``.

    Raises
    ------
    ZeroPolynomialError
        If v = 0.
    ParseError
        If the exponent is not a tuple of D positive integers.
    LimitError, ArithmeticGuardError
        As for :func:`symlcn.algebra.polynomials.gcd`.

    Examples
    --------
    >>> v = filter_to_polynomial((4, 8, 17, 10, 15), (1,))
    >>> print(largest_divisor(v, (2,)))
    5*x + 4
    """
    some = gcd(polynomial.polyphase(exponent, FEW).values())
    if some.inflate(exponent).divides(polynomial):  # what divides all components, and no less divides these few
        return some
    return gcd(polyphase_components(polynomial, exponent).values())


class Ends(NamedTuple):
    """Orders of a polynomial of known multidegree at the ends of the torus, one per direction.

    Attributes
    ----------
    zero : tuple of int
        Multiplicity of x_d.
    infinity : tuple of int
        Multiplicity of y_d, the point at infinity.
    """

    zero: Exponents
    infinity: Exponents


def orders_at_ends(polynomial: Polynomial, degree: Exponents) -> Ends:
    """The orders at x_d = 0 and y_d = 0 of v ≠ 0, taken as multihomogeneous of degree n in the (x_d, y_d).

    For the filter of a layer n is (k − 1)⊙e; for the end-to-end filter k − 1. Both orders add up in products.

    Raises
    ------
    ZeroPolynomialError
        If v = 0.
    ParseError
        If n is not a tuple of D non-negative integers or v has a larger degree.

    Examples
    --------
    >>> orders_at_ends(Polynomial(2, {(1, 2): 1, (2, 0): 1}), (4, 2))
    Ends(zero=(1, 0), infinity=(2, 0))
    """
    _check_vector("degree", degree, polynomial.dimension, 0)
    found = polynomial.degrees()
    if any(i > n for i, n in zip(found, degree, strict=True)):
        raise ParseError("degree", f"{degree} is smaller than the degree {found} of the polynomial")
    lowest = tuple(map(min, zip(*(monomial for monomial, _ in polynomial.terms()), strict=True)))
    return Ends(lowest, tuple(n - i for n, i in zip(degree, found, strict=True)))


def _flatten(tensor: Any, dimension: int, place: str) -> tuple[Exponents, list[int | Fraction]]:
    """Size and entries in row-major order; level by level, so that no input exhausts the stack."""
    size: list[int] = []
    level = [tensor]
    for _ in range(dimension):
        for flat, node in enumerate(level):
            if not isinstance(node, tuple | list):
                problem = f"not a list; {_shape(dimension)}"
            elif not node:
                problem = "it is empty; a size is at least 1"
            elif len(node) != len(level[0]):
                problem = f"{len(node)} entries where {_place(place, size, 0)} has {len(level[0])}"
                problem += "; all levels must agree"
            else:
                continue
            raise ParseError(_place(place, size, flat), problem)
        _check_entries(len(level) * len(level[0]))
        size.append(len(level[0]))
        level = [entry for node in level for entry in node]
    if not set(map(type, level)) <= {int, Fraction}:
        level = [_exact_entry(entry, _place(place, size, flat), dimension) for flat, entry in enumerate(level)]
    return tuple(size), level


def _exact_entry(entry: object, place: str, dimension: int) -> Fraction:
    if isinstance(entry, tuple | list):
        raise ParseError(place, f"a list where a number belongs; {_shape(dimension)}")
    return exact(entry, place)


def _shape(dimension: int) -> str:
    nested = "a list of numbers" if dimension == 1 else f"lists in lists, {dimension} deep"
    return f"a filter in {dimension} direction{'s'[: dimension - 1]} is {nested}"


def _place(place: str, size: Sequence[int], flat: int) -> str:
    return place + "".join(f"[{index}]" for index in index_of(flat, size))


def index_of(number: int, size: Sequence[int]) -> Exponents:
    """The index of the entry of a number in a tensor of a size, row-major.

    Examples
    --------
    >>> index_of(5, (2, 3))
    (1, 2)
    """
    indices = []
    for k in reversed(size):
        number, index = divmod(number, k)
        indices.append(index)
    return tuple(reversed(indices))


def _check_vector(name: str, vector: object, dimension: int, least: int) -> None:
    if type(vector) is not tuple or len(vector) != dimension:
        raise ParseError(name, f"not a tuple of {dimension} integers")
    if not all(type(number) is int and number >= least for number in vector):
        raise ParseError(name, f"not all entries are integers of at least {least}")


def _check_entries(count: int) -> None:
    if count > MAX_ENTRIES:
        raise LimitError(f"a filter with {count} entries, more than {MAX_ENTRIES}")


def tensor_of(size: Sequence[int], values: Mapping[tuple[int, ...], Fraction]) -> Filter:
    """The tensor of a size with the given entries, and 0 where none is given.

    Examples
    --------
    >>> tensor_of((2,), {(1,): Fraction(3)})
    (Fraction(0, 1), Fraction(3, 1))
    """

    def part(prefix: tuple[int, ...]) -> Filter:
        if len(prefix) == len(size):
            return values.get(prefix, Fraction(0))
        return tuple(part((*prefix, n)) for n in range(size[len(prefix)]))

    return part(())


def nested(entries: Sequence[Any], size: tuple[int, ...]) -> Filter:
    """The tensor of a size with these entries, row-major."""
    level: list[Filter] = list(entries)
    for k in reversed(size):
        level = [tuple(level[n : n + k]) for n in range(0, len(level), k)]
    return level[0]
