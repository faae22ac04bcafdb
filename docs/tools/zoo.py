"""The zoo with its verdicts, as tables.

Contents: :func:`zoo_table`, :func:`zoo_pages`.
"""

from collections.abc import Iterator

import symlcn
from symlcn.network.zoo import ZOO, Skeleton

VERDICTS = {
    "independent": "proved, every δ",
    "independent-on-locus": "refuted; true exactly on a linear space of δ",
    "dependent": "refuted, for every δ",
}


def zoo_table() -> str:
    """A row for each network of the zoo: its name, number of layers, degree of π, verdict; Markdown."""
    lines = [
        "| network | layers | degree of π | Is the NTK independent of the parameters, given δ? |",
        "|---|---|---|---|",
    ]
    return "\n".join([*lines, *map(_row, ZOO)]) + "\n"


def _row(entry: Skeleton) -> str:
    answer = symlcn.certify(entry.notation)
    found, layers = answer.known.classification, len(answer.about["architecture"]["layers"])
    return f"| `@{entry.name}` | {layers} | {_short(found.degree)} | {VERDICTS[found.ntk]} |"


def _short(degree: int) -> str:
    digits = str(degree)
    return f"{degree:,}" if len(digits) <= 9 else f"about {digits[0]}.{digits[1]} · 10^{len(digits) - 1}"


def zoo_pages() -> Iterator[tuple[str, str]]:
    """The table of all, and what each is a skeleton of."""
    yield "made/zoo.md", zoo_table() + "\n" + "\n".join(map(_described, ZOO))


def _described(entry: Skeleton) -> str:
    link = f" <{entry.url}>" if entry.url else ""
    return f"`@{entry.name}`: {entry.title}\n: `{entry.notation}`. {entry.note}\n\n  {entry.reference}.{link}\n"


if __name__ == "__main__":
    print(zoo_table(), end="")
