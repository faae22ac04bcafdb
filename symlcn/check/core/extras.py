"""Extras: modules that only some certificates of a kind need, loaded by name when their evidence is met.

Contents: :data:`EXTRAS`, :func:`extra`, :func:`load`.

A certificate without the evidence of an extra is checked without its module, which need not be there. What an extra
establishes is taken for established nowhere else: where it is needed and is not there, nothing is accepted.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from .outcome import Malformed

EXTRAS = {  # by name: the kind, where in its certificates the evidence is, the module
    "exchange": ("architecture", "evidence.exchange", "generic.exchange"),
    "two parameters": ("architecture", "evidence.counterexample", "generic.twoparameters"),
    "assumptions": ("fiber", "assumptions", "algebra.irreducible.assumed"),
    "several variables": ("fiber", "evidence.fiber", "fiber.severalvariables"),
    "rank": ("fiber", "evidence.smooth or evidence.ranks", "network.rank"),
    "enclosed rank": ("fiber", "evidence.smooth or evidence.ranks", "fiber.exact.elimination"),
    "residues": ("fiber", "evidence.smooth", "fiber.smoothness.residues"),
    "irrational points": ("fiber", "points", "fiber.exact.irrationalpoints"),
    "primitive number": ("fiber", "evidence.fields", "fiber.exact.definition"),
    "exact t": ("fiber", "evidence.resolvents", "fiber.exact.resolvents"),
    "NTKs": ("fiber", "evidence.ntk", "fiber.comparison.differences"),
    "equal NTKs": ("fiber", "evidence.ntk.equal", "fiber.comparison.equality"),
    "sample": ("fiber", "evidence.points", "fiber.comparison.sample"),
    "pairs": ("fiber", "evidence.pairs", "fiber.comparison.everydelta"),
    "irrational pairs": ("fiber", "evidence.pairs", "fiber.comparison.proportional"),
    "dual vectors": ("metric", "evidence.dual", "geometry.metric.basis"),
    "K and its pseudoinverse": ("metric", "result.ntk", "geometry.metric.pseudoinverse"),
    "comparison": ("metric", "result.comparison", "geometry.metric.comparison"),
    "sheet": ("metric", "result.form", "geometry.metric.sheets"),
    "symbolic metric": ("metric", "result.form", "geometry.metric.functionfield"),
    "no metric": ("metric", "result.form", "geometry.metric.obstruction"),
    "network pair": ("polynomial", "evidence.counterexample", "families.polynomial.certify.networkpair"),
    "exact pair": ("dense", "evidence.pair", "families.dense.exactpair"),
    "motion": ("dense", "evidence.motion", "families.dense.motion"),
    "motion along an orbit": (
        "multichannel-counterexample",
        "motion",
        "families.multichannel.orbitmotion",
    ),
    "motion near filters": (
        "multichannel-counterexample",
        "motion.radius",
        "families.multichannel.counterexample.nearmotion",
    ),
    "motion over one filter": (
        "multichannel-counterexample",
        "motion.velocities",
        "families.multichannel.counterexample.fibermotion",
    ),
    "separation": ("multichannel", "evidence.dependence", "families.multichannel.orbitseparation"),
    "widened motion": ("multichannel", "evidence.dependence.part", "families.multichannel.widened"),
    "near": ("dense", "evidence.near", "families.dense.near"),
    "one orbit": ("dense-polynomial", "evidence.identifiability", "families.densepolynomial.identifiable"),
    "rank of derivatives": ("dense-polynomial", "evidence.rank", "families.densepolynomial.gradientrank"),
    "scalar point": ("multichannel-fiber", "result.point", "families.multichannel.fiber.scalarpoint"),
    "enclosed point": ("multichannel-fiber", "result.enclosure", "families.multichannel.fiber.enclosedpoint"),
    "exchange of neurons": ("dense-polynomial", "evidence.pair", "families.densepolynomial.neuronexchanges"),
}


def extra(name: str) -> ModuleType:
    """The module of an extra."""
    _, where, module = EXTRAS[name]
    return load(module, where)


def load(module: str, where: str) -> ModuleType:
    """A module of this checker, for what a certificate has at a place."""
    checker = __package__.rpartition(".")[0]
    try:
        return import_module(f"{checker}.{module}")
    except ModuleNotFoundError as error:
        missing = str(error.name).removeprefix(f"{checker}.")
        if missing == error.name:
            raise
        raise Malformed(where, f"needs the module {missing}, which is not in this copy of the checker") from None
