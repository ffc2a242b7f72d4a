"""The application for the length of one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from coach_platform.app import create_app
from coach_platform.config import Config, from_environment
from coach_platform.kit.db import db


@contextmanager
def in_app(config: Config | None = None, *, role: str = "web") -> Iterator[None]:
    """In the application's context, with the rights of `role`; its connections are closed at the end.

    Raises: ConfigError, if a setting is missing.
    """
    with create_app(config or from_environment(role=role)).app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()
