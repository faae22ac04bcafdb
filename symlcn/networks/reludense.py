"""Two fully connected layers with a ReLU between them, without biases.

Contents: :class:`ReluDense`.

f(x) = W_2·relu(W_1·x). Gradient flow keeps |column i of W_2|² − |row i of W_1|² for each hidden i, the diagonal of
D_1. Where all entries of W_1 are ≥ 0, f is W_2W_1 on nonnegative inputs, so pairs for the linear network serve.

References: Achour, Kohn, Rauhut, section 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

from symlcn.errors import ParseError
from symlcn.exact import exact_numbers
from symlcn.networks.dense import Dense, Matrices
from symlcn.networks.matrices import Rows, entries, identity, matrix

if TYPE_CHECKING:
    from symlcn.networks.protocol import Verdict

__all__ = ["ReluDense"]


@dataclass(frozen=True, slots=True)
class ReluDense:
    """The family of two fully connected layers with a ReLU between them, on nonnegative inputs; widths n_0, n_1, n_2.

    Raises
    ------
    ParseError
        If there are not three widths.

    Examples
    --------
    >>> network = ReluDense((2, 2, 2))
    >>> network.evaluate([[[2, 0], [0, 1]], [[Fraction(1, 2), 0], [0, 1]]], [3, -1])
    (Fraction(3, 1), Fraction(0, 1))
    """

    widths: tuple[int, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "widths", tuple(self.widths))
        if len(self.widths) != 3:
            problem = f"{len(self.widths)} given; with a ReLU only two layers, three widths, are treated"
            raise ParseError("widths", problem)
        Dense(self.widths)

    def __str__(self) -> str:
        return " ".join(map(str, self.widths))

    @property
    def linear(self) -> Dense:
        """The network without the ReLU."""
        return Dense(self.widths)

    def hidden(self, parameters: Sequence[Any], vector: Sequence[int | Fraction]) -> tuple[Fraction, ...]:
        """W_1·x, before the ReLU."""
        layers, column = self.linear.matrices(parameters), exact_numbers(vector, "input")
        if len(column) != self.widths[0]:
            raise ParseError("input", f"{len(column)} numbers where {self.widths[0]} are needed")
        return tuple(row[0] for row in entries(layers[0] * matrix([[c] for c in column])))

    def evaluate(self, parameters: Sequence[Any], vector: Sequence[int | Fraction]) -> tuple[Fraction, ...]:
        """f(x) = W_2·relu(W_1·x), exactly, for every x."""
        active = [max(h, Fraction(0)) for h in self.hidden(parameters, vector)]
        rows = entries(self.linear.matrices(parameters)[1])
        return tuple(sum((a * b for a, b in zip(row, active, strict=True)), Fraction(0)) for row in rows)

    def parametrization(self, parameters: Sequence[Any]) -> tuple[Any, ...]:
        """For each direction of rows of W_1 the sum of the columns of W_2 that belong to it, each scaled by its row.

        Parameters with the same value compute the same f on all inputs. (Different values can, too: three rows and
        their opposites may cancel.)

        Examples
        --------
        >>> ReluDense((2, 2, 1)).parametrization([[[2, 0], [0, 1]], [[1, 3]]])
        (((0, 1), (Fraction(3, 1),)), ((1, 0), (Fraction(2, 1),)))
        """
        first, second = self.linear.matrices(parameters)
        total: dict[tuple[int, ...], list[Fraction]] = {}
        for row, column in zip(entries(first), entries(second.transpose()), strict=True):
            if not any(row):
                continue
            scale = Fraction(gcd(*(c.numerator for c in row)), lcm(*(c.denominator for c in row)))
            kept = total.setdefault(tuple(int(c / scale) for c in row), [Fraction(0)] * self.widths[2])
            kept[:] = [old + scale * c for old, c in zip(kept, column, strict=True)]
        return tuple(sorted((direction, tuple(sums)) for direction, sums in total.items() if any(sums)))

    def invariants(self, parameters: Sequence[Any]) -> tuple[Fraction, ...]:
        """|column i of W_2|² − |row i of W_1|² for each hidden i: the diagonal of D_1."""
        return tuple(row[i] for i, row in enumerate(self.linear.invariants(parameters)[0]))

    def ntk(self, parameters: Sequence[Any]) -> Rows:
        """The NTK on positive inputs, for W_1 with nonnegative entries: that of the linear network.

        Raises
        ------
        ParseError
            If an entry of W_1 is negative, or a row is 0 whose column in W_2 is not (there f has no gradient).
        """
        first, second = self.linear.matrices(parameters)
        for row, column in zip(entries(first), entries(second.transpose()), strict=True):
            if min(row) < 0 or (not any(row) and any(column)):
                raise ParseError("matrix 0", "a negative entry, or a zero row that the second layer uses")
        return self.linear.ntk(parameters)

    def kernel(
        self, parameters: Sequence[Any], left: Sequence[int | Fraction], right: Sequence[int | Fraction]
    ) -> Rows:
        """The NTK Θ(x, y) at two inputs, a matrix with n_2 rows; at a kink the derivative of relu is taken to be 0."""
        second = self.linear.matrices(parameters)[1]
        sides = [self.hidden(parameters, vector) for vector in (left, right)]
        both = [int(a > 0 and b > 0) for a, b in zip(*sides, strict=True)]
        chosen = matrix([[both[i] if i == j else 0 for j in range(len(both))] for i in range(len(both))])
        inner = sum((Fraction(a) * b for a, b in zip(left, right, strict=True)), Fraction(0))
        outer = sum((a * b for a, b, on in zip(*sides, both, strict=True) if on), Fraction(0))
        scalars = [matrix([[value]])[0, 0] for value in (inner, outer)]
        return entries(second * chosen * second.transpose() * scalars[0] + identity(self.widths[2]) * scalars[1])

    def fiber(self, parameters: Sequence[Any]) -> tuple[Matrices, ...]:
        """The given parameters, and those that differ by exchanging two inputs and two outputs without changing f.

        D_1 stays the same, as W_1W_1ᵀ and W_2ᵀW_2 do.

        Examples
        --------
        >>> len(ReluDense((2, 2, 2)).fiber([[[2, 0], [0, 1]], [[Fraction(1, 2), 0], [0, 1]]]))
        2
        """
        layers = self.linear.matrices(parameters)
        found = [layers]
        for i, j in combinations(range(min(self.widths[0], self.widths[2])), 2):
            right, left = (_transposition(self.widths[end], i, j) for end in (0, 2))
            other = layers[0] * right, left * layers[1]
            if self.parametrization(other) == self.parametrization(layers):
                found.append(other)
        return tuple(found)

    def verdict(self, invariants: Any = None) -> Verdict:
        """Refuted if there are two or more hidden neurons, proved if there is one.

        The answer is for all invariants at once; given ones are not treated.

        Examples
        --------
        >>> [ReluDense(widths).verdict().status for widths in ((2, 2, 2), (2, 1, 2), (1, 2, 1))]
        ['refuted', 'proved', 'refuted']
        """
        from symlcn.networks.relujudge import judge_dense

        return judge_dense(self).verdict


def _transposition(size: int, i: int, j: int) -> Any:
    order = list(range(size))
    order[i], order[j] = j, i
    return matrix([[int(order[a] == b) for b in range(size)] for a in range(size)])
