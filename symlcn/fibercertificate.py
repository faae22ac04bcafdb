"""Certificates of fibers as JSON.

Contents: :func:`fiber_json`, :func:`fiber_body`; :func:`enclosed_scaling`, :func:`algebraic_json`, :func:`number_text`.

The format is fixed by ``fiber.schema.json`` beside this module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from flint import fmpz_mat, nmod_mat

from symlcn.algebraic import dyadic
from symlcn.architecture import Architecture
from symlcn.classes import generic_delta, permuted
from symlcn.enclosures import Enclosed, enclose, separating_entry
from symlcn.errors import LimitError
from symlcn.everydelta import Verdict
from symlcn.fiber import Fiber, ScaledPoint
from symlcn.fiberevidence import Parts, separating_bits, tree_json
from symlcn.filters import Filter
from symlcn.ntk import gram_matrices, jacobian, pivots
from symlcn.pieces import Conjugate, Linear, Product, product_of
from symlcn.points import Point
from symlcn.roots import AlgebraicNumber, complex_roots
from symlcn.serial import (
    Json,
    architecture_json,
    integer_text,
    number_json,
    rational_text,
    rationals_json,
    rho_json,
    sealed,
    tensor_json,
)
from symlcn.smooth import merged_layers

__all__ = ["algebraic_json", "enclosed_scaling", "fiber_body", "fiber_json", "number_text"]

PRIME = 999_999_937
BITS = 256
MARGIN = Fraction(1, 2**80)
PRECISIONS = (96, 256, 768)
DIGITS = 15


def fiber_json(found: Fiber) -> Json:
    """The fiber as a JSON object of format ``symlcn-certificate``, version 1, with evidence.

    Raises
    ------
    LimitError
        If no evidence was found for what is known of the fiber.

    Examples
    --------
    >>> from symlcn.architecture import parse_architecture
    >>> from symlcn.fiber import fiber
    >>> document = fiber_json(fiber(parse_architecture("k3 k2"), (-2, 0, 0, 1), [0]))
    >>> document["counts"], document["points"][0]["field"]["generators"][0]["minpoly"], document["assumptions"]
    ({'Q': 0, 'R': 1, 'C': 3}, ['-2', '0', '0', '1'], [])
    """
    header = {"format": "symlcn-certificate", "version": 1, "kind": "fiber"}
    invariants = {"architecture": architecture_json(found.architecture), "delta": rationals_json(found.delta)}
    return sealed({**header, **invariants, **fiber_body(found)})


def fiber_body(found: Fiber) -> Json:
    """The certificate of a fiber without header, architecture and invariants. Raises as :func:`fiber_json`."""
    parts = Parts.of(found.architecture, found.tensor)
    comparison, bits = _comparison(found)
    tree, assumptions = tree_json(parts, separating_bits(parts, bits))
    if comparison is not None:
        assumptions += [f"points {i} and {j}: equal NTKs" for i, j in comparison["equal"]]
    return {
        "status": found.status,
        "reason": _reason(found),
        "filter": tensor_json(found.tensor),
        "field": found.field,
        "points": None if found.limit else [_point_json(found, point) for point in found.points],
        "counts": {"Q": found.counts.rational, "R": found.counts.real, "C": found.counts.complex},
        "smooth": found.smooth.smooth,
        "smooth_reason": found.smooth.reason,
        "ntk_classes": _classes(found),
        "pairs": None if found.limit else [_pair_json(i, j, verdict) for i, j, verdict in found.pairs],
        "evidence": {"fiber": tree, "smooth": _smooth_json(found, parts), **_listing_json(found, parts, comparison)},
        "assumptions": assumptions,
    }


def _listing_json(found: Fiber, parts: Parts, comparison: Json | None) -> Json:
    """The evidence for what is said of single points."""
    if found.limit:
        return {"points": None, "ranks": None, "ntk": None, "pairs": None}
    architecture, smooth = found.architecture, found.smooth.smooth
    return {
        "points": [_choices(architecture, parts, point.point) for point in found.points],
        "ranks": [None if smooth else _rank_json(architecture, p.filters, p.rank) for p in found.points],
        "ntk": comparison,
        "pairs": [_pair_evidence(found, i, j, verdict) for i, j, verdict in found.pairs],
    }


def _classes(found: Fiber) -> list[list[int]] | None:
    if found.classes is None or found.classes.classes is None:
        return None
    return [[found.real[index] for index in group] for group in found.classes.classes]


def _reason(found: Fiber) -> str | None:
    if found.status != "undecided":
        return None
    if found.classes is None:
        return found.limit or "too many points to compare their NTKs"
    pairs = ", ".join(f"{found.real[i]} and {found.real[j]}" for i, j in found.classes.undecided[:10])
    return f"neither separated nor identified are the points {pairs}"


def _choices(architecture: Architecture, parts: Parts, point: Point) -> list[list[list[Any]] | None]:
    layers = enumerate(architecture.layers)
    return [parts.choice([l], layer.degrees, point.products[l]) if layer.active else None for l, layer in layers]


# Points


def _point_json(found: Fiber, point: ScaledPoint) -> Json:
    if point.filters is not None and point.factor is not None:
        return {
            "filters": [tensor_json(filter_) for filter_ in point.filters],
            "factor": rational_text(point.factor),
            "field": "Q",
            "rank": point.rank,
            "t": point.scaling and number_json(point.scaling.t),
            "rho": point.scaling and rho_json(point.scaling),
        }
    layers = range(len(found.architecture.layers))
    generators = {number for layer in layers for number in _generators(point.point.products[layer])}
    ordered = sorted(generators, key=lambda n: (n.degree, n.minpoly, n.position))
    scaling = enclosed_scaling(found, point)
    return {
        "filters": [_layer_json(found.architecture, point.point, layer) for layer in layers],
        "factor": None,
        "field": {"generators": [algebraic_json(number) for number in ordered]},
        "rank": point.rank,
        "t": scaling and _interval_json(scaling.t),
        "rho": scaling and [_interval_json(rho) for rho in scaling.rho],
    }


def enclosed_scaling(found: Fiber, point: ScaledPoint) -> Enclosed | None:
    """Enclosures of t and ρ for a real point of a fiber with given invariants, None for others.

    Raises
    ------
    LimitError
        If 768 bits are not enough.
    """
    if found.delta is None or not point.point.real:
        return None
    for bits in PRECISIONS:
        enclosed = enclose(found.architecture, found.tensor, point.point, found.delta, bits)
        if enclosed is not None:
            return enclosed
    raise LimitError(f"{PRECISIONS[-1]} bits do not give an enclosure of ρ")


def _generators(product: Product) -> Iterator[AlgebraicNumber]:
    """Numbers that generate a field with all coefficients: one field generator less for each full set of conjugates."""
    counts: dict[Any, Counter[int]] = {}
    for factor, power in product:
        if isinstance(factor, Linear) and factor.number.degree > 1:
            counts.setdefault((factor.direction, factor.number.minpoly), Counter())[factor.number.position] += power
        elif isinstance(factor, Conjugate) and factor.factors.count > 1:
            counts.setdefault((factor.polynomial, factor.factors.minpoly), Counter())[factor.root.position] += power
    for (_, minpoly), powers in counts.items():
        all_powers = [powers[position] for position in range(len(minpoly) - 1)]
        frequency = Counter(all_powers)
        common = min(frequency, key=lambda power: (-frequency[power], power))
        yield from (r.number for r in complex_roots(minpoly) if all_powers[r.number.position] != common)


def _layer_json(architecture: Architecture, point: Point, layer: int) -> Any:
    """The primitive filter where it is rational; else enclosures of its entries: [lower, upper], or re and im."""
    filter_ = point.rational_filter(layer, architecture.layers[layer].size)
    if filter_ is not None:
        return tensor_json(filter_)
    size, balls = architecture.layers[layer].size, point.enclosure(layer)
    last = max(balls)  # where the entry is 1, as the filter is normalised

    def level(prefix: tuple[int, ...]) -> Any:
        if len(prefix) < len(size):
            return [level((*prefix, k)) for k in range(size[len(prefix)])]
        ball = balls.get(prefix)
        if ball is None or prefix == last:
            re, im = [["0", "0"], ["1", "1"]][prefix == last], ["0", "0"]
        else:
            re, im = _bounds(ball.real, MARGIN), _bounds(ball.imag, MARGIN)
        return re if point.real else {"re": re, "im": im}

    return {"enclosure": level(())}


def _bounds(ball: Any, margin: Fraction = Fraction(0)) -> list[str]:
    """Rational bounds of a real ball, with a margin that leaves room for the rounding of others."""
    lower, upper = dyadic(ball.lower()), dyadic(ball.upper())
    room = margin * (1 + abs(upper))
    return [rational_text(lower - room), rational_text(upper + room)]


def _interval_json(ball: Any) -> Json:
    return {"interval": _bounds(ball, MARGIN), "approx": ball.str(DIGITS, radius=False)}


def algebraic_json(number: AlgebraicNumber) -> Json:
    """Minimal polynomial, a rectangle (an interval if real) around this root and no other, and an approximation."""
    left, right, below, above = number.box
    room = MARGIN * (1 + max(map(abs, number.box)))
    re, im = ([rational_text(low - room), rational_text(high + room)] for low, high in ((left, right), (below, above)))
    place = {"interval": re} if number.real else {"re": re, "im": im}
    return {"minpoly": [integer_text(c) for c in number.minpoly], **place, "approx": number_text(number)}


def number_text(number: AlgebraicNumber, digits: int = DIGITS) -> str:
    """A decimal approximation, such as 0.5 or 0.5-1.25i."""
    ball = number.enclosure(64)
    real = ball.real.str(digits, radius=False)
    if number.real:
        return str(real)
    imaginary = ball.imag.str(digits, radius=False)
    return f"{real}{'' if imaginary.startswith('-') else '+'}{imaginary}i"


# Ranks


def _rank_json(
    architecture: Architecture, filters: Sequence[Filter] | None, rank: int | None, prime: int = PRIME
) -> Json | None:
    """A minor that is not zero modulo a prime, and vectors of the kernel beyond those of scalings."""
    if rank is None or filters is None:
        return None
    rows = [[int(c) for c in row] for block in jacobian(architecture, filters) for row in block.tolist()]
    modulo = nmod_mat([[c % prime for c in row] for row in rows], prime)
    kernel: list[list[str]] = []
    if rank < architecture.rank:
        basis, nullity = fmpz_mat(rows).transpose().nullspace()
        kernel = [[integer_text(int(basis[i, j])) for i in range(len(rows))] for j in range(nullity)]
    return {"prime": prime, "rows": pivots(modulo.transpose()), "columns": pivots(modulo), "kernel": kernel}


def _smooth_json(found: Fiber, parts: Parts) -> Json | None:
    smooth, merged = found.smooth, found.architecture.merged()
    if smooth.smooth is None:
        return None
    groups = zip(merged_layers(found.architecture), merged.layers, smooth.choices, strict=True)
    filters = smooth.residues.filters if smooth.residues else smooth.filters
    prime = smooth.residues.prime if smooth.residues else PRIME
    return {
        "point": [
            parts.choice(group, layer.degrees, product_of(choice)) if layer.active else None
            for group, layer, choice in groups
        ],
        "filters": smooth.filters and [tensor_json(filter_) for filter_ in smooth.filters],
        "residues": smooth.residues and list(smooth.residues.roots),
        "rank": filters and _rank_json(merged, filters, smooth.rank, prime),
    }


# NTKs


def _comparison(found: Fiber) -> tuple[Json | None, int]:
    """Places at which the NTKs of different classes differ, and the bits that show it."""
    if found.classes is None or (found.classes.classes is None and not found.classes.differ):
        return None, BITS
    delta = generic_delta(found.architecture) if found.delta is None else found.delta
    classes = found.classes.classes
    equal, pair = [], None
    if classes is not None:
        heads = [group[0] for group in classes]
        pairs = list(combinations(heads, 2))
        for group in classes:
            points = [found.points[found.real[index]].point for index in group]
            others = enumerate(points[1:], 1)
            equal += [
                [found.real[group[0]], found.real[group[k]]]
                for k, point in others
                if not permuted(found.architecture, points[0], point, delta)
            ]
    else:
        pairs = [p for p in combinations(range(len(found.real)), 2) if p not in found.classes.undecided]
    for bits in PRECISIONS:
        places, pair = _places(found, pairs, delta, bits, all_pairs=classes is not None)
        if places is not None:
            item = {
                "bits": max(BITS, 3 * bits),
                "delta": rationals_json(delta),
                "indices": [list(place) for place in places],
                "pair": None if classes is not None else pair,
                "equal": equal,
            }
            return item, max(BITS, 3 * bits)
    raise LimitError(f"{PRECISIONS[-1]} bits do not separate NTKs that differ")


def _places(
    found: Fiber, pairs: Sequence[tuple[int, int]], delta: Sequence[Fraction], bits: int, *, all_pairs: bool
) -> tuple[list[tuple[int, int]] | None, list[int] | None]:
    """Places at which the pairs are separated, or one pair if not all are asked for; None if the bits do not do."""
    enclosed: dict[int, Enclosed] = {}
    for index in sorted({index for pair in pairs for index in pair}):
        ball = enclose(found.architecture, found.tensor, found.points[found.real[index]].point, delta, bits)
        if ball is None:
            return None, None
        enclosed[index] = ball
    places: dict[tuple[int, int], None] = {}
    for i, j in pairs:
        place = separating_entry(enclosed[i], enclosed[j])
        if place is None and all_pairs:
            return None, None
        if place is not None:
            places[place] = None
            if not all_pairs:
                return list(places), [found.real[i], found.real[j]]
    return (list(places), None) if all_pairs else (None, None)


def _pair_json(i: int, j: int, verdict: Verdict) -> Json:
    return {"points": [i, j], "kind": verdict.kind, "forms": [list(form) for form in verdict.forms]}


def _pair_evidence(found: Fiber, i: int, j: int, verdict: Verdict) -> Json | None:
    """A matrix S with its inner products, or entries at which some N_l are independent."""
    if verdict.kind == "undecided":
        return None
    if verdict.kind == "locus":
        return {"places": [list(place) for place in verdict.places]}
    entries = list(zip(verdict.places, verdict.weights, strict=True))
    products = []
    for filters in (found.points[i].filters, found.points[j].filters):
        matrices = gram_matrices(found.architecture, filters or ())
        doubled = [(place, value * (1 if place[0] == place[1] else 2)) for place, value in entries]
        products.append([integer_text(sum(int(m[place]) * value for place, value in doubled)) for m in matrices])
    return {
        "entries": [{"index": list(place), "value": integer_text(value)} for place, value in entries],
        "products": products,
    }
