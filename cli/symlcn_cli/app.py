"""The commands: each parses, calls the library and hands the result to a reporter."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from symlcn.certificates.values import architecture_json, dumps
from symlcn.errors import LimitError, SymlcnError
from symlcn.generic.certify import Certificate, certify, undecided
from symlcn.generic.document import to_json
from symlcn.network.architecture import Architecture
from symlcn.network.inputs import read_architecture, read_delta, read_tensor
from symlcn.version import __version__
from symlcn_cli.commands.counterexample.command import counterexample_command
from symlcn_cli.commands.dense.command import dense_command, relu_command
from symlcn_cli.commands.equations.command import equations_command
from symlcn_cli.commands.flow.command import flow_command
from symlcn_cli.commands.invariants.command import invariants_command
from symlcn_cli.commands.inverse.command import inverse_command
from symlcn_cli.commands.metric.command import metric_command
from symlcn_cli.commands.proof.command import proof_group
from symlcn_cli.commands.prove.command import is_page, prove_command, typed
from symlcn_cli.commands.strata.command import strata_command
from symlcn_cli.commands.table1.command import table1_command
from symlcn_cli.shared.options import Common, certificate_option, check_sources, common, invariants
from symlcn_cli.shared.output import Progress, check_targets, deliver, emit, silence
from symlcn_cli.shared.output import undecided as undecided_answer

if TYPE_CHECKING:
    from symlcn.fiber.fiber import Fiber

EXIT = {"proved": 0, "refuted": 10, "undecided": 30}


FINEST = 8
"""How many times the usual bits are tried where the checker asks for more."""


class SelfCheckError(Exception):
    """The independent checker does not accept a certificate that was just made: a bug, nothing is printed."""


def run(words: Sequence[str]) -> int:
    """Run the click program and turn every outcome but an interrupt into an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        with program.make_context("symlcn", list(words) or ["--help"]) as context:
            return int(program.invoke(context) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code if words else 2
    except click.UsageError as error:
        hint = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
        click.echo(f"symlcn: {error.format_message()}{hint}", err=True)
        return 2
    except (SymlcnError, click.ClickException) as error:
        click.echo(f"symlcn: {error}", err=True)
        return 2
    except BrokenPipeError:
        raise
    except OSError as error:
        silence()
        click.echo(f"symlcn: {error.strerror or error}", err=True)
        return 2
    except Exception as error:
        if os.environ.get("SYMLCN_DEBUG"):
            raise
        click.echo(
            f"symlcn: internal error, nothing is claimed: {type(error).__name__}: {error} "
            "(SYMLCN_DEBUG=1 shows where; please report it)",
            err=True,
        )
        return 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="symlcn")
def program() -> None:
    """Exact certificates for single-channel linear convolutional networks.

    Exit codes: 0 proved, accepted or done; 10 refuted; 30 undecided; 40 certificate rejected; 2 usage or bad
    input; 1 internal error; 130 interrupted.
    """


program.add_command(counterexample_command)
program.add_command(metric_command)
program.add_command(inverse_command)
program.add_command(invariants_command)
program.add_command(dense_command)
program.add_command(equations_command)
program.add_command(flow_command)
program.add_command(strata_command)
program.add_command(table1_command)
program.add_command(proof_group)
program.add_command(prove_command)

ARCHITECTURE_HELP = """

    ARCH is a stack of layers in order of application, such as k3x3s2 k3x3 or k2 k2d2 k2d4 (size k, stride s,
    dilation d; one number after s or d holds for all directions), @NAME from the zoo, a JSON or TOML file, or -
    for standard input."""


def limited(work: Callable[..., Any], arguments: tuple[Any, ...], shared: Common) -> Any:
    """Call `work`: in a killable process if there are limits, where hitting one raises LimitError."""
    if shared.time_limit is None and shared.memory_limit is None:
        return work(*arguments)
    from symlcn.worker import run_limited

    return run_limited(work, arguments, shared.time_limit, shared.memory_limit)


def accepted(document: dict[str, Any]) -> str:
    """The text of a certificate that the independent checker accepts, before anybody sees it.

    Raises LimitError if it is beyond what the checker reads, SelfCheckError if it is rejected.
    """
    return accepted_with(lambda _: document, 1)


