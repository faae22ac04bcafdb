"""Kind "architecture": degree of the generic fiber, and whether the NTK depends on the parameters.

Contents: :func:`check`.

"accepted" means that ``result`` is right for a generic end-to-end filter, and so is ``status``: NTKs that are said to
agree do so over every nonzero filter at which the closure of the neuromanifold is normal, and NTKs that are said to
differ do so over an open set of filters. Two theorems are used. (1) The generic fiber contains all permutations inside
each class and all distributions of roots inside each axis block, so the degree is at least the number of these. The
evidence does the rest: over C the witness has exactly so many points in its fiber, all with a Jacobian of full rank, so
the degree is at most that; and NTKs claimed to differ are shown to differ. (2) Zariski's main theorem: where the
generic fiber is one orbit of permutations of interchangeable layers, so is the fiber over every normal point, as a
product of projective spaces modulo permutations is normal and is mapped finitely and birationally to the image.

The witness is a smooth point: when the layers of each axis block are merged into one, its fiber is one free orbit of
permutations inside classes, and the merged layers are coprime, so the Jacobian has full rank there.
"""

from __future__ import annotations

from ..core.arithmetic import Rational
from ..core.extras import extra
from ..core.limits import Work
from ..core.outcome import Rejected, Statement
from ..core.reading import check_nothing, choice, json_object
from ..core.recomputed import compare
from ..network.architecture import Architecture
from ..network.classify import NTK, result_of
from ..network.ntk import check_swap, constant_entries
from ..network.scaling import shifts_of
from .witness import check_witness

NORMAL = (
    "the end-to-end filter is not 0 and is a normal point (for example a smooth point) of the closure of the "
    "neuromanifold"
)


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if status == "undecided":
        json_object(item["evidence"], "", "evidence")
        return check_nothing(item, "result")
    return _check_decided(architecture, item, delta, status, work)


def _check_decided(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes result and status from the evidence; returns what is established."""
    expected = result_of(architecture, work)
    choice(json_object(item["result"], " ".join(expected), "result")["ntk"], NTK, "result.ntk")
    compare(item["result"], expected, "result")
    words = _check_status(architecture, expected["ntk"], delta, status, work)
    evidence = json_object(item["evidence"], "witness exchange counterexample", "evidence")
    witness = check_witness(architecture, evidence["witness"], work)
    for key, needed in (("exchange", expected["ntk"] == NTK[2]), ("counterexample", status == "refuted")):
        if (evidence[key] is None) == needed:
            raise Rejected(f"evidence.{key}", "must be given" if needed else "must be null")
    changed, place = None, ""
    if expected["ntk"] == NTK[2]:
        changed = extra("exchange").check_exchange(architecture, witness, evidence["exchange"], work)
    elif expected["ntk"] == NTK[1]:
        constants = constant_entries(witness, "evidence.witness")
        for i, j in architecture.swaps():
            check_swap(witness, constants, i, j, f"evidence.witness[{j}]")
    if status == "refuted":
        first = extra("two parameters").check_two(architecture, evidence, delta, witness, changed, work)
        place = "a pair over a smooth point" if first == witness else ""
    degree = str(expected["degree"])
    agree = status == "proved" or (delta is None and expected["ntk"] == NTK[1])
    text = f"degree {degree if len(degree) <= 40 else f'of {len(degree)} digits'}, {words}"
    return Statement(text, (NORMAL,) if agree else (), also=place)


def _check_status(
    architecture: Architecture, ntk: object, delta: list[Rational] | None, status: str, work: Work
) -> str:
    """Establishes that status answers whether the NTK is independent at delta; returns the answer in words."""
    if ntk == "independent":
        expected, words = "proved", "NTK independent for every δ"
    elif ntk == "dependent":
        expected, words = "refuted", "NTK dependent for every δ over an open set of filters"
    elif delta is None:
        expected, words = "refuted", "NTK independent exactly on the δ-locus, not for every δ"
    else:
        shifts, _ = shifts_of(delta, work)
        if all(shifts[i] == shifts[j] for i, j in architecture.swaps()):
            expected, words = "proved", "NTK independent for the given δ, which is on the δ-locus"
        else:
            expected, words = (
                "refuted",
                "NTK dependent for the given δ, which is off the δ-locus, over an open set of filters",
            )
    if status != expected:
        raise Rejected("status", f"should be {expected}")
    return words
