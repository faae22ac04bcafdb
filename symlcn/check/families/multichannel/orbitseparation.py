"""Networks with channels: along an orbit the NTK determines the invariants up to orthogonal matrices.

Contents: :func:`check_separation`.

At g theta the NTK is the image of all Z_l = H_l^-1 (x) H_(l-1), H_l = g_l^T g_l, under the linear map that has at two
entries n, m of U the value: R_(l,j)(n)[a, b] Z_l[a, a'; b, b'] R_(l,j)(m)[a', b'], summed over l, j, a, b, a', b'.
R_(l,j)(o, i, s)[a, b] is the coefficient of x^(s - j e_l) in A_l[o, a] B_(l-1)[b, i], where A_l = P_(L-1) ... P_(l+1)
and B_(l-1) = P_(l-1) ... P_0, and the factors of Z at both ends are multiples of 1.

Trusted: let its kernel on Z with symmetric factors be at most a line at one point of a concise network. Then over
generic U and for each tuple of invariants, not all scalar, the NTK takes infinitely many values. For all orthogonal
conjugates of the invariants occur on an orbit of stable filters (Kempf, Ness), at points with infinitely many H; and
where infinitely many Z on a line are of this form, a pole of some H_l would lead to poles of the next ones, but the
last one has none.

At N equal blocks of filters of a base the entries of Z with blocks a, a' on the left and b, b' on the right meet only
each other, in the map of the base, where the last layer is left out if a != a' and the first one if b != b'. So if the
map of the base on Z with any factors is injective, it is so there; if its kernel is a line with Z_0 and Z_(L-1) not 0,
the kernel there is a line: the multiples t[a, b] agree in each row, as Z_0 has no b, and in each column. Further end
channels add entries of the NTK.
"""

from __future__ import annotations

from itertools import pairwise

from ...algebra.packed import null_space_modulo
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import json_list, json_object, layer_pair
from .basepoint import BasePoint, Polynomial, check_base
from .chain import Chain

MAX_COLUMNS = 2000
Products = list[dict[tuple[int, int], Polynomial]]  # by layer: A_l[o, a] B_(l-1)[b, i]
Derivative = list[list[dict[tuple[int, int], int]]]  # by layer and position


def check_separation(value: object, chain: Chain, where: str, work: Work) -> None:
    """Establishes the kernel at filters of a base of a concise chain."""
    item = json_object(value, "base entries", where)
    base = check_base(item["base"], chain, f"{where}.base", work)
    scaled = base.chain.channels[1:-1] != chain.channels[1:-1]
    columns = _columns(base.chain, scaled, where, work)
    codes = base.support(0, len(base.chain), work)
    number = base.chain.channels[0] * base.chain.channels[-1] * len(codes)
    listed = json_list(item["entries"], f"{where}.entries")
    if len(listed) > len(columns):
        raise Rejected(f"{where}.entries", "are more than there are unknowns")
    known: dict[int, Derivative] = {}
    products: dict[int, Products] = {}
    rows = []
    for k, entry in enumerate(listed):
        pair = layer_pair(entry, number, f"{where}.entries[{k}]")
        for n in pair:
            if n not in known:
                end, s = divmod(n, len(codes))
                if end not in products:
                    products[end] = _products(base, *divmod(end, base.chain.channels[0]), work)
                known[n] = _derivative(base, products[end], codes[s], work)
        rows.append(_row(known[pair[0]], known[pair[1]], columns, scaled, base.prime, work))
    kernel = null_space_modulo(rows, len(columns), base.prime, work)
    if len(kernel) > 1:
        raise Rejected(f"{where}.entries", f"leave {len(kernel)} dimensions")
    if kernel and scaled:
        met = {key[0] for key, n in columns.items() if n in kernel[0]}
        if not {0, len(chain) - 1} <= met:
            raise Rejected(f"{where}.entries", "leave a line without both end layers")


def _columns(chain: Chain, scaled: bool, where: str, work: Work) -> dict[tuple[int, ...], int]:
    """The entries (l, a, a', b, b') of all Z_l by which it is given, numbered; a = a' = 0, or b = b' = 0, at an end."""
    ends = [1, *chain.channels[1:-1], 1]
    sides = [c * c if scaled else c * (c + 1) // 2 for c in ends]
    number = sum(a * b for a, b in pairwise(sides))
    if number > MAX_COLUMNS:
        raise Malformed(f"{where}.base", f"more than {MAX_COLUMNS} unknowns")
    work.spend(10 * number)
    squares = [[(a, b) for a in range(c) for b in range(0 if scaled else a, c)] for c in ends]
    found = ((l, *left, *right) for l in range(len(chain)) for left in squares[l + 1] for right in squares[l])
    return {key: n for n, key in enumerate(found)}


def _products(base: BasePoint, output: int, entry: int, work: Work) -> Products:
    found = []
    for l in range(len(base.chain)):
        left = base.product(l + 1, len(base.chain), work)[output]
        right = [line[entry] for line in base.product(0, l, work)]
        found.append(
            {
                (a, b): base.sum_of_products([f], [g], work)
                for a, f in enumerate(left)
                for b, g in enumerate(right)
                if f and g
            }
        )
    return found


def _derivative(base: BasePoint, products: Products, code: int, work: Work) -> Derivative:
    """R_(l,j) at the monomial of an entry."""
    found = []
    for l, own in enumerate(products):
        shifts = base.codes(l)
        work.spend(3 * len(shifts) * (1 + len(own)))
        found.append([{key: f[code - shift] for key, f in own.items() if code - shift in f} for shift in shifts])
    return found


def _row(
    left: Derivative, right: Derivative, columns: dict[tuple[int, ...], int], scaled: bool, p: int, work: Work
) -> dict[int, int]:
    """The entry of the NTK as a linear form in the entries of all Z."""
    found: dict[int, int] = {}
    last = len(left) - 1
    for l, (own, other) in enumerate(zip(left, right, strict=True)):
        for f, g in zip(own, other, strict=True):
            work.spend(1 + 10 * len(f) * len(g))
            for (a, b), x in f.items():
                for (c, d), y in g.items():
                    if (l > 0 or b == d) and (l < last or a == c):
                        outer = (a, c) if l < last else (0, 0)
                        inner = (b, d) if l > 0 else (0, 0)
                        if not scaled:
                            outer, inner = (min(outer), max(outer)), (min(inner), max(inner))
                        column = columns[l, *outer, *inner]
                        found[column] = found.get(column, 0) + x * y
    return {n: c % p for n, c in found.items() if c % p}
