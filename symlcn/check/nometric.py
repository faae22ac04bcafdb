"""That there is no metric at a filter: evidence that the filter is singular.

Contents: :func:`check_none`.

"""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from .arithmetic import Filter
from .jacobian import Jacobian, Vector
from .limits import Work
from .model import Architecture
from .ntk import partial_products
from .outcome import Rejected
from .reading import choice, exact, integer_filter, json_list, json_object, string


def check_none(architecture: Architecture, item: dict[str, object], u: tuple[Filter, int], work: Work) -> str:
    """Establishes that u is singular, or that no more than an assumption is claimed; returns the claim."""
    result = json_object(item["result"], "form kind why", "result")
    kind, why = choice(result["kind"], ("points", "rank", "stated"), "result.kind"), string(result["why"], "result.why")
    evidence = json_object(item["evidence"], "filters kernel", "evidence")
    if item["assumptions"] != [why] * (kind == "stated") or not why:
        raise Rejected("assumptions", "must be the reason where it is stated without evidence, and none otherwise")
    listed = json_list(evidence["filters"], "evidence.filters", {"points": 2, "rank": 1, "stated": 0}[kind])
    if kind == "stated":
        json_list(evidence["kernel"], "evidence.kernel", 0)
        return "there is no metric at the filter, for the reason that is assumed: refuted"
    merged = _Merged(architecture)
    points = [merged.read(value, u, f"evidence.filters[{n}]", work) for n, value in enumerate(listed)]
    if kind == "points":
        json_list(evidence["kernel"], "evidence.kernel", 0)
        if merged.orbit(points[0]) == merged.orbit(points[1]):
            raise Rejected("evidence.filters", "are related by a permutation of interchangeable layers")
        return "the filter is singular, with two points over it: refuted"
    jacobian = Jacobian(merged.model, points[0], work)
    total: Vector = {}
    larger = False
    for l, row in enumerate(json_list(evidence["kernel"], "evidence.kernel", len(points[0]))):
        flat = jacobian.flat[l]
        y = [exact(c, f"evidence.kernel[{l}]") for c in json_list(row, f"evidence.kernel[{l}]", len(flat))]
        first = next(i for i, c in enumerate(flat) if c)
        larger = larger or any(y[i] * flat[first] != y[first] * c for i, c in enumerate(flat))
        for place, c in jacobian.image(l, y).items():
            total[place] = total.get(place, Fraction(0)) + c
    if any(total.values()) or not larger:
        raise Rejected("evidence.kernel", "is not in the kernel of J, or a combination of the filters")
    return "the filter is singular, with a point over it where J has a larger kernel: refuted"


class _Merged:
    """The architecture in which each axis block is one layer."""

    def __init__(self, architecture: Architecture) -> None:
        layers: list[dict[str, tuple[int, ...]]] = []
        first = {block[0]: block for block in architecture.blocks.values()}
        gone = {n for block in architecture.blocks.values() for n in block[1:]}
        ones = (1,) * architecture.dimension
        for n in range(len(architecture.sizes)):
            if n not in gone:
                sizes = [architecture.sizes[l] for l in first.get(n, [n])]
                merged = tuple(1 + sum(k[d] - 1 for k in sizes) for d in range(architecture.dimension))
                layers.append({"size": merged, "stride": ones, "dilation": architecture.exponents[n]})
        self.model = Architecture(layers)

    def read(self, value: object, u: tuple[Filter, int], where: str, work: Work) -> list[Filter]:
        """Primitive filters with the product u up to a scalar."""
        listed = json_list(value, where, len(self.model.sizes))
        filters = [integer_filter(listed[l], size, f"{where}[{l}]") for l, size in enumerate(self.model.sizes)]
        for l, entries in enumerate(filters):
            if gcd(*entries.values()) != 1 or entries[min(entries)] < 0:
                raise Rejected(f"{where}[{l}]", "is not primitive with a positive first entry")
        found, wanted = partial_products(self.model, filters, work)[-1][0], u[0]
        place = min(wanted)
        if found.keys() != wanted.keys() or any(
            found[i] * wanted[place] != c * found[place] for i, c in wanted.items()
        ):
            raise Rejected(where, "their product is not a multiple of filter")
        return filters

    def orbit(self, point: list[Filter]) -> list[object]:
        """Equal for points that a permutation inside classes relates."""
        classes = [*self.model.classes, *([l] for l, active in enumerate(self.model.active) if len(active) < 2)]
        return [sorted(sorted(point[l].items()) for l in group) for group in classes]
