"""The frozen corpus of certificates: each file gets its verdict, and the reason word for word."""

import json
from pathlib import Path

import pytest

from symlcn.check import check_file, check_text
from symlcn.check.certificate import KINDS
from tests.corpus import generate
from tests.corpus.tampering import compact
from tests.support.damage import replaced

FOLDER = Path(__file__).parents[1] / "corpus"
VERDICTS = {"valid": "accepted", "invalid": "rejected", "malformed": "malformed"}
EXPECTED = {path.parent.name: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*/expected.json")}
FILES = [
    (f"{kind}/{folder}/{name}", VERDICTS[folder], message)
    for kind, folders in sorted(EXPECTED.items())
    for folder, messages in folders.items()
    for name, message in messages.items()
]
PROOFS_OVER_Q = {"linear", "newton", "cyclotomic", "lifting", "assumed"}
PROOFS_OVER_C = {"simplex", "reduction", "assumed"}


def documents(kind, folder):
    """The certificates in a folder that are JSON, by name."""
    return {path.name: json.loads(path.read_text("utf-8")) for path in sorted((FOLDER / kind / folder).glob("*.json"))}


def parts(value):
    """The value and all parts of it."""
    yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(part)


@pytest.mark.parametrize(("path", "verdict", "message"), FILES, ids=[path for path, _, _ in FILES])
def test_each_file_gets_its_verdict_for_its_reason(path, verdict, message):
    outcome = check_file(str(FOLDER / path))
    assert (outcome.verdict, outcome.message) == (verdict, message)


@pytest.mark.parametrize("kind", sorted(EXPECTED))
def test_damaged_values_get_their_verdicts(kind):
    honest = documents(kind, "valid")
    for name, path, value, verdict, message in json.loads((FOLDER / kind / "damaged.json").read_text("utf-8")):
        outcome = check_text(compact(replaced(honest[name], path, value)))
        assert (outcome.verdict, outcome.message) == (verdict, message), (name, path, value)


def test_there_are_files_of_every_kind_that_the_checker_reads():
    assert sorted(KINDS) == sorted(EXPECTED)
    for kind, folders in EXPECTED.items():
        for folder, least in (("valid", 6), ("invalid", 10), ("malformed", 5)):
            found = {path.name for path in (FOLDER / kind / folder).glob("*.json")}
            assert found == set(folders[folder])
            assert len(found) >= least


@pytest.mark.parametrize("kind", sorted(EXPECTED))
def test_valid_files_have_every_status(kind):
    found = documents(kind, "valid")
    refused = check_text(json.dumps({**next(iter(found.values())), "status": "?"})).message
    statuses = set(refused.removeprefix("status: expected ").removesuffix(", found '?'").split(" or "))
    assert {document["status"] for document in found.values()} == statuses


@pytest.mark.parametrize("kind", sorted(EXPECTED))
def test_files_are_refused_for_their_digest_only_where_that_is_wrong(kind):
    said = {name for name, message in EXPECTED[kind]["invalid"].items() if message.startswith("digest: ")}
    assert said == {"digest.json"}
    assert not any("cannot be checked" in message for _, _, message in FILES)


def test_every_proof_of_irreducibility_is_among_the_valid_files():
    over_q, over_c = set(), set()
    for document in documents("fiber", "valid").values():
        for part in parts(document["evidence"]):
            if isinstance(part, dict) and isinstance(part.get("irreducible"), dict):
                over_q.add(part["irreducible"]["kind"])
            if isinstance(part, dict) and isinstance(part.get("proof"), dict):
                over_c.add(part["proof"]["kind"])
    assert (over_q, over_c) == (PROOFS_OVER_Q, PROOFS_OVER_C)


@pytest.mark.parametrize("kind", ["architecture", "equations", "relu", "strata"])
def test_the_generator_writes_these_files(kind):
    """Of the kinds that take no time, and whose evidence has no other choice."""
    made = {(folder, f"{name}.json"): text for folder, name, text in generate.texts(kind)}
    assert {folder: sorted(name for own, name in made if own == folder) for folder in VERDICTS} == {
        folder: sorted(messages) for folder, messages in EXPECTED[kind].items()
    }
    for (folder, name), text in made.items():
        data = text if isinstance(text, bytes) else text.encode()
        assert (FOLDER / kind / folder / name).read_bytes() == data + b"\n", (folder, name)
