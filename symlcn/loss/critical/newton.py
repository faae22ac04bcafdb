"""From zeros modulo a prime to zeros over Q: Newton's method on polynomials modulo powers of the prime.

Contents: :func:`lift`, :class:`Lifted`, :func:`reconstructed`.

A step doubles the exponent of p: x(a) and y(a) are moved by Newton's method, then the parameter a is made to be x +
k·y again: if it is a + ε(a), then m is replaced by m − ε·m', and x by x − ε·x' (Giusti, Lecerf and Salvy 2001, A
Gröbner free alternative for polynomial system solving). The coefficients of m and of m'·x, m'·y are small rational
numbers, which are recovered from their residues; m'·x is used since the coefficients of x are larger. Whether they
are right is for the caller to verify.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq, fmpq_poly, fmpz_mod_ctx, fmpz_mod_poly_ctx, nmod_poly

from symlcn.algebra.polynomials import Polynomial
from symlcn.loss.critical.normalequations import Reduction, derivative, values_at
from symlcn.loss.critical.resultants import Residues

__all__ = ["Lifted", "lift", "reconstructed"]

MAX_BITS = 50_000
MARGIN = 40


@dataclass(frozen=True, slots=True, eq=False)
class Lifted:
    """Candidates for zeros over Q.

    Attributes
    ----------
    eliminant : fmpz_poly
        A primitive multiple of m.
    numerators : tuple of fmpq_poly
        Modulo m: each is m', for monic m, times one of x, y and the entries of the eliminated filter, scaled so that
        `normal` is 1.
    """

    eliminant: Any
    numerators: tuple[Any, ...]


def lift(
    own: Reduction, system: Sequence[Polynomial], residues: Residues, prime: int, normal: Sequence[int]
) -> Lifted | None:
    """Lift all zeros at once.

    Parameters
    ----------
    own : Reduction
    system : sequence of Polynomial
        The two equations.
    residues : Residues
        Their zeros modulo the prime.
    prime : int
    normal : sequence of int
        A linear form of the eliminated filter, which is to be 1.

    Returns
    -------
    Lifted or None
        None if the form vanishes at a zero modulo the prime, or no small numbers are found below 100000 bits.
    """
    slopes = [[derivative(f, i) for i in (0, 1)] for f in system]
    q, parts = prime, [residues.modulus, *residues.unknowns]
    while q.bit_length() <= MAX_BITS:
        q = q * q
        ring = fmpz_mod_poly_ctx(fmpz_mod_ctx(q))
        m, x, y = (ring([int(c) for c in part.coeffs()]) for part in parts)

        def constant(value: int, ring: Any = ring) -> Any:
            return ring([value])

        values = [values_at(f, (x, y), m, constant) for f in system]
        (a, b), (c, d) = [[values_at(f, (x, y), m, constant) for f in row] for row in slopes]
        unit = _inverse((a * d - b * c) % m, m, prime, constant)
        if unit is None:
            return None
        x = x - (d * values[0] - b * values[1]) % m * unit % m
        y = y - (a * values[1] - c * values[0]) % m * unit % m
        shift = x + y * residues.slope - ring([0, 1])
        x, y, m = x - shift * x.derivative() % m, y - shift * y.derivative() % m, m - shift * m.derivative() % m
        parts = [m, x, y]
        entries = [values_at(v, (x, y), m, constant) for v in own.numerators]
        unit = _inverse(sum((e * c for e, c in zip(entries, normal, strict=True)), ring([0])) % m, m, prime, constant)
        if unit is None:
            return None
        found = _recovered(q, [m, *(m.derivative() * z % m for z in (x, y, *(e * unit % m for e in entries)))])
        if found is not None:
            return _cleared(found)
    return None


def _inverse(value: Any, modulus: Any, prime: int, constant: Callable[[int], Any]) -> Any:
    """1/value modulo a monic polynomial and a power of the prime, from that modulo the prime; None if there is none."""
    residue, low = (nmod_poly([int(c) % prime for c in part.coeffs()], prime) for part in (value, modulus))
    divisor, inverse, _ = residue.xgcd(low)
    if divisor.degree() != 0:
        return None
    scale = pow(int(divisor[0]), -1, prime)
    unit = constant(0).context()([int(c) * scale % prime for c in inverse.coeffs()])
    while True:
        defect = constant(1) - value * unit % modulus
        if defect == constant(0):
            return unit
        unit = unit + unit * defect % modulus


def _recovered(q: int, parts: Sequence[Any]) -> list[list[tuple[int, int]]] | None:
    """The coefficients as fractions, if all are much smaller than the modulus shows them to be."""
    found, known = [], 1
    for part in parts:
        row = []
        for coefficient in part.coeffs():
            fraction = reconstructed(int(coefficient) * known % q, q)
            if fraction is None:
                return None
            row.append((fraction[0], fraction[1] * known))
            known *= fraction[1]
        found.append(row)
    return found


def reconstructed(residue: int, q: int) -> tuple[int, int] | None:
    """The fraction with small numerator and denominator that a residue stands for (Wang), None if there is none."""
    bound = 1 << max(q.bit_length() // 2 - MARGIN, 0)
    if min(residue, q - residue) < bound:
        return (residue if residue < bound else residue - q), 1
    (a, b), (s, t) = (q, residue), (0, 1)
    while b >= bound:
        quotient = a // b
        (a, b), (s, t) = (b, a - quotient * b), (t, s - quotient * t)
    if abs(t) >= bound or b == 0:
        return None
    return (b, t) if t > 0 else (-b, -t)


def _cleared(rows: Sequence[Sequence[tuple[int, int]]]) -> Lifted:
    polynomials = [fmpq_poly([fmpq(p, q) for p, q in row]) for row in rows]
    eliminant = polynomials[0].numer()
    return Lifted(eliminant // eliminant.content(), tuple(polynomials[1:]))
