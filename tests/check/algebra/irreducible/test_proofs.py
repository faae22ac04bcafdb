"""Proofs of irreducibility over Q and C: what they accept, what they reject, and forged ones of all kinds."""

import random
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from math import gcd, isqrt

import pytest
import sympy

from symlcn.check.algebra.discs import read_discs
from symlcn.check.algebra.irreducible.proofs import check_absolute, check_irreducible, check_rational
from symlcn.check.algebra.modular import common_degree, factor_degrees, subset_sums, substituted
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Malformed, Rejected

X = sympy.Symbol("X")
NAMES = sympy.symbols("x y z")
T = sympy.Symbol("T")
ASSUMED = {"kind": "assumed"}


def work():
    return Work(10**9)


def line(text):
    """Coefficients from degree 0 of a polynomial in X."""
    return [int(c) for c in sympy.Poly(sympy.sympify(text), X).all_coeffs()[::-1]]


def filter_of(text, dimension=2):
    """A primitive polynomial in x, y, z with positive coefficient at the largest exponents."""
    part = sympy.Poly(sympy.sympify(text), *NAMES[:dimension]).clear_denoms()[1].primitive()[1]
    found = {index: int(c) for index, c in part.terms()}
    return found if found[max(found)] > 0 else {index: -c for index, c in found.items()}


def at(f, re, im):
    x, y = Fraction(0), Fraction(0)
    for c in reversed(f):
        x, y = x * re - y * im + c, x * im + y * re
    return x, y


@cache
def around(f, digits=25):
    """Discs around the roots of a squarefree polynomial, centres found by sympy; none for degree 1."""
    unit, found = 10**digits, []
    for root in sympy.Poly(f[::-1], X).nroots(n=digits + 20, maxsteps=500) if len(f) > 2 else ():
        re, im = (Fraction(int(sympy.floor(part * unit + sympy.Rational(1, 2))), unit) for part in root.as_real_imag())
        a, b = at(f, re, im), at([i * c for i, c in enumerate(f)][1:], re, im)
        square = (len(f) - 1) ** 2 * sum(v * v for v in a) / sum(v * v for v in b)
        found.append((re, im, Fraction(isqrt(int(square * unit**2) + 1) + 1, unit)))
    real = sorted(disc for disc in found if disc[1] == 0)
    upper = sorted(disc for disc in found if disc[1] > 0)
    ordered = real + [disc for re, im, radius in upper for disc in ((re, im, radius), (re, -im, radius))]
    return [[str(number) for number in disc] for disc in ordered]


def roots_of(f):
    return read_discs(around(tuple(f)), f, "roots", work())


def accepts(check, *arguments):
    try:
        found = check(*arguments, "here", work())
        return True if found is None else found
    except (Rejected, Malformed):
        return None


# ---- modulo a prime -------------------------------------------------------------------------------------------------


def test_degrees_of_factors_are_those_of_sympy():
    rng = random.Random(1)
    seen = set()
    for p in (2, 3, 5, 7, 11, 101, 10007):
        for _ in range(60):
            f = [rng.randrange(p) for _ in range(rng.randint(1, 9))] + [rng.randrange(1, p)]
            _, factors = sympy.Poly(f[::-1], X, modulus=p).factor_list()
            expected = None
            if all(multiplicity == 1 for _, multiplicity in factors):
                expected = sorted(factor.degree() for factor, _ in factors)
            found = factor_degrees(f, p, work())
            assert (found and sorted(found)) == expected
            seen.add(expected is None)
    assert seen == {True, False}


def test_subset_sums():
    for numbers in ([], [3], [2, 2, 5], [1, 4, 4, 6]):
        expected = {sum(part) for n in range(len(numbers) + 1) for part in combinations(numbers, n)}
        assert subset_sums(numbers, work()) == sum(1 << n for n in expected)


def test_common_degree_bounds_that_of_the_greatest_common_divisor():
    rng = random.Random(2)
    reached = 0
    for _ in range(60):
        texts = [random_text(rng, 2, 2) for _ in range(3)]
        a, b = (filter_of(f"({texts[0]})*({other})") for other in texts[1:])
        exact = sympy.gcd(*(sympy.Poly({i: c for i, c in f.items()}, *NAMES[:2]) for f in (a, b)))
        for d, p in product((0, 1), (2, 7, 101)):
            bound = common_degree([a, b], d, [rng.randint(-9, 9)] * 2, p, work())
            assert bound is None or bound >= exact.degree(NAMES[d])
            reached += bound == exact.degree(NAMES[d])
    assert reached > 150


def test_common_degree_needs_a_component_that_keeps_its_degree():
    """Of x y + 1 and x^2 y + 1 nothing is left at y = 0, though the divisor 1 modulo any prime has degree 0."""
    f, g = filter_of("x*y + 1"), filter_of("x**2*y + 1")
    assert common_degree([f, g], 0, [0, 0], 5, work()) is None
    assert common_degree([f, g], 0, [0, 1], 5, work()) == 0
    assert common_degree([f], 0, [0, 5], 5, work()) is None
    same = filter_of("(x*y + 1)*(x + 1)"), filter_of("(x*y + 1)*(x + 2)")
    assert common_degree(list(same), 0, [0, 0], 5, work()) is None


