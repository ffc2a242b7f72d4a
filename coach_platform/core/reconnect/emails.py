"""The letter that says an employer answered: whose, and where to read it. It never quotes the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from coach_platform.core.applications.models import Application, Case
from coach_platform.core.mail import links
from coach_platform.core.mail.kinds import SEEKERS, Family, Kind, Messages
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.render import write
from coach_platform.core.reconnect.models import Feedback
from coach_platform.kit.db import db
from coach_platform.kit.i18n import lazy as l_


@dataclass(frozen=True)
class Answered:
    """A feedback that is still there."""

    case_id: UUID
    company: str
    by_card: bool


def gather(messages: Messages) -> Mapping[UUID, Answered]:
    """By message; what was withdrawn or deleted meanwhile is not there. One statement."""
    named = {message.id: dict(message.params or {}) for message in messages}
    cards = [UUID(params["card"]) for params in named.values() if "card" in params]
    rows = [UUID(params["feedback"]) for params in named.values() if "feedback" in params]
    found = db.session.execute(
        select(Feedback.id, Feedback.card_id, Feedback.case_id, Application.company)
        .join(Case, Case.id == Feedback.case_id)
        .join(Application, Application.id == Case.application_id)
        .where(
            or_(Feedback.card_id.in_(cards), Feedback.id.in_(rows)),
            Feedback.deleted_at.is_(None),
            Application.deleted_at.is_(None),
        )
    ).all()
    answers = {str(key): _answered(row) for row in found for key in (row.id, row.card_id) if key}
    about = {key: params.get("card") or params.get("feedback") for key, params in named.items()}
    return {key: answers[subject] for key, subject in about.items() if subject in answers}


def _answered(row: Any) -> Answered:
    return Answered(row.case_id, row.company, row.card_id is not None)


def still_due(messages: Messages, found: Mapping[UUID, Answered]) -> Mapping[UUID, Reason]:
    """Only while there is something to read."""
    return {message.id: Reason.ENDED for message in messages if message.id not in found}


def compose(messages: Messages, found: Mapping[UUID, Answered]) -> Mapping[UUID, Letter]:
    """One line, one link."""
    return {message.id: _letter(message, found[message.id]) for message in messages}


def _letter(message: Outgoing, answer: Answered) -> Letter:
    short = answer.company if len(answer.company) <= 30 else answer.company[:29].rstrip() + "…"
    url = links.page(f"/cases/{answer.case_id}#feedback")
    return write(message, company=answer.company, short=short, by_card=answer.by_card, url=url)


def _sample(person_id: UUID) -> Mapping[str, str] | None:
    """For a preview: the newest answer this person has."""
    newest = select(Feedback.id).where(Feedback.seeker_id == person_id, Feedback.deleted_at.is_(None))
    found = db.session.scalar(newest.order_by(Feedback.id.desc()).limit(1))
    return {"feedback": str(found)} if found else None


KINDS = (
    Kind(
        name="card_answered",
        family=Family.NOTICE,
        label=l_("An employer answered you"),
        why=l_("You get this because you asked an employer for a word, and one came."),
        to=SEEKERS,
        gather=gather,
        still_due=still_due,
        compose=compose,
        sample=_sample,
    ),
)
