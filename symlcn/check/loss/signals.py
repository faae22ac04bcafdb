"""A square loss given by signals: the sum of the squares of <p, u> - z over the patches p of the signals.

Contents: :func:`signals_gradient`.

A signal x and what the network should make of it, y, have patches p of the size of the end-to-end filter at the
positions i times the product of all strides, and z = y[i]. The gradient at u is 2 sum (<p, u> - z) p: no matrix, no
minimum and no full rank is needed.
"""

from __future__ import annotations

from itertools import product
from math import prod

from ..core.arithmetic import Filter, over_common, total_bits
from ..core.limits import Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import choice, json_object
from ..core.tensors import rational_tensors
from ..network.architecture import Architecture


def signals_gradient(
    architecture: Architecture, value: object, u: tuple[Filter, int], where: str, work: Work
) -> tuple[Filter, int]:
    """Reads signals and what the network should make of them; returns the gradient of the loss at u, row-major.

    Its entries are over a common denominator.
    """
    item = json_object(value, "loss inputs outputs", where)
    choice(item["loss"], ("sum of squares",), f"{where}.loss")
    inputs = rational_tensors(item["inputs"], architecture.dimension, f"{where}.inputs", work)
    outputs = rational_tensors(item["outputs"], architecture.dimension, f"{where}.outputs", work)
    if len(inputs) != len(outputs):
        raise Malformed(f"{where}.outputs", f"expected {len(inputs)} of them, found {len(outputs)}")
    scale, wanted = (over_common([(1, common) for _, _, common in part], work)[1] for part in (inputs, outputs))
    extents = architecture.extents()
    filter = [u[0].get(index, 0) for index in product(*map(range, extents))]
    total = [0] * len(filter)
    for n, (signal, output) in enumerate(zip(inputs, outputs, strict=True)):
        entries, size, common = signal
        work.hold(len(entries) + len(filter), scale.bit_length() + wanted.bit_length())
        work.hold(len(output[0]), scale.bit_length() + wanted.bit_length() + u[1].bit_length())
        numbers = [c * (scale // common) for c in entries]
        targets = [c * (wanted // output[2]) * u[1] * scale for c in output[0]]
        work.spend(len(numbers) + len(targets), total_bits(numbers) + total_bits(targets), scale.bit_length() + 64)
        counts = [(k - e) // s + 1 for k, e, s in zip(size, extents, architecture.stride, strict=True)]
        if any(k < e for k, e in zip(size, extents, strict=True)) or output[1] != counts:
            raise Rejected(f"{where}.outputs[{n}]", "is not of the size that the network makes of the input")
        _add(total, numbers, size, [c * wanted for c in filter], targets, counts, architecture, work)
    denominator = u[1] * scale * scale * wanted
    return {(i,): 2 * c for i, c in enumerate(total) if c}, denominator


def _add(
    total: list[int],
    numbers: list[int],
    size: list[int],
    filter: list[int],
    targets: list[int],
    counts: list[int],
    architecture: Architecture,
    work: Work,
) -> None:
    """Adds (<p, u> - z) p for all patches of a signal."""
    strides = [prod(size[d + 1 :]) for d in range(len(size))]
    work.spend(4 * prod(counts) * len(filter), prod(counts) * total_bits(filter), max(map(int.bit_length, numbers)))
    cells = [sum(map(int.__mul__, index, strides)) for index in product(*map(range, architecture.extents()))]
    steps = [s * stride for s, stride in zip(architecture.stride, strides, strict=True)]
    corners = product(*map(range, counts))
    for index, target in zip(corners, targets, strict=True):
        corner = sum(map(int.__mul__, index, steps))
        patch = [numbers[corner + cell] for cell in cells]
        rest = sum(map(int.__mul__, patch, filter)) - target
        if rest:
            for place, c in enumerate(patch):
                total[place] += rest * c
