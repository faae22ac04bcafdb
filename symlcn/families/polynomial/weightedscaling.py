"""The scaling equation of networks with activations x ↦ x^r: how filters are rescaled to given invariants.

Contents: :class:`WeightedScaling`, :class:`WeightedSum`, :func:`solve_weighted`, :func:`weighted_shifts`,
:func:`is_weighted_solvable`, :func:`corner_sum`.

f is homogeneous of degree D_l in the filter w_l, and gradient flow keeps δ_l = ‖w_l‖² − r_l‖w_{l+1}‖². Let w_l ≠ 0 have
the squared norms n_l and let f = c·μ(w). The filters λ_l·w_l with ∏ λ_l^{D_l} = c, which have the function f, have the
invariants δ exactly if ρ_l = λ_l²·n_l is D_l·(t + Δ_l), Δ_l = δ_l/D_l + … + δ_{L−1}/D_{L−1}, where

    F(t) = ∏ (D_l·(t + Δ_l))^{D_l} − c²·∏ n_l^{D_l} = 0,   t > max(−Δ_l).

Proof: ρ_l/D_l − ρ_{l+1}/D_{l+1} = δ_l/D_l since D_l = r_l·D_{l+1}, so ρ_l = D_l·(t + Δ_l) for t = ρ_L; and F increases
from −c²·∏ n_l^{D_l} to ∞ there, so it has exactly one such root. F has other roots, too: for D_l even it is not enough
that ρ_L > 0. Two tuples with the same δ have the same t exactly if their constants c²·∏ n_l^{D_l} are equal: a
comparison of rational numbers, and the smaller constant has the smaller t. F is kept as a product, and is not factored:
its degree is ∑ D_l, 2^L − 1 for L layers with r = 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from math import lcm, prod

from symlcn.algebra import typeset
from symlcn.algebra.exact import decimal_text, exact_numbers

__all__ = [
    "WeightedScaling",
    "WeightedSum",
    "corner_sum",
    "is_weighted_solvable",
    "solve_weighted",
    "weighted_shifts",
]

MAX_BITS = 20_000
"""Of the numbers that are compared, about."""
COARSE = Fraction(1, 8)
SHOWN_BITS = 200
"""Of a constant that formulas print."""


@dataclass(frozen=True, slots=True)
class WeightedScaling(typeset.Typeset):
    """The solution of the scaling equation: ρ_l = D_l·(t + Δ_l).

    Attributes
    ----------
    degrees : tuple of int
        D_1, …, D_L; the last is 1.
    shifts : tuple of Fraction
        Δ_1, …, Δ_L; the last is 0.
    constant : Fraction
        c²·∏ n_l^{D_l}: what the ρ_l^{D_l} multiply to.
    lower, upper : Fraction
        t, if they are equal: exactly if t is rational. Otherwise F is negative at `lower` and positive at `upper`, and
        `lower` + Δ_l ≥ 0 for all l, so that t is the only root between them.
    """

    degrees: tuple[int, ...]
    shifts: tuple[Fraction, ...]
    constant: Fraction
    lower: Fraction
    upper: Fraction

    @property
    def t(self) -> Fraction | None:
        """The number t = ρ_L, if it is rational.

        Examples
        --------
        >>> solve_weighted((2, 1), (1, 2), [Fraction(0)]).t, solve_weighted((2, 1), (14, 41), [Fraction(0)]).t
        (None, None)
        >>> solve_weighted((2, 1), (14, 41), [Fraction(14 - 2 * 41)]).t
        Fraction(41, 1)
        """
        return self.lower if self.lower == self.upper else None

    @property
    def floor(self) -> Fraction:
        """max(−Δ_l), beyond which t lies."""
        return -min(self.shifts)

    def refined(self, relative: Fraction) -> WeightedScaling:
        """The same with an interval that encloses all ρ_l to the given relative width.

        Examples
        --------
        >>> fine = solve_weighted((2, 1), (14, 41), [Fraction(0)]).refined(Fraction(1, 1000))
        >>> fine.lower**3 < 2009 < fine.upper**3, fine.upper - fine.lower < fine.lower / 1000
        (True, True)
        """
        lower, upper, floor = self.lower, self.upper, self.floor
        while upper - lower > relative * (lower - floor):
            middle = (lower + upper) / 2
            if self._is_beyond(middle):
                upper = middle
            else:
                lower = middle
        return replace(self, lower=lower, upper=upper)

    def norms(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """Intervals that enclose the ρ_l."""
        return tuple(
            (d * (self.lower + s), d * (self.upper + s)) for d, s in zip(self.degrees, self.shifts, strict=True)
        )

    def approx(self, digits: int = 18) -> str:
        """t as a decimal number, correctly rounded.

        Examples
        --------
        >>> solve_weighted((2, 1), (14, 41), [Fraction(0)]).approx(10)
        '12.61808104'
        """
        return self.over((0,) * len(self.degrees), 1).approx(digits)

    def over(self, weights: Sequence[int | Fraction], linear: int | Fraction = 0) -> WeightedSum:
        """The number ∑ weights_l/ρ_l + linear·t."""
        terms: dict[Fraction, Fraction] = {}
        for weight, degree, shift in zip(weights, self.degrees, self.shifts, strict=True):
            terms[shift] = terms.get(shift, Fraction(0)) + Fraction(weight) / degree
        return WeightedSum(self, tuple((a, shift) for shift, a in terms.items() if a), Fraction(linear))

    def _is_beyond(self, point: Fraction) -> bool:
        """Whether F is positive at a point beyond the floor, that is whether t is smaller."""
        return self._value(point) > 0

    def _value(self, point: Fraction) -> int:
        """A positive multiple of F."""
        values = [(d * (point + s), d) for d, s in zip(self.degrees, self.shifts, strict=True)]
        above: int = prod(v.numerator**d for v, d in values) * self.constant.denominator
        below: int = prod(v.denominator**d for v, d in values) * self.constant.numerator
        return above - below

    def latex(self) -> str:
        """The squared norms ρ_l, with the equation for t where it is not rational.

        Examples
        --------
        >>> print(solve_weighted((2, 1), (14, 41), [Fraction(0)]).latex())
        \\rho = (2t, t),\\quad t \\approx 12.618,\\quad (2t)^{2}\\,t = 8036
        """
        t = self.t
        if t is not None:
            norms = (typeset.rational(d * (t + s)) for d, s in zip(self.degrees, self.shifts, strict=True))
            return rf"\rho = {typeset.vector(norms)}"
        values = [typeset.element((d * s, d)) for d, s in zip(self.degrees, self.shifts, strict=True)]
        powers = [
            v if d == 1 and (s == 0 or len(values) == 1) else f"({v}){typeset.power('', d)}"
            for v, d, s in zip(values, self.degrees, self.shifts, strict=True)
        ]
        about = typeset.decimal(self.approx(5))
        equation = r"\,".join(powers) + f" = {typeset.rational(self.constant)}"
        small = self.constant.numerator.bit_length() + self.constant.denominator.bit_length() <= SHOWN_BITS
        return rf"\rho = {typeset.vector(values)},\quad t \approx {about}" + rf",\quad {equation}" * small


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """The number ∑ a/(t + Δ) + linear·t, for the t of a scaling.

    Attributes
    ----------
    scaling : WeightedScaling
    terms : tuple of (Fraction, Fraction)
        The pairs (a, Δ), with different Δ.
    linear : Fraction
    """

    scaling: WeightedScaling
    terms: tuple[tuple[Fraction, Fraction], ...]
    linear: Fraction = Fraction(0)

    @property
    def value(self) -> Fraction | None:
        """The number, if t is rational or it is 0 because it has no terms."""
        t = self.scaling.t if self.terms or self.linear else Fraction(0)
        return None if t is None else sum((a / (t + shift) for a, shift in self.terms), self.linear * t)

    def enclosure(self, relative: Fraction) -> tuple[Fraction, Fraction]:
        """An interval around it, where the ρ_l are enclosed to a relative width."""
        fine = self.scaling.refined(relative)
        low, high = sorted((self.linear * fine.lower, self.linear * fine.upper))
        for a, shift in self.terms:
            ends = (a / (fine.lower + shift), a / (fine.upper + shift))
            low, high = low + min(ends), high + max(ends)
        return low, high

    def approx(self, digits: int = 18) -> str:
        """A decimal number, correctly rounded, or within 10^−100 of a number that ends where it is rounded."""
        relative = Fraction(1, 10 ** (digits + 2))
        while True:
            low, high = self.enclosure(relative)
            texts = {decimal_text(end, digits) for end in (low, high)}
            if len(texts) == 1:
                return texts.pop()
            if high - low < Fraction(1, 10 ** (digits + 100)):
                return decimal_text((low + high) / 2, digits)
            relative /= 1000


def weighted_shifts(degrees: Sequence[int], delta: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Δ_l = δ_l/D_l + … + δ_{L−1}/D_{L−1}, one for each of the L layers.

    Examples
    --------
    >>> [str(shift) for shift in weighted_shifts((4, 2, 1), [Fraction(3), Fraction(1)])]
    ['5/4', '1/2', '0']
    """
    parts = [d / degree for d, degree in zip(delta, degrees[:-1], strict=True)]
    return tuple(accumulate(reversed(parts), initial=Fraction(0)))[::-1]


