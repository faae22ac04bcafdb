"""Drawings by matplotlib as SVG inside a page, which take the colour of text from it.

Contents: :func:`svg_of`; :data:`SETTINGS`, :data:`INK`, :data:`COLOURS`.
"""

from __future__ import annotations

import io
import re
from typing import Any

__all__ = ["COLOURS", "INK", "SETTINGS", "svg_of"]

COLOURS = ("#3b82c4", "#d9702b", "#2f9e6e", "#c2589c", "#a58a1c", "#7b68c8", "#c44747", "#5b8a99")

INK = "#010203"
"""Stands for the text colour of the page, and is replaced by it."""

SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "symlcn",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.linewidth": 0.6,
}


def svg_of(figure: Any, name: str) -> str:
    """The figure as an SVG element, its identifiers beginning with `name`."""
    text = io.StringIO()
    figure.savefig(text, format="svg", transparent=True, metadata={"Date": None})
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r"url\(#", f"url(#{name}-", svg)
    svg = re.sub(r'href="#', f'href="#{name}-', svg)
    return svg.replace(INK, "currentColor").strip()
