"""Sending what was looked at: a row and a letter for each person, in a constant number of statements.

The letters are asked for without naming any account, so that nothing on this way can depend on there being one.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text, update

from coach_platform.content.vocabulary import Section
from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.inviting.checking import Checked, check
from coach_platform.core.coaching.inviting.models import InvitationRound, InvitationState, SeekerInvitation
from coach_platform.core.coaching.inviting.pasted import Entry, read_list
from coach_platform.core.coaching.inviting.rules import OPEN_FOR
from coach_platform.core.coaching.inviting.seats import Face, Seat, seats_of
from coach_platform.core.coaching.inviting.wishes import LONGEST, Wish, seat_of
from coach_platform.core.mail import keys, outbox
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id

KIND = "coaching_invitation"
# The same list again within this is the same click, or its page sent again.
TWICE_WITHIN = timedelta(minutes=10)
# Two sendings for one coach, or of one organisation, wait for each other: what is counted must still be true when sent.
_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtext(:organisation)), pg_advisory_xact_lock(hashtext(:coach))")


class LookAgain(Conflict):
    """The list is not the one that was looked at, or what becomes of it has changed: nothing was sent."""

    def __init__(self) -> None:
        super().__init__(l_("This is not quite the list you looked at. Nothing was sent: please look at it once more."))


def send(actor: Actor, face: Face, wish: Wish, *, looked_at: str) -> int:
    """Invite everybody on the list who can be; how many. `looked_at`: the mark of the list that was on the screen.

    Sent twice (a double click), they are invited once, and both are told how many.
    Raises: NotAllowed; Invalid; LookAgain.
    """
    seat = check(actor, face, wish).seat
    if seat is None:
        raise Invalid({"seat": l_("Choose whose invitation this is.")})
    where = {"organisation": f"invite:{seat.organisation_id}", "coach": f"invite:{seat.coach_id}"}
    db.session.execute(_ONE_AT_A_TIME, where)
    if count := _sent_before(actor, wish, seat, looked_at):
        return count
    checked = check(actor, face, wish)
    if checked.wrong:
        raise Invalid(checked.wrong)
    if not checked.ready or checked.mark != looked_at:
        raise LookAgain
    return _send(actor, face, wish, checked, seat)


def sent_before(actor: Actor, face: Face, wish: Wish, *, looked_at: str) -> int:
    """How many this very list has brought a letter to already, a moment ago; 0 where it was not sent. Three statements."""
    seat = seat_of(wish, seats_of(actor, face))
    return _sent_before(actor, wish, seat, looked_at) if seat else 0


def _sent_before(actor: Actor, wish: Wish, seat: Seat, looked_at: str) -> int:
    if len(wish.people) > LONGEST:
        return 0
    rounds = db.session.scalars(
        select(func.array_agg(SeekerInvitation.address))
        .join(InvitationRound, InvitationRound.id == SeekerInvitation.round_id)
        .where(
            InvitationRound.invited_by_id == actor.person_id,
            InvitationRound.coach_id == seat.coach_id,
            InvitationRound.sent_at > clock.now() - TWICE_WITHIN,
        )
        .group_by(InvitationRound.id)
    )
    listed = list(dict.fromkeys(entry.address for entry in read_list(wish.people) if entry.address))
    for sent in map(set, rounds):
        if wish.mark(seat, [str(address) for address in listed if address in sent]) == looked_at:
            return len(sent)
    return 0


def _send(actor: Actor, face: Face, wish: Wish, checked: Checked, seat: Seat) -> int:
    sent = _round(actor, wish, seat)
    db.session.add(sent)
    db.session.flush()
    _close_earlier(seat.coach_id, checked.ready)
    rows = [_row(sent, face, wish, entry) for entry in checked.ready]
    db.session.execute(insert(SeekerInvitation), rows)
    # Somebody who sits beside the coach waits for it; a list can wait for the morning.
    outbox.add_all(KIND, [_letter(row, actor.zone) for row in rows], at_once=len(rows) == 1)
    audit.note(actor.person_id, "seekers.invited", round=str(sent.id), people=len(rows))
    return len(rows)


def _round(actor: Actor, wish: Wish, seat: Seat) -> InvitationRound:
    return InvitationRound(
        coach_id=seat.coach_id,
        invited_by_id=actor.person_id,
        organisation_id=seat.organisation_id,
        office_id=wish.office or seat.office_id,
        message=wish.message.replace("\0", "").strip(),
        message_locale=actor.locale,
        sections=[section.value for section in Section if section in wish.sections],
        cases=wish.cases if wish.sections else None,
        until_on=wish.until_on if wish.sections else None,
        sent_at=clock.now(),
    )


def _close_earlier(coach_id: UUID, entries: list[Entry]) -> None:
    # A second letter takes the place of the first; the link in the first one then leads to the second (opening.py).
    db.session.execute(
        update(SeekerInvitation)
        .where(
            SeekerInvitation.coach_id == coach_id,
            SeekerInvitation.address.in_([entry.address for entry in entries]),
            SeekerInvitation.state == InvitationState.SENT,
        )
        .values(state=InvitationState.EXPIRED, ended_at=clock.now())
    )


def _row(sent: InvitationRound, face: Face, wish: Wish, entry: Entry) -> dict[str, Any]:
    return {
        "id": new_id(),
        "round_id": sent.id,
        "coach_id": sent.coach_id,
        "organisation_id": sent.organisation_id,
        "address": entry.address,
        "name": entry.name,
        "locale": entry.locale or wish.locale,
        "state": InvitationState.SENT,
        "by_organisation": face is Face.ORGANISATION,
        "created_at": clock.now(),
        "ends_at": clock.now() + OPEN_FOR,
    }


def _letter(row: dict[str, Any], zone: str) -> outbox.Asked:
    recipient = outbox.Recipient(row["address"], row["locale"], zone)
    return outbox.Asked(keys.about(KIND, row["id"]), recipient, {"invitation": str(row["id"])})
