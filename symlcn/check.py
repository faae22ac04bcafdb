"""Independent checker of certificates of the kinds "architecture" and "counterexample".

Runs alone: ``python -I symlcn/check.py FILE...`` needs the standard library only, and shares no code with the
program that wrote the certificate. All arithmetic is on integers; a rational number is a pair (p, q) in lowest
terms with q > 0, and a polynomial in one variable is the list of its coefficients from degree 0.

Kind "architecture": "accepted" means that for a generic end-to-end filter ``result`` is right, and so is
``status``. One theorem is used: the generic fiber contains all permutations inside each class and all
distributions of roots inside each axis block, so the degree is at least the number of these. The evidence does
the rest: over C the witness has exactly so many points in its fiber, all with a Jacobian of full rank, so the
degree is at most that; and NTKs claimed to differ are shown to differ.

Kind "counterexample": "accepted" means that the two parameter tuples have the same end-to-end filter ``filter``
and the same invariants ``delta``, and that their NTKs differ (``delta`` null: for every delta). No theorem is
used, and nothing is said of other filters.

Notation: layers, directions and indices count from 0. Layer l has size k_l, stride s_l, dilation d_l; its
exponent is e_l = s_0...s_{l-1} d_l; a direction is active when k_l > 1 there; X_d stands for x_d ** e_l[d]. A
filter is a polynomial P_l in the X_d, of degree m_l = k_l - 1; n_l is its squared norm. A scalar layer has no
active direction, an axis layer has one. Layers with equal sizes and equal exponents in the active directions
are interchangeable; a class is a maximal set of interchangeable layers with two or more active directions; an
axis block consists of all axis layers with the same direction and the same exponent.

Verdicts: accepted; rejected (a claim is false, or its evidence does not show it); malformed (no certificate
that this checker reads, or one beyond the limits below).
"""

from __future__ import annotations

import json
import os
import sys
from itertools import pairwise
from math import comb, factorial, gcd, isqrt, lcm, prod

MAX_BYTES = 16 * 2**20
MAX_DIGITS = 4000  # of one integer; CPython itself converts no more than 4300
MAX_LONG_DIGITS = 100_000  # of degree, image_degree and points
MAX_DIMENSION = 16
MAX_LAYERS = 1000
MAX_PARAMETERS = 10**6
MAX_EXTENT = 10**9  # of one entry of a size, stride or dilation
MAX_PRIME = 10**9
MAX_LISTED_BLOCK = 128  # degree of a block up to which the numbers of real points are listed
MAX_TERMS = 2 * 10**6
MAX_WORK = 5 * 10**7  # in units of roughly 0.1 microseconds
MODULUS = 2**61 - 1  # a prime

Filter = dict[tuple[int, ...], int]  # the nonzero entries
Rational = tuple[int, int]

STEPS = (16, 16, 32, 64, 128, 256, 512, 1024, 2048)  # halvings of an interval, one after the other
T_KEYS = "minpoly interval approx"
START: list[tuple[int, ...]] = [()]
STATUS = ("refuted", "undecided")  # of a counterexample
KEYS = {"architecture": "result evidence", "counterexample": "filter pair ntk_difference separation"}
NTK = ("independent", "independent-on-locus", "dependent")
WITNESS_KEYS = {  # by kind, in the order of 0, 1, and more active directions
    "scalar": ("kind", "filter"),
    "axis": ("kind", "filter", "factors"),
    "irreducible": ("kind", "filter", "monic", "divisor", "root"),
}


class Outcome:
    """What the checker says of one certificate.

    Attributes
    ----------
    verdict : str
        "accepted", "rejected" or "malformed".
    message : str
        The claim when accepted; otherwise the place in the certificate and what is wrong there.
    claim : str
        One plain sentence on what has been established; empty unless accepted.
    """

    __slots__ = ("claim", "message", "verdict")

    def __init__(self, verdict: str, message: str, claim: str = "") -> None:
        self.verdict = verdict
        self.message = message
        self.claim = claim

    def __repr__(self) -> str:
        return f"Outcome({self.verdict!r}, {self.message!r})"


class _Malformed(Exception):
    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")


class _Rejected(Exception):
    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")


class _Work:
    """The arithmetic that one certificate may still cost, and the primes already tested for it."""

    __slots__ = ("left", "primes")

    def __init__(self) -> None:
        self.left = MAX_WORK
        self.primes: dict[int, bool] = {}

    def spend(self, count: int, bits: int = 0, by_bits: int = 0) -> None:
        """Pay for count operations, in which integers of so many bits in all meet each other."""
        self.left -= count + bits * by_bits // 200_000
        if self.left < 0:
            raise _Malformed("certificate", "needs more arithmetic than this checker does")

    def is_prime(self, q: int) -> bool:
        if q not in self.primes:
            self.spend(isqrt(q))
            self.primes[q] = q > 1 and all(q % p for p in range(2, isqrt(q) + 1))
        return self.primes[q]


# Readers: each takes a JSON value and its place, and returns the value with its type established.


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", int: "an integer", bool: "a boolean"}
    return "null" if value is None else names.get(type(value), "a number that is not an integer")


def _quote(text: str) -> str:
    return ascii(text if len(text) <= 40 else text[:40] + "...")


