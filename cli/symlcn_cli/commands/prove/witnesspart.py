"""The part of a proof that presents the witness: its filters, and why their factors are irreducible.

Contents: :func:`witness_blocks`; :func:`nested`.

The argument is that of ``proofs/symlcn_proofs/classification.md``, Steps 1 and 2, with the numbers of one architecture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from symlcn.algebra.typeset import power, variables
from symlcn.errors import ArithmeticGuardError
from symlcn.generic.witness import WitnessLayer
from symlcn.network.architecture import Architecture
from symlcn_cli.pages.formulas import BREAK, number_list, polynomial, univariate
from symlcn_cli.pages.model import Block, Heading, Listing, Paragraph, Text, text
from symlcn_cli.pages.networkpart import layer_names

__all__ = ["nested", "witness_blocks"]

Index = tuple[int, ...]
Row = tuple[tuple[Index, int], ...]
MAX_VALUES = 6


def nested(layer: WitnessLayer) -> Any:
    """A witness filter as nested tuples of integers."""

    def level(prefix: Index) -> Any:
        if len(prefix) == layer.layer.dimension:
            return layer.entries.get(prefix, 0)
        return tuple(level((*prefix, k)) for k in range(layer.layer.size[len(prefix)]))

    return level(())


def witness_blocks(architecture: Architecture, witness: Sequence[WitnessLayer]) -> Iterator[Block]:
    """The filters of the witness, and why their factors are known."""
    yield Heading(text("The witness"), 3)
    names = variables(architecture.dimension)
    if architecture.classes:
        yield Paragraph(text("Layers with two or more active directions have the filters"))
        items = (item for group in architecture.classes for item in _irreducible_items(architecture, group, witness))
        yield Listing(tuple(items))
        yield Paragraph(
            text(
                r"Each is irreducible over $\mathbb{C}$. Take it as a polynomial in the variable named first. It is "
                "monic, all its other coefficients are divisible by the polynomial named next, say $v^e + c$, and "
                r"the constant one exactly once, as its cofactor does not vanish where $v^e = -c$. With $\zeta$ a "
                r"root of $v^e + c$, which is simple as $c \ne 0$, this is Eisenstein's criterion at the prime $v - "
                r"\zeta$ of the ring of the other variables; a monic polynomial has no factor free of its variable. "
                "In every active direction the monomial with index 1 there and 0 elsewhere occurs, so the exponent "
                "in this direction can be read off the filter."
            )
        )
    if architecture.blocks:
        yield Paragraph(text("Axis layers have products of monic polynomials, each with a prime $q$:"))
        yield Listing(tuple(_axis_item(architecture, l, witness[l], names) for l in _axis_layers(architecture)))
        yield Paragraph(
            text(
                "In each factor $q$ divides all coefficients but the first, and $q^2$ does not divide the constant "
                r"one: it is Eisenstein at $q$, so irreducible over $\mathbb{Q}$ with distinct complex roots, none "
                "of them 0. Its linear and its constant coefficient have the same sign. On one axis all factors "
                "are different: inside a block by their coefficients, and between blocks because their lowest "
                "non-constant terms have different exponents."
            )
        )
    scalars = [l + 1 for l, layer in enumerate(architecture.layers) if not layer.active]
    if scalars:
        yield Paragraph(text(f"Scalar layers ({number_list(scalars)}) have the filter 1."))


def _irreducible_items(
    architecture: Architecture, group: Sequence[int], witness: Sequence[WitnessLayer]
) -> Iterator[Text]:
    """F = X_a^m + Σ X_a^k (X_b + c) Q_k for the layers of a class, layers with the same Q_k together."""
    names, exponent = variables(architecture.dimension), architecture.exponents[group[0]]
    for (a, b, quotients), same in groupby(group, key=lambda l: _shape(witness[l])):
        layers = tuple(same)
        constants = [-(witness[l].eisenstein or (0, 0, 0))[2] for l in layers]
        several = len(layers) > 1
        divisor = f"{power(names[b], exponent[b])} + {'c_l' if several else constants[0]}"
        degree = architecture.layers[layers[0]].degrees[a]
        terms = [power(names[a], degree * exponent[a])]
        for quotient in dict.fromkeys(quotient for _, quotient in quotients):
            powers = [power(names[a], k * exponent[a]) or "1" for k, other in quotients if other == quotient]
            lead = f"({' + '.join(powers)})" if len(powers) > 1 else powers[0]
            rest = f"({_unbroken(polynomial(dict(quotient), exponent, names))})"
            terms.append(BREAK.join(factor for factor in (lead, f"({divisor})", rest) if factor not in ("1", "(1)")))
        values = [_at_root(dict(quotients[0][1]), b, -c) for c in constants[:MAX_VALUES]]
        shown = [_unbroken(polynomial(value, exponent, names)) for value in values]
        more = rf",{BREAK}\ldots" if len(constants) > MAX_VALUES else ""
        number = f"$c_l = {f',{BREAK}'.join(map(str, constants))}$; " if several else ""
        yield text(
            f"{layer_names(layers).capitalize()}: $P_{{{'l' if several else layers[0] + 1}}} = "
            f"{f'{BREAK}+ '.join(terms)}$; {number}in ${names[a]}$, at ${divisor}$, where the cofactor takes "
            f"{'the values' if several else 'the value'} ${f',{BREAK}'.join(shown)}{more}$."
        )


def _unbroken(formula: str) -> str:
    return formula.replace(BREAK, " ")


def _shape(layer: WitnessLayer) -> tuple[int, int, tuple[tuple[int, Row], ...]]:
    """The variables a and b, and the Q_k by k: what layers of a class may have in common."""
    a, b, _ = layer.eisenstein or (0, 0, 0)
    return a, b, tuple((k, tuple(sorted(q.items()))) for k, q in sorted(_eisenstein_quotients(layer).items()))


def _eisenstein_quotients(layer: WitnessLayer) -> dict[int, dict[Index, int]]:
    """The coefficients of X_a^k, k < m_a, divided by X_b − ρ; by k, without those that are 0.

    Raises
    ------
    ArithmeticGuardError
        If the filter is not as its evidence says.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.generic.witness import build_witness
    >>> (layer,), _ = build_witness(parse_architecture("k2x3"))
    >>> sorted(_eisenstein_quotients(layer)[0].items())
    [((0, 0), 1), ((0, 1), 1)]
    """
    if layer.eisenstein is None:
        raise ArithmeticGuardError("the filter has no Eisenstein evidence")
    a, b, root = layer.eisenstein
    degree = layer.layer.degrees[a]
    rows: dict[int, dict[Index, int]] = {}
    for index, value in layer.entries.items():
        rows.setdefault(index[a], {})[tuple(0 if d == a else k for d, k in enumerate(index))] = value
    lead = rows.pop(degree, {})
    quotients = {k: _divided(row, b, root) for k, row in rows.items()}
    linear = [tuple(int(d == n) for n in range(layer.layer.dimension)) for d in layer.layer.active]
    if (
        set(lead) != {(0,) * layer.layer.dimension}
        or set(lead.values()) != {1}
        or not all(i in layer.entries for i in linear)
    ):
        raise ArithmeticGuardError("the filter is not monic, or lacks a linear monomial")
    if not _at_root(quotients[0], b, root):
        raise ArithmeticGuardError("the constant coefficient is divisible twice")
    return quotients


def _divided(row: dict[Index, int], b: int, root: int) -> dict[Index, int]:
    """Division by X_b − ρ, by Horner's rule in X_b for each monomial in the other variables."""
    result: dict[Index, int] = {}
    for rest, line in _lines(row, b).items():
        carry = 0
        for k in range(max(line), 0, -1):
            carry = line.get(k, 0) + root * carry
            if carry:
                result[(*rest[:b], k - 1, *rest[b + 1 :])] = carry
        if line.get(0, 0) + root * carry:
            raise ArithmeticGuardError("a coefficient is not divisible as the evidence says")
    return result


