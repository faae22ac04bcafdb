"""Proofs of irreducibility over Q and C: what they accept, what they reject, and forged ones of all kinds."""

import random
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from math import gcd, isqrt

import pytest
import sympy

from symlcn.check.algebra.discs import read_discs
from symlcn.check.algebra.irreducible.absolute import check_absolute
from symlcn.check.algebra.irreducible.proofs import check_irreducible
from symlcn.check.algebra.modular import check_factors, common_degree, factor_degrees, subset_sums, substituted
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Malformed, Rejected
from tests.support.irreducible import ASSUMED, LINEAR, lifting, newton, reduction, simplex, usable

X = sympy.Symbol("X")
NAMES = sympy.symbols("x y z")
T = sympy.Symbol("T")


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


def test_the_factors_modulo_a_prime_are_those_that_are_listed():
    rng = random.Random(3)
    for p, k in ((2, 1), (3, 4), (5, 2), (101, 3)):
        for _ in range(20):
            f = [rng.randint(-20, 20) for _ in range(rng.randint(2, 8))] + [rng.choice([1, 2, 3, 7])]
            if usable(f, p):
                listed = lifting(f, p, k)["factors"]
                found = check_factors(listed, f, p, k, "here", work())
                assert [[str(c) for c in g] for g in found] == listed
                assert sorted(len(g) - 1 for g in found) == sorted(factor_degrees(f, p, work()))


