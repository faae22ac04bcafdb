"""Filters as kernels of matrices, step by step.

Contents: :class:`Step`, :func:`covers`, :func:`check_steps`.

Let R be the ring of the polynomials in x^e of a group of layers, Q the product of all layers in R, and u = Q H with
polyphase components u_r = Q h_r. Let G = P_1...P_r be the product of the filters of a group of layers with two or more
active directions, the first two of which are x and y. The kinds of steps, in the order in which a group may have them:

    components   the h_r, for some residues r:          u_r h_s = u_s h_r for any two of them
    product      the product w of the group:            w w' h_r = lambda u_r, w' for the smaller rings
    quotient     instead of these, w:                   w w'' = lambda u, w'' the product of all other groups
    form         f and g:                               G d_y(f) - f d_y(G) = G d_x(g) - g d_x(G)
    multiplier   m, for the layers of one size:         m f = m' d_x(G) + c U
    factor       the product B of these layers:         m B = s U
    rest         what is left of U:                     V B = lambda U, and V is the next U; the first U is G

For generic filters w each system has a solution that is known in advance: the h_r; (w, lambda); for each i the
vector (G/P_i)(d_x(P_i), d_y(P_i)); for each i of the layers m = U/P_i, m' = lambda_i m where f is the sum of the
lambda_j (G/P_j) d_x(P_j), so that P_i divides f - lambda_i d_x(G); (B, s) as m is a combination of the U/P_i; (V,
lambda). Of the r, or of as many as there are layers, solutions of the kinds form and multiplier, independent for
generic filters, a combination is chosen by one fewer entries that are 0. At the witness, integer filters, the matrix
has rank one less than columns modulo a prime, hence also over the field of rational functions of the filters: there the
solution is the one that is known, up to a scalar, and minors give it. For the kinds product, quotient and rest
this is so whenever what is given is not 0, as polynomials have no zero divisors.
"""

from __future__ import annotations

import json
from itertools import combinations, product
from math import prod
from typing import NamedTuple

from ....algebra.echelon import kernel_modulo
from ....algebra.sparse import include, multiply
from ....core.outcome import Malformed, Rejected
from ....core.reading import choice, integer, json_list, json_object
from .scene import Size, Witness
from .systems import Family, System, Term

KINDS = {  # what each may come after; "" is the beginning
    "components": ("",),
    "product": ("", "components"),
    "quotient": ("",),
    "form": ("", "product", "quotient"),
    "multiplier": ("form", "rest"),
    "factor": ("multiplier",),
    "rest": ("factor",),
}


class Step(NamedTuple):
    """A step that has been established: the sizes of what it gives, and its values at the witness modulo the prime."""

    kind: str
    sizes: list[Size]
    values: list[int]
    residues: list[Size]
    layers: list[int]


def covers(witness: Witness, steps: list[list[Step]]) -> bool:
    """Whether the steps of all groups are defined at each smooth point of the closure of the neuromanifold.

    It is so if all layers are axis layers, the exponents in each direction divide each other, and the components of all
    residues are used. Suppose that the h_r of a group have a common factor at u, or a common zero at infinity. Then the
    layers with larger rings in its direction, filters P_j in x^(e_j), have a product with a factor that is linear in
    x^e for the exponent e of the group, and so some P_j has one that is linear in x^(e_k), where e_j < e_k <= e: let k
    be the last layer before the group; the greatest common divisor of the factor and P_k lies in x^(e_k); if it is not
    the factor itself, what is left has a factor linear in x^(e_k) and divides the product of the layers before k. Now
    P_k has such a factor too; if they are exchanged, the product stays, so u has two preimages under the finite
    birational map of products of groups, or, if they are equal, J drops rank: in both cases u is singular. Otherwise
    the h_r are the only solution, for reasons of degree, and all that is given is not 0.
    """
    groups = witness.groups
    active = [witness.architecture.active[members[0]] for members, _, _ in groups]
    if any(len(directions) != 1 for directions in active):
        return False
    witness.work.spend(len(groups) ** 2)
    for (one, first), (two, second) in combinations(zip(active, groups, strict=True), 2):
        e, f = first[2][one[0]], second[2][two[0]]
        if one == two and e % f and f % e:
            return False
    for number, own in enumerate(steps):
        products = [step for step in own if step.kind == "product"]
        bounds = zip(*witness.ring(number), strict=True)
        if not products or len(products[0].residues) != prod(min(e, k) for e, k in bounds):
            return False
    return True


