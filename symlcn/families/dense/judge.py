"""Is the NTK of a dense network a function of its product? Proved, refuted by an exact pair, or undecided.

Contents: :class:`DenseResult`, :class:`Sample`, :func:`judge`.

The question is asked at products W of the largest rank that widths and invariants allow. Theorems that prove it:

- ``"scalar"``: every D_l is a scalar matrix (:mod:`symlcn.families.dense.eigenspaces`), and the null spaces of W are
  determined. That is so for equal widths and for balanced parameters at every W; for other widths it is decided rank
  by rank.
- ``"trace"``: one hidden layer, n_0 = n_2 = 1, so W_1 = u is a column, W_2 = vᵀ a row, W = u·v and K = |u|² + |v|².
  From D = vvᵀ − uuᵀ follow tr D = |v|² − |u|² and tr D² = |u|⁴ + |v|⁴ − 2W², so K² = 2·tr D² + 4W² − (tr D)² for every
  D, scalar or not. Likewise wherever each hidden layer of width > 1 is between two of width 1: with t = |W_1|² all
  |W_l|² are t + const., for such a layer (W_{l+1}W_l)² = (|W_l|⁴ + |W_{l+1}|⁴ − tr D_l²)/2, and |W|², the product of
  these and of the other |W_l|², grows with t. So W ≠ 0 determines t, and K is a function of t, WᵀW/|W|² and WWᵀ/|W|².

A refutation is a pair at a product of that rank: rational (:mod:`symlcn.families.dense.pairs.choose`), or rational up
to square roots (:mod:`symlcn.families.dense.pairs.squareroots`); or a motion of parameters, rational up to square roots
(:mod:`symlcn.families.dense.motion`), or near rational ones (:mod:`symlcn.families.dense.near`). Without given
invariants it is one for invariants of its own; the conclusion for almost all invariants needs an argument by continuity
and is not claimed here. Not claimed either: that D_l which are not scalar always make the NTK dependent. (``"trace"``
shows that for widths 1 n 1 and the like they do not.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symlcn.algebra.matrices import Rows, entries, most_digits, sample_orthogonal, scalar_value
from symlcn.answer import Status
from symlcn.certificates.hypotheses import rank_among
from symlcn.errors import ArithmeticGuardError, ParseError, brief
from symlcn.families.dense.eigenspaces import RankClass, rank_classes
from symlcn.families.dense.invariants import checked_invariants, is_compared
from symlcn.families.dense.motion import Motion, find_motion
from symlcn.families.dense.near import DenseNear, find_near
from symlcn.families.dense.network import Dense, Matrices, difference
from symlcn.families.dense.pairs.blocks import block_pair
from symlcn.families.dense.pairs.choose import (
    MAX_PAIR_DIGITS,
    Pair,
    built,
    example_pair,
    prescribed_pair,
    scalar_pair,
    searched_pair,
)
from symlcn.families.dense.pairs.squareroots import RootPair, root_pair, scalar_root_pair
from symlcn.families.verdict import Judged, Verdict

__all__ = ["DenseResult", "Sample", "judge"]

MAX_DIGITS = 3900
"""About as many digits the checker reads."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Parameters with given scalar invariants and their image under hidden orthogonal matrices."""

    __repr__ = brief

    parameters: Matrices
    orthogonal: Matrices
    image: Matrices


@dataclass(frozen=True, slots=True)
class DenseResult(Judged):
    """The answer for a dense network.

    Attributes
    ----------
    network : Dense
    invariants : tuple of rows, or None
        D_1, …, D_{L−1}; None for all of them.
    verdict : Verdict
        Its pair, if any, has matrices over Q, or ones with square roots (:mod:`symlcn.algebra.rootmatrix`).
    theorem : str or None
        ``"scalar"`` or ``"trace"`` when proved.
    rank : int or None
        The largest rank of W, at which the question is asked.
    ranks, orbits : tuple of int
        When proved: the ranks of W for which it is, and those for which the parameters over W form one orbit of
        O(n_1) × … × O(n_{L−1}).
    samples : tuple of Sample
        One for each rank in `orbits` for which rational parameters that the action moves were found.
    index, values
        When refuted by a pair: a place where the NTKs differ, and their entries there.
    motion : Motion or None
        When refuted without a pair.
    near : DenseNear or None
        When refuted by a motion near rational parameters.
    """

    __repr__ = brief

    network: Dense
    invariants: tuple[Rows, ...] | None
    verdict: Verdict
    theorem: str | None = None
    rank: int | None = None
    ranks: tuple[int, ...] = ()
    orbits: tuple[int, ...] = ()
    samples: tuple[Sample, ...] = ()
    index: tuple[int, int] | None = None
    values: tuple[Fraction, Fraction] | None = None
    motion: Motion | None = None
    near: DenseNear | None = None


