"""A point with conjugate filters, modulo a prime at which their field splits.

Contents: :func:`check_full_rank`.

There is one point up to permutations of interchangeable layers, and each layer takes, besides all conjugates of
polynomials together, at most one of the conjugates of one polynomial. As the Galois group permutes the layers of the
point, each conjugate occurs equally often beside the same rational cofactor. So any permutation of the conjugates is
one of interchangeable layers, and any assignment of the roots modulo a prime to them is as good as the right one: it
gives the filters modulo the prime, up to that order. The rank of J modulo the prime is at most its rank.
"""

from __future__ import annotations

from ...algebra.factors import Family
from ...algebra.modular import check_prime
from ...algebra.multivariate import inflate
from ...core.arithmetic import Filter, sparse_product
from ...core.limits import MAX_PRIME, Work
from ...core.outcome import Rejected
from ...core.reading import integer, json_list
from ...network.architecture import Architecture
from ...network.rank import check_rank
from ..assignment import Choice, Slot, is_over, rational_filter_of


def check_full_rank(
    merged: Architecture,
    slots: list[Slot],
    choices: list[Choice],
    evidence: dict[str, object],
    where: str,
    work: Work,
) -> None:
    """Establishes that J has full rank, modulo the prime and so at the point."""
    filters, p = _reduced_filters(slots, choices, evidence, where, work)
    if check_rank(merged, filters, evidence["rank"], f"{where}.rank", work, p) != merged.full_rank():
        raise Rejected("smooth", "is not shown: the rank modulo the prime is not full")


def _reduced_filters(
    slots: list[Slot], choices: list[Choice], evidence: dict[str, object], where: str, work: Work
) -> tuple[list[Filter], int]:
    """Establishes the filters modulo the prime of the rank; returns both."""
    rank = evidence["rank"]
    p = check_prime(rank.get("prime") if isinstance(rank, dict) else None, f"{where}.rank.prime", work)
    family = _only_family(slots, choices, where)
    minpoly, place = family.minpoly or [], f"{where}.residues"
    found = json_list(evidence["residues"], place, len(minpoly) - 1)
    roots = [integer(n, f"{place}[{k}]", 0, MAX_PRIME) for k, n in enumerate(found)]
    for root in roots:
        if root >= p or sum(c * pow(root, k, p) for k, c in enumerate(minpoly)) % p or minpoly[-1] % p == 0:
            raise Rejected(place, f"are not roots of the minimal polynomial modulo {p}")
    if len(set(roots)) < len(roots):
        raise Rejected(place, "are not different")
    return [
        rational_filter_of(slot, choice, work) if is_over("Q", slot, choice) else _reduced(slot, choice, roots, p, work)
        for slot, choice in zip(slots, choices, strict=True)
    ], p


def _only_family(slots: list[Slot], choices: list[Choice], where: str) -> Family:
    """Establishes that the irrational layers take one conjugate each of one polynomial."""
    found: list[Family] = []
    for n, (slot, choice) in enumerate(zip(slots, choices, strict=True)):
        if slot.leaf is None or choice is None or is_over("Q", slot, choice):
            continue
        place = f"{where}.point[{n}]"
        uneven = [(f, c) for f, c in zip(slot.leaf.families[slot.ring], choice, strict=True) if len(set(c)) > 1]
        ((family, counts), *others) = uneven
        if others or not family.terms or sorted(counts)[-2] != min(counts):
            raise Rejected(place, "takes more than one of several conjugates")
        if any(family is not other for other in found):
            raise Rejected(place, "takes a conjugate of another polynomial")
        found.append(family)
    if not found:
        raise Rejected(where, "the point is rational: residues must be null")
    return found[0]


def _reduced(slot: Slot, choice: Choice, roots: list[int], p: int, work: Work) -> Filter:
    """The filter of a layer that takes one of several conjugates, with entries from 0 to p - 1."""
    families = slot.leaf.families[slot.ring] if slot.leaf else []
    pairs = list(zip(families, choice or (), strict=True))
    f = slot.exact([(family.polynomial, min(counts)) for family, counts in pairs], work)
    for family, counts in pairs:
        for k, count in enumerate(counts):
            for _ in range(count - min(counts)):
                factor = _conjugate(family, roots[k], p)
                if slot.frame is not None:
                    factor = inflate(factor, slot.frame.steps)
                f = {i: c % p for i, c in sparse_product(f, factor, work).items()}
    return {index: c for index, c in f.items() if c % p}


def _conjugate(family: Family, root: int, p: int) -> Filter:
    """The conjugate factor of a polynomial, with a root modulo p in place of alpha."""
    result: Filter = {}
    for index, (numerators, denominator) in family.terms:
        if denominator % p == 0:
            raise Rejected("evidence.smooth.rank.prime", f"{p} divides a denominator")
        value = sum(c * pow(root, i, p) for i, c in enumerate(numerators))
        result[index] = value * pow(denominator, -1, p) % p
    return result
