"""The part of a proof that is about the NTK of a network with channels.

Contents: :func:`ntk_claims`, :func:`ntk_blocks`.
"""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.matrices import entries as rows_of
from symlcn.families.multichannel.basepoint import PRIME
from symlcn.families.multichannel.certify.dependence import BaseMotion
from symlcn.families.multichannel.certify.judge import MultichannelResult
from symlcn.families.multichannel.orbitseparation import Separation
from symlcn_cli.pages.formulas import BREAK, form, rational
from symlcn_cli.pages.model import Block, Entry, Formula, Heading, Listing, Paragraph, Text, joined, text
from symlcn_cli.words.channels import filters_text
from symlcn_cli.words.words import tensor_text

__all__ = ["ntk_blocks", "ntk_claims"]

WHO = "all real parameters over $U$ with these invariants have the same NTK"
GENERIC = "real $U$ outside a proper algebraic subset of $M$"


def ntk_claims(found: MultichannelResult) -> list[Text]:
    """What is proved of the NTK."""
    claims = []
    if found.orbits == 1 and found.points:
        claims.append(text(f"For all invariants and {GENERIC}, {WHO}."))
    elif found.orbits == 1 and found.concise:
        claims.append(text(f"For all scalar invariants $D_l = d_l I$ and {GENERIC}, {WHO}."))
    elif found.orbits == 1:
        claims.append(text(f"For $D_l = 0$ and {GENERIC}, {WHO}."))
    elif found.locus:
        own = joined([text(f"${form(f)}$") for f in found.locus])
        claims.append(text(rf"For all invariants with {{}}, $\delta_l = -D_l$, and {GENERIC}, {WHO}.", own))
    if found.dependent is not None:
        claims.append(text(f"For {_invariants(found.dependent)}, and {GENERIC}, two of them have different NTKs."))
    return claims


def _invariants(dependent: str) -> str:
    """The invariants for which the NTK depends on the parameters, in words."""
    if dependent == "generic invariants":
        return "generic invariants, those outside a closed set without interior points"
    return "all invariants of which some $D_l$ is not a scalar matrix"


def ntk_blocks(found: MultichannelResult) -> Iterator[Block]:
    """The proofs of these claims."""
    if found.orbits == 1 or found.locus or found.dependence is not None:
        yield Heading(text("The NTK"))
    if found.orbits == 1 and not found.points:
        yield from _kempf_ness(found)
    elif found.orbits == 1 or found.locus:
        yield from _numbers(found)
    if isinstance(found.dependence, Separation):
        yield from _separation(found.dependence, found.network.channels)
    elif found.dependence is not None:
        yield from _motion(found.dependence)


def _kempf_ness(found: MultichannelResult) -> Iterator[Block]:
    """Theorem F in six lines."""
    yield Paragraph(
        text(
            "Two real points of one complex orbit are in one real orbit: the $g$ that lead from one to the other solve "
            "linear equations with real coefficients, and as the determinants do not vanish on all complex solutions, "
            r"they do not vanish on all real ones. Let $\theta' = g\theta$, both with $D_l "
            r"= d_l I$, and $g = k \exp(X)$ with orthogonal $k$ and symmetric $X$. (Kempf and Ness.)"
        )
    )
    yield Listing(
        (
            text(
                "Orthogonal $k$ keep $K = J J^{\\top}$, and turn $D_l$ into $k_l D_l k_l^{\\top}$: a scalar one stays."
            ),
            text(
                r"So $k^{-1}\theta' = \exp(X)\theta$ has the invariants $d_l I$, too. Let $f(t)$ be half of the "
                r"squared norm of $\theta_t = \exp(tX)\theta$."
            ),
            text(
                r"$f'(t) = \sum_l \langle X_l W_l - W_l X_{l-1}, W_l \rangle \allowbreak = -\sum_l \text{tr}\, X_l "
                r"D_l(\theta_t)$, so $f'(0) = -\sum_l d_l\, \text{tr}\, X_l = f'(1)$."
            ),
            text(
                r"The action of symmetric $X$ is a symmetric map, so $f''(t) = 2 \lVert X\theta_t \rVert^2 \ge 0$: "
                "$f'$ grows, and is constant between 0 and 1."
            ),
            text(r"So $X\theta = 0$ and $\exp(X)\theta = \theta$."),
            text(r"Hence $\theta' = k\theta$ with orthogonal $k$, and $K' = K$. Nothing was assumed of ranks."),
        ),
        numbered=True,
    )
    if not found.concise:
        yield Paragraph(
            text(
                "For parameters of the network itself, which is not concise: one with $D_l = 0$ is a shortest vector "
                "of its orbit, which is therefore closed; over a generic $U$ there is one closed orbit, that of the "
                "concise network. So they differ by orthogonal matrices. For other invariants nothing is said."
            )
        )


