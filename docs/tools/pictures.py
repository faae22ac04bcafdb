"""Pictures of real runs, drawn by the program.

Contents: :func:`gallery_pictures`, :func:`two_trainings`, :func:`one_activation`.

``python -m docs.tools.pictures`` writes the picture of the README anew.
"""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure

import symlcn

ROOT = Path(__file__).parents[2]
FLOWS = ROOT / "examples" / "flow"
README_PICTURE = ROOT / "docs" / "static" / "two-trainings.svg"
AS_THEY_ARE = ("swap", "shifts")
"""Examples whose filters have one δ, which is not 0."""
COLOURS, WIDTHS, STYLES = ("#0072B2", "#D55E00"), (3.5, 1.8), ("-", (0, (4, 2)))


def gallery_pictures() -> Iterator[tuple[str, str]]:
    """The pictures by the names of their files: SVG, or parts of pages that take their colours from the page."""
    roots, graph = _drawings(symlcn.fiber("k3 k2", "0,-1,0,1", delta="balanced"))
    yield "made/roots.html", roots
    yield "made/graph.html", graph
    yield "made/graph3.html", _drawings(symlcn.fiber("k3 k3 k2", "-120,274,-225,85,-15,1"))[1]
    (field,) = _drawings(symlcn.certify("k3s2 k2d2 k3"))
    yield "made/field.html", field
    yield "made/strata.svg", symlcn.strata("k3s3 k4s2 k2").render("svg")
    yield "made/stride1.svg", _flow("k3 k2", "stride1", time=2).render("svg")
    yield "made/swap.svg", _flow("k2x2 k2x2", "swap", time=1).render("svg")
    yield "made/activation.svg", one_activation()
    yield "made/shifts.svg", _flow("k3 r2 k2", "shifts").render("svg")


def _drawings(answer: Any) -> list[str]:
    """The drawings on the page about an answer."""
    parts = answer.proof("html").split("<figure>")[1:]
    return [f'<div class="drawing">{part[part.index("<svg") : part.index("</svg>")]}</svg></div>' for part in parts]


def _flow(notation: str, name: str, **how: Any) -> Any:
    """The two trainings of an example, which start at one function with one δ."""
    data, first, second = (json.loads((FLOWS / f"{name}{part}.json").read_text()) for part in ("", "-w", "-v"))
    return symlcn.flow(notation, data, [first, second], None if name in AS_THEY_ARE else "balanced", **how)


def two_trainings() -> str:
    """Stride 2 beside stride 1."""
    return _beside(
        ("k3s2 k2: they stay equal", _flow("k3s2 k2", "stride2", time=1)),
        ("k3 k2: they part", _flow("k3 k2", "stride1", time=2)),
    )


def one_activation() -> str:
    """Stride 1 without an activation beside stride 1 with one."""
    return _beside(
        ("k3 k2: they part", _flow("k3 k2", "stride1", time=2)),
        ("k3 r2 k2: they stay equal", _flow("k3 r2 k2", "activation", time=1)),
    )


def _beside(*runs: tuple[str, Any]) -> str:
    """Networks, each trained from two parameters of one function with one δ: risk over time, as SVG."""
    settings = {"svg.hashsalt": "symlcn", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10}
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(8, 3), layout="constrained")
        for panel, (title, answer) in zip(figure.subplots(1, 2), runs, strict=True):
            numeric = answer.known.trajectories
            for number, trajectory in enumerate(numeric.trajectories):
                style = {"color": COLOURS[number], "linewidth": WIDTHS[number], "linestyle": STYLES[number]}
                panel.semilogy(numeric.times, trajectory.risk, label=f"training {number + 1}", **style)
            panel.set(title=title, ylim=(1e-3, None), xlabel="time", ylabel="loss")
            panel.legend(frameon=False)
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()


if __name__ == "__main__":
    README_PICTURE.write_text(two_trainings(), encoding="utf-8")
