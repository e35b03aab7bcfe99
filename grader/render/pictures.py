"""Pictures of a mistake as inline SVG, drawn by matplotlib from numbers alone; without matplotlib there are none."""

import io
import re
from typing import Any

import numpy as np
from markupsafe import escape

from grader.spec.report import Picture

RIGHT, HERS = "#2f81d6", "#e8590c"  # blue and orange: told apart by everybody, on white and on black
INK = "#010203"  # stands for the page's own text color until the SVG is written
SIZE = (5.2, 3.2)  # inches: half a phone's height


def svg(picture: Picture, number: int, label: str) -> str | None:
    """The picture as one `<svg>` element; the only words in it are `label`, for those who do not see it.

    number: of this picture in its page, so that ids do not clash.
    """
    try:
        import matplotlib as mpl  # half a second, and only for HTML
        from matplotlib.figure import Figure
    except ImportError:
        return None
    style: Any = {
        "svg.fonttype": "none",  # numbers stay text, in the page's own font
        "svg.hashsalt": f"pariksha-{number}",
        **dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), INK),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "font.size": 10,
    }
    with mpl.rc_context(style), np.errstate(all="ignore"):
        figure = Figure(figsize=SIZE, layout="constrained")
        axes = figure.subplots()
        _DRAW[picture.kind](axes, picture)
        out = io.StringIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _inline(out.getvalue(), label)


def _inline(text: str, label: str) -> str:
    """Without the XML head; sized by the page, in its ink, and named for those who do not see it."""
    text = text[text.index("<svg") :].replace(INK, "currentColor")
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r"font: ([^;]*?)'[^;]*", r"font: \1inherit", text)
    text = re.sub(r' (width|height)="[\d.]+pt"', "", text, count=2)
    return text.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)


def _curve(axes: Any, picture: Picture) -> None:
    axes.axhline(0, color=INK, linewidth=0.4)
    axes.axvline(0, color=INK, linewidth=0.4)
    axes.plot(picture.over, picture.expected, color=RIGHT, linewidth=5, alpha=0.45)
    axes.plot(picture.over, picture.got, color=HERS, linewidth=1.8)
    right = np.asarray(picture.expected)
    low, high = float(np.nanmin(right)), float(np.nanmax(right))
    room = 0.4 * max(high - low, 1e-9)
    axes.set_ylim(low - room, high + room)  # an exploding curve must not flatten the right one


def _path(axes: Any, picture: Picture) -> None:
    right, hers = np.asarray(picture.expected), np.asarray(picture.got)
    reach = 1.2 * np.abs(right).max(axis=0) + 0.2
    x, y = np.meshgrid(np.linspace(-reach[0], reach[0], 80), np.linspace(-reach[1], reach[1], 80))
    loss = (picture.over[0] * x**2 + picture.over[1] * y**2) / 2
    axes.contour(x, y, loss, levels=np.linspace(0, 1, 9)[1:] ** 2 * loss.max(), colors=INK, linewidths=0.5, alpha=0.4)
    axes.plot(*right.T, "o-", color=RIGHT, markersize=4, linewidth=3, alpha=0.5)
    axes.plot(*hers.T, ".-", color=HERS, markersize=4, linewidth=1.2)
    axes.plot([0], [0], "+", color=INK, markersize=10)
    axes.set_xlim(-reach[0], reach[0])
    axes.set_ylim(-reach[1], reach[1])
    axes.set_xlabel("$w_1$")
    axes.set_ylabel("$w_2$")


def _histogram(axes: Any, picture: Picture) -> None:
    right, hers = np.asarray(picture.expected), np.asarray(picture.got)
    both = np.concatenate([np.quantile(part, [0.001, 0.999]) for part in (right, hers)])
    low, high = float(both.min()), float(both.max())
    bins = np.linspace(low, high, 61) if high > low else np.linspace(low - 0.5, low + 0.5, 61)
    axes.hist(hers, bins=bins, density=True, color=HERS, alpha=0.55)
    density, edges = np.histogram(right, bins=bins, density=True)
    axes.stairs(density, edges, color=RIGHT, linewidth=2)
    axes.set_yticks([])
    axes.set_ylim(0, 1.6 * max(float(density.max()), 1e-12) if np.ptp(hers) else None)


def _errors(axes: Any, picture: Picture) -> None:
    error = np.abs(np.asarray(picture.got) - np.asarray(picture.expected))
    shown = axes.pcolormesh(np.ma.masked_invalid(error), cmap="Oranges", vmin=0, edgecolors="none")
    axes.invert_yaxis()
    axes.set_facecolor("#b42318")  # where nan or inf came
    for axis, count in ((axes.xaxis, error.shape[1]), (axes.yaxis, error.shape[0])):
        ticks = range(count)[:: max(1, count // 8)]
        axis.set_ticks([tick + 0.5 for tick in ticks], [str(tick) for tick in ticks])
    axes.figure.colorbar(shown, ax=axes)


_DRAW = {"curve": _curve, "path": _path, "histogram": _histogram, "errors": _errors}
