"""The metric on the neuromanifold: the Euclidean metric of the parameters with given invariants, pushed forward.

Contents: :class:`Piece`, :class:`Metric`, :func:`metric`; why there is none: :mod:`symlcn.geometry.metric.obstruction`.

Let w be parameters with invariants δ over a smooth point u, ρ_l = ‖w_l‖², and let J have full rank there. The kernel of
J is {(c_l w_l) : Σ c_l = 0}; its orthogonal complement, where all ⟨w_l, ẇ_l⟩ are equal, is the tangent space of the
δ-slice, so J maps it bijectively onto T_uM, and g(Jx, Jy) = ⟨x, y⟩ defines the metric (Lemma 5 and Cor. 6 of Achour,
Kohn, Rauhut). As K = J Jᵀ and Jᵀ has its image there, g(v, v') = vᵀK⁺v'.

The form splits (ours). T_uM is the orthogonal sum of R·u and of V_l = J_l(w_l^⊥) over the layers: a vector y ⊥ w_l in
layer l lies in the slice, and so does (w_l/ρ_l)_l, which J maps to (Σ 1/ρ_l)·u. So g(u, u) = 1/Σ(1/ρ_l), and on V_l the
metric is ρ_l/n_l times ⟨y, y'⟩, in terms of vectors y orthogonal to rational filters over u of squared norm n_l, at
which J is taken. All of it lies in Q(t), ρ_l = t + Δ_l, and δ enters only through the ρ_l.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any, ClassVar

from flint import fmpq, fmpq_mat, fmpq_poly, fmpz_mat

from symlcn.algebra.exact import exact_invariants, fraction_of
from symlcn.algebra.matrices import fmpq_of
from symlcn.algebra.namedvalues import Formulas, Generator, constant_tensor, in_generator
from symlcn.algebra.realnumbers import RealAlgebraic
from symlcn.algebra.sympyvalues import Named
from symlcn.errors import ArithmeticGuardError, LimitError, ParseError, brief
from symlcn.fiber.fiber import Fiber, ScaledPoint, fiber
from symlcn.geometry.metric.obstruction import Obstruction
from symlcn.geometry.metric.sheets import Sheet, sheet_of
from symlcn.geometry.metric.tangent import (
    Piece,
    basis_of,
    blocks_of,
    columns_of,
    element_of,
    independent_rows,
    integral,
    inverse_element,
    piece_of,
    polynomial_of,
    rho_of,
    times,
)
from symlcn.network.architecture import Architecture
from symlcn.network.filters import Filter, FilterLike, primitive_filter, squared_norm
from symlcn.network.ntk import MAX_AMBIENT, Element, Ntk, gram_matrices, ntk
from symlcn.network.scaling import Scaling

__all__ = ["Metric", "Piece", "metric"]

MAX_RANK = 2000
"""Dimension of the neuromanifold up to which the metric is computed."""
MAX_WIDTH = 10**6
"""Number N of entries of the end-to-end filter up to which the metric is computed."""
MAX_DUAL = 60
"""Dimension up to which K z = v is solved."""


@dataclass(frozen=True, slots=True, eq=False)
class Metric(Named):
    """The metric at a filter, or why there is none.

    Attributes
    ----------
    architecture : Architecture
    tensor : filter
        u.
    delta : tuple of Fraction
    obstruction : Obstruction or None
    reason : str or None
        Why nothing was decided.
    fiber : Fiber or None
        The real points over u, scaled to δ: why u is a smooth point, or what is in the way.
    filters : tuple of filters
        Filters of which the product is u, one per layer; all but the first are primitive integer filters.
    scaling : Scaling or None
    length : tuple of Fraction
        g(u, u), as coefficients in t.
    pieces : tuple of Piece
        For the layers with two or more parameters; together with u their bases are a basis of T_uM.
    places : tuple of int
        Entries of u, as many as dim M; empty if there are more than 60, or N exceeds 2000.
    dual : tuple of tuple of Fraction
        Vectors supported on `places`, dual to the basis: row i are the values of the i-th there. Empty with these.
    sheet : Sheet or None
        Filters over a number field where they are not rational; then all of the above from `filters` on is empty.
    """

    __repr__ = brief

    hypotheses: ClassVar[tuple[str, ...]] = ()  # what is said holds without any
    architecture: Architecture
    tensor: Any
    delta: tuple[Fraction, ...]
    obstruction: Obstruction | None = None
    reason: str | None = None
    fiber: Fiber | None = None
    filters: tuple[Filter, ...] = ()
    scaling: Scaling | None = None
    length: Element = ()
    pieces: tuple[Piece, ...] = ()
    places: tuple[int, ...] = ()
    dual: tuple[tuple[Fraction, ...], ...] = ()
    sheet: Sheet | None = None

    @property
    def status(self) -> str:
        """``"proved"``: there is a metric; ``"refuted"``: there is none; ``"undecided"``."""
        return "undecided" if self.reason else "refuted" if self.obstruction else "proved"

    def formulas(self) -> Formulas:
        """u, K and K⁺, in Q(t); over a number field the filters and their squared norms, in α."""
        if self.sheet is not None:
            return self.sheet.formulas()
        if self.scaling is None:
            why = self.reason or (self.obstruction.why if self.obstruction else "")
            return Formulas((), (), notes=(f"no metric: {why}",))
        t = self.scaling.t
        matrices = (("K", self.kernel().matrix()), ("K_plus", self.pseudoinverse()))
        values = ((name, tuple(tuple(map(in_generator, row)) for row in own)) for name, own in matrices)
        note = "g(v, v') = v^T K_plus v' for v, v' in the image of K, the tangent space at u"
        generators = () if isinstance(t, Fraction) else (Generator("t", t),)
        return Formulas((), (("u", constant_tensor(self.tensor)), *values), generators, (note,))

    def basis(self) -> Any:
        """The basis of T_uM as columns of an N×d ``fmpq_mat``: u, then the J(y_i) of the pieces."""
        return basis_of(self.architecture, self.filters, self.pieces)

    def kernel(self) -> Ntk:
        """K, from :func:`symlcn.network.ntk.ntk`."""
        return ntk(self.architecture, self.filters, self.delta)

    def pseudoinverse(self) -> list[list[Element]]:
        """K⁺, the N×N matrix that is 0 on the normal space and inverse to K on T_uM, entries as coefficients in t.

        Raises
        ------
        LimitError
            If N exceeds 2000.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> found = metric(parse_architecture("k2 k1"), (3, 4), [0])
        >>> [[str(entry[0]) for entry in row] for row in found.pseudoinverse()]
        [['41/250', '-6/125'], ['-6/125', '17/125']]
        """
        if self.architecture.ambient > MAX_AMBIENT:
            raise LimitError(f"a matrix of {self.architecture.ambient} rows; at most {MAX_AMBIENT} are formed")
        basis = self.basis()
        duals = basis * (basis.transpose() * basis).inv()
        size = self.architecture.ambient
        result = [[[Fraction(0)] * len(self.length) for _ in range(size)] for _ in range(size)]
        for weight, columns, gram in blocks_of(self.length, self.pieces):
            part = columns_of(duals, columns)
            matrix = part * fmpq_mat(gram) * part.transpose()
            for i in range(size):
                for j in range(size):
                    value = fraction_of(matrix[i, j])
                    for power, c in enumerate(weight):
                        result[i][j][power] += c * value
        return [[tuple(entry) for entry in row] for row in result]


def metric(
    architecture: Architecture,
    tensor: FilterLike,
    delta: Sequence[Fraction | int],
    filters: Sequence[FilterLike] | None = None,
    point: int | None = None,
) -> Metric:
    """The metric g_δ at an end-to-end filter, exactly.

    Parameters
    ----------
    architecture : Architecture
    tensor : nested tuples or lists of int or Fraction
        A nonzero end-to-end filter u, of the end-to-end size.
    delta : sequence of Fraction or int
        The L − 1 invariants.
    filters : sequence of tensors, optional
        Rational filters over u, up to scalars: where real parameters over u have different NTKs, the metric is that of
        the sheet of the parametrization through these.
    point : int, optional
        Instead, the number of a real point of :func:`symlcn.fiber.fiber.fiber`: the metric of the sheet through it.

    Returns
    -------
    Metric
        If there is a metric of dimension up to 60, and N is at most 2000, it was computed in two ways that were
        compared exactly: along the slice, and as vᵀK⁺v' by solutions of K z = v. That J has full rank and u is a smooth
        point rests on the complete factorization of u over C.

    Raises
    ------
    ParseError
        If u is zero or a size does not fit.
    ValueError
        If the number of invariants is not L − 1.
    LimitError
        If there are too many points over u, the dimension of M exceeds 2000, or N exceeds 10^6.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> network = parse_architecture("k3s2 k2")
    >>> found = metric(network, (4, 8, 17, 10, 15), [0])
    >>> found.scaling.t.minpoly, found.pieces[1].gram, found.status
    ((-574, 0, 1), ((41,),), 'proved')
    >>> metric(network, (0, 0, 1, 0, 0), [0]).obstruction.why
    'u is a singular point: 2 points over C under the merged map'
    """
    if architecture.rank > MAX_RANK:
        raise LimitError(f"the neuromanifold has dimension {architecture.rank}; at most {MAX_RANK} is computed")
    if architecture.ambient > MAX_WIDTH:
        raise LimitError(f"an end-to-end filter of {architecture.ambient} entries; at most {MAX_WIDTH} are certified")
    found = fiber(architecture, tensor, delta, "R")
    asked = exact_invariants(delta, len(architecture.layers))
    obstruction, reason, chosen = _choose(found, filters, point)
    if chosen is None:
        return Metric(architecture, found.tensor, asked, obstruction, reason, fiber=found)
    if chosen.filters is None:
        sheet = sheet_of(found, chosen, asked)
        return Metric(architecture, found.tensor, asked, fiber=found, sheet=sheet)
    result = _at(architecture, found, asked, chosen)
    if result.dual:
        _compare(result)
    return result


def _choose(
    found: Fiber, filters: Sequence[FilterLike] | None, number: int | None
) -> tuple[Obstruction | None, str | None, ScaledPoint | None]:
    """A point with full rank whose NTK is that of all real ones, rational if possible; or why there is none."""
    network, smooth = found.architecture, found.smooth
    if found.counts.complex == 0 or found.counts.real == 0:
        kind = "complex" if found.counts.complex == 0 else "real"
        return Obstruction("outside", f"u is not in the neuromanifold: no {kind} filters have this product"), None, None
    if smooth.smooth is False:
        return Obstruction("singular", f"u is a singular point: {smooth.reason}"), None, None
    if smooth.smooth is None:
        return None, smooth.reason, None
    named = _named(found, filters, number)
    full = [point for point in named if point.rank == network.rank]
    if not full and any(point.rank is None for point in named):
        return None, "the rank of J at the points over u was not computed", None
    if not full:
        if len(named) < len(found.points):
            why = f"J has rank less than {network.rank} at this point: no metric is pushed forward along its sheet"
            return None, why, None
        why = f"u is a smooth point, but J has rank less than {network.rank}: layers of a block have a common root"
        return Obstruction("rank", why), None, None
    unnamed = filters is None and number is None
    if unnamed and found.status == "undecided":
        return None, "it was not decided whether all real parameters over u have the same NTK", None
    if unnamed and found.status == "refuted":
        why = "real parameters over u with these invariants have different NTKs: each has a metric, u alone has none"
        return Obstruction("ntk", why), None, None
    return None, None, min(full, key=lambda point: point.filters is None)


def _named(found: Fiber, filters: Sequence[FilterLike] | None, number: int | None) -> Sequence[ScaledPoint]:
    """The real points that are meant: all, if none is named."""
    if number is not None:
        if not 0 <= number < len(found.points):
            raise ParseError(
                "point", f"no number {number}: the real points over u are numbered 0 to {len(found.points) - 1}"
            )
        return [found.points[number]]
    if filters is None:
        return found.points
    wanted = tuple(primitive_filter(tensor, found.architecture.dimension)[1] for tensor in filters)
    named = [point for point in found.points if point.filters == wanted]
    if not named:
        raise ParseError("filters", "their product is not the filter u up to a scalar")
    return named


def _at(architecture: Architecture, found: Fiber, delta: tuple[Fraction, ...], point: ScaledPoint) -> Metric:
    """The metric at a rational point of full rank."""
    if point.filters is None or point.factor is None or point.scaling is None:
        raise ArithmeticGuardError("the point of the fiber is not rational or not scaled")
    inverses = point.scaling.inverse_norms()
    total = tuple(sum(column, Fraction(0)) for column in zip(*inverses, strict=True))
    filters = (times(point.filters[0], point.factor), *point.filters[1:])
    pieces = tuple(
        piece_of(layer, tensor, rho_of(point.scaling, layer))
        for layer, tensor in enumerate(filters)
        if architecture.layers[layer].parameters > 1
    )
    solved = architecture.rank <= MAX_DUAL and architecture.ambient <= MAX_AMBIENT
    places, dual = _dual(basis_of(architecture, filters, pieces)) if solved else ((), ())
    return Metric(
        architecture,
        found.tensor,
        delta,
        fiber=found,
        filters=filters,
        scaling=point.scaling,
        length=inverse_element(total, point.scaling),
        pieces=pieces,
        places=places,
        dual=dual,
    )


def _dual(basis: Any) -> tuple[tuple[int, ...], tuple[tuple[Fraction, ...], ...]]:
    """Vectors dual to the columns, supported on some places."""
    places = independent_rows(basis)
    inverse = fmpq_mat([[basis[row, column] for column in range(basis.ncols())] for row in places]).inv()
    size = range(len(places))
    return tuple(places), tuple(tuple(fraction_of(inverse[i, j]) for j in size) for i in size)


def _compare(found: Metric) -> None:
    """The second computation: z_i = Σ_k g(v_i, v_k)·(k-th dual vector) solves K z_i = v_i, and v_jᵀK⁺v_i = v_jᵀz_i.

    K = Σ (c²n_l/ρ_l) N_l is that of :mod:`symlcn.network.ntk`, and the equations are checked in Q(t), power by power of
    t.
    """
    if found.scaling is None:
        raise ArithmeticGuardError("a metric without a scaling")
    basis, degree = found.basis(), len(found.length)
    t = found.scaling.t
    modulus = fmpq_poly(list(t.minpoly)) if isinstance(t, RealAlgebraic) else None
    dual = fmpq_mat(basis.nrows(), basis.ncols())
    for place, row in zip(found.places, range(len(found.places)), strict=True):
        for i, vector in enumerate(found.dual):
            dual[place, i] = fmpq(vector[row].numerator, vector[row].denominator)
    one = fmpz_mat([[int(i == j) for j in range(basis.ncols())] for i in range(basis.ncols())])
    if basis.transpose() * dual != fmpq_mat(one):
        raise ArithmeticGuardError("the vectors are not dual to the basis of the tangent space")
    integers, denominators = integral(found.filters)
    norms = [squared_norm(tensor) / prod(denominators) ** 2 for tensor in integers]
    weights = [tuple(n * c for c in inverse) for n, inverse in zip(norms, found.scaling.inverse_norms(), strict=True)]
    matrices = gram_matrices(found.architecture, integers)
    for weight, columns, gram in blocks_of(found.length, found.pieces):
        solution, expected = columns_of(dual, columns) * fmpq_mat(gram), columns_of(basis, columns)
        totals = [fmpq_mat(basis.nrows(), len(columns)) for _ in range(degree)]
        for own, matrix in zip(weights, matrices, strict=True):
            product = polynomial_of(own) * polynomial_of(weight)
            element = element_of(product % modulus if modulus is not None else product, degree)
            image = fmpq_mat(matrix) * solution
            for power, c in enumerate(element):
                totals[power] += image * fmpq_of(c)
        if totals[0] != expected or any(total != fmpq_mat(total.nrows(), total.ncols()) for total in totals[1:]):
            raise ArithmeticGuardError("the pushforward of the Euclidean metric and K⁺ disagree")
