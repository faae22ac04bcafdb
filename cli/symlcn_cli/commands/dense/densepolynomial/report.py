"""Answers on dense networks with monomial activations in words."""

from __future__ import annotations

from symlcn.algebra.exact import rational_text
from symlcn.algebra.rootmatrix import RootMatrix
from symlcn.answer import Answer
from symlcn.families.densepolynomial.judge import DensePolynomialResult
from symlcn.families.densepolynomial.neuronexchanges import NeuronExchange
from symlcn.families.densepolynomial.powernetwork import Invariants
from symlcn_cli.words.matrixtext import MAX_TEXT, layers_text
from symlcn_cli.words.words import recheck

SUBJECT = "Network"
ACCEPTED = "The independent checker accepted this certificate"
ORBIT = "one orbit of the rescalings (row times s, column times s^(−r)) and permutations of hidden neurons"


def entries(answer: Answer[DensePolynomialResult], file: str | None) -> list[tuple[str, str]]:
    """The question, the answer, why, and the evidence."""
    return _sections(answer.known) + recheck(file)


def _sections(found: DensePolynomialResult) -> list[tuple[str, str]]:
    network = found.network
    activations = ", ".join(f"x^{r}" for r in network.powers)
    many = "s" * (len(network.powers) > 1)
    sections = [("Network", f"fully connected, widths {network.linear}, with the activation{many} {activations}")]
    if found.invariants is not None:
        sections.append(("Invariants", _invariants(found.invariants)))
    which = "every δ" if found.invariants is None else "this δ"
    question = f"Is the NTK a function of the network's function f and of δ, for {which}?"
    sections.append(("Question", f"{question} δ_(l,a) = |row a of W_l|² − r_l·|column a of W_(l+1)|²."))
    if found.status == "undecided":
        return [*sections, ("Answer", f"UNDECIDED: {found.verdict.reason}. Nothing is claimed.")]
    if found.status == "proved":
        condition = f", if {' and '.join(found.hypotheses)}"
        sections.append(("Answer", f"PROVED: yes, {found.verdict.scope}{condition}."))
        return [*sections, *_orbits(found), *_dimension(found), ("Evidence", _evidence(found))]
    ways = " and ".join(["an exact pair"] * (found.exchange is not None) + ["a rank"] * found.separating)
    sections.append(("Answer", f"REFUTED {found.verdict.scope}: {ways}."))
    if found.exchange is not None:
        sections += _pair(found.exchange)
    sections += [*_reason(found), *_orbits(found), *_values(found), *_dimension(found)]
    return [*sections, ("Evidence", _evidence(found))]


def _invariants(invariants: Invariants) -> str:
    lines = (f"δ_{l} = ({', '.join(map(rational_text, own))})" for l, own in enumerate(invariants, 1))
    return "\n".join(line if len(line) <= MAX_TEXT else f"{line[:MAX_TEXT]}…" for line in lines)


def _pair(exchange: NeuronExchange) -> list[tuple[str, str]]:
    lines = [*layers_text("W", exchange.pair[0]), "and W' with", *layers_text("W'", exchange.pair[1])]
    a, b = sorted(exchange.neurons)
    roots = isinstance(exchange.pair[0][0], RootMatrix)
    squares = " Entries are rational up to square roots." if roots else ""
    x, y = (f"({', '.join(map(str, vector))})" for vector in exchange.inputs)
    (i, k), values = exchange.index, [rational_text(value) for value in exchange.values]
    entry = (
        f"at x = {x}" + (f", y = {y}" if x != y else "") + f": entry ({i},{k}) of K(x, {'x' if x == y else 'y'}) is "
    )
    numbers = f"{values[0]} and {values[1]}" if sum(map(len, values)) <= MAX_TEXT else "two large numbers"
    where = f"neurons {a + 1} and {b + 1} of hidden layer {exchange.layer + 1}"
    return [
        ("Pair", "\n".join(lines)),
        ("Function", f"one: {where} have exchanged their places, rescaled.{squares}"),
        ("Invariants", f"{_invariants(exchange.invariants)}\nfor both"),
        ("NTK", f"{entry}{numbers}"),
    ]


def _reason(found: DensePolynomialResult) -> list[tuple[str, str]]:
    if not found.separating:
        return []
    text = (
        f"At a witness the Jacobian has rank {found.dimension}, the largest: P − M for P weights and M hidden neurons. "
        "So no rescaling but signs keeps the NTK. Where two neurons of a layer have different δ, scale the witness to "
        "δ, exchange the two, and scale back to δ: the same f, the same δ, another NTK."
    )
    return [("Reason", text)]


def _orbits(found: DensePolynomialResult) -> list[tuple[str, str]]:
    if found.identifiable is None:
        return []
    which = " and ".join(found.hypotheses)
    if found.identifiable.theorem == "powers":
        why = (
            "powers r_l > 2m_l(2m_l − 2) of 2m_l functions that are not proportional are independent, so the function "
            "shows the neurons, layer by layer from the output"
        )
    else:
        sums = " + ".join(map(str, found.identifiable.kranks))
        factors, width = len(found.identifiable.kranks), found.network.hidden[0]
        why = (
            f"for the first hidden layer by Kruskal's theorem, as k-ranks {sums} ≥ {2 * width + factors - 1} = "
            f"2·{width} + {factors} − 1 at a witness"
        )
        if found.network.depth > 2:
            why += "; for others as powers r_l > 2m_l(2m_l − 2) of functions that are not proportional are independent"
    then = (
        "Where δ is constant on each hidden layer, permutations keep δ, and of the rescalings signs do, which keep K."
    )
    return [("Fiber", f"The parameters over f are {ORBIT}, if {which}: {why}. {then}")]


def _values(found: DensePolynomialResult) -> list[tuple[str, str]]:
    if found.ntk_values is None:
        return []
    given = "this δ" if found.invariants is not None else "a δ whose numbers in each layer differ"
    number = str(found.ntk_values) if found.ntk_values < 10**20 else "∏ m_l!"
    text = (
        f"Over f and {given} there are exactly {number}, one for each way to give the numbers of δ to the neurons of f"
    )
    hidden = "; independent exactly where δ is constant on each hidden layer" if found.delta_locus is not None else ""
    return [("NTKs", f"{text}{hidden}, if {' and '.join(found.hypotheses)}.")]


def _dimension(found: DensePolynomialResult) -> list[tuple[str, str]]:
    if found.dimension is None:
        return []
    return [("Dimension", f"{found.dimension}, that of the set of all functions f")]


def _evidence(found: DensePolynomialResult) -> str:
    parts = []
    if found.exchange is not None:
        parts.append("the pair, for which no theorem is used")
    if found.dimension is not None:
        parts.append("the rank, modulo a prime")
    if found.identifiable is not None and found.identifiable.theorem == "kruskal":
        parts.append("the k-ranks; Kruskal's theorem is taken on trust")
    elif found.identifiable is not None:
        parts.append("the inequalities for the powers; the theorem is taken on trust")
    return f"{ACCEPTED}; it recomputed {', '.join(parts)}."
