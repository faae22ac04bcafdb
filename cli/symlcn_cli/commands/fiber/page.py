"""The report on a fiber, as a document.

Contents: :func:`fiber_document`, :func:`fiber_page`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from symlcn.algebra.typeset import variables
from symlcn.errors import not_installed
from symlcn.fiber.fiber import Fiber, ScaledPoint
from symlcn.network.scaling import Scaling
from symlcn.version import __version__
from symlcn_cli.commands.fiber.factorgraph import factor_graph
from symlcn_cli.commands.fiber.fiberpoints import point_blocks
from symlcn_cli.commands.fiber.pictures import MAX_NODES, MAX_PANELS, can_draw, graph_svg, roots_svg
from symlcn_cli.commands.prove.proofdocument import references, short_title
from symlcn_cli.pages.drawing import COLOURS
from symlcn_cli.pages.formulas import BREAK, about, entries, form, in_t, polynomial, rational, vector
from symlcn_cli.pages.inhtml import html_page
from symlcn_cli.pages.model import (
    Block,
    Claim,
    Code,
    Document,
    Formula,
    Heading,
    Listing,
    Math,
    Paragraph,
    Strong,
    Svg,
    Text,
    joined,
    text,
)
from symlcn_cli.pages.networkpart import drawn_chain

__all__ = ["fiber_document", "fiber_page"]

MAX_PAIRS = 30


def fiber_page(found: Fiber, certificate_file: str | None, source: str, assumptions: Sequence[str] = ()) -> str:
    """The report as an HTML page; `source` is the command that makes it, any characters."""
    return html_page(fiber_document(found, certificate_file, source, assumptions))


def fiber_document(
    found: Fiber, certificate_file: str | None, source: str, assumptions: Sequence[str] = ()
) -> Document:
    """The filter, the points of its fiber, pictures, and which points share an NTK; what the certificate assumes.

    Raises
    ------
    LimitError
        If an irrational scaling cannot be enclosed.
    """
    notation = str(found.architecture)
    kept = (
        text(" Certificate: {}, accepted by the independent checker.", Code(certificate_file))
        if certificate_file
        else ()
    )
    return Document(
        f"A fiber of {short_title(found.architecture)}",
        (
            Claim((*_answers(found), *_assumed(assumptions))),
            *_setting(found),
            *point_blocks(found),
            *_pictures(found),
            *_comparison(found),
            *_limits(),
            *references(notation),
        ),
        (*text("Made by symlcn {}. Made again by: {}.", __version__, Code(source)), *kept),
    )


# What was found


def _answers(found: Fiber) -> Iterator[Paragraph]:
    counts = found.counts
    fields = (("Q", counts.rational), ("R", counts.real), ("C", counts.complex))
    numbers = ", ".join(f"{number} over $\\mathbb{{{field}}}$" for field, number in fields)
    yield Paragraph(text(f"{{}} The projective fiber over the filter $u$ below has {numbers}.", Strong("Points.")))
    yield Paragraph((Strong("Place."), " ", *_place(found)))
    yield Paragraph((Strong("NTK."), " ", *_verdict(found)))


def _assumed(assumptions: Sequence[str]) -> Iterator[Paragraph]:
    """Under what all of it holds, if it is under anything."""
    if assumptions:
        yield Paragraph((Strong("Conditional."), " All of this rests on assumptions: ", "; ".join(assumptions), "."))


def _place(found: Fiber) -> Text:
    reason = found.smooth.reason
    if found.smooth.smooth is None:
        what = "$u$ is neither smooth nor singular" if found.counts.complex == 0 else "Undecided whether $u$ is smooth"
    else:
        kind = "smooth" if found.smooth.smooth else "singular"
        what = f"$u$ is a {kind} point of the Zariski closure of the neuromanifold"
    return (*text(what), f": {reason}.")


def _asked(found: Fiber) -> Text:
    if found.delta is None:
        return text("every $\\delta$")
    return text(f"$\\delta = {vector([rational(d) for d in found.delta])}$")


def _verdict(found: Fiber) -> Text:
    asked = _asked(found)
    if found.sample:
        return text("Two of the {} real points have different NTKs for {}.", str(found.counts.real), asked)
    if found.classes is None:
        return text("Not compared: too many points, or too large a filter.")
    if found.classes.pair is not None:
        i, j = (str(found.real[index]) for index in found.classes.pair)
        return text("Points {} and {} have different NTKs for {}; not all pairs were decided.", i, j, asked)
    if found.status == "undecided":
        return text("Undecided for {}: {}.", asked, str(found.reason))
    if not found.counts.real:
        return text("There is no real point at all: no real parameters to compare.")
    groups = _groups(found)
    if len(groups) <= 1:
        who = "The only real point has one NTK" if found.counts.real == 1 else "All real points have the same NTK"
        return text("{} for {}.", who, asked)
    sets = ", ".join("{" + ", ".join(map(str, group)) + "}" for group in groups)
    if found.delta is None:
        return text("Not all real points listed have the same NTK for {}. Those in one set have: {}.", asked, sets)
    return text("The real points listed have {} different NTKs for {}: {}.", str(len(groups)), asked, sets)


def _groups(found: Fiber) -> list[list[int]]:
    classes = found.classes.classes if found.classes and found.classes.classes else ()
    return [[found.real[index] for index in group] for group in classes]


def _setting(found: Fiber) -> Iterator[Block]:
    architecture = found.architecture
    names = variables(architecture.dimension)
    yield Heading(text("The network and the filter"))
    yield Paragraph(text("The network is {}, with layers counted from 1:", Code(str(architecture))))
    yield drawn_chain(architecture)
    sizes = vector([str(k) for k in architecture.end_to_end_size])
    yield Paragraph(
        text(
            r"The filter $w_l$ of layer $l$ stands for the polynomial $P_l = \sum_j w_l[j]\ x^{j \odot e_l}$, whose "
            r"exponent $e_l = s_1 \odot \cdots \odot s_{l-1} \odot d_l$ comes from strides and dilation, and the "
            rf"end-to-end filter for the product $u = P_1 \cdots P_L$ [1, Lemma 9], of size ${sizes}$. Here"
        )
    )
    ones = (1,) * architecture.dimension
    yield Formula(f"u = {polynomial(entries(found.tensor), ones, names)}.")
    yield Paragraph(
        text(
            "A point of the fiber is a tuple of filters, each up to a scalar, with this product up to a scalar. "
            r"The invariants are $\delta_l = \lVert w_l \rVert^2 - \lVert w_{l+1} \rVert^2$; the question is asked "
            "for {}.",
            _asked(found),
        )
    )


# Pictures


def _pictures(found: Fiber) -> Iterator[Block]:
    if not can_draw():
        yield Paragraph((f"No pictures: {not_installed('matplotlib')}.",))
        return
    graph = factor_graph(found)
    roots, drawn = roots_svg(found), graph_svg(found, graph)
    if roots is None and drawn is None:
        return
    yield Heading(text("Pictures"))
    if roots is not None:
        more = f" The first {MAX_PANELS} points are shown." if len(found.points) > MAX_PANELS else ""
        yield Svg(
            roots,
            "Roots of the filters in the complex plane, coloured by layer",
            text(
                "The roots of $P_l$ in the plane of $x$, coloured by layer; those at infinity are not drawn, and "
                f"multiple roots once.{more}"
            ),
        )
    if drawn is not None:
        yield Svg(
            drawn,
            "Graph of the factorizations",
            text(
                "The graph of factorizations. An edge is one exchange of factors between two layers (their numbers "
                "at the edge, if there are few): the points agree in all other layers, and no listed point lies "
                f"between. Points of one colour have the same NTK; grey: {_grey(found)}."
            ),
        )
    elif len(found.points) > MAX_NODES:
        yield Paragraph(text(f"The graph of factorizations is not drawn for more than {MAX_NODES} points."))


def _grey(found: Fiber) -> str:
    many = len(_groups(found)) > len(COLOURS)
    return "the only one of its NTK, not real, or not compared" if many else "not real, or not compared"


# NTKs


def _comparison(found: Fiber) -> Iterator[Block]:
    if not found.pairs and not _separated(found):
        return
    yield Heading(text("Comparison of the NTKs"))
    yield Paragraph(
        text(
            r"With $n_l = \lVert P_l \rVert^2$, $M_l$ the matrix of multiplication by $\prod_{m \ne l} P_m$ on the "
            r"filters of layer $l$, and $\rho_l$ the squared norms after scaling, the NTK is $K = c^2 \sum_l (n_l / "
            r"\rho_l) N_l$ with $N_l = M_l M_l^{\top}$ and $u = c \prod_l P_l$ [1, Obs. 3]. Rows and columns are "
            "the entries of $u$, from 0, row by row."
        )
    )
    yield from _separated(found)
    items = list(_pair_items(found))
    if items:
        yield Listing(tuple(items[:MAX_PAIRS]))
    if len(items) > MAX_PAIRS:
        yield Paragraph(text(f"{len(items) - MAX_PAIRS} more pairs are in the certificate."))


def _separated(found: Fiber) -> list[Block]:
    """An entry at which the NTKs of rational points of different classes differ, exactly."""
    heads = [next((p for p in group if found.points[p].filters is not None), None) for group in _groups(found)]
    rational_heads = [p for p in heads if p is not None]
    if found.delta is None or len(rational_heads) < 2:
        return []
    from symlcn.network.ntk import difference, ntk

    blocks: list[Block] = []
    kernels = [(p, ntk(found.architecture, _exact(found.points[p]), found.delta)) for p in rational_heads[:4]]
    for (p, left), (q, right) in pairwise(kernels):
        place = difference(left, right)
        if place is not None:
            where = f"({place.index[0]},{place.index[1]})"
            blocks.append(Paragraph(text(f"Points {p} and {q} differ in the entry ${where}$:")))
            for point, kernel, value in zip((p, q), (left, right), place.values, strict=True):
                blocks.append(Formula(f"K_{{{point}}}{where} = {_value(value, kernel.scaling, point)}"))
    return blocks


def _value(value: Sequence[Fraction], scaling: Scaling, point: int) -> str:
    """An entry of K at a point p in Q(t_p), and its digits."""
    if len(value) == 1:
        return rational(value[0])
    digits = about(value, scaling.t) + r"\ldots"
    return f"{in_t(value, f't_{{{point}}}')} {BREAK} = {digits}" if len(value) <= 3 else digits


def _exact(point: ScaledPoint) -> Any:
    """Filters whose product is exactly u."""
    first, *others = point.filters or ()
    return [_times(first, point.factor or Fraction(1)), *others]


def _times(tensor: Any, factor: Fraction) -> Any:
    return tuple(_times(part, factor) for part in tensor) if isinstance(tensor, tuple) else tensor * factor


def _pair_items(found: Fiber) -> Iterator[Text]:
    for i, j, verdict in found.pairs:
        if verdict.kind == "locus":
            forms = joined([Math(form(f)) for f in verdict.forms])
            yield text(f"Points {i} and {j} have the same NTK exactly where {{}}.", forms)
        elif verdict.kind == "different" and verdict.bits:
            yield text(
                rf"Points {i} and {j} have different NTKs for every $\delta$: some layer of one is, up to scalars, no "
                r"layer of the other, and the matrices $N_l$ of both, those of equal layers counted once, are linearly "
                "independent."
            )
        elif verdict.kind == "different":
            places = zip(verdict.places, verdict.weights, strict=True)
            shown = [f"S({r},{c}) = {rational(value)}" for (r, c), value in places]
            few = f",{BREAK}".join(shown[:8]) + (rf",{BREAK}\ldots" if len(shown) > 8 else "")
            yield text(
                rf"Points {i} and {j} have different NTKs for every $\delta$: the symmetric matrix $S$ with ${few}$ "
                r"and 0 elsewhere has $\langle S, N_l \rangle \ge 0 \ge \langle S, N'_l \rangle$ for all $l$, not "
                "all 0."
            )
        else:
            yield text(f"Points {i} and {j}: undecided for every $\\delta$ at once.")


def _limits() -> Iterator[Block]:
    yield Heading(text("How to read this"))
    yield Paragraph(
        text(
            "The points are listed completely over the field named, and counted exactly over all three. Digits "
            r"after $\approx$ come from rigorous enclosures; counts, equalities, ranks and comparisons of NTKs are "
            "decided by exact arithmetic, never by closeness. The pictures illustrate and prove nothing. The "
            "certificate of this fiber, which {} re-checks, has all evidence.",
            Code("symlcn check"),
        )
    )
