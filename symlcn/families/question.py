"""The question ``symlcn invariants``: what does gradient flow keep?

Contents: :func:`invariants`, :class:`Kept`, :class:`Law`, :data:`INVARIANTS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias, Unpack

from symlcn.algebra.exact import Json, rational_text
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.envelope import tool_json
from symlcn.certificates.values import architecture_json
from symlcn.errors import brief
from symlcn.families.dense.document import widths_json
from symlcn.families.dense.network import Dense
from symlcn.families.dense.question import are_widths, as_dense
from symlcn.families.densepolynomial.document import powers_json
from symlcn.families.densepolynomial.powernetwork import DensePolynomial, as_dense_polynomial, has_powers
from symlcn.families.grouped.groupedmap import as_grouped_filters
from symlcn.families.multichannel.channelmap import as_channel_filters
from symlcn.families.relu.dense import ReluDense
from symlcn.families.relu.question import as_relu
from symlcn.families.relu.twolayer import ReluConvolutional
from symlcn.network import filters as convolutional
from symlcn.network.architecture import Architecture
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.filterinputs import as_filters
from symlcn.network.groupedarchitecture import GroupedArchitecture
from symlcn.network.inputs import as_network, as_tensor
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.network.reluarchitecture import ReluArchitecture

__all__ = ["INVARIANTS", "Kept", "Law", "invariants"]

Network: TypeAlias = (
    Architecture
    | ChannelArchitecture
    | GroupedArchitecture
    | PolynomialArchitecture
    | Dense
    | DensePolynomial
    | ReluConvolutional
    | ReluDense
)
Values: TypeAlias = "Fraction | tuple[Values, ...]"


@dataclass(frozen=True, slots=True)
class Law:
    """What is kept, and why: in one line each."""

    __repr__ = brief

    definition: str
    reason: str


LAWS = {
    Architecture: Law(
        "δ_l = ‖w_l‖² − ‖w_{l+1}‖²",
        "The end-to-end filter is linear in each layer: ⟨w_l, ẇ_l⟩ = −⟨u, ∇ℓ(u)⟩ for every l.",
    ),
    ChannelArchitecture: Law(
        "D_l = Σ_j W_{l+1}[j]ᵀW_{l+1}[j] − Σ_j W_l[j]·W_l[j]ᵀ, a symmetric matrix",
        "W_{l+1}·X⁻¹ and X·W_l have the same product, so Σ_j W_{l+1}[j]ᵀẆ_{l+1}[j] = Σ_j Ẇ_l[j]·W_l[j]ᵀ; "
        "add the transpose.",
    ),
    GroupedArchitecture: Law(
        "the entries of D_l = Σ_j W_{l+1}[j]ᵀW_{l+1}[j] − Σ_j W_l[j]·W_l[j]ᵀ of channels in one group of both layers",
        "W_{l+1}·X⁻¹ and X·W_l have the same product, and the same zeros for X of such entries; others are 0 here.",
    ),
    PolynomialArchitecture: Law(
        "δ_l = ‖w_l‖² − r_l·‖w_{l+1}‖², with the activation x^{r_l} after layer l, r_l = 1 for none",
        "f is homogeneous of degree D_l in w_l, D_l = r_l·D_{l+1}: ⟨w_l, ẇ_l⟩ = −D_l·⟨f, ∇ℓ(f)⟩ for every l.",
    ),
    Dense: Law(
        "D_l = W_{l+1}ᵀW_{l+1} − W_l·W_lᵀ, a symmetric matrix",
        "W_{l+1}·X⁻¹ and X·W_l have the same product, so W_{l+1}ᵀẆ_{l+1} = Ẇ_l·W_lᵀ; add the transpose.",
    ),
    DensePolynomial: Law(
        "δ_{l,a} = |row a of W_l|² − r_l·|column a of W_{l+1}|² for each hidden neuron a",
        "x^r is homogeneous of degree r: row a of W_l and column a of W_{l+1} may be rescaled by c and 1/c^r, c > 0.",
    ),
    ReluConvolutional: Law(
        "δ_1 = ‖w_1‖² − ‖w_2‖²",
        "relu is homogeneous of degree 1: both filters, paired with the gradients by them, give the same number.",
    ),
    ReluDense: Law(
        "the diagonal of D_1 = W_2ᵀW_2 − W_1·W_1ᵀ, that is |column i of W_2|² − |row i of W_1|² for each hidden i",
        "relu is homogeneous of degree 1: row i of W_1 and column i of W_2 may be rescaled by c and 1/c, c > 0.",
    ),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What gradient flow of every differentiable loss keeps.

    Attributes
    ----------
    network : Architecture, ChannelArchitecture, GroupedArchitecture, PolynomialArchitecture, Dense, DensePolynomial
        Or one with a ReLU.
    values : tuple or Fraction or None
        Of the invariants, for each two neighbouring layers a number, or the rows of a matrix; with a ReLU the number,
        or one for each hidden neuron; with other activations for each hidden layer a number for each neuron. None if no
        filters are given.
    """

    __repr__ = brief

    network: Network
    values: Values | None

    @property
    def law(self) -> Law:
        """The definition of the invariants, and why they are kept."""
        return LAWS[type(self.network)]

    @property
    def depth(self) -> int:
        """The number of layers."""
        if isinstance(self.network, Architecture | ChannelArchitecture | GroupedArchitecture | PolynomialArchitecture):
            return len(self.network)
        return self.network.depth if isinstance(self.network, Dense | DensePolynomial) else 2


