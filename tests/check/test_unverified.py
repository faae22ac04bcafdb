"""No text and no number outside the evidence passes unseen: each, changed by itself, is refused in every kind."""

import pytest

from symlcn.check import check_text
from tests.certificates.test_schemas import EXAMPLES, by_size, example, shape
from tests.support.damage import at, changed, leaves, replaced, sealed

# Other values of these say the same, or less.
WEAKER = {
    ("critical", "result/complete"),  # some of the points, which are all
    ("inverse", "result/groups/*/charts/*/place"),  # null: nothing is said of zeros
    ("inverse", "result/groups/*/steps/*/rows/*"),  # other rows of the same rank
    ("inverse", "result/witness/filters/*/*"),
    ("inverse", "result/witness/filters/*/*/*"),
    ("polynomial-fiber", "evidence/runs/*/fiber/reason"),  # of a fiber inside, which claims nothing of NTKs
    ("polynomial-inverse", "result/given"),  # entries of cores may be given, and are not
    ("metric", "result/sheet"),  # on one sheet, also where all agree
    ("strata", "result/limit"),  # no loci in between
}
DATA = {"delta", "filter", "risk"}  # of the question; with other ones some claims are still true


def is_number(text):
    return text.lstrip("-").partition("/")[0].isdigit()


def claims(document):
    """What a certificate says, with one path for each place up to indices: texts anywhere, the rest but evidence."""
    seen = set()
    for path in leaves(document):
        value = at(document, path)
        text = isinstance(value, str) and not is_number(value)
        if path[0] in {"tool", "digest"} or (path[0] == "evidence" and not text) or value is None:
            continue
        if shape(path) not in seen and not {"interval", "enclosure", "re", "im", "approx"}.intersection(path):
            seen.add(shape(path))
            yield path


@pytest.mark.parametrize("kind", EXAMPLES)
def test_no_text_and_no_number_of_a_claim_is_unverified(kind):
    statuses, tried = set(), 0
    for document in by_size(kind):
        if document["status"] in statuses or (
            document["status"] == "undecided" and kind in ("flow", "polynomial-flow")
        ):
            continue
        statuses.add(document["status"])
        for path in claims(document):
            nothing = document["status"] == "undecided" and path[0] in {"reason", *DATA}
            for value in changed(at(document, path))[:1]:
                outcome = check_text(sealed(replaced(document, path, value)))
                free = nothing or (kind, shape(path)) in WEAKER or path[0] in DATA
                assert outcome.verdict != "accepted" or free, (path, value)
                tried += 1
    assert tried > 12


WORDS = [
    ("metric", "low rank", ("result", "why"), "result.why: should be 'u is a singular point: one point, where"),
    ("metric", "outside", ("result", "why"), "result.why: should be 'u is not in the neuromanifold: no real filters"),
    ("metric", "two points", ("result", "why"), "result.why: should be 'u is a singular point: 2 points over C"),
    ("metric", "different NTKs", ("result", "why"), "result.why: should be 'real parameters over u"),
    ("metric", "rational", ("evidence", "fiber", "smooth_reason"), "smooth_reason: should be 'one point over C up to"),
    ("fiber", "balanced", ("smooth_reason",), "smooth_reason: should be 'one point over C up to layer order, and the"),
]


@pytest.mark.parametrize(("kind", "name", "path", "words"), WORDS)
def test_the_words_for_a_reason_are_those_of_the_evidence(kind, name, path, words):
    outcome = check_text(sealed(replaced(example(kind, name), path, "because it is so")))
    assert outcome.verdict == "rejected"
    assert words in outcome.message


def test_the_least_loss_is_not_sealed_any_more():
    document = example("flow", "irrational, equal")
    assert "least" not in document["risk"]
    unchecked = {**document, "risk": {**document["risk"], "least": "7"}}
    assert check_text(sealed(unchecked)).message == "risk: unknown key 'least'"
