"""General polynomial activations and biases: all parameters modulo a prime, g, and what is refused."""

from collections import defaultdict
from fractions import Fraction
from itertools import product

import pytest

from symlcn import certify, check, table
from symlcn.errors import ParseError
from symlcn.families.polynomial.activation.identified import read_activation, with_activation
from symlcn.network.architecture import Architecture
from symlcn.network.notation import parse_network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from tests.support import slowactivations as slow


def functions(network, prime, sigma=None, bias=False):
    """All parameters modulo a prime without zero filters, flat with the bias last in each layer, by function."""
    sizes = [len(own) for own in slow.indices(network)]
    ones = [[w for w in product(range(prime), repeat=size) if any(w)] for size in sizes]
    entries = [[(*w, b) for w in own for b in (range(prime) if bias else (0,))] for own in ones]
    found = defaultdict(set)
    for parameters in product(*entries):
        value = {((0,) * network.dimension,): 1}
        layers = zip(slow.operators(network, [own[:-1] for own in parameters]), parameters, strict=True)
        for l, (operator, own) in enumerate(layers):
            if l:
                value = applied(sigma or {network.activations[l - 1]: 1}, value, prime)
            value = slow.moved(operator, value, prime)
            value = slow.reduced({**value, (): value.get((), 0) + own[-1]}, prime)
        found[frozenset(value.items())].add(parameters)
    return found


def applied(sigma, value, prime):
    total = defaultdict(int)
    for j, c in sigma.items():
        for monomial, v in slow.power(value, j, prime).items():
            total[monomial] += c * v
    return slow.reduced(total, prime)


def moves(network):
    """Shifts of the layers that leave functions as they are, 0 too."""
    exponents = network.architecture.exponents
    choices = [list(product(*(range(1 - k, k) for k in layer.size))) for layer in network.architecture]
    for shift in product(*choices):
        pairs = zip(shift, exponents, strict=True)
        moved = [[a * e for a, e in zip(own, exponent, strict=True)] for own, exponent in pairs]
        if not any(map(sum, zip(*moved, strict=True))):
            yield shift


def shifted(entries, own, step):
    """The filter moved by a step; None if it does not fit."""
    places = {index: c for index, c in zip(entries, own, strict=True) if c}
    after = {tuple(map(sum, zip(index, step, strict=True))): c for index, c in places.items()}
    return tuple(after.get(index, 0) for index in entries) if set(after) <= set(entries) else None


def orbit(network, parameters, prime, factors):
    """Shifts, and factors of the layers but the last with what undoes them in the next one."""
    entries = slow.indices(network)
    powers = network.activations
    for shift in moves(network):
        moved = [shifted(e, own[:-1], a) for e, own, a in zip(entries, parameters, shift, strict=True)]
        if None in moved:
            continue
        for scales in product(factors, repeat=len(powers)):
            undo = [1, *(pow(s, -r, prime) for s, r in zip(scales, powers, strict=True))]
            yield tuple(
                (*(c * s * u % prime for c in own), b[-1] * s % prime)
                for own, b, s, u in zip(moved, parameters, (*scales, 1), undo, strict=True)
            )


ACTIVATIONS = (
    ("k2 k2", "y^2 + y", 3), ("k2 k2", "y^2 + y", 5), ("k2 k2", "y^2 + 3y", 5), ("k3 k2", "y^2 + y", 3),
    ("k2 k3", "y^2 + y", 3), ("k2 k2 k2", "y^2 + y", 3), ("k2s2 k2", "y^2 + y", 5), ("k2 k2", "y^3 + y^2 + y", 5),
    ("k2 k2", "y^3 + y", 5), ("k2 k2", "y^3 + y", 7), ("k2x1 k2x2", "y^2 + y", 3), ("k2 k2", "y^5 + y", 3),
)  # fmt: skip


@pytest.mark.parametrize(("notation", "activation", "prime"), ACTIVATIONS)
def test_all_filters_modulo_a_prime_with_an_activation(notation, activation, prime):
    sigma = read_activation(activation)
    found = with_activation(Architecture(notation), sigma)
    network = PolynomialArchitecture(Architecture(notation), found.architecture.activations)
    factors = [a for a in range(1, prime) if pow(a, found.order, prime) == 1]
    for points in functions(network, prime, {j: int(c) for j, c in enumerate(sigma) if c}).values():
        assert set(orbit(network, next(iter(points)), prime, factors)) == points
        if found.every:
            assert len(points) == len(factors) ** len(network.activations)


BIASES = (("k2 r2 k2", 3), ("k2 r2 k2", 5), ("k2 r3 k2", 2), ("k3 r2 k2", 3), ("k2s2 r2 k2", 3), ("k2 r3 k3", 2))


@pytest.mark.parametrize(("notation", "prime"), BIASES)
def test_all_parameters_modulo_a_prime_with_biases(notation, prime):
    network = parse_network(notation)
    for points in functions(network, prime, bias=True).values():
        assert set(orbit(network, next(iter(points)), prime, range(1, prime))) == points


