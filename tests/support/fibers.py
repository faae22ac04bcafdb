"""Certificates of fibers, built by hand for the tests of the checker; nothing here comes from the library."""

import copy
from fractions import Fraction
from itertools import product
from math import isqrt, prod

from symlcn.check import check_text
from tests.support.damage import at, changed, containers, leaves, replaced, sealed, without
from tests.support.irreducible import ASSUMED, LINEAR, lifting, newton, on_line, reduction

# ---- builders -------------------------------------------------------------------------------------------------------


def texts(value):
    """Numbers as strings, in lists as they are nested."""
    return [texts(part) for part in value] if isinstance(value, (list, tuple)) else str(value)


def flat(value):
    return [c for part in value for c in flat(part)] if isinstance(value, (list, tuple)) else [value]


def entries(value, index=()):
    """The nonzero entries of a nested list by index."""
    if not isinstance(value, (list, tuple)):
        return {index: Fraction(value)} if value else {}
    return {i: c for k, part in enumerate(value) for i, c in entries(part, (*index, k)).items()}


def times(f, g):
    result = {}
    for (i, a), (j, b) in product(f.items(), g.items()):
        index = tuple(map(sum, zip(i, j, strict=True)))
        result[index] = result.get(index, 0) + a * b
    return {index: c for index, c in result.items() if c}


class Network:
    """Sizes, strides and dilations in layers; the exponents that follow."""

    def __init__(self, notation, *layers):
        self.notation = notation
        self.layers = [{"size": k, "stride": s, "dilation": d} for k, s, d in layers]
        self.dimension, stride = len(layers[0][0]), [1] * len(layers[0][0])
        self.sizes, self.exponents = [k for k, _, _ in layers], []
        for _, s, d in layers:
            self.exponents.append([t * x for t, x in zip(stride, d, strict=True)])
            stride = [t * x for t, x in zip(stride, s, strict=True)]

    def polynomial(self, filters):
        result = {(0,) * self.dimension: Fraction(1)}
        for w, e in zip(filters, self.exponents, strict=True):
            result = times(result, {tuple(map(int.__mul__, i, e)): c for i, c in entries(w).items()})
        return result

    def factor(self, u, filters):
        target, own = entries(u), self.polynomial(filters)
        factor = target[min(target)] / own[min(own)]
        assert target == {i: c * factor for i, c in own.items()}
        return factor

    def jacobian(self, filters, p):
        extents = [
            1 + sum((k[d] - 1) * e[d] for k, e in zip(self.sizes, self.exponents, strict=True))
            for d in range(self.dimension)
        ]
        places, rows = list(product(*map(range, extents))), []
        for l, k in enumerate(self.sizes):
            for index in product(*map(range, k)):
                unit = copy.deepcopy(filters)
                unit[l] = nested(k, {index: 1})
                row = self.polynomial(unit)
                rows.append([int(row.get(place, 0)) % p for place in places])
        return rows


def nested(size, found, index=()):
    if len(index) == len(size):
        return found.get(index, 0)
    return [nested(size, found, (*index, k)) for k in range(size[len(index)])]


def minor(rows, p):
    """Rows and columns of a largest minor that is not 0 modulo p."""
    chosen, echelon = [], []
    for n, row in enumerate(rows):
        for column, other in echelon:
            row = [(a - row[column] * b) % p for a, b in zip(row, other, strict=True)]
        pivot = next((k for k, c in enumerate(row) if c), None)
        if pivot is not None:
            inverse = pow(row[pivot], -1, p)
            echelon.append((pivot, [c * inverse % p for c in row]))
            chosen.append(n)
    return chosen, sorted(column for column, _ in echelon)


def rank(network, filters, kernel=(), p=10007):
    rows, columns = minor(network.jacobian(filters, p), p)
    return {"prime": p, "rows": rows, "columns": columns, "kernel": texts(kernel)}


