"""Exact statements of the checker at irrational points, on certificates built by hand; nothing is from the library."""

from fractions import Fraction
from importlib import import_module
from itertools import combinations, permutations, product
from math import isqrt

import pytest

from tests.support.damage import at, replaced
from tests.support.fibers import (
    K3K2,
    PAIR,
    PLANAR,
    ROOTS,
    STRIDED,
    Network,
    certificate,
    check_accepted,
    check_refused,
    conjugate_factors,
    damaged,
    decimal,
    double_root_unsure,
    interval,
    layer,
    nested,
    node,
    ntk,
    piece,
    real_cube_root,
    ring,
    shortened,
    singular,
    smooth_by,
    texts,
    univariate,
    verdict,
)
from tests.support.irreducible import lifting, newton

# ---- builders -------------------------------------------------------------------------------------------------------


def value(f, x):
    return sum(c * x**i for i, c in enumerate(f))


def real_root(f, low, high, digits=60):
    """The root of f between two numbers at which the signs differ, to so many digits."""
    unit, sign = 10**digits, value(f, Fraction(low)) > 0
    low, high = low * unit, high * unit
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if (value(f, Fraction(middle, unit)) > 0) == sign else (low, middle)
    return Fraction(low, unit)


def discs(roots, digits=55):
    return [[r, 0, Fraction(1, 10**digits)] for r in roots]


def square_root(n, digits=60):
    return Fraction(isqrt(n * 10 ** (2 * digits)), 10**digits)


def enclosed(w):
    return {"enclosure": [interval(Fraction(c)) for c in w]}


def generators(*numbers):
    return {
        "generators": [{"minpoly": texts(f), "interval": interval(r), "approx": decimal(r)} for f, r in numbers],
        "primitive": None,
    }


def point(filters, field, rank=None, t=None, rho=None):
    return {"filters": filters, "factor": None, "field": field, "rank": rank, "t": t, "rho": rho}


def minors_by_floats(rows, rank):
    """Pivots in order, each the largest entry that is left."""
    rows, found = [list(map(complex, row)) for row in rows], []
    for _ in range(rank):
        places = product(range(len(rows)), range(len(rows[0])))
        _, r, c = max((abs(rows[i][j]), i, j) for i, j in places)
        found.append((r, c))
        pivot = rows[r]
        rows = [[a - row[c] / pivot[c] * b for a, b in zip(row, pivot, strict=True)] for row in rows]
        rows[r] = [0] * len(pivot)
    assert all(abs(c) < 1e-9 for row in rows for c in row) or rank == 0
    return {"rows": [r for r, _ in found], "columns": [c for _, c in found]}


def jacobian(network, filters):
    """J at filters with real entries, which may be rounded."""
    extents = [
        1 + sum((k[d] - 1) * e[d] for k, e in zip(network.sizes, network.exponents, strict=True))
        for d in range(network.dimension)
    ]
    rows = []
    for l, k in enumerate(network.sizes):
        for index in product(*map(range, k)):
            unit = [nested(k, {index: 1}) if m == l else w for m, w in enumerate(filters)]
            row = network.polynomial(unit)
            rows.append([float(row.get(place, 0)) for place in product(*map(range, extents))])
    return rows


def pivots(network, filters, rank):
    return minors_by_floats(jacobian(network, filters), rank)


def resolvent(values, denominator=1):
    """The product of all z - D nu, the values nu being rounded."""
    f = [Fraction(1)]
    for v in values:
        f = [a - denominator * v * b for a, b in zip([0, *f], [*f, 0], strict=True)]
    rounded = list(map(round, f))
    assert all(abs(a - b) < Fraction(1, 10**6) for a, b in zip(f, rounded, strict=True))
    return {"denominator": str(denominator), "coefficients": texts(rounded)}


def exact(document, found, indices, numbers):
    """With exact t and rho at each point."""
    document["evidence"].update(resolvents=found, scalings=indices)
    for entry, (t, rho) in zip(document["points"], numbers, strict=True):
        entry.update(t=t, rho=rho)
    return document


def algebraic(f, t, width=Fraction(1, 10**6)):
    return {"minpoly": texts(f), "interval": interval(t, width), "approx": decimal(t)}


# ---- t exactly ------------------------------------------------------------------------------------------------------

NU = [-45, 27, -15, 1]  # of (a^4 + a^2 + 1)(a^2 + 1) = 2 a^2 + 4 a + 5 with a^3 = 2: its resultant with z - nu
AT_T = {0: [-45, 0, 27, 0, -15, 0, 1], 1: [-45, 27, 12, -29, -12, 3, 1]}  # NU at t (t + delta)


def cube(delta=0):
    """k3 k2 at x^3 - 2 over R, t of degree 6."""
    t = real_root(AT_T[delta], 1, 4)
    number = algebraic(AT_T[delta], t), [[str(delta), "1"], ["0", "1"]]
    found = [{"denominator": "1", "coefficients": texts(NU)}]
    return exact(real_cube_root(str(delta)), found, [0], [number])


