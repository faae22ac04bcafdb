"""Reading what a user gives: exact numbers, strict JSON and TOML, architectures in every accepted form.

Contents: :data:`ArchitectureLike`, :func:`as_architecture`, :func:`as_invariants`, :func:`as_tensor` of what a Python
program gives; :func:`read_rational`, :func:`read_delta`, :func:`read_widths`,
:func:`read_architecture`, :func:`read_tensor` of what a command line gives.

Nothing here guesses: floating point numbers, duplicate keys, NaN and non-ASCII digits are refused with
a message that says what would be right.
"""

from __future__ import annotations

import json
import os
import re
import warnings
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, SupportsIndex, TypeAlias, cast

from symlcn.algebra.exact import check_invariants, exact_invariants, read_rational
from symlcn.errors import OutsideTheoryWarning, ParseError, close_names, shown
from symlcn.network.architecture import Architecture, Layer
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.groupedarchitecture import GroupedArchitecture
from symlcn.network.notation import Network, linear, parse_network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.network.readers.files import beginning, load_json, load_toml, read_bounded
from symlcn.network.readers.recognition import (
    TorchModule,
    binary_format,
    is_model_text,
    is_model_word,
    may_be_model_json,
)

if TYPE_CHECKING:
    from symlcn.network.readers.modellayers import Model

__all__ = [
    "ArchitectureLike",
    "as_architecture",
    "as_invariants",
    "as_tensor",
    "read_architecture",
    "read_delta",
    "read_rational",
    "read_tensor",
    "read_widths",
]

_NO_NUMBER = (bool, str, list, dict, type(None))
_NUMBER_LIST = frozenset("0123456789-/, .")


ArchitectureLike: TypeAlias = (
    "Network | str | os.PathLike[str] | TorchModule | Iterable[Layer | str | SupportsIndex | dict[str, list[int]]]"
)
"""What :func:`as_network` takes."""


def as_architecture(value: ArchitectureLike, what: str = "the question") -> Architecture:
    """The linear network of one channel that a caller gives, as :func:`as_network` reads it.

    Raises
    ------
    ParseError
        Naming the layer and what would be right; or saying that `what` does not cover the network.

    Examples
    --------
    >>> as_architecture("k3s2 k2")
    Architecture('k3s2 k2')
    """
    return linear(as_network(value), what)


def as_network(value: ArchitectureLike) -> Network:
    """The network that a caller gives.

    Parameters
    ----------
    value : Architecture, PolynomialArchitecture, ChannelArchitecture, GroupedArchitecture, str or sequence
        Notation, ``@name`` of the zoo or the path of a file as for :func:`read_architecture`; or the layers in order of
        application, each a :class:`Layer`, its notation, or ``{"size": [3, 3], "stride": [2, 2]}``; or a module of
        PyTorch, as for :func:`symlcn.from_torch`.

    Raises
    ------
    ParseError
        Naming the layer and what would be right.

    Examples
    --------
    >>> str(as_network(["k3s2", Layer((2,))])), str(as_network("k3s2 k2"))
    ('k3s2 k2', 'k3s2 k2')
    >>> as_network(["k3", "r2", "k2"])
    PolynomialArchitecture(Architecture('k3 k2'), (2,))
    """
    if isinstance(value, Network):
        return value
    if isinstance(value, TorchModule):
        from symlcn.network.readers.models import from_torch

        return _told(from_torch(value), type(value).__name__)
    if isinstance(value, str | os.PathLike):
        text = os.fspath(value)
        if text == "-":
            raise ParseError("architecture", '"-" is standard input on the command line only; give notation or a file')
        return read_architecture(text)
    given: Any = value
    if isinstance(value, list | tuple) and value and all(isinstance(item, str | Layer) for item in value):
        return parse_network(" ".join(map(str, value)))
    if isinstance(value, Iterable) and not isinstance(value, bytes | dict):
        given = [_layer(item, f"layer {n}") if isinstance(item, dict) else item for n, item in enumerate(value, 1)]
    return Architecture(given)