def layer(*size, s=None, d=None):
    return list(size), s or [1] * len(size), d or [1] * len(size)


def univariate(coefficients, multiplicity=1, proof=LINEAR, roots=(), direction=0):
    return {
        "direction": direction,
        "coefficients": texts(coefficients),
        "multiplicity": multiplicity,
        "irreducible": proof,
        "roots": texts(roots),
    }


def absolute(proof):
    return {"minpoly": None, "irreducible": None, "roots": [], "terms": None, "proof": proof}


def multivariate(polynomial, proof, multiplicity=1):
    return {"polynomial": texts(polynomial), "multiplicity": multiplicity, "absolute": absolute(proof)}


def node(polynomial, split=None, factors=None, rings=()):
    leaf = None if factors is None else {"factors": factors, "rings": list(rings)}
    return {"polynomial": texts(polynomial), "split": split, "leaf": leaf}


def ring(exponent, pieces, primes, bounds=None):
    return {"exponent": exponent, "pieces": pieces, "primes": primes, "bounds": bounds or [None] * len(exponent)}


def piece(coefficients, factors, roots=(), direction=0):
    return {"direction": direction, "coefficients": texts(coefficients), "factors": factors, "roots": texts(roots)}


def bound(prime, *values):
    return {"prime": prime, "values": list(values)}


def decimal(value):
    sign, digits = "-" * (value < 0), str(int(abs(value) * 10**20)).zfill(21)
    return f"{sign}{digits[:-20]}.{digits[-20:]}"


def balanced(network, filters, factor):
    """t and rho of two layers at delta 0: t^2 = factor^2 n_1 n_2."""
    square = factor**2 * prod(sum(c * c for c in flat(w)) for w in filters)
    p, q = square.numerator, square.denominator
    if isqrt(p * q) ** 2 == p * q:
        t = Fraction(isqrt(p * q), q)
        return {"t": str(t), "rho": [str(t)] * 2}
    low = Fraction(isqrt(p * q), q)
    t = {"minpoly": texts([-p, 0, q]), "interval": texts([low, low + Fraction(1, q)])}
    t["approx"] = decimal(Fraction(isqrt(p * q * 10**40), q * 10**20))
    return {"t": t, "rho": [["0", "1"]] * 2}


def rational_point(network, u, filters, rank, delta=None):
    factor = network.factor(u, filters)
    found = {"filters": texts(filters), "factor": str(factor), "field": "Q", "rank": rank, "t": None, "rho": None}
    return found if delta is None else {**found, **balanced(network, filters, factor)}


def certificate(network, u, delta, fiber, points, choices, counts, smooth, classes, status, **changes):
    """smooth: (claim, evidence); further changes: field, fields, ranks, ntk, assumptions, reason."""
    own = {"field": "Q", "ntk": None, "assumptions": [], "reason": None}
    own |= {"fields": [None] * len(points), "ranks": [None] * len(points), **changes}
    return {
        "format": "symlcn-certificate",
        "version": 2,
        "kind": "fiber",
        "architecture": {"notation": network.notation, "dimension": network.dimension, "layers": network.layers},
        "delta": delta,
        "status": status,
        "reason": own["reason"],
        "filter": texts(u),
        "field": own["field"],
        "points": points,
        "counts": dict(zip("QRC", counts, strict=True)),
        "smooth": smooth[0],
        "smooth_reason": own["smooth_reason"] if "smooth_reason" in own else _reason(*smooth, counts[2]),
        "ntk_classes": classes,
        "pairs": [],
        "evidence": {
            "fiber": fiber,
            "points": choices,
            "fields": own["fields"],
            "ranks": own["ranks"],
            "smooth": smooth[1],
            "ntk": own["ntk"],
            "pairs": [],
            "resolvents": [],
            "scalings": [None] * len(points),
        },
        "hypotheses": [],
        "assumptions": own["assumptions"],
        "digest": "",
        "tool": {"name": "by hand"},
    }