WRONG_FACTORS = {  # f, p, k, factors
    "f itself, a product": ([-2, 0, 1], 7, 1, [[5, 0, 1]], r"here\[0\]: is not irreducible modulo 7"),
    "one factor is a product": ([-1, 0, 1], 7, 1, [[1], [6, 0, 1]], r"here\[0\]: is not a monic polynomial"),
    "a factor left out": ([-2, 0, 1], 7, 1, [[3, 1]], "do not multiply"),
    "no factors": ([-2, 0, 1], 7, 1, [], "do not multiply"),
    "another modulus": ([-2, 0, 1], 7, 2, [[3, 1], [4, 1]], "do not multiply"),
    "a double factor": ([9, 6, 1], 7, 1, [[3, 1], [3, 1]], "not all different modulo 7"),
    "a double factor modulo the prime only": ([30, 13, 1], 7, 2, [[3, 1], [10, 1]], "not all different modulo 7"),
    "the degree drops": ([1, 3, 7], 7, 1, [[5, 1]], "does not keep its degree modulo 7"),
    "not reduced": ([-2, 0, 1], 7, 1, [[10, 1], [4, 1]], "its coefficients reduced"),
    "a negative coefficient": ([-2, 0, 1], 7, 1, [[-4, 1], [4, 1]], "its coefficients reduced"),
    "not monic": ([-2, 0, 1], 7, 1, [[6, 2], [2, 4]], "is not a monic"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_FACTORS)
def test_wrong_factors_modulo_a_prime(name):
    f, p, k, factors, words = WRONG_FACTORS[name]
    with pytest.raises(Rejected, match=words):
        check_factors([[str(c) for c in g] for g in factors], f, p, k, "here", work())


# ---- over Q ---------------------------------------------------------------------------------------------------------


FIFTH = [-1, -1, 0, 0, 0, 1]
PROVED = {
    "linear": ("3*X - 7", LINEAR),
    "irreducible modulo 2": ("X**4 + X + 1", lifting([1, 1, 0, 0, 1], 2)),
    "2 + 3": ("X**5 - X - 1", lifting(FIFTH, 2)),
    "Eisenstein": ("X**4 + 10*X + 5", newton(5)),
    "Eisenstein, last coefficient": ("5*X**4 + 10*X + 1", newton(5)),
    "Dumas": ("X**5 + 2*X**4 - 4", newton(2)),
    "fifth roots of unity": ("X**4 + X**3 + X**2 + X + 1", newton(5, 1)),
    "shifted back": ("(X + 3)**3 - 2", newton(2, -3)),
    "cyclotomic": ("X**8 - X**4 + 1", {"kind": "cyclotomic", "order": 24}),
    "quadratic": ("X**2 - 2", lifting([-2, 0, 1], 7)),
    "reducible modulo every prime": ("X**4 - 10*X**2 + 1", lifting([1, 0, -10, 0, 1])),
    "not monic": ("6*X**4 + 3*X**3 + X + 7", lifting([7, 1, 0, 3, 6])),
    "no real root": ("X**6 + X**3 + 1", lifting([1, 0, 0, 1, 0, 0, 1])),
}


@pytest.mark.parametrize("name", PROVED)
def test_proofs_over_q(name):
    text, proof = PROVED[name]
    f = line(text)
    assert sympy.Poly(sympy.sympify(text), X).is_irreducible
    assert check_irreducible(proof, f, roots_of(f), "here", work()) is True


REFUSED = {
    "linear of degree 2": ("X**2 - 2", LINEAR, "degree 2"),
    "factors of another polynomial": ("X**4 + X + 2", lifting([1, 1, 0, 0, 1], 3), "do not multiply"),
    "too small a power": ("X**5 - X - 1", lifting(FIFTH, 2, 5), "numbers 0 is not excluded"),
    "the degree drops": ("2*X**3 + X**2 + X + 1", lifting([1, 1, 1], 2), "does not keep its degree modulo 2"),
    "multiple roots modulo 2": (
        "X**2 + 1", {"kind": "lifting", "prime": 2, "power": 1, "factors": [["1", "1"]] * 2}, "not all different"),
    "no prime": ("X**2 + 1", {"kind": "lifting", "prime": 9, "power": 1, "factors": [["1", "0", "1"]]}, "not prime"),
    "no prime in newton": ("X**2 - 6", newton(6), "6 is not prime"),
    "integer points inside": ("X**4 - 4", newton(2), "integer points"),
    "a horizontal edge": ("X**2 - 3*X + 1", newton(5), "integer points"),
    "below the edge": ("X**3 + X + 2", newton(2), "not one edge"),
    "below an edge that descends on the right": ("2*X**3 + X**2 + 1", newton(2), "not one edge"),
    "a root at the shift": ("X**3 - X - 6", newton(5, 2), "not one edge"),
    "another order": ("X**8 - X**4 + 1", {"kind": "cyclotomic", "order": 12}, "is not the order of the roots"),
    "two factors": ("(X**2 - 2)*(X**2 - 3)", lifting([6, 0, -5, 0, 1]), "is not excluded"),
    "a rational root": ("(3*X - 2)*(X**2 + X + 3)", lifting(line("(3*X - 2)*(X**2 + X + 3)")), "is not excluded"),
    "factors with leading coefficients": (
        "(2*X**2 + 1)*(3*X**2 + X + 5)", lifting(line("(2*X**2 + 1)*(3*X**2 + X + 5)")), "is not excluded"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_wrong_proofs_over_q(name):
    text, proof, words = REFUSED[name]
    f = line(text)
    with pytest.raises(Rejected, match=words):
        check_irreducible(proof, f, roots_of(f), "here", work())


@pytest.mark.parametrize(
    "proof",
    [
        None,
        "linear",
        [],
        {},
        {"kind": "prime"},
        {"kind": ["linear"]},
        {"kind": "roots"},
        {"kind": "patterns", "primes": [2]},
        {**LINEAR, "prime": 2},
        newton(2, "a"),
        {"kind": "newton", "prime": 2, "shift": 0},
        {"kind": "cyclotomic", "order": "5"},
        {**lifting([-2, 0, 1], 3), "prime": "3"},
        {**lifting([-2, 0, 1], 3), "factors": None},
        {**lifting([-2, 0, 1], 3), "factors": [["1", "1"]] * 19},
        {**lifting([-2, 0, 1], 3), "power": 0},
        {**lifting([-2, 0, 1], 3), "power": 10001},
    ],
)
def test_malformed_proofs(proof):
    with pytest.raises(Malformed):
        check_irreducible(proof, [-2, 0, 1], roots_of([-2, 0, 1]), "here", work())


def test_constants_are_not_irreducible():
    for proof in (LINEAR, newton(2), lifting([1, 1], 2), {"kind": "cyclotomic", "order": 1}, ASSUMED):
        with pytest.raises(Rejected):
            check_irreducible(proof, [3], [], "here", work())


def test_all_proofs_of_random_polynomials_agree_with_sympy():
    rng = random.Random(5)
    primes = [p for p in range(2, 40) if sympy.isprime(p)]
    proved = dict.fromkeys(("lifting", "newton"), 0)
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
        proofs = [*(lifting(f, p) for p in good[:2]), *(newton(p, c) for p in primes for c in range(-4, 5))]
        for proof in proofs:
            found = accepts(check_irreducible, proof, f, roots_of(f))
            assert not found or polynomial.is_irreducible, (f, proof)
            proved[proof["kind"]] += found is True
        assert accepts(check_irreducible, proofs[0], f, []) is (True if polynomial.is_irreducible else None)
    assert reducible > 40
    assert min(proved.values()) > 30


CONIC = filter_of("x**2 + y**2 + 1")
CIRCLE = filter_of("x**2 + y**2 - 2")
SQUARES = filter_of("x**2 - 2*y**2")
NODE = filter_of("y**2 - x**3 - x**2")
CUBIC = filter_of("y**2 - x**3 - x")
TWICE = filter_of("x**2 - 2*(y + 1)**2*(y + 2)**2")  # two parabolas


# ---- over C ---------------------------------------------------------------------------------------------------------


def over_c(proof):
    return {"minpoly": None, "irreducible": None, "roots": [], "terms": None, "proof": proof}


QUARTIC = filter_of("x**4 + y**3*x + y + 1")

ABSOLUTE = {
    "an edge": (filter_of("x - y**2"), simplex((1, 0), (0, 2))),
    "a triangle": (filter_of("x**2 + y**3 + x*y + 7"), simplex((2, 0), (0, 3), (0, 0))),
    "points on an edge": (filter_of("x**2 + y**3 + y + 1"), simplex((0, 0), (2, 0), (0, 3))),
    "a triangle in space": (filter_of("x**2 + y**2 + z**3", 3), simplex((2, 0, 0), (0, 2, 0), (0, 0, 3))),
    "a conic": (CONIC, reduction(CONIC, 3, 0, [(0, 0)], [None, [0, 0]], (1, 1))),
    "a conic, in the other direction": (CONIC, reduction(CONIC, 3, 1, [(0, 0)], [[0, 0], None], (1, 2))),
    "a cubic": (CUBIC, reduction(CUBIC, 3, 1, [(1, 0)], [[0, 0], None], (0, 0))),
    "two lines": (QUARTIC, reduction(QUARTIC, 5, 0, [(0, 0), (0, 1)], [None, [0, 0]], (2, 1))),
    "linear in a variable": (
        filter_of("x*y + z + 1", 3),
        reduction(filter_of("x*y + z + 1", 3), 5, 2, [(0, 0, 0)], [[0, 1, 0], [1, 0, 0], None], (0, 0, 4))),
    "sheared": (CONIC, reduction(CONIC, 7, 0, [(0, 0)], [None, [0, 0]], (2, 2), [0, 1])),
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
    found = check_absolute(over_c(ASSUMED), filter_of("y**2 - x**25 - 2"), "here", work())
    assert (found.proved_over_q, found.proved_over_c) == (True, False)


def of_conic(**changes):
    return {**ABSOLUTE["a conic"][1], **changes}


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
    "another point": (CONIC, of_conic(point=[0, 0]), "point: is not a zero"),
    "no prime": (CONIC, of_conic(prime=9), "9 is not prime"),
    "no lines": (CONIC, of_conic(lines=[]), "lines: do not exclude all degrees of factors in direction 0"),
    "a line with two factors": (
        CONIC, reduction(CONIC, 3, 0, [(0, 1), (0, 2)], [None, [0, 0]], (1, 1)), "lines: do not exclude all degrees"),
    "lines with the same degrees": (
        QUARTIC, reduction(QUARTIC, 7, 0, [(0, 2), (0, 4)], [None, [0, 0]], (0, 4)), "do not exclude all degrees"),
    "a line where two factors meet": (
        CONIC, reduction(CONIC, 5, 0, [(0, 2)], [None, [0, 0]], (2, 0)), "factors: are not all different modulo 5"),
    "factors of another line": (
        CONIC, of_conic(lines=[{"values": [0, 1], "factors": [["1", "0", "1"]]}]), "factors: do not multiply"),
    "a product as a factor": (
        CONIC, of_conic(lines=[{"values": [0, 1], "factors": [["2", "0", "1"]]}]), "is not irreducible modulo 3"),
    "factors of degree 0": (CONIC, of_conic(lines=[{"values": [0, 0], "factors": [["1"]]}]), "not a monic"),
    "a degree that drops": (
        filter_of("x**2*y + x + 1"), reduction(filter_of("x**2*y + x + 1"), 3, 0, [(0, 0)], [None, [1, 0]], (1, 1)),
        "values: the polynomial does not keep its degree in direction 0"),
    "the degrees drop modulo the prime": (
        filter_of("3*x**2 + y + x"), reduction(filter_of("3*x**2 + y + x"), 3, 1, [(0, 0)], [[0, 0], None], (0, 0)),
        "prime: the polynomial does not keep its degrees"),
    "a direction without degree": (
        filter_of("x**2 + y", 3), reduction(filter_of("x**2 + y", 3), 3, 2, [(0, 1, 0)], [[0, 0, 0]] * 2 + [None],
                                            (0, 0, 0)), "do not exclude all degrees of factors in direction 2"),
    "a factor that is constant on lines": (
        filter_of("(y + 1)*(x**2 + 1)"),
        reduction(filter_of("(y + 1)*(x**2 + 1)"), 3, 0, [(0, 0)], [None, [0, 0]], (0, 2)), r"content\[1\]"),
    "all degrees drop": (
        filter_of("y*z*x**2 + y*z + 1", 3),
        reduction(filter_of("y*z*x**2 + y*z + 1", 3), 5, 0, [(0, 1, 1)], [None, [0, 0, 0], [0, 1, 0]], (1, 1, 1)),
        r"content\[1\]"),
    "the singular point of two conjugate lines": (
        SQUARES, reduction(SQUARES, 3, 0, [(0, 1)], [None, [0, 0]], (0, 0)), "point: all derivatives vanish"),
    "the singular points of two conjugate parabolas": (
        TWICE, reduction(TWICE, 3, 0, [(0, 0)], [None, [0, 0]], (0, 2)), "point: all derivatives vanish"),
    "a node": (NODE, reduction(NODE, 3, 1, [(1, 0)], [[0, 0], None], (0, 0)), "point: all derivatives vanish"),
    "reducible over Q": (
        filter_of("(x + y + 1)*(x - y)"),
        reduction(filter_of("(x + y + 1)*(x - y)"), 5, 0, [(0, 1), (0, 3)], [None, [0, 0]], (0, 0)),
        "do not exclude all degrees"),
    "sheared back": (CONIC, {**ABSOLUTE["sheared"][1], "shear": [0, 0]}, "lines"),
    "a point before the shear": (CONIC, {**ABSOLUTE["sheared"][1], "point": [2, 3]}, "point: is not a zero"),
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
        {"kind": "eisenstein", "monic": 0, "at": 1, "root": "0"},
        {**ASSUMED, "vertices": []},
        of_conic(root="1"),
        of_conic(direction=2),
        of_conic(direction=-1),
        of_conic(lines=None),
        of_conic(lines=[{"values": [0], "factors": [["1", "0", "1"]]}]),
        of_conic(lines=[{"values": [0, 0], "factors": [[1, 0, 1]]}]),
        of_conic(lines=[{"values": [0, 0]}]),
        of_conic(content=[None, None]),
        of_conic(content=[[0, 0], [0, 0]]),
        of_conic(content=[None]),
        of_conic(point=None),
        of_conic(point=[1]),
        of_conic(shear=[0]),
        {key: value for key, value in of_conic().items() if key != "shear"},
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
    "not monic": ("3*X**3 + X + 1", LINES, simplex((1, 0), (0, 1)), lifting([1, 1, 0, 3], 2)),
    "a curve": ("X**2 + X + 1", [((3, 0), "1"), ((1, 1), "1/2 3"), ((0, 2), "0 1/3")], simplex((3, 0), (1, 1), (0, 2)),
                newton(3, 1)),
    "coefficients from two subfields": (
        "X**4 - 10*X**2 + 1",  # of sqrt(2) + sqrt(3)
        [((2, 0), "1"), ((1, 0), "0 -9/2 0 1/2"), ((0, 1), "0 11/2 0 -1/2"), ((0, 0), "1")],
        simplex((2, 0), (0, 1), (0, 0)), lifting([1, 0, -10, 0, 1])),
    "a plane": ("X**3 - 2", [((1, 0, 0), "1"), ((0, 1, 0), "0 1"), ((0, 0, 1), "0 0 1")],
                simplex((1, 0, 0), (0, 1, 0), (0, 0, 1)), newton(2)),
    "denominators": ("2*X**2 - 3", [((1, 0), "1"), ((0, 1), "1/5 -7/2"), ((0, 0), "0 1")],
                     simplex((1, 0), (0, 1), (0, 0)), newton(3)),
    "seven conjugates": ("X**7 - X - 1", [((1, 0), "1"), ((0, 1), "0 0 0 1"), ((0, 0), "1 1")],
                         simplex((1, 0), (0, 1), (0, 0)), lifting([-1, -1, 0, 0, 0, 0, 0, 1], 2)),
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
    "a reducible minpoly, by its factors": (
        filter_of("(x**2 - 4*y**2)"),
        {**conjugates("X**2 - 4", LINES, simplex((1, 0), (0, 1)), lifting([-4, 0, 1]))}, "is not excluded"),
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
        {"proof": LINEAR},
        {"proof": {**of_conic(), "root": None}},
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


def reductions(q, p):
    """Reductions modulo a prime on each line, and on all in one direction; with each content, if any is needed."""
    lines = [[v, v] for v in range(p)]
    for d, shear, chosen in product((0, 1), (None, [1, 1]), (*([line] for line in lines), lines)):
        proof = reduction(q, p, d, chosen, [None, None], (0, 0), shear)
        for value in range(p):
            yield {**proof, "content": [None if i == d else [value, value] for i in (0, 1)]}


def refusal(proof, q):
    """Why a proof is refused, if it is."""
    try:
        check_absolute(over_c(proof), q, "here", work())
    except (Rejected, Malformed) as error:
        return str(error)
    return None


FORGED = list(reducible_over_c())


@pytest.mark.parametrize("number", range(len(FORGED)), ids=lambda n: str(sympy.Poly(FORGED[n], *NAMES[:2]).as_expr()))
def test_what_is_reducible_over_c_is_never_accepted(number):
    q = FORGED[number]
    for part in (part for n in (2, 3) for part in combinations(q, n)):
        assert accepts(check_absolute, over_c(simplex(*part)), q) is None
    for p, proof in ((prime, proof) for prime in (3, 5) for proof in reductions(q, prime)):
        reason = refusal(proof, q)
        assert reason is not None, proof
        if "point" in reason:
            for point in product(range(p), repeat=2):
                assert refusal({**proof, "point": list(point)}, q) is not None, proof


def test_binomials_of_a_shear_are_paid_for():
    """x^2000 + y + 1 with x + y in place of x has binomials of up to 2000 bits, which a million units do not pay."""
    q = filter_of("x**2000 + y + 1")
    proof = {**ABSOLUTE["sheared"][1], "direction": 1, "shear": [1, 0]}
    with pytest.raises(Malformed, match="needs more arithmetic"):
        check_absolute(over_c(proof), q, "here", Work(10**6))
    with pytest.raises(Rejected, match="factors: do not multiply to the polynomial"):
        check_absolute(over_c(proof), filter_of("x**20 + y + 1"), "here", Work(10**6))


def test_the_attacks_come_near():
    """Many of the polynomials of the attacks are irreducible modulo a prime, so that it is the point that fails."""
    assert sum(any("point" in (refusal(proof, q) or "") for proof in reductions(q, 3)) for q in FORGED) >= 12


def test_forged_conjugates_of_reducible_polynomials():
    """Factors over Q(sqrt 2) of (x^2 - 2y^2)(x^2 - 3y^2), and of products with a second copy, are not everything."""
    for text in ("(x**2 - 2*y**2)*(x**2 - 3*y**2)", "(x**2 - 2*y**2)**2", "(x**2 - 2*y**2)*(x - y)**2", "x**4 - y**4"):
        for minpoly, proof in (
            ("X**2 - 2", newton(2)),
            (FOURTH, newton(2)),
            ("(X**2 - 2)*(X**2 - 3)", lifting([6, 0, -5, 0, 1])),
        ):
            for terms in (LINES, [((2, 0), "1"), ((0, 2), "0 -1")], [((1, 0), "1"), ((0, 1), "0 0 -1")]):
                value = conjugates(minpoly, terms, simplex(*(index for index, _ in terms)), proof)
                assert accepts(check_absolute, value, filter_of(text)) is None
