"""Entry point: dispatch, exit codes, and nothing that costs start-up time.

Exit codes: 0 proved, accepted or done; 10 refuted; 30 undecided; 40 certificate rejected; 2 usage or bad input;
1 internal error; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def main(argv: Sequence[str] | None = None, answers: list[Any] | None = None) -> int:
    """Run the command line and return the exit code; the answer, if there is one, is appended to `answers`."""
    gc.set_threshold(100_000)  # modules load without looking for garbage, of which exact numbers leave none
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        if words[:1] == ["check"] and not any(word.startswith("-") and word != "-" for word in words[1:]):
            from symlcn.check import main as check_files

            return check_files(words[1:], walls=True)
        from symlcn_cli.app import program, run

        if "_SYMLCN_COMPLETE" in os.environ:
            from symlcn_cli.commands.completion.shells import VARIABLE, completed

            return completed(program, os.environ[VARIABLE])
        return run(words, answers)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        from symlcn_cli.shared.output import silence

        silence()
        return 0


if __name__ == "__main__":
    sys.exit(main())
