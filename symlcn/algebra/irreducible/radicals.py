"""Irreducibility over Q of cyclotomic polynomials, and of polynomials in a power of x; of any degree.

Contents: :func:`prove_cyclotomic`, :func:`prove_powers`.

Let f = g(x^k), g irreducible over Q of degree m with a root α. Then f is irreducible exactly if x^k − α is over Q(α),
so (Vahlen, Capelli) if α is no p-th power there for any prime p | k, and not −4β⁴ if 4 | k. This is so if the norm N
of α, (−1)^m·g(0) by the leading coefficient, is no p-th power in Q, and N/(−4)^m no fourth power.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from flint import fmpz, fmpz_poly

from symlcn.algebra.exact import Json

__all__ = ["prove_cyclotomic", "prove_powers"]


def prove_cyclotomic(coefficients: Sequence[int]) -> Json | None:
    """The order of the roots of 1 of which a polynomial is the minimal one, if it is.

    Examples
    --------
    >>> prove_cyclotomic((1, 0, 0, 0, 1)), prove_cyclotomic((2, 0, 1))
    ({'kind': 'cyclotomic', 'order': 8}, None)
    """
    order = int(fmpz_poly(list(coefficients)).is_cyclotomic())
    return {"kind": "cyclotomic", "order": order} if order else None


def prove_powers(coefficients: Sequence[int], prove: Callable[[Sequence[int]], Json]) -> Json | None:
    """The largest k for which the criterion above applies, with a proof for g; None if it applies for none.

    Examples
    --------
    >>> prove_powers((-6, 0, 0, 0, 1), lambda g: {"kind": "linear"})
    {'kind': 'powers', 'exponent': 4, 'base': {'kind': 'linear'}}
    >>> prove_powers((4, 0, 0, 0, 1), lambda g: {"kind": "linear"})  # (x² + 2x + 2)(x² − 2x + 2)
    """
    _, index = fmpz_poly(list(coefficients)).deflation()
    for exponent in (k for k in range(int(index), 1, -1) if index % k == 0):
        base = coefficients[::exponent]
        norm = Fraction((-1) ** (len(base) - 1) * base[0], base[-1])
        quarter = norm / (-4) ** (len(base) - 1)
        if exponent % 4 == 0 and _is_power(quarter, 4):
            continue
        if any(_is_power(norm, int(prime)) for prime, _ in fmpz(exponent).factor()):
            continue
        proof = prove(base)
        if proof["kind"] not in ("roots", "assumed"):
            return {"kind": "powers", "exponent": exponent, "base": proof}
    return None


def _is_power(value: Fraction, exponent: int) -> bool:
    """Whether a rational number is a power of a rational number."""
    if value < 0 and exponent % 2 == 0:
        return False
    return all(int(fmpz(n).root(exponent)) ** exponent == n for n in (abs(value.numerator), value.denominator))
