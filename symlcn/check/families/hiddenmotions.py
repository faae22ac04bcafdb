"""Linear networks: how invariants and NTKs move where matrices act on the hidden layers, or filters move themselves.

Contents: :func:`moved`, :func:`gram_differences`, :func:`invariant_velocities`, :func:`upper`, :func:`check_onto`,
:func:`kernel_velocity`.

A layer is given by its matrices W_l[j], c_l x c_(l-1); a fully connected network has one for each layer. Where positive
a and c are given, W_1[j] diag(sqrt a) and diag(sqrt c) W_L[j] are meant. Invertible g_l of the hidden layers act by
W_l[j] -> g_l W_l[j] g_(l-1)^-1 and keep the product U. With g_l = 1 + t X_l + ... and X_0 = X_L = 0 the velocities at
t = 0 are V_l[j] = X_l W_l[j] - W_l[j] X_(l-1); those of the invariants, D_l = sum_j W_(l+1)[j]^T W_(l+1)[j] -
W_l[j] W_l[j]^T, are Y + Y^T, where Y is the sum over j of W_(l+1)[j]^T V_(l+1)[j] - V_l[j] W_l[j]^T. Let R_(l,j)(n) be
the matrix of the derivatives of an entry n of U by W_l[j]; it becomes g_l^-T R_(l,j)(n) g_(l-1)^T. An entry (n, m) of
the NTK is the sum over l and j of the products of the entries of R_(l,j)(n) with those of R_(l,j)(m); with
S_l = X_l + X_l^T its velocity is that of R_(l,j)(n) with R_(l,j)(m) S_(l-1) - S_l R_(l,j)(m).

If the velocities of the invariants, as linear functions of all X, have all tuples of symmetric matrices as values, the
g that keep the invariants are near 1 a manifold whose tangent vectors are the X with velocity 0 (implicit function
theorem, the only one used). Along a curve in it with such an X, for which an entry of the NTK has a velocity other than
0, the NTK changes. So there are parameters with the same product and the same invariants and different NTKs.
"""

from __future__ import annotations

from math import lcm

from ..algebra.echelon import rank_modulo
from ..algebra.matrices import Matrix, minus, times, transposed, weighted
from ..algebra.modular import check_prime
from ..core.arithmetic import Rational, most_bits, over_common
from ..core.limits import Work
from ..core.outcome import Malformed, Rejected

Layers = list[list[Matrix]]  # W_l[j] for all l and j
Roots = tuple[list[Rational], list[Rational]]  # a and c
Derivative = list[list[dict[tuple[int, int], int]]]  # R_(l,j) for all l and j: the entries other than 0
MAX_UNKNOWNS = 1000


def negative(value: Matrix) -> Matrix:
    return Matrix([[-c for c in row] for row in value.rows], value.denominator)


def plus(left: Matrix, right: Matrix, work: Work) -> Matrix:
    return minus(left, negative(right), work)


def diagonal(numbers: list[Rational], work: Work) -> Matrix:
    numerators, common = over_common(numbers, work)
    work.spend(len(numbers) ** 2)
    return Matrix([[p if i == j else 0 for j in range(len(numbers))] for i, p in enumerate(numerators)], common)


def moved(layers: Layers, directions: list[Matrix], work: Work) -> Layers:
    """X_l W_l[j] - W_l[j] X_(l-1)."""
    found = []
    for l, own in enumerate(layers):
        velocities = []
        for w in own:
            work.spend(2 * len(w.rows) * len(w.rows[0]))
            velocity = Matrix([[0] * len(w.rows[0]) for _ in w.rows])
            if l < len(directions):
                velocity = times(directions[l], w, work)
            if l > 0:
                velocity = minus(velocity, times(w, directions[l - 1], work), work)
            velocities.append(velocity)
        found.append(velocities)
    return found


