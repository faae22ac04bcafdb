"""Where the end-to-end filter u of a critical point lies, and whether the loss is critical there in function space.

Contents: :data:`Place`, :func:`place_of`.

Let X be the Zariski closure of the neuromanifold. Over C a polynomial in one variable is a product of linear ones, so X
is the image of the map in which the layers of each axis block are merged into one filter. Let w be a merged axis filter
and q the product of all others. The largest divisor of u = w·q in the ring of w is w times the gcd of the polyphase
components of q for that ring. If that gcd is 1, every factorization of u has a multiple of w in its place, and so has
every vector in the kernel of the Jacobian. If axis filters can be taken away in this manner, one after the other, until
at most one filter is left, the merged fiber of u is one point at which the Jacobian has full rank: then u is a smooth
point of X (Zariski's main theorem, as in section 2 of Achour, Kohn, Rauhut), and T_uX is the sum of the spaces q·V over
all merged filters, V being the space of w. If there are two filters w and q only, and q has a divisor X − r in the ring
of w, where its own exponent divides that of w, then it can be exchanged for a root of w, or the Jacobian drops rank: u
is a singular point of X. The loss restricted to X is critical at u if ∇ℓ(u) is orthogonal to T_uX.

A critical point of the parametrized risk has ∇ℓ(u) orthogonal to the image of its Jacobian, which is T_uX unless the
rank drops: unless layers of one block share a root, if u is smooth.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product as cartesian
from math import prod
from typing import Any, Literal

from flint import fmpq_poly, nmod_poly

from symlcn.algebra.echelon import rank_modulo
from symlcn.loss.critical.normalequations import offsets
from symlcn.loss.critical.verification import contractions, product_of
from symlcn.loss.risk import Risk
from symlcn.network.architecture import Architecture

__all__ = ["Place", "place_of"]

Place = Literal["critical", "noncritical", "singular", "undecided"]
Entry = tuple[int, ...]
Block = tuple[tuple[int, ...], tuple[int, ...], tuple[int, int] | None]
WEIGHTS = ((1, 3, -2, 5, 7, -4), (2, -1, 4, 3, -5, 6))


def place_of(risk: Risk, factor: Any, filters: Sequence[Sequence[Entry]], prime: int) -> Place:
    """What is shown of u at the critical points of an orbit, all of them, modulo a prime where numbers are not 0.

    Parameters
    ----------
    risk : Risk
    factor : fmpz_poly
        The polynomial f of the orbit, squarefree of the same degree modulo the prime.
    filters : sequence of sequences of tuples of int
        The filters of a critical point, as polynomials in a modulo f, up to factors.
    prime : int

    Returns
    -------
    str
        ``"critical"``: u is a smooth point of X and the loss restricted to X is critical there. ``"noncritical"``: it
        is smooth, but the loss is not critical. ``"singular"``: u is a singular point of X. ``"undecided"``: nothing is
        shown or claimed.

    Examples
    --------
    k2 k2 at the double root of x² + 2x + 1, and where u = u*.

    >>> from flint import fmpz_poly
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.risk import quadratic_risk
    >>> identity = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    >>> risk = quadratic_risk(parse_architecture("k2 k2"), identity, (2, 1, 2))
    >>> place_of(risk, fmpz_poly([0, 1]), [[(1,), (1,)], [(1,), (1,)]], 999999937)
    'noncritical'
    >>> risk = quadratic_risk(parse_architecture("k2 k2"), identity, (1, 3, 2))
    >>> place_of(risk, fmpz_poly([0, 1]), [[(1,), (1,)], [(1,), (2,)]], 999999937)
    'critical'
    """
    blocks = _blocks(risk.architecture)
    modulus = nmod_poly([int(c) % prime for c in factor.coeffs()], prime)
    reduced = [[nmod_poly([c % prime for c in entry], prime) for entry in entries] for entries in filters]
    if not _is_smooth(risk.architecture, reduced, modulus, blocks):
        return "singular" if _is_singular(risk.architecture, filters, fmpq_poly(factor), blocks) else "undecided"
    common = modulus
    for slope in _slopes(risk, reduced, modulus, blocks):
        common = common.gcd(slope)
    if common.degree() == 0:
        return "noncritical"
    exact = [[fmpq_poly(list(c)) for c in own] for own in filters]
    return "undecided" if any(_slopes(risk, exact, fmpq_poly(factor), blocks)) else "critical"


def _blocks(architecture: Architecture) -> list[Block]:
    """The merged filters: their layers, the places of their monomials, and direction and exponent of axis filters."""
    extents, found, places = architecture.end_to_end_size, list[Block](), offsets(architecture)
    axes: dict[tuple[int, int], list[int]] = {}
    for number, (layer, exponent) in enumerate(zip(architecture.layers, architecture.exponents, strict=True)):
        active = [d for d, k in enumerate(layer.size) if k > 1]
        if len(active) == 1:
            axes.setdefault((active[0], exponent[active[0]]), []).append(number)
        elif active:
            found.append(((number,), tuple(places[number]), None))
    for (d, e), layers in axes.items():
        degree, step = sum(architecture.layers[n].size[d] - 1 for n in layers), e * prod(extents[d + 1 :])
        found.append((tuple(layers), tuple(range(0, (degree + 1) * step, step)), (d, e)))
    return found or [((), (0,), None)]


def _rest(risk_layers: Sequence[Block], own: Block) -> list[int]:
    return [layer for block in risk_layers if block is not own for layer in block[0]]


def _times(
    architecture: Architecture, filters: Sequence[Sequence[Any]], layers: Sequence[int], modulus: Any
) -> dict[int, Any]:
    places, one = offsets(architecture), 0 * modulus + 1
    return product_of([filters[n] for n in layers], [places[n] for n in layers], modulus) or {0: one}


def _is_smooth(
    architecture: Architecture, filters: Sequence[Sequence[Any]], modulus: Any, blocks: Sequence[Block]
) -> bool:
    left = list(blocks)
    while len(left) > 1:
        for own in left:
            layers = _rest(left, own)
            rest = _times(architecture, filters, layers, modulus)
            if own[2] and _coprime(_components(architecture, rest, layers, own[2], modulus), modulus):
                left.remove(own)
                break
        else:
            return False
    return True


def _is_singular(
    architecture: Architecture, filters: Sequence[Sequence[Entry]], modulus: Any, blocks: Sequence[Block]
) -> bool:
    """Whether the other one of two filters has a divisor in the ring of an axis filter, over Q[a]/(f)."""
    exact = [[fmpq_poly(list(c)) % modulus for c in own] for own in filters]
    for own in blocks if len(blocks) == 2 else ():
        layers, axis = _rest(blocks, own), own[2]
        if axis is not None and all(axis[1] % architecture.exponents[n][axis[0]] == 0 for n in layers):
            rest = _times(architecture, exact, layers, modulus)
            if _share_root(_components(architecture, rest, layers, axis, modulus), modulus):
                return True
    return False


def _share_root(forms: Sequence[Sequence[Any]], modulus: Any) -> bool:
    """Whether forms have a common zero, f being irreducible."""
    if not any(form[-1] != 0 for form in forms):
        return True
    common: list[Any] = []
    for form in forms:
        rest, common = common, _without_zeros(form)
        while rest:
            unit = rest[-1].xgcd(modulus)[1]
            monic = [c * unit % modulus for c in rest]
            while len(common) >= len(monic):
                top, shift = common.pop(), len(common) + 1 - len(monic)
                common = [(c - top * monic[i - shift]) % modulus if i >= shift else c for i, c in enumerate(common)]
                common = _without_zeros(common)
            common, rest = monic, common
    return len(common) > 1


def _without_zeros(form: Sequence[Any]) -> list[Any]:
    form = list(form)
    while form and form[-1] == 0:
        form.pop()
    return form


def _components(
    architecture: Architecture, rest: dict[int, Any], layers: Sequence[int], axis: tuple[int, int], modulus: Any
) -> list[list[Any]]:
    """The polyphase components of a product of layers: the coefficients of forms in two variables."""
    dimension, extents = architecture.dimension, architecture.end_to_end_size
    sizes = [
        1 + sum((architecture.layers[n].size[i] - 1) * architecture.exponents[n][i] for n in layers)
        for i in range(dimension)
    ]
    found: dict[tuple[int, ...], list[Any]] = {}
    for index in cartesian(*map(range, sizes)):
        key = tuple(i % axis[1] if d == axis[0] else i for d, i in enumerate(index))
        place = sum(i * prod(extents[d + 1 :]) for d, i in enumerate(index))
        found.setdefault(key, []).append(rest.get(place, 0 * modulus))
    return list(found.values())


def _coprime(forms: Sequence[Sequence[Any]], modulus: Any) -> bool:
    """Whether forms have no common zero at any root of f: two combinations have a Sylvester matrix of full rank."""
    degree = max(map(len, forms)) - 1
    zero = 0 * modulus
    sums = [[zero] * (degree + 1) for _ in WEIGHTS]
    for number, form in enumerate(forms):
        for total, weights in zip(sums, WEIGHTS, strict=True):
            for shift in range(degree + 2 - len(form)):  # forms of lower degree are multiplied by forms, different ones
                weight = weights[number % len(weights)] + number + shift * weights[shift % len(weights)]
                for i, entry in enumerate(form):
                    total[i + shift] += weight * entry
    if degree == 0:
        return any(bool(modulus.gcd(total[0]).degree() == 0) for total in sums)
    rows = [[zero] * shift + total + [zero] * (degree - 1 - shift) for total in sums for shift in range(degree)]
    size = modulus.degree()
    powers = [nmod_poly([0] * k + [1], modulus.modulus()) for k in range(size)]
    matrix: list[list[int]] = []
    for row in rows:
        products = [[entry * power % modulus for power in powers] for entry in row]
        matrix += [[int(column[k][i]) for column in products for i in range(size)] for k in range(size)]
    return rank_modulo(matrix, modulus.modulus()) == len(matrix)


def _slopes(risk: Risk, filters: Sequence[Sequence[Any]], modulus: Any, blocks: Sequence[Block]) -> list[Any]:
    """The products of a multiple of ∇ℓ(u) with the vectors that span T_uX."""
    gradient, found = contractions(risk, filters, modulus)[2], []
    for own in blocks:
        rest = _times(risk.architecture, filters, _rest(blocks, own), modulus)
        for place in own[1]:
            found.append(sum((c * gradient[i + place] for i, c in rest.items()), 0 * modulus) % modulus)
    return found
