"""Two invariants, two metrics: that the metrics of one sheet at one filter differ for different δ.

Contents: :class:`Comparison`, :func:`compare`.

Let w be filters of full rank over u. For every δ they are rescaled to squared norms ρ_l = t + Δ_l, and the metric of
the sheet through them is 1/Σ(1/ρ_l) at u and ρ_l/n_l times a form that does not depend on δ on the part of the tangent
space that belongs to layer l, if this has two or more parameters (:mod:`symlcn.geometry.metric.metric`). So two metrics
are equal iff these numbers are, and they differ as soon as ρ_l ≠ ρ'_l for one layer that is not scalar. Where no layer
is scalar this is so for any two different δ, as the ρ_l determine δ. (Ex. 17 of Achour, Kohn, Rauhut is k3s2 k2 at u
with A, B ≠ 0; the rest is ours.)

As F(t) = ∏(t + Δ_l) − ∏ n_l grows where t > max(−Δ_l), a rational number r is less than ρ_l iff r − Δ_l is not in that
range or F(r − Δ_l) < 0. One r between ρ_l and ρ'_l is evidence that is checked by two signs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from symlcn.algebra.realnumbers import enclosure_at
from symlcn.errors import LimitError, ParseError, brief
from symlcn.geometry.metric.metric import Metric
from symlcn.network.filters import squared_norm
from symlcn.network.scaling import Scaling, solve_scaling

__all__ = ["Comparison", "compare"]

MAX_BITS = 4096
"""Precision to which the ρ of two invariants are told apart."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Why the metrics at two invariants differ.

    Attributes
    ----------
    delta : tuple of Fraction
        The other invariants.
    scaling : Scaling
        For these.
    layer : int
        A layer, not scalar, with ρ_l ≠ ρ'_l.
    between : Fraction
        A number strictly between them.
    grows : bool
        Whether ρ'_l, for the other invariants, is the larger one.
    """

    __repr__ = brief

    delta: tuple[Fraction, ...]
    scaling: Scaling
    layer: int
    between: Fraction
    grows: bool


def compare(found: Metric, delta: Sequence[Fraction | int]) -> Comparison:
    """That the sheet of a metric has another one at other invariants.

    Raises
    ------
    ParseError
        If the invariants are those of the metric, or not as many.
    LimitError
        If there is no metric; or the ρ of all layers that are not scalar are equal, or too close to be told apart.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.geometry.metric.metric import metric
    >>> found = metric(parse_architecture("k3s2 k2"), (4, 8, 17, 10, 15), [0])
    >>> other = compare(found, [3])
    >>> other.layer, other.between
    (0, Fraction(24, 1))
    """
    asked = tuple(Fraction(d) for d in delta)
    if len(asked) != len(found.delta):
        raise ParseError("compare", f"{len(asked)} invariants where {len(found.delta)} are needed")
    if asked == found.delta:
        raise ParseError("compare", "these are the invariants of the metric; give others")
    if found.scaling is None:
        raise LimitError("there is no metric to compare")
    scaling = solve_scaling([squared_norm(w) for w in found.filters], asked)
    bits = 16
    while bits <= MAX_BITS:
        for piece in found.pieces:
            left, right = (_rho(one, piece.layer, bits) for one in (found.scaling, scaling))
            low, high = sorted((left, right))
            if low[1] < high[0]:
                return Comparison(asked, scaling, piece.layer, _simplest(low[1], high[0]), left is low)
        bits *= 2
    reason = "the squared norms ρ_l of all layers that are not scalar"
    raise LimitError(f"{reason} agree to {MAX_BITS} bits: it was not decided whether the metrics differ")


def _rho(scaling: Scaling, layer: int, bits: int) -> tuple[Fraction, Fraction]:
    return enclosure_at((scaling.shifts[layer], Fraction(1)), scaling.t, Fraction(1, 1 << bits))


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """The number of least denominator strictly between two numbers."""
    whole = floor(low)
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:
        return whole + 1 / Fraction(floor(1 / (high - whole)) + 1)
    return whole + 1 / _simplest(1 / (high - whole), 1 / (low - whole))
