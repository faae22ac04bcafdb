"""Which conjugate factor of a piece, in the X_d = x_d ** e_d, a conjugate factor in the x_d divides.

Contents: :func:`check_covering`.

Let h be irreducible over Q in the X_d, with factors h_k over C, and let f_j, irreducible over C, divide h(x ** e). Two
different h_k(x ** e) have no common factor: what roots of unity make of one is a common factor of powers of h_k and
h_l. So f_j divides exactly one of them, and it is enough to exclude all but one. If f_j divides h_k(x ** e), so it
does with numbers in place of all variables but one, and the remainder of the division there is 0.
"""

from __future__ import annotations

from ..algebra.discs import Disc, add, multiply
from ..algebra.factors import Family
from ..algebra.modular import check_values
from ..algebra.numberfield import enclosure
from ..core.limits import Work
from ..core.outcome import Imprecise, Rejected
from ..core.reading import integer, json_object

Vector = tuple[int, ...]
_ZERO, _MINUS = Disc(0, 0, 0, 1), Disc(-1, 0, 0, 1)


def check_covering(
    value: object, piece: Family, ring: Vector, claims: list[tuple[Family, int, int]], where: str, work: Work
) -> None:
    """Establishes for each claim (f, j, k) that f_j divides no other factor of the piece, inflated, than h_k.

    The piece has several factors over C. On the line the variable of ``direction`` is left.
    """
    item = json_object(value, "direction values", where)
    d = integer(item["direction"], f"{where}.direction", 0, len(ring) - 1)
    values = check_values(item["values"], len(ring), f"{where}.values")
    lines = [_on_line(piece, k, d, values, ring, work) for k in range(len(piece.mates))]
    for f, j, claimed in claims:
        if len(f.mates) == 1:
            raise Rejected(where, "a factor with one factor over C divides none of several conjugates")
        divisor = _on_line(f, j, d, values, (1,) * len(ring), work)
        if _has_zero(divisor[-1]):
            raise Imprecise(where, "a leading coefficient is not shown to be other than 0")
        for k, line in enumerate(lines):
            if k != claimed and all(map(_has_zero, _remainder(line, divisor, work))):
                raise Imprecise(where, f"does not exclude that factor {j} is in factor {k} of the piece")


def _has_zero(disc: Disc) -> bool:
    return disc.re**2 + disc.im**2 <= disc.radius**2


def _on_line(family: Family, n: int, d: int, values: list[int], steps: Vector, work: Work) -> list[Disc]:
    """Conjugate factor n at x ** steps, with values for all variables but x_d: coefficients from degree 0."""
    top = steps[d] * max(index[d] for index, _ in family.terms)
    work.spend(1 + top)
    line = [_ZERO] * (1 + top)
    for index, element in family.terms:
        c = 1
        for b, (base, i, e) in enumerate(zip(values, index, steps, strict=True)):
            if b != d and i * e:
                work.spend(2, i * e * base.bit_length() + c.bit_length(), i * e * base.bit_length())
                c *= base ** (i * e)
        place = index[d] * steps[d]
        term = multiply(enclosure(element, family.discs[n], work), Disc(c, 0, 0, 1), work)
        line[place] = add(line[place], term, work)
    return line


def _remainder(f: list[Disc], divisor: list[Disc], work: Work) -> list[Disc]:
    """What is left of f times a power of the leading coefficient of the divisor."""
    rest, n = list(f), len(divisor) - 1
    while len(rest) > n:
        top = multiply(rest.pop(), _MINUS, work)
        rest = [multiply(c, divisor[-1], work) for c in rest]
        for i, c in enumerate(divisor[:-1], len(rest) - n):
            rest[i] = add(rest[i], multiply(top, c, work), work)
    return rest
