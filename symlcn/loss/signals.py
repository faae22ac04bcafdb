"""The square loss of a linear convolutional network by its data, where no quadratic form in the filter is solved for.

Contents: :class:`DataRisk`, :func:`data_risk`, :func:`loss_of`, :func:`loss_json`.

The loss ℓ(u) = Σ (⟨p, u⟩ − z)² over the patches p of the signals has the gradient 2·Σ (⟨p, u⟩ − z)·p, which needs no
matrix A = Σ p·pᵀ, no minimum u* and so no full rank: with fewer patches than entries of u, the minima over all filters
are an affine space. Reference: :mod:`symlcn.loss.risk`.

A signal and a filter are flattened row-major, in steps of the signal: ⟨p, u⟩ is a coefficient of x(X)·u(1/X), as the
place of a sum of indices is the sum of their places inside the signal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product as cartesian
from math import prod
from typing import Any, TypeAlias

from flint import fmpq, fmpq_mat, fmpq_poly

from symlcn.algebra.exact import Json, exact_numbers, fraction_of
from symlcn.algebra.matrices import fmpq_of
from symlcn.algebra.polynomials import Exponents
from symlcn.certificates.values import tensor_json
from symlcn.errors import LimitError, ParseError, brief
from symlcn.loss.data import Parts
from symlcn.loss.risk import (
    MAX_AMBIENT,
    MAX_PATCHES,
    Risk,
    Vector,
    output_counts,
    patches,
    risk_json,
    risk_of_data,
    semidefinite_risk,
    total_stride,
)
from symlcn.network.architecture import Architecture
from symlcn.network.filters import FilterLike, flat, normalize_filter
from symlcn.network.jacobian import strides_of

__all__ = ["DataRisk", "Loss", "data_risk", "loss_json", "loss_of"]


@dataclass(frozen=True, slots=True, eq=False)
class DataRisk:
    """A loss ℓ(u) = Σ (⟨p, u⟩ − z)², by its signals.

    Attributes
    ----------
    architecture : Architecture
    inputs : tuple of nested tensors of Fraction
        The signals x.
    outputs : tuple of nested tensors of Fraction
        What the network should make of them.
    """

    __repr__ = brief

    architecture: Architecture
    inputs: tuple[Any, ...]
    outputs: tuple[Any, ...]

    def gradient(self, filter: Sequence[Fraction | int]) -> Vector:
        """∇ℓ(u) = 2·Σ (⟨p, u⟩ − z)·p, exactly."""
        filter, total = exact_numbers(filter, "filter"), [Fraction(0)] * self.architecture.ambient
        for signal, output in zip(self.inputs, self.outputs, strict=True):
            corners, cells = self._places(signal, output)
            moved = _correlated(signal, corners, self._residuals(filter, signal, output), cells)
            total = [t + 2 * c for t, c in zip(total, moved, strict=True)]
        return tuple(total)

    def patches(self) -> Iterator[tuple[list[Fraction], Fraction]]:
        """All p and z.

        Raises
        ------
        LimitError
            If the patches have more than 4·10^6 entries.
        """
        left = MAX_PATCHES
        for index, (signal, output) in enumerate(zip(self.inputs, self.outputs, strict=True)):
            found = patches(self.architecture, signal, output, index, left)
            left -= len(found) * self.architecture.ambient
            yield from zip(found, flat(output), strict=True)

    def _residuals(self, filter: Sequence[Fraction | int], signal: Any, output: Any) -> list[Fraction]:
        """⟨p, u⟩ − z."""
        corners, cells = self._places(signal, output)
        found = _correlated(signal, cells, filter, corners)
        return [a - b for a, b in zip(found, flat(output), strict=True)]

    def _places(self, signal: Any, output: Any) -> tuple[list[int], list[int]]:
        """The places in the signal of the corners of the patches, and of the entries of a filter at the origin."""
        size, counts = _size(signal), _size(output)
        strides = strides_of(size)
        steps = [s * stride for s, stride in zip(total_stride(self.architecture), strides, strict=True)]
        return _grid(counts, steps), _grid(self.architecture.end_to_end_size, strides)


def _size(tensor: Any) -> Exponents:
    sizes = []
    while isinstance(tensor, Sequence):
        sizes.append(len(tensor))
        tensor = tensor[0]
    return tuple(sizes)


def _grid(counts: Sequence[int], steps: Sequence[int]) -> list[int]:
    return [sum(i * step for i, step in zip(index, steps, strict=True)) for index in cartesian(*map(range, counts))]


def _correlated(
    signal: Any, places: Sequence[int], values: Sequence[Fraction | int], wanted: Sequence[int]
) -> list[Fraction]:
    """Σ_k values[k]·x[place + places[k]] for each place that is wanted."""
    last = places[-1]
    reverse = [fmpq(0)] * (last + 1)
    for place, value in zip(places, _exact(values), strict=True):
        reverse[last - place] = value
    product = fmpq_poly(_exact(list(flat(signal)))) * fmpq_poly(reverse)
    return [fraction_of(product[last + place]) for place in wanted]


def data_risk(architecture: Architecture, inputs: Sequence[FilterLike], outputs: Sequence[FilterLike]) -> DataRisk:
    """The sum of squares of what a network makes of signals less what it should make.

    Parameters
    ----------
    architecture : Architecture
    inputs, outputs : sequence of nested tensors of Fraction
        As for :func:`symlcn.loss.risk.risk_of_data`; any data, of any rank.

    Raises
    ------
    ParseError
        If numbers or sizes do not fit.
    LimitError
        If all patches together have more than 4·10^6 entries.

    Examples
    --------
    One patch for two entries: ℓ(u) = (u_0 + 2·u_1 − 3)².

    >>> from symlcn.network.architecture import parse_architecture
    >>> risk = data_risk(parse_architecture("k2"), [(1, 2)], [(3,)])
    >>> print(*risk.gradient((1, 0)))
    -4 -8
    """
    if len(inputs) != len(outputs) or not inputs:
        raise ParseError("data", f"{len(inputs)} inputs and {len(outputs)} outputs; give as many of both, at least one")
    dimension, entries = architecture.dimension, 0
    inputs = [normalize_filter(signal, dimension, f"input {index}") for index, signal in enumerate(inputs)]
    outputs = [normalize_filter(signal, dimension, f"output {index}") for index, signal in enumerate(outputs)]
    for index, (signal, output) in enumerate(zip(inputs, outputs, strict=True)):
        counts = output_counts(architecture, signal, output, index)
        entries += prod(counts) * architecture.ambient
        if entries > MAX_PATCHES:
            raise LimitError(f"the data have more than {MAX_PATCHES} entries in all patches")
    return DataRisk(architecture, tuple(inputs), tuple(outputs))


Loss: TypeAlias = Risk | DataRisk
"""A square loss: by a quadratic form, or by its data."""


def loss_of(architecture: Architecture, parts: Parts) -> Loss:
    """The loss of data of any rank: a quadratic form where one is found quickly, otherwise the data themselves.

    Parameters are those of :func:`symlcn.loss.risk.risk_of`.

    Raises
    ------
    ParseError
        If numbers or sizes do not fit, or A is not symmetric and semidefinite.
    LimitError
        As :func:`data_risk` and :func:`symlcn.loss.risk.semidefinite_risk`.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> network = parse_architecture("k2")
    >>> type(loss_of(network, {"inputs": [[1, 2]], "outputs": [[3]]})).__name__
    'DataRisk'
    >>> type(loss_of(network, {"inputs": [[1, 2, 0]], "outputs": [[3, 1]]})).__name__
    'Risk'
    """
    if "A" in parts:
        return semidefinite_risk(architecture, parts["A"], parts["target"])
    risk = data_risk(architecture, parts["inputs"], parts["outputs"])
    if (
        architecture.ambient > MAX_AMBIENT
        or fmpq_mat([_exact(p) for p, _ in risk.patches()]).rank() < architecture.ambient
    ):
        return risk
    return risk_of_data(architecture, risk.inputs, risk.outputs)


def _exact(values: Sequence[Fraction | int]) -> list[Any]:
    return [fmpq_of(c) for c in values]


def loss_json(risk: Loss) -> Json:
    """The loss as a JSON object: A, u* and ℓ(u*), or the signals."""
    if isinstance(risk, Risk):
        return risk_json(risk)
    return {
        "loss": "sum of squares",
        "inputs": [tensor_json(signal) for signal in risk.inputs],
        "outputs": [tensor_json(output) for output in risk.outputs],
    }
