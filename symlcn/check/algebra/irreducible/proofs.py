"""Irreducibility over Q.

Contents: :func:`check_irreducible`, :func:`open_proof`.

A proof of kind "assumed" shows nothing, which is returned, not raised: the caller says so among the assumptions. It is
rejected where a proof must be found, or the claim is seen to be false, see assumed.py.
Polynomials in one variable are lists of coefficients from degree 0, the last one not 0.
"""

from __future__ import annotations

from math import gcd

from ...core.arithmetic import quotient, total_bits
from ...core.extras import extra
from ...core.limits import MAX_EXTENT, Work
from ...core.outcome import Rejected
from ...core.reading import choice, exact, integer, json_object
from ..discs import Disc
from ..modular import check_prime
from .hensel import check_lifting

_OVER_Q = {
    "linear": "",
    "newton": "prime shift",
    "cyclotomic": "order",
    "lifting": "prime power factors",
    "assumed": "",
}


def open_proof(value: object, kinds: dict[str, str], where: str) -> tuple[str, dict[str, object]]:
    """The kind of a proof, and its fields."""
    kind = choice(value.get("kind") if isinstance(value, dict) else None, tuple(kinds), f"{where}.kind")
    return kind, json_object(value, f"kind {kinds[kind]}", where)


def check_irreducible(value: object, f: list[int], discs: list[Disc], where: str, work: Work) -> bool:
    """Establishes that a primitive polynomial in one variable is irreducible over Q; False if that is assumed.

    ``discs`` contain one root of f each; they are used against assumptions.
    """
    kind, item = open_proof(value, _OVER_Q, where)
    if len(f) < 2 or (kind == "linear" and len(f) != 2):
        raise Rejected(where, f"the polynomial is of degree {len(f) - 1}")
    if kind == "newton":
        _check_newton(item, f, where, work)
    elif kind == "cyclotomic":
        _check_cyclotomic(item["order"], f, f"{where}.order", work)
    elif kind == "lifting":
        check_lifting(item, f, where, work)
    elif kind == "assumed":
        extra("assumptions").check_assumable_line(f, discs, where, work)
    return kind != "assumed"


def _check_newton(item: dict[str, object], f: list[int], where: str, work: Work) -> None:
    """Dumas: the Newton polygon of f(x + c) is one edge, without points that have integer coordinates inside."""
    p, c, n = check_prime(item["prime"], f"{where}.prime", work), exact(item["shift"], f"{where}.shift"), len(f) - 1
    shifted = list(f)
    for start in range(n if c else 0):
        work.spend(n, total_bits(shifted), c.bit_length())
        for i in range(n - 1, start - 1, -1):
            shifted[i] += c * shifted[i + 1]
    valuations = {i: _valuation(a, p, work) for i, a in enumerate(shifted) if a}
    first, last = valuations.get(0, 0), valuations[n]
    if 0 not in valuations or any(n * v < (n - i) * first + i * last for i, v in valuations.items()):
        raise Rejected(where, "the Newton polygon is not one edge")
    if gcd(n, first - last) != 1:
        raise Rejected(where, "the edge of the Newton polygon has integer points inside")


def _valuation(a: int, p: int, work: Work) -> int:
    v = 0
    while a % p == 0:
        work.spend(1, a.bit_length(), p.bit_length())
        a, v = a // p, v + 1
    return v


def _check_cyclotomic(value: object, f: list[int], where: str, work: Work) -> None:
    """Gauss, Dedekind: f is the cyclotomic polynomial of the given order."""
    n = integer(value, where, 1, MAX_EXTENT)
    g, radical = [-1, 1], 1
    for p in _primes(n, work):
        radical *= p
        if (len(g) - 1) * (p - 1) > len(f):  # its degree divides that of f
            raise Rejected(where, "is not the order of the roots")
        g = quotient(g, _inflated(g, p, work), work) or [0]
    if _inflated(g, n // radical, work) != f:
        raise Rejected(where, "is not the order of the roots")


def _inflated(f: list[int], k: int, work: Work) -> list[int]:
    work.spend(len(f) * k)
    result = [0] * ((len(f) - 1) * k + 1)
    result[::k] = f
    return result


def _primes(n: int, work: Work) -> list[int]:
    """The prime factors."""
    found, p = [], 2
    while p * p <= n:
        work.spend(1)
        if n % p == 0:
            found.append(p)
            while n % p == 0:
                n //= p
        p += 1
    return [*found, n] if n > 1 else found
