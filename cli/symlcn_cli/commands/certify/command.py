"""The command ``symlcn certify``."""

from __future__ import annotations

import click

from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, architecture_argument, certificate_option, common, invariants
from symlcn_cli.shared.output import check_targets
from symlcn_cli.shared.running import ARCHITECTURE_HELP, asked, deliver, running

MODEL_HELP = """

    The network is linear, or has activations between layers: x^r (k3 r2 k2), or those of --activation. Its
    convolutions have no padding, and no bias unless --bias is given. Of a network of the zoo the answer is about
    that skeleton of it. With activations δ_l is |w_l|² − r_l·|w_(l+1)|², and the answer is composed of those of
    the stacks of layers between them. With several channels (c3 k3x3c8 k3x3) it is how many orbits of hidden
    invertible matrices the generic fiber has, and whether the NTK is parameter-independent; numbers of --delta
    are then d_l for invariants D_l = d_l·I, D_l = W_(l+1)ᵀW_(l+1) − W_l·W_lᵀ summed over positions, which for
    one channel is −δ_l."""
EXAMPLES = {
    "For every δ": "symlcn certify k3x3s2 k3x3",
    "A network of the zoo": "symlcn certify @lenet5",
    "With an activation x^2": "symlcn certify k3 r2 k2",
    "With channels": "symlcn certify c64 k3x3s2c128 k3x3c128 --balanced",
    "With a polynomial activation": 'symlcn certify k3 k2 --activation "y^2 + y"',
    "With activations x^2 and biases": "symlcn certify k3 r2 k2 --bias",
    "At given invariants, with a certificate": "symlcn certify k2x2 k2x2 --delta 21 --certificate c.json",
}


@click.command(
    name="certify",
    cls=Command,
    examples=EXAMPLES,
    help=f"Is the NTK parameter-independent? A proof or a counterexample.{MODEL_HELP}{ARCHITECTURE_HELP}",
)
@architecture_argument
@invariants("every δ at once")
@click.option("--relu", is_flag=True, help="Two layers with a ReLU between them, for every δ.")
@click.option(
    "--activation", metavar="POLYNOMIAL", help="After each layer but the last: of degree 2 or more, 0 at 0, no power."
)
@click.option("--bias", is_flag=True, help="With activations x^r: a bias in the last layer of each run.")
@certificate_option
@common
def command(
    words: tuple[str, ...],
    delta: str | None,
    balanced: bool,
    relu: bool,
    activation: str | None,
    bias: bool,
    certificate_file: str | None,
    shared: Common,
) -> int:
    """Certify an architecture."""
    from symlcn.generic.question import certify
    from symlcn.network.inputs import read_architecture

    check_targets(shared.output, certificate_file)
    architecture = read_architecture(words)
    if relu and (activation is not None or bias):
        raise click.UsageError("--relu is an activation without bias; give it alone", click.get_current_context())
    if relu:
        from symlcn_cli.commands.relu.option import answer_relu

        return answer_relu(architecture, asked(delta, balanced), certificate_file, shared)
    how = running(shared, certificate_file)
    answer = certify(architecture, asked(delta, balanced), activation=activation, bias=bias, **how)
    return deliver(answer, shared, certificate_file)