def judge(network: Dense, invariants: Sequence[Any] | None = None) -> DenseResult:
    """Whether K is a function of W at given invariants; None asks for every value of them.

    Raises
    ------
    ParseError
        If the invariants do not fit, or it is known that no real parameters have them.
    LimitError
        If the null spaces of W can split in too many ways.

    Examples
    --------
    >>> judge(Dense((3, 3, 3, 3)), [[[0] * 3] * 3] * 2).ranks
    (0, 1, 2, 3)
    >>> judge(Dense((2, 2, 2)), [[[1, 0], [0, 2]]]).status, judge(Dense((1, 2, 1)), [[[1, 0], [0, -2]]]).theorem
    (Status.REFUTED, 'trace')
    """
    asked = None if invariants is None else checked_invariants(network, invariants)
    if asked is None and network.depth == 1:
        asked = ()
    scalars = None if asked is None else [scalar_value(rows) for rows in asked]
    if scalars is not None and None not in scalars:
        return _judge_scalar(network, asked or (), [d for d in scalars if d is not None])
    if _is_threaded(network.widths):
        every = network.widths[0] == network.widths[-1] == 1
        scope = ("for every W" if every else "for every W ≠ 0") + ("" if asked else " and all invariants")
        verdict = Verdict(Status.PROVED, scope, hypotheses=() if every else (rank_among((1,)),))
        return DenseResult(network, asked, verdict, "trace", 1, (0, 1) if every else (1,))
    if asked is None and set(network.widths[1:-1]) == {1}:
        return DenseResult(
            network,
            None,
            Verdict(Status.PROVED, "for every W ≠ 0 and all invariants", hypotheses=(rank_among((1,)),)),
            "scalar",
            1,
            (1,),
            (1,),
        )
    if asked is None:
        reason = "no pair was found by a search among small integer matrices"
        return _refuted(network, None, example_pair(network), min(network.widths), reason)
    return _judge_given(network, asked)


def _is_threaded(widths: Sequence[int]) -> bool:
    """Whether each hidden layer of width > 1, of which there are some, is between two layers of width 1."""
    inner = [widths[l - 1 : l + 2] for l in range(1, len(widths) - 1) if widths[l] > 1]
    return bool(inner) and all(below == above == 1 for below, _, above in inner)


def _judge_given(network: Dense, asked: tuple[Rows, ...]) -> DenseResult:
    """The answer for invariants that are not all scalar: a pair, rational or with square roots, or a motion."""
    rank = min(network.widths)
    scope = f"at a product W of rank {rank}, the largest"
    reason = f"the D_l are not all scalar matrices, and no pair was found: no rational one {_searched(network)}"
    if most_digits(asked) <= MAX_PAIR_DIGITS:
        found = _refuted(network, asked, prescribed_pair(network, asked), rank, reason)
        if found.values is not None and most_digits([(found.values,)]) <= MAX_DIGITS:
            return found
    roots = root_pair(network, asked)
    if roots is not None and most_digits(_numbers(roots)) <= MAX_DIGITS:
        verdict = Verdict(Status.REFUTED, scope, None, roots.pair)
        return DenseResult(network, asked, verdict, rank=rank, index=roots.index, values=roots.values)
    motion = find_motion(network, asked)
    if motion is not None:
        return DenseResult(network, asked, Verdict(Status.REFUTED, scope), rank=rank, motion=motion)
    wide = network.depth == 2 and min(network.widths) > 1 and most_digits(asked) <= MAX_PAIR_DIGITS
    found = _refuted(network, asked, block_pair(network, asked[0]) if wide else None, rank, reason)
    near = find_near(network, asked) if found.status == "undecided" else None
    return found if near is None else DenseResult(network, asked, Verdict(Status.REFUTED, scope), rank=rank, near=near)


