"""A row of Table 1: which networks belong to it, and representatives of them.

Contents: :class:`Row`, :func:`representatives`.

A row is a property of networks (:mod:`symlcn.table1.tablenetworks`, :mod:`symlcn.table1.channelnetworks`), with named
examples and a way to draw others. Nothing here says whether an NTK depends on anything: that is computed in
:mod:`symlcn.table1.compute`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from symlcn.errors import LimitError
from symlcn.families.dense.network import Dense
from symlcn.families.densepolynomial.powernetwork import as_dense_polynomial, has_powers
from symlcn.network.groupedarchitecture import GroupedArchitecture
from symlcn.network.notation import parse_network
from symlcn.network.reluarchitecture import ReluArchitecture
from symlcn.table1.tablenetworks import Network

__all__ = ["Row", "representatives"]

MAX_DRAWS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a property of networks, and networks that have it.

    Attributes
    ----------
    key : str
        A short name.
    title : str
        The property, in words.
    printed : str or None
        What the paper says of these networks: ``"independent"`` (of the parameters, for all invariants),
        ``"balanced"`` (independent if balanced, in general not), ``"dependent"`` (in general), or None: nothing.
    theorems : tuple of str
        What is known of all networks of the row, beyond the representatives: ``"classification"``, ``"scalar"``,
        ``"trace"``, ``"pairs"``, ``"neurons"``, ``"peeling"``, ``"orbit"``, ``"exchange"``, ``"family"``.
    examples : tuple of str
        Notations of networks or, for fully connected ones, widths.
    fits : callable
        Whether a network has the property.
    draw : callable
        A random network, of which those that fit are kept.
    questions : tuple of str
        Which invariants are asked about, see :mod:`symlcn.table1.compute`.
    """

    key: str
    title: str
    printed: str | None
    theorems: tuple[str, ...]
    examples: tuple[str, ...]
    fits: Callable[[Network], bool]
    draw: Callable[[Random], Network]
    questions: tuple[str, ...] = ("every", "balanced", "matched", "other")

    @property
    def dense(self) -> bool:
        """Whether the networks are fully connected."""
        return self.examples[0][0].isdigit()

    @property
    def family(self) -> str:
        """``"convolutional"``, ``"channels"``, ``"dense"`` (and linear), or ``"dense-polynomial"``."""
        if "c" in self.examples[0]:
            return "channels"
        if self.dense and has_powers(self.examples[0]):
            return "dense-polynomial"
        return "dense" if self.dense else "convolutional"


def representatives(row: Row, drawn: int, random: Random) -> tuple[tuple[Network, bool], ...]:
    """The examples of a row, then `drawn` random networks of it, all different, each with whether it was drawn.

    Raises
    ------
    LimitError
        If no further network is found.

    Examples
    --------
    >>> from symlcn.table1.tablerows import ROWS
    >>> [(str(network), new) for network, new in representatives(ROWS[0], 0, Random(1))]
    [('2 2 2', False), ('3 3 3', False), ('2 2 2 2', False)]
    """
    found: list[tuple[Network, bool]] = [(_network(text), False) for text in row.examples]
    known = {str(network) for network, _ in found}
    for _ in range(MAX_DRAWS):
        if len(found) == len(row.examples) + drawn:
            return tuple(found)
        network = row.draw(random)
        if row.fits(network) and str(network) not in known:
            known.add(str(network))
            found.append((network, True))
    raise LimitError(f"row {row.key}: no {drawn} different networks were drawn")


def _network(text: str) -> Network:
    if text.startswith(("k", "c")):
        network = parse_network(text)
        if isinstance(network, ReluArchitecture | GroupedArchitecture):
            raise LimitError(f"no row of networks such as {text}")
        return network
    if has_powers(text):
        return as_dense_polynomial(text)
    return Dense(tuple(map(int, text.split())))
