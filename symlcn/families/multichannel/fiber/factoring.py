"""Filters over an end-to-end filter U, where linear equations determine both factors at cuts, one after the other.

Contents: :class:`Factors`, :class:`Failure`, :func:`factors`, :func:`over_rationals`.

A cut of which both factors are unique up to GL(c), in every factorization of U, is searched
(:mod:`symlcn.families.multichannel.fiber.cutequations`); both go on as end-to-end filters of their own layers.
Monomials of the last layer that do not overlap with those of the others are output channels under another name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from flint import fmpq_mat

from symlcn.algebra.echelon import modulo
from symlcn.families.multichannel.basepoint import PRIME
from symlcn.families.multichannel.chain import Chain
from symlcn.families.multichannel.fiber.cutequations import Cut, Field, Index, Rows, Step

__all__ = ["Factors", "Failure", "factors", "over_rationals"]


@dataclass(frozen=True, slots=True)
class Factors:
    """All layers, each as rows of polynomials in its own indices, and the cuts: at the first, then in both parts."""

    layers: tuple[Rows, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there are no factors, or why they are not found.

    Attributes
    ----------
    none : bool
        Whether there are none at all.
    why : str
    steps : tuple of Step
        Up to the one that shows that there are none.
    """

    none: bool
    why: str
    steps: tuple[Step, ...]


def over_rationals(rows: list[list[Any]]) -> Any:
    """A matrix over Q."""
    return fmpq_mat(rows)


def _modulo(rows: list[list[Any]]) -> Any:
    return modulo(rows, PRIME)


def factors(chain: Chain, whole: Rows, field: Field = _modulo) -> Factors | Failure:
    """The factors of a product of polynomial matrices, integers, modulo a prime or over Q.

    Raises
    ------
    LimitError
        If systems of equations are too large, or not seen to have one solution at most.

    Examples
    --------
    >>> from symlcn.families.multichannel.chain import chain_of
    >>> from symlcn.network.notation import parse_network
    >>> chain = chain_of(parse_network("k2s2c2 k2"))
    >>> found = factors(chain, [[{(0,): 10, (1,): 10, (2,): -10, (3,): 10}]], over_rationals)
    >>> found.layers[0], found.layers[1]
    ([[{(0,): 1}], [{(1,): 1}]], [[{(0,): 10, (1,): -10}, {(0,): 10, (1,): 10}]])
    """
    lines = [set(chain.line(d, 0, len(chain))) for d in chain.directions]
    monomials = {index for row in whole for entry in row for index in entry}
    if any(n not in line for index in monomials for n, line in zip(index, lines, strict=True)):
        return Failure(True, "it has coefficients that no product of the layers has", ())
    return _factored(chain, whole, field)


def _factored(chain: Chain, whole: Rows, field: Field) -> Factors | Failure:
    if len(chain) == 1:
        return Factors((_indexed(whole, chain.exponents[0]),), ())
    own, rows, labels = _relabelled(chain, whole)
    why = ""
    for place in range(1, len(own)):
        cut = Cut(own, place, rows, field)
        step = cut.step()
        if isinstance(step, str):
            why = why or f"at the cut after layer {own.places[place - 1] + 1} {step}"
            continue
        pair = cut.solved(step)
        if isinstance(pair, str):
            return Failure(True, pair, (step,))
        layers: tuple[Rows, ...] = ()
        steps: tuple[Step, ...] = (step,)
        for part, factor in ((own.part(0, place), pair[0]), (own.part(place, len(own)), pair[1])):
            found = _factored(part, factor, field)
            steps += found.steps
            if isinstance(found, Failure):
                return Failure(found.none, found.why, steps)
            layers += found.layers
        return Factors((*layers[:-1], _unlabelled(layers[-1], labels)), steps)
    return Failure(False, why, ())


def _indexed(rows: Rows, exponent: Index) -> Rows:
    """A layer by its own indices."""
    return [
        [{tuple(p // e for p, e in zip(n, exponent, strict=True)): c for n, c in entry.items()} for entry in row]
        for row in rows
    ]


Labels: TypeAlias = list[tuple[int, Index]]


def _relabelled(chain: Chain, whole: Rows) -> tuple[Chain, Rows, Labels]:
    """With monomials of the last layer as output channels, in directions where their multiples do not overlap."""
    last = len(chain) - 1
    labels = [(o, (0,) * len(chain.directions)) for o in range(len(whole))]
    for d in chain.directions:
        k, e = chain.sizes[last][d], chain.exponents[last][d]
        line = chain.line(d, 0, last)
        if k == 1 or len(chain.line(d, 0, last + 1)) != k * len(line):
            continue
        origin = {n + e * j: (j, n) for j in range(k) for n in line}
        rows: Rows = [[{} for _ in row] for row in whole for _ in range(k)]
        for o, row in enumerate(whole):
            for i, entry in enumerate(row):
                for index, c in entry.items():
                    j, n = origin[index[d]]
                    rows[o * k + j][i][(*index[:d], n, *index[d + 1 :])] = c
        labels = [(o, (*n[:d], j, *n[d + 1 :])) for o, n in labels for j in range(k)]
        size = chain.sizes[last]
        sizes = (*chain.sizes[:last], (*size[:d], 1, *size[d + 1 :]))
        chain = Chain((*chain.channels[:-1], chain.channels[-1] * k), sizes, chain.exponents, chain.places)
        whole = rows
    return chain, whole, labels


def _unlabelled(layer: Rows, labels: Labels) -> Rows:
    """The last layer, from its rows for outputs and monomials."""
    found: Rows = [[{} for _ in layer[0]] for _ in range(1 + max(o for o, _ in labels))]
    for (o, index), row in zip(labels, layer, strict=True):
        for i, entry in enumerate(row):
            for n, c in entry.items():
                found[o][i][tuple(p + j for p, j in zip(n, index, strict=True))] = c
    return found
