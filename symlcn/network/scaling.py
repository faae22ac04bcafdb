"""The scaling equation: how filters are rescaled to given invariants.

Contents: :class:`Scaling`, :func:`solve_scaling`, :func:`is_solvable`, :func:`shifts`.

Prop. 2 and Prop. 12 of Achour, Kohn, Rauhut: nonzero filters with squared norms n_l can be rescaled by
factors λ_l with ∏λ_l = 1 to have any real invariants δ, uniquely up to signs. With Δ_l = δ_l + … + δ_{L−1}
the numbers ρ_l = λ_l² n_l are t + Δ_l, where t is the only root of F(t) = ∏(t + Δ_l) − ∏ n_l beyond max(−Δ_l).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import lcm, prod

from symlcn.algebra import typeset
from symlcn.algebra.exact import exact_numbers
from symlcn.algebra.realnumbers import Number, RealAlgebraic, evaluate, root_above

__all__ = ["Scaling", "is_solvable", "shifts", "solve_scaling"]

MAX_COST = 100_000


@dataclass(frozen=True, slots=True)
class Scaling(typeset.Typeset):
    """The solution of the scaling equation: ρ_l = t + Δ_l.

    Attributes
    ----------
    t : Fraction or RealAlgebraic
        Squared norm of the last filter after scaling; a Fraction exactly when rational.
    shifts : tuple of Fraction
        Δ_1, …, Δ_L; the last is 0.
    """

    t: Number
    shifts: tuple[Fraction, ...]

    def latex(self) -> str:
        """The squared norms ρ_l, and t beside them where they are not rational.

        Examples
        --------
        >>> print(solve_scaling([28, 7], [Fraction(21)]).latex())
        \\rho = (28, 7)
        """
        if isinstance(self.t, Fraction):
            return rf"\rho = {typeset.vector(typeset.rational(self.t + shift) for shift in self.shifts)}"
        norms = typeset.vector(typeset.element((shift, 1)) for shift in self.shifts)
        return rf"\rho = {norms},\quad {self.t.latex()}"

    def inverse_norms(self) -> tuple[tuple[Fraction, ...], ...]:
        """1/ρ_l for each layer, in Q(t): coefficients in t from degree 0, as many as the degree of t.

        Examples
        --------
        >>> solve_scaling([2, 1], [Fraction(0)]).inverse_norms()
        ((Fraction(0, 1), Fraction(1, 2)), (Fraction(0, 1), Fraction(1, 2)))
        """
        minpoly = self.t.minpoly if isinstance(self.t, RealAlgebraic) else (-self.t, Fraction(1))
        return tuple(_inverse_of_shifted_root(minpoly, shift) for shift in self.shifts)


def _inverse_of_shifted_root(minpoly: Sequence[int | Fraction], shift: Fraction) -> tuple[Fraction, ...]:
    """1/(t + shift) modulo the minimal polynomial f of t: −q(t)/f(−shift) with f = (t + shift)·q + f(−shift)."""
    value = evaluate(minpoly, -shift)
    quotient: list[Fraction] = []
    carry = Fraction(0)
    for coefficient in reversed(minpoly[1:]):
        carry = coefficient - shift * carry
        quotient.append(carry)
    return tuple(-coefficient / value for coefficient in reversed(quotient))


def shifts(delta: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Δ_l = δ_l + … + δ_{L−1}, one for each of the L layers.

    Examples
    --------
    >>> [str(s) for s in shifts([Fraction(1), Fraction(1, 2)])]
    ['3/2', '1/2', '0']
    """
    return tuple(accumulate(reversed(delta), initial=Fraction(0)))[::-1]


def is_solvable(delta: Sequence[Fraction]) -> bool:
    """Whether the scaling equation for these invariants is of a size that is solved.

    Its degree is the number L of layers and its coefficients grow with L: the bound is on L²·(bits of the Δ_l over
    their common denominator). A scaling exists in any case (Prop. 2).

    Examples
    --------
    >>> is_solvable([Fraction(10**50)]), is_solvable([Fraction(1)] * 999)
    (True, False)
    """
    offsets = shifts(delta)
    common = lcm(*(offset.denominator for offset in offsets))
    bits = max(abs(offset * common).numerator.bit_length() for offset in offsets) + common.bit_length()
    return len(offsets) ** 2 * bits <= MAX_COST


def solve_scaling(norms: Sequence[int | Fraction], delta: Sequence[Fraction]) -> Scaling:
    """Solve the scaling equation exactly (Prop. 2, Prop. 12).

    Parameters
    ----------
    norms : sequence of int or Fraction
        Squared norms n_l of the L filters, all positive.
    delta : sequence of Fraction
        The L − 1 invariants.

    Raises
    ------
    ValueError
        If a norm is not positive or the lengths do not fit.

    Examples
    --------
    >>> solve_scaling([28, 7], [Fraction(21)]).t
    Fraction(7, 1)
    >>> solve_scaling([2, 1], [Fraction(0)]).t.minpoly
    (-2, 0, 1)
    """
    norms, delta = exact_numbers(norms, "norms"), exact_numbers(delta, "delta")
    if len(delta) != len(norms) - 1 or any(n <= 0 for n in norms):
        raise ValueError("the scaling equation needs L positive norms and L - 1 invariants")
    offsets = shifts(delta)
    polynomial = [Fraction(1)]
    for offset in offsets:
        shifted = [Fraction(0), *polynomial]
        polynomial = [low + offset * c for low, c in zip(shifted, [*polynomial, Fraction(0)], strict=True)]
    polynomial[0] -= prod(norms)
    return Scaling(root_above(polynomial, max(-offset for offset in offsets)), offsets)
