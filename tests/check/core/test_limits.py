"""The checker never falls over: whatever a file holds there is a verdict, soon and in little memory."""

import json
import os
import resource
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from random import Random

import pytest

from symlcn.check import certificate
from symlcn.check.core import reading, wall
from symlcn.check.core.outcome import Malformed, Outcome, unforeseen
from symlcn.check.core.wall import walled
from symlcn.geometry.metric.document import metric_json
from symlcn.geometry.metric.metric import metric
from symlcn.network.architecture import parse_architecture
from symlcn_cli.main import main
from tests.support.damage import at, containers, replaced, sealed

check = import_module("symlcn.check")

FOLDER = Path(check.__file__).parent
NO_LAYER = {"notation": "", "dimension": 1, "layers": []}


def stack(*layers):
    """A stack in one direction, given by size, stride and dilation of its layers."""
    words = []
    for size, stride, dilation in layers:
        words.append(f"k{size}" + f"s{stride}" * (stride > 1) + f"d{dilation}" * (dilation > 1))
    listed = [{"size": [k], "stride": [s], "dilation": [d]} for k, s, d in layers]
    return {"notation": " ".join(words), "dimension": 1, "layers": listed}


def body(kind, architecture, **fields):
    """A certificate with the given fields, all others null."""
    own, _, _ = certificate.KINDS[kind]
    keys = f"format version kind architecture delta status reason {own} hypotheses assumptions".split()
    head = {"format": "symlcn-certificate", "version": 2, "kind": kind, "architecture": architecture}
    return {
        **dict.fromkeys(keys),
        **head,
        "status": "proved",
        "hypotheses": [],
        "assumptions": [],
        **fields,
        "digest": "",
        "tool": {},
    }


def verdict(document):
    return check.check_text(sealed(document))


def test_a_failure_that_no_module_foresees_is_malformed(monkeypatch, tmp_path, capsys):
    def fails(value):
        where = "architecture.layers[3]"
        raise ZeroDivisionError(f"division by zero in {where[:12]}")

    monkeypatch.setattr(certificate, "check_architecture", fails)
    files = [tmp_path / name for name in ("first.json", "second.json")]
    files[0].write_text(sealed(body("strata", NO_LAYER)), encoding="utf-8")
    files[1].write_text("[]", encoding="utf-8")
    assert check.main(list(map(str, files))) == 2
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith(
        "malformed: certificate: cannot be checked: ZeroDivisionError: division by zero in architecture"
        " (kind 'strata', module certificate)"
    )
    assert second.endswith("malformed: certificate: expected an object, found a list")


def test_the_place_of_an_unforeseen_failure():
    try:
        reading.integer_filter([1, 2], None, "result.groups[2]")
    except TypeError as error:
        found = str(unforeseen(error, {"kind": 10**5000}))
    assert found.startswith("result.groups[2]: cannot be checked: TypeError: ")
    assert found.endswith("(kind unknown, module core.reading)")


@pytest.mark.parametrize("nested", [lambda n: "[" * n + "]" * n, lambda n: '{"a":' * n + "1" + "}" * n])
def test_nesting(nested):
    assert reading.parse(nested(500)) is not None
    for depth in (501, 990, 5000, 10**5):
        with pytest.raises(Malformed, match=r"^certificate: nested "):
            reading.parse(nested(depth))


def test_extents_of_many_digits_are_named():
    """The filter has 1 + 10^5400 entries."""
    architecture = stack(*[(1, 10**9, 1)] * 600, (2, 1, 1))
    found = verdict(body("metric", architecture, filter=["1", "2"], delta=["0"] * 600, status="undecided", reason="?"))
    assert found.verdict == "malformed"
    assert "about 2^17938" in found.message


