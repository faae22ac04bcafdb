"""Inverses of networks with activations as JSON objects of format ``symlcn-certificate``, kind ``polynomial-inverse``.

Contents: :func:`polynomial_inverse_json`.

A polynomial is a list of [monomial, coefficient], a monomial the increasing list of the numbers of its factors: the
``coefficients`` that are read of f, the one of x_0^R first; where ``given`` is true, after them the entries of the
cores, but for those at 0, run after run.
"""

from __future__ import annotations

from symlcn.algebra.exact import Json
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, terms_json
from symlcn.families.polynomial.inverse.peelingformulas import PolynomialInverse

__all__ = ["polynomial_inverse_json"]


def polynomial_inverse_json(found: PolynomialInverse) -> Json:
    """The products of runs as rational functions of coefficients of f; of what is missing only the reason.

    Examples
    --------
    >>> from symlcn.families.polynomial.inverse.peelingformulas import polynomial_inverse
    >>> from symlcn.network.notation import parse_network
    >>> document = polynomial_inverse_json(polynomial_inverse(parse_network("k3 r2 k2")))
    >>> document["result"]["runs"][1]["entries"][1]
    [[[0, 3], '4'], [[1, 1], '-1']]
    """
    coefficients = [[[list(position), power] for position, power in monomial] for _, _, monomial in found.coefficients]
    runs = [
        {"exponents": [list(p) for p in own.exponents], "entries": [terms_json(entry) for entry in own.entries]}
        for own in found.runs
    ]
    result = {"coefficients": coefficients, "given": found.given, "runs": runs}
    own = {} if found.reason else {"result": result}
    hypotheses = () if found.reason else found.hypotheses
    about = architecture_json(found.architecture)
    return sealed("polynomial-inverse", about, found.status, own, reason=found.reason, hypotheses=hypotheses)
