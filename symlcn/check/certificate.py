"""The certificate as a whole: what all kinds have in common, and the table of kinds.

Contents: :func:`check_certificate`.

The module of a kind has a function ``check(architecture, item, delta, status, work)`` that establishes what is
particular to the kind, ``status`` being one of those in the table, and returns what it has established as a
:class:`Statement`; it is loaded when such a certificate is read.

The claim is made of it here, and nowhere else: ``NAME: statement, if hypotheses; what holds anyway: status``. Where the
evidence rests on assumptions it says ``conditional on`` them in place of proved or refuted. ``assumptions`` must list
exactly what was accepted without proof while checking; ``hypotheses`` exactly those of the statement.
"""

from __future__ import annotations

import json
from functools import partial
from types import ModuleType

from .core.extras import load
from .core.limits import Work
from .core.outcome import NOTHING, Malformed, Rejected, Statement
from .core.reading import check_reason, check_sentences, choice, integer, json_object, kind_of, rationals, string
from .network.architecture import check_architecture

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

KINDS = {  # its own keys, the values of status, its module
    "architecture": ("result evidence", "proved refuted undecided", "generic.certify"),
    "counterexample": ("filter pair ntk_difference separation", "refuted undecided", "counterexample.find"),
    "critical": ("risk result evidence", "proved undecided", "loss.critical.critical"),
    "dense": ("result evidence", "proved refuted undecided", "families.dense.judge"),
    "dense-polynomial": ("result evidence", "proved refuted undecided", "families.densepolynomial.judge"),
    "equations": ("result evidence", "proved undecided", "geometry.equations.equations"),
    "fiber": (
        "filter field points counts smooth smooth_reason ntk_classes pairs evidence",
        "proved refuted undecided",
        "fiber.fiber",
    ),
    "flow": (
        "risk filter gradient starts difference ntk_difference",
        "proved refuted undecided",
        "loss.flow.velocities",
    ),
    "grouped": ("result evidence", "proved refuted undecided", "families.grouped.certify.judge"),
    "grouped-counterexample": (
        "filter pair ntk_difference",
        "refuted undecided",
        "families.grouped.counterexample.judge",
    ),
    "inverse": ("result", "proved undecided", "geometry.inverse.inverse"),
    "metric": ("filter result evidence", "proved refuted undecided", "geometry.metric.metric"),
    "multichannel": ("result evidence", "proved refuted undecided", "families.multichannel.certify.judge"),
    "multichannel-counterexample": (
        "filter pair ntk_difference motion",
        "refuted undecided",
        "families.multichannel.counterexample.judge",
    ),
    "polynomial": ("result evidence", "proved refuted undecided", "families.polynomial.certify.judge"),
    "multichannel-fiber": (
        "filters filter result evidence",
        "proved undecided",
        "families.multichannel.fiber.judge",
    ),
    "polynomial-flow": (
        "risk filter gradient starts difference ntk_difference every",
        "proved refuted undecided",
        "families.polynomial.flow.functionvelocities",
    ),
    "polynomial-inverse": ("result", "proved undecided", "families.polynomial.inverse.peelingformulas"),
    "polynomial-activation": (
        "result evidence",
        "proved undecided",
        "families.polynomial.activation.identified",
    ),
    "polynomial-equations": ("result evidence", "proved undecided", "families.polynomial.equations.functionforms"),
    "polynomial-strata": ("result", "proved undecided", "families.polynomial.strata.shiftloci"),
    "polynomial-metric": ("filter result evidence", "proved undecided", "families.polynomial.metric.branchmetric"),
    "polynomial-counterexample": (
        "filter pair ntk_difference separation",
        "refuted undecided",
        "families.polynomial.counterexample.networkpairs",
    ),
    "polynomial-fiber": (
        "filter field cores outside shifts points counts smooth ntk_classes evidence",
        "proved refuted undecided",
        "families.polynomial.fiber.functionfiber",
    ),
    "relu": ("result evidence", "proved refuted undecided", "families.relu.judge"),
    "strata": ("result evidence", "proved undecided", "geometry.strata.strata"),
}
VERSION = 2
MAX_SHOWN = 100  # characters of an assumption
MATRICES = ("grouped-counterexample", "multichannel", "multichannel-counterexample")  # invariants that modules read
OTHER = (
    "dense",
    "dense-polynomial",
    "relu",
)  # other networks: their modules read architecture and delta, as check(item, status, work)
NESTED = {
    "grouped": "architecture multichannel",
    "polynomial": "architecture",
    "polynomial-activation": "architecture",
}  # kinds whose evidence has certificates of another kind
FURTHER = {
    "grouped": "check_groups",
    "polynomial": "check_activations",
    "multichannel": "check_channels",
}  # readers, by how their kinds begin


