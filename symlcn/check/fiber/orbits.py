"""The pieces of a ring with exponents beyond 1: complete orbits of factors, and that no more are left.

Contents: :class:`Ring`.

A polynomial h in the X_d = x_d ** e_d that is irreducible over C and not X_d becomes, with x, a product of different
factors, which roots of unity of order e_d in front of the x_d permute. So a piece takes each of them once.
"""

from __future__ import annotations

from ..algebra.discs import meeting, power
from ..algebra.factors import Family, univariate_family
from ..algebra.modular import check_bound, check_prime, common_degree
from ..algebra.multivariate import degrees, inflate, polyphase, product, same_up_to_sign
from ..core.arithmetic import Filter
from ..core.extras import extra
from ..core.limits import Work
from ..core.outcome import Imprecise, Malformed, Rejected
from ..core.reading import integer, json_list, json_object

Vector = tuple[int, ...]


class Ring:
    """Reads the pieces of a ring with exponents beyond 1."""

    __slots__ = ("active", "factors", "part", "ring", "used", "work")

    def __init__(self, ring: Vector, factors: list[Family], part: str, work: Work) -> None:
        self.ring, self.factors, self.part, self.work = ring, factors, part, work
        self.active = [d for d, e in enumerate(ring) if e]
        self.used: set[int] = set()

    def read(self, item: dict[str, object], where: str) -> list[Family]:
        """Establishes the pieces, and that they are all."""
        families = []
        for i, entry in enumerate(json_list(item["pieces"], f"{where}.pieces")):
            single = isinstance(entry, dict) and "direction" in entry
            place = f"{where}.pieces[{i}]"
            if single:
                families.append(self.single(entry, i, place))
            else:
                families.append(extra("several variables").read_piece(self, entry, i, place))
        for d, prime in enumerate(json_list(item["primes"], f"{where}.primes", len(self.ring))):
            self.no_more_roots(d, prime, f"{where}.primes[{d}]")
        self.no_more_factors(json_list(item["bounds"], f"{where}.bounds", len(self.ring)), f"{where}.bounds")
        return families

    def take(self, f: Filter, value: object, direction: int | None, where: str) -> list[Family]:
        """Establishes that f(x ** ring) is the product of factors that no other piece has."""
        found = json_list(value, where)
        numbers = [integer(j, f"{where}[{n}]", 0, len(self.factors) - 1) for n, j in enumerate(found)]
        if not numbers or len(set(numbers)) < len(numbers) or self.used.intersection(numbers):
            raise Rejected(where, "must be different factors that no other piece has")
        self.used.update(numbers)
        taken = [self.factors[j] for j in numbers]
        if any(family.direction != direction for family in taken):
            raise Rejected(where, "are not all in the variables of the piece")
        for d, n in enumerate(degrees(f)):
            if n * self.ring[d] != sum(degrees(family.polynomial)[d] for family in taken) or (n and not self.ring[d]):
                raise Rejected(where, f"their degrees in direction {d} do not add up to those of the piece")
        powers = [(family.polynomial, 1) for family in taken]
        if not same_up_to_sign(inflate(f, self.ring), product(powers, len(self.ring), self.work)):
            raise Rejected(where, "do not multiply to the polynomial of the piece")
        return taken

    def single(self, value: object, i: int, where: str) -> Family:
        """A piece in one variable: irreducible over Q, as all its roots are powers of roots of one factor."""
        item = json_object(value, "direction coefficients factors roots", where)
        family = univariate_family(item, ("root", i), len(self.ring), where, self.work)
        e = self.ring[family.direction or 0]
        if e < 2:
            raise Rejected(f"{where}.direction", "is not active with an exponent beyond 1")
        taken = self.take(family.polynomial, item["factors"], family.direction, f"{where}.factors")
        for n, factor in enumerate(taken):
            images = set()
            for k, disc in enumerate(factor.discs):
                image = power(disc, e, self.work)
                near = meeting(image, family.discs, self.work)
                if len(near) != 1:
                    raise Imprecise(f"{where}.roots", "do not tell apart the powers of the roots of the factors")
                images.add(near[0])
                family.takes[near[0]].update({atom: 1 for atom in factor.takes[k]})
            if n == 0 and len(images) < len(family.discs):
                raise Rejected(where, "is not irreducible: the first factor does not reach all its roots")
        return family

    def rest(self, direction: int | None) -> Filter:
        """The product of the factors in one direction, or in several, that no piece has."""
        unused = [factor for j, factor in enumerate(self.factors) if j not in self.used]
        chosen = [(factor.polynomial, 1) for factor in unused if factor.direction == direction]
        return product(chosen, len(self.ring), self.work)

    def no_more_roots(self, d: int, prime: object, where: str) -> None:
        """Establishes that no orbit of roots in direction d is complete, but those of pieces."""
        rest = self.rest(d) if self.ring[d] > 1 else {}
        if len(rest) < 2:
            if prime is not None:
                raise Malformed(where, "must be null where no factor is left")
            return
        p = check_prime(prime, where, self.work)
        steps = tuple(e if i == d else 0 for i, e in enumerate(self.ring))
        if common_degree(polyphase(rest, steps), d, [0] * len(steps), p, self.work) != 0:
            raise Rejected(where, "does not show that no piece is missing")

    def no_more_factors(self, bounds: list[object], where: str) -> None:
        """Establishes the same in several directions."""
        rest = self.rest(None) if len(self.active) > 1 else {}
        components = polyphase(rest, self.ring)
        for d, bound in enumerate(bounds):
            if len(rest) > 1 and self.ring[d]:
                check_bound(components, d, 0, bound, f"{where}[{d}]", self.work)
            elif bound is not None:
                raise Malformed(f"{where}[{d}]", "must be null where no factor is left, or the direction is not active")
