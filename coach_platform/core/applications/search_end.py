"""The end of a search and its restart: when, what helped, and how long what is left of it is kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select

from coach_platform.content.what_helped import what_helped
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.applications.models import SearchEnd
from coach_platform.core.applications.settings import found_work_at, search_settings
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id

# Names and addresses of people at employers: nobody asked them, and nothing needs them a year after the search.
FOUND_WORK_CLOCK = timedelta(days=365)
WORDS_LENGTH = 2_000  # characters


@dataclass(frozen=True)
class SearchEndView:
    """The latest end, for its seeker. `contacts_until`: the day on which people at employers are forgotten."""

    found_work_at: datetime
    helped: tuple[str, ...]
    words: str
    locale: str
    contacts_until: date


def found_work(actor: Actor) -> None:
    """The search has ended: no mail about it any more (core/mail/silence.py), and the clock of what is kept begins.

    Saying it twice keeps the first moment. Raises: NotAllowed.
    """
    row = search_settings(actor)
    if row.found_work_at is None:
        row.found_work_at = clock.now()
        db.session.add(
            SearchEnd(
                id=new_id(),
                seeker_id=actor.person_id,
                found_work_at=row.found_work_at,
                helped=[],
                words="",
                locale=actor.locale,
            )
        )
    db.session.flush()


def search_again(actor: Actor) -> None:
    """The search goes on, from today: mail comes again, the clock stops, all is as it was left. What helped stays.

    Said without an end before it, it changes nothing. Raises: NotAllowed.
    """
    row = search_settings(actor)
    if row.found_work_at is not None:
        if (end := db.session.scalar(_latest(actor))) is not None:
            end.searching_again_at = clock.now()
        row.found_work_at, row.searching_since_on = None, clock.today(actor.zone)
    db.session.flush()


def say_what_helped(actor: Actor, *, helped: Collection[str], words: str) -> None:
    """Optional, and said anew as often as one likes. Raises: Conflict (the search goes on), Invalid (fields)."""
    require(actor, Permission.USE_SEEKER_FACE)
    words = words.replace("\0", "").strip()
    if set(helped) - set(what_helped()):
        raise Invalid({"helped": l_("Choose from the list.")})
    if len(words) > WORDS_LENGTH:
        raise Invalid({"words": l_("Please keep it under %(n)s characters.", n=WORDS_LENGTH)})
    end = db.session.scalar(_latest(actor).where(SearchEnd.searching_again_at.is_(None)))
    if end is None:
        raise Conflict(l_("Your search goes on at the moment. Load the page again to see how it stands."))
    end.helped = [key for key in what_helped() if key in helped]
    end.words, end.locale = words, actor.locale


def search_end(actor: Actor) -> SearchEndView | None:
    """How the search ended; None while it goes on. Two statements; writes nothing. Raises: NotAllowed."""
    require(actor, Permission.USE_SEEKER_FACE)
    if (since := found_work_at(actor.person_id)) is None:
        return None
    end = db.session.scalar(_latest(actor).where(SearchEnd.searching_again_at.is_(None)))
    return SearchEndView(
        found_work_at=since,
        helped=tuple(end.helped) if end else (),
        words=end.words if end else "",
        locale=end.locale if end else actor.locale,
        contacts_until=clock.local(since + FOUND_WORK_CLOCK, actor.zone).date(),
    )


def _latest(actor: Actor) -> Select[SearchEnd]:
    mine = select(SearchEnd).where(SearchEnd.seeker_id == actor.person_id)
    return mine.order_by(SearchEnd.found_work_at.desc()).limit(1)
