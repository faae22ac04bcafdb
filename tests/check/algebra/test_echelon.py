"""Elimination in the checker, against FLINT."""

import pytest
from flint import fmpq_mat, fmpz_mat, nmod_mat
from hypothesis import given
from hypothesis import strategies as st

from symlcn.check.algebra.echelon import adjugate, determinant, leading_minors, rank, rank_modulo, sparse_rank
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Malformed

PRIME = 999_999_937
entries = st.integers(-3, 3) | st.integers(-(10**30), 10**30)


@st.composite
def matrices(draw, square=False):
    """Some rows, and some combinations of them, so that all ranks occur."""
    width = draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(entries, min_size=width, max_size=width), min_size=1, max_size=width))
    while len(rows) < width if square else draw(st.booleans()):
        factors = draw(st.lists(st.integers(-2, 2), min_size=len(rows), max_size=len(rows)))
        rows.append([sum(f * row[k] for f, row in zip(factors, rows, strict=True)) for k in range(width)])
    return draw(st.permutations(rows))


@given(matrices())
def test_ranks(rows):
    expected = fmpz_mat(rows).rank()
    assert rank(rows, Work()) == expected
    assert sparse_rank([{k: c for k, c in enumerate(row) if c} for row in rows], Work()) == expected


@given(matrices(), st.sampled_from([2, 3, 65537, PRIME]), st.integers(0, 6))
def test_ranks_modulo_a_prime(rows, p, most):
    reduced = [[c % p for c in row] for row in rows]
    expected = nmod_mat(reduced, p).rank()
    assert rank_modulo(reduced, p, Work()) == expected
    assert rank_modulo(iter(reduced), p, Work(), most) == min(expected, most)


@given(matrices(square=True))
def test_determinants_and_leading_minors(rows):
    assert determinant(rows, Work()) == fmpz_mat(rows).det()
    minors = [int(fmpz_mat([row[:k] for row in rows[:k]]).det()) for k in range(1, len(rows) + 1)]
    stop = next((k for k, minor in enumerate(minors, 1) if minor <= 0), len(rows))
    assert leading_minors(rows, Work()) == minors[:stop]


def test_the_determinant_of_nothing_is_one():
    assert determinant([], Work()) == 1


@given(matrices())
def test_adjugates(rows):
    """det·M⁻¹ for the columns M that are chosen, up to one sign for both."""
    found = adjugate(rows, Work())
    assert (found is None) == (fmpz_mat(rows).rank() < len(rows))
    if found is not None:
        columns, divisor = found
        chosen = fmpq_mat([[row[k] for k in columns] for row in rows])
        assert fmpq_mat(list(columns.values())) == chosen.inv() * divisor
        assert abs(divisor) == abs(chosen.det())


def test_elimination_has_a_price():
    rows = [[3 ** (20_000 + 100 * i * j) + i for j in range(20)] for i in range(20)]
    for work in (rank, determinant, adjugate):
        with pytest.raises(Malformed, match="needs more arithmetic"):
            work(rows, Work(10**5))
