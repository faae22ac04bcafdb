"""The generic fiber and the NTK of a network with activations, composed of those of its runs.

Contents: :class:`Composition`, :func:`composed`.

A run is a maximal stack of layers without an activation between them: a linear network, of which
:func:`symlcn.network.classify.classify` tells the generic fiber. The network peels: its function f determines the
end-to-end filters of the runs up to shifts and scalings, whatever f is. So over a generic f, and over every f ≠ 0 at
which the closure X of the neuromanifold is normal, the fiber of π is the product of the fibers of the runs. Then

- deg π is the product of the degrees of the runs, and π is birational exactly if that is so for every run;
- if every run is birational, the NTK is determined by f and δ, for every δ;
- if every run is birational up to the order of its layers, exactly for δ on the union of the loci of the runs: for
  interchangeable layers i < j of a run δ_i + … + δ_{j−1} must be 0, since all activations between them are trivial;
- otherwise it is not, for any δ: a matrix that separates two NTKs of a run for every δ is lifted to the network.

X has the degree m!·∏ D_l^{K_l−1}/(K_l−1)!/deg π, m = ∑(K_l − 1): the parametrization is given by forms of degree D_l in
the filter of layer l, without common zeros.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain
from math import prod
from typing import NamedTuple

from symlcn.errors import brief
from symlcn.families.polynomial.certify.criticalcount import critical_count
from symlcn.families.polynomial.certify.monomialcount import monomial_count
from symlcn.families.polynomial.certify.singularlocus import SMOOTH, singular_dimension
from symlcn.network.architecture import AxisBlock
from symlcn.network.classify import Classification, classify, holds_at, multinomial
from symlcn.network.polynomialarchitecture import PolynomialArchitecture, Run

__all__ = ["Composition", "composed"]

MAX_BITS = 300_000
"""Of the degree of X, about."""


class Composition(NamedTuple):
    """What the runs of a network say of its generic fiber and its NTK. Layers count in the whole network.

    Attributes
    ----------
    degree : int or None
        Number of complex points of the generic projective fiber; None if evidence for that of a run is not found.
    birational, birational_up_to_layer_order : bool
    interchangeable : tuple of tuple of int
        Groups of two or more interchangeable layers, each within a run.
    dimension : int
        Dimension of the neuromanifold as a cone.
    ambient : int or None
        Number of monomials of f for generic filters; None if it is large.
    image_degree : int or None
        Degree of the closure X of the projective neuromanifold; None if that of π is, or if it is very large.
    ntk : str
    delta_locus : tuple of tuple of int, or None
    blocks : tuple of AxisBlock
        Axis blocks of two or more layers.
    runs : tuple of (int, int)
        First layer of each run, and the one after its last.
    degrees : tuple of int
        D_1, …, D_L.
    critical_points : int or None
    fully_nonlinear : bool
        Whether an activation separates all layers.
    singular_dimension : int or None
        For such networks, the dimension of the singular locus of X; −1 if X is smooth, None if it is not found.
    """

    degree: int | None
    birational: bool
    birational_up_to_layer_order: bool
    interchangeable: tuple[tuple[int, ...], ...]
    dimension: int
    ambient: int | None
    image_degree: int | None
    ntk: str
    delta_locus: tuple[tuple[int, ...], ...] | None
    blocks: tuple[AxisBlock, ...]
    runs: tuple[tuple[int, int], ...]
    degrees: tuple[int, ...]
    critical_points: int | None
    fully_nonlinear: bool
    singular_dimension: int | None

    def __repr__(self) -> str:
        return brief(self)

    @property
    def smooth(self) -> bool:
        """Whether X is known to be smooth."""
        return self.singular_dimension == SMOOTH

    def independent_at(self, delta: Sequence[Fraction] | None) -> bool:
        """Whether the NTK is parameter-independent at δ, or at every δ if None is given."""
        return holds_at(self.delta_locus, delta)


def composed(network: PolynomialArchitecture, known: Sequence[bool] = ()) -> Composition:
    """Compose the classifications of the runs; `known` says of which runs there is evidence, of all if it is empty.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> found = composed(parse_network("k2 k2 r2 k2 k2"))
    >>> found.degree, found.ntk, found.delta_locus, found.image_degree
    (4, 'independent-on-locus', ((1, 0, 0), (0, 0, 1)), 24)
    """
    runs = network.runs
    parts = [classify(run.architecture) for run in runs]
    in_order = all(part.birational_up_to_layer_order for part in parts)
    degree = prod(part.degree for part in parts) if all(known) else None
    return Composition(
        degree=degree,
        birational=all(part.birational for part in parts),
        birational_up_to_layer_order=in_order,
        interchangeable=tuple(chain(*map(_groups, runs, parts))),
        dimension=network.rank,
        ambient=monomial_count(network),
        image_degree=None if degree is None else _image_degree(network, degree),
        ntk=max((part.ntk for part in parts), key=("independent", "independent-on-locus", "dependent").index),
        delta_locus=tuple(chain(*map(_forms, runs, parts, [len(network)] * len(runs)))) if in_order else None,
        blocks=tuple(chain(*map(_blocks, runs, [network] * len(runs)))),
        runs=tuple((run.start, run.stop) for run in runs),
        degrees=network.degrees,
        critical_points=critical_count(network),
        fully_nonlinear=network.fully_nonlinear,
        singular_dimension=singular_dimension(network) if network.fully_nonlinear else None,
    )


def _groups(run: Run, part: Classification) -> list[tuple[int, ...]]:
    return [tuple(run.start + l for l in group) for group in part.interchangeable]


def _forms(run: Run, part: Classification, depth: int) -> list[tuple[int, ...]]:
    after = (0,) * (depth - run.stop)
    return [(0,) * run.start + form + after for form in part.delta_locus or ()]


def _blocks(run: Run, network: PolynomialArchitecture) -> list[AxisBlock]:
    """The blocks of a run that have several layers, with the exponents of the whole network."""
    exponents = network.architecture.exponents
    return [
        AxisBlock(
            direction=block.direction,
            exponent=exponents[run.start + block.layers[0]][block.direction],
            layers=tuple(run.start + l for l in block.layers),
            degrees=block.degrees,
        )
        for block in run.architecture.blocks
        if len(block.layers) > 1
    ]


def _image_degree(network: PolynomialArchitecture, degree: int) -> int | None:
    own = [layer.parameters - 1 for layer in network.architecture]
    powers = list(zip(network.degrees, own, strict=True))
    if sum(own) * len(own).bit_length() + sum(m * d.bit_length() for d, m in powers) > MAX_BITS:
        return None
    forms: int = prod(d**m for d, m in powers)
    return multinomial(own) * forms // degree
