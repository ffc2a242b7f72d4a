"""The monthly letter to an organisation's admins: the row of the whole organisation, as it was frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select

from coach_platform.core.mail import links
from coach_platform.core.mail.kinds import Family, Kind, Messages
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.render import write
from coach_platform.core.outcomes.freezing import MAIL
from coach_platform.core.outcomes.measures import Measure
from coach_platform.core.outcomes.models import OutcomeMonth
from coach_platform.core.outcomes.months import Month, View, view_through
from coach_platform.core.outcomes.page import Row, whole_of
from coach_platform.core.relations.models import Membership, Organisation, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.i18n import lazy as l_


@dataclass(frozen=True)
class Facts:
    """What one letter says. `row` is None when the reader is no admin there any more."""

    organisation: str
    view: View
    row: Row | None


def gather(messages: Messages) -> Mapping[UUID, Facts]:
    """By message; an organisation has few admins and one letter a month: three statements each."""
    return {message.id: _facts(message) for message in messages}


def _facts(message: Outgoing) -> Facts:
    organisation_id = message.id_param("organisation")
    month = Month(message.param("month"))
    name = db.session.scalar(select(Organisation.name).where(Organisation.id == organisation_id)) or ""
    row = whole_of(organisation_id, month) if _admin(message.person_id, organisation_id) else None
    return Facts(name, view_through(month), row)


def _admin(person_id: UUID | None, organisation_id: UUID) -> bool:
    moment, m = clock.now(), Membership
    held = (m.person_id == person_id, m.organisation_id == organisation_id, m.role == Role.ADMIN, m.from_at <= moment)
    return bool(db.session.scalar(select(exists().where(*held, or_(m.until_at.is_(None), m.until_at > moment)))))


def still_due(messages: Messages, found: Mapping[UUID, Facts]) -> Mapping[UUID, Reason]:
    """Not to somebody who is no admin there any more, and not when nothing can be shown."""
    not_due = {}
    for message in messages:
        row = found[message.id].row
        if row is None:
            not_due[message.id] = Reason.ENDED
        elif not any(row.figures.values()):
            not_due[message.id] = Reason.EMPTY
    return not_due


def compose(messages: Messages, found: Mapping[UUID, Facts]) -> Mapping[UUID, Letter]:
    """One letter an admin and organisation."""
    return {message.id: _letter(message, found[message.id]) for message in messages}


def _letter(message: Outgoing, facts: Facts) -> Letter:
    url = links.page(f"/organisation/outcomes?month={facts.view.through}")
    return write(message, face="coach", facts=facts, measures=list(Measure), url=url)


def _latest(person_id: UUID) -> Mapping[str, Any] | None:
    """For a preview: the newest month of an organisation this person is admin of."""
    row = db.session.execute(
        select(OutcomeMonth.organisation_id, OutcomeMonth.month)
        .join(Membership, Membership.organisation_id == OutcomeMonth.organisation_id)
        .where(Membership.person_id == person_id, Membership.role == Role.ADMIN)
        .order_by(OutcomeMonth.month.desc())
        .limit(1)
    ).first()
    return {"organisation": str(row.organisation_id), "month": row.month} if row else None


KINDS = (
    Kind(
        name=MAIL,
        family=Family.NOTICE,
        label=l_("Last month’s outcomes of your organisation"),
        why=l_("You get this because you are an administrator of the organisation."),
        to=frozenset({Role.ADMIN}),
        gather=gather,
        still_due=still_due,
        compose=compose,
        sample=_latest,
    ),
)
