"""The settings of the process that is running, for code that stands below the app."""

from flask import current_app

from coach_platform.config import Config


def settings() -> Config:
    """The Config that create_foundation() was given. Raises: RuntimeError outside an application context."""
    return current_app.extensions["rebound.config"]
