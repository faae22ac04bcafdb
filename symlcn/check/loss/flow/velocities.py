"""Kind "flow": the velocity -K grad l(u) with which gradient flow moves the end-to-end filter from given parameters.

Contents: :func:`check`.

"accepted" means that all starts are filters with the product u = ``filter``, which have the invariants ``delta`` when
filter l is scaled to the squared norm rho_l; that ``gradient`` is the gradient of the loss at u; and that from each
start the end-to-end filter moves with the listed velocity, entries in Q(t). When refuted, the two velocities named in
``difference`` are different numbers at one entry. When proved, two or more of the starts are different even up to
scalars of their filters, and all their velocities are equal; and so are their NTKs if ``ntk_difference`` is null,
otherwise two of them differ at the entry named there. Nothing is said of other points over u. When undecided, nothing
is compared. ``risk`` is a
quadratic form with A symmetric and positive semidefinite, of which ``least`` is not used, or signals (signals.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

from ...algebra.elements import ZERO, Element, Field
from ...algebra.matrices import minus, same, times
from ...core.arithmetic import Filter, Rational, evaluate, less, multiply_all, norm, same_multiples, sparse_product
from ...core.limits import MAX_PARAMETERS, Work
from ...core.outcome import Malformed, Rejected, Statement
from ...core.reading import check_nothing, integer, json_list, json_object, layer_pair, rational_filter
from ...network.architecture import Architecture
from ...network.jacobian import Jacobian, Vector, ntk_entries, ntk_weights, place_of
from ...network.ntk import gram_entries, partial_products
from ...network.parameter import ParameterTuple, primitive, read_parameters, told_apart
from ...network.scaling import check_scaling, shifts_of
from ..risk import column_of, doubled, read_loss
from ..signals import signals_gradient

MAX_STARTS = 1000


class _Start(ParameterTuple):
    """A start: filters over a common denominator, and K = sum weights[l] N_l / whole in Q(t)."""

    __slots__ = ("field", "jacobian", "partial", "velocity", "weights", "whole")

    def __init__(
        self,
        architecture: Architecture,
        value: object,
        delta: list[Rational],
        u: tuple[Filter, int],
        where: str,
        work: Work,
    ) -> None:
        item = json_object(value, "filters t rho velocity", where)
        filters, denominators = read_parameters(architecture, item["filters"], u, f"{where}.filters", work)
        denominator = multiply_all(denominators, work)
        super().__init__(filters, (1, denominator))
        self.partial = partial_products(architecture, filters, work)
        self.locate(check_scaling(delta, filters, item, where, work, (1, denominator**2)), item["t"], work)
        self.field = Field(self.f, work)
        shifts, common = shifts_of(delta, work)
        rho = [self.field.shifted(shift, common) for shift in shifts]
        norms = [norm(entries) for entries in filters]
        self.whole, self.weights = ntk_weights(self.field, rho, norms, (1, denominator))
        self.jacobian = Jacobian(architecture, filters, work)
        ambient = prod(architecture.extents())
        entries_of = enumerate(json_list(item["velocity"], f"{where}.velocity", ambient))
        self.velocity = [self.field.read(entry, f"{where}.velocity[{i}]") for i, entry in entries_of]

    def check_velocity(self, gradient: tuple[Vector, int], where: str) -> None:
        """Establishes the velocity, multiplied by the product of all rho_l."""
        field, expected = self.field, [ZERO for _ in self.velocity]
        for l, weight in enumerate(self.weights):
            image = self.jacobian.image(l, self.jacobian.transposed(l, gradient[0]))
            for place, c in image.items():
                expected[place] = field.plus(expected[place], field.scaled(weight, -c, gradient[1]))
        for i, (found, value) in enumerate(zip(self.velocity, expected, strict=True)):
            if self.field.times(found, self.whole) != value:
                raise Rejected(f"{where}.velocity[{i}]", "is not this entry of -K grad l(u)")

    def entry(self, architecture: Architecture, place: tuple[int, int], work: Work) -> Element:
        """An entry of K, multiplied by the product of all rho_l."""
        total, field = ZERO, self.field
        for weight, (gram,) in zip(self.weights, gram_entries(architecture, self.filters, [place], work), strict=True):
            total = field.plus(total, field.scaled(weight, gram))
        return total

    def terms(self, architecture: Architecture, work: Work) -> dict[object, Element]:
        """K as a sum over matrices M M^T that are different if the keys are: weights multiplied as above.

        A key is what layers with the same space of polynomials share, and the product of the other filters, primitive.
        """
        total: dict[object, Element] = {}
        for l, weight in enumerate(self.weights):
            others = sparse_product(self.partial[l][0], self.partial[l + 1][1], work)
            reduced = primitive(others, work)
            content = others[min(others)] // reduced[min(reduced)]
            key = architecture.space(l), tuple(sorted(reduced.items()))
            own = self.field.scaled(weight, content * content)
            total[key] = self.field.plus(total[key], own) if key in total else own
        return total

    def kernel(self) -> dict[tuple[int, int], Element]:
        """The entries of K on and above the diagonal that are not 0, multiplied by the product of all rho_l."""
        return ntk_entries(self.field, self.weights, self.jacobian)

    def has_t_of(self, other: _Start, work: Work) -> bool:
        """Whether it is shown that the number t is the same: one root of one polynomial where the intervals meet."""
        if self.f != other.f or len(self.f) == 2:
            return self.f == other.f
        (low, high), (bottom, top) = (((at.low, at.scale), (at.high, at.scale)) for at in (self, other))
        low, high = bottom if less(low, bottom) else low, top if less(top, high) else high
        if not less(low, high):
            return False
        below, above = evaluate(self.f, low, work), evaluate(self.f, high, work)
        return below < 0 < above or above < 0 < below


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if delta is None:
        raise Malformed("delta", "must not be null")
    if prod(architecture.extents()) > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} entries of the end-to-end filter")
    u = rational_filter(item["filter"], tuple(architecture.extents()), "filter", work)
    gradient = _check_gradient(architecture, item["gradient"], item["risk"], u, work)
    listed = json_list(item["starts"], "starts")
    if not 1 <= len(listed) <= MAX_STARTS:
        raise Malformed("starts", f"expected 1 to {MAX_STARTS} of them")
    starts = []
    for n, value in enumerate(listed):
        starts.append(_Start(architecture, value, delta, u, f"starts[{n}]", work))
        starts[-1].check_velocity(gradient, f"starts[{n}]")
    if status == "refuted":
        if item["ntk_difference"] is not None:
            raise Malformed("ntk_difference", "must be null when refuted")
        _check_velocities_differ(architecture, item["difference"], starts, work)
        return Statement("parameters with one end-to-end filter and one δ move it with different velocities")
    if item["difference"] is not None:
        raise Malformed("difference", f"must be null when {status}")
    if status == "undecided":
        return check_nothing(item, "ntk_difference")
    points = _different_points(starts, work)
    if points < 2:
        raise Rejected("starts", "are one point up to scalars of their filters: two different ones are needed")
    for n, start in enumerate(starts[1:], start=1):
        if not _equal(starts[0], start, starts[0].velocity, start.velocity, work):
            raise Rejected(f"starts[{n}].velocity", "is not shown to be that of starts[0]")
    kernels = _check_kernels(architecture, item["ntk_difference"], starts, work)
    return Statement(f"{points} different parameters listed move the end-to-end filter alike, {kernels}")


def _different_points(starts: list[_Start], work: Work) -> int:
    """The number of starts that are different up to scalars of their filters."""
    return len({tuple(tuple(sorted(primitive(w, work).items())) for w in start.filters) for start in starts})


def _check_gradient(
    architecture: Architecture, value: object, risk: object, u: tuple[Filter, int], work: Work
) -> tuple[Vector, int]:
    """Establishes the gradient of the loss at u; returns it over a common denominator."""
    extents = architecture.extents()
    ambient = prod(extents)
    entries, common = rational_filter(value, (ambient,), "gradient", work)
    found = {i: c for (i,), c in entries.items()}
    if isinstance(risk, dict) and "inputs" in risk:
        expected, below = signals_gradient(architecture, risk, u, "risk", work)
        if not same_multiples(entries, below, expected, common, work):
            raise Rejected("gradient", "is not that of the sum of squares at the filter")
        return found, common
    loss = read_loss(risk, ambient, "risk", work, singular=True)
    flat: Filter = {(place_of(index, [0] * len(extents), extents),): c for index, c in u[0].items()}
    step = minus(column_of(flat, u[1], ambient), loss.target, work)
    if not same(doubled(times(loss.form, step, work)), column_of(entries, common, ambient)):
        raise Rejected("gradient", "is not 2 A (u - u*)")
    return found, common


def _equal(left: _Start, right: _Start, first: list[Element], second: list[Element], work: Work) -> bool:
    """Whether elements of Q(t) and Q(t') are shown to be equal: they are both rational, or t = t'."""
    if left.has_t_of(right, work):
        return first == second
    return all(len(x[0]) < 2 and x == y for x, y in zip(first, second, strict=True))


def _check_differ(pair: list[_Start], elements: list[Element], where: str, work: Work) -> None:
    """Establishes that two elements, each of the field of its start, are different numbers."""
    if not told_apart(pair, elements, work):
        raise Rejected(f"{where}.values", "are equal, or too close to be told apart")


def _check_velocities_differ(architecture: Architecture, value: object, starts: list[_Start], work: Work) -> None:
    """Establishes the entries of two velocities at one place, and that they are different numbers."""
    where, extents = "difference", architecture.extents()
    item = json_object(value, "starts index values", where)
    pair = [starts[n] for n in layer_pair(item["starts"], len(starts), f"{where}.starts")]
    listed = json_list(item["index"], f"{where}.index", len(extents))
    index = tuple(integer(n, f"{where}.index[{d}]", 0, extents[d] - 1) for d, n in enumerate(listed))
    entries = [start.velocity[place_of(index, [0] * len(extents), extents)] for start in pair]
    for n, given in enumerate(json_list(item["values"], f"{where}.values", 2)):
        if pair[n].field.read(given, f"{where}.values[{n}]") != entries[n]:
            raise Rejected(f"{where}.values[{n}]", "is not this entry of the velocity")
    _check_differ(pair, entries, where, work)


def _check_kernels(architecture: Architecture, value: object, starts: list[_Start], work: Work) -> str:
    """Establishes that all NTKs are equal, or that two differ at one place; returns that in words."""
    where, ambient = "ntk_difference", len(starts[0].velocity)
    if value is None:
        for start in starts[1:]:
            rational = start.field.degree == starts[0].field.degree == 1
            if not (rational or start.has_t_of(starts[0], work)):
                raise Rejected(where, "is null, but the NTKs are not shown to be equal")
            if not _agree(starts[0], start, *(s.terms(architecture, work) for s in (starts[0], start))) and not _agree(
                starts[0], start, starts[0].kernel(), start.kernel()
            ):
                raise Rejected(where, "is null, but the NTKs are not shown to be equal")
        return "and have one NTK"
    item = json_object(value, "starts index values", where)
    pair = [starts[n] for n in layer_pair(item["starts"], len(starts), f"{where}.starts")]
    i, j = sorted(layer_pair(item["index"], ambient, f"{where}.index"))
    elements = []
    for n, given in enumerate(json_list(item["values"], f"{where}.values", 2)):
        field = pair[n].field
        elements.append(field.read(given, f"{where}.values[{n}]"))
        if field.times(elements[n], pair[n].whole) != pair[n].entry(architecture, (i, j), work):
            raise Rejected(f"{where}.values[{n}]", "is not this entry of the NTK")
    _check_differ(pair, elements, where, work)
    return "with different NTKs"


def _agree(left: _Start, right: _Start, first: Mapping[Any, Element], second: Mapping[Any, Element]) -> bool:
    """Whether elements of Q(t), multiplied by the product of all rho_l, are the same; t is, or is rational for both."""
    if left.field.degree > 1:
        return first == second
    return first.keys() == second.keys() and all(
        left.field.times(c, right.whole) == left.field.times(second[key], left.whole) for key, c in first.items()
    )
