"""What happened in an account, for its person; and in all of them, under pseudonyms, for an operator. Pages by keyset."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlakeyset import InvalidPage, select_page
from sqlalchemy import Select, select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.accounts.attempts import address_key
from coach_platform.core.relations.models import AuditEvent, Person
from coach_platform.kit.db import db

PAGE = 50
_SHORT = 8  # of a pseudonym: enough to tell lines of one person from another's


@dataclass(frozen=True)
class Happened:
    """One line. `device` and `by` where the event knows them; `whose` is a pseudonym, for operators only."""

    at: datetime
    event: str
    device: str = ""
    by: str = ""
    role: str = ""
    whose: str = ""


@dataclass(frozen=True)
class HistoryPage:
    """The newest first; marks of the pages around it, or ""."""

    lines: list[Happened]
    previous: str = ""
    next: str = ""


def my_history(actor: Actor, *, page: str = "") -> HistoryPage:
    """The actor's own, with failed tries at their address. `page`: a mark from an earlier page; a bad one means the first."""
    address = db.session.scalar(select(Person.email).where(Person.id == actor.person_id)) or ""
    mine = [audit.actor_key(actor.person_id), audit.actor_key(f"address:{address_key(address)}")]
    return _page(_newest().where(AuditEvent.actor_key.in_(mine)), page, pseudonyms=False)


def all_history(actor: Actor, *, page: str = "", whose: str = "") -> HistoryPage:
    """Everybody's, for an operator. `whose`: the beginning of a pseudonym. Raises: NotAllowed."""
    require(actor, Permission.USE_OPERATOR_PAGES)
    query = _newest()
    if whose:
        query = query.where(AuditEvent.actor_key.startswith(whose, autoescape=True))
    return _page(query, page, pseudonyms=True)


def _newest() -> Select:
    return select(AuditEvent.at, AuditEvent.event, AuditEvent.details, AuditEvent.actor_key, AuditEvent.id).order_by(
        AuditEvent.at.desc(), AuditEvent.id.desc()
    )


def _page(query: Select, mark: str, *, pseudonyms: bool) -> HistoryPage:
    try:
        found = select_page(db.session(), query, per_page=PAGE, page=mark or None)
    except (InvalidPage, ValueError):
        found = select_page(db.session(), query, per_page=PAGE)
    marks = found.paging
    return HistoryPage(
        [_line(row, pseudonyms) for row in found],
        marks.bookmark_previous if marks.has_previous else "",
        marks.bookmark_next if marks.has_next else "",
    )


def _line(row: Any, pseudonyms: bool) -> Happened:
    said = {name: str(row.details.get(name, "")) for name in ("device", "by", "role")}
    return Happened(row.at, row.event, **said, whose=row.actor_key[:_SHORT] if pseudonyms else "")
