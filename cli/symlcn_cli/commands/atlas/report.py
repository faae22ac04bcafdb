"""The report of an atlas, in words and as a document.

Contents: :func:`plain`, :func:`page`, :func:`in_json`; :func:`family_words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec

from symlcn.algebra.exact import Json, integer_text
from symlcn.atlas.summary import VERDICTS, Extreme, Overview, Share, Split
from symlcn.errors import counted, not_installed
from symlcn.version import __version__
from symlcn_cli.pages.interminal import section
from symlcn_cli.pages.model import (
    Block,
    Claim,
    Code,
    Document,
    Heading,
    Listing,
    Paragraph,
    Strong,
    Svg,
    Table,
    Text,
    text,
)

__all__ = ["family_words", "in_json", "page", "plain"]

WORDS = ("for every δ", "on a locus of δ", "not for every δ", "for no δ", "undecided")
"""For which invariants the NTK is determined by the function, by verdict."""
ALARM = "CONTRADICTION"
LONG = 24
"""Digits up to which an integer is written out."""

MEANING = {
    "Birational": "the parametrization map has degree 1: a generic function of the network determines the parameters, "
    "up to the rescalings that never change it. Where it is not known, or with channels the generic fiber is no finite "
    "set of points, a network does not count as birational.",
    "NTK": "for every δ: over generic functions the neural tangent kernel is determined by the function and the "
    "invariants δ of gradient flow. On a locus of δ: exactly for the invariants at which linear forms vanish (with "
    "channels: for scalar invariants, and not for generic ones). For no δ: it depends on the parameters whatever δ is.",
    "Degree": "the number of complex points of the generic projective fiber.",
    "Evidence": "none: read off the structure of the network by the theorems, in exact integers, and not certified one "
    "by one. Checked: a certificate was made for this very network, and the independent checker accepted it.",
    "Counted": "every network once: equal up to the last stride, strides and dilations that nothing sees, a common "
    "factor of the exponents of a direction, directions in which all sizes are 1, and the order of the directions is "
    "one. Shares are of such networks in the families that were run, and of no others. Percentages are rounded.",
}


def plain(found: Overview, families: Sequence[Json], columns: int | None = None) -> str:
    """The report for a terminal."""
    parts = [section(label, words, columns=columns) for label, words in _entries(found, families)]
    for split in _telling(found):
        parts.append(f"\nBy {split.by}\n" + _aligned([_head(found), *(_line(found, share) for share in split.shares)]))
    if found.largest:
        parts.append("\nLargest degrees\n" + _aligned([_NAMED, *map(_named, found.largest)]))
    for verdict, rows in found.smallest:
        parts.append(f"\nSmallest: NTK {WORDS[VERDICTS.index(verdict)]}\n" + _aligned([_NAMED, *map(_named, rows)]))
    notes = "".join(section(label, words, columns=columns) for label, words in MEANING.items())
    return "".join([*parts, "\n", notes])


def _entries(found: Overview, families: Sequence[Json]) -> Iterator[tuple[str, str]]:
    """What is said of all rows."""
    if found.contradicted:
        yield ALARM, f"{_contradicted(found)} {_first_contradictions(found)}"
    yield "Families", "\n".join(map(family_words, families)) or "none was run"
    yield "Networks", f"{found.all.rows:,} in the atlas"
    if not found.all.rows:
        return
    yield "Birational", _birational(found.all)
    said = (
        f"{word}: {_part(number, found.all.rows)}"
        for word, number in zip(WORDS, found.all.verdicts, strict=True)
        if number
    )
    yield "NTK", "\n".join(said)
    yield "Evidence", _evidence(found)
    yield "Made by", ", ".join(f"symlcn {version} ({rows:,})" for version, rows in found.versions)
    if found.probes:
        yield "Probes", _probes(found)
    if found.reasons:
        yield (
            "Undecided",
            "\n".join(f"{each.rows:,}: {each.words}, such as {each.architecture}" for each in found.reasons),
        )


def page(found: Overview, families: Sequence[Json], source: str) -> Document:
    """The report as a document with pictures; `source` is the command that makes it."""
    title = (
        f"Atlas of {counted(found.all.rows, 'network') if found.all.rows < 1000 else f'{found.all.rows:,} networks'}"
    )
    blocks: list[Block] = []
    if found.contradicted:
        blocks.append(Claim((Paragraph((Strong("Contradiction. "), _contradicted(found))), _contradictions(found))))
    blocks.append(
        Listing(tuple(_labelled(label, words) for label, words in _entries(found, families) if label != ALARM))
    )
    if found.all.rows:
        blocks += [*_pictures(found), *_tables(found)]
    blocks += [
        Heading(("How to read this",)),
        *(Paragraph((Strong(f"{label}."), f" {_capital(words)}")) for label, words in MEANING.items()),
    ]
    return Document(title, tuple(blocks), text("Made by {} (symlcn {}).", Code(source), __version__))


def family_words(family: Json) -> str:
    """A family in a line.

    Examples
    --------
    >>> print(family_words({"dimension": 2, "layers": [2, 3], "size": [3, 3], "activation": [None, 2]}))
    2 directions, layers 2 to 3, size 3, activation none or r2
    """
    if "notations" in family:
        return f"a list of {counted(len(family['notations']), 'network')}"
    parts = [counted(family["dimension"], "direction")]
    for name in ("layers", "size", "stride", "dilation", "channels"):
        low, high = family.get(name, (1, 1))
        if high > 1 or name in ("layers", "size"):
            parts.append(f"{name} {low}" + (f" to {high}" if high > low else ""))
    powers = ["none" if power is None else f"r{power}" for power in family.get("activation", [None])]
    parts += [f"activation {' or '.join(powers)}"] if powers != ["none"] else []
    drawn = f"{family['sample']:,} drawn with seed {family['seed']} from " if "sample" in family else ""
    return drawn + ", ".join(parts)


def _labelled(label: str, words: str) -> Text:
    return (Strong(f"{label}:"), f" {'; '.join(words.split(chr(10)))}")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _pictures(found: Overview) -> Iterator[Block]:
    if find_spec("matplotlib") is None:
        yield Paragraph((f"No pictures: {not_installed('matplotlib')}.",))
        return
    from symlcn_cli.commands.atlas.sharepictures import degrees_svg, depths_svg, shares_svg

    if splits := _telling(found):
        by = ", ".join(split.by for split in splits)
        yield Svg(
            shares_svg(splits, WORDS),
            f"Bars of shares by {by}",
            (f"For which δ the NTK is determined by the function and δ, by {by}; right, how many networks a bar is.",),
        )
    if len({share.value for _, shares in found.depths for share in shares}) > 1:
        kinds = " and ".join(words for words, _ in found.depths)
        yield Svg(
            depths_svg(found.depths),
            "Lines: the share of birational maps by layers",
            (f"The share of networks with a birational parametrization map by the number of layers, strides {kinds}.",),
        )
    if len(found.digits) > 1:
        yield Svg(degrees_svg(found.digits), "Bars: networks by the digits of the degree", ("How large degrees are.",))


def _tables(found: Overview) -> Iterator[Block]:
    for split in _telling(found):
        yield Heading((f"By {split.by}",))
        yield _table(_head(found, split.by), (_line(found, share) for share in split.shares))
    if found.largest:
        yield Heading(("Largest degrees",))
        yield _table(_NAMED, map(_named, found.largest), code=True)
        yield Heading(("Most frequent degrees",))
        yield _table(("Degree", "Networks"), ((_short(degree), f"{number:,}") for degree, number in found.degrees))
    for verdict, rows in found.smallest:
        yield Heading((f"Smallest networks: NTK {WORDS[VERDICTS.index(verdict)]}",))
        yield _table(_NAMED, map(_named, rows), code=True)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], code: bool = False) -> Table:
    """A table; with `code` the first column is notation."""
    cells = (tuple((Code(cell) if code and not n else cell,) for n, cell in enumerate(row)) for row in rows)
    return Table(tuple((cell,) for cell in head), tuple(cells))


def _telling(found: Overview) -> tuple[Split, ...]:
    """The splits into more than one part."""
    return tuple(split for split in found.splits if len(split.shares) > 1)


def _seen(found: Overview) -> list[int]:
    """The verdicts that occur."""
    return [number for number, rows in enumerate(found.all.verdicts) if rows]


def _head(found: Overview, by: str = "") -> tuple[str, ...]:
    return _capital(by), "Networks", "Birational", *(f"NTK {WORDS[number]}" for number in _seen(found))


def _line(found: Overview, share: Share) -> tuple[str, ...]:
    parts = (_part(share.verdicts[number], share.rows) for number in _seen(found))
    return str(share.value), f"{share.rows:,}", _part(share.birational, share.rows), *parts


_NAMED = ("Network", "Parameters", "Degree", "Degree of the closure", "NTK")


def _named(row: Extreme) -> tuple[str, ...]:
    verdict = WORDS[VERDICTS.index(row.ntk)] if row.ntk in VERDICTS else str(row.ntk)
    return row.architecture, f"{row.parameters:,}", _short(row.degree), _short(row.image_degree), verdict


def _short(number: int | None) -> str:
    """An integer, or how many digits it has."""
    if number is None:
        return "—"
    digits = integer_text(number)
    return f"{number:,}" if len(digits) <= LONG else f"{digits[:6]}… ({len(digits)} digits)"


def _part(number: int, rows: int) -> str:
    """How many, and what share that is; rounded shares are neither 0 nor 100 if not all or none are meant."""
    if not number or number == rows:
        return f"{number:,} ({'100' if number else '0'}%)"
    tenths = min(max(round(1000 * number / rows), 1), 999)
    return f"{number:,} ({tenths // 10}.{tenths % 10}%)"


def _birational(share: Share) -> str:
    unknown = share.rows - share.birational - share.not_birational
    words = f"; of {unknown:,} it is not known, or fibers are no points" if unknown else ""
    return f"{_part(share.birational, share.rows)}{words}"


def _evidence(found: Overview) -> str:
    rows, checked = found.all.rows, found.checked
    parts = []
    if checked:
        parts.append(f"checked: {_part(checked, rows)}, a certificate each, which the independent checker accepted")
    if checked < rows:
        parts.append(f"none: {_part(rows - checked, rows)}, by the theorems, not certified one by one")
    return "\n".join(parts)


def _probes(found: Overview) -> str:
    agreed = "" if found.contradicted else "; all agreed with it"
    return f"{counted(found.probes, 'fiber')} compared with the theory{agreed}"


def _contradicted(found: Overview) -> str:
    return f"{counted(found.contradicted, 'network')} did not agree with the theory: a theorem or the program is wrong."


def _first_contradictions(found: Overview) -> str:
    return " ".join(f"{name}: {words[:200]}" for name, words in found.contradictions[:3])


def _contradictions(found: Overview) -> Listing:
    return Listing(tuple((Code(name), f": {words[:500]}") for name, words in found.contradictions))


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    """Cells side by side: the first to the left, the others to the right."""
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    return "".join(
        "  ".join(
            f"{cell:>{width}}" if n else f"{cell:<{width}}"
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )


def in_json(found: Overview, families: Sequence[Json]) -> Json:
    """The same numbers as JSON; integers of any size are strings."""

    def share(own: Share) -> Json:
        verdicts = dict(zip(VERDICTS, own.verdicts, strict=True))
        return {
            "value": own.value,
            "rows": own.rows,
            "birational": own.birational,
            "not_birational": own.not_birational,
            "ntk": verdicts,
        }

    def named(row: Extreme) -> Json:
        degrees = {"degree": row.degree, "image_degree": row.image_degree}
        texts = {name: None if number is None else integer_text(number) for name, number in degrees.items()}
        return {"architecture": row.architecture, "parameters": row.parameters, **texts, "ntk": row.ntk}

    return {
        "families": list(families),
        "rows": found.all.rows,
        "all": share(found.all),
        "by": {split.by: [share(own) for own in split.shares] for split in found.splits},
        "checked": found.checked,
        "versions": dict(found.versions),
        "probes": found.probes,
        "contradicted": found.contradicted,
        "contradictions": [{"architecture": name, "found": words} for name, words in found.contradictions],
        "reasons": [reason._asdict() for reason in found.reasons],
        "degrees": [[integer_text(degree), number] for degree, number in found.degrees],
        "largest": [named(row) for row in found.largest],
        "smallest": {verdict: [named(row) for row in rows] for verdict, rows in found.smallest},
    }
