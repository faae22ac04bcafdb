"""Kind "polynomial-inverse": the filters of a network with activations by coefficients of its function.

Contents: :func:`check`.

Let f be the function of a network with all w_l[0] != 0, R its degree in the inputs, c = [x_0^R] f, and R_i the product
of the activations before run i. "accepted" means: ``coefficients`` are the monomials x_0^R and x_0^{R-R_i} x_p^{R_i},
run after run, for the exponents p != 0 of its product Q_i, which ``exponents`` lists with 0; the ``entries`` F_p of run
i are polynomials in these coefficients of f, homogeneous of one degree, with F_p Q_i[0] = F_0 Q_i[p] for the function
of any such filters, and F_0 is a power of c times an integer, not 0: so they are Q_i up to a factor. If ``given`` is
true, the F_p may use the entries Q_j[q] / Q_j[0] too, q != 0, of earlier runs j, and for q before p of the run itself,
numbered after the coefficients, run after run; degrees do not count these. If run i is one layer, Q_i is its filter.

Proof: f is c times the function of the Q_i / Q_i[0], and the F_p are homogeneous; so let all Q_i[0] be 1. On the plane
x_0 = 1, x_p = y, other inputs 0, with p not 0, T^a F for a != 0 sees no x_0, and of x_p only what T^{a-p} F sees of
x_0, where F is the output of a run: so with phi_0(p) = 1 for p = 0, else 0, psi_i = Q_i phi_{i-1}, phi_i = psi_i ** r_i
at each place, F_i = F_{i-1} ** r_{i-1} + (psi_i - phi_{i-1})(p) y ** R_i there. These are polynomials in the entries of
the Q_i; put for the coefficients, they give F_p = F_0 Q_i[p] identically: this is computed over Z.
"""

from __future__ import annotations

from itertools import product

from ....algebra.sparse import Terms, compose, include, multiply, read_terms
from ....core.arithmetic import Rational
from ....core.limits import Work
from ....core.outcome import NOTHING, Malformed, Rejected, Statement
from ....core.reading import json_list, json_object
from ....core.recomputed import identical
from ....network.furtherarchitectures import PolynomialArchitecture

CORNERS = "f is the function of filters w_l with all w_l[0] other than 0"
MAX_SUPPORT = 300  # exponents of a run
MAX_DEGREE = 200  # in the inputs

Position = tuple[int, ...]
ONE: Terms = {(): 1}


