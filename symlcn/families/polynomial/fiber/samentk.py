"""Which real points over one function of a network with monomial activations share their NTK.

Contents: :class:`Difference`, :class:`Compared`, :func:`compared`, :func:`sample_delta`.

Lemma. Let w and w' lie over f, with products of runs Q'_i = T^{a_i}Q_i after rescaling. Let G_i be the sum of
(n_l/ρ_l)·M_l·M_lᵀ over the layers of run i, where n_l = ‖w_l‖² and M_l multiplies by the other filters of the run, and
Δ_i = G_i − T^{−a_i}·G'_i·T^{a_i}. The NTKs are equal exactly when Δ_i = c_i·Q_i·Q_iᵀ for all i with Σ c_i·D_i² = 0.

Proof. K − K' = Σ B_i·Δ_i·B_iᵀ with B_i = ∂f/∂Q_i, as B'_i(v) = B_i(T^{−a_i}v). The B_i are injective, B_i·Q_i = D_i·f,
and the kernel of (B_1 … B_n) is {(c_i·Q_i): Σ D_i·c_i = 0}. A functional φ that kills the images of the other B_j, so f
too, has Δ_i·(B_iᵀφ) = 0, and B_iᵀφ runs through all that kills Q_i. So Δ_i = c_i·Q_i·Q_iᵀ, and the sum is
Σ c_i·D_i²·ffᵀ. ∎

At invariants δ, with Δ_l = Σ_{m≥l} δ_m/D_m, the squared norms are ρ_l = D_l·(t + Δ_l), where t is the one number beyond
all −Δ_l with ∏ ρ_l^{D_l} = c²·∏ n_l^{D_l} for filters whose function is f/c. If all layers are separated by
activations, different points have different shifts, and their NTKs differ for every δ: for a run i that moves, at an
exponent e of its filter that the other one does not reach, Δ_i has the entry n/ρ > 0, and Q_i is 0 there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import Any, NamedTuple

from flint import arb, ctx

from symlcn.algebra.balls import ball
from symlcn.algebra.polynomials import Exponents, Polynomial
from symlcn.errors import ArithmeticGuardError, brief
from symlcn.families.polynomial.expansion import run_steps
from symlcn.families.polynomial.fiber.networkpoints import NetworkPoint, RunFiber
from symlcn.families.polynomial.runcores import Peeled
from symlcn.families.polynomial.weightedscaling import is_weighted_solvable, solve_weighted, weighted_shifts
from symlcn.fiber.comparison.classes import up_to_order
from symlcn.fiber.exact.enclosures import enclose, enclosed_root
from symlcn.network.filters import flat, layer_polynomials, squared_norm
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.progress import progress

__all__ = ["Compared", "Difference", "compared", "sample_delta"]

PRECISIONS = (96, 256, 768)
MAX_COMPARED = 40
"""Number of real points, up to permutations in runs, up to which all pairs of NTKs are compared."""
MAX_AMBIENT = 200
"""Number of entries of a product of a run up to which its matrices are looked at."""
MAX_DEGREES = 500
"""Bound on Σ D_l, the degree of the equation of t."""


class Difference(NamedTuple):
    """What shows that two NTKs differ, or in what way they are equal.

    Attributes
    ----------
    points : (int, int)
    run : int or None
        The run of the entry; None if Σ c_i·D_i² is not 0.
    entry : (position, position) or None
        The entry of Δ_i − c_i·Q_i·Q_iᵀ that is not 0, by exponents of the run, in the place of the first point.
    roots : (Fraction, Fraction) or None
        For points with equal NTKs that no permutation relates t of both.
    """

    points: tuple[int, int]
    run: int | None = None
    entry: tuple[Exponents, Exponents] | None = None
    roots: tuple[Fraction, Fraction] | None = None


class Compared(NamedTuple):
    """Real points grouped by equal NTK.

    Attributes
    ----------
    classes : tuple of tuple of int, or None
        Numbers of points; None if not all pairs were decided.
    differ : bool
        Whether some two are known to have different NTKs.
    delta : tuple of Fraction or None
        The invariants at which they were compared; None if that holds for every δ, or nothing was compared.
    differences, equal : tuple of Difference
        Of the first points of any two classes, or of two points; of points related by no permutation.
    roots : tuple of (int, Fraction, Fraction)
        For the points in these bounds of t, which are equal where t is rational and points are shown to be equal.
    bits : int
        Of enclosures of filters that show this.
    limit : str or None
        Why they were not compared.
    """

    classes: tuple[tuple[int, ...], ...] | None
    differ: bool = False
    delta: tuple[Fraction, ...] | None = None
    differences: tuple[Difference, ...] = ()
    equal: tuple[Difference, ...] = ()
    roots: tuple[tuple[int, Fraction, Fraction], ...] = ()
    bits: int = 0
    limit: str | None = None

    def __repr__(self) -> str:
        return brief(self)


def sample_delta(network: PolynomialArchitecture) -> tuple[Fraction, ...]:
    """Invariants without equal ρ in a run, at which points are compared when equality at every δ is asked for.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> [str(d) for d in sample_delta(parse_network("k2 k2 r2 k2"))]
    ['1', '3']
    """
    return tuple(Fraction(3) ** k for k in range(len(network) - 1))


def compared(
    network: PolynomialArchitecture,
    peeled: Peeled,
    runs: Sequence[RunFiber],
    parts: Sequence[Sequence[int]],
    points: Sequence[NetworkPoint],
    delta: tuple[Fraction, ...] | None,
) -> Compared:
    """Which of the listed real points share their NTK, at given invariants or for every δ."""
    real = [n for n, point in enumerate(points) if point.real]
    if len(real) < 2 or all(len(run.architecture) == 1 for run in network.runs):
        return Compared(tuple((n,) for n in real), len(real) > 1)
    if any(run.architecture.ambient > MAX_AMBIENT for run in network.runs):
        return Compared(
            None, limit=f"a run has more than {MAX_AMBIENT} entries of its product, too many to compare NTKs"
        )
    if sum(network.degrees) > MAX_DEGREES:
        return Compared(None, limit=f"t has an equation of degree {sum(network.degrees)}, too large to compare NTKs")
    asked = sample_delta(network) if delta is None else delta
    own = _Comparison(network, peeled, runs, parts, points, asked)
    groups = own.up_to_order(real)
    if len(groups) > MAX_COMPARED:
        firsts = [group[0] for group in groups]
        pair = own.different(firsts[0], firsts[1:])
        if pair is None:
            return Compared(None, limit="too many points to compare NTKs")
        return Compared(None, True, asked, (pair,), (), own.roots((pair,)), own.bits)
    return own.classes(groups, every=delta is None)


class _Matrices(NamedTuple):
    """The terms of a run at a point: for each layer c²·n_l·M_l·M_lᵀ for filters with product Q/c, and ∏ n_l·c²."""

    terms: tuple[Any, ...]
    norms: Any


class _Comparison:
    """Points of a fiber at invariants, their matrices made once."""

    def __init__(
        self,
        network: PolynomialArchitecture,
        peeled: Peeled,
        runs: Sequence[RunFiber],
        parts: Sequence[Sequence[int]],
        points: Sequence[NetworkPoint],
        delta: tuple[Fraction, ...],
    ) -> None:
        self.network, self.peeled, self.runs, self.parts, self.points = network, peeled, runs, parts, points
        self.delta = delta
        self.degrees = network.degrees
        self.steps = run_steps(network)
        self.offsets = weighted_shifts(network.degrees, delta)
        self.known: dict[tuple[int, int, int], _Matrices | None] = {}
        self.scaled: dict[tuple[int, int], tuple[Any, ...] | None] = {}
        self.enclosed: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}
        self.bits = PRECISIONS[0]

    def classes(self, known: Sequence[Sequence[int]], *, every: bool) -> Compared:
        """All pairs, class by class, of points that are known to have equal NTKs in groups."""
        groups: list[list[int]] = []
        equal: list[Difference] = []
        undecided = False
        for place, own in enumerate(known):
            progress("comparing NTKs", place, len(known))
            undecided = undecided or (every and len(own) > 1)
            for group in groups:
                same, shown = self.same(group[0], own[0])
                undecided = undecided or same is None or (same and every)
                if same and shown is not None:
                    equal += [shown._replace(points=(group[0], n)) for n in own]
                    group += own
                    break
            else:
                groups.append([*own])
        groups = sorted(map(sorted, groups))
        pairs = [self.differing(one[0], other[0]) for one, other in combinations(groups, 2)]
        differences = tuple(pair for pair in pairs if pair is not None)
        if undecided:
            first = differences[:1]
            return Compared(None, bool(first), self.delta, first, (), self.roots(first), self.bits)
        roots, classes = self.roots((*differences, *equal)), tuple(map(tuple, groups))
        return Compared(classes, len(groups) > 1, self.delta, differences, tuple(equal), roots, self.bits)

    def roots(self, shown: Sequence[Difference]) -> tuple[tuple[int, Fraction, Fraction], ...]:
        """Bounds of t at the points in some pairs."""
        exact = {n: t for pair in shown if pair.roots for n, t in zip(pair.points, pair.roots, strict=True)}
        found = []
        for n in sorted({n for pair in shown for n in pair.points}):
            self.weights(n, self.bits)
            own = self.enclosed.get((n, self.bits))
            if n in exact:
                found.append((n, exact[n], exact[n]))
            elif own is not None:
                found.append((n, *own))
        return tuple(found)

    def different(self, first: int, others: Sequence[int]) -> Difference | None:
        """The first point that has another NTK than one."""
        return next((found for n in others if (found := self.differing(first, n)) is not None), None)

    def same(self, i: int, j: int) -> tuple[bool | None, Difference | None]:
        """Whether two points have the same NTK, with what shows it if they do; None if it is not known."""
        if self.differing(i, j) is not None:
            return False, None
        roots = self.rational_root(i), self.rational_root(j)
        if roots[0] is not None and roots[1] is not None and self.exactly_equal(i, j, roots[0], roots[1]):
            return True, Difference((i, j), roots=(roots[0], roots[1]))
        return None, None

    def up_to_order(self, real: Sequence[int]) -> list[list[int]]:
        """The points, grouped by permutations of interchangeable layers of equal ρ inside runs."""
        groups: dict[object, list[int]] = {}
        for n in real:
            point = self.points[n]
            keys = []
            for part, run, k in zip(self.parts[point.shift], self.network.runs, point.chosen, strict=True):
                own = self.runs[part].fiber.points[k].point
                keys.append(up_to_order(run.architecture, own, self.delta[run.start : run.stop - 1]))
            groups.setdefault((point.shift, *keys), []).append(n)
        return list(groups.values())

    def differing(self, i: int, j: int) -> Difference | None:
        """What shows that two NTKs differ, if enclosures do."""
        for bits in PRECISIONS:
            found = self._differing(i, j, bits)
            if found is not None:
                self.bits = max(self.bits, bits)
                return found
        return None

    def _differing(self, i: int, j: int, bits: int) -> Difference | None:
        weights = self.weights(i, bits), self.weights(j, bits)
        if weights[0] is None or weights[1] is None:
            return None
        total = arb(0)
        with ctx.workprec(2 * bits):
            for run in range(len(self.network.runs)):
                entries = self.entries(i, j, run, bits, weights[0], weights[1])
                _, first = next(entries)
                for (e, other), value in entries:
                    expected = first * ball(self.product(i, run, e) * self.product(i, run, other))
                    if not (value - expected).contains(0):
                        return Difference((i, j), run, (e, other))
                total += self.degrees[self.network.runs[run].start] ** 2 * first
            return None if total.contains(0) else Difference((i, j))

    def product(self, n: int, run: int, e: Exponents) -> Fraction:
        """The coefficient of Q_i at an exponent of the run."""
        own = self.runs[self.parts[self.points[n].shift][run]]
        step = self.steps[run]
        return self.peeled.cores[run].get(
            tuple(i * s - b for i, s, b in zip(e, step, own.shift, strict=True)), Fraction(0)
        )

    def corner(self, n: int, run: int) -> Exponents:
        """The exponent of the run at which Q_i begins, with 1."""
        own = self.runs[self.parts[self.points[n].shift][run]]
        return tuple(b // s for b, s in zip(own.shift, self.steps[run], strict=True))

    def entries(
        self, i: int, j: int, run: int, bits: int, left: Sequence[Any], right: Sequence[Any]
    ) -> Iterator[tuple[tuple[Exponents, Exponents], Any]]:
        """The entries of Δ_i: at the corner, then all on and above the diagonal."""
        one, other = self.matrices(i, run, bits), self.matrices(j, run, bits)
        if one is None or other is None:
            raise ArithmeticGuardError("matrices of a point whose weights are known")
        own = self.network.runs[run]
        size = own.architecture.end_to_end_size
        corner = self.corner(i, run)
        move = tuple(map(int.__sub__, self.corner(j, run), corner))

        def number(e: Exponents) -> int | None:
            inside = all(0 <= k < n for k, n in zip(e, size, strict=True))
            return sum(k * prod(size[d + 1 :]) for d, k in enumerate(e)) if inside else None

        def entry(e: Exponents, f: Exponents) -> Any:
            total = arb(0)
            for matrices, weights, shift, sign in ((one, left, (0,) * len(e), 1), (other, right, move, -1)):
                a, b = (number(tuple(map(int.__add__, place, shift))) for place in (e, f))
                if a is not None and b is not None:
                    terms = zip(matrices.terms, weights[own.start : own.stop], strict=True)
                    total += sign * sum((matrix[a, b] * weight for matrix, weight in terms), start=arb(0))
            return total

        yield (corner, corner), entry(corner, corner)
        box = set(product(*map(range, size)))
        box |= {tuple(map(int.__sub__, e, move)) for e in box}
        places = sorted(box)
        for e in places:
            yield (e, e), entry(e, e)
        for e, f in combinations(places, 2):
            yield (e, f), entry(e, f)

    def matrices(self, n: int, run: int, bits: int) -> _Matrices | None:
        """Balls around the terms of a run at a point; None if the bits are not enough."""
        point = self.points[n]
        own, chosen = self.parts[point.shift][run], point.chosen[run]
        key = own, chosen, bits
        if key not in self.known:
            fiber = self.runs[own].fiber
            zeros = [Fraction(0)] * (len(fiber.architecture) - 1)
            found = enclose(fiber.architecture, fiber.tensor, fiber.points[chosen].point, zeros, bits)
            if found is None:
                self.known[key] = None
            else:
                with ctx.workprec(2 * bits):
                    norms = [weight * rho for weight, rho in zip(found.weights, found.rho, strict=True)]
                    terms = tuple(m.transpose() * m * c for c, m in zip(norms, found.rows(), strict=True))
                    whole = prod(norms, start=arb(1)) / found.square ** (len(norms) - 1)
                    self.known[key] = _Matrices(terms, whole)
        return self.known[key]

    def weights(self, n: int, bits: int) -> tuple[Any, ...] | None:
        """Balls around 1/ρ_l at a point; None if the bits are not enough."""
        if (n, bits) not in self.scaled:
            self.scaled[n, bits] = self._weights(n, bits)
        return self.scaled[n, bits]

    def _weights(self, n: int, bits: int) -> tuple[Any, ...] | None:
        with ctx.workprec(2 * bits):
            target = ball(self.peeled.constant**2)
            for number, run in enumerate(self.network.runs):
                found = self.matrices(n, number, bits)
                if found is None:
                    return None
                target *= found.norms ** self.degrees[run.start]
            target /= ball(Fraction(prod(d**d for d in self.degrees)))
            floor = min(self.offsets)
            gaps = [ball(offset - floor) for offset in self.offsets]
            repeated = [gap for gap, d in zip(gaps, self.degrees, strict=True) for _ in range(d)]
            root = enclosed_root(target, repeated, bits)
            if root is None:
                return None
            room = arb(2) ** -(bits // 2)
            low, high = (root * (1 - room)).lower(), (root * (1 + room)).upper()
            root = low.union(high)
            self.enclosed[n, bits] = _fraction(low) - floor, _fraction(high) - floor
            return tuple(1 / (d * (root + gap)) for d, gap in zip(self.degrees, gaps, strict=True))

    # Equality by numbers

    def rational_root(self, n: int) -> Fraction | None:
        """t at a rational point, if it is rational."""
        point = self.points[n]
        if point.filters is None or point.factor is None:
            return None
        norms = [squared_norm(filter_) for filter_ in point.filters]
        if not is_weighted_solvable(self.degrees, norms, self.delta, point.factor):
            return None
        return solve_weighted(self.degrees, norms, self.delta, point.factor).t

    def exactly_equal(self, i: int, j: int, t: Fraction, other: Fraction) -> bool:
        """Whether the NTKs at two rational points with these t are equal."""
        total = Fraction(0)
        for run, own in enumerate(self.network.runs):
            corner = self.corner(i, run)
            move = tuple(map(int.__sub__, self.corner(j, run), corner))
            difference = self._gram(i, run, t)
            for (e, f), value in self._gram(j, run, other).items():
                place = tuple(map(int.__sub__, e, move)), tuple(map(int.__sub__, f, move))
                difference[place] = difference.get(place, Fraction(0)) - value
            share = difference.get((corner, corner), Fraction(0))
            if any(
                value != share * self.product(i, run, e) * self.product(i, run, f)
                for (e, f), value in difference.items()
            ):
                return False
            for e, f in product({e for e, _ in difference}, repeat=2):
                if (e, f) not in difference and share * self.product(i, run, e) * self.product(i, run, f):
                    return False
            total += self.degrees[own.start] ** 2 * share
        return total == 0

    def _gram(self, n: int, run: int, t: Fraction) -> dict[tuple[Exponents, Exponents], Fraction]:
        """G_i at a rational point, by exponents of the run."""
        point = self.points[n]
        own = self.runs[self.parts[point.shift][run]].fiber
        chosen = own.points[point.chosen[run]]
        filters, factor = chosen.filters or (), chosen.factor or Fraction(1)
        start = self.network.runs[run].start
        factors = layer_polynomials(own.architecture, filters)
        one = Polynomial.constant(own.architecture.dimension, 1)
        total: dict[tuple[Exponents, Exponents], Fraction] = {}
        for l, layer in enumerate(own.architecture):
            others = dict(prod(factors[:l] + factors[l + 1 :], start=one).terms())
            exponent = own.architecture.exponents[l]
            norm = sum(c * c for c in flat(filters[l]))
            weight = factor**2 * norm / (self.degrees[start + l] * (t + self.offsets[start + l]))
            for index in product(*map(range, layer.size)):
                shift = tuple(map(int.__mul__, index, exponent))
                row = {tuple(map(int.__add__, e, shift)): c for e, c in others.items()}
                for (e, x), (f, y) in product(row.items(), repeat=2):
                    total[e, f] = total.get((e, f), Fraction(0)) + weight * x * y
        return total


def _fraction(exact: Any) -> Fraction:
    """A ball of radius 0 as a rational number."""
    mantissa, exponent = exact.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
