"""Dense networks with monomial activations: the rank of the Jacobian at a witness, modulo a prime.

Contents: :func:`check_rank`.

The rank is at most P - M, for P entries of the matrices and M hidden neurons, as the rescalings of the neurons have
independent tangent vectors in the kernel. If it is P - M at a point with nonzero rows and columns of hidden neurons,
and L = 2 and m_0 + m_2 >= 3, or all weights are nonzero and m_0, ..., m_(L-2) >= 2, then no rescaling but signs keeps
the NTK: the differences are combinations of the g_i g_i^T, g_i the derivative by entry i, with coefficients c_i, and
the form sum c_i xi_i^2 would vanish on the orthogonal complement of the tangent vectors. For L = 2 it has rank m_0 +
m_2 on the entries of a neuron, and on a hyperplane it vanishes only with rank at most 2. In general these xi are the
flows on the graph of the neurons, and for each edge two of them have only that edge in common. So, if two invariants
delta of neurons of a layer are different, the point rescaled to delta, and the same after an exchange of these neurons,
have one function and different NTKs.
"""

from __future__ import annotations

from ...algebra.echelon import rank_modulo
from ...algebra.matrices import Matrix, read_layers
from ...algebra.modular import check_prime
from ...core.limits import MAX_TERMS, Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import exact, json_list, json_object
from .powernetwork import DensePolynomial, derivatives


def check_rank(value: object, network: DensePolynomial, where: str, work: Work) -> int:
    """Establishes that the rank is P - M at parameters without zeros; returns it."""
    item = json_object(value, "parameters inputs prime", where)
    p = check_prime(item["prime"], f"{where}.prime", work)
    layers = read_layers(item["parameters"], network.widths, f"{where}.parameters", work)
    for l, layer in enumerate(layers):
        if layer.denominator != 1 or not all(all(row) for row in layer.rows):
            raise Rejected(f"{where}.parameters[{l}]", "has an entry that is 0 or not an integer")
    layers = [Matrix([[c % p for c in row] for row in layer.rows]) for layer in layers]
    listed = json_list(item["inputs"], f"{where}.inputs")
    if len(listed) * network.widths[-1] * network.parameters > MAX_TERMS:
        raise Malformed(f"{where}.inputs", f"more than {MAX_TERMS} derivatives")
    rows, rank = [], network.parameters - sum(network.hidden)
    for n, entry in enumerate(listed):
        place = f"{where}.inputs[{n}]"
        x = [exact(c, f"{place}[{i}]") for i, c in enumerate(json_list(entry, place, network.widths[0]))]
        rows += derivatives(network, layers, x, p, work)
    if rank_modulo(rows, p, work, rank) < rank:
        raise Rejected(where, f"the rank is not shown to be {rank}")
    return rank
