"""The proof of an answer about a network with channels, as a document.

Contents: :func:`channel_proof`.
"""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.exact import rational_text
from symlcn.answer import Status
from symlcn.families.multichannel.certify.judge import MultichannelResult
from symlcn_cli.commands.certify.multichannel.derivationproof import fiber_blocks
from symlcn_cli.commands.certify.multichannel.ntkproof import ntk_blocks, ntk_claims
from symlcn_cli.pages.formulas import BREAK, integer, vector
from symlcn_cli.pages.model import (
    Block,
    Chain,
    Claim,
    Code,
    Document,
    Formula,
    Heading,
    Link,
    Listing,
    Paragraph,
    Table,
    Text,
    text,
)
from symlcn_cli.pages.proofpage import proof_of

__all__ = ["channel_proof"]

MAX_ROWS = 60
MAX_GROUPS = 4


def channel_proof(found: MultichannelResult, digest: str, source: str) -> Document:
    """A proof of what a certificate claims, to be read without this program.

    Parameters
    ----------
    found : MultichannelResult
        Accepted by the independent checker. If it is undecided, what is proved all the same, and what is not.
    digest : str
        The digest of the certificate.
    source : str
        The command that makes the proof again.
    """
    blocks = [
        *_claims(found),
        *_network(found),
        *_channels(found),
        *fiber_blocks(found),
        *ntk_blocks(found),
        *_limits(),
    ]
    return proof_of(str(found.network), blocks, digest, source)


def _claims(found: MultichannelResult) -> Iterator[Block]:
    items = [_concise(found), *_orbits(found), *ntk_claims(found)]
    yield Heading(text("What is proved"))
    yield Claim(
        (Paragraph(text("For the network {}:", Code(str(found.network)))), Listing(tuple(items), numbered=True))
    )
    asked = "for all invariants"
    numbers = found.numbers
    if numbers is not None:
        given = ", ".join(map(rational_text, numbers))
        asked = f"for $D_l = d_l I$ with $d = ({given})$" if numbers else "of a single layer"
    elif found.delta is not None:
        asked = "for given $D_l$ that are not all scalar"
    question = text(f"That the NTK is a function of $U$ and the invariants was asked {asked}, and is {found.status}")
    why = f": {found.reason}" if found.status is Status.UNDECIDED else ""
    yield Paragraph((*question, f"{why}."))


def _concise(found: MultichannelResult) -> Text:
    if found.concise:
        return text("It is concise: no hidden layer has more channels than its neighbours can see.")
    own, reduced = found.network.channels, found.reduced.channels
    wasted = [f"{reduced[l]} of {own[l]} after layer {l}" for l in range(1, len(own) - 1) if reduced[l] < own[l]]
    return text(
        f"It is not concise: of the hidden channels {'; '.join(wasted)} suffice. The network with the channels "
        f"${vector([str(c) for c in reduced])}$, which is concise, has the same end-to-end filters; its orbits are the "
        "closed ones."
    )


def _orbits(found: MultichannelResult) -> Iterator[Text]:
    hidden = found.reduced.channels[1:-1]
    group = "" if len(hidden) > MAX_GROUPS else " = " + rf" \times {BREAK}".join(rf"\text{{GL}}({c})" for c in hidden)
    of = f"of $G{group}$" if hidden else "of the trivial group"
    which = "Its" if found.concise else "The concise network's"
    fiber = f"{which} fiber over a generic $U$, over $\\mathbb{{C}}$, consists of"
    if found.orbits is not None:
        yield text(f"{fiber} ${integer(found.orbits)}$ orbit{'s' * (found.orbits > 1)} {of}.")
    elif found.derivation.finite:
        yield text(f"{fiber} finitely many orbits {of}.")
    elif found.derivation.finite is False:
        excess = "" if found.excess is None else f", a family of dimension ${found.excess}$"
        yield text(f"{fiber} infinitely many orbits {of}{excess}.")
    where = f"in $\\mathbb{{R}}^{{{found.ambient}}}$"
    if found.dimension is None:
        yield text(f"The closure $M$ of the set of all $U$ has at most the dimension ${found.bound}$ {where}.")
    else:
        yield text(f"The closure $M$ of the set of all $U$ has the dimension ${found.dimension}$ {where}.")


