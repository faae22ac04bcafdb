"""A cut at which both factors of a product are determined: one of them has full rank outside codimension 2.

Contents: :func:`check_saturated`.

Let A be the product of the layers from the cut on, B that of those before, c the channels between them; X_d = x_d **
e_d with e_d the greatest common divisor of the exponents in direction d of the layers of A that are active there. Then
A is a matrix of polynomials in X, and the polyphase components of B form a matrix B' with c rows (a direction in which
no layer of A is active is split completely). If A and B' have rank c somewhere, and B' or A outside codimension 2 in
the product of projective lines, then any other B'' with the same product is T B' for T in GL(c): T is rational, without
poles where the rank of B' is full, so without poles, and of multidegree 0.

These are open conditions. A has rank c for generic filters if c is at most the later numbers of channels. A single
layer of at least c polyphase columns has rank c somewhere; of more than c columns, outside codimension 2; a single last
layer of more than c rows, too: its entries are generic polynomials of a system without base points. What does not
follow so is shown at a point. The curve x_d = (a_d t + b_d)/(g_d t + h_d), not constant in any direction in which A is
active, meets all divisors. On it the rank is c everywhere if for one degree N the columns, which are homogeneous of
degrees that the architecture bounds, generate all vectors of degree N.
"""

from __future__ import annotations

from itertools import product
from math import gcd, prod

from ...algebra.echelon import rank_modulo
from ...algebra.packed import null_space_modulo
from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.reading import choice, integer, json_list
from .basepoint import BasePoint, check_base
from .chain import Chain

MAX_COLUMNS = 2000  # c N
Vector = list[dict[tuple[int, ...], int]]
Classes = list[list[tuple[int, int, int]]]


def check_saturated(item: dict[str, object], chain: Chain, cut: int, where: str, work: Work) -> None:
    """Establishes the conditions for a cut of a concise chain."""
    side = choice(item["side"], ("before", "after"), f"{where}.side")
    steps = _steps(chain, cut)
    classes = [_classes(chain.line(d, 0, cut, work), step, work) for d, step in enumerate(steps)]
    c, columns = chain.channels[cut], chain.channels[0] * prod(map(len, classes))
    if c > min(chain.channels[cut + 1 :]):
        raise Rejected(where, "the later layers have too few channels for the rank")
    if c > columns:
        raise Rejected(where, "the earlier layers have too few polyphase components for the rank")
    ranked = cut == 1
    if side == "before":
        saturated = cut == 1 and columns > c
    else:
        saturated = cut == len(chain) - 1 and chain.channels[-1] > c
    for key, needed in (("base", not (ranked and saturated)), ("point", not ranked), ("curve", not saturated)):
        if needed == (item[key] is None):
            raise Rejected(f"{where}.{key}", "must be given" if needed else "must be null")
    if (item["curve"] is None) != (item["degree"] is None):
        raise Rejected(f"{where}.degree", "must be given exactly if the curve is")
    if item["base"] is None:
        return
    base = check_base(item["base"], chain, f"{where}.base", work)
    if item["point"] is not None:
        columns_of = _columns(base, cut, steps, classes, work)
        _check_rank(base, columns_of, base.chain.channels[cut], item["point"], f"{where}.point", work)
    if item["curve"] is not None:
        vectors = _columns(base, cut, steps, classes, work) if side == "before" else _rows(base, cut, steps, work)
        _check_curve(base, vectors, item, steps, where, work)


def _steps(chain: Chain, cut: int) -> list[int]:
    """e_d for each direction; 0 where no later layer is active."""
    later = list(zip(chain.sizes[cut:], chain.exponents[cut:], strict=True))
    return [gcd(*(e[d] for size, e in later if size[d] > 1)) for d in chain.directions()]


def _classes(line: list[int], step: int, work: Work) -> list[tuple[int, int, int]]:
    """The residues of exponents, with the least and the largest exponent of each."""
    found: dict[int, tuple[int, int]] = {}
    work.spend(3 * len(line))
    for n in line:
        rest = n % step if step else n
        found[rest] = (found[rest][0], n) if rest in found else (n, n)
    return [(rest, low, high) for rest, (low, high) in found.items()]


