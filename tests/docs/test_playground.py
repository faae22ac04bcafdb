"""The playground in a headless browser: it says what the program says, refuses in one line, and can be stopped."""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

import symlcn
from symlcn.check import check_text
from symlcn_cli.session import say
from tests.support.browser import CHROMIUM, browser, served

BUILD = Path(__file__).parents[2] / "docs" / "playground" / "build.py"
LINES = (
    "certify k3s2 k2",
    "certify @wav2vec2",
    "certify k2x2 k2x2",
    "counterexample k2x2 k2x2 --delta 21",
    'fiber k3 k2 --filter "0,-1,0,1"',
    'ntk k3 k2 --filters "[[0,-1,1],[1,1]]" --balanced',
    "equations k3s2 k2",  # modulo a prime that is longer than a word
    "inverse k3s2 k2",
    "metric k3 k2 --filter=-2,0,0,1 --delta 3",
    "zoo lenet5",
    "--help",
)
WRONG = ("certify 'k3 k2", "certify k3q2", "certify k3 k2 --delta 0.5", "check nothing.json")
SLOW = "counterexample k2x2 k2x2 --rational --delta 3"  # seconds of work
READY = "document.body && document.body.dataset.state === 'ready'"
SAID = """({
    title: document.getElementById("outcome").textContent,
    output: document.getElementById("output").textContent,
    errors: document.getElementById("errors").textContent,
    files: Object.fromEntries([...files].map(([name, content]) => [name, new TextDecoder().decode(content)])),
})"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="the browser test needs chromium: apt-get install chromium")


def builder():
    """The program that builds the playground, as a module."""
    spec = spec_from_file_location("playground_build", BUILD)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    program, folder = builder(), tmp_path_factory.mktemp("playground")
    try:
        program.build(folder / "site")
    except program.Unreachable as error:
        pytest.skip(f"the playground cannot be built here: {error}")
    with served(folder / "site") as address, browser(folder) as found:
        found.size(1000, 800)
        found.open(address)
        found.wait(READY, 300)
        yield found
        assert found.problems == []


def asked(page, line):
    """Type a line, press Enter, and wait for what is said."""
    page.value("document.getElementById('answer').hidden = true, document.getElementById('line').select()")
    page.value("document.getElementById('line').focus()")
    page.type(line)
    page.press("Enter", 13)
    page.wait(f"!document.getElementById('answer').hidden && {READY}", 120)
    return page.value(SAID)


def without_tool(text):
    """The bytes of a certificate up to the versions of what made it."""
    return json.dumps({key: value for key, value in json.loads(text).items() if key != "tool"}, indent=1)


@pytest.mark.parametrize("line", LINES)
def test_it_says_what_the_program_says_with_the_same_certificate(page, line):
    found = asked(page, line)
    (name,) = {*page.value("written")} or {"none.json"}
    expected = say(line, {}, name)
    assert found["title"] == f"Exit status {expected.code}: {expected.meaning}"
    assert (found["output"], found["errors"]) == (expected.output, expected.errors)
    assert expected.files.keys() == set(page.value("written"))
    for file, content in expected.files.items():
        assert without_tool(found["files"][file]) == without_tool(content.decode())
        assert check_text(found["files"][file]).verdict == "accepted"


def test_formulas_are_typeset_when_they_are_looked_at(page):
    asked(page, "certify k2x2 k2x2")
    inside = "document.getElementById('frame').contentDocument"
    page.value("document.getElementById('typeset').open = true")
    page.wait(f"{inside} && {inside}.querySelectorAll('math').length > 10")
    page.value("document.getElementById('typeset').open = false")


def test_certificates_of_others_are_checked(page):
    """Pasted ones: one that the program made, and the same with another degree."""
    text = json.dumps(symlcn.certify("k2x2 k2x2", [21]).certificate())
    for pasted, verdict in ((text, "0: accepted"), (text.replace('"degree": "2"', '"degree": "3"'), "40: certificate")):
        page.value(f"document.getElementById('text').value = {json.dumps(pasted)}")
        page.value("document.querySelector('#paste button').click()")
        page.wait(f"document.getElementById('outcome').textContent.startsWith('Exit status {verdict}')")
        assert page.value(SAID)["output"].startswith("pasted.json: ")


@pytest.mark.parametrize("line", WRONG)
def test_what_is_wrong_is_said_in_one_line(page, line):
    found, expected = asked(page, line), say(line, {}, "none.json")
    assert found["title"] == "Exit status 2: not carried out"
    assert (found["output"], found["errors"]) == (expected.output, expected.errors)
    assert (found["output"] + found["errors"]).count("\n") == 1


def test_limits_are_refused(page):
    found = asked(page, "certify k3 k2 --time-limit 5")
    assert found["title"] == "Exit status 2: not carried out"
    assert found["errors"] == "symlcn: limits need processes, which this system does not have; ask without them\n"


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_wider_than_a_phone(page, dark):
    asked(page, 'ntk k3 k2 --filters "[[0,-1,1],[1,1]]" --balanced')
    page.size(390, 800, dark)
    assert page.value("document.documentElement.scrollWidth") <= 390
    background = page.value("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, background[4:-1].split(","))) < 150) == dark
    page.size(1000, 800)


def test_a_link_carries_its_line(page):
    page.value("location.hash = '#' + encodeURIComponent('certify k2 k2')")
    page.wait(f"document.getElementById('asked').textContent === 'symlcn certify k2 k2' && {READY}")
    assert page.value(SAID)["title"] == "Exit status 10: refuted"


def test_stop_ends_the_work_and_the_page_goes_on(page):
    before = page.value(SAID)["files"].keys()
    page.value(f"run({json.dumps(SLOW)})")
    page.wait("document.getElementById('status').textContent.startsWith('Running: looking for a rational pair')")
    assert page.value("document.body.dataset.state") == "running"
    page.value("document.getElementById('stop').click()")
    stopped = page.value(SAID)
    assert stopped["title"] == "No verdict: nothing is claimed"
    assert stopped["errors"].startswith("Stopped after ")
    page.wait(READY, 300)
    assert page.value(SAID)["files"].keys() == before
    assert asked(page, "certify k3s2 k2")["title"] == "Exit status 0: proved"
