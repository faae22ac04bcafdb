"""The proof for one architecture, as a document.

Contents: :func:`proof_document`, :func:`references`, :func:`short_title`.
"""

from __future__ import annotations

from symlcn.generic.certify import Certificate
from symlcn.network.architecture import Architecture
from symlcn.network.classify import Classification
from symlcn.network.zoo import ZOO
from symlcn.version import __version__
from symlcn_cli.commands.prove.fiberpart import fiber_blocks, theorem_blocks
from symlcn_cli.commands.prove.ntkpart import answer_text, ntk_blocks
from symlcn_cli.pages.model import Block, Code, Document, Heading, Link, Listing, Paragraph, Text, text
from symlcn_cli.pages.networkpart import group_blocks, network_blocks, polynomial_blocks

__all__ = ["proof_document", "references", "short_title"]

MAX_TITLE = 60


def proof_document(certificate: Certificate, classification: Classification, digest: str, source: str) -> Document:
    """A complete proof of what a certificate claims.

    Parameters
    ----------
    certificate : Certificate
        Proved or refuted, and accepted by the independent checker.
    classification : Classification
        That of the certificate.
    digest : str
        The digest of the certificate, which ties the proof to it.
    source : str
        The command that makes the proof again; not trusted, it may contain any characters.
    """
    architecture = certificate.architecture
    notation = str(architecture)
    answer = answer_text(certificate, classification)
    return Document(
        f"The fiber and the NTK of {short_title(architecture)}",
        (
            *theorem_blocks(certificate, classification, answer),
            *network_blocks(architecture),
            *polynomial_blocks(architecture),
            *group_blocks(architecture),
            *fiber_blocks(certificate, classification),
            *ntk_blocks(certificate, classification),
            *_limits(),
            *references(notation),
        ),
        text(
            "Made by symlcn {} from its certificate {}, which the independent checker accepted. Made again by: {}. "
            "The certificate counts layers from 0.",
            __version__,
            Code(digest),
            Code(source),
        ),
    )


def short_title(architecture: Architecture) -> str:
    """The notation, or its first layers."""
    words = str(architecture).split()
    shown = " ".join(words)
    return shown if len(shown) <= MAX_TITLE else f"{' '.join(words[:5])} … ({len(words)} layers)"


def _limits() -> list[Block]:
    return [
        Heading(text("What is not claimed")),
        Paragraph(
            text(
                "Nothing is said of $u = 0$, of NTKs over filters at which the closure of $M$ is not normal, and of "
                "the number of points over special $u$: where roots coincide, filters are proportional, or a factor "
                "lies at infinity, it may be different. Nothing is taken on trust: every number above is a "
                "rational or algebraic number that was computed exactly; decimal digits are for the reader only. "
                "In a number with dots between its digits some are left out; the certificate has them all."
            )
        ),
    ]


def references(notation: str) -> list[Block]:
    """The paper, the classification lesson, the related papers, and the source of a network of the zoo."""
    items: list[Text] = [
        text(
            "E. M. Achour, K. Kohn, H. Rauhut, The Riemannian Geometry Associated to Gradient Flows of Linear "
            "Convolutional Networks, {}",
            Link("https://arxiv.org/abs/2507.06367"),
        ),
        text(
            "symlcn, The generic fiber and the NTK of every architecture, the lesson {}: Theorem A (generic fiber) "
            "and Theorem B (NTK).",
            Code("symlcn_proofs/classification.md"),
        ),
        text(
            "K. Kohn, T. Merkh, G. Montúfar, M. Trager, Geometry of Linear Convolutional Networks, SIAM Journal on "
            "Applied Algebra and Geometry 6 (2022), {}",
            Link("https://arxiv.org/abs/2108.01538"),
        ),
    ]
    for member in ZOO:
        if member.notation == notation and "Riemannian Geometry" not in member.reference:
            source = text(f"{member.title}: {member.reference}".replace("{", "{{").replace("}", "}}").replace("$", ""))
            items.append((*source, *((" ", Link(member.url)) if member.url else ()), f" {member.note}"))
    return [Heading(text("References")), Listing(tuple(items), numbered=True)]
