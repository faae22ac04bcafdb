"""Evidence that the points of a fiber are all: how gcds divide the filter, and what divides its parts.

Contents: :class:`Parts`, :class:`LeafNames`, :func:`tree_json`, :func:`separating_bits`.

The objects of this module become JSON. What each field proves is said in the checker, ``symlcn/check/parts.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any, TypeAlias

from flint import arb, ctx, fmpq, fmpz_poly

from symlcn.algebraic import dyadic
from symlcn.architecture import Architecture
from symlcn.assignment import Piece
from symlcn.covering import candidates_on, simple_line
from symlcn.errors import LimitError
from symlcn.filters import FilterLike, polynomial_to_filter, polyphase_components
from symlcn.irreducibility import bound, prove_irreducible, prove_over_c
from symlcn.pieces import Conjugate, Leaf, Linear, Product
from symlcn.points import leaves
from symlcn.rational import Node, Problem, Split, decompose, order_of
from symlcn.rings import Exponents, Polynomial
from symlcn.roots import AlgebraicNumber, complex_roots
from symlcn.serial import Json, integer_text, rational_text, tensor_json

__all__ = ["LeafNames", "Parts", "separating_bits", "tree_json"]

MAX_BITS = 2**14

Line: TypeAlias = tuple[int, tuple[int, ...]]
"""A polynomial in one variable, irreducible over Q: direction and coefficients."""


@dataclass(frozen=True, slots=True)
class LeafNames:
    """How the evidence refers to what divides the polynomial of a leaf.

    Attributes
    ----------
    leaf : Leaf
    factors : tuple of Line or Polynomial
        The irreducible factors over Q, those in one variable first.
    rings : dict of exponents to tuple of Line or Polynomial
        For each ring with an exponent above 1 what is irreducible in it over Q, X_d and infinity aside.
    """

    leaf: Leaf
    factors: tuple[Line | Polynomial, ...]
    rings: dict[Exponents, tuple[Line | Polynomial, ...]]

    def ring(self, number: int) -> Exponents:
        """The exponents of a layer, 0 where it is not active."""
        problem = self.leaf.problem
        return tuple(e if m else 0 for e, m in zip(problem.exponents[number], problem.degrees[number], strict=True))

    def choice(self, ring: Exponents, degree: Exponents, product: Product) -> list[list[Any]]:
        """References to the factors over C of the polynomial of a layer, each with its multiplicity last."""
        found, left = [], list(degree)
        for factor, power in product:
            if isinstance(factor, Linear):
                found.append([*self._root(ring, factor), power])
                left[factor.direction] -= power
            elif isinstance(factor, Conjugate):
                place = factor.root.position if factor.factors.count > 1 else 0
                found.append(["factor", self.rings.get(ring, self.factors).index(factor.polynomial), place, power])
                degrees = (n // factor.factors.count for n in factor.polynomial.degrees())
                left = [n - power * m for n, m in zip(left, degrees, strict=True)]
            else:
                direction = next(d for d, n in enumerate(factor.degrees()) if n)
                found.append(["zero", direction, power])
                left[direction] -= power
        return [*found, *(["infinity", d, n] for d, n in enumerate(left) if n)]

    def _root(self, ring: Exponents, factor: Linear) -> list[Any]:
        """A root of a factor where the exponent is 1, else of a piece of the ring; with its direction if both exist."""
        names: list[tuple[int, Line]] = []
        for listed, simple in ((self.factors, True), (self.rings.get(ring, ()), False)):
            lines = ((i, line) for i, line in enumerate(listed) if not isinstance(line, Polynomial))
            names += [(i, line) for i, line in lines if ring[line[0]] and (ring[line[0]] == 1) == simple]
        own = next(i for i, line in names if line == (factor.direction, factor.number.minpoly))
        reference = ["root", own, factor.number.position]
        return [*reference, factor.direction] if [i for i, _ in names].count(own) > 1 else reference


@dataclass(frozen=True, slots=True)
class Parts:
    """How a filter is divided, with a name for everything in its leaves.

    Attributes
    ----------
    tree : Problem or Split
    names : tuple of LeafNames
        In the order of the tree, the group of a split before the rest.
    """

    tree: Node
    names: tuple[LeafNames, ...]

    @classmethod
    def of(cls, architecture: Architecture, tensor: FilterLike) -> Parts:
        """Divide an end-to-end filter. Raises as :func:`symlcn.points.count_points`."""
        return cls(decompose(architecture, tensor), tuple(map(_named, leaves(architecture, tensor))))

    def choice(self, layers: Sequence[int], degree: Exponents, product: Product) -> list[list[Any]] | None:
        """References for the product of some layers of one ring; None if there is no choice."""
        for names in self.names:
            problem = names.leaf.problem
            if layers and layers[0] in problem.layers and len(problem.layers) > 1:
                return names.choice(names.ring(problem.layers.index(layers[0])), degree, product)
        return None


def _named(leaf: Leaf) -> LeafNames:
    problem = leaf.problem
    factors: list[Line | Polynomial] = []
    for direction, roots in sorted(leaf.roots.items()):
        factors += dict.fromkeys((direction, root.number.minpoly) for root in roots)
    factors += leaf.splits
    names = LeafNames(leaf, tuple(factors), {})
    for number in range(len(problem.layers) if len(problem.layers) > 1 else 0):
        ring = names.ring(number)
        if max(ring) > 1 and ring not in names.rings:
            names.rings[ring] = tuple(_ring_pieces(leaf, number, ring))
    return names


def _ring_pieces(leaf: Leaf, number: int, ring: Exponents) -> Iterator[Line | Polynomial]:
    """The irreducible polynomials over Q in the ring of a layer, in the order of its pieces over C."""
    found: dict[Line | Polynomial, None] = {}
    for piece in leaf.over_c[number]:
        for factor, _ in piece.content:
            if isinstance(factor, Linear) and ring[factor.direction] > 1:
                found[factor.direction, factor.number.minpoly] = None
            elif isinstance(factor, Conjugate):
                found[factor.polynomial] = None
    yield from found


def separating_bits(parts: Parts, bits: int) -> int:
    """A number of bits, no smaller than `bits`, at which discs around all roots of each direction are disjoint, and
    which show what factors over C consist of in rings with exponents above 1.

    Raises
    ------
    LimitError
        If 16384 bits do not separate them.
    """
    for names in parts.names:
        for ring, piece in ((ring, piece) for ring, pieces in names.rings.items() for piece in pieces):
            while isinstance(piece, Polynomial) and not _shows_covering(names, ring, piece, bits // 2):
                bits *= 2
                if bits > MAX_BITS:
                    raise LimitError(f"the factors of a part are not told apart at {MAX_BITS} bits")
        for direction in names.leaf.roots:
            numbers = [root.number for root in names.leaf.roots[direction]]
            while not _apart(numbers, bits // 2):
                bits *= 2
                if bits > MAX_BITS:
                    raise LimitError(f"the roots of a part are not separated at {MAX_BITS} bits")
    return bits


def _apart(numbers: Sequence[AlgebraicNumber], bits: int) -> bool:
    balls = [number.enclosure(bits) for number in numbers]
    return not any(left.overlaps(right) for left, right in combinations(balls, 2))


def _own(names: LeafNames, ring: Exponents, piece: Polynomial) -> list[tuple[Conjugate, Piece]]:
    """The factors over C of an irreducible polynomial of a ring, with what they consist of, in canonical order."""
    number = next(n for n in range(len(names.leaf.problem.layers)) if names.ring(n) == ring)
    found = [(c, part) for part in names.leaf.over_c[number] for c, _ in part.content if isinstance(c, Conjugate)]
    return sorted(((c, part) for c, part in found if c.polynomial == piece), key=lambda pair: pair[0].root.position)


def _line(ring: Exponents, piece: Polynomial) -> tuple[int, tuple[int, ...]]:
    return simple_line(piece.inflate(tuple(e or 1 for e in ring)))


def _shows_covering(names: LeafNames, ring: Exponents, piece: Polynomial, bits: int) -> bool:
    """Whether so many bits show which factors over C make up each of a polynomial that has several."""
    own = _own(names, ring, piece)
    if len(own) == 1:
        return True
    line, exponent = _line(ring, piece), tuple(e or 1 for e in ring)
    split = own[0][0].factors, [conjugate.root for conjugate, _ in own]
    atoms = [names.leaf.names[atom] for _, part in own for atom, _ in part.takes]
    conjugates = [names.leaf.splits[f][k] for _, f, k in atoms]
    return all(len(candidates_on(line, split, (c.factors, c.root), exponent, bits)) == 1 for c in conjugates)


def tree_json(parts: Parts, bits: int) -> tuple[Json, list[str]]:
    """The tree as JSON, with discs of about so many bits around roots, and what is assumed.

    Raises
    ------
    LimitError
        If a bound for a gcd is not found.
    """
    assumptions: list[str] = []
    return _node_json(parts.tree, iter(parts.names), bits, assumptions), assumptions


def _node_json(node: Node, names: Iterator[LeafNames], bits: int, assumptions: list[str]) -> Json:
    if isinstance(node, Problem):
        own, leaf = next(names), None
        if len(node.layers) > 1:
            leaf = _leaf_json(own, bits, assumptions)
        return {"polynomial": _dense(node.polynomial), "split": None, "leaf": leaf}
    group, rest = (part if isinstance(part, Problem) else part.problem for part in (node.group, node.rest))
    split: Json = {
        "layers": list(group.layers),
        "ring": [r if n else 1 for r, n in zip(node.ring, group.degree, strict=True)],
        "bounds": _bounds(node, group),
        "group": _node_json(node.group, names, bits, assumptions),
        "rest": None,
    }
    if rest.layers:
        split["rest"] = _node_json(node.rest, names, bits, assumptions)
    else:
        next(names)
    return {"polynomial": _dense(node.problem.polynomial), "split": split, "leaf": None}


def _bounds(split: Split, group: Problem) -> list[Json | None]:
    parts = list(polyphase_components(split.problem.polynomial, split.ring).values())
    degrees = group.polynomial.degrees()
    return [_bound(parts, d, degrees[d]) if n else None for d, n in enumerate(group.degree)]


def _bound(components: Sequence[Polynomial], direction: int, degree: int) -> Json:
    found = bound(components, direction, degree)
    if found is None:
        raise LimitError("no prime was found that bounds the degree of a gcd of polyphase components")
    return found


def _dense(polynomial: Polynomial) -> Any:
    ones = (1,) * polynomial.dimension
    return tensor_json(polynomial_to_filter(polynomial, tuple(n + 1 for n in polynomial.degrees()), ones))


def _leaf_json(names: LeafNames, bits: int, assumptions: list[str]) -> Json:
    problem = names.leaf.problem
    where = f"of the part of the layers {', '.join(map(str, problem.layers))}"
    factors: list[Json] = []
    for j, factor in enumerate(names.factors):
        multiplicity = order_of(_polynomial(factor, problem.polynomial.dimension), problem.polynomial)
        factors.append({**_factor_json(factor, names, bits), "multiplicity": multiplicity})
        _assume(assumptions, f"factor {j} {where}", factors[-1])
    rings = [_ring_json(names, ring, bits, assumptions, where) for ring in names.rings]
    return {"factors": factors, "rings": rings}


def _polynomial(factor: Line | Polynomial, dimension: int) -> Polynomial:
    if isinstance(factor, Polynomial):
        return factor
    direction, coefficients = factor
    return Polynomial(
        dimension, {tuple(k * (d == direction) for d in range(dimension)): c for k, c in enumerate(coefficients)}
    )


def _factor_json(factor: Line | Polynomial, names: LeafNames, bits: int) -> Json:
    if isinstance(factor, Polynomial):
        return {"polynomial": _dense(factor), "absolute": _absolute_json(names.leaf.splits[factor], bits)}
    direction, coefficients = factor
    return {
        "direction": direction,
        "coefficients": [integer_text(c) for c in coefficients],
        "irreducible": prove_irreducible(coefficients),
        "roots": _discs([coefficients], bits)[0],
    }


def _absolute_json(conjugates: Sequence[Conjugate], bits: int) -> Json:
    factors, polynomial = conjugates[0].factors, conjugates[0].polynomial
    proof = prove_over_c(factors, polynomial)
    if factors.count == 1:
        return {"minpoly": None, "irreducible": None, "roots": [], "terms": None, "proof": proof}
    return {
        "minpoly": [integer_text(c) for c in factors.minpoly],
        "irreducible": prove_irreducible(factors.minpoly),
        "roots": _discs([factors.minpoly], bits)[0],
        "terms": [[list(exponents), _trimmed(value)] for exponents, value in factors.terms],
        "proof": proof,
    }


def _trimmed(value: Sequence[Fraction]) -> list[str]:
    last = max(i for i, c in enumerate(value) if c)
    return [rational_text(c) for c in value[: last + 1]]


def _assume(assumptions: list[str], what: str, item: Json) -> None:
    """List what a factor or piece leaves unproved."""
    absolute = item.get("absolute")
    for proof in (item.get("irreducible"), absolute and absolute["irreducible"]):
        if proof and proof["kind"] == "assumed":
            assumptions.append(f"{what}: irreducible over Q")
    if absolute and absolute["proof"]["kind"] == "assumed":
        assumptions.append(f"{what}: irreducible over C")


def _ring_json(names: LeafNames, ring: Exponents, bits: int, assumptions: list[str], where: str) -> Json:
    pieces, used = [], set()
    exponent = "x".join(map(str, ring))
    for i, piece in enumerate(names.rings[ring]):
        inside = [j for j, f in enumerate(names.factors) if _lies_over(f, piece, ring, names)]
        used |= set(inside)
        pieces.append({**_piece_json(names, ring, piece, bits), "factors": inside})
        what = f"piece {i} over exponent {exponent} {where}"
        _assume(assumptions, what, pieces[-1])
    free = [factor for j, factor in enumerate(names.factors) if j not in used]
    return {
        "exponent": list(ring),
        "pieces": pieces,
        "primes": [_free_prime(free, d, e) if e > 1 else None for d, e in enumerate(ring)],
        "bounds": _free_bounds(free, ring),
    }


def _lies_over(factor: Line | Polynomial, piece: Line | Polynomial, ring: Exponents, names: LeafNames) -> bool:
    if isinstance(factor, Polynomial) != isinstance(piece, Polynomial):
        return False
    if not isinstance(factor, Polynomial) and not isinstance(piece, Polynomial) and factor[0] != piece[0]:
        return False
    dimension = names.leaf.problem.polynomial.dimension
    inflated = _polynomial(piece, dimension).inflate(tuple(e or 1 for e in ring))
    return order_of(_polynomial(factor, dimension), inflated) > 0


def _piece_json(names: LeafNames, ring: Exponents, piece: Line | Polynomial, bits: int) -> Json:
    if not isinstance(piece, Polynomial):
        direction, coefficients = piece
        roots = _discs([coefficients], bits)[0]
        return {"direction": direction, "coefficients": [integer_text(c) for c in coefficients], "roots": roots}
    own = _own(names, ring, piece)
    over = []
    for _, part in own:
        atoms = [names.leaf.names[atom] for atom, _ in part.takes]
        over.append([[names.factors.index(f), k] for _, f, k in atoms])
    simple = all(len(names.leaf.splits[f]) == 1 for _, p in own for a, _ in p.takes for f in [names.leaf.names[a][1]])
    absolute = _absolute_json([conjugate for conjugate, _ in own], bits)
    item: Json = {"polynomial": _dense(piece), "absolute": absolute, "over": over, "line": None}
    if len(own) > 1:
        direction, values = _line(ring, piece)
        return {**item, "line": {"direction": direction, "values": list(values)}}
    return {**item, "over": None} if simple else item


def _free_prime(free: Sequence[Line | Polynomial], direction: int, exponent: int) -> int | None:
    """A prime modulo which no complete orbit is left among the roots that no piece takes."""
    line = Polynomial.constant(1, 1)
    for factor in free:
        if not isinstance(factor, Polynomial) and factor[0] == direction:
            line = line * _polynomial((0, factor[1]), 1)
    if line.is_constant():
        return None
    prime: int = _bound(list(polyphase_components(line, (exponent,)).values()), 0, 0)["prime"]
    return prime


def _free_bounds(free: Sequence[Line | Polynomial], ring: Exponents) -> list[Json | None]:
    rest = [factor for factor in free if isinstance(factor, Polynomial)]
    if len([e for e in ring if e]) < 2 or not rest:
        return [None] * len(ring)
    product = Polynomial.constant(len(ring), 1)
    for factor in rest:
        product = product * factor
    exponents = tuple(e or n + 1 for e, n in zip(ring, product.degrees(), strict=True))
    parts = list(polyphase_components(product, exponents).values())
    return [_bound(parts, d, 0) if e else None for d, e in enumerate(ring)]


def _discs(minpolys: Sequence[tuple[int, ...]], bits: int) -> list[list[list[str]]]:
    """For each polynomial discs around its roots in canonical order; none where the root is rational."""
    return [
        [_disc(minpoly, root.number, bits) for root in complex_roots(minpoly)] if len(minpoly) > 2 else []
        for minpoly in minpolys
    ]


def _disc(minpoly: Sequence[int], number: AlgebraicNumber, bits: int) -> list[str]:
    """Centre and radius of a disc that contains the root since n·|f(c)/f'(c)| is no larger than the radius."""
    ball = number.enclosure(bits)
    re, im = dyadic(ball.real.mid()), dyadic(ball.imag.mid())
    with ctx.workprec(2 * bits + 64):
        f, centre = fmpz_poly(list(minpoly)), ball.mid()
        step = abs(f(centre) / f.derivative()(centre)) * (len(minpoly) - 1)
        radius = Fraction(1, 2**bits)
        while not arb(fmpq(radius.numerator, radius.denominator)) > step:
            radius *= 2
    return [rational_text(re), rational_text(im), rational_text(2 * radius)]
