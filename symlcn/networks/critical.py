"""How many complex critical points the parametrized risk has.

Contents: :func:`generic_number`, :class:`CriticalPoints`, :func:`count_critical_points`.

Counted are the critical points (w_1, …, w_L) without a zero filter, over C, up to rescaling the filters by factors of
product 1.

*Generic number.* Let X = ∏ P^{K_l − 1}, of dimension n, p(x) the product of the filters x, and (c : s) a point of the
projective line bundle P(O(−1,…,−1) ⊕ O) over X. The critical points are the zeros with c ≠ 0 and s ≠ 0 of the 1-jet of
⟨c·A·p(x) − s·A·u*, p⟩ at x: a section of a bundle of rank n + 1, the 1-jets of O(1,…,1) twisted once. For generic A
and u* there are no zeros with s = 0 or c = 0 (Bertini: the entries of p have no common zero), and finitely many in all:
where the rank of the Jacobian drops by r the codimension is at least r, since π is finite. So their number, with
multiplicity, is a Chern number, whatever the architecture:

    Σ_i (−1)^i (2^{n+1−i} − 1) · deg c_i(X),

the generic Euclidean distance degree of the Segre variety X. For strides larger than 1 this is in Shahverdi, *Algebraic
Complexity and Neurovariety of Linear Convolutional Networks*, 2024; see also Kohn, Montúfar, Shahverdi, Trager 2024.
Where layers exchange roots, all factorizations of u* and points at which π ramifies are among the points counted.

*At given data.* All zeros are examined modulo the prime 2^31 − 1, cell by cell of X: none with c = 0 or s = 0, and
finitely many. Such zeros form a finite flat family over the integers localised at the prime, so the numbers over C and
modulo the prime are equal, and the zeros are distinct over C if they are modulo the prime. Otherwise nothing is
claimed about the data.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product as cartesian
from math import comb, factorial, lcm, prod
from typing import Any

from flint import nmod_mat

from symlcn.architecture import Architecture
from symlcn.errors import ArithmeticGuardError
from symlcn.networks.risk import Risk, column, fraction

__all__ = ["CriticalPoints", "count_critical_points", "generic_number"]

PRIME = 2**31 - 1
MAX_NUMBER = 14
"""Generic number up to which the critical points at given data are examined by default."""
SEED = 20240501

Sparse = dict[int, Any]


def generic_number(architecture: Architecture) -> int:
    """The number of complex critical points for generic data, counted with multiplicity.

    Examples
    --------
    >>> from symlcn.architecture import parse_architecture
    >>> [generic_number(parse_architecture(text)) for text in ("k2 k2", "k3 k2", "k3s2 k2", "k2 k2 k2", "k3s2 k3")]
    [6, 10, 10, 34, 39]
    """
    series = [Fraction(1)]
    for layer in architecture.layers:
        n = prod(layer.size) - 1
        own = [Fraction(comb(n + 1, i), factorial(n - i)) for i in range(n + 1)]
        series = [
            sum((series[k] * own[i - k] for k in range(len(series)) if 0 <= i - k <= n), Fraction(0))
            for i in range(len(series) + n)
        ]
    n = len(series) - 1
    return int(sum((-1) ** i * (2 ** (n + 1 - i) - 1) * factorial(n - i) * c for i, c in enumerate(series)))


@dataclass(frozen=True, slots=True)
class CriticalPoints:
    """How many complex critical points without a zero filter there are, up to rescaling.

    Attributes
    ----------
    generic : int
        The number for generic A and u*, with multiplicity.
    number : int or None
        The number at the given data, with multiplicity; None if it was not determined.
    distinct : bool or None
        True if all of them are known to be different points; None if that is not known.
    reason : str or None
        Why `number` is None.
    """

    generic: int
    number: int | None
    distinct: bool | None
    reason: str | None


def count_critical_points(risk: Risk, most: int = MAX_NUMBER) -> CriticalPoints:
    """The number of complex critical points of the parametrized risk, by elimination for small architectures.

    Parameters
    ----------
    risk : Risk
    most : int, optional
        The generic number up to which elimination is tried: seconds at 14, a minute at 39.

    Returns
    -------
    CriticalPoints
        Exact. Which of the points are real is not said.

    Examples
    --------
    >>> from symlcn.architecture import parse_architecture
    >>> from symlcn.networks.risk import quadratic_risk
    >>> risk = quadratic_risk(parse_architecture("k2 k2"), [[3, 1, 0], [1, 2, 1], [0, 1, 5]], (2, 3, 1))
    >>> count_critical_points(risk)
    CriticalPoints(generic=6, number=6, distinct=True, reason=None)
    """
    generic = generic_number(risk.architecture)
    if generic > most:
        reason = f"elimination is tried for at most {most} points"
        return CriticalPoints(generic, None, None, reason)
    try:
        from sympy.polys.groebnertools import groebner  # noqa: F401
    except ImportError:
        return CriticalPoints(generic, None, None, "elimination needs SymPy, which is not installed")
    system = _System(risk)
    sizes = [prod(layer.size) for layer in risk.architecture.layers]
    first, *smaller = cartesian(*map(range, sizes))
    for pivots in (first, *smaller):
        for side, where in (((1, 0), "with s = 0"), ((0, 1), "with c = 0")):
            if not _is_one(system.basis(pivots, side)):
                return CriticalPoints(generic, None, None, f"there are zeros {where}, at infinity, modulo the prime")
    if not all(_is_one(system.basis(pivots, None)) for pivots in smaller):
        return CriticalPoints(generic, None, None, "there are zeros outside of the affine chart modulo the prime")
    basis = system.basis(first, None)
    monomials = _standard_monomials(basis)
    if monomials is None:
        return CriticalPoints(generic, None, None, "there are infinitely many zeros modulo the prime")
    if len(monomials) != generic:
        raise ArithmeticGuardError(f"{len(monomials)} zeros of a section whose Chern number is {generic}")
    return CriticalPoints(generic, generic, _are_distinct(basis, monomials) or None, None)


class _System:
    """The equations Jᵀh = 0 modulo the prime, on cells of the product of projective spaces.

    Entries of u and of filters are at flat offsets: an entry of a product is at the sum of offsets of the factors.
    """

    def __init__(self, risk: Risk) -> None:
        table = [[fraction(value) for value in row] for row in risk.matrix.table()]
        moment = [fraction(value) for value in (risk.matrix * column(risk.target)).entries()]
        whole = lcm(*(value.denominator for row in [*table, moment] for value in row))
        self.form = [[int(value * whole) % PRIME for value in row] for row in table]
        self.moment = [int(value * whole) % PRIME for value in moment]
        self.offsets = [list(offsets) for offsets in _offsets(risk.architecture)]
        draw = random.Random(SEED)
        self.mixing = [[[draw.randrange(1, PRIME) for _ in own] for _ in own] for own in self.offsets]

    def basis(self, pivots: Sequence[int], side: tuple[int, int] | None) -> list[Any]:
        """A Gröbner basis on the cell where coordinate `pivot` of each filter is 1 and those before it are 0.

        `side` fixes c and s; None means s = 1 and c is a variable, the first.
        """
        from sympy.polys.domains import GF
        from sympy.polys.groebnertools import groebner
        from sympy.polys.orderings import grevlex
        from sympy.polys.rings import ring

        free = [len(own) - 1 - pivot for own, pivot in zip(self.offsets, pivots, strict=True)]
        names = [f"x{index}" for index in range(sum(free) + 1)]
        space, c, *unknowns = ring(names, GF(PRIME, symmetric=False), grevlex)
        entries = iter(unknowns)
        filters = []
        for own, mixing, pivot in zip(self.offsets, self.mixing, pivots, strict=True):
            coordinates = [space.zero] * pivot + [space.one] + [next(entries) for _ in own[pivot + 1 :]]
            filters.append(dict(zip(own, _mixed(coordinates, mixing), strict=True)))
        u = _product(filters, space)
        scale, given = (c, space.one) if side is None else (space(side[0]), space(side[1]))
        h = [
            scale * sum((u[j] * a for j, a in enumerate(row) if j in u), space.zero) - given * b
            for row, b in zip(self.form, self.moment, strict=True)
        ]
        equations = [] if side is None else [c]
        for layer, own in enumerate(self.offsets):
            others = _product(filters[:layer] + filters[layer + 1 :], space)
            equations += [sum((v * h[o + j] for o, v in others.items()), space.zero) for j in own]
        return list(groebner([equation for equation in equations if equation], space))


def _offsets(architecture: Architecture) -> Iterator[Iterable[int]]:
    """For each layer the row-major positions in u of the monomials of its filter."""
    ambient = architecture.end_to_end_size
    strides = [prod(ambient[d + 1 :]) for d in range(len(ambient))]
    for layer, exponent in zip(architecture.layers, architecture.exponents, strict=True):
        steps = [e * s for e, s in zip(exponent, strides, strict=True)]
        indices = cartesian(*map(range, layer.size))
        yield [sum(j * step for j, step in zip(index, steps, strict=True)) for index in indices]


def _mixed(coordinates: Sequence[Any], mixing: Sequence[Sequence[int]]) -> list[Any]:
    """A triangular change of coordinates, so that no point of interest lies at infinity by accident."""
    return [
        sum((r * x for r, x in zip(mixing[i][i + 1 :], coordinates[i + 1 :], strict=True)), own)
        for i, own in enumerate(coordinates)
    ]


def _product(filters: Sequence[Sparse], space: Any) -> Sparse:
    total: Sparse = {0: space.one}
    for tensor in filters:
        after: Sparse = {}
        for i, a in total.items():
            for j, b in tensor.items():
                after[i + j] = after.get(i + j, space.zero) + a * b
        total = after
    return total


def _is_one(basis: Sequence[Any]) -> bool:
    return len(basis) == 1 and basis[0].is_ground


def _standard_monomials(basis: Sequence[Any]) -> list[tuple[int, ...]] | None:
    """The monomials that no leading monomial divides; None if they are infinitely many."""
    leading = [tuple(polynomial.LM) for polynomial in basis]
    bounds = []
    for d in range(len(leading[0])):
        powers = [m[d] for m in leading if sum(m) == m[d]]
        if not powers:
            return None
        bounds.append(min(powers))
    return [
        m
        for m in cartesian(*map(range, bounds))
        if not any(all(a >= b for a, b in zip(m, l, strict=True)) for l in leading)
    ]


def _are_distinct(basis: Sequence[Any], monomials: Sequence[tuple[int, ...]]) -> bool:
    """Whether some linear form takes different values at all zeros: its multiplication has a squarefree polynomial."""
    space = basis[0].ring
    draw = random.Random(SEED)
    form = sum((draw.randrange(PRIME) * x for x in space.gens), space.zero)
    rows = []
    for monomial in monomials:
        remainder = (form * space({monomial: space.domain.one})).rem(list(basis))
        rows.append([int(remainder.get(other, 0)) for other in monomials])
    characteristic = nmod_mat(rows, PRIME).charpoly()
    return bool(characteristic.gcd(characteristic.derivative()).degree() == 0)
