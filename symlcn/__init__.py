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

TYPE_CHECKING = False  # what typing calls so, without the cost of importing it
if TYPE_CHECKING:
    from symlcn.architecture import Architecture, Layer, parse_architecture
    from symlcn.certificate import to_json
    from symlcn.certify import Certificate, certify
    from symlcn.classify import classify
    from symlcn.counterexample import find_counterexample
    from symlcn.fiber import fiber
    from symlcn.inputs import read_architecture
    from symlcn.ntk import ntk

__version__ = "0.1.0"

__all__ = [
    "Architecture",
    "Certificate",
    "Layer",
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
    "Architecture": "architecture",
    "Certificate": "certify",
    "Layer": "architecture",
    "certify": "certify",
    "classify": "classify",
    "fiber": "fiber",
    "find_counterexample": "counterexample",
    "ntk": "ntk",
    "parse_architecture": "architecture",
    "read_architecture": "inputs",
    "to_json": "certificate",
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
