"""Irreducibility over C by reduction modulo a prime, on lines in any direction."""

from functools import cache

import pytest
import sympy

from symlcn.algebra.irreducible.proofs import prove_over_c
from symlcn.algebra.overc import absolute_factors
from symlcn.algebra.polynomials import Polynomial
from symlcn.check import check_text
from symlcn.check.algebra.irreducible.absolute import check_absolute
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Rejected
from symlcn.fiber.evidence.document import fiber_json
from symlcn.fiber.fiber import fiber
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter, polynomial_to_filter
from tests.check.algebra.irreducible.test_proofs import filter_of, over_c
from tests.support.damage import sealed
from tests.support.irreducible import on_line, reduction, usable
from tests.support.schemas import validate

T = sympy.Symbol("T")
X, Y = sympy.symbols("x y")


@cache
def klein():
    """x = t^2 + 1/t^2 and y the same of (2t + 1)/(t + 3): of degree (4, 4), a Klein group over either axis.

    So on every line along an axis there are factors of degree at most 2 modulo every prime, though the curve is
    rational and its equation is irreducible over C.
    """
    upper, lower = 2 * T + 1, T + 3
    first = T**4 + 1 - X * T**2
    second = sympy.expand(upper**4 + lower**4 - Y * upper**2 * lower**2)
    return filter_of(sympy.resultant(first, second, T))


def proof_of(f):
    return prove_over_c(absolute_factors(Polynomial(len(next(iter(f))), f)))


def test_lines_in_other_directions_show_what_no_axis_line_does():
    f = klein()
    proof = proof_of(f)
    assert (proof["kind"], proof["shear"].count(0)) == ("reduction", 1)
    assert check_absolute(over_c(proof), f, "here", Work(10**9)).proved_over_c
    for still in (None, [0, 0]):
        with pytest.raises(Rejected, match="lines"):
            check_absolute(over_c({**proof, "shear": still}), f, "here", Work(10**9))


def test_no_lines_along_an_axis_show_it():
    f, p = klein(), 101
    for direction in (0, 1):
        forged = reduction(
            f, p, direction, [(v, v) for v in range(p) if on_axis(f, direction, v, p)], [None] * 2, (0, 0)
        )
        with pytest.raises(Rejected, match="lines: do not exclude all degrees of factors"):
            check_absolute(over_c(forged), f, "here", Work(10**9))


def on_axis(f, direction, v, p):
    """Whether it keeps its degree on a line, and is squarefree there."""
    left = on_line(f, direction, (v, v), p)
    return len(left) == 5 and usable(left, p)


@pytest.mark.parametrize("text", ["(x**2 + y + 1)*(x + y**2 + 3)", "x**4 - 2*y**4", "(x*y + 1)**2 + 3*x**4"])
def test_no_shear_makes_irreducible_what_is_reducible_over_c(text):
    f = filter_of(text)
    for prime, shear, direction in ((p, [1, 0], 1) for p in (101, 103, 107, 109)):
        for v in range(12):
            values = [v, v]
            forged = reduction(f, prime, direction, [values], [[0, 0], None], values, shear)
            with pytest.raises(Rejected):
                check_absolute(over_c(forged), f, "here", Work(10**9))


def test_such_a_factor_of_a_filter_has_a_certificate_without_assumptions():
    architecture = parse_architecture("k5x5 k2x2")
    f = polynomial_to_filter(Polynomial(2, klein()), (5, 5), (1, 1))
    document = fiber_json(fiber(architecture, end_to_end_filter(architecture, [f, ((1, 2), (3, 5))]), [0]))
    assert (document["status"], document["counts"]["C"], document["assumptions"]) == ("proved", 1, [])
    validate(document)
    assert check_text(sealed(document)).verdict == "accepted"
    (proof,) = (
        factor["absolute"]["proof"]
        for factor in document["evidence"]["fiber"]["leaf"]["factors"]
        if factor["absolute"]["proof"].get("shear")
    )
    proof["shear"] = [0, 0]
    outcome = check_text(sealed(document))
    assert outcome.verdict == "rejected"
    assert "lines" in outcome.message
