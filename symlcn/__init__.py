"""symlcn: exact certificates for linear convolutional networks.

Is the map from the filters of a network to its end-to-end filter birational, and does the neural tangent kernel depend
on the parameters once the invariants δ are fixed? Every answer is proved, refuted by an exact counterexample, or
undecided with the reason.

>>> import symlcn
>>> symlcn.certify(symlcn.parse_architecture("k3s2 k2")).status
'proved'

Names are loaded on first use, so that ``import symlcn`` costs nothing.
"""

from __future__ import annotations

import sys
from types import ModuleType

from symlcn.version import __version__

TYPE_CHECKING = False  # what typing calls so, without the cost of importing it
if TYPE_CHECKING:
    from symlcn.counterexample.find import find_counterexample
    from symlcn.fiber.fiber import fiber
    from symlcn.generic.certify import Certificate, certify
    from symlcn.generic.document import to_json
    from symlcn.network.architecture import Architecture, Layer, parse_architecture
    from symlcn.network.classify import classify
    from symlcn.network.inputs import read_architecture
    from symlcn.network.ntk import ntk

__all__ = [
    "Architecture",
    "Certificate",
    "Layer",
    "__version__",
    "certify",
    "classify",
    "fiber",
    "find_counterexample",
    "ntk",
    "parse_architecture",
    "read_architecture",
    "to_json",
]

_HOME = {
    "Architecture": "network.architecture",
    "Certificate": "generic.certify",
    "Layer": "network.architecture",
    "certify": "generic.certify",
    "classify": "network.classify",
    "fiber": "fiber.fiber",
    "find_counterexample": "counterexample.find",
    "ntk": "network.ntk",
    "parse_architecture": "network.architecture",
    "read_architecture": "network.inputs",
    "to_json": "generic.document",
}


class _Package(ModuleType):
    """Keeps ``symlcn.certify`` the function when the import system binds the module of the same name."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'symlcn' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"symlcn.{_HOME[name]}"), name)
