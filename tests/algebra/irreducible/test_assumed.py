"""Where irreducibility may be assumed: not where it must be proved, nor where it is seen to be false."""

import json
import random
from fractions import Fraction
from functools import cache
from math import comb, prod

import pytest
import sympy
from flint import fmpz_poly
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.algebra.discs import discs_json
from symlcn.algebra.irreducible.assumed import assumable, assumable_line
from symlcn.algebra.irreducible.proofs import prove_irreducible
from symlcn.algebra.polynomials import Polynomial
from symlcn.check import check_text
from symlcn.check.algebra.discs import read_discs
from symlcn.check.algebra.irreducible.assumed import PRIMES, check_assumable, check_assumable_line
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Imprecise, Rejected
from symlcn.fiber.evidence.document import fiber_json
from symlcn.fiber.fiber import fiber
from symlcn.geometry.metric.document import metric_json
from symlcn.geometry.metric.metric import metric
from symlcn.geometry.metric.question import METRIC, Pushed
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter
from tests.check.algebra.irreducible.test_proofs import X, filter_of, line, roots_of
from tests.support.answers import answer_of
from tests.support.damage import sealed

SQUARE_ROOTS = sympy.minimal_polynomial(sum(map(sympy.sqrt, (2, 3, 5, 7))), X)  # 8 factors modulo most primes
NONE_LEFT = prod(PRIMES)  # as a leading coefficient it leaves none of the primes that are tried
LINES = {
    "a rational root": ("(X - 2)*(X**2 + 1)", "reducible: it has the root 2"),
    "a root with a denominator": ("(3*X + 2)*(X**14 + X + 1)", "reducible: it has the root -2/3"),
    "a quadratic factor": ("(2*X**2 - 3*X + 5)*(X**13 - 2)", r"reducible: it is divisible by 2x\^2 \+ -3x \+ 5"),
    "cubic": ("X**3 - 2", "not assumed: the number of factors modulo 103 is 1, no more than 16"),
    "two factors of degree 6": ("(X**6 - 2)*(X**6 + 3)", "must be proved, not assumed: the number of factors modulo"),
    "two factors of degree 7": (
        "(X**7 - 2)*(X**7 + X + 1)",
        "must be proved, not assumed: the number of factors modulo",
    ),
    "degree 16, irreducible": (str(SQUARE_ROOTS), "must be proved, not assumed: the number of factors modulo"),
    "linear": ("X - 2", "the degree is 1"),
}


@pytest.mark.parametrize("name", LINES)
def test_in_one_variable(name):
    text, words = LINES[name]
    f = line(text)
    with pytest.raises(Rejected, match=words):
        check_assumable_line(f, roots_of(f), "here", Work())
    assert not assumable_line(f)


def test_wide_discs_hide_no_root():
    """The root 1/N in a disc around 4/N: N (X - r) is N X - 4 or one of a hundred others, of which one divides f."""
    f = line(f"({NONE_LEFT}*X - 1)*(X**13 - 2)")
    listed = discs_json(tuple(f), 512)
    with pytest.raises(Rejected, match=f"it has the root 1/{NONE_LEFT}"):
        check_assumable_line(f, read_discs(listed, f, "roots", Work()), "here", Work())
    wide = [[str(Fraction(c, NONE_LEFT)) for c in (4, 0, 50)], *listed[1:]]
    with pytest.raises(Imprecise, match="not known well enough to tell whether one or two are of a factor"):
        check_assumable_line(f, read_discs(wide, f, "roots", Work()), "here", Work())


def test_no_prime_left_is_no_evidence():
    f = line(f"({NONE_LEFT}*X**7 - X - 2)*(X**7 + X + 1)")
    listed = discs_json(tuple(f), 512)
    real = sorted((disc for disc in listed if disc[1] == "0"), key=lambda disc: Fraction(disc[0]))
    discs = read_discs([*real, *(disc for disc in listed if disc[1] != "0")], f, "roots", Work())
    with pytest.raises(Rejected, match="not assumed: none of 22 primes tells how many factors there are"):
        check_assumable_line(f, discs, "here", Work())
    assert not assumable_line(f)


def of_square_roots(numbers):
    """The polynomial whose roots are the sums of square roots with all signs: f(x + s) f(x - s) where s^2 = p."""
    f = [0, 1]
    for p in numbers:
        even, odd = [0] * len(f), [0] * len(f)
        for k, c in enumerate(f):
            for j in range(k + 1):
                (odd if j % 2 else even)[k - j] += c * comb(k, j) * p ** (j // 2)
        f = [int(c) for c in (fmpz_poly(even) ** 2 - p * fmpz_poly(odd) ** 2).coeffs()]
    return f


def test_in_one_variable_beyond_what_is_tried():
    """64 sums of square roots: no prime has a factor of degree 3 or more, so there are 32 factors at least."""
    f = of_square_roots((2, 3, 5, 7, 11, 13))
    assert len(f) == 65
    assert assumable_line(f)
    assert prove_irreducible(f) == {"kind": "assumed"}
    work = Work()
    check_assumable_line(f, read_discs(discs_json(tuple(f), 128), f, "roots", work), "here", work)


PLANE = {
    "small": ("x**24 + y**24 + 1", "must be proved, not assumed: no degree is above 24"),
    "two factors": ("(x**13 + y + 1)*(x**13 + x*y - 2)", "22 lines do not show that it is irreducible over Q"),
    "a linear factor": ("(x + y)*(x**25 + y**2 + x*y + 3)", "22 lines do not show that it is irreducible over Q"),
    "a factor in the other variable": ("(x**25 + 2)*(y**2 + x + 1)", "22 lines do not show"),
    "a repeated factor": ("(x**13 + y + 1)**2", "22 lines do not show"),
    "a difference of squares": ("(y**2 + 1)**2 - x**26", "22 lines do not show"),
}


@pytest.mark.parametrize("name", PLANE)
def test_in_several_variables(name):
    text, words = PLANE[name]
    f = filter_of(text)
    degrees = [max(column) for column in zip(*f, strict=True)]
    with pytest.raises(Rejected, match=words):
        check_assumable(f, degrees, "here", Work())
    assert not assumable(Polynomial(2, f), degrees)


@pytest.mark.parametrize("text", ["y**2 - x**25 - 2", "x**3*y**30 + x*y + 7*x**2 + 5", "y**4 + y + x**26 + x + 3"])
def test_prover_and_checker_agree_on_what_may_be_assumed(text):
    f = filter_of(text)
    degrees = [max(column) for column in zip(*f, strict=True)]
    check_assumable(f, degrees, "here", Work())
    assert assumable(Polynomial(2, f), degrees)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.booleans())
