"""Hypothesis strategies for architectures and numbers."""

from fractions import Fraction

from hypothesis import strategies as st

from symlcn.network.architecture import Architecture, Layer

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