def _network(value: Any, relu: bool) -> Network:
    if relu:
        return as_relu(value)
    if has_powers(value):
        return as_dense_polynomial(value)
    if are_widths(value):
        return as_dense(value)
    found = as_network(value)
    if isinstance(found, ReluArchitecture):
        return as_relu(found)
    return found


def _decide(network: Network, filters: Any) -> Kept:
    if filters is None:
        return Kept(network, None)
    if isinstance(network, Architecture):
        return Kept(network, convolutional.invariants(network, filters))
    if isinstance(network, PolynomialArchitecture):
        norms = [convolutional.squared_norm(own) for own in filters]
        pairs = zip(pairwise(norms), network.activations, strict=True)
        return Kept(network, tuple(n - r * m for (n, m), r in pairs))
    if isinstance(network, ChannelArchitecture | GroupedArchitecture):
        return Kept(network, filters.invariants)
    return Kept(network, network.invariants(filters))


def _asked(network: Network) -> Json:
    """The network as JSON, and whether it has a ReLU."""
    relu = isinstance(network, ReluConvolutional | ReluDense)
    if isinstance(network, ReluConvolutional):
        network = network.architecture
    elif isinstance(network, ReluDense):
        network = network.linear
    if isinstance(network, DensePolynomial):
        return {"architecture": powers_json(network), "relu": relu}
    shape = widths_json(network) if isinstance(network, Dense) else architecture_json(network)
    return {"architecture": shape, "relu": relu}


def invariants_json(found: Kept, _certificate: Json | None = None) -> Json:
    """The definition and the values as a JSON object."""
    return {
        "format": "symlcn-invariants",
        "version": 1,
        "kind": "invariants",
        **_asked(found.network),
        "number": found.depth - 1,
        "definition": found.law.definition,
        "values": None if found.values is None else _exact(found.values),
        "tool": tool_json(),
    }


def _exact(values: Values) -> Any:
    return [_exact(part) for part in values] if isinstance(values, tuple) else rational_text(values)


INVARIANTS: Question[Kept] = Question("invariants", None, _decide, shown=invariants_json)


def invariants(network: Any, filters: Any = None, relu: bool = False, **running: Unpack[Running]) -> Answer[Kept]:
    """What gradient flow keeps: the invariants of a network, and their values at given filters, exactly.

    Parameters
    ----------
    network : Architecture, ChannelArchitecture, GroupedArchitecture, Dense, str or sequence
        An architecture as for :func:`symlcn.certify`, or the widths of a fully connected network, ``"3 2 3"``, also
        with activations, ``"2 r3 2 1"``.
    filters : sequence, str or None
        Filters, or the matrices of a fully connected network: nested sequences of exact numbers, JSON, or a file.
    relu : bool
        Two layers with a ReLU between them.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes.

    Returns
    -------
    Answer
        Its result is a :class:`Kept`. That there are no other invariants is not claimed; there is no certificate.

    Raises
    ------
    ParseError
        If something cannot be read, is not exact, or the filters do not fit.

    Examples
    --------
    >>> invariants("k3s2 k2", [(1, 2, 3), (4, 5)]).values
    (Fraction(-27, 1),)
    >>> invariants("k3 r2 k2", [(1, 2, 3), (4, 5)]).values
    (Fraction(-68, 1),)
    """
    asked = _network(network, relu)
    given = filters
    if filters is not None and isinstance(asked, ChannelArchitecture):
        given = as_channel_filters(filters, asked)
    elif filters is not None and isinstance(asked, GroupedArchitecture):
        given = as_grouped_filters(filters, asked)
    elif filters is not None:
        stack = asked.architecture if isinstance(asked, PolynomialArchitecture) else asked
        given = as_filters(filters, stack) if isinstance(stack, Architecture) else as_tensor(filters, "filters")
    return answered(INVARIANTS, (asked, given), _asked(asked), **running)
