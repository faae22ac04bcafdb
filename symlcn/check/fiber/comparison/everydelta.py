"""For two real points of a fiber, the invariants at which their NTKs agree.

Contents: :func:`check_pairs`.

Points that differ by a permutation s of interchangeable layers have the same t at every delta, and, with l moved to
s(l), K - K' is the sum of n_l (1/rho_l - 1/rho_s(l)) N_l over the layers that are moved. If these N_l are linearly
independent, K = K' exactly when rho is constant on the cycles of s: linear forms in delta. Other pairs are separated
for every delta by a symmetric matrix. That is for rational points; for others see proportional.py.
"""

from __future__ import annotations

from itertools import pairwise
from math import prod

from ...algebra.echelon import rank_modulo
from ...core.arithmetic import LARGE_PRIME, Filter
from ...core.extras import extra
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import choice, integer, json_list, json_object, layer_pair
from ...network.architecture import Architecture
from ...network.ntk import gram_entries
from ...network.separation import check_separation
from ..points import Point

KINDS = ("locus", "different", "undecided")


def check_pairs(
    architecture: Architecture, value: object, evidence: object, points: list[Point], every: bool, work: Work
) -> None:
    """Establishes what is said of each pair; pairs are given only for every delta."""
    listed = json_list(value, "pairs")
    proofs = json_list(evidence, "evidence.pairs", len(listed))
    if listed and not every:
        raise Malformed("pairs", "must be empty where delta is given")
    last = (-1, -1)
    for n, (entry, proof) in enumerate(zip(listed, proofs, strict=True)):
        where, place = f"pairs[{n}]", f"evidence.pairs[{n}]"
        item = json_object(entry, "points kind forms", where)
        i, j = layer_pair(item["points"], len(points), f"{where}.points")
        if not last < (i, j) or i >= j:
            raise Malformed(f"{where}.points", "must increase, from pair to pair too")
        last = (i, j)
        kind = choice(item["kind"], KINDS, f"{where}.kind")
        if not (points[i].real and points[j].real):
            raise Rejected(f"{where}.points", "are not both real")
        forms: list[list[int]] = []
        if kind == "undecided":
            if proof is not None:
                raise Malformed(place, "must be null when undecided")
        elif points[i].rational and points[j].rational:
            forms = _rational_forms(architecture, (points[i], points[j]), kind, proof, (where, place), work)
        else:
            moved = extra("irrational pairs").moved_layers(architecture, (points[i], points[j]), proof, place, work)
            if kind != ("different" if moved is None else "locus"):
                raise Rejected(f"{where}.kind", f"should be {'different' if moved is None else 'locus'}")
            forms = _forms(_cycles(moved or {}), len(architecture.sizes))
        _compare_forms(item["forms"], forms, f"{where}.forms")


def _rational_forms(
    architecture: Architecture,
    points: tuple[Point, Point],
    kind: str,
    proof: object,
    places: tuple[str, str],
    work: Work,
) -> list[list[int]]:
    """The linear forms that must vanish for the NTKs of two rational points to agree; none if they never do."""
    pair = [[point.filters[l] for l in range(len(architecture.sizes))] for point in points]
    if kind == "different":
        check_separation(architecture, proof, pair, places[1], work)
        return []
    cycles = _cycles(_permutation(architecture, pair, places[0], work))
    _check_independent(architecture, pair[0], [l for cycle in cycles for l in cycle], proof, places[1], work)
    return _forms(cycles, len(architecture.sizes))


def _permutation(architecture: Architecture, pair: list[list[Filter]], where: str, work: Work) -> dict[int, int]:
    """Establishes that a permutation of interchangeable layers leads from one point to the other; what it moves."""
    left, right = pair
    target: dict[int, int] = {}
    for group in architecture.groups:
        work.spend(len(group) ** 2)
        sources = [l for l in group if left[l] != right[l]]
        for layer in list(sources):
            source = next((l for l in sources if left[l] == right[layer] and l not in target), None)
            if source is None:
                raise Rejected(f"{where}.points", "do not differ by a permutation of interchangeable layers")
            target[source] = layer
    if any(left[l] != right[l] and l not in target for l in range(len(left))):
        raise Rejected(f"{where}.points", "do not differ by a permutation of interchangeable layers")
    return target


def _cycles(target: dict[int, int]) -> list[list[int]]:
    """The cycles of a permutation, each sorted."""
    cycles: list[list[int]] = []
    seen: set[int] = set()
    for start in sorted(target):
        cycle, layer = [], start
        while layer not in seen:
            seen.add(layer)
            cycle.append(layer)
            layer = target[layer]
        if cycle:
            cycles.append(sorted(cycle))
    return cycles


def _check_independent(
    architecture: Architecture, filters: list[Filter], moved: list[int], value: object, where: str, work: Work
) -> None:
    """Establishes that the N_l of the layers that are moved are linearly independent."""
    ambient = prod(architecture.extents())
    found = json_list(json_object(value, "places", where)["places"], f"{where}.places", len(moved))
    places = [layer_pair(entry, ambient, f"{where}.places[{n}]") for n, entry in enumerate(found)]
    grams = gram_entries(architecture, filters, places, work)
    if rank_modulo([[entry % LARGE_PRIME for entry in grams[l]] for l in moved], LARGE_PRIME, work) < len(moved):
        raise Rejected(f"{where}.places", f"do not show independence: their determinant is 0 modulo {LARGE_PRIME}")


def _forms(cycles: list[list[int]], depth: int) -> list[list[int]]:
    """rho_i - rho_j = delta_i + ... + delta_(j-1) for consecutive members of the cycles."""
    pairs = sorted(pair for cycle in cycles for pair in pairwise(cycle))
    return [[int(i <= n < j) for n in range(depth - 1)] for i, j in pairs]


def _compare_forms(value: object, expected: list[list[int]], where: str) -> None:
    found = json_list(value, where, len(expected))
    for n, (entry, form) in enumerate(zip(found, expected, strict=True)):
        numbers = json_list(entry, f"{where}[{n}]", len(form))
        if [integer(c, f"{where}[{n}][{k}]", 0, 1) for k, c in enumerate(numbers)] != form:
            raise Rejected(f"{where}[{n}]", "is not the difference of two squared norms that must be equal")
