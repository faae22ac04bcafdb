"""Invariants of dense networks with monomial activations as a caller gives them.

Contents: :func:`as_neuron_invariants`, :func:`is_constant`, :func:`number_of_values`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import factorial, prod

from symlcn.algebra.exact import exact, exact_numbers
from symlcn.errors import ParseError, counted
from symlcn.families.densepolynomial.powernetwork import DensePolynomial, Invariants
from symlcn.network.inputs import as_tensor

__all__ = ["as_neuron_invariants", "is_constant", "number_of_values"]


def as_neuron_invariants(value: object, network: DensePolynomial) -> Invariants | None:
    """The numbers δ_{l,a} that a caller means; None for all of them.

    Parameters
    ----------
    value : None, number, sequence or str
        None or ``"generic"``: all; ``"balanced"``: zeros; a number d: for every neuron; numbers d_1, …, d_{L−1}: for
        every neuron of each hidden layer; lists of numbers, one for each hidden layer; the same as text or in a file.
    network : DensePolynomial

    Raises
    ------
    ParseError
        Naming what cannot be read, is not exact, or does not fit the widths.

    Examples
    --------
    >>> network = DensePolynomial((2, 2, 2, 1), (2, 3))
    >>> as_neuron_invariants("[[97, -167], [0, 1]]", network)[0]
    (Fraction(97, 1), Fraction(-167, 1))
    >>> as_neuron_invariants("1,2", network) == as_neuron_invariants([[1, 1], [2, 2]], network)
    True
    """
    hidden = network.hidden
    if value is None or (isinstance(value, str) and value.strip() == "generic"):
        return None
    if isinstance(value, str) and value.strip() == "balanced":
        value = 0
    given = as_tensor(value, "delta")
    if isinstance(given, Sequence) and any(isinstance(part, Sequence) and not isinstance(part, str) for part in given):
        return _listed(given, hidden)
    numbers = exact_numbers(given, "delta") if isinstance(given, Iterable) else (exact(given, "delta"),)
    if len(numbers) not in (1, len(hidden)):
        problem = f"{counted(len(numbers), 'number')} given for {counted(len(hidden), 'hidden layer')}"
        raise ParseError("delta", f"{problem}; give one for each, or a list for each as in [[1, 0]]")
    each = numbers if len(numbers) == len(hidden) else numbers * len(hidden)
    return tuple((d,) * width for d, width in zip(each, hidden, strict=True))


def _listed(given: Sequence[object], hidden: Sequence[int]) -> Invariants:
    if len(given) != len(hidden):
        raise ParseError("delta", f"{counted(len(given), 'list')} given for {counted(len(hidden), 'hidden layer')}")
    found = []
    for index, (part, width) in enumerate(zip(given, hidden, strict=True), 1):
        numbers = exact_numbers(part, f"delta, hidden layer {index}")
        if len(numbers) != width:
            problem = f"{counted(len(numbers), 'number')} given for {counted(width, 'neuron')}"
            raise ParseError(f"delta, hidden layer {index}", f"{problem}; give one for each")
        found.append(numbers)
    return tuple(found)


def is_constant(delta: Sequence[Sequence[Fraction]]) -> bool:
    """Whether the invariants of the neurons of each hidden layer are equal."""
    return all(len({*own}) == 1 for own in delta)


def number_of_values(delta: Sequence[Sequence[Fraction]]) -> int:
    """How many tuples the permutations of neurons make of δ: ∏ m_l! / ∏ (multiplicities of equal numbers)!.

    Examples
    --------
    >>> number_of_values([[1, 2, 3]]), number_of_values([[1, 1, 2]]), number_of_values([[0, 1], [5, 7]])
    (6, 3, 4)
    """
    return prod(factorial(len(own)) // prod(map(factorial, Counter(own).values())) for own in delta)
