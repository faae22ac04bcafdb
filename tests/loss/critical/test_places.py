"""Where critical points lie in function space, and minima that no Riemannian metric on filters explains."""

import copy
import json
import random
import re
from fractions import Fraction

import numpy
import pytest

from symlcn.check import check_text
from symlcn.fiber.fiber import fiber
from symlcn.loss.critical.critical import critical_points
from symlcn.loss.critical.document import critical_json
from symlcn.loss.critical.places import real_points
from symlcn.loss.flow.plateau import plateaus
from symlcn.loss.flow.trajectory import integrate
from symlcn.loss.flow.velocities import initial_velocities
from symlcn.loss.risk import quadratic_risk, risk_of_data
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter, flat, primitive_filter
from symlcn.network.ntk import jacobian_rank
from symlcn_cli.main import main
from tests.loss.critical.test_critical import identity, rational_filters, some_risk
from tests.loss.test_landscape import form, tensor
from tests.support.damage import at, replaced, sealed

DATA = [(1, 0, 0, 1, 0, -1, 0, 0, 1, 1)], [(3, 1, -4, 0, 2, 1, 3)]


def cubic(shift=1):
    """k3 k2 at (x − 1)²(x + 2), where the Jacobian drops rank, and u* = u + shift·(1, 1, 1, 1): see the lesson."""
    target = tuple(value + shift for value in (2, -3, 0, 1))
    return quadratic_risk(parse_architecture("k3 k2"), identity(4), target)


def certified(risk):
    document = critical_json(risk, critical_points(risk))
    outcome = check_text(sealed(document))
    assert outcome.verdict == "accepted", outcome
    return document, outcome.claim


@pytest.mark.parametrize(("shift", "index"), [(1, 0), (2, 1), (-1, 1)])
def test_a_shared_root_by_hand(shift, index):
    """Half of the Hessian has the minors 2, 3, 4 and, for the shifts, 4, −32 (the lesson), and is negative at −1."""
    document, claim = certified(cubic(shift))
    (place,) = [
        entry
        for entry, orbit in zip(document["result"]["orbits"], document["evidence"]["orbits"], strict=True)
        if orbit["filters"] == [[["-2"], ["1"], ["1"]], [["-1"], ["1"]]] or orbit["minpoly"] == ["1", "1"]
    ]
    assert place["place"] == "noncritical"
    assert [point["index"] for point in place["real"]] == [index]
    assert shift != 1 or "no continuous Riemannian metric" in claim


def test_leading_minors_that_are_zero_by_accident_do_not_matter():
    """k2 k3 at (1, 0, −1, 1): the Hessian has a diagonal entry of 0 at the rational point, and index 1."""
    risk = quadratic_risk(parse_architecture("k2 k3"), identity(4), (1, 0, -1, 1))
    document, _ = certified(risk)
    assert [point["index"] for point in document["result"]["orbits"][0]["real"]] == [1]


def test_a_spurious_minimum_of_data():
    """The second start of the README ends at risk 0.42048: there J has rank 3, and numbers agree that ∇ℓ is not 0."""
    risk = risk_of_data(parse_architecture("k3 k2"), *DATA)
    claim = certified(risk)[1]
    assert "local minima: 2, 1 of them with dl(u) not 0 on T_u" in claim
    points = critical_points(risk)
    stuck = [p for p in real_points(points) if p.index == 0 and points.orbits[p.orbit].place == "noncritical"]
    (point,) = stuck
    assert (point.least, round(float(point.risk[0]), 6)) == (False, 0.420479)
    filters = [[float(c) for c in own] for own in point.filters]
    columns = [numpy.convolve(unit, filters[1]) for unit in numpy.eye(3)]
    columns += [numpy.convolve(unit, filters[0]) for unit in numpy.eye(2)]
    values = numpy.linalg.svd(numpy.array(columns), compute_uv=False)
    assert sum(values > 1e-12) == 3
    u = [Fraction(float(c)) for c in numpy.convolve(*filters)]
    slope = numpy.array([float(c) for c in risk.gradient(u)])
    assert abs(slope).max() > 0.1
    assert abs(numpy.array(columns) @ slope).max() < 1e-12
    roots = numpy.roots(filters[0][::-1]).real
    assert min(abs(roots + filters[1][0] / filters[1][1])) < 1e-9


