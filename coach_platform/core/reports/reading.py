"""Reading reports: the seeker all of theirs, exactly as they would go out; a coach their own while all of it is granted."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from coach_platform.content.vocabulary import Section
from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import Sight, sight_of
from coach_platform.core.relations.models import Person
from coach_platform.core.reports.making import may_hold
from coach_platform.core.reports.models import ProgressReport
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotAllowed, NotFound
from coach_platform.kit.undo import UNDO

SHOWN = 50


class Standing(StrEnum):
    """What became of a version."""

    OWN = "own"  # the seeker made it for themself
    WAITS = "waits"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Report:
    """One version, with its frozen content (gathering.py says its shape)."""

    id: UUID
    seeker_id: UUID
    seeker: str
    zone: str  # the seeker's
    version: int
    made_by: str  # "" where the account is gone
    by_coach: bool
    locale: str
    audience: str
    from_on: date
    to_on: date
    sections: tuple[Section, ...]
    content: dict[str, Any]
    words: str
    words_locale: str
    made_at: datetime
    agreed_at: datetime | None
    standing: Standing
    deleted: bool

    @property
    def may_go_out(self) -> bool:
        """Whether whoever made it may print it and give it."""
        return self.standing in (Standing.OWN, Standing.AGREED) and not self.deleted

    @property
    def seen(self) -> list[looks.Seen]:
        """The sections, and of which cases, that its content rests on: what a reader must see, and has looked at."""
        found: list[looks.Seen] = []
        for section in self.sections:
            part = self.content[section.value]
            case_ids = [UUID(case_id) for case_id in part.get("case_ids", ())]
            found += [(section, case_id) for case_id in case_ids] or [(section, None)]
        return found


def my_reports(actor: Actor) -> list[Report]:
    """The actor's own as a seeker, whoever made them, the latest first; deleted ones while they can come back."""
    require(actor, Permission.USE_SEEKER_FACE)
    query = _query().where(ProgressReport.seeker_id == actor.person_id)
    kept = ProgressReport.deleted_at.is_(None) | (ProgressReport.deleted_at > clock.now() - UNDO)
    return [_report(row) for row in db.session.execute(query.where(kept).limit(SHOWN))]


def my_report(actor: Actor, report_id: UUID) -> Report:
    """One of them, exactly as it would go out. Raises: NotFound."""
    require(actor, Permission.USE_SEEKER_FACE)
    query = _query().where(ProgressReport.seeker_id == actor.person_id, ProgressReport.id == report_id)
    row = db.session.execute(query.where(ProgressReport.deleted_at.is_(None))).first()
    if row is None:
        raise NotFound
    return _report(row)


@dataclass(frozen=True)
class CoachsReports:
    """A coach's own reports of one seeker that they may still read; `may_make`: something is granted to report on."""

    seeker_id: UUID
    seeker: str
    may_make: bool
    reports: tuple[Report, ...]


def reports_for_coach(actor: Actor, seeker_id: UUID) -> CoachsReports:
    """For the coach of a coaching of their own. Four statements with the look's. Raises: NotFound."""
    sight = _own_coaching(actor, seeker_id)
    name = db.session.scalar(select(Person.name).where(Person.id == seeker_id)) or ""
    rows = db.session.execute(_coachs(actor, seeker_id).limit(SHOWN))
    found = tuple(report for row in rows if _may_read(sight, report := _report(row)))
    # Case by case: the list of one report is no look at the deeper answers of every case.
    seen = dict.fromkeys(place for report in found for place in report.seen)
    looks.record(actor.name, [(sight, one) for one in seen], surface=Surface.PAGE)
    return CoachsReports(seeker_id, name, bool(may_hold(sight)), found)


def report_for_coach(actor: Actor, seeker_id: UUID, report_id: UUID, *, surface: Surface = Surface.PAGE) -> Report:
    """One of the coach's own; every section in it is a look. On paper only what its seeker agreed to.

    Raises: NotFound (something in it is not granted any more), NotAllowed (to print what was not agreed to).
    """
    sight = _own_coaching(actor, seeker_id)
    row = db.session.execute(_coachs(actor, seeker_id).where(ProgressReport.id == report_id)).first()
    report = _report(row) if row else None
    if report is None or not _may_read(sight, report):
        raise NotFound
    if surface is Surface.PRINT and not report.may_go_out:
        raise NotAllowed
    looks.record(actor.name, [(sight, seen) for seen in report.seen], surface=surface)
    return report


def _own_coaching(actor: Actor, seeker_id: UUID) -> Sight:
    sight = sight_of(actor, seeker_id)
    if sight.own or not sight.beside:
        raise NotFound
    return sight


def _may_read(sight: Sight, report: Report) -> bool:
    """All of it is granted at this moment, each case it rests on too: what was frozen opens nothing."""
    named = [UUID(one) for one in report.content.get("plan", {}).get("named_case_ids", ())]
    return all(sight.section(s) if c is None else sight.case(c, s) for s, c in report.seen) and all(
        sight.case(c, Section.STORY) or sight.case(c, Section.DEEPER) for c in named
    )


def _coachs(actor: Actor, seeker_id: UUID) -> Select:
    return _query().where(
        ProgressReport.seeker_id == seeker_id,
        ProgressReport.made_by_id == actor.person_id,
        ProgressReport.coaching_id.is_not(None),
        ProgressReport.deleted_at.is_(None),
    )


def _query() -> Select:
    newest = (ProgressReport.made_at.desc(), ProgressReport.id.desc())
    return (
        select(ProgressReport, Person.name.label("seeker"), Person.zone)
        .join(Person, Person.id == ProgressReport.seeker_id)
        .order_by(*newest)
    )


def _report(row: Any) -> Report:
    found: ProgressReport = row.ProgressReport
    return Report(
        id=found.id,
        seeker_id=found.seeker_id,
        seeker=row.seeker,
        zone=row.zone,
        version=found.version,
        made_by=found.made_by_name if found.made_by_id else "",
        by_coach=found.coaching_id is not None,
        locale=found.locale,
        audience=found.audience,
        from_on=found.from_on,
        to_on=found.to_on,
        sections=tuple(Section(section) for section in found.sections),
        content=found.content,
        words=found.words,
        words_locale=found.words_locale,
        made_at=found.made_at,
        agreed_at=found.agreed_at,
        standing=_standing(found),
        deleted=found.deleted_at is not None,
    )


def _standing(row: ProgressReport) -> Standing:
    if row.withdrawn_at:
        return Standing.WITHDRAWN
    if row.declined_at:
        return Standing.DECLINED
    if row.agreed_at is None:
        return Standing.WAITS
    return Standing.OWN if row.coaching_id is None else Standing.AGREED
