"""Polynomials modulo a prime, and what they show of polynomials with integer coefficients.

Contents: :func:`reduced`, :func:`divided`, :func:`remainder`, :func:`common_divisor`, :func:`factor_degrees`,
:func:`subset_sums`, :func:`substituted`, :func:`common_degree`, :func:`check_prime`, :func:`check_values`,
:func:`check_bound`, :func:`check_factors`.

A polynomial in one variable modulo p is the list of its coefficients from degree 0, from 0 to p - 1, the last one not
0; [] is 0. Nothing here tests that p is prime but :func:`check_prime`.
"""

from __future__ import annotations

from ..core.arithmetic import Filter, times, total_bits, trimmed
from ..core.limits import MAX_EXTENT, MAX_PRIME, Work
from ..core.outcome import Rejected
from ..core.reading import exact, integer, json_list, json_object


def reduced(f: list[int], p: int) -> list[int]:
    """A polynomial with integer coefficients modulo p."""
    return trimmed([c % p for c in f])


def divided(f: list[int], g: list[int], p: int, work: Work) -> tuple[list[int], list[int]]:
    """Quotient and remainder."""
    rest, quotient, n = list(f), [0] * max(len(f) - len(g) + 1, 0), len(g) - 1
    inverse = pow(g[-1], -1, p)
    for k in range(len(quotient) - 1, -1, -1):
        if c := rest[k + n] * inverse % p:
            work.spend(len(g))
            quotient[k] = c
            rest[k : k + n + 1] = [(a - c * b) % p for a, b in zip(rest[k : k + n + 1], g, strict=True)]
    work.spend(5 + len(f))
    return quotient, reduced(rest[:n], p)


def remainder(f: list[int], g: list[int], p: int, work: Work) -> list[int]:
    return divided(f, g, p, work)[1]


def common_divisor(f: list[int], g: list[int], p: int, work: Work) -> list[int]:
    """A greatest common divisor; that of 0 and 0 is 0."""
    while g:
        f, g = g, remainder(f, g, p, work)
    return f


def _power(f: list[int], exponent: int, modulus: list[int], p: int, work: Work) -> list[int]:
    """f ** exponent modulo a polynomial and p, for exponent >= 1."""
    result = f
    for bit in bin(exponent)[3:]:
        result = remainder(reduced(times(result, result, work), p), modulus, p, work)
        if bit == "1":
            result = remainder(reduced(times(result, f, work), p), modulus, p, work)
    return result


