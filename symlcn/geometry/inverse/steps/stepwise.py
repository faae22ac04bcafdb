"""Which filters are given by steps, within which limits.

Contents: :class:`Stepwise`, :func:`stepwise`, :func:`is_chain`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from symlcn.errors import LimitError, brief
from symlcn.geometry.inverse.steps.determinantal import Step, peeling_steps, quotient_step
from symlcn.geometry.inverse.steps.differentials import Part, separating_steps
from symlcn.geometry.inverse.steps.scene import Grouped, set_scene
from symlcn.network.architecture import Architecture

__all__ = ["Stepwise", "is_chain", "stepwise"]

MAX_COST = 40_000_000
"""Arithmetic that the ranks of all matrices may cost the checker."""


@dataclass(frozen=True, slots=True, eq=False)
class Stepwise:
    """Steps for some groups of layers.

    Attributes
    ----------
    witness : tuple of filter
        Empty without steps.
    groups : tuple of (tuple of Step, tuple of Part)
        Of each group what is found: empty where the limits do not allow it.
    """

    __repr__ = brief

    witness: tuple[Any, ...]
    groups: tuple[tuple[tuple[Step, ...], tuple[Part, ...]], ...]


def stepwise(architecture: Architecture, groups: Sequence[Grouped], needed: Iterable[int], every: bool) -> Stepwise:
    """The steps that give the products of some groups, and those that separate layers of different sizes in one ring.

    Parameters
    ----------
    architecture : Architecture
    groups : sequence of (tuple of int, tuple of int, tuple of int)
        Of :func:`symlcn.geometry.inverse.inverse.group_layers`.
    needed : iterable of int
        The groups of which the product is wanted.
    every : bool
        Whether the steps must be defined at all smooth points, as they can be where :func:`is_chain` holds.

    Raises
    ------
    LimitError
        If the end-to-end filter has too many entries, or steps for all smooth points are wanted and not found.
    """
    wanted = set(needed)
    mixed = {number for number, (members, size, _) in enumerate(groups) if _is_mixed(architecture, members, size)}
    if not wanted | mixed:
        return Stepwise((), tuple(((), ()) for _ in groups))
    scene = set_scene(architecture, groups)
    found: list[tuple[Step, ...]] = []
    for number in range(len(groups)):
        left = MAX_COST - _cost(found)
        found.append(peeling_steps(scene, number, every, left) if number in wanted else ())
    if every and not all(found):
        raise LimitError("the matrices are too large for formulas that cover all smooth points")
    missing = [number for number in wanted if not found[number]]
    if len(missing) == 1 and not any(missing[0] in scene.inner[n] for n in wanted if found[n]):
        found[missing[0]] = (quotient_step(scene, missing[0]),)
    parts: list[tuple[Part, ...]] = []
    for number in range(len(groups)):
        split: tuple[Part, ...] = ()
        if number in mixed:
            others = _cost([*found[:number], *found[number + 1 :]])
            found[number], split = separating_steps(scene, number, found[number], MAX_COST - others)
        parts.append(split)
    return Stepwise(scene.filters if any(found) else (), tuple(zip(found, parts, strict=True)))


def _cost(found: Iterable[Sequence[Step]]) -> int:
    return sum(step.cost for steps in found for step in steps)


def _is_mixed(architecture: Architecture, members: Sequence[int], size: Sequence[int]) -> bool:
    """Whether there are layers of different sizes, with two or more active directions."""
    return sum(k > 1 for k in size) > 1 and len({architecture.layers[number].size for number in members}) > 1


def is_chain(architecture: Architecture) -> bool:
    """Whether all layers are axis layers, with exponents in the same direction that divide each other.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> [is_chain(parse_architecture(text)) for text in ("k3s2 k2 k2", "k2d2 k2d3", "k3x1s2 k1x2 k3x1", "k2x2")]
    [True, False, True, False]
    """
    layers = list(zip(architecture.layers, architecture.exponents, strict=True))
    if any(len(layer.active) > 1 for layer, _ in layers):
        return False
    pairs = [(layer.active[0], exponent[layer.active[0]]) for layer, exponent in layers if layer.active]
    return all(d != c or e % f == 0 or f % e == 0 for (d, e), (c, f) in combinations(pairs, 2))
