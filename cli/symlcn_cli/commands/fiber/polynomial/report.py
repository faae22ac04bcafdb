"""A fiber of a network with activations in words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symlcn.algebra.exact import rational_text
from symlcn.algebra.polynomials import Exponents
from symlcn.answer import Answer
from symlcn.families.polynomial.expansion import Monomial
from symlcn.families.polynomial.fiber.functionfiber import Outside, PolynomialFiber
from symlcn.families.polynomial.fiber.networkpoints import NetworkPoint
from symlcn.families.polynomial.weightedscaling import WeightedScaling
from symlcn.network.architecture import size_text
from symlcn_cli.commands.fiber.fiberpoints import approximate_latex
from symlcn_cli.pages.formulas import BREAK
from symlcn_cli.words.words import conditional, listed, polynomial_text, tensor_text

MAX_POINTS = 40
MAX_TERMS = 30


def entries(answer: Answer[PolynomialFiber], file: str | None) -> list[tuple[str, str]]:
    """The function, its cores and shift vectors, the points, smooth or singular, and which share an NTK."""
    found = answer.known
    network, counts = found.architecture, found.counts
    size = size_text(network.architecture.end_to_end_size)
    asked = "every δ" if found.delta is None else f"δ = ({', '.join(map(rational_text, found.delta))})"
    parts = [
        ("Architecture", f"{network}   (degree {network.degree}, sees {size} inputs)"),
        ("Function", _function(found)),
    ]
    if found.outside is not None:
        parts.append(("Place", f"Not in the closure X of the functions of the network: {outside_text(found.outside)}."))
    if found.peeled is not None:
        parts.append(("Cores", "\n".join(_cores(found))))
    parts.append(("Points", f"{counts.rational} over Q, {counts.real} over R, {counts.complex} over C."))
    if found.outside is None:
        parts.append(("Place", _place(found)))
    if found.limit is not None:
        parts.append(("", f"Not listed: {found.limit}."))
    for index, point in enumerate(found.points[:MAX_POINTS]):
        parts.append((f"Point {index}", "\n".join(_point(found, point))))
    if len(found.points) > MAX_POINTS:
        parts.append(("", f"({len(found.points) - MAX_POINTS} more; --json lists them)"))
    parts.append(("NTK", conditional(_classes(found, asked), answer.assumptions)))
    if file is not None:
        unproved = answer.sealed is not None and answer.certificate()["evidence"] is None
        why = f"shows nothing: {answer.reason}" if unproved else "accepted by the independent checker"
        parts.append(("Certificate", f"{file}   ({why})"))
    return parts


def monomial_text(monomial: Monomial) -> str:
    """A monomial in the inputs, such as x_0^2*x_3."""
    names = (("x_" + "_".join(map(str, position)), power) for position, power in monomial)
    return "*".join(name if power == 1 else f"{name}^{power}" for name, power in names)


def function_text(function: Mapping[Monomial, Fraction], most: int = MAX_TERMS) -> str:
    """A function, the first of its terms if there are many."""
    parts = []
    for monomial in sorted(function, key=_factors)[:most]:
        c = function[monomial]
        size = "" if abs(c) == 1 else f"{rational_text(abs(c))}*"
        sign = "-" if c < 0 else "+"
        parts.append(f"{sign} {size}{monomial_text(monomial)}")
    text = " ".join(parts).removeprefix("+ ")
    more = f" + …   ({len(function)} terms)" if len(function) > most else ""
    return (f"-{text[2:]}" if text.startswith("- ") else text) + more


def _factors(monomial: Monomial) -> list[Exponents]:
    """The positions of factors, with repetition."""
    return [position for position, power in monomial for _ in range(min(power, 50))]


def _function(found: PolynomialFiber) -> str:
    if found.given.filters is not None:
        return f"f of the filters {', '.join(map(tensor_text, found.given.filters))}"
    return f"f = {function_text(found.given.function or {})}"


def outside_text(outside: Outside) -> str:
    """Why a function is not in X."""
    match outside.step:
        case "power":
            name = "x_" + "_".join(map(str, outside.position or ()))
            return f"{name}, the first input in it, does not occur alone, as a power"
        case "division":
            return f"the core of run {(outside.run or 0) + 1} does not divide out"
        case "shift":
            return "no filters of these sizes have its cores"
        case "difference":
            return f"the function of its cores has another coefficient of {monomial_text(outside.monomial or ())}"
        case _:
            return "no filters have the products of the runs, also over C"


def _cores(found: PolynomialFiber) -> list[str]:
    peeled = found.peeled
    if peeled is None:
        return []
    lines = []
    for number, own in enumerate(peeled.cores, 1):
        terms = []
        for a, c in own.items():
            shift = "·".join(f"T{d if len(a) > 1 else ''}{'' if i == 1 else f'^{i}'}" for d, i in enumerate(a, 1) if i)
            terms.append(rational_text(c) if not shift else shift if c == 1 else f"{rational_text(c)}·{shift}")
        lines.append(f"run {number}: {listed(terms, 20).replace(', ', ' + ').replace('+ -', '- ')}")
    if any(peeled.shift):
        vectors = [
            ", ".join("(" + ", ".join(map(str, b)) + ")" if len(b) > 1 else str(b[0]) for b in v) for v in found.shifts
        ]
        lines.append(f"shifts of the runs: {listed((f'({vector})' for vector in vectors), 20) or 'none fit'}")
    return lines


def _place(found: PolynomialFiber) -> str:
    if found.smooth is None:
        return "Undecided: smooth or singular."
    if found.smooth:
        return "Smooth point of the closure X: one shift vector, over smooth points of the runs."
    present = [part for part in found.parts if all(found.runs[n].fiber.counts.complex for n in part)]
    why = f"{len(present)} shift vectors have points" if len(present) > 1 else "it is over a singular point of a run"
    return f"Singular point of the closure X: {why}."


def _point(found: PolynomialFiber, point: NetworkPoint) -> list[str]:
    lines = []
    if point.filters is not None:
        lines = [f"w_{l} = {tensor_text(own)}" for l, own in enumerate(point.filters, 1)]
        if point.factor != 1 and point.factor is not None:
            lines.append(f"f is {rational_text(point.factor)} times their function")
    else:
        lines = list(_irrational(found, point))
    if point.scaling is not None:
        lines.append(f"scaled: {scaling_text(point.scaling)}; {2 ** (len(found.architecture) - 1)} choices of signs")
    return lines


def _irrational(found: PolynomialFiber, point: NetworkPoint) -> list[str]:
    lines = []
    for run, n, k in zip(found.architecture.runs, found.parts[point.shift], point.chosen, strict=True):
        own = found.runs[n].fiber.points[k]
        for l in range(run.stop - run.start):
            if own.filters is not None:
                lines.append(f"w_{run.start + l + 1} = {tensor_text(own.filters[l])}")
            else:
                ones = (1,) * found.architecture.dimension
                names = ["x"] if len(ones) == 1 else [f"x_{d}" for d in range(1, len(ones) + 1)]
                digits = approximate_latex(own, l, ones, names).replace(BREAK, "")
                for shown, plain in (("{", ""), ("}", ""), ("+ ", " + "), ("- ", " - ")):
                    digits = digits.replace(shown, plain)
                lines.append(f"w_{run.start + l + 1} ≈ {digits}")
    return lines


def scaling_text(scaling: WeightedScaling) -> str:
    """ρ as numbers, or in terms of t."""
    t = scaling.t
    pairs = list(zip(scaling.degrees, scaling.shifts, strict=True))
    if t is not None:
        return f"ρ = ({listed(rational_text(d * (t + shift)) for d, shift in pairs)})"
    rho = listed(polynomial_text((d * shift, Fraction(d))) for d, shift in pairs)
    return f"ρ = ({rho}) with t ≈ {scaling.approx(12)}"


def _classes(found: PolynomialFiber, asked: str) -> str:
    claim = "REFUTED as a claim about every δ" if found.delta is None else "REFUTED"
    compared = found.compared
    if found.status == "undecided":
        return f"UNDECIDED: {found.reason}."
    if not found.counts.real:
        return "PROVED, of nothing: there is no real point at all over f, so no real parameters to compare."
    if found.status == "proved":
        who = "the only real point has one NTK" if found.counts.real == 1 else "all real points share their NTK"
        return f"PROVED: {who} for {asked}."
    if found.architecture.fully_nonlinear:
        return f"REFUTED: any two of the {found.counts.real} real points have different NTKs, for every δ."
    if compared.classes is None:
        i, j = compared.differences[0].points
        return f"{claim}: the points {i} and {j} have different NTKs; not all pairs of points were decided."
    groups = ", ".join("{" + ", ".join(map(str, group)) + "}" for group in compared.classes)
    if found.delta is None:
        return f"{claim}: classes of real points that share it are {groups}."
    return f"{claim}: the real points have {len(compared.classes)} different NTKs for {asked}: {groups}."
