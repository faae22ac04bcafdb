"""Filters as kernels of matrices of entries of u, where closed formulas are too large or polyphase components the same.

Contents: :class:`Step`, :class:`Known`, :func:`peeling_steps`, :func:`quotient_step`, :func:`too_large`.

Let R = Q[x^e] be the ring of a group of layers, Q the product of all layers in R, and u = Q·H. The polyphase components
are u_r = Q·h_r. *Components*: for some residues r the h_r solve u_r·h_s = u_s·h_r. *Product*: Q is the product of the
group, w, and of those with smaller rings, w'; so (w, λ) solves w·w'·h_r = λ·u_r, and this is the only solution up to a
scalar wherever w' and some h_r are not 0.

*Quotient*: (w, λ) solves w·w'' = λ·u, where w'' is the product of all other groups; so too where w'' is not 0.

Each step is a :class:`~symlcn.geometry.inverse.steps.systems.System` of which, for generic filters, a vector in the
kernel is known in advance. That the kernel is not larger is shown at one integer *witness* modulo a prime: the rank
there is at most that over the function field of the parameters, which is at most the number of columns less one. Then
the matrix has a minor of that many rows that is not 0, and the vector is given by minors, as a rational function of u
and of what earlier steps give: the *domain* of a step is where its rank is the number of columns less one and what it
gives is not 0.

If all layers are axis layers, and exponents in the same direction divide each other, the steps with the components of
all residues are defined at all smooth points: see :func:`peeling_steps`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Any, TypeAlias

from symlcn.algebra.exact import CHECK_PRIME
from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.sparse import Family, cells, constant, convolved, variable
from symlcn.geometry.inverse.closed.peeling import Shape
from symlcn.geometry.inverse.steps.scene import Scene, component
from symlcn.geometry.inverse.steps.systems import System, Term

__all__ = ["Known", "Step", "peeling_steps", "quotient_step", "too_large"]

MAX_COLUMNS = 800
MAX_PRODUCTS = 800_000
"""Products of a known and an unknown coefficient in one system."""
MAX_TRIED = 200
"""Residues that are tried."""

Given: TypeAlias = tuple[str, int]
"""``("group", n)``, the product of the filters of a group n, ``("inner", n)``, that of all with smaller rings,
``("others", n)``, that of all others, or ``("step", k)``, what a step of the same group gives."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One linear system, and what spans its kernel.

    Attributes
    ----------
    kind : str
        ``"components"``, ``"product"`` or ``"quotient"``; ``"form"``, ``"multiplier"``, ``"factor"`` or ``"rest"``
        (:mod:`symlcn.geometry.inverse.steps.differentials`).
    given : tuple of (str, int)
        The variables are the entries of u, then of each of these.
    system : System
    gives : int
        The number of unknown tensors that later steps may use: the first ones.
    residues : tuple of tuple of int
        Of the polyphase components that are used.
    layers : tuple of int
        The layers of which the product is separated.
    rows : tuple of int or None
        Rows that are linearly independent at the witness, one less than there are columns; None where the kernel is a
        line for any values of what is given other than 0.
    values : tuple of int
        What spans the kernel at the witness, modulo :data:`~symlcn.algebra.exact.CHECK_PRIME`.
    """

    kind: str
    given: tuple[Given, ...]
    system: System
    gives: int
    residues: tuple[Exponents, ...]
    layers: tuple[int, ...]
    rows: tuple[int, ...] | None
    values: tuple[int, ...]

    @property
    def cost(self) -> int:
        """A bound for the work of the checker, but for that of comparing a matrix that is listed."""
        columns = self.system.columns
        return 0 if self.rows is None else columns**2 * (columns // 40 + 10) + 21 * self.system.products


class Known:
    """The variables of one step, and their values at the witness: the entries of u, then of what is given."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.given: list[Given] = []
        self.point = list(scene.entries)
        self.count = len(self.point)

    def group(self, number: int) -> Family:
        """The product of the filters of a group, in X = x^e."""
        return self._added(("group", number), [self.scene.groups[number][1]], self.scene.members(number))[0]

    def inner(self, number: int) -> Family:
        """The product of the filters of groups with smaller rings than that of a group, in its X; without values."""
        if not self.scene.inner[number]:
            return {(0,) * self.scene.architecture.dimension: constant(1)}
        divisor = self.scene.shape(number).divisor
        size = tuple(n - k + 1 for n, k in zip(divisor, self.scene.groups[number][1], strict=True))
        return self._added(("inner", number), [size], ())[0]

    def step(self, steps: Sequence[Step], number: int) -> list[Family]:
        """The tensors that a step of the same group gives."""
        step = steps[number]
        return self._added(("step", number), step.system.blocks[: step.gives], step.values)

    def _added(self, given: Given, sizes: Sequence[Exponents], values: Sequence[int]) -> list[Family]:
        result: list[Family] = []
        self.given.append(given)
        for size in sizes:
            result.append({index: variable(self.count + n) for n, index in enumerate(cells(size))})
            self.count += prod(size)
        self.point += values[: sum(map(prod, sizes))]
        return result

    def solved(self, kind: str, system: System, gives: int = 1, **own: Any) -> Step | None:
        """The step, if the kernel is a line at the witness."""
        if too_large(system):
            return None
        kernel = system.kernel(self.point, CHECK_PRIME)
        if len(kernel.basis) != 1:
            return None
        places = {"residues": (), "layers": (), **own}
        return Step(kind, tuple(self.given), system, gives, rows=kernel.rows, values=kernel.basis[0], **places)