def test_the_wall(capfd):
    assert repr(walled(lambda path: Outcome("accepted", path, "δ\0\ud800"), "x")) == "Outcome('accepted', 'x')"
    assert walled(lambda path: Outcome("accepted", path, "δ\0\ud800"), "x").claim == "δ\0\ud800"
    for fatal in (lambda path: os._exit(0), lambda path: os.kill(os.getpid(), 9), lambda path: sys.exit(3)):
        assert walled(fatal, "x").message == "certificate: takes more than 60 s or 2 GB to check"
    assert walled(lambda path: Outcome("accepted", "", str(len(bytes(3 * 10**9)))), "x").verdict == "malformed"
    assert capfd.readouterr() == ("", "")


def test_the_wall_stops_what_runs_for_too_long(monkeypatch):
    def endless(path):
        while True:
            pass

    monkeypatch.setattr(wall, "MAX_SECONDS", 1)
    assert walled(endless, "x").message == "certificate: takes more than 1 s or 2 GB to check"


def test_files_after_one_that_ends_the_process(tmp_path):
    """A checker whose architecture reader aborts."""
    code = (
        "import os, sys; sys.path.insert(0, sys.argv.pop(1)); import check; from check import certificate\n"
        "certificate.check_architecture = lambda value: os.abort()\n"
        "sys.exit(check.main(walls=True))"
    )
    files = [tmp_path / name for name in ("first.json", "second.json")]
    files[0].write_text(sealed(body("strata", NO_LAYER)), encoding="utf-8")
    files[1].write_text("[]", encoding="utf-8")
    words = [sys.executable, "-I", "-c", code, str(FOLDER.parent), *map(str, files)]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", cwd=tmp_path, check=False)
    assert done.returncode == 2
    assert [line.partition(": ")[2] for line in done.stdout.splitlines()] == [
        "malformed: certificate: takes more than 60 s or 2 GB to check",
        "malformed: certificate: expected an object, found a list",
    ]


# Small files that would cost much: each is answered before the cost is paid, not by the wall.


def primes(count):
    sieve = bytearray([1]) * (30 * count)
    for p in range(2, int(len(sieve) ** 0.5) + 1):
        if sieve[p]:
            sieve[p * p :: p] = bytes(len(range(p * p, len(sieve), p)))
    return [p for p in range(2, len(sieve)) if sieve[p]][:count]


def sum_of_inverse_primes():
    """Numerators over a common denominator of 300000 bits."""
    entries = [f"1/{p}" for p in primes(20_000)]
    return body("metric", stack((20_000, 1, 1)), filter=entries, delta=[], status="undecided", reason="?")


def inverse_primes_in_a_matrix():
    widths = {"notation": "2 10000 2", "widths": [2, 10_000, 2]}
    inverses = iter(f"1/{p}" for p in primes(40_000))
    side = [[[next(inverses) for _ in range(m)] for _ in range(n)] for m, n in ((2, 10_000), (10_000, 2))]
    difference = {"index": [0, 1], "values": ["1", "2"]}
    evidence = {"pair": [side, side], "ntk_difference": difference}
    return body("dense", widths, status="refuted", result={"ntk": "dependent", "rank": 2}, evidence=evidence)


def a_thousand_eigenvalues():
    widths = {"notation": " ".join(["1"] * 1000), "widths": [1] * 1000}
    result = {"ntk": "independent", "theorem": "scalar", "rank": 1, "ranks": [1], "orbits": [1]}
    return body("dense", widths, delta=[[["-1"]]] * 998, result=result, evidence={"samples": []})


def wide_diagonals():
    """10^4 x 10^4 matrices with a column of a layer on the diagonal."""
    widths = {"notation": "10000 1 10000", "widths": [10_000, 1, 10_000]}
    ones = ["1"] * 10_000
    motion = {
        "parameters": [[ones], [["1"]] * 10_000],
        "columns": ones,
        "rows": ones,
        "directions": [[["0"]]],
        "prime": 7,
        "ntk_velocity": {"index": [0, 0], "value": "1"},
    }
    evidence, result = {"motion": motion}, {"ntk": "dependent", "rank": 1}
    return body("dense", widths, delta=[[["0"]]], status="refuted", result=result, evidence=evidence)


