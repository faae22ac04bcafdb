"""Write the corpus of certificates: for each kind valid, invalid (well-formed and false) and malformed files.

Run from the root of the repository: ``python -m tests.corpus.generate [KIND ...]``. The module ``cases.py`` in the
folder of a kind says which files there are, and ``expected.json`` is what the checker says of each: its claim, or the
reason for which it refuses the file. ``damaged.json`` has random changes of single values (the generator is seeded)
with what the checker says of them. All that is kept so that a checker of another version, or by somebody else, can be
tried on it; whatever changes in it when it is written again has to be read by eye.
"""

import contextlib
import io
import json
import random
import shlex
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from symlcn.check import check_text
from symlcn_cli.main import main as symlcn
from tests.corpus.tampering import GONE, TOOL, changed, compact
from tests.support.damage import at, leaves, replaced
from tests.support.damage import changed as other_values

FOLDER = Path(__file__).parent
KINDS = sorted(path.parent.name for path in FOLDER.glob("*/cases.py"))
VERDICTS = {"valid": "accepted", "invalid": "rejected", "malformed": "malformed"}
DAMAGES = 5  # of each valid file

INVALID = {  # of every kind
    "assumption-added": {"assumptions": ["the end-to-end filter is smooth"]},
    "hypothesis-added": {"hypotheses": ["all filters are positive"]},
    "digest": {"digest": f"sha256:{'0' * 64}"},
}
MALFORMED = {
    "version": {"version": 3},
    "version-1": {"version": 1},
    "status-unknown": {"status": "likely"},
    "reason-missing": {"reason": GONE},
    "hypotheses-missing": {"hypotheses": GONE},
    "key-unknown": {"remark": "true"},
}


def written(words):
    """The certificate that the program writes when it is called with these words."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        path = Path(folder) / "certificate.json"
        symlcn([*shlex.split(words), "--certificate", str(path), "--quiet"])
        return {**json.loads(path.read_text("utf-8")), "tool": TOOL}


def documents(cases):
    """The valid certificates by name."""
    found = {}
    for name, case in cases.items():
        if callable(case):  # built by hand
            found[name] = {**case(), "tool": TOOL}
        else:
            found[name] = written(case) if isinstance(case, str) else changed(found[case[0]], case[1], found)
    return found


def texts(kind):
    """Folder, name and content of each file of a kind."""
    cases = import_module(f"tests.corpus.{kind}.cases")
    valid = documents(cases.VALID)
    first = next(iter(valid))
    yield from (("valid", name, compact(document)) for name, document in valid.items())
    for folder, common, own in (("invalid", INVALID, cases.INVALID), ("malformed", MALFORMED, cases.MALFORMED)):
        for name, case in {**{name: (first, changes) for name, changes in common.items()}, **own}.items():
            text = case if isinstance(case, (str, bytes)) else compact(changed(valid[case[0]], case[1], valid))
            if name.startswith("digest"):  # the only files whose digest is what is wrong
                text = json.dumps({**json.loads(text), **case[1]}, separators=(",", ":"), ensure_ascii=False)
            yield folder, name, text


def damages(kind, valid):
    """Random changes of single values of the valid files: name, path, value and what the checker says."""
    found = []
    for name, text in valid.items():
        rng, document, seen = random.Random(f"{kind} {name}"), json.loads(text), set()
        places = [path for path in leaves(document) if path[0] not in ("tool", "digest")]
        for _ in range(DAMAGES):
            path = rng.choice(places)
            value = rng.choice(other_values(at(document, path)) if rng.random() < 0.75 else [None, 7, "0", []])
            if (path, str(value)) not in seen and value != at(document, path):
                seen.add((path, str(value)))
                outcome = check_text(compact(replaced(document, path, value)))
                found.append([name, list(path), value, outcome.verdict, outcome.message])
    return found


def lines(items):
    """A list as JSON, one entry in each line."""
    return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n]\n"


def write(kind):
    """Write all files of a kind anew; returns those that do not get the verdict of their folder."""
    expected = {folder: {} for folder in VERDICTS}
    valid, wrong = {}, []
    for folder in VERDICTS:
        (FOLDER / kind / folder).mkdir(exist_ok=True)
        for path in (FOLDER / kind / folder).glob("*.json"):
            path.unlink()
    for folder, name, text in texts(kind):
        data = text if isinstance(text, bytes) else text.encode()
        (FOLDER / kind / folder / f"{name}.json").write_bytes(data + b"\n")
        outcome = check_text(data + b"\n")
        if outcome.verdict != VERDICTS[folder]:
            wrong.append(f"{kind}/{folder}/{name}: {outcome.verdict}: {outcome.message}")
        expected[folder][f"{name}.json"] = outcome.message
        if folder == "valid":
            valid[f"{name}.json"] = text
    for name, content in (
        ("expected.json", json.dumps(expected, ensure_ascii=False, indent=1) + "\n"),
        ("damaged.json", lines(damages(kind, valid))),
    ):
        (FOLDER / kind / name).write_text(content, encoding="utf-8")
    return wrong


if __name__ == "__main__":
    sys.exit("\n".join(line for kind in sys.argv[1:] or KINDS for line in write(kind)) or 0)