def square_pair(n=2, lead=1, delta=0, classes=((0, 1),), denominator=None):
    """k2 k2 at a x^2 - b, n = b/a no square: two points, t (t + delta) = a^2 (n + 1)^2."""
    n = Fraction(n)
    root, f = square_root(n.numerator * n.denominator) / n.denominator, [-n.numerator, 0, n.denominator]
    u = [lead * c for c in f]
    fiber = node(f, factors=[univariate(f, proof=lifting(f), roots=discs([-root, root]))])
    nu = (u[-1] * (n + 1)) ** 2
    t = (square_root(round((4 * nu + delta**2) * 10**40), 30) / 10**20 - delta) / 2
    equation = [-nu, Fraction(delta), Fraction(1)]
    if delta:
        scaled = algebraic([c * equation[0].denominator for c in equation], t)
        number = scaled, [[str(delta), "1"], ["0", "1"]]
    else:
        number = str(u[-1] * (n + 1)), [str(u[-1] * (n + 1))] * 2
    choices = [[[["root", 0, k, 1]], [["root", 0, 1 - k, 1]]] for k in (0, 1)]
    field = generators((f, root))
    points = [point([enclosed([-r, 1]), enclosed([r, 1])], field, 3) for r in (-root, root)]
    smooth = smooth_by(Network("k3", layer(3)), [[["root", 0, 0, 1], ["root", 0, 1, 1]]], [[-c for c in f]])
    status, compared = ("refuted", ntk([delta], [[0, 1]])) if len(classes) > 1 else ("proved", None)
    document = certificate(
        PAIR, u, [str(delta)], fiber, points, choices, (0, 2, 2), smooth, list(map(list, classes)), status,
        field="R", ntk=compared,
    )  # fmt: skip
    denominator = denominator or n.denominator**4 * Fraction(lead).denominator ** 2  # of both filters, squared, and c
    return exact(document, [resolvent([nu, nu], denominator)], [0, 0], [number] * 2)


GOLDEN = (1 + square_root(5)) / 2


def golden(delta="0"):
    """k3s2 k2 at x^4 - 3 x^2 + 1: x^2 - s and X - r for the two roots r, s of X^2 - 3 X + 1; nu = 9, t = 3."""
    u, f, g, h = [1, 0, -3, 0, 1], [-1, -1, 1], [-1, 1, 1], [1, -3, 1]
    small, large = GOLDEN - 1, GOLDEN
    roots = {"f": [-small, large], "g": [-large, small], "h": [2 - GOLDEN, 1 + GOLDEN]}
    factors = [
        univariate(f, proof=lifting(f, 2), roots=discs(roots["f"])),
        univariate(g, proof=lifting(g, 2), roots=discs(roots["g"])),
    ]
    rings = [ring([2], [piece(h, [0, 1], roots=discs(roots["h"]))], [None])]
    points, choices, filters = [], [], []
    for k in (0, 1):
        r, s = roots["h"][1 - k], roots["h"][k]
        # x^2 - s takes one root of f and of g, X - r is one root of h
        choices.append([[["root", 0, k, 1], ["root", 1, 1 - k, 1]], [["root", 0, 1 - k, 1]]])
        filters.append([[-s, 0, 1], [-r, 1]])
        field = generators(*((polynomial, roots[name][1]) for polynomial, name in ((f, "f"), (g, "g"), (h, "h"))))
        points.append(point([enclosed([-s, 0, 1]), enclosed([-r, 1])], field, 4))
    values = [
        # all products of one root of f and one of g; one root of h
        (1 + (x + y) ** 2 + (x * y) ** 2) * (1 + z * z)
        for x, y, z in product(roots["f"], roots["g"], roots["h"])
    ]
    smooth = False, {"point": choices[0], "filters": None, "residues": None, "rank": None}
    document = certificate(
        STRIDED, u, [delta], node(u, factors=factors, rings=rings), points, choices, (0, 2, 2), smooth, [[0], [1]],
        "refuted", field="R", ntk=ntk([delta], [[1, 1]]), ranks=[pivots(STRIDED, w, 4) for w in filters],
    )  # fmt: skip
    return exact(document, [resolvent(values)], [0, 0], [("3", ["3", "3"])] * 2)


# ---- ranks ----------------------------------------------------------------------------------------------------------

K4K2 = Network("k4 k2", layer(4), layer(2))


def double_irrational(n=2):
    """k4 k2 at (a x^2 - b)^2 with nothing claimed on smoothness: layers share a root, so that J has rank 4, not 5."""
    n = Fraction(n)
    root, f = square_root(n.numerator * n.denominator) / n.denominator, [-n.numerator, 0, n.denominator]
    u = [f[0] ** 2, 0, 2 * f[0] * f[2], 0, f[2] ** 2]
    fiber = node(u, factors=[univariate(f, 2, proof=lifting(f), roots=discs([-root, root]))])
    points, choices, ranks = [], [], []
    for k, r in ((0, -root), (1, root)):
        choices.append([[["root", 0, m, 1 + (m != k)] for m in (0, 1)], [["root", 0, k, 1]]])
        filters = [[r**3, -r * r, -r, 1], [-r, 1]]  # (x - r)(x + r)^2 = x^3 + r x^2 - r^2 x - r^3
        filters[0] = [-(r**3), -r * r, r, 1]
        field = generators((f, root))
        points.append(point([enclosed(w) for w in filters], field, 4))
        ranks.append(pivots(K4K2, filters, 4))
    return certificate(
        K4K2, u, None, fiber, points, choices, (0, 2, 2), (None, None), None, "undecided",
        field="R", ranks=ranks, reason="the NTKs are not compared",
    )  # fmt: skip


