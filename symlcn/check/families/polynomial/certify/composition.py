"""The result of a network with activations, composed of those of its runs.

Contents: :func:`composed`, :class:`Composition`.

Layers without an activation between them form a run, a linear network. f determines the end-to-end filters of the runs
up to shifts and scalings: for polynomials G, G', not constant, and operators P, P' in shifts of inputs, P G^r = P' G'^r
with r >= 2 implies that G' is a multiple of a shift of G. So the generic fiber is the product of those of the runs.
"""

from __future__ import annotations

from math import prod
from typing import cast

from ....core.limits import Work
from ....core.recomputed import decimal
from ....network.architecture import Architecture
from ....network.classify import NTK, blocks_of, degree_of, multinomial
from ....network.furtherarchitectures import PolynomialArchitecture
from .criticalcount import critical_count
from .monomialcount import monomial_count
from .singularlocus import SMOOTH, singular_dimension

MAX_BITS = 300_000  # of the image degree, about


class Composition:
    """The result, the NTK of each run, and the degree, which is None if it is not established."""

    __slots__ = ("degree", "ntk", "result")

    def __init__(self, result: dict[str, object], ntk: list[str], degree: int | None) -> None:
        self.result, self.ntk, self.degree = result, ntk, degree


def composed(
    architecture: PolynomialArchitecture, runs: list[Architecture], known: list[bool], work: Work
) -> Composition:
    """The whole result, recomputed from the runs as linear networks; known says of which the degree is established."""
    stack, depth = architecture.stack, len(architecture.stack.sizes)
    found = [degree_of(run, work) for run in runs]
    ntk = [NTK[0 if own == 1 else 1 if in_order else 2] for own, in_order in found]
    degree = prod(own for own, _ in found) if all(known) else None
    groups, locus, blocks = [], [], []
    for run, (start, _), (own, _) in zip(runs, architecture.runs, found, strict=True):
        groups += [[start + l for l in group] for group in run.groups]
        swaps = run.swaps() if own > 1 else []
        work.spend(depth * len(swaps))
        locus += [[int(start + i <= n < start + j) for n in range(depth - 1)] for i, j in swaps]
        for block in blocks_of(run, work):
            layers = [start + l for l in cast("list[int]", block["layers"])]
            exponent = stack.exponents[layers[0]][cast("int", block["direction"])]
            blocks.append({**block, "layers": layers, "exponent": exponent})
    nonlinear = all(power > 1 for power in architecture.activations)
    singular = singular_dimension(architecture, work) if nonlinear else None
    critical = critical_count(architecture, work)
    image = None if degree is None else _image_degree(architecture, degree, work)
    result: dict[str, object] = {
        "degree": None if degree is None else decimal(degree, "result.degree"),
        "birational": all(own == 1 for own, _ in found),
        "birational_up_to_layer_order": NTK[2] not in ntk,
        "interchangeable": groups,
        "dimension": stack.full_rank(),
        "ambient": monomial_count(architecture, work),
        "image_degree": None if image is None else decimal(image, "result.image_degree"),
        "ntk": max(ntk, key=NTK.index),
        "delta_locus": None if NTK[2] in ntk else locus,
        "blocks": blocks,
        "runs": [list(range(start, stop)) for start, stop in architecture.runs],
        "degrees": architecture.degrees,
        "critical_points": None if critical is None else decimal(critical, "result.critical_points"),
        "fully_nonlinear": nonlinear,
        "smooth": None if singular is None else singular == SMOOTH,
        "singular_dimension": None if singular == SMOOTH else singular,
    }
    return Composition(result, ntk, degree)


def _image_degree(architecture: PolynomialArchitecture, degree: int, work: Work) -> int | None:
    """m!/prod (K_l - 1)! prod D_l ** (K_l - 1) / degree, m the sum of the K_l - 1; None if it is very large."""
    own = [prod(size) - 1 for size in architecture.stack.sizes]
    powers = list(zip(architecture.degrees, own, strict=True))
    bits = sum(own) * len(own).bit_length() + sum(m * d.bit_length() for d, m in powers)
    if bits > MAX_BITS:
        return None
    work.spend(len(own), bits, bits)
    forms: int = prod(d**m for d, m in powers)
    return multinomial(own, work) * forms // degree
