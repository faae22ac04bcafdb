"""The part of a proof that finds the generic fiber: theorem, completeness of the fiber of the witness, ranks.

Contents: :func:`theorem_blocks`, :func:`fiber_blocks`.

The argument is that of ``proofs/symlcn_proofs/classification.md``, Theorem A, with the numbers of one architecture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symlcn.algebra.typeset import power, variables
from symlcn.generic.certify import Certificate
from symlcn.generic.witness import WitnessLayer
from symlcn.network.architecture import Architecture, AxisBlock
from symlcn.network.classify import Classification
from symlcn.network.filters import end_to_end_filter
from symlcn_cli.commands.prove.witnesspart import nested, witness_blocks
from symlcn_cli.pages.formulas import BREAK, entries, integer, number_list, polynomial
from symlcn_cli.pages.model import Block, Claim, Formula, Heading, Listing, Paragraph, Strong, Text, text
from symlcn_cli.pages.networkpart import layer_names

__all__ = ["fiber_blocks", "theorem_blocks"]

Index = tuple[int, ...]
MAX_FORMULA_FACTORS = 12
MAX_PRODUCT = 60


def theorem_blocks(certificate: Certificate, c: Classification, answer: Text) -> list[Block]:
    """What is proved, with the numbers of the architecture."""
    architecture = certificate.architecture
    degree = (
        r"The map $\pi$ is birational onto its image: a generic end-to-end filter determines its filters up to scalars."
        if c.birational
        else rf"The generic fiber of $\pi$ over $\mathbb{{C}}$ has $\deg \pi = {_degree(architecture, c)}$ points: all "
        "permutations inside each class, times all ways to distribute the roots of each block product over the "
        "layers of the block."
    )
    orbit = (
        " It is one orbit of permutations of interchangeable layers."
        if c.birational_up_to_layer_order and not c.birational
        else ""
    )
    size = r"\frac{(\sum_l (K_l - 1))!}{\deg \pi \cdot \prod_l (K_l - 1)!}"
    return [
        Heading(text("What is proved")),
        Claim(
            (
                Paragraph(text(f"{{}} {degree}{orbit}", Strong("(a)"))),
                Paragraph(
                    text(
                        rf"{{}} $M$ has dimension ${c.dimension}$ in $\mathbb{{R}}^{{{c.ambient}}}$, as a cone, and "
                        f"the closure of its projectivisation has degree ${integer(c.image_degree)}$.",
                        Strong("(b)"),
                    )
                ),
                Paragraph((Strong("(c)"), " ", *answer)),
            )
        ),
        Paragraph(
            text(
                "“Generic” means: outside a proper algebraic subset of the end-to-end filters of this network. The "
                r"$L - 1$ invariants are $\delta_l = \lVert w_l \rVert^2 - \lVert w_{l+1} \rVert^2$; gradient flow "
                f"keeps them, whatever the loss [1]. This is case {_case(c)} of the classification theorem [2], "
                f"whose argument is carried out below for this network. The number in (b) is ${size}$ with $K_l$ "
                "the number of entries of $w_l$."
            )
        ),
    ]


def _case(c: Classification) -> str:
    if c.birational:
        return "1 (birational)"
    return "2 (birational up to the order of layers)" if c.birational_up_to_layer_order else "3 (roots are exchanged)"


def _degree(architecture: Architecture, c: Classification) -> str:
    """The degree as a product of factorials, where there are few."""
    factors = [f"{len(group)}!" for group in architecture.classes if len(group) > 1]
    for block in architecture.blocks:
        if len(block.layers) > 1:
            below = r" \cdot ".join(f"{m}!" for m in block.degrees if m > 1)
            factors.append(rf"\frac{{{block.degree}!}}{{{below}}}" if below else f"{block.degree}!")
    if len(factors) > MAX_FORMULA_FACTORS or any(len(f) > 60 for f in factors):
        return integer(c.degree)
    product = rf" \cdot{BREAK}".join(factors)
    return f"{product}{BREAK} = {integer(c.degree)}"


def fiber_blocks(certificate: Certificate, c: Classification) -> list[Block]:
    """The proof of (a) and (b)."""
    architecture, witness = certificate.architecture, certificate.witness
    return [
        Heading(text("Proof of (a) and (b)")),
        Paragraph(
            text(
                "{} Generic filters of a class are different, and generic block products have distinct roots. "
                "Permuting the former inside the classes and distributing the latter over the layers of their "
                f"blocks gives ${integer(c.degree)}$ {'different points' if c.degree > 1 else 'point'} with the "
                "same product.",
                Strong("At least."),
            )
        ),
        Paragraph(
            text(
                "{} The length of the fiber of a finite map over any point of the image is at least its degree. A "
                "fiber at each point of which the differential is injective is reduced, so its length is the "
                "number of its points. Hence it suffices to have one $u$ whose fiber is known completely, consists "
                f"of ${integer(c.degree)}$ {'points' if c.degree > 1 else 'point'}, and has full rank at each. This "
                "is the witness:",
                Strong("At most."),
            )
        ),
        *witness_blocks(architecture, witness),
        *_completeness_blocks(architecture, witness, c),
        *_rank_blocks(architecture, c),
    ]


def _completeness_blocks(
    architecture: Architecture, witness: Sequence[WitnessLayer], c: Classification
) -> Iterator[Block]:
    yield Heading(text("Its fiber is complete"), 3)
    yield Paragraph(
        text(
            r"Let $u = P_1 \cdots P_L$, and take any factorization of $u$ into filters of the given shapes over "
            r"$\mathbb{C}$. All degrees are full, so there is no factor at infinity, and multidegrees add up."
        )
    )
    if architecture.ambient <= MAX_PRODUCT:
        product = end_to_end_filter(architecture, [nested(layer) for layer in witness])
        ones = (1,) * architecture.dimension
        yield Formula(f"u = {polynomial(entries(product), ones, variables(architecture.dimension))}")
    if architecture.classes:
        yield from _class_argument(architecture)
    if architecture.blocks:
        yield from _block_argument(architecture)
    yield Paragraph(text(f"So the fiber of $u$ consists of {_count(architecture)}{{}}", _in_all(c)))


def _count(architecture: Architecture) -> str:
    parts = []
    if any(len(group) > 1 for group in architecture.classes):
        parts.append("the permutations inside the classes")
    if any(len(block.layers) > 1 for block in architecture.blocks):
        parts.append("the distributions of the distinct roots inside the blocks")
    return " times ".join(parts) if parts else "one point"


def _in_all(c: Classification) -> Text:
    return text(".") if c.degree == 1 else text(f": ${integer(c.degree)}$ points.")


def _class_argument(architecture: Architecture) -> Iterator[Block]:
    yield Paragraph(
        text(
            "{} The irreducible factors of $u$ in two or more variables are exactly the polynomials above. Let $F$ "
            "be one of maximal multidegree among those that are left. The layer that takes it has at least the "
            "degree of $F$ in every direction, so it has two or more active directions, so by maximality it has "
            "the multidegree of $F$, and $F$ fills it up to a scalar. There are as many layers of this multidegree "
            "as such factors. Remove both, and repeat. The multidegrees come in this order:",
            Strong("Two or more active directions."),
        )
    )
    groups = sorted(_by_multidegree(architecture), key=lambda item: (-sum(item[0]), item[0]))
    yield Listing(tuple(_multidegree_item(degree, classes) for degree, classes in groups), numbered=True)
    if any(len(classes) > 1 for _, classes in groups):
        yield Paragraph(
            text(
                r"Layers of equal multidegree in different classes do not exchange factors: if layer $\sigma(i)$ "
                r"takes $P_i$, all exponents in $P_i$ are multiples of $e_{\sigma(i)}$ in the active directions, "
                r"and as the index 1 occurs, $e_{\sigma(i)}$ divides $e_i$ there. Along a cycle of $\sigma$ the "
                "exponents are therefore equal, and so are the sizes."
            )
        )


def _by_multidegree(architecture: Architecture) -> list[tuple[Index, list[tuple[int, ...]]]]:
    found: dict[Index, list[tuple[int, ...]]] = {}
    for group in architecture.classes:
        layer, exponent = architecture.layers[group[0]], architecture.exponents[group[0]]
        degree = tuple(m * e for m, e in zip(layer.degrees, exponent, strict=True))
        found.setdefault(degree, []).append(group)
    return list(found.items())


def _multidegree_item(degree: Index, classes: Sequence[tuple[int, ...]]) -> Text:
    where = "; ".join(layer_names(group) for group in classes)
    note = "" if len(classes) == 1 else f" ({len(classes)} classes)"
    return text(f"$({', '.join(map(str, degree))})$: {where}{note}.")


def _block_argument(architecture: Architecture) -> Iterator[Block]:
    names = variables(architecture.dimension)
    directions = sorted({block.direction for block in architecture.blocks})
    several = len(architecture.blocks) > len(directions)
    yield Paragraph(
        text(
            "{} The factors in one variable are the axis factors; in each direction let $g$ be the product of "
            "those of that direction. Take a block whose exponent $e$ is maximal for divisibility among the blocks "
            r"that are left. The product of its layers is a divisor of $g$ in $\mathbb{C}[x^e]$. All such divisors "
            "divide $G$, the greatest common divisor of the polyphase components of $g$ for $e$, which is a "
            r"divisor of $g$ in $\mathbb{Q}[x^e]$; so $G$ is a product of some of the irreducible factors "
            "$f(x^{e'})$, all those of the block among them.",
            Strong("One active direction."),
        )
    )
    if several:
        yield Paragraph(
            text(
                "The others in $G$ have exponents $e'$ that $e$ does not divide, and their product $h$ lies in "
                r"$\mathbb{Q}[x^e]$ too. If it were not constant, its lowest non-constant term would be that of "
                "$x^{e'}$ with the least such $e'$: its coefficient divided by the constant one is a sum of ratios "
                "of equal sign, so it does not vanish. But $e$ does not divide $e'$. Hence $G$ is the product of "
                "the block."
            )
        )
    yield Paragraph(
        text(
            "The degrees of the layers of the block add up to that of $G$, so they share exactly its roots, which "
            "are distinct. Remove the block, and repeat. The blocks come in this order:"
        )
    )
    blocks = sorted(architecture.blocks, key=lambda block: (block.direction, -block.exponent))
    yield Listing(tuple(_block_item(block, names) for block in blocks), numbered=True)


def _block_item(block: AxisBlock, names: Sequence[str]) -> Text:
    ring = power(names[block.direction], block.exponent)
    share = "one layer, no choice" if len(block.layers) == 1 else f"degrees {number_list(block.degrees)}"
    return text(
        f"$X = {ring}$: {layer_names(block.layers)}, {block.degree} {'root' if block.degree == 1 else 'roots'}, "
        f"{share}."
    )


def _rank_blocks(architecture: Architecture, c: Classification) -> Iterator[Block]:
    yield Heading(text("Full rank"), 3)
    layers = len(architecture.layers)
    yield Paragraph(
        text(
            r"At every point of this fiber the $P_l$ are pairwise coprime. Let $\sum_l Q_l \prod_{m \ne l} P_m = 0$ "
            r"with $Q_l$ of the shape of layer $l$. Then $P_l$ divides $Q_l \prod_{m \ne l} P_m$, hence $Q_l$, "
            r"hence $Q_l = c_l P_l$, and $\sum_l c_l = 0$. So the Jacobian of $\mu$ has the rank $\sum_l K_l - (L - "
            f"1) = {architecture.parameters} - {layers - 1} = {c.dimension}$, the largest there is, and the "
            r"differential of $\pi$ is injective at every point of the fiber. This proves (a), and that $M$ has "
            rf"dimension ${c.dimension}$. The image of $\pi$ is a projection, without base points, of a Segre "
            r"variety of degree $(\sum_l (K_l - 1))! / \prod_l (K_l - 1)!$, which is $\deg \pi$ times the degree of "
            "the image. This is (b)."
        )
    )
