"""Kind "critical": complex critical points of the square loss over parameters, up to rescaling the filters.

Contents: :func:`check`.

An orbit is a polynomial f with integer coefficients and filters whose entries are polynomials in a: a point for each
root a of f. "accepted" means, A and u* being those of ``risk``:

- at every root a of f no filter is zero, and for their product p the multiple u = c p with c = (p^T A u*) / (p^T A
  p), a number other than 0, satisfies J_l^T A (u - u*) = 0 for all layers l: the filters, one of them multiplied by
  c, are a critical point of the loss over parameters. No theorem is used;
- no f has a multiple root, no two have a common one, and a is the sum over layers of the quotients of two linear
  forms of the filter, those of ``parameter``: so no two of the points are equal up to rescaling. ``number`` of them
  are listed, of which ``real`` have real a, hence real filters, and no others have, being real up to rescaling;
- if ``complete`` is true the points are nondegenerate, and as many as ``generic``, a Chern number of the bundle of
  1-jets that depends on the sizes of the filters only. Then, by the theorem in the module critical.py of the program
  (Fulton, Intersection Theory, Thm. 12.2), which is trusted, there are no other critical points without a zero
  filter.

That numbers are not 0 is shown modulo a prime, at which f keeps its degree and has no multiple root: a polynomial in a
that has no root with f there has none with f over C.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, factorial, gcd, prod

from .arithmetic import Rational, divides, plus, times
from .limits import Work
from .loss import Loss, read_loss
from .model import Architecture
from .modular import check_prime, common_divisor, reduced
from .nondegenerate import is_nondegenerate
from .outcome import Malformed, Rejected, Statement
from .reading import check_nothing, exact, integer, json_list, json_object, string
from .sturm import real_roots

MAX_DIMENSION = 200
Poly = list[int]
Sparse = dict[int, Poly]


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if delta is not None:
        raise Malformed("delta", "must be null")
    loss = read_loss(item["risk"], prod(architecture.extents()), "risk", work)
    if status == "undecided":
        return check_nothing(item, "result evidence")
    result = json_object(item["result"], "generic number complete real", "result")
    evidence = json_object(item["evidence"], "prime parameter orbits", "evidence")
    generic = _generic_number(architecture)
    if string(result["generic"], "result.generic") != str(generic):
        raise Rejected("result.generic", "is not the number for generic data")
    complete = result["complete"]
    if not isinstance(complete, bool):
        raise Malformed("result.complete", "expected true or false")
    prime = check_prime(evidence["prime"], "evidence.prime", work)
    forms = _read_parameter(architecture, evidence["parameter"])
    number, real, whole = 0, 0, [1]
    for n, entry in enumerate(json_list(evidence["orbits"], "evidence.orbits")):
        where = f"evidence.orbits[{n}]"
        orbit = _Orbit(architecture, entry, where)
        whole = _times_modulo(whole, orbit.f, prime, work)
        orbit.check(architecture, loss, forms, prime, work)
        if complete and not orbit.is_regular(architecture, loss, prime, work):
            raise Rejected(where, "is not shown to consist of nondegenerate points")
        number, real = number + orbit.degree, real + real_roots(orbit.f, work)
    slope = reduced([i * c for i, c in enumerate(whole)][1:], prime)
    if len(whole) != number + 1 or len(common_divisor(whole, slope, prime, work)) != 1:
        raise Rejected("evidence.prime", "does not show that all roots are different")
    if string(result["number"], "result.number") != str(number):
        raise Rejected("result.number", "is not the number of points listed")
    if integer(result["real"], "result.real", 0, number) != real:
        raise Rejected("result.real", "is not the number of real points")
    if complete and number != generic:
        raise Rejected("result.complete", "fewer points are listed than there are for generic data")
    words = "all" if complete else "some, perhaps not all,"
    text = f"{words} critical points up to rescaling of filters: {number} over C, {real} over R"
    return Statement(text, ("no filter is zero",))


def _generic_number(architecture: Architecture) -> int:
    """sum_i (-1)^i (2^(n+1-i) - 1) deg c_i(X) for the product X of projective spaces, of dimension n."""
    sizes = [prod(size) for size in architecture.sizes]
    n = sum(sizes) - len(sizes)
    if n > MAX_DIMENSION:
        raise Malformed("architecture", f"more than {MAX_DIMENSION} parameters up to rescaling")
    series = [Fraction(1)]
    for size in sizes:
        own = [Fraction(comb(size, i), factorial(size - 1 - i)) for i in range(size)]
        after = [Fraction(0)] * (len(series) + size - 1)
        for (i, a), (j, b) in product(enumerate(series), enumerate(own)):
            after[i + j] += a * b
        series = after
    return int(sum((-1) ** i * (2 ** (n + 1 - i) - 1) * factorial(n - i) * c for i, c in enumerate(series)))


def _times_modulo(f: Poly, g: Poly, prime: int, work: Work) -> Poly:
    return reduced(times(f, reduced(g, prime) or [0], work), prime)


def _read_parameter(architecture: Architecture, value: object) -> list[tuple[list[int], list[int]] | None]:
    """For each layer null, or two linear forms."""
    found: list[tuple[list[int], list[int]] | None] = []
    for l, entry in enumerate(json_list(value, "evidence.parameter", len(architecture.sizes))):
        where = f"evidence.parameter[{l}]"
        if entry is None:
            found.append(None)
            continue
        forms, size = json_object(entry, "numerator denominator", where), prod(architecture.sizes[l])
        above, below = (
            [exact(c, f"{where}.{key}[{i}]") for i, c in enumerate(json_list(forms[key], f"{where}.{key}", size))]
            for key in ("numerator", "denominator")
        )
        found.append((above, below))
    return found


class _Orbit:
    """An orbit: f, filters as polynomials in a, and an entry of each that is not 0."""

    __slots__ = ("degree", "f", "filters", "pivots", "where")

    def __init__(self, architecture: Architecture, value: object, where: str) -> None:
        item, self.where = json_object(value, "minpoly filters pivots", where), where
        place = f"{where}.minpoly"
        self.f = [exact(c, f"{place}[{i}]") for i, c in enumerate(json_list(item["minpoly"], place))]
        self.degree = len(self.f) - 1
        if self.degree < 1:
            raise Malformed(place, "expected a polynomial of degree at least 1")
        if self.f[-1] <= 0 or gcd(*self.f) != 1:
            raise Rejected(place, "must be primitive with a positive leading coefficient")
        self.filters: list[list[Poly]] = []
        self.pivots: list[int] = []
        counts = [prod(size) for size in architecture.sizes]
        listed = json_list(item["filters"], f"{where}.filters", len(counts))
        pivots = json_list(item["pivots"], f"{where}.pivots", len(counts))
        for l, (entries, pivot, count) in enumerate(zip(listed, pivots, counts, strict=True)):
            self.filters.append([])
            for i, entry in enumerate(json_list(entries, f"{where}.filters[{l}]", count)):
                place = f"{where}.filters[{l}][{i}]"
                coefficients = json_list(entry, place)
                if len(coefficients) > self.degree:
                    raise Malformed(place, f"expected at most {self.degree} coefficients")
                self.filters[-1].append([exact(c, f"{place}[{k}]") for k, c in enumerate(coefficients)] or [0])
            self.pivots.append(integer(pivot, f"{where}.pivots[{l}]", 0, count - 1))

    def check(
        self,
        architecture: Architecture,
        loss: Loss,
        forms: list[tuple[list[int], list[int]] | None],
        prime: int,
        work: Work,
    ) -> None:
        """Establishes that the points are critical, without a zero filter, and that a is as ``parameter`` says."""
        for l, pivot in enumerate(self.pivots):
            self._require_unit(self.filters[l][pivot], prime, f"{self.where}.pivots[{l}]", work)
        alpha, beta, gradient = self._contractions(architecture, loss, work)
        self._require_unit(alpha, prime, self.where, work)
        self._require_unit(beta, prime, self.where, work)
        places = places_of(architecture)
        for l, own in enumerate(places):
            others = multiplied(
                [w for m, w in enumerate(self.filters) if m != l], [p for m, p in enumerate(places) if m != l], work
            )
            for k, shift in enumerate(own):
                slope = [0]
                for j, entry in others.items():
                    slope = plus(slope, times(entry, gradient[j + shift], work))
                if not divides(self.f, slope, work):
                    raise Rejected(f"{self.where}.filters", f"is not critical: derivative by entry {k} of layer {l}")
        self._check_parameter(forms, prime, work)

    def _require_unit(self, value: Poly, prime: int, where: str, work: Work) -> None:
        if len(common_divisor(reduced(self.f, prime), reduced(value, prime), prime, work)) != 1:
            raise Rejected(where, "a number is not shown to be different from 0")

    def _contractions(self, architecture: Architecture, loss: Loss, work: Work) -> tuple[Poly, Poly, list[Poly]]:
        """alpha = p^T A u*, beta = p^T A p, alpha A p - beta A u*, with multiples of A and of u*."""
        whole = multiplied(self.filters, places_of(architecture), work)
        moment = [row[0] for row in loss.moment.rows]
        images = []
        for row in loss.form.rows:
            total = [0]
            for j, p in whole.items():
                total = plus(total, times(p, [row[j]], work))
            images.append(total)
        alpha, beta = [0], [0]
        for j, p in whole.items():
            alpha = plus(alpha, times(p, [moment[j]], work))
            beta = plus(beta, times(p, images[j], work))
        gradient = [
            plus(times(alpha, image, work), times(beta, [-m], work)) for image, m in zip(images, moment, strict=True)
        ]
        return alpha, beta, gradient

    def _check_parameter(self, forms: list[tuple[list[int], list[int]] | None], prime: int, work: Work) -> None:
        above, below = [0], [1]
        for form, entries in zip(forms, self.filters, strict=True):
            if form is not None:
                top, bottom = [0], [0]
                for c, d, entry in zip(*form, entries, strict=True):
                    top, bottom = plus(top, times(entry, [c], work)), plus(bottom, times(entry, [d], work))
                above = plus(times(above, bottom, work), times(below, top, work))
                below = times(below, bottom, work)
        self._require_unit(below, prime, self.where, work)
        if not divides(self.f, plus(times([0, 1], below, work), times(above, [-1], work)), work):
            raise Rejected(self.where, "the parameter is not the sum of quotients of linear forms of the filters")

    def is_regular(self, architecture: Architecture, loss: Loss, prime: int, work: Work) -> bool:
        """Whether the Hessian is shown to be regular, the entries at the pivots being fixed, but that of one layer."""
        alpha, _, gradient = self._contractions(architecture, loss, work)
        return is_nondegenerate(
            self.f, self.filters, self.pivots, places_of(architecture), loss.form.rows, alpha, gradient, prime, work
        )


def places_of(architecture: Architecture) -> list[list[int]]:
    """For each layer the places in the end-to-end filter of the monomials of its filter."""
    extents = architecture.extents()
    steps = [prod(extents[d + 1 :]) for d in range(len(extents))]
    return [
        [sum(i * e * s for i, e, s in zip(index, exponent, steps, strict=True)) for index in product(*map(range, size))]
        for size, exponent in zip(architecture.sizes, architecture.exponents, strict=True)
    ]


def multiplied(filters: list[list[Poly]], places: list[list[int]], work: Work) -> Sparse:
    """The product of filters, by place."""
    total: Sparse = {0: [1]}
    for own, entries in zip(places, filters, strict=True):
        after: Sparse = {}
        for (i, a), (j, b) in product(total.items(), zip(own, entries, strict=True)):
            value = times(a, b, work)
            after[i + j] = plus(after[i + j], value) if i + j in after else value
        total = after
    return total
