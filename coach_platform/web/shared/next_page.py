"""Where to go afterwards, only ever on this site."""

from urllib.parse import urlsplit

from flask import request


def next_page(default: str) -> str:
    """The `next` that was given when it is a plain path of ours, else `default`."""
    target = request.values.get("next", "")
    return target if is_ours(target) else default


def is_ours(target: str) -> bool:
    """A path on this host: "/x" but not "//x", "/\\x", "https://x" or anything with control characters."""
    if not target.startswith("/") or target[1:2] in ("/", "\\") or any(ord(c) < 32 for c in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc
