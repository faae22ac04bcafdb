"""The generic result of an architecture, recomputed from it alone.

Contents: :func:`result_of`, :func:`degree_of`, :func:`blocks_of`, :func:`multinomial`.

The degree is the number of permutations inside each class times the number of distributions of roots inside each
axis block. By the theorem in certify.py no generic fiber has fewer points; the witness shows that none has more.
"""

from __future__ import annotations

from math import factorial, prod

from ..core.arithmetic import binomial, times
from ..core.limits import MAX_LISTED_BLOCK, Work
from ..core.recomputed import decimal
from .architecture import Architecture

NTK = ("independent", "independent-on-locus", "dependent")


def multinomial(parts: list[int], work: Work) -> int:
    """(sum of parts)! / product of part!"""
    if len(parts) == 1:
        return 1
    left, right = parts[: len(parts) // 2], parts[len(parts) // 2 :]
    smaller = min(sum(left), sum(right))
    return binomial(sum(parts), smaller, work) * multinomial(left, work) * multinomial(right, work)


def _real_points(degrees: list[int], where: str, work: Work) -> list[object]:
    """For c = 0, 1, ...: the ways to distribute c conjugate pairs and the other, real, roots over the layers."""
    total, series = sum(degrees), [1]
    for m in degrees:
        work.spend(m, m * m, 25 * m)
        ways = [factorial(m) // (factorial(a) * factorial(m - 2 * a)) for a in range(m // 2 + 1)]
        series = times(series, ways, work)
    series += [0] * (total // 2 + 1 - len(series))
    repeats = prod(factorial(m) for m in degrees)
    rows: list[object] = []
    for c in range(total // 2 + 1):
        work.spend(1, 10 * total, 10 * total)
        points = factorial(c) * factorial(total - 2 * c) * series[c] // repeats
        rows.append({"real_roots": total - 2 * c, "points": decimal(points, where)})
    return rows


def blocks_of(architecture: Architecture, work: Work) -> list[dict[str, object]]:
    """The blocks with several layers, and how many real points the fiber has over each number of real roots."""
    blocks: list[dict[str, object]] = []
    for (direction, exponent), layers in architecture.blocks.items():
        if len(layers) > 1:
            degrees = [architecture.sizes[layer][direction] - 1 for layer in layers]
            listed = sum(degrees) <= MAX_LISTED_BLOCK
            points = _real_points(degrees, f"result.blocks[{len(blocks)}]", work) if listed else None
            block = {"layers": layers, "direction": direction, "exponent": exponent, "degrees": degrees}
            blocks.append({**block, "real_points": points})
    return blocks


def degree_of(architecture: Architecture, work: Work) -> tuple[int, bool]:
    """The degree, and whether the generic fiber is one orbit of permutations of interchangeable layers."""
    degree, in_order = prod(factorial(len(group)) for group in architecture.classes), True
    for (direction, _), layers in architecture.blocks.items():
        degrees = [architecture.sizes[layer][direction] - 1 for layer in layers]
        degree *= multinomial(degrees, work)
        in_order = in_order and (len(degrees) == 1 or max(degrees) == 1)
    return degree, in_order


def result_of(architecture: Architecture, work: Work) -> dict[str, object]:
    """The whole result, recomputed from sizes, strides and dilations."""
    sizes, depth = architecture.sizes, len(architecture.sizes)
    degree, in_order = degree_of(architecture, work)
    parameters = [prod(size) for size in sizes]
    multiplicity = multinomial([count - 1 for count in parameters], work)
    swaps = architecture.swaps() if degree > 1 else []
    return {
        "degree": decimal(degree, "result.degree"),
        "birational": degree == 1,
        "birational_up_to_layer_order": in_order,
        "interchangeable": architecture.groups,
        "dimension": sum(parameters) - (depth - 1),
        "ambient": prod(architecture.extents()),
        "image_degree": decimal(multiplicity // degree, "result.image_degree"),
        "ntk": NTK[0 if degree == 1 else 1 if in_order else 2],
        "delta_locus": [[int(i <= n < j) for n in range(depth - 1)] for i, j in swaps] if in_order else None,
        "blocks": blocks_of(architecture, work),
    }
