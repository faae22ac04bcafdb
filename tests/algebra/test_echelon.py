"""Elimination of the matrices of FLINT against a slow path."""

from fractions import Fraction

import pytest
from flint import fmpq_mat, fmpz_mat, fmpz_mod_mat, nmod_mat
from hypothesis import given
from hypothesis import strategies as st

from symlcn.algebra import echelon as elimination
from symlcn.algebra.echelon import echelon, kernel_vectors, modulo, null_space, orthogonal_vectors, pivots, rank_modulo
from symlcn.algebra.exact import CHECK_PRIME, LARGE_PRIME
from tests.support.slowdense import slow_rank


@st.composite
def matrices(draw):
    width = draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(st.integers(-3, 3), min_size=width, max_size=width), min_size=1, max_size=4))
    return [*rows, [a - b for a, b in zip(rows[0], rows[-1], strict=True)]]


def slow_pivots(rows):
    """The columns that raise the rank of those before them."""
    ranks = [0, *(slow_rank([row[: k + 1] for row in rows]) for k in range(len(rows[0])))]
    return [k for k in range(len(rows[0])) if ranks[k + 1] > ranks[k]]


@given(matrices())
def test_pivots_and_echelon_forms(rows):
    expected = slow_pivots(rows)
    for matrix in (fmpz_mat(rows), fmpq_mat(rows), modulo(rows, LARGE_PRIME)):
        reduced, columns = echelon(matrix)
        assert columns == pivots(matrix) == expected
        assert all(reduced[i, k] == (reduced[0, columns[0]] if i == j else 0)
                   for j, k in enumerate(columns) for i in range(len(rows)))  # fmt: skip
    assert rank_modulo(rows, CHECK_PRIME) == len(expected)


@given(matrices())
def test_null_spaces(rows):
    """As many independent vectors as columns without a pivot, each orthogonal to all rows."""
    free = len(rows[0]) - len(slow_pivots(rows))
    bases = [
        [[Fraction(int(c.p), int(c.q)) for c in column.entries()] for column in null_space(fmpq_mat(rows))],
        kernel_vectors(fmpz_mat(rows)),
        orthogonal_vectors(rows),
    ]
    for basis in bases:
        assert len(basis) == free == (slow_rank(basis) if basis else 0)
        assert not any(sum(a * b for a, b in zip(row, vector, strict=True)) for row in rows for vector in basis)
    residues = kernel_vectors(modulo(rows, 7))
    assert len(residues) == len(rows[0]) - rank_modulo(rows, 7) == (rank_modulo(residues, 7) if residues else 0)
    assert not any(sum(a * b for a, b in zip(row, vector, strict=True)) % 7 for row in rows for vector in residues)


@given(matrices())
def test_a_matrix_is_the_same_modulo_a_prime_that_does_not_fit_into_a_word(rows):
    """As where words have 32 bits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(elimination, "WORD_PRIME", 2**31 - 1)
        wide = modulo(rows, LARGE_PRIME)
        assert rank_modulo(rows, LARGE_PRIME) == len(slow_pivots(rows))
    narrow = modulo(rows, LARGE_PRIME)
    assert (type(wide), type(narrow)) == (fmpz_mod_mat, nmod_mat)
    assert pivots(wide) == pivots(narrow)
    assert kernel_vectors(wide) == kernel_vectors(narrow)
