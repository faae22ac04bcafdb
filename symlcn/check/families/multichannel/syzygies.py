"""Layers whose filters can be moved while the others stay, with the same product.

Contents: :func:`check_moving`.

Let B be the product of some layers just before another one, of exponents e, and B' its matrix of polyphase components
by e, with c rows and n columns of multidegrees d_j in x ** e. If c > n, minors of B' of the size of its rank form a row
k with k B' = 0 that is not 0, of multidegree at most the sum of the d_j. If the layer has so large a degree, multiples
of k can be added to its rows. In a concise chain such a motion is none by G, as stabilisers are trivial. Where the
layers are just after it, the same holds for the transposed product.
"""

from __future__ import annotations

from math import prod

from ...core.limits import Work
from ...core.outcome import Rejected
from .chain import Chain


def check_moving(chain: Chain, layer: int, end: int, where: str, work: Work) -> None:
    """Establishes that a layer can be moved against those between it and another one, that one included."""
    if layer == end:
        raise Rejected(where, "is a layer against itself")
    if end > layer:
        chain, layer, end = chain.turned(), len(chain) - 1 - layer, len(chain) - 1 - end
    size, exponents = chain.sizes[layer], chain.exponents[layer]
    degrees: list[int] = []  # in each direction, those of the classes of residues together
    numbers: list[int] = []  # of these classes
    for d, (k, step) in enumerate(zip(size, exponents, strict=True)):
        line = chain.line(d, end, layer, work)
        bounds: dict[int, tuple[int, int]] = {}
        for n in line:
            rest = n % step if k > 1 else n
            bounds[rest] = (bounds.get(rest, (n, n))[0], n)
        numbers.append(len(bounds))
        degrees.append(sum((high - low) // step for low, high in bounds.values()))
    columns = chain.channels[end] * prod(numbers)
    if columns >= chain.channels[layer]:
        raise Rejected(where, "the layers have no fewer polyphase components than channels")
    for k, degree, number in zip(size, degrees, numbers, strict=True):
        if degree * (columns // number) > k - 1:
            raise Rejected(where, "the layer has too small a size to be moved")
