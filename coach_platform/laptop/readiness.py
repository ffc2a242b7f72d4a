"""Signs that a program is ready."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from .logs import says


def answers(url: str) -> Callable[[Path, int], bool]:
    """Ready when a GET of that loopback address answers 200."""
    place = urlsplit(url)

    def ready(_log: Path, _since: int) -> bool:
        # Not urllib: it would ask a proxy named in the environment.
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=2)
        try:
            connection.request("GET", place.path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ready


def log_says(words: str) -> Callable[[Path, int], bool]:
    """Ready when it has written these words since it was started."""

    def ready(log: Path, since: int) -> bool:
        return says(log, words, since)

    return ready
