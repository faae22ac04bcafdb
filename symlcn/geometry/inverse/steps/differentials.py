"""Layers of different sizes in one ring, told apart by closed differential forms.

Contents: :class:`Part`, :func:`separating_steps`.

Let G = P_1⋯P_r be the product of the filters of a group with two or more active directions, of multidegrees m_i with
sum M: for generic filters the P_i are irreducible and pairwise coprime. Let x, y be the first two active directions.

*Form*: the vectors (f, g) = Σ λ_i·(G/P_i)·(∂_x P_i, ∂_y P_i) with constants λ_i solve G·∂_y f − f·∂_y G = G·∂_x g −
g·∂_x G, that is, (f dx + g dy)/G is closed. Generically these are all solutions of their degree (Ruppert 1999, Gao
2003); one of them is chosen by r − 1 entries of f that are 0.

*Multiplier* of a class C of n layers of degree d, where U is the product of the P_i that are left: for i in C the
vector m = U/P_i, m' = λ_i·m, with some c, solves m·f = m'·∂_x G + c·U, as P_i divides f − λ_i·∂_x G, which is the sum
of the (λ_j − λ_i)·(G/P_j)·∂_x P_j. If no other P_i is larger these are all; one combination is chosen by n − 1 entries
of m that are 0.

*Factor*: B = ∏_{i∈C} P_i and some s solve m·B = s·U. *Rest*: U/B is what is left for the other classes.

That the vectors named are in the kernels holds for all filters. That the kernels are not larger is shown at the
witness; nothing is taken from the two papers.

References: W. M. Ruppert, *Reducibility of polynomials f(x, y) modulo p*, 1999; S. Gao, *Factoring multivariate
polynomials via partial differential equations*, 2003.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

from symlcn.algebra.echelon import modulo, pivots
from symlcn.algebra.exact import CHECK_PRIME
from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.sparse import Family, plus
from symlcn.geometry.inverse.steps.determinantal import Known, Step, too_large
from symlcn.geometry.inverse.steps.scene import Scene, component
from symlcn.geometry.inverse.steps.systems import System, Term

__all__ = ["Part", "classes", "separating_steps"]


@dataclass(frozen=True, slots=True)
class Part:
    """Interchangeable layers of a group, and the step that gives the product of their filters.

    Attributes
    ----------
    layers : tuple of int
    step : int or None
        None if it is not found.
    """

    layers: tuple[int, ...]
    step: int | None


def classes(scene: Scene, number: int) -> list[tuple[int, ...]]:
    """The layers of a group by sizes, the larger ones first."""
    found: dict[Exponents, list[int]] = {}
    for layer in scene.groups[number][0]:
        found.setdefault(scene.architecture.layers[layer].size, []).append(layer)
    return [tuple(found[size]) for size in sorted(found, key=lambda size: (-sum(size), found[size]))]


def separating_steps(
    scene: Scene, number: int, steps: Sequence[Step], cost: int = 10**9
) -> tuple[tuple[Step, ...], tuple[Part, ...]]:
    """The steps that separate the classes of a group, from the product of the filters of the group.

    Parameters
    ----------
    scene : Scene
    number : int
        A group with two or more active directions.
    steps : sequence of Step
        What comes before.
    cost : int
        What it may cost to check all of them.

    Returns
    -------
    tuple of Step
        With those before.
    tuple of Part
        The classes; without steps if some kernel is not a line within the bounds.
    """
    parts = classes(scene, number)
    split = _Split(scene, number, list(steps))
    found = split.all(parts)
    if found is None or sum(step.cost for step in split.steps) > cost:
        return tuple(steps), tuple(Part(layers, None) for layers in parts)
    return tuple(split.steps), tuple(Part(layers, step) for layers, step in zip(parts, found, strict=True))


class _Split:
    """The separation of one group: the steps so far, the one that gives U if that is not G, the layers left in U."""

    def __init__(self, scene: Scene, number: int, steps: list[Step]) -> None:
        self.scene, self.number, self.steps = scene, number, steps
        self.rest: int | None = None
        self.left, self.size, _ = scene.groups[number]
        self.x, self.y = [d for d, k in enumerate(self.size) if k > 1][:2]

    def all(self, parts: Sequence[tuple[int, ...]]) -> list[int] | None:
        """The step that gives each class, the last of which is what is left; None if one is not found."""
        form = self.form()
        found: list[int] = []
        for layers in parts[:-1]:
            combination = None if form is None else self.multiplier(form, layers)
            factor = None if combination is None else self.factor(combination, layers)
            if factor is None:
                return None
            self.divide(factor, layers)
            found.append(factor)
        return [*found, len(self.steps) - 1]

    def form(self) -> int | None:
        """The step that gives f."""
        known = Known(self.scene)
        base = self.whole(known)
        equation = (Term(base, 0, 1, self.y), Term(base, 1, -1, self.x))
        system = System((_less(self.size, self.x), _less(self.size, self.y)), (equation,))
        return self.chosen("form", known, system, ())

    def multiplier(self, form: int, layers: tuple[int, ...]) -> int | None:
        """The step that gives m."""
        known = Known(self.scene)
        base = self.whole(known)
        (own,) = known.step(self.steps, form)
        product = base if self.rest is None else known.step(self.steps, self.rest)[0]
        degrees = self.degrees(layers[:1])
        derivative = {_less(i, self.x): plus({}, terms, i[self.x]) for i, terms in base.items() if i[self.x]}
        size = _minus(self.product_size(), degrees)
        system = System(
            (size, size, _less(_minus(self.size, degrees), self.x)),
            ((Term(own, 0), Term(derivative, 1, -1), Term(product, 2, -1)),),
        )
        return self.chosen("multiplier", known, system, layers)

    def factor(self, combination: int, layers: tuple[int, ...]) -> int | None:
        """The step that gives B."""
        known = Known(self.scene)
        product = self.product(known)
        (own,) = known.step(self.steps, combination)
        sizes = tuple(tuple(1 + m for m in self.degrees(part)) for part in (layers, layers[1:]))
        return self.added(known.solved("factor", System(sizes, ((Term(own, 0), Term(product, 1, -1)),)), layers=layers))

    def divide(self, factor: int, layers: tuple[int, ...]) -> None:
        """U becomes U/B."""
        known = Known(self.scene)
        product = self.product(known)
        (own,) = known.step(self.steps, factor)
        size = _minus(self.product_size(), self.degrees(layers))
        self.left = tuple(n for n in self.left if n not in layers)
        system = System((size, (1,) * len(size)), ((Term(own, 0), Term(product, 1, -1)),))
        values = self.scene.product(self.left)
        self.rest = self.added(Step("rest", tuple(known.given), system, 1, (), layers, None, values))

    def whole(self, known: Known) -> Family:
        """G: of the entries of u if there is no other group."""
        if len(self.scene.groups) > 1:
            return known.group(self.number)
        return component(self.scene.shape(self.number), (0,) * len(self.size))

    def product(self, known: Known) -> Family:
        """U."""
        return self.whole(known) if self.rest is None else known.step(self.steps, self.rest)[0]

    def product_size(self) -> Exponents:
        return tuple(1 + m for m in self.degrees(self.left))

    def degrees(self, layers: Sequence[int]) -> Exponents:
        """The multidegree of the product of some layers."""
        listed = [self.scene.architecture.layers[n].degrees for n in layers]
        return tuple(map(sum, zip((0,) * len(self.size), *listed, strict=True)))

    def chosen(self, kind: str, known: Known, system: System, layers: tuple[int, ...]) -> int | None:
        """The step with a vector of the kernel, which has one dimension for each layer, by entries that are 0."""
        kernel = None if too_large(system) else system.kernel(known.point, CHECK_PRIME)
        if kernel is None or len(kernel.basis) != len(layers or self.left):
            return None
        zeros = _zeros(kernel.basis, prod(system.blocks[0]))
        return self.added(known.solved(kind, replace(system, zeros=zeros), layers=layers))

    def added(self, step: Step | None) -> int | None:
        if step is None:
            return None
        self.steps.append(step)
        return len(self.steps) - 1


def _zeros(basis: Sequence[Sequence[int]], count: int) -> tuple[int, ...]:
    """The last of the first columns of which a linear combination that is 0 there is unique up to a scalar."""
    places = pivots(modulo((reversed(vector[:count]) for vector in basis), CHECK_PRIME))
    return tuple(sorted(count - 1 - place for place in places[: len(basis) - 1]))


def _less(index: Exponents, direction: int) -> Exponents:
    """One less in a direction."""
    return tuple(i - (d == direction) for d, i in enumerate(index))


def _minus(size: Exponents, degrees: Exponents) -> Exponents:
    return tuple(k - m for k, m in zip(size, degrees, strict=True))
