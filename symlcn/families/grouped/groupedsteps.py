"""How many orbits of G there are over a generic product of a network with groups: reduced to networks without groups.

Contents: :class:`Step`, :class:`Piece`, :class:`Reduction`, :func:`reduce_groups`, :data:`THEOREMS`.

All steps follow from the integers of the network. Each is about the layers that the steps before it leave.

- ``"copies"``: U is block diagonal, with so many independent blocks of one smaller network.
- ``"cells"``, two layers: each channel of a cell leads from one group of inputs to one group of outputs, and no other
  cell does: U has a block for each cell, a network without groups of its own.
- ``"constant layer"``: a square layer without groups and of size 1 is absorbed by its neighbour.
- ``"first layer depthwise"``: column i of U is p_i·a_i with a polynomial p_i, and the entries of a_i have no common
  factor; so p_i and a_i are determined up to a number, and the other layers stay. Likewise ``"last layer depthwise"``.
- ``"too many parameters"``: some layers have more parameters, less dim G, than entries of their product.
- those of :mod:`symlcn.families.grouped.middlelayer`; G with permutations of the groups of the middle layer.
- ``"no groups"``: what is left is a network with channels, or of one channel.
"""

from __future__ import annotations

from dataclasses import dataclass

from symlcn.errors import LimitError, brief
from symlcn.families.grouped.groupedchain import GroupedChain
from symlcn.families.grouped.middlelayer import MIDDLE, middle_theorem
from symlcn.families.multichannel.chain import Chain

__all__ = ["THEOREMS", "Piece", "Reduction", "Step", "reduce_groups"]

THEOREMS = (
    "copies",
    "cells",
    "constant layer",
    "first layer depthwise",
    "last layer depthwise",
    "too many parameters",
    *MIDDLE,
    "one layer",
    "no groups",
)
PURE = ("copies", "cells", "no groups", "one layer")
"""Steps after which U is block diagonal in the pieces, up to the order of entries, and so is the NTK."""
MAX_LAYERS, MAX_SPAN, MAX_GROUPS = 200, 8, 10**4


@dataclass(frozen=True, slots=True)
class Step:
    """A theorem, the layers that it is about, and the one that it leaves out."""

    __repr__ = brief

    theorem: str
    layers: tuple[int, ...]
    layer: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A network without groups, and how many independent ones of it there are."""

    __repr__ = brief

    number: int
    chain: Chain


@dataclass(frozen=True, slots=True)
class Reduction:
    """What the steps leave.

    Attributes
    ----------
    steps : tuple of Step
    settled : bool or None
        Whether the number of orbits is that of the pieces; False if it is infinite, None if steps leave groups.
    pieces : tuple of Piece
    """

    __repr__ = brief

    steps: tuple[Step, ...]
    settled: bool | None
    pieces: tuple[Piece, ...] = ()

    @property
    def pure(self) -> bool:
        """Whether the NTK is block diagonal, with the NTKs of the pieces as blocks."""
        return self.settled is True and all(step.theorem in PURE for step in self.steps)

    @property
    def permuted(self) -> bool:
        """Whether groups are determined up to order only."""
        return any(step.theorem in MIDDLE for step in self.steps)


def reduce_groups(network: GroupedChain) -> Reduction:
    """Go on as long as a theorem applies.

    Examples
    --------
    >>> from symlcn.families.grouped.groupedchain import grouped_chain
    >>> from symlcn.network.notation import parse_network
    >>> for text in ("c64 k3x3c64g64 k1x1c128", "c16 k1x1c96 k3x3c96g96 k1x1c24", "c32 k3x3c32g32 k1x1c64 k1x1c64",
    ...              "c64 k3x3c64g64 k1x1c64 k3x3c64g64 k1x1c128"):
    ...     found = reduce_groups(grouped_chain(parse_network(text)))
    ...     print(found.settled, [step.theorem for step in found.steps], [piece.number for piece in found.pieces])
    True ['cells'] [64]
    False ['too many parameters'] []
    True ['constant layer', 'cells'] [32]
    True ['first layer depthwise', 'blocks'] []
    """
    steps: list[Step] = []
    number, chain = 1, network.reduced
    while True:
        places = chain.chain.places
        if len(chain) == 1:
            return Reduction((*steps, Step("one layer", places)), True)
        if set(chain.groups) == {1}:
            return Reduction((*steps, Step("no groups", places)), True, (Piece(number, chain.chain),))
        if len(chain) == 2:
            found = chain.cells(1)
            pieces = tuple(Piece(number * found[n], _cell(chain, n)) for n in sorted(found))
            return Reduction((*steps, Step("cells", places)), True, pieces)
        copies, component = chain.component()
        if copies > 1:
            steps.append(Step("copies", places))
            number, chain = number * copies, component
            continue
        if not chain.is_concise:
            return Reduction(tuple(steps), None)
        crowded = _crowded(chain)
        if crowded is not None:
            return Reduction((*steps, Step("too many parameters", crowded)), False)
        middle = middle_theorem(chain)
        if middle is not None:
            return Reduction((*steps, Step(middle, places)), True)
        following = _shorter(chain)
        if following is None:
            return Reduction(tuple(steps), None)
        theorem, layer, chain = following
        steps.append(Step(theorem, places, places[layer]))


def _cell(network: GroupedChain, size: int) -> Chain:
    """The two layers between which a cell is."""
    return network.chain.with_channels((network.blocks[0][1], size, network.blocks[1][0]))


def _crowded(network: GroupedChain) -> tuple[int, ...] | None:
    """Consecutive layers with more parameters, less dim G, than entries of their product."""
    depth = len(network)
    if depth > MAX_LAYERS:
        return None
    for start in range(depth):
        for stop in range(start + 2, min(depth, start + MAX_SPAN) + 1):
            if network.groups[start] > MAX_GROUPS:
                continue
            try:
                entries = network.entries(start, stop)
            except LimitError:
                continue
            if network.counted(start, stop) - network.symmetries(start, stop) > entries:
                return network.chain.places[start:stop]
    return None


def _shorter(network: GroupedChain) -> tuple[str, int, GroupedChain] | None:
    """A theorem that leaves a layer out: its name, the layer, and what is left."""
    depth, groups, channels = len(network), network.groups, network.channels
    for l in range(depth):
        if network.chain.counts[l] == groups[l] == 1 and channels[l] == channels[l + 1]:
            if l > 0 and groups[l - 1] == 1:
                return "constant layer", l, network.without(l, l)
            if l < depth - 1 and groups[l + 1] == 1:
                return "constant layer", l, network.without(l, l + 1)
    if depthwise_first(network):
        return "first layer depthwise", 0, network.without(0, 0)
    if depthwise_first(network.reversed):
        return "last layer depthwise", depth - 1, network.without(depth - 1, depth)
    return None


def depthwise_first(network: GroupedChain) -> bool:
    """Whether the first layer is depthwise, and entries of a column of the product of the others are coprime.

    For layers 2, 3, … with b_l × a_l blocks this is so if b_2 > 1, and b_l > 1 or a_l = 1 for the later ones: a channel
    after layer 1 then has two neighbours after layer 2, from which paths without a common channel lead to two outputs.
    """
    if network.blocks[0] != (1, 1) or network.groups[0] == 1:
        return False
    (b, _), *others = network.blocks[1:]
    return b > 1 and all(outputs > 1 or inputs == 1 for outputs, inputs in others)
