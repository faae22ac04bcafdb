"""Certificates against their JSON Schema files: one validator for each kind, all with one registry."""

import json

from jsonschema_rs import Registry, validator_for

from tests.support.schemalayout import FOLDER

SCHEMAS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}
REGISTRY = Registry([(schema["$id"], schema) for schema in SCHEMAS.values()])
VALIDATORS = {name: validator_for(SCHEMAS[name], registry=REGISTRY) for name in SCHEMAS if name != "common"}


def validate(document):
    """Raise ValidationError unless a certificate is valid."""
    VALIDATORS[document["kind"]].validate(document)


def problems(document):
    """Where and why a certificate is not valid."""
    found = VALIDATORS[document["kind"]].iter_errors(document)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:200]}" for error in found]