def _reason(smooth, evidence, points):
    """Why a point is smooth or singular, where no rank but the full one occurs and merging layers changes nothing."""
    if smooth:
        rank = len(evidence["rank"]["rows"])
        return f"one point over C up to layer order, and the Jacobian has full rank {rank} there"
    return "said in words" if smooth is None else f"{points} points over C under the merged map"


def ntk(delta, indices, bits=128, pair=None):
    return {"bits": bits, "delta": texts(delta), "indices": indices, "pair": pair, "equal": []}


# ---- the certificates -----------------------------------------------------------------------------------------------

K3K2 = Network("k3 k2", layer(3), layer(2))
MERGED4 = Network("k4", layer(4))
STRIDED = Network("k3s2 k2", layer(3, s=[2]), layer(2))
PAIR = Network("k2 k2", layer(2), layer(2))
PLANAR = Network("k2x2 k2x2", layer(2, 2), layer(2, 2))
TWICE = Network("k3 k3", layer(3), layer(3))


def smooth_by(merged, choice, filters):
    return True, {"point": choice, "filters": texts(filters), "residues": None, "rank": rank(merged, filters)}


def three_roots():
    """k3 k2 at x^3 - x, balanced: three points, three NTKs."""
    u, one = [0, -1, 0, 1], ["root", 0, 0, 1]
    other, zero = ["root", 1, 0, 1], ["zero", 0, 1]
    fiber = node(u, factors=[univariate([-1, 1]), univariate([1, 1])])
    filters = [([0, 1, 1], [1, -1]), ([0, 1, -1], [1, 1]), ([1, 0, -1], [0, 1])]
    points = [rational_point(K3K2, u, list(w), 4, delta=0) for w in filters]
    choices = [[[zero, other], [one]], [[zero, one], [other]], [[one, other], [zero]]]
    smooth = smooth_by(MERGED4, [[zero, one, other]], [[0, 1, 0, -1]])
    classes, counts = [[0], [1], [2]], (3, 3, 3)
    compared = ntk([0], [[0, 0], [0, 1], [1, 2]])
    return certificate(K3K2, u, ["0"], fiber, points, choices, counts, smooth, classes, "refuted", ntk=compared)


def cube_root():
    """The cube roots of 2 as complex numbers, to 40 digits, and as discs of radius 1e-30."""
    low, high = 0, 2 * 10**40
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**3 <= 2 * 10**120 else (low, middle)
    c = Fraction(low, 10**40)
    imaginary = c / 2 * Fraction(isqrt(3 * 10**80), 10**40)
    return [(c, Fraction(0)), (-c / 2, imaginary), (-c / 2, -imaginary)]


EPSILON = Fraction(1, 10**25)
ROOTS = cube_root()
DISCS = [[re, im, Fraction(1, 10**30)] for re, im in ROOTS]


def interval(x, width=EPSILON):
    return texts([x - width, x + width])


def irreducible_cubic():
    return univariate([-2, 0, 0, 1], proof=newton(2), roots=DISCS)


def cube_choices(k):
    """Root k of x^3 - 2 in layer 1, the others in layer 0."""
    others = [m for m in range(3) if m != k]
    return [[["root", 0, m, 1] for m in others], [["root", 0, k, 1]]]


def cube_smooth():
    return smooth_by(MERGED4, [[["root", 0, k, 1] for k in range(3)]], [[2, 0, 0, -1]])