def test_starts_near_it_end_there():
    """Numeric: starts around the minimum, for several δ, end at its filter and not at u*."""
    network, draw = parse_architecture("k3 k2"), random.Random(1)
    for delta in (-2, 0, 3):
        filters = [tuple(w + Fraction(draw.randint(-9, 9), 100) for w in own) for own in ((-2, 1, 1), (-1, 1))]
        numeric = integrate(initial_velocities(cubic(), [filters], [Fraction(delta)]), Fraction(40))
        (end,) = plateaus(cubic(), numeric)
        assert (end.trajectory, end.risk, end.least) == (0, 4, False)
        assert end.distance < 1e-3
    assert not plateaus(cubic(), integrate(initial_velocities(cubic(), [[(3, 1, 1), (1, 2)]], [Fraction(0)])))
    assert network.ambient == 4


@pytest.mark.parametrize("text", ["k3s2 k2", "k2x2 k2x1", "k2x1 k1x2", "k2 k2d3", "k3 k2", "k2 k1 k2"])
def test_u_is_called_smooth_only_where_the_complex_fiber_says_so(text):
    """Independent: the fiber of u*, over which rational critical points lie where u* is in the neuromanifold."""
    network, draw, seen = parse_architecture(text), random.Random(4), set()
    for _ in range(30):
        filters = [
            tensor([draw.randint(-1, 1) for _ in range(layer.parameters)], layer.size) for layer in network.layers
        ]
        if not all(any(flat(w)) for w in filters):
            continue
        u = end_to_end_filter(network, filters)
        points = critical_points(quadratic_risk(network, form(network.ambient), u))
        places = {orbit.place for orbit in points.orbits if orbit.degree == 1 and _lies_over(network, orbit, u)}
        smooth = fiber(network, u).smooth.smooth
        assert places <= ({"critical"} if smooth else {"singular", "undecided"}), (u, places, smooth)
        seen |= places
    assert "critical" in seen
    assert seen == {"critical"} | ({"singular"} if text in ("k3s2 k2", "k2x2 k2x1") else set())


def _lies_over(network, orbit, u):
    filters = [
        tensor([Fraction((entry or (0,))[0]) for entry in own], layer.size)
        for own, layer in zip(orbit.filters, network.layers, strict=True)
    ]
    product = end_to_end_filter(network, filters)
    return primitive_filter(product, network.dimension)[1] == primitive_filter(u, network.dimension)[1]


def test_where_strides_exceed_one_generic_data_are_critical_in_function_space():
    """Thm. 7 for given data: J has full rank at all real points, by rank of the rounded filters too."""
    risk = some_risk("k3s2 k2")
    claim = certified(risk)[1]
    assert "u is smooth at 10 and the loss critical there in function space at 10" in claim
    for point in real_points(critical_points(risk)):
        filters = [[int(c * 10**30) for c in flat(w)] for w in rational_filters(risk, point)]
        assert jacobian_rank(risk.architecture, filters) == 4


HONEST = critical_json(cubic(), critical_points(cubic()))
STUCK = next(
    n for n, o in enumerate(HONEST["result"]["orbits"]) if o["place"] == "noncritical" and o["real"][0]["index"] == 0
)
OTHER = next(n for n, orbit in enumerate(HONEST["result"]["orbits"]) if orbit["place"] == "critical")


