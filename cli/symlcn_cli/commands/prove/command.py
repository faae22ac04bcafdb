"""The command ``symlcn prove``."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from symlcn.certificates.envelope import write_file
from symlcn_cli.shared.options import Common, certificate_option, common, invariants
from symlcn_cli.shared.output import check_targets, emit

if TYPE_CHECKING:
    from fractions import Fraction

    from symlcn.generic.certify import Certificate
    from symlcn.network.architecture import Architecture

FORMS = ("md", "tex", "html")

HELP = """A complete proof for one architecture, to be read without this program.

    From the certificate: the network drawn, its polynomials, the theorem, the witness and why its fiber is complete,
    ranks, and the counterexample where the claim is refuted. -o FILE names a file that ends in .md, .tex or .html.

    ARCH is a stack of layers in order of application, such as k3x3s2 k3x3, written as for symlcn certify.

    Exit codes, when the proof is written: 0 the NTK is parameter-independent; 10 it is not. 30: undecided, no proof."""


def proof_of(
    architecture: Architecture, delta: tuple[Fraction, ...] | None, source: str, form: str
) -> tuple[Certificate, str, str | None]:
    """Certify; the certificate as the independent checker accepts it, and the proof unless it is undecided."""
    import json

    from symlcn.generic.certify import certify
    from symlcn.generic.document import to_json
    from symlcn_cli.shared.earlier import accepted

    certificate = certify(architecture, delta)
    text = accepted(to_json(certificate))
    if certificate.classification is None:
        return certificate, text, None
    return certificate, text, written(certificate, json.loads(text)["digest"], source, form)


def written(certificate: Certificate, digest: str, source: str, form: str) -> str:
    """The proof in one of the forms; the certificate is not undecided."""
    from symlcn_cli.commands.prove.proofdocument import proof_document
    from symlcn_cli.pages.inhtml import html_page
    from symlcn_cli.pages.inlatex import latex
    from symlcn_cli.pages.inmarkdown import markdown

    if certificate.classification is None:
        raise ValueError("nothing is proved")
    document = proof_document(certificate, certificate.classification, digest, source)
    return {"md": markdown, "tex": latex, "html": html_page}[form](document)


@click.command(name="prove", help=HELP)
@click.argument("words", metavar="ARCH...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(FORMS), help="The form, where the name of the file does not tell.")
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
    from symlcn.certificates.envelope import dumps
    from symlcn.errors import LimitError
    from symlcn.generic.certify import undecided
    from symlcn.generic.document import to_json
    from symlcn.network.inputs import read_architecture
    from symlcn_cli.shared.earlier import EXIT, asked_delta, limited

    check_targets(shared.output, certificate_file)
    form = form_of(form, shared)
    architecture = read_architecture(words)
    asked = asked_delta(architecture, delta, balanced)
    source = typed("prove", words, ("--format", form), delta, balanced)
    try:
        certificate, text, proof = limited(proof_of, (architecture, asked, source, form), shared)
    except LimitError as error:
        certificate, proof = undecided(architecture, asked, str(error)), None
        text = dumps(to_json(certificate))
    if certificate_file is not None:
        write_file(certificate_file, text)
    if shared.as_json:
        emit(text, None)
    if proof is None:
        click.echo(f"symlcn: undecided, nothing is proved: {certificate.reason}", err=True)
    elif shared.wants_text:
        emit(proof, shared.output)
    return EXIT[certificate.status]


def typed(command: str, words: Sequence[str], options: Sequence[str], delta: str | None, balanced: bool) -> str:
    """A command line that does the same again, quoted for a shell."""
    asked = ["--balanced"] if balanced else [] if delta is None else [f"--delta={delta}"]
    return shlex.join(["symlcn", command, *words, *options, *asked])


def is_page(output: str | None) -> bool:
    """Whether the name of a file asks for an HTML page."""
    return output is not None and output.lower().endswith(".html")


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
        ending = (shared.output or "").rpartition(".")[2].lower()
        if ending not in FORMS:
            problem = "give -o FILE with a name that ends in .md, .tex or .html, or --format"
            raise click.UsageError(problem, click.get_current_context())
        form = ending
    return form
