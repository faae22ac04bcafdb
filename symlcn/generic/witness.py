"""Witness filters: small integers that prove the generic fiber of an architecture.

Contents: :class:`AxisFactor`, :class:`WitnessLayer`, :class:`Exchange`, :func:`build_witness`,
:func:`convolved`.

The fiber over the product u of the witness filters is known completely for reasons that are read off:

- a filter with two or more active directions is X_a^m + (1 + X_a)·(X_b + c)·B, Eisenstein at X_b + c: it is
  irreducible over C in the variables x, whatever the exponents;
- an axis filter is a product of polynomials that are Eisenstein at a prime, and stay so under X = x^e.

So no gcd is computed, u is never expanded nor factored, and the evidence is as large as the filters. Why this
proves the degree of π is shown in ``proofs/symlcn_proofs/classification.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count, islice
from math import isqrt
from typing import NamedTuple

from symlcn.algebra.exact import LARGE_PRIME
from symlcn.errors import LimitError, brief
from symlcn.network.architecture import Architecture, AxisBlock, Layer

__all__ = ["AxisFactor", "Exchange", "WitnessLayer", "build_witness", "convolved"]

MAX_TERMS = 200_000
SMALL_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53)

Index = tuple[int, ...]


class AxisFactor(NamedTuple):
    """A monic integer polynomial in X, coefficients from degree 0, that is Eisenstein at `prime`."""

    coefficients: tuple[int, ...]
    prime: int


class WitnessLayer(NamedTuple):
    """One witness filter and the reason why its factors are known.

    Attributes
    ----------
    layer : Layer
        The layer it belongs to.
    entries : dict of tuple of int to int
        The nonzero entries of the filter by index.
    factors : tuple of AxisFactor
        For an axis layer, its factors; empty otherwise.
    eisenstein : tuple of int, or None
        For a layer with two or more active directions (a, b, ρ): the filter is monic in X_a, and Eisenstein at
        X_b − ρ as a polynomial in X_a.
    """

    layer: Layer
    entries: dict[Index, int]
    factors: tuple[AxisFactor, ...] = ()
    eisenstein: tuple[int, int, int] | None = None

    def __repr__(self) -> str:
        return brief(self)

    @property
    def norm(self) -> int:
        """Squared norm n of the filter."""
        return sum(value * value for value in self.entries.values())

    @property
    def constant(self) -> int:
        """Entry at index 0, never zero in a witness."""
        return self.entries[(0,) * self.layer.dimension]


class Exchange(NamedTuple):
    """Two layers of an axis block that exchange a root: a second factorization with another NTK for every δ.

    Attributes
    ----------
    layers : tuple of int
        The two layers i and j.
    filters : tuple of WitnessLayer
        Their filters after the exchange of a root; all other filters stay.
    root : int
        A root a of the polynomial of layer i in X = x_d^e, before and after. Let v have the entries a^k at k·e along
        direction d. The symmetric matrix S = e_0·vᵀ + v·e_0ᵀ satisfies ⟨S, N_l⟩ = 2·(row 0 of N_l)·v = 0 for all l ≠ i,
        and ⟨S, N_i⟩ has opposite strict signs before and after.
    """

    layers: tuple[int, int]
    filters: tuple[WitnessLayer, WitnessLayer]
    root: int

    def __repr__(self) -> str:
        return brief(self)


def build_witness(architecture: Architecture) -> tuple[tuple[WitnessLayer, ...], Exchange | None]:
    """Witness filters for an architecture, and the exchange that separates NTKs if they are dependent.

    Deterministic. All entries are integers; the exchange is None when every axis block has one layer or
    consists of layers of degree 1.

    Raises
    ------
    LimitError
        If the exchange of an architecture with enormous, unrelated exponents would need too many terms.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> witness, exchange = build_witness(parse_architecture("k3 k2"))
    >>> [w.entries for w in witness]
    [{(0,): 6, (1,): 5, (2,): 1}, {(0,): 5, (1,): 1}]
    >>> [w.entries for w in exchange.filters], exchange.root
    ([{(0,): 15, (1,): 8, (2,): 1}, {(0,): 2, (1,): 1}], -3)
    """
    filters: dict[int, WitnessLayer] = {}
    for index, layer in enumerate(architecture.layers):
        if not layer.active:
            filters[index] = WitnessLayer(layer, {(0,) * layer.dimension: 1})
    for group in architecture.classes:
        for constant, index in enumerate(group, start=2):
            filters[index] = _irreducible(architecture.layers[index], constant)
    blocks = architecture.blocks
    dependent = [block for block in blocks if len(block.layers) > 1 and max(block.degrees) > 1]
    chosen = min(dependent, key=lambda block: block.exponent, default=None)
    for block in blocks:
        if block != chosen:
            for prime, index in zip(_primes(), block.layers, strict=False):
                filters[index] = _axis(architecture.layers[index], prime)
    exchange = None
    if chosen:
        found, exchange = _build_exchange(architecture, chosen, filters)
        filters |= found
    return tuple(filters[index] for index in range(len(architecture.layers))), exchange


def _irreducible(layer: Layer, constant: int) -> WitnessLayer:
    """X_a^m + (1 + X_a)·(X_b + c)·B with B = 1 + X_b^{m_b−1} + Σ (X_d + X_d^{m_d}); terms of degree 0 not repeated."""
    (a, b, *others), degrees = layer.active, layer.degrees

    def monomial(direction: int, power: int) -> Index:
        return tuple(power if d == direction else 0 for d in range(layer.dimension))

    zero = monomial(a, 0)
    cofactor = {zero} | {monomial(b, degrees[b] - 1)} | {monomial(d, p) for d in others for p in (1, degrees[d])}
    rest = _product({index: 1 for index in cofactor}, {zero: constant, monomial(b, 1): 1})
    if degrees[a] > 1:
        rest = _product(rest, {zero: 1, monomial(a, 1): 1})
    return WitnessLayer(layer, {**rest, monomial(a, degrees[a]): 1}, eisenstein=(a, b, -constant))


def _product(left: dict[Index, int], right: dict[Index, int]) -> dict[Index, int]:
    result: dict[Index, int] = {}
    for i, x in left.items():
        for j, y in right.items():
            index = tuple(map(sum, zip(i, j, strict=True)))
            result[index] = result.get(index, 0) + x * y
    return result


def convolved(left: Sequence[int], right: Sequence[int]) -> tuple[int, ...]:
    """The coefficients of the product of two polynomials in one variable.

    Examples
    --------
    >>> convolved((1, 2), (3, 0, 4))
    (3, 6, 4, 8)
    """
    result = [0] * (len(left) + len(right) - 1)
    for i, x in enumerate(left):
        for j, y in enumerate(right):
            result[i + j] += x * y
    return tuple(result)


@lru_cache(maxsize=2**12)
def _axis(layer: Layer, prime: int, roots: tuple[int, ...] = ()) -> WitnessLayer:
    """The product of X + r over the primes r in `roots` and of X^m + qX + q (X + q if m = 1), m what degree is left."""
    (direction,) = layer.active
    m = layer.degrees[direction] - len(roots)
    factors = [AxisFactor((r, 1), r) for r in roots]
    if m > 0:
        factors.append(AxisFactor((prime, 1) if m == 1 else (prime, prime, *(0,) * (m - 2), 1), prime))
    product: Sequence[int] = factors[0].coefficients
    for factor in factors[1:]:
        product = convolved(product, factor.coefficients)
    before, after = (0,) * direction, (0,) * (layer.dimension - direction - 1)
    entries = {(*before, power, *after): value for power, value in enumerate(product) if value}
    return WitnessLayer(layer, entries, tuple(factors))


def _primes() -> Iterator[int]:
    """All primes, increasing."""
    yield from SMALL_PRIMES
    found = list(SMALL_PRIMES)
    for n in count(SMALL_PRIMES[-1] + 1):
        if all(n % p for p in found[: isqrt(n)]):
            found.append(n)
            yield n


def _build_exchange(
    architecture: Architecture, block: AxisBlock, filters: dict[int, WitnessLayer]
) -> tuple[dict[int, WitnessLayer], Exchange]:
    """Witness filters for the layers of an axis block, and an exchange of roots between two of them.

    Layer i, of degree at least 2, gets the roots −r and −a, layer j gets −s, with primes r < a < s; the exchange
    moves r to j and s to i. The primes grow until the one number that must not vanish is seen not to vanish.

    Parameters
    ----------
    architecture : Architecture
        The whole stack.
    block : AxisBlock
        A block of at least two layers, one of degree at least 2.
    filters : dict of int to WitnessLayer
        Witness filters of the layers outside the block.

    Raises
    ------
    LimitError
        If that number has too many terms.
    """
    i = next(l for l, m in zip(block.layers, block.degrees, strict=True) if m > 1)
    j = next(l for l in block.layers if l != i)
    outside = [(architecture.exponents[l][block.direction], filters[l]) for l in sorted(filters.keys())]
    start = next(start for start in count() if _tail_at(outside, block, -next(islice(_primes(), start + 1, None))))
    r, a, s, *spare = islice(_primes(), start, start + 3 + len(block.layers))
    prime = dict(zip(block.layers, spare, strict=True))
    layers = architecture.layers
    found = {l: _axis(layers[l], prime[l], {i: (r, a), j: (s,)}.get(l, ())) for l in block.layers}
    exchanged = _axis(layers[i], prime[i], (s, a)), _axis(layers[j], prime[j], (r,))
    return found, Exchange((i, j), exchanged, -a)


def _tail_at(outside: Sequence[tuple[int, WitnessLayer]], block: AxisBlock, root: int) -> int:
    """φ(R) modulo 2^61 − 1: the constant coefficient modulo x^e − root of the product R of all other layers.

    The filters are restricted to the axis of the block; `outside` gives them with their exponents there.
    """
    product = {0: 1}
    for exponent, witness in outside:
        restricted = {index[block.direction]: v for index, v in witness.entries.items() if _on_axis(index, block)}
        if len(product) * len(restricted) > MAX_TERMS:
            raise LimitError(f"the exchange in the block of layer {block.layers[0] + 1} needs over {MAX_TERMS} terms")
        reduced: dict[int, int] = {}
        for k, x in product.items():
            for power, y in restricted.items():
                wraps, rest = divmod(k + power * exponent, block.exponent)
                reduced[rest] = (reduced.get(rest, 0) + x * y * pow(root, wraps, LARGE_PRIME)) % LARGE_PRIME
        product = reduced
    return product.get(0, 0)


def _on_axis(index: Index, block: AxisBlock) -> bool:
    return all(position == 0 for d, position in enumerate(index) if d != block.direction)
