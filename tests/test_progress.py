"""What work is at reaches whoever listens, also from a process that works for it, and ends with the block."""

import pytest

from symlcn.errors import LimitError
from symlcn.progress import heard, listening, progress
from symlcn.worker import run_limited


def counted(number):
    """Tell of so many steps."""
    for step in range(number):
        progress("steps", step, number)
    progress("done")
    return number


def hung():
    progress("hanging")
    while True:
        pass


@pytest.mark.parametrize("limit", [None, 60])
def test_a_process_tells_what_the_work_is_at(limit):
    told = []
    with listening(lambda *what: told.append(what)):
        assert (run_limited(counted, (1000,), limit, None) if limit else counted(1000)) == 1000
    assert told[0] == ("steps", 0, 1000)
    assert told[-1] == ("done", None, None)
    assert len(told) == 1001 if limit is None else len(told) < 1001
    assert heard() is None
    counted(3)
    assert told[-1] == ("done", None, None)


def test_a_process_that_is_killed_has_told_and_nobody_waits_for_more():
    told = []
    with listening(lambda *what: told.append(what)), pytest.raises(LimitError):
        run_limited(hung, (), 3, None)
    assert told in ([], [("hanging", None, None)])


def test_without_a_listener_nothing_is_told():
    assert run_limited(counted, (5,), 60, None) == 5
