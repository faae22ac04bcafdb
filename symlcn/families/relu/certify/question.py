"""The question ``certify`` for two layers with a ReLU between them: that of ``--relu``.

Contents: :func:`certify`.
"""

from __future__ import annotations

from typing import Any, Unpack

from symlcn.answer import Answer, Running
from symlcn.errors import ParseError
from symlcn.families.relu.judge import DenseReluResult, ReluResult
from symlcn.families.relu.question import relu
from symlcn.network.reluarchitecture import ReluArchitecture

__all__ = ["certify"]


def certify(
    network: ReluArchitecture, delta: Any = None, **running: Unpack[Running]
) -> Answer[ReluResult | DenseReluResult]:
    """Is the NTK a function of the network's function and of the invariants? As :func:`symlcn.relu` answers it.

    Raises
    ------
    ParseError
        If invariants are given: the answer is for all of them.

    Examples
    --------
    >>> import symlcn
    >>> symlcn.certify("k3s2 relu k2").status
    Status.PROVED
    """
    if delta is not None:
        raise ParseError("delta", "with a ReLU the answer is for all invariants at once; give none")
    return relu(network, **running)
