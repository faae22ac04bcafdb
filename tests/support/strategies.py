"""Hypothesis strategies for architectures and numbers."""

from fractions import Fraction
from math import prod

from hypothesis import assume
from hypothesis import strategies as st

from symlcn.network.architecture import Architecture, Layer
from symlcn.network.filters import Filter, nested
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

MAX_ACTIVE_PARAMETERS = 12


def vectors(dimension: int, entries: st.SearchStrategy[int]) -> st.SearchStrategy[tuple[int, ...]]:
    return st.tuples(*[entries] * dimension)


def layers(dimension: int, max_size: int = 4, max_step: int = 3) -> st.SearchStrategy[Layer]:
    steps = st.integers(1, max_step)
    return st.builds(
        Layer, vectors(dimension, st.integers(1, max_size)), vectors(dimension, steps), vectors(dimension, steps)
    )


@st.composite
def architectures(
    draw: st.DrawFn, max_layers: int = 4, max_size: int = 4, max_step: int = 3, max_dimension: int = 3
) -> Architecture:
    """Stacks of few small layers, drawn from a small pool so that interchangeable layers are common."""
    dimension = draw(st.integers(1, max_dimension))
    pool = draw(st.lists(layers(dimension, max_size, max_step), min_size=1, max_size=3))
    return Architecture(tuple(draw(st.lists(st.sampled_from(pool), min_size=1, max_size=max_layers))))


rationals = st.builds(Fraction, st.integers(-50, 50), st.integers(1, 9))


@st.composite
def activated(draw: st.DrawFn, max_layers: int = 4, max_degree: int = 8) -> PolynomialArchitecture:
    """Stacks of few small layers with activations between some, in one or two directions."""
    network = draw(architectures(max_layers, max_size=3, max_step=2, max_dimension=2).filter(lambda a: len(a) > 1))
    powers = draw(st.lists(st.integers(1, 3), min_size=len(network) - 1, max_size=len(network) - 1))
    assume(1 < prod(powers) <= max_degree and network.parameters <= 12 and prod(powers) * network.ambient <= 60)
    return PolynomialArchitecture(network, powers)


def nonzero_filters(
    network: Architecture | PolynomialArchitecture, entries: st.SearchStrategy[int] | None = None
) -> st.SearchStrategy[tuple[Filter, ...]]:
    """Integer filters ≠ 0, many entries of which are 0."""
    layers = network.layers if isinstance(network, Architecture) else network.architecture.layers
    numbers = st.sampled_from([0, 0, 0, 1, -1, 2, -3]) if entries is None else entries

    def own(layer: Layer) -> st.SearchStrategy[Filter]:
        parts = st.lists(numbers, min_size=layer.parameters, max_size=layer.parameters).filter(any)
        return parts.map(lambda found: nested([Fraction(c) for c in found], layer.size))

    return st.tuples(*map(own, layers))