def real_cube_root(delta="0"):
    """k3 k2 at x^3 - 2 over R: one point, c^2 + c x + x^2 and -c + x, enclosed."""
    u, c = [-2, 0, 0, 1], ROOTS[0][0]
    t = Fraction(isqrt(int((c**4 + c**2 + 1) * (c**2 + 1) * 10**60)), 10**30)
    number = {"interval": interval(t), "approx": decimal(t)}
    generator = {"minpoly": texts(u), "interval": interval(c), "approx": decimal(c)}
    point = {
        "filters": [
            {"enclosure": [interval(c * c), interval(c), interval(1)]},
            {"enclosure": [interval(-c), interval(1)]},
        ],
        "factor": None,
        "field": {"generators": [generator], "primitive": None},
        "rank": 4,
        "t": number,
        "rho": [number, number],
    }
    fiber = node(u, factors=[irreducible_cubic()])
    return certificate(
        K3K2, u, [delta], fiber, [point], [cube_choices(0)], (0, 1, 3), cube_smooth(), [[0]], "proved", field="R"
    )


def no_rational_point():
    """The same over Q: nothing to list."""
    u = [-2, 0, 0, 1]
    fiber = node(u, factors=[irreducible_cubic()])
    reason = "0 of 1 real points listed"
    return certificate(K3K2, u, None, fiber, [], [], (0, 1, 3), cube_smooth(), [], "undecided", reason=reason)


def complex_cube_roots():
    """The same over C: three points, one of them real."""
    document = real_cube_root()
    document["field"], document["evidence"]["points"] = "C", [cube_choices(k) for k in range(3)]
    document["evidence"].update({key: [None] * 3 for key in ("fields", "ranks", "scalings")})
    for re, im in ROOTS[1:]:
        square = re * re - im * im, 2 * re * im
        rows = [[square, (re, im), (Fraction(1), Fraction(0))], [(-re, -im), (Fraction(1), Fraction(0))]]
        sign = "" if im < 0 else "+"
        generator = {"minpoly": texts([-2, 0, 0, 1]), "re": interval(re), "im": interval(im)}
        generator["approx"] = f"{decimal(re)}{sign}{decimal(im)}i"
        enclosed = [{"enclosure": [{"re": interval(x), "im": interval(y)} for x, y in row]} for row in rows]
        field = {"generators": [generator], "primitive": None}
        point = {"filters": enclosed, "factor": None, "field": field, "rank": 4, "t": None, "rho": None}
        document["points"].append(point)
    return document


def split_point():
    """k3s2 k2 at (4, 8, 17, 10, 15): a split, one point."""
    u, filters = [4, 8, 17, 10, 15], [[1, 2, 3], [4, 5]]
    split = {"layers": [1], "ring": [2], "bounds": [bound(7, 0)], "group": node([4, 5]), "rest": node([1, 2, 3])}
    points = [rational_point(STRIDED, u, filters, 4)]
    smooth = smooth_by(STRIDED, [None, None], filters)
    return certificate(
        STRIDED, u, None, node(u, split=split), points, [[None, None]], (1, 1, 1), smooth, [[0]], "proved"
    )


def singular():
    """k3s2 k2 at x^2, balanced: two points, rho = 1."""
    u, filters = [0, 0, 1, 0, 0], [[[1, 0, 0], [0, 1]], [[0, 0, 1], [1, 0]]]
    fiber = node([0, 0, 1], factors=[], rings=[ring([2], [], [None])])
    points = [rational_point(STRIDED, u, w, 4, delta=0) for w in filters]
    choices = [[[["infinity", 0, 2]], [["zero", 0, 1]]], [[["zero", 0, 2]], [["infinity", 0, 1]]]]
    smooth = False, {"point": choices[0], "filters": None, "residues": None, "rank": None}
    ranks = [rank(STRIDED, w) for w in filters]
    return certificate(
        STRIDED,
        u,
        ["0"],
        fiber,
        points,
        choices,
        (2, 2, 2),
        smooth,
        [[0], [1]],
        "refuted",
        ranks=ranks,
        ntk=ntk([0], [[1, 1]]),
    )


def double_root():
    """k2 k2 at (x - 1)^2: the closure is smooth, J drops rank."""
    u = [1, -2, 1]
    fiber = node(u, factors=[univariate([-1, 1], 2)])
    points = [rational_point(PAIR, u, [[1, -1], [1, -1]], 2)]
    smooth = smooth_by(Network("k3", layer(3)), [[["root", 0, 0, 2]]], [u])
    choices = [[[["root", 0, 0, 1]], [["root", 0, 0, 1]]]]
    return certificate(PAIR, u, None, fiber, points, choices, (1, 1, 1), smooth, [[0]], "proved")


