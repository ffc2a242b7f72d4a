"""The quick log: what is typed is kept as a draft, and becomes a no when it is sent."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.log import found_before, log_no
from coach_platform.core.applications.one import ApplicationView, show_application
from coach_platform.core.drafts import DraftConflict, drop_draft, read_draft, save_draft
from coach_platform.core.drafts.conflicts import set_aside
from coach_platform.kit.ids import new_id

FORM = "quick_log"


@dataclass(frozen=True)
class Begun:
    """What the page starts from: a fresh id for this one act, and what was typed before."""

    client_id: UUID
    application: ApplicationView | None  # the one that is continued
    body: dict[str, Any] = field(default_factory=dict)
    revision: int = 0


def begin(actor: Actor, application_id: UUID | None = None) -> Begun:
    """A page to log on, for a new application or for one that exists. Raises: NotFound."""
    application = show_application(actor, application_id) if application_id else None
    kept = read_draft(actor, form=FORM, subject_id=subject(actor, application_id))
    return Begun(new_id(), application, kept.body if kept else {}, kept.revision if kept else 0)


def keep(
    actor: Actor, application_id: UUID | None, *, client_id: UUID | None, revision: int, body: dict[str, Any]
) -> int:
    """Keep what is typed; returns the revision to send with the next. Raises: DraftConflict (both versions are kept)."""
    about: dict[str, Any] = {"form": FORM, "subject_id": subject(actor, application_id)}
    try:
        saved = save_draft(actor, **about, client_id=client_id, revision=revision, body=body, seeker_id=actor.person_id)
    except DraftConflict:
        set_aside(actor, **about, body=body, seeker_id=actor.person_id)
        raise
    return saved.revision


def submit(actor: Actor, *, application_id: UUID | None, **said: Any) -> UUID:
    """Log it and forget the draft; returns the application's id. Takes what `log_no` takes, and raises what it raises."""
    logged = log_no(actor, application_id=application_id, **said)
    drop_draft(actor, form=FORM, subject_id=subject(actor, application_id))
    if application_id:  # it was found only after typing: then the draft lies under the seeker
        drop_draft(actor, form=FORM, subject_id=actor.person_id)
    return logged


def logged_before(actor: Actor, client_id: UUID | None) -> UUID | None:
    """What this very form has logged already, when it is sent a second time."""
    return found_before(actor, client_id) if client_id else None


def subject(actor: Actor, application_id: UUID | None) -> UUID:
    """What the draft belongs to: the application that is continued, or the seeker where there is none yet."""
    return application_id or actor.person_id
