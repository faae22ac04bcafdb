"""False statements about networks with channels, each of which was once believed: the truth, and a forged certificate.

The numbers E1, … are those of the remarks on the theory that correct them; each is a smallest example.
"""

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.check import check_text
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Rejected
from symlcn.check.families.multichannel import basepoint, saturation, tangents
from symlcn.check.families.multichannel import chain as checked
from symlcn.families.multichannel.basepoint import BasePoint, base_points
from symlcn.families.multichannel.certify.document import multichannel_json
from symlcn.families.multichannel.certify.judge import judge
from symlcn.families.multichannel.chain import chain_of
from symlcn.families.multichannel.closedforms import FORMS, closed_form
from symlcn.families.multichannel.derivation import derive
from symlcn.families.multichannel.tangents import conormal, determined_end, jacobian_rank
from symlcn.network.notation import parse_network
from tests.support.damage import sealed


def chain(notation):
    return chain_of(parse_network(notation))


def excess_by_rank(notation):
    """The parameters less dim G less the largest rank of the Jacobian at the points of the network itself."""
    own = chain(notation)
    ranks = [jacobian_rank(point) for point in base_points(own, 10**6) if point.chain == own]
    return own.parameters - own.group - max(ranks)


def forged(notation, steps, **result):
    """What the checker says of an honest certificate with other steps, and other values in its result."""
    honest = multichannel_json(judge(parse_network(notation)))
    assert check_text(sealed(honest)).verdict == "accepted"
    evidence = {**honest["evidence"], "steps": steps or honest["evidence"]["steps"]}
    outcome = check_text(sealed({**honest, "evidence": evidence, "result": {**honest["result"], **result}}))
    assert outcome.verdict in ("rejected", "malformed")
    assert "\n" not in outcome.message
    return outcome.message


def saturated(layers, cut, side, base, point=None, curve=None, degree=None):
    return {
        "theorem": "saturated",
        "layers": layers,
        "cut": cut,
        "side": side,
        "base": base,
        "point": point,
        "curve": curve,
        "degree": degree,
    }


def base(channels, filters, prime=32749):
    return {"channels": channels, "filters": filters, "prime": prime}


def test_e1_a_network_that_is_not_concise_has_no_infinite_fiber_for_that():
    answer = symlcn.certify("k1c2 k1")
    assert (answer.concise, answer.orbits, answer.excess, answer.derivation.finite) == (False, 1, 0, True)
    merged = {"theorem": "merged", "layers": [0, 1], "cuts": []}
    assert "leaves no fewer dimensions" in forged("k1c2 k1", [merged], finite=False, orbits=None)
    assert "result.concise" in forged("k1c2 k1", None, concise=True)


def test_e2_tangent_spaces_determine_ends_of_concise_networks_alone():
    """Here all conditions hold, but the filters of layer 2 may also span two dimensions: not all is one orbit."""
    network = "k2 k3c3 k1c2"
    filters = (
        (((1, 2),),),
        (((1, 0, 3),), ((0, 1, -1),), ((2, 1, 5),)),
        (((1,), (4,), (-2,)), ((3,), (-1,), (2,))),
    )
    own = chain(network)
    point = BasePoint(own, filters)
    assert jacobian_rank(point) == own.parameters - own.group == 7
    assert determined_end(point, conormal(point)) is not None
    answer = symlcn.certify(network)
    assert (answer.concise, answer.reduced.channels, answer.orbits) == (False, (1, 1, 2, 2), 1)
    shown = [[[[*map(str, entry)] for entry in row] for row in rows] for rows in filters]
    for end in ("first layer", "last layer"):
        step = {"theorem": end, "layers": [0, 1, 2], "base": base([1, 1, 3, 2], shown)}
        assert "evidence.steps[0].base.channels" in forged(network, [step])


def test_e2_the_rank_may_be_the_number_of_all_entries():
    """A step by tangent spaces at filters where no functional vanishes, which determine nothing but a full shape."""
    work = Work()
    own = checked.Chain([1, 2, 3], [(2,), (2,)], [(1,), (2,)], [0, 1])
    filters = [
        [[["1", "0"]], [["0", "1"]]],
        [[["1", "2"], ["3", "1"]], [["0", "1"], ["1", "1"]], [["2", "1"], ["5", "3"]]],
    ]
    point = basepoint.check_base(base([1, 2, 3], filters), own, "base", work)
    functionals = tangents.vanishing(point, own.parameters() - own.group(), "base", work)
    assert functionals == []
    tangents.check_end(point, functionals, "last", "base", work)


def test_e3_the_excess_of_a_product_need_not_be_the_sum():
    network = "k2c2 k2s3c4 k2c2 k2"
    assert [excess_by_rank(text) for text in (network, "k2c2 k2s3c4", "c4 k2c2 k2")] == [7, 4, 4]
    answer = symlcn.certify(network)
    assert (answer.excess, answer.derivation.finite) == (7, False)
    assert "result.excess" in forged(network, None, excess=8)
    cut = saturated([0, 1, 2, 3], 2, "before", None)
    assert "too few channels" in forged(network, [cut])


@pytest.mark.parametrize("side", ["before", "after"])
@pytest.mark.parametrize("degree", range(9))
def test_e4_degrees_are_bounds_by_the_architecture_not_those_of_a_witness(side, degree):
    """(1, 0, 0) and (1, 1) have no common zero, with their actual degrees; k3 k2 has three points."""
    one = chain("c2 k3c2 k2c2").with_channels((1, 1, 1))
    assert derive(one).orbits == 3
    filters = [[[["1", "0", "0"]]], [[["1", "1"]]]]
    step = saturated([0, 1], 1, side, base([1, 1, 1], filters), None, [[2, 3, 5, 1]], degree)
    assert "full rank is not shown along the curve" in forged("c2 k3c2 k2c2", [step])


