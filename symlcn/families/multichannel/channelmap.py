"""Given filters of a network with channels, exactly: the end-to-end filter, the invariants, the Jacobian and the NTK.

Contents: :class:`ChannelFilters`, :func:`as_channel_filters`, :func:`read_layers`, :func:`small_filters`,
:func:`slices`, :func:`filters_of`, :func:`layer_shapes`.

Notation. P_l is a c_l × c_{l−1} matrix of polynomials and U = P_L⋯P_1. With A_l = P_L⋯P_{l+1}, B_{l−1} = P_{l−1}⋯P_1
the derivative of an entry (o, i, s) of U by W_l[:, :, j] is the c_l × c_{l−1} matrix R_{l,j}, whose entry (a, b) is the
coefficient of x^{s − j⊙e_l} in A_l[o, a]·B_{l−1}[b, i]. The rows of J are those of these matrices, and K = J·Jᵀ.
Entries of U are numbered by output, input and position, row-major. The invariants are
D_l = Σ_j W_{l+1}[j]ᵀW_{l+1}[j] − Σ_j W_l[j]W_l[j]ᵀ. Invertible g_l act by W_l[j] ↦ g_l·W_l[j]·g_{l−1}⁻¹, with
g_0 = g_L = 1, and keep U. With all g_l orthogonal this keeps K, and turns D_l into g_l·D_l·g_lᵀ.

Where layers have channels in groups, filters have the inputs of a group only, and (a, b) are those of one group.

Layers count from 0 in code. All layers are integers over a common denominator.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import lcm, prod
from typing import Any, NamedTuple

from flint import fmpq, fmpq_mat, fmpz_mat

from symlcn.algebra.exact import fraction_of
from symlcn.algebra.matrices import Rows, entries, matrix
from symlcn.errors import LimitError, ParseError, brief, counted
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.filterinputs import shaped
from symlcn.network.filters import nested
from symlcn.network.groupedarchitecture import GroupedArchitecture
from symlcn.network.inputs import as_tensor

__all__ = [
    "ChannelFilters",
    "as_channel_filters",
    "filters_of",
    "layer_shapes",
    "read_layers",
    "slices",
    "small_filters",
]

MAX_AMBIENT = 2000
"""Entries of U up to which K is formed."""
MAX_JACOBIAN = 4_000_000
"""Entries up to which a Jacobian is formed."""

Polynomial = dict[int, int]
"""From the place of a monomial in U, which is additive, to its coefficient."""
Vector = dict[int, Polynomial]
"""Polynomials for some channels."""


class Layer(NamedTuple):
    """P_l: for each output its inputs with the polynomials, the common denominator, and the places of its entries."""

    rows: dict[int, Vector]
    columns: dict[int, Vector]
    denominator: int
    places: tuple[int, ...]


def layer_shapes(network: ChannelArchitecture | GroupedArchitecture) -> tuple[tuple[int, ...], ...]:
    """For each layer the shape of its filter: outputs, inputs of a group and the size.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> layer_shapes(parse_network("c3 k3x3c2 k2x2"))
    ((2, 3, 3, 3), (1, 2, 2, 2))
    """
    sides = zip(network.architecture, pairwise(network.channels), network.groups, strict=True)
    return tuple((b, a // g, *layer.size) for layer, (a, b), g in sides)


@dataclass(frozen=True, eq=False)
class ChannelFilters:
    """Filters of all layers, each as nested tuples of Fractions: output, input, position.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> found = as_channel_filters([[[[-2, 6]], [[-3, -1]]], [[[1, 2], [-4, 2]]]], parse_network("k2s2c2 k2"))
    >>> [[str(c) for c in row] for row in found.invariants[0]], found.entry(0, 0)
    ([['-35', '0'], ['0', '10']], Fraction(30, 1))
    """

    __repr__ = brief

    network: ChannelArchitecture
    filters: tuple[Any, ...]

    @property
    def ambient(self) -> int:
        """N, the number of entries of U."""
        return self.network.ambient

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The polynomials of all layers."""
        extents = self.network.architecture.end_to_end_size
        weights = [prod(extents[d + 1 :]) for d in range(len(extents))]
        found = []
        for own, layer, exponent, g in zip(
            self.filters,
            self.network.architecture,
            self.network.architecture.exponents,
            self.network.groups,
            strict=True,
        ):
            steps = [e * w for e, w in zip(exponent, weights, strict=True)]
            places = [0]
            for k, step in zip(layer.size, steps, strict=True):
                places = [place + n * step for place in places for n in range(k)]
            lists = [[list(_flat(entry)) for entry in row] for row in own]
            common = lcm(*(c.denominator for row in lists for entry in row for c in entry))
            rows: dict[int, Vector] = {}
            columns: dict[int, Vector] = {}
            for a, row in enumerate(lists):
                for b, entry in enumerate(row, a * g // len(lists) * len(row)):
                    polynomial = {p: int(c * common) for p, c in zip(places, entry, strict=True) if c}
                    if polynomial:
                        rows.setdefault(a, {})[b] = columns.setdefault(b, {})[a] = polynomial
            found.append(Layer(rows, columns, common, tuple(places)))
        return tuple(found)

    @cached_property
    def product(self) -> Any:
        """U: nested tuples, output, input and position."""
        first, *_, last = self.network.channels
        extents = self.network.architecture.end_to_end_size
        size, whole = prod(extents), prod(layer.denominator for layer in self.layers)
        found = []
        for o in range(last):
            row = self._rows_of(o)[-1]
            for i in range(first):
                entry = row.get(i, {})
                found += [Fraction(entry.get(place, 0), whole) for place in range(size)]
        return nested(found, (last, first, *extents))

    @cached_property
    def invariants(self) -> tuple[Rows, ...]:
        """D_1, …, D_{L−1}."""
        found = []
        for below, above in pairwise(slices(own) for own in self.filters):
            total = above[0].transpose() * above[0] - below[0] * below[0].transpose()
            for w in above[1:]:
                total += w.transpose() * w
            for w in below[1:]:
                total -= w * w.transpose()
            found.append(entries(total))
        return tuple(found)

    def _rows_of(self, output: int) -> list[Vector]:
        """Row `output` of A_L = 1, A_{L−1}, …, A_0 = U, up to denominators."""
        found: list[Vector] = [{output: {0: 1}}]
        for layer in reversed(self.layers):
            found.append(_combined(found[-1], layer.rows))
        return found

    def _columns_of(self, entry: int) -> list[Vector]:
        """Column `entry` of B_0 = 1, B_1, …, B_L = U, up to denominators."""
        found: list[Vector] = [{entry: {0: 1}}]
        for layer in self.layers:
            found.append(_combined(found[-1], layer.columns))
        return found

    def derivative(self, place: int) -> list[list[dict[tuple[int, int], int]]]:
        """For each layer and each j the entries of R_{l,j} other than 0, multiplied by the denominators of the others.

        Parameters
        ----------
        place : int
            The number of an entry of U.
        """
        first, size = self.network.channels[0], prod(self.network.architecture.end_to_end_size)
        (o, i), s = divmod(place // size, first), place % size
        after, before = self._rows_of(o)[-2::-1], self._columns_of(i)
        found = []
        shapes = layer_shapes(self.network)
        for layer, left, right, groups, shape in zip(
            self.layers, after, before[:-1], self.network.groups, shapes, strict=True
        ):
            own = []
            for start in layer.places:
                values: dict[tuple[int, int], int] = {}
                for a, f in left.items():
                    for b, g in right.items():
                        if a * groups // shape[0] != b // shape[1]:
                            continue
                        c = sum(x * g[s - start - p] for p, x in f.items() if s - start - p in g)
                        if c:
                            values[a, b] = c
                own.append(values)
            found.append(own)
        return found

    @property
    def scales(self) -> list[Fraction]:
        """For each layer what :meth:`derivative` has to be multiplied by."""
        whole = prod(layer.denominator for layer in self.layers)
        return [Fraction(layer.denominator, whole) for layer in self.layers]

    def entry(self, row: int, column: int) -> Fraction:
        """An entry of K."""
        total = Fraction(0)
        for scale, left, right in zip(self.scales, self.derivative(row), self.derivative(column), strict=True):
            value = sum(c * g.get(k, 0) for f, g in zip(left, right, strict=True) for k, c in f.items())
            total += scale**2 * value
        return total

    def jacobians(self, count: int | None = None) -> Iterator[Any]:
        """For each layer its block of J as an ``fmpz_mat``, to be multiplied by its scale; its first rows if so many.

        Raises
        ------
        LimitError
            If they have more than 4·10^6 entries.
        """
        count = self.ambient if count is None else count
        if count * self.network.parameters > MAX_JACOBIAN:
            raise LimitError(f"a Jacobian of {count} times {self.network.parameters} entries is too large")
        found = [self.derivative(place) for place in range(count)]
        for l, (b, a) in enumerate(shape[:2] for shape in layer_shapes(self.network)):
            rows = []
            for own in found:
                row = []
                for values in own[l]:
                    line = [0] * (a * b)
                    for (p, q), c in values.items():
                        line[p * a + q % a] = c
                    row += line
                rows.append(row)
            yield fmpz_mat(rows)

    @cached_property
    def kernel(self) -> Any:
        """K as an ``fmpq_mat``.

        Raises
        ------
        LimitError
            If it has more than 2000 rows.
        """
        if self.ambient > MAX_AMBIENT:
            raise LimitError(f"an NTK with {self.ambient} rows; at most {MAX_AMBIENT} are formed")
        total = fmpq_mat(self.ambient, self.ambient)
        for scale, block in zip(self.scales, self.jacobians(), strict=True):
            gram: Any = fmpq_mat(block * block.transpose())
            total += gram * (fmpq(scale.numerator, scale.denominator) ** 2)
        return total

    def acted(self, matrices: Sequence[Any]) -> ChannelFilters:
        """g_l·W_l·g_{l−1}⁻¹ for invertible g_1, …, g_{L−1}, as fmpq_mat."""
        layers = []
        for l, own in enumerate(self.filters):
            moved = slices(own)
            if l < len(self.filters) - 1:
                moved = [matrices[l] * w for w in moved]
            if l > 0:
                inverse = matrices[l - 1].inv()
                moved = [w * inverse for w in moved]
            layers.append(moved)
        return filters_of(self.network, layers)


def _combined(vector: Vector, lines: dict[int, Vector]) -> Vector:
    """The sum of lines of a matrix of polynomials, multiplied by those of the vector."""
    total: Vector = {}
    for channel, f in vector.items():
        for other, g in lines.get(channel, {}).items():
            into = total.setdefault(other, {})
            for p, x in f.items():
                for q, y in g.items():
                    into[p + q] = into.get(p + q, 0) + x * y
    return total


def _flat(tensor: Any) -> Iterator[Fraction]:
    if isinstance(tensor, tuple):
        for part in tensor:
            yield from _flat(part)
    else:
        yield tensor


def slices(own: Any) -> list[Any]:
    """W_l[j] for all j, as fmpq_mat, of one filter.

    Examples
    --------
    >>> [w.tolist() for w in slices((((Fraction(1), Fraction(2)), (Fraction(3), Fraction(4))),))]
    [[[1, 3]], [[2, 4]]]
    """
    lists = [[list(_flat(entry)) for entry in row] for row in own]
    return [matrix([[entry[j] for entry in row] for row in lists]) for j in range(len(lists[0][0]))]


def filters_of(network: ChannelArchitecture, layers: Sequence[Sequence[Any]]) -> ChannelFilters:
    """The filters with these W_l[j], as fmpq_mat.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> given = as_channel_filters("[[[[1, 2]], [[3, 4]]], [[[1], [2]]]]", parse_network("k2c2 k1"))
    >>> filters_of(given.network, [slices(own) for own in given.filters]).filters == given.filters
    True
    """
    found = []
    for parts, shape in zip(layers, layer_shapes(network), strict=True):
        outputs, inputs = shape[:2]
        values = [fraction_of(w[a, b]) for a in range(outputs) for b in range(inputs) for w in parts]
        found.append(nested(values, shape))
    return ChannelFilters(network, tuple(found))


def as_channel_filters(value: Any, network: ChannelArchitecture) -> ChannelFilters:
    """The filters that a caller gives, one for each layer: nested sequences ``[output][input][position]``, or JSON.

    Raises
    ------
    ParseError
        Naming the entry that is not exact, or the list that has another length.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> as_channel_filters("[[[[1, 2]], [[3, 4]]], [[[1], [2]]]]", parse_network("k2c2 k1")).product
    (((Fraction(7, 1), Fraction(10, 1)),),)
    """
    return ChannelFilters(network, read_layers(value, network))


def read_layers(value: Any, network: ChannelArchitecture | GroupedArchitecture) -> tuple[Any, ...]:
    """The same as nested tuples alone; in groups, of the inputs of a group."""
    given = as_tensor(value, "filters")
    shapes = layer_shapes(network)
    if not isinstance(given, Sequence) or len(given) != len(shapes):
        number = counted(len(given), "filter") if isinstance(given, Sequence) else "no list of filters"
        raise ParseError("filters", f"{number} for {counted(len(shapes), 'layer')}; give one for each")
    layers = []
    for n, (own, shape) in enumerate(zip(given, shapes, strict=True), 1):
        layers.append(shaped(as_tensor(own, f"filter {n}"), shape, f"filter {n}"))
    return tuple(layers)


def small_filters(network: ChannelArchitecture) -> Iterator[ChannelFilters]:
    """Filters with small integers, the same ones each time."""
    state = 20_111
    while True:
        layers: list[Any] = []
        for shape in layer_shapes(network):
            numbers = []
            for _ in range(prod(shape)):
                state = state * 48271 % (2**31 - 1)
                numbers.append(Fraction((0, 1, -1, 2, 1)[state // 7 % 5]))
            layers.append(nested(numbers, shape))
        yield ChannelFilters(network, tuple(layers))
