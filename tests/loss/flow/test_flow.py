"""Exact initial velocities and their comparison, numeric trajectories, the command line and the pictures."""

import json
import os
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.algebra.realnumbers import enclosure_at, value_at
from symlcn.errors import LimitError, ParseError
from symlcn.loss.flow.trajectory import integrate
from symlcn.loss.flow.velocities import initial_velocities
from symlcn.loss.landscape import parameter_gradient
from symlcn.loss.risk import quadratic_risk
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter, flat
from symlcn.network.ntk import ntk
from symlcn_cli.main import main
from tests.loss.test_landscape import form, problems, tensor

EXAMPLES = Path(symlcn.__file__).parents[1] / "examples" / "flow"
SWAP = (
    [((1, 1), (1, 5)), ((1, 1), (1, 2))],
    [((2, 2), (2, 4)), ((Fraction(1, 2),) * 2, (Fraction(1, 2), Fraction(5, 2)))],
)


def risk_of(text, target=None):
    network = parse_architecture(text)
    values = [Fraction(i * i % 7 - 2) for i in range(network.ambient)]
    return quadratic_risk(network, form(network.ambient), target or tensor(values, network.end_to_end_size))


@given(problems())
def test_velocity_is_the_derivative_of_the_end_to_end_filter_along_the_flow(problem):
    """Independent: move the parameters along −∇L and differentiate μ exactly, entry by entry."""
    risk, filters, _ = problem
    if not all(any(flat(w)) for w in filters):
        return
    (start,) = initial_velocities(risk, [filters]).starts
    gradient = parameter_gradient(risk, filters)
    sizes = [layer.size for layer in risk.architecture.layers]
    total = [Fraction(0)] * risk.architecture.ambient
    for layer, size in enumerate(sizes):
        moved = [tensor([-c for c in gradient[layer]], size) if k == layer else w for k, w in enumerate(filters)]
        total = [a + b for a, b in zip(total, flat(end_to_end_filter(risk.architecture, moved)), strict=True)]
    values = [value_at(entry, start.scaling.t) for entry in start.velocity]
    assert values == total


@pytest.mark.parametrize(
    ("text", "starts", "delta", "status"),
    [
        ("k3 k2", ([(0, -1, 1), (1, 1)], [(-1, 0, 1), (0, 1)]), [0], "refuted"),
        ("k3 k2", ([(0, -1, 1), (1, 1)], [(-1, 0, 1), (0, 1)]), [Fraction(-7, 3)], "refuted"),
        ("k3 k2", ([(0, -1, 1), (1, 1)], [(0, 2, -2), (Fraction(-1, 2), Fraction(-1, 2))]), [5], "undecided"),
        ("k3s2 k2", ([(1, 2, 3), (4, 5)], [(-2, -4, -6), (-2, Fraction(-5, 2))]), [0], "undecided"),
        ("k3s2 k2", ([(1, 0, 0), (0, 1)], [(0, 0, 1), (1, 0)]), [0], "refuted"),  # the singular point of Ex. 15
        ("k2x2 k2x2", SWAP, None, "refuted"),
        ("k2x2 k2x2", SWAP, [0], "proved"),
        ("k2 k2", ([(1, 2), (3, 5)], [(3, 5), (1, 2)]), [0], "proved"),
        ("k2 k2", ([(1, 2), (3, 5)], [(3, 5), (1, 2)]), [1], "refuted"),
    ],
)
def test_velocities_part_exactly_where_the_ntk_depends_on_the_parameters(text, starts, delta, status):
    found = initial_velocities(risk_of(text), starts, delta and [Fraction(d) for d in delta])
    assert found.status == status
    assert found.same_ntk == (status != "refuted")
    assert (found.reason is None) == (status != "undecided") == (found.points == 2)
    full = [[enclosure_at(v, s.scaling.t, Fraction(1, 2**100)) for v in s.velocity] for s in found.starts]
    overlap = [a[0] <= b[1] and b[0] <= a[1] for a, b in zip(*full, strict=True)]
    assert all(overlap) == (status != "refuted")
    if found.difference is not None:
        assert not overlap[[*_indices(found)].index(found.difference.index)]


