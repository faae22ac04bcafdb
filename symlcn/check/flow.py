"""Kind "flow": the velocity -K grad l(u) with which gradient flow moves the end-to-end filter from given parameters.

Contents: :func:`check`.

"accepted" means that all starts are filters with the product u = ``filter``, which have the invariants ``delta`` when
filter l is scaled to the squared norm rho_l; that ``gradient`` is the gradient of the loss at u; and that from each
start the end-to-end filter moves with the listed velocity, entries in Q(t). When refuted, the two velocities named in
``difference`` are different numbers at one entry. When proved, two or more of the starts are different even up to
scalars of their filters, and all their velocities are equal; and so are their NTKs if ``ntk_difference`` is null,
otherwise two of them differ at the entry named there. Nothing is said of other points over u. When undecided, nothing
is compared. ``least`` in ``risk`` is not used.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, prod

from .arithmetic import Filter, Rational, evaluate, norm, over_common
from .jacobian import Element, Field, Jacobian, Vector, ntk_weights, place_of, plus, scaled
from .limits import Work
from .loss import Loss, column_of, doubled, read_loss
from .matrix import minus, same, times
from .model import Architecture
from .ntk import partial_products
from .outcome import Malformed, Rejected, Statement
from .parameter import ParameterTuple, told_apart
from .reading import check_nothing, integer, json_list, json_object, layer_pair, rational_filter
from .scaling import check_scaling, shifts_of

MAX_STARTS = 1000


class _Start(ParameterTuple):
    """A start: filters over a common denominator, and K = sum weights[l] N_l / whole in Q(t)."""

    __slots__ = ("field", "jacobian", "velocity", "weights", "whole")

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
        listed = json_list(item["filters"], f"{where}.filters", len(architecture.sizes))
        pairs = [
            rational_filter(part, size, f"{where}.filters[{l}]", work)
            for l, (part, size) in enumerate(zip(listed, architecture.sizes, strict=True))
        ]
        filters, denominator = [entries for entries, _ in pairs], prod(common for _, common in pairs)
        super().__init__(filters, (1, denominator))
        for l, entries in enumerate(filters):
            if not entries:
                raise Rejected(f"{where}.filters[{l}]", "is zero")
        product = partial_products(architecture, filters, work)[-1][0]
        if {i: u[1] * c for i, c in product.items()} != {i: denominator * c for i, c in u[0].items()}:
            raise Rejected(f"{where}.filters", "their product is not filter")
        self.locate(check_scaling(delta, filters, item, where, work, (1, denominator**2)), item["t"], work)
        self.field = Field(self.f, work)
        shifts, common = shifts_of(delta, work)
        rho = [self.field.shifted(Fraction(shift, common)) for shift in shifts]
        norms = [norm(entries) for entries in filters]
        self.whole, self.weights = ntk_weights(self.field, rho, norms, Fraction(1, denominator))
        self.jacobian = Jacobian(architecture, filters, work)
        ambient = prod(architecture.extents())
        entries_of = enumerate(json_list(item["velocity"], f"{where}.velocity", ambient))
        self.velocity = [self.field.read(entry, f"{where}.velocity[{i}]") for i, entry in entries_of]

    def check_velocity(self, gradient: Vector, where: str) -> None:
        """Establishes the velocity, multiplied by the product of all rho_l."""
        expected = [[Fraction(0)] * self.field.degree for _ in self.velocity]
        for l, weight in enumerate(self.weights):
            images: Vector = {}
            for c, column in zip(self.jacobian.transposed(l, gradient), self.jacobian.blocks[l], strict=True):
                for place, entry in column.items():
                    images[place] = images.get(place, Fraction(0)) - c * entry
            for place, image in images.items():
                expected[place] = plus(expected[place], scaled(weight, image))
        for i, (found, value) in enumerate(zip(self.velocity, expected, strict=True)):
            if self.field.times(found, self.whole) != value:
                raise Rejected(f"{where}.velocity[{i}]", "is not this entry of -K grad l(u)")

    def kernel(self, work: Work) -> dict[tuple[int, int], Element]:
        """The entries of K on and above the diagonal that are not 0, multiplied by the product of all rho_l."""
        total: dict[tuple[int, int], Element] = {}
        for weight, columns in zip(self.weights, self.jacobian.blocks, strict=True):
            grams: dict[tuple[int, int], int] = {}
            for column in columns:
                work.spend(5 * len(column) ** 2)
                for i, a in column.items():
                    for j, b in column.items():
                        if i <= j:
                            grams[i, j] = grams.get((i, j), 0) + a * b
            work.spend(20 * len(grams) * self.field.degree)
            for place, gram in grams.items():
                own = scaled(weight, gram)
                total[place] = plus(total[place], own) if place in total else own
        return {place: entry for place, entry in total.items() if any(entry)}

    def has_t_of(self, other: _Start, work: Work) -> bool:
        """Whether it is shown that the number t is the same: one root of one polynomial where the intervals meet."""
        if self.f != other.f or len(self.f) == 2:
            return self.f == other.f
        low = max((self.low, self.scale), (other.low, other.scale), key=lambda x: Fraction(*x))
        high = min((self.high, self.scale), (other.high, other.scale), key=lambda x: Fraction(*x))
        if Fraction(*low) >= Fraction(*high):
            return False
        below, above = evaluate(self.f, low, work), evaluate(self.f, high, work)
        return below < 0 < above or above < 0 < below


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if delta is None:
        raise Malformed("delta", "must not be null")
    ambient = prod(architecture.extents())
    loss = read_loss(item["risk"], ambient, "risk", work)
    u = rational_filter(item["filter"], tuple(architecture.extents()), "filter", work)
    gradient = _check_gradient(architecture, item["gradient"], loss, u, work)
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
    kernels = _check_kernels(item["ntk_difference"], starts, work)
    return Statement(f"{points} different parameters listed move the end-to-end filter alike, {kernels}")


def _different_points(starts: list[_Start], work: Work) -> int:
    """The number of starts that are different up to scalars of their filters."""
    return len({tuple(tuple(sorted(_primitive(w, work).items())) for w in start.filters) for start in starts})


def _primitive(entries: Filter, work: Work) -> Filter:
    """The multiple with coprime integer entries, the first of them positive."""
    bits = max(c.bit_length() for c in entries.values())
    work.spend(2 * len(entries), bits, bits)
    divisor = gcd(*entries.values()) * (1 if entries[min(entries)] > 0 else -1)
    return {index: c // divisor for index, c in entries.items()}


def _check_gradient(architecture: Architecture, value: object, loss: Loss, u: tuple[Filter, int], work: Work) -> Vector:
    """Establishes 2 A (u - u*)."""
    extents = architecture.extents()
    ambient = prod(extents)
    entries, common = rational_filter(value, (ambient,), "gradient", work)
    flat: Filter = {(place_of(index, [0] * len(extents), extents),): c for index, c in u[0].items()}
    step = minus(column_of(flat, u[1], ambient), loss.target, work)
    if not same(doubled(times(loss.form, step, work)), column_of(entries, common, ambient)):
        raise Rejected("gradient", "is not 2 A (u - u*)")
    return {i: Fraction(c, common) for (i,), c in entries.items()}


def _equal(left: _Start, right: _Start, first: list[Element], second: list[Element], work: Work) -> bool:
    """Whether elements of Q(t) and Q(t') are shown to be equal: they are both rational, or t = t'."""
    if left.has_t_of(right, work):
        return first == second
    return all(not any(x[1:]) and not any(y[1:]) and x[0] == y[0] for x, y in zip(first, second, strict=True))


def _check_differ(pair: list[_Start], elements: list[Element], where: str, work: Work) -> None:
    """Establishes that two elements, each of the field of its start, are different numbers."""
    integral = [over_common([(c.numerator, c.denominator) for c in element], work) for element in elements]
    if not told_apart(pair, integral, work):
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


def _check_kernels(value: object, starts: list[_Start], work: Work) -> str:
    """Establishes that all NTKs are equal, or that two differ at one place; returns that in words."""
    where, ambient = "ntk_difference", len(starts[0].velocity)
    if value is None:
        first = starts[0].kernel(work)
        for start in starts[1:]:
            kernel = start.kernel(work)
            rational = start.field.degree == starts[0].field.degree == 1
            equal = _ratios(start, kernel) == _ratios(starts[0], first) if rational else kernel == first
            if not equal or not (rational or start.has_t_of(starts[0], work)):
                raise Rejected(where, "is null, but the NTKs are not shown to be equal")
        return "and have one NTK"
    item = json_object(value, "starts index values", where)
    pair = [starts[n] for n in layer_pair(item["starts"], len(starts), f"{where}.starts")]
    i, j = sorted(layer_pair(item["index"], ambient, f"{where}.index"))
    elements = []
    for n, given in enumerate(json_list(item["values"], f"{where}.values", 2)):
        field = pair[n].field
        elements.append(field.read(given, f"{where}.values[{n}]"))
        entry = pair[n].kernel(work).get((i, j), [Fraction(0)] * field.degree)
        if field.times(elements[n], pair[n].whole) != entry:
            raise Rejected(f"{where}.values[{n}]", "is not this entry of the NTK")
    _check_differ(pair, elements, where, work)
    return "with different NTKs"


def _ratios(start: _Start, kernel: dict[tuple[int, int], Element]) -> dict[tuple[int, int], Fraction]:
    return {place: entry[0] / start.whole[0] for place, entry in kernel.items()}