ROOT2 = square_root(2)
CROSS = [[0, -ROOT2], [1, 0]], [[0, ROOT2], [1, 0]]  # x - s y and x + s y


def smooth_conjugates():
    """k2x2 k2x2 at x^2 - 2 y^2: two points in one orbit, at which the merged J has full rank 7."""
    reason = "one point over C up to layer order, and the Jacobian has full rank 7 there"
    document = {**conjugate_factors(), "smooth": True, "smooth_reason": reason}
    for entry in document["points"]:
        entry["rank"] = 7
    choice = document["evidence"]["points"][0]
    found = {"point": choice, "filters": None, "residues": None, "rank": pivots(PLANAR, list(CROSS), 7)}
    document["evidence"]["smooth"] = found
    return document


FOUR = Network("k2x2 k2x2 k2x2 k2x2", *[layer(2, 2)] * 4)


def singular_conjugates():
    """k2x2 k2x2 k2x2 k2x2 at (x^2 - 2 y^2)^2: six points in one orbit; J of rank 7, not 13, by two equal pairs."""
    document = conjugate_factors()
    leaf = document["evidence"]["fiber"]["leaf"]["factors"][0]
    squared = [[0] * 5 for _ in range(5)]
    squared[4][0], squared[2][2], squared[0][4] = 1, -4, 4
    leaf["multiplicity"] = 2
    kinds, choices, points, ranks = sorted(set(permutations((0, 0, 1, 1)))), [], [], []
    field = document["points"][0]["field"]
    for order in kinds:
        # factor 0 belongs to the root -s of the minimal polynomial: it is x + s y
        choices.append([[["factor", 0, k, 1]] for k in order])
        zero, one = interval(Fraction(0)), interval(Fraction(1))
        filters = [{"enclosure": [[zero, interval((1 - 2 * k) * ROOT2)], [one, zero]]} for k in order]
        points.append(point(filters, field, 7))
        ranks.append(pivots(FOUR, [CROSS[1 - k] for k in order], 7))
    fiber = node([row[:5] for row in squared], factors=[leaf])
    found = {"point": choices[0], "filters": None, "residues": None, "rank": ranks[0]}
    return certificate(
        FOUR, squared, None, fiber, points, choices, (0, 6, 6), (False, found), None, "undecided",
        smooth_reason="one point, where the Jacobian of the merged map has rank 7 instead of 13",
        field="R", ranks=ranks, reason="the NTKs are not compared",
    )  # fmt: skip


def double_imaginary():
    """k4 k2 at (x^2 + 2)^2 over C: the same with i x for x, two points that are conjugate."""
    document = double_irrational()
    f, root, u = [2, 0, 1], square_root(2), [4, 0, 4, 0, 1]
    factor = univariate(f, 2, proof=newton(2), roots=[[0, root, Fraction(1, 10**55)], [0, -root, Fraction(1, 10**55)]])

    def box(re, im):
        return {"re": interval(Fraction(re)), "im": interval(Fraction(im))}

    both = [{"minpoly": texts(f), **box(0, r), "approx": f"0.0{'+' if r > 0 else ''}{decimal(r)}i"} for r in (-root,)]
    points = []
    for r in (root, -root):  # the filters are (x - i r)(x + i r)^2 = x^3 + i r x^2 + 2 x + 2 i r and x - i r
        filters = [[(0, 2 * r), (2, 0), (0, r), (1, 0)], [(0, -r), (1, 0)]]
        enclosures = [{"enclosure": [box(*c) for c in w]} for w in filters]
        points.append(point(enclosures, {"generators": both, "primitive": None}, 4))
    document.update(
        filter=texts(u), field="C", points=points, counts={"Q": 0, "R": 0, "C": 2}, ntk_classes=[], status="proved",
        reason=None,
    )  # fmt: skip
    document["evidence"]["fiber"] = node(u, factors=[factor])
    return document


# ---- equal NTKs -----------------------------------------------------------------------------------------------------

LINE = Network("k2 k4 k3", layer(2), layer(4), layer(3))


def monomials():
    """k2 k4 k3 at x^3, balanced: x^i, x^j, x^k with i + j + k = 3; rho = 1, and K is diagonal, an integer matrix."""
    indices = [(i, j, k) for i, j, k in product(range(2), range(4), range(3)) if i + j + k == 3]
    return indices, [diagonal(exponents, (2, 4, 3)) for exponents in indices]


def diagonal(exponents, sizes):
    """How many of the monomials x^(3 - i + m), m below the size of the layer, are each x^a."""
    found = [0] * 7
    for i, k in zip(exponents, sizes, strict=True):
        for m in range(k):
            found[3 - i + m] += 1
    return found


def ends(name, *amounts):
    return [[name, 0, amount] for amount in amounts if amount]


def partition(kernels):
    """The indices of equal ones together."""
    return sorted([n for n, other in enumerate(kernels) if other == kernel] for kernel in unique(kernels))


