"""Critical points in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from symlcn.certificates.algebraicvalues import number_text
from symlcn.loss.critical.critical import CriticalPoints, Orbit
from symlcn.loss.critical.functionspace import Place
from symlcn.loss.critical.places import RealPoint
from symlcn.loss.document import decimal_text, risk_decimal_text
from symlcn_cli.words.words import polynomial_text

MAX_WRITTEN = 160
MAX_ENTRIES = 40
STUCK: Place = "noncritical"


def points_text(points: CriticalPoints, real: Sequence[RealPoint]) -> tuple[str, str]:
    """How many there are and their orbits; the real ones."""
    lines = [_count_text(points), *(_orbit_text(n, orbit) for n, orbit in enumerate(points.orbits))]
    if not points.orbits:
        return "\n".join(lines), ""
    some = ", and no others" if points.real_complete else " among those found"
    found = [f"{len(real)}{some}, up to rescaling." if real else f"None{some}."]
    least = "a global minimum" if sum(point.least is True for point in real) > 1 else "the global minimum"
    found += [f"  {n}: {_real_text(points.orbits[point.orbit], point, least)}" for n, point in enumerate(real)]
    return "\n".join(lines), "\n".join(found)


def places_text(points: CriticalPoints, real: Sequence[RealPoint]) -> tuple[str, str]:
    """Where u lies at the critical points; and at which of them no metric follows gradient flow."""
    numbers = {place: sum(o.degree for o in points.orbits if o.place == place) for place in get_args(Place)}
    listed, smooth = sum(numbers.values()), numbers["critical"] + numbers["noncritical"]
    if not listed:
        return "", ""
    text = f"u is a smooth point of the closure of the neuromanifold at {_of(smooth, listed)}"
    if numbers["singular"]:
        text += f", a singular one at {numbers['singular']}, where a root can be exchanged or the Jacobian drops rank"
    if numbers["undecided"]:
        text += f", and neither is shown at {numbers['undecided']}, where more than one factorization is not excluded"
    text += f". The loss restricted to it is critical there at {numbers['critical']}"
    if numbers["noncritical"]:
        text += (
            f"; at {numbers['noncritical']} it is not: layers share a root, the Jacobian drops rank, and ∇ℓ(u) is "
            "not 0 on the tangent space"
        )
    stuck = [str(n) for n, point in enumerate(real) if point.index == 0 and points.orbits[point.orbit].place == STUCK]
    if not stuck:
        return f"{text}.", ""
    minima = "a nondegenerate local minimum" if len(stuck) == 1 else "nondegenerate local minima"
    return f"{text}.", (
        f"At real point{'s' * (len(stuck) > 1)} {', '.join(stuck)}, {minima} over parameters up to rescaling, ∇ℓ(u) is "
        "not 0 on the tangent space at a smooth point u. So no Riemannian metric that is continuous at u, whatever it "
        "depends on, has a gradient flow that follows training: for every δ gradient flow from an open set of "
        "parameters ends at this u (symlcn proof show trajectory)."
    )


def _of(number: int, whole: int) -> str:
    if whole == 1:
        return "the point" if number else "no point"
    return f"all {whole} points" if number == whole else f"{number} of {whole} points"


def _count_text(points: CriticalPoints) -> str:
    about = "complex critical points without a zero filter, up to rescaling the filters"
    if points.number == 0:
        return f"There are no {about}; generic data have {points.generic}."
    if points.proof == "count" and points.number == 1:
        return (
            f"One {about.replace('points', 'point')}, nondegenerate: as many as for generic data, so there is no other."
        )
    if points.proof == "count":
        return (
            f"{points.number} {about}, all different and nondegenerate: as many as for generic data, so these are all."
        )
    listed = sum(orbit.degree for orbit in points.orbits)
    if points.proof == "elimination":
        text = f"{points.number} different {about}, and no others, by elimination over Q; "
        text += f"generic data have {points.generic}."
        return text + (f" {points.unlisted} of them are not listed." if points.unlisted else "")
    if points.infinite:
        return f"Infinitely many {about}; generic data have {points.generic}."
    text = f"For generic data {points.generic} {about}. At these data not determined: {points.reason}."
    return text + (f" {listed} different ones were found, each exact." if listed else "")


def _orbit_text(number: int, orbit: Orbit) -> str:
    times = f" of multiplicity {orbit.multiplicity}" if orbit.multiplicity > 1 else ""
    entries = [[polynomial_text(entry, "a") for entry in entries] for entries in orbit.filters]
    filters = ", ".join(f"[{', '.join(own)}]" for own in entries)
    field = polynomial_text(orbit.minpoly, "a")
    if orbit.degree == 1:
        text = f"Orbit {number}: one rational point{times}"
        return f"{text}, filters proportional to {filters}" if len(filters) <= MAX_WRITTEN else text
    text = f"Orbit {number}: {orbit.degree} points{times}, one for each root a of "
    text += field if len(field) <= MAX_WRITTEN else "a polynomial of that degree"
    shown = len(filters) <= MAX_WRITTEN
    return f"{text}, filters proportional to {filters}" if shown else f"{text}; --json has the filters"


def _real_text(orbit: Orbit, point: RealPoint, least: str) -> str:
    where = f"orbit {point.orbit}" + ("" if orbit.degree == 1 else f", a = {number_text(point.root, 8)}…")
    text = f"{where}: risk {risk_decimal_text(point, 9)}, {_type(point, least)}"
    if sum(map(len, point.filters)) <= MAX_ENTRIES:
        filters = ", ".join(f"[{', '.join(decimal_text(c, 6) for c in entries)}]" for entries in point.filters)
        text += f", at w ≈ {filters}"
    return text


def _type(point: RealPoint, least: str) -> str:
    if point.index is None:
        return "degenerate or of unknown type" + (", of least risk" if point.least else "")
    if point.index > 0:
        return f"a strict saddle, with {point.index} negative direction{'' if point.index == 1 else 's'}"
    return least if point.least else "a local minimum"