def test_e4_a_curve_that_stands_still_shows_nothing():
    filters = [[[["1", "2", "5"]]], [[["1", "1"]]]]
    for line in ([2, 4, 1, 2], [0, 0, 1, 1]):
        step = saturated([0, 1], 1, "before", base([1, 1, 1], filters), None, [line], 3)
        assert "evidence.steps[0].curve[0]: is constant" in forged("c2 k3c2 k2c2", [step])


def test_e5_numbers_of_channels_alone_make_no_later_cut_rigid():
    """The polyphase components at cut 2 have the rank 7, not 8: the first half has the excess 8, the network 32."""
    network = "k2x2c2 k2x2s3c8 k2x2c8"
    assert [excess_by_rank(text) for text in ("k2x2c2 k2x2s3c8", network)] == [8, 32]
    assert derive(chain(network)).finite is False
    point = next(p for p in base_points(chain(network), 10**6) if p.chain == chain(network))
    filters = [[[[list(map(str, e[k : k + 2])) for k in (0, 2)] for e in row] for row in p] for p in point.filters]
    curve = [[2, 3, 5, 1], [3, 3, 5, 8]]
    step = saturated([0, 1, 2], 2, "before", base([1, 2, 8, 8], filters), [5, 25], curve, 20)
    own = checked.Chain([1, 2, 8, 8], [(2, 2)] * 3, [(1, 1), (1, 1), (3, 3)], [0, 1, 2])
    with pytest.raises(Rejected, match="not shown to have full rank"):
        saturation.check_saturated(step, own, 2, "step", Work())
    assert "evidence.steps[0].cut" in forged(network, [step])  # the last layer counts as channels


def test_e6_exponents_of_two_layers_must_divide_in_their_order():
    assert excess_by_rank("k2d2c2 k2") == 0  # though with the exponents 1, 2 the formula says 1
    assert derive(chain("k2d2c2 k2")).orbits == 1
    step = {"theorem": "two layers beyond", "layers": [0, 1]}
    assert "not shown to be positive" in forged("k2d2c2 k2", [step], finite=False, orbits=None)


def test_e6_a_square_run_of_several_layers_counts_a_multinomial_coefficient():
    assert closed_form(chain("k3s2c2 k2c2 k2c2")) == ("square run", 30)  # 5!/(1! 2! 2!)
    assert "result.orbits" in forged("k3s2c2 k2c2 k2c2", None, orbits="90")


@pytest.mark.parametrize("notation", ["c2 k4d2c2 k3d3c2", "c2 k3x3d2x1c2 k3x3d1x2c2"])
def test_e7_exponents_that_do_not_divide_one_another_are_not_covered(notation):
    assert FORMS["equal channels"](chain(notation)) is None
    step = {"theorem": "equal channels", "layers": [0, 1]}
    assert "hypotheses of the theorem 'equal channels' do not hold" in forged(notation, [step])


def test_e7_layers_that_are_not_active_on_an_axis_do_not_count_there():
    assert closed_form(chain("c2 k2x1d2x1c2 k1x2d3x1c2 k2x1d2x1c2")) == ("equal channels", 1)
    assert symlcn.certify("c2 k2x1d2x1c2 k1x2d3x1c2 k2x1d2x1c2", "balanced").proved


def test_e8_channels_of_merged_layers_are_reduced_before_they_are_counted():
    """Else the bound would be 8, below the dimension 9."""
    network = "k2c2 k2s3c4 k2c2 k2"
    assert (chain(network).merged_bound((2,)), symlcn.certify(network).dimension) == (9, 9)
    assert "result.bound" in forged(network, None, bound=8)
    assert "result.dimension" in forged(network, None, dimension=8)


numbers = st.integers(-3, 3)


@settings(deadline=None, max_examples=30)
@given(st.lists(numbers, min_size=4, max_size=4), st.lists(numbers, min_size=4, max_size=4), st.booleans())
def test_e10_real_points_of_one_complex_orbit_are_on_one_real_orbit_whatever_their_stabilisers(h, w, degenerate):
    """c = (1, 2, 1): what leads from one point to the other solves linear equations, and can be chosen real."""
    real = sympy.Matrix(2, 2, h)
    if real.det() == 0:
        return
    first = sympy.Matrix([w[0], 0])  # the last coordinate, and with it diag(1, s), moves nothing
    last = sympy.Matrix([[w[2], 0 if degenerate else w[3]]])
    moved = (real * first, last * real.inv())
    g = sympy.Matrix(2, 2, sympy.symbols("g:4"))
    equations = [*(g * first - moved[0]), *(moved[1] * g - last)]
    (solution,) = sympy.linsolve(equations, list(g))
    own = sympy.Matrix(2, 2, list(solution))
    assert sympy.expand(own.det()) != 0
    assert all(sympy.im(c) == 0 for entry in own for c in sympy.Poly(entry, *g).coeffs())


def test_e14_constant_layers_inside_may_be_left_out_whatever_the_excess():
    assert [symlcn.certify(text).excess for text in ("k2c2 k2", "k2c2 k1c2 k2")] == [1, 1]
    assert excess_by_rank("k2c2 k1c2 k2") == 1


def test_e14_constant_layers_at_an_end_keep_orbits_but_not_the_value_of_an_excess():
    whole, shorter = "c5 k1c4 k2c2 k2", "c4 k2c2 k2"
    assert [excess_by_rank(text) for text in (whole, shorter)] == [5, 4]
    assert [symlcn.certify(text).excess for text in (whole, shorter)] == [5, 4]
    assert "result.excess" in forged(whole, None, excess=4)
    assert symlcn.certify("c5 k1c2 k2c3").orbits == 1
