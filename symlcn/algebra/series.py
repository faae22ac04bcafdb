"""Power series with inverses of variables, for formulas that divide by entries of filters.

Contents: :func:`inverse_series`, :func:`truncated`, :func:`cleared`, :func:`reduced`.

In a monomial ~n stands for the inverse of the variable n.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.sparse import Family, Terms, cancelled, cells, plus, times, variable

__all__ = ["cleared", "inverse_series", "reduced", "truncated"]


def inverse_series(entries: Mapping[Exponents, int], bound: Exponents) -> Family:
    """The inverse, below a bound, of the power series of which each entry is a variable.

    Examples
    --------
    >>> inverse_series({(0,): 0, (2,): 1}, (4,))
    {(0,): {(-1,): 1}, (2,): {(-1, -1, 1): -1}}
    """
    origin = (0,) * len(bound)
    below: Terms = {(~entries[origin],): -1}
    result: Family = {origin: {(~entries[origin],): 1}}
    for index in cells(bound):
        total: Terms = {}
        for shift, number in entries.items():
            before = tuple(i - s for i, s in zip(index, shift, strict=True))
            if shift != origin and before in result:
                total = plus(total, times(variable(number), result[before]))
        if total:
            result[index] = times(total, below)
    return result


def truncated(left: Family, right: Family, bound: Exponents) -> Family:
    """The product below a bound."""
    result: Family = {}
    for i, x in left.items():
        for j, y in right.items():
            index = tuple(map(sum, zip(i, j, strict=True)))
            if all(n < m for n, m in zip(index, bound, strict=True)):
                result[index] = plus(result.get(index, {}), times(x, y))
    return result


def cleared(vector: Sequence[Terms]) -> tuple[Terms, ...]:
    """The vector without inverses and without common factors: another up to a scalar.

    Examples
    --------
    >>> cleared([{(~0, 1): 2}, {(~0, ~0): 4, (0, ~0): 2}])
    ({(0, 1): 1}, {(): 2, (0, 0): 1})
    """
    powers = [[(_powers(monomial), c) for monomial, c in entry.items()] for entry in vector]
    lowest: dict[int, int] = {}
    for entry in powers:
        for found, _ in entry:
            for number, power in found.items():
                lowest[number] = min(lowest.get(number, 0), power)
    result = []
    for entry in powers:
        total: Terms = {}
        for found, c in entry:
            counts = {number: found.get(number, 0) - low for number, low in lowest.items()}
            monomial = tuple(number for number in sorted(counts) for _ in range(counts[number]))
            total[monomial] = total.get(monomial, 0) + c
        result.append({monomial: c for monomial, c in total.items() if c})
    return cancelled(result) if any(result) else tuple(result)


def reduced(terms: Terms) -> Terms:
    """The same with n·~n cancelled.

    Examples
    --------
    >>> reduced({(~0, 0, 1): 1, (1,): 2})
    {(1,): 3}
    """
    total: Terms = {}
    for monomial, c in terms.items():
        powers = _powers(monomial)
        short = tuple(sorted((n if p > 0 else ~n) for n, p in powers.items() for _ in range(abs(p))))
        total[short] = total.get(short, 0) + c
    return {monomial: c for monomial, c in total.items() if c}


def _powers(monomial: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for number in monomial:
        if number < 0:
            found[~number] = found.get(~number, 0) - 1
        else:
            found[number] = found.get(number, 0) + 1
    return found
