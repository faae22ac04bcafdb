"""Velocities of filters of networks with channels, as the product computes them."""

from symlcn.algebra.exact import fraction_of
from symlcn.families import hiddenmotions
from symlcn.families.multichannel.channelmap import slices
from symlcn.families.multichannel.orbitmotion import derivatives


def invariant_velocities(given, directions):
    """Ḋ_1, …, Ḋ_{L−1} as fmpq_mat."""
    layers = [slices(own) for own in given.filters]
    return hiddenmotions.invariant_velocities(layers, hiddenmotions.moved(layers, directions))


def kernel_velocity(given, directions, row, column):
    """K̇ at one of the first entries."""
    return fraction_of(hiddenmotions.kernel_velocities(derivatives(given), directions, row)[0, column])