def _numbers(roots: RootPair) -> list[Rows]:
    layers = [layer for side in roots.pair for layer in side]
    return [(roots.values,), *(rows for layer in layers for rows in ((layer.left, layer.right), entries(layer.core)))]


def _searched(network: Dense) -> str:
    """Where pairs are searched, in those networks for which one need not be found."""
    if network.depth > 2:
        text = "among diagonal matrices and 1000 parameters built layer by layer with their mirror images"
        if set(network.widths[1:-1]) == {2} and min(network.widths) == 2 and network.depth > 3:
            text += ", and none with square roots for 5000 choices of the inner layers"
        text += ", nor any at or near which a motion is seen"
        if is_compared(network):
            return f"{text}; there are real parameters with these invariants"
        return f"{text}; whether real parameters have these invariants is not decided for so many or so wide layers"
    images = "among 2000 parameters with these invariants, reflections of two, and their mirror images"
    return f"{images}, and among pairs that differ in two hidden coordinates"


def _judge_scalar(network: Dense, asked: tuple[Rows, ...], d: Sequence[Fraction]) -> DenseResult:
    classes = rank_classes(network.widths, d)
    if not classes:
        raise ParseError("delta", "no real parameters of these widths have these invariants")
    top = classes[-1]
    if not top.independent:
        reason = "the invariants do not determine the null spaces of W, and no rational pair that shows this was found"
        pair = scalar_pair(network, d, top)
        roots = scalar_root_pair(network, d[0], top) if pair is None else None
        if roots is not None:
            verdict = Verdict(Status.REFUTED, f"at a product W of rank {top.rank}, the largest", None, roots.pair)
            return DenseResult(network, asked, verdict, rank=top.rank, index=roots.index, values=roots.values)
        pair = pair or searched_pair(network, asked, top.rank)
        return _refuted(network, asked, pair, top.rank, reason)
    ranks = tuple(c.rank for c in classes if c.independent)
    orbits = tuple(c.rank for c in classes if c.one_orbit)
    every = len(ranks) == len(classes)
    scope = "for every W" if every else f"for W of rank {', '.join(map(str, ranks))}"
    verdict = Verdict(Status.PROVED, scope, hypotheses=() if every else (rank_among(ranks),))
    return DenseResult(network, asked, verdict, "scalar", top.rank, ranks, orbits, _samples(network, d, classes))


def _samples(network: Dense, d: Sequence[Fraction], classes: Sequence[RankClass]) -> tuple[Sample, ...]:
    turns = tuple(map(sample_orthogonal, network.widths[1:-1]))
    found = []
    for ranks in classes if turns else ():
        point = built(network, d, ranks.rank, ranks.tables[0]) if ranks.one_orbit else None
        image = None if point is None else network.acted(point, turns)
        if point is not None and image is not None and image != point:
            found.append(Sample(point, turns, image))
    return tuple(found)


def _refuted(network: Dense, asked: tuple[Rows, ...] | None, pair: Pair | None, rank: int, reason: str) -> DenseResult:
    place = None if pair is None else difference(network, *pair)
    if pair is None or place is None:
        return DenseResult(network, asked, Verdict(Status.UNDECIDED, "", reason))
    products, kept = (tuple(map(of, pair)) for of in (network.parametrization, network.invariants))
    if products[0] != products[1] or kept[0] != kept[1] or asked not in (None, kept[0]):
        raise ArithmeticGuardError(f"a pair of dense {network} has not the products and invariants it was built for")
    scope = f"at a product W of rank {rank}, the largest" + ("" if asked else ", for some invariants")
    return DenseResult(
        network, asked, Verdict(Status.REFUTED, scope, None, pair), rank=rank, index=place[0], values=place[1]
    )
