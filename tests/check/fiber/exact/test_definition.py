"""The checker of fields of definition, on certificates built by hand; nothing here comes from the library."""

import random
from collections import Counter
from fractions import Fraction
from itertools import combinations, permutations, product
from math import isqrt
from types import SimpleNamespace

import pytest

from symlcn.check import check_text
from symlcn.check.algebra.discs import Disc
from symlcn.check.core.limits import Work
from symlcn.check.fiber.exact.conjugates import Conjugates
from symlcn.check.fiber.exact.generators import shapes_of
from tests.support.damage import at, changed, containers, leaves, replaced, sealed, without
from tests.support.fibers import (
    ASSUMED,
    LINEAR,
    PAIR,
    STRIDED,
    TWICE,
    Network,
    certificate,
    complex_cube_roots,
    conjugate_factors,
    decimal,
    interval,
    layer,
    node,
    piece,
    ring,
    texts,
    three_roots,
    univariate,
)
from tests.support.fibers import DISCS as CUBE_DISCS
from tests.support.irreducible import lifting, newton

# ---- numbers and builders -------------------------------------------------------------------------------------------

RADIUS = Fraction(1, 10**70)


def verdict(document):
    return check_text(sealed(document))


def sqrt(value):
    """To 80 digits, from below."""
    return Fraction(isqrt(int(value * 10**160)), 10**80)


def discs(roots):
    return [[r, 0, RADIUS] for r in roots]


def multiplied(*factors):
    result = [1]
    for f in factors:
        terms = Counter()
        for (i, a), (k, b) in product(enumerate(result), enumerate(f)):
            terms[i + k] += a * b
        result = [terms[i] for i in range(len(result) + len(f) - 1)]
    return result


def real_number(minpoly, value):
    return {"minpoly": texts(minpoly), "interval": interval(value), "approx": decimal(value)}


def enclosed(roots):
    """The filter of the product of all x - r."""
    return {"enclosure": [interval(c) for c in multiplied([1], *([-r, 1] for r in roots))]}


def real_point(filters, generators, primitive=None):
    field = {"generators": [real_number(*g) for g in generators], "primitive": primitive and real_number(*primitive)}
    return {"filters": filters, "factor": None, "field": field, "rank": None, "t": None, "rho": None}


def basis(shapes, resolvent, proof, roots, multiplier=0):
    """The evidence for a primitive number; shapes: (minimal polynomial, labels) of each."""
    return {
        "shapes": [{"minpoly": texts(f), "labels": list(labels)} for f, labels in shapes],
        "multiplier": str(multiplier),
        "resolvent": texts(resolvent),
        "irreducible": proof,
        "roots": texts(discs(roots)),
    }


def listed(network, u, fiber, points, choices, fields, counts, field="R"):
    """A certificate that lists points and says nothing on smoothness and NTKs."""
    changes = {"field": field, "fields": fields, "reason": "no NTKs compared"}
    return certificate(network, u, None, fiber, points, choices, counts, (None, None), None, "undecided", **changes)


# ---- k2 k2 at a x^2 - b ---------------------------------------------------------------------------------------------


def square_roots(a=1, b=2, labels=(0, 1), c=0):
    """Two points, with labels at the roots -s and s where s is the root that layer 0 takes, in either order.

    (a s)^2 = a b. With the labels i and k of -s and s, t = (k - i) a s + c (i + k) a b.
    """
    s, root = sqrt(Fraction(b, a)), sqrt(Fraction(a * b))
    centre, width = c * sum(labels) * a * b, labels[1] - labels[0]
    m = [centre**2 - width**2 * a * b, -2 * centre, 1]
    roots = [centre - abs(width) * root, centre + abs(width) * root]
    fiber = node([-b, 0, a], factors=[univariate([-b, 0, a], proof=lifting([-b, 0, a]), roots=discs([-s, s]))])
    points, choices, fields = [], [], []
    for k, sign in ((1, 1), (0, -1)):
        filters, number = [enclosed([sign * s]), enclosed([-sign * s])], centre + sign * width * root
        points.append(real_point(filters, [([-b, 0, a], s)], (m, number)))
        choices.append([[["root", 0, k, 1]], [["root", 0, 1 - k, 1]]])
        fields.append(basis([([-b, 0, a], labels[:: 2 * k - 1])], m, lifting(m), roots, c))
    return listed(PAIR, [-b, 0, a], fiber, points, choices, fields, (0, 2, 2))


