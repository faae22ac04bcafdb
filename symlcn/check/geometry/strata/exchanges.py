"""Loci of singular points in any number of directions: two layers exchange factors, or coincide.

Contents: :func:`check_exchanges`.

Established: ``loci`` are exactly the loci, of total degree up to ``limit``, where two layers have factors of one
multidegree in their common ring and exchange them, and where interchangeable layers coincide, up to permutations of
interchangeable layers; each consists of singular points of M and has the given dimension; ``omitted`` loci have
larger total degree; ``complete`` is true for at most two layers with none omitted: then all other points but 0 are
smooth. For each exchange a sample point has two preimages that are not permutations of interchangeable layers. That
the parametrization map of the reduced architecture is birational up to such permutations is used, which is the
theorem in certify.py.
"""

from __future__ import annotations

from itertools import combinations, product
from math import lcm, prod

from ...algebra.multivariate import inflate
from ...core.arithmetic import proportional, sparse_product
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected, Statement
from ...core.reading import integer, integer_filter, json_list, json_object
from ...core.recomputed import compare
from ...network.architecture import Architecture
from .reduced import end_to_end, layer_filters

MAX_LISTED = 500
MAX_LIMIT = 10**6
MAX_LOCI = 10**6

Degrees = tuple[int, ...]


def check_exchanges(small: Architecture, result: dict[str, object], points: list[object], work: Work) -> Statement:
    limit = integer(result["limit"], "result.limit", 0, MAX_LIMIT)
    loci, omitted = _loci(small, limit, work)
    compare(result["loci"], [locus.json() for locus in loci], "result.loci")
    compare(result["omitted"], str(omitted), "result.omitted")
    if result["complete"] is not (len(small.sizes) <= 2 and omitted == 0):
        raise Rejected("result.complete", "is not what follows from the architecture")
    if len(points) != len(loci):
        raise Rejected("evidence.points", f"{len(points)} sample points for {len(loci)} loci")
    for n, locus in enumerate(loci):
        _check_sample(small, locus, points[n], f"evidence.points[{n}]", work)
    which = "all" if result["complete"] else "some, perhaps not all,"
    where = "in which two layers exchange factors or coincide"
    return Statement(f"{which} loci of singular points over C other than 0, {where}; their number: {len(loci)}")


class _Locus:
    """Two layers, the degree of what they exchange in their common ring or None, dimension and codimension."""

    __slots__ = ("codimension", "degree", "dimension", "layers", "ring")

    def __init__(
        self, small: Architecture, layers: tuple[int, int], degree: Degrees | None, ring: list[int], own: int
    ) -> None:
        """Where the two filters have `own` free coefficients, up to scaling."""
        self.layers, self.degree, self.ring = layers, degree, ring
        self.codimension = sum(prod(small.sizes[layer]) - 1 for layer in layers) - own
        self.dimension = small.full_rank() - self.codimension

    def json(self) -> dict[str, object]:
        return {
            "layers": list(self.layers),
            "degree": None if self.degree is None else list(self.degree),
            "exponent": self.ring,
            "dimension": self.dimension,
            "codimension": self.codimension,
        }


