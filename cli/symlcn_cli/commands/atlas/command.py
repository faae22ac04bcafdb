"""The commands ``symlcn atlas``: whole families of networks, examined, kept, and asked about."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from symlcn.progress import progress
from symlcn_cli.commands.atlas.runcommand import run_command
from symlcn_cli.shared.help import Group
from symlcn_cli.shared.options import Common, common
from symlcn_cli.shared.output import emit, undecided
from symlcn_cli.shared.running import PAGES, ending, typed

if TYPE_CHECKING:
    from symlcn.atlas.atlas import Standing
    from symlcn.atlas.summary import Overview
    from symlcn.certificates.envelope import Writer

FORMS = ("table", "json", "csv", "parquet")
COLUMNS = """

    The columns: architecture, family (linear, channels, activations), directions, layers, parameters, strided, dilated,
    channels, axis_layers, status, reason, degree, orbits, excess, concise, birational, ntk (independent,
    independent-on-locus, dependent), delta_locus, interchangeable, dimension, ambient, image_degree, evidence (none,
    checked), certificate, probes, contradictions, version."""


@click.group(name="atlas", cls=Group, no_args_is_help=True)
def command() -> None:
    """Whole families of networks: examined one by one, kept in a folder, asked about, summed up.

    It needs packages of its own: pip install 'symlcn[atlas]'.
    """


command.add_command(run_command)
store_argument = click.argument("folder", metavar="DIR", type=click.Path(file_okay=False))


def limited(work: Callable[..., Any], shared: Common, *arguments: Any) -> Any:
    """Do it within the limits, in a process of its own if there are some."""
    if shared.time_limit is None and shared.memory_limit is None:
        return work(*arguments)
    from symlcn.worker import run_limited

    return run_limited(work, arguments, shared.time_limit, shared.memory_limit)


@command.command(
    name="status",
    examples={
        "After a small run": "symlcn atlas run --store atlas --workers 0 -q && symlcn atlas status atlas",
    },
    help="""How far an atlas is: runs, how fast they were, what is undecided and why, what contradicts the theory.

    It may be asked while a run is writing.""",
)
@store_argument
@common
def status_command(folder: str, shared: Common) -> int:
    """Tell how far it is."""
    from symlcn.certificates.envelope import dumps
    from symlcn.errors import LimitError
    from symlcn_cli.commands.atlas.runreport import status_json, status_text

    try:
        standing = limited(standing_of, shared, folder)
    except LimitError as error:
        return undecided({"store": folder}, error, shared)
    if shared.as_json:
        emit(dumps(status_json(standing)), shared.output)
    elif shared.wants_text:
        emit(status_text(standing, shared.columns), shared.output)
    return 0


def standing_of(folder: str) -> Standing:
    """How far an atlas is."""
    from symlcn.atlas.atlas import open_atlas

    return open_atlas(folder).status()


@command.command(
    name="query",
    examples={
        "Whose NTK is determined for some invariants only": "symlcn atlas run --store atlas --workers 0 -q && "
        "symlcn atlas query atlas --where \"degree > 1 and ntk = 'independent-on-locus'\"",
        "Three columns, the largest degrees first": "symlcn atlas run --store atlas --workers 0 -q && "
        "symlcn atlas query atlas --columns architecture,degree,ntk --order 'degree desc' --limit 10",
    },
    help=f"""The rows of an atlas for which an expression in SQL is true.
    {COLUMNS}

    Integers of any size, such as degrees, are compared exactly. Without --order rows come by directions, layers and
    architecture. A table says once what is the same in all rows; the other forms have all columns but certificate, or
    those that are named.""",
)
@store_argument
@click.option("--where", metavar="SQL", help="An expression over the columns; all rows if left out.")
@click.option("--columns", metavar="NAME,...", help="Which columns, in this order.")
@click.option("--order", metavar="NAME [desc],...", help="By which columns the rows are sorted.")
@click.option("--limit", type=click.IntRange(0), metavar="N", help="At most N rows.")
@click.option("--format", "form", type=click.Choice(FORMS), metavar="FORM", help="table, json, csv or parquet.")
@common
def query_command(
    folder: str,
    where: str | None,
    columns: str | None,
    order: str | None,
    limit: int | None,
    form: str | None,
    shared: Common,
) -> int:
    """Print rows."""
    if shared.as_json and form not in (None, "json"):
        problem = f"--json and --format {form} are two forms of the output; give one of them"
        raise click.UsageError(problem, click.get_current_context())
    form = "json" if shared.as_json else form or (ending(shared.output) if ending(shared.output) in FORMS else "table")
    names = None if columns is None else [name.strip() for name in columns.split(",")]
    question: dict[str, Any] = {"where": where, "columns": names, "order": order, "limit": limit}
    if shared.time_limit is None and shared.memory_limit is None:
        result = rows_of(folder, question, form, shared.columns)
    else:
        from symlcn.errors import LimitError

        try:
            result = limited(bytes_of, shared, folder, question, form, shared.columns)
        except LimitError as error:
            return undecided({"rows": []}, error, shared._replace(as_json=form == "json"))
    if shared.wants_text or shared.as_json:
        emit(result, shared.output)
    return 0


def rows_of(folder: str, question: dict[str, Any], form: str, width: int | None) -> Writer:
    """What writes the rows in one of the forms."""
    from symlcn.atlas.atlas import open_atlas
    from symlcn_cli.commands.atlas.rowforms import written

    progress("looking for rows")
    return written(open_atlas(folder).query(**question), form, width)


def bytes_of(*question: Any) -> bytes:
    """The rows in one of the forms."""
    file = io.BytesIO()
    rows_of(*question)(file)
    return file.getvalue()


@command.command(
    name="report",
    examples={
        "A page with pictures": "symlcn atlas run --store atlas --workers 0 -q && "
        "symlcn atlas report atlas -o atlas.html",
    },
    help="""What the networks of an atlas say together.

    What share has a birational parametrization map, for which invariants the NTK is determined: by directions, layers,
    strides, dilations, channels and activations. The largest degrees, and the smallest networks of each kind.

    -o FILE.html writes a page with pictures, for which matplotlib is needed; FILE.md and FILE.tex have none.""",
)
@store_argument
@common
def report_command(folder: str, shared: Common) -> int:
    """Sum up an atlas."""
    from symlcn.certificates.envelope import dumps
    from symlcn.errors import LimitError
    from symlcn_cli.commands.atlas.report import in_json, page, plain

    try:
        found, families = limited(summed_up, shared, folder)
    except LimitError as error:
        return undecided({"store": folder}, error, shared)
    if shared.as_json:
        emit(dumps(in_json(found, families)), shared.output)
    elif form := PAGES.get(ending(shared.output)):
        from symlcn_cli.pages.rendering import in_form

        document = page(found, families, typed("atlas", ["report", folder], ["-o", str(shared.output)], None, False))
        emit(in_form(document, form), shared.output)
    elif shared.wants_text:
        emit(plain(found, families, shared.columns), shared.output)
    return 0


def summed_up(folder: str) -> tuple[Overview, list[Any]]:
    """What the networks of an atlas say together, and the families that were run."""
    import json

    from symlcn.atlas.atlas import open_atlas
    from symlcn.atlas.summary import summary

    progress("counting networks")
    atlas = open_atlas(folder)
    families = dict.fromkeys(run.family for run in atlas.runs)
    return summary(atlas), [json.loads(family) for family in families]
