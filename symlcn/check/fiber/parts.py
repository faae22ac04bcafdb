"""The fiber as a product: splits of the layers into parts whose products are known, down to leaves.

Contents: :class:`Parts`, :func:`read_parts`.

A problem is a set of layers with degrees m_l and exponents e_l, and a primitive polynomial f in variables x_d of
formal degree n_d = sum_l m_l,d e_l,d; where the degree of f is smaller, infinity is a zero. A factorization gives
each layer a polynomial of formal degree m_l in the x_d ** e_l,d. Over every field the choices of a problem are
all combinations of the choices of its parts: let g(x^r) be the largest divisor of f in the ring of a split, infinity
included. The product of the listed layers is a divisor of f in that ring, hence of g(x^r). When its degree must be that
of g(x^r) in each direction, it is g(x^r); when it must be larger in one, there is no factorization. When one layer only
is not listed, in a larger ring without exponents beyond 1, it takes f / g(x^r) and what the others leave of g(x^r): the
choices are those of the listed layers and of this one for g, its degree being what is left.
"""

from __future__ import annotations

from math import gcd

from ..algebra.modular import check_bound
from ..algebra.multivariate import contract, degrees, inflate, polynomial, polyphase, same_up_to_sign
from ..core.arithmetic import Filter, sparse_product
from ..core.limits import MAX_EXTENT, Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import integer, json_list, json_object
from ..network.architecture import Architecture
from .leaves import Leaf, read_leaf

MAX_DEPTH = 200  # of splits inside splits
Vector = tuple[int, ...]


class Frame:
    """What makes the polynomial of a layer of what it takes in its part, p: cofactor times p(X ** steps)."""

    __slots__ = ("cofactor", "steps")

    def __init__(self, steps: Vector, cofactor: Filter) -> None:
        self.steps, self.cofactor = steps, cofactor

    def around(self, f: Filter, work: Work) -> Filter:
        """The polynomial of the layer."""
        return sparse_product(self.cofactor, inflate(f, self.steps), work)


class Parts:
    """The parts: leaves, and layers alone in theirs with their polynomial in the X_d (None: there is no point).

    ``frames`` are those of layers whose polynomial is not what they take.
    """

    __slots__ = ("alone", "frames", "leaves")

    def __init__(self) -> None:
        self.alone: dict[int, Filter | None] = {}
        self.leaves: list[Leaf] = []
        self.frames: dict[int, Frame] = {}


