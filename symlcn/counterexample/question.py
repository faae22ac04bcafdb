"""The question ``symlcn counterexample``: two parameters with one u, one δ and different NTKs, as small as possible.

Contents: :func:`counterexample`, :class:`Finding`, :func:`finding_json`, :data:`COUNTEREXAMPLE`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Unpack

from symlcn.algebra.exact import Json, rationals_json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.counterexample.document import counterexample_json
from symlcn.counterexample.find import DEFAULT_HEIGHT, find_counterexample
from symlcn.counterexample.pair import CounterexampleResult, Pair
from symlcn.errors import ParseError, brief
from symlcn.generic.certify import Certificate
from symlcn.generic.document import to_json
from symlcn.network.architecture import Architecture
from symlcn.network.family import family_question
from symlcn.network.inputs import ArchitectureLike, as_invariants, as_network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["COUNTEREXAMPLE", "Finding", "counterexample", "finding_json"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a search found, and what it was for. Fields of what was found are its fields, too.

    Attributes
    ----------
    found : CounterexampleResult or Certificate
        A pair, or why there is none; a certificate if none exists over normal points.
    all_delta : bool
        Whether one pair for every δ was asked for.
    """

    __repr__ = brief

    found: CounterexampleResult | Certificate
    all_delta: bool

    @property
    def pair(self) -> Pair | None:
        """The pair, if there is one."""
        return self.found.pair if isinstance(self.found, CounterexampleResult) else None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.found, name)


def _decide(
    architecture: Architecture, delta: tuple[Fraction, ...] | None, rational: bool, all_delta: bool, height: int
) -> Finding:
    found = find_counterexample(architecture, delta, rational=rational, all_delta=all_delta, height=height)
    return Finding(found, all_delta)


def finding_json(finding: Finding, _finer: int = 1) -> Json:
    """The certificate: of kind ``counterexample``, or ``architecture`` where there is none."""
    found = finding.found
    return counterexample_json(found) if isinstance(found, CounterexampleResult) else to_json(found)


COUNTEREXAMPLE: Question[Finding] = Question("counterexample", "counterexample", _decide, finding_json)


def counterexample(
    architecture: ArchitectureLike,
    delta: Any = None,
    *,
    rational: bool = False,
    all_delta: bool = False,
    singular: bool = False,
    height: int = DEFAULT_HEIGHT,
    **running: Unpack[Running],
) -> Answer[Finding]:
    """Two parameters with the same end-to-end filter, the same invariants and different NTKs; or a proof of none.

    Parameters
    ----------
    architecture : Architecture, str or sequence
        As for :func:`symlcn.certify`.
    delta : sequence of exact numbers or str, optional
        The invariants of both. Without them they are chosen with the pair, or the pair is one for every δ where there
        is such a pair.
    rational : bool
        Only pairs whose scaled filters, hence NTKs, are rational; constructed where none is found.
    all_delta : bool
        One pair whose NTKs differ for every δ at once.
    singular : bool
        Of networks with activations: a pair over a singular function, where such functions have several preimages.
    height : int
        Filters with entries up to it are searched.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        Its result is a :class:`Finding`. Refuted: `pair` is such a pair, and over an open set of end-to-end filters
        there are others. Proved: there is none over a nonzero filter that is a normal point of the closure of the
        neuromanifold (for `all_delta`: none that serves every δ); its certificate is of kind ``"architecture"``.

    Raises
    ------
    ParseError
        If the architecture or the invariants cannot be read, or are not exact; if the options exclude each other, or
        the height is out of range.

    See Also
    --------
    symlcn.find_counterexample : the search alone.

    References
    ----------
    Achour, Kohn, Rauhut, arXiv:2507.06367, Prop. 2; Theorem B of the lesson ``classification``.

    Examples
    --------
    >>> answer = counterexample("k2x2 k2x2", "21", rational=True)
    >>> answer.status, answer.pair.height, answer.certificate()["kind"]
    (Status.REFUTED, 3, 'counterexample')
    >>> none = counterexample("k3s2 k2")
    >>> none.status, none.pair, none.certificate()["kind"]
    (Status.PROVED, None, 'architecture')
    """
    network = as_network(architecture)
    further: Answer[Finding]
    options = {"rational": rational, "all_delta": all_delta, "height": height}
    if isinstance(network, PolynomialArchitecture):
        further = family_question("counterexample", network)(network, delta, singular=singular, **options, **running)
        return further
    if singular:
        raise ParseError("singular", "pairs over singular functions are found for networks with activations only")
    if not isinstance(network, Architecture):
        further = family_question("counterexample", network)(network, delta, **options, **running)
        return further
    asked = as_invariants(delta, network)
    about = {"architecture": architecture_json(network), "delta": rationals_json(asked)}
    return answered(COUNTEREXAMPLE, (network, asked, rational, all_delta, height), about, **running)