def _at_root(row: dict[Index, int], b: int, root: int) -> dict[Index, int]:
    """The polynomial with X_b = ρ put in."""
    values = {rest: sum(c * root**k for k, c in line.items()) for rest, line in _lines(row, b).items()}
    return {rest: value for rest, value in values.items() if value}


def _lines(row: dict[Index, int], b: int) -> dict[Index, dict[int, int]]:
    lines: dict[Index, dict[int, int]] = {}
    for index, value in row.items():
        lines.setdefault((*index[:b], 0, *index[b + 1 :]), {})[index[b]] = value
    return lines


def _axis_layers(architecture: Architecture) -> list[int]:
    return sorted(l for block in architecture.blocks for l in block.layers)


def _axis_item(architecture: Architecture, l: int, layer: WitnessLayer, names: Sequence[str]) -> Text:
    """P_l = (x + 2)(x^2 + 3x + 3), Eisenstein at 2 and 3."""
    (d,) = layer.layer.active
    exponent = architecture.exponents[l][d]
    factors = [univariate(f.coefficients, exponent, names[d]) for f in layer.factors]
    shown = factors[0] if len(factors) == 1 else BREAK.join(f"({f.replace(BREAK, ' ')})" for f in factors)
    primes = number_list([f.prime for f in layer.factors])
    return text(f"$P_{{{l + 1}}} = {shown}$, with $q$ = {primes}.")
