"""Kind "multichannel": orbits in the generic fiber of a network with channels; whether the NTK depends on parameters.

Contents: :func:`check`.

"accepted" means that ``result`` is right. ``orbits`` is the number of closed orbits of the group G of hidden invertible
matrices over a generic end-to-end filter, over C; ``excess`` the dimension of the family of orbits, and ``dimension``
that of the closure of all end-to-end filters, both of the concise network with the numbers ``channels``, which has the
same end-to-end filters. Null is nothing claimed. ``evidence.steps`` derives the orbits; the theorems are named there.

``delta`` holds numbers d_l: the invariants W_(l+1)^T W_(l+1) - W_l W_l^T of the hidden channels, summed over positions,
are d_l I. Trusted for the NTK: two real points of one orbit with the same scalar invariants differ by orthogonal
matrices (a convex function along exp(t X) has equal derivatives at both), which keep the NTK; and for a network that is
not concise, that points with invariants 0 lie on closed orbits (Kempf, Ness).

``dependence`` is a motion along an orbit (orbitmotion.py) at filters of a base, hence of the network: N equal blocks of
them, and zeros. There the velocities of the invariants are all tuples of symmetric matrices, and with them an entry of
the NTK moves independently; both are so outside a proper algebraic subset of all filters. As the invariants take all
values on the orbit of stable filters, the NTK depends on the parameters over generic U for invariants outside a closed
set without interior points, which are called generic. All hold for real filters outside a
proper algebraic subset, over which the number of closed orbits is the generic one.
"""

from __future__ import annotations

from math import prod

from ....core.arithmetic import Rational
from ....core.extras import extra
from ....core.limits import Work
from ....core.outcome import Rejected, Statement
from ....core.reading import check_nothing, json_object
from ....core.recomputed import compare, decimal
from ....network.furtherarchitectures import ChannelArchitecture
from ....network.scaling import shifts_of
from ..basepoint import check_base, check_ratio
from ..chain import Chain, concise
from ..closedforms import polynomials
from ..derivation import Derived, check_steps
from ..tangents import vanishing

GENERIC = "the end-to-end filter is real and outside a proper algebraic subset of the closure of the neuromanifold"


