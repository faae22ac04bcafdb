"""Settings of the test suite, and the command line as a fixture.

Hypothesis is deterministic where CI is set, so that a failure repeats.
"""

import gc
import os

import pytest
from hypothesis import settings

from symlcn_cli.main import main

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

gc.disable()  # what collection makes stays to the end, as the next function says


def pytest_collection_finish():
    """Look for garbage only among what the tests make."""
    gc.freeze()
    gc.enable()


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command line in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        code = main(list(words))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call