def as_invariants(value: object, architecture: Network) -> tuple[Fraction, ...] | None:
    """The invariants that a caller gives; None if none are given.

    Parameters
    ----------
    value : None, str or sequence of exact numbers
        ``"1,0,-2/3"``, ``"balanced"`` for zeros, or L − 1 rational numbers of any exact type.
    architecture : Architecture, PolynomialArchitecture or ChannelArchitecture

    Raises
    ------
    ParseError
        If a number is not exact, or their count is not L − 1.

    Examples
    --------
    >>> network = Architecture("k2 k2 k2")
    >>> as_invariants("balanced", network), as_invariants([1, "2/3"], network)
    ((Fraction(0, 1), Fraction(0, 1)), (Fraction(1, 1), Fraction(2, 3)))
    """
    if value is None:
        return None
    if value == "balanced":
        return (Fraction(0),) * (len(architecture) - 1)
    if isinstance(value, str) and value.isalpha():
        raise ParseError("delta", f"{shown(value)} is no number; give numbers such as [1, 0], or 'balanced'")
    if isinstance(value, str):
        return read_delta(value, architecture)
    return exact_invariants(value, len(architecture))


def as_tensor(value: Any, name: str, *, from_float: bool = False, size: Sequence[int] | None = None) -> Any:
    """A tensor that a caller gives: of a string what :func:`read_tensor` reads, of arrays nested lists, else as it is.

    Arrays are those of numpy and what is like them, and matrices of sympy. Whoever knows the shape establishes that
    entries are exact.

    Raises
    ------
    ParseError
        Naming the entry and what would be right.

    Examples
    --------
    >>> as_tensor("1,1/2", "filter"), as_tensor([1, 2], "filter")
    ((Fraction(1, 1), Fraction(1, 2)), [1, 2])
    """
    if isinstance(value, str):
        if value == "-":
            raise ParseError(name, '"-" is standard input on the command line only; give numbers or a file')
        return read_tensor(value, name, from_float=from_float, size=size)
    if getattr(value, "shape", ()) and hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, list | tuple) and any(getattr(part, "shape", ()) for part in value):
        return [as_tensor(part, name) for part in value]
    return value


def read_delta(text: str, architecture: Network) -> tuple[Fraction, ...]:
    """Parse the invariants δ_1, …, δ_{L−1} as comma-separated rational numbers.

    Raises
    ------
    ParseError
        If a number cannot be read or their count is not L − 1.

    Examples
    --------
    >>> read_delta("1,0,-2/3", Architecture("k2 k2 k2 k2"))
    (Fraction(1, 1), Fraction(0, 1), Fraction(-2, 3))
    """
    parts = text.split(",") if text.strip() else []
    check_invariants(len(parts), len(architecture))
    return tuple(read_rational(part, f"delta, number {index}") for index, part in enumerate(parts, start=1))


def read_widths(text: str) -> tuple[int, ...]:
    """Parse the widths of a fully connected network, separated by spaces.

    Raises
    ------
    ParseError
        Naming the width that is no number.

    Examples
    --------
    >>> read_widths("3 2 3")
    (3, 2, 3)
    """
    parts = text.split()
    for index, part in enumerate(parts):
        if not (part.isascii() and part.isdigit() and len(part) < 10):
            raise ParseError(f"width {index}", f"{shown(part, 40)} is not a positive integer")
    return tuple(map(int, parts))


def read_architecture(words: str | Sequence[str]) -> Network:
    """Read the architecture of a network from one string, or from the words of a command line.

    Accepted: notation (separate words or one string), ``@name`` of the zoo, the path of a ``.json`` or
    ``.toml`` file, or ``-`` for standard input (JSON or notation). A file holds the notation as a
    string, or an object with ``notation``, with ``layers`` (each with ``size`` and optionally ``stride``
    and ``dilation``), or with ``architecture`` holding one of these, as certificates have it. Models of other programs
    are read as :func:`symlcn.read_model` does, with an :class:`~symlcn.errors.OutsideTheoryWarning` of what was left
    out.

    Raises
    ------
    ParseError
        Naming the word, file or layer and what would be right.

    Examples
    --------
    >>> str(read_architecture(["k3s2", "k2"]))
    'k3s2 k2'
    >>> read_architecture("@wav2vec2")
    Architecture('k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2')
    """
    words = (words,) if isinstance(words, str) else words
    if not isinstance(words, Sequence) or not all(isinstance(word, str) for word in words):
        raise ParseError("architecture", f'{shown(words, 40)} is not notation; write "k3s2 k2", "@NAME" or a file')
    if len(words) == 1:
        (word,) = words
        if word.startswith("@"):
            from symlcn.network.zoo import skeleton

            return parse_network(skeleton(word[1:]).notation)
        place = f"file {word!a}"
        if word == "-":
            return _parse_document(read_bounded(word), "standard input")
        if is_model_word(word):
            from symlcn.network.readers.models import read_model

            return _told(read_model(word), place)
        if word.endswith(".toml"):
            return _from_document(load_toml(read_bounded(word), place), place)
        if word.endswith(".json"):
            return _from_json(read_bounded(word), place)
        if os.sep in word or ("." in word and os.path.isfile(word)):
            if binary_format(beginning(word, 9)) is not None:
                from symlcn.network.readers.models import read_model

                return _told(read_model(word), place)
            return _parse_document(read_bounded(word), place)
    try:
        return parse_network(" ".join(words))
    except ParseError as error:
        raise ParseError(error.place, error.problem + _members(" ".join(words))) from None


