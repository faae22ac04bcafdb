"""Kind "polynomial-equations": all forms of low degree that vanish on the functions of a network with activations.

Contents: :func:`check`.

"accepted" means: ``monomials`` are those in the inputs that occur in the function f of generic filters; the listed
generators, of degrees up to ``degree``, become 0 when the coefficients of f are substituted for the variables, for all
filters; every form with rational coefficients of these degrees with that property is a combination of them with
polynomial coefficients; no generator can be left out; and ``forms``, ``generators`` and ``hilbert`` are the numbers of
linearly independent such forms, of generators, and of forms that are left modulo them, in each degree. No theorem is
used. If ``real`` is given: that all real points of the closure of the functions are functions of real filters, where an
activation separates all layers, since filters are determined by f up to scaling and shifts. With status undecided and
a result only this is missing.

How: see algebra/forms.py. The weight of the coefficient of a monomial is the sum of the positions of its factors:
x_p -> t ** p x_p makes functions of the network from such.
"""

from __future__ import annotations

from itertools import groupby, product
from math import prod

from ....algebra.forms import Ring, Terms, Weight, check_size, entry, read_generators, read_prime
from ....algebra.sparse import include, multiply
from ....core.arithmetic import Rational
from ....core.limits import Work
from ....core.outcome import Malformed, Rejected, Statement
from ....core.reading import check_nothing, integer, json_object
from ....core.recomputed import compare
from ....network.furtherarchitectures import PolynomialArchitecture

MAX_DEGREE = 100
MAX_VARIABLES = 10_000

Factors = tuple[Weight, ...]  # the positions of the factors of a monomial in the inputs, increasing


def check(
    architecture: PolynomialArchitecture,
    item: dict[str, object],
    delta: list[Rational] | None,
    status: str,
    work: Work,
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if delta is not None:
        raise Malformed("delta", "must be null: the functions do not depend on it")
    if status == "undecided" and item["result"] is None:
        return check_nothing(item, "result evidence")
    result = json_object(item["result"], "degree monomials degrees generators real", "result")
    prime = read_prime(item["evidence"], work)
    degree = integer(result["degree"], "result.degree", 1, MAX_DEGREE)
    function = _generic_function(architecture, work)
    compare(result["monomials"], list(map(_listed, function)), "result.monomials")
    check_size(len(function), degree)
    images = list(function.values())

    def values(point: int, prime: int) -> list[int]:
        return _values(images, sum(map(prod, architecture.stack.sizes)), point, prime, work)

    weights = [tuple(map(sum, zip(*factors, strict=True))) for factors in function]
    ring = Ring("functions of the network", weights, images, values, prime, degree, work)
    generators = read_generators(result["generators"], ring, degree)
    expected = [ring.count(g, generators) for g in range(1, degree + 1)]
    compare(result["degrees"], expected, "result.degrees")
    text = f"the forms of degree at most {degree} that vanish on the functions; minimal generators: {len(generators)}"
    return Statement(f"{text}{_real(architecture, result['real'], status)}")


def _real(architecture: PolynomialArchitecture, value: object, status: str) -> str:
    """Establishes what is said of real points."""
    if status == "undecided":
        if value is not None:
            raise Malformed("result.real", "must be null when undecided")
        return "; which real points of their closure are functions of real filters is not said"
    if value is None:
        return ""
    if json_object(value, "form", "result.real")["form"] != "all":
        raise Malformed("result.real.form", "expected all")
    if 1 in architecture.activations:
        raise Rejected("result.real", "is not known where layers are not separated by activations")
    return "; all real points of their closure are functions of real filters"


def _listed(factors: Factors) -> list[object]:
    """A monomial as pairs of a position and a power."""
    return [[list(position), len(list(group))] for position, group in groupby(factors)]


def _generic_function(architecture: PolynomialArchitecture, work: Work) -> dict[Factors, Terms]:
    """The coefficients of f, polynomials in the entries of the filters, in increasing order of monomials."""
    stack = architecture.stack
    function: dict[Factors, Terms] = {((0,) * stack.dimension,): {(): 1}}
    number = 0
    for size, exponent, power in zip(stack.sizes, stack.exponents, [1, *architecture.activations], strict=True):
        raised = function
        for _ in range(power - 1):
            raised = _times(raised, function, work)
        function = {}
        work.spend(20 * prod(size) * sum(5 + len(factors) * stack.dimension for factors in raised))
        for index in product(*map(range, size)):
            step = tuple(map(int.__mul__, index, exponent))
            for factors, terms in raised.items():
                moved = tuple(tuple(map(int.__add__, position, step)) for position in factors)
                work.spend(sum(20 + len(term) for term in terms))
                include(function.setdefault(moved, {}), {(*term, number): c for term, c in terms.items()})
            if len(function) > MAX_VARIABLES:
                raise Malformed("architecture", f"a function with more than {MAX_VARIABLES} monomials")
            number += 1
    return dict(sorted(function.items()))


def _times(left: dict[Factors, Terms], right: dict[Factors, Terms], work: Work) -> dict[Factors, Terms]:
    """The product of two functions."""
    result: dict[Factors, Terms] = {}
    for a, x in left.items():
        for b, y in right.items():
            work.spend(20 + 5 * (len(a) + len(b)))
            include(result.setdefault(tuple(sorted(a + b)), {}), multiply(x, y, work))
    return result


def _values(images: list[Terms], parameters: int, point: int, prime: int, work: Work) -> list[int]:
    """The coefficients of f at a point modulo the prime."""
    entries = [entry(prime, point, number) for number in range(parameters)]
    work.spend(20 * parameters)
    return [_value(image, entries, prime, work) for image in images]


def _value(image: Terms, entries: list[int], prime: int, work: Work) -> int:
    total = 0
    work.spend(sum(3 + 2 * len(term) for term in image))
    for term, c in image.items():
        value: int = c
        for k in term:
            value = value * entries[k] % prime
        total += value
    return total % prime
