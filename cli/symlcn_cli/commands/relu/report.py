"""Answers on networks with a ReLU in words."""

from __future__ import annotations

from typing import Any

from symlcn.algebra.exact import rational_text
from symlcn.answer import Answer
from symlcn.families.relu.judge import DenseReluResult, ReluResult
from symlcn.families.relu.shifts import ShiftedPair
from symlcn_cli.words.matrixtext import MAX_TEXT, layers_text
from symlcn_cli.words.words import recheck, tensor_text

SUBJECT = "Network"
ACCEPTED = "The independent checker accepted this certificate"


def entries(answer: Answer[ReluResult | DenseReluResult], file: str | None) -> list[tuple[str, str]]:
    """The question, the answer, why, and the evidence."""
    found = answer.known
    return (_convolutional(found) if isinstance(found, ReluResult) else _dense(found)) + recheck(file)


def _convolutional(found: ReluResult) -> list[tuple[str, str]]:
    sections = [
        ("Network", f"{found.network.architecture}, with a ReLU between the two layers"),
        ("Question", "Is the NTK a function of the network's function on all inputs and of δ, for every δ?"),
        ("Answer", _kinks_answer(found)),
        (
            "Reason",
            "The kinks of a function that is not 0 show the first filter up to a shift and a factor, its odd part the "
            "sign of the factor, and δ its size. So layers cannot be swapped, roots not be exchanged and signs not be "
            "changed.",
        ),
    ]
    if found.exception is None:
        text = "None but the function 0. A shift moves the nonzero entries of the first filter by a multiple of both "
        text += "exponents along a direction and those of the second back; such a step fits into no filter here."
        sections.append(("Except", text))
    else:
        sections.append(("Except", _exception(found.exception)))
    lines = []
    for separation in found.separations:
        first, second = separation.values
        lines.append(f"{separation.move}: f = {rational_text(first)} and f' = {rational_text(second)} at one input:")
        for name, filters in zip(("w", "w'"), separation.parameters, strict=True):
            lines += [f"  {name}_{index} = {_tensor(w)}" for index, w in enumerate(filters, start=1)]
        lines.append(f"  x = {_tensor(separation.input)}")
    lines.append("The linear networks of w and w' have the same end-to-end filter each time.")
    sections.append(("Separation", "\n".join(lines)))
    sections.append(
        ("Region", f"All hidden values are 1 at x = {_tensor(found.region)}, with w as above; near it f is linear.")
    )
    sections.append(("Evidence", f"{ACCEPTED}; it takes the theorem on kinks on trust and evaluated the functions."))
    return sections


def _kinks_answer(found: ReluResult) -> str:
    if found.exception is None:
        return "PROVED: yes, trivially: there is one parameter for each function that is not 0 and each δ."
    return (
        "PROVED for functions that are not 0 and filters that no shift fits, such as those without zero entries: yes, "
        "trivially: there is one such parameter for each function and δ. FALSE in general: filters that can be shifted "
        "are excepted, and the pair below has one function, one δ and two NTKs."
    )


def _exception(pair: ShiftedPair) -> str:
    first, second = map(rational_text, pair.values)
    steps = ", ".join(map(str, pair.shifts))
    lines = [
        "The function 0, and filters that can be shifted: the nonzero entries of the first move and those of the "
        f"second move back, by the same multiple of {steps}, and stay inside. One function on all inputs, δ = "
        f"{rational_text(pair.delta)}, two NTKs:"
    ]
    for name, filters in zip(("w", "w'"), pair.parameters, strict=True):
        lines += [f"  {name}_{index} = {_tensor(w)}" for index, w in enumerate(filters, start=1)]
    lines.append(f"Θ(x, x) = {first} and Θ'(x, x) = {second} at x = {_tensor(pair.input)}")
    return "\n".join(lines)


def _tensor(tensor: Any) -> str:
    text = tensor_text(tensor)
    return text if len(text) <= MAX_TEXT else "(large, in the certificate)"


def _dense(found: DenseReluResult) -> list[tuple[str, str]]:
    network, verdict = found.network, found.verdict
    sections = [
        ("Network", f"fully connected, widths {network}, with a ReLU between the two layers"),
        ("Question", "Is the NTK a function of the network's function and of the invariants, for all invariants?"),
    ]
    if found.status == "undecided":
        return [*sections, ("Answer", f"UNDECIDED: {verdict.reason}. Nothing is claimed.")]
    if found.status == "proved":
        why = "One hidden neuron: the kink and the slopes of f show its parameters up to a positive factor."
        return [
            *sections,
            ("Answer", f"PROVED: yes, if {' and '.join(found.hypotheses)}, {verdict.scope}."),
            ("Reason", why),
            ("Evidence", f"{ACCEPTED}; it takes this argument on trust."),
        ]
    sections.append(("Answer", f"REFUTED {verdict.scope}: an exact pair."))
    if verdict.pair is None or found.values is None:
        return sections
    lines = [*layers_text("W", verdict.pair[0]), "and W' with", *layers_text("W'", verdict.pair[1])]
    kept = ", ".join(map(rational_text, network.invariants(verdict.pair[0])))
    first, second = map(rational_text, found.values)
    return [
        *sections,
        ("Pair", "\n".join(lines)),
        ("Function", "the same on all inputs: rows of W_1 in one direction, with the columns of W_2, add up alike"),
        ("Invariants", f"|column i of W_2|² − |row i of W_1|² = {kept}, for both; so are all of W_2ᵀW_2 − W_1W_1ᵀ"),
        ("NTK", f"at x = ({', '.join(map(str, found.input or ()))}): entry (0,0) of Θ(x, x) is {first} and {second}"),
        ("Evidence", f"No theorem is used. {ACCEPTED}."),
    ]
