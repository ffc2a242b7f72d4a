"""The letters about a request for notes: who, by when, a link. Never a word of a note, nor of the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.coaching.notes_requests.answerers import who_answers
from coach_platform.core.coaching.notes_requests.models import NotesRequest, NotesRequestState
from coach_platform.core.mail import links
from coach_platform.core.mail.kinds import SEEKERS, Family, Kind, Messages, StillDue
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.render import write
from coach_platform.core.relations.models import Organisation, Person, Role
from coach_platform.kit.db import db
from coach_platform.kit.i18n import lazy as l_


@dataclass(frozen=True)
class Facts:
    """A request as it stands. `whose`: the organisation, or "" for a coach who works alone."""

    state: NotesRequestState
    seeker: str
    whose: str
    due_on: date
    named: bool  # the reader is the coach or of the organisation; an operator is told no name


def gather(messages: Messages) -> Mapping[UUID, Facts]:
    """By message id; of requests that are gone there is nothing. One statement."""
    ids = {message.id_param("request") for message in messages}
    rows = db.session.execute(
        select(NotesRequest, Person.name, Organisation.name.label("organisation"))
        .join(Person, Person.id == NotesRequest.seeker_id)
        .outerjoin(Organisation, Organisation.id == NotesRequest.organisation_id)
        .where(NotesRequest.id.in_(ids))
    )
    by_id = {row.NotesRequest.id: row for row in rows}
    found = {message.id: by_id.get(message.id_param("request")) for message in messages}
    return {message.id: _facts(found[message.id], message) for message in messages if found[message.id]}


def _facts(row: Any, message: Outgoing) -> Facts:
    request: NotesRequest = row.NotesRequest
    named = request.organisation_id is not None or request.coach_id == message.person_id
    return Facts(request.state, row.name, row.organisation or "", request.due_on, named)


def while_in(*states: NotesRequestState) -> StillDue:
    """It goes only while the request stands where the letter says."""

    def still_due(messages: Messages, found: Mapping[UUID, Facts]) -> Mapping[UUID, Reason]:
        return {
            message.id: Reason.ALREADY_ANSWERED if message.id in found else Reason.ENDED
            for message in messages
            if message.id not in found or found[message.id].state not in states
        }

    return still_due


def compose(messages: Messages, found: Mapping[UUID, Facts]) -> Mapping[UUID, Letter]:
    """All three kinds: what differs is in their templates."""
    return {message.id: _letter(message, found[message.id]) for message in messages}


def _letter(message: Outgoing, facts: Facts) -> Letter:
    to_seeker = message.kind == "notes_answered"
    path = "/settings/privacy" if to_seeker else f"/notes-requests/{message.id_param('request')}"
    face = "seeker" if to_seeker else "coach"
    return write(message, face=face, facts=facts, url=links.page(path))


def _sample(*states: NotesRequestState) -> Callable[[UUID], Mapping[str, str] | None]:
    """The newest that is theirs: asked by them, or theirs to answer."""

    def sample(person_id: UUID) -> Mapping[str, str] | None:
        query = select(NotesRequest).where(NotesRequest.state.in_(states)).order_by(NotesRequest.id.desc())
        for request in db.session.scalars(query):
            if person_id in ([request.seeker_id] if states == DONE else who_answers(request)):
                return {"request": str(request.id)}
        return None

    return sample


ANSWER = frozenset({Role.ADMIN, Role.COACH, Role.OPERATOR})
OPEN = (NotesRequestState.ASKED,)
DONE = (NotesRequestState.PRODUCED, NotesRequestState.REFUSED)


def _kind(name: str, label: Any, why: Any, to: frozenset[Role], *states: NotesRequestState) -> Kind:
    return Kind(
        name=name,
        family=Family.NOTICE,
        label=label,
        why=why,
        to=to,
        gather=gather,
        still_due=while_in(*states),
        compose=compose,
        sample=_sample(*states),
    )


_YOURS = l_("You get this because you answer for the notes that are kept about job seekers.")
KINDS = (
    _kind("notes_asked", l_("A seeker asks for the notes about them"), _YOURS, ANSWER, *OPEN),
    _kind("notes_due", l_("A request for notes is due in a week"), _YOURS, ANSWER, *OPEN),
    _kind(
        "notes_answered",
        l_("An answer to your request for notes"),
        l_("You get this because you asked for the notes about you."),
        SEEKERS,
        *DONE,
    ),
)
