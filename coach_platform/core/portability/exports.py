"""Files of everything of mine: asked for on a page, made by a worker, fetched by their owner, removed after a week
(retention_schedule.py)."""

import gzip
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select, update

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.proof import need_fresh
from coach_platform.core.portability.gathering import gather
from coach_platform.core.portability.models import Export, ExportState
from coach_platform.kit import clock, jobs
from coach_platform.kit.db import db, own_transaction
from coach_platform.kit.errors import NotFound

KEPT = timedelta(days=7)  # long enough to fetch it, short enough not to lie about
LEASE = timedelta(minutes=10)  # a worker that died is followed by another
ATTEMPTS = 3
TASK = "portability.export"


@dataclass(frozen=True)
class ExportView:
    """One file as its owner sees it."""

    id: UUID
    state: ExportState
    asked_at: datetime
    ready_at: datetime | None
    ends_at: datetime | None


def ask_export(actor: Actor) -> UUID:
    """Ask for a file; one that is being made already is that one. Raises: ProofNeeded."""
    need_fresh(actor)
    waiting = select(Export.id).where(Export.person_id == actor.person_id, Export.state == ExportState.ASKED)
    if (there := db.session.scalar(waiting)) is not None:
        return there
    export = Export(person_id=actor.person_id, asked_at=clock.now())
    db.session.add(export)
    db.session.flush()
    audit.note(actor.person_id, "export.asked")
    jobs.publish(TASK, str(export.id))
    return export.id


def list_exports(actor: Actor) -> list[ExportView]:
    """The actor's files, newest first."""
    columns = (Export.id, Export.state, Export.asked_at, Export.ready_at, Export.ends_at)
    query = select(*columns).where(Export.person_id == actor.person_id).order_by(Export.asked_at.desc())
    return [ExportView(*row) for row in db.session.execute(query)]


def read_export(actor: Actor, export_id: UUID) -> bytes:
    """The file, as JSON text in UTF-8. Raises: ProofNeeded; NotFound unless it is theirs, ready and still kept."""
    need_fresh(actor)
    body = db.session.scalar(
        select(Export.body).where(
            Export.id == export_id,
            Export.person_id == actor.person_id,
            Export.state == ExportState.READY,
            Export.ends_at > clock.now(),
        )
    )
    if body is None:
        raise NotFound
    audit.note(actor.person_id, "export.fetched")
    return gzip.decompress(body)


def make_export(export_id: UUID) -> bool:
    """A worker's turn: claim it, gather, keep the file. False when another worker has it or it is done."""
    person_id = _claim(export_id)
    if person_id is None:
        return False
    text = json.dumps(gather(person_id), ensure_ascii=False, indent=1, default=str)
    moment = clock.now()
    db.session.execute(
        update(Export)
        .where(Export.id == export_id)
        .values(
            state=ExportState.READY,
            body=gzip.compress(text.encode()),
            ready_at=moment,
            ends_at=moment + KEPT,
            lease_until=None,
        )
    )
    return True


def due_exports() -> list[UUID]:
    """Asked for and in nobody's hands: for the sweep, when Redis lost the job or a worker died."""
    free = or_(Export.lease_until.is_(None), Export.lease_until < func.clock_timestamp())
    return list(db.session.scalars(select(Export.id).where(Export.state == ExportState.ASKED, free)))


def _claim(export_id: UUID) -> UUID | None:
    # In a transaction of its own: the attempt counts even if gathering kills the worker.
    free = or_(Export.lease_until.is_(None), Export.lease_until < func.clock_timestamp())
    query = select(Export).where(Export.id == export_id, Export.state == ExportState.ASKED, free)
    with own_transaction() as session:
        export = session.scalar(query.with_for_update(skip_locked=True))
        if export is None:
            return None
        if export.attempts >= ATTEMPTS:
            export.state, export.ends_at = ExportState.FAILED, clock.now() + KEPT
            return None
        export.attempts += 1
        export.lease_until = session.execute(select(func.clock_timestamp())).scalar_one() + LEASE
        return export.person_id
