"""The NTK and the metric over the function field of the neuromanifold, for birational architectures.

Contents: :class:`SymbolicMetric`, :func:`symbolic_metric`.

The inverse gives filters w_l(u) up to scalars, as polynomials in the entries of u, and a rational function c(u) with
u = c·∏w_l. With n_l = ‖w_l‖² the number t is the root beyond max(−Δ_l) of ∏(t + Δ_l) = c²·∏n_l, and
K_δ(u) = Σ_l c²·n_l/(t + Δ_l)·N_l, where N_l = M_l M_lᵀ and M_l is the multiplication by ∏_{m≠l} w_m: entries in
Q(u)(δ)(t). The metric is that of :mod:`symlcn.geometry.metric.metric`, with these filters.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from symlcn.algebra.exact import exact_invariants, exact_numbers
from symlcn.algebra.namedvalues import Formulas, Ratio, Value
from symlcn.algebra.sparse import (
    Terms,
    cancelled,
    cells,
    constant,
    convolved,
    linear_combination,
    value,
    variable,
)
from symlcn.algebra.sympyvalues import Named
from symlcn.certificates.hypotheses import DEFINED
from symlcn.errors import ArithmeticGuardError, LimitError, brief
from symlcn.geometry.equations.equations import variable_names
from symlcn.geometry.inverse.inverse import inverse
from symlcn.geometry.support import named_cells
from symlcn.network.architecture import Architecture
from symlcn.network.filters import end_to_end_filter, flat
from symlcn.network.generic import Matrix, columns_of_blocks, families_of, gram_matrix
from symlcn.network.ntk import Element, ntk
from symlcn.network.scaling import Scaling, solve_scaling

__all__ = ["SymbolicMetric", "symbolic_metric"]

MAX_ENTRIES = 100
"""Number N of entries of u up to which the matrices N_l are formed."""
CHECKS = 2
"""Number of points at which the formulas are compared with the NTK itself."""


@dataclass(frozen=True, slots=True, eq=False)
class SymbolicMetric(Named):
    """K_δ(u) and g_δ(u) as formulas in the entries of u and the invariants.

    Attributes
    ----------
    architecture : Architecture
    reason : str or None
        Why there are no formulas; then all else is empty.
    filters : tuple of tuple of Terms
        w_l(u), row-major; 1 for scalar layers. Defined where no filter is 0.
    factor : tuple of Terms
        Numerator and denominator of c.
    norms : tuple of Terms
        n_l = ‖w_l‖².
    grams : tuple of tuple of tuple of Terms
        The N×N matrices N_l; empty if N exceeds 100.
    """

    __repr__ = brief

    architecture: Architecture
    reason: str | None = None
    filters: tuple[tuple[Terms, ...], ...] = ()
    factor: tuple[Terms, ...] = ()
    norms: tuple[Terms, ...] = ()
    grams: tuple[Matrix, ...] = ()

    @property
    def status(self) -> str:
        """``"proved"`` or ``"undecided"``."""
        return "undecided" if self.reason else "proved"

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """The conditions under which the formulas hold."""
        return () if self.reason else (DEFINED,)

    def formulas(self) -> Formulas:
        """The filters w_l, c with u = c·∏w_l, their squared norms n_l and the matrices N_l."""
        if self.reason is not None:
            return Formulas((), (), notes=(f"undecided: {self.reason}",))
        layers = range(1, len(self.filters) + 1)
        values: list[tuple[str, Value]] = [(f"w_{l}", self.filters[l - 1]) for l in layers]
        values += [("c", Ratio(*self.factor)), *((f"n_{l}", self.norms[l - 1]) for l in layers)]
        values += [(f"N_{l}", gram) for l, gram in enumerate(self.grams, 1)]
        notes = (
            "w_l: filters with u = c times their product; n_l: their squared norms; N_l = M_l M_l^T",
            "K = sum of c^2 n_l/rho_l N_l, rho_l = t + Delta_l, t beyond all -Delta_l with prod rho_l = c^2 prod n_l",
        )
        return Formulas(variable_names(self.architecture), tuple(values), (), notes)

    def at(
        self, point: Sequence[int | Fraction], delta: Sequence[Fraction | int]
    ) -> tuple[Scaling, list[list[Element]]]:
        """t and K at the entries of a rational u where the formulas are defined, by substitution.

        Raises
        ------
        ValueError
            If a filter or the denominator of c is 0 there, or the number of invariants is not L − 1.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> found = symbolic_metric(parse_architecture("k3s2 k2"))
        >>> scaling, matrix = found.at((4, 8, 17, 10, 15), [0])
        >>> scaling.t.minpoly, matrix[0][0]
        ((-574, 0, 1), (Fraction(0, 1), Fraction(265, 574)))
        """
        point = exact_numbers(point, "point")
        above, below = (value(terms, point) for terms in self.factor)
        norms = [Fraction(value(terms, point)) for terms in self.norms]
        if not below or not all(norms) or not above:
            raise ValueError("the point is outside the domain of the formulas")
        square = Fraction(above, below) ** 2
        scaling = solve_scaling([norms[0] * square, *norms[1:]], exact_invariants(delta, len(norms)))
        weights = [[square * n * c for c in inverse] for n, inverse in zip(norms, scaling.inverse_norms(), strict=True)]
        size = self.architecture.ambient
        entries = [[[value(entry, point) for entry in row] for row in gram] for gram in self.grams]
        return scaling, [
            [
                tuple(
                    sum((w[power] * gram[i][j] for w, gram in zip(weights, entries, strict=True)), Fraction(0))
                    for power in range(len(weights[0]))
                )
                for j in range(size)
            ]
            for i in range(size)
        ]


def symbolic_metric(architecture: Architecture) -> SymbolicMetric:
    """The NTK and the metric as formulas over Q(u), with the equation of t, for every δ at once.

    Parameters
    ----------
    architecture : Architecture
        Birational, with an inverse that is found by polyphase null vectors.

    Returns
    -------
    SymbolicMetric
        Proved: the filters by composition with μ, c as 1/∏θ_l. Compared besides with :func:`symlcn.network.ntk.ntk` at
        two pseudo-random rational points.

    Raises
    ------
    LimitError
        If a formula has more than 20000 terms.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.algebra.sparse import text
    >>> found = symbolic_metric(parse_architecture("k3s2 k2"))
    >>> [text(terms, "ABCDE") for terms in (*found.factor, *found.norms)]
    ['1', 'B*D', 'A^2*D^2 + B^2*D^2 + B^2*E^2', 'B^2 + D^2']
    """
    found = inverse(architecture)
    if found.reason is not None:
        return SymbolicMetric(architecture, found.reason)
    if not found.birational:
        reason = "the parametrization map is not birational: filters and NTK are not in Q(u, t)"
        return SymbolicMetric(architecture, reason)
    for group in found.groups:
        if not group.charts or group.parts:
            names = " and ".join(str(layer + 1) for layer in group.layers)
            which = f"layer{'s' * (len(group.layers) > 1)} {names}"
            reason = f"the formulas for {which} are kernels of matrices, which are not expanded"
            return SymbolicMetric(architecture, reason)
        if group.charts[0].given:
            reason = f"the formulas for layer {group.layers[0] + 1} that were found use the filters of other layers"
            return SymbolicMetric(architecture, reason)
    filters: list[tuple[Terms, ...]] = [(constant(1),)] * len(architecture.layers)
    for group in found.groups:
        filters[group.layers[0]] = group.charts[0].entries
    result = SymbolicMetric(
        architecture,
        filters=tuple(filters),
        factor=_factor(architecture, filters),
        norms=tuple(linear_combination((entry, entry) for entry in own) for own in filters),
        grams=_grams(architecture, filters) if architecture.ambient <= MAX_ENTRIES else (),
    )
    if result.grams:
        for seed in range(CHECKS):
            _substitute(result, seed)
    return result


def _factor(architecture: Architecture, filters: Sequence[Sequence[Terms]]) -> tuple[Terms, ...]:
    """c as u_i/(∏w_l)_i, for the entry that makes it shortest."""
    product = convolved(families_of(architecture, filters))
    fractions = [
        cancelled([variable(place), product[index]])
        for place, index in enumerate(named_cells(architecture))
        if product.get(index) and len(product[index]) == min(len(terms) for terms in product.values() if terms)
    ]
    return min(fractions, key=lambda pair: sum(len(m) for terms in pair for m in terms))


def _grams(architecture: Architecture, filters: Sequence[Sequence[Terms]]) -> tuple[Matrix, ...]:
    places = list(cells(architecture.end_to_end_size))
    result = []
    for number, columns in enumerate(columns_of_blocks(architecture, filters), 1):
        result.append(gram_matrix(columns, places))
        if sum(len(row[j]) for i, row in enumerate(result[-1]) for j in range(i, len(places))) > MAX_ENTRIES**2:
            raise LimitError(f"the matrix N_{number} has more than {MAX_ENTRIES**2} terms")
    return tuple(result)


def _substitute(found: SymbolicMetric, seed: int) -> None:
    """Compare K with that of :mod:`symlcn.network.ntk` at pseudo-random filters and invariants."""
    source = random.Random(seed)
    tensors: list[Any] = []
    for layer in found.architecture.layers:
        entries = [Fraction(source.choice((-1, 1)) * source.randint(1, 9)) for _ in range(prod(layer.size))]
        for size in reversed(layer.size):
            entries = [tuple(entries[i : i + size]) for i in range(0, len(entries), size)]  # type: ignore[misc]
        tensors.append(entries[0])
    delta = [Fraction(source.randint(-9, 9), source.randint(1, 3)) for _ in tensors[1:]]
    point = list(flat(end_to_end_filter(found.architecture, tensors)))
    if not value(found.factor[1], point) or not all(value(norm, point) for norm in found.norms):
        return
    scaling, matrix = found.at(point, delta)
    direct = ntk(found.architecture, tensors, delta)
    if scaling != direct.scaling or matrix != direct.matrix():
        raise ArithmeticGuardError(f"the formulas for the NTK are wrong at the filter {point}")
