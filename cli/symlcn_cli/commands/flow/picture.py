"""The picture of gradient flows: function space, risk, distance, drift of δ.

Contents: :func:`draw`; :data:`FILTERS`, :data:`FUNCTIONS`, what functions are called in it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from symlcn.errors import not_installed
from symlcn.loss.flow.plateau import Plateau
from symlcn.loss.flow.trajectory import MissingPackageError, Trajectories

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
STYLES: tuple[Any, ...] = ("-", (0, (5, 3)), (0, (1, 2)), (0, (6, 2, 1, 2)))
FLOOR = 1e-17
"""What a logarithmic axis shows for zero."""
VISIBLE = 1e-6
"""Distance from which trajectories count as different in the choice of the axis."""


class Words(NamedTuple):
    """What functions are called: one of them, by what they are drawn, the letter of one, and what their risk is."""

    one: str
    drawn: str
    letter: str
    risk: str


FILTERS = Words("end-to-end filter", "End-to-end filters", "u", "Risk above its minimum over all filters")
FUNCTIONS = Words("function", "Coefficients of functions", "f", "Risk")


def draw(network: str, numeric: Trajectories, ends: Sequence[Plateau], kind: str, words: Words = FILTERS) -> bytes:
    """Four panels as SVG or PNG, the same bytes for the same trajectories.

    Raises
    ------
    MissingPackageError
        If Matplotlib is not installed.
    """
    try:
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingPackageError(f"picture: {not_installed('matplotlib')}") from None
    with matplotlib.rc_context({"svg.hashsalt": "symlcn", "font.size": 9, "axes.titlesize": 10}):
        figure = Figure(figsize=(9, 7), layout="constrained")
        FigureCanvasAgg(figure)
        panels = figure.subplots(2, 2)
        delta = ", ".join(f"{value:g}" for value in numeric.delta)
        figure.suptitle(f"Gradient flow of {network} from one {words.one}, δ = ({delta})")
        _paths(panels[0, 0], numeric, words)
        _risks(panels[0, 1], numeric, words)
        _plateaus(panels[0, 1], ends, numeric.least)
        _distances(panels[1, 0], numeric, words)
        _drifts(panels[1, 1], numeric)
        handles, labels = panels[0, 1].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=min(len(labels), 6), frameon=False)
        buffer = io.BytesIO()
        metadata = {"Date": None} if kind == "svg" else {}
        figure.savefig(buffer, format=kind, dpi=150, metadata=metadata)
    return buffer.getvalue()


def _style(number: int) -> dict[str, Any]:
    """Later curves are thinner and broken, so that equal ones are all seen."""
    return {
        "color": COLOURS[number % len(COLOURS)],
        "linestyle": STYLES[number % len(STYLES)],
        "linewidth": 3.2 if number == 0 else 1.8,
        "label": f"start {number}",
    }


def _paths(panel: Any, numeric: Trajectories, words: Words) -> None:
    """The functions, projected to the plane in which they spread most."""
    import numpy as np

    paths = [np.array(trajectory.filters) for trajectory in numeric.trajectories]
    start = paths[0][0]
    _, _, axes = np.linalg.svd(np.vstack(paths) - start, full_matrices=False)
    plane = axes[:2] if len(axes) > 1 else np.vstack([axes, np.zeros_like(axes)])
    plane = plane * np.where(plane.sum(axis=1, keepdims=True) < 0, -1, 1)
    for number, path in enumerate(paths):
        x, y = plane @ (path - start).T
        panel.plot(x, y, **_style(number))
        panel.plot(x[-1], y[-1], marker="s", markersize=5, color=COLOURS[number % len(COLOURS)])
    panel.plot(0, 0, "ko", markersize=6)
    panel.annotate(f"{words.letter}(0)", (0, 0), textcoords="offset points", xytext=(7, 6))
    panel.set_title(f"{words.drawn} {words.letter}(t), in their plane of largest spread")
    panel.set_xlabel("first principal direction")
    panel.set_ylabel("second principal direction")
    panel.margins(0.12)


def _risks(panel: Any, numeric: Trajectories, words: Words) -> None:
    least = numeric.least
    for number, trajectory in enumerate(numeric.trajectories):
        panel.semilogy(numeric.times, [max(value - least, FLOOR) for value in trajectory.risk], **_style(number))
    panel.set_title(words.risk)
    panel.set_xlabel("time")
    panel.set_ylabel(r"$\ell(u(t)) - \ell(u^*)$" if words is FILTERS else r"$\ell(f(t))$")


def _plateaus(panel: Any, ends: Sequence[Plateau], least: float) -> None:
    """The risks of minima at which the loss has a gradient in function space, named."""
    for value in sorted({end.risk for end in ends}):
        panel.axhline(max(value - least, FLOOR), color="0.5", linewidth=0.8, zorder=0)
        text = f"minimum of risk {value:.4g} with $\\nabla\\ell(u) \\neq 0$ at a smooth u:\nno continuous "
        text += "Riemannian metric"
        panel.annotate(
            text,
            (0.98, max(value - least, FLOOR)),
            xycoords=("axes fraction", "data"),
            ha="right",
            va="bottom",
            fontsize=7,
        )


def _distances(panel: Any, numeric: Trajectories, words: Words) -> None:
    panel.semilogy(numeric.times[1:], [max(value, FLOOR) for value in numeric.distance[1:]], color="black")
    if not any(numeric.distance):
        panel.annotate("equal in every digit", (0.5, 0.5), xycoords="axes fraction", ha="center")
    largest = max(numeric.distance)
    panel.set_ylim(*((largest / 1e3, 3 * largest) if largest > VISIBLE else (FLOOR / 3, 1.0)))
    panel.set_title(f"Largest distance of {words.one}s at equal times")
    panel.set_xlabel("time")
    panel.set_ylabel(rf"$\max\ \Vert {words.letter}_i(t) - {words.letter}_j(t)\Vert$")


def _drifts(panel: Any, numeric: Trajectories) -> None:
    import numpy as np

    for number, trajectory in enumerate(numeric.trajectories):
        drift = np.abs(np.array(trajectory.delta) - np.array(numeric.delta)).max(axis=1, initial=0.0)
        panel.semilogy(numeric.times, np.maximum(drift, FLOOR), **_style(number))
    panel.set_ylim(FLOOR / 3, max(VISIBLE, *(3 * trajectory.drift for trajectory in numeric.trajectories)))
    panel.set_title("Drift of the invariants δ (constant in theory)")
    panel.set_xlabel("time")
    panel.set_ylabel(r"$\max_l\ |\delta_l(t) - \delta_l|$")