def _indices(found):
    from itertools import product

    return product(*map(range, found.risk.architecture.end_to_end_size))


def test_equal_velocities_of_different_ntks_are_told_apart():
    """At the minimum of the loss nothing moves, whatever the NTK is."""
    risk = quadratic_risk(parse_architecture("k3 k2"), form(4), (0, -1, 0, 1))
    found = initial_velocities(risk, [[(0, -1, 1), (1, 1)], [(-1, 0, 1), (0, 1)]], [Fraction(0)])
    assert (found.status, found.same_ntk) == ("proved", False)


def test_velocities_of_the_swap_are_those_of_the_theory():
    """K(0,0) − K'(0,0) = −9/4 and, with the gradient (1, 0, …, 0), so is the difference of the velocities, negated."""
    network = parse_architecture("k2x2 k2x2")
    u = list(flat(end_to_end_filter(network, SWAP[0])))
    target = tensor([u[0] - Fraction(1, 2), *u[1:]], (3, 3))
    risk = quadratic_risk(network, [[int(i == j) for j in range(9)] for i in range(9)], target)
    found = initial_velocities(risk, SWAP)
    assert found.gradient == (1, *[0] * 8)
    assert found.delta == (21,)
    first, second = found.difference.values
    assert (found.difference.index, second[0] - first[0]) == ((0, 0), Fraction(-9, 4))
    assert first[0] == -ntk(network, SWAP[0]).entry(0, 0)[0]


@pytest.mark.parametrize(
    ("starts", "delta", "problem"),
    [
        (
            [[(1, 2), (3, 4)], [(1, 2), (3, 5)]],
            None,
            "starts 1 and 2 have different end-to-end filters: entry 1 of u is 10 and 11",
        ),
        ([[(1, 2), (3, 4)], [(3, 4), (1, 2)]], None, "starts 1 and 2 have different invariants: δ_1 is -20 and 20"),
        ([[(1, 2), (3, 4)], [(1, 2), (0, 0)]], [0], "different end-to-end filters"),
        ([[(0, 0), (3, 4)], [(0, 0), (0, 1)]], [0], "start 1, filter 1: it is zero"),
        ([[(1, 2), (3, 4, 5)]], [0], "layer 2"),
        ([], [0], "none given"),
    ],
)
def test_starts_that_cannot_be_compared_are_refused(starts, delta, problem):
    with pytest.raises(ParseError) as caught:
        initial_velocities(risk_of("k2 k2"), starts, delta)
    assert problem in str(caught.value)


