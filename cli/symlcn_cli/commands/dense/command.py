"""The command ``symlcn dense``, and what ``symlcn certify --relu`` does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from symlcn_cli.shared.options import Common, certificate_option, common
from symlcn_cli.shared.output import Progress, check_targets, deliver

if TYPE_CHECKING:
    from symlcn.algebra.matrices import Rows
    from symlcn.families.dense.network import Dense
    from symlcn.network.architecture import Architecture

HELP = """Is the NTK of a fully connected network a function of its product W = W_L⋯W_1? A proof or an exact pair.

    W0 W1 … WL are the widths, input width first. The invariants D_l = W_{l+1}ᵀW_{l+1} − W_l·W_lᵀ are those of --delta;
    the question is asked at products W of the largest rank. At given invariants that are not all scalar a pair is
    always found for two layers whose hidden width is at most the outer ones, and for three layers with hidden widths
    2 and outer widths at least 2 (also in four, but without a proof): rational if possible, else rational up to
    square roots. Where no pair is found, parameters and a tangent vector, along which the NTK changes while W and all
    D_l stay, show that there are pairs: so for two layers of all other widths, and up to four where hidden widths are
    equal and outer ones no smaller, in all cases tried. Otherwise the search is bounded and may end undecided.

    Exit codes: 0 proved; 10 refuted; 30 undecided."""

DELTA_HELP = (
    "The invariants: generic (all of them, the default); one number d for D_l = d·I; d_1,d_2,… for D_l = d_l·I; or a "
    "JSON list of symmetric matrices, or a file with one."
)


def read_widths(words: Sequence[str]) -> tuple[int, ...]:
    """The widths of the command line, as separate words or one."""
    from symlcn.errors import ParseError, shown

    parts = " ".join(words).split()
    for index, part in enumerate(parts):
        if not (part.isascii() and part.isdigit() and len(part) < 10):
            raise ParseError(f"width {index}", f"{shown(part, 40)} is not a positive integer")
    return tuple(map(int, parts))


def dense_of(network: Dense, asked: tuple[Rows, ...] | None, certificate_file: str | None) -> tuple[str, str, str]:
    """Judge, and have the independent checker accept the result: report, certificate and status."""
    from symlcn.families.dense.document import dense_json
    from symlcn.families.dense.judge import judge
    from symlcn_cli.commands.dense.report import network_report
    from symlcn_cli.shared.earlier import accepted

    found = judge(network, asked)
    return network_report(found, certificate_file), accepted(dense_json(found)), found.status


def relu_of(network: Dense | Architecture, certificate_file: str | None) -> tuple[str, str, str]:
    """The same with a ReLU between two layers."""
    from symlcn.families.dense.network import Dense
    from symlcn.families.relu.dense import ReluDense
    from symlcn.families.relu.document import relu_json
    from symlcn.families.relu.judge import DenseReluResult, ReluResult, judge_convolutional, judge_dense
    from symlcn_cli.commands.dense.report import network_report
    from symlcn_cli.shared.earlier import accepted

    found: ReluResult | DenseReluResult
    if isinstance(network, Dense):
        found = judge_dense(ReluDense(network.widths))
    else:
        found = judge_convolutional(network)
    return network_report(found, certificate_file), accepted(relu_json(found)), found.status


@click.command(name="dense", help=HELP)
@click.argument("words", metavar="W0 W1...", nargs=-1, required=True)
@click.option("--delta", metavar="D", help=DELTA_HELP)
@click.option("--balanced", is_flag=True, help="All invariants 0.")
@click.option("--relu", is_flag=True, help="Two layers with a ReLU between them, for all invariants.")
@certificate_option
@common
def command(
    words: tuple[str, ...],
    delta: str | None,
    balanced: bool,
    relu: bool,
    certificate_file: str | None,
    shared: Common,
) -> int:
    """Judge a fully connected network."""
    from symlcn.families.dense.judge import read_invariants
    from symlcn.families.dense.network import Dense

    check_targets(shared.output, certificate_file)
    network = Dense(read_widths(words))
    if relu:
        return relu_command(network, delta is not None or balanced, certificate_file, shared)
    if balanced and delta is not None:
        raise click.UsageError("--balanced means --delta 0; give one of the two", click.get_current_context())
    hidden = network.widths[1:-1]
    zero = tuple(((0,) * n,) * n for n in hidden)
    asked: Any = zero if balanced else read_invariants(delta or "generic", network)
    return _answer(dense_of, (network, asked), certificate_file, shared)


def relu_command(network: Dense | Architecture, with_delta: bool, certificate_file: str | None, shared: Common) -> int:
    """The answer for a network with a ReLU; returns the exit code."""
    from symlcn.families.dense.network import Dense
    from symlcn.families.relu.dense import ReluDense
    from symlcn.families.relu.twolayer import ReluConvolutional

    if with_delta:
        problem = "--relu answers for all invariants at once; give no --delta or --balanced"
        raise click.UsageError(problem, click.get_current_context())
    ReluDense(network.widths) if isinstance(network, Dense) else ReluConvolutional(network)  # two layers, or an error
    return _answer(relu_of, (network,), certificate_file, shared)


def _answer(work: Any, arguments: tuple[Any, ...], certificate_file: str | None, shared: Common) -> int:
    """Work within limits, write what is asked for, return the exit code; undecided if a limit is hit."""
    from symlcn.certificates.envelope import dumps, sealed
    from symlcn.certificates.values import architecture_json, tensor_json
    from symlcn.errors import LimitError
    from symlcn.families.dense.document import widths_json
    from symlcn.families.dense.network import Dense
    from symlcn_cli.commands.dense.report import undecided_report
    from symlcn_cli.shared.earlier import EXIT, limited

    try:
        with Progress() as progress:
            progress("looking for a pair, or a motion of parameters")
            report, text, status = limited(work, (*arguments, certificate_file), shared)
    except LimitError as error:
        network = arguments[0]
        delta = (
            [tensor_json(rows) for rows in arguments[1]] if len(arguments) > 1 and arguments[1] is not None else None
        )
        about = widths_json(network) if isinstance(network, Dense) else architecture_json(network)
        kind = "dense" if work is dense_of else "relu"
        document = sealed(kind, about, "undecided", {}, delta=delta, reason=str(error))
        report, text, status = undecided_report(arguments[0], str(error)), dumps(document), "undecided"
    deliver(text, lambda: report, shared, certificate_file)
    return EXIT[status]
