"""Formulas for the filters, their norms and the matrices N_l, in the entries of the end-to-end filter.

Contents: :func:`check_symbolic`.

"""

from __future__ import annotations

from itertools import product
from math import prod

from ...algebra.sparse import Terms, compose, include, multiple, multiply, read_formulas, read_terms
from ...core.arithmetic import Rational
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected, Statement
from ...core.reading import json_list, json_object
from ...network.architecture import Architecture
from ...network.generic import DEFINED, generic_product, groups_of
from ...network.jacobian import place_of
from ...network.variables import named_entries


def check_symbolic(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, work: Work
) -> Statement:
    """Establishes the formulas; returns what they are."""
    if delta is not None or item["filter"] is not None:
        raise Malformed("delta", "and filter must be null where there are formulas")
    json_object(item["evidence"], "", "evidence")
    result = json_object(item["result"], "form variables filters factor norms grams", "result")
    named = named_entries(result["variables"], architecture, work)
    groups = groups_of(architecture)
    if any(len(members) > 1 for members, _, _ in groups):
        raise Rejected("result", "layers have filters in the same ring")
    products, numbers = generic_product(
        [size for _, size, _ in groups], [exponent for _, _, exponent in groups], architecture.extents(), named, work
    )
    own = {members[0]: numbers[n] for n, (members, _, _) in enumerate(groups)}
    filters: list[list[Terms]] = []
    whole: Terms = {(): 1}
    listed = json_list(result["filters"], "result.filters", len(architecture.sizes))
    for l, size in enumerate(architecture.sizes):
        where = f"result.filters[{l}]"
        formulas = read_formulas(listed[l], prod(size), len(products), where)
        filters.append(formulas)
        if l not in own:
            if formulas != [{(): 1}]:
                raise Rejected(where, "must be 1 for a scalar layer")
            continue
        theta = multiple([compose(formula, products, work) for formula in formulas], own[l])
        if theta is None:
            raise Rejected(where, "composed with mu, is no multiple of the filter")
        whole = multiply(whole, theta, work)
    above, below = (
        compose(f, products, work) for f in read_formulas(result["factor"], 2, len(products), "result.factor")
    )
    if not below or multiply(above, whole, work) != below:
        raise Rejected("result.factor", "is not u divided by the product of the filters")
    norms = json_list(result["norms"], "result.norms", len(filters))
    for l, formulas in enumerate(filters):
        if read_terms(norms[l], len(products), f"result.norms[{l}]") != _squares(formulas, formulas, work):
            raise Rejected(f"result.norms[{l}]", "is not the sum of the squares of the entries")
    if result["grams"] is not None:
        if named is not None:
            raise Malformed("result.grams", "must be null where not all entries are named")
        _check_grams(architecture, result["grams"], filters, len(products), work)
    return Statement("the filters, the NTK and the metric over the function field, for every δ", (DEFINED,))


def _squares(left: list[Terms], right: list[Terms], work: Work) -> Terms:
    total: Terms = {}
    for x, y in zip(left, right, strict=True):
        if x and y:
            include(total, multiply(x, y, work))
    return total


def _check_grams(
    architecture: Architecture, value: object, filters: list[list[Terms]], ambient: int, work: Work
) -> None:
    """Establishes the matrices N_l."""
    extents = architecture.extents()
    tensors = []
    for size, exponent, formulas in zip(architecture.sizes, architecture.exponents, filters, strict=True):
        indices = [tuple(i * e for i, e in zip(index, exponent, strict=True)) for index in product(*map(range, size))]
        tensors.append({index: formula for index, formula in zip(indices, formulas, strict=True) if formula})
    for l, matrix in enumerate(json_list(value, "result.grams", len(filters))):
        others: dict[tuple[int, ...], Terms] = {(0,) * len(extents): {(): 1}}
        for tensor in (tensor for m, tensor in enumerate(tensors) if m != l):
            grown: dict[tuple[int, ...], Terms] = {}
            for i, x in others.items():
                for j, y in tensor.items():
                    index = tuple(map(sum, zip(i, j, strict=True)))
                    include(grown.setdefault(index, {}), multiply(x, y, work))
            others = grown
        columns = []
        for index in product(*map(range, architecture.sizes[l])):
            shift = [i * e for i, e in zip(index, architecture.exponents[l], strict=True)]
            columns.append({place_of(i, shift, extents): terms for i, terms in others.items()})
        rows = json_list(matrix, f"result.grams[{l}]", ambient)
        for a in range(ambient):
            where = f"result.grams[{l}][{a}]"
            found = read_formulas(rows[a], ambient, ambient, where)
            for b in range(ambient):
                pairs = [(column[a], column[b]) for column in columns if a in column and b in column]
                if found[b] != _squares([x for x, _ in pairs], [y for _, y in pairs], work):
                    raise Rejected(f"{where}[{b}]", "is not this entry of N_l")
