"""Kind "relu": two layers with a ReLU between them, convolutional (family "cnn") or fully connected (family "mlp").

Contents: :func:`check`.

Refuted, "mlp": "accepted" means that two parameters compute the same function on all inputs and have the same D_1
(whose diagonal gradient flow keeps), and that their NTKs differ at a positive input. No theorem is used: parameters
whose rows of W_1 have the same directions, with the same sums of scaled columns of W_2, compute the same function.

Proved: a theorem is trusted. "kinks", for "cnn": parameters that compute the same function, not 0, on all inputs are
equal up to (c w_1, w_2 / c) with c > 0 and shifts; so the NTK is a function of the network's function and the invariant
for filters that no shift fits. Checked: at the given inputs, filters with opposite signs, and others that the linear
network does not tell apart, have different values; and shifts.py: whether a shift fits the sizes, and then that shifted
filters have different NTKs. "one neuron", for "mlp": the same for widths n 1 m, without shifts; nothing is checked but
the widths.
"""

from __future__ import annotations

from itertools import product
from math import gcd, prod

from ...algebra.matrices import Matrix, read_layers, same
from ...algebra.multivariate import inflate
from ...core.arithmetic import Filter, Rational, over_common, proportional, same_multiples, sparse_product, total_bits
from ...core.limits import MAX_PARAMETERS, Work
from ...core.outcome import Malformed, Rejected, Statement
from ...core.reading import check_nothing, choice, integer, json_list, json_object, rational_filter, rationals
from ...network.architecture import Architecture, check_architecture
from ..widths import invariants_of, read_widths
from .shifts import NOT_ZERO, check_exceptions, hypotheses_of

MOVES = ("sign", "swap", "swap and sign", "exchange", "exchange and sign")


def check(item: dict[str, object], status: str, work: Work) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if item["delta"] is not None:
        raise Malformed("delta", "must be null: the claim is for every value of the invariants")
    convolutional = isinstance(item["architecture"], dict) and "layers" in item["architecture"]
    if convolutional:
        architecture = check_architecture(item["architecture"])
        name, depth = architecture.notation, len(architecture.sizes)
    else:
        widths = read_widths(item["architecture"])
        name, depth = " ".join(map(str, widths)), len(widths) - 1
    if depth != 2:
        raise Rejected("architecture", "has not two layers")
    if status == "undecided":
        stated = check_nothing(item, "result evidence")
    elif status == "refuted":
        if convolutional:
            raise Rejected("status", "a convolutional network is not refuted")
        stated = _check_pair(widths, item, work)
    else:
        keys = "family ntk theorem parameters_per_function" + " exceptions" * convolutional
        result = json_object(item["result"], keys, "result")
        choice(result["family"], ("cnn" if convolutional else "mlp",), "result.family")
        choice(result["ntk"], ("independent",), "result.ntk")
        choice(result["theorem"], ("kinks" if convolutional else "one neuron",), "result.theorem")
        integer(result["parameters_per_function"], "result.parameters_per_function", 1, 1)
        evidence = json_object(item["evidence"], "separations region", "evidence")
        if convolutional:
            excepted = check_exceptions(architecture, result, work)
            stated = _check_kinks(architecture, evidence, excepted, work)
        else:
            stated = _check_neuron(widths, evidence)
    stated.subject = f"{name} with a ReLU"
    return stated


def _check_neuron(widths: list[int], evidence: dict[str, object]) -> Statement:
    if widths[1] != 1:
        raise Rejected("result.theorem", "is for one hidden neuron")
    json_list(evidence["separations"], "evidence.separations", 0)
    if evidence["region"] is not None:
        raise Malformed("evidence.region", "must be null")
    text = "one parameter for each function and invariant, by the theorem 'one neuron'"
    return Statement(text, (NOT_ZERO,))


