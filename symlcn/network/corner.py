"""The corner of the NTK, exactly, at any size.

Contents: :func:`corner_ratio`, :func:`corner_entry`.

For filters w_l with squared norms n_l, scaled to ρ_l, the NTK is K = Σ_l (n_l/ρ_l) N_l with N_l = M_l M_lᵀ, where
M_l is multiplication by ∏_{m≠l} P_m (Obs. 3 of Achour, Kohn, Rauhut). Only the constant monomial of layer l reaches
the entry (0, 0), so N_l(0, 0) = (∏_{m≠l} w_m[0])²: the corner of K is known at any size.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from symlcn.network.scaling import Scaling

__all__ = ["corner_entry", "corner_ratio"]


def corner_ratio(norm: int | Fraction, constant: int | Fraction) -> Fraction:
    """n_l/w_l[0]², so that n_l·N_l(0, 0) = u[0]²·(n_l/w_l[0]²).

    Examples
    --------
    >>> corner_ratio(28, 1), corner_ratio(7, 1)
    (Fraction(28, 1), Fraction(7, 1))
    """
    return Fraction(norm) / Fraction(constant) ** 2


def corner_entry(
    norms: Sequence[int | Fraction], constants: Sequence[int | Fraction], scaling: Scaling
) -> tuple[Fraction, ...]:
    """K(0, 0) = u[0]²·Σ_l (n_l/w_l[0]²)/ρ_l, as an element of Q(t).

    Parameters
    ----------
    norms, constants : sequence of int or Fraction
        Squared norms n_l and entries w_l[0] ≠ 0 of the unscaled filters.
    scaling : Scaling
        The solution of the scaling equation for these norms.

    Returns
    -------
    tuple of Fraction
        Coefficients in t from degree 0, of degree below that of t; one coefficient if t is rational.

    Examples
    --------
    >>> from symlcn.network.scaling import solve_scaling
    >>> scaling = solve_scaling([28, 7], [Fraction(21)])
    >>> corner_entry([28, 7], [1, 1], scaling), corner_entry([7, 28], [1, 1], scaling)
    ((Fraction(2, 1),), (Fraction(17, 4),))
    """
    inverses = scaling.inverse_norms()
    total = [Fraction(0)] * len(inverses[0])
    for norm, constant, inverse in zip(norms, constants, inverses, strict=True):
        ratio = corner_ratio(norm, constant)
        for degree, coefficient in enumerate(inverse):
            total[degree] += ratio * coefficient
    square = Fraction(prod(constants)) ** 2
    return tuple(square * coefficient for coefficient in total)
