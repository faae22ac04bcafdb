"""Architectures with activations between layers, or with several channels.

Contents: :class:`PolynomialArchitecture`, :func:`check_activations`, :func:`run_stacks`; :class:`ChannelArchitecture`,
:func:`check_channels`; :class:`GroupedArchitecture`, :func:`check_groups`.

Notation: layers count from 0. After layer l comes x -> x**r_l, r_l = 1 for none; f has degree D_l = r_l r_{l+1} ... in
the filter of layer l. A run is a maximal set of consecutive layers without an activation between them. Layer l has c_l
input and c_{l+1} output channels, in g_l groups of consecutive ones.
"""

from __future__ import annotations

from math import prod

from ..core.limits import MAX_EXTENT
from ..core.outcome import Malformed
from ..core.reading import integer, json_list, json_object
from .architecture import Architecture, check_layers, noted

MAX_CHANNELS = 10**6


class PolynomialArchitecture:
    """The stack of layers, the activations after all but the last, the degrees D_l, and the runs as (start, stop)."""

    __slots__ = ("activations", "degrees", "notation", "runs", "stack")

    def __init__(self, stack: Architecture, activations: list[int]) -> None:
        self.stack = stack
        self.activations = activations
        words = []
        for layer, power in zip(stack.notation.split(), [*activations, 1], strict=True):
            words += [layer] if power == 1 else [layer, f"r{power}"]
        self.notation = " ".join(words)
        degrees = [1]
        for power in reversed(activations):
            degrees.append(degrees[-1] * power)
        self.degrees = degrees[::-1]
        ends = [l for l, power in enumerate(activations, 1) if power > 1]
        self.runs = list(zip([0, *ends], [*ends, len(stack.sizes)], strict=True))


class ChannelArchitecture:
    """The stack of layers, the numbers of channels c_0, ..., c_L, and of groups."""

    __slots__ = ("channels", "groups", "notation", "stack")

    def __init__(self, stack: Architecture, channels: list[int], groups: list[int] | None = None) -> None:
        self.stack = stack
        self.channels = channels
        self.groups = groups or [1] * len(stack.sizes)
        layers = zip(stack.notation.split(), channels[1:], self.groups, strict=True)
        words = [layer + f"c{c}" * (c > 1) + f"g{g}" * (g > 1) for layer, c, g in layers]
        self.notation = " ".join([f"c{channels[0]}"] * (channels[0] > 1) + words)


class GroupedArchitecture(ChannelArchitecture):
    """The same with groups of channels, a type of its own."""

    __slots__ = ()


def check_activations(value: object) -> PolynomialArchitecture:
    """Reads an architecture with activations, and establishes that the notation is that of its parts."""
    item = json_object(value, "notation dimension layers activations", "architecture")
    stack = check_layers(item)
    found = json_list(item["activations"], "architecture.activations", len(stack.sizes) - 1)
    powers = [integer(r, f"architecture.activations[{l}]", 1, MAX_EXTENT) for l, r in enumerate(found)]
    architecture = PolynomialArchitecture(stack, powers)
    if architecture.degrees[0] > MAX_EXTENT:
        raise Malformed("architecture.activations", f"their product is beyond {MAX_EXTENT}")
    if architecture.degrees[0] == 1:
        raise Malformed("architecture.activations", "expected one that is larger than 1")
    noted(architecture.notation, item)
    return architecture


def run_stacks(network: PolynomialArchitecture, value: object) -> list[tuple[Architecture, tuple[int, ...]]]:
    """Each run as an architecture of its own, with the product of all strides before it; value was read before."""
    item = json_object(value, "notation dimension layers activations", "architecture")
    dimension = network.stack.dimension
    layers = [
        {key: tuple(int(n) for n in numbers) for key, numbers in entry.items()}
        for entry in json_list(item["layers"], "architecture.layers")
        if isinstance(entry, dict)
    ]
    found = []
    for start, stop in network.runs:
        step = tuple(prod(layer["stride"][d] for layer in layers[:start]) for d in range(dimension))
        found.append((Architecture(layers[start:stop]), step))
    return found


def check_channels(value: object) -> ChannelArchitecture:
    """Reads an architecture with channels, and establishes that the notation is that of its parts."""
    item = json_object(value, "notation dimension layers channels", "architecture")
    stack = check_layers(item)
    architecture = ChannelArchitecture(stack, _channels(item, stack))
    noted(architecture.notation, item)
    return architecture


def _channels(item: dict[str, object], stack: Architecture) -> list[int]:
    found = json_list(item["channels"], "architecture.channels", len(stack.sizes) + 1)
    channels = [integer(c, f"architecture.channels[{l}]", 1, MAX_CHANNELS) for l, c in enumerate(found)]
    if set(channels) == {1}:
        raise Malformed("architecture.channels", "expected one that is larger than 1")
    return channels


def check_groups(value: object) -> GroupedArchitecture:
    """Reads an architecture with groups of channels, and establishes that the notation is that of its parts."""
    item = json_object(value, "notation dimension layers channels groups", "architecture")
    stack = check_layers(item)
    channels = _channels(item, stack)
    found = json_list(item["groups"], "architecture.groups", len(stack.sizes))
    groups = [integer(g, f"architecture.groups[{l}]", 1, MAX_CHANNELS) for l, g in enumerate(found)]
    if set(groups) == {1}:
        raise Malformed("architecture.groups", "expected one that is larger than 1")
    for l, g in enumerate(groups):
        if channels[l] % g or channels[l + 1] % g:
            raise Malformed(f"architecture.groups[{l}]", "does not divide both numbers of channels")
    architecture = GroupedArchitecture(stack, channels, groups)
    noted(architecture.notation, item)
    return architecture
