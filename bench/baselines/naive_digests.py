"""Digests as one writes them at first: one person after the other, each read by itself, the standard library's message,
a connection a letter, a commit a letter. What a letter says is the product's own.
"""

import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from urllib.parse import urlsplit

from sqlalchemy import select

from coach_platform.core.digests.models import DigestSchedule, Face
from coach_platform.core.digests.seeker.deciding import still_due
from coach_platform.core.digests.seeker.gathering import gather
from coach_platform.core.digests.seeker.writing import compose
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.links import unsubscribe_url
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.kit.settings import settings


def send_all() -> tuple[int, int]:
    """How many were sent, of how many that were due."""
    wanted = select(DigestSchedule).where(DigestSchedule.next_at <= clock.now(), DigestSchedule.face == Face.SEEKER)
    due = [schedule.person_id for schedule in db.session.scalars(wanted)]
    sent = sum(_one(person_id) for person_id in due)
    return sent, len(due)


def _one(person_id: object) -> int:
    person = db.session.get(Person, person_id)
    schedule = db.session.get(DigestSchedule, (person_id, Face.SEEKER))
    assert person is not None and schedule is not None
    message = Outgoing(new_id(), "digest_seeker", "", person.email, person.locale, person.zone, person.id, person.name)
    facts = gather([message])
    schedule.next_at = None
    if still_due([message], facts):
        db.session.commit()
        return 0
    _send(message, compose([message], facts)[message.id])
    db.session.commit()
    return 1


def _send(message: Outgoing, letter: Letter) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = settings().mail_from, message.address, letter.subject
    mail["Message-ID"] = make_msgid(domain=settings().mail_domain)
    assert message.person_id is not None
    mail["List-Unsubscribe"] = f"<{unsubscribe_url(message.person_id, message.kind)}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    where = urlsplit(settings().smtp_url)
    with smtplib.SMTP(where.hostname or "", where.port or 25) as smtp:
        smtp.send_message(mail)
