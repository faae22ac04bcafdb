"""The question ``symlcn strata`` for networks with activations.

Contents: :func:`strata`, :data:`STRATA`.
"""

from __future__ import annotations

from typing import Unpack

from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.families.polynomial.strata.document import shift_loci_json
from symlcn.families.polynomial.strata.shiftloci import ShiftLoci, shift_loci
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["STRATA", "strata"]

STRATA: Question[ShiftLoci] = Question("strata", "polynomial-strata", shift_loci, shift_loci_json, family="polynomial")


def strata(network: PolynomialArchitecture, _limit: int = 2, **running: Unpack[Running]) -> Answer[ShiftLoci]:
    """The shift loci of a network with activations; the limit of exchanged factors has no meaning for it.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> answer = strata(parse_network("k3 r2 k2"))
    >>> answer.status, answer.smooth, answer.singular_dimension
    (Status.PROVED, False, 2)
    """
    return answered(STRATA, (network,), {"architecture": architecture_json(network)}, **running)
