"""Cuts at which both factors of a product are determined, as one of them is of full rank outside codimension 2.

Contents: :class:`Cut`, :func:`saturated_cuts`; :func:`common_exponents`, :func:`polyphase_classes`.

Let A be the product of the layers after cut l and B that of those before it. The exponents of the layers after the cut
that are active in direction d have the greatest common divisor e_d; A is a matrix over C[X], X_d = x_d^{e_d}, and the
polyphase components of B by these are c_l × n matrix B' over it. (Where no later layer is active, each monomial has a
component of its own.) If

1. A has rank c_l at some point,
2. B' has rank c_l at some point,
3. B' or A has rank c_l outside codimension 2 in (P¹)^D,

then every other product with U = A·B has B' up to one T in GL(c_l): the row spaces of B' over C(X) agree, so T is
rational, it has no pole where B' is of full rank, and multidegree 0. So the number of orbits is the product of those of
the layers before and after the cut, and the excess the sum.

All three conditions are open. Condition 1 holds generically if c_l ≤ c_j for all j > l, and else never; condition 2 for
l = 1 if c_1 ≤ n; condition 3 for l = 1 if n > c_1, and for l = L − 1 if c_L > c_l. Otherwise they are shown at a point:
condition 3 by a curve x_d = (α_d·t + β_d)/(γ_d·t + δ_d), α_d·δ_d ≠ β_d·γ_d, which meets every divisor of (P¹)^D, on
which the rank is full everywhere. That is so if for one degree N the combinations of the columns, which have degrees
d_j by the architecture, with polynomials of degrees N − d_j are all vectors of polynomials of degree N.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import gcd, prod

from symlcn.algebra.echelon import rank_modulo
from symlcn.errors import brief
from symlcn.families.multichannel.basepoint import PRIME, BasePoint, base_points
from symlcn.families.multichannel.chain import Chain

__all__ = ["Cut", "common_exponents", "polyphase_classes", "saturated_cuts"]

MAX_PARAMETERS = 10**4
MAX_ROWS = 900
MAX_LAYERS = 8
"""Layers up to which conditions are shown at points."""
POINT = 5
"""A value of each X_d; powers of it for further directions."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut at which both factors are determined.

    Attributes
    ----------
    layer : int
        The number of layers before it.
    side : str
        ``"before"`` or ``"after"``: the factor of condition 3.
    base : BasePoint or None
        Where conditions are shown that do not follow from the numbers of channels.
    point : tuple of int or None
        The X_d for condition 2.
    curve : tuple of four int for each direction, or None
    degree : int or None
        N.
    """

    __repr__ = brief

    layer: int
    side: str
    base: BasePoint | None = None
    point: tuple[int, ...] | None = None
    curve: tuple[tuple[int, ...], ...] | None = None
    degree: int | None = None


def _curve(directions: Iterable[int]) -> tuple[tuple[int, ...], ...]:
    return tuple((d + 2, 3, 5, 7 * d + 1) for d in directions)


def saturated_cuts(chain: Chain) -> Iterator[Cut]:
    """Cuts of a concise chain, those that need no point first."""
    later = []
    for cut in range(1, len(chain)):
        c, components = chain.channels[cut], polyphase_classes(chain, cut)
        number = chain.channels[0] * prod(len(classes) for classes in components)
        if c > min(chain.channels[cut + 1 :]) or c > number:
            continue
        if cut == 1 and number > c:
            yield Cut(cut, "before")
        elif cut == len(chain) - 1 and chain.channels[-1] > c and cut == 1:
            yield Cut(cut, "after")
        else:
            later.append(cut)
    for cut in later if len(chain) <= MAX_LAYERS else ():
        for base in base_points(chain, MAX_PARAMETERS, lambda base: base.parameters):
            found = _shown(base, cut, chain)
            if found is not None:
                yield found
                break


def common_exponents(chain: Chain, cut: int) -> list[int]:
    """e_d for the layers after a cut; 0 where none of them is active."""
    later = range(cut, len(chain))
    return [gcd(*(chain.exponents[j][d] for j in later if chain.sizes[j][d] > 1)) for d in chain.directions]


def polyphase_classes(chain: Chain, cut: int) -> list[dict[int, tuple[int, int]]]:
    """For each direction the residues by e_d of exponents of B, with the least and the largest exponent."""
    found = []
    for d, step in enumerate(common_exponents(chain, cut)):
        classes: dict[int, tuple[int, int]] = {}
        for place in chain.line(d, 0, cut):
            rest = place % step if step else place
            classes[rest] = (classes[rest][0] if rest in classes else place, place)
        found.append(classes)
    return found


def _shown(base: BasePoint, cut: int, chain: Chain) -> Cut | None:
    """The conditions that do not follow from the channels of the chain, shown at a point of a base."""
    own = base.chain
    columns = _columns(base, cut)
    point = None
    if cut > 1:
        point = tuple(POINT ** (d + 1) % PRIME for d in own.directions)
        values = [[_value(entry, point) for entry in column] for column, _ in columns]
        if rank_modulo(values, PRIME) < own.channels[cut]:
            return None
    if cut == len(chain) - 1 and chain.channels[-1] > chain.channels[cut]:
        return Cut(cut, "after", base, point)
    curve = _curve(own.directions)
    rows = _rows(base, cut)
    for side, vectors in (("before", columns), ("after", rows)):
        if len(vectors) > own.channels[cut]:
            degree = _full_degree([(_on_curve(v, degrees, curve), sum(degrees)) for v, degrees in vectors])
            if degree is not None:
                return Cut(cut, side, base, point, curve, degree)
    return None


Vector = list[dict[tuple[int, ...], int]]


def _columns(base: BasePoint, cut: int) -> list[tuple[Vector, tuple[int, ...]]]:
    """The polyphase components of B as columns of polynomials in X, with their multidegrees by the architecture."""
    chain, steps = base.chain, common_exponents(base.chain, cut)
    matrix, radix = base.product(0, cut), base.radix
    found = []
    for choice in product(*(classes.items() for classes in polyphase_classes(chain, cut))):
        degrees = tuple(
            (high - low) // step if step else 0 for (_, (low, high)), step in zip(choice, steps, strict=True)
        )
        for i in range(chain.channels[0]):
            column: Vector = []
            for row in matrix:
                entry = {}
                for code, value in row[i].items():
                    places = _decoded(code, radix)
                    if all((n % s if s else n) == rest for n, s, (rest, _) in zip(places, steps, choice, strict=True)):
                        low = [
                            (n - least) // s if s else 0
                            for n, s, (_, (least, _)) in zip(places, steps, choice, strict=True)
                        ]
                        entry[tuple(low)] = value
                column.append(entry)
            found.append((column, degrees))
    return found


def _rows(base: BasePoint, cut: int) -> list[tuple[Vector, tuple[int, ...]]]:
    """The rows of A as vectors of polynomials in X."""
    chain, steps = base.chain, common_exponents(base.chain, cut)
    lines = [chain.line(d, cut, len(chain)) for d in chain.directions]
    degrees = tuple(line[-1] // step if step else 0 for line, step in zip(lines, steps, strict=True))
    found = []
    for row in base.product(cut, len(chain)):
        vector: Vector = []
        for entry in row:
            places = {_decoded(code, base.radix): value for code, value in entry.items()}
            vector.append(
                {tuple(n // s if s else 0 for n, s in zip(p, steps, strict=True)): v for p, v in places.items()}
            )
        found.append((vector, degrees))
    return found


def _decoded(code: int, radix: Sequence[int]) -> tuple[int, ...]:
    found = []
    for r in radix:
        place, code = divmod(code, r)
        found.append(place)
    return tuple(found)


def _value(entry: dict[tuple[int, ...], int], point: Sequence[int]) -> int:
    return (
        sum(c * prod(pow(x, n, PRIME) for x, n in zip(point, index, strict=True)) for index, c in entry.items()) % PRIME
    )


def _on_curve(vector: Vector, degrees: Sequence[int], curve: Sequence[Sequence[int]]) -> list[list[int]]:
    """The entries, homogenised to the multidegree, along the curve: polynomials in t from degree 0."""
    found = []
    for entry in vector:
        total = [0] * (sum(degrees) + 1)
        for index, c in entry.items():
            line = [c]
            for n, degree, (a, b, g, d) in zip(index, degrees, curve, strict=True):
                for low, high in [(b, a)] * n + [(d, g)] * (degree - n):
                    line = [(low * x + high * y) % PRIME for x, y in zip([*line, 0], [0, *line], strict=True)]
            total = [(x + y) % PRIME for x, y in zip(total, line, strict=True)]
        found.append(total)
    return found


def _full_degree(vectors: list[tuple[list[list[int]], int]]) -> int | None:
    """A degree N at which the vectors generate all vectors of polynomials; None if none is found."""
    c, degrees = len(vectors[0][0]), sorted((d for _, d in vectors), reverse=True)
    most, total = degrees[0], sum(degrees[: c + 1])
    for degree in sorted({most, most + 1, 2 * most + 1, total, total + most}):
        needed = c * (degree + 1)
        if needed > MAX_ROWS:
            break
        rows = []
        for vector, own in vectors:
            for shift in range(degree - own + 1):
                row = [0] * needed
                for n, entry in enumerate(vector):
                    start = n * (degree + 1) + shift
                    row[start : start + len(entry)] = entry
                rows.append(row)
        if len(rows) >= needed and rank_modulo(rows, PRIME) == needed:
            return degree
    return None
