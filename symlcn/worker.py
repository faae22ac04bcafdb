"""Run exact work in a process that can be killed: after a time, beyond a memory, or on Ctrl-C.

Contents: :func:`run_limited`, :func:`serve`, :func:`peak`.

Factorizations and gcds in compiled libraries notice neither alarms nor interrupts, and running out of memory there
aborts the process. So limited work runs in a process of its own, a new Python that reads its task from standard input
and writes one result to standard output. Its death, at any moment, is a :class:`~symlcn.errors.LimitError`.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from tempfile import TemporaryFile
from threading import Thread
from time import monotonic
from typing import Any

from symlcn.errors import LimitError, SymlcnError
from symlcn.progress import Listener, heard, listening

__all__ = ["peak", "run_limited", "serve"]

NEAR = 2**26
"""Bytes below the memory limit from which on a failure of any kind is put down to it."""


def run_limited(
    work: Callable[..., Any], arguments: tuple[Any, ...], time_limit: float | None, memory_limit: int | None
) -> Any:
    """Call `work` in a killable process, or here if there are no limits and no processes, and return its result.

    Parameters
    ----------
    work : callable
        Importable by name, as its arguments and its result must be picklable.
    time_limit : float or None
        Seconds.
    memory_limit : int or None
        Bytes of address space of the process.

    Raises
    ------
    LimitError
        When a limit is hit or the process dies. Exceptions of `work` itself come through.
    SymlcnError
        If there are limits on a system that has no processes, such as a browser.

    Examples
    --------
    >>> run_limited(divmod, (7, 2), 60, None)
    (3, 1)
    """
    if sys.platform == "emscripten":  # a browser, which has neither processes nor threads
        if time_limit is memory_limit is None:
            return work(*arguments)
        raise SymlcnError("limits need processes, which this system does not have; ask without them")
    with _told(heard()) as channel:
        return _run(work, arguments, time_limit, memory_limit, channel)


def _run(
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    time_limit: float | None,
    memory_limit: int | None,
    channel: int | None,
) -> Any:
    start = f"import sys; sys.path[:] = {sys.path!r}; from symlcn.worker import serve; serve()"
    silent = None if os.environ.get("SYMLCN_DEBUG") else subprocess.DEVNULL
    with TemporaryFile() as task:
        pickle.dump((work, arguments, memory_limit, channel), task)
        task.seek(0)
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", start],
                stdin=task,
                stdout=subprocess.PIPE,
                stderr=silent,
                pass_fds=() if channel is None else (channel,),
            )
        except OSError as error:
            raise LimitError(f"no working process could be started: {error.strerror}") from None
    with process:
        try:
            answer, _ = process.communicate(timeout=time_limit)
        except subprocess.TimeoutExpired:
            raise LimitError(f"the time limit of {time_limit:g} s was reached") from None
        finally:
            process.kill()
    if process.returncode or not answer:
        limit = "out of memory" if memory_limit is None else f"at the memory limit of {memory_limit} bytes"
        raise LimitError(f"the working process died, {limit} or by a crash of a library")
    done, result = pickle.loads(answer)
    if not done:
        raise result
    return result


@contextmanager
def _told(listener: Listener | None) -> Iterator[int | None]:
    """Where the process writes what it is at, for the listener; None if nobody listens."""
    if listener is None:
        yield None
        return
    source, channel = os.pipe()
    thread = Thread(target=_relay, args=(source, listener), daemon=True)
    thread.start()
    try:
        yield channel
    finally:
        os.close(channel)
        thread.join()


def _relay(source: int, listener: Listener) -> None:
    with open(source, encoding="utf-8") as lines, suppress(ValueError):  # of a line that was not finished
        for line in lines:
            listener(*json.loads(line))


def _teller(channel: int) -> Listener:
    """Writes what the process is at for the one that started it, ten times a second at most."""
    last, then = "", 0.0

    def tell(words: str, done: int | None, total: int | None) -> None:
        nonlocal last, then
        now = monotonic()
        if words != last or now - then > 0.1:
            last, then = words, now
            os.write(channel, json.dumps([words, done, total]).encode() + b"\n")

    return tell


def serve() -> None:
    """Do the task that standard input holds, and write whether that went well with its result, or its exception."""
    channel = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    work, arguments, limit, told = pickle.load(sys.stdin.buffer)
    try:
        with nullcontext() if told is None else listening(_teller(told)):
            answer = True, _with_memory(work, arguments, limit)
    except Exception as error:
        answer = False, error
    with os.fdopen(channel, "wb") as file:
        file.write(_pickled(*answer))


def _with_memory(work: Callable[..., Any], arguments: tuple[Any, ...], limit: int | None) -> Any:
    """Call `work` with at most `limit` bytes. What then fails near the limit, an import for example, fails for it."""
    if limit is None:
        return work(*arguments)
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    reached = LimitError(f"the memory limit of {limit} bytes was reached")
    if peak() > limit:
        raise reached
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
        return work(*arguments)
    except SymlcnError:
        raise
    except MemoryError:
        raise reached from None
    except Exception:
        resource.setrlimit(resource.RLIMIT_AS, before)
        if peak() > limit - NEAR:
            raise reached from None
        raise
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def peak() -> int:
    """The most bytes of address space, or where that is not known of memory, that this process had."""
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            return next(int(line.split()[1]) * 2**10 for line in file if line.startswith("VmPeak:"))
    except (OSError, StopIteration):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 2**10


def _pickled(done: bool, result: Any) -> bytes:
    """The answer as bytes; of an exception that cannot be sent, what it says."""
    try:
        return pickle.dumps((done, result))
    except (pickle.PicklingError, TypeError, AttributeError):
        return pickle.dumps((False, RuntimeError(f"{type(result).__name__}: {result}"[:500])))