def double_root_unsure():
    """The same with nothing claimed on smoothness: J has rank 2, its kernel two vectors."""
    document = double_root()
    document["smooth"] = document["evidence"]["smooth"] = None
    found = rank(PAIR, [[1, -1], [1, -1]], [[1, 0, -1, 0], [0, 1, 0, -1]])
    document["evidence"]["ranks"] = [found]
    return document


def bilinear(polynomial):
    """a + b y + c x + d x y is irreducible over C: a + c + (b + d) y for x = 1 has a zero, with no content."""
    q, prime = {index: int(c) for index, c in entries(polynomial).items()}, 10007
    (zero, slope) = on_line(q, 1, [1, 0], prime)
    point = [1, -zero * pow(slope, -1, prime) % prime]
    return multivariate(polynomial, reduction(q, prime, 1, [[1, 0]], [[0, 0], None], point))


def planar(delta=("21",), classes=((0,), (1,)), status="refuted"):
    """k2x2 k2x2 at the product of two different filters: two points, related by a swap."""
    filters = [[[1, 1], [1, 5]], [[1, 1], [1, 2]]]
    u = nested((3, 3), PLANAR.polynomial(filters))
    fiber = node(u, factors=[bilinear(w) for w in filters])
    scaled = {"t": "7", "rho": ["28", "7"]} if delta == ("21",) else {"t": "14", "rho": ["14", "14"]}
    points = [{**rational_point(PLANAR, u, w, 7), **(scaled if delta else {})} for w in (filters, filters[::-1])]
    one, two = [["factor", 0, 0, 1]], [["factor", 1, 0, 1]]
    smooth = smooth_by(PLANAR, [one, two], filters)
    compared = ntk([21], [[0, 0]]) if len(classes) > 1 else None
    choices = [[one, two], [two, one]]
    delta, classes = list(delta) if delta else None, list(map(list, classes))
    return certificate(PLANAR, u, delta, fiber, points, choices, (2, 2, 2), smooth, classes, status, ntk=compared)


def six_points():
    """k3 k3 at four simple roots, balanced: 6 points, 3 NTKs, as the layers can be swapped."""
    roots = [1, 2, 3, -4]
    u = [1]
    for r in roots:
        u = [a - r * b for a, b in zip([0, *u], [*u, 0], strict=True)]
    points, choices = [], []
    for i, j in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]:
        sides = [[i, j], [m for m in range(4) if m not in (i, j)]]
        filters = [[roots[a] * roots[b], -roots[a] - roots[b], 1] for a, b in sides]
        filters = [w if w[0] > 0 else [-c for c in w] for w in filters]
        points.append(rational_point(TWICE, u, filters, 5, delta=0))
        choices.append([[["root", m, 0, 1] for m in side] for side in sides])
    fiber = node(u, factors=[univariate([-r, 1]) for r in roots])
    first = [c if u[0] > 0 else -c for c in u]
    smooth = smooth_by(Network("k5", layer(5)), [[["root", m, 0, 1] for m in range(4)]], [first])
    classes = [[0, 5], [1, 4], [2, 3]]
    return certificate(
        TWICE, u, ["0"], fiber, points, choices, (6, 6, 6), smooth, classes, "refuted", ntk=ntk([0], [[0, 0], [1, 1]])
    )


THIRDS = [[Fraction(-1, 2), sign * Fraction(isqrt(3 * 10**60), 2 * 10**30), Fraction(1, 10**25)] for sign in (1, -1)]


