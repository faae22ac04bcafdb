"""The square loss of a network with monomial activations by its data.

Contents: :class:`FunctionLoss`, :func:`function_loss`, :func:`function_loss_json`; :class:`Integral`, :func:`integral`.

For signals x and what the network should make of them, y, let x_i be what output i sees of a signal, and z_i the entry
of y for it. The loss is the **sum** of all (f(x_i) − z_i)²: no mean, no factor 1/2. Its gradient in function space is
the functional Σ_i 2·(f(x_i) − z_i)·ev_{x_i}, where ev_x takes a function to its value at x; so J_lᵀ∇ℓ is the sum of the
∂f/∂w_l(x_i) with these weights. No inner product on functions is chosen: a quadratic form in the coefficients of f
would depend on how their monomials are weighted, and is not read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm, prod
from typing import Any, NamedTuple

from symlcn.algebra.exact import Json
from symlcn.algebra.polynomials import Exponents
from symlcn.certificates.values import tensor_json
from symlcn.errors import LimitError, ParseError, brief
from symlcn.families.polynomial.gradients import gradient_at, windows
from symlcn.loss.data import Parts
from symlcn.loss.risk import MAX_PATCHES, Vector, output_counts
from symlcn.network.filters import FilterLike, filter_size, flat, normalize_filter
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["FunctionLoss", "Integral", "function_loss", "function_loss_json", "integral"]


class Integral(NamedTuple):
    """Integer filters v_l, row-major, and what they are multiples of: v_l = scale_l·w_l.

    Attributes
    ----------
    filters : tuple of tuple of int
    scales : tuple of int
    whole : int
        ∏ scale_l^{D_l}: the function of the v_l is so many times that of the w_l.
    """

    filters: tuple[tuple[int, ...], ...]
    scales: tuple[int, ...]
    whole: int

    def slope(self, layer: int) -> Fraction:
        """What a derivative by an entry of v_l is multiplied by to be that by an entry of w_l."""
        return Fraction(self.scales[layer], self.whole)


def integral(network: PolynomialArchitecture, filters: Sequence[FilterLike]) -> Integral:
    """Filters without denominators.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> integral(parse_network("k2 r2 k2"), [(Fraction(1, 2), Fraction(1)), (Fraction(1, 3), Fraction(0))])
    Integral(filters=((1, 2), (1, 0)), scales=(2, 3), whole=12)
    """
    entries = [list(flat(tensor)) for tensor in filters]
    scales = tuple(lcm(*(c.denominator for c in own)) for own in entries)
    whole = prod(scale**degree for scale, degree in zip(scales, network.degrees, strict=True))
    rows = zip(entries, scales, strict=True)
    return Integral(tuple(tuple(int(c * scale) for c in own) for own, scale in rows), scales, whole)


@dataclass(frozen=True, slots=True, eq=False)
class FunctionLoss:
    """A loss ℓ(f) = Σ (f(x_i) − z_i)².

    Attributes
    ----------
    network : PolynomialArchitecture
    inputs, outputs : tuple of nested tensors of Fraction
        The signals x, and what the network should make of them.
    points : tuple of dict
        What each output sees: the x_i, by positions, without zeros.
    wanted : tuple of Fraction
        The z_i.
    """

    __repr__ = brief

    network: PolynomialArchitecture
    inputs: tuple[Any, ...]
    outputs: tuple[Any, ...]
    points: tuple[Mapping[Exponents, Fraction], ...]
    wanted: Vector

    def slopes(self, given: Integral) -> tuple[Vector, tuple[Vector, ...]]:
        """The 2·(f(x_i) − z_i), and all J_lᵀ∇ℓ at the filters.

        Raises
        ------
        LimitError
            If numbers become too long.
        """
        network = self.network
        residuals, total = [], [[Fraction(0)] * len(own) for own in given.filters]
        for point, z in zip(self.points, self.wanted, strict=True):
            common = lcm(*(c.denominator for c in point.values()))
            found = gradient_at(network, given.filters, {place: int(c * common) for place, c in point.items()})
            scale = common**network.degree
            residuals.append(2 * (Fraction(found.value, scale * given.whole) - z))
            for own, part in zip(total, found.parts, strict=True):
                for n, c in enumerate(part):
                    own[n] += residuals[-1] * c / scale
        parts = (tuple(c * given.slope(layer) for c in own) for layer, own in enumerate(total))
        return tuple(residuals), tuple(parts)


def function_loss(network: PolynomialArchitecture, parts: Parts) -> FunctionLoss:
    """The loss of data.

    Parameters
    ----------
    network : PolynomialArchitecture
    parts : dict
        ``inputs`` and ``outputs``, as :mod:`symlcn.loss.data` reads them.

    Raises
    ------
    ParseError
        If numbers or sizes do not fit, or a quadratic form is given.
    LimitError
        If all outputs together see more than 4·10^6 entries.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> network = parse_network("k2 r2 k2")
    >>> loss = function_loss(network, {"inputs": [(1, 2, 0, 1)], "outputs": [(3, 1)]})
    >>> residuals, slopes = loss.slopes(integral(network, [(Fraction(1), Fraction(1)), (Fraction(1), Fraction(0))]))
    >>> [str(c) for c in residuals], [str(c) for c in slopes[1]]
    (['12', '6'], ['132', '54'])
    """
    if "A" in parts:
        problem = "a quadratic form in the coefficients of a network with activations depends on how they are weighted"
        raise ParseError("data", f'{problem}; give "inputs" and "outputs"')
    inputs, outputs = parts["inputs"], parts["outputs"]
    if len(inputs) != len(outputs) or not inputs:
        raise ParseError("data", f"{len(inputs)} inputs and {len(outputs)} outputs; give as many of both, at least one")
    stack, dimension, entries = network.architecture, network.dimension, 0
    points: list[dict[Exponents, Fraction]] = []
    wanted: list[Fraction] = []
    signals = [normalize_filter(signal, dimension, f"input {index}") for index, signal in enumerate(inputs)]
    targets = [normalize_filter(output, dimension, f"output {index}") for index, output in enumerate(outputs)]
    for index, (signal, output) in enumerate(zip(signals, targets, strict=True)):
        entries += prod(output_counts(stack, signal, output, index)) * stack.ambient
        if entries > MAX_PATCHES:
            raise LimitError(f"the outputs see more than {MAX_PATCHES} entries of the data")
        size = filter_size(signal, dimension)
        places = zip(product(*map(range, size)), flat(signal), strict=True)
        points += windows(network, {place: c for place, c in places if c}, size, f"input {index}")
        wanted += flat(output)
    return FunctionLoss(network, tuple(signals), tuple(targets), tuple(points), tuple(wanted))


def function_loss_json(loss: FunctionLoss) -> Json:
    """The loss as a JSON object: its signals."""
    return {
        "loss": "sum of squares",
        "inputs": [tensor_json(signal) for signal in loss.inputs],
        "outputs": [tensor_json(output) for output in loss.outputs],
    }
