"""The envelope of certificates: what all kinds share, written in one place.

Contents: :func:`sealed`, :func:`tool_json`, :func:`dumps`, :func:`write_file`; :data:`Writer`.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, TypeAlias

from symlcn.algebra.exact import Json
from symlcn.certificates.kinds import KINDS
from symlcn.errors import ParseError, SymlcnError
from symlcn.version import __version__

__all__ = ["Writer", "dumps", "sealed", "tool_json", "write_file"]

Writer: TypeAlias = Callable[[BinaryIO], object]
"""Writes something to a binary file."""

VERSION = 2
MAX_REASON = 2000


def sealed(
    kind: str,
    architecture: Json,
    status: str,
    own: Mapping[str, Any],
    *,
    delta: Any = None,
    reason: str | None = None,
    hypotheses: Sequence[str] = (),
    assumptions: Sequence[str] = (),
) -> Json:
    """A certificate as a JSON object, with a digest against accidental damage, and what made it.

    Parameters
    ----------
    kind : str
        One of :data:`symlcn.certificates.kinds.KINDS`.
    architecture, delta
        What the question is about, as JSON; `delta` is None where it is about every δ.
    status : str
        ``"proved"``, ``"refuted"`` or ``"undecided"``.
    own : mapping
        Fields of this kind; what is missing claims nothing.
    reason : str, optional
        Why it is undecided. It claims nothing, and is cut where it is longer than the checker reads.
    hypotheses, assumptions : sequence of str
        Under which the answer holds, and what the evidence leaves to be believed.

    Raises
    ------
    SymlcnError
        If a field does not belong to the kind, or one that is part of the question is missing.

    Examples
    --------
    >>> found = sealed("inverse", {"notation": "k2"}, "undecided", {}, reason="x" * 3000)
    >>> list(found)[:7]
    ['format', 'version', 'kind', 'architecture', 'delta', 'status', 'reason']
    >>> list(found)[7:], len(found["reason"])
    (['result', 'assumptions', 'hypotheses', 'digest', 'tool'], 2000)
    """
    fields = {**KINDS[kind], **own}
    wrong = sorted(set(own) - set(KINDS[kind])) or [name for name, value in fields.items() if value is ...]
    if wrong:
        raise SymlcnError(f"a certificate of kind {kind} with wrong or missing fields: {', '.join(wrong)}")
    if reason is not None and len(reason) > MAX_REASON:
        reason = f"{reason[: MAX_REASON - 3]}..."
    header = {
        "format": "symlcn-certificate",
        "version": VERSION,
        "kind": kind,
        "architecture": architecture,
        "delta": delta,
    }
    conditions = {"assumptions": list(assumptions), "hypotheses": list(hypotheses)}
    body = {**header, "status": str(status), "reason": reason, **fields, **conditions}
    from hashlib import sha256

    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return {**body, "digest": "sha256:" + sha256(text.encode()).hexdigest(), "tool": tool_json()}


def tool_json() -> Json:
    """Versions of what took part, and no seed: nothing is random."""
    tool: Json = {"symlcn": __version__, "python": ".".join(map(str, sys.version_info[:3])), "seed": None}
    if "flint" in sys.modules:
        tool["python-flint"] = sys.modules["flint"].__version__
    return tool


def dumps(document: Json) -> str:
    """One line of JSON, ASCII, ending in a newline."""
    return json.dumps(document, ensure_ascii=True, allow_nan=False, separators=(", ", ": ")) + "\n"


def write_file(path: str, content: str | bytes | Writer) -> None:
    """Write a file in full or not at all: a temporary file in the same folder, then a rename.

    What is long is given as a function that writes it to a binary file.

    Raises
    ------
    ParseError
        If the file cannot be written.
    """
    place = f"output {path!a}"
    if not os.path.basename(path):
        raise ParseError(place, "it names no file")
    try:
        target = os.path.realpath(path)
        mode = os.stat(target).st_mode if os.path.lexists(target) else None
        if mode is not None and not stat.S_ISREG(mode):
            raise ParseError(place, "it exists and is not a regular file; name a new or a regular file")
        temporary = f"{target}.{os.getpid()}.tmp"
        try:
            with open(temporary, "xb") as file:
                if callable(content):
                    content(file)
                else:
                    file.write(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))
                file.flush()
                os.fsync(file.fileno())
            if mode is not None:
                os.chmod(temporary, stat.S_IMODE(mode))
            os.replace(temporary, target)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(temporary)
            raise
    except (OSError, ValueError) as error:
        if isinstance(error, ParseError):
            raise
        raise ParseError(place, getattr(error, "strerror", None) or "it cannot be written") from None
