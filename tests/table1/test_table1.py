"""Table 1, recomputed: its cells are those of the theory, its certificates are accepted, its pages are sound."""

import copy
import json
import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import accumulate, combinations

import pytest

import symlcn
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import LimitError, ParseError, SymlcnError
from symlcn.families.dense.network import Dense
from symlcn.families.densepolynomial.powernetwork import DensePolynomial
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.table1 import MAX_DRAWN, question
from symlcn.table1 import compute as home
from symlcn.table1.compute import Entry, Line, Representative, compute
from symlcn.table1.tablenetworks import mixes, only_equal, unshared
from symlcn.table1.tablerow import representatives
from symlcn.table1.tablerows import ROWS
from symlcn_cli.commands.table1.report import table_document
from symlcn_cli.main import main
from symlcn_cli.pages.inhtml import html_page
from symlcn_cli.pages.inmarkdown import markdown
from tests.support.damage import sealed
from tests.support.pages import checked_page

computed = cache(compute)
KEYS = [row.key for row in ROWS]
QUESTIONS = ("every", "balanced", "matched", "other")
YES, NO = "proved", "refuted"
ALWAYS, LOCUS, NEVER = (YES,) * 4, (NO, YES, YES, NO), (NO,) * 4

EXPECTED = {  # theory, sections 5, 7 and 8
    "dense": (LOCUS, "independent-if-scalar", "extends"),  # section 8.4
    "dense-narrow": (LOCUS, "independent-if-scalar", "extends"),
    "dense-thin": ((YES, YES, None, None), "independent", "extends"),
    "strides": (ALWAYS, "independent", "agrees"),  # section 5, case 1
    "stride-one-pairs": (LOCUS, "independent-on-locus", "extends"),  # section 8.2
    "stride-one": (NEVER, "dependent", "agrees"),  # section 5, case 3
    "broad": (ALWAYS, "independent", "agrees"),
    "broad-equal": (LOCUS, "independent-on-locus", "corrects"),  # section 8.1
    "axis": (ALWAYS, "independent", "new"),  # section 8.3
    "axis-equal": (LOCUS, "independent-on-locus", "new"),
    "axis-shared": (NEVER, "dependent", "new"),
    "dilated": (ALWAYS, "independent", "new"),
    "dilated-equal": (LOCUS, "independent-on-locus", "new"),
    "dilated-shared": (NEVER, "dependent", "new"),
    "neurons": (LOCUS, "independent-on-locus", "new"),
    "activations": (ALWAYS, "independent", "new"),  # at smooth points
    "channels-equal": ((NO, YES, YES, None), "independent-if-scalar", "new"),  # Theorem C: one orbit
    "channels-downsampling": ((NO, YES, YES, None), "independent-if-scalar", "new"),  # Theorem A
    "channels-run": ((NO, NO, NO, None), "dependent-by-pairs", "new"),  # several orbits
    "channels-spare": ((NO, NO, NO, None), "dependent-by-pairs", "new"),  # infinitely many
}

VALUES = {  # theory, section 9; the forms of the δ-locus
    "k3s2 k2": ("strides", []),
    "k3s2 k3s2 k2": ("strides", []),
    "k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2": ("strides", []),
    "k2 k2": ("stride-one-pairs", [[1]]),
    "k3 k2": ("stride-one", None),
    "k3 k3": ("stride-one", None),
    "k2x2 k2x2": ("broad-equal", [[1]]),
    "k2x2 k3x2": ("broad", []),
    "k3x3 k3x3 k3x3": ("broad-equal", [[1, 0], [0, 1]]),
    "k3x3s2 k3x3s2 k3x3": ("broad", []),
    "k3x1 k1x3": ("axis", []),
    "k2 k2d2 k2d4 k2d8": ("dilated", []),
    "k2 k2d2 k2 k2d2": ("dilated-equal", [[1, 1, 0], [0, 1, 1]]),
}