def _numbers(found: MultichannelResult) -> Iterator[Block]:
    """Hidden layers of one channel: invariants are numbers, and orbits are points up to scaling."""
    yield Paragraph(
        text(
            r"All hidden channels are 1: $D_l = \lVert W_{l+1} \rVert^2 - \lVert W_l \rVert^2$ are numbers, "
            r"$-\delta_l$, and $G$ consists of scalings. These keep the product of the squared norms $n_l$. Given that "
            r"and all $n_l - n_{l+1} = \delta_l$, there is one solution, as the product grows with $n_L$: real points "
            "of one orbit with the same invariants differ by signs, which $K$ does not see."
        )
    )
    if found.orbits != 1:
        yield Paragraph(
            text(
                "Over a generic $U$ the orbits are exchanged by permutations of interchangeable layers. If these have "
                "equal norms, a permutation keeps the invariants, and only permutes the summands of $K$."
            )
        )


def _separation(found: Separation, channels: tuple[int, ...]) -> Iterator[Block]:
    """Theorem H, and why the rank of a base is enough."""
    base = ", ".join(map(str, found.channels))
    yield Heading(text("That it depends on the parameters"), 3)
    yield Paragraph(
        text(
            r"At $g\theta$ the NTK is the image of all $H_l^{-1} \otimes H_{l-1}$, $H_l = g_l^{\top} g_l$, where $H_0$ "
            r"and $H_L$ are $I$, under the linear map"
        )
    )
    yield Formula(
        r"Z \mapsto \sum_l \sum_j J_{l,j}\, Z_l\, J_{l,j}^{\top}, \qquad "
        + BREAK
        + r"Z_l \in \text{Sym}(c_l) \otimes \text{Sym}(c_{l-1}),"
    )
    yield Paragraph(
        text(
            r"with multiples of $I$ alone at the ends; $J_{l,j}$ is the Jacobian of $U$ by $W_l[j]$. At integer "
            f"filters with the channels {base}, which the certificate has, {len(found.entries)} entries of $K$ are "
            f"linearly independent as forms in $Z$, modulo {PRIME}: the kernel has at most dimension 1, there and "
            "outside a proper algebraic subset."
        )
    )
    if found.channels[1:-1] != channels[1:-1]:
        yield Paragraph(
            text(
                r"There any factors of $Z_l$ were admitted. At $n$ equal blocks of these filters, with zeros for "
                r"further ends, the entries of $Z$ with blocks $\alpha, \alpha'$ on the left and $\beta, \beta'$ on "
                r"the right meet only each other, in the same map, without the last layer if $\alpha \ne \alpha'$, "
                r"without the first one if $\beta \ne \beta'$. An injective map stays injective; a line on which "
                r"neither $Z_1$ nor $Z_L$ is 0 stays a line, as the multiples agree in all rows and columns of "
                "blocks. (Lemma 9.)"
            )
        )
    yield Paragraph(
        text(
            r"On the orbit of a stable $\theta$ every tuple of symmetric matrices occurs as $(D_l)$, at some "
            r"$\exp(X)\theta$: $X \mapsto -D(\exp(X)\theta)$ is continuous and, by convexity, coercive. So for "
            r"orthogonal $k$ there is $X_k$ with the invariants $k D k^{\top}$ at $\exp(X_k)\theta$, and "
            r"$k^{-1} \exp(X_k)\theta$ has the invariants $D$. If some $D_l$ is not scalar these are infinitely many "
            r"$k D k^{\top}$, hence $H = \exp(2 X_k)$. If the kernel is 0, $K$ determines all $H_l$, one after the "
            r"other. If it is spanned by $v$ and $K$ took finitely many values, infinitely many $H$ had "
            r"$H_l^{-1} \otimes H_{l-1} = C_l + t v_l$; a pole of $H_1$ in $t$ would lead to poles of all $H_l$, but "
            r"$H_{L-1}$ is affine in $t$; so $v_1 = 0$, $H_1$ is constant, and so on: a contradiction. So $K$ takes "
            "infinitely many values over $U$ and $D$. (Theorem H.)"
        )
    )


