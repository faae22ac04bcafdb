"""Fibers whose layers are made of conjugate factors in several variables: all is proved, and nothing false is."""

import copy
import random
from itertools import product
from math import comb

import pytest

from symlcn.algebra.irreducible.proofs import prove_over_c
from symlcn.algebra.irreducible.reduction import find_reduction, reduction_json
from symlcn.algebra.overc import absolute_factors
from symlcn.algebra.polynomials import Polynomial
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.check.algebra.irreducible.absolute import check_absolute
from symlcn.check.algebra.irreducible.reduction import check_reduction
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Malformed, Rejected
from symlcn.fiber.evidence.document import fiber_json
from symlcn.fiber.fiber import fiber
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter, polynomial_to_filter
from tests.support.damage import at, replaced, sealed
from tests.support.irreducible import reduction

X, Y, ONE = (Polynomial(2, {index: 1}) for index in ((1, 0), (0, 1), (0, 0)))
x2, y2 = X * X, Y * Y

CASES = [  # filters in X of layer 0 and in x of layer 1; the numbers of points over Q, R and C
    # two of the four X ± √2·Y, X ± √3·Y
    ("k3x3d2 k5x5", x2 - y2 * 2, x2 * x2 - y2 * y2 * 3, (2, comb(4, 2), comb(4, 2))),
    # the factors over C of one piece are irreducible with x², y² for X, Y, those of the other are not
    ("k3x3d2 k5x5", (X + Y + ONE) ** 2 - ONE * 2, x2 * x2 - y2 * y2 * 3, (2, comb(4, 2), comb(4, 2))),
    # one pair of real factors, one of complex ones
    ("k3x3d2 k5x5", (X + Y + ONE) ** 2 - y2 * 2, (x2 - y2 + ONE) ** 2 + y2 * y2 * 3, (2, 2, comb(4, 2))),
    # two cubic fields, with one real place each: over R two of 1 + 2 + 1 + 2 to the degree 3
    ("k4x4d2x1 k7x4", X**3 - Y**3 * 2, X**6 - Y**3 * 5, (2, 4, comb(6, 3))),
    # irreducible pieces of conjugate factors
    ("k2x2d2 k3x3", X - Y * 2, x2 - y2 * 3, (2, 2, 2)),
]  # fmt: skip


def filter_of(notation, first, second):
    network = parse_architecture(notation)
    pairs = zip((first, second), network.layers, strict=True)
    return network, end_to_end_filter(network, [polynomial_to_filter(p, layer.size, (1, 1)) for p, layer in pairs])


def document_of(notation, first, second, field="R"):
    network, u = filter_of(notation, first, second)
    return fiber_json(fiber(network, u, [0] if field == "R" else None, field=field))


def covered(case):
    """The same filter for three layers, none of which takes what the others leave: pieces have to be covered."""
    return fiber_json(fiber(parse_architecture("k3x3d2 k3x3 k3x3"), filter_of(*case[:3])[1], [0, 0]))


@pytest.mark.parametrize(("notation", "first", "second", "counts"), CASES)
@pytest.mark.parametrize("field", ["R", "C"])
def test_certificates_are_accepted_without_assumptions(notation, first, second, counts, field):
    document = document_of(notation, first, second, field)
    assert document["counts"] == dict(zip("QRC", counts, strict=True))
    assert document["assumptions"] == []
    outcome = check_text(dumps(document))
    assert outcome.verdict == "accepted", outcome.message


PIECE = ("evidence", "fiber", "leaf", "rings", 0, "pieces", 0)


def test_what_is_made_of_what_cannot_be_exchanged():
    for case in CASES[:3]:
        honest = covered(case)
        over = at(honest, (*PIECE, "over"))
        assert len(over) == 2
        exchanged = check_text(sealed(replaced(honest, (*PIECE, "over"), over[::-1])))
        assert "line: does not exclude" in exchanged.message
        assert "expected an object" in check_text(sealed(replaced(honest, (*PIECE, "line"), None))).message
    honest = covered(CASES[0])
    over = at(honest, (*PIECE, "over"))
    one_of_each = [[over[0][0], over[1][0]], [over[0][1], over[1][1]]]
    assert "does not exclude" in check_text(sealed(replaced(honest, (*PIECE, "over"), one_of_each))).message