def _check_kinks(architecture: Architecture, evidence: dict[str, object], excepted: bool, work: Work) -> Statement:
    """Establishes the separations; returns what follows."""
    if prod(architecture.extents()) > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} entries of the end-to-end filter")
    seen, first = [], None
    for n, entry in enumerate(json_list(evidence["separations"], "evidence.separations")):
        where = f"evidence.separations[{n}]"
        item = json_object(entry, "move parameters input values", where)
        seen.append(choice(item["move"], MOVES, f"{where}.move"))
        listed = json_list(item["parameters"], f"{where}.parameters", 2)
        pair = [_read_filters(architecture, side, f"{where}.parameters[{i}]", work) for i, side in enumerate(listed)]
        first = first or pair[0]
        _check_move(architecture, seen[-1], pair, where, work)
        _check_values(architecture, pair, item, where, work)
    needed = ["sign"]
    if any({0, 1} <= set(group) for group in architecture.classes):
        needed += ["swap", "swap and sign"]
    if any({0, 1} <= set(block) for block in architecture.blocks.values()):
        needed += ["exchange", "exchange and sign"]
    if seen != needed or first is None:
        raise Rejected("evidence.separations", f"are not those for {', '.join(needed)}")
    hidden, common = _hidden(architecture, first, evidence["region"], "evidence.region", work)
    if set(hidden.values()) != {common}:
        raise Rejected("evidence.region", "has a hidden value that is not 1")
    moves = ", ".join(seen)
    shifted = "shifted filters have one function and invariant, but different NTKs; " if excepted else ""
    theorem = "by the theorem 'kinks' one parameter for each function and invariant"
    return Statement(f"exact inputs separate {moves}; {shifted}{theorem}", hypotheses_of(architecture))


def _read_filters(architecture: Architecture, value: object, where: str, work: Work) -> list[tuple[Filter, int]]:
    listed = json_list(value, where, 2)
    return [rational_filter(listed[l], size, f"{where}[{l}]", work) for l, size in enumerate(architecture.sizes)]


def _check_move(
    architecture: Architecture, move: str, pair: list[list[tuple[Filter, int]]], where: str, work: Work
) -> None:
    """Establishes that both parameters have the same end-to-end filter, and how they differ."""
    wholes = []
    for (low, p), (high, q) in pair:
        inner, outer = (inflate(w, e) for w, e in zip((low, high), architecture.exponents, strict=True))
        wholes.append((sparse_product(inner, outer, work), p * q))
    (u, p), (v, q) = wholes
    if not u or not same_multiples(u, q, v, p, work):
        raise Rejected(f"{where}.parameters", "have different or zero end-to-end filters")
    (a, b), (c, d) = pair
    sign = -1 if move.endswith("sign") else 1
    partner = {"sign": (a, b), "swap": (b, a)}.get(move.partition(" ")[0])
    if partner is not None:
        for (entries, common), (other, below) in zip(partner, (c, d), strict=True):
            if common != below or other != {i: sign * n for i, n in entries.items()}:
                raise Rejected(f"{where}.parameters", f"do not differ by {move}")
    elif proportional(a[0], c[0], work):
        raise Rejected(f"{where}.parameters", "have proportional first filters")


def _hidden(
    architecture: Architecture, filters: list[tuple[Filter, int]], value: object, where: str, work: Work
) -> tuple[Filter, int]:
    """The hidden values at an input, over a common denominator."""
    tensor, below = rational_filter(value, tuple(architecture.extents()), where, work)
    (low, common), first, second = filters[0], *architecture.exponents
    found = {}
    bits = total_bits(tensor.values()), total_bits(low.values())
    work.spend(10 * prod(architecture.sizes[1]) * (1 + len(low)), *bits)
    for j in product(*map(range, architecture.sizes[1])):
        total = 0
        for i, c in low.items():
            place = tuple(a * s + b * t for a, s, b, t in zip(i, first, j, second, strict=True))
            total += c * tensor.get(place, 0)
        found[j] = total
    return found, common * below