def test_prover_and_checker_agree_on_random_polynomials(seed, reducible):
    source = random.Random(seed)

    def some(n, m):
        corners = {(n, 0): 1, (0, m): source.choice([-2, -1, 1, 3]), (0, 0): source.choice([-1, 1, 2])}
        inside = {(source.randint(0, n), source.randint(0, m)): source.randint(-3, 3) for _ in range(4)}
        return Polynomial(2, {**inside, **corners})

    f = (some(13, 1) * some(14, 2) if reducible else some(26, 3)).primitive_part()
    degrees, accepted = f.degrees(), True
    try:
        check_assumable({index: int(c) for index, c in f.terms()}, list(degrees), "here", Work())
    except Rejected:
        accepted = False
    assert assumable(f, degrees) == accepted
    assert not (reducible and accepted)


def large():
    """k26x3 k26x3 and (y^2 - x^25 - 2)(y^2 + x^25 + x y - 3)."""
    first, second = ([[0] * 3 for _ in range(26)] for _ in range(2))
    first[0][2], first[25][0], first[0][0] = 1, -1, -2
    second[0][2], second[25][0], second[1][1], second[0][0] = 1, 1, 1, -3
    architecture = parse_architecture("k26x3 k26x3")
    return architecture, end_to_end_filter(architecture, [first, second])


def assuming(found):
    """A certificate of a fiber in which the first factor is assumed to be irreducible over C."""
    found["evidence"]["fiber"]["leaf"]["factors"][0]["absolute"]["proof"] = {"kind": "assumed"}
    return {**found, "assumptions": [ASSUMPTION]}


@cache
def document():
    return json.loads(json.dumps(assuming(fiber_json(fiber(*large(), [0])))))


ASSUMPTION = "factor 0 of the part of the layers 1, 2: irreducible over C"


def test_what_is_assumed_stands_in_the_claim_in_place_of_the_status():
    outcome = check_text(sealed(document()))
    assert outcome.verdict == "accepted"
    assert outcome.claim.endswith(f"2 real points with 1 NTK at the given δ: conditional on 1 assumption: {ASSUMPTION}")


def test_no_metric_is_conditional_where_its_fiber_is():
    """The certificate inside rests on an assumption; the one around it can not leave that out."""
    found = metric_json(metric(*large(), [1]))
    assert (found["result"]["kind"], check_text(sealed(found)).verdict) == ("ntk", "accepted")
    inside = {"evidence": {"fiber": assuming(found["evidence"]["fiber"])}}
    claim = check_text(sealed({**found, **inside, "assumptions": [ASSUMPTION]})).claim
    assert claim.startswith("k26x3 k26x3: there is no metric, as real parameters over the filter with these invariants")
    assert claim.endswith(f"have different NTKs: conditional on 1 assumption: {ASSUMPTION}")
    message = "assumptions: are not the 1 on which the evidence rests"
    assert check_text(sealed({**found, **inside})).message == message


def test_reports_name_what_is_assumed_beside_the_answer():
    architecture = parse_architecture("k2 k2")
    found = fiber(architecture, (2, 3, 1), [0])
    said = " ".join(answer_of(found, [ASSUMPTION, "another one"]).render(file="f.json").split())
    assert f"NTK PROVED under 2 assumptions ({ASSUMPTION}; …): all real points share their NTK" in said
    page = answer_of(found, [ASSUMPTION]).render("html", "f.json")
    assert f"All of this rests on assumptions: {ASSUMPTION}." in page
    assert "rests on assumptions" not in answer_of(found).render("html", "f.json")
    said = " ".join(str(answer_of(Pushed(metric(architecture, (1, 0, 1), [0]), False), [ASSUMPTION], METRIC)).split())
    assert f"REFUTED under 1 assumption ({ASSUMPTION}): there is no metric here" in said


@pytest.mark.parametrize(("changes", "number"), [({"assumptions": []}, 1), ({"assumptions": ["u is irreducible"]}, 1)])
def test_what_is_assumed_is_listed(changes, number):
    outcome = check_text(sealed({**document(), **changes}))
    assert outcome.verdict == "rejected"
    assert outcome.message == f"assumptions: are not the {number} on which the evidence rests"
