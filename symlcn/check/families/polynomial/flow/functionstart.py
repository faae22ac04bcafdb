"""A start of gradient flow with activations: filters, their derivatives, and how they and their function move.

Contents: :data:`Values`, :class:`FunctionStart`.
"""

from __future__ import annotations

from math import prod

from ....algebra.sparse import Terms
from ....core.arithmetic import Rational, norm, over_common, power_of, total_bits
from ....core.limits import Work
from ....core.outcome import Rejected
from ....core.ratio import Ratio
from ....core.reading import json_list, json_object, rational_filter, rationals
from ....network.furtherarchitectures import PolynomialArchitecture
from ..expansion import Monomial, read_monomial
from ..weightedscaling import Weighted, check_weighted
from .derivatives import function_and_derivatives, named

Values = list[Rational]  # of a coefficient: the a_l of sum a_l / rho_l


class FunctionStart:
    """Filters over common denominators, scaled, and their derivatives."""

    def __init__(
        self,
        network: PolynomialArchitecture,
        value: object,
        delta: list[Rational],
        f: dict[Monomial, Rational],
        where: str,
        work: Work,
    ) -> None:
        item = json_object(value, "filters t rho slopes velocity", where)
        self.network, self.work, self.item, self.where = network, work, item, where
        listed = json_list(item["filters"], f"{where}.filters", len(network.stack.sizes))
        pairs = [
            rational_filter(part, size, f"{where}.filters[{l}]", work)
            for l, (part, size) in enumerate(zip(listed, network.stack.sizes, strict=True))
        ]
        self.filters, self.denominators = [entries for entries, _ in pairs], [common for _, common in pairs]
        for l, entries in enumerate(self.filters):
            if not entries:
                raise Rejected(f"{where}.filters[{l}]", "is zero")
        powers = [power_of(q, d, work) for q, d in zip(self.denominators, network.degrees, strict=True)]
        work.spend(len(powers), total_bits(powers), total_bits(powers))
        self.whole = prod(powers)
        function, self.columns = function_and_derivatives(network, self.filters, work)
        self.function = self.names(function)
        self._check_function(f)
        work.spend(5, 2 * self.whole.bit_length(), self.whole.bit_length())
        self.weighted: Weighted = check_weighted(network, delta, self.filters, item, where, work, (1, self.whole**2))
        self.constant = Ratio(1, self.whole**2, work)
        for entries, degree in zip(self.filters, network.degrees, strict=True):
            self.constant = self.constant * Ratio(norm(entries), 1, work) ** degree
        self.slopes: list[tuple[list[int], int]] = []
        self.velocity: dict[Monomial, Values] = {}

    def _check_function(self, f: dict[Monomial, Rational]) -> None:
        """Establishes that the filters have the function f."""
        bits = total_bits(p for p, _ in f.values()) + total_bits(self.function.values())
        self.work.spend(10 * len(f), bits, self.whole.bit_length() + total_bits(q for _, q in f.values()))
        same = self.function.keys() == f.keys()
        if not same or any(c * f[m][1] != f[m][0] * self.whole for m, c in self.function.items()):
            raise Rejected(f"{self.where}.filters", "their function is not filter")

    def names(self, terms: Terms) -> dict[Monomial, int]:
        """A polynomial by monomials with positions."""
        extents = self.network.stack.extents()
        self.work.spend(10 * len(terms) * (1 + len(next(iter(terms), ()))) * len(extents))
        return {named(monomial, extents): c for monomial, c in terms.items()}

    def check_slopes(self, functional: dict[Monomial, int], scale: int) -> None:
        """Establishes the slopes: the functional, divided by scale, takes a monomial to a number."""
        where, sizes = f"{self.where}.slopes", self.network.stack.sizes
        for l, value in enumerate(json_list(self.item["slopes"], where, len(sizes))):
            given = rationals(value, f"{where}[{l}]", prod(sizes[l]))
            below = self.whole * scale
            for n, ((p, q), column) in enumerate(zip(given, self.columns[l], strict=True)):
                found = self.names(column)
                bits = total_bits(found.values())
                self.work.spend(5 * len(found), bits, max((functional[m].bit_length() for m in found), default=0))
                total = -self.denominators[l] * sum(c * functional[m] for m, c in found.items())
                self.work.spend(5, p.bit_length() + q.bit_length(), below.bit_length() + total.bit_length())
                if p * below != q * total:
                    raise Rejected(f"{where}[{l}][{n}]", "is not this entry of -J^T grad l")
            self.slopes.append(over_common(given, self.work))

    def check_velocity(self, extents: list[int], degree: int) -> None:
        """Establishes the velocity, by increasing monomials at which not all its values are 0."""
        where, images, scales = f"{self.where}.velocity", list[dict[Monomial, int]](), list[int]()
        for l, (entries, scale) in enumerate(self.slopes):
            total: Terms = {}
            for factor, column in zip(entries, self.columns[l], strict=True):
                self.work.spend(5 * len(column), total_bits(column.values()), factor.bit_length())
                self.work.hold(len(column), factor.bit_length())
                for terms, c in column.items():
                    total[terms] = total.get(terms, 0) + factor * c
            size = norm(self.filters[l])
            self.work.spend(5 * len(total), total_bits(total.values()), size.bit_length())
            images.append(self.names({terms: size * c for terms, c in total.items() if c}))
            scales.append(self.denominators[l] * self.whole * scale)
        expected = sorted({monomial for image in images for monomial in image})
        for n, (value, monomial) in enumerate(
            zip(json_list(self.item["velocity"], where, len(expected)), expected, strict=True)
        ):
            place = f"{where}[{n}]"
            listed, numbers = json_list(value, place, 2)
            if read_monomial(listed, extents, degree, f"{place}[0]") != monomial:
                raise Rejected(f"{place}[0]", "is not the next monomial of -K grad l")
            values = rationals(numbers, f"{place}[1]", len(images))
            for l, ((p, q), image, scale) in enumerate(zip(values, images, scales, strict=True)):
                c = image.get(monomial, 0)
                self.work.spend(5, p.bit_length() + q.bit_length(), scale.bit_length() + c.bit_length())
                if p * scale != q * c:
                    raise Rejected(f"{place}[1][{l}]", "is not this part of -K grad l")
            self.velocity[monomial] = values

    def entry(self, pair: tuple[Monomial, Monomial]) -> list[tuple[int, int]]:
        """For each layer n_l N_l at two monomials, not in lowest terms."""
        found = []
        for l, own in enumerate(self.columns):
            rows = [self.names(column) for column in own]
            products = [(row.get(pair[0], 0), row.get(pair[1], 0)) for row in rows]
            self.work.spend(5 * len(rows), total_bits(c for c, _ in products), total_bits(c for _, c in products))
            size = norm(self.filters[l])
            found.append((size * sum(a * b for a, b in products), self.whole**2))
        return found
