"""A case of the seeker's own as a message needs it: the employer, how far one got, and whom one could write to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from coach_platform.content.vocabulary import OfferState, Outcome, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application, Case, Contact
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound


@dataclass(frozen=True)
class Recipient:
    """A contact; or the company as such, whose id is the case's and whose name is empty."""

    id: UUID
    name: str = ""
    role: str = ""
    stage: Stage | None = None
    email: str = ""
    is_contact: bool = False

    @property
    def contact_id(self) -> UUID | None:
        """None for the company."""
        return self.id if self.is_contact else None


@dataclass(frozen=True)
class Setting:
    """One case. `recipients`: its contacts in the order they were noted, then the company."""

    case_id: UUID
    seeker_id: UUID
    application_id: UUID
    company: str
    role: str
    locale: str
    furthest: Stage
    outcome: Outcome
    offer_state: OfferState | None
    paused_until: datetime | None
    steps_done: tuple[str, ...]
    recipients: tuple[Recipient, ...]

    def recipient(self, to_id: UUID) -> Recipient:
        """Raises: NotFound."""
        for one in self.recipients:
            if one.id == to_id:
                return one
        raise NotFound


def setting_of(actor: Actor, case_id: UUID, *, lock: bool = False) -> Setting:
    """A case of the actor's own, in one statement; `lock` holds its row. Raises: NotFound."""
    query = _query(case_id).where(Case.seeker_id == actor.person_id)
    row = db.session.execute(query.with_for_update(of=Case) if lock else query).first()
    if row is None or not actor.is_seeker:
        raise NotFound
    return Setting(
        case_id=row.id,
        seeker_id=row.seeker_id,
        application_id=row.application_id,
        company=row.company,
        role=row.role,
        locale=row.locale,
        furthest=row.furthest_stage,
        outcome=row.outcome,
        offer_state=row.offer_state,
        paused_until=row.paused_until,
        steps_done=tuple(row.steps_done),
        recipients=(*(_contact(one) for one in row.contacts or ()), Recipient(row.id)),
    )


def _query(case_id: UUID) -> Select:
    return (
        select(
            Case.id,
            Case.seeker_id,
            Case.paused_until,
            Case.steps_done,
            Application.id.label("application_id"),
            Application.company,
            Application.role,
            Application.locale,
            Application.furthest_stage,
            Application.outcome,
            Application.offer_state,
            _contacts().label("contacts"),
        )
        .join(Application, Application.id == Case.application_id)
        .where(Case.id == case_id, Application.deleted_at.is_(None))
    )


def _contacts() -> Any:
    one = func.jsonb_build_array(Contact.id, Contact.name, Contact.role, Contact.stage, Contact.email)
    return (
        select(func.jsonb_agg(aggregate_order_by(one, Contact.created_at, Contact.id)))
        .where(Contact.application_id == Application.id, Contact.deleted_at.is_(None))
        .correlate(Application)
        .scalar_subquery()
    )


def _contact(told: list[Any]) -> Recipient:
    contact_id, name, role, stage, email = told
    return Recipient(UUID(contact_id), name, role, Stage(stage) if stage else None, email, is_contact=True)
