"""Linear convolutional networks behind the protocol that all families share.

Contents: :class:`Convolutional`.

The work is done in :mod:`symlcn.filters`, :mod:`symlcn.ntk`, :mod:`symlcn.fiber` and :mod:`symlcn.certify`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from symlcn.architecture import Architecture
from symlcn.certify import certify
from symlcn.fiber import fiber
from symlcn.filters import Filter, FilterLike, end_to_end_filter, layer_polynomials, normalize_filter, squared_norm
from symlcn.networks.matrices import Rows
from symlcn.networks.protocol import Verdict
from symlcn.ntk import ntk
from symlcn.squares import rational_root

__all__ = ["Convolutional"]

Filters = tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Convolutional:
    """The family of linear convolutional networks with a given architecture; parameters are tuples of filters.

    Examples
    --------
    >>> from symlcn.architecture import parse_architecture
    >>> network = Convolutional(parse_architecture("k2 k2"))
    >>> network.parametrization([(1, 2), (3, 4)]), network.invariants([(1, 2), (3, 4)])
    ((Fraction(3, 1), Fraction(10, 1), Fraction(8, 1)), (Fraction(-20, 1),))
    """

    architecture: Architecture

    def parametrization(self, parameters: Sequence[FilterLike]) -> Filter:
        """The end-to-end filter."""
        return end_to_end_filter(self.architecture, parameters)

    def invariants(self, parameters: Sequence[FilterLike]) -> tuple[Fraction, ...]:
        """δ_l = ‖w_l‖² − ‖w_{l+1}‖²."""
        layer_polynomials(self.architecture, parameters)  # checks the sizes
        return tuple(a - b for a, b in pairwise([squared_norm(w) for w in self._normal(parameters)]))

    def ntk(self, parameters: Sequence[FilterLike]) -> Rows:
        """K = J·Jᵀ, exactly."""
        return tuple(tuple(entry[0] for entry in row) for row in ntk(self.architecture, parameters).matrix())

    def fiber(self, parameters: Sequence[FilterLike]) -> tuple[Filters, ...]:
        """The given filters, and one tuple for each other rational point of the projective fiber whose scaling is
        rational.

        Examples
        --------
        >>> from symlcn.architecture import parse_architecture
        >>> network = Convolutional(parse_architecture("k2x2 k2x2"))
        >>> points = network.fiber([((1, 1), (1, 5)), ((1, 1), (1, 2))])
        >>> len(points), [network.invariants(point) for point in points] == [(21,)] * 2
        (2, True)
        """
        own = self._normal(parameters)
        found = fiber(self.architecture, self.parametrization(own), self.invariants(own), "Q")
        result = [own]
        for point in found.points:
            filters, scaling = point.filters, point.scaling
            if filters is None or scaling is None or point.factor is None or not isinstance(scaling.t, Fraction):
                continue
            norms = [squared_norm(w) for w in filters]
            roots = [rational_root((scaling.t + s) / n) for s, n in zip(scaling.shifts, norms, strict=True)]
            if None in roots:
                continue
            roots[0] = (roots[0] or Fraction(0)) * (1 if point.factor > 0 else -1)
            scaled = tuple(_scaled(w, root) for w, root in zip(filters, roots, strict=True))
            if not _same_up_to_signs(scaled, own):
                result.append(scaled)
        return tuple(result)

    def verdict(self, invariants: Any = None) -> Verdict:
        """What :func:`symlcn.certify.certify` proves of nonzero end-to-end filters that are normal points.

        No pair is given: its scaling is irrational in general, see :func:`symlcn.counterexample.find_counterexample`.
        """
        found = certify(self.architecture, invariants)
        scope = "over nonzero normal points of the closure of the neuromanifold"
        return Verdict(found.status, scope, found.reason, hypotheses=found.hypotheses)

    def _normal(self, parameters: Sequence[FilterLike]) -> Filters:
        return tuple(normalize_filter(w, self.architecture.dimension) for w in parameters)


def _scaled(tensor: Any, factor: Any) -> Any:
    return tuple(_scaled(part, factor) for part in tensor) if isinstance(tensor, tuple) else Fraction(tensor) * factor


def _same_up_to_signs(left: Filters, right: Filters) -> bool:
    return all(a in (b, _scaled(b, -1)) for a, b in zip(left, right, strict=True))