def check(
    network: PolynomialArchitecture,
    item: dict[str, object],
    delta: list[Rational] | None,
    status: str,
    work: Work,
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if delta is not None:
        raise Malformed("delta", "must be null: the inverse does not depend on it")
    if item["result"] is None:
        if status != "undecided":
            raise Malformed("result", "must not be null")
        return Statement(NOTHING)
    if status != "proved":
        raise Rejected("status", "should be proved")
    result = json_object(item["result"], "coefficients given runs", "result")
    if network.degrees[0] > MAX_DEGREE:
        raise Malformed("architecture", f"has a degree over {MAX_DEGREE} in its inputs")
    supports = [_support(network, run, work) for run in network.runs]
    if not identical(result["coefficients"], _monomials(network, supports)):
        raise Rejected("result.coefficients", "are not those at the exponents of the runs")
    if not isinstance(result["given"], bool):
        raise Malformed("result.given", "expected true or false")
    planes = _Planes(network, supports, work)
    places = [(run, p) for run, own in enumerate(supports) for p in own[1:]]
    images = [ONE, *(planes.coefficient(run, p) for run, p in places)]
    inputs = len(images)
    if result["given"]:
        images += [{(planes.number[place],): 1} for place in places]
    for run, entry in enumerate(json_list(result["runs"], "result.runs", len(supports))):
        where = f"result.runs[{run}]"
        listed = json_object(entry, "exponents entries", where)
        if not identical(listed["exponents"], [list(p) for p in supports[run]]):
            raise Rejected(f"{where}.exponents", "are not those of the product of the run")
        entries = json_list(listed["entries"], f"{where}.entries", len(supports[run]))
        formulas = [read_terms(own, len(images), f"{where}.entries[{n}]") for n, own in enumerate(entries)]
        first = _check_first(formulas[0], f"{where}.entries[0]")
        for n, terms in enumerate(formulas):
            place = f"{where}.entries[{n}]"
            _check_form(terms, first[0], inputs, [p for p in places if p < (run, supports[run][n])], place, work)
            found = compose(terms, images, work)
            if n:
                include(found, {(planes.number[run, supports[run][n]],): 1}, -first[1])
            if n and found:
                raise Rejected(place, "is not the entry of the product")
    number = "1 run" if len(supports) == 1 else f"{len(supports)} runs"
    text = f"filters, or their products, of {number}, up to scalars, as rational functions of coefficients of f"
    return Statement(text, (CORNERS,))


def _check_first(terms: Terms, where: str) -> tuple[int, int]:
    """Establishes that F_0 is a power of c times an integer; returns both numbers."""
    if len(terms) != 1 or any(next(iter(terms))):
        raise Rejected(where, "is not a power of the coefficient of x_0^R times an integer")
    ((monomial, c),) = terms.items()
    return len(monomial), c


def _check_form(
    terms: Terms, degree: int, inputs: int, before: list[tuple[int, Position]], where: str, work: Work
) -> None:
    """Establishes the degree in the coefficients, and that only entries before are given."""
    for monomial in terms:
        work.spend(5 + len(monomial))
        if sum(number < inputs for number in monomial) != degree:
            raise Rejected(where, f"is not homogeneous of degree {degree} in the coefficients")
        if any(number - inputs >= len(before) for number in monomial):
            raise Rejected(where, "uses entries that do not come before")


def _support(network: PolynomialArchitecture, run: tuple[int, int], work: Work) -> list[Position]:
    """The exponents of the product of a run, in increasing order."""
    stack = network.stack
    found = {(0,) * stack.dimension}
    for l in range(*run):
        steps = list(product(*(range(0, k * e, e) for k, e in zip(stack.sizes[l], stack.exponents[l], strict=True))))
        work.spend(10 * len(found) * len(steps))
        found = {tuple(map(int.__add__, a, b)) for a in found for b in steps}
        if len(found) > MAX_SUPPORT:
            raise Malformed("architecture", f"has a run of more than {MAX_SUPPORT} exponents")
    return sorted(found)


def _monomials(network: PolynomialArchitecture, supports: list[list[Position]]) -> list[object]:
    total, zero = network.degrees[0], [0] * network.stack.dimension
    found: list[object] = [[[zero, total]]]
    for (start, _), support in zip(network.runs, supports, strict=True):
        degree = total // network.degrees[start]
        for p in support[1:]:
            found.append([*([[zero, total - degree]] if degree < total else []), [list(p), degree]])
    return found


class _Planes:
    """The function of products of runs with Q_i[0] = 1 on planes, their other entries being variables."""

    def __init__(self, network: PolynomialArchitecture, supports: list[list[Position]], work: Work) -> None:
        self.supports, self.work = supports, work
        self.degrees = [network.degrees[0] // network.degrees[start] for start, _ in network.runs]  # R_i
        self.powers = [1, *(r for r in network.activations if r > 1)]  # before each run
        self.total = network.degrees[0]
        self.number: dict[tuple[int, Position], int] = {}
        for run, support in enumerate(supports):
            for p in support[1:]:
                self.number[run, p] = len(self.number)
        self.zero = (0,) * network.stack.dimension
        self.known: dict[tuple[str, int, Position], Terms] = {}
        self.outputs: dict[tuple[int, Position], list[Terms]] = {}

    def coefficient(self, run: int, p: Position) -> Terms:
        """[x_0^{R-R_i} x_p^{R_i}] f: later runs only raise the output of run i to powers, up to that degree."""
        degree = self.degrees[run]
        return _power(self.output(run, p), self.total // degree, degree, self.work)[degree]

    def output(self, run: int, p: Position) -> list[Terms]:
        """F_i on the plane, by powers of y."""
        if run < 0:
            return [ONE]
        if (run, p) not in self.outputs:
            degree = self.degrees[run]
            found = [dict(terms) for terms in _power(self.output(run - 1, p), self.powers[run], degree, self.work)]
            found += [{} for _ in range(degree + 1 - len(found))]
            include(found[degree], self._psi(run, p))
            include(found[degree], self._phi(run - 1, p), -1)
            self.outputs[run, p] = found
        return self.outputs[run, p]

    def _psi(self, run: int, p: Position) -> Terms:
        key = "psi", run, p
        if key not in self.known:
            total: Terms = {}
            for q in self.supports[run]:
                self.work.spend(20)
                entry: Terms = {(self.number[run, q],): 1} if any(q) else ONE
                inner = self._phi(run - 1, tuple(map(int.__sub__, p, q)))
                include(total, multiply(entry, inner, self.work))
            self.known[key] = total
        return self.known[key]

    def _phi(self, run: int, p: Position) -> Terms:
        if run < 0 or min(p) < 0:
            return {} if any(p) else ONE
        key = "phi", run, p
        if key not in self.known:
            self.known[key] = _power([self._psi(run, p)], self.powers[run + 1], 0, self.work)[0]
        return self.known[key]


def _power(series: list[Terms], power: int, degree: int, work: Work) -> list[Terms]:
    """A power of a polynomial in y, up to a degree."""
    result, square = [ONE], series
    while power:
        if power & 1:
            result = _product(result, square, degree, work)
        if power := power >> 1:
            square = _product(square, square, degree, work)
    return result + [{} for _ in range(degree + 1 - len(result))]


def _product(left: list[Terms], right: list[Terms], degree: int, work: Work) -> list[Terms]:
    found: list[Terms] = [{} for _ in range(min(len(left) + len(right) - 1, degree + 1))]
    for i, a in enumerate(left):
        work.spend(1 + len(right))
        for j, b in enumerate(right[: degree + 1 - i]):
            if a and b:
                include(found[i + j], multiply(a, b, work))
    return found
