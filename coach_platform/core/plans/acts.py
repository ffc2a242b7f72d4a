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
from coach_platform.kit.errors import Conflict, NotFound

VALID = timedelta(days=14)
SLEEP = timedelta(days=7)  # until the next weekly digest


class Act(StrEnum):
    """What a link does."""

    DONE = "done"
    SNOOZE = "snooze"
    DROP = "drop"


# What an act leads to, where that is a state: asked for twice, it is as they wished.
LEADS_TO = {Act.DONE: ActionState.DONE, Act.DROP: ActionState.DROPPED}


@dataclass(frozen=True)
class Asked:
    """A genuine link: the act, its action, and how that stands."""

    act: Act
    action_id: UUID
    seeker_id: UUID
    locale: str
    state: ActionState

    @property
    def open(self) -> bool:
        """Whether it can still be done."""
        return self.state is ActionState.OPEN

    @property
    def done(self) -> bool:
        """Whether this very act was done already: a second click, a page loaded again."""
        return self.state is LEADS_TO.get(self.act)


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
    return Asked(Act(act), claim.subject, row.seeker_id, actor_for(row.seeker_id).locale, row.state)


def do(act: str, token: str) -> Asked:
    """Do it, as the seeker whose action it is; done already, it stays done. Raises: NotFound; Conflict when the action was
    decided otherwise meanwhile."""
    asked = read(act, token)
    try:
        _do(asked)
    except Conflict:
        # Two clicks at once: the second waited for the first at the plan's lock, and finds its wish fulfilled.
        asked = read(act, token)
        if not asked.done:
            raise
    return asked


def _do(asked: Asked) -> None:
    seeker = actor_for(asked.seeker_id)
    if asked.act is Act.DONE:
        progress.finish(seeker, asked.action_id)
    elif asked.act is Act.DROP:
        progress.drop(seeker, asked.action_id)
    else:
        progress.snooze(seeker, asked.action_id, until_on=clock.today(seeker.zone) + SLEEP)
