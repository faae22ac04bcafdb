"""The zoo with its verdicts, as tables.

Contents: :func:`zoo_table`, :func:`square_table`, :func:`core_table`, :func:`group_table`, :func:`zoo_pages`.
"""

from collections.abc import Iterator

import symlcn
from symlcn.network.zoo import CORES, GROUPS, SQUARES, ZOO, Skeleton

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


def square_table() -> str:
    """A row for each skeleton with squares: the verdict without and with them; Markdown."""
    lines = [
        "| network | layers | runs between squares | degree of π | without squares | with squares |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *map(_square, SQUARES)]) + "\n"


def _square(entry: Skeleton) -> str:
    answer, own = symlcn.certify(entry.notation), entry.name.removesuffix("-squares")
    plain = next(member for member in ZOO if member.name == own)
    before = symlcn.certify(plain.notation).known.classification.ntk
    layers, runs = len(answer.known.network), len(answer.known.network.runs)
    result = answer.certificate()["result"]
    degree = _short(int(result["degree"]))
    return f"| `@{entry.name}` | {layers} | {runs} | {degree} | {VERDICTS[before]} | {VERDICTS[result['ntk']]} |"


def core_table() -> str:
    """A row for each network with channels: orbits of its generic fiber, NTK, and hidden channels that matter."""
    lines = [
        "| network | concise | orbits over a generic filter | NTK, D = 0 | NTK, D generic | hidden channels in use |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *map(_core, CORES)]) + "\n"


def _core(entry: Skeleton) -> str:
    found = symlcn.certify(entry.notation, "balanced")
    concise, finite = ("yes" if found.concise else "no"), found.derivation.finite
    orbits = "infinitely many" if finite is False else "not decided" if found.orbits is None else f"{found.orbits:,}"
    ntk = "proved: a function of the filter" if found.proved else "not decided"
    other = "not decided" if symlcn.certify(entry.notation).dependent is None else "proved: not one"
    own = enumerate(zip(found.network.channels, found.reduced.channels, strict=True))
    fewer = ", ".join(f"{few} of {c} after layer {l}" for l, (c, few) in own if few < c)
    matter = fewer or "all"
    return f"| `@{entry.name}` | {concise} | {orbits} | {ntk} | {other} | {matter} |"


def group_table() -> str:
    """A row for each network with channels in groups: orbits of its generic fiber, and the NTK; Markdown."""
    lines = [
        "| network | concise | orbits over a generic filter | NTK, D = 0 | NTK, all D |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *map(_group, GROUPS)]) + "\n"


def _group(entry: Skeleton) -> str:
    found, every = symlcn.certify(entry.notation, "balanced"), symlcn.certify(entry.notation)
    concise = "yes" if found.concise else "no"
    orbits = (
        "infinitely many" if found.finite is False else "not decided" if found.orbits is None else f"{found.orbits:,}"
    )
    words = {"proved": "proved: a function of the filter", "refuted": "proved: not one", "undecided": "not decided"}
    return f"| `@{entry.name}` | {concise} | {orbits} | {words[found.status]} | {words[every.status]} |"


def zoo_pages() -> Iterator[tuple[str, str]]:
    """The table of all, and what each is a skeleton of; the same of those with channels."""
    yield "made/zoo.md", zoo_table() + "\n" + "\n".join(map(_described, ZOO))
    yield "made/squares.md", square_table() + "\n" + "\n".join(map(_described, SQUARES))
    yield "made/cores.md", core_table() + "\n" + "\n".join(map(_described, CORES))
    yield "made/groups.md", group_table() + "\n" + "\n".join(map(_described, GROUPS))


def _described(entry: Skeleton) -> str:
    link = f" <{entry.url}>" if entry.url else ""
    return f"`@{entry.name}`: {entry.title}\n: `{entry.notation}`. {entry.note}\n\n  {entry.reference}.{link}\n"


if __name__ == "__main__":
    print(zoo_table(), end="")
