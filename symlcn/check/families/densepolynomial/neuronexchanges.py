"""Dense networks with monomial activations: two parameters in which two neurons have exchanged their places.

Contents: :func:`check_exchange`.

The parameters compute the same function, as each neuron of the second is one of the first, rescaled: its row times s,
its column times s^-r. For two layers W_1 may have square roots of rational numbers at its rows, and W_2 at its columns.
"""

from __future__ import annotations

from ...algebra.matrices import same
from ...algebra.rootmatrix import ONE, Rooted, read_rooted
from ...core.arithmetic import Rational, over_common, power_of, total_bits
from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.ratio import Ratio
from ...core.reading import integer, json_list, json_object, layer_pair, rationals
from .powernetwork import DensePolynomial, kernel_entry


def check_exchange(
    value: object, network: DensePolynomial, delta: list[list[Rational]] | None, where: str, work: Work
) -> None:
    """Establishes two parameters with one function, the same invariants, those given, and different NTKs."""
    item = json_object(value, "layer neurons parameters ntk_difference", where)
    layer = integer(item["layer"], f"{where}.layer", 0, len(network.hidden) - 1)
    a, b = layer_pair(item["neurons"], network.hidden[layer], f"{where}.neurons")
    if a == b:
        raise Rejected(f"{where}.neurons", "are the same")
    listed = json_list(item["parameters"], f"{where}.parameters", 2)
    first, second = (_read_side(side, network, f"{where}.parameters[{n}]", work) for n, side in enumerate(listed))
    for l, (one, other) in enumerate(zip(first, second, strict=True)):
        if l not in (layer, layer + 1) and not same(one.matrix, other.matrix):
            raise Rejected(f"{where}.parameters", f"differ in layer {l}")
    for c in range(network.hidden[layer]):
        own = {a: b, b: a}.get(c, c)
        if not _is_rescaled(_neuron(first, layer, own), _neuron(second, layer, c), network.powers[layer], work):
            raise Rejected(f"{where}.parameters", f"neuron {c} of the second is not {own} of the first, rescaled")
    _check_invariants(first, second, network, delta, f"{where}.parameters", work)
    _check_difference(item["ntk_difference"], (first, second), network, f"{where}.ntk_difference", work)


def _read_side(value: object, network: DensePolynomial, where: str, work: Work) -> list[Rooted]:
    listed = json_list(value, where, len(network.widths) - 1)
    found = [
        read_rooted(m, network.widths[l + 1], network.widths[l], f"{where}[{l}]", work) for l, m in enumerate(listed)
    ]
    inner = [*found[0].right, *found[-1].left]
    if len(found) > 2:
        inner += [c for own in found for c in (*own.left, *own.right)]
    if {*inner} != {ONE}:
        raise Rejected(where, "has square roots elsewhere than at rows of W_1 and columns of W_2 of two layers")
    return found


Vector = tuple[list[int], int, Rational]  # numerators, their denominator, the number under the root


def _neuron(side: list[Rooted], layer: int, c: int) -> tuple[Vector, Vector]:
    """Its row and its column."""
    below, above = side[layer], side[layer + 1]
    column = [row[c] for row in above.matrix.rows]
    return (below.matrix.rows[c], below.matrix.denominator, below.left[c]), (
        column,
        above.matrix.denominator,
        above.right[c],
    )


def _is_rescaled(one: tuple[Vector, Vector], other: tuple[Vector, Vector], r: int, work: Work) -> bool:
    """Whether the row of the other is s times that of the one, and its column s^-r times."""
    row, column = (_factor(*pair, work) for pair in zip(one, other, strict=True))
    if row is None or column is None:
        return False
    (sign, square), (own, inverse) = row, column
    return own == (sign if r % 2 else 1) and square**r * inverse == Ratio(1, 1, work)


def _factor(one: Vector, other: Vector, work: Work) -> tuple[int, Ratio] | None:
    """The sign and the square of s, if the other is s times the one and both are not 0."""
    (u, p, c), (v, q, d) = one, other
    first = next((i for i, n in enumerate(u) if n), None)
    if first is None or v[first] == 0:
        return None
    work.spend(4 * len(u), total_bits(u) + total_bits(v), u[first].bit_length() + v[first].bit_length())
    if any(n * v[first] != m * u[first] for n, m in zip(u, v, strict=True)):
        return None
    factor = Ratio(abs(v[first]), abs(u[first]), work) * Ratio(p, q, work)
    roots = Ratio(*d, work) / Ratio(*c, work)
    return (1 if (v[first] > 0) == (u[first] > 0) else -1), factor * factor * roots