def _columns(
    base: BasePoint, cut: int, steps: list[int], classes: Classes, work: Work
) -> list[tuple[Vector, tuple[int, ...]]]:
    """The polyphase components of the product before the cut, and their multidegrees in X by the architecture."""
    matrix = base.product(0, cut, work)
    chosen = list(product(*classes))
    place = {tuple(rest for rest, _, _ in bounds): n for n, bounds in enumerate(chosen)}
    inputs, c = base.chain.channels[0], base.chain.channels[cut]
    work.spend(len(chosen) * inputs * (c + 2 * len(steps)))
    found: list[tuple[Vector, tuple[int, ...]]] = []
    for bounds in chosen:
        degrees = tuple((high - low) // step if step else 0 for (_, low, high), step in zip(bounds, steps, strict=True))
        found += [([{} for _ in range(c)], degrees) for _ in range(inputs)]
    for a, row in enumerate(matrix):
        for i, entry in enumerate(row):
            work.spend((2 + 5 * len(steps)) * len(entry))
            for code, value in entry.items():
                exponents = base.unpacked(code)
                n = place[tuple(n % step if step else n for n, step in zip(exponents, steps, strict=True))]
                lows = [low for _, low, _ in chosen[n]]
                index = tuple(
                    (n - low) // step if step else 0 for n, low, step in zip(exponents, lows, steps, strict=True)
                )
                found[n * inputs + i][0][a][index] = value
    return found


def _rows(base: BasePoint, cut: int, steps: list[int], work: Work) -> list[tuple[Vector, tuple[int, ...]]]:
    """The rows of the product after the cut as vectors of polynomials in X, and their multidegree."""
    chain = base.chain
    degrees = tuple(
        sum((k[d] - 1) * e[d] for k, e in zip(chain.sizes[cut:], chain.exponents[cut:], strict=True)) // step
        if step
        else 0
        for d, step in enumerate(steps)
    )
    found = []
    for row in base.product(cut, len(chain), work):
        vector: Vector = []
        for entry in row:
            work.spend((2 + 5 * len(steps)) * len(entry))
            terms = ((base.unpacked(code), value) for code, value in entry.items())
            vector.append({tuple(n // s if s else 0 for n, s in zip(x, steps, strict=True)): v for x, v in terms})
        found.append((vector, degrees))
    return found


def _check_rank(
    base: BasePoint,
    vectors: list[tuple[Vector, tuple[int, ...]]],
    rank: int,
    value: object,
    where: str,
    work: Work,
) -> None:
    """Establishes that vectors of polynomials in X have full rank at a point."""
    p, directions = base.prime, len(base.radix)
    entries = enumerate(json_list(value, where, directions))
    point = [integer(x, f"{where}[{d}]", 0, p - 1) for d, x in entries]
    rows = []
    for vector, _ in vectors:
        work.spend(sum(map(len, vector)) * 10 * (1 + directions))
        rows.append(
            [
                sum(c * prod(pow(x, n, p) for x, n in zip(point, index, strict=True)) for index, c in entry.items()) % p
                for entry in vector
            ]
        )
    if rank_modulo(rows, p, work, rank) < rank:
        raise Rejected(where, "the polyphase components are not shown to have full rank")


def _check_curve(
    base: BasePoint,
    vectors: list[tuple[Vector, tuple[int, ...]]],
    item: dict[str, object],
    steps: list[int],
    where: str,
    work: Work,
) -> None:
    """Establishes that vectors have full rank at all points of a curve: they generate all vectors of one degree."""
    p, c = base.prime, len(vectors[0][0])
    curve = []
    for d, line in enumerate(json_list(item["curve"], f"{where}.curve", len(steps))):
        place = f"{where}.curve[{d}]"
        a, b, g, h = (integer(n, f"{place}[{k}]", 0, p - 1) for k, n in enumerate(json_list(line, place, 4)))
        if steps[d] and (a * h - b * g) % p == 0:
            raise Rejected(place, "is constant")
        curve.append((a, b, g, h))
    degree = integer(item["degree"], f"{where}.degree", 0, MAX_COLUMNS // c)
    width = degree + 1
    rows: list[dict[int, int]] = []
    for vector, degrees in vectors:
        own = sum(degrees)
        lines = [_along(entry, degrees, curve, p, work) for entry in vector] if own <= degree else []
        for shift in range(degree - own + 1):
            work.spend(c * (own + 1))
            rows.append({k * width + n + shift: x for k, line in enumerate(lines) for n, x in enumerate(line) if x})
    if null_space_modulo(rows, c * width, p, work):
        raise Rejected(where, "full rank is not shown along the curve")


def _along(
    entry: dict[tuple[int, ...], int],
    degrees: tuple[int, ...],
    curve: list[tuple[int, int, int, int]],
    p: int,
    work: Work,
) -> list[int]:
    """A polynomial along the curve, homogenised to the multidegree: coefficients in t from degree 0."""
    total = [0] * (sum(degrees) + 1)
    for index, c in entry.items():
        line = [c]
        for n, degree, (a, b, g, h) in zip(index, degrees, curve, strict=True):
            for low, high in [(b, a)] * n + [(h, g)] * (degree - n):
                work.spend(2 * len(line))
                line = [(low * x + high * y) % p for x, y in zip([*line, 0], [0, *line], strict=True)]
        total = [(x + y) % p for x, y in zip(total, line, strict=True)]
    return total
