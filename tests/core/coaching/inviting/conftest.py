"""Wishes, and rows of earlier days."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.inviting.checking import Checked, check
from coach_platform.core.coaching.inviting.models import InvitationRound, SeekerInvitation
from coach_platform.core.coaching.inviting.seats import Face, seats_of
from coach_platform.core.coaching.inviting.sending import send
from coach_platform.core.coaching.inviting.wishes import Wish
from coach_platform.kit.db import db


def wish_of(actor: Actor, people: str, face: Face = Face.COACH, **more: Any) -> Wish:
    wish = Wish(seat=seats_of(actor, face)[0].id, people=people, locale="en")
    return replace(wish, **more)


def looked(actor: Actor, people: str, face: Face = Face.COACH, **more: Any) -> Checked:
    return check(actor, face, wish_of(actor, people, face, **more))


def verdicts(actor: Actor, people: str, face: Face = Face.COACH) -> list[str]:
    return [str(line.verdict) for line in looked(actor, people, face).lines]


def invited(actor: Actor, people: str, face: Face = Face.COACH, **more: Any) -> list[SeekerInvitation]:
    """Looked at and sent; the invitations, in their order."""
    wish = wish_of(actor, people, face, **more)
    send(actor, face, wish, looked_at=check(actor, face, wish).mark)
    newest = db.session.scalar(select(InvitationRound.id).order_by(InvitationRound.id.desc()).limit(1))
    rows = select(SeekerInvitation).where(SeekerInvitation.round_id == newest).order_by(SeekerInvitation.id)
    return list(db.session.scalars(rows))


@pytest.fixture
def ago(session):
    """`ago(days)`: everything that was sent, was sent so many days earlier."""

    def moved(days: int) -> None:
        past = timedelta(days=days)
        values = {"created_at": SeekerInvitation.created_at - past, "ends_at": SeekerInvitation.ends_at - past}
        session.execute(update(SeekerInvitation).values(values).execution_options(synchronize_session=False))
        session.execute(update(InvitationRound).values(sent_at=InvitationRound.sent_at - past))
        session.expire_all()

    return moved