def _loci(small: Architecture, limit: int, work: Work) -> tuple[list[_Locus], int]:
    """All loci up to a total degree in order, and the number of those beyond."""
    loci: list[_Locus] = []
    omitted, seen = 0, set()
    for i, j in combinations(range(len(small.sizes)), 2):
        pair = frozenset((small.space(i), small.space(j)))
        if pair in seen:
            continue
        seen.add(pair)
        twins = len(pair) == 1
        e, f, m, n = small.exponents[i], small.exponents[j], small.sizes[i], small.sizes[j]
        both = [d for d in range(small.dimension) if m[d] > 1 and n[d] > 1]
        ring = [lcm(e[d], f[d]) if d in both else 1 for d in range(small.dimension)]
        most = [
            min((m[d] - 1) * e[d], (n[d] - 1) * f[d]) // ring[d] if d in both else 0 for d in range(small.dimension)
        ]
        if prod(k + 1 for k in most) > MAX_LOCI:
            raise Malformed("architecture", f"more than {MAX_LOCI} loci")
        work.spend(20 * prod(k + 1 for k in most))
        for a in product(*(range(k + 1) for k in most)):
            mirror = tuple(k - 1 - b for k, b in zip(m, a, strict=True))
            if not any(a) or (twins and (mirror < a or not any(mirror))):
                continue
            if sum(a) > limit:
                omitted += 1
                continue
            dimension = 2 * prod(b + 1 for b in a) - 4
            for layer in (i, j):
                dimension += prod(size - shift for size, shift in zip(*_shift(small, layer, a, ring), strict=True))
            loci.append(_Locus(small, (i, j), a, ring, dimension))
            if len(loci) > MAX_LISTED:
                raise Malformed("result.limit", f"more than {MAX_LISTED} loci")
        if twins:
            loci.append(_Locus(small, (i, j), None, ring, prod(m) - 1))
    loci.sort(key=lambda locus: (locus.codimension, locus.layers, locus.degree or ()))
    return loci, omitted


def _shift(
    small: Architecture, layer: int, a: tuple[int, ...], ring: list[int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The size of a filter, and by how much that of its quotient by a factor of degree a is smaller."""
    shift = tuple(b * c // e if b else 0 for b, c, e in zip(a, ring, small.exponents[layer], strict=True))
    return small.sizes[layer], shift


def _check_sample(small: Architecture, locus: _Locus, value: object, where: str, work: Work) -> None:
    """Establishes a sample point of a locus, its factors, and two preimages that are not permutations."""
    item = json_object(value, "filter shared rest pair", where)
    degree, ring, (i, j) = locus.degree, locus.ring, locus.layers
    u = integer_filter(item["filter"], tuple(small.extents()), f"{where}.filter")
    count = 2 if degree is not None else 1
    listed = json_list(item["pair"], f"{where}.pair", count)
    pair = [layer_filters(small, filters, f"{where}.pair[{n}]") for n, filters in enumerate(listed)]
    for n, filters in enumerate(pair):
        if end_to_end(small, filters, work) != u:
            raise Rejected(f"{where}.pair[{n}]", "its product is not the sample point")
    if degree is None:
        json_list(item["shared"], f"{where}.shared", 0)
        json_list(item["rest"], f"{where}.rest", 0)
        if not proportional(pair[0][i], pair[0][j], work):
            raise Rejected(f"{where}.pair[0]", "the two filters do not coincide")
        return
    shared, rest = (json_list(item[key], f"{where}.{key}", 2) for key in ("shared", "rest"))
    size = tuple(a + 1 for a in degree)
    factors = [integer_filter(shared[n], size, f"{where}.shared[{n}]") for n in range(2)]
    for n, layer in enumerate((i, j)):
        own = tuple(k - s for k, s in zip(*_shift(small, layer, degree, ring), strict=True))
        left = integer_filter(rest[n], own, f"{where}.rest[{n}]")
        inner = tuple(c // e if a else 1 for a, c, e in zip(degree, ring, small.exponents[layer], strict=True))
        for point, factor in zip(pair, (factors[n], factors[1 - n]), strict=True):
            if sparse_product(left, inflate(factor, inner), work) != point[layer]:
                raise Rejected(f"{where}.rest[{n}]", f"does not give the filter of layers[{layer}]")
    if any(pair[0][layer] != pair[1][layer] for layer in range(len(small.sizes)) if layer not in (i, j)):
        raise Rejected(f"{where}.pair", "the preimages differ in other layers")
    straight = [proportional(pair[0][a], pair[1][a], work) for a in (i, j)]
    crossed = [proportional(pair[0][a], pair[1][b], work) for a, b in ((i, j), (j, i))]
    if all(straight) or (small.space(i) == small.space(j) and all(crossed)):
        raise Rejected(f"{where}.pair", "the preimages are the same up to the order of layers")
