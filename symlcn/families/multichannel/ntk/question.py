"""The question ``symlcn ntk`` for networks with channels: the NTK of given filters, exactly, or of generic ones.

Contents: :func:`ntk`, :class:`ChannelKernel`, :func:`channel_ntk_json`, :data:`CHANNEL_NTK`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Unpack

from symlcn.algebra.exact import Json, rational_text
from symlcn.algebra.matrices import Rows, entries
from symlcn.algebra.namedvalues import Formulas, Value, constant_tensor, in_generator
from symlcn.algebra.sparse import Terms
from symlcn.algebra.sympyvalues import Named
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.envelope import tool_json
from symlcn.certificates.values import architecture_json, tensor_json, terms_json
from symlcn.errors import ParseError, brief
from symlcn.families.multichannel.channelmap import ChannelFilters, as_channel_filters
from symlcn.families.multichannel.symbolickernel import SymbolicKernel, symbolic_kernel
from symlcn.network.channelarchitecture import ChannelArchitecture

__all__ = ["CHANNEL_NTK", "ChannelKernel", "channel_ntk_json", "ntk"]


@dataclass(frozen=True, slots=True)
class ChannelKernel(Named):
    """The NTK of filters of a network with channels, as they are.

    Attributes
    ----------
    given : ChannelFilters
    places : tuple of (int, int)
        Entries that were asked for; all if there are none.
    """

    __repr__ = brief

    given: ChannelFilters
    places: tuple[tuple[int, int], ...] = ()

    @property
    def network(self) -> ChannelArchitecture:
        """Whose filters these are."""
        return self.given.network

    @property
    def product(self) -> Any:
        """U, nested: output, input, position."""
        return self.given.product

    @property
    def invariants(self) -> tuple[Rows, ...]:
        """D_1, …, D_{L−1}."""
        return self.given.invariants

    def entry(self, row: int, column: int) -> Fraction:
        """An entry of K; rows and columns are numbers of entries of U, by output, input and position, row-major."""
        return self.given.entry(row, column)

    def matrix(self) -> Rows:
        """K."""
        return entries(self.given.kernel)

    def formulas(self) -> Formulas:
        """U, and K or the entries of K that were asked for."""
        listed: list[tuple[str, Value]] = [(f"K_{i}_{j}", in_generator((self.entry(i, j),))) for i, j in self.places]
        found = listed or [("K", constant_tensor(self.matrix()))]
        note = "U: the end-to-end filter, output, input, position; K: the NTK of the filters as they are"
        return Formulas((), (("U", constant_tensor(self.product)), *found), notes=(note,))


def _decide(
    network: ChannelArchitecture, given: ChannelFilters | None, places: tuple[tuple[int, int], ...]
) -> ChannelKernel | SymbolicKernel:
    return symbolic_kernel(network, places) if given is None else ChannelKernel(given, places)


def channel_ntk_json(found: ChannelKernel | SymbolicKernel, _certificate: Json | None = None) -> Json:
    """The NTK as a JSON object of format ``symlcn-ntk``, entries numbered by output, input and position.

    ``invariants`` are the matrices D_l. Of generic filters ``filters`` and ``invariants`` are null, and numbers are
    polynomials, lists of [monomial, coefficient]; ``variables`` are the entries that monomials number.
    """
    own: Json = {"filters": None, "invariants": None}
    if isinstance(found, SymbolicKernel):
        own["variables"] = [{"layer": layer, "index": list(index)} for layer, index in found.variables]
        own["filter"] = _mapped(found.product)
    else:
        own = {"filters": [tensor_json(w) for w in found.given.filters]}
        own["invariants"] = [tensor_json(rows) for rows in found.invariants]
        own["filter"] = tensor_json(found.product)
    listed = [{"index": [i, j], "value": _value(found.entry(i, j))} for i, j in found.places]
    whole = None if found.places else [[_value(c) for c in row] for row in found.matrix()]
    return {
        "format": "symlcn-ntk",
        "version": 1,
        "kind": "ntk",
        "architecture": architecture_json(found.network),
        "delta": None,
        **own,
        "ntk": whole,
        **({"entries": listed} if listed else {}),
        "tool": tool_json(),
    }


def _value(value: Fraction | Terms) -> Any:
    return rational_text(value) if isinstance(value, Fraction) else terms_json(value)


def _mapped(tensor: Any) -> Any:
    return [_mapped(part) for part in tensor] if isinstance(tensor, tuple) else terms_json(tensor)


CHANNEL_NTK: Question[ChannelKernel | SymbolicKernel] = Question(
    "ntk", None, _decide, shown=channel_ntk_json, family="multichannel"
)


def ntk(
    network: ChannelArchitecture,
    filters: Any = None,
    delta: Any = None,
    *,
    places: Sequence[tuple[int, int]] = (),
    **running: Unpack[Running],
) -> Answer[ChannelKernel | SymbolicKernel]:
    """The NTK of given filters of a network with channels, exactly and as they are; or of generic filters.

    Parameters
    ----------
    network : ChannelArchitecture
    filters : sequence or str, optional
        One for each layer, nested ``[output][input][position]``, exact; or JSON. Without them each entry is a variable.
    delta
        Must be left out: filters are not scaled.
    places : sequence of (int, int), optional
        Entries to be printed, row and column from 0.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes.

    Returns
    -------
    Answer
        Its result is a :class:`ChannelKernel`, with `product`, `invariants`, ``entry(i, j)`` and ``matrix()``; of
        generic filters a :class:`~symlcn.families.multichannel.symbolickernel.SymbolicKernel`, undecided if that is too
        large. There is no certificate.

    Raises
    ------
    ParseError
        If something cannot be read, is not exact, does not fit, or invariants are given.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.ntk("k2c2 k1", [[[[1, 2]], [[3, 4]]], [[[1], [2]]]])
    >>> [[str(c) for c in row] for row in answer.matrix()]
    [['15', '14'], ['14', '25']]
    """
    if delta is not None:
        raise ParseError("delta", "with channels filters are taken as they are; give no invariants")
    given = None if filters is None else as_channel_filters(filters, network)
    size = network.ambient
    if any(not 0 <= n < size for place in places for n in place):
        raise ParseError("places", f"rows and columns of K are numbers from 0 to {size - 1}")
    return answered(
        CHANNEL_NTK, (network, given, tuple(places)), {"architecture": architecture_json(network)}, **running
    )
