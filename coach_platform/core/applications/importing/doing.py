"""Bringing a list in, in one transaction, and taking it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, insert, select, update

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.importing import preview
from coach_platform.core.applications.importing.reading import Read
from coach_platform.core.applications.models import Application, Case, Import, OutcomeEvent, StageEvent
from coach_platform.core.applications.owned import own_row
from coach_platform.core.applications.standing import standing_of
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import plain, search_text
from coach_platform.kit.undo import UNDO

CHUNK = 1_000  # rows of one INSERT


@dataclass(frozen=True)
class Brought:
    """One import. `here`: how many of its applications are there now; `touched`: of these, how many an undo would leave."""

    id: UUID
    at: datetime
    rows: int
    left: int
    undone_at: datetime | None
    here: int
    touched: int

    @property
    def can_be_undone(self) -> bool:
        """For 30 days, once."""
        return self.undone_at is None and self.at > clock.now() - UNDO


def bring_in(actor: Actor) -> UUID:
    """Make applications of the rows that are ready, and forget the list; returns the import's id.

    Raises: NotFound (no list waits: it was brought in already), Invalid.
    """
    looked = preview.look(actor, lock=True)
    if looked.wrong:
        raise Invalid(looked.wrong)
    if not looked.ready:
        raise Invalid(message=l_("No row of this list can be brought in yet. Below, each says why."))
    made = Import(
        id=new_id(),
        seeker_id=actor.person_id,
        rows_brought=len(looked.ready),
        rows_left=len(looked.staying),
        created_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    _insert(actor, made, looked.ready)
    preview.forget(actor)
    return made.id


def undo(actor: Actor, import_id: UUID) -> int:
    """Take away what came with this import and was not touched since; returns how many stay, because they were.

    Raises: NotFound, Conflict (undone already, or the 30 days are over).
    """
    brought = one(actor, import_id)
    if not brought.can_be_undone:
        raise Conflict(l_("This can no longer be undone. Single applications can still be deleted."))
    db.session.execute(
        update(Application)
        .where(*_of(actor, import_id), ~_touched())
        .values(deleted_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    own_row(actor, Import, import_id).undone_at = clock.now()
    db.session.flush()
    return brought.touched


def one(actor: Actor, import_id: UUID) -> Brought:
    """One of the actor's imports. Raises: NotFound."""
    for found in brought_in(actor, only=import_id):
        return found
    raise NotFound


def brought_in(actor: Actor, *, only: UUID | None = None) -> list[Brought]:
    """The actor's imports, the newest first. One statement."""
    i, a = Import, Application
    query = (
        select(
            i.id,
            i.created_at,
            i.rows_brought,
            i.rows_left,
            i.undone_at,
            func.count(a.id),
            func.count(a.id).filter(_touched()),
        )
        .outerjoin(a, (a.import_id == i.id) & a.deleted_at.is_(None))
        .where(i.seeker_id == actor.person_id)
        .group_by(i.id)
        .order_by(i.created_at.desc(), i.id.desc())
        .limit(50)
    )
    query = query if only is None else query.where(i.id == only)
    return [Brought(*row) for row in db.session.execute(query)]


def _of(actor: Actor, import_id: UUID) -> tuple[Any, ...]:
    return (
        Application.seeker_id == actor.person_id,
        Application.import_id == import_id,
        Application.deleted_at.is_(None),
    )


def _touched() -> Any:
    """Something was noted since, or its case was opened: it is more than a row of a list by now."""
    return (Application.updated_at > Application.created_at) | exists().where(Case.application_id == Application.id)


def _insert(actor: Actor, made: Import, rows: Iterable[Read]) -> None:
    applications, stages, outcomes = [], [], []
    for row in rows:
        application_id = new_id()
        reached = _stages(actor, made, application_id, row)
        came = _outcomes(actor, made, application_id, row)
        applications.append(_application(actor, made, application_id, row, reached, came))
        stages += reached
        outcomes += came
    for model, values in ((Application, applications), (StageEvent, stages), (OutcomeEvent, outcomes)):
        for at in range(0, len(values), CHUNK):
            db.session.execute(insert(model), values[at : at + CHUNK])


@dataclass(frozen=True)
class _Event:
    """A row as standing_of() reads it."""

    id: UUID
    occurred_on: date
    recorded_at: datetime
    stage: Stage | None = None
    outcome: Outcome | None = None
    offer_state: Any = None
    corrects_id: None = None
    withdrawn: bool = False


def _application(
    actor: Actor, made: Import, application_id: UUID, row: Read, stages: list[dict], outcomes: list[dict]
) -> dict[str, Any]:
    standing = standing_of(list(map(_as_event, stages)), [], list(map(_as_event, outcomes)), zone=actor.zone)
    return {
        "id": application_id,
        "seeker_id": actor.person_id,
        "import_id": made.id,
        "company": row.company,
        "company_sort": plain(row.company),
        "role": row.role,
        "role_sort": plain(row.role),
        "search_text": search_text(row.company, row.role, row.location),
        "source": row.source,
        "work_mode": row.work_mode,
        "location": row.location,
        "link": row.link,
        "notes": row.notes,
        "locale": actor.locale,
        "applied_on": row.applied_on if row.day_said else None,
        "created_at": made.created_at,
        "updated_at": made.created_at,
        **vars(standing),
    }


def _as_event(row: dict[str, Any]) -> _Event:
    names = _Event.__dataclass_fields__
    return _Event(**{name: value for name, value in row.items() if name in names})


def _stages(actor: Actor, made: Import, application_id: UUID, row: Read) -> list[dict[str, Any]]:
    """Applied, and the stage it reached: only what the list says; nothing between is invented."""
    applied = row.applied_on or clock.today(actor.zone)
    reached = [Stage.APPLIED] if row.stage is Stage.APPLIED else [Stage.APPLIED, row.stage]
    return [
        {
            **_noted(actor, made, application_id),
            "stage": stage,
            "occurred_on": applied,
            "day_known": stage is Stage.APPLIED,
        }
        for stage in reached
    ]


def _outcomes(actor: Actor, made: Import, application_id: UUID, row: Read) -> list[dict[str, Any]]:
    if row.outcome is Outcome.OPEN:
        return []
    return [
        {
            **_noted(actor, made, application_id),
            "outcome": row.outcome,
            "offer_state": row.offer_state,
            "occurred_on": row.answered_on or row.applied_on,
            "day_known": row.answered_on is not None,
        }
    ]


def _noted(actor: Actor, made: Import, application_id: UUID) -> dict[str, Any]:
    return {
        "id": new_id(),
        "seeker_id": actor.person_id,
        "application_id": application_id,
        "locale": actor.locale,
        "recorded_at": made.created_at,
    }
