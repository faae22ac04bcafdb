"""The zoo in words."""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.network.zoo import SCOPE, Skeleton, published
from symlcn_cli.pages.interminal import section

VERDICT = "What is proved of it is about this skeleton, not about the published network."


def zoo_report(members: Sequence[Skeleton], full: bool, columns: int | None = None) -> str:
    """A line for each skeleton, or everything about each."""
    if not full:
        width = max(len(member.name) for member in members)
        told = f"Each is a path of the network as {SCOPE}. {VERDICT}"
        return (
            section("Scope", told, columns=columns)
            + "\n"
            + "".join(
                f"@{member.name:<{width}}  {member.title}\n{'':{width + 3}}{member.notation}\n" for member in members
            )
        )
    return "".join(
        section(label, text, columns=columns)
        for member in members
        for label, text in (
            (f"@{member.name}", member.title),
            ("Layers", member.notation),
            ("Source", member.reference + (f" {member.url}" if member.url else "")),
            ("Note", member.note),
            *([("Scope", f"The network as {SCOPE}. {VERDICT}")] if published(member.notation) else []),
        )
    )
