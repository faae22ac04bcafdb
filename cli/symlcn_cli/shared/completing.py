"""What the shell offers when the tabulator key is pressed, for arguments and values of options.

Contents: :func:`files`, :func:`networks`, :func:`members`, :func:`lessons`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["files", "lessons", "members", "networks"]


def files(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of files, which the shell knows."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def networks(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of the zoo after @, else files; layers are for the user to write."""
    from click.shell_completion import CompletionItem

    if not incomplete.startswith("@"):
        return files(ctx, param, incomplete)
    from symlcn.network.zoo import MEMBERS

    found = [member for member in MEMBERS if f"@{member.name}".startswith(incomplete)]
    return [CompletionItem(f"@{member.name}", help=member.title) for member in found]


def members(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of the zoo, with @ or without."""
    from click.shell_completion import CompletionItem

    from symlcn.network.zoo import MEMBERS

    sign = "@" if incomplete.startswith("@") else ""
    found = [member for member in MEMBERS if f"{sign}{member.name}".startswith(incomplete)]
    return [CompletionItem(f"{sign}{member.name}", help=member.title) for member in found]


def lessons(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of lessons."""
    from click.shell_completion import CompletionItem

    from symlcn_proofs.course import lessons as course

    return [CompletionItem(each.name, help=each.title) for each in course() if each.name.startswith(incomplete)]
