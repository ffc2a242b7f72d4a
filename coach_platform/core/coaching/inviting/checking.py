"""Looking at a list before anything is sent: what becomes of each line, and whether the day has room for them.

Whether an address has an account plays no part: the same verdict with and without one. Only whom the coach works with
already is said, and to an admin only of people who came by an invitation of the organisation.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.inviting.models import InvitationRefusal, InvitationState, SeekerInvitation
from coach_platform.core.coaching.inviting.pasted import Entry, read_list
from coach_platform.core.coaching.inviting.rules import (
    AGAIN_AFTER,
    AT_ONCE,
    COACH_A_DAY,
    ORGANISATION_A_DAY,
    TIMES,
    Verdict,
    address_key,
)
from coach_platform.core.coaching.inviting.seats import Face, Seat, seats_of
from coach_platform.core.coaching.inviting.wishes import Wish, seat_of, wrong_with
from coach_platform.core.relations.models import Coaching, CoachingState, Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.i18n import ngettext

DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Line:
    """One person of the list. `again_on`: from when another letter may go, in the actor's zone."""

    entry: Entry
    verdict: Verdict
    again_on: date | None = None


@dataclass(frozen=True)
class Checked:
    """The whole list; `wrong` names what stands in the way, by field of the form."""

    lines: list[Line]
    wrong: dict[str, object]
    seats: list[Seat]  # those there were to choose from
    seat: Seat | None
    mark: str

    @property
    def ready(self) -> list[Entry]:
        """Those who would get a letter."""
        return [line.entry for line in self.lines if line.verdict.sends]


@dataclass(frozen=True)
class Before:
    """What went to one address from this coach before."""

    times: int
    last_at: datetime


def check(actor: Actor, face: Face, wish: Wish) -> Checked:
    """Seven statements at most, however long the list. Raises: NotAllowed."""
    seats = seats_of(actor, face)
    seat = seat_of(wish, seats)
    wrong = wrong_with(actor, face, wish, seat)
    entries = [] if "people" in wrong else read_list(wish.people)
    if not entries and "people" not in wrong:
        wrong["people"] = l_("Write or paste at least one address.")
    if seat is None:
        return Checked([], wrong, seats, None, "")
    lines = _lines(actor, face, seat, entries) if len(entries) <= 2 * AT_ONCE else []
    ready = [str(line.entry.address) for line in lines if line.verdict.sends]
    if too_many := _too_many(face, seat, len(entries), len(ready)):
        wrong.setdefault("people", too_many)
    return Checked(lines, wrong, seats, seat, wish.mark(seat, ready))


def _lines(actor: Actor, face: Face, seat: Seat, entries: list[Entry]) -> list[Line]:
    addresses = {entry.address for entry in entries if entry.address}
    before = _before(seat.coach_id, addresses)
    refused = _refused(seat.coach_id, addresses)
    coached = _coached(face, seat, addresses)
    seen: set[str] = set()
    lines = []
    for entry in entries:
        line = Line(entry, Verdict.NOT_AN_ADDRESS)
        if (address := entry.address) is not None:
            line = _known(line, address, before.get(address), actor.zone)
            line = replace(line, verdict=Verdict.REFUSED) if address in refused else line
            line = replace(line, verdict=Verdict.COACHED) if address in coached else line
            line = replace(line, verdict=Verdict.YOURSELF) if address == seat.coach_address else line
            line = replace(line, verdict=Verdict.DUPLICATE) if address in seen else line
            seen.add(address)
        lines.append(line)
    return lines


def _known(line: Line, address: str, before: Before | None, zone: str) -> Line:
    if before is None:
        return replace(line, verdict=Verdict.READY)
    if before.times >= TIMES:
        return replace(line, verdict=Verdict.TWICE)
    again_at = before.last_at + AGAIN_AFTER
    if again_at > clock.now():
        return replace(line, verdict=Verdict.TOO_SOON, again_on=clock.local(again_at, zone).date())
    return replace(line, verdict=Verdict.AGAIN)


def _before(coach_id: UUID, addresses: Iterable[str]) -> dict[str, Before]:
    rows = db.session.execute(
        select(SeekerInvitation.address, func.count(), func.max(SeekerInvitation.created_at))
        .where(
            SeekerInvitation.coach_id == coach_id,
            SeekerInvitation.address.in_(addresses),
            SeekerInvitation.state != InvitationState.ACCEPTED,
        )
        .group_by(SeekerInvitation.address)
    )
    return {address: Before(times, last_at) for address, times, last_at in rows}


def _refused(coach_id: UUID, addresses: Iterable[str]) -> set[str]:
    by_key = {address_key(address): address for address in addresses}
    keys = db.session.scalars(
        select(InvitationRefusal.address_key).where(
            InvitationRefusal.coach_id == coach_id, InvitationRefusal.address_key.in_(by_key)
        )
    )
    return {by_key[key] for key in keys}


def _coached(face: Face, seat: Seat, addresses: Iterable[str]) -> set[str]:
    active = (Coaching.coach_id == seat.coach_id, Coaching.state == CoachingState.ACTIVE)
    by_invitation = (
        select(SeekerInvitation.address)
        .join(Coaching, Coaching.id == SeekerInvitation.coaching_id)
        .where(SeekerInvitation.address.in_(addresses), *active)
    )
    if face is Face.ORGANISATION:
        return set(db.session.scalars(by_invitation.where(SeekerInvitation.organisation_id == seat.organisation_id)))
    by_account = (
        select(Person.email).join(Coaching, Coaching.seeker_id == Person.id).where(Person.email.in_(addresses), *active)
    )
    return set(db.session.scalars(by_account.union(by_invitation)))


def _too_many(face: Face, seat: Seat, given: int, ready: int) -> Any:
    if given > AT_ONCE:
        return l_("At most %(most)s at once; this list has %(given)s lines.", most=AT_ONCE, given=given)
    left = _left_today(face, seat)
    if ready <= left:
        return None
    return ngettext(
        "Only %(num)s more invitation can be sent within 24 hours. Please send the others later.",
        "Only %(num)s more invitations can be sent within 24 hours. Please send the others later.",
        left,
    )


def _left_today(face: Face, seat: Seat) -> int:
    """How many more may be sent within 24 hours, counted in the database."""
    sent, since = SeekerInvitation, clock.now() - DAY
    mine = func.count().filter(sent.coach_id == seat.coach_id, sent.by_organisation.is_(False))
    whole = func.count().filter(sent.organisation_id == seat.organisation_id)
    where = (sent.coach_id == seat.coach_id) | (sent.organisation_id == seat.organisation_id)
    by_coach, by_all = db.session.execute(select(mine, whole).where(where, sent.created_at > since)).one()
    left = [ORGANISATION_A_DAY - by_all] if seat.organisation_id else []
    left += [COACH_A_DAY - by_coach] if face is Face.COACH or not seat.organisation_id else []
    return max(0, min(left))
