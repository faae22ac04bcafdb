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
from typing import Any

from symlcn.algebra.exact import exact_numbers
from symlcn.algebra.matrices import Rows, entries, identity, matrix
from symlcn.errors import ParseError
from symlcn.families.dense.network import Dense

__all__ = ["ReluDense"]


@dataclass(frozen=True, slots=True)
class ReluDense:
    """The family of two fully connected layers with a ReLU between them; widths n_0, n_1, n_2.

    Raises
    ------
    ParseError
        If there are not three widths.

    Examples
    --------
    >>> network = ReluDense((2, 2, 2))
    >>> network.kernel([[[2, 0], [0, 1]], [[Fraction(1, 2), 0], [0, 1]]], [3, -1], [3, -1])[0]
    (Fraction(77, 2), Fraction(0, 1))
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

    def invariants(self, parameters: Sequence[Any]) -> tuple[Fraction, ...]:
        """|column i of W_2|² − |row i of W_1|² for each hidden i: the diagonal of D_1."""
        return tuple(row[i] for i, row in enumerate(self.linear.invariants(parameters)[0]))

    def kernel(
        self, parameters: Sequence[Any], left: Sequence[int | Fraction], right: Sequence[int | Fraction]
    ) -> Rows:
        """The NTK Θ(x, y) at two inputs, a matrix with n_2 rows; at a kink the derivative of relu is taken to be 0."""
        second = self.linear.matrices(parameters)[1]
        inputs = [exact_numbers(vector, "input") for vector in (left, right)]
        sides = [self.hidden(parameters, vector) for vector in inputs]
        both = [int(a > 0 and b > 0) for a, b in zip(*sides, strict=True)]
        chosen = matrix([[both[i] if i == j else 0 for j in range(len(both))] for i in range(len(both))])
        inner = sum((a * b for a, b in zip(*inputs, strict=True)), Fraction(0))
        outer = sum((a * b for a, b, on in zip(*sides, both, strict=True) if on), Fraction(0))
        scalars = [matrix([[value]])[0, 0] for value in (inner, outer)]
        return entries(second * chosen * second.transpose() * scalars[0] + identity(self.widths[2]) * scalars[1])
