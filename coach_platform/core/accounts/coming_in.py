"""Somebody has shown who they are: a session, an entry in the log, and a letter if the browser is new to them."""

import hashlib
import secrets
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access import audit
from coach_platform.core.accounts import sessions
from coach_platform.core.accounts.alerts import tell_sign_in
from coach_platform.core.accounts.models import KnownBrowser
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id


class By(StrEnum):
    """What they showed."""

    PASSWORD = "password"  # noqa: S105 - a word, not one
    APP = "app"
    RECOVERY = "recovery"
    PASSKEY = "passkey"
    LETTER = "letter"  # a link from their mailbox, on a new account

    @property
    def second_factor(self) -> bool:
        """Whether it is more than a password."""
        return self in (By.APP, By.RECOVERY, By.PASSKEY)


@dataclass(frozen=True)
class CameIn:
    """What goes into the browser's cookies. `browser` is empty on a shared computer: nothing is left there."""

    token: str
    browser: str


def come_in(person_id: UUID, *, by: By, device: str, browser: str = "", shared: bool = False) -> CameIn:
    """Open a session. `device`: what the browser calls itself; `browser`: the cookie it had from an earlier sign-in."""
    first = not audit.has_happened(person_id, "sign_in")
    audit.note(person_id, "sign_in", by=by.value, device=device)
    known = _seen_again(person_id, browser)
    if not known and not first:
        tell_sign_in(person_id, device=device)
    if shared:
        browser = ""
    elif not known:
        browser = browser or secrets.token_urlsafe(24)
        _remember(person_id, browser)
    token = sessions.open_session(person_id, device=device, shared=shared, second_factor=by.second_factor)
    return CameIn(token, browser)


def _seen_again(person_id: UUID, browser: str) -> bool:
    if not browser:
        return False
    seen = (
        update(KnownBrowser)
        .where(KnownBrowser.person_id == person_id, KnownBrowser.token_hash == _hash(person_id, browser))
        .values(last_at=clock.now())
        .returning(KnownBrowser.id)
    )
    return db.session.execute(seen).first() is not None


def _remember(person_id: UUID, browser: str) -> None:
    moment = clock.now()
    row = {"id": new_id(), "person_id": person_id, "token_hash": _hash(person_id, browser)}
    statement = insert(KnownBrowser).values(**row, first_at=moment, last_at=moment)
    db.session.execute(statement.on_conflict_do_nothing())


def _hash(person_id: UUID, browser: str) -> bytes:
    return hashlib.sha256(person_id.bytes + browser.encode()).digest()
