"""The question ``symlcn inverse``: the filters as rational functions of the end-to-end filter.

Contents: :func:`inverse`, :data:`INVERSE`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Unpack

from symlcn.algebra.exact import Json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.errors import LimitError
from symlcn.geometry.inverse import inverse as home
from symlcn.geometry.inverse.document import inverse_json
from symlcn.geometry.inverse.inverse import Inverse
from symlcn.network.architecture import Architecture
from symlcn.network.family import family_question
from symlcn.network.inputs import ArchitectureLike, as_network

__all__ = ["INVERSE", "inverse"]


def _document(found: Inverse, _finer: int) -> Json:
    return inverse_json(found)


def _weaker(found: Inverse, why: Callable[[], str]) -> Iterator[Inverse]:
    """The formulas; only kernels where the checker does not read formulas so large."""
    yield found
    yield home.inverse(found.architecture, found.every, expand=False)
    raise LimitError(why())


INVERSE: Question[Inverse] = Question("inverse", "inverse", home.inverse, _document, weaker=_weaker)


def inverse(architecture: ArchitectureLike, *, every: bool = False, **running: Unpack[Running]) -> Answer[Inverse]:
    """The filters as rational functions of the end-to-end filter, and where these are defined.

    Parameters
    ----------
    architecture : Architecture, str or sequence
        As for :func:`symlcn.certify`.
    every : bool
        For axis layers with exponents that divide each other, formulas that cover all smooth points.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        Its result is an :class:`~symlcn.geometry.inverse.inverse.Inverse`, with kernels of matrices instead of charts
        where formulas in full are too large for the checker. Proved: all filters that are rational in u are given, and
        the product of layers that the generic fiber does not tell apart. Undecided: formulas for some layers are
        missing; those that are given hold. Nothing is claimed outside their domains, unless they cover all smooth
        points.

    Raises
    ------
    ParseError
        If the architecture cannot be read.

    References
    ----------
    Achour, Kohn, Rauhut, arXiv:2507.06367, Ex. 15; the lesson ``polyphase``.

    Examples
    --------
    >>> answer = inverse("k3s2 k2")
    >>> answer.status, answer.birational, [len(group.charts) for group in answer.groups]
    (Status.PROVED, True, [3, 2])
    """
    network = as_network(architecture)
    if not isinstance(network, Architecture):
        further: Answer[Inverse] = family_question("inverse", network)(network, every=every, **running)
        return further
    return answered(INVERSE, (network, every), {"architecture": architecture_json(network)}, **running)
