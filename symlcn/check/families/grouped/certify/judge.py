"""Kind "grouped": orbits in the generic fiber of a network with groups of channels; whether the NTK depends on them.

Contents: :func:`check`.

"accepted" means that ``result`` is right. ``orbits`` is the number of closed orbits over a generic end-to-end filter,
over C, of the group G of hidden invertible matrices that are block diagonal by cells (groupedchain.py), with the
permutations of groups that keep the zeros; ``excess`` and ``dimension`` are as for kind "multichannel", and null is
nothing claimed. ``evidence.steps`` reduces the network to parts without groups (groupedsteps.py), and
``evidence.parts`` are certificates of these, each checked as such; where the NTK is block diagonal with the NTKs of the
parts they are asked the same question, and at invariants 0 otherwise.

Where a part is refuted the NTK depends on the parameters if all parts are concise, or the invariants 0: then parameters
of the other parts with these invariants exist. It does so over an open set of filters where only parts of one channel
are refuted.

``delta`` holds numbers d_l: the invariants of the cells of hidden layer l are d_l I. Trusted for the NTK: two real
points of one orbit of block diagonal matrices with these invariants differ by orthogonal matrices, which keep the NTK,
and so do permutations; points with invariants 0 lie on closed orbits (Kempf, Ness).

``exchange``, where all cells are single channels, is a depthwise layer with K > 1 positions between hidden ones, whose
channels 0 and 1 are in one group of the layer before and in one of the layer after. Exchanging them, and rescaling to
the same invariants, changes the NTK by an analytic function of the filters, on a set that is connected up to signs,
which keep it. It is 3 at K(0, 0), where the layers are (2, 1), (1, 2 x^m), (1, 1) on these channels, others 1 on one
channel and 0 elsewhere: the layer then is (x^m, 2). So the NTK depends on the parameters for generic ones, and in this
sense for generic invariants.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from ....core.arithmetic import Rational
from ....core.limits import Work
from ....core.outcome import Rejected, Statement
from ....core.reading import check_nothing, integer, json_list, json_object
from ....core.recomputed import compare, decimal, identical
from ....network.architecture import Architecture
from ....network.furtherarchitectures import ChannelArchitecture, GroupedArchitecture
from ...multichannel.chain import Chain
from ..groupedchain import GroupedChain
from ..groupedsteps import Reduction, check_reduction

GENERIC = "the end-to-end filter is real and outside a proper algebraic subset of the closure of the neuromanifold"
MAX_BITS = 10_000  # of the number of orbits of all parts


class Part:
    """A number of copies, and what is established of each: null where it is not."""

    __slots__ = ("certificate", "concise", "finite", "line", "number", "orbits", "result")

    def __init__(self, number: int, certificate: dict[str, object]) -> None:
        self.number, self.certificate = number, certificate
        found = certificate["result"]
        self.result: dict[str, object] = found if isinstance(found, dict) else {}
        self.line = certificate["kind"] == "architecture"
        self.orbits = self.result.get("degree" if self.line else "orbits")
        self.finite = (True if self.result else None) if self.line else self.result.get("finite")
        self.concise = self.line or self.result.get("concise") is True


def check(
    architecture: GroupedArchitecture,
    item: dict[str, object],
    delta: list[Rational] | None,
    status: str,
    work: Work,
    nested: Callable[[object, str], dict[str, object]],
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; `nested` checks the certificate of a part."""
    if status == "undecided" and item["result"] is None:
        return check_nothing(item, "result evidence")
    evidence = json_object(item["evidence"], "steps parts exchange", "evidence")
    stack = architecture.stack
    chain = Chain(architecture.channels, stack.sizes, stack.exponents, list(range(len(stack.sizes))))
    own = GroupedChain(chain, architecture.groups)
    network = own.reduced()
    reduction = check_reduction(evidence["steps"], network, "evidence.steps", work)
    parts = _parts(evidence["parts"], reduction, item["delta"], nested)
    single = all(max(own.cells(l, work)) == 1 for l in range(1, len(own)))
    exchange = own.exchangeable() if single else None
    if not identical(evidence["exchange"], exchange):
        raise Rejected("evidence.exchange", "is not the first layer with channels that can be exchanged")
    same = network.channels == own.channels and network.is_concise(work)
    expected = _expected(network, reduction, parts, same, work)
    dependent = None if exchange is None else "generic invariants"
    attained = all(part.concise for part in parts) or (delta is not None and not any(p for p, _ in delta))
    refuted = [part for part in parts if part.certificate["status"] == "refuted"] if reduction.pure else []
    if refuted and attained:
        dependent = "generic invariants" if delta is None else "the given invariants"
    expected |= {"dependent": dependent, "ntk": _ntk(expected, reduction, parts, exchange is not None, attained)}
    expected |= _of_one_channel(expected["ntk"], reduction, parts)
    found = json_object(item["result"], " ".join(expected), "result")
    for key, value in expected.items():
        if (found[key] is None) != (value is None):
            raise Rejected(f"result.{key}", f"must {'' if value is None else 'not '}be null")
    compare(found, expected, "result")
    right = _status(expected, reduction, parts, delta, attained)
    if status != right:
        raise Rejected("status", f"should be {right}")
    local = right == "refuted" and refuted and all(part.line for part in refuted)
    where = ", over an open set of filters" if local else ""
    return Statement(
        f"{_fiber(expected, reduction)}, {_said(right, delta)}{where}",
        () if right == "undecided" or local else (GENERIC,),
    )