def _check_values(
    architecture: Architecture, pair: list[list[tuple[Filter, int]]], item: dict[str, object], where: str, work: Work
) -> None:
    """Establishes the values of both functions at the input, and that they differ."""
    values = rationals(item["values"], f"{where}.values", 2)
    for n, (filters, (p, q)) in enumerate(zip(pair, values, strict=True)):
        hidden, below = _hidden(architecture, filters, item["input"], f"{where}.input", work)
        high, common = filters[1]
        total = sum(c * hidden[j] for j, c in high.items() if hidden[j] > 0)
        if total * q != p * below * common:
            raise Rejected(f"{where}.values[{n}]", "is not the value at the input")
    if values[0] == values[1]:
        raise Rejected(f"{where}.values", "are equal")


def _check_pair(widths: list[int], item: dict[str, object], work: Work) -> Statement:
    """Establishes two parameters with the same function and invariants and different NTKs; returns that."""
    result = json_object(item["result"], "family ntk", "result")
    choice(result["family"], ("mlp",), "result.family")
    choice(result["ntk"], ("dependent",), "result.ntk")
    evidence = json_object(item["evidence"], "pair ntk_difference", "evidence")
    listed = json_list(evidence["pair"], "evidence.pair", 2)
    pair = [read_layers(side, widths, f"evidence.pair[{n}]", work) for n, side in enumerate(listed)]
    if _directions(pair[0], work) != _directions(pair[1], work):
        raise Rejected("evidence.pair", "the functions are not seen to be equal")
    if not same(*(invariants_of(layers, work)[0] for layers in pair)):
        raise Rejected("evidence.pair", "the invariants differ")
    difference = json_object(evidence["ntk_difference"], "input values", "evidence.ntk_difference")
    where = "evidence.ntk_difference.input"
    x = rationals(difference["input"], where, widths[0])
    if any(p <= 0 for p, _ in x):
        raise Rejected(where, "is not positive")
    values = rationals(difference["values"], "evidence.ntk_difference.values", 2)
    for n, (layers, (p, q)) in enumerate(zip(pair, values, strict=True)):
        above, below = _kernel(layers, x, where, work)
        if above * q != p * below:
            raise Rejected(f"evidence.ntk_difference.values[{n}]", "is not entry (0, 0) of the NTK at the input")
    if values[0] == values[1]:
        raise Rejected("evidence.ntk_difference.values", "are equal")
    return Statement("two parameters with the same function on all inputs, the same invariants, and different NTKs")


def _directions(layers: list[Matrix], work: Work) -> dict[tuple[int, ...], list[Rational]]:
    """For each direction of rows of W_1 the sum of the columns of W_2, scaled by the lengths of the rows."""
    first, second = layers
    total: dict[tuple[int, ...], list[int]] = {}
    for i, row in enumerate(first.rows):
        scale = gcd(*row)
        work.spend(10 * (len(row) + len(second.rows)), total_bits(row), 64)
        if scale:
            kept = total.setdefault(tuple(c // scale for c in row), [0] * len(second.rows))
            kept[:] = [old + scale * column[i] for old, column in zip(kept, second.rows, strict=True)]
    below = first.denominator * second.denominator
    return {d: [_lowest(c, below) for c in sums] for d, sums in total.items() if any(sums)}


def _lowest(p: int, q: int) -> Rational:
    common = gcd(p, q)
    return p // common, q // common


def _kernel(layers: list[Matrix], x: list[Rational], where: str, work: Work) -> Rational:
    """Entry (0, 0) of the NTK at (x, x), not in lowest terms.

    Over the neurons with a positive hidden value it is |x|^2 times the sum of the squares of row 0 of W_2, plus that of
    the squares of these values.
    """
    vector, common = over_common(x, work)
    work.spend(len(x) * (2 + len(layers[0].rows)), total_bits(vector) + layers[0].bits, common.bit_length())
    squares = cross = 0
    for i, row in enumerate(layers[0].rows):
        value = sum(map(int.__mul__, row, vector))
        if any(row) and value > 0:
            squares += value * value
            cross += layers[1].rows[0][i] ** 2
        elif value == 0 and (any(row) or any(line[i] for line in layers[1].rows)):
            raise Rejected(where, "has a hidden value that is 0")
    above, below = layers[1].denominator ** 2, layers[0].denominator ** 2
    return sum(c * c for c in vector) * cross * below + squares * above, above * below * common * common