def accepted_with(build: Callable[[int], dict[str, Any]], finest: int = FINEST) -> str:
    """The same for a certificate that is made with 1, 2, 4, … times the usual bits, while the checker asks for more.

    Raises LimitError also if the finest is not fine enough.
    """
    from symlcn.check import check_text

    finer = 1
    while True:
        text = dumps(build(finer))
        outcome = check_text(text)
        if outcome.verdict == "accepted":
            return text
        if outcome.verdict == "malformed":
            raise LimitError(f"the independent checker does not read a certificate so large: {outcome.message}")
        if not outcome.imprecise or finest == 1:
            raise SelfCheckError(f"own certificate rejected: {outcome.message}")
        if finer >= finest:
            raise LimitError(f"precision does not suffice for the independent checker: {outcome.message}")
        finer *= 2


def certificate_of(architecture: Architecture, delta: tuple[Fraction, ...] | None) -> tuple[Certificate, str]:
    """Certify, and serialise what the independent checker accepts."""
    certificate = certify(architecture, delta)
    return certificate, accepted(to_json(certificate))


def limited_certificate(
    architecture: Architecture, delta: tuple[Fraction, ...] | None, shared: Common
) -> tuple[Certificate, str]:
    """The same within limits; undecided if one is hit."""
    try:
        result: tuple[Certificate, str] = limited(certificate_of, (architecture, delta), shared)
        return result
    except LimitError as error:
        certificate = undecided(architecture, delta, str(error))
        return certificate, dumps(to_json(certificate))


@program.command(
    name="certify", help=f"Is the NTK parameter-independent? A proof or a counterexample.{ARCHITECTURE_HELP}"
)
@click.argument("words", metavar="ARCH...", nargs=-1, required=True)
@invariants("every δ at once")
@click.option("--relu", is_flag=True, help="Two layers with a ReLU between them, for every δ.")
@certificate_option
@common
def certify_command(
    words: tuple[str, ...],
    delta: str | None,
    balanced: bool,
    relu: bool,
    certificate_file: str | None,
    shared: Common,
) -> int:
    """Certify an architecture."""
    check_targets(shared.output, certificate_file)
    architecture = read_architecture(words)
    if relu:
        return relu_command(architecture, delta is not None or balanced, certificate_file, shared)
    asked = asked_delta(architecture, delta, balanced)
    certificate, text = limited_certificate(architecture, asked, shared)

    def report() -> str:
        from symlcn_cli.words.words import certificate_report

        return certificate_report(certificate, certificate_file)

    deliver(text, report, shared, certificate_file)
    return EXIT[certificate.status]


def asked_delta(architecture: Architecture, delta: str | None, balanced: bool) -> tuple[Fraction, ...] | None:
    """The invariants of the command line; None if none are given."""
    if balanced and delta is not None:
        raise click.UsageError("--balanced means --delta 0,…,0; give one of the two", click.get_current_context())
    if balanced:
        return (Fraction(0),) * (len(architecture.layers) - 1)
    return None if delta is None else read_delta(delta, architecture)


def ntk_result(
    architecture: Architecture,
    filters: Any,
    delta: tuple[Fraction, ...] | None,
    places: list[tuple[int, int]],
    as_json: bool,
) -> str:
    """The NTK as JSON or as text."""
    from symlcn.network.ntk import ntk
    from symlcn_cli.words.ntkreport import ntk_json, ntk_report

    kernel = ntk(architecture, filters, delta)
    if as_json:
        return dumps(ntk_json(architecture, filters, delta, kernel, places))
    return ntk_report(architecture, filters, delta, kernel, places)


def _read_place(text: str, architecture: Architecture) -> tuple[int, int]:
    """Row and column of an entry of the NTK."""
    parts = text.split(",")
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 20]
    if len(numbers) != len(parts) or len(numbers) != 2 or max(numbers) >= architecture.ambient:
        from symlcn.errors import ParseError, shown

        problem = f"{shown(text)} is not a row and a column, numbers below {architecture.ambient} such as 0,1"
        raise ParseError("--entry", problem)
    return numbers[0], numbers[1]


