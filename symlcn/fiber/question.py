"""The question ``symlcn fiber``: all factorizations of an end-to-end filter, and which of them share an NTK.

Contents: :func:`fiber`, :data:`FIBER`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Unpack

from symlcn.algebra.exact import Json, rationals_json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.errors import ParseError, shown
from symlcn.fiber import fiber as home
from symlcn.fiber.fiber import Fiber
from symlcn.network.architecture import Architecture
from symlcn.network.family import family_question
from symlcn.network.filterinputs import as_filter, as_filters
from symlcn.network.filters import end_to_end_filter
from symlcn.network.inputs import ArchitectureLike, as_invariants, as_network

__all__ = ["FIBER", "fiber"]


def _document(found: Fiber, finer: int) -> Json:
    from symlcn.fiber.evidence.document import fiber_json  # much that only certificates need

    return fiber_json(found, finer)


def _weaker(found: Fiber, why: Callable[[], str]) -> Iterator[Fiber]:
    from symlcn.fiber.weaker import weaker_fibers

    return weaker_fibers(found, why)


FIBER: Question[Fiber] = Question("fiber", "fiber", home.fiber, _document, optional=True, weaker=_weaker)


def fiber(
    architecture: ArchitectureLike,
    filter: Any = None,
    delta: Any = None,
    field: str = "R",
    filters: Any = None,
    **running: Unpack[Running],
) -> Answer[Fiber]:
    """All factorizations of an end-to-end filter, scaled to invariants, and which of them share an NTK.

    Parameters
    ----------
    architecture : Architecture, str or sequence
        As for :func:`symlcn.certify`.
    filter : tensor, str or polynomial
        The end-to-end filter u ≠ 0, over Q: ``"0,-1,0,1"``, ``"x^3 - x"``, nested sequences of exact numbers, or a
        polynomial of sympy (:func:`symlcn.network.filterinputs.as_filter`). For a network with activations its
        function, as coefficients by monomials: ``{"x_0^2": 1, "x_0*x_1": "1/2"}``, ``"4x_0^2 + x_0*x_1"``.
    delta : sequence of exact numbers or str, optional
        The invariants; NTKs are compared at every δ at once if they are left out.
    field : str
        ``"Q"``, ``"R"`` or ``"C"``: the points to list. They are counted over all three.
    filters : sequence of filters, optional
        Instead of `filter`, filters of the network through which the fiber is.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit. ``seal=False`` makes no
        certificate, which is faster.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.fiber.fiber.Fiber`, or what is left of it where evidence for a part is not
        found. Proved: all real points over u share their NTK, or there are none; refuted: two do not. Nothing is
        claimed of other filters.

    Raises
    ------
    ParseError
        If something cannot be read or is not exact, the filter is zero, or it does not have the end-to-end size.

    Examples
    --------
    >>> answer = fiber("k3 k2", "0,-1,0,1", "balanced")
    >>> answer.status, answer.counts.real, answer.certificate()["ntk_classes"]
    (Status.REFUTED, 3, [[0], [1], [2]])
    >>> fiber("k3 r2 k2", filters=[(1, 2, 3), (4, 5)]).counts
    Counts(rational=1, real=1, complex=1)
    """
    network = as_network(architecture)
    if not isinstance(network, Architecture):
        further: Answer[Fiber] = family_question("fiber", network)(network, filter, delta, field, filters, **running)
        return further
    asked = as_invariants(delta, network)
    if (filter is None) == (filters is None):
        raise ParseError("filter", "give an end-to-end filter, or filters with the product, and not both")
    if filters is not None:
        filter = end_to_end_filter(network, as_filters(filters, network))
    tensor = as_filter(filter, network)
    if field not in ("Q", "R", "C"):
        raise ParseError("field", f"{shown(field, 20)} is not Q, R or C")
    about = {
        "architecture": architecture_json(network),
        "delta": rationals_json(asked),
        "filter": tensor_json(tensor),
        "field": field,
    }
    return answered(FIBER, (network, tensor, asked, field), about, **running)
