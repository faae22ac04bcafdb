"""Which invariants of three dense layers real parameters have: inequalities between eigenvalues, exactly.

Contents: :func:`is_attained`.

Let μ_1 ≥ μ_2 ≥ … be the common eigenvalues of G = W_2ᵀW_2 and H = W_2W_2ᵀ, up to zeros: all μ from min(n_1, n_2) on are
0. W_1 exists if G − D_1 is positive semidefinite of rank at most n_0, W_3 if H + D_2 is, of rank at most n_3. With
λ_1 ≥ λ_2 ≥ … those of D_1, there is such a G with the eigenvalues μ iff λ_i ≤ μ_i for all i and μ_i ≤ λ_{i−n_0} for i >
n_0: each of n_0 steps of rank 1 lets eigenvalues interlace, and all that interlace occur (Löwner). Likewise for H, with
the eigenvalues of −D_2. These are intervals for the single μ_i, and all bounds decrease with i; so there is such a
sequence iff none of the intervals is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from symlcn.algebra.matrices import Rows, entries, identity, matrix
from symlcn.algebra.realnumbers import dyadic
from symlcn.errors import ArithmeticGuardError
from symlcn.families.dense.network import inertia

__all__ = ["is_attained"]


def is_attained(widths: Sequence[int], invariants: Sequence[Rows]) -> bool:
    """Whether real parameters of three layers have the invariants D_1, D_2.

    Raises
    ------
    ArithmeticGuardError
        If FLINT does not separate the eigenvalues.

    Examples
    --------
    >>> one, other = entries(matrix([[1, 0], [0, 2]])), entries(matrix([[1, 0], [0, -3]]))
    >>> is_attained((1, 2, 2, 1), [one, other]), is_attained((1, 2, 2, 1), [one, one])
    (True, False)
    """
    first, below, above, last = widths
    forms = [matrix(invariants[0]), -matrix(invariants[1])]
    ranked = _ranked([*forms, matrix([[0]])])
    zero = ranked[2][0]
    for i in range(max(below, above)):
        low, high = [zero], [zero] if i >= min(below, above) else []
        for values, width in ((ranked[0], first), (ranked[1], last)):
            if i < len(values):
                low.append(values[i])
                if i >= width:
                    high.append(values[i - width])
        if high and max(low) > min(high):
            return False
    return True


def _ranked(forms: Sequence[Any]) -> list[list[int]]:
    """The eigenvalues of symmetric matrices, descending, as positions among all eigenvalues of all of them."""
    whole = forms[0].charpoly()
    for form in forms[1:]:
        whole = whole * form.charpoly()
    whole = whole / whole.gcd(whole.derivative())
    cuts = _cuts(whole.numer())
    result = []
    for form in forms:
        above = [_above(form, cut) for cut in cuts]
        result.append([sum(count > i for count in above) for i in range(form.nrows())])
    return result


def _cuts(squarefree: Any) -> list[Fraction]:
    """Numbers between the roots, which are all real."""
    found = [(dyadic(root.real.mid()), dyadic(root.real.rad())) for root, _ in squarefree.complex_roots()]
    balls = sorted((middle - radius, middle + radius) for middle, radius in found)
    if len(balls) != squarefree.degree() or any(left[1] >= right[0] for left, right in pairwise(balls)):
        raise ArithmeticGuardError("the eigenvalues of symmetric matrices are not separated")
    return [(left[1] + right[0]) / 2 for left, right in pairwise(balls)]


def _above(form: Any, cut: Fraction) -> int:
    """The number of eigenvalues above a number that is none."""
    return inertia(entries(form - identity(form.nrows()) * matrix([[cut]])[0, 0]))[0]
