"""What templates mark granted figures with, so that a test can hold the table (core/access/figures.py) against pages."""

from flask import Flask

from coach_platform.core.access import figures
from coach_platform.core.coaching.words import sections_in_words


def register_figures(app: Flask) -> None:
    """Give templates figure("key"), figure_of_thread(key), and the names of shared sections in words."""
    app.jinja_env.globals.update(
        figure=figures.mark, figure_of_thread=figures.mark_of_thread, sections_in_words=sections_in_words
    )
