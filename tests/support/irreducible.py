"""Proofs of irreducibility, made with sympy for the tests of the checker; nothing here comes from the library.

Whether they show anything is not looked at: with the factors of any polynomial they are as good as such proofs can be.
"""

from math import comb, prod

import sympy
from sympy.polys.factortools import dup_zz_hensel_lift
from sympy.polys.galoistools import gf_factor

LINEAR, ASSUMED = {"kind": "linear"}, {"kind": "assumed"}


def newton(prime, shift=0):
    return {"kind": "newton", "prime": prime, "shift": str(shift)}


def factors_modulo(f, prime):
    """The monic factors modulo a prime with their multiplicities, coefficients from degree 0."""
    _, factors = gf_factor([sympy.ZZ(c % prime) for c in f[::-1]], prime, sympy.ZZ)
    return [([int(c) for c in g[::-1]], power) for g, power in factors]


def usable(f, prime):
    """Whether f keeps its degree modulo a prime, and is squarefree there."""
    return f[-1] % prime != 0 and all(power == 1 for _, power in factors_modulo(f, prime))


def lifting(f, prime=None, power=None):
    """By the factors modulo the prime, or the first one of fewest, to a power of 160 bits, or 1 for one factor."""
    candidates = [p for p in sympy.primerange(2, 120) if usable(f, p)] if prime is None else [prime]
    prime = min(candidates, key=lambda p: len(factors_modulo(f, p)))
    factors = [g for g, _ in factors_modulo(f, prime)]
    power = power or (1 if len(factors) == 1 else 160 // (prime.bit_length() - 1))
    raised = prime**power
    if power > 1 and len(factors) > 1:
        low = [[sympy.ZZ(c) for c in g[::-1]] for g in factors]
        lifted = dup_zz_hensel_lift(prime, [sympy.ZZ(c) for c in f[::-1]], low, power, sympy.ZZ)
        factors = [[int(c) % raised for c in g[::-1]] for g in lifted]
    elif power > 1:
        factors = [[c * pow(f[-1], -1, raised) % raised for c in f]]
    return {"kind": "lifting", "prime": prime, "power": power, "factors": [[str(c) for c in g] for g in factors]}


def simplex(*vertices):
    return {"kind": "simplex", "vertices": [list(vertex) for vertex in vertices]}


def on_line(q, direction, values, prime):
    """What is left of a polynomial, coefficients by exponents, modulo a prime."""
    found = [0] * (1 + max(index[direction] for index in q))
    for index, c in q.items():
        found[index[direction]] += c * prod(
            v**n for d, (v, n) in enumerate(zip(values, index, strict=True)) if d != direction
        )
    found = [c % prime for c in found]
    while found and not found[-1]:
        found.pop()
    return found


def sheared(q, direction, numbers, prime):
    """With x_i + m_i x_d in place of x_i for all i but d."""
    for i, m in enumerate(numbers):
        if i != direction:
            moved = {}
            for index, c in q.items():
                for k in range(index[i] + 1):
                    place = tuple(n - k * (j == i) + k * (j == direction) for j, n in enumerate(index))
                    moved[place] = (moved.get(place, 0) + c * comb(index[i], k) * m**k) % prime
            q = {index: c for index, c in moved.items() if c}
    return q


def reduction(q, prime, direction, lines, content, point, shear=None, root=None):
    """By the factors on lines with given values."""
    moved = q if shear is None else sheared(q, direction, shear, prime)
    listed = [
        {
            "values": list(values),
            "factors": [
                [str(c) for c in g]
                for g, power in factors_modulo(on_line(moved, direction, values, prime), prime)
                for _ in range(power)
            ],
        }
        for values in lines
    ]
    return {
        "kind": "reduction", "prime": prime, "root": root, "direction": direction, "lines": listed,
        "content": content, "point": list(point), "shear": shear,
    }  # fmt: skip
