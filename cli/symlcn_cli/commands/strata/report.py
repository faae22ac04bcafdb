"""Strata in words."""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.answer import Answer
from symlcn.geometry.strata.exchanges import Exchange, Exchanges
from symlcn.geometry.strata.poset import Strata, Stratum
from symlcn.network.architecture import Architecture, size_text
from symlcn.network.filters import Filter
from symlcn_cli.words.words import numbered, recheck, tensor_text

PICTURES = ("dot", "svg")
MAX_SHOWN_ENTRIES = 24
MAX_SHOWN_POINTS = 12
MAX_NUMBERS = 8
ACCEPTED = "The independent checker accepted this certificate. Preimages found by factoring are not part of it."


def entries(answer: Answer[Strata | Exchanges], file: str | None) -> list[tuple[str, str]]:
    """What the singular points are, what is known of them, and what is not listed."""
    found = answer.known
    parts = [("Architecture", _title(found.architecture))]
    if str(found.reduced) != str(found.architecture):
        text = f"{found.reduced}: axis blocks merged, no scalar layers, exponents as dilations. "
        text += "It has the same neuromanifold M over C; layers, preimages and J below are those of it."
        if any(len(block.layers) > 1 for block in found.architecture.blocks):
            text += " Over R the filters merged here may have no real factorization into the given layers."
        parts.append(("Reduced", text))
    return parts + (_poset(found) if isinstance(found, Strata) else _exchanges(found)) + recheck(file)


def picture(answer: Answer[Strata | Exchanges], form: str) -> str:
    """The Hasse diagram."""
    from symlcn_cli.commands.strata.hasse import dot, svg

    return dot(answer.known) if form == "dot" else svg(answer.known)


def _title(architecture: Architecture) -> str:
    return f"{architecture}   (end-to-end size {size_text(architecture.end_to_end_size)})"


def _vector(numbers: Sequence[int]) -> str:
    return f"({', '.join(map(str, numbers))})"


def _poset(found: Strata) -> list[tuple[str, str]]:
    count = len(found.strata) - 1
    vertex = " and the point 0" if found.vertex_singular else ""
    if count == 0:
        answer = "Over C the neuromanifold M has no singular points" + (" but 0." if vertex else ": it is linear.")
    else:
        strata = "1 smaller stratum" if count == 1 else f"{count} smaller strata"
        answer = f"Over C the singular locus of M is the union of {strata}{vertex} "
        answer += "(Kohn, Montúfar, Shahverdi, Trager 2024, Thm. 2.9)."
    rows = [
        "m': degrees of the generic filters whose products form the stratum; dim: as a cone; preimages: of a generic "
        "point, up to scaling, over C and in brackets the numbers that occur over R; rank: of J at each of these.",
        *_table(found),
    ]
    sections = [("Answer", answer), ("Strata", "\n".join(rows))]
    if found.covers:
        lines = [f"  {_vector(found.strata[i].degrees)} > {_children(found, i)}" for i in _parents(found)]
        sections.append(("Inclusions", "\n".join(["Each closure, and the next smaller ones in it:", *lines])))
    lines = [_point(stratum) for stratum in found.strata[:MAX_SHOWN_POINTS]]
    lines += [f"  and {len(found.strata) - MAX_SHOWN_POINTS} more, in the certificate"] * (
        len(found.strata) > MAX_SHOWN_POINTS
    )
    sections.append(("Points", "\n".join(["A generic rational point u of each stratum:", *lines])))
    return [*sections, ("Field", _field(found)), ("Evidence", ACCEPTED)]


def _table(found: Strata) -> list[str]:
    width = max(len(_vector(stratum.degrees)) for stratum in found.strata)
    return [
        f"  {_vector(s.degrees):<{width}}  dim {s.dimension}, degree {s.image_degree}, "
        f"{_preimages(s)}, rank {s.rank}{'' if n else '   (M itself)'}"
        for n, s in enumerate(found.strata)
    ]


