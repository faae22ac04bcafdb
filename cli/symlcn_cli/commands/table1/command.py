"""The command ``symlcn table1``."""

from __future__ import annotations

import os
from collections.abc import Iterable

import click

from symlcn.algebra.exact import Json
from symlcn.certificates.envelope import dumps, write_file
from symlcn.table1 import DRAWN, MAX_DRAWN, MAX_SEED, SEED
from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, common
from symlcn_cli.shared.running import deliver, ending, running

HELP = """The paper's Table 1, recomputed: for which invariants the NTK is independent of the parameters.

    Each entry comes from certificates for several networks, some of them random, which the independent checker
    accepts first. Rows that the paper does not have follow: axis layers, dilations, special widths.

    -o FILE.md and -o FILE.html write Markdown and a page; --json has all certificates in it.

    Exit codes: 0 done; 30 undecided, where a limit was hit or the networks of a row differ."""

FORMS = {"md": "markdown", "html": "html"}


EXAMPLES = {
    "The table, as a page": "symlcn table1 --drawn 0 -o table1.html",
}


@click.command(name="table1", cls=Command, examples=EXAMPLES, help=HELP)
@click.option("--seed", type=click.IntRange(0, MAX_SEED), metavar="N", help="Of the random networks; 1 if left out.")
@click.option(
    "--drawn", type=click.IntRange(0, MAX_DRAWN), metavar="N", help="Random networks in each row; 3 if left out."
)
@click.option("--certificates", "folder", metavar="DIR", help="Write all certificates to files in DIR.")
@common
def command(seed: int | None, drawn: int | None, folder: str | None, shared: Common) -> int:
    """Recompute the table."""
    from symlcn.table1.question import table1

    seed, drawn = SEED if seed is None else seed, DRAWN if drawn is None else drawn
    form, source = FORMS.get(ending(shared.output), "text"), f"symlcn table1 --seed {seed} --drawn {drawn}"
    answer = table1(seed, drawn, **running(shared, None, form, source))
    if folder is not None and answer.result is not None:
        write_all(folder, answer.result.certificates())
    return deliver(answer, shared, None, form, source)


def write_all(folder: str, certificates: Iterable[tuple[str, Json]]) -> None:
    """Write certificates, by their names, into a folder, which is made if it does not exist.

    Raises
    ------
    ParseError
        If that cannot be done.
    """
    from symlcn.errors import ParseError

    try:
        os.makedirs(folder, exist_ok=True)
    except (OSError, ValueError) as error:
        raise ParseError(f"folder {folder!a}", getattr(error, "strerror", None) or "it cannot be made") from None
    for name, document in certificates:
        write_file(os.path.join(folder, f"{name}.json"), dumps(document))
