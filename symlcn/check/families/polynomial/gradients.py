"""The gradient of a network with activations at an input.

Contents: :func:`squared_gradients`.

f = F_L at position 0, F_0 = x, F_l at q the sum of w_l[j] F_(l-1) ** r_(l-1) at q + j e_l over the indices j.
"""

from __future__ import annotations

from ...core.arithmetic import Filter, power_of
from ...core.limits import Work
from ...network.furtherarchitectures import PolynomialArchitecture

Values = dict[tuple[int, ...], int]


def squared_gradients(
    architecture: PolynomialArchitecture, filters: list[Filter], point: Filter, work: Work
) -> list[int]:
    """For each layer the sum of the squares of the derivatives of f by the entries of its filter, at an input."""
    stack = architecture.stack
    powers = [1, *architecture.activations]
    spans = [[0] * stack.dimension]  # the outputs of each layer on which output 0 depends are from 0 up to these
    for size, exponent in zip(reversed(stack.sizes), reversed(stack.exponents), strict=True):
        spans.append([s + (k - 1) * e for s, k, e in zip(spans[-1], size, exponent, strict=True)])
    spans.reverse()
    layers: list[Values] = [dict(point)]
    for entries, exponent, power, span in zip(filters, stack.exponents, powers, spans[1:], strict=True):
        layers.append(_applied(entries, exponent, _raised(layers[-1], power, work), span, work))
    backward: Values = {(0,) * stack.dimension: 1}
    result = []
    for l in range(len(filters) - 1, -1, -1):
        entries, size, exponent = filters[l], stack.sizes[l], stack.exponents[l]
        raised = _raised(layers[l], powers[l], work)
        result.append(_squares(backward, raised, size, exponent, work))
        if l == 0:
            break
        before: Values = {}
        for q, g in backward.items():
            for j, c in entries.items():
                p = tuple(a + i * e for a, i, e in zip(q, j, exponent, strict=True))
                if powers[l] == 1 or p in layers[l]:
                    work.spend(10 + len(q), g.bit_length(), c.bit_length())
                    before[p] = before.get(p, 0) + g * c
        if powers[l] > 1:
            for p, g in before.items():
                slope = powers[l] * _power(layers[l][p], powers[l] - 1, work)
                work.spend(5, g.bit_length(), slope.bit_length())
                before[p] = g * slope
        backward = {p: g for p, g in before.items() if g}
    return result[::-1]


def _raised(values: Values, power: int, work: Work) -> Values:
    return values if power == 1 else {q: _power(x, power, work) for q, x in values.items()}


def _power(x: int, exponent: int, work: Work) -> int:
    if abs(x) == 1:
        return 1 if exponent % 2 == 0 else x
    return power_of(x, exponent, work)


def _applied(entries: Filter, exponent: tuple[int, ...], values: Values, span: list[int], work: Work) -> Values:
    """The outputs, of those on which output 0 depends, that are not 0."""
    after: Values = {}
    for p, x in values.items():
        for j, c in entries.items():
            work.spend(10 + len(p), x.bit_length(), c.bit_length())
            q = tuple(a - i * e for a, i, e in zip(p, j, exponent, strict=True))
            if all(0 <= a <= s for a, s in zip(q, span, strict=True)):
                after[q] = after.get(q, 0) + c * x
    return {q: y for q, y in after.items() if y}


def _squares(backward: Values, raised: Values, size: tuple[int, ...], exponent: tuple[int, ...], work: Work) -> int:
    """The sum over all j of the square of the sum over q of backward[q] raised[q + j e]."""
    derivatives: Values = {}
    for q, g in backward.items():
        for p, x in raised.items():
            work.spend(5 + 3 * len(q))
            index = _index(q, p, size, exponent)
            if index is not None:
                work.spend(5, g.bit_length(), x.bit_length())
                derivatives[index] = derivatives.get(index, 0) + g * x
    for d in derivatives.values():
        work.spend(5, d.bit_length(), d.bit_length())
    return sum(d * d for d in derivatives.values())


def _index(
    q: tuple[int, ...], p: tuple[int, ...], size: tuple[int, ...], exponent: tuple[int, ...]
) -> tuple[int, ...] | None:
    """The j with q + j e = p, if it is an index of the filter."""
    found = []
    for a, b, k, e in zip(q, p, size, exponent, strict=True):
        j, rest = divmod(b - a, e)
        if rest or not 0 <= j < k:
            return None
        found.append(j)
    return tuple(found)