@pytest.mark.parametrize(
    ("activation", "order"),
    [("y^2 + y", 1), ("y^3 + y", 2), ("y^3 + y^2", 1), ("y^5 + y^3 - 2y", 2), ("y^4 + y", 3), ("x^6 + x^2/3", 4)],
)
def test_the_order(activation, order):
    found = with_activation(Architecture("k2 k2"), read_activation(activation))
    assert (found.order, found.signs) == (order, order % 2 == 0)


def test_answers_and_their_hypotheses():
    answer = certify("k3 k2", activation="y^2 + y")
    assert answer.proved
    assert len(answer.certificate()["hypotheses"]) == 2
    assert certify("k2s2 k2", activation="y^2 + y").certificate()["hypotheses"] == ["the function is not 0"]
    assert len(certify("k2s2 k2 r2 k2", bias=True).certificate()["hypotheses"]) == 3
    assert "with y -> 1 y^1 + 1 y^2 in place of each activation" in check(answer).message


def test_runs_that_are_not_birational_are_undecided_with_biases():
    answer = certify("k3 k2 r2 k2", bias=True)
    assert answer.undecided
    assert answer.reason == "the run k3 k2 is not birational, which is not decided with biases"


def test_shifts_change_the_ntk():
    """The hypothesis on shifts is needed: (1, 0), (0, 1) and (0, 1), (1, 0) with y^2 + y."""
    gradients = []
    for first, second in (((1, 0), (0, 1)), ((0, 1), (1, 0))):
        x = [Fraction(2), Fraction(3), Fraction(5)]
        inner = [first[0] * x[i] + first[1] * x[i + 1] for i in (0, 1)]
        slopes = [sum(second[i] * (2 * inner[i] + 1) * x[i + j] for i in (0, 1)) for j in (0, 1)]
        gradients.append((sum(c * (y * y + y) for c, y in zip(second, inner, strict=True)), slopes, inner))
    assert gradients[0][0] == gradients[1][0]
    norms = [sum(s * s for s in slopes) + sum((y * y + y) ** 2 for y in inner) for _, slopes, inner in gradients]
    assert norms[0] != norms[1]


@pytest.mark.parametrize(
    ("notation", "options", "named"),
    [
        ("k3 k2", {"activation": "y^2+y"}, "k3 k2 with y^2+y"),
        ("k3 k2", {"activation": "x^2 + x"}, "k3 k2 with y^2 + y"),
        ("k3 r2 k2", {"bias": True}, "k3 r2 k2 with a bias for each run"),
    ],
)
def test_what_was_asked_is_named(notation, options, named):
    """Not the network with powers whose layers are those, in no form."""
    answer = certify(notation, **options)
    assert repr(answer) == f"<certify {named}: proved>"
    assert table([answer])[0]["architecture"] == named
    for form in ("html", "markdown"):
        assert f"symlcn certify {named}" in answer.render(form)
    assert f"<code>certify {named}</code>" in answer._repr_html_()
    assert "Question" in answer.render()
    assert "subject" not in answer.certificate()


def test_a_limit_names_what_was_asked():
    answer = certify("k3 k2", activation="y^2 + y", time_limit=1e-9)
    assert answer.undecided
    assert "k3 k2 with y^2 + y" in answer.render()
    assert check(answer).verdict == "accepted"


@pytest.mark.parametrize(
    ("notation", "options", "said"),
    [
        ("k3 k2", {"activation": "y^2"}, "is a power"),
        ("k3 k2", {"activation": "2y"}, "no degree of at least 2"),
        ("k3 k2", {"activation": "y^2 + 1"}, "leave its constant term out"),
        ("k3 k2", {"activation": "sin(y)"}, r"activation: 'sin\(y\)' is not a polynomial in y such as y\^2 \+ y"),
        ("k3 k2", {"activation": "y^2 + x"}, r"not a polynomial in y such as y\^2 \+ y"),
        ("k3 k2", {"activation": "y^2 + z"}, r"not a polynomial in y such as y\^2 \+ y"),
        ("k3 k2", {"activation": "y^y"}, r"activation, column 3: an exponent is missing before 'y'"),
        ("k3 k2", {"activation": "y^2 + 0.5y"}, "floats are not exact"),
        ("k3 k2", {"activation": "y^101 + y"}, "of degree at most 100"),
        ("k3 k2 r2 k2 r3 k2", {"activation": "y^2 + y"}, "leave out r2, r3$"),
        ("c2 k2c2 k2", {"activation": "y^2 + y"}, "with one channel only"),
        ("k3 k2", {"activation": 2}, "is no formula"),
        ("k3 r2 k2", {"activation": "y^2 + y"}, "leave out r2$"),
        ("k3", {"activation": "y^2 + y"}, "no layer before the last"),
        ("k3 k2", {"bias": True}, r"with activations x\^r only"),
        ("k3 k2", {"activation": "y^2 + y", "bias": True}, "leave out activation"),
        ("k3 r2 k2", {"bias": True, "delta": "balanced"}, "leave it out"),
    ],
)
def test_what_is_not_covered(notation, options, said):
    with pytest.raises(ParseError, match=said):
        certify(notation, **options)
