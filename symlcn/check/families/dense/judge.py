"""Kind "dense": fully connected linear networks, where the NTK is or is not a function of the product W.

Contents: :func:`check`.

"accepted" means, when refuted: two tuples of matrices have the same product, of the largest rank that the widths (and
scalar invariants) allow, the same invariants D_l = W_{l+1}^T W_{l+1} - W_l W_l^T, which are those of ``delta`` unless
it is null, and different NTKs. No theorem is used. The matrices may have square roots of rational numbers on both sides
(exactpair.py). Or a motion shows that there are two such tuples (motion.py), by the implicit function theorem; where
the parameters that move are not rational up to square roots, they are shown to exist near rational ones (near.py).

When proved: the hypotheses of a theorem hold, which is trusted, and each sample is as the theorem says; the claim
counts those with different products, and none with parameters that are their own image. The theorem
"scalar" is that of eigenspaces.py, for the listed ranks of W; with ``delta`` null all hidden widths are 1. The theorem
"trace": for widths 1 n 1 the NTK is |u|^2 + |v|^2, and its square is 2 tr D^2 + 4 W^2 - (tr D)^2. Likewise where each
hidden layer l of width > 1 is between two of width 1: with t = |W_1|^2 all |W_l|^2 are t + const., and twice
(W_{l+1} W_l)^2 is |W_l|^4 + |W_{l+1}|^4 - tr D_l^2; the product |W|^2 of these and of the other |W_l|^2 grows with t,
so W != 0 determines t, and K is a function of t, W^T W / |W|^2 and W W^T / |W|^2. There are real parameters with the
invariants in both cases: for "trace", if there are for each such layer, since then there are for all large t.
"""

from __future__ import annotations

from itertools import accumulate

from ...algebra.matrices import (
    Matrix,
    product_of,
    rank_of,
    read_layers,
    read_matrix,
    read_squares,
    same,
    times,
    transposed,
    unit,
)
from ...core.arithmetic import Rational, over_common
from ...core.extras import extra
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected, Statement
from ...core.reading import check_nothing, choice, integer, json_list, json_object
from ..widths import invariants_of, read_widths
from .eigenspaces import rank_classes

_EVIDENCE = {
    "pair ntk_difference": "an exact pair",
    "motion": "a motion and the implicit function theorem",
    "near": "a motion near rational parameters, Brouwer's theorem and the implicit function theorem",
}


def check(item: dict[str, object], status: str, work: Work) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    widths = read_widths(item["architecture"])
    delta = None
    if item["delta"] is not None:
        delta = read_squares(item["delta"], widths[1:-1], "delta", work)
        for i, value in enumerate(delta):
            if not same(value, transposed(value)):
                raise Rejected(f"delta[{i}]", "is not symmetric")
    name = " ".join(map(str, widths))
    if status == "undecided":
        stated = check_nothing(item, "result evidence")
    else:
        stated = (_check_proof if status == "proved" else _check_pair)(widths, delta, item, work)
    stated.subject = name
    return stated


def _sides(layers: list[Matrix], widths: list[int], work: Work) -> list[tuple[Matrix, Matrix]]:
    """A_l A_l^T and B_l^T B_l for each layer l, where W = A_l W_l B_l."""
    after, before = [unit(widths[-1], work)], [unit(widths[0], work)]
    for layer in reversed(layers[1:]):
        after.append(times(after[-1], layer, work))
    for layer in layers[:-1]:
        before.append(times(layer, before[-1], work))
    return [
        (times(a, transposed(a), work), times(transposed(b), b, work))
        for a, b in zip(reversed(after), before, strict=True)
    ]


def _scalars(delta: list[Matrix] | None) -> list[Rational] | None:
    """The numbers d_l if the given matrices are all d_l I."""
    if delta is None or any(not same(m, _scaled(m.rows[0][0], m.denominator, len(m.rows))) for m in delta):
        return None
    return [(m.rows[0][0], m.denominator) for m in delta]


def _scaled(p: int, q: int, size: int) -> Matrix:
    return Matrix([[p if i == j else 0 for j in range(size)] for i in range(size)], q)


