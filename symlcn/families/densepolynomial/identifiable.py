"""Is the function of a dense network with monomial activations that of one orbit of parameters only?

Contents: :class:`Identifiability`, :func:`identifiability`.

An orbit is what rescalings and permutations of neurons make of one parameter. Two theorems, both over the real numbers:

**Powers.** Polynomials g_1, …, g_n, pairwise not proportional, whose r-th powers are linearly dependent, have
r ≤ n(n − 2). *Proof.* Restrict to a generic line; take a minimal relation, of k ≤ n terms, and divide by common
factors. Let S be the sum of the degrees and d the largest one, which is positive. At a root of some of the g_i, with
multiplicities e_i, some g_j is not 0; the Wronskian of the other k − 1 powers, up to a factor the same whichever is
left out, is not 0, and vanishes there to the order Σ(r·e_i − (k − 2)) over e_i > 0 at least. So its degree is at least
(r − k + 2)·S; leaving out one of degree d it is at most r·(S − d). Hence r·d ≤ (k − 2)·S ≤ k(k − 2)·d. ∎
If r_l > 2m_l(2m_l − 2) for a last hidden layer l whose neurons have functions F_a, pairwise not proportional, and
columns that are not 0, f = Σ W_{l+1}[·,a]·F_a^r determines these F_a up to order and factors: where another parameter
has F'_a, at most 2m_l classes of proportional functions have independent powers; so each of the m_l classes of the F_a
has one F'_b, and just one. So f determines h_l up to the group: the function of a network with a layer less. And so on.

**Kruskal.** The first two layers: f = Σ_a v_a ⊗ u_a^r with the rows u_a of W_1 and the columns v_a of W_2. The k-rank
of vectors is the largest k for which any k of them are independent. For degrees p_1 + … + p_N ≤ r the tensor f is one
of N + 1 factors (N if m_2 = 1), at least 3; if the k-ranks of the families (u_a^{p_i}) and (v_a) add up to at least
2m_1 + N (2m_1 + N − 1 if m_2 = 1), all decompositions of f into m_1 terms are one up to order (Kruskal; Sidiropoulos
and Bro). Degrees that add up to less will do, as k-ranks of u^p grow with p. k-ranks at a witness bound generic ones.

References: J. B. Kruskal, Linear Algebra Appl. 18 (1977); N. D. Sidiropoulos, R. Bro, J. Chemometrics 14 (2000);
D. J. Newman, M. Slater, J. London Math. Soc. 20 (1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, pairwise
from math import comb, prod
from random import Random

from symlcn.algebra.echelon import rank_modulo
from symlcn.algebra.exact import CHECK_PRIME
from symlcn.errors import brief
from symlcn.families.densepolynomial.powernetwork import DensePolynomial

__all__ = ["Identifiability", "identifiability", "krank", "veronese"]

MAX_DEGREE = 12
"""Degrees up to which powers of rows are tried."""
MAX_FACTORS = 40
MAX_SUBSETS = 1000
MAX_ENTRIES = 400
"""Subsets of vectors, and entries of a vector, up to which k-ranks are found."""

Vectors = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Identifiability:
    """By which theorem the parameters over a function form one orbit, and its witness.

    Attributes
    ----------
    theorem : str
        ``"powers"``: for all parameters without proportional neurons. ``"kruskal"``: for generic ones; the first
        hidden layer by Kruskal's theorem, others by that on powers.
    degrees : tuple of int
        p_1, …, p_N.
    kranks : tuple of int
        Those of the powers of rows, and of the columns if m_2 > 1.
    rows, columns : tuple of tuples of int
        The witness: rows of W_1, and columns of W_2 if m_2 > 1.
    """

    __repr__ = brief

    theorem: str
    degrees: tuple[int, ...] = ()
    kranks: tuple[int, ...] = ()
    rows: Vectors = ()
    columns: Vectors = ()


def identifiability(network: DensePolynomial) -> Identifiability | None:
    """By which theorem functions have one orbit of parameters, if it is shown.

    Examples
    --------
    >>> [identifiability(DensePolynomial((2, 2, 1), (r,))).theorem for r in (3, 9)]
    ['kruskal', 'powers']
    >>> identifiability(DensePolynomial((2, 2, 1), (2,))) is None
    True
    """
    widths, large = network.widths, [_is_large(r, m) for r, m in zip(network.powers, network.hidden, strict=True)]
    if not all(large[1:]) or any(above > 1 and below == 1 for below, above in pairwise(widths[:-1])):
        return None
    return Identifiability("powers") if large[0] else _kruskal(network)


def _is_large(power: int, width: int) -> bool:
    """Whether powers of 2m functions that are pairwise not proportional are independent."""
    return power > 2 * width * (2 * width - 2)


def _kruskal(network: DensePolynomial) -> Identifiability | None:
    size, width, outer = network.widths[:3]
    columns = min(width, outer) if outer > 1 else 0
    for degrees in _splittings(network.powers[0], outer > 1):
        expected = [min(width, comb(size + p - 1, p)) for p in degrees]
        if sum(expected) + columns >= 2 * width + len(degrees) - 1 + (outer > 1):
            found = _witness(network, degrees)
            if found is not None:
                return found
    return None


def _splittings(power: int, columns: bool) -> list[tuple[int, ...]]:
    """Degrees that add up to at most the power, few and small ones first."""
    ones = [(1,) * n for n in range(3 - columns, min(power, MAX_FACTORS) + 1)]
    large = combinations_with_replacement(range(1, min(power, MAX_DEGREE) + 1), 3 - columns)
    return ones + sorted((p for p in large if sum(p) <= power and max(p) > 1), key=lambda p: (max(p), p))


def _witness(network: DensePolynomial, degrees: tuple[int, ...]) -> Identifiability | None:
    size, width, outer = network.widths[:3]
    for seed in range(3):
        random = Random(f"{network} {seed}")
        rows = tuple(tuple(random.randint(-9, 9) for _ in range(size)) for _ in range(width))
        columns = tuple(tuple(random.randint(-9, 9) for _ in range(outer)) for _ in range(width))
        kept = columns if outer > 1 else ()
        ranks = {p: krank([veronese(row, p) for row in rows], CHECK_PRIME) for p in {*degrees}}
        found = [*(ranks[p] for p in degrees), *([krank(kept, CHECK_PRIME)] if kept else [])]
        largest = [min(width, comb(size + p - 1, p)) for p in degrees] + [min(width, outer)] * bool(kept)
        if found == largest:
            return Identifiability("kruskal", degrees, tuple(found), rows, kept)
    return None


def veronese(vector: Sequence[int], degree: int) -> list[int]:
    """The monomials of a degree in some numbers.

    Examples
    --------
    >>> veronese([2, 3], 2)
    [4, 6, 9]
    """
    return [prod(chosen) for chosen in combinations_with_replacement(vector, degree)]


def krank(vectors: Sequence[Sequence[int]], prime: int) -> int:
    """A k for which any k of the vectors are independent modulo a prime, the largest one unless that takes too long.

    Examples
    --------
    >>> krank([[1, 0], [0, 1], [1, 1]], 7), krank([[1, 0], [2, 0], [1, 1]], 7)
    (2, 1)
    """
    count, size = len(vectors), len(vectors[0])
    if size > MAX_ENTRIES:
        return 0
    for k in range(min(count, size), 0, -1):
        if comb(count, k) <= MAX_SUBSETS and all(rank_modulo(own, prime) == k for own in combinations(vectors, k)):
            return k
    return 0
