"""The rank of the Jacobian of a dense network with monomial activations, modulo a prime at a witness.

Contents: :class:`Gradients`, :func:`independent_gradients`, :func:`is_separating`.

Notation. g_i = ∂f/∂(entry i), P entries, M hidden neurons, K = Σ g_i g_iᵀ. The rank of J = (g_1, …, g_P) is at most
P − M, as the rescalings of neurons have independent tangent vectors in ker J. A rank P − M modulo a prime, at inputs,
shows that it is P − M at the witness, hence for all parameters outside a proper algebraic subset.

**Theorem (which rescalings the NTK sees).** Let J have rank P − M at θ, all rows and columns of hidden neurons nonzero,
and let (a) L = 2 and m_0 + m_2 ≥ 3, or (b) all weights of θ be nonzero and m_0, …, m_{L−2} ≥ 2. Then a rescaling τ of
neurons has K(τθ) = K(θ) only if all its factors are ±1.

*Proof.* A rescaling multiplies g_i by a factor 1/χ_i, so K(τθ) − K(θ) = Σ c_i g_i g_iᵀ with c_i = χ_i⁻² − 1. That is 0
if and only if the form Σ c_i ξ_i² vanishes on the image of Jᵀ. By the rank this is the set of ξ that are orthogonal to
the tangent vectors of rescalings: Σ_b W_l[a,b]·ξ_{l,a,b} = r_l·Σ_c W_{l+1}[c,a]·ξ_{l+1,c,a} for each hidden neuron a.

(a) On the entries of one neuron the form is (s⁻² − 1)·|ξ_row|² + (s^{2r} − 1)·|ξ_column|², of rank m_0 + m_2 ≥ 3 unless
s = ±1; but a form that vanishes on a hyperplane has rank at most 2.
(b) With η_i = r_1⋯r_{l−1}·W_i·ξ_i the relations say that η is a flow on the graph of neurons, entering at the inputs
and leaving at the outputs. For each edge b → a there are two flows that have no other edge in common, so by
polarization c_i = 0 for each i, and then all factors are ±1, layer by layer. The flows: a path from an input to b, the
edge, and on to an output; and, for an edge into the last layer, the edge after another path to b, without common edges
as m_0, …, m_{L−2} ≥ 2; for any other edge, with another neuron b' in the layer of b, and another in-neighbour e of b
than that on the path (for inputs b, b' there is none, nor is one needed), the cycle e → b → a ← b' ← e. ∎

**Consequence.** At such θ let δ be any invariants with δ_{l,a} ≠ δ_{l,b} for two neurons of a layer. Some τθ has the
invariants δ; so has τ'·π·τθ, where π exchanges a and b, for another rescaling τ', not ±1 as π·τθ has other invariants.
Both have one function, and different NTKs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from random import Random

from symlcn.algebra.echelon import rank_modulo
from symlcn.algebra.exact import CHECK_PRIME
from symlcn.errors import brief
from symlcn.families.densepolynomial.powernetwork import DensePolynomial

__all__ = ["Gradients", "independent_gradients", "is_separating"]

MAX_PARAMETERS = 160
"""Entries up to which a witness is tried: the checker eliminates in a matrix of this size."""
SEEDS = range(3)
SPREAD = (-7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7)

Integers = tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Gradients:
    """Parameters at which J has the rank P − M, and inputs that show it.

    Attributes
    ----------
    parameters : tuple of rows of int
        W_1, …, W_L, without zeros.
    inputs : tuple of tuples of int
    rank : int
        P − M.
    """

    __repr__ = brief

    parameters: Integers
    inputs: tuple[tuple[int, ...], ...]
    rank: int


def is_separating(network: DensePolynomial) -> bool:
    """Whether the theorem holds for these widths, at witnesses without zeros.

    Examples
    --------
    >>> is_separating(DensePolynomial((1, 2, 2), (2,))), is_separating(DensePolynomial((2, 1, 2, 1), (2, 2)))
    (True, False)
    """
    widths = network.widths
    return (network.depth == 2 and widths[0] + widths[2] >= 3) or min(widths[:-2]) >= 2


def independent_gradients(network: DensePolynomial) -> Gradients | None:
    """A witness for the rank P − M; None if none is found, which shows nothing.

    Examples
    --------
    >>> independent_gradients(DensePolynomial((2, 2, 1), (3,))).rank
    4
    >>> independent_gradients(DensePolynomial((2, 2, 2, 1), (2, 2))) is None
    True
    """
    if network.parameters > MAX_PARAMETERS:
        return None
    rank = network.parameters - network.neurons
    count = -(-rank // network.widths[-1]) + 2
    for seed in SEEDS:
        random = Random(f"{network} {seed}")
        parameters = tuple(
            tuple(tuple(random.choice(SPREAD) for _ in range(n)) for _ in range(m)) for n, m in pairwise(network.widths)
        )
        inputs = tuple(tuple(random.choice(SPREAD) for _ in range(network.widths[0])) for _ in range(count))
        rows = [row for x in inputs for row in network.derivatives(parameters, x, CHECK_PRIME)]
        if rank_modulo(rows, CHECK_PRIME) >= rank:
            return Gradients(parameters, inputs, rank)
    return None
