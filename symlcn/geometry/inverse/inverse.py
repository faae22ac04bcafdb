"""The filters as rational functions of the end-to-end filter.

Contents: :class:`Group`, :class:`Inverse`, :func:`inverse`, :func:`group_layers`.

Layers whose filters are polynomials in the same variables X = x^e, with the same active directions, form a *group*. Of
a generic u = μ(w) the product of each group is peeled off by polyphase null vectors
(:mod:`symlcn.geometry.inverse.closed.peeling`), the groups with the smallest rings first. If each group is one layer,
the parametrization map is birational and this is its inverse. Otherwise only what is symmetric in the layers is
rational in u where these are interchangeable or axis layers: their product is given.

A *chart* of a group is a tuple F of polynomials in the entries of u with F(μ(w)) = θ(w)·w_g for a polynomial θ ≠ 0 in
the entries of the filters: so F(u) is the filter, up to a scalar, wherever it is not 0, which is where θ is not 0. This
is proved for each by expanding F∘μ over Z. Where such formulas are too large, F may use other charts as well
(:mod:`symlcn.geometry.inverse.closed.triangular`). (The scalars are determined by u = c·∏F.)

Where no chart is found, the filter is given by *steps*: kernels of matrices with entries of u, not expanded
(:mod:`symlcn.geometry.inverse.steps.determinantal`). So are the layers of different sizes in one group
(:mod:`symlcn.geometry.inverse.steps.differentials`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import mul
from typing import Any, TypeVar

from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.sparse import Family, Terms, cells, variable
from symlcn.certificates.hypotheses import DEFINED, SMOOTH
from symlcn.errors import LimitError, brief
from symlcn.geometry.inverse.charts import Formula, length, proved, size_of, undominated
from symlcn.geometry.inverse.closed.peeling import (
    PATTERNS,
    Shape,
    divisor_formulas,
    null_vectors,
    other_factor,
    quotient_formulas,
    sample,
)
from symlcn.geometry.inverse.closed.setting import Setting
from symlcn.geometry.inverse.closed.triangular import triangular
from symlcn.geometry.inverse.namedcharts import NamedCharts
from symlcn.geometry.inverse.steps.determinantal import Step
from symlcn.geometry.inverse.steps.differentials import Part
from symlcn.geometry.inverse.steps.stepwise import is_chain, stepwise
from symlcn.geometry.support import MAX_NAMED, compressed, support
from symlcn.network.architecture import Architecture, Layer
from symlcn.network.generic import generic_product
from symlcn.network.jacobian import strides_of

__all__ = ["Group", "Inverse", "group_layers", "inverse"]

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Group:
    """Layers with filters in the same ring, with formulas for the product of their filters.

    Attributes
    ----------
    layers : tuple of int
    size : tuple of int
        The size of the product, as a filter with the common exponent.
    exponent : tuple of int
    symmetric : bool
        Whether there are several layers that the generic fiber permutes or between which it moves roots: then no more
        than what is symmetric in them is rational in u.
    charts : tuple of Formula
        Those with the fewest terms first.
    steps : tuple of Step
        Matrices of which the kernels give the product of the filters, if there is no chart or all smooth points are to
        be covered, and then the parts.
    parts : tuple of Part
        If the generic fiber tells layers of the group apart: those that it does not, and the step that gives them.
    """

    __repr__ = brief

    layers: tuple[int, ...]
    size: Exponents
    exponent: Exponents
    symmetric: bool
    charts: tuple[Formula, ...]
    steps: tuple[Step, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the product of the filters is given, by a chart or by a step."""
        return bool(self.charts) or any(step.kind in ("product", "quotient") for step in self.steps)


@dataclass(frozen=True, slots=True)
class Inverse(NamedCharts):
    """The inverse of the parametrization map, as far as it is rational.

    Attributes
    ----------
    architecture : Architecture
    groups : tuple of Group
        By their first layers; scalar layers are in none, their filters are 1.
    covers : bool
        Whether the domains of charts or steps are proved to cover all smooth points of the closure of the
        neuromanifold.
    reason : str or None
        Why formulas for some layer are missing; None if all that is rational is given.
    witness : tuple of filter
        The filters at which the ranks of steps are known; empty without steps.
    every : bool
        Whether the formulas were made to cover the smooth points.
    """

    __repr__ = brief

    architecture: Architecture
    groups: tuple[Group, ...]
    covers: bool
    reason: str | None
    witness: tuple[Any, ...] = ()
    every: bool = False

    @property
    def status(self) -> str:
        """``"proved"`` or ``"undecided"``."""
        return "undecided" if self.reason else "proved"

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """The conditions under which the formulas give the filters."""
        return (SMOOTH if self.covers else DEFINED,)

    @property
    def birational(self) -> bool:
        """Whether the generic fiber tells all layers apart, so that every filter is a rational function of u."""
        return all(len(own) == 1 for group in self.groups for own in [p.layers for p in group.parts] or [group.layers])


