"""The question ``symlcn equations`` for networks with activations.

Contents: :func:`equations`, :data:`EQUATIONS`.
"""

from __future__ import annotations

from typing import Unpack

from symlcn.algebra.forms import check_degree
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.families.polynomial.equations.document import function_equations_json
from symlcn.families.polynomial.equations.functionforms import FunctionEquations, function_equations
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["EQUATIONS", "equations"]

EQUATIONS: Question[FunctionEquations] = Question(
    "equations", "polynomial-equations", function_equations, function_equations_json, family="polynomial"
)


def equations(
    network: PolynomialArchitecture,
    degree: int = 3,
    real: bool = False,
    *,
    every: bool = False,
    **running: Unpack[Running],
) -> Answer[FunctionEquations]:
    """All forms up to a degree in the coefficients of f that vanish for all filters.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> answer = equations(parse_network("k2 r2 k2"))
    >>> [(d.forms, d.generators) for d in answer.degrees]
    [(0, 0), (1, 1), (8, 3)]
    """
    about = {"architecture": architecture_json(network)}
    return answered(EQUATIONS, (network, check_degree(degree), real, every), about, **running)
