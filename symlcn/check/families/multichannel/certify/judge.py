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

For other invariants ``delta`` holds symmetric matrices. ``dependence`` shows that the NTK depends on the parameters:
for all of which some D_l is not scalar, if entries of the NTK separate them (orbitseparation.py); or for generic ones,
by a motion along an orbit (orbitmotion.py) at filters of a base, which may be those of a part with a complement
(widened.py), hence of the network: N equal blocks of them, and zeros. There the velocities of the invariants are all
tuples of symmetric matrices, and with them an entry of the NTK moves independently; both are so outside a proper
algebraic subset of all filters. As the invariants take all values on the orbit of stable filters, the NTK depends on
the parameters over generic U for invariants outside a closed set without interior points, which are called generic.
All hold for real filters outside a proper algebraic subset, over which the number of closed orbits is the generic one.
"""

from __future__ import annotations

from functools import partial
from math import prod

from ....algebra.matrices import Matrix, read_squares, same, transposed
from ....core.arithmetic import Rational
from ....core.extras import extra
from ....core.limits import Work
from ....core.outcome import Malformed, Rejected, Statement
from ....core.reading import check_nothing, integer, json_list, json_object, rationals
from ....core.recomputed import compare, decimal
from ....network.furtherarchitectures import ChannelArchitecture
from ....network.scaling import shifts_of
from ..basepoint import check_base, check_ratio
from ..chain import Chain, concise
from ..closedforms import polynomials
from ..derivation import Derived, check_steps
from ..tangents import vanishing

GENERIC = "the end-to-end filter is real and outside a proper algebraic subset of the closure of the neuromanifold"
NOT_SCALAR = "all that are not scalar"
MAX_CHANNELS = 1000  # of a hidden layer whose invariants are given as matrices


def check(
    architecture: ChannelArchitecture, item: dict[str, object], _delta: None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    scalar, numbers = _read_invariants(item["delta"], architecture.channels[1:-1], work)
    if status == "undecided" and item["result"] is None:
        return check_nothing(item, "result evidence")
    evidence = json_object(item["evidence"], "steps attained dependence", "evidence")
    stack = architecture.stack
    own = Chain(list(architecture.channels), stack.sizes, stack.exponents, list(range(len(stack.sizes))))
    chain = Chain(concise(own.channels, own.counts()), own.sizes, own.exponents, own.places)
    derived = check_steps(evidence["steps"], chain, "evidence.steps", work)
    dimension = _dimension(evidence["attained"], chain, derived, work)
    points, whole = set(own.channels[1:-1]) <= {1}, chain.channels == own.channels
    dependent = None
    if evidence["dependence"] is not None:
        if numbers is not None or points or not whole:
            raise Rejected("evidence.dependence", "must be null")
        dependent = _dependent(evidence["dependence"], architecture, own, "evidence.dependence", work)
    expected = _expected(own, chain, derived, dimension, points)
    single = derived.orbits == 1
    if dependent is not None:
        expected |= {"dependent": dependent, "ntk": "independent-on-locus" if single else None}
    expected["ambient"] = own.channels[0] * own.channels[-1] * prod(stack.extents())
    found = json_object(item["result"], " ".join(expected), "result")
    for key, value in expected.items():
        if (found[key] is None) != (value is None):
            raise Rejected(f"result.{key}", f"must {'' if value is None else 'not '}be null")
    compare(found, expected, "result")
    right = "undecided"
    if single and (points and whole if numbers is None else whole or not any(p for p, _ in numbers)):
        right = "proved"
    elif points and numbers is not None and derived.orbits is not None and _equal_norms(own, numbers, work):
        right = "proved"
    elif dependent == NOT_SCALAR or (dependent is not None and scalar):
        right = "refuted"
    if status != right:
        raise Rejected("status", f"should be {right}")
    said = _ntk(numbers, points) if right == "proved" else _elsewhere(dependent, single)
    hypotheses = (GENERIC,) if right == "proved" or dependent is not None else ()
    return Statement(f"{_fiber(chain, derived, whole)}, {said}", hypotheses)


def _read_invariants(value: object, hidden: list[int], work: Work) -> tuple[bool, list[Rational] | None]:
    """Whether scalar invariants are among those asked about, and their numbers, if these are given."""
    if value is None:
        return True, None
    if not isinstance(value, list) or not any(isinstance(part, list) for part in value):
        return True, rationals(value, "delta", len(hidden))
    if max(hidden, default=0) > MAX_CHANNELS:
        raise Malformed("delta", f"is for more than {MAX_CHANNELS} channels")
    matrices = read_squares(value, hidden, "delta", work)
    work.spend(sum(n * n for n in hidden))
    for l, own in enumerate(matrices):
        if not same(own, transposed(own)):
            raise Rejected(f"delta[{l}]", "is not symmetric")
    if all(_is_scalar(own) for own in matrices):
        raise Rejected("delta", "are scalar matrices, which are given by numbers")
    return False, None


def _is_scalar(own: Matrix) -> bool:
    first = own.rows[0][0]
    return all(c == (first if i == k else 0) for i, row in enumerate(own.rows) for k, c in enumerate(row))


def _dependent(value: object, architecture: ChannelArchitecture, chain: Chain, where: str, work: Work) -> str:
    """Establishes that the NTK depends on the parameters at the invariants that it returns."""
    if isinstance(value, dict) and "entries" in value:
        extra("separation").check_separation(value, chain, where, work)
        return NOT_SCALAR
    item = json_object(value, "channels part motion", where)
    channels = check_ratio(item["channels"], list(architecture.channels), f"{where}.channels")
    base = ChannelArchitecture(architecture.stack, channels)
    check_motion = extra("motion along an orbit").check_orbit_motion
    if item["part"] is None:
        check_motion(item["motion"], base, None, f"{where}.motion", work)
        return "generic invariants"
    listed = enumerate(zip(json_list(item["part"], f"{where}.part", len(channels)), channels, strict=True))
    part = [integer(c, f"{where}.part[{n}]", 1, most) for n, (c, most) in listed]
    widened = extra("widened motion").widened
    whole = partial(widened, whole=base, where=f"{where}.motion.filters", work=work)
    check_motion(item["motion"], ChannelArchitecture(architecture.stack, part), None, f"{where}.motion", work, whole)
    return "generic invariants"


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


def _elsewhere(dependent: str | None, single: bool) -> str:
    """What is established of the NTK for invariants that are not scalar matrices, and for those that are."""
    if dependent is None:
        return "on the NTK nothing is claimed"
    if dependent == NOT_SCALAR:
        if single:
            return "NTK independent exactly where all invariants are scalar matrices"
        return "NTK dependent for all invariants that are not scalar matrices"
    scalar = ", independent for those that are scalar matrices" if single else ""
    return f"NTK dependent for generic invariants{scalar}"


def _ntk(delta: list[Rational] | None, points: bool) -> str:
    if points:
        return f"NTK independent for {'every' if delta is None else 'the given'} δ"
    return "NTK independent for the given invariants, which are scalar matrices"