def test_one_square_root_generates_the_field():
    assert verdict(square_roots()).verdict == "accepted", verdict(square_roots())


def test_labels_multipliers_and_leading_coefficients():
    rng = random.Random("square roots")
    for _ in range(25):
        a, b = rng.choice([(1, 3), (2, 1), (3, 2), (2, 5), (6, 1), (1, 7)])
        labels = rng.sample(range(9), 2)
        document = square_roots(a, b, labels, rng.randint(-9, 9))
        assert verdict(document).verdict == "accepted", (a, b, labels, verdict(document))


# ---- k3 k3 at x^4 - 5x^2 + 2 ----------------------------------------------------------------------------------------

QUARTIC = [2, 0, -5, 0, 1]
OUTER, INNER = sqrt((5 + sqrt(17)) / 2), sqrt((5 - sqrt(17)) / 2)
FOUR = [-OUTER, -INNER, INNER, OUTER]
SUMS = [17, 0, -10, 0, 1]  # has the roots +-OUTER +-INNER: their squares are 5 +- 2 sqrt(2)
SQUARES = [64, -52, 1]  # has the roots 26 +- 6 sqrt(17)


def sum_field(labels):
    """c = 0: the sums of two of the four roots are 0 twice, and the roots of X^4 - 10X^2 + 17."""
    roots = [-OUTER - INNER, INNER - OUTER, OUTER - INNER, OUTER + INNER]
    return basis([(QUARTIC, labels)], multiplied([0, 0, 1], SUMS), newton(2, 1), roots)


def square_field(labels):
    """c = 1: r and -r give 2 r^2 + 2 r^4 = 12 r^2 - 4, others numbers with ((t - 26)^2 - 142)^2 = 512.

    For x + y with (x y)^2 = 2, x^2 + y^2 = 5: t = 26 + (x + y) (6 - x y) and (x + y)^2 = 5 + 2 x y.
    """
    inner = [676 - 142, -52, 1]
    quartic = multiplied(inner, inner)
    quartic[0] -= 512
    roots = [26 - 6 * sqrt(17), 26 + 6 * sqrt(17)]
    return basis([(QUARTIC, labels)], multiplied(SQUARES, quartic), newton(17, 26), roots, 1)


def biquadratic():
    """Six points: four of degree 4, with the sum of the roots of a layer, and two over Q(sqrt(17))."""
    fiber = node(QUARTIC, factors=[univariate(QUARTIC, proof=lifting(QUARTIC), roots=discs(FOUR))])
    points, choices, fields = [], [], []
    for pair in combinations(range(4), 2):
        rest = [k for k in range(4) if k not in pair]
        labels = [int(k in pair) for k in range(4)]
        filters = [enclosed([FOUR[k] for k in side]) for side in (pair, rest)]
        generators = [(QUARTIC, FOUR[k]) for k in (rest if 0 in pair else pair)]
        x, y = (FOUR[k] for k in pair)
        primitive = (SQUARES, 12 * x * x - 4) if sum(pair) == 3 else (SUMS, x + y)
        points.append(real_point(filters, generators, primitive))
        choices.append([[["root", 0, k, 1] for k in side] for side in (pair, rest)])
        fields.append(square_field(labels) if sum(pair) == 3 else sum_field(labels))
    return listed(TWICE, QUARTIC, fiber, points, choices, fields, (0, 6, 6))


def test_sums_of_roots():
    assert verdict(biquadratic()).verdict == "accepted", verdict(biquadratic())


def test_primitive_numbers_may_be_left_out():
    document = biquadratic()
    for n in range(0, 6, 2):
        document["evidence"]["fields"][n] = document["points"][n]["field"]["primitive"] = None
    assert verdict(document).verdict == "accepted"


# ---- k3s2 k2 at x^4 - 3x^2 + 1 --------------------------------------------------------------------------------------

