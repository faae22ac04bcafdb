"""Critical points of the parametrized risk with a zero filter: strict saddles, all of them, or which are not.

Contents: :class:`ZeroFilters`, :func:`zero_filters`.

At such a point u = 0, so ∇ℓ(0) = −2z with z = A·u*. For two layers i and j let M_ij be the matrix with the entries ⟨z,
x^{a+b+c}⟩, rows for the monomials x^{a+b} of products of filters of layers i and j, columns for the monomials x^c of
products of all others. Points with two zero filters i and j are critical, and their Hessian has one block that may not
be 0, M_ij·q, q being the product of the others: unless that is 0 it has a negative direction. With one zero filter i
the Hessian has one positive semidefinite block, that of i, and the mixed ones, M_ij·q for all j: again it has a
negative direction unless all are 0, and then it has none. So if M_ij is injective for some j there is one at every
critical point with w_i = 0 alone (Prop. 8), and with up to three layers, where q is 1 or a filter and not a product,
this is exact: otherwise the points at which there is none are those whose filters lie in the kernels. Are three filters
0, the point is critical and the Hessian is 0. With one layer, 0 is critical only if z is 0, and then the minimum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from flint import fmpq_mat

from symlcn.algebra.echelon import null_space
from symlcn.algebra.exact import fraction_of
from symlcn.loss.critical.normalequations import integral, offsets
from symlcn.loss.risk import Risk
from symlcn.network.filters import flat, primitive_filter

__all__ = ["MAX_LAYERS", "ZeroFilters", "zero_filters"]

MAX_LAYERS = 6
"""Number of layers up to which pairs of them are examined."""

Kernel = tuple[int, tuple[tuple[int, ...], ...]]


@dataclass(frozen=True, slots=True)
class ZeroFilters:
    """The critical points at which certain filters are zero and no others.

    Attributes
    ----------
    zero : tuple of int
        The layers of the zero filters.
    strict : bool or None
        Whether the Hessian has a negative direction at all of them, if there are any; False if it has none at some;
        None if that is not decided.
    kernels : tuple of (int, tuple of tuple of int)
        Where `strict` is False: it has none exactly at the points at which the filters of these layers lie in the span
        of these vectors, row-major; those of other layers are arbitrary.
    """

    zero: tuple[int, ...]
    strict: bool | None
    kernels: tuple[Kernel, ...]


def zero_filters(risk: Risk) -> tuple[ZeroFilters, ...]:
    """What holds for one and for two zero filters, for all layers; empty with more than six layers.

    Examples
    --------
    At ⟨z, u⟩ = u(1) the filter 1 − x makes k2 k2 k2 flat.

    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.risk import quadratic_risk
    >>> identity = [[int(i == j) for j in range(4)] for i in range(4)]
    >>> risk = quadratic_risk(parse_architecture("k2 k2 k2"), identity, (1, 1, 1, 1))
    >>> found = zero_filters(risk)
    >>> found[0].zero, found[0].strict, found[0].kernels
    ((0,), False, ((1, ((1, -1),)), (2, ((1, -1),))))
    >>> risk = quadratic_risk(parse_architecture("k2 k2 k2"), identity, (1, 2, 3, 5))
    >>> {case.strict for case in zero_filters(risk)}
    {True}
    """
    layers = range(len(risk.architecture.layers))
    moment, places = integral(risk)[1], offsets(risk.architecture)
    if len(layers) > MAX_LAYERS:
        return ()
    if len(layers) == 1:
        return (ZeroFilters((0,), any(moment[place] for place in places[0]), ()),)
    null: dict[tuple[int, ...], tuple[tuple[int, ...], ...]] = {
        pair: _null_vectors(moment, places, pair) for pair in combinations(layers, 2)
    }
    exact = len(layers) <= 3
    found = []
    for i in layers:
        pairs = [tuple(sorted((i, j))) for j in layers if j != i]
        strict = any(not null[pair] for pair in pairs) or (False if exact else None)
        kernels = [_others(layers, pair, null[pair]) for pair in reversed(pairs)] if strict is False else []
        found.append(ZeroFilters((i,), strict, tuple(k for k in kernels if k is not None)))
    for pair, vectors in null.items():
        strict = not vectors or (False if exact else None)
        kernel = _others(layers, pair, vectors) if strict is False else None
        found.append(ZeroFilters(pair, strict, () if kernel is None else (kernel,)))
    return tuple(found)


def _others(layers: Sequence[int], pair: tuple[int, ...], vectors: tuple[tuple[int, ...], ...]) -> Kernel | None:
    """The third layer, if there is one, and its kernel."""
    rest = [layer for layer in layers if layer not in pair]
    return (rest[0], vectors) if rest else None


def _null_vectors(
    moment: Sequence[int], places: Sequence[Sequence[int]], pair: tuple[int, ...]
) -> tuple[tuple[int, ...], ...]:
    """A basis of the kernel of M_ij, primitive integers."""
    rows = _sums([places[layer] for layer in pair])
    columns = _sums([own for layer, own in enumerate(places) if layer not in pair])
    matrix = fmpq_mat([[moment[row + column] for column in columns] for row in rows])
    kernel = ([fraction_of(c) for c in vector.entries()] for vector in null_space(matrix))
    return tuple(tuple(map(int, flat(primitive_filter(vector, 1)[1]))) for vector in kernel)


def _sums(places: Sequence[Sequence[int]]) -> list[int]:
    """The places of the monomials of products, as the first filters' entries vary slowest."""
    found = [0]
    for own in places:
        found = list(dict.fromkeys(start + place for start in found for place in own))
    return found
