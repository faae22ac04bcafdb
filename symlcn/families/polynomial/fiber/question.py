"""The question ``symlcn fiber`` for networks with monomial activations.

Contents: :func:`fiber`, :data:`POLYNOMIAL_FIBER`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Unpack

from symlcn.algebra.exact import Json, rationals_json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.errors import ParseError, shown
from symlcn.families.polynomial.fiber.document import given_json, polynomial_fiber_json
from symlcn.families.polynomial.fiber.functionfiber import PolynomialFiber, polynomial_fiber
from symlcn.families.polynomial.fiber.functioninput import as_given
from symlcn.families.polynomial.fiber.samentk import Compared
from symlcn.network.inputs import as_invariants
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["POLYNOMIAL_FIBER", "fiber"]


def _document(found: PolynomialFiber, finer: int) -> Json:
    return polynomial_fiber_json(found, finer)


def _weaker(found: PolynomialFiber, why: Callable[[], str]) -> Iterator[PolynomialFiber]:
    """The fiber, then without NTKs that took enclosures."""
    yield found
    if found.compared.differences or found.compared.equal:
        yield replace(found, compared=Compared(None, limit=why()))


POLYNOMIAL_FIBER: Question[PolynomialFiber] = Question(
    "fiber", "polynomial-fiber", polynomial_fiber, _document, optional=True, weaker=_weaker, family="polynomial"
)


def fiber(
    network: PolynomialArchitecture,
    filter: Any = None,
    delta: Any = None,
    field: str = "R",
    filters: Any = None,
    **running: Unpack[Running],
) -> Answer[PolynomialFiber]:
    """All parameters of one function of a network with activations, scaled to invariants, and which share an NTK.

    The arguments are those of :func:`symlcn.fiber`; the filter is the function f, as coefficients by monomials.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> answer = fiber(parse_network("k2 r2 k2"), {"x_1^2": 1})
    >>> answer.status, answer.counts.complex, answer.smooth
    (Status.REFUTED, 2, False)
    """
    asked = as_invariants(delta, network)
    given = as_given(filter, filters, network)
    if field not in ("Q", "R", "C"):
        raise ParseError("field", f"{shown(field, 20)} is not Q, R or C")
    about = {
        "architecture": architecture_json(network),
        "delta": rationals_json(asked),
        "filter": given_json(given),
        "field": field,
    }
    return answered(POLYNOMIAL_FIBER, (network, given, asked, field), about, **running)
