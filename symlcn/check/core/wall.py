"""A process of its own for one certificate, with limits that the operating system keeps.

Contents: :func:`walled`.

What a certificate costs is paid for before it is done, see limits.py. Should a price be too low, this wall still
stands: the process that needs too much ends, and the next file is checked.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable

from .limits import MAX_MEMORY, MAX_SECONDS
from .outcome import Outcome


def walled(check: Callable[[str], Outcome], path: str) -> Outcome:
    """The outcome of ``check(path)``, in a process with limits if the system has such, else here.

    Parameters
    ----------
    check : callable
        What gives the outcome.
    path : str
        Its argument.

    Returns
    -------
    Outcome
        "malformed" if the process ended without one.

    Examples
    --------
    >>> walled(lambda path: Outcome("rejected", path), "file")
    Outcome('rejected', 'file')
    >>> walled(lambda path: os._exit(1), "file")
    Outcome('malformed', 'certificate: takes more than 60 s or 2 GB to check')
    """
    if not hasattr(os, "fork") or sys.platform == "emscripten":  # a browser, where it is a mere name
        return check(path)
    sys.stdout.flush()
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        try:
            _keep_limits()
            found = check(path)
            with open(writing, "wb") as pipe:
                pipe.write(json.dumps([found.verdict, found.message, found.claim]).encode())
        finally:
            os._exit(0)  # whatever happens, no more than that: the rest is for the parent to do
    os.close(writing)
    try:
        with open(reading, "rb") as pipe:
            text = pipe.read()
    except BaseException:  # an interrupt, which may not have reached the child
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.waitpid(child, 0)
    try:
        return Outcome(*json.loads(text))
    except ValueError:
        limits = f"{MAX_SECONDS} s or {MAX_MEMORY >> 30} GB"
        return Outcome("malformed", f"certificate: takes more than {limits} to check")


def _keep_limits() -> None:
    """Limits this process, as far as the system does that."""
    try:
        import resource
    except ImportError:
        return
    for limit, most in ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CPU, MAX_SECONDS)):
        _, hard = resource.getrlimit(limit)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(limit, (least, least))
        except (ValueError, OSError):
            continue
