"""Kind "equations": all forms of low degree that vanish on the neuromanifold.

Contents: :func:`check`.

"accepted" means: the listed generators, of degrees up to ``degree``, become 0 when the generic product is substituted
for the end-to-end filter u; every form with rational coefficients of these degrees with that property is a
combination of them with polynomial coefficients; no generator can be left out; and ``forms``, ``generators`` and
``hilbert`` are the numbers of linearly independent such forms, of generators, and of forms that are left modulo them,
in each degree. No theorem is used. If ``real`` is given: also which real points of the closure of the neuromanifold lie
outside it, see outside.py. With status undecided and a result only these are missing.

How: monomials are sorted by weight, the sum of the indices of their factors; a form vanishes only if its parts of
each weight do. For each weight let n monomials have rank e at points modulo a prime, and multiples of the generators
rank r modulo it: then at least r independent forms vanish and at most n - e, and r = n - e is required. A generator
can not be left out if the multiples of those of lower degree have too small a rank over Q. The points are fixed by a
rule, see ``_entry``; were they bad ones, ranks would come out too small, and nothing would be accepted.

A monomial is the increasing list of the numbers of its factors, row-major in u; smaller lists are larger monomials.
"""

from __future__ import annotations

from itertools import combinations_with_replacement, product
from math import comb, gcd, prod

from ...algebra.echelon import rank_modulo, sparse_rank
from ...core.arithmetic import Rational
from ...core.limits import MAX_PRIME, Work
from ...core.outcome import Malformed, Rejected, Statement
from ...core.reading import check_nothing, exact, integer, json_list, json_object
from ...core.recomputed import compare
from ...network.architecture import Architecture
from ...network.variables import named_entries
from .outside import check_outside

MAX_DEGREE = 100
MIN_PRIME = 10**6
MAX_MONOMIALS = 200_000

Monomial = tuple[int, ...]
Weight = tuple[int, ...]
Row = dict[int, int]  # the nonzero entries


class _Form:
    """A form that is read and known to be in canonical order."""

    __slots__ = ("degree", "terms", "weight")

    def __init__(self, degree: int, weight: Weight, terms: dict[Monomial, int]) -> None:
        self.degree, self.weight, self.terms = degree, weight, terms

    def key(self) -> tuple[object, ...]:
        return self.degree, self.weight, min(self.terms)


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if delta is not None:
        raise Malformed("delta", "must be null: the neuromanifold does not depend on it")
    if status == "undecided" and item["result"] is None:
        return check_nothing(item, "result evidence")
    result = json_object(item["result"], "degree variables degrees generators real", "result")
    prime = integer(json_object(item["evidence"], "prime", "evidence")["prime"], "evidence.prime", MIN_PRIME, MAX_PRIME)
    if not work.is_prime(prime):
        raise Rejected("evidence.prime", f"{prime} is not prime")
    degree = integer(result["degree"], "result.degree", 1, MAX_DEGREE)
    ambient = prod(architecture.extents())
    if ambient > MAX_MONOMIALS or comb(ambient - 1 + degree, degree) > MAX_MONOMIALS:
        raise Malformed("result.degree", f"more than {MAX_MONOMIALS} monomials")
    if named_entries(result["variables"], architecture, work) is not None:
        raise Rejected("result.variables", "are not the names of all entries of the end-to-end filter")
    ring = _Ring(architecture, degree, prime, work)
    generators = _generators(result["generators"], ring, degree)
    expected = [ring.count(g, generators) for g in range(1, degree + 1)]
    compare(result["degrees"], expected, "result.degrees")
    number = len(generators)
    text = f"the forms of degree at most {degree} that vanish on the neuromanifold; minimal generators: {number}"
    if status == "undecided":
        if result.get("real") is not None:
            raise Malformed("result.real", "must be null when undecided")
        text += "; the real points of its closure outside it are not described"
    elif result.get("real") is not None:
        text += f"; {check_outside(architecture, result['real'], 'result.real', work)}"
    return Statement(text)


def _generators(value: object, ring: _Ring, degree: int) -> list[_Form]:
    """Establishes that the generators are in order, and vanish on the neuromanifold."""
    found: list[_Form] = []
    for n, entry in enumerate(json_list(value, "result.generators")):
        where = f"result.generators[{n}]"
        form = _form(entry, ring, degree, where)
        if found and found[-1].key() >= form.key():
            raise Rejected(where, "is not in order: by degree, weight and first monomial")
        if not ring.vanishes(form):
            raise Rejected(where, "does not vanish on the neuromanifold")
        found.append(form)
    return found