def a_chart_of_long_monomials():
    """950 monomials of degree 200: all products of their beginnings."""
    formula = [[[0] * (200 - i - j) + [1] * i + [2] * j, "1"] for i in range(95) for j in range(10)]
    formula.sort()
    group = {"symmetric": False, "steps": [], "parts": []}
    charts = [{"entries": [formula, [], []], "place": None}], [{"entries": [[], []], "place": None}]
    groups = [{**group, "layers": [n], "charts": own} for n, own in enumerate(charts)]
    result = {"birational": True, "covers": False, "variables": list("ABCDE"), "groups": groups, "witness": None}
    return body("inverse", stack((3, 2, 1), (2, 1, 1)), result=result)


def a_binomial_coefficient_of_many_digits():
    """14400 over 7200 is the number of preimages over a generic point of the last stratum."""
    result = {"form": "poset", "reduced": "k7201 k7201d15", "complete": True, "covers": [], "vertex_singular": True}
    strata = [{"real_preimages": None}] * 481
    return body(
        "strata", stack((7201, 1, 1), (7201, 1, 15)), result={**result, "strata": strata}, evidence={"points": []}
    )


def numbers_of_real_roots():
    """2.5 billion cases: of positive, negative and conjugate roots of a filter of degree 10^5."""
    result = {"form": "poset", "reduced": "k3 k100001d2", "complete": True, "covers": [], "vertex_singular": True}
    strata = [{"real_preimages": []}] * 2
    return body(
        "strata", stack((3, 1, 1), (100_001, 1, 2)), result={**result, "strata": strata}, evidence={"points": []}
    )


def millions_of_strata():
    result = {"form": "poset", "reduced": "", "complete": True, "covers": [], "vertex_singular": True, "strata": []}
    layers = [(k, 1, 2**n) for n, k in enumerate((4000, 2000, 1000, 500))]
    small = stack(*layers)
    return body("strata", small, result={**result, "reduced": small["notation"]}, evidence={"points": []})


def invariants_with_large_denominators():
    widths = {"notation": " ".join(["1"] * 302), "widths": [1] * 302}
    delta = [[[f"1/{10**3990 + n}"]] for n in range(300)]
    result = {"ntk": "independent", "theorem": "scalar", "rank": 1, "ranks": [1], "orbits": [1]}
    return body("dense", widths, delta=delta, result=result, evidence={"samples": []})


def an_input_with_large_denominators():
    widths = {"notation": "300 2 1", "widths": [300, 2, 1]}
    side = [[["1"] * 300] * 2, [["1", "1"]]]
    point = [f"1/{10**3990 + n}" for n in range(300)]
    evidence = {"pair": [side, side], "ntk_difference": {"input": point, "values": ["1", "2"]}}
    return body("relu", widths, status="refuted", result={"family": "mlp", "ntk": "dependent"}, evidence=evidence)


def one_form_for_each_entry():
    """All but two of 20002 entries of the end-to-end filter are 0."""
    names = ["u_" + str(n) for n in range(20_002)]
    forms = [{"degree": 1, "weight": [n], "terms": [[[n], "1"]]} for n in range(1, 20_001)]
    degrees = [{"degree": 1, "forms": 20_000, "generators": 20_000, "hilbert": "2"}]
    result = {"degree": 1, "variables": names, "degrees": degrees, "generators": forms}
    return body("equations", stack((2, 1, 20_001)), result=result, evidence={"prime": 999_999_937})


def long_monomials_in_many_directions():
    """4.6 million monomials of degrees up to 100 in 4 variables, each of weight in 16 directions."""
    size, ones = [4, *[1] * 15], [1] * 16
    notation = "k" + "x".join(map(str, size))
    architecture = {"notation": notation, "dimension": 16, "layers": [{"size": size, "stride": ones, "dilation": ones}]}
    names = ["u_" + "_".join([str(n), *["0"] * 15]) for n in range(4)]
    result = {"degree": 100, "variables": names, "degrees": [], "generators": []}
    return body("equations", architecture, result=result, evidence={"prime": 999_999_937})


