"""The question ``symlcn fiber`` for networks with channels.

Contents: :func:`fiber`, :data:`CHANNEL_FIBER`.
"""

from __future__ import annotations

from typing import Any, Unpack

from symlcn.algebra.exact import Json, rationals_json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.errors import ParseError
from symlcn.families.multichannel.channelmap import as_channel_filters
from symlcn.families.multichannel.fiber.document import channel_fiber_json
from symlcn.families.multichannel.fiber.judge import ChannelFiber, judge
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.filterinputs import as_product
from symlcn.network.inputs import as_invariants

__all__ = ["CHANNEL_FIBER", "fiber"]


def _document(found: ChannelFiber, _finer: int) -> Json:
    return channel_fiber_json(found)


CHANNEL_FIBER: Question[ChannelFiber] = Question("fiber", "multichannel-fiber", judge, _document, family="multichannel")


def fiber(
    network: ChannelArchitecture,
    filter: Any = None,
    delta: Any = None,
    field: str = "R",
    filters: Any = None,
    **running: Unpack[Running],
) -> Answer[ChannelFiber]:
    """All parameters over an end-to-end filter of a network with channels: are they one orbit?

    Parameters
    ----------
    network : ChannelArchitecture
    filter : nested sequence ``[output][input][position]``, matrix of polynomials, or str
        The end-to-end filter U, exact; a single filter with one input and one output.
    delta : sequence of exact numbers or str, optional
        The L − 1 numbers d_l of scalar invariants D_l = d_l·I, or ``"balanced"``; all scalar ones if left out.
    field : str
        The orbits are the same over Q, R and C, so that this says nothing more.
    filters : sequence or str, optional
        Instead of `filter`, filters with the product U: one for each layer, nested ``[output][input][position]``,
        exact; or JSON.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.families.multichannel.fiber.judge.ChannelFiber`. Proved: all parameters over
        this end-to-end filter, generic or not, are one orbit of invertible matrices between the layers, of which
        filters are listed, so that all real ones with these scalar invariants have one NTK; or there are none. Nothing
        is said of other invariants.

    Raises
    ------
    ParseError
        If something cannot be read, is not exact, or does not fit.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.fiber("k2s2c2 k2", delta=[0], filters=[[[[-2, 6]], [[-3, -1]]], [[[1, 2], [-4, 2]]]])
    >>> answer.status, answer.orbits, answer.point.gram[0][0]
    (Status.PROVED, 1, (Fraction(0, 1), Fraction(1, 80)))
    >>> symlcn.fiber("k2s2c2 k2", "10x^3 - 10x^2 + 10x + 10").filters.filters[0]
    (((Fraction(1, 1), Fraction(0, 1)),), ((Fraction(0, 1), Fraction(1, 1)),))
    """
    asked = as_invariants(delta, network)
    if (filter is None) == (filters is None):
        raise ParseError("filter", "give an end-to-end filter, or filters with the product, and not both")
    given = None if filters is None else as_channel_filters(filters, network)
    whole = as_product(filter, network) if given is None else given.product
    about = {
        "architecture": architecture_json(network),
        "delta": rationals_json(asked),
        "filters": given and [tensor_json(w) for w in given.filters],
        "filter": tensor_json(whole),
    }
    return answered(CHANNEL_FIBER, (network, whole, given, asked), about, **running)
