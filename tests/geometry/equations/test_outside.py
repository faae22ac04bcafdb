"""Real points of the closure outside the neuromanifold: against complete fibers, by hand, and certificates."""

import json
from fractions import Fraction
from itertools import product

import pytest

from symlcn.check import check_text
from symlcn.errors import LimitError
from symlcn.fiber.fiber import fiber
from symlcn.fiber.points import count_points
from symlcn.geometry.equations.document import equations_json
from symlcn.geometry.equations.equations import equations
from symlcn.geometry.equations.outside import Kind, Outside, outside, patterns
from symlcn.network.architecture import parse_architecture
from tests.support.damage import sealed


def times(f, g):
    result = [0] * (len(f) + len(g) - 1)
    for i, a in enumerate(f):
        for j, b in enumerate(g):
            result[i + j] += a * b
    return result


def spread(f, exponent):
    """f(x^e)."""
    return [f[n // exponent] if n % exponent == 0 else 0 for n in range(exponent * (len(f) - 1) + 1)]


def polynomial(degree, pattern, shift):
    """A polynomial with simple roots of the given kinds, away from those of another shift; 0 is a multiple root."""
    ends, positive, negative = pattern
    f = [1]
    for n in range(ends):
        f = times(f, [0, 1] if n % 2 == 0 else [1, 0])  # a root at 0, then one at infinity
    for n in range(positive):
        f = times(f, [-(shift + 7 * n + 2), 1])
    for n in range(negative):
        f = times(f, [shift + 7 * n + 3, 1])
    for n in range((degree - sum(pattern)) // 2):
        f = times(f, [shift + 7 * n + 5, 1, 1])  # the discriminant is negative
    return f


@pytest.mark.parametrize(
    ("notation", "degrees"),
    [
        ("k3s2 k2", [(2, 1), (0, 2)]),
        ("k2 k2", [(2,)]),
        ("k2 k4", [(4,)]),
        ("k3 k2", [(3,)]),
        ("k3s2 k3s2 k2", [(2, 2, 1), (2, 0, 2), (0, 1, 2)]),
        ("k3s2 k2s2 k2", [(0, 2, 1), (0, 0, 2)]),
        ("k5s2 k4s2 k3", [(2, 0, 4)]),
        ("k2 k2s2 k2", [(2, 1), (0, 2)]),
        ("k4s3 k3", [(3, 2), (0, 3)]),
        ("k3d2 k2d4 k1", [(2, 1), (0, 2)]),
    ],
)
def test_the_cases_are_those_without_real_points_in_the_complete_fiber(notation, degrees):
    network = parse_architecture(notation)
    found = outside(network)
    known = {kind.degrees: kind.roots for kind in found.kinds}
    for own in degrees:
        choices = [list(patterns(d)) for d in own]
        if own in known and known[own][0][0] is None:
            choices[0] = choices[0][-1:]  # one factor of the smallest exponent takes what is left
        for case in product(*choices):
            u = [1]
            for j, (e, d, pattern) in enumerate(zip(found.exponents, own, case, strict=True)):
                u = times(u, spread(polynomial(d, pattern, 40 * j), e))
            bad = any(all(p in (None, q) for p, q in zip(listed, case, strict=True)) for listed in known.get(own, ()))
            counts = count_points(network, tuple(map(Fraction, u)))
            assert (counts.complex > 0, counts.real == 0) == (True, bad), (own, case)


def test_by_hand():
    assert outside(parse_architecture("k3s2 k2")) == Outside((1, 2), (Kind((0, 2), ((None, (0, 0, 0)),)),))
    assert outside(parse_architecture("k2s2 k2s2 k2")).kinds == ()
    assert outside(parse_architecture("k3 k1")).kinds == ()
    assert outside(parse_architecture("k1")) == Outside((), ())
    for notation, degrees in [
        ("k3s2 k3s2 k2", [(2, 0, 2), (0, 1, 2)]),
        ("k5s2 k4s2 k3", [(2, 4, 2), (2, 2, 3), (2, 0, 4)]),
        ("k2 k2s2 k2", [(2, 1), (0, 2)]),
    ]:
        assert [kind.degrees for kind in outside(parse_architecture(notation)).kinds] == degrees
    # layer 3 takes one of two negative roots of v_3, the other gives none in x^2, where layer 2 needs one
    (_, last) = outside(parse_architecture("k3s2 k2s2 k2")).kinds
    assert last == Kind((0, 0, 2), ((None, (0, 0, 0), (0, 0, 0)), (None, (0, 0, 0), (0, 0, 2))))


def test_limits():
    for notation, message in [
        ("k2x2 k2x2", "in one direction only"),
        ("k2d2 k2d3", "divide each other only"),
        ("k40 k40", "degree 78"),
        ("k20 k20", "more than 3000 cases"),
    ]:
        with pytest.raises(LimitError, match=message):
            outside(parse_architecture(notation))


def certificate(notation, real=None):
    network = parse_architecture(notation)
    return equations_json(equations(network, 1), outside(network) if real is None else real)


@pytest.mark.parametrize(
    "notation", ["k3s2 k2", "k2 k2", "k3 k2", "k3s2 k2s2 k2", "k5s2 k4s2 k3", "k1 k1", "k2 k2s2 k2"]
)
def test_the_checker_finds_the_same(notation):
    outcome = check_text(sealed(certificate(notation)))
    words = "real points of its closure" if outside(parse_architecture(notation)).kinds else "all real points"
    assert (outcome.verdict, words in outcome.claim) == ("accepted", True), outcome


def missing_kind(real):
    real["kinds"].pop()


def missing_case(real):
    real["kinds"][-1]["roots"].pop()


def one_more_case(real):
    real["kinds"][-1]["roots"].append([None, [0, 0, 0], [0, 1, 1]])


def other_degrees(real):
    real["kinds"][-1]["degrees"] = [4, 0, 1]


def other_exponents(real):
    real["exponents"] = [1, 2, 8]


@pytest.mark.parametrize("change", [missing_kind, missing_case, one_more_case, other_degrees, other_exponents])
def test_any_other_answer_is_rejected(change):
    document = certificate("k3s2 k2s2 k2")
    change(document["result"]["real"])
    outcome = check_text(sealed(document))
    assert (outcome.verdict, outcome.message.startswith("result.real.")) == ("rejected", True), outcome


def test_normal_points_need_a_birational_map():
    outcome = check_text(sealed(certificate("k2x2s2 k2x1", "normal")))
    assert "the closure is not normal at its real points outside the neuromanifold" in outcome.claim
    assert "a parametrization map of degree 1" in check_text(sealed(certificate("k2x2 k2x2", "normal"))).message
    document = certificate("k3s2 k2")
    document["result"]["real"] = {"form": "roots", "exponents": [1, 2], "kinds": []}
    assert "has 0 entries, should have 1" in check_text(sealed(document)).message
    document = certificate("k2x2 k2x2", "normal")
    document["result"]["real"] = {"form": "roots", "exponents": [], "kinds": []}
    assert "is for one direction" in check_text(sealed(document)).message


def test_conjugate_filters_need_one_orbit():
    claim = check_text(sealed(certificate("k2x2 k2x2", "conjugate"))).claim
    assert "real normal points of its closure outside it have conjugate filters in interchangeable layers" in claim
    for notation in ("k2x2s2 k2x1", "k3x1 k2x1"):
        message = check_text(sealed(certificate(notation, "conjugate"))).message
        assert "is for a map of degree over 1 whose generic fiber is one orbit" in message


def test_a_smooth_real_product_of_conjugates_has_no_real_factors():
    """(2 + x + y)² + (1 − x·y)², a product of conjugate filters of k2x2 k2x2, with i as the only irrationality."""
    u = ((5, 4, 1), (4, 0, 0), (1, 0, 1))
    found = fiber(parse_architecture("k2x2 k2x2"), u, [0])
    assert (found.counts.complex, found.counts.real, found.smooth.smooth) == (2, 0, True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (
            ["k3s2", "k2"],
            0,
            "So it is the hypersurface where the generator vanishes, and there are no further generators",
        ),
        (["k3s2", "k2", "--degree", "2"], 0, "Degrees above 2 were not looked at: there may be further generators."),
        (["k3", "k2"], 0, "So it is the whole space."),
        (
            ["k3s2", "k2"],
            0,
            "(discriminant < 0), that is u_1 = u_3 = 0 and u_2^2 < 4*u_0*u_4 All of them are singular points",
        ),
        (["k2", "k2", "--degree", "1"], 0, "v_1 without real roots (discriminant < 0), that is u_1^2 < 4*u_0*u_2"),
        (["k3", "k2", "--degree", "1"], 0, "All real points of the closure lie in the neuromanifold."),
        (["k3s2", "k2s2", "k2", "--degree", "1"], 0, "degrees 0, 0, 2: v_3 without roots in [0, ∞]"),
        (["k2x2s2", "k2x1", "--degree", "1"], 0, "so by Zariski's main theorem they have one preimage"),
        (["k2x2", "k2x2", "--degree", "1"], 0, "filters over it in interchangeable layers are complex conjugates"),
        (["k3x1", "k2x1", "--degree", "1"], 30, "UNDECIDED: real points are described in one direction only."),
    ],
)
def test_the_command(run, words, code, said):
    found, out, err = run("equations", *words, "--real")
    assert (found, err, said in " ".join(out.split())) == (code, "", True), out
    document = json.loads(run("equations", *words, "--real", "--json")[1])
    assert (document["result"]["real"] is None) == (code == 30)
    assert (document["status"], document["reason"] is None) == (("undecided", False) if code else ("proved", True))
    claim = check_text(json.dumps(document)).claim
    assert claim.endswith("its closure outside it are not described: undecided" if code else ": proved"), claim
    assert json.loads(run("equations", *words, "--json")[1])["result"]["real"] is None
