"""The rank of the Jacobian at rational filters: a minor modulo a prime from below, kernel vectors from above.

Contents: :func:`check_rank`.

Rows of J are the parameters, layer after layer and row-major inside; columns are the entries of the end-to-end
filter. The row of the parameter w_l[i] is x^(i e_l) times the product of the polynomials of all other layers.
"""

from __future__ import annotations

from itertools import product
from math import prod

from ..algebra.echelon import rank_modulo
from ..algebra.modular import check_prime
from ..algebra.multivariate import inflate
from ..core.arithmetic import Filter, sparse_product
from ..core.limits import MAX_PARAMETERS, Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import exact, integer, json_list, json_object
from .architecture import Architecture
from .ntk import partial_products


def check_rank(
    architecture: Architecture, filters: list[Filter], value: object, where: str, work: Work, modulo: int | None = None
) -> int:
    """Establishes the rank of J, which is the number of rows; returns it.

    Filters that are given only modulo a prime have a rank that is at least the number of rows.
    """
    item = json_object(value, "prime rows columns kernel", where)
    p = check_prime(item["prime"], f"{where}.prime", work)
    if modulo not in (None, p):
        raise Rejected(f"{where}.prime", "is not the one that the filters are reduced by")
    parameters = [(l, index) for l, size in enumerate(architecture.sizes) for index in product(*map(range, size))]
    extents = architecture.extents()
    if prod(extents) > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} entries of the end-to-end filter")
    entries = list(product(*map(range, extents)))
    work.spend(10 * (len(parameters) + len(entries)))
    rows = _numbers(item["rows"], len(parameters), f"{where}.rows")
    columns = _numbers(item["columns"], len(entries), f"{where}.columns")
    if len(rows) != len(columns):
        raise Malformed(f"{where}.columns", f"expected {len(rows)} entries, found {len(columns)}")
    partial = partial_products(architecture, filters, work)
    others = [sparse_product(partial[l][0], partial[l + 1][1], work) for l in range(len(filters))]
    minor = []
    for l, index in (parameters[row] for row in rows):
        shift = tuple(i * e for i, e in zip(index, architecture.exponents[l], strict=True))
        work.spend(20 * len(columns))
        found = (others[l].get(tuple(map(int.__sub__, entries[column], shift)), 0) for column in columns)
        minor.append([c % p for c in found])
    if rank_modulo(minor, p, work) < len(rows):
        raise Rejected(where, f"the minor is 0 modulo {p}")
    full = len(parameters) - (len(filters) - 1)
    needed = len(parameters) - len(rows) if len(rows) < full and modulo is None else 0
    _check_kernel(architecture, others, item["kernel"], needed, p, f"{where}.kernel", work)
    return len(rows)


def _numbers(value: object, count: int, where: str) -> list[int]:
    """Increasing indices below count."""
    found = [integer(n, f"{where}[{i}]", 0, count - 1) for i, n in enumerate(json_list(value, where))]
    if found != sorted(set(found)):
        raise Malformed(where, "must increase")
    return found


def _check_kernel(
    architecture: Architecture, others: list[Filter], value: object, needed: int, p: int, where: str, work: Work
) -> None:
    """Establishes so many independent relations between the rows of J."""
    total = sum(prod(size) for size in architecture.sizes)
    vectors = []
    for n, entry in enumerate(json_list(value, where, needed)):
        place = f"{where}[{n}]"
        vector = [exact(c, f"{place}[{i}]") for i, c in enumerate(json_list(entry, place, total))]
        rest, image = iter(vector), Filter()
        for size, exponent, other in zip(architecture.sizes, architecture.exponents, others, strict=True):
            layer = {index: c for index in product(*map(range, size)) if (c := next(rest))}
            for index, c in sparse_product(inflate(layer, exponent), other, work).items():
                image[index] = image.get(index, 0) + c
        if any(image.values()):
            raise Rejected(place, "is not in the kernel")
        vectors.append([c % p for c in vector])
    if rank_modulo(vectors, p, work) < len(vectors):
        raise Rejected(where, f"is linearly dependent modulo {p}")