def inverse(architecture: Architecture, every: bool = False, expand: bool = True) -> Inverse:
    """Filters as rational functions of the entries of the end-to-end filter, and where they are defined.

    Parameters
    ----------
    architecture : Architecture
        Of any dimension, strides and dilations.
    every : bool
        Steps that cover the smooth points, if all layers are axis layers and exponents in the same direction divide
        each other; besides, if there are two groups in one direction, all charts, without those of which the domain
        lies in that of another.
    expand : bool
        Whether there are charts; otherwise all is given by steps.

    Returns
    -------
    Inverse
        Each formula is proved by composing it with μ over Z. Unless `covers`, nothing is said of points of the
        neuromanifold outside the domains, other than that these are open and dense.

    Raises
    ------
    LimitError
        If all smooth points are to be covered and the matrices are too large; or if the end-to-end filter has more than
        400000 entries, and an architecture without gaps has so too, or its inverse is not given by formulas.

    Examples
    --------
    Ex. 15:

    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.algebra.sparse import text
    >>> found = inverse(parse_architecture("k3s2 k2"))
    >>> [[text(entry, "ABCDE") for entry in group.charts[0].entries] for group in found.groups]
    [['A*D', 'B*D', 'B*E'], ['B', 'D']]
    >>> text(found.groups[0].charts[0].denominator, "ABCDE")
    'B*D'
    """
    if architecture.ambient > MAX_NAMED:
        return _by_support(architecture, every)
    grouped = group_layers(architecture)
    layers = tuple(Layer(size, (), exponent) for _, size, exponent in grouped)
    if not layers:
        return Inverse(architecture, (), True, None)
    generic = Architecture(layers)
    every = every and is_chain(generic)
    charts = _expanded(generic, every) if expand else {}
    needed = [number for number in range(len(layers)) if every or not charts.get(number)]
    found = stepwise(architecture, grouped, needed, every)
    groups = []
    for number, (members, size, exponent) in enumerate(grouped):
        own = tuple(charts.get(number, ()))
        groups.append(Group(members, size, exponent, _is_symmetric(architecture, members), own, *found.groups[number]))
    reason = _missing(groups)
    covers = reason is None and (every or (len(layers) == 1 and not groups[0].parts))
    return Inverse(architecture, tuple(groups), covers, reason, found.witness, every)


def _by_support(architecture: Architecture, every: bool) -> Inverse:
    """The formulas of an architecture without gaps, in the entries of u that are not always 0."""
    small = compressed(architecture)
    if small.ambient > MAX_NAMED:
        raise LimitError(f"formulas in {small.ambient} entries of u; at most {MAX_NAMED} are named")
    found = inverse(small, every)
    if found.witness:
        raise LimitError(f"an end-to-end filter of {architecture.ambient} entries is too large for a witness")
    strides = strides_of(small.end_to_end_size)
    places = [sum(map(mul, index, strides)) for index in support(small)]
    numbers = {place: number for number, place in enumerate(places)}

    def renamed(terms: Terms) -> Terms:
        moved = len(places) - small.ambient
        return {
            tuple(numbers[n] if n < small.ambient else n + moved for n in monomial): c for monomial, c in terms.items()
        }

    groups = tuple(
        replace(
            group,
            exponent=architecture.exponents[group.layers[0]],
            charts=tuple(replace(chart, entries=tuple(map(renamed, chart.entries))) for chart in group.charts),
        )
        for group in found.groups
    )
    return replace(found, architecture=architecture, groups=groups)


def _expanded(generic: Architecture, every: bool) -> dict[int, list[Formula]]:
    """The charts of each group, as far as they are found within the limits."""
    try:
        products, filters = generic_product(generic)
    except LimitError:
        return {}
    tensor: Family = {
        index: variable(place)
        for place, index in enumerate(cells(generic.end_to_end_size))
        if products[place]  # the others are 0 on the neuromanifold
    }
    if every and generic.dimension == 1 and len(generic.layers) == 2:
        found = _within(_all_charts, generic, tensor, products, filters)
        if found is not None:
            return found
    charts = {
        number: sorted(_charts(formulas, products, filters[number], _within), key=length)
        for number, formulas in _peeled(generic, tensor, sample(products, generic.parameters)).items()
    }
    triangular(Setting(generic, tensor, products, filters, charts), _order(generic))
    return charts


def group_layers(architecture: Architecture) -> list[tuple[tuple[int, ...], Exponents, Exponents]]:
    """Layers with the same active directions and exponents there: the layers, the size of their product, the exponent.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> group_layers(parse_architecture("k3s2 k2 k1 k4"))
    [((0,), (3,), (1,)), ((1, 3), (5,), (2,))]
    """
    groups: dict[tuple[Exponents, Exponents], list[int]] = {}
    for number, (layer, exponent) in enumerate(zip(architecture.layers, architecture.exponents, strict=True)):
        if layer.active:
            seen = tuple(e if d in layer.active else 1 for d, e in enumerate(exponent))
            groups.setdefault((layer.active, seen), []).append(number)
    result = []
    for (_, exponent), members in groups.items():
        degrees = zip(*(architecture.layers[number].degrees for number in members), strict=True)
        result.append((tuple(members), tuple(1 + sum(ms) for ms in degrees), exponent))
    return result


