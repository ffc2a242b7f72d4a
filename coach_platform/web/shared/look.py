"""Everything the templates in `templates/shared/` need from Python, registered in one call."""

from pathlib import Path

from flask import Flask, request

from coach_platform.web.shared.assets import register_assets
from coach_platform.web.shared.bars import register_bars
from coach_platform.web.shared.dots import register_dots
from coach_platform.web.shared.figure_marks import register_figures
from coach_platform.web.shared.guide_links import register_guide_links
from coach_platform.web.shared.talks import register_talks
from coach_platform.web.shared.texts import register_texts

STATIC = Path(__file__).parents[1] / "static"
THEMES = ("light", "dark")


def register_look(app: Flask, static: Path = STATIC) -> None:
    """asset_url, icon, stage_line, bar, spark, figure and `theme`. Raises: FrontEndNotBuilt."""
    register_assets(app, static)
    register_dots(app)
    register_bars(app)
    register_figures(app)
    register_guide_links(app)
    register_texts(app)
    register_talks(app)
    app.context_processor(lambda: {"theme": chosen_theme()})


def chosen_theme() -> str:
    """The theme cookie, or "" to follow the system. Read on the server, so that no page flashes in the other theme."""
    theme = request.cookies.get("theme", "")
    return theme if theme in THEMES else ""
