"""A leaf: the complete factorization of a polynomial over C, and the pieces that each layer can take.

Contents: :class:`Leaf`, :func:`read_leaf`.

A piece of a layer is a factor over C of its filter polynomial, irreducible in the ring of the X_d = x_d ** e_d. If
some e_d > 1 it consists of a complete orbit of atoms under multiplication of the x_d by roots of unity of order e_d,
each once; the ring lists the orbits that are there, and shows that there are no others.
"""

from __future__ import annotations

from ..algebra.discs import require_disjoint
from ..algebra.factors import Atom, Family, univariate_family
from ..algebra.irreducible.proofs import check_irreducible
from ..algebra.multivariate import degrees, product, same_up_to_sign
from ..core.arithmetic import Filter
from ..core.extras import extra
from ..core.limits import MAX_EXTENT, Work
from ..core.outcome import Rejected
from ..core.reading import integer, json_list, json_object
from .orbits import Ring

Vector = tuple[int, ...]


class Leaf:
    """Layers with ring and degree, the supply of each atom, and the families of pieces of each ring."""

    __slots__ = ("_names", "families", "layers", "supply")

    def __init__(self, layers: dict[int, tuple[Vector, Vector]], supply: dict[Atom, int]) -> None:
        self.layers, self.supply = layers, supply
        self.families: dict[Vector, list[Family]] = {}
        self._names: dict[Vector, dict[tuple[object, ...], tuple[int, int]]] = {}

    def references(self, ring: Vector) -> dict[tuple[object, ...], tuple[int, int]]:
        """By name, each piece of a ring: its family, and its number there."""
        if ring not in self._names:
            names: dict[tuple[str, int], int] = {}
            for family in self.families[ring]:
                names[family.name] = names.get(family.name, 0) + 1
            self._names[ring] = {
                reference: (n, k)
                for n, family in enumerate(self.families[ring])
                for k, reference in enumerate(family.references(names[family.name] > 1))
            }
        return self._names[ring]


def read_leaf(
    layers: dict[int, tuple[Vector, Vector]],
    f: Filter,
    formal: list[int],
    value: object,
    where: str,
    work: Work,
) -> Leaf:
    """Establishes the factorization of f and, for each ring of a layer, that its pieces are all there are."""
    item = json_object(value, "factors rings", where)
    part = f"of the part of the layers {', '.join(str(l + 1) for l in layers)}"  # text counts layers from 1
    factors, supply = _read_factors(f, item["factors"], f"{where}.factors", part, work)
    for d, n in enumerate(formal):
        supply["infinity", d, 0] = n - degrees(f)[d]
        supply["zero", d, 0] = min(index[d] for index in f)
    leaf = Leaf(layers, supply)
    rings = {ring for ring, _ in layers.values()}
    for ring in rings:
        leaf.families[ring] = _ends(ring, supply) + _plain(ring, factors)
    listed: set[Vector] = set()
    for i, entry in enumerate(json_list(item["rings"], f"{where}.rings")):
        place = f"{where}.rings[{i}]"
        ring_item = json_object(entry, "exponent pieces primes bounds", place)
        numbers = json_list(ring_item["exponent"], f"{place}.exponent", len(formal))
        ring = tuple(integer(e, f"{place}.exponent[{d}]", 0, MAX_EXTENT) for d, e in enumerate(numbers))
        if ring not in rings or ring in listed or max(ring) == 1:
            raise Rejected(f"{place}.exponent", "is not that of a layer with exponents beyond 1, or listed before")
        listed.add(ring)
        leaf.families[ring] += Ring(ring, factors, part, work).read(ring_item, place)
    if any(max(ring) > 1 and ring not in listed for ring in rings):
        raise Rejected(f"{where}.rings", "a ring with exponents beyond 1 is missing")
    return leaf


def _ends(ring: Vector, supply: dict[Atom, int]) -> list[Family]:
    """Zero and infinity in each active direction, where there is something of them."""
    families = []
    for name in ("zero", "infinity"):
        for d, e in enumerate(ring):
            if e and supply[name, d, 0]:
                unit = tuple(int(i == d) for i in range(len(ring)))
                family = Family((name, d), {unit if name == "zero" else (0,) * len(ring): 1}, d, [], [0])
                family.degree, family.takes = unit, [{(name, d, 0): e}]
                families.append(family)
    return families


def _plain(ring: Vector, factors: list[Family]) -> list[Family]:
    """The factors that are pieces themselves, as no exponent beyond 1 is involved."""
    if max(ring) == 1:
        return [family for family in factors if all(ring[d] for d, n in enumerate(family.degree) if n)]
    return [family for family in factors if family.direction is not None and ring[family.direction] == 1]


def _read_factors(f: Filter, value: object, where: str, part: str, work: Work) -> tuple[list[Family], dict[Atom, int]]:
    """Establishes the irreducible factors of f over Q and over C, and how often each divides f."""
    dimension, supply = len(degrees(f)), {}
    factors: list[Family] = []
    powers: list[tuple[Filter, int]] = []
    seen: set[frozenset[tuple[Vector, int]]] = set()
    for j, entry in enumerate(json_list(value, where)):
        place, subject = f"{where}[{j}]", f"factor {j} {part}"
        single = isinstance(entry, dict) and "direction" in entry
        keys = "direction coefficients multiplicity irreducible roots" if single else "polynomial multiplicity absolute"
        item = json_object(entry, keys, place)
        read = _univariate_factor if single else extra("several variables").read_family
        family: Family = read(item, j, dimension, place, subject, work)
        key = frozenset(family.polynomial.items())
        if key in seen:
            raise Rejected(place, "is the same as a factor before")
        seen.add(key)
        multiplicity = integer(item["multiplicity"], f"{place}.multiplicity", 1, MAX_EXTENT)
        atom = "root" if single else "factor"
        family.takes = [{(atom, j, k): 1} for k in range(len(family.mates))]
        supply.update({(atom, j, k): multiplicity for k in range(len(family.mates))})
        factors.append(family)
        powers.append((family.polynomial, multiplicity))
    zeros = tuple(map(min, zip(*f, strict=True)))
    for d, n in enumerate(degrees(f)):
        if zeros[d] + sum(degrees(g)[d] * power for g, power in powers) != n:
            raise Rejected(where, f"the degrees in direction {d} do not add up to {n}")
        require_disjoint([disc for family in factors if family.direction == d for disc in family.discs], where, work)
    if not same_up_to_sign(f, product([({zeros: 1}, 1), *powers], dimension, work)):
        raise Rejected(where, "do not multiply to the polynomial of the part")
    return factors, supply


def _univariate_factor(item: dict[str, object], j: int, dimension: int, where: str, subject: str, work: Work) -> Family:
    """A factor in one variable, shown or assumed to be irreducible over Q."""
    family = univariate_family(item, ("root", j), dimension, where, work)
    line = family.minpoly or []
    if not check_irreducible(item["irreducible"], line, family.discs, f"{where}.irreducible", work):
        work.assumptions.append(f"{subject}: irreducible over Q")
    return family