def two_rings():
    """k2d2 k2d3 at (x^2 - 1)(x^3 - 1): exponents 2 and 3 in one leaf."""
    network = Network("k2d2 k2d3", layer(2, d=[2]), layer(2, d=[3]))
    filters = [[1, -1], [1, -1]]
    u = nested((6,), network.polynomial(filters))
    quadratic = univariate([1, 1, 1], proof=lifting([1, 1, 1], 2), roots=THIRDS)
    factors = [univariate([-1, 1], 2), univariate([1, 1]), quadratic]
    rings = [ring([2], [piece([-1, 1], [0, 1])], [5]), ring([3], [piece([-1, 1], [0, 2])], [5])]
    choices = [[[["root", 0, 0, 1]], [["root", 0, 0, 1]]]]
    points = [rational_point(network, u, filters, 3)]
    smooth = smooth_by(network, choices[0], filters)
    fiber = node(u, factors=factors, rings=rings)
    return certificate(network, u, None, fiber, points, choices, (1, 1, 1), smooth, [[0]], "proved")


def assumed():
    """k3 k2 at x^3 - 2 over Q, its irreducibility assumed."""
    document = no_rational_point()
    document["evidence"]["fiber"]["leaf"]["factors"][0]["irreducible"] = ASSUMED
    document["assumptions"] = ["factor 0 of the part of the layers 1, 2: irreducible over Q"]
    return document


def unlisted():
    """Nothing but counts and smoothness."""
    document = {**three_roots(), "status": "undecided", "reason": "too many"}
    document.update(points=None, ntk_classes=None, pairs=None)
    document["evidence"].update(dict.fromkeys(("points", "fields", "resolvents", "scalings", "ranks", "ntk", "pairs")))
    return document


def one_pair():
    """Two of three points are shown to differ, no classes."""
    document = {**three_roots(), "ntk_classes": None}
    document["evidence"]["ntk"]["pair"] = [0, 2]
    return document


def conjugate_factors(assume=False):
    """k2x2 k2x2 at x^2 - 2y^2 over R: two points, x - s y and x + s y with s^2 = 2 in either order."""
    root = Fraction(isqrt(2 * 10**60), 10**30)
    u, minpoly = [[0, 0, -2], [0, 0, 0], [1, 0, 0]], [-2, 0, 1]
    sheet = {
        "minpoly": texts(minpoly),
        "irreducible": ASSUMED if assume else newton(2),
        "roots": texts([[-root, 0, Fraction(1, 10**28)], [root, 0, Fraction(1, 10**28)]]),
        "terms": [[[1, 0], ["1"]], [[0, 1], ["0", "-1"]]],
        "proof": ASSUMED if assume else {"kind": "simplex", "vertices": [[1, 0], [0, 1]]},
    }
    # the nested list of the node is that of the degrees of the polynomial, here those of u
    fiber = node(u, factors=[{"polynomial": texts(u), "multiplicity": 1, "absolute": sheet}])

    def filters(signs):
        zero = interval(Fraction(0))
        return [{"enclosure": [[zero, interval(s * root)], [interval(Fraction(1)), zero]]} for s in signs]

    points, choices = [], []
    for signs in ((1, -1), (-1, 1)):
        # layer 0 has factor 0, x + s y, at the first point; both colours are there once, that of -s is the usual one
        one, other = [["factor", 0, 0, 1]], [["factor", 0, 1, 1]]
        choices.append([one, other] if signs[0] == 1 else [other, one])
        generators = [{"minpoly": texts(minpoly), "interval": interval(root), "approx": decimal(root)}]
        number = {"interval": interval(Fraction(3)), "approx": "3.0"}
        points.append(
            {
                "filters": filters(signs),
                "factor": None,
                "field": {"generators": generators, "primitive": None},
                "rank": None,
                "t": number,
                "rho": [number] * 2,
            }
        )
    texts_assumed = [f"factor 0 of the part of the layers 1, 2: irreducible over {k}" for k in "QC"]
    document = certificate(
        PLANAR, u, ["0"], fiber, points, choices, (0, 2, 2), (None, None), [[0, 1]], "proved", field="R"
    )
    document["assumptions"] = texts_assumed if assume else []
    return document