GOLDEN = (1 + sqrt(5)) / 2
SHAPES = ([-1, -1, 1], [-1, 1, 1], [1, -3, 1])  # roots 1 - g, g; -g, g - 1; 2 - g, 1 + g for the golden ratio g
EXACT = ([(1, -1), (0, 1)], [(0, -1), (-1, 1)], [(2, -1), (1, 1)])  # the same as p + q g


def golden(x):
    return x[0] + x[1] * GOLDEN


def golden_times(x, y):
    """As g^2 = g + 1."""
    return x[0] * y[0] + x[1] * y[1], x[0] * y[1] + x[1] * y[0] + x[1] * y[1]


def golden_number(labels, c):
    """t with labels by shape and root: the sum over k = 1..6 as it is written."""
    p = q = 0
    for line, roots in zip(labels, EXACT, strict=True):
        for label, root in zip(line, roots, strict=True):
            power = (1, 0)
            for k in range(6):
                power = golden_times(power, root)
                p, q = p + c**k * label * power[0], q + c**k * label * power[1]
    return p, q


def golden_minpoly(x):
    """That of p + q g with q other than 0; the conjugate is (p + q) - q g."""
    p, q = x
    return [p * (p + q) - q * q, -(2 * p + q), 1]


def golden_conjugates(x):
    return sorted(map(golden, (x, (x[0] + x[1], -x[1]))))


def golden_fields(labels, c):
    """Evidence and primitive number for the point with these labels, and whether it is a simple root."""
    numbers = [golden_number(lines, c) for lines in product(*(sorted(set(permutations(line))) for line in labels))]
    resolvent = [(1, 0)]
    for p, q in numbers:
        shifted, scaled = [(0, 0), *resolvent], [golden_times((-p, -q), x) for x in resolvent] + [(0, 0)]
        resolvent = [(x[0] + y[0], x[1] + y[1]) for x, y in zip(shifted, scaled, strict=True)]
    own = golden_number(labels, c)
    integers = [p for p, q in resolvent if q == 0]
    m = golden_minpoly(own) if own[1] else [-own[0], 1]
    proof, roots = (lifting(m), golden_conjugates(own)) if own[1] else (LINEAR, [])
    evidence = basis(list(zip(SHAPES, labels, strict=True)), integers, proof, roots, c)
    return evidence, (m, golden(own)), numbers.count(own) == 1


# layer 1 takes the root 1 + g or 2 - g of X^2 - 3X + 1, layer 0 what is left: the roots 1 - g and g - 1, or -g and g
TAKEN = (((1, 0), (0, 1), (0, 1)), ((0, 1), (1, 0), (1, 0)))


def golden_ratio(weights=((0, 3), (0, 1), (0, 1)), c=0):
    """Two points over Q(sqrt(5)), where weights has the labels of roots not taken and of roots taken, by shape.

    As they are given: t = 3 - g or 2 + g, the roots of X^2 - 5X + 5; the resolvent has X^2 - 5X - 5 twice, and
    X^2 - 5X - 25. Returns whether both are simple roots, too.
    """
    roots = [[golden(x) for x in pair] for pair in EXACT]
    factors = [univariate(SHAPES[n], proof=lifting(SHAPES[n]), roots=discs(roots[n])) for n in (0, 1)]
    rings = [ring([2], [piece(SHAPES[2], [0, 1], roots=discs(roots[2]))], [None])]
    fiber = node([1, 0, -3, 0, 1], factors=factors, rings=rings)
    points, choices, fields, simple = [], [], [], True
    for taken in TAKEN:
        labels = [[pair[x] for x in line] for pair, line in zip(weights, taken, strict=True)]
        evidence, primitive, alone = golden_fields(labels, c)
        own = [line.index(1) for line in taken]
        filters = [enclosed([roots[0][own[0]], roots[1][own[1]]]), enclosed([roots[2][own[2]]])]
        generators = [(f, pair[1]) for f, pair in zip(SHAPES, roots, strict=True)]
        points.append(real_point(filters, generators, primitive))
        choices.append([[["root", 0, own[0], 1], ["root", 1, own[1], 1]], [["root", 0, own[2], 1]]])
        fields.append(evidence)
        simple = simple and alone
    return listed(STRIDED, [1, 0, -3, 0, 1], fiber, points, choices, fields, (0, 2, 2)), simple


