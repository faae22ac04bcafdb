"""A model file in words and as JSON.

Contents: :func:`model_report`, :func:`model_json`.
"""

from __future__ import annotations

from symlcn.algebra.exact import Json
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.network.readers.modellayers import Model, ModelLayer
from symlcn_cli.pages.interminal import section


def model_report(model: Model) -> str:
    """The architecture, its layers in columns, and what lies outside the theory line by line."""
    outside = "\n".join(f"- {part}" for part in model.outside)
    nothing = "nothing: the network is this architecture"
    skeleton = "" if model.architecture is model.skeleton else section("Skeleton", str(model.skeleton))
    return "".join(
        (
            section("Model", model.kind),
            section("Architecture", str(model.architecture)),
            skeleton,
            section("Layers", _columns(model.layers), whole=True),
            section("Filters", _filters(model)),
            section("Left out", outside or nothing),
        )
    )


def _filters(model: Model) -> str:
    """Whether they are in the file."""
    if model.filters is not None:
        return "in the file, exactly; --json has them"
    several = any((each.inputs or 1) > 1 or (each.outputs or 1) > 1 for each in model.layers)
    return "of several channels, and so not read" if several else "not in the file, or not all"


def _columns(layers: tuple[ModelLayer, ...]) -> str:
    """Layers, channels, groups and names below each other."""
    rows = [("", "layer", "channels", "groups", "name")]
    for number, each in enumerate(layers, 1):
        counts = ("?" if count is None else str(count) for count in (each.inputs, each.outputs))
        rows.append((str(number), str(each.layer), " → ".join(counts), str(each.groups), each.name))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ("  ".join(f"{word:<{width}}" for word, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def model_json(model: Model) -> Json:
    """The same as JSON, with the filters exactly; it may be given as ARCH, and for --filters."""
    return {
        "model": model.kind,
        "architecture": architecture_json(model.architecture),
        "skeleton": str(model.skeleton),
        "layers": [
            {
                "name": each.name,
                "notation": str(each.layer),
                "inputs": each.inputs,
                "outputs": each.outputs,
                "groups": each.groups,
            }
            for each in model.layers
        ],
        "outside": [{"what": part.what, "where": list(part.where)} for part in model.outside],
        "filters": None if model.filters is None else [tensor_json(own) for own in model.filters],
        "filter": None if model.filter is None else tensor_json(model.filter),
    }
