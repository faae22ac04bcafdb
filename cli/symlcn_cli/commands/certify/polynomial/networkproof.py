"""The proof of an answer about a network with activations, as a document.

Contents: :func:`network_proof`.
"""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.algebra.exact import rational_text
from symlcn.families.polynomial.certify.composition import Composition
from symlcn.families.polynomial.certify.judge import NetworkCertificate
from symlcn_cli.commands.certify.report import filter_lines, number_text
from symlcn_cli.pages.formulas import form
from symlcn_cli.pages.model import (
    Block,
    Chain,
    Claim,
    Code,
    Document,
    Entry,
    Formula,
    Heading,
    Link,
    Listing,
    Paragraph,
    Text,
    joined,
    text,
)
from symlcn_cli.pages.proofpage import proof_of

__all__ = ["network_proof"]


def network_proof(
    found: NetworkCertificate, c: Composition, words: tuple[Sequence[str], Sequence[str]], digest: str, source: str
) -> Document:
    """A proof of what a certificate claims, to be read without this program.

    Parameters
    ----------
    found : NetworkCertificate
        Proved or refuted, and accepted by the independent checker.
    c : Composition
        That of the certificate.
    words : tuple of two sequences of str
        The runs, and the pair if there is one, in lines.
    digest : str
        The digest of the certificate.
    source : str
        The command that makes the proof again.
    """
    blocks = [
        *_claims(found, c),
        *_network(found),
        *_peeling(),
        *_fibers(found, c, words[0]),
        *_ntk(c, words[1]),
        *_limits(),
    ]
    return proof_of(str(found.network), blocks, digest, source)


def _claims(found: NetworkCertificate, c: Composition) -> list[Block]:
    degree = "that is not determined" if c.degree is None else number_text(c.degree)
    items = [
        text(
            rf"The parametrization map $\pi$, from filters up to scalings to the function $f$ up to scaling, has "
            rf"degree "
            f"{degree} onto its image; the closure $M$ of the image has dimension ${c.dimension}$ as a cone."
        ),
        _independence(c),
    ]
    if c.fully_nonlinear and not c.smooth:
        items.append(
            text(
                r"Over every $f \ne 0$ that is a singular point of $M$, and for every $\delta$, two real parameters "
                r"over "
                "$f$ have different NTKs."
            )
        )
    verdict = "proved" if found.status == "proved" else "refuted"
    asked = r"every $\delta$" if found.delta is None else f"$\\delta = ({', '.join(map(rational_text, found.delta))})$"
    return [
        Heading(text("Theorem")),
        Claim((Paragraph(text("For the network {}:", Code(str(found.network)))), Listing(tuple(items), numbered=True))),
        Paragraph(text(f"That the NTK is a function of $f$ and $\\delta$ was asked for {asked}, and is {verdict}.")),
    ]


def _independence(c: Composition) -> Text:
    who = "all real parameters over $f$ with these invariants have the same NTK"
    normal = r"every $f \ne 0$" if c.smooth else r"every $f \ne 0$ at which $M$ is normal (for example smooth)"
    if c.ntk == "independent":
        return text(rf"For every $\delta$ and {normal}, {who}.")
    if c.ntk == "dependent":
        return text(
            r"For every $\delta$ there is a nonempty open set of functions over each of which two real parameters "
            r"with the "
            r"invariants $\delta$ have different NTKs."
        )
    locus = joined([text(f"${form(own)}$") for own in c.delta_locus or ()])
    return text(
        rf"For all $\delta$ with {{}}, and {normal}, {who}. For all other $\delta$ there are two with different "
        rf"NTKs, over "
        "each of a nonempty open set of functions.",
        locus,
    )


