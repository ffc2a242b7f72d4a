"""What somebody agreed to, all of it, the newest first: the texts kept here and those of their grants."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select, union_all

from coach_platform.content.agreements import Agreement, latest_agreement
from coach_platform.core.access.actor import Actor
from coach_platform.core.agreements.holding import is_older
from coach_platform.core.agreements.keeping import keep
from coach_platform.core.agreements.models import AgreementKept
from coach_platform.core.relations.models import Coaching, Grant, Person, Team
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.paging import paged

PRIVACY = "privacy"  # the one text that everybody reads when an account begins


@dataclass(frozen=True)
class AgreedTo:
    """One yes. `whom`: the other person of a coaching or a team, "" where it is about nobody or their account is gone."""

    id: UUID
    key: str
    version: int
    locale: str
    title: str
    paragraphs: tuple[str, ...]
    whom: str
    coaching_id: UUID | None
    agreed_at: datetime
    ended_at: datetime | None
    newer: Agreement | None  # while it holds: the version that is asked for by now


@dataclass(frozen=True)
class AgreedPage:
    """`to_read`: the text on privacy, where this person never agreed to one (an account made by a command)."""

    rows: list[AgreedTo]
    to_read: Agreement | None
    previous: str = ""
    next: str = ""


def agreed_page(actor: Actor, *, page: str = "") -> AgreedPage:
    """The actor's own. Two statements. `page` is a mark from an earlier page."""
    found = paged(_query(actor), page, size=30)
    rows = [_row(row) for row in found.rows]
    return AgreedPage(rows, None if _has_privacy(actor) else latest_agreement(PRIVACY), found.previous, found.next)


def read_again(actor: Actor, mark: str | None) -> None:
    """Agree to the present text on privacy. Raises: Invalid (field agreed)."""
    keep(actor.person_id, PRIVACY, mark)


def _has_privacy(actor: Actor) -> bool:
    mine = select(AgreementKept.id).where(AgreementKept.person_id == actor.person_id, AgreementKept.key == PRIVACY)
    return db.session.scalar(mine.limit(1)) is not None


def _query(actor: Actor) -> Select:
    kept = _kept(actor)
    every = union_all(kept, _granted(actor)).subquery()
    return select(every).order_by(every.c.agreed_at.desc(), every.c.id.desc())


def _kept(actor: Actor) -> Select:
    row = AgreementKept
    return (
        select(
            *(row.id, row.key, row.version, row.locale, row.text, row.coaching_id, row.agreed_at, row.ended_at),
            func.coalesce(Person.name, "").label("whom"),
        )
        .outerjoin(Coaching, Coaching.id == row.coaching_id)
        .outerjoin(Person, Person.id == Coaching.coach_id)
        .where(row.person_id == actor.person_id)
    )


def _granted(actor: Actor) -> Select:
    over = func.least(Grant.revoked_at, case((Grant.ends_at <= clock.now(), Grant.ends_at)))
    return (
        select(
            *(Grant.id, Grant.consent_key, Grant.consent_version, Grant.consent_locale, Grant.consent_text),
            *(Grant.coaching_id, Grant.agreed_at, over.label("ended_at")),
            func.coalesce(Person.name, Team.name, "").label("whom"),
        )
        .outerjoin(Person, Person.id == Grant.coach_id)
        .outerjoin(Team, Team.id == Grant.team_id)
        .where(Grant.seeker_id == actor.person_id)
    )


def _row(row: Any) -> AgreedTo:
    title, *paragraphs = row.text.split("\n\n")
    newer = latest_agreement(row.key) if row.ended_at is None and is_older(row.key, row.version) else None
    return AgreedTo(
        id=row.id,
        key=row.key,
        version=row.version,
        locale=row.locale,
        title=title,
        paragraphs=tuple(paragraphs),
        whom=row.whom,
        coaching_id=row.coaching_id,
        agreed_at=row.agreed_at,
        ended_at=row.ended_at,
        newer=newer,
    )
