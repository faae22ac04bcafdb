"""Two layers exchange factors: a second point over the same end-to-end filter, with another NTK.

Contents: :func:`check_exchange`.

An exchange inside an axis block changes the NTK for every delta.
"""

from __future__ import annotations

from ..core.arithmetic import LARGE_PRIME, Filter, evaluate, times
from ..core.limits import MAX_TERMS, Work
from ..core.outcome import Rejected
from ..core.reading import exact, integer_filter, json_list, json_object, layer_pair
from ..network.architecture import Architecture
from ..network.ntk import constant_entries
from .twoparameters import Exchange
from .witness import axis_line


def check_exchange(architecture: Architecture, filters: list[Filter], value: object, work: Work) -> Exchange:
    """Establishes a second point over the witness whose NTK differs for every delta.

    The symmetric S with S(0, k e) = root ** k along the direction (twice that for k = 0, and 0 elsewhere)
    is orthogonal to all N_l but N_i, and takes values of opposite signs on N_i at the two points.
    """
    where, sizes = "evidence.exchange", architecture.sizes
    item = json_object(value, "layers filters root", where)
    i, j = layer_pair(item["layers"], len(sizes), f"{where}.layers")
    pair = json_list(item["filters"], f"{where}.filters", 2)
    exchange = Exchange(
        i, j, *(integer_filter(pair[n], sizes[layer], f"{where}.filters[{n}]") for n, layer in enumerate((i, j)))
    )
    a = exact(item["root"], f"{where}.root")
    found = [(key, block) for key, block in architecture.blocks.items() if i != j and i in block and j in block]
    if not found:
        raise Rejected(f"{where}.layers", "are not two layers of one axis block")
    ((direction, exponent), block) = found[0]
    constant_entries(filters, "evidence.witness")
    lines = [axis_line(entries, size, direction) for entries, size in zip(filters, sizes, strict=True)]
    new_i, new_j = (axis_line(exchange.apply(filters)[n], sizes[n], direction) for n in (i, j))
    if times(lines[i], lines[j], work) != times(new_i, new_j, work):
        raise Rejected(f"{where}.filters", "their product is not that of the two witness filters")
    if a == 0 or evaluate(lines[i], (a, 1), work) or evaluate(new_i, (a, 1), work):
        raise Rejected(f"{where}.root", f"is 0, or not a root of both filters of layers[{i}]")
    signs = lines[j][0] * evaluate(lines[j], (a, 1), work) * new_j[0] * evaluate(new_j, (a, 1), work)
    if signs >= 0:
        raise Rejected(f"{where}.filters", f"the values of S on N_l for layers[{i}] are not of opposite signs")
    for layer in block:
        if layer != i and evaluate(lines[layer], (a, 1), work) == 0:
            raise Rejected(f"{where}.root", f"is a root of the filter of layers[{layer}]")
    others = [(lines[n], architecture.exponents[n][direction]) for n in range(len(sizes)) if n not in block]
    if _residue(others, exponent, a, work) == 0:
        raise Rejected(where, f"phi(R) vanishes modulo {LARGE_PRIME}, R being the product outside the block")
    return exchange


def _residue(others: list[tuple[list[int], int]], e: int, a: int, work: Work) -> int:
    """The constant coefficient of R mod (x^e - a), modulo a prime; R is the product of all f(x^step)."""
    rest, a = {0: 1}, a % LARGE_PRIME
    for f, step in others:
        terms: dict[int, int] = {}
        for k, c in enumerate(f):
            if c:
                turns, power = divmod(k * step, e)
                work.spend(10 + turns.bit_length())
                work.hold(1, power.bit_length())
                terms[power] = (terms.get(power, 0) + c * pow(a, turns, LARGE_PRIME)) % LARGE_PRIME
        work.spend((4 + e.bit_length() // 64) * len(rest) * len(terms))
        product: dict[int, int] = {}
        for left, b in rest.items():
            for right, c in terms.items():
                turns, power = divmod(left + right, e)
                product[power] = (product.get(power, 0) + (b * c * a if turns else b * c)) % LARGE_PRIME
        rest = product
        if len(rest) > MAX_TERMS:
            raise Rejected("evidence.exchange", f"phi(R) needs more than {MAX_TERMS} terms")
    return rest.get(0, 0)
