"""The question ``symlcn flow --landscape``: the critical points of the square loss.

Contents: :func:`landscape`, :data:`LANDSCAPE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from symlcn.algebra.exact import Json
from symlcn.answer import Answer, Question, Running, answered, unsealed
from symlcn.certificates.values import architecture_json
from symlcn.loss.critical.document import critical_json
from symlcn.loss.data import Parts, as_data
from symlcn.loss.document import landscape_json
from symlcn.loss.risk import risk_of
from symlcn.loss.survey import Survey, surveyed
from symlcn.network.architecture import Architecture
from symlcn.network.family import family_question
from symlcn.network.filterinputs import as_filters
from symlcn.network.inputs import ArchitectureLike, as_network

__all__ = ["LANDSCAPE", "landscape"]


def _decide(architecture: Architecture, data: Parts, starts: Sequence[Any]) -> Survey:
    return surveyed(risk_of(architecture, data), starts)


def _document(found: Survey, _finer: int) -> Json:
    return critical_json(found.risk, found.points, found.real)


LANDSCAPE: Question[Survey] = Question(
    "landscape", None, _decide, _document, landscape_json, optional=True, weaker=unsealed
)


def landscape(
    architecture: ArchitectureLike, data: Any, starts: Sequence[Any] = (), **running: Unpack[Running]
) -> Answer[Survey]:
    """The landscape of the square loss over parameters: saddles with a zero filter, and all points without one.

    Parameters
    ----------
    architecture : Architecture, str or sequence
        As for :func:`symlcn.certify`.
    data : dict, str or path
        As for :func:`symlcn.flow`; the minimum over all filters must be unique.
    starts : sequence
        Parameter tuples to be examined: are they critical, and saddles?
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit. ``seal=False`` makes no
        certificate.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.loss.survey.Survey`. Proved: the certificate lists critical points without
        a zero filter. Undecided where it lists none; without a certificate, where they are not counted either.

    Raises
    ------
    ParseError
        If something cannot be read or is not exact, or the data are singular.

    References
    ----------
    Achour, Kohn, Rauhut, arXiv:2507.06367, Thm. 7 and Prop. 8.

    Examples
    --------
    >>> data = {"A": [[2, 1, 0], [1, 2, 1], [0, 1, 2]], "target": [1, 2, 3]}
    >>> answer = landscape("k2 k2", data)
    >>> answer.status, answer.points.number, len(answer.real), answer.certificate()["kind"]
    (Status.PROVED, 6, 2, 'critical')
    """
    network = as_network(architecture)
    if not isinstance(network, Architecture):
        further: Answer[Survey] = family_question("landscape", network)(network, data, starts, **running)
        return further
    tuples = [as_filters(start, network) for start in starts]
    about = {"architecture": architecture_json(network)}
    return answered(LANDSCAPE, (network, as_data(data), tuples), about, **running)