def test_substituted():
    f = {(2, 0, 1): 3, (0, 3, 0): -2, (1, 1, 1): 5}
    assert substituted(f, 0, [99, 2, -1], None, work()) == [-16, -10, -3]
    assert substituted(f, 0, [99, 2, -1], 5, work()) == [4, 0, 2]
    assert substituted(f, 0, [99, 0, 0], None, work()) == []
    assert substituted(f, 1, [1, 99, 0], 2, work()) == []


# ---- over Q, one variable -------------------------------------------------------------------------------------------


def patterns(*primes):
    return {"kind": "patterns", "primes": list(primes)}


def newton(prime, shift=0):
    return {"kind": "newton", "prime": prime, "shift": str(shift)}


ROOTS = {"kind": "roots"}
PROVED = {
    "linear": ("3*X - 7", {"kind": "linear"}),
    "irreducible modulo 2": ("X**4 + X + 1", patterns(2)),
    "3 + 2 and 4 + 1": ("X**5 - X - 1", patterns(2, 3, 17)),
    "Eisenstein": ("X**4 + 10*X + 5", newton(5)),
    "Eisenstein, last coefficient": ("5*X**4 + 10*X + 1", newton(5)),
    "Dumas": ("X**5 + 2*X**4 - 4", newton(2)),
    "cyclotomic": ("X**4 + X**3 + X**2 + X + 1", newton(5, 1)),
    "shifted back": ("(X + 3)**3 - 2", newton(2, -3)),
    "quadratic by its roots": ("X**2 - 2", ROOTS),
    "reducible modulo every prime": ("X**4 - 10*X**2 + 1", ROOTS),
    "not monic": ("6*X**4 + 3*X**3 + X + 7", ROOTS),
    "no real root": ("X**6 + X**3 + 1", ROOTS),
}


@pytest.mark.parametrize("name", PROVED)
def test_proofs_over_q(name):
    text, proof = PROVED[name]
    f = line(text)
    assert sympy.Poly(sympy.sympify(text), X).is_irreducible
    assert check_irreducible(proof, f, roots_of(f), "here", work()) is True