def edited(*path, value=None, drop=False):
    document = copy.deepcopy(HONEST)
    if drop:
        del at(document, path[:-1])[path[-1]]
    else:
        at(document, path[:-1])[path[-1]] = value
    return sealed(document)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (edited("result", "orbits", OTHER, "place", value="noncritical"), f"orbits[{OTHER}].place: is not shown"),
        (edited("result", "orbits", STUCK, "place", value="critical"), f"orbits[{STUCK}].place: is not shown"),
        (edited("result", "orbits", OTHER, "place", value="singular"), f"orbits[{OTHER}].place: is not shown"),
        (edited("result", "orbits", STUCK, "real", 0, "index", value=1), "index: is not the number of negative"),
        (edited("result", "orbits", STUCK, "real", 0, "interval", value=["5", "6"]), "does not hold a root of its own"),
        (edited("result", "orbits", STUCK, "real", 0, drop=True), "expected 1 entries, found 0"),
        (edited("result", "orbits", STUCK, drop=True), "result.orbits: expected"),
    ],
)
def test_wrong_places_are_rejected(text, message):
    outcome = check_text(text)
    assert outcome.verdict in ("rejected", "malformed")
    assert message in outcome.message


def test_singular_points_of_the_neuromanifold_are_certified():
    """Ex. 15: over u* = (1, 0, 0, 0, −1) there are two points with B = D = 0."""
    risk = quadratic_risk(parse_architecture("k3s2 k2"), form(5), (1, 0, 0, 0, -1))
    document, claim = certified(risk)
    assert "u is singular at 2; u is smooth at 8" in claim
    place = next(n for n, orbit in enumerate(document["result"]["orbits"]) if orbit["place"] == "singular")
    document["result"]["orbits"][place]["place"] = "critical"
    assert "place: is not shown" in check_text(sealed(document)).message


def test_what_is_not_claimed_need_not_be_shown():
    assert "dl(u)" in check_text(sealed(HONEST)).claim
    outcome = check_text(edited("result", "orbits", STUCK, "place", value="undecided"))
    assert outcome.verdict == "accepted"
    assert "dl(u)" not in outcome.claim


def test_numbers_of_what_is_not_all_decided_are_called_least_numbers():
    """A loss that is positive definite has a minimum: no certificate may make the checker say that there are 0."""
    honest = check_text(sealed(HONEST)).claim
    assert "or more" not in honest
    number = int(re.search(r"u is smooth at (\d+)", honest)[1])
    degree = len(HONEST["evidence"]["orbits"][STUCK]["minpoly"]) - 1
    claim = check_text(edited("result", "orbits", STUCK, "place", value="undecided")).claim
    assert f"u is smooth at {number - degree} or more and the loss critical there" in claim
    forged = copy.deepcopy(HONEST)
    for orbit in forged["result"]["orbits"]:
        for point in orbit["real"]:
            point["index"] = None
    assert "; no local minimum is shown" in check_text(sealed(forged)).claim
    forged = replaced(HONEST, ("result", "complete"), False)
    outcome = check_text(sealed(replaced(forged, ("evidence", "elimination"), None)))
    assert outcome.verdict == "accepted", outcome
    assert re.search(r"local minima: \d+ or more, \d+ or more of them with dl\(u\) not 0", outcome.claim)


def test_reports_name_the_minimum_and_the_plateau(capsys, tmp_path):
    data = json.dumps({"inputs": DATA[0], "outputs": DATA[1]})
    starts = ["--from", "[[0,-1,1],[1,1]]", "--from", "[[-1,0,1],[0,1]]", "--balanced", "--time", "2"]
    assert main(["flow", "k3", "k2", "--data", data, "--landscape"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "At real point 1, a nondegenerate local minimum over parameters" in text
    assert "no Riemannian metric that is continuous at u" in text
    assert main(["flow", "k3", "k2", "--data", data, *starts, "-o", str(tmp_path / "x.svg")]) == 10
    text = " ".join(capsys.readouterr().out.split())
    assert "Trajectory 1 ends" in text
    assert "a local minimum over parameters, of risk 0.420479" in text
    assert "Trajectory 0 ends" not in text
    assert (tmp_path / "x.svg").stat().st_size > 10_000
