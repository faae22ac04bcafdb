"""Critical points of the loss over parameters with a zero filter: strict saddles, all of them, or which are not.

Contents: :func:`check_zero_filters`.

There u = 0. With z = A u* let M_ij have the entries z[a + b + c], a row for each place a + b of a product of entries of
the filters i and j, a column for each place c of a product of entries of all others. With two zero filters i, j all
points are critical, and the one block of the Hessian that may be other than 0 is - 2 M_ij q, q the product of the
others. With one zero filter i there are a positive semidefinite block, of i, and the blocks - 2 M_ij q for all j. So
the Hessian has a negative direction unless these blocks are 0, and none if they are. ``strict`` is true where M_ij, or
one of the M_ij, is injective: a negative direction at all critical points with just these zero filters. It is false,
claimed of up to three layers only, where the kernels are other than 0, and then ``kernels`` has bases: there is none
exactly where the filters of the layers named lie in these spans, the others being arbitrary. Null claims nothing. With
three zero filters the Hessian is 0, which is not listed. With one layer, 0 is critical only if z is 0: the minimum.
"""

from __future__ import annotations

from itertools import combinations

from ...algebra.matrices import Matrix, rank_of
from ...core.arithmetic import total_bits
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import integer, json_list, json_object
from ..risk import Loss
from .verification import polynomial

MAX_LAYERS = 6


def check_zero_filters(loss: Loss, places: list[list[int]], value: object, where: str, work: Work) -> str:
    """Establishes what is said of one and of two zero filters; returns it in words."""
    layers, moment = range(len(places)), [row[0] for row in loss.moment.rows]
    listed = json_list(value, where)
    if not listed:
        return ""
    cases: list[tuple[int, ...]] = [*((i,) for i in layers), *combinations(layers, 2)]
    if len(layers) > MAX_LAYERS or len(listed) != len(cases):
        raise Malformed(where, f"expected an entry for each set of one or two of at most {MAX_LAYERS} layers")
    matrices: dict[tuple[int, ...], Matrix] = {pair: _matrix(moment, places, pair) for pair in combinations(layers, 2)}
    ranks = {pair: rank_of(matrix, work) for pair, matrix in matrices.items()}
    decided = []
    for n, (entry, case) in enumerate(zip(listed, cases, strict=True)):
        item, place = json_object(entry, "zero strict kernels", f"{where}[{n}]"), f"{where}[{n}]"
        zero = enumerate(json_list(item["zero"], f"{place}.zero", len(case)))
        if [integer(l, f"{place}.zero[{i}]", 0, len(places) - 1) for i, l in zero] != [*case]:
            raise Malformed(f"{place}.zero", "is not the next set of layers")
        pairs = [case] if len(case) == 2 else [pair for pair in matrices if case[0] in pair]
        injective = any(ranks[pair] == len(matrices[pair].rows[0]) for pair in pairs)
        if len(layers) == 1:
            injective = any(moment[c] for c in places[0])
        strict = item["strict"]
        if strict not in (True, False, None):
            raise Malformed(f"{place}.strict", "expected true, false or null")
        if strict is not None and (strict != injective or (not strict and len(layers) > 3)):
            raise Rejected(f"{place}.strict", "is not shown")
        expected = [] if strict is not False else [pair for pair in pairs if len(layers) == 3]
        _check_kernels(item["kernels"], expected, matrices, ranks, len(layers), f"{place}.kernels", work)
        decided.append(strict)
    if len(layers) == 1 and decided[0] is not None:
        return "the zero filter is not critical" if decided[0] else "the zero filter is the minimum"
    if all(decided):
        return "critical points with one or two zero filters are strict saddles"
    if False in decided:
        return "some critical points with one or two zero filters are no strict saddles"
    some = "for some sets of one or two layers critical points with just these filters zero are strict saddles"
    return some if True in decided else ""


def _check_kernels(
    value: object,
    pairs: list[tuple[int, ...]],
    matrices: dict[tuple[int, ...], Matrix],
    ranks: dict[tuple[int, ...], int],
    depth: int,
    where: str,
    work: Work,
) -> None:
    """Establishes bases of the kernels, by increasing third layer."""
    expected = sorted((next(l for l in range(depth) if l not in pair), pair) for pair in pairs)
    for n, (entry, (layer, pair)) in enumerate(zip(json_list(value, where, len(expected)), expected, strict=True)):
        item, rows = json_object(entry, "layer basis", f"{where}[{n}]"), matrices[pair].rows
        if integer(item["layer"], f"{where}[{n}].layer", 0, depth - 1) != layer:
            raise Rejected(f"{where}[{n}].layer", f"is not {layer}")
        basis = json_list(item["basis"], f"{where}[{n}].basis", len(rows[0]) - ranks[pair])
        vectors = [polynomial(vector, f"{where}[{n}].basis[{i}]") for i, vector in enumerate(basis)]
        if any(len(vector) != len(rows[0]) for vector in vectors):
            raise Malformed(f"{where}[{n}].basis", f"expected vectors of {len(rows[0])} entries")
        for vector in vectors:
            work.spend(len(rows) * len(vector), matrices[pair].bits, total_bits(vector))
            if any(sum(c * x for c, x in zip(row, vector, strict=True)) for row in rows):
                raise Rejected(f"{where}[{n}].basis", "is not in the kernel")
        if rank_of(Matrix(vectors, 1), work) != len(vectors):
            raise Rejected(f"{where}[{n}].basis", "is not linearly independent")


def _matrix(moment: list[int], places: list[list[int]], pair: tuple[int, ...]) -> Matrix:
    rows = _sums([places[l] for l in pair])
    columns = _sums([own for l, own in enumerate(places) if l not in pair])
    return Matrix([[moment[row + column] for column in columns] for row in rows], 1)


def _sums(places: list[list[int]]) -> list[int]:
    found = [0]
    for own in places:
        found = list(dict.fromkeys(start + place for start in found for place in own))
    return found
