"""The command ``symlcn invariants``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias

import click

from symlcn_cli.shared.options import Common, check_sources, common

HELP = """What gradient flow keeps: the invariants δ of an architecture, and their values at given filters, exactly.

    ARCH is a stack of layers in order of application, such as k3s2 k2, written as for symlcn certify; or the widths of
    a fully connected network, input width first, such as 3 2 3.

    Exit code: 0 done."""
MAX_SHOWN = 2000

Text: TypeAlias = dict[str, str]
STACK: Text = {
    "which": "δ_l = ‖w_l‖² − ‖w_{l+1}‖²",
    "why": "The end-to-end filter is linear in each layer: ⟨w_l, ẇ_l⟩ = −⟨u, ∇ℓ(u)⟩ for every l.",
}
DENSE: Text = {
    "which": "D_l = W_{l+1}ᵀW_{l+1} − W_l·W_lᵀ, a symmetric matrix",
    "why": "W_{l+1}·X⁻¹ and X·W_l have the same product, so W_{l+1}ᵀẆ_{l+1} = Ẇ_l·W_lᵀ; add the transpose.",
}
RELU_STACK: Text = {
    "which": "δ_1 = ‖w_1‖² − ‖w_2‖²",
    "why": "relu is homogeneous of degree 1: both filters, paired with the gradients by them, give the same number.",
}
RELU_DENSE: Text = {
    "which": "the diagonal of D_1 = W_2ᵀW_2 − W_1·W_1ᵀ, that is |column i of W_2|² − |row i of W_1|² for each hidden i",
    "why": "relu is homogeneous of degree 1: row i of W_1 and column i of W_2 may be rescaled by c and 1/c, c > 0.",
}


@dataclass(frozen=True, slots=True)
class Network:
    """A network: in words, as JSON, its number of layers, what is kept, and the function that gives its values."""

    name: str
    architecture: Any
    depth: int
    text: Text
    values: Callable[[Sequence[Any]], Any]


@click.command(name="invariants", help=HELP)
@click.argument("words", metavar="ARCH...", nargs=-1, required=True)
@click.option(
    "--filters",
    "filters_source",
    metavar="W",
    help='Filters, or the matrices of a fully connected network, as JSON such as [[1,2,3],[4,"5/2"]], a file, or -.',
)
@click.option("--relu", is_flag=True, help="Two layers with a ReLU between them.")
@common
def command(words: tuple[str, ...], filters_source: str | None, relu: bool, shared: Common) -> int:
    """State what gradient flow keeps."""
    from symlcn.certificates.envelope import dumps
    from symlcn.network.inputs import read_tensor
    from symlcn_cli.shared.earlier import EXIT, limited
    from symlcn_cli.shared.output import emit

    check_sources(words, filters_source)
    network = _network(words, relu)
    values = None
    if filters_source is not None:
        from symlcn.errors import LimitError

        try:
            values = limited(network.values, (read_tensor(filters_source, "filters"),), shared)
        except LimitError as error:
            click.echo(f"symlcn: undecided: {error}", err=True)
            return EXIT["undecided"]
    if shared.as_json:
        emit(dumps(_json(network, relu, values)), shared.output)
    elif shared.wants_text:
        emit(_report(network, values), shared.output)
    return 0


def _network(words: Sequence[str], relu: bool) -> Network:
    from symlcn.certificates.values import architecture_json
    from symlcn.families.dense.document import widths_json
    from symlcn.families.dense.network import Dense
    from symlcn.families.relu.dense import ReluDense
    from symlcn.families.relu.twolayer import ReluConvolutional
    from symlcn.network.filters import invariants
    from symlcn.network.inputs import read_architecture, read_widths

    if " ".join(words).replace(" ", "").isdigit():
        dense = Dense(read_widths(" ".join(words)))
        kept = ReluDense(dense.widths).invariants if relu else dense.invariants
        name = f"fully connected, widths {dense}"
        return Network(name, widths_json(dense), dense.depth, RELU_DENSE if relu else DENSE, kept)
    stack = read_architecture(words)
    values = ReluConvolutional(stack).invariants if relu else partial(invariants, stack)
    text = RELU_STACK if relu else STACK
    return Network(str(stack), architecture_json(stack), len(stack.layers), text, values)


def _json(network: Network, relu: bool, values: Any) -> dict[str, Any]:
    from symlcn.certificates.envelope import tool_json

    return {
        "format": "symlcn-invariants",
        "version": 1,
        "kind": "invariants",
        "architecture": network.architecture,
        "relu": relu,
        "number": network.depth - 1,
        "definition": network.text["which"],
        "values": None if values is None else _exact(values),
        "tool": tool_json(),
    }


def _exact(value: Any) -> Any:
    from symlcn.algebra.exact import rational_text

    return [_exact(part) for part in value] if isinstance(value, tuple) else rational_text(value)


def _report(network: Network, values: Any) -> str:
    from symlcn_cli.pages.interminal import section
    from symlcn_cli.words.words import tensor_text

    name, depth, text = network.name, network.depth, network.text
    if depth == 1:
        return section("Network", name) + section("Invariants", "none: there is one layer")
    which = text["which"]
    several = "" if "_l" not in which else f", for l = 1{f', …, {depth - 1}' if depth > 2 else ''}"
    lines = section("Network", name) + section("Invariants", f"{which}{several}")
    lines += section("Kept", f"by gradient flow of every differentiable loss. {text['why']}")
    if values is not None:
        listed = (values,) if isinstance(values, Fraction) else values
        shown = tensor_text(listed)
        lines += section("Values", shown if len(shown) <= MAX_SHOWN else "large; --json prints them")
    return lines + section("Not claimed", "That there are no others.")