def _network(found: MultichannelResult) -> Iterator[Block]:
    network = found.network
    layers = network.architecture.layers
    boxes = [(word, f"layer {l}") for l, word in enumerate(_words(found), 1)]
    yield Heading(text("The network"))
    yield Chain("x", tuple(boxes), "y")
    yield Paragraph(
        text(
            f"Layer $l$, from 1 to $L = {len(layers)}$, has $c_{{l-1}}$ input and $c_l$ output channels, here the "
            f"numbers ${vector([str(c) for c in network.channels])}$ from $c_0$ on. Its filter $W_l$ has $K_l$ "
            r"coefficients $W_l[j]$, matrices of size $c_l \times c_{l-1}$; with the exponent $e_l$, the product of "
            "its dilation and of all strides before it, it stands for the matrix of polynomials"
        )
    )
    yield Formula(r"P_l = \sum_j W_l[j]\ x^{j \odot e_l},")
    yield Paragraph(text("and the network computes the convolution with"))
    yield Formula(r"U = P_L \cdots P_1.")
    yield Paragraph(
        text(
            rf"It has {network.parameters} parameters. $G = \prod_{{l<L}} \text{{GL}}(c_l)$ acts by $P_l \mapsto g_l "
            r"P_l g_{l-1}^{-1}$, $g_0 = g_L = 1$, and keeps $U$: what is counted are its orbits. The excess is the "
            r"number of parameters less $\dim G = \sum_{l<L} c_l^2$ less the rank of the Jacobian at generic filters. "
            "Gradient flow of a loss of $U$ keeps the symmetric matrices"
        )
    )
    yield Formula(r"D_l = \sum_j W_{l+1}[j]^{\top} W_{l+1}[j]" + BREAK + r" - \sum_j W_l[j]\, W_l[j]^{\top},")
    yield Paragraph(
        text(r"for one channel $-\delta_l$. The NTK is $K = J J^{\top}$, $J$ the Jacobian of $U$ by all filters.")
    )


def _words(found: MultichannelResult) -> list[str]:
    """The layers with their channels, as in the notation."""
    return [word for word in str(found.network).split() if word.startswith("k")]


def _channels(found: MultichannelResult) -> Iterator[Block]:
    """Conciseness: the inequalities with numbers, and why they matter."""
    own, counts, reduced = found.network.channels, found.reduced.counts, found.reduced.channels
    if len(own) == 2:
        return
    yield Heading(text("The channels"))
    yield Paragraph(
        text(
            r"The network is concise if $c_l \le K_l c_{l-1}$ and $c_l \le K_{l+1} c_{l+1}$ for all $l < L$. Exactly "
            r"then generic $W_l$, as matrices of size $c_l \times c_{l-1} K_l$ and $c_l K_l \times c_{l-1}$, have full "
            "rank on the sides of all hidden channels: such filters have a trivial stabiliser and a closed orbit "
            "(Lemma 1: a one-parameter group that keeps them bounded is trivial, by induction from both ends; Kempf "
            "and Ness). The numbers:"
        )
    )
    head = (r"$l$", r"$c_l$", r"$K_l c_{l-1}$", r"$K_{l+1} c_{l+1}$", "suffices")
    rows = [
        tuple(map(text, map(str, (l, own[l], counts[l - 1] * own[l - 1], counts[l] * own[l + 1], reduced[l]))))
        for l in range(1, len(own) - 1)
    ]
    if len(rows) > MAX_ROWS:
        rows = [*rows[: MAX_ROWS - 1], (text("…"),) * len(head)]
    yield Table(tuple(map(text, head)), tuple(rows))
    if found.concise:
        yield Paragraph(text("All inequalities hold."))
        return
    yield Paragraph(
        text(
            "Where one fails, $P_l = S P_l^0$ or $P_{l+1} = P_{l+1}^0 S$ with a matrix of numbers $S$ that the other "
            "layer absorbs. So $c_l$ is lowered to what its neighbours can see, until nothing changes: the concise "
            "network with the channels in the last column has the same image. All that follows is about it."
        )
    )


def _limits() -> list[Block]:
    return [
        Heading(text("What is not claimed")),
        Paragraph(
            text(
                "Statements hold for real $U$ outside a proper algebraic subset of $M$ that is not written down: "
                "nothing is said of special $U$, such as 0, nor of $U$ without real parameters. Convolutions are "
                "valid, without padding and bias. The hypotheses of the theorems were verified exactly, by the program "
                "and by the independent checker, which takes the theorems themselves on trust."
            )
        ),
        Heading(text("References")),
        Listing(
            (
                text(
                    "E. M. Achour, K. Kohn, H. Rauhut, The Riemannian Geometry Associated to Gradient Flows of Linear "
                    "Convolutional Networks, {}",
                    Link("https://arxiv.org/abs/2507.06367"),
                ),
                text(
                    "symlcn, Theory: several channels, {}, with all proofs; the lessons {} and {}.",
                    Code("docs/channels.md"),
                    Code("symlcn_proofs/channels.md"),
                    Code("symlcn_proofs/kempf.md"),
                ),
                text(
                    "K. Lindsey, G. Menon, on balanced linear networks and the Kempf-Ness theorem, {}",
                    Link("https://arxiv.org/abs/2511.01137"),
                ),
            ),
            numbered=True,
        ),
    ]