def _object(value: object, keys: str, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _Malformed(where, f"expected an object, found {_kind(value)}")
    expected = keys.split()
    for key in expected:
        if key not in value:
            raise _Malformed(where, f"key {key!r} is missing")
    for key in value:
        if key not in expected:
            raise _Malformed(where, f"unknown key {_quote(key)}")
    return value


def _list(value: object, where: str, length: int | None = None) -> list[object]:
    if not isinstance(value, list):
        raise _Malformed(where, f"expected a list, found {_kind(value)}")
    if length is not None and len(value) != length:
        raise _Malformed(where, f"expected {length} entries, found {len(value)}")
    return value


def _string(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _Malformed(where, f"expected a string, found {_kind(value)}")
    return value


def _choice(value: object, options: tuple[str, ...], where: str) -> str:
    text = _string(value, where)
    if text not in options:
        raise _Malformed(where, f"expected {' or '.join(options)}, found {_quote(text)}")
    return text


def _integer(value: object, where: str, low: int, high: int) -> int:
    """An integer written as a JSON number (True is none)."""
    if type(value) is not int:
        raise _Malformed(where, f"expected an integer, found {_kind(value)}")
    if not low <= value <= high:
        raise _Malformed(where, f"expected an integer from {low} to {high}")
    return value


def _digits(text: str, where: str, limit: int = MAX_DIGITS) -> str:
    """A string -?(0|[1-9][0-9]*) other than -0, of at most limit digits."""
    body = text[1:] if text[:1] == "-" else text
    if not (body.isascii() and body.isdigit()) or (body[0] == "0" and text != "0"):
        raise _Malformed(where, f"{_quote(text)} is not an integer in plain decimal notation")
    if len(body) > limit:
        raise _Malformed(where, f"an integer of more than {limit} digits")
    return text


def _exact(value: object, where: str) -> int:
    """An integer written as a string."""
    return int(_digits(_string(value, where), where))


def _rational(value: object, where: str) -> Rational:
    """A string p, or p/q in lowest terms with q >= 2."""
    text = _string(value, where)
    above, slash, below = text.partition("/")
    p = int(_digits(above, where))
    if not slash:
        return p, 1
    q = int(_digits(below, where))
    if q < 2 or gcd(p, q) != 1:
        raise _Malformed(where, f"{_quote(text)} is not in lowest terms with a denominator of at least 2")
    return p, q


def _rationals(value: object, where: str, length: int | None = None) -> list[Rational]:
    return [_rational(entry, f"{where}[{i}]") for i, entry in enumerate(_list(value, where, length))]


def _approximation(value: object, where: str) -> Rational:
    """A decimal string -?digits[.digits][e[+-]digits]; the pair need not be in lowest terms."""
    text = _string(value, where)
    number, e, power = text.partition("e")
    whole, point, decimals = number.partition(".")
    sign, whole = (-1, whole[1:]) if whole[:1] == "-" else (1, whole)
    shift = power[1:] if power[:1] in ("+", "-") else power
    parts = [whole] + [decimals] * bool(point) + [shift] * bool(e)
    if len(text) > 100 or len(shift) > 6 or not all(part.isascii() and part.isdigit() for part in parts):
        raise _Malformed(where, f"{_quote(text)} is not a decimal number of at most 100 characters")
    exponent = (-1 if power[:1] == "-" else 1) * int(shift or "0")
    if abs(exponent) > 5000:
        raise _Malformed(where, "the exponent is beyond 5000")
    exponent -= len(decimals)
    return sign * int(whole + decimals) * 10 ** max(exponent, 0), 10 ** max(-exponent, 0)


def _entries(value: object, size: tuple[int, ...], where: str) -> list[tuple[tuple[int, ...], str, object]]:
    """The entries other than "0" of a nested list of the given size: index, place and JSON value."""
    entries: list[tuple[tuple[int, ...], str, object]] = []

    def walk(part: object, index: tuple[int, ...]) -> None:
        length = size[len(index)]
        if not isinstance(part, list) or len(part) != length:
            place = where + "".join(f"[{k}]" for k in index)
            raise _Malformed(place, f"expected a list of {length} entries, the filter having size {size}")
        for k, item in enumerate(part):
            if len(index) + 1 < len(size):
                walk(item, (*index, k))
            elif item != "0":
                here = (*index, k)
                entries.append((here, where + "".join(f"[{i}]" for i in here), item))

    walk(value, ())
    return entries


def _filter(value: object, size: tuple[int, ...], where: str) -> Filter:
    """A nested list of the given size with integer strings as entries."""
    return {index: _exact(item, place) for index, place, item in _entries(value, size, where)}


def _rational_filter(value: object, size: tuple[int, ...], where: str, work: _Work) -> tuple[Filter, int]:
    """The same with rational strings: integer entries over a common denominator."""
    entries = [(index, _rational(item, place)) for index, place, item in _entries(value, size, where)]
    numerators, common = _common([number for _, number in entries], work)
    return {index: p for (index, _), p in zip(entries, numerators, strict=True)}, common


def _filters(value: object, architecture: _Architecture, where: str) -> list[Filter]:
    found = _list(value, where, len(architecture.sizes))
    return [_filter(found[i], size, f"{where}[{i}]") for i, size in enumerate(architecture.sizes)]


def _layer_pair(value: object, depth: int, where: str) -> tuple[int, int]:
    i, j = (_integer(n, f"{where}[{k}]", 0, depth - 1) for k, n in enumerate(_list(value, where, 2)))
    return i, j


# Polynomials in one variable over Z.


def _bits(values: list[int]) -> int:
    return sum(c.bit_length() for c in values)


def _times(f: list[int], g: list[int], work: _Work) -> list[int]:
    left = [(i, c) for i, c in enumerate(f) if c]
    right = [(k, c) for k, c in enumerate(g) if c]
    work.spend(len(f) + len(g) + len(left) * len(right), _bits(f), _bits(g))
    product = [0] * (len(f) + len(g) - 1)
    for i, a in left:
        for k, c in right:
            product[i + k] += a * c
    return product


def _plus(f: list[int], g: list[int]) -> list[int]:
    long, short = (f, g) if len(f) >= len(g) else (g, f)
    return [c + short[i] for i, c in enumerate(long[: len(short)])] + long[len(short) :]


def _divides(f: list[int], g: list[int], work: _Work) -> bool:
    """Whether f, primitive with a nonzero leading coefficient, divides g over Q (and then over Z, by Gauss)."""
    rest, n, bits = list(g), len(f) - 1, _bits(f)
    for k in range(len(g) - 1, n - 1, -1):
        quotient, remainder = divmod(rest[k], f[-1])
        if remainder:
            return False
        work.spend(len(f), quotient.bit_length(), bits)
        for i in range(n + 1):
            rest[k - n + i] -= quotient * f[i]
    return not any(rest[:n])


def _value(f: list[int], point: Rational, work: _Work) -> int:
    """f(p/q) times q ** (len(f) - 1)."""
    p, q = point
    bits = p.bit_length() + q.bit_length()
    value, power = 0, 1
    for c in reversed(f):
        work.spend(3, value.bit_length() + power.bit_length() + c.bit_length(), bits)
        value, power = value * p + c * power, power * q
    return value


def _deflate(f: list[int], root: int, work: _Work) -> list[int] | None:
    """The quotient of f by X - root, from degree 0 on so that numbers stay small; None if there is a rest."""
    quotient, last = [], 0
    for c in f:
        work.spend(1, last.bit_length() + c.bit_length(), root.bit_length())
        last, remainder = divmod(last - c, root)
        if remainder:
            return None
        quotient.append(last)
    return quotient[:-1] if last == 0 else None


# The architecture, and the result computed from it.


class _Architecture:
    """Sizes, exponents, active directions, groups of interchangeable layers, classes and axis blocks."""

    __slots__ = ("active", "blocks", "classes", "dimension", "exponents", "groups", "notation", "sizes")

    def __init__(self, layers: list[dict[str, tuple[int, ...]]]) -> None:
        self.notation = " ".join(map(_notation, layers))
        self.sizes = [layer["size"] for layer in layers]
        self.dimension = len(self.sizes[0])
        self.active = [tuple(d for d, k in enumerate(size) if k > 1) for size in self.sizes]
        self.exponents: list[tuple[int, ...]] = []
        stride = (1,) * self.dimension
        for layer in layers:
            self.exponents.append(tuple(t * d for t, d in zip(stride, layer["dilation"], strict=True)))
            stride = tuple(t * s for t, s in zip(stride, layer["stride"], strict=True))
        groups: dict[object, list[int]] = {}
        self.blocks: dict[tuple[int, int], list[int]] = {}
        for n, active in enumerate(self.active):
            if active:
                groups.setdefault(self.space(n), []).append(n)
            if len(active) == 1:
                self.blocks.setdefault((active[0], self.exponents[n][active[0]]), []).append(n)
        self.groups = [group for group in groups.values() if len(group) > 1]
        self.classes = [group for group in groups.values() if len(self.active[group[0]]) > 1]

    def space(self, layer: int) -> tuple[object, ...]:
        """Equal for two layers exactly when they use the same space of polynomials."""
        return self.sizes[layer], tuple(self.exponents[layer][d] for d in self.active[layer])

    def extents(self) -> list[int]:
        """The size of the end-to-end filter."""
        layers = list(zip(self.sizes, self.exponents, strict=True))
        return [1 + sum((k[d] - 1) * e[d] for k, e in layers) for d in range(self.dimension)]

    def swaps(self) -> list[tuple[int, int]]:
        """Pairs of consecutive members of the groups of interchangeable layers."""
        return sorted(pair for group in self.groups for pair in pairwise(group))


def _notation(layer: dict[str, tuple[int, ...]]) -> str:
    text = "k" + "x".join(map(str, layer["size"]))
    for letter, entries in (("s", layer["stride"]), ("d", layer["dilation"])):
        if set(entries) != {1}:
            text += letter + ("x".join(map(str, entries)) if len(set(entries)) > 1 else str(entries[0]))
    return text


def _check_architecture(value: object) -> _Architecture:
    """Reads the architecture, and establishes that the notation is that of the layers."""
    item = _object(value, "notation dimension layers", "architecture")
    dimension = _integer(item["dimension"], "architecture.dimension", 1, MAX_DIMENSION)
    found = _list(item["layers"], "architecture.layers")
    if not 1 <= len(found) <= MAX_LAYERS:
        raise _Malformed("architecture.layers", f"expected 1 to {MAX_LAYERS} layers, found {len(found)}")
    layers = []
    for i, entry in enumerate(found):
        vectors = {}
        for key, numbers in _object(entry, "size stride dilation", f"architecture.layers[{i}]").items():
            place = f"architecture.layers[{i}].{key}"
            entries = enumerate(_list(numbers, place, dimension))
            vectors[key] = tuple(_integer(n, f"{place}[{d}]", 1, MAX_EXTENT) for d, n in entries)
        layers.append(vectors)
    if sum(prod(layer["size"]) for layer in layers) > MAX_PARAMETERS:
        raise _Malformed("architecture.layers", f"more than {MAX_PARAMETERS} parameters")
    architecture = _Architecture(layers)
    if _string(item["notation"], "architecture.notation") != architecture.notation:
        raise _Rejected("architecture.notation", "is not the canonical notation of the layers")
    return architecture


def _multinomial(parts: list[int], work: _Work) -> int:
    """(sum of parts)! / product of part!"""
    if len(parts) == 1:
        return 1
    left, right = parts[: len(parts) // 2], parts[len(parts) // 2 :]
    smaller = min(sum(left), sum(right))
    work.spend(1 + smaller, 50 * smaller, smaller)
    return comb(sum(parts), smaller) * _multinomial(left, work) * _multinomial(right, work)


def _decimal(value: int, where: str) -> str:
    """The digits of a nonnegative integer, also beyond CPython's limit on str(int)."""
    if value.bit_length() <= 3 * MAX_DIGITS:
        return str(value)
    if value.bit_length() > 3 * MAX_LONG_DIGITS:
        raise _Malformed(where, f"needs close to {MAX_LONG_DIGITS} digits or more")
    from decimal import Decimal

    return str(Decimal(value))


def _real_points(degrees: list[int], where: str, work: _Work) -> list[object]:
    """For c = 0, 1, ...: the ways to distribute c conjugate pairs and the other, real, roots over the layers."""
    total, series = sum(degrees), [1]
    for m in degrees:
        work.spend(m, m * m, 25 * m)
        ways = [factorial(m) // (factorial(a) * factorial(m - 2 * a)) for a in range(m // 2 + 1)]
        series = _times(series, ways, work)
    series += [0] * (total // 2 + 1 - len(series))
    repeats = prod(factorial(m) for m in degrees)
    rows: list[object] = []
    for c in range(total // 2 + 1):
        work.spend(1, 10 * total, 10 * total)
        points = factorial(c) * factorial(total - 2 * c) * series[c] // repeats
        rows.append({"real_roots": total - 2 * c, "points": _decimal(points, where)})
    return rows


def _blocks(architecture: _Architecture, work: _Work) -> list[dict[str, object]]:
    """The blocks with several layers, and how many real points the fiber has over each number of real roots."""
    blocks: list[dict[str, object]] = []
    for (direction, exponent), layers in architecture.blocks.items():
        if len(layers) > 1:
            degrees = [architecture.sizes[layer][direction] - 1 for layer in layers]
            listed = sum(degrees) <= MAX_LISTED_BLOCK
            points = _real_points(degrees, f"result.blocks[{len(blocks)}]", work) if listed else None
            block = {"layers": layers, "direction": direction, "exponent": exponent, "degrees": degrees}
            blocks.append({**block, "real_points": points})
    return blocks


def _result(architecture: _Architecture, work: _Work) -> dict[str, object]:
    """The whole result, recomputed from sizes, strides and dilations."""
    sizes, depth = architecture.sizes, len(architecture.sizes)
    degree, in_order = prod(factorial(len(group)) for group in architecture.classes), True
    for (direction, _), layers in architecture.blocks.items():
        degrees = [sizes[layer][direction] - 1 for layer in layers]
        degree *= _multinomial(degrees, work)
        in_order = in_order and (len(degrees) == 1 or max(degrees) == 1)
    parameters = [prod(size) for size in sizes]
    multiplicity = _multinomial([count - 1 for count in parameters], work)
    swaps = architecture.swaps() if degree > 1 else []
    return {
        "degree": _decimal(degree, "result.degree"),
        "birational": degree == 1,
        "birational_up_to_layer_order": in_order,
        "interchangeable": architecture.groups,
        "dimension": sum(parameters) - (depth - 1),
        "ambient": prod(architecture.extents()),
        "image_degree": _decimal(multiplicity // degree, "result.image_degree"),
        "ntk": NTK[0 if degree == 1 else 1 if in_order else 2],
        "delta_locus": [[int(i <= n < j) for n in range(depth - 1)] for i, j in swaps] if in_order else None,
        "blocks": _blocks(architecture, work),
    }


def _compare(found: object, expected: object, where: str) -> None:
    """Establishes that a part of the result has the recomputed value."""
    if isinstance(expected, dict):
        item = _object(found, " ".join(expected), where)
        for key, part in expected.items():
            _compare(item[key], part, f"{where}.{key}")
    elif isinstance(expected, list) and isinstance(found, list):
        if len(found) != len(expected):
            raise _Rejected(where, f"has {len(found)} entries, should have {len(expected)}")
        for i, part in enumerate(expected):
            _compare(found[i], part, f"{where}[{i}]")
    elif where == "result.delta_locus" and found != expected and (found is None or isinstance(found, list)):
        raise _Rejected(where, "must be null exactly when ntk is dependent")
    elif type(found) is not type(expected):
        raise _Malformed(where, f"expected {_kind(expected)}, found {_kind(found)}")
    else:
        if isinstance(found, str) and where != "result.ntk":
            _digits(found, where, MAX_LONG_DIGITS)
        if found != expected:
            raise _Rejected(where, "is not what follows from the architecture")


# The witness: its fiber over C is known completely, and J has full rank at every point of it.


def _axis_line(entries: Filter, size: tuple[int, ...], direction: int) -> list[int]:
    """The filter polynomial restricted to an axis, as a polynomial in X_direction."""
    before, after = (0,) * direction, (0,) * (len(size) - direction - 1)
    return [entries.get((*before, k, *after), 0) for k in range(size[direction])]


def _check_factor(value: object, where: str, work: _Work) -> tuple[int, ...]:
    """Establishes that f(x^e) is irreducible over Q for every e, and that f'(0)/f(0) > 0."""
    item = _object(value, "coefficients prime", where)
    place = f"{where}.coefficients"
    f = [_exact(c, f"{place}[{i}]") for i, c in enumerate(_list(item["coefficients"], place))]
    q = _integer(item["prime"], f"{where}.prime", 2, MAX_PRIME)
    if len(f) < 2 or f[-1] != 1:
        raise _Rejected(place, "a factor must be monic of degree at least 1")
    if not work.is_prime(q):
        raise _Rejected(f"{where}.prime", f"{q} is not prime")
    if any(c % q for c in f[:-1]) or f[0] % (q * q) == 0:
        raise _Rejected(place, f"the factor is not Eisenstein at {q}")
    if f[0] * f[1] <= 0:
        raise _Rejected(place, "constant and linear coefficient must have the same sign and not be 0")
    return tuple(f)


def _check_product(line: list[int], value: object, where: str, work: _Work) -> list[tuple[int, ...]]:
    """Establishes that an axis filter is the product of its listed irreducible factors; returns these."""
    place = f"{where}.factors"
    factors = [_check_factor(f, f"{place}[{i}]", work) for i, f in enumerate(_list(value, place))]
    if sum(len(f) - 1 for f in factors) != len(line) - 1:
        raise _Rejected(place, f"the degrees of the factors do not add up to {len(line) - 1}")
    product = [1]
    for f in sorted(factors, key=len):
        product = _times(product, list(f), work)
    if product != line:
        raise _Rejected(f"{where}.filter", "is not the product of the factors")
    return factors


def _check_irreducible(
    entries: Filter, size: tuple[int, ...], item: dict[str, object], where: str, work: _Work
) -> None:
    """Establishes that P(x^e) is irreducible over C, of full degree, and in no ring of larger exponents.

    As a polynomial in x_a it is monic and Eisenstein at x_b - z, where z is a root of x_b ** e = root.
    """
    a = _integer(item["monic"], f"{where}.monic", 0, len(size) - 1)
    b = _integer(item["divisor"], f"{where}.divisor", 0, len(size) - 1)
    root, place, top = _exact(item["root"], f"{where}.root"), f"{where}.filter", size[a] - 1
    if a == b or size[a] == 1 or size[b] == 1:
        raise _Rejected(f"{where}.divisor", "monic and divisor must be two different active directions")
    if root == 0:
        raise _Rejected(f"{where}.root", "must not be 0")
    corner = tuple(top if d == a else 0 for d in range(len(size)))
    if entries.get(corner) != 1 or any(index[a] == top and index != corner for index in entries):
        raise _Rejected(place, f"the highest slice in direction {a} is not the constant 1")
    lines: dict[tuple[int, ...], list[int]] = {}
    for index, c in entries.items():
        if index[a] < top:
            lines.setdefault((*index[:b], 0, *index[b + 1 :]), [0] * size[b])[index[b]] = c
    simple = False
    for index, line in lines.items():
        quotient = _deflate(line, root, work)
        if quotient is None:
            raise _Rejected(place, f"slice {index[a]} in direction {a} does not vanish at the root")
        simple = simple or (index[a] == 0 and _deflate(quotient, root, work) is None)
    if not simple:
        raise _Rejected(place, f"the root is not a simple root of slice 0 in direction {a}")
    for d in (d for d, k in enumerate(size) if k > 1):
        indices = {index[d] for index in entries}
        if max(indices) != size[d] - 1:
            raise _Rejected(place, f"is not of full degree in direction {d}")
        if gcd(*indices) != 1:
            raise _Rejected(place, f"the indices in direction {d} have a common divisor")


def _check_witness(architecture: _Architecture, value: object, work: _Work) -> list[Filter]:
    """Establishes the complete fiber of the witness, of as many points as the degree, all of full rank."""
    filters: list[Filter] = []
    seen: set[object] = set()
    for layer, entry in enumerate(_list(value, "evidence.witness", len(architecture.sizes))):
        where, size = f"evidence.witness[{layer}]", architecture.sizes[layer]
        active = architecture.active[layer]
        kind = _choice(entry.get("kind") if isinstance(entry, dict) else entry, tuple(WITNESS_KEYS), f"{where}.kind")
        item = _object(entry, " ".join(WITNESS_KEYS[kind]), where)
        if kind != tuple(WITNESS_KEYS)[min(len(active), 2)]:
            raise _Rejected(f"{where}.kind", f"is not that of a layer with {len(active)} active directions")
        entries = _filter(item["filter"], size, f"{where}.filter")
        filters.append(entries)
        marks: list[object] = []
        if kind == "scalar" and not entries:
            raise _Rejected(f"{where}.filter", "is 0")
        if kind == "axis":
            line, block = _axis_line(entries, size, active[0]), architecture.exponents[layer][active[0]]
            marks = [(active[0], block, f) for f in _check_product(line, item["factors"], where, work)]
        if kind == "irreducible":
            _check_irreducible(entries, size, item, where, work)
            sign = 1 if entries[min(entries)] > 0 else -1  # an entry is 1: proportional means equal up to sign
            terms = frozenset((index, sign * c) for index, c in entries.items())
            marks = [(architecture.space(layer), terms)]
        for mark in marks:
            if mark in seen:
                raise _Rejected(f"{where}.filter", "has a factor in common with a layer of its class or block")
            seen.add(mark)
    return filters


# The NTK.


def _constants(filters: list[Filter], where: str) -> list[int]:
    """Establishes that no constant entry is 0; returns these entries."""
    constants = [sum(c for index, c in entries.items() if not any(index)) for entries in filters]
    for layer, constant in enumerate(constants):
        if constant == 0:
            raise _Rejected(f"{where}[{layer}]", "the constant entry of the filter is 0")
    return constants


def _norm(entries: Filter) -> int:
    return sum(c * c for c in entries.values())


def _check_swap(filters: list[Filter], constants: list[int], i: int, j: int, where: str) -> None:
    """Establishes that swapping i and j changes K(0, 0) whenever rho_i and rho_j differ."""
    if _norm(filters[i]) * constants[j] ** 2 == _norm(filters[j]) * constants[i] ** 2:
        raise _Rejected(where, f"n_l / w_l[0]^2 is the same for the layers {i} and {j}, and so is K(0, 0)")


class _Exchange:
    """Layers i and j with the filters that replace theirs at a second point over the same end-to-end filter."""

    __slots__ = ("i", "j", "new_i", "new_j")

    def __init__(self, i: int, j: int, new_i: Filter, new_j: Filter) -> None:
        self.i, self.j, self.new_i, self.new_j = i, j, new_i, new_j

    def apply(self, filters: list[Filter]) -> list[Filter]:
        exchanged = list(filters)
        exchanged[self.i], exchanged[self.j] = self.new_i, self.new_j
        return exchanged


def _check_exchange(architecture: _Architecture, filters: list[Filter], value: object, work: _Work) -> _Exchange:
    """Establishes a second point over the witness whose NTK differs for every delta.

    The symmetric S with S(0, k e) = root ** k along the direction (twice that for k = 0, and 0 elsewhere)
    is orthogonal to all N_l but N_i, and takes values of opposite signs on N_i at the two points.
    """
    where, sizes = "evidence.exchange", architecture.sizes
    item = _object(value, "layers filters root", where)
    i, j = _layer_pair(item["layers"], len(sizes), f"{where}.layers")
    pair = _list(item["filters"], f"{where}.filters", 2)
    exchange = _Exchange(
        i, j, *(_filter(pair[n], sizes[layer], f"{where}.filters[{n}]") for n, layer in enumerate((i, j)))
    )
    a = _exact(item["root"], f"{where}.root")
    found = [(key, block) for key, block in architecture.blocks.items() if i != j and i in block and j in block]
    if not found:
        raise _Rejected(f"{where}.layers", "are not two layers of one axis block")
    ((direction, exponent), block) = found[0]
    _constants(filters, "evidence.witness")
    lines = [_axis_line(entries, size, direction) for entries, size in zip(filters, sizes, strict=True)]
    new_i, new_j = (_axis_line(exchange.apply(filters)[n], sizes[n], direction) for n in (i, j))
    if _times(lines[i], lines[j], work) != _times(new_i, new_j, work):
        raise _Rejected(f"{where}.filters", "their product is not that of the two witness filters")
    if a == 0 or _value(lines[i], (a, 1), work) or _value(new_i, (a, 1), work):
        raise _Rejected(f"{where}.root", f"is 0, or not a root of both filters of layer {i}")
    signs = lines[j][0] * _value(lines[j], (a, 1), work) * new_j[0] * _value(new_j, (a, 1), work)
    if signs >= 0:
        raise _Rejected(f"{where}.filters", f"the values of S on N_{i} at the two points are not of opposite signs")
    for layer in block:
        if layer != i and _value(lines[layer], (a, 1), work) == 0:
            raise _Rejected(f"{where}.root", f"is a root of the filter of layer {layer}")
    others = [(lines[n], architecture.exponents[n][direction]) for n in range(len(sizes)) if n not in block]
    if _residue(others, exponent, a, work) == 0:
        raise _Rejected(where, f"phi(R) vanishes modulo {MODULUS}, R being the product outside the block")
    return exchange


def _residue(others: list[tuple[list[int], int]], e: int, a: int, work: _Work) -> int:
    """The constant coefficient of R mod (x^e - a), modulo a prime; R is the product of all f(x^step)."""
    rest, a = {0: 1}, a % MODULUS
    for f, step in others:
        terms: dict[int, int] = {}
        for k, c in enumerate(f):
            if c:
                turns, power = divmod(k * step, e)
                work.spend(10 + turns.bit_length())
                terms[power] = (terms.get(power, 0) + c * pow(a, turns, MODULUS)) % MODULUS
        work.spend(2 * len(rest) * len(terms))
        product: dict[int, int] = {}
        for left, b in rest.items():
            for right, c in terms.items():
                turns, power = divmod(left + right, e)
                product[power] = (product.get(power, 0) + (b * c * a if turns else b * c)) % MODULUS
        rest = product
        if len(rest) > MAX_TERMS:
            raise _Rejected("evidence.exchange", f"phi(R) needs more than {MAX_TERMS} terms")
    return rest.get(0, 0)


# Invariants and scalings: rho_l = t + Delta_l, F(t) = prod(t + Delta_l) - prod n_l = 0, t > max(-Delta_l).


def _common(numbers: list[Rational], work: _Work) -> tuple[list[int], int]:
    """Numerators over the least common denominator, and that."""
    bits = sum(p.bit_length() + q.bit_length() for p, q in numbers)
    work.spend(len(numbers), 4 * bits, bits)
    common = lcm(*(q for _, q in numbers))
    return [p * (common // q) for p, q in numbers], common


def _shifts(delta: list[Rational], work: _Work) -> tuple[list[int], int]:
    """D and Q with Delta_l = delta_l + delta_{l+1} + ... = D_l / Q."""
    numerators, common = _common(delta, work)
    shifts = [0]
    for p in reversed(numerators):
        shifts.append(shifts[-1] + p)
    return shifts[::-1], common


def _less(x: Rational, y: Rational) -> bool:
    return x[0] * y[1] < y[0] * x[1]


def _check_root(
    value: object, shifts: list[int], common: int, norms: list[int], square: Rational, where: str, work: _Work
) -> list[int]:
    """Establishes F(t) = 0 and t > max(-Delta_l); returns a primitive f with f(t) = 0, not shown to be minimal.

    The last term of F is multiplied by square, for filters whose product is to be multiplied by its root.
    """
    equation, depth, floor = [square[1]], len(norms), (-min(shifts), common)
    work.spend(depth, _bits(norms), _bits(norms))
    work.spend(depth, depth**2 * common.bit_length(), common.bit_length())
    for shift in shifts:
        equation = _times(equation, [shift, common], work)
    equation[0] -= square[0] * common**depth * prod(norms)
    if isinstance(value, str):
        p, q = _rational(value, where)
        if not _divides([-p, q], equation, work) or not _less(floor, (p, q)):
            raise _Rejected(where, "is not the root of F(t) = prod(t + Delta_l) - prod n_l beyond max(-Delta_l)")
        return [-p, q]
    item = _object(value, T_KEYS, where)
    place = f"{where}.minpoly"
    f = [_exact(c, f"{place}[{i}]") for i, c in enumerate(_list(item["minpoly"], place))]
    if len(f) < 3:
        raise _Malformed(place, "expected a polynomial of degree at least 2")
    if f[-1] <= 0 or gcd(*f) != 1:
        raise _Rejected(place, "must be primitive with a positive leading coefficient")
    if not _divides(f, equation, work):
        raise _Rejected(place, "does not divide F(t) = prod(t + Delta_l) - prod n_l")
    place = f"{where}.interval"
    low, high = _rationals(item["interval"], place, 2)
    if not _less(low, high) or _less(low, floor):
        raise _Rejected(place, "does not increase, or goes below max(-Delta_l)")
    below, above = _value(f, low, work), _value(f, high, work)
    if not (below < 0 < above or above < 0 < below):
        raise _Rejected(place, "minpoly does not change sign on it")
    p, q = _approximation(item["approx"], f"{where}.approx")
    low, high = (p * (10**9 - 1), q * 10**9), (p * (10**9 + 1), q * 10**9)
    late = _less(floor, low) and _value(equation, low, work) > 0
    if late or not _less(floor, high) or _value(equation, high, work) < 0:
        raise _Rejected(f"{where}.approx", "is not t up to a relative error of 1e-9")
    return f


def _element(value: object, degree: int, where: str, work: _Work) -> tuple[list[int], int]:
    """An element of Q[t]/(f), deg f = degree: integer coefficients over a common denominator."""
    if degree == 1:
        return _common([_rational(value, where)], work)
    numbers = _rationals(value, where)
    if not 1 <= len(numbers) <= degree:
        raise _Malformed(where, f"expected 1 to {degree} coefficients, found {len(numbers)}")
    return _common(numbers, work)


def _check_scaling(
    delta: list[Rational],
    filters: list[Filter],
    item: dict[str, object],
    where: str,
    work: _Work,
    square: Rational = (1, 1),
) -> list[int]:
    """Establishes that t and rho are those of the filters at the invariants delta; returns f with f(t) = 0."""
    shifts, common = _shifts(delta, work)
    norms = [_norm(entries) for entries in filters]
    f = _check_root(item["t"], shifts, common, norms, square, f"{where}.t", work)
    for layer, entry in enumerate(_list(item["rho"], f"{where}.rho", len(filters))):
        place = f"{where}.rho[{layer}]"
        numerators, denominator = _element(entry, len(f) - 1, place, work)
        rho = [-denominator * shifts[layer], -denominator * common]
        if not _divides(f, _plus([common * c for c in numerators], rho), work):
            raise _Rejected(place, "is not t + Delta_l")
    return f


def _check_value(
    value: object, delta: list[Rational], filters: list[Filter], f: list[int], where: str, work: _Work
) -> None:
    """Establishes K(0, 0) = u_0^2 sum_l n_l / (rho_l w_l[0]^2), multiplied by the product of all rho_l, mod f."""
    numerators, denominator = _element(value, len(f) - 1, where, work)
    shifts, common = _shifts(delta, work)
    product, total, squares = [1], [0], 1
    for shift, entries, constant in zip(shifts, filters, _constants(filters, where), strict=True):
        total = _times(total, [shift * constant**2, common * constant**2], work)
        total = _plus(total, _times(product, [_norm(entries) * squares], work))
        product = _times(product, [shift, common], work)
        squares *= constant**2
    expected = _times([-denominator * common], total, work)
    if not _divides(f, _plus(_times(numerators, product, work), expected), work):
        raise _Rejected(where, "is not K(0, 0) at this parameter")


def _swap(
    architecture: _Architecture, delta: list[Rational] | None, filters: list[Filter], i: int, j: int, work: _Work
) -> _Exchange:
    """Establishes that i and j are interchangeable, off the locus, so that their swap may change K(0, 0)."""
    where = "evidence.counterexample"
    if delta is None:
        raise _Rejected(f"{where}.delta", "must be given")
    shifts, _ = _shifts(delta, work)
    if shifts[i] == shifts[j] or not any(i in group and j in group for group in architecture.groups):
        raise _Rejected(f"{where}.layers", "are not interchangeable with rho_i and rho_j different")
    constants = _constants(filters, f"{where}.pair[0].filters")
    _check_swap(filters, constants, i, j, f"{where}.pair[0].filters")
    return _Exchange(i, j, filters[j], filters[i])


def _check_counterexample(
    architecture: _Architecture,
    value: object,
    delta: list[Rational] | None,
    witness: list[Filter],
    exchange: _Exchange | None,
    work: _Work,
) -> None:
    """Establishes two parameters with the same end-to-end filter and the same invariants but different NTKs.

    The invariants are attained after a scaling that exists and is unique up to signs; t and rho give it, or are null.
    """
    where, depth = "evidence.counterexample", len(architecture.sizes)
    item = _object(value, "delta layers pair ntk_difference", where)
    own = None if item["delta"] is None else _rationals(item["delta"], f"{where}.delta", depth - 1)
    if own != delta and (exchange or delta is not None):
        raise _Rejected(f"{where}.delta", "is not the delta of the certificate")
    i, j = _layer_pair(item["layers"], depth, f"{where}.layers")
    places = [f"{where}.pair[0]", f"{where}.pair[1]"]
    points = [
        _object(entry, "filters t rho", place)
        for entry, place in zip(_list(item["pair"], f"{where}.pair", 2), places, strict=True)
    ]
    found = [_filters(point["filters"], architecture, f"{places[n]}.filters") for n, point in enumerate(points)]
    base = witness if exchange else found[0]
    change = exchange or _swap(architecture, own, base, i, j, work)
    if (i, j) != (change.i, change.j):
        raise _Rejected(f"{where}.layers", "are not those of the exchange")
    if found[0] != base:
        raise _Rejected(f"{places[0]}.filters", "are not those of the witness")
    if found[1] != change.apply(base):
        raise _Rejected(f"{places[1]}.filters", f"are not those of pair[0] with layers {i} and {j} exchanged")
    solved = own if points[0]["t"] is not None else None
    minpoly: list[int] = []
    for point, filters, place in zip(points, found, places, strict=True):
        if solved is not None:
            minpoly = _check_scaling(solved, filters, point, place, work)
        elif point["t"] is not None or point["rho"] is not None:
            raise _Malformed(place, "t and rho must be null without delta, and in both points or in none")
    if exchange is None and solved is not None:
        _check_difference(item["ntk_difference"], solved, points, found, minpoly, work)
    elif item["ntk_difference"] is not None:
        raise _Malformed(f"{where}.ntk_difference", "must be null for an exchange and where t is null")


def _check_difference(
    value: object,
    delta: list[Rational],
    points: list[dict[str, object]],
    filters: list[list[Filter]],
    f: list[int],
    work: _Work,
) -> None:
    """Establishes that the two values of K(0, 0) are the given ones (that they differ is known by now)."""
    for key in ("t", "rho"):
        if points[1][key] != points[0][key]:
            raise _Rejected(f"evidence.counterexample.pair[1].{key}", "is not that of pair[0]")
    where = "evidence.counterexample.ntk_difference"
    item = _object(value, "index values", where)
    if _layer_pair(item["index"], MAX_EXTENT, f"{where}.index") != (0, 0):
        raise _Rejected(f"{where}.index", "must be [0, 0]")
    for n, entry in enumerate(_list(item["values"], f"{where}.values", 2)):
        _check_value(entry, delta, filters[n], f, f"{where}.values[{n}]", work)


# Kind "counterexample": two parameter tuples, shown to have the same filter, the same invariants, different NTKs.


class _Tuple:
    """A parameter tuple: filters, what their product is multiplied by, f with f(t) = 0, and an interval of t.

    The interval is low/scale to high/scale, with low >= 0; the one root of f in it is t.
    """

    __slots__ = ("f", "factor", "filters", "high", "low", "scale")

    def __init__(self, filters: list[Filter], factor: Rational) -> None:
        self.filters, self.factor = filters, factor
        self.f: list[int] = []
        self.low = self.high = self.scale = 1

    def locate(self, f: list[int], t: object, work: _Work) -> None:
        """Takes over f and t, which are known to be right."""
        self.f = f
        ends = [(-f[0], f[1])] * 2 if len(f) == 2 else _rationals(_object(t, T_KEYS, "t")["interval"], "interval", 2)
        (self.low, self.high), self.scale = _common(ends, work)

    def refine(self, steps: int, work: _Work) -> None:
        """Halves the interval so many times."""
        if self.low == self.high:
            return
        start = _value(self.f, (self.low, self.scale), work) > 0
        for _ in range(steps):
            middle = self.low + self.high
            self.low, self.high, self.scale = 2 * self.low, 2 * self.high, 2 * self.scale
            value = _value(self.f, (middle, self.scale), work)
            if value == 0 or (value > 0) == start:
                self.low = middle
            if value == 0 or (value > 0) != start:
                self.high = middle
            if value == 0:
                return

    def enclose(self, element: tuple[list[int], int], work: _Work) -> tuple[int, int, int]:
        """l, h and s > 0 such that the element of Q(t) lies between l/s and h/s."""
        numerators, s = element
        low, high, bits = 0, 0, self.high.bit_length() + self.scale.bit_length()
        power = 1
        for n, c in enumerate(reversed(numerators)):
            work.spend(5, low.bit_length() + high.bit_length() + power.bit_length(), 2 * bits)
            if n:
                low, high = low * (self.low if low >= 0 else self.high), high * (self.high if high >= 0 else self.low)
                power *= self.scale
            low, high = low + c * power, high + c * power
        return low, high, s * power


def _product(f: Filter, g: Filter, work: _Work) -> Filter:
    """The product of two polynomials."""
    work.spend(10 * len(f) * len(g), _bits(list(f.values())), _bits(list(g.values())))
    product: Filter = {}
    for i, x in f.items():
        for j, y in g.items():
            index = tuple(map(sum, zip(i, j)))  # noqa: B905 - equal lengths, and this is the inner loop
            product[index] = product.get(index, 0) + x * y
    return {index: value for index, value in product.items() if value}


def _partial_products(architecture: _Architecture, filters: list[Filter], work: _Work) -> list[tuple[Filter, Filter]]:
    """For each layer, and once more, the product of the filters before it and that of itself and those after it."""
    polynomials = [
        {tuple(k * e for k, e in zip(index, exponent, strict=True)): c for index, c in entries.items()}
        for entries, exponent in zip(filters, architecture.exponents, strict=True)
    ]
    one: Filter = {(0,) * architecture.dimension: 1}
    before, after = [one], [one]
    for first, last in zip(polynomials, reversed(polynomials), strict=True):
        before.append(_product(before[-1], first, work))
        after.append(_product(after[-1], last, work))
    return list(zip(before, reversed(after), strict=True))


def _grams(
    architecture: _Architecture, filters: list[Filter], places: list[tuple[int, int]], work: _Work
) -> list[list[int]]:
    """N_l(i, j) for each layer l and each place (i, j)."""
    extents = architecture.extents()
    partial = _partial_products(architecture, filters, work)
    result = []
    for layer, (size, exponent) in enumerate(zip(architecture.sizes, architecture.exponents, strict=True)):
        short, long = sorted((partial[layer][0], partial[layer + 1][1]), key=len)
        known: Filter = {}

        def others(index: tuple[int, ...], short: Filter = short, long: Filter = long, known: Filter = known) -> int:
            if index not in known:
                work.spend(5 * len(short), _bits(list(short.values())), 100)
                found = ((c, long.get(tuple(map(int.__sub__, index, i)))) for i, c in short.items())
                known[index] = sum(c * other for c, other in found if other)
            return known[index]

        row = []
        for i, j in places:
            here, there = _position(i, extents), _position(j, extents)
            counts = [min(k, 1 + min(a, b) // e) for k, a, b, e in zip(size, here, there, exponent, strict=True)]
            work.spend(20 * prod(counts))
            total, shifts = 0, START
            for count, e in zip(counts, exponent, strict=True):
                shifts = [(*shift, k * e) for shift in shifts for k in range(count)]
            for shift in shifts:
                total += others(tuple(map(int.__sub__, here, shift))) * others(tuple(map(int.__sub__, there, shift)))
            row.append(total)
        result.append(row)
    return result


def _position(flat: int, extents: list[int]) -> tuple[int, ...]:
    """The index of the entry at a place in row-major order."""
    index = []
    for extent in reversed(extents):
        flat, k = divmod(flat, extent)
        index.append(k)
    return tuple(reversed(index))


def _check_tuple(
    architecture: _Architecture,
    item: dict[str, object],
    delta: list[Rational] | None,
    u: tuple[Filter, int],
    where: str,
    work: _Work,
) -> _Tuple:
    """Establishes that filters and factor give u, and that t and rho are those for delta."""
    filters = _filters(item["filters"], architecture, f"{where}.filters")
    for layer, entries in enumerate(filters):
        if gcd(*entries.values()) != 1:
            raise _Rejected(f"{where}.filters[{layer}]", "is not primitive")
    found = _Tuple(filters, _rational(item["factor"], f"{where}.factor"))
    (p, q), (numerators, denominator) = found.factor, u
    product = _partial_products(architecture, filters, work)[-1][0]
    if {i: p * denominator * c for i, c in product.items()} != {i: q * c for i, c in numerators.items()}:
        raise _Rejected(f"{where}.filters", "their product times factor is not filter")
    if delta is not None:
        f = _check_scaling(delta, filters, item, where, work, (p * p, q * q))
        found.locate(f, item["t"], work)
    elif item["t"] is not None or item["rho"] is not None:
        raise _Malformed(where, "t and rho must be null where delta is")
    if "scaled_filters" in item:
        _check_scaled(architecture, item["scaled_filters"], delta, found, f"{where}.scaled_filters", work)
    return found


def _check_scaled(
    architecture: _Architecture,
    value: object,
    delta: list[Rational] | None,
    found: _Tuple,
    where: str,
    work: _Work,
) -> None:
    """Establishes that the scaled filters are a_l/b_l times the filters, with squared norms rho_l and product u."""
    if delta is None or len(found.f) != 2:
        raise _Rejected(where, "can be given only where t is rational")
    shifts, common = _shifts(delta, work)
    ratio = 1, 1
    for layer, item in enumerate(_list(value, where, len(found.filters))):
        place, entries = f"{where}[{layer}]", found.filters[layer]
        scaled, b = _rational_filter(item, architecture.sizes[layer], place, work)
        index = min(entries)
        a, b = scaled.get(index, 0), b * entries[index]
        if {i: c * entries[index] for i, c in scaled.items()} != {i: a * c for i, c in entries.items()}:
            raise _Rejected(place, "is not a multiple of the filter")
        rho = shifts[layer] * found.f[1] - common * found.f[0]
        if a * a * _norm(entries) * common * found.f[1] != b * b * rho:
            raise _Rejected(place, "its squared norm is not rho")
        ratio = ratio[0] * a, ratio[1] * b
        work.spend(10, ratio[0].bit_length() + ratio[1].bit_length(), a.bit_length() + b.bit_length())
    if ratio[0] * found.factor[1] != ratio[1] * found.factor[0]:
        raise _Rejected(where, "their product is not filter")


def _check_entry(
    value: object, delta: list[Rational], point: _Tuple, grams: list[int], where: str, work: _Work
) -> tuple[list[int], int]:
    """Establishes K(i, j) = factor^2 sum_l n_l N_l(i, j) / rho_l, multiplied by the product of all rho_l, mod f."""
    element = _element(value, len(point.f) - 1, where, work)
    shifts, common = _shifts(delta, work)
    product, total = [1], [0]
    for shift, entries, gram in zip(shifts, point.filters, grams, strict=True):
        total = _times(total, [shift, common], work)
        total = _plus(total, _times(product, [_norm(entries) * gram], work))
        product = _times(product, [shift, common], work)
    (p, q), (numerators, denominator) = point.factor, element
    expected = _times([-denominator * common * p * p], total, work)
    if not _divides(point.f, _plus(_times([q * q * c for c in numerators], product, work), expected), work):
        raise _Rejected(where, "is not this entry of the NTK at this parameter")
    return element


def _check_entries_differ(
    architecture: _Architecture, value: object, delta: list[Rational], points: list[_Tuple], work: _Work
) -> None:
    """Establishes the entries of the two NTKs at one place, and that they are different numbers."""
    where, ambient = "ntk_difference", prod(architecture.extents())
    item = _object(value, "index values", where)
    place = _layer_pair(item["index"], ambient, f"{where}.index")
    entries = _list(item["values"], f"{where}.values", 2)
    elements = [
        _check_entry(
            entries[n],
            delta,
            point,
            [row[0] for row in _grams(architecture, point.filters, [place], work)],
            f"{where}.values[{n}]",
            work,
        )
        for n, point in enumerate(points)
    ]
    for steps in STEPS:
        for point in points:
            point.refine(steps, work)
        (a, b, s), (c, d, r) = (point.enclose(e, work) for point, e in zip(points, elements, strict=True))
        if b * r < c * s or d * s < a * r:
            return
        if all(point.low == point.high for point in points):
            break
    raise _Rejected(f"{where}.values", f"are equal, or too close to be told apart by {sum(STEPS)} halvings")


def _check_separation(architecture: _Architecture, value: object, points: list[_Tuple], work: _Work) -> None:
    """Establishes <S, N_l> >= 0 at the first tuple, <= 0 at the second, not all 0, for a symmetric matrix S."""
    where, ambient = "separation", prod(architecture.extents())
    item = _object(value, "entries products", where)
    places: list[tuple[int, int]] = []
    weights: list[int] = []
    for n, entry in enumerate(_list(item["entries"], f"{where}.entries")):
        part = _object(entry, "index value", f"{where}.entries[{n}]")
        i, j = _layer_pair(part["index"], ambient, f"{where}.entries[{n}].index")
        if j < i or (places and (i, j) <= places[-1]):
            raise _Malformed(f"{where}.entries[{n}].index", "must be on or above the diagonal, and increase")
        places.append((i, j))
        weights.append(_exact(part["value"], f"{where}.entries[{n}].value") * (1 if i == j else 2))
    total = 0
    for n, listed in enumerate(_list(item["products"], f"{where}.products", 2)):
        rows = _grams(architecture, points[n].filters, places, work)
        found = _list(listed, f"{where}.products[{n}]", len(rows))
        for layer, row in enumerate(rows):
            place = f"{where}.products[{n}][{layer}]"
            work.spend(len(row), _bits(weights), max(map(int.bit_length, row), default=0))
            product = sum(weight * gram for weight, gram in zip(weights, row, strict=True))
            if _exact(found[layer], place) != product:
                raise _Rejected(place, f"is not the inner product of S and N_{layer}")
            if (product < 0) if n == 0 else (product > 0):
                raise _Rejected(place, "has the wrong sign")
            total += abs(product)
    if total == 0:
        raise _Rejected(f"{where}.products", "are all 0")


def _check_pair(architecture: _Architecture, item: dict[str, object], delta: list[Rational] | None, work: _Work) -> str:
    """Establishes a counterexample; returns the claim."""
    if prod(architecture.extents()) > MAX_PARAMETERS:
        raise _Malformed("architecture", f"more than {MAX_PARAMETERS} entries of the end-to-end filter")
    u = _rational_filter(item["filter"], tuple(architecture.extents()), "filter", work)
    listed = _list(item["pair"], "pair", 2)
    scaled = all(isinstance(entry, dict) and "scaled_filters" in entry for entry in listed)
    keys = "filters factor t rho" + " scaled_filters" * scaled
    points = [
        _check_tuple(architecture, _object(entry, keys, f"pair[{n}]"), delta, u, f"pair[{n}]", work)
        for n, entry in enumerate(listed)
    ]
    if delta is None:
        if item["ntk_difference"] is not None:
            raise _Malformed("ntk_difference", "must be null where delta is")
        _check_separation(architecture, item["separation"], points, work)
        return "two parameters with the same end-to-end filter, and with different NTKs for every δ"
    if item["separation"] is not None:
        raise _Malformed("separation", "must be null where delta is given")
    _check_entries_differ(architecture, item["ntk_difference"], delta, points, work)
    return "two parameters with the same end-to-end filter, the same δ, and different NTKs"


def _check_nothing(item: dict[str, object], keys: str) -> str:
    """Establishes that an undecided certificate claims nothing; returns that."""
    for key in keys.split():
        if item[key] is not None:
            raise _Malformed(key, "must be null when undecided")
    if not _string(item["reason"], "reason"):
        raise _Malformed("reason", "is empty")
    return "undecided: nothing is claimed"


# The certificate as a whole.


def _check_status(
    architecture: _Architecture, ntk: object, delta: list[Rational] | None, status: str, work: _Work
) -> str:
    """Establishes that status answers whether the NTK is independent at delta; returns the answer in words."""
    if ntk == "independent":
        expected, words = "proved", "NTK independent for every δ"
    elif ntk == "dependent":
        expected, words = "refuted", "NTK dependent for every δ"
    elif delta is None:
        expected, words = "refuted", "NTK independent exactly on the δ-locus, not for every δ"
    else:
        shifts, _ = _shifts(delta, work)
        if all(shifts[i] == shifts[j] for i, j in architecture.swaps()):
            expected, words = "proved", "NTK independent for the given δ, which is on the δ-locus"
        else:
            expected, words = "refuted", "NTK dependent for the given δ, which is off the δ-locus"
    if status != expected:
        raise _Rejected("status", f"should be {expected}")
    return f"{words}: {status}"


def _check_decided(
    architecture: _Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: _Work
) -> str:
    """Establishes result and status from the evidence; returns the claim."""
    expected = _result(architecture, work)
    _choice(_object(item["result"], " ".join(expected), "result")["ntk"], NTK, "result.ntk")
    _compare(item["result"], expected, "result")
    words = _check_status(architecture, expected["ntk"], delta, status, work)
    evidence = _object(item["evidence"], "witness exchange counterexample", "evidence")
    witness = _check_witness(architecture, evidence["witness"], work)
    for key, needed in (("exchange", expected["ntk"] == NTK[2]), ("counterexample", status == "refuted")):
        if (evidence[key] is None) == needed:
            raise _Rejected(f"evidence.{key}", "must be given" if needed else "must be null")
    exchange = None
    if expected["ntk"] == NTK[2]:
        exchange = _check_exchange(architecture, witness, evidence["exchange"], work)
    elif expected["ntk"] == NTK[1]:
        constants = _constants(witness, "evidence.witness")
        for i, j in architecture.swaps():
            _check_swap(witness, constants, i, j, f"evidence.witness[{j}]")
    if status == "refuted":
        _check_counterexample(architecture, evidence["counterexample"], delta, witness, exchange, work)
    degree = str(expected["degree"])
    return f"degree {degree if len(degree) <= 40 else f'of {len(degree)} digits'}, {words}"


def _check_digest(item: dict[str, object], digest: str) -> None:
    """Establishes that the certificate was not damaged by accident."""
    from hashlib import sha256

    body = {key: value for key, value in item.items() if key not in ("digest", "tool")}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    if digest != f"sha256:{sha256(text.encode()).hexdigest()}":
        raise _Rejected("digest", "is not the digest of the certificate")


def _check_header(value: object) -> dict[str, object]:
    """Establishes the form of the parts that certificates of all kinds have."""
    kind = next(iter(KEYS))
    if isinstance(value, dict):
        _choice(value.get("format"), ("symlcn-certificate",), "format")
        _integer(value.get("version"), "version", 1, 1)
        kind = _choice(value.get("kind"), tuple(KEYS), "kind")
    keys = f"format version kind architecture delta status reason {KEYS[kind]} assumptions digest tool"
    item = _object(value, keys, "certificate")
    _choice(item["status"], ("proved", "refuted", "undecided") if kind == "architecture" else STATUS, "status")
    digest = _string(item["digest"], "digest")
    if len(digest) != 71 or digest[:7] != "sha256:" or not set(digest[7:]) <= set("0123456789abcdef"):
        raise _Malformed("digest", "expected sha256: and 64 hexadecimal digits")
    if not isinstance(item["tool"], dict):
        raise _Malformed("tool", f"expected an object, found {_kind(item['tool'])}")
    return item


def _check_certificate(value: object) -> str:
    """Establishes all that the certificate claims; returns the claim."""
    item = _check_header(value)
    kind, status = str(item["kind"]), str(item["status"])
    architecture = _check_architecture(item["architecture"])
    depth = len(architecture.sizes)
    delta = None if item["delta"] is None else _rationals(item["delta"], "delta", depth - 1)
    if _list(item["assumptions"], "assumptions"):
        raise _Rejected("assumptions", "a certificate of this kind makes none")
    if status != "undecided" and item["reason"] is not None:
        raise _Malformed("reason", f"must be null when {status}")
    if kind == "counterexample" and status == "undecided":
        _list(item["pair"], "pair", 0)
        claim = _check_nothing(item, "filter ntk_difference separation")
    elif kind == "counterexample":
        claim = f"{_check_pair(architecture, item, delta, _Work())}: {status}"
    elif status == "undecided":
        _object(item["evidence"], "", "evidence")
        claim = _check_nothing(item, "result")
    else:
        claim = _check_decided(architecture, item, delta, status, _Work())
    _check_digest(item, str(item["digest"]))
    return f"{architecture.notation}: {claim}"


def _parse(text: str | bytes) -> object:
    if len(text) > MAX_BYTES:
        raise _Malformed("certificate", f"more than {MAX_BYTES} bytes")

    def integer(digits: str) -> int:
        if len(digits.lstrip("-")) > MAX_DIGITS or not digits.isascii():
            raise _Malformed("certificate", f"a number of more than {MAX_DIGITS} digits")
        return int(digits)

    def constant(name: str) -> None:
        raise _Malformed("certificate", f"{name} is not a JSON number")

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                raise _Malformed("certificate", f"duplicate key {_quote(key)}")
            found[key] = value
        return found

    try:
        decoded = text if isinstance(text, str) else text.decode("utf-8")
        return json.loads(decoded, parse_int=integer, parse_constant=constant, object_pairs_hook=unique)
    except RecursionError:
        raise _Malformed("certificate", "nested too deeply") from None
    except ValueError as error:
        raise _Malformed("certificate", f"not JSON in UTF-8: {ascii(str(error)[:100])[1:-1]}") from None


def check_text(text: str | bytes) -> Outcome:
    """Check one certificate.

    Parameters
    ----------
    text : str or bytes
        The JSON text, in UTF-8 if bytes.

    Returns
    -------
    Outcome
        Bad input raises nothing: what is wrong with it is the outcome.

    Examples
    --------
    >>> check_text("[]")
    Outcome('malformed', 'certificate: expected an object, found a list')
    """
    try:
        claim = _check_certificate(_parse(text))
    except _Rejected as error:
        return Outcome("rejected", str(error))
    except _Malformed as error:
        return Outcome("malformed", str(error))
    except MemoryError:
        return Outcome("malformed", "certificate: not enough memory to check it")
    return Outcome("accepted", claim, claim)


def check_file(path: str) -> Outcome:
    """Check the certificate in a file.

    Parameters
    ----------
    path : str
        "-" stands for standard input. No more than the size limit is read.

    Returns
    -------
    Outcome
        "malformed" also when the file cannot be read.
    """
    try:
        if path == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError, AttributeError) as error:
        return Outcome("malformed", f"cannot be read: {ascii(str(error))[1:-1]}")
    return check_text(data)


def main(argv: list[str] | None = None) -> int:
    """Check files and print one line for each.

    Parameters
    ----------
    argv : list of str, optional
        The files; by default those of the command line.

    Returns
    -------
    int
        0 if all are accepted, 40 if one is rejected, else 2; 130 when interrupted.
    """
    paths = sys.argv[1:] if argv is None else argv
    if not paths:
        print("usage: check.py FILE...    (- is standard input)", file=sys.stderr)
        return 2
    verdicts = set()
    try:
        for path in paths:
            outcome = check_file(path)
            verdicts.add(outcome.verdict)
            name = path if path.isprintable() else ascii(path)[1:-1]
            encoding = getattr(sys.stdout, "encoding", None) or "ascii"
            line = f"{name}: {outcome.verdict}: {outcome.message}"
            print(line.encode(encoding, "backslashreplace").decode(encoding), flush=True)
    except KeyboardInterrupt:
        return 130
    except OSError:  # nobody reads the verdicts; nor shall the flush at exit fail
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 2
    return 40 if "rejected" in verdicts else 2 if "malformed" in verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
