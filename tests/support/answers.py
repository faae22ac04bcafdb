"""Answers with given results, for reports of what no program has to find first."""

import json

from symlcn.algebra.exact import rationals_json
from symlcn.answer import Answer, Status
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.fiber.question import FIBER


def answer_of(found, assumptions=None, question=FIBER):
    """The answer to a question with this result; with a certificate that has no more than these assumptions, if any."""
    sealed = None if assumptions is None else json.dumps({"assumptions": assumptions, "evidence": {}})
    about = {"architecture": architecture_json(found.architecture), "filter": tensor_json(found.tensor)}
    if question is FIBER:
        about |= {"delta": rationals_json(found.delta), "field": found.field}
    return Answer(question, about, Status(found.status), found.reason, found, sealed)
