"""The question ``symlcn counterexample`` of networks with activations.

Contents: :func:`counterexample`, :func:`find_pair`, :class:`PairFinding`, :data:`POLYNOMIAL_COUNTEREXAMPLE`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Unpack

from symlcn.algebra.exact import Json, rationals_json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.counterexample.search import MAX_HEIGHT
from symlcn.errors import LimitError, ParseError, brief, shown
from symlcn.families.polynomial.certify.document import network_json
from symlcn.families.polynomial.certify.judge import NetworkCertificate, judged
from symlcn.families.polynomial.counterexample.document import pair_json
from symlcn.families.polynomial.counterexample.networkpairs import PairFound, PolynomialPair
from symlcn.families.polynomial.counterexample.networksearch import NetworkSearch
from symlcn.families.polynomial.counterexample.singularpair import shifted_pair
from symlcn.network.classify import classify
from symlcn.network.inputs import as_invariants
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["POLYNOMIAL_COUNTEREXAMPLE", "PairFinding", "counterexample", "find_pair"]


@dataclass(frozen=True, slots=True)
class PairFinding:
    """What a search found, and what it was for. Fields of what was found are its fields, too.

    Attributes
    ----------
    found : PairFound or NetworkCertificate
        A pair, or why there is none; a certificate if none exists over normal points.
    all_delta, singular : bool
        Whether one pair for every δ was asked for, or one over a singular function.
    """

    __repr__ = brief

    found: PairFound | NetworkCertificate
    all_delta: bool
    singular: bool

    @property
    def pair(self) -> PolynomialPair | None:
        """The pair, if there is one."""
        return self.found.pair if isinstance(self.found, PairFound) else None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.found, name)


def find_pair(
    network: PolynomialArchitecture,
    delta: tuple[Fraction, ...] | None = None,
    *,
    rational: bool = False,
    all_delta: bool = False,
    singular: bool = False,
    height: int = 12,
) -> PairFound | NetworkCertificate:
    """A smallest pair of parameter tuples that shows that the NTK depends on the parameters.

    Parameters
    ----------
    network : PolynomialArchitecture
    delta : tuple of Fraction, optional
        The invariants of both. None asks for one pair for every δ if the NTK depends on the parameters for every δ;
        otherwise, and with `rational`, δ is chosen: the invariants of the unscaled first tuple.
    rational : bool
        Only pairs whose scaled filters are rational.
    all_delta : bool
        One pair whose NTKs differ for every δ, with a separating matrix on a run.
    singular : bool
        A pair over a function of at least two preimages that are shifts of each other.
    height : int
        How far to search.

    Returns
    -------
    PairFound or NetworkCertificate
        A certificate of kind ``"polynomial"`` says why there is no pair over normal points: the NTK is
        parameter-independent at these invariants (for `all_delta`: at δ = 0).

    Raises
    ------
    ParseError
        If the options exclude each other, or the height is out of range.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> find_pair(parse_network("k2 k2 r2 k2"), (Fraction(-15), Fraction(16)), rational=True).pair.values[0].value
    Fraction(768, 1)
    >>> find_pair(parse_network("k3 r2 k2")).status, find_pair(parse_network("k3 r2 k2"), singular=True).status
    ('proved', 'refuted')
    """
    if all_delta and (rational or delta is not None):
        raise ParseError("all_delta", "a pair for every δ has no scaling: neither δ nor rational filters go with it")
    if singular and (all_delta or rational):
        other = "all-delta" if all_delta else "rational"
        problem = f"a pair over a singular f is at given invariants or at those of the filters; leave out --{other}"
        raise ParseError("singular", problem)
    if type(height) is not int or not 1 <= height <= MAX_HEIGHT:
        raise ParseError("height", f"{shown(height)} is not an integer from 1 to {MAX_HEIGHT}")
    runs = network.runs
    parts = [classify(run.architecture) for run in runs]
    dependent = any(part.delta_locus is None for part in parts)
    asked = [None if delta is None else delta[run.start : run.stop - 1] for run in runs]
    try:
        if singular:
            found = shifted_pair(network, delta)
            if found is not None:
                return found
            if network.fully_nonlinear:
                return judged(network, delta)
            reason = "no shift of one layer of each run keeps a function; singular f of other kinds are not searched"
            return PairFound(network, delta, None, reason)
        if all_delta and not dependent:
            return judged(network, (0,) * (len(network) - 1))
        if all(part.independent_at(own) for part, own in zip(parts, asked, strict=True)):
            return judged(network, delta)
        every = all_delta or (delta is None and not rational and dependent)
        return NetworkSearch(network, delta, rational, every).run(height)
    except LimitError as error:
        return PairFound(network, delta, None, str(error))


def _decide(
    network: PolynomialArchitecture,
    delta: tuple[Fraction, ...] | None,
    rational: bool,
    all_delta: bool,
    singular: bool,
    height: int,
) -> PairFinding:
    options = {"rational": rational, "all_delta": all_delta, "singular": singular, "height": height}
    return PairFinding(find_pair(network, delta, **options), all_delta, singular)  # type: ignore[arg-type]


def finding_json(finding: PairFinding, finer: int = 1) -> Json:
    """The certificate: of kind ``polynomial-counterexample``, or ``polynomial`` where there is no pair."""
    found = finding.found
    return pair_json(found, finer) if isinstance(found, PairFound) else network_json(found)


POLYNOMIAL_COUNTEREXAMPLE: Question[PairFinding] = Question(
    "counterexample", "polynomial-counterexample", _decide, finding_json, family="polynomial"
)


def counterexample(
    network: PolynomialArchitecture,
    delta: Any = None,
    *,
    rational: bool = False,
    all_delta: bool = False,
    singular: bool = False,
    height: int = 12,
    **running: Unpack[Running],
) -> Answer[PairFinding]:
    """Two parameters with the same function, the same invariants and different NTKs; or a proof of none.

    As :func:`symlcn.counterexample`, which asks this, for activations x ↦ x^r.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.counterexample("k2 r2 k2", singular=True)
    >>> answer.status, [value.value for value in answer.pair.values]
    (Status.REFUTED, [Fraction(1, 1), Fraction(0, 1)])
    """
    asked = as_invariants(delta, network)
    about = {"architecture": architecture_json(network), "delta": rationals_json(asked)}
    arguments = (network, asked, rational, all_delta, singular, height)
    return answered(POLYNOMIAL_COUNTEREXAMPLE, arguments, about, **running)