def unique(kernels):
    return [kernel for n, kernel in enumerate(kernels) if kernel not in kernels[:n]]


def equal_rational():
    """k2 k4 k3 at x^3, balanced: (0, 1, 2) and (1, 2, 0) have equal NTKs, the layers being of different sizes."""
    indices, kernels = monomials()
    points, choices = [], []
    for exponents in indices:
        filters = [[int(m == i) for m in range(k)] for i, k in zip(exponents, (2, 4, 3), strict=True)]
        numbers = {"t": "1", "rho": ["1"] * 3}
        points.append({"filters": texts(filters), "factor": "1", "field": "Q", "rank": None, **numbers})
        choices.append(
            [[*ends("zero", i), *ends("infinity", k - 1 - i)] for i, k in zip(exponents, (2, 4, 3), strict=True)]
        )
    classes = partition(kernels)
    pairs = [list(pair) for members in classes for pair in combinations(members, 2)]
    compared = {**ntk([0, 0], [[a, a] for a in range(7)], 64 + 64 * bool(pairs)), "equal": pairs}
    u = [0, 0, 0, 1, 0, 0, 0]
    return certificate(
        LINE, u, ["0", "0"], node(u[:4], factors=[]), points, choices, (6, 6, 6), (None, None), classes, "refuted",
        ntk=compared,
    )  # fmt: skip


CORNER = Network("k2x1 k4x1 k3x1 k1x2 k1x2", layer(2, 1), layer(4, 1), layer(3, 1), layer(1, 2), layer(1, 2))


def equal_irrational(bits=4096):
    """The same in direction 0, and y - s and y + s with s^2 = 2 in direction 1: twelve points, none is rational."""
    indices, kernels = monomials()
    root = square_root(2, 1300)
    factor = univariate(
        [-2, 0, 1], proof=newton(2), roots=[[r, 0, Fraction(1, 10**1290)] for r in (-root, root)], direction=1
    )
    polynomial = [[0, 0, 0] for _ in range(3)] + [[-2, 0, 1]]
    points, choices = [], []
    t = real_root([-9, 0, 0, 0, 0, 1], 1, 2)
    number = {"interval": interval(t), "approx": decimal(t)}
    for exponents, k in product(indices, (0, 1)):
        filters = [[[str(int(m == i))] for m in range(n)] for i, n in zip(exponents, (2, 4, 3), strict=True)]
        roots = [(1 - 2 * m) * ROOT2 for m in (k, 1 - k)]  # minus the root
        filters += [{"enclosure": [[interval(r), interval(Fraction(1))]]} for r in roots]
        field = generators(([-2, 0, 1], ROOT2))
        points.append(point(filters, field, None, number, [number] * 5))
        ends_of = zip(exponents, (2, 4, 3), strict=True)
        choice = [[*ends("zero", i), *ends("infinity", n - 1 - i)] for i, n in ends_of]
        choices.append([*choice, [["root", 0, k, 1]], [["root", 0, 1 - k, 1]]])
    classes = [[2 * n + k for n in members for k in (0, 1)] for members in partition(kernels)]
    ((one, other),) = [members[::2] for members in classes if len(members) > 2]
    places = [[3 * a, 3 * a] for a in range(7)]
    compared = {**ntk([0] * 4, places, bits), "equal": [[one, other]]}
    u = [*polynomial, *([[0, 0, 0]] * 3)]
    fiber = node(polynomial, factors=[factor])
    return certificate(
        CORNER, u, ["0"] * 4, fiber, points, choices, (0, 12, 12), (None, None), classes, "refuted",
        field="R", ntk=compared,
    )  # fmt: skip


# ---- every delta ----------------------------------------------------------------------------------------------------


def pairs(document, *found):
    """With pairs of points, and how they are shown: (points, kind, forms, places)."""
    document["pairs"] = [{"points": list(ends), "kind": kind, "forms": forms} for ends, kind, forms, _ in found]
    document["evidence"]["pairs"] = [
        {"bits": 128, "places": list(map(list, places))} if places else None for *_, places in found
    ]
    return document


PIECES = {None: (None, ["1"]), 0: ([["zero", 0, 1]], ["0", "1"])}  # the scalar, and x
for number, sign in ((0, -1), (1, 1)):
    PIECES[sign] = [["root", 0, number, 1]], enclosed([-sign * ROOT2, 1])  # x - sign s, s^2 = 2


def line(network, u, orders, count, compared, *found, multiplicity=1):
    """Layers of one or two entries, the pieces of each point in the given order; nothing claimed on smoothness."""
    factor = univariate([-2, 0, 1], multiplicity, proof=newton(2), roots=discs([-ROOT2, ROOT2]))
    field = generators(([-2, 0, 1], ROOT2))
    document = certificate(
        network, u, None, node(u, factors=[factor]), [point([PIECES[k][1] for k in order], field) for order in orders],
        [[PIECES[k][0] for k in order] for order in orders], (0, count, count), (None, None),
        [[n] for n in range(count)], "refuted", field="R", ntk=compared,
    )  # fmt: skip
    return pairs(document, *found)