def _parts(
    value: object, reduction: Reduction, delta: object, nested: Callable[[object, str], dict[str, object]]
) -> list[Part]:
    """Establishes the certificates of the parts."""
    parts = []
    listed = json_list(value, "evidence.parts", len(reduction.parts))
    for n, (entry, (number, chain)) in enumerate(zip(listed, reduction.parts, strict=True)):
        where = f"evidence.parts[{n}]"
        item = json_object(entry, "number certificate", where)
        if integer(item["number"], f"{where}.number", 1, 10**12) != number:
            raise Rejected(f"{where}.number", f"should be {number}")
        own = nested(item["certificate"], f"{where}.certificate")
        layers = [
            {"size": size, "stride": (1,) * len(size), "dilation": e}
            for size, e in zip(chain.sizes, chain.exponents, strict=True)
        ]
        stack = Architecture(layers)
        line = set(chain.channels) == {1}
        notation = stack.notation if line else ChannelArchitecture(stack, chain.channels).notation
        found = own["architecture"]
        if not isinstance(found, dict) or found["notation"] != notation:
            raise Rejected(f"{where}.certificate.architecture", f"should be {notation[:80]}")
        if not identical(own["delta"], delta if reduction.pure else ["0"] * (len(chain) - 1)):
            raise Rejected(f"{where}.certificate.delta", "is not what is asked of this part")
        parts.append(Part(number, own))
    return parts


def _expected(
    network: GroupedChain, reduction: Reduction, parts: list[Part], same: bool, work: Work
) -> dict[str, object]:
    """What is established of the fiber."""
    known = [part.finite for part in parts]
    finite = None if None in known or reduction.settled is None else True
    if reduction.settled is False or False in known:
        finite = False
    orbits = _orbits(parts, work) if finite else None
    stable = network.is_concise(work)
    least = network.parameters() - network.group(work)
    dimension = least if finite else None
    if reduction.pure and parts:
        dimension = _dimension(parts)
    excess = least - dimension if stable and dimension is not None else 0 if finite else None
    single = all(max(network.cells(l, work)) == 1 for l in range(1, len(network)))
    points = single and orbits is not None and not reduction.permuted
    text = None if orbits is None else decimal(orbits, "result.orbits")
    sizes, exponents = network.chain.sizes, network.chain.exponents
    extents = [1 + sum((k[d] - 1) * e[d] for k, e in zip(sizes, exponents, strict=True)) for d in range(len(sizes[0]))]
    ambient = network.channels[0] * network.channels[-1] * prod(extents)
    free = least if stable else network.parameters()
    return {
        "orbits": text,
        "excess": excess,
        "finite": finite,
        "concise": same,
        "channels": network.channels,
        "degree": text if points else None,
        "birational": orbits == 1 if points else None,
        "dimension": dimension,
        "bound": min(free, ambient) if dimension is None else dimension,
        "ambient": ambient,
    }