def _ranks(widths: list[int], scalars: list[Rational], work: Work) -> dict[int, tuple[bool, bool]]:
    numerators, _ = over_common(scalars, work)
    p = list(accumulate(numerators, initial=0))
    return rank_classes(widths, p, work)


def _check_pair(widths: list[int], delta: list[Matrix] | None, item: dict[str, object], work: Work) -> Statement:
    """Establishes a pair, or a motion; returns what it shows."""
    result = json_object(item["result"], "ntk rank", "result")
    choice(result["ntk"], ("dependent",), "result.ntk")
    rank = integer(result["rank"], "result.rank", 0, min(widths))
    given = item["evidence"] if isinstance(item["evidence"], dict) else {}
    form = next((form for form in ("motion", "near") if form in given), "pair ntk_difference")
    evidence = json_object(item["evidence"], form, "evidence")
    if "pair" in evidence:
        exact = extra("exact pair")
        pair, found = exact.check_pair(evidence["pair"], widths, delta, work)
        _check_rank(found, rank, widths, delta, work)
        exact.check_difference(evidence["ntk_difference"], pair, widths, work)
    elif delta is None:
        raise Malformed("delta", "must be given where the evidence is a motion")
    else:
        moving = extra("motion").check_motion if form == "motion" else extra("near").check_near
        _check_rank(moving(evidence[form], widths, delta, f"evidence.{form}", work), rank, widths, delta, work)
    some = "for some invariants" if delta is None else "for these invariants"
    return Statement(f"the NTK is not a function of the product W of rank {rank}, {some}, by {_EVIDENCE[form]}")


def _check_rank(found: int, claimed: int, widths: list[int], delta: list[Matrix] | None, work: Work) -> None:
    """Establishes that the rank of the product is the one that is claimed, and the largest."""
    if found != claimed:
        raise Rejected("result.rank", "is not the rank of the product")
    scalars = _scalars(delta)
    largest = min(widths) if scalars is None else max(_ranks(widths, scalars, work), default=-1)
    if claimed != largest:
        raise Rejected("result.rank", f"is not the largest, {largest}")


def _check_proof(widths: list[int], delta: list[Matrix] | None, item: dict[str, object], work: Work) -> Statement:
    """Establishes the hypotheses of a theorem and the samples; returns what follows."""
    result = json_object(item["result"], "ntk theorem rank ranks orbits", "result")
    choice(result["ntk"], ("independent",), "result.ntk")
    theorem = choice(result["theorem"], ("scalar", "trace"), "result.theorem")
    scalars = _scalars(delta)
    if theorem == "trace":
        wide = [l for l in range(1, len(widths) - 1) if widths[l] > 1 or len(widths) == 3]
        if not wide or any(widths[l - 1] != 1 or widths[l + 1] != 1 for l in wide):
            raise Rejected("result.theorem", "is for hidden layers of width 1, or between two layers of width 1")
        if delta is not None and not all(_is_attained(delta[l - 1], work) for l in wide):
            raise Rejected("delta", "no real parameters have these invariants")
        every = widths[0] == widths[-1] == 1
        expected: tuple[int, list[int], list[int]] = 1, [0, 1] if every else [1], []
    elif delta is None:
        if len(widths) < 3 or set(widths[1:-1]) != {1}:
            raise Rejected("result.theorem", "covers all invariants only where all hidden widths are 1")
        expected, every = (1, [1], [1]), False
    elif scalars is None:
        raise Rejected("result.theorem", "is for invariants that are scalar matrices")
    else:
        classes = _ranks(widths, scalars, work)
        expected, every = _expected(classes), all(single for single, _ in classes.values())
    found = (
        integer(result["rank"], "result.rank", 0, min(widths)),
        *(
            [
                integer(n, f"result.{key}[{i}]", 0, min(widths))
                for i, n in enumerate(json_list(result[key], f"result.{key}"))
            ]
            for key in ("ranks", "orbits")
        ),
    )
    for key, value, right in zip(("rank", "ranks", "orbits"), found, expected, strict=True):
        if value != right:
            raise Rejected(f"result.{key}", f"is not {right}")
    samples = json_list(json_object(item["evidence"], "samples", "evidence")["samples"], "evidence.samples")
    seen: list[Matrix] = []  # the products of samples that move
    for n, sample in enumerate(samples):
        whole = _check_sample(widths, delta, sample, f"evidence.samples[{n}]", work)
        if whole is not None and not any(same(whole, other) for other in seen):
            seen.append(whole)
    which = "these invariants" if delta is not None else "all invariants"
    sampled = f"; orbits sampled: {len(seen)}" if seen else ""
    text = f"the NTK is a function of the product W for {which}, by the theorem {theorem!r}{sampled}"
    return Statement(text, () if every else (_rank_among(expected[1]),))


