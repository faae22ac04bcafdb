"""The question ``symlcn ntk``: the NTK of given filters, exactly, or of generic ones.

Contents: :func:`ntk`, :class:`Kernel`, :func:`ntk_json`, :data:`NTK`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Unpack

from symlcn.algebra.exact import Json, rational_text, rationals_json
from symlcn.algebra.namedvalues import Formulas, Generator, Value, constant_tensor, in_generator
from symlcn.algebra.sparse import cells
from symlcn.algebra.sympyvalues import Named
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.envelope import tool_json
from symlcn.certificates.values import architecture_json, element_json, number_json, rho_json, tensor_json, terms_json
from symlcn.errors import LimitError, ParseError, brief
from symlcn.generic.symbolic import SymbolicNtk, symbolic_ntk
from symlcn.network import ntk as home
from symlcn.network.architecture import Architecture
from symlcn.network.family import family_question
from symlcn.network.filterinputs import as_filters
from symlcn.network.filters import end_to_end_filter, nested
from symlcn.network.inputs import ArchitectureLike, as_invariants, as_network
from symlcn.network.ntk import Ntk
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["NTK", "Kernel", "ntk"]

MAX_WRITTEN = 10**6
"""Number N of entries of the end-to-end filter up to which JSON is written."""


@dataclass(frozen=True, slots=True)
class Kernel(Named):
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

    __repr__ = brief

    architecture: Architecture
    filters: Any
    delta: tuple[Fraction, ...] | None
    kernel: Ntk
    places: tuple[tuple[int, int], ...] = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.kernel, name)

    def formulas(self) -> Formulas:
        """u, and K or the entries of K that were asked for, in Q(t)."""
        kernel, t = self.kernel, self.kernel.scaling.t
        generators = () if isinstance(t, Fraction) else (Generator("t", t),)
        listed: list[tuple[str, Value]] = [
            (f"K_{row}_{column}", in_generator(kernel.entry(row, column))) for row, column in self.places
        ]
        u = constant_tensor(end_to_end_filter(self.architecture, self.filters))
        values = (("u", u), *(listed or kernel.formulas().values))
        scaled = "as they are"
        if self.delta is not None:
            scaled = f"scaled to the invariants {', '.join(map(rational_text, self.delta))}"
        return Formulas((), values, generators, (f"u: the end-to-end filter; K: the NTK of the filters {scaled}",))


def _decide(
    architecture: Architecture, filters: Any, delta: tuple[Fraction, ...] | None, places: tuple[tuple[int, int], ...]
) -> Kernel | SymbolicNtk:
    if filters is None:
        return symbolic_ntk(architecture, places)
    return Kernel(architecture, filters, delta, home.ntk(architecture, filters, delta), places)


def ntk_json(found: Kernel | SymbolicNtk, _certificate: Json | None = None) -> Json:
    """The NTK as a JSON object; entries in Q(t) are coefficient lists in t.

    ``terms`` is K = Σ_l c_l M_l M_lᵀ: for each layer ``weight``, c_l, and ``others``, the product of the primitive
    integer filters of all other layers; column j of M_l is that product moved by j times the exponent of the layer.
    ``ntk`` has all entries; if places are asked for it is null, and ``entries`` has those only.

    Of generic filters ``filters``, ``t``, ``rho`` and ``terms`` are null. Numbers are polynomials then, lists of
    [monomial, coefficient] as in certificates; ``variables`` are the entries of the filters that monomials number, each
    as layer and index, and ``grams`` are the N_l.
    """
    if isinstance(found, SymbolicNtk):
        return _symbolic_json(found)
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


def _symbolic_json(found: SymbolicNtk) -> Json:
    architecture, places = found.architecture, found.places
    listed = [] if places else [*map(found.gram, range(len(architecture.layers))), found.matrix()]
    matrices = [[[terms_json(entry) for entry in row] for row in own] for own in listed]
    entries = [{"index": list(place), "value": terms_json(found.entry(*place))} for place in places]
    return {
        "format": "symlcn-ntk",
        "version": 1,
        "kind": "ntk",
        "architecture": architecture_json(architecture),
        "delta": None,
        "filters": None,
        "variables": [
            {"layer": layer, "index": list(index)}
            for layer, own in enumerate(architecture.layers)
            for index in cells(own.size)
        ],
        "filter": nested([terms_json(entry) for entry in found.product], architecture.end_to_end_size),
        "t": None,
        "rho": None,
        "terms": None,
        "grams": matrices[:-1] or None,
        "ntk": matrices[-1] if matrices else None,
        **({"entries": entries} if places else {}),
        "tool": tool_json(),
    }


def _entries(kernel: Ntk) -> list[Any]:
    rows = kernel.rows(str)
    return [[entry[0] for entry in row] for row in rows] if len(kernel.weights[0]) == 1 else rows


def _entry(kernel: Ntk, row: int, column: int) -> Json:
    return {"index": [row, column], "value": element_json(kernel.entry(row, column))}


NTK: Question[Kernel | SymbolicNtk] = Question("ntk", None, _decide, shown=ntk_json)


def ntk(
    architecture: ArchitectureLike,
    filters: Any = None,
    delta: Any = None,
    *,
    inputs: Any = None,
    places: Sequence[tuple[int, int]] = (),
    **running: Unpack[Running],
) -> Answer[Kernel | SymbolicNtk]:
    """The NTK of given rational filters, exactly, as they are or scaled to given invariants; or of generic filters.

    Parameters
    ----------
    architecture : Architecture, str or sequence
        As for :func:`symlcn.certify`.
    filters : sequence of tensors, polynomials or str, optional
        One for each layer, nested sequences of exact numbers, polynomials of sympy or what else
        :func:`symlcn.network.filterinputs.as_filters` takes; or JSON. Without them each entry is a variable.
    delta : sequence of exact numbers or str, optional
        The invariants to which the filters are scaled; without them they are taken as they are.
    inputs : sequence of tensors or str, optional
        Of networks with activations: K(x, x') at these instead of K on monomials. Any size of the network will do.
    places : sequence of (int, int), optional
        Entries to be printed, row and column from 0.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes.

    Returns
    -------
    Answer
        The fields of its result are those of :class:`~symlcn.network.ntk.Ntk`: `scaling`, `weights`, `blocks`,
        ``entry(i, j)``, ``matrix()``. Of generic filters it is a :class:`~symlcn.generic.symbolic.SymbolicNtk`, with
        `product`, ``gram(l)``, ``entry(i, j)``, ``matrix()``; undecided if that is too large. There is no certificate.
        With activations rows and columns are monomials, or outputs at the inputs.

    Raises
    ------
    ParseError
        If something cannot be read, or is not exact, or there are invariants without filters, or inputs of a network
        without activations.
    ZeroPolynomialError
        If a filter is zero and δ is given.

    Examples
    --------
    >>> answer = ntk("k2 k1", [(3, 4), (1,)])
    >>> [[int(entry[0]) for entry in row] for row in answer.matrix()]
    [[10, 12], [12, 17]]
    >>> ntk("k2 k1").to_sympy()["K"]
    Matrix([
    [w_1_0**2 + w_2_0**2,         w_1_0*w_1_1],
    [        w_1_0*w_1_1, w_1_1**2 + w_2_0**2]])

    With an activation, at an input:

    >>> ntk("k3 r2 k2", [(1, 2, 3), (4, 5)], inputs=[[1, 0, 0, 0]]).matrix()
    [[(Fraction(65, 1),)]]
    """
    network = as_network(architecture)
    further: Answer[Kernel | SymbolicNtk]
    if isinstance(network, PolynomialArchitecture):
        further = family_question("ntk", network)(network, filters, delta, inputs=inputs, places=places, **running)
        return further
    if inputs is not None:
        raise ParseError("inputs", "without activations K itself is the kernel, K(x, x') = xᵀKx'; ask for K alone")
    if not isinstance(network, Architecture):
        further = family_question("ntk", network)(network, filters, delta, places=places, **running)
        return further
    asked = as_invariants(delta, network)
    if filters is None and asked is not None:
        raise ParseError("delta", "filters are scaled to invariants; give filters, or no invariants")
    given = None if filters is None else as_filters(filters, network)
    about = {"architecture": architecture_json(network), "delta": rationals_json(asked)}
    return answered(NTK, (network, given, asked, tuple(places)), about, **running)
