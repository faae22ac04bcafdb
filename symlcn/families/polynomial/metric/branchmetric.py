"""The metric on the functions of a network with activations: that of parameters with given δ, pushed forward.

Contents: :class:`BranchMetric`, :func:`branch_metric`.

Let f = c·μ(w), let the Jacobian J of the map from filters to f have full rank ΣK_l − (L − 1) at w, and let the filters
be scaled to invariants δ, with squared norms ρ_l = D_l·(t + Δ_l). By Euler J_l w_l = D_l f, so the kernel of J is
{(c_l w_l) : Σ D_l c_l = 0}. Its orthogonal complement, where all ⟨w_l, ẇ_l⟩/D_l are equal, is the tangent space of the
parameters with invariants δ: the differential of δ_l is 2⟨w_l, ẇ_l⟩ − 2r_l⟨w_{l+1}, ẇ_{l+1}⟩, and D_l = r_l D_{l+1}. So
J maps it bijectively onto its image T, and g(Jx, Jx') = ⟨x, x'⟩ defines a metric there; g(v, v') = vᵀK⁺v'.

T is the orthogonal sum of R·f and of V_l = J_l(w_l^⊥) over the layers: y ⊥ w_l in layer l is in the complement, and so
is (D_l w_l/ρ_l)_l, which J maps to (Σ D_l²/ρ_l)·f. Hence g(f, f) = 1/Σ(D_l²/ρ_l); and on V_l, g is ρ_l/n_l·⟨y, y'⟩ in
terms of vectors y orthogonal to the unscaled filter of squared norm n_l, where v = c·J_l(w)y at the unscaled filters.

T is the tangent space of the branch of the functions of the network through w. J has full rank exactly if that is so
for each run as a linear network, as (Q_i) ↦ f is unramified; in particular, if an activation separates all layers. Then
f has one preimage, and X is smooth at f with tangent space T, exactly if no other shift of the filters fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any, ClassVar

from flint import fmpq, fmpq_mat

from symlcn.algebra.exact import fraction_of
from symlcn.algebra.namedvalues import Formulas, in_generator
from symlcn.algebra.sympyvalues import Named
from symlcn.errors import LimitError, ZeroPolynomialError, brief
from symlcn.families.polynomial.expansion import run_operators
from symlcn.families.polynomial.ntk.gradientkernel import Element, GradientKernel, kernel_on_monomials
from symlcn.families.polynomial.runcores import core
from symlcn.families.polynomial.shiftvectors import count_shift_vectors
from symlcn.families.polynomial.weightedscaling import (
    WeightedScaling,
    WeightedSum,
    is_weighted_solvable,
    solve_weighted,
)
from symlcn.geometry.metric.tangent import Piece, inverse_element, piece_of
from symlcn.network.filters import Filter, primitive_filter, squared_norm
from symlcn.network.ntk import jacobian_rank
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["BranchMetric", "branch_metric"]

MAX_RANK = 2000
MAX_PARAMETERS = 61
MAX_MATRIX = 200
"""Number of monomials up to which K⁺ is computed."""


@dataclass(frozen=True, slots=True, eq=False)
class BranchMetric(Named):
    """The metric on the branch of functions through filters, or why there is none.

    Attributes
    ----------
    network : PolynomialArchitecture
    filters : tuple of filters
        Primitive integer filters w_l; f is the factor times μ(w).
    factor : Fraction
    delta : tuple of Fraction
    scaling : WeightedScaling
        ρ_l = D_l·(t + Δ_l).
    only : bool
        Whether f is shown to have no other preimage: then it is a smooth point, T is the tangent space of X there, and
        all real parameters over f with these invariants have this metric.
    pieces : tuple of Piece
        For the layers with two or more parameters; together with f their J(y) are a basis of T.
    deficient : int or None
        The first run, counted from 0, whose Jacobian has not full rank: then there is no metric.
    """

    __repr__ = brief

    hypotheses: ClassVar[tuple[str, ...]] = ()  # what is said holds without any
    network: PolynomialArchitecture
    filters: tuple[Filter, ...]
    factor: Fraction
    delta: tuple[Fraction, ...]
    scaling: WeightedScaling
    only: bool
    pieces: tuple[Piece, ...]
    deficient: int | None = None

    @property
    def status(self) -> str:
        """``"proved"``: there is a metric; ``"undecided"``: J has not full rank at these filters."""
        return "proved" if self.deficient is None else "undecided"

    @property
    def reason(self) -> str | None:
        """Why there is no metric along this branch."""
        if self.deficient is None:
            return None
        return f"J has not full rank at these filters, as run {self.deficient + 1} has not"

    @property
    def inverse_length(self) -> WeightedSum:
        """1/g(f, f) = Σ D_l²/ρ_l.

        Examples
        --------
        >>> from symlcn.network.notation import parse_network
        >>> found = branch_metric(parse_network("k3 r2 k2"), [(1, 2, 3), (4, 5)], [0])
        >>> found.inverse_length.terms, found.pieces[0].weight, found.only
        (((Fraction(3, 1), Fraction(0, 1)),), (Fraction(0, 1), Fraction(1, 7)), True)
        """
        return self.scaling.over([d * d for d in self.network.degrees])

    def kernel(self) -> GradientKernel:
        """K on monomials, in Q(t).

        Raises
        ------
        LimitError
            If f has too many monomials, or t too large a degree.
        """
        first = _times(self.filters[-1], self.factor)
        return kernel_on_monomials(self.network, (*self.filters[:-1], first), self.delta)

    def pseudoinverse(self) -> list[list[Element]]:
        """K⁺ on the monomials of :meth:`kernel`: 0 on the complement of T and inverse to K on T; in Q(t).

        Raises as :meth:`kernel`, and if there are more than 200 monomials.

        Examples
        --------
        >>> from symlcn.network.notation import parse_network
        >>> found = branch_metric(parse_network("k1 r2 k1"), [(3,), (2,)], [1])
        >>> found.pseudoinverse(), found.kernel().matrix()
        ([[(Fraction(1, 225),)]], [[(Fraction(225, 1),)]])
        """
        kernel = self.kernel()
        if kernel.size > MAX_MATRIX:
            raise LimitError(f"a matrix of {kernel.size} rows; at most {MAX_MATRIX} are formed")
        size, degree = kernel.size, len(kernel.weights[0])
        basis, weights = self._basis(kernel), self._weights(kernel)
        duals = basis * (basis.transpose() * basis).inv()
        result = [[[Fraction(0)] * degree for _ in range(size)] for _ in range(size)]
        start = 0
        for weight, gram in weights:
            columns = range(start, start + len(gram))
            part = fmpq_mat([[duals[i, j] for j in columns] for i in range(size)])
            matrix = part * fmpq_mat([list(map(fmpq, row)) for row in gram]) * part.transpose()
            for i in range(size):
                for j in range(size):
                    value = fraction_of(matrix[i, j])
                    for power, c in enumerate(weight):
                        result[i][j][power] += c * value
            start += len(gram)
        return [[tuple(entry) for entry in row] for row in result]

    def _basis(self, kernel: GradientKernel) -> Any:
        """f and the v = c·J_l(w)y, as columns."""
        columns = [[kernel.function.get(m, Fraction(0)) for m in kernel.monomials]]
        for piece in self.pieces:
            rows = kernel.blocks[piece.layer]
            for y in piece.preimages:
                columns.append([self.factor * sum(map(int.__mul__, row, y)) for row in rows])
        return fmpq_mat([[fmpq(c.numerator, c.denominator) for c in column] for column in columns]).transpose()

    def _weights(self, kernel: GradientKernel) -> list[tuple[Element, tuple[tuple[int, ...], ...]]]:
        """The forms on R·f and the V_l, as a factor in Q(t) and a matrix."""
        inverses = kernel.scaling.inverse_norms()
        squares = [[d * d * c for c in own] for d, own in zip(self.network.degrees, inverses, strict=True)]
        total = tuple(sum(column, Fraction(0)) for column in zip(*squares, strict=True))
        degree = len(total)
        found: list[tuple[Element, tuple[tuple[int, ...], ...]]] = [(inverse_element(total, kernel.scaling), ((1,),))]
        for piece in self.pieces:
            weight = (*piece.weight, *(Fraction(0),) * (degree - len(piece.weight)))
            found.append((weight, piece.gram))
        return found

    def formulas(self) -> Formulas:
        """f, K and K⁺, in Q(t)."""
        if self.deficient is not None:
            return Formulas((), (), notes=(f"no metric: {self.reason}",))
        own = self.kernel().formulas()
        number = len(own.variables)
        plus = tuple(tuple(in_generator(entry, number) for entry in row) for row in self.pseudoinverse())
        note = "g(v, v') = v^T K_plus v' for v, v' in the image of K, the tangent space"
        return own._replace(values=(*own.values, ("K_plus", plus)), notes=(*own.notes, note))


def _times(tensor: Any, factor: Fraction) -> Any:
    return tuple(_times(part, factor) for part in tensor) if isinstance(tensor, tuple) else Fraction(tensor * factor)


def branch_metric(
    network: PolynomialArchitecture, filters: Sequence[Filter], delta: Sequence[Fraction | int]
) -> BranchMetric:
    """The metric g_δ on the branch through given filters, exactly.

    Parameters
    ----------
    network : PolynomialArchitecture
    filters : sequence of tensors of int or Fraction
        One nonzero filter for each layer.
    delta : sequence of Fraction or int
        The L − 1 invariants.

    Raises
    ------
    ZeroPolynomialError
        If a filter is zero.
    LimitError
        If the dimension exceeds 2000, a layer has more than 61 parameters, or the scaling equation is too large.
    """
    if network.rank > MAX_RANK:
        raise LimitError(f"the neuromanifold has dimension {network.rank}; at most {MAX_RANK} is computed")
    if max(layer.parameters for layer in network.architecture) > MAX_PARAMETERS:
        raise LimitError(f"a layer of more than {MAX_PARAMETERS} parameters; metrics of such are not written out")
    parts = []
    for number, own in enumerate(filters, 1):
        try:
            parts.append(primitive_filter(own, network.dimension))
        except ZeroPolynomialError:
            raise ZeroPolynomialError(f"filter {number} is zero; filters must be nonzero") from None
    degrees, asked = network.degrees, tuple(map(Fraction, delta))
    primitive = tuple(own for _, own in parts)
    norms = [squared_norm(own) for own in primitive]
    factor = prod((q**d for d, (q, _) in zip(degrees, parts, strict=True)), start=Fraction(1))
    if not is_weighted_solvable(degrees, norms, asked, factor):
        raise LimitError("the scaling equation is too large to be solved")
    scaling = solve_weighted(degrees, norms, asked, factor)
    deficient = next(
        (n for n, run in enumerate(network.runs) if not _full(run.architecture, primitive, run.start)), None
    )
    operators = run_operators(network, primitive)
    least = [min(own) for own in operators]
    total = tuple(map(sum, zip(*least, strict=True)))
    cores = [core(own)[2] for own in operators]
    only = network.fully_nonlinear and count_shift_vectors(network, cores, total) == 1
    t = scaling.t
    rows = zip(primitive, degrees, scaling.shifts, strict=True)
    rho = [(d * (t + shift),) if t is not None else (d * shift, Fraction(d)) for _, d, shift in rows]
    pieces = tuple(
        piece_of(layer, own, rho[layer])
        for layer, own in enumerate(primitive)
        if network.architecture[layer].parameters > 1
    )
    return BranchMetric(network, primitive, factor, asked, scaling, only, pieces, deficient)


def _full(run: Any, filters: Sequence[Filter], start: int) -> bool:
    """Whether the Jacobian of a run has full rank; that of one layer has."""
    own = filters[start : start + len(run)]
    return len(own) == 1 or jacobian_rank(run, [_integral(tensor) for tensor in own]) == run.rank


def _integral(tensor: Any) -> Any:
    return tuple(map(_integral, tensor)) if isinstance(tensor, tuple) else int(tensor)