def swapped():
    """k2 k2 at x^2 - 2: a swap; equal NTKs where delta is 0."""
    found = (0, 1), "locus", [[1]], [(0, 0), (0, 1)]
    return line(PAIR, [-2, 0, 1], [(-1, 1), (1, -1)], 2, ntk([1], [[0, 1]]), found)


def around_a_scalar():
    """k2 k1 k2 k1 at x^2 - 2: the same with scalar layers, for which the matrix is the same."""
    network = Network("k2 k1 k2 k1", layer(2), layer(1), layer(2), layer(1))
    found = (0, 1), "locus", [[1, 1, 0]], [(0, 0), (0, 1), (0, 2)]
    return line(network, [-2, 0, 1], [(-1, None, 1, None), (1, None, -1, None)], 2, ntk([1, 2, 0], [[0, 1]]), found)


def cancelling(*found):
    """k2 k2 k2 k2 at (x^2 - 2)^2: six points, whose layers have two filters; those that stay cancel."""
    network, orders = Network("k2 k2 k2 k2", *[layer(2)] * 4), sorted(set(permutations((-1, -1, 1, 1))))
    found = found or [
        ((0, 1), "locus", [[0, 1, 0]], [(0, 0), (0, 1)]),
        ((0, 2), "locus", [[0, 1, 1]], [(0, 0), (0, 1)]),
        ((0, 5), "undecided", [], []),
    ]
    compared = ntk([1, 2, 4], [[a, b] for a in range(5) for b in range(a, 5)])
    return line(network, [4, 0, -4, 0, 1], orders, 6, compared, *found, multiplicity=2)


def cycles():
    """k2 k2 k2 at x (x^2 - 2): swaps of two layers, and a cycle of three."""
    network, places = Network("k2 k2 k2", layer(2), layer(2), layer(2)), [(1, 1), (1, 2), (0, 0)]
    found = [
        ((0, 1), "locus", [[0, 1]], places),
        ((0, 3), "locus", [[1, 0], [0, 1]], places),
        ((0, 5), "locus", [[1, 1]], places),
        ((2, 4), "undecided", [], []),
    ]
    compared = ntk([1, 3], [[a, b] for a in range(4) for b in range(a, 4)])
    return line(network, [0, -2, 0, 1], list(permutations((-1, 0, 1))), 6, compared, *found)


def three_real_roots():
    """k3 k2 at x^3 - 3 x + 1: three points, any two with different NTKs for every delta."""
    u = [1, -3, 0, 1]
    roots = [real_root(u, *ends) for ends in ((-2, -1), (0, 1), (1, 2))]
    factor = univariate(u, proof=lifting(u, 2), roots=discs(roots))
    points, choices = [], []
    for k, r in enumerate(roots):
        a, b = [x for x in roots if x != r]
        points.append(point([enclosed([a * b, -a - b, 1]), enclosed([-r, 1])], generators((u, r)), 4))
        choices.append([[["root", 0, m, 1] for m in range(3) if m != k], [["root", 0, k, 1]]])
    smooth = smooth_by(Network("k4", layer(4)), [[["root", 0, k, 1] for k in range(3)]], [u])
    document = certificate(
        K3K2, u, None, node(u, factors=[factor]), points, choices, (0, 3, 3), smooth, [[0], [1], [2]], "refuted",
        field="R", ntk=ntk([0], [[0, 0], [0, 1], [1, 1]]),
    )  # fmt: skip
    places = [(0, 0), (0, 1), (0, 2), (1, 1)]
    return pairs(document, *((ends, "different", [], places) for ends in combinations(range(3), 2)))


# ---- what is true is accepted ---------------------------------------------------------------------------------------

HONEST = {
    "cube root": (cube, "1 real point with 1 NTK at the given δ: proved"),
    "cube root, delta 1": (lambda: cube(1), "1 real point with 1 NTK at the given δ: proved"),
    "rational t": (square_pair, "smooth, 2 real points with 1 NTK at the given δ: proved"),
    "denominators": (lambda: square_pair(Fraction(3, 2), 3), "smooth, 2 real points with 1 NTK at the given δ: proved"),
    "a lead that is no integer": (
        lambda: square_pair(2, Fraction(1, 3)), "smooth, 2 real points with 1 NTK at the given δ: proved"),
    "a multiple of the denominator": (
        lambda: square_pair(denominator=12), "smooth, 2 real points with 1 NTK at the given δ: proved"),
    "t of degree 2": (
        lambda: square_pair(delta=1, classes=((0,), (1,))), "2 real points with 2 NTKs at the given δ: refuted"),
    "golden": (golden, "0 over Q, 2 over R, 2 over C; singular, 2 real points with 2 NTKs at the given δ: refuted"),
    "rank 4": (double_irrational, "2 over C; the NTKs not compared: undecided"),
    "rank 4, denominators": (lambda: double_irrational(Fraction(3, 2)), "2 over C; the NTKs not compared: undecided"),
    "rank 4 over C": (double_imaginary, "0 over R, 2 over C; no real point at all, so nothing to compare: proved"),
    "smooth": (smooth_conjugates, "2 over C; smooth, 2 real points with 1 NTK at the given δ: proved"),
    "singular": (singular_conjugates, "6 over C; singular, the NTKs not compared: undecided"),
    "equal, rational": (equal_rational, "6 over C; 6 real points with 5 NTKs at the given δ: refuted"),
    "equal, irrational": (equal_irrational, "12 over C; 12 real points with 5 NTKs at the given δ: refuted"),
    "swapped": (swapped, "2 real points with 2 NTKs as functions of δ: refuted"),
    "around a scalar": (around_a_scalar, "2 real points with 2 NTKs as functions of δ: refuted"),
    "cancelling": (cancelling, "6 real points with 6 NTKs as functions of δ: refuted"),
    "cycles": (cycles, "6 real points with 6 NTKs as functions of δ: refuted"),
    "three real roots": (three_real_roots, "smooth, 3 real points with 3 NTKs as functions of δ: refuted"),
}  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_accepts_what_is_true(name):
    check_accepted(*HONEST[name])