class _Problem:
    """Layers with degrees and exponents (0 where inactive); the formal degree."""

    __slots__ = ("dimension", "exponents", "formal", "sizes")

    def __init__(self, dimension: int, sizes: dict[int, Vector], exponents: dict[int, Vector]) -> None:
        self.dimension, self.sizes, self.exponents = dimension, sizes, exponents
        self.formal = [sum(sizes[l][d] * exponents[l][d] for l in sizes) for d in range(dimension)]

    def part(self, layers: list[int], ring: list[int]) -> _Problem:
        """Some of the layers, in the variables x ** ring."""
        exponents = {l: tuple(e // r for e, r in zip(self.exponents[l], ring, strict=True)) for l in layers}
        return _Problem(self.dimension, {l: self.sizes[l] for l in layers}, exponents)

    def with_remainder(self, layer: int, left: list[int]) -> _Problem:
        """The same with one layer more, of exponents 1, that takes what is left."""
        sizes = dict(sorted({**self.sizes, layer: tuple(left)}.items()))
        exponents = {**self.exponents, layer: tuple(min(n, 1) for n in left)}
        return _Problem(self.dimension, sizes, {l: exponents[l] for l in sizes})


def read_parts(architecture: Architecture, u: Filter, value: object, where: str, work: Work) -> Parts:
    """Establishes the parts of the fiber of u, and each leaf."""
    sizes, exponents = {}, {}
    for l, active in enumerate(architecture.active):
        if active:
            sizes[l] = tuple(k - 1 for k in architecture.sizes[l])
            exponents[l] = tuple(e if d in active else 0 for d, e in enumerate(architecture.exponents[l]))
    problem = _Problem(architecture.dimension, sizes, exponents)
    reader = _Reader(architecture, work)
    item, f = reader.open(value, where)
    divisor = gcd(*u.values())
    if not same_up_to_sign(f, {index: c // divisor for index, c in u.items()}):
        raise Rejected(f"{where}.polynomial", "is not a multiple of filter")
    reader.node(problem, f, item, where, 0)
    parts = reader.parts
    for l in set(parts.frames).intersection(parts.alone):
        frame, own = parts.frames.pop(l), parts.alone[l]
        parts.alone[l] = own and frame.around(own, work)
    return parts


class _Reader:
    """Walks the tree."""

    __slots__ = ("architecture", "parts", "work")

    def __init__(self, architecture: Architecture, work: Work) -> None:
        self.architecture, self.work, self.parts = architecture, work, Parts()

    def open(self, value: object, where: str) -> tuple[dict[str, object], Filter]:
        item = json_object(value, "polynomial split leaf", where)
        return item, polynomial(item["polynomial"], self.architecture.dimension, f"{where}.polynomial")

    def node(self, problem: _Problem, f: Filter, item: dict[str, object], where: str, depth: int) -> None:
        """Establishes all parts of a problem whose polynomial is f."""
        if depth > MAX_DEPTH:
            raise Malformed(where, f"more than {MAX_DEPTH} splits inside each other")
        split, leaf = item["split"], item["leaf"]
        if split is not None and leaf is not None:
            raise Malformed(where, "split and leaf must not both be given")
        if split is not None:
            self.split(problem, f, split, f"{where}.split", depth)
        elif leaf is not None:
            layers = {l: (problem.exponents[l], size) for l, size in problem.sizes.items()}
            part = read_leaf(layers, f, problem.formal, leaf, f"{where}.leaf", self.work)
            self.parts.leaves.append(part)
        elif len(problem.sizes) > 1:
            raise Rejected(where, "split and leaf are null though there are several layers")
        else:
            self.parts.alone.update((l, contract(f, ring)) for l, ring in problem.exponents.items())

    def split(self, problem: _Problem, f: Filter, value: object, where: str, depth: int) -> None:
        """Establishes that the listed layers have the product that is claimed, or what follows from it else."""
        keys = "layers ring bounds group rest" + " remainder" * (isinstance(value, dict) and "remainder" in value)
        item = json_object(value, keys, where)
        listed, ring = self.listed(problem, item, where)
        others = [l for l in problem.sizes if l not in listed]
        group_item, g = self.open(item["group"], f"{where}.group")
        h: Filter = {(0,) * problem.dimension: 1}
        rest_item = None
        if (item["rest"] is None) == bool(others):
            raise Malformed(f"{where}.rest", "must be null exactly when all layers are listed")
        if others:
            rest_item, h = self.open(item["rest"], f"{where}.rest")
        group = problem.part(listed, ring)
        rest = problem.part(others, [1] * problem.dimension)
        left = self.surplus(problem, group.formal, ring, (f, g, h), where)
        if not same_up_to_sign(f, sparse_product(inflate(g, tuple(ring)), h, self.work)):
            raise Rejected(where, "the polynomials of group and rest do not multiply to that of the node")
        steps = tuple(r if n else 0 for r, n in zip(ring, group.formal, strict=True))
        self.largest(f, g, steps, item["bounds"], f"{where}.bounds")
        if not any(left) and "remainder" not in item:
            self.node(group, g, group_item, f"{where}.group", depth + 1)
            if rest_item is not None:
                self.node(rest, h, rest_item, f"{where}.rest", depth + 1)
            return
        undivided = [(rest_item, "rest")] if min(left) >= 0 else [(group_item, "group"), (rest_item, "rest")]
        for part, name in undivided:
            if part is not None and not part["split"] is part["leaf"] is None:
                raise Malformed(f"{where}.{name}", "must have neither split nor leaf")
        if min(left) >= 0 and "remainder" not in item:
            d = next(d for d, n in enumerate(left) if n)
            raise Rejected(f"{where}.group.polynomial", f"is not of the wanted degree in direction {d}")
        if min(left) >= 0:
            layer = self.remainder(problem, others, left, item["remainder"], f"{where}.remainder")
            self.node(group.with_remainder(layer, left), g, group_item, f"{where}.group", depth + 1)
            frame, inner = Frame(tuple(ring), h), self.parts.frames.get(layer)
            if inner is not None:
                frame = Frame(tuple(map(int.__mul__, ring, inner.steps)), frame.around(inner.cofactor, self.work))
            self.parts.frames[layer] = frame
        elif "remainder" in item:
            raise Malformed(f"{where}.remainder", "must not be given where there is no factorization")
        else:
            self.parts.alone.update(dict.fromkeys(problem.sizes))

    def largest(self, f: Filter, g: Filter, steps: tuple[int, ...], value: object, where: str) -> None:
        """Establishes that no divisor of f in the ring of the listed layers is larger than g."""
        components = polyphase(f, steps)
        for d, bound in enumerate(json_list(value, where, len(steps))):
            if steps[d]:
                check_bound(components, d, degrees(g)[d], bound, f"{where}[{d}]", self.work)
            elif bound is not None:
                raise Malformed(f"{where}[{d}]", "must be null where the listed layers have degree 0")

    @staticmethod
    def remainder(problem: _Problem, others: list[int], left: list[int], value: object, where: str) -> int:
        """The one layer that is not listed, which takes what is left."""
        if others != [integer(value, where, 0, MAX_EXTENT)]:
            raise Rejected(where, "must be the one layer that is not listed, where the others leave something")
        active = [any(e) for e in zip(*problem.exponents.values(), strict=True)]
        if not any(left) or list(problem.exponents[others[0]]) != [int(e) for e in active]:
            raise Rejected(where, "must take something, and have exponent 1 wherever a layer is active")
        return others[0]

    def listed(self, problem: _Problem, item: dict[str, object], where: str) -> tuple[list[int], list[int]]:
        """The layers of a split, blocks and classes being whole, and its ring, which contains theirs."""
        place, depth = f"{where}.layers", len(self.architecture.sizes)
        found = json_list(item["layers"], place)
        listed = [integer(l, f"{place}[{n}]", 0, depth - 1) for n, l in enumerate(found)]
        if not listed or listed != sorted(set(listed)) or not set(listed) <= set(problem.sizes):
            raise Rejected(place, "must be layers of this part, increasing")
        ring = [
            integer(r, f"{where}.ring[{d}]", 1, MAX_EXTENT)
            for d, r in enumerate(json_list(item["ring"], f"{where}.ring", problem.dimension))
        ]
        if any(e % r for l in listed for e, r in zip(problem.exponents[l], ring, strict=True)):
            raise Rejected(f"{where}.ring", "does not divide the exponents of the layers")
        for group in [*self.architecture.blocks.values(), *self.architecture.classes]:
            if len(set(group).intersection(listed)) not in (0, len(group)):
                raise Rejected(place, "separate layers of an axis block or class")
        return listed, ring

    @staticmethod
    def surplus(
        problem: _Problem, wanted: list[int], ring: list[int], polynomials: tuple[Filter, Filter, Filter], where: str
    ) -> list[int]:
        """How much larger the degrees of the group's polynomial, with its share of infinity, are than needed."""
        n, a, b = map(degrees, polynomials)
        left = []
        for d, r in enumerate(ring):
            if n[d] != a[d] * r + b[d]:
                raise Rejected(where, f"the degrees of group and rest do not add up in direction {d}")
            if not wanted[d] and a[d]:
                raise Rejected(f"{where}.group.polynomial", f"is not of the wanted degree in direction {d}")
            left.append(a[d] + (problem.formal[d] - n[d]) // r - wanted[d] if wanted[d] else 0)
        return left
