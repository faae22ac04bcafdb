"""Kind "dense-polynomial": fully connected networks with monomial activations x -> x^r after each hidden layer.

Contents: :func:`check`.

Invariants delta of a neuron: |row|^2 - r |column|^2. Rescaling a neuron (row times s, column times s^-r) and permuting
the neurons of a layer keep the function. The evidence has three parts, and what is claimed is what follows from them:

- "pair": two parameters with one function, the same delta, those given if there are, and different NTKs
  (neuronexchanges.py). No theorem is used.
- "rank": the Jacobian has the largest rank at a witness (gradientrank.py). Then the functions have that dimension, and,
  for the widths of the theorem there, the NTK is no function of f and delta at any delta that is not constant on each
  hidden layer: every delta is attained on the orbit of the witness, by exactly one rescaling up to signs.
- "identifiability": the parameters over a function are one orbit (identifiable.py). At delta that is constant on each
  hidden layer permutations keep delta, and rescalings that keep it are signs; so the NTK is a function of f and delta.
  With the rank, too, it takes as many values over f and delta as permutations make tuples of delta.
"""

from __future__ import annotations

from collections import Counter
from math import factorial, prod

from ...core.arithmetic import Rational
from ...core.extras import extra
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected, Statement
from ...core.reading import check_nothing, choice, integer, json_list, json_object, rationals, string
from .powernetwork import DensePolynomial, read_network

NOT_ZERO = "the function is not 0"
GENERIC = "the parameters are generic, outside a proper algebraic subset"
SEPARATE = (
    "no hidden neuron has the function 0 or one proportional to that of another in its layer, and no hidden column is 0"
)
SUBJECT = "a function of the network's function and delta"
Delta = list[list[Rational]]


class Found:
    """What the parts of the evidence establish; None where there is no such part."""

    __slots__ = ("pair", "rank", "separating", "theorem")

    def __init__(self, theorem: str | None, rank: int | None, separating: bool, pair: bool) -> None:
        self.theorem, self.rank, self.separating, self.pair = theorem, rank, separating, pair


def check(item: dict[str, object], status: str, work: Work) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    network = read_network(item["architecture"])
    delta = None if item["delta"] is None else _read_delta(item["delta"], network)
    if status == "undecided":
        stated = check_nothing(item, "result evidence")
    else:
        found = _check_evidence(item["evidence"], status, network, delta, work)
        _check_status(status, network, delta, found)
        values = _number_of_values(status, network, delta, found, work)
        _check_result(item["result"], status, network, delta, found, values)
        stated = (_proved if status == "proved" else _refuted)(network, delta, found, values)
    stated.subject = network.notation
    return stated


def _read_delta(value: object, network: DensePolynomial) -> Delta:
    listed = json_list(value, "delta", len(network.hidden))
    return [rationals(own, f"delta[{l}]", network.hidden[l]) for l, own in enumerate(listed)]


def _is_constant(network: DensePolynomial, delta: Delta | None) -> bool:
    """Whether delta must be, or is, constant on each hidden layer."""
    return max(network.hidden) == 1 or (delta is not None and all(len({*own}) == 1 for own in delta))


def _check_evidence(value: object, status: str, network: DensePolynomial, delta: Delta | None, work: Work) -> Found:
    item = json_object(value, "identifiability rank pair", "evidence")
    if status == "proved" and item["pair"] is not None:
        raise Malformed("evidence.pair", "must be null when proved")
    theorem = rank = None
    if item["identifiability"] is not None:
        where = "evidence.identifiability"
        theorem = extra("one orbit").check_identifiability(item["identifiability"], network, where, work)
    if item["rank"] is not None:
        rank = extra("rank of derivatives").check_rank(item["rank"], network, "evidence.rank", work)
    if item["pair"] is not None:
        extra("exchange of neurons").check_exchange(item["pair"], network, delta, "evidence.pair", work)
    return Found(theorem, rank, rank is not None and _is_separating(network), item["pair"] is not None)


def _is_separating(network: DensePolynomial) -> bool:
    """Whether the widths are such that the rank at a point without zero weights separates NTKs (gradientrank.py)."""
    widths = network.widths
    return (len(widths) == 3 and widths[0] + widths[2] >= 3) or min(widths[:-2]) >= 2


