"""The fiber over an end-to-end filter, scaled to invariants, and whether its points share an NTK.

Contents: :class:`ScaledPoint`, :class:`Fiber`, :func:`fiber`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar

from symlcn.algebra import typeset
from symlcn.algebra.exact import exact_invariants
from symlcn.algebra.sympyvalues import Named
from symlcn.errors import LimitError, SymlcnError, brief
from symlcn.fiber.comparison.classes import Classes, ntk_classes, separated_pair
from symlcn.fiber.pieces import Leaf
from symlcn.fiber.points import Counts, Point, count_leaves, exact_filters, leaves, points_over, some_real_points
from symlcn.fiber.smoothness.smooth import Smoothness, rank_over_smooth, smoothness_of_leaves
from symlcn.network.architecture import Architecture
from symlcn.network.filters import Filter, FilterLike, normalize_filter, primitive_filter, squared_norm
from symlcn.network.ntk import MAX_AMBIENT, jacobian_rank
from symlcn.network.scaling import Scaling, solve_scaling
from symlcn.progress import progress

if TYPE_CHECKING:
    from symlcn.algebra.fields import PrimitiveElement
    from symlcn.algebra.namedvalues import Formulas
    from symlcn.fiber.comparison.everydelta import Verdict
    from symlcn.fiber.exact.elimination import Elimination
    from symlcn.fiber.exact.fieldfilters import FieldFilters
    from symlcn.fiber.exact.resolvents import Resolvent, Scalings

__all__ = ["Fiber", "ScaledPoint", "fiber"]

MAX_PAIRED = 50
MAX_SOLVED = 200
"""Number of points up to which t and the field are found exactly at irrational ones."""

MAX_FIELD = 32
"""Number of arrangements of a point up to which a generator of its field is looked for."""

MAX_COMPARED = 1000
"""Number of real points up to which all pairs of NTKs are compared; of more, only some."""

MAX_IRRATIONAL = 1000
"""Number of irrational points up to which they are listed."""

MAX_PRODUCTS = 1_000_000
"""Bound on that number, if it is not 1, times the squares of the numbers of parameters: steps to multiply factors."""

SOME = 20
"""Number of real points of which the first is compared with the others, where there are too many."""


@dataclass(frozen=True, slots=True)
class ScaledPoint(Named, typeset.Typeset):
    """A point of a fiber, with what is known of it exactly.

    Attributes
    ----------
    point : Point
        The irreducible factors over C of each layer.
    filters : tuple of filters, or None
        Primitive integer filters, one per layer, if all are rational; :attr:`exact` has those of every point.
    factor : Fraction or None
        Then the end-to-end filter is `factor` times their product.
    scaling : Scaling or None
        For real points and given invariants t and ρ_l = t + Δ_l, unless t at an irrational point has a high degree.
    rank : int or None
        Rank of the Jacobian; known over smooth points, and at others unless that is too large a matrix.
    resolvent : Resolvent or None
        For an irrational point with a scaling, the polynomial that shows t.
    elimination : Elimination or None
        For an irrational point over a filter not known to be smooth, what shows the rank.
    primitive : PrimitiveElement or None
        For an irrational point a generator of its field of definition; None if that is one of the roots in its factors,
        or was not found.
    over : (Architecture, filter) or None
        Where it lies, for :attr:`exact`. Not compared.
    """

    point: Point
    filters: tuple[Filter, ...] | None
    factor: Fraction | None
    scaling: Scaling | None
    rank: int | None
    resolvent: Resolvent | None = None
    elimination: Elimination | None = None
    primitive: PrimitiveElement | None = None
    over: tuple[Architecture, Filter] | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        where = "<ScaledPoint: irrational; its filters are in .exact, .latex() and .to_sympy()>"
        return where if self.filters is None else brief(self)

    @property
    def exact(self) -> FieldFilters:
        """Filters with product u, also irrational ones: polynomials in the algebraic numbers of their factors.

        Raises
        ------
        LimitError
            If they have too many terms.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> (point,) = fiber(parse_architecture("k3 k2"), (-2, 0, 0, 1)).points
        >>> point.filters, point.exact.numbers[0].minpoly, point.exact.filters[1]
        (None, (-2, 0, 0, 1), ({(0,): Fraction(-1, 1)}, {(): Fraction(1, 1)}))
        """
        if self.over is None:
            raise SymlcnError("it is not known over which filter this point lies")
        from symlcn.fiber.exact.fieldfilters import field_filters

        return field_filters(*self.over, self.point)

    def formulas(self) -> Formulas:
        """Those of :attr:`exact`."""
        return self.exact.formulas()

    def latex(self) -> str:
        """:attr:`equations` in one line; raises LimitError if irrational filters have too many terms."""
        return r",\quad ".join(self.equations)

    @property
    def equations(self) -> list[str]:
        """LaTeX of filters, rational ones up to scalars, of the numbers in irrational ones, and of the norms ρ."""
        if self.filters is not None:
            return typeset.parameters(self.filters, self.scaling)
        numbers = self.exact.numbers
        names = [rf"\alpha_{{{n}}}" for n in range(1, len(numbers) + 1)] if len(numbers) > 1 else [r"\alpha"]
        parts = typeset.parameters(self.exact.filters, self.scaling, lambda terms: typeset.monomials(terms, names))
        return [*parts, *(number.latex(name) for number, name in zip(numbers, names, strict=True))]


@dataclass(frozen=True, slots=True)
class Fiber:
    """The fiber over an end-to-end filter.

    Attributes
    ----------
    architecture : Architecture
    tensor : filter
        The end-to-end filter.
    delta : tuple of Fraction, or None
        The invariants, or None for every δ.
    field : str
        The field of the points that are listed: ``"Q"``, ``"R"`` or ``"C"``.
    points : tuple of ScaledPoint
    counts : Counts
    smooth : Smoothness
    real : tuple of int
        Which of the listed points are real.
    classes : Classes or None
        The real points by equal NTK, as indices into `real`, or two that differ if there are over 1000; None if those
        were not found.
    pairs : tuple of (int, int, Verdict)
        Without invariants, for each two real points where their NTKs agree; empty if there are over 50.
    limit : str or None
        Why the points are not listed; then there are no points, classes and pairs.
    sample : tuple of ScaledPoint
        Then two real points with different NTKs, if some were found.
    uncompared : str or None
        Why the NTKs are not compared, where the points are listed.
    """

    __repr__ = brief

    hypotheses: ClassVar[tuple[str, ...]] = ()  # what is said holds without any
    architecture: Architecture
    tensor: Any
    delta: tuple[Fraction, ...] | None
    field: str
    points: tuple[ScaledPoint, ...]
    counts: Counts
    smooth: Smoothness
    real: tuple[int, ...]
    classes: Classes | None
    pairs: tuple[tuple[int, int, Verdict], ...]
    limit: str | None = None
    sample: tuple[ScaledPoint, ...] = ()
    uncompared: str | None = None

    @property
    def status(self) -> str:
        """Whether all real points have the same NTK: ``"proved"`` (also if there are none), ``"refuted"`` (two differ)
        or ``"undecided"``."""
        if self.sample or (self.classes is not None and self.classes.differ):
            return "refuted"
        return "proved" if self.reason is None else "undecided"

    @property
    def reason(self) -> str | None:
        """Why it is undecided, otherwise None."""
        if self.sample:
            return None
        if self.classes is None:
            return self.limit or self.uncompared or "too many points to compare their NTKs"
        if self.classes.differ:
            return None
        if self.classes.undecided:
            pairs = ", ".join(f"{self.real[i]} and {self.real[j]}" for i, j in self.classes.undecided[:10])
            return f"neither separated nor identified are the points {pairs}"
        if len(self.real) < self.counts.real and self.counts.real > 1:  # a single point need not be listed
            return f"{len(self.real)} of {self.counts.real} real points listed"
        return None


def fiber(
    architecture: Architecture,
    tensor: FilterLike,
    delta: Sequence[Fraction | int] | None = None,
    field: str = "R",
    compare: bool = True,
) -> Fiber:
    """All points of the fiber over an end-to-end filter in a field, scaled to invariants, NTKs compared.

    Parameters
    ----------
    architecture : Architecture
    tensor : nested tuples or lists of int or Fraction
        A nonzero end-to-end filter, of the end-to-end size.
    delta : sequence of Fraction or int, optional
        The L − 1 invariants; None compares NTKs at every δ at once.
    field : str
        ``"Q"``, ``"R"`` or ``"C"``: the points to list. They are listed completely, and counted over all three.
    compare : bool
        Whether NTKs are compared.

    Raises
    ------
    ParseError
        If the filter is zero or does not have the end-to-end size.
    ValueError
        If the number of invariants is not L − 1, or the field is another.
    LimitError
        If factors over C could not be told apart within bounds.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> found = fiber(parse_architecture("k3 k2"), (0, -1, 0, 1), [0])
    >>> found.counts, found.smooth.smooth, found.classes.classes, found.status
    (Counts(rational=3, real=3, complex=3), True, ((0,), (1,), (2,)), 'refuted')
    """
    if field not in ("Q", "R", "C"):
        raise ValueError(f"the field is Q, R or C, not {field!r}")
    asked = None if delta is None else exact_invariants(delta, len(architecture.layers))
    normal = normalize_filter(tensor, architecture.dimension)
    progress("factoring the filter")
    parts = leaves(architecture, normal)
    counts = count_leaves(parts)
    known = f"{counts.rational} points over Q, {counts.real} over R, {counts.complex} over C"
    progress(f"{known}; smoothness")
    smooth = smoothness_of_leaves(architecture, normal, parts)
    try:
        found = _listed(architecture, parts, field, counts)
    except LimitError as error:
        limit = f"{error}, too many to be listed"
        sample = _sample(architecture, normal, asked, parts, smooth) if compare else ()
        return Fiber(architecture, normal, asked, field, (), counts, smooth, (), None, (), limit, sample)
    exactly = len(found) <= MAX_SOLVED
    solver = None
    if len(found) > counts.rational and asked is not None and exactly:
        from symlcn.fiber.exact.resolvents import Scalings

        solver = Scalings(architecture, normal, asked)
    points = []
    for number, point in enumerate(found):
        progress(f"{known}; scaling points", number, len(found))
        points.append(_scaled(architecture, normal, point, asked, smooth, solver, exactly))
    points.sort(key=lambda point: point.filters is None)
    real = tuple(index for index, point in enumerate(points) if point.point.real)
    progress(f"{known}; comparing NTKs of {len(real)} points" if compare else known)
    return Fiber(
        architecture,
        normal,
        asked,
        field,
        tuple(points),
        counts,
        smooth,
        real,
        _compared(architecture, normal, [points[index].point for index in real], asked) if compare else None,
        _pairs(architecture, normal, points) if compare and asked is None else (),
        uncompared=None if compare else "NTKs are not compared",
    )


def _sample(
    architecture: Architecture,
    tensor: Any,
    delta: tuple[Fraction, ...] | None,
    parts: Sequence[Leaf],
    smooth: Smoothness,
) -> tuple[ScaledPoint, ...]:
    """Two real points with different NTKs, if the first few show some."""
    some = some_real_points(architecture, parts, SOME)
    pair = separated_pair(architecture, tensor, some, delta) or ()
    return tuple(_scaled(architecture, tensor, some[index], delta, smooth, None, exactly=False) for index in pair)


def _listed(architecture: Architecture, parts: Sequence[Leaf], field: str, counts: Counts) -> list[Point]:
    """The points over R or C, those over R marked as real.

    Raises
    ------
    LimitError
        If there are too many.
    """
    if field == "Q":
        return list(points_over(architecture, parts, "Q"))
    irrational = (counts.complex if field == "C" else counts.real) - counts.rational
    if irrational > MAX_IRRATIONAL:
        raise LimitError(f"{irrational} points that are not rational")
    steps = irrational * sum(layer.parameters**2 for layer in architecture.layers)
    if irrational > 1 and steps > MAX_PRODUCTS:
        raise LimitError(f"{irrational} points that are not rational, of filters so long")
    over_r = {_key(point): point for point in points_over(architecture, parts, "R")}
    if field != "C":
        return list(over_r.values())
    return [over_r.get(_key(point), point) for point in points_over(architecture, parts, "C")]


def _key(point: Point) -> tuple[frozenset[Any], ...]:
    return tuple(frozenset(product) for product in point.products)


def _compared(
    architecture: Architecture, tensor: Any, points: Sequence[Point], delta: tuple[Fraction, ...] | None
) -> Classes | None:
    if len(points) <= MAX_COMPARED:
        return ntk_classes(architecture, tensor, points, delta)
    pair = separated_pair(architecture, tensor, points[:SOME], delta)
    return pair and Classes(None, (), True, pair)


def _pairs(
    architecture: Architecture, tensor: Any, points: Sequence[ScaledPoint]
) -> tuple[tuple[int, int, Verdict], ...]:
    from symlcn.fiber.comparison.everydelta import compare_at_every_delta
    from symlcn.fiber.comparison.proportional import Irrational

    real = [(index, point) for index, point in enumerate(points) if point.point.real or point.filters is not None]
    if len(real) > MAX_PAIRED or architecture.ambient > MAX_AMBIENT:
        return ()
    irrational = Irrational(architecture, tensor)

    def verdict(left: ScaledPoint, right: ScaledPoint) -> Verdict:
        if left.filters is not None and right.filters is not None:
            return compare_at_every_delta(architecture, left.filters, right.filters)
        return irrational.compare(left.point, right.point)

    return tuple((i, j, verdict(left, right)) for (i, left), (j, right) in combinations(real, 2))


def _scaled(
    architecture: Architecture,
    tensor: Any,
    point: Point,
    delta: tuple[Fraction, ...] | None,
    smooth: Smoothness,
    solver: Scalings | None,
    exactly: bool,
) -> ScaledPoint:
    exact = exact_filters(architecture, tensor, point)
    if exact is None:
        from symlcn.fiber.exact.elimination import eliminate

        solved = solver.solve(point) if solver is not None and point.real else None
        own, shown = solved if solved is not None else (None, None)
        found = None if smooth.smooth or point.coprime else eliminate(architecture, point)
        rank = found.rank if found is not None else _rank_of_factors(architecture, point, smooth)
        primitive = _primitive(point) if exactly else None
        return ScaledPoint(point, None, None, own, rank, shown, found, primitive, (architecture, tensor))
    parts = [primitive_filter(filter_, architecture.dimension) for filter_ in exact]
    filters, factor = tuple(filter_ for _, filter_ in parts), Fraction(1)
    for scalar, _ in parts:
        factor *= scalar
    norms = [squared_norm(filter_) for filter_ in filters]
    scaling = None if delta is None else solve_scaling([norms[0] * factor**2, *norms[1:]], delta)
    rank = _rank(architecture, point, filters, smooth)
    return ScaledPoint(point, filters, factor, scaling, rank, over=(architecture, tensor))


def _primitive(point: Point) -> PrimitiveElement | None:
    """A generator of the field of definition, unless that is a root already or there are too many arrangements."""
    from symlcn.algebra.fields import primitive_element
    from symlcn.algebra.irreducible.proofs import prove_irreducible
    from symlcn.fiber.exact.conjugates import count_conjugates, shapes_of

    shapes = shapes_of(point)
    if len(shapes) == 1 and sum(1 for label in shapes[0][1] if label) == 1:
        return None
    found = primitive_element(shapes) if count_conjugates([point]) <= MAX_FIELD else None
    return found if found is not None and prove_irreducible(found.number.minpoly)["kind"] != "assumed" else None


def _rank(architecture: Architecture, point: Point, filters: Sequence[Filter], smooth: Smoothness) -> int | None:
    try:
        return _rank_of_factors(architecture, point, smooth) or jacobian_rank(architecture, filters)
    except LimitError:
        return None


def _rank_of_factors(architecture: Architecture, point: Point, smooth: Smoothness) -> int | None:
    """The rank of the Jacobian where it follows from the factors that layers have in common."""
    if smooth.smooth:
        return rank_over_smooth(architecture, point)
    return architecture.rank if point.coprime else None
