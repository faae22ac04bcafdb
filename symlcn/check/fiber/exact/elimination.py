"""The rank of the Jacobian at points that are not rational: elimination on enclosures, pivot by pivot.

Contents: :func:`check_rank_enclosed`.

J is that of the normalised filters; its rows and columns are numbered as in rank.py. Where no disc of a pivot contains
0, the minor of the pivots is not 0. What is left at a row and a column without pivot is, times that minor, the minor
that has them besides. If all of these are 0 the rank is the number of pivots. Such a minor is 0 when enclosures show
that it is small enough, see houses.py: its house is the product of those of its rows. A row of layer l has the
entries of the product of all other filters.
"""

from __future__ import annotations

from itertools import product
from math import prod

from ...algebra.discs import Disc, above, add, invert, multiply, negate
from ...core.arithmetic import Rational
from ...core.limits import MAX_PARAMETERS, Work
from ...core.outcome import Imprecise, Malformed
from ...core.ratio import Ratio
from ...core.reading import integer, json_list, json_object
from ...network.architecture import Architecture
from ..assignment import Choice, Slot
from ..points import Discs
from .conjugates import Conjugates
from .houses import House, layers_of, least, product_of
from .irrational import disc_product, enclose_filter

MAX_STEPS = 10**6  # pivots times rows times columns

Row = dict[int, Disc]  # the entries other than 0, by column


def check_rank_enclosed(
    architecture: Architecture,
    slots: list[Slot],
    lead: Rational,
    choices: list[Choice],
    value: object,
    where: str,
    work: Work,
) -> int:
    """Establishes the rank of J at a point, which is the number of pivots; returns it."""
    conjugates = Conjugates(slots, lead, work)
    parameters = [(l, index) for l, size in enumerate(architecture.sizes) for index in product(*map(range, size))]
    extents = architecture.extents()
    work.spend(10 * len(parameters))
    if prod(extents) > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} entries of the end-to-end filter")
    item = json_object(value, "rows columns", where)
    rows = _different(item["rows"], len(parameters), f"{where}.rows")
    columns = _different(item["columns"], prod(extents), f"{where}.columns")
    if len(rows) != len(columns):
        raise Malformed(f"{where}.columns", f"expected {len(rows)} entries, found {len(columns)}")
    full = len(rows) >= len(parameters) - (len(architecture.sizes) - 1)
    kept = sorted(rows) if full else list(range(len(parameters)))
    if len(rows) * len(kept) * (len(columns) if full else prod(extents)) > MAX_STEPS:
        raise Malformed(where, f"elimination takes more than {MAX_STEPS} steps")
    others = _others(architecture, conjugates, choices, work)
    wanted = set(columns if full else range(prod(extents)))
    entries = {place: k for k, place in enumerate(product(*map(range, extents))) if k in wanted}
    work.spend(10 * prod(extents))
    matrix = {}
    for row in kept:
        l, index = parameters[row]
        work.spend(20 * len(others[l]))
        shift = tuple(map(int.__mul__, index, architecture.exponents[l]))
        places = ((tuple(map(int.__add__, place, shift)), c) for place, c in others[l].items())
        matrix[row] = {entries[place]: c for place, c in places if place in entries}
    for row, column in zip(rows, columns, strict=True):
        _eliminate(matrix, row, column, where, work)
    if not full:
        layers, houses = [l for l, _ in parameters], _row_houses(layers_of(conjugates, choices), work)
        _check_rest(matrix, layers, rows, houses, conjugates.count(choices), where, work)
    return len(rows)


def _different(value: object, count: int, where: str) -> list[int]:
    """Indices below count, none of them twice."""
    found = [integer(n, f"{where}[{i}]", 0, count - 1) for i, n in enumerate(json_list(value, where))]
    if len(set(found)) < len(found):
        raise Malformed(where, "must not repeat")
    return found


def _others(architecture: Architecture, conjugates: Conjugates, choices: list[Choice], work: Work) -> list[Discs]:
    """For each layer the product of the polynomials of all other layers, normalised."""
    polynomials: list[Discs] = []
    for slot, choice, exponent in zip(conjugates.slots, choices, architecture.exponents, strict=True):
        filters = enclose_filter(slot, choice, work)
        polynomials.append({tuple(map(int.__mul__, index, exponent)): c for index, c in filters.items()})
    one: Discs = {(0,) * architecture.dimension: Disc(1, 0, 0, 1)}
    before, after = [one], [one]
    for first, last in zip(polynomials[:-1], polynomials[:0:-1], strict=True):
        before.append(disc_product(before[-1], first, work))
        after.append(disc_product(after[-1], last, work))
    return [disc_product(f, g, work) for f, g in zip(before, reversed(after), strict=True)]


def _eliminate(matrix: dict[int, Row], row: int, column: int, where: str, work: Work) -> None:
    """Takes the row of a pivot away, and its column from all other rows."""
    pivots = matrix.pop(row)
    inverse = invert(pivots.pop(column, Disc(0, 0, 0, 1)), work)
    if inverse is None:
        raise Imprecise(where, f"the pivot at row {row} and column {column} is not shown to be other than 0")
    work.spend(len(matrix))
    for entries in matrix.values():
        if column in entries:
            factor = negate(multiply(entries.pop(column), inverse, work))
            for k, c in pivots.items():
                change = multiply(factor, c, work)
                entries[k] = add(entries[k], change, work) if k in entries else change


def _row_houses(houses: list[House], work: Work) -> list[House]:
    """For each layer the house of its rows: that of the product of all other filters."""
    denominator, bound = product_of(houses, work)
    work.spend(0, len(houses) * denominator.bit_length(), denominator.bit_length())
    return [House(denominator // d, bound / b) for d, b in houses]


def _check_rest(
    matrix: dict[int, Row],
    layers: list[int],
    pivots: list[int],
    houses: list[House],
    count: int,
    where: str,
    work: Work,
) -> None:
    """Establishes that all entries that are left are 0; ``layers`` has the layer of each row."""
    minor = product_of((houses[layers[row]] for row in pivots), work)
    minors: dict[int, Ratio] = {}
    for row, entries in matrix.items():
        l = layers[row]
        if l not in minors:
            minors[l] = least(minor.times(houses[l]), count, work) / minor.bound
        for column, c in entries.items():
            p, q = above(c)
            work.spend(10, p.bit_length() + q.bit_length(), minors[l].denominator.bit_length())
            if p * minors[l].denominator >= q * minors[l].numerator:
                raise Imprecise(where, f"the entry left at row {row} and column {column} is not shown to be 0")
