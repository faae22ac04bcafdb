"""The command ``symlcn table1``."""

from __future__ import annotations

import os

import click

from symlcn.certificates.envelope import write_file
from symlcn_cli.shared.options import Common, common
from symlcn_cli.shared.output import emit, undecided

MAX_DRAWN = 10

HELP = """The paper's Table 1, recomputed: for which invariants the NTK is independent of the parameters.

    Each entry comes from certificates for several networks, some of them random, which the independent checker
    accepts first. Rows that the paper does not have follow: axis layers, dilations, special widths.

    -o FILE.md and -o FILE.html write Markdown and a page; --json has all certificates in it.

    Exit codes: 0 done; 30 undecided, where a limit was hit or the networks of a row differ."""

Files = tuple[tuple[str, str], ...]


def form_of(shared: Common) -> str:
    """The form that is asked for, or that the name of the file says."""
    ending = (shared.output or "").rpartition(".")[2].lower()
    return "json" if shared.as_json else ending if ending in ("md", "html") else "text"


def table_of(seed: int, drawn: int, form: str, source: str) -> tuple[str, Files, str]:
    """Compute the table, and have the independent checker accept every certificate: text, files and status."""
    from symlcn.certificates.envelope import dumps
    from symlcn.table1.compute import compute
    from symlcn_cli.commands.table1.report import status_of, table_document, table_json, table_report
    from symlcn_cli.shared.earlier import accepted

    lines = compute(seed, drawn)
    files = tuple((f"{name}.json", accepted(document)) for line in lines for name, document in line.certificates())
    if form == "json":
        found = dumps(table_json(lines, seed, drawn))
    elif form == "text":
        found = table_report(lines, seed)
    else:
        from symlcn_cli.pages.inhtml import html_page
        from symlcn_cli.pages.inmarkdown import markdown

        found = (html_page if form == "html" else markdown)(table_document(lines, seed, source))
    return found, files, status_of(lines)


@click.command(name="table1", help=HELP)
@click.option("--seed", type=click.IntRange(0, 10**9), metavar="N", help="Of the random networks; 1 if left out.")
@click.option(
    "--drawn", type=click.IntRange(0, MAX_DRAWN), metavar="N", help="Random networks in each row; 3 if left out."
)
@click.option("--certificates", "folder", metavar="DIR", help="Write all certificates to files in DIR.")
@common
def command(seed: int | None, drawn: int | None, folder: str | None, shared: Common) -> int:
    """Recompute the table."""
    from symlcn.errors import LimitError
    from symlcn.table1.compute import DRAWN, SEED
    from symlcn_cli.shared.earlier import EXIT, limited

    seed, drawn = SEED if seed is None else seed, DRAWN if drawn is None else drawn
    source = f"symlcn table1 --seed {seed} --drawn {drawn}"
    try:
        found, files, status = limited(table_of, (seed, drawn, form_of(shared), source), shared)
    except LimitError as error:
        return undecided({"table": "1", "seed": seed, "drawn": drawn}, error, shared)
    if folder is not None:
        write_all(folder, files)
    if shared.as_json or shared.wants_text:
        emit(found, shared.output)
    return EXIT[status]


def write_all(folder: str, files: Files) -> None:
    """Write files into a folder, which is made if it does not exist.

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
    for name, words in files:
        write_file(os.path.join(folder, name), words)
