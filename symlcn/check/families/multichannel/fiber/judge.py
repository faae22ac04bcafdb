"""Kind "multichannel-fiber": all parameters over an end-to-end filter of a network with channels.

Contents: :func:`check`.

"accepted" means that over this end-to-end filter all parameters, real or complex, are one orbit of the group of hidden
invertible matrices, and that all real ones with scalar invariants, those listed or all, have one NTK; or that there are
none. Filters are listed if there are any; linear equations at cuts show that others differ by invertible matrices.
Trusted for the NTK: two real points of one orbit with the same scalar invariants differ by orthogonal matrices (a
convex function along exp(t X) has equal derivatives at both), which keep the NTK.
"""

from __future__ import annotations

from math import lcm, prod

from ....algebra.modular import check_prime
from ....core.arithmetic import Filter, Rational, total_bits
from ....core.extras import extra
from ....core.limits import MAX_PARAMETERS, Work
from ....core.outcome import Malformed, Rejected, Statement
from ....core.reading import check_nothing, choice, json_list, json_object, rational_filter
from ....network.furtherarchitectures import ChannelArchitecture
from ..chain import Chain
from .factoring import check_factors

Layer = list[list[Filter]]


def check(
    architecture: ChannelArchitecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    stack = architecture.stack
    chain = Chain(list(architecture.channels), stack.sizes, stack.exponents, list(range(len(stack.sizes))))
    if chain.parameters() > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} parameters")
    ends = chain.channels[-1], chain.channels[0]
    whole, scale = _read_layer(item["filter"], ends, tuple(stack.extents()), "filter", work)
    layers, scales = _read_filters(item["filters"], chain, work)
    if layers:
        _check_product(whole, scale, chain, layers, prod(scales), work)
    if status == "undecided":
        return check_nothing(item, "result evidence")
    result = json_object(item["result"], "orbits point enclosure", "result")
    evidence = json_object(item["evidence"], "prime cuts", "evidence")
    orbits = choice(result["orbits"], ("0", "1"), "result.orbits")
    if (orbits == "1") != bool(layers):
        raise Rejected("filters", "must be given" if orbits == "1" else "must be null where there are none")
    prime = check_prime(evidence["prime"], "evidence.prime", work)
    work.spend(5 * sum(len(entry) for row in whole for entry in row))
    residues = [[{n: c % prime for n, c in entry.items() if c % prime} for entry in row] for row in whole]
    if check_factors(evidence["cuts"], chain, residues, prime, "evidence.cuts", work) != (orbits == "1"):
        raise Rejected("result.orbits", f"is not {orbits} by the cuts")
    words = _words(orbits, delta)
    for key in ("point", "enclosure"):
        if result[key] is not None and (delta is None or not layers):
            raise Rejected(f"result.{key}", "must be null where no invariants are given, or no filters")
    if result["point"] is not None:
        extra("scalar point").check_point(result["point"], chain, layers, scales, delta, work)
        words += ", where the orbit has the point listed"
    if result["enclosure"] is not None:
        enclosure = extra("enclosed point")
        enclosure.check_enclosure(result["enclosure"], architecture, layers, scales, delta, work)
        words += ", where the orbit has the point enclosed"
    return Statement(words)


def _words(orbits: str, delta: list[Rational] | None) -> str:
    if orbits == "0":
        return "no parameters over this end-to-end filter"
    words = "one orbit of invertible matrices over this end-to-end filter, one NTK at "
    return words + ("all scalar invariants" if delta is None else "the given scalar invariants")


def _read_filters(value: object, chain: Chain, work: Work) -> tuple[list[Layer], list[int]]:
    """Integer filters, and for each layer what they are to be divided by; none if none are given."""
    if value is None:
        return [], []
    layers, scales = [], []
    for n, own in enumerate(json_list(value, "filters", len(chain))):
        ends = chain.channels[n + 1], chain.channels[n]
        layer, scale = _read_layer(own, ends, chain.sizes[n], f"filters[{n}]", work)
        layers.append(layer)
        scales.append(scale)
    return layers, scales


def _read_layer(
    value: object, ends: tuple[int, int], size: tuple[int, ...], where: str, work: Work
) -> tuple[Layer, int]:
    """The entries for outputs and inputs, integers, and what they are to be divided by."""
    entries, commons = [], []
    for o, row in enumerate(json_list(value, where, ends[0])):
        for i, entry in enumerate(json_list(row, f"{where}[{o}]", ends[1])):
            found, common = rational_filter(entry, size, f"{where}[{o}][{i}]", work)
            entries.append(found)
            commons.append(common)
    work.spend(len(commons), total_bits(commons), total_bits(commons))
    whole = lcm(*commons)
    lifted = []
    for found, common in zip(entries, commons, strict=True):
        work.spend(1 + len(found), total_bits(found.values()), whole.bit_length())
        lifted.append({index: c * (whole // common) for index, c in found.items()})
    return [lifted[start : start + ends[1]] for start in range(0, len(lifted), ends[1])], whole


def _check_product(whole: Layer, common: int, chain: Chain, layers: list[Layer], scale: int, work: Work) -> None:
    """Establishes that the end-to-end filter is the product of the filters."""
    first, zero = chain.channels[0], (0,) * len(chain.directions())
    found: Layer = [[{zero: 1} if i == k else {} for k in range(first)] for i in range(first)]
    for layer, own in enumerate(layers):
        found = [
            [_sum(row, [below[i] for below in found], chain.exponents[layer], work) for i in range(first)]
            for row in own
        ]
    for o, row in enumerate(whole):
        for i, entry in enumerate(row):
            bits = total_bits(entry.values()) + total_bits(found[o][i].values())
            work.spend(1 + len(entry) + len(found[o][i]), bits, common.bit_length() + scale.bit_length())
            if {index: c * scale for index, c in entry.items()} != {n: c * common for n, c in found[o][i].items()}:
                raise Rejected(f"filter[{o}][{i}]", "is not that of the product of the filters")


def _sum(left: list[Filter], right: list[Filter], exponent: tuple[int, ...], work: Work) -> Filter:
    """The sum of the products of filters on the left, in x ** exponent, with polynomials on the right."""
    total: Filter = {}
    for f, g in zip(left, right, strict=True):
        work.spend(5 * (1 + len(f) * len(g)), total_bits(f.values()), total_bits(g.values()))
        for a, x in f.items():
            shift = [n * e for n, e in zip(a, exponent, strict=True)]
            for b, y in g.items():
                place = tuple(n + s for n, s in zip(b, shift, strict=True))
                total[place] = total.get(place, 0) + x * y
    return {place: c for place, c in total.items() if c}
