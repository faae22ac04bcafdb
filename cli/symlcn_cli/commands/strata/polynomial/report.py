"""Shift loci in words."""

from __future__ import annotations

from symlcn.answer import Answer
from symlcn.errors import counted
from symlcn.families.polynomial.strata.shiftloci import MAX_LOCI, ShiftLoci, ShiftLocus
from symlcn.network.architecture import size_text
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn_cli.words.words import recheck, tensor_text

PICTURES = ("dot", "svg")
MAX_SHOWN = 60
MAX_SHOWN_POINTS = 12
MAX_SHOWN_ENTRIES = 40

X = "X is the closure of all functions f of the network over C, as a cone of dimension"


def entries(answer: Answer[ShiftLoci], file: str | None) -> list[tuple[str, str]]:
    """What the singular points are, what is known of them, and what is not said."""
    found = answer.known
    network = found.architecture
    separated = network.fully_nonlinear
    parts = [
        ("Architecture", f"{network}   (degree {network.degree} in the inputs)"),
        ("Variety", f"{X} {network.rank}."),
        ("Answer", _separated(found) if separated else _mixed(found)),
    ]
    loci = found.loci or ()
    if len(loci) > 1:
        parts += [("Loci", _loci(found, loci)), ("Points", _points(network, loci))]
    if found.covers:
        parts.append(("Inclusions", _inclusions(found, loci)))
    if separated:
        parts.append(("Field", FIELD))
    else:
        parts.append(("Not said", _runs(network)))
    return [*parts, ("Evidence", "The independent checker accepted this certificate."), *recheck(file)]


FIELD = (
    "Filters over a real f in X are real up to scaling, those over a rational f rational: the neuromanifold over R is "
    "all of X(R), and branches are counted over C, R and Q alike."
)


def picture(answer: Answer[ShiftLoci], form: str) -> str:
    """The Hasse diagram."""
    from symlcn.errors import ParseError
    from symlcn_cli.commands.strata.hasse import dot, svg

    if answer.known.loci is None:
        raise ParseError(f"--{form}", f"there are more than {MAX_LOCI} loci, which are not listed")
    return dot(answer.known) if form == "dot" else svg(answer.known)


def _separated(found: ShiftLoci) -> str:
    vertex = " and 0" if found.vertex_singular else ""
    if found.smooth:
        other = " but 0" if found.vertex_singular else ""
        return (
            f"X has no singular points{other}: no shifts of the layers, other than 0, leave a function as it is. "
            "Every f ≠ 0 in X has one tuple of filters up to scaling."
        )
    why = (
        "f ≠ 0 is singular exactly if two tuples of filters, not equal up to scaling, have it as their function; they "
        "differ by shifts of layers, and as many smooth branches of X meet at f as there are tuples."
    )
    if found.loci is None:
        return (
            f"The singular locus of X has dimension {found.singular_dimension}. It is the union of more than "
            f"{MAX_LOCI} shift loci{vertex}, which are not listed: {why}"
        )
    number = len(found.loci) - 1
    union = "1 shift locus" if number == 1 else f"{number} shift loci"
    return f"The singular locus of X is the union of {union}{vertex}, of dimension {found.singular_dimension}: {why}"


def _mixed(found: ShiftLoci) -> str:
    number = len(found.loci or ()) - 1
    if not number:
        return "No singular points of X are found by shifts of runs. Whether there are others is not said."
    what = "1 set of singular points is" if number == 1 else f"{number} sets of singular points are"
    return f"{what} listed: functions of filters that shifts move from one run to another. There may be others."


def _loci(found: ShiftLoci, loci: tuple[ShiftLocus, ...]) -> str:
    rows = [
        "Functions of filters that are 0 outside boxes of these sizes, at offsets of the sum m; dim: as a cone"
        + ("; preimages: of a generic point, up to scaling." if found.covers is not None else "."),
        *(_row(own, n) for n, own in enumerate(loci[:MAX_SHOWN])),
    ]
    return "\n".join([*rows, *_more(len(loci) - MAX_SHOWN)])


def _row(own: ShiftLocus, n: int) -> str:
    text = f"  {_name(own)}, m = {_vector(own.offset)}: dim {own.dimension}"
    if own.preimages is not None:
        text += f", degree {own.image_degree}, {counted(own.preimages, 'preimage')}"
    return text + ("" if n else "   (X itself)")


def _more(number: int) -> list[str]:
    return [f"  and {number} more; --json lists them"] if number > 0 else []


def _name(own: ShiftLocus) -> str:
    return " ".join(f"k{size_text(size)}" for size in own.sizes)


def _vector(numbers: tuple[int, ...]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"({', '.join(map(str, numbers))})"


def _points(network: PolynomialArchitecture, loci: tuple[ShiftLocus, ...]) -> str:
    if network.parameters > MAX_SHOWN_ENTRIES:
        shifts = (f"  {_name(own)}: {', '.join(map(_vector, own.shift))}" for own in loci[1:MAX_SHOWN_POINTS])
        rows = ["Shifts of the layers that leave functions of a locus as they are:", *shifts]
    else:
        rows = ["Two tuples of filters with the same function, of 1 inside the boxes and 0 outside:"]
        for own in loci[1:MAX_SHOWN_POINTS]:
            both = ("; ".join(map(tensor_text, filters)) for filters in own.pair)
            rows.append(f"  {_name(own)}: {' and '.join(both)}")
    return "\n".join([*rows, *_more(len(loci) - MAX_SHOWN_POINTS)])


def _inclusions(found: ShiftLoci, loci: tuple[ShiftLocus, ...]) -> str:
    below: dict[int, list[str]] = {}
    for i, j in found.covers or ():
        below.setdefault(i, []).append(_name(loci[j]))
    rows = [f"  {_name(loci[i])} > {', '.join(names)}" for i, names in below.items()]
    return "\n".join(["Each locus, and the next smaller ones in it:", *rows[:MAX_SHOWN], *_more(len(rows) - MAX_SHOWN)])


def _runs(network: PolynomialArchitecture) -> str:
    runs = ", ".join(f"symlcn strata {run.architecture}" for run in network.runs if run.stop - run.start > 1)
    return (
        "Which points are smooth: f ≠ 0 is a smooth point of X exactly if one vector of shifts of the products of the "
        "runs leads to points of the varieties of all runs, and these are smooth points there. The singular points of "
        f"those are what {runs} lists. Other shifts of products, their inclusions, degrees and preimages were not "
        "looked for; sets in the list may be equal or contain each other."
    )
