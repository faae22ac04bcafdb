"""The architecture, and that its notation is right.

Contents: :class:`Architecture`, :func:`check_architecture`, :func:`check_layers`, :func:`noted`,
:func:`integer_filters`.

Notation: layers, directions and indices count from 0. Layer l has size k_l, stride s_l, dilation d_l; its
exponent is e_l = s_0...s_{l-1} d_l; a direction is active when k_l > 1 there; X_d stands for x_d ** e_l[d]. A
filter is a polynomial P_l in the X_d, of degree m_l = k_l - 1; n_l is its squared norm. A scalar layer has no
active direction, an axis layer has one. Layers with equal sizes and equal exponents in the active directions
are interchangeable; a class is a maximal set of interchangeable layers with two or more active directions; an
axis block consists of all axis layers with the same direction and the same exponent.
"""

from __future__ import annotations

from itertools import pairwise
from math import prod

from ..core.arithmetic import Filter
from ..core.limits import MAX_DIMENSION, MAX_EXTENT, MAX_LAYERS, MAX_PARAMETERS
from ..core.outcome import Malformed, Rejected
from ..core.reading import integer, integer_filter, json_list, json_object, string


class Architecture:
    """Sizes, exponents, active directions, groups of interchangeable layers, classes and axis blocks."""

    __slots__ = ("active", "blocks", "classes", "dimension", "exponents", "groups", "notation", "sizes", "stride")

    def __init__(self, layers: list[dict[str, tuple[int, ...]]]) -> None:
        self.notation = " ".join(map(_notation, layers))
        self.sizes = [layer["size"] for layer in layers]
        self.dimension = len(self.sizes[0])
        self.active = [tuple(d for d, k in enumerate(size) if k > 1) for size in self.sizes]
        self.exponents: list[tuple[int, ...]] = []
        stride = (1,) * self.dimension
        for layer in layers:
            self.exponents.append(tuple(t * d for t, d in zip(stride, layer["dilation"], strict=True)))
            stride = tuple(t * s for t, s in zip(stride, layer["stride"], strict=True))
        self.stride = stride  # of all layers together
        groups: dict[object, list[int]] = {}
        self.blocks: dict[tuple[int, int], list[int]] = {}
        for n, active in enumerate(self.active):
            if active:
                groups.setdefault(self.space(n), []).append(n)
            if len(active) == 1:
                self.blocks.setdefault((active[0], self.exponents[n][active[0]]), []).append(n)
        self.groups = [group for group in groups.values() if len(group) > 1]
        self.classes = [group for group in groups.values() if len(self.active[group[0]]) > 1]

    def space(self, layer: int) -> tuple[object, ...]:
        """Equal for two layers exactly when they use the same space of polynomials."""
        return self.sizes[layer], tuple(self.exponents[layer][d] for d in self.active[layer])

    def extents(self) -> list[int]:
        """The size of the end-to-end filter."""
        layers = list(zip(self.sizes, self.exponents, strict=True))
        return [1 + sum((k[d] - 1) * e[d] for k, e in layers) for d in range(self.dimension)]

    def full_rank(self) -> int:
        """The rank of the Jacobian of the product where it is largest: filters count up to rescaling."""
        return sum(map(prod, self.sizes)) - len(self.sizes) + 1

    def swaps(self) -> list[tuple[int, int]]:
        """Pairs of consecutive members of the groups of interchangeable layers."""
        return sorted(pair for group in self.groups for pair in pairwise(group))


def _notation(layer: dict[str, tuple[int, ...]]) -> str:
    text = "k" + "x".join(map(str, layer["size"]))
    for letter, entries in (("s", layer["stride"]), ("d", layer["dilation"])):
        if set(entries) != {1}:
            text += letter + ("x".join(map(str, entries)) if len(set(entries)) > 1 else str(entries[0]))
    return text


def check_architecture(value: object) -> Architecture:
    """Reads the architecture, and establishes that the notation is that of the layers."""
    item = json_object(value, "notation dimension layers", "architecture")
    architecture = check_layers(item)
    noted(architecture.notation, item)
    return architecture


def check_layers(item: dict[str, object]) -> Architecture:
    """Reads the layers of an architecture."""
    dimension = integer(item["dimension"], "architecture.dimension", 1, MAX_DIMENSION)
    found = json_list(item["layers"], "architecture.layers")
    if not 1 <= len(found) <= MAX_LAYERS:
        raise Malformed("architecture.layers", f"expected 1 to {MAX_LAYERS} layers, found {len(found)}")
    layers = []
    for i, entry in enumerate(found):
        vectors = {}
        for key, numbers in json_object(entry, "size stride dilation", f"architecture.layers[{i}]").items():
            place = f"architecture.layers[{i}].{key}"
            entries = enumerate(json_list(numbers, place, dimension))
            vectors[key] = tuple(integer(n, f"{place}[{d}]", 1, MAX_EXTENT) for d, n in entries)
        layers.append(vectors)
    if sum(prod(layer["size"]) for layer in layers) > MAX_PARAMETERS:
        raise Malformed("architecture.layers", f"more than {MAX_PARAMETERS} parameters")
    return Architecture(layers)


def noted(notation: str, item: dict[str, object]) -> None:
    """Establishes that the notation of an architecture is this one."""
    if string(item["notation"], "architecture.notation") != notation:
        raise Rejected("architecture.notation", "is not the canonical notation of the layers")


def integer_filters(value: object, architecture: Architecture, where: str) -> list[Filter]:
    found = json_list(value, where, len(architecture.sizes))
    return [integer_filter(found[i], size, f"{where}[{i}]") for i, size in enumerate(architecture.sizes)]
