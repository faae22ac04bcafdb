"""Filters of networks with channels: the end-to-end filter, the invariants, entries of the NTK.

Contents: :class:`ChannelFilters`, :func:`read_filters`, :func:`product_row`, :func:`check_product`,
:func:`invariants_of`, :func:`derivative`, :func:`scales`, :func:`entry_of`, :func:`paired`,
:func:`check_difference`.

P_l is a c_l x c_(l-1) matrix of polynomials, and U = P_L ... P_1. With A_l = P_L ... P_(l+1), B_l = P_l ... P_1 the
derivative of an entry (o, i, s) of U by W_l[:, :, j] is the matrix R_(l,j) with entries (a, b): the coefficient of
x^(s - j e_l) in A_l[o, a] B_(l-1)[b, i]. An entry of the NTK is the sum of the products of the entries of these.
Entries of U are numbered by output, input and position, row-major; a monomial is its position, which is additive. Each
layer has integer entries over a common denominator. Where layers have groups of channels, filters have the inputs of a
group only, and R_(l,j) has the entries (a, b) of channels in one group.
"""

from __future__ import annotations

from itertools import product
from math import gcd, prod

from ...algebra.matrices import Matrix, weighted
from ...core.arithmetic import Rational, most_bits, total_bits
from ...core.limits import MAX_PARAMETERS, Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import json_list, json_object, layer_pair, rational_filter, rationals
from ...network.furtherarchitectures import ChannelArchitecture

Polynomial = dict[int, int]
Vector = dict[int, Polynomial]  # by channel
Derivative = list[list[dict[tuple[int, int], int]]]  # by layer and position: the entries other than 0


class ChannelFilters:
    """By layer: rows and columns of P_l, the denominator, the monomials of its entries, the places of these."""

    __slots__ = ("architecture", "columns", "denominators", "indices", "rows", "size", "starts")

    def __init__(self, architecture: ChannelArchitecture) -> None:
        self.architecture = architecture
        extents = architecture.stack.extents()
        self.size = prod(extents)
        weights = [prod(extents[d + 1 :]) for d in range(len(extents))]
        self.rows: list[dict[int, Vector]] = []
        self.columns: list[dict[int, Vector]] = []
        self.denominators: list[int] = []
        self.starts: list[list[int]] = []
        self.indices: list[list[tuple[int, ...]]] = []
        for size, exponent in zip(architecture.stack.sizes, architecture.stack.exponents, strict=True):
            indices = list(product(*map(range, size)))
            self.indices.append(indices)
            self.starts.append([sum(i * e * w for i, e, w in zip(j, exponent, weights, strict=True)) for j in indices])


def read_filters(value: object, architecture: ChannelArchitecture, where: str, work: Work) -> ChannelFilters:
    """Nested lists for each layer: output, input, position."""
    work.spend(20 * sum(map(prod, architecture.stack.sizes)))
    found, channels = ChannelFilters(architecture), architecture.channels
    listed = json_list(value, where, len(architecture.stack.sizes))
    for l, size in enumerate(architecture.stack.sizes):
        outputs, inputs = channels[l + 1], channels[l] // architecture.groups[l]
        shape = (outputs, inputs, *size)
        if prod(shape) > MAX_PARAMETERS:
            raise Malformed("architecture", f"layer {l} has more than {MAX_PARAMETERS} parameters")
        work.spend(10 * prod(shape))
        entries, common = rational_filter(listed[l], shape, f"{where}[{l}]", work)
        place = dict(zip(found.indices[l], found.starts[l], strict=True))
        rows: dict[int, Vector] = {}
        columns: dict[int, Vector] = {}
        for (a, b, *j), c in entries.items():
            b += a * architecture.groups[l] // outputs * inputs
            polynomial = rows.setdefault(a, {}).setdefault(b, {})
            polynomial[place[tuple(j)]] = c
            columns.setdefault(b, {})[a] = polynomial
        found.rows.append(rows)
        found.columns.append(columns)
        found.denominators.append(common)
    return found


def _combined(vector: Vector, lines: dict[int, Vector], work: Work) -> Vector:
    """The sum of the lines of a matrix of polynomials, multiplied by the entries of a vector."""
    total: Vector = {}
    work.spend(5)
    for channel, f in vector.items():
        bits, most = total_bits(f.values()), most_bits(f.values())
        for other, g in lines.get(channel, {}).items():
            work.spend(5 + 3 * len(f) * len(g), bits, total_bits(g.values()))
            work.hold(len(f) * len(g), most + most_bits(g.values()))
            into = total.setdefault(other, {})
            for p, x in f.items():
                for q, y in g.items():
                    into[p + q] = into.get(p + q, 0) + x * y
    return total


def _rows_of(filters: ChannelFilters, output: int, work: Work) -> list[Vector]:
    """A row of A_L = 1, A_(L-1), ..., A_0 = U."""
    found: list[Vector] = [{output: {0: 1}}]
    for rows in reversed(filters.rows):
        found.append(_combined(found[-1], rows, work))
    return found


def _columns_of(filters: ChannelFilters, entry: int, work: Work) -> list[Vector]:
    """A column of B_0 = 1, B_1, ..., B_L = U."""
    found: list[Vector] = [{entry: {0: 1}}]
    for columns in filters.columns:
        found.append(_combined(found[-1], columns, work))
    return found


def product_row(filters: ChannelFilters, output: int, work: Work) -> dict[tuple[int, int], int]:
    """The entries other than 0 of U for one output, by input and monomial, multiplied by all denominators."""
    row = _rows_of(filters, output, work)[-1]
    return {(i, s): c for i, f in row.items() for s, c in f.items() if c}