@pytest.mark.parametrize("line", [{"direction": 0, "values": [0, 0]}, {"direction": 1, "values": [0, 0]}])
def test_a_line_on_which_the_factors_meet_shows_nothing(line):
    honest = covered(CASES[0])
    assert "line: does not exclude" in check_text(sealed(replaced(honest, (*PIECE, "line"), line))).message


@pytest.mark.parametrize(
    "line", [{"direction": 2, "values": [0, 1]}, {"direction": 0, "values": [0]}, {"direction": 0}, [], "0", 1]
)
def test_a_line_that_is_none_is_refused(line):
    honest = covered(CASES[0])
    assert check_text(sealed(replaced(honest, (*PIECE, "line"), line))).verdict == "malformed"


# ---- irreducibility over C by reduction -----------------------------------------------------------------------------


def evidence(polynomial):
    """The factors over C as evidence for the checker, and the polynomial as it reads it."""
    factors = absolute_factors(polynomial)
    texts = [[list(index), [str(c) for c in value]] for index, value in factors.terms]
    for _, value in texts:
        while value[-1] == "0":
            value.pop()
    absolute = {
        "minpoly": [str(c) for c in factors.minpoly],
        "irreducible": {"kind": "newton", "prime": 2, "shift": "0"},
        "roots": [["-1.4", "0", "1"], ["1.4", "0", "1"]],
        "terms": texts,
        "proof": prove_over_c(factors),
    }
    return absolute, {index: int(c) for index, c in polynomial.terms()}


def root_two():
    """Discs around the roots of X² − 2."""
    return [["-99/70", "0", "1/1000"], ["99/70", "0", "1/1000"]]


CONJUGATES = [
    (x2 + y2 + X * Y * 3) ** 2 - (X + Y * 5) ** 2 * 2,
    (x2 * X + y2 * X * Y - ONE) ** 2 - (Y + ONE) ** 2 * y2 * 2,
]


def reduced(factors, prime, root):
    """The factor with alpha = root modulo the prime."""
    q = {}
    for index, value in factors.terms:
        c = sum(c.numerator * pow(c.denominator, -1, prime) * root**i for i, c in enumerate(value)) % prime
        if c:
            q[index] = c
    return q


def wrong(proof, dimension=2):
    """Changes that make a proof false, or no proof, each with the place where that is found."""
    p, d, lines = proof["prime"], proof["direction"], proof["lines"]
    (other,) = {0, 1} - {d}
    factors = lines[0]["factors"]
    return [
        ({"prime": p * p}, "prime: .* is not prime"),
        ({"prime": 10**9}, "prime: .* is not prime"),
        ({"point": [proof["point"][d] + (i == d) for i in range(2)]}, "point"),
        ({"point": None}, "point: expected a list"),
        ({"direction": dimension}, "direction: expected an integer from 0 to 1"),
        ({"direction": other}, "content|lines"),
        ({"lines": []}, "lines: do not exclude all degrees of factors"),
        ({"lines": [{"values": [0], "factors": factors}]}, r"lines\[0\].values: expected 2 entries"),
        ({"lines": [{"values": [v + 1 for v in lines[0]["values"]], "factors": factors}]}, r"lines\[0\]"),
        ({"lines": [{**lines[0], "factors": factors[1:]}]}, r"lines\[0\].factors: do not multiply"),
        ({"content": []}, "content: expected 2 entries"),
        ({"content": [None, None]}, "content.*: expected a list"),
    ]


