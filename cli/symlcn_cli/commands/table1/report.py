"""Table 1 in words, and as a document.

Contents: :func:`plain`, :func:`page`, :func:`table_document`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

from symlcn.answer import Answer
from symlcn.network.architecture import Architecture
from symlcn.table1.compute import Line, Representative
from symlcn.table1.question import QUESTIONS, Recomputed
from symlcn.version import __version__
from symlcn_cli.pages.interminal import section
from symlcn_cli.pages.model import (
    Block,
    Code,
    Document,
    Heading,
    Listing,
    Paragraph,
    Piece,
    Strong,
    Table,
    Text,
    text,
)
from symlcn_cli.words.words import PAPER, form_text

TITLE = "Table 1, recomputed"
SUBJECT = "Table"
HEAD = (
    "Network",
    "every δ",
    "balanced",
    "δ-locus, scalar",
    "other δ",
    "Independent of the parameters",
    "Table 1 as printed",
)
WIDTHS = (26, 5, 8, 8, 5, 22, 14)

CELLS = {"proved": "yes", "refuted": "no", "undecided": "undecided", "mixed": "differs", None: "—"}
ANSWERS = {
    "independent": "for all δ",
    "independent-on-locus": "exactly on the δ-locus",
    "independent-if-scalar": "if all D_l are scalar matrices; not in general",
    "dependent": "for no δ",
    "dependent-by-pairs": "not in general, nor if all D_l are scalar matrices",
    "undecided": "undecided",
}
PRINTED = {"independent": "for all δ", "balanced": "if balanced", "dependent": "not in general", None: "—"}
COMPARED = {"agrees": "agrees", "corrects": "corrected", "extends": "extended", "new": "new", "undecided": "undecided"}

THEOREMS = {
    "classification": "the same answer for all networks of these rows: the classification theorem, proved in the "
    "lesson symlcn_proofs/classification.md. The networks listed are instances, each with a proof of its own.",
    "scalar": "for all networks of these rows, D_l = d_l·I for all l makes the NTK a function of W, at products W of "
    "the largest rank: the theorem on scalar invariants, which contains Thm. 14. The checker takes it on trust and "
    "verifies its hypotheses.",
    "trace": "for widths 1 n 1, K² = 2·tr D² + 4W² − (tr D)² for all D. The checker takes it on trust.",
    "pairs": "“not in general” is shown for the networks listed, by exact pairs at invariants of their own. That the "
    "NTK is dependent at all D_l that are not scalar is not claimed.",
    "peeling": "for all networks of this row: the function determines all filters up to scalings, wherever the closure "
    "of the neuromanifold is normal, in particular at every smooth point. At every singular function other than 0 it "
    "is the other way round: there the NTK depends on the parameters for every δ.",
    "neurons": "for generic parameters of all networks of this row: those over one function are one orbit of "
    "rescalings and permutations of neurons, by Kruskal's theorem, so δ that is constant on the hidden layer makes the "
    "NTK a function of f and δ. That no other δ does is shown for the networks listed, by the rank of the Jacobian.",
    "orbit": "for all networks of these rows the generic fiber is one orbit of hidden invertible matrices "
    "(docs/channels.md, Theorems A and C), so D_l = d_l·I for all l makes the NTK a function of generic U (Kempf and "
    "Ness). The checker takes the theorems on trust and verifies their hypotheses. That generic D_l do not is shown "
    "for the networks listed.",
    "exchange": "the generic fiber is several orbits, as determinants exchange roots. “no” at scalar D_l is shown for "
    "the networks listed, by exact pairs over diagonal U of their own; of other U nothing is claimed.",
    "family": "the generic fiber is a family of orbits of positive dimension. “no” at scalar D_l is shown for the "
    "networks listed, by motions at filters of their own; of other U nothing is claimed.",
}


def plain(answer: Answer[Recomputed]) -> str:
    """The table, the networks behind each row, and what the entries mean."""
    lines, seed = _found(answer).lines, _found(answer).seed
    rule = "  ".join("-" * width for width in WIDTHS) + "\n"
    rows = [_aligned(_cells(number, line)) for number, line in enumerate(lines, start=1)]
    table = _aligned(HEAD) + rule + "".join(rows)
    networks = "\n".join(f" {number:>2}. {'; '.join(_networks(line))}" for number, line in enumerate(lines, start=1))
    notes = "".join(section(label, words) for label, words in _notes(lines, seed))
    return f"{TITLE}\n\n{table}\n{section('By row', networks)}{notes}"


def page(answer: Answer[Recomputed], _file: str | None, source: str | None) -> Document:
    """The same as a document; `source` is the command that makes it, any characters."""
    found = _found(answer)
    return table_document(found.lines, found.seed, source or f"symlcn table1 --seed {found.seed} --drawn {found.drawn}")


def _found(answer: Answer[Recomputed]) -> Recomputed:
    return answer.known


def table_document(lines: Sequence[Line], seed: int, source: str) -> Document:
    """The table as a document, with the command that makes it."""
    rows = [tuple((cell,) for cell in _cells(number, line)) for number, line in enumerate(lines, start=1)]
    blocks: tuple[Block, ...] = (
        Table(tuple((cell,) for cell in HEAD), tuple(rows), wide=(0, 5)),
        Heading(("Networks by row",)),
        Listing(tuple(_item(line) for line in lines), numbered=True),
        Heading(("How to read this",)),
        *(Paragraph((Strong(f"{label}."), f" {words}")) for label, words in _notes(lines, seed)),
    )
    return Document(TITLE, blocks, text("Made by {} (symlcn {}).", Code(source), __version__))


def _cells(number: int, line: Line) -> tuple[str, ...]:
    answer = ANSWERS[line.answer]
    if line.row.family == "dense":
        answer = answer.replace("δ", "D_l")
    printed = PRINTED[line.row.printed]
    statuses = (CELLS[line.cell(question)] for question in QUESTIONS)
    return (f"{number}. {line.row.title}", *statuses, answer, f"{printed} ({COMPARED[line.compared]})")


def _aligned(cells: Sequence[str]) -> str:
    """The cells side by side, each broken into lines of the width of its column."""
    broken = [textwrap.wrap(cell, width) for cell, width in zip(cells, WIDTHS, strict=True)]
    rows = zip_longest(*broken, fillvalue="")
    padded = ("  ".join(f"{part:<{width}}" for part, width in zip(row, WIDTHS, strict=True)) for row in rows)
    return "".join(f"{row.rstrip()}\n" for row in padded)


def _networks(line: Line) -> list[str]:
    return [f"{representative.network}{_mark(representative)}" for representative in line.representatives]


def _mark(representative: Representative) -> str:
    """A star if the network was drawn, and the equations of its δ-locus."""
    star = "*" if representative.drawn else ""
    if representative.answer != "independent-on-locus" or not isinstance(representative.network, Architecture):
        return star
    forms = representative.entries[0].document["result"]["delta_locus"]
    return f"{star} ({', '.join(map(form_text, forms))})"


def _item(line: Line) -> Text:
    pieces: list[Piece] = [f"{line.row.title}: "]
    for number, representative in enumerate(line.representatives):
        pieces += ["; " if number else "", Code(str(representative.network)), _mark(representative)]
    return tuple(piece for piece in pieces if piece)


def _notes(lines: Sequence[Line], seed: int) -> list[tuple[str, str]]:
    count = sum(len(representative.entries) for line in lines for representative in line.representatives)
    notes = [
        (
            "Question",
            "With fixed invariants, is the NTK the same at all parameters of one function? For convolutions over all "
            "nonzero end-to-end filters at which the closure of the neuromanifold is normal, for example smooth; for "
            "fully connected networks at products W of the largest rank, with activations for generic parameters, with "
            "channels over generic U.",
        ),
        (
            "Columns",
            "yes: proved, and no: refuted, for all networks listed. every δ: all invariants at once; δ stands for the "
            "D_l too. balanced: all invariants 0. δ-locus, scalar: invariants drawn so that interchangeable layers "
            "have equal norms after scaling, ρ_i = ρ_j, or D_l = d_l·I. other δ: invariants drawn so that all ρ_l "
            "differ, or those of an exact pair, not all scalar. With activations: invariants of neurons that are equal "
            "on each hidden layer, and others. —: not asked, it follows from the first column.",
        ),
        (
            "Words",
            "Interchangeable layers use the same space of polynomials; two or more form a class if they have two sizes "
            "greater than 1. Axis layers have one; those with the same direction and exponent share a block. Where D ≥ "
            "2 and no axis layers are named, all layers have two sizes greater than 1.",
        ),
        (
            "Networks",
            f"* marks random ones. They and the invariants are drawn with the seed {seed}. In brackets: equations of "
            "the δ-locus.",
        ),
        (
            "Evidence",
            f"{count} certificates, one for each network and column; the independent checker accepted them all. The "
            "one of a convolutional network also shows what holds for all other δ, hence “exactly” and “for no δ”.",
        ),
        (
            "Printed",
            f"Table 1 of {PAPER}; for stride 1 their section 1.2. corrected: it claims independence for more "
            "invariants than have it; extended: for fewer; new: it says nothing of such networks.",
        ),
    ]
    for key, words in THEOREMS.items():
        rows = [number for number, line in enumerate(lines, start=1) if key in line.row.theorems]
        if rows:
            notes.append(("Theorem" if key != "pairs" else "No theorem", f"{_rows(rows)}: {words}"))
    return notes


def _rows(numbers: Sequence[int]) -> str:
    first, last = numbers[0], numbers[-1]
    if len(numbers) == 1:
        return f"Row {first}"
    whole = len(numbers) > 2 and list(numbers) == list(range(first, last + 1))
    return f"Rows {first} to {last}" if whole else f"Rows {', '.join(map(str, numbers))}"
