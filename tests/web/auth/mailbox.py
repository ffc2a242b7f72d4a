"""What lies in somebody's mailbox: the newest message of a kind, written as a worker would write it."""

import re

from sqlalchemy import select

from coach_platform.core.mail.kinds import kind_of
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.models import Message
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Person
from coach_platform.kit.db import db


def kinds_for(address: str) -> list[str]:
    """The kinds of all messages to `address`, oldest first."""
    return list(db.session.scalars(select(Message.kind).where(Message.address == address).order_by(Message.id)))


def letter(kind: str, address: str) -> Letter | Reason:
    """The letter, or why it would not go."""
    row = db.session.scalars(
        select(Message).where(Message.kind == kind, Message.address == address).order_by(Message.id.desc()).limit(1)
    ).one()
    name = db.session.scalar(select(Person.name).where(Person.id == row.person_id)) if row.person_id else ""
    message = Outgoing(
        id=row.id,
        kind=kind,
        key=row.key,
        address=address,
        locale=row.locale,
        zone=row.zone,
        person_id=row.person_id,
        name=name or "",
        params=row.params,
    )
    known = kind_of(kind)
    facts = known.gather([message])
    if reasons := known.still_due([message], facts):
        return reasons[message.id]
    return known.compose([message], facts)[message.id]


def link(kind: str, address: str) -> str:
    """The path of the link in the newest letter of that kind; the same one in both parts."""
    written = letter(kind, address)
    assert isinstance(written, Letter), written
    found = re.search(r"http://rebound\.test(/(?:confirm|reset|invitation)/\S+)", written.text)
    assert found is not None, written.text
    assert f"http://rebound.test{found[1]}" in written.html
    return found[1]