PLANE = Network("k2x2d2 k2x2", layer(2, 2, d=[2, 2]), layer(2, 2))
EDGE = {"kind": "simplex", "vertices": [[0, 1], [1, 0]]}


def plane_orbit():
    """k2x2d2 k2x2 at (x^2 - y^2)(1 + x + y): X - Y consists of x - y and x + y."""
    filters = [[[0, 1], [-1, 0]], [[1, 1], [1, 0]]]
    u = nested((4, 4), PLANE.polynomial(filters))
    simplex = {"kind": "simplex", "vertices": [[0, 0], [0, 1], [1, 0]]}
    factors = [
        multivariate([[0, -1], [1, 0]], EDGE),
        multivariate([[0, 1], [1, 0]], EDGE),
        multivariate([[1, 1], [1, 0]], simplex),
    ]
    orbit = {"polynomial": texts([[0, -1], [1, 0]]), "factors": [0, 1], "absolute": absolute(EDGE), "over": None}
    orbit["line"] = None
    rings = [ring([2, 2], [orbit], [None, None], [bound(5, 0, 0), bound(5, 0, 0)])]
    choices = [[[["factor", 0, 0, 1]], [["factor", 2, 0, 1]]]]
    smooth = smooth_by(PLANE, choices[0], filters)
    points = [rational_point(PLANE, u, filters, 7)]
    fiber = node(u, factors=factors, rings=rings)
    return certificate(PLANE, u, None, fiber, points, choices, (1, 1, 1), smooth, [[0]], "proved")


def plane_relation():
    """The same at (x^2 - 2y^2)(1 + x + y): X - 2Y consists of two conjugate factors."""
    document = plane_orbit()
    filters = [[[0, 2], [-1, 0]], [[1, 1], [1, 0]]]
    u = nested((4, 4), PLANE.polynomial(filters))
    leaf = document["evidence"]["fiber"]["leaf"]
    conjugate = conjugate_factors()["evidence"]["fiber"]["leaf"]["factors"][0]
    leaf["factors"] = [conjugate, leaf["factors"][2]]
    orbit = leaf["rings"][0]["pieces"][0]
    orbit.update(polynomial=texts([[0, -2], [1, 0]]), factors=[0], over=[[[0, 0], [0, 1]]])
    document["evidence"]["fiber"]["polynomial"] = document["filter"] = texts(u)
    choice = [[["factor", 0, 0, 1]], [["factor", 1, 0, 1]]]
    document["evidence"]["points"] = [choice]
    document["evidence"]["smooth"] = smooth_by(PLANE, choice, filters)[1]
    document["points"] = [rational_point(PLANE, u, filters, 7)]
    return document


MIXED = Network("k2x2d2x1 k2x2", layer(2, 2, d=[2, 1]), layer(2, 2))


def mixed(named=True):
    """k2x2d2x1 k2x2 at (x^2 - 1)(y - 2)(x - 3)(y - 2): factor 0 and piece 0 of the ring 2x1 are both roots."""
    filters = [[[2, -1], [-2, 1]], [[6, -3], [-2, 1]]]
    u = nested((4, 3), MIXED.polynomial(filters))
    factors = [univariate([-2, 1], 2, direction=1), *(univariate([-r, 1]) for r in (1, -1, 3))]
    rings = [ring([2, 1], [piece([-1, 1], [1, 2])], [5, None])]
    tail = lambda d: [d] if named else []  # noqa: E731
    first = [["root", 0, 0, *tail(0), 1], ["root", 0, 0, *tail(1), 1]]
    choices = [[first, [["root", 0, 0, 1], ["root", 3, 0, 1]]]]
    points = [rational_point(MIXED, u, filters, None)]
    fiber = node(u, factors=factors, rings=rings)
    return certificate(MIXED, u, None, fiber, points, choices, (1, 1, 1), (None, None), [[0]], "proved")


