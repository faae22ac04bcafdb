"""Evidence that the points of a fiber are all: how gcds divide the filter, and what divides its parts.

Contents: :func:`tree_json`, :func:`separating_bits`.

The objects of this module become JSON. What each field proves is said in the checker, ``symlcn/check/fiber/parts.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.complexroots import AlgebraicNumber, complex_roots
from symlcn.algebra.discs import MAX_BITS, MIN_BITS, apart_at
from symlcn.algebra.exact import Json
from symlcn.algebra.polynomials import Polynomial
from symlcn.errors import LimitError
from symlcn.fiber.evidence.factorevidence import (
    assume,
    degree_bound,
    dense_json,
    factor_json,
    ring_json,
    shows_covering,
)
from symlcn.fiber.evidence.leafnames import LeafNames, Parts, polynomial_of
from symlcn.fiber.overq import order_of
from symlcn.fiber.parts import Node, Problem, Split
from symlcn.network.filters import polyphase_components

__all__ = ["separating_bits", "tree_json"]


def separating_bits(parts: Parts) -> int:
    """A number of bits at which roots of each direction, and of what is irreducible in each ring, are told apart.

    They also show what factors over C consist of in rings with exponents above 1.

    Raises
    ------
    LimitError
        If 8192 bits do not separate them.
    """
    bits = MIN_BITS
    for names in parts.names:
        for numbers in _together(names):
            bits = apart_at(numbers, bits)
        for ring, piece in ((ring, piece) for ring, pieces in names.rings.items() for piece in pieces):
            while isinstance(piece, Polynomial) and not shows_covering(names, ring, piece, bits):
                if 2 * bits > MAX_BITS:
                    raise LimitError(f"the factors of a part are not told apart at {bits} bits")
                bits *= 2
    return bits


def _together(names: LeafNames) -> Iterator[list[AlgebraicNumber]]:
    """The numbers around which discs are disjoint: the roots of each direction, and their powers in each ring."""
    for roots in names.leaf.roots.values():
        yield [root.number for root in roots]
    for pieces in names.rings.values():
        lines = [piece for piece in pieces if not isinstance(piece, Polynomial)]
        for direction in dict.fromkeys(d for d, _ in lines):
            yield [root.number for d, f in lines if d == direction for root in complex_roots(f)]


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
        if len(node.layers) > 1 and node.possible:
            leaf = _leaf_json(own, bits, assumptions)
        return {"polynomial": dense_json(node.polynomial), "split": None, "leaf": leaf}
    group, rest = (part if isinstance(part, Problem) else part.problem for part in (node.group, node.rest))
    remainder, cofactor = node.remainder or (None, None)
    split: Json = {
        "layers": [layer for layer in group.layers if layer != remainder],
        "ring": [r if n else 1 for r, n in zip(node.ring, _active(group), strict=True)],
        "bounds": _bounds(node, group),
        "group": _node_json(node.group, names, bits, assumptions),
        "rest": None,
    }
    if rest.layers:
        split["rest"] = _node_json(node.rest, names, bits, assumptions)
    else:
        next(names)
    if cofactor is not None:
        split["rest"] = {"polynomial": dense_json(cofactor), "split": None, "leaf": None}
        split["remainder"] = remainder
    return {"polynomial": dense_json(node.problem.polynomial), "split": split, "leaf": None}


def _bounds(split: Split, group: Problem) -> list[Json | None]:
    parts = list(polyphase_components(split.problem.polynomial, split.ring).values())
    degrees = group.polynomial.degrees()
    return [degree_bound(parts, d, degrees[d]) if n else None for d, n in enumerate(_active(group))]


def _active(problem: Problem) -> list[bool]:
    """In which directions some layer is active."""
    return [any(column) for column in zip(*problem.degrees, strict=True)]


def _leaf_json(names: LeafNames, bits: int, assumptions: list[str]) -> Json:
    problem = names.leaf.problem
    where = f"of the part of the layers {', '.join(str(layer + 1) for layer in problem.layers)}"
    factors: list[Json] = []
    for j, factor in enumerate(names.factors):
        multiplicity = order_of(polynomial_of(factor, problem.polynomial.dimension), problem.polynomial)
        factors.append({**factor_json(factor, names, bits), "multiplicity": multiplicity})
        assume(assumptions, f"factor {j} {where}", factors[-1])
    rings = [ring_json(names, ring, bits, assumptions, where) for ring in names.rings]
    return {"factors": factors, "rings": rings}
