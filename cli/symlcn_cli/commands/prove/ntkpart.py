"""The part of a proof that is about the NTK: scaling, the three cases, the counterexample.

Contents: :func:`answer_text`, :func:`ntk_blocks`.

The argument is that of ``proofs/symlcn_proofs/classification.md``, Theorem B, with the numbers of one architecture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from symlcn.errors import ArithmeticGuardError
from symlcn.generic.certify import Certificate
from symlcn.generic.witness import WitnessLayer
from symlcn.network.architecture import Architecture
from symlcn.network.classify import Classification, real_points
from symlcn.network.corner import corner_ratio
from symlcn_cli.commands.prove.counterexamplepart import counterexample_blocks
from symlcn_cli.commands.prove.exchangepart import exchange_blocks
from symlcn_cli.pages.formulas import (
    BREAK,
    form,
    integer,
    invariants,
    rational,
)
from symlcn_cli.pages.model import Block, Formula, Heading, Listing, Paragraph, Table, Text, joined, text
from symlcn_cli.pages.networkpart import layer_names

__all__ = ["answer_text", "ntk_blocks"]

MAX_LISTED = 40
NORMAL = "every real end-to-end filter $u \\ne 0$ at which the closure of $M$ is normal (for example smooth)"


def answer_text(certificate: Certificate, c: Classification) -> Text:
    """Claim (c): whether all real parameters over a normal filter with the same invariants have the same NTK."""
    who = "all real parameters over $u$ with these invariants have the same NTK"
    if c.ntk == "independent":
        return text(f"For every $\\delta$ and {NORMAL}, {who}.")
    if c.ntk == "dependent":
        return text(
            r"For every $\delta$ there is a nonempty open set of real end-to-end filters over each of which two "
            r"real parameters with the invariants $\delta$ have different NTKs."
        )
    locus = text(
        rf"For all $\delta$ with {{}}, and {NORMAL}, {who}. For all other $\delta$ there are two with different "
        r"NTKs, over each of a nonempty open set of filters.",
        _locus(c),
    )
    if certificate.delta is None:
        return locus
    on = "are" if certificate.status == "proved" else "are not"
    return joined(
        [locus, text(f"The invariants asked about, ${invariants(certificate.delta)}$, {on} of this kind.")], " "
    )


def _locus(c: Classification) -> Text:
    forms = [text(f"${form(f)}$") for f in c.delta_locus or ()]
    if len(forms) > MAX_LISTED:
        forms = [*forms[: MAX_LISTED - 1], text(f"… ({len(forms)} conditions in all)")]
    return joined(forms)


def ntk_blocks(certificate: Certificate, c: Classification) -> list[Block]:
    """The proof of (c), the δ-locus and the counterexample."""
    blocks: list[Block] = [
        Heading(text("Proof of (c)")),
        Paragraph(
            text(
                r"Nonzero filters can be rescaled by factors $\lambda_l$ with $\prod_l \lambda_l = 1$ to have any "
                r"invariants $\delta$, in exactly one way up to signs [1, Prop. 2 and 12]. Indeed, with $n_l = "
                r"\lVert w_l \rVert^2$ before and $\Delta_l = \delta_l + \cdots + \delta_{L-1}$, the squared norms "
                r"$\rho_l = \lambda_l^2 n_l$ have to be $\rho_l = t + \Delta_l$ with"
            )
        ),
        Formula(r"\prod_l (t + \Delta_l) = \prod_l n_l," + BREAK + r"\qquad t + \Delta_l > 0,"),
        Paragraph(
            text(
                "and the left-hand side grows from 0 to infinity there: there is exactly one such $t$. Let $M_l$ "
                r"be the matrix of multiplication by $\prod_{m \ne l} P_m$ on the filters of layer $l$, for the "
                r"filters before scaling; scaling divides it by $\lambda_l$, as all others are multiplied by "
                r"$\prod_{m \ne l} \lambda_m$. So the NTK after scaling is"
            )
        ),
        Formula(r"K = \sum_l \frac{n_l}{\rho_l} N_l," + BREAK + r"\qquad N_l = M_l M_l^{\top}"),
        Paragraph(
            text(r"[1, Obs. 3]: it does not see the signs. Its rows and columns are the entries of $u$, from 0.")
        ),
    ]
    if c.birational:
        blocks.append(
            Paragraph(
                text(
                    r"By (a) the map $\pi$ is birational onto its image. It is finite, and its source, a product of "
                    r"projective spaces, is normal. So by Zariski's main theorem it has one point over every normal "
                    r"point $u$ of the image: $u$ determines its filters up to scalars. If $u$ is real, so are they. "
                    r"For given $\delta$ the scalars are determined up to signs, and so $K$ is determined by $u$ and "
                    r"$\delta$: no two parameters over $u$ with the same invariants have different NTKs, for any "
                    r"$\delta$. This proves (c)."
                )
            )
        )
    elif certificate.exchange is None:
        blocks += _orbit_blocks(certificate, c)
    else:
        blocks += exchange_blocks(certificate, certificate.exchange)
    if certificate.counterexample is not None:
        blocks += counterexample_blocks(certificate, certificate.counterexample)
    blocks += _real_blocks(certificate.architecture)
    return blocks


def _orbit_blocks(certificate: Certificate, c: Classification) -> Iterator[Block]:
    """Case 2: permutations, the δ-locus, and the numbers that make it sharp."""
    witness = certificate.witness
    yield Paragraph(
        text(
            r"By (a) the generic fiber is one orbit of the group of permutations $\sigma$ of interchangeable layers. "
            r"The source of $\pi$, a product of projective spaces, is normal, and so is its quotient by this group, "
            r"which is mapped to the image by a finite map of degree 1. So by Zariski's main theorem the fiber over "
            r"every normal point $u$ of the image is one orbit, too; real parameters over $u$ differ by a permutation "
            r"and real scalars. A permutation turns $n_l$ and $N_l$ into $n_{\sigma(l)}$ and $N_{\sigma(l)}$, and "
            r"leaves $\prod_l n_l$, hence $t$ and the $\rho_l$ as they are. If $\rho_i = \rho_j$ for all "
            r"interchangeable $i, j$, it only permutes the terms of $K$: the NTK is determined by $u$ and $\delta$. As "
            r"$\rho_i - \rho_j = \delta_i + \cdots + \delta_{j-1}$ for $i < j$, this is the condition"
        )
    )
    yield Listing(_conditions(c))
    yield Paragraph(
        text(
            r"the $\delta$-locus. Off it there are consecutive members $i < j$ of a group with $\rho_i \ne \rho_j$. "
            "Swapping them gives a second point of the fiber, with"
        )
    )
    yield Formula(r"K' - K = (\frac{1}{\rho_i} - \frac{1}{\rho_j})" + BREAK + "(n_j N_j - n_i N_i).")
    yield Paragraph(
        text(
            r"Only the constant monomial of layer $l$ reaches the first row: $N_l(0,0) = \prod_{m \ne l} w_m[0]^2$, "
            r"so that $n_l N_l(0,0) = u[0]^2 \cdot n_l / w_l[0]^2$. Thus $K' \ne K$ as soon as $n_i / w_i[0]^2 \ne "
            "n_j / w_j[0]^2$. At the witness these numbers are, for the interchangeable layers:"
        )
    )
    yield _ratio_table(certificate.architecture, witness)
    yield Paragraph(
        text(
            f"They differ for consecutive members of each group{_first(certificate.architecture)}. The difference "
            "is an analytic function of the filters, so it is nonzero on a dense open set of them. This proves (c)."
        )
    )


def _conditions(c: Classification) -> tuple[Text, ...]:
    forms = c.delta_locus or ()
    shown = [text(f"${form(f)}$") for f in forms[:MAX_LISTED]]
    if len(forms) > MAX_LISTED:
        shown.append(text(f"and {len(forms) - MAX_LISTED} more, one for each two consecutive members of a group"))
    return tuple(shown)


def _first(architecture: Architecture) -> str:
    longest = max(map(len, architecture.interchangeable))
    return f", of which the first {MAX_LISTED} are shown" if longest > MAX_LISTED else ""


def _ratio_table(architecture: Architecture, witness: Sequence[WitnessLayer]) -> Table:
    """n_l/w_l[0]² for interchangeable layers, after a check that consecutive ones differ."""
    rows = []
    for group in architecture.interchangeable:
        ratios = [corner_ratio(witness[l].norm, witness[l].constant) for l in group]
        if any(left == right for left, right in pairwise(ratios)):
            raise ArithmeticGuardError(f"the ratios of interchangeable {layer_names(group)} do not differ")
        for l, ratio in list(zip(group, ratios, strict=True))[:MAX_LISTED]:
            norm, constant = integer(witness[l].norm), integer(witness[l].constant)
            rows.append(tuple(map(text, (str(l + 1), f"${norm}$", f"${constant}$", f"${rational(ratio)}$"))))
    return Table(tuple(map(text, ("$l$", "$n_l$", "$w_l[0]$", "$n_l / w_l[0]^2$"))), tuple(rows))


# Real numbers


def _real_blocks(architecture: Architecture) -> Iterator[Block]:
    blocks = [block for block in architecture.blocks if len(block.layers) > 1]
    if not blocks:
        return
    yield Heading(text("Over the real numbers"))
    yield Paragraph(
        text(
            "Real parameters over a real $u$ are the real points of the fiber. A block product is shared so that "
            "each layer stays real: conjugate roots stay together. The number of ways depends only on how many of "
            "its roots are real:"
        )
    )
    items = []
    for block in blocks:
        numbers = real_points(block.degrees)
        if numbers is None:
            items.append(text(f"{layer_names(block.layers)}: not listed beyond 128 roots."))
            continue
        possible = [(roots, points) for roots, points in numbers if points]
        listed = [
            text(
                f"${integer(points)}$ {'way' if points == 1 else 'ways'} if {roots} {'is' if roots == 1 else 'are'} "
                "real"
            )
            for roots, points in possible
        ]
        outside = "" if len(possible) == len(numbers) else "; otherwise none, and $u$ is outside $M$"
        head = f"{layer_names(block.layers).capitalize()}, {block.degree} roots: "
        items.append(joined([text(head), joined(listed), text(f"{outside}.")], ""))
    yield Listing(tuple(items))
    if any(max(block.degrees) > 1 for block in blocks):
        yield Paragraph(
            text("So the counterexample speaks for the open set of filters over which several real points exist.")
        )
