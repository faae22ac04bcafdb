"""The points of a fiber over R and C, how many there are, and whether the filter is a smooth point.

Contents: :class:`Linear`, :class:`Conjugate`, :class:`Point`, :func:`geometric_points`; :class:`Counts`,
:func:`count_points`; :class:`Smoothness`, :func:`smoothness`.

Over C a polynomial in one variable splits into its roots, and a factor in x^e takes complete orbits of roots under the
e-th roots of unity; an irreducible polynomial over Q in several variables splits into conjugates. Over R roots
and conjugates are taken in pairs. Everything is decided exactly, see :mod:`symlcn.roots` and :mod:`symlcn.absolute`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product as cartesian
from math import prod
from typing import Any, TypeAlias

from flint import acb, ctx, fmpq, fmpz_mat

from symlcn.absolute import AbsoluteFactors, absolute_factors
from symlcn.architecture import Architecture
from symlcn.assignment import Choice, Piece, assignments
from symlcn.covering import covered_by
from symlcn.errors import LimitError
from symlcn.filters import FilterLike, largest_divisor
from symlcn.ntk import jacobian
from symlcn.rational import Problem, order_of, problems, rational_atoms, rational_fiber
from symlcn.rings import Exponents, Polynomial, factor
from symlcn.roots import AlgebraicNumber, Orbit, Root, coefficient_field, complex_roots, orbits

__all__ = [
    "Conjugate",
    "Counts",
    "Factor",
    "Linear",
    "Point",
    "Smoothness",
    "count_points",
    "geometric_points",
    "smoothness",
]

MAX_POINTS = 100_000
"""Number of factorizations of one independent part up to which they are counted."""

Atom = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Linear:
    """The factor X_d − s of a filter, with an algebraic number s."""

    direction: int
    number: AlgebraicNumber


@dataclass(frozen=True, slots=True)
class Conjugate:
    """One of the factors over C of a polynomial in X that is irreducible over Q.

    Attributes
    ----------
    polynomial : Polynomial
    factors : AbsoluteFactors
        Its factors over C, conjugates of one with coefficients in Q(α).
    root : AlgebraicNumber
        The conjugate of α that belongs to this one; rational if there is one factor only.
    """

    polynomial: Polynomial
    factors: AbsoluteFactors
    root: AlgebraicNumber


Factor: TypeAlias = Linear | Conjugate | Polynomial
"""An irreducible factor over C of the polynomial of a layer in X; a Polynomial is a variable X_d."""

Product: TypeAlias = tuple[tuple[Factor, int], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the projective fiber over R or C.

    Attributes
    ----------
    products : tuple of tuple of (Factor, int)
        For each layer the irreducible factors over C of its polynomial in X, with multiplicities. Points at infinity do
        not show: they only lower the degree.
    dimension : int
    real : bool
        Whether it was found over R: then all coefficients are real. Not compared.
    """

    products: tuple[Product, ...]
    dimension: int
    real: bool = field(default=False, compare=False)

    def rational(self, layer: int) -> Polynomial | None:
        """The polynomial in X of a layer if it is rational up to a scalar, primitive; else None.

        Exact: it is rational exactly when conjugate factors have equal multiplicities.

        Examples
        --------
        >>> from symlcn.architecture import parse_architecture
        >>> for point in geometric_points(parse_architecture("k3 k2"), (-2, 0, 0, 1), "R"):
        ...     print(point.rational(0), point.rational(1))
        None None
        """
        result = Polynomial.constant(self.dimension, 1)
        groups: dict[Polynomial, list[int]] = {}
        for factor_, power in self.products[layer]:
            groups.setdefault(_over_q(factor_, self.dimension), []).append(power)
        for whole, powers in groups.items():
            if len(set(powers)) > 1 or len(powers) < _number_of_conjugates(whole, self.products[layer]):
                return None
            result = result * whole ** powers[0]
        return result.primitive_part()

    def field(self, layer: int) -> tuple[AlgebraicNumber, ...]:
        """Irrational numbers that generate a field of definition of the polynomial of a layer, up to a scalar.

        One number, a primitive element of the field of the coefficients, where all factors are in one direction and
        the field is found; otherwise the numbers in the factors, whose field may be larger.

        Examples
        --------
        >>> from symlcn.architecture import parse_architecture
        >>> (point,) = geometric_points(parse_architecture("k3 k2"), (-2, 0, 0, 1), "R")
        >>> [(number.minpoly, number.real) for number in point.field(0)]
        [((-2, 0, 0, 1), True)]
        """
        irrational = [
            (f, n) for f, n in self.products[layer] if not isinstance(f, Polynomial) and _number(f).degree > 1
        ]
        numbers = sorted({_number(f) for f, _ in irrational}, key=lambda n: (n.degree, n.minpoly, n.position))
        directions = {f.direction if isinstance(f, Linear) else None for f, _ in irrational}
        if len(numbers) > 1 and len(directions) == 1 and None not in directions:
            primitive = _primitive_element({_number(f): n for f, n in irrational})
            if primitive is not None:
                return (primitive,)
        return tuple(numbers)

    def enclosure(self, layer: int, bits: int = 64) -> dict[Exponents, Any]:
        """Balls (``acb``) around the coefficients of the polynomial of a layer, up to a scalar.

        Linear factors are monic, conjugate factors monic at their leading term. Rigorous; `bits` is the precision of
        the numbers that enter, not a guarantee for the result.
        """
        with ctx.workprec(bits + 32):
            result: dict[Exponents, Any] = {(0,) * self.dimension: acb(1)}
            for factor_, power in self.products[layer]:
                ball = _ball(factor_, self.dimension, bits)
                for _ in range(power):
                    result = _times(result, ball)
            return {index: acb(c.real) for index, c in result.items()} if self.real else result


