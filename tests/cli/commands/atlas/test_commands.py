"""The commands atlas: runs, what they leave, rows in all forms, reports; bad input in one line."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
from pyarrow import parquet

import symlcn
from symlcn.atlas import open_atlas
from symlcn.atlas import run as run_family
from symlcn.atlas.networkfamily import listing
from symlcn_cli.main import main
from tests.cli.test_main import ENVIRONMENT

SMALL = ["--layers", "2..3", "--size", "1..3", "--stride", "1..2", "--workers", "0"]
COLUMNS = [name for name in symlcn.atlas.atlas.KINDS if name != "certificate"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An atlas of one direction."""
    folder = tmp_path_factory.mktemp("atlas") / "a"
    assert main(["atlas", "run", "--store", str(folder), *SMALL, "-q"]) == 0
    return folder


@pytest.fixture
def made(run, kept):
    """The name of a copy of it in the folder where commands run."""
    copytree(kept, "a")
    return "a"


def rows_of(out):
    return json.loads(out)["rows"]


def test_a_run_is_made_once(run):
    first = "Networks      80 of 80 are in a: 80 examined now, 0 before.\n"
    assert run("atlas", "run", "--store", "a", *SMALL) == (0, first, "")
    code, out, err = run("atlas", "run", "--store", "a", *SMALL, "--json")
    numbers = {"total": 80, "done": 80, "made": 0, "undecided": 0, "contradictions": 0}
    assert (code, json.loads(out), err) == (0, {"run": {"store": "a", **numbers}}, "")


def test_rows_are_what_certify_says(run, made):
    code, out, err = run("atlas", "query", made, "--where", "layers = 2 and strided", "--format", "json")
    assert (code, err) == (0, "")
    rows = rows_of(out)
    assert [list(row) for row in rows] == [COLUMNS] * len(rows)
    for row in rows:
        found = json.loads(run("certify", row["architecture"], "--json")[1])
        fields = "degree birational ntk delta_locus interchangeable dimension ambient image_degree".split()
        own = {name: str(found["result"][name]) if name == "ambient" else found["result"][name] for name in fields}
        assert {name: row[name] for name in fields} == own
        assert row["status"] == found["status"]
    assert run("atlas", "query", made, "--where", "layers = 2 and strided", "--json")[1] == out


def test_all_forms_hold_the_same(run, made):
    words = ["atlas", "query", made, "--where", "degree > 1", "--order", "degree desc", "--limit", "7"]
    rows = rows_of(run(*words, "--json")[1])
    assert len(rows) == 7
    assert [int(row["degree"]) for row in rows] == sorted((int(row["degree"]) for row in rows), reverse=True)
    text = [{name: _text(value) for name, value in row.items()} for row in rows]
    assert [*csv.DictReader(io.StringIO(run(*words, "--format", "csv")[1]))] == text
    assert run(*words, "-o", "rows.parquet") == (0, "", "")
    columns = parquet.read_table("rows.parquet").to_pylist()
    assert [{name: _text(value) for name, value in row.items()} for row in columns] == text
    table = run(*words)[1]
    assert re.findall(r"^k\S+(?: k\S+)*", table, re.MULTILINE) == [row["architecture"] for row in rows]
    assert table.startswith("In all rows   family linear, directions 1,")
    assert table.endswith("\n7 of 40 rows\n")


