"""Addresses of pages elsewhere, as people type them: what may become a link, and the host that is shown beside it."""

import re
from urllib.parse import urlsplit

from coach_platform.kit.text import has_control


def is_https(text: str) -> bool:
    """An https:// address of a named host; without a name or password before the host, which would hide where it leads."""
    if has_control(text) or any(c.isspace() for c in text) or "\\" in text:
        return False
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - reading it is the check: a port that is no number raises
    except ValueError:
        return False
    host = _as_looked_up(parts.hostname or "")
    return parts.scheme == "https" and "." in host.strip(".") and parts.username is None and parts.password is None


def host_of(address: str) -> str:
    """The host, as a reader is told before they follow a link; "" where it cannot be read.

    As it is looked up ("xn--…"), so that letters of another script do not pass for the ones they look like.
    """
    try:
        return _as_looked_up(urlsplit(address).hostname or "")
    except ValueError:
        return ""


def _as_looked_up(host: str) -> str:
    """In ASCII; "" for what is no name of a host (signs that turn the line round, quotes, empty or endless labels)."""
    try:
        found = host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return found if re.fullmatch(r"[A-Za-z0-9.-]+", found) else ""