def real_roots_of_squares():
    """k2d2 k2d2 k2 at (x^4 - 2)(1 - x) over R: x^2 - s and x^2 + s, s^2 = 2, in either order."""
    network = Network("k2d2 k2d2 k2", layer(2, d=[2]), layer(2, d=[2]), layer(2))
    filters = [[-2, 0, 1], [1, -1]]
    u = nested((6,), times({(4,): 1, (0,): -2}, entries([1, -1])))
    fourth, small = Fraction(isqrt(isqrt(2 * 10**160)), 10**40), Fraction(1, 10**30)
    square = Fraction(isqrt(2 * 10**80), 10**40)
    discs = [[-fourth, 0, small], [fourth, 0, small], [0, fourth, small], [0, -fourth, small]]
    proof = newton(2)
    factors = [univariate([-2, 0, 0, 0, 1], proof=proof, roots=discs), univariate([-1, 1])]
    rings = [ring([2], [piece([-2, 0, 1], [0], roots=[[-square, 0, small], [square, 0, small]])], [5])]
    sides = [[["root", 0, 0, 1]], [["root", 0, 1, 1]]]
    last = [["root", 1, 0, 1]]
    low = Fraction(26207413942088964, 10**16)  # the cube root of 18 from below
    number = {"interval": interval(low, Fraction(1, 10**12)), "approx": decimal(low)}
    generators = [{"minpoly": texts(filters[0]), "interval": interval(square), "approx": decimal(square)}]
    points = [
        {
            "filters": [*({"enclosure": [interval(sign * s), interval(1)]} for s in (square, -square)), ["1", "-1"]],
            "factor": None,
            "field": {"generators": generators, "primitive": None},
            "rank": 4,
            "t": number,
            "rho": [number] * 3,
        }
        for sign in (1, -1)
    ]
    merged = Network("k3d2 k2", layer(3, d=[2]), layer(2))
    smooth = smooth_by(merged, [[["root", 0, 0, 1], ["root", 0, 1, 1]], last], [[2, 0, -1], [1, -1]])
    fiber = node(u, factors=factors, rings=rings)
    choices = [[*order, last] for order in (sides, sides[::-1])]
    return certificate(network, u, ["0", "0"], fiber, points, choices, (0, 2, 2), smooth, [[0, 1]], "proved", field="R")


# ---- verdicts, and damage -------------------------------------------------------------------------------------------


def verdict(document):
    return check_text(sealed(document))


def check_accepted(build, words):
    outcome = verdict(build())
    assert outcome.verdict == "accepted", outcome
    assert outcome.claim.endswith(words), outcome.claim


def check_refused(build, words):
    outcome = verdict(build())
    assert outcome.verdict != "accepted", outcome
    assert words in outcome.message, outcome


def damaged(honest, keys=None):
    """Path and document for other values of each part; only those parts that have one of the keys above them.

    What is no value of the same kind is put at the first and the last of the parts that are read alike.
    """
    places = [path for path in leaves(honest) if keys is None or keys.intersection(path)]
    alike = {}
    for path in places:
        alike.setdefault((*(None if isinstance(key, int) else key for key in path), type(at(honest, path))), []).append(
            path
        )
    ends = {path for found in alike.values() for path in (found[0], found[-1])}
    for path in places:
        old = at(honest, path)
        for value in [*changed(old), *([], {}, True, "", -1, 10**30, "x", None) * (path in ends)]:
            if value != old or type(value) is not type(old):
                yield path, replaced(honest, path, value)


def shortened(honest, keys=None):
    """Path and document without each part; only those parts that have one of the keys above them."""
    for path in containers(honest):
        part = at(honest, path)
        for key in part if isinstance(part, dict) else range(len(part)):
            if keys is None or keys.intersection(path):
                yield (*path, key), without(honest, (*path, key))
