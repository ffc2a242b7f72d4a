"""What happened in one application, in one statement: stages, ratings and outcomes with what they said before."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Integer, Select, Text, Uuid, and_, cast, exists, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased

from coach_platform.content.vocabulary import OfferState, Outcome, Stage
from coach_platform.core.applications.histories import told
from coach_platform.core.applications.models import Application, OutcomeEvent, StageEvent, StageRating
from coach_platform.kit.db import db


@dataclass(frozen=True)
class Moment:
    """One thing that happened. `stage` or `outcome` is set; `words` and `worked` are the seeker's, `own_words` the no's."""

    on: date
    stage: Stage | None = None
    outcome: Outcome | None = None
    offer_state: OfferState | None = None
    words: str = ""
    worked: str = ""
    own_words: str = ""
    reason: str | None = None
    locale: str = "en"
    corrected: int = 0  # how many earlier wordings are kept
    day_unknown: bool = False  # nobody noted the day: `on` only gives it its place


@dataclass(frozen=True)
class Rating:
    """The newest rating of a stage."""

    value: int
    what_went_well: str
    locale: str


@dataclass(frozen=True)
class Timeline:
    """Moments in the order of their days; the rating that counts for each stage."""

    moments: tuple[Moment, ...]
    ratings: dict[Stage, Rating]

    @property
    def no(self) -> Moment | None:
        """The newest outcome."""
        return next((moment for moment in reversed(self.moments) if moment.outcome), None)


@dataclass
class _Row:
    kind: str
    id: UUID
    corrects_id: UUID | None
    recorded_at: datetime
    on: date
    word: str
    offer_state: str | None
    value: int | None
    first: str
    second: str | None
    locale: str
    withdrawn: bool
    day_unknown: bool


def timeline(application_id: UUID) -> Timeline:
    """The story of an application; the caller has asked a Sight for it. One statement."""
    rows = [_Row(*row) for row in db.session.execute(_everything(application_id))]
    happened = [line for kind in ("stage", "outcome") for line in told(r for r in rows if r.kind == kind)]
    counting = [line for line in happened if not line.withdrawn]
    counting.sort(key=lambda line: (line.now.on, line.first.recorded_at))
    return Timeline(tuple(_moment(line.now, len(line.earlier)) for line in counting), _ratings(rows))


@dataclass(frozen=True)
class OwnWords:
    """What the employer wrote or said with a no, as its seeker noted it."""

    text: str
    locale: str


def own_words_of(application_id: UUID) -> OwnWords | None:
    """The newest answer's own words; None where none were noted. For its seeker. One statement."""
    o, later = OutcomeEvent, aliased(OutcomeEvent)
    row = db.session.execute(
        select(o.own_words, o.locale)
        .where(o.application_id == application_id, ~exists().where(later.corrects_id == o.id), o.own_words != "")
        .order_by(o.recorded_at.desc(), o.id.desc())
        .limit(1)
    ).first()
    return OwnWords(row.own_words, row.locale) if row else None


def _moment(row: _Row, corrected: int) -> Moment:
    if row.kind == "stage":
        return Moment(
            row.on,
            Stage(row.word),
            words=row.first,
            worked=row.second or "",
            locale=row.locale,
            corrected=corrected,
            day_unknown=row.day_unknown,
        )
    return Moment(
        row.on,
        outcome=Outcome(row.word),
        offer_state=OfferState(row.offer_state) if row.offer_state else None,
        own_words=row.first,
        reason=row.second,
        locale=row.locale,
        corrected=corrected,
        day_unknown=row.day_unknown,
    )


def _ratings(rows: list[_Row]) -> dict[Stage, Rating]:
    rated = sorted((row for row in rows if row.kind == "rating"), key=lambda row: (row.recorded_at, row.id))
    return {Stage(row.word): Rating(row.value or 0, row.first, row.locale) for row in rated}


def _everything(application_id: UUID) -> Any:
    return union_all(
        _part("stage", StageEvent, application_id, StageEvent.stage, StageEvent.note, StageEvent.what_worked),
        _part("outcome", OutcomeEvent, application_id, OutcomeEvent.outcome, OutcomeEvent.own_words),
        _part("rating", StageRating, application_id, StageRating.stage, StageRating.what_went_well),
    )


def _part(kind: str, table: Any, application_id: UUID, word: Any, first: Any, second: Any = None) -> Select:
    columns = table.__table__.c
    if kind == "outcome":
        second = columns.stated_reason
    return select(
        literal(kind).label("kind"),
        columns.id,
        columns.corrects_id if "corrects_id" in columns else cast(null(), Uuid),
        columns.recorded_at,
        columns.occurred_on if "occurred_on" in columns else cast(columns.recorded_at, Date),
        cast(word, Text),
        cast(columns.offer_state, Text) if "offer_state" in columns else cast(null(), Text),
        columns.value if "value" in columns else cast(null(), Integer),
        first,
        second if second is not None else cast(null(), Text),
        columns.locale,
        columns.withdrawn if "withdrawn" in columns else literal(False),
        _some_day(kind, columns, application_id),
    ).where(columns.application_id == application_id)


def _some_day(kind: str, columns: Any, application_id: UUID) -> Any:
    if kind == "stage":
        return or_(~columns.day_known, _applied_some_day(application_id))
    return ~columns.day_known if kind == "outcome" else literal(False)


def _applied_some_day(application_id: UUID) -> Any:
    """Whether a stage event is "applied" at a day nobody noted."""
    unknown = select(Application.id).where(Application.id == application_id, Application.applied_on.is_(None))
    return and_(StageEvent.stage == Stage.APPLIED, unknown.exists())
