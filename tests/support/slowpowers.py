"""Dense networks with monomial activations by their definition, in polynomials of sympy."""

from itertools import pairwise, product

import sympy


def symbols(widths):
    """Inputs x, a second copy y, and the matrices of weights."""
    x, y = (sympy.symbols(f"{name}:{widths[0]}") for name in "xy")
    layers = [
        [[sympy.Symbol(f"w{l}_{i}_{j}") for j in range(n)] for i in range(m)]
        for l, (n, m) in enumerate(pairwise(widths))
    ]
    return x, y, layers


def function(layers, powers, x):
    """f(x)."""
    state = list(x)
    for layer, power in zip(layers, [*powers, 1], strict=True):
        state = [sum(w * z for w, z in zip(row, state, strict=True)) ** power for row in layer]
    return state


def kernel(widths, powers, parameters):
    """K(x, y) as polynomials in x and y, from derivatives by all weights."""
    x, y, layers = symbols(widths)
    values = {
        w: value
        for layer, given in zip(layers, parameters, strict=True)
        for row, own in zip(layer, given, strict=True)
        for w, value in zip(row, own, strict=True)
    }
    at_x = [sympy.expand(f) for f in function(layers, powers, x)]
    at_y = [sympy.expand(f) for f in function(layers, powers, y)]
    found = [
        [sum(sympy.diff(f, w).subs(values) * sympy.diff(g, w).subs(values) for w in values) for g in at_y] for f in at_x
    ]
    return x, y, [[sympy.expand(entry) for entry in row] for row in found]


def polynomials(widths, powers, parameters):
    """f at parameters, as polynomials in x."""
    x = sympy.symbols(f"x:{widths[0]}")
    return [sympy.expand(f) for f in function(parameters, powers, x)]


def jacobian_rank(widths, powers, parameters):
    """The rank of J over Q, from the coefficients of all derivatives."""
    x, _, layers = symbols(widths)
    weights = [w for layer in layers for row in layer for w in row]
    values = dict(zip(weights, (c for layer in parameters for row in layer for c in row), strict=True))
    fs = [sympy.Poly(sympy.expand(f), *x) for f in function(layers, powers, x)]
    monomials = sorted({monomial for f in fs for monomial in f.monoms()})
    rows = [
        [sympy.diff(f.coeff_monomial(monomial), w).subs(values) for f, monomial in product(fs, monomials)]
        for w in weights
    ]
    return sympy.Matrix(rows).rank()
