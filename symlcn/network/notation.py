"""Notation of all networks: layers, activations between them, numbers of channels and of groups.

Contents: :data:`Network`, :func:`parse_network`, :func:`linear`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from symlcn.errors import ParseError, shown
from symlcn.network.architecture import MAX_LAYERS, MAX_NUMBER, Architecture
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.groupedarchitecture import GroupedArchitecture
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.network.reluarchitecture import ReluArchitecture

__all__ = ["Network", "linear", "parse_network"]

Network: TypeAlias = (
    Architecture | PolynomialArchitecture | ChannelArchitecture | GroupedArchitecture | ReluArchitecture
)
"""What notation can say."""

MAX_TOKENS = 2 * MAX_LAYERS


def parse_network(text: str) -> Network:
    """Parse layers ``k3s2``, activations ``r2``, ``relu`` between them, channels: ``c3`` first, ``k3x3c64`` of outputs;
    ``k3x3c64g64`` in groups.

    Returns
    -------
    Architecture, PolynomialArchitecture, ChannelArchitecture, GroupedArchitecture or ReluArchitecture
        The simplest that it is: ``c1`` and ``g1`` say nothing.

    Raises
    ------
    ParseError
        Naming the token and what would be right.

    Examples
    --------
    >>> parse_network("k3 r2 k2")
    PolynomialArchitecture(Architecture('k3 k2'), (2,))
    >>> parse_network("c3 k3x3c8 k3x3")
    ChannelArchitecture(Architecture('k3x3 k3x3'), (3, 8, 1))
    >>> print(parse_network("c8 k3x3c8g8 k1x1c16g1"))
    c8 k3x3c8g8 k1x1c16
    >>> parse_network("k3 k2 r2")
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: token 3, 'r2': no layer follows it; an activation is between two layers, as in k3 r2 k2
    """
    tokens = text.split()
    if len(tokens) > MAX_TOKENS:
        raise ParseError("architecture", f"{len(tokens)} tokens; at most {MAX_LAYERS} layers are accepted")
    if not any(token.startswith("r") or "c" in token or "g" in token for token in tokens):
        return Architecture(text)
    if "relu" in tokens:
        return _with_relu(tokens)
    layers, channels, groups, activations = list[str](), [1], list[int](), dict[int, int]()
    for place, token in ((f"token {n}, {shown(token)}", token) for n, token in enumerate(tokens, 1)):
        if token.startswith("r"):
            _between(place, len(layers), activations)
            activations[len(layers)] = _power(place, token)
        elif token.startswith("c") and place.startswith("token 1,"):
            channels = [_number(place, token[1:], "channels are written like c3")]
        elif token.startswith("c"):
            raise ParseError(place, "channels of the input come first, those of a layer in it; write c3 k3c8 k2")
        else:
            layer, number, g = _split(place, token)
            layers.append(layer)
            channels.append(number)
            groups.append(g)
    if len(layers) in activations:
        place = f"token {len(tokens)}, {shown(tokens[-1])}"
        raise ParseError(place, f"no layer follows it; {_BETWEEN}")
    architecture = Architecture(" ".join(layers))
    powers = [activations.get(l, 1) for l in range(1, len(layers))]
    if activations and set(channels) != {1}:
        raise ParseError("architecture", "activations and several channels are not covered together; leave out one")
    if activations:
        return PolynomialArchitecture(architecture, powers)
    if set(groups) != {1}:
        return GroupedArchitecture(architecture, channels, groups)
    return architecture if set(channels) == {1} else ChannelArchitecture(architecture, channels)


def _split(place: str, token: str) -> tuple[str, int, int]:
    """The layer alone, its output channels, and its groups."""
    rest, letter, groups = token.partition("g")
    g = _number(place, groups, "groups are written after channels, like k3x3c64g64") if letter else 1
    layer, letter, number = rest.partition("c")
    if g > 1 and not letter:
        raise ParseError(place, "groups are of channels, and follow them, as in c64 k3x3c64g64")
    return layer, _number(place, number, "channels are written like k3x3c64") if letter else 1, g


_BETWEEN = "an activation is between two layers, as in k3 r2 k2"


def _between(place: str, before: int, activations: dict[int, int]) -> None:
    if not before:
        raise ParseError(place, f"no layer stands before it; {_BETWEEN}")
    if before in activations:
        raise ParseError(place, f"r{activations[before]} stands before it; write their product, r2 r3 as r6")


def _with_relu(tokens: Sequence[str]) -> ReluArchitecture:
    if len(tokens) != 3 or tokens[1] != "relu":
        place = f"token {tokens.index('relu') + 1}, 'relu'"
        raise ParseError(place, "a ReLU is covered between two layers and beside no other activation, as in k3 relu k2")
    return ReluArchitecture(Architecture(f"{tokens[0]} {tokens[2]}"))


def _power(place: str, token: str) -> int:
    power = _number(place, token[1:], "an activation is written like r2, for x ↦ x^2", least=2 if token == "r0" else 1)
    if power == 1:
        raise ParseError(place, "r1 changes nothing; leave it out")
    return power


def _number(place: str, digits: str, form: str, least: int = 1) -> int:
    if digits.isascii() and digits.isdigit() and len(digits) > len(str(MAX_NUMBER)):
        raise ParseError(place, f"{shown(digits, 40)} is too large; at most {MAX_NUMBER} is accepted")
    if not (digits.isascii() and digits.isdigit() and digits[0] != "0"):
        raise ParseError(place, f"{shown(digits, 40)} is not a number from {least} on; {form}")
    return int(digits)


def linear(network: Network, what: str) -> Architecture:
    """The network, if it is linear and has one channel.

    Raises
    ------
    ParseError
        If it is not, saying that `what` does not cover it.

    Examples
    --------
    >>> linear(parse_network("k3 r2 k2"), "strata")
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: k3 r2 k2: strata does not cover networks with activations
    """
    if isinstance(network, Architecture):
        return network
    kind = {
        ChannelArchitecture: "with several channels",
        GroupedArchitecture: "with groups of channels",
        ReluArchitecture: "with a ReLU",
    }.get(type(network), "with activations")
    raise ParseError(str(network)[:80], f"{what} does not cover networks {kind}")