def _orbits(parts: list[Part], work: Work) -> int | None:
    """The product of the numbers of orbits of all copies; None if one is not known, or it is very large."""
    found, bits = 1, 0
    for part in parts:
        if not isinstance(part.orbits, str):
            return None
        if len(part.orbits) > MAX_BITS // 3:  # more than 2^MAX_BITS
            return None
        number = int(part.orbits)
        bits += part.number * (number.bit_length() - 1)
        if bits > MAX_BITS:
            return None
        work.spend(10, MAX_BITS, MAX_BITS)
        found *= number**part.number
    return found


def _dimension(parts: list[Part]) -> int | None:
    """The sum of those of all copies of the parts."""
    total = 0
    for part in parts:
        own = part.result.get("dimension")
        if not isinstance(own, int):
            return None
        total += part.number * own
    return total


def _ntk(
    expected: dict[str, object], reduction: Reduction, parts: list[Part], exchange: bool, attained: bool
) -> object:
    """For which invariants the NTK is a function of U."""
    if reduction.pure:
        known = [part.result.get("ntk") for part in parts]
        worst = next((value for value in ("dependent", None, "independent-on-locus") if value in known), "independent")
        return worst if attained or worst == "independent" else None
    if expected["orbits"] != "1" or not expected["concise"]:
        return None
    if expected["degree"] is not None:
        return "independent"
    return "independent-on-locus" if exchange else None


def _of_one_channel(ntk: object, reduction: Reduction, parts: list[Part]) -> dict[str, object]:
    """What copies of a network of one channel say of layers."""
    line = reduction.pure and len(parts) == 1 and parts[0].certificate["kind"] == "architecture"
    result = parts[0].result if line else {}
    locus = [] if ntk == "independent" else result.get("delta_locus")
    return {"interchangeable": result.get("interchangeable", []), "delta_locus": locus}


def _status(
    expected: dict[str, object], reduction: Reduction, parts: list[Part], delta: list[Rational] | None, attained: bool
) -> str:
    if reduction.pure:
        statuses = [part.certificate["status"] for part in parts]
        if "refuted" in statuses and not attained:
            return "undecided"
        return next((value for value in ("refuted", "undecided") if value in statuses), "proved")
    if expected["orbits"] == "1" and delta is not None and (expected["concise"] or not any(p for p, _ in delta)):
        return "proved"
    if delta is None and expected["ntk"] == "independent":
        return "proved"
    return "refuted" if delta is None and expected["dependent"] is not None else "undecided"


def _fiber(expected: dict[str, object], reduction: Reduction) -> str:
    """What is established of the generic fiber, in words."""
    used = [name for name in reduction.theorems if name != "one layer"]
    by = f" by the step{'s' * (len(used) > 1)} {', '.join(map(repr, used))}" if used else ""
    if expected["finite"] is None:
        return "the number of orbits in the generic fiber is left open"
    if not expected["finite"]:
        return f"infinitely many orbits in the generic fiber{by}"
    text = expected["orbits"]
    if not isinstance(text, str):
        return f"finitely many orbits in the generic fiber{by}"
    number = text if len(text) <= 40 else f"a number of {len(text)} digits of"
    return f"{number} orbit{'s' * (text != '1')} in the generic fiber{by}"


def _said(status: str, delta: list[Rational] | None) -> str:
    which = "every choice of invariants" if delta is None else "the given invariants"
    if status == "proved":
        return f"NTK independent for {which}"
    if status == "refuted":
        return f"NTK dependent for {'generic' if delta is None else 'the given'} invariants"
    return "on the NTK nothing is claimed"
