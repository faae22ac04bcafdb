"""Evidence for the factors of a part of a filter, and for what is irreducible in rings with exponents above 1.

Contents: :func:`factor_json`, :func:`ring_json`, :func:`shows_covering`; :func:`assume`, :func:`degree_bound`,
:func:`dense_json`.

The objects of this module become JSON. What each field proves is said in the checker, ``symlcn/check/fiber/leaves.py``
and ``symlcn/check/fiber/orbits.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symlcn.algebra.discs import discs_json
from symlcn.algebra.exact import Json, integer_text, rational_text
from symlcn.algebra.irreducible.assumed import assumable, assumable_line
from symlcn.algebra.irreducible.proofs import bound, prove_irreducible, prove_over_c
from symlcn.algebra.polynomials import Exponents, Polynomial
from symlcn.certificates.values import tensor_json
from symlcn.errors import LimitError
from symlcn.fiber.assignment import Piece
from symlcn.fiber.covering import candidates_on, simple_line
from symlcn.fiber.evidence.leafnames import LeafNames, Line, polynomial_of
from symlcn.fiber.overq import order_of
from symlcn.fiber.pieces import Conjugate
from symlcn.network.architecture import size_text
from symlcn.network.filters import polynomial_to_filter, polyphase_components

__all__ = ["assume", "degree_bound", "dense_json", "factor_json", "ring_json", "shows_covering"]


def factor_json(factor: Line | Polynomial, names: LeafNames, bits: int) -> Json:
    """A polynomial that is irreducible over Q, why it is, and its factors over C: discs around the roots."""
    if isinstance(factor, Polynomial):
        return {"polynomial": dense_json(factor), "absolute": _absolute_json(names.leaf.splits[factor], bits)}
    direction, coefficients = factor
    return {
        "direction": direction,
        "coefficients": [integer_text(c) for c in coefficients],
        "irreducible": _line_proof(coefficients),
        "roots": discs_json(coefficients, bits),
    }


def _absolute_json(conjugates: Sequence[Conjugate], bits: int) -> Json:
    factors, polynomial = conjugates[0].factors, conjugates[0].polynomial
    degrees = [max(column) for column in zip(*(exponents for exponents, _ in factors.terms), strict=True)]
    proof = prove_over_c(factors)
    if proof["kind"] == "assumed" and not assumable(polynomial, degrees):
        raise LimitError(f"no proof was found that a factor of degrees {degrees} is irreducible over C")
    if factors.count == 1:
        return {"minpoly": None, "irreducible": None, "roots": [], "terms": None, "proof": proof}
    return {
        "minpoly": [integer_text(c) for c in factors.minpoly],
        "irreducible": _line_proof(factors.minpoly),
        "roots": discs_json(factors.minpoly, bits),
        "terms": [[list(exponents), _trimmed(value)] for exponents, value in factors.terms],
        "proof": proof,
    }


def _line_proof(coefficients: Sequence[int]) -> Json:
    """Why a polynomial in one variable is irreducible over Q."""
    proof = prove_irreducible(coefficients)
    if proof["kind"] == "assumed" and not assumable_line(coefficients):
        raise LimitError(f"no proof was found that a factor of degree {len(coefficients) - 1} is irreducible over Q")
    return proof


def _trimmed(value: Sequence[Fraction]) -> list[str]:
    last = max(i for i, c in enumerate(value) if c)
    return [rational_text(c) for c in value[: last + 1]]


def assume(assumptions: list[str], what: str, item: Json) -> None:
    """List what a factor or piece leaves unproved."""
    absolute = item.get("absolute")
    for proof in (item.get("irreducible"), absolute and absolute["irreducible"]):
        if proof and proof["kind"] == "assumed":
            assumptions.append(f"{what}: irreducible over Q")
    if absolute and absolute["proof"]["kind"] == "assumed":
        assumptions.append(f"{what}: irreducible over C")


def ring_json(names: LeafNames, ring: Exponents, bits: int, assumptions: list[str], where: str) -> Json:
    """What is irreducible in a ring with exponents above 1, and why there is nothing else in it."""
    pieces, used = [], set()
    exponent = size_text(ring)
    for i, piece in enumerate(names.rings[ring]):
        inside = [j for j, f in enumerate(names.factors) if _lies_over(f, piece, ring, names)]
        used |= set(inside)
        pieces.append({**_piece_json(names, ring, piece, bits), "factors": inside})
        what = f"piece {i} over exponent {exponent} {where}"
        assume(assumptions, what, pieces[-1])
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
    inflated = polynomial_of(piece, dimension).inflate(tuple(e or 1 for e in ring))
    return order_of(polynomial_of(factor, dimension), inflated) > 0


def _piece_json(names: LeafNames, ring: Exponents, piece: Line | Polynomial, bits: int) -> Json:
    if not isinstance(piece, Polynomial):
        direction, coefficients = piece
        roots = discs_json(coefficients, bits)
        return {"direction": direction, "coefficients": [integer_text(c) for c in coefficients], "roots": roots}
    own = _own(names, ring, piece)
    over = []
    for _, part in own:
        atoms = [names.leaf.names[atom] for atom, _ in part.takes]
        over.append([[names.factors.index(f), k] for _, f, k in atoms])
    simple = all(len(names.leaf.splits[f]) == 1 for _, p in own for a, _ in p.takes for f in [names.leaf.names[a][1]])
    absolute = _absolute_json([conjugate for conjugate, _ in own], bits)
    item: Json = {"polynomial": dense_json(piece), "absolute": absolute, "over": over, "line": None}
    if len(own) > 1:
        direction, values = _line(ring, piece)
        return {**item, "line": {"direction": direction, "values": list(values)}}
    return {**item, "over": None} if simple else item


def _free_prime(free: Sequence[Line | Polynomial], direction: int, exponent: int) -> int | None:
    """A prime modulo which no complete orbit is left among the roots that no piece takes."""
    line = Polynomial.constant(1, 1)
    for factor in free:
        if not isinstance(factor, Polynomial) and factor[0] == direction:
            line = line * polynomial_of((0, factor[1]), 1)
    if line.is_constant():
        return None
    prime: int = degree_bound(list(polyphase_components(line, (exponent,)).values()), 0, 0)["prime"]
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
    return [degree_bound(parts, d, 0) if e else None for d, e in enumerate(ring)]


def _own(names: LeafNames, ring: Exponents, piece: Polynomial) -> list[tuple[Conjugate, Piece]]:
    """The factors over C of an irreducible polynomial of a ring, with what they consist of, in canonical order."""
    number = next(n for n in range(len(names.leaf.problem.layers)) if names.ring(n) == ring)
    found = [(c, part) for part in names.leaf.over_c[number] for c, _ in part.content if isinstance(c, Conjugate)]
    return sorted(((c, part) for c, part in found if c.polynomial == piece), key=lambda pair: pair[0].root.position)


def _line(ring: Exponents, piece: Polynomial) -> tuple[int, tuple[int, ...]]:
    return simple_line(piece.inflate(tuple(e or 1 for e in ring)))


def shows_covering(names: LeafNames, ring: Exponents, piece: Polynomial, bits: int) -> bool:
    """Whether so many bits show which factors over C make up each of a polynomial that has several."""
    own = _own(names, ring, piece)
    if len(own) == 1:
        return True
    line, exponent = _line(ring, piece), tuple(e or 1 for e in ring)
    split = own[0][0].factors, [conjugate.root for conjugate, _ in own]
    atoms = [names.leaf.names[atom] for _, part in own for atom, _ in part.takes]
    conjugates = [names.leaf.splits[f][k] for _, f, k in atoms]
    return all(len(candidates_on(line, split, (c.factors, c.root), exponent, bits)) == 1 for c in conjugates)


def degree_bound(components: Sequence[Polynomial], direction: int, degree: int) -> Json:
    """A prime and a point that bound the degree of a gcd in one direction.

    Raises
    ------
    LimitError
        If none were found.
    """
    found = bound(components, direction, degree)
    if found is None:
        raise LimitError("no prime was found that bounds the degree of a gcd of polyphase components")
    return found


def dense_json(polynomial: Polynomial) -> Any:
    """A polynomial as the nested list of exactly its degrees + 1 in each direction.

    Examples
    --------
    >>> dense_json(Polynomial(1, {(2,): 1, (0,): -2}))
    ['-2', '0', '1']
    """
    ones = (1,) * polynomial.dimension
    return tensor_json(polynomial_to_filter(polynomial, tuple(n + 1 for n in polynomial.degrees()), ones))
