"""What divides an end-to-end filter over C, and which of it fits into a layer.

Contents: :class:`Linear`, :class:`Conjugate`, :func:`product_of`, :func:`over_q`; :class:`Leaf`, :func:`split_over_c`.

Over C a polynomial in one variable splits into its roots, and a factor in x^e takes complete orbits of roots under the
e-th roots of unity; an irreducible polynomial over Q in several variables splits into conjugates. Over R roots
and conjugates are taken in pairs. Everything is decided exactly, see :mod:`symlcn.algebra.complexroots` and
:mod:`symlcn.algebra.overc`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from symlcn.algebra.complexroots import AlgebraicNumber, Orbit, Root, complex_roots, orbits
from symlcn.algebra.polynomials import Exponents, Polynomial, factor
from symlcn.fiber.assignment import Choice, Piece
from symlcn.fiber.overq import deflated, order_of, rational_atoms
from symlcn.fiber.parts import Problem
from symlcn.network.filters import largest_divisor

if TYPE_CHECKING:
    from symlcn.algebra.factors import AbsoluteFactors

__all__ = [
    "Conjugate",
    "Factor",
    "Leaf",
    "Linear",
    "Product",
    "line_coefficients",
    "over_q",
    "product_of",
    "split_over_c",
    "unit_exponents",
]

Atom = tuple[Any, ...]


class Linear(NamedTuple):
    """The factor X_d − s of a filter, with an algebraic number s."""

    direction: int
    number: AlgebraicNumber


class Conjugate(NamedTuple):
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
"""A factor of the polynomial of a layer in X, irreducible over C; a Polynomial is a variable X_d, or the whole."""

Product: TypeAlias = tuple[tuple[Factor, int], ...]


def over_q(factor_: Factor, dimension: int) -> Polynomial:
    """The irreducible polynomial over Q to which a factor belongs."""
    if isinstance(factor_, Linear):
        line = {unit_exponents(factor_.direction, dimension, k): c for k, c in enumerate(factor_.number.minpoly)}
        return Polynomial(dimension, line)
    return factor_.polynomial if isinstance(factor_, Conjugate) else factor_


def product_of(choice: Choice) -> Product:
    """The factors of a choice of pieces, with multiplicities."""
    return tuple((factor_, power * count) for piece, count in choice for factor_, power in piece.content)


class Leaf(NamedTuple):
    """A problem that gcds do not divide, with all that divides its polynomial over C.

    Attributes
    ----------
    problem : Problem
    roots : dict of int to tuple of Root
        The nonzero roots by direction, of the irreducible factors over Q in one variable.
    splits : dict of Polynomial to tuple of Conjugate
        The factors over C of each irreducible factor over Q in several variables, in canonical order.
    names, supply : tuple
        The irreducible factors over C, points at infinity among them, and their multiplicities: ("zero", d) and
        ("infinity", d) in direction d; ("root", d, index); ("factor", polynomial, index).
    over_c, over_r : tuple of tuple of Piece
        For each layer what is irreducible in its ring over C, and over R. The content of a piece is a product.
    """

    problem: Problem
    roots: dict[int, tuple[Root, ...]]
    splits: dict[Polynomial, tuple[Conjugate, ...]]
    names: tuple[Atom, ...]
    supply: tuple[int, ...]
    over_c: tuple[tuple[Piece, ...], ...]
    over_r: tuple[tuple[Piece, ...], ...]

    @property
    def over_q(self) -> tuple[tuple[Piece, ...], ...]:
        """The same over Q: the products of all conjugates."""
        return tuple(map(_rational_pieces, self.over_c))


def split_over_c(problem: Problem) -> Leaf:
    """Find all that divides the polynomial of a problem over C, and over R.

    Raises
    ------
    LimitError
        If factors over C could not be told apart within bounds.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.parts import problems
    >>> (problem,) = problems(parse_architecture("k3 k2"), (-2, 0, 0, 1))
    >>> leaf = split_over_c(problem)
    >>> leaf.supply, [len(layer) for layer in leaf.over_c], [len(layer) for layer in leaf.over_r]
    ((1, 1, 1), [3, 3], [2, 2])
    """
    if not problem.possible:
        return Leaf(problem, {}, {}, (), (), ((),) * len(problem.layers), ((),) * len(problem.layers))
    if len(problem.layers) < 2:
        return _undivided(problem)
    atoms = _complex_atoms(problem)
    over_c, over_r = [], []
    for number in range(len(problem.layers)):
        pieces, conjugates = _complex_pieces(problem, number, atoms)
        over_c.append(tuple(pieces))
        over_r.append(tuple(_real_pieces(pieces, conjugates)))
    names, supply = tuple(atoms.supply), tuple(atoms.supply.values())
    return Leaf(problem, atoms.roots, atoms.splits, names, supply, tuple(over_c), tuple(over_r))


def _undivided(problem: Problem) -> Leaf:
    """A single layer takes the whole polynomial if that lies in its ring; nothing needs to be factored."""
    whole = tuple(deflated(problem))
    pieces = tuple((Piece(((p, 1),), m, ((0, 1),)),) if p else () for p, m in zip(whole, problem.degrees, strict=True))
    return Leaf(problem, {}, {}, (("whole",),) * len(whole), (1,) * len(whole), pieces, pieces)


class _Atoms(NamedTuple):
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
            if multiplicity:
                supply["infinity", atom] = multiplicity
            continue
        active = [d for d, n in enumerate(atom.degrees()) if n]
        if len(active) > 1:
            splits[atom] = _conjugates(atom)
            supply |= {("factor", atom, index): multiplicity for index in range(len(splits[atom]))}
        elif len(atom.terms()) == 1:
            supply["zero", active[0]] = multiplicity
        else:
            lines[active[0]] = lines.get(active[0], Polynomial.constant(atom.dimension, 1)) * atom**multiplicity
    roots = {direction: complex_roots(line_coefficients(line, direction)) for direction, line in lines.items()}
    supply |= {("root", d, root.index): root.multiplicity for d, found in roots.items() for root in found}
    return _Atoms(supply, roots, splits)


def _conjugates(polynomial: Polynomial) -> tuple[Conjugate, ...]:
    """The factors over C of a polynomial that is irreducible over Q."""
    from symlcn.algebra.overc import absolute_factors

    factors = absolute_factors(polynomial)
    return tuple(Conjugate(polynomial, factors, root.number) for root in complex_roots(factors.minpoly))


def _conjugate_places(split: Sequence[Conjugate]) -> tuple[int, ...]:
    """For each factor over C the place of its complex conjugate."""
    return tuple(root.conjugate for root in complex_roots(split[0].factors.minpoly))


def line_coefficients(polynomial: Polynomial, direction: int) -> list[Any]:
    """The coefficients from degree 0 of a polynomial in one variable."""
    result: list[Any] = [0] * (polynomial.degrees()[direction] + 1)
    for index, value in polynomial.terms():
        result[index[direction]] = value
    return result


def unit_exponents(direction: int, dimension: int, power: int = 1) -> Exponents:
    """The exponents of a power of one variable."""
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
        unit = unit_exponents(d, dimension)
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
        own = _conjugates(piece)
        above = [(f, k, place) for f, split in parts for k, place in enumerate(_places(piece, own, split, ring))]
        degree = tuple(n // len(own) for n in piece.degrees())
        for place, conjugate in enumerate(_conjugate_places(own)):
            takes = [(("factor", f, k), 1) for f, k, over in above if over == place]
            yield own[place], takes, degree, conjugate - place


def _places(piece: Polynomial, own: Sequence[Conjugate], split: Sequence[Conjugate], ring: Exponents) -> Sequence[int]:
    """For each factor over C of an atom the place of the factor of the piece that it divides in x."""
    if len(own) == 1:
        return [0] * len(split)
    from symlcn.fiber.covering import covered_by

    above, below = ((part[0].factors, [conjugate.root for conjugate in part]) for part in (own, split))
    return covered_by(piece, above, below, ring)


def _rational_pieces(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Products of pieces over C that are conjugate over Q."""
    groups: dict[Any, list[Piece]] = {}
    for place, piece in enumerate(pieces):
        first = piece.content[0][0] if piece.content else place
        if isinstance(first, Linear):
            groups.setdefault((first.direction, first.number.minpoly), []).append(piece)
        else:
            groups.setdefault(first.polynomial if isinstance(first, Conjugate) else (place,), []).append(piece)
    result = []
    for members in groups.values():
        degree = tuple(map(sum, zip(*(piece.degree for piece in members), strict=True)))
        takes = sum((Counter(dict(piece.takes)) for piece in members), start=Counter())
        content = tuple(part for piece in members for part in piece.content)
        result.append(Piece(content, degree, tuple(takes.items())))
    return tuple(result)


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
