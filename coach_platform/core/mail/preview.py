"""A letter as one person would get it now, without sending it."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.mail.kinds import all_kinds, kind_of
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.mime import assemble
from coach_platform.core.mail.models import Message
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Person
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.ids import new_id


def preview(kind: str, person_id: UUID, *, locale: str = "", anyhow: bool = False) -> EmailMessage | Reason:
    """The mail, parsed back from the bytes that would be sent; or why it would not be sent.

    Facts come from the kind's own sample, else from the newest message of that kind to this person. `anyhow`: also what
    would not be sent now (an address that is confirmed already).
    Raises: NotFound for a kind or a person that is none, or when there are no facts to make one from.
    """
    if kind not in all_kinds():
        raise NotFound
    message = _message(kind, person_id)
    if locale:
        message = replace(message, locale=locale)
    known = kind_of(kind)
    facts = known.gather([message])
    if (reasons := known.still_due([message], facts)) and not anyhow:
        return reasons[message.id]
    letter = known.compose([message], facts)[message.id]
    return message_from_bytes(assemble(message, letter), policy=policy.default)


def _message(kind: str, person_id: UUID) -> Outgoing:
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound
    sample = kind_of(kind).sample
    params = sample(person_id) if sample else _newest_params(kind, person_id)
    if params is None:
        raise NotFound
    return Outgoing(
        id=new_id(),
        kind=kind,
        key="preview",
        address=person.email,
        locale=person.locale,
        zone=person.zone,
        person_id=person_id,
        name=person.name,
        params=params,
    )


def _newest_params(kind: str, person_id: UUID) -> dict[str, object] | None:
    newest = select(Message.params).where(Message.person_id == person_id, Message.kind == kind)
    return db.session.scalar(newest.order_by(Message.id.desc()).limit(1))
