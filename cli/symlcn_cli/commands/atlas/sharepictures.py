"""Pictures of shares, for the report of an atlas.

Contents: :func:`shares_svg`, :func:`depths_svg`, :func:`degrees_svg`; :data:`VERDICT_COLOURS`.

matplotlib is loaded when it is needed. Floating point is for drawing only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symlcn.atlas.summary import VERDICTS, Share, Split
from symlcn_cli.pages.drawing import COLOURS, SETTINGS, svg_of

__all__ = ["VERDICT_COLOURS", "degrees_svg", "depths_svg", "shares_svg"]

VERDICT_COLOURS = dict(zip(VERDICTS, ("#3b82c4", "#2f9e6e", "#a58a1c", "#d9702b", "#808488"), strict=True))
BAR = 0.3
"""Inches of a bar with what is around it."""
MARKERS = "os^D"


def shares_svg(splits: Sequence[Split], words: Sequence[str]) -> str:
    """Bars of all rows with one value, divided by what is said of the NTK, one panel for each split."""
    import matplotlib
    from matplotlib.figure import Figure

    heights = [len(split.shares) + 1.6 for split in splits]
    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(7.2, BAR * sum(heights) + 0.6), layout="constrained")
        panels = figure.subplots(len(splits), 1, height_ratios=heights, squeeze=False, sharex=True)[:, 0]
        for panel, split in zip(panels, splits, strict=True):
            _bars(panel, split)
        panels[-1].set_xlabel("share of the architectures, in per cent")
        handles = [
            matplotlib.patches.Patch(color=VERDICT_COLOURS[verdict], label=said)
            for number, (verdict, said) in enumerate(zip(VERDICTS, words, strict=True))
            if any(share.verdicts[number] for split in splits for share in split.shares)
        ]
        figure.legend(handles=handles, loc="outside upper center", ncols=len(handles), frameon=False, fontsize=9)
        return svg_of(figure, "shares")


def _bars(panel: Any, split: Split) -> None:
    """The bars of a split, and how many rows each is."""
    places = range(len(split.shares))
    left = [0.0] * len(split.shares)
    for number, verdict in enumerate(VERDICTS):
        parts = [100 * share.verdicts[number] / share.rows for share in split.shares]
        panel.barh(places, parts, 0.72, left=left, color=VERDICT_COLOURS[verdict])
        left = [start + part for start, part in zip(left, parts, strict=True)]
    for place, share in zip(places, split.shares, strict=True):
        panel.annotate(f"{share.rows:,}", (101, place), va="center", fontsize=8, annotation_clip=False)
    panel.set_yticks(places, [str(share.value) for share in split.shares])
    panel.set(xlim=(0, 100), ylim=(len(split.shares) - 0.4, -0.6))
    panel.set_title(split.by, fontsize=10, loc="left")
    panel.tick_params(length=0)
    panel.spines[:].set_visible(False)


def depths_svg(depths: Sequence[tuple[str, Sequence[Share]]]) -> str:
    """The share of birational maps by the number of layers, a line for each kind of strides."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(6.4, 3.2), layout="constrained")
        axes = figure.subplots()
        for (words, shares), colour, marker in zip(depths, COLOURS, MARKERS, strict=False):
            values = [100 * share.birational / share.rows for share in shares]
            axes.plot([share.value for share in shares], values, marker=marker, color=colour, label=f"strides {words}")
        axes.set(xlabel="layers", ylabel="birational, per cent", ylim=(-4, 104))
        axes.set_xticks(sorted({share.value for _, shares in depths for share in shares}))
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False, fontsize=9)
        return svg_of(figure, "depths")


def degrees_svg(digits: Sequence[tuple[int, int]]) -> str:
    """How many architectures have a degree of so many decimal digits; degree 1 is 0 digits."""
    import matplotlib
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(6.4, 2.8), layout="constrained")
        axes = figure.subplots()
        axes.bar([number for number, _ in digits], [rows for _, rows in digits], 0.8, color=COLOURS[0])
        axes.set_yscale("log")
        axes.set(xlabel="decimal digits of the degree (0: degree 1)", ylabel="architectures")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlim(-0.6, digits[-1][0] + 0.6)
        axes.spines[["top", "right"]].set_visible(False)
        return svg_of(figure, "degrees")
