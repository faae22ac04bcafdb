"""Numbers of orbits that follow from the integers of a chain alone.

Contents: :func:`closed_form`, :data:`FORMS`, :func:`form_counted`, :func:`runs`, :func:`scalar_layers`,
:func:`is_beyond`, :func:`beyond`, :func:`line_shape`.

All are for concise chains over C. Let P_1 have n polyphase columns for the exponents of the later layers, nonzero ones,
of degrees d_1, …, d_n with sum Δ, and m_l = k_l − 1.

- ``"hidden channels 1"``: the entries of P_1 are coprime if c_0 > 1, those of P_L if c_L > 1, and are then determined;
  the other layers are polynomials, and are counted by their classes and axis blocks.
- ``"equal channels"``, c_0 = … = c_L = c > 1: layers that are next to each other (but for constant ones), on one axis
  and of one exponent, exchange the c·m_l roots of their determinants. Nothing else is exchanged. The exponents on an
  axis must divide one another, in the order of the layers on every axis or in the opposite order on every axis.
- ``"square run"``, D = 1, c_1 = … = c_L = n and all exponents but the first equal: the same with Δ in place of c·m_1.
- ``"two layers"``, D = 1: one orbit if c_1 ≤ min(n, c_2), not c_1 = n = c_2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import comb, gcd, prod

from symlcn.families.multichannel.chain import Chain
from symlcn.network.architecture import Architecture, Layer
from symlcn.network.classify import classify

__all__ = ["FORMS", "beyond", "closed_form", "form_counted", "is_beyond", "line_shape", "runs", "scalar_layers"]


def closed_form(chain: Chain) -> tuple[str, int] | None:
    """The theorem that counts the orbits over a generic product, and their number; None if none does.

    The excess is then 0. It is tried on the chain, on its normal form, and on the transposed ones.

    Examples
    --------
    >>> from symlcn.families.multichannel.chain import chain_of
    >>> from symlcn.network.notation import parse_network
    >>> closed_form(chain_of(parse_network("c2 k2c2 k2c2"))), closed_form(chain_of(parse_network("k3s2c2 k2c2")))
    (('equal channels', 6), ('square run', 3))
    >>> closed_form(chain_of(parse_network("c3 k3x3s2c6 k3x3c4 k3x3c4")))
    """
    if len(chain.normal()) == 1:
        return "one layer", 1
    for name, count in FORMS.items():
        for form in _forms(chain):
            number = count(form)
            if number is not None:
                return name, number
    return None


def form_counted(chain: Chain, name: str) -> Chain:
    """The form of a chain whose orbits a theorem counts: itself, its normal form, or a transposed one.

    Examples
    --------
    >>> from symlcn.families.multichannel.chain import chain_of
    >>> from symlcn.network.notation import parse_network
    >>> form_counted(chain_of(parse_network("k3s2c2 k2c2")), "square run").channels
    (1, 2, 2)
    """
    return next(form for form in _forms(chain) if FORMS[name](form) is not None)


def _forms(chain: Chain) -> tuple[Chain, ...]:
    normal = chain.normal()
    return chain, normal, chain.reversed, normal.reversed


def _hidden_one(chain: Chain) -> int | None:
    if set(chain.channels[1:-1]) != {1}:
        return None
    inner = scalar_layers(chain)
    return 1 if inner is None else classify(inner).degree


def scalar_layers(chain: Chain) -> Architecture | None:
    """The layers that are polynomials, where all hidden channels are 1: all but ends with several channels."""
    inner = chain.part(int(chain.channels[0] > 1), len(chain) - int(chain.channels[-1] > 1))
    layers = [Layer(size, (), exponent) for size, exponent in zip(inner.sizes, inner.exponents, strict=True)]
    return Architecture(layers) if layers else None


def _equal(chain: Chain) -> int | None:
    c = chain.channels[0]
    if c == 1 or set(chain.channels) != {c} or not (_divide(chain) or _divide(chain.reversed)):
        return None
    return prod(_multinomial([c * (chain.counts[layer] - 1) for layer in run]) for run in runs(chain))


def runs(chain: Chain) -> list[list[int]]:
    """The layers with one active direction, those with the same one and the same exponent in succession together.

    Constant layers between them are left out.

    Examples
    --------
    >>> from symlcn.families.multichannel.chain import chain_of
    >>> from symlcn.network.notation import parse_network
    >>> runs(chain_of(parse_network("c2 k2x1c2 k2x1c2 k1x2c2 k2x2c2 k2x1c2")))
    [[0, 1], [2], [4]]
    """
    found, last = list[list[int]](), None
    for layer in range(len(chain)):
        active = chain.active(layer)
        if not active:
            continue
        place = (active[0], chain.exponents[layer][active[0]]) if len(active) == 1 else None
        if place is not None and place == last:
            found[-1].append(layer)
        elif place is not None:
            found.append([layer])
        last = place
    return found


def _divide(chain: Chain) -> bool:
    """Whether on each axis the exponents of the layers that are active there divide one another in their order."""
    for d in chain.directions:
        steps = [e[d] for size, e in zip(chain.sizes, chain.exponents, strict=True) if size[d] > 1]
        if any(later % step for step, later in pairwise(steps)):
            return False
    return True


def _square_run(chain: Chain) -> int | None:
    shape = line_shape(chain)
    if shape is None or len({*chain.channels[1:]}) != 1 or len({*shape.steps[1:]}) != 1:
        return None
    c, degrees = chain.channels[1], shape.degrees
    if len(degrees) != c or shape.steps[1] % shape.steps[0]:
        return None
    return _multinomial([sum(degrees), *(c * (k - 1) for k in shape.sizes[1:])])


def _two_layers(chain: Chain) -> int | None:
    shape = line_shape(chain)
    if shape is None or len(chain) != 2:
        return None
    (_, c, last), n = chain.channels, len(shape.degrees)
    if c <= min(n, last) and not c == n == last:
        return 1
    return None


def is_beyond(chain: Chain) -> bool:
    """Whether a chain is one of two layers in one direction for which :func:`beyond` gives the excess or a bound."""
    shape = line_shape(chain)
    return shape is not None and len(chain) == 2 and shape.steps[1] % shape.steps[0] == 0


def beyond(chain: Chain) -> int:
    """For two layers in one direction, with exponents that divide in order: a lower bound of the excess.

    With r = c_1 it is s(Δ − t) + t·c_2·m_2 if r = c_2 + s = n + t, s, t ≥ 0. If n < r < c_2, the left kernels of P_2
    and P_1 have degrees a_i and b_j that sum to r·m_2 and Δ, and the excess is Σ max(0, a_i + m_2 − b_j + 1), which is
    least when both are balanced; if c_2 < r < n it is Σ max(0, a_i − b_j + 1) for right kernels, of degrees that sum to
    Δ and c_2·m_2.

    Examples
    --------
    >>> from symlcn.families.multichannel.chain import chain_of
    >>> from symlcn.network.notation import parse_network
    >>> [beyond(chain_of(parse_network(text))) for text in ("k2c2 k2", "k4c2 k2c4", "k3c2 k3c3")]
    [1, 0, 5]
    """
    shape = line_shape(chain)
    if shape is None:
        return 0
    (_, r, last), n, delta, m = chain.channels, len(shape.degrees), sum(shape.degrees), shape.sizes[1] - 1
    if r <= min(n, last):
        return 0
    if n < r < last:
        left, right = _balanced(r * m, last - r), _balanced(delta, r - n)
        return sum(max(0, a + m - b + 1) for a in left for b in right)
    if last < r < n:
        left, right = _balanced(delta, n - r), _balanced(last * m, r - last)
        return sum(max(0, a - b + 1) for a in left for b in right)
    s, t = r - last, r - n
    return s * (delta - t) + t * last * m


class LineShape:
    """Sizes and exponents in the one active direction, and the degrees of the polyphase columns of the first layer."""

    __slots__ = ("degrees", "sizes", "steps")

    def __init__(self, chain: Chain, direction: int) -> None:
        self.sizes = [size[direction] for size in chain.sizes]
        self.steps = [exponent[direction] for exponent in chain.exponents]
        step = gcd(*(e for e, k in zip(self.steps[1:], self.sizes[1:], strict=True) if k > 1))
        turns = step // gcd(step, self.steps[0]) if step else self.sizes[0]
        degrees = [(self.sizes[0] - 1 - t) // turns for t in range(min(turns, self.sizes[0]))]
        self.degrees = degrees * min(chain.channels[0], MOST // len(degrees) + 1)


MOST = 10**6
"""Polyphase columns; more are not listed, as no layer has so many channels."""


def line_shape(chain: Chain) -> LineShape | None:
    """None if there is not one active direction, or one of the layers is constant."""
    used = {d for layer in range(len(chain)) for d in chain.active(layer)}
    if len(used) != 1 or not all(map(chain.active, range(len(chain)))):
        return None
    return LineShape(chain, used.pop())


def _balanced(total: int, parts: int) -> list[int]:
    quotient, rest = divmod(total, parts)
    return [quotient + 1] * rest + [quotient] * (parts - rest)


def _multinomial(parts: Sequence[int]) -> int:
    total, result = 0, 1
    for part in parts:
        total += part
        result *= comb(total, part)
    return result


FORMS: dict[str, Callable[[Chain], int | None]] = {
    "hidden channels 1": _hidden_one,
    "equal channels": _equal,
    "square run": _square_run,
    "two layers": _two_layers,
}
"""The theorems by name."""
