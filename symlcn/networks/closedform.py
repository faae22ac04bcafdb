"""The NTK of a dense network with scalar invariants as a formula in W alone.

Contents: :func:`closed_ntk`, :func:`matches_formula`, :func:`connection`.

Notation and theorem: :mod:`symlcn.networks.spectral`. With H_0 the symmetric solution of F(H_0) = WᵀW whose
eigenvalues are at least m, and H_L that of F(H_L) = WWᵀ,

    K = Σ_l ∏_{k>l} (H_L + p_k) ⊗ ∏_{k<l} (H_0 + p_k).

Balanced, F(x) = x^L, this is Σ_l (WWᵀ)^{(L−l)/L} ⊗ (WᵀW)^{(l−1)/L}, eq. (1.1) of Achour, Kohn, Rauhut. Over Q the
matrices H_0 and H_L are given where all eigenvalues are rational; otherwise the formula is verified at parameters, by
F(H_0) = WᵀW.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod
from typing import Any

from flint import fmpq_poly

from symlcn.errors import LimitError, ParseError
from symlcn.exact import fraction_of
from symlcn.networks.dense import MAX_AMBIENT, Dense, Matrices, scalar_value
from symlcn.networks.matrices import Rows, entries, identity, kronecker, matrix
from symlcn.networks.spectral import potentials, product_polynomial, rank_classes

__all__ = ["closed_ntk", "connection", "matches_formula"]


def closed_ntk(network: Dense, d: Sequence[Fraction], product: Rows) -> Rows | None:
    """The NTK at every real parameter over W with D_l = d_l·I; None if H_0 or H_L is irrational.

    Parameters
    ----------
    network : Dense
    d : sequence of Fraction
    product : rows of Fraction
        W.

    Raises
    ------
    ParseError
        If no real parameters with these invariants have this product, or W alone does not determine the NTK.
    LimitError
        If W has more than 2000 entries.

    Examples
    --------
    >>> closed_ntk(Dense((1, 1, 1)), [Fraction(3)], ((Fraction(2),),))
    ((Fraction(5, 1),),)
    """
    whole = matrix(product)
    rank = whole.rank()
    found = next((c for c in rank_classes(network.widths, d) if c.rank == rank), None)
    if found is None or not found.independent:
        raise ParseError("product", f"rank {rank}: the NTK at these invariants is not known to be a function of it")
    ends = [next((x for x, dims in found.tables[0].items() if dims[end]), None) for end in (0, -1)]
    first = _gram_root(whole.transpose() * whole, d, ends[0])
    last = _gram_root(whole * whole.transpose(), d, ends[1])
    return None if first is None or last is None else _formula(d, first, last)


def _formula(d: Sequence[Fraction], first: Any, last: Any) -> Rows:
    if first.nrows() * last.nrows() > MAX_AMBIENT:
        raise LimitError(f"an NTK of {first.nrows() * last.nrows()} rows; at most {MAX_AMBIENT} are formed")
    p = potentials(d)
    parts = [kronecker(_factors(last, p[l + 1 :]), _factors(first, p[:l])) for l in range(len(p))]
    return entries(sum(parts[1:], parts[0]))


def _factors(value: Any, p: Sequence[Fraction]) -> Any:
    """∏ (value + p_k)."""
    one = identity(value.nrows())
    return prod((value + one * matrix([[shift]])[0, 0] for shift in p), start=one)


def _gram_root(gram: Any, d: Sequence[Fraction], null: Fraction | None) -> Any | None:
    """The matrix H with F(H) = gram, by interpolation at the eigenvalues; `null` is its value on the null space."""
    shifts, coefficients = potentials(d), product_polynomial(d)
    floor = max(-p for p in shifts)
    values: dict[Any, Any] = {}
    for factor, _ in gram.charpoly().factor()[1]:
        if factor.degree() != 1:
            return None
        eigenvalue = -factor[0] / factor[1]
        root = null if eigenvalue == 0 else _root_above(coefficients, eigenvalue, floor)
        if root is None:
            return None
        values[eigenvalue] = matrix([[root]])[0, 0]
    one, total = identity(gram.nrows()), gram * 0
    for eigenvalue, root in values.items():
        basis = one * root
        for other in values:
            if other != eigenvalue:
                basis = basis * (gram - one * other) / (eigenvalue - other)
        total += basis
    return total


def _root_above(coefficients: Sequence[Fraction], value: Any, floor: Fraction) -> Fraction | None:
    """The rational root x > floor of F(x) = value, if there is one."""
    polynomial = fmpq_poly(matrix([coefficients]).entries()) - value
    for factor, _ in polynomial.factor()[1]:
        if factor.degree() == 1:
            root = -factor[0] / factor[1]
            exact = fraction_of(root)
            if exact > floor:
                return exact
    return None


def matches_formula(network: Dense, parameters: Sequence[Any]) -> bool:
    """Whether the formula holds at parameters with scalar invariants: F(H_0) = WᵀW, F(H_L) = WWᵀ, and K is as stated.

    It does; this verifies the theorem's identities exactly, where H_0 and H_L may have irrational eigenvalues.

    Raises
    ------
    ParseError
        If an invariant is not a scalar matrix.

    Examples
    --------
    >>> matches_formula(Dense((1, 1, 1)), [[[1]], [[2]]])
    True
    """
    layers = network.matrices(parameters)
    d = []
    for index, rows in enumerate(network.invariants(layers)):
        value = scalar_value(rows)
        if value is None:
            raise ParseError(f"invariant {index}", "not a scalar matrix")
        d.append(value)
    p, whole = potentials(d), matrix(network.parametrization(layers))
    first = layers[0].transpose() * layers[0]
    last = layers[-1] * layers[-1].transpose()
    last = last - identity(last.nrows()) * matrix([[p[-1]]])[0, 0]
    return (
        _factors(first, p) == whole.transpose() * whole
        and _factors(last, p) == whole * whole.transpose()
        and network.ntk(layers) == _formula(d, first, last)
    )


def connection(network: Dense, left: Sequence[Any], right: Sequence[Any]) -> Matrices | None:
    """Orthogonal Q_1, …, Q_{L−1} that carry one tuple of invertible matrices to another; None if there are none.

    The other half of Thm. 14: if the products are equal there is just one candidate, Q_l = W'_l·Q_{l−1}·W_l⁻¹, and
    with equal scalar invariants it is always orthogonal.

    Raises
    ------
    ParseError
        If the matrices of the first tuple are not square and invertible.

    Examples
    --------
    >>> network = Dense((1, 1, 1))
    >>> [q.tolist() for q in connection(network, [[[1]], [[2]]], [[[-1]], [[-2]]])]
    [[[-1]]]
    """
    before, after = network.matrices(left), network.matrices(right)
    if len(set(network.widths)) > 1 or any(layer.det() == 0 for layer in before):
        raise ParseError("parameters", "the matrices are not square and invertible")
    one = identity(network.widths[0])
    found = [one]
    for old, new in zip(before, after, strict=True):
        found.append(new * found[-1] * old.inv())
    orthogonal = all(q * q.transpose() == one for q in found)
    return tuple(found[1:-1]) if orthogonal and found[-1] == one else None
