"""The question ``symlcn metric``: the metric on the neuromanifold at a filter, or as formulas for every filter.

Contents: :func:`metric`, :class:`Pushed`, :func:`pushed_json`, :data:`METRIC`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Unpack

from symlcn.algebra.exact import Json, rationals_json
from symlcn.algebra.namedvalues import Formulas
from symlcn.algebra.sympyvalues import Named
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.errors import LimitError, ParseError, brief, shown
from symlcn.geometry.metric import metric as home
from symlcn.geometry.metric.comparison import Comparison
from symlcn.geometry.metric.comparison import compare as compared
from symlcn.geometry.metric.document import metric_json, symbolic_json
from symlcn.geometry.metric.functionfield import SymbolicMetric, symbolic_metric
from symlcn.geometry.metric.metric import Metric
from symlcn.network.architecture import Architecture
from symlcn.network.family import family_question
from symlcn.network.filterinputs import as_filter, as_filters
from symlcn.network.filters import Filter, end_to_end_filter
from symlcn.network.inputs import ArchitectureLike, as_invariants, as_network

__all__ = ["METRIC", "Pushed", "metric", "pushed_json"]


@dataclass(frozen=True, slots=True, eq=False)
class Pushed(Named):
    """The metric at a filter, compared as asked. Fields of `metric` are fields of it, too.

    Attributes
    ----------
    metric : Metric
    named : bool
        Whether parameters were named: then the metric is that of the sheet through them.
    comparison : Comparison or None
        With the metric of the same filters at other invariants.
    doubt : str or None
        Why a comparison that was asked for is missing.
    """

    __repr__ = brief

    metric: Metric
    named: bool
    comparison: Comparison | None = None
    doubt: str | None = None

    @property
    def status(self) -> str:
        """That of the metric; undecided where a comparison is missing."""
        return "undecided" if self.doubt else self.metric.status

    @property
    def reason(self) -> str | None:
        """Why it is undecided."""
        return self.metric.reason or self.doubt

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.metric, name)

    def formulas(self) -> Formulas:
        """Those of the metric."""
        return self.metric.formulas()


def _decide(
    architecture: Architecture,
    tensor: Filter | None,
    delta: tuple[Fraction, ...] | None,
    filters: Sequence[Filter] | None,
    point: int | None,
    other: tuple[Fraction, ...] | None,
) -> Pushed | SymbolicMetric:
    if delta is None:
        return symbolic_metric(architecture)
    if tensor is None:
        tensor = end_to_end_filter(architecture, filters or ())
    found = home.metric(architecture, tensor, delta, filters, point)
    named = filters is not None or point is not None
    if other is None:
        return Pushed(found, named)
    if found.sheet is not None:
        return Pushed(found, named, doubt="metrics of a sheet through irrational filters are not compared")
    if found.scaling is None:
        return Pushed(found, named)
    try:
        return Pushed(found, named, compared(found, other))
    except LimitError as error:
        return Pushed(found, named, doubt=str(error))


def pushed_json(found: Pushed, finer: int = 1) -> Json:
    """The certificate of a metric at a filter; it keeps the metric where a comparison is missing."""
    return metric_json(found.metric, found.named, found.comparison, finer, doubt=found.doubt)


def _document(found: Pushed | SymbolicMetric, finer: int) -> Json:
    return symbolic_json(found) if isinstance(found, SymbolicMetric) else pushed_json(found, finer)


METRIC: Question[Pushed | SymbolicMetric] = Question("metric", "metric", _decide, _document)


def metric(
    architecture: ArchitectureLike,
    filter: Any = None,
    delta: Any = None,
    *,
    filters: Any = None,
    point: int | None = None,
    compare: Any = None,
    **running: Unpack[Running],
) -> Answer[Pushed | SymbolicMetric]:
    """The metric on the neuromanifold: that of parameters with given invariants, pushed forward to filters.

    Parameters
    ----------
    architecture : Architecture, str or sequence
        As for :func:`symlcn.certify`.
    filter : tensor or str, optional
        The end-to-end filter u ≠ 0, over Q. Formulas for every filter if neither it nor `filters` are given.
    delta : sequence of exact numbers or str, optional
        The invariants, given exactly if a filter is; formulas hold for every δ.
    filters : sequence of tensors or str, optional
        Instead of u, filters over it: the metric on the sheet through them, should others have other NTKs.
    point : int, optional
        With u: the metric on the sheet through the real point of this number, as :func:`symlcn.fiber` lists them.
    compare : sequence of exact numbers or str, optional
        Other invariants, at which the metric of the same filters is shown to be another one.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        At a filter its result is a :class:`Pushed`, with the fields of :class:`~symlcn.geometry.metric.metric.Metric`.
        Proved: u is a smooth point, and all real parameters over u with these invariants, or those on the sheet that
        was named, have this metric. Refuted: there is none, and `obstruction` says why. Without a filter it is a
        :class:`~symlcn.geometry.metric.functionfield.SymbolicMetric`; nothing is claimed where its formulas are not
        defined.

    Raises
    ------
    ParseError
        If something cannot be read or is not exact, does not fit, or does not go together.

    References
    ----------
    Achour, Kohn, Rauhut, arXiv:2507.06367, Lemma 5 and Corollary 6.

    Examples
    --------
    >>> answer = metric("k3s2 k2", "4,8,17,10,15", [0], compare=[3])
    >>> answer.status, answer.scaling.t.minpoly, answer.comparison.between
    (Status.PROVED, (-574, 0, 1), Fraction(24, 1))
    >>> metric("k3s2 k2", [0, 0, 1, 0, 0], "balanced").obstruction.kind
    'singular'
    >>> len(metric("k3s2 k2").filters)
    2
    """
    network = as_network(architecture)
    if not isinstance(network, Architecture):
        further: Answer[Pushed | SymbolicMetric] = family_question("metric", network)(
            network, filter, delta, filters=filters, point=point, compare=compare, **running
        )
        return further
    asked, other = as_invariants(delta, network), as_invariants(compare, network)
    tensor = None if filter is None else as_filter(filter, network)
    given = None if filters is None else as_filters(filters, network)
    _check_fitting(tensor, given, asked, point, other)
    if given is not None:
        tensor = _product(network, given)
    about = {"architecture": architecture_json(network), "delta": rationals_json(asked)}
    about |= {} if tensor is None else {"filter": tensor_json(tensor)}
    return answered(METRIC, (network, tensor, asked, given, point, other), about, **running)


def _check_fitting(tensor: Any, filters: Any, delta: Any, point: Any, other: Any) -> None:
    """Refuse what does not go together."""
    if tensor is not None and filters is not None:
        raise ParseError("filters", "they name a filter already; give no filter")
    if point is not None and tensor is None:
        raise ParseError("point", "it is one of those over a filter; give the filter")
    if point is not None and (type(point) is not int or point < 0):
        raise ParseError("point", f"{shown(point)} is not a number of a point, from 0")
    if (tensor is None and filters is None) != (delta is None):
        raise ParseError("delta", "give a filter together with δ, or neither for formulas")
    if other is not None and delta is None:
        raise ParseError("compare", "the metrics at a filter are compared; give one, and δ")
    if other is not None and other == delta:
        raise ParseError("compare", "these are the invariants of the metric; give others")


def _product(architecture: Architecture, filters: Sequence[Filter]) -> Filter | None:
    """The end-to-end filter; None if it is too large, which is then the reason of the answer."""
    try:
        return end_to_end_filter(architecture, filters)
    except LimitError:
        return None
