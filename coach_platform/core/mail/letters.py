"""What passes through delivery: the message as its kind sees it, and the letter the kind writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed message: to whom, in which language, and the facts its kind put in the row.

    Address, name, locale and zone are the person's of this moment, not those of the day it was asked for.
    """

    id: UUID
    kind: str
    key: str
    address: str
    locale: str
    zone: str
    person_id: UUID | None = None
    name: str = ""
    params: Mapping[str, Any] | None = None
    thread_key: str | None = None
    at_once: bool = False
    due_at: datetime | None = None
    latest_at: datetime | None = None
    attempts: int = 1
    deferrals: int = 0
    doubts: int = 0

    def param(self, name: str) -> Any:
        """A fact of the row. Raises: KeyError when its kind did not put it there."""
        return (self.params or {})[name]

    def id_param(self, name: str) -> UUID:
        """A fact that is an id."""
        return UUID(self.param(name))


@dataclass(frozen=True, slots=True)
class Letter:
    """What the reader gets: a subject (under 60 characters), a text written for reading, and the HTML."""

    subject: str
    text: str
    html: str
    shown: Mapping[str, Any] | None = None  # figures that the next letter of this kind compares with
    grants: frozenset[UUID] = frozenset()  # what it says rests on these: asked once more as it leaves
