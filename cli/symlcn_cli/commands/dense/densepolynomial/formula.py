"""A pair of parameters of a dense network with monomial activations as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.typeset import lines, rational, vector
from symlcn.answer import Answer
from symlcn.families.densepolynomial.judge import DensePolynomialResult
from symlcn.families.densepolynomial.neuronexchanges import NeuronExchange
from symlcn_cli.commands.dense.formula import layer_latex


def latex(answer: Answer[DensePolynomialResult]) -> str | None:
    """The matrices of both, δ, and an entry of K at both; None if there is no pair."""
    exchange = answer.known.exchange
    return None if exchange is None else lines(_lines(exchange))


def _lines(exchange: NeuronExchange) -> Iterator[tuple[str, str]]:
    for mark, parameters in zip(("", "'"), exchange.pair, strict=True):
        for l, own in enumerate(parameters, 1):
            yield f"W{mark}_{{{l}}}", f"= {layer_latex(own)}"
    for l, numbers in enumerate(exchange.invariants, 1):
        yield rf"\delta_{{{l}}}", f"= {vector(map(rational, numbers))}"
    x, y = (vector(map(str, numbers)) for numbers in exchange.inputs)
    (i, k), values = exchange.index, exchange.values
    for mark, value in zip(("", "'"), values, strict=True):
        yield rf"K{mark}({x}, {y})_{{{i},{k}}}", f"= {rational(value)}"
