"""The products of the runs of a network with activations as rational functions of coefficients of its function.

Contents: :class:`RunFormula`, :class:`PolynomialInverse`, :func:`polynomial_inverse`.

Notation as in :mod:`symlcn.families.polynomial.runcores`. Let all w_l[0] ≠ 0, so that c = [x_0^R] f is not 0. By
peeling f determines the Q̃_i, of which only the coefficients c_i(p) = [x_0^{R−R_i} x_p^{R_i}] f are needed at the
exponents p of Q_i: the others are functions of these. Peeled off in the order of i, and of p,

    Q̃_i[p] = E_i(p) − Σ_{0≺q≺p} Q̃_i[q]·φ_{i−1}(p − q),
    E_i(p) = c_i(p)/(D_i·c) − (1/D_i)·[y^{R_i}] A_{i−1,p}^{R/R_{i−1}}

with ψ_j = Q̃_j·φ_{j−1}, φ_j(p) = ψ_j(p)^{r_j} and A_{j,p} = A_{j−1,p}^{r_{j−1}} + (ψ_j − φ_{j−1})(p)·y^{R_j} for j < i.
So for each run there are polynomials F_p in c and the c_i(p), homogeneous of one degree, with F_p = F_0·Q̃_i[p], where
F_0 is a power of c times an integer. Where these are too large, F_p uses the Q̃_j[q], j < i, and Q̃_i[q], q ≺ p, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm
from typing import ClassVar, NamedTuple, TypeAlias

from symlcn.algebra.namedvalues import Formulas
from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.sparse import Terms, entry_names, plus, times
from symlcn.algebra.sympyvalues import Named
from symlcn.certificates.hypotheses import CORNERS
from symlcn.errors import LimitError, brief
from symlcn.families.polynomial.expansion import Monomial
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.progress import progress

__all__ = ["PolynomialInverse", "RunFormula", "polynomial_inverse"]

MAX_SUPPORT = 300
"""Number of exponents of a run up to which there are formulas."""
MAX_TERMS = 200
"""Terms of one formula in the coefficients alone; where there are more, formulas use entries before."""
MAX_GIVEN = 5000
"""Terms of one formula then."""
MAX_DEGREE = 200
"""Bound on the degree R, and on that of formulas."""

Sum: TypeAlias = dict[tuple[int, ...], Fraction]
ONE: Sum = {(): Fraction(1)}


class RunFormula(NamedTuple):
    """The product of a run, up to a factor.

    Attributes
    ----------
    exponents : tuple of positions
        Those of Q_i, in increasing order, from 0 on.
    entries : tuple of Terms
        F_p for each; the first is a power of c times an integer.
    """

    exponents: tuple[Exponents, ...]
    entries: tuple[Terms, ...]


@dataclass(frozen=True, slots=True)
class PolynomialInverse(Named):
    """The products of runs as rational functions of coefficients of f.

    Attributes
    ----------
    architecture : PolynomialArchitecture
    coefficients : tuple of (int, position, Monomial)
        What is read of f, for each variable of formulas: the run, p and the monomial; c first, of run 0 and p = 0.
    given : bool
        Whether formulas use entries of the cores that come before, numbered after the coefficients.
    runs : tuple of RunFormula
    reason : str or None
        Why there are no formulas.
    """

    __repr__ = brief

    architecture: PolynomialArchitecture
    coefficients: tuple[tuple[int, Exponents, Monomial], ...]
    given: bool
    runs: tuple[RunFormula, ...]
    reason: str | None = None
    hypotheses: ClassVar[tuple[str, ...]] = (CORNERS,)

    @property
    def status(self) -> str:
        """``"proved"`` or ``"undecided"``."""
        return "undecided" if self.reason else "proved"

    @property
    def names(self) -> list[str]:
        """Of the variables: c, c_i_p for the coefficients c_i(p), and q_i_p for given Q̃_i[p], runs from 1."""
        found = ["c"]
        for run, p, _ in self.coefficients[1:]:
            found += entry_names(f"c_{run + 1}", [p])
        for number, own in enumerate(self.runs, 1) if self.given else ():
            found += entry_names(f"q_{number}", own.exponents[1:])
        return found

    def formulas(self) -> Formulas:
        """The filter of each run of one layer as w_l, the product of others as Q_i, up to factors."""
        values = []
        for number, (run, own) in enumerate(zip(self.architecture.runs, self.runs, strict=True), 1):
            name = f"w_{run.start + 1}" if run.stop - run.start == 1 else f"Q_{number}"
            values.append((name, own.entries))
        notes = [
            f"{name} = [{_monomial(monomial)}] f"
            for name, (_, _, monomial) in zip(self.names, self.coefficients, strict=False)
        ]
        if self.given:
            notes.append("q_i_p = the entry of run i at the exponent p over that at 0, given by its formula")
        notes.append("w_l: a multiple of the filter; Q_i: of the product of the filters of run i, at its exponents")
        return Formulas(tuple(self.names), tuple(values), (), tuple(notes))


def _monomial(monomial: Monomial) -> str:
    names = (("x_" + "_".join(map(str, position)), power) for position, power in monomial)
    return "*".join(name if power == 1 else f"{name}^{power}" for name, power in names)


def polynomial_inverse(network: PolynomialArchitecture) -> PolynomialInverse:
    """The products of runs as rational functions of coefficients of f, in these alone where they are not too large.

    Raises
    ------
    LimitError
        If a run has too many exponents, or the degree R is too large.

    Examples
    --------
    >>> from symlcn.algebra.sparse import text
    >>> from symlcn.network.notation import parse_network
    >>> found = polynomial_inverse(parse_network("k3 r2 k2"))
    >>> for run in found.runs:
    ...     print([text(entry, found.names) for entry in run.entries])
    ['2*c', 'c_1_1', 'c_1_2']
    ['4*c^2', '4*c*c_2_1 - c_1_1^2']
    """
    if network.degree > MAX_DEGREE:
        raise LimitError(f"formulas for a function of degree {network.degree} in its inputs, more than {MAX_DEGREE}")
    supports = tuple(_support(network, start, stop) for start, stop, _ in network.runs)
    coefficients = tuple(_coefficients(network, supports))
    for given in (False, True):
        try:
            runs = tuple(_Peeling(network, supports, given).formulas())
            return PolynomialInverse(network, coefficients, given, runs)
        except LimitError as error:
            reason = str(error)
    return PolynomialInverse(network, coefficients, False, (), reason)


def _support(network: PolynomialArchitecture, start: int, stop: int) -> tuple[Exponents, ...]:
    """The exponents of the product of a run."""
    exponents = network.architecture.exponents
    found = {(0,) * network.dimension}
    for l in range(start, stop):
        size = network.architecture.layers[l].size
        steps = list(product(*(range(0, k * e, e) for k, e in zip(size, exponents[l], strict=True))))
        if len(found) * len(steps) > MAX_SUPPORT**2:
            raise LimitError(f"a run with more than {MAX_SUPPORT} exponents")
        found = {tuple(map(int.__add__, a, b)) for a in found for b in steps}
    if len(found) > MAX_SUPPORT:
        raise LimitError(f"a run with {len(found)} exponents, more than {MAX_SUPPORT}")
    return tuple(sorted(found))


def _coefficients(
    network: PolynomialArchitecture, supports: Sequence[Sequence[Exponents]]
) -> Iterator[tuple[int, Exponents, Monomial]]:
    """What is read of f."""
    zero, total = (0,) * network.dimension, network.degree
    yield 0, zero, ((zero, total),)
    for number, (run, support) in enumerate(zip(network.runs, supports, strict=True)):
        degree = total // network.degrees[run.start]
        rest = ((zero, total - degree),) if degree < total else ()
        for p in support[1:]:
            yield number, p, (*rest, (p, degree))


class _Peeling:
    """The recursion; polynomials are in the c_i(p)/c, and in what is given."""

    def __init__(self, network: PolynomialArchitecture, supports: Sequence[Sequence[Exponents]], given: bool) -> None:
        self.supports, self.given = supports, given
        self.degrees = [network.degrees[run.start] for run in network.runs]  # D_i
        self.powers = [1, *(power for power in network.activations if power > 1)]  # r_{i−1} before run i
        self.total = network.degree
        self.zero = (0,) * network.dimension
        places = [(run, p) for run, own in enumerate(supports) for p in own[1:]]
        self.read = {place: number for number, place in enumerate(places, 1)}
        self.inputs = 1 + len(places)
        self.named = {place: number for number, place in enumerate(places, self.inputs)}
        self.cores: list[dict[Exponents, Sum]] = []
        self.known: dict[tuple[str, int, Exponents], Sum] = {}
        self.planes: dict[tuple[int, Exponents], list[Sum]] = {}

    def formulas(self) -> Iterator[RunFormula]:
        """Run after run."""
        for run, support in enumerate(self.supports):
            progress("formulas for run", run, len(self.supports))
            found = {self.zero: ONE}
            self.cores.append({self.zero: ONE})
            for p in support[1:]:
                found[p] = self._entry(run, p)
                self.cores[run][p] = {(self.named[run, p],): Fraction(1)} if self.given else found[p]
            yield self._cleared(found)

    def _entry(self, run: int, p: Exponents) -> Sum:
        """Q̃_i[p]."""
        degree = self.total // self.degrees[run]
        below = self._plane(run - 1, p)
        raised = _power(below, self.total // self._degree(run - 1), degree)
        total: Sum = {(self.read[run, p],): Fraction(1, self.degrees[run])}
        if degree < len(raised):
            total = plus(total, {m: c / self.degrees[run] for m, c in raised[degree].items()}, -1)
        for q, entry in self.cores[run].items():
            if any(q):
                total = plus(total, _times(entry, self._phi(run - 1, _minus(p, q))), -1)
        return total

    def _degree(self, run: int) -> int:
        """R_i; 1 before the first run."""
        return self.total // self.degrees[run] if run >= 0 else 1

    def _psi(self, run: int, p: Exponents) -> Sum:
        key = "psi", run, p
        if key not in self.known:
            total: Sum = {}
            for q, entry in self.cores[run].items():
                total = plus(total, _times(entry, self._phi(run - 1, _minus(p, q))))
            self.known[key] = total
        return self.known[key]

    def _phi(self, run: int, p: Exponents) -> Sum:
        if run < 0 or min(p) < 0:
            return {} if any(p) else ONE
        key = "phi", run, p
        if key not in self.known:
            self.known[key] = _power([self._psi(run, p)], self.powers[run + 1], 0)[0]
        return self.known[key]

    def _plane(self, run: int, p: Exponents) -> list[Sum]:
        """A_{i,p}, as coefficients of powers of y."""
        if run < 0:
            return [ONE]
        if (run, p) not in self.planes:
            degree = self._degree(run)
            found = _power(self._plane(run - 1, p), self.powers[run], degree)
            found += [{}] * (degree + 1 - len(found))
            step = plus(self._psi(run, p), self._phi(run - 1, p), -1)
            found[degree] = plus(found[degree], step)
            self.planes[run, p] = found
        return self.planes[run, p]

    def _cleared(self, found: dict[Exponents, Sum]) -> RunFormula:
        """Without denominators, and homogeneous in what is read."""
        sums = list(found.values())
        common = lcm(*(c.denominator for own in sums for c in own.values()))
        most = max((self._weight(m) for own in sums for m in own), default=0)
        entries = []
        for own in sums:
            if len(own) > (MAX_GIVEN if self.given else MAX_TERMS) or most > MAX_DEGREE:
                raise LimitError(f"a formula of {len(own)} terms and degree {most}")
            raised = {(0,) * (most - self._weight(m)) + m: int(c * common) for m, c in own.items()}
            entries.append(dict(sorted(raised.items())))
        return RunFormula(tuple(found), tuple(entries))

    def _weight(self, monomial: tuple[int, ...]) -> int:
        """The degree in what is read."""
        return sum(number < self.inputs for number in monomial)


def _minus(left: Exponents, right: Exponents) -> Exponents:
    return tuple(map(int.__sub__, left, right))


def _times(left: Sum, right: Sum) -> Sum:
    return times(left, right) if left and right else {}


def _power(series: Sequence[Sum], power: int, degree: int) -> list[Sum]:
    """A power of a polynomial in y, up to a degree."""
    result, square = [ONE], [*series]
    while power:
        if power & 1:
            result = _product(result, square, degree)
        if power := power >> 1:
            square = _product(square, square, degree)
    return result


def _product(left: Sequence[Sum], right: Sequence[Sum], degree: int) -> list[Sum]:
    found: list[Sum] = [{} for _ in range(min(len(left) + len(right) - 1, degree + 1))]
    for i, a in enumerate(left):
        for j, b in enumerate(right[: degree + 1 - i]):
            if a and b:
                found[i + j] = plus(found[i + j], times(a, b))
    return found