@pytest.mark.parametrize("polynomial", [*CONJUGATES, CASES[1][1].inflate((2, 2))])
def test_proofs_by_reduction_are_accepted_and_false_ones_are_not(polynomial):
    factors = absolute_factors(polynomial)
    found = find_reduction(factors.terms, factors.minpoly)
    proof = reduction_json(found)
    assert factors.count == 2
    assert sum(c * found.root**i for i, c in enumerate(factors.minpoly)) % found.prime == 0
    q, degrees = reduced(factors, found.prime, found.root), [n // 2 for n in polynomial.degrees()]
    check_reduction(proof, q, degrees, "here", Work())
    for changes, place in wrong(proof):
        with pytest.raises((Rejected, Malformed), match=rf"here\.({place})"):
            check_reduction({**proof, **changes}, q, degrees, "here", Work())
    with pytest.raises(Rejected, match="degrees"):
        check_reduction(proof, q, [n + 1 for n in degrees], "here", Work())


@pytest.mark.parametrize(
    ("q", "reason"),
    [
        ({(2, 0): 1, (0, 2): -2}, "lines|point: all derivatives vanish"),  # x² − 2y² over Q
        ({(2, 0): 1, (0, 2): 1}, "lines|point: all derivatives vanish"),
        ({(2, 1): 1, (0, 1): -3, (2, 0): 1, (0, 0): -3}, "lines|content"),  # (x² − 3)(y + 1)
        ({(4, 0): 1, (2, 2): -2, (0, 4): 1, (2, 0): -6, (0, 2): -6, (0, 0): 9}, "lines"),  # norm of x + y + √3, …
        ({(2, 0): 1, (1, 1): 2, (0, 2): 1}, r"lines\[0\].factors: are not all different"),  # (x + y)²
    ],
)
def test_no_reduction_shows_what_is_reducible_over_c(q, reason):
    """Modulo small primes, on each line and on all. At a zero, whatever the lines show, derivatives vanish."""
    degrees = [max(column) for column in zip(*q, strict=True)]
    for p in (3, 5, 7, 11):
        zeros = [
            (a, b) for a, b in product(range(p), repeat=2) if sum(c * a**i * b**j for (i, j), c in q.items()) % p == 0
        ]
        for direction, lines in product((0, 1), (*([(v, v)] for v in range(p)), [(v, v) for v in range(1, p)])):
            proof = reduction(q, p, direction, lines, [None if i == direction else [1, 1] for i in (0, 1)], (0, 0))
            for point in zeros:
                with pytest.raises(Rejected, match=rf"here\.({reason})"):
                    check_reduction({**proof, "point": list(point)}, q, degrees, "here", Work())


def test_the_root_belongs_to_the_minimal_polynomial():
    polynomial = CONJUGATES[0]
    absolute, f = evidence(polynomial)
    if absolute["minpoly"] != ["-2", "0", "1"]:
        pytest.fail("another generator is used")
    absolute["roots"] = root_two()
    found = check_absolute(absolute, f, "here", Work())
    assert (found.count, found.proved_over_q, found.proved_over_c) == (2, True, True)
    for change in ({"root": str(int(absolute["proof"]["root"]) + 1)}, {"root": None}, {"prime": 2}):
        twin = copy.deepcopy(absolute)
        twin["proof"].update(change)
        with pytest.raises((Rejected, Malformed)):
            check_absolute(twin, f, "here", Work())


def test_a_polynomial_over_the_rationals_is_reduced_as_it_is():
    curve = x2 * X + Y**3 * 2 + X * Y * 5 + ONE * 7
    factors = absolute_factors(curve)
    proof = reduction_json(find_reduction(factors.terms, factors.minpoly))
    assert proof["root"] is None
    absolute = {"minpoly": None, "irreducible": None, "roots": [], "terms": None, "proof": proof}
    f = {index: int(c) for index, c in curve.terms()}
    assert check_absolute(absolute, f, "here", Work()).proved_over_c
    with pytest.raises(Malformed, match="null"):
        check_absolute({**absolute, "proof": {**proof, "root": "1"}}, f, "here", Work())


def test_special_fibers_need_no_assumptions():
    """Norm forms over quadratic fields, some of them below exponents; their factors over C are conics and lines."""
    source = random.Random(11)

    def line():
        return X * source.choice([1, 2, -1]) + Y * source.randint(-3, 3) + ONE * source.randint(-2, 2)

    def form(e=1):
        a, b = line(), line()
        return (a * a - b * b * source.choice([2, 3, -1, 5, -2, -3])).inflate((e, e))

    needed = []
    for number in range(16):
        notation, powers = [("k3x3d2 k5x5", (1, 2)), ("k3x3 k3x3", (1, 1)), ("k5x5 k3x3", (2, 1)),
                            ("k3x3d2 k3x3d2 k3x3", (1, 1, 1))][number % 4]  # fmt: skip
        network = parse_architecture(notation)
        pairs = zip(map(form, powers), network.layers, strict=True)
        filters = [polynomial_to_filter(p, layer.size, (1, 1)) for p, layer in pairs]
        u = end_to_end_filter(network, filters)
        document = fiber_json(fiber(network, u, [0] * (len(powers) - 1), field="R"))
        outcome = check_text(dumps(document))
        assert outcome.verdict == "accepted", outcome.message
        needed += document["assumptions"]
    assert needed == []