def _text(value):
    """A value as csv has it."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value)


def test_columns_and_their_order_are_chosen(run, made):
    words = ["atlas", "query", made, "--columns", "degree,architecture", "--order", "parameters desc,architecture"]
    assert run(*words, "--limit", "1", "--json")[1] == '{"rows": [\n{"degree": "90", "architecture": "k3 k3 k3"}]}\n'
    assert run(*words, "--where", "layers = 9", "--json")[1] == '{"rows": []}\n'
    assert run(*words, "--where", "layers = 9", "--format", "csv")[1] == '"degree","architecture"\n'
    assert run(*words, "--where", "layers = 9")[1] == "0 rows\n"
    assert run(*words, "-q") == (0, "", "")


def test_a_certificate_is_given_where_it_is_asked_for(run):
    run("atlas", "run", "--store", "a", "--layers", "2", "--evidence", "witness", "--workers", "0", "-q")
    where = ["--where", "architecture = 'k3s2 k2'"]
    (row,) = rows_of(run("atlas", "query", "a", *where, "--columns", "certificate", "--json")[1])
    assert symlcn.check(json.loads(row["certificate"])).verdict == "accepted"
    assert rows_of(run("atlas", "query", "a", *where, "--json")[1])[0]["evidence"] == "checked"


def test_a_file_is_written_in_full_or_not_at_all(run, made):
    for words in (["--where", "nope = 1"], ["--columns", "nope"], ["--order", "nope"]):
        code, out, err = run("atlas", "query", made, *words, "-o", "rows.json")
        assert (code, out) == (2, "")
        assert "there is no column 'nope'; there are architecture, family, " in err
        assert err.count("\n") == 1
    assert not [*Path().glob("rows*")]
    assert run("atlas", "query", made, "-o", "rows.json") == (0, "", "")
    with open("rows.json", encoding="utf-8") as file:
        assert len(rows_of(file.read())) == 80
    assert [path.name for path in Path().glob("rows*")] == ["rows.json"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "--store", "b", "--layers", "5..2"], "'5..2' is empty; give the smaller number first"),
        (["run", "--store", "b", "--size", "a"], "'a' is not a number or a range, such as 3 or 2..5"),
        (["run", "--store", "b", "--size", "1..2..3"], "'1..2..3' is not a number or a range"),
        (["run", "--store", "b", "--size", "1.5"], "'1.5' is not a number or a range"),
        (["run", "--store", "b", "--size", "-1"], "'-1' is not a number or a range"),
        (["run", "--store", "b", "--size", "٣"], "is not a number or a range"),
        (["run", "--store", "b", "--size", "0..3"], "size: (0, 3) is neither"),
        (["run", "--store", "b", "--layers", "2..2000"], "layers: (2, 2000) is neither"),
        (["run", "--store", "b", "--activation", "relu"], "'relu' is no activation; give some of none, r2, r3"),
        (["run", "--store", "b", "--from", "none.txt"], "file 'none.txt': No such file or directory"),
        (["run", "--store", "b", "--from", "n.txt", "--size", "3"], "--from names the networks; leave out --size"),
        (["run", "--store", "b", "--from", "bad.txt"], "line 2, layer 1, 'q3'"),
        (["run", "--store", "b", "--evidence", "some"], "'some' is not one of 'none', 'witness'"),
        (["run", "--store", "b", "--workers", "-3"], "workers: -3 is not an integer"),
        (["run", "--store", "b", "--probe", "-3"], "probe: -3 is not a number of fibers"),
        (["run", "--store", "b", "--sample", "0"], "sample: 0 is not an integer from 1"),
        (["run", "--store", "b", "--time-limit", "1", "--workers", "0"], "workers: limits need processes"),
        (["run"], "Missing option '--store'"),
        (["run", "--store", "."], "store '.': it holds"),
        (["status", "nowhere"], "store 'nowhere': there is no atlas"),
        (["query", "nowhere"], "store 'nowhere': there is no atlas"),
        (["report", "nowhere", "-o", "x.html"], "store 'nowhere': there is no atlas"),
        (["query", "a", "--json", "--format", "csv"], "--json and --format csv are two forms of the output"),
        (["query", "a", "--format", "xml"], "'xml' is not one of 'table', 'json', 'csv', 'parquet'"),
        (["query", "a", "--where", "degree > 1; drop view atlas"], "where: Cannot have any modifiers"),
        (
            ["query", "a", "--where", "exists (select * from read_csv('n.txt'))"],
            "nothing but the table atlas can be read",
        ),
        (["qury"], "did you mean query?"),
    ],
)
def test_bad_input_is_told_in_one_line(run, made, words, said):
    for name, text in (("n.txt", "k3 k2\n"), ("bad.txt", "k3 k2\nq3 k2\n")):
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)
    code, out, err = run("atlas", *words)
    assert (code, out) == (2, "")
    assert err.startswith("symlcn: ")
    assert said in err
    assert err.count("\n") == 1


def test_families_come_from_files_and_samples(run):
    with open("n.txt", "w", encoding="utf-8") as file:
        file.write("# two of them are one\nk3s2 k2\n\nk3s2 k2s7  # the last stride is not seen\nk3 r2 k2\nk2c2 k2\n")
    words = ["--store", "a", "--workers", "0"]
    assert run("atlas", "run", "--from", "n.txt", *words)[1].startswith("Networks      3 of 3 are in a")
    rows = rows_of(run("atlas", "query", "a", "--json")[1])
    assert sorted(row["architecture"] for row in rows) == ["k2c2 k2", "k3 r2 k2", "k3s2 k2"]
    drawn = ["--sample", "5", "--seed", "3", "--layers", "2..9", "--size", "1..7", "--dimension", "2"]
    for store in ("b", "c"):
        assert run("atlas", "run", *drawn, "--store", store, "--workers", "0")[0] == 0
    assert run("atlas", "query", "b", "--json") == run("atlas", "query", "c", "--json")
    assert "5 drawn with seed 3 from 2 directions, layers 2 to 9, size 1 to 7" in run("atlas", "status", "b")[1]


def test_the_status_tells_how_far_runs_came(run, made):
    code, out, err = run("atlas", "status", made)
    assert (code, err) == (0, "")
    assert out.startswith("Store         a: 80 networks, each counted once, in 2 files\n")
    assert "1 direction, layers 2 to 3, size 1 to 3, stride 1 to 2; without evidence" in out
    assert "finished: 80 of 80 networks: 80 examined" in out
    found = json.loads(run("atlas", "status", made, "--json")[1])
    assert (found["rows"], found["busy"], found["runs"][0]["outcome"]) == (80, False, "finished")
    assert found["runs"][0]["family"]["layers"] == [2, 3]


def contradicting(network, depth):
    """A row that does not agree with the theory, of one network."""
    from symlcn.atlas.examine import examine

    found = examine(network, depth)
    return found._replace(contradictions='[{"filter": "1,2"}]') if found.architecture == "k3 k2" else found


def given_up(network, depth):
    """A row that is undecided."""
    from symlcn.atlas.examine import undecided

    return undecided(network, f"the time limit of {len(network)} s was reached")


def test_contradictions_are_loud(run):
    run_family(listing(["k3 k2", "k2 k2"]), "a", workers=0, examine=contradicting)
    out = run("atlas", "status", "a")[1]
    assert out.startswith("CONTRADICTION 1 network did not agree with the theory:\n")
    assert 'k3 k2: [{"filter": "1,2"}]' in out
    assert run("atlas", "report", "a")[1].startswith("CONTRADICTION 1 network did not agree with the theory")
    assert json.loads(run("atlas", "report", "a", "--json")[1])["contradicted"] == 1
    assert run("atlas", "report", "a", "-o", "r.html") == (0, "", "")
    with open("r.html", encoding="utf-8") as file:
        assert "Contradiction. " in file.read()


def test_what_is_undecided_is_told_with_the_reason(run):
    run_family(listing(["k3 k2", "k2 k2", "k2 k2 k2"]), "a", workers=0, examine=given_up)
    out = run("atlas", "status", "a")[1]
    assert "Undecided     3, by reasons, numbers in them aside:" in out
    assert "3: the time limit of 2 s was reached, such as k2 k2" in out


def test_reports_have_all_forms(run, made):
    code, out, err = run("atlas", "report", made)
    assert (code, err) == (0, "")
    assert out.startswith(
        "Families      1 direction, layers 2 to 3, size 1 to 3, stride 1 to 2\nNetworks      80 in the atlas\n"
    )
    assert "none: 80 (100%), by the theorems, not certified one by one" in out
    for name, start in (
        ("r.html", "<!DOCTYPE html>"),
        ("r.md", "# Atlas of 80 networks"),
        ("r.tex", r"\documentclass"),
    ):
        assert run("atlas", "report", made, "-o", name) == (0, "", "")
        with open(name, encoding="utf-8") as file:
            text = file.read()
        assert text.startswith(start)
        assert "symlcn atlas report a -o" in text
    with open("r.html", encoding="utf-8") as file:
        page = file.read()
    assert page.count("<svg") == 3
    assert re.findall(r"https?://(?!www\.w3\.org/)", page) == []
    again = run("atlas", "report", made, "-o", "r2.html")
    with open("r2.html", encoding="utf-8") as file:
        assert (again, file.read().replace("r2.html", "r.html")) == ((0, "", ""), page)


@pytest.mark.parametrize("words", [["status"], ["report"], ["query"]])
def test_limits_make_it_undecided(run, made, words):
    code, out, err = run("atlas", *words, made, "--time-limit", "0.001", "--json")
    assert (code, json.loads(out)["reason"], err) == (30, "the time limit of 0.001 s was reached", "")
    assert run("atlas", *words, made, "--time-limit", "60") == run("atlas", *words, made)


WITHOUT = f"""
import sys
sys.path[:] = {sys.path!r}
for name in ("duckdb", "pyarrow", "pebble"):
    sys.modules[name] = None
from symlcn_cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("words", ["query a", "run --store b --workers 0", "run --store b"])
def test_what_to_install_is_said_in_a_line(tmp_path, run, made, words):
    line = [sys.executable, "-c", WITHOUT, "atlas", *words.split()]
    done = subprocess.run(line, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "which is not installed: pip install 'symlcn[atlas]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_broken_pipe_is_no_error(run, made):
    line = f"{sys.executable} -m symlcn_cli.main atlas query {made} --format json | head -c 10"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert (done.stdout, done.stderr) == ('{"rows": [', "")


def test_one_may_ask_while_a_run_is_over(made):
    assert open_atlas(made).query("ntk = 'dependent'").count > 0
