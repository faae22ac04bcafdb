"""symlcn: exact certificates for linear convolutional networks.

Is the map from the filters of a network to its end-to-end filter birational, and does the neural tangent kernel depend
on the parameters once the invariants δ are fixed? Every answer is proved, refuted by an exact counterexample, or
undecided with the reason; it carries a certificate that an independent checker accepted, except for what is only
computed: ``ntk``, ``invariants``, ``table1``, and numeric or partial results of ``flow`` and ``landscape``.

>>> import symlcn
>>> answer = symlcn.certify("k2x2 k2x2", delta=[21])
>>> answer.status, answer.refuted, symlcn.check(answer).verdict
(Status.REFUTED, True, 'accepted')

An architecture is one channel of convolutions without bias or activation, ``"k3s2 k2"`` (sizes, strides s, dilations
d), a list of layers, or ``"@wav2vec2"`` of the zoo. Numbers are exact: integers, fractions, strings such as ``"2/3"``.

Questions, each of which returns an :class:`Answer`:

    certify            is the NTK parameter-independent, is the parametrization map birational?
    counterexample     two parameters with one end-to-end filter, one δ and different NTKs
    fiber              all parameters over an end-to-end filter, and their NTKs
    ntk                the NTK of given filters, or of all
    invariants         what gradient flow keeps
    metric             the metric of the neuromanifold, on filters or as a formula
    inverse            filters from the end-to-end filter, by formulas
    equations          the equations of the neuromanifold
    strata             its singular locus, by interchanges of factors
    dense, relu        fully connected networks; two layers with a ReLU between them
    flow, landscape    gradient flow of a quadratic risk; its critical points
    table1             Table 1 of the paper, recomputed

Architectures:

    Architecture       a sequence of layers: ``Architecture("k3s2 k2")``
    PolynomialArchitecture, ReluArchitecture, ChannelArchitecture, GroupedArchitecture
                       with activations between layers; with several channels, also in groups
    Layer              ``Layer(3)``, ``Layer((3, 3), stride=2)``, ``Layer(2, dilation=4)``
    parse_architecture, read_architecture
                       of notation; also of files and of names in the zoo
    read_model         what a model file of another program contains, and what of it is left out
    from_torch         the same of a module of PyTorch
    architectures      all with sizes, strides and dilations in given ranges
    classify           what the structure of an architecture says, without a certificate

Answers:

    Answer, Status     the answer to a question; proved, refuted or undecided
    Certificate        the result of ``certify``
    table              answers as records, for pandas and csv
    check              is a certificate accepted by the independent checker?
    to_json            the certificate of an answer
    to_sympy           answers, filters and numbers in sympy
    find_counterexample
                       the search of ``counterexample``, without a certificate

``help(symlcn.certify)`` says more of one. Names are loaded on first use, so that ``import symlcn`` costs nothing.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from symlcn.version import __version__

if TYPE_CHECKING:
    from symlcn.algebra.sympyvalues import to_sympy
    from symlcn.answer import Answer, Status, check, to_json
    from symlcn.counterexample.find import find_counterexample
    from symlcn.counterexample.question import counterexample
    from symlcn.families.fullyconnected import dense
    from symlcn.families.question import invariants
    from symlcn.families.relu.question import relu
    from symlcn.fiber.question import fiber
    from symlcn.generic.certify import Certificate
    from symlcn.generic.kernel import ntk
    from symlcn.generic.question import certify
    from symlcn.geometry.equations.question import equations
    from symlcn.geometry.inverse.question import inverse
    from symlcn.geometry.metric.question import metric
    from symlcn.geometry.strata.question import strata
    from symlcn.loss.flow.question import flow
    from symlcn.loss.question import landscape
    from symlcn.network.architecture import Architecture, Layer, parse_architecture
    from symlcn.network.channelarchitecture import ChannelArchitecture
    from symlcn.network.classify import classify
    from symlcn.network.groupedarchitecture import GroupedArchitecture
    from symlcn.network.inputs import read_architecture
    from symlcn.network.polynomialarchitecture import PolynomialArchitecture
    from symlcn.network.ranges import architectures
    from symlcn.network.readers.models import from_torch, read_model
    from symlcn.network.reluarchitecture import ReluArchitecture
    from symlcn.records import table
    from symlcn.table1.question import table1

__all__ = [
    "Answer",
    "Architecture",
    "Certificate",
    "ChannelArchitecture",
    "GroupedArchitecture",
    "Layer",
    "PolynomialArchitecture",
    "ReluArchitecture",
    "Status",
    "__version__",
    "architectures",
    "certify",
    "check",
    "classify",
    "counterexample",
    "dense",
    "equations",
    "fiber",
    "find_counterexample",
    "flow",
    "from_torch",
    "invariants",
    "inverse",
    "landscape",
    "metric",
    "ntk",
    "parse_architecture",
    "read_architecture",
    "read_model",
    "relu",
    "strata",
    "table",
    "table1",
    "to_json",
    "to_sympy",
]

_HOME = {
    "Answer": "answer",
    "Architecture": "network.architecture",
    "Certificate": "generic.certify",
    "ChannelArchitecture": "network.channelarchitecture",
    "GroupedArchitecture": "network.groupedarchitecture",
    "Layer": "network.architecture",
    "PolynomialArchitecture": "network.polynomialarchitecture",
    "ReluArchitecture": "network.reluarchitecture",
    "Status": "answer",
    "architectures": "network.ranges",
    "certify": "generic.question",
    "check": "answer",
    "classify": "network.classify",
    "counterexample": "counterexample.question",
    "dense": "families.fullyconnected",
    "equations": "geometry.equations.question",
    "fiber": "fiber.question",
    "find_counterexample": "counterexample.find",
    "flow": "loss.flow.question",
    "from_torch": "network.readers.models",
    "invariants": "families.question",
    "inverse": "geometry.inverse.question",
    "landscape": "loss.question",
    "metric": "geometry.metric.question",
    "ntk": "generic.kernel",
    "parse_architecture": "network.architecture",
    "read_architecture": "network.inputs",
    "read_model": "network.readers.models",
    "relu": "families.relu.question",
    "strata": "geometry.strata.question",
    "table": "records",
    "table1": "table1.question",
    "to_json": "answer",
    "to_sympy": "algebra.sympyvalues",
}


class _Package(ModuleType):
    """Keeps ``symlcn.fiber`` the question when the import system binds the folder of the same name."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*__all__, *(name for name in super().__dir__() if name.startswith("__"))})


sys.modules[__name__].__class__ = _Package


if not TYPE_CHECKING:  # the names are those above, and no others

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module 'symlcn' has no attribute {name!r}", name=name, obj=sys.modules[__name__])
        from importlib import import_module

        return getattr(import_module(f"symlcn.{_HOME[name]}"), name)
