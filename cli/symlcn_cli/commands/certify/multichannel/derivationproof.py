"""The part of a proof that counts the orbits of a network with channels: each theorem that is used, with its numbers.

Contents: :func:`fiber_blocks`.

The theorems are those of ``docs/channels.md``; each is stated and proved once, then applied.
"""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.families.multichannel.basepoint import PRIME
from symlcn.families.multichannel.certify.judge import MultichannelResult
from symlcn_cli.commands.certify.multichannel.stepproof import applied, base_of, statements
from symlcn_cli.commands.certify.multichannel.theoremtexts import STATEMENTS
from symlcn_cli.pages.formulas import BREAK, integer
from symlcn_cli.pages.model import Block, Heading, Listing, Paragraph, Strong, Text, text

__all__ = ["fiber_blocks"]


def fiber_blocks(found: MultichannelResult) -> Iterator[Block]:
    """The theorems, their applications piece by piece, and what follows."""
    steps = found.derivation.steps
    yield Heading(text("The fiber"))
    if not steps:
        yield Paragraph(text("No theorem that is implemented applies: the number of orbits is left open."))
        return
    ranks = (
        f" Ranks are taken at filters that the certificate has, modulo {PRIME}: they are at most the generic ones over "
        "the rational numbers, and full ranks are generic ones."
        if any(map(base_of, steps))
        else ""
    )
    yield Paragraph(
        text(
            "“Generic” means: outside a proper algebraic subset of $M$. The number of orbits over a generic $U$ is "
            f"found piece by piece; a piece consists of layers in succession, with generic filters.{ranks} The theorems"
            " that are used:"
        )
    )
    used = [name for name in STATEMENTS if any(name in statements(step) for step in steps)]
    yield Listing(tuple(text(f"{{}} {STATEMENTS[name][1]}", Strong(STATEMENTS[name][0])) for name in used))
    yield Paragraph(text("Applied here:" if len(steps) > 1 else "Applied to this network:"))
    yield Listing(tuple(map(applied, steps)), numbered=True)
    yield Paragraph(_total(found))


def _total(found: MultichannelResult) -> Text:
    """What the steps give together."""
    chain, group = found.reduced, r"\sum_{l<L} c_l^2"
    count = rf"$\sum_l c_l c_{{l-1}} K_l {BREAK} - {group} {BREAK} = {chain.parameters} - {chain.group}"
    if found.derivation.finite:
        numbers = [step.orbits for step in found.derivation.steps if step.orbits not in (None, 1)]
        if found.orbits is None:
            first = "So the number of orbits is finite; it is not determined. "
        else:
            product = rf" \cdot {BREAK}".join(integer(n) for n in numbers if n is not None)
            shown = f"{product} = " if len(numbers) > 1 else ""
            which = "orbit" if found.orbits == 1 else "orbits"
            first = f"So the generic fiber consists of ${shown}{integer(found.orbits)}$ {which}. "
        return text(f"{first}The excess is 0: $M$ has the dimension {count} {BREAK} = {found.dimension}$.")
    if found.excess is None:
        most = chain.parameters - chain.group
        bound = f"at most ${found.bound}$, " if found.bound < most else ""
        return text(
            "So the generic fiber consists of infinitely many orbits. How many dimensions their family has is not "
            f"determined; the dimension of $M$ is {bound}less than {count} {BREAK} = {most}$."
        )
    return text(
        f"At the filters that the certificate has the Jacobian has the rank ${found.bound}$ modulo {PRIME}, so $M$ has "
        f"the dimension ${found.dimension}$: the bound is attained. The generic fiber is a family of orbits of the "
        f"dimension {count} - {found.dimension} {BREAK} = {found.excess}$, the excess."
    )
