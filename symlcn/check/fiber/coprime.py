"""Full rank of J, or not, from the common factors of the filters of a point.

Contents: :func:`check_structure`, :func:`has_structure`.

A tangent vector (w'_l) in the kernel of J satisfies sum_l w'_l prod_(m != l) P_m = 0. Where the parts are split, with A
the product of the listed layers, the largest divisor of A B in its ring, this reads a B + A b = 0 with a in the ring. A
common divisor of two polynomials of the ring is in the ring; so if g = gcd(a, A), then A / g is in the ring, divides B,
and (A / g) A divides A B: A / g is constant, and a is a multiple of A. Hence the listed layers have a relation of their
own, and so have the others, up to factors of the filters. If another layer takes P = h p, with h the cofactor, from
a h p = -A w' it follows that A / g divides h p; as no polynomial of the ring divides h, it divides p, and w' is h times
a polynomial of the ring: this is the relation in the part. So J has full rank if and only if it has in each leaf.

In a leaf, a P_l that is prime to all others divides w'_l, which is of its degree: if all are prime to each other, the
kernel has factors of the filters only. If P_i = q a, P_j = q b, with q of positive degree in the ring of j, which is in
that of i, then w'_i = a c, w'_j = -b c are in the kernel for all c of the degree of q in that ring, and the rank is not
full.
"""

from __future__ import annotations

from ..algebra.factors import Atom
from ..core.limits import Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import choice, integer, json_list, json_object
from .assignment import Choice, Slot

_KINDS = {"coprime": "", "common": "layers"}


def has_structure(value: object) -> bool:
    """Whether evidence for a rank is of these kinds."""
    return isinstance(value, dict) and "kind" in value


def check_structure(slots: list[Slot], choices: list[Choice], value: object, where: str, work: Work) -> bool:
    """Establishes that J has full rank, which is returned, or that it has not."""
    kind = choice(value.get("kind") if isinstance(value, dict) else None, tuple(_KINDS), f"{where}.kind")
    item = json_object(value, f"kind {_KINDS[kind]}", where)
    layers = list(zip(slots, choices, strict=True))
    if kind == "coprime":
        _check_coprime(layers, where, work)
        return True
    place = f"{where}.layers"
    i, j = (integer(n, place, 0, len(slots) - 1) for n in json_list(item["layers"], place, 2))
    if i >= j:
        raise Malformed(place, "must increase")
    if not (_shares(layers[i], layers[j], work) or _shares(layers[j], layers[i], work)):
        raise Rejected(place, f"no factor of one of choices[{i}] and choices[{j}] that is in both rings divides both")
    return False


def _check_coprime(layers: list[tuple[Slot, Choice]], where: str, work: Work) -> None:
    """Establishes that no two layers of one leaf have a common factor."""
    seen: dict[tuple[int, Atom], int] = {}
    for n, (slot, own) in enumerate(layers):
        for atom in _atoms(slot, own, work):
            first = seen.setdefault((id(slot.leaf), atom), n)
            if first != n:
                raise Rejected(where, f"choices[{first}] and choices[{n}] have a common factor")


def _atoms(slot: Slot, own: Choice, work: Work) -> dict[Atom, int]:
    """The factors over C of what a layer takes in its leaf."""
    found: dict[Atom, int] = {}
    families = slot.leaf.families[slot.ring] if slot.leaf else []
    for family, counts in zip(families, own or (), strict=True):
        for takes, count in zip(family.takes, counts, strict=True):
            work.spend(5 + 5 * len(takes) * count)
            for atom, amount in takes.items() if count else ():
                found[atom] = found.get(atom, 0) + count * amount
    return found


def _shares(first: tuple[Slot, Choice], second: tuple[Slot, Choice], work: Work) -> bool:
    """Whether a piece that the second layer takes, of a ring inside that of the first one, divides that one."""
    (slot, own), (other, taken) = first, second
    if slot.leaf is None or slot.leaf is not other.leaf:
        return False
    if any(f and (e == 0 or f % e) for e, f in zip(slot.ring, other.ring, strict=True)):
        return False
    atoms = _atoms(slot, own, work)
    for family, counts in zip(slot.leaf.families[other.ring], taken or (), strict=True):
        for takes, count in zip(family.takes, counts, strict=True):
            work.spend(5 + 5 * len(takes))
            if count and all(atoms.get(atom, 0) >= amount for atom, amount in takes.items()):
                return True
    return False