def _check_status(status: str, network: DensePolynomial, delta: Delta | None, found: Found) -> None:
    constant = _is_constant(network, delta)
    if status == "proved":
        if not constant:
            raise Rejected("delta", "is not constant on each hidden layer")
        if found.theorem is None:
            raise Rejected("evidence.identifiability", "is missing")
    elif not found.pair and (constant or not found.separating):
        raise Rejected("evidence", "does not show that the NTK is dependent")


def _number_of_values(
    status: str, network: DensePolynomial, delta: Delta | None, found: Found, work: Work
) -> int | None:
    """Over one function and delta, where it follows; without delta for different numbers."""
    if status == "proved":
        return 1
    if found.theorem is None or not found.separating:
        return None
    work.spend(10 * sum(network.hidden), 15 * sum(network.hidden), 15 * sum(network.hidden))
    if delta is None:
        return prod(map(factorial, network.hidden))
    return prod(factorial(len(own)) // prod(map(factorial, Counter(own).values())) for own in delta)


def _check_result(
    value: object, status: str, network: DensePolynomial, delta: Delta | None, found: Found, values: int | None
) -> None:
    """Establishes that the result is what follows."""
    result = json_object(value, "ntk delta_locus dimension identifiable ntk_values", "result")
    decided = delta is None and found.theorem is not None and found.separating and status == "refuted"
    ntk = "independent" if status == "proved" else "independent-on-locus" if decided else "dependent"
    if choice(result["ntk"], ("independent", "independent-on-locus", "dependent"), "result.ntk") != ntk:
        raise Rejected("result.ntk", f"is not {ntk}")
    locus = [l for l, width in enumerate(network.hidden) if width > 1] if decided else None
    if result["delta_locus"] is not None:
        listed = json_list(result["delta_locus"], "result.delta_locus")
        numbers = [integer(n, f"result.delta_locus[{i}]", 0, len(network.hidden) - 1) for i, n in enumerate(listed)]
        if numbers != locus:
            raise Rejected("result.delta_locus", "are not the hidden layers on which delta must be constant")
    elif locus is not None:
        raise Rejected("result.delta_locus", "is missing")
    if result["dimension"] is not None:
        integer(result["dimension"], "result.dimension", 0, network.parameters)
    if result["dimension"] != found.rank:
        raise Rejected("result.dimension", "is not the rank that is shown")
    if result["identifiable"] is not None:
        choice(result["identifiable"], ("powers", "kruskal"), "result.identifiable")
    if result["identifiable"] != found.theorem:
        raise Rejected("result.identifiable", "is not the theorem of the evidence")
    expected = None if values is None else str(values)
    if result["ntk_values"] is not None:
        string(result["ntk_values"], "result.ntk_values")
    if result["ntk_values"] != expected:
        raise Rejected("result.ntk_values", "is not the number that follows")


def _conditions(network: DensePolynomial, theorem: str, counted: bool) -> tuple[str, ...]:
    if counted or theorem == "kruskal":
        return (GENERIC,)
    return (NOT_ZERO,) if max(network.hidden) == 1 else (SEPARATE,)


def _dimension(found: Found) -> str:
    return "" if found.rank is None else f"the functions have dimension {found.rank}"


def _proved(network: DensePolynomial, delta: Delta | None, found: Found, _values: int | None) -> Statement:
    which = "every delta" if delta is None else "this delta"
    text = f"the NTK is {SUBJECT}, for {which}, by the theorem '{found.theorem}'"
    return Statement(text, _conditions(network, str(found.theorem), False), also=_dimension(found))


def _refuted(network: DensePolynomial, delta: Delta | None, found: Found, values: int | None) -> Statement:
    ways = ["an exact pair"] * found.pair + ["the rank of the Jacobian modulo a prime"] * found.separating
    which = "this delta" if delta is not None else "some delta"
    if delta is None and found.separating:
        which = "each delta that is not constant on each hidden layer"
    base = f"the NTK is not {SUBJECT}, for {which}, by {' and '.join(ways)}"
    also = "; ".join(part for part in (base, _dimension(found)) if part)
    if found.theorem is None:
        return Statement(base, also=_dimension(found))
    hypotheses = _conditions(network, found.theorem, found.separating)
    if delta is None:
        text = f"for delta constant on each hidden layer the NTK is {SUBJECT}, by the theorem '{found.theorem}'"
    elif values is None:
        text = f"the parameters over a function are one orbit, by the theorem '{found.theorem}'"
    else:
        text = f"over a function and this delta the NTK takes {values} values, by the theorem '{found.theorem}'"
    return Statement(text, hypotheses, also=also)
