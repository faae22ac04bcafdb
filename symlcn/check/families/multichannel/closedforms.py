"""Numbers of orbits of concise chains that follow from their numbers by theorems that are trusted.

Contents: :data:`FORMS`, :func:`counted`, :func:`polynomials`, :func:`positive`, :func:`lined`.

- "hidden channels 1": an end layer with several channels has coprime entries, and is determined. The others are
  polynomials: permutations in classes, and distributions of roots in axis blocks.
- "equal channels", all c > 1: consecutive axis layers (but for constant ones) on one axis with one exponent distribute
  the roots of their determinants, c m_l of them for degree m_l; nothing else is exchanged. On each axis the exponents
  of the active layers divide one another in the order of the layers, or on each axis in the opposite order.
- "square run", one direction: all channels but c_0 are n, the number of nonzero polyphase columns of P_0 for the one
  exponent of the other layers, which that of P_0 divides: the same with the sum of the degrees of these columns first.
- "two layers", one direction: c_1 <= n and c_1 <= c_2, not both equal: one orbit.

Each is tried on a chain, its normal form, and on the transposed ones.
"""

from __future__ import annotations

from itertools import pairwise
from math import factorial, gcd, prod

from ...core.arithmetic import binomial
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...network.architecture import Architecture
from .chain import Chain

MAX_ROOTS = 300_000  # to distribute: numbers beyond have more digits than are read


def counted(theorem: str, piece: Chain, normal: Chain, where: str, work: Work) -> int:
    """The number of orbits by a theorem."""
    if theorem == "one layer":
        if len(normal) != 1:
            raise Rejected(where, "the piece has several layers")
        return 1
    for form in (piece, normal, piece.turned(), normal.turned()):
        number = FORMS[theorem](form, work)
        if number is not None:
            return number
    raise Rejected(where, f"the hypotheses of the theorem {theorem!r} do not hold")


def _hidden_one(chain: Chain, work: Work) -> int | None:
    if set(chain.channels[1:-1]) != {1}:
        return None
    stack = polynomials(chain)
    if stack is None:
        return 1
    number = prod(factorial(len(group)) for group in stack.classes)
    for (direction, _), places in stack.blocks.items():
        number *= _shared([stack.sizes[n][direction] - 1 for n in places], work)
    return number


def polynomials(chain: Chain) -> Architecture | None:
    """The layers that are polynomials, where all hidden channels are 1: all but ends with several channels."""
    inner = chain.part(int(chain.channels[0] > 1), len(chain) - int(chain.channels[-1] > 1))
    ones = (1,) * len(chain.directions())
    layers = [
        {"size": size, "stride": ones, "dilation": exponent}
        for size, exponent in zip(inner.sizes, inner.exponents, strict=True)
    ]
    return Architecture(layers) if layers else None


def _equal(chain: Chain, work: Work) -> int | None:
    c = chain.channels[0]
    if c == 1 or set(chain.channels) != {c} or not (_dividing(chain) or _dividing(chain.turned())):
        return None
    runs: list[tuple[object, list[int]]] = []
    for layer in range(len(chain)):
        active = chain.active(layer)
        if len(active) == 1:
            key = active[0], chain.exponents[layer][active[0]]
            if not runs or runs[-1][0] != key:
                runs.append((key, []))
            runs[-1][1].append(c * (chain.sizes[layer][active[0]] - 1))
        elif active:
            runs.append((None, []))
    return prod(_shared(roots, work) for _, roots in runs)


def _dividing(chain: Chain) -> bool:
    for d in chain.directions():
        steps = [e[d] for size, e in zip(chain.sizes, chain.exponents, strict=True) if size[d] > 1]
        if any(later % earlier for earlier, later in pairwise(steps)):
            return False
    return True


def _square_run(chain: Chain, work: Work) -> int | None:
    found = lined(chain)
    if found is None:
        return None
    sizes, steps, (number, total) = found
    c = chain.channels[1]
    if set(chain.channels[1:]) != {c} or number != c or len(set(steps[1:])) != 1 or steps[1] % steps[0]:
        return None
    return _shared([total, *(c * (k - 1) for k in sizes[1:])], work)


def _two_layers(chain: Chain, work: Work) -> int | None:
    found = lined(chain)
    if found is None or len(chain) != 2:
        return None
    c, last, number = chain.channels[1], chain.channels[2], found[2][0]
    return 1 if c <= number and c <= last and not c == number == last else None


FORMS = {
    "hidden channels 1": _hidden_one,
    "equal channels": _equal,
    "square run": _square_run,
    "two layers": _two_layers,
}


def lined(chain: Chain) -> tuple[list[int], list[int], tuple[int, int]] | None:
    """Sizes and exponents in the one direction in which all layers are active, if there are several and no other one.

    And the number of the nonzero polyphase columns of the first layer for the exponents of the others, and the sum of
    their degrees in units of the greatest common divisor of these, where the exponent of the first layer divides it.
    """
    used = {tuple(chain.active(layer)) for layer in range(len(chain))}
    if len(chain) < 2 or len(used) != 1 or len(next(iter(used))) != 1:
        return None
    (direction,) = next(iter(used))
    sizes, steps = [size[direction] for size in chain.sizes], [e[direction] for e in chain.exponents]
    step = gcd(*steps[1:])
    turns = min(step // gcd(step, steps[0]), sizes[0])
    degrees = sum((sizes[0] - 1 - t) // turns for t in range(turns))
    return sizes, steps, (turns * chain.channels[0], degrees * chain.channels[0])


def positive(chain: Chain, work: Work) -> bool:
    """Whether the excess of two layers in one direction is positive, by minimal bases of the kernels of the factors.

    With r = c_1, n polyphase columns of degrees with sum t and m the degree of the second layer: for n < r < c_2 the
    left kernel of the second layer is a sum of line bundles of degrees -a_i, the sum of a_i being r m, and that of the
    first one of degrees -b_j with sum t; the tangent space of the fiber is that of homomorphisms from the first to the
    second one twisted by m, of dimension sum max(0, a_i + m - b_j + 1), which is least if the a_i and the b_j are
    balanced. For c_2 < r < n it is the same with right kernels. If r = c_2 + s = n + u, the excess is s (t - u) + u c_2
    m.
    """
    found = lined(chain)
    if found is None or len(chain) != 2 or found[1][1] % found[1][0]:
        return False
    sizes, _, (n, total) = found
    (_, r, last), m = chain.channels, sizes[1] - 1
    if r <= min(n, last):
        return False
    if n < r < last:
        return _crossed(r * m, last - r, total, r - n, m)
    if last < r < n:
        return _crossed(total, n - r, last * m, r - last, 0)
    return (r - last) * (total - r + n) + (r - n) * last * m > 0


def _crossed(a: int, parts_a: int, b: int, parts_b: int, shift: int) -> bool:
    """Whether some part of a, plus the shift, is at least one of b less 0: both are divided into balanced parts."""
    return -(-a // parts_a) + shift >= b // parts_b


def _shared(parts: list[int], work: Work) -> int:
    """(sum of parts)! / product of part!"""
    if sum(parts) > MAX_ROOTS:
        raise Malformed("result.orbits", f"distributions of more than {MAX_ROOTS} roots are not counted")
    result, total = 1, 0
    for part in parts:
        total += part
        result *= binomial(total, min(part, total - part), work)
        work.spend(1, result.bit_length(), result.bit_length())
    return result