@program.command(
    name="ntk", help=f"The NTK of given filters, exactly, as they are or scaled to given invariants.{ARCHITECTURE_HELP}"
)
@click.argument("words", metavar="ARCH...", nargs=-1, required=True)
@click.option(
    "--filters",
    "filters_source",
    metavar="W",
    required=True,
    help='The filters, as JSON such as [[1,2,3],[4,"5/2"]], a file, or -.',
)
@click.option("--from-float", is_flag=True, help="Take floats in W for the binary fractions that they are.")
@click.option(
    "--entry",
    "places",
    metavar="I,J",
    multiple=True,
    help="An entry of the NTK, row and column from 0; may be repeated. With --json only these are printed.",
)
@invariants("the filters as they are")
@common
def ntk_command(
    words: tuple[str, ...],
    filters_source: str,
    from_float: bool,
    places: tuple[str, ...],
    delta: str | None,
    balanced: bool,
    shared: Common,
) -> int:
    """Print an NTK."""
    architecture = read_architecture(words)
    asked = asked_delta(architecture, delta, balanced)
    check_sources(words, filters_source)
    filters = read_tensor(filters_source, "filters", from_float=from_float)
    asked_places = [_read_place(text, architecture) for text in places]
    try:
        text = limited(ntk_result, (architecture, filters, asked, asked_places, shared.as_json), shared)
    except LimitError as error:
        header = {"format": "symlcn-ntk", "version": 1, "kind": "ntk", "architecture": architecture_json(architecture)}
        return undecided_answer(header, error, shared)
    if shared.as_json or shared.wants_text:
        emit(text, shared.output)
    return 0


def fiber_result(
    architecture: Architecture,
    tensor: Any,
    delta: tuple[Fraction, ...] | None,
    field: str,
    certificate_file: str | None,
    forms: tuple[bool, bool],
    page: str | None = None,
) -> tuple[str | None, str | None, str]:
    """The fiber as text and as an accepted certificate, each if it is asked for, and its status.

    The text is an HTML page if `page` is given, the command that makes it.
    """
    from symlcn.fiber.fiber import fiber

    with Progress() as progress:
        found = fiber(architecture, tensor, delta, field, progress)
    text = certificate = None
    assumptions: Sequence[str] = ()
    status, why_none = found.status, None
    if forms[1]:
        try:
            found, certificate = sealed_fiber(found)
            status, assumptions = found.status, json.loads(certificate)["assumptions"]
        except LimitError as error:
            from symlcn.fiber.evidence.document import undecided_fiber_json

            certificate = dumps(undecided_fiber_json(architecture, found.tensor, delta, field, str(error)))
            status, why_none = "undecided", str(error)
    if forms[0] and page is not None:
        from symlcn_cli.commands.fiber.page import fiber_page

        text = fiber_page(found, None if why_none else certificate_file, page, assumptions)
    elif forms[0]:
        from symlcn_cli.commands.fiber.report import fiber_report

        text = fiber_report(found, certificate_file, assumptions, why_none)
    return text, certificate, status


def sealed_fiber(found: Fiber) -> tuple[Fiber, str]:
    """What is shown of a fiber, and its accepted certificate: less than is known, if evidence for a part fails.

    Raises LimitError if there is no evidence even for the counts.
    """
    from symlcn.fiber.evidence.document import fiber_json
    from symlcn.fiber.weaker import weaker_fibers

    problems: list[str] = []
    for own in weaker_fibers(found, lambda: f"no evidence within limits: {problems[0]}"):
        try:
            return own, accepted_with(partial(fiber_json, own))
        except LimitError as error:
            problems.append(str(error))
    raise LimitError(problems[0])