def _preimages(stratum: Stratum) -> str:
    real = stratum.real_preimages
    if real is None:
        shown = "over R too many cases"
    elif len(real) > MAX_NUMBERS:
        shown = f"{len(real)} numbers from {real[0]} to {real[-1]}"
    else:
        shown = ", ".join(map(str, real))
    return f"{stratum.preimages} preimage{'' if stratum.preimages == 1 else 's'} [{shown}]"


def _parents(found: Strata) -> list[int]:
    return sorted({i for i, _ in found.covers})


def _children(found: Strata, parent: int) -> str:
    return ", ".join(_vector(found.strata[j].degrees) for i, j in found.covers if i == parent)


def _point(stratum: Stratum) -> str:
    text = f"  {_vector(stratum.degrees)}: u = {_tensor(stratum.filter)}"
    if stratum.preimage is not None and len(_flat(stratum.filter)) <= MAX_SHOWN_ENTRIES:
        text += ", product of " + ", ".join(map(_tensor, stratum.preimage))
    if stratum.counts is not None:
        c = stratum.counts
        text += f"; factored: preimages over C, R and Q are {c.complex}, {c.real} and {c.rational}"
    return text


def _flat(tensor: Filter) -> list[Filter]:
    return [entry for part in tensor for entry in _flat(part)] if isinstance(tensor, tuple) else [tensor]


def _tensor(tensor: Filter) -> str:
    count = len(_flat(tensor))
    return tensor_text(tensor) if count <= MAX_SHOWN_ENTRIES else f"({count} entries)"


def _field(found: Strata) -> str:
    outside = [s for s in found.strata if s.real_preimages is not None and 0 in s.real_preimages]
    if not outside:
        return (
            "Strata are closed sets over C. Points that coincide in roots have fewer preimages, or a smaller rank of J."
        )
    shown = ", ".join(_vector(s.degrees) for s in outside[:MAX_SHOWN_POINTS])
    more = "" if len(outside) <= MAX_SHOWN_POINTS else f" and {len(outside) - MAX_SHOWN_POINTS} more"
    return (
        f"Strata are closed sets over C. Over R some generic points of {shown}{more} lie outside M: they have no real "
        "preimage, though complex ones."
    )


def _exchanges(found: Exchanges) -> list[tuple[str, str]]:
    lines = [
        "Each line is a closed irreducible set of singular points of M over C, with a point u of it:",
        *(_locus(locus) for locus in found.loci),
    ]
    first = sum(locus.codimension == 1 for locus in found.loci)
    sets = "1 set of singular points is" if len(found.loci) == 1 else f"{len(found.loci)} sets of singular points are"
    answer = f"{sets} listed, {first or 'none'} of codimension 1 in M. "
    answer += "All other points but 0 are smooth." if found.complete else "There may be others, see below."
    sections = [("Answer", answer)]
    if found.loci:
        sections.append(("Loci", "\n".join(lines)))
    return [*sections, ("Not listed", _omitted(found)), ("Evidence", ACCEPTED)]


def _locus(locus: Exchange) -> str:
    i, j = numbered(locus.layers)
    size = f"dim {locus.dimension}, codimension {locus.codimension}"
    if locus.degree is None:
        text = f"  layers {i} and {j} with equal filters: {size}"
    else:
        power = _vector(locus.exponent)
        text = f"  layers {i} and {j} exchange factors of degree {_vector(locus.degree)} in x^{power}: {size}"
    text += f"; u = {_tensor(locus.filter)}"
    if locus.counts is not None:
        c = locus.counts
        text += f", whose preimages over C, R and Q are {c.complex}, {c.real} and {c.rational}"
    return text


def _omitted(found: Exchanges) -> str:
    parts = ["Which of the sets contain which."] if len(found.loci) > 1 else []
    if found.omitted:
        parts.append(f"{found.omitted} exchanges of factors of total degree over {found.limit}; see --limit.")
    if len(found.reduced.layers) > 2:
        parts.append(
            "Singular points, of whatever codimension, at which three or more layers take part at once in a regrouping "
            "of factors, or in a drop of the rank of J, and no two do: they were not looked for."
        )
    return " ".join(parts) or "Nothing."