def _network(found: NetworkCertificate) -> list[Block]:
    network = found.network
    boxes = []
    for l, (layer, power) in enumerate(zip(network.architecture, (*network.activations, 1), strict=True), 1):
        boxes.append((str(layer), f"layer {l}"))
        if power > 1:
            boxes.append((f"x^{power}", "activation"))
    return [
        Heading(text("The network")),
        Chain("x", tuple(boxes), "y"),
        Paragraph(
            text(
                "Let $T^a$ move inputs, $T^a x_p = x_{p+a}$. The filter $w_l$ of layer $l$ with exponent $e_l$, the "
                "product "
                r"of its dilation and of all strides before it, is the operator $P_l(T) = \sum_j w_l[j]\,T^{j \odot "
                r"e_l}$, "
                "and $f = F_L$ is the output at position 0 of"
            )
        ),
        Formula(r"F_0 = x_0, \qquad F_l = P_l(T)\,(F_{l-1})^{r_{l-1}},"),
        Paragraph(
            text(
                r"where $r_l$ is the activation after layer $l$, 1 for none. $f$ is homogeneous in $w_l$ of degree "
                r"$D_l = r_l \cdots r_{L-1}$, here {}. So gradient flow keeps $\delta_l = \lVert w_l \rVert^2 - r_l "
                r"\lVert w_{l+1} \rVert^2$. A run is a maximal stack of layers without an activation between them; its "
                "end-to-end filter is $Q_i$, the product of its operators.",
                ", ".join(map(str, network.degrees[:20])) + ("…" if len(network) > 20 else ""),
            )
        ),
    ]


def _peeling() -> list[Block]:
    return [
        Heading(text("Peeling")),
        Paragraph(
            text(
                r"Let $r \ge 2$, let $P, P'$ be operators and $G, G'$ polynomials that are not constant, and let "
                r"$P(T)\,G^r = P'(T)\,G'^r \ne 0$. Then $G'$ is a scalar times a shift of $G$. Proof: order positions "
                r"lexicographically. After shifts the least exponents of $P$ and $P'$ are 0; then both $G$ and $G'$ "
                r"have the "
                r"least variable $z$ of both sides, and $z$ comes from $p_0 G^r$ and from $p'_0 G'^r$ alone. So "
                r"$H = G^r - c\,G'^r$, $c = p'_0/p_0$, is free of $z$. Over the complex numbers $H$ is the product "
                r"of the "
                r"$G - \theta G'$ with $\theta^r = c$. If $H \ne 0$, each factor is free of $z$, and so is the "
                r"difference "
                r"of two of them, a multiple of $G'$: a contradiction. So $H = 0$, and $G = \theta G'$ for one "
                r"$\theta$."
            )
        ),
        Paragraph(
            text(
                r"As operators act injectively on polynomials that are not constant, $P$ and $P'$ then differ by a "
                r"shift and "
                r"a scalar, too. From the last run to the first: $f$ determines $Q_1, Q_2, \dots$ up to scalars and "
                r"up to "
                r"shifts $T^{b_i}$ with $\sum b_i = 0$. This holds for every $f \ne 0$."
            )
        ),
    ]


def _fibers(found: NetworkCertificate, c: Composition, lines: Sequence[str]) -> list[Block]:
    runs = tuple(text("{}", line) for line in lines)
    blocks: list[Block] = [
        Heading(text("The fiber")),
        Paragraph(
            text(
                "Over a generic $f$ no shift but 0 leaves all $Q_i$ in their boxes, and the fiber of $\\pi$ is the "
                "product of "
                "the fibers of the runs, which are linear networks. Their certificates are inside that of the "
                "network; with "
                "the witness filters {} each of them shows the fiber completely. The runs are:",
                "; ".join(
                    line.strip() for line in filter_lines("w", [own for run in found.runs for own in run.witness])
                ),
            )
        ),
        Listing(runs),
        Paragraph(text("The degrees multiply, which is (1).")),
    ]
    if c.birational_up_to_layer_order:
        blocks.append(
            Paragraph(
                text(
                    "The fiber over $f$ is the product of those of the runs wherever $M$ is normal: "
                    r"$\pi$ is finite, the quotient of the product of projective spaces by the permutations that keep "
                    "generic fibers is normal, and it is mapped birationally to $M$; so it is isomorphic to $M$ over "
                    "the "
                    "normal points, by Zariski's main theorem."
                )
            )
        )
    if c.fully_nonlinear:
        shifts = (
            r"each layer is a run, and the fiber over $f$ consists of the shifts $T^{a_l}w_l$ with $\sum_l a_l \odot "
            r"e_l = 0$ "
            r"that stay in their boxes. $f$ is a smooth point of $M$ exactly if 0 is the only one"
        )
        size = {True: "; here it always is, and $M$ is smooth off 0.", False: "."}[c.smooth]
        if c.singular_dimension is not None and not c.smooth:
            size = f"; the others form a set of dimension ${c.singular_dimension}$ in projective space."
        blocks.append(Paragraph(text(f"Here {shifts}{size}")))
    return blocks