def test_three_minimal_polynomials_of_one_field():
    document, simple = golden_ratio()
    one, two, three = [5, -5, 1], [-5, -5, 1], [-25, -5, 1]
    for n, field in enumerate(document["evidence"]["fields"]):
        assert field["resolvent"] == texts(multiplied(one, two, two, three))
        assert document["points"][n]["field"]["primitive"]["minpoly"] == texts(one)
    assert simple
    assert verdict(document).verdict == "accepted", verdict(document)


def test_accepted_exactly_where_the_number_is_a_simple_root():
    rng, seen = random.Random("golden ratio"), Counter()
    for _ in range(40):
        weights, c = [rng.sample(range(4), 2) for _ in SHAPES], rng.randint(-2, 2)
        document, simple = golden_ratio(weights, c)
        outcome = verdict(document)
        assert outcome.verdict == ("accepted" if simple else "rejected"), (weights, c, outcome)
        assert simple or "may be 0 at the number of the point" in outcome.message
        seen[simple] += 1
    assert min(seen.values()) > 5


# ---- points that are not real, factors in several variables, several directions -------------------------------------


def cube_field(k):
    evidence = basis([([-2, 0, 0, 1], [int(m == k) for m in range(3)])], [-2, 0, 0, 1], newton(2), [])
    return {**evidence, "roots": texts(CUBE_DISCS)}


def complex_field():
    """k3 k2 at x^3 - 2 over C: the root of layer 1 is primitive."""
    document = complex_cube_roots()
    for n, point in enumerate(document["points"]):
        point["field"]["primitive"] = point["field"]["generators"][0]
        document["evidence"]["fields"][n] = cube_field(n)
    return document


def test_numbers_that_are_not_real():
    assert verdict(complex_field()).verdict == "accepted", verdict(complex_field())


def test_factors_in_several_variables():
    document, s = conjugate_factors(), sqrt(2)
    for n, k in enumerate((0, 1)):  # layer 0 has factor k, x + s y or x - s y; t is the root k
        labels = [int(m == k) for m in range(2)]
        document["evidence"]["fields"][n] = basis([([-2, 0, 1], labels)], [-2, 0, 1], newton(2), [-s, s])
        document["points"][n]["field"]["primitive"] = real_number([-2, 0, 1], (-s, s)[k])
    assert verdict(document).verdict == "accepted", verdict(document)


def two_directions():
    """k2x1 k2x1 k1x2 k1x2 at (x^2 - 2)(y^2 - 2): two factors, but one minimal polynomial."""
    network = Network("k2x1 k2x1 k1x2 k1x2", layer(2, 1), layer(2, 1), layer(1, 2), layer(1, 2))
    s, m = sqrt(2), [-2, 0, 1]
    u = [[4, 0, -2], [0, 0, 0], [-2, 0, 1]]
    wide = [[-s, 0, Fraction(1, 10**30)], [s, 0, Fraction(1, 10**30)]]
    factors = [univariate(m, proof=newton(2), roots=wide if d else discs([-s, s]), direction=d) for d in (0, 1)]
    points, choices, fields = [], [], []
    for i, k in product(range(2), repeat=2):
        x, y = (-s, s)[i], (-s, s)[k]
        filters = [{"enclosure": [[interval(-r)], [interval(1)]]} for r in (x, -x)]
        filters += [{"enclosure": [[interval(-r), interval(1)]]} for r in (y, -y)]
        points.append(real_point(filters, [(m, s)], (m, s)))
        choices.append([[["root", j, n, 1]] for j, n in ((0, i), (0, 1 - i), (1, k), (1, 1 - k))])
        fields.append(basis([(m, [0, 1])], m, newton(2), [-s, s]))
    return listed(network, u, node(u, factors=factors), points, choices, fields, (0, 4, 4))


def test_one_minimal_polynomial_in_two_directions():
    assert verdict(two_directions()).verdict == "accepted", verdict(two_directions())


