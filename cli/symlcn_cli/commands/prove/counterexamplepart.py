"""The part of a proof that shows a counterexample: both parameter tuples, their scalings, both NTKs.

Contents: :func:`counterexample_blocks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import prod
from typing import Any

from symlcn.algebra.typeset import variables
from symlcn.generic.certify import Certificate
from symlcn.generic.refutation import Counterexample, Parameters
from symlcn.generic.witness import WitnessLayer
from symlcn.network.architecture import Architecture
from symlcn.network.corner import corner_ratio
from symlcn.network.scaling import Scaling
from symlcn_cli.commands.prove.witnesspart import nested
from symlcn_cli.pages.formulas import BREAK, about, in_t, integer, invariants, polynomial, rational, vector, window
from symlcn_cli.pages.model import Block, Display, Formula, Heading, Paragraph, text
from symlcn_cli.pages.networkpart import layer_names

__all__ = ["counterexample_blocks"]

MAX_MATRIX = 30
MAX_MATRIX_LAYERS = 6
MAX_EQUATION = 8


def counterexample_blocks(certificate: Certificate, pair: Counterexample) -> Iterator[Block]:
    """Two parameter tuples with the same end-to-end filter and the same invariants, and how their NTKs differ."""
    architecture = certificate.architecture
    i, j = pair.layers
    yield Heading(text("The counterexample"))
    what = "the two layers swapped" if certificate.exchange is None else "one root exchanged between the two"
    yield Paragraph(
        text(
            "Two parameter tuples, over the witness $u$: the filters $w_l$, and the filters $w'_l$, which are the "
            f"same but for {layer_names((i, j))}, with {what}:"
        )
    )
    names = variables(architecture.dimension)
    for mark, parameters in zip(("", "'"), pair.pair, strict=True):
        for l in (i, j):
            shown = _filter(parameters.filters[l], architecture.exponents[l], names)
            yield Formula(f"P{mark}_{{{l + 1}}} = {shown}")
    if len(architecture.layers) > 2:
        yield Paragraph(text("In all other layers both have the filters of the witness."))
    yield Paragraph(
        text(rf"As $P'_{{{i + 1}}} P'_{{{j + 1}}} = P_{{{i + 1}}} P_{{{j + 1}}}$, both have the product $u$.")
    )
    yield Paragraph(
        text(
            "It is a smooth point of the closure of $M$. Indeed, merge the layers of each axis block into one that "
            "holds their product. The image stays what it is, and the fiber over $u$ becomes one orbit of permutations "
            "inside classes. No permutation but the identity fixes a point of it, as the filters of a class are not "
            "proportional; the merged layers are coprime, so that the rank is full, as above. Thus the quotient of the "
            "source by these permutations is smooth there, and maps to the image birationally, finitely, with one "
            "point over $u$ and an injective differential: it is an isomorphism near $u$."
        )
    )
    if pair.delta is not None:
        yield from _scaling_blocks(pair)
    if certificate.exchange is None:
        yield from _swap_values(certificate, pair)
    else:
        yield Paragraph(
            text(
                r"Whatever $\delta$, both can be scaled to it, and then $\langle S, K \rangle$ and $\langle S, K' "
                r"\rangle$ have opposite signs, as shown above: their NTKs differ."
            )
        )
    yield from _matrix_blocks(architecture, pair)


def _filter(layer: WitnessLayer, exponent: Sequence[int], names: Sequence[str]) -> str:
    return polynomial(layer.entries, exponent, names)


def _scaling_blocks(pair: Counterexample) -> Iterator[Block]:
    """The scaled tuples: squared norms before and after."""
    yield Paragraph(text(f"Scaled to the invariants ${invariants(pair.delta or ())}$ the filters become"))
    yield Formula(r"\theta_l = \sqrt{\rho_l / n_l}\ w_l," + BREAK + r"\qquad \theta'_l = \sqrt{\rho'_l / n'_l}\ w'_l,")
    first, second = pair.pair
    if first.scaling is None or second.scaling is None:
        yield Paragraph(
            text(
                "where the scalings exist as said above; the equation for $t$ is too large to be solved explicitly "
                "here."
            )
        )
        return
    same = first.scaling == second.scaling
    for mark, parameters in zip(("", "'"), pair.pair, strict=True):
        if mark and same:
            norms = vector([integer(layer.norm) for layer in parameters.filters])
            yield Formula(f"n' = {norms}," + BREAK + r"\quad \rho' = \rho,")
        elif parameters.scaling is not None:
            yield from _scaling_formulas(mark, parameters, parameters.scaling)
    yield Paragraph(text(r"with $\theta_l$ and $\theta'_l$ determined up to signs whose product is 1."))


def _scaling_formulas(mark: str, parameters: Parameters, scaling: Scaling) -> Iterator[Block]:
    norms = vector([integer(layer.norm) for layer in parameters.filters])
    yield Formula(f"n{mark} = {norms},")
    if isinstance(scaling.t, Fraction):
        yield Formula(rf"\rho{mark} = " + vector([rational(scaling.t + shift) for shift in scaling.shifts]) + ",")
        return
    t = f"t{mark}"
    yield Formula(
        rf"\rho{mark} = " + vector([in_t((shift, 1), t).replace(BREAK, " ") for shift in scaling.shifts]) + ","
    )
    degree = len(scaling.t.minpoly) - 1
    which = f"a root of an irreducible polynomial of degree ${degree}$ that the certificate has"
    approximate = f"{t} = {about((Fraction(0), Fraction(1)), scaling.t)}" + r"\ldots"
    if degree <= MAX_EQUATION:
        yield Formula(f"{in_t(scaling.t.minpoly, t)} = 0," + BREAK + rf"\quad {approximate},")
    else:
        yield Paragraph(text(f"where ${approximate}$ is {which},"))


def _swap_values(certificate: Certificate, pair: Counterexample) -> Iterator[Block]:
    """K(0,0) − K'(0,0) as a product of two factors that are not 0, and the values where they are short."""
    i, j = pair.layers
    witness, scaling = certificate.witness, pair.pair[0].scaling
    corner = integer(prod(layer.constant for layer in witness) ** 2)
    ratios = [corner_ratio(witness[l].norm, witness[l].constant) for l in (i, j)]
    rho = [rf"\rho_{{{l + 1}}}" for l in (i, j)]
    yield Paragraph(text(r"The entries of both NTKs that matter are those in the first row and column:"))
    yield Formula(
        rf"K(0,0) - K'(0,0) = u[0]^2 {BREAK} (\frac{{1}}{{{rho[0]}}} - \frac{{1}}{{{rho[1]}}}) {BREAK} "
        rf"(\frac{{n_{{{i + 1}}}}}{{w_{{{i + 1}}}[0]^2}} - \frac{{n_{{{j + 1}}}}}{{w_{{{j + 1}}}[0]^2}})"
    )
    yield Formula(
        rf"= {corner} {BREAK} (\frac{{1}}{{{rho[0]}}} - \frac{{1}}{{{rho[1]}}}) {BREAK} ({rational(ratios[0])} - "
        rf"{_bracket(ratios[1])}) \ne 0,"
    )
    gap = sum((pair.delta or ())[i:j], Fraction(0))
    yield Paragraph(text(rf"since ${rho[0]} - {rho[1]} = {rational(gap)} \ne 0$. With the numbers put in,"))
    if pair.corner is None or scaling is None:
        return
    values = [*pair.corner, tuple(a - b for a, b in zip(*pair.corner, strict=True))]
    for name, value in zip(("K(0,0)", "K'(0,0)", "K(0,0) - K'(0,0)"), values, strict=True):
        yield Formula(f"{name} = {_value(value, scaling)}")