LESSON = {  # rows of the table in the lesson, and their keys here
    "fully connected, invertible layers": "dense",
    "one direction, all strides greater than 1": "strides",
    "one direction, some strides 1, only size 2 in blocks of several layers": "stride-one-pairs",
    "one direction, some strides 1, otherwise": "stride-one",
    "several directions, no interchangeable layers": "broad",
    "several directions, interchangeable layers": "broad-equal",
}


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command in this process, in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(home, "compute", computed)

    def call(*words):
        code = main(["table1", *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def all_lines():
    return computed(1, 3)


@pytest.fixture(params=KEYS)
def line(request):
    return next(line for line in all_lines() if line.row.key == request.param)


def test_cells_and_answers_are_those_of_the_theory(line):
    cells, answer, compared = EXPECTED[line.row.key]
    assert tuple(line.cell(question) for question in QUESTIONS) == cells
    assert (line.answer, line.compared) == (answer, compared)
    assert {representative.answer for representative in line.representatives} == {answer}
    assert [representative.drawn for representative in line.representatives].count(True) == 3


def test_there_are_no_other_rows():
    assert [line.row.key for line in all_lines()] == KEYS == list(EXPECTED)


@pytest.mark.parametrize("seed", [0, 2])
def test_the_answers_do_not_depend_on_what_is_drawn(seed):
    drawn = compute(seed, 4)
    assert {line.row.key: line.answer for line in drawn} == {key: value[1] for key, value in EXPECTED.items()}
    assert [str(r.network) for r in drawn[6].representatives] != [
        str(r.network) for r in all_lines()[6].representatives
    ]


def test_known_networks_are_in_their_rows_with_their_locus():
    found = {
        str(representative.network): (line.row.key, representative.entries[0].document["result"]["delta_locus"])
        for line in all_lines()
        for representative in line.representatives
        if line.row.family == "convolutional"
    }
    assert {notation: found[notation] for notation in VALUES} == VALUES


def test_networks_belong_to_their_row_and_are_different(line):
    networks = [representative.network for representative in line.representatives]
    assert all(map(line.row.fits, networks))
    assert len(set(map(str, networks))) == len(networks)
    others = [other.row for other in all_lines() if other is not line and other.row.family == line.row.family]
    assert not any(row.fits(network) for row in others for network in networks)
    if line.row.family == "convolutional" and line.row.key != "activations":
        assert all([unshared(n), only_equal(n), mixes(n)].count(True) == 1 for n in networks)


def test_invariants_are_those_the_questions_name(line):
    scalar = line.row.family != "convolutional"
    holds = {"balanced": _zero, "matched": _scalar if scalar else _matched, "other": _different}
    for representative in line.representatives:
        asked = {entry.question: entry.document["delta"] for entry in representative.entries}
        assert asked.pop("every") is None
        assert all(holds[question](representative.network, delta) for question, delta in asked.items())


def _zero(network, delta):
    return set(re.findall(r"-?\d+", json.dumps(delta))) <= {"0"}


def _scalar(network, delta):
    if isinstance(network, DensePolynomial):
        return all(len({*own}) == 1 for own in delta)
    if isinstance(network, ChannelArchitecture) and isinstance(delta[0], str):  # d_1, …
        return not _zero(network, delta)
    return all(
        c == (rows[0][0] if i == j else "0") for rows in delta for i, row in enumerate(rows) for j, c in enumerate(row)
    )


def _rho(delta):
    """ρ_l − ρ_1."""
    return [0, *accumulate(-int(d) for d in delta)]


def _matched(network, delta):
    if isinstance(network, PolynomialArchitecture):
        return not _zero(network, delta)
    pairs = [pair for group in network.interchangeable for pair in combinations(group, 2)]
    return all(_rho(delta)[i] == _rho(delta)[j] for i, j in pairs) and (len(pairs) > 0 or not _zero(network, delta))


def _different(network, delta):
    if isinstance(network, PolynomialArchitecture):
        return not _zero(network, delta)
    if isinstance(network, DensePolynomial):
        return all(len({*own}) == len(own) for own in delta)
    if isinstance(network, Dense):
        return not _scalar(network, delta)
    return len(set(_rho(delta))) == len(_rho(delta))


def test_all_certificates_are_accepted_and_fit_their_entries(line):
    names = [name for name, _ in line.certificates()]
    assert len(set(names)) == len(names)
    for representative in line.representatives:
        for entry in representative.entries:
            assert check_text(dumps(entry.document)).verdict == "accepted"
            assert entry.document["architecture"]["notation"] == str(representative.network)


def test_tampered_certificates_are_not_accepted(line):
    for _, document in line.certificates():
        flipped = copy.deepcopy(document)
        flipped["status"] = NO if document["status"] == YES else YES
        assert check_text(sealed(flipped)).verdict != "accepted"
        claimed = copy.deepcopy(document)
        if "result" in document:
            claimed["result"]["ntk"] = "independent" if document["result"]["ntk"] != "independent" else "dependent"
        elif document["pair"]:
            claimed["ntk_difference"]["values"].reverse()
        else:
            claimed["motion"]["ntk_velocity"]["value"] += "1"
        assert check_text(sealed(claimed)).verdict != "accepted"
        moved = copy.deepcopy(document)
        moved["architecture"]["notation"] += " k2" if "k" in moved["architecture"]["notation"] else " 2"
        assert check_text(dumps(moved)).verdict != "accepted"


def test_the_lesson_says_the_same():
    lesson = (files("symlcn_proofs") / "table.md").read_text(encoding="utf-8")
    plain = lesson.replace("$", "").replace(r"\delta", "δ")
    said = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$", plain, re.MULTILINE))
    table = dict(_cells(html_page(table_document(all_lines(), 1, ""))))
    titles = {line.row.key: line.row.title for line in all_lines()}
    assert {row: table[titles[key]] for row, key in LESSON.items()} == {row: said[row] for row in LESSON}


def _cells(source):
    """Title and answer of each row of the table in a page, with indices as in the lesson."""
    for row in re.findall(r"<tr>(<td>.*?)</tr>", source.replace("<sub>", "_").replace("</sub>", "")):
        first, *_, answer, _printed = re.findall(r"<td>(.*?)</td>", row)
        yield first.partition(". ")[2].replace("&gt;", ">"), answer


def representative(network, *statuses, ntk=None):
    entries = (
        Entry(question, {"status": status, "result": ntk and {"ntk": ntk}})
        for question, status in zip(QUESTIONS, statuses, strict=False)
    )
    return Representative(network, False, tuple(entries))


def test_representatives_that_differ_leave_the_row_undecided():
    row, network = ROWS[0], Dense((2, 2, 2))
    scalar, always = representative(network, *LOCUS), representative(network, YES)
    assert (scalar.answer, always.answer) == ("independent-if-scalar", "independent")
    line = Line(row, (scalar, always))
    assert (line.answer, line.compared, line.cell("every"), line.cell("matched")) == (
        "undecided",
        "undecided",
        "mixed",
        YES,
    )
    assert Line(row, (representative(network, NO, YES, YES, "undecided"),)).answer == "undecided"
    assert Line(row, (representative(network, NO, YES),)).answer == "undecided"
    assert Line(row, (representative(network, *NEVER),)).answer == "undecided"  # pairs, at some invariants only


def test_answers_against_the_certificates_are_an_error():
    network = all_lines()[3].representatives[0].network
    assert representative(network, *NEVER, ntk="dependent").answer == "dependent"
    with pytest.raises(SymlcnError, match="their certificates"):
        _ = representative(network, *NEVER, ntk="independent-on-locus").answer


def test_more_networks_than_there_are_is_a_limit():
    from random import Random

    with pytest.raises(LimitError, match="row dense:"):
        representatives(ROWS[0], 100, Random(1))


def test_text(run):
    code, out, err = run()
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 100
    assert f"{sum(len(list(line.certificates())) for line in all_lines())} certificates" in out
    for key in ("k2 k2d2 k2 k2d2 (δ_1 + δ_2 = 0, δ_2 + δ_3 = 0)", "Rows 4 to 14:", "Rows 1, 2:", "Row 3:"):
        assert key in " ".join(out.split())
    assert run("--seed", "1", "--drawn", "3") == (code, out, err)
    assert run("-q", "--drawn", "0") == (0, "", "")


def test_json_has_everything(run):
    code, out, err = run("--json", "--drawn", "1", "--seed", "5")
    found = json.loads(out)
    assert (code, err, found["status"], found["seed"], found["drawn"]) == (0, "", "proved", 5, 1)
    assert {row["key"]: (row["answer"], row["compared"]) for row in found["rows"]} == {
        key: value[1:] for key, value in EXPECTED.items()
    }
    for row in found["rows"]:
        assert tuple(row["cells"].values()) == EXPECTED[row["key"]][0]
        for network in row["representatives"]:
            for entry in network["entries"]:
                assert check_text(json.dumps(entry["certificate"])).verdict == "accepted"
                assert entry["status"] == entry["certificate"]["status"]
    assert run("--json", "--drawn", "1", "--seed", "5")[1] == out


def test_files(run, tmp_path, capsys):
    assert run("--drawn", "0", "--certificates", "all", "-o", "table.md") == (0, "", "")
    assert (tmp_path / "table.md").read_text(encoding="utf-8").startswith("# Table 1, recomputed")
    written = sorted(map(str, (tmp_path / "all").iterdir()))
    assert len(written) == sum(len(row.examples) * len(row.questions) for row in ROWS)
    assert main(["check", *written]) == 0
    assert capsys.readouterr().out.count(": accepted: ") == len(written)
    assert run("--drawn", "0", "-o", "table.html") == (0, "", "")
    checked_page((tmp_path / "table.html").read_text(encoding="utf-8"))
    code, out, err = run("--certificates", "table.md")
    assert (code, out) == (2, "")
    assert "folder 'table.md'" in err


def test_limits_and_disagreement_are_undecided(run, monkeypatch):
    code, out, err = run("--time-limit", "0.001")
    assert (code, err) == (30, "")
    assert (
        out == "Table         1\nAnswer        UNDECIDED: the time limit of 0.001 s was reached. Nothing is claimed.\n"
    )
    changed = (replace(all_lines()[0], representatives=(representative(Dense((2, 2, 2)), "undecided"),)),)
    monkeypatch.setattr(home, "compute", lambda seed, drawn: changed)
    monkeypatch.setattr(question, "accepted", lambda build: build(1))
    code, out, err = run()
    assert (code, err) == (30, "")
    assert "undecided" in out
    answer = symlcn.table1()
    assert (answer.undecided, answer.reason) == (True, "no answer that all networks share in rows 1")
    assert json.loads(answer.render("json"))["status"] == "undecided"


def test_a_rejected_certificate_is_an_internal_error_and_nothing_is_printed(run, monkeypatch):
    wrong = copy.deepcopy(all_lines()[3].representatives[0])
    wrong.entries[0].document["result"]["degree"] = "2"
    monkeypatch.setattr(home, "compute", lambda seed, drawn: (Line(ROWS[3], (wrong,)),))
    code, out, err = run("--certificates", "all")
    assert (code, out) == (1, "")
    assert "own certificate rejected" in err


def test_bad_options(run):
    for words in (("--seed", "-1"), ("--seed", "x"), ("--drawn", str(MAX_DRAWN + 1))):
        code, out, err = run(*words)
        assert (code, out) == (2, "")
        assert err.startswith("symlcn: ")
    assert run("--drawn", str(MAX_DRAWN), "--time-limit", "0.001")[0] == 30


def test_the_answer_is_that_of_the_command(run, tmp_path):
    answer = symlcn.table1(drawn=0, time_limit=120)
    assert (repr(answer), answer.status, answer.reason, answer.sealed) == ("<table1 1: proved>", "proved", None, None)
    assert run("--drawn", "0") == (0, f"{answer}\n", "")
    assert run("--drawn", "0", "--json")[1] == answer.render("json")
    for form, name in (("markdown", "table.md"), ("html", "table.html")):
        assert run("--drawn", "0", "-o", name) == (0, "", "")
        assert (tmp_path / name).read_text(encoding="utf-8") == answer.proof(form)
    certificates = dict(answer.certificates())
    assert len(certificates) == sum(len(row.examples) * len(row.questions) for row in ROWS)
    assert [line.answer for line in answer.lines] == [value[1] for value in EXPECTED.values()]
    with pytest.raises(SymlcnError, match=r"no certificate was made of this answer to symlcn\.table1"):
        answer.certificate()
    for given in ({"seed": -1}, {"seed": True}, {"seed": "1"}, {"drawn": MAX_DRAWN + 1}, {"drawn": 0.5}):
        with pytest.raises(ParseError, match="is not an integer from 0 to"):
            symlcn.table1(**given)


HOSTILE = '<script>alert("1")</script> | *a* & `b` $x$ [c](d)'


def test_pages_escape_what_they_show():
    lines = [replace(all_lines()[0], row=replace(all_lines()[0].row, title=HOSTILE)), *all_lines()[1:]]
    document = table_document(lines, 1, HOSTILE)
    assert checked_page(html_page(document)).count(HOSTILE) == 3
    source = markdown(document)
    head, rule, *rows = [row for row in source.split("\n") if row.startswith("| ")]
    assert (len(rows), set(rule)) == (len(all_lines()), set("| -"))
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in (head, rule, *rows)} == {8}
    outside = re.sub(r"(`+).*?\1", "", re.sub(r"\\.", "", source))
    assert not re.search(r"[<>$&]", outside)


def test_markdown_shows_every_row_and_network():
    source = markdown(table_document(all_lines(), 1, "symlcn table1"))
    for number, line in enumerate(all_lines(), start=1):
        assert f"| {number}. {line.row.title.replace('>', chr(92) + '>')} |" in source
        assert all(f"`{representative.network}`" in source for representative in line.representatives)