def is_weighted_solvable(
    degrees: Sequence[int], norms: Sequence[int | Fraction], delta: Sequence[Fraction], constant: Fraction = Fraction(1)
) -> bool:
    """Whether the scaling equation is of a size that is solved; the scaling exists in any case.

    Examples
    --------
    >>> is_weighted_solvable((2, 1), (14, 41), [Fraction(0)]), is_weighted_solvable((10**9, 1), (5, 5), [Fraction(0)])
    (True, False)
    """
    shifts = weighted_shifts(degrees, delta)
    common = lcm(*(shift.denominator for shift in shifts))
    size = max(abs(shift * common).numerator.bit_length() for shift in shifts) + 2 * common.bit_length()
    own = max(_bits(Fraction(n)) for n in norms) + max(degrees).bit_length()
    return sum(degrees) * (size + own) + 2 * _bits(constant) <= MAX_BITS


def solve_weighted(
    degrees: Sequence[int], norms: Sequence[int | Fraction], delta: Sequence[Fraction], constant: Fraction = Fraction(1)
) -> WeightedScaling:
    """Solve the scaling equation: t exactly where it is rational, else in an interval without another root.

    Parameters
    ----------
    degrees : sequence of int
        D_1, …, D_L.
    norms : sequence of int or Fraction
        Squared norms n_l of filters w_l, all positive.
    delta : sequence of Fraction
        The L − 1 invariants.
    constant : Fraction
        c ≠ 0, for the function c·μ(w).

    Raises
    ------
    ValueError
        If a norm is not positive, c is 0, or the lengths do not fit.

    Examples
    --------
    The root 4·t·(t − 3)² = 4 must have ρ_1 = 2·(t − 3) > 0; two smaller ones do not.

    >>> scaling = solve_weighted((2, 1), (1, 4), [Fraction(-6)])
    >>> scaling.approx(5), scaling.shifts[0], scaling.lower >= 3
    ('3.5321', Fraction(-3, 1), True)
    """
    norms, delta = exact_numbers(norms, "norms"), exact_numbers(delta, "delta")
    if not len(degrees) == len(norms) == len(delta) + 1 or any(n <= 0 for n in norms) or not constant:
        raise ValueError("the scaling equation needs L degrees, L positive norms, L - 1 invariants, and c other than 0")
    shifts = weighted_shifts(degrees, delta)
    squares = constant**2 * prod(n**d for n, d in zip(norms, degrees, strict=True))
    floor = -min(shifts)
    start = WeightedScaling(tuple(degrees), shifts, squares, floor, floor)
    last = Fraction(norms[-1])
    if last > floor and not start._value(last):  # filters that have these invariants already
        return replace(start, lower=last, upper=last)
    step = _power_of_two(start)
    exact = _rational_root(start, step)
    if exact is not None:
        return replace(start, lower=exact, upper=exact)
    return replace(start, lower=floor + step, upper=floor + 2 * step).refined(COARSE)