def _rank_among(ranks: list[int]) -> str:
    *others, last = map(str, ranks)
    return f"the rank of W is {', '.join(others)} or {last}" if others else f"the rank of W is {last}"


def _is_attained(value: Matrix, work: Work) -> bool:
    """Whether a symmetric matrix is v v^T - u u^T for real u and v: one eigenvalue at most is positive, one negative.

    That is so if the rank is at most 2 and half the square of the trace, less that of the trace of the square, which is
    the product of the two eigenvalues where the rank is 2, is not positive.
    """
    work.spend(len(value.rows) ** 2, value.bits, value.bits)
    trace = sum(row[i] for i, row in enumerate(value.rows))
    return trace**2 <= sum(c * c for row in value.rows for c in row) and rank_of(value, work) <= 2


def _expected(classes: dict[int, tuple[bool, bool]]) -> tuple[int, list[int], list[int]]:
    """The largest rank, the ranks for which the theorem holds, and those with one orbit."""
    if not classes:
        raise Rejected("delta", "no real parameters have these invariants")
    if not classes[max(classes)][0]:
        raise Rejected("result.ntk", "is not established for W of the largest rank")
    singles = [rank for rank, (single, _) in classes.items() if single]
    return max(classes), singles, [rank for rank, (_, orbit) in classes.items() if orbit]


def _check_sample(
    widths: list[int], delta: list[Matrix] | None, value: object, where: str, work: Work
) -> Matrix | None:
    """Establishes two tuples with the given invariants, one the image of the other, with equal products and NTKs.

    Returns the product, or None if the two tuples are the same, which shows nothing.
    """
    item = json_object(value, "parameters orthogonal image", where)
    sides = [read_layers(item[key], widths, f"{where}.{key}", work) for key in ("parameters", "image")]
    turns = [unit(widths[0], work)]
    for l, entry in enumerate(json_list(item["orthogonal"], f"{where}.orthogonal", len(widths) - 2)):
        turns.append(read_matrix(entry, widths[l + 1], widths[l + 1], f"{where}.orthogonal[{l}]", work))
        if not same(times(turns[-1], transposed(turns[-1]), work), unit(widths[l + 1], work)):
            raise Rejected(f"{where}.orthogonal[{l}]", "is not orthogonal")
    turns.append(unit(widths[-1], work))
    for l, (old, new) in enumerate(zip(*sides, strict=True)):
        if not same(times(new, turns[l], work), times(turns[l + 1], old, work)):
            raise Rejected(f"{where}.image[{l}]", "is not the image of the parameters")
    for layers, key in zip(sides, ("parameters", "image"), strict=True):
        kept = invariants_of(layers, work)
        if delta is None or not all(map(same, kept, delta)):
            raise Rejected(f"{where}.{key}", "has other invariants than delta")
    wholes = [product_of(layers, work) for layers in sides]
    if not same(*wholes):
        raise Rejected(where, "the products differ")
    left, right = (_sides(layers, widths, work) for layers in sides)
    if not all(same(a, c) and same(b, d) for (a, b), (c, d) in zip(left, right, strict=True)):
        raise Rejected(where, "the NTKs differ")
    return None if all(map(same, *sides)) else wholes[0]
