"""FLINT's matrices, polynomials and balls as pickles; python-flint has none of them.

Matrices and polynomials are exact. A ball comes back with the same midpoint, and a radius that may be larger in the
last of its 30 bits, so that it contains what it contained.

Contents: :func:`register`.
"""

from __future__ import annotations

import copyreg
from typing import Any

from flint import arb, fmpq_mat, fmpq_poly, fmpz_mat, fmpz_poly

__all__ = ["register"]

_KINDS = {kind.__name__: kind for kind in (fmpq_mat, fmpq_poly, fmpz_mat, fmpz_poly)}


def register() -> None:
    """Teach :mod:`pickle` these types.

    Examples
    --------
    >>> import pickle
    >>> register()
    >>> pickle.loads(pickle.dumps(fmpq_mat([[1, 2]]))) == fmpq_mat([[1, 2]])
    True
    """
    for matrices in (fmpq_mat, fmpz_mat):
        copyreg.pickle(matrices, _matrix)
    for polynomials in (fmpq_poly, fmpz_poly):
        copyreg.pickle(polynomials, _polynomial)
    copyreg.pickle(arb, _ball)


def _matrix(value: Any) -> tuple[Any, ...]:
    return _made, (type(value).__name__, value.nrows(), value.ncols(), value.entries())


def _polynomial(value: Any) -> tuple[Any, ...]:
    return _made, (type(value).__name__, value.coeffs())


def _ball(value: Any) -> tuple[Any, ...]:
    return _made_ball, (value.mid().man_exp(), value.rad().man_exp())


def _made_ball(middle: Any, radius: Any) -> Any:
    return arb(middle, arb(radius))


def _made(name: str, *parts: Any) -> Any:
    return _KINDS[name](*parts)