def forms_of_a_thousand_factors():
    """Monomials in the filter entries with one factor for each of 999 scalar layers, three times."""
    form = {"degree": 3, "weight": [36], "terms": [[[11, 12, 13], "1"], [[12, 12, 12], "-1"]]}
    result = {"degree": 3, "variables": list(map(chr, range(65, 90))), "degrees": [], "generators": [form]}
    architecture = stack(*[(1, 1, 1)] * 998, (13, 1, 1), (13, 1, 1))
    return body("equations", architecture, result=result, evidence={"prime": 999_999_937})


def minors_of_many_digits():
    """Leading principal minors of a matrix of inner products, each entry of some 3900 digits."""
    document = metric_json(metric(parse_architecture("k30"), [1] + [0] * 29, []))
    size = range(29)
    preimages = [[0, *((10**1940 if i == j else 0) + 7**i + j * j for j in size)] for i in size]
    gram = [[sum(a * b for a, b in zip(x, y, strict=True)) for y in preimages] for x in preimages]
    (piece,) = document["result"]["pieces"]
    listed = {key: [list(map(str, row)) for row in rows] for key, rows in (("preimages", preimages), ("gram", gram))}
    return replaced(document, ("result", "pieces", 0), {**piece, **listed})


def many_layers_and_many_roots():
    """400 layers with 400 roots to choose from."""
    line = [1]
    for root in range(1, 401):
        line = [a - root * b for a, b in zip([0, *line], [*line, 0], strict=True)]
    factors = [
        {
            "direction": 0,
            "coefficients": [str(-root), "1"],
            "multiplicity": 1,
            "irreducible": {"kind": "linear"},
            "roots": [],
        }
        for root in range(1, 401)
    ]
    u = list(map(str, line))
    fiber = {"polynomial": u, "split": None, "leaf": {"factors": factors, "rings": []}}
    keys = "points fields resolvents scalings ranks smooth ntk pairs"
    evidence = {"fiber": fiber, **dict.fromkeys(keys.split())}
    counts = dict.fromkeys("QRC", 10**9)
    return body(
        "fiber", stack(*[(2, 1, 1)] * 400), status="undecided", reason="?", filter=u, field="R", counts=counts,
        smooth_reason="?", evidence=evidence,
    )  # fmt: skip


def shifts_result(**own):
    keys = "complete smooth singular_dimension vertex_singular strata covers"
    return {"form": "shifts", **dict.fromkeys(keys.split()), **own}


def powers_of_a_monomial():
    """10^9 factors."""
    architecture = separated([(1, 1, 1)] * 2)
    architecture = {**architecture, "activations": [10**9], "notation": "k1 r1000000000 k1"}
    result = {"degree": 1, "monomials": [], "degrees": [], "generators": [], "real": None}
    return body("polynomial-equations", architecture, result=result, evidence={"prime": 999_999_937})


def powers_of_a_sum():
    """A function with 10^12 terms."""
    architecture = separated([(40, 1, 1), (40, 1, 1), (40, 1, 1)])
    architecture = {**architecture, "activations": [3, 3], "notation": "k40 r3 k40 r3 k40"}
    result = {"degree": 1, "monomials": [], "degrees": [], "generators": [], "real": None}
    return body("polynomial-equations", architecture, result=result, evidence={"prime": 999_999_937})


def powered(widths, powers, **parts):
    """A dense network with activations x^r, and parts of its evidence."""
    inner = [f"{width} r{power}" for width, power in zip(widths, powers, strict=False)]
    architecture = {"notation": " ".join([*inner, *map(str, widths[-2:])]), "widths": widths, "powers": powers}
    evidence = {"identifiability": None, "rank": None, "pair": None, **parts}
    return body("dense-polynomial", architecture, status="refuted", result={}, evidence=evidence)


def derivatives_at_many_inputs():
    rank = {"parameters": [[["1", "2"], ["3", "4"]], [["1", "1"]]], "inputs": [["1", "1"]] * 300_000}
    return powered([2, 2, 1], [3], rank={**rank, "prime": 999_999_937})


