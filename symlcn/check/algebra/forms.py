"""Forms of low degree that vanish on the image of a polynomial map, and that there are no others.

Contents: :class:`Form`, :class:`Ring`, :func:`read_generators`, :func:`read_prime`, :func:`check_size`, :func:`entry`.

Each variable, a coordinate of the image, has a weight: a vector of integers such that the image is kept by u_i -> t **
weight_i u_i, for all t other than 0. So a form vanishes only if its parts of each weight do, the weight of a monomial
being the sum of those of its factors.

For each weight let n monomials have rank e at points modulo a prime, and multiples of the generators rank r modulo it:
then at least r independent forms vanish and at most n - e, and r = n - e is required. A generator can not be left out
if the multiples of those of lower degree have too small a rank over Q. The points are fixed by a rule, see ``entry``;
were they bad ones, ranks would come out too small, and nothing would be accepted.

A monomial is the increasing list of the numbers of its factors; smaller lists are larger monomials.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations_with_replacement, product
from math import comb, gcd, prod

from ..core.limits import MAX_PRIME, Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import exact, integer, json_list, json_object
from .echelon import rank_modulo, sparse_rank

MIN_PRIME = 10**6
MAX_MONOMIALS = 200_000

Monomial = tuple[int, ...]
Terms = dict[Monomial, int]
Weight = tuple[int, ...]
Row = dict[int, int]  # the nonzero entries
Values = Callable[[int, int], list[int]]  # of the images at a point, by its number, modulo a prime


class Form:
    """A form that is read and known to be in canonical order."""

    __slots__ = ("degree", "terms", "weight")

    def __init__(self, degree: int, weight: Weight, terms: dict[Monomial, int]) -> None:
        self.degree, self.weight, self.terms = degree, weight, terms

    def key(self) -> tuple[object, ...]:
        return self.degree, self.weight, min(self.terms)


class Ring:
    """The monomials by degree and weight, and their values at points modulo the prime."""

    __slots__ = ("at", "image", "images", "monomials", "points", "prime", "weights", "work")

    def __init__(
        self, image: str, weights: list[Weight], images: list[Terms], at: Values, prime: int, degree: int, work: Work
    ) -> None:
        self.image, self.weights, self.images, self.at, self.prime, self.work = image, weights, images, at, prime, work
        self.points: list[list[int]] = []
        self.monomials: list[dict[Weight, list[Monomial]]] = []
        for g in range(degree + 1):
            sorted_by: dict[Weight, list[Monomial]] = {}
            work.spend(comb(len(weights) - 1 + g, g) * (10 + g * (1 + len(weights[0]))))
            for monomial in combinations_with_replacement(range(len(weights)), g):
                sorted_by.setdefault(self.weight(monomial), []).append(monomial)
            self.monomials.append(sorted_by)

    def weight(self, monomial: Monomial) -> Weight:
        dimensions = range(len(self.weights[0]))
        return tuple(sum(self.weights[i][d] for i in monomial) for d in dimensions)

    def vanishes(self, form: Form) -> bool:
        """Whether a form is 0 after substitution of the images, by expanding it."""
        total: dict[Monomial, int] = {}
        for monomial, coefficient in form.terms.items():
            count = prod(len(self.images[i]) for i in monomial)
            length = sum(max(map(len, self.images[i]), default=0) for i in monomial)
            bits = sum(max(c.bit_length() for c in self.images[i].values()) for i in monomial if self.images[i])
            self.work.spend((20 + length + len(monomial)) * count)
            self.work.hold(count, coefficient.bit_length() + bits)
            for factors in product(*(self.images[i].items() for i in monomial)):
                entries = tuple(sorted(entry for factor, _ in factors for entry in factor))
                total[entries] = total.get(entries, 0) + coefficient * prod(c for _, c in factors)
        return not any(total.values())

    def count(self, degree: int, generators: list[Form]) -> dict[str, object]:
        """Establishes that the generators give all forms of a degree; returns how many there are."""
        forms = needed = 0
        before = [form for form in generators if form.degree < degree]
        listed: dict[Weight, list[Form]] = {}
        for form in generators:
            if form.degree == degree:
                listed.setdefault(form.weight, []).append(form)
        for weight, piece in self.monomials[degree].items():
            most = len(piece) - self._rank_at_points(piece)
            own = len(listed.get(weight, ()))
            if most == 0 and own == 0:
                continue
            place = {monomial: n for n, monomial in enumerate(piece)}
            top = [{place[m]: c for m, c in form.terms.items()} for form in listed.get(weight, ())]
            lower: list[Row] = []
            self.work.spend(20 * len(before))
            for form in before:
                rest = tuple(map(int.__sub__, weight, form.weight))
                for factor in self.monomials[degree - form.degree].get(rest, ()):
                    self.work.spend(20 * len(form.terms))
                    lower.append({place[tuple(sorted(m + factor))]: c for m, c in form.terms.items()})
            found = self._rank_modulo([*top, *lower], len(piece), most)
            if found != most:
                raise Rejected(
                    "result.generators",
                    f"degree {degree}, weight {weight}: multiples have rank {found}, values at points allow {most}",
                )
            if own and sparse_rank(lower, self.work) != most - own:
                raise Rejected("result.generators", f"those of degree {degree}, weight {weight} are not all needed")
            forms, needed = forms + most, needed + own
        hilbert = comb(len(self.weights) - 1 + degree, degree) - forms
        return {"degree": degree, "forms": forms, "generators": needed, "hilbert": str(hilbert)}

    def _rank_at_points(self, piece: list[Monomial]) -> int:
        while len(self.points) < len(piece):
            self.points.append(self.at(len(self.points), self.prime))
        self.work.spend(len(piece) ** 2 * (4 + len(piece[0])))
        rows = []
        for point in self.points[: len(piece)]:
            row = {}
            for n, monomial in enumerate(piece):
                value = 1
                for i in monomial:
                    value = value * point[i] % self.prime
                if value:
                    row[n] = value
            rows.append(row)
        return self._rank_modulo(rows, len(piece), len(piece))

    def _rank_modulo(self, rows: list[Row], width: int, most: int) -> int:
        """The rank modulo the prime, or `most` as soon as it is reached."""
        full = ([row.get(k, 0) % self.prime for k in range(width)] for row in rows)
        return rank_modulo(full, self.prime, self.work, most)


def read_generators(value: object, ring: Ring, degree: int) -> list[Form]:
    """Establishes that the generators are in order, and vanish on the image."""
    found: list[Form] = []
    for n, entry in enumerate(json_list(value, "result.generators")):
        where = f"result.generators[{n}]"
        form = _form(entry, ring, degree, where)
        if found and found[-1].key() >= form.key():
            raise Rejected(where, "is not in order: by degree, weight and first monomial")
        if not ring.vanishes(form):
            raise Rejected(where, f"does not vanish on the {ring.image}")
        found.append(form)
    return found


def _form(value: object, ring: Ring, degree: int, where: str) -> Form:
    """Reads a form, and establishes that it is homogeneous and canonical."""
    item = json_object(value, "degree weight terms", where)
    own = integer(item["degree"], f"{where}.degree", 1, degree)
    dimension = len(ring.weights[0])
    weight = tuple(
        integer(w, f"{where}.weight[{d}]", 0, 10**12)
        for d, w in enumerate(json_list(item["weight"], f"{where}.weight", dimension))
    )
    terms: dict[Monomial, int] = {}
    last: Monomial = ()
    for k, term in enumerate(json_list(item["terms"], f"{where}.terms")):
        place = f"{where}.terms[{k}]"
        factors, coefficient = json_list(term, place, 2)
        monomial = tuple(
            integer(i, f"{place}[0][{n}]", 0, len(ring.weights) - 1)
            for n, i in enumerate(json_list(factors, f"{place}[0]", own))
        )
        if monomial <= last or list(monomial) != sorted(monomial) or ring.weight(monomial) != weight:
            raise Rejected(place, "is out of order, or not of the weight of the form")
        terms[monomial] = exact(coefficient, f"{place}[1]")
        last = monomial
    if not terms or 0 in terms.values() or gcd(*terms.values()) != 1 or terms[min(terms)] < 0:
        raise Rejected(f"{where}.terms", "coefficients must be coprime and not 0, the first one positive")
    return Form(own, weight, terms)


def check_size(variables: int, degree: int) -> None:
    """Ends where there are too many monomials."""
    if variables > MAX_MONOMIALS or comb(variables - 1 + degree, degree) > MAX_MONOMIALS:
        raise Malformed("result.degree", f"more than {MAX_MONOMIALS} monomials")


def read_prime(evidence: object, work: Work) -> int:
    """The prime modulo which ranks are computed."""
    prime = integer(json_object(evidence, "prime", "evidence")["prime"], "evidence.prime", MIN_PRIME, MAX_PRIME)
    if not work.is_prime(prime):
        raise Rejected("evidence.prime", f"{prime} is not prime")
    return prime


def entry(prime: int, point: int, number: int) -> int:
    """Parameter number so and so at a point, modulo the prime."""
    from hashlib import sha256

    return int.from_bytes(sha256(f"{prime} {point} {number}".encode()).digest()[:8], "big") % prime