def slot(*families):
    """A layer with families: discs and counts."""
    made = [SimpleNamespace(minpoly=[5, 0, 2, 0, 1], discs=found) for found, _ in families]
    return SimpleNamespace(leaf=SimpleNamespace(families={(): made}), ring=()), tuple(counts for _, counts in families)


def colours(*layers):
    slots, choices = zip(*layers, strict=True)
    return [shape.colours for shape in shapes_of(Conjugates(list(slots), (1, 1), Work()), list(choices))]


def test_equal_roots_are_found_by_their_discs():
    """Pairs of conjugates may be in either order; where discs are too large to tell the roots are kept apart."""
    first = [Disc(x, y, 1, 10) for x, y in ((10, 20), (10, -20), (-10, 20), (-10, -20))]
    second = [Disc(x, y, 2, 10) for x, y in ((-10, 20), (-10, -20), (10, 20), (10, -20))]
    assert colours(slot((first, (1, 0, 0, 2)))) == [[(1,), (0,), (0,), (2,)]]
    assert colours(slot((first, (1, 0, 0, 2))), slot((second, (1, 2, 0, 0)))) == [[(1, 0), (0, 0), (0, 1), (2, 2)]]
    assert colours(slot((first, (1, 0, 0, 2)), (second, (1, 2, 0, 0)))) == [[(1, 0), (0, 0), (0, 1), (2, 2)]]
    assert colours(slot((first, (1, 1, 1, 1)))) == []
    large = [Disc(x, y, 19, 10) for x, y in ((10, 20), (10, -20), (-10, 20), (-10, -20))]
    apart = colours(slot((first, (1, 0, 0, 2))), slot(([*large[:3], Disc(0, 0, 99, 10)], (1, 2, 0, 0))))
    assert apart == [[(1,), (0,), (0,), (2,)], [(1,), (2,), (0,), (0,)]]


# ---- tampering ------------------------------------------------------------------------------------------------------

FIELD, PRIMITIVE = ("evidence", "fields", 0), ("points", 0, "field", "primitive")
GENERATORS = ("points", 0, "field", "generators")


def with_number(m, proof, x=None):
    """k3s2 k2 with another polynomial for the primitive number of the first point, and the root x = p + q g."""
    document, _ = golden_ratio()
    roots = golden_conjugates(x) if isinstance(x, tuple) else x
    document["evidence"]["fields"][0].update(irreducible=proof, roots=texts(discs(roots)))
    document["points"][0]["field"]["primitive"] = real_number(m, roots[0])
    return document


def with_labels(n, labels):
    return replaced(golden_ratio()[0], (*FIELD, "shapes", n, "labels"), labels)


def other_point(document, key):
    """A part of the first point's field from the second point."""
    return replaced(document, ("points", 0, "field", key), at(document, ("points", 1, "field", key)))


def rational_with(value):
    document = three_roots()
    document["evidence"]["fields"][0] = value
    return document


def opposite_pair():
    """The point with r and -r in layer 0 and their sum, which is 0: a double root of the resolvent."""
    document = biquadratic()
    field = {**sum_field([0, 1, 1, 0]), "irreducible": LINEAR, "roots": []}
    return replaced(replaced(document, ("evidence", "fields", 3), field), ("points", 3, "field", "primitive"),
                    real_number([0, 1], Fraction(0)))  # fmt: skip


def wide_disc():
    """k2 k2 at x^2 - 2, where the disc of -s reaches the disc of t, which has the number s."""
    document, s, near = square_roots(), sqrt(2), Fraction(1, 10**10)
    document["evidence"]["fiber"]["leaf"]["factors"][0]["roots"] = texts([[-s, 0, near], [s, 0, near]])
    large = [[-s, 0, 2 * s - near], [s, 0, RADIUS]]
    document["evidence"]["fields"][0].update(irreducible=newton(2), roots=texts(large))
    for point, sign in zip(document["points"], (1, -1), strict=True):
        point["filters"] = [{"enclosure": [interval(-r, 2 * near), interval(1)]} for r in (sign * s, -sign * s)]
        point["field"]["generators"][0]["interval"] = interval(s, 2 * near)
    return document


