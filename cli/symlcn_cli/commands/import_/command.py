"""The command ``symlcn import``."""

from __future__ import annotations

import click

from symlcn.certificates.envelope import dumps
from symlcn_cli.shared.completing import files
from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, common
from symlcn_cli.shared.output import emit

EXAMPLES = {
    "A layer string of fairseq": "symlcn import '[(512, 10, 5)] + [(512, 3, 2)] * 4'",
    "As JSON, which --filters and ARCH take": "symlcn import '[(1, 3, 2)] + [(1, 2, 1)]' --json",
}


@click.command(
    name="import",
    cls=Command,
    examples=EXAMPLES,
    help="What a model file contains: the architecture, and line by line what lies outside the theory and was left "
    "out. MODEL is a file: ONNX (with the extra symlcn[onnx]), config.json of Hugging Face, JSON of Keras or a .keras "
    "archive, safetensors, a printed module of PyTorch; or the layer string of fairseq. Each may stand wherever ARCH "
    "does. Weights are taken for the binary fractions that they are.",
)
@click.argument("source", metavar="MODEL", shell_complete=files)
@click.option("--strict", is_flag=True, help="Refuse the model if anything is left out.")
@common
def command(source: str, strict: bool, shared: Common) -> int:
    """Read a model."""
    from symlcn.errors import ParseError
    from symlcn.network.readers.models import read_model
    from symlcn_cli.commands.import_.report import model_json, model_report

    model = read_model(source)
    if strict and model.outside:
        more = f", and {len(model.outside) - 1} more" if len(model.outside) > 1 else ""
        raise ParseError(f"{model.kind}, --strict", f"outside the theory is {model.outside[0]}{more}")
    if shared.as_json:
        emit(dumps(model_json(model)), shared.output)
    elif shared.wants_text:
        emit(model_report(model), shared.output)
    return 0
