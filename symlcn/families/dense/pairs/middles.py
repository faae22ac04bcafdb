"""The middle one of three dense layers with prescribed invariants, where outer layers may be narrower.

Contents: :func:`middles`, :func:`turns`.

W_1W_1ᵀ = W_2ᵀW_2 − D_1 and W_3ᵀW_3 = D_2 + W_2W_2ᵀ have to be positive semidefinite, of rank at most n_0 and n_3.

If only the last layer is narrower, W_2 is found column by column: some are drawn; each other one is w = M·z/√(−zᵀMz),
where M is D_2 and the w·wᵀ so far, and z is drawn until the root is rational. That lowers the rank and the number of
negative eigenvalues of M by one. If only the first layer is narrower, W_2ᵀ is found so.

If both are, by one, put W_2 = P·Σ·Qᵀ, Σ diagonal and P, Q orthogonal: there are conditions on Q and on P alone, on
Q·ΣᵀΣ·Qᵀ − D_1 and on P·ΣΣᵀ·Pᵀ + D_2, which have to be singular. Let Q = Q_0·R with the rotation R of the plane of the
first two axes by the angle θ of tangent τ: the determinant is α + β·cos 2θ + γ·sin 2θ, and 0 if (α − β)·τ² + 2γτ + α +
β = 0, so τ is rational if γ² + β² − α² is a square. With Σ = (√m·s_1, √m·s_2, s_3, …) W_2 is rational if the product of
m and of 1 + τ² on both sides is a square. All this is drawn until it fits, and no eigenvalue is negative. It seldom is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from random import Random
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.exact import fraction_of, rational_root
from symlcn.algebra.matrices import cayley, embedded, entries, identity, matrix, weights
from symlcn.families.dense.network import inertia

__all__ = ["middles", "turns"]

MAX_DRAWS = 250
MAX_VECTORS = 60
MAX_TURNS = 6
"""So many P and Q are tried for the same Σ."""
FACTORS = tuple(Fraction(p, 12) for p in (3, 4, 6, 8, 9, 12, 15, 16, 18, 24, 36, 48))
CLASSES = (1, 1, 2, 5, 10, 13, 17)


@dataclass(frozen=True, slots=True)
class _Turn:
    """P_0, the rotation of the first two axes after it, √(1 + τ²) times that, and 1 + τ²."""

    start: Any
    rotation: Any
    square: Fraction


def middles(widths: Sequence[int], lower: Any, upper: Any) -> Iterator[Any]:
    """W_2 for the invariants D_1 and D_2; none where both outer layers are narrower, and one by two or more.

    Examples
    --------
    >>> forms = weights([1, 2, -1]), weights([1, 2, -1])
    >>> found = next(middles((2, 3, 3, 2), *forms))
    >>> (found.transpose() * found - forms[0]).rank(), (forms[1] + found * found.transpose()).rank()
    (2, 2)
    """
    first, below, above, last = widths
    random = Random(3)
    top = max(abs(c) for form in (lower, upper) for row in entries(form) for c in row)
    scale = Fraction(isqrt(int(top * 16)) + 1, 4)
    for _ in range(MAX_DRAWS):
        if below <= first and above >= last:
            found = _from_columns(widths, lower, upper, scale, random)
        elif above <= last and below >= first:
            found = _from_columns(tuple(widths)[::-1], -upper, -lower, scale, random)
            found = None if found is None else found.transpose()
        else:
            break
        if found is not None:
            yield found
    if below <= first + 1 and above <= last + 1:
        yield from _from_turns(widths, lower, upper, scale, random)


def _from_columns(widths: Sequence[int], lower: Any, upper: Any, scale: Fraction, random: Random) -> Any:
    """W_2 column by column, where W_1 may have any rank; None if this draw gives none."""
    first, below, above, last = widths
    form, columns = upper, []
    free = random.randint(0, max(below - max(above - last, 0), 0))
    for k in range(below):
        if k < free:
            size = scale * random.choice(FACTORS)
            column = matrix([[size * random.choice((-1, 0, 1))] for _ in range(above)])
        else:
            found = _reducing(form, random)
            if found is None:
                return None
            column = found
        columns.append([c for (c,) in column.tolist()])
        form = form + column * column.transpose()
    whole = fmpq_mat(columns).transpose()
    for total, rank in ((form, last), (whole.transpose() * whole - lower, first)):
        positive, negative = inertia(entries(total))
        if negative or positive > rank:
            return None
    return whole


def _reducing(form: Any, random: Random) -> Any:
    """A column w = form·z/√(−zᵀ·form·z) for which form + w·wᵀ has a smaller rank and fewer negative eigenvalues."""
    for _ in range(MAX_VECTORS):
        vector = fmpq_mat([[random.choice((-3, -2, -1, -1, 0, 0, 0, 1, 1, 2, 3))] for _ in range(form.nrows())])
        image = form * vector
        value = (vector.transpose() * image)[0, 0]
        root = rational_root(-fraction_of(value)) if value < 0 else None
        if root:
            return image * weights([1 / root])
    return None


def _from_turns(widths: Sequence[int], lower: Any, upper: Any, scale: Fraction, random: Random) -> Iterator[Any]:
    """W_2 from its singular values."""
    first, below, above, last = widths
    count = min(below, above)
    for _ in range(MAX_DRAWS):
        part, numbers = random.choice(CLASSES), [scale * random.choice(FACTORS) for _ in range(count)]
        squares = [number * number * (part if k < 2 else 1) for k, number in enumerate(numbers)]
        rights = _turns(squares, -lower, first, random)
        for left in _turns(squares, upper, last, random) if rights else []:
            for right in rights:
                root = rational_root(part / (left.square * right.square))
                if root is not None:
                    middle = weights([number * (root if k < 2 else 1) for k, number in enumerate(numbers)])
                    inner = left.rotation * embedded(middle, above, below) * right.rotation.transpose()
                    yield left.start * inner * right.start.transpose()


def turns(gram: Any, form: Any, rank: int, random: Random) -> Iterator[Any]:
    """Some orthogonal P over Q with P·gram·Pᵀ + form ≥ 0 of at most the given rank; narrower by one only for size 2."""
    size = form.nrows()
    for _ in range(MAX_TURNS):
        start = _orthogonal(size, random) if size > 2 or size <= rank else identity(size)
        turned = start.transpose() * form * start
        for tangent in [None] if size <= rank else _tangents(gram, turned):
            rotation, square = _rotation(size, tangent)
            root = rational_root(square)
            if root is not None and (size == 2 or root == 1):
                turn = start * rotation * weights([1 / root] * size)
                positive, negative = inertia(entries(turn * gram * turn.transpose() + form))
                if negative == 0 and positive <= rank:
                    yield turn
        if size == 2 and size > rank:
            return


def _turns(squares: Sequence[Fraction], form: Any, rank: int, random: Random) -> list[_Turn]:
    """Some orthogonal P with P·diag(squares)·Pᵀ + form ≥ 0 of at most the given rank."""
    size, found = form.nrows(), []
    padded = [*squares, *[Fraction(0)] * (size - len(squares))]
    for _ in range(MAX_TURNS if size > 2 else 1):
        start = _orthogonal(size, random)
        turned = start.transpose() * form * start
        for tangent in [None] if size <= rank else _tangents(weights(padded), turned):
            rotation, square = _rotation(size, tangent)
            scaled = [value / square if k < 2 else value for k, value in enumerate(padded)]
            positive, negative = inertia(entries(rotation * weights(scaled) * rotation.transpose() + turned))
            if negative == 0 and positive <= rank:
                found.append(_Turn(start, rotation, square))
    return found


def _rotation(size: int, tangent: Fraction | None) -> tuple[Any, Fraction]:
    """The rotation multiplied by the square root of 1 + τ² in the plane, and 1 + τ²; None for no rotation."""
    if tangent is None or size < 2:
        return identity(size), Fraction(1)
    return embedded(matrix([[1, -tangent], [tangent, 1]]), size, size, unit=True), 1 + tangent * tangent


def _orthogonal(size: int, random: Random) -> Any:
    """An exchange of axes, or one and a turn by small numbers."""
    order = random.sample(range(size), size)
    exchange = matrix([[int(j == order[i]) for j in range(size)] for i in range(size)])
    if random.random() < 0.3:
        return exchange
    small = {(i, j): random.choice((0, Fraction(1, 2), Fraction(-1, 3), 1)) for i in range(size) for j in range(i)}
    skew = [[small.get((i, j), 0) - small.get((j, i), 0) for j in range(size)] for i in range(size)]
    return exchange * cayley(skew)


def _tangents(gram: Any, form: Any) -> list[Fraction]:
    """The rational τ for which R·gram·Rᵀ + form is singular; the gram matrix is diagonal beyond two axes."""
    size = form.nrows()
    if size < 2:
        return []
    p, q, r = (fraction_of(c) for c in (gram[0, 0], gram[0, 1], gram[1, 1]))
    mean, half = (p + r) / 2, (p - r) / 2
    values = []
    for cosine, sine in ((1, 0), (-1, 0), (0, 1)):
        x, y = half * cosine - q * sine, half * sine + q * cosine
        change = matrix([[mean + x - p, y - q], [y - q, mean - x - r]])
        value = (gram + embedded(change, size, size) + form).det()
        values.append(fraction_of(value))
    alpha, beta = (values[0] + values[1]) / 2, (values[0] - values[1]) / 2
    gamma = values[2] - alpha
    root = rational_root(gamma * gamma + beta * beta - alpha * alpha)
    if root is None or alpha == beta:
        return []
    return [(sign * root - gamma) / (alpha - beta) for sign in (1, -1)]