REFUSED = {
    "linear of degree 2": ("X**2 - 2", {"kind": "linear"}, "degree 2"),
    "no primes": ("X**4 + X + 1", patterns(), "do not exclude"),
    "a sum is left": ("X**4 + 1", patterns(3, 5, 7, 11), "do not exclude"),
    "only one of three primes": ("X**5 - X - 1", patterns(2), "do not exclude"),
    "the degree drops": ("2*X**3 + X**2 + X + 1", patterns(2), "does not keep its degree"),
    "multiple roots modulo 2": ("X**2 + 1", patterns(2), "not squarefree"),
    "no prime": ("X**2 + 1", patterns(9), "9 is not prime"),
    "no prime in newton": ("X**2 - 6", newton(6), "6 is not prime"),
    "integer points inside": ("X**4 - 4", newton(2), "integer points"),
    "a horizontal edge": ("X**2 - 3*X + 1", newton(5), "integer points"),
    "below the edge": ("X**3 + X + 2", newton(2), "not one edge"),
    "below an edge that descends on the right": ("2*X**3 + X**2 + 1", newton(2), "not one edge"),
    "a root at the shift": ("X**3 - X - 6", newton(5, 2), "not one edge"),
    "roots of two factors": ("(X**2 - 2)*(X**2 - 3)", ROOTS, "a factor of degree 2"),
    "a rational root": ("(3*X - 2)*(X**2 + X + 3)", ROOTS, "a factor of degree"),
    "factors with leading coefficients": ("(2*X**2 + 1)*(3*X**2 + X + 5)", ROOTS, "a factor of degree 2"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_wrong_proofs_over_q(name):
    text, proof, words = REFUSED[name]
    f = line(text)
    with pytest.raises(Rejected, match=words):
        check_irreducible(proof, f, roots_of(f), "here", work())


def test_roots_of_high_degree_and_discs_that_are_too_large():
    with pytest.raises(Malformed, match="beyond 12"):
        check_irreducible(ROOTS, [-2, *[0] * 12, 1], [], "here", work())
    wide = [["-3/2", "0", "3/2"], ["3/2", "0", "29/20"]]
    discs = read_discs(wide, [-2, 0, 1], "roots", work())
    with pytest.raises(Rejected, match="a factor of degree 1"):
        check_irreducible(ROOTS, [-2, 0, 1], discs, "here", work())


@pytest.mark.parametrize(
    "proof",
    [
        None,
        "linear",
        [],
        {},
        {"kind": "prime"},
        {"kind": ["linear"]},
        {"kind": "patterns"},
        {**ROOTS, "primes": []},
        patterns("2"),
        newton(2, "a"),
        {"kind": "newton", "prime": 2, "shift": 0},
        {"kind": "patterns", "primes": None},
    ],
)
def test_malformed_proofs(proof):
    with pytest.raises(Malformed):
        check_irreducible(proof, [-2, 0, 1], roots_of([-2, 0, 1]), "here", work())


def test_constants_are_not_irreducible():
    for proof in ({"kind": "linear"}, patterns(2), newton(2), ROOTS, ASSUMED):
        with pytest.raises(Rejected):
            check_irreducible(proof, [3], [], "here", work())


def test_all_proofs_of_random_polynomials_agree_with_sympy():
    rng = random.Random(5)
    primes = [p for p in range(2, 40) if sympy.isprime(p)]
    proved = dict.fromkeys(("patterns", "newton", "roots"), 0)
    reducible = 0
    for _ in range(150):
        f = [1]
        for n in rng.choice([(2, 2), (1, 3), (4,), (3,), (2,), (5,), (6,), (2, 3), (3, 3)]):
            g = [rng.randint(-6, 6) for _ in range(n)] + [rng.randint(1, 3)]
            f = line(sympy.Poly(f[::-1], X) * sympy.Poly(g[::-1], X))
        f = [c // gcd(*f) for c in f]
        polynomial = sympy.Poly(f[::-1], X)
        if not polynomial.is_sqf:
            continue
        reducible += not polynomial.is_irreducible
        good = [p for p in primes if f[-1] % p and polynomial.discriminant() % p]
        proofs = [patterns(*good), ROOTS, *(newton(p, c) for p in primes for c in range(-4, 5))]
        for proof in proofs:
            found = accepts(check_irreducible, proof, f, roots_of(f))
            assert not found or polynomial.is_irreducible, (f, proof)
            proved[proof["kind"]] += found is True
        assert accepts(check_irreducible, ROOTS, f, roots_of(f)) is (True if polynomial.is_irreducible else None)
    assert reducible > 40
    assert min(proved.values()) > 30


# ---- over Q, several variables --------------------------------------------------------------------------------------


def bound(prime, *values):
    return {"prime": prime, "values": list(values)}


def rational(direction, values, proof, content, roots=()):
    return {
        "direction": direction,
        "values": list(values),
        "irreducible": proof,
        "roots": list(roots),
        "content": list(content),
    }


CONIC = filter_of("x**2 + y**2 + 1")
CONIC_OVER_Q = rational(0, [0, 0], newton(2, 1), [None, bound(5, 0, 0)])
CIRCLE = filter_of("x**2 + y**2 - 2")


def test_irreducible_over_q():
    assert accepts(check_rational, CONIC_OVER_Q, CONIC)
    assert accepts(check_rational, rational(0, [0, 3], newton(2), [None, bound(5, 0, 0)]), CONIC)  # x^2 + 10
    by_roots = rational(0, [0, 1], ROOTS, [None, bound(5, 0, 0)], around((2, 0, 1)))
    assert accepts(check_rational, by_roots, CONIC)
    with pytest.raises(Rejected, match="irreducible: must be proved, not assumed"):
        check_rational({**CONIC_OVER_Q, "irreducible": ASSUMED}, CONIC, "here", work())
    twice = rational(0, [0, 2], patterns(2), [None, bound(5, 0, 1)])  # 2 (x^2 + x + 1)
    assert accepts(check_rational, twice, filter_of("2*x**2 + y*x + y"))
    third = rational(0, [0, 1, 2], newton(3), [None, bound(5, 0, 0, 2), bound(7, 0, 1, 0)])
    assert accepts(check_rational, third, filter_of("x**2 + y*z + z**2", 3))  # x^2 + 6
    unused = rational(0, [0, 1, 2], newton(3), [None, bound(5, 0, 0, 2), None])
    assert accepts(check_rational, unused, filter_of("x**2 + 2*y + y**2", 3))


WRONG_OVER_Q = {
    "reducible on the line": (CIRCLE, {"values": [0, 1], "irreducible": patterns(3, 5)}, "do not exclude"),
    "the degree drops": (filter_of("x**2*y + x + 1"), {"values": [0, 0], "irreducible": {"kind": "linear"}}, "keep"),
    "the polynomial vanishes": (filter_of("x**2*y + y**2"), {}, "keep a positive degree"),
    "no degree": (filter_of("y**2 + 1"), {}, "keep a positive degree"),
    "a factor that is constant on the line": (filter_of("(y + 1)*(x**2 + 1)"), {}, r"content\[1\]"),
    "all degrees drop": (
        filter_of("(3*y + 1)*x**2 + 3*y**2 + 3*y + 1"), {"content": [None, bound(3, 0, 0)]}, r"content\[1\]"),
    "a prime that is none": (CONIC, {"content": [None, bound(9, 0, 0)]}, "not prime"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_OVER_Q)
def test_wrong_proofs_over_q_in_several_variables(name):
    g, changes, words = WRONG_OVER_Q[name]
    with pytest.raises(Rejected, match=words):
        check_rational({**CONIC_OVER_Q, **changes}, g, "here", work())


@pytest.mark.parametrize(
    "changes",
    [
        {"direction": 2},
        {"direction": -1},
        {"values": [0]},
        {"values": ["0", "0"]},
        {"roots": [["0", "1", "1"]]},
        {"content": [None, None]},
        {"content": [bound(5, 0, 0)] * 2},
        {"content": [None]},
        {"more": 1},
        {"irreducible": None},
        {"irreducible": ROOTS},
    ],
)
def test_malformed_proofs_over_q_in_several_variables(changes):
    with pytest.raises(Malformed):
        check_rational({**CONIC_OVER_Q, **changes}, CONIC, "here", work())


# ---- over C ---------------------------------------------------------------------------------------------------------


def over_c(proof):
    return {"minpoly": None, "irreducible": None, "roots": [], "terms": None, "proof": proof}


def simplex(*vertices):
    return {"kind": "simplex", "vertices": [list(vertex) for vertex in vertices]}


def eisenstein(monic, at, root):
    return {"kind": "eisenstein", "monic": monic, "at": at, "root": str(root)}


def divisors(weights, points, over_q):
    return {"kind": "divisors", "weights": weights, "points": points, "rational": over_q}


def point(direction, values, factor):
    return {"direction": direction, "values": list(values), "factor": [str(c) for c in factor]}


def frobenius(prime, specializations, over_q):
    listed = [{"direction": d, "values": list(values)} for d, values in specializations]
    return {"kind": "frobenius", "prime": prime, "specializations": listed, "rational": over_q}


CUBIC = filter_of("y**2 - x**3 - x")
CUBIC_OVER_Q = rational(1, [1, 0], patterns(3), [bound(5, 0, 0), None])
CUBIC_ASSUMED = {**CUBIC_OVER_Q, "irreducible": ASSUMED}
CIRCLE_OVER_Q = rational(0, [0, 0], newton(2), [None, bound(5, 0, 0)])
SQUARES = filter_of("x**2 - 2*y**2")
SQUARES_OVER_Q = rational(0, [0, 1], newton(2), [None, bound(5, 0, 0)])
NODE = filter_of("y**2 - x**3 - x**2")
NODE_OVER_Q = rational(1, [1, 0], newton(2), [bound(5, 0, 0), None])

ABSOLUTE = {
    "an edge": (filter_of("x - y**2"), simplex((1, 0), (0, 2))),
    "a triangle": (filter_of("x**2 + y**3 + x*y + 7"), simplex((2, 0), (0, 3), (0, 0))),
    "points on an edge": (filter_of("x**2 + y**3 + y + 1"), simplex((0, 0), (2, 0), (0, 3))),
    "a triangle in space": (filter_of("x**2 + y**2 + z**3", 3), simplex((2, 0, 0), (0, 2, 0), (0, 0, 3))),
    "Eisenstein": (filter_of("x**2 + y**2 - 1"), eisenstein(0, 1, 1)),
    "Eisenstein at a fraction": (filter_of("3*x**3 + (2*y - 1)*(x + y + 1)"), eisenstein(0, 1, "1/2")),
    "Eisenstein in space": (filter_of("x**2 + (y - 1)**2*z + (y - 1)*z**2", 3), eisenstein(0, 1, 1)),
    "weights": (CUBIC, divisors([[1, 0], [0, 1]], [], CUBIC_OVER_Q)),
    "other weights": (CUBIC, divisors([[-1, -1], [3, 1]], [], CUBIC_OVER_Q)),
    "a rational point": (CIRCLE, divisors([], [point(0, [0, 1], [-1, 1])], CIRCLE_OVER_Q)),
    "a point and a weight": (CUBIC, divisors([[1, 0]], [point(1, [1, 0], [-2, 0, 1])], CUBIC_OVER_Q)),
    "Frobenius": (CONIC, frobenius(3, [(0, [0, 0]), (0, [0, 1])], CONIC_OVER_Q)),
    "Frobenius in both directions": (CONIC, frobenius(3, [(0, [0, 0]), (1, [1, 0])], CONIC_OVER_Q)),
}  # fmt: skip


@pytest.mark.parametrize("name", ABSOLUTE)
def test_proofs_over_c(name):
    q, proof = ABSOLUTE[name]
    found = check_absolute(over_c(proof), q, "here", work())
    assert (found.count, found.minpoly, found.discs, found.terms) == (1, None, [], [])
    assert (found.proved_over_q, found.proved_over_c) == (True, True)


def test_assumptions_over_c_are_for_high_degrees():
    with pytest.raises(Rejected, match="must be proved, not assumed: no degree is above 24"):
        check_absolute(over_c(ASSUMED), CONIC, "here", work())
    lines = [(0, [0, 0]), (0, [0, 1])]
    for proof, q in (
        ({**ABSOLUTE["weights"][1], "rational": CUBIC_ASSUMED}, CUBIC),
        (frobenius(3, lines, {**CONIC_OVER_Q, "irreducible": ASSUMED}), CONIC),
    ):
        with pytest.raises(Rejected, match="must be proved, not assumed"):
            check_absolute(over_c(proof), q, "here", work())
    found = check_absolute(over_c(ASSUMED), filter_of("y**2 - x**25 - 2"), "here", work())
    assert (found.proved_over_q, found.proved_over_c) == (True, False)


WRONG_OVER_C = {
    "edges with a common divisor": (CONIC, simplex((2, 0), (0, 2), (0, 0)), "common divisor"),
    "a variable divides": (filter_of("x*(x - y**2)"), simplex((2, 0), (1, 2)), "a variable divides"),
    "a vertex without monomial": (filter_of("x - y**2"), simplex((1, 0), (0, 2), (0, 0)), "not the exponent"),
    "dependent vertices": (
        filter_of("x**2 + x*y + y**2"), simplex((2, 0), (1, 1), (0, 2)), "affinely dependent"),
    "a monomial outside": (filter_of("(x - y)*(x + 1)"), simplex((2, 0), (1, 1), (0, 1)), "outside"),
    "a monomial beside the edge": (filter_of("(x + y)*(x + 1)*(y + 1)"), simplex((2, 1), (1, 0), (0, 1)), "outside"),
    "a monomial in no plane": (
        filter_of("(x - y**2)*(x - z)", 3), simplex((2, 0, 0), (1, 2, 0), (1, 0, 1)), "outside"),
    "Eisenstein with a leading polynomial": (filter_of("y*x**2 + y - 1"), eisenstein(0, 1, 1), "is not a number"),
    "Eisenstein with a leading polynomial of others": (
        filter_of("z*x**2 + y*z", 3), eisenstein(0, 1, 0), "is not a number"),
    "Eisenstein with a leading sum": (filter_of("x**2*z + x**2 + y", 3), eisenstein(0, 1, 0), "is not a number"),
    "a coefficient that does not vanish": (filter_of("(x + 1)*(x + y)"), eisenstein(0, 1, 0), "does not vanish"),
    "a coefficient of others": (filter_of("(x + z)*(x + y)", 3), eisenstein(0, 1, 0), "does not vanish"),
    "a double zero": (filter_of("x**2 - y**2"), eisenstein(0, 1, 0), "more than once"),
    "no constant coefficient": (filter_of("x**2 + x*y"), eisenstein(0, 1, 0), "more than once"),
    "one direction": (filter_of("x**2 - y"), eisenstein(0, 0, 0), "two directions"),
    "degree 0": (filter_of("y"), eisenstein(0, 1, 0), "positive degree"),
    "a weight only": (CONIC, divisors([[1, 0], [0, 1], [1, 1]], [], CONIC_OVER_Q), "does not exclude 2"),
    "no evidence": (CONIC, divisors([], [], CONIC_OVER_Q), "does not exclude"),
    "a weight of 0": (CONIC, divisors([[0, 0], [-1, -1]], [], CONIC_OVER_Q), "does not exclude"),
    "another point": (CIRCLE, divisors([], [point(0, [0, 1], [-2, 1])], CIRCLE_OVER_Q), "does not divide"),
    "a singular point": (NODE, divisors([], [point(0, [0, 0], [0, 1])], NODE_OVER_Q), "simple zeros"),
    "a singular point among others": (NODE, divisors([], [point(0, [0, 0], [0, 1, 1])], NODE_OVER_Q), "simple zeros"),
    "a double zero among simple ones, of odd degree in all": (
        filter_of("x**2 - 2*(y + x**2)**2"),
        divisors([], [point(0, [0, 0], [0, 1, 0, -2])], rational(1, [1, 0], ROOTS, [bound(5, 0, 0), None],
                                                                 around((1, 4, 2)))), "simple zeros"),
    "a double zero whose factor is constant modulo the prime": (
        filter_of("(999999937*x - 1)**2 - 2*y**2"),
        divisors([], [point(0, [0, 0], [-1, 999999937])],
                 rational(1, [0, 0], newton(2), [bound(5, 0, 0), None])), "simple zeros"),
    "the singular point of two lines": (SQUARES, divisors([], [point(0, [0, 0], [0, 1])], SQUARES_OVER_Q), "simple"),
    "a polynomial that vanishes": (
        filter_of("x*y + z", 3),
        divisors([], [point(0, [0, 0, 0], [5, 1])],
                 rational(2, [1, 1, 0], {"kind": "linear"}, [bound(5, 0, 0, 0), bound(5, 0, 0, 0), None])),
        "simple zeros"),
    "a factor that is not primitive": (CIRCLE, divisors([], [point(0, [0, 1], [-2, 2])], CIRCLE_OVER_Q), "primitive"),
    "a constant factor": (CIRCLE, divisors([], [point(0, [0, 1], [1])], CIRCLE_OVER_Q), "primitive of degree"),
    "a factor with leading 0": (CIRCLE, divisors([], [point(0, [0, 1], [1, 0])], CIRCLE_OVER_Q), "primitive of"),
    "reducible over Q": (
        filter_of("(x + y + 1)*(x - y)"), divisors([], [point(0, [0, 1], [-1, 1])],
                                                   rational(0, [0, 1], ROOTS, [None, bound(5, 0, 0)],
                                                            around((-2, 1, 1)))), "factor of degree 1"),
    "one specialization": (CONIC, frobenius(3, [(0, [0, 0])], CONIC_OVER_Q), "does not exclude"),
    "a share of one half": (CONIC, frobenius(3, [(0, [0, 1]), (1, [1, 0])], CONIC_OVER_Q), "does not exclude"),
    "no specialization": (CONIC, frobenius(3, [], CONIC_OVER_Q), "does not exclude"),
    "degrees with a common divisor": (
        SQUARES, frobenius(3, [(0, [0, 1]), (1, [1, 0])], SQUARES_OVER_Q), "does not exclude"),
    "no prime": (CONIC, frobenius(9, [(0, [0, 0]), (0, [0, 1])], CONIC_OVER_Q), "not prime"),
    "multiple roots": (CONIC, frobenius(5, [(0, [0, 2])], CONIC_OVER_Q), "not squarefree"),
    "a degree that drops": (
        filter_of("x**2*y + x + 1"), frobenius(3, [(0, [0, 3])], rational(1, [1, 0], {"kind": "linear"},
                                                                       [bound(5, 0, 0), None])), "keep"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_OVER_C)
def test_wrong_proofs_over_c(name):
    q, proof, words = WRONG_OVER_C[name]
    with pytest.raises(Rejected, match=words):
        check_absolute(over_c(proof), q, "here", work())


@pytest.mark.parametrize(
    "proof",
    [
        None,
        {},
        {"kind": "linear"},
        simplex(),
        simplex((1, 0)),
        simplex((1,), (0,)),
        simplex((0, 0), (1, 0), (0, 1), (1, 1)),
        {"kind": "simplex", "vertices": [["1", "0"], ["0", "1"]]},
        eisenstein(0, 2, 0),
        eisenstein(0, 1, "2/4"),
        {**ASSUMED, "vertices": []},
        divisors([[1]], [], CONIC_OVER_Q),
        divisors([], [], None),
        divisors([], [point(2, [0, 0], [0, 1])], CONIC_OVER_Q),
        frobenius(3, [(0, [0])], CONIC_OVER_Q),
        {"kind": "frobenius", "prime": 3, "specializations": {}, "rational": CONIC_OVER_Q},
    ],
)
def test_malformed_proofs_over_c(proof):
    with pytest.raises(Malformed):
        check_absolute(over_c(proof), CONIC, "here", work())


@pytest.mark.parametrize("changes", [{"irreducible": ASSUMED}, {"roots": [["0", "1", "1"]]}, {"terms": []}, {"x": 1}])
def test_nothing_is_said_of_conjugates_where_there_are_none(changes):
    with pytest.raises(Malformed):
        check_absolute({**over_c(simplex((1, 0), (0, 2))), **changes}, filter_of("x - y**2"), "here", work())


# ---- conjugate factors ----------------------------------------------------------------------------------------------


def conjugates(minpoly, terms, proof, irreducible):
    f = line(minpoly)
    return {
        "minpoly": [str(c) for c in f],
        "irreducible": irreducible,
        "roots": around(tuple(f)) if sympy.Poly(f[::-1], X).is_sqf else [],
        "terms": [[list(index), coefficient.split()] for index, coefficient in terms],
        "proof": proof,
    }


def norm(minpoly, terms, dimension=2):
    """The product of all conjugates, as a resultant by sympy."""
    text = 0
    for index, coefficient in terms:
        part = sum(sympy.Rational(c) * T**i for i, c in enumerate(coefficient.split()))
        text += part * sympy.prod(v**n for v, n in zip(NAMES, index, strict=False))
    return filter_of(sympy.expand(sympy.resultant(sympy.sympify(minpoly).subs(X, T), text, T)), dimension)


LINES = [((1, 0), "1"), ((0, 1), "0 -1")]
SHEETS = {
    "two lines": ("X**2 - 2", LINES, simplex((1, 0), (0, 1)), newton(2)),
    "three lines": ("X**3 - 2", LINES, simplex((1, 0), (0, 1)), newton(2)),
    "40 lines": ("X**40 - 2", LINES, simplex((1, 0), (0, 1)), newton(2)),
    "not monic": ("3*X**3 + X + 1", LINES, simplex((1, 0), (0, 1)), patterns(2)),
    "a curve": ("X**2 + X + 1", [((3, 0), "1"), ((1, 1), "1/2 3"), ((0, 2), "0 1/3")], simplex((3, 0), (1, 1), (0, 2)),
                newton(3, 1)),
    "coefficients from two subfields": (
        "X**4 - 10*X**2 + 1",  # of sqrt(2) + sqrt(3)
        [((2, 0), "1"), ((1, 0), "0 -9/2 0 1/2"), ((0, 1), "0 11/2 0 -1/2"), ((0, 0), "1")],
        simplex((2, 0), (0, 1), (0, 0)), ROOTS),
    "a plane": ("X**3 - 2", [((1, 0, 0), "1"), ((0, 1, 0), "0 1"), ((0, 0, 1), "0 0 1")],
                simplex((1, 0, 0), (0, 1, 0), (0, 0, 1)), newton(2)),
    "denominators": ("2*X**2 - 3", [((1, 0), "1"), ((0, 1), "1/5 -7/2"), ((0, 0), "0 1")],
                     simplex((1, 0), (0, 1), (0, 0)), newton(3)),
    "seven conjugates": ("X**7 - X - 1", [((1, 0), "1"), ((0, 1), "0 0 0 1"), ((0, 0), "1 1")],
                         simplex((1, 0), (0, 1), (0, 0)), patterns(2)),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_conjugate_factors(name):
    minpoly, terms, proof, irreducible = SHEETS[name]
    dimension = len(terms[0][0])
    q = norm(minpoly, terms, dimension)
    value = conjugates(minpoly, terms, proof, irreducible)
    found = check_absolute(value, q, "here", work())
    assert (found.count, found.minpoly) == (len(line(minpoly)) - 1, line(minpoly))
    assert (found.proved_over_q, found.proved_over_c) == (True, True)
    assert len(found.discs) == found.count
    for (index, coefficient), (own, (numerators, denominator)) in zip(terms, found.terms, strict=True):
        assert own == index
        assert [Fraction(c, denominator) for c in numerators] == [Fraction(c) for c in coefficient.split()]
    if found.count <= 4:
        assert len(sympy.factor_list(sympy.Poly({i: c for i, c in q.items()}, *NAMES[:dimension]))[1]) == 1
    for key in ("irreducible", "proof"):
        with pytest.raises(Rejected, match="must be proved, not assumed"):
            check_absolute({**value, key: ASSUMED}, q, "here", work())


TWO = conjugates("X**2 - 2", LINES, simplex((1, 0), (0, 1)), newton(2))
FOURTH = "X**4 - 2"
WRONG_SHEETS = {
    "degree 1": (SQUARES, {"minpoly": ["1", "1"], "roots": []}, "degree at least 2"),
    "a negative minpoly": (SQUARES, {"minpoly": ["2", "0", "-1"]}, "last coefficient positive"),
    "a multiple": (SQUARES, {"minpoly": ["-4", "0", "2"]}, "primitive"),
    "a reducible minpoly": (
        filter_of("x**2 - 4*y**2"),
        {**conjugates("X**2 - 4", LINES, simplex((1, 0), (0, 1)), newton(2))}, "integer points"),
    "a reducible minpoly, by its roots": (
        filter_of("(x**2 - 4*y**2)"),
        {**conjugates("X**2 - 4", LINES, simplex((1, 0), (0, 1)), ROOTS)}, "a factor of degree 1"),
    "roots of another polynomial": (SQUARES, {"roots": around((-3, 0, 1))}, "not shown to contain a root"),
    "a factor of another polynomial": (filter_of("x**2 - 3*y**2"), {}, "does not divide"),
    "a factor of a part": (filter_of("x**2 - 2*y**2 + 1"), {}, "does not divide"),
    "too few conjugates": (filter_of("(x**2 - 2*y**2)*(x - y)"), {}, "degrees"),
    "a square": (filter_of("(x**2 - 2*y**2)**2"), {}, "degrees"),
    "a factor over Q": (
        filter_of("(x - y)**2"), {"terms": [[[1, 0], ["1"]], [[0, 1], ["-1"]]]}, "different from its conjugates"),
    "a factor over a subfield": (
        filter_of("(x**2 - 2*y**2)**2"),
        conjugates(FOURTH, [((1, 0), "1"), ((0, 1), "0 0 -1")], simplex((1, 0), (0, 1)), newton(2)),
        "different from its conjugates"),
    "a first coefficient": (
        SQUARES, {"terms": [[[1, 0], ["2"]], [[0, 1], ["0", "-2"]]]}, "first coefficient is not 1"),
    "no terms": (SQUARES, {"terms": []}, "first coefficient"),
    "a coefficient of 0": (
        SQUARES, {"terms": [*TWO["terms"], [[0, 0], ["0"]]]}, "is 0"),
    "a reducible factor": (
        norm("X**2 - 2", [((2, 0), "1"), ((0, 2), "0 -1")]),
        conjugates("X**2 - 2", [((2, 0), "1"), ((0, 2), "0 -1")], simplex((2, 0), (0, 2)), newton(2)),
        "common divisor"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_SHEETS)
def test_wrong_conjugate_factors(name):
    q, changes, words = WRONG_SHEETS[name]
    assert check_absolute(TWO, SQUARES, "here", work()).count == 2
    with pytest.raises(Rejected, match=words):
        check_absolute({**TWO, **changes}, q, "here", work())


@pytest.mark.parametrize(
    "changes",
    [
        {"terms": None},
        {"terms": TWO["terms"][::-1]},
        {"terms": [TWO["terms"][0]] * 2},
        {"irreducible": None},
        {"terms": [[[1, 0], ["1"]], [[0, 1], ["0", "-1", "1"]]]},
        {"terms": [[[1], ["1"]]]},
        {"proof": None},
        {"proof": eisenstein(0, 1, 0)},
        {"proof": divisors([[1, 0]], [], SQUARES_OVER_Q)},
        {"minpoly": [-2, 0, 1]},
    ],
)
def test_malformed_conjugate_factors(changes):
    with pytest.raises(Malformed):
        check_absolute({**TWO, **changes}, SQUARES, "here", work())


# ---- attacks --------------------------------------------------------------------------------------------------------


def random_text(rng, dimension, degree):
    exponents = [index for index in product(range(degree + 1), repeat=dimension) if sum(index) <= degree]
    chosen = rng.sample(exponents, min(len(exponents), rng.randint(3, 5)))
    monomials = [sympy.prod(v**n for v, n in zip(NAMES, index, strict=False)) for index in chosen]
    return sum(rng.choice([-3, -2, -1, 1, 2, 3]) * m for m in monomials) + NAMES[0] ** degree


def reducible_over_c():
    """Products over Q, and norms from quadratic and cubic fields, which are irreducible over Q only."""
    rng = random.Random(11)
    for _ in range(12):
        yield filter_of(random_text(rng, 2, rng.randint(1, 2)) * random_text(rng, 2, rng.randint(1, 2)))
    for minpoly in ("X**2 - 2", "X**2 + 1", "X**2 - X - 1", "X**3 - 2", "X**3 + X**2 - 2*X - 1"):
        for _ in range(4):
            degree = rng.randint(1, 2)
            first, second = (sympy.Poly(random_text(rng, 2, degree), *NAMES[:2]) for _ in "ab")
            text = sympy.expand(first.as_expr() + T * (second.as_expr() - NAMES[0] ** degree))
            yield filter_of(sympy.expand(sympy.resultant(sympy.sympify(minpoly).subs(X, T), text, T)))
    yield from (filter_of(text) for text in ("x**2 + y**2", "x**4 + 4*y**4", "x**2 - 2*y**2", "x**2 + 2*x*y + 2*y**2"))
    yield from (filter_of(text) for text in ("x**2 - 2*(y + 1)**2", "x**3 - 2*(y**2 + 1)**3", "(x*y + 1)**2 + x**4"))


def proofs_over_q(q):
    """Proofs of irreducibility over Q: good ones if there are any, else what comes near them."""
    found = [{**CONIC_OVER_Q, "irreducible": ASSUMED, "values": [0, 1]}]
    for d, value in product((0, 1), (-2, -1, 1, 2, 3)):
        values = [value, value]
        f = substituted(q, d, values, None, work())
        if len(f) < 2 or not f[0]:
            continue
        f = [c // gcd(*f) for c in f]
        content = [None if i == d else bound(101, 7, 7) for i in (0, 1)]
        if sympy.Poly(f[::-1], X).is_sqf and len(f) > 2:
            found.append(rational(d, values, ROOTS, content, around(tuple(f))))
        found += [rational(d, values, newton(p, c), content) for p in (2, 3, 5) for c in (0, 1)]
        found.append(rational(d, values, patterns(7, 11, 13, 17, 19), content))
        found.append(rational(d, values, {"kind": "linear"}, content))
    return found


def all_points(q):
    """All points on some lines: every product of simple factors there."""
    for d, value in product((0, 1), range(-3, 4)):
        f = substituted(q, d, [value, value], None, work())
        if len(f) > 1:
            _, factors = sympy.Poly(f[::-1], X).factor_list()
            simple = [factor for factor, multiplicity in factors if multiplicity == 1]
            for factor, multiplicity in factors:
                yield point(d, [value, value], factor.primitive()[1].all_coeffs()[::-1]), multiplicity == 1
            if len(simple) > 1:
                joined = sympy.prod(simple).primitive()[1]
                yield point(d, [value, value], joined.all_coeffs()[::-1]), True


@pytest.mark.parametrize("q", list(reducible_over_c()), ids=lambda q: str(sympy.Poly(q, *NAMES[:2]).as_expr()))
def test_what_is_reducible_over_c_is_never_accepted(q):
    over_q = [proof for proof in proofs_over_q(q) if accepts(check_rational, proof, q) is not None]
    irreducible = sympy.Poly(q, *NAMES[:2]).is_irreducible
    assert irreducible or not any(accepts(check_rational, proof, q) for proof in over_q)
    best = over_q[-1] if irreducible and over_q else {**CONIC_OVER_Q, "irreducible": ASSUMED}
    forged = [simplex(*part) for n in (2, 3) for part in combinations(q, n)]
    forged += [eisenstein(a, 1 - a, root) for a in (0, 1) for root in (-3, -2, -1, 0, 1, 2, 3, "1/2", "-1/2")]
    points = list(all_points(q))
    weights = [list(weight) for weight in product(range(-4, 5), repeat=2)]
    if irreducible and over_q:
        forged.append(divisors(weights, [entry for entry, simple in points if simple], best))
        forged += [divisors(weights, [entry], best) for entry, _ in points]
        for p in (2, 3, 5, 7, 11, 13):
            lines = [(d, [value, value]) for d in (0, 1) for value in range(p)]
            one = [part for part in lines if accepts(check_absolute, over_c(frobenius(p, [part], best)), q) is None]
            assert one == lines
            usable = [(d, v) for d, v in lines if usable_modulo(q, d, v, p)]
            forged.append(frobenius(p, usable, best))
            forged += [frobenius(p, list(pair), best) for pair in combinations(usable, 2)]
    for proof in forged:
        assert accepts(check_absolute, over_c(proof), q) is None, (q, proof)


def usable_modulo(q, d, values, p):
    f = substituted(q, d, values, p, work())
    return len(f) == 1 + max(index[d] for index in q) and factor_degrees(f, p, work()) is not None


def test_the_attacks_come_near():
    """Many of the polynomials of the attacks are proved irreducible over Q, so the evidence over C is what fails."""
    proved = [q for q in reducible_over_c() if any(accepts(check_rational, proof, q) for proof in proofs_over_q(q))]
    assert len(proved) >= 15


def test_forged_conjugates_of_reducible_polynomials():
    """Factors over Q(sqrt 2) of (x^2 - 2y^2)(x^2 - 3y^2), and of products with a second copy, are not everything."""
    for text in ("(x**2 - 2*y**2)*(x**2 - 3*y**2)", "(x**2 - 2*y**2)**2", "(x**2 - 2*y**2)*(x - y)**2", "x**4 - y**4"):
        for minpoly, proof in (("X**2 - 2", newton(2)), (FOURTH, newton(2)), ("(X**2 - 2)*(X**2 - 3)", ROOTS)):
            for terms in (LINES, [((2, 0), "1"), ((0, 2), "0 -1")], [((1, 0), "1"), ((0, 1), "0 0 -1")]):
                value = conjugates(minpoly, terms, simplex(*(index for index, _ in terms)), proof)
                assert accepts(check_absolute, value, filter_of(text)) is None
