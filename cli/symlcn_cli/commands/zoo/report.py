"""The zoo in words."""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.network.zoo import CORE, CORES, GROUPS, SCOPE, SQUARE, SQUARES, Skeleton, published
from symlcn_cli.pages.interminal import section

VERDICT = "What is proved of it is about this skeleton, not about the published network."


def zoo_report(members: Sequence[Skeleton], full: bool, columns: int | None = None) -> str:
    """A line for each skeleton, or everything about each."""
    if not full:
        further = {CORE: (*CORES, *GROUPS), SQUARE: SQUARES}
        parts = [(SCOPE, [m for m in members if m not in (*CORES, *GROUPS, *SQUARES)])]
        parts += [(scope, [m for m in members if m in own]) for scope, own in further.items()]
        return "\n".join(
            section("Scope", f"Each is a path of the network as {scope}. {VERDICT}", columns=columns)
            + "\n"
            + _lines(found, max(len(member.name) for member in members))
            for scope, found in parts
            if found
        )
    return "".join(
        section(label, text, columns=columns)
        for member in members
        for label, text in (
            (f"@{member.name}", member.title),
            ("Layers", member.notation),
            *([("Channels", _channels(member))] if member in (*CORES, *GROUPS) else []),
            ("Source", member.reference + (f" {member.url}" if member.url else "")),
            ("Note", member.note),
            *([("Scope", f"The network as {SCOPE}. {VERDICT}")] if published(member.notation) else []),
            *([("Scope", f"The network as {CORE}. {VERDICT}")] if member in (*CORES, *GROUPS) else []),
            *([("Scope", f"The network as {SQUARE}. {VERDICT}")] if member in SQUARES else []),
        )
    )


def _channels(member: Skeleton) -> str:
    """The numbers of channels from the input on."""
    first = member.notation.split()[0]
    found = [first[1:] if first.startswith("c") else "1"]
    for word in member.notation.split()[first.startswith("c") :]:
        found.append(word.partition("c")[2].replace("g", " in groups: ") or "1")
    return " → ".join(found)


def _lines(members: Sequence[Skeleton], width: int) -> str:
    return "".join(
        f"@{member.name:<{width}}  {member.title}\n{'':{width + 3}}{member.notation}\n" for member in members
    )
