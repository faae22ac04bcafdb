"""The part of a document that presents an architecture: drawn, its polynomials, its groups of layers.

Contents: :func:`drawn_chain`, :func:`network_blocks`, :func:`polynomial_blocks`, :func:`group_blocks`,
:func:`layer_names`.
"""

from __future__ import annotations

from itertools import product

from symlcn.algebra.typeset import power, variables
from symlcn.network.architecture import Architecture, Layer
from symlcn_cli.pages.formulas import BREAK, number_list, vector
from symlcn_cli.pages.model import (
    Block,
    Chain,
    Code,
    Formula,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Table,
    Text,
    text,
)

__all__ = ["drawn_chain", "group_blocks", "layer_names", "network_blocks", "polynomial_blocks"]

MAX_ROWS = 60
MAX_DOTS = 33
MAX_LINES = 100
MAX_PICTURE_LAYERS = 8
MAX_GENERIC_ENTRIES = 9


def layer_names(layers: tuple[int, ...]) -> str:
    """Layers by their numbers, which count from 1 in documents."""
    return f"{'layer' if len(layers) == 1 else 'layers'} {number_list([l + 1 for l in layers])}"


def drawn_chain(architecture: Architecture) -> Chain:
    """The layers as boxes between the input x and the output y."""
    return Chain("x", tuple((str(layer), f"layer {l}") for l, layer in enumerate(architecture.layers, start=1)), "y")


def network_blocks(architecture: Architecture) -> list[Block]:
    """The architecture as a chain of boxes, as a table, and small ones as dots and lines."""
    layers, dimension = architecture.layers, architecture.dimension
    signals = "one direction" if dimension == 1 else f"{dimension} directions"
    return [
        Heading(text("The network")),
        Paragraph(
            text(
                "{} is a linear convolutional network with one channel on signals with {}. Here k is the size of a "
                "filter, s its stride and d its dilation; what is not written is 1, and one number holds for all "
                "directions.",
                Code(str(architecture)),
                signals,
            )
        ),
        drawn_chain(architecture),
        *(_receptive_field(architecture, d) for d in range(dimension) if _is_small(architecture, d)),
        Paragraph(
            text(
                r"Layer $l$, counted from 1 to $L = {}$, has a filter $w_l$, a real tensor of size $k_l$ with indices "
                r"from 0, a stride $s_l$ and a dilation $d_l$, and maps a signal $x$ to".replace("{}", str(len(layers)))
            )
        ),
        Formula(r"y_i = \sum_{j} w_l[j]\ x_{i \odot s_l + j \odot d_l}" + BREAK + r"\qquad (0 \le j < k_l),"),
        Paragraph(text(r"where $\odot$ multiplies entry by entry.")),
        _layer_table(architecture),
    ]


def _is_small(architecture: Architecture, direction: int) -> bool:
    """Whether the dots and lines can be told apart."""
    if len(architecture.layers) > MAX_PICTURE_LAYERS or not 1 < architecture.end_to_end_size[direction] <= MAX_DOTS:
        return False
    return len(_receptive_field(architecture, direction).lines) <= MAX_LINES


def _receptive_field(architecture: Architecture, direction: int) -> Picture:
    """Which entries of the signals one output reads, in one direction, at their places in the first signal."""
    reached = {0}
    names = ["y", *(f"y_{{{l}}}" for l in range(len(architecture.layers) - 1, 0, -1)), "x"]
    rows: list[tuple[str, tuple[int, ...]]] = [(names[0], (0,))]
    lines: list[tuple[int, int, int]] = []
    layers = list(zip(architecture.layers, architecture.exponents, strict=True))
    for row, (layer, exponent) in enumerate(reversed(layers)):
        steps = [(p, p + j * exponent[direction]) for p in sorted(reached) for j in range(layer.size[direction])]
        reached = {end for _, end in steps}
        rows.append((names[row + 1], tuple(sorted(reached))))
        lines += [(row, start, end) for start, end in steps]
    where = "" if architecture.dimension == 1 else f" in direction {direction + 1}"
    caption = text(
        f"One entry of the output $y$ and the entries that it depends on{where}; $y_l$ is the signal after layer $l$."
        if len(layers) > 1
        else f"One entry of the output $y$ and the entries that it depends on{where}."
    )
    return Picture(tuple(rows), tuple(lines), caption)


def _layer_table(architecture: Architecture) -> Table:
    rows = []
    layers = zip(architecture.layers, architecture.exponents, strict=True)
    for l, (layer, exponent) in enumerate(layers, start=1):
        cells = (_numbers(layer.size), _numbers(layer.stride), _numbers(layer.dilation), _numbers(exponent))
        rows.append((text(str(l)), *(text(cell) for cell in cells), text(_kind(layer))))
    if len(rows) > MAX_ROWS:
        omitted = len(rows) - MAX_ROWS
        dots = (text("…"),) * 5 + (text(f"{omitted} layers, as in the notation"),)
        rows = [*rows[: MAX_ROWS - 6], dots, *rows[-6:]]
    head = (r"$l$", r"$k_l$", r"$s_l$", r"$d_l$", r"$e_l$", "active directions")
    return Table(tuple(map(text, head)), tuple(rows), wide=(5,))


def _numbers(numbers: tuple[int, ...]) -> str:
    return "×".join(map(str, numbers))