def check_steps(witness: Witness, number: int, value: object, where: str) -> list[Step]:
    """Establishes that each step of a group determines what it gives, up to a scalar, at generic filters."""
    steps: list[Step] = []
    for k, entry in enumerate(json_list(value, where)):
        place = f"{where}[{k}]"
        item = json_object(entry, "kind given residues layers zeros rows matrix", place)
        kind = choice(item["kind"], tuple(KINDS), f"{place}.kind")
        if (steps[-1].kind if steps else "") not in KINDS[kind]:
            raise Rejected(f"{place}.kind", f"a step of the kind {kind} is out of its place")
        steps.append(_Reader(witness, number, steps, item, place).step(kind))
    return steps


class _Reader:
    """One step: the variables are the entries of u, then those of what is given."""

    def __init__(self, witness: Witness, number: int, steps: list[Step], item: dict[str, object], where: str) -> None:
        self.witness, self.number, self.steps, self.item, self.where = witness, number, steps, item, where
        self.work = witness.work
        self.given: list[object] = []
        self.work.spend(len(witness.entries) // 4)
        self.point = list(witness.entries)
        self.count = len(self.point)
        self.members, self.size, _ = witness.groups[number]
        active = [d for d, k in enumerate(self.size) if k > 1]
        self.x, self.y = active[0], active[-1] if len(active) < 2 else active[1]

    def step(self, kind: str) -> Step:
        """Establishes the step."""
        uses = {"residues": kind in ("components", "product"), "layers": kind in ("multiplier", "factor", "rest")}
        for key in (key for key, used in uses.items() if not used):
            json_list(self.item[key], f"{self.where}.{key}", 0)
        residues = self.residues() if uses["residues"] else []
        layers = self.layers(kind) if uses["layers"] else []
        build = {"components": self.components, "product": self.product, "quotient": self.quotient}
        build |= {"form": self.form, "multiplier": self.multiplier, "factor": self.factor, "rest": self.rest}
        chosen = {"form": len(self.members) - 1, "multiplier": len(layers) - 1}.get(kind, 0)
        blocks, equations, gives = build[kind](residues, layers)
        system = System(blocks, equations, self.numbers("zeros", prod(blocks[0]), chosen))
        if not _same(self.item["given"], self.given):
            raise Rejected(f"{self.where}.given", f"is not what a step of the kind {kind} is given")
        if self.item["matrix"] is not None and not _same(self.item["matrix"], system.matrix(self.work)):
            raise Rejected(f"{self.where}.matrix", f"is not the matrix of a step of the kind {kind}")
        if kind in ("product", "quotient", "rest"):
            if self.item["rows"] is not None:
                raise Malformed(f"{self.where}.rows", "must be null: there is nothing to show")
            values = self.witness.product(self.left(without=layers), blocks[0])
        else:
            values = self.solution(system)
        return Step(kind, blocks[:gives], values[: sum(map(prod, blocks[:gives]))], residues, layers)

    def solution(self, system: System) -> list[int]:
        """Establishes that the kernel is a line at the witness, by the rows that are named; returns what spans it."""
        rows = system.modulo(self.point, self.witness.prime, self.work)
        chosen = self.numbers("rows", len(rows), system.columns() - 1)
        vector = kernel_modulo([rows[n] for n in chosen], system.columns(), self.witness.prime, self.work)
        if vector is None:
            raise Rejected(f"{self.where}.rows", f"are not linearly independent modulo {self.witness.prime}")
        return vector

    def numbers(self, key: str, bound: int, length: int) -> list[int]:
        """Increasing numbers below a bound."""
        place = f"{self.where}.{key}"
        found = [integer(n, place, 0, bound - 1) for n in json_list(self.item[key], place, length)]
        if found != sorted(set(found)):
            raise Malformed(place, "must increase")
        return found

    def residues(self) -> list[Size]:
        """Different residues of components that can be other than 0."""
        ring, rest = self.witness.ring(self.number)
        place = f"{self.where}.residues"
        found = []
        for n, value in enumerate(json_list(self.item["residues"], place)):
            entries = json_list(value, f"{place}[{n}]", len(ring))
            bounds = zip(entries, ring, rest, strict=True)
            found.append(tuple(integer(r, f"{place}[{n}]", 0, min(e, k) - 1) for r, e, k in bounds))
        if not found or found != sorted(set(found)):
            raise Malformed(place, "must increase")
        return found

    def layers(self, kind: str) -> list[int]:
        """All layers of one size in the group, which are still left: those of the step before, but for a multiplier."""
        place = f"{self.where}.layers"
        sizes = self.witness.architecture.sizes
        found = [integer(n, place, 0, len(sizes) - 1) for n in json_list(self.item["layers"], place)]
        left = self.left()
        if not found or found != [n for n in left if sizes[n] == sizes[found[0]]] or found == left:
            raise Rejected(place, "are not all layers of one size, or there are no others left")
        if kind != "multiplier" and found != self.steps[-1].layers:
            raise Rejected(place, "are not those of the step before")
        return found

    def left(self, without: list[int] | None = None) -> list[int]:
        """The layers in U."""
        gone = {n for step in self.steps if step.kind == "rest" for n in step.layers} | set(without or [])
        return [n for n in self.members if n not in gone]

    def components(self, residues: list[Size], layers: list[int]) -> tuple[list[Size], list[list[Term]], int]:
        parts = [self.component(residue) for residue in residues]
        self.occur(residues)
        pairs = combinations(range(len(parts)), 2)
        equations = [[Term(parts[i], k), Term(parts[k], i, -1)] for i, k in pairs]
        return [self.lengths(residue) for residue in residues], equations, len(residues)

    def product(self, residues: list[Size], layers: list[int]) -> tuple[list[Size], list[list[Term]], int]:
        one: Family = {(0,) * len(self.size): {(): 1}}
        inner = self.inner() if self.witness.inner[self.number] else one
        own = self.of_step(0) if self.steps else [one]
        if self.steps and residues != self.steps[0].residues:
            raise Rejected(f"{self.where}.residues", "are not those of the components")
        if not self.steps and (len(residues) != 1 or prod(self.lengths(residues[0])) != 1):
            raise Rejected(
                f"{self.where}.residues", "without components, must be one for which the component is constant"
            )
        self.occur(residues)
        equations = []
        if self.item["matrix"] is not None:
            for part, residue in zip(own, residues, strict=True):
                equations.append([Term(self.multiplied(inner, part), 0), Term(self.component(residue), 1, -1)])
        return [self.size, (1,) * len(self.size)], equations, 1

    def quotient(self, residues: list[Size], layers: list[int]) -> tuple[list[Size], list[list[Term]], int]:
        ring = self.witness.ring(self.number)[0]
        exponent = self.witness.groups[self.number][2]
        rest = tuple(n - (k - 1) * e for n, k, e in zip(self.witness.extents, self.size, exponent, strict=True))
        others = self.variables(["others", self.number], [rest], [])[0]
        equations = []
        if self.item["matrix"] is not None:
            for residue in product(*(range(min(e, n)) for e, n in zip(ring, rest, strict=True))):
                equations.append([Term(_part(others, residue, ring), 0), Term(self.component(residue), 1, -1)])
        return [self.size, (1,) * len(self.size)], equations, 1

    def form(self, residues: list[Size], layers: list[int]) -> tuple[list[Size], list[list[Term]], int]:
        if len(self.members) < 2 or self.x == self.y:
            raise Rejected(f"{self.where}.kind", "the group does not have two layers and two active directions")
        whole = self.whole()
        blocks = [_less(self.size, self.x), _less(self.size, self.y)]
        return blocks, [[Term(whole, 0, 1, self.y), Term(whole, 1, -1, self.x)]], 1

    def multiplier(self, residues: list[Size], layers: list[int]) -> tuple[list[Size], list[list[Term]], int]:
        whole = self.whole()
        form = next(n for n, step in enumerate(self.steps) if step.kind == "form")
        (known,) = self.of_step(form)
        left = self.product_left(whole)
        degrees = self.degrees(layers[:1])
        derivative: Family = {}
        for index, terms in whole.items():
            if index[self.x]:
                derivative[_less(index, self.x)] = {m: c * index[self.x] for m, c in terms.items()}
        size = _minus(tuple(1 + n for n in self.degrees(self.left())), degrees)
        blocks = [size, size, _less(_minus(self.size, degrees), self.x)]
        return blocks, [[Term(known, 0), Term(derivative, 1, -1), Term(left, 2, -1)]], 1

    def factor(self, residues: list[Size], layers: list[int]) -> tuple[list[Size], list[list[Term]], int]:
        left = self.product_left(None)
        (known,) = self.of_step(len(self.steps) - 1)
        blocks = [tuple(1 + n for n in self.degrees(part)) for part in (layers, layers[1:])]
        return blocks, [[Term(known, 0), Term(left, 1, -1)]], 1

    def rest(self, residues: list[Size], layers: list[int]) -> tuple[list[Size], list[list[Term]], int]:
        left = self.product_left(None)
        (known,) = self.of_step(len(self.steps) - 1)
        size = tuple(1 + n for n in self.degrees(self.left(without=layers)))
        return [size, (1,) * len(size)], [[Term(known, 0), Term(left, 1, -1)]], 1

    def lengths(self, residue: Size) -> Size:
        """The size of h_r."""
        ring, rest = self.witness.ring(self.number)
        return tuple((n - 1 - r) // e + 1 for n, r, e in zip(rest, residue, ring, strict=True))

    def occur(self, residues: list[Size]) -> None:
        """Establishes that not all of these components are 0 at generic filters."""
        numbers = [number for residue in residues for ((number,),) in self.component(residue).values()]
        if not any(self.witness.entries[number] for number in numbers):
            raise Rejected(f"{self.where}.residues", "are those of components that are 0 at the witness")

    def component(self, residue: Size) -> Family:
        """u_r, with the entries of u as variables."""
        ring = self.witness.ring(self.number)[0]
        extents = self.witness.extents
        ranges = [range(r, n, e) for r, n, e in zip(residue, extents, ring, strict=True)]
        self.work.spend(10 * prod(map(len, ranges)))
        found: Family = {}
        for place in product(*ranges):
            number = 0
            for i, n in zip(place, extents, strict=True):
                number = number * n + i
            found[tuple((i - r) // e for i, r, e in zip(place, residue, ring, strict=True))] = {(number,): 1}
        return found

    def whole(self) -> Family:
        """G: with the entries of u as variables if there is no other group."""
        if len(self.witness.groups) == 1:
            return self.component((0,) * len(self.size))
        return self.of_group(self.number)

    def product_left(self, whole: Family | None) -> Family:
        """U."""
        rests = [n for n, step in enumerate(self.steps) if step.kind == "rest"]
        if rests:
            return self.of_step(rests[-1])[0]
        return whole if whole is not None else self.whole()

    def degrees(self, layers: list[int]) -> Size:
        sizes = [self.witness.architecture.sizes[n] for n in layers]
        return tuple(sum(k[d] - 1 for k in sizes) for d in range(len(self.size)))

    def of_group(self, number: int) -> Family:
        """The product of the filters of a group."""
        members, size, _ = self.witness.groups[number]
        return self.variables(["group", number], [size], self.witness.product(members, size))[0]

    def of_step(self, number: int) -> list[Family]:
        """What a step gives."""
        step = self.steps[number]
        return self.variables(["step", number], step.sizes, step.values)

    def inner(self) -> Family:
        """The product of the filters of the groups with smaller rings, in the variables of this group."""
        ring, rest = self.witness.ring(self.number)
        sizes = zip(self.witness.extents, rest, ring, self.size, strict=True)
        size = tuple((n - k) // e + 2 - own if own > 1 else 1 for n, k, e, own in sizes)
        return self.variables(["inner", self.number], [size], [])[0]

    def variables(self, name: list[object], sizes: list[Size], values: list[int]) -> list[Family]:
        """New variables, with these values at the witness where they are needed."""
        self.given.append(name)
        found: list[Family] = []
        for size in sizes:
            self.work.spend(10 * prod(size))
            found.append({index: {(self.count + n,): 1} for n, index in enumerate(product(*map(range, size)))})
            self.count += prod(size)
        self.point += values
        return found

    def multiplied(self, left: Family, right: Family) -> Family:
        found: Family = {}
        for i, x in left.items():
            for k, y in right.items():
                index = tuple(map(int.__add__, i, k))
                include(found.setdefault(index, {}), multiply(x, y, self.work))
        return found


def _same(found: object, expected: object) -> bool:
    """Whether two JSON values are equal, where 1, 1.0 and true are not."""
    return json.dumps(found) == json.dumps(expected)


def _part(family: Family, residue: Size, ring: Size) -> Family:
    """A polyphase component."""
    places = {index: [divmod(i, e) for i, e in zip(index, ring, strict=True)] for index in family}
    return {
        tuple(quotient for quotient, _ in place): family[index]
        for index, place in places.items()
        if tuple(rest for _, rest in place) == residue
    }


def _less(index: Size, direction: int) -> Size:
    """One less in a direction."""
    return tuple(i - (d == direction) for d, i in enumerate(index))


def _minus(size: Size, degrees: Size) -> Size:
    return tuple(k - m for k, m in zip(size, degrees, strict=True))
