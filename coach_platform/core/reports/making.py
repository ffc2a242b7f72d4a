"""Making a report: the seeker their own; a coach one of what is granted, which goes to the seeker before anybody else."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from coach_platform.content.vocabulary import Section
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import Sight, sight_of
from coach_platform.core.mail import keys, outbox
from coach_platform.core.relations.models import Person
from coach_platform.core.reports.gathering import OFFERED, Document, Period, gather
from coach_platform.core.reports.models import ProgressReport
from coach_platform.kit import clock, i18n
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import has_control

AUDIENCE, WORDS = 120, 3_000
LONGEST = timedelta(days=3 * 366)
LETTER = "report_waits"


@dataclass(frozen=True)
class Wish:
    """What a report should be. `talks`: how many coaching talks there were, by its maker; `names`: employers by name."""

    audience: str
    from_on: date | None
    to_on: date | None
    locale: str
    sections: tuple[Section, ...]
    words: str = ""
    talks: int | None = None
    names: bool = False


@dataclass(frozen=True)
class Offer:
    """What a form offers: whose progress, which sections this maker may put in, and what an earlier version said."""

    seeker_id: UUID
    seeker: str
    sections: tuple[Section, ...]
    before: Wish | None = None


def offer(actor: Actor, seeker_id: UUID, *, after: UUID | None = None) -> Offer:
    """For the form; `after`: one of the maker's own to go on from. Raises: NotFound."""
    sight = _maker(actor, seeker_id)
    person = _seeker(seeker_id)
    before = _before(actor, sight, after) if after else None
    return Offer(seeker_id, person.name, may_hold(sight), _wish(before) if before else None)


def may_hold(sight: Sight) -> tuple[Section, ...]:
    """The sections a report may have: for a coach never more than is granted."""
    return tuple(section for section in OFFERED if sight.section(section))


def make_report(actor: Actor, seeker_id: UUID, wish: Wish, *, client_id: UUID, after: UUID | None = None) -> UUID:
    """Freeze it as the next version of `after`, or as a new one. A coach's waits for the seeker, who hears of it.

    Sections that the maker does not see are refused as if they did not exist. Raises: NotFound, Invalid (by field).
    """
    sight = _maker(actor, seeker_id)
    person, before = _seeker(seeker_id), _before(actor, sight, after) if after else None
    period = _checked(wish, may_hold(sight), person.zone)
    row = _row(actor, sight, wish, before)
    row.client_id, row.content = client_id, _content(sight, wish, period)
    try:
        with meaning({"uq_progress_reports_client": Conflict(), "uq_progress_reports_version": Conflict()}):
            db.session.add(row)
    except Conflict:
        mine = (ProgressReport.made_by_id == actor.person_id, ProgressReport.client_id == client_id)
        found = db.session.scalar(select(ProgressReport.id).where(*mine))
        if found is None:
            raise
        return found
    if not sight.own:
        _replace_waiting(row)
        params = {"report": str(row.id)}
        outbox.add(LETTER, key=keys.about(LETTER, row.id), to=seeker_id, params=params)
    return row.id


def _content(sight: Sight, wish: Wish, period: Period) -> Document:
    with i18n.using(wish.locale):  # actions that a rule words are kept in the language of the paper
        found = gather(sight, wish.sections, period, names=wish.names)
    return found | {"talks": wish.talks, "names": wish.names}


def _row(actor: Actor, sight: Sight, wish: Wish, before: ProgressReport | None) -> ProgressReport:
    report_id, moment = new_id(), clock.now()
    assert wish.from_on and wish.to_on
    return ProgressReport(
        id=report_id,
        seeker_id=sight.seeker_id,
        series_id=before.series_id if before else report_id,
        version=_newest(before.series_id) + 1 if before else 1,
        coaching_id=None if sight.own else sight.coaching_id,
        made_by_id=actor.person_id,
        made_by_name=actor.name,
        locale=wish.locale,
        audience=" ".join(wish.audience.split()),
        from_on=wish.from_on,
        to_on=wish.to_on,
        sections=[section.value for section in OFFERED if section in wish.sections],
        words=_tidy(wish.words),
        words_locale=actor.locale,
        made_at=moment,
        agreed_at=moment if sight.own else None,
    )


