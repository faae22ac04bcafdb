"""The command ``symlcn dense``."""

from __future__ import annotations

import click

from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, certificate_option, common, rocq_option
from symlcn_cli.shared.output import check_targets
from symlcn_cli.shared.running import asked, deliver, running

HELP = """Is the NTK of a fully connected network a function of what it computes? A proof or an exact pair.

    W0 W1 … WL are the widths, input width first. Linear networks compute W = W_L⋯W_1. The invariants
    D_l = W_{l+1}ᵀW_{l+1} − W_l·W_lᵀ are those of --delta; the question is asked at products W of the largest rank. At
    given invariants that are not all scalar a pair is always found for two layers whose hidden width is at most the
    outer ones, and for three layers with hidden widths 2 and outer widths at least 2 (also in four, but without a
    proof): rational if possible, else rational up to square roots. Where no pair is found, parameters and a tangent
    vector, along which the NTK changes while W and all D_l stay, show that there are pairs: so for two layers of all
    other widths, and up to four where hidden widths are equal and outer ones no smaller, in all cases tried. Otherwise
    the search is bounded and may end undecided.

    With a token r2, r3, … after each width but the last two, as in 2 r3 2 1, hidden layers have the activation x^r. The
    invariants are δ_(l,a) = |row a of W_l|² − r_l·|column a of W_(l+1)|² for each hidden neuron. The NTK is a function
    of f and δ where δ is constant on each hidden layer and the parameters over f are shown to be one orbit of the
    rescalings and permutations of neurons (Kruskal's theorem for the first hidden layer; r_l > 2·W_l·(2·W_l − 2) for
    any); where δ is not constant it is not, by an exact pair or by the rank of the Jacobian.

    Exit codes: 0 proved; 10 refuted; 30 undecided."""

DELTA_HELP = (
    "The invariants: generic (all of them, the default); one number d for D_l = d·I; d_1,d_2,… for D_l = d_l·I; or a "
    "JSON list of symmetric matrices, or a file with one. With activations numbers in place of matrices: [[97,-167]]."
)


EXAMPLES = {
    "Two layers, for generic invariants": "symlcn dense 3 2 3",
    "At D_1 = 0": "symlcn dense 2 2 2 --balanced",
    "With a ReLU between the layers": "symlcn dense 3 2 1 --relu",
    "With the activation x^3": "symlcn dense 2 r3 2 1",
    "At given invariants of its neurons": "symlcn dense 2 r3 2 1 --delta [[97,-167]]",
}


@click.command(name="dense", cls=Command, examples=EXAMPLES, help=HELP)
@click.argument("words", metavar="W0 W1...", nargs=-1, required=True)
@click.option("--delta", metavar="D", help=DELTA_HELP)
@click.option("--balanced", is_flag=True, help="All invariants 0.")
@click.option("--relu", is_flag=True, help="Two layers with a ReLU between them, for all invariants.")
@rocq_option
@certificate_option
@common
def command(
    words: tuple[str, ...],
    delta: str | None,
    balanced: bool,
    relu: bool,
    rocq_file: str | None,
    certificate_file: str | None,
    shared: Common,
) -> int:
    """Judge a fully connected network."""
    from symlcn.families.dense.network import Dense
    from symlcn.families.dense.question import as_dense
    from symlcn.families.densepolynomial.powernetwork import as_dense_polynomial, names_activations
    from symlcn.families.fullyconnected import dense
    from symlcn.network.inputs import read_tensor

    check_targets(shared.output, certificate_file, rocq_file)
    text = " ".join(words)
    if relu and names_activations(text):
        raise click.UsageError("--relu is for widths without activations", click.get_current_context())
    if relu and rocq_file is not None:
        raise click.UsageError("--rocq is for networks without activations", click.get_current_context())
    network = as_dense_polynomial(text) if names_activations(text) else as_dense(text)
    if relu and isinstance(network, Dense):
        from symlcn_cli.commands.relu.option import answer_relu

        return answer_relu(network, asked(delta, balanced), certificate_file, shared)
    given = asked(delta, balanced)
    invariants = read_tensor(given, "delta") if given == "-" else given
    answer = dense(network, invariants, **running(shared, certificate_file, rocq_file=rocq_file))
    return deliver(answer, shared, certificate_file, rocq_file=rocq_file)
