"""Setting, changing and calling off the next talk, from either side. No scheduling of ours: two people agreed on it already."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.talks.models import Talk
from coach_platform.core.coaching.talks.reading import TalkView, next_of, view
from coach_platform.core.relations.models import Coaching, CoachingState, Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control
from coach_platform.kit.web_address import is_https

PLACE, LINK = 200, 500  # characters
SHORTEST, LONGEST, USUAL = 5, 480, 45  # minutes
FURTHEST = timedelta(days=366)
NONE_SET = -1  # the sequence a form names that was made while no talk was set


@dataclass(frozen=True)
class When:
    """What is typed: a day and a time as the clocks of the one who types show them, and where."""

    on: date | None
    at: time | None
    minutes: int | None = USUAL
    place: str = ""
    link: str = ""


@dataclass(frozen=True)
class Between:
    """The coaching a talk belongs to, as one of the two sees it. `other`: the name of the other one."""

    coaching_id: UUID
    seeker_id: UUID
    other: str
    talk: TalkView | None


def with_coach(actor: Actor, coaching_id: UUID) -> Between:
    """For the seeker: their active coaching, and its next talk. Two statements. Raises: NotFound."""
    return _between(actor, Coaching.id == coaching_id, Coaching.seeker_id == actor.person_id)


def with_seeker(actor: Actor, seeker_id: UUID) -> Between:
    """For the coach, of whom they coach themself; a team that shares the work has no part in it. Raises: NotFound."""
    return _between(actor, Coaching.seeker_id == seeker_id, Coaching.coach_id == actor.person_id)


def set_talk(actor: Actor, between: Between, when: When, *, seen: int | None = None) -> UUID:
    """This is when we talk next; in place of what was set before. `seen`: the sequence of the talk that was shown.

    Raises: Invalid (by field), Conflict (the other one changed it meanwhile).
    """
    _lock(between)
    now = next_of(between.coaching_id)
    if seen is not None and (now.sequence if now else NONE_SET) != seen:
        raise Conflict(l_("%(name)s changed it meanwhile. Look at it as it stands now.", name=between.other))
    starts_at = _checked(actor, when)
    talk = now if now is not None else _new(between)
    talk.starts_at, talk.minutes = starts_at, when.minutes or USUAL
    talk.place, talk.link = _tidy(when.place), _tidy(when.link)
    talk.cancelled_at = None
    _by(talk, actor, between)
    db.session.add(talk)
    db.session.flush()
    return talk.id


def cancel_talk(actor: Actor, between: Between) -> None:
    """Call it off; both go on seeing that, until its hour is over. Raises: NotFound where none is set."""
    _lock(between)
    talk = next_of(between.coaching_id)
    if talk is None:
        raise NotFound
    if talk.cancelled_at is not None:
        return  # by the other one, a moment ago: so be it
    talk.cancelled_at = clock.now()
    _by(talk, actor, between)
    db.session.flush()


def _between(actor: Actor, *mine: ColumnElement[bool]) -> Between:
    row = db.session.execute(
        select(Coaching.id, Coaching.seeker_id, Coaching.coach_id).where(*mine, Coaching.state == CoachingState.ACTIVE)
    ).first()
    if row is None:
        raise NotFound
    other_id = row.coach_id if row.seeker_id == actor.person_id else row.seeker_id
    other = db.session.scalar(select(Person.name).where(Person.id == other_id)) or ""
    talk = next_of(row.id)
    return Between(row.id, row.seeker_id, other, view(talk, other) if talk else None)


def _lock(between: Between) -> None:
    """Both at once: one after the other. The coaching may have ended since."""
    held = select(Coaching.id).where(Coaching.id == between.coaching_id, Coaching.state == CoachingState.ACTIVE)
    if db.session.scalar(held.with_for_update()) is None:
        raise NotFound
    db.session.expire_all()


def _new(between: Between) -> Talk:
    return Talk(coaching_id=between.coaching_id, seeker_id=between.seeker_id, sequence=NONE_SET, set_at=clock.now())


def _by(talk: Talk, actor: Actor, between: Between) -> None:
    talk.set_by_id, talk.by_coach = actor.person_id, actor.person_id != between.seeker_id
    talk.changed_at, talk.sequence = clock.now(), talk.sequence + 1


def _checked(actor: Actor, when: When) -> datetime:
    """The instant it starts at. Raises: Invalid, by field."""
    wrong: dict[str, object] = {}
    if when.on is None:
        wrong["on"] = l_("Choose the day.")
    if when.at is None:
        wrong["at"] = l_("Write the time like this: 14:30.")
    if when.minutes is None or not SHORTEST <= when.minutes <= LONGEST:
        wrong["minutes"] = l_("Between %(least)s and %(most)s minutes.", least=SHORTEST, most=LONGEST)
    place, link = _tidy(when.place), _tidy(when.link)
    if has_control(place) or len(place) > PLACE:
        wrong["place"] = l_("Use at most %(n)s characters, on one line.", n=PLACE)
    if link and (len(link) > LINK or not is_https(link)):
        wrong["link"] = l_("Write the whole address, beginning with https://.")
    if when.on is not None and not clock.today(actor.zone) <= when.on <= clock.today(actor.zone) + FURTHEST:
        wrong["on"] = l_("Choose a day to come, within a year.")
    if wrong or when.on is None or when.at is None:
        raise Invalid(wrong)
    starts_at = clock.instant(datetime.combine(when.on, when.at.replace(second=0, microsecond=0)), actor.zone)
    if starts_at <= clock.now():
        raise Invalid({"at": l_("That hour is over. Choose one to come.")})
    return starts_at


def _tidy(text: str) -> str:
    return text.replace("\0", "").strip()
