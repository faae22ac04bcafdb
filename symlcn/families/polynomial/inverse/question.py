"""The question ``symlcn inverse`` for networks with monomial activations.

Contents: :func:`inverse`, :data:`POLYNOMIAL_INVERSE`.
"""

from __future__ import annotations

from typing import Unpack

from symlcn.algebra.exact import Json
from symlcn.answer import Answer, Question, Running, answered, unsealed
from symlcn.certificates.values import architecture_json
from symlcn.errors import ParseError
from symlcn.families.polynomial.inverse.document import polynomial_inverse_json
from symlcn.families.polynomial.inverse.peelingformulas import PolynomialInverse, polynomial_inverse
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["POLYNOMIAL_INVERSE", "inverse"]


def _document(found: PolynomialInverse, _finer: int) -> Json:
    return polynomial_inverse_json(found)


POLYNOMIAL_INVERSE: Question[PolynomialInverse] = Question(
    "inverse", "polynomial-inverse", polynomial_inverse, _document, weaker=unsealed, family="polynomial"
)


def inverse(
    network: PolynomialArchitecture, *, every: bool = False, **running: Unpack[Running]
) -> Answer[PolynomialInverse]:
    """The filters of a network with activations as rational functions of coefficients of its function.

    Raises
    ------
    ParseError
        If all charts are asked for.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> answer = inverse(parse_network("k3 r2 k2"))
    >>> answer.status, answer.runs[0].entries
    (Status.PROVED, ({(0,): 2}, {(1,): 1}, {(2,): 1}))
    """
    if every:
        raise ParseError("charts", f"all charts are for networks without activations; {network} has one for each run")
    about = {"architecture": architecture_json(network)}
    return answered(POLYNOMIAL_INVERSE, (network,), about, **running)
