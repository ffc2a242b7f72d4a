"""Resume versions: a name and its text, so that one can later say what was sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.applications.details import NAME_LIMIT, TEXT_LIMIT
from coach_platform.core.applications.models import Application, ResumeVersion
from coach_platform.core.applications.owned import own_row
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control


@dataclass(frozen=True)
class ResumeLine:
    """One version in the list."""

    id: UUID
    name: str
    created_at: datetime
    sent: int  # with how many applications


@dataclass(frozen=True)
class ResumeView:
    """One version, whole."""

    id: UUID
    name: str
    body: str
    locale: str
    sent: int


def add_resume(actor: Actor, *, name: str, body: str = "") -> UUID:
    """Keep a version. Raises: Invalid."""
    require(actor, Permission.USE_SEEKER_FACE)
    _check(name, body)
    version = ResumeVersion(
        seeker_id=actor.person_id, name=name.strip(), body=body, locale=actor.locale, created_at=clock.now()
    )
    db.session.add(version)
    db.session.flush()
    return version.id


def edit_resume(actor: Actor, resume_id: UUID, *, name: str, body: str) -> None:
    """Rename it, or write on. The text of a version that was sent stays as it was sent.

    Raises: NotFound, Invalid, Conflict (sent already: keep the new text as a new version).
    """
    version: ResumeVersion = own_row(actor, ResumeVersion, resume_id)
    _check(name, body)
    if body != version.body and version.body and _times_sent(resume_id):
        raise Conflict(l_("This version was sent, so its text stays. Keep the new text as a new version."))
    version.name, version.body = name.strip(), body
    db.session.flush()


def remove_resume(actor: Actor, resume_id: UUID) -> None:
    """It is no longer offered; applications it was sent with still name it. Raises: NotFound."""
    own_row(actor, ResumeVersion, resume_id).deleted_at = clock.now()
    db.session.flush()


def restore_resume(actor: Actor, resume_id: UUID) -> None:
    """Undo removing; does nothing for one that is there. Raises: NotFound (also when the 30 days are over)."""
    version: ResumeVersion = own_row(actor, ResumeVersion, resume_id, removed_too=True)
    version.deleted_at = None
    db.session.flush()


def list_resumes(actor: Actor) -> list[ResumeLine]:
    """The actor's versions, newest first. One statement."""
    v = ResumeVersion
    rows = db.session.execute(
        select(v.id, v.name, v.created_at, func.count(Application.id))
        .outerjoin(Application, (Application.resume_version_id == v.id) & Application.deleted_at.is_(None))
        .where(v.seeker_id == actor.person_id, v.deleted_at.is_(None))
        .group_by(v.id)
        .order_by(v.created_at.desc(), v.id.desc())
    )
    return [ResumeLine(*row) for row in rows]


def show_resume(actor: Actor, resume_id: UUID) -> ResumeView:
    """One of the actor's versions. Raises: NotFound."""
    version: ResumeVersion = own_row(actor, ResumeVersion, resume_id)
    return ResumeView(version.id, version.name, version.body, version.locale, _times_sent(resume_id))


def _times_sent(resume_id: UUID) -> int:
    sent = select(func.count()).where(Application.resume_version_id == resume_id, Application.deleted_at.is_(None))
    return db.session.scalar(sent) or 0


def _check(name: str, body: str) -> None:
    wrong: dict[str, object] = {}
    if not name.strip():
        wrong["name"] = l_("Give it a name you will recognise.")
    elif len(name) > NAME_LIMIT or has_control(name.strip()):
        wrong["name"] = l_("Please keep this to one line of at most %(n)s characters.", n=NAME_LIMIT)
    if len(body) > TEXT_LIMIT or "\0" in body:
        wrong["body"] = l_("At most %(n)s characters.", n=TEXT_LIMIT)
    if wrong:
        raise Invalid(wrong)