def too_large(system: System) -> bool:
    """Whether the rank of a matrix is not computed."""
    return system.columns > MAX_COLUMNS or system.products > MAX_PRODUCTS


def peeling_steps(scene: Scene, number: int, every: bool = False, cost: int = 10**9) -> tuple[Step, ...]:
    """The steps that give the product of the filters of a group, from those of the groups with smaller rings.

    Parameters
    ----------
    scene : Scene
    number : int
        The group.
    every : bool
        Use the components of all residues, instead of few that are enough for generic u.
    cost : int
        What it may cost to check them.

    Returns
    -------
    tuple of Step
        Empty if the matrices are too large.

    Notes
    -----
    *Let all layers be axis layers, and let the exponents of those in the same direction divide each other. If u ≠ 0
    is a smooth point of the closure of the neuromanifold over C, the steps of all groups with all residues are
    defined at u.*

    Let u be the product of P_j(x^{e_j}), forms in two variables for each direction, and H that of those not in the
    ring of group i, of exponent e. If the components h_r of H have no common factor, points at infinity included,
    then h'_r = c·h_r for any solution, with a constant c for reasons of degree: the kernel is a line. Otherwise H has
    a factor F in one variable that is linear in x^e over C. It divides the product of the P_j with j < i, those of
    this direction with smaller exponents e_1 | e_2 | … | e. Then some P_j has, for some k with j < k ≤ i, a factor
    that is linear in x^{e_k}, by induction on i: let f be the greatest common divisor of F and P_{i−1}, a form in
    x^{e_{i−1}} as both are. If f = F, take k = i. If not, F/f divides P_1⋯P_{i−2} and has, over C, a factor that is
    linear in x^{e_{i−1}}.

    Now let F be that factor of P_j. As the degree of P_k is positive, it has a factor F' that is linear in x^{e_k}
    too, and P_j/F·F', P_k/F'·F have the same product. If they are other filters, u has two preimages under the map
    that takes the products of the groups to u; this is finite and birational, so that u is not normal by Zariski's
    main theorem. If they are the same, F' = F up to a scalar, and (P_j/F·T, −P_k/F·T) is in the kernel of J for each
    form T that is linear in x^{e_k}: J drops rank, and the map is no isomorphism near u. Either way u is singular.
    The other steps are defined wherever what is given, and u, is not 0. Conversely, where all steps are defined the
    preimage is unique and J has full rank, so that u is smooth. Of other exponents this is not true: for k3d2 k2d3
    the point x^7 = x^4·x^3 is smooth, and no components are determined there.
    """
    shape = scene.shape(number)
    residues = tuple(shape.residues()) if every else _enough(scene, shape)
    if residues is None:
        return ()
    steps: list[Step] = []
    if len(residues) > 1 or prod(shape.length(residues[0], shape.quotient)) > 1:
        step = Known(scene).solved("components", _components(shape, residues), len(residues), residues=residues)
        if step is None:
            return ()
        steps.append(step)
    known = Known(scene)
    inner = known.inner(number)
    own: list[Family] = known.step(steps, 0) if steps else [{(0,) * len(shape.whole): constant(1)}]
    size = scene.groups[number][1]
    equations = tuple(
        (Term(convolved([inner, part]), 0), Term(component(shape, residue), 1, -1))
        for part, residue in zip(own, residues, strict=True)
    )
    system = System((size, (1,) * len(size)), equations)
    steps.append(Step("product", tuple(known.given), system, 1, residues, (), None, scene.members(number)))
    return tuple(steps) if sum(step.cost for step in steps) <= cost else ()


def _enough(scene: Scene, shape: Shape) -> tuple[Exponents, ...] | None:
    """Residues of components that are determined at the witness: each one more restricts those before it."""
    kept: list[Exponents] = []
    dimension: int | None = None
    for residue in sorted(shape.residues(), key=lambda r: (prod(shape.length(r, shape.quotient)), r))[:MAX_TRIED]:
        if not any(scene.entries[number] for ((number,),) in component(shape, residue).values()):
            continue
        system = _components(shape, [*kept, residue])
        if too_large(system):
            return None
        found = len(system.kernel(scene.entries, CHECK_PRIME).basis)
        if dimension is None or found < dimension:
            kept.append(residue)
            dimension = found
        if dimension == 1:
            return tuple(sorted(kept))
    return None


def _components(shape: Shape, residues: Sequence[Exponents]) -> System:
    """u_r·h_s = u_s·h_r for any two of the residues."""
    parts = [component(shape, residue) for residue in residues]
    pairs = combinations(range(len(parts)), 2)
    equations = tuple((Term(parts[i], k), Term(parts[k], i, -1)) for i, k in pairs)
    return System(tuple(shape.length(r, shape.quotient) for r in residues), equations)


def quotient_step(scene: Scene, number: int) -> Step:
    """The step that gives the product of the filters of a group from that of all others."""
    _, size, exponent = scene.groups[number]
    shape = scene.shape(number)
    rest = tuple(n - (k - 1) * e for n, k, e in zip(shape.whole, size, exponent, strict=True))
    others = Shape(rest, shape.ring, (1,) * len(size))
    first = len(scene.entries)
    equations = tuple(
        (Term(component(others, residue, first), 0), Term(component(shape, residue), 1, -1))
        for residue in others.residues()
    )
    system = System((size, (1,) * len(size)), equations)
    return Step("quotient", (("others", number),), system, 1, (), (), None, scene.members(number))
