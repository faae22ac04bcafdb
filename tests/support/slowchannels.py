"""Networks with channels by definition: layers act on signals, nothing here knows polynomials."""

from fractions import Fraction
from itertools import pairwise, product


def slow_map(network, filters):
    """The entries of U by output, input and position: the first output, of an input that is 1 at one place."""
    stack, channels = network.architecture, network.channels
    extents = stack.end_to_end_size
    found = []
    for o, i in product(range(channels[-1]), range(channels[0])):
        for place in product(*map(range, extents)):
            found.append(_output(stack, channels, filters, o, lambda b, p, i=i, q=place: Fraction(b == i and p == q)))
    return found


def _output(stack, channels, filters, o, signal):
    """Output o at position 0; signals are functions of channel and position."""
    for layer, own, inputs in zip(stack, filters, channels, strict=False):
        signal = _applied(layer, own, inputs, signal)
    return signal(o, (0,) * stack.dimension)


def _applied(layer, own, inputs, signal):
    def moved(a, position):
        total = Fraction(0)
        for b, j in product(range(inputs), product(*map(range, layer.size))):
            weight = own[a][b]
            for k in j:
                weight = weight[k]
            source = tuple(p * s + k * d for p, s, k, d in zip(position, layer.stride, j, layer.dilation, strict=True))
            total += weight * signal(b, source) if weight else 0
        return total

    return moved


def slow_channel_ntk(network, filters):
    """K by exact differences: U is affine in each single entry."""
    base = slow_map(network, filters)
    columns = []
    for l, own in enumerate(filters):
        for moved in _raised(own):
            new = slow_map(network, [*filters[:l], moved, *filters[l + 1 :]])
            columns.append([x - y for x, y in zip(new, base, strict=True)])
    count = range(len(base))
    return [[sum(c[i] * c[j] for c in columns) for j in count] for i in count]


def _raised(tensor):
    """Copies of a nested tuple, 1 added to one entry of each."""
    if not isinstance(tensor, tuple):
        yield tensor + 1
        return
    for n, part in enumerate(tensor):
        for moved in _raised(part):
            yield (*tensor[:n], moved, *tensor[n + 1 :])


def slow_invariants(filters):
    """D_l, entry by entry."""

    def flat(tensor):
        return [c for part in tensor for c in flat(part)] if isinstance(tensor, tuple) else [tensor]

    found = []
    for below, above in pairwise(filters):
        size = len(below)
        outer = [[c for own in row for c in flat(own)] for row in below]
        inner = [[c for row in above for c in flat(row[b])] for b in range(size)]
        dot = lambda u, v: sum(x * y for x, y in zip(u, v, strict=True))  # noqa: E731
        found.append(
            tuple(tuple(dot(inner[p], inner[q]) - dot(outer[p], outer[q]) for q in range(size)) for p in range(size))
        )
    return tuple(found)