def _number(factor_: Linear | Conjugate) -> AlgebraicNumber:
    return factor_.number if isinstance(factor_, Linear) else factor_.root


def _primitive_element(powers: Mapping[AlgebraicNumber, int]) -> AlgebraicNumber | None:
    """A generator of the field of the coefficients of ∏ (X − s)^power, None if it is not found within bounds."""
    product_ = Polynomial.constant(1, 1)
    for minpoly in sorted({number.minpoly for number in powers}):
        product_ = product_ * Polynomial(1, {(k,): c for k, c in enumerate(minpoly)})
    roots = complex_roots(_coefficients(product_, 0))
    try:
        return coefficient_field(roots, {r.index: powers[r.number] for r in roots if r.number in powers})
    except LimitError:
        return None


def _over_q(factor_: Factor, dimension: int) -> Polynomial:
    """The irreducible polynomial over Q to which a factor belongs."""
    if isinstance(factor_, Linear):
        line = {_unit(factor_.direction, dimension, k): c for k, c in enumerate(factor_.number.minpoly)}
        return Polynomial(dimension, line)
    return factor_.polynomial if isinstance(factor_, Conjugate) else factor_


def _number_of_conjugates(whole: Polynomial, product: Product) -> int:
    for factor_, _ in product:
        if _over_q(factor_, whole.dimension) == whole:
            if isinstance(factor_, Linear):
                return factor_.number.degree
            return factor_.factors.count if isinstance(factor_, Conjugate) else 1
    raise ValueError("the polynomial has no factor in the product")


def _ball(factor_: Factor, dimension: int, bits: int) -> dict[Exponents, Any]:
    if isinstance(factor_, Polynomial):
        return {index: acb(1) for index, _ in factor_.terms()}
    if isinstance(factor_, Linear):
        zero = (0,) * dimension
        return {zero: -factor_.number.enclosure(bits), _unit(factor_.direction, dimension): acb(1)}
    alpha = factor_.root.enclosure(bits)
    result = {}
    for index, coefficients in factor_.factors.terms:
        value = acb(0)
        for c in reversed(coefficients):
            value = value * alpha + acb(fmpq(c.numerator, c.denominator))
        result[index] = value
    return result


