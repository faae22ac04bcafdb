"""The question ``symlcn strata``: the singular points of the neuromanifold over C.

Contents: :func:`strata`, :data:`STRATA`.
"""

from __future__ import annotations

from typing import Unpack

from symlcn.algebra.exact import Json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.geometry.strata import poset
from symlcn.geometry.strata.document import exchanges_json, strata_json
from symlcn.geometry.strata.exchanges import Exchanges, check_limit, exchanges
from symlcn.geometry.strata.poset import Strata, is_nested, reduced
from symlcn.network.architecture import Architecture
from symlcn.network.family import family_question
from symlcn.network.inputs import ArchitectureLike, as_network

__all__ = ["STRATA", "strata"]


def _decide(architecture: Architecture, limit: int) -> Strata | Exchanges:
    return poset.strata(architecture) if is_nested(reduced(architecture)) else exchanges(architecture, limit)


def _document(found: Strata | Exchanges, _finer: int) -> Json:
    return strata_json(found) if isinstance(found, Strata) else exchanges_json(found)


STRATA: Question[Strata | Exchanges] = Question("strata", "strata", _decide, _document)


def strata(architecture: ArchitectureLike, limit: int = 2, **running: Unpack[Running]) -> Answer[Strata | Exchanges]:
    """The singular points of the neuromanifold over the complex numbers.

    Parameters
    ----------
    architecture : Architecture, str or sequence
        As for :func:`symlcn.certify`.
    limit : int
        Where there is no poset: list exchanges of factors of total degree up to this.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        In one direction with exponents that divide each other its result is a
        :class:`~symlcn.geometry.strata.poset.Strata`: all strata, whose union without the largest is the singular locus
        but for 0. Otherwise it is :class:`~symlcn.geometry.strata.exchanges.Exchanges`: sets of singular points, and
        `complete` says whether these are all but 0. For networks with activations it is
        :class:`~symlcn.families.polynomial.strata.shiftloci.ShiftLoci`. Proved, where it was found. It has pictures:
        ``answer.render("svg")``, ``answer.render("dot")``.

    Raises
    ------
    ParseError
        If the architecture cannot be read, or the limit is not a non-negative integer.

    References
    ----------
    Kohn, Montúfar, Shahverdi, Trager, 2024, Theorem 2.9; the lesson ``singular``.

    Examples
    --------
    >>> answer = strata("k3s3 k4s2 k2")
    >>> answer.status, [stratum.degrees for stratum in answer.strata]
    (Status.PROVED, [(2, 3, 1), (2, 1, 2)])
    >>> strata("k2x2 k2x1").complete
    True
    """
    network = as_network(architecture)
    if not isinstance(network, Architecture):
        further: Answer[Strata | Exchanges] = family_question("strata", network)(network, limit, **running)
        return further
    check_limit(limit)
    return answered(STRATA, (network, limit), {"architecture": architecture_json(network)}, **running)
