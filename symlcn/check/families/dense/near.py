"""Dense networks: real parameters near rational ones, at which the NTK moves while product and invariants stay.

Contents: :func:`check_near`.

What shows it is that of nearpoints.py, with K_l = 1. Besides, the product W has the rank k = min(n_0, ..., n_L) at y,
if for two matrices P and Q of k rows and of k columns the columns of P W Q are nearer than 1 to those of the unit
matrix. Entries of W are sums of N products of L entries, N the product of the hidden widths, so P W Q changes by at
most |P|_1 |Q|_1 N g(L), |P|_1 the sum over all entries.
"""

from __future__ import annotations

from ...algebra.matrices import Matrix, minus, product_of, read_layers, read_matrix, times, transposed, unit
from ...core.arithmetic import multiply_all
from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.ratio import Ratio
from ...core.reading import json_object, layer_pair
from ..nearpoints import Entry, Shape, growth, largest, size
from ..nearpoints import check_near as check_near_point
from .motion import derivatives


def check_near(value: object, widths: list[int], delta: list[Matrix], where: str, work: Work) -> int:
    """Establishes the real parameters with the given invariants and the motion; returns the rank of the product."""
    item = json_object(value, "parameters radius directions index scale left right", where)
    layers = read_layers(item["parameters"], widths, f"{where}.parameters", work)
    place = layer_pair(item["index"], widths[0] * widths[-1], f"{where}.index")
    entry = Entry(*derivatives(layers, None, place, work))
    slices, shape = [[w] for w in layers], Shape(widths, [1] * len(layers))
    radius = check_near_point(item, slices, shape, entry, delta, where, work)
    left = read_matrix(item["left"], min(widths), widths[-1], f"{where}.left", work)
    right = read_matrix(item["right"], widths[0], min(widths), f"{where}.right", work)
    core = times(times(left, product_of(layers, work), work), right, work)
    rest = minus(core, unit(len(core.rows), work), work)
    error = max(size(Matrix([column], rest.denominator), work) for column in transposed(rest).rows)
    paths = Ratio(multiply_all(widths[1:-1], work), 1, work)
    change = size(left, work) * size(right, work) * paths * growth((largest(slices, work), radius), len(layers), work)
    if not error + change < Ratio(1, 1, work):
        raise Rejected(f"{where}.left", "the product is not shown to have the largest rank")
    return min(widths)
