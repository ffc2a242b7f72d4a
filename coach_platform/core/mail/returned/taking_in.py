"""What is done about a letter that came back. Asked twice, it is done once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.mail.choices import By, turn_all_off
from coach_platform.core.mail.models import MailReturn, Message, Suppression
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.returned.addresses import message_of
from coach_platform.core.mail.returned.reading import Read, Report, What, read
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it. `what`: None when nothing was changed."""

    what: What | None = None


def take_in(raw: bytes, envelope_to: str = "") -> Taken:
    """Read `raw`, a whole letter, and do what it says about the message whose signed return address it came to.

    In the caller's transaction. Unsigned, forged, unreadable, or about a message that is gone: nothing.
    """
    found = read(raw, envelope_to)
    message = _message(found)
    if message is None or found.report is None:
        log.info("mail.returned_unread", signed=message is not None, bytes=len(raw))
        return Taken()
    report = _sure(found.report, message)
    if not _noted(message, report):
        return Taken()
    _act(message, report)
    log.info("mail.returned", message_id=str(message.id), kind=message.kind, what=report.what.value)
    return Taken(report.what)


def _message(found: Read) -> Any:
    # A feedback loop does not write to the return address. A mail server does: of a bounce nothing quoted is believed.
    complaint = found.report is not None and found.report.what is What.COMPLAINT
    addresses = [*found.addresses, *(found.quoted if complaint else ())]
    genuine = next((i for i in map(message_of, addresses) if i is not None), None)
    if genuine is None:
        return None
    columns = (Message.id, Message.kind, Message.person_id, Message.address)
    return db.session.execute(select(*columns).where(Message.id == genuine)).first()


def _sure(report: Report, message: Row[Any]) -> Report:
    """A bounce in free words is believed to be for good only where it names the address we wrote to."""
    if report.what is What.HARD and report.failed and message.address.lower() not in report.failed:
        return Report(What.SOFT, report.status, report.words)
    return report


def _noted(message: Row[Any], report: Report) -> bool:
    row = {
        "id": new_id(),
        "message_id": message.id,
        "person_id": message.person_id,
        "what": report.what.value,
        "status": report.status,
        "words": report.words,
        "came_at": clock.now(),
    }
    new = insert(MailReturn).values(row).on_conflict_do_nothing(constraint="uq_mail_returns_message_id_what")
    return db.session.execute(new.returning(MailReturn.id)).first() is not None


def _act(message: Row[Any], report: Report) -> None:
    if report.what is What.HARD:
        _suppress(message.address, Reason.BOUNCED, report.status)
    elif report.what is What.COMPLAINT:
        _complained(message.person_id, message.address, report.status)


def _complained(person_id: UUID | None, address: str, status: str) -> None:
    """What can be turned off is, where it is the person's address now: an old one, or one they were only about to have,
    may be somebody else's, who does not speak for them."""
    theirs = select(Person.id).where(Person.id == person_id, Person.email == address)
    if person_id is not None and db.session.scalar(theirs) is not None:
        turn_all_off(person_id, By.COMPLAINT)
    else:
        _suppress(address, Reason.COMPLAINED, status)


def _suppress(address: str, reason: Reason, status: str) -> None:
    row = {"address": address, "reason": reason.value, "status": status or None, "since_at": clock.now()}
    db.session.execute(insert(Suppression).values(row).on_conflict_do_nothing())