def _members(text: str) -> str:
    """Whether a word that is no layer is close to a name of the zoo, for a message."""
    from symlcn.network.zoo import MEMBERS

    names = [f"@{member.name}" for member in MEMBERS]
    hints = (close_names(f"@{word}", names) for word in text.split() if not re.match(r"[@kcr]?\d|@|relu$", word))
    return next(filter(None, hints), "")


def _parse_document(text: str, place: str) -> Network:
    """JSON if it begins like it, a model of another program, notation otherwise."""
    if is_model_text(text):
        from symlcn.network.readers.models import model_of_text

        return _told(model_of_text(text, place), place)
    if text.lstrip()[:1] not in ("{", "[", '"'):
        return parse_network(text)
    return _from_json(text, place)


def _from_json(text: str, place: str) -> Network:
    """A document of ours, or of another program."""
    if may_be_model_json(text):
        from symlcn.network.readers.models import model_of_json

        if (model := model_of_json(text, place)) is not None:
            return _told(model, place)
    return _from_document(load_json(text, place), place)


def _told(model: Model, place: str) -> Network:
    """The architecture of a model; a warning says what was left out."""
    if model.outside:
        words = "; ".join(part.what for part in model.outside)
        problem = f"{place} ({model.kind}) is read as {str(model.architecture)[:200]}, which leaves out: {words}"
        warnings.warn(f"{problem} (symlcn import says where)", OutsideTheoryWarning, stacklevel=2)
    return model.architecture


def _from_document(document: object, place: str) -> Network:
    if isinstance(document, str):
        return parse_network(document)
    if isinstance(document, dict) and "architecture" in document:
        document, place = document["architecture"], f"{place}, architecture"
        if isinstance(document, str):
            return parse_network(document)
    layers = document.get("layers") if isinstance(document, dict) else document
    notation = document.get("notation") if isinstance(document, dict) else None
    if notation is None and not isinstance(layers, list):
        raise ParseError(place, 'no architecture; give "notation": "k3s2 k2", or "layers": [{"size": [3], …}, …]')
    if notation is not None and not isinstance(notation, str):
        raise ParseError(f"{place}, notation", 'not a string; write it like "k3s2 k2"')
    if layers is None:
        return parse_network(notation or "")
    if not isinstance(layers, list):
        raise ParseError(f"{place}, layers", "not a list of layers")
    stack = Architecture(tuple(_layer(item, f"{place}, layer {number}") for number, item in enumerate(layers, 1)))
    built = _with_more(stack, document if isinstance(document, dict) else {}, place)
    if notation is not None and parse_network(notation) != built:
        raise ParseError(place, f"the notation {notation[:80]!a} and the layers ('{str(built)[:80]}') disagree")
    return built


def _with_more(stack: Architecture, document: dict[str, object], place: str) -> Network:
    """The layers with the activations, or the channels and groups, that a document gives."""
    given = {name: document[name] for name in ("activations", "channels", "groups") if name in document}
    if "activations" in given and len(given) > 1:
        raise ParseError(place, "activations and several channels are not covered together; leave out one")
    for name, numbers in given.items():
        if not isinstance(numbers, list):
            raise ParseError(f"{place}, {name}", "not a list of integers")
    depth, listed = len(stack), {name: cast("list[SupportsIndex]", numbers) for name, numbers in given.items()}
    try:
        channels = listed.get("channels", [1] * (depth + 1))
        if listed.get("groups", [1] * depth) != [1] * depth:
            return GroupedArchitecture(stack, channels, listed["groups"])
        if channels != [1] * (depth + 1):
            return ChannelArchitecture(stack, channels)
        if listed.get("activations", [1] * (depth - 1)) != [1] * (depth - 1):
            return PolynomialArchitecture(stack, listed["activations"])
    except ParseError as error:
        raise ParseError(f"{place}, {error.place}", error.problem) from None
    return stack