@settings(max_examples=10)
@given(st.lists(st.integers(-3, 3), min_size=9, max_size=9), st.integers(-4, 4))
def test_trajectories_conserve_the_invariants_and_lower_the_risk(entries, delta):
    filters = [tuple(entries[:3]), tuple(entries[3:5]), tuple(entries[5:8])]
    if not all(map(any, filters)):
        return
    found = initial_velocities(risk_of("k3s2 k2 k3"), [filters], [Fraction(delta), Fraction(1)])
    numeric = integrate(found, Fraction(1, 50))
    (path,) = numeric.trajectories
    assert path.conserved
    assert path.increase <= 1e-9 * max(path.risk[0], 1)
    assert path.risk[-1] <= path.risk[0]
    _, high = enclosure_at((0, 1), found.starts[0].scaling.t, Fraction(1, 2**60))
    assert path.delta[0] == pytest.approx((delta, 1), rel=1e-12, abs=1e-12 * float(high))
    exact = [float(v) for v in flat(found.filter)]
    assert path.filters[0] == pytest.approx(exact, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("delta", [[0], [3]])
def test_trajectories_start_with_the_exact_velocity(delta):
    found = initial_velocities(
        risk_of("k3 k2"), [[(0, -1, 1), (1, 1)], [(-1, 0, 1), (0, 1)]], [Fraction(d) for d in delta]
    )
    step = Fraction(1, 10**8)
    numeric = integrate(found, step)
    for start, path in zip(found.starts, numeric.trajectories, strict=True):
        exact = [float(enclosure_at(v, start.scaling.t, Fraction(1, 2**60))[0]) for v in start.velocity]
        slope = [(b - a) / float(step) for a, b in zip(path.filters[0], path.filters[-1], strict=True)]
        assert slope == pytest.approx(exact, rel=1e-4)


def test_trajectories_of_equal_velocity_fields_coincide_and_others_part():
    """On the δ-locus of k2x2 k2x2 the swapped filters move alike for all time; off it they part."""
    on, off = (
        integrate(initial_velocities(risk_of("k2x2 k2x2"), SWAP, d), Fraction(1, 50)) for d in ([Fraction(0)], None)
    )
    assert max(on.distance) < 1e-9
    assert max(off.distance) > 1e-2
    assert all(path.conserved for path in (*on.trajectories, *off.trajectories))


def test_the_gradient_flow_of_one_scaled_number_is_the_logistic_curve():
    """k1 k1, balanced: u' = −4·u·(u − 1), so u = 1/(1 + (1/u_0 − 1)·e^(−4t))."""
    import math

    risk = quadratic_risk(parse_architecture("k1 k1"), [[1]], (1,))
    found = integrate(initial_velocities(risk, [[(Fraction(1, 4),), (1,)]], [Fraction(0)]), Fraction(2))
    exact = [1 / (1 + 3 * math.exp(-4 * t)) for t in found.times]
    assert [u for (u,) in found.trajectories[0].filters] == pytest.approx(exact, abs=1e-10)


def test_numbers_too_large_for_floating_point_are_a_limit():
    risk = quadratic_risk(parse_architecture("k1 k1"), [[1]], (10**400,))
    with pytest.raises(LimitError, match="too large"):
        integrate(initial_velocities(risk, [[(1,), (1,)]]))


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run `symlcn flow` in an empty folder beside the examples: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        code = main(["flow", *(str(EXAMPLES / w) if w.endswith(".json") else w for w in words)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


STRIDE1 = ["k3", "k2", "--data", "stride1.json", "--from", "stride1-w.json", "--from", "stride1-v.json"]
STRIDE2 = ["k3s2", "k2", "--data", "stride2.json", "--from", "stride2-w.json", "--from", "stride2-v.json"]
SWAPPED = ["k2x2", "k2x2", "--data", "swap.json", "--from", "swap-w.json", "--from", "swap-v.json"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([*STRIDE1, "--balanced", "--time", "1/10"], 10, "Starts 0 and 1 differ in entry 0: −2 and −t ≈ -1.41421356."),
        ([*STRIDE2, "--balanced", "--time", "1/10"], 30, "UNDECIDED: all starts are one point, up to scalars"),
        ([*SWAPPED, "--time", "1/100"], 10, "Starts 0 and 1 differ in entry 0,0: −562 and −913."),
        ([*SWAPPED, "--balanced", "--exact"], 0, "PROVED: yes, the 2 different starts do, and their NTKs are equal."),
    ],
)
def test_the_three_examples(run, words, code, said):
    result, out, err = run(*words)
    assert (result, err) == (code, "")
    assert said in out
    assert ("Trajectories" in out) == ("--exact" not in words)


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_pictures_are_drawn_and_deterministic(run, kind, tmp_path):
    pictures = []
    for name in ("a", "b"):
        code, out, err = run(*STRIDE1, "--balanced", "--time", "1/10", "-o", f"{name}.{kind}")
        assert (code, err) == (10, "")
        assert "REFUTED" in out
        pictures.append((tmp_path / f"{name}.{kind}").read_bytes())
    assert pictures[0] == pictures[1]
    assert pictures[0].startswith(b"<?xml" if kind == "svg" else b"\x89PNG")
    assert sorted(os.listdir(tmp_path)) == [f"a.{kind}", f"b.{kind}"]


def test_json_has_floats_only_under_approx(run):
    code, out, _ = run(*STRIDE1, "--balanced", "--time", "1/10", "--json")
    document = json.loads(out)
    numeric = document.pop("approx")
    assert code == 10
    assert document["starts"][1]["velocity"] == [["0", "-1"], ["0", "-15"], ["0", "7"], ["0", "21"]]
    assert document["difference"] == {"starts": [0, 1], "index": [0], "values": ["-2", ["0", "-1"]]}
    assert document["starts"][1]["t"]["minpoly"] == ["-2", "0", "1"]

    def floats(value):
        if isinstance(value, dict):
            return any(map(floats, value.values()))
        return any(map(floats, value)) if isinstance(value, list) else isinstance(value, float)

    assert not floats(document)
    assert len(numeric["times"]) == len(numeric["trajectories"][0]["filters"]) == 201
    assert numeric["times"][-1] == pytest.approx(0.1)
    assert all(path["conserved"] for path in numeric["trajectories"])


def test_json_beside_a_picture_and_in_a_file(run, tmp_path):
    _, out, _ = run(*STRIDE1, "--balanced", "--time", "1/10", "--json", "-o", "flow.svg")
    assert json.loads(out)["kind"] == "flow"
    _, out, _ = run(*STRIDE1, "--balanced", "--exact", "--json", "-o", "flow.txt")
    assert (out, json.loads((tmp_path / "flow.txt").read_text())["kind"]) == ("", "flow")
    assert run(*STRIDE1, "--balanced", "--exact", "-q")[:2] == (10, "")


def test_landscape_in_words_and_as_json(run):
    words = ["k3", "k2", "--data", "stride1.json", "--landscape"]
    code, out, err = run(*words, "--from", "stride1-w.json", "--from", "[[1,2,3],[0,0]]")
    assert (code, err) == (0, "")
    out = " ".join(out.split())
    assert "[0, -1, 1], [1, 1]: not critical" in out
    assert "[41/14, 23/14, 1], [0, 0]: a strict saddle: second derivative -731/98" in out
    assert "10 complex critical points" in out
    assert "0: orbit 0, a = 0.69562077…: risk 0, the global minimum, at w ≈ [0.245939, -0.662958, 0.707107]" in out
    document = json.loads(run(*words, "--json")[1])
    points = document["complex_critical_points"]
    assert [points[key] for key in ("generic", "number", "infinite", "proof")] == ["10", "10", False, "count"]
    assert points["orbits"][0]["minpoly"] == ["-2", "1", "2", "1"]  # u* = (1, -2, 1, 2) has the factors 1 + a·x
    assert [point["index"] for point in points["real"]] == [0, 0, 1, 1]
    assert document["zero_filter_points"][0]["negative_direction"]["curvature"] == "-731/98"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (
            [*STRIDE1, "--balanced", "--exact"],
            10,
            "accepted: k3 k2: parameters with one end-to-end filter and one δ move",
        ),
        (
            [*SWAPPED, "--balanced", "--exact"],
            0,
            "accepted: k2x2 k2x2: 2 different parameters listed move the end-to-end filter alike",
        ),
        (
            [*STRIDE2[:4], "--landscape"],
            0,
            "accepted: k3s2 k2: all critical points up to rescaling of filters: 10 over C",
        ),
        (
            [*SWAPPED[:4], "--landscape"],
            30,
            "accepted: k2x2 k2x2: critical points with one or two zero filters are strict saddles; critical points "
            "without a zero filter are not listed: undecided",
        ),
    ],
)
def test_certificates_are_written_and_accepted(run, capsys, tmp_path, words, code, said):
    result, out, err = run(*words, "--certificate", "c.cert")
    assert (result, err) == (code, "")
    assert out.endswith("File          c.cert; re-check it with: symlcn check c.cert\n")
    assert main(["check", "c.cert"]) == 0
    assert said in capsys.readouterr().out
    if "--exact" in words:
        assert run(*words, "--json")[1] == (tmp_path / "c.cert").read_text(encoding="utf-8")


