"""Fully connected networks with monomial activations: notation, values, invariants, NTK, derivatives modulo a prime.

Contents: :class:`DensePolynomial`, :func:`has_powers`, :func:`names_activations`, :func:`as_dense_polynomial`.

Notation. Widths m_0 (input), …, m_L; W_l has m_l rows and m_{l−1} columns; h_1 = W_1·x, h_{l+1} = W_{l+1}·h_l^{r_l}
(power entry by entry), and f(x) = h_L. The words are those of the computation: ``2 r3 2 1`` is x ↦ W_2·(W_1x)^3.

Symmetries: neuron a of a hidden layer l may be rescaled, row a of W_l times s and column a of W_{l+1} times s^{−r_l},
s ≠ 0, and the neurons of a layer may be permuted. Gradient flow of every loss of f keeps

    δ_{l,a} = |row a of W_l|² − r_l·|column a of W_{l+1}|²

since f is constant along the rescalings. With A_l = ∂f/∂h_l and z_{l−1} the input of W_l the NTK is
K(x, y) = Σ_l A_l(x)·A_l(y)ᵀ·(z_{l−1}(x)·z_{l−1}(y)).

**Scaling.** Let all rows and columns of hidden neurons be nonzero. Then some rescaling has prescribed δ, and it is
unique up to signs: with factors exp τ_{l,a} the function E(τ) = ½·Σ W_l[a,b]²·exp 2(τ_{l,a} − r_{l−1}·τ_{l−1,b}) has
the gradient δ, is strictly convex as the exponents span, and E − ⟨δ, τ⟩ grows in every direction as they span as a
cone.

Layers count from 0 in code: ``parameters[0]`` is W_1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias

from symlcn.algebra.exact import exact_numbers, integer
from symlcn.algebra.matrices import Rows, entries
from symlcn.errors import ParseError, counted, shown
from symlcn.families.dense.network import Dense, Matrices

__all__ = ["DensePolynomial", "Invariants", "as_dense_polynomial", "has_powers", "names_activations"]

Invariants: TypeAlias = tuple[tuple[Fraction, ...], ...]
"""δ_{l,a}: for each hidden layer a number for each of its neurons."""

MAX_POWER = 10**9
_EXAMPLE = "as in 2 r3 2 r2 2 1"


@dataclass(frozen=True, slots=True)
class DensePolynomial:
    """The family of fully connected networks with given widths and the activation x ↦ x^r after each hidden layer.

    Attributes
    ----------
    widths : tuple of int
        m_0, …, m_L, input width first; L ≥ 2.
    powers : tuple of int
        r_1, …, r_{L−1}, each from 2 on.

    Raises
    ------
    ParseError
        If there are fewer than three widths, or a width or a power is wrong.

    Examples
    --------
    >>> network = DensePolynomial((2, 2, 1), (3,))
    >>> str(network), [str(n) for n in network.invariants([[[6, 8], [5, 0]], [[1, 8]]])[0]]
    ('2 r3 2 1', ['97', '-167'])
    >>> network.kernel([[[6, 8], [5, 0]], [[1, 8]]], [1, 0], [1, 0])
    ((Fraction(433945, 1),),)
    """

    widths: tuple[int, ...]
    powers: tuple[int, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "widths", Dense(self.widths).widths)
        powers = tuple(power if (number := integer(power)) is None else number for power in self.powers)
        object.__setattr__(self, "powers", powers)
        if len(self.widths) < 3 or len(powers) != len(self.widths) - 2:
            needed = counted(max(len(self.widths) - 2, 0), "hidden layer")
            raise ParseError("activations", f"{len(powers)} for {needed}; each hidden layer has one, {_EXAMPLE}")
        for power in powers:
            if type(power) is not int or not 2 <= power <= MAX_POWER:
                raise ParseError(
                    "activations", f"r{shown(power, 20)} is no power from 2 to {MAX_POWER}; write r2, r3, …"
                )

    def __str__(self) -> str:
        inner = (f"{width} r{power}" for width, power in zip(self.widths, self.powers, strict=False))
        return " ".join([*inner, *map(str, self.widths[-2:])])

    @property
    def depth(self) -> int:
        """The number L of layers."""
        return len(self.widths) - 1

    @property
    def hidden(self) -> tuple[int, ...]:
        """The widths m_1, …, m_{L−1}."""
        return self.widths[1:-1]

    @property
    def linear(self) -> Dense:
        """The network without the activations."""
        return Dense(self.widths)

    @property
    def parameters(self) -> int:
        """The number P of entries of all matrices."""
        return sum(n * m for n, m in pairwise(self.widths))

    @property
    def neurons(self) -> int:
        """The number M of hidden neurons, the dimension of the group of rescalings."""
        return sum(self.hidden)

    def matrices(self, parameters: Sequence[Any]) -> Matrices:
        """W_1, …, W_L as fmpq_mat; raises ParseError as that of :class:`Dense`."""
        return self.linear.matrices(parameters)

    def values(self, parameters: Sequence[Any], vector: Sequence[Any]) -> tuple[Fraction, ...]:
        """f(x), exactly."""
        return tuple(_forward(self, _rows(self, parameters), _vector(self, vector))[-1])

    def invariants(self, parameters: Sequence[Any]) -> Invariants:
        """δ_{l,a} = |row a of W_l|² − r_l·|column a of W_{l+1}|² for each neuron of each hidden layer."""
        layers = _rows(self, parameters)
        return tuple(
            tuple(
                _norm(row) - power * _norm(column) for row, column in zip(left, zip(*right, strict=True), strict=True)
            )
            for (left, right), power in zip(pairwise(layers), self.powers, strict=True)
        )

    def kernel(self, parameters: Sequence[Any], left: Sequence[Any], right: Sequence[Any]) -> Rows:
        """The NTK K(x, y) at two inputs, a matrix with m_L rows."""
        layers, sides = _rows(self, parameters), [_vector(self, vector) for vector in (left, right)]
        states = [_states(self, layers, vector) for vector in sides]
        total = [[Fraction(0)] * self.widths[-1] for _ in range(self.widths[-1])]
        for (outer, inner), (other, own) in zip(*states, strict=True):
            common = sum((a * b for a, b in zip(inner, own, strict=True)), Fraction(0))
            for i, first in enumerate(outer):
                for k, second in enumerate(other):
                    total[i][k] += common * sum((a * b for a, b in zip(first, second, strict=True)), Fraction(0))
        return tuple(map(tuple, total))

    def derivatives(
        self, parameters: Sequence[Sequence[Sequence[int]]], vector: Sequence[int], p: int
    ) -> list[list[int]]:
        """All ∂f_i(x)/∂(entry) modulo p for integer parameters: a row for each i; layers in order, row-major."""
        inner, shown = [[c % p for c in vector]], list[list[int]]()
        for layer, power in zip(parameters, (*self.powers, 1), strict=True):
            shown.append([sum(map(int.__mul__, row, inner[-1])) % p for row in layer])
            inner.append([pow(c, power, p) for c in shown[-1]])
        found = []
        for i in range(self.widths[-1]):
            outer, line = [int(i == k) for k in range(self.widths[-1])], list[int]()
            for l in range(self.depth - 1, -1, -1):
                line = [a * z % p for a in outer for z in inner[l]] + line
                if l:
                    back = [sum(map(int.__mul__, outer, column)) for column in zip(*parameters[l], strict=True)]
                    r = self.powers[l - 1]
                    outer = [c * r * pow(h, r - 1, p) % p for c, h in zip(back, shown[l - 1], strict=True)]
            found.append(line)
        return found


def _rows(network: DensePolynomial, parameters: Sequence[Any]) -> list[Rows]:
    return [entries(layer) for layer in network.matrices(parameters)]


def _vector(network: DensePolynomial, vector: Sequence[Any]) -> tuple[Fraction, ...]:
    found = exact_numbers(vector, "input")
    if len(found) != network.widths[0]:
        raise ParseError("input", f"{counted(len(found), 'number')} where {network.widths[0]} are needed")
    return found


def _norm(numbers: Iterable[Fraction]) -> Fraction:
    return sum((c * c for c in numbers), Fraction(0))


def _forward(network: DensePolynomial, layers: Sequence[Rows], vector: Sequence[Fraction]) -> list[list[Fraction]]:
    """h_1, …, h_L."""
    found, inner = [], list(vector)
    for layer, power in zip(layers, (*network.powers, 1), strict=True):
        found.append([sum((c * z for c, z in zip(row, inner, strict=True)), Fraction(0)) for row in layer])
        inner = [h**power for h in found[-1]]
    return found


def _states(
    network: DensePolynomial, layers: Sequence[Rows], vector: Sequence[Fraction]
) -> list[tuple[list[list[Fraction]], list[Fraction]]]:
    """For each layer A_l = ∂f/∂h_l, a row for each output, and z_{l−1}."""
    shown = _forward(network, layers, vector)
    size = network.widths[-1]
    outer = [[Fraction(int(i == k)) for k in range(size)] for i in range(size)]
    found = []
    for l in range(network.depth - 1, -1, -1):
        inner = list(vector) if l == 0 else [h ** network.powers[l - 1] for h in shown[l - 1]]
        found.append((outer, inner))
        if l:
            r, columns = network.powers[l - 1], list(zip(*layers[l], strict=True))
            slopes = [r * h ** (r - 1) for h in shown[l - 1]]
            outer = [
                [
                    slope * sum((c * w for c, w in zip(row, column, strict=True)), Fraction(0))
                    for column, slope in zip(columns, slopes, strict=True)
                ]
                for row in outer
            ]
    return found[::-1]


def has_powers(value: object) -> bool:
    """Whether a caller means such a network: widths, with activations among them.

    Examples
    --------
    >>> has_powers("2 r3 2 1"), has_powers([2, "r3", 2, 1]), has_powers("2 2 1"), has_powers("k3 r2 k2")
    (True, True, False, False)
    """
    if not names_activations(value) or isinstance(value, DensePolynomial):
        return isinstance(value, DensePolynomial)
    parts = value.split() if isinstance(value, str) else value
    return isinstance(parts, list | tuple) and all(_is_width(part) or str(part)[:1] == "r" for part in parts)


def names_activations(value: object) -> bool:
    """Whether there are activations among the widths that a caller gives, right or wrong.

    Examples
    --------
    >>> names_activations("2 r3 x"), names_activations("2 2"), names_activations([2, "r3", 2, 1])
    (True, False, True)
    """
    parts = value.split() if isinstance(value, str) else value
    given = isinstance(parts, list | tuple) and any(isinstance(part, str) and part[:1] == "r" for part in parts)
    return given or isinstance(value, DensePolynomial)


def _is_width(part: object) -> bool:
    return integer(part) is not None or (isinstance(part, str) and part.isascii() and part.isdigit())


def as_dense_polynomial(value: DensePolynomial | str | Iterable[Any]) -> DensePolynomial:
    """The network that a caller means: ``"2 r3 2 1"``, or ``[2, "r3", 2, 1]``.

    Raises
    ------
    ParseError
        Naming the token and what would be right.

    Examples
    --------
    >>> str(as_dense_polynomial([2, "r3", 2, 1]))
    '2 r3 2 1'
    >>> as_dense_polynomial("2 r3 2 2 1")
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: width 2: no activation stands before it, and networks with and without are not mixed; \
write one before each width but the first and the last, as in 2 r3 2 r2 2 1
    """
    if isinstance(value, DensePolynomial):
        return value
    if not isinstance(value, str | Iterable) or isinstance(value, bytes | Mapping):
        raise ParseError("widths", f'{shown(value, 40)} is no list of widths; write "2 r3 2 1" or [2, "r3", 2, 1]')
    tokens = value.split() if isinstance(value, str) else list(value)
    widths, powers = list[int](), dict[int, int]()
    for number, token in enumerate(tokens, 1):
        place = f"token {number}, {shown(token, 40)}"
        if isinstance(token, str) and token[:1] == "r":
            if not widths:
                raise ParseError(place, f"no width stands before it; give widths and activations in turn, {_EXAMPLE}")
            if len(widths) in powers:
                raise ParseError(place, f"r{powers[len(widths)]} stands before it; write their product as one")
            powers[len(widths)] = _power(place, token)
        elif _is_width(token) and len(str(token)) < 10:
            widths.append(int(token))
        else:
            raise ParseError(place, f"neither a width nor an activation such as r3; give both in turn, {_EXAMPLE}")
    _check_turns(widths, powers, f"token {len(tokens)}, {shown(tokens[-1] if tokens else '', 40)}")
    return DensePolynomial(tuple(widths), tuple(powers[l] for l in range(1, len(widths) - 1)))


def _check_turns(widths: Sequence[int], powers: Mapping[int, int], last: str) -> None:
    """That there is an activation before each width but the first and the last."""
    if len(widths) in powers:
        raise ParseError(last, f"no width follows it; end with two widths, {_EXAMPLE}")
    if len(widths) - 1 in powers:
        place = f"r{powers[len(widths) - 1]} before the last width"
        raise ParseError(place, f"the last layer has no activation; end with two widths, {_EXAMPLE}")
    for l in range(1, len(widths) - 1):
        if l not in powers:
            problem = "no activation stands before it, and networks with and without are not mixed"
            instead = f"write one before each width but the first and the last, {_EXAMPLE}"
            raise ParseError(f"width {l}", f"{problem}; {instead}")


def _power(place: str, token: str) -> int:
    if token == "relu":
        raise ParseError(place, "with a ReLU only two layers are treated; give three widths, and --relu or symlcn.relu")
    digits = token[1:]
    if not (digits.isascii() and digits.isdigit() and (digits[0] != "0" or digits == "0") and len(digits) <= 10):
        raise ParseError(place, "an activation is written like r3, for x ↦ x^3")
    power = int(digits)
    if power < 2:
        raise ParseError(place, "an activation is a power from 2 on; write r2, r3, …")
    return power
