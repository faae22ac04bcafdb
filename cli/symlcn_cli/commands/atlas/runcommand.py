"""The command ``symlcn atlas run``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from symlcn.errors import ParseError, counted
from symlcn.progress import progress
from symlcn_cli.shared.completing import files
from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, sharing
from symlcn_cli.shared.output import emit
from symlcn_cli.shared.waiting import lasting

if TYPE_CHECKING:
    from symlcn.atlas.run import Summary

RANGES = ("dimension", "layers", "size", "stride", "dilation", "channels", "activation", "sample")


def bounds(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[int, int]:
    """A number, or the first and the last one with two dots between."""
    ends = value.split("..") if ".." in value else [value, value]
    if len(ends) != 2 or not all(end.isascii() and end.isdigit() and len(end) < 16 for end in ends):
        raise click.BadParameter(f"{value!a} is not a number or a range, such as 3 or 2..5")
    low, high = map(int, ends)
    if low > high:
        raise click.BadParameter(f"{value!a} is empty; give the smaller number first")
    return low, high


def powers(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[int | None, ...]:
    """Activations with commas between them: none, or r and a number."""
    found: list[int | None] = []
    for word in (part.strip() for part in value.split(",")):
        digits = word[1:]
        if word != "none" and not (word[:1] == "r" and digits.isascii() and digits.isdigit() and len(digits) < 10):
            raise click.BadParameter(f"{word!a} is no activation; give some of none, r2, r3, ..., with commas between")
        found.append(None if word == "none" else int(digits))
    return tuple(found)


def ranged(name: str, default: str, words: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """An option that takes a range."""
    return click.option(f"--{name}", default=default, show_default=True, callback=bounds, metavar="A..B", help=words)


@click.command(
    name="run",
    cls=Command,
    examples={
        "All networks with two or three layers of sizes up to 4": "symlcn atlas run --layers 2..3 --size 1..4 "
        "--store atlas",
        "With a certificate for each": "symlcn atlas run --layers 2 --evidence witness --store atlas",
        "Some of very many": "symlcn atlas run --dimension 2 --layers 2..9 --size 1..7 --sample 50 --seed 1 "
        "--store atlas",
    },
    help="""Examine all networks of a family, and keep what is found in a folder.

    A family is given by ranges, such as 2..5 or 3, which all layers and directions go through. Networks that differ
    by names only are examined once: by strides and dilations that nothing sees, a common factor of the exponents of a
    direction, directions in which all sizes are 1, or the order of the directions.

    With --evidence none the theorems are applied to each network, in exact integers. With --evidence witness a
    certificate is made for each as well, and the independent checker accepts it. --probe N compares N fibers of each
    linear network of one channel with the theory: whatever does not agree is kept, and reported.

    A run may be ended at any moment. The same command goes on where it ended; what is in the folder is not done again.

    Exit codes: 0 done; 130 interrupted.""",
)
@click.option("--store", "folder", metavar="DIR", required=True, type=click.Path(file_okay=False), help="The folder.")
@click.option("--dimension", type=int, default=1, show_default=True, metavar="D", help="Directions of the networks.")
@ranged("layers", "2..3", "How many layers.")
@ranged("size", "1..3", "Sizes.")
@ranged("stride", "1..2", "Strides.")
@ranged("dilation", "1", "Dilations.")
@ranged("channels", "1", "Channels: of the input, between layers, and of the output.")
@click.option(
    "--activation",
    default="none",
    show_default=True,
    callback=powers,
    metavar="A,...",
    help="What may be between two layers: none, r2, ...; with channels only none.",
)
@click.option("--sample", type=int, metavar="N", help="N networks drawn from the ranges instead of all.")
@click.option("--seed", type=int, default=0, show_default=True, metavar="S", help="Of --sample and --probe.")
@click.option(
    "--from",
    "source",
    metavar="FILE",
    shell_complete=files,
    help="A file with a network in each line instead of ranges.",
)
@click.option(
    "--evidence",
    type=click.Choice(("none", "witness")),
    default="none",
    show_default=True,
    metavar="HOW",
    help="none or witness: a certificate for each network, checked as it is made.",
)
@click.option("--probe", type=int, default=0, metavar="N", help="Compare N fibers of each network with the theory.")
@click.option(
    "--workers", type=int, metavar="N", help="Processes, one for each processor if left out; 0: no further process."
)
@click.option("--dask", metavar="ADDRESS", help="Work on the Dask cluster with this scheduler, tcp://HOST:8786.")
@sharing(
    "A network is undecided after S seconds; the run goes on.",
    "A network is undecided beyond SIZE, as 512M; the run goes on.",
    lasting,
)
def run_command(folder: str, source: str | None, shared: Common, **own: Any) -> int:
    """Run a family."""
    from symlcn.certificates.envelope import dumps
    from symlcn_cli.commands.atlas.runreport import run_text

    context = click.get_current_context()
    if source is not None and (
        given := [name for name in RANGES if context.get_parameter_source(name) is not ParameterSource.DEFAULT]
    ):
        raise click.UsageError(f"--from names the networks; leave out --{' and --'.join(given)}", context)
    try:
        done = _ran(folder, source, shared, **own)
    except KeyboardInterrupt:
        progress("")
        click.echo("symlcn: interrupted; what is done is kept, and the same command goes on there", err=True)
        raise
    if done.contradictions:
        number = counted(done.contradictions, "network")
        progress("")
        click.echo(f"symlcn: CONTRADICTION: {number} did not agree with the theory: symlcn atlas status", err=True)
    if shared.as_json:
        emit(
            dumps({"run": {"store": folder, **{name: getattr(done, name) for name in done._fields[:5]}}}), shared.output
        )
    elif shared.wants_text:
        emit(run_text(folder, done, shared.columns), shared.output)
    return 0


def _ran(
    folder: str,
    source: str | None,
    shared: Common,
    *,
    dimension: int,
    activation: tuple[int | None, ...],
    sample: int | None,
    seed: int,
    evidence: str,
    probe: int,
    workers: int | None,
    dask: str | None,
    **ranges: tuple[int, int],
) -> Summary:
    """Run the family that the options describe."""
    from symlcn.atlas import networkfamily
    from symlcn.atlas.run import run

    family: networkfamily.Family
    progress("preparing the family")
    if source is not None:
        family = networkfamily.listing(_lines(source))
    elif sample is not None:
        family = networkfamily.sample(sample, seed, dimension, activation=activation, **ranges)
    else:
        family = networkfamily.box(dimension, activation=activation, **ranges)
    limits: dict[str, Any] = {"time_limit": shared.time_limit, "memory_limit": shared.memory_limit}
    return run(family, folder, evidence=evidence, probe=probe, seed=seed, workers=workers, dask=dask, **limits)


def _lines(source: str) -> Iterator[str]:
    """The lines of a file, or of standard input."""
    place = "standard input" if source == "-" else f"file {source!a}"
    try:
        with sys.stdin if source == "-" else open(source, encoding="utf-8") as file:
            yield from file
    except (OSError, UnicodeDecodeError, ValueError) as error:
        if isinstance(error, ParseError):
            raise
        raise ParseError(place, getattr(error, "strerror", None) or "it is not text in UTF-8") from None
