"""Dense networks by definition, with lists of Fractions: nothing here uses the methods that it is compared with."""

from fractions import Fraction
from itertools import pairwise, product


def times(a, b):
    """The product of two matrices of Fractions, by definition."""
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a]


def transposed(a):
    return [list(column) for column in zip(*a, strict=True)]


def slow_product(layers):
    whole = layers[0]
    for layer in layers[1:]:
        whole = times(layer, whole)
    return whole


def slow_ntk(layers):
    """K = J·Jᵀ by exact differences: μ is affine in each single entry."""
    base = slow_product(layers)
    columns = []
    for l, layer in enumerate(layers):
        for i, j in product(range(len(layer)), range(len(layer[0]))):
            moved = [[list(row) for row in other] for other in layers]
            moved[l][i][j] += 1
            new = slow_product(moved)
            columns.append([x - y for pair in zip(new, base, strict=True) for x, y in zip(*pair, strict=True)])
    rows = transposed(columns)
    return times(rows, transposed(rows))


def slow_invariants(layers):
    found = []
    for left, right in pairwise(layers):
        inner, outer = times(transposed(right), right), times(left, transposed(left))
        found.append([[x - y for x, y in zip(*rows, strict=True)] for rows in zip(inner, outer, strict=True)])
    return found


def slow_rank(rows):
    """By elimination over Q."""
    left, rank = [list(map(Fraction, row)) for row in rows], 0
    for column in range(len(left[0])):
        pivot = next((row for row in left[rank:] if row[column]), None)
        if pivot is not None:
            left.remove(pivot)
            left.insert(rank, pivot)
            for row in left[rank + 1 :]:
                factor = row[column] / pivot[column]
                row[:] = [x - factor * y for x, y in zip(row, pivot, strict=True)]
            rank += 1
    return rank
