"""Hypotheses: the conditions under which an answer holds, in the words that certificates and reports share.

Contents: :data:`NORMAL`, :data:`NORMAL_FUNCTION`, :data:`DEFINED`, :data:`SMOOTH`, :data:`GENERIC`, :data:`CORNERS`,
:data:`NO_ZERO_FILTER`, :data:`NONZERO_FUNCTION`, :data:`GENERIC_PARAMETERS`, :data:`SEPARATE_NEURONS`,
:func:`rank_among`.

Each is a clause that follows "if". Results have a ``hypotheses`` property, certificates a field ``hypotheses``; the
independent checker derives its own list and compares.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "CORNERS",
    "DEFINED",
    "GENERIC",
    "GENERIC_PARAMETERS",
    "NONZERO_FUNCTION",
    "NORMAL",
    "NORMAL_FUNCTION",
    "NO_ZERO_FILTER",
    "SEPARATE_NEURONS",
    "SMOOTH",
    "rank_among",
]

NORMAL = (
    "the end-to-end filter is not 0 and is a normal point (for example a smooth point) of the closure of the "
    "neuromanifold"
)
NORMAL_FUNCTION = (
    "the function is not 0 and is a normal point (for example a smooth point) of the closure of the neuromanifold"
)
DEFINED = "the end-to-end filter is a point of the neuromanifold at which the formulas are defined, as generic ones are"
SMOOTH = "the end-to-end filter is not 0 and is a smooth point of the closure of the neuromanifold"
GENERIC = "the end-to-end filter is real and outside a proper algebraic subset of the closure of the neuromanifold"
CORNERS = "f is the function of filters w_l with all w_l[0] other than 0"
NO_ZERO_FILTER = "no filter is zero"
NONZERO_FUNCTION = "the function is not 0"
GENERIC_PARAMETERS = "the parameters are generic, outside a proper algebraic subset"
SEPARATE_NEURONS = (
    "no hidden neuron has the function 0 or one proportional to that of another in its layer, and no hidden column is 0"
)


def rank_among(ranks: Iterable[int]) -> str:
    """That the product W of a dense network has one of some ranks.

    Examples
    --------
    >>> rank_among((0, 2, 3)), rank_among([1])
    ('the rank of W is 0, 2 or 3', 'the rank of W is 1')
    """
    *others, last = map(str, ranks)
    return f"the rank of W is {', '.join(others)} or {last}" if others else f"the rank of W is {last}"
