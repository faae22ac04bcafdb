"""The third case of the theorem on the NTK: one matrix that separates two NTKs for every δ.

Contents: :func:`exchange_blocks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod

from symlcn.algebra.typeset import power, variables
from symlcn.errors import ArithmeticGuardError
from symlcn.generic.certify import Certificate
from symlcn.generic.witness import Exchange, WitnessLayer
from symlcn.network.architecture import Architecture, AxisBlock
from symlcn_cli.pages.formulas import BREAK, integer, univariate
from symlcn_cli.pages.model import Block, Formula, Paragraph, text
from symlcn_cli.pages.networkpart import layer_names

__all__ = ["exchange_blocks"]

MAX_WRAPS = 200_000
"""Power of a root up to which φ(R) is computed as an integer."""


def exchange_blocks(certificate: Certificate, exchange: Exchange) -> Iterator[Block]:
    """Two layers of an axis block exchange a root; a symmetric matrix tells the NTKs apart."""
    architecture, witness = certificate.architecture, certificate.witness
    i, j = exchange.layers
    block = next(b for b in architecture.blocks if i in b.layers)
    other = _replaced(witness, exchange)
    ring = power(variables(architecture.dimension)[block.direction], block.exponent)
    a = -exchange.root
    r, s = _moved(witness[i], exchange.filters[0]), _moved(witness[j], exchange.filters[1])
    yield Paragraph(
        text(
            f"The axis block of {layer_names(block.layers)}, with $X = {ring}$, has layer $i = {i + 1}$ of degree "
            f"at least 2 and another layer $j = {j + 1}$. At the witness $P_{{{i + 1}}}$ has the roots $-{r}$ and "
            f"$-{a}$ in $X$, and $P_{{{j + 1}}}$ has the root $-{s}$. Exchange the roots $-{r}$ and $-{s}$, and "
            "leave all other filters as they are:"
        )
    )
    for mark, filters in (("", witness), ("'", other)):
        for l in (i, j):
            yield Formula(f"P{mark}_{{{l + 1}}} = {_factored(filters[l])}")
    yield Paragraph(
        text(
            rf"Both tuples have the product $u$. Write $\varphi(g) = \sum_k g[k] (-{a})^k$, where $g[k]$ is the "
            "coefficient of $X^k$, without other variables, and $g[0]$ that of 1. Only the constant monomial of "
            r"layer $l$ reaches row 0 of $N_l$; so, with $c_l = \prod_{m \ne l} P_m$,"
        )
    )
    yield Formula(
        r"\varphi(\text{row 0 of } N_l) = c_l[0] \cdot \varphi(c_l),"
        + BREAK
        + rf"\qquad \varphi(g \cdot h(X)) = \varphi(g) \cdot h(-{a})."
    )
    yield from _value_blocks(architecture, block, exchange, witness, other)
    yield Paragraph(
        text(
            f"Let $v$ have the entry $(-{a})^k$ at the place of $X^k$ and 0 elsewhere, and let $E$ be the first "
            r"unit vector. The symmetric matrix $S = E v^{\top} + v E^{\top}$ has $\langle S, N_l \rangle = 2 "
            r"\varphi(\text{row 0 of } N_l)$: it is 0 for all layers but "
            f"${i + 1}$, before and after the exchange, and for layer ${i + 1}$ it has opposite signs. All weights "
            r"$n_l / \rho_l$ are positive, so $\langle S, K \rangle$ and $\langle S, K' \rangle$ have opposite "
            r"signs, whatever $\delta$. By continuity this holds over an open set of filters. This proves (c)."
        )
    )


def _value_blocks(
    architecture: Architecture,
    block: AxisBlock,
    exchange: Exchange,
    witness: Sequence[WitnessLayer],
    other: Sequence[WitnessLayer],
) -> Iterator[Block]:
    i, j = exchange.layers
    a = -exchange.root
    yield Paragraph(
        text(
            rf"For $l \ne {i + 1}$ the product $c_l$ contains $P_{{{i + 1}}}$, which vanishes at $X = -{a}$, or "
            f"$P'_{{{i + 1}}}$, which does so too: the number is 0. For $l = {i + 1}$ it is, with $R$ the product "
            "of the layers outside the block,"
        )
    )
    yield Formula(rf"c_{{{i + 1}}}[0] {BREAK} \cdot \varphi(R) {BREAK} \cdot \prod_{{m}} P_m(-{a}),")
    tail = tail_at(architecture, block, witness, exchange.root)
    number = "is not 0, as its residue modulo $2^{61} - 1$ is not" if tail is None else f"$= {integer(tail)}$ is not 0"
    yield Paragraph(
        text(
            rf"$m$ over the other layers of the block. Here $\varphi(R)$ {number}. Only the layer $j = {j + 1}$ "
            "differs before and after, and it contributes the factor"
        )
    )
    pairs = [(_at(filters[j], block, 0), _at(filters[j], block, exchange.root)) for filters in (witness, other)]
    if prod(zero * value for zero, value in pairs) >= 0:
        raise ArithmeticGuardError("the exchange does not change the sign")
    for mark, (zero, value) in zip(("", "'"), pairs, strict=True):
        name = f"P{mark}_{{{j + 1}}}"
        numbers = rf"{integer(zero)} \cdot {_bracket(value)} {BREAK} = {integer(zero * value)}"
        yield Formula(rf"{name}(0) \cdot {name}(-{a}) {BREAK} = {numbers}")
    if tail is not None:
        first, second = (inner_product(block, exchange, f, tail) for f in (witness, other))
        yield Paragraph(
            text(f"to $\\varphi(\\text{{row 0 of }} N_{{{i + 1}}})$, which therefore changes its sign. In all,")
        )
        for mark, value in (("", first), ("'", second)):
            yield Formula(rf"\varphi(\text{{row 0 of }} N{mark}_{{{i + 1}}}) {BREAK} = {integer(value)}.")
    else:
        yield Paragraph(text(f"to $\\varphi(\\text{{row 0 of }} N_{{{i + 1}}})$, which therefore changes its sign."))


def _replaced(witness: Sequence[WitnessLayer], exchange: Exchange) -> tuple[WitnessLayer, ...]:
    new = dict(zip(exchange.layers, exchange.filters, strict=True))
    return tuple(new.get(l, layer) for l, layer in enumerate(witness))


def _moved(before: WitnessLayer, after: WitnessLayer) -> int:
    """The r of the only factor X + r that a layer gives away."""
    left = [f for f in before.factors if f not in after.factors]
    if len(left) != 1 or len(left[0].coefficients) != 2:
        raise ArithmeticGuardError("the layers do not exchange one root")
    return left[0].coefficients[0]


def _bracket(value: int) -> str:
    return f"({integer(value)})" if value < 0 else integer(value)


def _factored(layer: WitnessLayer) -> str:
    factors = [f"({univariate(f.coefficients, 1, 'X').replace(BREAK, ' ')})" for f in layer.factors]
    return BREAK.join(factors)


def _at(layer: WitnessLayer, block: AxisBlock, point: int) -> int:
    """The value of an axis filter at X = point."""
    return sum(value * point ** index[block.direction] for index, value in layer.entries.items())


def tail_at(architecture: Architecture, block: AxisBlock, witness: Sequence[WitnessLayer], root: int) -> int | None:
    """φ(R) for the product R of the layers outside the block, None if that is too large a computation.

    It is the constant coefficient of R, restricted to the axis, modulo x^e − root.

    Raises
    ------
    ArithmeticGuardError
        If it is 0.
    """
    if architecture.end_to_end_size[block.direction] // block.exponent > MAX_WRAPS:
        return None
    product: Mapping[int, int] = {0: 1}
    for l, layer in enumerate(witness):
        if l not in block.layers:
            product = _reduced_product(
                product, _restricted(layer, block), architecture.exponents[l][block.direction], block, root
            )
    if not product.get(0):
        raise ArithmeticGuardError("the number that must not vanish vanishes")
    return product[0]


def _restricted(layer: WitnessLayer, block: AxisBlock) -> dict[int, int]:
    """The entries on the axis of the block."""
    on_axis = {k: c for k, c in layer.entries.items() if not any(p for d, p in enumerate(k) if d != block.direction)}
    return {index[block.direction]: value for index, value in on_axis.items()}


def _reduced_product(
    left: Mapping[int, int], right: Mapping[int, int], exponent: int, block: AxisBlock, root: int
) -> dict[int, int]:
    result: dict[int, int] = {}
    for k, x in left.items():
        for p, y in right.items():
            wraps, rest = divmod(k + p * exponent, block.exponent)
            result[rest] = result.get(rest, 0) + x * y * root**wraps
    return result


def inner_product(block: AxisBlock, exchange: Exchange, filters: Sequence[WitnessLayer], tail: int) -> int:
    """φ(row 0 of N_i) = c_i[0]·φ(R)·∏ P_m(root) over the other layers m of the block."""
    i = exchange.layers[0]
    constants = prod(layer.constant for l, layer in enumerate(filters) if l != i)
    return constants * tail * prod(_at(filters[l], block, exchange.root) for l in block.layers if l != i)
