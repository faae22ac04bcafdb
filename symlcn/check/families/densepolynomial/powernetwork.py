"""Dense networks with monomial activations: reading, and values and derivatives of the function.

Contents: :class:`DensePolynomial`, :func:`read_network`, :func:`derivatives`, :func:`kernel_entry`.

Widths m_0, ..., m_L; h_1 = W_1 x, h_(l+1) = W_(l+1) h_l^r_l entry by entry, f(x) = h_L. The NTK is the sum over layers
of A_l(x) A_l(y)^T (z_(l-1)(x) . z_(l-1)(y)), with A_l = df/dh_l and the input z_(l-1) of W_l.
"""

from __future__ import annotations

from ...algebra.matrices import Matrix
from ...core.arithmetic import Rational, over_common, power_of, total_bits
from ...core.limits import MAX_EXTENT, MAX_LAYERS, Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import integer, json_list, json_object, string
from ..widths import MAX_WIDTH


class DensePolynomial:
    """Widths, powers, and the notation made of them."""

    __slots__ = ("notation", "powers", "widths")

    def __init__(self, widths: list[int], powers: list[int]) -> None:
        self.widths, self.powers = widths, powers
        inner = [f"{width} r{power}" for width, power in zip(widths, powers)]  # noqa: B905 - the last two are left
        self.notation = " ".join([*inner, *map(str, widths[-2:])])

    @property
    def hidden(self) -> list[int]:
        return self.widths[1:-1]

    @property
    def parameters(self) -> int:
        return sum(n * m for n, m in zip(self.widths, self.widths[1:]))  # noqa: B905 - neighbours


def read_network(value: object) -> DensePolynomial:
    """Reads widths and powers, and establishes that the notation is theirs."""
    item = json_object(value, "notation widths powers", "architecture")
    found = json_list(item["widths"], "architecture.widths")
    if not 3 <= len(found) <= MAX_LAYERS:
        raise Malformed("architecture.widths", f"expected 3 to {MAX_LAYERS} widths, found {len(found)}")
    widths = [integer(n, f"architecture.widths[{i}]", 1, MAX_WIDTH) for i, n in enumerate(found)]
    listed = json_list(item["powers"], "architecture.powers", len(widths) - 2)
    powers = [integer(n, f"architecture.powers[{i}]", 2, MAX_EXTENT) for i, n in enumerate(listed)]
    network = DensePolynomial(widths, powers)
    if string(item["notation"], "architecture.notation") != network.notation:
        raise Rejected("architecture.notation", "is not that of the widths and powers")
    return network


def derivatives(network: DensePolynomial, layers: list[Matrix], x: list[int], p: int, work: Work) -> list[list[int]]:
    """For integer matrices modulo a prime: a row for each output, all derivatives by entries of W_1, ..., W_L."""
    work.spend(3 * network.parameters * network.widths[-1] + 200 * sum(network.widths))
    inner: list[list[int]] = [[c % p for c in x]]
    before: list[list[int]] = []
    for layer, power in zip(layers, [*network.powers, 1], strict=True):
        before.append([sum(c * z for c, z in zip(row, inner[-1], strict=True)) % p for row in layer.rows])
        inner.append([pow(h, power, p) for h in before[-1]])
    found = []
    for i in range(network.widths[-1]):
        outer, parts = [int(i == k) for k in range(network.widths[-1])], []
        for l in range(len(layers) - 1, -1, -1):
            parts.append([a * z % p for a in outer for z in inner[l]])
            if l:
                r = network.powers[l - 1]
                sums = [sum(map(int.__mul__, outer, column)) for column in zip(*layers[l].rows, strict=True)]
                outer = [s * r * pow(h, r - 1, p) % p for s, h in zip(sums, before[l - 1], strict=True)]
        found.append([c for part in reversed(parts) for c in part])
    return found


Over = tuple[list[int], int]  # numerators over a common denominator


def kernel_entry(
    network: DensePolynomial,
    layers: list[Matrix],
    inputs: list[list[Rational]],
    index: tuple[int, int],
    work: Work,
) -> Rational:
    """An entry of K(x, y), not in lowest terms."""
    (left, right), terms = (_states(network, layers, x, i, work) for x, i in zip(inputs, index, strict=True)), []
    for pair in zip(left, right, strict=True):
        (outer, inner), (other, own) = pair
        work.spend(2 * (len(outer[0]) + len(inner[0])), *(total_bits([*a[0], *b[0]]) for a, b in pair))
        above = sum(map(int.__mul__, outer[0], other[0])) * sum(map(int.__mul__, inner[0], own[0]))
        terms.append((above, _product([outer[1], other[1], inner[1], own[1]], work)))
    numerators, common = over_common(terms, work)
    return sum(numerators), common


def _product(numbers: list[int], work: Work) -> int:
    whole = 1
    for n in numbers:
        work.spend(1, whole.bit_length(), n.bit_length())
        whole *= n
    return whole


def _times(rows: list[list[int]], vector: Over, below: int, bits: int, work: Work) -> Over:
    """A matrix with so many bits times a vector."""
    numbers, common = vector
    work.spend(2 * len(rows) * (2 + len(numbers)), bits, total_bits(numbers))
    work.hold(len(rows), bits + total_bits(numbers))
    return [sum(map(int.__mul__, row, numbers)) for row in rows], _product([common, below], work)


def _states(
    network: DensePolynomial, layers: list[Matrix], x: list[Rational], output: int, work: Work
) -> list[tuple[Over, Over]]:
    """For each layer the row of A_l for an output, and z_(l-1)."""
    inner: list[Over] = [over_common(x, work)]
    before: list[Over] = []
    for layer, power in zip(layers, network.powers, strict=False):
        before.append(_times(layer.rows, inner[-1], layer.denominator, layer.bits, work))
        numbers, common = before[-1]
        inner.append(([power_of(h, power, work) for h in numbers], power_of(common, power, work)))
    outer: Over = [int(output == k) for k in range(network.widths[-1])], 1
    found = [(outer, inner[-1])]
    for l in range(len(layers) - 1, 0, -1):
        layer, r, (numbers, common) = layers[l], network.powers[l - 1], before[l - 1]
        columns = [list(column) for column in zip(*layer.rows, strict=True)]
        sums, below = _times(columns, outer, layer.denominator, layer.bits, work)
        slopes = [_product([r, power_of(h, r - 1, work)], work) for h in numbers]
        outer = (
            [_product(list(pair), work) for pair in zip(sums, slopes, strict=True)],
            _product([below, power_of(common, r - 1, work)], work),
        )
        found.append((outer, inner[l - 1]))
    return found[::-1]