def _whole(filters: ChannelFilters, work: Work) -> int:
    bits = total_bits(filters.denominators)
    work.spend(len(filters.denominators), bits, bits)
    return prod(filters.denominators)


def check_product(filters: ChannelFilters, value: object, where: str, what: str, work: Work) -> None:
    """Establishes that U is the given tensor: output, input, position."""
    first, last = filters.architecture.channels[0], filters.architecture.channels[-1]
    extents = filters.architecture.stack.extents()
    if first * last * filters.size > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} entries of the end-to-end filter")
    work.spend(10 * first * last * filters.size)
    entries, common = rational_filter(value, (last, first, *extents), "filter", work)
    given: list[dict[tuple[int, int], int]] = [{} for _ in range(last)]
    for (o, i, *position), c in entries.items():
        place = 0
        for p, extent in zip(position, extents, strict=True):
            place = place * extent + p
        given[o][i, place] = c
    whole = _whole(filters, work)
    for o in range(last):
        row = product_row(filters, o, work)
        for part, factor in ((row, common), (given[o], whole)):
            work.spend(5 * len(part), total_bits(part.values()), factor.bit_length())
        if row.keys() != given[o].keys() or any(c * common != given[o][k] * whole for k, c in row.items()):
            raise Rejected(where, what)


def invariants_of(filters: ChannelFilters, work: Work) -> list[Matrix]:
    """D_l = sum_j W_(l+1)[j]^T W_(l+1)[j] - W_l[j] W_l[j]^T."""
    found = []
    for l, n in enumerate(filters.architecture.channels[1:-1]):
        p, q = filters.denominators[l] ** 2, filters.denominators[l + 1] ** 2
        below, above = ([lines.get(k, {}) for k in range(n)] for lines in (filters.rows[l], filters.columns[l + 1]))
        work.spend(0, n * n * (p.bit_length() + q.bit_length()), p.bit_length() + q.bit_length())
        rows = [[0] * n for _ in range(n)]
        for a in range(n):
            for b in range(a, n):
                rows[a][b] = rows[b][a] = _paired(above[a], above[b], work) * p - _paired(below[a], below[b], work) * q
        found.append(Matrix(rows, p * q))
    return found


def _paired(left: Vector, right: Vector, work: Work) -> int:
    """The sum of the products of all entries."""
    work.spend(2 + len(left))
    total = 0
    for channel, f in left.items():
        g = right.get(channel)
        if g is not None:
            work.spend(len(f), total_bits(f.values()), most_bits(g.values()))
            total += sum(c * g[p] for p, c in f.items() if p in g)
    return total


def derivative(filters: ChannelFilters, place: int, work: Work) -> Derivative:
    """R_(l,j) for all l and j at an entry of U, multiplied by the denominators of the other layers."""
    (o, i), s = divmod(place // filters.size, filters.architecture.channels[0]), place % filters.size
    after, before = _rows_of(filters, o, work)[-2::-1], _columns_of(filters, i, work)
    found = []
    channels, groups = filters.architecture.channels, filters.architecture.groups
    for l, (starts, left, right) in enumerate(zip(filters.starts, after, before[:-1], strict=True)):
        own = []
        outputs, inputs = channels[l + 1] // groups[l], channels[l] // groups[l]
        work.spend(2 * len(starts))
        for start in starts:
            values: dict[tuple[int, int], int] = {}
            for a, f in left.items():
                bits = total_bits(f.values())
                for b, g in right.items():
                    work.spend(3 + len(f), bits, most_bits(g.values()))
                    if a // outputs != b // inputs:
                        continue
                    c = sum(x * g[s - start - p] for p, x in f.items() if s - start - p in g)
                    if c:
                        values[a, b] = c
            own.append(values)
        found.append(own)
    return found


def scales(filters: ChannelFilters, work: Work) -> list[Rational]:
    """The squares of what the derivatives by each layer have to be multiplied by."""
    whole = _whole(filters, work)
    found = []
    for own in filters.denominators:
        work.spend(5, whole.bit_length(), whole.bit_length())
        common = gcd(own, whole)
        found.append(((own // common) ** 2, (whole // common) ** 2))
    return found


def entry_of(filters: ChannelFilters, place: tuple[int, int], work: Work) -> Rational:
    """An entry of the NTK."""
    left, right = (derivative(filters, n, work) for n in place)
    return paired(left, right, scales(filters, work), work)


def paired(left: Derivative, right: Derivative, weights: list[Rational], work: Work) -> Rational:
    """The same for the derivatives by two entries of U, and the squares of what they are to be multiplied by."""
    values = []
    for f, g in zip(left, right, strict=True):
        total = 0
        for x, y in zip(f, g, strict=True):
            work.spend(len(x), total_bits(x.values()), most_bits(y.values()))
            total += sum(c * y[k] for k, c in x.items() if k in y)
        values.append(total)
    return weighted(values, weights, work)


def check_difference(value: object, sides: list[ChannelFilters], work: Work) -> None:
    """Establishes the entries of two NTKs at one place, and that they are different numbers."""
    where, channels = "ntk_difference", sides[0].architecture.channels
    item = json_object(value, "index values", where)
    place = layer_pair(item["index"], channels[0] * channels[-1] * sides[0].size, f"{where}.index")
    numbers = rationals(item["values"], f"{where}.values", 2)
    for n, (side, number) in enumerate(zip(sides, numbers, strict=True)):
        if entry_of(side, place, work) != number:
            raise Rejected(f"{where}.values[{n}]", "is not this entry of the NTK")
    if numbers[0] == numbers[1]:
        raise Rejected(f"{where}.values", "are equal")