def factor_degrees(f: list[int], p: int, work: Work) -> list[int] | None:
    """The degrees of the irreducible factors of f modulo p; None unless f is squarefree of degree at least 1.

    The product of all irreducible polynomials whose degree divides k is x ** (p ** k) - x.
    """
    derivative = reduced([i * c for i, c in enumerate(f)][1:], p)
    if len(f) < 2 or len(common_divisor(f, derivative, p, work)) != 1:
        return None
    degrees: list[int] = []
    frobenius, k = [0, 1], 1
    while 2 * k < len(f):  # otherwise what is left is irreducible
        frobenius = _power(remainder(frobenius, f, p, work), p, f, p, work)
        difference = [*frobenius, *[0] * (2 - len(frobenius))]
        difference[1] -= 1
        part = common_divisor(f, reduced(difference, p), p, work)
        degrees += [k] * ((len(part) - 1) // k)
        f, k = divided(f, part, p, work)[0], k + 1
    return degrees + [len(f) - 1] * (len(f) > 1)


def subset_sums(numbers: list[int], work: Work) -> int:
    """The sums of some of the numbers, as the positions of the bits that are 1."""
    sums = 1
    for n in numbers:
        work.spend(1 + (sums.bit_length() + n) // 64)
        sums |= sums << n
    return sums


def substituted(f: Filter, direction: int, values: list[int], p: int | None, work: Work) -> list[int]:
    """The polynomial in x_direction that is left when all other variables get values, modulo p or (None) over Z.

    Its last coefficient is not 0; ``values[direction]`` is not used.
    """
    line = [0] * (1 + max(index[direction] for index in f))
    for index, c in f.items():
        for d, (value, exponent) in enumerate(zip(values, index, strict=True)):
            if d != direction and exponent:
                bits = 64 if p else exponent * value.bit_length()
                work.spend(2, bits + c.bit_length(), bits)
                c *= pow(value, exponent, p)
        work.spend(1 + len(index))
        line[index[direction]] += c
    return reduced(line, p) if p else trimmed(line)


def common_degree(components: list[Filter], direction: int, values: list[int], prime: int, work: Work) -> int | None:
    """A bound of the degree in one direction of the greatest common divisor of polynomials over Z, none of them 0.

    The other variables get values modulo the prime. If one of the polynomials keeps its degree, so does the primitive
    greatest common divisor, whose leading coefficient divides that of each; it divides all of them modulo the prime.
    None if none keeps its degree: then nothing is shown.
    """
    divisor: list[int] = []
    kept = False
    for f in components:
        line = substituted(f, direction, values, prime, work)
        kept = kept or len(line) == 1 + max(index[direction] for index in f)
        divisor = common_divisor(divisor, line, prime, work)
    return len(divisor) - 1 if kept else None


def check_prime(value: object, where: str, work: Work) -> int:
    p = integer(value, where, 2, MAX_PRIME)
    if not work.is_prime(p):
        raise Rejected(where, f"{p} is not prime")
    return p


def check_values(value: object, dimension: int, where: str) -> list[int]:
    """A value for each variable; that of one direction is not used."""
    entries = enumerate(json_list(value, where, dimension))
    return [integer(n, f"{where}[{d}]", -MAX_EXTENT, MAX_EXTENT) for d, n in entries]


def check_bound(components: list[Filter], direction: int, expected: int, value: object, where: str, work: Work) -> None:
    """Establishes that the greatest common divisor of polynomials has at most the expected degree in a direction."""
    item = json_object(value, "prime values", where)
    p = check_prime(item["prime"], f"{where}.prime", work)
    values = check_values(item["values"], len(next(iter(components[0]))), f"{where}.values")
    bound = common_degree(components, direction, values, p, work)
    if bound is None or bound > expected:
        raise Rejected(where, f"the common divisor is not shown to have degree {expected} in direction {direction}")


def check_factors(value: object, f: list[int], p: int, power: int, where: str, work: Work) -> list[list[int]]:
    """Establishes that f modulo p ** power is its last coefficient by the factors that are listed; returns these.

    They are monic and, modulo p, irreducible and different: f keeps its degree, and is squarefree there.
    """
    modulus, product = p**power, [f[-1]]
    if f[-1] % p == 0:
        raise Rejected(where, f"the polynomial does not keep its degree modulo {p}")
    factors = [_monic(entry, modulus, f"{where}[{i}]") for i, entry in enumerate(json_list(value, where))]
    for g in factors:
        product = reduced(times(product, g, work), modulus)
    work.spend(len(f), total_bits(f), modulus.bit_length())
    if product != reduced(f, modulus):
        raise Rejected(where, "do not multiply to the polynomial")
    residues = [reduced(g, p) for g in factors]
    for i, g in enumerate(residues):
        if factor_degrees(g, p, work) != [len(g) - 1]:
            raise Rejected(f"{where}[{i}]", f"is not irreducible modulo {p}")
    if len(set(map(tuple, residues))) < len(residues):
        raise Rejected(where, f"are not all different modulo {p}")
    return factors


def _monic(value: object, modulus: int, where: str) -> list[int]:
    """A monic polynomial of degree at least 1 modulo a number."""
    g = [exact(c, f"{where}[{i}]") for i, c in enumerate(json_list(value, where))]
    if len(g) < 2 or g[-1] != 1 or not all(0 <= c < modulus for c in g):
        raise Rejected(where, "is not a monic polynomial, its coefficients reduced")
    return g
