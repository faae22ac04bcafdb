"""Substituting critical points back, modulo the polynomial f of their parameter a.

Contents: :func:`verify`, :func:`product_of`, :func:`contractions`, :func:`is_regular`, :func:`pivots_modulo`,
:func:`chart_forms`.

Filters are given up to factors, as polynomials in a. With p their product, α = pᵀA·u* and β = pᵀA·p, the only
multiple c·p that can be critical is that with c = α/β, and it is if J_lᵀ(α·A·p − β·A·u*) = 0 for all l.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from flint import fmpq_poly, fmpz_mat, nmod_poly

from symlcn.algebra.exact import CHECK_PRIME
from symlcn.errors import ArithmeticGuardError
from symlcn.loss.critical.normalequations import Chart, Reduction, derivative, integral, offsets, values_at
from symlcn.loss.risk import Risk

__all__ = ["PRIMES", "chart_forms", "contractions", "is_regular", "pivots_modulo", "product_of", "verify"]

PRIMES = (CHECK_PRIME, 999_999_893, 999_999_883)
"""Primes modulo which numbers are shown not to be 0; the independent checker takes primes below 10^9."""

Entry = tuple[int, ...]


def product_of(filters: Sequence[Sequence[Any]], places: Sequence[Sequence[int]], modulus: Any) -> dict[int, Any]:
    """The entries, by place, of the product of filters over a ring of polynomials modulo one of them."""
    total: dict[int, Any] = {}
    for own, entries in zip(places, filters, strict=True):
        if not total:
            total = dict(zip(own, entries, strict=True))
            continue
        after: dict[int, Any] = {}
        for i, a in total.items():
            for j, b in zip(own, entries, strict=True):
                after[i + j] = after[i + j] + a * b % modulus if i + j in after else a * b % modulus
        total = after
    return total


def contractions(risk: Risk, filters: Sequence[Sequence[Any]], modulus: Any) -> tuple[Any, Any, list[Any]]:
    """α = pᵀA·u*, β = pᵀA·p and α·A·p − β·A·u*, A times an integer, modulo f; the product of the filters is p.

    The critical point is c·p with c = α/β.
    """
    form, moment = integral(risk)
    zero = 0 * modulus
    product = product_of(filters, offsets(risk.architecture), modulus)
    images = [sum((p * row[j] for j, p in product.items()), zero) for row in form]
    alpha = sum((p * moment[j] for j, p in product.items()), zero) % modulus
    beta = sum((p * images[j] for j, p in product.items()), zero) % modulus
    return alpha, beta, [(alpha * i - beta * b) % modulus for i, b in zip(images, moment, strict=True)]


def verify(risk: Risk, filters: Sequence[Sequence[Entry]], modulus: Any) -> None:
    """J_lᵀ(A·c·p − A·u*) = 0 for all l, times β, and no filter, nor α or β, is zero."""
    lifted = [[fmpq_poly(list(entry)) for entry in entries] for entries in filters]
    places = offsets(risk.architecture)
    alpha, beta, gradient = contractions(risk, lifted, modulus)
    if alpha == 0 or beta == 0 or not all(any(entries) for entries in lifted):
        raise ArithmeticGuardError("a critical point has a zero filter or is at infinity")
    for layer, own in enumerate(places):
        others = product_of([*lifted[:layer], *lifted[layer + 1 :]], [*places[:layer], *places[layer + 1 :]], modulus)
        for j in own:
            slope = sum((v * gradient[i + j] for i, v in (others or {0: fmpq_poly([1])}).items()), fmpq_poly([0]))
            if slope % modulus != 0:
                raise ArithmeticGuardError(f"a point found is not critical: layer {layer + 1}, entry at {j}")


def chart_forms(chart: Chart) -> list[list[int]]:
    """The linear forms of a filter w = s·(row_0 + Σ x_i·row_i) whose values are s, s·x_1, s·x_2, …"""
    inverse: Any = fmpz_mat([list(row) for row in chart]).inv()
    return [[int(inverse[j, i].p) for j in range(len(chart))] for i in range(len(chart))]


def _residue(prime: int, value: int) -> Any:
    return nmod_poly([value % prime], prime)


def _is_unit(value: Any, modulus: Any) -> bool:
    return bool(modulus.gcd(value).degree() == 0)


def pivots_modulo(own: Reduction, factor: Any, filters: Sequence[Sequence[Entry]], prime: int) -> list[int] | None:
    """For each layer an entry of the filter that is invertible modulo f and a prime.

    None unless there are such entries, f keeps its degree, and the first form of each chart, α and β are invertible
    too.
    """
    modulus = nmod_poly([int(c) % prime for c in factor.coeffs()], prime)
    if modulus.degree() != factor.degree():
        return None
    reduced = [[nmod_poly([c % prime for c in entry], prime) for entry in entries] for entries in filters]
    units = list(contractions(own.risk, reduced, modulus)[:2])
    for chart, entries in zip(own.charts, reduced, strict=True):
        if chart:
            form = chart_forms(chart)[0]
            units.append(sum((e * (c % prime) for e, c in zip(entries, form, strict=True)), 0 * modulus))
    found = [next((i for i, e in enumerate(entries) if _is_unit(e, modulus)), None) for entries in reduced]
    if not all(_is_unit(value, modulus) for value in units):
        return None
    pivots = [place for place in found if place is not None]
    return pivots if len(pivots) == len(found) else None


def is_regular(
    own: Reduction, factor: Any, unknowns: Sequence[Any], filters: Sequence[Sequence[Entry]], prime: int
) -> bool:
    """Whether D, the Jacobian determinant of F, and what :func:`pivots_modulo` asks for are invertible modulo a prime.

    If so, no root of f gives a degenerate critical point; if not, nothing is claimed.
    """
    if pivots_modulo(own, factor, filters, prime) is None or any(int(x.denom()) % prime == 0 for x in unknowns):
        return False
    modulus = nmod_poly([int(c) % prime for c in factor.coeffs()], prime)
    inverses = [pow(int(x.denom()), -1, prime) for x in unknowns]
    values = [
        nmod_poly([int(c) * inverse % prime for c in x.numer().coeffs()], prime)
        for x, inverse in zip(unknowns, inverses, strict=True)
    ]
    constant = partial(_residue, prime)
    if not values:
        return True
    places = range(len(values))
    slopes = [[values_at(derivative(f, i), values, modulus, constant) for i in places] for f in own.system]
    determinant = slopes[0][0] if len(values) == 1 else slopes[0][0] * slopes[1][1] - slopes[0][1] * slopes[1][0]
    return _is_unit(values_at(own.determinant, values, modulus, constant) * determinant, modulus)