def test_the_norms_are_those_of_the_cube_root():
    """The resolvent at D nu is 0, and nu = t (t + delta)."""
    a = ROOTS[0][0]
    nu = (a**4 + a**2 + 1) * (a**2 + 1)
    assert abs(value(NU, nu)) < Fraction(1, 10**30)
    for delta, f in AT_T.items():
        t = real_root(f, 1, 4)
        assert abs(t * (t + delta) - nu) < Fraction(1, 10**30)


# ---- what is false is not -------------------------------------------------------------------------------------------

EVIDENCE = ("evidence", "resolvents")
T = ("points", 0, "t")


def unused():
    document = cube()
    document["evidence"]["resolvents"] *= 2
    return document


def rank_as(build, size, rank, n=0):
    """Another rank, with so many of the pivots, or with one more."""
    document = build()
    found = document["evidence"]["ranks"][n]
    for key, more in (("rows", [0, 1, 2, 3, 4, 5]), ("columns", [0, 1, 2, 3, 4])):
        found[key] = [*found[key], *(k for k in more if k not in found[key])][:size]
    document["points"][n]["rank"] = rank
    return document


def wide():
    """The rank where the roots are known to ten digits only."""
    document = singular_conjugates()
    sheet = at(document, ("evidence", "fiber", "leaf", "factors", 0, "absolute"))
    sheet["roots"] = [[*disc[:2], "1/10000000000"] for disc in sheet["roots"]]
    for entry in document["points"]:
        for w in entry["filters"]:
            w["enclosure"] = [[["-9", "9"]] * 2] * 2
        entry["field"] = generators(([-2, 0, 1], ROOT2))
        for number in entry["field"]["generators"]:
            number["interval"] = ["-2", "-1"] if number["approx"][0] == "-" else ["1", "2"]
    return document


