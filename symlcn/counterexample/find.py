"""Two parameter tuples with the same end-to-end filter, the same invariants and different NTKs, as small as possible.

Contents: :func:`find_counterexample`, :class:`CounterexampleResult`, :class:`Pair`, :class:`Point`,
:class:`Separation`.

The search. The *height* of a pair is the largest absolute value of an entry of the primitive integer filters in which
its two tuples differ. Heights 1, 2, … are tried in order; the first pair found is reported, so it has the smallest
height in the following family, searched in a fixed order:

- Two layers i < j take part: neighbours in a group of interchangeable layers, which are *swapped*, or neighbours in
  an axis block, which *exchange one root*: w_i = a·b and w_j = c·d become a·c and b·d with b, c of degree 1 and
  cofactors a, d, all with entries up to the height.
- The filters run through all primitive integer filters with a positive entry at index 0 and of full multidegree: in
  every active direction the last slice is not zero. So they have no factor at 0 or at infinity. Fewer nonzero entries
  come first, then smaller positions, then the values 1, −1, 2, −2, …. Cofactors have at most three nonzero entries.
- All other layers take the first such filters that are pairwise coprime (so there is one choice of them).
- At both tuples the filters are pairwise coprime. With the full multidegree this means that the Jacobian of the
  parametrization map has full rank ΣK_l − (L − 1).
- For pairs that differ for every δ only exchanges serve, and one of the cofactors is itself the product of a filter of
  degree 1 and another cofactor: powers of its root give the separating matrix.

Where rational pairs are asked for and the search ends without one, at the height or at its bound on candidates, which
is smaller then, one is constructed if possible: see :mod:`symlcn.counterexample.construction`. It is not claimed to be
the smallest. Where scalar layers leave no rational pair over a generic filter, the reason says so, and why.

A swap can be made for all filters. So can an exchange near the pair: a, b are coprime, since a divides w'_i and b
divides w'_j, hence depend analytically on w_i, and c, d on w_j. So the NTKs differ over an open set of filters.

References: Achour, Kohn, Rauhut, Prop. 2, Obs. 3, Obs. 11; ``proofs/symlcn_proofs/classification.md``, Theorem B.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symlcn.algebra.exact import exact_invariants
from symlcn.counterexample.pair import CounterexampleResult, Pair, Point, Separation
from symlcn.counterexample.search import MAX_HEIGHT, Search
from symlcn.errors import LimitError, ParseError, shown
from symlcn.generic.certify import Certificate, certify
from symlcn.network.classify import classify
from symlcn.network.inputs import ArchitectureLike, as_architecture

__all__ = ["CounterexampleResult", "Pair", "Point", "Separation", "find_counterexample"]

DEFAULT_HEIGHT = 12


def find_counterexample(
    architecture: ArchitectureLike,
    delta: Sequence[Fraction | int] | None = None,
    *,
    rational: bool = False,
    all_delta: bool = False,
    height: int = DEFAULT_HEIGHT,
) -> CounterexampleResult | Certificate:
    """Find a smallest pair of parameter tuples that shows that the NTK depends on the parameters.

    Parameters
    ----------
    architecture : Architecture, str or sequence
        As for :func:`symlcn.certify`.
    delta : sequence of Fraction or int, optional
        The L − 1 invariants of both tuples. None asks for one pair for every δ if the NTK depends on the parameters for
        every δ; otherwise, and with `rational`, δ is chosen: the invariants of the unscaled first tuple.
    rational : bool
        Only pairs whose scaled filters are rational. Where the search finds none one is constructed if possible,
        at δ_l = 1, or at ρ_l = 1, 4, 9, …, if δ is to be chosen.
    all_delta : bool
        One pair whose NTKs differ for every δ, with a separating matrix.
    height : int
        How far to search.

    Returns
    -------
    CounterexampleResult or Certificate
        A certificate of kind ``"architecture"`` says why there is no pair over normal points: the NTK is
        parameter-independent at these invariants (for `all_delta`: at δ = 0).

    Raises
    ------
    ParseError
        If the number of invariants is not L − 1, the options exclude each other, or the height is out of range.

    Notes
    -----
    Smallest means: in the family that the module describes. Beyond the height an all-δ pair is taken from the witness
    of :mod:`symlcn.generic.witness`, and a rational pair constructed; these are not claimed to be smallest.

    Examples
    --------
    >>> found = find_counterexample("k2x2 k2x2", [21], rational=True)
    >>> found.pair.height, found.pair.points[0].filters, found.pair.points[1].ratios
    (3, (((1, 3), (3, 3)), ((1, 1), (1, 2))), (Fraction(2, 1), Fraction(1, 2)))
    >>> find_counterexample("k3 k2", [0]).pair.points[0].filters
    ((1, 0, -1), (1, 2))
    >>> three = find_counterexample("k2x2 k2x2 k2x2", [1, 1], rational=True, height=1).pair
    >>> three.points[0].filters[0], three.points[0].ratios, three.smallest
    (((3, 0), (0, 4)), (Fraction(13, 25), Fraction(12, 25), Fraction(1, 5)), False)
    >>> find_counterexample("k3s2 k2").status
    'proved'
    """
    architecture = as_architecture(architecture)
    depth = len(architecture.layers)
    asked = None if delta is None else exact_invariants(delta, depth)
    if all_delta and (rational or asked is not None):
        raise ParseError("all_delta", "a pair for every δ has no scaling: neither δ nor rational filters go with it")
    if type(height) is not int or not 1 <= height <= MAX_HEIGHT:
        raise ParseError("height", f"{shown(height)} is not an integer from 1 to {MAX_HEIGHT}")
    classification = classify(architecture)
    if all_delta and classification.delta_locus is not None:
        return certify(architecture, (0,) * (depth - 1))
    if classification.independent_at(asked):
        return certify(architecture, asked)
    every = all_delta or (asked is None and not rational and classification.delta_locus is None)
    try:
        return Search(architecture, asked, rational, every).run(height)
    except LimitError as error:
        return CounterexampleResult(architecture, asked, None, str(error))
