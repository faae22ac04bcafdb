"""How many orbits of G there are over a generic product: a derivation by theorems, piece by piece.

Contents: :class:`Step`, :class:`Derivation`, :func:`derive`, :func:`least_cuts`.

A concise chain is taken in its normal form (:meth:`~symlcn.families.multichannel.chain.Chain.normal`) and cut where
both factors are determined, until theorems count the orbits of each piece; the product of the numbers is that of the
chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from symlcn.errors import LimitError, brief
from symlcn.families.multichannel.basepoint import BasePoint, base_points
from symlcn.families.multichannel.chain import Chain
from symlcn.families.multichannel.closedforms import beyond, closed_form, is_beyond
from symlcn.families.multichannel.saturation import Cut, saturated_cuts
from symlcn.families.multichannel.syzygies import moving_layer
from symlcn.families.multichannel.tangents import conormal, determined_end

__all__ = ["Derivation", "Step", "derive", "least_cuts"]

MAX_SIZE = 4 * 10**6
"""Parameters times entries of U of the largest base whose Jacobian is looked at."""
MAX_STEPS = 200
MAX_CUTS = 8
"""Layers up to which all ways to merge them are compared, and ranks are taken."""
MAX_PATH = 60
"""Layers up to which a shortest path is found among these ways."""


@dataclass(frozen=True, slots=True)
class Step:
    """One theorem and the piece to which it is applied.

    Attributes
    ----------
    theorem : str
        A name of a closed form; ``"rank"``: the excess is 0, the number of orbits is not counted; ``"two layers by
        rank"``; ``"merged"``, ``"syzygies"`` or ``"two layers beyond"``: the excess is positive; ``"saturated"``,
        ``"first layer"`` and ``"last layer"`` cut the piece.
    piece : Chain
        As the cuts before leave it; theorems other than closed forms are about its normal form.
    orbits : int or None
        What a closed form counts.
    cut : Cut, int or None
        Where the normal form is cut.
    base : BasePoint or None
        Where the rank of the Jacobian is taken.
    merged : tuple of int
        The cuts that are left when layers are merged.
    moving : tuple of two int, or None
        A layer that can be moved, and the outermost of those against which it is.
    """

    __repr__ = brief

    theorem: str
    piece: Chain
    orbits: int | None = None
    cut: Cut | int | None = None
    base: BasePoint | None = None
    merged: tuple[int, ...] = ()
    moving: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Derivation:
    """What is proved of a concise chain.

    Attributes
    ----------
    steps : tuple of Step
        In the order in which pieces are met, the first layers first; none where nothing is proved.
    finite : bool or None
        Whether the excess is 0; None if that is not proved.
    orbits : int or None
        Their number over a generic product.
    """

    __repr__ = brief

    steps: tuple[Step, ...] = ()
    finite: bool | None = None
    orbits: int | None = None


def derive(chain: Chain) -> Derivation:
    """Decide by the theorems, as far as they go.

    Examples
    --------
    >>> from symlcn.families.multichannel.chain import chain_of
    >>> from symlcn.network.notation import parse_network
    >>> for text in ("c3 k3x3s2c6 k3x3c4 k3x3c4", "k2c2 k2", "k2x2c2 k2x1c3 k1x2c3"):
    ...     found = derive(chain_of(parse_network(text)))
    ...     print(found.finite, found.orbits, [step.theorem for step in found.steps])
    True 1 ['saturated', 'first layer', 'one layer', 'one layer', 'one layer']
    False None ['merged']
    True None ['rank']
    """
    merged = _merged(chain)
    if merged is not None:
        return Derivation((Step("merged", chain, merged=merged),), False)
    moving = moving_layer(chain)
    if moving is not None:
        return Derivation((Step("syzygies", chain, moving=moving),), False)
    steps: list[Step] = []
    pieces, number = [chain], 1
    counted = True
    while pieces:
        piece = pieces.pop()
        step = _step(piece)
        if step is None or len(steps) >= MAX_STEPS:
            return Derivation()
        steps.append(step)
        if step.theorem == "two layers beyond":
            return Derivation((step,), False)
        if step.cut is not None:
            normal = piece.normal()
            place = step.cut.layer if isinstance(step.cut, Cut) else step.cut
            pieces += [normal.part(place, len(normal)), normal.part(0, place)]
        elif step.orbits is None:
            counted = False
        else:
            number *= step.orbits
    return Derivation(tuple(steps), True, number if counted else None)


def _merged(chain: Chain) -> tuple[int, ...] | None:
    """Cuts between layers, the others merged, that leave fewer dimensions than parameters less dim G."""
    best = least_cuts(chain)
    return best if best is not None and chain.merged_bound(best) < chain.parameters - chain.group else None


def least_cuts(chain: Chain) -> tuple[int, ...] | None:
    """Cuts for which the bound of the dimension by merging the layers between them is least; None for one layer.

    Examples
    --------
    >>> from symlcn.families.multichannel.chain import chain_of
    >>> from symlcn.network.notation import parse_network
    >>> least_cuts(chain_of(parse_network("k2c2 k2s3c4 k2c2 k2")))
    ()
    """
    depth = len(chain)
    if depth <= MAX_CUTS:
        ways: Iterator[tuple[int, ...]] = (
            cuts for number in range(depth - 1) for cuts in combinations(range(1, depth), number)
        )
    else:
        ways = iter([_shortest(chain) if depth <= MAX_PATH else ()])
    return min(ways, key=chain.merged_bound, default=None)


def _shortest(chain: Chain) -> tuple[int, ...]:
    """The cuts with the least bound where channels are not reduced: a shortest path."""
    paths: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for end in range(1, len(chain) + 1):
        options = []
        for start, (length, cuts) in enumerate(paths):
            entries = chain.channels[start] * chain.channels[end] * chain.support(start, end)
            options.append((length + entries - (chain.channels[end] ** 2 if end < len(chain) else 0), (*cuts, end)))
        paths.append(min(options))
    return paths[-1][1][:-1]


def _step(piece: Chain) -> Step | None:
    known = closed_form(piece)
    if known is not None:
        return Step(known[0], piece, known[1])
    normal = piece.normal()
    line = next((form for form in (normal, normal.reversed) if is_beyond(form)), None)
    if line is not None and beyond(line) > 0:
        return Step("two layers beyond", piece)
    saturated = next(saturated_cuts(normal), None)
    if saturated is not None:
        return Step("saturated", piece, cut=saturated)
    immersed = None
    for base in base_points(normal, MAX_SIZE) if len(normal) <= MAX_CUTS else ():
        try:
            vanishing = conormal(base)
        except LimitError:
            continue
        if base.chain.entries - len(vanishing) < base.chain.parameters - base.chain.group:
            continue
        if line is not None:
            return Step("two layers by rank", piece, 1, base=base)
        end = determined_end(base, vanishing)
        if end is not None:
            return Step(f"{end} layer", piece, cut=1 if end == "first" else len(normal) - 1, base=base)
        immersed = immersed or base
    return None if immersed is None else Step("rank", piece, base=immersed)
