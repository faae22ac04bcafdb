"""A proof of what a certificate claims, as a document: its title, and where it comes from.

Contents: :func:`proof_of`.
"""

from __future__ import annotations

from collections.abc import Iterable

from symlcn.version import __version__
from symlcn_cli.pages.model import Block, Code, Document, text

__all__ = ["proof_of"]

MAX_TITLE = 60


def proof_of(notation: str, blocks: Iterable[Block], digest: str, source: str) -> Document:
    """The blocks of a proof about a network, with the digest of the certificate and the command that makes it again.

    Examples
    --------
    >>> proof_of("k3 r2 k2", [], "sha256:0", "symlcn prove k3 r2 k2").title
    'The fiber and the NTK of k3 r2 k2'
    """
    title = notation if len(notation) <= MAX_TITLE else f"{notation[:MAX_TITLE]}…"
    return Document(
        f"The fiber and the NTK of {title}",
        tuple(blocks),
        text(
            "Made by symlcn {} from its certificate {}, which the independent checker accepted. Made again by: {}.",
            __version__,
            Code(digest),
            Code(source),
        ),
    )