def check(
    architecture: ChannelArchitecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if status == "undecided" and item["result"] is None:
        return check_nothing(item, "result evidence")
    evidence = json_object(item["evidence"], "steps attained dependence", "evidence")
    stack = architecture.stack
    own = Chain(list(architecture.channels), stack.sizes, stack.exponents, list(range(len(stack.sizes))))
    chain = Chain(concise(own.channels, own.counts()), own.sizes, own.exponents, own.places)
    derived = check_steps(evidence["steps"], chain, "evidence.steps", work)
    dimension = _dimension(evidence["attained"], chain, derived, work)
    points, same = set(own.channels[1:-1]) <= {1}, chain.channels == own.channels
    dependent = evidence["dependence"] is not None
    if dependent:
        if delta is not None or points or not same:
            raise Rejected("evidence.dependence", "must be null")
        _check_dependence(evidence["dependence"], architecture, "evidence.dependence", work)
    expected = _expected(own, chain, derived, dimension, points)
    if dependent:
        expected |= {"dependent": "generic invariants", "ntk": "independent-on-locus" if derived.orbits == 1 else None}
    expected["ambient"] = own.channels[0] * own.channels[-1] * prod(stack.extents())
    found = json_object(item["result"], " ".join(expected), "result")
    for key, value in expected.items():
        if (found[key] is None) != (value is None):
            raise Rejected(f"result.{key}", f"must {'' if value is None else 'not '}be null")
    compare(found, expected, "result")
    single = derived.orbits == 1
    proved = single and (points and same if delta is None else same or not any(p for p, _ in delta))
    if points and delta is not None and derived.orbits is not None:
        proved = proved or _equal_norms(own, delta, work)
    right = "proved" if proved else "refuted" if dependent else "undecided"
    if status != right:
        raise Rejected("status", f"should be {right}")
    said = _ntk(delta, points) if proved else _on_locus(single) if dependent else "on the NTK nothing is claimed"
    return Statement(f"{_fiber(chain, derived, same)}, {said}", () if right == "undecided" else (GENERIC,))


def _check_dependence(value: object, architecture: ChannelArchitecture, where: str, work: Work) -> None:
    """Establishes a motion at filters of a base of the network."""
    item = json_object(value, "channels motion", where)
    channels = check_ratio(item["channels"], list(architecture.channels), f"{where}.channels")
    base = ChannelArchitecture(architecture.stack, channels)
    extra("motion along an orbit").check_orbit_motion(item["motion"], base, None, f"{where}.motion", work)


def _equal_norms(chain: Chain, delta: list[Rational], work: Work) -> bool:
    """Whether interchangeable layers, which alone exchange orbits, have equal norms, where all hidden channels are 1.

    Then a permutation of them keeps the invariants, and the NTK: products of other layers are the same ones.
    """
    stack = polynomials(chain)
    if stack is None:
        return True
    for (direction, _), layers in stack.blocks.items():
        if len(layers) > 1 and any(stack.sizes[n][direction] > 2 for n in layers):
            return False
    shifts, _ = shifts_of(delta, work)
    start = int(chain.channels[0] > 1)
    return all(shifts[i + start] == shifts[j + start] for i, j in stack.swaps())


def _dimension(value: object, chain: Chain, derived: Derived, work: Work) -> int | None:
    """The dimension of all products, if it is established: at a point the Jacobian has the rank that bounds it."""
    if derived.finite:
        if value is not None:
            raise Rejected("evidence.attained", "must be null")
        return derived.bound
    if value is None:
        return None
    base = check_base(value, chain, "evidence.attained", work)
    if base.chain.channels != chain.channels:
        raise Rejected("evidence.attained.channels", "are not those of the concise network")
    vanishing(base, derived.bound, "evidence.attained", work)
    return derived.bound


def _expected(own: Chain, chain: Chain, derived: Derived, dimension: int | None, points: bool) -> dict[str, object]:
    """The result, recomputed."""
    orbits = None if derived.orbits is None else decimal(derived.orbits, "result.orbits")
    independent = points and derived.orbits == 1
    return {
        "orbits": orbits,
        "excess": None if dimension is None else chain.parameters() - chain.group() - dimension,
        "finite": derived.finite,
        "concise": own.channels == chain.channels,
        "channels": chain.channels,
        "degree": orbits if points else None,
        "birational": derived.orbits == 1 if points and orbits is not None else None,
        "interchangeable": _groups(own) if points else [],
        "dimension": dimension,
        "bound": derived.bound,
        "ntk": "independent" if independent else None,
        "delta_locus": [] if independent else None,
        "dependent": None,
    }


def _groups(chain: Chain) -> list[list[int]]:
    """The interchangeable layers, where all hidden channels are 1."""
    stack = polynomials(chain)
    start = int(chain.channels[0] > 1)
    return [] if stack is None else [[n + start for n in group] for group in stack.groups]


def _fiber(chain: Chain, derived: Derived, same: bool) -> str:
    """What is established of the generic fiber, in words."""
    which = (
        "" if same else f"same end-to-end filters as with channels {', '.join(map(str, chain.channels))}, for which "
    )
    if derived.finite is None:
        return f"{which}the number of orbits in the generic fiber is left open"
    used = f" by the theorem{'s' * (len(derived.theorems) > 1)} {', '.join(map(repr, derived.theorems))}"
    by = used if derived.theorems else ""
    if not derived.finite:
        return f"{which}infinitely many orbits in the generic fiber{by}"
    if derived.orbits is None:
        return f"{which}finitely many orbits in the generic fiber{by}"
    text = decimal(derived.orbits, "result.orbits")
    number = text if len(text) <= 40 else f"a number of {len(text)} digits of"
    return f"{which}{number} orbit{'s' * (text != '1')} in the generic fiber{by}"


def _on_locus(single: bool) -> str:
    scalar = ", independent for those that are scalar matrices" if single else ""
    return f"NTK dependent for generic invariants{scalar}"


def _ntk(delta: list[Rational] | None, points: bool) -> str:
    if points:
        return f"NTK independent for {'every' if delta is None else 'the given'} δ"
    return "NTK independent for the given invariants, which are scalar matrices"
