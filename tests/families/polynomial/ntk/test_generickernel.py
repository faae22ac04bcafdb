"""The NTK of generic filters at given ones, and in sympy."""

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.algebra.sparse import text, value
from symlcn.errors import LimitError
from symlcn.families.polynomial.ntk.generickernel import generic_kernel
from symlcn.families.polynomial.ntk.gradientkernel import kernel_on_monomials
from symlcn.network.filters import flat
from symlcn.network.notation import parse_network
from tests.support.strategies import activated, nonzero_filters


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_at_given_filters_it_is_their_ntk(data):
    network = data.draw(activated(max_layers=3, max_degree=4))
    filters = data.draw(nonzero_filters(network))
    try:
        generic = generic_kernel(network)
    except LimitError:
        return
    found = kernel_on_monomials(network, filters)
    point = [c for own in filters for c in flat(own)]
    numbers = {m: n for n, m in enumerate(found.monomials)}
    rows = generic.matrix()
    for i, left in enumerate(generic.monomials):
        for j, right in enumerate(generic.monomials):
            both = left in numbers and right in numbers
            assert value(rows[i][j], point) == (found.entry(numbers[left], numbers[right])[0] if both else 0)
    assert all(
        value(c, point) == found.function.get(m, 0) for m, c in zip(generic.monomials, generic.product, strict=True)
    )


def test_in_sympy():
    found = generic_kernel(parse_network("k2 r3 k1"))
    w = sympy.symbols("w_1_0 w_1_1 w_2_0")
    x = sympy.symbols("x0 x1")
    f = sympy.Poly(w[2] * (w[0] * x[0] + w[1] * x[1]) ** 3, *x)
    coefficients = [f.coeff_monomial(x[0] ** (3 - k) * x[1] ** k) for k in range(4)]
    jacobian = sympy.Matrix([[c.diff(v) for v in w] for c in coefficients])
    kernel = (jacobian * jacobian.T).expand()
    values = found.to_sympy()
    assert values["f"] == sympy.Matrix(coefficients)
    assert values["K"].expand() == kernel
    assert [text(found.entry(0, n), found.names) for n in range(4)][3] == "w_1_0^3*w_1_1^3"


def test_what_is_too_large_is_said():
    with pytest.raises(LimitError, match="give filters"):
        generic_kernel(parse_network("k3 r2 k3 r2 k3"))
    single = generic_kernel(parse_network("k3 r2 k3 r2 k2"), ((0, 0),))
    assert text(single.entry(0, 0), single.names).startswith("w_1_0^8*w_2_0^4 + 4*w_1_0^8*w_2_0^2*w_3_0^2")
