"""The seeker answers what was noted for them. Confirmed, the house's own verbs do it as theirs; removed, it is out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.typeahead import Existing, same_try
from coach_platform.core.assessments.forms import open_form
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.coaching.noted.models import NotedEntry
from coach_platform.core.phone.said import Act, Answer, Did, First, No, Said, checked, details_of, read
from coach_platform.core.plans.actions import add_action
from coach_platform.core.plans.models import Action, ActionState
from coach_platform.core.plans.progress import finish
from coach_platform.core.reconnect import feedback
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.undo import can_come_back

FIRST = "first_assessment"


@dataclass(frozen=True)
class Answered:
    """What became of several at once. `left`: those that need a look of their own."""

    done: int
    left: int


@dataclass(frozen=True)
class Wish:
    """What the seeker adds to a yes. `application_id`: a no is about this one; `as_new`: about none there is yet;
    `said`: in other words than the coach's; `opens`: whether to open the case of a no (None: leave it)."""

    application_id: UUID | None = None
    as_new: bool = False
    said: Said | None = None
    opens: bool = False


def confirm(actor: Actor, entry_id: UUID, wish: Wish | None = None) -> UUID:
    """Make it the seeker's own; twice is once. Returns what it became.

    Raises: NotFound; Invalid (by field; `application_id` where the no may be of an application that is there already);
    Conflict where the thing was decided otherwise meanwhile.
    """
    wish = wish or Wish()
    row = _waiting(actor, entry_id)
    if row.confirmed_at:
        assert row.made_id is not None
        return row.made_id
    before, given = read(row.kind, row.body), wish.said
    said = before if given is None else read(row.kind, checked(actor, given))
    with db.session.begin_nested():  # refused half-way, nothing of it is left beside the entry that goes on waiting
        row.made_id = _make(actor, row, said, wish)
    row.changed = said != before
    row.confirmed_at, row.body = clock.now(), {}  # the words stand where they belong now, and are deleted with it
    db.session.flush()
    return row.made_id


def confirm_all(actor: Actor, entry_ids: Sequence[UUID]) -> Answered:
    """Those of them that need no further word. Raises: NotFound."""
    done = 0
    for entry_id in entry_ids:
        try:
            with db.session.begin_nested():
                confirm(actor, entry_id)
            done += 1
        except (Invalid, Conflict):
            continue
    return Answered(done, len(entry_ids) - done)


def remove(actor: Actor, entry_ids: Sequence[UUID]) -> None:
    """Take them out, for 30 days they can come back; no reason is asked. Raises: NotFound, Conflict (confirmed already)."""
    for entry_id in entry_ids:
        row = _waiting(actor, entry_id, removed_too=True)
        if row.confirmed_at:
            raise Conflict(l_("This was confirmed already. Change or delete it where it stands."))
        row.removed_at = row.removed_at or clock.now()
    db.session.flush()


def restore(actor: Actor, entry_id: UUID) -> None:
    """It waits again. Raises: NotFound."""
    query = _mine(actor, entry_id).where(can_come_back(NotedEntry.removed_at))
    row = db.session.scalars(query).first()
    if row is None:
        raise NotFound
    row.removed_at = None
    db.session.flush()


def matches(actor: Actor, said: No) -> list[Existing]:
    """The seeker's own applications which such a no may be about. Shown to nobody else."""
    return same_try(actor, said.company, said.role)


def _mine(actor: Actor, entry_id: UUID) -> Any:
    require(actor, Permission.USE_SEEKER_FACE)
    mine = (NotedEntry.id == entry_id, NotedEntry.seeker_id == actor.person_id)
    # Locked: a link in a mail and a page may answer at once.
    return select(NotedEntry).where(*mine).with_for_update().execution_options(populate_existing=True)


def _waiting(actor: Actor, entry_id: UUID, *, removed_too: bool = False) -> NotedEntry:
    row: NotedEntry | None = db.session.scalars(_mine(actor, entry_id)).first()
    if row is None or (row.removed_at and not removed_too):
        raise NotFound
    return row


def _make(actor: Actor, row: NotedEntry, said: Said, wish: Wish) -> UUID:
    if isinstance(said, No):
        return _log(actor, row, said, wish)
    if isinstance(said, Answer):
        heard = feedback.Said(said.source, said.on, None, said.person, said.words, said.reasons)
        return feedback.record_feedback(actor, _of(row.case_id), heard, client_id=row.id)
    if isinstance(said, First):
        return _assess(actor, _of(row.case_id), said)
    if isinstance(said, Act):
        return add_action(actor, details=details_of(said))
    return _finish(actor, _of(row.action_id), said)


def _log(actor: Actor, row: NotedEntry, said: No, wish: Wish) -> UUID:
    found = matches(actor, said)
    if found and not wish.as_new and wish.application_id is None:
        raise Invalid({"application_id": l_("You have noted this company before. Is it one of these?")})
    if wish.application_id and wish.application_id not in {one.id for one in found}:
        raise NotFound
    there = next((one for one in found if one.id == wish.application_id), None)
    # The same was noted there before: then only how far it got may be new.
    known = there is not None and there.outcome is said.outcome
    application_id = log_no(
        actor,
        company=said.company,
        role=said.role,
        outcome=Outcome.OPEN if known else said.outcome or Outcome.REJECTED,
        stage=said.stage or Stage.APPLIED,
        on=said.on,
        own_words=said.own_words,
        application_id=wish.application_id,
        client_id=row.id,
    )
    if wish.opens:
        open_case(actor, application_id)
    return application_id


def _assess(actor: Actor, case_id: UUID, said: First) -> UUID:
    form = open_form(actor, case_id, FIRST)
    if form.version or form.revision:
        raise Conflict(l_("You have begun this first look yourself. Yours stays; this note can be removed."))
    answers: dict[str, Any] = {"what_happened": {"words": said.happened}}
    if said.clarity is not None:
        answers["clarity"] = {"value": said.clarity}
    return submit_assessment(actor, case_id, set_key=FIRST, answers=answers).response_id


def _finish(actor: Actor, action_id: UUID, said: Did) -> UUID:
    state = db.session.scalar(select(Action.state).where(Action.id == action_id, Action.seeker_id == actor.person_id))
    if state is not ActionState.DONE:  # marked already by themself: then both say the same
        finish(actor, action_id, words=said.words)
    return action_id


def _of(subject: UUID | None) -> UUID:
    assert subject is not None, "held by a check of the table"
    return subject