def _is_symmetric(architecture: Architecture, members: Sequence[int]) -> bool:
    """Whether the generic fiber does not tell the layers of a group apart: an axis block, or layers of equal sizes."""
    layers = [architecture.layers[number] for number in members]
    return len(members) > 1 and (len(layers[0].active) == 1 or len({layer.size for layer in layers}) == 1)


def _missing(groups: Iterable[Group]) -> str | None:
    """What no formula was found for."""
    for group in groups:
        names = " and ".join(str(layer + 1) for layer in group.layers)
        if not group.found:
            bounds = "20000 terms, minors of 5 rows, matrices of 800 columns"
            return f"no formula for layer {names} was found by polyphase null vectors within bounds ({bounds})"
        if any(part.step is None for part in group.parts):
            return f"layers {names} are not separated by matrices of at most 800 columns with a kernel of dimension one"
    return None


def _order(architecture: Architecture) -> list[int]:
    """The groups, each after all whose rings it contains: it is the largest divisor in its ring when it comes."""
    left, order = list(range(len(architecture.layers))), []
    while left:
        inside = {n: sum(_contains(architecture, n, other) for other in left) for n in left}
        chosen = min(left, key=lambda n: (inside[n], -n))
        order.append(chosen)
        left.remove(chosen)
    return order


def _contains(architecture: Architecture, outer: int, inner: int) -> bool:
    """Whether the ring of one layer contains that of another."""
    layer, other = architecture.layers[outer], architecture.layers[inner]
    exponents, others = architecture.exponents[outer], architecture.exponents[inner]
    return all(d in layer.active and others[d] % exponents[d] == 0 for d in other.active)


def _shape(architecture: Architecture, number: int, whole: Exponents) -> Shape:
    layer, exponent = architecture.layers[number], architecture.exponents[number]
    ring = tuple(e if k > 1 else n for e, k, n in zip(exponent, layer.size, whole, strict=True))
    return Shape(whole, ring, layer.size)


def _peeled(architecture: Architecture, tensor: Family, point: Sequence[int]) -> dict[int, list[tuple[Terms, ...]]]:
    """Candidates for the formulas of each layer: one divisor after the other, by the quotients with fewest terms."""
    result: dict[int, list[tuple[Terms, ...]]] = {}
    whole = architecture.end_to_end_size
    *order, last = _order(architecture)
    tensors = [tensor]
    for number in order:
        shape = _shape(architecture, number, whole)
        result[number] = _distinct(f for v in tensors for f in divisor_formulas(v, shape, point))
        if not result[number]:
            return result
        best = min(result[number], key=size_of)
        quotients = [_within(quotient_formulas, tensors[0], shape, best, pattern) for pattern in PATTERNS]
        tensors = sorted((q for q in quotients if q), key=lambda q: size_of(q.values()))
        whole = shape.quotient
        if number != order[-1]:
            tensors = tensors[:1]
        if not tensors:
            return result
    shape = _shape(architecture, last, whole)
    places = [tuple(i * e for i, e in zip(cell, shape.ring, strict=True)) for cell in cells(shape.divisor)]
    result[last] = _distinct(tuple(v.get(place, {}) for place in places) for v in tensors)
    return result


def _all_charts(
    architecture: Architecture, tensor: Family, products: Sequence[Terms], filters: Sequence[Sequence[Terms]]
) -> dict[int, list[Formula]]:
    """In one direction, for two layers: the maximal minors of the syzygies, and all quotients by them."""
    inner, outer = _order(architecture)
    shape = _shape(architecture, inner, architecture.end_to_end_size)
    step = architecture.exponents[outer][0]
    vectors = _distinct(vector[::step] for vector in null_vectors(tensor, shape))
    kept = undominated(_charts(vectors, products, filters[outer]))
    others: list[Formula] = []
    for chart in kept:
        vector = [chart.entries[n // step] if n % step == 0 else {} for n in range(shape.quotient[0])]
        quotients = _charts(_distinct(other_factor(tensor, shape, vector)), products, filters[inner])
        others = undominated([*others, *quotients])
    return {outer: kept, inner: others}


def _within(work: Callable[..., Result | None], *arguments: Any) -> Result | None:
    """What `work` returns, None if it meets a limit: the other charts do not suffer from it."""
    try:
        return work(*arguments)
    except LimitError:
        return None


def _charts(
    formulas: Iterable[tuple[Terms, ...]],
    products: Sequence[Terms],
    own: Sequence[Terms],
    call: Callable[..., Any] = lambda work, *arguments: work(*arguments),
) -> list[Formula]:
    """The formulas that are proved; by default a limit that one of them meets ends it all."""
    found = [call(proved, formula, products, own) for formula in formulas]
    return [chart for chart in found if chart is not None]


def _distinct(formulas: Iterable[tuple[Terms, ...]]) -> list[tuple[Terms, ...]]:
    result: list[tuple[Terms, ...]] = []
    for formula in formulas:
        if formula not in result:
            result.append(formula)
    return result
