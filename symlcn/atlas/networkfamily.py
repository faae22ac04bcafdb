"""Families of networks for an atlas: all in given ranges, a list, or a sample; each in parts.

Contents: :class:`Box`, :class:`Listing`, :class:`Sample`, :class:`Part`, :func:`box`, :func:`listing`, :func:`sample`,
:func:`family_json`, :func:`family_from`.

A part numbers its networks from 0, so that work can be cut, given to others and taken up again; its key depends on what
it is alone. All networks of a family are canonical (:mod:`symlcn.atlas.canonical`), and no two are equal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Protocol, TypeAlias

from symlcn.algebra.exact import Json, integer
from symlcn.atlas.canonical import canonical
from symlcn.errors import ParseError, shown
from symlcn.network.notation import Network, parse_network
from symlcn.network.ranges import Architectures, architectures

__all__ = [
    "Box",
    "Family",
    "Listing",
    "Part",
    "Sample",
    "box",
    "family_from",
    "family_json",
    "listing",
    "sample",
]

LISTED = 1000
"""Networks in a part of a list."""
TRIES = 100
"""So many times as many draws as networks of a sample are made, if they repeat each other."""
MAX_LISTED = 10**7


class Part(Protocol):
    """Networks with numbers.

    Attributes
    ----------
    key : str
        The same for equal parts, whatever family they belong to.
    count : int
    """

    @property
    def key(self) -> str: ...

    @property
    def count(self) -> int: ...

    def networks(self, start: int, stop: int) -> Iterator[Network]:
        """Those from number `start` up to, not including, number `stop`."""
        ...


@dataclass(frozen=True, slots=True)
class Layered:
    """The part of a box with one number of layers.

    Attributes
    ----------
    family : Architectures
    """

    family: Architectures

    @property
    def key(self) -> str:
        """From the ranges."""
        return _key(_ranges_json(self.family))

    @property
    def count(self) -> int:
        """By a formula."""
        return self.family.count

    def networks(self, start: int, stop: int) -> Iterator[Network]:
        """Those from number `start` up to, not including, number `stop`."""
        return self.family.between(start, stop)


@dataclass(frozen=True, slots=True)
class Listed:
    """Networks in canonical notation.

    Attributes
    ----------
    notations : tuple of str
    """

    notations: tuple[str, ...]

    @property
    def key(self) -> str:
        """From the notations."""
        return _key(list(self.notations))

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.notations)

    def networks(self, start: int, stop: int) -> Iterator[Network]:
        """Those from number `start` up to, not including, number `stop`."""
        return map(parse_network, self.notations[max(start, 0) : max(stop, 0)])


@dataclass(frozen=True, slots=True)
class Box:
    """All networks in given ranges, one of each class.

    Attributes
    ----------
    ranges : Architectures
    """

    ranges: Architectures

    def parts(self) -> tuple[Part, ...]:
        """One for each number of layers."""
        own = replace(self.ranges, up_to="variables")
        return tuple(Layered(replace(own, layers=(n, n))) for n in range(own.layers[0], own.layers[1] + 1))


@dataclass(frozen=True, slots=True)
class Listing:
    """Networks by their notations, each class once.

    Attributes
    ----------
    notations : tuple of str
        In canonical form, in the order in which they came first.
    """

    notations: tuple[str, ...]

    def parts(self) -> tuple[Part, ...]:
        """So many by so many."""
        return _listed(self.notations)


@dataclass(frozen=True, slots=True)
class Sample:
    """Networks drawn from given ranges, each class once.

    Draws are of notations in the ranges, all equally likely. Draw n is read off a digest of the seed and n, so that it
    is the same everywhere.

    Attributes
    ----------
    ranges : Architectures
    number : int
        Fewer are made if ever the same ones are drawn.
    seed : int
    """

    ranges: Architectures
    number: int
    seed: int

    def parts(self) -> tuple[Part, ...]:
        """So many by so many."""
        every = replace(self.ranges, up_to=None)
        total = every.count
        width = total.bit_length() // 8 + 16
        found: dict[str, None] = {}
        for draw in range(TRIES * self.number):
            if len(found) == self.number:
                break
            digest = hashlib.shake_256(f"{self.seed}:{draw}".encode()).digest(width)
            drawn = int.from_bytes(digest, "big") % total
            found.setdefault(str(canonical(next(every.between(drawn, drawn + 1)))))
        return _listed(tuple(found))


Family: TypeAlias = Box | Listing | Sample


def box(dimension: int = 1, **ranges: Any) -> Box:
    """All networks in ranges, as :func:`symlcn.architectures` takes them.

    Examples
    --------
    >>> family = box(layers=(2, 3), size=(1, 3), stride=(1, 2), activation=(None, 2))
    >>> [part.count for part in family.parts()]
    [26, 268]
    >>> [str(network) for network in family.parts()[0].networks(2, 6)]
    ['k1 k2', 'k1 r2 k2', 'k1 k3', 'k1 r2 k3']
    """
    return Box(architectures(dimension, **ranges, up_to="variables"))


def sample(number: int, seed: int = 0, dimension: int = 1, **ranges: Any) -> Sample:
    """So many networks drawn from ranges, as :func:`symlcn.architectures` takes them.

    Examples
    --------
    >>> (part,) = sample(4, layers=(2, 9), size=(1, 5), stride=(1, 3)).parts()
    >>> part.count, len({str(network) for network in part.networks(0, 4)})
    (4, 4)
    """
    for name, value, least, most in (("sample", number, 1, MAX_LISTED), ("seed", seed, 0, 2**63 - 1)):
        if integer(value) is None or not least <= value <= most:
            raise ParseError(name, f"{shown(value, 40)} is not an integer from {least} to {most}")
    return Sample(architectures(dimension, **ranges), number, seed)


def listing(notations: Iterable[str]) -> Listing:
    """The networks of lines of notation; empty lines and what follows # is skipped.

    Raises
    ------
    ParseError
        Naming the line.

    Examples
    --------
    >>> listing(["k3 k2", "k3s2 k2  # the cubic", "", "k3d2 k2d4"]).notations
    ('k3 k2', 'k3s2 k2')
    """
    found: dict[str, None] = {}
    for number, line in enumerate(islice(notations, 2 * MAX_LISTED), 1):
        words = line.partition("#")[0].strip()
        if words:
            try:
                found.setdefault(str(canonical(parse_network(words))))
            except ParseError as error:
                raise ParseError(f"line {number}, {error.place}", error.problem) from None
        if len(found) > MAX_LISTED:
            raise ParseError("networks", f"over {MAX_LISTED} are listed; give them in several files")
    return Listing(tuple(found))


def _listed(notations: tuple[str, ...]) -> tuple[Part, ...]:
    return tuple(Listed(notations[n : n + LISTED]) for n in range(0, len(notations), LISTED))


def family_json(family: Family) -> Json:
    """The family as JSON; :func:`family_from` reads it."""
    if isinstance(family, Listing):
        return {"notations": list(family.notations)}
    own = _ranges_json(family.ranges)
    return own if isinstance(family, Box) else {**own, "sample": family.number, "seed": family.seed}


def family_from(document: Json) -> Family:
    """The family that JSON describes.

    Examples
    --------
    >>> own = box(2, layers=2, size=(1, 2), channels=(1, 2))
    >>> family_from(family_json(own)) == own
    True
    """
    if "notations" in document:
        return listing(document["notations"])
    ranges: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in document.items()}
    return sample(ranges.pop("sample"), **ranges) if "sample" in ranges else box(**ranges)


def _ranges_json(ranges: Architectures) -> Json:
    own = {name: list(getattr(ranges, name)) for name in ("layers", "size", "stride", "dilation", "channels")}
    powers = [None if power == 1 else power for power in ranges.activations]
    return {"dimension": ranges.dimension, **own, "activation": powers}


def _key(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]
