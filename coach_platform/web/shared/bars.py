"""Tiny pictures drawn on the server: a bar and a line. Sizes are SVG attributes, since the policy allows no style=."""

from collections.abc import Sequence

from flask import Flask
from markupsafe import Markup


def register_bars(app: Flask) -> None:
    """Give templates `bar`, `range_bar` and `spark`; templates/shared/bars.html explains them."""
    app.jinja_env.globals["bar"] = bar
    app.jinja_env.globals["spark"] = spark
    app.jinja_env.globals["range_bar"] = range_bar


def bar(value: float, of: float, label: str = "") -> Markup:
    """A bar filled to value / of. Without a label it is silent: its numbers stand beside it."""
    width = 0.0 if of <= 0 else max(0.0, min(100.0, 100.0 * value / of))
    return Markup(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" {}>'
        '<rect class="track" width="100" height="8" rx="2"/><rect class="fill" width="{:.1f}" height="8" rx="2"/></svg>'
    ).format(_meaning(label), width)


def range_bar(value: float, low: float, high: float) -> Markup:
    """A share from 0 to 1 as a bar, with the range it may lie in as a line across its end. Silent: numbers stand beside it."""
    x, w = 100 * max(0.0, low), 100 * (min(1.0, high) - max(0.0, low))
    return Markup(
        '<svg class="bar range" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" y="2" width="100" height="8"/><rect class="fill" y="2" width="{:.1f}" height="8"/>'
        '<rect class="may" x="{:.1f}" y="5" width="{:.1f}" height="2"/>'
        '<rect class="may" x="{:.1f}" width="0.5" height="12"/><rect class="may" x="{:.1f}" width="0.5" height="12"/></svg>'
    ).format(100 * value, x, w, x, min(99.5, x + w))


def spark(values: Sequence[float | None], low: float = 1, high: float = 5, label: str = "") -> Markup:
    """A line over values from low to high, oldest first; None leaves a gap; the last point is marked."""
    step = 112 / max(1, len(values) - 1)
    points = [(4 + i * step, 28 - 24 * (v - low) / (high - low)) for i, v in enumerate(values) if v is not None]
    if not points:
        return Markup("")
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    x, y = points[-1]
    return Markup(
        '<svg class="spark" viewBox="0 0 120 32" {}><line class="base" x1="4" y1="28" x2="116" y2="28"/>'
        '<path d="{}"/><circle cx="{:.1f}" cy="{:.1f}" r="3"/></svg>'
    ).format(_meaning(label), path, x, y)


def _meaning(label: str) -> Markup:
    return Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
