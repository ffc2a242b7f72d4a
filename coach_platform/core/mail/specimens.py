"""A letter of every kind, as the sample people get it: for developers who look at all of them side by side."""

import re
from dataclasses import dataclass
from email.message import EmailMessage
from html import unescape
from uuid import UUID

from sqlalchemy import and_, or_, select

from coach_platform.content import sample_world
from coach_platform.core.mail.kinds import Kind, all_kinds, kind_of
from coach_platform.core.mail.preview import preview
from coach_platform.core.relations.models import Membership, Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

_HIDDEN = re.compile(r'<div style="display:none[^"]*">(.*?)</div>', re.S)


@dataclass(frozen=True, slots=True)
class Specimen:
    """One letter, in one language. `reader`: the sample person it is written to."""

    kind: str
    locale: str
    reader: str
    subject: str
    text: str
    html: str

    @property
    def first_line(self) -> str:
        """What a mailbox shows beside the subject: the hidden first words of the HTML part."""
        found = _HIDDEN.search(self.html)
        return " ".join(unescape(found[1]).split(" ")).strip() if found else ""


def specimens(kind: str) -> dict[str, Specimen]:
    """The letter of `kind` in each language, to the first of the sample people who has something of that kind; empty when
    nobody has. Nothing is sent or kept: a look that composing would write down goes with the caller's rollback.

    Raises: NotFound for a kind that is none.
    """
    if kind not in all_kinds():
        raise NotFound
    people = _people(kind_of(kind))
    for anyhow in (False, True):
        for person_id, name in people:
            if mail := _mail(kind, person_id, "en", anyhow):
                french = _mail(kind, person_id, "fr", anyhow)
                assert french is not None
                return {"en": _specimen(kind, "en", name, mail), "fr": _specimen(kind, "fr", name, french)}
    return {}


def _people(kind: Kind) -> list[tuple[UUID, str]]:
    """Those it can reach, in the order of the sample world. Nobody else: a laptop may hold real people too."""
    addresses = [person["email"] for person in sample_world.people()]
    now = clock.now()
    held = and_(Membership.from_at <= now, or_(Membership.until_at.is_(None), Membership.until_at > now))
    reached = select(Membership.person_id).where(Membership.role.in_(kind.to), held)
    rows = db.session.execute(
        select(Person.id, Person.name, Person.email).where(Person.email.in_(addresses), Person.id.in_(reached))
    )
    return [(row.id, row.name) for row in sorted(rows, key=lambda row: addresses.index(row.email))]


def _mail(kind: str, person_id: UUID, locale: str, anyhow: bool) -> EmailMessage | None:
    try:
        found = preview(kind, person_id, locale=locale, anyhow=anyhow)
    except (NotFound, LookupError):  # nothing of the kind, or of what it was about nothing is left
        return None
    return found if isinstance(found, EmailMessage) else None


def _specimen(kind: str, locale: str, reader: str, mail: EmailMessage) -> Specimen:
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    said = (part.get_content().replace("\r\n", "\n") for part in (text, html))
    return Specimen(kind, locale, reader, str(mail["Subject"]), *said)
