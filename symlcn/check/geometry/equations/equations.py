"""Kind "equations": all forms of low degree that vanish on the neuromanifold.

Contents: :func:`check`.

"accepted" means: the listed generators, of degrees up to ``degree``, become 0 when the generic product is substituted
for the end-to-end filter u; every form with rational coefficients of these degrees with that property is a
combination of them with polynomial coefficients; no generator can be left out; and ``forms``, ``generators`` and
``hilbert`` are the numbers of linearly independent such forms, of generators, and of forms that are left modulo them,
in each degree. No theorem is used. If ``real`` is given: also which real points of the closure of the neuromanifold lie
outside it, see outside.py. With status undecided and a result only these are missing.

How: see algebra/forms.py. The weight of a variable is its index in u, row-major.
"""

from __future__ import annotations

from itertools import product
from math import prod

from ...algebra.forms import Monomial, Ring, Weight, check_size, entry, read_generators, read_prime
from ...core.arithmetic import Rational
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected, Statement
from ...core.reading import check_nothing, integer, json_object
from ...core.recomputed import compare
from ...network.architecture import Architecture
from ...network.variables import named_entries
from .outside import check_outside

MAX_DEGREE = 100


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if delta is not None:
        raise Malformed("delta", "must be null: the neuromanifold does not depend on it")
    if status == "undecided" and item["result"] is None:
        return check_nothing(item, "result evidence")
    result = json_object(item["result"], "degree variables degrees generators real", "result")
    prime = read_prime(item["evidence"], work)
    degree = integer(result["degree"], "result.degree", 1, MAX_DEGREE)
    ambient = prod(architecture.extents())
    check_size(ambient, degree)
    if named_entries(result["variables"], architecture, work) is not None:
        raise Rejected("result.variables", "are not the names of all entries of the end-to-end filter")
    indices = list(product(*map(range, architecture.extents())))
    images = [dict.fromkeys(image, 1) for image in _generic_product(architecture, indices, work)]

    def values(point: int, prime: int) -> list[int]:
        return _product_at(architecture, indices, point, prime, work)

    ring = Ring("neuromanifold", indices, images, values, prime, degree, work)
    generators = read_generators(result["generators"], ring, degree)
    expected = [ring.count(g, generators) for g in range(1, degree + 1)]
    compare(result["degrees"], expected, "result.degrees")
    number = len(generators)
    text = f"the forms of degree at most {degree} that vanish on the neuromanifold; minimal generators: {number}"
    if status == "undecided":
        if result.get("real") is not None:
            raise Malformed("result.real", "must be null when undecided")
        text += "; the real points of its closure outside it are not described"
    elif result.get("real") is not None:
        text += f"; {check_outside(architecture, result['real'], 'result.real', work)}"
    return Statement(text)


def _generic_product(architecture: Architecture, indices: list[Weight], work: Work) -> list[list[Monomial]]:
    """For each entry of u the products of filter entries whose sum it is, one entry per layer."""
    images: dict[Weight, list[Monomial]] = {(0,) * architecture.dimension: [()]}
    number = 0
    for size, exponent in zip(architecture.sizes, architecture.exponents, strict=True):
        work.spend((5 + len(architecture.sizes)) * prod(size) * sum(map(len, images.values())))
        grown: dict[Weight, list[Monomial]] = {}
        for index in product(*map(range, size)):
            for position, terms in images.items():
                moved = tuple(p + k * e for p, k, e in zip(position, index, exponent, strict=True))
                grown.setdefault(moved, []).extend((*term, number) for term in terms)
            number += 1
        images = grown
    return [images.get(index, []) for index in indices]


def _product_at(architecture: Architecture, indices: list[Weight], point: int, prime: int, work: Work) -> list[int]:
    """The entries of u at a point."""
    values: dict[Weight, int] = {(0,) * architecture.dimension: 1}
    number = 0
    for size, exponent in zip(architecture.sizes, architecture.exponents, strict=True):
        work.spend(5 * prod(size) * len(values))
        grown: dict[Weight, int] = {}
        for index in product(*map(range, size)):
            value_there = entry(prime, point, number)
            number += 1
            for position, value in values.items():
                moved = tuple(p + k * e for p, k, e in zip(position, index, exponent, strict=True))
                grown[moved] = (grown.get(moved, 0) + value * value_there) % prime
        values = grown
    work.spend(len(indices))
    return [values.get(index, 0) for index in indices]
