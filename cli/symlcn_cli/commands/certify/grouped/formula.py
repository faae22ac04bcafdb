"""An answer about a network with channels in groups is no formula."""

from __future__ import annotations

from symlcn.answer import Answer
from symlcn.families.grouped.certify.judge import GroupedResult


def latex(_answer: Answer[GroupedResult]) -> str | None:
    """None: there is none."""
    return None
