"""Victories: every step forward, an employer's answer, an action done, an agreed plan, an employer who came back.

They are never stored: rows say them, and say them no longer when the row is taken back. Celebrated once, quietly, with one
question, "what worked?"; its answer is kept as evidence beside the nos.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from coach_platform.content.action_templates import made_from
from coach_platform.content.vocabulary import STAGES, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.applications.victories import Step
from coach_platform.core.insights.models import VictoryKind, VictoryNote
from coach_platform.core.insights.victory_statements import OF_ONE, OF_TODAY
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id

WEEK = timedelta(days=7)
AHEAD = timedelta(days=60)  # further ahead nothing is prepared yet
PAGE = 50
LENGTH = 2_000
EVER, ALWAYS = date(1970, 1, 1), datetime(9999, 1, 1, tzinfo=UTC)
LAST_ID = UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class Victory:
    """One. `what` is the action in words, `who` the coach who agreed; `said` what worked, "" where nothing was said.

    `asked`: nothing was answered yet, not even "let it be".
    """

    kind: VictoryKind
    subject_id: UUID
    on: date
    at: datetime
    application_id: UUID | None = None
    company: str = ""
    stage: Stage | None = None
    step: Step | None = None  # of a step, where it was asked how far it goes
    what: str = ""
    who: str = ""
    lang: str = "en"
    asked: bool = True
    said: str = ""
    said_lang: str = "en"
    day_unknown: bool = False  # nobody noted the day: `on` only gives it its place


@dataclass(frozen=True, slots=True)
class Ahead:
    """A stage that is coming."""

    application_id: UUID
    company: str
    role: str
    stage: Stage
    on: date


@dataclass(frozen=True, slots=True)
class Victories:
    """A page of them, the latest first; `before`: the mark of the next page, "" where there is none."""

    shown: tuple[Victory, ...]
    before: str


def victories(actor: Actor, *, before: str = "") -> Victories:
    """All of the actor's own, fifty at a time. One statement. Raises: NotAllowed."""
    require(actor, Permission.USE_SEEKER_FACE)
    found = _of(actor, EVER, shown=PAGE + 1, before=_mark(before))
    more = f"{found[PAGE - 1].at.isoformat()}_{found[PAGE - 1].subject_id}" if len(found) > PAGE else ""
    return Victories(tuple(found[:PAGE]), more)


def around(seeker_id: UUID, today: date) -> tuple[list[Ahead], list[Victory]]:
    """(stages ahead, the next first; victories of the last seven days, the furthest steps first). One statement.

    What was answered, or let be, is celebrated no more.
    """
    given = {
        "seeker": seeker_id,
        "today": today,
        "stages": [stage.value for stage in STAGES],
        "from_day": today - WEEK,
        "days_ahead": AHEAD.days,
    }
    rows = db.session.execute(OF_TODAY, given).all()
    ahead = [
        Ahead(row.application_id, row.company, row.what, Stage(row.stage), row.day) for row in rows if _is_ahead(row)
    ]
    won = [_noted(row) for row in rows if not _is_ahead(row) and row.words is None]
    # Further than ever first: of many steps in a good week these are the ones to see.
    won.sort(key=lambda one: (one.step is Step.FURTHER_THAN_EVER, one.on), reverse=True)
    return sorted(ahead, key=lambda one: one.on), won


def _is_ahead(row: Any) -> bool:
    return bool(row.kind == "ahead")


def one_victory(actor: Actor, subject_id: UUID) -> Victory:
    """One of the actor's own. Raises: NotFound for what is none (any more)."""
    require(actor, Permission.USE_SEEKER_FACE)
    found = _of(actor, EVER, shown=1, subject=subject_id)
    if not found:
        raise NotFound
    return found[0]


def say_what_worked(actor: Actor, subject_id: UUID, *, words: str) -> None:
    """The answer to "what worked?"; without words: let it be. The newest counts, all are kept.

    Sent twice, said once. Raises: NotFound, Invalid.
    """
    victory = one_victory(actor, subject_id)
    words = words.replace("\0", "").strip()
    if len(words) > LENGTH:
        raise Invalid({"words": l_("Please keep it under %(n)s characters.", n=LENGTH)})
    if not victory.asked and victory.said == words:
        return
    note = VictoryNote(
        id=new_id(),
        seeker_id=actor.person_id,
        kind=victory.kind,
        subject_id=subject_id,
        application_id=victory.application_id,
        words=words,
        locale=actor.locale,
        noted_at=clock.now(),
    )
    db.session.add(note)
    db.session.flush()


def victory_of(row: Any, locale: str) -> Victory:
    """One row of victory_statements.OTHERS in the language of its reader; for digests, that read many people's at once."""
    return _victory(row, locale)


def _of(
    actor: Actor,
    from_day: date,
    *,
    shown: int,
    subject: UUID | None = None,
    before: tuple[datetime, UUID] = (ALWAYS, LAST_ID),
) -> list[Victory]:
    given = {
        "seeker": actor.person_id,
        "today": clock.today(actor.zone),
        "stages": [stage.value for stage in STAGES],
        "from_day": from_day,
        "before": before[0],
        "before_id": before[1],
        "subject": subject,
        "shown": shown,
    }
    return [_noted(row) for row in db.session.execute(OF_ONE, given)]


def _noted(row: Any) -> Victory:
    said = row.words if row.words is not None else row.said
    return _victory(
        row,
        current_locale(),
        asked=row.words is None and not row.said,
        said=said,
        said_lang=row.words_locale or row.locale,
        day_unknown=not row.day_known,
    )


def _victory(row: Any, locale: str, **noted: Any) -> Victory:
    rule = made_from(row.rule_key, row.rule_version) if row.what is None and row.rule_key else None
    return Victory(
        kind=VictoryKind(row.kind),
        subject_id=row.subject_id,
        on=row.day,
        at=row.at,
        application_id=row.application_id,
        company=row.company,
        stage=Stage(row.stage) if row.stage else None,
        step=_step(row) if "elsewhere" in row._fields else None,
        what=rule.title.in_(locale) if rule else row.what or "",
        who=row.who,
        lang=locale if rule else row.locale,
        **noted,
    )


def _step(row: Any) -> Step | None:
    """Further than every other application ever was, or only further here. The statement gives steps alone a stage."""
    if row.kind != VictoryKind.STEP:
        return None
    elsewhere = row.elsewhere  # a rank from 1; None: there is no other application
    return Step.FORWARD if elsewhere and Stage(row.stage).rank + 1 <= elsewhere else Step.FURTHER_THAN_EVER


def _mark(before: str) -> tuple[datetime, UUID]:
    """Where a page goes on; a mark that is none begins again."""
    moment, _, subject = before.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)), UUID(subject)
    except ValueError:
        return ALWAYS, LAST_ID