def _pairings(left: Layers, right: Layers, roots: Roots | None, work: Work) -> list[Matrix]:
    """The sums over j of W_(l+1)[j]^T V_(l+1)[j] - V_l[j] W_l[j]^T, for two tuples of layers W and V."""
    found = []
    for l in range(len(left) - 1):
        inner, outer = right[l], right[l + 1]
        if roots is not None and l == 0:
            inner = [times(v, diagonal(roots[0], work), work) for v in inner]
        if roots is not None and l == len(left) - 2:
            outer = [times(diagonal(roots[1], work), v, work) for v in outer]
        terms = [times(transposed(w), v, work) for w, v in zip(left[l + 1], outer, strict=True)]
        terms += [negative(times(v, transposed(w), work)) for w, v in zip(left[l], inner, strict=True)]
        total = terms[0]
        for term in terms[1:]:
            total = plus(total, term, work)
        found.append(total)
    return found


def gram_differences(layers: Layers, roots: Roots | None, work: Work) -> list[Matrix]:
    """The invariants."""
    return _pairings(layers, layers, roots, work)


def invariant_velocities(layers: Layers, velocities: Layers, roots: Roots | None, work: Work) -> list[Matrix]:
    """Those of the invariants, where the layers move with any velocities."""
    return [plus(y, transposed(y), work) for y in _pairings(layers, velocities, roots, work)]


def upper(value: Matrix) -> Matrix:
    """The entries on and above the diagonal, as one row."""
    return Matrix([[c for i, row in enumerate(value.rows) for c in row[i:]]], value.denominator)


def check_onto(layers: Layers, hidden: list[int], roots: Roots, prime: object, where: str, work: Work) -> None:
    """Establishes that the velocities of the invariants are all tuples of symmetric matrices, modulo a prime."""
    p = check_prime(prime, f"{where}.prime", work)
    if sum(n * n for n in hidden) > MAX_UNKNOWNS:
        raise Malformed(f"{where}.directions", f"more than {MAX_UNKNOWNS} entries")
    rows = []
    for l, n in enumerate(hidden):
        for k in range(n * n):
            work.spend(sum(size * size for size in hidden))
            directions = [Matrix([[0] * size for _ in range(size)]) for size in hidden]
            directions[l].rows[k // n][k % n] = 1
            found = invariant_velocities(layers, moved(layers, directions, work), roots, work)
            common = lcm(*(velocity.denominator for velocity in found))
            row = []
            for velocity in found:
                factor = common // velocity.denominator
                row += [entry * factor % p for entry in upper(velocity).rows[0]]
            rows.append(row)
    if rank_modulo(rows, p, work) < sum(n * (n + 1) // 2 for n in hidden):
        raise Rejected(f"{where}.prime", "the invariants are not shown to move in all directions")


def kernel_velocity(
    left: Derivative, right: Derivative, scales: list[Rational], directions: list[Matrix], work: Work
) -> Rational:
    """The velocity of the entry of the NTK with these derivatives, products of which by each layer are to be scaled."""
    twice = [None, *(plus(x, transposed(x), work) for x in directions), None]
    values, weights = [], []
    for l, (p, q) in enumerate(scales):
        for matrix, sign, column in ((twice[l], 1, True), (twice[l + 1], -1, False)):
            if matrix is not None:
                total = 0
                for f, g in zip(left[l], right[l], strict=True):
                    total += sign * _bilinear(f, g, matrix, column, work)
                values.append(total)
                work.spend(1, q.bit_length(), matrix.denominator.bit_length())
                weights.append((p, q * matrix.denominator))
    return weighted(values, weights, work)


def _bilinear(
    f: dict[tuple[int, int], int], g: dict[tuple[int, int], int], matrix: Matrix, column: bool, work: Work
) -> int:
    """The sum of f[a, b] g[a, e] matrix[e, b], or of f[a, b] matrix[a, c] g[c, b]; the matrix is 0 beyond its rows."""
    size = len(matrix.rows)
    work.spend(len(f) + len(g))
    pairs = [((b, a) if column else (a, b), x) for (a, b), x in f.items() if (b if column else a) < size]
    lines: dict[int, list[tuple[int, int]]] = {}
    for (a, b), y in g.items():
        if (b if column else a) < size:
            lines.setdefault(a if column else b, []).append((b if column else a, y))
    bits = most_bits(f.values()) + most_bits(g.values())
    total = 0
    for (mine, shared), x in pairs:
        line = lines.get(shared, [])
        row = matrix.rows[mine]
        work.spend(2 + 3 * len(line), len(line) * bits, most_bits(row))
        total += sum(x * y * row[other] for other, y in line)
    return total
