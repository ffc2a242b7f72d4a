"""What the posting asks for, line by line: must or nice. Lines are proposed from its text, the seeker decides."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.vocabulary import Need
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Requirement
from coach_platform.core.applications.owned import own
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import plain

MOST_LINES = 40
LINE_LIMIT = 300
_BULLET = re.compile(r"^\s*(?:[-–—•·▪◦*‣○●■✓]|\d{1,2}[.)])\s+")
_NICE = (
    "nice to have",
    "asset",
    "bonus",
    "preferred",
    "ideally",
    "a plus",
    "atout",
    "souhait",
    "un plus",
    "idealement",
)
_MUST = ("required", "must", "requirements", "exige", "obligatoire", "requis", "exigences")


@dataclass(frozen=True)
class Line:
    """One line as it is given; `id` where it is there already."""

    text: str
    weight: Need = Need.MUST
    id: UUID | None = None


def propose_lines(posting_text: str) -> list[Line]:
    """Lines that look like requirements: the bullets of a posting, or else its short lines. A start to edit, no more.

    A heading such as "Nice to have" turns what follows it into nice ones.
    """
    texts = [text for text in posting_text.splitlines() if text.strip()]
    has_bullets = any(_BULLET.match(text) for text in texts)
    weight = Need.MUST
    found: dict[str, Line] = {}
    for text in texts:
        bullet = _BULLET.match(text)
        bare = text[bullet.end() :].strip() if bullet else text.strip()
        if not bullet and (turn := _heading(bare)):
            weight = turn
        elif (bullet or not has_bullets) and 3 < len(bare) <= LINE_LIMIT:
            found.setdefault(plain(bare), Line(bare, _own_weight(bare) or weight))
    return list(found.values())[:MOST_LINES]


def set_requirements(actor: Actor, application_id: UUID, lines: list[Line]) -> None:
    """These lines, in this order, are what the posting asks for. A line that keeps its id keeps what was marked on it.

    Raises: NotFound, Invalid.
    """
    own(actor, application_id, lock=True)
    wanted = [line for line in lines if line.text.strip()]
    if len(wanted) > MOST_LINES:
        raise Invalid({"lines": l_("At most %(n)s lines: keep those that matter.", n=MOST_LINES)})
    if any(len(line.text) > LINE_LIMIT or "\0" in line.text for line in wanted):
        raise Invalid({"lines": l_("A line has at most %(n)s characters.", n=LINE_LIMIT)})
    there = {row.id: row for row in _rows(application_id)}
    if not {line.id for line in wanted if line.id} <= set(there):
        raise NotFound
    for position, line in enumerate(wanted):
        row = there.pop(line.id) if line.id else _new(actor, application_id)
        row.position, row.text, row.weight = position, line.text.strip(), line.weight
    for row in there.values():
        row.deleted_at = clock.now()
    db.session.flush()


def _rows(application_id: UUID) -> list[Requirement]:
    r = Requirement
    return list(db.session.scalars(select(r).where(r.application_id == application_id, r.deleted_at.is_(None))))


def _new(actor: Actor, application_id: UUID) -> Requirement:
    row = Requirement(seeker_id=actor.person_id, application_id=application_id)
    db.session.add(row)
    return row


def _heading(text: str) -> Need | None:
    return _own_weight(text) if text.endswith(":") or len(text.split()) <= 4 else None


def _own_weight(text: str) -> Need | None:
    words = plain(text)
    if any(word in words for word in _NICE):
        return Need.NICE
    return Need.MUST if any(re.search(rf"\b{word}", words) for word in _MUST) else None
