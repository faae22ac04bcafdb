"""Exact arithmetic on integers; what may cost much is paid for before it is done.

Contents: :func:`less`, :func:`total_bits`, :func:`most_bits`, :func:`trimmed`, :func:`times`, :func:`plus`,
:func:`divides`, :func:`quotient`, :func:`evaluate`, :func:`deflate`, :func:`over_common`, :func:`multiply_all`,
:func:`power_of`, :func:`binomial`, :func:`norm`, :func:`sparse_product`, :func:`same_multiples`, :func:`proportional`.

A rational number is a pair (p, q) in lowest terms with q > 0. A polynomial in one variable is the list of its
coefficients from degree 0. A filter, or a polynomial in several variables, maps the index of each nonzero entry to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import comb, lcm, prod

from .limits import Work

Filter = dict[tuple[int, ...], int]  # the nonzero entries
Rational = tuple[int, int]
LARGE_PRIME = 2**61 - 1  # modulo which hardly a number vanishes that is not 0
TYPE_CHECKING = False  # what typing calls so, without the cost of importing it
if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")


def less(x: Rational, y: Rational) -> bool:
    return x[0] * y[1] < y[0] * x[1]


def total_bits(values: Iterable[int]) -> int:
    return sum(map(int.bit_length, values))


def most_bits(values: Iterable[int]) -> int:
    return max(map(int.bit_length, values), default=0)


def trimmed(f: list[T]) -> list[T]:
    """Without the zeros, or zero polynomials, at the end."""
    length = len(f)
    while length and not f[length - 1]:
        length -= 1
    return f[:length]


def times(f: list[int], g: list[int], work: Work) -> list[int]:
    left = [(i, c) for i, c in enumerate(f) if c]
    right = [(k, c) for k, c in enumerate(g) if c]
    bits, by_bits = [c.bit_length() for _, c in left], [c.bit_length() for _, c in right]
    work.spend(len(f) + len(g) + len(left) * len(right), sum(bits), sum(by_bits))
    work.hold(len(f) + len(g), max(bits, default=0) + max(by_bits, default=0))
    product = [0] * (len(f) + len(g) - 1)
    for i, a in left:
        for k, c in right:
            product[i + k] += a * c
    return product


def plus(f: list[int], g: list[int]) -> list[int]:
    long, short = (f, g) if len(f) >= len(g) else (g, f)
    return [c + short[i] for i, c in enumerate(long[: len(short)])] + long[len(short) :]


def divides(f: list[int], g: list[int], work: Work) -> bool:
    """Whether f, primitive with a nonzero leading coefficient, divides g over Q (and then over Z, by Gauss)."""
    return quotient(f, g, work) is not None


def quotient(f: list[int], g: list[int], work: Work) -> list[int] | None:
    """g/f where f, primitive with a nonzero leading coefficient, divides g over Q, else None."""
    rest, n, bits = list(g), len(f) - 1, total_bits(f)
    result = [0] * max(len(g) - n, 0)
    for k in range(len(g) - 1, n - 1, -1):
        result[k - n], remainder = divmod(rest[k], f[-1])
        if remainder:
            return None
        work.spend(len(f), result[k - n].bit_length(), bits)
        for i in range(n + 1):
            rest[k - n + i] -= result[k - n] * f[i]
    return None if any(rest[:n]) else result


def evaluate(f: list[int], point: Rational, work: Work) -> int:
    """f(p/q) times q ** (len(f) - 1)."""
    p, q = point
    bits = p.bit_length() + q.bit_length()
    value, power = 0, 1
    for c in reversed(f):
        work.spend(3, value.bit_length() + power.bit_length() + c.bit_length(), bits)
        value, power = value * p + c * power, power * q
    return value


def deflate(f: list[int], root: int, work: Work) -> list[int] | None:
    """The quotient of f by X - root, from degree 0 on so that numbers stay small; None if there is a rest."""
    quotient, last = [], 0
    for c in f:
        work.spend(1, last.bit_length() + c.bit_length(), root.bit_length())
        last, remainder = divmod(last - c, root)
        if remainder:
            return None
        quotient.append(last)
    return quotient[:-1] if last == 0 else None


def over_common(numbers: list[Rational], work: Work) -> tuple[list[int], int]:
    """Numerators over the least common denominator, and that."""
    bits = sum(p.bit_length() + q.bit_length() for p, q in numbers)
    work.spend(len(numbers), 4 * bits, bits)
    multiples = [q for _, q in numbers if q > 1]
    while len(multiples) > 1:  # numbers of equal length meet each other
        multiples = [lcm(*multiples[n : n + 2]) for n in range(0, len(multiples), 2)]
    if not multiples:
        return [p for p, _ in numbers], 1
    (common,) = multiples
    work.spend(0, 4 * len(numbers) * common.bit_length(), most_bits(q for _, q in numbers))
    work.hold(len(numbers), common.bit_length())
    return [p * (common // q) for p, q in numbers], common


def multiply_all(numbers: Collection[int], work: Work) -> int:
    """The product of many numbers."""
    work.spend(len(numbers), total_bits(numbers), total_bits(numbers))
    return prod(numbers)


def power_of(base: int, exponent: int, work: Work) -> int:
    """base ** exponent for exponent >= 0."""
    bits = exponent * base.bit_length()
    work.spend(5, bits, bits)
    return int(base**exponent)


def binomial(n: int, k: int, work: Work) -> int:
    """n choose k, for 0 <= k <= n."""
    smaller = min(k, n - k)
    work.spend(1 + smaller, 50 * smaller, smaller)
    return comb(n, k)


def norm(entries: Filter) -> int:
    return sum(c * c for c in entries.values())


def sparse_product(f: Filter, g: Filter, work: Work) -> Filter:
    """The product of two polynomials."""
    pairs, dimension = len(f) * len(g), len(next(iter(f), ()))
    work.spend((10 + 2 * dimension) * pairs, total_bits(f.values()), total_bits(g.values()))
    work.hold(pairs, most_bits(f.values()) + most_bits(g.values()))
    product: Filter = {}
    for i, x in f.items():
        for j, y in g.items():
            index = tuple(map(sum, zip(i, j)))  # noqa: B905 - equal lengths, and this is the inner loop
            product[index] = product.get(index, 0) + x * y
    return {index: value for index, value in product.items() if value}


def same_multiples(f: Filter, p: int, g: Filter, q: int, work: Work) -> bool:
    """Whether p f = q g, for p and q other than 0."""
    for entries, factor in ((f, p), (g, q)):
        work.spend(5 * len(entries), total_bits(entries.values()), factor.bit_length())
    return f.keys() == g.keys() and all(p * c == q * g[index] for index, c in f.items())


def proportional(f: Filter, g: Filter, work: Work) -> bool:
    """Whether two filters, not 0, are multiples of each other."""
    if f.keys() != g.keys() or not f:
        return False
    first = next(iter(f))
    return same_multiples(f, g[first], g, f[first], work)