def _form(value: object, ring: _Ring, degree: int, where: str) -> _Form:
    """Reads a form, and establishes that it is homogeneous and canonical."""
    item = json_object(value, "degree weight terms", where)
    own = integer(item["degree"], f"{where}.degree", 1, degree)
    dimension = len(ring.indices[0])
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
            integer(i, f"{place}[0][{n}]", 0, len(ring.indices) - 1)
            for n, i in enumerate(json_list(factors, f"{place}[0]", own))
        )
        if monomial <= last or list(monomial) != sorted(monomial) or ring.weight(monomial) != weight:
            raise Rejected(place, "is out of order, or not of the weight of the form")
        terms[monomial] = exact(coefficient, f"{place}[1]")
        last = monomial
    if not terms or 0 in terms.values() or gcd(*terms.values()) != 1 or terms[min(terms)] < 0:
        raise Rejected(f"{where}.terms", "coefficients must be coprime and not 0, the first one positive")
    return _Form(own, weight, terms)


class _Ring:
    """The monomials by degree and weight, and their values at points modulo the prime."""

    __slots__ = ("architecture", "images", "indices", "monomials", "points", "prime", "work")

    def __init__(self, architecture: Architecture, degree: int, prime: int, work: Work) -> None:
        self.architecture, self.prime, self.work = architecture, prime, work
        self.indices = list(product(*map(range, architecture.extents())))
        self.images = _generic_product(architecture, self.indices, work)
        self.points: list[list[int]] = []
        self.monomials: list[dict[Weight, list[Monomial]]] = []
        for g in range(degree + 1):
            sorted_by: dict[Weight, list[Monomial]] = {}
            count = comb(len(self.indices) - 1 + g, g)
            work.spend(count * (10 + g * (1 + architecture.dimension)))
            for monomial in combinations_with_replacement(range(len(self.indices)), g):
                sorted_by.setdefault(self.weight(monomial), []).append(monomial)
            self.monomials.append(sorted_by)

    def weight(self, monomial: Monomial) -> Weight:
        dimensions = range(len(self.indices[0]))
        return tuple(sum(self.indices[i][d] for i in monomial) for d in dimensions)

    def vanishes(self, form: _Form) -> bool:
        """Whether a form is 0 after substitution of the generic product, by expanding it."""
        total: dict[Monomial, int] = {}
        for monomial, coefficient in form.terms.items():
            count = prod(len(self.images[i]) for i in monomial)
            length = len(monomial) * len(self.architecture.sizes)
            self.work.spend((20 + length) * count)
            self.work.hold(count, coefficient.bit_length())
            for factors in product(*(self.images[i] for i in monomial)):
                entries = tuple(sorted(entry for factor in factors for entry in factor))
                total[entries] = total.get(entries, 0) + coefficient
        return not any(total.values())

    def count(self, degree: int, generators: list[_Form]) -> dict[str, object]:
        """Establishes that the generators give all forms of a degree; returns how many there are."""
        forms = needed = 0
        before = [form for form in generators if form.degree < degree]
        listed: dict[Weight, list[_Form]] = {}
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
        hilbert = comb(len(self.indices) - 1 + degree, degree) - forms
        return {"degree": degree, "forms": forms, "generators": needed, "hilbert": str(hilbert)}

    def _rank_at_points(self, piece: list[Monomial]) -> int:
        while len(self.points) < len(piece):
            self.points.append(_product_at(self.architecture, self.indices, len(self.points), self.prime, self.work))
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


def _generic_product(architecture: Architecture, indices: list[Weight], work: Work) -> list[list[Monomial]]:
    """For each entry of u the products of filter entries whose sum it is, one entry per layer."""
    images: dict[Weight, list[Monomial]] = {(0,) * architecture.dimension: [()]}
    number = 0
    for size, exponent in zip(architecture.sizes, architecture.exponents, strict=True):
        work.spend((5 + len(architecture.sizes)) * prod(size) * sum(map(len, images.values())))
        grown: dict[Weight, list[Monomial]] = {}
        for index in product(*map(range, size)):
            for position, terms in images.items():
                moved = tuple(p + k * e for p, k, e in zip(position, index, exponent, strict=True))
                grown.setdefault(moved, []).extend((*term, number) for term in terms)
            number += 1
        images = grown
    return [images.get(index, []) for index in indices]


def _entry(prime: int, point: int, number: int) -> int:
    """Entry number so and so of the filters at a point, modulo the prime."""
    from hashlib import sha256

    return int.from_bytes(sha256(f"{prime} {point} {number}".encode()).digest()[:8], "big") % prime


def _product_at(architecture: Architecture, indices: list[Weight], point: int, prime: int, work: Work) -> list[int]:
    """The entries of u at a point."""
    values: dict[Weight, int] = {(0,) * architecture.dimension: 1}
    number = 0
    for size, exponent in zip(architecture.sizes, architecture.exponents, strict=True):
        work.spend(5 * prod(size) * len(values))
        grown: dict[Weight, int] = {}
        for index in product(*map(range, size)):
            entry = _entry(prime, point, number)
            number += 1
            for position, value in values.items():
                moved = tuple(p + k * e for p, k, e in zip(position, index, exponent, strict=True))
                grown[moved] = (grown.get(moved, 0) + value * entry) % prime
        values = grown
    work.spend(len(indices))
    return [values.get(index, 0) for index in indices]
