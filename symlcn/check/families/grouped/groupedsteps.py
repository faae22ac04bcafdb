"""How a network with groups of channels is reduced to networks without groups.

Contents: :class:`Reduction`, :func:`check_reduction`.

Each step is about the layers that those before it leave. The generic fiber keeps its number of orbits of G:

- "copies": U is block diagonal, with as many independent blocks as the greatest common divisor of all groups.
- "cells": of two layers, U has an independent block for each cell, whose channels are all that lead from their group of
  inputs to their group of outputs.
- "constant layer": square, without groups, of one position, beside another layer without groups: G absorbs it.
- "first layer depthwise": column i of U is a polynomial times a vector whose entries are coprime, as two paths without
  common channels lead to two outputs; both are determined up to a number. "last layer depthwise": transposed.
- "too many parameters": consecutive layers of a concise network have more of them, less dim G, than entries of their
  product. No motion by G moves these layers alone but those by their own hidden channels: infinitely many orbits.
- those of middlelayer.py: one orbit, of G with permutations of groups.
- "one layer", "no groups": nothing is left to be reduced.
"""

from __future__ import annotations

from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.reading import choice, integer, json_list, json_object
from ..multichannel.chain import Chain
from .groupedchain import GroupedChain
from .middlelayer import MIDDLE, check_middle

SHORTER = ("constant layer", "first layer depthwise", "last layer depthwise")
ENDS = ("cells", "no groups", "one layer", *MIDDLE)
PURE = ("copies", "cells", "no groups", "one layer")


class Reduction:
    """The parts, each a number and a chain; whether orbits are those of the parts (None: not known), and by what.

    `pure`: the NTK is block diagonal with those of the parts. `permuted`: G has permutations of groups.
    """

    __slots__ = ("parts", "permuted", "pure", "settled", "theorems")

    def __init__(self, settled: bool | None, theorems: list[str], parts: list[tuple[int, Chain]]) -> None:
        self.settled, self.theorems, self.parts = settled, theorems, parts
        self.pure = settled is True and all(name in PURE for name in theorems)
        self.permuted = any(name in MIDDLE for name in theorems)


def check_reduction(value: object, network: GroupedChain, where: str, work: Work) -> Reduction:
    """Establishes all steps, for a network whose hidden channels between layers without groups are reduced."""
    steps, theorems, number = json_list(value, where), list[str](), 1
    for n, entry in enumerate(steps):
        place = f"{where}[{n}]"
        work.spend(100 + 20 * len(network))
        theorem = entry.get("theorem") if isinstance(entry, dict) else None
        options = ("copies", "too many parameters", *SHORTER, *ENDS)
        name = choice(theorem, options, f"{place}.theorem")
        step = json_object(entry, f"theorem layers{' layer' * (name in SHORTER)}", place)
        theorems.append(name)
        if name == "too many parameters":
            _check_crowded(step["layers"], network, place, work)
        elif json_list(step["layers"], f"{place}.layers") != network.chain.places:
            raise Rejected(f"{place}.layers", "are not those that are left")
        if (name in ENDS or name == "too many parameters") and n + 1 < len(steps):
            raise Rejected(place, "is not the last step")
        if name == "copies":
            copies, network = network.component()
            number *= copies
            if copies == 1:
                raise Rejected(place, "the groups have no common divisor")
        elif name in SHORTER:
            places = network.chain.places
            layer = integer(step["layer"], f"{place}.layer", 0, places[-1])
            if layer not in places:
                raise Rejected(f"{place}.layer", "is not left")
            network = _shorter(name, places.index(layer), network, place, work)
        elif name in MIDDLE:
            _check_concise(network, place, work)
            check_middle(name, network, place, work)
        elif name in ENDS:
            return Reduction(True, theorems, _parts(name, number, network, place, work))
    if not theorems or theorems[-1] not in (*MIDDLE, "too many parameters"):
        return Reduction(None, theorems, [])
    return Reduction(theorems[-1] in MIDDLE, theorems, [])


def _parts(name: str, number: int, network: GroupedChain, where: str, work: Work) -> list[tuple[int, Chain]]:
    """What is left, without groups."""
    chain = network.chain
    if name == "one layer":
        if len(network) > 1:
            raise Rejected(where, "more layers are left")
        return []
    if name == "no groups":
        if len(network) == 1 or set(network.groups) != {1}:
            raise Rejected(where, "groups or a single layer are left")
        return [(number, chain)]
    if len(network) != 2 or set(network.groups) == {1}:
        raise Rejected(where, "are not two layers with groups")
    found = network.cells(1, work)
    ends = network.blocks[0][1], network.blocks[1][0]
    return [
        (number * found[n], Chain([ends[0], n, ends[1]], chain.sizes, chain.exponents, chain.places))
        for n in sorted(found)
    ]


def _check_concise(network: GroupedChain, where: str, work: Work) -> None:
    if not network.is_concise(work):
        raise Rejected(where, "the network is not concise")


def _check_crowded(value: object, network: GroupedChain, where: str, work: Work) -> None:
    """Establishes that consecutive layers have too many parameters."""
    _check_concise(network, where, work)
    places, found = network.chain.places, json_list(value, f"{where}.layers")
    start = next((n for n, place in enumerate(places) if found and found[0] == place), None)
    if start is None or found != places[start : start + len(found)] or len(found) < 2:
        raise Rejected(f"{where}.layers", "are not layers that are left, and next to each other")
    inside = network.part(start, start + len(found))
    if inside.parameters() - inside.group(work) <= inside.entries(work):
        raise Rejected(where, "the layers do not have too many parameters")


def _shorter(name: str, layer: int, network: GroupedChain, where: str, work: Work) -> GroupedChain:
    """The network without a layer, established to be one that can be left out."""
    _check_concise(network, where, work)
    groups, channels, depth = network.groups, network.channels, len(network)
    if name == "constant layer":
        if network.chain.counts()[layer] != 1 or groups[layer] != 1 or channels[layer] != channels[layer + 1]:
            raise Rejected(where, "the layer is not constant, square and without groups")
        if layer > 0 and groups[layer - 1] == 1:
            return network.without(layer, layer)
        if layer < depth - 1 and groups[layer + 1] == 1:
            return network.without(layer, layer + 1)
        raise Rejected(where, "no layer beside it is without groups")
    end = 0 if name == "first layer depthwise" else depth - 1
    if layer != end or depth < 3 or not _depthwise_first(network if end == 0 else network.turned()):
        raise Rejected(where, "the layer is not depthwise, with coprime entries after it")
    return network.without(end, end if end == 0 else depth)


def _depthwise_first(network: GroupedChain) -> bool:
    (b, _), *others = network.blocks[1:]
    free = all(outputs > 1 or inputs == 1 for outputs, inputs in others)
    return network.blocks[0] == (1, 1) and network.groups[0] > 1 and b > 1 and free
