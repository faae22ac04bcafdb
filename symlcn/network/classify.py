"""The generic fiber and the NTK of every architecture, read off its structure.

Contents: :class:`Classification`, :func:`classify`, :func:`holds_at`, :func:`multinomial`, :func:`real_points`.

The projectivised parametrization map π sends a tuple of filters, up to scalars, to the end-to-end
filter. Over the complex numbers its generic fiber consists of all permutations inside each class, times
all ways to distribute the distinct roots of each axis block's product over the layers of the block.
For generic filters this contains Thm. 4, Cor. 10 and section 2.3 of Achour, Kohn, Rauhut; the proof is in
``proofs/symlcn_proofs/classification.md``, and :mod:`symlcn.generic.certify` proves each instance by a witness.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from math import comb, factorial, prod
from typing import NamedTuple

from symlcn.errors import brief
from symlcn.network.inputs import ArchitectureLike, as_architecture

__all__ = ["Classification", "classify", "holds_at", "multinomial", "real_points"]

MAX_LISTED_DEGREE = 128
"""Blocks of higher degree have too many real root counts to list."""


class Classification(NamedTuple):
    """What the structure of an architecture says of its generic fiber and its NTK.

    Attributes
    ----------
    degree : int
        Degree of π: number of complex points of the generic projective fiber.
    birational : bool
        Whether the degree is 1.
    birational_up_to_layer_order : bool
        Whether the generic fiber is one orbit of permutations of interchangeable layers.
    interchangeable : tuple of tuple of int
        Groups of two or more interchangeable layers.
    dimension, ambient : int
        Dimension of the neuromanifold as a cone, and number of entries of the end-to-end filter.
    image_degree : int
        Degree of the Zariski closure of the projective neuromanifold.
    ntk : str
        ``"independent"`` (for every δ), ``"independent-on-locus"`` (exactly for δ on `delta_locus`) or
        ``"dependent"`` (for every δ).
    delta_locus : tuple of tuple of int, or None
        Linear forms in δ_1, …, δ_{L−1} that must vanish: none of them needed if independent, None if
        dependent.
    """

    degree: int
    birational: bool
    birational_up_to_layer_order: bool
    interchangeable: tuple[tuple[int, ...], ...]
    dimension: int
    ambient: int
    image_degree: int
    ntk: str
    delta_locus: tuple[tuple[int, ...], ...] | None

    def __repr__(self) -> str:
        return brief(self)

    def independent_at(self, delta: Sequence[Fraction] | None) -> bool:
        """Whether the NTK is parameter-independent at δ, or at every δ if None is given."""
        return holds_at(self.delta_locus, delta)


def holds_at(forms: Sequence[Sequence[int]] | None, delta: Sequence[Fraction] | None) -> bool:
    """Whether δ is on a locus; of δ that is None, whether every one is. The locus None is empty.

    Examples
    --------
    >>> holds_at([(1, 1)], [Fraction(2), Fraction(-2)]), holds_at([(1, 1)], None), holds_at([], None)
    (True, False, True)
    """
    if forms is None:
        return False
    if delta is None:
        return not forms
    return all(sum(d for d, on in zip(delta, form, strict=True) if on) == 0 for form in forms)


def classify(architecture: ArchitectureLike) -> Classification:
    """Classify the generic fiber and the NTK of an architecture.

    Exact, and immediate at any size: nothing is enumerated. The degree is about generic points; that NTKs agree, about
    nonzero ones at which the closure of the neuromanifold is normal. :func:`symlcn.generic.certify.certify` builds
    evidence.

    Examples
    --------
    >>> c = classify("k2x2 k2x2")
    >>> c.degree, c.ntk, c.delta_locus, c.image_degree
    (2, 'independent-on-locus', ((1,),), 10)
    >>> classify("k3 k2").ntk
    'dependent'
    """
    architecture = as_architecture(architecture)
    blocks, groups = architecture.blocks, architecture.interchangeable
    several = [block.degrees for block in blocks if len(block.layers) > 1]
    degree = prod([factorial(len(group)) for group in groups if len(architecture[group[0]].active) > 1])
    degree *= prod(map(multinomial, several))
    one_orbit = all(set(degrees) == {1} for degrees in several)
    birational = degree == 1
    locus = _locus(len(architecture), groups) if one_orbit else None
    return Classification(
        degree=degree,
        birational=birational,
        birational_up_to_layer_order=one_orbit,
        interchangeable=groups,
        dimension=architecture.rank,
        ambient=architecture.ambient,
        image_degree=multinomial([layer.parameters - 1 for layer in architecture.layers]) // degree,
        ntk="independent" if birational else "independent-on-locus" if one_orbit else "dependent",
        delta_locus=locus,
    )


def multinomial(parts: Sequence[int]) -> int:
    """The multinomial coefficient (∑ parts)!/∏ part!.

    Examples
    --------
    >>> multinomial((2, 1))
    3
    """
    total, result = 0, 1
    for part in parts:
        total += part
        result *= comb(total, part)
    return result


def _locus(depth: int, groups: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Forms δ_i + … + δ_{j−1} = ρ_i − ρ_j for consecutive members i < j of interchangeable groups."""
    if not groups:
        return ()
    pairs = sorted(pair for group in groups for pair in itertools.pairwise(group))
    return tuple(tuple(int(i <= l < j) for l in range(depth - 1)) for i, j in pairs)


def real_points(degrees: Sequence[int]) -> tuple[tuple[int, int], ...] | None:
    """Typical numbers of real points of an axis block's fiber, by the number of real roots.

    A block product with r distinct real roots and c pairs of conjugate roots is distributed over layers
    of the given degrees so that each layer stays real. A number 0 means that such a product has no real
    factorization: it lies outside the neuromanifold.

    Returns
    -------
    tuple of (int, int), or None
        Pairs (real roots, points), real roots decreasing; None beyond total degree 128.

    Examples
    --------
    >>> real_points((2, 1))
    ((3, 3), (1, 1))
    >>> real_points((1, 1))
    ((2, 2), (0, 0))
    """
    total = sum(degrees)
    if total > MAX_LISTED_DEGREE:
        return None
    series = [1]  # in units of 1/∏ m_l!
    for m in degrees:
        ways = [factorial(m) // (factorial(a) * factorial(m - 2 * a)) for a in range(m // 2 + 1)]
        longer = [0] * (len(series) + len(ways) - 1)
        for c, x in enumerate(series):
            for a, y in enumerate(ways):
                longer[c + a] += x * y
        series = longer
    series += [0] * (total // 2 + 1 - len(series))
    unit = prod(map(factorial, degrees))
    return tuple([(total - 2 * c, factorial(c) * factorial(total - 2 * c) * x // unit) for c, x in enumerate(series)])
