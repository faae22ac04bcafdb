"""Polynomials of the checker, by hand."""

from symlcn.check.core import arithmetic
from symlcn.check.core.limits import Work


def test_polynomials():
    work = Work()
    assert arithmetic.times([1, 2], [3, 0, 1], work) == [3, 6, 1, 2]
    assert arithmetic.plus([1], [1, 5]) == [2, 5]
    assert arithmetic.divides([-2, 0, 1], [-4, -2, 2, 1], work)
    assert not arithmetic.divides([-2, 0, 1], [-4, -2, 2, 2], work)
    assert not arithmetic.divides([1, 1, 1], [1, 1], work)
    assert arithmetic.divides([-1, 2], [-1, 0, 4], work)
    assert arithmetic.evaluate([1, 2, 3], (-2, 5), work) == 25 - 20 + 12
    assert arithmetic.deflate([6, 5, 1], -3, work) == [2, 1]
    assert arithmetic.deflate([6, 5, 2], -3, work) is None
    assert arithmetic.deflate([0, 0, 0], 7, work) == [0, 0]
    assert arithmetic.deflate([-1, 1], 1, work) == [1]
