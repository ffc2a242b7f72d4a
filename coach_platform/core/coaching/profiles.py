"""What a coach shows of themself in the directory; nothing is listed until the coach says so."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from coach_platform.content.vocabulary import CoachField, SpokenLanguage
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.agreements import keeping
from coach_platform.core.agreements.holding import holds_for
from coach_platform.core.coaching.models import CoachProfile
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control, plain
from coach_platform.kit.web_address import is_https

HEADLINE, ABOUT, CITY, BOOKING = 120, 4_000, 120, 500  # characters
PLACING = "placing"  # the text a coach says yes to who also places candidates


class Promise(Enum):
    """How it stands with that text."""

    NOT_NEEDED = "not_needed"
    MADE_BEFORE = "made_before"
    MADE_NOW = "made_now"


@dataclass(frozen=True)
class Profile:
    """The whole of it, as it is filled in."""

    headline: str = ""
    about: str = ""
    text_locale: str = "en"
    languages: tuple[SpokenLanguage, ...] = ()
    fields: tuple[CoachField, ...] = ()
    city: str = ""
    remote: bool = True
    places_candidates: bool = False
    listed: bool = False
    booking_url: str = ""  # shown to the seekers they coach, and to nobody else
    closed: bool = False  # takes no new requests now; invitations go on


def my_profile(actor: Actor) -> Profile:
    """The actor's own; an empty, unlisted one where nothing was filled in yet. Raises: NotAllowed for who is no coach."""
    require(actor, Permission.USE_COACH_FACE)
    row = db.session.get(CoachProfile, actor.person_id)
    return profile_of(row) if row else Profile(text_locale=actor.locale)


def save_profile(
    actor: Actor,
    *,
    headline: str,
    about: str,
    languages: Collection[SpokenLanguage],
    fields: Collection[CoachField],
    city: str,
    remote: bool,
    places_candidates: bool,
    listed: bool,
    closed: bool = False,
    agreed_to: str | None = None,
    booking_url: str = "",
) -> None:
    """Keep it. A listed profile needs a headline and a language, so that nobody chooses in the dark.

    Who also places candidates promises that what is shared plays no part in it: `agreed_to` is the mark of that text,
    asked for unless a yes to its present version holds.

    Raises: NotAllowed, Invalid (by field).
    """
    require(actor, Permission.USE_COACH_FACE)
    headline, about, city, booking_url = (
        text.replace("\0", "").strip() for text in (headline, about, city, booking_url)
    )
    promise = _promise(actor, places_candidates, agreed_to)
    _check(headline, about, city, languages, listed, promise, booking_url)
    values = _said(actor, headline, about, city) | {
        "languages": [word.value for word in SpokenLanguage if word in languages],
        "fields": [word.value for word in CoachField if word in fields],
        "remote": remote,
        "places_candidates": places_candidates,
        "listed": listed,
        "booking_url": booking_url,
        "closed": closed,
    }
    _settle(actor, promise, agreed_to)
    _write(actor, values)


def _said(actor: Actor, headline: str, about: str, city: str) -> dict[str, Any]:
    return {
        "headline": headline,
        "about": about,
        "text_locale": actor.locale,
        "city": city,
        "city_sort": plain(city),
        "updated_at": clock.now(),
    }


def has_promised(actor: Actor) -> bool:
    """Whether their yes to the present text on placing candidates holds. One statement."""
    return db.session.scalar(holds_for(actor.person_id, PLACING)) is not None


def _write(actor: Actor, values: dict[str, object]) -> None:
    statement = insert(CoachProfile).values(coach_id=actor.person_id, **values)
    db.session.execute(statement.on_conflict_do_update(index_elements=[CoachProfile.coach_id], set_=values))
    db.session.expire_all()


def _settle(actor: Actor, promise: object, agreed_to: str | None) -> None:
    if promise is Promise.MADE_NOW:
        keeping.keep(actor.person_id, PLACING, agreed_to)
    elif promise is Promise.NOT_NEEDED:
        keeping.end(actor.person_id, PLACING)


def _promise(actor: Actor, places_candidates: bool, agreed_to: str | None) -> object:
    """How the promise stands: not needed, made before, made with this form; or a sentence that says why it is not."""
    if not places_candidates:
        return Promise.NOT_NEEDED
    if agreed_to is None and has_promised(actor):
        return Promise.MADE_BEFORE
    return keeping.refusal(PLACING, agreed_to) or Promise.MADE_NOW


def profile_of(row: CoachProfile) -> Profile:
    """The row as others read it; words that left the vocabulary since are left out."""
    return Profile(
        headline=row.headline,
        about=row.about,
        text_locale=row.text_locale,
        languages=tuple(word for word in SpokenLanguage if word.value in row.languages),
        fields=tuple(word for word in CoachField if word.value in row.fields),
        city=row.city,
        remote=row.remote,
        places_candidates=row.places_candidates,
        listed=row.listed,
        booking_url=row.booking_url,
        closed=row.closed,
    )


def _check(
    headline: str,
    about: str,
    city: str,
    languages: Collection[SpokenLanguage],
    listed: bool,
    promise: object,
    booking_url: str,
) -> None:
    wrong: dict[str, object] = {} if isinstance(promise, Promise) else {"agreed": promise}
    for name, text, longest in (("headline", headline, HEADLINE), ("about", about, ABOUT), ("city", city, CITY)):
        if len(text) > longest:
            wrong[name] = l_("Please keep it under %(n)s characters.", n=longest)
    if has_control(headline) or has_control(city):
        wrong["headline" if has_control(headline) else "city"] = l_("One line is enough here.")
    if booking_url and (len(booking_url) > BOOKING or not is_https(booking_url)):
        wrong["booking_url"] = l_("Write the whole address, beginning with https://.")
    if listed and not headline:
        wrong["headline"] = l_("Say in one line whom you help: it is the first thing people read.")
    if listed and not languages:
        wrong["languages"] = l_("Choose at least one language you coach in.")
    if wrong:
        raise Invalid(wrong)
