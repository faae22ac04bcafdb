"""When irreducibility may be assumed: beyond a stated size only, and after attempts to refute it.

Contents: :func:`check_assumable_line`, :func:`check_assumable`.

In one variable: no factor of degree 1 or 2 over Q is found among the products of lc(f) and X - r for one or two roots
r, the roots being known well enough to tell; and up to degree 200 f has more than 16 factors modulo each of some
primes, one at least, so that not all products of factors modulo powers of a prime can be tried.

In several variables, over C: some degree is above 24; and f is irreducible over Q, which is shown here: with values for
all variables but one, that of least degree, modulo primes, no sum of degrees of factors is one on all lines, and the
coefficients in that variable have no common divisor. So what is assumed is no more than that f, or the factor of f
that is given over a field, has no conjugates.
"""

from __future__ import annotations

from itertools import combinations
from math import gcd

from ...core.arithmetic import Filter, divides
from ...core.limits import Work
from ...core.outcome import Imprecise, Rejected
from ..discs import Disc, conjugates, has_integer, times_root
from ..modular import common_degree, factor_degrees, reduced, subset_sums, substituted

MAX_LIFTED = 200  # degree in one variable up to which factors modulo primes are counted
MAX_FACTORS = 16
MAX_PAIRED = 100  # real roots up to which all pairs of them are tried
MAX_PROVED_DEGREE = 24  # of several variables
PRIMES = (101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211)


def check_assumable_line(f: list[int], discs: list[Disc], where: str, work: Work) -> None:
    """Establishes that f in one variable, with discs around its roots, may be assumed to be irreducible over Q."""
    n = len(f) - 1
    if n == 1:
        raise Rejected(where, "must be proved, not assumed: the degree is 1")
    found = _factor(f, discs, where, work)
    if found is not None:
        p, q, *rest = found
        text = (
            f"has the root {-p if q == 1 else f'{-p}/{q}'}"
            if not rest
            else f"is divisible by {rest[0]}x^2 + {q}x + {p}"
        )
        raise Rejected(where, f"the polynomial is reducible: it {text}")
    if n > MAX_LIFTED:
        return
    numbers = {p: factor_degrees(reduced(f, p), p, work) for p in PRIMES if f[-1] % p}
    counts = {p: len(degrees) for p, degrees in numbers.items() if degrees is not None}
    if not counts:
        raise Rejected(
            where, f"must be proved, not assumed: none of {len(PRIMES)} primes tells how many factors there are"
        )
    p = min(counts, key=lambda p: counts[p])
    if counts[p] <= MAX_FACTORS:
        number = f"the number of factors modulo {p} is {counts[p]}, no more than {MAX_FACTORS}"
        raise Rejected(where, f"must be proved, not assumed: {number}")


def _factor(f: list[int], discs: list[Disc], where: str, work: Work) -> list[int] | None:
    """A factor of degree 1 or 2, primitive, if there is one among products of lc(f) and X - r.

    One or two roots are those of a factor only if they are real, or conjugate. Enclosures must tell the integers.
    """
    mates = conjugates(discs, "roots", work)
    real = [k for k, mate in enumerate(mates) if k == mate]
    lines = {k: times_root([Disc(f[-1], 0, 0, 1)], root, work) for k, root in enumerate(discs)}
    pairs = [(k, mate) for k, mate in enumerate(mates) if k < mate]
    pairs += list(combinations(real, 2)) if len(real) <= MAX_PAIRED else []
    products = [lines[k] for k in real] + [times_root(lines[i], discs[j], work) for i, j in pairs]
    for g in products:
        if len(g) < len(f) and all(map(has_integer, g)):
            if any(2 * c.radius >= c.scale for c in g):
                raise Imprecise(where, "the roots are not known well enough to tell whether one or two are of a factor")
            rounded = [(2 * c.re + c.scale) // (2 * c.scale) for c in g]
            content = gcd(*rounded)
            candidate = [c // content for c in rounded]
            if divides(candidate, f, work):
                return candidate
    return None


def check_assumable(f: Filter, degrees: list[int], where: str, work: Work) -> None:
    """Establishes that a factor of f over C, of the given degrees, may be assumed to be irreducible."""
    if max(degrees) <= MAX_PROVED_DEGREE:
        raise Rejected(where, f"must be proved, not assumed: no degree is above {MAX_PROVED_DEGREE}")
    whole = [max(column) for column in zip(*f, strict=True)]
    d = min((n, d) for d, n in enumerate(whole) if n)[1]
    coefficients: dict[int, Filter] = {}
    for index, c in f.items():
        coefficients.setdefault(index[d], {})[(*index[:d], 0, *index[d + 1 :])] = c
    common, free = -1, [i for i, n in enumerate(whole) if n and i != d]
    for trial, p in enumerate(PRIMES):
        values = [(trial + 2) ** (i + 1) % p for i in range(len(whole))]
        parts = list(coefficients.values())
        free = [i for i in free if common_degree(parts, i, values, p, work) != 0]
        line = substituted(f, d, values, p, work)
        sizes = factor_degrees(line, p, work) if len(line) == whole[d] + 1 else None
        if sizes is not None:
            common &= subset_sums(sizes, work)
        if common == 1 | 1 << whole[d] and not free:
            return
    raise Rejected(where, f"must be proved, not assumed: {len(PRIMES)} lines do not show that it is irreducible over Q")
