"""The two small acts of a mail about what was noted: confirm, remove. Each link does that one thing to that one entry,
without a sign-in, after one button, for 14 days, and shows nothing else."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.coaching.noted.models import NotedEntry
from coach_platform.core.mail import links
from coach_platform.core.phone import deciding
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound

VALID = timedelta(days=14)


class Act(StrEnum):
    """What a link does."""

    CONFIRM = "confirm"
    REMOVE = "remove"


@dataclass(frozen=True)
class Asked:
    """A genuine link: the act, its entry, and how that stands."""

    act: Act
    entry_id: UUID
    seeker_id: UUID
    locale: str
    confirmed: bool
    removed: bool

    @property
    def open(self) -> bool:
        """Whether it can still be done."""
        return not (self.confirmed or self.removed)

    @property
    def done(self) -> bool:
        """Whether this very act was done already."""
        return self.confirmed if self.act is Act.CONFIRM else self.removed


def act_url(act: Act, entry_id: UUID) -> str:
    """The address that goes into a letter."""
    token = links.signer().sign(f"noted-{act}", entry_id, expires_at=clock.now() + VALID)
    return links.page(f"/noted-by-phone/{act}/{token}")


def read(act: str, token: str) -> Asked:
    """What a link asks for. Raises: NotFound for a forged or expired one, or an entry that is gone."""
    claim = links.signer().read(f"noted-{act}", token) if act in set(Act) else None
    row = db.session.get(NotedEntry, claim.subject, populate_existing=True) if claim else None
    if row is None:
        raise NotFound
    locale = actor_for(row.seeker_id).locale
    return Asked(Act(act), row.id, row.seeker_id, locale, row.confirmed_at is not None, row.removed_at is not None)


def do(act: str, token: str) -> Asked:
    """Do it, as the seeker whose it is. Raises: NotFound; Conflict where it needs a word more, or was decided otherwise."""
    asked = read(act, token)
    if not asked.open:
        if asked.done:
            return asked
        raise Conflict
    seeker = actor_for(asked.seeker_id)
    if asked.act is Act.REMOVE:
        deciding.remove(seeker, [asked.entry_id])
        return asked
    try:
        with db.session.begin_nested():
            deciding.confirm(seeker, asked.entry_id)
    except Invalid as error:  # the company is there already: which one is meant is asked on the page
        raise Conflict from error
    return asked
