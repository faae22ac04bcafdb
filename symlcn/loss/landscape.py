"""The landscape of the square loss over the parameters of a network: gradient, Hessian, saddles with a zero filter.

Contents: :func:`parameter_gradient`, :func:`is_critical`, :func:`hessian_form`, :class:`Saddle`,
:func:`zero_filter_saddle`, :func:`zero_filter_point`.

The parametrized risk is L(w) = ℓ(μ(w)), a polynomial over Q. With J_l the blocks of the Jacobian of μ its gradient is
(J_lᵀ ∇ℓ(u))_l, and its second derivative along ẇ is 2·(u̇ᵀ A u̇ + ∇ℓ(u)ᵀ ü) for μ(w + s·ẇ) = u + s·u̇ + s²·ü + ….

Thm. 7 and Prop. 8 of Achour, Kohn, Rauhut: for generic data and generic initial parameters gradient flow ends in no
point with a zero filter, since such critical points are strict saddles. The direction in which the Hessian is negative
is exhibited here, exactly, at one given point; whether all such points are strict saddles for given data is decided in
:mod:`~symlcn.loss.critical.zerofilters`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.echelon import null_space
from symlcn.algebra.exact import fraction_of
from symlcn.algebra.matrices import column
from symlcn.algebra.polynomials import Polynomial
from symlcn.errors import ArithmeticGuardError, ParseError, brief
from symlcn.loss.risk import Risk
from symlcn.network.filters import (
    Filter,
    FilterLike,
    end_to_end_filter,
    flat,
    layer_polynomials,
    nested,
    normalize_filters,
    polynomial_to_filter,
)
from symlcn.network.ntk import jacobian

__all__ = ["Saddle", "hessian_form", "is_critical", "parameter_gradient", "zero_filter_point", "zero_filter_saddle"]

Vector = tuple[Fraction, ...]


def parameter_gradient(risk: Risk, filters: Sequence[FilterLike]) -> tuple[Vector, ...]:
    """The gradient of the parametrized risk, for rational filters, zero ones included.

    Returns
    -------
    tuple of tuple of Fraction
        For each layer the derivatives J_lᵀ ∇ℓ(u) by the entries of its filter, row-major. Exact.

    Raises
    ------
    ParseError, LimitError
        If the filters do not fit the layers, or the Jacobian is too large to be formed.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.risk import quadratic_risk
    >>> network = parse_architecture("k2 k1")
    >>> risk = quadratic_risk(network, [[1, 0], [0, 1]], (1, 0))
    >>> [[str(c) for c in part] for part in parameter_gradient(risk, [(1, 1), (3,)])]
    [['12', '18'], ['10']]
    """
    filters = normalize_filters(risk.architecture, filters)
    gradient = column(risk.gradient(list(flat(end_to_end_filter(risk.architecture, filters)))))
    return tuple(tuple(map(fraction_of, (block * gradient).entries())) for block in _blocks(risk, filters))


def _blocks(risk: Risk, filters: Sequence[FilterLike]) -> list[Any]:
    """The transposes of the blocks J_l for rational filters: each filter is an integer one over a denominator."""
    denominators = [lcm(*(Fraction(value).denominator for value in flat(tensor))) for tensor in filters]
    integral = [_scaled(tensor, d) for tensor, d in zip(filters, denominators, strict=True)]
    whole = prod(denominators)
    blocks = jacobian(risk.architecture, integral)
    return [fmpq_mat(block) / (whole // d) for block, d in zip(blocks, denominators, strict=True)]


def _scaled(tensor: Any, factor: int) -> Any:
    if isinstance(tensor, Sequence):
        return tuple(_scaled(part, factor) for part in tensor)
    return int(tensor * factor)


def is_critical(risk: Risk, filters: Sequence[FilterLike]) -> bool:
    """Whether the gradient of the parametrized risk vanishes at rational filters. Exact; raises as the gradient.

    Examples
    --------
    u* itself has a zero gradient in function space, so every tuple of filters over it is critical.

    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.risk import quadratic_risk
    >>> network = parse_architecture("k2 k2")
    >>> risk = quadratic_risk(network, [[2, 1, 0], [1, 2, 1], [0, 1, 2]], (2, 3, 1))
    >>> is_critical(risk, [(1, 1), (2, 1)]), is_critical(risk, [(1, 1), (1, 1)])
    (True, False)
    """
    return not any(any(part) for part in parameter_gradient(risk, filters))


def hessian_form(risk: Risk, filters: Sequence[FilterLike], direction: Sequence[FilterLike]) -> Fraction:
    """The second derivative of s ↦ L(w + s·ẇ) at s = 0, exactly.

    Parameters
    ----------
    risk : Risk
    filters, direction : sequence of tensors of Fraction
        w and ẇ, one tensor for each layer, of its size.

    Raises
    ------
    ParseError, LimitError
        If a tensor does not fit its layer.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.risk import quadratic_risk
    >>> risk = quadratic_risk(parse_architecture("k1 k1"), [[1]], (1,))
    >>> hessian_form(risk, [(0,), (0,)], [(1,), (1,)])  # (s·s − 1)² = 1 − 2·s² + …
    Fraction(-4, 1)
    """
    architecture = risk.architecture
    zero, one = Polynomial(architecture.dimension, {}), Polynomial.constant(architecture.dimension, 1)
    value, first, second = one, zero, zero
    layers = zip(layer_polynomials(architecture, filters), layer_polynomials(architecture, direction), strict=True)
    for p, q in layers:
        value, first, second = value * p, first * p + value * q, second * p + first * q
    u, du, ddu = (list(flat(_filter(risk, polynomial))) for polynomial in (value, first, second))
    square = (column(du).transpose() * risk.matrix * column(du))[0, 0]
    return 2 * (fraction_of(square) + _inner(risk.gradient(u), ddu))


def _filter(risk: Risk, polynomial: Polynomial) -> Filter:
    architecture = risk.architecture
    return polynomial_to_filter(polynomial, architecture.end_to_end_size, (1,) * architecture.dimension)


def _inner(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))


@dataclass(frozen=True, slots=True)
class Saddle:
    """A direction in which the Hessian of the parametrized risk is negative.

    Attributes
    ----------
    direction : tuple of nested tuples of Fraction
        ẇ, one tensor for each layer.
    curvature : Fraction
        The second derivative of the risk along it, negative.
    """

    __repr__ = brief

    direction: tuple[Filter, ...]
    curvature: Fraction


def zero_filter_saddle(risk: Risk, filters: Sequence[FilterLike]) -> Saddle | None:
    """A negative direction of the Hessian at a critical point with a zero filter (Prop. 8), or None if there is none.

    With one zero filter w_j the Hessian has a block 2·u̇ᵀAu̇ for layer j and mixed blocks ∇ℓ(0)ᵀμ(…, ẇ_i, …, ẇ_j, …); a
    nonzero entry β of one of these gives, with one unit entry ẇ_j and a multiple α of one unit entry ẇ_i, the second
    derivative h + 2αβ < 0. With two zero filters only their mixed block is left.

    Returns
    -------
    Saddle or None
        None is a proof that the Hessian is positive semidefinite: with one or two zero filters because all mixed blocks
        vanish, with more because all of it does.

    Raises
    ------
    ParseError
        If no filter is zero, the point is not critical, or a filter does not fit its layer.
    LimitError
        If the Jacobian is too large to be formed.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.risk import quadratic_risk
    >>> risk = quadratic_risk(parse_architecture("k1 k2"), [[1, 0], [0, 1]], (1, 0))
    >>> saddle = zero_filter_saddle(risk, [(0,), (0, 5)])
    >>> print(saddle.direction[0][0], *saddle.direction[1], saddle.curvature)
    1 13 0 -2
    """
    filters = normalize_filters(risk.architecture, filters)
    zero = [layer for layer, tensor in enumerate(filters) if not any(flat(tensor))]
    if not zero:
        raise ParseError("filters", "none of them is zero")
    if not is_critical(risk, filters):
        raise ParseError("filters", "they are no critical point of the parametrized risk")
    others = range(len(filters)) if len(zero) == 1 else zero[1:] if len(zero) == 2 else ()
    gradient = column(risk.gradient([0] * risk.architecture.ambient))
    j = zero[0]
    for i in (i for i in others if i != j):
        for b in range(prod(risk.architecture.layers[j].size)):
            moved = [_unit(risk, j, b) if layer == j else tensor for layer, tensor in enumerate(filters)]
            mixed = [fraction_of(value) for value in (_blocks(risk, moved)[i] * gradient).entries()]
            a = next((a for a, value in enumerate(mixed) if value), None)
            if a is not None:
                return _saddle(risk, filters, (j, b), (i, a), mixed[a])
    return None


def _saddle(
    risk: Risk, filters: Sequence[FilterLike], own: tuple[int, int], other: tuple[int, int], mixed: Fraction
) -> Saddle:
    """Move one entry of the zero filter by 1, and one of another filter by as much as makes the Hessian negative."""
    layers = range(len(filters))
    alone = [_unit(risk, layer, own[1] if layer == own[0] else None) for layer in layers]
    positive = hessian_form(risk, filters, alone)
    step = positive // (2 * abs(mixed)) + 1
    scale = -step if mixed > 0 else step
    places = dict([own, other])
    both = [_unit(risk, layer, places.get(layer), scale if layer == other[0] else 1) for layer in layers]
    curvature = hessian_form(risk, filters, both)
    if curvature >= 0:
        raise ArithmeticGuardError(f"a second derivative of {curvature} where a negative one was computed")
    return Saddle(tuple(both), curvature)


def _unit(risk: Risk, layer: int, index: int | None, value: int | Fraction = 1) -> Any:
    """The tensor of the size of a layer with one entry `value` at a row-major index, or none, and 0 elsewhere."""
    size = risk.architecture.layers[layer].size
    entries = [Fraction(value if position == index else 0) for position in range(prod(size))]
    return nested(entries, size)


def zero_filter_point(risk: Risk, zero: int, free: int) -> tuple[Filter, ...] | None:
    """A critical point with exactly one zero filter, if a linear system has one.

    The filters of the other layers are small fixed integers, row-major 1, 2, 3, …; that of layer `free` solves
    J_zeroᵀ ∇ℓ(0) = 0, which is linear in it. With two layers None is a proof that no critical point has w_zero = 0
    alone; with more it is not.

    Returns
    -------
    tuple of nested tuples of Fraction, or None
        The filters, of which `free` is not zero.

    Raises
    ------
    ParseError
        If the two layers are not two different ones.
    LimitError
        If the Jacobian is too large to be formed.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.risk import quadratic_risk
    >>> identity = [[int(i == j) for j in range(4)] for i in range(4)]
    >>> risk = quadratic_risk(parse_architecture("k2 k3"), identity, (1, 2, 3, 5))
    >>> point = zero_filter_point(risk, 0, 1)
    >>> [str(value) for value in point[1]], is_critical(risk, point), zero_filter_point(risk, 1, 0)
    (['-1', '-1', '1'], True, None)
    """
    layers = range(len(risk.architecture.layers))
    if zero == free or zero not in layers or free not in layers:
        raise ParseError("layers", f"{zero} and {free} are not two different layers of '{risk.architecture}'")
    gradient = column(risk.gradient([0] * risk.architecture.ambient))
    filters = [_counting(risk, layer) if layer != zero else _unit(risk, layer, None) for layer in layers]
    size = risk.architecture.layers[free].size
    images = []
    for index in range(prod(size)):
        filters[free] = _unit(risk, free, index)
        images.append((_blocks(risk, filters)[zero] * gradient).entries())
    kernel = null_space(fmpq_mat(images).transpose())
    if not kernel:
        return None
    filters[free] = nested([fraction_of(c) for c in kernel[0].entries()], size)
    return tuple(filters)


def _counting(risk: Risk, layer: int) -> Any:
    size = risk.architecture.layers[layer].size
    return nested([Fraction(value + 1) for value in range(prod(size))], size)
