"""Kind "multichannel-fiber": all parameters over the end-to-end filter of given filters, for networks with channels.

Contents: :func:`check`.

"accepted" means that over this end-to-end filter all parameters, real or complex, are one orbit of the group of hidden
invertible matrices, and that all real ones with scalar invariants, those listed or all, have one NTK. Each cut is shown
to determine both of its factors, one layer after the other. Trusted for the NTK: two real points of one orbit with the
same scalar invariants differ by orthogonal matrices (a convex function along exp(t X) has equal derivatives at both),
which keep the NTK.
"""

from __future__ import annotations

from math import lcm, prod

from ....algebra.modular import check_prime
from ....core.arithmetic import Filter, Rational, total_bits
from ....core.extras import extra
from ....core.limits import MAX_PARAMETERS, Work
from ....core.outcome import Malformed, Rejected, Statement
from ....core.reading import check_nothing, json_list, json_object, rational_filter
from ....core.recomputed import compare
from ....network.furtherarchitectures import ChannelArchitecture
from ..basepoint import BasePoint
from ..chain import Chain
from ..saturation import check_first_cut

Layer = list[list[Filter]]


def check(
    architecture: ChannelArchitecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    stack = architecture.stack
    chain = Chain(list(architecture.channels), stack.sizes, stack.exponents, list(range(len(stack.sizes))))
    if chain.parameters() > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} parameters")
    layers, scales = _read_filters(item["filters"], chain, work)
    _check_product(item["filter"], chain, tuple(stack.extents()), layers, prod(scales), work)
    if status == "undecided":
        return check_nothing(item, "result evidence")
    result = json_object(item["result"], "orbits point", "result")
    evidence = json_object(item["evidence"], "prime cuts", "evidence")
    compare(result["orbits"], "1", "result.orbits")
    prime = check_prime(evidence["prime"], "evidence.prime", work)
    for n, cut in enumerate(json_list(evidence["cuts"], "evidence.cuts", len(chain) - 1)):
        check_first_cut(cut, _rest(chain, layers, n, prime, work), f"evidence.cuts[{n}]", work)
    words = "one orbit of invertible matrices over this end-to-end filter, one NTK at "
    words += "all scalar invariants" if delta is None else "the given scalar invariants"
    if result["point"] is not None:
        if delta is None:
            raise Rejected("result.point", "must be null where no invariants are given")
        extra("scalar point").check_point(result["point"], chain, layers, scales, delta, work)
        words += ", where the orbit has the point listed"
    return Statement(words)


def _read_filters(value: object, chain: Chain, work: Work) -> tuple[list[Layer], list[int]]:
    """Integer filters, and for each layer what they are to be divided by."""
    layers, scales = [], []
    for n, own in enumerate(json_list(value, "filters", len(chain))):
        entries, commons = [], []
        for o, row in enumerate(json_list(own, f"filters[{n}]", chain.channels[n + 1])):
            for i, entry in enumerate(json_list(row, f"filters[{n}][{o}]", chain.channels[n])):
                found, common = rational_filter(entry, chain.sizes[n], f"filters[{n}][{o}][{i}]", work)
                entries.append(found)
                commons.append(common)
        work.spend(len(commons), total_bits(commons), total_bits(commons))
        whole = lcm(*commons)
        lifted = []
        for found, common in zip(entries, commons, strict=True):
            work.spend(1 + len(found), total_bits(found.values()), whole.bit_length())
            lifted.append({index: c * (whole // common) for index, c in found.items()})
        inputs = chain.channels[n]
        layers.append([lifted[start : start + inputs] for start in range(0, len(lifted), inputs)])
        scales.append(whole)
    return layers, scales


def _check_product(
    value: object, chain: Chain, extents: tuple[int, ...], layers: list[Layer], scale: int, work: Work
) -> None:
    """Establishes that the end-to-end filter is the product of the filters."""
    first = chain.channels[0]
    found: Layer = [[{(0,) * len(extents): 1} if i == k else {} for k in range(first)] for i in range(first)]
    for layer, own in enumerate(layers):
        found = [
            [_sum(row, [below[i] for below in found], chain.exponents[layer], work) for i in range(first)]
            for row in own
        ]
    for o, row in enumerate(json_list(value, "filter", len(found))):
        for i, entry in enumerate(json_list(row, f"filter[{o}]", first)):
            listed, common = rational_filter(entry, extents, f"filter[{o}][{i}]", work)
            work.spend(
                1 + len(listed),
                total_bits(listed.values()) + scale.bit_length(),
                common.bit_length() + scale.bit_length(),
            )
            if {index: c * scale for index, c in listed.items()} != {n: c * common for n, c in found[o][i].items()}:
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


def _relabelled(chain: Chain, layers: list[Layer], d: int, work: Work) -> tuple[Chain, list[Layer]]:
    """With the entries of the last layer in a direction as output channels, if no two of their multiples agree."""
    last = len(chain) - 1
    size = chain.sizes[last]
    k = size[d]
    if k == 1 or len(chain.line(d, 0, last + 1, work)) != k * len(chain.line(d, 0, last, work)):
        return chain, layers
    rows = []
    for row in layers[last]:
        work.spend(sum(4 + 3 * len(size) * len(entry) for entry in row) * k)
        for own in range(k):
            picked = [{n: c for n, c in entry.items() if n[d] == own} for entry in row]
            rows.append([{(*n[:d], 0, *n[d + 1 :]): c for n, c in entry.items()} for entry in picked])
    sizes = [*chain.sizes[:last], (*size[:d], 1, *size[d + 1 :])]
    channels = [*chain.channels[:-1], chain.channels[-1] * k]
    return Chain(channels, sizes, chain.exponents, chain.places), [*layers[:last], rows]


def _rest(chain: Chain, layers: list[Layer], start: int, prime: int, work: Work) -> BasePoint:
    """The layers from one on, modulo the prime; where monomials of the last do not overlap, they become outputs."""
    chain, layers = chain.part(start, len(chain)), layers[start:]
    for d in chain.directions():
        chain, layers = _relabelled(chain, layers, d, work)
    point = BasePoint(chain, prime)
    for layer in range(len(chain)):
        e = chain.exponents[layer]
        point.layers.append(
            [
                [
                    {
                        point.packed(tuple(n * step for n, step in zip(index, e, strict=True))): c % prime
                        for index, c in entry.items()
                        if c % prime
                    }
                    for entry in row
                ]
                for row in layers[layer]
            ]
        )
    return point
