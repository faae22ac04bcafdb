"""One form for networks that differ by notation and names of variables only.

Contents: :func:`canonical`.

Four equivalences are used. Each holds for linear networks of one channel, for networks with channels and for networks
with activations, since it is a property of the sizes and the exponents e_l of the layers alone: with shifts T of the
input in the directions, layer l is w ↦ P_l(T) = Σ_j w[j]·T^{j⊙e_l}, a matrix of such with channels, and activations are
taken at each place of the signal.

1. *The same spaces.* P_l depends on the size and on the exponents in the active directions alone. So the last stride,
   strides and dilations where no later layer or the layer itself is not active, and strides written as dilations do not
   matter: the parametrization map and the NTK are the same.
2. *Permuted directions.* They rename the variables T_d, and permute rows and columns of the NTK.
3. *A common factor g of the exponents of a direction.* Only shifts by multiples of g occur there; T^g is renamed T. The
   signal is g^D independent ones side by side; over each of them the network is the same, and the NTK is 0 between two.
4. *Directions in which all sizes are 1.* No shift there occurs; they are dropped, but one stays.

So everything an atlas keeps is the same at equivalent networks, where `ambient`, the number of coefficients, is that of
the canonical network: rule 3 drops coefficients that are always 0. Layers keep their places, and δ its meaning. Layers
of size 1 stay: they have parameters. Layers are not reordered: at given δ answers would change.

The canonical network has the strides, dilations and order of directions of :mod:`symlcn.network.columns`.
"""

from __future__ import annotations

from symlcn.errors import ParseError
from symlcn.network.architecture import Architecture
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.columns import assembled, columns
from symlcn.network.groupedarchitecture import GroupedArchitecture
from symlcn.network.notation import Network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["canonical"]


def canonical(network: Network) -> Network:
    """The network that stands for all equivalent ones; it is equal for two networks exactly if they are equivalent.

    Raises
    ------
    ParseError
        If the network has a ReLU, or channels in groups.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> for words in ("k3x1s2 k2x1s5d3", "k1x2 k3x2", "k3d2c2 k2d4", "k3d3 r2 k2d6"):
    ...     print(canonical(parse_network(words)))
    k3s6 k2
    k1x2 k3x2
    k3s2c2 k2
    k3s2 r2 k2
    """
    if isinstance(network, Architecture):
        return assembled(columns(network), len(network))
    if isinstance(network, ChannelArchitecture):
        return ChannelArchitecture(assembled(columns(network.architecture), len(network)), network.channels)
    if isinstance(network, PolynomialArchitecture):
        return PolynomialArchitecture(assembled(columns(network.architecture), len(network)), network.activations)
    what = "channels in groups" if isinstance(network, GroupedArchitecture) else "a ReLU"
    raise ParseError(str(network)[:80], f"the atlas does not cover networks with {what}")
