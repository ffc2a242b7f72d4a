"""The seeker's own words on a sheet: what they found out, and what else they want at hand. Kept while they are typed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.owned import own
from coach_platform.core.drafts import DraftConflict, Saved, drop_draft, read_draft, save_draft
from coach_platform.core.drafts.conflicts import BothVersions, both_versions, set_aside, settle
from coach_platform.core.drafts.drafts import check_revision
from coach_platform.core.preparation.models import PreparationSheet
from coach_platform.core.preparation.statements import FORM
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id

FIELDS = ("research", "notes")
LIMIT = 10_000  # characters of each


@dataclass(frozen=True)
class Tab:
    """Which tab writes, from which revision."""

    client_id: UUID | None
    revision: int


def keep_notes(actor: Actor, application_id: UUID, *, said: dict[str, str], tab: Tab | None = None) -> None:
    """The notes of the actor's own sheet are these. Raises: NotFound, Invalid, DraftConflict (another tab wrote)."""
    words = _checked(said)
    own(actor, application_id, lock=True)
    if tab is not None:
        kept = read_draft(actor, form=FORM, subject_id=application_id, lock=True)
        check_revision(kept, client_id=tab.client_id, revision=tab.revision)
    own_sheet(actor, application_id)
    row = locked_sheet(application_id)
    row.research, row.notes = words["research"], words["notes"]
    row.locale, row.changed_at = actor.locale, clock.now()
    drop_draft(actor, form=FORM, subject_id=application_id)
    db.session.flush()


def keep_typing(actor: Actor, application_id: UUID, *, said: dict[str, str], tab: Tab) -> Saved:
    """What was typed so far; it is on the sheet, and in the evening's mail, at once. Raises: NotFound, DraftConflict (both
    versions are kept)."""
    own(actor, application_id)
    body = {name: said.get(name, "").replace("\0", "")[:LIMIT] for name in FIELDS}
    about: dict[str, Any] = {"form": FORM, "subject_id": application_id, "seeker_id": actor.person_id, "body": body}
    try:
        return save_draft(actor, **about, client_id=tab.client_id, revision=tab.revision)
    except DraftConflict:
        set_aside(actor, **about)
        raise


def put_aside(actor: Actor, application_id: UUID, *, said: dict[str, str]) -> None:
    """Keep what a tab that lagged behind wanted to keep, beside what lies there."""
    body = {name: said.get(name, "").replace("\0", "")[:LIMIT] for name in FIELDS}
    set_aside(actor, form=FORM, subject_id=application_id, body=body, seeker_id=actor.person_id)


def versions(actor: Actor, application_id: UUID) -> BothVersions:
    """What lies there, and what the other tab wrote. Raises: NotFound."""
    own(actor, application_id)
    return both_versions(actor, form=FORM, subject_id=application_id)


def go_on_with(actor: Actor, application_id: UUID, *, take_aside: bool) -> None:
    """Go on with one of the two. Raises: NotFound when nothing was set aside."""
    own(actor, application_id)
    settle(actor, form=FORM, subject_id=application_id, take_aside=take_aside, seeker_id=actor.person_id)


def own_sheet(actor: Actor, application_id: UUID) -> None:
    """See that the actor's part of the sheet is there; the caller knows that the application is theirs."""
    row = {
        "id": new_id(),
        "seeker_id": actor.person_id,
        "application_id": application_id,
        "research": "",
        "notes": "",
        "locale": actor.locale,
        "questions": [],
        "hidden": [],
        "taken_from": [],
        "changed_at": clock.now(),
    }
    db.session.execute(insert(PreparationSheet).values(row).on_conflict_do_nothing())


def locked_sheet(application_id: UUID) -> PreparationSheet:
    """It, held to the end of the transaction: two tabs change it in turn."""
    query = select(PreparationSheet).where(PreparationSheet.application_id == application_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _checked(said: dict[str, str]) -> dict[str, str]:
    words = {name: said.get(name, "").replace("\r\n", "\n").replace("\0", "").strip() for name in FIELDS}
    long = {name: l_("At most %(n)s characters.", n=LIMIT) for name, text in words.items() if len(text) > LIMIT}
    if long:
        raise Invalid(long)
    return words