def a_wide_jacobian():
    rank = {"parameters": [[["1"] * 600] * 600, [["1"] * 600]], "inputs": [["1"] * 600] * 5}
    return powered([600, 600, 1], [3], rank={**rank, "prime": 999_999_937})


def squares_of_squares():
    """Degree 2^58."""
    rest = [[["1", "2"], ["3", "1"]]] * 57
    first = [[["2", "-4"], ["1", "2"]], [["1", "4"], ["1", "-4"]], *rest]
    second = [[["2", "4"], ["1", "-2"]], [["1", "4"], ["-1", "4"]], *rest]
    difference = {"inputs": [["1", "0"]] * 2, "index": [0, 0], "values": ["1", "2"]}
    pair = {"layer": 0, "neurons": [0, 1], "parameters": [first, second], "ntk_difference": difference}
    return powered([2] * 60, [2] * 58, pair=pair)


def separated(layers):
    """Layers with an activation x^2 between any two."""
    architecture = stack(*layers)
    powers = [2] * (len(layers) - 1)
    words = " r2 ".join(architecture["notation"].split())
    return {**architecture, "notation": words, "activations": powers}


def sums_of_shifts_without_end():
    """3^29 sums of shifts, all different and none 0, of which few are out of reach."""
    architecture = separated([(2, 1, 10**8 + 7**n % 10**8) for n in range(29)])
    return body("polynomial-strata", architecture, result=shifts_result(complete=False, smooth=True))


def shifts_of_a_large_filter():
    """Millions of sums."""
    architecture = separated([(1500, 1, 1), (1490, 1, 1), (4, 1, 10**9)])
    return body("polynomial-strata", architecture, result=shifts_result(complete=False, smooth=False))


def exponents_of_many_digits():
    """500 loci of a network with strides of 4500 digits."""
    layers = [(2, 10**9, 1)] * 500
    runs = {**stack(*layers), "activations": [2, *[1] * 498]}
    runs["notation"] = " ".join(["k2s1000000000", "r2", *["k2s1000000000"] * 499])
    locus = {"sizes": [[2]] * 500, "shift": [[0]] * 500, "offset": [0], "dimension": 501}
    strata = [{**locus, "image_degree": None, "preimages": None}] * 500
    return body("polynomial-strata", runs, result=shifts_result(complete=False, strata=strata))


BOMBS = [
    sum_of_inverse_primes, inverse_primes_in_a_matrix, a_thousand_eigenvalues, wide_diagonals,
    a_chart_of_long_monomials, a_binomial_coefficient_of_many_digits, numbers_of_real_roots, millions_of_strata,
    invariants_with_large_denominators, an_input_with_large_denominators, one_form_for_each_entry,
    long_monomials_in_many_directions, forms_of_a_thousand_factors, minors_of_many_digits,
    many_layers_and_many_roots, sums_of_shifts_without_end, shifts_of_a_large_filter, exponents_of_many_digits,
    powers_of_a_monomial, powers_of_a_sum, derivatives_at_many_inputs, a_wide_jacobian, squares_of_squares,
]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs(bomb, tmp_path):
    """In a process with less time and memory than the wall would allow."""
    (tmp_path / "bomb.json").write_text(sealed(bomb()), encoding="utf-8")

    def keep_limits():
        resource.setrlimit(resource.RLIMIT_AS, (600 * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))

    words = [sys.executable, "-I", "-S", str(FOLDER), "bomb.json"]
    done = subprocess.run(
        words, capture_output=True, encoding="utf-8", cwd=tmp_path, check=False, preexec_fn=keep_limits
    )
    assert done.stderr == ""
    assert done.stdout.startswith(("bomb.json: accepted: ", "bomb.json: malformed: ", "bomb.json: rejected: "))
    for failure in ("takes more than", "not enough memory", "cannot be checked"):
        assert failure not in done.stdout


# Certificates of all kinds with their structure damaged: types, depth, sizes, parts of others.