def _kind(layer: Layer) -> str:
    if not layer.active:
        return "none: a scalar"
    numbers = ", ".join(str(d + 1) for d in layer.active)
    return f"{numbers}: an axis layer" if len(layer.active) == 1 else numbers


def polynomial_blocks(architecture: Architecture) -> list[Block]:
    """Filters as polynomials, the parametrization map and the spaces it maps between."""
    names = variables(architecture.dimension)
    size = vector([str(k) for k in architecture.end_to_end_size])
    listed = sum(layer.parameters for layer in architecture.layers) <= MAX_GENERIC_ENTRIES
    ring = ", ".join(names)
    blocks: list[Block] = [
        Heading(text("Filters as polynomials")),
        Paragraph(
            text(
                r"Let $t_l = s_1 \odot \cdots \odot s_{l-1}$ be the cumulative stride and $e_l = t_l \odot d_l$ the "
                f"exponent of layer $l$. The filter $w_l$ stands for the polynomial in ${ring}$"
            )
        ),
        Formula(r"P_l = \sum_{j} w_l[j]\ x^{j \odot e_l}" + _monomial(names)),
    ]
    if listed and len(architecture.layers) > 1:
        blocks += [Formula(_generic(architecture, l, names)) for l in range(len(architecture.layers))]
    blocks += [
        Paragraph(
            text(
                "The whole network is one convolution, whose filter $u$, the end-to-end filter, stands for the "
                r"product $P_1 P_2 \cdots P_L$ [1, Lemma 9] and has size $1 + \sum_l (k_l - 1) \odot e_l$, here "
                f"${size}$: it has $N = {architecture.ambient}$ entries, and the network has "
                f"{architecture.parameters} parameters. As multihomogeneous polynomials $P_l$ and $u$ have the full "
                "degrees; leading coefficients may vanish, which are factors at infinity."
            )
        ),
        Paragraph(
            text(
                r"The parametrization map $\mu$ sends $(w_1, \ldots, w_L)$ to $u$. Its real image is the "
                r"neuromanifold $M$. As a product of nonzero polynomials is not zero, $\mu$ induces a map $\pi$ "
                "that sends the filters, each up to a scalar, to $u$ up to a scalar. It is a morphism of "
                "projective varieties, and finite: a polynomial has finitely many factorizations."
            )
        ),
    ]
    return blocks


def _monomial(names: tuple[str, ...]) -> str:
    """What x^a means in several directions."""
    if len(names) == 1:
        return "."
    powers = " ".join(f"{name}^{{a_{{{d}}}}}" for d, name in enumerate(names, start=1))
    return rf",{BREAK}\qquad x^{{a}} = {powers}."


def _generic(architecture: Architecture, l: int, names: tuple[str, ...]) -> str:
    layer, exponent = architecture.layers[l], architecture.exponents[l]
    terms = []
    for index in product(*map(range, layer.size)):
        monomial = " ".join(power(name, k * e) for name, k, e in zip(names, index, exponent, strict=True) if k)
        entry = f"w_{{{l + 1}}}[{','.join(map(str, index))}]"
        terms.append(f"{entry} {monomial}".strip())
    return f"P_{{{l + 1}}} = " + f"{BREAK}+ ".join(terms)


def group_blocks(architecture: Architecture) -> list[Block]:
    """Classes, axis blocks and interchangeable layers."""
    exponents = architecture.exponents
    names = variables(architecture.dimension)
    items: list[Text] = []
    for group in architecture.classes:
        layer = architecture.layers[group[0]]
        active = ", ".join(str(exponents[group[0]][d]) for d in layer.active)
        what = "A class: " if len(group) > 1 else "A class of its own: "
        items.append(text(f"{what}{layer_names(group)}, of size {_numbers(layer.size)} and exponents $({active})$."))
    for block in architecture.blocks:
        degrees = [f"{m}" for m in block.degrees]
        what = "An axis block: " if len(block.layers) > 1 else "An axis block of one layer: "
        ring = power(names[block.direction], block.exponent)
        plural = "degree" if len(degrees) == 1 else "degrees"
        items.append(text(f"{what}{layer_names(block.layers)}, of {plural} {_degrees(block.degrees)} in $X = {ring}$."))
    scalars = tuple(l for l, layer in enumerate(architecture.layers) if not layer.active)
    if scalars:
        items.append(text(f"Scalars, in no group: {layer_names(scalars)}."))
    return [
        Heading(text("The groups of layers")),
        Paragraph(
            text(
                "A direction is active in a layer if the size exceeds 1 there. Layers that are not scalars are "
                "grouped. A {} is a maximal set of layers with two or more active directions, equal sizes, and "
                "equal exponents in the active directions. An {} consists of all layers whose only active "
                "direction is the same and which have the same exponent $e$ there; their polynomials are "
                "polynomials in $X = x_d^e$ for that direction $d$. Layers are {} if they use the same space of "
                "polynomials: those of a class, and those of equal size in an axis block [1, Obs. 11].",
                "class",
                "axis block",
                "interchangeable",
            )
        ),
        Listing(tuple(items)),
        Paragraph(text(_interchangeable(architecture))),
    ]


def _degrees(degrees: tuple[int, ...]) -> str:
    return number_list(degrees)


def _interchangeable(architecture: Architecture) -> str:
    groups = architecture.interchangeable
    if not groups:
        return "No two layers are interchangeable."
    return "Interchangeable: " + "; ".join(layer_names(group) for group in groups) + "."
