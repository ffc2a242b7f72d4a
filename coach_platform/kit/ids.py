"""Identifiers: UUIDv7 (RFC 9562), made in Python, so that rows sort by age and a page can name one before it is written."""

from uuid import UUID

import uuid_utils.compat as uuid_utils


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return uuid_utils.uuid7()


def parse_id(text: str) -> UUID | None:
    """The UUID written in `text`, or None when it is not one: an unreadable id is simply something that does not exist."""
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError):
        return None