def _power_of_two(scaling: WeightedScaling) -> Fraction:
    """The largest power of 2 by which t is not smaller than the floor, found by doubling the exponent, then halving."""
    if scaling._is_beyond(scaling.floor + 1):
        low, high = -1, 0
        while scaling._is_beyond(scaling.floor + Fraction(2) ** low):
            low, high = 2 * low, low
    else:
        low, high = 0, 1
        while not scaling._is_beyond(scaling.floor + Fraction(2) ** high):
            low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if scaling._is_beyond(scaling.floor + Fraction(2) ** middle):
            high = middle
        else:
            low = middle
    return Fraction(2) ** low


def _rational_root(scaling: WeightedScaling, step: Fraction) -> Fraction | None:
    """t, if it is rational; it is between floor + step and floor + 2·step.

    Let q be a common denominator of the Δ_l, m = ∑ D_l and s = q·(t − floor). Then the product of all
    (s + N_l)^{D_l} with integers N_l is a/b in lowest terms. If s = u/v in lowest terms, so is s + N_l with the
    denominator v: b = v^m, and u is the integer for which the product of all (u + v·N_l)^{D_l} is a.
    """
    floor, m = scaling.floor, sum(scaling.degrees)
    common = lcm(*(shift.denominator for shift in scaling.shifts))
    product = scaling.constant * common**m / prod(d**d for d in scaling.degrees)
    v = _integer_root(product.denominator, m)
    if v**m != product.denominator:
        return None
    scale = common * v
    low, high = int(step * scale), int(2 * step * scale) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if scaling._is_beyond(floor + Fraction(middle, scale)):
            high = middle
        else:
            low = middle
    found = floor + Fraction(low, scale)
    return None if scaling._value(found) else found


def _integer_root(n: int, m: int) -> int:
    """The largest integer whose m-th power is at most n ≥ 1."""
    low, high = 1, 1 << (n.bit_length() // m + 1)
    while high - low > 1:
        middle = (low + high) // 2
        if middle**m <= n:
            low = middle
        else:
            high = middle
    return low


def corner_sum(
    norms: Sequence[int | Fraction], constants: Sequence[int | Fraction], scaling: WeightedScaling, value: Fraction
) -> WeightedSum:
    """K(e_0, e_0) = f(e_0)²·∑ D_l²·n_l/(ρ_l·w_l[0]²), where e_0 is the input with 1 at position 0 and 0 elsewhere.

    At e_0 only the entries w_l[0] count: f(e_0) = c·∏ w_l[0]^{D_l}, and ∂f/∂w_l[j] is D_l·f/w_l[0] for j = 0, else 0.

    Parameters
    ----------
    norms, constants : sequence of int or Fraction
        Squared norms n_l and entries w_l[0] ≠ 0 of the unscaled filters.
    scaling : WeightedScaling
    value : Fraction
        f(e_0).

    Examples
    --------
    The network k3 r2 k2 with the filters (1, 2, 3) and (4, 5), balanced: K(e_0, e_0) = 489/t with t³ = 2009.

    >>> balanced = solve_weighted((2, 1), (14, 41), [Fraction(0)])
    >>> corner_sum((14, 41), (1, 4), balanced, Fraction(4)).terms
    ((Fraction(489, 1), Fraction(0, 1)),)
    """
    parts = zip(scaling.degrees, norms, constants, strict=True)
    return scaling.over([value**2 * d * d * Fraction(n) / Fraction(w) ** 2 for d, n, w in parts])


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()
