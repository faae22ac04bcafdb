"""Critical points where two unknowns are left after elimination: all nondegenerate ones with regular normal equations.

Contents: :func:`solve_two`, :func:`coprime_system`.

Zeros are found modulo a prime, lifted, and verified over Q by the caller; which are missing is for the caller to count.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from flint import fmpq_poly

from symlcn.algebra.exact import WORD_PRIME
from symlcn.algebra.polynomials import Polynomial, factor, gcd
from symlcn.loss.critical.newton import Lifted, lift
from symlcn.loss.critical.normalequations import Chart, Reduction, reduction
from symlcn.loss.critical.oneunknown import Solved, Zero
from symlcn.loss.critical.resultants import solve_modulo
from symlcn.loss.risk import Risk

__all__ = ["coprime_system", "solve_two"]

SEED = 20240501
ATTEMPTS = 4


def solve_two(risk: Risk, expected: int) -> Solved:
    """Critical points of a network in which all layers but one have two unknowns together.

    Parameters
    ----------
    risk : Risk
    expected : int
        The number for generic data: other charts are tried while fewer are found.

    Returns
    -------
    Solved
        `zeros` may miss points with singular normal equations, degenerate ones and, by bad luck, others; it is to be
        verified. `singular` is 0, whether there are such or not. `infinite` is proved where it is true.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.risk import quadratic_risk
    >>> identity = [[int(i == j) for j in range(4)] for i in range(4)]
    >>> found = solve_two(quadratic_risk(parse_architecture("k2 k2 k2"), identity, (1, 2, 3, 5)), 34)
    >>> sum(zero.factor.degree() for zero in found.zeros)
    34
    """
    draw = random.Random(SEED)
    best = Solved(reduction(risk, lambda size: _chart(size, draw)), (), (), 0, False)
    for _ in range(ATTEMPTS):
        own = reduction(risk, lambda size: _chart(size, draw))
        system = coprime_system(own)
        if system is None:
            return Solved(own, (), (), 0, True)
        slope, normal = draw.randrange(2, 12), [draw.randrange(1, 10) for _ in own.numerators]
        residues = solve_modulo(own, system, WORD_PRIME, slope) if all(map(_varies, system)) else None
        count = 0 if residues is None else int(residues.modulus.degree())
        lifted = lift(own, system, residues, WORD_PRIME, normal) if residues is not None and count > 0 else None
        if lifted is not None and count > sum(int(zero.factor.degree()) for zero in best.zeros):
            best = Solved(own, (1, slope), tuple(_split(own, lifted)), 0, False)
        if lifted is not None and count == expected:
            break
    return best


def _chart(size: int, draw: random.Random) -> Chart:
    """A triangular change of coordinates, so that no point of interest lies at infinity by accident."""
    rows = [[int(i == j) for j in range(size)] for i in range(size)]
    for row in rows[1:]:
        row[0] = draw.randrange(1, 6)
    return tuple(map(tuple, rows))


def _varies(polynomial: Polynomial) -> bool:
    return bool(polynomial) and not polynomial.is_constant()


def coprime_system(own: Reduction) -> tuple[Polynomial, Polynomial] | None:
    """F without common factors, on which D or V vanishes; None if it vanishes on a curve on which they do not."""
    first, second = own.system
    if not first and not second:
        return None if any(own.numerators) else (first, second)
    common = gcd([first, second])
    for part, _ in factor(common).factors:
        if not part.divides(own.determinant) and not all(part.divides(v) for v in own.numerators if v):
            return None
    return first.divide_exact(common), second.divide_exact(common)


def _split(own: Reduction, lifted: Lifted) -> Iterator[Zero]:
    """The zeros by irreducible factor f of m: what is scaled to m' is scaled to f'."""
    slope = fmpq_poly(lifted.eliminant.derivative()) / lifted.eliminant[lifted.eliminant.degree()]
    for factor_, _ in lifted.eliminant.factor()[1]:
        modulus = fmpq_poly(factor_)
        unit = (slope % modulus).xgcd(modulus)[1]
        one = fmpq_poly(factor_.derivative()) % modulus
        unknowns = [n % modulus * unit % modulus for n in lifted.numerators[:2]]
        values = [n % modulus * unit % modulus * one % modulus for n in lifted.numerators]
        yield Zero(factor_, tuple(unknowns), own.filters(one, values[:2], values[2:]), 1)