def beside():
    """t as a root of a polynomial with a root very near t."""
    t = real_root(AT_T[0], 1, 4)
    return replaced(cube(), T, algebraic([-(round(t * t * 10**40) // 10 * 10 + 1), 0, 10**40], t))


def not_real():
    """A pair of points that are not real."""
    document = double_imaginary()
    return pairs(document, ((0, 1), "undecided", [], []))


def at_delta():
    """Pairs though delta is given."""
    document = square_pair()
    return pairs(document, ((0, 1), "locus", [[1]], [(0, 0), (0, 1)]))


def same_places():
    return replaced(swapped(), ("evidence", "pairs", 0, "places"), [[0, 0], [1, 1]])


def equal_as(i, j, classes=None):
    document = equal_irrational()
    document["evidence"]["ntk"]["equal"] = [[i, j]]
    return document if classes is None else {**document, "ntk_classes": classes}


def together():
    """Points of two classes in one, with an equality to be shown."""
    document = equal_irrational()
    first, second, *rest = document["ntk_classes"]
    document["ntk_classes"] = sorted([sorted([*first, *second]), *rest])
    listed = document["evidence"]["ntk"]["equal"]
    document["evidence"]["ntk"]["equal"] = sorted([*listed, [first[0], second[0]]])
    return document


TAMPERED = {
    "a coefficient": (
        lambda: replaced(cube(), (*EVIDENCE, 0, "coefficients", 1), "28"), "resolvents[0].coefficients[1]: is not"),
    "a resolvent that is not monic": (
        lambda: replaced(cube(), (*EVIDENCE, 0, "coefficients", 3), "2"), "are not those of a monic polynomial"),
    "a resolvent of too low a degree": (
        lambda: replaced(square_pair(), (*EVIDENCE, 0, "coefficients"), ["-9", "1"]), "monic polynomial of degree 2"),
    "a denominator that does not fit": (
        lambda: replaced(cube(), (*EVIDENCE, 0, "denominator"), "2"), "resolvents[0].coefficients[0]"),
    "no denominator": (lambda: replaced(cube(), (*EVIDENCE, 0, "denominator"), "0"), "is not a positive common"),
    "a denominator that is too small": (
        lambda: exact(square_pair(Fraction(3, 2), 1), [resolvent([25, 25], 8)], [0, 0], [("5", ["5", "5"])] * 2),
        "is not a positive common"),
    "a denominator without that of the lead": (
        lambda: square_pair(2, Fraction(1, 3), denominator=1), "is not a positive common"),
    "a denominator beyond the enclosures": (
        lambda: square_pair(denominator=10**60), "coefficients[0]: is not shown to be that of the product"),
    "a negative denominator": (
        lambda: replaced(cube(), EVIDENCE, [{"denominator": "-1", "coefficients": texts([45, 27, 15, 1])}]),
        "is not a positive common"),
    "a resolvent that is not used": (unused, "evidence.resolvents: are not all used"),
    "exact t without resolvent": (
        lambda: replaced(replaced(cube(), ("evidence", "scalings"), [None]), EVIDENCE, []), "unknown key 'minpoly'"),
    "rational t without resolvent": (
        lambda: exact(square_pair(), [], [None, None], [("3", ["3", "3"])] * 2), "expected an object"),
    "a resolvent for t that is enclosed": (
        lambda: replaced(cube(), T, real_cube_root()["points"][0]["t"]), "key 'minpoly' is missing"),
    "a resolvent where delta is null": (
        lambda: exact(swapped(), [resolvent([9, 9])], [0, 0], [(None, None)] * 2), "scalings[0]: must be null unless"),
    "a resolvent for a rational point": (
        lambda: replaced(
            replaced(singular(), EVIDENCE, [resolvent([1])]), ("evidence", "scalings"), [0, None]),
        "scalings[0]: must be null unless"),
    "a resolvent that is not there": (lambda: replaced(cube(), ("evidence", "scalings"), [1]), "from 0 to 0"),
    "t of other invariants": (
        lambda: {**cube(1), "points": cube()["points"]}, "points[0].t.interval: is not shown"),
    "t nearly": (beside, "points[0].t: is not a root of the resolvent"),
    "the other root of the resolvent": (
        lambda: exact(square_pair(), [resolvent([9, 9])], [0, 0], [("-3", ["-3", "-3"])] * 2),
        "points[0].t: is not shown with 256 bits to be the root"),
    "a number that is not t": (
        lambda: exact(square_pair(), [resolvent([9, 9])], [0, 0], [("4", ["4", "4"])] * 2), "is not a root of"),
    "an arrangement that is not a point": (
        lambda: exact(golden(), at(golden(), EVIDENCE), [0, 0], [("3", ["3", "3"]), ("4", ["4", "4"])]),
        "points[1].t: is not a root"),
    "an interval with two roots": (
        lambda: replaced(cube(), (*T, "interval"), ["-3", "4"]), "t.interval: does not increase, or goes below"),
    "an interval on which minpoly turns": (
        lambda: replaced(cube(), (*T, "interval"), ["0", "4"]), "minpoly is not shown to have one root in it"),
    "an interval beside t": (lambda: replaced(cube(), (*T, "interval"), ["4", "5"]), "does not change sign"),
    "an approximation": (lambda: replaced(cube(), (*T, "approx"), "3.63517"), "t.approx: is not t"),
    "rho": (lambda: replaced(cube(1), ("points", 0, "rho", 0), ["0", "1"]), "points[0].rho[0]: is not t + Delta_l"),
    "rational rho": (lambda: replaced(square_pair(), ("points", 1, "rho", 1), "4"), "points[1].rho[1]: is not t"),
    "a smaller rank": (lambda: rank_as(double_irrational, 3, 3), "is not shown to be 0"),
    "a larger rank": (lambda: rank_as(double_irrational, 5, 5), "is not shown to be other than 0"),
    "another rank": (lambda: replaced(double_irrational(), ("points", 1, "rank"), 5), "rank: should be 4"),
    "a rank without evidence": (
        lambda: replaced(double_irrational(), ("evidence", "ranks", 0), None), "points[0].rank: must be null"),
    "a smaller rank over C": (lambda: rank_as(double_imaginary, 3, 3, n=1), "is not shown to be 0"),
    "a rank with wide discs": (wide, "is not shown to be 0"),
    "a pivot twice": (
        lambda: replaced(double_irrational(), ("evidence", "ranks", 0, "rows"), [0, 0, 1, 4]), "must not repeat"),
    "a rank of more pivots than columns": (
        lambda: replaced(double_irrational(), ("evidence", "ranks", 0, "columns"), [0, 1, 2]), "expected 4 entries"),
    "a rank modulo a prime": (
        lambda: replaced(double_irrational(), ("evidence", "ranks", 0), double_root_unsure()["evidence"]["ranks"][0]),
        "unknown key 'prime'"),
    "pivots at a rational point": (
        lambda: replaced(double_root_unsure(), ("evidence", "ranks", 0), {"rows": [0, 1], "columns": [0, 1]}),
        "key 'prime' is missing"),
    "a smooth point called singular": (lambda: {**smooth_conjugates(), "smooth": False}, "smooth: should be true"),
    "a singular point called smooth": (lambda: {**singular_conjugates(), "smooth": True}, "smooth: should be false"),
    "singular by too few pivots": (
        lambda: {**replaced(smooth_conjugates(), ("evidence", "smooth", "rank"), pivots_of(smooth_conjugates(), 6)),
                 "smooth": False}, "is not shown to be 0"),
    "filters of an irrational point": (
        lambda: replaced(smooth_conjugates(), ("evidence", "smooth", "filters"), [[["0", "1"], ["1", "0"]]] * 2),
        "filters: must be null where the point is not rational"),
    "pivots where there are two points": (
        lambda: replaced(golden(), ("evidence", "smooth", "rank"), golden()["evidence"]["ranks"][0]),
        "filters and rank must be null"),
    "NTKs that differ": (together, "evidence.ntk.equal[0]: the NTKs are not shown to be equal"),
    "equal NTKs of few bits": (lambda: equal_irrational(1024), "are not shown to be equal with 1024 bits"),
    "equal NTKs by a permutation": (lambda: equal_as(0, 1), "that no permutation relates"),
    "equal NTKs in two classes": (lambda: equal_as(0, 2), "are in different classes"),
    "equal NTKs not shown": (
        lambda: replaced(equal_irrational(), ("evidence", "ntk", "equal"), []), "has points that are not related"),
    "equal NTKs said to be assumed": (
        lambda: {**equal_rational(), "assumptions": ["points 0 and 5: equal NTKs"]}, "assumptions: are not the 0"),
    "more bits than allowed": (lambda: equal_irrational(2**16 + 1), "from 64 to 65536"),
    "a locus called different": (
        lambda: replaced(replaced(swapped(), ("pairs", 0, "kind"), "different"), ("pairs", 0, "forms"), []),
        "pairs[0].kind: should be locus"),
    "different called a locus": (
        lambda: replaced(three_real_roots(), ("pairs", 1, "kind"), "locus"), "pairs[1].kind: should be different"),
    "two layers each that move": (
        lambda: cancelling(((0, 5), "locus", [[1, 1, 0], [0, 1, 1]], [(0, 0), (0, 1)])), "that do not cancel"),
    "other forms": (lambda: replaced(cycles(), ("pairs", 0, "forms"), [[1, 0]]), "pairs[0].forms[0]"),
    "a form too few": (lambda: replaced(cycles(), ("pairs", 1, "forms"), [[1, 0]]), "expected 2 entries"),
    "forms where nothing is decided": (lambda: replaced(cycles(), ("pairs", 3, "forms"), [[1, 0]]), "expected 0"),
    "a proof where nothing is decided": (
        lambda: replaced(cycles(), ("evidence", "pairs", 3), cycles()["evidence"]["pairs"][0]), "must be null when"),
    "places that show nothing": (same_places, "do not show independence"),
    "too few places": (
        lambda: replaced(swapped(), ("evidence", "pairs", 0, "places"), [[0, 0]]), "expected 2 entries"),
    "too few bits": (lambda: replaced(swapped(), ("evidence", "pairs", 0, "bits"), 32), "from 64 to 65536"),
    "a separating matrix for irrational points": (
        lambda: replaced(three_real_roots(), ("evidence", "pairs", 0), {"entries": [], "products": [[], []]}),
        "key 'bits' is missing"),
    "a pair that is not real": (not_real, "pairs[0].points: are not both real"),
    "pairs at given invariants": (at_delta, "pairs: must be empty where delta is given"),
}  # fmt: skip


def pivots_of(document, rank):
    found = document["evidence"]["smooth"]["rank"]
    return {key: found[key][:rank] for key in ("rows", "columns")}


@pytest.mark.parametrize("name", TAMPERED)
def test_rejects_what_is_false(name):
    check_refused(*TAMPERED[name])


def test_many_arrangements_are_refused(monkeypatch):
    monkeypatch.setattr(import_module("symlcn.check.fiber.exact.resolvents"), "MAX_ARRANGEMENTS", 2)
    assert "more than 2 arrangements" in verdict(cube()).message
    assert verdict(square_pair()).verdict == "accepted"


def test_long_eliminations_are_refused(monkeypatch):
    monkeypatch.setattr(import_module("symlcn.check.fiber.exact.elimination"), "MAX_STEPS", 4 * 6 * 5 - 1)
    assert verdict(double_irrational()).verdict == "malformed"


def test_equal_ntks_of_large_filters_are_refused(monkeypatch):
    monkeypatch.setattr(import_module("symlcn.check.fiber.comparison.equality"), "MAX_AMBIENT", 6)
    assert "more than 6 entries" in verdict(equal_rational()).message


FREE = {"tool", "digest", "rows", "columns", "bits", "indices", "places", "roots", "interval", "re",
        "im", "enclosure", "approx", "primes", "prime", "shift", "reason"}  # fmt: skip
NEW = {"t", "rho", "rank", "ranks", "pairs", "resolvents", "scalings", "ntk"}  # other fields are damaged elsewhere
SMALL = ("cube root", "denominators", "golden", "rank 4", "smooth", "swapped", "three real roots", "equal, rational")


@pytest.mark.parametrize("name", SMALL)
def test_no_damage_is_accepted_or_crashes(name):
    """Other values of what is free show the same where they are accepted; delta of a comparison is any one."""
    tried = 0
    for path, document in damaged(HONEST[name][0](), NEW):
        tried += 1
        if not FREE.intersection(path) and path[:3] != ("evidence", "ntk", "delta"):
            assert verdict(document).verdict != "accepted", (path, at(document, path))
        else:
            verdict(document)
    assert tried > 50


@pytest.mark.parametrize("name", SMALL)
def test_no_removal_is_accepted_or_crashes(name):
    for path, document in shortened(HONEST[name][0](), NEW):
        assert verdict(document).verdict != "accepted" or FREE.intersection(path), path
