"""The rank of the Jacobian at conjugate filters, modulo a prime at which their field splits.

Contents: :class:`Residues`, :func:`full_rank_modulo`.

Suppose that over a filter there is one point up to permutations of interchangeable layers, and that each of its layers
contains at most one irrational factor, all conjugates of each other. The Galois group permutes the layers of the point,
so every conjugate occurs equally often with the same rational cofactor, and any permutation of the conjugates is one of
interchangeable layers. Modulo a prime at which the minimal polynomial splits any assignment of its roots to the
conjugates therefore gives the filters in some order, and the rank modulo the prime is at most the rank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import Any, NamedTuple

from flint import fmpz, nmod_poly

from symlcn.algebra.echelon import rank_modulo
from symlcn.algebra.factors import AbsoluteFactors
from symlcn.algebra.polynomials import Exponents, Polynomial
from symlcn.errors import LimitError
from symlcn.fiber.assignment import Choice
from symlcn.fiber.parts import Frame, Frames
from symlcn.fiber.pieces import Conjugate, Factor, Linear, over_q, product_of
from symlcn.network.architecture import Architecture
from symlcn.network.filters import Filter, polynomial_to_filter
from symlcn.network.ntk import jacobian

__all__ = ["Residues", "full_rank_modulo"]

FIRST_PRIME = 10_007
LAST_PRIME = 200_000
MAX_PRIMES = 3


class Residues(NamedTuple):
    """Filters modulo a prime.

    Attributes
    ----------
    prime : int
    roots : tuple of int
        The roots of the minimal polynomial modulo the prime, one for each conjugate.
    filters : tuple of filters
        Integers from 0 to p − 1; each conjugate has one of these roots in place of its own.
    """

    prime: int
    roots: tuple[int, ...]
    filters: tuple[Filter, ...]


def full_rank_modulo(architecture: Architecture, choices: Sequence[Choice], frames: Frames = ()) -> Residues | None:
    """Residues at which the Jacobian has full rank, for a point of the kind described above; None if none are found.

    Examples
    --------
    The factors x ± √2·y of x² − 2y² in two interchangeable layers:

    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.assignment import assignments
    >>> from symlcn.fiber.points import leaves
    >>> network = parse_architecture("k2x2 k2x2")
    >>> (leaf,) = leaves(network, ((0, 0, 1), (0, 0, 0), (-2, 0, 0)))
    >>> choices = next(assignments(leaf.problem.degrees, leaf.over_c, leaf.supply))
    >>> found = full_rank_modulo(network, choices)
    >>> found.prime, len(found.roots), sum(found.roots) % found.prime
    (10007, 2, 0)
    """
    irrational = [[factor for factor, _ in product_of(choice) if _is_irrational(factor)] for choice in choices]
    conjugates = {factor for factors in irrational for factor in factors}
    if any(len(factors) > 1 for factors in irrational) or any(isinstance(factor, Linear) for factor in conjugates):
        return None
    splits = {f.polynomial: f.factors for f in conjugates if isinstance(f, Conjugate)}
    if len(splits) != 1:
        return None
    ((_, factors_),) = splits.items()
    for prime, roots in _splitting(factors_):
        layers = enumerate(zip(choices, architecture.layers, strict=True))
        framed = dict(frames)
        filters = tuple(_modulo(choice, layer.size, prime, roots, framed.get(l)) for l, (choice, layer) in layers)
        try:
            rows = [row for block in jacobian(architecture, filters) for row in block.tolist()]
        except LimitError:
            return None
        if rank_modulo(rows, prime) == architecture.rank:
            return Residues(prime, roots, filters)
    return None


def _is_irrational(factor: Factor) -> bool:
    if isinstance(factor, Linear):
        return factor.number.degree > 1
    return isinstance(factor, Conjugate) and factor.factors.count > 1


def _splitting(factors: AbsoluteFactors) -> Iterator[tuple[int, tuple[int, ...]]]:
    """A few primes at which the minimal polynomial has different roots, all of them residues."""
    bad = prod((c.denominator for _, value in factors.terms for c in value), start=factors.minpoly[-1])
    found = 0
    for prime in range(FIRST_PRIME, LAST_PRIME, 2):
        if found == MAX_PRIMES:
            return
        if not fmpz(prime).is_prime() or bad % prime == 0:
            continue
        parts = nmod_poly([c % prime for c in factors.minpoly], prime).factor()[1]
        if len(parts) == factors.count:
            found += 1
            yield prime, tuple(sorted(int(-part[0] / part[1]) for part, _ in parts))


def _modulo(choice: Choice, size: Exponents, prime: int, roots: Sequence[int], frame: Frame | None) -> Filter:
    """A filter modulo a prime."""
    result = Polynomial.constant(len(size), 1)
    for factor, power in product_of(choice):
        part = over_q(factor, len(size))
        if isinstance(factor, Conjugate) and factor.factors.count > 1:
            alpha = roots[factor.root.position]
            values = {index: sum(c * alpha**i for i, c in enumerate(value)) for index, value in factor.factors.terms}
            part = Polynomial(
                len(size), {i: c.numerator * pow(c.denominator, -1, prime) % prime for i, c in values.items()}
            )
        result = result * part**power
    result = result if frame is None else frame.around(result)
    filter_: Filter = _reduced(polynomial_to_filter(result, size, (1,) * len(size)), prime)
    return filter_


def _reduced(tensor: Any, prime: int) -> Any:
    return tuple(_reduced(part, prime) for part in tensor) if isinstance(tensor, tuple) else int(tensor) % prime
