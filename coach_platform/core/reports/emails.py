"""The letter that a coach's report waits for its seeker. It says who made it, and nothing of what is in it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.mail import links
from coach_platform.core.mail.kinds import SEEKERS, Family, Kind, Messages
from coach_platform.core.mail.letters import Letter
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.render import write
from coach_platform.core.reports.making import LETTER
from coach_platform.core.reports.models import ProgressReport
from coach_platform.kit.db import db
from coach_platform.kit.i18n import lazy as l_

_OPEN = (
    ProgressReport.agreed_at.is_(None),
    ProgressReport.declined_at.is_(None),
    ProgressReport.withdrawn_at.is_(None),
    ProgressReport.deleted_at.is_(None),
)


def gather(messages: Messages) -> Mapping[UUID, str]:
    """Report -> who made it, of those that still wait. One statement."""
    ids = {message.id_param("report") for message in messages}
    query = select(ProgressReport.id, ProgressReport.made_by_name).where(ProgressReport.id.in_(ids), *_OPEN)
    return {row.id: row.made_by_name for row in db.session.execute(query)}


def still_due(messages: Messages, found: Mapping[UUID, str]) -> Mapping[UUID, Reason]:
    """Only while it waits for an answer."""
    return {m.id: Reason.ALREADY_ANSWERED for m in messages if m.id_param("report") not in found}


def compose(messages: Messages, found: Mapping[UUID, str]) -> Mapping[UUID, Letter]:
    """One line, one link."""
    return {
        m.id: write(m, by=found[m.id_param("report")], url=links.page(f"/reports/{m.id_param('report')}"))
        for m in messages
    }


def _sample(person_id: UUID) -> Mapping[str, str] | None:
    newest = select(ProgressReport.id).where(ProgressReport.seeker_id == person_id, *_OPEN)
    found = db.session.scalar(newest.order_by(ProgressReport.id.desc()).limit(1))
    return {"report": str(found)} if found else None


KINDS = (
    Kind(
        name=LETTER,
        family=Family.NOTICE,
        label=l_("Your coach made a report of your progress"),
        why=l_("You get this because a coach made a report that needs your yes."),
        to=SEEKERS,
        gather=gather,
        still_due=still_due,
        compose=compose,
        sample=_sample,
    ),
)