def _ntk(c: Composition, pair: Sequence[str]) -> list[Block]:
    blocks: list[Block] = [
        Heading(text("The NTK")),
        Paragraph(
            text(
                r"Nonzero filters with squared norms $n_l$ can be rescaled, with the same $f$, to have any invariants "
                r"$\delta$, in one way up to signs: to squared norms $\rho_l = D_l (t + \Delta_l)$, $\Delta_l = "
                r"\delta_l/D_l "
                r"+ \cdots + \delta_{L-1}/D_{L-1}$, where $t$ is the only root with all $\rho_l > 0$ of"
            )
        ),
        Formula(r"\prod_l \rho_l^{D_l} = \prod_l n_l^{D_l},"),
        Paragraph(
            text(
                r"as the left side increases. The NTK is then $K = \sum_l (n_l/\rho_l)\, J_l J_l^T$, $J_l$ the "
                r"Jacobian of "
                "$f$ by $w_l$: signs do not matter."
            )
        ),
        Paragraph(_case(c)),
    ]
    if pair:
        blocks.append(Heading(text("A pair"), 3))
        blocks.append(Entry("Pair", "\n".join(pair)))
    return blocks


def _case(c: Composition) -> Text:
    if c.ntk == "independent":
        single = (
            r" Two preimages that are shifts of each other have NTKs with different images, for every $\delta$: at "
            r"the highest "
            r"layer where they differ, one tangent space has a direction $T^a$ outside the box of the other, and the "
            r"differential of the network with a larger box there is injective up to scalings."
        )
        more = single if c.fully_nonlinear and not c.smooth else ""
        return text(
            f"All runs are birational: over $f$ only scalings remain, and $\\delta$ fixes them up to signs.{more}"
        )
    if c.ntk == "dependent":
        return text(
            r"In one run two layers exchange a root. The certificate of the run has a matrix $S = e_0 v^T + v e_0^T$ "
            r"with "
            r"$\langle S, N_l \rangle = 0$ for all its layers but one, where the values at the two points have "
            r"opposite "
            r"signs; and $v^T Q = 0$. So $S$ is a sum of products $\varphi \eta$ with $\varphi(Q) = 0$. Extend "
            r"$\varphi$ by 0 "
            r"to the directions of the other runs: this is possible, as these meet in multiples of $f$ only. The "
            r"lifted "
            r"matrix separates the NTKs of the network, whatever $\delta$ is."
        )
    return text(
        r"Over $f$ interchangeable layers of a run may be permuted. They have the same $D_l$, so $t$ stays. If their "
        r"$\rho_l$ are equal, $K$ stays; and if not, swapping $i$ and $j$ changes it at the input $e_0$, 1 at "
        r"position 0 and "
        r"0 elsewhere, by $f(e_0)^2 D_i^2 (1/\rho_i - 1/\rho_j)(n_i/w_i[0]^2 - n_j/w_j[0]^2)$."
    )


def _limits() -> list[Block]:
    return [
        Heading(text("What is not claimed")),
        Paragraph(
            text(
                "Nothing is said of $f = 0$, nor, where NTKs are said to agree, of functions without real parameters. "
                "Convolutions are valid, without padding and bias, of one channel."
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
                    "V. Shahverdi, G. L. Marchetti, K. Kohn, on the geometry of polynomial convolutional networks, {}",
                    Link("https://arxiv.org/abs/2410.00722"),
                ),
            ),
            numbered=True,
        ),
    ]
