"""What an inviter asks for, before anything is decided: the list and what all of its people will read."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from coach_platform.content.vocabulary import Section
from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.grants import CASE_SECTIONS, LATEST
from coach_platform.core.coaching.inviting.models import ProposedCases
from coach_platform.core.coaching.inviting.pasted import LONGEST, has_link
from coach_platform.core.coaching.inviting.rules import MESSAGE_LENGTH
from coach_platform.core.coaching.inviting.seats import Face, Seat, offices_of
from coach_platform.kit import clock
from coach_platform.kit.i18n import LOCALES
from coach_platform.kit.i18n import lazy as l_


@dataclass(frozen=True)
class Wish:
    """`seat`: the id of a Seat. `office`: where an admin sends them, if not to the coach's own office."""

    seat: UUID | None
    people: str
    locale: str
    message: str = ""
    office: UUID | None = None
    sections: frozenset[Section] = field(default_factory=frozenset)
    cases: ProposedCases | None = None
    until_on: date | None = None

    def mark(self, seat: Seat, addresses: Iterable[str]) -> str:
        """What a page carries to say which list was looked at: another wish, or other people, has another mark."""
        said = [str(seat.id), str(self.office), self.people, self.locale, self.message, sorted(self.sections)]
        whole = json.dumps([*said, self.cases, str(self.until_on), list(addresses)])
        return hashlib.sha256(whole.encode()).hexdigest()


def seat_of(wish: Wish, seats: list[Seat]) -> Seat | None:
    """The seat that was chosen, if it is one of the actor's; the only one there is need not be chosen."""
    if wish.seat is None and len(seats) == 1:
        return seats[0]
    return next((seat for seat in seats if seat.id == wish.seat), None)


def wrong_with(actor: Actor, face: Face, wish: Wish, seat: Seat | None) -> dict[str, object]:
    """What stands in the way, by field, but for the list itself."""
    found = {
        "seat": None if seat else l_("Choose whose invitation this is."),
        "office": _office(actor, face, wish, seat),
        "people": l_("This list is too long to read. Please paste it in parts.")
        if len(wish.people) > LONGEST
        else None,
        "locale": None if wish.locale in LOCALES else l_("Choose English or French."),
        "message": _message(wish.message),
        "cases": _cases(wish),
        "until_on": _until(wish, actor.zone),
    }
    return {name: why for name, why in found.items() if why is not None}


def _office(actor: Actor, face: Face, wish: Wish, seat: Seat | None) -> object | None:
    if wish.office is None or seat is None:
        return None
    offered = offices_of(actor) if face is Face.ORGANISATION else []
    if not any((wish.office, seat.organisation_id) == (office, organisation) for office, organisation, _ in offered):
        return l_("Choose an office of the organisation this coach works for.")
    return None


def _message(text: str) -> object | None:
    if len(text) > MESSAGE_LENGTH:
        return l_("Please keep it under %(n)s characters.", n=MESSAGE_LENGTH)
    # It goes to people who do not know the site yet: the one link in the letter is ours.
    return l_("Please leave out web addresses: the letter brings its own link.") if has_link(text) else None


def _cases(wish: Wish) -> object | None:
    if wish.cases is None and CASE_SECTIONS & wish.sections:
        return l_("Choose which cases you propose for the sections that belong to cases.")
    return None


def _until(wish: Wish, zone: str) -> object | None:
    if wish.until_on is None:
        return None
    if wish.until_on > LATEST:
        return l_("Please check the year.")
    return l_("This day is over. Choose today or a later one.") if wish.until_on < clock.today(zone) else None
