"""The three small acts of a mail: done, snooze, drop. Each link does that one act to that one action, without a sign-in,
after one button, for 14 days, and shows nothing else. Nothing is stored: the link is an HMAC made when the letter is."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.mail import links
from coach_platform.core.plans import progress
from coach_platform.core.plans.models import Action, ActionState
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

VALID = timedelta(days=14)
SLEEP = timedelta(days=7)  # until the next weekly digest


class Act(StrEnum):
    """What a link does."""

    DONE = "done"
    SNOOZE = "snooze"
    DROP = "drop"


@dataclass(frozen=True)
class Asked:
    """A genuine link: the act, its action, and whether it can still be done."""

    act: Act
    action_id: UUID
    seeker_id: UUID
    locale: str
    open: bool


def act_url(act: Act, action_id: UUID) -> str:
    """The address that goes into a letter."""
    token = links.signer().sign(f"act-{act}", action_id, expires_at=clock.now() + VALID)
    return links.page(f"/act/{act}/{token}")


def read(act: str, token: str) -> Asked:
    """What a link asks for. Raises: NotFound for a forged or expired one, or an action that is gone."""
    claim = links.signer().read(f"act-{act}", token) if act in set(Act) else None
    if claim is None:
        raise NotFound
    query = select(Action.seeker_id, Action.state).where(Action.id == claim.subject, Action.deleted_at.is_(None))
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    locale = actor_for(row.seeker_id).locale
    return Asked(Act(act), claim.subject, row.seeker_id, locale, row.state is ActionState.OPEN)


def do(act: str, token: str) -> Asked:
    """Do it, as the seeker whose action it is. Raises: NotFound; Conflict when it was decided meanwhile."""
    asked = read(act, token)
    seeker = actor_for(asked.seeker_id)
    if asked.act is Act.DONE:
        progress.finish(seeker, asked.action_id)
    elif asked.act is Act.DROP:
        progress.drop(seeker, asked.action_id)
    else:
        progress.snooze(seeker, asked.action_id, until_on=clock.today(seeker.zone) + SLEEP)
    return asked