COMMANDS = [
    ["certify", "k3", "k2"],
    ["certify", "c12", "k2c12g3", "k2c12g2", "--balanced"],
    ["counterexample", "c2", "k1c2", "k2c2g2", "k1c2"],
    ["counterexample", "k3", "k2"],
    ["flow", "k2", "k2", "--data", '{"A": [[2,1,0],[1,2,1],[0,1,2]], "target": [1,2,3]}', "--landscape"],
    ["dense", "2", "2", "2"],
    ["equations", "k3s2", "k2"],
    ["fiber", "k3", "k2", "--filter", "-2,0,0,1", "--delta", "3"],
    ["flow", "k2", "k2", "--data", '{"A": [[2,1,0],[1,2,1],[0,1,2]], "target": [1,2,3]}', "--from", "[[1,2],[3,1]]",
     "--from", "[[3,1],[1,2]]", "--balanced", "--exact"],
    ["inverse", "k3s2", "k2"],
    ["metric", "k3s2", "k2", "--filter", "4,8,17,10,15", "--delta", "0"],
    ["certify", "k3", "k2", "--relu"],
    ["strata", "k3s2", "k2"],
    ["strata", "k3", "r2", "k3"],
    ["equations", "k2", "r2", "k2"],
    ["certify", "k3", "k2", "--activation", "y^2 + y"],
    ["certify", "k2", "k2", "r2", "k2"],
    ["counterexample", "k2", "k2", "r2", "k2"],
    ["fiber", "k2", "r2", "k2", "--filter", "x_1^2"],
    ["flow", "k3", "r2", "k2", "--data", '{"inputs": [[1,0,0,1]], "outputs": [[3]]}', "--from", "[[1,2,3],[4,5]]",
     "--balanced", "--exact"],
    ["inverse", "k2", "r2", "k2"],
    ["metric", "k2", "r2", "k2", "--filters", "[[1,2],[3,4]]", "--balanced"],
    ["dense", "2", "r3", "2", "1"],
    ["certify", "c2", "k2x2c3", "k2x2c3"],
    ["counterexample", "c2", "k2s2c2", "k2c2"],
    ["counterexample", "k2c2", "k1c2", "k2", "--delta", "[[[1,0],[0,-70001]],[[0,1],[1,3]]]"],
    ["counterexample", "k2c2", "k2", "--balanced"],
    ["fiber", "k2s2c2", "k2", "--filters", "[[[[-2,6]],[[-3,-1]]],[[[1,2],[-4,2]]]]", "--balanced"],
]  # fmt: skip


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """A certificate of each kind."""
    found = []
    for n, words in enumerate(COMMANDS):
        path = tmp_path_factory.mktemp("certificates") / f"{n}.json"
        assert main([*words, "-q", "--certificate", str(path)]) in (0, 10, 30)
        found.append(json.loads(path.read_text(encoding="utf-8")))
    assert {document["kind"] for document in found} == set(certificate.KINDS)
    return found


def damaged(random, document, others):
    """A part replaced by something of another type, depth, size or certificate, or repeated."""
    path = random.choice([path for path in containers(document) if path and path[0] not in ("tool", "digest")])
    part = at(document, path)
    choices = [None, True, 0, -1, 10**3999, "9" * 4000, "1/" + "7" * 4000, "", [], {}, [part], [[]] * 1000]
    choices += [at(other, random.choice([p for p in containers(other) if p])) for other in others]
    deep = part
    for _ in range(random.choice([20, 450])):
        deep = [deep]
    choices.append(deep)
    if isinstance(part, list):
        choices += [part * 1000, part[::-1], part[1:], [*part, *part[:1]]]
        key = random.randrange(len(part))
        choices += [[*part[:key], other, *part[key + 1 :]] for other in choices[:8]]
    return replaced(document, path, random.choice(choices))


def test_damaged_structures(honest):
    random = Random(1)
    seen = set()
    for document in honest:
        for _ in range(15):
            outcome = verdict(damaged(random, document, honest))
            assert "cannot be checked" not in outcome.message
            seen.add(outcome.verdict)
    assert seen >= {"malformed", "rejected"}
