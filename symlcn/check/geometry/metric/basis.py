"""A basis of the tangent space at filters: dual vectors, and K z = v for each vector v of the basis.

Contents: :func:`check_basis`.

The notation is that of tangent.py.
"""

from __future__ import annotations

from math import prod

from ...algebra.elements import Element, Field
from ...core.arithmetic import Rational, most_bits, norm, over_common, total_bits
from ...core.extras import extra
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import integer, json_list, rationals
from ...network.architecture import Architecture
from ...network.jacobian import Jacobian, Vector
from ...network.parameter import ParameterTuple


def check_basis(
    architecture: Architecture,
    result: dict[str, object],
    evidence: dict[str, object],
    found: ParameterTuple,
    scales: list[int],
    numbers: tuple[Field, Element, list[Element], list[Element]],
    pieces: list[tuple[int, list[list[int]], list[list[int]]]],
    work: Work,
) -> None:
    """Establishes a basis of the tangent space, dual vectors, that K z = v for each; K and K^+ if they are listed."""
    (field, length, weights, rho), ambient = numbers, prod(architecture.extents())
    jacobian, (p, q) = Jacobian(architecture, found.filters, work), found.factor
    norms = [norm(entries) for entries in found.filters]
    vectors = [_multiple(jacobian.image(0, jacobian.flat[0]), p, work)]
    for layer, preimages, _ in pieces:
        vectors += [_multiple(jacobian.image(layer, y), p * scales[layer], work) for y in preimages]
    if len(vectors) != architecture.full_rank():
        raise Malformed("result.pieces", "preimages must be given where dual is")
    dual = _check_dual(evidence, (vectors, q), ambient, work)
    _check_solutions(jacobian, pieces, dual, norms, found.factor, scales)
    if result["ntk"] is not None or result["pseudoinverse"] is not None:
        parts = [(length, [[1]]), *((weights[layer], gram) for layer, _, gram in pieces)]
        matrices = extra("K and its pseudoinverse")
        kernel = matrices.check_ntk(result["ntk"], field, rho, norms, found.factor, jacobian, ambient)
        matrices.check_pseudoinverse(result["pseudoinverse"], field, kernel, (vectors, q), parts)


def _multiple(vector: Vector, factor: int, work: Work) -> Vector:
    work.spend(len(vector), total_bits(vector.values()), factor.bit_length())
    work.hold(len(vector), factor.bit_length())
    return {place: factor * c for place, c in vector.items()}


def _check_dual(
    evidence: dict[str, object], basis: tuple[list[Vector], int], ambient: int, work: Work
) -> tuple[list[Vector], int]:
    """Establishes vectors dual to the basis, which is independent therefore."""
    vectors, below = basis
    places = [
        integer(p, f"evidence.places[{n}]", 0, ambient - 1)
        for n, p in enumerate(json_list(evidence["places"], "evidence.places", len(vectors)))
    ]
    if places != sorted(set(places)):
        raise Malformed("evidence.places", "must increase")
    listed = json_list(evidence["dual"], "evidence.dual", len(vectors))
    numbers = [number for n, row in enumerate(listed) for number in rationals(row, f"evidence.dual[{n}]", len(vectors))]
    numerators, common = over_common(numbers, work)
    entries = iter(numerators)
    dual = [{place: c for place in places if (c := next(entries))} for _ in vectors]
    bits = most_bits(c for vector in vectors for c in vector.values())
    for n, own in enumerate(dual):
        work.spend(20 * len(vectors) ** 2, len(vectors) * total_bits(own.values()), bits)
        for k, vector in enumerate(vectors):
            product = sum(c * vector[place] for place, c in own.items() if place in vector)
            if product != (n == k) * common * below:
                raise Rejected(f"evidence.dual[{n}]", f"has the wrong product with vector {k} of the basis")
    return dual, common


def _check_solutions(
    jacobian: Jacobian,
    pieces: list[tuple[int, list[list[int]], list[list[int]]]],
    dual: tuple[list[Vector], int],
    norms: list[int],
    factor: Rational,
    scales: list[int],
) -> None:
    """Establishes K z = v for each v of the basis, z being the combination of dual vectors by the row of v in g.

    With c = factor and n_m = |f_m|^2, K = c^2 sum_m (n_m / rho_m) M_m M_m^T. For v = d c M_l y with d = d_l the row is
    d^2 rho_l / n_l times one of gram, z is d^2 rho_l / n_l times h, and M_m^T h = 0 for m other than l with
    d c M_l^T h = y suffices. For u it suffices that c n_m M_m^T h = f_m for all m.
    """
    layers, work, (vectors, common), (p, q) = range(len(norms)), jacobian.work, dual, factor
    for layer in layers:
        if not _same(jacobian.transposed(layer, vectors[0]), p * norms[layer], jacobian.flat[layer], q * common, work):
            raise Rejected("evidence.dual[0]", "does not solve K z = u")
    start = 1
    for layer, preimages, gram in pieces:
        for n, y in enumerate(preimages):
            h: Vector = {}
            for k, c in enumerate(gram[n]):
                for place, d in _multiple(vectors[start + k], c, work).items():
                    h[place] = h.get(place, 0) + d
            for other in layers:
                expected = y if other == layer else [0] * len(jacobian.flat[other])
                if not _same(jacobian.transposed(other, h), p * scales[layer], expected, q * common, work):
                    raise Rejected(f"evidence.dual[{start + n}]", "does not solve K z = v")
        start += len(preimages)


def _same(left: list[int], p: int, right: list[int], q: int, work: Work) -> bool:
    """Whether p left = q right."""
    for entries, factor in ((left, p), (right, q)):
        work.spend(len(entries), total_bits(entries), factor.bit_length())
    return all(p * a == q * b for a, b in zip(left, right, strict=True))