def _layer(item: object, place: str) -> Layer:
    if not isinstance(item, dict) or "size" not in item or not item.keys() <= {"size", "stride", "dilation"}:
        raise ParseError(place, 'a layer is {"size": [3, 3], "stride": [1, 1], "dilation": 1}, two of them optional')
    numbers = {}
    for name, value in item.items():
        entries = value if isinstance(value, list) else [value]
        if not entries or any(isinstance(entry, _NO_NUMBER) for entry in entries):
            raise ParseError(f"{place}, {name}", "neither an integer nor a list of integers, one per direction")
        numbers[name] = tuple(entries) if isinstance(value, list) else value
    try:
        return Layer(numbers["size"], numbers.get("stride", ()), numbers.get("dilation", ()))
    except ParseError as error:
        raise ParseError(f"{place}, {error.place}", error.problem) from None


def read_tensor(source: str, name: str, *, from_float: bool = False, size: Sequence[int] | None = None) -> Any:
    """Read a tensor of rational numbers, or a list of tensors.

    Parameters
    ----------
    source : str
        ``"1,-2,3/4"`` in one direction, nested JSON lists of integers and rational strings, the path of a file that
        holds one of these, or ``-`` for standard input. A JSON object may hold them under the key `name`.
    name : str
        What it is, for error messages: ``"filter"`` or ``"filters"``.
    from_float : bool
        Take floats in JSON for the binary fractions that they are.
    size : sequence of int, optional
        Of the one filter that it is, or of the filters in it; then polynomials such as ``"x^3 - x"`` are read, too, as
        :func:`~symlcn.network.formula.read_formula` does.

    Returns
    -------
    nested tuples of Fraction
        Shapes are checked by whoever knows them.

    Raises
    ------
    ParseError
        Naming the entry and what would be right.

    Examples
    --------
    >>> read_tensor("1,-2,3/4", "filter")
    (Fraction(1, 1), Fraction(-2, 1), Fraction(3, 4))
    >>> read_tensor('[[1, "1/2"]]', "filter")
    ((Fraction(1, 1), Fraction(1, 2)),)
    >>> read_tensor("x^2 - 1/2", "filter", size=(3,))
    (Fraction(-1, 2), Fraction(0, 1), Fraction(1, 1))
    """
    from symlcn.network.formula import is_formula, read_formula

    text, place = source.strip(), name
    if not text.startswith(("[", "{")) and not (text != "-" and _NUMBER_LIST.issuperset(text)):
        if source != "-" and not os.path.exists(source):
            if size is not None and is_formula(text):
                return read_formula(text, size, name)
            formula = "" if size is None else "a polynomial such as x^3 - x, "
            forms = f"1,-2,3/4 in one direction, {formula}nested JSON lists, or the name of a file"
            raise ParseError(name, f"No such file as {shown(source)}, and no numbers; write {forms}")
        text = read_bounded(source).strip()
        place = f"{name} in {'standard input' if source == '-' else f'file {shown(source)}'}"
    if not text.startswith(("[", "{")):
        if size is not None and is_formula(text):
            return read_formula(text, size, place)
        parts = enumerate(text.split(","))
        return tuple(read_rational(part, f"{place}, entry {index}") for index, part in parts)
    document = load_json(text, place, from_float=from_float)
    if isinstance(document, dict):
        if name not in document:
            raise ParseError(place, f'the object has no "{name}"')
        document = document[name]
    return _exact_tensor(document, place, size)


def _exact_tensor(value: object, place: str, size: Sequence[int] | None) -> Any:
    if isinstance(value, list):
        return tuple(_exact_tensor(part, f"{place}[{index}]", size) for index, part in enumerate(value))
    if isinstance(value, str):
        from symlcn.network.formula import is_formula, read_formula

        if size is not None and is_formula(value):
            return read_formula(value, size, place)
        return read_rational(value, place)
    if type(value) is int or isinstance(value, Fraction):
        return Fraction(value)
    written = shown(json.dumps(value, default=str), 40)
    raise ParseError(place, f'{written} is not an exact number; write integers, or rationals as "1/2"')
