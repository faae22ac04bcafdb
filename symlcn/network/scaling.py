"""The scaling equation: how filters are rescaled to given invariants.

Contents: :class:`Scaling`, :func:`solve_scaling`, :func:`is_solvable`, :func:`shifts`.

Prop. 2 and Prop. 12 of Achour, Kohn, Rauhut: nonzero filters with squared norms n_l can be rescaled by
factors λ_l with ∏λ_l = 1 to have any real invariants δ, uniquely up to signs. With Δ_l = δ_l + … + δ_{L−1}
the numbers ρ_l = λ_l² n_l are t + Δ_l, where t is the only root of F(t) = ∏(t + Δ_l) − ∏ n_l beyond max(−Δ_l).

With monomial activations x ↦ x^{r_l} between layers f has degree D_l = r_l⋯r_{L−1} in w_l, and the invariants are
δ_l = ‖w_l‖² − r_l‖w_{l+1}‖². Nonzero filters can be rescaled by λ_l with ∏λ_l^{D_l} = c to have any invariants, in one
way up to signs. With Δ_l = δ_l/D_l + … + δ_{L−1}/D_{L−1} the condition on δ is that ρ_l = D_l·(t + Δ_l) for some t, and
that on c is F(t) = ∏(D_l·(t + Δ_l))^{D_l} − c²·∏n_l^{D_l} = 0. All ρ_l are positive exactly for t > max(−Δ_l); there F
increases strictly from a negative number, so it has one root, a simple one. Its other roots do not count. Without
activations all D_l are 1.
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
from symlcn.errors import LimitError

__all__ = ["Scaling", "is_solvable", "shifts", "solve_scaling"]

MAX_COST = 100_000


@dataclass(frozen=True, slots=True)
class Scaling(typeset.Typeset):
    """The solution of the scaling equation: ρ_l = D_l·(t + Δ_l).

    Attributes
    ----------
    t : Fraction or RealAlgebraic
        Squared norm of the last filter after scaling; a Fraction exactly when rational.
    shifts : tuple of Fraction
        Δ_1, …, Δ_L; the last is 0.
    degrees : tuple of int
        D_1, …, D_L; empty where all are 1, as they are without activations.
    """

    t: Number
    shifts: tuple[Fraction, ...]
    degrees: tuple[int, ...] = ()

    @property
    def norms(self) -> tuple[tuple[Fraction, ...], ...]:
        """ρ_1, …, ρ_L: rational numbers if t is rational, else as coefficients in t.

        Examples
        --------
        >>> solve_scaling([14, 41], [0], degrees=(2, 1)).norms
        ((Fraction(0, 1), Fraction(2, 1)), (Fraction(0, 1), Fraction(1, 1)))
        """
        pairs = zip(self.shifts, self.degrees or (1,) * len(self.shifts), strict=True)
        if isinstance(self.t, Fraction):
            return tuple((degree * (self.t + shift),) for shift, degree in pairs)
        return tuple((degree * shift, Fraction(degree)) for shift, degree in pairs)

    def latex(self) -> str:
        """The squared norms ρ_l, and t beside them where they are not rational.

        Examples
        --------
        >>> print(solve_scaling([28, 7], [Fraction(21)]).latex())
        \\rho = (28, 7)
        """
        if isinstance(self.t, Fraction):
            return rf"\rho = {typeset.vector(typeset.rational(norm) for (norm,) in self.norms)}"
        norms = typeset.vector(map(typeset.element, self.norms))
        return rf"\rho = {norms},\quad {self.t.latex()}"

    def inverse_norms(self) -> tuple[tuple[Fraction, ...], ...]:
        """1/ρ_l for each layer, in Q(t): coefficients in t from degree 0, as many as the degree of t.

        Examples
        --------
        >>> solve_scaling([2, 1], [Fraction(0)]).inverse_norms()
        ((Fraction(0, 1), Fraction(1, 2)), (Fraction(0, 1), Fraction(1, 2)))
        """
        if isinstance(self.t, RealAlgebraic):
            inverse = [_inverse_of_shifted_root(self.t.minpoly, shift) for shift in self.shifts]
        else:
            inverse = [(1 / (self.t + shift),) for shift in self.shifts]
        if not self.degrees:
            return tuple(inverse)
        return tuple(tuple(c / degree for c in own) for own, degree in zip(inverse, self.degrees, strict=True))


def _inverse_of_shifted_root(minpoly: Sequence[int | Fraction], shift: Fraction) -> tuple[Fraction, ...]:
    """1/(t + shift) modulo the minimal polynomial f of t: −q(t)/f(−shift) with f = (t + shift)·q + f(−shift)."""
    value = evaluate(minpoly, -shift)
    quotient: list[Fraction] = []
    carry = Fraction(0)
    for coefficient in reversed(minpoly[1:]):
        carry = coefficient - shift * carry
        quotient.append(carry)
    return tuple(-coefficient / value for coefficient in reversed(quotient))


def shifts(delta: Sequence[Fraction], degrees: Sequence[int] = ()) -> tuple[Fraction, ...]:
    """Δ_l = δ_l/D_l + … + δ_{L−1}/D_{L−1}, one for each of the L layers; all D_l are 1 where they are not given.

    Examples
    --------
    >>> [str(s) for s in shifts([Fraction(1), Fraction(1, 2)])], [str(s) for s in shifts([Fraction(1)], (3, 1))]
    (['3/2', '1/2', '0'], ['1/3', '0'])
    """
    weighted = [d / degree for d, degree in zip(delta, degrees[:-1], strict=True)] if degrees else delta
    return tuple(accumulate(reversed(weighted), initial=Fraction(0)))[::-1]


def is_solvable(delta: Sequence[Fraction], degrees: Sequence[int] = ()) -> bool:
    """Whether the scaling equation for these invariants is of a size that is solved.

    Its degree n is the number L of layers, or ΣD_l, and its coefficients grow with n: the bound is on n²·(bits of the
    Δ_l over their common denominator). A scaling exists in any case (Prop. 2).

    Examples
    --------
    >>> is_solvable([Fraction(10**50)]), is_solvable([Fraction(1)] * 999)
    (True, False)
    """
    offsets = shifts(delta, degrees)
    common = lcm(*(offset.denominator for offset in offsets))
    bits = max(abs(offset * common).numerator.bit_length() for offset in offsets) + common.bit_length()
    return (sum(degrees) or len(offsets)) ** 2 * bits <= MAX_COST


def solve_scaling(
    norms: Sequence[int | Fraction],
    delta: Sequence[Fraction | int],
    degrees: Sequence[int] = (),
    square: int | Fraction = 1,
) -> Scaling:
    """Solve the scaling equation exactly (Prop. 2, Prop. 12).

    Parameters
    ----------
    norms : sequence of int or Fraction
        Squared norms n_l of the L filters, all positive.
    delta : sequence of Fraction
        The L − 1 invariants.
    degrees : sequence of int, optional
        D_1, …, D_L with activations; all 1 where they are not given.
    square : int or Fraction, optional
        c², where ∏λ_l^{D_l} is to be c.

    Raises
    ------
    ValueError
        If a norm is not positive or the lengths do not fit.
    LimitError
        If ΣD_l is so large that the equation is not solved, with activations.

    Examples
    --------
    >>> solve_scaling([28, 7], [Fraction(21)]).t
    Fraction(7, 1)
    >>> solve_scaling([2, 1], [Fraction(0)]).t.minpoly
    (-2, 0, 1)
    >>> solve_scaling([14, 41], [0], degrees=(2, 1)).t.minpoly
    (-2009, 0, 0, 1)
    """
    norms, delta = exact_numbers(norms, "norms"), exact_numbers(delta, "delta")
    if len(delta) != len(norms) - 1 or any(n <= 0 for n in norms):
        raise ValueError("the scaling equation needs L positive norms and L - 1 invariants")
    if degrees and not is_solvable(delta, degrees):
        raise LimitError(f"the scaling equation for these invariants has degree {sum(degrees)}; that is not solved")
    offsets, powers = shifts(delta, degrees), degrees or (1,) * len(norms)
    polynomial = [Fraction(1)]
    for offset, degree in zip(offsets, powers, strict=True):
        for _ in range(degree):
            shifted = [Fraction(0), *polynomial]
            polynomial = [low + offset * c for low, c in zip(shifted, [*polynomial, Fraction(0)], strict=True)]
    polynomial[0] -= square * prod((n / degree) ** degree for n, degree in zip(norms, powers, strict=True))
    return Scaling(root_above(polynomial, max(-offset for offset in offsets)), offsets, tuple(degrees))
