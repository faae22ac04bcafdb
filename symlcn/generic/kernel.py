"""The question ``symlcn ntk``: the NTK of given filters, exactly.

Contents: :func:`ntk`, :class:`Kernel`, :data:`NTK`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Unpack

from symlcn.algebra.exact import Json, rationals_json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.envelope import tool_json
from symlcn.certificates.values import architecture_json, element_json, number_json, rho_json, tensor_json
from symlcn.errors import LimitError
from symlcn.network import ntk as home
from symlcn.network.architecture import Architecture
from symlcn.network.filterinputs import as_filters
from symlcn.network.filters import end_to_end_filter
from symlcn.network.inputs import as_architecture, as_invariants
from symlcn.network.ntk import Ntk

__all__ = ["NTK", "Kernel", "ntk"]

MAX_WRITTEN = 10**6
"""Number N of entries of the end-to-end filter up to which JSON is written."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """An NTK with the filters it belongs to.

    Attributes
    ----------
    architecture : Architecture
    filters : tuple
        As given, before they are scaled.
    delta : tuple of Fraction or None
        The invariants to which they are scaled; None for the filters as they are.
    kernel : Ntk
    places : tuple of (int, int)
        Entries that were asked for; all if there are none.
    """

    architecture: Architecture
    filters: Any
    delta: tuple[Fraction, ...] | None
    kernel: Ntk
    places: tuple[tuple[int, int], ...] = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.kernel, name)


def _decide(
    architecture: Architecture, filters: Any, delta: tuple[Fraction, ...] | None, places: tuple[tuple[int, int], ...]
) -> Kernel:
    return Kernel(architecture, filters, delta, home.ntk(architecture, filters, delta), places)


def ntk_json(found: Kernel, _certificate: Json | None = None) -> Json:
    """The NTK as a JSON object; entries in Q(t) are coefficient lists in t.

    ``terms`` is K = Σ_l c_l M_l M_lᵀ: for each layer ``weight``, c_l, and ``others``, the product of the primitive
    integer filters of all other layers; column j of M_l is that product moved by j times the exponent of the layer.
    ``ntk`` has all entries; if places are asked for it is null, and ``entries`` has those only.
    """
    architecture, kernel, places = found.architecture, found.kernel, found.places
    if architecture.ambient > MAX_WRITTEN:
        raise LimitError(f"an end-to-end filter of {architecture.ambient} entries; at most {MAX_WRITTEN} are written")
    entries = None if places else _entries(kernel)
    return {
        "format": "symlcn-ntk",
        "version": 1,
        "kind": "ntk",
        "architecture": architecture_json(architecture),
        "delta": rationals_json(found.delta),
        "filters": [tensor_json(tensor) for tensor in found.filters],
        "filter": tensor_json(end_to_end_filter(architecture, found.filters)),
        "t": number_json(kernel.scaling.t),
        "rho": rho_json(kernel.scaling),
        "terms": [
            {"weight": element_json(weight), "others": tensor_json(block.tensor())}
            for weight, block in zip(kernel.weights, kernel.blocks, strict=True)
        ],
        "ntk": entries,
        **({"entries": [_entry(kernel, *place) for place in places]} if places else {}),
        "tool": tool_json(),
    }


def _entries(kernel: Ntk) -> list[Any]:
    rows = kernel.rows(str)
    return [[entry[0] for entry in row] for row in rows] if len(kernel.weights[0]) == 1 else rows


def _entry(kernel: Ntk, row: int, column: int) -> Json:
    return {"index": [row, column], "value": element_json(kernel.entry(row, column))}


NTK: Question[Kernel] = Question("ntk", None, _decide, shown=ntk_json)


def ntk(
    architecture: Any,
    filters: Any,
    delta: Any = None,
    *,
    places: Sequence[tuple[int, int]] = (),
    **running: Unpack[Running],
) -> Answer[Kernel]:
    """The NTK of given rational filters, exactly, as they are or scaled to given invariants.

    Parameters
    ----------
    architecture : Architecture, str or sequence
        As for :func:`symlcn.certify`.
    filters : sequence of tensors, or str
        One for each layer, nested sequences of exact numbers; or JSON.
    delta : sequence of exact numbers or str, optional
        The invariants to which the filters are scaled; without them they are taken as they are.
    places : sequence of (int, int), optional
        Entries to be printed, row and column from 0.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes.

    Returns
    -------
    Answer
        The fields of its result are those of :class:`~symlcn.network.ntk.Ntk`: `scaling`, `weights`, `blocks`,
        ``entry(i, j)``, ``matrix()``. There is no certificate.

    Raises
    ------
    ParseError
        If something cannot be read, or is not exact.
    ZeroPolynomialError
        If a filter is zero and δ is given.

    Examples
    --------
    >>> answer = ntk("k2 k1", [(3, 4), (1,)])
    >>> [[int(entry[0]) for entry in row] for row in answer.matrix()]
    [[10, 12], [12, 17]]
    """
    network = as_architecture(architecture)
    asked = as_invariants(delta, network)
    given = as_filters(filters, network)
    about = {"architecture": architecture_json(network), "delta": rationals_json(asked)}
    return answered(NTK, (network, given, asked, tuple(places)), about, **running)