def _times(left: dict[Exponents, Any], right: dict[Exponents, Any]) -> dict[Exponents, Any]:
    result: dict[Exponents, Any] = {}
    for i, x in left.items():
        for j, y in right.items():
            index = tuple(map(sum, zip(i, j, strict=True)))
            result[index] = result.get(index, 0) + x * y
    return result


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of points of the projective fiber over Q, R and C."""

    rational: int
    real: int
    complex: int


@dataclass(frozen=True, slots=True)
class Smoothness:
    """Whether a filter is a smooth point of the Zariski closure of the neuromanifold, and why.

    Attributes
    ----------
    smooth : bool or None
        None if it is outside the image over C, or was not decided.
    reason : str
    """

    smooth: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Atoms:
    """The irreducible factors over C of one problem: names, multiplicities, and what is needed to group them.

    Attributes
    ----------
    supply : dict of Atom to int
        ("zero", d) and ("infinity", d) in direction d; ("root", d, index); ("factor", polynomial, index).
    roots : dict of int to tuple of Root
        The nonzero roots by direction.
    splits : dict of Polynomial to tuple of Conjugate
        For each irreducible factor over Q in several variables its factors over C, in canonical order.
    """

    supply: dict[Atom, int]
    roots: dict[int, tuple[Root, ...]]
    splits: dict[Polynomial, tuple[Conjugate, ...]]


def _complex_atoms(problem: Problem) -> _Atoms:
    """Split everything that divides the polynomial of a problem over C."""
    supply: dict[Atom, int] = {}
    lines: dict[int, Polynomial] = {}
    splits: dict[Polynomial, tuple[Conjugate, ...]] = {}
    for atom, multiplicity in zip(*rational_atoms(problem), strict=True):
        if isinstance(atom, int):
            supply["infinity", atom] = multiplicity
            continue
        active = [d for d, n in enumerate(atom.degrees()) if n]
        if len(active) > 1:
            splits[atom] = _split_over_c(atom)
            supply |= {("factor", atom, index): multiplicity for index in range(len(splits[atom]))}
        elif len(atom.terms()) == 1:
            supply["zero", active[0]] = multiplicity
        else:
            lines[active[0]] = lines.get(active[0], Polynomial.constant(atom.dimension, 1)) * atom**multiplicity
    roots = {direction: complex_roots(_coefficients(line, direction)) for direction, line in lines.items()}
    supply |= {("root", d, root.index): root.multiplicity for d, found in roots.items() for root in found}
    return _Atoms(supply, roots, splits)


def _split_over_c(polynomial: Polynomial) -> tuple[Conjugate, ...]:
    """The factors over C of a polynomial that is irreducible over Q."""
    factors = absolute_factors(polynomial)
    return tuple(Conjugate(polynomial, factors, root.number) for root in complex_roots(factors.minpoly))


def _conjugate_places(split: Sequence[Conjugate]) -> tuple[int, ...]:
    """For each factor over C the place of its complex conjugate."""
    return tuple(root.conjugate for root in complex_roots(split[0].factors.minpoly))


def _coefficients(polynomial: Polynomial, direction: int) -> list[Any]:
    result: list[Any] = [0] * (polynomial.degrees()[direction] + 1)
    for index, value in polynomial.terms():
        result[index[direction]] = value
    return result


def _unit(direction: int, dimension: int, power: int = 1) -> Exponents:
    return tuple(power if d == direction else 0 for d in range(dimension))


def _complex_pieces(problem: Problem, number: int, atoms: _Atoms) -> tuple[list[Piece], list[int]]:
    """The irreducible factors over C in the ring of a layer, and for each the place of its complex conjugate."""
    ring, dimension = problem.ring(number), problem.polynomial.dimension
    active = [d for d, m in enumerate(problem.degrees[number]) if m]
    pieces: list[Piece] = []
    conjugates: list[int] = []

    def add(content: Product, takes: Sequence[tuple[Atom, int]], degree: Exponents, conjugate: int) -> None:
        pieces.append(Piece(content, degree, tuple((names[atom], need) for atom, need in takes)))
        conjugates.append(conjugate)

    names = {atom: place for place, atom in enumerate(atoms.supply)}
    for d in active:
        unit = _unit(d, dimension)
        if ("zero", d) in atoms.supply:
            add(((Polynomial(dimension, {unit: 1}), 1),), [(("zero", d), ring[d])], unit, len(pieces))
        if ("infinity", d) in atoms.supply:
            add((), [(("infinity", d), ring[d])], unit, len(pieces))
        complete = [(n, o) for n, o in enumerate(_orbits(atoms, d, ring[d])) if o.multiplicity]
        place = {n: len(pieces) + k for k, (n, _) in enumerate(complete)}
        for _, orbit in complete:
            takes = [(("root", d, member), 1) for member in orbit.members]
            add(((Linear(d, orbit.power), 1),), takes, unit, place[orbit.conjugate])
    for content, takes, degree, offset in _factor_pieces(problem, ring, active, atoms):
        add(((content, 1),), takes, degree, len(pieces) + offset)
    return pieces, conjugates


def _orbits(atoms: _Atoms, direction: int, exponent: int) -> tuple[Orbit, ...]:
    roots = atoms.roots.get(direction, ())
    return orbits(roots, exponent) if roots else ()


def _factor_pieces(
    problem: Problem, ring: Exponents, active: Sequence[int], atoms: _Atoms
) -> Iterator[tuple[Conjugate, list[tuple[Atom, int]], Exponents, int]]:
    """The factors in several variables in a ring: what they are and take, their degree, how far on the conjugate is."""
    if len(active) < 2 or not atoms.splits:
        return
    divisor = largest_divisor(problem.polynomial, ring)
    for piece, _ in factor(divisor).factors if not divisor.is_constant() else ():
        if sum(1 for n in piece.degrees() if n) < 2:
            continue
        inside = piece.inflate(ring)
        parts = [(f, split) for f, split in atoms.splits.items() if order_of(f, inside)]
        own = _split_over_c(piece)
        above = [(f, k, place) for f, split in parts for k, place in enumerate(_places(piece, own, split, ring))]
        degree = tuple(n // len(own) for n in piece.degrees())
        for place, conjugate in enumerate(_conjugate_places(own)):
            takes = [(("factor", f, k), 1) for f, k, over in above if over == place]
            yield own[place], takes, degree, conjugate - place


def _places(piece: Polynomial, own: Sequence[Conjugate], split: Sequence[Conjugate], ring: Exponents) -> Sequence[int]:
    """For each factor over C of an atom the place of the factor of the piece that it divides in x."""
    if len(own) == 1:
        return [0] * len(split)
    above, below = ((part[0].factors, [conjugate.root for conjugate in part]) for part in (own, split))
    return covered_by(piece, above, below, ring)


def _real_pieces(pieces: Sequence[Piece], conjugates: Sequence[int]) -> list[Piece]:
    """Self-conjugate pieces, and the products of the others with their conjugates."""
    result = []
    for place, (piece, conjugate) in enumerate(zip(pieces, conjugates, strict=True)):
        if conjugate == place:
            result.append(piece)
        elif conjugate > place:
            degree = tuple(2 * n for n in piece.degree)
            takes = Counter(dict(piece.takes)) + Counter(dict(pieces[conjugate].takes))
            result.append(Piece(piece.content + pieces[conjugate].content, degree, tuple(takes.items())))
    return result


def _solutions(problem: Problem, *, real: bool) -> list[tuple[Choice, ...]]:
    """All factorizations over C, or R, of one problem."""
    atoms = _complex_atoms(problem)
    pieces = []
    for number in range(len(problem.layers)):
        own, conjugates = _complex_pieces(problem, number, atoms)
        pieces.append(_real_pieces(own, conjugates) if real else own)
    found: list[tuple[Choice, ...]] = []
    for choices in assignments(problem.degrees, pieces, list(atoms.supply.values())):
        if len(found) == MAX_POINTS:
            raise LimitError(f"more than {MAX_POINTS} factorizations of one part")
        found.append(choices)
    return found


def geometric_points(architecture: Architecture, tensor: FilterLike, over: str) -> tuple[Point, ...]:
    """All points over R or C of the projective fiber over an end-to-end filter, the rational ones among them.

    Parameters
    ----------
    architecture : Architecture
    tensor : nested tuples or lists of int or Fraction
        A nonzero end-to-end filter, of the end-to-end size.
    over : str
        ``"R"`` or ``"C"``.

    Returns
    -------
    tuple of Point
        Complete and without repetitions, in a deterministic order.

    Raises
    ------
    ParseError, LimitError
        As for :func:`count_points`.

    Examples
    --------
    x³ − 2 has one factorization into a quadratic and a linear filter over R:

    >>> from symlcn.architecture import parse_architecture
    >>> (point,) = geometric_points(parse_architecture("k3 k2"), (-2, 0, 0, 1), "R")
    >>> point.field(1)[0].minpoly, point.enclosure(1)[(0,)].real.str(8, radius=False)
    ((-2, 0, 0, 1), '-1.2599210')
    """
    parts = []
    for problem in problems(architecture, tensor):
        parts.append([(problem.layers, choices) for choices in _solutions(problem, real=over == "R")])
    points = []
    for combination in cartesian(*parts):
        products: dict[int, Product] = {}
        for layers, choices in combination:
            products |= {layer: _product(choice) for layer, choice in zip(layers, choices, strict=True)}
        filters = tuple(products.get(layer, ()) for layer in range(len(architecture.layers)))
        points.append(Point(filters, architecture.dimension, over == "R"))
    return tuple(points)


def _product(choice: Choice) -> Product:
    return tuple((factor_, power * count) for piece, count in choice for factor_, power in piece.content)


def count_points(architecture: Architecture, tensor: FilterLike) -> Counts:
    """The exact numbers of points over Q, R and C of the projective fiber over an end-to-end filter.

    Parameters
    ----------
    architecture : Architecture
    tensor : nested tuples or lists of int or Fraction
        A nonzero end-to-end filter, of the end-to-end size.

    Raises
    ------
    ParseError
        As for :func:`symlcn.rational.rational_fiber`.
    LimitError
        If a part has more than 100000 factorizations, or factors over C could not be told apart within bounds.

    Examples
    --------
    >>> from symlcn.architecture import parse_architecture
    >>> count_points(parse_architecture("k3 k2"), (-2, 0, 0, 1))
    Counts(rational=0, real=1, complex=3)
    >>> count_points(parse_architecture("k2x2 k2x2"), ((0, 0, 1), (0, 0, 0), (-2, 0, 0)))
    Counts(rational=0, real=2, complex=2)
    """
    parts = problems(architecture, tensor)
    real, complex_ = (prod(len(_solutions(part, real=flag)) for part in parts) for flag in (True, False))
    return Counts(len(rational_fiber(architecture, tensor).points), real, complex_)


def smoothness(architecture: Architecture, tensor: FilterLike) -> Smoothness:
    """Whether a nonzero filter is a smooth point of the Zariski closure of the neuromanifold, with the reason.

    Every axis block is merged into one layer. The filter is smooth exactly when its complex fiber under the merged
    map is one point up to permutations of interchangeable layers, where the Jacobian of the merged map has full rank.

    Raises
    ------
    ParseError, LimitError
        As for :func:`count_points`.

    Examples
    --------
    >>> from symlcn.architecture import parse_architecture
    >>> network = parse_architecture("k3s2 k2")
    >>> smoothness(network, (0, 0, 1, 0, 0)).reason
    '2 points over C under the merged map, up to layer order'
    >>> smoothness(network, (1, 0, 2, 0, 1)).reason
    'one point, where the Jacobian of the merged map has rank 3 instead of 4'
    >>> smoothness(network, (4, 8, 17, 10, 15)).smooth
    True
    """
    merged = architecture.merged()
    classes = {index: group for group in merged.classes for index in group}
    parts = []
    for problem in problems(merged, tensor):
        parts.append([_named(problem, choices) for choices in _solutions(problem, real=False)])
    orbits_found = {_up_to_order(point, classes) for point in cartesian(*parts)}
    if not orbits_found:
        return Smoothness(None, "it is outside the image, also over C")
    if len(orbits_found) > 1:
        return Smoothness(False, f"{len(orbits_found)} points over C under the merged map, up to layer order")
    rational = rational_fiber(merged, tensor).points
    if not rational:
        return Smoothness(None, "one point up to layer order, but not over Q; the rank there was not computed")
    rank = fmpz_mat([row for block in jacobian(merged, rational[0]) for row in block.tolist()]).rank()
    if rank < merged.rank:
        reason = f"one point, where the Jacobian of the merged map has rank {rank} instead of {merged.rank}"
        return Smoothness(False, reason)
    return Smoothness(True, f"one point over C up to layer order, and the Jacobian has full rank {rank} there")


def _named(problem: Problem, choices: Sequence[Choice]) -> dict[int, tuple[Any, ...]]:
    """What each layer takes of the atoms, in a form that can be compared."""
    result = {}
    for layer, choice in zip(problem.layers, choices, strict=True):
        takes: Counter[int] = Counter()
        for piece, count in choice:
            for atom, need in piece.takes:
                takes[atom] += count * need
        result[layer] = (problem.layers, *sorted(takes.items()))
    return result


def _up_to_order(
    point: Sequence[Mapping[int, tuple[Any, ...]]], classes: Mapping[int, tuple[int, ...]]
) -> tuple[tuple[Any, ...], ...]:
    """A point with the filters of interchangeable layers sorted: equal for points that differ by a permutation."""
    filters = {layer: taken for part in point for layer, taken in part.items()}
    result = dict(filters)
    for group in set(classes.values()):
        for layer, taken in zip(group, sorted(filters[member] for member in group), strict=True):
            result[layer] = taken
    return tuple(result[layer] for layer in sorted(result))
