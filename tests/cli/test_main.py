"""The command line: answers, exit codes, bad input, interruption, files that are whole or absent."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import symlcn
from symlcn.network.zoo import MEMBERS, ZOO
from symlcn_cli.main import main
from tests.support.schemas import validate

ROOT = Path(symlcn.__file__).parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "cli")])}
COMMAND = [sys.executable, "-m", "symlcn_cli.main"]


SLOW = "k10x10 " * 1000  # a degree of over 100000 digits: seconds of work


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command line in this process, in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*words, stdin=None):
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = main(list(words))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["k3s2", "k2"], 0, "PROVED: yes, for every δ"),
        (["k3s2 k2"], 0, "PROVED: yes, for every δ"),
        (["@wav2vec2"], 0, "degree 1 (birational)"),
        (["k2x2", "k2x2"], 10, "true exactly when δ_1 = 0"),
        (["k2x2", "k2x2", "--balanced"], 0, "PROVED: yes, for this δ"),
        (["k2x2", "k2x2", "--delta", "21"], 10, "K(0,0) − K'(0,0) = −35/11 ≠ 0"),
        (["k2x2", "k2x2", "--delta", "-3/2"], 10, "REFUTED for this δ"),
        (["k3", "k2"], 10, "One matrix separates the NTKs for every δ"),
        (["k3", "k2", "--balanced"], 10, "for no δ"),
        (["k2", "k2", "k2"], 10, "6 if 3 are real; other products lie outside the neuromanifold"),
    ],
)
def test_certify_answers_in_words(run, words, code, said):
    result, out, err = run("certify", *words)
    assert (result, err) == (code, "")
    assert said in " ".join(out.split())
    assert "The independent checker accepted this certificate." in " ".join(out.split())


@pytest.mark.parametrize("words", [["k3s2", "k2"], ["k2x2", "k2x2"], ["k3", "k2", "--delta", "1/2"]])
def test_json_is_one_valid_object_and_the_certificate_file_is_the_same(run, words):
    code, out, err = run("certify", *words, "--json", "--certificate", "c.json")
    document = json.loads(out)
    validate(document)
    assert err == ""
    assert code == {"proved": 0, "refuted": 10}[document["status"]]
    assert Path("c.json").read_text(encoding="utf-8") == out
    code, out, err = run("check", "c.json")
    assert (code, err) == (0, "")
    assert out.startswith("c.json: accepted: ")


def test_architectures_come_from_files_and_standard_input(run, tmp_path):
    (tmp_path / "a.toml").write_text('notation = "k3s2 k2"', encoding="utf-8")
    assert run("certify", "a.toml")[0] == 0
    assert run("certify", "-", stdin=b"k3 k2\n")[0] == 10
    assert run("certify", "-", stdin=b'{"layers": [{"size": [3], "stride": [2]}, {"size": [2]}]}')[0] == 0
    assert run("certify", "-", stdin=b"\xff")[0] == 2


def test_quiet_and_output(run):
    assert run("certify", "k3s2", "k2", "-q") == (0, "", "")
    assert run("certify", "k3s2", "k2", "-o", "r.txt") == (0, "", "")
    assert "PROVED" in Path("r.txt").read_text(encoding="utf-8")
    assert run("certify", "k3 k2", "--json", "-o", "r.json") == (10, "", "")
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["status"] == "refuted"


BAD = [
    (["certify"], "ARCH"),
    (["certify", "q3"], "layer 1, 'q3'"),
    (["certify", ""], "architecture: it has no layer"),
    (["certify", "k0"], "at least 1"),
    (["certify", "k3s0"], "at least 1"),
    (["certify", "k3", "k3x3"], "layer 2, 'k3x3'"),
    (["certify", "k1000000000000000000000000000000"], "too large"),
    (["certify", "k٣"], "digits 0-9"),
    (["certify", "k3.0", "k2"], "out of place"),
    (["certify", "@nothing"], "nothing"),
    (["certify", "missing.json"], "No such file"),
    (["certify", "k3 k2", "--delta", "0.5"], "write 1/2"),
    (["certify", "k3 k2", "--delta", "1,2"], "2 numbers given"),
    (["certify", "k3 k2", "--delta", "nan"], "no number"),
    (["certify", "k3 k2", "--delta", "1e5"], "not an exact rational"),
    (["certify", "k3 k2", "--delta", "1", "--balanced"], "one of the two"),
    (["certify", "k3 k2", "--time-limit", "0"], "positive number of seconds"),
    (["certify", "k3 k2", "--time-limit", "nan"], "positive number of seconds"),
    (["certify", "k3 k2", "--memory-limit", "12Q"], "such as 512M"),
    (["certify", "k3 k2", "--certificate", "no/such/folder/c.json"], "No such file"),
    (["certify", "k3 k2", "--certificate", "."], "not a regular file"),
    (["certify", "k3 k2", "--certificate", "-"], "name a file"),
    (["certify", "k3 k2", "--certificate", "folder/"], "names no file"),
    (["certify", "k3 k2", "--certificate", "c.json", "-o", "./c.json"], "name two"),
    (["certify", "k3 k2", "-o", ""], "names no file"),
    (["certify", "k3 k2", "--memory-limit", "999999999999999G"], "such as 512M"),
    (["certify", "k3 k2", "--delta", "."], "not an exact rational"),
    (["check", "c.json", "-o", "c.json"], "file to be checked"),
    (["certify", "k3 k2", "--nonsense"], "--nonsense"),
    (["nonsense"], "nonsense"),
    (["ntk", "k3 k2", "--filters", "[[1,2,3],[1,0.5]]"], "0.5"),
    (["ntk", "k3 k2", "--filters", "[[1,2,3],[1,NaN]]", "--from-float"], "NaN"),
    (["ntk", "k3 k2", "--filters", "[[1,2,3],[1,1e999]]", "--from-float"], "1e999"),
    (["ntk", "k3 k2", "--filters", "[[1,2,3],[1,true]]"], "filters[1][1]: 'true' is not an exact number"),
    (["ntk", "k3 k2", "--filters", '[[1,2,3],[1,"1/0"]]'], "denominator 0"),
    (["ntk", "k3 k2", "--filters", "[[1,2,3],[1]]"], "filter 2"),
    (["ntk", "k3 k2", "--filters", "[[1,2,3],[0,0]]"], "filter 2 is zero"),
    (["ntk", "k3 k2", "--filters", "[[1,2,3]]"], "one per layer"),
    (["ntk", "k3 k2", "--filters", "missing.json"], "No such file"),
    (["ntk", "k3 k2", "--filters", '{"weights": []}'], 'no "filters"'),
    (["zoo", "nothing"], "nothing"),
]


@pytest.mark.parametrize(("words", "said"), BAD)
def test_bad_input_is_one_clear_line_and_exit_code_2(run, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert err.startswith("symlcn: ")
    assert os.listdir() == []


def test_help_names_the_exit_codes_and_the_notation(run):
    code, out, _ = run("--help")
    assert code == 0
    assert "10 refuted" in out
    code, out, _ = run("certify", "--help")
    assert code == 0
    assert "k3x3s2 k3x3" in out


def test_published_networks_are_said_to_be_skeletons_and_no_others(run):
    for words in (["zoo"], ["zoo", "lenet5"], ["certify", "@lenet5"]):
        out = " ".join(run(*words)[1].split())
        assert out.count("single channel, without biases") == 1
        assert "not about the published network." in out or "not the published network." in out
    assert "LeNet-5, layers C1, S2, C3, S4, C5, as a linear stack" in out
    for words in (["zoo", "paper-theorem-13"], ["certify", "@paper-theorem-13"], ["certify", "k2 k2 k2"]):
        assert "Scope" not in run(*words)[1]
    assert "skeleton" not in run("certify", "@lenet5", "--json")[1]


def test_zoo_lists_every_member_and_shows_one(run):
    code, out, _ = run("zoo")
    assert code == 0
    assert all(f"@{member.name} " in out and member.notation in out for member in ZOO)
    code, out, _ = run("zoo", "@wav2vec2")
    assert code == 0
    assert "Baevski" in out
    code, out, _ = run("zoo", "--json")
    assert [row["name"] for row in json.loads(out)["zoo"]] == [member.name for member in MEMBERS]


def test_check_tells_accepted_rejected_and_malformed_apart(run):
    run("certify", "k3 k2", "--certificate", "good.json")
    text = Path("good.json").read_text(encoding="utf-8")
    Path("wrong.json").write_text(text.replace('"degree": "3"', '"degree": "2"'), encoding="utf-8")
    Path("broken.json").write_text(text[:-20], encoding="utf-8")
    assert run("check", "good.json", "good.json")[0] == 0
    assert run("check", "wrong.json")[0] == 40
    assert run("check", "broken.json")[0] == 2
    assert run("check", "missing.json")[0] == 2
    code, out, _ = run("check", "good.json", "broken.json", "wrong.json")
    assert code == 40
    assert [line.split(": ")[1] for line in out.splitlines()] == ["accepted", "malformed", "rejected"]
    code, out, _ = run("check", "--json", "good.json", "broken.json", "wrong.json")
    assert code == 40
    assert [row["verdict"] for row in json.loads(out)["checked"]] == ["accepted", "malformed", "rejected"]
    assert run("check", "-q", "good.json") == (0, "", "")


def test_ntk_prints_the_matrix(run):
    """K at w_1 = (1,2,3), w_2 = (4,5), the columns of J written out: 4 + 5x² shifted by 0, 1, 2, and w_1 by 0, 2."""
    code, out, err = run("ntk", "k3s2", "k2", "--filters", "[[1,2,3],[4,5]]", "--json")
    document = json.loads(out)
    columns = [[4, 0, 5, 0, 0], [0, 4, 0, 5, 0], [0, 0, 4, 0, 5], [1, 2, 3, 0, 0], [0, 0, 1, 2, 3]]
    expected = [[str(sum(c[i] * c[j] for c in columns)) for j in range(5)] for i in range(5)]
    assert (code, err) == (0, "")
    assert document["ntk"] == expected
    assert document["filter"] == ["4", "8", "17", "10", "15"]
    assert (document["t"], document["rho"]) == ("41", ["14", "41"])
    code, out, _ = run("ntk", "k3s2", "k2", "--filters", "[[1,2,3],[4,5]]", "--balanced")
    assert code == 0
    assert "the root of t^2 − 574" in " ".join(out.split())
    assert "Invariants    δ = (0)\n" in out
    assert "Invariants    δ = (-27)\n" in run("ntk", "k3s2", "k2", "--filters", "[[1,2,3],[4,5]]")[1]


def test_ntk_reads_filters_from_files_standard_input_and_floats(run):
    Path("w.json").write_text('{"filters": [[1, 2, 3], ["4", "10/2"]]}', encoding="utf-8")
    expected = run("ntk", "k3s2", "k2", "--filters", "[[1,2,3],[4,5]]")
    assert run("ntk", "k3s2", "k2", "--filters", "w.json") == expected
    assert run("ntk", "k3s2", "k2", "--filters", "-", stdin=b"[[1,2,3],[4,5]]") == expected
    assert run("ntk", "k3s2", "k2", "--filters", "[[1,2,3],[4,5.0]]", "--from-float") == expected
    assert "1/2" in run("ntk", "k3s2", "k2", "--filters", "[[1,2,3],[4,0.5]]", "--from-float")[1]


def test_an_ntk_too_large_to_form_is_given_by_its_parts(run):
    words = ("ntk", "k2 k2d1999", "--filters", "[[1,1],[1,2]]")
    code, out, err = run(*words, "--json")
    assert (code, err) == (30, "")
    assert "2001 rows" in json.loads(out)["reason"]
    code, out, _ = run(*words, "--entry", "0,1999", "--entry", "2000,2000")
    text = " ".join(out.split())
    assert code == 0
    assert "2001 rows: K = c_1·N_1 + c_2·N_2" in text
    assert "M_2: 2 columns, exponent 1999, q_2 of size 2" in text
    assert "K(0,0) = 2, tr K = 14" in text
    assert "K(0,1999) = 2 K(2000,2000) = 5" in text


def test_ntk_prints_single_entries_and_the_terms_of_the_sum(run):
    words = ("ntk", "k3s2", "k2", "--filters", "[[1,2,3],[4,5]]", "--json")
    whole, part = (json.loads(run(*words, *more)[1]) for more in ((), ("--entry", "2,0", "--entry", "4,4")))
    assert (part["ntk"], "entries" in whole) == (None, False)
    assert part["entries"] == [{"index": [i, j], "value": whole["ntk"][i][j]} for i, j in ((2, 0), (4, 4))]
    assert whole["terms"] == [{"weight": "1", "others": ["4", "0", "5"]}, {"weight": "1", "others": ["1", "2", "3"]}]
    scaled = json.loads(run(*words, "--balanced")[1])
    assert scaled["terms"][0]["weight"] == ["0", "1/41"]
    assert scaled["ntk"][4][4] == ["0", "719/574"]  # 25/41 + 9/14


@pytest.mark.parametrize("place", ["5,0", "1", "1,2,3", "-1,0", "a,b", "1,²", ""])
def test_entries_outside_the_matrix_are_refused(run, place):
    code, _, err = run("ntk", "k3s2", "k2", "--filters", "[[1,2,3],[4,5]]", "--entry", place)
    assert code == 2
    assert "--entry" in err
    assert "below 5" in err


def test_limits_that_are_not_hit_change_nothing(run):
    code, out, err = run("certify", "k3 k2", "--delta", "1/2", "--json")
    assert run("certify", "k3 k2", "--delta", "1/2", "--json", "--time-limit", "60", "--memory-limit", "4G") == (
        code,
        out,
        err,
    )
    run("certify", "k3 k2", "--certificate", "c.json")
    assert run("check", "c.json", "--time-limit", "60")[0] == 0


def test_a_time_limit_that_is_hit_is_undecided_and_the_certificate_says_so(run):
    words = ["certify", SLOW, "--time-limit", "1"]
    code, out, err = run(*words, "--json", "--certificate", "c.json")
    document = json.loads(out)
    assert (code, err) == (30, "")
    assert (document["status"], document["reason"]) == ("undecided", "the time limit of 1 s was reached")
    assert run("check", "c.json")[0] == 0


def test_a_degree_beyond_what_the_checker_reads_is_undecided(run):
    code, out, err = run("certify", SLOW, "--json")
    assert (code, err) == (30, "")
    assert "does not read a certificate so large" in json.loads(out)["reason"]


def test_a_memory_limit_that_is_hit_is_undecided(run):
    code, out, _ = run("certify", "k200x200", "--memory-limit", "20M", "--json")
    assert code == 30
    assert "memory" in json.loads(out)["reason"]


def wait_until(condition):
    """Poll; a machine under load may take its time."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def busy(pid):
    """Whether a process has used half a second of processor time, more than any start-up."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") > 0.5


def workers(pid):
    """The processes that any thread of a process has started."""
    return [int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in file.read_text().split()]


def interrupt(words, folder):
    process = subprocess.Popen(
        [*COMMAND, *words], cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_until(lambda: any(map(busy, [process.pid, *workers(process.pid)])))
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


@pytest.mark.parametrize("limits", [[], ["--time-limit", "300"]])
def test_ctrl_c_ends_at_once_with_130_and_leaves_nothing_behind(tmp_path, limits):
    code, out, err = interrupt(["certify", SLOW, "--certificate", "c.json", *limits], tmp_path)
    assert (code, out, err) == (130, "", "")
    assert os.listdir(tmp_path) == []


def test_a_write_that_fails_leaves_the_old_file_as_it_was(run, monkeypatch):
    Path("c.json").write_text("old", encoding="utf-8")

    def fail(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    code, _, err = run("certify", "k3s2 k2", "--certificate", "c.json")
    assert code == 2
    assert "No space left on device" in err
    assert Path("c.json").read_text(encoding="utf-8") == "old"
    assert os.listdir() == ["c.json"]


def test_a_certificate_that_the_checker_does_not_accept_is_never_shown(run, monkeypatch):
    from symlcn.generic import question

    honest = question.to_json
    monkeypatch.setattr(question, "to_json", lambda certificate: {**honest(certificate), "status": "proved"})
    code, out, err = run("certify", "k3 k2", "--certificate", "c.json")
    assert (code, out) == (1, "")
    assert "internal error, nothing is claimed" in err
    assert os.listdir() == []


@pytest.mark.parametrize("words", ["certify k3s2 k2", "certify k3 k2 --json", "zoo", "--help", "check c.json --json"])
def test_an_output_that_cannot_be_written_is_one_line_and_exit_code_2(tmp_path, words):
    for redirection in (">/dev/full", ">&-"):
        command = f"{sys.executable} -m symlcn_cli.main {words} {redirection}"
        result = subprocess.run(
            command, shell=True, cwd=tmp_path, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True, check=False
        )
        assert "Traceback" not in result.stderr
        assert (result.returncode, result.stderr.count("\n")) in {(2, 1), (0, 0)}
        assert result.returncode == 2 or redirection == ">&-"


def test_a_terminal_without_greek_letters_gets_escapes(tmp_path):
    environment = {**ENVIRONMENT, "PYTHONIOENCODING": "ascii"}
    words = [*COMMAND, "certify", "k2", "k2"]
    result = subprocess.run(words, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (10, "")
    assert "\\u03b4_1 = 0" in result.stdout


def test_standard_input_that_is_closed_is_named():
    command = f"{sys.executable} -m symlcn_cli.main certify - <&-"
    result = subprocess.run(command, shell=True, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (2, "symlcn: standard input: it is closed; give a file\n")


def test_the_mode_of_an_overwritten_file_stays(run):
    Path("c.json").touch(mode=0o600)
    assert run("certify", "k3s2 k2", "-q", "--certificate", "c.json")[0] == 0
    assert Path("c.json").stat().st_mode & 0o777 == 0o600


def test_no_arguments_show_the_help(run):
    code, out, err = run()
    assert (code, err) == (2, "")
    assert out.startswith("Usage: symlcn")


@pytest.mark.parametrize("delay", [0, 0.05, 0.1, 0.2, 0.4])
def test_ctrl_c_to_the_whole_group_prints_no_traceback_of_the_worker(tmp_path, delay):
    process = subprocess.Popen(
        [*COMMAND, "certify", SLOW, "--time-limit", "100"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_until(lambda: workers(process.pid))
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "")


def test_a_closed_pipe_is_not_an_error():
    command = f"{sys.executable} -m symlcn_cli.main zoo | head -n 1"
    result = subprocess.run(command, shell=True, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert result.stderr == ""


def test_the_checker_works_alone_on_the_bare_standard_library(run, tmp_path):
    run("certify", "k2x2 k2x2", "--certificate", "c.json")
    checker = ROOT / "symlcn" / "check"
    result = subprocess.run(
        [sys.executable, "-I", "-S", str(checker), "c.json"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("c.json: accepted: ")
