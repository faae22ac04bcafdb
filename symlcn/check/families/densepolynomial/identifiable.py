"""Dense networks with monomial activations: theorems by which the parameters over a function are one orbit.

Contents: :func:`check_identifiability`.

An orbit is that of rescalings and permutations of neurons.

"powers": r-th powers of n polynomials, pairwise not proportional, are independent if r > n(n - 2), by the order and the
degree of a Wronskian on a generic line. So if r_l > 2 m_l (2 m_l - 2) for a last hidden layer whose neurons have
functions, not 0, pairwise not proportional, and columns that are not 0, another parameter over f has the same neuron
functions there up to order and factors: peel off the layer, and go on. For this to happen at all there must be no layer
of width 1 before a hidden layer of larger width.

"kruskal": trusted (Kruskal; for more factors Sidiropoulos and Bro). The first hidden layer: the tensor sum over a of
v_a (x) u_a^r, with degrees p_1 + ... + p_N <= r and k-ranks k_i of the u_a^p_i and k of the v_a, has one decomposition
into m_1 terms if k_1 + ... + k_N + k >= 2 m_1 + N; with m_2 = 1 without k if k_1 + ... + k_N >= 2 m_1 + N - 1; for at
least three factors. A witness with k-ranks that are as large as the numbers of coordinates allow, modulo a prime, shows
them for generic parameters. For the other hidden layers as above.
"""

from __future__ import annotations

from itertools import combinations, combinations_with_replacement, pairwise
from math import prod

from ...algebra.echelon import rank_modulo
from ...algebra.modular import check_prime
from ...core.arithmetic import binomial
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import choice, exact, integer, json_list, json_object
from .powernetwork import DensePolynomial

MAX_SUBSETS = 10_000
MAX_COORDINATES = 1000


def check_identifiability(value: object, network: DensePolynomial, where: str, work: Work) -> str:
    """Establishes the hypotheses of a theorem; returns its name."""
    given = value if isinstance(value, dict) else {}
    keys = "theorem" if given.get("theorem") == "powers" else "theorem degrees rows columns prime"
    item = json_object(value, keys, where)
    theorem = choice(item["theorem"], ("powers", "kruskal"), f"{where}.theorem")
    if any(below == 1 and above > 1 for below, above in pairwise(network.widths[:-1])):
        raise Rejected(f"{where}.theorem", "neurons behind a layer of width 1 are proportional")
    for l, (r, m) in enumerate(zip(network.powers, network.hidden, strict=True)):
        if (l or theorem == "powers") and r <= 2 * m * (2 * m - 2):
            raise Rejected(f"{where}.theorem", f"power {l} is not larger than {2 * m * (2 * m - 2)}")
    if theorem == "kruskal":
        _check_kruskal(item, network, where, work)
    return theorem


def _check_kruskal(item: dict[str, object], network: DensePolynomial, where: str, work: Work) -> None:
    size, width, outer = network.widths[:3]
    p = check_prime(item["prime"], f"{where}.prime", work)
    listed = json_list(item["degrees"], f"{where}.degrees")
    degrees = [integer(n, f"{where}.degrees[{i}]", 1, network.powers[0]) for i, n in enumerate(listed)]
    if sum(degrees) > network.powers[0]:
        raise Rejected(f"{where}.degrees", "add up to more than the power")
    rows = _read_vectors(item["rows"], width, size, f"{where}.rows", p, work)
    columns = _read_vectors(item["columns"], width if outer > 1 else 0, outer, f"{where}.columns", p, work)
    ranks = {}
    for degree in {*degrees}:
        count = binomial(size + degree - 1, degree, work)
        if count > MAX_COORDINATES:
            raise Malformed(f"{where}.degrees", f"powers of more than {MAX_COORDINATES} coordinates")
        work.spend(width * count * (10 + degree) * degree)
        powers = [[prod(part) % p for part in combinations_with_replacement(row, degree)] for row in rows]
        ranks[degree] = _check_krank(powers, p, f"{where}.rows", work)
    total = sum(ranks[degree] for degree in degrees)
    if columns:
        total += _check_krank(columns, p, f"{where}.columns", work)
    factors = len(degrees) + bool(columns)
    if factors < 3 or total < 2 * width + factors - 1:
        raise Rejected(f"{where}.degrees", "the k-ranks do not add up to enough")


def _read_vectors(value: object, count: int, size: int, where: str, p: int, work: Work) -> list[list[int]]:
    """Integers modulo a prime."""
    work.spend(10 * count * size)
    found = []
    for n, entry in enumerate(json_list(value, where, count)):
        numbers = json_list(entry, f"{where}[{n}]", size)
        found.append([exact(c, f"{where}[{n}][{i}]") % p for i, c in enumerate(numbers)])
    return found


def _check_krank(vectors: list[list[int]], p: int, where: str, work: Work) -> int:
    """Establishes that the k-rank modulo a prime is the largest that there is; returns it."""
    k = min(len(vectors), len(vectors[0]))
    if binomial(len(vectors), k, work) > MAX_SUBSETS:
        raise Malformed(where, f"more than {MAX_SUBSETS} subsets")
    for own in combinations(vectors, k):
        work.spend(10 * k)
        if rank_modulo(own, p, work) < k:
            raise Rejected(where, f"{k} of them, or of their powers, are not shown to be independent")
    return k
