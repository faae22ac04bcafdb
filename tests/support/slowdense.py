"""Dense networks by definition: nothing here uses the methods that it is compared with."""

from fractions import Fraction
from itertools import pairwise, product
from math import gcd, isqrt

from symlcn.algebra.matrices import entries, identity, kronecker


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


def exact_ntk(layers):
    """The NTK (7) of matrices of FLINT: Σ_l A_l·A_lᵀ ⊗ B_lᵀ·B_l with A_l = W_L⋯W_{l+1} and B_l = W_{l−1}⋯W_1."""
    after, before = [identity(layers[-1].nrows())], [identity(layers[0].ncols())]
    for upper, lower in zip(layers[:0:-1], layers[:-1], strict=True):
        after.append(after[-1] * upper)
        before.append(lower * before[-1])
    terms = [kronecker(a * a.transpose(), b.transpose() * b) for a, b in zip(after[::-1], before, strict=True)]
    return entries(sum(terms[1:], terms[0]))


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


class Surd:
    """A sum of q·√m with rational q and positive integers m, no product of two of which is a square.

    Roots of such m are linearly independent over Q, so a sum is 0 only if all q are.
    """

    def __init__(self, terms=()):
        self.terms = {}
        for q, m in terms:
            for known in self.terms:
                root = isqrt(known * m)
                if root * root == known * m:
                    self.terms[known] += q * Fraction(root, known)
                    break
            else:
                self.terms[m] = Fraction(q)
        self.terms = {m: q for m, q in self.terms.items() if q}

    @staticmethod
    def of(value):
        return value if isinstance(value, Surd) else Surd([(value, 1)])

    def __add__(self, other):
        return Surd([(q, m) for part in (self, Surd.of(other)) for m, q in part.terms.items()])

    def __mul__(self, other):
        pairs = product(self.terms.items(), Surd.of(other).terms.items())
        return Surd([(p * q * gcd(m, n), m * n // gcd(m, n) ** 2) for (m, p), (n, q) in pairs])

    def __sub__(self, other):
        return self + Surd.of(other) * -1

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other):
        return Surd.of(other) - self

    def __eq__(self, other):
        return not (self - other).terms

    __hash__ = None


def surd_matrix(value):
    """A matrix of a certificate, with roots or without, as rows of sums of roots."""
    if isinstance(value, list):
        return [[Surd.of(Fraction(c)) for c in row] for row in value]
    left, right = ([Fraction(n) for n in value[key]] for key in ("left", "right"))
    rows = []
    for c, row in zip(left, value["matrix"], strict=True):
        under = [(Fraction(entry), c * a) for entry, a in zip(row, right, strict=True)]
        rows.append([Surd([(entry / n.denominator, n.numerator * n.denominator)]) for entry, n in under])
    return rows
