"""Which families of networks are asked which questions, and where these are answered.

Contents: :func:`family_question`, :func:`activation_question`.

A question of a linear network of one channel is answered by its own module. What it is for other networks stands in
``symlcn.families.FAMILY.QUESTION.question``, in a function of the name of the question, which is loaded by name: a
family is built on the linear networks.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.groupedarchitecture import GroupedArchitecture
from symlcn.network.notation import Network, linear
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.network.reluarchitecture import ReluArchitecture

__all__ = ["QUESTIONS", "activation_question", "family_question"]

QUESTIONS = {
    PolynomialArchitecture: ("polynomial", "certify counterexample equations fiber flow inverse metric ntk strata"),
    ChannelArchitecture: ("multichannel", "certify counterexample fiber ntk"),
    GroupedArchitecture: ("grouped", "certify counterexample ntk"),
    ReluArchitecture: ("relu", "certify"),
}
"""The folder of the family of a type of networks, and the questions that it answers."""


def family_question(name: str, network: Network) -> Callable[..., Any]:
    """The function of a question for a family of networks; its arguments are those for linear networks.

    Raises
    ------
    ParseError
        If the question is not answered for such networks.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> family_question("landscape", parse_network("k3 r2 k2"))
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: k3 r2 k2: landscape does not cover networks with activations
    """
    folder, questions = QUESTIONS[type(network)]
    if name not in questions.split():
        linear(network, name)
    found: Callable[..., Any] = getattr(import_module(f"symlcn.families.{folder}.{name}.question"), name)
    return found


def activation_question() -> Callable[..., Any]:
    """The function of the question ``certify`` with a general polynomial activation, or with biases."""
    found: Callable[..., Any] = import_module("symlcn.families.polynomial.activation.question").certify
    return found
