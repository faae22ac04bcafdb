"""How many orbits of G there are over a generic product of a concise chain: a derivation, step by step.

Contents: :class:`Derived`, :func:`check_steps`.

The first step is about the whole chain. One that cuts its piece, in normal form, leaves two pieces, of which that of
the first layers comes first: the number of orbits is the product of theirs, and the excess is 0 if theirs are. All
other steps settle their piece. A positive excess of a piece is one of the whole: what moves its layers moves no others,
and stabilisers are trivial.
"""

from __future__ import annotations

from itertools import pairwise

from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.reading import choice, integer, json_list, json_object
from .basepoint import check_base
from .chain import Chain
from .closedforms import FORMS, counted, lined, positive
from .saturation import check_saturated
from .syzygies import check_moving
from .tangents import check_end, vanishing

KEYS = {
    "rank": "base",
    "two layers by rank": "base",
    "first layer": "base",
    "last layer": "base",
    "merged": "cuts",
    "syzygies": "layer against",
    "two layers beyond": "",
    "saturated": "cut side base point curve degree",
}
INFINITE = ("merged", "syzygies", "two layers beyond")
THEOREMS = ("one layer", *FORMS, *KEYS)
Step = dict[str, object]


class Derived:
    """Whether the excess is 0 (None: not known), the number of orbits, a bound of the dimension, the theorems used."""

    __slots__ = ("bound", "finite", "orbits", "theorems")

    def __init__(self, finite: bool | None, orbits: int | None, bound: int, theorems: list[str]) -> None:
        self.finite, self.orbits, self.bound, self.theorems = finite, orbits, bound, theorems


def check_steps(value: object, chain: Chain, where: str, work: Work) -> Derived:
    """Establishes the steps of a derivation for a concise chain; returns what follows."""
    steps = json_list(value, where)
    bound = chain.parameters() - chain.group()
    if not steps:
        return Derived(None, None, bound, [])
    pieces, orbits, theorems = [chain], 1, list[str]()
    known = True
    for n, entry in enumerate(steps):
        place = f"{where}[{n}]"
        if not pieces:
            raise Rejected(place, "no piece is left")
        piece = pieces.pop()
        step, theorem = _read(entry, piece, place)
        theorems += [theorem] * (theorem not in theorems and theorem != "one layer")
        if theorem in INFINITE:
            if theorem == "syzygies":
                layer, end = (integer(step[k], f"{place}.{k}", 0, len(piece) - 1) for k in ("layer", "against"))
                check_moving(piece, layer, end, place, work)
            elif theorem == "merged":
                own = _merged(step, piece, place, work)
                bound = own if piece is chain else bound
            elif not any(positive(form, work) for form in _turned(piece.normal(work))):
                raise Rejected(place, "the excess is not shown to be positive")
            if n + 1 < len(steps):
                raise Rejected(place, "is not the last step")
            return Derived(False, None, bound, theorems)
        cut = _cut(step, theorem, piece, place, work)
        if cut is not None:
            normal = piece.normal(work)
            pieces += [normal.part(cut, len(normal)), normal.part(0, cut)]
        elif theorem == "rank":
            known = False
        elif theorem != "two layers by rank":
            orbits *= counted(theorem, piece, piece.normal(work), place, work)
    if pieces:
        raise Rejected(where, "pieces are left")
    return Derived(True, orbits if known else None, bound, theorems)


def _read(entry: object, piece: Chain, where: str) -> tuple[Step, str]:
    """The step and its theorem."""
    theorem = entry.get("theorem") if isinstance(entry, dict) else None
    keys = KEYS.get(theorem, "") if isinstance(theorem, str) else ""
    step = json_object(entry, f"theorem layers {keys}", where)
    if json_list(step["layers"], f"{where}.layers") != piece.places:
        raise Rejected(f"{where}.layers", "are not those of the piece")
    return step, choice(theorem, THEOREMS, f"{where}.theorem")


def _turned(chain: Chain) -> tuple[Chain, Chain]:
    return chain, chain.turned()


def _cut(step: Step, theorem: str, piece: Chain, where: str, work: Work) -> int | None:
    """The cut of the normal form that a step establishes; None, and its rank if it has one, if it does not cut."""
    if theorem not in KEYS:
        return None
    normal = piece.normal(work)
    if len(normal) < 2:
        raise Rejected(where, "the piece has one layer")
    if theorem == "saturated":
        cut = integer(step["cut"], f"{where}.cut", 1, len(normal) - 1)
        check_saturated(step, normal, cut, where, work)
        return cut
    base = check_base(step["base"], normal, f"{where}.base", work)
    functionals = vanishing(base, base.chain.parameters() - base.chain.group(), where, work)
    if theorem == "two layers by rank" and not any(_ordered(form) for form in _turned(normal)):
        raise Rejected(where, "are not two layers in one direction whose exponents divide each other")
    if theorem in ("rank", "two layers by rank"):
        return None
    end = theorem.partition(" ")[0]
    check_end(base, functionals, end, where, work)
    return 1 if end == "first" else len(normal) - 1


def _ordered(chain: Chain) -> bool:
    """Whether a chain is two layers in one direction, the exponent of the first dividing the other.

    Where the excess is 0 the saturated kernels of a factor have the same splitting type at all generic points of the
    fiber and no homomorphisms to the quotient: they are determined, and with them the factors up to G. That is so
    unless the polyphase columns, c_1 and c_2 are equally many, where determinants exchange roots.
    """
    found = lined(chain)
    if found is None or len(chain) != 2 or found[1][1] % found[1][0]:
        return False
    return not found[2][0] == chain.channels[1] == chain.channels[2]


def _merged(step: Step, piece: Chain, where: str, work: Work) -> int:
    """The bound of the dimension of the products by merging layers, established to be too small for finite fibers."""
    found = json_list(step["cuts"], f"{where}.cuts")
    cuts = [integer(n, f"{where}.cuts[{k}]", 1, len(piece) - 1) for k, n in enumerate(found)]
    if any(a >= b for a, b in pairwise(cuts)):
        raise Rejected(f"{where}.cuts", "do not increase")
    bound = piece.merged_bound(cuts, work)
    if bound >= piece.parameters() - piece.group():
        raise Rejected(where, "merging layers leaves no fewer dimensions than parameters less dim G")
    return bound
