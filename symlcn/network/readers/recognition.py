"""Which words, texts and JSON documents are models of other programs; cheap, as every architecture is asked.

Contents: :func:`is_model_word`, :func:`binary_format`, :func:`is_model_text`, :func:`may_be_model_json`;
:func:`is_layer_string`, :func:`is_printed_module`, :func:`is_keras`, :func:`is_configuration`; :func:`refusal`;
:class:`TorchModule`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Protocol, runtime_checkable

__all__ = [
    "KERNELS",
    "TorchModule",
    "binary_format",
    "is_configuration",
    "is_keras",
    "is_layer_string",
    "is_model_text",
    "is_model_word",
    "is_printed_module",
    "may_be_model_json",
    "refusal",
]

READ = (".onnx", ".safetensors", ".keras")
REFUSED = {
    (".pt", ".pth", ".ckpt", ".pkl", ".bin"): "it may hold a program, which is not run; save the weights as "
    "safetensors, or export the model to ONNX",
    (".h5", ".hdf5"): "HDF5 is not read; write model.to_json() to a file, or save as .keras",
    (".pb", ".tflite", ".mlmodel", ".gguf"): "it is not read; export the model to ONNX",
}
"""Endings of names of models that are not read, and what to do."""
KERNELS = ("conv_kernel", "kernel_sizes", "kernel_size")
"""Keys of configurations under which the sizes are."""
_BEGINNINGS = {b"\x08": "ONNX", b"PK\x03\x04": "archive", b"\x89HDF": "HDF5"}
_CONFIGURATION = {"model_type", "transformers_version", *KERNELS}
_KERAS = {"class_name", "config"}


@runtime_checkable
class TorchModule(Protocol):
    """A module of PyTorch, as far as it is asked."""

    def named_modules(self, *, remove_duplicate: bool) -> Iterable[tuple[str, Any]]:
        """All modules in it with their paths, itself first."""


def refusal(source: str) -> str | None:
    """Why a file of this name is not read; None if it may be.

    Examples
    --------
    >>> refusal("model.h5")
    'HDF5 is not read; write model.to_json() to a file, or save as .keras'
    """
    return next((problem for endings, problem in REFUSED.items() if source.lower().endswith(endings)), None)


def binary_format(head: bytes) -> str | None:
    """What a file is by its first 9 bytes: ONNX, safetensors, an archive, HDF5; None for text and what is not known.

    Examples
    --------
    >>> binary_format(b"PK\\x03\\x04....."), binary_format(b"k3s2 k2 k")
    ('archive', None)
    """
    if head[4:] == b"\0\0\0\0{":  # the length of a header, of at most four bytes, and its beginning
        return "safetensors"
    return next((name for start, name in _BEGINNINGS.items() if head.startswith(start)), None)


def is_model_word(word: str) -> bool:
    """Whether a word is the layer string of fairseq, or the name of a model file that is no text.

    Examples
    --------
    >>> is_model_word("model.onnx"), is_model_word("[(512, 10, 5)]"), is_model_word("k3")
    (True, True, False)
    """
    return word.lower().endswith(READ) or refusal(word) is not None or is_layer_string(word)


def is_model_text(text: str) -> bool:
    """Whether a text that is no JSON describes a model."""
    return is_layer_string(text) or is_printed_module(text)


def is_layer_string(text: str) -> bool:
    """Whether a text begins as the layer strings of fairseq do."""
    return re.match(r"\s*\[\s*\(", text) is not None


def is_printed_module(text: str) -> bool:
    """Whether a text begins as a printed module of PyTorch does."""
    return re.match(r"\s*[A-Za-z_]\w*\(", text) is not None


def may_be_model_json(text: str) -> bool:
    """Whether it is worth while to ask whether a JSON text is a model."""
    return any(f'"{key}"' in text for key in (*_KERAS, *_CONFIGURATION))


def is_keras(document: object) -> bool:
    """Whether a JSON document is a model of Keras."""
    return isinstance(document, dict) and document.keys() >= _KERAS


def is_configuration(document: object) -> bool:
    """Whether a JSON document is a configuration of Hugging Face."""
    return isinstance(document, dict) and not document.keys().isdisjoint(_CONFIGURATION)