def check_certificate(value: object, work: Work) -> str:
    """Establishes all that the certificate claims; returns the claim."""
    item = _check_header(value)
    kind, status = str(item["kind"]), str(item["status"])
    check_reason(item["reason"], status, "reason")
    module = load(KINDS[kind][2], "kind")
    stated: Statement = module.check(item, status, work) if kind in OTHER else _check_stack(module, item, status, work)
    check_sentences(item["assumptions"], work.assumptions, "assumptions", "on which the evidence rests")
    check_sentences(item["hypotheses"], list(stated.hypotheses), "hypotheses", "under which the statement holds")
    _check_digest(item, str(item["digest"]))
    return _claim(stated, status, work.assumptions)


def _claim(stated: Statement, status: str, assumptions: list[str]) -> str:
    """The one line that says what has been established."""
    if stated.text == NOTHING:
        return f"{stated.subject}: undecided: {NOTHING}"
    under = f", if {' and '.join(stated.hypotheses)}" if stated.hypotheses else ""
    verdict = status
    if assumptions:
        first = assumptions[0] if len(assumptions[0]) <= MAX_SHOWN else f"{assumptions[0][:MAX_SHOWN]}..."
        number = f"{len(assumptions)} assumption{'s' * (len(assumptions) > 1)}"
        more = ", ..." if len(assumptions) > 1 else ""
        verdict = f"{'undecided, ' * (status == 'undecided')}conditional on {number}: {first}{more}"
    also = f"; {stated.also}" if stated.also else ""
    return f"{stated.subject}: {stated.text}{under}{also}: {verdict}"


def _check_stack(module: ModuleType, item: dict[str, object], status: str, work: Work) -> Statement:
    """Establishes what is claimed of a stack of convolutions; returns it."""
    architecture, depth = _architecture(item)
    read = item["delta"] is None or item["kind"] in MATRICES
    delta = None if read else rationals(item["delta"], "delta", depth - 1)
    inner = NESTED.get(str(item["kind"]))
    own = (partial(_check_nested, inner, work),) if inner else ()
    stated: Statement = module.check(architecture, item, delta, status, work, *own)
    stated.subject = architecture.notation
    return stated


def _check_nested(kinds: str, work: Work, value: object, where: str) -> dict[str, object]:
    """Establishes all that a certificate inside another one claims, which is of one of these kinds; returns it."""
    try:
        if isinstance(value, dict):
            choice(value.get("kind"), tuple(kinds.split()), "kind")
        check_certificate(value, work)
    except (Malformed, Rejected) as error:
        raise type(error)(where, str(error)) from None
    return value  # type: ignore[return-value]


def _architecture(item: dict[str, object]) -> tuple[Any, int]:
    """Reads the architecture of a stack of convolutions; returns it with the number of layers."""
    family = str(item["kind"]).partition("-")[0]
    if family not in FURTHER:
        architecture = check_architecture(item["architecture"])
        return architecture, len(architecture.sizes)
    further = getattr(load("network.furtherarchitectures", "kind"), FURTHER[family])(item["architecture"])
    return further, len(further.stack.sizes)


def _check_header(value: object) -> dict[str, object]:
    """Establishes the form of the parts that certificates of all kinds have."""
    kind = next(iter(KINDS))
    if isinstance(value, dict):
        choice(value.get("format"), ("symlcn-certificate",), "format")
        if type(value.get("version")) is int and value["version"] == 1:
            raise Malformed("version", "version 1 was written by symlcn 0.1; make the certificate anew")
        integer(value.get("version"), "version", VERSION, VERSION)
        kind = string(value.get("kind"), "kind")
        if kind not in KINDS:
            raise Malformed("kind", f"{kind[:20]!a} is no kind that this checker reads")
        kind = choice(value.get("kind"), tuple(KINDS), "kind", most=8)
    own, statuses, _ = KINDS[kind]
    keys = f"format version kind architecture delta status reason {own} hypotheses assumptions digest tool"
    item = json_object(value, keys, "certificate")
    choice(item["status"], tuple(statuses.split()), "status")
    digest = string(item["digest"], "digest")
    if len(digest) != 71 or digest[:7] != "sha256:" or not set(digest[7:]) <= set("0123456789abcdef"):
        raise Malformed("digest", "expected sha256: and 64 hexadecimal digits")
    if not isinstance(item["tool"], dict):
        raise Malformed("tool", f"expected an object, found {kind_of(item['tool'])}")
    return item


def _check_digest(item: dict[str, object], digest: str) -> None:
    """Establishes that the certificate was not damaged by accident."""
    from hashlib import sha256

    body = {key: value for key, value in item.items() if key not in ("digest", "tool")}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    if digest != f"sha256:{sha256(text.encode()).hexdigest()}":
        raise Rejected("digest", "is not the digest of the certificate")
