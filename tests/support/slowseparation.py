"""The linear map of which the NTK along an orbit is the image, in one direction, and its rank in floats."""

from itertools import pairwise

import numpy as np


def end_to_end(network, filters):
    """All entries of U: filters are arrays by output, input and position, spread by the strides before them."""
    total, step = np.eye(network.channels[0])[:, :, None], 1
    for layer, own in zip(network.architecture, filters, strict=True):
        spread = np.zeros((*own.shape[:2], (own.shape[2] - 1) * step + 1))
        spread[:, :, ::step] = own
        total = np.array(
            [[sum(map(np.convolve, row, column)) for column in zip(*total, strict=True)] for row in spread]
        )
        step *= layer.stride[0]
    return total.ravel()


def jacobians(network, filters):
    """For each layer the derivatives of all entries of U by its entries, in which U is linear."""
    found = []
    for l, own in enumerate(filters):
        columns = []
        for index in np.ndindex(*own.shape):
            unit = np.zeros(own.shape)
            unit[index] = 1
            columns.append(end_to_end(network, [*filters[:l], unit, *filters[l + 1 :]]))
        found.append(np.array(columns).T.reshape(-1, *own.shape))
    return found


def kernel_dimension(network, filters):
    """That of Z ↦ Σ J·Z·Jᵀ on Z_l in Sym(c_l) ⊗ Sym(c_{l−1}), with I alone at the ends."""
    columns = []
    channels, last = network.channels, len(filters)
    for l, block in enumerate(jacobians(network, filters), 1):
        for x in _symmetric(channels[l], l == last):
            for y in _symmetric(channels[l - 1], l == 1):
                columns.append(np.einsum("nabj,ac,bd,mcdj->nm", block, x, y, block).ravel())
    scaled = np.array([column / (np.linalg.norm(column) or 1) for column in columns])
    return len(columns) - np.linalg.matrix_rank(scaled, tol=1e-9)


def _symmetric(count, end):
    if end:
        return [np.eye(count)]
    found = []
    for i in range(count):
        for k in range(i, count):
            one = np.zeros((count, count))
            one[i, k] = one[k, i] = 1
            found.append(one)
    return found


def unknowns(network):
    """The dimension of the space of all Z."""
    return sum(a * b for a, b in pairwise([1, *(c * (c + 1) // 2 for c in network.channels[1:-1]), 1]))
