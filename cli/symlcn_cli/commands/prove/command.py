"""The command ``symlcn prove``."""

from __future__ import annotations

import click

from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, architecture_argument, certificate_option, common, invariants
from symlcn_cli.shared.output import check_targets, emit
from symlcn_cli.shared.running import EXIT, PAGES, asked, ending, typed

HELP = """A complete proof for one architecture, to be read without this program.

    From the certificate: the network drawn, its polynomials, the theorem, the witness and why its fiber is complete,
    ranks, and the counterexample where the claim is refuted. -o FILE names a file that ends in .md, .tex or .html.

    ARCH is a stack of layers in order of application, such as k3x3s2 k3x3, written as for symlcn certify.

    Exit codes, when the proof is written: 0 the NTK is parameter-independent; 10 it is not. 30: undecided; of a
    network with channels what is proved all the same is written, and what is not, of others nothing."""


EXAMPLES = {
    "As a page": "symlcn prove k3x3s2 k3x3 -o proof.html",
    "At given invariants, on standard output": "symlcn prove k2x2 k2x2 --delta 21 --format md",
    "With channels": "symlcn prove c3 k3x3s2c6 k3x3c4 -o proof.html",
}


@click.command(name="prove", cls=Command, examples=EXAMPLES, help=HELP)
@architecture_argument
@click.option(
    "--format", "form", type=click.Choice([*PAGES]), help="The form, where the name of the file does not tell."
)
@certificate_option
@invariants("every δ at once")
@common
def command(
    words: tuple[str, ...],
    form: str | None,
    certificate_file: str | None,
    delta: str | None,
    balanced: bool,
    shared: Common,
) -> int:
    """Write a proof."""
    from symlcn.generic.question import certify
    from symlcn.network.inputs import read_architecture
    from symlcn_cli.pages.rendering import has_page

    check_targets(shared.output, certificate_file)
    form = form_of(form, shared)
    architecture = read_architecture(words)
    shown = PAGES[form], None, typed("prove", words, ("--format", form), delta, balanced), None
    answer = certify(
        architecture,
        asked(delta, balanced),
        time_limit=shared.time_limit,
        memory_limit=shared.memory_limit,
        shown=shown if shared.wants_text else None,
    )
    if certificate_file is not None:
        answer.save(certificate_file)
    if shared.as_json:
        emit(answer.render("json"), None)
    partial = answer.undecided and has_page(answer)
    if answer.undecided:
        how = "only a part is proved" if partial else "nothing is proved"
        click.echo(f"symlcn: undecided, {how}: {answer.reason}", err=True)
    if shared.wants_text and (partial or not answer.undecided):
        emit(answer.render(*shown), shared.output)
    return EXIT[answer.status]


def form_of(form: str | None, shared: Common) -> str:
    """The form that is asked for, or that the name of the file says.

    Raises
    ------
    click.UsageError
    """
    if shared.as_json and shared.output in (None, "-"):
        problem = "--json prints the certificate; name a file for the proof with -o"
        raise click.UsageError(problem, click.get_current_context())
    if form is None:
        form = ending(shared.output)
        if form not in PAGES:
            problem = "give -o FILE with a name that ends in .md, .tex or .html, or --format"
            raise click.UsageError(problem, click.get_current_context())
    return form
