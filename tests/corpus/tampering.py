"""How the files of the corpus are described: what the program writes, and changes of it.

A valid certificate is what a command of symlcn writes, given by its words, or a function that builds it by hand, or a
change ``(name, {place: value})`` of one before it; the others are changes of valid ones, or the text of a file itself.
Places are written as the checker writes them, such as ``evidence.witness[0].filter``. Digests are made right after a
change, so that a file is refused for what it says.
"""

import copy
import json
import re
from dataclasses import dataclass

from tests.support.damage import at, sealed

GONE = object()  # in place of a value: the key, or the entry of a list, is removed
TOOL = {"name": "symlcn"}  # versions of programs are no part of the corpus


@dataclass(frozen=True)
class Part:
    """In place of a value: the one at a place of the certificate of that name."""

    name: str
    place: str


def path_of(place):
    """Keys and indices: ``a[0].b`` as ("a", 0, "b")."""
    return tuple(int(key) if key.isdigit() else key for key in re.findall(r"[^.\[\]]+", place))


def changed(document, changes, others):
    """A copy with other values at some places."""
    result = copy.deepcopy(document)
    for place, value in changes.items():
        *path, key = path_of(place)
        parent = at(result, path)
        if value is GONE:
            del parent[key]
        else:
            parent[key] = resolved(value, others)
    return result


def resolved(value, others):
    """The value with the parts of other certificates that it has."""
    if isinstance(value, Part):
        return copy.deepcopy(at(others[value.name], path_of(value.place)))
    if isinstance(value, list):
        return [resolved(part, others) for part in value]
    return {key: resolved(part, others) for key, part in value.items()} if isinstance(value, dict) else value


def compact(document):
    """The certificate as the text of a file, with the digest that belongs to it."""
    document = json.loads(sealed({**document, "tool": TOOL})) if "digest" in document else document
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)
