"""What the rows of an atlas say together: shares, extremes, and what is not decided.

Contents: :func:`summary`, :class:`Overview`, :class:`Split`, :class:`Share`, :class:`Extreme`; :data:`VERDICTS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from symlcn.atlas.atlas import Atlas
from symlcn.atlas.problems import LISTED, Contradiction, Reason, contradictions, reasons
from symlcn.atlas.querying import TABLE
from symlcn.atlas.record import Record
from symlcn.errors import brief

__all__ = ["VERDICTS", "Extreme", "Overview", "Share", "Split", "summary"]

VERDICTS = ("independent", "independent-on-locus", "refuted", "dependent", "undecided")
"""What may be said of the NTK of an architecture; refuted: it depends on the parameters for δ that are not known."""
VERDICT = (
    "case when status = 'undecided' then 'undecided' when ntk is not null then ntk "
    "when status = 'proved' then 'independent' else 'refuted' end"
)
ACTIVATIONS = "array_to_string(list_sort(list_distinct(regexp_extract_all(architecture, '\\br[0-9]+'))), ', ')"
SPLITS = {
    "kind of network": "family",
    "directions": "directions",
    "layers": "layers",
    "strides": "case when strided then 'greater than 1 somewhere' else 'all 1' end",
    "dilations": "case when dilated then 'greater than 1 somewhere' else 'all 1' end",
    "channels": "channels",
    "activations": f"coalesce(nullif({ACTIVATIONS}, ''), 'none')",
    "axis layers": "axis_layers",
}
"""By what the rows are split, as expressions of SQL."""
COUNTED = "counted"
"""A copy of what is counted, in which each network is found once only."""
USED = (*Record._fields[: Record._fields.index("reason")], "degree", "birational", "ntk", "image_degree", "evidence")
USED = (*USED, "probes", "contradictions", "version")
FEW = 5
"""How many rows are named as examples."""


class Share(NamedTuple):
    """Some of the rows: those with one value.

    Attributes
    ----------
    value : str or int
    rows : int
    birational, not_birational : int
        Of how many it is known.
    verdicts : tuple of int
        How many have each of :data:`VERDICTS`.
    """

    value: str | int
    rows: int
    birational: int
    not_birational: int
    verdicts: tuple[int, ...]


class Split(NamedTuple):
    """All rows, by the values of something: by what, and the part of each value, in order."""

    by: str
    shares: tuple[Share, ...]


class Extreme(NamedTuple):
    """A row that is named."""

    architecture: str
    parameters: int
    degree: int | None
    image_degree: int | None
    ntk: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Overview:
    """What the rows of an atlas say together.

    Attributes
    ----------
    all : Share
        All rows; its value is the number of them.
    splits : tuple of Split
        By kind of network, directions, layers, strides, dilations, channels, activations and axis layers.
    depths : tuple of (str, tuple of Share)
        By layers once more, without and with strides greater than 1.
    checked : int
        Rows with a certificate that the independent checker accepted.
    versions : tuple of (str, int)
        The versions of symlcn that found the rows, and how many each.
    probes : int
        Fibers that were compared with the theory.
    contradictions : tuple of Contradiction
        The first rows that do not agree with the theory.
    contradicted : int
        How many such rows there are.
    reasons : tuple of Reason
        Why rows are undecided, the most frequent first.
    degrees : tuple of (int, int)
        The most frequent degrees, and of how many rows.
    digits : tuple of (int, int)
        How many rows have a degree of so many decimal digits; degree 1 is counted as 0 digits.
    largest : tuple of Extreme
        Rows of the largest degrees.
    smallest : tuple of (str, tuple of Extreme)
        For each verdict the rows with fewest parameters.
    """

    all: Share
    splits: tuple[Split, ...]
    depths: tuple[tuple[str, tuple[Share, ...]], ...]
    checked: int
    versions: tuple[tuple[str, int], ...]
    probes: int
    contradictions: tuple[Contradiction, ...]
    contradicted: int
    reasons: tuple[Reason, ...]
    degrees: tuple[tuple[int, int], ...]
    digits: tuple[tuple[int, int], ...]
    largest: tuple[Extreme, ...]
    smallest: tuple[tuple[str, tuple[Extreme, ...]], ...]

    __repr__ = brief


def summary(atlas: Atlas) -> Overview:
    """Count the rows of an atlas, by what the report is about.

    Parameters
    ----------
    atlas : Atlas

    Returns
    -------
    Overview
    """
    atlas.select(f"create or replace temp table {COUNTED} as select {', '.join(USED)} from {TABLE}")
    ask = atlas.select
    ((checked, probes, contradicted),) = ask(
        "select count(*) filter (evidence = 'checked'), coalesce(sum(probes), 0)::bigint, count(contradictions) "
        f"from {COUNTED}"
    )
    (all_rows,) = _shares(atlas, "'all'") or (Share("all", 0, 0, 0, (0,) * len(VERDICTS)),)
    depths = tuple(
        (words, _shares(atlas, "layers", rows))
        for words, rows in (("all 1", "not strided"), ("greater than 1 somewhere", "strided"))
    )
    return Overview(
        all=all_rows,
        splits=tuple(Split(by, _shares(atlas, value)) for by, value in SPLITS.items()),
        depths=tuple(part for part in depths if part[1]),
        checked=checked,
        versions=tuple(ask(f"select version, count(*) from {COUNTED} group by 1 order by 1")),
        probes=probes,
        contradictions=contradictions(atlas.connection),
        contradicted=contradicted,
        reasons=reasons(atlas.connection),
        degrees=tuple(
            (int(degree), rows)
            for degree, rows in ask(
                f"select degree, count(*) from {COUNTED} where degree is not null "
                f"group by 1 order by 2 desc, 1 limit {LISTED}"
            )
        ),
        digits=tuple(
            ask(
                "select case when degree = 1 then 0 else length(cast(degree as varchar)) end, count(*) "
                f"from {COUNTED} where degree is not null group by 1 order by 1"
            )
        ),
        largest=_extremes(atlas, "degree is not null", "degree desc, parameters, architecture", LISTED),
        smallest=tuple(
            (verdict, found)
            for verdict in VERDICTS
            if (found := _extremes(atlas, f"{VERDICT} = '{verdict}'", "parameters, layers, architecture", FEW))
        ),
    )


def _shares(atlas: Atlas, value: str, where: str = "true") -> tuple[Share, ...]:
    """The parts into which an expression divides the rows."""
    counts = ", ".join(f"count(*) filter ({VERDICT} = '{verdict}')" for verdict in VERDICTS)
    rows = atlas.select(
        f"select {value} as value, count(*), count(*) filter (birational), count(*) filter (not birational), {counts} "
        f"from {COUNTED} where {where} group by 1 order by 1"
    )
    return tuple(Share._make((*row[:4], tuple(row[4:]))) for row in rows)


def _extremes(atlas: Atlas, where: str, order: str, number: int) -> tuple[Extreme, ...]:
    rows = atlas.select(
        f"select architecture, parameters, degree, image_degree, {VERDICT} from {COUNTED} where {where} "
        f"order by {order} limit {number}"
    )
    return tuple(Extreme(name, size, _whole(degree), _whole(image), ntk) for name, size, degree, image, ntk in rows)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
