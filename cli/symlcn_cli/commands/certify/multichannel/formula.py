"""An answer about a network with channels is no formula."""

from __future__ import annotations

from symlcn.answer import Answer
from symlcn.families.multichannel.certify.judge import MultichannelResult


def latex(_answer: Answer[MultichannelResult]) -> str | None:
    """None: there is none."""
    return None