def _norm(vector: Vector, work: Work) -> Ratio:
    numbers, below, root = vector
    bits = total_bits(numbers)
    work.spend(2 * len(numbers), bits, bits)
    return Ratio(sum(n * n for n in numbers), below * below, work) * Ratio(*root, work)


def _norms(side: list[Rooted], layer: int, c: int, r: int, work: Work) -> tuple[Ratio, Ratio]:
    """|row|^2 and r |column|^2."""
    row, column = _neuron(side, layer, c)
    return _norm(row, work), Ratio(r, 1, work) * _norm(column, work)


def _check_invariants(
    first: list[Rooted],
    second: list[Rooted],
    network: DensePolynomial,
    delta: list[list[Rational]] | None,
    where: str,
    work: Work,
) -> None:
    for l, (width, r) in enumerate(zip(network.hidden, network.powers, strict=True)):
        for c in range(width):
            (row, column), (other, own) = (_norms(side, l, c, r, work) for side in (first, second))
            if row + own != other + column:
                raise Rejected(where, f"the invariants delta[{l}][{c}] differ")
            if delta is not None:
                p, q = delta[l][c]
                size, zero = Ratio(abs(p), q, work), Ratio(0, 1, work)
                if row + (size if p < 0 else zero) != column + (size if p > 0 else zero):
                    raise Rejected(where, f"the invariants are not delta[{l}][{c}]")


def _check_difference(
    value: object, pair: tuple[list[Rooted], list[Rooted]], network: DensePolynomial, where: str, work: Work
) -> None:
    item = json_object(value, "inputs index values", where)
    listed = json_list(item["inputs"], f"{where}.inputs", 2)
    inputs = [rationals(x, f"{where}.inputs[{n}]", network.widths[0]) for n, x in enumerate(listed)]
    index = layer_pair(item["index"], network.widths[-1], f"{where}.index")
    values = rationals(item["values"], f"{where}.values", 2)
    for n, (side, (p, q)) in enumerate(zip(pair, values, strict=True)):
        above, below = _entry(network, side, inputs, index, work)
        work.spend(1, above.bit_length() + below.bit_length(), p.bit_length() + q.bit_length())
        if above * q != p * below:
            raise Rejected(f"{where}.values[{n}]", "is not this entry of the NTK")
    if values[0] == values[1]:
        raise Rejected(f"{where}.values", "are equal")


def _entry(
    network: DensePolynomial, side: list[Rooted], inputs: list[list[Rational]], index: tuple[int, int], work: Work
) -> Rational:
    if {*side[0].left, *side[-1].right} == {ONE}:
        return kernel_entry(network, [own.matrix for own in side], inputs, index, work)
    return _root_entry(network, side, inputs, index, work)


def _root_entry(
    network: DensePolynomial, side: list[Rooted], inputs: list[list[Rational]], index: tuple[int, int], work: Work
) -> Rational:
    """For W_1 = diag(sqrt A) U, W_2 = V diag(sqrt B): sums over neurons of (x.y) r^2 B v_i v_k A^(r-1) (u.x)^(r-1)
    (u.y)^(r-1), and of A^r (u.x)^r (u.y)^r on the diagonal."""
    (x, p), (y, q) = (over_common(vector, work) for vector in inputs)
    r, (i, k) = network.powers[0], index
    work.spend(2 * len(x), total_bits(x), total_bits(y))
    common = sum(map(int.__mul__, x, y)), p * q
    terms = []
    for c in range(network.widths[1]):
        (u, below, root), (v, under, outer) = _neuron(side, 0, c)
        work.spend(4 * len(u), 2 * total_bits(u), total_bits(x) + total_bits(y))
        value = sum(map(int.__mul__, u, x)) * sum(map(int.__mul__, u, y))
        both = _reduced(value * root[0], below * below * p * q * root[1], work)
        power = power_of(both[0], r - 1, work), power_of(both[1], r - 1, work)
        slope = _reduced(v[i] * v[k] * outer[0] * r * r, under * under * outer[1], work)
        terms.append(_times(_times(power, slope, work), common, work))
        if i == k:
            terms.append(_times(power, both, work))
    numerators, denominator = over_common(terms, work)
    return sum(numerators), denominator


def _reduced(p: int, q: int, work: Work) -> Rational:
    ratio = Ratio(abs(p), q, work)
    return (-ratio.numerator if p < 0 else ratio.numerator), ratio.denominator


def _times(one: Rational, other: Rational, work: Work) -> Rational:
    (p, q), (r, s) = one, other
    work.spend(4, p.bit_length() + q.bit_length(), r.bit_length() + s.bit_length())
    return p * r, q * s
