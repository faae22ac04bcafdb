"""Run exact work in a process that can be killed: after a time, beyond a memory, or on Ctrl-C.

Contents: :func:`run_limited`.

Factorizations and gcds in compiled libraries notice neither alarms nor interrupts, and running out of memory there
aborts the process. So limited work runs in a process of its own, and its death is a :class:`~symlcn.errors.LimitError`.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeoutError
from multiprocessing import resource_tracker
from typing import Any

from pebble import ProcessExpired, ProcessPool

from symlcn.errors import LimitError

__all__ = ["run_limited"]


def run_limited(
    work: Callable[..., Any], arguments: tuple[Any, ...], time_limit: float | None, memory_limit: int | None
) -> Any:
    """Call `work` in a killable process and return its result.

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

    Examples
    --------
    >>> run_limited(divmod, (7, 2), 60, None)
    (3, 1)
    """
    # Threads and processes inherit the mask: Ctrl-C reaches only the caller, which then stops the worker. The resource
    # tracker unblocks signals where it is started, so it is started before.
    resource_tracker.ensure_running()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    pool = ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn"))
    try:
        try:
            future = pool.schedule(_with_memory, args=(work, arguments, memory_limit), timeout=time_limit)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        return future.result()
    except FutureTimeoutError:  # only with a limit
        raise LimitError(f"the time limit of {time_limit:g} s was reached") from None
    except MemoryError:
        raise LimitError(f"the memory limit of {memory_limit} bytes was reached") from None
    except ProcessExpired:
        raise LimitError("the working process died, out of memory or by a crash of a library") from None
    finally:
        pool.stop()
        pool.join()


def _with_memory(work: Callable[..., Any], arguments: tuple[Any, ...], limit: int | None) -> Any:
    """Call `work` in the worker, where everything is imported by now, with at most `limit` bytes."""
    if limit is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    return work(*arguments)
