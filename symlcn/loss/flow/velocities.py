"""Gradient flow from several parameter tuples over one end-to-end filter: the exact initial velocities, compared.

Contents: :class:`Start`, :class:`Velocities`, :class:`VelocityDifference`, :func:`initial_velocities`.

Gradient flow w' = −∇L(w) on parameters moves the end-to-end filter with the velocity u' = −K ∇ℓ(u), where K = J Jᵀ is
the NTK. If the flow on filters is that of a Riemannian metric which depends on u and the invariants δ alone, then all
parameters over one u with one δ have the same velocity. So two different velocities refute that, at this u and δ; equal
ones of different points agree with it and prove nothing more. Starts that differ by scalars of their filters are one
point, scaled to δ they are equal up to signs: they compare nothing. Reference: sections 1 and 2.3 of
Achour, Kohn, Rauhut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar

from symlcn.algebra.echelon import pivots
from symlcn.algebra.exact import rational_text
from symlcn.algebra.matrices import matrix
from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.realnumbers import enclosure_at, same_number, value_at
from symlcn.errors import ParseError, brief
from symlcn.loss.signals import Loss
from symlcn.network.filters import FilterLike, end_to_end_filter, flat, normalize_filters, primitive_filter
from symlcn.network.ntk import Element, Ntk, difference, ntk
from symlcn.network.scaling import Scaling

__all__ = ["Start", "Velocities", "VelocityDifference", "initial_velocities"]

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """A parameter tuple from which the flow starts.

    Attributes
    ----------
    filters : tuple of nested tuples of Fraction
        The filters as they were given; scaled to δ, filter l has the squared norm ρ_l of `scaling` and its sign.
    scaling : Scaling
        The number t, with ρ_l = t + Δ_l.
    velocity : tuple of (tuple of Fraction)
        −K ∇ℓ(u): its entries, row-major, as coefficients in t.
    """

    __repr__ = brief

    filters: tuple[Any, ...]
    scaling: Scaling
    velocity: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class VelocityDifference:
    """Two starts whose velocities, or NTKs, differ, and where.

    Attributes
    ----------
    starts : tuple of int
        Their indices.
    index : tuple of int
        The entry of the end-to-end filter; row and column of the NTK.
    values : tuple of (tuple of Fraction)
        The two different entries, each as coefficients in its own t.
    """

    starts: tuple[int, int]
    index: Exponents
    values: tuple[Element, Element]


@dataclass(frozen=True, slots=True, eq=False)
class Velocities:
    """The initial velocities at parameters over one end-to-end filter, and whether they agree.

    Attributes
    ----------
    risk : Risk or DataRisk
    delta : tuple of Fraction
        The invariants that all starts share.
    filter : nested tuples of Fraction
        The end-to-end filter u that all starts share.
    gradient : tuple of Fraction
        ∇ℓ(u), row-major.
    starts : tuple of Start
    difference : VelocityDifference or None
        Where the velocity of a start differs from that of the first one; None if all velocities are equal.
    ntk_difference : VelocityDifference or None
        Where all velocities are equal, but the NTK of a start differs from that of the first one: these starts, row and
        column, and the two entries.
    """

    __repr__ = brief

    hypotheses: ClassVar[tuple[str, ...]] = ()  # what is said holds without any
    risk: Loss
    delta: Vector
    filter: Any
    gradient: Vector
    starts: tuple[Start, ...]
    difference: VelocityDifference | None
    ntk_difference: VelocityDifference | None

    @property
    def same_ntk(self) -> bool:
        """Whether the whole NTKs agree, not only what they make of this gradient."""
        return self.difference is None and self.ntk_difference is None

    @property
    def points(self) -> int:
        """How many of the starts are different up to scalars of their filters."""
        dimension = self.risk.architecture.dimension
        return len({tuple(primitive_filter(w, dimension)[1] for w in start.filters) for start in self.starts})

    @property
    def status(self) -> str:
        """``"refuted"`` if two velocities differ; ``"proved"`` if those of two or more different points are equal."""
        if self.difference is not None:
            return "refuted"
        return "proved" if self.points > 1 else "undecided"

    @property
    def reason(self) -> str | None:
        """Why `status` is ``"undecided"``: there are no two different points."""
        if self.status != "undecided":
            return None
        one = (
            "there is one start only" if len(self.starts) == 1 else "all starts are one point, up to scalars of filters"
        )
        return f"{one}: two different parameters over u are needed for a comparison"


def initial_velocities(
    risk: Loss, tuples: Sequence[Sequence[FilterLike]], delta: Sequence[Fraction] | None = None
) -> Velocities:
    """The velocities −K ∇ℓ(u) of the end-to-end filter at parameters that share u and δ, compared exactly.

    Parameters
    ----------
    risk : Risk or DataRisk
        The loss, with its architecture.
    tuples : sequence of sequences of tensors of Fraction
        One or more parameter tuples: a nonzero filter for each layer.
    delta : sequence of Fraction, optional
        The L − 1 invariants to rescale each tuple to; every δ is attained, by exactly one rescaling up to signs
        (Prop. 2). None takes the filters as they are, which must have equal invariants then.

    Returns
    -------
    Velocities
        Entries in Q(t), equal or different by algebra. Nothing is claimed about other filters or invariants.

    Raises
    ------
    ParseError
        If filters do not fit the layers, or tuples do not share u or δ: the message says which and where.
    ZeroPolynomialError
        If a filter is zero.
    LimitError
        If the NTK is too large to be formed.

    Examples
    --------
    Ex. 19: two balanced factorizations of x³ − x start with different velocities.

    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.risk import quadratic_risk
    >>> network = parse_architecture("k3 k2")
    >>> risk = quadratic_risk(network, [[int(i == j) for j in range(4)] for i in range(4)], (1, 0, 0, 0))
    >>> found = initial_velocities(risk, [[(0, -1, 1), (1, 1)], [(-1, 0, 1), (0, 1)]], [Fraction(0)])
    >>> found.difference.index, [[str(c) for c in value] for value in found.difference.values]
    ((0,), [['4'], ['0', '1']])
    """
    architecture = risk.architecture
    tuples = [normalize_filters(architecture, given) for given in tuples]
    filters = [end_to_end_filter(architecture, given) for given in tuples]
    _check_shared_filter(filters, architecture.end_to_end_size)
    gradient = risk.gradient(list(flat(filters[0])))
    kernels = [_kernel(risk, index, given, delta) for index, given in enumerate(tuples)]
    invariants = [_invariants(kernel) for kernel in kernels]
    _check_shared_invariants(invariants)
    images = [_images(kernel, gradient) for kernel in kernels]
    starts = tuple(
        Start(tuple(given), kernel.scaling, _velocity(kernel, image))
        for given, kernel, image in zip(tuples, kernels, images, strict=True)
    )
    found = None
    for other in range(1, len(starts)):
        place = _different_entry(starts[0], starts[other], images[0], images[other])
        if place is not None:
            values = (starts[0].velocity[place], starts[other].velocity[place])
            found = VelocityDifference((0, other), _index(place, architecture.end_to_end_size), values)
            break
    kernel_difference = _different_kernel(kernels) if found is None else None
    return Velocities(risk, invariants[0], filters[0], gradient, starts, found, kernel_difference)


def _different_kernel(kernels: Sequence[Ntk]) -> VelocityDifference | None:
    for other, kernel in enumerate(kernels[1:], start=1):
        place = difference(kernels[0], kernel)
        if place is not None:
            return VelocityDifference((0, other), place.index, place.values)
    return None


def _check_shared_filter(filters: Sequence[Any], size: Exponents) -> None:
    if not filters:
        raise ParseError("initial parameters", "none given")
    first = list(flat(filters[0]))
    for number, tensor in enumerate(filters[1:], start=2):
        for place, (a, b) in enumerate(zip(first, flat(tensor), strict=True)):
            if a != b:
                where = ",".join(map(str, _index(place, size)))
                problem = f"starts 1 and {number} have different end-to-end filters: entry {where} of u is "
                raise ParseError("initial parameters", f"{problem}{rational_text(a)} and {rational_text(b)}")


def _check_shared_invariants(invariants: Sequence[Vector]) -> None:
    for number, own in enumerate(invariants[1:], start=2):
        for l, (a, b) in enumerate(zip(invariants[0], own, strict=True)):
            if a != b:
                problem = f"starts 1 and {number} have different invariants: δ_{l + 1} is {rational_text(a)} and "
                advice = "; --delta or --balanced scales them to common ones"
                raise ParseError("initial parameters", f"{problem}{rational_text(b)}{advice}")


def _kernel(risk: Loss, index: int, filters: Sequence[FilterLike], delta: Sequence[Fraction] | None) -> Ntk:
    for number, tensor in enumerate(filters, start=1):
        if not any(flat(tensor)):
            raise ParseError(
                f"initial parameters, start {index + 1}, filter {number}", "it is zero; filters must be nonzero"
            )
    return ntk(risk.architecture, filters, delta)


def _invariants(kernel: Ntk) -> Vector:
    return tuple(a - b for a, b in pairwise(kernel.scaling.shifts))


def _images(kernel: Ntk, gradient: Vector) -> list[Vector]:
    """−N_l ∇ℓ(u) for each layer."""
    return [tuple(-c for c in image) for image in kernel.images(gradient)]


def _velocity(kernel: Ntk, images: Sequence[Vector]) -> tuple[Element, ...]:
    return tuple(
        tuple(
            sum((w * v for w, v in zip(weights, values, strict=True)), Fraction(0))
            for weights in zip(*kernel.weights, strict=True)
        )
        for values in zip(*images, strict=True)
    )


def _different_entry(left: Start, right: Start, first: list[Vector], second: list[Vector]) -> int | None:
    """The first of finitely many entries that decide in which two velocities differ.

    Both velocities are linear in the at most 2L weights: they are equal if they are in as many entries as the vectors
    N_l ∇ℓ and N'_l ∇ℓ have independent rows.
    """
    for place in pivots(matrix([*first, *second])):
        sides = [(start.velocity[place], start.scaling) for start in (left, right)]
        if not _equal(*sides):
            return place
    return None


def _equal(left: tuple[Element, Scaling], right: tuple[Element, Scaling]) -> bool:
    """Whether two elements are the same number: enclosures may separate, only algebra may identify."""
    sides = [(element, scaling.t) for element, scaling in (left, right)]
    first, second = (enclosure_at(element, t, Fraction(1, 2**80)) for element, t in sides)
    if first[1] < second[0] or second[1] < first[0]:
        return False
    return same_number(*(value_at(element, t) for element, t in sides))


def _index(position: int, size: Exponents) -> Exponents:
    result = []
    for k in reversed(size):
        position, index = divmod(position, k)
        result.append(index)
    return tuple(reversed(result))
