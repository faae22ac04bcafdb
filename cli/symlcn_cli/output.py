"""Where results go: standard output, or a file that is never half written."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress

from symlcn.errors import ParseError


def emit(text: str, output: str | None) -> None:
    """Write a result to standard output, or to the file `output`."""
    if output is None or output == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        write_file(output, text)


def write_file(path: str, text: str) -> None:
    """Write a file in full or not at all: a temporary file in the same folder, then a rename.

    Raises
    ------
    ParseError
        If the file cannot be written.
    """
    place = f"output {path!a}"
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        if os.path.exists(path) and not stat.S_ISREG(os.stat(path).st_mode):
            raise ParseError(place, "it exists and is not a regular file; name a new or a regular file")
        target = os.path.realpath(path)
        temporary = f"{target}.{os.getpid()}.tmp"
        try:
            with open(temporary, "x", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, target)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(temporary)
            raise
    except OSError as error:
        raise ParseError(place, error.strerror or "it cannot be written") from None
