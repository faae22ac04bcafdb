"""Damage to certificates, with the digest made right again so that the mathematics has to notice."""

import copy
import hashlib
import json
from fractions import Fraction

from symlcn import certify, parse_architecture, to_json
from symlcn.certificates import envelope
from symlcn.certificates.values import architecture_json
from symlcn.check import check_text
from symlcn.families.dense.document import widths_json


def certificate(notation, delta=None):
    """A fresh certificate as JSON."""
    return to_json(certify(parse_architecture(notation), delta))


def sealed(document):
    """The text of a certificate with the digest that belongs to it."""
    body = {key: value for key, value in document.items() if key not in ("digest", "tool")}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return json.dumps({**document, "digest": "sha256:" + hashlib.sha256(text.encode()).hexdigest()})


def leaves(value, path=()):
    """Paths of all scalars and empty containers."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = False
    for key, item in items:
        found = True
        yield from leaves(item, (*path, key))
    if not found:
        yield path


def containers(value, path=()):
    """Paths of all nonempty objects and lists."""
    items = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    if items:
        yield path
    for key, item in items:
        yield from containers(item, (*path, key))


def at(document, path):
    """The value at a path."""
    for key in path:
        document = document[key]
    return document


def replaced(document, path, value):
    """The same with another value at a path: new along the path, and beside it shared with the document."""
    key, *rest = path
    result = copy.copy(document)
    result[key] = replaced(result[key], rest, value) if rest else value
    return result


def without(document, path):
    """The same in which a path is gone."""
    *above, key = path
    part = copy.copy(at(document, above))
    del part[key]
    return replaced(document, above, part) if above else part


def changed(value):
    """Other values of the same kind."""
    if value is None:
        return ["1", []]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1, -value - 7]
    if isinstance(value, str):
        try:
            number = Fraction(value)
        except ValueError:
            return [value + "x"]
        return [str(number + 1), str(number - 1), str(-number - 7), str(number / 2 + Fraction(1, 3))]
    return [None, "1"]


def verdicts_on_changes(honest):
    """Each change of one value, and what the checker says of it."""
    for path in leaves(honest):
        if path[0] not in ("tool", "digest"):
            for value in changed(at(honest, path)):
                yield path, value, check_text(sealed(replaced(honest, path, value)))


def verdicts_on_removals(honest):
    """Each removal of one part but the hypotheses, which may be absent, and what the checker says of it."""
    for path in containers(honest):
        part = at(honest, path)
        for key in part if isinstance(part, dict) else range(len(part)):
            here = (*path, key)
            if here[0] != "tool" and here not in {("digest",), ("hypotheses",)}:
                yield here, check_text(sealed(without(honest, here)))


def nothing(kind, network, reason, own=(), delta=None):
    """A certificate that claims nothing about a network, an architecture or a dense one."""
    about = widths_json(network) if hasattr(network, "widths") else architecture_json(network)
    return envelope.sealed(kind, about, "undecided", dict(own), delta=delta, reason=reason)