def _bracket(value: Fraction) -> str:
    return f"({rational(value)})" if value < 0 else rational(value)


def _value(value: Sequence[Fraction], scaling: Scaling) -> str:
    """An entry in Q(t): exact if it is short, and decimal digits if it is irrational."""
    if not any(value[1:]):
        return rational(value[0])
    exact = in_t(value)
    digits = rf"{about(value, scaling.t)}\ldots"
    short = len(value) <= 3 and len(exact) < 200
    return rf"{exact} {BREAK} = {digits}" if short else digits


def _matrix_blocks(architecture: Architecture, pair: Counterexample) -> Iterator[Block]:
    """Both NTKs for small networks: the matrices if t is rational, otherwise the N_l they are sums of."""
    if architecture.ambient > MAX_MATRIX or len(architecture.layers) > MAX_MATRIX_LAYERS:
        yield Paragraph(text(_too_large(architecture)))
        return
    from symlcn.network.ntk import gram_matrices

    grams = [gram_matrices(architecture, [nested(layer) for layer in p.filters]) for p in pair.pair]
    scalings = [p.scaling for p in pair.pair]
    if all(scaling is not None and isinstance(scaling.t, Fraction) for scaling in scalings):
        yield Paragraph(
            text("The two NTKs" + (", in their upper left corners" if architecture.ambient > 5 else "") + ":")
        )
        for mark, parameters, matrices in zip(("", "'"), pair.pair, grams, strict=True):
            yield Display(f"K{mark} = {_kernel(architecture, parameters, matrices)}")
        return
    yield Paragraph(
        text(
            r"The matrices $N_l$ and $N'_l$ of the two NTKs"
            + (", in their upper left corners" if architecture.ambient > 5 else "")
            + r", with $K = \sum_l (n_l / \rho_l) N_l$ and $K' = \sum_l (n'_l / \rho'_l) N'_l$:"
        )
    )
    for mark, matrices in zip(("", "'"), grams, strict=True):
        for l, matrix in enumerate(matrices, start=1):
            shown = window(architecture.ambient, lambda r, c, m=matrix: integer(int(m[r, c])))  # type: ignore[misc]
            yield Display(f"N{mark}_{{{l}}} = {shown}")


def _too_large(architecture: Architecture) -> str:
    size = architecture.ambient
    return f"The NTKs are ${size} \\times {size}$ matrices; the entries that matter are those above."


def _kernel(architecture: Architecture, parameters: Parameters, matrices: Sequence[Any]) -> str:
    scaling = parameters.scaling
    if scaling is None or not isinstance(scaling.t, Fraction):
        raise ValueError("the scaling is not rational")
    norms = [scaling.t + shift for shift in scaling.shifts]
    weights = [layer.norm / rho for layer, rho in zip(parameters.filters, norms, strict=True)]

    def entry(row: int, column: int) -> str:
        pairs = zip(weights, matrices, strict=True)
        return rational(sum((weight * int(matrix[row, column]) for weight, matrix in pairs), Fraction(0)))

    return window(architecture.ambient, entry)