@program.command(
    name="fiber",
    help="All factorizations of an end-to-end filter, scaled to given invariants, and which of them share an NTK. "
    "-o FILE.html writes a page with pictures. "
    f"Exit code 0: all real points over the filter do, or there are none; 10: they do not; 30: undecided, as where not "
    f"all are listed.{ARCHITECTURE_HELP}",
)
@click.argument("words", metavar="ARCH...", nargs=-1, required=True)
@click.option(
    "--filter",
    "filter_source",
    metavar="U",
    required=True,
    help='The end-to-end filter: "0,-1,0,1" in one direction, nested JSON lists in general, a file, or -.',
)
@click.option("--field", type=click.Choice(["Q", "R", "C"]), default="R", show_default=True, help="The points to list.")
@click.option("--from-float", is_flag=True, help="Take floats in U for the binary fractions that they are.")
@certificate_option
@invariants("NTKs are compared at every δ")
@common
def fiber_command(
    words: tuple[str, ...],
    filter_source: str,
    field: str,
    from_float: bool,
    certificate_file: str | None,
    delta: str | None,
    balanced: bool,
    shared: Common,
) -> int:
    """Print a fiber, or write a page about it."""
    check_targets(shared.output, certificate_file)
    architecture = read_architecture(words)
    asked = asked_delta(architecture, delta, balanced)
    tensor = read_tensor(filter_source, "filter", from_float=from_float)
    forms = (shared.wants_text and not shared.as_json, shared.as_json or certificate_file is not None)
    try:
        options = ("--filter", filter_source, "--field", field, *(("--from-float",) if from_float else ()))
        page = typed("fiber", words, options, delta, balanced) if is_page(shared.output) else None
        arguments = (architecture, tensor, asked, field, certificate_file, forms, page)
        text, certificate, status = limited(fiber_result, arguments, shared)
    except LimitError as error:
        if not shared.as_json:
            click.echo(f"symlcn: undecided: {error}", err=True)
            return EXIT["undecided"]
        from symlcn.certificates.values import dumps
        from symlcn.fiber.evidence.document import undecided_fiber_json
        from symlcn.network.filters import normalize_filter

        exact = normalize_filter(tensor, architecture.dimension)
        certificate, status = dumps(undecided_fiber_json(architecture, exact, asked, field, str(error))), "undecided"
    deliver(certificate, lambda: text, shared, certificate_file)
    return EXIT[status]


@program.command(name="check", help="Re-check certificates with the independent checker; - is standard input.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@common
def check_command(
    files: tuple[str, ...],
    shared: Common,
) -> int:
    """Check certificate files."""
    for file in files:
        if shared.output is not None and os.path.realpath(file) == os.path.realpath(shared.output):
            raise click.UsageError("--output is a file to be checked", click.get_current_context())
    rows = [check_row(file, shared) for file in files]
    if shared.as_json:
        emit(dumps({"checked": rows}), shared.output)
    elif shared.wants_text:
        names = [row["file"] if row["file"].isprintable() else ascii(row["file"])[1:-1] for row in rows]
        lines = zip(names, rows, strict=True)
        emit("".join(f"{name}: {row['verdict']}: {row['message']}\n" for name, row in lines), shared.output)
    verdicts = {row["verdict"] for row in rows}
    return 40 if "rejected" in verdicts else 2 if "malformed" in verdicts else 30 if "undecided" in verdicts else 0


def check_row(file: str, shared: Common) -> dict[str, str]:
    """The verdict on one file; undecided if a limit is hit."""
    from symlcn.check.core.limits import MAX_BYTES

    data = sys.stdin.buffer.read(MAX_BYTES + 1) if file == "-" and sys.stdin is not None else None
    try:
        verdict, message = limited(checked, (file, data), shared)
    except LimitError as error:
        verdict, message = "undecided", str(error)
    return {"file": file, "verdict": verdict, "message": message}


def checked(file: str, data: bytes | None) -> tuple[str, str]:
    """Verdict and message of the independent checker on a file, or on what was read already."""
    from symlcn.check import check_file, check_text

    outcome = check_file(file) if data is None else check_text(data)
    return outcome.verdict, outcome.claim if outcome.verdict == "accepted" else outcome.message


@program.command(name="zoo", help="List the named architectures; @NAME stands for one wherever ARCH does.")
@click.argument("name", required=False)
@common
def zoo_command(
    name: str | None,
    shared: Common,
) -> int:
    """List the zoo, or show one member."""
    from symlcn.network.zoo import ZOO, skeleton
    from symlcn_cli.words.words import zoo_report

    members = ZOO if name is None else (skeleton(name.removeprefix("@")),)
    if shared.as_json:
        keys = ("name", "notation", "title", "reference", "note", "url")
        rows = [{key: getattr(member, key) for key in keys} for member in members]
        emit(dumps({"zoo": rows}), shared.output)
    elif shared.wants_text:
        emit(zoo_report(members, full=name is not None), shared.output)
    return 0
