"""The application for the length of one command."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from coach_platform.config import Config, ConfigError, from_environment
from coach_platform.foundation import create_foundation
from coach_platform.kit.db import db


@contextmanager
def in_app(config: Config | None = None, *, role: str = "web") -> Iterator[None]:
    """In the application's context, with the rights of `role`; its connections are closed at the end.

    A setting that is missing ends the command with the sentence that names it.
    """
    try:
        settings = config or from_environment(role=role)
    except ConfigError as error:
        sys.exit(str(error))
    with create_foundation(settings).app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()
