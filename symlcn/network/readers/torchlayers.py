"""Layers of PyTorch by the names of their classes and attributes: printed modules, and modules themselves.

Contents: :func:`read_printed_module`, :func:`read_module`. torch is not imported.

Both have modules in order of definition. That this is the order of application is known of ``Sequential`` alone; of
other containers it is said that it is assumed. Names of attributes: PyTorch,
``torch/nn/modules/conv.py`` and ``pooling.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, prod
from typing import Any

from symlcn.algebra.exact import integer
from symlcn.errors import ParseError, shown
from symlcn.network.architecture import MAX_PARAMETERS
from symlcn.network.filters import flat, nested
from symlcn.network.readers.modellayers import (
    MAX_ITEMS,
    Item,
    convolution,
    pooling,
    simple_name,
    whole_number,
    whole_numbers,
)
from symlcn.network.readers.operations import changes_nothing, outside

__all__ = ["read_module", "read_printed_module"]

MAX_DEPTH = 100
_LINE = re.compile(
    r"(?:\((?P<name>[^()\s]{1,200})\): )?(?:(?P<times>\d{1,6}) x )?(?P<kind>[A-Za-z_]\w{0,200})\((?P<rest>.*)$"
)
_OPTION = re.compile(r"(\w+)=(\([-\d, ]*\)|'[^']*'|[^,()\s]+)")
_PLAIN = re.compile(r"(\d{1,9}), (\d{1,9}), ")
_IN_ORDER = ("Sequential", "ModuleDict")
_PARAMETRIZED = "weights that are functions of other parameters"
_ASSUMED = "order of application: that of definition is assumed, as the program in between is not seen"


@dataclass(slots=True)
class _Block:
    """A module whose bracket is open: its path, class, how often it stands there, in which line, and what it has."""

    path: str
    kind: str
    times: int
    line: int
    items: list[Item]

    def inside(self, name: str | None) -> str:
        return ".".join(filter(None, (self.path, name)))


def read_printed_module(text: str) -> Iterator[Item]:
    """The layers of what ``print(module)`` printed.

    Raises
    ------
    ParseError
        Naming the line that is not understood.
    """
    blocks = [_Block("", "", 1, 0, [])]
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                _read_line(line.strip(), number, blocks)
            except ParseError as error:
                raise ParseError(f"printed module, line {number}, {error.place}", error.problem) from None
    if len(blocks) > 1:
        raise ParseError(f"printed module, line {blocks[-1].line}", "its bracket is not closed; give all of it")
    yield from blocks[0].items
    yield "", "whether weights are shared or trained: not in what is printed"


def _read_line(words: str, number: int, blocks: list[_Block]) -> None:
    """Take note of one line, in the innermost open block."""
    inner = blocks[-1]
    match = _LINE.match(words)
    if words == ")" and len(blocks) > 1:
        blocks.pop()
        _repeat(blocks[-1], inner.items, inner.times)
    elif match is not None and match["rest"] == "" and len(blocks) <= MAX_DEPTH:
        if match["kind"] not in _IN_ORDER and not match["kind"].startswith("Parametrized"):
            inner.items.append((inner.inside(match["name"]) or match["kind"], _ASSUMED))
        blocks.append(_Block(inner.inside(match["name"]), match["kind"], int(match["times"] or 1), number, []))
    elif match is not None and match["rest"].endswith(")"):
        kind, name = match["kind"], inner.inside(match["name"]) or match["kind"]
        _repeat(inner, list(_items(name, kind, _options(kind, match["rest"]))), int(match["times"] or 1))
    elif inner.kind.startswith("Parametrized") and _PLAIN.match(words):  # its weight comes from other parameters
        kind = inner.kind.removeprefix("Parametrized")
        inner.items += [*_items(inner.path, kind, _options(kind, words)), (inner.path, _PARAMETRIZED)]
    else:
        raise ParseError(shown(words, 40), "no line of a printed module, or nested too deeply")


def _repeat(block: _Block, items: list[Item], times: int) -> None:
    if len(block.items) + len(items) * times > MAX_ITEMS:
        raise ParseError(f"{times} times", f"more than {MAX_ITEMS} parts")
    block.items += items * times


def _options(kind: str, text: str) -> dict[str, Any]:
    """Attributes as they are printed, those without names too."""
    found: dict[str, Any] = {}
    for key, value in _OPTION.findall(text):
        found[key] = _value(value)
    plain = _PLAIN.match(text)
    if plain is not None:
        found |= {"in_channels": int(plain[1]), "out_channels": int(plain[2])}
    if "conv" in kind.lower():
        found["bias"] = found.get("bias", True)
    return found


def _value(text: str) -> Any:
    if text in ("True", "False"):
        return text == "True"
    if re.fullmatch(r"\d{1,12}", text):
        return int(text)
    if re.fullmatch(r"\((\d{1,12}(, |,)?)+\)", text):
        return tuple(int(part) for part in re.findall(r"\d+", text))
    return text.strip("'")


_ATTRIBUTES = (
    "kernel_size stride padding dilation groups in_channels out_channels padding_mode transposed output_size ceil_mode"
)


def read_module(module: Any) -> Iterator[Item]:
    """The layers of a module, by its attributes; weights of layers of one channel as exact numbers.

    Raises
    ------
    ParseError
        If it is no module, or an attribute is not what it is in PyTorch.
    """
    if not hasattr(module, "named_modules"):
        raise ParseError("module", f"{shown(type(module).__name__)} has no named_modules; give a module of PyTorch")
    taken: list[str] = []
    seen: set[int] = set()
    for path, part in module.named_modules(remove_duplicate=False):
        kind = type(part).__name__
        name = path or kind
        if any(path.startswith(f"{above}.") for above in taken):
            continue
        options = {key: getattr(part, key) for key in _ATTRIBUTES.split() if hasattr(part, key)}
        options["bias"] = getattr(part, "bias", None) is not None
        if "kernel_size" not in options and any(True for _ in part.children()):
            if kind != "Sequential":
                yield name, _ASSUMED
            continue
        taken.append(path)
        if id(part) in seen and "kernel_size" in options:
            yield name, "weights shared with another layer"
        seen.add(id(part))
        yield from _items(name, kind, options, getattr(part, "weight", None))


def _items(name: str, kind: str, options: Mapping[str, Any], weight: Any = None) -> Iterator[Item]:
    """What one module is."""
    simple = simple_name(kind)
    dimension = int(kind[-2]) if re.search(r"[123]d$", kind) else None
    if "transpose" in simple or options.get("transposed") is True:
        yield name, "transposed convolution"
    elif "kernel_size" in options and ("conv" in simple or options.get("in_channels") is not None):
        yield from _convolution(name, kind, options, dimension, weight)
    elif simple in ("maxpool", "avgpool", "lppool") and "kernel_size" in options:
        size = _spread(name, options, "kernel_size", dimension)
        stride = size if options.get("stride") in (None, "None") else _spread(name, options, "stride", dimension)
        dilation = _spread(name, options, "dilation", dimension)
        word = {"maxpool": "max", "avgpool": "average"}.get(simple, "power")
        yield from pooling(name, word, size, stride, dilation, _padding(options, dimension or len(size)))
    elif not changes_nothing(kind):
        yield name, outside(kind)


def _convolution(
    name: str, kind: str, options: Mapping[str, Any], dimension: int | None, weight: Any
) -> Iterator[Item]:
    size = _spread(name, options, "kernel_size", dimension)
    groups = whole_number(options.get("groups"), f"{name}, groups") or 1
    channels = (
        whole_number(options.get("in_channels"), f"{name}, in_channels"),
        whole_number(options.get("out_channels"), f"{name}, out_channels"),
    )
    yield from convolution(
        name,
        size,
        _spread(name, options, "stride", len(size)),
        _spread(name, options, "dilation", len(size)),
        channels=channels,
        groups=groups,
        padding=_padding(options, len(size)),
        bias=bool(options.get("bias")),
        filter=_filter(name, weight, size) if channels == (1, 1) else None,
    )
    if not re.fullmatch(r"(Lazy)?Conv[123]d", kind):
        yield name, f"class {shown(kind, 40)}: taken for a convolution"


def _spread(name: str, options: Mapping[str, Any], key: str, dimension: int | None) -> tuple[int, ...]:
    """The numbers of an attribute, one for each direction."""
    numbers = whole_numbers(options.get(key, 1), f"{name}, {key}")
    return numbers * (dimension or 1) if len(numbers) == 1 else numbers


def _padding(options: Mapping[str, Any], dimension: int) -> str | None:
    padding, mode = options.get("padding", 0), options.get("padding_mode", "zeros")
    if padding == "valid" or (not isinstance(padding, str) and not any(whole_numbers(padding, "padding"))):
        return None
    kind = "padding" if mode == "zeros" else f"{shown(mode, 20).strip(chr(39))} padding"
    if isinstance(padding, str):
        return f"{kind} {shown(padding, 20)}"
    numbers = whole_numbers(padding, "padding")
    return f"{kind} {'x'.join(map(str, numbers * dimension if len(numbers) == 1 else numbers))}"


def _filter(name: str, weight: Any, size: tuple[int, ...]) -> Any:
    """The filter of a layer of one channel, exactly; None if there are no weights."""
    if weight is None or not hasattr(weight, "tolist") or prod(size) > MAX_PARAMETERS:
        return None
    shape = tuple(weight.shape)
    if shape != (1, 1, *size):
        raise ParseError(f"{name}, weight", f"of shape {shown(shape, 40)} where the size says {(1, 1, *size)}")
    values = weight.detach().tolist() if hasattr(weight, "detach") else weight.tolist()
    entries = []
    for entry in flat(values):
        number = integer(entry)
        if number is None and not (isinstance(entry, float) and isfinite(entry)):
            raise ParseError(f"{name}, weight", f"{shown(entry, 20)} is no number")
        entries.append(Fraction(entry))
    return nested(entries, size)