def test_numbers_beyond_floating_point_in_a_landscape(run):
    data = f'{{"A": [[2,1,0],[1,2,1],[0,1,2]], "target": [1,"1{"0" * 400}",3]}}'
    code, out, err = run("k2", "k2", "--data", data, "--landscape")
    assert (code, err) == (0, "")
    assert "a = -1.0000000…: risk 1e+800, a strict saddle" in " ".join(out.split())


def test_numeric_trajectories_are_beside_a_certificate_and_no_part_of_it(run, tmp_path, capsys):
    code, out, _ = run(*STRIDE1, "--balanced", "--time", "1/10", "--json", "--certificate", "c.cert")
    document, certificate = json.loads(out), json.loads((tmp_path / "c.cert").read_text(encoding="utf-8"))
    assert (code, document["format"], "approx" in certificate) == (10, "symlcn-flow", False)
    assert document["starts"] == certificate["starts"]
    (tmp_path / "numeric.cert").write_text(out, encoding="utf-8")
    assert main(["check", "numeric.cert"]) == 2
    assert "malformed" in capsys.readouterr().out


def test_limits_leave_the_answer_undecided(run):
    code, out, err = run(*SWAPPED, "--time", "1000000", "--time-limit", "0.05")
    assert (code, err) == (30, "")
    assert "UNDECIDED: the time limit of 0.05 s was reached. Nothing is claimed." in " ".join(out.split())
    code, out, err = run(*SWAPPED, "--time", "1000000", "--time-limit", "0.05", "-o", "flow.svg", "--certificate", "c")
    assert (code, err, os.listdir()) == (30, "", [])
    assert "File" not in out
    within = run(*STRIDE1, "--balanced", "--exact", "--time-limit", "60")
    assert within == run(*STRIDE1, "--balanced", "--exact")
    assert within[0] == 10
    landscape = [*STRIDE1[:4], "--landscape", "--json"]
    assert run(*landscape, "--time-limit", "60") == run(*landscape)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (STRIDE1, "starts 1 and 2 have different invariants: δ_1 is 0 and 1; --delta or --balanced"),
        ([*STRIDE1[:6]], "give --from at least twice"),
        ([*STRIDE1[:6], "--from", "[[1,0,0],[0,1]]"], "have different end-to-end filters: entry 1 of u is -1 and 1"),
        ([*STRIDE1[:6], "--from", "[[1,0],[0,1]]"], "filter 1: its size is 2"),
        ([*STRIDE1[:6], "--from", "[[1,0,0.5],[0,1]]"], "not an exact number"),
        ([*STRIDE1[:6], "--from", '[[1,0,"x"],[0,1]]'], "not an exact rational number"),
        ([*STRIDE1, "--delta", "1,2"], "2 layers have 1 invariant"),
        ([*STRIDE1, "--balanced", "--time", "0"], "--time: it is not positive"),
        ([*STRIDE1, "--balanced", "--time", "1.5"], "write 3/2"),
        ([*STRIDE1, "--exact", "-o", "x.svg"], "--exact integrates nothing"),
        ([*STRIDE1, "--landscape", "--exact"], "give one of the two"),
        ([*STRIDE1, "--balanced", "--exact", "--certificate", "-"], "--json prints the certificate"),
        ([*STRIDE1, "--balanced", "--exact", "--certificate", "x", "-o", "x"], "the same file as --output"),
        (["k3", "k2", "--data", '{"inputs": [[1, 1, 1, 1]], "outputs": [[1]]}', "--landscape"], "singular data"),
        (["k3", "k2", "--data", "absent", *STRIDE1[4:]], "No such file"),
        ([*STRIDE1, "--balanced", "--time", "1/10", "-o", "no/such/folder.svg"], "No such file or directory"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(run, words, problem):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert problem in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(("module", "package"), [("scipy.integrate", "scipy"), ("matplotlib", "matplotlib")])
def test_missing_optional_packages_are_named(run, monkeypatch, module, package):
    monkeypatch.setitem(sys.modules, module, None)
    code, out, err = run(*STRIDE1, "--balanced", "--time", "1/10", "-o", "flow.svg")
    assert (code, out) == (2, "")
    assert f"it needs {package}, which is not installed: pip install 'symlcn[plot]'" in err
    assert run(*STRIDE1, "--balanced", "--exact")[0] == 10
