"""The form of certificates as pages, from their JSON Schemas.

Contents: :func:`format_pages`.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from symlcn.certificates.kinds import KINDS
from tests.support.schemalayout import FOLDER

Schema = dict[str, Any]

WORDS = {"integer": "a number", "null": "null", "string": "text", "boolean": "true or false", "array": "a list"}


def format_pages() -> Iterator[tuple[str, str]]:
    """What all certificates have, and what each kind adds."""
    parts = ["## What every certificate has\n", *_described("common", "envelope"), "### Values\n"]
    common = _schema("common")["$defs"]
    parts += _table({name: value for name, value in common.items() if name not in ("envelope", "outcome")}, "common")
    for kind in KINDS:
        parts += [f"## Kind `{kind}`\n", *_kind(kind)]
    yield "made/format.md", "\n".join(parts)


def _schema(name: str) -> Schema:
    schema: Schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return schema


def _kind(kind: str) -> Iterator[str]:
    schema = _schema(kind)
    yield _sentences(schema) + f" Its schema is `symlcn/certificates/schemas/{kind}.json`.\n"
    own = {**schema.get("then", {}).get("properties", {}), **schema["properties"]}
    yield from _table({name: value for name, value in own.items() if name != "kind"}, kind)
    for name, definition in schema.get("$defs", {}).items():
        if "properties" in definition and name != "nothing":
            yield from _described(kind, name)


def _described(file: str, name: str) -> Iterator[str]:
    definition = _schema(file)["$defs"][name]
    fields = dict(definition.get("properties", {}))
    if definition.get("$ref", "").endswith("/outcome"):
        fields |= _schema("common")["$defs"]["outcome"]["properties"]
    yield f"**{name.replace('_', ' ')}.** {_sentences(definition)}".rstrip() + "\n"
    yield from _table(fields, file)


def _table(fields: dict[str, Schema], file: str) -> Iterator[str]:
    rows = [f"| `{name}` | {_form(value, file)} | {_sentences(value)} |" for name, value in fields.items()]
    yield "\n".join(["| field | form | what it is |", "|---|---|---|", *rows]) + "\n"


def _sentences(schema: Schema) -> str:
    said = [schema[key] for key in ("description", "$comment") if key in schema]
    return re.sub(r"([<>|*_])", r"\\\1", " ".join(said))


def _form(schema: Schema, file: str) -> str:
    """The form of a value in a few words."""
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return ", ".join(f"`{json.dumps(value)}`" for value in schema["enum"])
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2].replace("_", " ")
    choices = schema.get("anyOf", schema.get("oneOf"))
    if choices is not None:
        return " or ".join(dict.fromkeys(_form(choice, file) for choice in choices))
    kinds = schema.get("type", "object")
    names = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(_type(name, schema, file) for name in names)


def _type(name: str, schema: Schema, file: str) -> str:
    if name == "array" and "items" in schema and isinstance(schema["items"], dict):
        return f"list of: {_form(schema['items'], file)}"
    if name == "object" and schema.get("properties"):
        return "object with " + ", ".join(f"`{key}`" for key in schema["properties"])
    return WORDS.get(name, name)
