"""A guard against mistakes in indices: the network, computed by its strides and dilations, on a few planes.

Contents: :func:`check_planes`.

Nothing is proved here that is not proved without it. Where all w_l[0] are not 0, f(e_0 + y e_p) = f(e_0) A_n(y) for the
n runs, with A_0 = 1, A_i = A_{i-1} ** r + E_i y ** R_i. Here r is the activation before run i, 1 for none, R_i the
product of all of these, E_i = psi_i(p) - phi_{i-1}(p), psi_i = Q_i phi_{i-1} for the end-to-end filter Q_i of the run,
divided by Q_i[0], phi_0 = 1 and phi_i = psi_i ** r, position by position: the other variables do not occur. All is
modulo a prime.
"""

from __future__ import annotations

from ....core.arithmetic import LARGE_PRIME, Filter
from ....core.limits import Work
from ....core.outcome import Rejected
from ....network.furtherarchitectures import PolynomialArchitecture

MAX_PLANES = 3
MAX_TERMS = 2_000  # of the products of terms for a run, and of what one plane reads of all runs
Y = 7
Index = tuple[int, ...]
Step = dict[str, Index]  # size, stride and dilation of a layer


def check_planes(architecture: PolynomialArchitecture, layers: list[Step], filters: list[Filter], work: Work) -> None:
    """Establishes that the network at these filters is what the runs say on some planes, where that is cheap."""
    zero = (0,) * architecture.stack.dimension
    runs = _run_filters(architecture, filters, work)
    if runs is None or any(not own.get(zero) for own in filters):
        return
    powers = [1, *(architecture.activations[start - 1] for start, _ in architecture.runs[1:])]
    corner = 1
    for own, degree in zip(filters, architecture.degrees, strict=True):
        corner = corner * pow(own[zero], degree, LARGE_PRIME) % LARGE_PRIME
    places = [
        tuple(e if d == direction else 0 for d, e in enumerate(exponent))
        for size, exponent in zip(architecture.stack.sizes, architecture.stack.exponents, strict=True)
        for direction, k in enumerate(size)
        if k > 1
    ]
    for p in sorted(set(places))[:MAX_PLANES]:
        if not _is_cheap(runs, p, work):
            continue
        expected = corner * _peeled(runs, powers, p, work) % LARGE_PRIME
        if _output(layers, architecture.activations, filters, {zero: 1, p: Y}, work) != expected:
            raise Rejected("evidence.runs", f"are not the runs of the network on the plane of 0 and {p}")


def _is_cheap(runs: list[Filter], p: Index, work: Work) -> bool:
    """Whether few terms of the runs lead from 0 to a place: as many as peeling looks at, or more."""
    seen, terms = {(0,) * len(p)}, 0
    for own in runs:
        terms += len(seen) * len(own)
        if terms > MAX_TERMS:
            return False
        work.spend((5 + 3 * len(p)) * len(seen) * len(own))
        moved = (tuple(map(int.__add__, place, q)) for place in seen for q in own)
        seen = {place for place in moved if all(map(int.__le__, place, p))}
    return True


def _run_filters(architecture: PolynomialArchitecture, filters: list[Filter], work: Work) -> list[Filter] | None:
    """The end-to-end filters of the runs at the exponents of the network, divided by their corners; None if large."""
    found = []
    for start, stop in architecture.runs:
        product: Filter = {(0,) * architecture.stack.dimension: 1}
        for own, exponent in zip(filters[start:stop], architecture.stack.exponents[start:stop], strict=True):
            if len(product) * len(own) > MAX_TERMS:
                return None
            work.spend(20 * len(product) * len(own))
            after: Filter = {}
            for i, x in product.items():
                for j, y in own.items():
                    place = tuple(a + k * e for a, k, e in zip(i, j, exponent, strict=True))
                    after[place] = (after.get(place, 0) + x * y) % LARGE_PRIME
            product = after
        corner = product.get((0,) * architecture.stack.dimension, 0)
        if not corner:
            return None
        inverse = pow(corner, -1, LARGE_PRIME)
        found.append({place: c * inverse % LARGE_PRIME for place, c in product.items() if c})
    return found


def _peeled(runs: list[Filter], powers: list[int], p: Index, work: Work) -> int:
    """A_n(Y)."""
    zero = (0,) * len(p)
    known: dict[tuple[int, Index], int] = {}

    def phi(i: int, place: Index) -> int:
        """phi_i at a place, before its activation is applied where i counts the runs that are done."""
        if i == 0:
            return int(place == zero)
        if (i, place) not in known:
            total = 0
            for q, c in runs[i - 1].items():
                work.spend(15 + 2 * len(p))
                below = tuple(map(int.__sub__, place, q))
                if min(below) >= 0:
                    total += c * pow(phi(i - 1, below), powers[i - 1], LARGE_PRIME)
            known[i, place] = total % LARGE_PRIME
        return known[i, place]

    value, degree = 1, 1
    for i, r in enumerate(powers):
        degree = degree * r
        change = phi(i + 1, p) - pow(phi(i, p), r, LARGE_PRIME)
        value = (pow(value, r, LARGE_PRIME) + change * pow(Y, degree, LARGE_PRIME)) % LARGE_PRIME
    return value


def _output(layers: list[Step], activations: list[int], filters: list[Filter], signal: Filter, work: Work) -> int:
    """The output at position 0, from what is not 0 and is needed."""
    reach = [(0,) * len(layers[0]["size"])]
    for layer in reversed(layers[1:]):
        parts = zip(layer["size"], layer["dilation"], layer["stride"], reach[-1], strict=True)
        reach.append(tuple((k - 1) * d + s * far for k, d, s, far in parts))
    for l, (layer, own, power) in enumerate(zip(layers, filters, [*activations, 1], strict=True)):
        after: Filter = {}
        most = reach[len(layers) - 1 - l]
        work.spend(20 * len(signal) * len(own))
        for q, x in signal.items():
            for j, c in own.items():
                steps = zip(q, j, layer["dilation"], layer["stride"], strict=True)
                split = [divmod(a - k * d, s) for a, k, d, s in steps]
                if all(rest == 0 and 0 <= i <= far for (i, rest), far in zip(split, most, strict=True)):
                    place = tuple(i for i, _ in split)
                    after[place] = (after.get(place, 0) + c * x) % LARGE_PRIME
        signal = {place: pow(x, power, LARGE_PRIME) for place, x in after.items() if x}
    return signal.get((0,) * len(layers[0]["size"]), 0)