def _maker(actor: Actor, seeker_id: UUID) -> Sight:
    sight = sight_of(actor, seeker_id)
    if not (sight.own or sight.beside):
        raise NotFound  # whoever reads by a team's list alone makes no report of somebody
    return sight


def _seeker(seeker_id: UUID) -> Person:
    person = db.session.get(Person, seeker_id)
    if person is None:
        raise NotFound
    return person


def _before(actor: Actor, sight: Sight, report_id: UUID) -> ProgressReport:
    mine = (ProgressReport.id == report_id, ProgressReport.seeker_id == sight.seeker_id)
    found = db.session.scalars(
        select(ProgressReport).where(
            *mine, ProgressReport.made_by_id == actor.person_id, ProgressReport.deleted_at.is_(None)
        )
    ).first()
    if found is None or (found.coaching_id is None) != sight.own:
        raise NotFound
    return found


def _wish(row: ProgressReport) -> Wish:
    sections = tuple(Section(section) for section in row.sections)
    talks, names = row.content.get("talks"), bool(row.content.get("names"))
    return Wish(row.audience, row.from_on, row.to_on, row.locale, sections, row.words, talks, names)


def _newest(series_id: UUID) -> int:
    query = select(func.max(ProgressReport.version)).where(ProgressReport.series_id == series_id)
    return db.session.scalar(query) or 0


def _replace_waiting(row: ProgressReport) -> None:
    older = (ProgressReport.series_id == row.series_id, ProgressReport.id != row.id)
    unanswered = (ProgressReport.agreed_at.is_(None), ProgressReport.declined_at.is_(None))
    db.session.execute(
        update(ProgressReport)
        .where(*older, *unanswered, ProgressReport.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _checked(wish: Wish, seen: tuple[Section, ...], zone: str) -> Period:
    if set(wish.sections) - set(seen):
        raise NotFound
    wrong: dict[str, object] = {}
    if not wish.sections:
        wrong["sections"] = l_("Choose at least one section.")
    if not wish.audience.strip():
        wrong["audience"] = l_("Say for whom it is.")
    elif len(wish.audience) > AUDIENCE or has_control(wish.audience.strip()):
        wrong["audience"] = l_("Please keep this to one line of at most %(n)s characters.", n=AUDIENCE)
    if len(_tidy(wish.words)) > WORDS:
        wrong["words"] = l_("At most %(n)s characters.", n=WORDS)
    if wish.talks is not None and not 0 <= wish.talks <= 500:
        wrong["talks"] = l_("Write a number from 0 to 500, or leave it empty.")
    if wish.locale not in i18n.LOCALES:
        wrong["locale"] = l_("Choose one of the answers.")
    wrong |= _period_wrong(wish, zone)
    if wrong:
        raise Invalid(wrong)
    assert wish.from_on and wish.to_on
    return Period(wish.from_on, wish.to_on, zone)


def _period_wrong(wish: Wish, zone: str) -> dict[str, object]:
    today = clock.today(zone)
    if wish.from_on is None:
        return {"from_on": l_("From which day?")}
    if wish.to_on is None:
        return {"to_on": l_("Up to which day?")}
    if wish.to_on > today:
        return {"to_on": l_("This day has not come yet.")}
    if wish.from_on > wish.to_on:
        return {"from_on": l_("The first day comes after the last one.")}
    if wish.to_on - wish.from_on > LONGEST:
        return {"from_on": l_("A report covers at most three years.")}
    return {}


def _tidy(words: str) -> str:
    return words.replace("\0", "").strip()