def many_arrangements():
    """k8 k8 at the product of x^2 - p for seven primes: 128 arrangements."""
    primes = [2, 3, 5, 7, 11, 13, 17]
    network, u = Network("k8 k8", layer(8), layer(8)), multiplied(*([-p, 0, 1] for p in primes))
    roots, quadratics = [sqrt(p) for p in primes], [[-p, 0, 1] for p in primes]
    factors = [univariate(f, proof=newton(-f[0]), roots=discs([-sqrt(-f[0]), sqrt(-f[0])])) for f in quadratics]
    generators = list(zip(quadratics, roots, strict=True))
    point = real_point([enclosed(roots), enclosed([-s for s in roots])], generators, generators[0])
    choices = [[["root", j, k, 1] for j in range(7)] for k in (1, 0)]
    field = basis([(f, [0, 1]) for f in quadratics], quadratics[0], newton(2), [-roots[0], roots[0]])
    return listed(network, u, node(u, factors=factors), [point], [choices], [field], (0, 3432, 3432))


TAMPERED = {
    "a coefficient of the resolvent": (
        lambda: replaced(golden_ratio()[0], (*FIELD, "resolvent", 3), "1"), "is not the coefficient of the resolvent"),
    "a resolvent that is not monic": (
        lambda: replaced(golden_ratio()[0], (*FIELD, "resolvent", 8), "2"), "is not the coefficient of the resolvent"),
    "the resolvent of another multiplier": (
        lambda: replaced(golden_ratio()[0], (*FIELD, "multiplier"), "1"), "is not the coefficient of the resolvent"),
    "a multiplier for which the discs are too large": (
        lambda: replaced(golden_ratio()[0], (*FIELD, "multiplier"), str(10**40)), "not known well enough"),
    "another factor of the resolvent": (
        lambda: with_number([-25, -5, 1], newton(3, 1), (0, 5)), "may be 0 at the number of the point"),
    "a factor that divides twice": (
        lambda: with_number([-5, -5, 1], newton(5), (4, -3)), "may be 0 at the number of the point"),
    "a sum that others have, too": (opposite_pair, "may be 0 at the number of the point"),
    "no factor of the resolvent": (lambda: with_number([-5, 0, 1], newton(5), (-1, 2)), "does not divide"),
    "a product of two factors": (
        lambda: with_number(multiplied([5, -5, 1], [-25, -5, 1]), lifting(multiplied([5, -5, 1], [-25, -5, 1])),
                            sorted(golden_conjugates((3, -1)) + golden_conjugates((0, 5)))),
        "a product of factors with numbers 0 is not excluded"),
    "a multiple of the minimal polynomial": (
        lambda: with_number([10, -10, 2], newton(5), (3, -1)), "must be primitive"),
    "a polynomial with the wrong sign": (lambda: with_number([-5, 5, -1], newton(5), (3, -1)), "must be primitive"),
    "a constant": (lambda: replaced(golden_ratio()[0], (*PRIMITIVE, "minpoly"), ["1"]), "must be primitive"),
    "no polynomial": (lambda: replaced(golden_ratio()[0], (*PRIMITIVE, "minpoly"), []), "must be primitive"),
    "a disc that is too large": (wide_disc, "evidence.fields[0].roots: 2 of them may have the number"),
    "the other root": (lambda: other_point(golden_ratio()[0], "primitive"), "is not shown to be the number"),
    "an interval around both roots": (
        lambda: replaced(golden_ratio()[0], (*PRIMITIVE, "interval"), ["0", "9"]), "is not shown to be the number"),
    "an approximation of another number": (
        lambda: replaced(golden_ratio()[0], (*PRIMITIVE, "approx"), "1.38"), "is not shown to be the number"),
    "the conjugate of a number that is not real": (
        lambda: replaced(
            complex_field(), ("points", 1, "field", "primitive"), complex_field()["points"][2]["field"]["primitive"]),
        "is not shown to be the number"),
    "irreducible by assumption": (
        lambda: replaced(golden_ratio()[0], (*FIELD, "irreducible"), ASSUMED),
        "irreducible: must be proved, not assumed: the number of factors modulo 103 is 1"),
    "labels merged": (lambda: with_labels(1, [1, 1]), "are not equal exactly where"),
    "a label split": (
        lambda: replaced(biquadratic(), (*FIELD, "shapes", 0, "labels"), [1, 1, 0, 2]), "are not equal exactly where"),
    "labels of another point": (
        lambda: replaced(biquadratic(), (*FIELD, "shapes", 0, "labels"), [1, 0, 1, 0]), "are not equal exactly where"),
    "labels exchanged": (lambda: with_labels(0, [0, 3]), "may be 0 at the number of the point"),
    "a shape missing": (lambda: without(golden_ratio()[0], (*FIELD, "shapes", 2)), "shapes: are 2, should be 3"),
    "a shape twice": (
        lambda: replaced(golden_ratio()[0], (*FIELD, "shapes", 2), at(golden_ratio()[0], (*FIELD, "shapes", 0))),
        "or was listed before"),
    "a shape that is none": (
        lambda: replaced(golden_ratio()[0], (*FIELD, "shapes", 2, "minpoly"), ["1", "0", "1"]),
        "does not tell roots apart"),
    "a generator missing": (lambda: without(biquadratic(), (*GENERATORS, 1)), "0 times that should be there once"),
    "a generator of each conjugate": (
        lambda: replaced(square_roots(), GENERATORS, [real_number([-2, 0, 1], x) for x in (-sqrt(2), sqrt(2))]),
        "that is not needed"),
    "the generator that is usual": (
        lambda: replaced(square_roots(), GENERATORS, [real_number([-2, 0, 1], -sqrt(2))]), "there once"),
    "a generator twice": (
        lambda: replaced(square_roots(), GENERATORS, [real_number([-2, 0, 1], sqrt(2))] * 2), "a number 2 times"),
    "a generator for each direction": (
        lambda: replaced(two_directions(), GENERATORS, [real_number([-2, 0, 1], sqrt(2))] * 2), "a number 2 times"),
    "a primitive number without evidence": (
        lambda: replaced(golden_ratio()[0], FIELD, None), "must be null where evidence.fields[0] is"),
    "evidence without a primitive number": (
        lambda: replaced(golden_ratio()[0], PRIMITIVE, None), "must be null where evidence.fields[0] is"),
    "evidence for a rational point": (
        lambda: rational_with(cube_field(0)), "must be null for a rational point"),
    "evidence for a point that is not there": (
        lambda: replaced(golden_ratio()[0], ("evidence", "fields"), [None] * 3), "expected 2 entries, found 3"),
    "too many arrangements": (many_arrangements, "there are more than 64 arrangements"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_false_claims_are_rejected(name):
    build, words = TAMPERED[name]
    outcome = verdict(build())
    assert words in outcome.message
    assert outcome.verdict == ("malformed" if words.startswith(("expected", "must be null")) else "rejected")


FREE = {"interval", "approx", "re", "im", "roots", "prime", "primes", "shift"}  # other values may show the same
DAMAGED = {"square roots": square_roots, "golden ratio": lambda: golden_ratio()[0], "cube roots": complex_field}


@pytest.mark.parametrize("name", DAMAGED)
def test_no_damage_is_accepted_or_crashes(name):
    honest, tried = DAMAGED[name](), 0
    assert verdict(honest).verdict == "accepted"
    for path in leaves(honest):
        if path[:3] not in (FIELD, ("points", 0, "field")):
            continue
        for value in [*changed(at(honest, path)), [], {}, True, "", -1, 10**30, "x", "9" * 4000, None]:
            if value == at(honest, path) and type(value) is type(at(honest, path)):
                continue
            outcome = verdict(replaced(honest, path, value))
            tried += 1
            assert FREE.intersection(path) or outcome.verdict != "accepted", (path, value)
    assert tried > 100


@pytest.mark.parametrize("name", DAMAGED)
def test_no_removal_is_accepted_or_crashes(name):
    honest = DAMAGED[name]()
    for path in containers(honest):
        if path[:3] in (FIELD, ("points", 0, "field")):
            part = at(honest, path)
            for key in part if isinstance(part, dict) else range(len(part)):
                outcome = verdict(without(honest, (*path, key)))
                assert FREE.intersection((*path, key)) or outcome.verdict != "accepted", (*path, key)