def _motion(found: BaseMotion) -> Iterator[Block]:
    """Theorem I at filters of a base, and why it holds for the network."""
    motion = found.motion
    i, j = motion.index
    channels = ", ".join(map(str, motion.given.network.channels))
    yield Heading(text("That it depends on the parameters"), 3)
    yield Paragraph(
        text(f"At the following filters with the channels {channels}, and matrices $X_l$ of the Lie algebra of $G$,")
    )
    yield Entry("Filters", "\n".join(filters_text(motion.given.filters)))
    yield Entry("Motion", "\n".join(f"X_{l} = {tensor_text(rows_of(x))}" for l, x in enumerate(motion.directions, 1)))
    yield Paragraph(text("the velocities along the orbit keep $U$, and"))
    yield Formula(
        r"\frac{d}{dt} W_l = X_l W_l - W_l X_{l-1},"
        + BREAK
        + r"\qquad \frac{d}{dt} D_l = 0,"
        + BREAK
        + rf"\qquad \frac{{d}}{{dt}} K({i},{j}) = {rational(motion.velocity)} \ne 0,"
    )
    yield Paragraph(
        text(
            f"all computed exactly{_whole(found)}; rows and columns of $K$ are the entries of $U$ by output, input "
            r"and position. (Theorem I.) The $W_l$, $l < L$, have full row rank. So for symmetric $X$ all $X\theta \ne "
            r"0$, and $\sum_l "
            r"\text{tr}\, X_l \frac{d}{dt} D_l = -2 \lVert X\theta \rVert^2 < 0$: the velocities of $(D_l)$ are all "
            "tuples of symmetric matrices, and by the implicit function theorem there is a curve in the orbit on which "
            "all $D_l$ are constant, with this velocity of $K$."
        )
    )
    yield Paragraph(
        text(
            "Equal blocks of these filters, and zeros for further ends, are filters of the network, where the same "
            "holds. That the velocities of $(D_l)$ are all tuples, and that an entry of $K$ moves independently of "
            "them, are conditions on ranks: both hold outside a proper algebraic subset of all filters. So over a "
            "generic real $U$, for all invariants but those of a closed set without interior points, $K$ is not a "
            "function of $U$ and $D$."
        )
    )


def _whole(found: BaseMotion) -> str:
    """What is added to filters of a part."""
    if found.part is None:
        return ""
    base = ", ".join(map(str, found.channels))
    return (
        f", the last one for filters with the channels {base}: the further channels of layer 1 read one coordinate "
        "each, from the last one on, where the filters above are 0; those of the layers between one each of the "
        "further channels before; and the last layer does not read them. They stand still, ranks stay full, and all "
        "$D_l$ stay, as rows with disjoint supports are orthogonal"
    )
